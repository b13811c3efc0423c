r"""Loops, tested by tying their functions to one another and to references of 30 digits.

    Biot–Savart, 30 digits ──┐
    K and E at 900 digits ───┼── field ── flux and circulation vanish; Ampère's law on the wire
    Biot–Savart by SciPy ────┘     │
    Biot–Savart derived, 30 digits ┼── field_gradient
                                   ├── field_at (any orientation: rotations)
    Legendre polynomials ── radial_field_series
                                   │
    torque integral, 30 digits ── concentric_torque ── m × B │ reciprocity, kink │ -1/α at b = a
                                   │             │
    document's (14) ── concentric_torque_series  │
                                   │             │
              concentric_series_terms            │
                                                 │
    Maxwell's mutual inductance ── pair_force ── pair_torque ── point dipoles (also test_dipoles)
    ∮ dl × B, 30 digits ──────────────┤              │
    ∮ dl × B along the other loop ────┴──────────────┴── rotations, currents

Units of the references: μ0 I/a for fields, μ0 I I' a for torques, μ0 I I' for forces.
"""

import mpmath as mp
import numpy as np
import pytest
from flint import arb, ctx
from hypothesis import assume, given
from hypothesis import strategies as st
from scipy.integrate import quad
from scipy.optimize import brentq
from scipy.spatial.transform import Rotation

from magbook import MU_0, loops
from tests.accuracy.balls import across, add, error, loop_field_at, norm, plus, unit
from tests.accuracy.cases import CASES, graded

ULP = 2.0**-52
pi = np.pi


@pytest.fixture(autouse=True)
def thirty_digits():
    with mp.workdps(30):
        yield


def bits(count):
    """Within, balls are of so many."""
    return ctx.workprec(count)


def relative_error(value, exact, size=None):
    """|value - exact| as a part of ``size``, or else of the exact value."""
    size = abs(exact if size is None else size)
    if size == 0:
        return 0.0 if value == 0 else np.inf
    return float(abs(mp.mpf(float(value)) - exact) / size)


# --- The field of one loop -----------------------------------------------------------------


def field_from_elliptic_integrals(rho, z):
    """(B_ρ, B_z) of a = 1: J. D. Jackson's form, with digits to spare for what it loses."""
    with mp.workdps(900):
        rho, z = mp.mpf(rho), mp.mpf(z)
        far2, near2 = (1 + rho) ** 2 + z**2, (1 - rho) ** 2 + z**2
        m = 4 * rho / far2
        K, E = mp.ellipk(m), mp.ellipe(m)
        scale = 1 / (2 * mp.pi * mp.sqrt(far2))
        B_z = scale * (K + (1 - rho**2 - z**2) / near2 * E)
        if rho == 0:
            return mp.mpf(0), B_z
        return scale * z / rho * ((1 + rho**2 + z**2) / near2 * E - K), B_z


def field_from_biot_savart(rho, z, integrate):
    """(B_ρ, B_z) of a = 1, as integrals over half the wire."""

    def over(numerator):
        return lambda phi: (
            numerator(mp.cos(phi)) / (1 + rho**2 + z**2 - 2 * rho * mp.cos(phi)) ** mp.mpf(1.5)
        )

    return (
        integrate(over(lambda c: z * c)) / (2 * mp.pi),
        integrate(over(lambda c: 1 - rho * c)) / (2 * mp.pi),
    )


def assert_field(rho, z, reference, tolerance):
    B_rho, B_z = (B / MU_0 for B in loops.field(rho, z, a=1.0))
    exact_rho, exact_z = reference
    assert relative_error(B_rho, exact_rho) < tolerance
    # beyond the wire B_z passes through zero
    size = exact_z if rho <= 1 else mp.hypot(exact_rho, exact_z)
    assert relative_error(B_z, exact_z, size) < tolerance


PLACES = {
    "centre": [(0.0, 0.0), (1e-300, 0.0), (1e-16, 1e-16), (1e-8, -1e-8)],
    "axis": [(0.0, 1e-8), (0.0, 0.5), (0.0, -3.0), (0.0, 1e8), (1e-300, 0.7), (1e-9, 2.0)],
    "inside": [(0.1, 0.0), (0.5, 0.3), (0.9, -0.01), (0.999, 1e-5)],
    "plane": [(0.5, 1e-300), (2.0, 0.0), (2.0, 1e-12), (1e8, 0.0), (1e8, 1e-8)],
    "wire": [(1.0 + x * 1e-7, y * 1e-7) for x in (-1, 0, 1) for y in (-1, 0, 1) if x or y],
    "closer": [(1.0, 1e-15), (1.0 - 2.0**-53, 0.0), (1.0 + 2.0**-52, 1e-14), (1.0, 1e-100)],
    "seam": [(1.0 - 7.4e-6 + x * 1e-7, y * 1e-6) for x in range(-4, 5) for y in (0, 1, 3)],
    "outside": [(1.5, 0.3), (2.0, 1.34), (3.0, -2.1), (1.001, 1.0), (7.0, 0.01)],
    "far": [(1e8, 1e8), (1.0, 1e8), (1e8, 1.0), (1e-8, -1e8), (3e5, 4e5), (1e4, 7.0710678e3)],
}


