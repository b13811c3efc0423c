"""Two magnetised balls let go: where they go, their energy, their angular momentum."""

from array import array
from math import sqrt

from livefigure import (
    Figure,
    arrows,
    axis,
    control,
    curve,
    level,
    plot,
    points,
    quantity,
    readout,
    ring,
    written,
)
from magbook import balls
from magfigures.degrees import cosine, sine
from magfigures.let_go import share_of_time, thinned, time_shown, with_sum

MOMENT = 0.0677  # of a ball of 5 mm with a remanence of 1.3 T, A m²
MASS = 4.9e-4
CONTACT = 5e-3
INERTIA = MASS * CONTACT**2 / 10  # of a solid ball
UNTIL = 0.04
DRAWN = 200  # places, at most

angle_a = control(
    "angle_a", "<i>α</i>", "moment a from the line to b", -180, 180, 90.0, "°", step=1.0
)
angle_b = control("angle_b", "<i>β</i>", "moment b from this line", -180, 180, 0.0, "°", step=1.0)
distance = control("distance", "<i>r</i>₀", "distance at the release", 8, 30, 15.0, "mm")
speed = control("speed", "<i>v</i>₀", "speed of b sideways past a", -1, 1, 0.0, "m/s", step=0.01)
friction = control("friction", "<i>γ</i>", "friction of a liquid", 0, 300, 0.0, "1/s")
share = share_of_time(75.0)


def heading(angle):
    return (MOMENT * cosine(angle), MOMENT * sine(angle), 0.0)


@quantity(angle_a, angle_b, distance, speed, friction)
def path(angle_a, angle_b, distance, speed, friction):
    return balls.two_balls(
        (1e-3 * distance, 0.0, 0.0),
        (0.0, speed, 0.0),
        heading(angle_a),
        heading(angle_b),
        MASS,
        INERTIA,
        CONTACT,
        friction,
        UNTIL,
    )


times, states, contact_time = path.parts("times", "states", "contact_time")


def accounted(states):
    """Energies in mJ and their sum, angular momenta about z in µJ s and theirs: columns, with a
    number for each state."""
    count = len(states) // balls.STATE
    energies, momenta = balls.blank(4 * count), balls.blank(9 * count)
    balls.account(MASS, INERTIA, states, energies, momenta)
    return with_sum(energies, 4, 1e3) + with_sum(momenta, 9, 1e6, first=2, step=3)


# --- At the time shown ---------------------------------------------------------------------


@quantity(share, times)
def shown(share, times):
    """The time shown, s."""
    return time_shown(share, times[-1])


@quantity(shown, friction, times, states)
def state(shown, friction, times, states):
    found = balls.blank(balls.STATE)
    balls.balls_at(shown, MASS, INERTIA, CONTACT, friction, times, states, found)
    return found


@quantity(state)
def accounts(state):
    return [column[0] for column in accounted(state)]


moving, turning, magnetic, heat, energy, orbital, intrinsic, taken, angular_momentum = (
    accounts.parts(
        "moving", "turning", "magnetic", "heat", "energy",
        "orbital", "intrinsic", "taken", "angular_momentum",
    )
)  # fmt: skip


@quantity(shown)
def time(shown):
    return 1e3 * shown


@quantity(contact_time)
def touched(contact_time):
    return 1e3 * contact_time


# --- In time -------------------------------------------------------------------------------


@quantity(times, states)
def drawn_states(times, states):
    """Times in ms, states."""
    times, states = thinned(times, states, balls.STATE, DRAWN)
    return array("d", [1e3 * time for time in times]), states


@quantity(drawn_states)
def in_time(drawn_states):
    """Curves of the energies and of the angular momenta, with their sums; the last time."""
    times, states = drawn_states
    return tuple([(times, column) for column in accounted(states)]) + (times[-1],)


(
    moving_curve, turning_curve, magnetic_curve, heat_curve, energy_curve,
    orbital_curve, intrinsic_curve, taken_curve, angular_curve, last,
) = in_time.parts(
    "moving_curve", "turning_curve", "magnetic_curve", "heat_curve", "energy_curve",
    "orbital_curve", "intrinsic_curve", "taken_curve", "angular_curve", "last",
)  # fmt: skip


@quantity(drawn_states)
def paths(drawn_states):
    """Of a and of b about their centre of mass, mm; how far they reach."""
    _, states = drawn_states
    xs = array("d", [500 * states[k] for k in range(0, len(states), balls.STATE)])
    ys = array("d", [500 * states[k + 1] for k in range(0, len(states), balls.STATE)])
    reach = max([sqrt(x * x + y * y) for x, y in zip(xs, ys)]) + 4
    opposite = [array("d", [-part for part in parts]) for parts in (xs, ys)]
    return tuple(opposite), (xs, ys), reach


path_a, path_b, reach = paths.parts("path_a", "path_b", "reach")


@quantity(reach)
def minus(reach):
    return -reach


@quantity(state, reach)
def drawn(state, reach):
    """Both balls, and their moments as needles."""
    x, y = 500 * state[0], 500 * state[1]
    length = 0.17 * reach / MOMENT
    needles = [[length * part for part in state[i : i + 2]] for i in (6, 9)]
    radius = 500 * CONTACT
    xs, ys = [-x, x], [-y, y]
    dxs, dys = [dx for dx, _ in needles], [dy for _, dy in needles]
    return (-x, -y, radius), (x, y, radius), (xs, ys, dxs, dys), ([x], [y])


