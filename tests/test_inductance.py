"""Mutual and self-inductance of circular loops, by routes that share nothing with the package.

Maxwell's closed form at 40 digits ─┐
∮ A·dl at 40 digits, any place ─────┼─ mutual_inductance ── its derivatives: pair_force,
Neumann's double sum ───────────────┘                       pair_torque, concentric_torque
energy of a ring whose section is cut into filaments ─┐
the integral equation of a perfect conductor's current ┼─ self_inductance, and its next term
toroidal functions ────────────────────────────────────┘
"""

import re
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest
from hypothesis import assume, example, given, settings
from hypothesis import strategies as st
from mpmath import mp
from numpy import pi
from scipy.special import ellipe, ellipk, ellipkm1

from magbook import MU_0, dipoles, loops
from magfigures import load, self_inductance
from tests.figures import drawn
from tests.test_loops import N_A, N_B, cross, frame

BOOK = Path(__file__).parents[1] / "book"
UP = (0.0, 0.0, 1.0)


def by_maxwell(a, b, h):
    """M/μ0 of coaxial loops, from K and E."""
    a, b, h = mp.mpf(a), mp.mpf(b), mp.mpf(h)
    m = 4 * a * b / ((a + b) ** 2 + h**2)
    k = mp.sqrt(m)
    return mp.sqrt(a * b) * ((2 / k - k) * mp.ellipk(m) - 2 / k * mp.ellipe(m))


@pytest.mark.parametrize(
    "a, b, h",
    [
        (1, 1, 1),
        (1, 1, 1e-3),
        (1, 1, 1e-9),
        (1, 1, 1e6),
        (0.2, 3, 0.5),
        (1, 1e-7, 0),
        (7, 7e5, 1e9),
    ],
)
def test_coaxial_loops_have_maxwells(a, b, h):
    with mp.workdps(60):
        exact = by_maxwell(a, b, h) * mp.mpf(MU_0)
        for x, n in ((h, UP), (-h, (0, 0, 5))):
            found = loops.mutual_inductance((0, 0, x), UP, n, a, b)
            # 1e-16 of a, in the position of a wire, is 1e-7 of a distance of 1e-9 a
            allowed = 1e-13 if h != 1e-9 else 1e-8
            assert abs(mp.mpf(found) / exact - 1) < allowed
            assert loops.mutual_inductance((0, 0, x), UP, (0, 0, -1), a, b) == -found


def by_potential(r, n_a, n_b, a, b, points, digits=40):
    """M/μ0, the vector potential of loop a in K and E summed along the wire of loop b."""
    with mp.workdps(digits):
        n_a, n_b = ([mp.mpf(float(c)) for c in n] for n in (n_a, n_b))
        n_a, n_b = ([c / mp.norm(n) for c in n] for n in (n_a, n_b))
        r, a, b = [mp.mpf(float(c)) for c in r], mp.mpf(float(a)), mp.mpf(float(b))
        e = cross(n_b, [1, 0, 0])
        e = [c / mp.norm(e) for c in e]
        f = cross(n_b, e)
        total = mp.mpf(0)
        for j in range(points):
            c, s = mp.cospi(mp.mpf(2 * j) / points), mp.sinpi(mp.mpf(2 * j) / points)
            x = [p + b * (c * q + s * t) for p, q, t in zip(r, e, f, strict=True)]
            dl = [b * (c * t - s * q) * 2 * mp.pi / points for q, t in zip(e, f, strict=True)]
            z = mp.fdot(x, n_a)
            across = [p - z * q for p, q in zip(x, n_a, strict=True)]
            rho = mp.norm(across)
            m = 4 * a * rho / ((a + rho) ** 2 + z * z)
            k = mp.sqrt(m)
            A = mp.sqrt(a / rho) / (mp.pi * k) * ((1 - m / 2) * mp.ellipk(m) - mp.ellipe(m))
            total += A * mp.fdot(cross(n_a, across), dl) / rho
        return total


