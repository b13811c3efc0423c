"""The outer loop's radial field along the inner loop, and what it adds to the torque."""

from math import inf, nan, radians, sqrt

from livefigure import (
    Figure,
    area,
    arrow,
    axis,
    ball,
    circle,
    control,
    counted,
    curve,
    here,
    level,
    loop,
    plot,
    pointing,
    points,
    quantity,
    readout,
    row,
    scene,
    written,
)
from magbook import MU_0, loops
from magbook.elementwise import AtMostOne, Count, NonNegative, Positive, Real, elementwise
from magfigures.degrees import cosine, sine

BETAS = [3.0 * j for j in range(121)]
EXTENT = 1.4  # of the scene

alpha = control("alpha", "<i>α</i>", "angle between the loops", 0, 180, 50.0, "°", step=0.5)
ratio = control("ratio", "<i>b</i>/<i>a</i>", "size of the inner loop", 0.01, 1, 0.8, step=0.01)
beta = control("beta", "<i>β</i>", "place on the inner loop", 0, 360, 60.0, "°", step=1.0)
terms = control("terms", "<i>s</i>", "terms of the series kept", 1, 60, 2, step=1, scale="log")


@quantity(alpha, beta)
@elementwise()
def cos_theta(alpha: Real, beta: Real) -> Real:
    """Of the point P at β on the inner loop."""
    return sine(alpha) * sine(beta)


@quantity(ratio, cos_theta)
@elementwise()
def rho(ratio: Positive, cos_theta: AtMostOne) -> Real:
    return ratio * sqrt(1 - cos_theta * cos_theta)


@quantity(ratio, cos_theta)
@elementwise()
def z(ratio: Positive, cos_theta: AtMostOne) -> Real:
    return ratio * cos_theta


@quantity(ratio, rho, z)
@elementwise()
def field(ratio: Positive, rho: NonNegative, z: Real) -> Real:
    """a B_r/(μ0 I) at P; none on the outer wire."""
    B_rho, B_z = loops.field(rho, z, 1.0, 1.0)
    if B_z == inf:
        return nan
    return (B_rho * rho + B_z * z) / (ratio * MU_0) + 0.0  # no minus before a zero


@quantity(ratio, cos_theta, terms)
@elementwise()
def field_series(ratio: Positive, cos_theta: AtMostOne, terms: Count) -> Real:
    return loops.radial_field_series(ratio, cos_theta, 1.0, terms, 1.0) / MU_0 + 0.0


# dN/dβ in μ0 I I' a: (b B_r) times the components of the line element


@quantity(ratio, beta, field)
@elementwise()
def x_part(ratio: Positive, beta: Real, field: Real) -> Real:
    return -ratio * ratio * field * sine(beta)


@elementwise()
def across(ratio: Positive, beta: Real, field: Real, normal: Real) -> Real:
    return ratio * ratio * field * cosine(beta) * normal


y_part = quantity(ratio, beta, field, quantity(alpha)(cosine), name="y_part")(across)
z_part = quantity(ratio, beta, field, quantity(alpha)(sine), name="z_part")(across)
field_curve, series_curve, x_curve, y_curve, z_curve = [
    row(what, beta, BETAS) for what in (field, field_series, x_part, y_part, z_part)
]


@quantity(alpha, ratio)
def torque_x(alpha, ratio):
    if alpha % 180 == 0:
        return None if ratio == 1 else 0.0
    return loops.concentric_torque(radians(alpha), 1.0, ratio, 1.0, 1.0) / MU_0


def integral(curve):
    """Over β by the trapezoidal rule; the last point is the first."""
    return sum(curve[1][:-1]) * radians(360.0) / (len(BETAS) - 1)


@quantity(alpha)
def normal(alpha):
    return (0.0, -sine(alpha), cosine(alpha))


@quantity(alpha, ratio, beta)
def P(alpha, ratio, beta):
    along, across = ratio * cosine(beta), ratio * sine(beta)
    return (along, cosine(alpha) * across, sine(alpha) * across)


@quantity(ratio, field, field_curve)
def outwards(ratio, field, curve):
    """Length of the field's arrow over that of P."""
    largest = max(abs(B) for B in curve[1] if B == B)
    return min(0.7, EXTENT - ratio) / ratio * field / largest if largest else 0.0


def describe(now):
    place = "At the point β = %g° of the inner loop " % now(beta)
    if now(field) is None:
        return place + "the wires meet, and the field has no value."
    return place + (
        "the outer loop's radial field is %.4g μ₀I/a, and %s of the series %s %.4g; along the loop "
        "the y and z parts of the torque cancel."
        % (
            now(field),
            counted(now(terms), "term"),
            "gives" if now(terms) == 1 else "give",
            now(field_series),
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

FIELD, TORQUE = "μ₀<i>I</i>/<i>a</i>", "μ₀<i>II</i>′<i>a</i>"


def summed(curve, axis):
    """The readout of a part of the torque that cancels."""
    return readout(
        quantity(curve)(integral),
        "<i>N<sub>%s</sub></i>" % axis,
        "%s part of the torque, summed along the loop" % axis,
        TORQUE,
        digits=2,
        zero=2e-15,
        missing="wires meet",
        name="torque_" + axis,
    )


figure = Figure(
    title="The field along the inner loop",
    controls=[alpha, ratio, beta, terms],
    readouts=[
        readout(
            field, "<i>B<sub>r</sub></i>(<i>β</i>)", "radial field", FIELD, missing="on the wire"
        ),
        readout(field_series, "", "radial field, partial sum", FIELD),
        readout(
            torque_x, "<i>N<sub>x</sub></i>", "x part of the torque", TORQUE, missing="no value"
        ),
        summed(y_curve, "y"),
        summed(z_curve, "z"),
    ],
    views=[
        scene(
            "Drag to turn",
            [
                loop(circle((0, 0, 1), 1), "current", "outer loop"),
                loop(circle(normal, ratio), "current2", "inner loop", disc=True),
                arrow(pointing(P, outwards, P), "field", "radial field at P", "Bᵣ"),
                ball(P, "reader", "the point P", "P"),
            ],
            extent=EXTENT,
            aspect=0.8,
        ),
        plot(
            "Radial field along the inner loop",
            ROUND,
            axis("a Bᵣ / μ₀I"),
            [
                level(0.0, "quiet"),
                curve(series_curve, "approximate", "partial sum", dash=True),
                curve(field_curve, "field", "all orders"),
                points(here(field, beta), "reader", "P", radius=6, drag={"x": "beta"}),
            ],
            aspect=0.8,
        ),
        plot(
            "What each piece of wire adds to the torque",
            ROUND,
            axis("dN/dβ / μ₀II′a"),
            [
                area(x_curve, "torque"),
                level(0.0, "quiet"),
                curve(y_curve, "quiet", "y", dash=True),
                curve(z_curve, "quiet", "z"),
                curve(x_curve, "torque", "x: all of one sign"),
                points(here(x_part, beta), "reader", radius=4.5),
            ],
            aspect=0.4,
        ),
    ],
    presets=[
        ("Uniform field", {"alpha": 60, "ratio": 0.05, "beta": 90, "terms": 1}),
        ("Near the wire", {"alpha": 20, "ratio": 0.95, "beta": 10, "terms": 10}),
        ("At right angles", {"alpha": 90, "ratio": 0.8, "beta": 45, "terms": 3}),
    ],
    describe=describe,
    code=code,
)
