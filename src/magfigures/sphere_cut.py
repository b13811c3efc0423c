"""Field and currents of a sphere beside a loop in their plane of symmetry, and on the surface.

For figures: to some digits of a picture. Lengths are in units of the sphere's radius, whose centre
is the origin; the loop, normal to z, has its centre at (-d, 0, h), and the plane is y = 0. A vector
(x, z) of this plane is the complex number x + iz. What alternates is a complex amplitude where it
is a number, and where it is a vector two: in phase with the loop's current and a quarter of a
period ahead.
"""

from array import array
from math import cos, floor, pi, sin, sqrt

from magbook import MU_0, sphere
from magbook.elementwise import Count, Positive, Real, elementwise
from magfigures.sphereside import nearest

# the cut's polar grid: rings crowd towards the surface, where the skin is
ANGLES = 64
TURNS = [complex(sin(2 * pi * j / ANGLES), cos(2 * pi * j / ANGLES)) for j in range(ANGLES)]
INNER, OUTER = 11, 10
GROWTH = 3.15 ** (1 / OUTER)
INSIDE = [1e-3] + [1 - (1 - i / INNER) ** 2 for i in range(1, INNER + 1)]
OUTSIDE = [GROWTH**i for i in range(OUTER + 1)]
FINEST = 24  # multipoles drawn


def between(low, high, p, t):
    """Between two rings of the grid: p of the way to the second one, t turns of it from z."""
    j = floor(t)  # from -ANGLES/2: lists count from their end, too
    q = t - j
    return (1 - p) * ((1 - q) * low[j] + q * low[j + 1]) + p * ((1 - q) * high[j] + q * high[j + 1])


# --- Where the loop is ---------------------------------------------------------------------


def drawn(b, h, d):
    """The axis' angle and the multipoles that are drawn: their number of degrees, and for each
    order m its tₙₘ/(n(2n + 1)) over n, with what `legendre` needs."""
    ratio = 1.0 / nearest(b, h, d)
    few, most = 3, min(sphere.terms(ratio), FINEST)
    while few < most and few * ratio**few > 4e-3:
        few += 1
    tilt, columns = sphere.multipoles(b, h, d, few + 1)
    sizes = [sum([abs(t) for t in column[: few + 1]]) for column in columns]
    orders = []
    start = 0.5 / sqrt(pi)
    for m in range(min(len(columns), few + 1)):
        if m > 0:
            start *= sqrt((m + 0.5) / m)
        if sizes[m] > 1e-3 * max(sizes):
            twice = 1.0 if m == 0 else 2.0
            column = [0.0] + [
                twice * columns[m][n] / (n * (2.0 * n + 1)) for n in range(1, few + 1)
            ]
            orders.append((m, column, start, steps(m, few)))
    return tilt, few, orders


def steps(m, few):
    """Of the recurrence from P̄ₘₘ to P̄ₙₘ, over n ≤ few."""
    return [sqrt((4.0 * n * n - 1) / (n * n - m * m)) if n > m else 0.0 for n in range(few + 1)]


def legendre(m, start, factors, z, dz, s, ds):
    """P̄ₙₘ and their derivatives, lists over n, from P̄ₘₘ = start sᵐ; s may be negative."""
    values, slopes = [0.0] * len(factors), [0.0] * len(factors)
    value = start * s**m
    slope = start * m * s ** (m - 1) * ds if m else 0.0
    values[m], slopes[m] = value, slope
    older = older_slope = last = 0.0
    for n in range(m + 1, len(factors)):
        factor = factors[n]
        fresh = factor * (z * value - last * older)
        fresh_slope = factor * (dz * value + z * slope - last * older_slope)
        older, older_slope, last = value, slope, 1.0 / factor
        value, slope = fresh, fresh_slope
        values[n], slopes[n] = value, slope
    return values, slopes


