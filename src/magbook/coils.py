r"""Several loops at once beside a sphere, each with its phase: what `sphere.coil_power`,
`coil_force` and `coil_torque` sum.

All multipoles are taken in one frame, and add up with their loops' currents: for orders m ≥ 0

    Tₙₘ = Σ I tₙₘ,      Tₙ,₋ₘ = Σ I tₙₘ*,

where Yₙ,₋ₘ is the conjugate of Yₙₘ (conventions of `sphere.multipoles`). Then

    P = ½μ0ωa Σ qₙ/(n(n + 1)) ⟨Tₙ, Tₙ⟩,
    N = -½μ0a Σ qₙ/(n(n + 1)) ⟨Tₙ, L Tₙ⟩,      L = -i r × ∇,
    F = ½μ0 Σ Re(βₙ* ⟨Tₙ, ∇ Tₙ₊₁⟩)/((n + 1)²(2n + 3)).

So the torque is the absorbed power by order: what the sphere absorbs of e^{i(mφ + ωt)}, a pattern
that turns by -ω/m, brings it -m/ω as much angular momentum about the polar axis. Multipoles whose
phase is the same everywhere have as much of m as of -m about any axis, and turn nothing.
"""

from math import cos, pi, sin, sqrt

from magbook.constants import MU_0
from magbook.elementwise import (
    NonNegative,
    Positive,
    Real,
    Reals,
    Row,
    Vector,
    part,
    row,
    rowwise,
    table,
)
from magbook.sphere import answers, halfway, image_circle, perpendicular, place, terms, tilted
from magbook.vectors import combine, cross, dot

#: numbers of each loop: centre, normal, radius, real and imaginary part of its current
NUMBERS = 9


@part
def loop_at(
    loops: Row, i: int, a: float
) -> tuple[float, float, float, Vector, Vector, complex, float]:
    """b, h, d in units of a, the normal, the direction of d, the current of the i-th loop, and the
    least distance of its wire."""
    j = NUMBERS * i
    h, d, n, across = place(
        (loops[j], loops[j + 1], loops[j + 2]), (loops[j + 3], loops[j + 4], loops[j + 5])
    )
    b, h, d = loops[j + 6] / a, h / a, d / a
    if d == 0.0:
        across = perpendicular(n)
    current = complex(loops[j + 7], loops[j + 8])
    return b, h, d, n, across, current, sqrt(h * h + (d - b) * (d - b))


@part
def steps(n: int, m: int) -> float:
    """What L₊ or L₋ makes of Yₙₘ on the way to the next order."""
    return sqrt((n - m) * (n + m + 1.0))


