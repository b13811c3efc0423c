"""What is let go: against adaptive integrations of other equations, quadratures, frequencies."""

from math import cos, pi, sin, sqrt

import numpy as np
import pytest
from scipy.integrate import quad, solve_ivp

from livefigure.sphinx import sources
from magbook import MU_0, levitron, motion, ring, sphere, steps, top

MASS, CONTACT, MOMENT = 4.9e-4, 5e-3, 0.0677
INERTIA = MASS * CONTACT**2 / 10
K = MU_0 * MOMENT**2 / (4 * pi)


def accounts(found, mass=MASS, inertia=INERTIA):
    _, states, _ = found
    count = len(states) // motion.STATE
    energies, momenta = motion.blank(4 * count), motion.blank(9 * count)
    motion.account(mass, inertia, states, energies, momenta)
    return np.reshape(energies, (-1, 4)), np.reshape(momenta, (-1, 3, 3))


def askew(friction, until):
    tilt = MOMENT / 3
    m_a, m_b = (2 * tilt, tilt, -2 * tilt), (tilt, 2 * tilt, 2 * tilt)
    start = (0.012, 0.002, -0.001), (-0.1, 0.4, 0.2), m_a, m_b
    return start, motion.two_balls(*start, MASS, INERTIA, CONTACT, friction, until)


@pytest.mark.parametrize("friction", [0.0, 150.0])
def test_balls_move_as_in_an_adaptive_integration(friction):
    start, (times, states, touched) = askew(friction, 0.004)
    assert touched is None and times[-1] == pytest.approx(0.004, rel=1e-14)

    def slope(t, y):
        r, v, m_a, m_b, w_a, w_b = y.reshape(6, 3)
        d = np.linalg.norm(r)
        e = r / d

        def field(m):
            return MU_0 / (4 * pi) * (3 * e * (e @ m) - m) / d**3

        five = 5 * (e @ m_a) * (e @ m_b)
        F = (m_a @ m_b - five) * e + (e @ m_b) * m_a + (e @ m_a) * m_b
        F *= 3 * MU_0 / (4 * pi * d**4)
        spin_drag = friction * 10 / 3  # of a solid ball, by Stokes
        return np.concatenate(
            [
                v,
                2 * F / MASS - friction * v,
                np.cross(w_a, m_a),
                np.cross(w_b, m_b),
                np.cross(m_a, field(m_b)) / INERTIA - spin_drag * w_a,
                np.cross(m_b, field(m_a)) / INERTIA - spin_drag * w_b,
            ]
        )

    y = np.concatenate([*start, np.zeros(6)])
    exact = solve_ivp(slope, (0, 0.004), y, method="DOP853", rtol=1e-12, atol=1e-15).y[:, -1]
    found = np.reshape(states, (-1, motion.STATE))[-1, :18].reshape(6, 3)
    found[4:] /= INERTIA
    for ours, theirs in zip(found, exact.reshape(6, 3), strict=True):
        assert ours == pytest.approx(theirs, abs=3e-7 * np.linalg.norm(theirs))


@pytest.mark.parametrize("friction", [0.0, 150.0])
def test_what_balls_have_adds_up(friction):
    _, found = askew(friction, 0.05)
    energies, momenta = accounts(found)
    total, L = energies.sum(axis=1), momenta.sum(axis=1)
    assert abs(total - total[0]).max() < 1e-7 * abs(energies).max()
    assert abs(L - L[0]).max() < 1e-13 * abs(momenta).max()
    # neither part is kept by itself, nor anything where friction takes none
    assert np.ptp(momenta[:, 0, 2]) > 0.1 * abs(momenta).max()
    assert (energies[-1, 3] > 0.01 * abs(energies).max()) == (friction > 0)


def test_from_rest_the_orbit_turns_against_the_balls():
    """One moment across the line, one along: the force is sideways, and the torques make up."""
    found = motion.two_balls(
        (0.015, 0, 0), (0, 0, 0), (0, MOMENT, 0), (MOMENT, 0, 0), MASS, INERTIA, CONTACT, 0.0, 0.04
    )
    _, momenta = accounts(found)
    orbital, intrinsic = momenta[:, 0, 2], momenta[:, 1, 2]
    # at first r × F = r · 3K/r⁴, upward, and so are both balls' torques downward
    assert orbital[3] > 0 > intrinsic[3]
    assert abs(orbital).max() > 1e-6
    assert abs(orbital + intrinsic).max() < 1e-13 * abs(orbital).max()


