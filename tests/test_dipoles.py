r"""Dipoles, tied to derivatives at 30 digits and to the loops that they stand for.

    derivatives of 1/r, 30 digits ── energy ── force (-∇U) ── torque (-∂U/∂angle)
                                       │           │              │
                       Laplace, r·F = 3U    Newton's third law, balance of angular momentum
                                                   │              │
    loops.field_at, far away ── field              │              │
    loops.pair_force, pair_torque, far away ───────┴──────────────┤
                                                                  │
    D_a³D_b 1/r, 30 digits ── force_correction, torque_correction ┤
    loops.pair_force, Richardson ─────────┘                       │
    derivatives of 1/r to order 14 ── force_expansion, torque_expansion
    loops.pair_force, pair_torque ────────┘       (wire integrals of elliptic integrals)

r, m_a, m_b are in general position unless a test says otherwise.
"""

from math import factorial

import mpmath as mp
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from magbook import MU_0, dipoles, loops

pi = np.pi
coordinate = st.floats(-1, 1)
vectors = st.tuples(coordinate, coordinate, coordinate).filter(lambda v: np.linalg.norm(v) > 0.1)
lengths = st.floats(0.1, 10)

R, M_A, M_B = np.array([0.7, -1.1, 0.4]), np.array([2.0, 0.3, -1.5]), np.array([-0.4, 1.7, 0.8])


@pytest.fixture(autouse=True)
def thirty_digits():
    with mp.workdps(30):
        yield


def size(v):
    return np.linalg.norm(v, axis=-1)


def scale(r, m_a, m_b, power):
    """μ0 m_a m_b / 4π r^power."""
    return MU_0 / (4 * pi) * size(m_a) * size(m_b) / size(r) ** power


def exact_energy(r, m_a, m_b):
    """-(μ0/4π) (m_a·∇)(m_b·∇)(1/r), by differentiating 1/r at 30 digits."""
    r, m_a, m_b = ([mp.mpf(float(x)) for x in v] for v in (r, m_a, m_b))

    def inverse(s, t):
        return 1 / mp.norm([x + s * p + t * q for x, p, q in zip(r, m_a, m_b, strict=True)])

    return -mp.mpf(MU_0) / (4 * mp.pi) * mp.diff(inverse, (0, 0), (1, 1))


def turned(v, axis, angle):
    """v turned about a coordinate axis, 30 digits."""
    i, j = (axis + 1) % 3, (axis + 2) % 3
    w = [mp.mpf(float(x)) for x in v]
    w[i], w[j] = (
        mp.cos(angle) * w[i] - mp.sin(angle) * w[j],
        mp.sin(angle) * w[i] + mp.cos(angle) * w[j],
    )
    return w


# --- Point dipoles -------------------------------------------------------------------------


def test_energy_is_a_derivative_of_the_inverse_distance():
    exact = exact_energy(R, M_A, M_B)
    assert dipoles.energy(R, M_A, M_B) == pytest.approx(float(exact), rel=1e-14)


def test_force_is_minus_the_gradient_of_the_energy():
    def energy(x, y, z):
        r = [x, y, z]
        A, B = mp.fdot(r, map(mp.mpf, M_A)), mp.fdot(r, map(mp.mpf, M_B))
        d = mp.norm(r)
        return mp.mpf(MU_0) / (4 * mp.pi) * (mp.mpf(float(M_A @ M_B)) / d**3 - 3 * A * B / d**5)

    here = tuple(mp.mpf(float(x)) for x in R)
    orders = [(1, 0, 0), (0, 1, 0), (0, 0, 1)]
    gradient = [float(mp.diff(energy, here, order)) for order in orders]
    assert dipoles.force(R, M_A, M_B) == pytest.approx(-np.array(gradient), rel=1e-13)


def test_torque_is_minus_the_slope_of_the_energy_as_b_turns():
    for axis in range(3):
        slope = mp.diff(lambda t, axis=axis: float_free(R, M_A, turned(M_B, axis, t)), 0)
        assert dipoles.torque(R, M_A, M_B)[axis] == pytest.approx(-float(slope), rel=1e-13)