@pytest.mark.parametrize("region", PLACES)
def test_field_against_elliptic_integrals(region):
    for rho, z in PLACES[region]:
        assert_field(rho, z, field_from_elliptic_integrals(rho, z), 3e-15)


def test_field_does_not_depend_on_its_neighbours():
    # those next to the wire come in a second pass
    rho, z = np.array([place for region in PLACES.values() for place in region] * 30).T
    one_by_one = [loops.field(*place, 1.0) for place in zip(rho, z, strict=True)]
    assert np.array_equal(loops.field(rho, z, 1.0), np.transpose(one_by_one))


@pytest.mark.parametrize("rho, z", [(0.3, 0.4), (0.99, 0.01), (2.5, -1.0), (1e-9, 0.2), (40.0, 30)])
def test_field_against_biot_savart(rho, z):
    def integrate(integrand):
        near = np.hypot(1 - rho, z) / 3
        return mp.quad(integrand, [0, *(near * 4**j for j in range(6) if near * 4**j < 3), mp.pi])

    with mp.workdps(45):  # cos φ leaves B_ρ a difference of halves near the axis
        exact = field_from_biot_savart(mp.mpf(rho), mp.mpf(z), integrate)
    assert_field(rho, z, exact, 3e-15)


@given(rho=st.floats(0, 0.9) | st.floats(1.1, 10), z=st.floats(-5, 5))
def test_field_against_scipy(rho, z):
    def over(numerator):
        return quad(
            lambda phi: numerator(np.cos(phi)) / (1 + rho**2 + z**2 - 2 * rho * np.cos(phi)) ** 1.5,
            0,
            pi,
            epsabs=1e-12,
        )[0] / (2 * pi)

    B_rho, B_z = (B / MU_0 for B in loops.field(rho, z, a=1.0))
    assert B_rho == pytest.approx(over(lambda c: z * c), abs=1e-11)
    assert B_z == pytest.approx(over(lambda c: 1 - rho * c), abs=1e-11)


@given(z=st.floats(-1e8, 1e8), a=st.floats(1e-6, 1e6), I=st.floats(1e-3, 1e3))
def test_field_on_the_axis(z, a, I):
    B_rho, B_z = loops.field(0.0, z, a, I)
    assert B_rho == 0.0
    assert B_z == pytest.approx(MU_0 * I * a**2 / (2 * np.hypot(a, z) ** 3), rel=16 * ULP, abs=0)


@pytest.mark.parametrize("a", [1e-12, 0.3, 1.0, 1e7])
def test_field_on_the_wire_is_a_pole(a):
    assert loops.field(a, 0.0, a) == (np.inf, np.inf)


@given(scale=st.integers(-60, 60), rho=st.floats(0, 5), z=st.floats(-5, 5))
def test_field_scales_and_reflects(scale, rho, z):
    assume(np.hypot(rho - 1, z) > 1e-7)
    assume(all(x == 0 or abs(x) > 1e-100 for x in (rho, z)))  # nothing underflows
    assume(rho == 0 or rho > 1e-150)  # B_ρ is no subnormal number
    B_rho, B_z = loops.field(rho, z, 1.0)
    unit = 2.0**scale  # a power of two rounds nothing
    assert loops.field(rho * unit, z * unit, unit, 1.0) == (B_rho / unit, B_z / unit)
    assert loops.field(rho, -z, 1.0) == (-B_rho, B_z)
    assert loops.field(rho, z, 1.0, -1.0) == (-B_rho, -B_z)


def over_rectangle(rho, z, width, height, nodes=24):
    """Circulation along a rectangle of the half-plane, the flux out of the ring that it sweeps,
    and their sizes without signs."""
    x, w = np.polynomial.legendre.leggauss(nodes)
    across, up = rho + width * x, z + height * x  # arrays alone: one compilation for all
    _, right = loops.field(rho + width + 0 * up, up, 1.0)
    _, left = loops.field(rho - width + 0 * up, up, 1.0)
    top, _ = loops.field(across, z + height + 0 * x, 1.0)
    bottom, _ = loops.field(across, z - height + 0 * x, 1.0)
    circulation = np.array(
        [height * w @ right, -height * w @ left, -width * w @ top, width * w @ bottom]
    )
    out, _ = loops.field(rho + width + 0 * up, up, 1.0)
    into, _ = loops.field(rho - width + 0 * up, up, 1.0)
    _, above = loops.field(across, z + height + 0 * x, 1.0)
    _, below = loops.field(across, z - height + 0 * x, 1.0)
    flux = np.array(
        [
            (rho + width) * height * w @ out,
            -(rho - width) * height * w @ into,
            width * (w * across) @ above,
            -width * (w * across) @ below,
        ]
    )
    return circulation, flux


@given(rho=st.floats(0.05, 4), z=st.floats(-3, 3), share=st.floats(0.02, 0.25))
def test_field_has_neither_curl_nor_divergence(rho, z, share):
    distance = np.hypot(rho - 1, z)
    assume(distance > 0.05)
    size = share * min(distance, rho)
    circulation, flux = over_rectangle(rho, z, size, size)
    assert abs(circulation.sum()) < 1e-14 * abs(circulation).sum()
    assert abs(flux.sum()) < 1e-14 * abs(flux).sum()


