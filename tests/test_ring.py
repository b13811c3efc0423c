r"""The ring magnet, tied to quadrature of its definition, to a current loop, and to itself.

    (29), quadrature, 30 digits ── energy ── field ── ∂/∂a of loops.field
              │                      │         │
       sums of dipoles            force      torque (slopes of the energy, 30 digits)
                                     │
     cosine moments, 50 digits ── field_gradient ── hessian (trace, symmetry, slopes)
              │
    (85), quadrature ── casimir_polder ── frequencies (tests/ledger)

The cosine moments of 1/R are hypergeometric series, themselves held against quadrature here.
"""

from math import factorial

import mpmath as mp
import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from magbook import HBAR_C, MU_0, dipoles, loops, ring

pi = np.pi
UNIT = MU_0 / 2  # of the field of a ring with a = λ = 1
angles = st.floats(-pi, pi)
tilts = st.floats(0, pi)
radii = st.one_of(st.floats(0, 3), st.floats(-12, 8).map(lambda p: 10**p))
heights = st.one_of(st.floats(-3, 3), st.floats(-9, 8).map(lambda p: 10**p))
slow = settings(max_examples=40, deadline=None)


@pytest.fixture(autouse=True)
def fifty_digits():
    with mp.workdps(50):
        yield


def moment(n, m, rho, z, a=1.0):
    """Mean of Re (ρ - a e^{iφ})^m / R^n around the ring, as a sum over cosine moments."""
    rho, z, a = mp.mpf(rho), mp.mpf(z), mp.mpf(a)
    near, far = mp.hypot(a - rho, z), mp.hypot(a + rho, z)
    c, s = (near + far) / 2, mp.mpf(n) / 2
    h = a * rho / c**2

    def cosine(j):
        series = mp.hyp2f1(j + 1 - s, 1 - s, j + 1, h * h)
        return mp.rf(s, j) / factorial(j) * h**j * (near * far / c**2) ** (1 - n) * series / c**n

    return sum(mp.binomial(m, j) * rho ** (m - j) * (-a) ** j * cosine(j) for j in range(m + 1))


def exact_field(rho, z):
    """(B_ρ, B_z) in the unit."""
    z = mp.mpf(z)
    return 3 * z * moment(5, 1, rho, z), 3 * z * z * moment(5, 0, rho, z) - moment(3, 0, rho, z)


def exact_gradient(rho, z):
    """B_ρ/ρ, ∂B_ρ/∂z, ∂B_z/∂z in the unit."""
    z = mp.mpf(z)
    axial = 9 * z * moment(5, 0, rho, z) - 15 * z**3 * moment(7, 0, rho, z)
    mixed = 3 * moment(5, 1, rho, z) - 15 * z * z * moment(7, 1, rho, z)
    across = 3 * z * moment(5, 1, rho, z) / mp.mpf(rho) if rho else -axial / 2
    return across, mixed, axial


def exact_third(rho, z):
    """zzz, ρzz, φφz, ρφφ of the field's potential, in the unit."""
    z = mp.mpf(z)
    zzz = 3 * (
        3 * moment(5, 0, rho, z)
        - 30 * z**2 * moment(7, 0, rho, z)
        + 35 * z**4 * moment(9, 0, rho, z)
    )
    rzz = -45 * z * moment(7, 1, rho, z) + 105 * z**3 * moment(9, 1, rho, z)
    if not rho:
        return zzz, rzz, -zzz / 2, mp.mpf(0)
    ppz = exact_gradient(rho, z)[1] / mp.mpf(rho)
    return zzz, rzz, ppz, -15 * z * moment(7, 2, rho, z) / mp.mpf(rho)


def exact_parts(rho, z):
    """The four parts of the Casimir–Polder energy, and the sums of their terms' magnitudes."""
    z = mp.mpf(z)
    J = {n: moment(n, 0, rho, z) for n in (7, 9, 11)}
    parts = (
        (13 * J[7], -56 * z**2 * J[9], 63 * z**4 * J[11]),
        (-56 * z * moment(9, 1, rho, z), 126 * z**3 * moment(11, 1, rho, z)),
        (31.5 * z**2 * J[9], -31.5 * z**4 * J[11]),
        (31.5 * z**2 * moment(11, 2, rho, z),),
    )
    values = [-2 * mp.pi * sum(p) for p in parts]
    sizes = [2 * mp.pi * sum(map(abs, p)) for p in parts[:2]]
    return values, [*sizes, abs(values[2]), abs(values[2])]  # the last two: ∮ |u|², ∮ Re u²


