"""Scalar kernels as NumPy ufuncs, compiled by Numba where it is installed.

`elementwise` reads a kernel's signature: an annotation such as `Positive` is both the
kernel's domain, checked on the way in, and its place in the ufunc's signature. A kernel
calls another by its public name; Numba sees the scalar function behind it.
"""

import functools
import getpass
import hashlib
import inspect
import tempfile
import types
import typing
from collections.abc import Callable
from pathlib import Path
from typing import Annotated, Any

import numpy as np

try:
    import filelock
    import numba
except ImportError:  # everything works without Numba, about a hundred times slower
    numba = None  # type: ignore[assignment]


class Domain(typing.NamedTuple):
    """What an argument may be: a test on arrays, and the words for its failure."""

    words: str
    holds: Callable[[np.ndarray], Any]
    type: str = "float64"
    size: int = 1


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
    Domain("must be a finite 3-vector", lambda x: np.isfinite(x).all(axis=-1), size=3),
]
Direction = Annotated[
    tuple[float, float, float],
    Domain(
        "must be a finite, non-zero 3-vector",
        lambda x: np.isfinite(x).all(axis=-1) & (x != 0).any(axis=-1),
        size=3,
    ),
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
        self.output_sizes = [_domain(output).size for output in outputs]

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
                [name] if domain.size == 1 else [f"{name}{i}" for i in range(domain.size)],
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
        outputs = sum(self.output_sizes)
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
        outputs = [f"out{i}" for i in range(sum(self.output_sizes))]
        slots = (f"{output}[0]" for output in outputs)
        targets = ", ".join(
            next(slots) if size == 1 else f"({', '.join(next(slots) for _ in range(size))})"
            for size in self.output_sizes
        )
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
                core = () if self.domains[name].size == 1 else (self.domains[name].size,)
                worst = np.broadcast_to(arrays[name], np.shape(ok) + core)[~np.asarray(ok)][0]
                raise ValueError(f"{name} {words}; got {name} = {worst}")
        inputs = []
        for array, domain in zip(arrays.values(), self.domains.values(), strict=True):
            inputs += [array] if domain.size == 1 else [array[..., i] for i in range(domain.size)]
        with np.errstate(all="ignore"):  # poles are documented values, not accidents
            results = iter(self.ufunc(*inputs))
        outputs = tuple(
            next(results) if size == 1 else np.stack([next(results) for _ in range(size)], axis=-1)
            for size in self.output_sizes
        )
        # [()] turns an array without dimensions into a number
        return outputs[0][()] if len(outputs) == 1 else tuple(output[()] for output in outputs)

    def _admit(self, name: str, value: Any, domain: Domain) -> np.ndarray:
        try:
            array = np.asarray(value, dtype=float)
        except (TypeError, ValueError):
            raise ValueError(f"{name} must be real; got {name} = {value!r}") from None
        if domain.size > 1 and array.shape[-1:] != (domain.size,):
            raise ValueError(f"{name} {domain.words}; got {name} of shape {array.shape}")
        ok = domain.holds(array)
        if not np.all(ok):
            raise ValueError(f"{name} {domain.words}; got {name} = {array[~np.asarray(ok)][0]}")
        return array.astype(domain.type)

    def _lazily(self, args: tuple) -> Any:
        """Dask arrays: the same call on each block, so that values are checked there."""
        import dask.array as da

        sizes = [domain.size for domain in self.domains.values()]
        core = [
            ",".join("()" if size == 1 else "(i)" for size in s) for s in (sizes, self.output_sizes)
        ]
        return da.apply_gufunc(
            self,
            "->".join(core),
            *args,
            output_dtypes=float
            if len(self.output_sizes) == 1
            else [float] * len(self.output_sizes),
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
