"""A spinning top over a ring magnet: where it hovers, how fast it must spin, how it moves.

A rigid, symmetric top has its moment along its figure axis. Lengths are in units of the ring's
radius a, times of √(a/g), masses of that of the top, so that forces are in units of its weight Mg.
Its spin s, the angular momentum along the figure axis, is in units of Ma²√(g/a), its moment of
inertia across that axis, κ, in units of Ma². Functions of plain numbers; the chapter *A top that
hovers over the ring* derives them. Heights reach to 1e6, spins and κ from 1e-6 to 1e6; a ValueError
names what is out of its range.
"""

from array import array
from math import nan, sqrt

from magbook.elementwise import (
    NonNegative,
    NonZero,
    Positive,
    Real,
    Reals,
    Row,
    Vector,
    elementwise,
    part,
    row,
    rowwise,
)
from magbook.vectors import turning

#: height of the inflection of the field on the axis, below which nothing holds a top up and down
INFLECTION = sqrt(1.5 + sqrt(1.875))


def _within(name: str, value: float, low: float, high: float) -> None:
    if not low <= value <= high:  # nan neither
        raise ValueError(f"{name} must lie between {low} and {high}; got {name} = {value}")


def _ceiling() -> float:
    """The height at which b'² = 2bb'': 20w³ - 76w² + 33w - 6 = 0 with w = z², by Newton."""
    w = 3.3
    for _ in range(6):
        w -= (((20 * w - 76) * w + 33) * w - 6) / ((60 * w - 152) * w + 33)
    return sqrt(w)


#: height above which a top of fast precession slides off sideways
CEILING = _ceiling()


@part
def slopes(z: float, count: int) -> Row:
    """Derivatives of (1 + z²)^(-1/2), by (1 + z²) f_(n+1) = -(2n + 1) z f_n - n² f_(n-1)."""
    s2 = 1 + z * z
    found = row(count + 1)
    found[0] = 1 / sqrt(s2)
    found[1] = -z * found[0] / s2
    for n in range(1, count):
        found[n + 1] = (-(2 * n + 1) * z * found[n] - n * n * found[n - 1]) / s2
    return found


def stiffness(z: float) -> tuple[float, float, float]:
    """(weight, β, c) of hovering at the height z, where B, the field's size on the axis, falls.

    w = -B' is the weight in units of μ μ0 λ/2a³; β = B/w and c = B''/2w. Up and down the
    stiffness is 2c, sideways, for fast precession, 1/4β - c, in units of Mg/a. Where B does not
    change, nothing hovers: at 0 and ±√(3/2). Accuracy: 1e-13 of what the terms of B and its
    derivatives come to.
    """
    _within("z", z, -1e6, 1e6)
    _, _, b, slope, bend = slopes(z, 4)
    if slope == 0:
        raise ValueError(f"z must not be a height where the field does not change; got z = {z}")
    return -slope if b > 0 else slope, -b / slope, -0.5 * bend / slope


@part
def _newton(W: float, p3: float, p2: float, p1: float, p0: float) -> float:
    for _ in range(60):
        change = (((p3 * W + p2) * W + p1) * W + p0) / ((3 * p3 * W + 2 * p2) * W + p1)
        W -= change
        if abs(change) <= 1e-15 * abs(W):
            break
    return W


@part
def _cubic_roots(p3: float, p2: float, p1: float, p0: float) -> tuple[float, float, float]:
    """Real roots of p3 W³ + p2 W² + p1 W + p0, p3 > 0, in order, if there are three; else nan.

    They lie no farther from the inflection than twice the turning points do, and from there,
    the middle one from the inflection itself, Newton's steps lead to each without turning back.
    """
    middle = -p2 / (3 * p3)
    spread2 = middle * middle - p1 / (3 * p3)
    if spread2 <= 0:
        return nan, nan, nan
    spread = sqrt(spread2)
    if abs(((p3 * middle + p2) * middle + p1) * middle + p0) >= 2 * p3 * spread2 * spread:
        return nan, nan, nan
    return (
        _newton(middle - 2 * spread, p3, p2, p1, p0),
        _newton(middle, p3, p2, p1, p0),
        _newton(middle + 2 * spread, p3, p2, p1, p0),
    )


@part
def _at_limit(W: float, c: float, kappa: float) -> float:
    """The spin at which the quartic has the double root √W; nan where that is none."""
    if not W > 0:
        return nan
    w = sqrt(W)
    return 2 * kappa * w + 0.5 * w / (w * w + c) ** 2


