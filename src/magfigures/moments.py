"""Two moments that the reader turns: their directions, controls, and the document's cases.

Shared by figures. Vectors are tuples, for MicroPython has no arrays. The polar axis is x, the
line from a to b.
"""

from math import atan2, degrees, nan, sqrt

from livefigure import control
from magbook.elementwise import Real, Vector, elementwise, part
from magfigures.degrees import cosine, sine


def direction(theta, phi):
    """The unit vector at the angle theta from x, phi counted from y towards z; degrees."""
    return (cosine(theta), sine(theta) * cosine(phi), sine(theta) * sine(phi))


@part
def times(factor, v):
    return (factor * v[0], factor * v[1], factor * v[2])


@part
def dot(u, v):
    return u[0] * v[0] + u[1] * v[1] + u[2] * v[2]


@part
def cross(u, v):
    return (
        u[1] * v[2] - u[2] * v[1],
        u[2] * v[0] - u[0] * v[2],
        u[0] * v[1] - u[1] * v[0],
    )


@part
def size(v):
    return sqrt(dot(v, v))


@part
def rounded(x, scale):
    """The number, or zero for one that is nothing but rounding."""
    return 0.0 if abs(x) < 1e-14 * scale else x


@part
def clean(v, scale):
    return (rounded(v[0], scale), rounded(v[1], scale), rounded(v[2], scale))


@elementwise()
def compare(formula: Vector, exact: Vector) -> tuple[Real, Real]:
    """(ratio of magnitudes, exact over formula; angle between them in degrees); nan where one of
    them vanishes."""
    if size(formula) == 0.0 or size(exact) == 0.0:
        return nan, nan
    angle = degrees(atan2(size(cross(formula, exact)), dot(formula, exact)))
    return size(exact) / size(formula), angle


def case(theta_a, phi_a, theta_b, phi_b):
    """Controls of one of the document's cases, at its distance."""
    return {
        "theta_a": theta_a,
        "phi_a": phi_a,
        "theta_b": theta_b,
        "phi_b": phi_b,
        "distance": 10,
    }


CASES = [
    ("Case I", case(0, 0, 0, 0)),
    ("Case II", case(90, 180, 0, 0)),
    ("Case III", case(45, 90, 90, 90)),
    ("Case IV", case(90, 90, 90, 90)),
]


def orientation_controls(theta_a, phi_a, theta_b, phi_b):
    return [
        control("theta_a", "<i>θ<sub>a</sub></i>", "angle of moment a from the separation",
                0, 180, theta_a, "°", step=1.0),
        control("phi_a", "<i>φ<sub>a</sub></i>", "azimuth of moment a, from y towards z",
                -180, 180, phi_a, "°", step=1.0),
        control("theta_b", "<i>θ<sub>b</sub></i>", "angle of moment b from the separation",
                0, 180, theta_b, "°", step=1.0),
        control("phi_b", "<i>φ<sub>b</sub></i>", "azimuth of moment b, from y towards z",
                -180, 180, phi_b, "°", step=1.0),
    ]  # fmt: skip