def test_amperes_law():
    circulation, flux = over_rectangle(1.0, 0.0, 0.5, 0.5, nodes=40)
    assert -circulation.sum() == pytest.approx(MU_0, rel=1e-13)
    assert abs(flux.sum()) < 1e-13 * abs(flux).sum()


directions = st.tuples(*[st.floats(-1, 1)] * 3).filter(lambda n: np.linalg.norm(n) > 0.1)
rotations = st.tuples(*[st.floats(-1, 1)] * 4).filter(lambda q: np.linalg.norm(q) > 0.1)


@given(x=st.tuples(*[st.floats(-3, 3)] * 3), q=rotations, length=st.floats(1e-3, 1e3))
def test_field_at_is_the_field_turned(x, q, length):
    turn = Rotation.from_quat(q)
    rho, z = np.hypot(x[0], x[1]), x[2]
    assume(np.hypot(rho - 1, z) > 1e-3)
    B_rho, B_z = loops.field(rho, z, 1.0, 2.0)
    e_rho = np.array([x[0], x[1], 0]) / rho if rho else np.zeros(3)
    B = turn.apply(B_rho * e_rho + [0, 0, B_z])
    found = loops.field_at(turn.apply(x), length * turn.apply([0, 0, 1]), 1.0, 2.0)
    # next to the wire the field passes the rounding of the point on, magnified
    assert found == pytest.approx(B, abs=1e-11 * np.hypot(B_rho, B_z))


def test_field_at_keeps_its_digits_next_to_the_axis():
    found = loops.field_at([1e-150, 0, 0.5], [0, 0, 1], 1.0)
    B_rho, B_z = loops.field(1e-150, 0.5, 1.0)
    assert found.tolist() == pytest.approx([B_rho, 0, B_z], rel=4 * ULP, abs=0)


# --- The multipole series of the field -----------------------------------------------------


def gradient_from_biot_savart(rho, z):
    """(B_ρ/ρ, ∂B_ρ/∂z, ∂B_z/∂z) of a = 1, by integrals of one sign over half the wire."""
    near = np.hypot(1 - rho, z) / 3
    rho, z = arb(rho), arb(z)

    def over(numerator, power):
        def integrand(phi):
            s2 = (phi / 2).sin() ** 2
            return (
                numerator(phi.sin(), s2) / ((1 - rho) ** 2 + z * z + 4 * rho * s2).sqrt() ** power
            )

        return graded(integrand, near, arb.pi()) / (2 * arb.pi())

    B_over_rho = 3 * z * over(lambda s, s2: s * s, 5)
    mixed = rho * B_over_rho / z - 15 * rho * z * z * over(lambda s, s2: s * s, 7)
    axial = -3 * z * over(lambda s, s2: (1 - rho) + 2 * rho * s2, 5)
    return B_over_rho, mixed, axial


@pytest.mark.parametrize(
    "rho, z",
    [
        *[(0.3, 0.4), (0.0, 0.5), (1e-9, 0.2), (0.9, 0.1), (0.9999, 1e-4), (1.0001, -1e-4)],
        *[(1 + 1e-7, 1e-9), (1 - 1e-7, -1e-7), (1.0, 1e-7), (2.0, 0.3), (5.0, -1.0), (1e4, 3.0)],
        *[(1e-8, 1e4), (3.0, 1e-8), (0.5, 1e-200), (7.0, 5.0), (1e4, 1e4)],
    ],
)
def test_field_gradient_against_biot_savart(rho, z):
    with bits(160):
        exact = gradient_from_biot_savart(rho, z)
        size = norm(*exact)
        near_axis = rho < 0.1  # there the mixed one keeps its own digits; elsewhere it has a null
        sizes = abs(exact[0]), abs(exact[1]) if near_axis else size, size
        for slope, *pair in zip(loops.field_gradient(rho, z, a=1.0), exact, sizes, strict=True):
            assert error(slope / MU_0, *pair) < 3e-15


@pytest.mark.parametrize(
    "rho, z",
    [(1e8, 1e8), (1e8, 3e7), (2e7, -1e8), (1.0, 1e8), (1e8, 1.0), (1 + 1e-7, 1e-7), (0.9, 3e-8)],
)
def test_field_gradient_far_away_and_next_to_the_wire(rho, z):
    # differences of the field in K and E, at 900 digits
    with mp.workdps(900):
        h = mp.mpf(10) ** -200
        ahead, behind = (field_from_elliptic_integrals(rho, mp.mpf(z) + s * h) for s in (1, -1))
        B_rho, _ = field_from_elliptic_integrals(rho, z)
        exact = [
            B_rho / mp.mpf(rho),
            *((p - q) / (2 * h) for p, q in zip(ahead, behind, strict=True)),
        ]
        size = mp.norm(exact)
    for found, slope in zip(loops.field_gradient(rho, z, a=1.0), exact, strict=True):
        assert relative_error(found / MU_0, slope, size) < 3e-15


