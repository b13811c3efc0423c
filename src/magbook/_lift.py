"""Scalar kernels as functions of arrays.

`elementwise` reads a kernel's annotations: one such as `Positive` is both the argument's domain,
checked on the way in, and its place among the arrays. A kernel calls another by its public name.
"""

import functools
import inspect
import math
from collections.abc import Callable, Iterator, Sequence
from typing import Any, Protocol, cast

import numpy as np

from magbook._compile import Body, compiler, publish
from magbook._domains import Domain, Found, Kernel, Need, Numbers, domains, numbers_only

#: Types of which a float is made without a thought.
_PLAIN = {float, int, np.float64}


class Lifted(Protocol):
    """A kernel as a function of arrays."""

    kernel: Kernel
    __name__: str

    def __call__(self, *values: Numbers, **named: Numbers) -> Found: ...


#: all functions that were made of kernels
lifted: list[Lifted] = []


class Lift:
    """What stands behind a public function: a scalar kernel that broadcasts over arrays."""

    def __init__(self, kernel: Kernel, quick: Kernel | None, needs: dict[str, Need]):
        self.domains, self.results = domains(kernel)
        self.needs = [
            (name, holds, tuple(inspect.signature(holds).parameters), words)
            for name, (holds, words) in needs.items()
        ]
        self.function = _with_signature(kernel, self)
        publish(self.function, kernel)
        self.body = Body(
            self.function,
            self.domains,
            self.results,
            [(holds, parameters) for _, holds, parameters, _ in self.needs],
            quick,
        )

    def __call__(self, *values: Any) -> Any:
        found: list[Any]
        numbers = self._plain(values)
        if numbers is not None:
            allowed, *found = self.body.at(*numbers)
            if allowed:
                return _results(self.results, found)
        for name, value in zip(self.domains, values, strict=True):
            numbers_only(name, value)
        if any(hasattr(value, "dask") for value in values):
            return self._lazily(values)
        arrays = {
            name: domain.admit(name, value)
            for (name, domain), value in zip(self.domains.items(), values, strict=True)
        }
        self._fit(arrays)
        inputs = []
        for array, domain in zip(arrays.values(), self.domains.values(), strict=True):
            inputs += [array[..., i] for i in range(domain.shape[0])] if domain.shape else [array]
        if any(array.ndim for array in inputs):
            found = self.body.over(inputs) or []
            allowed = len(found) > 0 and found[0].size > 0
        else:
            allowed, *found = self.body.at(*(array.item() for array in inputs))
        if not allowed:
            self._refuse(arrays)
        return _results(self.results, found)

    def _plain(self, values: Sequence[Any]) -> list[float] | None:
        """The arguments' components, where they are plain numbers without more ado."""
        numbers: list[float] = []
        for value, domain in zip(values, self.domains.values(), strict=True):
            kind = type(value)
            if not domain.shape:
                value = (value,)
            elif kind is np.ndarray and value.shape == domain.shape and value.dtype == float:
                value = value.tolist()
            elif (kind is not tuple and kind is not list) or len(value) != domain.shape[0]:
                return None
            for component in value:
                if type(component) not in _PLAIN:
                    return None
                numbers.append(component)
        try:
            return [float(number) for number in numbers]
        except OverflowError:  # of a whole number
            return None

    def _refuse(self, arrays: dict[str, np.ndarray]) -> None:
        """ValueError, which names argument and value, for the first that is not allowed."""
        for name, domain in self.domains.items():
            values = arrays[name].reshape(-1, *domain.shape)
            for value in values:
                if not domain.holds(*np.atleast_1d(value).tolist()):
                    raise ValueError(f"{name} {domain.words}; got {name} = {value}")
        for name, holds, parameters, words in self.needs:
            taken = dict.fromkeys([*parameters, name])
            shapes = [
                arrays[each].shape[: arrays[each].ndim - len(self.domains[each].shape)]
                for each in taken
            ]
            shape = np.broadcast_shapes(*shapes)
            rows = {
                each: np.broadcast_to(arrays[each], shape + self.domains[each].shape).reshape(
                    -1, *self.domains[each].shape
                )
                for each in taken
            }
            for i in range(math.prod(shape)):
                with np.errstate(all="ignore"):  # what overflows is not allowed
                    allowed = holds(*(rows[each][i].tolist() for each in parameters))
                if not allowed:
                    value = (
                        int(rows[name][i]) if self.domains[name].type == "int64" else rows[name][i]
                    )
                    raise ValueError(f"{name} {words}; got {name} = {value}")

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

    def _lazily(self, args: tuple[Any, ...]) -> Any:
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


