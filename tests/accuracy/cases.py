"""Every public function: its domain, its reference, and how large its error may be."""

import functools
import math
from itertools import pairwise
from random import Random

import mpmath as mp
import numpy as np
from flint import acb, acb_poly, arb, arb_poly, arb_series, ctx
from scipy.integrate import solve_ivp

from magbook import HBAR_C, MU_0, dipoles, levitron, loops, ring, special, sphere
from tests.accuracy.balls import (
    Ball,
    Found,
    Unsettled,
    Vector,
    across,
    add,
    along,
    around,
    ball,
    cosine_and_sine,
    cross,
    dot,
    first_kind,
    greatest,
    loop_field,
    loop_field_at,
    moment,
    norm,
    ring_field,
    ring_gradient,
    ring_third,
    second_kind,
    unit,
)
from tests.accuracy.hunt import CASES, angle_, case, place, signed, size, vector
from tests.test_levitron import hovering, rigid_body
from tests.test_sphere import (
    SIGMA,
    along_wire,
    exact_current,
    exact_power_and_force,
    omega_for,
)

MU = MU_0
ITSELF = "itself"
PARTS = "the sum of its terms' sizes"


def own(*values: Ball) -> Found:
    """Each is measured by itself."""
    return [(x, abs(x)) for x in values]


def by(size: Ball, *values: Ball) -> Found:
    return [(x, size) for x in values]


def terms(*parts: Ball) -> tuple[Ball, Ball]:
    """A sum, measured by its terms."""
    return sum(parts, arb(0)), sum(map(abs, parts), arb(0))


# --- Elliptic integrals ------------------------------------------------------------------------


def parameter(random: Random) -> tuple[float]:
    """m ≤ 1: near 1, near 0, far down."""
    kind = random.randrange(4)
    if kind == 0:
        return (1 - size(random, -16, 0),)
    if kind == 1:
        return (signed(random, -300, 0),)
    return (random.uniform(-3, 1) if kind == 2 else -size(random, 0, 300),)


@case(special.ellipk, 2e-15, ITSELF, "m < 1, from −1e300 on", "Arb's K", parameter)
def _(m):
    return own(first_kind(m))


@case(special.ellipe, 2e-15, ITSELF, "m ≤ 1, from −1e300 on", "Arb's E", parameter)
def _(m):
    return own(second_kind(m))


@case(
    special.elliptic_moment,
    1e-13,
    ITSELF,
    "|n| ≤ 51, m < 1",
    "₂F₁",
    lambda random: (random.randrange(-51, 52), *parameter(random)),
    lambda n, m: abs(n) <= 51 and n * math.log10(1 - m) < 600 and 1 - m > 0,
)
def _(n, m):
    value = (m / (m - 1)).hypgeom_2f1(arb(1) / 2, 1 - arb(n) / 2, arb(1)) / (1 - m).sqrt()
    value = value * arb.pi() / 2
    if value > 1e300 or value < 1e-290:
        raise ValueError("it must be a number")
    return own(value)


def weights(random: Random) -> tuple[float, float]:
    return random.choice((0.0, signed(random, -3, 3))), signed(random, -3, 3)


def bulirsch(kc2: Ball, p: Ball) -> tuple[Ball, Ball]:
    """Of cel, the parts with cos² and with sin², by Carlson's R_F and R_J."""
    zero, one = acb(0), acb(1)
    third = acb.elliptic_rj(zero, acb(kc2), one, acb(p)).real / 3
    return acb.elliptic_rf(zero, acb(kc2), one).real - p * third, third


@case(
    special.cel,
    2e-15,
    "its two parts",
    "|kc| and p from 1e−100 to 1e100, principal values with |kc| and −p from 1e−8 to 1e8",
    "Carlson's R_F and R_J; K and Π",
    lambda random: (
        (signed(random, -100, 100), size(random, -100, 100), *weights(random))
        if random.random() < 0.6
        else (signed(random, -8, 8), -size(random, -8, 8), *weights(random))
    ),
    lambda kc, p, a, b: 1e-100 <= abs(kc) <= 1e100 and (a, b) != (0, 0),
)
def _(kc, p, a, b):
    if p > 0:
        first, second = bulirsch(kc * kc, p)
        return [terms(a * first, b * second)]
    m = 1 - kc * kc
    K = first_kind(m)
    third = K - acb.elliptic_pi(acb(m / (1 - p)), acb(m)).real
    first, second = (K - p * third) / (1 - p), (third - K) / (1 - p)
    value, size = terms(a * first, b * second)
    return [(value, size + (abs((a - b) * K) + abs((b - a * p) * K)) / (1 - p))]


@case(
    special.cel_from,
    2e-15,
    ITSELF,
    "kc, m, p from 1e−50 to 1e50, a and b of one sign",
    "Carlson's R_F and R_J",
    lambda random: (
        *(size(random, -r, r) for r in [random.choice((2, 50))] for _ in range(3)),
        *map(abs, weights(random)),
    ),
)
def _(kc, m, p, a, b):
    first, second = bulirsch((kc / m) ** 2, (p / m) ** 2)
    return own((a * first + b / m * (p / m) * second) / m)


@case(
    special.complete_pair,
    2e-15,
    ITSELF,
    "kc from 1e−150 to 1e150",
    "Carlson's R_D",
    lambda random: (size(random, -150, 150) if random.random() < 0.5 else size(random, -2, 2),),
)
def _(kc):
    return own(*cosine_and_sine(kc * kc))


def complements(random: Random) -> tuple[float, float]:
    """A number from 0 to 1 and one less it, each with its own digits."""
    x = size(random, -300, 0) if random.random() < 0.4 else size(random, -4, -0.31)
    return (1 - x, x) if random.random() < 0.5 else (x, 1 - x)


def are_complements(m: float, mc: float) -> bool:
    """The larger one is what it has to be, rounded."""
    return min(m, mc) > 0 and (m == 1 - mc if mc < m else mc == 1 - m)


@case(
    special.elliptic_cosine_moment,
    2e-15,
    ITSELF,
    "m or 1 − m from 1e−300 on",
    "K and E",
    complements,
    are_complements,
)
def _(m, mc):
    m, mc = (1 - mc, mc) if mc < m else (m, 1 - m)
    return own((1 + 1 / mc) * second_kind(m) / m - 2 * first_kind(m) / m)


@case(
    special.legendre_quarter,
    2e-15,
    ITSELF,
    "h or 1 − h from 1e−300 on",
    "₂F₁",
    complements,
    are_complements,
)
def _(h, hc):
    h = 1 - hc if hc < h else h
    quarter, x = arb(1) / 4, h * h
    slope = x.hypgeom_2f1(1 + quarter, 2 - quarter, arb(2))
    return own(x.hypgeom_2f1(quarter, 1 - quarter, arb(1)), h * 3 / 8 * slope)


# --- Loops: field ------------------------------------------------------------------------------


def about(random: Random, near: float, far: float) -> tuple[float, float, float]:
    """(ρ, z, a)"""
    a = random.choice((1.0, size(random, -3, 3)))
    rho, z = place(random, near, far)
    return rho * a, z * a, a


def off_wire(nearest: float, farthest: float):
    return lambda rho, z, a, *_: (
        nearest * a <= math.hypot(rho - a, z) and math.hypot(rho, z) <= farthest * a and rho >= 0
    )


JACKSON = "K and E"
MEANS = "means of cos jφ/Rⁿ as ₂F₁"


@case(
    loops.field,
    1e-13,
    "each component; B_z outside the loop: |B|",
    "from 1e−15 a beside the wire to 1e100 a",
    JACKSON,
    lambda random: about(random, -15, 100),
    off_wire(1e-15, 1e100),
)
def _(rho, z, a):
    B_rho, B_z = loop_field(rho, z, a)
    return [*own(B_rho), (B_z, abs(B_z) if rho <= a else norm(B_rho, B_z))]


@case(
    loops.field_at,
    1e-13,
    "|B|, times |x| over the distance from the wire where that is more than 1",
    "any orientation, from 1e−9 a beside the wire to 1e100 a",
    JACKSON,
    lambda random: in_space(random, *about(random, -9, 100)),
)
def _(x, n, a):
    n = unit(n)
    B = loop_field_at(x, n, a)
    z = dot(x, n)
    distance = norm(norm(*cross(n, x)) - a, z)
    return by(norm(*B) * greatest(arb(1), norm(*x) / distance), *B)