def test_two_in_line_meet_when_a_quadrature_says():
    far = 0.02
    x = (MOMENT, 0, 0)
    _, _, touched = motion.two_balls((far, 0, 0), (0, 0, 0), x, x, MASS, INERTIA, CONTACT, 0.0, 1.0)

    # ¼M ṙ² = 2K(1/r³ - 1/r₀³), with r = r₀ sin²u
    def part(u):
        s = sin(u) ** 2
        fall = sqrt(8 * K / MASS * (s**-3 - 1) / far**3)
        return 2 * far * sin(u) * cos(u) / fall

    assert touched == pytest.approx(quad(part, np.arcsin(sqrt(CONTACT / far)), pi / 2)[0], rel=1e-6)


@pytest.mark.parametrize(("sign", "curvature"), [(1, 3), (-1, 1)])
def test_needles_swing_about_the_line(sign, curvature):
    """Tipped alike they swing √3 times as fast as against each other; too heavy to move."""
    r, tip, heavy = 0.02, 1e-3, 1e9
    m_a = MOMENT * cos(tip), MOMENT * sin(tip), 0
    m_b = MOMENT * cos(tip), sign * MOMENT * sin(tip), 0
    period = 2 * pi * sqrt(INERTIA * r**3 / (curvature * K))
    times, states, _ = motion.two_balls(
        (r, 0, 0), (0, 0, 0), m_a, m_b, heavy, INERTIA, CONTACT, 0.0, period
    )
    now = motion.blank(motion.STATE)
    for share, angle in ((0.25, 0), (0.5, -tip), (1, tip)):
        motion.balls_at(share * period, heavy, INERTIA, CONTACT, 0.0, times, states, now)
        assert now[7] / MOMENT == pytest.approx(angle, abs=1e-5 * tip)


def test_a_time_between_two_steps_is_one_step():
    _, (times, states, _) = askew(0.0, 0.004)
    now, then = motion.blank(motion.STATE), motion.blank(motion.STATE)
    motion.balls_at(times[9], MASS, INERTIA, CONTACT, 0.0, times, states, now)
    assert list(now) == list(states[9 * motion.STATE : 10 * motion.STATE])
    motion.balls_at(times[10] - 1e-12, MASS, INERTIA, CONTACT, 0.0, times, states, then)
    assert then[:12] == pytest.approx(states[10 * motion.STATE :][:12], rel=1e-7)


@pytest.mark.parametrize(
    ("figure", "others"),
    [
        ("free_dipoles", {"falling", "sphere", "levitron", "top"}),
        ("falling_sphere", {"balls", "dipoles", "top"}),
        ("levitron_release", {"balls", "dipoles", "falling", "sphere"}),
    ],
)
def test_a_figure_of_what_is_let_go_brings_no_other(figure, others):
    brought = {path.partition("/")[2] for path in sources(f"magfigures.{figure}")}
    assert {"steps.py", "vectors.py"} < brought
    assert not brought & {"motion.py", *(f"{name}.py" for name in others)}


def test_balls_are_refused_by_name():
    start, _ = askew(0.0, 0.0)
    with pytest.raises(ValueError, match="r must be longer than contact"):
        motion.two_balls((CONTACT, 0, 0), *start[1:], MASS, INERTIA, CONTACT, 0.0, 1.0)
    with pytest.raises(ValueError, match="must be at least"):
        motion.two_balls(*start, -MASS, INERTIA, CONTACT, 0.0, 1.0)
    with pytest.raises(ValueError, match="must be at most"):
        motion.two_balls(*start, MASS, INERTIA, CONTACT, float("nan"), 1.0)


# --- A sphere on the axis of its coil ------------------------------------------------------

A, SIGMA, OMEGA, I = 0.01, 3.8e7, 2 * pi * 1e4, 2500.0
BALL, GRAVITY = 0.0113, 9.81


def force(z, b, omega=OMEGA):
    where = np.stack([0 * z, 0 * z, -z], axis=-1)
    return sphere.force(where, [0, 0, 1], A, b, SIGMA, omega, I)[..., 2]


