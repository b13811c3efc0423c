r"""A conducting sphere beside a circular loop: eddy currents, their power and their force.

The sphere (radius a, conductivity σ, not magnetic) is at rest about the origin; the loop (radius
b, peak current I, e^{iωt}) stands anywhere outside, in any orientation. Fields are quasi-static.

The sphere sees of the loop its solid harmonics, B = -∇Σ rⁿ Sₙ. Currents in it have no radial
part, and each Sₙ drives its own, with y = μ0 σ ω a² = \|ka\|² and the modified spherical Bessel
functions iₙ:

    ρₙ = iₙ(ka)/[ka iₙ₋₁(ka)] = 1/(2n + 1 + iy ρₙ₊₁),      k² = iμ0σω,
    J = iωσ Σ (2n + 1)/(n + 1) aⁿ ρₙ iₙ(kr)/iₙ(ka) ∇Sₙ × r,

while outside the sphere answers with the multipole βₙ = (2n + 1)ρₙ - 1 = -iy ρₙρₙ₊₁. Backwards
the continued fraction for ρₙ = pₙ - iqₙ adds positive numbers only, and so do Im βₙ = -(2n + 1)qₙ
for the power and Re βₙ = -y(pₙqₙ₊₁ + qₙpₙ₊₁) for the force: no skin depth costs a digit.

The multipoles are integrals along the loop's image in the sphere, r -> a²r/r², which is a circle
as well: there they are polynomials of degree n over r, and the trapezoidal rule is exact but for
terms that vanish faster than any that are kept.

Lengths in m, σ in S/m, ω in rad/s, I in A. Frequencies and conductivities enter by y alone.
"""

from math import atan2, cos, exp, expm1, log, pi, sin, sqrt

from magbook.constants import MU_0
from magbook.elementwise import (
    Count,
    Direction,
    Found,
    Need,
    NonNegative,
    Numbers,
    Positive,
    Real,
    Row,
    Vector,
    elementwise,
    part,
    row,
    table,
)
from magbook.special import exact_square
from magbook.vectors import combine, cross, dot, hypot, unit

#: nearest place of the wire to the sphere's centre, in radii; nearer the sums get too long
NEAREST = 1.02
#: and how many times as far the farthest may be
SPREAD = 1000.0
#: farthest distance and largest radius of a loop, in radii, and one over the smallest
FARTHEST = 1e50
_MU_R: Need = (lambda mu_r: (mu_r >= 1e-9) & (mu_r <= 1e9), "must lie between 1e-9 and 1e9")


@elementwise()
def place(centre: Vector, normal: Direction) -> tuple[Real, Real, Vector, Vector]:
    """The loop in the frame that it shares with the sphere: height h of its centre along its
    normal n, distance d of its centre from the line through the origin along n, n, and the
    direction of d (zero where d is). Accuracy: 1e-14 of the distance."""
    _, n = unit(normal)
    h = dot(centre, n)
    # twice, since the first rest of a centre all but along n is mostly rounding
    rest = combine(1.0, centre, -h, n, 0.0, n)
    d, across = unit(combine(1.0, rest, -dot(rest, n), n, 0.0, n))
    if d < 1e-15 * abs(h):
        d, across = 0.0, (0.0, 0.0, 0.0)
    return h, d, n, across


@part
def perpendicular(n: Vector) -> Vector:
    """Some unit vector across n."""
    if abs(n[0]) <= abs(n[1]) and abs(n[0]) <= abs(n[2]):
        _, across = unit((0.0, n[2], -n[1]))
    elif abs(n[1]) <= abs(n[2]):
        _, across = unit((-n[2], 0.0, n[0]))
    else:
        _, across = unit((n[1], -n[0], 0.0))
    return across


@part
def tilted(tilt: float, n: Vector, across: Vector) -> tuple[Vector, Vector, Vector]:
    """The unit vectors of the frame of `image`, for a loop of normal n."""
    c, s = cos(tilt), sin(tilt)
    return (
        combine(c, across, -s, n, 0.0, n),
        cross(n, across),
        combine(s, across, c, n, 0.0, n),
    )


@part
def terms(ratio: float) -> int:
    """How many multipoles matter where the n-th has the weight n² ratio^(2n), 0 < ratio < 0.991.
    Accuracy: 1e-13, which is what the others come to."""
    if not 0.0 < ratio < 0.991:
        raise ValueError("ratio must lie between 0 and 0.991, lest the sums get too long")
    decay = -2.0 * log(ratio)
    return 3 + int((37.0 + 2.0 * log(1.0 + 1.0 / decay)) / decay)


@part
def halfway(b: float, h: float, d: float) -> float:
    """Angle from the normal to the middle of that which the loop's diameter fills."""
    return 0.5 * (atan2(d + b, h) + atan2(d - b, h))


@part
def image_circle(
    b: float, h: float, d: float, count: int
) -> tuple[float, float, float, float, float, int]:
    """The loop's image in the sphere of radius 1 about the origin, towards the loop's axis and
    along its normal: centre (x0, z0), and half the diameter (x1, z1) from the image of the near
    point to that of the far one; its radius; how many points half of it needs."""
    near, far = h * h + (d - b) * (d - b), h * h + (d + b) * (d + b)
    if not far <= 1.001 * SPREAD * SPREAD * near:
        raise ValueError("b, h and d must not make the wire 1000 times as far as at its nearest")
    x0, z0 = d * (d * d - b * b + h * h) / near / far, h * (h * h + d * d + b * b) / near / far
    x1, z1 = b * (b * b - d * d + h * h) / near / far, -2.0 * h * d * b / near / far
    half = 2 + (count + int(18.5 * max(sqrt(far / near), 1.0))) // 2
    return x0, z0, x1, z1, b / sqrt(near) / sqrt(far), half


@part
def image(
    b: float, h: float, d: float, count: int
) -> tuple[float, Row, tuple[Row, Row, Row], tuple[Row, Row, Row]]:
    """The loop's image in the sphere of radius 1 about the origin, by points ψ = 0 … π in the frame
    whose polar axis halves the angle that the loop's diameter in the plane y = 0 fills: that axis
    as the angle from the normal, and rows over the points of their weights, cylindrical
    coordinates s, z and e^{iφ}, and steps dx, dy, dz.

    ``count`` multipoles are integrated to the last digit: the degree of the polynomials adds to
    the Fourier terms of 1/r, which decay like e^{-ηk}. The other half of the circle mirrors this.
    Accuracy: 1e-13 of the places' distance.
    """
    x0, z0, x1, z1, size, half = image_circle(b, h, d, count)
    tilt = halfway(b, h, d)
    c, s = cos(tilt), sin(tilt)
    x0, z0, x1, z1 = c * x0 - s * z0, s * x0 + c * z0, c * x1 - s * z1, s * x1 + c * z1
    weights = row(half + 1, pi / half)
    weights[0] = weights[half] = 0.5 * pi / half
    aside, up, around = row(half + 1), row(half + 1), row(half + 1, 1.0 + 0.0j)
    dx, dy, dz = row(half + 1), row(half + 1), row(half + 1)
    for j in range(half + 1):
        angle = pi * j / half
        u, v = cos(angle), sin(angle)
        x, y = x0 + u * x1, v * size
        aside[j], up[j] = sqrt(x * x + y * y), z0 + u * z1
        if aside[j] > 0.0:
            around[j] = complex(x / aside[j], y / aside[j])
        dx[j], dy[j], dz[j] = -v * x1, u * size, -v * z1
    return tilt, weights, (aside, up, around), (dx, dy, dz)