def in_space(random: Random, rho: float, z: float, a: float):
    """A place and a normal with these coordinates, rounded."""
    n = np.array(vector(random))
    e = np.cross(n, np.eye(3)[np.argmin(abs(n))])
    e /= np.linalg.norm(e)
    turn = random.uniform(0, 7)
    x = rho * (math.cos(turn) * e + math.sin(turn) * np.cross(n, e)) + z * n
    return tuple(map(float, x)), tuple(float(c) for c in n * size(random, -2, 2)), a


@case(
    loops.field_gradient,
    1e-13,
    "B_ρ/ρ: itself; the others: the gradient",
    "from 1e−15 a beside the wire to 1e70 a",
    MEANS,
    lambda random: about(random, -15, 70),
    off_wire(1e-15, 1e70),
)
def _(rho, z, a):
    scale = arb(MU) / 2 * a
    five = around(5, 1, rho, z, a)
    mixed = around(3, 1, rho, z, a) - 3 * z * z * five
    lever = a * around(5, 0, rho, z, a) - rho * five
    # ∮ cos φ/R³ = 3aρ ∮ sin²φ/R⁵ by parts
    per_length = z * 3 * a * (around(5, 0, rho, z, a) - around(5, 2, rho, z, a)) / 2
    found = [scale * per_length, scale * mixed, -3 * z * scale * lever]
    return [*own(found[0]), *by(norm(*found), *found[1:])]


def legendre(x: Ball, count: int) -> list[Ball]:
    found = [arb(1), x]
    for l in range(1, count):
        found.append(((2 * l + 1) * x * found[l] - l * found[l - 1]) / (l + 1))
    return found


def legendre_slopes(x: Ball, count: int) -> list[Ball]:
    """P_l'(x) = Σ (2j + 1) P_j over the j = l - 1, l - 3, …"""
    P, found = legendre(x, count), [arb(0), arb(1)]
    for l in range(2, count + 1):
        found.append(found[l - 2] + (2 * l - 1) * P[l - 1])
    return found


@case(
    loops.radial_field_series,
    1e-13,
    PARTS,
    "1 to 100 terms, r from 1e−3 a to 1e3 a",
    "its terms",
    lambda random: (size(random, -3, 3), math.cos(angle_(random)), 1.0, random.randrange(1, 101)),
    lambda r, x, a, terms: 1 <= terms <= 100,
)
def _(r, x, a, count):
    less, more = (r, a) if r < a else (a, r)
    P = legendre(x, 2 * count)
    parts = [
        (-1) ** n * (arb(3) / 2).rising(n) / arb.fac_ui(n) * (less / more) ** (2 * n) * P[2 * n + 1]
        for n in range(count)
    ]
    value, size = terms(*parts)
    scale = arb(MU) * a / (2 * r) * less / more**2
    return [(scale * value, scale * size)]


# --- Loops: torque -----------------------------------------------------------------------------


def concentric(random: Random) -> tuple[float, float, float]:
    k = random.choice((1 - size(random, -16, 0), size(random, -6, 0), 1.0))
    a = size(random, -3, 3)
    alpha = size(random, -12, 0.5) if random.random() < 0.5 else angle_(random)
    return (alpha, a, k * a) if random.random() < 0.6 else (alpha, k * a, a)


@case(
    loops.concentric_torque,
    1e-13,
    ITSELF,
    "α from 1e−12, b/a from 1e−6 to 1e6 and up to 1e−16 of 1",
    "the flux through the outer loop, integrated",
    concentric,
    lambda alpha, a, b: abs(math.sin(alpha)) > 1e-14 and 1e-7 < a / b < 1e7,
)
def _(alpha, a, b):
    a, b = (b, a) if b > a else (a, b)
    k, s = b / a, alpha.sin()
    s2, A, gap_ = s * s, 1 + k * k, (1 - k) * (1 + k)

    def integrand(t2, c2):
        """Of sin²β and cos²β."""
        B = 2 * k * (c2 + alpha.cos() ** 2 * t2).sqrt()
        total = A + B
        difference = (gap_ * gap_ + 4 * k * k * s2 * t2) / total
        return t2 * second_kind(2 * B / total) / (difference * total.sqrt())

    # close wires: a peak as wide as (1 - k)/sin α; loops nearly at right angles: a corner
    # as wide as cos α at the other end
    half = arb.pi() / 2
    peak, corner = (max(float(abs(x)), 1e-25) for x in ((1 - k) / s, alpha.cos()))
    middle = arb(0.8)
    total = graded(lambda x: integrand(x.sin() ** 2, x.cos() ** 2), peak, middle)
    total += graded(lambda x: integrand(x.cos() ** 2, x.sin() ** 2), corner, half - middle)
    return own(-4 * arb(MU) * a * k * k * s / arb.pi() * total)


def graded(f, width: float, end: Ball) -> Ball:
    """∫ f from 0 to ``end``, by Gauss's rule on pieces that grow from the width of a peak at 0."""
    cuts = [arb(0), *(arb(width * 4.0**j) for j in range(-2, 60) if width * 4.0**j < 0.5), end]
    sums = []
    for order in (34, 44):
        total = arb(0)
        for low, high in pairwise(cuts):
            for x, weight in gauss(order, ctx.prec):
                total += (high - low) / 2 * weight * f(low + (high - low) * (1 + x) / 2)
        sums.append(total)
    if not abs(sums[0] - sums[1]) < 2.0**-60 * abs(sums[1]):
        raise Unsettled
    return sums[1]


@functools.cache
def gauss(order: int, bits: int) -> list[tuple[Ball, Ball]]:
    del bits  # of the balls that are kept
    return [arb.legendre_p_root(order, j, weight=True) for j in range(order)]


def torque_terms(alpha: Ball, k: Ball, count: int) -> list[Ball]:
    """Of (14), in units of -(π/2) μ0 I I' (b²/a) sin α."""
    slopes = legendre_slopes(alpha.cos(), 2 * count)
    three = arb(3) / 2
    return [
        arb(n + 1) / (2 * n + 1) * (three.rising(n) / arb.fac_ui(n + 1)) ** 2 * k ** (2 * n)
        * slopes[2 * n + 1]
        for n in range(count)
    ]  # fmt: skip


@case(
    loops.concentric_torque_series,
    1e-12,
    PARTS,
    "1 to 100 terms, b ≤ a",
    "its terms",
    lambda random: (
        angle_(random),
        1.0,
        random.choice((1.0, 1 - size(random, -9, 0), size(random, -6, 0))),
        random.randrange(1, 101),
    ),
    lambda alpha, a, b, terms: 1 <= terms <= 100 and abs(math.sin(alpha)) > 1e-12,
)
def _(alpha, a, b, count):
    value, size = terms(*torque_terms(alpha, b / a, count))
    scale = -arb.pi() / 2 * arb(MU) * b * b / a * alpha.sin()
    return [(scale * value, abs(scale) * size)]


@case(
    loops.concentric_series_terms,
    1e-13,
    "the torque: by how much a partial sum lies on the wrong side of the tolerance",
    "b/a up to 0.9, tolerances from 1e−12 on",
    "the partial sums",
    lambda random: (
        random.uniform(0.01, 3.13),
        1.0,
        random.uniform(0.01, 0.9),
        size(random, -12, -1),
        100_000,
    ),
    lambda alpha, a, b, tolerance, most: most >= 10_000 and tolerance >= 1e-12 and b <= 0.9,
    balls=False,
)
def _(alpha, a, b, tolerance, most):
    ctx.prec = 256
    found = int(loops.concentric_series_terms(alpha, a, b, tolerance, most))
    parts = torque_terms(ball(alpha), ball(b) / ball(a), found + 500)
    exact, total = sum(parts, arb(0)), arb(0)
    off = []
    for part in parts:
        total += part
        off.append(float(abs(total / exact - 1)))
    beyond = max(off[found - 1 :]) - tolerance
    early = tolerance - off[found - 2] if found > 1 else 0.0
    wrong = max(beyond, early, 0.0)
    return [(arb(found) + wrong, arb(1))]