def float_free(r, m_a, m_b):
    """The energy with an m_b of 30 digits."""
    r, m_a = ([mp.mpf(float(x)) for x in v] for v in (r, m_a))
    d = mp.norm(r)
    dot = mp.fdot
    pair = dot(m_a, m_b) / d**3 - 3 * dot(r, m_a) * dot(r, m_b) / d**5
    return mp.mpf(MU_0) / (4 * mp.pi) * pair


@given(r=vectors, m_a=vectors, m_b=vectors, far=lengths)
def test_energy_is_that_of_a_moment_in_the_field(r, m_a, m_b, far):
    r = far * np.array(r)
    B = dipoles.field(r, m_a)
    tolerance = 1e-14 * scale(r, m_a, m_b, 3)
    assert dipoles.energy(r, m_a, m_b) == pytest.approx(-B @ m_b, rel=0, abs=tolerance)
    assert dipoles.torque(r, m_a, m_b) == pytest.approx(np.cross(m_b, B), rel=0, abs=tolerance)


@given(r=vectors, m_a=vectors, m_b=vectors)
def test_newtons_third_law_and_the_balance_of_angular_momentum(r, m_a, m_b):
    r = np.array(r)
    force = dipoles.force(r, m_a, m_b)
    tolerance = 1e-14 * scale(r, m_a, m_b, 4)
    assert abs(force + dipoles.force(-r, m_b, m_a)).max() <= tolerance
    total = dipoles.torque(r, m_a, m_b) + dipoles.torque(-r, m_b, m_a) + np.cross(r, force)
    assert abs(total).max() <= 4 * tolerance * size(r)


@given(r=vectors, m_a=vectors, m_b=vectors)
def test_virial(r, m_a, m_b):
    # Euler's theorem: the energy goes like 1/r³
    r = np.array(r)
    work = r @ dipoles.force(r, m_a, m_b)
    tolerance = 1e-14 * scale(r, m_a, m_b, 3)
    assert work == pytest.approx(3 * dipoles.energy(r, m_a, m_b), rel=0, abs=4 * tolerance)


@given(r=vectors, m_a=vectors, m_b=vectors)
def test_energy_obeys_laplaces_equation(r, m_a, m_b):
    # the divergence of the force, by differences of fourth order
    r, h = np.array(r), 1e-3 * size(r)
    steps = h * np.eye(3)

    def F(x):
        return dipoles.force(x, m_a, m_b)

    divergence = sum(
        (8 * (F(r + e) - F(r - e)) - (F(r + 2 * e) - F(r - 2 * e)))[i] / (12 * h)
        for i, e in enumerate(steps)
    )
    assert abs(divergence) < 1e-8 * scale(r, m_a, m_b, 5)


@given(r=vectors, m=vectors)
def test_field_is_that_of_a_small_loop(r, m):
    a = 1e-5
    B = loops.field_at(r, m, a, size(m) / (pi * a**2))
    assert dipoles.field(r, m) == pytest.approx(B, rel=0, abs=1e-7 * scale(r, m, (1, 0, 0), 3))


@given(r=vectors, m_a=vectors, m_b=vectors, far=st.floats(1e3, 1e8))
def test_far_loops_are_dipoles(r, m_a, m_b, far):
    r, a, b = far * np.array(r), 0.8, 0.3
    pair = r, m_a, m_b, a, b, size(m_a) / (pi * a**2), size(m_b) / (pi * b**2)
    force, torque = loops.pair_wrench(*pair)
    within = 1e-13 + 40 / size(r) ** 2
    assert abs(dipoles.force(r, m_a, m_b) - force).max() <= within * scale(r, m_a, m_b, 4)
    assert abs(dipoles.torque(r, m_a, m_b) - torque).max() <= within * scale(r, m_a, m_b, 3)


@pytest.mark.parametrize("far", [1e-60, 1e-9, 1.0, 1e9, 1e60])
def test_digits_stay_at_all_distances(far):
    for quantity, power in ((dipoles.energy, 3), (dipoles.force, 4), (dipoles.torque, 3)):
        ratio = quantity(far * R, M_A, M_B) * far**power / quantity(R, M_A, M_B)
        assert ratio == pytest.approx(1, rel=1e-14)


