"""A kernel gives the same numbers in each of its three lives: compiled by Numba for this machine,
compiled to WebAssembly for the page, interpreted there by MicroPython.

All compute with doubles by one file, and none does a product and a sum in one step. So they agree
to the bit, but where a kernel calls a function of which this machine, JavaScript and MicroPython
have their own, such as a sine. At the places below such differences were measured to reach 23 units
in the last place of the vector's greatest component, near the null of a torque, and 7 elsewhere.
"""

import json
from array import array

import numpy as np
import pytest

from livefigure.sphinx import package_modules
from magbook import coils, dipoles, levitron, loops, motion, ring, special, sphere, vectors
from magbook._domains import domains
from magbook._webassembly import NUMBERS, compile_kernels, with_exports
from tests.micropython import micropython

ULP = 2.0**-52
LAST = 8
UP = (0.0, 0.0, 1.0)


def beside(u):
    """A loop that stays away from the unit sphere, with \\|ka\\| from 0.1 to 1000."""
    return (
        (u[0], u[1], 2 + u[2]),
        (u[3] - 0.5, u[4] - 0.5, 1.0),
        1.0,
        0.1 + 0.8 * u[5],
        5.8e7,
        10 ** (8 * u[6] - 2) / 72.88,
        u[7],
    )


def inside(u):
    """The same with a sphere of every kind."""
    kind = int(4 * u[8])
    return (
        *beside(u),
        (1.0, 1.0, 10 ** (4 * u[9]), 0.3)[kind],
        (0.0, u[10], 0.999 * u[11], 0.5)[kind],
    )


def three(u):
    return tuple(u[:3]), tuple(u[3:6]), tuple(u[6:9])


def at_ring(u):
    return 3 * u[0] ** 3, 2 * u[1] - 1, 6 * u[2], 3 * u[3], 1.0, u[4], 1.0


def thin(u):
    return u[0] + 1, 1.0, 0.5 + u[1], 5.8e7, 10 ** (4 + 2 * u[2]), u[4], int(3 * u[3])


FIELD = [(0, 0, 1, 1), (0, 2, 1, 1), (1, 0, 1, 1), (1, 1e-12, 1, 1), (1 - 1e-9, 0, 1, 1)]
FIELD += [(1e30, 1e20, 1e-5, 2), (1e-300, 1e-300, 1e-290, 1), (3, 0, 2, 0)]
PAIR = [
    ((0, 0, 1), UP, UP, 1, 1, 1, 1),
    ((0, 0, 1), UP, (0, 0, -3), 1, 1e-3, 1, 1),
    ((9, 0, 0), UP, (1, 0, 0), 2, 3, 1, 1),
    ((0.1, 0, 0), UP, (0, 1, 1), 0.5, 1, 1, 1),
    ((1e20, 0, 1e20), UP, UP, 1e18, 1, 1, 1),
]
AXES = [
    ((1, 0, 0), (0, 0, 0), UP),
    ((0, 0, -1e-90), UP, (0, 1, 0)),
    ((1e90, 0, 0), (1, 0, 0), (1, 0, 0)),
]
SPHERE = [((0, 0, 2), UP, 1, 1, 1, 1e10, 1), ((0, 0, 0), (0, 1, 0), 1, 1.03, 5.8e7, 1e-9, 1)]
SPHERE += [((0, 0, 1.3), (1, 0, 1), 0.5, 0.6, 5.8e7, 1e90, 1e3)]

