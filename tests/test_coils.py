r"""Spheres that are permeable or hollow, and several loops beside one, tied to routes of their own.

boundary conditions of A_φ, a degree at a time, 60 digits ── answers (β of each multipole)
A_φ of coaxial turns: ∫|J|²/2σ, field at the wires ────────┬─ coil_power, coil_force
J × B and r × (J × B) over the ball, field at the wires ───┴─ and coil_torque
static dipole, thin shell, turning dipole, one loop, currents that add up ── limits
"""

import mpmath as mp
import numpy as np
import pytest
from flint import acb, arb, ctx
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.spatial.transform import Rotation

from magbook import MU_0, coils, loops, sphere
from tests.test_sphere import SIGMA, UP, ball, jacobian, omega_for

pi = np.pi
few = settings(max_examples=15, deadline=None)
BALL, WEIGHT = ball(17, 17)


# --- One multipole -------------------------------------------------------------------------


def solutions(n, x):
    """iₙ and kₙ without their factors, and x d/dx of x times each."""
    half = mp.mpf(1) / 2
    i, i_less, k, k_less = (
        bessel(kind, n + s * half, x) / mp.sqrt(x) for kind in ("i", "k") for s in (1, -1)
    )
    return i, x * i_less - n * i, k, -x * k_less - n * k


def bessel(kind, order, x):
    """iᵥ or kᵥ to mpmath's digits, by Arb, which is many times as fast."""
    bits = mp.mp.prec + 64
    while True:
        with ctx.workprec(bits):
            found = getattr(in_balls(x), f"bessel_{kind}")(in_balls(order))
            if found.rel_accuracy_bits() > mp.mp.prec:
                parts = (part.mid().man_exp() for part in (found.real, found.imag))
                return mp.mpc(*(mp.ldexp(int(m), int(e)) for m, e in parts))
        bits *= 2


def in_balls(x):
    return acb(*(arb((int(p.man) * (-1) ** (p < 0), int(p.exp))) for p in (mp.re(x), mp.im(x))))


def shell(n, y, mu_r, wall):
    """A_φ = rⁿ + β r⁻ⁿ⁻¹ without, C iₙ + F kₙ in the wall, E rⁿ in the cavity; A_φ and
    (1/μ) ∂(r A_φ)/∂r are continuous at 1 and at the cavity: β, C, F."""
    M, c = mp.mpf(mu_r), 1 - mp.mpf(wall)
    k = mp.sqrt(mp.mpc(0, 1) * M * mp.mpf(y))
    C, F = mp.mpf(1), mp.mpf(0)
    if c > 0:
        i, di, v, dv = solutions(n, k * c)
        C, F = M * (n + 1) * v - dv, di - M * (n + 1) * i
    i, di, v, dv = solutions(n, k)
    u, du = C * i + F * v, C * di + F * dv
    size = M * (2 * n + 1) / (du + n * M * u)
    return size * u - 1, size * C, size * F


WALLS = [(1.0, 1.0), (1.5, 1.0), (1e6, 1.0), (0.01, 1.0), (1.0, 0.9999), (1.0, 0.3), (1.0, 0.04),
         (1.0, 1e-9), (300.0, 0.5), (300.0, 0.02), (1e6, 1e-5), (1 + 1e-6, 0.6), (1e-5, 0.1),
         (1e-4, 1e-6), (1e6, 0.999)]  # fmt: skip


@pytest.mark.parametrize("mu_r,wall", WALLS)
def test_each_multipole_to_the_last_digit(mu_r, wall):
    for ka in (1e-3, 0.03, 0.9, 1.1, 7.0, 300.0, 1e5):
        q, screening = sphere.answers(ka * ka, 40, mu_r, wall)
        for n in (1, 2, 9, 40):
            with mp.workdps(60 + int(2 * n * max(0, -np.log10(max(1 - wall, 1e-9))))):
                back, _, _ = shell(n, mp.mpf(ka) ** 2, mu_r, wall)
                assert abs(q[n] * (2 * n + 1) / -mp.im(back) - 1) < 1e-12
                # the real part may change its sign
                allowed = 1e-12 * max(abs(mp.re(back)), 1e-3 * abs(back) * (mu_r != 1))
                assert abs(screening[n] + mp.re(back)) < allowed


