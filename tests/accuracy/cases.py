"""Every public function: its domain, its reference, and how large its error may be."""

import functools
import math
from array import array
from itertools import pairwise
from random import Random

import numpy as np
from flint import acb, acb_poly, arb, arb_poly, arb_series, ctx
from scipy.integrate import solve_ivp

from magbook import (
    HBAR_C,
    MU_0,
    coils,
    dipoles,
    levitron,
    loops,
    motion,
    ring,
    special,
    sphere,
    top,
)
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
    is_narrow,
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
from tests.accuracy.hunt import CASES as CASES
from tests.accuracy.hunt import angle_, case, place, signed, size, vector
from tests.accuracy.wires import (
    Wrench,
    answered,
    answers,
    crossed,
    current_density,
    growing,
    power_and_wrench,
    sums,
    to_ball,
    told,
)
from tests.test_levitron import field as ring_and_slope
from tests.test_levitron import hovering, rigid_body
from tests.test_sphere import SIGMA, omega_for

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


@case(special.ellipk, ITSELF, "m < 1, from −1e300 on", "Arb's K", parameter)
def _(m):
    return own(first_kind(m))


@case(special.ellipe, ITSELF, "m ≤ 1, from −1e300 on", "Arb's E", parameter)
def _(m):
    return own(second_kind(m))


