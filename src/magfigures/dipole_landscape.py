"""One dipole carried around another in a plane: energy, force and torque."""

from math import pi, sqrt

from livefigure import (
    Figure,
    arrows,
    axis,
    color_map,
    control,
    curve,
    level,
    plot,
    points,
    readout,
    written,
)
from livefigure.quantity import remember
from magbook import MU_0, dipoles
from magfigures.degrees import cosine, sine

WIDE, HIGH = 3.6, 2.0  # half sides of the map, units of the length L
COLUMNS, ROWS = 81, 45
CORE = 0.6  # nearer to a than this no arrows are drawn
UNIT = MU_0 / (4.0 * pi)  # m_a = m_b = 1 A m², L = 1 m


def heading(angle):
    """The unit vector in the plane at this angle from x, degrees."""
    return (cosine(angle), sine(angle), 0.0)


@remember
def energy_map(angle_a, angle_b):
    """The energy at the points of a grid: zero at a itself, and next to a, where it would grow
    beyond all levels, as at the distance CORE/2 in the same direction.

    It is a quadratic form in r over r⁵: three of its values give them all, and it is the same on
    the other side of a.
    """
    u, v = heading(angle_a), heading(angle_b)
    xx = dipoles.energy((1.0, 0.0, 0.0), u, v) / UNIT
    yy = dipoles.energy((0.0, 1.0, 0.0), u, v) / UNIT
    xy = dipoles.energy((1.0, 1.0, 0.0), u, v) / UNIT * sqrt(2.0) ** 3 - 0.5 * (xx + yy)
    values = []
    for j in range(ROWS // 2 + 1):
        y = HIGH * (2 * j / (ROWS - 1) - 1)
        for i in range(COLUMNS):
            x = WIDE * (2 * i / (COLUMNS - 1) - 1)
            r2 = x * x + y * y
            form = xx * x * x + 2 * xy * x * y + yy * y * y
            far = max(sqrt(r2), CORE / 2)
            values.append(form / (r2 * far * far * far) if r2 > 1e-9 else 0.0)
    return values + values[-COLUMNS - 1 :: -1]


@remember
def force_arrows(angle_a, angle_b):
    """Arrows on a coarser grid; their length grows like the fourth root of the force, which falls
    like the fourth power of the distance."""
    u, v = heading(angle_a), heading(angle_b)
    rows = ([], [], [], [])
    for j in range(-3, 4):
        for i in range(-6, 7):
            x, y = 0.56 * i, 0.56 * j
            if x * x + y * y < CORE * CORE:
                continue
            F = dipoles.force((x, y, 0.0), u, v)
            strength = sqrt(F[0] * F[0] + F[1] * F[1]) / UNIT
            length = min(0.22, 0.165 * strength**0.25) / strength if strength > 1e-9 else 0.0
            for row, value in zip(rows, (x, y, length * F[0] / UNIT, length * F[1] / UNIT)):
                row.append(value)
    return rows


@remember
def around(angle_a, angle_b):
    """(degrees, energy, radial force, torque on b) as b goes once around at the distance L; all
    are the same on the other side of a."""
    u, v = heading(angle_a), heading(angle_b)
    rows = ([], [], [])
    for degrees in range(0, 180, 3):
        r = heading(degrees)
        F = dipoles.force(r, u, v)
        radial = (F[0] * r[0] + F[1] * r[1]) / UNIT
        values = dipoles.energy(r, u, v) / UNIT, radial, dipoles.torque(r, u, v)[2] / UNIT
        for row, value in zip(rows, values):
            row.append(value)
    return [list(range(0, 361, 3))] + [row + row + row[:1] for row in rows]


def compute(angle_a, angle_b, x, y):
    u, v = heading(angle_a), heading(angle_b)
    degrees, energies, radials, torques = around(angle_a, angle_b)
    results = {
        "energy_map": (COLUMNS, ROWS, -WIDE, WIDE, -HIGH, HIGH, energy_map(angle_a, angle_b)),
        "arrows": force_arrows(angle_a, angle_b),
        "needle_a": ([0.0], [0.0], [0.38 * u[0]], [0.38 * u[1]]),
        "needle_b": ([x], [y], [0.38 * v[0]], [0.38 * v[1]]),
        "a": ([0.0], [0.0]),
        "b": ([x], [y]),
        "energy_curve": (degrees, energies),
        "radial_curve": (degrees, radials),
        "torque_curve": (degrees, torques),
        "zero": 0.0,
    }
    far = sqrt(x * x + y * y)
    if far < CORE / 2:
        names = ("energy", "force_x", "force_y", "radial", "torque_b", "torque_a", "moment")
        for name in names:
            results[name] = None
        return results
    r = (x, y, 0.0)
    F = dipoles.force(r, u, v)
    force_x, force_y = F[0] / UNIT, F[1] / UNIT
    results["energy"] = dipoles.energy(r, u, v) / UNIT
    results["force_x"] = force_x
    results["force_y"] = force_y
    results["radial"] = (x * force_x + y * force_y) / far
    results["torque_b"] = dipoles.torque(r, u, v)[2] / UNIT
    results["torque_a"] = dipoles.torque((-x, -y, 0.0), v, u)[2] / UNIT
    results["moment"] = x * force_y - y * force_x
    return results


def describe(controls, results):
    if results["energy"] is None:
        return "Dipole b lies on dipole a, where the formula for points has no value."
    radial = results["radial"]
    sense = "is drawn in" if radial < -1e-12 else "is pushed out"
    if abs(radial) <= 1e-12:
        across = abs(results["force_x"]) + abs(results["force_y"])
        sense = "is pushed sideways" if across > 1e-12 else "feels no force"
    turn = results["torque_b"]
    way = "counterclockwise" if turn > 1e-12 else "clockwise" if turn < -1e-12 else "not at all"
    return "Dipole b at (%g, %g) %s and is turned %s; the energy is %.4g μ₀mₐm_b/4πL³." % (
        controls["x"],
        controls["y"],
        sense,
        way,
        results["energy"],
    )


def code(angle_a, angle_b, x, y):
    if sqrt(x * x + y * y) < CORE / 2:
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

figure = Figure(
    title="One dipole carried around another",
    compute=compute,
    controls=[
        control("angle_a", "<i>α</i>", "direction of moment a", -180, 180, 90.0, "°", step=1.0),
        control("angle_b", "<i>β</i>", "direction of moment b", -180, 180, 60.0, "°", step=1.0),
        control("x", "<i>x</i>", "place of b", -3.6, 3.6, 1.4, "<i>L</i>", step=0.02),
        control("y", "<i>y</i>", "place of b", -2, 2, 0.9, "<i>L</i>", step=0.02),
    ],
    readouts=[
        readout("energy", "<i>U</i>", "energy", ENERGY, missing="no value"),
        readout(
            "force_x", "<i>F<sub>x</sub></i>", "x of the force on b", FORCE, missing="no value"
        ),
        readout(
            "force_y", "<i>F<sub>y</sub></i>", "y of the force on b", FORCE, missing="no value"
        ),
        readout("radial", "<i>F<sub>r</sub></i>", "radial force on b", FORCE, missing="no value"),
        readout("torque_b", "<i>N<sub>b</sub></i>", "torque on b", ENERGY, missing="no value"),
        readout("torque_a", "<i>N<sub>a</sub></i>", "torque on a", ENERGY, missing="no value"),
        readout(
            "moment",
            "(<b>r</b> × <b>F</b>)<sub><i>z</i></sub>",
            "moment of the force on b about a",
            ENERGY,
            missing="no value",
        ),
    ],
    views=[
        plot(
            "Energy, and the force on b; drag b",
            axis("x / L", -WIDE, WIDE),
            axis("y / L", -HIGH, HIGH),
            [
                color_map("energy_map", [0.03 * 2**k for k in range(7)], "energy"),
                arrows("arrows", "force", "force on b (length as its fourth root)"),
                arrows("needle_a", "moment", "moments"),
                arrows("needle_b", "moment"),
                points("b", "reader", "b", radius=6, drag={"x": "x", "y": "y"}),
                points("a", "moment", "a", radius=5),
            ],
            aspect=0.58,
            equal=True,
        ),
        plot(
            "Once around a, at the distance L",
            axis("bearing of b", 0, 360, ticks=[0, 90, 180, 270, 360], unit="°"),
            axis("U, L Fᵣ, N", unit="μ₀m_a m_b/4πL³"),
            [
                level("zero", "quiet"),
                curve("energy_curve", "exact", "energy U", smooth=True),
                curve("radial_curve", "force", "radial force", dash="8 3", smooth=True),
                curve("torque_curve", "torque", "torque on b", dash="2 2.5", smooth=True),
            ],
            aspect=0.36,
        ),
    ],
    presets={
        "Parallel": {"angle_a": 90, "angle_b": 90, "x": 1.2, "y": 0},
        "Opposite": {"angle_a": 90, "angle_b": -90, "x": 1.2, "y": 0},
        "In line": {"angle_a": 0, "angle_b": 0, "x": 1.5, "y": 0},
        "At right angles": {"angle_a": 0, "angle_b": 90, "x": 1.2, "y": 0.8},
    },
    describe=describe,
    code=code,
)
