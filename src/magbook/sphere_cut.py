"""Field and currents of a sphere beside a loop in their plane of symmetry, and on the surface.

For figures: to some digits of a picture. Lengths are in units of the sphere's radius, whose centre
is the origin; the loop, normal to z, has its centre at (-d, 0, h), and the plane is y = 0. Each
quantity comes as two lists, in phase with the loop's current and a quarter of a period ahead, so
that a moment of the period only weighs them. What depends on the place alone, and what depends on
the frequency too, is remembered apart.
"""

from math import cos, pi, sin, sqrt

from magbook import MU_0, loops, sphere
from magbook.figure import remember
from magbook.sphereside import nearest, y_of

# the cut's polar grid: rings crowd towards the surface, where the skin is
ANGLES = 64
TURNS = [(sin(2 * pi * j / ANGLES), cos(2 * pi * j / ANGLES)) for j in range(ANGLES)]
INNER, OUTER = 11, 10
GROWTH = 3.15 ** (1 / OUTER)
INSIDE = [1e-3] + [1 - (1 - i / INNER) ** 2 for i in range(1, INNER + 1)]
OUTSIDE = [GROWTH**i for i in range(OUTER + 1)]
FINEST = 24  # multipoles drawn

# --- Where the loop is ---------------------------------------------------------------------


@remember
def expansion(b, h, d):
    """The axis' angle, all multipoles that the readouts need, their overlaps."""
    count = sphere.terms(1.0 / nearest(b, h, d))
    tilt, columns = sphere.multipoles(h, d, b, count)
    return tilt, columns, (tilt, count, sphere.overlaps(columns, count))


@remember
def drawn(b, h, d):
    """For the pictures: [(m, column of t_nm/(n(2n + 1)))] and their number of degrees."""
    tilt, columns, (_, count, _) = expansion(b, h, d)
    ratio = 1.0 / nearest(b, h, d)
    few = 3
    while few < min(count, FINEST) and few * ratio**few > 4e-3:
        few += 1
    sums = [sum([abs(t) for t in column[: few + 1]]) for column in columns]
    chosen = []
    for m in range(min(len(columns), few + 1)):
        if sums[m] > 1e-3 * max(sums):
            twice = 1.0 if m == 0 else 2.0
            scaled = [0.0] + [
                twice * columns[m][n] / (n * (2.0 * n + 1)) for n in range(1, few + 1)
            ]
            chosen.append((m, scaled))
    return tilt, few, chosen


def legendre(m, start, few, z, dz, s, ds):
    """P̄ₙₘ and their derivatives, lists over n ≤ few, from P̄ₘₘ = start sᵐ; s may be negative."""
    values, slopes = [0.0] * (few + 1), [0.0] * (few + 1)
    values[m] = start * s**m
    slopes[m] = start * m * s ** (m - 1) * ds if m else 0.0
    older = older_slope = last = 0.0
    value, slope = values[m], slopes[m]
    for n in range(m + 1, few + 1):
        factor = sqrt((4.0 * n * n - 1) / (n * n - m * m))
        fresh = factor * (z * value - last * older)
        fresh_slope = factor * (dz * value + z * slope - last * older_slope)
        older, older_slope, last = value, slope, 1.0 / factor
        value, slope = fresh, fresh_slope
        values[n], slopes[n] = value, slope
    return values, slopes


def starts(few):
    """P̄ₘₘ/sinᵐθ."""
    found = [0.5 / sqrt(pi)]
    for m in range(1, few + 1):
        found.append(found[-1] * sqrt((m + 0.5) / m))
    return found


