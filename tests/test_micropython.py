"""CPython and the page's MicroPython run the same files and get the same numbers.

Both work with doubles and the same formulas; what may differ is the last digit of sin, cos
and pow in their C libraries. Kernels of powers and roots agree to the bit; those that call sin
and cos were measured to lie within 2.3 ulp (glibc against musl), and 8 are allowed.
"""

import itertools
import json
import struct
import subprocess
from pathlib import Path

import numpy as np
import pytest
from bookbuild.node import node

from livefigure.sphinx import sources
from livefigure.transport import pack
from magbook import dipoles, loops, ring, special, sphere
from magfigures import load
from tests.figures import FIGURES

TESTS = Path(__file__).parent
MICROPYTHON = (
    TESTS.parent / "src/livefigure/web/node_modules/@micropython/micropython-webassembly-pyscript"
) / "micropython.mjs"
ULP = 2.0**-52


def micropython(programs, *modules):
    """The lines that the programs print, run in turn where these modules can be imported."""
    found = {}
    for module in modules:
        sources(module, found)
    files = {path: file.read_text("utf-8") for path, file in found.items()}
    done = subprocess.run(
        [node(), TESTS / "micropython.mjs", MICROPYTHON],
        input=json.dumps({"files": files, "programs": programs}),
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=300,
    )
    assert done.returncode == 0, done.stderr[-2000:]
    return done.stdout.split("\n")


def numbers_in(value):
    """The leaves of nested tuples, lists, arrays and dicts, in order."""
    if isinstance(value, dict):
        value = [value[key] for key in sorted(value)]
    if isinstance(value, (list, tuple, np.ndarray)):
        return [leaf for item in value for leaf in numbers_in(item)]
    return [value]


# --- Kernels -------------------------------------------------------------------------------

SAMPLE = np.random.default_rng(1).uniform(0, 1, (200, 12)).tolist()
UP = (0.0, 0.0, 1.0)


def sphere_and_loop(u):
    """A loop that stays away from the sphere, with |ka| from 0.1 to 1000."""
    return (
        (u[0], u[1], 2 + u[2]),
        (u[3] - 0.5, u[4] - 0.5, 1.0),
        1.0,
        0.1 + 0.8 * u[5],
        5.8e7,
        (10 ** (8 * u[6] - 2) / 72.88),
        1.0,
    )