@case(
    loops.next_series_term,
    1e-15,
    PARTS,
    "n up to 1000",
    "its terms",
    lambda random: (
        random.randrange(1000),
        math.cos(angle_(random)),
        *(size(random, -3, 0) for _ in range(2)),
        signed(random, -2, 2),
        signed(random, -2, 2),
    ),
    lambda n, x, *_: 0 <= n <= 1000 and abs(x) <= 1,
)
def _(n, x, k2, weight, before, slope):
    l = 2 * n + 1
    second, size = terms((2 * l + 1) * x * slope / l, -(l + 1) * before / l)
    third, last = terms((2 * l + 3) * x * second / (l + 1), -(l + 2) * slope / (l + 1))
    last += abs((2 * l + 3) * x / (l + 1)) * size
    factor = weight * k2 * l * (l + 2) / (4 * (n + 1) * (n + 2))
    return [(factor, abs(factor)), (second, size), (third, last)]


# --- Pairs of loops ----------------------------------------------------------------------------


def pair(random: Random):
    """(r, n_a, n_b, a, b): anywhere, far, near each other, concentric, coaxial, in one plane."""
    a, b = random.choice(((1.0, 1.0), (size(random, -2, 0), 1.0), (1.0, size(random, -4, 0))))
    distance = random.choice((size(random, -3, 0), random.uniform(0, 3), size(random, 0, 8)))
    n_a = vector(random)
    n_b = n_a if random.random() < 0.2 else vector(random)
    away = n_a if random.random() < 0.2 else vector(random)
    unit_ = size(random, -2, 2)
    return tuple(distance * unit_ * x for x in away), n_a, n_b, a * unit_, b * unit_


def gap(r, n_a, n_b, a, b) -> float:
    """The least distance of the wires over the smaller radius."""
    n_a, n_b = (np.array(n) / np.linalg.norm(n) for n in (n_a, n_b))
    e = np.cross(n_b, np.eye(3)[np.argmin(abs(n_b))])
    e /= np.linalg.norm(e)
    t = np.linspace(0, 2 * np.pi, 512)[:, None]
    x = np.array(r) + b * (np.cos(t) * e + np.sin(t) * np.cross(n_b, e))
    z = x @ n_a
    rho = np.linalg.norm(x - z[:, None] * n_a, axis=1)
    return float(np.hypot(rho - a, z).min() / min(a, b))


def apart(r, n_a, n_b, a, b) -> bool:
    """At least a tenth of the smaller radius."""
    return 1e-5 < a / b < 1e5 and math.hypot(*r) < 1e9 * max(a, b) and gap(r, n_a, n_b, a, b) > 0.1


PAIRS = "wires a tenth of the smaller radius apart and more, radii 1 to 1e−4, out to 1e8"


def forced(r: Vector, n_a: Vector, n_b: Vector, a: Ball, b: Ball) -> list[tuple[Vector, Ball]]:
    """Force and torque on b along its wire, each with what its error is measured by."""
    n_a, n_b = unit(n_a), unit(n_b)
    e, f = across(n_b)
    reach = abs(float(norm(norm(*cross(n_a, r)) - a, dot(r, n_a))))  # of b's centre from wire a

    def pieces(c, s):
        x, step = add((c, e), (s, f)), add((c, f), (-s, e))
        B = loop_field_at(add((1, r), (b, x)), n_a, a)
        push = cross(step, B)
        return [*push, *cross(x, push), norm(*B)]

    def told(*sums):
        force, torque, B = sums[:3], sums[3:6], abs(sums[6])
        # a small loop feels the field's slope, which is at most that of a wire or of a dipole
        slope = arb(MU) / (2 * arb.pi() * reach**2) * min(1.0, (float(a) / reach) ** 2)
        F = greatest(norm(*map(mid, force)), min(B, b / 2 * slope, key=float))
        return [*[F] * 3, *[greatest(norm(*map(mid, torque)), B / 2)] * 3]

    means = along(pieces, told)
    sizes = told(*means)
    around_b = 2 * arb.pi() * b
    return [
        ([around_b * x for x in means[:3]], around_b * sizes[0]),
        ([around_b * b * x for x in means[3:6]], around_b * b * sizes[3]),
    ]


def mid(x: Ball) -> Ball:
    return x.mid()


def wrench(r: Vector, n_a: Vector, n_b: Vector, a: Ball, b: Ball) -> list[tuple[Vector, Ball]]:
    """`forced`, along the smaller wire, whose sums settle sooner."""
    if b <= a:
        return forced(r, n_a, n_b, a, b)
    (F, f), (N, n) = forced([-x for x in r], n_b, n_a, b, a)
    F = [-x for x in F]
    return [(F, f), (add((-1, N), (-1, cross(r, F))), n + norm(*r) * f)]


def force_at(r, n_a, n_b, a, b):
    force, size = wrench(r, n_a, n_b, a, b)[0]
    return by(size, *force)


def torque_at(r, n_a, n_b, a, b):
    torque, size = wrench(r, n_a, n_b, a, b)[1]
    return by(size, *torque)


FORCE = "the force, or where it vanishes ∫|B_a| dl, for a small loop m_b|∇B_a|"
TORQUE = "the torque, or where it vanishes m_b|B_a|"
ALONG = "∮ dl × B along the wire, B by K and E"
case(loops.pair_force, 1e-12, FORCE, PAIRS, ALONG, pair, apart)(force_at)
case(loops.pair_torque, 1e-12, TORQUE, PAIRS, ALONG, pair, apart)(torque_at)


@case(loops.pair_wrench, 1e-12, "as those two", PAIRS, ALONG, pair, apart)
def _(r, n_a, n_b, a, b):
    (F, f), (N, n) = wrench(r, n_a, n_b, a, b)
    return [*by(f, *F), *by(n, *N)]


@case(
    loops.mutual_inductance,
    1e-12,
    "M, or where it vanishes ∫|A_a| dl, for a small loop its area times |B_a|",
    PAIRS,
    "∮ A·dl along the wire, A by K and E",
    pair,
    apart,
)
def _(r, n_a, n_b, a, b):
    if b > a:
        r, n_a, n_b, a, b = r, n_b, n_a, b, a
    n_a, n_b = unit(n_a), unit(n_b)
    e, f = across(n_b)

    def pieces(c, s):
        x, step = add((1, r), (b * c, e), (b * s, f)), add((c, f), (-s, e))
        turn = cross(n_a, x)
        z, rho = dot(n_a, x), norm(*turn)
        if not rho > 0:
            raise Unsettled
        m = 4 * a * rho / ((a + rho) ** 2 + z * z)
        A = arb(MU) / arb.pi() * (a / (rho * m)).sqrt()
        A *= (1 - m / 2) * first_kind(m) - second_kind(m)
        B = norm(*loop_field(rho, z, a))
        return [A * dot(turn, step) / rho, A, B]

    def told(M, A, B):
        return [greatest(mid(M), min(abs(A), b / 2 * abs(B), key=float))]

    means = along(pieces, told)
    scale = 2 * arb.pi() * b
    return [(scale * means[0], scale * told(*means)[0])]


@case(
    loops.self_inductance,
    1e-14,
    ITSELF,
    "wire/a from 1e−100 to 1",
    "its formula",
    lambda random: (
        *(lambda a: (a, a * random.choice((size(random, -100, 0), random.random()))))(
            size(random, -9, 9)
        ),
        random.uniform(0, 1),
    ),
    lambda a, wire, interior: 0 < wire < a and interior >= 0,
)
def _(a, wire, interior):
    return own(arb(MU) * a * ((8 * a / wire).log() - 2 + interior))


def thick_ring(random: Random) -> tuple[float, float]:
    a = size(random, -9, 9)
    return a, a * random.choice((size(random, -8, 0), 0.9 * random.random()))


@case(
    loops.ring_inductances,
    1e-14,
    ITSELF,
    "wire/a from 1e−8 to 1/2",
    "its formulas",
    thick_ring,
    lambda a, wire: 0 < wire <= a / 2,
)
def _(a, wire):
    l, x2 = (8 * a / wire).log(), (wire / a) ** 2
    filled, around = l - arb(7) / 4, l - 2
    return own(
        arb(MU) * a * (filled + x2 * (l / 8 + arb(1) / 24)),
        arb(MU) * a * (filled - x2 * (l / 8 - arb(5) / 24)),
        arb(MU) * a * (around + x2 * l / 4),
        arb(MU) * a * (around - x2 * (l / 4 - arb(1) / 2)),
        arb(MU) * a * (around - x2 * (l * l / 4 - l / 2 + arb(1) / 16)),
    )


