"""The top over the ring: its limits and its motion, against the full rigid-body equations."""

import numpy as np
import pytest
from scipy.integrate import solve_ivp

from magbook import MU_0, levitron, ring

UNIT = MU_0 / 2


def field(x):
    """B and its gradient at a Cartesian place, from the closed forms."""
    rho = np.hypot(x[0], x[1])
    e = np.array([x[0], x[1]]) / rho if rho else np.array([1.0, 0.0])
    B_rho, B_z = ring.field(rho, x[2])
    across, mixed, axial = ring.field_gradient(rho, x[2])
    G = np.zeros((3, 3))
    G[:2, :2] = across * np.eye(2) - (2 * across + axial) * np.outer(e, e)
    G[:2, 2] = G[2, :2] = mixed * e
    G[2, 2] = axial
    return np.array([B_rho * e[0], B_rho * e[1], B_z]) / UNIT, G / UNIT


def rigid_body(kappa, scale):
    def slope(t, y):
        n, L = y[6:9], y[9:]
        B, G = field(y[:3])
        force = scale * G @ n - [0, 0, 1]
        return np.concatenate([y[3:6], force, np.cross(L, n) / kappa, scale * np.cross(n, B)])

    return slope


def hovering(height, spin, push=0.0):
    return np.array([push, 0, height, 0, 0, 0, 0, 0, -1.0, 0, 0, -spin])


def fastest_growth(height, spin, kappa, d=1e-5):
    """From the twelve equations, differenced."""
    f = rigid_body(kappa, 1 / levitron.stiffness(height)[0])
    y = hovering(height, spin)
    jacobian = np.array([(f(0, y + d * e) - f(0, y - d * e)) / (2 * d) for e in np.eye(12)]).T
    return max(np.linalg.eigvals(jacobian).real)


@pytest.mark.parametrize("z", [0.4, 0.6, 1.7, 1.82])
def test_weight_and_stiffness_are_those_of_the_field_on_the_axis(z):
    def strength(d):
        return abs(ring.field(0.0, z + d)[1]) / UNIT

    d = 1e-3
    slope = (8 * (strength(d) - strength(-d)) - strength(2 * d) + strength(-2 * d)) / (12 * d)
    around = [strength(j * d) for j in (-2, -1, 0, 1, 2)]
    bend = np.dot([-1, 16, -30, 16, -1], around) / (12 * d * d)
    weight, beta, c = levitron.stiffness(z)
    assert weight == pytest.approx(-slope, rel=1e-8)
    assert beta == pytest.approx(-strength(0) / slope, rel=1e-8)
    assert c == pytest.approx(bend / (-2 * slope), rel=1e-6)


@pytest.mark.parametrize("height", [1.70, 1.75, 1.80, 1.83, 1.84])
@pytest.mark.parametrize("kappa", [0.01, 0.03, 0.1])
def test_a_top_is_stable_between_its_limits_only(height, kappa):
    slow, fast = levitron.spins(height, kappa)
    middle = 0.5 * (slow + fast)
    assert fastest_growth(height, middle, kappa) < 1e-4
    for limit in (slow, fast):
        inside, outside = limit + 0.01 * (middle - limit), limit - 0.05 * (middle - limit)
        assert fastest_growth(height, inside, kappa) < 1e-3
        assert fastest_growth(height, outside, kappa) > 5e-3


def test_limits_to_six_digits():
    # found once more, from another derivation of the quartic
    for height, kappa, slow, fast in (
        (1.70, 0.01, 0.228873, 1.176466),
        (1.75, 0.03, 0.389322, 1.238614),
        (1.84, 0.03, 1.262175, 1.410727),
        (1.80, 0.0, 0.0, 1.295081),
        (0.40, 0.01, 0.0967822, 0.114600),
        (0.50, 0.0, 0.0, 0.0582530),
    ):
        assert levitron.spins(height, kappa) == pytest.approx((slow, fast), rel=5e-6, abs=1e-9)
    assert levitron.spins(0.60, 0.01) is None
    assert levitron.spins(1.86, 0.03) is None


@pytest.mark.parametrize(
    "height,spin,kappa",
    [(1.75, 1.3, 0.05), (1.75, 0.4, 0.05), (1.85, 0.9, 0.03), (1.67, 0.9, 0.05)],
)
def test_growth_is_that_of_the_twelve_equations(height, spin, kappa):
    found = levitron.growth(height, spin, kappa)
    assert found == pytest.approx(fastest_growth(height, spin, kappa), rel=1e-5)
    assert levitron.growth(1.75, 0.9, 0.05) == 0


