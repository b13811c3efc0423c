"""A scalar kernel at one place and over arrays: compiled by Numba where it can be, else run by
Python.

The numbers come in any case. Numba is imported when the first of them is asked for. What it
compiles it keeps for the next process, in a folder that it finds by its own rules:
NUMBA_CACHE_DIR, or beside the kernels, or the user's cache. Each compiled function is one file
there, which is put in its place whole: processes need no lock.
"""

import functools
import hashlib
import inspect
import itertools
import math
import os
import threading
import types
import warnings
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any, TypeVar

import numpy as np

from magbook._domains import Domain, Kernel

PACKAGE = Path(__file__).parent
#: Places that a compiled loop checks, and then computes, at a time: what it holds stays near the
#: processor.
BLOCK = 1024

Function = TypeVar("Function", bound=Kernel)

_said: set[str] = set()


def _warn(loss: str, cause: Exception, remedy: str) -> None:
    """Say what is lost, once, however many functions it concerns."""
    if loss not in _said:
        _said.add(loss)
        warnings.warn(f"{loss}: {cause}. To mend it, {remedy}.", RuntimeWarning, stacklevel=2)


# --- What compiled kernels may call --------------------------------------------------------

_waiting: list[Callable[[], Any]] = []
_one_at_a_time = threading.RLock()


def once_it_compiles(prepare: Callable[[], Any]) -> None:
    """Call this before anything is compiled."""
    _waiting.append(prepare)


def _callable(function: Kernel, kernel: Kernel) -> None:
    """Let kernels call the function, of which they get this kernel."""

    def prepare() -> None:
        _numba().extending.overload(function, strict=False)(lambda *args, **kwargs: kernel)

    once_it_compiles(prepare)


def publish(function: Any, kernel: Kernel) -> None:
    """Let kernels that call the function call its kernel, past its checks."""
    function.kernel = kernel
    _callable(function, kernel)


def part(function: Function) -> Function:
    """A function that kernels may call."""
    _callable(function, function)
    return function


@functools.cache
def _numba() -> Any:
    try:
        import numba
        import numba.extending
    except Exception as error:  # everything works without Numba, about a hundred times slower
        if not (isinstance(error, ModuleNotFoundError) and error.name == "numba"):
            _warn(
                "magbook computes a hundred times more slowly without Numba, which cannot be "
                "imported",
                error,
                "install numba anew, at a version that goes with your Python and NumPy",
            )
        return None
    return None if numba.config.DISABLE_JIT else numba  # type: ignore[attr-defined]


def compiler() -> Any:
    """Numba, prepared for what there is so far, or None."""
    with _one_at_a_time:
        numba = _numba()
        while numba and _waiting:
            _waiting.pop(0)()
        return numba


def whole_row() -> Any:
    """Numba's type of a row that a kernel is given."""
    numba = compiler()
    return numba.types.Array(numba.float64, 1, "C")


# --- A kernel among plain numbers ----------------------------------------------------------