@part
def _limits(beta: float, c: float, kappa: float) -> tuple[float, float]:
    """`spins`, from β and c; nan where no spin holds."""
    p2, p1, p0 = 2 * kappa * c - beta, (kappa * c - 2 * beta) * c + 0.75, (0.25 - beta * c) * c
    if kappa > 0:
        first, second, third = _cubic_roots(kappa, p2, p1, p0)
        least, fast, slow = (
            _at_limit(first, c, kappa),
            _at_limit(second, c, kappa),
            _at_limit(third, c, kappa),
        )
    else:
        least = fast = nan
        if p1 * p1 + 4 * beta * p0 > 0:
            size = p1 + sqrt(p1 * p1 + 4 * beta * p0)
            least = _at_limit(-2 * p0 / size, c, kappa)
            fast = _at_limit(size / (2 * beta), c, kappa)
            if fast != fast:
                least, fast = fast, least
        slow = 0.0
    # the faster limit comes from the slow root; above the adiabatic window, where there is a third,
    # a spin can be too slow for that, too
    if least > slow:
        slow = least
    return (slow, fast) if slow < fast else (nan, nan)


def spins(z: float, kappa: float) -> tuple[float, float] | None:
    """(slowest, fastest) spin at which an upright top is stable sideways, or None; κ ≥ 0.

    At a limit the quartic (ω² + c)(κω² - sω + β) = 1/4 has a double root, which means
    β = κω² + 1/4A + ω²/2A² with A = ω² + c: a cubic in ω². s follows. Accuracy: 1e-9, from 1.60 to
    1.86 and for κ from 1e-3 to 1, but where the two limits all but merge.
    """
    if kappa != 0:
        _within("kappa", kappa, 1e-6, 1e6)
    _, beta, c = stiffness(z)
    slow, fast = _limits(beta, c, kappa)
    return (slow, fast) if slow < fast else None


@part
def _weight(z: float) -> float:
    """-b' = 3z(2z² - 3)/(1 + z²)^(7/2), without an overflow."""
    r = 1 / (1 + z * z)
    return 3 * (2 - 5 * r) * (z * r) * r * sqrt(r)


@elementwise()
def height(weight: Positive) -> Real:
    """The height at which a top of this weight hovers and is stable up and down.

    Parameters
    ----------
    weight : array_like
        In units of μ μ0 λ/2a³, that is of μ/a times the field in the ring's centre, > 0.

    Returns
    -------
    ndarray or float
        In units of a, above `INFLECTION`; nan where the weight is greater than that which is held
        there, 0.1221. Accuracy: 1e-14, or what as much of the weight makes, for near the greatest
        one the height depends much on it.
    """
    if not weight <= _weight(INFLECTION):
        return nan
    # the weight is less than 6/z⁴
    low, high = INFLECTION, INFLECTION + sqrt(sqrt(6)) / sqrt(sqrt(weight))
    for _ in range(1100):
        middle = 0.5 * (low + high)
        if not low < middle < high:
            break
        if _weight(middle) > weight:
            low = middle
        else:
            high = middle
    return low


@elementwise(
    z=(lambda z: abs(z) <= 1e6, "must lie between -1e6 and 1e6"),
    kappa=(lambda kappa: kappa == 0 or 1e-6 <= kappa <= 1e6, "must be 0 or from 1e-6 to 1e6"),
)
def spin_range(z: NonZero, kappa: NonNegative) -> tuple[Real, Real]:
    """(Slowest, fastest) spin at which an upright top is stable at a height, sideways and up and
    down.

    Parameters
    ----------
    z : array_like
        The height, in units of a; not 0, from -1e6 to 1e6.
    kappa : array_like
        Moment of inertia across the figure axis, in units of Ma²: 0, or from 1e-6 to 1e6.

    Returns
    -------
    tuple of ndarray or float
        In units of Ma²√(g/a). (nan, nan) where no spin will do, as where nothing holds the top up
        and down: of the heights from which the field falls, those up to `INFLECTION`. Accuracy as
        of `spins`.
    """
    f = slopes(z, 4)
    beta, c = -f[2] / f[3], -0.5 * f[4] / f[3]
    return _limits(beta, c, kappa) if c > 0 else (nan, nan)


@part
def _holds(z: float, spin: float, kappa: float) -> bool:
    """Whether the spin is between the limits at the height z, above the inflection."""
    slow, fast = spin_range(z, kappa)
    return slow < spin < fast