@given(rho=st.floats(0.05, 4), z=st.floats(-3, 3), a=st.floats(0.1, 10), I=st.floats(-5, 5))
def test_field_gradient_is_that_of_the_field(rho, z, a, I):
    assume(np.hypot(rho - 1, z) > 0.1 and abs(I) > 0.1)
    rho, z, h = rho * a, z * a, 1e-4 * a

    def slope(step):
        ahead, behind = (loops.field(rho + s * step[0], z + s * step[1], a, I) for s in (1, -1))
        return (np.array(ahead) - behind) / (2 * h)

    along_rho, along_z = slope((h, 0)), slope((0, h))
    B_over_rho, mixed, axial = loops.field_gradient(rho, z, a, I)
    size = 1e-4 * np.abs([along_rho, along_z]).max() + 1e-10 * MU_0 * abs(I) / a**2
    assert B_over_rho == pytest.approx(loops.field(rho, z, a, I)[0] / rho, rel=1e-13)
    assert along_z[0] == pytest.approx(mixed, rel=0, abs=size)
    assert along_rho[1] == pytest.approx(mixed, rel=0, abs=size)
    assert along_z[1] == pytest.approx(axial, rel=0, abs=size)
    assert along_rho[0] == pytest.approx(-B_over_rho - axial, rel=0, abs=size)


def test_field_gradient_on_the_wire_is_a_pole():
    assert all(np.isposinf(loops.field_gradient(2.0, 0.0, 2.0)))


@pytest.mark.parametrize("r", [1e-3, 0.4, 0.999, 1.0, 1.7, 1e4])
@pytest.mark.parametrize("cos_theta", [-1.0, -0.3, 0.0, 1e-9, 0.8, 1.0])
@pytest.mark.parametrize("terms", [1, 2, 9])
def test_radial_field_series_term_by_term(r, cos_theta, terms):
    x, lesser, greater = mp.mpf(cos_theta), min(mp.mpf(r), 1), max(mp.mpf(r), 1)
    summands = [
        (-1) ** n * mp.fac2(2 * n + 1) / (2**n * mp.fac(n)) * lesser ** (2 * n + 1)
        / greater ** (2 * n + 2) * mp.legendre(2 * n + 1, x) / (2 * mp.mpf(r))
        for n in range(terms)
    ]  # fmt: skip
    value = loops.radial_field_series(r, cos_theta, 1.0, terms) / MU_0
    assert relative_error(value, sum(summands), sum(map(abs, summands))) < 1e-14


@given(r=st.floats(0.01, 0.8) | st.floats(1.25, 50), theta=st.floats(0, pi))
def test_radial_field_series_converges_to_the_field(r, theta):
    B_rho, B_z = loops.field(r * np.sin(theta), r * np.cos(theta), 1.0)
    series = loops.radial_field_series(r, np.cos(theta), 1.0, terms=100)
    B_r = B_rho * np.sin(theta) + B_z * np.cos(theta)
    assert series == pytest.approx(B_r, abs=1e-13 * MU_0 * min(1, r**-3) + 1e-13 * abs(B_r))


# --- The torque between concentric loops ---------------------------------------------------


def torque(alpha, k):
    """N_x/(μ0 I I' a) for b = k a."""
    return loops.concentric_torque(alpha, 1.0, k) / MU_0


ANGLES = [1e-8, 1e-3, 0.1, 1.0, 1.5, pi / 2, 2.2, 3.0, pi - 1e-3]


@pytest.mark.parametrize("k", [1e-6, 0.1, 0.5, 0.9, 0.999, 1 - 1e-6, 1 - 2.0**-53, 1.0])
def test_concentric_torque_against_its_integral(k):
    # of the inner loop's flux through the outer one
    for alpha in ANGLES:
        assert CASES["loops.concentric_torque"].error((alpha, 1.0, k)) < 5e-15, alpha


@pytest.mark.parametrize("k", [1e-6, 0.5, 0.999, 1 - 1e-10, 1.0])
def test_concentric_torque_is_odd_and_the_same_at_the_supplement(k):
    for alpha in ANGLES:
        assert torque(alpha, k) < 0
        assert torque(-alpha, k) == -torque(alpha, k)
    # π - α is rounded: the comparison is honest only where that is relatively small
    for alpha in (0.5, 1.0, 1.3):
        assert torque(pi - alpha, k) == pytest.approx(torque(alpha, k), rel=1e-14)
        assert torque(alpha + 2 * pi, k) == pytest.approx(torque(alpha, k), rel=1e-14)


def test_concentric_torque_of_parallel_loops():
    assert torque(0.0, 0.999) == 0.0
    assert np.isnan(torque(0.0, 1.0))


@given(alpha=st.floats(0.01, 3.13), k=st.floats(1e-3, 1), scale=st.integers(-40, 40))
def test_concentric_torque_scales(alpha, k, scale):
    unit = 2.0**scale
    N = loops.concentric_torque(alpha, 1.0, k)
    assert loops.concentric_torque(alpha, unit, k * unit) == unit * N
    assert loops.concentric_torque(alpha, 1.0, k, 4.0, -0.5) == -2.0 * N