# (module, function, arguments from twelve numbers in (0, 1), how many times)
KERNELS = [
    ("special", "ellipk", lambda u: (1 - 20 * u[0] ** 9,), 200),
    ("special", "ellipe", lambda u: (1 - 20 * u[0] ** 9,), 200),
    ("special", "cel", lambda u: (3 * u[0], 5 * u[1], u[2], u[3]), 200),
    ("special", "cel", lambda u: (3 * u[0], -5 * u[1], 1.0, 0.0), 20),
    ("special", "complete_pair", lambda u: (3 * u[0],), 200),
    ("special", "elliptic_moment", lambda u: (int(21 * u[0]) - 10, 1 - 2 * u[1]), 200),
    ("special", "elliptic_cosine_moment", lambda u: (u[0] ** 5, 1 - u[0] ** 5), 200),
    ("special", "legendre_quarter", lambda u: (u[0], 1 - u[0]), 200),
    ("loops", "field", lambda u: (2 * u[0], u[1], 0.5 + u[2], 1.0), 200),
    ("loops", "radial_field_series", lambda u: (2 * u[0], 2 * u[1] - 1, 1.0, 9, 1.0), 100),
    ("loops", "concentric_torque", lambda u: (3.1 * u[0], 1.0, u[1], 1.0, 1.0), 200),
    ("loops", "concentric_torque", lambda u: (3.1 * u[0] ** 9, 1.0, 1.0, 1.0, 1.0), 50),
    ("loops", "concentric_torque_series", lambda u: (3.1 * u[0], 1.0, u[1], 30, 1.0, 1.0), 50),
    (
        "loops",
        "concentric_series_terms",
        lambda u: (0.1 + 2 * u[0], 1.0, 0.9 * u[1], 1e-9, 500),
        50,
    ),
    ("loops", "field_at", lambda u: (tuple(u[:3]), tuple(u[3:6]), 2.0, 1.0), 100),
    ("loops", "pair_force", lambda u: ((u[0], u[1], 2.0), UP, tuple(u[2:5]), 1, 0.7, 1, 1), 5),
    ("loops", "field_gradient", lambda u: (2 * u[0], u[1], 0.5 + u[2], 1.0), 200),
    (
        "loops",
        "pair_wrench",
        lambda u: ((3.0, u[1], 2.0), UP, tuple(u[2:5]), 0.7 + u[5], 1.0, 1, 1),
        5,
    ),
    ("loops", "pair_torque", lambda u: ((u[0], u[1], 2.0), UP, tuple(u[2:5]), 1, 0.7, 1, 1), 5),
    ("dipoles", "field", lambda u: (tuple(u[:3]), tuple(u[3:6])), 100),
    ("dipoles", "energy", lambda u: (tuple(u[:3]), tuple(u[3:6]), tuple(u[6:9])), 100),
    ("dipoles", "force", lambda u: (tuple(u[:3]), tuple(u[3:6]), tuple(u[6:9])), 100),
    ("dipoles", "torque", lambda u: (tuple(u[:3]), tuple(u[3:6]), tuple(u[6:9])), 100),
    *(
        ("dipoles", name, lambda u: (tuple(u[:3]), tuple(u[3:6]), tuple(u[6:9]), u[9], u[10]), 100)
        for name in ("force_correction", "torque_correction")
    ),
    *(
        (
            "dipoles",
            name,
            lambda u: ((2, *u[1:3]), tuple(u[3:6]), tuple(u[6:9]), u[9], u[10], 6),
            50,
        )
        for name in ("force_expansion", "torque_expansion")
    ),
    ("ring", "field", lambda u: (3 * u[0] ** 3, 2 * u[1] - 1, 0.5 + u[2], 1.0), 200),
    ("ring", "field_gradient", lambda u: (3 * u[0] ** 3, 2 * u[1] - 1, 0.5 + u[2], 1.0), 200),
    ("ring", "casimir_polder_parts", lambda u: (3 * u[0] ** 3, 2 * u[1] - 1, 0.5 + u[2]), 200),
    *(
        (
            "ring",
            name,
            lambda u: (3 * u[0] ** 3, 2 * u[1] - 1, 6 * u[2], 3 * u[3], 1.0, 1.0, 1.0),
            100,
        )
        for name in ("energy", "force", "torque", "hessian", "casimir_polder")
    ),
    *(("sphere", name, lambda u: sphere_and_loop(u), 20) for name in ("power", "force", "torque")),
    (
        "sphere",
        "current_density_parts",
        lambda u: ((u[9] / 2, u[10] / 2, u[11] / 2), *sphere_and_loop(u)),
        20,
    ),
    *(
        (
            "sphere",
            f"thin_skin_{name}",
            lambda u: (u[0] + 1, 1.0, 0.5 + u[1], 5.8e7, 10 ** (4 + 2 * u[2]), 1.0, int(3 * u[3])),
            50,
        )
        for name in ("power", "axial_force", "radial_stiffness")
    ),
]
MODULES = {"special": special, "loops": loops, "dipoles": dipoles, "ring": ring, "sphere": sphere}
CASES = [
    (module, name, [arguments(u) for u in SAMPLE[:count]])
    for module, name, arguments, count in KERNELS
]


@pytest.fixture(scope="module")
def kernels_in_micropython():
    # repr rounds in MicroPython; the bytes of a double do not
    program = f"""
import struct, binascii
from magbook import dipoles, loops, ring, special, sphere
def flat(value):
    if isinstance(value, tuple):
        return [leaf for item in value for leaf in flat(item)]
    return [float(value)]
for module, name, rows in {CASES!r}:
    kernel = getattr(dict({", ".join(f"{m}={m}" for m in MODULES)})[module], name)
    values = []
    for row in rows:
        values += flat(kernel(*row))
    print(binascii.hexlify(struct.pack("<%dd" % len(values), *values)).decode())
"""
    lines = micropython([program], *(f"magbook.{module}" for module in MODULES))
    return [np.frombuffer(bytes.fromhex(line)) for line in lines]


@pytest.mark.parametrize(
    "index", range(len(CASES)), ids=[f"{c[1]}-{i}" for i, c in enumerate(CASES)]
)
def test_kernel_agrees(kernels_in_micropython, index):
    module, name, rows = CASES[index]
    kernel = getattr(MODULES[module], name)
    expected = np.array([numbers_in(kernel(*row)) for row in rows], dtype=float)
    found = kernels_in_micropython[index].reshape(expected.shape)
    # components of a vector may cancel: its length is the measure
    size = abs(expected).max(axis=1, keepdims=True)
    with np.errstate(invalid="ignore"):  # inf - inf
        close = abs(found - expected) <= 8 * ULP * size
    assert (close | (found == expected)).all()


