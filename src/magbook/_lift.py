"""Scalar kernels as functions of arrays.

`elementwise` reads a kernel's annotations: one such as `Positive` is both the argument's domain,
checked on the way in, and its place among the arrays. A kernel calls another by its public name.
"""

import functools
import inspect
import math
from collections.abc import Callable
from typing import Any

import numpy as np

from magbook._compile import over_arrays, publish
from magbook._domains import domains, numbers_only


class Lift:
    """What stands behind a public function: a scalar kernel that broadcasts over arrays."""

    def __init__(self, kernel: Callable, needs: dict[str, tuple[Callable, str]]):
        signature = inspect.signature(kernel)
        # as the reader writes it: the domains, which are long, stand in the docstring
        self.signature = signature.replace(
            parameters=[p.replace(annotation=p.empty) for p in signature.parameters.values()],
            return_annotation=signature.empty,
        )
        self.domains, self.results = domains(kernel)
        self.needs = [
            (name, holds, tuple(inspect.signature(holds).parameters), words)
            for name, (holds, words) in needs.items()
        ]

        @functools.wraps(kernel)
        def function(*args: Any, **kwargs: Any) -> Any:
            return self(*args, **kwargs)

        function.__signature__ = self.signature  # type: ignore[attr-defined]
        publish(function, kernel)
        self.function = function

    @functools.cached_property
    def compute(self) -> Callable[..., list[np.ndarray]]:
        return over_arrays(self.function, list(self.domains.values()), self.results)

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        bound = self.signature.bind(*args, **kwargs)
        bound.apply_defaults()
        for name, value in bound.arguments.items():
            numbers_only(name, value)
        if any(hasattr(value, "dask") for value in bound.args):
            return self._lazily(bound.args)
        arrays = {
            name: domain.admit(name, bound.arguments[name]) for name, domain in self.domains.items()
        }
        self._fit(arrays)
        for name, holds, parameters, words in self.needs:
            ok = holds(*(arrays[parameter] for parameter in parameters))
            if not np.all(ok):
                core = self.domains[name].shape
                worst = np.broadcast_to(arrays[name], np.shape(ok) + core)[~np.asarray(ok)][0]
                raise ValueError(f"{name} {words}; got {name} = {worst}")
        inputs = []
        for array, domain in zip(arrays.values(), self.domains.values(), strict=True):
            inputs += [array[..., i] for i in range(domain.shape[0])] if domain.shape else [array]
        components = iter(self.compute(*inputs))
        outputs = tuple(
            _assemble([next(components) for _ in range(math.prod(result.shape))], result.shape)
            for result in self.results
        )
        # [()] turns an array without dimensions into a number
        return outputs[0][()] if len(outputs) == 1 else tuple(output[()] for output in outputs)

    def _fit(self, arrays: dict[str, np.ndarray]) -> None:
        """ValueError, with names, where the arguments do not broadcast."""
        shapes = [
            array.shape[: array.ndim - len(domain.shape)]
            for array, domain in zip(arrays.values(), self.domains.values(), strict=True)
        ]
        try:
            np.broadcast_shapes(*shapes)
        except ValueError:
            told = [
                f"{name} of shape {shape}" + (" and a vector's axis" if domain.shape else "")
                for (name, domain), shape in zip(self.domains.items(), shapes, strict=True)
                if shape
            ]
            raise ValueError(f"{', '.join(told)} do not broadcast") from None

    def _lazily(self, args: tuple) -> Any:
        """Dask arrays: the same call on each block, so that values are checked there."""
        import dask.array as da

        axes = {(): "()", (3,): "(i)", (3, 3): "(i,j)"}
        core = [
            ",".join(axes[domain.shape] for domain in these)
            for these in (self.domains.values(), self.results)
        ]
        return da.apply_gufunc(
            self.function,
            "->".join(core),
            *(x if hasattr(x, "dask") else np.asarray(x) for x in args),
            output_dtypes=float if len(self.results) == 1 else [float] * len(self.results),
            output_sizes={axis: 3 for axis in "ij" if axis in core[1] and axis not in core[0]},
        )


def _assemble(components: list[np.ndarray], shape: tuple[int, ...]) -> np.ndarray:
    if not shape:
        return components[0]
    array = np.stack(components, axis=-1)
    return array.reshape(array.shape[:-1] + shape)


def elementwise(**needs: tuple[Callable, str]) -> Callable[[Callable], Any]:
    """Lift a scalar kernel over arrays.

    Parameters
    ----------
    **needs
        Conditions that join several arguments, by the name of the one to blame: a test
        whose parameters are arguments of the kernel, and the words for its failure.
    """
    return lambda kernel: Lift(kernel, needs).function