@pytest.mark.parametrize("b", [0.0103, 0.02, 0.06])
@pytest.mark.parametrize("omega", [600.0, OMEGA])
def test_lift_is_the_force_and_its_integral(b, omega):
    z = np.array([-0.013, 0.002, 0.011, 0.04])
    U, F, slope = motion.lift(z, A, b, SIGMA, omega, I)
    most = abs(F).max()
    assert pytest.approx(force(z, b, omega), rel=1e-11, abs=1e-12 * most) == F
    for k in (1, 2, 3):
        work = quad(force, z[0], z[k], (b, omega), epsabs=0, epsrel=1e-10, limit=200)[0]
        assert U[0] - U[k] == pytest.approx(work, rel=1e-8, abs=1e-9 * abs(U).max())
    d = 1e-4 * A
    near = [motion.lift(z + j * d, A, b, SIGMA, omega, I)[1] for j in (-2, -1, 1, 2)]
    assert slope == pytest.approx(np.dot([1, -8, 8, -1], near) / (12 * d), rel=1e-6)


def test_where_it_floats():
    for b in (0.012, 0.02, 0.03):
        z, most = motion.floating(A, b, SIGMA, OMEGA, I, BALL * GRAVITY)
        assert force(np.array(z), b) == pytest.approx(BALL * GRAVITY, rel=1e-11)
        assert motion.lift(z, A, b, SIGMA, OMEGA, I)[2] < 0
        along = motion.lift(np.linspace(0, 3 * b, 2001), A, b, SIGMA, OMEGA, I)[1]
        assert along.max() == pytest.approx(most, rel=1e-5) and along.max() <= most
        for share, floats in ((0.999, True), (1.001, False)):
            z, _ = motion.floating(A, b, SIGMA, OMEGA, I, share * most)
            assert np.isfinite(z) == floats


@pytest.mark.parametrize("friction", [0.0, 4.0])
def test_sphere_moves_as_in_an_adaptive_integration(friction):
    b, until = 0.02, 0.3
    coil = A, b, SIGMA, OMEGA, I
    rows, lost = motion.falling_sphere(0.045, BALL, GRAVITY, friction, -0.04, until, *coil)
    assert lost is None

    def slope(t, y):
        return y[1], force(y[0], b) / BALL - GRAVITY - friction * y[1]

    exact = solve_ivp(slope, (0, until), (0.045, 0), method="DOP853", rtol=1e-10, atol=1e-12)
    assert [rows[1][-1], rows[2][-1]] == pytest.approx(exact.y[:, -1], rel=1e-5)
    times, z, v, heat = map(np.array, rows)
    kinetic, weight = 0.5 * BALL * v**2, BALL * GRAVITY * z
    energy = kinetic + weight + motion.lift(z, *coil)[0] + heat
    assert abs(energy - energy[0]).max() < 1e-6 * energy[0]
    assert z.min() < 0.03 and (heat[-1] > 0.1 * energy[0]) == (friction > 0)
    middle = motion.sphere_at(0.5 * (times[40] + times[41]), BALL, GRAVITY, friction, *coil, *rows)
    assert sorted([z[40], z[41], middle[0]])[1] == middle[0]


def test_small_swings_have_the_stiffness_frequency():
    coil = A, 0.02, SIGMA, OMEGA, I
    rest, _ = motion.floating(*coil, BALL * GRAVITY)
    period = 2 * pi * sqrt(-BALL / motion.lift(rest, *coil)[2])
    rows, _ = motion.falling_sphere(rest + 1e-6, BALL, GRAVITY, 0.0, -0.04, period, *coil)
    for share, expected in ((0.25, 0), (0.5, -1e-6), (1, 1e-6)):
        z, _, _ = motion.sphere_at(share * period, BALL, GRAVITY, 0.0, *coil, *rows)
        assert z - rest == pytest.approx(expected, abs=2e-10)


def test_friction_brings_it_to_rest_where_it_floats():
    coil = A, 0.02, SIGMA, OMEGA, I
    rows, lost = motion.falling_sphere(0.045, BALL, GRAVITY, 10.0, -0.04, 4.0, *coil)
    assert lost is None and rows[0][-1] == pytest.approx(4.0)
    rest, _ = motion.floating(*coil, BALL * GRAVITY)
    assert rows[1][-1] == pytest.approx(rest, rel=1e-6)


def test_a_weak_coil_lets_it_through():
    rows, lost = motion.falling_sphere(
        0.045, BALL, GRAVITY, 0.0, -0.04, 2.0, A, 0.02, SIGMA, OMEGA, 1100.0
    )
    assert lost == rows[0][-1] and rows[1][-1] < -0.04 < rows[1][-2]
    with pytest.raises(ValueError, match=r"b must be at least 1\.02 a"):
        motion.falling_sphere(0.045, BALL, GRAVITY, 0.0, -0.04, 2.0, A, A, SIGMA, OMEGA, 1.0)