def test_a_wall_just_thin_enough_for_its_series():
    q, screening = sphere.answers(2.65e-7, 5, 604.0, 0.1466)
    for n in range(1, 6):
        with mp.workdps(60):
            back, _, _ = shell(n, 2.65e-7, 604.0, 0.1466)
            assert abs(q[n] * (2 * n + 1) / -mp.im(back) - 1) < 2e-13
            assert abs(screening[n] + mp.re(back)) < 1e-15 * abs(mp.re(back))


def test_high_multipoles_of_a_thin_wall():
    # a magnetic one at low frequency loses most: what each absorbs is small against its answer
    for mu_r, wall, ka in ((469.0, 0.00665, 0.0106), (1.0, 0.0125, 0.095), (80.0, 0.00128, 7.7)):
        q, screening = sphere.answers(ka * ka, 290, mu_r, wall)
        for n in (60, 159, 285):
            with mp.workdps(80):
                back, _, _ = shell(n, mp.mpf(ka) ** 2, mu_r, wall)
                assert abs(q[n] * (2 * n + 1) / -mp.im(back) - 1) < 2e-11
                assert abs(screening[n] + mp.re(back)) < 1e-12 * abs(mp.re(back))


def test_no_wall_and_no_frequency_are_reached():
    for mu_r in (1.0, 50.0):
        solid = sphere.answers(9.0, 9, mu_r, 1.0)
        for found, exact in zip(sphere.answers(9.0, 9, mu_r, 1 - 1e-12), solid, strict=True):
            assert np.allclose(found, exact, rtol=1e-14, atol=0)
    _, screening = sphere.answers(1e-30, 9, 1000.0, 1.0)
    n = np.arange(1, 10)
    assert -np.array(screening[1:]) == pytest.approx((n + 1) * 999 / (1000 * n + n + 1), rel=1e-14)
    # a thin shell is a sheet of resistance 1/σt: β = -iyt/(2n + 1 + iyt)
    q, screening = map(np.array, sphere.answers(3e6, 9, 1.0, 1e-6))
    sheet = 1j * 3.0 / (2 * n + 1 + 1j * 3.0)
    assert screening[1:] == pytest.approx(sheet.real, rel=1e-4)
    assert q[1:] * (2 * n + 1) == pytest.approx(sheet.imag, rel=1e-4)


# --- Coaxial turns, by A_φ -----------------------------------------------------------------


def legendre(u, v, count):
    """P¹ₙ from its recurrence, u and v being cosine and sine."""
    row = [mp.mpf(0), v]
    for n in range(1, count + 2):
        row.append(((2 * n + 1) * u * row[n] - (n + 1) * row[n - 1]) / n)
    return row


