"""The torque between two concentric loops, as the inner one is turned and grown."""

from math import cos, inf, isfinite, nan, radians, sin

from livefigure import (
    Figure,
    arrow,
    axis,
    circle,
    control,
    counted,
    curve,
    here,
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
from magbook.elementwise import Count, Positive, Real, elementwise

TOLERANCE = 1e-12
MOST_TERMS = 20000
UNIT = "μ₀<i>II</i>′<i>a</i>"

alpha = control("alpha", "<i>α</i>", "angle between the loops", 0, 180, 30.0, "°", step=0.5)
ratio = control("ratio", "<i>b</i>/<i>a</i>", "size of the inner loop", 0.01, 1, 0.9, step=0.01)
terms = control("terms", "<i>s</i>", "terms of the series kept", 1, 200, 3, step=1, scale="log")


@quantity(alpha, ratio)
@elementwise()
def torque(alpha: Real, ratio: Positive) -> Real:
    """N_x/(μ0 I I' a), summed to all orders."""
    if alpha % 180.0 == 0.0:
        # sin(π) is not 0 in floating point; the torque of parallel loops is, unless they coincide
        return nan if ratio == 1.0 else 0.0
    return loops.concentric_torque(radians(alpha), 1.0, ratio, 1.0, 1.0) / MU_0


@quantity(alpha, ratio, terms)
@elementwise()
def series(alpha: Real, ratio: Positive, terms: Count) -> Real:
    """Its partial sum."""
    if alpha % 180.0 == 0.0:
        return 0.0
    return loops.concentric_torque_series(radians(alpha), 1.0, ratio, terms, 1.0, 1.0) / MU_0


@quantity(torque, series)
def series_error(torque, series):
    return abs(series / torque - 1) if torque else None


@quantity(alpha, ratio)
def terms_needed(alpha, ratio):
    if ratio == 1:
        return None
    if alpha % 180 == 0:
        return 1
    count = loops.concentric_series_terms(radians(alpha), 1.0, ratio, TOLERANCE, MOST_TERMS)
    return None if count == inf else int(count)


def angles(count):
    """From 0 to 180°, closest where close loops have their peak."""
    quarter = [90.0 * (j / count) ** 2 for j in range(1, count + 1)]
    return [0.0] + quarter + [180.0 - angle for angle in reversed(quarter)] + [180.0]


exact_curve = row(torque, alpha, angles(40))
# a sum of so many terms may swing as often
series_curve = row(series, alpha, quantity(terms)(lambda terms: angles(max(40, terms))))


@quantity(exact_curve, ratio)
def deepest(curve, ratio):
    """The peak, unless the loops are so alike that it leaves all else flat."""
    at_90 = loops.concentric_torque(radians(90), 1.0, ratio, 1.0, 1.0) / MU_0
    return max(min(N for N in curve[1] if isfinite(N)), 6 * at_90)


@quantity(deepest, torque, series)
def lowest(deepest, torque, series):
    return 1.15 * min(deepest, torque, series)


@quantity(alpha)
def normal(alpha):
    return (0.0, -sin(radians(alpha)), cos(radians(alpha)))


@quantity(torque, deepest)
def turned_back(torque, deepest):
    """Length of the torque's arrow along x."""
    return -0.95 * min(torque / deepest, 1.0)


def describe(now):
    if now(torque) is None:
        return "The two loops coincide, and the torque between them has no value."
    size = "as large" if now(ratio) == 1 else "%g times as large" % now(ratio)
    words = "The inner loop, %s as the outer, is turned by %g°; " % (size, now(alpha))
    if now(torque) == 0:
        return words + "the loops lie in one plane and no torque acts."
    return words + "the torque %.4g μ₀II′a turns it back, and %s of the series %s %.4g." % (
        now(torque),
        counted(now(terms), "term"),
        "gives" if now(terms) == 1 else "give",
        now(series),
    )


def code(alpha, ratio, terms):
    if alpha % 180 == 0:
        torque = "None  # the wires coincide" if ratio == 1 else "0.0"
        return (
            "# The loops lie in one plane.\nseries, terms_needed = 0.0, 1\ntorque = %s\n" % torque
        )
    return """from math import radians
from magbook import MU_0, loops
from magbook.elementwise import Count, Positive, Real, elementwise

alpha, ratio, terms = radians(%s), %s, %d
torque = loops.concentric_torque(alpha, a=1.0, b=ratio) / MU_0
series = loops.concentric_torque_series(alpha, a=1.0, b=ratio, terms=terms) / MU_0
series_error = abs(series / torque - 1)
terms_needed = loops.concentric_series_terms(
    alpha, a=1.0, b=ratio, tolerance=%r, most=%d
)
""" % (written(alpha), written(ratio), terms, TOLERANCE, MOST_TERMS)


figure = Figure(
    title="Torque between concentric loops",
    controls=[alpha, ratio, terms],
    readouts=[
        readout(torque, "<i>N<sub>x</sub></i>", "torque, all orders", UNIT, missing="no value"),
        readout(series, "", "torque, partial sum", UNIT),
        readout(series_error, "", "relative error of the partial sum", digits=2, gauge=True),
        readout(terms_needed, "", "terms for a relative error of 10⁻¹²", missing="over 20 000"),
    ],
    views=[
        scene(
            "Drag to turn",
            [
                loop(circle((0, 0, 1), 1), "current", "outer loop"),
                loop(circle(normal, ratio), "current2", "inner loop", disc=True),
                # beside the moment, which may be parallel to it
                arrow(pointing((0, 0, 1), 0.75, (0.15, 0, 0)), "field", "field", "B"),
                arrow(pointing(normal, 0.75), "moment", "moment", "m"),
                arrow(pointing((1, 0, 0), turned_back), "torque", "torque", "N"),
            ],
            extent=1.12,
        ),
        plot(
            "Torque against angle",
            axis("α", 0, 180, ticks=[0, 45, 90, 135, 180], unit="°"),
            axis("N / μ₀II′a", lowest, 0.0),
            [
                curve(series_curve, "approximate", "partial sum", dash=True),
                curve(exact_curve, "exact", "all orders"),
                points(here(series, alpha), "approximate", radius=3.5),
                points(here(torque, alpha), "reader", "you", radius=6, drag={"x": "alpha"}),
            ],
            aspect=0.85,
        ),
    ],
    presets=[
        ("Small inner loop", {"alpha": 90, "ratio": 0.1, "terms": 1}),
        ("The peak leaves 90°", {"alpha": 90, "ratio": 0.6, "terms": 20}),
        ("Nearly as large", {"alpha": 10, "ratio": 0.97, "terms": 40}),
        ("Equal loops", {"alpha": 30, "ratio": 1, "terms": 200}),
    ],
    describe=describe,
    code=code,
)