def toroidal_slope(n: int, chi: Ball) -> Ball:
    """The derivative of P_{n-1/2}."""
    v = arb(n) - arb(1) / 2
    series = ((chi - 1) / (chi + 1)).hypgeom_2f1(1 - v, -v, arb(2))
    return v * (v + 1) / 2 * ((chi + 1) / 2) ** (v - 1) * series


def toroidal_second(n: int, chi: Ball) -> Ball:
    """Q_{n-1/2}."""
    v = arb(n) - arb(1) / 2
    series = (1 / chi**2).hypgeom_2f1((v + 2) / 2, (v + 1) / 2, v + arb(3) / 2)
    return (
        arb.pi().sqrt() * (v + 1).gamma() / (v + arb(3) / 2).gamma() * series / (2 * chi) ** (v + 1)
    )


def thick_enough(*arguments: float) -> bool:
    a, wire = arguments[-2:]
    return 1e-8 * a <= wire <= 0.9 * a


@case(
    loops.perfect_ring_inductance,
    1e-14,
    ITSELF,
    "wire/a from 1e−8 to 0.9",
    "the sum over Q and P by ₂F₁",
    thick_ring,
    thick_enough,
)
def _(a, wire):
    chi, total, n = a / wire, arb(0), 0
    here = toroidal_second(0, chi)
    while True:
        above = toroidal_second(n + 1, chi)
        slope = (n + arb(1) / 2) * (above - chi * here) / (chi**2 - 1)
        term = (2 if n else 1) * slope / toroidal_slope(n, chi) / (arb(1) / 4 - n * n)
        total += term
        if n and not abs(term) > 1e-22 * abs(total):  # nor where digits are wanting
            break
        here, n = above, n + 1
    return own(2 * arb.pi() ** 2 * arb(MU) * a * (1 - (wire / a) ** 2).sqrt() / total)


@case(
    loops.perfect_ring_current,
    1e-13,
    "the greatest",
    "wire/a from 1e−8 to 0.9",
    "Fourier series, P by ₂F₁, over its own mean",
    lambda random: (random.uniform(-7, 7), *thick_ring(random)),
    thick_enough,
)
def _(angle, a, wire):
    chi = a / wire
    slopes = [toroidal_slope(0, chi)]
    while len(slopes) < 3 or slopes[-1] < 1e23 * -slopes[0]:
        slopes.append(toroidal_slope(len(slopes), chi))

    def current(cosine: Ball) -> Ball:
        """Its shape; cosine of the angle."""
        turned = (1 + chi * cosine) / (chi + cosine)
        waves = [(2 if n else 1) * arb(turned).chebyshev_t(n) / p for n, p in enumerate(slopes)]
        return -((chi - turned) ** (arb(3) / 2)) * sum(waves, arb(0))

    points = 8 * len(slopes)
    mean = sum([current((2 * arb(j) / points).cos_pi()) for j in range(points)], arb(0)) / points
    return by(current(arb(-1)) / mean, current(arb(angle).cos()) / mean)


# --- Dipoles -----------------------------------------------------------------------------------


def dipole_pair(random: Random):
    return vector(random, -9, 9), vector(random, -9, 9), vector(random, -9, 9)


ANY = "lengths and moments from 1e−9 to 1e9"
DERIVED = "its formula"


def directions(r: Vector, m_a: Vector, m_b: Vector):
    e, u, v = unit(r), unit(m_a), unit(m_b)
    return norm(*r), norm(*m_a) * norm(*m_b) * arb(MU) / (4 * arb.pi()), e, u, v


@case(
    dipoles.field,
    3e-15,
    "|B|",
    ANY,
    DERIVED,
    lambda random: (vector(random, -9, 9), vector(random, -9, 9)),
)
def _(r, m):
    d = norm(*r)
    scale = arb(MU) / (4 * arb.pi() * d**3)
    B = add((3 * scale * dot(r, m) / d**2, r), (-scale, m))
    return by(norm(*B), *B)


@case(dipoles.energy, 8e-15, "μ0 m_a m_b/4πr³", ANY, DERIVED, dipole_pair)
def _(r, m_a, m_b):
    d, scale, e, u, v = directions(r, m_a, m_b)
    scale /= d**3
    return by(scale, scale * (dot(u, v) - 3 * dot(e, u) * dot(e, v)))


@case(dipoles.force, 8e-15, "3μ0 m_a m_b/4πr⁴", ANY, DERIVED, dipole_pair)
def _(r, m_a, m_b):
    d, scale, e, u, v = directions(r, m_a, m_b)
    scale *= 3 / d**4
    c_a, c_b = dot(e, u), dot(e, v)
    F = add((dot(u, v) - 5 * c_a * c_b, e), (c_b, u), (c_a, v))
    return by(scale, *(scale * x for x in F))


@case(dipoles.torque, 3e-15, "m_b |B_a|", ANY, DERIVED, dipole_pair)
def _(r, m_a, m_b):
    d, scale, e, u, v = directions(r, m_a, m_b)
    B = add((3 * dot(e, u), e), (-1, u))
    scale /= d**3
    return by(scale * norm(*B), *(scale * x for x in cross(v, B)))


def with_radii(random: Random):
    r = vector(random, -2, 2)
    d = math.hypot(*r)
    return r, vector(random), vector(random), d * size(random, -4, 0), d * size(random, -4, 0)


