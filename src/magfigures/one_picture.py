"""Where the book's results meet: what each limit between them misses, against its small number.

Each of the arrows A to H is a kernel: the approximation over what it approximates, less one.
Forces are in N, for currents of 1 A; what is small against what, the kernels' docstrings say.
"""

from math import nan, pi, sqrt

from livefigure import (
    Figure,
    axis,
    control,
    curve,
    level,
    plot,
    points,
    quantity,
    readout,
    row,
    texts,
    written,
)
from magbook import HBAR_C, MU_0, dipoles, loops, ring, sphere
from magbook.elementwise import Positive, Real, elementwise

NEAR, FAR = 0.5, 0.01
NUMBERS = [FAR * (NEAR / FAR) ** (j / 40) for j in range(41)]
SKIN = 0.5  # of the ball of arrow D, in radii
SCREENING = sphere.responses(2.0 / (SKIN * SKIN), 1)[2][1]  # -Re β₁ there

epsilon = control("epsilon", "<i>ε</i>", "the small number of each limit", FAR, NEAR, 0.1,
                  scale="log")  # fmt: skip


# --- Forces -----------------------------------------------------------------------------------


@elementwise()
def between_loops(a: Positive, b: Positive, z: Real) -> Real:
    """Of a loop on another, at the height z on its axis."""
    B_rho, _ = loops.field(b, z, a, 1.0)
    return -2.0 * pi * b * B_rho


@elementwise()
def ball_force(b: Positive, h: Real, skin: Positive) -> Real:
    """On a ball of radius 1 whose centre is h under a loop's; the average over a period."""
    count = sphere.terms(1.0 / sqrt(b * b + h * h))
    _, _, up = sphere.power_and_force(b, h, 0.0, 2.0 / (skin * skin), count)
    return MU_0 * up


@elementwise()
def image_force(b: Positive, h: Real) -> Real:
    """On a ball that screens perfectly, as on the loop's image in it; the average, too."""
    c = sqrt(b * b + h * h)
    current = -c
    return 0.5 * current * between_loops(b, b / (c * c), h / (c * c) - h)


@elementwise()
def dipole_force(b: Positive, h: Real, screening: Real) -> Real:
    """On a ball so small that it is a dipole: ¼ Re α ∇|B|²; screening is -Re β₁."""
    _, B = loops.field(0.0, -h, b, 1.0)
    _, _, slope = loops.field_gradient(0.0, -h, b, 1.0)
    polarizability = -2.0 * pi / MU_0 * screening
    return 0.25 * polarizability * 2.0 * B * slope


# --- The arrows -------------------------------------------------------------------------------


@elementwise()
def loops_as_dipoles(small: Positive) -> Real:
    """A: the force between two loops of one axis; their radius over the distance."""
    moment = (0.0, 0.0, pi * small * small)
    dipole = dipoles.force((0.0, 0.0, 1.0), moment, moment)
    return dipole[2] / between_loops(small, small, 1.0) - 1.0


@elementwise()
def washer_as_ring(small: Positive) -> Real:
    """B: the force on a magnet on the axis, a radius high; the washer's width over its radius."""
    _, _, outer = loops.field_gradient(0.0, 1.0, 1.0 + 0.5 * small, 1.0)
    _, _, inner = loops.field_gradient(0.0, 1.0, 1.0 - 0.5 * small, 1.0)
    _, _, line = ring.field_gradient(0.0, 1.0, 1.0, 1.0)
    return line / ((outer - inner) / small) - 1.0


@elementwise()
def ring_as_dipole(small: Positive) -> Real:
    """C: the force on an upright magnet in the ring's plane; the radius over the distance."""
    magnet, moment = (0.0, 0.0, 1.0), (0.0, 0.0, 2.0 * pi * small)
    dipole = dipoles.force((1.0, 0.0, 0.0), moment, magnet)
    exact = ring.force(1.0, 0.0, 0.0, 0.0, small, 1.0, 1.0)
    return dipole[0] / exact[0] - 1.0


@elementwise()
def ball_as_dipole(small: Positive) -> Real:
    """D: the force on a ball under a loop half as wide as it is high; its radius over the
    distance of the wire."""
    b = 1.0 / (small * sqrt(5.0))
    return dipole_force(b, 2.0 * b, SCREENING) / ball_force(b, 2.0 * b, SKIN) - 1.0


@elementwise()
def skin_as_screen(small: Positive) -> Real:
    """E: the force on a ball under a loop of its size, two radii high; the skin over the radius."""
    return image_force(1.0, 2.0) / ball_force(1.0, 2.0, small) - 1.0


