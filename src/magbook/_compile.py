"""A scalar kernel as a loop over arrays: compiled by Numba where it can be, else run by Python.

The numbers come in any case. What Numba compiles it keeps for the next process, in a folder that
it finds by its own rules: NUMBA_CACHE_DIR, or beside the kernels, or the user's cache. A function
and its loop are one file there, which is put in its place whole: processes need no lock.
"""

import functools
import hashlib
import inspect
import math
import os
import types
import warnings
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

import numpy as np

from magbook._domains import Domain

PACKAGE = Path(__file__).parent


_said: set[str] = set()


def _warn(loss: str, cause: Exception, remedy: str) -> None:
    """Say what is lost, once, however many functions it concerns."""
    if loss not in _said:
        _said.add(loss)
        warnings.warn(f"{loss}: {cause}. To mend it, {remedy}.", RuntimeWarning, stacklevel=2)


try:
    import numba
    from numba.extending import overload
    from numba.extending import register_jitable as part  # Python that kernels may call

    compiles = not numba.config.DISABLE_JIT  # type: ignore[attr-defined]
except Exception as error:  # everything works without Numba, about a hundred times slower
    compiles = False
    if not (isinstance(error, ModuleNotFoundError) and error.name == "numba"):
        _warn(
            "magbook computes a hundred times more slowly without Numba, which cannot be imported",
            error,
            "install numba anew, at a version that goes with your Python and NumPy",
        )

    def part(function: Callable) -> Callable:  # type: ignore[no-redef]
        return function


def publish(function: Any, kernel: Callable) -> None:
    """Let kernels that call the function call its kernel, past its checks."""
    function.kernel = kernel
    if compiles:
        overload(function, strict=False)(lambda *args, **kwargs: kernel)


def over_arrays(
    function: Any, arguments: Sequence[Domain], results: Sequence[Domain]
) -> Callable[..., list[np.ndarray]]:
    """The kernel of a published function over arrays that broadcast, one for each component."""
    kinds = [domain.type for domain in arguments for _ in range(math.prod(domain.shape))]
    outputs = sum(math.prod(result.shape) for result in results)
    loop = _loop(function, len(kinds), outputs, arguments, results)
    run = _compiled(loop, kinds, outputs) if compiles else _interpreted(loop, len(kinds))
    operands: dict[str, Any] = {
        "flags": ["external_loop", "buffered", "growinner", "zerosize_ok"],
        "op_flags": [["readonly", "contig"]] * len(kinds)
        + [["writeonly", "allocate", "contig"]] * outputs,
        "op_dtypes": kinds + ["float64"] * outputs,
    }

    def compute(*arrays: np.ndarray) -> list[np.ndarray]:
        with np.nditer([*arrays, *[None] * outputs], **operands) as blocks:
            for block in blocks:
                run(*block)
            return list(blocks.operands[len(arrays) :])

    return compute


def _loop(
    function: Any, inputs: int, outputs: int, arguments: Sequence[Domain], results: Sequence[Domain]
) -> Callable:
    """A function that calls the kernel at each place of 1-D arrays, results last."""
    x, y = [f"x{i}" for i in range(inputs)], [f"y{i}" for i in range(outputs)]
    slots = (f"{array}[i]" for array in x + y)
    values = ", ".join(_nested(domain.shape, slots) for domain in arguments)
    targets = ", ".join(_nested(result.shape, slots) for result in results)
    name = f"{function.__name__}_{_fingerprint()}"
    source = f"""
def {name}({", ".join(x + y)}):
    for i in range(len(y0)):
        {targets} = kernel({values})
"""
    scope = {
        "kernel": _inlined(function.kernel) if compiles else _bare(function.kernel),
        "__name__": function.__module__,
    }
    # Numba keeps only what stands in a file: this claims the kernel's
    exec(compile(source, inspect.getfile(function.kernel), "exec"), scope)
    return scope[name]


def _inlined(kernel: Callable) -> Callable:
    """The kernel as a part of its loop: only so several places are done side by side, where its
    branches allow it."""
    return numba.njit(kernel, forceinline=True, error_model="numpy")


def _nested(shape: tuple[int, ...], slots: Iterator[str]) -> str:
    """The text of nested tuples of this shape, which hold the next slots."""
    if not shape:
        return next(slots)
    return f"({', '.join(_nested(shape[1:], slots) for _ in range(shape[0]))})"


@functools.cache
def _fingerprint() -> str:
    """Digest of all kernels. Numba's cache notices an edit of the file that a kernel stands
    in, but not of the files that it calls into; a name that changes with any edit does."""
    sources = sorted(PACKAGE.glob("*.py"))
    return hashlib.sha256(b"".join(path.read_bytes() for path in sources)).hexdigest()[:12]


def _compiled(loop: Callable, kinds: list[str], outputs: int) -> Callable:
    array = functools.partial(numba.types.Array, ndim=1, layout="C")
    signature = numba.void(
        *(array(getattr(numba, kind), readonly=True) for kind in kinds),
        *[array(numba.float64)] * outputs,
    )
    compiled = functools.partial(numba.njit, signature, error_model="numpy", nogil=True)
    if Path(inspect.getfile(loop)).parent != PACKAGE:
        return compiled()(loop)  # the fingerprint knows nothing of this kernel
    try:
        if _homeless():
            raise OSError("the user has no home folder")
        return compiled(cache=True)(loop)
    except Exception as error:  # whatever it is: what a cache lacks or holds must not cost a number
        run = compiled()(loop)
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


def _interpreted(loop: Callable, inputs: int) -> Callable:
    # lists, for the items of arrays are no floats but slow
    return lambda *block: loop(*(array.tolist() for array in block[:inputs]), *block[inputs:])


@functools.cache
def _bare(kernel: Callable) -> Callable:
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
