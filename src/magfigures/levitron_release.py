"""The Levitron's top let go over its ring: it floats until the air has slowed it, and tips over."""

from math import atan2, nan, pi, sqrt

from livefigure import (
    Figure,
    arrow,
    axis,
    circle,
    control,
    curve,
    level,
    loop,
    plot,
    pointing,
    points,
    quantity,
    readout,
    region,
    scene,
    wire,
    written,
)
from magbook import MU_0, levitron, top
from magbook.elementwise import Positive, Real, Reals, part, rowwise
from magbook.steps import at
from magbook.vectors import dot
from magfigures.degrees import cosine, sine
from magfigures.let_go import in_columns, share_of_time, thinned, time_shown, with_sum
from magfigures.ringside import ring_marks

# the top of `levitron-owner`
G = 9.81
RING, FIELD = 0.04, 0.0715  # radius, field in its centre, T
DISC, MASS = 0.014, 0.02
MOMENT = 0.28 * pi * DISC**2 * 0.0066 / MU_0
ACROSS, ALONG = MASS * DISC**2 / 4, MASS * DISC**2 / 2
LAM = 2 * RING**2 * FIELD / MU_0
TOP = (MASS, ACROSS, ALONG, MOMENT, RING, LAM, G)
PER_TURN = ALONG * 2 * pi / 60  # angular momentum of one turn a minute
HEIGHT = RING * levitron.height(MASS * G * RING / (MOMENT * FIELD))
LIMITS = [
    limit * MASS * RING * sqrt(G * RING) / PER_TURN
    for limit in levitron.spins(HEIGHT / RING, ACROSS / (MASS * RING**2)) or ()
]
FLOOR = 0.02  # where the top's centre is when the top lies on the base
UNTIL = 10.0
DRAWN = 240  # places, at most
SHOWN = 9.5  # from the middle of the scene, cm
RPM = "min⁻¹"

turns = control("turns", "<i>f</i>₀", "spin at the release", 200, 4500, 1800.0, RPM, step=10.0)
tilt = control("tilt", "<i>θ</i>₀", "tilt at the release", 0, 30, 2.0, "°", step=0.1)
aside = control("aside", "<i>ρ</i>₀", "distance from the axis there", 0, 10, 1.0, "mm", step=0.1)
friction = control("friction", "<i>γ</i>", "friction of the air", 0, 1, 0.1, "1/s", step=0.005)
share = share_of_time(75.0)


@quantity(turns, tilt, aside, friction)
def path(turns, tilt, aside, friction):
    return top.hovering_top(
        (1e-3 * aside, 0.0, HEIGHT),
        (sine(tilt), 0.0, -cosine(tilt)),
        PER_TURN * turns,
        *TOP,
        friction,
        FLOOR,
        UNTIL,
    )


times, states, fell = path.parts("times", "states", "fell")


def accounted(states):
    """Energies in mJ and their sum, angular momenta about the vertical in µJ s and theirs: columns,
    with a number for each state."""
    count = len(states) // top.STATE
    energies, momenta = top.blank(5 * count), top.blank(3 * count)
    top.account_top(*TOP, states, energies, momenta)
    return with_sum(energies, 5, 1e3) + with_sum(momenta, 3, 1e6)


@rowwise
def watch(per_turn: Positive, states: Reals, seen: Reals) -> Real:
    """Fill four columns, with a number for each state: height and distance from the axis, mm; tilt,
    degrees; turns a minute."""
    count = len(states) // top.STATE
    for k in range(count):
        x, y, z = at(states, top.STATE * k + top.PLACE)
        n, L = at(states, top.STATE * k + top.AXIS), at(states, top.STATE * k + top.SPIN)
        seen[k] = 1e3 * z
        seen[count + k] = 1e3 * sqrt(x * x + y * y)
        seen[2 * count + k] = atan2(sqrt(n[0] * n[0] + n[1] * n[1]), -n[2]) * 180 / pi
        seen[3 * count + k] = dot(n, L) / per_turn
    return 0.0


def moved(states):
    """The columns of `watch`."""
    count = len(states) // top.STATE
    seen = top.blank(4 * count)
    watch(PER_TURN, states, seen)
    return in_columns(seen, count)


# --- At the time shown ---------------------------------------------------------------------


@quantity(share, times)
def time(share, times):
    return time_shown(share, times[-1])


@quantity(time, friction, times, states)
def state(time, friction, times, states):
    found = top.blank(top.STATE)
    top.top_at(time, *TOP, friction, times, states, found)
    return found


@quantity(state)
def motion(state):
    return [column[0] for column in moved(state)]


height, distance, lean, spin = motion.parts("height", "distance", "lean", "spin")


@quantity(state)
def accounts(state):
    return [column[0] for column in accounted(state)]


moving, turning, magnetic, weight, heat, energy, orbital, intrinsic, taken, angular_momentum = (
    accounts.parts(
        "moving", "turning", "magnetic", "weight", "heat", "energy",
        "orbital", "intrinsic", "taken", "angular_momentum",
    )
)  # fmt: skip