def test_kernels_of_roots_agree_to_the_bit(kernels_in_micropython):
    for (module, name, rows), found in zip(CASES, kernels_in_micropython, strict=True):
        if name in ("ellipk", "ellipe", "cel", "complete_pair", "legendre_quarter", "field"):
            kernel = getattr(MODULES[module], name)
            expected = numbers_in([kernel(*row) for row in rows])
            assert np.array_equal(found, expected), name


def test_refusals_agree():
    # a kernel checks nothing there: the figures' controls are what a reader can get wrong
    program = """
from magfigures import load
for values in ({"alpha": 181}, {"ratio": "x"}, {"terms": 1.5}, {"beta": 0}):
    try:
        load("concentric-torque").admit(values)
    except ValueError as error:
        print(error)
"""
    lines = micropython([program], "magfigures.concentric_torque")
    figure = load("concentric-torque")
    wrong = [{"alpha": 181}, {"ratio": "x"}, {"terms": 1.5}, {"beta": 0}]
    for line, values in zip(lines, wrong, strict=True):
        name = next(iter(values))
        with pytest.raises(ValueError) as caught:
            figure.admit(values)
        assert name in line and line.split(";")[0] == str(caught.value).split(";")[0]


def test_rows_share_what_they_are_made_of():
    program = """
from livefigure import coordinate, quantity, row
from livefigure.quantity import Now
asked = []
x = coordinate("x")
kept = quantity(x)(lambda x: asked.append(x) or x)
now = Now({})
for function in (abs, round):
    now(row(quantity(kept)(function), x, [1.0, 2.0]))
print(asked)
"""
    assert micropython([program], "livefigure") == ["[1.0, 2.0]"]


# --- Figures -------------------------------------------------------------------------------


def settings(figure):
    """Defaults, presets, each control at its ends, and all at their ends together."""
    chosen = [{}, *figure.presets.values()]
    ends = [(c["name"], (c["low"], c["high"])) for c in figure.controls]
    chosen += [{name: value} for name, pair in ends for value in pair]
    names = [name for name, _ in ends]
    corners = itertools.product(*[pair for _, pair in ends])
    return chosen + [dict(zip(names, corner, strict=True)) for corner in corners]


def unpack(text, rows):
    """What `pack` packed, as the page sees it."""
    values = struct.unpack(f"<{len(rows) // 8}d", rows)

    def plain(item):
        if isinstance(item, list):
            return [plain(part) for part in item]
        if isinstance(item, dict):
            if set(item) == {"from", "to"}:
                return list(values[item["from"] : item["to"]])
            if set(item) == {"float"}:
                return float(item["float"])
            return {key: plain(part) for key, part in item.items()}
        return item

    return plain(json.loads(text))


@pytest.mark.parametrize("id", FIGURES)
def test_figure_agrees(id):
    figure = load(id)
    # where wires coincide, the last digit of a sine says which point is on the other wire
    chosen = [
        v for v in settings(figure) if not (v.get("ratio") == 1 and v.get("alpha") in (0, 180))
    ]
    start = f"""
import binascii
from livefigure.transport import pack
from magfigures import load
figure = load({id!r})

def answer(values):
    text, rows = pack(figure.answer(values))
    print(text)
    print(binascii.hexlify(rows).decode())
"""
    programs = [start, *(f"answer({values!r})" for values in chosen)]
    lines = micropython(programs, "livefigure.transport", f"magfigures.{id.replace('-', '_')}")
    for values, text, rows in zip(chosen, lines[::2], lines[1::2], strict=True):
        found = unpack(text, bytes.fromhex(rows))
        expected = unpack(*pack(figure.answer(values)))
        assert found["text"] == expected["text"]
        assert found["code"] == expected["code"]
        assert found["results"].keys() == expected["results"].keys()
        for name, result in expected["results"].items():
            ours, theirs = numbers_in(result), numbers_in(found["results"][name])
            assert [x is None for x in theirs] == [x is None for x in ours], (values, name)
            ours, theirs = (np.array([x for x in xs if x is not None]) for xs in (ours, theirs))
            # errors and sums that cancel are small against what they are differences of, 1
            np.testing.assert_allclose(theirs, ours, 1e-12, 1e-13, err_msg=f"{name} at {values}")
