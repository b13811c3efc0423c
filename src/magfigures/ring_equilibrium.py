"""The energy around the equilibrium over a ring magnet, for any tilt: a saddle."""

from math import atan2, degrees, sqrt

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
from magbook import MU_0, ring
from magfigures.degrees import cosine, sine
from magfigures.ringside import direction, principal

UNIT = MU_0 / 2.0  # m₁ = 1 A m², λ₂ = 1 A m, a = 1 m
HEIGHT = sqrt(1.5)
REACH = 0.8  # half side of the map
POINTS = 33
STEPS = [REACH * (2 * j / (POINTS - 1) - 1) for j in range(POINTS)]
HEIGHTS = [2.6 * j / 52 for j in range(53)]


@remember
def fields():
    """(B_ρ, B_z) on the map, for x ≥ 0; B_ρ changes its sign with x."""
    half = STEPS[POINTS // 2 :]
    return [[ring.field(x, HEIGHT + dz, 1.0, 1.0) for x in half] for dz in STEPS]


@remember
def on_axis():
    return [ring.field(0.0, z, 1.0, 1.0)[1] / UNIT for z in HEIGHTS]


@remember
def across():
    """Along a line at right angles to the axis, through the equilibrium."""
    return [ring.field(0.04 * j, HEIGHT, 1.0, 1.0) for j in range(51)]


@remember
def energy_map(theta):
    s, c = sine(theta) / UNIT, cosine(theta) / UNIT
    values = []
    for row in fields():
        left = [s * B_rho - c * B_z for B_rho, B_z in row[:0:-1]]
        values += left + [-s * B_rho - c * B_z for B_rho, B_z in row]
    return values


def compute(theta, dphi):
    n_x, _, n_z = direction(theta, dphi)
    radial = [(B_rho / UNIT, B_z / UNIT) for B_rho, B_z in across()]
    # along x, in the direction of the azimuth at which the reader looks
    right = [-n_x * B_rho - n_z * B_z for B_rho, B_z in radial]
    left = [n_x * B_rho - n_z * B_z for B_rho, B_z in radial]
    xs = [0.04 * j for j in range(-50, 51)]
    # on the axis all second derivatives follow from one
    upright = ring.hessian(0.0, HEIGHT, 0.0, 0.0, 1.0, 1.0, 1.0)[2][2] / UNIT
    bend, across_bend = n_z * upright, -0.5 * n_z * upright
    tilt = -0.5 * sine(theta) * upright
    least, most = principal(((across_bend, 0.0, tilt), (0.0, across_bend, 0.0), (tilt, 0.0, bend)))
    energy = 0.0 - n_z * radial[0][1]
    # axes of the saddle in the plane of axis and moment
    turn = 0.5 * atan2(2 * tilt, across_bend - bend)
    c, s = cosine(degrees(turn)), sine(degrees(turn))
    return {
        "energy": energy,
        "least": least,
        "middle": 0.0 + across_bend,
        "most": most,
        "axis": degrees(turn),
        "map": (POINTS, POINTS, -REACH, REACH, -REACH, REACH, relative(energy_map(theta))),
        "uphill": ([0, 0], [0, 0], [0.32 * c, -0.32 * c], [0.32 * s, -0.32 * s]),
        "downhill": ([0, 0], [0, 0], [-0.32 * s, 0.32 * s], [0.32 * c, -0.32 * c]),
        "needle": ([0], [0], [0.19 * sine(theta)], [0.19 * cosine(theta)]),
        "centre": ([0.0], [0.0]),
        "axis_curve": (HEIGHTS, [-n_z * B for B in on_axis()]),
        "across_curve": (xs, left[:0:-1] + right),
        "along_here": ([HEIGHT], [energy]),
        "across_here": ([0.0], [energy]),
        "parabola": (
            [HEIGHT + 0.05 * j for j in range(-8, 9)],
            [energy + 0.5 * bend * (0.05 * j) ** 2 for j in range(-8, 9)],
        ),
        "zero": 0.0,
    }


def relative(values):
    """Less the value in the middle."""
    middle = values[len(values) // 2]
    return [value - middle for value in values]


def describe(controls, results):
    return (
        "Tilted by %g°, the magnet feels no force at the height √1.5 a on the axis; there its "
        "energy curves by %.4g, %.4g and %.4g along three directions: it is a saddle."
        % (controls["theta"], results["least"], results["middle"], results["most"])
    )


def code(theta, dphi):
    return """import numpy as np
from magbook import MU_0, ring

theta, dphi = np.radians([%s, %s])
z = np.sqrt(1.5)  # units of a
unit = MU_0 / 2  # m, lambda and a are 1 in SI units
energy = ring.energy(0, z, dphi, theta) / unit
least, middle, most = np.linalg.eigvalsh(ring.hessian(0, z, dphi, theta)) / unit
H = ring.hessian(0, z, 0, theta)
axis = np.degrees(np.arctan2(2 * H[0, 2], H[0, 0] - H[2, 2]) / 2)
""" % (written(theta), written(dphi))


ENERGY = "μ₀m₁λ₂/2a²"
STIFF = "<i>μ</i>₀<i>m</i>₁<i>λ</i>₂/2<i>a</i>⁴"

figure = Figure(
    title="A saddle for every tilt",
    compute=compute,
    controls=[
        control("theta", "<i>θ</i>₁", "tilt of the moment", 0, 180, 35.0, "°", step=1.0),
        control(
            "dphi", "Δ<i>φ</i>", "azimuth of the line across, from the moment's",
            -180, 180, 0.0, "°", step=1.0,
        ),
    ],
    readouts=[
        readout("energy", "<i>U</i>", "energy", "<i>μ</i>₀<i>m</i>₁<i>λ</i>₂/2<i>a</i>²"),
        readout("least", "", "least curvature of the energy", STIFF),
        readout("middle", "", "middle curvature", STIFF),
        readout("most", "", "greatest curvature", STIFF),
        readout(
            "axis",
            "",
            "direction of the greatest curvature in the plane, from x",
            "°",
            digits=4,
        ),
    ],
    views=[
        plot(
            "In the plane of axis and moment: U − U₀",
            axis("x / a", -REACH, REACH),
            axis("z / a − √1.5", -REACH, REACH),
            [
                color_map("map", [0.002 * 2**k for k in range(8)], "U − U₀"),
                arrows("uphill", "quiet", "steepest climb"),
                arrows("downhill", "force", "steepest fall"),
                arrows("needle", "moment", "moment"),
                points("centre", "reader", "equilibrium", radius=5),
            ],
            aspect=1.0,
            equal=True,
        ),
        plot(
            "Along the axis",
            axis("z / a", 0, 2.6),
            axis("U", -1.05, 1.05, unit=ENERGY),
            [
                level("zero", "quiet"),
                curve("axis_curve", "exact", "energy"),
                curve("parabola", "approximate", "curvature from the Hessian", dash=True),
                points("along_here", "reader", "equilibrium", radius=5),
            ],
            aspect=0.9,
        ),
        plot(
            "Across the axis, at the height of the equilibrium",
            axis("distance along the line / a", -2, 2),
            axis("U", -0.32, 0.32, unit=ENERGY),
            [
                level("zero", "quiet"),
                curve("across_curve", "exact", "energy"),
                points("across_here", "reader", "equilibrium", radius=5),
            ],
            aspect=0.4,
        ),
    ],
    presets={
        "Upright": {"theta": 0, "dphi": 0},
        "Half way": {"theta": 45, "dphi": 0},
        "Lying": {"theta": 90, "dphi": 0},
        "Upside down": {"theta": 180, "dphi": 0},
    },
    describe=describe,
    code=code,
)  # fmt: skip