# --- In time -------------------------------------------------------------------------------


@quantity(times, states)
def drawn_states(times, states):
    return thinned(times, states, top.STATE, DRAWN)


@quantity(drawn_states)
def in_time(drawn_states):
    """Curves of what moves, of the energies and of the angular momenta, with their sums; the last
    time."""
    times, states = drawn_states
    curves = [(times, column) for column in moved(states) + accounted(states)]
    return tuple(curves) + (times[-1],)


(
    height_curve, distance_curve, lean_curve, spin_curve,
    moving_curve, turning_curve, magnetic_curve, weight_curve, heat_curve, energy_curve,
    orbital_curve, intrinsic_curve, taken_curve, angular_curve, last,
) = in_time.parts(
    "height_curve", "distance_curve", "lean_curve", "spin_curve",
    "moving_curve", "turning_curve", "magnetic_curve", "weight_curve", "heat_curve",
    "energy_curve", "orbital_curve", "intrinsic_curve", "taken_curve", "angular_curve", "last",
)  # fmt: skip


@quantity(last)
def window(last):
    """The spins that hold it: an outline."""
    slow, fast = LIMITS
    return [0.0, last, last, 0.0], [slow, slow, fast, fast]


@quantity(turns)
def fastest_shown(turns):
    return 1.05 * max(turns, LIMITS[1])


@quantity(time, spin)
def now_spinning(time, spin):
    return [time], [spin]


@quantity(time, height, distance)
def now_moving(time, height, distance):
    return [time, time], [height, distance]


@quantity(time, lean)
def now_leaning(time, lean):
    return [time], [lean]


@part
def within(x: float, y: float, z: float) -> bool:
    return sqrt(x * x + y * y + z * z) < SHOWN


@rowwise
def follow(states: Reals, places: Reals) -> Real:
    """Fill three columns, with a number for each state: the place, cm, or nan out of the scene."""
    count = len(states) // top.STATE
    for k in range(count):
        x, y, z = at(states, top.STATE * k + top.PLACE)
        seen = within(100 * x, 100 * y, 100 * z)
        places[k] = 100 * x if seen else nan
        places[count + k] = 100 * y if seen else nan
        places[2 * count + k] = 100 * z if seen else nan
    return 0.0


@quantity(drawn_states)
def trail(drawn_states):
    """The path, cm, as far as the scene reaches; beyond it there are gaps."""
    _, states = drawn_states
    count = len(states) // top.STATE
    places = top.blank(3 * count)
    follow(states, places)
    return tuple(in_columns(places, count))


@quantity(state)
def seen(state):
    """Place, cm, and axis of the top; None out of the scene."""
    place = tuple([100 * part for part in state[:3]])
    return (place, tuple(state[6:9])) if within(*place) else None


place, n = seen.parts("place", "n")


def describe(now):
    fate = "floats for all of the 10 s that are followed"
    if now(fell) is not None:
        fate = "is on the base after %.3g s" % now(fell)
    words = "Let go with %g turns a minute the top %s; at %.3g s it spins %.4g times a minute"
    words += ", %.3g mm over the ring and %.3g mm from the axis, tilted by %.3g°."
    return words % (
        now(turns), fate, now(time), now(spin), now(height), now(distance), now(lean),
    )  # fmt: skip


#: what no control changes of the program, which each step writes anew
WRITTEN = tuple(map(written, (RING, LAM, MASS, ACROSS, ALONG, MOMENT, G, HEIGHT, FLOOR, UNTIL)))


def code(turns, tilt, aside, friction, share):
    return """from math import atan2, degrees, hypot, pi
from magbook import motion
from magfigures.degrees import cosine, sine

a, lam = %s, %s  # ring: m, A m
mass, across, along, moment = %s, %s, %s, %s  # top: kg, kg m², A m²
gravity, start, floor, until = %s, %s, %s, %s  # m/s², m, m, s
friction = %s
per_turn = along * 2 * pi / 60
top = mass, across, along, moment, a, lam, gravity
times, states, fell = motion.hovering_top(
    (1e-3 * %s, 0, start), (sine(%s), 0, -cosine(%s)), per_turn * %s, *top,
    friction, floor, until=until,
)
time = min(0.01 * %s * times[-1], times[-1])
state, energies, momenta = motion.blank(14), motion.blank(5), motion.blank(3)
motion.top_at(time, *top, friction, times, states, state)
motion.account_top(*top, state, energies, momenta)
height, distance = 1e3 * state[2], 1e3 * hypot(state[0], state[1])
lean = degrees(atan2(hypot(state[6], state[7]), -state[8]))
spin = sum(state[6 + i] * state[9 + i] for i in range(3)) / per_turn
moving, turning, magnetic, weight, heat = [1e3 * part for part in energies]  # mJ
energy = moving + turning + magnetic + weight + heat
orbital, intrinsic, taken = [1e6 * part for part in momenta]  # µJ s
angular_momentum = orbital + intrinsic + taken
""" % (WRITTEN + tuple(map(written, (friction, aside, tilt, tilt, turns, share))))