@part
def multipoles(b: float, h: float, d: float, count: int) -> tuple[float, list[Row]]:
    """The axis' angle, and tₙₘ = ∮ (dl/r)·(r × ∇) rⁿ Yₙₘ over the image circle: for each m ≥ 0 a
    row over n ≤ count. Sₙ = μ0 I/(n(2n + 1)) Σ tₙₘ Yₙₘ in units of the sphere's radius, with
    orthonormal harmonics Yₙₘ = P̄ₙₘ(cos θ) e^{imφ}, all P̄ₙₘ positive at small θ, and tₙ,₋ₘ = tₙₘ.

    r × ∇ leads from Yₙₘ to its neighbours in m, so that three sums along the circle for each
    (n, m) are enough: of dl on the unit vectors e^{±imφ} and z. Orders m are added until they no
    longer count. Accuracy: 1e-12 of Σₘ tₙₘ², or where that all but vanishes of b² c⁻²ⁿ⁻², c being
    the wire's least distance.
    """
    tilt, weights, (aside, up, around), (dx, dy, dz) = image(b, h, d, count)
    if d == 0.0:  # all points are alike, and only m = 0 is there
        weights = row(1, pi)
    points = len(weights)
    # the first rᵐ⁻¹ P̄ₘₘ of the recurrence in n, with the weights; e^{imφ}
    seeds, turns = row(points), row(points, 1.0 + 0.0j)
    for j in range(points):
        seeds[j] = weights[j] / sqrt(pi) / sqrt(aside[j] * aside[j] + up[j] * up[j])
    columns, orders = table(count + 1, count + 1), 0
    older_minus = minus = along = row(count + 1)
    total = 0.0
    quiet = 0
    for m in range(count + 1):
        plus_now, minus_now, along_now = row(count + 1), row(count + 1), row(count + 1)
        # P̄ₙ = climbs[n] cosθ P̄ₙ₋₁ - falls[n] P̄ₙ₋₂, the first time without the second
        climbs, falls = row(count + 1), row(count + 1)
        for n in range(m + 1, count + 1):
            climbs[n] = sqrt((4.0 * n * n - 1.0) / (n * n - 1.0 * m * m))
            if n > m + 1:
                falls[n] = climbs[n] / climbs[n - 1]
        for j in range(points):
            s, z = aside[j], up[j]
            if m > 0:
                turns[j] *= around[j]
                seeds[j] *= s * sqrt((m + 0.5) / m)
            c, t = turns[j].real, turns[j].imag
            plus, less, rise = dy[j] * c - dx[j] * t, dy[j] * c + dx[j] * t, dz[j] * t
            r2 = s * s + z * z
            older, value = 0.0, seeds[j]
            if m > 0:
                plus_now[m] += plus * value
                minus_now[m] += less * value
                along_now[m] += rise * value
            for n in range(m + 1, count + 1):
                fresh = climbs[n] * z * value - falls[n] * r2 * older
                older = value
                value = fresh
                plus_now[n] += plus * value
                minus_now[n] += less * value
                along_now[n] += rise * value
        if m > 0:
            k = m - 1  # the order that is now complete
            column, weight = columns[k], 0.0
            for n in range(max(k, 1), count + 1):
                column[n] = -sqrt((n - k) * (n + k + 1.0)) * plus_now[n]
                if k > 0:
                    column[n] += sqrt((n + k) * (n - k + 1.0)) * older_minus[n]
                    column[n] = 0.5 * column[n] - k * along[n]
                weight += column[n] * column[n] / (n * (n + 1.0))
            orders = m
            total += weight
            # what is wanted are products of two
            quiet = quiet + 1 if weight <= 1e-22 * total else 0
            if quiet == 2 or d == 0.0:
                break
        older_minus, minus, along = minus, minus_now, along_now
    return tilt, columns[:orders]


@part
def overlaps(columns: list[Row], count: int) -> tuple[Row, Row, Row]:
    """Sums over m of products of multipoles, each a row over n ≤ count: Σ tₙₘ² for the power,
    and those of Sₙ with ∂ₓ and with ∂_z of the solid harmonic of degree n + 1 for the force.
    Accuracy: 1e-12, as of `multipoles`."""
    square, along_x, along_z = row(count + 1), row(count + 1), row(count + 1)
    for m in range(len(columns)):
        here = columns[m]
        twice = 1.0 if m == 0 else 2.0
        for n in range(max(m, 1), count + 1):
            square[n] += twice * here[n] * here[n]
            if n == count:
                continue
            k = n + 1
            root = sqrt((2.0 * n + 3.0) / (2.0 * n + 1.0))
            along_z[n] += twice * root * sqrt((k - m) * (k + 1.0 * m)) * here[n] * here[k]
            if m + 1 < len(columns):
                there = columns[m + 1]
                along_x[n] += root * (
                    sqrt((k + m + 1.0) * (k + m)) * here[n] * there[k]
                    - sqrt((k - m) * (k - m - 1.0)) * there[n] * here[k]
                )
    return square, along_x, along_z


@part
def responses(y: float, count: int) -> tuple[Row, Row, Row]:
    r"""(pₙ, qₙ, -Re βₙ) of the sphere for n ≤ count ≤ 100 000, three rows; y = \|ka\|².

    The continued fraction is started where it forgets its start: it contracts by \|iₙ/iₙ₋₁\|².
    Accuracy: 1e-14 of each.
    """
    if not (0.0 <= y < 1e300 and count <= 100_000):
        raise ValueError("y must lie between 0 and 1e300, and count must not exceed 100 000")
    p, q, screening = row(count + 1, 1.0), row(count + 1), row(count + 1)
    rho = 0.0j
    start = count + 20
    if y < 1e17:
        start += int(sqrt(count * count + 60.0 * sqrt(y)))
    else:  # ρₙ = 1/[n + (n² + iy)^½] to a part n/y, D. E. Amos, Math. Comp. 28, 239 (1974)
        n = start + 1.0
        root = sqrt(0.5 * (n * n + hypot(n * n, y)))
        rho = 1.0 / complex(n + root, 0.5 * y / root)
    for n in range(start, 0, -1):
        above, rho = rho, 1.0 / (2.0 * n + 1.0 + 1j * y * rho)
        if n <= count:
            p[n], q[n] = rho.real, -rho.imag
            screening[n] = -y * (rho * above).imag
    return p, q, screening


