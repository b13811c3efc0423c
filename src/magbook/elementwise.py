"""One decorator, which turns a scalar kernel into a function of arrays.

A kernel is plain scalar Python: floats in, floats (or a tuple of floats) out. In
MicroPython, where there are no arrays, the decorator leaves it alone, and the
annotations that name its domain are never looked at. In CPython it becomes a NumPy
ufunc; see `magbook._ufunc`.
"""

import sys

MICROPYTHON = sys.implementation.name == "micropython"

if MICROPYTHON:
    Real = Positive = NonNegative = NonZero = AtMostOne = Count = Vector = Direction = Matrix = None

    def elementwise(**needs):
        return lambda kernel: kernel

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
    )