def top_case(turns, tilt, aside, friction):
    return {"turns": turns, "tilt": tilt, "aside": aside, "friction": friction}


ROUNDING = 1e-9
figure = Figure(
    title="The Levitron's top let go",
    controls=[turns, tilt, aside, friction, share],
    readouts=[
        readout(time, "<i>t</i>", "time shown", "s", digits=4),
        readout(fell, "", "time at which it is on the base", "s", missing="afloat"),
        readout(spin, "<i>f</i>", "spin", RPM),
        readout(height, "<i>z</i>", "height over the ring", "mm"),
        readout(distance, "<i>ρ</i>", "distance from the axis", "mm", zero=ROUNDING),
        readout(lean, "<i>θ</i>", "tilt of its axis", "°", zero=1e-5),
        readout(moving, "", "kinetic energy of its place", "mJ", zero=ROUNDING),
        readout(turning, "", "kinetic energy of its turning", "mJ"),
        readout(magnetic, "", "magnetic energy", "mJ"),
        readout(weight, "", "energy of the weight", "mJ"),
        readout(heat, "", "energy that the air took", "mJ"),
        readout(energy, "", "sum of the energies", "mJ"),
        readout(orbital, "", "orbital angular momentum", "µJ s", zero=ROUNDING),
        readout(intrinsic, "<i>L</i><sub>z</sub>", "angular momentum of its turning", "µJ s"),
        readout(taken, "", "angular momentum that the air took", "µJ s", zero=ROUNDING),
        readout(angular_momentum, "", "sum of the angular momenta", "µJ s"),
    ],
    views=[
        scene(
            "Top and ring; drag to walk around",
            ring_marks(100 * RING, 9.0)
            + [
                wire(trail, "moment", "path", width=1.4),
                loop(circle(n, 100 * DISC, place), "reader", "top", disc=True),
                arrow(pointing(n, 2.4, place), "moment", "moment", "m"),
            ],
            extent=10.0,
            elevation=14,
            aspect=0.9,
        ),
        plot(
            "Its spin, and the spins that hold it",
            axis("t", 0, last, unit="s"),
            axis("f", 0, fastest_shown, unit=RPM),
            [
                region(window, "exact", "hold it, for small motions"),
                curve(spin_curve, "torque", "spin"),
                points(now_spinning, "reader", "now", radius=5),
            ],
            aspect=0.9,
        ),
        plot(
            "Height and distance from the axis",
            axis("t", 0, last, unit="s"),
            axis("z, ρ", 0, unit="mm"),
            [
                level(1e3 * HEIGHT, "quiet", "where it can hover"),
                curve(height_curve, "force", "height"),
                curve(distance_curve, "moment", "distance", dash="8 3"),
                points(now_moving, "reader", "now", radius=4),
            ],
            aspect=0.42,
        ),
        plot(
            "Tilt",
            axis("t", 0, last, unit="s"),
            axis("θ", 0, unit="°"),
            [
                curve(lean_curve, "torque", "tilt"),
                points(now_leaning, "reader", "now", radius=4),
            ],
            aspect=0.3,
        ),
        plot(
            "Energies in time",
            axis("t", 0, last, unit="s"),
            axis("E", unit="mJ"),
            [
                level(0.0, "quiet"),
                level(time, "reader", vertical=True),
                curve(turning_curve, "torque", "of the turning", dash="2 2.5"),
                curve(magnetic_curve, "field", "magnetic"),
                curve(weight_curve, "moment", "of the weight", dash="8 3 2 3"),
                curve(moving_curve, "force", "of the place", dash="8 3"),
                curve(heat_curve, "quiet", "taken by the air", width=1.4),
                curve(energy_curve, "exact", "sum", width=2.5),
            ],
            aspect=0.5,
            folded="The energies in time",
        ),
        plot(
            "Angular momentum about the vertical in time",
            axis("t", 0, last, unit="s"),
            axis("J", unit="µJ s"),
            [
                level(0.0, "quiet"),
                level(time, "reader", vertical=True),
                curve(orbital_curve, "force", "orbital", dash="8 3"),
                curve(intrinsic_curve, "torque", "of the turning", dash="2 2.5"),
                curve(taken_curve, "quiet", "taken by the air", width=1.4),
                curve(angular_curve, "exact", "sum", width=2.5),
            ],
            aspect=0.5,
            folded="The angular momentum in time",
        ),
    ],
    presets=[
        ("It slows down, and tips", top_case(1800, 2, 1, 0.1)),
        ("Without air", top_case(1800, 2, 1, 0)),
        ("Too slow", top_case(900, 2, 1, 0.1)),
        ("Too fast", top_case(3600, 2, 1, 0.1)),
        ("Tilted too far", top_case(1800, 8, 1, 0.1)),
    ],
    describe=describe,
    code=code,
)  # fmt: skip