@pytest.mark.parametrize(
    "r, a, b, points",
    [
        ((1.1, 1.4, 1.5), 1, 1, 300),
        ((0.5, 0.6, 0.4), 1, 0.4, 400),  # linked
        ((0.7, 0.2, 0.1), 1, 0.6, 600),  # linked
        ((0.1, 0.2, 0.1), 1, 0.3, 200),
        ((0.3, -0.2, 0.5), 1, 1e-6, 24),
        ((0.3, -0.2, 0.5), 1, 0.07, 60),
        ((480.0, 600.0, 640.0), 1, 1, 24),
        ((4.8e7, 6.0e7, 6.4e7), 1, 0.3, 24),
    ],
)
def test_any_place_to_the_last_digits(r, a, b, points):
    exact = by_potential(r, N_A, N_B, a, b, points, digits=60)
    assert abs(by_potential(r, N_A, N_B, a, b, points // 2 + 1, digits=60) / exact - 1) < 1e-15
    for pair in ((r, N_A, N_B, a, b), (np.negative(r), N_B, N_A, b, a)):
        found = mp.mpf(loops.mutual_inductance(*pair)) / mp.mpf(MU_0)
        assert abs(found / exact - 1) < 1e-13


def points_of(r, n, a, count):
    _, e, f = frame(n)
    angle = np.linspace(0, 2 * pi, count, endpoint=False)[:, None]
    cosine, sine = np.cos(angle), np.sin(angle)
    return r + a * (cosine * e + sine * f), a * (cosine * f - sine * e) * 2 * pi / count


def by_neumann(r, n_a, n_b, a, b, count=400):
    """M/μ0 = ∮∮ dl·dl′/(4π R), the integral of the sizes, and the shortest distance."""
    x, dx = points_of(np.zeros(3), n_a, a, count)
    y, dy = points_of(np.array(r), n_b, b, count)
    distance = np.linalg.norm(x[:, None] - y, axis=-1)
    sizes = np.linalg.norm(dx, axis=-1)[:, None] * np.linalg.norm(dy, axis=-1)
    return (
        (dx @ dy.T / distance).sum() / (4 * pi),
        (sizes / distance).sum() / (4 * pi),
        distance.min(),
    )


coordinates = st.tuples(*[st.floats(-2, 2)] * 3)
directions = st.tuples(*[st.floats(-1, 1)] * 3).filter(lambda n: np.linalg.norm(n) > 0.1)


@given(r=coordinates, n_a=directions, n_b=directions, b=st.floats(0.2, 2))
# where the error of the sum with 64 points is small by chance
@example(
    (1.078125, -0.984375, -1.0), (0, 0.2109375, -0.2578125), (0, 0.2109375, -0.2578125), 1.30859375
)
def test_neumanns_double_sum(r, n_a, n_b, b):
    M, size, nearest = by_neumann(r, n_a, n_b, 1.0, b)
    assume(nearest > 0.15)
    found = loops.mutual_inductance(r, n_a, n_b, 1.0, b)
    assert found == pytest.approx(MU_0 * M, rel=0, abs=1e-12 * MU_0 * size)
    turned = loops.mutual_inductance(np.negative(r), n_b, n_a, b, 1.0)
    assert turned == pytest.approx(found, rel=0, abs=1e-14 * MU_0 * size)


def slope(function, h=0.02):
    """The derivative at 0: central differences, extrapolated three times."""
    rows = [(function(x) - function(-x)) / (2 * x) for x in (h, h / 2, h / 4, h / 8)]
    for power in (4, 16, 64):
        rows = [(power * q - p) / (power - 1) for p, q in pairwise(rows)]
    return rows[0]


def rotated(n, axis, angle):
    n, axis = np.array(n), np.array(axis) / np.linalg.norm(axis)
    c, s = np.cos(angle), np.sin(angle)
    return c * n + s * np.cross(axis, n) + (1 - c) * (n @ axis) * axis


@settings(max_examples=40)
@given(r=coordinates, n_a=directions, n_b=directions, b=st.floats(0.2, 2), axis=directions)
def test_force_and_torque_are_its_derivatives(r, n_a, n_b, b, axis):
    r = np.array(r)
    _, size, nearest = by_neumann(r, n_a, n_b, 1.0, b)
    assume(nearest > 0.4)
    I_a, I_b = 3.0, -2.0
    force, torque = loops.pair_wrench(r, n_a, n_b, 1.0, b, I_a, I_b)
    allowed = 1e-8 * MU_0 * size
    for direction, F in zip(np.eye(3), force, strict=True):
        found = slope(lambda x, d=direction: loops.mutual_inductance(r + x * d, n_a, n_b, 1.0, b))
        assert I_a * I_b * found == pytest.approx(F, rel=0, abs=allowed)
    turned = slope(lambda angle: loops.mutual_inductance(r, n_a, rotated(n_b, axis, angle), 1.0, b))
    along = torque @ np.array(axis) / np.linalg.norm(axis)
    assert I_a * I_b * turned == pytest.approx(along, rel=0, abs=allowed)


@pytest.mark.parametrize("b", [0.2, 0.9, 1.3])
@pytest.mark.parametrize("alpha", [0.4, 1.2, 2.5])
def test_the_concentric_torque_is_its_derivative(alpha, b):
    turned = lambda x: loops.mutual_inductance(  # noqa: E731
        (0, 0, 0), UP, (0, -np.sin(alpha + x), np.cos(alpha + x)), 1.0, b
    )
    N = loops.concentric_torque(alpha, 1.0, b)
    assert slope(turned) == pytest.approx(N, rel=1e-7)


def test_small_loops_are_dipoles():
    r, a, b = np.array([3.0, -1.0, 2.0]), 1e-4, 2e-4
    n_a, n_b = (np.array(n) / np.linalg.norm(n) for n in (N_A, N_B))
    U = dipoles.energy(r, pi * a * a * n_a, pi * b * b * n_b)
    assert loops.mutual_inductance(r, n_a, n_b, a, b) == pytest.approx(-U, rel=1e-7)


def test_signs():
    # on one axis they help each other, side by side they do not; across, nothing passes through
    assert loops.mutual_inductance((0, 0, 1), UP, UP, 1, 1) > 0
    assert loops.mutual_inductance((3, 0, 0), UP, UP, 1, 1) < 0
    assert loops.mutual_inductance((0, 0, 1), UP, (1, 0, 0), 1, 1) == pytest.approx(0, abs=1e-22)
    # linked: all lines of loop a's field pass through its disc once, in one sense
    through = loops.mutual_inductance((1, 0, 0), UP, (0, 1, 1), 1, 0.5)
    assert through == -loops.mutual_inductance((1, 0, 0), UP, (0, -1, -1), 1, 0.5) != 0


def test_wires_that_touch_have_none():
    for r, n, b in (((0, 0, 0), UP, 1), ((2, 0, 0), UP, 1), ((0, 0, 0), (0, 1, 1), 1)):
        assert np.isnan(loops.mutual_inductance(r, UP, n, 1.0, b))


# --- A ring of its own -------------------------------------------------------------------------


def by_filaments(wire, density, n=10):
    """L/μ0 of a ring of radius 1: the section is cut into filaments, each with all others. About
    each the others are taken on rays, on which the logarithm of the distance is integrable."""
    node, weight = np.polynomial.legendre.leggauss(n)
    v, dv = (node + 1) / 2, weight / 2
    angle, turn = (np.arange(k) * 2 * pi / k for k in (2 * n, 4 * n))
    radius = wire * v
    x, z = (np.outer(radius, f(angle)).ravel() for f in (np.cos, np.sin))
    area = np.repeat(dv * wire * radius, 2 * n) * pi / n
    ray = x[:, None] * np.cos(turn) + z[:, None] * np.sin(turn)
    reach = -ray + np.sqrt(ray**2 + wire**2 - (x * x + z * z)[:, None])
    s = reach[..., None] * v**2
    ds = reach[..., None] * 2 * v * dv * s
    rho = 1 + x[:, None, None] + s * np.cos(turn)[:, None]
    first, height = 1 + x[:, None, None], s * np.sin(turn)[:, None]
    far2, near2 = (first + rho) ** 2 + height**2, (first - rho) ** 2 + height**2
    rest = near2 / far2
    M = np.sqrt(far2) / 2 * ((1 + rest) * ellipkm1(rest) - 2 * ellipe(1 - rest))
    flux = (M * density(rho) * ds).sum((1, 2)) * pi / (2 * n)
    current = area * density(1 + x)
    return (current * flux).sum() / current.sum() ** 2


@pytest.mark.parametrize("wire", [0.05, 0.1, 0.25])
def test_a_rings_own_inductance(wire):
    thin = loops.self_inductance(1.0, wire) / MU_0
    evenly = by_filaments(wire, np.ones_like)
    inverse = by_filaments(wire, lambda rho: 1 / rho)
    # what the docstring says of the next term; the one after it is of order wire⁴
    assert evenly - thin == pytest.approx(
        wire**2 * (np.log(8 / wire) / 8 + 1 / 24), rel=wire**2 / 5
    )
    left = wire**2 * (5 / 24 - np.log(8 / wire) / 8)
    assert inverse - thin == pytest.approx(left, rel=wire**2, abs=3e-6)
    assert abs(evenly / thin - 1) < {0.05: 0.0006, 0.1: 0.0024, 0.25: 0.018}[wire]


def on_the_surface(wire, n=64):
    """(1/ρ, 2π M/μ0 dθ') of a ring of radius 1: the flux that currents along the section's circle
    send through it. The logarithm of the distance is integrated exactly (Kussmaul, Martensen)."""
    t = np.arange(n) * 2 * pi / n
    turn = t[:, None] - t
    rho, z = 1 + wire * np.cos(t), wire * np.sin(t)
    far2 = (rho[:, None] + rho) ** 2 + (z[:, None] - z) ** 2
    chord2 = 4 * np.sin(turn / 2) ** 2
    rest = wire**2 * chord2 / far2
    # K and E are a logarithm, times functions of 1 - m that have none, and what is left
    logarithm = -np.sqrt(far2) / (2 * pi) * ((rest - 1) * ellipk(rest) + 2 * ellipe(rest))
    own = np.eye(n, dtype=bool)
    M = np.sqrt(far2) / 2 * ((1 + rest) * ellipkm1(rest + own) - 2 * ellipe(1 - rest))
    smooth = M - logarithm * np.log(chord2 + own)
    smooth[own] = rho * (np.log(8 * rho / wire) - 2)
    k = np.arange(1, n // 2)
    weights = -2 * (np.cos(turn[..., None] * k) / k).sum(-1) / n - 2 * np.cos(n * turn / 2) / n**2
    return 1 / rho, weights * logarithm + smooth / n


def by_surface_current(wire, density):
    """L/μ0 for a given current around the section."""
    inverse, flux = on_the_surface(wire)
    current = density(inverse) / density(inverse).sum()
    return len(current) * current @ flux @ current


def by_perfect_conductor(wire):
    """L/μ0: the current that lets no flux through its own section."""
    _, flux = on_the_surface(wire)
    return 1 / np.linalg.solve(flux, np.ones(len(flux))).mean()


def by_toroidal_functions(wire):
    """The same by separating the variables, to 20 digits."""
    with mp.workdps(30):
        x, total, n = 1 / mp.mpf(wire), mp.mpf(0), 0
        while True:
            v = n - mp.mpf(1) / 2
            P, Q = ([mp.re(f(v + k, 0, x, type=3)) for k in (0, 1)] for f in (mp.legenp, mp.legenq))
            ratio = (Q[1] - x * Q[0]) / (P[1] - x * P[0])  # of the slopes
            term = (2 if n else 1) * ratio / (mp.mpf(1) / 4 - n * n)
            total += term
            n += 1
            if abs(term) < 1e-22 * total:
                return 2 * mp.pi**2 * mp.sqrt(1 - 1 / x**2) / total


def test_a_perfect_conductors_ring_by_two_routes():
    for wire in (0.01, 0.1, 0.25, 0.5):
        exact = by_toroidal_functions(wire)
        assert abs(by_perfect_conductor(wire) / exact - 1) < 1e-13


@pytest.mark.parametrize("wire", [0.01, 0.03, 0.1])
def test_the_next_term_of_a_current_on_the_surface(wire):
    thin = loops.self_inductance(1.0, wire, 0.0) / MU_0
    l = np.log(8 / wire)
    left = wire**2 * l**2 / 5 + 1e-11 / wire**2  # of the next order, and rounding, over wire²
    for found, term in (
        (by_surface_current(wire, np.ones_like), l / 4),
        (by_surface_current(wire, lambda inverse: inverse), 1 / 2 - l / 4),
        (by_perfect_conductor(wire), -(l**2) / 4 + l / 2 - 1 / 16),
    ):
        assert (found - thin) / wire**2 == pytest.approx(term, rel=0, abs=left)
    # of all the currents on the surface the perfect conductor's has the least energy
    assert by_perfect_conductor(wire) < by_surface_current(wire, lambda inverse: inverse)
    assert by_surface_current(wire, lambda inverse: inverse) < by_surface_current(
        wire, np.ones_like
    )


def test_what_a_thin_ring_is():
    L = loops.self_inductance(2.0, 0.01, [0.0, 0.25]) / (2 * MU_0)
    assert np.allclose(L, np.log(1600) - np.array([2, 1.75]), rtol=1e-15, atol=0)
    with pytest.raises(ValueError, match=r"wire must be less than a.* wire = 2\.0"):
        loops.self_inductance(1.0, 2.0)
    with pytest.raises(ValueError, match="interior must be non-negative"):
        loops.self_inductance(1.0, 0.1, -0.1)


@pytest.mark.parametrize("wire", [0.1, 0.25, 0.5])
def test_five_distributions_to_second_order(wire):
    filled, filled_inversely, around, around_inversely, perfect = (
        L / MU_0 for L in loops.ring_inductances(1.0, wire)
    )
    # what the docstring states of what is left out
    most, least = {0.1: (1e-4, 1e-6), 0.25: (1.6e-3, 1e-5), 0.5: (0.019, 2e-4)}[wire]
    assert filled == pytest.approx(by_filaments(wire, np.ones_like), rel=least)
    assert filled_inversely == pytest.approx(by_filaments(wire, lambda rho: 1 / rho), rel=most)
    assert around == pytest.approx(by_surface_current(wire, np.ones_like), rel=least)
    assert around_inversely == pytest.approx(by_surface_current(wire, lambda x: x), rel=most)
    assert perfect == pytest.approx(by_perfect_conductor(wire), rel=most)


def test_a_perfect_conductors_ring_of_any_thickness():
    for wire in (1e-6, 0.1, 0.5, 0.8):
        exact = by_toroidal_functions(wire)
        assert abs(loops.perfect_ring_inductance(2.0, 2 * wire) / (2 * MU_0) / exact - 1) < 1e-14
    for beyond in (0.991, 1e-81):
        with pytest.raises(ValueError, match=r"wire must lie between 1e-80 a and 0\.99 a"):
            loops.perfect_ring_inductance(1.0, beyond)


@pytest.mark.parametrize("wire", [0.01, 0.25, 0.5])
def test_a_perfect_conductors_current(wire):
    _, flux = on_the_surface(wire)
    current = np.linalg.solve(flux, np.ones(len(flux)))
    angle = np.arange(len(flux)) * 2 * pi / len(flux)
    found = loops.perfect_ring_current(angle, 1.0, wire)
    np.testing.assert_allclose(found, current / current.mean(), 0, 1e-9)
    assert np.mean(found) == pytest.approx(1, rel=1e-13)
    # around a thin wire, as the docstring says
    first = 1 - wire * (np.log(8 / wire) - 0.5) * np.cos(angle)
    assert abs(found - first).max() < 1.2 * (wire * np.log(8 / wire)) ** 2


def test_the_voltage_of_the_chosen_current():
    """ωMI, and at first that of 1 A at 100 kHz, which was once all that there was."""
    figure = load("mutual-inductance")
    M = loops.mutual_inductance((0.05, 0, 0.05), UP, UP, 0.1, 0.07)
    for current, kilohertz in ((None, None), (0.1, 13560.0)):
        given = {} if current is None else {"current": current, "frequency": kilohertz}
        expected = 2 * pi * 1e3 * (kilohertz or 100) * M * (current or 1)
        assert figure.answer(given)["results"]["emf"] == pytest.approx(expected, rel=1e-13)


@pytest.mark.parametrize("current", [1, 2, 3, 4, 5])
def test_the_figure_of_a_ring(current):
    """The density drawn is the one whose inductance is shown."""
    thickness = 0.25
    values = {"thickness": thickness, "current": current, "radius": 40.0}
    answer = load("self-inductance").answer(values)["results"]
    section, _, against, lacks = drawn("self-inductance", values)
    x, z, density = map(np.array, section["current"])
    rho, depth = 1 + thickness * x, np.hypot(x, z)
    assert np.mean(density) == pytest.approx(1, abs=3e-3)  # the dots stand for equal shares
    shape = {2: 1 / rho, 4: 1 / rho}.get(current, np.ones_like(x))
    if current == 5:
        shape = loops.perfect_ring_current(np.arctan2(z, x), 1.0, thickness)
    np.testing.assert_allclose(density / shape, (density / shape)[0], 1e-12)
    assert (depth < 1).all() if current <= 2 else np.allclose(depth, 1)
    assert answer["inner"] == pytest.approx(np.interp(-1, *answer["profile"]))

    L = loops.ring_inductances(0.04, 0.01)[current - 1]
    thin = loops.self_inductance(0.04, 0.01, 0.25 if current <= 2 else 0.0)
    assert answer["L"] == pytest.approx(1e9 * L)
    assert answer["share"] == pytest.approx(100 * (1 - thin / L))
    ((_, height),) = np.transpose(against["you"])
    assert height == pytest.approx(L / (MU_0 * 0.04))
    ((_, height),) = np.transpose(lacks["you"])
    assert height == pytest.approx(abs(answer["share"]))
    name = [label for _, _, label in self_inductance.LOOKS][current - 1]
    curve = lacks[name]
    # interpolated in the logarithms
    here = np.interp(np.log(thickness), *np.log(curve))
    assert np.exp(here) == pytest.approx(abs(answer["share"]), rel=1e-3)
    assert name.endswith("+" if thin < L else "−")


def test_the_figure_of_a_ring_says_where_its_formulas_end():
    figure = load("self-inductance")
    thick = figure.answer({"thickness": 0.6, "current": 5})
    assert thick["results"]["L"] is None and "formulas of second order end" in thick["text"]
    exact = 1e9 * loops.perfect_ring_inductance(0.1, 0.06)
    assert thick["results"]["L_exact"] == pytest.approx(exact)


def test_loops_that_are_said_to_be_decoupled_are():
    figure = load("mutual-inductance")
    apart = figure.presets["Decoupled side by side"]
    results = figure.answer(apart)["results"]
    for readout in figure.readouts:  # what is less is shown as 0
        assert abs(results[readout["name"]]) < readout["zero"], readout["name"]
    # and so are those that the text leads to
    for page in ("inductance", "for-teachers"):
        text = (BOOK / f"{page}.md").read_text("utf-8")
        assert re.findall(r"ratio=1&offset=(1[\d.]+)", text) == [str(apart["offset"])]
