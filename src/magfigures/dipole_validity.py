"""How good the dipole formula is, and what the loops' size adds to it, against distance."""

from math import nan, pi

from livefigure import (
    Figure,
    axis,
    control,
    curve,
    here,
    level,
    plot,
    points,
    quantity,
    readout,
    row,
    written,
)
from magbook import dipoles, loops
from magbook.elementwise import Count, Positive, Real, Vector, elementwise
from magfigures.moments import CASES, clean, compare, direction, orientation_controls, size, times

NEAR, FAR = 2.2, 30.0
#: closest where the loops are, and the curves steep
DISTANCES = [NEAR * (FAR / NEAR) ** ((j / 28) ** 1.4) for j in range(29)]

orientations = orientation_controls(0.0, 0.0, 0.0, 0.0)
theta_a, phi_a, theta_b, phi_b = orientations
distance = control(
    "distance", "<i>r</i>/<i>ρ</i>", "distance in radii", NEAR, FAR, 7.0, step=0.1, scale="log"
)

u, v = quantity(theta_a, phi_a)(direction), quantity(theta_b, phi_b)(direction)


@quantity(distance)
def in_line(distance):
    """The greatest force between two dipoles; ρ = 1, I = 1."""
    return size(dipoles.force((distance, 0.0, 0.0), (pi, 0.0, 0.0), (pi, 0.0, 0.0)))


@quantity(u, v, distance, in_line)
@elementwise()
def exact(u: Vector, v: Vector, distance: Positive, in_line: Positive) -> Vector:
    """Force of the loops on b."""
    return clean(loops.pair_force((distance, 0.0, 0.0), u, v, 1.0, 1.0, 1.0, 1.0), in_line)


@elementwise()
def expansion(u: Vector, v: Vector, distance: Positive, in_line: Positive, order: Count) -> Vector:
    """The same to an order in (ρ/r)²."""
    r, m_a, m_b = (distance, 0.0, 0.0), times(pi, u), times(pi, v)
    return clean(dipoles.force_expansion(r, m_a, m_b, 1.0, 1.0, order), in_line)


dipole, first, second = [quantity(u, v, distance, in_line, order)(expansion) for order in range(3)]
ratio, angle = quantity(dipole, exact)(compare).parts("ratio", "angle")


@elementwise()
def over_dipole(force: Vector, dipole: Vector) -> Real:
    """The ratio of an expansion to its first term."""
    return size(force) / size(dipole) if size(dipole) > 0.0 else nan


@elementwise()
def miss(approximate: Vector, exact: Vector) -> Real:
    """|F_approximate - F_exact| over |F_exact|."""
    x, y, z = approximate
    difference = (x - exact[0], y - exact[1], z - exact[2])
    return size(difference) / size(exact) if size(exact) > 0.0 else nan


error_dipole, error_first, error_second = [
    quantity(force, exact)(miss) for force in (dipole, first, second)
]
exact_curve, first_curve, second_curve = [
    row(share, distance, DISTANCES)
    for share in (
        ratio,
        quantity(first, dipole)(over_dipole),
        quantity(second, dipole)(over_dipole),
    )
]


@quantity(exact_curve)
def top(curve):
    return max([1.2] + [1.08 * share for share in curve[1] if share == share])


@quantity(exact_curve)
def bottom(curve):
    return min([0.8] + [0.92 * share for share in curve[1] if share == share])


def describe(now):
    words = "At r = %g radii " % now(distance)
    if now(ratio) is None:
        return words + "the dipole formula says that no force acts, and there is no ratio to show."
    return words + (
        "the loops' force is %.4g times the dipoles', turned from it by %.3g°; with the "
        "correction for the loops' size %.2g of it is missed."
        % (now(ratio), now(angle), now(error_first))
    )


def code(theta_a, phi_a, theta_b, phi_b, distance):
    return """import numpy as np
from magbook import dipoles, loops

r = np.array([%s, 0, 0])

def direction(theta, phi):
    theta, phi = np.radians([theta, phi])
    return np.array([np.cos(theta), np.sin(theta) * np.cos(phi), np.sin(theta) * np.sin(phi)])

n_a, n_b = direction(%s, %s), direction(%s, %s)
m_a, m_b = np.pi * n_a, np.pi * n_b  # loops of radius 1 m and 1 A
exact = loops.pair_force(r, n_a, n_b, a=1, b=1)
dipole, first, second = (
    dipoles.force_expansion(r, m_a, m_b, a=1, b=1, order=order) for order in range(3)
)
# what is below rounding is zero
in_line = np.linalg.norm(dipoles.force(r, [np.pi, 0, 0], [np.pi, 0, 0]))
exact, dipole, first, second = (
    np.where(abs(F) < 1e-14 * in_line, 0, F / in_line) for F in (exact, dipole, first, second)
)
size = np.linalg.norm
there = size(exact) > 0
ratio = size(exact) / size(dipole) if there and size(dipole) else None
angle = np.degrees(np.arctan2(size(np.cross(dipole, exact)), dipole @ exact))
error_dipole, error_first, error_second = (
    size(F - exact) / size(exact) if there else None for F in (dipole, first, second)
)
""" % tuple(map(written, (distance, theta_a, phi_a, theta_b, phi_b)))


def error(of, name, words):
    return readout(of, "", words, digits=2, gauge=True, missing="no force", name=name)


figure = Figure(
    title="How far the dipole formula holds",
    controls=orientations + [distance],
    readouts=[
        readout(ratio, "", "ratio of the forces, loops over dipoles", missing="no ratio"),
        readout(angle, "", "angle between the two forces", "°", digits=4, missing="none"),
        error(error_dipole, "error_dipole", "relative error of the dipole formula"),
        error(error_first, "error_first", "relative error with the first correction"),
        error(error_second, "error_second", "relative error with two corrections"),
    ],
    views=[
        plot(
            "Force over that of dipoles",
            axis("r / ρ", NEAR, FAR, scale="log", ticks=[2.5, 4, 7, 10, 20, 30]),
            axis("|F| / |F dipoles|", bottom, top),
            [
                level(quantity(ratio)(lambda _: 1.1), "quiet", "10 % more or less"),
                level(quantity(ratio)(lambda _: 0.9), "quiet"),
                level(1.0, "quiet"),
                curve(
                    second_curve, "approximate", "with (ρ/r)⁴", dash=True, width=1.5, smooth=True
                ),
                curve(first_curve, "approximate", "with (ρ/r)²", smooth=True),
                curve(exact_curve, "exact", "loops", width=2.5, smooth=True),
                points(here(ratio, distance), "reader", "you", radius=6, drag={"x": "distance"}),
            ],
            aspect=0.55,
        ),
    ],
    presets=[
        ("Figure 3 (case I)", dict(CASES[0][1], distance=7)),
        ("Figure 4 (case II)", dict(CASES[1][1], distance=7)),
        ("Figure 5 (case III)", dict(CASES[2][1], distance=7)),
        ("Figure 6 (case IV)", dict(CASES[3][1], distance=7)),
    ],
    describe=describe,
    code=code,
)