class Body:
    """A published kernel as functions of plain numbers: the components of its arguments one after
    the other, then those of its results. They are made when they are asked for.

    Parameters
    ----------
    function
        The published function.
    arguments, results
        What its arguments, by name, and its results are.
    needs
        Further conditions: tests, and the names of the arguments that they take.
    quick
        As in `elementwise`.
    """

    def __init__(
        self,
        function: Any,
        arguments: dict[str, Domain],
        results: Sequence[Domain],
        needs: Sequence[tuple[Kernel, Sequence[str]]],
        quick: Kernel | None,
    ):
        self.function, self.arguments, self.results, self.needs, self.quick = (
            *(function, arguments, results, needs, quick),
        )
        self.inputs, self.outputs = (
            sum(math.prod(domain.shape) for domain in domains)
            for domains in (arguments.values(), results)
        )
        self.folder = Path(inspect.getfile(function.kernel)).parent
        self._loops: dict[tuple[bool, ...], Callable[..., bool]] = {}

    @functools.cached_property
    def at(self) -> Callable[..., tuple[Any, ...]]:
        """The kernel at one place: whether its arguments are allowed, and its results."""
        numba = compiler()
        x, y = self._names()
        allowed, assignment = self._text(x, y)
        at = self._made(
            f"""
def {self.function.__name__}_{_fingerprint(self.folder)}({", ".join(x)}):
    if not ({allowed}):
        return (False, {"0.0, " * len(y)})
    {assignment}
    return True, {", ".join(y)}
""",
            numba,
        )
        if not numba:
            return at
        slots = [d.type for d in self.arguments.values() for _ in range(math.prod(d.shape))]
        return _kept(at, [whole_row() if t == "row" else numba.float64 for t in slots])

    def over(self, arrays: Sequence[np.ndarray]) -> list[np.ndarray] | None:
        """Results over arrays that broadcast, or None where they are not allowed."""
        # what has no dimensions is one number, and what follows from it is computed once
        single = tuple(array.ndim == 0 for array in arrays)
        loop = self._loop(single)
        rows = [array for array in arrays if array.ndim]
        # Results in one piece: the system hands it over again to the next call, while several
        # it would take back, and clear their pages each time.
        shape = np.broadcast_shapes(*(array.shape for array in rows))
        results = list(np.empty((self.outputs, *shape)))
        whole = ["contig", "aligned"]
        flags: Any = [["readonly", *whole]] * len(rows) + [["writeonly", *whole]] * self.outputs
        with np.nditer(
            [*rows, *results],
            flags=["external_loop", "buffered", "growinner", "zerosize_ok"],
            op_flags=flags,
            op_dtypes=["float64"] * len(flags),
        ) as blocks:
            for block in blocks:
                parts = iter(block if isinstance(block, tuple) else (block,))
                inputs = [x.item() if x.ndim == 0 else next(parts) for x in arrays]
                if not loop(*inputs, *parts):
                    return None
        return results

    def _loop(self, single: tuple[bool, ...]) -> Callable[..., bool]:
        with _one_at_a_time:
            if single not in self._loops:
                numba = compiler()
                self._loops[single] = self._compiled(single, numba) if numba else self._plain
            return self._loops[single]

    def _compiled(self, single: tuple[bool, ...], numba: Any) -> Callable[..., bool]:
        x, y = self._names()
        # Results go through one array, at fixed distances: in arrays that might overlap the
        # compiler could not do several places side by side. Nor could it read places whose index
        # might count from the end: hence the slices.
        here = [name if alone else f"{name}_here[i]" for name, alone in zip(x, single, strict=True)]
        targets = [f"found[i + {j * BLOCK}]" for j in range(self.outputs)]
        allowed, assignment = self._text(here, targets)
        if self.quick:
            _, quickly = self._text(here, targets, quick=True)
            assignment = f"""{quickly}
        for i in range(stop - start):
            if left[i]:
                {assignment}"""
        slices = "\n        ".join(
            f"{name}_here = {name}[start:stop]"
            for name, alone in zip(x, single, strict=True)
            if not alone
        )
        copies = "\n        ".join(
            f"{name}[start:stop] = found[{j * BLOCK} : {j * BLOCK} + stop - start]"
            for j, name in enumerate(y)
        )
        kind = "".join("n" if alone else "x" for alone in single)
        loop = self._made(
            f"""
def {self.function.__name__}_{kind}_{_fingerprint(self.folder)}({", ".join(x + y)}):
    found, left = empty({self.outputs * BLOCK}), empty({BLOCK})
    for start in range(0, len(y0), {BLOCK}):
        stop = min(start + {BLOCK}, len(y0))
        {slices}
        refused = 0
        for i in range(stop - start):
            refused += 0 if {allowed} else 1
        if refused:
            return False
        for i in range(stop - start):
            {assignment}
        {copies}
    return True
""",
            numba,
        )
        row = functools.partial(numba.types.Array, numba.float64, ndim=1, layout="C")
        inputs = [numba.float64 if alone else row(readonly=True) for alone in single]
        return _kept(loop, [*inputs, *[row()] * len(y)])

    def _plain(self, *block: Any) -> bool:
        """The loop without Numba."""
        inputs, outputs = block[: self.inputs], block[self.inputs :]
        # lists, for the items of arrays are no floats but slow
        columns = [x.tolist() if isinstance(x, np.ndarray) else itertools.repeat(x) for x in inputs]
        for i, place in zip(range(len(outputs[0])), zip(*columns, strict=False), strict=False):
            allowed, *values = self.at(*place)
            if not allowed:
                return False
            for output, value in zip(outputs, values, strict=True):
                output[i] = value
        return True

    def _names(self) -> tuple[list[str], list[str]]:
        return [f"x{i}" for i in range(self.inputs)], [f"y{i}" for i in range(self.outputs)]

    def _text(self, x: list[str], y: list[str], quick: bool = False) -> tuple[str, str]:
        """That the arguments with these components are allowed, and the results' assignment."""
        components, targets = iter(x), iter(y)
        given = {name: _nested(d.shape, components) for name, d in self.arguments.items()}
        tests = [
            f"holds_{name}{text if self.arguments[name].shape else f'({text})'}"
            for name, text in given.items()
        ] + [
            f"needs_{i}({', '.join(given[name] for name in names)})"
            for i, (_, names) in enumerate(self.needs)
        ]
        values = [
            f"int({text})" if self.arguments[name].type == "int64" else text
            for name, text in given.items()
        ]
        found = [_nested(domain.shape, targets) for domain in self.results]
        return (
            " and ".join(tests),
            f"{', '.join([*found, 'left[i]'] if quick else found)} = "
            f"{'quick' if quick else 'kernel'}({', '.join(values)})",
        )

    def _made(self, source: str, numba: Any) -> Kernel:
        """The function of this text, which calls the kernel and the tests."""
        kernel = self.function.kernel
        called = {
            "kernel": kernel,
            **{f"holds_{name}": domain.holds for name, domain in self.arguments.items()},
            **{f"needs_{i}": test for i, (test, _) in enumerate(self.needs)},
            **({"quick": self.quick} if self.quick else {}),
        }
        # a part of the loop: only so are several places done side by side
        inlined = numba and numba.njit(forceinline=True, error_model="numpy")
        scope: dict[str, Any] = {name: (inlined or _bare)(f) for name, f in called.items()}
        scope |= {"empty": np.empty, "__name__": self.function.__module__}
        names = set(scope)
        # Numba keeps only what stands in a file: this claims the kernel's
        exec(compile(source, inspect.getfile(kernel), "exec"), scope)
        (made,) = set(scope) - names - {"__builtins__"}
        return scope[made]


