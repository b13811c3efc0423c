"""Elliptic integrals against mpmath at 40 digits, and against the identities that join them.

| function                 | reference                        | identity                         |
|--------------------------|----------------------------------|----------------------------------|
| `ellipk`, `ellipe`       | mpmath.ellipk, ellipe            | Legendre's relation              |
| `cel`                    | mpmath.ellippi, and quadrature   | K and E                          |
| `complete_pair`          | (E - kc²K)/m, (K - E)/m          | cel                              |
| `elliptic_moment`        | ₂F₁, Wallis's beta function      | recurrence, reflection, K, E     |
| `elliptic_cosine_moment` | (1 + 1/(1-m)) E/m - 2K/m         | difference of π₃ and π₁          |
| `legendre_quarter`       | ₂F₁(¼, ¾; 1; h²), its derivative | Legendre's differential equation |

An argument of a reference is the double that the kernel saw, never the decimal it was typed as.
"""

import mpmath as mp
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from magbook.special import (
    cel,
    complete_pair,
    ellipe,
    ellipk,
    elliptic_cosine_moment,
    elliptic_moment,
    legendre_quarter,
)

ULP = 2.0**-52

# m → 1 down to the last double, m = 0 and both its neighbourhoods, m → -∞
PARAMETERS = [1 - 2.0**-53, 1 - 1e-15, 1 - 1e-12, 1 - 1e-6, 0.999, 0.9, 0.5, 0.1, 1e-3, 1e-8, 1e-16]
PARAMETERS += [1e-300, 0.0, -1e-300, -1e-16, -1e-8, -1e-3, -0.5, -1.0, -30.0, -1e6, -1e15, -1e100]
# a modulus of its own reaches beyond 1 - m
MODULI = [1e-50, 1e-20, 1e-8, 1e-3, 0.1, 0.5, 1 - 1e-8, 1 - 2.0**-53, 1.0, 1 + 2.0**-52, 1.5]
MODULI += [10.0, 1e8, 1e100, -0.5, -1e-8]

complement = st.floats(1e-12, 1, exclude_max=True)


@pytest.fixture(autouse=True)
def forty_digits():
    with mp.workdps(40):
        yield


def relative_error(value, exact, size=None):
    """|value - exact| as a part of ``size``, or else of the exact value; zero must be zero."""
    size = abs(exact if size is None else size)
    if mp.isinf(exact) or size == 0:
        return 0.0 if value == exact else np.inf
    return float(abs(mp.mpf(float(value)) - exact) / size)


# --- K and E -------------------------------------------------------------------------------


@pytest.mark.parametrize("m", PARAMETERS)
def test_first_and_second_kind(m):
    assert relative_error(ellipk(m), mp.ellipk(mp.mpf(m))) < 4 * ULP
    assert relative_error(ellipe(m), mp.ellipe(mp.mpf(m))) < 4 * ULP


def test_first_and_second_kind_without_modulus():
    assert ellipk(0.0) == ellipe(0.0) == np.pi / 2


def test_first_and_second_kind_at_their_end():
    assert ellipk(1.0) == np.inf
    assert ellipe(1.0) == 1.0


@given(mc=complement)
def test_legendre_relation(mc):
    m = 1.0 - mc
    mc = 1.0 - m
    K, E, K_, E_ = ellipk(m), ellipe(m), ellipk(mc), ellipe(mc)
    # E'K is the larger part, so nothing that cancels hides an error
    assert abs(E * K_ + E_ * K - K * K_ - np.pi / 2) < 8 * ULP * (E * K_ + E_ * K)


# --- Bulirsch's integral -------------------------------------------------------------------

WEIGHTS = [(1.0, 1.0), (1.0, 0.0), (0.0, 1.0), (0.3, 20.0), (-2.0, -1e-9), (1.0, -1.0)]