#: arguments from twelve numbers between 0 and 1, and corners
KERNELS = {
    special.ellipk: (lambda u: (1 - 20 * u[0] ** 9,), [(1,), (0,), (-1e300,), (1 - 1e-16,)]),
    special.ellipe: (lambda u: (1 - 20 * u[0] ** 9,), [(1,), (0,), (-1e300,), (1 - 1e-16,)]),
    special.cel: (
        lambda u: (3 * u[0], 10 * u[1] - 5, u[2], u[3]),
        [(0, p, 1, b) for p in (0.1, 0.7, 1, 3, -2) for b in (0, 1)] + [(1e-150, 1e150, 1, 0)],
    ),
    special.cel_from: (lambda u: (u[0], 1.0, 2 * u[1], u[2], u[3]), [(1e-50, 1, 1, 0, 0)]),
    special.complete_pair: (lambda u: (3 * u[0],), [(1e-150,), (1,), (1e150,)]),
    special.elliptic_moment: (
        lambda u: (int(21 * u[0]) - 10, 1 - 2 * u[1]),
        [(n, m) for n in (-1000, -7, 0, 1, 1000) for m in (1, 0, 0.9)],
    ),
    special.elliptic_cosine_moment: (lambda u: (u[0] ** 5, 1 - u[0] ** 5), [(0, 1), (1, 1e-300)]),
    special.legendre_quarter: (lambda u: (u[0], 1 - u[0]), [(0, 1)]),
    vectors.unit: (lambda u: (u[:3],), [((0, 0, 0),), ((1e-300, 0, 1e-300),)]),
    vectors.dot: (lambda u: (u[:3], u[3:6]), []),
    vectors.cross: (lambda u: (u[:3], u[3:6]), []),
    vectors.combine: (lambda u: (u[9], u[:3], u[10], u[3:6], u[11], u[6:9]), []),
    loops.field: (lambda u: (2 * u[0], u[1], 0.5 + u[2], u[3]), FIELD),
    loops.field_gradient: (lambda u: (2 * u[0], u[1], 0.5 + u[2], u[3]), FIELD),
    loops.radial_field_series: (
        lambda u: (2 * u[0], 2 * u[1] - 1, 1.0, 9, u[2]),
        [(2, -1, 1, 1, 1)],
    ),
    loops.concentric_torque: (
        lambda u: (3.1 * u[0], 1.0, 2 * u[1], u[2], 1.0),
        [(x, 1, b, 1, 1) for x in (0, 1e-9, 3.141592653589793, 1.5) for b in (1, 1e-9, 1 - 1e-12)],
    ),
    loops.concentric_torque_series: (lambda u: (3.1 * u[0], 1.0, u[1], 30, u[2], 1.0), []),
    loops.concentric_series_terms: (
        lambda u: (0.1 + 2 * u[0], 1.0, 0.9 * u[1], 1e-9, 500),
        [(1, 1, 1, 1e-9, 9), (0, 1, 0.5, 1e-9, 9)],
    ),
    loops.next_series_term: (lambda u: (int(9 * u[0]), *u[1:6]), [(0, 1, 1, 1, 0, 1)]),
    loops.field_at: (lambda u: (u[:3], u[3:6], 2.0, u[6]), [((0, 0, 0), UP, 1, 1), (UP, UP, 1, 1)]),
    loops.pair_wrench: (lambda u: ((3.0, *u[1:3]), UP, u[2:5], 0.7 + u[5], 1.0, u[6], 1), PAIR),
    loops.pair_force: (lambda u: ((*u[:2], 2.0), UP, u[2:5], 1, 0.7, u[6], 1), PAIR),
    loops.pair_torque: (lambda u: ((*u[:2], 2.0), UP, u[2:5], 1, 0.7, u[6], 1), PAIR),
    loops.mutual_inductance: (
        lambda u: ((*u[:2], 2.0), UP, u[2:5], 1, 0.7),
        [pair[:5] for pair in PAIR],
    ),
    loops.self_inductance: (lambda u: (0.5 + u[0], 0.4 * u[1] + 0.01, u[2]), [(1, 1e-9, 0)]),
    loops.ring_inductances: (lambda u: (0.5 + u[0], 0.24 * u[1] + 0.01), [(1, 1e-9), (1, 0.5)]),
    loops.perfect_ring_inductance: (
        lambda u: (0.5 + u[0], 0.4 * u[1] + 0.01),
        [(1, 1e-80), (1, 0.99)],
    ),
    loops.perfect_ring_current: (
        lambda u: (7 * u[0], 0.5 + u[1], 0.4 * u[2] + 0.01),
        [(3.141592653589793, 1, 1e-80), (0, 1, 0.99)],
    ),
    levitron.height: (lambda u: (0.13 * u[0],), [(1e-300,), (1e300,)]),
    levitron.heights: (lambda u: (1.6 * u[0], 0.3 * u[1]), [(0.9, 0), (2, 0.1)]),
    levitron.spin_range: (
        lambda u: (1.65 + 0.22 * u[0], 0.2 * u[1]),
        [(1.75, 0), (1, 0.1), (-1e6, 1e6), (0.4, 0.01)],
    ),
    dipoles.field: (lambda u: three(u)[:2], [corner[:2] for corner in AXES]),
    dipoles.energy: (three, AXES),
    dipoles.force: (three, AXES),
    dipoles.torque: (three, AXES),
    dipoles.force_correction: (lambda u: (*three(u), u[9], u[10]), []),
    dipoles.torque_correction: (lambda u: (*three(u), u[9], u[10]), []),
    dipoles.force_expansion: (
        lambda u: ((2, *u[1:3]), u[3:6], u[6:9], u[9], u[10], int(12 * u[11])),
        [((3, 0, 0), UP, UP, 1, 1, 200)],
    ),
    dipoles.torque_expansion: (
        lambda u: ((2, *u[1:3]), u[3:6], u[6:9], u[9], u[10], int(12 * u[11])),
        [((3, 0, 0), UP, (1, 0, 0), 1, 1, 200)],
    ),
    ring.field: (lambda u: (3 * u[0] ** 3, 2 * u[1] - 1, 0.5 + u[2], u[3]), FIELD),
    ring.field_gradient: (lambda u: (3 * u[0] ** 3, 2 * u[1] - 1, 0.5 + u[2], u[3]), FIELD[:5]),
    ring.casimir_polder_parts: (
        lambda u: (3 * u[0] ** 3, 2 * u[1] - 1, 0.5 + u[2]),
        [(0, 0, 1), (1, 0, 1), (1, 1e-6, 1)],
    ),
    **{
        function: (
            at_ring,
            [(0, 0, 0, 0, 1, 1, 1), (1, 1e-6, 1, 1, 1, 1, 1), (1e9, 0, 1, 2, 1, 1, 1)],
        )
        for function in (ring.energy, ring.force, ring.torque, ring.hessian, ring.casimir_polder)
    },
    sphere.place: (lambda u: (u[:3], u[3:6]), [((0, 0, 2), UP), ((0, 0, 0), UP)]),
    **{
        function: (inside, [(*corner, 1, 0) for corner in SPHERE])
        for function in (sphere.power, sphere.force, sphere.torque)
    },
    sphere.power_and_force: (
        lambda u: (
            *(0.3 + u[0], 1.2 + u[1], u[2], 10 ** (6 * u[3] - 2), 9 + int(30 * u[4])),
            *inside(u)[7:],
        ),
        [(2, 1, 0, 1e17, 40, 1, 0), (2, 0, 0, 1e99, 40, 1, 0)],
    ),
    sphere.current_density_parts: (
        lambda u: ((u[9] / 2, u[10] / 2, u[11] / 2), *beside(u)),
        [((0, 0, 0), *SPHERE[0]), ((0, 0, 1), *SPHERE[0]), ((0, 2, 0), *SPHERE[0])]
        + [((0.1, 0, 0.4), *corner) for corner in SPHERE],
    ),
    **{
        function: (thin, [(0, 1, 1.03, 1, 1e9, 1, 2), (1e12, 1, 1e-9, 1, 1e7, 1, 1)])
        for function in (
            sphere.thin_skin_power,
            sphere.thin_skin_axial_force,
            sphere.thin_skin_radial_stiffness,
        )
    },
}
KERNELS |= {
    motion.lift: (
        lambda u: (4 * u[0] - 2, 1.0, 1.1 + u[1], 5.8e7, 10 ** (4 * u[2] - 2), u[3]),
        [(0, 1, 1.02, 5.8e7, 1, 1), (1e9, 1, 2, 5.8e7, 1, 1)],
    ),
    motion.floating: (
        lambda u: (0.01, 0.013 + 0.03 * u[0], 3.8e7, 6e4, 2000.0, 0.2 * u[1] + 0.01),
        [(0.01, 0.02, 3.8e7, 6e4, 1, 9)],
    ),
}
#: that fill rows, and are tried as such
ROWWISE = (levitron.trace, motion.trace_balls, motion.balls_at, motion.account)
ROWWISE += (motion.trace_sphere, motion.sphere_at, coils.power_and_wrench)
ROWWISE += (motion.trace_top, motion.top_at, motion.account_top)
#: whose sums are long for MicroPython, which gets through few of them
LONG = {loops.pair_wrench, loops.pair_force, loops.pair_torque, loops.mutual_inductance}
LONG |= {
    sphere.power,
    sphere.force,
    sphere.power_and_force,
    sphere.current_density_parts,
    motion.lift,
    motion.floating,
    dipoles.force_expansion,
    dipoles.torque_expansion,
}
#: that call other functions than roots
CALLING = {special.cel, loops.concentric_torque, loops.concentric_torque_series, ring.energy}
CALLING |= {ring.force, ring.torque, ring.hessian, ring.casimir_polder, loops.pair_wrench}
CALLING |= {loops.pair_force, loops.pair_torque, sphere.power, sphere.force}
CALLING |= {loops.mutual_inductance, loops.self_inductance, loops.ring_inductances}
CALLING |= {loops.perfect_ring_current}
CALLING |= {sphere.power_and_force, motion.lift, motion.floating}
CALLING |= {sphere.current_density_parts, dipoles.force_correction, dipoles.torque_correction}
SAMPLE = np.random.default_rng(1).uniform(0, 1, (60, 12)).tolist()