@part
def answers(y: float, count: int, mu_r: float, wall: float) -> tuple[Row, Row]:
    r"""(qₙ, -Re βₙ) for n ≤ count of a sphere of relative permeability ``mu_r`` whose wall takes
    the share ``wall`` of its radius (1 where it is solid), two rows: what it absorbs of each
    multipole, -Im βₙ/(2n + 1), and what of it the sphere keeps out; y = μ0 σ ω a².

    Within, u = r·B obeys u'' + 2u'/r = [k² + n(n + 1)/r²] u, k² = iμσω. With u ∝ rⁿ(r), and with
    Δ = d ln(u/rⁿ)/d ln r just below the surface, continuity of B_r and of H along it demands

        βₙ = [(μr - 1)(n + 1) - Δ]/(μr n + n + 1 + Δ),

    and in the cavity u = rⁿ, so that Δ = (μr - 1)(n + 1) where the wall begins. In a solid sphere
    Δ = k²a² ρₙ₊₁. All of these parts are positive, so that only their difference in the real
    part, in which a permeable sphere's attraction meets its repulsion, can cost a digit.
    Accuracy: 1e-12 of qₙ and of \|βₙ\|.
    """
    absorbed, screening = row(count + 1), row(count + 1)
    if mu_r == 1.0 and wall == 1.0:
        _, absorbed, screening = responses(y, count)
        return absorbed, screening
    y *= mu_r
    p, q, _ = responses(y, count + 1)
    cavity = 1.0 - wall
    hollow = cavity > 0.0 and sqrt(2.0 * y) * wall < 45.0
    P, Q, seen = p, q, (0.0j, 0.0j, 0.0j)
    if hollow:
        P, Q, _ = responses(y * cavity * cavity, count + 1)
        seen = through(y, wall, p, q, P, Q)
    for n in range(1, count + 1):
        static = (mu_r - 1.0) * (n + 1.0)
        u, inner = 1.0 + 0.0j, 0.0j
        slope = 1j * y * complex(p[n + 1], -q[n + 1])
        excess = static - slope
        if hollow:
            seen = deeper(seen, n, y, cavity, p, q, P, Q)
            if wall < 0.15 and wall * (2.0 * n + 3.0 + sqrt(2.0 * y)) < 2.0:
                u, slope, excess = across_wall(n, y, wall / cavity, cavity, static)
            else:
                inner = 1j * y * cavity * cavity * complex(P[n + 1], -Q[n + 1])
                far, near, share = seen
                turned = 2.0 * n + 1.0 + near
                share *= (inner - static) / (static + 2.0 * n + 1.0 + far)
                u += share
                slope -= share * turned
                excess += share * (static + turned)
        if mu_r < 1.0:  # the sum of what has one sign, twice the same
            whole = mu_r * (2.0 * n + 1.0) * u - excess
        else:
            whole = (mu_r * n + n + 1.0) * u + slope
        size = whole.real * whole.real + whole.imag * whole.imag
        absorbed[n] = mu_r * (slope.imag * u.real - slope.real * u.imag) / size
        screening[n] = -(excess.real * whole.real + excess.imag * whole.imag) / size
    return absorbed, screening


@part
def _faded(x: float) -> complex:
    """1 - e^{-2(1 + i)x}."""
    fall = exp(-2.0 * x)
    return complex(2.0 * fall * sin(x) * sin(x) - expm1(-2.0 * x), fall * sin(2.0 * x))


@part
def through(
    y: float, wall: float, p: Row, q: Row, P: Row, Q: Row
) -> tuple[complex, complex, complex]:
    r"""What `deeper` needs at n = 0: κ₀ at the cavity and at the surface, and how the second
    solution falls on the way out against iₙ.

    κₙ = x vₙ₋₁/vₙ for the second solution v, which is kₙ(x), but for \|ka\| < 1, where odd powers
    of k would have to cancel, (-1)ⁿ i₋ₙ₋₁(x).
    """
    cavity = 1.0 - wall
    if y < 1.0:
        surface = 1.0 / (1.0 + 1j * y * complex(p[1], -q[1]))  # tanh(ka)/ka
        within = 1.0 / (1.0 + 1j * y * cavity * cavity * complex(P[1], -Q[1]))
        return -1j * y * cavity * cavity * within, -1j * y * surface, cavity * within / surface
    root = sqrt(0.5 * y)
    angle, fall = 2.0 * root * wall, exp(-2.0 * root * wall)
    return (
        cavity * complex(root, root),
        complex(root, root),
        complex(cos(angle), -sin(angle)) * fall * (_faded(root * cavity) / _faded(root)),
    )


@part
def deeper(
    seen: tuple[complex, complex, complex],
    n: int,
    y: float,
    cavity: float,
    p: Row,
    q: Row,
    P: Row,
    Q: Row,
) -> tuple[complex, complex, complex]:
    """The same at n from that at n - 1: x²/κₙ = 2n - 1 + κₙ₋₁."""
    far, near, share = seen
    far, near = 2.0 * n - 1.0 + far, 2.0 * n - 1.0 + near
    share *= complex(P[n], -Q[n]) / complex(p[n], -q[n]) * cavity * cavity * (near / far)
    return 1j * y * cavity * cavity / far, 1j * y / near, share


@part
def across_wall(
    n: int, y: float, z: float, cavity: float, static: float
) -> tuple[complex, complex, complex]:
    """For a thin wall: u/rⁿ = Σ hⱼ zʲ at its end, with z its thickness over the cavity's radius,
    the slope of that against ln r, and ``static`` u/rⁿ less this slope. h₀ = 1, h₁ = ``static``,
    and

        (j + 1)(j + 2) hⱼ₊₂ = k²c²(hⱼ + hⱼ₋₁) - (j + 1)(j + 2n + 2) hⱼ₊₁.
    """
    k2 = 1j * y * cavity * cavity
    before, here, after = 0.0j, 1.0 + 0.0j, static + 0.0j
    u, slope, excess, power = 0.0j, 0.0j, 0.0j, 1.0
    for j in range(40):
        u += here * power
        slope += ((j + 1.0) * after + j * here) * power
        if j > 0:
            excess += ((static - j) * here - (j + 1.0) * after) * power
        fresh = k2 * (here + before) - (j + 1.0) * (j + 2.0 * n + 2.0) * after
        before, here, after = here, after, fresh / ((j + 1.0) * (j + 2.0))
        power *= z
    return u, slope, excess


