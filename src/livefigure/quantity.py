"""What a figure computes: quantities of its controls and of other quantities.

A `control` is what the reader varies. A `quantity` is a function with what it is a function *of*:
controls, other quantities, constants. It is computed when it is asked for, and kept until one of
these has changed. A quantity that is None or nan has no value here, and neither has what is made
of it.

All that is drawn is made of quantities: a `row` of one over a control, the reader's place `here`
in that row, a `grid` over two. A point therefore lies on its curve. Where a quantity's function is
a lifted kernel (it has an attribute `kernel`) a row is one call, else it is a call for each value.

This module runs in MicroPython, too.
"""

import sys
from array import array
from math import nan

MICROPYTHON = sys.implementation.name == "micropython"
TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping
    from typing import TypeGuard

    from livefigure._types import Column, ControlSpec, Data, Function, Numbers, Row, Span, Value

    #: places that nodes run through together: numbers, or a quantity that is a row
    Places = Mapping["Node", "Numbers | Quantity"]
    Rows = dict["Node", "Row | Quantity"]


class Node:
    """A control, a coordinate or a quantity."""

    of: "tuple[Data, ...]" = ()
    name = ""

    def depends_on(self, other: "Node") -> bool:
        if self is other:
            return True
        return any(isinstance(part, Node) and part.depends_on(other) for part in self.of)


class Control(Node):
    """A number that the reader varies; `control` makes one."""

    def __init__(self, spec: "ControlSpec"):
        self.spec = spec  # what the page has to know
        self.name = spec["name"]


def control(
    name: str,
    symbol: str,
    words: str,
    low: float,
    high: float,
    default: float,
    unit: str = "",
    step: float | None = None,
    scale: str = "linear",
    play: bool = False,
) -> Control:
    """A number that the reader varies: a slider and a number field.

    ``symbol`` is HTML, ``words`` its plain name. ``step=1`` asks for whole numbers
    throughout; any other step is only the slider's. ``scale`` is "linear", "log", or
    "one" (fine towards the upper end, for moduli near 1). ``play`` adds a button that lets
    the number run round and round, for phases.
    """
    return Control(
        {
            "name": name,
            "symbol": symbol,
            "words": words,
            "low": low,
            "high": high,
            "default": default,
            "unit": unit,
            "step": step,
            "whole": step == 1 and isinstance(default, int),
            "scale": scale,
            "play": play,
        }
    )


class Coordinate(Node):
    """What runs along a curve or over a map, and that no reader sets."""

    def __init__(self, name: str):
        self.name = name


coordinate = Coordinate


class Quantity(Node):
    """A function of controls, of other quantities, of constants; `quantity` makes one."""

    def __init__(self, function: "Function", of: "tuple[Data, ...]", name: str | None = None):
        self.function = function
        self.of = of
        self.name = name or named(function)
        # (arguments, value) of the last time
        self.kept: tuple[tuple[Value, ...], Value] | None = None
        # (nodes and the places that they run through, the quantity's values)
        self.running: list[tuple[Rows, Quantity]] = []

    def __getitem__(self, index: int) -> "Part":
        return Part(self, index)

    def parts(self, *names: str) -> "list[Part]":
        """Its components, by these names."""
        return [Part(self, i, name) for i, name in enumerate(names)]

    def value(self, args: "tuple[Value, ...]") -> "Value":
        """For these arguments; computed where they are not those of the last time."""
        if has_nothing(args):
            return None
        if self.kept is None or not same(args, self.kept[0]):
            self.kept = args, something(self.function(*args))
        return self.kept[1]

    def along(
        self, args: "tuple[Value, ...]", varying: list[bool], lacking: bool, count: int
    ) -> "Column":
        """The quantity where some of its arguments are rows of so many values, some of which may be
        lacking."""
        if lacking:
            return self.where_whole(args, varying, count)
        if count and hasattr(self.function, "kernel"):
            try:
                rows = [as_row(arg) if varies else arg for arg, varies in zip(args, varying)]
            except TypeError:  # some are no numbers
                pass
            else:
                return self.function(*rows)
        columns = [column(arg) if varies else [arg] * count for arg, varies in zip(args, varying)]
        return in_row_if_numbers(list(map(self.function, *columns)))

    def where_whole(
        self, args: "tuple[Value, ...]", varying: list[bool], count: int
    ) -> "list[Value]":
        """The same, computed where nothing is missing; None elsewhere."""
        columns = [column(arg) if varies else arg for arg, varies in zip(args, varying)]
        varied = [each for each, varies in zip(columns, varying) if varies]
        whole = [j for j, values in enumerate(zip(*varied)) if not has_nothing(values)]
        kept = [
            [each[j] for j in whole] if varies else each for each, varies in zip(columns, varying)
        ]
        values: list[Value] = [None] * count
        found = self.along(tuple(kept), varying, False, len(whole))
        for j, value in zip(whole, column(found)):
            values[j] = value
        return values