def by_potential(turns, y, mu_r, wall, heated=False, digits=18):
    """Power over ω and axial force for a = 1 and turns (h, b, I), from the field of the sphere at
    the wires; the power as heat in the wall if wanted."""
    far = [mp.hypot(h, b) for h, b, _ in turns]
    count = int(digits * mp.log(10) / mp.log(min(far)) / 2) + 6
    rows = [legendre(h / c, b / c, count) for (h, b, _), c in zip(turns, far, strict=True)]
    k = mp.sqrt(mp.mpc(0, 1) * mp.mpf(mu_r) * mp.mpf(y))
    power, force = mp.mpf(0), mp.mpf(0)
    for n in range(1, count + 1):
        source = sum(
            mp.mpf(MU_0) * mp.mpc(I) * b / c / 2 * P[n] / c**n / (n * (n + 1))
            for (_, b, I), c, P in zip(turns, far, rows, strict=True)
        )
        back, C, F = shell(n, y, mu_r, wall)
        if heated:

            def density(r, n=n, C=C, F=F):
                i, _, v, _ = solutions(n, k * r)
                return abs(C * i + F * v) ** 2 * r * r

            # ½ω²σ|A|², over the directions 4πn(n + 1)/(2n + 1); σω = y/μ0
            norm = 2 * mp.pi * n * (n + 1) / (2 * n + 1) * mp.mpf(y) / mp.mpf(MU_0)
            power += norm * mp.quad(density, [1 - mp.mpf(wall), 1]) * abs(source) ** 2
        for (_, b, I), c, P in zip(turns, far, rows, strict=True):
            away = mp.pi * b * mp.conj(mp.mpc(I)) * source * back / c ** (n + 1)
            force += mp.re(away) * n * P[n + 1] / c  # ∂A_φ/∂z
            if not heated:
                power -= mp.im(away) * P[n]
    return power, force


TURNS = [(0.9, 1.3, 10.0), (1.4, 1.5, 8 - 3j), (-1.2, 1.1, -4 + 5j)]
CASES = [(1.0, 1.0), (40.0, 1.0), (1.0, 0.4), (40.0, 0.1), (1.0, 1e-3), (0.2, 0.5)]


def as_coil(turns, ka, mu_r, inner):
    h, b, I = zip(*turns, strict=True)
    return [(0, 0, x) for x in h], UP, 1.0, b, SIGMA, omega_for(ka), I, mu_r, inner


@pytest.mark.parametrize("mu_r,wall", CASES)
@pytest.mark.parametrize("ka", [0.1, 3.0, 100.0])
def test_coaxial_turns_by_the_vector_potential(mu_r, wall, ka):
    inner = 1 - wall
    coil = as_coil(TURNS, ka, mu_r, inner)
    with mp.workdps(50):
        power, force = by_potential(TURNS, mp.mpf(ka) ** 2, mu_r, 1 - mp.mpf(inner))
    assert abs(sphere.coil_power(*coil) / (power * omega_for(ka)) - 1) < 1e-12
    found = sphere.coil_force(*coil)
    assert found[:2].tolist() == [0, 0]
    assert abs(found[2] / force - 1) < 1e-11  # the turns' forces cancel in part
    assert sphere.coil_torque(*coil).tolist() == [0, 0, 0]


def test_a_far_loop_meets_a_near_one_to_the_last_digit():
    # its multipoles count as far as those of the near one that they meet
    turns = [(0.1, 1.1, 0.02), (12.0, 2.0, 60.0)]
    with mp.workdps(40):
        power, force = by_potential(turns, mp.mpf(1) / 4, 1, 1, digits=40)
    coil = as_coil(turns, 0.5, 1.0, 0.0)
    assert abs(sphere.coil_power(*coil) / (power * omega_for(0.5)) - 1) < 3e-15
    assert abs(sphere.coil_force(*coil)[2] / force - 1) < 3e-15


@pytest.mark.parametrize("mu_r,inner", [(40.0, 0.5), (0.3, 0.9)])
def test_power_heats_the_wall(mu_r, inner):
    turns = [(4.0, 4.0, 1.0), (-5.0, 4.0, 2 - 1j)]
    with mp.workdps(25):
        power, _ = by_potential(turns, 9, mu_r, 1 - mp.mpf(inner), heated=True, digits=10)
    found = sphere.coil_power(*as_coil(turns, 3.0, mu_r, inner))
    assert found == pytest.approx(float(power) * omega_for(3.0), rel=1e-10)


# --- Loops in any place, by integrals over the ball ----------------------------------------

