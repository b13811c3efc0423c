"""A sphere let go on the axis of a coil that lies flat: it bounces, floats, or falls through."""

from array import array
from math import pi, sqrt

from livefigure import (
    Figure,
    axis,
    circle,
    control,
    coordinate,
    curve,
    evenly,
    globe,
    level,
    loop,
    plot,
    points,
    quantity,
    readout,
    row,
    scene,
    wire,
    written,
)
from magbook import falling
from magbook.elementwise import Real, elementwise
from magfigures.let_go import share_of_time, some_of, time_shown

RADIUS = 0.01
SIGMA = 3.8e7  # aluminium
MASS = 0.0113
GRAVITY = 9.81
WEIGHT = MASS * GRAVITY
FLOOR, TOP = -40.0, 100.0  # heights shown, mm
UNTIL = 1.5
DRAWN = 200

height = control(
    "height", "<i>z</i>₀", "height over the coil at the release", 15, TOP, 45.0, "mm", step=0.5
)
current = control("current", "<i>I</i>", "peak ampere-turns", 500, 4000, 2500.0, "A", step=10.0)
b = control("b", "<i>b</i>", "radius of the coil", 12, 40, 20.0, "mm")
frequency = control("frequency", "<i>f</i>", "frequency", 100, 1e5, 1e4, "Hz", scale="log")
friction = control("friction", "<i>γ</i>", "friction", 0, 10, 0.0, "1/s")
share = share_of_time(40.0)
COIL = (b, frequency, current)


def coil(b, frequency, current):
    """The last arguments of `falling.lift`."""
    return RADIUS, 1e-3 * b, SIGMA, 2 * pi * frequency, current


@quantity(*COIL, friction, height)
def path(b, frequency, current, friction, height):
    return falling.falling_sphere(
        1e-3 * height, MASS, GRAVITY, friction, 1e-3 * FLOOR, UNTIL, *coil(b, frequency, current)
    )


rows, lost = path.parts("rows", "lost")


@quantity(*COIL)
def floats(b, frequency, current):
    """Height, m, and frequency of small oscillations where it floats, or None."""
    given = coil(b, frequency, current)
    z, _ = falling.floating(*given, WEIGHT)
    if z != z:
        return None
    slope = falling.lift(z, *given)[2]
    return 1e3 * z, sqrt(-slope / MASS) / (2 * pi)


rest, swing = floats.parts("rest", "swing")


# --- At the time shown ---------------------------------------------------------------------


@quantity(share, rows)
def time(share, rows):
    return time_shown(share, rows[0][-1])


@quantity(time, rows, friction, *COIL)
def accounts(time, rows, friction, b, frequency, current):
    """Height in mm, speed; energies in mJ: kinetic, of the weight, magnetic, heat, all."""
    given = coil(b, frequency, current)
    z, v, heat = falling.sphere_at(time, MASS, GRAVITY, friction, *given, *rows)
    energies = (
        500 * MASS * v * v,
        1e3 * WEIGHT * z,
        1e3 * falling.lift(z, *given)[0],
        1e3 * heat,
    )
    return (1e3 * z, v) + energies + (sum(energies),)


place, speed, kinetic, weight, magnetic, heat, energy = accounts.parts(
    "place", "speed", "kinetic", "weight", "magnetic", "heat", "energy"
)

# --- In time -------------------------------------------------------------------------------


@quantity(rows)
def thinned(rows):
    kept = some_of(len(rows[0]), DRAWN)
    return [[row[k] for k in kept] for row in rows]


@quantity(thinned, *COIL)
def in_time(thinned, b, frequency, current):
    times, zs, vs, heats = thinned
    given = coil(b, frequency, current)
    kinetic = [500 * MASS * v * v for v in vs]
    weight = [1e3 * WEIGHT * z for z in zs]
    magnetic = [1e3 * U for U in falling.lift(array("d", zs), *given)[0]]
    heat = [1e3 * heat for heat in heats]
    total = [sum(each) for each in zip(kinetic, weight, magnetic, heat)]
    curves = [(times, row) for row in ([1e3 * z for z in zs], kinetic, weight, magnetic, heat)]
    return tuple(curves) + ((times, total), times[-1])


place_curve, kinetic_curve, weight_curve, magnetic_curve, heat_curve, energy_curve, last = (
    in_time.parts(
        "place_curve", "kinetic_curve", "weight_curve", "magnetic_curve", "heat_curve",
        "energy_curve", "last",
    )
)  # fmt: skip

z = coordinate("z")


@quantity(z)
@elementwise()
def metres(z: Real) -> Real:
    return 1e-3 * z


coil_metres = quantity(b)(lambda b: 1e-3 * b)
omega = quantity(frequency)(lambda frequency: 2 * pi * frequency)
lift = quantity(metres, RADIUS, coil_metres, SIGMA, omega, current)(falling.lift)


@quantity(z, lift[0])
@elementwise()
def well(z: Real, energy: Real) -> Real:
    """Energy of the place, mJ."""
    return WEIGHT * z + 1e3 * energy


@quantity(energy, heat)
def left(energy, heat):
    """Energy that friction has not taken."""
    return energy - heat


@quantity(place, weight, magnetic)
def now_in_well(place, weight, magnetic):
    return [place], [weight + magnetic]