class Part(Quantity):
    """One component of a quantity that has several."""

    def __init__(self, whole: Quantity, index: int, name: str | None = None):
        name = name or "%s_%d" % (whole.name, index)
        super().__init__(lambda value: value[index], (whole,), name)
        self.index = index

    def along(
        self, args: "tuple[Value, ...]", varying: list[bool], lacking: bool, count: int
    ) -> "Column":
        (whole,) = args
        if isinstance(whole, tuple):  # of rows
            return whole[self.index]
        return [None if value is None else value[self.index] for value in whole]


def quantity(*of: "Data", name: str | None = None) -> "Callable[[Function], Quantity]":
    """Make a function a quantity: ``@quantity(alpha, ratio)``. It has the function's name, unless
    it is given another."""
    return lambda function: Quantity(function, of, name)


def named(function: "Function") -> str:
    """The name of a function, or of the kernel that is lifted."""
    name = getattr(getattr(function, "kernel", function), "__name__", "")
    return "" if name == "<lambda>" else name


def something(value: "Value") -> "Value":
    """What a function gives; a kernel, which has no None, says nan where there is nothing."""
    return None if isinstance(value, float) and value != value else value


def same(args: "tuple[Value, ...]", others: "tuple[Value, ...]") -> bool:
    return all(a is b or (is_number(a) and is_number(b) and a == b) for a, b in zip(args, others))


def is_number(value: "Value") -> "TypeGuard[float]":
    return isinstance(value, (int, float))


def is_row(value: "Value") -> "TypeGuard[Row]":
    """Whether these are a lifted kernel's rows: arrays, of which CPython has two kinds."""
    return isinstance(value, array) or hasattr(value, "dtype")


def as_row(values: "Column") -> "Value":
    """Values as a lifted kernel takes them; vectors that came as a row for each of their
    components MicroPython's takes as these, NumPy's one after another."""
    if isinstance(values, tuple):
        return values if MICROPYTHON else column(values)
    return values if is_row(values) else array("d", values)


def in_row_if_numbers(values: "list[Value]") -> "Row | list[Value]":
    """For the kernels that are to run through it."""
    try:
        return array("d", values)
    except TypeError:
        return [something(value) for value in values]


def column(values: "Column") -> "Row | list[Value]":
    """Value after value, also where there is a row for each of their components; None for what is
    missing or not whole."""
    each = list(zip(*values)) if isinstance(values, tuple) else values
    return [None if lacks_part(value) else value for value in each] if lacks(values) else each


def lacks(values: "Column") -> bool:
    """Whether a value is missing or not whole: the sum of numbers is nan where one of them is."""
    if isinstance(values, tuple):
        return any(lacks(row) for row in values)
    if MICROPYTHON and is_row(values):  # a look at its bytes takes a quarter of the sum's time
        there = bytes(values)
        if b"\xf8\x7f" not in there and b"\xf8\xff" not in there:  # how nan ends, as double
            return False
    try:
        total = values.sum() if hasattr(values, "sum") else sum(values)
    except TypeError:  # some are no numbers
        return any(lacks_part(value) for value in values)
    return bool(total != total)


def lacks_part(value: "Value") -> bool:
    if isinstance(value, (tuple, list)) or (is_row(value) and not is_number(value)):
        return any(part != part for part in value)
    return value is None or bool(value != value)


def has_nothing(values: "Iterable[Value]") -> bool:
    return any(value is None for value in values)


class Now:
    """The quantities at the controls' present values: ``now(torque)``."""

    def __init__(self, values: dict[str, float]):
        self.values = values  # by the controls' names
        self.known: dict[Quantity, Value] = {}

    def __call__(self, node: "Data") -> "Value":
        if not isinstance(node, Node):
            return node  # a constant
        if isinstance(node, Control):
            return self.values[node.name]
        if not isinstance(node, Quantity):
            raise ValueError("%s has no present value: no reader sets it" % node.name)
        if node not in self.known:
            self.known[node] = node.value(tuple([self(part) for part in node.of]))
        return self.known[node]


# --- What is drawn of a quantity --------------------------------------------------------------