@given(alpha=st.floats(1e-6, pi - 1e-3), k=st.floats(1e-6, 1e-2))
def test_concentric_torque_of_a_small_loop_is_m_cross_B(alpha, k):
    assert torque(alpha, k) == pytest.approx(-pi / 2 * k**2 * np.sin(alpha), rel=3 * k**2 + 1e-14)


@pytest.mark.parametrize("alpha", [0.05, 0.5, 1.0, pi / 2, 3.0])
def test_concentric_torque_has_a_kink_at_equal_radii(alpha):
    # N on either loop is minus that on the other: n(k) = k n(1/k) beyond k = 1
    h = 1e-5
    below = (torque(alpha, 1.0) - torque(alpha, 1 - h)) / h
    above = ((1 + h) * torque(alpha, 1 / (1 + h)) - torque(alpha, 1.0)) / h
    assert above - below == pytest.approx(2 / np.sin(alpha) ** 2, rel=1e-5)


@pytest.mark.parametrize("alpha", [1e-8, 1e-6, 1e-4, 1e-3, 1e-2, 0.1])
def test_concentric_torque_of_equal_loops_at_small_angles(alpha):
    expected = -1 / alpha - alpha / 16 * (np.log(16 / alpha) + 2 / 3)
    assert torque(alpha, 1.0) == pytest.approx(expected, rel=1e-14 + 0.1 * alpha**4, abs=0)


# --- Its series ----------------------------------------------------------------------------


@pytest.mark.parametrize("alpha", [1e-8, 0.3, pi / 2, 2.0, 3.1])
@pytest.mark.parametrize("k", [1e-3, 0.6, 1.0])
@pytest.mark.parametrize("terms", [1, 2, 12])
def test_series_term_by_term(alpha, k, terms):
    # the document's (14); P¹ with the Condon–Shortley phase, through P' for x next to 1
    alpha_, k_ = mp.mpf(alpha), mp.mpf(k)

    def slope(l):
        x = mp.cos(alpha_)
        return l * (mp.legendre(l - 1, x) - x * mp.legendre(l, x)) / mp.sin(alpha_) ** 2

    summands = [
        mp.pi * k_**2 / 2 * mp.mpf(n + 1) / (2 * n + 1)
        * (mp.gamma(n + 1.5) / (mp.gamma(n + 2) * mp.gamma(1.5))) ** 2
        * k_ ** (2 * n) * -mp.sin(alpha_) * slope(2 * n + 1)
        for n in range(terms)
    ]  # fmt: skip
    value = loops.concentric_torque_series(alpha, 1.0, k, terms) / MU_0
    assert relative_error(value, sum(summands), sum(map(abs, summands))) < 1e-13


@given(alpha=st.floats(1e-3, pi - 1e-3), k=st.floats(1e-3, 0.9))
def test_series_converges_to_the_exact_torque(alpha, k):
    series = loops.concentric_torque_series(alpha, 1.0, k, terms=200)
    assert series == pytest.approx(loops.concentric_torque(alpha, 1.0, k), rel=1e-12, abs=0)


@pytest.mark.parametrize("alpha", [0.01, 0.8, pi / 2, 2.5])
@pytest.mark.parametrize("k", [0.01, 0.5, 0.9])
@pytest.mark.parametrize("tolerance", [1e-2, 1e-6, 1e-11])
def test_series_terms_by_trying_them_all(alpha, k, tolerance):
    terms = np.arange(1, 400)
    errors = abs(loops.concentric_torque_series(alpha, 1.0, k, terms) / MU_0 / torque(alpha, k) - 1)
    beyond = terms[errors > tolerance]
    needed = beyond.max() + 1 if beyond.size else 1
    assert loops.concentric_series_terms(alpha, 1.0, k, tolerance, most=10_000) == needed


def test_series_terms_without_end():
    assert loops.concentric_series_terms(1.0, 1.0, 1.0, 1e-3, most=1000) == np.inf
    assert loops.concentric_series_terms(1.0, 1.0, 0.999, 1e-12, most=1000) == np.inf
    assert loops.concentric_series_terms(0.0, 1.0, 0.5, 1e-12, most=1000) == 1


# --- Pairs of loops ------------------------------------------------------------------------


@st.composite
def pairs(draw, apart=0.2):
    """(r, n_a, n_b, a, b): loops whose spheres lie apart, or b's within a's."""
    n_a, n_b, away = draw(directions), draw(directions), np.array(draw(directions))
    a, b = 1.0, draw(st.floats(0.05, 2.0))
    if b < 0.5 and draw(st.booleans()):
        distance = draw(st.floats(0, 0.3))
    else:
        distance = a + b + draw(st.floats(apart, 10))
    return tuple(distance * away / np.linalg.norm(away)), n_a, n_b, a, b


def sizes(r, n_a, n_b, a, b):
    """What errors are measured by: ∮ |B_a| dl along loop b per unit currents, and b times it."""
    _, e, f = frame(n_b)
    beta = np.linspace(0, 2 * pi, 64, endpoint=False)[:, None]
    wire = np.array(r) + b * (np.cos(beta) * e + np.sin(beta) * f)
    size = 2 * pi * b * np.linalg.norm(loops.field_at(wire, n_a, a), axis=-1).mean()
    return size, b * size


