"""Ball arithmetic (python-flint): every number carries a bound of its own error.

A reference is a function of balls, which returns values and what their errors are measured by.
`settled` doubles the digits until the balls are so small that no rounding is left to argue about.
"""

from collections.abc import Callable, Iterator
from typing import Any

import numpy as np
from flint import acb, arb, ctx

from magbook import MU_0

#: of what errors are measured by, the radius of a reference
ENOUGH = 2.0**-66
#: what a smaller size counts as: below 1e-308 doubles lose their digits
LEAST = 1e-290
#: bits of the first try, and those at which a reference gives up
FIRST, LAST = 128, 1 << 12

Ball = Any
Vector = list[Ball]
#: values, each with what its error is measured by
Found = list[tuple[Ball, Ball]]


class Unsettled(Exception):
    """No number of digits was enough."""


def ball(value: Any) -> Any:
    """Exactly the double, or a list of them; a count stays one."""
    if isinstance(value, int):
        return value
    return arb(value) if isinstance(value, float) else [ball(x) for x in value]


def settled(exact: Callable[..., Found], arguments: tuple[Any, ...]) -> Found:
    bits = FIRST
    while bits <= LAST:
        ctx.prec = bits
        try:
            found = exact(*map(ball, arguments))
        except (Unsettled, ZeroDivisionError, ValueError):  # of a ball that is still too large
            found = None
        if found is not None and all(is_narrow(*pair) for pair in found):
            return found
        bits *= 2
    raise Unsettled(arguments)


def is_narrow(value: Ball, size: Ball) -> bool:
    if isinstance(value, acb):
        return is_narrow(value.real, size) and is_narrow(value.imag, size)
    return value.is_exact() or value.rad() < ENOUGH * counted(size)


def counted(size: Ball) -> Ball:
    return LEAST if size < LEAST else size


def error(found: complex, value: Ball, size: Ball) -> float:
    """|found - value| as a part of the size."""
    if not np.isfinite(found):
        return np.inf
    miss = abs(acb(found) - value) if isinstance(value, acb) else abs(arb(found) - value)
    return 0.0 if miss == 0 else float((miss / counted(size)).abs_upper())


# --- Vectors -----------------------------------------------------------------------------------


def dot(u: Vector, v: Vector) -> Ball:
    return sum((x * y for x, y in zip(u, v, strict=True)), arb(0))


def cross(u: Vector, v: Vector) -> Vector:
    return [u[i - 2] * v[i - 1] - u[i - 1] * v[i - 2] for i in range(3)]


def norm(*v: Ball) -> Ball:
    return dot(v, v).sqrt()


def unit(v: Vector) -> Vector:
    length = norm(*v)
    return [x / length for x in v]


def add(*terms: tuple[Ball, Vector]) -> Vector:
    """The sum of multiples."""
    return [sum((c * v[i] for c, v in terms), arb(0)) for i in range(3)]


def greatest(*values: Ball) -> Ball:
    return max(map(abs, values), key=float)


def across(n: Vector) -> tuple[Vector, Vector]:
    """Two unit vectors that make a right-handed frame with the unit vector n."""
    k = min(range(3), key=lambda i: abs(float(n[i])))
    e = unit(cross([arb(int(i == k)) for i in range(3)], n))
    return e, cross(n, e)


# --- Elliptic integrals ------------------------------------------------------------------------


def first_kind(m: Ball) -> Ball:
    return acb(m).elliptic_k().real


def second_kind(m: Ball) -> Ball:
    return acb(m).elliptic_e().real


def cosine_and_sine(kc2: Ball) -> tuple[Ball, Ball]:
    """∫ cos²ψ/Δ dψ and ∫ sin²ψ/Δ dψ, Δ² = cos²ψ + kc² sin²ψ, by Carlson's R_D."""
    zero, one = acb(0), acb(1)
    sine = acb.elliptic_rd(zero, acb(kc2), one).real / 3
    return acb.elliptic_rd(zero, acb(1 / kc2), one).real / 3 / kc2.sqrt(), sine


# --- Circles of current and of dipoles ---------------------------------------------------------


def loop_field(rho: Ball, z: Ball, a: Ball) -> tuple[Ball, Ball]:
    """(B_ρ, B_z) per current, in K and E as in J. D. Jackson's textbook."""
    far2, near2 = (a + rho) ** 2 + z * z, (a - rho) ** 2 + z * z
    m = 4 * a * rho / far2
    K, E = first_kind(m), second_kind(m)
    scale = arb(MU_0) / (2 * arb.pi() * far2.sqrt())
    B_z = scale * (K + (a * a - rho * rho - z * z) / near2 * E)
    if rho == 0:
        return arb(0), B_z
    return scale * z / rho * ((a * a + rho * rho + z * z) / near2 * E - K), B_z