def cel_reference(kc, p):
    """A function (a, b) → (cel, size of the parts that cancel in it), from K and Π of mpmath.

    With n = 1 - p the integrand falls into dψ/Δ and dψ/((1 - n sin²ψ)Δ), whose difference
    loses digits for p → 1, kc → 0 and kc → 1: 250 of them leave enough.
    """
    with mp.workdps(250):
        kc, p = mp.mpf(kc), mp.mpf(p)
        m = 1 - kc**2
        K = mp.ellipk(m)
        if m == 0 and p == 1:
            parts = mp.pi / 4, mp.pi / 4
        elif p == 1:
            cosine = (mp.ellipe(m) - kc**2 * K) / m
            parts = cosine, K - cosine
        else:  # for p < 0 the principal value: Π(n) = K - Π(m/n), DLMF 19.6.5
            third = mp.ellippi(1 - p, m) if p > 0 else K - mp.ellippi(m / (1 - p), m)
            parts = (K - p * third) / (1 - p), (third - K) / (1 - p)

    def reference(a, b):
        exact = a * parts[0] + b * parts[1]
        size = abs(a * parts[0]) + abs(b * parts[1])
        if p < 0:  # here each part is a difference in its turn
            size += (abs((a - b) * K) + abs((b - a * p) * K)) / (1 - p)
        return exact, size

    return reference


@pytest.mark.parametrize("p", [1e-100, 1e-8, 0.3, 1 - 1e-8, 1.0, 1 + 1e-8, 7.0, 1e8])
def test_cel(p):
    for kc in MODULI:
        reference = cel_reference(kc, p)
        for a, b in WEIGHTS:
            assert relative_error(cel(kc, p, a, b), *reference(a, b)) < 6 * ULP, (kc, a, b)


@pytest.mark.parametrize("p", [-1e-8, -0.3, -1.0, -7.0, -1e8])
def test_cel_principal_value(p):
    for kc in MODULI:
        reference = cel_reference(kc, p)
        for a, b in WEIGHTS:
            assert relative_error(cel(kc, p, a, b), *reference(a, b)) < 8 * ULP, (kc, a, b)


@pytest.mark.parametrize("kc, p, a, b", [(0.3, -0.7, 1.0, 0.5), (2.0, -3.0, 0.2, -1.0)])
def test_cel_principal_value_by_quadrature(kc, p, a, b):
    def integrand(t):  # t = tan ψ leaves a simple pole, folded about which the rest is smooth
        return (a + b * t**2) / (1 + p * t**2) / mp.sqrt((1 + t**2) * (1 + kc**2 * t**2))

    with mp.workdps(60):
        value = cel(kc, p, a, b)
        kc, p, a, b = map(mp.mpf, (kc, p, a, b))
        pole = 1 / mp.sqrt(-p)
        folded = mp.quad(
            lambda x: integrand(pole - x) + integrand(pole + x), [0, pole], method="gauss-legendre"
        )
        rest = mp.quad(integrand, [2 * pole, 4 * pole, mp.inf])
    assert relative_error(value, folded + rest, abs(folded) + abs(rest)) < 8 * ULP


@pytest.mark.parametrize(
    "p",
    [0.3, 1 - 1e-8, 1.0, 1 + 1e-8, 7.0, 1e8, -0.3, -7.0, 1e-8, -1e-8, 1e-20],
)
def test_cel_without_complementary_modulus(p):
    # with s = sin ψ: a ∫ ds/(1 - (1 - p)s²) from 0 to 1, in the sense of the principal value
    n = mp.sqrt(mp.mpc(1 - mp.mpf(p)))
    exact = 3 * (mp.re(mp.atanh(n if p > 0 else 1 / n) / n) if p != 1 else 1)
    assert relative_error(cel(0.0, p, 3.0, 0.0), exact) < 4 * ULP


@pytest.mark.parametrize("p", [1e-8, 0.3, 1.0, 7.0, -1e-8, -7.0])
def test_cel_without_complementary_modulus_is_infinite(p):
    assert cel(0.0, p, 0.0, 1.0) == np.copysign(np.inf, p)
    assert cel(0.0, p, 1.0, -1e-300) == -np.copysign(np.inf, p)


@pytest.mark.parametrize("kc", [kc for kc in MODULI if kc > 0])
def test_pair(kc):
    with mp.workdps(250):
        mc = mp.mpf(kc) ** 2
        m = 1 - mc
        K, E = mp.ellipk(m), mp.ellipe(m)
        exact = ((E - mc * K) / m, (K - E) / m) if m else (mp.pi / 4, mp.pi / 4)
        for value, wanted, weights in zip(complete_pair(kc), exact, [(1, 0), (0, 1)], strict=True):
            assert relative_error(value, wanted) < 6 * ULP
            assert value == pytest.approx(cel(kc, 1, *weights), rel=6 * ULP, abs=0)