def _nested(shape: tuple[int, ...], slots: Iterator[str]) -> str:
    """The text of nested tuples of this shape, which hold the next slots."""
    if not shape:
        return next(slots)
    return f"({', '.join(_nested(shape[1:], slots) for _ in range(shape[0]))})"


@functools.cache
def _fingerprint(folder: Path) -> str:
    """Digest of all kernels of this package, and of those beside one in a folder. Numba's cache
    notices an edit of the file that a kernel stands in, but not of the files that it calls into; a
    name that changes with any edit does."""
    sources = [*sorted(PACKAGE.glob("*.py")), *sorted(folder.glob("*.py"))]
    return hashlib.sha256(b"".join(path.read_bytes() for path in sources)).hexdigest()[:12]


def _kept(function: Kernel, signature: list[Any]) -> Kernel:
    """The function, compiled for these arguments, and kept for the next process."""
    compiled = functools.partial(compiler().njit, tuple(signature), error_model="numpy", nogil=True)
    if Path(inspect.getfile(function)).parents[1] != PACKAGE.parent:
        return compiled()(function)  # neither of this package nor of one beside it
    try:
        if _homeless():
            raise OSError("the user has no home folder")
        return compiled(cache=True)(function)
    except Exception as error:  # whatever it is: what a cache lacks or holds must not cost a number
        run = compiled()(function)
        _warn(
            "magbook cannot keep what it compiles, so that the first call of a function takes "
            "seconds in each process",
            error,
            "set NUMBA_CACHE_DIR to a folder that is yours",
        )
        return run


def _homeless() -> bool:
    """Whether Numba would keep its cache in a folder that is named ~, wherever the user stands."""
    elsewhere = os.environ.get("NUMBA_CACHE_DIR") or os.environ.get("XDG_CACHE_HOME")
    return not (elsewhere or os.access(PACKAGE, os.W_OK)) and os.path.expanduser("~") == "~"


@functools.cache
def _bare(kernel: Kernel) -> Kernel:
    """The kernel as Python that calls other kernels, also from its parts, past their checks."""
    code, scope = kernel.__code__, kernel.__globals__
    called = {name: scope.get(name) for name in code.co_names}
    bare = {
        name: _bare(getattr(other, "kernel", other))
        for name, other in called.items()
        if isinstance(other, types.FunctionType)
    }
    return types.FunctionType(
        code, {**scope, **bare}, kernel.__name__, kernel.__defaults__, kernel.__closure__
    )
