"""The outer loop's radial field along the inner loop, and what it adds to the torque."""

from math import inf, nan, radians, sqrt

from livefigure import (
    Figure,
    area,
    arrow,
    axis,
    ball,
    control,
    counted,
    curve,
    level,
    loop,
    plot,
    points,
    readout,
    scene,
    written,
)
from livefigure.quantity import remember
from magbook import MU_0, loops
from magfigures.degrees import cosine, sine

QUARTER = 30  # points on a quarter of the inner loop
EXTENT = 1.4  # of the scene


def radial_field(alpha, ratio, beta):
    """a B_r/(μ0 I) at the point β of the inner loop, angles in degrees; nan on the outer wire."""
    x = ratio * cosine(beta)
    y = ratio * cosine(alpha) * sine(beta)
    z = ratio * sine(alpha) * sine(beta)
    rho = sqrt(x * x + y * y)
    B_rho, B_z = loops.field(rho, z, 1.0, 1.0)
    if B_z == inf:
        return nan
    return (B_rho * rho + B_z * z) / (ratio * MU_0) + 0.0  # no minus before a zero


def radial_sum(alpha, ratio, beta, terms):
    """The same, from the first terms of the multipole series."""
    cos_theta = sine(alpha) * sine(beta)
    return loops.radial_field_series(ratio, cos_theta, 1.0, terms, 1.0) / MU_0 + 0.0


def around(value):
    """A function of β on the whole loop from its values on a quarter: it is the same at
    180° - β, and changes sign at -β."""
    quarter = [value(90.0 * j / QUARTER) for j in range(QUARTER + 1)]
    half = quarter + quarter[-2::-1]
    return half + [-item for item in half[1:]]


BETAS = [90.0 * j / QUARTER for j in range(4 * QUARTER + 1)]
SINES = [sine(beta) for beta in BETAS]
COSINES = [cosine(beta) for beta in BETAS]


@remember
def exact_along(alpha, ratio):
    return around(lambda beta: radial_field(alpha, ratio, beta))


@remember
def sum_along(alpha, ratio, terms):
    return around(lambda beta: radial_sum(alpha, ratio, beta, terms))


def mean(values):
    """Integral over β by the trapezoidal rule; the last point is the first."""
    return sum(values[:-1]) * radians(360.0) / (len(values) - 1)


def compute(alpha, ratio, beta, terms):
    c, s = cosine(alpha), sine(alpha)
    field = exact_along(alpha, ratio)
    series = sum_along(alpha, ratio, terms)
    # dN/dβ in μ0 I I' a: (b B_r) times the components of the line element
    k2 = ratio * ratio
    x_part = [-k2 * B * sine for B, sine in zip(field, SINES)]
    y_part = [k2 * B * c * cosine for B, cosine in zip(field, COSINES)]
    z_part = [k2 * B * s * cosine for B, cosine in zip(field, COSINES)]
    B_here = radial_field(alpha, ratio, beta)
    sum_here = radial_sum(alpha, ratio, beta, terms)
    largest = max(abs(B) for B in field if B == B)
    flat = alpha % 180 == 0
    P = (ratio * cosine(beta), ratio * c * sine(beta), ratio * s * sine(beta))
    longest = min(0.7, EXTENT - ratio)
    length = 0.0 if flat or B_here != B_here else longest * B_here / largest
    return {
        "field": None if B_here != B_here else B_here,
        "field_series": sum_here,
        "torque_x": None if flat and ratio == 1 else exact_torque(alpha, ratio, flat),
        "torque_y": None if ratio == 1 else mean(y_part),
        "torque_z": None if ratio == 1 else mean(z_part),
        "field_curve": (BETAS, field),
        "series_curve": (BETAS, series),
        "x_curve": (BETAS, x_part),
        "y_curve": (BETAS, y_part),
        "z_curve": (BETAS, z_part),
        "zero": 0.0,
        "here": ([beta], [B_here]),
        "here_x": ([beta], [-k2 * B_here * sine(beta)]),
        "outer": (0, 0, 0, 0, 0, 1, 1),
        "inner": (0, 0, 0, 0, -s, c, ratio),
        "P": P,
        "B_arrow": P + tuple(length * item / ratio for item in P),
    }


def exact_torque(alpha, ratio, flat):
    return 0.0 if flat else loops.concentric_torque(radians(alpha), 1.0, ratio, 1.0, 1.0) / MU_0


def describe(controls, results):
    field = results["field"]
    place = "At the point β = %g° of the inner loop " % controls["beta"]
    if field is None:
        return place + "the wires meet, and the field has no value."
    return place + (
        "the outer loop's radial field is %.4g μ₀I/a, and %s of the series %s %.4g; along the loop "
        "the y and z parts of the torque cancel."
        % (
            field,
            counted(controls["terms"], "term"),
            "gives" if controls["terms"] == 1 else "give",
            results["field_series"],
        )
    )


