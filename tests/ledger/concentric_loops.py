"""The equations of *concentric-loops*, each settled by a route that does not use it.

n is the summation index of the document, l = 2n + 1; lengths in units of a, currents 1 A. SciPy's
`lpmv` has the Condon–Shortley phase, as the document does.
"""

from math import cos, factorial, gamma, pi, sin

import mpmath
import numpy as np
from numpy.polynomial import Legendre
from scipy.special import eval_legendre, factorial2, lpmv

from magbook import MU_0, loops
from tests.ledger.registry import check

BETA = 2 * pi * np.arange(256) / 256  # the trapezoidal rule is exact on trigonometric polynomials
ALPHAS = (0.3, 1.0, pi / 2, 2.4)
K = 0.6


def same(left, right, within=1e-11):
    left, right = np.broadcast_arrays(np.asarray(left, float), np.asarray(right, float))
    size = np.max(np.abs(right)) or 1.0
    assert np.max(np.abs(left - right)) <= within * size


def mean_integral(values):
    return np.sum(values, axis=-1) * 2 * pi / len(BETA)


def turned(alpha):
    """Points and tangents dx/dβ of the inner loop of radius 1, by turning vectors about x."""
    upright = np.array([np.cos(BETA), np.sin(BETA), 0 * BETA])
    tangent = np.array([-np.sin(BETA), np.cos(BETA), 0 * BETA])
    axis = np.array([1.0, 0.0, 0.0])

    def rodrigues(v):
        return (
            v * cos(alpha)
            + np.cross(axis, v, axis=0) * sin(alpha)
            + np.outer(axis, axis @ v) * (1 - cos(alpha))
        )

    return rodrigues(upright), rodrigues(tangent)


def outer_field(x):
    return loops.field_at(x.T, [0, 0, 1], 1.0).T


def torque(alpha, k=K):
    """N on the inner loop, from the line integral of the exact field; in units of μ0 I I' a."""
    x, dl = k * np.array(turned(alpha))
    force = np.cross(dl, outer_field(x), axis=0)
    return mean_integral(np.cross(x, force, axis=0)) / MU_0


def J(n, alpha):
    return mean_integral(eval_legendre(2 * n + 1, np.sin(alpha) * np.sin(BETA)) * np.sin(BETA))


def P(l, m, x):
    """P_l^m for orders of either sign, from the definition by derivatives, phase included."""
    order = abs(m)
    derivative = Legendre.basis(l).deriv(order) if order else Legendre.basis(l)
    value = (-1) ** order * (1 - x * x) ** (order / 2) * derivative(x)
    if m < 0:
        value *= (-1) ** order * factorial(l - order) / factorial(l + order)
    return value


# --- geometry --------------------------------------------------------------------------------

FLAT = np.array([-np.sin(BETA), np.cos(BETA), 0 * BETA])


@check(right=lambda dbeta: FLAT * dbeta, false=lambda dbeta: FLAT)
def eq_1(dl):
    # the lengths of the line elements add up to the circumference, however fine the division
    step = 2 * pi / len(BETA)
    same(np.linalg.norm(dl(step), axis=0).sum(), 2 * pi)


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
    step = 2 * pi / len(BETA)
    for alpha in ALPHAS:
        same(dl(alpha, step), turned(alpha)[1] * step)


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
    x, dl = K * np.array(turned(1.0))
    B = outer_field(x)
    radial = x * np.sum(x * B, axis=0) / K**2
    part = {"r": radial, "theta": B - radial}[component]
    same(np.cross(x, np.cross(dl, part, axis=0), axis=0) / MU_0, 0.0)


def c(n):
    return (-1.0) ** n * factorial2(2 * n + 1) / (2.0**n * factorial(n))


@check(right=1, false=0)
def eq_5(shift):
    # inside, outside, against the exact field; shift is the power of r_> over 2n + 1
    for r in (0.5, 1.8):
        theta = np.linspace(0.2, 2.9, 8)
        B_rho, B_z = loops.field(r * np.sin(theta), r * np.cos(theta), 1.0)
        series = sum(
            c(n)
            * min(r, 1) ** (2 * n + 1)
            / max(r, 1) ** (2 * n + 1 + shift)
            * eval_legendre(2 * n + 1, np.cos(theta))
            for n in range(60)
        )
        same(MU_0 / (2 * r) * series, B_rho * np.sin(theta) + B_z * np.cos(theta))


