"""Every public function at every size of its arguments: it comes to an end, and what it returns
is right or a ValueError.

Sizes from 1e-300 to 1e300 are hunted through twice. Drawn one by one they ask only for an end
without another exception or a warning; the numbers are then settled by scaling laws, which need
no reference: lengths times λ make a loop's field 1/λ times as large, and leave forces alone.
"""

import faulthandler
import os
import subprocess
import sys

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from magbook import MU_0, dipoles, levitron, loops, motion, ring, special, sphere

UP = (0.0, 0.0, 1.0)
INTERPRETED = "NUMBA_DISABLE_JIT" in os.environ
few = settings(max_examples=20 if INTERPRETED else 60, deadline=None)


@pytest.fixture(autouse=True)
def end():
    """A hang ends the run: nothing else can interrupt compiled code."""
    faulthandler.dump_traceback_later(300, exit=True)
    yield
    faulthandler.cancel_dump_traceback_later()


# --- What arguments are ----------------------------------------------------------------------


def sizes(low, high):
    return st.floats(low, high).map(lambda p: 10.0**p)


def signed(low, high):
    return st.builds(lambda s, x: s * x, st.sampled_from([-1.0, 0.0, 1.0, 1.0]), sizes(low, high))


def vectors(low, high):
    return st.tuples(*[signed(low, high)] * 3)


def kinds(low, high):
    """Arguments by their first letter, sizes between 10^low and 10^high: lengths L, at least zero
    D, of either sign Z, vectors of them V; what results are proportional to, F, as vectors M;
    directions N, angles A, cosines C, counts T."""
    directions = vectors(low, high).filter(any)
    return {
        "L": sizes(low, high),
        "D": signed(low, high).map(abs),
        "Z": signed(low, high),
        "V": vectors(low, high),
        "F": signed(low, high),
        "M": vectors(low, high),
        "N": directions,
        "A": st.floats(-7, 7) | signed(low, high),
        "C": st.floats(-1, 1),
        "T": st.integers(1, 30),
    }


#: function, kinds of its arguments, powers of length in its results
FUNCTIONS = [
    (loops.field, "DZLF", (-1, -1)),
    (loops.field_gradient, "DZLF", (-2, -2, -2)),
    (loops.radial_field_series, "LCLTF", (-1,)),
    (loops.concentric_torque, "ALLFF", (1,)),
    (loops.concentric_torque_series, "ALLTFF", (1,)),
    (loops.field_at, "VNLF", (-1,)),
    (loops.pair_force, "VNNLLFF", (0,)),
    (loops.pair_torque, "VNNLLFF", (1,)),
    (loops.mutual_inductance, "VNNLL", (1,)),
    (loops.ring_inductances, "LL", (1,) * 5),
    (loops.perfect_ring_inductance, "LL", (1,)),
    (loops.perfect_ring_current, "ALL", (0,)),
    (dipoles.field, "VM", (-3,)),
    (dipoles.energy, "VMM", (-3,)),
    (dipoles.force, "VMM", (-4,)),
    (dipoles.torque, "VMM", (-3,)),
    (dipoles.force_correction, "VMMDD", (-4,)),
    (dipoles.torque_correction, "VMMDD", (-3,)),
    (dipoles.force_expansion, "VMMDDT", (-4,)),
    (dipoles.torque_expansion, "VMMDDT", (-3,)),
    (ring.field, "DZLF", (-2, -2)),
    (ring.field_gradient, "DZLF", (-3, -3, -3)),
    (ring.energy, "DZAALFF", (-2,)),
    (ring.force, "DZAALFF", (-3,)),
    (ring.torque, "DZAALFF", (-2,)),
    (ring.hessian, "DZAALFF", (-4,)),
    (ring.casimir_polder_parts, "DZL", (-6, -6, -6, -6)),
    (ring.casimir_polder, "DZAALFF", (-6,)),
]
NAMES = [f"{f.__module__.split('.')[1]}.{f.__name__}" for f, _, _ in FUNCTIONS]
#: of no length
PLAIN = [
    (special.ellipk, "Z"),
    (special.ellipe, "Z"),
    (special.cel, "ZZFF"),
    (special.cel_from, "LLLFF"),
    (special.complete_pair, "L"),
    (special.elliptic_moment, "TZ"),
    (special.elliptic_cosine_moment, "DD"),
    (special.legendre_quarter, "DD"),
    (loops.concentric_series_terms, "ALLLT"),
    (loops.next_series_term, "TFFFFF"),
    (sphere.power, "VNLLLLFLD"),
    (sphere.force, "VNLLLLFLD"),
    (sphere.torque, "VNLLLLFLD"),
    (sphere.current_density, "VVNLLLLF"),
    (sphere.thin_skin_power, "ZLLLLF"),
    (sphere.thin_skin_axial_force, "ZLLLLF"),
    (sphere.thin_skin_radial_stiffness, "ZLLLLF"),
    (sphere.place, "VN"),
]