def angular(tilt, few, orders):
    """Sₙ/(μ₀I) and its slope with the angle around the cut: lists over n of lists over the first
    half of the turns."""
    c, s = cos(tilt), sin(tilt)
    sums, slopes = [], []
    for turn in TURNS[: ANGLES // 2]:
        # sine and cosine of the angle from the axis of `sphere.image`, whose x looks to the loop
        across, z = turn.real * c + turn.imag * s, turn.imag * c - turn.real * s
        total, slope = [0.0] * (few + 1), [0.0] * (few + 1)
        for m, column, start, factors in orders:
            P, D = legendre(m, start, factors, z, -across, -across, -z)
            for n in range(max(m, 1), few + 1):
                total[n] += column[n] * P[n]
                slope[n] += column[n] * D[n]
        sums.append(total)
        slopes.append(slope)
    return list(zip(*sums)), list(zip(*slopes))


RINGS, SPOKES = 5, 8  # where arrows stand on the surface


def surface(tilt, few, orders):
    """Places on the surface and, over n, -∇Sₙ × r there: [(place, [(x, y, z), …])]."""
    c, s = cos(tilt), sin(tilt)

    def turned(x, y, z):  # from the frame of `sphere.image`
        return -(c * x + s * z), -y, c * z - s * x

    degrees = range(few + 1)
    found = []
    for i in range(RINGS):
        theta = pi * (i + 0.5) / RINGS
        st, ct = sin(theta), cos(theta)
        tables = []
        for m, column, start, factors in orders:
            P, D = legendre(m, start, factors, ct, -st, st, ct)
            P = [column[n] * P[n] * m / st for n in degrees]
            D = [column[n] * D[n] for n in degrees]
            tables.append((m, P, D))
        for j in range(SPOKES):
            phi = 2 * pi * (j + 0.5 * (i % 2)) / SPOKES
            along, around = [0.0] * (few + 1), [0.0] * (few + 1)
            for m, P, D in tables:
                cm, sm = cos(m * phi), sin(m * phi)
                around = [around[n] + D[n] * cm for n in degrees]
                along = [along[n] + P[n] * sm for n in degrees]
            cp, sp = cos(phi), sin(phi)
            vectors = [
                turned(
                    along[n] * ct * cp - around[n] * sp,
                    along[n] * ct * sp + around[n] * cp,
                    -along[n] * st,
                )
                for n in degrees
            ]
            found.append((turned(st * cp, st * sp, ct), vectors))
    return found


SOFT = 1e-6  # square of the wires' radius


def straight(place, near, far):
    """What two straight wires at these places would make of B, in place of the loop's two cuts, in
    units of μ₀I/a; finite in a wire, too."""
    u, v = place - near, place - far
    u, v = u / (abs(u) ** 2 + SOFT), v / (abs(v) ** 2 + SOFT)
    return (v - u) * 1j / (2 * pi)


def outside(b, h, d):
    """The places of the outer rings, moved away from the wire, and their distances from the loop's
    axis and heights over its plane."""
    places = []
    for r in OUTSIDE:
        for turn in TURNS:
            place = r * turn
            if abs(abs(place.real + d) - b) < 1e-3 and abs(place.imag - h) < 1e-3:
                place += 2e-3j
            places.append(place)
    return (
        places,
        array("d", [abs(place.real + d) for place in places]),
        array("d", [place.imag - h for place in places]),
    )


def loop_rest(b, h, d, places, radial, axial):
    """B of the loop less that of two straight wires in units of μ₀I/a, ring after ring."""
    near, far = complex(b - d, h), complex(-b - d, h)
    rest = []
    for place, B_rho, B_z in zip(places, radial, axial):
        B = complex(B_rho if place.real + d > 0 else -B_rho, B_z) / MU_0
        rest.append(B - straight(place, near, far))
    return [rest[i : i + ANGLES] for i in range(0, len(rest), ANGLES)]


# --- How fast the current alternates -------------------------------------------------------


def summed(weights, table):
    """Σ weight value over n, all around the ring: opposite to a place odd n have another sign."""
    sizes = [abs(weight) for weight in weights]
    few = len(weights) - 1
    while few > 1 and sizes[few] < 3e-4 * max(sizes):
        few -= 1
    even = odd = [0.0] * len(table[0])
    for n in range(1, few + 1):
        weight = weights[n]
        if n % 2:
            odd = [total + weight * value for total, value in zip(odd, table[n])]
        else:
            even = [total + weight * value for total, value in zip(even, table[n])]
    return [u + v for u, v in zip(even, odd)] + [u - v for u, v in zip(even, odd)]


def ring(radial, around):
    """B around a ring from the weights of its two components: in phase, and ahead."""
    return (
        [complex(u.real, -v.real) * turn for u, v, turn in zip(radial, around, TURNS)],
        [complex(u.imag, -v.imag) * turn for u, v, turn in zip(radial, around, TURNS)],
    )


@elementwise()
def within(n: Count, r: Positive, y: Positive) -> tuple[Real, Real, Real, Real, Real, Real]:
    """What the n-th harmonic, and its slope, weigh in B and in J_y/ωσ at the radius r ≤ 1: the
    complex weights of B's radial component, of the one around, and of J; y = |ka|²."""
    here, surface = sphere.responses(y * r * r, n), sphere.responses(y, n)
    reals, imags = sphere.profile_from(1.0 - r, r, y, here, surface)
    potential = (2.0 * n + 1.0) / (n + 1.0) * complex(reals[n], imags[n])
    radial = -n * (n + 1.0) / r * potential
    around = (n - 1.0 / complex(here[0][n], -here[1][n])) / r * potential
    return radial.real, radial.imag, around.real, around.imag, potential.imag, -potential.real


@elementwise()
def beyond(n: Count, r: Positive, y: Positive) -> tuple[Real, Real, Real, Real]:
    """The same of B, less the loop's own, at the radius r ≥ 1."""
    _, q, screening = sphere.responses(y, n)
    pole = complex(-screening[n], -(2.0 * n + 1.0) * q[n]) / r ** (n + 2)
    radial, around = -n * pole, n / (n + 1.0) * pole
    return radial.real, radial.imag, around.real, around.imag


def weights(kernel, few, radii, y):
    """For each of the radii, lists over n ≤ few of the kernel's complex weights."""
    degrees = range(1, few + 1)
    parts = kernel(
        array("i", [n for _ in radii for n in degrees]),
        array("d", [r for r in radii for _ in degrees]),
        y,
    )
    found = [[complex(u, v) for u, v in zip(*parts[i : i + 2])] for i in range(0, len(parts), 2)]
    return [[[0j] + one[i : i + few] for one in found] for i in range(0, len(found[0]), few)]


def quadratures(angular, rest, y):
    """(inner rings, outer rings, amplitudes of the currents on the surface over n, greatest |J|):
    each ring has B in phase and ahead, an inner one also J_y/ωσ; y = |ka|²."""
    S, D = angular
    few = len(S) - 1
    inner, outer = [], []
    for radial, around, currents in weights(within, few, INSIDE, y):
        inner.append(ring(summed(radial, S), summed(around, D)) + (summed(currents, D),))
    for (radial, around), loop in zip(weights(beyond, few, OUTSIDE, y), rest):
        in_phase, ahead = ring(summed(radial, S), summed(around, D))
        outer.append(([u + v for u, v in zip(in_phase, loop)], ahead))
    most = max([abs(J) for _, _, currents in inner for J in currents])
    return inner, outer, currents, most


def strength(outer, near, far):
    """Mean square of the field's amplitude on the surface."""
    total = 0.0
    for turn, in_phase, ahead in zip(TURNS, outer[0][0], outer[0][1]):
        total += abs(in_phase + straight(turn, near, far)) ** 2 + abs(ahead) ** 2
    return total / ANGLES