@part
def spectrum(b: float, h: float, d: float) -> tuple[float, int, tuple[Row, Row, Row]]:
    """The axis' angle, the number of multipoles and their overlaps for a loop at (d, 0, h); all
    in units of the sphere's radius. Accuracy: 1e-12, as of `multipoles`."""
    count = terms(1.0 / sqrt(h * h + (d - b) * (d - b)))
    tilt, columns = multipoles(b, h, d, count)
    return tilt, count, overlaps(columns, count)


@part
def heat(square: Row, q: Row) -> float:
    """The power in units of ½μ0ωaI², from the sums of `overlaps` and `responses`. Accuracy:
    1e-12."""
    total = 0.0
    for n in range(len(square) - 1, 0, -1):
        total += q[n] * square[n] / (n * (n + 1.0))
    return total


@part
def push(tilt: float, along_x: Row, along_z: Row, screening: Row) -> tuple[float, float]:
    """The force on the sphere in units of ½μ0I², from the sums of `overlaps` and `responses`: from
    its centre towards the loop's axis, and along the loop's normal. Accuracy: 1e-12, as of `force`.
    """
    x = z = 0.0
    for k in range(len(along_x) - 2, 0, -1):
        weight = screening[k] / ((k + 1.0) * (k + 1.0) * (2.0 * k + 3.0))
        x -= weight * along_x[k]
        z -= weight * along_z[k]
    return cos(tilt) * x + sin(tilt) * z, cos(tilt) * z - sin(tilt) * x


@elementwise(mu_r=_MU_R, inner=(lambda inner: inner < 1.0, "must be less than 1"))
def power_and_force(
    b: Positive,
    h: Real,
    d: NonNegative,
    y: Positive,
    count: Count,
    mu_r: Positive = 1.0,
    inner: NonNegative = 0.0,
) -> tuple[Real, Real, Real]:
    r"""What `power` and `force` find, from one spectrum: the power in units of μ0ωaI², the force in
    units of μ0I² from the sphere's centre towards the loop's axis and along the loop's normal.

    Lengths are in units of the sphere's radius, y = \|ka\|², and ``count`` is how many multipoles
    are kept: all that matter are `terms` of one over the wire's least distance. A component of the
    force that symmetry forbids is exactly zero. Accuracy: 1e-12, as of those two.
    """
    tilt, columns = multipoles(b, h, d, count)
    square, along_x, along_z = overlaps(columns, count)
    q, screening = answers(y, count, mu_r, 1.0 - inner)
    aside, up = push(tilt, along_x, along_z, screening)
    for n in range(count + 1):
        screening[n] = abs(screening[n])
    least = 1e-14 * heat(square, screening)
    aside, up = aside if abs(aside) > least else 0.0, up if abs(up) > least else 0.0
    return 0.5 * heat(square, q), 0.5 * aside, 0.5 * up


@part
def clear(centre: Vector, normal: Vector, a: float, b: float) -> bool:
    h, d, _, _ = place(centre, normal)
    h, d, b = h / a, d / a, b / a
    nearest, farthest = hypot(h, d - b), hypot(h, d + b)
    return nearest >= NEAREST and farthest <= min(SPREAD * nearest, FARTHEST)


def _sized(a: float, b: float) -> bool:
    return a / FARTHEST <= b <= a * FARTHEST


def _moderate(a: float, sigma: float, omega: float) -> bool:
    return 1e-100 <= MU_0 * sigma * omega * a * a <= 1e100


CLEAR = (
    clear,
    "must keep the wire outside the sphere, nowhere nearer to its centre than 1.02 a, nowhere "
    "1000 times as far as at its nearest, and nowhere farther than 1e50 a",
)
RANGES: dict[str, Need] = {
    "a": (lambda a: (a >= 1e-100) & (a <= 1e100), "must lie between 1e-100 and 1e100"),
    "b": (_sized, "must lie between 1e-50 a and 1e50 a"),
    "sigma": (_moderate, "must keep μ0 σ ω a² between 1e-100 and 1e100"),
}
INSIDE: dict[str, Need] = {
    "mu_r": _MU_R,
    "inner": (lambda inner, a: inner < a, "must be less than a"),
}


@elementwise(**RANGES, **INSIDE, centre=CLEAR)
def power(
    centre: Vector,
    normal: Direction,
    a: Positive,
    b: Positive,
    sigma: Positive,
    omega: Positive,
    I: Real = 1.0,
    mu_r: Positive = 1.0,
    inner: NonNegative = 0.0,
) -> Real:
    r"""Power that the eddy currents turn into heat, averaged over time.

    Parameters
    ----------
    centre : array_like, shape (..., 3)
        Centre of the loop as seen from that of the sphere, m.
    normal : array_like, shape (..., 3)
        Normal of the loop, about which the current runs right-handedly; of any length but 0.
    a, b : array_like
        Radii of the sphere and of the loop, m, > 0.
    sigma : array_like
        Conductivity of the sphere, S/m, > 0.
    omega : array_like
        Angular frequency, rad/s, > 0.
    I : array_like, optional
        Peak current in the loop, A.
    mu_r : array_like, optional
        Relative permeability of the sphere, from 1e-9 to 1e9.
    inner : array_like, optional
        Radius of an empty cavity about its centre, m, 0 ≤ inner < a.

    Returns
    -------
    ndarray or float
        Power, W.

        Accuracy: 1e-12 for \|ka\| = a (μ0σω)^½ from 1e-3 to 1e5 and loops with b ≥ 1e-3 of their
        distance; for smaller ones off the axis the error grows like that ratio's inverse square.

    Raises
    ------
    ValueError
        If the wire comes nearer to the sphere's centre than 1.02 a, or somewhere is 1000 times as
        far from it as elsewhere; if a radius, σ or ω is not positive, the normal is zero, an
        argument is not finite, or sizes are extreme: a beyond 1e±100 m, b or the distance beyond
        1e±50 a, μ0σωa² beyond 1e±100.

    Notes
    -----
    With the multipoles tₙₘ of the loop's image (module docstring),

    .. math::
        P = \tfrac12\mu_0\omega aI^2\sum_{n\ge1}\frac{q_n}{n(n+1)}\sum_m t_{nm}^2 .

    Section IV of the document *eddy-sphere* has the limit of thin skin, twice too large.

    Examples
    --------
    A copper ball of 1 cm in a coil of 3 cm, 10 A at 1 kHz:

    >>> from magbook import sphere
    >>> P = sphere.power([0, 0, 0], [0, 0, 1], 0.01, 0.03, 5.8e7, 6283.2, I=10)
    >>> print(f"{P * 1e6:.1f} µW")
    171.8 µW
    """
    h, d, _, _ = place(centre, normal)
    _, count, (square, _, _) = spectrum(b / a, h / a, d / a)
    q, _ = answers(MU_0 * sigma * omega * a * a, count, mu_r, (a - inner) / a)
    return 0.5 * MU_0 * omega * a * I * I * heat(square, q)