def in_unit(values):
    return np.array(values) / UNIT


def integrand_29(rho, z, dphi, theta):
    """Of (29), in its unit, at the azimuth t from the magnet's."""
    rho, z, dphi, theta = map(mp.mpf, (rho, z, dphi, theta))
    c, s = mp.cos(theta), mp.sin(theta)

    def at(t):
        R = mp.sqrt(z * z + 1 + rho * rho - 2 * rho * mp.cos(t))
        lever = rho * mp.cos(dphi) - mp.cos(t + dphi)
        return c / R**3 - 3 * z * (z * c + s * lever) / R**5

    return at


def in_scale(f, power, rho, z):
    """∮ f, for a quadrature whose tolerance is absolute."""
    scale = (1 + mp.hypot(rho, z)) ** power
    return around(lambda t: scale * f(t), rho, z) / scale


def integrand_85(rho, z, dphi, theta):
    rho, z, dphi, theta = map(mp.mpf, (rho, z, dphi, theta))
    c, s = mp.cos(theta), mp.sin(theta)

    def at(t):
        R = mp.sqrt(z * z + 1 + rho * rho - 2 * rho * mp.cos(t))
        nR = s * (rho * mp.cos(dphi) - mp.cos(t + dphi)) + z * c
        return 13 * c * c / R**7 - 56 * nR * c * z / R**9 + 63 * (nR * z) ** 2 / R**11

    return at


def around(f, rho, z):
    """∮ f dt, with the interval cut finely where the ring is near."""
    near = min(1.0, float(mp.hypot(1 - mp.mpf(rho), z)))
    cuts = [0, *(near * 4**j for j in range(12) if near * 4**j < pi), mp.pi]
    return mp.quad(f, cuts) + mp.quad(lambda t: f(-t), cuts)


# --- Against the definition ----------------------------------------------------------------


@pytest.mark.parametrize("n,m", [(3, 0), (5, 1), (7, 2), (9, 3), (11, 2)])
@pytest.mark.parametrize("rho,z", [(0.6, 0.9), (1.05, 0.02), (3.0, 0.0)])
def test_reference_is_the_mean_around_the_ring(n, m, rho, z):
    def f(t):
        u = rho - mp.expj(t)
        return mp.re(u**m) / mp.sqrt(abs(u) ** 2 + mp.mpf(z) ** 2) ** n / (2 * mp.pi)

    exact = around(f, rho, z)
    assert abs(moment(n, m, rho, z) - exact) < 1e-20 * abs(exact)


@slow
@given(rho=radii, z=heights, dphi=angles, theta=tilts)
def test_energy_is_the_integral_29(rho, z, dphi, theta):
    assume(np.hypot(rho - 1, z) > 1e-3)
    with mp.workdps(25):
        exact = in_scale(integrand_29(rho, z, dphi, theta), 3, rho, z) / (2 * mp.pi)
    size = np.hypot(*in_unit(ring.field(rho, z)))
    assume(size > 1e-20)
    assert abs(ring.energy(rho, z, dphi, theta) / UNIT - float(exact)) <= 1e-13 * size


@slow
@given(rho=radii, z=heights, dphi=angles, theta=tilts)
def test_casimir_polder_is_the_integral_85(rho, z, dphi, theta):
    assume(np.hypot(rho - 1, z) > 1e-3)
    assume(np.hypot(rho, z) < 1e4)
    with mp.workdps(25):
        exact = -in_scale(integrand_85(rho, z, dphi, theta), 7, rho, z)
    size = sum(map(float, exact_parts(rho, z)[1]))
    found = ring.casimir_polder(rho, z, dphi, theta) * 32 * pi**2 / HBAR_C
    assert abs(found - float(exact)) <= 1e-13 * size


