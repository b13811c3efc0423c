"""At which angle the torque between two concentric loops is largest, and how large it is there."""

from math import atan, degrees, exp, log, pi, sqrt

from livefigure import (
    Figure,
    axis,
    control,
    coordinate,
    curve,
    plot,
    points,
    quantity,
    readout,
    row,
    written,
)
from magbook import MU_0, loops
from magbook.elementwise import Positive, Real, elementwise
from magfigures.roots import zero

GOLDEN = 0.5 * (1.0 + sqrt(5.0))
LEAST, MOST = 1e-5, 0.9
FLATTEST = 1e-4  # angles in degrees of the picture
STEP = 0.02  # of the difference quotient
MIDDLE = 1e-3  # -t there: nearer to 90° two peaks are called one

gap = control("gap", "<i>ε</i>", "gap between the wires over the larger radius", LEAST, MOST, 0.1,
              scale="log")  # fmt: skip
degree = coordinate("degree")


@quantity(gap)
def ratio(gap):
    return 1.0 - gap


@elementwise()
def size_at(degrees: Real, ratio: Positive) -> Real:
    """|N_x|/(μ0 I I' a)"""
    return -loops.concentric_torque(degrees * (pi / 180.0), 1.0, ratio, 1.0, 1.0) / MU_0


@elementwise()
def slope_at(t: Real, ratio: Positive) -> Real:
    """How its logarithm rises with t, where tan(α/2) = exp(t): a difference quotient of the sixth
    order. In t the torque is even about 90°, and α may be as small as it likes."""
    total = 0.0
    for j in range(1, 4):
        weight = 0.75 if j == 1 else -0.15 if j == 2 else 1.0 / 60.0
        above = loops.concentric_torque(2.0 * atan(exp(t + j * STEP)), 1.0, ratio, 1.0, 1.0)
        below = loops.concentric_torque(2.0 * atan(exp(t - j * STEP)), 1.0, ratio, 1.0, 1.0)
        total += weight * log(above / below)
    return total / STEP


@quantity(ratio)
def place(ratio):
    """The angle of the peak, in degrees, at most 90."""

    def rises(s):  # s = -t is positive
        return slope_at(-s, ratio)

    below = rises(MIDDLE)
    if below >= 0:
        return 90.0
    high = -log(0.5 * (1.0 - ratio))
    return degrees(2.0 * atan(exp(-zero(rises, MIDDLE, below, high, rises(high), 1e-14))))


height = quantity(place, ratio, name="height")(size_at)
equal = quantity(place, 1.0, name="equal")(size_at)


@quantity(height, equal)
def share(height, equal):
    return height / equal


@quantity(ratio)
def law(ratio):
    """The place for close wires."""
    return degrees(sqrt(GOLDEN) * log(1.0 / ratio))


def logarithmic(low, high, count):
    return [low * (high / low) ** (j / count) for j in range(count + 1)]


ANGLES = logarithmic(FLATTEST, 90.0, 80)
# closest where the peak leaves 90°
GAPS = (
    logarithmic(LEAST, 0.4, 20) + [0.494 - 0.094 * (1 - j / 8) ** 2 for j in range(1, 9)] + [MOST]
)

size_curve = row(quantity(degree, ratio)(size_at), degree, ANGLES)
equal_curve = row(quantity(degree, 1.0)(size_at), degree, ANGLES)
place_curve = row(place, gap, GAPS)
law_curve = row(law, gap, logarithmic(LEAST, 0.7, 20))


@quantity(place_curve, row(height, gap, GAPS))
def path(places, heights):
    return places[1], heights[1]


@quantity(place, height)
def peak(place, height):
    return [place], [height]


@quantity(gap, place)
def at_gap(gap, place):
    return [gap], [place]


def describe(now):
    return (
        "With a gap of %.4g of the larger radius the torque is largest at %.4g°%s, where it is "
        "%.4g μ₀II′a: %.3g times that of equal loops."
        % (
            now(gap),
            now(place),
            " and %.4g°" % (180 - now(place)) if now(place) < 90 else "",
            now(height),
            now(share),
        )
    )


def code(gap):
    return """import numpy as np
from scipy.optimize import brentq
from magbook import MU_0, loops

ratio = 1 - %s

def size(alpha, ratio):
    return -loops.concentric_torque(alpha, a=1.0, b=ratio) / MU_0

def angle(t):
    return 2 * np.arctan(np.exp(t))

def slope(t):  # of the logarithm, to the sixth order
    around = angle(t + 0.02 * np.array([-3, -2, -1, 1, 2, 3]))
    return np.dot([-1, 9, -45, 45, -9, 1], np.log(size(around, ratio)))

# the peak is at 90 degrees while the loops are not close
leaves = slope(-1e-3) < 0
t = brentq(slope, np.log((1 - ratio) / 2), -1e-3, xtol=1e-14) if leaves else 0.0
place = np.degrees(angle(t))
height = size(angle(t), ratio)
share = height / size(angle(t), 1.0)
golden = (1 + 5**0.5) / 2
law = np.degrees(golden**0.5 * np.log(1 / ratio))
""" % written(gap)


figure = Figure(
    title="Where the torque is largest",
    controls=[gap],
    readouts=[
        readout(ratio, "<i>b</i>/<i>a</i>", "the inner radius over the outer"),
        readout(place, "<i>α</i>", "angle of the largest torque", "°"),
        readout(height, "", "the torque there, its size", "μ₀<i>II</i>′<i>a</i>"),
        readout(share, "", "part of the torque of equal loops at this angle", digits=4),
        readout(law, "", "the angle by the golden law", "°", digits=4),
    ],
    views=[
        plot(
            "Torque against angle",
            axis("α", FLATTEST, 90, scale="log", unit="°"),
            axis("−N / μ₀II′a", 1e-3, 1e6, scale="log"),
            [
                curve(equal_curve, "quiet", "equal loops", dash=True, width=1.5),
                curve(path, "torque", "way of the peak", dash="2 4"),
                curve(size_curve, "exact", "this gap"),
                points(peak, "reader", "the peak", radius=6),
            ],
            aspect=0.85,
        ),
        plot(
            "Angle of the largest torque",
            axis("ε", LEAST, MOST, scale="log"),
            axis("α", 5e-4, 120, scale="log", unit="°"),
            [
                curve(law_curve, "approximate", "golden law", dash=True),
                curve(place_curve, "exact", "exact"),
                points(at_gap, "reader", "you", radius=6, drag={"x": "gap"}),
            ],
            aspect=0.85,
        ),
    ],
    presets=[
        ("8 cm in 10 cm", {"gap": 0.2}),
        ("9.7 cm in 10 cm", {"gap": 0.03}),
        ("The peak has left 90°", {"gap": 0.49}),
        ("A tenth of a millimetre in 10 cm", {"gap": 0.001}),
    ],
    describe=describe,
    code=code,
)
