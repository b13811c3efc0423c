"""How fast the series for the torque between concentric loops converges."""

from math import cos, exp, inf, log, pi, radians, sin, sqrt

from livefigure import Figure, axis, control, curve, level, plot, readout, written
from livefigure.quantity import remember
from magbook import MU_0, loops

SHOWN = 2000  # terms in the picture
MOST_TERMS = 20000
EPSILON = 2.0**-53
LEAST = 1e-17  # where the picture ends


def exact(alpha, ratio):
    return loops.concentric_torque(alpha, 1.0, ratio, 1.0, 1.0) / MU_0


@remember
def errors(alpha, ratio, torque):
    """Relative errors of the sums of 1, 2, … terms, and the limit that rounding sets."""
    x = cos(alpha)
    k2 = ratio * ratio
    target = torque / (-0.5 * pi * k2 * sin(alpha))
    weight, before, slope = 1.0, 0.0, 1.0
    total, size = 1.0, 1.0
    found = [abs(1.0 / target - 1.0)]
    # a little beyond the term at which k^(2n) falls below rounding
    last = SHOWN if ratio == 1 else min(SHOWN, 8 + int(1.25 * log(EPSILON) / log(k2)))
    for n in range(last - 1):
        weight, before, slope = loops.next_series_term(n, x, k2, weight, before, slope)
        total += weight * slope
        size += abs(weight * slope)
        found.append(abs(total / target - 1.0))
    return found, EPSILON * size / abs(target)


def envelope(alpha, ratio, torque, terms):
    """What the first term left out, of its greatest possible size, makes of the error."""
    k2 = ratio * ratio
    distance = sqrt(1.0 - 2.0 * k2 * cos(2.0 * alpha) + k2 * k2)  # |1 - k² exp(2iα)|
    power = exp((terms + 1) * log(k2))
    return 2.0 * power / (sqrt(pi * sin(alpha) * terms) * distance * abs(torque))


def count(alpha, ratio, tolerance):
    needed = loops.concentric_series_terms(alpha, 1.0, ratio, tolerance, MOST_TERMS)
    return None if needed == inf else int(needed)


def compute(alpha, ratio):
    angle = radians(alpha)
    torque = exact(angle, ratio)
    found, floor = errors(angle, ratio, torque)
    # all errors, for they swing; of the envelope ever fewer: the axis is logarithmic
    sparse = []
    n = 1
    while n <= len(found):
        sparse.append(n)
        n = max(n + 1, int(n * 1.02))
    return {
        "terms_six": count(angle, ratio, 1e-6),
        "terms_twelve": count(angle, ratio, 1e-12),
        "rounding": floor,
        "error_curve": (list(range(1, len(found) + 1)), found),
        "envelope": (sparse, [envelope(angle, ratio, torque, n) for n in sparse]),
        "floor": floor,
        "last": max(10.0, float(len(found))),
        "most": 10.0,
        "least": LEAST,
    }


def describe(controls, results):
    needed = results["terms_twelve"]
    return "At α = %g° and b/a = %g the series needs %s terms for twelve digits and %s for six." % (
        controls["alpha"],
        controls["ratio"],
        needed if needed else "more than %d" % MOST_TERMS,
        results["terms_six"] if results["terms_six"] else "more than %d" % MOST_TERMS,
    )


def code(alpha, ratio):
    return """from math import cos, inf, pi, radians, sin
from magbook import MU_0, loops

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
""" % (
        written(alpha),
        written(ratio),
        MOST_TERMS,
        len(errors(radians(alpha), ratio, exact(radians(alpha), ratio))[0]),
    )


figure = Figure(
    title="How many terms?",
    compute=compute,
    controls=[
        control("alpha", "<i>α</i>", "angle between the loops", 1, 179, 60.0, "°", step=0.5),
        control("ratio", "<i>b</i>/<i>a</i>", "size of the inner loop", 0.05, 1, 0.9, step=0.005),
    ],
    readouts=[
        readout("terms_six", "", "terms for a relative error of 10⁻⁶", missing="over 20 000"),
        readout("terms_twelve", "", "terms for a relative error of 10⁻¹²", missing="over 20 000"),
        readout("rounding", "", "relative error that rounding leaves", digits=2),
    ],
    views=[
        plot(
            "Relative error of the partial sum",
            axis("number of terms", 1, "last", scale="log"),
            axis("relative error", "least", "most", scale="log"),
            [
                level("floor", "quiet", "limit set by rounding"),
                curve("envelope", "quiet", "predicted envelope", dash=True, width=1.5),
                curve("error_curve", "approximate", "error of the partial sum"),
            ],
            aspect=0.5,
        ),
    ],
    presets={
        "Half as large": {"alpha": 60, "ratio": 0.5},
        "Nearly as large": {"alpha": 60, "ratio": 0.99},
        "Nearly flat": {"alpha": 2, "ratio": 0.9},
        "Equal loops": {"alpha": 60, "ratio": 1},
    },
    describe=describe,
    code=code,
)