@check(right=2, false=1)
def eq_6(power):
    for alpha in ALPHAS:
        f = np.array([-np.sin(BETA), cos(alpha) * np.cos(BETA), sin(alpha) * np.cos(BETA)])
        total = sum(
            c(n)
            * K ** (2 * n)
            * mean_integral(eval_legendre(2 * n + 1, np.sin(alpha) * np.sin(BETA)) * f)
            for n in range(60)
        )
        same(K**power / 2 * total, torque(alpha))


@check(right=-1, false=1)
def eq_7(sign):
    # f is P times the unit tangent of the turned loop
    x, dl = turned(1.1)
    P3 = eval_legendre(3, x[2])
    f = np.array(
        [sign * P3 * np.sin(BETA), P3 * cos(1.1) * np.cos(BETA), P3 * sin(1.1) * np.cos(BETA)]
    )
    same(f, P3 * dl)


@check(right=lambda a, b: sin(a) * np.sin(b), false=lambda a, b: cos(a) * np.sin(b))
def eq_8(cosine):
    for alpha in ALPHAS:
        same(cosine(alpha, BETA), turned(alpha)[0][2])


@check(right=lambda k: np.sin(BETA) ** k * np.cos(BETA), false=lambda k: np.sin(BETA) ** (2 * k))
def eq_9(integrand):
    for k in range(12):
        same(mean_integral(integrand(k)), 0.0)


@check(right=(1, 2), false=(0, 1))
def transverse_components(indices):
    for alpha in ALPHAS:
        same(torque(alpha)[list(indices)], 0.0)


@check(right=1, false=0)
def eq_10(shift):
    for alpha in ALPHAS:
        total = sum(
            (-1.0) ** (n + shift) * abs(c(n)) * K ** (2 * n) * J(n, alpha) for n in range(60)
        )
        same(K**2 / 2 * total, torque(alpha)[0])


# --- the addition theorem --------------------------------------------------------------------


def addition(l, theta1, theta2, phi, sign=-1):
    return sum(
        sign**m * P(l, -m, cos(theta1)) * P(l, m, cos(theta2)) * np.cos(m * phi)
        for m in range(-l, l + 1)
    )


@check(right=-1, false=1)
def eq_11(sign):
    phi = np.linspace(0, 6, 7)
    for l, theta1, theta2 in ((1, 0.4, 0.9), (2, 1.2, 0.3), (5, 0.7, 1.5)):
        cosine = cos(theta1) * cos(theta2) + sin(theta1) * sin(theta2) * np.cos(phi)
        same(addition(l, theta1, theta2, phi, sign), eval_legendre(l, cosine))


@check(right=5, false=2.5)
def range_of_11(degree):
    # beyond θ1 + θ2 = π the series still gives P_l for a whole degree, and for no other
    theta1, theta2, phi = 2.0, 2.2, 0.7
    cosine = cos(theta1) * cos(theta2) + sin(theta1) * sin(theta2) * cos(phi)
    with mpmath.workdps(30):
        series = mpmath.mpf(0)
        for m in range(0, 25):
            if degree == int(degree) and m > degree:
                break
            factor = (1 if m == 0 else 2) * mpmath.gammaprod([degree - m + 1], [degree + m + 1])
            legendre = [mpmath.legenp(degree, m, mpmath.cos(t), type=2) for t in (theta1, theta2)]
            series += factor * legendre[0] * legendre[1] * mpmath.cos(m * phi)
        same(float(series), float(mpmath.legenp(degree, 0, mpmath.mpf(cosine), type=2)), 1e-9)


@check(right=pi / 2, false=0.0)
def eq_12(theta1):
    phi = np.linspace(0, 6, 7)
    for alpha in ALPHAS:  # beyond π/2 too
        same(addition(5, theta1, alpha, phi), eval_legendre(5, np.sin(alpha) * np.cos(phi)))


# --- the integral ----------------------------------------------------------------------------


@check(right=(-1.5 * pi, 0.5 * pi), false=(-0.5 * pi, 0.5 * pi))
def eq_13_line_1(limits):
    phi, weight = np.polynomial.legendre.leggauss(60)
    low, high = limits
    phi, weight = low + (high - low) * (phi + 1) / 2, weight * (high - low) / 2
    for n in range(4):
        value = weight @ (eval_legendre(2 * n + 1, sin(1.0) * np.cos(phi)) * np.cos(phi))
        same(value, J(n, 1.0))


