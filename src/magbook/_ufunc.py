"""Scalar kernels as NumPy ufuncs, compiled by Numba where it is installed.

`elementwise` reads a kernel's signature: an annotation such as `Positive` is both the
kernel's domain, checked on the way in, and its place in the ufunc's signature. A kernel
calls another by its public name; Numba sees the scalar function behind it.
"""

import functools
import getpass
import hashlib
import inspect
import math
import tempfile
import types
import typing
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Annotated, Any

import numpy as np

try:
    import filelock
    import numba
    from numba.extending import register_jitable as part  # Python that kernels may call
except ImportError:  # everything works without Numba, about a hundred times slower
    numba = None  # type: ignore[assignment]

    def part(function: Callable) -> Callable:  # type: ignore[no-redef]
        return function


class Domain(typing.NamedTuple):
    """What an argument may be: a test on arrays, and the words for its failure."""

    words: str
    holds: Callable[[np.ndarray], Any]
    type: str = "float64"
    shape: tuple[int, ...] = ()


Real = Annotated[float, Domain("must be finite", np.isfinite)]
Positive = Annotated[
    float, Domain("must be positive and finite", lambda x: (x > 0) & np.isfinite(x))
]
NonNegative = Annotated[
    float, Domain("must be non-negative and finite", lambda x: (x >= 0) & np.isfinite(x))
]
NonZero = Annotated[
    float, Domain("must be non-zero and finite", lambda x: (x != 0) & np.isfinite(x))
]
AtMostOne = Annotated[
    float, Domain("must be finite and at most 1", lambda x: (x <= 1) & np.isfinite(x))
]
Count = Annotated[
    int, Domain("must be a whole number", lambda x: np.isfinite(x) & (x == np.floor(x)), "int64")
]
Vector = Annotated[
    tuple[float, float, float],
    Domain("must be a finite 3-vector", lambda x: np.isfinite(x).all(axis=-1), shape=(3,)),
]
Direction = Annotated[
    tuple[float, float, float],
    Domain(
        "must be a finite, non-zero 3-vector",
        lambda x: np.isfinite(x).all(axis=-1) & (x != 0).any(axis=-1),
        shape=(3,),
    ),
]
Matrix = Annotated[  # a result, never an argument
    tuple[tuple[float, float, float], ...],
    Domain("must be a finite 3×3 matrix", np.isfinite, shape=(3, 3)),
]


def _domain(annotation: Any) -> Domain:
    (domain,) = typing.get_args(annotation)[1:]
    return domain


@functools.cache
def _fingerprint() -> str:
    """Digest of all kernels. Numba's cache notices an edit of the file that a kernel stands
    in, but not of the files that it calls into; a name that changes with any edit does."""
    sources = sorted(Path(__file__).parent.glob("*.py"))
    return hashlib.sha256(b"".join(path.read_bytes() for path in sources)).hexdigest()[:12]


def _targets(shape: tuple[int, ...], slots: Iterator[str]) -> str:
    """The left side of an assignment that takes a result of this shape apart."""
    if not shape:
        return next(slots)
    return f"({', '.join(_targets(shape[1:], slots) for _ in range(shape[0]))})"


def _flatten(value: Any) -> tuple[float, ...]:
    """((1, 2), 3) → (1, 2, 3)."""
    return sum(map(_flatten, value), ()) if isinstance(value, tuple) else (value,)


