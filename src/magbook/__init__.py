"""magbook: the numerics of *Loops, Rings, Dipoles, Spheres*.

SI units, radians, peak currents. Every function broadcasts over arrays; a vector
is an array whose last axis has length 3.
"""

from magbook.constants import HBAR_C, MU_0

__version__ = "0.1.0"
__all__ = ["HBAR_C", "MU_0", "__version__"]