@quantity(time, place)
def now_in_time(time, place):
    return [time], [place]


@quantity(place)
def ball(place):
    return (0.0, 0.0, 0.1 * place, 1.0)


@quantity(b)
def coil_radius(b):
    return 0.1 * b


def describe(now):
    fate = "is held for the 1.5 s that are followed"
    if now(lost) is not None:
        fate = "has fallen through the coil after %.3g s" % now(lost)
    floats = "nowhere does the coil carry it"
    if now(rest) is not None:
        floats = "it can float at %.4g mm" % now(rest)
    return "Let go at %g mm the ball %s; %s." % (now(height), fate, floats)


def code(height, current, b, frequency, friction, share):
    return """from math import pi, sqrt
from magbook import motion

mass, gravity, friction = %s, %s, %s
coil = %s, 1e-3 * %s, %s, 2 * pi * %s, %s  # a, b, sigma, omega, I
rows, lost = motion.falling_sphere(1e-3 * %s, mass, gravity, friction, 1e-3 * %s, %s, *coil)
z, _ = motion.floating(*coil, mass * gravity)
rest = swing = None
if z == z:
    rest, swing = 1e3 * z, sqrt(-motion.lift(z, *coil)[2] / mass) / (2 * pi)
time = min(0.01 * %s * rows[0][-1], rows[0][-1])
z, speed, heat = motion.sphere_at(time, mass, gravity, friction, *coil, *rows)
place = 1e3 * z
kinetic, weight = 500 * mass * speed**2, 1e3 * mass * gravity * z  # mJ
magnetic, heat = 1e3 * motion.lift(z, *coil)[0], 1e3 * heat
energy = kinetic + weight + magnetic + heat
""" % tuple(
        map(
            written,
            (
                MASS, GRAVITY, friction, RADIUS, b, SIGMA, frequency, current, height, FLOOR,
                UNTIL, share,
            ),
        )
    )  # fmt: skip


figure = Figure(
    title="A ball let go over a coil",
    controls=[height, current, b, frequency, friction, share],
    readouts=[
        readout(time, "<i>t</i>", "time shown", "s", digits=4),
        readout(place, "<i>z</i>", "height", "mm"),
        readout(speed, "<i>v</i>", "speed, upward", "m/s"),
        readout(kinetic, "", "kinetic energy", "mJ"),
        readout(weight, "", "energy of the weight", "mJ"),
        readout(magnetic, "<i>U</i>", "energy of the mean force", "mJ"),
        readout(heat, "", "energy that friction took", "mJ"),
        readout(energy, "", "sum of the energies", "mJ"),
        readout(rest, "", "height at which it can float", "mm", missing="none"),
        readout(swing, "", "frequency of small swings there", "Hz", missing="none"),
        readout(lost, "", "time at which it has fallen through", "s", missing="held"),
    ],
    views=[
        plot(
            "Energy of each place, and the energy left",
            axis("z", FLOOR, TOP, unit="mm"),
            axis("Mgz + U", unit="mJ"),
            [
                level(0.0, "quiet", vertical=True),
                curve(row(well, z, evenly(FLOOR, TOP, 113)), "exact", "Mgz + U", width=2.5),
                level(left, "force", "kinetic and potential"),
                level(rest, "moment", "floats", vertical=True),
                points(now_in_well, "reader", "ball", radius=6),
            ],
            aspect=0.9,
        ),
        scene(
            "Ball and coil; drag to walk around",
            [
                wire(([0.0, 0.0], [0.0, 0.0], [0.1 * FLOOR, 0.1 * TOP]), "quiet", width=1.0),
                loop(circle((0.0, 0.0, 1.0), coil_radius), "current", "coil", width=3.5),
                globe(ball, "quiet", "ball"),
            ],
            extent=11.0,
            elevation=12,
            aspect=0.9,
        ),
        plot(
            "Height in time",
            axis("t", 0, last, unit="s"),
            axis("z", FLOOR, TOP, unit="mm"),
            [
                level(0.0, "quiet"),
                level(rest, "moment", "floats"),
                curve(place_curve, "exact", "height of the ball"),
                points(now_in_time, "reader", "now", radius=5),
            ],
            aspect=0.36,
        ),
        plot(
            "Energies in time",
            axis("t", 0, last, unit="s"),
            axis("E", unit="mJ"),
            [
                level(0.0, "quiet"),
                curve(kinetic_curve, "force", "kinetic", dash="8 3"),
                curve(weight_curve, "moment", "of the weight", dash="2 2.5"),
                curve(magnetic_curve, "field", "of the mean force"),
                curve(heat_curve, "quiet", "taken by friction", width=1.4),
                curve(energy_curve, "exact", "sum", width=2.5),
            ],
            aspect=0.42,
            folded="The energies in time",
        ),
    ],
    presets=[
        ("It bounces", {"height": 45, "current": 2500, "b": 20, "friction": 0}),
        ("It comes to rest", {"height": 45, "current": 2500, "b": 20, "friction": 5}),
        ("From too high", {"height": 90, "current": 2500, "b": 20, "friction": 0}),
        ("Too heavy", {"height": 45, "current": 1100, "b": 20, "friction": 0}),
    ],
    describe=describe,
    code=code,
)  # fmt: skip