def called(function):
    return f"{function.__module__}.{function.__name__}"


def columns(function):
    """The kernel's places, component by component."""
    arguments, corners = KERNELS[function]
    places = [arguments(u) for u in SAMPLE] + corners
    return np.array([flat(place) for place in places], dtype=float).T


def flat(value):
    if isinstance(value, (tuple, list)):
        return [leaf for item in value for leaf in flat(item)]
    return [value]


PROGRAM = """
from array import array
from binascii import hexlify, unhexlify
import compiled_kernels
from magbook import rows

def flat(value):
    if isinstance(value, tuple):
        return [leaf for item in value for leaf in flat(item)]
    return [value]

def show(values):
    print(hexlify(bytes(array("d", values))).decode())

def grouped(values, shape):
    values = iter(values)
    take = lambda size: tuple([next(values) for _ in range(size)]) if size > 1 else next(values)
    return [take(size) for size in shape]

def run(module, name, shape, whole, texts, few):
    f = getattr(__import__(module, None, None, (name,)), name)
    columns = [array("d", unhexlify(text)) for text in texts]
    places = []
    for j in range(len(columns[0])):
        values = [int(c[j]) if w else c[j] for c, w in zip(columns, whole)]
        places.append(grouped(values, shape))
    for other in MODULES:
        rows.edit(other)
    show([x for place in places[:few] for x in flat(f(*place))])
    for other in MODULES:
        rows.edit(other, False)
    compiled_kernels.interpreted = False
    show([x for place in places for x in flat(f(*place))])
    show([x for row in flat(f(*grouped(columns, shape))) for x in row])
    mixed = [columns[0]] + [c[0] for c in columns[1:]]
    show([x for row in flat(f(*grouped(mixed, shape))) for x in row])
    places = [[x] + [int(y) if w else y for y, w in zip(mixed[1:], whole[1:])] for x in columns[0]]
    show([x for place in places for x in flat(f(*grouped(place, shape)))])
    print(compiled_kernels.interpreted)
"""


