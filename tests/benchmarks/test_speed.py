"""How fast the kernels are, beside other ways to the same numbers.

    make bench        or        pytest -o addopts= tests/benchmarks --benchmark-only

Each group ends in one line of ratios. No time is asserted; that the ways agree is, so an
ordinary run of the tests, which calls each of them once, still tests something.
"""

from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pytest
from scipy.integrate import quad
from scipy.special import ellipe, ellipk, sph_harm_y, spherical_in

from magbook import MU_0, dipoles, loops, ring, special, sphere
from tests.benchmarks.page import in_micropython

pi = np.pi
SOME = np.random.default_rng(7)
RHO, Z = SOME.uniform(0.05, 3, 200_000), SOME.uniform(-2, 2, 200_000)


@pytest.fixture
def timed(benchmark, request):
    """Time a call once it is warm: compiled, or its cache read."""
    benchmark.disabled = benchmark.disabled or not request.config.option.benchmark_only

    def run(call, *args):
        if not benchmark.disabled:
            call(*args)
        return benchmark(call, *args)

    return run


# --- The field of a loop at 200 000 points -------------------------------------------------


def field_by_scipy(rho, z, a):
    """The textbook's form in K and E, as most scripts have it."""
    far2, near2 = (a + rho) ** 2 + z**2, (a - rho) ** 2 + z**2
    m = 4 * a * rho / far2
    K, E = ellipk(m), ellipe(m)
    scale = MU_0 / (2 * pi * np.sqrt(far2))
    B_rho = scale * z / rho * ((a**2 + rho**2 + z**2) / near2 * E - K)
    return B_rho, scale * (K + (a**2 - rho**2 - z**2) / near2 * E)


def field_by_magpylib(rho, z, a):
    core = pytest.importorskip("magpylib.core")
    H = core.current_circle_Hfield(r0=np.full_like(rho, a), r=rho, z=z, i0=np.ones_like(rho))
    return MU_0 * H[0], MU_0 * H[2]


@pytest.mark.benchmark(group="field at 200 000 points")
@pytest.mark.parametrize("way", [loops.field, field_by_scipy, field_by_magpylib])
def test_field(timed, way):
    B_rho, B_z = timed(way, RHO, Z, 1.0)
    exact_rho, exact_z = loops.field(RHO, Z, 1.0)
    size = np.hypot(exact_rho, exact_z)
    assert (abs(B_rho - exact_rho) < 1e-11 * size).all()
    assert (abs(B_z - exact_z) < 1e-11 * size).all()


@pytest.mark.benchmark(group="field at one point")
@pytest.mark.parametrize("way", [loops.field, field_by_scipy])
def test_one_field(timed, way):
    assert timed(way, 0.3, 0.4, 1.0) == pytest.approx(loops.field(0.3, 0.4, 1.0), rel=1e-13)


def field_on_two_threads(rho, z, a):
    with ThreadPoolExecutor(2) as pool:
        halves = pool.map(lambda x, y: loops.field(x, y, a), np.split(rho, 2), np.split(z, 2))
        return tuple(map(np.concatenate, zip(*halves, strict=True)))