def draw(data, letters, low, high):
    kind = kinds(low, high)
    return [data.draw(kind[letter]) for letter in letters]


# --- It comes to an end ----------------------------------------------------------------------


@pytest.mark.parametrize(
    "function, letters",
    [f[:2] for f in FUNCTIONS] + PLAIN,
    ids=NAMES + [f"{f.__module__.split('.')[1]}.{f.__name__}" for f, _ in PLAIN],
)
@few
@given(data=st.data())
def test_any_size_comes_to_an_end(function, letters, data):
    # sizes all over the place, or near each other; compiled code is not to warn either
    low, high = data.draw(st.sampled_from([(-300, 300), (-3, 3), (-160, -150), (150, 160)]))
    try:
        function(*draw(data, letters, low, high))
    except ValueError as error:
        assert "must" in str(error)


@few
@given(x=signed(-300, 300), y=sizes(-300, 300), w=sizes(-300, 300), v=st.floats(0, 0.3))
def test_a_top_comes_to_an_end(x, y, w, v):
    for call in (
        lambda: levitron.stiffness(x),
        lambda: levitron.spins(x, y),
        lambda: levitron.height(y),
        lambda: levitron.heights(w, y),
        lambda: levitron.growth(x, w, y),
        lambda: levitron.follow(1.7, w, y, v, 20.0, 0.3),
    ):
        ends(call)


def ends(call):
    try:
        call()
    except ValueError as error:
        assert "must" in str(error)


@settings(max_examples=10)  # of thousands of steps each
@given(x=signed(-300, 300), y=sizes(-300, 300), w=sizes(-300, 300), v=st.floats(0, 0.3))
def test_what_is_let_go_comes_to_an_end(x, y, w, v):
    ends(lambda: motion.lift(x, y, v, w, w))
    ends(lambda: motion.floating(y, v, w, w, x, y))
    ends(lambda: motion.two_balls((x, 0, 0), UP, UP, (w, 0, 0), y, v, w, abs(x), 20.0))
    ends(lambda: motion.falling_sphere(x, y, v, w, -1.0, 20.0, y, v, w, w, x))
    ends(lambda: motion.hovering_top((v, 0, w), UP, x, y, w, v, x, y, x, v, w, -y, 20.0))


@pytest.mark.parametrize(
    "call",
    [
        lambda: special.elliptic_moment(10**10, 0.5),
        lambda: special.elliptic_moment(1001, 0.5),
        lambda: loops.concentric_torque_series(1.0, 1.0, 0.5, 10**9),
        lambda: loops.concentric_torque_series(1.0, 1.0, 0.5, 1e300),
        lambda: loops.concentric_series_terms(1.0, 1.0, 0.5, 1e-3, 10**9),
        lambda: loops.radial_field_series(1.0, 0.5, 2.0, 10**9),
        lambda: dipoles.force_expansion((9.0, 0.0, 0.0), UP, UP, 1.0, 1.0, 10**6),
        lambda: levitron.follow(1.7, 0.9, 0.05, 0.01, 1e300, 0.3),
        lambda: sphere.terms(0.9999999),
        lambda: sphere.spectrum(1e9, 0.0, 1e9 - 2),
        lambda: sphere.responses(1.0, 10**9),
    ],
)
def test_counts_are_bounded(call):
    with pytest.raises(ValueError, match="must"):
        call()


# --- It scales -------------------------------------------------------------------------------