@part
def add_loop(
    plus: list[Row],
    minus: list[Row],
    current: complex,
    circle: tuple[Vector, Vector, Vector],
    half: int,
    count: int,
) -> None:
    """Add I tₙₘ to ``plus`` and I tₙₘ* to ``minus``, a row over n ≤ count for each order m, of the
    image circle with this centre and these two halves of diameters across each other.

    As in `sphere.multipoles`, but no plane of this frame mirrors the circle, and sums are complex:
    of P̄ₙₘ e^{-imφ} with dx + i dy, with dx - i dy, and with dz.
    """
    middle, right, left = circle
    points = 2 * half
    if len(plus) == 1:  # about the polar axis: all points are alike
        points = 1
    aside, up, turn, backward = row(points), row(points), row(points, 1.0 + 0.0j), row(points, 1j)
    run, rise, seeds, turns = row(points, 0j), row(points), row(points), row(points, 1.0 + 0.0j)
    for j in range(points):
        u, v = cos(pi * j / half), sin(pi * j / half)
        x, y, z = combine(1.0, middle, u, right, v, left)
        aside[j], up[j] = sqrt(x * x + y * y), z
        if aside[j] > 0.0:
            turn[j] = complex(x / aside[j], -y / aside[j])
        dx, dy, rise[j] = combine(-v, right, u, left, 0.0, left)
        run[j], backward[j] = complex(dx, dy), complex(dx, -dy)
        seeds[j] = sqrt(pi) / points / sqrt(x * x + y * y + z * z)
    older_back = back = along = row(count + 1, 0j)
    total = 0.0
    quiet = 0
    for m in range(min(len(plus), count) + 1):
        ahead_now, back_now, along_now = row(count + 1, 0j), row(count + 1, 0j), row(count + 1, 0j)
        climbs, falls = row(count + 1), row(count + 1)
        for n in range(m + 1, count + 1):
            climbs[n] = sqrt((4.0 * n * n - 1.0) / (n * n - 1.0 * m * m))
            if n > m + 1:
                falls[n] = climbs[n] / climbs[n - 1]
        for j in range(points):
            s, z = aside[j], up[j]
            if m > 0:
                turns[j] *= turn[j]
                seeds[j] *= s * sqrt((m + 0.5) / m)
            ahead, behind, upward = run[j] * turns[j], backward[j] * turns[j], rise[j] * turns[j]
            r2 = s * s + z * z
            older, value = 0.0, seeds[j]
            for n in range(m, count + 1):
                if n > m:
                    fresh = climbs[n] * z * value - falls[n] * r2 * older
                    older = value
                    value = fresh
                ahead_now[n] += complex(ahead.real * value, ahead.imag * value)
                back_now[n] += complex(behind.real * value, behind.imag * value)
                along_now[n] += complex(upward.real * value, upward.imag * value)
        if m > 0:
            k, weight = m - 1, 0.0  # the order that is now complete
            for n in range(max(k, 1), count + 1):
                if k == 0:
                    t = complex(-steps(n, 0) * ahead_now[n].imag, 0.0)
                else:
                    t = 0.5 * (steps(n, k) * ahead_now[n] + steps(n, k - 1) * older_back[n])
                    t = 1j * (t - k * along[n])
                weight += (t.real * t.real + t.imag * t.imag) / (n * (n + 1.0))
                plus[k][n] += current * t
                minus[k][n] += current * complex(t.real, -t.imag)
            total += weight
            # another loop's may be large where this one's are small
            quiet = quiet + 1 if weight <= 1e-31 * total else 0
            if quiet == 2:
                break
        older_back, back, along = back, back_now, along_now


@part
def product(u: complex, v: complex) -> complex:
    """u* v."""
    return complex(u.real * v.real + u.imag * v.imag, u.real * v.imag - u.imag * v.real)


@part
def square_and_spin(plus: list[Row], minus: list[Row], n: int) -> tuple[float, Vector]:
    """⟨Tₙ, Tₙ⟩ and ⟨Tₙ, L Tₙ⟩."""
    square = about_z = 0.0
    across = 0j
    for m in range(min(len(plus), n + 1)):
        p, q = product(plus[m][n], plus[m][n]).real, product(minus[m][n], minus[m][n]).real
        square += p if m == 0 else p + q
        about_z += m * (p - q)
        if m + 1 < len(plus) and m < n:
            across += steps(n, m) * (
                product(minus[m][n], minus[m + 1][n]) - product(plus[m + 1][n], plus[m][n])
            )
    return square, (across.real, across.imag, about_z)


@part
def slope(plus: list[Row], minus: list[Row], n: int) -> tuple[complex, complex, complex]:
    """⟨Tₙ, ∇ Tₙ₊₁⟩, by ∂_x ± i∂_y and ∂_z of solid harmonics."""
    k = n + 1
    forth = back = along = 0j
    for m in range(min(len(plus), n + 1)):
        up = product(plus[m][n], plus[m][k])
        if m > 0:
            up += product(minus[m][n], minus[m][k])
        along += sqrt((k - m) * (k + 1.0 * m)) * up
        if m + 1 < len(plus):
            fewer, more = sqrt((k + m + 1.0) * (k + m)), sqrt((k - m) * (k - m - 1.0))
            forth += fewer * product(minus[m][n], minus[m + 1][k])
            forth -= more * product(plus[m + 1][n], plus[m][k])
            back += fewer * product(plus[m][n], plus[m + 1][k])
            back -= more * product(minus[m + 1][n], minus[m][k])
    root = sqrt((2.0 * n + 3.0) / (2.0 * n + 1.0))
    return 0.5 * root * (forth + back), -0.5j * root * (forth - back), root * along