class Elementwise:
    """A scalar kernel that broadcasts over arrays; see the module's docstring."""

    __qualname__: str

    def __init__(self, kernel: Callable, needs: dict[str, tuple[Callable, str]]):
        functools.update_wrapper(self, kernel)
        self.kernel = kernel
        self.needs = needs
        self.signature = inspect.signature(kernel)
        hints = typing.get_type_hints(kernel, include_extras=True)
        returns = hints.pop("return")
        self.domains = {name: _domain(hint) for name, hint in hints.items()}
        outputs = typing.get_args(returns) if typing.get_origin(returns) is tuple else (returns,)
        self.output_shapes = [_domain(output).shape for output in outputs]

    def __reduce__(self):
        return self.__qualname__  # pickled by name, so that it travels to Dask's workers

    @property
    def _numba_type_(self):
        return self._compiled_kernel._numba_type_

    @functools.cached_property
    def _compiled_kernel(self):
        return numba.njit(self.kernel)

    @functools.cached_property
    def _components(self) -> list[tuple[str, list[str]]]:
        """(type, component names) of each argument: r becomes r0, r1, r2."""
        return [
            (
                domain.type,
                [f"{name}{i}" for i in range(domain.shape[0])] if domain.shape else [name],
            )
            for name, domain in self.domains.items()
        ]

    @functools.cached_property
    def ufunc(self) -> Callable[..., tuple]:
        """The kernel with its vectors taken apart, as a function of arrays; a tuple of arrays."""
        inputs = [name for _, names in self._components for name in names]
        values = ", ".join(
            names[0] if len(names) == 1 else f"({', '.join(names)})"
            for _, names in self._components
        )
        return (self._compiled if numba else self._interpreted)(inputs, f"kernel({values})")

    @functools.cached_property
    def _bare_kernel(self) -> Callable:
        """The kernel as Python, calling the other kernels directly, past their checks."""
        code, scope = self.kernel.__code__, self.kernel.__globals__
        called = {name: scope[name] for name in code.co_names if name in scope}
        bare = {
            name: value._bare_kernel if isinstance(value, Elementwise) else value
            for name, value in called.items()
        }
        return types.FunctionType(code, {**scope, **bare})

    def _interpreted(self, inputs: list[str], call: str) -> Callable[..., tuple]:
        scalar = eval(f"lambda {', '.join(inputs)}: {call}", {"kernel": self._bare_kernel})
        outputs = sum(map(math.prod, self.output_shapes))
        objects = np.frompyfunc(
            (lambda *x: _flatten(scalar(*x))) if outputs > 1 else scalar,
            len(inputs),
            outputs,
        )

        def ufunc(*arrays):
            results = objects(*arrays)
            return tuple(np.asarray(r, float) for r in (results if outputs > 1 else (results,)))

        return ufunc

    def _compiled(self, inputs: list[str], call: str) -> Callable[..., tuple]:
        # Numba's gufuncs hand out their results through arguments, and its cache wants a
        # function that stands in a file: this one claims the kernel's.
        name = f"{self.__qualname__}_{_fingerprint()}"
        outputs = [f"out{i}" for i in range(sum(map(math.prod, self.output_shapes)))]
        slots = (f"{output}[0]" for output in outputs)
        targets = ", ".join(_targets(shape, slots) for shape in self.output_shapes)
        source = f"def {name}({', '.join(inputs + outputs)}):\n    {targets} = {call}"
        scope: dict[str, Any] = {"kernel": self._compiled_kernel, "__name__": self.__module__}
        exec(compile(source, inspect.getfile(self.kernel), "exec"), scope)
        kinds = [kind for kind, names in self._components for _ in names]
        compiler = numba.guvectorize(
            [f"void({', '.join(kinds + ['float64[:]'] * len(outputs))})"],
            f"{','.join(['()'] * len(inputs))}->{','.join(['()'] * len(outputs))}",
            nopython=True,
            cache=True,
        )
        # The cache holds a kernel and its loop in two files. Two processes that compile at once
        # would leave one of each, and the pair crashes whoever loads it.
        lock = Path(tempfile.gettempdir()) / f"magbook-{getpass.getuser()}-{_fingerprint()}.lock"
        with filelock.FileLock(lock):
            gufunc = compiler(scope[name])

        def ufunc(*arrays):
            results = gufunc(*arrays)
            return results if len(outputs) > 1 else (results,)

        return ufunc

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        bound = self.signature.bind(*args, **kwargs)
        bound.apply_defaults()
        if any(hasattr(value, "dask") for value in bound.args):
            return self._lazily(bound.args)
        arrays = {}
        for (name, value), domain in zip(
            bound.arguments.items(), self.domains.values(), strict=True
        ):
            arrays[name] = self._admit(name, value, domain)
        for name, (holds, words) in self.needs.items():
            ok = holds(**{k: arrays[k] for k in inspect.signature(holds).parameters})
            if not np.all(ok):
                core = self.domains[name].shape
                worst = np.broadcast_to(arrays[name], np.shape(ok) + core)[~np.asarray(ok)][0]
                raise ValueError(f"{name} {words}; got {name} = {worst}")
        inputs = []
        for array, domain in zip(arrays.values(), self.domains.values(), strict=True):
            inputs += [array[..., i] for i in range(domain.shape[0])] if domain.shape else [array]
        with np.errstate(all="ignore"):  # poles are documented values, not accidents
            results = iter(self.ufunc(*inputs))
        outputs = tuple(
            self._assemble([next(results) for _ in range(math.prod(shape))], shape)
            for shape in self.output_shapes
        )
        # [()] turns an array without dimensions into a number
        return outputs[0][()] if len(outputs) == 1 else tuple(output[()] for output in outputs)

    @staticmethod
    def _assemble(components: list[np.ndarray], shape: tuple[int, ...]) -> np.ndarray:
        if not shape:
            return components[0]
        array = np.stack(components, axis=-1)
        return array.reshape(array.shape[:-1] + shape)

    def _admit(self, name: str, value: Any, domain: Domain) -> np.ndarray:
        try:
            array = np.asarray(value)
            if array.dtype.kind not in "biufO":  # no texts, dates, complex numbers
                raise TypeError
            array = array.astype(float)
        except (TypeError, ValueError, OverflowError):
            raise ValueError(f"{name} must be real; got {name} = {value!r}") from None
        if domain.shape and array.shape[-1:] != domain.shape:
            raise ValueError(f"{name} {domain.words}; got {name} of shape {array.shape}")
        ok = domain.holds(array)
        if not np.all(ok):
            raise ValueError(f"{name} {domain.words}; got {name} = {array[~np.asarray(ok)][0]}")
        return array.astype(domain.type)

    def _lazily(self, args: tuple) -> Any:
        """Dask arrays: the same call on each block, so that values are checked there."""
        import dask.array as da

        axes = {(): "()", (3,): "(i)", (3, 3): "(i,j)"}
        shapes = [domain.shape for domain in self.domains.values()]
        core = [",".join(axes[shape] for shape in s) for s in (shapes, self.output_shapes)]
        return da.apply_gufunc(
            self,
            "->".join(core),
            *(x if hasattr(x, "dask") else np.asarray(x) for x in args),
            output_dtypes=float
            if len(self.output_shapes) == 1
            else [float] * len(self.output_shapes),
            output_sizes={axis: 3 for axis in "ij" if axis in core[1] and axis not in core[0]},
        )


def elementwise(**needs: tuple[Callable, str]) -> Callable[[Callable], Any]:
    """Lift a scalar kernel over arrays.

    Parameters
    ----------
    **needs
        Conditions that join several arguments, by the name of the one to blame: a test
        whose parameters are arguments of the kernel, and the words for its failure.
    """
    return lambda kernel: Elementwise(kernel, needs)
