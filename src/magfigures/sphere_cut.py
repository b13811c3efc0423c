"""Field and currents of a sphere beside a loop in their plane of symmetry, and on the surface.

For figures: to some digits of a picture. Lengths are in units of the sphere's radius, whose centre
is the origin; the loop, normal to z, has its centre at (-d, 0, h), and the plane is y = 0. A vector
(x, z) of this plane is the complex number x + iz. What alternates is a complex amplitude where it
is a number, and where it is a vector two: in phase with the loop's current and a quarter of a
period ahead. A moment is (c, s), cosine and sine of its phase.

The cut's polar grid has rings of places; of each place a row holds the numbers one after another.
"""

from array import array
from math import atan2, cos, floor, log, nan, pi, sin, sqrt

from magbook import MU_0, sphere
from magbook.elementwise import Count, Positive, Real, Reals, part, row, rowwise
from magfigures.sphereside import nearest

# the cut's polar grid: rings crowd towards the surface, where the skin is
ANGLES = 64
HALF = ANGLES // 2
INNER, OUTER = 11, 10
GROWTH = 3.15 ** (1 / OUTER)
FINEST = 24  # multipoles drawn
DEGREES = FINEST + 1
WITHIN, BEYOND = 6, 4  # numbers at a place: B in phase, B ahead; inside of the sphere J_y/ωσ, too


@part
def turn(j: int) -> complex:
    """Direction of the j-th place of a ring."""
    return complex(sin(2 * pi * j / ANGLES), cos(2 * pi * j / ANGLES))


@part
def inside(i: int) -> float:
    """Radius of an inner ring."""
    return 1 - (1 - i / INNER) ** 2 if i > 0 else 1e-3


@part
def between(grid: Reals, width: int, k: int, i: int, p: float, t: float) -> float:
    """The k-th of the numbers between two rings: p of the way from the i-th to the next, t steps
    of the grid from z."""
    j = floor(t)
    q = t - j
    here, there = (i * ANGLES + j % ANGLES) * width + k, (i * ANGLES + (j + 1) % ANGLES) * width + k
    up = ANGLES * width
    return (1 - p) * ((1 - q) * grid[here] + q * grid[there]) + p * (
        (1 - q) * grid[here + up] + q * grid[there + up]
    )


@part
def steps_of(place: complex) -> float:
    """Angle from z towards x in steps of the grid."""
    return atan2(place.real, place.imag) * ANGLES / (2 * pi)


def blank(count):
    return array("d", bytes(8 * count))


# --- Where the loop is ---------------------------------------------------------------------


@rowwise
def multipoles(b: Positive, h: Real, d: Real, columns: Reals) -> tuple[Real, Real, Real]:
    """Fill, for each order m, tₙₘ/(n(2n + 1)) over n ≤ FINEST. Returns the axis' angle, the degrees
    and the orders that are drawn."""
    ratio = 1.0 / nearest(b, h, d)
    few, most = 3, min(sphere.terms(ratio), FINEST)
    while few < most and few * ratio**few > 4e-3:
        few += 1
    tilt, found = sphere.multipoles(b, h, d, few + 1)
    orders = min(len(found), few + 1)
    greatest = 0.0
    sizes = row(len(found))
    for m in range(len(found)):
        for n in range(few + 1):
            sizes[m] += abs(found[m][n])
        greatest = max(greatest, sizes[m])
    for m in range(orders):
        if sizes[m] > 1e-3 * greatest:
            for n in range(1, few + 1):
                twice = 1.0 if m == 0 else 2.0
                columns[m * DEGREES + n] = twice * found[m][n] / (n * (2.0 * n + 1))
    return tilt, float(few), float(orders)


@part
def legendre(
    m: int, few: int, z: float, dz: float, s: float, ds: float, values: Reals, slopes: Reals
) -> None:
    """P̄ₙₘ and their derivatives, rows over n from m to few; s may be negative."""
    size, power, lower = 0.5 / sqrt(pi), 1.0, 0.0
    for k in range(1, m + 1):
        size *= sqrt((k + 0.5) / k)
        lower, power = power, power * s
    value, slope = size * power, size * m * lower * ds
    values[m], slopes[m] = value, slope
    older = older_slope = last = 0.0
    for n in range(m + 1, few + 1):
        factor = sqrt((4.0 * n * n - 1) / (1.0 * n * n - m * m))
        fresh = factor * (z * value - last * older)
        fresh_slope = factor * (dz * value + z * slope - last * older_slope)
        older, older_slope, last = value, slope, 1.0 / factor
        value, slope = fresh, fresh_slope
        values[n], slopes[n] = value, slope


