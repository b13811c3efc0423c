"""One decorator that turns a scalar kernel into a function of arrays.

A kernel is plain scalar Python: floats in, floats (or a tuple of floats) out. In
MicroPython, where there are no arrays, the decorator leaves it alone, and the
annotations that name its domain are never looked at. In CPython it becomes a NumPy
ufunc; see `magbook._ufunc`. A `part` is what kernels share that is no kernel itself.
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
    from magbook._ufunc import (  # noqa: F401
        AtMostOne,
        Count,
        Direction,
        Matrix,
        NonNegative,
        NonZero,
        Positive,
        Real,
        Vector,
        elementwise,
        part,
    )
