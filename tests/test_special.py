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
MODULI = [1e-150, 1e-20, 1e-8, 1e-3, 0.1, 0.5, 1 - 1e-8, 1 - 2.0**-53, 1.0, 1 + 2.0**-52, 1.5]
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


def complete_third_kind(kc, p, a, b):
    """cel by mpmath: with n = 1 - p the integrand splits into dψ/Δ and dψ/((1 - n sin²ψ)Δ).

    Also the size of the two parts, which cancel for p → 1 and between a and b; then 40
    digits more make up for it. mpmath's Π is the principal value for n > 1.
    """
    with mp.workdps(400):
        kc, p, a, b = map(mp.mpf, (kc, p, a, b))
        m = 1 - kc**2
        if p == 1:  # (a cos² + b sin²)/Δ by E - (1 - m)K = m ∫ cos²/Δ
            if m == 0:
                return (a + b) * mp.pi / 4
            cosine = (mp.ellipe(m) - kc**2 * mp.ellipk(m)) / m
            return b * mp.ellipk(m) + (a - b) * cosine
        K = mp.ellipk(m)
        if kc == 1:
            third = mp.pi / 2 / mp.sqrt(p) if p > 0 else mp.mpf(0)
        else:
            third = mp.re(mp.ellippi(1 - p, m))
        # a cos² + b sin² = (b - a p + (a - b)(cos² + p sin²)) / (1 - p)
        return ((b - a * p) * third + (a - b) * K) / (1 - p)


@pytest.mark.parametrize("kc", MODULI)
@pytest.mark.parametrize("p", [1e-100, 1e-8, 0.3, 1 - 1e-8, 1.0, 1 + 1e-8, 7.0, 1e8])
@pytest.mark.parametrize("a, b", [(1.0, 1.0), (1.0, 0.0), (0.0, 1.0), (0.3, 20.0), (-2.0, -1e-9)])
def test_cel(kc, p, a, b):
    assert relative_error(cel(kc, p, a, b), complete_third_kind(abs(kc), p, a, b)) < 8 * ULP
