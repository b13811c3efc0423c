"""The equations of *concentric-loops*, each settled by a route that does not use it.

n is the summation index of the document, l = 2n + 1. P_l^m has the Condon–Shortley phase, in the
document, in SciPy's `lpmv` and here. Radii and currents differ from 1, lest a wrong power of one
of them pass.
"""

from math import cos, factorial, gamma, pi, sin

import mpmath
import numpy as np
from numpy.polynomial import Polynomial
from scipy.integrate import quad
from scipy.special import eval_legendre, factorial2, lpmv

from magbook import MU_0, loops
from tests.ledger.registry import check

BETA = 2 * pi * np.arange(256) / 256  # the trapezoidal rule is exact on trigonometric polynomials
ALPHAS = (0.3, 1.0, pi / 2, 2.4)
RADIUS, INNER = 1.3, 0.78
CURRENT, CURRENT_INNER = 2.5, -0.7
TERMS = range(60)  # (b/a)^120 = 1e-27


def same(left, right, within=1e-11):
    left, right = np.broadcast_arrays(np.asarray(left, float), np.asarray(right, float))
    size = np.max(np.abs(right)) or 1.0
    assert np.max(np.abs(left - right)) <= within * size


def turn_integral(values):
    """∫ dβ over one turn, of values at BETA."""
    return np.sum(values, axis=-1) * 2 * pi / len(BETA)


def turned(alpha, beta=BETA):
    """Points and tangents dx/dβ of the inner loop of radius 1, by turning vectors about x."""
    upright = np.array([np.cos(beta), np.sin(beta), 0 * beta])
    tangent = np.array([-np.sin(beta), np.cos(beta), 0 * beta])
    axis = np.array([1.0, 0.0, 0.0])

    def rodrigues(v):
        return (
            v * cos(alpha)
            + np.cross(axis, v, axis=0) * sin(alpha)
            + np.outer(axis, axis @ v) * (1 - cos(alpha))
        )

    return rodrigues(upright), rodrigues(tangent)


def outer_field(x):
    return loops.field_at(x.T, [0, 0, 1], RADIUS, CURRENT).T


def torque(alpha, b=INNER):
    """N on the inner loop, from the line integral of the exact field."""
    x, dl = b * np.array(turned(alpha))
    force = CURRENT_INNER * np.cross(dl, outer_field(x), axis=0)
    return turn_integral(np.cross(x, force, axis=0))


def J(n, alpha):
    """The integral I of (10) and (13)."""
    return turn_integral(eval_legendre(2 * n + 1, np.sin(alpha) * np.sin(BETA)) * np.sin(BETA))


def P(l, m, x):
    """P_l^m for m of either sign, from Rodrigues' formula, phase included: Jackson's (3.50)."""
    derivative = Polynomial([-1, 0, 1]) ** l
    if l + m:
        derivative = derivative.deriv(l + m)
    return (-1) ** m / (2**l * factorial(l)) * (1 - x * x) ** (m / 2) * derivative(x)


# --- geometry --------------------------------------------------------------------------------


@check(right=np.cross, false=lambda outer, inner: np.cross(inner, outer))
def choice_of_frame(x_axis):
    # for loops of any orientation the torque is N_x along the line in which their planes meet
    random = np.random.default_rng(4)
    for outer, inner in random.normal(size=(6, 2, 3)):
        outer, inner = outer / np.linalg.norm(outer), inner / np.linalg.norm(inner)
        alpha = np.arccos(outer @ inner)
        sizes = RADIUS, INNER, CURRENT, CURRENT_INNER
        axis = x_axis(outer, inner)
        same(
            loops.concentric_torque(alpha, *sizes) * axis / np.linalg.norm(axis),
            loops.pair_torque([0, 0, 0], outer, inner, *sizes),
            1e-10,
        )


def flat(dbeta):
    return np.array([-np.sin(BETA), np.cos(BETA), 0 * BETA]) * dbeta


@check(right=flat, false=lambda dbeta: flat(1))
def eq_1(dl):
    # a line element is the chord of a short arc
    step = 1e-3
    chord = turned(0, BETA + step / 2)[0] - turned(0, BETA - step / 2)[0]
    same(dl(step), chord, step**2)


def rotation(alpha, sign=1):
    c, s = cos(alpha), sin(alpha)
    return np.array([[1, 0, 0], [0, c, -sign * s], [0, sign * s, c]])