CROWD = dict(
    centres=[(0.5, -0.9, 2.0), (1.9, 0.6, -0.8), (-0.2, 0.3, 0.1)],
    normals=[(0.4, 0.3, 1.0), (1.0, -0.2, 0.1), (0.3, 1.0, -0.5)],
    a=1.0,
    b=[1.1, 0.6, 2.3],
    sigma=SIGMA,
    omega=omega_for(3.0),
    I=[1.0, 2.0 - 1.5j, -0.7 + 1.1j],
)


def each(coil):
    return zip(coil["centres"], coil["normals"], coil["b"], coil["I"], strict=True)


@pytest.fixture(scope="module")
def crowd():
    """Current and field in the ball, and for each wire its pieces, with A and B of the sphere."""
    one = {k: CROWD[k] for k in ("a", "sigma", "omega")}
    J = sum(
        I * sphere.current_density(BALL, c, n, one["a"], b, one["sigma"], one["omega"])
        for c, n, b, I in each(CROWD)
    )
    B = sum(I * loops.field_at(BALL - np.array(c), n, b) for c, n, b, I in each(CROWD))
    wires = []
    for c, n, b, I in each(CROWD):
        n = np.array(n) / np.linalg.norm(n)
        e = np.cross(n, [0.3, -0.5, 0.8])
        e /= np.linalg.norm(e)
        t = 2 * pi * np.arange(90)[:, None] / 90
        x = c + b * (np.cos(t) * e + np.sin(t) * np.cross(n, e))
        dl = b * (np.cos(t) * np.cross(n, e) - np.sin(t) * e) * 2 * pi / 90
        R = x[:, None] - BALL
        q = MU_0 / (4 * pi) * WEIGHT / np.linalg.norm(R, axis=-1)
        A = q @ J
        q /= (R * R).sum(axis=-1)
        back = np.stack([np.cross(J, Rj).T @ qj for Rj, qj in zip(R, q, strict=True)])
        wires.append((I, x, dl, A, back))
    return J, B, wires


def test_power_heats_the_sphere_and_comes_from_all_loops(crowd):
    J, _, wires = crowd
    heat = 0.5 / SIGMA * (WEIGHT @ abs(J) ** 2).sum()
    drawn = sum(0.5 * (I.conjugate() * 1j * CROWD["omega"] * (A * dl).sum()).real
                for I, _, dl, A, _ in wires)  # fmt: skip
    exact = sphere.coil_power(**CROWD)
    assert heat == pytest.approx(exact, rel=1e-9)
    assert drawn == pytest.approx(exact, rel=1e-9)


def test_force_and_torque_are_those_on_the_currents_and_react_on_the_wires(crowd):
    J, B, wires = crowd
    density = 0.5 * np.cross(J, B.conj()).real
    on_wires = [(x, 0.5 * np.cross(np.conj(I) * dl, back).real) for I, x, dl, _, back in wires]
    F, N = sphere.coil_force(**CROWD), sphere.coil_torque(**CROWD)
    near = dict(rel=0, abs=1e-9 * np.linalg.norm(F))
    assert WEIGHT @ density == pytest.approx(F, **near)
    assert -sum(f.sum(axis=0) for _, f in on_wires) == pytest.approx(F, **near)
    assert WEIGHT @ np.cross(BALL, density) == pytest.approx(N, **near)
    assert -sum(np.cross(x, f).sum(axis=0) for x, f in on_wires) == pytest.approx(N, **near)
    assert np.linalg.norm(N) > 0.05 * np.linalg.norm(F)


# --- What must hold for every coil ---------------------------------------------------------

KINDS = [(1.0, 0.0), (30.0, 0.0), (1.0, 0.7), (200.0, 0.99)]
rotations = st.tuples(*[st.floats(-1, 1)] * 4).filter(lambda q: np.linalg.norm(q) > 0.1)


