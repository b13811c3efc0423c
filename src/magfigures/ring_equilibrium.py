"""The energy around the equilibrium over a ring magnet, for any tilt: a saddle."""

from math import atan2, degrees, sqrt

from livefigure import (
    Figure,
    arrows,
    axis,
    color_map,
    control,
    coordinate,
    curve,
    evenly,
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
from magbook import MU_0, ring
from magbook.elementwise import Real, elementwise
from magfigures.degrees import cosine, sine

UNIT = MU_0 / 2.0  # m₁ = 1 A m², λ₂ = 1 A m, a = 1 m
HEIGHT = sqrt(1.5)
REACH = 0.8  # half side of the map

theta = control("theta", "<i>θ</i>₁", "tilt of the moment", 0, 180, 35.0, "°", step=1.0)
dphi = control(
    "dphi", "Δ<i>φ</i>", "azimuth of the line across, from the moment's",
    -180, 180, 0.0, "°", step=1.0,
)  # fmt: skip
x, z, over = coordinate("x"), coordinate("z"), coordinate("z - HEIGHT")

n_x = quantity(theta)(sine)  # of the moment, in its plane with the axis
n_z = quantity(theta)(cosine)
n_line = quantity(n_x, dphi)(lambda n_x, dphi: n_x * cosine(dphi))  # along the line across


@elementwise()
def potential(x: Real, B_rho: Real, B_z: Real, n_x: Real, n_z: Real) -> Real:
    """The energy in a plane through the axis, where x = ±ρ."""
    n_rho = n_x if x > 0.0 else -n_x
    return (0.0 - n_rho * B_rho - n_z * B_z) / UNIT


def energy_at(x, z, n_x, name):
    B_rho, B_z = quantity(quantity(x)(abs), z)(ring.field).parts("B_rho", "B_z")
    return quantity(x, B_rho, B_z, n_x, n_z, name=name)(potential)


energy = energy_at(0.0, HEIGHT, n_x, "energy")
energy_near = energy_at(x, quantity(over)(lambda over: HEIGHT + over), n_x, "energy_near")
energy_along = energy_at(0.0, z, n_x, "energy_along")
energy_across = energy_at(x, HEIGHT, n_line, "energy_across")


@quantity(energy_near, energy)
@elementwise()
def relative_energy(energy_near: Real, energy: Real) -> Real:
    return energy_near - energy


@quantity(n_x, n_z)
def saddle(n_x, n_z):
    """Least, middle and greatest curvature, and the angle of the steepest climb from x. On the axis
    all second derivatives follow from that along it of an upright magnet."""
    upright = ring.hessian(0.0, HEIGHT, 0.0, 0.0, 1.0, 1.0, 1.0)[2][2] / UNIT
    mean, half, mixed = 0.25 * n_z * upright, -0.75 * n_z * upright, -0.5 * n_x * upright
    spread = sqrt(half * half + mixed * mixed)
    return mean - spread, -2 * mean + 0.0, mean + spread, degrees(0.5 * atan2(mixed, half))


least, middle, most, climb = saddle.parts("least", "middle", "most", "axis")


def both_ways(angle):
    c, s = 0.32 * cosine(angle), 0.32 * sine(angle)
    return [0, 0], [0, 0], [c, -c], [s, -s]


uphill = quantity(climb)(both_ways)
downhill = quantity(climb)(lambda climb: both_ways(climb + 90))
needle = quantity(n_x, n_z)(lambda n_x, n_z: ([0], [0], [0.19 * n_x], [0.19 * n_z]))


@quantity(z, energy, middle)
@elementwise()
def parabola(z: Real, energy: Real, middle: Real) -> Real:
    return energy - middle * (z - HEIGHT) ** 2  # U_zz = -2 U_xx = -2 U_yy


def describe(now):
    return (
        "Tilted by %g°, the magnet feels no force at the height √1.5 a on the axis; there its "
        "energy curves by %.4g, %.4g and %.4g along three directions: it is a saddle."
        % (now(theta), now(least), now(middle), now(most))
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
    controls=[theta, dphi],
    readouts=[
        readout(energy, "<i>U</i>", "energy", "<i>μ</i>₀<i>m</i>₁<i>λ</i>₂/2<i>a</i>²"),
        readout(least, "", "least curvature of the energy", STIFF),
        readout(middle, "", "middle curvature", STIFF),
        readout(most, "", "greatest curvature", STIFF),
        readout(
            climb, "", "direction of the greatest curvature in the plane, from x", "°", digits=4
        ),
    ],
    views=[
        plot(
            "In the plane of axis and moment: U − U₀",
            axis("x / a", -REACH, REACH),
            axis("z / a − √1.5", -REACH, REACH),
            [
                color_map(
                    grid(relative_energy, (x, -REACH, REACH, 33), (over, -REACH, REACH, 33)),
                    [0.002 * 2**k for k in range(8)],
                    "U − U₀",
                ),
                arrows(uphill, "quiet", "steepest climb"),
                arrows(downhill, "force", "steepest fall"),
                arrows(needle, "moment", "moment"),
                points(([0.0], [0.0]), "reader", "equilibrium", radius=5),
            ],
            aspect=1.0,
            equal=True,
        ),
        plot(
            "Along the axis",
            axis("z / a", 0, 2.6),
            axis("U", -1.05, 1.05, unit=ENERGY),
            [
                level(0.0, "quiet"),
                curve(row(energy_along, z, evenly(0, 2.6, 53)), "exact", "energy"),
                curve(
                    row(parabola, z, evenly(HEIGHT - 0.4, HEIGHT + 0.4, 17)),
                    "approximate",
                    "curvature from the Hessian",
                    dash=True,
                ),
                points(here(energy, HEIGHT), "reader", "equilibrium", radius=5),
            ],
            aspect=0.9,
        ),
        plot(
            "Across the axis, at the height of the equilibrium",
            axis("distance along the line / a", -2, 2),
            axis("U", -0.32, 0.32, unit=ENERGY),
            [
                level(0.0, "quiet"),
                curve(row(energy_across, x, evenly(-2, 2, 101)), "exact", "energy"),
                points(here(energy, 0.0), "reader", "equilibrium", radius=5),
            ],
            aspect=0.4,
        ),
    ],
    presets=[
        ("Upright", {"theta": 0, "dphi": 0}),
        ("Half way", {"theta": 45, "dphi": 0}),
        ("Lying", {"theta": 90, "dphi": 0}),
        ("Upside down", {"theta": 180, "dphi": 0}),
    ],
    describe=describe,
    code=code,
)
