"""Field and currents of a sphere beside a loop in their plane of symmetry, and on the surface.

For figures: to some digits of a picture. Lengths are in units of the sphere's radius, whose centre
is the origin; the loop, normal to z, has its centre at (-d, 0, h), and the plane is y = 0. Each
quantity comes as two lists, in phase with the loop's current and a quarter of a period ahead, so
that a moment of the period only weighs them. What depends on the place alone, and what depends on
the frequency too, is remembered apart.
"""

from math import cos, pi, sin, sqrt

from livefigure.quantity import remember
from magbook import MU_0, loops, sphere
from magfigures.sphereside import nearest, y_of

# the cut's polar grid: rings crowd towards the surface, where the skin is
ANGLES = 64
TURNS = [(sin(2 * pi * j / ANGLES), cos(2 * pi * j / ANGLES)) for j in range(ANGLES)]
PLACES = [(j, s, c) for j, (s, c) in enumerate(TURNS)]
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
    tilt, columns = sphere.multipoles(b, h, d, count)
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


def steps(m, few):
    """Of the recurrence from P̄ₘₘ to P̄ₙₘ, over n ≤ few."""
    return [sqrt((4.0 * n * n - 1) / (n * n - m * m)) if n > m else 0.0 for n in range(few + 1)]


def starts(few):
    """P̄ₘₘ/sinᵐθ."""
    found = [0.5 / sqrt(pi)]
    for m in range(1, few + 1):
        found.append(found[-1] * sqrt((m + 0.5) / m))
    return found