# --- A top over a ring ---------------------------------------------------------------------

RING, IRON, DISC = 0.04, 0.02, 0.014
ACROSS, ALONG = IRON * DISC**2 / 4, IRON * DISC**2 / 2
NEEDLE, LAM = 0.9, 0.0715 * 2 * RING**2 / MU_0
TOP = (IRON, ACROSS, ALONG, NEEDLE, RING, LAM, GRAVITY)
HEIGHT = levitron.height(IRON * GRAVITY * RING / (NEEDLE * 0.0715))
KAPPA = ACROSS / (IRON * RING**2)
#: spins held at this height for small motions, and that of a top in the middle of them
SLOW, FAST = (s * IRON * RING * sqrt(GRAVITY * RING) for s in levitron.spins(HEIGHT, KAPPA))
SPUN = 2 * SLOW


def top_let_go(spin, friction, until, tilt=0.02, aside=1e-3, rise=0.0):
    return motion.hovering_top(
        (aside, 0, RING * HEIGHT + rise), (sin(tilt), 0, -cos(tilt)), spin, *TOP, friction, 0.02,
        until,
    )  # fmt: skip


def top_accounts(states):
    count = len(states) // top.STATE
    energies, momenta = motion.blank(5 * count), motion.blank(3 * count)
    motion.account_top(*TOP, states, energies, momenta)
    return np.reshape(energies, (-1, 5)), np.reshape(momenta, (-1, 3))


def top_rows(states):
    rows = np.reshape(states, (-1, top.STATE))
    return rows[:, :3], rows[:, 3:6], rows[:, 6:9], rows[:, 9:12]


@pytest.mark.parametrize("friction", [0.0, 2.0])
def test_top_moves_as_eulers_equations_say(friction):
    """Euler's equations in the body's frame, its attitude a matrix; force and torque of `ring`."""
    until = 0.2
    times, states, fell = top_let_go(SPUN, friction, until, tilt=0.2, aside=3e-3)
    assert fell is None and times[-1] == pytest.approx(until)

    def slope(t, y):
        r, v, w, turn = y[:3], y[3:6], y[6:9], y[9:].reshape(3, 3)
        n = turn[:, 2]
        rho, azimuth = np.hypot(r[0], r[1]), np.arctan2(r[1], r[0])
        place = (
            rho, r[2], azimuth - np.arctan2(n[1], n[0]), np.arccos(n[2]), RING, NEEDLE, LAM
        )  # fmt: skip
        c, s = np.cos(azimuth), np.sin(azimuth)
        frame = np.array([[c, -s, 0], [s, c, 0], [0, 0, 1]])
        force, torque = frame @ ring.force(*place), frame @ ring.torque(*place)
        L = np.array([ACROSS, ACROSS, ALONG]) * w
        rate = (turn.T @ torque - np.cross(w, L) - friction * L) / [ACROSS, ACROSS, ALONG]
        cross = np.array([[0, -w[2], w[1]], [w[2], 0, -w[0]], [-w[1], w[0], 0]])
        pull = force / IRON - [0, 0, GRAVITY] - friction * v
        return np.concatenate([v, pull, rate, (turn @ cross).ravel()])

    n = np.array(states[6:9])
    attitude = np.column_stack([[n[2], 0, -n[0]], [0, 1, 0], n])
    y = np.concatenate([states[:6], [0, 0, SPUN / ALONG], attitude.ravel()])
    exact = solve_ivp(slope, (0, until), y, method="DOP853", rtol=1e-9, atol=1e-12).y[:, -1]
    r, v, n, _ = (part[-1] for part in top_rows(states))
    assert r == pytest.approx(exact[:3], abs=1e-5 * RING)
    assert v == pytest.approx(exact[3:6], abs=1e-4 * np.linalg.norm(exact[3:6]))
    assert n == pytest.approx(exact[9:].reshape(3, 3)[:, 2], abs=1e-4)
    assert np.linalg.norm(n[:2]) > 0.1