@elementwise(**RANGES, **INSIDE, centre=CLEAR)
def force(
    centre: Vector,
    normal: Direction,
    a: Positive,
    b: Positive,
    sigma: Positive,
    omega: Positive,
    I: Real = 1.0,
    mu_r: Positive = 1.0,
    inner: NonNegative = 0.0,
) -> Vector:
    r"""Force on the sphere, averaged over time.

    Parameters
    ----------
    centre, normal, a, b, sigma, omega, I, mu_r, inner : array_like
        As in `power`.

    Returns
    -------
    ndarray, shape (..., 3)
        Force on the sphere, N; on the loop it is the opposite. Accuracy: 1e-12 of the force where
        `power` has it.

    Raises
    ------
    ValueError
        As for `power`.

    Notes
    -----
    The induced multipoles in the loop's field:

    .. math::
        \mathbf F = -\tfrac12\mu_0I^2\sum_{n\ge1}\frac{-\operatorname{Re}\beta_n}
        {(n+1)^2(2n+3)}\sum_{mm'}t_{nm}t_{n+1,m'}
        \langle Y_{nm},\nabla r^{n+1}Y_{n+1,m'}\rangle .

    Section V of the document *eddy-sphere* has two terms of it for thin skin.

    Examples
    --------
    A loop above a copper ball pushes it down:

    >>> from magbook import sphere
    >>> F = sphere.force([0, 0, 0.02], [0, 0, 1], 0.01, 0.03, 5.8e7, 6283.2, I=10)
    >>> print(f"{F[2] * 1e6:.1f} µN")
    -1.2 µN
    """
    h, d, n, across = place(centre, normal)
    tilt, count, (_, along_x, along_z) = spectrum(b / a, h / a, d / a)
    _, screening = answers(MU_0 * sigma * omega * a * a, count, mu_r, (a - inner) / a)
    aside, up = push(tilt, along_x, along_z, screening)
    scale = 0.5 * MU_0 * I * I
    return combine(scale * aside, across, scale * up, n, 0.0, n)


@elementwise(**RANGES, **INSIDE, centre=CLEAR)
def torque(
    centre: Vector,
    normal: Direction,
    a: Positive,
    b: Positive,
    sigma: Positive,
    omega: Positive,
    I: Real = 1.0,
    mu_r: Positive = 1.0,
    inner: NonNegative = 0.0,
) -> Vector:
    r"""Torque on the sphere about its centre: exactly zero, at every moment.

    Parameters
    ----------
    centre, normal, a, b, sigma, omega, I, mu_r, inner : array_like
        As in `power`.

    Returns
    -------
    ndarray, shape (..., 3)
        Zeros, N m. Accuracy: 0. Where the loop's phase is everywhere the same, so is that of each
        induced multipole, which has the same direction dependence Sₙ as the field that it meets:
        turning the sphere's currents about the centre costs nothing to first order, as Sₙ is
        orthogonal to r × ∇Sₙ.

    Raises
    ------
    ValueError
        As for `power`.

    Notes
    -----
    Section VI of the document *eddy-sphere* has another value to first order. Two loops of
    different phase do turn the sphere: `coil_torque`.

    Examples
    --------
    >>> from magbook import sphere
    >>> print(sphere.torque([0.01, 0, 0.02], [0, 0, 1], 0.01, 0.03, 5.8e7, 6283.2))
    [0. 0. 0.]
    """
    return 0.0, 0.0, 0.0


def coil_power(
    centres: Numbers,
    normals: Numbers,
    a: Numbers,
    b: Numbers,
    sigma: Numbers,
    omega: Numbers,
    I: Numbers,
    mu_r: Numbers = 1.0,
    inner: Numbers = 0.0,
) -> Found:
    r"""Power that several loops together turn into heat in the sphere, averaged over time.

    Parameters
    ----------
    centres, normals : array_like, shape (..., K, 3)
        As in `power`, for each of K loops. What has no axis for them is the same for all.
    a, sigma, omega, mu_r, inner : array_like, shape (...)
        As in `power`.
    b : array_like, shape (..., K)
        Radii of the loops, m, > 0.
    I : array_like, shape (..., K), real or complex
        Peak currents, A: that in a loop at the time t is the real part of I e^{iωt}.

    Returns
    -------
    ndarray or float
        Power, W. Accuracy: 1e-12 where `power` has it; where the loops' fields cancel, of what they
        do one by one.

    Raises
    ------
    ValueError
        As for `power`; if a current is not finite.

    Notes
    -----
    The multipoles of all loops add up in one frame, with their currents; the power is quadratic in
    the sum, :math:`T_{nm} = \sum I\,t_{nm}`:

    .. math::
        P = \tfrac12\mu_0\omega a\sum_{n\ge1}\frac{q_n}{n(n+1)}\sum_m |T_{nm}|^2 .

    In MicroPython there is `coils.power_and_wrench` only, which finds power, force and torque at
    once.

    Examples
    --------
    Two turns carry the same current, and then opposite ones:

    >>> from magbook import sphere
    >>> turns = [[0, 0, -0.01], [0, 0, 0.01]]
    >>> args = turns, [0, 0, 1], 0.01, 0.03, 5.8e7, 6283.2
    >>> print(*(f"{1e6 * sphere.coil_power(*args, I):.2f} µW" for I in ([10, 10], [10, -10])))
    498.71 µW 19.20 µW
    """
    from magbook._coils import of_coil

    return of_coil(0, centres, normals, a, b, sigma, omega, I, mu_r, inner)


def coil_force(
    centres: Numbers,
    normals: Numbers,
    a: Numbers,
    b: Numbers,
    sigma: Numbers,
    omega: Numbers,
    I: Numbers,
    mu_r: Numbers = 1.0,
    inner: Numbers = 0.0,
) -> Found:
    r"""Force of several loops together on the sphere, averaged over time.

    Parameters
    ----------
    centres, normals, a, b, sigma, omega, I, mu_r, inner : array_like
        As in `coil_power`.

    Returns
    -------
    ndarray, shape (..., 3)
        Force on the sphere, N; on the coil it is the opposite. Accuracy: 1e-12, as of `force`.

    Raises
    ------
    ValueError
        As for `coil_power`.

    Notes
    -----
    Where the loops' phases differ, the field travels, and drags the sphere along by what it
    absorbs, besides what pushes it out:

    .. math::
        \mathbf F = \tfrac12\mu_0\sum_{n\ge1}\frac{
        \operatorname{Re}\beta_n\operatorname{Re}\mathbf G_n
        + \operatorname{Im}\beta_n\operatorname{Im}\mathbf G_n}{(n+1)^2(2n+3)},\quad
        \mathbf G_n = \sum_{mm'}T_{nm}^*T_{n+1,m'}
        \langle Y_{nm},\nabla r^{n+1}Y_{n+1,m'}\rangle .

    Examples
    --------
    Two turns a quarter of a period apart drag a copper ball from the leading to the lagging one:

    >>> from magbook import sphere
    >>> turns = [[0, 0, -0.01], [0, 0, 0.01]]
    >>> F = sphere.coil_force(turns, [0, 0, 1], 0.01, 0.03, 5.8e7, 6283.2, [10, -10j])
    >>> print(f"{F[2] * 1e6:.2f} µN")
    1.28 µN
    """
    from magbook._coils import of_coil

    return of_coil(1, centres, normals, a, b, sigma, omega, I, mu_r, inner)