@pytest.mark.parametrize("x", [(0.0, 0.0, 1.7), (0.1, -0.05, 1.8), (-0.2, 0.2, 1.65)])
def test_pull_is_that_of_the_ring(x):
    n = np.array([0.3, -0.2, -0.9])
    B, G = field(x)
    force, torque = levitron.pull(*x, tuple(n), 1.0)
    # what the expansion leaves out begins at the sixth power of ρ
    rho = np.hypot(x[0], x[1])
    near = dict(rel=0, abs=(0.03 * rho**6 + 1e-14) * np.abs(G).max())
    assert force == pytest.approx(G @ n - [0, 0, 1], **near)
    assert torque == pytest.approx(np.cross(n, B), **near)


@pytest.mark.parametrize("case", [(1.75, 0.9, 0.05, 0.03), (1.78, 1.0, 0.04, 0.08)])
def test_path_is_that_of_an_adaptive_integration(case):
    height, spin, kappa, push = case
    (times, xs, ys, zs, _), lost = levitron.follow(*case, 80.0, 0.3)
    assert lost is None
    until = 15.0
    exact = solve_ivp(
        rigid_body(kappa, 1 / levitron.stiffness(height)[0]),
        (0, until),
        hovering(height, spin, push),
        method="DOP853",
        rtol=1e-8,
        atol=1e-10,
        dense_output=True,
    )
    times = np.array([t for t in times if t < until])
    path = np.array([xs, ys, zs])[:, : len(times)]
    error = np.abs(path - exact.sol(times)[:3]).max(axis=0) / push
    assert error.max() < 0.012
    assert error[times < 1.5].max() < 1e-3  # where a first kick of another length would tell


def test_fates():
    for case, held in (
        ((1.75, 0.9, 0.05, 0.03), True),
        ((1.75, 0.48, 0.05, 0.03), False),
        ((1.75, 1.28, 0.05, 0.01), False),
        ((1.85, 0.9, 0.05, 0.01), False),
        ((1.67, 0.9, 0.05, 0.03), False),
        ((1.75, 0.9, 0.05, 0.15), False),
    ):
        assert (levitron.follow(*case, 80.0, 0.3)[1] is None) == held, case


def test_a_spinning_needle_can_hover_over_the_polarizable_ring():
    """The highest eigenvalue of W in U = n·W·n has a minimum in the valley, the lowest has not."""
    bottom = np.sqrt((25 + 3 * np.sqrt(5)) / 20)

    def eigenvalues(rho, z):
        u0, u1, u2, u3 = ring.casimir_polder_parts(rho, z)
        return np.linalg.eigvalsh([[u2 + u3, 0, u1 / 2], [0, u2 - u3, 0], [u1 / 2, 0, u0]])

    h = 1e-3
    middle = eigenvalues(0, bottom)
    along = (eigenvalues(0, bottom + h) - 2 * middle + eigenvalues(0, bottom - h)) / h**2
    across = 2 * (eigenvalues(h, bottom) - middle) / h**2
    assert along[2] == pytest.approx(3.896, abs=2e-3)
    assert across[2] == pytest.approx(0.973, abs=2e-3)
    assert across[0] < 0


def lying(spin, kappa, height, aside, until):
    """A lying, precessing top without gravity: how far it goes."""
    b = field(np.array([0, 0, height]))[0][2]
    n = np.array([1.0, 0, 0])
    L = spin * n + kappa * np.array([0, 0, -b / spin])
    weighted = rigid_body(kappa, 1.0)

    def slope(t, y):
        found = weighted(t, y)
        found[5] += 1
        return found

    start = np.concatenate([[aside, 0, height], np.zeros(3), n, L])
    run = solve_ivp(slope, (0, until), start, method="DOP853", rtol=1e-7, atol=1e-9)
    return np.hypot(np.hypot(run.y[0], run.y[1]), run.y[2] - height).max()


def test_a_lying_top_that_precesses_fast_enough_hovers_without_gravity():
    # a turning saddle: stable for S < 0.1946 at √1.5
    assert lying(0.15, 1e-3, np.sqrt(1.5), 0.01, 20) < 0.013
    assert lying(0.25, 1e-3, np.sqrt(1.5), 0.01, 12) > 0.1