def test_a_vanishing_moment_does_nothing():
    none = np.zeros(3)
    for quantity in (dipoles.energy, dipoles.force, dipoles.torque):
        assert not np.any(quantity(R, none, M_B)) and not np.any(quantity(R, M_A, none))
    for quantity in (dipoles.force_correction, dipoles.torque_correction):
        assert not np.any(quantity(R, none, M_B, 0.1, 0.2))
    assert not np.any(dipoles.force_expansion(R, M_A, none, 0.1, 0.2, 3))


# --- The size of the loops -----------------------------------------------------------------


def direction(v):
    v = [mp.mpf(float(x)) for x in v]
    return [x / mp.norm(v) for x in v]


def expanded_energy(r, u, v, a, b, powers):
    """Sum of the operators' terms (2j, 2k) in ``powers`` on 1/r; r, u, v of 30 digits."""

    def inverse(s, t):
        return 1 / mp.norm([x + s * p + t * q for x, p, q in zip(r, u, v, strict=True)])

    return -sum(
        (-mp.mpf(a) ** 2 / 4) ** j * (-mp.mpf(b) ** 2 / 4) ** k
        * mp.diff(inverse, (0, 0), (2 * j + 1, 2 * k + 1))
        / (factorial(j) * factorial(j + 1) * factorial(k) * factorial(k + 1))
        for j, k in powers
    )  # fmt: skip


SIZES = 0.35, 0.2
FIRST = [(1, 0), (0, 1)]


def force_and_torque(a, b, powers):
    """-∇ and -∂/∂(turns of b) of `expanded_energy`, in the units of `dipoles`."""
    u, v, r = direction(M_A), direction(M_B), [mp.mpf(float(x)) for x in R]
    per = MU_0 / (4 * pi) * size(M_A) * size(M_B)

    def moved(axis, step):
        return [x + (step if i == axis else 0) for i, x in enumerate(r)]

    with mp.workdps(60):
        force = [
            mp.diff(lambda h, i=i: expanded_energy(moved(i, h), u, v, a, b, powers), 0)
            for i in range(3)
        ]
        torque = [
            mp.diff(lambda t, i=i: expanded_energy(r, u, rotated(v, i, t), a, b, powers), 0)
            for i in range(3)
        ]
    return [-per * np.array([float(x) for x in vector]) for vector in (force, torque)]


def rotated(v, axis, angle):
    i, j = (axis + 1) % 3, (axis + 2) % 3
    w = list(v)
    w[i] = mp.cos(angle) * v[i] - mp.sin(angle) * v[j]
    w[j] = mp.sin(angle) * v[i] + mp.cos(angle) * v[j]
    return w


def test_correction_is_the_operators_first_term():
    force, torque = force_and_torque(*SIZES, FIRST)
    assert dipoles.force_correction(R, M_A, M_B, *SIZES) == pytest.approx(force, rel=1e-12)
    assert dipoles.torque_correction(R, M_A, M_B, *SIZES) == pytest.approx(torque, rel=1e-12)


@pytest.mark.parametrize("order", [0, 1, 2, 3])
def test_expansion_is_the_operators_sum(order):
    powers = [(j, k) for j in range(order + 1) for k in range(order + 1 - j)]
    force, torque = force_and_torque(*SIZES, powers)
    expansion = R, M_A, M_B, *SIZES, order
    assert dipoles.force_expansion(*expansion) == pytest.approx(force, rel=1e-11)
    assert dipoles.torque_expansion(*expansion) == pytest.approx(torque, rel=1e-11)


@given(r=vectors, m_a=vectors, m_b=vectors, a=st.floats(0, 1), b=st.floats(0, 1))
def test_expansion_begins_with_dipoles_and_their_correction(r, m_a, m_b, a, b):
    r = 30 * np.array(r)
    within = 1e-14 * scale(r, m_a, m_b, 4)
    dipole, first = dipoles.force(r, m_a, m_b), dipoles.force_correction(r, m_a, m_b, a, b)
    assert abs(dipoles.force_expansion(r, m_a, m_b, a, b, 0) - dipole).max() < 10 * within
    assert abs(dipoles.force_expansion(r, m_a, m_b, a, b, 1) - dipole - first).max() < 10 * within
    within *= size(r)
    dipole, first = dipoles.torque(r, m_a, m_b), dipoles.torque_correction(r, m_a, m_b, a, b)
    assert abs(dipoles.torque_expansion(r, m_a, m_b, a, b, 0) - dipole).max() < 10 * within
    assert abs(dipoles.torque_expansion(r, m_a, m_b, a, b, 1) - dipole - first).max() < 10 * within


