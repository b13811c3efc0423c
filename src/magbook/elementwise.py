"""One decorator that turns a scalar kernel into a function of arrays.

A kernel is plain scalar Python: floats in, floats (or a tuple of floats) out. In
MicroPython, where there are no arrays, the decorator leaves it alone, and the
annotations that name its domain are never looked at. In CPython it becomes a function of
arrays: `magbook._domains` says what its arguments may be, `magbook._lift` checks and calls,
`magbook._compile` makes the loop. A `part` is what kernels share that is no kernel itself.
"""

import sys

MICROPYTHON = sys.implementation.name == "micropython"

if MICROPYTHON:
    Real = Positive = NonNegative = NonZero = AtMostOne = Count = Vector = Direction = Matrix = None

    def elementwise(**needs):
        return lambda kernel: kernel

    def part(function):
        return function

else:
    from magbook._compile import part
    from magbook._domains import (
        AtMostOne,
        Count,
        Direction,
        Matrix,
        NonNegative,
        NonZero,
        Positive,
        Real,
        Vector,
    )
    from magbook._lift import elementwise

__all__ = [
    "MICROPYTHON",
    "AtMostOne",
    "Count",
    "Direction",
    "Matrix",
    "NonNegative",
    "NonZero",
    "Positive",
    "Real",
    "Vector",
    "elementwise",
    "part",
]