@part
def _edge(held: float, lost: float, spin: float, kappa: float) -> float:
    """The last height that holds, between one that does and one that does not."""
    for _ in range(60):
        middle = 0.5 * (held + lost)
        if _holds(middle, spin, kappa):
            held = middle
        else:
            lost = middle
    return held


#: above which no spin holds a top with κ < 0.3
_TOP = 1.86


@elementwise(
    kappa=(lambda kappa: kappa == 0 or 1e-6 <= kappa <= 0.3, "must be 0 or from 1e-6 to 0.3")
)
def heights(spin: Positive, kappa: NonNegative) -> tuple[Real, Real]:
    """(Lowest, highest) height at which a top of this spin hovers, moment down.

    Parameters
    ----------
    spin : array_like
        In units of Ma²√(g/a), > 0.
    kappa : array_like
        Moment of inertia across the figure axis, in units of Ma²: 0, or from 1e-6 to 0.3. A disc as
        large as the ring has 1/4.

    Returns
    -------
    tuple of ndarray or float
        In units of a; between them the top is stable. Accuracy: 1e-14, or what as much of the spin
        makes, for near the greatest and the least one the heights depend much on it. (nan, nan)
        where no height will do, and where those that will are less than 0.002 apart: so close to
        the greatest or the least spin that their interval may be missed.
    """
    step = (_TOP - INFLECTION) / 80
    first = last = -1
    for n in range(1, 80):
        if _holds(INFLECTION + n * step, spin, kappa):
            last = n
            if first < 0:
                first = n
    if first < 0:
        return nan, nan
    low, high = INFLECTION + first * step, INFLECTION + last * step
    return _edge(low, low - step, spin, kappa), _edge(high, high + step, spin, kappa)


def growth(z: float, spin: float, kappa: float) -> float:
    """The fastest exponential growth of a small motion, sideways or up and down; 0 if the top is
    stable. κ > 0. Accuracy: 1e-6 of the larger of 1 and spin/κ."""
    _within("spin", spin, 0, 1e6)
    _within("kappa", kappa, 1e-6, 1e6)
    _, beta, c = stiffness(z)
    rate = sqrt(-2 * c) if c < 0 else 0.0
    between = spins(z, kappa)
    if between and between[0] <= spin <= between[1]:
        return rate
    # the quartic's roots, by Weierstrass's simultaneous iteration
    coefficients = (-spin / kappa, beta / kappa + c, -spin * c / kappa, (c * beta - 0.25) / kappa)
    size = max(1.0, abs(coefficients[0]))
    roots = [size * (0.4 + 0.9j) ** n for n in range(4)]
    for _ in range(200):
        change = 0.0
        for n in range(4):
            w = roots[n]
            value = (((w + coefficients[0]) * w + coefficients[1]) * w + coefficients[2]) * w
            value += coefficients[3]
            for m in range(4):
                if m != n:
                    value /= w - roots[m]
            roots[n] = w - value
            change = max(change, abs(value))
        if change < 1e-13 * size:
            break
    return max([rate] + [abs(w.imag) for w in roots if abs(w.imag) > 1e-7 * size])


@part
def pull(x: float, y: float, z: float, n: Vector, scale: float) -> tuple[Vector, Vector]:
    """Force, weight included, and torque on the top with the figure axis n; scale = 1/weight.

    The field is expanded about the axis: with f_n the derivatives of (1 + z²)^(-1/2),
    B_z = Σ (-1)^k (ρ/2)^2k/k!² f_(2k+2). Accuracy: 1e-4 of the largest component, out to ρ = 0.3.
    """
    # `slopes`, written out for speed, times the scale
    r = 1 / (1 + z * z)
    t = -z * r
    f0 = scale * sqrt(r)
    f1 = t * f0
    f2 = 3 * t * f1 - r * f0
    f3 = 5 * t * f2 - 4 * r * f1
    f4 = 7 * t * f3 - 9 * r * f2
    f5 = 9 * t * f4 - 16 * r * f3
    f6 = 11 * t * f5 - 25 * r * f4
    f7 = 13 * t * f6 - 36 * r * f5
    f8 = 15 * t * f7 - 49 * r * f6
    f9 = 17 * t * f8 - 64 * r * f7
    r2 = x * x + y * y
    q = 0.25 * r2
    along = f2 - q * (f4 - q / 4 * (f6 - q / 9 * f8))
    across = -0.5 * (f3 - q / 2 * (f5 - q / 6 * (f7 - q / 12 * f9)))
    across_z = -0.5 * (f4 - q / 2 * (f6 - q / 6 * f8))
    across_r = 0.125 * (f5 - q / 3 * (f7 - q / 8 * f9))  # (1/ρ) ∂(B_ρ/ρ)/∂ρ
    along_z = -2 * across - r2 * across_r  # the field has no sources
    n_x, n_y, n_z = n
    side = n_x * x + n_y * y
    outward = n_z * across_z + side * across_r
    return (
        (
            outward * x + n_x * across,
            outward * y + n_y * across,
            n_z * along_z + side * across_z - 1,
        ),
        (
            n_y * along - n_z * across * y,
            n_z * across * x - n_x * along,
            across * (n_x * y - n_y * x),
        ),
    )


