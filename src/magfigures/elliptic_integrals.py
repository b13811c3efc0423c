"""K, E, π₃ and π₅: their curves, their series, and where the series give out."""

from math import pi, radians, sin

from livefigure import (
    Figure,
    axis,
    control,
    counted,
    curve,
    level,
    plot,
    points,
    readout,
    written,
)
from livefigure.quantity import remember
from magbook import special

ORDERS = {"E": -1, "K": 1, "pi3": 3, "pi5": 5}  # of one family: E = π₋₁, K = π₁
NAMES = list(ORDERS)
KS = [0.02 * j for j in range(46)] + [0.9 + 0.005 * j for j in range(1, 16)]
KS += [0.98, 0.984, 0.988, 0.991, 0.994, 0.996, 0.9975, 0.9985, 0.9992, 0.9996, 0.9999]
KS += [0.99997, 0.99999, 0.999997, 0.999999]
PSIS = [1.5 * j for j in range(61)]
LEAST = 1e-16  # where an error of zero is drawn


def moment(name, k):
    return special.elliptic_moment(ORDERS[name], k * k)


def series(name, k, terms):
    """The first terms of (π/2) Σ (n/2)_j (1/2)_j k^2j / j!²."""
    n = ORDERS[name]
    term, total = 0.5 * pi, 0.0
    for j in range(terms):
        total += term
        term *= (0.5 * n + j) * (0.5 + j) / ((j + 1.0) * (j + 1.0)) * k * k
    return total


@remember
def exact_curves():
    return [[moment(name, k) for k in KS] for name in NAMES]


@remember
def series_curves(terms):
    """The partial sums, and their errors."""
    sums = [[series(name, k, terms) for k in KS] for name in NAMES]
    errors = [
        [max(LEAST, abs(s / x - 1)) for s, x in zip(row, exact)]
        for row, exact in zip(sums, exact_curves())
    ]
    return sums, errors


def integrand(name, k):
    values = []
    for psi in PSIS:
        sine = sin(radians(psi))
        values.append((1 - k * k * sine * sine) ** (-0.5 * ORDERS[name]))
    return values


def compute(k, terms):
    sums, errors = series_curves(terms)
    results = {"here": k, "top": max(1e3, 2.0 * moment("pi5", k))}
    for name, exact, total, error in zip(NAMES, exact_curves(), sums, errors):
        value = moment(name, k)
        results[name] = value
        results["error_" + name] = abs(series(name, k, terms) / value - 1)
        results["curve_" + name] = (KS, exact)
        results["sum_" + name] = (KS, total)
        results["miss_" + name] = (KS, error)
        results["at_" + name] = ([k], [value])
        results["integrand_" + name] = (PSIS, integrand(name, k))
    return results


def describe(controls, results):
    return (
        "At k = %.6g: K = %.6g, E = %.6g, π₃ = %.6g, π₅ = %.6g; a sum of %s of "
        "the series misses K by the fraction %.2g and π₅ by %.2g."
        % (
            controls["k"],
            results["K"],
            results["E"],
            results["pi3"],
            results["pi5"],
            counted(controls["terms"], "term"),
            results["error_K"],
            results["error_pi5"],
        )
    )


def code(k, terms):
    return """from math import pi
from magbook import special

k, terms = %s, %d

def series(n):
    term, total = pi / 2, 0
    for j in range(terms):
        total += term
        term *= (n / 2 + j) * (1 / 2 + j) / (j + 1)**2 * k**2
    return total

K, E = special.ellipk(k * k), special.ellipe(k * k)
pi3, pi5 = special.elliptic_moment(3, k * k), special.elliptic_moment(5, k * k)
error_K, error_E = abs(series(1) / K - 1), abs(series(-1) / E - 1)
error_pi3, error_pi5 = abs(series(3) / pi3 - 1), abs(series(5) / pi5 - 1)
""" % (written(k), terms)


LABELS = {"E": "E", "K": "K", "pi3": "π₃", "pi5": "π₅"}
COLORS = {"E": "field", "K": "exact", "pi3": "force", "pi5": "torque"}
DASHES = {"E": False, "K": "8 3", "pi3": "2 2.5", "pi5": "8 3 2 3"}
MODULUS = axis("k", -0.02, 1.02, ticks=[0, 0.2, 0.4, 0.6, 0.8, 1])


def each(kind):
    """A curve for each of the four, in its colour and its dashes."""
    return [curve(kind + name, COLORS[name], LABELS[name], dash=DASHES[name]) for name in NAMES]


figure = Figure(
    title="Four complete elliptic integrals",
    compute=compute,
    controls=[
        control("k", "<i>k</i>", "modulus", 0, 0.999999, 0.8, scale="one"),
        control("terms", "<i>N</i>", "terms of the series kept", 1, 40, 3, step=1, scale="log"),
    ],
    readouts=[
        readout("K", "<i>K</i>", "elliptic integral K"),
        readout("E", "<i>E</i>", "elliptic integral E"),
        readout("pi3", "<i>π</i>₃", "elliptic integral pi 3"),
        readout("pi5", "<i>π</i>₅", "elliptic integral pi 5"),
    ]
    + [
        readout(
            "error_" + name,
            "",
            "relative error of the series of " + LABELS[name],
            digits=2,
            gauge=True,
        )
        for name in ("K", "E", "pi3", "pi5")
    ],
    views=[
        plot(
            "The four, and thin the partial sums of their series",
            MODULUS,
            axis("E, K, π₃, π₅", 0.8, "top", scale="log"),
            [
                level("here", "reader", vertical=True),
            ]
            + [curve("sum_" + name, COLORS[name], dash=DASHES[name], width=1.0) for name in NAMES]
            + each("curve_")
            + [
                points("at_E", "reader", radius=4.5),
                points("at_pi3", "reader", radius=4.5),
                points("at_pi5", "reader", radius=4.5),
                points("at_K", "reader", "at your k", radius=6, drag={"x": "k"}),
            ],
            aspect=0.8,
        ),
        plot(
            "What they sum: powers of 1 − k² sin²ψ",
            axis("ψ", 0, 90, ticks=[0, 30, 60, 90], unit="°"),
            axis("integrand", 1e-1, 1e4, scale="log"),
            each("integrand_"),
            aspect=0.8,
        ),
        plot(
            "Relative error of the partial sums",
            MODULUS,
            axis("relative error", LEAST, 10, scale="log"),
            [level("here", "reader", vertical=True)] + each("miss_"),
            aspect=0.4,
        ),
    ],
    presets={
        "Circle": {"k": 0, "terms": 1},
        "The document's three terms": {"k": 0.5, "terms": 3},
        "Pendulum let go at 90°": {"k": 0.70710678, "terms": 6},
        "Next to the ring": {"k": 0.9999, "terms": 40},
    },
    describe=describe,
    code=code,
)