def slopes_of(e: Vector, u: Vector, v: Vector, powers: int) -> list[list[Ball]]:
    """Taylor coefficients of |ê + s û + t v̂|⁻³ in s and t, by Gegenbauer's polynomials of
    power series: the square in it is Q(t) + s L(t) + s²."""
    kept = ctx.cap
    ctx.cap = powers + 1
    try:
        Q = arb_series([1, 2 * dot(e, v), 1])
        L = arb_series([2 * dot(e, u), 2 * dot(u, v)])
        root = 1 / Q.sqrt()
        rows, half = [], arb(3) / 2
        for p in range(powers + 1):
            row = arb_series([0])
            for k in range(p // 2 + 1):
                weight = (-1) ** (p - k) * half.rising(p - k)
                weight /= arb.fac_ui(k) * arb.fac_ui(p - 2 * k)
                row = row + weight * L ** (p - 2 * k) * root ** (3 + 2 * (p - k))
            rows.append([row[q] for q in range(powers + 1)])
        return rows
    finally:
        ctx.cap = kept


def expansion(r, m_a, m_b, a, b, order, least=0):
    """Force and torque of the loops' orders from ``least`` on, over the dipoles' scales."""
    d, scale, e, u, v = directions(r, m_a, m_b)
    s, t = (a / d) ** 2, (b / d) ** 2
    g = slopes_of(e, u, v, 2 * order + 2)
    radial = along_a = along_b = turning = arb(0)
    for j in range(order + 1):
        for k in range(order + 1 - j):
            if j + k < least:
                continue
            weight = (-s / 4) ** j * (-t / 4) ** k * arb.fac_ui(2 * j + 1) * arb.fac_ui(2 * k + 1)
            weight /= arb.fac_ui(j) * arb.fac_ui(j + 1) * arb.fac_ui(k) * arb.fac_ui(k + 1)
            p, q = 2 * j, 2 * k
            radial += weight * g[p + 1][q + 1]
            along_a += weight * g[p][q + 1]
            along_b += weight * g[p + 1][q]
            turning += weight * g[p][q]
    # the gradient of the coefficient of s t in 1/|…| is minus that in (ê + sû + tv̂)/|…|³
    F = add((-radial, e), (-along_a, u), (-along_b, v))
    N = cross(v, add((-along_b, e), (-turning, u)))
    return d, scale, s + t, F, N


def corrected(which, powers):
    def exact(r, m_a, m_b, a, b):
        d, scale, share, *found = expansion(r, m_a, m_b, a, b, 1, least=1)
        scale /= d**powers
        return by(scale * share, *(scale * x for x in found[which]))

    return exact


SHARE = "dipoles' scale times (a² + b²)/r²"
OPERATORS = "derivatives of 1/r, by Gegenbauer's polynomials"
case(dipoles.force_correction, 1e-12, f"the {SHARE}", "a, b ≤ r", OPERATORS, with_radii)(
    corrected(0, 4)
)
case(dipoles.torque_correction, 1e-12, f"the {SHARE}", "a, b ≤ r", OPERATORS, with_radii)(
    corrected(1, 3)
)


def expanded(which, powers):
    def exact(r, m_a, m_b, a, b, order):
        d, scale, _, *found = expansion(r, m_a, m_b, a, b, order)
        scale *= 3 / d**powers
        return by(scale, *(scale / 3 * x for x in found[which]))

    return exact


def with_order(random: Random):
    r, m_a, m_b, a, b = with_radii(random)
    return r, m_a, m_b, a / 4, b / 4, random.randrange(9)


def half_apart(r, m_a, m_b, a, b, order):
    return 0 <= order <= 8 and math.hypot(*r) >= 2 * (a + b)


TWICE = "r ≥ 2(a + b), orders 0 to 8"
case(dipoles.force_expansion, 1e-13, "3μ0 m_a m_b/4πr⁴", TWICE, OPERATORS, with_order, half_apart)(
    expanded(0, 4)
)
case(dipoles.torque_expansion, 1e-13, "3μ0 m_a m_b/4πr³", TWICE, OPERATORS, with_order, half_apart)(
    expanded(1, 3)
)


# --- The ring magnet ---------------------------------------------------------------------------

AWAY = "from 1e−7 a beside the ring to 1e8 a"
beside = off_wire(1e-7, 1e8)


def near_ring(random: Random):
    """Also near the nulls on the axis, 2z² = a² and 2z² = 3a²."""
    rho, z, a = about(random, -7, 8)
    if random.random() < 0.2:
        z = a * math.sqrt(random.choice((0.5, 1.5))) * (1 + signed(random, -16, -1))
        rho = a * random.choice((0.0, size(random, -12, -1)))
    return rho, z, a


@case(ring.field, 1e-13, "|B|; B_ρ in the plane and on the axis: itself", AWAY, MEANS, near_ring,
      beside)  # fmt: skip
def _(rho, z, a):
    B = ring_field(rho, z, a)
    return by(norm(*B), *B)


@case(ring.field_gradient, 1e-13, "the gradient", AWAY, MEANS, near_ring, beside)
def _(rho, z, a):
    G = ring_gradient(rho, z, a)
    return by(norm(*G), *G)


def magnet(random: Random):
    rho, z, a = near_ring(random)
    return rho, z, angle_(random), angle_(random), a


def outside(rho, z, dphi, theta, a):
    return beside(rho, z, a)


def local(dphi: Ball, theta: Ball) -> Vector:
    return [theta.sin() * dphi.cos(), -theta.sin() * dphi.sin(), theta.cos()]


@case(ring.energy, 1e-13, "m|B|", AWAY, MEANS, magnet, outside)
def _(rho, z, dphi, theta, a):
    B, n = ring_field(rho, z, a), local(dphi, theta)
    return by(norm(*B), -n[0] * B[0] - n[2] * B[1])


@case(ring.torque, 1e-13, "m|B|", AWAY, MEANS, magnet, outside)
def _(rho, z, dphi, theta, a):
    B_rho, B_z = ring_field(rho, z, a)
    return by(norm(B_rho, B_z), *cross(local(dphi, theta), [B_rho, arb(0), B_z]))


@case(ring.force, 1e-13, "m times the gradient", AWAY, MEANS, magnet, outside)
def _(rho, z, dphi, theta, a):
    per_length, mixed, axial = ring_gradient(rho, z, a)
    n = local(dphi, theta)
    return by(
        norm(per_length, mixed, axial),
        n[2] * mixed - n[0] * (per_length + axial),
        n[1] * per_length,
        n[0] * mixed + n[2] * axial,
    )


@case(
    ring.hessian,
    1e-13,
    "m times the second derivatives; near the axis, of their size there",
    AWAY,
    MEANS,
    magnet,
    outside,
)
def _(rho, z, dphi, theta, a):
    zzz, rzz, ppz, rpp = ring_third(rho, z, a)
    rrz, rrr = -zzz - ppz, -rpp - rzz
    n = local(dphi, theta)
    size = norm(zzz, rzz, ppz, rpp)
    if rho < a / 2:
        size = greatest(size, arb(MU) / a**4 * (1 + (z / a) ** 2) ** arb(-2.5))
    rr, pp, zz = n[0] * rrr + n[2] * rrz, n[0] * rpp + n[2] * ppz, n[0] * rzz + n[2] * zzz
    rz, rp, pz = n[0] * rrz + n[2] * rzz, n[1] * rpp, n[1] * ppz
    return by(size, *(-x for x in (rr, rp, rz, rp, pp, pz, rz, pz, zz)))


def casimir_parts(rho, z, a):
    """The four parts and the integrals of their integrands' magnitudes."""
    J = {n: moment(n, 0, rho, z, a) for n in (7, 9, 11)}
    line9, line11 = moment(9, 1, rho, z, a), moment(11, 1, rho, z, a)
    along_ = terms(13 * J[7], -56 * z**2 * J[9], 63 * z**4 * J[11])
    mixed = terms(-56 * z * line9, 126 * z**3 * line11)
    square = terms(arb(63) / 2 * z**2 * J[9], -arb(63) / 2 * z**4 * J[11])[0]
    turning = arb(63) / 2 * z**2 * moment(11, 2, rho, z, a)
    scale = 2 * arb.pi() * a
    parts = [along_[0], mixed[0], square, turning]
    sizes = [along_[1], mixed[1], abs(square), abs(square)]
    return [-scale * x for x in parts], [scale * x for x in sizes]


@case(
    ring.casimir_polder_parts,
    1e-13,
    "the integral of the integrand's magnitude",
    AWAY,
    MEANS,
    near_ring,
    lambda rho, z, a: beside(rho, z, a) and z != 0,
)
def _(rho, z, a):
    return list(zip(*casimir_parts(rho, z, a), strict=True))


@case(
    ring.casimir_polder,
    1e-13,
    PARTS,
    AWAY,
    MEANS,
    magnet,
    outside,
)
def _(rho, z, dphi, theta, a):
    parts, sizes = casimir_parts(rho, z, a)
    s, c = theta.sin(), theta.cos()
    weights = [c * c, s * c * dphi.cos(), s * s, s * s * (2 * dphi).cos()]
    scale = arb(HBAR_C) / (32 * arb.pi() ** 2)
    value = sum((w * x for w, x in zip(weights, parts, strict=True)), arb(0))
    size = sum((abs(w) * x for w, x in zip(weights, sizes, strict=True)), arb(0))
    return [(scale * value, scale * size)]


# --- The top -----------------------------------------------------------------------------------


def height(random: Random) -> tuple[float]:
    """Also near where the field or its slope vanishes."""
    kind = random.randrange(3)
    if kind == 0:
        return (math.sqrt(random.choice((0.5, 1.5))) * (1 + signed(random, -9, -1)),)
    return (random.uniform(0, 5) if kind == 1 else signed(random, -6, 6),)


def on_axis(z: Ball) -> tuple[list[Ball], list[Ball]]:
    """The second to fourth derivatives of (1 + z²)^(-1/2), and the sizes of their terms."""
    s = 1 + z * z
    rows = [(2, -1), (-6, 9, 0), (24, -72, 9)]
    powers = [[z**2, arb(1)], [z**3, z, arb(0)], [z**4, z**2, arb(1)]]
    found, sizes = [], []
    for n, (row, power) in enumerate(zip(rows, powers, strict=True), 2):
        value, size = terms(*(c * p for c, p in zip(row, power, strict=True)))
        scale = s ** (-n) / s.sqrt()
        found.append(scale * value)
        sizes.append(scale * size)
    return found, sizes


@case(
    levitron.stiffness,
    1e-13,
    "what the terms of B, B′ and B″ come to",
    "|z| from 1e−6 to 1e6",
    "the derivatives, written out",
    height,
    lambda z: 1e-6 <= abs(z) <= 1e6,
)
def _(z):
    (b, slope, bend), (size_b, size_slope, size_bend) = on_axis(z)
    w = abs(slope)
    share = size_slope / w  # of its own value, that the slope's rounding is
    weight = -slope if b > 0 else slope
    beta, c = -b / slope, -bend / slope / 2
    return [
        (weight, size_slope),
        (beta, size_b / w + abs(beta) * share),
        (c, size_bend / w / 2 + abs(c) * share),
    ]


def quartic(z: Ball, kappa: Ball) -> tuple[Ball, Ball]:
    (b, slope, bend), _ = on_axis(z)
    return -b / slope, -bend / slope / 2


def discriminant(kappa: Ball, beta: Ball, c: Ball) -> arb_poly:
    """Of (ω² + c)(κω² - sω + β) - 1/4, a polynomial in s²."""
    p, q, r = arb_poly([0, -1]), arb_poly([kappa * c + beta]), arb_poly([0, -c])
    t, k = arb_poly([c * beta - arb(1) / 4]), arb_poly([kappa])
    found = (
        256 * k**3 * t**3 - 192 * k**2 * p * r * t**2 - 128 * k**2 * q**2 * t**2
        + 144 * k**2 * q * r**2 * t - 27 * k**2 * r**4 + 144 * k * p**2 * q * t**2
        - 6 * k * p**2 * r**2 * t - 80 * k * p * q**2 * r * t + 18 * k * p * q * r**3
        + 16 * k * q**4 * t - 4 * k * q**3 * r**2 - 27 * p**4 * t**2 + 18 * p**3 * q * r * t
        - 4 * p**3 * r**3 - 4 * p**2 * q**3 * t + p**2 * q**2 * r**2
    )  # fmt: skip
    return arb_poly([found[i] for i in range(0, found.degree() + 1, 2)])


@case(
    levitron.spins,
    1e-9,
    ITSELF,
    "heights from 1.60 to 1.86 and κ from 1e−3 to 1, where there are spins",
    "zeros of the quartic's discriminant",
    lambda random: (random.uniform(1.6, 1.86), size(random, -3, 0)),
    lambda z, kappa: 1.6 <= z <= 1.86 and 1e-3 <= kappa <= 1 and spun(z, kappa),
    balls=False,
)
def _(z, kappa):
    ctx.prec = 512
    found = levitron.spins(z, kappa)
    z, kappa = ball(z), ball(kappa)
    squares = acb_poly(discriminant(kappa, *quartic(z, kappa))).roots(tol=2.0**-200)
    limits = [x.real.sqrt() for x in squares if abs(float(x.imag.mid())) < 1e-40 and x.real > 0]
    return own(*(min(limits, key=lambda s, x=x: abs(float(s) - x)) for x in found))


def spun(z: float, kappa: float) -> bool:
    """Whether there are two limits, and not just one of their merging."""
    found = levitron.spins(z, kappa)
    return found is not None and found[1] - found[0] > 1e-3 * found[1]


@case(
    levitron.growth,
    1e-6,
    "the largest of 1 and spin/κ",
    "heights from 1.3 to 2, κ from 0.01 to 1, spins from 0.01 to 10",
    "zeros of the quartic",
    lambda random: (random.uniform(1.3, 2), size(random, -2, 1), size(random, -2, 0)),
    lambda z, spin, kappa: 1.3 <= z <= 2 and 0.01 <= spin <= 10 and 0.01 <= kappa <= 1,
    balls=False,
)
def _(z, spin, kappa):
    ctx.prec = 512
    z, s, k = ball(z), ball(spin), ball(kappa)
    beta, c = quartic(z, k)
    zeros = acb_poly([c * beta - arb(1) / 4, -s * c, k * c + beta, -s, k]).roots(tol=2.0**-200)
    rates = [abs(x.imag) for x in zeros] + ([(-2 * c).sqrt()] if c < 0 else [arb(0)])
    return by(greatest(arb(1), s / k), greatest(*rates))


@case(
    levitron.pull,
    1e-4,
    "the largest component of B and its slopes, weight included",
    "heights from 1.5 to 2, ρ up to 0.3",
    MEANS,
    lambda random: (
        random.uniform(-0.2, 0.2),
        random.uniform(-0.2, 0.2),
        random.uniform(1.5, 2),
        vector(random),
        1.0,
    ),
    lambda x, y, z, n, scale: 1.5 <= z <= 2 and math.hypot(x, y) <= 0.3 and scale < 100
    and 0.5 < math.hypot(*n) < 2,
)  # fmt: skip
def _(x, y, z, n, scale):
    rho = norm(x, y)
    unit_ = scale * 2 / arb(MU)  # B in units of μ0 λ/2a
    B_rho, B_z = (unit_ * B for B in ring_field(rho, z, arb(1)))
    per_length, mixed, axial = (unit_ * G for G in ring_gradient(rho, z, arb(1)))
    e = [x / rho, y / rho, arb(0)]
    side = dot(e, n)
    radial = mixed * n[2] - (2 * per_length + axial) * side
    force = [radial * e[i] + per_length * n[i] for i in range(2)]
    force.append(mixed * side + axial * n[2] - 1)
    torque = cross(n, [B_rho * e[0], B_rho * e[1], B_z])
    return by(greatest(B_rho, B_z, per_length, mixed, axial, arb(1)), *force, *torque)


@case(
    levitron.follow,
    0.02,
    "the push",
    "15 time units of tops that are stable, pushes up to 0.08",
    "DOP853 to 1e−9 in the ring's exact field",
    lambda random: (
        random.uniform(1.7, 1.8),
        random.uniform(0.7, 1.1),
        random.uniform(0.03, 0.1),
        random.uniform(0.005, 0.08),
    ),
    lambda h, spin, kappa, push: (
        1.7 <= h <= 1.8
        and 0.005 <= abs(push) <= 0.08
        and (levitron.spins(h, kappa) or (9, 0))[0] * 1.2 < spin < levitron.spins(h, kappa)[1] / 1.2
    ),
    balls=False,
)
def _(h, spin, kappa, push):
    ctx.prec = 128
    (times, *_), _ = levitron.follow(h, spin, kappa, push, 15.0, 1.0)
    exact = solve_ivp(
        rigid_body(kappa, 1 / levitron.stiffness(h)[0]),
        (0, times[-1]),
        hovering(h, spin, push),
        method="DOP853",
        rtol=1e-7,
        atol=1e-9,
        t_eval=times,
    )
    return by(arb(abs(push)), *map(arb, exact.y[:3].T[-1]))


def last_place(h, spin, kappa, push):
    """Where the path of `levitron.follow` ends after 15 time units."""
    (_, xs, ys, zs, _), _ = levitron.follow(h, spin, kappa, push, 15.0, 1.0)
    return xs[-1], ys[-1], zs[-1]


CASES["levitron.follow"] = CASES["levitron.follow"]._replace(function=last_place)


# --- The sphere --------------------------------------------------------------------------------

LONG_SUMS = "sums along the wire, 19 digits"
WIRE = "wire at 1.1 a and more from the centre, b ≥ 1e−2 of its distance, |ka| from 1e−3 to 1e5"


def nearest(centre, normal, a, b) -> float:
    h, d, _, _ = sphere.place(np.array(centre), np.array(normal))
    return math.hypot(h, d - b) / a


def beside_sphere(random: Random):
    """(centre, normal, a, b, σ, ω)"""
    a = random.choice((1.0, size(random, -2, 0)))
    b = size(random, -1.5, 0.7)
    distance = random.choice((random.uniform(0, 3), size(random, 0, 1)))
    normal = vector(random)
    centre = normal if random.random() < 0.3 else vector(random)
    ka = size(random, -3, 5)
    omega = omega_for(ka, a)
    return tuple(distance * a * x for x in centre), normal, a, b * a, SIGMA, omega


def clear(centre, normal, a, b, sigma, omega, *_) -> bool:
    ka2 = MU * sigma * omega * a * a
    near = nearest(centre, normal, a, b)
    return (
        sigma == SIGMA
        and 1e-6 <= ka2 <= 1e10
        and near >= 1.1
        and b >= 1e-2 * math.hypot(*centre)
        and (math.hypot(*centre) + b) < 30 * near * a
    )


def by_sums(centre, normal, a, b, omega):
    ctx.prec = 128
    near = nearest(centre, normal, a, b)
    nodes = 2 * int(30 + 12 / (near - 1))
    with mp.workdps(60):  # a loop that is hardly off the axis has a direction too
        power, force = exact_power_and_force(along_wire(centre, normal, a, b, nodes), a, omega)
    return to_ball(power), [to_ball(x) for x in force]


def to_ball(x) -> Ball:
    if isinstance(x, mp.mpc):
        return acb(to_ball(x.real), to_ball(x.imag))
    return arb(mp.nstr(x, 33))


@case(sphere.power, 1e-12, ITSELF, WIRE, LONG_SUMS, beside_sphere, clear, balls=False)
def _(centre, normal, a, b, sigma, omega):
    return own(by_sums(centre, normal, a, b, omega)[0])


@case(sphere.force, 1e-12, "|F|", WIRE, LONG_SUMS, beside_sphere, clear, balls=False)
def _(centre, normal, a, b, sigma, omega):
    F = by_sums(centre, normal, a, b, omega)[1]
    return by(norm(*F), *F)


@case(sphere.torque, 0.0, "zero", WIRE, "zero", beside_sphere, clear, balls=False)
def _(centre, normal, a, b, sigma, omega):
    return own(arb(0), arb(0), arb(0))


def in_sphere(random: Random):
    """A point of the ball, within some skins of its surface, before the rest."""
    centre, normal, a, b, sigma, omega = beside_sphere(random)
    skin = min(1.0, math.sqrt(2 / (MU * sigma * omega * a * a)))
    depth = random.choice((0.0, size(random, -6, 0) * skin, random.random() * skin))
    point = vector(random)
    r = a * max(1 - depth, 0.05) * (1 - 1e-15)
    return tuple(r * x for x in point), centre, normal, a, b, sigma, omega


def conducting(point, centre, normal, a, b, sigma, omega) -> bool:
    skin = min(1.0, math.sqrt(2 / (MU * sigma * omega * a * a)))
    r = math.hypot(*point) / a
    return 0.04 < r < 1 - 4e-16 and 1 - r < 8 * skin and clear(centre, normal, a, b, sigma, omega)


def exact_density(point, centre, normal, a, b, omega):
    ctx.prec = 128
    near = nearest(centre, normal, a, b)
    with mp.workdps(60):
        J = exact_current(point, centre, normal, a, b, omega, nodes=2 * int(30 + 12 / (near - 1)))
        J = [to_ball(x) for x in J]
    return J, sum((abs(x) ** 2 for x in J), arb(0)).sqrt()


@case(
    sphere.current_density, 1e-12, "|J|", f"in the ball; {WIRE}",
    LONG_SUMS, in_sphere, conducting, balls=False,
)  # fmt: skip
def _(point, centre, normal, a, b, sigma, omega):
    J, size_ = exact_density(point, centre, normal, a, b, omega)
    return by(size_, *J)


@case(
    sphere.current_density_parts, 1e-12, "|J|",
    f"in the ball; {WIRE}", LONG_SUMS, in_sphere, conducting, balls=False,
)  # fmt: skip
def _(point, centre, normal, a, b, sigma, omega):
    J, size_ = exact_density(point, centre, normal, a, b, omega)
    return by(size_, *(x.real for x in J), *(x.imag for x in J))


def coaxial(random: Random):
    """(h, a, b, σ, ω, I, order)"""
    a = size(random, -2, 1)
    c, angle = 1.02 + size(random, -2, 2), random.uniform(0.02, 3.12)
    omega = omega_for(size(random, 1, 5), a)
    return c * a * math.cos(angle), a, c * a * math.sin(angle), SIGMA, omega, 1.0, 2


def seen(h, a, b, sigma, omega, I, order) -> bool:
    return (
        0 <= order <= 2
        and 1.021 * a <= math.hypot(h, b) <= 200 * a
        and b > 0.01 * abs(h)
        and 100 <= MU * sigma * omega * a * a <= 1e10
    )


def thin(h, a, b, sigma, omega, I, order, what):
    """The sum of the docstring, and of its terms' sizes."""
    c = norm(h, b)
    x, sine, ratio = h / c, b / c, a / c
    skin = (2 / (arb(MU) * sigma * omega * a * a)).sqrt()
    count = int(60 / -math.log(float(ratio))) + 10
    P = [sine * slope for slope in legendre_slopes(x, count + 2)]
    parts = []
    for n in range(1, count + 1):
        first = 1 - (n + arb(1) / 2) * skin if order else arb(1)
        if what == "power":
            factor = 1 - (n * skin if order else 0)
            factor += arb(n) * (n - 1) / 4 * skin**2 if order > 1 else 0
            parts.append(arb(2 * n + 1) / (n * (n + 1)) * ratio ** (2 * n) * P[n] ** 2 * factor)
        elif what == "force":
            parts.append(P[n] * P[n + 1] / (n + 1) * ratio ** (2 * n + 1) * first)
        else:
            share = (arb(n) / (n + 1) * P[n + 1]) ** 2
            for part in (share, -P[n] * P[n + 2]):
                parts.append(part * ratio ** (2 * n + 1) * first)
    value, size_ = terms(*parts)
    scale = {
        "power": arb.pi() * sine**2 * I * I / (2 * sigma * skin * a),
        "force": -arb.pi() / 2 * arb(MU) * sine**2 * I * I,
        "stiffness": -arb.pi() / 4 * arb(MU) * b * b * I * I / c**3,
    }[what]
    return [(scale * value, abs(scale) * size_)]


AXIAL = "wire from 1.021 a to 200 a, |ka| from 10 to 1e5, order 2"
for function, what in (
    (sphere.thin_skin_power, "power"),
    (sphere.thin_skin_axial_force, "force"),
    (sphere.thin_skin_radial_stiffness, "stiffness"),
):
    case(function, 1e-12, PARTS, AXIAL, "its terms", coaxial, seen)(
        functools.partial(thin, what=what)
    )


# --- What the sphere's sums are made of --------------------------------------------------------


def in_radii(random: Random) -> tuple[float, float, float]:
    """(b, h, d), a loop seen from a sphere of radius 1."""
    return (
        size(random, -1.5, 0.7),
        random.choice((0.0, random.uniform(-3, 3))),
        random.choice((0.0, random.uniform(0, 4), size(random, -9, 0))),
    )


def seen_clear(b, h, d, *_) -> bool:
    near = math.hypot(h, d - b)
    return near >= 1.1 and d >= 0 and 1e-2 * math.hypot(h, d) <= b and math.hypot(h, d) + b < 30


def powers_of(b, h, d) -> list[Ball]:
    """Σₘ tₙₘ² of the multipoles, by the double integral along the wire."""
    ctx.prec = 128
    nodes = 2 * int(30 + 12 / (math.hypot(h, d - b) - 1))
    with mp.workdps(60):
        found = along_wire((d, 0.0, h), (0.0, 0.0, 1.0), 1.0, b, nodes)[0]
    return [(2 * n + 1) * to_ball(p) / (4 * arb.pi()) for n, p in enumerate(found, 1)]


def first_powers(row) -> list[float]:
    """As many as are told apart from rounding."""
    return [float(x) for x in row[1:9]]


def squares_by_multipoles(b, h, d):
    _, columns = sphere.multipoles(b, h, d, count_of(b, h, d))
    return first_powers(sum((2 if m else 1) * np.square(c) for m, c in enumerate(columns)))


def squares_by_overlaps(b, h, d):
    count = count_of(b, h, d)
    return first_powers(sphere.overlaps(sphere.multipoles(b, h, d, count)[1], count)[0])


def squares_by_spectrum(b, h, d):
    return first_powers(sphere.spectrum(b, h, d)[2][0])


def count_of(b, h, d) -> int:
    return max(8, sphere.terms(1 / math.hypot(h, d - b)))


SQUARES = "Σₘ tₙₘ² of n ≤ 8, over the loop's part in n"
LOOPS_SEEN = "wire at 1.1 radii and more, loop up to 30 radii, not small against its distance"
for function, call in (
    (sphere.multipoles, squares_by_multipoles),
    (sphere.overlaps, squares_by_overlaps),
    (sphere.spectrum, squares_by_spectrum),
):

    def _(b, h, d):
        near = math.hypot(h, d - b)
        found = powers_of(b, h, d)[:8]
        return [(x, max(abs(x), arb(1e-3) * near ** (-2 * n), key=float))
                for n, x in enumerate(found, 1)]  # fmt: skip

    case(function, 1e-12, SQUARES, LOOPS_SEEN, LONG_SUMS, in_radii, seen_clear, balls=False)(_)
    name = f"sphere.{function.__name__}"
    CASES[name] = CASES[name]._replace(function=call)


def with_response(random: Random):
    return (*in_radii(random), size(random, -6, 10))


def force_in_units(b, h, d, y):
    return sphere.power_and_force(b, h, d, y, count_of(b, h, d))


def force_in_parts(b, h, d, y):
    """By `heat` and `push`."""
    tilt, count, (square, along_x, along_z) = sphere.spectrum(b, h, d)
    _, q, screening = sphere.responses(y, count)
    aside, up = sphere.push(tilt, along_x, along_z, screening)
    return sphere.heat(square, q) / 2, aside / 2, up / 2


def exact_units(b, h, d, y):
    omega = y / (MU * SIGMA)
    power, force = by_sums((d, 0.0, h), (0.0, 0.0, 1.0), 1.0, b, omega)
    scale = arb(MU)
    power = power / (scale * omega)
    F = norm(*force) / scale
    return [*own(power), *by(F, force[0] / scale, force[2] / scale)]


for function, call in (
    (sphere.power_and_force, force_in_units),
    (sphere.heat, force_in_parts),
    (sphere.push, force_in_parts),
):
    case(
        function, 1e-12, "the power; the force", LOOPS_SEEN, LONG_SUMS, with_response,
        lambda b, h, d, y: seen_clear(b, h, d) and 1e-6 <= y <= 1e10
        and (h != 0 or d > 1e-6), balls=False,
    )(exact_units)  # fmt: skip
    name = f"sphere.{function.__name__}"
    CASES[name] = CASES[name]._replace(function=call)


def bessel_ratio(y: Ball, count: int) -> list[Ball]:
    """ρₙ for n ≤ count + 1 by Bessel functions of half-integer order, √(iy) their argument."""
    x = (acb(0, 1) * y).sqrt()
    order = arb(count) + arb(3) / 2
    rho = x.bessel_i(acb(order)) / x.bessel_i(acb(order - 1)) / x
    found = [rho]
    for n in range(count, 0, -1):
        found.append(1 / (2 * n + 1 + x * x * found[-1]))
    return [None, *reversed(found)]


def response_rows(y, count):
    return [row[1:] for row in sphere.responses(y, count)]


@case(
    sphere.responses, 1e-14, "each its own", "y from 1e−10 to 1e10, n ≤ 40", "Bessel functions",
    lambda random: (size(random, -10, 10), random.randrange(1, 41)),
    lambda y, count: 1e-10 <= y <= 1e10 and 1 <= count <= 40,
)  # fmt: skip
def _(y, count):
    rho = bessel_ratio(y, count)
    p = [rho[n].real for n in range(1, count + 1)]
    q = [-rho[n].imag for n in range(1, count + 1)]
    screened = [-y * (rho[n] * rho[n + 1]).imag for n in range(1, count + 1)]
    return own(*p, *q, *screened)


CASES["sphere.responses"] = CASES["sphere.responses"]._replace(function=response_rows)


def profile_rows(depth, y, count):
    return [row[1:] for row in sphere.depth_profile(depth, 1 - depth, y, count)]


def profile_parts(depth, y, count):
    r = 1 - depth
    rows = sphere.responses(y * r * r, count), sphere.responses(y, count)
    return [row[1:] for row in sphere.profile_from(depth, r, y, *rows)]


for function, call in (
    (sphere.depth_profile, profile_rows), (sphere.profile_from, profile_parts),
):  # fmt: skip

    def _(depth, y, count):
        r, ka = 1 - depth, (acb(0, 1) * y).sqrt()
        found = []
        for n in range(1, count + 1):
            order = acb(arb(n) + arb(1) / 2)
            lower = acb(arb(n) - arb(1) / 2)
            x = (ka * r).bessel_i(order) / (ka.bessel_i(lower) * ka * r.sqrt())
            found.append(x)
        return [
            *((x.real, abs(x)) for x in found),
            *((x.imag, abs(x)) for x in found),
        ]

    case(
        function, 1e-12, "its size, for an exact depth", "up to 8 skins deep, y up to 1e10, n ≤ 20",
        "Bessel functions",
        lambda random: (2.0 ** -random.randrange(1, 30), size(random, -6, 10),
                        random.randrange(1, 21)),
        lambda depth, y, count: 0 < depth <= 0.5 and depth * math.sqrt(y) < 8
        and 1e-6 <= y <= 1e10 and 1 <= count <= 20 and 1 - (1 - depth) == depth,
    )(_)  # fmt: skip
    name = f"sphere.{function.__name__}"
    CASES[name] = CASES[name]._replace(function=call)


@case(
    sphere.place, 1e-14, "the distance from the origin", "any place and normal", DERIVED,
    lambda random: (vector(random, -3, 3), vector(random, -3, 3)),
)  # fmt: skip
def _(centre, normal):
    n = unit(normal)
    h = dot(centre, n)
    size_ = norm(*centre)
    rest = add((1, centre), (-h, n))
    return [*by(size_, h, norm(*rest)), *by(arb(1), *n)]


def placed(centre, normal):
    h, d, n, _ = sphere.place(centre, normal)
    return h, d, *n


CASES["sphere.place"] = CASES["sphere.place"]._replace(function=placed)


def left_out(ratio):
    """What the terms that are not kept come to, over all."""
    count, q = sphere.terms(ratio), ratio * ratio
    whole_ = q * (1 + q) / (1 - q) ** 3
    kept = math.fsum(n * n * q**n for n in range(1, count + 1))
    return max(0.0, 1 - kept / whole_)


@case(
    sphere.terms, 1e-13, "the sum of n² ratio²ⁿ: what is left out", "ratios from 0.01 to 0.99",
    "its closed form", lambda random: (random.uniform(0.01, 0.99),),
    lambda ratio: 0.01 <= ratio <= 0.99, balls=False,
)  # fmt: skip
def _(ratio):
    return by(arb(1), arb(0))


CASES["sphere.terms"] = CASES["sphere.terms"]._replace(function=left_out)


def images(b, h, d):
    """Places of the image, seen in the frame of the loop."""
    tilt, _, (s, z, turn), _ = sphere.image(b, h, d, 8)
    c, t = math.cos(tilt), math.sin(tilt)
    x = [a * w.real for a, w in zip(s, turn, strict=True)]
    y = [a * w.imag for a, w in zip(s, turn, strict=True)]
    spread = [(c * p + t * q, r, c * q - t * p) for p, r, q in zip(x, y, z, strict=True)]
    return [off_circle(b, h, d, place_) for place_ in spread]


def off_circle(b, h, d, place_):
    """By how much the inverse of a place lies off the loop, over the nearest distance."""
    r2 = sum(p * p for p in place_)
    x, y, z = (p / r2 for p in place_)
    return math.hypot(math.hypot(x - d, y) - b, z - h) / math.hypot(h, d + b)


@case(
    sphere.image, 1e-13, "the farthest distance: by how much a place is off the loop", LOOPS_SEEN,
    "inversion in the sphere", in_radii, seen_clear, balls=False,
)  # fmt: skip
def _(b, h, d):
    return by(arb(1), *[arb(0)] * len(images(b, h, d)))


CASES["sphere.image"] = CASES["sphere.image"]._replace(function=images)


def legendre_from_angle(angle, ratio, count):
    return sphere.legendre_row(math.cos(angle), math.sin(angle), ratio, count)[1:]


@case(
    sphere.legendre_row, 1e-13, "the greatest of its degree", "n ≤ 40", "Legendre polynomials",
    lambda random: (random.uniform(0.01, 3.13), random.random(), random.randrange(1, 41)),
    lambda angle, ratio, count: 0 < ratio < 1 and 1 <= count <= 40 and 0 < angle < 3.14,
)  # fmt: skip
def _(angle, ratio, count):
    slopes = legendre_slopes(arb(math.cos(float(angle))), count)
    sine = arb(math.sin(float(angle)))
    return [(sine * slopes[n] * ratio**n, n * ratio**n) for n in range(1, count + 1)]


CASES["sphere.legendre_row"] = CASES["sphere.legendre_row"]._replace(function=legendre_from_angle)


@case(
    sphere.sideways, 1e-14, PARTS, "n ≤ 20", DERIVED,
    lambda random: (tuple(signed(random, -2, 2) for _ in range(23)), random.randrange(1, 21)),
    lambda row, n: 1 <= n <= 20,
)  # fmt: skip
def _(row, n):
    return [terms((arb(n) / (n + 1) * row[n + 1]) ** 2, -row[n] * row[n + 2])]