def test_energy_of_the_ring_is_that_of_its_dipoles():
    a, lam, m = 1.3, 2.3, 0.7
    t = 2 * pi * np.arange(300) / 300
    R = np.array([0.8, 0, 1.1]) - a * np.stack([np.cos(t), np.sin(t), 0 * t], axis=1)
    n = np.array([np.sin(0.6) * np.cos(0.4), -np.sin(0.6) * np.sin(0.4), np.cos(0.6)])
    piece = [0, 0, a * lam * 2 * pi / 300]
    place = (0.8, 1.1, 0.4, 0.6, a, m, lam)
    assert ring.energy(*place) == pytest.approx(dipoles.energy(R, piece, m * n).sum(), rel=1e-12)
    assert ring.force(*place) == pytest.approx(dipoles.force(R, piece, m * n).sum(0), rel=1e-12)
    assert ring.torque(*place) == pytest.approx(dipoles.torque(R, piece, m * n).sum(0), rel=1e-12)


# --- To the last digit, everywhere ---------------------------------------------------------

LOG = np.random.default_rng(5)
PLACES = [
    *((float(r), float(z)) for r, z in LOG.uniform([0, -3], [3, 3], (12, 2))),
    *((10**p, 10**q) for p, q in LOG.uniform([-300, -9], [8, 8], (12, 2))),
    *(
        (abs(1 + d * np.cos(t)), d * np.sin(t))
        for d, t in zip(10 ** LOG.uniform(-7, 0, 16), LOG.uniform(0, 7, 16), strict=True)
    ),
    *((10**p, sign * root + d) for root in (0.5**0.5, 1.5**0.5)
      for p, sign, d in ((-9, 1, 1e-13), (-3, -1, 0.0), (-1, 1, -1e-6), (-6, 1, 1e-5))),
    (0.0, 0.0), (0.0, 1e-9), (0.0, 2.0), (0.0, -1e8), (1e-300, 0.3), (1e8, 0.0), (0.5, 0.0),
    (2.0, 0.0), (1.0, 1e-7), (1.0 + 1e-7, 0.0), (1.0 - 1e-7, 0.0), (1.0, 3.0), (5e-324, 1.0),
]  # fmt: skip


@pytest.mark.parametrize("rho,z", PLACES)
def test_field_to_the_last_digit(rho, z):
    exact = exact_field(rho, z)
    size = float(mp.hypot(*exact))
    assert in_unit(ring.field(rho, z)) == pytest.approx(list(map(float, exact)), abs=1e-14 * size)


@pytest.mark.parametrize("rho", [1e-300, 1e-200, 1e-12, 1e-6, 0.1, 0.9, 1.1, 30.0, 1e8])
@pytest.mark.parametrize("z", [1e-9, 0.3, -0.8, 2.0, 1e6])
def test_radial_field_keeps_its_digits_where_it_is_small(rho, z):
    assert ring.field(rho, z)[0] / UNIT == pytest.approx(float(exact_field(rho, z)[0]), rel=3e-14)


@pytest.mark.parametrize("z", [1e-7, 1e-5, 1e-3])
def test_radial_field_keeps_its_digits_over_the_ring(z):
    # where ρ - a cos φ has no first-order part
    assert ring.field(1.0, z)[0] / UNIT == pytest.approx(float(exact_field(1, z)[0]), rel=1e-14)
    found = ring.field_gradient(1.0, z)[0] / UNIT
    assert found == pytest.approx(float(exact_gradient(1, z)[0]), rel=1e-14)


@pytest.mark.parametrize("rho,z", PLACES)
def test_gradient_to_the_last_digit(rho, z):
    exact = list(map(float, exact_gradient(rho, z)))
    size = max(map(abs, exact))
    assert in_unit(ring.field_gradient(rho, z)) == pytest.approx(exact, abs=2e-14 * size)


@pytest.mark.parametrize("rho,z", PLACES)
def test_second_derivatives_to_the_last_digit(rho, z):
    zzz, rzz, ppz, rpp = map(float, exact_third(rho, z))
    size = max(map(abs, (zzz, rzz, ppz, rpp, 1e-200)))
    if rho < 0.5:  # on the axis some vanish where their neighbours do not
        size = max(size, (1 + z * z) ** -2.5)
    upright, lying = in_unit(ring.hessian(rho, z, 0, 0)), in_unit(ring.hessian(rho, z, 0, pi / 2))
    across = in_unit(ring.hessian(rho, z, pi / 2, pi / 2))
    near = dict(rel=0, abs=5e-14 * size)
    assert -upright[2, 2] == pytest.approx(zzz, **near)
    assert -upright[0, 2] == pytest.approx(rzz, **near)
    assert -upright[1, 1] == pytest.approx(ppz, **near)
    assert -upright[0, 0] == pytest.approx(-zzz - ppz, **near)
    assert -lying[1, 1] == pytest.approx(rpp, **near)
    assert -lying[0, 0] == pytest.approx(-rpp - rzz, **near)
    assert across[0, 1] == pytest.approx(rpp, **near)
    assert across[1, 2] == pytest.approx(ppz, **near)