@rowwise
def angular(
    tilt: Real, few: Count, orders: Count, columns: Reals, sums: Reals, slopes: Reals
) -> Real:
    """Fill Sₙ/(μ₀I) and its slope with the angle around the cut: over n, over the first half of
    the ring."""
    c, s = cos(tilt), sin(tilt)
    P, D = row(few + 1), row(few + 1)
    for j in range(HALF):
        # sine and cosine of the angle from the axis of `sphere.image`, whose x looks to the loop
        x, z = turn(j).real, turn(j).imag
        across, along = x * c + z * s, z * c - x * s
        for m in range(orders):
            legendre(m, few, along, -across, -across, -along, P, D)
            for n in range(max(m, 1), few + 1):
                sums[n * HALF + j] += columns[m * DEGREES + n] * P[n]
                slopes[n * HALF + j] += columns[m * DEGREES + n] * D[n]
    return 0.0


RINGS, SPOKES = 5, 8  # where arrows stand on the surface


@rowwise
def surface(
    tilt: Real, few: Count, orders: Count, columns: Reals, places: Reals, vectors: Reals
) -> Real:
    """Fill places on the surface and, over n, -∇Sₙ × r there, by x, y, z."""
    c, s = cos(tilt), sin(tilt)
    P, D = row(few + 1), row(few + 1)
    for i in range(RINGS):
        theta = pi * (i + 0.5) / RINGS
        st, ct = sin(theta), cos(theta)
        for m in range(orders):
            legendre(m, few, ct, -st, st, ct, P, D)
            for j in range(SPOKES):
                phi = 2 * pi * (j + 0.5 * (i % 2)) / SPOKES
                cm, sm = cos(m * phi), sin(m * phi)
                cp, sp = cos(phi), sin(phi)
                at = 3 * (i * SPOKES + j)
                # from the frame of `sphere.image`
                places[at] = 0.0 - (c * st * cp + s * ct)
                places[at + 1] = 0.0 - st * sp
                places[at + 2] = c * ct - s * st * cp
                for n in range(max(m, 1), few + 1):
                    weight = columns[m * DEGREES + n]
                    along, around = weight * P[n] * m / st * sm, weight * D[n] * cm
                    x = along * ct * cp - around * sp
                    y = along * ct * sp + around * cp
                    z = 0.0 - along * st
                    k = at * DEGREES + 3 * n
                    vectors[k] -= c * x + s * z
                    vectors[k + 1] -= y
                    vectors[k + 2] += c * z - s * x
    return 0.0


SOFT = 1e-6  # square of the wires' radius


@part
def straight(place: complex, b: float, h: float, d: float) -> complex:
    """What two straight wires where the loop cuts the plane would make of B, in units of μ₀I/a;
    finite in a wire, too."""
    u, v = place - complex(b - d, h), place - complex(-b - d, h)
    u /= u.real * u.real + u.imag * u.imag + SOFT
    v /= v.real * v.real + v.imag * v.imag + SOFT
    return complex(u.imag - v.imag, v.real - u.real) / (2 * pi)


@part
def outer_place(i: int, j: int, b: float, h: float, d: float) -> complex:
    """A place of an outer ring, moved away from the wire."""
    place = GROWTH**i * turn(j)
    if abs(abs(place.real + d) - b) < 1e-3 and abs(place.imag - h) < 1e-3:
        place += 2e-3j
    return place


@rowwise
def outside(b: Positive, h: Real, d: Real, rho: Reals, height: Reals) -> Real:
    """Fill the distances of the outer places from the loop's axis, and heights over its plane."""
    for i in range(OUTER + 1):
        for j in range(ANGLES):
            place = outer_place(i, j, b, h, d)
            rho[i * ANGLES + j] = abs(place.real + d)
            height[i * ANGLES + j] = place.imag - h
    return 0.0


@rowwise
def loop_rest(b: Positive, h: Real, d: Real, radial: Reals, axial: Reals, rest: Reals) -> Real:
    """Fill B of the loop less that of two straight wires in units of μ₀I/a, by x, z."""
    for i in range(OUTER + 1):
        for j in range(ANGLES):
            place, k = outer_place(i, j, b, h, d), i * ANGLES + j
            wires = straight(place, b, h, d)
            sign = 1.0 if place.real + d > 0 else -1.0
            rest[2 * k] = sign * radial[k] / MU_0 - wires.real
            rest[2 * k + 1] = axial[k] / MU_0 - wires.imag
    return 0.0


# --- How fast the current alternates -------------------------------------------------------


