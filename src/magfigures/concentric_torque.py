"""The torque between two concentric loops, as the inner one is turned and grown."""

from math import cos, inf, radians, sin

from livefigure import (
    Figure,
    arrow,
    axis,
    control,
    counted,
    curve,
    loop,
    plot,
    points,
    readout,
    scene,
    written,
)
from livefigure.quantity import remember
from magbook import MU_0, loops

TOLERANCE = 1e-12
MOST_TERMS = 20000


def exact(alpha, ratio):
    """N_x/(μ0 I I' a), summed to all orders."""
    return loops.concentric_torque(alpha, 1.0, ratio, 1.0, 1.0) / MU_0


def partial_sum(alpha, ratio, terms):
    return loops.concentric_torque_series(alpha, 1.0, ratio, terms, 1.0, 1.0) / MU_0


def against_angle(torque, points):
    """(degrees, torques) from 0 to 180°, closest where close loops have their peak; the
    torque is the same at α and 180° - α."""
    quarter = [90.0 * (j / points) ** 2 for j in range(1, points + 1)]
    values = [torque(radians(angle)) for angle in quarter]
    return (
        [0.0] + quarter + [180.0 - angle for angle in reversed(quarter)] + [180.0],
        [0.0] + values + values[::-1] + [0.0],
    )


@remember
def exact_curve(ratio):
    return against_angle(lambda alpha: exact(alpha, ratio), 40)


@remember
def series_curve(ratio, terms):
    # a sum of so many terms may swing as often
    return against_angle(lambda alpha: partial_sum(alpha, ratio, terms), max(40, terms))


@remember
def count_terms(alpha, ratio):
    return loops.concentric_series_terms(alpha, 1.0, ratio, TOLERANCE, MOST_TERMS)


def compute(alpha, ratio, terms):
    angle = radians(alpha)
    flat = alpha % 180 == 0
    # sin(π) is not 0 in floating point; the torque of parallel loops is, unless they coincide
    torque = (None if ratio == 1 else 0.0) if flat else exact(angle, ratio)
    series = 0.0 if flat else partial_sum(angle, ratio, terms)
    count = inf if ratio == 1 else 1 if flat else count_terms(angle, ratio)
    angles, torques = exact_curve(ratio)
    shown = torque if torque is not None else 0.0
    # the peak, unless the loops are so alike that it leaves all else flat
    deepest = max(min(torques), 6 * exact(radians(90), ratio))
    normal = (0.0, -sin(angle), cos(angle))
    return {
        "torque": torque,
        "series": series,
        "series_error": None if flat else abs(series / torque - 1),
        "terms_needed": None if count == inf else int(count),
        "exact_curve": (angles, torques),
        "series_curve": series_curve(ratio, terms),
        "here": ([alpha], [shown]),
        "there": ([alpha], [series]),
        "lowest": 1.15 * min(deepest, shown, series),
        "outer": (0, 0, 0, 0, 0, 1, 1),
        "inner": (0, 0, 0) + normal + (ratio,),
        "field": (0.15, 0, 0, 0, 0, 0.75),  # beside the moment, which may be parallel to it
        "moment": (0, 0, 0, 0.75 * normal[0], 0.75 * normal[1], 0.75 * normal[2]),
        "torque_arrow": (0, 0, 0, -0.95 * min(shown / deepest, 1.0), 0, 0),
    }


def describe(controls, results):
    torque = results["torque"]
    if torque is None:
        return "The two loops coincide, and the torque between them has no value."
    ratio = controls["ratio"]
    size = "as large as the outer" if ratio == 1 else "%g times as large as the outer" % ratio
    words = "The inner loop, %s, is turned by %g°; " % (size, controls["alpha"])
    if torque == 0:
        return words + "the loops lie in one plane and no torque acts."
    terms = controls["terms"]
    return words + "the torque %.4g μ₀II′a turns it back, and %s of the series %s %.4g." % (
        torque,
        counted(terms, "term"),
        "gives" if terms == 1 else "give",
        results["series"],
    )


def code(alpha, ratio, terms):
    if alpha % 180 == 0:
        torque = "None  # the wires coincide" if ratio == 1 else "0.0"
        return (
            "# The loops lie in one plane.\nseries, terms_needed = 0.0, 1\ntorque = %s\n" % torque
        )
    return """from math import radians
from magbook import MU_0, loops

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
    compute=compute,
    controls=[
        control("alpha", "<i>α</i>", "angle between the loops", 0, 180, 30.0, "°", step=0.5),
        control("ratio", "<i>b</i>/<i>a</i>", "size of the inner loop", 0.01, 1, 0.9, step=0.01),
        control("terms", "<i>s</i>", "terms of the series kept", 1, 200, 3, step=1, scale="log"),
    ],
    readouts=[
        readout(
            "torque",
            "<i>N<sub>x</sub></i>",
            "torque, all orders",
            "μ₀<i>II</i>′<i>a</i>",
            missing="no value",
        ),
        readout("series", "", "torque, partial sum", "μ₀<i>II</i>′<i>a</i>"),
        readout("series_error", "", "relative error of the partial sum", digits=2, gauge=True),
        readout(
            "terms_needed",
            "",
            "terms for a relative error of 10⁻¹²",
            missing="over 20 000",
        ),
    ],
    views=[
        scene(
            "Drag to turn",
            [
                loop("outer", "current", "outer loop"),
                loop("inner", "current2", "inner loop", disc=True),
                arrow("field", "field", "field", "B"),
                arrow("moment", "moment", "moment", "m"),
                arrow("torque_arrow", "torque", "torque", "N"),
            ],
            extent=1.12,
        ),
        plot(
            "Torque against angle",
            axis("α", 0, 180, ticks=[0, 45, 90, 135, 180], unit="°"),
            axis("N / μ₀II′a", "lowest", 0.0),
            [
                curve("series_curve", "approximate", "partial sum", dash=True),
                curve("exact_curve", "exact", "all orders"),
                points("there", "approximate", radius=3.5),
                points("here", "reader", "you", radius=6, drag={"x": "alpha"}),
            ],
            aspect=0.85,
        ),
    ],
    presets={
        "Small inner loop": {"alpha": 90, "ratio": 0.1, "terms": 1},
        "The peak leaves 90°": {"alpha": 90, "ratio": 0.6, "terms": 20},
        "Nearly as large": {"alpha": 10, "ratio": 0.97, "terms": 40},
        "Equal loops": {"alpha": 30, "ratio": 1, "terms": 200},
    },
    describe=describe,
    code=code,
)
