"""How fast the series for the torque between concentric loops converges."""

from array import array
from math import cos, exp, inf, log, pi, radians, sin, sqrt

from livefigure import (
    Figure,
    axis,
    control,
    coordinate,
    curve,
    level,
    plot,
    quantity,
    readout,
    row,
    written,
)
from magbook import MU_0, loops
from magbook.elementwise import Positive, Real, Reals, elementwise, rowwise

SHOWN = 2000  # terms in the picture
MOST_TERMS = 20000
EPSILON = 2.0**-53

alpha = control("alpha", "<i>α</i>", "angle between the loops", 1, 179, 60.0, "°", step=0.5)
ratio = control("ratio", "<i>b</i>/<i>a</i>", "size of the inner loop", 0.05, 1, 0.9, step=0.005)
terms = coordinate("terms")


def terms_shown(ratio):
    """Up to a little beyond the term at which k^(2n) falls below rounding."""
    if ratio == 1:
        return SHOWN
    return min(SHOWN, 8 + int(1.25 * log(EPSILON) / log(ratio * ratio)))


def terms_needed(alpha, ratio, tolerance):
    needed = loops.concentric_series_terms(radians(alpha), 1.0, ratio, tolerance, MOST_TERMS)
    return None if needed == inf else int(needed)


@quantity(alpha, ratio)
def torque(alpha, ratio):
    return loops.concentric_torque(radians(alpha), 1.0, ratio, 1.0, 1.0) / MU_0


last = quantity(ratio)(terms_shown)


@rowwise
def fill_errors(x: Real, k2: Real, target: Real, errors: Reals) -> Real:
    """The relative error of each partial sum, of which the last holds all terms; gives the sum of
    their sizes."""
    weight, before, slope = 1.0, 0.0, 1.0
    total, size = 1.0, 1.0
    errors[0] = abs(1.0 / target - 1.0)
    for n in range(len(errors) - 1):
        weight, before, slope = loops.next_series_term(n, x, k2, weight, before, slope)
        total += weight * slope
        size += abs(weight * slope)
        errors[n + 1] = abs(total / target - 1.0)
    return size


@quantity(alpha, ratio, torque, last)
def sums(alpha, ratio, torque, last):
    """The curve of relative errors, all of them, for they swing; the limit that rounding sets."""
    k2 = ratio * ratio
    target = torque / (-0.5 * pi * k2 * sin(radians(alpha)))
    errors = array("d", bytes(8 * last))
    size = fill_errors(cos(radians(alpha)), k2, target, errors)
    return (array("d", range(1, last + 1)), errors), EPSILON * size / abs(target)


error_curve, rounding = sums.parts("error_curve", "rounding")


@quantity(last)
def sparse(last):
    """Ever fewer numbers of terms: the axis is logarithmic."""
    found, n = [], 1
    while n <= last:
        found.append(n)
        n = max(n + 1, int(n * 1.02))
    return found


@quantity(alpha, ratio, torque, terms)
@elementwise()
def envelope(alpha: Real, ratio: Positive, torque: Real, terms: Positive) -> Real:
    """What the first term left out, of its greatest possible size, makes of the error."""
    k2 = ratio * ratio
    angle = radians(alpha)
    distance = sqrt(1.0 - 2.0 * k2 * cos(2.0 * angle) + k2 * k2)  # |1 - k² exp(2iα)|
    power = exp((terms + 1) * log(k2))
    return 2.0 * power / (sqrt(pi * sin(angle) * terms) * distance * abs(torque))


terms_six = quantity(alpha, ratio, 1e-6, name="terms_six")(terms_needed)
terms_twelve = quantity(alpha, ratio, 1e-12, name="terms_twelve")(terms_needed)
envelope_curve = row(envelope, terms, sparse)


def describe(now):
    return "At α = %g° and b/a = %g the series needs %s terms for twelve digits and %s for six." % (
        now(alpha),
        now(ratio),
        now(terms_twelve) or "more than %d" % MOST_TERMS,
        now(terms_six) or "more than %d" % MOST_TERMS,
    )


def code(alpha, ratio):
    return """from math import cos, inf, pi, radians, sin
from magbook import MU_0, loops
from magbook.elementwise import Positive, Real, Reals, elementwise, rowwise

alpha, ratio, most = radians(%s), %s, %d

def terms(tolerance):
    needed = loops.concentric_series_terms(
        alpha, a=1.0, b=ratio, tolerance=tolerance, most=most
    )
    return None if needed == inf else int(needed)

terms_six, terms_twelve = terms(1e-6), terms(1e-12)

# rounding: the sum of the terms' sizes against the sum
torque = loops.concentric_torque(alpha, a=1.0, b=ratio) / MU_0
target = torque / (-0.5 * pi * ratio**2 * sin(alpha))
state, size = (1.0, 0.0, 1.0), 1.0
for n in range(%d - 1):
    state = loops.next_series_term(n, cos(alpha), ratio * ratio, *state)
    size += abs(state[0] * state[2])
rounding = 2.0**-53 * size / abs(target)
""" % (written(alpha), written(ratio), MOST_TERMS, terms_shown(ratio))


figure = Figure(
    title="How many terms?",
    controls=[alpha, ratio],
    readouts=[
        readout(terms_six, "", "terms for a relative error of 10⁻⁶", missing="over 20 000"),
        readout(terms_twelve, "", "terms for a relative error of 10⁻¹²", missing="over 20 000"),
        readout(rounding, "", "relative error that rounding leaves", digits=2),
    ],
    views=[
        plot(
            "Relative error of the partial sum",
            axis("number of terms", 1, quantity(10.0, last, name="end")(max), scale="log"),
            axis("relative error", 1e-17, 10.0, scale="log"),
            [
                level(rounding, "quiet", "limit set by rounding"),
                curve(envelope_curve, "quiet", "predicted envelope", dash=True, width=1.5),
                curve(error_curve, "approximate", "error of the partial sum"),
            ],
            aspect=0.5,
        ),
    ],
    presets=[
        ("Half as large", {"alpha": 60, "ratio": 0.5}),
        ("Nearly as large", {"alpha": 60, "ratio": 0.99}),
        ("Nearly flat", {"alpha": 2, "ratio": 0.9}),
        ("Equal loops", {"alpha": 60, "ratio": 1}),
    ],
    describe=describe,
    code=code,
)