@given(mc=complement)
def test_cel_contains_the_others(mc):
    kc = mc**0.5
    m = (1.0 - kc) * (1.0 + kc)
    # K(m) passes the rounding of 1 - m on
    assert cel(kc, 1, 1, 1) == pytest.approx(ellipk(m), rel=8 * ULP + ULP / mc, abs=0)
    assert cel(kc, 1, 1, kc * kc) == pytest.approx(ellipe(m), rel=8 * ULP, abs=0)


# --- Powers of Legendre's radical ----------------------------------------------------------

ORDERS = [-51, -50, -7, -4, -3, -2, -1, 0, 1, 2, 3, 4, 5, 6, 7, 20, 31, 50, 51]


def radical_power(n, m):
    return mp.pi / 2 * mp.hyp2f1(mp.mpf(1) / 2, mp.mpf(n) / 2, 1, mp.mpf(m))


@pytest.mark.parametrize("n", ORDERS)
def test_elliptic_moment(n):
    for m in PARAMETERS:
        exact = radical_power(n, m)
        if exact < mp.mpf(10) ** 300 and not (n <= -50 and m > 1 - 1e-11):
            # rounding grows with the recurrence's steps; 157 ulp are 3.5e-14
            assert relative_error(elliptic_moment(n, m), exact) < (10 + 3 * abs(n)) * ULP, m


@pytest.mark.parametrize("n, m", [(-41, 1 - 1e-15), (-50, 1 - 1e-15), (-51, 1 - 1e-12)])
def test_elliptic_moment_of_negative_order_next_to_one(n, m):
    assert relative_error(elliptic_moment(n, m), radical_power(n, m)) < 1e-13


@pytest.mark.parametrize("n", ORDERS)
def test_elliptic_moment_at_its_end(n):
    if n > 0:
        assert elliptic_moment(n, 1.0) == np.inf
    else:  # ∫ cos^(-n) is Wallis's
        exact = mp.beta((1 - mp.mpf(n)) / 2, mp.mpf(1) / 2) / 2
        assert relative_error(elliptic_moment(n, 1.0), exact) < 8 * ULP


@given(mc=complement, n=st.integers(-25, 25))
def test_elliptic_moment_obeys_legendre_recurrence_and_reflection(mc, n):
    m = 1.0 - mc
    mc = 1.0 - m
    below, here, above = (elliptic_moment(n + j, m) for j in (-2, 0, 2))
    terms = n * mc * above, -(n - 1) * (2 - m) * here, (n - 2) * below
    assert abs(sum(terms)) < 1e-13 * sum(map(abs, terms))
    assert here == pytest.approx(mc ** ((1 - n) / 2) * elliptic_moment(2 - n, m), rel=1e-13, abs=0)


@given(m=st.floats(-100, 1, exclude_max=True))
def test_elliptic_moments_that_have_names(m):
    assert elliptic_moment(1, m) == ellipk(m)
    assert elliptic_moment(-1, m) == pytest.approx(ellipe(m), rel=8 * ULP, abs=0)
    assert elliptic_moment(0, m) == pytest.approx(np.pi / 2, rel=4 * ULP, abs=0)
    assert elliptic_moment(3, m) == pytest.approx(ellipe(m) / (1 - m), rel=8 * ULP, abs=0)


# --- Forms without cancellation ------------------------------------------------------------


def cosine_moment(m, mc):
    return (1 + 1 / mc) * mp.ellipe(m) / m - 2 * mp.ellipk(m) / m


@pytest.mark.parametrize("m", [1e-300, 1e-150, 1e-20, 1e-8, 1e-4, 0.1, 0.5, 0.9, 0.999])
def test_elliptic_cosine_moment(m):
    with mp.workdps(900):  # K and E cancel to order m²
        exact = cosine_moment(mp.mpf(m), 1 - mp.mpf(m))
    assert relative_error(elliptic_cosine_moment(m, 1.0 - m), exact) < 4 * ULP


@pytest.mark.parametrize("mc", [1e-300, 1e-100, 1e-20, 1e-12, 1e-3])
def test_elliptic_cosine_moment_next_to_one(mc):
    with mp.workdps(700):
        m = 1 - mp.mpf(mc)
        exact = cosine_moment(m, mp.mpf(mc))
    assert relative_error(elliptic_cosine_moment(float(m), mc), exact) < 4 * ULP