@pytest.mark.parametrize("function, letters, powers", FUNCTIONS, ids=NAMES)
@few
@given(data=st.data(), share=st.floats(-1, 1), kept=st.booleans())
def test_lengths_scale(function, letters, powers, data, share, kept):
    """Lengths times 2^k change the results by powers of that; currents or moments which grow as
    these fall keep them as they were."""
    arguments = draw(data, letters, -3, 3)
    try:
        before = function(*arguments)
    except ValueError:
        return  # loops that overlap, and the like
    amplitudes = [letter for letter in letters if letter in "FM"]
    kept = kept and len(amplitudes) > 0
    most = max(map(abs, powers))
    # by powers of 4, whose square roots are exact too, so that even the rounding errors scale
    shift = 4 * int(share * (245 if most == 0 else 245 // most if kept else 225))
    factors = dict.fromkeys("LDZV", 2.0**shift)
    if kept:
        factors |= dict.fromkeys("FM", 2.0 ** (-powers[0] * shift // len(amplitudes)))
    after = function(
        *(
            np.multiply(factors[letter], x) if letter in factors else x
            for letter, x in zip(letters, arguments, strict=True)
        )
    )
    if len(powers) == 1:
        before, after = (before,), (after,)
    for found, start, power in zip(after, before, powers, strict=True):
        with np.errstate(all="ignore"):
            expected = start if kept else np.ldexp(start, power * shift)
        size = np.abs(expected).max()
        if 1e-280 < size < 1e280 and np.abs(start).max() > 1e-280:
            assert np.abs(found - expected).max() <= 1e-13 * size, (found, expected)


@few
@given(
    x=vectors(-1, 1),
    n=vectors(-1, 1).filter(any),
    sizes=st.tuples(*[sizes(-300, 300)] * 2),
)
def test_normals_of_any_length(x, n, sizes):
    # no place that is drawn lies on this wire
    expected = loops.field_at(x, n, 0.05)
    tolerance = 1e-13 * np.abs(expected).max()
    assert loops.field_at(x, np.multiply(n, sizes[0]), 0.05) == pytest.approx(
        expected, rel=0, abs=tolerance
    )
    centre = np.add(x, (0, 0, 60))
    expected = loops.pair_force(centre, n, UP, 1.0, 0.3)
    found = loops.pair_force(centre, np.multiply(n, sizes[0]), (0, 0, sizes[1]), 1.0, 0.3)
    assert found == pytest.approx(expected, rel=0, abs=1e-12 * np.abs(expected).max())


# --- What was found --------------------------------------------------------------------------


@pytest.mark.parametrize(
    "found, expected",
    [
        # a small turn, and a small gap, between equal wires: two straight currents
        (lambda: loops.concentric_torque(1e-153, 1.0, 1.0), -MU_0 * 1e153),
        (lambda: loops.concentric_torque(1e-200, 1.0, 1.0), -MU_0 * 1e200),
        (lambda: loops.field(3.0, 2e-162, 3.0)[0], MU_0 / (2 * np.pi * 2e-162)),
        # a loop's centre; its axis, B_z = μ0 I a²/2(a² + z²)^(3/2)
        (lambda: loops.field(0.0, 0.0, 1e-108)[1], MU_0 / 2e-108),
        (lambda: loops.field_gradient(0.0, 0.5e46, 1e46)[2] * 1e92, -0.75 * MU_0 / 1.25**2.5),
        # dipoles
        (lambda: dipoles.field((0, 0, 1e110), (0, 0, 1e300))[2], 2e-37),
        (
            lambda: loops.pair_force((0, 0, 1e48), UP, UP, 1, 1, 1e96, 1e96)[2],
            -1.5 * np.pi * MU_0,
        ),
        (lambda: loops.field_at((0, 0, 1), (0, 0, 1e200), 1.0)[2], MU_0 / 2**2.5),
        (lambda: loops.field_at((0, 0, 1), (0, 0, 1e-170), 1.0)[2], MU_0 / 2**2.5),
        (
            lambda: loops.field_at((0, 1, 1), (0, 1e-161, 1e-161), 1.0)[2] * 2**0.5,
            MU_0 / (2 * 3**1.5),
        ),
        # E → √(1 - m), K → ln(4√(1 - m))/√(1 - m), and the cel that is K
        (
            lambda: ring.casimir_polder(3e-49, 3e-49, 0, 1, 3e-49, 1e-144, 1e-145) * 1e-5,
            ring.casimir_polder(3, 3, 0, 1, 3, 1, 1),
        ),
        (lambda: special.ellipe(-1e204), 1e102),
        (lambda: special.ellipk(-1e306) * 1e153, np.log(4e153)),
        (lambda: special.ellipk(-1e307) * 1e153, np.log(4e153 * 10**0.5) / 10**0.5),
        (lambda: special.cel(1e150, 1, 1, 1) * 1e150, np.log(4e150)),
    ],
)
def test_what_was_found(found, expected):
    assert found() == pytest.approx(expected, rel=1e-9 if expected == 2e-37 else 1e-12, abs=0)


def test_wires_closer_than_their_places_are_rounded_have_no_force():
    assert np.isnan(loops.pair_force((0, 0, 1e-160), UP, UP, 1e5, 1e5)).all()


def test_a_pole_is_one_everywhere():
    assert loops.concentric_torque(5e-324, 1.0, 1.0) == -np.inf
    assert loops.field(1.0, 0.0, 1.0) == (np.inf, np.inf)
    assert ring.field(1.0, 0.0) == (np.inf, np.inf)
    assert ring.field_gradient(1.0, 0.0) == (np.inf, np.inf, np.inf)
    for function in (ring.energy, ring.force, ring.torque, ring.hessian, ring.casimir_polder):
        assert np.isnan(function(1.0, 0.0, 0.3, 0.4)).all(), function.__name__


# --- Without Numba ---------------------------------------------------------------------------


@pytest.mark.skipif(INTERPRETED, reason="this is that run")
def test_without_numba_nothing_else_is_raised():
    """Python's division by zero and overflow are exceptions; none is to replace a value."""
    done = subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "-x", "-p", "no:cacheprovider", __file__],
        capture_output=True,
        text=True,
        env={**os.environ, "NUMBA_DISABLE_JIT": "1"},
    )
    assert done.returncode == 0, done.stdout[-3000:]