@elementwise()
def image_as_dipole(small: Positive) -> Real:
    """F: as D, for a perfect screen."""
    b = 1.0 / (small * sqrt(5.0))
    return dipole_force(b, 2.0 * b, 1.0) / image_force(b, 2.0 * b) - 1.0


@elementwise()
def ring_as_atom(small: Positive) -> Real:
    """G: the energy in the vacuum of an upright atom on a ring's axis; the radius over the
    distance."""
    atoms = -20.0 * HBAR_C / (8.0 * pi) * (0.5 * small)
    return atoms / ring.casimir_polder(0.0, 1.0, 0.0, 0.0, small, 1.0, 1.0) - 1.0


@elementwise()
def inducing_loop_as_dipole(small: Positive) -> Real:
    """H: the force B ∂B/∂z on an induced dipole on a loop's axis; the radius over the distance."""
    _, B = loops.field(0.0, 1.0, small, 1.0)
    _, _, slope = loops.field_gradient(0.0, 1.0, small, 1.0)
    dipole = dipoles.field((0.0, 0.0, 1.0), (0.0, 0.0, pi * small * small))
    return dipole[2] * (-3.0 * dipole[2]) / (B * slope) - 1.0


# --- The map ----------------------------------------------------------------------------------

NAMES = [  # in this order: a dict of MicroPython has none
    ("two\nloops", 0.35, 3.0),
    ("loop and\nimage", 1.4, 3.0),
    ("loop and\nball", 2.6, 3.0),
    ("ring and\nmagnet", -0.05, 2.0),
    ("induced\ndipole", 1.4, 2.0),
    ("atom and\nring", 2.6, 2.0),
    ("two\ndipoles", 0.7, 1.0),
    ("two\natoms", 2.6, 1.0),
]
PLACES = {name: (x, y) for name, x, y in NAMES}
# letter, from, to, where between them it stands, colour, dashes, kernel, words
ARROWS = [
    ("A", "two\nloops", "two\ndipoles", 0.62, "current", "", loops_as_dipoles,
     "two loops as dipoles"),
    ("B", "two\nloops", "ring and\nmagnet", 0.5, "moment", "2 3", washer_as_ring,
     "washer as a thin ring"),
    ("C", "ring and\nmagnet", "two\ndipoles", 0.53, "moment", "", ring_as_dipole,
     "ring magnet as a dipole"),
    ("D", "loop and\nball", "induced\ndipole", 0.38, "current2", "2 3", ball_as_dipole,
     "ball as an induced dipole"),
    ("E", "loop and\nball", "loop and\nimage", 0.5, "current2", "", skin_as_screen,
     "thin skin as a perfect screen"),
    ("F", "loop and\nimage", "induced\ndipole", 0.53, "current2", "6 4", image_as_dipole,
     "image as an induced dipole"),
    ("G", "atom and\nring", "two\natoms", 0.5, "field", "", ring_as_atom,
     "ring of atoms as one"),
    ("H", "induced\ndipole", "two\ndipoles", 0.5, "current", "6 4", inducing_loop_as_dipole,
     "inducing loop as a dipole"),
]  # fmt: skip
EQUAL = [("two\nloops", "loop and\nimage"), ("two\natoms", "induced\ndipole")]
WIDE, HIGH = 0.33, 0.2  # half of the room that a name takes


def between(start, end, aside=0.0):
    """A line from one name to another, or one beside it."""
    (x0, y0), (x1, y1) = PLACES[start], PLACES[end]
    dx, dy = x1 - x0, y1 - y0
    room = min([half / abs(d) for half, d in ((WIDE, dx), (HIGH, dy)) if d])
    size = sqrt(dx * dx + dy * dy)
    x0, y0 = x0 - aside * dy / size, y0 + aside * dx / size
    shares = (room, 1.0 - room)
    return [x0 + share * dx for share in shares], [y0 + share * dy for share in shares]


def twice(start, end):
    """A double line."""
    (one, there), (other, beside) = between(start, end, 0.02), between(start, end, -0.02)
    return one + [nan] + other, there + [nan] + beside


def label_place(start, end, share):
    """On the line, or above one that lies."""
    (x0, y0), (x1, y1) = PLACES[start], PLACES[end]
    return x0 + share * (x1 - x0), y0 + (share * (y1 - y0) or 0.19)


errors = [
    quantity(quantity(epsilon)(kernel), name="error_" + letter.lower())(abs)
    for letter, _, _, _, _, _, kernel, _ in ARROWS
]
LABELS = [label_place(start, end, share) for _, start, end, share, _, _, _, _ in ARROWS]


@quantity(*errors)
def at_arrows(*errors):
    """In per cent."""
    return [x for x, _ in LABELS], [y for _, y in LABELS], [100.0 * error for error in errors]


