"""One dipole carried around another in a plane: energy, force and torque."""

from array import array
from math import nan, pi, sqrt

from livefigure import (
    Figure,
    arrows,
    as_these_run,
    axis,
    color_map,
    control,
    coordinate,
    curve,
    grid,
    here,
    level,
    plot,
    points,
    quantity,
    readout,
    row,
    written,
)
from magbook import MU_0, dipoles
from magbook.elementwise import Real, Vector, elementwise
from magfigures.degrees import cosine, sine

WIDE, HIGH = 3.6, 2.0  # half sides of the map, units of the length L
CORE = 0.6  # nearer to a than this no arrows are drawn
ON_A = 0.3  # nearer than this, b lies on a
NEEDLE = 0.38
UNIT = MU_0 / (4.0 * pi)  # m_a = m_b = 1 A m², L = 1 m

angle_a = control("angle_a", "<i>α</i>", "direction of moment a", -180, 180, 90.0, "°", step=1.0)
angle_b = control("angle_b", "<i>β</i>", "direction of moment b", -180, 180, 60.0, "°", step=1.0)
x = control("x", "<i>x</i>", "place of b", -WIDE, WIDE, 1.4, "<i>L</i>", step=0.02)
y = control("y", "<i>y</i>", "place of b", -HIGH, HIGH, 0.9, "<i>L</i>", step=0.02)
bearing = coordinate("bearing")


def heading(angle):
    """The unit vector in the plane at this angle from x, degrees."""
    return (cosine(angle), sine(angle), 0.0)


@elementwise()
def felt(x: Real, y: Real, u: Vector, v: Vector) -> tuple[Real, Real, Real, Real]:
    """What b feels at (x, y): its energy, the force along x and y, the torque."""
    if x * x + y * y < ON_A * ON_A:
        return nan, nan, nan, nan
    r = (x, y, 0.0)
    F_x, F_y, _ = dipoles.force(r, u, v)
    N = dipoles.torque(r, u, v)[2]
    return dipoles.energy(r, u, v) / UNIT, F_x / UNIT, F_y / UNIT, N / UNIT


@elementwise()
def mapped_energy(x: Real, y: Real, u: Vector, v: Vector) -> Real:
    """The energy; zero at a itself, and next to a, where it would grow beyond all levels, as at
    the distance ON_A in the same direction."""
    far = sqrt(x * x + y * y)
    if far == 0.0:
        return 0.0
    out = max(1.0, ON_A / far)
    return dipoles.energy((out * x, out * y, 0.0), u, v) / UNIT


@elementwise()
def radial(x: Real, y: Real, force_x: Real, force_y: Real) -> Real:
    return (x * force_x + y * force_y) / sqrt(x * x + y * y)


u, v = quantity(angle_a)(heading), quantity(angle_b)(heading)
FELT = ("energy", "force_x", "force_y", "torque_b")
energy, force_x, force_y, torque_b = quantity(x, y, u, v)(felt).parts(*FELT)
radial_b = quantity(x, y, force_x, force_y)(radial)
energy_map = grid(quantity(x, y, u, v)(mapped_energy), (x, -WIDE, WIDE, 81), (y, -HIGH, HIGH, 45))


@quantity(x, y, u, v, energy)
def torque_a(x, y, u, v, _):
    return dipoles.torque((-x, -y, 0.0), v, u)[2] / UNIT


@quantity(x, y, force_x, force_y)
def moment(x, y, force_x, force_y):
    """Of the force, about a."""
    return x * force_y - y * force_x


@quantity(force_x, force_y)
@elementwise()
def short(force_x: Real, force_y: Real) -> tuple[Real, Real]:
    """The force's arrow. Its length grows like the fourth root of the force, which falls like the
    fourth power of the distance."""
    strength = sqrt(force_x * force_x + force_y * force_y)
    scale = min(0.22, 0.165 * strength**0.25) / strength if strength > 1e-9 else 0.0
    return scale * force_x, scale * force_y


GRID = [(0.56 * i, 0.56 * j) for j in range(-3, 4) for i in range(-6, 7)]
XS = array("d", [x for x, y in GRID if x * x + y * y >= CORE * CORE])
YS = array("d", [y for x, y in GRID if x * x + y * y >= CORE * CORE])


@quantity(as_these_run(short, {x: XS, y: YS}))
def force_arrows(arrows):
    return XS, YS, arrows[0], arrows[1]


def needle(x, y, moment):
    return [x], [y], [NEEDLE * moment[0]], [NEEDLE * moment[1]]


# b carried once around a at the distance L
X, Y = quantity(bearing)(cosine), quantity(bearing)(sine)
energies, along_x, along_y, torques = quantity(X, Y, u, v)(felt).parts(*FELT)
radials = quantity(X, Y, along_x, along_y)(radial)
energy_around, radial_around, torque_around = [
    row(what, bearing, range(0, 361, 3)) for what in (energies, radials, torques)
]