@pytest.mark.parametrize("rho,z", PLACES)
def test_casimir_polder_to_the_last_digit(rho, z):
    exact, sizes = exact_parts(rho, z)
    for found, value, size in zip(ring.casimir_polder_parts(rho, z), exact, sizes, strict=True):
        assert found == pytest.approx(float(value), rel=0, abs=1e-14 * float(size) + 1e-300)


@pytest.mark.parametrize("a", [1.3, 0.7e-3, 1e5 / 3])
@pytest.mark.parametrize("away", [0.0, 1e-15, -1e-12, 1e-7])
def test_nulls_on_the_axis_for_other_radii(a, away):
    z = a * np.sqrt(0.5) * (1 + away)
    exact = 3 * mp.mpf(z) ** 2 * moment(5, 0, 0, z, a) - moment(3, 0, 0, z, a)
    assert ring.field(0.0, z, a)[1] / (UNIT * a) == pytest.approx(float(exact), rel=1e-13)
    z = a * np.sqrt(1.5) * (1 + away)
    exact = 9 * moment(5, 0, 0, z, a) - 15 * mp.mpf(z) ** 2 * moment(7, 0, 0, z, a)
    found = ring.field_gradient(0.0, z, a)[2] / (UNIT * a * z)
    assert found == pytest.approx(float(exact), rel=1e-13)


@pytest.mark.parametrize("z", [1e2, 1e5, 1e8])
def test_a_lying_atom_far_out_keeps_its_digits(z):
    exact = float(exact_parts(0.0, z)[0][2])
    assert ring.casimir_polder_parts(0.0, z)[2] == pytest.approx(exact, rel=1e-14)


def test_extreme_lengths_come_to_an_end():
    assert ring.field(0.0, 1e50)[1] == pytest.approx(MU_0 * 1e-150, rel=1e-13)
    assert ring.field(0.0, 0.0, 1e-50)[1] == pytest.approx(-UNIT * 1e100, rel=1e-13)
    for call in (ring.field, ring.field_gradient):
        call(0.0, 1e200)  # no promise but that it returns


@pytest.mark.parametrize("rho", [1e-150, 1e-9, 1e-3])
def test_the_turning_part_keeps_its_digits_near_the_axis(rho):
    found, exact = ring.casimir_polder_parts(rho, 0.7)[3], exact_parts(rho, 0.7)[0][3]
    assert found == pytest.approx(float(exact), rel=3e-14)


# --- What must hold between them -----------------------------------------------------------

PLACE = dict(rho=0.7, z=0.9, dphi=0.8, theta=1.1, a=1.4, m=0.6, lam=1.9)


def slope(f, d=1e-3):
    return (45 * (f(d) - f(-d)) - 9 * (f(2 * d) - f(-2 * d)) + f(3 * d) - f(-3 * d)) / (60 * d)


def energy_at(x, n):
    """Energy of a moment n at a Cartesian place."""
    tilt, azimuth = np.arctan2(np.hypot(n[0], n[1]), n[2]), np.arctan2(n[1], n[0])
    place = dict(rho=np.hypot(x[0], x[1]), z=x[2], dphi=np.arctan2(x[1], x[0]) - azimuth)
    return ring.energy(**place, theta=tilt, **{k: PLACE[k] for k in ("a", "m", "lam")})


