"""The decorators that turn a scalar kernel into a function of arrays.

A kernel is plain scalar Python: floats in, floats (or a tuple of floats) out. In CPython it
becomes a function of arrays: `magbook._domains` says what its arguments may be, `magbook._lift`
checks and calls, `magbook._compile` makes the loop. In MicroPython it becomes a function of rows,
`magbook.rows`, and the annotations that name its domain are never looked at. A `part` is what
kernels share that is no kernel itself.

Where one place does not follow from its own numbers alone, a kernel is `rowwise`: it is called
once, with numbers and with whole rows, which it reads and fills.
"""

import sys

MICROPYTHON = sys.implementation.name == "micropython"


def row(length: int, value: complex = 0.0) -> "Row":
    """So many numbers, to be changed one by one: what kernels keep while they work."""
    return [value] * length


def table(rows: int, length: int, value: complex = 0.0) -> "list[Row]":
    """So many rows."""
    return [row(length, value) for _ in range(rows)]


if MICROPYTHON:
    Real = Positive = NonNegative = NonZero = AtMostOne = Count = Vector = Direction = Matrix = None
    Found = Need = Numbers = Reals = Row = None

    from magbook.rows import elementwise, rowwise

    def part(function):
        return function

else:
    from magbook._arrays import as_arrays
    from magbook._compile import part
    from magbook._domains import (
        AtMostOne,
        Count,
        Direction,
        Found,
        Matrix,
        Need,
        NonNegative,
        NonZero,
        Numbers,
        Positive,
        Real,
        Reals,
        Row,
        Vector,
    )
    from magbook._lift import elementwise, rowwise

    as_arrays(row, table)

__all__ = [
    "MICROPYTHON",
    "AtMostOne",
    "Count",
    "Direction",
    "Found",
    "Matrix",
    "Need",
    "NonNegative",
    "NonZero",
    "Numbers",
    "Positive",
    "Real",
    "Reals",
    "Row",
    "Vector",
    "elementwise",
    "part",
    "row",
    "rowwise",
    "table",
]