@check(right=rotation, false=lambda alpha: rotation(alpha, -1))
def eq_2(R):
    for alpha in ALPHAS:
        same(R(alpha) @ np.array([np.cos(BETA), np.sin(BETA), 0 * BETA]), turned(alpha)[0])


@check(
    right=lambda a: np.array([np.cos(BETA), cos(a) * np.sin(BETA), sin(a) * np.sin(BETA)]),
    false=lambda a: np.array([np.cos(BETA), sin(a) * np.sin(BETA), cos(a) * np.sin(BETA)]),
)
def eq_3_position(x):
    for alpha in ALPHAS:
        same(x(alpha), turned(alpha)[0])


def tangent(a):
    return np.array([-np.sin(BETA), cos(a) * np.cos(BETA), sin(a) * np.cos(BETA)])


@check(right=lambda a, dbeta: tangent(a) * dbeta, false=lambda a, dbeta: tangent(a))
def eq_3_element(dl):
    step = 1e-3
    for alpha in ALPHAS:
        chord = turned(alpha, BETA + step / 2)[0] - turned(alpha, BETA - step / 2)[0]
        same(dl(alpha, step), chord, step**2)


# --- the torque integral ---------------------------------------------------------------------


@check(
    right=lambda x, dl, B: np.sum(x * B, 0) * dl - np.sum(x * dl, 0) * B,
    false=lambda x, dl, B: np.sum(x * dl, 0) * B - np.sum(x * B, 0) * dl,
)
def eq_4(integrand):
    # for any vectors: the loop is displaced here, so that both terms count
    x, dl = turned(0.8)
    x = 0.3 * x + np.array([[0.1], [0.2], [-0.4]])
    B = outer_field(x)
    same(integrand(x, dl, B), np.cross(x, np.cross(dl, B, axis=0), axis=0))


@check(right=np.zeros((3, 1)), false=np.array([[0.1], [0.0], [0.0]]))
def second_term_of_4(centre):
    # it vanishes on a circle about the origin, and only there
    x, dl = turned(0.8)
    same(np.sum((x + centre) * dl, axis=0), 0.0)


@check(right="theta", false="r")
def polar_field(component):
    x, dl = INNER * np.array(turned(1.0))
    B = outer_field(x)
    radial = x * np.sum(x * B, axis=0) / INNER**2
    part = {"r": radial, "theta": B - radial}[component]
    same(np.cross(x, np.cross(dl, part, axis=0), axis=0) / (MU_0 * CURRENT), 0.0)


# --- the field -------------------------------------------------------------------------------


def c(n, double=1):
    return (-1.0) ** n * factorial2(2 * n + double) / (2.0**n * factorial(n))


def radial_series(coefficient, r, r_lesser, r_greater, cosine):
    return sum(
        MU_0 * CURRENT * RADIUS / (2 * r)
        * coefficient(n) * r_lesser ** (2 * n + 1) / r_greater ** (2 * n + 2)
        * eval_legendre(2 * n + 1, cosine)
        for n in TERMS
    )  # fmt: skip


@check(right=c, false=lambda n: c(n, 3))
def eq_5(coefficient):
    theta = np.linspace(0.2, 2.9, 8)
    for r in (0.5 * RADIUS, 1.8 * RADIUS):
        B_rho, B_z = loops.field(r * np.sin(theta), r * np.cos(theta), RADIUS, CURRENT)
        series = radial_series(coefficient, r, min(r, RADIUS), max(r, RADIUS), np.cos(theta))
        same(series, B_rho * np.sin(theta) + B_z * np.cos(theta))


@check(right=(INNER, RADIUS), false=(RADIUS, INNER))
def radii(lesser_greater):
    # along the inner wire the series converges, and to the field
    x = INNER * turned(1.0)[0]
    B_r = np.sum(x * outer_field(x), axis=0) / INNER
    same(radial_series(c, INNER, *lesser_greater, x[2] / INNER), B_r)


# --- the integrand ---------------------------------------------------------------------------


def before_the_integral(a, b, n):
    return MU_0 * CURRENT * CURRENT_INNER * a / 2 * b ** (2 * n + 1) / a ** (2 * n + 2)