@pytest.mark.parametrize("mu_r,inner", KINDS)
def test_one_loop_is_a_coil(mu_r, inner):
    for centre, normal, b, _ in each(CROWD):
        for ka in (1e-3, 1.0, 1e5):
            args = 1.0, b, SIGMA, omega_for(ka)
            P = sphere.power(centre, normal, *args, 2.0, mu_r, inner)
            F = sphere.force(centre, normal, *args, 2.0, mu_r, inner)
            for I in (2.0, [1.2 - 1.6j]):
                coil = [centre], [normal], *args, I, mu_r, inner
                assert sphere.coil_power(*coil) == pytest.approx(P, rel=1e-13)
                near = dict(rel=0, abs=1e-13 * np.linalg.norm(F) + 1e-15 * P / args[-1])
                assert sphere.coil_force(*coil) == pytest.approx(F, **near)
                assert abs(sphere.coil_torque(*coil)).max() < 1e-14 * P / args[-1]


@few
@given(q=rotations, kind=st.sampled_from(KINDS), p=st.floats(-3, 5), phase=st.floats(-3, 3))
def test_turned_split_and_reordered(q, kind, p, phase):
    turn, omega = Rotation.from_quat(q), omega_for(10**p)
    coil = {**CROWD, "omega": omega, "mu_r": kind[0], "inner": kind[1]}
    P, F, N = (f(**coil) for f in (sphere.coil_power, sphere.coil_force, sphere.coil_torque))
    near = dict(rel=0, abs=1e-12 * np.linalg.norm(F) + 1e-13 * P / omega)
    order = [2, 0, 1, 1]
    c, n, b = (np.array(coil[k])[order] for k in ("centres", "normals", "b"))
    # one common phase, and the second loop in two parts
    I = np.array(coil["I"])[order] * [1, 1, 3 + 1j, -2 - 1j] * np.exp(1j * phase)
    other = {**coil, "centres": turn.apply(c), "normals": turn.apply(n), "b": b, "I": I}
    assert sphere.coil_power(**other) == pytest.approx(P, rel=1e-11)
    assert sphere.coil_force(**other) == pytest.approx(turn.apply(F), **near)
    assert sphere.coil_torque(**other) == pytest.approx(turn.apply(N), **near)


def test_power_is_positive_and_bounds_the_torque():
    rng = np.random.default_rng(5)
    for _ in range(20):
        I = rng.normal(size=3) + 1j * rng.normal(size=3)
        coil = {**CROWD, "I": I}
        P, N = sphere.coil_power(**coil), sphere.coil_torque(**coil)
        assert 0 < np.linalg.norm(N) < 3 * P / CROWD["omega"]


# --- When the sphere turns -----------------------------------------------------------------


def test_loops_in_phase_or_in_line_turn_nothing():
    size = np.linalg.norm(sphere.coil_torque(**CROWD))
    for I in ([1.0, -2.5, 0.7], np.array([1.0, -2.5, 0.7]) * (0.6 - 0.8j)):
        assert abs(sphere.coil_torque(**{**CROWD, "I": I})).max() < 1e-14 * size
    axis = np.array([1.0, 2.0, -2.0]) / 3
    coil = {**CROWD, "centres": np.outer([2.0, 1.5, -0.5], axis), "normals": [axis, -axis, axis]}
    assert abs(sphere.coil_torque(**coil)).max() < 1e-14 * size
    push = sphere.coil_force(**coil)
    assert np.cross(push, axis) == pytest.approx(np.zeros(3), abs=1e-14 * np.linalg.norm(push))


@pytest.mark.parametrize("mu_r,inner", KINDS)
def test_a_turning_dipole(mu_r, inner):
    # far away the field is uniform: each joule brings 1/ω, from the leading loop's normal to the
    # lagging one's; the next multipole has (a/b)⁴
    b = 300.0
    coil = [0, 0, 0], [(1, 0, 0), (0, 1, 0)], 1.0, b, SIGMA, omega_for(2.0), [1, -1j], mu_r, inner
    P, N = sphere.coil_power(*coil), sphere.coil_torque(*coil)
    assert N[2] * omega_for(2.0) == pytest.approx(P, rel=1e-9)
    assert abs(N[:2]).max() < 1e-14 * N[2]
    # Re(m* × B)/2 of the dipole that the boundaries give: β r⁻² sin θ to r sin θ/2 of B
    with mp.workdps(40):
        back, _, _ = shell(1, 4.0, mu_r, 1 - inner)
    B = MU_0 / (2 * b)
    m = 2 * pi * complex(back) * B / MU_0
    assert N[2] == pytest.approx(-m.imag * B, rel=1e-4)