@part
def gathered(loops: Row, a: float) -> tuple[list[Row], list[Row], Vector, Vector, Vector]:
    """All loops' multipoles, and the unit vectors of their frame: that of the first one's image."""
    b, h, d, n, across, _, nearest = loop_at(loops, 0, a)
    ex, ey, ez = tilted(halfway(b, h, d), n, across)
    coaxial = True
    for i in range(len(loops) // NUMBERS):
        b, h, d, n, across, _, near = loop_at(loops, i, a)
        turned = cross(n, ez)
        coaxial = coaxial and d == 0.0 and turned == (0.0, 0.0, 0.0)
        nearest = min(nearest, near)
    count = terms(1.0 / nearest)
    orders = 1 if coaxial else count + 1
    plus, minus = table(orders, count + 1, 0j), table(orders, count + 1, 0j)
    for i in range(len(loops) // NUMBERS):
        b, h, d, n, across, current, near = loop_at(loops, i, a)
        few = terms(1.0 / sqrt(near * nearest))  # a product with the nearest loop's matters longest
        x0, z0, x1, z1, size, half = image_circle(b, h, d, few)
        circle = (
            seen(combine(x0, across, z0, n, 0.0, n), ex, ey, ez),
            seen(combine(x1, across, z1, n, 0.0, n), ex, ey, ez),
            seen(combine(size, cross(n, across), 0.0, n, 0.0, n), ex, ey, ez),
        )
        add_loop(plus, minus, current, circle, half, few)
    return plus, minus, ex, ey, ez


@part
def seen(v: Vector, ex: Vector, ey: Vector, ez: Vector) -> Vector:
    """The components of v."""
    return dot(v, ex), dot(v, ey), dot(v, ez)


@rowwise
def power_and_wrench(
    loops: Reals, a: Positive, sigma: Positive, omega: Positive, mu_r: Positive, inner: NonNegative
) -> tuple[Real, Vector, Vector]:
    """Power, force and torque of `sphere.coil_power`, `coil_force` and `coil_torque`, from one
    spectrum.

    Parameters
    ----------
    loops : array of doubles
        Nine for each loop: its centre, m, its normal, its radius, m, the real and the imaginary
        part of its peak current, A. Where they may lie `sphere.power` says; it is not checked here.
    a, sigma, omega, mu_r, inner : float
        As in `sphere.power`.

    Returns
    -------
    power, force, torque : float, ndarrays of shape (3,)
        W; N; N m about the sphere's centre. Accuracy: 1e-12, as of those three.
    """
    plus, minus, ex, ey, ez = gathered(loops, a)
    count = len(plus[0]) - 1
    q, screening = answers(MU_0 * sigma * omega * a * a, count, mu_r, (a - inner) / a)
    heat = 0.0
    push = spin = (0.0, 0.0, 0.0)
    for n in range(count, 0, -1):
        weight = q[n] / (n * (n + 1.0))
        square, turn = square_and_spin(plus, minus, n)
        heat += weight * square
        spin = combine(1.0, spin, -weight, turn, 0.0, turn)
        if n < count:
            x, y, z = slope(plus, minus, n)
            weight = -1.0 / ((n + 1.0) * (n + 1.0) * (2.0 * n + 3.0))
            real, imag = (x.real, y.real, z.real), (x.imag, y.imag, z.imag)
            lag = (2.0 * n + 1.0) * q[n]
            push = combine(1.0, push, weight * screening[n], real, weight * lag, imag)
    force, torque = (
        combine(push[0], ex, push[1], ey, push[2], ez),
        combine(a * spin[0], ex, a * spin[1], ey, a * spin[2], ez),
    )
    unit = 0.5 * MU_0
    return (
        unit * omega * a * heat,
        combine(unit, force, 0.0, force, 0.0, force),
        combine(unit, torque, 0.0, torque, 0.0, torque),
    )