def coil_torque(
    centres: Numbers,
    normals: Numbers,
    a: Numbers,
    b: Numbers,
    sigma: Numbers,
    omega: Numbers,
    I: Numbers,
    mu_r: Numbers = 1.0,
    inner: Numbers = 0.0,
) -> Found:
    r"""Torque of several loops together on the sphere about its centre, averaged over time.

    Parameters
    ----------
    centres, normals, a, b, sigma, omega, I, mu_r, inner : array_like
        As in `coil_power`.

    Returns
    -------
    ndarray, shape (..., 3)
        Torque on the sphere, N m; on the coil about the same point it is the opposite. Accuracy:
        1e-12 of the loops' powers one by one, over ω.

    Raises
    ------
    ValueError
        As for `coil_power`.

    Notes
    -----
    .. math::
        \mathbf N = -\tfrac12\mu_0a\sum_{n\ge1}\frac{q_n}{n(n+1)}
        \langle T_n,\mathbf L\,T_n\rangle,\qquad
        N_z = -\tfrac12\mu_0a\sum_{n\ge1}\frac{q_n}{n(n+1)}\sum_m m|T_{nm}|^2 .

    There is a torque where, and only where, the sphere absorbs (qₙ, the same as in the power: what
    it screens or draws in does not enter) and the field turns about its centre: the wave
    e^{i(mφ + ωt)} brings m/ω of angular momentum with each joule. So there is none of one loop, of
    loops in phase or in opposite phase, however they stand, and of coaxial ones whose axis passes
    through the centre, whatever their phases; nor of a sphere that does not conduct, magnetic or
    not. At low frequency the torque grows like ω; a magnetic sphere's dipole then absorbs
    9μr²/(μr + 2)² as much.

    Examples
    --------
    Two crossed loops, the second a quarter of a period behind, turn the ball from the first one's
    normal to the second one's:

    >>> from magbook import sphere
    >>> normals = [[1, 0, 0], [0, 1, 0]]
    >>> N = sphere.coil_torque([0, 0, 0], normals, 0.01, 0.03, 5.8e7, 6283.2, [10, -10j])
    >>> print(f"{N[2] * 1e9:.2f} nN m")
    53.89 nN m
    """
    from magbook._coils import of_coil

    return of_coil(2, centres, normals, a, b, sigma, omega, I, mu_r, inner)


@part
def depth_of(point: Vector, a: float) -> tuple[float, float]:
    """1 - r/a and r/a for a point of the ball, the first to its own last digit: the current's
    phase and size turn with the depth in units of the skin."""
    total, lost = exact_square(a)
    for x in point:
        square, rest = exact_square(x)
        fresh = total - square
        if total >= square:
            lost += (total - fresh) - square - rest
        else:
            lost += total - (fresh + square) - rest
        total = fresh
    r, _ = unit(point)
    return (total + lost) / (a + r) / a, r / a


@part
def profile_from(
    depth: float, r: float, y: float, here: tuple[Row, Row, Row], surface: tuple[Row, Row, Row]
) -> tuple[Row, Row]:
    """`depth_profile` from the `responses` to y r² and to y. Accuracy: 1e-12, as of that."""
    P, Q, _ = here
    p, q, _ = surface
    count = len(p) - 1
    reals, imags = row(count + 1), row(count + 1)
    root = sqrt(0.5 * y)
    value = complex(cos(root * depth), -sin(root * depth))
    if root > 1e-100:
        value *= exp(-root * depth) / r * (_faded(root * r) / _faded(root))
    for n in range(1, count + 1):
        rho = complex(p[n], -q[n])
        value *= r * (complex(P[n], -Q[n]) / rho)
        reals[n], imags[n] = (value * rho).real, (value * rho).imag
    return reals, imags


@part
def depth_profile(depth: float, r: float, y: float, count: int) -> tuple[Row, Row]:
    r"""ρₙ(ka) iₙ(kr)/iₙ(ka) for 0 < r = 1 - depth and n from 1 to count: the rows of its real and
    of its imaginary parts; y = \|ka\|².

    The ratio of the i₀ is e^{-k(a - r)} (1 - e^{-2kr})/(1 - e^{-2ka})/r, and each degree brings
    a factor ρₙ(kr)/ρₙ(ka). Accuracy: 1e-12 of its size, for a depth that is exact.
    """
    return profile_from(depth, r, y, responses(y * r * r, count), responses(y, count))


