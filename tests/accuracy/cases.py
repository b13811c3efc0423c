"""Every public function: its domain, its reference, and how large its error may be."""

# ruff: noqa: B023
import math
from random import Random

import mpmath as mp
import numpy as np
from flint import acb, acb_poly, arb, arb_poly, arb_series, ctx
from flint import fmpz as whole

from magbook import HBAR_C, MU_0, dipoles, levitron, loops, ring, special
from tests.accuracy.balls import (
    ENOUGH,
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
from tests.accuracy.hunt import angle_, case, place, signed, size, vector
from tests.test_loops import torque_integral

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


@case(special.ellipk, 1e-15, ITSELF, "m < 1, from −1e300 on", "Arb's K", parameter)
def _(m):
    return own(first_kind(m))


@case(special.ellipe, 1e-15, ITSELF, "m ≤ 1, from −1e300 on", "Arb's E", parameter)
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
    1e-15,
    "its two parts",
    "|kc| from 1e−100 to 1e100, p from 1e−100 to 1e100, and principal values with kc and −p from 1e−8 to 1e8",
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
    1.5e-15,
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
    return 0 < min(m, mc) and (m == 1 - mc if mc < m else mc == 1 - m)


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
    # λ∂/∂a of a loop's field is a ring's; here the loop's own derivatives
    scale = arb(MU) / 2 * a
    five, seven = around(5, 1, rho, z, a), around(7, 1, rho, z, a)
    mixed = around(3, 1, rho, z, a) - 3 * z * z * five
    lever = a * around(5, 0, rho, z, a) - rho * five
    # ∮ cos φ/R³ = 3aρ ∮ sin²φ/R⁵ by parts
    per_length = z * 3 * a * (around(5, 0, rho, z, a) - around(5, 2, rho, z, a)) / 2
    found = [scale * per_length, scale * mixed, -3 * z * scale * lever]
    del seven
    whole_of_it = norm(*found)
    return [*own(found[0]), *by(whole_of_it, *found[1:])]


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
    "the flux through the outer loop, by quadrature of 30 digits",
    concentric,
    lambda alpha, a, b: abs(math.sin(alpha)) > 1e-14 and 1e-7 < a / b < 1e7,
    balls=False,
)
def _(alpha, a, b):
    ctx.prec = 128
    with mp.workdps(30):
        large, small = mp.mpf(max(a, b)), mp.mpf(min(a, b))
        torque = torque_integral(alpha, small / large) * large
    return own(MU * arb(mp.nstr(torque, 30)))


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
    1e-13,
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
        return [*[F] * 3, *[greatest(norm(*map(mid, torque)), B / 2)] * 3, B]

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
        return [greatest(mid(M), min(abs(A), b / 2 * abs(B), key=float)), abs(A), abs(B)]

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
    2e-15,
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


@case(dipoles.energy, 3e-15, "μ0 m_a m_b/4πr³", ANY, DERIVED, dipole_pair)
def _(r, m_a, m_b):
    d, scale, e, u, v = directions(r, m_a, m_b)
    scale /= d**3
    return by(scale, scale * (dot(u, v) - 3 * dot(e, u) * dot(e, v)))


@case(dipoles.force, 5e-15, "3μ0 m_a m_b/4πr⁴", ANY, DERIVED, dipole_pair)
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
case(
    dipoles.force_correction, 1e-13, f"the {SHARE}", "a, b ≤ r", OPERATORS, with_radii
)(corrected(0, 4))
case(
    dipoles.torque_correction, 1e-13, f"the {SHARE}", "a, b ≤ r", OPERATORS, with_radii
)(corrected(1, 3))


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
case(
    dipoles.force_expansion, 1e-13, "3μ0 m_a m_b/4πr⁴", TWICE, OPERATORS, with_order, half_apart
)(expanded(0, 4))
case(
    dipoles.torque_expansion, 1e-13, "3μ0 m_a m_b/4πr³", TWICE, OPERATORS, with_order, half_apart
)(expanded(1, 3))


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