@pytest.mark.parametrize("friction", [0.0, 0.2])
@pytest.mark.parametrize("spin", [0.9 * SLOW, 1.2 * SLOW, 1.2 * FAST])
def test_what_a_top_has_adds_up(spin, friction):
    times, states, fell = top_let_go(spin, friction, 6.0)
    energies, momenta = top_accounts(states)
    total, J = energies.sum(axis=1), momenta.sum(axis=1)
    assert abs(total - total[0]).max() < 2e-5 * abs(energies).max()
    assert abs(J - J[0]).max() < 1e-13 * abs(J[0])
    # neither part of either is kept by itself; what the top has, and its spin, decay
    left = np.exp(-friction * np.array(times))
    assert momenta[:, :2].sum(axis=1) == pytest.approx(J[0] * left, rel=1e-12)
    _, _, n, L = top_rows(states)
    assert (n * L).sum(axis=1) == pytest.approx(spin * left, rel=1e-12)
    assert (fell is None) == (spin == 1.2 * SLOW and friction == 0)
    if fell:
        assert states[-top.STATE + 2] == pytest.approx(0.02, rel=1e-12)
        assert np.ptp(momenta[:, 1]) > 1e-3 * abs(J[0]) and np.ptp(energies[:, 2]) > 1e-3


@pytest.mark.parametrize("share", [0.995, 1.005])
@pytest.mark.parametrize(("limit", "slow"), [(SLOW, True), (FAST, False)])
def test_small_motions_of_a_top_stay_small_between_the_limits(limit, slow, share):
    _, states, _ = top_let_go(share * limit, 0.0, 20.0, tilt=0.0, aside=1e-5)
    r, _, n, _ = top_rows(states)
    grows = (share > 1) != slow
    assert (abs(r[:, :2]).max() > 1e-3) == (abs(n[:, :2]).max() > 0.05) == grows


def test_a_top_swings_up_and_down_at_the_frequency_of_its_stiffness():
    period = 2 * pi * sqrt(RING / GRAVITY / (2 * levitron.stiffness(HEIGHT)[2]))
    times, states, _ = top_let_go(SPUN, 0.0, period, tilt=0.0, aside=0.0, rise=1e-6)
    now = motion.blank(top.STATE)
    for share, expected in ((0.25, 0), (0.5, -1e-6), (1, 1e-6)):
        motion.top_at(share * period, *TOP, 0.0, times, states, now)
        assert now[2] - RING * HEIGHT == pytest.approx(expected, abs=1e-9)


def test_air_brings_a_top_to_its_slow_limit():
    """The slower it is slowed, the nearer to the limit it tips."""
    short = []
    for friction in (0.16, 0.04):
        _, _, fell = top_let_go(1.3 * SLOW, friction, 20.0, tilt=0.0, aside=1e-4)
        short.append(1 - 1.3 * np.exp(-friction * fell))
    assert 0 < short[1] < short[0] / 2 and short[1] < 0.03


def test_states_are_kept_in_rows_of_bounded_length():
    times, states, _ = top_let_go(SPUN, 0.1, 5.0)
    assert steps.STEPS / 2 < len(times) <= steps.STEPS and len(states) == len(times) * top.STATE
    assert np.diff(times).min() > 0 and times[-1] == pytest.approx(5.0)
    now = motion.blank(top.STATE)
    assert motion.top_at(times[700], *TOP, 0.1, times, states, now) == 700
    assert list(now) == list(states[700 * top.STATE : 701 * top.STATE])
    # between them the steps are those that were taken; a last one that is shorter ends there
    for until in (2.3456, times[701] - 1e-9):
        _, less, _ = top_let_go(SPUN, 0.1, until)
        motion.top_at(until, *TOP, 0.1, times, states, now)
        assert list(now) == pytest.approx(list(less[-top.STATE :]), rel=1e-9, abs=1e-15)


def test_tops_are_refused_by_name():
    place, n = (0, 0, 0.07), (0, 0, -1)
    with pytest.raises(ValueError, match="r must be above the floor"):
        motion.hovering_top((0, 0, 0.02), n, SPUN, *TOP, 0.0, 0.02, 1.0)
    with pytest.raises(ValueError, match="n must not be zero"):
        motion.hovering_top(place, (0, 0, 0), SPUN, *TOP, 0.0, 0.02, 1.0)
    with pytest.raises(ValueError, match="must be at least"):
        motion.hovering_top(place, n, SPUN, *TOP, -1.0, 0.02, 1.0)
    with pytest.raises(ValueError, match="must be at most"):
        motion.hovering_top(place, n, float("nan"), *TOP, 0.0, 0.02, 1.0)