@elementwise(**RANGES, centre=CLEAR)
def current_density_parts(
    point: Vector,
    centre: Vector,
    normal: Direction,
    a: Positive,
    b: Positive,
    sigma: Positive,
    omega: Positive,
    I: Real = 1.0,
) -> tuple[Vector, Vector]:
    r"""Real and imaginary part of `current_density`: in phase with the loop's current, and a
    quarter of a period ahead of it.

    Parameters
    ----------
    point, centre, normal, a, b, sigma, omega, I : array_like
        As in `current_density`.

    Returns
    -------
    real, imag : ndarray, shape (..., 3)
        A/m². Accuracy: 1e-12, as of `current_density`.

    Raises
    ------
    ValueError
        As for `power`.
    """
    zero = (0.0, 0.0, 0.0)
    h, d, n, across = place(centre, normal)
    if d == 0.0:
        across = perpendicular(n)
    if max(abs(point[0]), abs(point[1]), abs(point[2])) > a:  # squares of huge numbers overflow
        return zero, zero
    depth, r = depth_of(point, a)
    if depth < -4.5e-16 or r == 0.0:  # a point of the surface is rounded to either side of it
        return zero, zero
    depth = max(depth, 0.0)
    h, d, b = h / a, d / a, b / a
    nearest = sqrt(h * h + (d - b) * (d - b))
    count = terms(1.0 / sqrt(nearest))
    reals, imags = depth_profile(depth, r, MU_0 * sigma * omega * a * a, count)
    for k in range(1, count + 1):
        reals[k] *= (2.0 * k + 1.0) / (k * (k + 1.0))
        imags[k] *= (2.0 * k + 1.0) / (k * (k + 1.0))
    while count > 3 and abs(reals[count]) + abs(imags[count]) < 1e-19 * nearest ** (count - 1) * (
        abs(reals[1]) + abs(imags[1])
    ):
        count -= 1  # high multipoles do not reach deep
    tilt, weights, (aside, up, around), (dx, dy, dz) = image(b, h, d, count)
    # the point's direction in the frame of `image`
    ex, ey, ez = tilted(tilt, n, across)
    _, e = unit(point)
    e = (dot(e, ex), dot(e, ey), dot(e, ez))
    in_phase, ahead = zero, zero
    for j in range(len(weights)):
        r2 = aside[j] * aside[j] + up[j] * up[j]
        size = sqrt(r2)
        x, y, scale = aside[j] * around[j].real, aside[j] * around[j].imag, weights[j] / size
        for side in (1.0, -1.0):
            toward = (x / size, side * y / size, up[j] / size)
            turn = cross(toward, (side * scale * dx[j], scale * dy[j], side * scale * dz[j]))
            u = dot(e, toward)
            # size^n P_n'(u) and size^n P_n''(u)
            first, first_older, second, second_older = size, 0.0, 0.0, 0.0
            slope_real = slope_imag = bend_real = bend_imag = 0.0
            for k in range(1, count + 1):
                slope_real += reals[k] * first
                slope_imag += imags[k] * first
                bend_real += reals[k] * second
                bend_imag += imags[k] * second
                fresh = (2.0 * k + 1.0) * u * size * second - (k + 2.0) * r2 * second_older
                fresh = fresh / (k - 1.0) if k > 1 else 3.0 * r2
                second, second_older = fresh, second
                fresh = ((2.0 * k + 1.0) * u * size * first - (k + 1.0) * r2 * first_older) / k
                first, first_older = fresh, first
            along = dot(turn, e)
            in_phase = combine(1.0, in_phase, slope_real, turn, bend_real * along, toward)
            ahead = combine(1.0, ahead, slope_imag, turn, bend_imag * along, toward)
    scale = MU_0 * sigma * omega * I / (4.0 * pi)
    in_phase, ahead = cross(e, in_phase), cross(e, ahead)
    return (
        combine(-scale * ahead[0], ex, -scale * ahead[1], ey, -scale * ahead[2], ez),
        combine(scale * in_phase[0], ex, scale * in_phase[1], ey, scale * in_phase[2], ez),
    )


def current_density(
    point: Numbers,
    centre: Numbers,
    normal: Numbers,
    a: Numbers,
    b: Numbers,
    sigma: Numbers,
    omega: Numbers,
    I: Numbers = 1.0,
) -> Found:
    r"""Density of the eddy currents, as a phasor.

    Parameters
    ----------
    point : array_like, shape (..., 3)
        Where, as seen from the sphere's centre, m.
    centre, normal, a, b, sigma, omega, I : array_like
        As in `power`.

    Returns
    -------
    ndarray, shape (..., 3), complex
        J in A/m², such that the current at the time t is the real part of J e^{iωt} when that in
        the loop is I cos ωt; zero outside the sphere. Accuracy: 1e-12 of \|J\| where `power` has
        it; where J has a null, of a hundredth of J elsewhere at that depth.

    Raises
    ------
    ValueError
        As for `power`.

    Notes
    -----
    The integral along the loop by L. Hannakam, which Appendix M of the document *eddy-sphere*
    quotes and the scan destroyed:

    .. math::
        \begin{aligned}
        \mathbf J = \frac{i\omega\mu_0\sigma I}{4\pi}&\sum_{n\ge1}\frac{2n+1}{n(n+1)}\,
        \frac{i_n(kr)}{ka\,i_{n-1}(ka)}\;\hat{\mathbf r}\times\oint\frac{a^n}{r_0^{n+1}}\\
        &\left[P_n'(u)\,\hat{\mathbf r}_0\times d\mathbf s_0
        + P_n''(u)\,\hat{\mathbf r}_0\,(\hat{\mathbf r}_0\times d\mathbf s_0)
        \cdot\hat{\mathbf r}\right],
        \end{aligned}

    :math:`u = \hat{\mathbf r}\cdot\hat{\mathbf r}_0`. In MicroPython there is
    `current_density_parts` only.

    Examples
    --------
    >>> from magbook import sphere
    >>> J = sphere.current_density(
    ...     [0.009, 0, 0], [0, 0, 0.02], [0, 0, 1], 0.01, 0.03, 5.8e7, 6283.2, I=10
    ... )
    >>> print(f"{abs(J[1]):.0f} A/m²")
    58080 A/m²
    """
    real, imag = current_density_parts(point, centre, normal, a, b, sigma, omega, I)
    return real + 1j * imag


@part
def _series_start(
    h: float, a: float, b: float, sigma: float, omega: float
) -> tuple[float, float, float, float, int]:
    """a/c, cos and sin of the angle at which the wire is seen, δ/a, number of terms."""
    h, b = h / a, b / a
    c = hypot(h, b)
    skin = sqrt(2.0 / (MU_0 * sigma * omega * a * a))
    return 1.0 / c, h / c, b / c, skin, terms(1.0 / c)


@part
def legendre_row(cosine: float, sine: float, ratio: float, count: int) -> Row:
    """P¹ₙ ratioⁿ for n = 0 … count, without the phase of Condon and Shortley. Accuracy: 1e-13 of
    the greatest of its degree."""
    found = row(count + 1)
    found[1] = sine * ratio
    for n in range(1, count):
        found[n + 1] = (
            (2.0 * n + 1.0) * cosine * ratio * found[n] - (n + 1.0) * ratio * ratio * found[n - 1]
        ) / n
    return found


@part
def sideways(legendre: Row, n: int) -> float:
    """What the n-th multipole adds to the sum of `thin_skin_radial_stiffness` where it is screened
    altogether, but for a power of the ratio in ``legendre``: positive where it drives back.
    Accuracy: 1e-14 of the terms' sizes."""
    share = n / (n + 1.0) * legendre[n + 1]
    return share * share - legendre[n] * legendre[n + 2]


def _coaxial(h: float, a: float, b: float) -> bool:
    return NEAREST <= hypot(h / a, b / a) <= FARTHEST


_COAXIAL = (
    _coaxial,
    "must keep the wire at least 1.02 a, and at most 1e50 a, from the sphere's centre",
)
_UP_TO_TWO = (lambda order: (order >= 0) & (order <= 2), "must be 0, 1 or 2")


