"""What a kernel's arguments may be, and what its results are."""

import functools
import typing
from array import array as Doubles
from collections.abc import Callable
from math import inf
from typing import Annotated, Any

import numpy as np
from numpy.typing import ArrayLike

#: what arguments are: numbers, and arrays of them
Numbers = ArrayLike
#: what results are: arrays, or numbers where all arguments are
Found = Any
#: what kernels keep while they work: numbers, complex ones too
Row = list[Any]
#: a function of plain numbers
Kernel = Callable[..., Any]
#: a test of several arguments, and the words for its failure
Need = tuple[Kernel, str]


class Domain(typing.NamedTuple):
    """What an argument may be: a test of its components, and the words for its failure."""

    words: str
    holds: Callable[..., bool]
    type: str = "float64"
    shape: tuple[int, ...] = ()

    def admit(self, name: str, value: Any) -> np.ndarray:
        """The argument as an array of floats; ValueError, which names it, where it is none."""
        if self.shape and isinstance(value, tuple) and any(isinstance(x, Doubles) for x in value):
            value = np.stack(np.broadcast_arrays(*value), axis=-1)  # a row for each component
        try:
            array = np.asarray(value)
            if array.dtype.kind not in "biufO":  # no texts, dates, complex numbers
                raise TypeError
            array = array.astype(float, copy=False)
        except (TypeError, ValueError, OverflowError):
            raise ValueError(f"{name} must be real; got {name} = {value!r}") from None
        if self.shape and array.shape[-1:] != self.shape:
            raise ValueError(f"{name} {self.words}; got {name} of shape {array.shape}")
        return array


def numbers_only(name: str, value: Any) -> None:
    """TypeError for what NumPy would take for bare numbers and rob of its meaning."""
    for kind in _kinds(value):
        if words := _robbed(kind):
            raise TypeError(f"{name} {words}; got {name} = {value!r}")


@functools.cache
def _robbed(kind: type) -> str:
    if issubclass(kind, np.ma.MaskedArray):
        return "is masked, and the mask would be lost: give its data or what compressed() leaves"
    if hasattr(kind, "dims"):
        return (
            "has named dimensions, and they would be paired by their order: "
            "call the function through xarray.apply_ufunc"
        )
    if hasattr(kind, "units") or hasattr(kind, "unit"):
        return "has a unit, and it would be lost: give plain numbers, in SI units and radians"
    return ""


def _kinds(value: Any) -> set[type]:
    """Types of what nested sequences hold."""
    if not isinstance(value, (list, tuple)):
        return {type(value)}
    kinds = set(map(type, value))
    if kinds & {list, tuple}:
        kinds = set().union(*map(_kinds, value))
    return kinds


Real = Annotated[float, Domain("must be finite", lambda x: -inf < x < inf)]
Positive = Annotated[float, Domain("must be positive and finite", lambda x: 0.0 < x < inf)]
NonNegative = Annotated[float, Domain("must be non-negative and finite", lambda x: 0.0 <= x < inf)]
NonZero = Annotated[
    float, Domain("must be non-zero and finite", lambda x: -inf < x < inf and x != 0.0)
]
AtMostOne = Annotated[float, Domain("must be finite and at most 1", lambda x: -inf < x <= 1.0)]
#: No sum runs longer than this, for nothing can interrupt compiled code.
MOST = 1_000_000
Count = Annotated[
    int,
    Domain(
        f"must be a whole number from {-MOST} to {MOST}",
        lambda x: -MOST <= x <= MOST and x == int(x),
        "int64",
    ),
]
Vector = Annotated[
    tuple[float, float, float],
    Domain(
        "must be a finite 3-vector",
        lambda x, y, z: -inf < x < inf and -inf < y < inf and -inf < z < inf,
        shape=(3,),
    ),
]
Direction = Annotated[
    tuple[float, float, float],
    Domain(
        "must be a finite, non-zero 3-vector",
        lambda x, y, z: (
            -inf < x < inf
            and -inf < y < inf
            and -inf < z < inf
            and (x != 0.0 or y != 0.0 or z != 0.0)
        ),
        shape=(3,),
    ),
]
#: an argument of `rowwise` kernels: a whole row, to be read or filled
Reals = Annotated[Row, Domain("must be a row of doubles", lambda row: True, "row")]
Matrix = Annotated[  # a result, never an argument
    tuple[tuple[float, float, float], ...],
    Domain("is a 3×3 matrix", lambda *components: True, shape=(3, 3)),
]


def domains(kernel: Kernel) -> tuple[dict[str, Domain], list[Domain]]:
    """The domains in the kernel's annotations: of its arguments by name, of its results."""
    hints = typing.get_type_hints(kernel, include_extras=True)
    returns = hints.pop("return")
    results = typing.get_args(returns) if typing.get_origin(returns) is tuple else (returns,)
    return {name: _domain(hint) for name, hint in hints.items()}, [_domain(r) for r in results]


def _domain(annotation: Any) -> Domain:
    (domain,) = typing.get_args(annotation)[1:]
    return domain