def exchanged(r, n_a, n_b, a, b):
    return tuple(-np.array(r)), n_b, n_a, b, a


def frame(n):
    """n's direction and two unit vectors across it."""
    n = np.array(n) / np.linalg.norm(n)
    e = np.cross(n, np.eye(3)[np.argmin(abs(n))])
    e /= np.linalg.norm(e)
    return n, e, np.cross(n, e)


def along_wire(r, n_a, n_b, a, b, points=1024):
    """Force and torque on loop b: the definition, summed at points of its wire."""
    _, e, f = frame(n_b)
    beta = np.linspace(0, 2 * pi, points, endpoint=False)[:, None]
    x = b * (np.cos(beta) * e + np.sin(beta) * f)
    dl = b * (np.cos(beta) * f - np.sin(beta) * e) * 2 * pi / points
    force = np.cross(dl, loops.field_at(np.array(r) + x, n_a, a))
    return force.sum(axis=0), np.cross(x, force).sum(axis=0)


@given(pair=pairs())
def test_force_and_torque_of_either_loop_on_the_other(pair):
    # whichever wire the package integrates along, the sum along the other must agree
    r = np.array(pair[0])
    size = sizes(*pair)[0] + sizes(*exchanged(*pair))[0]
    arm = np.linalg.norm(r) + pair[3] + pair[4]
    force, torque = loops.pair_wrench(*pair)
    on_b, N_b = along_wire(*pair)
    on_a, N_a = along_wire(*exchanged(*pair))
    assert abs(force - on_b).max() < 1e-12 * size
    assert abs(force + on_a).max() < 1e-12 * size
    assert abs(torque - N_b).max() < 1e-12 * size * arm
    assert abs(N_a + torque + np.cross(r, force)).max() < 1e-12 * size * arm


def cross(u, v):
    return [u[i - 2] * v[i - 1] - u[i - 1] * v[i - 2] for i in range(3)]


def wrench_at_many_digits(r, n_a, n_b, a, b, points):
    """Force and torque on loop b, along its wire, in balls."""
    r, n_a, n_b = ([arb(float(c)) for c in v] for v in (r, n_a, n_b))
    n_a, n_b, a, b = unit(n_a), unit(n_b), arb(float(a)), arb(float(b))
    e, f = across(n_b)
    force = torque = [arb(0)] * 3
    for j in range(points):
        angle = arb(2 * j) / points
        c, s = b * angle.cos_pi(), b * angle.sin_pi()
        x, dl = add((c, e), (s, f)), add((c, f), (-s, e))
        piece = cross(dl, loop_field_at(add((arb(1), r), (arb(1), x)), n_a, a))
        force, torque = plus(force, piece), plus(torque, cross(x, piece))
    step = 2 * arb.pi() / points
    return [step * x for x in force], [step * x for x in torque]


def assert_wrench(pair, exact, tolerance=1e-13):
    for found, part in zip(loops.pair_wrench(*pair), exact, strict=True):
        miss = norm(*(arb(float(x)) - y for x, y in zip(found, part, strict=True)))
        assert miss < tolerance * norm(*part)


N_A, N_B, AWAY = (0.3, -0.8, 0.5), (-0.6, 0.2, 0.7), np.array([0.48, 0.6, 0.64])


@pytest.mark.parametrize(
    "a, b, distance, points",
    [
        *[(1, 1, 2.3, 300), (1, 1, 3.0, 150), (1, 1, 4.0, 100), (1, 1, 12.0, 60)],
        *[(1, 1, 1e4, 24), (1, 1, 1e8, 24), (1, 0.9, 40.0, 40), (1, 0.3, 3.0, 60)],
        *[(1, 1e-6, 0.5, 24), (1, 1e-6, 5.0, 24), (1, 0.05, 0.2, 60), (1, 0.3, 0.5, 200)],
        *[(1, 0.2, 0.74, 300), (1, 0.14, 0.001, 60), (7.0, 0.1, 1e5, 24)],
    ],
)
def test_pairs_to_the_last_digit(a, b, distance, points):
    pair = distance * AWAY, N_A, N_B, a, b
    with bits(200):
        force, torque = wrench_at_many_digits(*pair, points)
        assert_wrench(pair, (force, torque))
        # and seen from the other loop, which is the larger
        moment = cross([arb(float(x)) for x in pair[0]], force)
        reaction = [-p - q for p, q in zip(torque, moment, strict=True)]
        assert_wrench(exchanged(*pair), ([-x for x in force], reaction))


@pytest.mark.parametrize("b", [1.0, 0.4, 0.1])
@pytest.mark.parametrize("angle", [0.2, 1.3, 2.6])
def test_pairs_a_tenth_of_a_radius_apart(b, angle):
    # loop b is moved out from a point of wire a, in the direction ``angle`` across it
    n_b, e, _ = Rotation.from_rotvec([0.4, angle, -0.7]).apply(np.eye(3))[[2, 0, 1]]
    beta = np.linspace(0, 2 * pi, 4096)[:, None]

    def centre(s):
        return np.array([1 + s * np.cos(angle), 0, s * np.sin(angle)]) - b * e

    def gap(s):
        _, f, g = frame(n_b)
        wire = centre(s) + b * (np.cos(beta) * f + np.sin(beta) * g)
        return np.hypot(np.hypot(wire[:, 0], wire[:, 1]) - 1, wire[:, 2]).min()

    pair = centre(brentq(lambda s: gap(s) - 0.1 * b, 0, 2)), (0, 0, 1), n_b, 1.0, b
    with bits(84):
        assert_wrench(pair, wrench_at_many_digits(*pair, 1400))