def describe(now):
    if now(energy) is None:
        return "Dipole b lies on dipole a, where the formula for points has no value."
    sense = "is drawn in" if now(radial_b) < -1e-12 else "is pushed out"
    if abs(now(radial_b)) <= 1e-12:
        across = abs(now(force_x)) + abs(now(force_y))
        sense = "is pushed sideways" if across > 1e-12 else "feels no force"
    turn = now(torque_b)
    way = "counterclockwise" if turn > 1e-12 else "clockwise" if turn < -1e-12 else "not at all"
    words = (
        "Dipole b at (%g, %g) %s and is turned %s; the energy is %.4g μ₀m²/4πL³ for two moments m."
    )
    return words % (now(x), now(y), sense, way, now(energy))


def code(angle_a, angle_b, x, y):
    if sqrt(x * x + y * y) < ON_A:
        return "# dipole b lies on dipole a\nenergy = force_x = force_y = radial = None\n" + (
            "torque_b = torque_a = moment = None\n"
        )
    return """import numpy as np
from magbook import MU_0, dipoles

unit = MU_0 / (4 * np.pi)  # both moments 1 A m2, L = 1 m
r = np.array([%s, %s, 0])

def heading(angle):
    return np.array([np.cos(np.radians(angle)), np.sin(np.radians(angle)), 0])

m_a, m_b = heading(%s), heading(%s)
energy = dipoles.energy(r, m_a, m_b) / unit
F = dipoles.force(r, m_a, m_b) / unit
force_x, force_y, _ = F
radial = r @ F / np.linalg.norm(r)
torque_b = dipoles.torque(r, m_a, m_b)[2] / unit
torque_a = dipoles.torque(-r, m_b, m_a)[2] / unit
moment = np.cross(r, F)[2]  # and torque_a + torque_b + moment = 0
""" % tuple(map(written, (x, y, angle_a, angle_b)))


ENERGY = "<i>μ</i>₀<i>m<sub>a</sub>m<sub>b</sub></i>/4π<i>L</i>³"
FORCE = "<i>μ</i>₀<i>m<sub>a</sub>m<sub>b</sub></i>/4π<i>L</i>⁴"


def felt_by(of, symbol, words, unit):
    return readout(of, symbol, words, unit, missing="no value")


figure = Figure(
    title="One dipole carried around another",
    controls=[angle_a, angle_b, x, y],
    readouts=[
        felt_by(energy, "<i>U</i>", "energy", ENERGY),
        felt_by(force_x, "<i>F<sub>x</sub></i>", "x of the force on b", FORCE),
        felt_by(force_y, "<i>F<sub>y</sub></i>", "y of the force on b", FORCE),
        felt_by(radial_b, "<i>F<sub>r</sub></i>", "radial force on b", FORCE),
        felt_by(torque_b, "<i>N<sub>b</sub></i>", "torque on b", ENERGY),
        felt_by(torque_a, "<i>N<sub>a</sub></i>", "torque on a", ENERGY),
        felt_by(
            moment,
            "(<b>r</b> × <b>F</b>)<sub><i>z</i></sub>",
            "moment of the force on b about a",
            ENERGY,
        ),
    ],
    views=[
        plot(
            "Energy, and the force on b; drag b",
            axis("x / L", -WIDE, WIDE),
            axis("y / L", -HIGH, HIGH),
            [
                color_map(energy_map, [0.03 * 2**k for k in range(7)], "energy"),
                arrows(force_arrows, "force", "force on b (length as its fourth root)"),
                arrows(quantity(0.0, 0.0, u)(needle), "moment", "moments"),
                arrows(quantity(x, y, v)(needle), "moment"),
                points(here(y, x), "reader", "b", radius=6, drag={"x": "x", "y": "y"}),
                points(([0.0], [0.0]), "moment", "a", radius=5),
            ],
            aspect=0.58,
            equal=True,
        ),
        plot(
            "Once around a, at the distance L",
            axis("bearing of b", 0, 360, ticks=[0, 90, 180, 270, 360], unit="°"),
            axis("U, L Fᵣ, N", unit="μ₀m_a m_b/4πL³"),
            [
                level(0.0, "quiet"),
                curve(energy_around, "exact", "energy U", smooth=True),
                curve(radial_around, "force", "radial force", dash="8 3", smooth=True),
                curve(torque_around, "torque", "torque on b", dash="2 2.5", smooth=True),
            ],
            aspect=0.36,
        ),
    ],
    presets=[
        ("Parallel", {"angle_a": 90, "angle_b": 90, "x": 1.2, "y": 0}),
        ("Opposite", {"angle_a": 90, "angle_b": -90, "x": 1.2, "y": 0}),
        ("In line", {"angle_a": 0, "angle_b": 0, "x": 1.5, "y": 0}),
        ("At right angles", {"angle_a": 0, "angle_b": 90, "x": 1.2, "y": 0.8}),
    ],
    describe=describe,
    code=code,
)