@check(right=-1, false=1)
def eq_13_line_2(sign):
    for n in range(3):
        l = 2 * n + 1
        value = sum(
            sign**m
            * P(l, -m, 0)
            * P(l, m, cos(1.0))
            * mean_integral(np.cos(m * BETA) * np.cos(BETA))
            for m in range(-l, l + 1)
        )
        same(value, J(n, 1.0))


@check(right=-pi, false=pi)
def eq_13_line_3(factor):
    for n in range(5):
        l = 2 * n + 1
        pair = P(l, -1, 0) * P(l, 1, cos(1.0)) + P(l, 1, 0) * P(l, -1, cos(1.0))
        same(factor * pair, J(n, 1.0))


@check(
    right=lambda n: 2 * pi / ((2 * n + 1) * (2 * n + 2)),
    false=lambda n: 2 * pi / ((2 * n + 1) * (2 * n + 3)),
)
def eq_13_line_4(factor):
    for n in range(5):
        l = 2 * n + 1
        same(factor(n) * lpmv(1, l, 0.0) * lpmv(1, l, cos(1.0)), J(n, 1.0))


@check(right=1.0, false=0.5)
def eq_13_line_5(offset):
    for n in range(12):
        at_zero = (-1) ** (n + 1) * gamma(n + 1.5) / (gamma(n + offset) * gamma(1.5))
        value = pi / ((2 * n + 1) * (n + 1)) * at_zero * lpmv(1, 2 * n + 1, cos(1.0))
        same(value, J(n, 1.0))


@check(right="line 4", false="line 3")
def pointers_of_13(needs_order_relation):
    # Take any numbers for P_l^m(0) and P_l^m(cos α), unrelated for m and -m. A line that follows
    # all the same from the line before cannot rest on the relation between the orders ±1.
    random = np.random.default_rng(2)
    l = 5
    at_zero, at_alpha = random.normal(size=(2, 2 * l + 1))
    line_2 = sum(
        (-1) ** m
        * at_zero[l - m]
        * at_alpha[l + m]
        * mean_integral(np.cos(m * BETA) * np.cos(BETA))
        for m in range(-l, l + 1)
    )
    line_3 = -pi * (at_zero[l - 1] * at_alpha[l + 1] + at_zero[l + 1] * at_alpha[l - 1])
    line_4 = 2 * pi / (l * (l + 1)) * at_zero[l + 1] * at_alpha[l + 1]
    follows = {"line 3": np.isclose(line_3, line_2), "line 4": np.isclose(line_4, line_3)}
    assert not follows[needs_order_relation]


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
        total = sum(form(n) * K ** (2 * n) * lpmv(1, 2 * n + 1, cos(alpha)) for n in range(60))
        same(pi * K**2 / 2 * total, torque(alpha)[0])


@check(right=FORMS[1], false=lambda n: FORMS[1](n) * (n + 1) / (n + 2))
def eq_14_form_1(form):
    settle_14(form)


@check(right=FORMS[2], false=lambda n: FORMS[2](n) * (2 * n + 1) / (n + 1))
def eq_14_form_2(form):
    settle_14(form)


@check(right=FORMS[3], false=lambda n: (n + 1) / (2 * n + 1) * ratio(n, 2))
def eq_14_form_3(form):
    settle_14(form)


@check(right=1, false=-1)
def phase_of_P11(sign):
    # with the other phase every term, and so the torque, would have the wrong sign
    same(-sin(1.0) * sign, P(1, 1, cos(1.0)))


@check(right=np.linspace(0, pi, 41)[1:-1], false=np.array([0.0, 1.0, 2.0]))
def sign_of_leading_order(angles):
    assert np.all(-np.sin(angles) < 0)
    assert np.all(loops.concentric_torque(angles, 1.0, K) < 0)


@check(right=-1, false=1)
def dipole_limit(sign):
    k = 1e-4
    for alpha in ALPHAS:
        m = pi * k**2 * np.array([0, -sin(alpha), cos(alpha)])
        same(np.cross(m, [0, 0, 0.5])[0], torque(alpha, k)[0], 1e-7)
        same(sign * pi * k**2 / 2 * sin(alpha), torque(alpha, k)[0], 1e-7)