ball_a, ball_b, moments, place_b = drawn.parts("ball_a", "ball_b", "moments", "place_b")


def describe(now):
    fate = "have not touched after 40 ms"
    if now(touched) is not None:
        fate = "touch after %.3g ms, where the motion is not followed any farther" % now(touched)
    words = "Let go %g mm apart, the balls %s; at %.3g ms the orbital angular momentum is %.3g µJ s"
    words += ", that of their turning %.3g µJ s."
    return words % (now(distance), fate, now(time), now(orbital), now(intrinsic))


def code(angle_a, angle_b, distance, speed, friction, share):
    return """from magbook import motion

mass, contact = %s, %s  # kg, m
inertia = mass * contact**2 / 10
m_a, m_b = (%s, %s, 0), (%s, %s, 0)  # A m²
r, v, friction = 1e-3 * %s, %s, %s
times, states, touched = motion.two_balls(
    (r, 0, 0), (0, v, 0), m_a, m_b, mass, inertia, contact, friction, until=%s
)
touched = None if touched is None else 1e3 * touched  # ms
time = min(0.01 * %s * times[-1], times[-1])
state, energies, momenta = motion.blank(motion.STATE), motion.blank(4), motion.blank(9)
motion.balls_at(time, mass, inertia, contact, friction, times, states, state)
motion.account(mass, inertia, state, energies, momenta)
time = 1e3 * time
moving, turning, magnetic, heat = [1e3 * part for part in energies]  # mJ
energy = moving + turning + magnetic + heat
orbital, intrinsic, taken = [1e6 * momenta[i] for i in (2, 5, 8)]  # µJ s
angular_momentum = orbital + intrinsic + taken
""" % tuple(
        map(
            written,
            (MASS, CONTACT)
            + heading(angle_a)[:2]
            + heading(angle_b)[:2]
            + (distance, speed, friction, UNTIL, share),
        )
    )


def ball_case(angle_a, angle_b, distance, speed, friction):
    return {
        "angle_a": angle_a,
        "angle_b": angle_b,
        "distance": distance,
        "speed": speed,
        "friction": friction,
    }


ROUNDING = 1e-9
figure = Figure(
    title="Two magnetised balls let go",
    controls=[angle_a, angle_b, distance, speed, friction, share],
    readouts=[
        readout(time, "<i>t</i>", "time shown", "ms", digits=4),
        readout(touched, "", "time at which they touch", "ms", missing="not yet"),
        readout(moving, "", "kinetic energy of the paths", "mJ"),
        readout(turning, "", "kinetic energy of the turning", "mJ"),
        readout(magnetic, "<i>U</i>", "magnetic energy", "mJ"),
        readout(heat, "", "energy that friction took", "mJ"),
        readout(energy, "", "sum of the energies", "mJ"),
        readout(orbital, "<i>L</i>", "orbital angular momentum", "µJ s", zero=ROUNDING),
        readout(intrinsic, "<i>S</i>", "angular momentum of the turning", "µJ s", zero=ROUNDING),
        readout(taken, "", "angular momentum that friction took", "µJ s", zero=ROUNDING),
        readout(angular_momentum, "", "sum of the angular momenta", "µJ s", zero=ROUNDING),
    ],
    views=[
        plot(
            "Seen from above, about the centre of mass",
            axis("x", minus, reach, unit="mm"),
            axis("y", minus, reach, unit="mm"),
            [
                curve(path_a, "quiet", "path of a", dash="8 3", width=1.4),
                curve(path_b, "exact", "path of b", width=1.4),
                ring(ball_a, "quiet", width=1.5),
                ring(ball_b, "exact", width=1.5),
                arrows(moments, "moment", "moments"),
                points(place_b, "reader", "b", radius=4),
            ],
            aspect=1.0,
            equal=True,
        ),
        plot(
            "Angular momentum in time",
            axis("t", 0, last, unit="ms"),
            axis("L", unit="µJ s"),
            [
                level(0.0, "quiet"),
                level(time, "reader", vertical=True),
                curve(orbital_curve, "force", "orbital", dash="8 3"),
                curve(intrinsic_curve, "torque", "of the turning", dash="2 2.5"),
                curve(taken_curve, "quiet", "taken by friction", width=1.4),
                curve(angular_curve, "exact", "sum", width=2.5),
            ],
            aspect=1.0,
        ),
        plot(
            "Energies in time",
            axis("t", 0, last, unit="ms"),
            axis("E", unit="mJ"),
            [
                level(0.0, "quiet"),
                level(time, "reader", vertical=True),
                curve(moving_curve, "force", "of the paths", dash="8 3"),
                curve(turning_curve, "torque", "of the turning", dash="2 2.5"),
                curve(magnetic_curve, "field", "magnetic"),
                curve(heat_curve, "quiet", "taken by friction", width=1.4),
                curve(energy_curve, "exact", "sum", width=2.5),
            ],
            aspect=0.42,
        ),
    ],
    presets=[
        ("One across, one along", ball_case(90, 0, 15, 0, 0)),
        ("Side by side, opposite", ball_case(90, -88, 15, 0, 0)),
        ("In line, passing", ball_case(0, 0, 12, 0.62, 0)),
        ("Let go in honey", ball_case(90, 60, 20, 0, 200)),
    ],
    describe=describe,
    code=code,
)  # fmt: skip