class Whole:
    """What stands behind a `rowwise` function."""

    def __init__(self, kernel: Kernel):
        arguments, results = domains(kernel)
        self.function = _with_signature(kernel, self)
        publish(self.function, kernel)
        self.body = Body(self.function, arguments, results, (), None)

    def __call__(self, *values: Any) -> Any:
        given = []
        for value, (name, domain) in zip(values, self.body.arguments.items(), strict=True):
            if domain.type == "row":
                row = np.asarray(value)
                if row.dtype == float and row.ndim == 1 and np.shares_memory(row, value):
                    # without Numba, items that are Python's own floats
                    given.append(row if compiler() else row.data)
                    continue
            elif domain.holds(value):
                given.append(value)
                continue
            raise ValueError(f"{name} {domain.words}; got {name} = {value!r}")
        with np.errstate(all="ignore"):  # without Numba; compiled code does not warn either
            _, *found = self.body.at(*given)
        return _results(self.body.results, found)


def _results(results: Sequence[Domain], found: list[Any]) -> Any:
    components = iter(found)
    outputs = [_assembled(result, components) for result in results]
    return outputs[0] if len(outputs) == 1 else tuple(outputs)


def _assembled(result: Domain, components: Iterator[Any]) -> Any:
    """A result of its next components."""
    if not result.shape:
        component = next(components)
        return np.float64(component) if isinstance(component, float) else component
    array = np.stack([next(components) for _ in range(math.prod(result.shape))], axis=-1)
    return array.reshape(array.shape[:-1] + result.shape)


def _with_signature(kernel: Kernel, call: Kernel) -> Kernel:
    """The kernel's namesake that passes its arguments on in their order: Python itself binds names
    and defaults, many times as fast as `inspect` does."""
    signature = inspect.signature(kernel)
    # as the reader writes it: the domains, which are long, stand in the docstring
    signature = signature.replace(
        parameters=[p.replace(annotation=p.empty) for p in signature.parameters.values()],
        return_annotation=signature.empty,
    )
    parameters = signature.parameters.values()
    names = ", ".join(p.name for p in parameters)
    defaults = [p.default for p in parameters if p.default is not p.empty]
    function = eval(f"lambda {names}: call({names})", {"call": call})
    function.__defaults__ = tuple(defaults)
    functools.update_wrapper(function, kernel).__signature__ = signature  # type: ignore[attr-defined]
    return function


def elementwise(quick: Kernel | None = None, /, **needs: Need) -> Callable[[Kernel], Lifted]:
    """Lift a scalar kernel over arrays.

    Parameters
    ----------
    quick
        A part with the kernel's arguments that returns its results, and whether only the kernel
        itself finds them; it has no branch, so that several places are done side by side. The
        kernel must return what it returns elsewhere: which of them is called no number shows.
    **needs
        Conditions that join several arguments, by the name of the one to blame: a test
        whose parameters are arguments of the kernel, and the words for its failure.
    """

    def lift(kernel: Kernel) -> Lifted:
        function = cast(Lifted, Lift(kernel, quick, needs).function)
        lifted.append(function)
        return function

    return lift


def rowwise(kernel: Kernel) -> Lifted:
    """Let a kernel be called once, with numbers and with whole rows of doubles, which it may fill;
    its results are numbers."""
    function = cast(Lifted, Whole(kernel).function)
    lifted.append(function)
    return function