@pytest.fixture(scope="module")
def compiled_kernels():
    """Those that the site has, for they are kept: figures' kernels among them."""
    return compile_kernels(package_modules("magfigures")).values()


@pytest.fixture(scope="module")
def found(compiled_kernels):
    """By kernel: what MicroPython finds place by place, interpreted and compiled, and in rows; in
    rows with numbers in place of all but the first, and place by place there; whether it had to
    interpret a compiled one."""
    modules = [module.__name__ for module in NUMBERS]
    programs = [f"MODULES = {modules!r}\n" + PROGRAM]
    for function in KERNELS:
        arguments, _ = domains(function.kernel)
        shape = [3 if domain.shape else 1 for domain in arguments.values()]
        whole = [d.type == "int64" for d in arguments.values() for _ in range(3 if d.shape else 1)]
        texts = [column.tobytes().hex() for column in columns(function)]
        few = 8 if function in LONG else len(SAMPLE) + 100
        programs.append(
            f"run({function.__module__!r}, {function.__name__!r}, {shape}, {whole}, {texts}, {few})"
        )
    lines = micropython(programs, *modules, kernels=compiled_kernels)
    return {
        function: [np.frombuffer(bytes.fromhex(text)) for text in lines[6 * k : 6 * k + 5]]
        + [lines[6 * k + 5]]
        for k, function in enumerate(KERNELS)
    }