@given(e=vectors, n_a=vectors, n_b=vectors, b=st.floats(0.05, 1), share=st.floats(0.1, 0.5))
def test_expansion_converges_to_the_loops(e, n_a, n_b, b, share):
    """The one side sums derivatives of 1/r, the other integrates elliptic integrals."""
    a, order = 1.0, 24
    r = np.array(e) / size(e) * (a + b) / share
    m_a, m_b = pi * a**2 * np.array(n_a) / size(n_a), pi * b**2 * np.array(n_b) / size(n_b)
    force, torque = loops.pair_wrench(r, n_a, n_b, a, b)
    within = 1e-13 + 200 * share ** (2 * order)
    found = dipoles.force_expansion(r, m_a, m_b, a, b, order)
    assert abs(found - force).max() < within * scale(r, m_a, m_b, 4)
    found = dipoles.torque_expansion(r, m_a, m_b, a, b, order)
    assert abs(found - torque).max() < within * scale(r, m_a, m_b, 3)


def test_expansion_diverges_where_wires_can_touch():
    # coplanar loops just beyond contact: thirty orders do less than the wires a little apart
    z, m = (0, 0, 1), (0, 0, pi)
    errors = []
    for d in (2.01, 2.5):
        exact = loops.pair_force((d, 0, 0), z, z, 1, 1)[0]
        errors.append(abs(dipoles.force_expansion((d, 0, 0), m, m, 1, 1, 30)[0] / exact - 1))
    assert errors[0] > 0.3 and errors[1] < 1e-4


@given(r=vectors, m_a=vectors, m_b=vectors)
def test_corrections_keep_the_balances(r, m_a, m_b):
    r, a, b = 5 * np.array(r), 0.3, 0.4
    force = dipoles.force_correction(r, m_a, m_b, a, b)
    # the terms' size, but for numbers that make the force of near loops many times as large
    terms = scale(r, m_a, m_b, 4) * (a * a + b * b) / size(r) ** 2
    back = dipoles.force_correction(-r, m_b, m_a, b, a)
    assert abs(force + back).max() <= 1e-14 * max(terms, size(force))
    N_b = dipoles.torque_correction(r, m_a, m_b, a, b)
    N_a = dipoles.torque_correction(-r, m_b, m_a, b, a)
    assert abs(N_a + N_b + np.cross(r, force)).max() <= 4e-14 * terms * size(r)


# --- What is refused -----------------------------------------------------------------------

X, HERE = (1, 0, 0), (3, 0, 0)


@pytest.mark.parametrize(
    "call, words",
    [
        (lambda: dipoles.field((0, 0, 0), X), r"r must be .*non-zero.* r = \[0\. 0\. 0\.\]"),
        (lambda: dipoles.field(HERE, (1, 0)), r"m must be a finite 3-vector; .* shape \(2,\)"),
        (lambda: dipoles.energy(HERE, (np.nan, 0, 0), X), r"m_a must be .*\[nan  0\.  0\.\]"),
        (lambda: dipoles.force([HERE, (0, 0, 0)], X, X), r"r must be .*= \[0\. 0\. 0\.\]"),
        (lambda: dipoles.torque(HERE, X, "x"), "m_b must be real; got m_b = 'x'"),
        (lambda: dipoles.force_correction(HERE, X, X, -1, 0), r"a must be non-neg.* a = -1\.0"),
        (lambda: dipoles.torque_correction(HERE, X, X, 1, np.inf), "b must be .* got b = inf"),
        (lambda: dipoles.force_expansion(HERE, X, X, 2, 1, 3), r"r must be longer than a \+ b.*"),
        (
            lambda: dipoles.torque_expansion(HERE, X, X, 1, 1, -1),
            "order must lie between 0 and 200; got order = -1",
        ),
        (lambda: dipoles.force_expansion(HERE, X, X, 1, 1, 1.5), r"order must be .* order = 1\.5"),
    ],
)
def test_refusal_names_argument_and_value(call, words):
    with pytest.raises(ValueError, match=f"^{words}$"):
        call()