def code(alpha, ratio, beta, terms):
    return """from math import cos, radians, sin
import numpy as np
from magbook import MU_0, loops

alpha, ratio, beta, terms = radians(%s), %s, radians(%s), %d

def radial_field(beta):
    x, y, z = ratio * np.array([np.cos(beta), cos(alpha) * np.sin(beta), sin(alpha) * np.sin(beta)])
    rho = np.hypot(x, y)
    B_rho, B_z = loops.field(rho, z, a=1.0)
    return (B_rho * rho + B_z * z) / (ratio * MU_0)

field = radial_field(beta)
field_series = loops.radial_field_series(
    ratio, sin(alpha) * sin(beta), a=1.0, terms=terms
) / MU_0
torque_x = loops.concentric_torque(alpha, a=1.0, b=ratio) / MU_0
betas = np.radians(np.arange(0, 360, 3))
part = ratio**2 * radial_field(betas) * np.cos(betas) * np.radians(3)
torque_y, torque_z = cos(alpha) * part.sum(), sin(alpha) * part.sum()
""" % (written(alpha), written(ratio), written(beta), terms)


ROUND = axis("β", 0, 360, ticks=[0, 90, 180, 270, 360], unit="°")

figure = Figure(
    title="The field along the inner loop",
    compute=compute,
    controls=[
        control("alpha", "<i>α</i>", "angle between the loops", 0, 180, 50.0, "°", step=0.5),
        control("ratio", "<i>b</i>/<i>a</i>", "size of the inner loop", 0.01, 1, 0.8, step=0.01),
        control("beta", "<i>β</i>", "place on the inner loop", 0, 360, 60.0, "°", step=1.0),
        control("terms", "<i>s</i>", "terms of the series kept", 1, 60, 2, step=1, scale="log"),
    ],
    readouts=[
        readout(
            "field",
            "<i>B<sub>r</sub></i>(<i>β</i>)",
            "radial field",
            "μ₀<i>I</i>/<i>a</i>",
            missing="on the wire",
        ),
        readout("field_series", "", "radial field, partial sum", "μ₀<i>I</i>/<i>a</i>"),
        readout(
            "torque_x",
            "<i>N<sub>x</sub></i>",
            "x part of the torque",
            "μ₀<i>II</i>′<i>a</i>",
            missing="no value",
        ),
        readout(
            "torque_y",
            "<i>N<sub>y</sub></i>",
            "y part of the torque, summed along the loop",
            "μ₀<i>II</i>′<i>a</i>",
            digits=2,
            zero=1e-15,
            missing="wires meet",
        ),
        readout(
            "torque_z",
            "<i>N<sub>z</sub></i>",
            "z part of the torque, summed along the loop",
            "μ₀<i>II</i>′<i>a</i>",
            digits=2,
            zero=1e-15,
            missing="wires meet",
        ),
    ],
    views=[
        scene(
            "Drag to turn",
            [
                loop("outer", "current", "outer loop"),
                loop("inner", "current2", "inner loop", disc=True),
                arrow("B_arrow", "field", "radial field at P", "Bᵣ"),
                ball("P", "reader", "the point P", "P"),
            ],
            extent=EXTENT,
            aspect=0.8,
        ),
        plot(
            "Radial field along the inner loop",
            ROUND,
            axis("a Bᵣ / μ₀I"),
            [
                level("zero", "quiet"),
                curve("series_curve", "approximate", "partial sum", dash=True),
                curve("field_curve", "field", "all orders"),
                points("here", "reader", "P", radius=6, drag={"x": "beta"}),
            ],
            aspect=0.8,
        ),
        plot(
            "What each piece of wire adds to the torque",
            ROUND,
            axis("dN/dβ / μ₀II′a"),
            [
                area("x_curve", "torque"),
                level("zero", "quiet"),
                curve("y_curve", "quiet", "y", dash=True),
                curve("z_curve", "quiet", "z"),
                curve("x_curve", "torque", "x: all of one sign"),
                points("here_x", "reader", radius=4.5),
            ],
            aspect=0.4,
        ),
    ],
    presets={
        "Uniform field": {"alpha": 60, "ratio": 0.05, "beta": 90, "terms": 1},
        "Near the wire": {"alpha": 20, "ratio": 0.95, "beta": 10, "terms": 10},
        "At right angles": {"alpha": 90, "ratio": 0.8, "beta": 45, "terms": 3},
    },
    describe=describe,
    code=code,
)