@check(right=before_the_integral, false=lambda a, b, n: before_the_integral(a, b, n) / a)
def eq_6_line_1(factor):
    for alpha in ALPHAS:
        x, dl = INNER * np.array(turned(alpha))
        N = sum(
            factor(RADIUS, INNER, n)
            * c(n)
            * turn_integral(eval_legendre(2 * n + 1, x[2] / INNER) * dl)
            for n in TERMS
        )
        same(N, torque(alpha))


def prefactor(a, b, power=2):
    """μ0 I I' b²/2a, in front of (6), (10) and, times π, (14)."""
    return MU_0 * CURRENT * CURRENT_INNER * b**power / (2 * a)


@check(right=prefactor, false=lambda a, b: prefactor(a, b, 1))
def eq_6_line_2(factor):
    for alpha in ALPHAS:
        x, t = turned(alpha)
        N = sum(
            c(n) * (INNER / RADIUS) ** (2 * n) * turn_integral(eval_legendre(2 * n + 1, x[2]) * t)
            for n in TERMS
        )
        same(factor(RADIUS, INNER) * N, torque(alpha))


def integrand(alpha, cosine, n, sign=-1):
    value = eval_legendre(2 * n + 1, cosine)
    y = value * cos(alpha) * np.cos(BETA)
    return np.array([sign * value * np.sin(BETA), y, value * sin(alpha) * np.cos(BETA)])


@check(right=integrand, false=lambda alpha, cosine, n: integrand(alpha, cosine, n, 1))
def eq_7(f):
    # f is P times the unit tangent of the turned loop
    for alpha in ALPHAS:
        x, t = turned(alpha)
        same(f(alpha, x[2], 1), eval_legendre(3, x[2]) * t)


@check(right=lambda a, b: sin(a) * np.sin(b), false=lambda a, b: cos(a) * np.sin(b))
def eq_8(cosine):
    for alpha in ALPHAS:
        x = INNER * turned(alpha)[0]
        same(cosine(alpha, BETA), x[2] / np.linalg.norm(x, axis=0))


@check(right=np.cos, false=np.sin)
def eq_9(factor):
    for k in range(12):
        same(turn_integral(np.sin(BETA) ** k * factor(BETA)), 0.0)
    # For other powers each half turn gives zero by itself, whichever root is meant in the second.
    for k in (0.5, 2.5):
        same(quad(lambda beta, k=k: sin(beta) ** k * factor(beta), 0, pi)[0], 0.0, 1e-8)


@check(right=(1, 2), false=(0, 1))
def transverse_components(indices):
    for alpha in ALPHAS:
        N = torque(alpha)
        same(N[list(indices)] / np.linalg.norm(N), 0.0)


@check(right=lambda n: (-1.0) ** (n + 1), false=lambda n: (-1.0) ** n)
def eq_10(sign):
    for alpha in ALPHAS:
        terms = (abs(c(n)) * (INNER / RADIUS) ** (2 * n) * J(n, alpha) for n in TERMS)
        total = sum(sign(n) * term for n, term in enumerate(terms))
        same(prefactor(RADIUS, INNER) * total, torque(alpha)[0])


# --- the addition theorem --------------------------------------------------------------------


def addition(l, theta1, theta2, phi, sign=-1):
    return sum(
        sign**m * P(l, -m, cos(theta1)) * P(l, m, cos(theta2)) * np.cos(m * phi)
        for m in range(-l, l + 1)
    )


def cosine_between(theta1, theta2, phi):
    return cos(theta1) * cos(theta2) + sin(theta1) * sin(theta2) * np.cos(phi)


PHI = np.linspace(0, 6, 7)


@check(right=-1, false=1)
def eq_11(sign):
    for l, theta1, theta2 in ((1, 0.4, 0.9), (2, 1.2, 0.3), (5, 0.7, 1.5)):
        expected = eval_legendre(l, cosine_between(theta1, theta2, PHI))
        same(addition(l, theta1, theta2, PHI, sign), expected)


@check(right=((0.4, 0.9), (1.0, 1.1)), false=((2.0, 2.2),))
def range_of_11(pairs):
    # The range is asked for by a degree that is no whole number. All orders m count then, and the
    # terms go like [tan(θ1/2) tan(θ2/2)]^m / m: beyond θ1 + θ2 = π the sum diverges.
    degree, phi = 2.5, 0.7
    for pair in pairs:
        series = 0.0
        for m in range(26):
            legendre = [mpmath.legenp(degree, m, mpmath.cos(theta), type=2) for theta in pair]
            ratio = mpmath.gammaprod([degree - m + 1], [degree + m + 1])
            weight = (1 if m == 0 else 2) * ratio * mpmath.cos(m * phi)
            series += float(weight * legendre[0] * legendre[1])
        same(series, float(mpmath.legenp(degree, 0, cosine_between(*pair, phi), type=2)), 1e-9)


