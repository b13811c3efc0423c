"""The lift of a scalar kernel over arrays, over Dask, and without Numba."""

import importlib.util
import inspect
import os
import pickle
import pydoc
import re
import subprocess
import sys
from array import array

import numpy as np
import pytest

from magbook import balls, coils, dipoles, falling, levitron, loops, ring, special, sphere, top
from magbook.elementwise import Count, NonNegative, Positive, Real, Vector, elementwise

ULP = 2.0**-52
z = (0.0, 0.0, 1.0)


@elementwise(x=(lambda x, n: x < n, "must be less than n"))
def example(n: Count, x: NonNegative, r: Vector, scale: Positive = 2.0) -> tuple[Real, Vector]:
    """A kernel with something of everything."""
    return n + scale * x, (x * r[0], x * r[1], x * r[2])


def run(program, **environment):
    """What the program prints, in a fresh process with warnings as errors."""
    done = subprocess.run(
        [sys.executable, "-W", "error", "-c", program],
        capture_output=True,
        text=True,
        env={**os.environ, **environment},
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


# --- NumPy ---------------------------------------------------------------------------------


def test_scalars_give_numbers():
    assert isinstance(special.ellipk(0.5), float)
    assert all(isinstance(B, float) for B in loops.field(0.1, 0.2, 1.0))
    assert isinstance(special.ellipk(np.array(0.5)), float)
    total, vector = example(3, 1, (1, 2, 3))
    assert total == 5.0
    assert vector.tolist() == [1.0, 2.0, 3.0]


def test_arrays_broadcast():
    rho, z = np.linspace(0, 0.9, 4)[:, None], np.linspace(-1, 1, 3)
    fields = loops.field(rho, z, 1.0)
    for component, B in enumerate(fields):
        assert B.shape == (4, 3)
        for i in range(4):
            for j in range(3):
                assert B[i, j] == loops.field(rho[i, 0], z[j], 1.0)[component]


def test_vectors_lie_along_the_last_axis():
    total, vector = example([[3], [4]], [0.5, 1, 2], np.ones((3, 3)) * [1, 2, 3])
    assert total.shape == (2, 3)
    assert vector.shape == (2, 3, 3)
    assert vector[1, 2].tolist() == [2.0, 4.0, 6.0]
    places = np.array([[0, 0, 2.0], [0, 0, 3.0]])
    forces = loops.pair_force(places, z, z, 1.0, np.array([[0.5], [0.6], [0.7]]))
    assert forces.shape == (3, 2, 3)
    assert forces[2, 1].tolist() == loops.pair_force(places[1], z, z, 1.0, 0.7).tolist()


def test_arrays_may_be_empty():
    assert special.ellipk([]).shape == (0,)
    assert loops.field_at(np.empty((2, 0, 3)), z, 1.0).shape == (2, 0, 3)


def test_arguments_by_name_and_by_default():
    expected = loops.field(0.3, 0.4, 0.5, 1.0)
    assert loops.field(a=0.5, z=0.4, rho=0.3) == expected
    assert loops.field(0.3, 0.4, a=0.5, I=1) == expected
    assert example(3, 1.0, z)[0] == example(3, 1.0, z, scale=2)[0]
    with pytest.raises(TypeError, match="rho"):
        loops.field(z=0.4, a=0.5)
    with pytest.raises(TypeError, match="radius"):
        loops.field(0.3, 0.4, 0.5, radius=0.5)


@pytest.mark.parametrize("kind", [int, np.int32, np.float32, np.uint8, bool])
def test_numbers_of_every_kind(kind):
    assert special.ellipe(kind(1)) == 1.0
    assert loops.field(kind(0), kind(0), kind(1)) == loops.field(0.0, 0.0, 1.0)
    assert special.elliptic_moment(kind(1), 0.5) == special.ellipk(0.5)
    assert special.elliptic_moment(1.0, 0.5) == special.ellipk(0.5)


def test_arguments_are_left_alone():
    m = np.array([0.1, 0.2])
    special.ellipk(m)
    assert m.tolist() == [0.1, 0.2]


def test_strides_and_order_do_not_matter():
    m = np.linspace(-1, 0.9, 24).reshape(4, 6)
    expected = special.ellipk(m)
    assert (special.ellipk(m.T) == expected.T).all()
    assert (special.ellipk(m[::-2, ::3]) == expected[::-2, ::3]).all()
    assert (special.ellipk(np.asfortranarray(m)) == expected).all()


def test_arrays_longer_than_a_block():
    rho, z = np.linspace(0, 2, 301)[:, None], np.linspace(-1, 1, 100)
    whole = loops.field(rho, z, 1.0)
    flat = loops.field(np.repeat(rho.ravel(), 100), np.tile(z, 301), 1.0)
    turned = loops.field(np.asfortranarray(rho + 0 * z).T, z[:, None], 1.0)
    for component in range(2):
        assert (whole[component].ravel() == flat[component]).all()
        assert (whole[component] == turned[component].T).all()


@pytest.mark.parametrize(
    "arguments, words",
    [
        # two arrays of numbers each time, which is compiled once
        (([3, 2.5], [1], z), "n must be a whole number from -1000000 to 1000000; got n = 2.5"),
        ((np.inf, 1, z), "n must be a whole number from -1000000 to 1000000; got n = inf"),
        (([3], [[1], [-4]], z), "x must be non-negative and finite; got x = -4.0"),
        ((3, [1, 3.5, 2], z), "x must be less than n; got x = 3.5"),
        (([[3], [1]], [0, 2], z), "x must be less than n; got x = 2.0"),
        ((3, 1, [1, 2]), "r must be a finite 3-vector; got r of shape (2,)"),
        ((3, 1, 1.0), "r must be a finite 3-vector; got r of shape ()"),
        ((3, 1, [z, [0, np.nan, 1]]), "r must be a finite 3-vector; got r = [ 0. nan  1.]"),
        ((3, 1, z, 0), "scale must be positive and finite; got scale = 0.0"),
        ((3, "one", z), "x must be real; got x = 'one'"),
        ((3, None, z), "x must be non-negative and finite; got x = nan"),
        ((3, 1 + 0j, z), "x must be real; got x = (1+0j)"),
        ((1e300, 1, z), "n must be a whole number from -1000000 to 1000000; got n = 1e+300"),
        (
            (-(10**10), 1, z),
            "n must be a whole number from -1000000 to 1000000; got n = -10000000000.0",
        ),
        (([3, 4], [0, 1, 2], z), "n of shape (2,), x of shape (3,) do not broadcast"),
        (
            ([3, 4], 1, [z, z, z]),
            "n of shape (2,), r of shape (3,) and a vector's axis do not broadcast",
        ),
    ],
)
def test_refusal_names_argument_and_value(arguments, words):
    with pytest.raises(ValueError, match=f"^{re.escape(words)}$"):
        example(*arguments)


# --- What carries more than numbers --------------------------------------------------------


class Quantity(np.ndarray):
    """As astropy's: an array that knows its unit."""

    unit = "cm"


def with_units():
    registry = pytest.importorskip("pint").UnitRegistry()
    return {
        "a quantity": 3 * registry.cm,
        "an angle": 30 * registry.degree,
        "a bare ratio": registry.Quantity(0.3),
        "an array": np.arange(3.0) * registry.cm,
        "a list": [0, 0, 3 * registry.cm],
        "a nested list": [[0.0, 1.0], [0.0, 3 * registry.cm]],
        "an array of another kind": np.ones(3).view(Quantity),
    }


@pytest.mark.parametrize("which", with_units())
def test_units_are_refused(which):
    words = "x has a unit, .* give plain numbers, in SI units and radians; got x = "
    with pytest.raises(TypeError, match=words):
        example(9, with_units()[which], z)
    with pytest.raises(TypeError, match=r"^r has a unit"):
        example(9, 1, with_units()[which])


def test_masks_are_refused():
    masked = np.ma.array([0.1, 0.2], mask=[False, True])
    for value in (masked, masked[1], [0.1, np.ma.masked], np.ma.array([0.1])):
        with pytest.raises(TypeError, match=r"^x is masked, .* give its data or what compressed"):
            example(9, value, z)
    assert example(9, masked.compressed(), z)[0].tolist() == [9.2]


def test_named_dimensions_are_refused_and_apply_ufunc_pairs_them():
    xarray = pytest.importorskip("xarray")
    rho, height = (xarray.DataArray([0.1, 0.2], dims=name) for name in ("rho", "height"))
    for value in (rho, rho.variable, rho.chunk(), [rho, rho]):
        with pytest.raises(TypeError, match=r"^z has named dimensions, .* xarray.apply_ufunc; "):
            loops.field(0.3, value, 1.0)
    B_rho, _ = xarray.apply_ufunc(loops.field, rho, height, 1.0, output_core_dims=[[], []])
    assert B_rho.dims == ("rho", "height")
    expected, _ = loops.field(np.array([[0.1], [0.2]]), [0.1, 0.2], 1.0)
    assert np.array_equal(B_rho, expected)


def test_what_is_only_a_container_is_taken():
    pandas = pytest.importorskip("pandas")
    assert special.ellipe(pandas.Series({"unit": 0.0, "dims": 1.0})).tolist()[1] == 1.0


def test_kernels_keep_their_name_and_docstring():
    assert loops.field.__name__ == "field"
    assert loops.field.__doc__.startswith("Magnetic field of a circular loop")
    assert loops.field.__module__ == "magbook.loops"


def test_a_rowwise_kernel_fills_no_copy():
    top = [1.75, 3.0, 0.9, 0.05, 0.03, 1.0, 0.3]
    rows = [array("d", bytes(400)), *np.zeros((4, 50))]
    kept, _ = levitron.trace(*top, *rows)
    assert kept == 1 + round(rows[0][int(kept) - 1] / rows[0][1]) and rows[1][1] != 0
    python = [array("d", bytes(400)) for _ in range(5)]
    assert levitron.trace.kernel(*top, *python)[0] == kept
    assert all(list(row) == list(other) for row, other in zip(rows, python, strict=True))
    for wrong in ([0.0] * 50, array("f", [0] * 50), np.zeros((5, 10)), 1.0):
        with pytest.raises(ValueError, match="zs must be a row of doubles"):
            levitron.trace(*top, *rows[:3], wrong, rows[4])
    with pytest.raises(ValueError, match="kappa must be positive"):
        levitron.trace(*top[:3], 0.0, *top[4:], *rows)


PUBLIC = [
    function
    for module in (balls, coils, dipoles, falling, levitron, loops, ring, special, sphere, top)
    for name, function in vars(module).items()
    if hasattr(function, "kernel")
    and function.__module__ == module.__name__
    and not name.startswith("_")
]


def test_functions_have_kernels():
    assert len(PUBLIC) > 40


@pytest.mark.parametrize("function", PUBLIC, ids=lambda f: f"{f.__module__}.{f.__name__}")
def test_help_shows_the_call_and_the_docstring(function):
    title, *text = pydoc.plain(pydoc.render_doc(function)).splitlines()
    assert title.endswith(f"function {function.__name__} in module {function.__module__}")
    signature = inspect.signature(function)
    assert list(signature.parameters) == inspect.getfullargspec(function.kernel).args
    assert re.fullmatch(r"\((\w+(=[\d.]+)?(, )?)+\)", str(signature))
    shown = function.__name__ + str(signature) + inspect.getdoc(function.kernel)
    assert re.sub(r"\s", "", "".join(text)) == re.sub(r"\s", "", shown)


def test_help_shows_defaults():
    assert "\nfield(rho, z, a, I=1.0)\n" in pydoc.plain(pydoc.render_doc(loops.field))
    assert str(inspect.signature(loops.field)) == "(rho, z, a, I=1.0)"


def test_pickled_by_name():
    data = pickle.dumps(loops.field)
    assert len(data) < 100
    assert pickle.loads(data) is loops.field


# --- Dask ----------------------------------------------------------------------------------

RHO = np.linspace(0, 3, 50).reshape(10, 5)
PLACES = np.stack([RHO, RHO / 2, 1 + RHO], axis=-1)


def lazy_cases(chunked):
    """(lazy, eager) results over blocks of the two arrays above."""
    rho, places = chunked(RHO, (4, 5)), chunked(PLACES, (4, 5, 3))
    return [
        (loops.field(rho, 0.3, a=1.0), loops.field(RHO, 0.3, a=1.0)),
        ([special.ellipk(-rho)], [special.ellipk(-RHO)]),
        ([special.elliptic_moment(3, -rho)], [special.elliptic_moment(3, -RHO)]),
        ([loops.field_at(places, z, a=rho + 1)], [loops.field_at(PLACES, z, a=RHO + 1)]),
        ([loops.pair_force(places, z, z, 1.0, 0.5)], [loops.pair_force(PLACES, z, z, 1.0, 0.5)]),
        (example(9, rho, places), example(9, RHO, PLACES)),
    ]


def assert_lazy_is_eager(chunked):
    import dask
    import dask.array as da

    for lazy, eager in lazy_cases(chunked):
        assert all(isinstance(array, da.Array) for array in lazy)
        for found, expected in zip(dask.compute(*lazy), eager, strict=True):
            assert found.dtype == float
            assert np.array_equal(found, expected)


def test_dask_maps_lazily():
    da = pytest.importorskip("dask.array")
    assert_lazy_is_eager(lambda array, chunks: da.from_array(array, chunks=chunks))


def test_dask_arguments_may_be_chunked_apart():
    da = pytest.importorskip("dask.array")
    rho, height = RHO[:, 0], np.linspace(-1, 1, 6)[:, None]
    lazy, _ = loops.field(da.from_array(rho, chunks=3), da.from_array(height, chunks=(4, 1)), 1.0)
    assert lazy.shape == (6, 10)
    assert np.array_equal(lazy.compute(), loops.field(rho, height, 1.0)[0])


def test_dask_refuses_inside_its_blocks():
    da = pytest.importorskip("dask.array")
    m = special.ellipk(da.from_array(np.array([0.0, 0.5, 0.9, 1.5]), chunks=2))
    assert m[:2].compute().tolist() == special.ellipk([0.0, 0.5]).tolist()
    with pytest.raises(ValueError, match=r"m must be finite and at most 1; got m = 1\.5"):
        m.compute()


def test_dask_on_processes_gives_the_same_numbers(tmp_path):
    # in a process of its own: a cluster leaves sockets and loops behind
    program = f"""
import numpy as np
if __name__ == "__main__":
    import dask.array as da
    from distributed import Client, LocalCluster
    from magbook import loops
    rho = np.linspace(0, 3, 50).reshape(10, 5)
    with LocalCluster(
        n_workers=2, threads_per_worker=1, processes=True, dashboard_address=None,
        local_directory={os.fspath(tmp_path)!r},
    ) as cluster, Client(cluster):
        lazy = loops.field(da.from_array(rho, chunks=(2, 5)), 0.3, a=1.0)
        for found, expected in zip(da.compute(*lazy), loops.field(rho, 0.3, a=1.0)):
            assert np.array_equal(found, expected)
        try:
            loops.field(da.from_array(-rho, chunks=(2, 5)), 0.3, a=1.0)[0].compute()
        except ValueError as error:
            print(error)
"""
    script = tmp_path / "cluster.py"
    script.write_text(program)
    done = subprocess.run([sys.executable, script], capture_output=True, text=True, timeout=120)
    assert done.returncode == 0, done.stderr
    assert re.match(r"rho must be non-negative and finite; got rho = -\d", done.stdout)


# --- Numba and its absence -----------------------------------------------------------------

CALLS = """
import numpy as np
from magbook import dipoles, levitron, loops, ring, special, sphere
x = np.linspace(0, 1, 13)
z = (0.0, 0.0, 1.0)
results = [
    special.ellipk(x - 0.1), special.ellipe(x), special.cel(x, 0.3, 1.0, 2.0),
    special.cel(0.4, -0.3, x, 2.0), special.elliptic_moment(np.arange(-6, 7), -x),
    special.elliptic_cosine_moment(x / 2, 1 - x / 2), *special.legendre_quarter(x / 2, 1 - x / 2),
    *loops.field(x, 0.3, 1.0), loops.radial_field_series(x + 0.1, 0.5, 2.0, 7),
    loops.concentric_torque(x + 0.1, 1.0, 0.9), loops.concentric_torque(0.3, 1.0, 1.0),
    loops.concentric_torque_series(x, 1.0, 0.9, 20),
    loops.concentric_series_terms(x, 1.0, 0.9, 1e-10, 1000),
    loops.field_at(np.stack([x, x, x], -1), (1, 2, 3), 2.0),
    loops.pair_force([(0, 0, 2), (1, 0, 1)], z, (0, 1, 1), 1.0, 0.5),
    loops.pair_torque((0, 0.1, 0), z, (0, 1, 1), 1.0, 0.5),
]
"""
PRINT = "print(repr([[float(v) for v in np.ravel(r)] for r in results], ).replace('inf', '1e999'))"


def test_without_numba_the_numbers_are_the_same():
    block = "import sys; sys.modules['numba'] = None\n"
    proof = "\nfrom magbook import _compile; assert _compile.compiler() is None\n"
    slow = eval(run(block + CALLS + proof + PRINT))
    scope = {}
    exec(CALLS, scope)
    for found, result in zip(slow, scope["results"], strict=True):
        expected = np.ravel(result)
        # Numba fuses no operations, and its sin and cos are the C library's
        assert found == pytest.approx(expected, rel=1e-15, abs=1e-15 * abs(expected).max())


def test_without_numba_shapes_and_errors_are_the_same():
    print_shapes = """
import sys; sys.modules['numba'] = None
import numpy as np
from magbook import dipoles, levitron, loops, ring, special, sphere
assert isinstance(special.ellipk(0.5), float)
assert special.ellipk(np.zeros((2, 0, 3))).shape == (2, 0, 3)
assert loops.field(np.zeros((2, 1)), np.zeros(3), 1.0)[1].shape == (2, 3)
assert loops.field_at(np.ones((4, 1, 3)), (0, 0, 1), np.ones(2)).shape == (4, 2, 3)
assert special.ellipk(1.0) == np.inf
path, lost = levitron.follow(1.75, 0.9, 0.05, 0.03, 1.0, 0.3)
assert [type(x) for x in path[1]] == [float] * len(path[0]) and lost is None
try:
    loops.concentric_torque_series(1.0, 1.0, 2.0, 3)
except ValueError as error:
    print(error)
"""
    assert run(print_shapes).startswith("b must not exceed a")


def test_compiled_kernels_are_kept_for_the_next_process(tmp_path):
    numba = pytest.importorskip("numba")
    assert numba.config.DISABLE_JIT == 0
    program = "from magbook import loops; print(loops.concentric_torque(1.0, 1.0, 0.5))"

    def cached():
        return {file.relative_to(tmp_path) for file in tmp_path.rglob("*.nb?")}

    first = run(program, NUMBA_CACHE_DIR=os.fspath(tmp_path))
    kept = cached()
    assert any("concentric_torque" in file.name for file in kept)
    stamps = {file: (tmp_path / file).stat().st_mtime_ns for file in kept}
    assert run(program, NUMBA_CACHE_DIR=os.fspath(tmp_path)) == first
    assert cached() == kept
    # a compilation would have written its file anew
    assert stamps == {file: (tmp_path / file).stat().st_mtime_ns for file in kept}


def test_kernels_never_import_figures():
    # a layer imports only what stands below it
    program = "import sys; from magbook import loops; print([m for m in sys.modules if 'fig' in m])"
    imported = run(program)
    for name in ("livefigure", "magfigures"):
        assert importlib.util.find_spec(name) and name not in imported