def loop_field_at(x: Vector, n: Vector, a: Ball) -> Vector:
    """B per current at a place x seen from the centre; n is a unit vector."""
    z = dot(x, n)
    out = cross(cross(n, x), n)
    rho = norm(*out)
    if not rho > 0:  # on the axis, as far as these digits tell
        if any(not c == 0 for c in out):
            raise Unsettled
        return add((loop_field(arb(0), z, a)[1], n))
    B_rho, B_z = loop_field(rho, z, a)
    return add((B_z, n), (B_rho / rho, out))


def around(n: int, j: int, rho: Ball, z: Ball, a: Ball) -> Ball:
    """The mean of cos(jφ)/Rⁿ around a circle, R² = ρ² + a² + z² - 2aρ cos φ, by Gegenbauer."""
    near, far = norm(a - rho, z), norm(a + rho, z)
    c, s = (near + far) / 2, arb(n) / 2
    h = a * rho / (c * c)
    series = (h * h).hypgeom_2f1(j + 1 - s, 1 - s, arb(j + 1))
    rising = s.rising(j) / arb.fac_ui(j)
    return rising * h**j * (near * far / (c * c)) ** (1 - n) * series / c**n


def moment(n: int, m: int, rho: Ball, z: Ball, a: Ball) -> Ball:
    """The mean of Re (ρ - a e^{iφ})^m/Rⁿ around a circle."""
    binomial = [[1], [1, 1], [1, 2, 1]][m]
    return sum(
        (binomial[j] * rho ** (m - j) * (-a) ** j * around(n, j, rho, z, a) for j in range(m + 1)),
        arb(0),
    )


def ring_field(rho: Ball, z: Ball, a: Ball) -> tuple[Ball, Ball]:
    """(B_ρ, B_z) of a ring magnet per λ."""
    scale = arb(MU_0) / 2 * a
    fifth = moment(5, 0, rho, z, a)
    return (
        scale * 3 * z * moment(5, 1, rho, z, a),
        scale * (3 * z * z * fifth - moment(3, 0, rho, z, a)),
    )


def ring_gradient(rho: Ball, z: Ball, a: Ball) -> tuple[Ball, Ball, Ball]:
    """B_ρ/ρ, ∂B_ρ/∂z, ∂B_z/∂z per λ."""
    scale = arb(MU_0) / 2 * a
    line = moment(5, 1, rho, z, a)
    axial = 9 * z * moment(5, 0, rho, z, a) - 15 * z**3 * moment(7, 0, rho, z, a)
    mixed = 3 * line - 15 * z * z * moment(7, 1, rho, z, a)
    per_length = 3 * z * line / rho if rho > 0 else -axial / 2
    return scale * per_length, scale * mixed, scale * axial


def ring_third(rho: Ball, z: Ball, a: Ball) -> tuple[Ball, Ball, Ball, Ball]:
    """Third derivatives zzz, ρzz, φφz, ρφφ of the ring's potential, per λ."""
    scale = arb(MU_0) / 2 * a
    zzz = 3 * (
        3 * moment(5, 0, rho, z, a)
        - 30 * z**2 * moment(7, 0, rho, z, a)
        + 35 * z**4 * moment(9, 0, rho, z, a)
    )
    rzz = -45 * z * moment(7, 1, rho, z, a) + 105 * z**3 * moment(9, 1, rho, z, a)
    if not rho > 0:
        return scale * zzz, scale * rzz, -scale * zzz / 2, arb(0)
    ppz = (3 * moment(5, 1, rho, z, a) - 15 * z * z * moment(7, 1, rho, z, a)) / rho
    rpp = -15 * z * moment(7, 2, rho, z, a) / rho
    return scale * zzz, scale * rzz, scale * ppz, scale * rpp


# --- Along a wire ------------------------------------------------------------------------------


def along(pieces: Callable[[Ball, Ball], list[Ball]], sizes: Callable[..., list[Ball]]) -> Vector:
    """Means around a circle of what `pieces` gives for cosine and sine, by the trapezoidal rule,
    whose error is squared when its points are doubled: until the first of them differ by ENOUGH
    of the sizes that the sums tell. The last only serve to tell, and may have kinks."""
    points, sums = 16, None
    for c, s in turns(points, 0):
        sums = plus(sums, pieces(c, s))
    while points <= 1 << 11:
        before = [x / points for x in sums]
        for c, s in turns(points, 1):
            sums = plus(sums, pieces(c, s))
        points *= 2
        now = [x / points for x in sums]
        told = sizes(*now)
        if any(x.rad() > ENOUGH * size for x, size in zip(now, told, strict=False)):
            raise Unsettled  # more digits are wanted, and not more points
        if all(abs(x - y) < 2.0**-36 * size for x, y, size in zip(now, before, told, strict=False)):
            return now
    raise Unsettled


def turns(points: int, half: int) -> Iterator[tuple[Ball, Ball]]:
    for j in range(points):
        angle = arb(2 * j + half) / points + arb(1) / 7  # where symmetry leads through no axis
        yield angle.cos_pi(), angle.sin_pi()


def plus(sums: list[Ball] | None, more: list[Ball]) -> list[Ball]:
    return more if sums is None else [x + y for x, y in zip(sums, more, strict=True)]