@given(pair=pairs(), q=rotations, lengths=st.tuples(st.floats(1e-3, 1e3), st.floats(1e-3, 1e3)))
def test_pairs_turn_together(pair, q, lengths):
    turn = Rotation.from_quat(q)
    r, n_a, n_b, a, b = pair
    turned = turn.apply(r), lengths[0] * turn.apply(n_a), lengths[1] * turn.apply(n_b), a, b
    for quantity, size in zip((loops.pair_force, loops.pair_torque), sizes(*pair), strict=True):
        assert abs(quantity(*turned) - turn.apply(quantity(*pair))).max() < 1e-12 * size


@given(pair=pairs(), I_a=st.floats(-9, 9), I_b=st.floats(-9, 9))
def test_pairs_are_bilinear_in_the_currents(pair, I_a, I_b):
    for quantity in (loops.pair_force, loops.pair_torque):
        assert quantity(*pair, I_a, I_b) == pytest.approx(I_a * I_b * quantity(*pair), rel=1e-15)


@given(alpha=st.floats(1e-3, pi - 1e-3), k=st.floats(1e-3, 0.95))
def test_pair_torque_of_concentric_loops(alpha, k):
    pair = (0, 0, 0), (0, 0, 1), (0, -np.sin(alpha), np.cos(alpha)), 1.0, k
    expected = [loops.concentric_torque(alpha, 1.0, k), 0, 0]
    assert abs(loops.pair_torque(*pair) - expected).max() < 1e-12 * sizes(*pair)[1]
    # the force vanishes: either loop is its own mirror image in the common centre
    assert abs(loops.pair_force(*pair)).max() < 1e-12 * sizes(*pair)[0]


@pytest.mark.parametrize(
    "a, b, z", [(1, 1, 0.01), (1, 0.3, 0.5), (0.2, 3, -1), (1, 1, 1), (2, 1, 9)]
)
def test_coaxial_force_is_the_slope_of_maxwells_inductance(a, b, z):
    def inductance(z):
        k2 = 4 * mp.mpf(a) * b / ((mp.mpf(a) + b) ** 2 + z**2)
        k = mp.sqrt(k2)
        return mp.sqrt(mp.mpf(a) * b) * ((2 / k - k) * mp.ellipk(k2) - 2 / k * mp.ellipe(k2))

    pair = (0, 0, z), (0, 0, 1), (0, 0, 1), a, b
    F = loops.pair_force(*pair)
    tolerance = 1e-12 * sizes(*pair)[0]
    assert F[2] == pytest.approx(float(mp.diff(inductance, mp.mpf(z))) * MU_0, rel=0, abs=tolerance)
    assert abs(F[:2]).max() < tolerance
    assert abs(loops.pair_torque(*pair)).max() < b * tolerance


@given(n_a=directions, n_b=directions, away=directions)
def test_distant_pairs_are_point_dipoles(n_a, n_b, away):
    a, b, distance = 0.01, 0.02, 10.0
    e, n_a, n_b = (np.array(v) / np.linalg.norm(v) for v in (away, n_a, n_b))
    m_a, m_b = pi * a**2 * n_a, pi * b**2 * n_b
    B = MU_0 / (4 * pi * distance**3) * (3 * e * (e @ m_a) - m_a)
    F = (e @ m_a) * m_b + (e @ m_b) * m_a + (m_a @ m_b) * e - 5 * (e @ m_a) * (e @ m_b) * e
    F *= 3 * MU_0 / (4 * pi * distance**4)
    pair = distance * e, n_a, n_b, a, b
    moments = MU_0 * np.linalg.norm(m_a) * np.linalg.norm(m_b)
    assert loops.pair_torque(*pair) == pytest.approx(np.cross(m_b, B), abs=1e-5 * moments / 1e3)
    assert loops.pair_force(*pair) == pytest.approx(F, abs=1e-5 * moments / 1e4)


@pytest.mark.parametrize("b", [0.3, 1.0, 4.0])
@pytest.mark.parametrize("psi", [0.0, 0.1, 0.8, 1.5, pi / 2])
def test_pairs_as_near_as_the_docstring_promises_a_value(psi, b):
    """The loops touch a slab from both sides, with the angle psi between their wires there."""
    gap = 1e-3 * min(1.0, b)
    r = (1 + gap + b, 0, 0)
    n_b = (0, -np.sin(psi), np.cos(psi))
    # a sum over so many points of the wire is as good as the field
    wanted, turning = along_wire(r, (0, 0, 1), n_b, 1.0, b, points=60000)
    size, lever = sizes(r, (0, 0, 1), n_b, 1.0, b)
    force = loops.pair_force(r, (0, 0, 1), n_b, 1.0, b)
    torque = loops.pair_torque(r, (0, 0, 1), n_b, 1.0, b)
    np.testing.assert_allclose(force, wanted, rtol=0, atol=1e-9 * size)
    np.testing.assert_allclose(torque, turning, rtol=0, atol=1e-9 * lever)