def test_force_torque_and_hessian_are_slopes_of_the_energy():
    x = np.array([PLACE["rho"], 0, PLACE["z"]])
    n = np.array([np.sin(1.1) * np.cos(0.8), -np.sin(1.1) * np.sin(0.8), np.cos(1.1)])
    eye = np.eye(3)
    force = [-slope(lambda d, e=e: energy_at(x + d * e, n)) for e in eye]
    assert ring.force(**PLACE) == pytest.approx(force, rel=1e-10)

    def turned(e, d):
        return n * np.cos(d) + np.cross(e, n) * np.sin(d) + e * (e @ n) * (1 - np.cos(d))

    torque = [-slope(lambda d, e=e: energy_at(x, turned(e, d))) for e in eye]
    assert ring.torque(**PLACE) == pytest.approx(torque, rel=1e-10)

    def force_at(y):
        rho, phi = np.hypot(y[0], y[1]), np.arctan2(y[1], y[0])
        local = ring.force(**{**PLACE, "rho": rho, "z": y[2], "dphi": phi + 0.8})
        c, s = np.cos(phi), np.sin(phi)
        return np.array([c * local[0] - s * local[1], s * local[0] + c * local[1], local[2]])

    stiffness = [-slope(lambda d, e=e: force_at(x + d * e)) for e in eye]
    assert ring.hessian(**PLACE) == pytest.approx(np.array(stiffness), rel=1e-9)


@given(rho=st.floats(0, 3), z=st.floats(-3, 3), dphi=angles, theta=tilts)
def test_hessian_is_symmetric_and_has_no_trace(rho, z, dphi, theta):
    assume(np.hypot(rho - 1, z) > 1e-6)
    H = ring.hessian(rho, z, dphi, theta)
    assert np.array_equal(H, H.T)
    assert abs(np.trace(H)) <= 1e-14 * np.linalg.norm(H)


@given(rho=st.floats(0.01, 3), z=st.floats(-3, 3), dphi=angles, theta=tilts)
def test_the_ring_is_turned_by_what_turns_the_magnet(rho, z, dphi, theta):
    # carried around together they change no energy: ρ F_φ + N_z = 0
    assume(np.hypot(rho - 1, z) > 1e-6)
    force, torque = ring.force(rho, z, dphi, theta), ring.torque(rho, z, dphi, theta)
    B = np.hypot(*ring.field(rho, z))
    assert abs(rho * force[1] + torque[2]) <= 1e-13 * B


@given(rho=st.floats(0, 3), z=st.floats(-3, 3), a=st.floats(0.3, 3))
def test_ring_is_a_derivative_of_a_loop(rho, z, a):
    assume(np.hypot(rho - a, z) > 0.15 * a)
    derivative = slope(lambda d: np.array(loops.field(rho, z, a * (1 + d))) / a, 2e-3)
    size = np.linalg.norm(derivative) + MU_0 / a**2
    assert ring.field(rho, z, a) == pytest.approx(derivative, rel=0, abs=1e-7 * size)


@given(rho=st.floats(0, 3), z=st.floats(-3, 3), dphi=angles, theta=tilts)
def test_mirror_images(rho, z, dphi, theta):
    assume(np.hypot(rho - 1, z) > 1e-6)
    U = ring.energy(rho, z, dphi, theta)
    tolerance = 1e-14 * np.hypot(*ring.field(rho, z))
    # in the ring's plane a moment, which is an axial vector, keeps its part along z
    assert ring.energy(rho, -z, dphi + pi, theta) == pytest.approx(U, rel=0, abs=tolerance)
    assert ring.energy(rho, z, -dphi, theta) == pytest.approx(U, rel=0, abs=tolerance)
    assert ring.energy(rho, z, dphi + pi, pi - theta) == pytest.approx(-U, rel=0, abs=tolerance)
    # a polarizability has no sense: both ends are alike
    parts = np.abs(ring.casimir_polder_parts(rho, z)).sum() * HBAR_C / (32 * pi**2)
    atom = [ring.casimir_polder(rho, z, d, t) for d, t in ((dphi, theta), (dphi + pi, pi - theta))]
    assert atom[0] == pytest.approx(atom[1], rel=0, abs=1e-14 * parts)


def test_far_away_the_ring_is_a_dipole():
    for rho, z in ((300.0, 400.0), (0.0, -1e5), (1e6, 3.0)):
        near = dipoles.field([rho, 0, z], [0, 0, 2 * pi])
        size = np.linalg.norm(near)
        assert ring.field(rho, z) == pytest.approx(near[[0, 2]], rel=0, abs=2e-5 * size)