def here(function, columns):
    """What CPython finds: a line of components for each place. Only a kernel with a quick part over
    rows is asked for all places at once: to compile a loop for each took a minute and a half."""
    arguments, _ = domains(function.kernel)
    columns = iter(columns)
    values = [
        np.stack([next(columns) for _ in range(3)], axis=-1) if domain.shape else next(columns)
        for domain in arguments.values()
    ]
    if function is loops.field:
        return np.column_stack(function(*values))
    found = [function(*place) for place in zip(*values, strict=True)]
    parts = (f if isinstance(f, tuple) else (f,) for f in found)
    return np.array([np.hstack([*map(np.ravel, part)]) for part in parts])


def apart(ours, theirs):
    """The greatest distance in units of the last place, and whether what is not finite is alike."""
    assert ours.shape == theirs.shape
    finite = np.isfinite(ours)
    assert np.array_equal(ours[~finite], theirs[~finite], equal_nan=True)
    with np.errstate(invalid="ignore"):
        size = abs(np.where(finite, ours, 0)).max(axis=1, keepdims=True)
        # the smallest numbers have fewer digits
        distance = abs(np.where(finite, ours - theirs, 0)) / (ULP * np.maximum(size, 1e-290))
    return distance.max()


def test_every_public_kernel_is_there(compiled_kernels):
    tried = {called(function) for function in (*KERNELS, *ROWWISE)}
    there = {name for program in compiled_kernels for name in manifest_of(program)["kernels"]}
    assert tried == {name for name in there if name.startswith("magbook.")}


def manifest_of(program):
    _, _, rest = program.rpartition(b"manifest")
    return json.loads(rest)


@pytest.mark.parametrize("function", KERNELS, ids=called)
def test_kernel_agrees(found, function):
    interpreted, compiled, rows, mixed, mixed_places, again = found[function]
    assert again == "False", "Python ran what is compiled"
    ours = here(function, columns(function))
    compiled = compiled.reshape(ours.shape)
    interpreted = interpreted.reshape(-1, ours.shape[1])
    assert apart(ours, compiled) <= (LAST if function in CALLING else 0)
    assert apart(compiled[: len(interpreted)], interpreted) <= (LAST if function in CALLING else 0)
    assert rows.tobytes() == compiled.T.tobytes()
    assert mixed.tobytes() == mixed_places.reshape(ours.shape).T.tobytes()


WHOLE = """
from array import array
from binascii import hexlify
import compiled_kernels
from magbook import levitron, rows

def trace(values):
    filled = [array("d", bytes(8 * 502)) for _ in range(5)]
    found = levitron.trace(*values, *filled)
    for row in filled + [array("d", found)]:
        print(hexlify(bytes(row)).decode())

def both(values):
    compiled_kernels.interpreted = False
    trace(values)
    print(compiled_kernels.interpreted)
    rows.edit("magbook.levitron")
    trace(values)
    rows.edit("magbook.levitron", False)
"""


def test_a_rowwise_kernel_fills_the_rows_it_is_given(compiled_kernels):
    # held for the whole time, and lost
    tops = [(1.75, 8.25, 0.9, 0.05, 0.03, 16.0, 0.3), (1.75, 8.25, 0.48, 0.05, 0.1, 16.0, 0.3)]
    programs = [WHOLE, *(f"both({top})" for top in tops)]
    lines = micropython(programs, "magbook.levitron", kernels=compiled_kernels)
    for top, k in zip(tops, (0, 13), strict=True):
        filled = [array("d", bytes(8 * 502)) for _ in range(5)]
        found = levitron.trace(*top, *filled)
        ours = [bytes(row).hex() for row in (*filled, array("d", found))]
        assert lines[k + 6] == "False"
        assert [lines[k : k + 6], lines[k + 7 : k + 13]] == [ours, ours]
        assert found[0] > 50 and filled[1][int(found[0]) - 1] != 0.0