def test_torque_at_low_frequency_grows_like_its_power():
    coil = [0, 0, 0], [(1, 0, 0), (0, 1, 0)], 1.0, 300.0, SIGMA
    plain = sphere.coil_torque(*coil, omega_for(1e-3), [1, -1j])[2]
    B = MU_0 / 600
    assert plain == pytest.approx(2 * pi * SIGMA * omega_for(1e-3) * B**2 / 15, rel=1e-4)
    assert sphere.coil_torque(*coil, 2 * omega_for(1e-3), [1, -1j])[2] == pytest.approx(2 * plain)
    for mu_r in (2.0, 30.0):
        more = sphere.coil_torque(*coil, omega_for(1e-4), [1, -1j], mu_r)[2] * 100
        assert more / plain == pytest.approx(9 * mu_r**2 / (mu_r + 2) ** 2, rel=1e-5)


# --- Limits --------------------------------------------------------------------------------


def test_a_magnetic_sphere_is_drawn_in_and_then_pushed_out():
    centre, normal, b = np.array([0.4, -0.3, 0.5]), (0.3, 0.2, 1.0), 0.8
    a, mu_r = 1e-3, 50.0

    def square(x):
        return (loops.field_at(x - centre, normal, b) ** 2).sum(axis=-1, keepdims=True)

    slope = jacobian(square, np.zeros(3), 1e-3)[:, 0]
    for omega, share in ((1e-12, (mu_r - 1) / (mu_r + 2)), (omega_for(1e8, a), -0.5)):
        exact = pi * a**3 / MU_0 * share * slope
        found = sphere.force(centre, normal, a, b, SIGMA, omega, 1.0, mu_r)
        assert found == pytest.approx(exact, rel=0, abs=2e-5 * np.linalg.norm(exact))


def test_a_hollow_sphere_is_solid_where_the_skin_is_thin():
    for centre, normal, b, _ in each(CROWD):
        args = centre, normal, 1.0, b, SIGMA, omega_for(1e3)
        for mu_r in (1.0, 100.0):
            solid = sphere.force(*args, 1.0, mu_r)
            assert sphere.force(*args, 1.0, mu_r, 0.9) == pytest.approx(solid, rel=1e-13)
    args = (0, 0, 2), UP, 1.0, 1.0, SIGMA, omega_for(1e-2)
    assert 0 < sphere.power(*args, inner=0.9) < sphere.power(*args)


def test_kernel_of_one_loop_agrees():
    for mu_r, inner in KINDS:
        P, _, up = sphere.power_and_force(1.2, 0.9, 0.0, 9.0, 60, mu_r, inner)
        args = (0, 0, 0.9), UP, 1.0, 1.2, SIGMA, omega_for(3.0), 1.0, mu_r, inner
        assert P * MU_0 * omega_for(3.0) == pytest.approx(sphere.power(*args), rel=1e-12)
        assert up * MU_0 == pytest.approx(sphere.force(*args)[2], rel=1e-12)


# --- Calls ---------------------------------------------------------------------------------

BAD = [
    ("centres", [(0, 0, 0.2), (0, 0, 2)]), ("centres", [(0, 0, np.nan)]), ("normals", (0, 0, 0)),
    ("a", -1.0), ("b", [1.0, -1.0]), ("sigma", 0.0), ("omega", 0.0), ("I", np.nan),
    ("I", [1.0, complex(0, np.inf)]), ("I", "1 A"), ("mu_r", 0.0), ("mu_r", 1e10),
    ("inner", -0.1), ("inner", 1.0),
]  # fmt: skip


