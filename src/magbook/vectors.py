"""Algebra of 3-vectors, for kernels."""

from math import sqrt

from magbook.elementwise import Real, Vector, elementwise, part


@part
def hypot(x: float, y: float) -> float:
    """√(x² + y²), also where the squares vanish or overflow."""
    x, y = abs(x), abs(y)
    if x < y:
        x, y = y, x
    if x == 0.0:
        return 0.0
    y /= x
    return x * sqrt(1.0 + y * y)


@elementwise()
def unit(v: Vector) -> tuple[Real, Vector]:
    """Length and direction of a vector; the direction of the zero vector is zero."""
    size = max(abs(v[0]), abs(v[1]), abs(v[2]))
    if size == 0.0:
        return 0.0, (0.0, 0.0, 0.0)
    x, y, z = v[0] / size, v[1] / size, v[2] / size  # squares of tiny numbers vanish
    length = sqrt(x * x + y * y + z * z)
    return size * length, (x / length, y / length, z / length)


@elementwise()
def dot(u: Vector, v: Vector) -> Real:
    return u[0] * v[0] + u[1] * v[1] + u[2] * v[2]


@elementwise()
def cross(u: Vector, v: Vector) -> Vector:
    return (
        u[1] * v[2] - u[2] * v[1],
        u[2] * v[0] - u[0] * v[2],
        u[0] * v[1] - u[1] * v[0],
    )


@elementwise()
def combine(x: Real, u: Vector, y: Real, v: Vector, z: Real, w: Vector) -> Vector:
    """x u + y v + z w."""
    return (
        x * u[0] + y * v[0] + z * w[0],
        x * u[1] + y * v[1] + z * w[1],
        x * u[2] + y * v[2] + z * w[2],
    )


@part
def turning(q: float) -> tuple[float, float]:
    """sin(t)/t and (1 - cos t)/t² for q = t² < 1 by their series, so that a path which an unstable
    place makes sensitive to the last digit is the same in every C library."""
    s = 1 - q / 110 * (1 - q / 156 * (1 - q / 210 * (1 - q / 272 * (1 - q / 342))))
    v = 1 - q / 90 * (1 - q / 132 * (1 - q / 182 * (1 - q / 240 * (1 - q / 306))))
    return (
        1 - q / 6 * (1 - q / 20 * (1 - q / 42 * (1 - q / 72 * s))),
        0.5 - q / 24 * (1 - q / 30 * (1 - q / 56 * v)),
    )


@part
def turned(n: Vector, w: Vector) -> Vector:
    """n turned about w by the angle that is the length of w, less than 1."""
    q = dot(w, w)
    s, v = turning(q)
    x, y, z = cross(w, n)
    along = v * dot(w, n)
    c = 1 - q * v
    return (
        c * n[0] + s * x + along * w[0],
        c * n[1] + s * y + along * w[1],
        c * n[2] + s * z + along * w[2],
    )