def test_lengths_scale():
    B, scaled = ring.field(0.7, 0.4), ring.field(0.7e-3, 0.4e-3, 1e-3, 5.0)
    assert scaled == pytest.approx(np.array(B) * 5e6, rel=1e-14)
    U = ring.casimir_polder(0.7, 0.4, 0.2, 0.3)
    assert ring.casimir_polder(0.7e-6, 0.4e-6, 0.2, 0.3, 1e-6, 2e-30, 3e-15) == pytest.approx(
        U * 6e-45 * 1e36, rel=1e-13
    )


# --- Equilibria ----------------------------------------------------------------------------


@given(dphi=angles, theta=tilts)
def test_no_force_at_the_three_places_of_the_axis(dphi, theta):
    h = np.sqrt(1.5)
    below, above = np.nextafter(h, 0), np.nextafter(h, 2)
    assert abs(ring.force(0.0, 0.0, dphi, theta) / UNIT).max() == 0
    for z in (h, below, above, -h):
        assert abs(ring.force(0.0, z, dphi, theta) / UNIT).max() <= 3e-16


@given(theta=tilts)
def test_the_equilibrium_is_a_saddle_for_every_tilt(theta):
    least, _, most = np.linalg.eigvalsh(ring.hessian(0.0, np.sqrt(1.5), 0.0, theta)) / UNIT
    assert least < -0.3 and most > 0.3


def test_the_block_in_the_plane_has_a_negative_determinant():
    P, Q = np.meshgrid(np.geomspace(1e-3, 1e3, 200), np.r_[0, np.geomspace(1e-3, 1e3, 199)])
    across, mixed, axial = ring.field_gradient(P, Q)
    square = across**2 + mixed**2 + axial**2
    assert (-(across + axial) * axial - mixed**2 < -0.39 * square).all()


def test_levitron_limits_are_those_of_the_adiabatic_energy():
    def strength(rho, z):
        return np.hypot(*ring.field(rho, z)) / UNIT

    def stable(z, d=1e-3):
        up = strength(0, z + d) - 2 * strength(0, z) + strength(0, z - d)
        side = strength(d, z) - strength(0, z)
        return strength(0, z + d) < strength(0, z - d) and up > 0 and side > 0

    for low, high in ((0.361516, 0.707107), (1.693903, 1.825321)):
        assert stable(low + 0.003) and stable(high - 0.003)
        assert not stable(low - 0.003) and not stable(high + 0.003)


# --- Bad input -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    "call",
    [
        lambda: ring.field(-0.1, 1.0),
        lambda: ring.field(0.1, 1.0, a=0.0),
        lambda: ring.energy(0.1, np.nan, 0, 0),
        lambda: ring.force([0.1, -0.2], 1.0, 0, 0),
        lambda: ring.casimir_polder(0.1, 1.0, 0, np.inf),
        lambda: ring.field(0.1, np.array([1 + 1j])),
        lambda: ring.field(0.1, "1"),
        lambda: ring.field(10**400, 1.0),
    ],
)
def test_bad_input_is_named(call):
    with pytest.raises(ValueError, match=r"(rho|a|z|theta) must be .*; got (rho|a|z|theta) = "):
        call()


def test_on_the_ring_there_is_a_pole():
    assert ring.field(1.0, 0.0) == (np.inf, np.inf)
    assert not np.isfinite(ring.hessian(1.0, 0.0, 0.0, 0.0)).any()


def test_shapes():
    z = np.linspace(0.1, 1, 4)[:, None]
    rho = np.linspace(0, 2, 5)
    assert ring.energy(rho, z, 0, 0).shape == (4, 5)
    assert ring.force(rho, z, 0, 0).shape == (4, 5, 3)
    assert ring.hessian(rho, z, 0, 0).shape == (4, 5, 3, 3)
    assert ring.hessian(1, 1, 0, 0).shape == (3, 3)


def test_matrices_on_dask_arrays():
    da = pytest.importorskip("dask.array")
    z = np.linspace(0.1, 1.0, 8)
    lazy = ring.hessian(0.5, da.from_array(z, chunks=4), 0.2, 0.3)
    assert lazy.shape == (8, 3, 3)
    assert np.array_equal(lazy.compute(), ring.hessian(0.5, z, 0.2, 0.3))