@part
def last(weights: Reals) -> int:
    """The highest degree whose weight counts."""
    most = 0.0
    for n in range(len(weights)):
        most = max(most, abs(weights[n]))
    few = len(weights) - 1
    while few > 1 and abs(weights[few]) < 3e-4 * most:
        few -= 1
    return few


@part
def summed(weights: Reals, few: int, table: Reals, j: int) -> tuple[complex, complex]:
    """Σ weight value over n at a place, and opposite to it, where odd n have another sign."""
    even = odd = 0j
    for n in range(1, few + 1):
        if n % 2:
            odd += weights[n] * table[n * HALF + j]
        else:
            even += weights[n] * table[n * HALF + j]
    return even + odd, even - odd


@part
def put_field(grid: Reals, at: int, radial: complex, around: complex, direction: complex) -> None:
    """B of its two components: in phase, and ahead."""
    in_phase = complex(radial.real, -around.real) * direction
    ahead = complex(radial.imag, -around.imag) * direction
    grid[at], grid[at + 1] = in_phase.real, in_phase.imag
    grid[at + 2], grid[at + 3] = ahead.real, ahead.imag


@rowwise
def within(
    few: Count, y: Positive, sums: Reals, slopes: Reals, grid: Reals, amplitudes: Reals
) -> Real:
    """Fill the inner rings, and the amplitudes of the currents on the surface over n; y = |ka|².
    Returns the greatest |J|."""
    ends = sphere.responses(y, few)
    radial, around, currents = row(few + 1, 0j), row(few + 1, 0j), row(few + 1, 0j)
    most = 0.0
    for i in range(INNER + 1):
        r = inside(i)
        here = sphere.responses(y * r * r, few)
        reals, imags = sphere.profile_from(1.0 - r, r, y, here, ends)
        for n in range(1, few + 1):
            potential = (2.0 * n + 1.0) / (n + 1.0) * complex(reals[n], imags[n])
            radial[n] = -n * (n + 1.0) / r * potential
            around[n] = (n - 1.0 / complex(here[0][n], -here[1][n])) / r * potential
            currents[n] = complex(potential.imag, -potential.real)
        lasts = last(radial), last(around), last(currents)
        for j in range(HALF):
            us, vs = summed(radial, lasts[0], sums, j), summed(around, lasts[1], slopes, j)
            Js = summed(currents, lasts[2], slopes, j)
            for k in range(2):
                at = (i * ANGLES + j + k * HALF) * WITHIN
                put_field(grid, at, us[k], vs[k], turn(j + k * HALF))
                grid[at + 4], grid[at + 5] = Js[k].real, Js[k].imag
                most = max(most, abs(Js[k]))
    for n in range(few + 1):
        amplitudes[2 * n], amplitudes[2 * n + 1] = currents[n].real, currents[n].imag
    return most


@rowwise
def beyond(few: Count, y: Positive, sums: Reals, slopes: Reals, rest: Reals, grid: Reals) -> Real:
    """Fill the outer rings, with B less that of the straight wires."""
    _, q, screening = sphere.responses(y, few)
    radial, around = row(few + 1, 0j), row(few + 1, 0j)
    for i in range(OUTER + 1):
        r = GROWTH**i
        power = r * r
        for n in range(1, few + 1):
            power *= r
            pole = complex(-screening[n], -(2.0 * n + 1.0) * q[n]) / power
            radial[n], around[n] = -n * pole, n / (n + 1.0) * pole
        lasts = last(radial), last(around)
        for j in range(HALF):
            us, vs = summed(radial, lasts[0], sums, j), summed(around, lasts[1], slopes, j)
            for k in range(2):
                place = i * ANGLES + j + k * HALF
                at = place * BEYOND
                put_field(grid, at, us[k], vs[k], turn(j + k * HALF))
                grid[at] += rest[2 * place]
                grid[at + 1] += rest[2 * place + 1]
    return 0.0


@rowwise
def strength(outer: Reals, b: Positive, h: Real, d: Real) -> Real:
    """Mean square of the field's amplitude on the surface."""
    total = 0.0
    for j in range(ANGLES):
        at, wires = j * BEYOND, straight(turn(j), b, h, d)
        x, z = outer[at] + wires.real, outer[at + 1] + wires.imag
        total += x * x + z * z + outer[at + 2] * outer[at + 2] + outer[at + 3] * outer[at + 3]
    return total / ANGLES


# --- At a moment ---------------------------------------------------------------------------

PIXELS, EDGE = 45, 1.02  # of the map of J