def evenly(low: float, high: float, count: int) -> list[float]:
    """So many numbers from one to another."""
    return [low + (high - low) * j / (count - 1) for j in range(count)]


def row(quantity: Quantity, over: Node, at: "Numbers | Quantity") -> Quantity:
    """The curve of a quantity over a control or a coordinate: (places, values).

    ``at`` are the places, or a quantity that gives them; the value is nan where there is none.
    """
    places = in_place(at)
    values = as_these_run(quantity, {over: places})
    return Quantity(
        lambda places, values: (places, in_row(values)),
        (places, values),
        quantity.name + "_curve",
    )


def here(quantity: "Data", over: "Data") -> Quantity:
    """The reader's place on the curve of a quantity over a control."""
    return Quantity(
        lambda place, value: ([place], [value]), (over, quantity), quantity.name + "_here"
    )


def grid(quantity: Quantity, x: "Span", y: "Span") -> Quantity:
    """The map of a quantity over a rectangle: ``x`` and ``y`` are (control or coordinate, low,
    high, how many), the values come row after row from the lowest y."""
    (over_x, x0, x1, nx), (over_y, y0, y1, ny) = x, y
    xs, ys = evenly(x0, x1, nx), evenly(y0, y1, ny)
    values = as_these_run(quantity, {over_x: xs * ny, over_y: [y for y in ys for _ in xs]})
    return Quantity(
        lambda values: (nx, ny, x0, x1, y0, y1, in_row(values)), (values,), quantity.name + "_map"
    )


ORIGIN = (0.0, 0.0, 0.0)


def pointing(direction: "Data", length: "Data" = 1.0, tail: "Data" = ORIGIN) -> Quantity:
    """An arrow in space, each of whose three may be a quantity; a length below zero turns it."""

    def arrow(direction: "Value", length: float, tail: "Value") -> "Value":
        return tuple(tail) + tuple([length * part for part in direction])

    return Quantity(arrow, (direction, length, tail))


def circle(normal: "Data", radius: "Data", centre: "Data" = ORIGIN) -> Quantity:
    """A loop in space, each of whose three may be a quantity."""

    def loop(normal: "Value", radius: float, centre: "Value") -> "Value":
        return tuple(centre) + tuple(normal) + (radius,)

    return Quantity(loop, (normal, radius, centre))


def as_these_run(quantity: Quantity, at: "Places") -> Quantity:
    """The values of a quantity, one after another, as these nodes run through these places."""
    for one in at:
        if not quantity.depends_on(one):
            raise ValueError("a quantity is drawn over %s, which it does not depend on" % one.name)
    found: Quantity = running(quantity, {one: in_place(places) for one, places in at.items()})
    return found


def in_place(places: "Numbers | Quantity") -> "Row | Quantity":
    """Numbers as a row, for the kernels that are to run through it."""
    return places if isinstance(places, (Quantity, array)) else array("d", places)


def running(node: "Data", rows: "Rows") -> "Data":
    """The same for whatever it is made of; one object for all that is drawn at the same places."""
    if isinstance(node, Node) and node in rows:
        return rows[node]
    if not runs(node, rows):
        return node
    for known, found in node.running:
        if set(known) == set(rows) and all(alike(known[one], rows[one]) for one in rows):
            return found
    varying = [runs(part, rows) for part in node.of]
    # of what is made of the places: (values, whether some are missing), as they were last
    made = {i: (None, False) for i, part in enumerate(node.of) if varying[i] and part not in rows}

    def compute(places: "Row", *args: "Value") -> "Column":
        for i, (values, _) in made.items():
            if values is not args[i]:
                made[i] = args[i], lacks(args[i])
        lacking = any(missing for _, missing in made.values())
        return node.along(args, varying, lacking, len(places))

    places = next(iter(rows.values()))
    found = Quantity(compute, (places,) + tuple([running(part, rows) for part in node.of]))
    node.running.append((rows, found))
    return found


def alike(places: "Row | Quantity", others: "Row | Quantity") -> bool:
    """Whether they are the same numbers; MicroPython compares no arrays of them."""
    if isinstance(places, Node) or isinstance(others, Node):
        return places is others
    return places is others or list(places) == list(others)


def runs(node: "Data", rows: "Rows") -> "TypeGuard[Quantity]":
    return isinstance(node, Node) and any(node.depends_on(one) for one in rows)


def in_row(values: "Row | list[Value]") -> "array[float]":
    if isinstance(values, list):
        values = [nan if value is None else value for value in values]
    return values if isinstance(values, array) else array("d", values)