def field_by_dask(rho, z, a):
    da = pytest.importorskip("dask.array")
    lazy = loops.field(*(da.from_array(x, chunks=len(x) // 2) for x in (rho, z)), a)
    return da.compute(*lazy)


MANY = np.tile(RHO, 10), np.tile(Z, 10)


@pytest.mark.benchmark(group="field at 2 000 000 points, on cores")
@pytest.mark.parametrize("way", [loops.field, field_on_two_threads, field_by_dask])
def test_field_on_cores(timed, way):
    for found, exact in zip(timed(way, *MANY, 1.0), loops.field(*MANY, 1.0), strict=True):
        assert np.array_equal(found, exact)


# --- Elliptic integrals ----------------------------------------------------------------------


def ellipk_by_scipy(m):
    return ellipk(m)


@pytest.mark.benchmark(group="K(m) at 200 000 points")
@pytest.mark.parametrize("way", [special.ellipk, ellipk_by_scipy])
def test_ellipk(timed, way):
    m = 1 - RHO / 3
    np.testing.assert_allclose(timed(way, m), special.ellipk(m), rtol=2e-15)


# --- The field of a dipole, and the force between loops ------------------------------------

POINTS, MOMENT = SOME.uniform(-2, 2, (200_000, 3)), np.array([0.3, -0.2, 0.9])


def dipole_field_by_magpylib(r, m):
    core = pytest.importorskip("magpylib.core")
    return MU_0 * core.dipole_Hfield(observers=r, moments=np.broadcast_to(m, r.shape))


@pytest.mark.benchmark(group="dipole field at 200 000 points")
@pytest.mark.parametrize("way", [dipoles.field, dipole_field_by_magpylib])
def test_dipole_field(timed, way):
    B, exact = timed(way, POINTS, MOMENT), dipoles.field(POINTS, MOMENT)
    assert (abs(B - exact) < 1e-12 * np.linalg.norm(exact, axis=1, keepdims=True)).all()


PLACES = SOME.normal(size=(200, 3))
PLACES *= 3 / np.linalg.norm(PLACES, axis=1, keepdims=True)
N_A, N_B = SOME.normal(size=(2, 200, 3))


def force_by_double_sum(r, n_a, n_b, points=32):
    """Biot and Savart's double integral, as a script would do it; good to 1e-9 at this distance."""
    t = 2 * pi * np.arange(points)[:, None] / points
    wires = []
    for n in (n_a, n_b):
        n = n / np.linalg.norm(n, axis=-1, keepdims=True)
        e = np.cross(n, [0.3, -0.5, 0.8])
        e = (e / np.linalg.norm(e, axis=-1, keepdims=True))[:, None]
        f = np.cross(n[:, None], e)
        wires += [np.cos(t) * e + np.sin(t) * f, (np.cos(t) * f - np.sin(t) * e) * 2 * pi / points]
    x_a, d_a, x_b, d_b = wires
    R = r[:, None, None] + x_b[:, None] - x_a[:, :, None]
    pieces = np.cross(d_b[:, None], np.cross(d_a[:, :, None], R))
    pieces /= np.linalg.norm(R, axis=-1, keepdims=True) ** 3
    return MU_0 / (4 * pi) * pieces.sum(axis=(1, 2))


def force_by_loops(r, n_a, n_b):
    return loops.pair_force(r, n_a, n_b, 1.0, 1.0)


def force_by_expansion(r, n_a, n_b):
    m_a, m_b = (pi * n / np.linalg.norm(n, axis=1, keepdims=True) for n in (n_a, n_b))
    return dipoles.force_expansion(r, m_a, m_b, 1.0, 1.0, 24)


@pytest.mark.benchmark(group="force between 200 pairs of loops")
@pytest.mark.parametrize("way", [force_by_loops, force_by_expansion, force_by_double_sum])
def test_pair_force(timed, way):
    F, exact = timed(way, PLACES, N_A, N_B), force_by_loops(PLACES, N_A, N_B)
    size = np.linalg.norm(exact, axis=1).max()
    assert (abs(F - exact) < 1e-8 * size).all()


# --- The torque between concentric loops ---------------------------------------------------


def torque_by_scipy(alpha, a, b):
    """One quadrature of an elliptic integral along the inner loop."""
    A, s2 = a * a + b * b, np.sin(alpha) ** 2

    def integrand(beta):
        t2 = np.sin(beta) ** 2
        B = 2 * a * b * np.sqrt(1 - s2 * t2)
        return t2 * ellipe(2 * B / (A + B)) / ((A - B) * np.sqrt(A + B))

    integral = 4 * quad(integrand, 0, pi / 2, epsabs=0, epsrel=1e-12, limit=200)[0]
    return -MU_0 * (a * b) ** 2 * np.sin(alpha) / pi * integral


ALL_ALPHAS, ALL_B = SOME.uniform(0.05, 3, 200_000), SOME.uniform(0.1, 0.99, 200_000)


def torques_by_library(alpha, b):
    return loops.concentric_torque(alpha, 1.0, b)


def torques_by_rule(alpha, b, nodes=64):
    """The same integral by the trapezoidal rule, for all at once; good to 1e-9 up to b/a = 0.6."""
    s2 = np.sin(alpha) ** 2
    total = np.zeros_like(alpha)
    for beta in pi * np.arange(nodes) / nodes:
        t2 = np.sin(beta) ** 2
        B = 2 * b * np.sqrt(1 - s2 * t2)
        total += t2 * ellipe(2 * B / (1 + b * b + B)) / ((1 + b * b - B) * np.sqrt(1 + b * b + B))
    return -MU_0 * 2 * b * b * np.sin(alpha) / nodes * total


@pytest.mark.benchmark(group="200 000 torques at b/a < 0.6")
@pytest.mark.parametrize("way", [torques_by_library, torques_by_rule])
def test_all_torques(timed, way):
    exact = torques_by_library(ALL_ALPHAS, 0.6 * ALL_B)
    np.testing.assert_allclose(timed(way, ALL_ALPHAS, 0.6 * ALL_B), exact, rtol=1e-9)


@pytest.mark.benchmark(group="one torque at b/a = 0.9")
@pytest.mark.parametrize("way", [loops.concentric_torque, torque_by_scipy])
def test_torque(timed, way):
    exact = loops.concentric_torque(1.0, 1.0, 0.9)
    assert timed(way, 1.0, 1.0, 0.9) == pytest.approx(exact, rel=1e-11)


ALPHAS = np.linspace(0.1, 3, 1000)


def torque_by_series(alpha, a, b):
    # for 1e-12 everywhere in ALPHAS at b/a = 0.99
    return loops.concentric_torque_series(alpha, a, b, terms=1700)


def torques_by_scipy(alpha, a, b):
    return np.array([torque_by_scipy(angle, a, b) for angle in alpha])


def torque_by_pair(alpha, a, b):
    zero = np.zeros_like(alpha)
    normals = np.stack([zero, -np.sin(alpha), np.cos(alpha)], axis=-1)
    return loops.pair_torque((0, 0, 0), (0, 0, 1), normals, a, b)[..., 0]


@pytest.mark.benchmark(group="1000 torques at b/a = 0.99")
@pytest.mark.parametrize(
    "way", [loops.concentric_torque, torque_by_series, torque_by_pair, torques_by_scipy]
)
def test_torques(timed, way):
    exact = loops.concentric_torque(ALPHAS, 1.0, 0.99)
    np.testing.assert_allclose(timed(way, ALPHAS, 1.0, 0.99), exact, rtol=3e-10)


# --- The energy beside a ring magnet at 200 000 places ---------------------------------------


def energy_by_scipy(z, rho, theta=0.5, dphi=0.3):
    """Equation (75) of *ring-magnet* as it stands."""
    m = 4 * rho / (z**2 + (1 + rho) ** 2)
    pi3 = ellipe(m) / (1 - m)
    pi5 = (2 * (2 - m) * pi3 - ellipk(m)) / (3 * (1 - m))
    c, s = np.cos(theta), np.sin(theta) * np.cos(dphi)
    k3 = m**1.5
    last = pi5 - 2 / m * (pi5 - pi3)
    upright = c * k3 * pi3 / (2 * rho) - 3 / 8 * (z * z / rho**2 * c + z / rho * s) * k3 * m * pi5
    return MU_0 / (4 * pi * np.sqrt(rho)) * (upright - 3 / 8 * z / rho**2 * s * k3 * m * last)


def energy_by_dipoles(z, rho):
    """200 dipoles along the ring, in pieces that fit into memory."""
    t = 2 * pi * np.arange(200) / 200
    n = [np.sin(0.5) * np.cos(0.3), -np.sin(0.5) * np.sin(0.3), np.cos(0.5)]
    ends = np.stack([np.cos(t), np.sin(t), 0 * t], axis=1)
    found = []
    for i in range(0, len(z), 5000):
        part = slice(i, i + 5000)
        places = np.stack([rho[part], 0 * rho[part], z[part]], axis=1)
        pieces = dipoles.energy(places[:, None] - ends, [0, 0, 2 * pi / 200], n)
        found.append(pieces.sum(axis=1))
    return np.concatenate(found)


def energy_by_library(z, rho):
    return ring.energy(rho, z, 0.3, 0.5)


def ring_field_by_scipy(z, rho):
    return -energy_by_scipy(z, rho, pi / 2, 0.0), -energy_by_scipy(z, rho, 0.0)


def ring_field_by_library(z, rho):
    return ring.field(rho, z)


@pytest.mark.benchmark(group="ring field at 200 000 places")
@pytest.mark.parametrize("way", [ring_field_by_library, ring_field_by_scipy])
def test_ring_field(timed, way):
    away = np.hypot(RHO - 1, Z) > 0.25
    found, exact = timed(way, Z[away], RHO[away]), ring.field(RHO[away], Z[away])
    assert (np.hypot(*np.subtract(found, exact)) < 1e-10 * np.hypot(*exact)).all()


@pytest.mark.benchmark(group="ring energy at 200 000 places")
@pytest.mark.parametrize("way", [energy_by_library, energy_by_scipy, energy_by_dipoles])
def test_ring_energy(timed, way):
    away = np.hypot(RHO - 1, Z) > 0.25
    U = timed(way, Z[away], RHO[away])
    exact = energy_by_library(Z[away], RHO[away])
    size = np.hypot(*ring.field(RHO[away], Z[away]))
    assert (abs(U - exact) < 1e-10 * size).all()


# --- The power lost in a sphere beside a loop -----------------------------------------------


def power_by_library(centre):
    return sphere.power(centre, (0.4, 0.3, 1.0), 1.0, 1.1, 5.8e7, 0.1)


def power_by_scipy(centre, count=30, nodes=128):
    """Multipoles of the wire by SciPy's harmonics, their slopes along r × dl by differences."""
    n = np.array([0.4, 0.3, 1.0]) / np.sqrt(1.25)
    e = np.cross(n, [0.3, -0.5, 0.8])
    e /= np.linalg.norm(e)
    t = 2 * pi * np.arange(nodes)[:, None] / nodes
    x = centre + 1.1 * (np.cos(t) * e + np.sin(t) * np.cross(n, e))
    w = np.cross(x, 2.2 * pi / nodes * (np.cos(t) * np.cross(n, e) - np.sin(t) * e))
    length = np.linalg.norm(w, axis=1)
    steps = [x + s * 1e-4 * w / length[:, None] for s in (-2, -1, 1, 2)]
    ka = np.sqrt(1j * MU_0 * 5.8e7 * 0.1)
    total = 0.0
    for k in range(1, count + 1):
        Y = []
        for y in steps:
            r = np.linalg.norm(y, axis=1)
            angles = np.arccos(y[:, 2] / r), np.arctan2(y[:, 1], y[:, 0])
            Y.append(sph_harm_y(k, np.arange(-k, k + 1)[:, None], *angles) / r ** (k + 1))
        moments = (Y[0] - 8 * Y[1] + 8 * Y[2] - Y[3]) / 12e-4 @ length
        G = spherical_in(k + 1, ka) / spherical_in(k - 1, ka)
        total += G.imag / (k * (k + 1) * (2 * k + 1)) * (abs(moments) ** 2).sum()
    return MU_0 * 0.1 / 2 * total


@pytest.mark.benchmark(group="power in one sphere")
@pytest.mark.parametrize("way", [power_by_library, power_by_scipy])
def test_sphere_power(timed, way):
    centre = np.array([0.5, -0.9, 2.0])
    assert timed(way, centre) == pytest.approx(power_by_library(centre), rel=1e-9)


def test_rows_in_a_page_can_be_timed():
    for compiled in (True, False):
        assert in_micropython(compiled, many=1, repeat=1) > 0