@case(
    special.elliptic_moment,
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
    reach = 0.6 * float(end)
    cuts = [arb(0), *(arb(width * 4.0**j) for j in range(-2, 60) if width * 4.0**j < reach), end]
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
case(loops.pair_force, FORCE, PAIRS, ALONG, pair, apart)(force_at)
case(loops.pair_torque, TORQUE, PAIRS, ALONG, pair, apart)(torque_at)


@case(loops.pair_wrench, "as those two", PAIRS, ALONG, pair, apart)
def _(r, n_a, n_b, a, b):
    (F, f), (N, n) = wrench(r, n_a, n_b, a, b)
    return [*by(f, *F), *by(n, *N)]


@case(
    loops.mutual_inductance,
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


@case(dipoles.energy, "μ0 m_a m_b/4πr³", ANY, DERIVED, dipole_pair)
def _(r, m_a, m_b):
    d, scale, e, u, v = directions(r, m_a, m_b)
    scale /= d**3
    return by(scale, scale * (dot(u, v) - 3 * dot(e, u) * dot(e, v)))


@case(dipoles.force, "3μ0 m_a m_b/4πr⁴", ANY, DERIVED, dipole_pair)
def _(r, m_a, m_b):
    d, scale, e, u, v = directions(r, m_a, m_b)
    scale *= 3 / d**4
    c_a, c_b = dot(e, u), dot(e, v)
    F = add((dot(u, v) - 5 * c_a * c_b, e), (c_b, u), (c_a, v))
    return by(scale, *(scale * x for x in F))


@case(dipoles.torque, "m_b |B_a|", ANY, DERIVED, dipole_pair)
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
case(dipoles.force_correction, f"the {SHARE}", "a, b ≤ r", OPERATORS, with_radii)(corrected(0, 4))
case(dipoles.torque_correction, f"the {SHARE}", "a, b ≤ r", OPERATORS, with_radii)(corrected(1, 3))


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
case(dipoles.force_expansion, "3μ0 m_a m_b/4πr⁴", TWICE, OPERATORS, with_order, half_apart)(
    expanded(0, 4)
)
case(dipoles.torque_expansion, "3μ0 m_a m_b/4πr³", TWICE, OPERATORS, with_order, half_apart)(
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


@case(ring.field, "|B|; B_ρ in the plane and on the axis: itself", AWAY, MEANS, near_ring,
      beside)  # fmt: skip
def _(rho, z, a):
    B = ring_field(rho, z, a)
    return by(norm(*B), *B)


@case(ring.field_gradient, "the gradient", AWAY, MEANS, near_ring, beside)
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


@case(ring.energy, "m|B|", AWAY, MEANS, magnet, outside)
def _(rho, z, dphi, theta, a):
    B, n = ring_field(rho, z, a), local(dphi, theta)
    return by(norm(*B), -n[0] * B[0] - n[2] * B[1])


@case(ring.torque, "m|B|", AWAY, MEANS, magnet, outside)
def _(rho, z, dphi, theta, a):
    B_rho, B_z = ring_field(rho, z, a)
    return by(norm(B_rho, B_z), *cross(local(dphi, theta), [B_rho, arb(0), B_z]))


@case(ring.force, "m times the gradient", AWAY, MEANS, magnet, outside)
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


def hung(z: Ball) -> tuple[Ball, Ball]:
    """-b' on the axis, of b = (2z² - 1)(1 + z²)^(-5/2), and its slope."""
    s = 1 + z * z
    root = s.sqrt()
    weight = 3 * z * (2 * z * z - 3) / (s**3 * root)
    slope = (18 * z * z - 9) / (s**3 * root) - 7 * z * weight / s
    return weight, slope


@case(
    levitron.height,
    "itself, or how much it changes with the weight's share of itself",
    "weights from 1e−300 to the greatest",
    "Newton's steps in −B′ = weight",
    lambda random: (0.1221 * (1 - size(random, -12, 0)) if random.random() < 0.5
                    else size(random, -300, -1),),
    lambda weight: weight >= 1e-300 and levitron.height(weight) > levitron.INFLECTION,
    balls=False,
)  # fmt: skip
def _(weight):
    ctx.prec = 256
    low, high = math.log(levitron.INFLECTION), (math.log(6) - math.log(weight)) / 4 + 1
    for _ in range(60):
        middle = (low + high) / 2
        above = hung(arb(middle).exp())[0] > weight
        low, high = (middle, high) if above else (low, middle)
    z = arb(low).exp()
    for _ in range(6):
        found, slope = hung(z)
        z = (z - (found - weight) / slope).mid()
    if not abs(found / weight - 1) < 2.0**-150:
        raise Unsettled
    return [(z, greatest(z, weight / slope))]


@case(
    levitron.heights,
    "itself, or how much it changes with the spin's share of itself",
    "κ from 1e−3 to 0.3, where there are heights",
    "zeros of the quartic's discriminant",
    lambda random: (random.uniform(0.1, 2), size(random, -3, -0.53)),
    lambda spin, kappa: 1e-3 <= kappa <= 0.3 and not math.isnan(levitron.heights(spin, kappa)[0]),
    balls=False,
)
def _(spin, kappa):
    ctx.prec = 512
    s2, k, step = ball(spin) ** 2, ball(kappa), arb(2) ** -200

    def off(z, s2=s2):
        return discriminant(k, *quartic(z, k))(s2)

    found = []
    for z in map(arb, levitron.heights(spin, kappa)):
        limit = z
        for _ in range(6):
            here = off(limit)
            slope = (off(limit + step) - here) / step
            limit = (limit - here / slope).mid()
        turn = (off(limit, s2 * (1 + step)) - off(limit)) / step / slope
        bottom = (arb(3) / 2 + (arb(15) / 8).sqrt()).sqrt()
        if abs(z - bottom) < abs(z - limit):  # there nothing holds the top up and down
            limit, turn = bottom, arb(0)
        found.append((limit, greatest(limit, 2 * turn)))
    return found


@case(
    levitron.growth,
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


def last_place(h, spin, kappa, push):
    """Where the path of `levitron.follow` ends after 15 time units."""
    (_, xs, ys, zs, _), _ = levitron.follow(h, spin, kappa, push, 15.0, 1.0)
    return xs[-1], ys[-1], zs[-1]


@case(
    levitron.follow,
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
    call=last_place,
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


# --- The sphere --------------------------------------------------------------------------------

LONG_SUMS = "double sums along the wires, 19 digits"
BOUNDARIES = "boundary conditions"
WIRE = (
    "wire at 1.1 a and more from the centre, b ≥ 1e−2 of its distance, |ka| from 1e−3 to 1e5, "
    "μr from 1e−9 to 1e9, solid and hollow"
)


def reach(centre, normal, a, b) -> float:
    """The wire's least distance from the centre."""
    h, d, _, _ = sphere.place(np.array(centre), np.array(normal))
    return math.hypot(h, d - b) / a


def loop_beside(random: Random, a: float):
    """(centre, normal, b)"""
    distance = random.choice((random.uniform(0, 3), size(random, 0, 1)))
    normal = vector(random)
    centre = normal if random.random() < 0.3 else vector(random)
    return tuple(distance * a * x for x in centre), normal, a * size(random, -1.5, 0.7)


def matter(random: Random, a: float):
    """(σ, ω)"""
    return SIGMA, omega_for(size(random, -3, 5), a)


def inside(random: Random, a: float):
    """(μr, inner)"""
    mu_r = random.choice((1.0, size(random, -9, 9), size(random, -1, 3)))
    thickness = random.choice((1.0, random.random(), size(random, -9, 0)))
    return mu_r, a * (1 - thickness)


def beside_sphere(random: Random):
    """(centre, normal, a, b, σ, ω)"""
    a = random.choice((1.0, size(random, -2, 0)))
    centre, normal, b = loop_beside(random, a)
    return centre, normal, a, b, *matter(random, a)


def beside_shell(random: Random):
    """(centre, normal, a, b, σ, ω, I, μr, inner)"""
    found = beside_sphere(random)
    return *found, 1.0, *inside(random, found[2])


def told_apart(a, sigma, omega, mu_r=1.0, inner=0.0) -> bool:
    return (
        1e-6 <= MU * sigma * omega * a * a <= 1e10
        and 1e-9 <= mu_r <= 1e9
        and 0 <= inner <= a * (1 - 1e-9)
    )


def clear(centre, normal, a, b, sigma, omega, I=1.0, *shell) -> bool:
    near, far = reach(centre, normal, a, b), math.hypot(*centre)
    return near >= 1.1 and b >= 1e-2 * far and far + b < 30 * near * a and told_apart(
        a, sigma, omega, *shell
    )  # fmt: skip


SCREENED = (
    "the force, or a tenth of the energy that the sphere screens (a magnetic one: that its answer "
    "is worth) over a"
)
ANSWERED = "the force, or a tenth of the energy that the sphere's answer is worth, over a"


def pushed(found: Wrench, a: float, mu_r: float | None = None) -> Ball:
    energy = found.screened if mu_r == 1 else found.answered
    return greatest(norm(*found.force), energy / (10 * a))


def one_loop(centre, normal, a, b, sigma, omega, I=1.0, mu_r=1.0, inner=0.0):
    return power_and_wrench([(centre, normal, b, I)], a, sigma, omega, mu_r, inner)


@case(sphere.power, ITSELF, WIRE, LONG_SUMS, beside_shell, clear, balls=False)
def _(*arguments):
    return own(one_loop(*arguments).power)


@case(sphere.force, SCREENED, WIRE, LONG_SUMS, beside_shell, clear, balls=False)
def _(*arguments):
    found = one_loop(*arguments)
    return by(pushed(found, arguments[2], arguments[7]), *found.force)


@case(sphere.torque, "zero", WIRE, "zero", beside_shell, clear, balls=False)
def _(*arguments):
    return own(arb(0), arb(0), arb(0))


def coil(random: Random):
    """(centres, normals, a, b, σ, ω, I, μr, inner)"""
    a = random.choice((1.0, size(random, -2, 0)))
    number = random.choice((1, 2, 2, 3))
    centres, normals, b = zip(*(loop_beside(random, a) for _ in range(number)), strict=True)
    I = tuple(
        complex(signed(random, -1, 1), random.choice((0.0, signed(random, -1, 1))))
        for _ in range(number)
    )
    return centres, normals, a, b, *matter(random, a), I, *inside(random, a)


def all_clear(centres, normals, a, b, sigma, omega, I, mu_r, inner) -> bool:
    return told_apart(a, sigma, omega, mu_r, inner) and all(
        reach(x, n, a, r) > 1.25 and r >= 0.05 * math.hypot(*x) and math.hypot(*x) + r < 10 * a
        for x, n, r in zip(centres, normals, b, strict=True)
    )


def of_loops(centres, normals, a, b, sigma, omega, I, mu_r, inner):
    loops_ = list(zip(centres, normals, b, I, strict=True))
    return power_and_wrench(loops_, a, sigma, omega, mu_r, inner)


COILS = (
    "one to three loops, wires at 1.25 a and more, all within 10 a, b ≥ 0.05 of the distance, any "
    "phases, |ka| from 1e−3 to 1e5, μr from 1e−9 to 1e9, solid and hollow"
)
HEAT = "the loops' powers one by one"


@case(sphere.coil_power, f"the power, or {HEAT}", COILS, LONG_SUMS, coil, all_clear, balls=False)
def _(*arguments):
    found = of_loops(*arguments)
    return by(greatest(found.power, found.alone), found.power)


@case(sphere.coil_force, ANSWERED, COILS, LONG_SUMS, coil, all_clear, balls=False)
def _(*arguments):
    found = of_loops(*arguments)
    return by(pushed(found, arguments[2]), *found.force)


@case(sphere.coil_torque, f"{HEAT}, over ω", COILS, LONG_SUMS, coil, all_clear, balls=False)
def _(*arguments):
    found = of_loops(*arguments)
    return by(greatest(found.power, found.alone) / arguments[5], *found.torque)


def wrench_of_rows(centres, normals, a, b, sigma, omega, I, mu_r, inner):
    rows = zip(centres, normals, b, I, strict=True)
    loops_ = [[*x, *n, r, complex(i).real, complex(i).imag] for x, n, r, i in rows]
    return coils.power_and_wrench(np.ravel(loops_), a, sigma, omega, mu_r, inner)


@case(
    coils.power_and_wrench, "as those three", COILS, LONG_SUMS, coil, all_clear,
    balls=False, call=wrench_of_rows,
)  # fmt: skip
def _(*arguments):
    found = of_loops(*arguments)
    heat = greatest(found.power, found.alone)
    return [
        (found.power, heat),
        *by(pushed(found, arguments[2]), *found.force),
        *by(heat / arguments[5], *found.torque),
    ]


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


def exact_density(point, centre, normal, a, b, sigma, omega):
    """J, and what its error is measured by: it has nulls, as on the axis."""
    loop = [(centre, normal, b, 1.0)]
    J, size_ = current_density(point, loop, a, sigma, omega)
    turned = (point[1:] + point[:1], point[2:] + point[:2])
    elsewhere = (current_density(x, loop, a, sigma, omega)[1] / 100 for x in turned)
    return J, greatest(size_, *elsewhere)


IN_BALL = "in the ball, up to 8 skins deep; wire at 1.1 a and more, |ka| from 1e−3 to 1e5"
ONCE = "sums along the wire, 19 digits"
DENSITY = "|J|, or a hundredth of it elsewhere at that depth"


@case(sphere.current_density, DENSITY, IN_BALL, ONCE, in_sphere, conducting, balls=False)
def _(*arguments):
    J, size_ = exact_density(*arguments)
    return by(size_, *J)


@case(sphere.current_density_parts, DENSITY, IN_BALL, ONCE, in_sphere, conducting, balls=False)
def _(*arguments):
    J, size_ = exact_density(*arguments)
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


def on_the_axis(h: Ball, a: Ball, b: Ball) -> tuple[Ball, Ball, list[Ball], int]:
    """a/c, b/c, P¹ₙ(h/c) and how many n matter."""
    c = norm(h, b)
    ratio = a / c
    count = int(60 / -math.log(float(ratio))) + 10
    return ratio, b / c, [b / c * slope for slope in legendre_slopes(h / c, count + 2)], count


def thin(h, a, b, sigma, omega, I, order, what):
    """The sum of the docstring, and of its terms' sizes."""
    ratio, sine, P, count = on_the_axis(h, a, b)
    skin = (2 / (arb(MU) * sigma * omega * a * a)).sqrt()
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
        "stiffness": -arb.pi() / 4 * arb(MU) * sine**2 * I * I * ratio / a,
    }[what]
    return [(scale * value, abs(scale) * size_)]


AXIAL = "wire from 1.021 a to 200 a, |ka| from 10 to 1e5, order 2"
for function, what in (
    (sphere.thin_skin_power, "power"),
    (sphere.thin_skin_axial_force, "force"),
    (sphere.thin_skin_radial_stiffness, "stiffness"),
):
    case(function, PARTS, AXIAL, "its terms", coaxial, seen)(functools.partial(thin, what=what))


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


def in_frame(b, h, d):
    """The loop, for the reference."""
    return (d, 0.0, h), (0.0, 0.0, 1.0), b, 1.0


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


SQUARES = "for n ≤ 8 Σₘ tₙₘ², or b² c⁻²ⁿ⁻² where that is larger, c the wire's least distance"
LOOPS_SEEN = "wire at 1.1 radii and more, loop within 30 radii, b ≥ 1e−2 of its distance"
for function, call in (
    (sphere.multipoles, squares_by_multipoles),
    (sphere.overlaps, squares_by_overlaps),
    (sphere.spectrum, squares_by_spectrum),
):

    def _(b, h, d):
        ctx.prec = 128
        near = math.hypot(h, d - b)
        # each degree by itself, so that all of them need their digits
        heat = sums([in_frame(b, h, d)], 1.0, most=8, short=math.inf).heat
        return [
            (x, max(abs(x), arb(b) ** 2 * near ** (-2 * n - 2), key=float))
            for n, x in enumerate(
                (to_ball(p) * (2 * n + 1) / (4 * arb.pi()) for n, p in enumerate(heat, 1)), 1
            )
        ]

    case(function, SQUARES, LOOPS_SEEN, LONG_SUMS, in_radii, seen_clear, balls=False, call=call)(_)


def with_response(random: Random):
    return *in_radii(random), size(random, -6, 10)


def answering(b, h, d, y, mu_r=1.0, inner=0.0) -> bool:
    return (
        seen_clear(b, h, d) and (h != 0 or d > 1e-6) and told_apart(1.0, y / MU, 1.0, mu_r, inner)
    )


def with_inside(random: Random):
    return *with_response(random), *inside(random, 1.0)


def force_in_units(b, h, d, y, mu_r, inner):
    return sphere.power_and_force(b, h, d, y, count_of(b, h, d), mu_r, inner)


def force_in_parts(b, h, d, y):
    """By `heat` and `push`."""
    tilt, count, (square, along_x, along_z) = sphere.spectrum(b, h, d)
    _, q, screening = sphere.responses(y, count)
    aside, up = sphere.push(tilt, along_x, along_z, screening)
    return sphere.heat(square, q) / 2, aside / 2, up / 2


def exact_units(b, h, d, y, mu_r=1.0, inner=0.0):
    found = power_and_wrench([in_frame(b, h, d)], 1.0, y, 1.0, mu_r, inner, mu_0=1.0)
    return [*own(found.power), *by(pushed(found, 1.0, mu_r), found.force[0], found.force[2])]


UNITS = f"the power; {SCREENED}"
case(
    sphere.power_and_force, UNITS, LOOPS_SEEN, LONG_SUMS, with_inside, answering,
    balls=False, call=force_in_units,
)(exact_units)  # fmt: skip
for function in (sphere.heat, sphere.push):
    case(
        function, UNITS, LOOPS_SEEN, LONG_SUMS, with_response, answering,
        balls=False, call=force_in_parts,
    )(exact_units)  # fmt: skip


def degree(random: Random) -> int:
    return random.choice((random.randrange(1, 41), random.randrange(1, 301)))


def answer_rows(y, count, mu_r, wall):
    return [row[count] for row in sphere.answers(y, count, mu_r, wall)]


@case(
    sphere.answers,
    "qₙ itself; Re βₙ: |βₙ|",
    "y from 1e−10 to 1e10, n ≤ 300, μr from 1e−9 to 1e9, walls from 1e−9 on",
    BOUNDARIES,
    lambda random: (
        size(random, -10, 10), degree(random), inside(random, 1.0)[0],
        random.choice((1.0, random.random(), size(random, -9, 0))),
    ),
    lambda y, n, mu_r, wall: 1e-10 <= y <= 1e10 and 1 <= n <= 300 and 1e-9 <= mu_r <= 1e9
    and 1e-9 <= wall <= 1,
    balls=False,
    call=answer_rows,
)  # fmt: skip
def _(y, n, mu_r, wall):
    beta = told(lambda: answered(arb(y), arb(mu_r), 1 - arb(wall), n)[-1:], both=True)[0]
    return [*own(-beta.imag / (2 * n + 1)), (-beta.real, abs(beta))]


def response_rows(y, count):
    return [row[1:] for row in sphere.responses(y, count)]


@case(
    sphere.responses, "each its own", "y from 1e−10 to 1e10, n ≤ 40", "Bessel functions",
    lambda random: (size(random, -10, 10), random.randrange(1, 41)),
    lambda y, count: 1e-10 <= y <= 1e10 and 1 <= count <= 40, call=response_rows,
)  # fmt: skip
def _(y, count):
    x = (acb(0, 1) * y).sqrt()
    i = growing(x, count + 1)
    rho = [i[n] / (x * i[n - 1]) for n in range(1, count + 2)]
    p = [x.real for x in rho[:-1]]
    q = [-x.imag for x in rho[:-1]]
    screened = [-y * (low * high).imag for low, high in pairwise(rho)]
    return own(*p, *q, *screened)


def profile_rows(depth, y, count):
    return [row[1:] for row in sphere.depth_profile(depth, 1 - depth, y, count)]


def profile_parts(depth, y, count):
    r = 1 - depth
    rows = sphere.responses(y * r * r, count), sphere.responses(y, count)
    return [row[1:] for row in sphere.profile_from(depth, r, y, *rows)]


for function, call in (
    (sphere.depth_profile, profile_rows),
    (sphere.profile_from, profile_parts),
):

    def _(depth, y, count):
        ka = (acb(0, 1) * y).sqrt()
        here, surface = growing(ka * (1 - depth), count), growing(ka, count)
        found = [here[n] / (ka * surface[n - 1]) for n in range(1, count + 1)]
        return [*((x.real, abs(x)) for x in found), *((x.imag, abs(x)) for x in found)]

    case(
        function, "its size, for an exact depth", "up to 8 skins deep, y up to 1e10, n ≤ 20",
        "Bessel functions",
        lambda random: (2.0 ** -random.randrange(1, 30), size(random, -6, 10),
                        random.randrange(1, 21)),
        lambda depth, y, count: 0 < depth <= 0.5 and depth * math.sqrt(y) < 8
        and 1e-6 <= y <= 1e10 and 1 <= count <= 20 and 1 - (1 - depth) == depth,
        call=call,
    )(_)  # fmt: skip


def placed(centre, normal):
    h, d, n, _ = sphere.place(centre, normal)
    return h, d, *n


@case(
    sphere.place, "the distance from the origin", "any place and normal", DERIVED,
    lambda random: (vector(random, -3, 3), vector(random, -3, 3)), call=placed,
)  # fmt: skip
def _(centre, normal):
    n = unit(normal)
    h = dot(centre, n)
    size_ = norm(*centre)
    rest = add((1, centre), (-h, n))
    return [*by(size_, h, norm(*rest)), *by(arb(1), *n)]


def left_out(ratio):
    """What the terms that are not kept come to, over all."""
    count, q = sphere.terms(ratio), ratio * ratio
    whole_ = q * (1 + q) / (1 - q) ** 3
    kept = math.fsum(n * n * q**n for n in range(1, count + 1))
    return max(0.0, 1 - kept / whole_)


@case(
    sphere.terms, "the sum of n² ratio²ⁿ: what is left out", "ratios from 0.01 to 0.99",
    "its closed form", lambda random: (random.uniform(0.01, 0.99),),
    lambda ratio: 0.01 <= ratio <= 0.99, balls=False, call=left_out,
)  # fmt: skip
def _(ratio):
    return by(arb(1), arb(0))


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
    sphere.image, "the farthest distance: by how much a place is off the loop", LOOPS_SEEN,
    "inversion in the sphere", in_radii, seen_clear, balls=False, call=images,
)  # fmt: skip
def _(b, h, d):
    return by(arb(1), *[arb(0)] * len(images(b, h, d)))


def legendre_from_angle(angle, ratio, count):
    return sphere.legendre_row(math.cos(angle), math.sin(angle), ratio, count)[1:]


@case(
    sphere.legendre_row, "the greatest of its degree", "n ≤ 40", "Legendre polynomials",
    lambda random: (random.uniform(0.01, 3.13), random.random(), random.randrange(1, 41)),
    lambda angle, ratio, count: 0 < ratio < 1 and 1 <= count <= 40 and 0 < angle < 3.14,
    call=legendre_from_angle,
)  # fmt: skip
def _(angle, ratio, count):
    slopes = legendre_slopes(arb(math.cos(float(angle))), count)
    sine = arb(math.sin(float(angle)))
    return [(sine * slopes[n] * ratio**n, n * ratio**n) for n in range(1, count + 1)]


@case(
    sphere.sideways, PARTS, "n ≤ 20", DERIVED,
    lambda random: (tuple(signed(random, -2, 2) for _ in range(23)), random.randrange(1, 21)),
    lambda row, n: 1 <= n <= 20,
)  # fmt: skip
def _(row, n):
    return [terms((arb(n) / (n + 1) * row[n + 1]) ** 2, -row[n] * row[n + 2])]


# --- What is let go ----------------------------------------------------------------------------


def on_axis_of(random: Random):
    """(z, a, b, σ, ω, I), the wire from 1.02 a on."""
    a = size(random, -2, 1)
    b = a * (1.02 + size(random, -2, 1))
    z = b * random.choice((0.0, signed(random, -9, 1), random.uniform(-3, 3)))
    return z, a, b, *matter(random, a), size(random, -1, 3)


def axial(z, a, b, sigma, omega, I) -> bool:
    return 1.0201 * a <= b <= 20 * a and abs(z) <= 30 * b and told_apart(a, sigma, omega)


@functools.lru_cache(8)
def screening(a, b, sigma, omega):
    """-Re βₙ, as many as matter for a wire at b and farther."""
    count = int(60 / math.log(b / a)) + 10
    return [-x.real for x in answers(a, sigma, omega, 1.0, 0.0, count, MU)]


def lifted(z: Ball, a: float, b: float, sigma, omega, I) -> list[tuple[Ball, Ball]]:
    """Energy, force and its slope, each with the sum of its terms' sizes."""
    answer = screening(a, b, sigma, omega)
    for bits in (192, 384, 768):
        ctx.prec = bits
        ratio, sine, P, count = on_the_axis(z, ball(a), ball(b))
        rows = [[], [], []]
        power = ratio
        for n, x in zip(range(1, count + 1), answer, strict=False):
            power *= ratio * ratio
            rows[0].append(x / (n * (n + 1)) * power / ratio * P[n] ** 2 / 2)
            rows[1].append(x / (n + 1) * power * P[n] * P[n + 1])
            for share in (n * P[n + 1] ** 2, (n + 1) * P[n] * P[n + 2]):
                rows[2].append(-x / (n + 1) * power * ratio * share)
        scale = arb.pi() / 2 * arb(MU) * sine**2 * ball(I) ** 2
        sums_ = zip((scale * a, scale, scale / a), (terms(*row) for row in rows), strict=True)
        found = [(f * x, abs(f) * size_) for f, (x, size_) in sums_]
        if all(is_narrow(*pair_) for pair_ in found):
            return found
    raise Unsettled


AROUND = "wire from 1.02 a to 20 a, |ka| from 1e−3 to 1e5"


@case(
    motion.lift, PARTS, f"{AROUND}, heights up to 30 b", f"its terms, βₙ by {BOUNDARIES}",
    on_axis_of, axial, balls=False,
)  # fmt: skip
def _(z, a, b, sigma, omega, I):
    return lifted(ball(z), a, b, sigma, omega, I)


def to_float(a, b, sigma, omega, I, share):
    """(a, b, σ, ω, I, weight), the weight a share of the greatest force."""
    return a, b, sigma, omega, I, share * float(motion.floating(a, b, sigma, omega, I, 1e-300)[1])


@case(
    motion.floating,
    "each itself; the height: or how much it changes with the weight's share of itself",
    f"{AROUND}, weights from 1e−6 of the greatest force on",
    "where the force's slope and the force are as they should, by its terms",
    lambda random: to_float(*on_axis_of(random)[1:], 1 - size(random, -6, 0)),
    lambda a, b, sigma, omega, I, weight: axial(0.0, a, b, sigma, omega, I) and weight > 0
    and 1e-6 < weight / motion.floating(a, b, sigma, omega, I, 1e-300)[1] < 1,
    balls=False,
)  # fmt: skip
def _(a, b, sigma, omega, I, weight):
    coil_ = a, b, sigma, omega, I
    low, high = 0.0, 2 * b
    for _ in range(50):
        z = (low + high) / 2
        low, high = (z, high) if motion.lift(z, *coil_)[2] > 0 else (low, z)
    step = b * 1e-8
    below, here = (lifted(arb(z + x), *coil_)[2][0] for x in (-step, 0.0))
    top = arb(z) - here * step / (here - below)
    z = arb(motion.floating(*coil_, weight)[0])
    (_, (force, _), (slope, _)) = lifted(z, *coil_)
    if not slope < 0:
        raise Unsettled
    height_ = z - (force - weight) / slope
    most = lifted(top.mid(), *coil_)[1][0]
    return [(height_, greatest(height_, weight / slope)), (most, most)]


MASS, CONTACT, MOMENT = 4.9e-4, 5e-3, 0.0677
INERTIA = MASS * CONTACT**2 / 10


def balls_apart(random: Random):
    """(r, v, moments, mass, inertia, contact, friction, until), over the time of about a fall."""
    distance = CONTACT * random.uniform(2.5, 6)
    m_a, m_b = (tuple(MOMENT * x for x in vector(random)) for _ in range(2))
    time = math.sqrt(MASS * distance**5 / (6e-7 * MOMENT**2))
    v = tuple(distance / time * x for x in vector(random, -2, 0))
    friction = random.choice((0.0, size(random, -1, 1) / time))
    until = time * random.uniform(0.1, 0.5)
    r = tuple(distance * x for x in vector(random))
    return r, v, m_a, m_b, MASS, INERTIA, CONTACT, friction, until


def falling_apart(r, v, m_a, m_b, mass, inertia, contact, friction, until) -> bool:
    distance = math.hypot(*r)
    time = math.sqrt(mass * distance**5 / (6e-7 * math.hypot(*m_a) * math.hypot(*m_b)))
    return (
        2 * contact < distance < 7 * contact
        and 0.02 < inertia / (mass * contact**2) < 0.4
        and math.hypot(*v) < 2 * distance / time
        and 0.5 < math.hypot(*m_a) / math.hypot(*m_b) < 2
        and 0 <= friction * time < 20
        and 0 < until < time
        and motion.two_balls(r, v, m_a, m_b, mass, inertia, contact, friction, until)[2] is None
    )


def flown(r, v, m_a, m_b, mass, inertia, contact, friction, until):
    """The state then, by an adaptive integration."""
    drag = friction * mass * contact**2 / (3 * inertia)

    def slope(t, y):
        r, v, m_a, m_b, w_a, w_b = y.reshape(6, 3)
        d = math.sqrt(r @ r)
        e = r / d
        a, b = e @ m_a, e @ m_b
        F = 3 * MU / (4 * math.pi * d**4) * ((m_a @ m_b - 5 * a * b) * e + b * m_a + a * m_b)
        at_a, at_b = (MU / (4 * math.pi * d**3) * (3 * c * e - m) for c, m in ((b, m_b), (a, m_a)))
        return np.concatenate([
            v, 2 * F / mass - friction * v, crossed(w_a, m_a) / inertia,
            crossed(w_b, m_b) / inertia, crossed(m_a, at_a) - drag * w_a,
            crossed(m_b, at_b) - drag * w_b,
        ])  # fmt: skip

    start = np.concatenate([r, v, m_a, m_b, np.zeros(6)])
    sizes = [math.hypot(*r), math.hypot(*r) / until, math.hypot(*m_a), math.hypot(*m_b)]
    spin = inertia / until
    least = 1e-13 * np.repeat([*sizes, spin, spin], 3)
    found = solve_ivp(slope, (0, until), start, method="DOP853", rtol=1e-12, atol=least)
    return found.y[:12, -1]


def places_then(*arguments):
    """r and the moments where `motion.two_balls` ends."""
    _, states, _ = motion.two_balls(*arguments)
    last = states[-motion.STATE :]
    return [*last[:3], *last[6:12]]


def places_between(*arguments):
    """The same at 0.7 of the time, by `motion.balls_at`."""
    times, states, _ = motion.two_balls(*arguments)
    now = motion.blank(motion.STATE)
    motion.balls_at(0.7 * arguments[-1], *arguments[4:8], times, states, now)
    return [*now[:3], *now[6:12]]


FLIGHTS = "about the time of a fall from 2 to 7 diameters, untouched, with and without friction"
DOP = "DOP853 to 1e−12"
for function, call, share in (
    (motion.two_balls, places_then, 1.0),
    (motion.balls_at, places_between, 0.7),
):

    def _(*arguments, share=share):
        ctx.prec = 128
        y = flown(*arguments[:-1], share * arguments[-1])
        sizes = [math.hypot(*y[i : i + 3]) for i in (0, 6, 9)]
        found = zip(np.delete(y, slice(3, 6)), np.repeat(sizes, 3), strict=True)
        return [(arb(x), arb(s)) for x, s in found]

    case(
        function, "the distance; the moments", FLIGHTS, DOP, balls_apart, falling_apart,
        balls=False, call=call,
    )(_)  # fmt: skip


def state_of(random: Random):
    """(mass, inertia, r, v, m_a, m_b, w_a, w_b, what is left)"""
    rows = [vector(random, -3, 3) for _ in range(6)]
    return size(random, -3, 3), size(random, -3, 3), *rows, (size(random, -3, 3),) * 4


def account_of(mass, inertia, *state):
    energies, momenta = motion.blank(4), motion.blank(9)
    states = motion.blank(motion.STATE)
    states[:] = array("d", [x for part in state for x in part])
    motion.account(mass, inertia, states, energies, momenta)
    return [*energies, *momenta]


@case(
    motion.account, "each part; momenta: M|r||v|/2, the larger spin", "states of any size",
    DERIVED, state_of, call=account_of,
)  # fmt: skip
def _(mass, inertia, r, v, m_a, m_b, w_a, w_b, rest):
    d, scale, e, u, w = directions(r, m_a, m_b)
    scale /= d**3
    magnetic = scale * (dot(u, w) - 3 * dot(e, u) * dot(e, w))
    lever = mass / 2 * d * norm(*v)
    spins = add((1, w_a), (1, w_b))
    return [
        *own(mass / 4 * dot(v, v), (dot(w_a, w_a) + dot(w_b, w_b)) / (2 * inertia)),
        (magnetic, scale),
        *own(rest[0]),
        *by(lever, *(mass / 2 * x for x in cross(r, v))),
        *by(greatest(norm(*w_a), norm(*w_b)), *spins),
        *own(*rest[1:]),
    ]


def let_fall(random: Random):
    """(height, mass, gravity, friction, floor, until, a, b, σ, ω, I), over some swings."""
    a, b = 0.01, 0.01 * random.uniform(1.5, 4)
    sigma, omega = SIGMA, omega_for(size(random, 0.5, 2), a)
    share = random.uniform(0.02, 0.9)
    I, gravity = size(random, 2, 4), 9.81
    mass = share * float(motion.floating(a, b, sigma, omega, I, 1e-300)[1]) / gravity
    rest = float(motion.floating(a, b, sigma, omega, I, mass * gravity)[0])
    height_ = rest * random.uniform(0.9, 1.3)
    until = random.uniform(0.1, 3) * math.sqrt(b / gravity)
    friction = random.choice((0.0, size(random, -1, 1)))
    return height_, mass, gravity, friction, -10 * b, until, a, b, sigma, omega, I


def swinging(height_, mass, gravity, friction, floor, until, a, b, sigma, omega, I) -> bool:
    rest, most = motion.floating(a, b, sigma, omega, I, mass * gravity)
    return (
        1.5 * a <= b <= 4 * a
        and 3 <= math.sqrt(MU * sigma * omega) * a <= 100
        and 0.01 * most < mass * gravity < 0.95 * most
        and 0.9 * rest <= height_ <= 1.5 * rest
        and 0 < until < 4 * math.sqrt(b / gravity)
        and 0 <= friction * until < 20
        and floor < -b
    )


def height_then(*arguments):
    rows, _ = motion.falling_sphere(*arguments)
    return rows[1][-1]


def height_between(*arguments):
    rows, _ = motion.falling_sphere(*arguments)
    coil_ = arguments[6:]
    return motion.sphere_at(0.7 * arguments[5], *arguments[1:4], *coil_, *rows)[0]


SWINGS = "wire from 1.5 a to 4 a, |ka| from 3 to 100, from near where it floats, for 4 √(b/g)"
for function, call, share in (
    (motion.falling_sphere, height_then, 1.0),
    (motion.sphere_at, height_between, 0.7),
):

    def _(height_, mass, gravity, friction, floor, until, *coil_, share=share):
        ctx.prec = 128

        def slope(t, y):
            return y[1], motion.lift(y[0], *coil_)[1] / mass - gravity - friction * y[1]

        found = solve_ivp(
            slope, (0, share * until), (height_, 0), method="DOP853", rtol=1e-12, atol=1e-15
        )
        return [(arb(found.y[0, -1]), arb(coil_[1]))]

    case(
        function, "the radius of the wire", SWINGS, f"{DOP}, the force by `lift`", let_fall,
        swinging, balls=False, call=call,
    )(_)  # fmt: skip


def top_let_go(random: Random):
    """(r, n, spin, mass, across, along, moment, a, λ, gravity, friction, floor, until), from near
    where a top that stands still would hover, with spins about those that it can have."""
    a, mass, moment = size(random, -2, 0), size(random, -2, 0), size(random, -1, 1)
    z, gravity, kappa = random.uniform(1.6, 1.84), 9.81, size(random, -2, -1)
    across = kappa * mass * a * a
    lam = mass * gravity * a**3 / (moment * levitron.stiffness(z)[0]) * 2 / MU
    spin = random.uniform(0.3, 3) * mass * a * math.sqrt(gravity * a)
    tilt, turn = random.uniform(0, 0.3), random.uniform(0, 7)
    n = math.sin(tilt) * math.cos(turn), math.sin(tilt) * math.sin(turn), -math.cos(tilt)
    r = random.uniform(-0.1, 0.1) * a, random.uniform(-0.1, 0.1) * a, z * a
    swing = math.sqrt(a / gravity)
    friction = random.choice((0.0, random.random() / swing))
    body = mass, across, across * random.uniform(0.5, 2), moment, a, lam, gravity, friction
    return r, n, spin, *body, 0.5 * a, random.uniform(0.2, 3) * swing


def in_the_air(r, n, spin, mass, across, along, moment, a, lam, gravity, friction, floor, until):
    swing = math.sqrt(a / gravity)
    return (
        math.hypot(r[0], r[1]) <= 0.2 * a
        and 1.5 * a <= r[2] <= 1.9 * a
        and math.hypot(n[0], n[1]) < 0.4
        and n[2] < 0
        and 0.005 <= across / (mass * a * a) <= 0.2
        and 0.4 <= along / across <= 2
        and 0 < spin <= 4 * mass * a * math.sqrt(gravity * a)
        and 0.5 < moment * lam / (mass * gravity * a**3) * MU / 2 * 0.12 < 2
        and 0 <= friction * swing <= 2
        and 0 < until <= 3 * swing
        and 0 < floor <= 0.6 * a
        and motion.hovering_top(
            r, n, spin, mass, across, along, moment, a, lam, gravity, friction, floor, until
        )[2] is None
    )  # fmt: skip


def top_flown(r, n, spin, mass, across, along, moment, a, lam, gravity, friction, until):
    """Place and axis then, by an adaptive integration of Euler's equations."""
    unit_ = MU / 2 * moment * lam / a**2

    def slope(t, y):
        v, n, L = y[3:6], y[6:9], y[9:]
        B, G = ring_and_slope(y[:3] / a)
        pull = unit_ / a / mass * G @ n - friction * v
        pull[2] -= gravity
        turning = unit_ * crossed(n, B) - friction * L
        return np.concatenate([v, pull, crossed(L, n) / across, turning])

    n = np.array(n) / math.hypot(*n)
    start = np.concatenate([r, np.zeros(3), n, spin * n])
    speed = math.sqrt(gravity * a)
    least = 1e-11 * np.repeat([a, speed, 1.0, mass * a * speed], 3)
    found = solve_ivp(slope, (0, until), start, method="DOP853", rtol=1e-10, atol=least)
    return found.y[[0, 1, 2, 6, 7, 8], -1]


def top_then(*arguments):
    _, states, _ = motion.hovering_top(*arguments)
    last = states[-len(top_state()) :]
    return [*last[:3], *last[6:9]]


def top_between(*arguments):
    """The same at 0.7 of the time, by `motion.top_at`."""
    times, states, _ = motion.hovering_top(*arguments)
    now = top_state()
    motion.top_at(0.7 * arguments[-1], *arguments[3:11], times, states, now)
    return [*now[:3], *now[6:9]]


def top_state():
    return motion.blank(top.STATE)


for function, call, share in (
    (motion.hovering_top, top_then, 1.0),
    (motion.top_at, top_between, 0.7),
):

    def _(*arguments, share=share):
        ctx.prec = 128
        y = top_flown(*arguments[:11], share * arguments[-1])
        sizes = np.repeat([arguments[7], 1.0], 3)
        return [(arb(x), arb(s)) for x, s in zip(y, sizes, strict=True)]

    case(
        function, "the ring's radius; the figure axis",
        "tops near where they hover, tilted up to 0.3, for 3 √(a/g), in air and without",
        "DOP853 to 1e−10 in the ring's exact field", top_let_go, in_the_air, balls=False, call=call,
    )(_)  # fmt: skip


def top_state_of(random: Random):
    """(mass, across, along, moment, a, λ, gravity, r, v, n, L, heat, taken)"""
    v, L = vector(random, -3, 3), vector(random, -3, 3)
    rho, z, a = about(random, -3, 3)
    angle = random.uniform(0, 7)
    r = rho * math.cos(angle), rho * math.sin(angle), z
    body = [size(random, -3, 3) for _ in range(6)]
    return (
        *body[:4],
        a,
        *body[4:],
        r,
        v,
        vector(random),
        L,
        size(random, -3, 3),
        size(random, -3, 3),
    )


def off_the_ring(mass, across, along, moment, a, lam, gravity, r, v, n, L, heat, taken) -> bool:
    rho = math.hypot(*r[:2])
    return rho > 0 and off_wire(1e-3, 1e3)(rho, r[2], a) and 0.99 < math.hypot(*n) < 1.01


def account_of_top(mass, across, along, moment, a, lam, gravity, *state):
    energies, momenta, states = motion.blank(5), motion.blank(3), top_state()
    states[:] = array("d", np.hstack(state))
    motion.account_top(mass, across, along, moment, a, lam, gravity, states, energies, momenta)
    return [*energies, *momenta]


@case(
    motion.account_top,
    "each part; the turning: L²(1/I₁ + 1/I₃)/2; magnetic: μ|B|, times |r| over the distance from "
    "the ring where that is more than 1; momenta: M|r||v|, |L|",
    "states of any size, from 1e−3 a beside the ring to 1e3 a", MEANS, top_state_of, off_the_ring,
    call=account_of_top,
)  # fmt: skip
def _(mass, across, along, moment, a, lam, gravity, r, v, n, L, heat, taken):
    s, L2, rho = dot(L, n), dot(L, L), norm(*r[:2])
    nearness = greatest(arb(1), norm(*r) / norm(rho - a, r[2]))
    B_rho, B_z = (moment * lam * B for B in ring_field(rho, r[2], a))
    magnetic = -((n[0] * r[0] + n[1] * r[1]) / rho * B_rho + n[2] * B_z)
    return [
        *own(mass / 2 * dot(v, v)),
        ((L2 - s * s) / across / 2 + s * s / along / 2, L2 * (1 / across + 1 / along) / 2),
        (magnetic, nearness * norm(B_rho, B_z)),
        *own(mass * gravity * r[2], heat),
        (mass * (r[0] * v[1] - r[1] * v[0]), mass * norm(*r[:2]) * norm(*v)),
        (L[2], norm(*L)),
        *own(taken),
    ]