@pytest.mark.parametrize("f", [sphere.coil_power, sphere.coil_force, sphere.coil_torque])
@pytest.mark.parametrize("name,value", BAD)
def test_bad_input_is_named(f, name, value):
    good = dict(centres=[(0, 0, 2), (0, 0, 1.5)], normals=UP, a=1.0, b=1.0, sigma=SIGMA, omega=1.0)
    good |= dict(I=[1.0, 2j])
    with pytest.raises(ValueError, match=rf"^{name} must .*; got {name} "):
        f(**{**good, name: value})


@pytest.mark.parametrize("name,value", [("mu_r", 0.0), ("mu_r", 1e-10), ("inner", 1.0)])
def test_bad_sphere_of_one_loop_is_named(name, value):
    for f in (sphere.power, sphere.force, sphere.torque):
        with pytest.raises(ValueError, match=rf"^{name} must .*; got {name} "):
            f((0, 0, 2), UP, 1.0, 1.0, SIGMA, 1.0, **{name: value})


def test_shapes():
    args = dict(normals=UP, a=1.0, sigma=SIGMA, omega=1.0)
    two = np.array([(0, 0, 2.0), (0, 0, -2.0)])
    P = sphere.coil_power(two, b=1.0, I=1.0, **args)
    assert isinstance(P, float)
    assert sphere.coil_power(two, b=[1.0, 1.0], I=[1, 1 + 0j], **args) == P
    F = sphere.coil_force(two + np.zeros((4, 1, 1, 3)), b=1.0, I=np.ones((5, 2)), **args)
    assert F.shape == (4, 5, 3)
    several = {**args, "omega": np.array([1.0, 2.0, 3.0])}
    N = sphere.coil_torque(two, b=1.0, I=[1, 1j], **several)
    assert N.shape == (3, 3)
    found = sphere.coil_power(two, b=1.0, I=[1, 1j], **several)
    one = sphere.coil_power(two, b=1.0, I=[1, 1j], **{**args, "omega": 2.0})
    assert found.shape == (3,) and found[1] == one
    with pytest.raises(ValueError, match="do not broadcast"):
        sphere.coil_power(two, b=1.0, I=[1, 2, 3], **args)


def test_dask_arrays():
    da = pytest.importorskip("dask.array")
    omega = np.linspace(1, 4, 4)
    two = np.array([(0.1, 0, 2.0), (0, 0.2, -2.0)])
    for f in (sphere.coil_power, sphere.coil_force):
        lazy = f(two, UP, 1.0, 1.0, SIGMA, da.from_array(omega, chunks=2), [1, 2j])
        assert np.array_equal(lazy.compute(), f(two, UP, 1.0, 1.0, SIGMA, omega, [1, 2j]))
    lazy = sphere.coil_force(da.from_array(two, chunks=(1, 3)), UP, 1.0, 1.0, SIGMA, 1.0, 1.0)
    assert np.array_equal(lazy.compute(), sphere.coil_force(two, UP, 1.0, 1.0, SIGMA, 1.0, 1.0))


def test_kernel_gives_all_three():
    rows = [[*c, *n, b, complex(I).real, complex(I).imag] for c, n, b, I in each(CROWD)]
    found = coils.power_and_wrench(np.ravel(rows), 1.0, SIGMA, CROWD["omega"], 1.0, 0.0)
    for part, f in zip(
        found, (sphere.coil_power, sphere.coil_force, sphere.coil_torque), strict=True
    ):
        assert np.array_equal(part, f(**CROWD))
    python = coils.power_and_wrench.kernel(
        np.ravel(rows).tolist(), 1.0, SIGMA, CROWD["omega"], 1.0, 0.0
    )
    for part, exact in zip(python, found, strict=True):
        assert part == pytest.approx(exact, rel=1e-13)