COIL = """
from array import array
from binascii import hexlify
import compiled_kernels
from magbook import coils, rows

def both(loops, values):
    for edited in (False, True):
        rows.edit("magbook.sphere", edited)
        compiled_kernels.interpreted = False
        power, force, torque = coils.power_and_wrench(array("d", loops), *values)
        print(hexlify(bytes(array("d", (power,) + force + torque))).decode())
        print(compiled_kernels.interpreted)
    rows.edit("magbook.sphere", False)
"""


def test_a_coil_agrees(compiled_kernels):
    rng = np.random.default_rng(4)
    crowd = np.column_stack([rng.normal(size=(3, 6)), [0.5, 0.7, 2.9], rng.normal(size=(3, 2))])
    crowd[:, :3] *= [[1.2], [1.2], [0.1]] / np.linalg.norm(crowd[:, :3], axis=1, keepdims=True)
    crowd[:2, :3] *= 2
    line = [[0, 0, h, 0, 0, 1, 1.3, 1 - h, h] for h in (-0.5, 0.7, 0.9)]
    cases = [(np.ravel(wires).tolist(), (1.0, 5.8e7, w, mu_r, inner)) for wires, w, mu_r, inner in
             ((crowd, 0.1, 1.0, 0.0), (line, 9.0, 1.0, 0.9), (line, 1e-3, 60.0, 0.0))]  # fmt: skip
    programs = [COIL, *(f"both({wires}, {values})" for wires, values in cases)]
    lines = iter(micropython(programs, "magbook.coils", kernels=compiled_kernels))
    for places, values in cases:
        power, force, torque = coils.power_and_wrench(np.array(places), *values)
        ours = [[power], force, torque]
        for interpreted in ("False", "True"):
            found = np.frombuffer(bytes.fromhex(next(lines)))
            assert next(lines) == interpreted
            for exact, part in zip(ours, (found[:1], found[1:4], found[4:]), strict=True):
                assert apart(np.array([exact]), np.array([part])) <= 2 * LAST


LET_GO = """
from magbook import motion

def run(balls, ball, top):
    times, states, touched = motion.two_balls(*balls)
    state, energies, momenta = [motion.blank(n) for n in (motion.STATE, 4, 9)]
    motion.balls_at(0.004, *balls[4:8], times, states, state)
    motion.account(*balls[4:6], state, energies, momenta)
    rows, lost = motion.falling_sphere(*ball)
    now = motion.sphere_at(0.3, *ball[1:4], *ball[6:], *rows)
    found = [touched, len(times), len(rows[0])] + list(energies) + list(momenta) + list(now)
    times, states, fell = motion.hovering_top(*top)
    state, energies, momenta = [motion.blank(n) for n in (14, 5, 3)]
    motion.top_at(0.1, *top[3:11], times, states, state)
    motion.account_top(*top[3:10], state, energies, momenta)
    return found + [len(times), fell] + list(state) + list(energies) + list(momenta)
"""


def test_what_is_let_go_moves_alike(compiled_kernels):
    balls = (
        (0.01, 0, 0),
        (0, 0.3, 0.1),
        (0.06, 0, 0),
        (0, 0.05, 0.03),
        5e-4,
        1e-9,
        5e-3,
        50.0,
        0.02,
    )
    ball = (0.045, 0.0113, 9.81, 3.0, -0.04, 0.5, 0.01, 0.02, 3.8e7, 6e4, 2500.0)
    scope = {}
    exec(LET_GO, scope)
    top = (0.001, 0, 0.07), (0.1, 0, -0.995), 2e-4, 0.02, 9.8e-7, 1.96e-6, 0.9, 0.04, 182.0, 9.81
    top += 0.1, 0.02, 0.5
    ours = scope["run"](balls, ball, top)
    again = f"""{LET_GO}
import compiled_kernels
from magbook import rows
compiled_kernels.interpreted = False
print(run({balls}, {ball}, {top}))
print(compiled_kernels.interpreted)
for module in ("magbook.balls", "magbook.falling", "magbook.top"):
    rows.edit(module)
print(run({balls}, {ball}, {top}))
for module in ("magbook.balls", "magbook.falling", "magbook.top"):
    rows.edit(module, False)
"""
    compiled, said, interpreted = micropython([again], "magbook.motion", kernels=compiled_kernels)
    assert said == "False"
    for theirs in (compiled, interpreted):
        assert json.loads(theirs) == pytest.approx(ours, rel=1e-9, abs=1e-18)