def computed(d):
    """Turns of the cut to compute: one half of it mirrors the other where d = 0."""
    return TURNS if d else TURNS[: ANGLES // 2 + 1]


def all_around(row, parity):
    """The whole ring from its computed part; the parity says how the other half mirrors it."""
    if len(row) == ANGLES:
        return row
    rest = row[-2:0:-1]
    return row + (rest if parity > 0 else [-x for x in rest])


@remember
def angular(b, h, d):
    """Sₙ/(μ₀I) and its slope with the angle around the cut, two lists over n of lists."""
    tilt, few, chosen = drawn(b, h, d)
    first = starts(few)
    c, s = cos(tilt), sin(tilt)
    sums, slopes = [], []
    for sine_t, cosine_t in computed(d):
        # sine and cosine of the angle from the axis of `sphere.image`, whose x looks to the loop
        across, z = sine_t * c + cosine_t * s, cosine_t * c - sine_t * s
        total, slope = [0.0] * (few + 1), [0.0] * (few + 1)
        for m, column in chosen:
            P, D = legendre(m, first[m], few, z, -across, -across, -z)
            for n in range(max(m, 1), few + 1):
                total[n] += column[n] * P[n]
                slope[n] += column[n] * D[n]
        sums.append(total)
        slopes.append(slope)
    return (
        [[row[n] for row in sums] for n in range(few + 1)],
        [[row[n] for row in slopes] for n in range(few + 1)],
    )


RINGS, SPOKES = 5, 8  # where arrows stand on the surface


@remember
def surface(b, h, d):
    """Places on the surface and, over n, -∇Sₙ × r there: [(place, [(x, y, z), …])]."""
    tilt, few, chosen = drawn(b, h, d)
    first = starts(few)
    c, s = cos(tilt), sin(tilt)

    def turned(x, y, z):  # from the frame of `sphere.image`
        return -(c * x + s * z), -y, c * z - s * x

    found = []
    for i in range(RINGS):
        theta = pi * (i + 0.5) / RINGS
        st, ct = sin(theta), cos(theta)
        tables = [(m, column, legendre(m, first[m], few, ct, -st, st, ct)) for m, column in chosen]
        for j in range(SPOKES):
            phi = 2 * pi * (j + 0.5 * (i % 2)) / SPOKES
            along, around = [0.0] * (few + 1), [0.0] * (few + 1)
            for m, column, (P, D) in tables:
                cm, sm = cos(m * phi), m * sin(m * phi) / st
                for n in range(max(m, 1), few + 1):
                    around[n] += column[n] * D[n] * cm
                    along[n] += column[n] * P[n] * sm
            cp, sp = cos(phi), sin(phi)
            vectors = [
                turned(u * ct * cp - v * sp, u * ct * sp + v * cp, -u * st)
                for u, v in zip(along, around)
            ]
            found.append((turned(st * cp, st * sp, ct), vectors))
    return found


def straight(b, h, d, x, z):
    """What two straight wires would make of B there, in place of the loop's two cuts."""
    u, v, w = x + d - b, x + d + b, z - h
    near, far = 2 * pi * (u * u + w * w), 2 * pi * (v * v + w * w)
    return w / near - w / far, v / far - u / near


@remember
def loop_rest(b, h, d):
    """B of the loop less that of two straight wires in units of μ₀I/a, ring after ring outside."""
    rings = []
    for r in OUTSIDE:
        xs, zs = [], []
        for s, c in computed(d):
            x, z = r * s, r * c
            if (abs(abs(x + d) - b)) < 1e-3 and abs(z - h) < 1e-3:
                z += 2e-3  # beside the wire
            radial, axial = loops.field(abs(x + d), z - h, b, 1.0)
            wires = straight(b, h, d, x, z)
            xs.append((radial if x + d > 0 else -radial) / MU_0 - wires[0])
            zs.append(axial / MU_0 - wires[1])
        rings.append((xs, zs))
    return rings


# --- How fast the current alternates -------------------------------------------------------


def summed(real, imag, rows):
    """Σ (real + i imag) rows over n."""
    floor = 3e-4 * max([abs(x) for x in real + imag])
    few = len(rows) - 1
    while few > 1 and abs(real[few]) + abs(imag[few]) < floor:
        few -= 1
    return weighted(real, rows, few), weighted(imag, rows, few)


def weighted(weights, rows, few):
    """Σ weight row over n from 1 to few; four at a time, which is faster."""
    total = [0.0] * len(rows[0])
    n = 1
    while n + 3 <= few:
        p, q, r, s = weights[n : n + 4]
        total = [
            x + p * t + q * u + r * v + s * w
            for x, t, u, v, w in zip(total, rows[n], rows[n + 1], rows[n + 2], rows[n + 3])
        ]
        n += 4
    while n <= few:
        p = weights[n]
        total = [x + p * t for x, t in zip(total, rows[n])]
        n += 1
    return total


def upright(radial, around):
    """(Bx, Bz) around a ring from its radial and its other component."""
    return (
        [u * t[0] + v * t[1] for u, v, t in zip(radial, around, TURNS)],
        [u * t[1] - v * t[0] for u, v, t in zip(radial, around, TURNS)],
    )


def ring(parts):
    """All around: Bx, Bz in phase and ahead, with J_y if it is there."""
    parities = (-1, 1, -1, 1, -1, -1)
    return [all_around(part, parity) for part, parity in zip(parts, parities)]


@remember
def quadratures(b, h, d, frequency):
    """(inner rings, outer rings, weights of the surface, greatest |J|): of each ring the lists
    Bx, Bz in phase with the loop's current and a quarter ahead, of the inner ones also J_y/ωσ."""
    S, D = angular(b, h, d)
    few = len(S) - 1
    y = y_of(frequency)
    inner, outer = [], []
    reals = imags = None
    for r in INSIDE:
        reals, imags = sphere.depth_profile(1.0 - r, r, y, few)
        P, Q, _ = sphere.responses(y * r * r, few)
        radial, around = ([0.0], [0.0]), ([0.0], [0.0])
        for n in range(1, few + 1):
            factor = (2.0 * n + 1) / (n + 1)
            reals[n] *= factor
            imags[n] *= factor
            u, v = reals[n], imags[n]
            size = P[n] * P[n] + Q[n] * Q[n]
            p, q = P[n] / size - n, Q[n] / size
            radial[0].append(-n * (n + 1) * u / r)
            radial[1].append(-n * (n + 1) * v / r)
            around[0].append((q * v - p * u) / r)
            around[1].append(-(p * v + q * u) / r)
        radial, around = summed(radial[0], radial[1], S), summed(around[0], around[1], D)
        u, v = summed(reals, imags, D)
        inner.append(
            ring(
                upright(radial[0], around[0]) + upright(radial[1], around[1]) + (v, [-x for x in u])
            )
        )
    p, q, screening = sphere.responses(y, few)
    for r, (xs, zs) in zip(OUTSIDE, loop_rest(b, h, d)):
        radial, around = ([0.0], [0.0]), ([0.0], [0.0])
        power = 1.0 / (r * r)
        for n in range(1, few + 1):
            power /= r
            u, v = -screening[n] * power, -(2.0 * n + 1) * q[n] * power
            radial[0].append(-n * u)
            radial[1].append(-n * v)
            around[0].append(n * u / (n + 1))
            around[1].append(n * v / (n + 1))
        radial, around = summed(radial[0], radial[1], S), summed(around[0], around[1], D)
        x, z = upright(radial[0], around[0])
        outer.append(
            ring(
                ([u + v for u, v in zip(x, xs)], [u + v for u, v in zip(z, zs)])
                + upright(radial[1], around[1])
            )
        )
    most = max([u * u + v * v for row in inner for u, v in zip(row[4], row[5])])
    return inner, outer, (reals, imags), sqrt(most)


@remember
def strength(b, h, d, frequency):
    """Mean square of the field's amplitude on the surface."""
    _, outer, _, _ = quadratures(b, h, d, frequency)
    total = 0.0
    for i in range(ANGLES):
        x, z = OUTSIDE[0] * TURNS[i][0], OUTSIDE[0] * TURNS[i][1]
        u, v = straight(b, h, d, x, z)
        u, v = u + outer[0][0][i], v + outer[0][1][i]
        total += u * u + v * v + outer[0][2][i] ** 2 + outer[0][3][i] ** 2
    return total / ANGLES