@elementwise(a=RANGES["a"], sigma=RANGES["sigma"], b=_COAXIAL, order=_UP_TO_TWO)
def thin_skin_power(
    h: Real,
    a: Positive,
    b: Positive,
    sigma: Positive,
    omega: Positive,
    I: Real = 1.0,
    order: Count = 2,
) -> Real:
    r"""Power lost in a sphere on the loop's axis, for a skin that is thin against its radius.

    Parameters
    ----------
    h : array_like
        Height of the loop's centre over the sphere's, m.
    a, b, sigma, omega, I : array_like
        As in `power`.
    order : array_like of int, optional
        Powers of δ/a that are kept as corrections: 0, 1 or 2.

    Returns
    -------
    ndarray or float
        Power, W. Its error against `power` is of the order (nδ/a)^(order + 1), for the order 2
        of the fourth power, where n is the degree of the multipoles that carry the power, about
        c/(c - a) at most. Accuracy: 1e-12 of the terms' sizes, for the series itself.

    Raises
    ------
    ValueError
        If the wire is nearer to the sphere's centre than 1.02 a; as for `power` otherwise.

    Notes
    -----
    Section IV of the document *eddy-sphere*, corrected by a factor of 1/2, with ε = δ/a:

    .. math::
        P = \frac{\pi b^2I^2}{2\sigma\delta}\sum_{n\ge1}\frac{2n+1}{n(n+1)}
        \frac{a^{2n}}{c^{2n+2}}\bigl[P_n^1(h/c)\bigr]^2
        \left(1 - n\varepsilon + \tfrac14n(n-1)\varepsilon^2\right).

    Examples
    --------
    >>> from magbook import sphere
    >>> args = dict(a=0.01, b=0.03, sigma=5.8e7, omega=6.2832e6)
    >>> exact = sphere.power([0, 0, 0.02], [0, 0, 1], **args)
    >>> print(f"{sphere.thin_skin_power(0.02, **args) / exact - 1:.0e}")
    5e-11
    """
    ratio, cosine, sine, skin, count = _series_start(h, a, b, sigma, omega)
    P = legendre_row(cosine, sine, ratio, count)
    total = 0.0
    for n in range(count, 0, -1):
        factor = 1.0
        if order > 0:
            factor -= n * skin
        if order > 1:
            factor += 0.25 * n * (n - 1.0) * skin * skin
        total += (2.0 * n + 1.0) / (n * (n + 1.0)) * P[n] * P[n] * factor
    return 0.5 * pi * sine * sine * I * I / (sigma * skin * a) * total


@elementwise(a=RANGES["a"], sigma=RANGES["sigma"], b=_COAXIAL, order=_UP_TO_TWO)
def thin_skin_axial_force(
    h: Real,
    a: Positive,
    b: Positive,
    sigma: Positive,
    omega: Positive,
    I: Real = 1.0,
    order: Count = 2,
) -> Real:
    r"""Force along the axis on a sphere there, for a thin skin.

    Parameters
    ----------
    h, a, b, sigma, omega, I, order : array_like
        As in `thin_skin_power`.

    Returns
    -------
    ndarray or float
        Force on the sphere along the loop's normal, N: away from the loop, so of the sign
        opposite to h. Accuracy: 1e-12 of the terms' sizes, for the series itself.

    Raises
    ------
    ValueError
        As for `thin_skin_power`.

    Notes
    -----
    The zeroth-order force of Section V of the document *eddy-sphere*, with its corrections, of
    which the second is zero:

    .. math::
        F_z = -\frac{\pi\mu_0b^2I^2}{2}\sum_{n\ge1}\frac{P_n^1P_{n+1}^1}{n+1}
        \frac{a^{2n+1}}{c^{2n+3}}\left(1 - \frac{2n+1}2\varepsilon + 0\,\varepsilon^2\right).

    Examples
    --------
    >>> from magbook import sphere
    >>> print(sphere.thin_skin_axial_force(0.02, 0.01, 0.03, 5.8e7, 6.2832e6) < 0)
    True
    """
    ratio, cosine, sine, skin, count = _series_start(h, a, b, sigma, omega)
    P = legendre_row(cosine, sine, ratio, count + 1)
    total = 0.0
    for n in range(count, 0, -1):
        factor = 1.0 - (n + 0.5) * skin if order > 0 else 1.0
        total += P[n] * P[n + 1] / (n + 1.0) * factor
    return -0.5 * pi * MU_0 * sine * sine * I * I * total


@elementwise(a=RANGES["a"], sigma=RANGES["sigma"], b=_COAXIAL, order=_UP_TO_TWO)
def thin_skin_radial_stiffness(
    h: Real,
    a: Positive,
    b: Positive,
    sigma: Positive,
    omega: Positive,
    I: Real = 1.0,
    order: Count = 2,
) -> Real:
    r"""Radial force on a sphere beside the axis per displacement, for a thin skin.

    Parameters
    ----------
    h, a, b, sigma, omega, I, order : array_like
        As in `thin_skin_power`.

    Returns
    -------
    ndarray or float
        dF/dd in N/m, d being the sphere's distance from the axis: negative where the force drives
        the sphere back. Near its change of sign the terms cancel, and the leading order is worth
        nothing: what is left there is of the order of the corrections. Accuracy: 1e-12 of the
        terms' sizes, for the series itself.

    Raises
    ------
    ValueError
        As for `thin_skin_power`.

    Notes
    -----
    The first-order force of Section V of the document *eddy-sphere* was to be this:

    .. math::
        \begin{aligned}
        \frac{dF_x}{dd} = -\frac{\pi\mu_0b^2I^2}{4}&\sum_{n\ge1}\frac{a^{2n+1}}{c^{2n+4}}
        \left[\frac{n^2}{(n+1)^2}\bigl(P_{n+1}^1\bigr)^2 - P_n^1P_{n+2}^1\right]\\
        &\times\left(1 - \frac{2n+1}2\varepsilon + 0\,\varepsilon^2\right).
        \end{aligned}

    Examples
    --------
    A coil around the ball centres it, one far above drives it away from the axis:

    >>> from magbook import sphere
    >>> low = sphere.thin_skin_radial_stiffness(0.00, 0.01, 0.03, 5.8e7, 6.2832e6)
    >>> high = sphere.thin_skin_radial_stiffness(0.06, 0.01, 0.03, 5.8e7, 6.2832e6)
    >>> print(low < 0 < high)
    True
    """
    ratio, cosine, sine, skin, count = _series_start(h, a, b, sigma, omega)
    P = legendre_row(cosine, sine, ratio, count + 2)
    total = 0.0
    for n in range(count, 0, -1):
        factor = 1.0 - (n + 0.5) * skin if order > 0 else 1.0
        total += sideways(P, n) / ratio * factor
    return -0.25 * pi * MU_0 * sine * sine * ratio / a * I * I * total
