"""The shapes that the engine's functions take and give, for who checks types.

MicroPython reads the engine's files and evaluates no annotation; it has no `typing`, so that they
import this module under ``if TYPE_CHECKING`` alone. What travels to the page stands there in
`web/types.d.ts`.
"""

from array import array
from collections.abc import Callable, Sequence
from typing import Any, TypeAlias, TypedDict

import numpy as np
from numpy.typing import NDArray

#: What a quantity is: a number, a row, lists and tuples of them; None where it has no value.
Value = Any
#: What a mark shows: a quantity, or a value.
Data = Any
#: The function of a quantity.
Function = Callable[..., Value]
#: Numbers side by side, as kernels take and give them.
Row: TypeAlias = "array[float] | NDArray[np.float64]"  # text: `array` takes an index from 3.12 on
#: What a quantity is along a row of places: a row, a tuple of rows, a list of values.
Column: TypeAlias = "Row | tuple[Row, ...] | list[Value]"
Numbers: TypeAlias = "Sequence[float] | Row"
#: Where a curve or a map begins and ends in one direction, and its number of points.
Span = tuple[Any, float, float, int]

#: A mark, an axis, a readout, a view: what Python hands over as it stands.
Mark = dict[str, Value]
Axis = dict[str, Value]
Readout = dict[str, Value]
View = dict[str, Value]
#: Which controls the reader's hand sets, and how; see `livefigure.marks`.
Drag = dict[str, Any]


class ControlSpec(TypedDict):
    """What the page has to know of a control."""

    name: str
    symbol: str
    words: str
    low: float
    high: float
    default: float
    unit: str
    step: float | None
    whole: bool
    scale: str
    play: bool


class Answer(TypedDict):
    """What a figure answers."""

    results: dict[str, Value]
    text: str
    code: str


#: An exercise as plain data; see `livefigure.exercise`.
Exercise = dict[str, Any]
#: What its Python knows, by name.
Known = dict[str, Any]
#: What the page is told of an answer.
Verdict = dict[str, Any]