@check(
    right=lambda theta1, theta2: 0 <= theta1 <= pi and 0 <= theta2 <= pi,
    false=lambda theta1, theta2: min(theta1, theta2) >= 0 and theta1 + theta2 < pi,
)
def step_from_11_to_12(allowed):
    # a range that is enough for (12) has to take in all its angles, and the theorem must hold there
    for alpha in ALPHAS:
        assert allowed(pi / 2, alpha)
    for theta1, theta2 in np.random.default_rng(3).uniform(-2 * pi, 2 * pi, size=(100, 2)):
        if allowed(theta1, theta2):
            for l in range(6):
                expected = eval_legendre(l, cosine_between(theta1, theta2, PHI))
                same(addition(l, theta1, theta2, PHI), expected, 1e-9)


@check(right=pi / 2, false=0.4)
def eq_12(theta1):
    for alpha in ALPHAS:  # beyond π/2 too
        for l in (1, 4, 5):
            same(addition(l, theta1, alpha, PHI), eval_legendre(l, sin(alpha) * np.cos(PHI)))


# --- the integral ----------------------------------------------------------------------------


@check(right=(-1.5 * pi, 0.5 * pi), false=(-0.5 * pi, 0.5 * pi))
def eq_13_line_1(limits):
    nodes, weights = np.polynomial.legendre.leggauss(60)
    low, high = limits
    phi, weights = low + (high - low) * (nodes + 1) / 2, weights * (high - low) / 2
    for n in range(4):
        value = weights @ (eval_legendre(2 * n + 1, sin(1.0) * np.cos(phi)) * np.cos(phi))
        same(value, J(n, 1.0))


def sum_over_orders(l, at_zero, at_alpha, sign=-1):
    """Line 2 of (13), from functions of m for P_l^m(0) and P_l^m(cos α)."""
    return sum(
        sign**m * at_zero(-m) * at_alpha(m) * turn_integral(np.cos(m * BETA) * np.cos(BETA))
        for m in range(-l, l + 1)
    )


