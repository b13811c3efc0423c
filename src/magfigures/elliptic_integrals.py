"""K, E, π₃ and π₅: their curves, their series, and where the series give out."""

from math import pi

from livefigure import (
    Figure,
    axis,
    control,
    coordinate,
    counted,
    curve,
    here,
    level,
    plot,
    points,
    quantity,
    readout,
    row,
    written,
)
from magbook import special
from magbook.elementwise import Count, Positive, Real, elementwise
from magfigures.degrees import sine

ORDERS = {"E": -1, "K": 1, "pi3": 3, "pi5": 5}  # of one family: E = π₋₁, K = π₁
LABELS = {"E": "E", "K": "K", "pi3": "π₃", "pi5": "π₅"}
COLORS = {"E": "field", "K": "exact", "pi3": "force", "pi5": "torque"}
DASHES: "dict[str, bool | str]" = {"E": False, "K": "8 3", "pi3": "2 2.5", "pi5": "8 3 2 3"}
KS = [0.02 * j for j in range(46)] + [0.9 + 0.005 * j for j in range(1, 16)]
KS += [0.98, 0.984, 0.988, 0.991, 0.994, 0.996, 0.9975, 0.9985, 0.9992, 0.9996, 0.9999]
KS += [0.99997, 0.99999, 0.999997, 0.999999]
PSIS = [1.5 * j for j in range(61)]
LEAST_DRAWN = 1e-16  # where an error of zero is drawn

k = control("k", "<i>k</i>", "modulus", 0, 0.999999, 0.8, scale="one")
terms = control("terms", "<i>N</i>", "terms of the series kept", 1, 40, 3, step=1, scale="log")
psi = coordinate("ψ")


@quantity(k)
def m(k):
    return k * k


@elementwise()
def series(order: Real, k: Real, terms: Count) -> Real:
    """The first terms of (π/2) Σ (n/2)_j (1/2)_j k^2j / j!²."""
    term, total = 0.5 * pi, 0.0
    for j in range(terms):
        total += term
        term *= (0.5 * order + j) * (0.5 + j) / ((j + 1.0) * (j + 1.0)) * k * k
    return total


@elementwise()
def miss(approximate: Real, exact: Positive) -> Real:
    return abs(approximate / exact - 1.0)


@elementwise()
def integrand(order: Real, k: Real, psi: Real) -> Real:
    return (1.0 - k * k * sine(psi) * sine(psi)) ** (-0.5 * order)


@elementwise()
def visible(error: Real) -> Real:
    return max(LEAST_DRAWN, error)


def of_each(function, name, *of):
    """The quantity of each of the four: of its order, or of another quantity that each has."""
    return {
        which: quantity(*[part[which] if isinstance(part, dict) else part for part in of],
                        name=name + which)(function)
        for which in ORDERS
    }  # fmt: skip


exact = of_each(special.elliptic_moment, "", ORDERS, m)
sums = of_each(series, "sum_", ORDERS, k, terms)
errors = of_each(miss, "error_", sums, exact)
drawn_errors = of_each(visible, "miss_", errors)
integrands = of_each(integrand, "integrand_", ORDERS, k, psi)


@quantity(exact["pi5"])
def top(pi5):
    return max(1e3, 2.0 * pi5)


def describe(now):
    return (
        "At k = %.6g: K = %.6g, E = %.6g, π₃ = %.6g, π₅ = %.6g; a sum of %s of "
        "the series misses K by the fraction %.2g and π₅ by %.2g."
        % (
            now(k),
            now(exact["K"]),
            now(exact["E"]),
            now(exact["pi3"]),
            now(exact["pi5"]),
            counted(now(terms), "term"),
            now(errors["K"]),
            now(errors["pi5"]),
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


MODULUS = axis("k", -0.02, 1.02, ticks=[0, 0.2, 0.4, 0.6, 0.8, 1])


def curves(quantities, over, at):
    """A curve for each of the four, in its colour and its dashes."""
    return [
        curve(row(quantities[name], over, at), COLORS[name], LABELS[name], dash=DASHES[name])
        for name in ORDERS
    ]


def at_k(name, label="", radius=4.5, drag=None):
    return points(here(exact[name], k), "reader", label, radius=radius, drag=drag)


figure = Figure(
    title="Four complete elliptic integrals",
    controls=[k, terms],
    readouts=[
        readout(exact["K"], "<i>K</i>", "elliptic integral K"),
        readout(exact["E"], "<i>E</i>", "elliptic integral E"),
        readout(exact["pi3"], "<i>π</i>₃", "elliptic integral pi 3"),
        readout(exact["pi5"], "<i>π</i>₅", "elliptic integral pi 5"),
    ]
    + [
        readout(
            errors[name],
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
            axis("E, K, π₃, π₅", 0.8, top, scale="log"),
            [level(k, "reader", vertical=True)]
            + [
                curve(row(sums[name], k, KS), COLORS[name], dash=DASHES[name], width=1.0)
                for name in ORDERS
            ]
            + curves(exact, k, KS)
            + [at_k("E"), at_k("pi3"), at_k("pi5"), at_k("K", "at your k", 6, {"x": "k"})],
            aspect=0.8,
        ),
        plot(
            "What they sum: powers of 1 − k² sin²ψ",
            axis("ψ", 0, 90, ticks=[0, 30, 60, 90], unit="°"),
            axis("integrand", 1e-1, 1e4, scale="log"),
            curves(integrands, psi, PSIS),
            aspect=0.8,
        ),
        plot(
            "Relative error of the partial sums",
            MODULUS,
            axis("relative error", LEAST_DRAWN, 10, scale="log"),
            [level(k, "reader", vertical=True)] + curves(drawn_errors, k, KS),
            aspect=0.4,
        ),
    ],
    presets=[
        ("Circle", {"k": 0, "terms": 1}),
        ("The document's three terms", {"k": 0.5, "terms": 3}),
        ("Pendulum let go at 90°", {"k": 0.70710678, "terms": 6}),
        ("Next to the ring", {"k": 0.9999, "terms": 40}),
    ],
    describe=describe,
    code=code,
)