def test_elliptic_cosine_moment_of_a_point_is_zero():
    assert elliptic_cosine_moment(0.0, 1.0) == 0.0


@given(mc=complement)
def test_elliptic_cosine_moment_is_a_difference_of_moments(mc):
    m = 1.0 - mc
    mc = 1.0 - m
    # -cos 2ψ = (2 - m)/m - 2Δ²/m
    terms = (2 - m) / m * elliptic_moment(3, m), -2 / m * elliptic_moment(1, m)
    assert abs(elliptic_cosine_moment(m, mc) - sum(terms)) < 8 * ULP * sum(map(abs, terms))


def quarter_functions(h):
    """₂F₁(¼, ¾; 1; h²) and its derivative, DLMF 15.5.1."""
    one, three = mp.mpf(1) / 4, mp.mpf(3) / 4
    slope = 2 * h * one * three * mp.hyp2f1(1 + one, 1 + three, 2, h * h)
    return mp.hyp2f1(one, three, 1, h * h), slope


@pytest.mark.parametrize("h", [0.0, 1e-300, 1e-16, 1e-8, 1e-4, 0.1, 0.5, 0.75, 0.9])
def test_legendre_quarter(h):
    F, slope = legendre_quarter(h, 1.0 - h)
    exact, exact_slope = quarter_functions(mp.mpf(h))
    assert relative_error(F, exact) < 4 * ULP
    assert relative_error(slope, exact_slope) < 4 * ULP


@pytest.mark.parametrize("hc", [1e-3, 1e-8, 1e-15, 1e-40, 1e-150])
def test_legendre_quarter_next_to_one(hc):
    with mp.workdps(200):
        h = 1 - mp.mpf(hc)
        exact, exact_slope = quarter_functions(h)
    F, slope = legendre_quarter(float(h), hc)
    assert relative_error(F, exact) < 4 * ULP
    assert relative_error(slope, exact_slope) < 4 * ULP


@given(t=st.floats(0.3, 2.5))
def test_legendre_quarter_solves_legendre_equation(t):
    # (sin t F')' = -ν(ν + 1) sin t F with ν(ν + 1) = -3/16, integrated from t to t + dt
    ts = t + 0.1 * (1 + np.polynomial.legendre.leggauss(12)[0])
    weights = 0.1 * np.polynomial.legendre.leggauss(12)[1]

    def flux(t):
        h = np.sin(t / 2)
        return np.sin(t) * np.cos(t / 2) / 2 * legendre_quarter(h, 1 - h)[1]

    h = np.sin(ts / 2)
    source = 3 / 16 * np.sum(weights * np.sin(ts) * legendre_quarter(h, 1 - h)[0])
    assert flux(t + 0.2) - flux(t) == pytest.approx(source, rel=1e-12)


# --- What is refused -----------------------------------------------------------------------


@pytest.mark.parametrize(
    "call, words",
    [
        (lambda: ellipk(1.5), r"m must be finite and at most 1; got m = 1\.5"),
        (lambda: ellipk(-np.inf), "m must be finite .* got m = -inf"),
        (lambda: ellipe([0.5, 2.0]), r"m must be finite and at most 1; got m = 2\.0"),
        (lambda: elliptic_moment(0.5, 0.0), r"n must be a whole number .* got n = 0\.5"),
        (lambda: elliptic_moment(3, np.nan), "m must be .* got m = nan"),
        (lambda: cel(np.inf, 1, 1, 1), "kc must be finite; got kc = inf"),
        (lambda: cel(0.5, 0.0, 1, 1), r"p must be non-zero and finite; got p = 0\.0"),
        (lambda: cel(0.5, 1, np.nan, 1), "a must be finite; got a = nan"),
        (lambda: cel(0.5, 1, 1, "1 m"), "b must be real; got b = '1 m'"),
        (lambda: elliptic_cosine_moment(-0.5, 1.5), r"m must be non-negative .* got m = -0\.5"),
        (lambda: elliptic_cosine_moment(1.0, 0.0), r"mc must be positive .* got mc = 0\.0"),
        (lambda: legendre_quarter(-0.1, 1.1), r"h must be non-negative .* got h = -0\.1"),
        (lambda: legendre_quarter(1.0, 0.0), r"hc must be positive .* got hc = 0\.0"),
    ],
)
def test_refusal_names_argument_and_value(call, words):
    with pytest.raises(ValueError, match=f"^{words}$"):
        call()