def follow(
    height: float, spin: float, kappa: float, push: float, until: float, escape: float
) -> "tuple[list[array[float]], float | None]":
    """The top let go at rest and upright, its moment down, at the distance ``push`` from the axis.

    Returns the rows (times, xs, ys, zs, sines of the tilt) and the time at which it was
    ``escape`` away sideways or up or down, or None if that is later than ``until``.

    Between kicks of force and torque the place drifts and the figure axis turns about the
    angular momentum at the rate of its size over κ, both exactly. A step is a tenth of the time
    unit or, if the top turns fast, 0.6 κ/spin; 10⁷ steps are the most. Accuracy: 0.02 of the push
    over 15 time units of a stable top, for pushes up to 0.08.
    """
    _within("spin", spin, 1e-6, 1e6)
    _within("kappa", kappa, 1e-6, 1e6)
    _within("push", push, -1e6, 1e6)
    _within("until", until, 0, 1e7 * min(0.1, 0.6 * kappa / spin))
    scale = 1 / stiffness(height)[0]
    _, count, every = _pace(spin, kappa, until)
    rows = [array("d", bytes(8 * (count // every + 2))) for _ in range(5)]
    kept, lost = trace(height, scale, spin, kappa, push, until, escape, *rows)
    return [row[: int(kept)] for row in rows], None if lost != lost else lost


@part
def _pace(spin: float, kappa: float, until: float) -> tuple[float, int, int]:
    """A step, how many there are, and after how many the place is kept."""
    step = min(0.1, 0.6 * kappa / spin)
    count = int(until / step)
    return step, count, max(1, count // 500)


@rowwise
def trace(
    height: Positive,
    scale: Real,
    spin: Positive,
    kappa: Positive,
    push: Real,
    until: NonNegative,
    escape: Real,
    times: Reals,
    xs: Reals,
    ys: Reals,
    zs: Reals,
    tilts: Reals,
) -> tuple[Real, Real]:
    """Fill the rows of `follow`; scale = 1/weight. Returns how many places they have, and the time
    at which the top was lost, or nan."""
    step, count, every = _pace(spin, kappa, until)
    x, y, z = push, 0.0, height
    u = v = w = 0.0
    n = (0.0, 0.0, -1.0)
    # the angular momentum, times step/κ: what the axis turns by; its part along the axis remains
    rate = step / kappa
    L_x, L_y, L_z = 0.0, 0.0, -rate * spin
    along = rate * spin
    times[0] = ys[0] = tilts[0] = 0.0
    xs[0], zs[0] = x, z
    kept = 1
    kick = 0.5 * step  # half of one at the start; then the second half with the next one's first
    for j in range(1, count + 1):
        (F_x, F_y, F_z), (N_x, N_y, N_z) = pull(x, y, z, n, scale)
        u, v, w = u + kick * F_x, v + kick * F_y, w + kick * F_z
        x, y, z = x + step * u, y + step * v, z + step * w
        twist = rate * kick
        L_x, L_y, L_z = L_x + twist * N_x, L_y + twist * N_y, L_z + twist * N_z
        q = L_x * L_x + L_y * L_y + L_z * L_z
        s, rest = turning(q)
        c = 1 - q * rest
        rest *= along
        n_x, n_y, n_z = n
        n = (
            c * n_x + s * (L_y * n_z - L_z * n_y) + rest * L_x,
            c * n_y + s * (L_z * n_x - L_x * n_z) + rest * L_y,
            c * n_z + s * (L_x * n_y - L_y * n_x) + rest * L_z,
        )
        kick = step
        lost = x * x + y * y > escape * escape or abs(z - height) > escape
        if lost or j % every == 0:
            times[kept] = j * step
            xs[kept], ys[kept], zs[kept] = x, y, z
            tilts[kept] = sqrt(n[0] * n[0] + n[1] * n[1])
            kept += 1
            if lost:
                return float(kept), j * step
    return float(kept), nan