def test_pairs_that_touch_have_no_value():
    z = (0, 0, 1)
    assert np.isnan(loops.pair_force((0, 0, 0), z, z, 1.0, 1.0)).all()
    assert np.isnan(loops.pair_torque((2, 0, 0), z, z, 1.0, 1.0)).all()
    assert np.isnan(loops.pair_force((0, 0, 0), z, (0, 1, 1), 1.0, 1.0)).all()
    assert np.isnan(loops.pair_force((2 + 1e-7, 0, 0), z, z, 1.0, 1.0)).all()


# --- What is refused -----------------------------------------------------------------------

UP, HERE = (0, 0, 1), (0, 0, 2)


@pytest.mark.parametrize(
    "call, words",
    [
        (lambda: loops.field(-1, 0, 1), r"rho must be non-negative .* got rho = -1\.0"),
        (lambda: loops.field(0, np.inf, 1), "z must be finite; got z = inf"),
        (lambda: loops.field(0, 0, 0), r"a must be positive .* got a = 0\.0"),
        (lambda: loops.field(0, 0, 1, np.nan), "I must be finite; got I = nan"),
        (lambda: loops.field(1j, 0, 1), r"rho must be real; got rho = 1j"),
        (lambda: loops.radial_field_series(0, 1, 1, 3), r"r must be positive .* got r = 0\.0"),
        (lambda: loops.radial_field_series(1, 1, 1, 0), "terms must be at least 1; got terms = 0"),
        (lambda: loops.concentric_torque(np.nan, 1, 1), "alpha must be finite; got alpha = nan"),
        (lambda: loops.concentric_torque(1, 1, 0), r"b must be positive .* got b = 0\.0"),
        (lambda: loops.concentric_torque(1, -2, 1), r"a must be positive .* got a = -2\.0"),
        (lambda: loops.radial_field_series(1, -1.5, 1, 3), r"cos_theta must lie .* = -1\.5"),
        (lambda: loops.concentric_torque_series(1, 1, 1, 1e300), r"terms .* got terms = 1e\+300"),
        (lambda: loops.next_series_term(-1, 1, 1, 1, 0, 1), "n must not be negative; got n = -1"),
        (lambda: loops.concentric_torque(1, 1, 1, np.inf), "I must be finite; got I = inf"),
        (lambda: loops.concentric_torque(1, 1, 1, 1, np.nan), "I_inner .* got I_inner = nan"),
        (lambda: loops.concentric_torque_series(1, 1, 2, 3), r"b must not .* got b = 2\.0"),
        (lambda: loops.concentric_torque_series(1, 1, 1, 2.5), r"terms .* got terms = 2\.5"),
        (lambda: loops.concentric_torque_series(1, 1, 1, -1), "terms .* got terms = -1"),
        (lambda: loops.concentric_series_terms(1, 1, 0.5, 1e-14, 9), "tolerance .* = 1e-14"),
        (lambda: loops.concentric_series_terms(1, 1, 0.5, 0, 9), r"tolerance .* tolerance = 0\.0"),
        (lambda: loops.concentric_series_terms(1, 1, 2, 1e-3, 9), r"b must not .* got b = 2\.0"),
        (lambda: loops.field_gradient(-1, 0, 1), r"rho must be non-neg.* got rho = -1\.0"),
        (lambda: loops.field_at((0, 0), UP, 1), r"x must be a finite 3-vector; .* shape \(2,\)"),
        (lambda: loops.field_at(HERE, (0, 0, 0), 1), r"n must be .*non-zero.* n = \[0\. 0\. 0\.\]"),
        (
            lambda: loops.pair_force((0, 0, np.nan), UP, UP, 1, 1),
            r"r must be .* r = \[ 0\.  0\. nan\]",
        ),
        (lambda: loops.pair_force(HERE, (0, 0, 0), UP, 1, 1), "n_a must be .*non-zero.*"),
        (lambda: loops.pair_torque(HERE, UP, (0, 0, 0), 1, 1), "n_b must be .*non-zero.*"),
        (lambda: loops.pair_wrench(HERE, UP, UP, 0, 1), r"a must be positive .* a = 0\.0"),
        (lambda: loops.pair_torque(HERE, UP, UP, 0, 1), r"a must be positive .* a = 0\.0"),
        (lambda: loops.pair_torque(HERE, UP, UP, 1, -1), r"b must be positive .* b = -1\.0"),
        (lambda: loops.pair_force(HERE, UP, UP, 1, 1, np.inf), "I_a must be finite; got I_a = inf"),
        (lambda: loops.pair_force(HERE, UP, UP, 1, 1, 1, "x"), "I_b must be real; got I_b = 'x'"),
    ],
)
def test_refusal_names_argument_and_value(call, words):
    with pytest.raises(ValueError, match=f"^{words}$"):
        call()