@remember
def angular(b, h, d):
    """Sₙ/(μ₀I) and its slope with the angle around the cut, each `packed`, at the turns from which
    `all_around` has the others: the first half of them, a quarter where d = 0."""
    tilt, few, chosen = drawn(b, h, d)
    first = starts(few)
    tables = [(m, column, first[m], steps(m, few)) for m, column in chosen]
    c, s = cos(tilt), sin(tilt)
    sums, slopes = [], []
    for sine_t, cosine_t in TURNS[: ANGLES // 2] if d else TURNS[: ANGLES // 4 + 1]:
        # sine and cosine of the angle from the axis of `sphere.image`, whose x looks to the loop
        across, z = sine_t * c + cosine_t * s, cosine_t * c - sine_t * s
        total, slope = [0.0] * (few + 1), [0.0] * (few + 1)
        for m, column, start, factors in tables:
            P, D = legendre(m, start, factors, z, -across, -across, -z)
            for n in range(max(m, 1), few + 1):
                total[n] += column[n] * P[n]
                slope[n] += column[n] * D[n]
        sums.append(total)
        slopes.append(slope)
    return packed(sums), packed(slopes)


PACK = 4


def packed(places):
    """The sums of `all_around` as it takes them: for odd and for even n, a list over every four of
    them of lists over the places of (place, four values)."""
    most = len(places[0])
    found = []
    for start in (1, 2):
        packs = []
        for n in range(start, most, 2 * PACK):
            pack = []
            for j, row in enumerate(places):
                four = [row[k] if k < most else 0.0 for k in range(n, n + 2 * PACK, 2)]
                pack.append((j, four[0], four[1], four[2], four[3]))
            packs.append(pack)
        found.append(packs)
    return found


RINGS, SPOKES = 5, 8  # where arrows stand on the surface


@remember
def surface(b, h, d):
    """Places on the surface and, over n, -∇Sₙ × r there: [(place, [(x, y, z), …])]."""
    tilt, few, chosen = drawn(b, h, d)
    first = starts(few)
    c, s = cos(tilt), sin(tilt)

    def turned(x, y, z):  # from the frame of `sphere.image`
        return -(c * x + s * z), -y, c * z - s * x

    chosen = [(m, column, first[m], steps(m, few)) for m, column in chosen]
    degrees = range(few + 1)
    found = []
    for i in range(RINGS):
        theta = pi * (i + 0.5) / RINGS
        st, ct = sin(theta), cos(theta)
        tables = []
        for m, column, start, factors in chosen:
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
                if m:
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


def straight(b, h, d, x, z):
    """What two straight wires would make of B there, in place of the loop's two cuts."""
    u, v, w = x + d - b, x + d + b, z - h
    near, far = 2 * pi * (u * u + w * w), 2 * pi * (v * v + w * w)
    return w / near - w / far, v / far - u / near


@remember
def loop_rest(b, h, d):
    """B of the loop less that of two straight wires in units of μ₀I/a, ring after ring outside."""
    rings = []
    # one half of the cut mirrors the other where d = 0
    turns = TURNS if d else TURNS[: ANGLES // 2 + 1]
    for r in OUTSIDE:
        xs, zs = [], []
        for s, c in turns:
            x, z = r * s, r * c
            if (abs(abs(x + d) - b)) < 1e-3 and abs(z - h) < 1e-3:
                z += 2e-3  # beside the wire
            radial, axial = loops.field(abs(x + d), z - h, b, 1.0)
            wires = straight(b, h, d, x, z)
            xs.append((radial if x + d > 0 else -radial) / MU_0 - wires[0])
            zs.append(axial / MU_0 - wires[1])
        rings.append((mirrored(xs, -1), mirrored(zs, 1)))
    return rings


# --- How fast the current alternates -------------------------------------------------------


def summed(real, imag, packs, parity):
    """Σ (real + i imag) values over n, as `all_around` has them."""
    floor = 3e-4 * max([abs(x) for x in real + imag])
    few = len(real) - 1
    while few > 1 and abs(real[few]) + abs(imag[few]) < floor:
        few -= 1
    rest = [0.0] * (2 * PACK)
    return [all_around(row[: few + 1] + rest, packs, few, parity) for row in (real, imag)]


def all_around(weights, packs, few, parity):
    """Σ weight value over n from 1 to few, all around the ring: at the place opposite to one of the
    packs' odd n have the other sign. On the axis, where there is a mirror, too, with this parity,
    it is half of the ring."""
    odd, even = weighted(weights, packs[0], 1, few), weighted(weights, packs[1], 2, few)
    places = range(len(odd))
    here, opposite = [even[j] + odd[j] for j in places], [even[j] - odd[j] for j in places]
    if len(here) == ANGLES // 2:
        return here + opposite
    return here + [parity * x for x in opposite[-2::-1]]


def weighted(weights, packs, n, few):
    """Σ weight value over every other n from this one to few."""
    total = [0.0] * len(packs[0])
    for pack in packs:
        if n > few:
            break
        p, q, r, s = weights[n], weights[n + 2], weights[n + 4], weights[n + 6]
        total = [total[j] + p * t + q * u + r * v + s * w for j, t, u, v, w in pack]
        n += 2 * PACK
    return total


def upright(radial, around):
    """(Bx, Bz) around a ring from its radial and its other component."""
    places = PLACES[: len(radial)]
    return (
        mirrored([radial[j] * s + around[j] * c for j, s, c in places], -1),
        mirrored([radial[j] * c - around[j] * s for j, s, c in places], 1),
    )


def mirrored(row, parity):
    """The whole ring from its half, if that is all there is."""
    if len(row) == ANGLES:
        return row
    rest = row[-2:0:-1]
    return row + (rest if parity > 0 else [-x for x in rest])


@remember
def quadratures(b, h, d, frequency):
    """(inner rings, outer rings, weights of the surface, greatest |J|): of each ring the lists
    Bx, Bz in phase with the loop's current and a quarter ahead, of the inner ones also J_y/ωσ."""
    S, D = angular(b, h, d)
    _, few, _ = drawn(b, h, d)
    y = y_of(frequency)
    surface = sphere.responses(y, few)
    inner, outer = [], []
    reals = imags = None
    for r in INSIDE:
        here = sphere.responses(y * r * r, few)
        reals, imags = sphere.profile_from(1.0 - r, r, y, here, surface)
        P, Q, _ = here
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
        radial, around = summed(radial[0], radial[1], S, 1), summed(around[0], around[1], D, -1)
        u, v = summed(reals, imags, D, -1)
        inner.append(
            upright(radial[0], around[0])
            + upright(radial[1], around[1])
            + (mirrored(v, -1), mirrored([-x for x in u], -1))
        )
    _, q, screening = surface
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
        radial, around = summed(radial[0], radial[1], S, 1), summed(around[0], around[1], D, -1)
        x, z = upright(radial[0], around[0])
        outer.append(
            ([x[j] + xs[j] for j in range(ANGLES)], [z[j] + zs[j] for j in range(ANGLES)])
            + upright(radial[1], around[1])
        )
    most = max([row[4][j] ** 2 + row[5][j] ** 2 for row in inner for j in range(ANGLES)])
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