@check(right=-1, false=1)
def eq_13_line_2(sign):
    for alpha, x in zip(ALPHAS, np.cos(ALPHAS), strict=True):
        for l in (1, 3, 5):
            value = sum_over_orders(
                l, lambda m, l=l: P(l, m, 0.0), lambda m, l=l, x=x: P(l, m, x), sign
            )
            same(value, J((l - 1) // 2, alpha))


@check(right=-pi, false=pi)
def eq_13_line_3(factor):
    for alpha in ALPHAS:
        for n in range(5):
            l, x = 2 * n + 1, cos(alpha)
            pair = P(l, -1, 0.0) * P(l, 1, x) + P(l, 1, 0.0) * P(l, -1, x)
            same(factor * pair, J(n, alpha), 1e-10)


@check(
    right=lambda n: 2 * pi / ((2 * n + 1) * (2 * n + 2)),
    false=lambda n: 2 * pi / ((2 * n + 1) * (2 * n + 3)),
)
def eq_13_line_4(factor):
    for alpha in ALPHAS:
        for n in range(5):
            l = 2 * n + 1
            same(factor(n) * P(l, 1, 0.0) * P(l, 1, cos(alpha)), J(n, alpha), 1e-10)


def at_zero(n, offset=1.0):
    """P^1_{2n+1}(0) in gamma functions."""
    return (-1) ** (n + 1) * gamma(n + 1.5) / (gamma(n + offset) * gamma(1.5))


@check(right=at_zero, false=lambda n: at_zero(n, 0.5))
def eq_13_line_5(value_at_zero):
    for alpha in ALPHAS:
        for n in range(12):
            P1 = lpmv(1, 2 * n + 1, cos(alpha))
            same(pi / ((2 * n + 1) * (n + 1)) * value_at_zero(n) * P1, J(n, alpha))


@check(right={"orders": 4, "zero": 5}, false={"orders": 3, "zero": 4})
def pointers_of_13(lines):
    """The line of (13) that first needs the relation of orders ±1, and the one that needs P(0)."""
    # Take any numbers for P_l^m(0) and P_l^m(cos α), then impose the two relations one by one. A
    # line that follows from the one before, whatever the numbers, cannot rest on a relation.
    n, l = 2, 5
    random = np.random.default_rng(2)
    zero, alpha = ({m: random.normal() for m in range(-l, l + 1)} for _ in range(2))

    def failing():
        values = {
            2: sum_over_orders(l, zero.get, alpha.get),
            3: -pi * (zero[-1] * alpha[1] + zero[1] * alpha[-1]),
            4: 2 * pi / (l * (l + 1)) * zero[1] * alpha[1],
            5: pi / ((2 * n + 1) * (n + 1)) * at_zero(n) * alpha[1],
        }
        return {line for line in (3, 4, 5) if not np.isclose(values[line], values[line - 1])}

    bare = failing()
    for table in (zero, alpha):
        table[-1] = -table[1] / (l * (l + 1))
    with_orders = failing()
    zero[1] = P(l, 1, 0.0)
    zero[-1] = -zero[1] / (l * (l + 1))
    assert bare - with_orders == {lines["orders"]}
    assert with_orders - failing() == {lines["zero"]}


# --- the series ------------------------------------------------------------------------------


def ratio(n, shift):
    return gamma(n + 1.5) / (gamma(n + shift) * gamma(1.5))


def odd_factorial(j):
    """j!! for odd j ≥ -1; SciPy's (-1)!! is 0."""
    return 1 if j < 0 else factorial2(j, exact=True)


FORMS = {
    1: lambda n: odd_factorial(2 * n - 1) / (2**n * factorial(n) * (n + 1)) * ratio(n, 1),
    2: lambda n: (
        (n + 1) / (2 * n + 1) * odd_factorial(2 * n + 1) / (2**n * factorial(n + 1)) * ratio(n, 2)
    ),
    3: lambda n: (n + 1) / (2 * n + 1) * ratio(n, 2) ** 2,
}


def settle_14(form):
    for alpha in ALPHAS:
        total = sum(
            form(n) * (INNER / RADIUS) ** (2 * n) * lpmv(1, 2 * n + 1, cos(alpha)) for n in TERMS
        )
        same(pi * prefactor(RADIUS, INNER) * total, torque(alpha)[0])


@check(right=FORMS[1], false=lambda n: FORMS[1](n) * (n + 1) / (n + 2))
def eq_14_form_1(form):
    settle_14(form)


@check(right=FORMS[2], false=lambda n: FORMS[2](n) * (2 * n + 1) / (n + 1))
def eq_14_form_2(form):
    settle_14(form)


@check(right=FORMS[3], false=lambda n: (n + 1) / (2 * n + 1) * ratio(n, 2))
def eq_14_form_3(form):
    settle_14(form)


@check(right=lambda alpha: -sin(alpha), false=sin)
def phase_of_P11(P11):
    # the last line of (13) fixes the phase: its n = 0 is -π P_1^1(cos α)
    for alpha in ALPHAS:
        same(P11(alpha), P(1, 1, cos(alpha)))
        same(-pi * P11(alpha), J(0, alpha))


@check(right=np.linspace(0, pi, 41)[1:-1], false=np.linspace(0, pi, 41))
def sign_of_leading_order(angles):
    assert np.all(-np.sin(angles) < 0)
    for ratio_of_radii in (0.1, 0.6, 0.95):
        assert np.all(loops.concentric_torque(angles, RADIUS, ratio_of_radii * RADIUS) < 0)


@check(right=np.cross, false=lambda m, B: np.cross(B, m))
def dipole_limit(product):
    B = outer_field(np.zeros((3, 1)))[:, 0]
    for alpha in ALPHAS:
        m = CURRENT_INNER * pi * INNER**2 * np.array([0, -sin(alpha), cos(alpha)])
        leading = pi * prefactor(RADIUS, INNER) * FORMS[3](0) * P(1, 1, cos(alpha))
        same(product(m, B), [leading, 0, 0])
        # and it is the leading order of the torque itself
        tiny = 1e-4
        same(product(m, B)[0] * tiny**2, torque(alpha, tiny * INNER)[0], 1e-7)
