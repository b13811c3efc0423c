"""How good the dipole formula is, and what the loops' size adds to it, against distance."""

from math import pi

from livefigure import (
    Figure,
    axis,
    control,
    curve,
    level,
    plot,
    points,
    readout,
    written,
)
from livefigure.quantity import remember
from magbook import dipoles, loops
from magfigures.moments import CASES, compare, direction, orientation_controls, size

NEAR, FAR = 2.2, 30.0
#: closest where the loops are, and the curves steep
DISTANCES = [NEAR * (FAR / NEAR) ** ((j / 28) ** 1.4) for j in range(29)]
#: From here on, in radii, the expansion to this order draws the loops' curve to 2e-7.
OUTSIDE, ORDER = 6.0, 6


def expansion(u, v, distance, order):
    """Force on b to an order in (ρ/r)², times r⁴, over that of two dipoles in line; ρ = 1."""
    m_a, m_b = tuple(pi * x for x in u), tuple(pi * x for x in v)
    value = dipoles.force_expansion((distance, 0.0, 0.0), m_a, m_b, 1.0, 1.0, order)
    return scaled(value, distance)


def exact(u, v, distance):
    """The same of the loops themselves."""
    return scaled(loops.pair_force((distance, 0.0, 0.0), u, v, 1.0, 1.0, 1.0, 1.0), distance)


def scaled(force, distance):
    in_line = size(dipoles.force((distance, 0.0, 0.0), (pi, 0.0, 0.0), (pi, 0.0, 0.0)))
    return tuple(0.0 if abs(x) < 1e-14 * in_line else x / in_line for x in force)


@remember
def curves(u, v):
    """Magnitudes over the dipoles' at DISTANCES: of the loops, to first and to second order."""
    dipole = size(expansion(u, v, 1e3, 0))  # the same at any distance
    if dipole == 0:
        return None
    return [
        [size(force(u, v, d)) / dipole for d in DISTANCES]
        for force in (
            lambda u, v, d: expansion(u, v, d, ORDER) if d > OUTSIDE else exact(u, v, d),
            lambda u, v, d: expansion(u, v, d, 1),
            lambda u, v, d: expansion(u, v, d, 2),
        )
    ]


def miss(approximate, exact):
    """|F_approximate - F_exact| over |F_exact|."""
    if size(exact) == 0:
        return None
    return size([p - q for p, q in zip(approximate, exact)]) / size(exact)


def compute(theta_a, phi_a, theta_b, phi_b, distance):
    u, v = direction(theta_a, phi_a), direction(theta_b, phi_b)
    loop = exact(u, v, distance)
    dipole, first, second = [expansion(u, v, distance, order) for order in range(3)]
    ratio, angle = compare(dipole, loop)
    drawn = curves(u, v)
    if drawn is None:
        drawn = [[0.0] * len(DISTANCES)] * 3
    band = 1.1 if ratio is not None else 0.0
    return {
        "ratio": ratio,
        "angle": angle,
        "error_dipole": miss(dipole, loop),
        "error_first": miss(first, loop),
        "error_second": miss(second, loop),
        "exact_curve": (DISTANCES, drawn[0]),
        "first_curve": (DISTANCES, drawn[1]),
        "second_curve": (DISTANCES, drawn[2]),
        "unity": 1.0,
        "above": band,
        "below": 0.9 if ratio is not None else 0.0,
        "here": ([distance], [ratio if ratio is not None else 0.0]),
        "top": max(1.2, 1.08 * max(drawn[0])),
        "bottom": min(0.8, 0.92 * min(drawn[0])),
    }


def describe(controls, results):
    words = "At r = %g radii " % controls["distance"]
    if results["ratio"] is None:
        return words + "the dipole formula says that no force acts, and there is no ratio to show."
    return words + (
        "the loops' force is %.4g times the dipoles', turned from it by %.3g°; with the "
        "correction for the loops' size %.2g of it is missed."
        % (results["ratio"], results["angle"], results["error_first"])
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


figure = Figure(
    title="How far the dipole formula holds",
    compute=compute,
    controls=orientation_controls(0.0, 0.0, 0.0, 0.0)
    + [
        control(
            "distance",
            "<i>r</i>/<i>ρ</i>",
            "distance in radii",
            NEAR,
            FAR,
            7.0,
            step=0.1,
            scale="log",
        ),
    ],
    readouts=[
        readout(
            "ratio",
            "",
            "ratio of the forces, loops over dipoles",
            missing="no ratio",
        ),
        readout("angle", "", "angle between the two forces", "°", digits=4, missing="none"),
        readout(
            "error_dipole",
            "",
            "relative error of the dipole formula",
            digits=2,
            gauge=True,
            missing="no force",
        ),
        readout(
            "error_first",
            "",
            "relative error with the first correction",
            digits=2,
            gauge=True,
            missing="no force",
        ),
        readout(
            "error_second",
            "",
            "relative error with two corrections",
            digits=2,
            gauge=True,
            missing="no force",
        ),
    ],
    views=[
        plot(
            "Force over that of dipoles",
            axis("r / ρ", NEAR, FAR, scale="log", ticks=[2.5, 4, 7, 10, 20, 30]),
            axis("|F| / |F dipoles|", "bottom", "top"),
            [
                level("above", "quiet", "10 % more or less"),
                level("below", "quiet"),
                level("unity", "quiet"),
                curve(
                    "second_curve", "approximate", "with (ρ/r)⁴", dash=True, width=1.5, smooth=True
                ),
                curve("first_curve", "approximate", "with (ρ/r)²", smooth=True),
                curve("exact_curve", "exact", "loops", width=2.5, smooth=True),
                points("here", "reader", "you", radius=6, drag={"x": "distance"}),
            ],
            aspect=0.55,
        ),
    ],
    presets={
        "Figure 3 (case I)": dict(CASES["Case I"], distance=7),
        "Figure 4 (case II)": dict(CASES["Case II"], distance=7),
        "Figure 5 (case III)": dict(CASES["Case III"], distance=7),
        "Figure 6 (case IV)": dict(CASES["Case IV"], distance=7),
    },
    describe=describe,
    code=code,
)
