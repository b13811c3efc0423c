"""Elliptic integrals against mpmath at 40 digits, and against the identities that join them.

| function                 | reference                        | identity                         |
|--------------------------|----------------------------------|----------------------------------|
| `ellipk`, `ellipe`       | mpmath.ellipk, ellipe            | Legendre's relation              |
| `cel`                    | mpmath.ellippi, and quadrature   | K, E, Π; linear in a, b          |
| `elliptic_moment`        | ₂F₁, and quadrature              | recurrence, reflection, K, E     |
| `elliptic_cosine_moment` | (1 + 1/(1-m)) E/m - 2K/m         | 2π₁/m - (2/m - 1)π₃              |
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
    ellipe,
    elliptic_cosine_moment,
    elliptic_moment,
    ellipk,
    legendre_quarter,
)

ULP = 2.0**-52

# m → 1 down to the last double, m = 0 and both its neighbourhoods, m → -∞
PARAMETERS = [1 - 2.0**-53, 1 - 1e-15, 1 - 1e-12, 1 - 1e-6, 0.999, 0.9, 0.5, 0.1, 1e-3, 1e-8, 1e-16]
PARAMETERS += [1e-300, 0.0, -1e-300, -1e-16, -1e-8, -1e-3, -0.5, -1.0, -30.0, -1e6, -1e15, -1e100]
# a modulus of its own reaches beyond 1 - m
MODULI = [1e-50, 1e-20, 1e-8, 1e-3, 0.1, 0.5, 1 - 1e-8, 1 - 2.0**-53, 1.0, 1 + 2.0**-52, 1.5]
MODULI += [10.0, 1e8, 1e100, -0.5, -1e-8]
# h, 1 - h: near the ends the complement is what carries the digits
HALF_SINES = [(h, 1 - mp.mpf(h)) for h in (0.0, 1e-300, 1e-16, 1e-8, 1e-4, 0.1, 0.5, 0.75, 0.9)]
HALF_SINES += [(1 - mp.mpf(hc), hc) for hc in (0.1, 1e-3, 1e-8, 1e-15, 1e-40, 1e-150)]

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


def radical_integral(numerator, m, power):
    """∫ numerator(ψ) (1 - m sin²ψ)^power dψ over a quarter, split where a peak at π/2 begins."""
    mc = 1 - mp.mpf(m)
    width = mp.sqrt(abs(mc)) if m > 0 else 1 / mp.sqrt(1 + abs(mp.mpf(m)))
    near_zero = [width * 10**j for j in range(-1, 12) if width * 10**j < mp.pi / 2]
    cuts = near_zero if m < 0 else [mp.pi / 2 - x for x in reversed(near_zero)]
    return mp.quad(
        lambda psi: numerator(psi) * (mp.cos(psi) ** 2 + mc * mp.sin(psi) ** 2) ** power,
        [0, *cuts, mp.pi / 2],
    )


# --- K and E -------------------------------------------------------------------------------


@pytest.mark.parametrize("m", PARAMETERS)
def test_first_and_second_kind(m):
    assert relative_error(ellipk(m), mp.ellipk(mp.mpf(m))) < 4 * ULP
    assert relative_error(ellipe(m), mp.ellipe(mp.mpf(m))) < 4 * ULP


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
    # t = tan ψ turns the integrand into one of a rational pole at t0, folded about it
    kc, p, a, b = map(mp.mpf, (kc, p, a, b))

    def integrand(t):
        return (a + b * t**2) / (1 + p * t**2) / mp.sqrt((1 + t**2) * (1 + kc**2 * t**2))

    pole = 1 / mp.sqrt(-p)
    with mp.workdps(60):
        folded = mp.quad(lambda x: integrand(pole - x) + integrand(pole + x), [0, pole / 2, pole])
        rest = mp.quad(integrand, [2 * pole, 4 * pole, mp.inf])
    value = cel(*map(float, (kc, p, a, b)))
    assert relative_error(value, folded + rest, abs(folded) + abs(rest)) < 8 * ULP


@pytest.mark.parametrize("p", [1e-8, 0.3, 1 - 1e-8, 1.0, 1 + 1e-8, 7.0, 1e8, -1e-8, -0.3, -7.0])
def test_cel_of_no_complementary_modulus(p):
    # with s = sin ψ: a ∫ ds/(1 - (1 - p)s²) from 0 to 1, in the sense of the principal value
    n = mp.sqrt(mp.mpc(1 - mp.mpf(p)))
    exact = 3 * (mp.re(mp.atanh(n if p > 0 else 1 / n) / n) if p != 1 else 1)
    assert relative_error(cel(0.0, p, 3.0, 0.0), exact) < 4 * ULP
    assert cel(0.0, p, 0.0, 1.0) == np.copysign(np.inf, p)
    assert cel(0.0, p, 1.0, -1e-300) == -np.copysign(np.inf, p)


@given(mc=complement)
def test_cel_contains_the_others(mc):
    kc = mc**0.5
    m = (1.0 - kc) * (1.0 + kc)
    # K and E feel the rounding of m through their logarithm only
    assert cel(kc, 1, 1, 1) == pytest.approx(ellipk(m), rel=1e-4 * 1e-8 + ULP / (2 * mc), abs=0)
    assert cel(kc, 1, 1, kc * kc) == pytest.approx(ellipe(m), rel=8 * ULP, abs=0)


# --- Powers of Legendre's radical ----------------------------------------------------------

ORDERS = [-51, -50, -7, -4, -3, -2, -1, 0, 1, 2, 3, 4, 5, 6, 7, 20, 31, 50, 51]


@pytest.mark.parametrize("n", ORDERS)
def test_elliptic_moment(n):
    for m in PARAMETERS:
        exact = mp.pi / 2 * mp.hyp2f1(mp.mpf(1) / 2, mp.mpf(n) / 2, 1, mp.mpf(m))
        if abs(mp.log10(exact)) < 300:
            assert relative_error(elliptic_moment(n, m), exact) < 1e-13, m