@quantity(epsilon, *errors)
def your_points(epsilon, *errors):
    return [epsilon] * len(errors), list(errors)


def describe(now):
    known = [(now(error), arrow[0]) for error, arrow in zip(errors, ARROWS)]
    (least, best), (most, worst) = min(known), max(known)
    return (
        "Where every small number is %g, the limit %s errs least, by %.2g, and the limit %s most, "
        "by %.2g." % (now(epsilon), best, least, worst, most)
    )


def code(epsilon):
    return """from math import pi, sqrt
from magbook import HBAR_C, MU_0, dipoles, loops, ring, sphere

e = %s

def between_loops(a, b, z):
    return -2 * pi * b * loops.field(b, z, a)[0]

def ball_force(b, h, skin):  # radius 1, conductivity 1
    return sphere.force([0, 0, h], [0, 0, 1], 1, b, 1, 2 / (MU_0 * skin**2))[2]

def image_force(b, h):
    c = sqrt(b * b + h * h)
    return 0.5 * -c * between_loops(b, b / c**2, h / c**2 - h)

def dipole_force(b, h, screening):
    B, slope = loops.field(0, -h, b)[1], loops.field_gradient(0, -h, b)[2]
    return 0.25 * (-2 * pi / MU_0 * screening) * 2 * B * slope

def miss(approximate, exact):
    return abs(approximate / exact - 1)

x, z, area, b = [1, 0, 0], [0, 0, 1], [0, 0, pi * e**2], 1 / (e * sqrt(5))
_, _, screening = sphere.responses(2 / %s**2, 1)
washer = [loops.field_gradient(0, 1, 1 + side * e / 2)[2] for side in (1, -1)]
loop = loops.field(0, 1, e)[1] * loops.field_gradient(0, 1, e)[2]

error_a = miss(dipoles.force(z, area, area)[2], between_loops(e, e, 1))
error_b = miss(ring.field_gradient(0, 1)[2], (washer[0] - washer[1]) / e)
error_c = miss(dipoles.force(x, [0, 0, 2 * pi * e], z)[0], ring.force(1, 0, 0, 0, e)[0])
error_d = miss(dipole_force(b, 2 * b, screening[1]), ball_force(b, 2 * b, %s))
error_e = miss(image_force(1, 2), ball_force(1, 2, e))
error_f = miss(dipole_force(b, 2 * b, 1), image_force(b, 2 * b))
error_g = miss(-20 * HBAR_C / (8 * pi) * e / 2, ring.casimir_polder(0, 1, 0, 0, e))
error_h = miss(-3 * dipoles.field(z, area)[2] ** 2, loop)
""" % (written(epsilon), written(SKIN), written(SKIN))


figure = Figure(
    title="One picture",
    controls=[epsilon],
    readouts=[
        readout(error, "", "%s: %s" % (letter, says), digits=2, gauge=True)
        for error, (letter, _, _, _, _, _, _, says) in zip(errors, ARROWS)
    ],
    views=[
        plot(
            "Results, limits, and the error of each",
            axis("", -0.4, 2.9, ticks=[]),
            axis("", 0.8, 3.25, ticks=[]),
            [
                curve(between(start, end), color, dash=dash, heads=True)
                for _, start, end, _, color, dash, _, _ in ARROWS
            ]
            + [curve(twice(start, end), "exact", width=1.0) for start, end in EQUAL]
            + [
                texts(([x for _, x, _ in NAMES], [y for _, _, y in NAMES], [nan] * len(NAMES)),
                      "exact", [name for name, _, _ in NAMES]),
                texts(at_arrows, "approximate", [arrow[0] for arrow in ARROWS], "%"),
            ],
            aspect=0.95,
        ),
        plot(
            "Error against the small number",
            axis("ε", FAR, NEAR, scale="log", ticks=[0.01, 0.03, 0.1, 0.3]),
            axis("relative error", 1e-5, 10, scale="log"),
            [level(epsilon, "reader", vertical=True)]
            + [
                curve(row(error, epsilon, NUMBERS), color, "%s: %s" % (letter, says), dash=dash)
                for error, (letter, _, _, _, color, dash, _, says) in zip(errors, ARROWS)
            ]
            + [points(your_points, "reader", "you", radius=4, drag={"x": "epsilon"})],
            aspect=0.95,
        ),
    ],
    presets=[
        ("Two radii away", {"epsilon": 0.5}),
        ("Five", {"epsilon": 0.2}),
        ("Ten", {"epsilon": 0.1}),
        ("Fifty", {"epsilon": 0.02}),
    ],
    describe=describe,
    code=code,
)  # fmt: skip