def test_rows_in_cpython_are_sequences():
    radii, heights = array("d", [0.1, 0.2, 1.5]), array("d", [1, 0, -1])
    by_row = loops.field(radii, 0.5, 1.0)
    assert np.array_equal(by_row, loops.field(list(radii), 0.5, 1.0))
    at = loops.field_at((radii, heights, 0.0), UP, 1.0)
    places = [(x, y, 0.0) for x, y in zip(radii, heights, strict=True)]
    assert np.array_equal(at, loops.field_at(places, UP, 1.0))


def test_a_kernel_that_raises_says_why(compiled_kernels):
    # compiled ones cannot: Python is asked what it was
    lines = micropython(
        [
            """
from array import array
import compiled_kernels
from magbook import sphere
for height in (0.5, array("d", [2.0, 0.5])):
    try:
        sphere.force((0.0, 0.0, height), (0.0, 0.0, 1.0), 1.0, 0.5, 1.0, 1.0)
    except ValueError as error:
        print(error, compiled_kernels.interpreted)
"""
        ],
        "magbook.sphere",
        kernels=compiled_kernels,
    )
    assert len(lines) == 2
    assert all(line.startswith("ratio must") and line.endswith("True") for line in lines)


EDITED = """
from array import array
import compiled_kernels
from magbook import dipoles, loops, rows, special

def engines():
    found = []
    for call in (
        lambda: special.ellipk(0.5),
        lambda: loops.field(array("d", [1.0, 2.0]), 0.0, 2.0),
        lambda: dipoles.energy((1.0, 0, 0), (1.0, 0, 0), (1.0, 0, 0)),
    ):
        compiled_kernels.interpreted = False
        call()
        found.append(compiled_kernels.interpreted)
    print(found)

engines()
rows.edit("magbook.special")
exec("@elementwise()\\ndef ellipk(m): return -1.0", special.__dict__)
engines()
print(special.ellipk(0.5))
rows.edit("magbook.special", False)
engines()
"""


def test_an_edited_module_and_those_that_call_it_are_interpreted(compiled_kernels):
    lines = micropython([EDITED], "magbook.loops", "magbook.dipoles", kernels=compiled_kernels)
    compiled = "[False, False, False]"
    assert lines == [compiled, "[True, True, False]", "-1.0", compiled]


def test_wrong_calls_are_pythons_errors(compiled_kernels):
    wrong = ["field(1.0)", "field(1, 2, 3, 4, 5)", "field(1, 2, 3, J=4)", "field_at((1, 2), UP, 1)"]
    wrong += ["field(array('d'), 1, 1)", "field(array('d', [1]), array('d', [1, 2]), 1)"]
    calls = "".join(
        f"\ntry:\n    loops.{call}\n    print('no error')\n"
        f"except (TypeError, IndexError, ValueError) as error:\n    print('right')"
        for call in wrong
    )
    start = "from array import array\nfrom magbook import loops\nUP = (0, 0, 1)\n"
    for kernels in (compiled_kernels, ()):
        lines = micropython([start + calls], "magbook.loops", kernels=kernels)
        assert lines == ["right"] * len(wrong)


def test_rows_need_nothing_compiled():
    start = "from array import array\nfrom magbook import loops, vectors\n"
    calls = "print(loops.field(array('d', [0, 1]), 2, a=array('d', [1, 2])))\n"
    calls += "print(vectors.unit((array('d', [3, 0]), 4, 0.0)))"
    field, unit = micropython([start + calls], "magbook.loops")
    assert eval(field) == tuple(
        array("d", [loops.field(0, 2, 1)[k], loops.field(1, 2, 2)[k]]) for k in (0, 1)
    )
    zero = array("d", [0, 0])
    assert eval(unit) == (array("d", [5, 4]), (array("d", [0.6, 0]), array("d", [0.8, 1]), zero))


def test_the_page_does_without_numba(monkeypatch):
    monkeypatch.setattr("magbook._webassembly.compiler", lambda: None)
    assert compile_kernels() == {}


def test_another_format_is_refused(compiled_kernels):
    program, *_ = compiled_kernels
    with pytest.raises(ValueError):
        with_exports(program, [])  # a module, no object