@rowwise
def current_map(c: Real, s: Real, inner: Reals, most: Positive, values: Reals) -> Real:
    """Fill the map of J_y over its greatest amplitude; 0 outside of the sphere."""
    step = 2 * EDGE / (PIXELS - 1)
    for k in range(PIXELS):
        for l in range(PIXELS):
            pixel = complex(l * step - EDGE, k * step - EDGE)
            r = abs(pixel)
            if r > 1 - 0.4 * step:
                continue
            i = int(INNER * (1 - sqrt(1 - r)))
            p = max(0.0, (r - inside(i)) / (inside(i + 1) - inside(i)))
            t = steps_of(pixel)
            real = between(inner, WITHIN, 4, i, p, t)
            imag = between(inner, WITHIN, 5, i, p, t)
            values[k * PIXELS + l] = (c * real - s * imag) / most
    return 0.0


@part
def field(
    place: complex, c: float, s: float, inner: Reals, outer: Reals, b: float, h: float, d: float
) -> complex:
    """B at a place of the plane."""
    r, t = abs(place), steps_of(place)
    if r < 1:
        grid, width, i = inner, WITHIN, INNER * (1 - sqrt(1 - r))
    else:
        grid, width, i = outer, BEYOND, log(r) / log(GROWTH)
    k = int(i)
    B = complex(
        c * between(grid, width, 0, k, i - k, t) - s * between(grid, width, 2, k, i - k, t),
        c * between(grid, width, 1, k, i - k, t) - s * between(grid, width, 3, k, i - k, t),
    )
    return B if r < 1 else B + c * straight(place, b, h, d)


WIDE = 2.2  # half side of the cut
SPACING = 0.36
PIECES = 2  # steps to either side of a seed
MANY = 15 * 15 * (2 * PIECES + 2)  # numbers in all


@rowwise
def field_lines(
    c: Real,
    s: Real,
    inner: Reals,
    outer: Reals,
    b: Positive,
    h: Real,
    d: Real,
    typical: Positive,
    xs: Reals,
    zs: Reals,
) -> Real:
    """Fill pieces of them, by the midpoint rule, longer where B is stronger. Returns how many
    numbers they are."""
    at = 0
    for k in range(-7, 8):
        for l in range(-7, 8):
            seed = complex(SPACING * (l + 0.5 * (k % 2)), 0.87 * SPACING * k)
            if abs(seed.real) >= WIDE - 0.1 or abs(seed.imag) >= WIDE - 0.1:
                continue
            B_seed = field(seed, c, s, inner, outer, b, h, d)
            relative = abs(B_seed) / sqrt(typical)
            if relative < 0.02:
                continue
            middle = at + PIECES
            xs[middle], zs[middle] = seed.real, seed.imag
            for way in (-1, 1):
                step = way * SPACING / (2 * PIECES) * min(1.3, sqrt(relative))
                place, B = seed, B_seed
                for piece in range(1, PIECES + 1):
                    if piece > 1:
                        B = field(place, c, s, inner, outer, b, h, d)
                    B = field(place + 0.5 * step * B / abs(B), c, s, inner, outer, b, h, d)
                    place += step * B / abs(B)
                    xs[middle + way * piece], zs[middle + way * piece] = place.real, place.imag
            at = middle + PIECES + 2
            xs[at - 1] = zs[at - 1] = nan
    return float(at)


@rowwise
def eddies(
    c: Real,
    s: Real,
    few: Count,
    places: Reals,
    vectors: Reals,
    amplitudes: Reals,
    most: Positive,
    shrunk: Positive,
    xs: Reals,
    ys: Reals,
    zs: Reals,
) -> Real:
    """Fill arrows of the current density on the surface; their length grows like its square root.
    Returns how many numbers they are."""
    at = 0
    for i in range(RINGS * SPOKES):
        x = y = z = 0.0
        for n in range(few + 1):
            weight = (c * amplitudes[2 * n] - s * amplitudes[2 * n + 1]) / most
            k = 3 * (i * DEGREES + n)
            x += weight * vectors[k]
            y += weight * vectors[k + 1]
            z += weight * vectors[k + 2]
        size = sqrt(x * x + y * y + z * z)
        if size < 0.01:
            continue
        half = 0.46 / sqrt(size)
        for way in (-1, 1):
            xs[at] = 1.03 * shrunk * (places[3 * i] + way * half * x)
            ys[at] = 1.03 * shrunk * (places[3 * i + 1] + way * half * y)
            zs[at] = 1.03 * shrunk * (places[3 * i + 2] + way * half * z)
            at += 1
        xs[at] = ys[at] = zs[at] = nan
        at += 1
    return float(at)
