"""Equations (1)–(21) and Appendices A, B, C, E and L of *eddy-sphere*, each by another route.

Fields come from a sum along the wire, which converges geometrically; derivatives from Cauchy's
integral around a small circle of complex coordinates; Legendre functions from the formula of
Rodrigues, for orders of either sign, without the phase of Condon and Shortley; currents in the
sphere from the integral equation that Ohm, Faraday, and Biot and Savart make of it.
"""

from functools import cache
from math import comb, factorial, pi

import numpy as np
from mpmath import mp
from numpy import cos, cross, exp, sin, sqrt

from magbook import MU_0
from tests.ledger.registry import check

K0 = MU_0 / (4 * pi)
EYE = np.eye(3)
# the loop about z, at a height; an origin on the axis leaves C to the wire
B, HEIGHT, CURRENT = 1.3, 0.7, -2.9
C = sqrt(B * B + HEIGHT * HEIGHT)
COS_C = HEIGHT / C
# frequency, conductivity and radius of the sphere
OMEGA, SIGMA, RADIUS = 370.0, 5.1e6, 0.11
WIRE = 2 * pi * np.arange(160) / 160
CIRCLE = exp(2j * pi * np.arange(16) / 16)
# places: in the sphere, off every axis; the centre of the sphere from the axis
R, D = np.array([0.12, -0.21, 0.17]), 0.23
SHIFT = np.array([D, 0, 0])
XS = np.array([-0.71, 0.13, 0.48, 0.86])


def same(left, right, within=1e-10):
    left, right = np.broadcast_arrays(np.asarray(left, complex), np.asarray(right, complex))
    assert np.max(np.abs(left - right)) <= within * (np.max(np.abs(right)) or 1.0)


def length(v):
    return sqrt(np.sum(v * v, axis=-1, keepdims=True))  # not |v|, so as to be analytic


# --- fields and derivatives ------------------------------------------------------------------


def partial(f, r, axis, order=1, radius=0.06):
    """∂^order f along an axis (or a vector), f analytic, a scalar or a vector, at many points."""
    r = np.asarray(r)
    direction = EYE[axis] if isinstance(axis, int) else axis
    turns = CIRCLE.reshape(-1, *[1] * r.ndim)
    values = np.asarray(f(r + radius * turns * direction))
    total = np.tensordot(CIRCLE ** (-order), values, 1)
    return factorial(order) / radius**order * total / len(CIRCLE)


def slopes(f, r):
    """∂_i f, f a scalar or a vector."""
    return np.array([partial(f, r, i) for i in range(3)])


def curl(f, r):
    d = slopes(f, r)
    pairs = ((1, 2), (2, 0), (0, 1))
    return np.stack([d[i][..., j] - d[j][..., i] for i, j in pairs], -1)


def laplacian(f, r):
    return sum(partial(f, r, i, 2) for i in range(3))


def wire(b=B, height=HEIGHT):
    points = np.stack([b * cos(WIRE), b * sin(WIRE), height + 0 * WIRE], 1)
    return points, b * 2 * pi / len(WIRE) * np.stack([-sin(WIRE), cos(WIRE), 0 * WIRE], 1)


def loop_potential(s, power=1, current=CURRENT):
    """μ0 I/4π ∮ dl/R."""
    points, dl = wire()
    away = length(np.asarray(s)[..., None, :] - points)
    return K0 * current * np.sum(dl / away**power, axis=-2)


def loop_field(s):
    """Biot and Savart."""
    points, dl = wire()
    away = np.asarray(s)[..., None, :] - points
    return K0 * CURRENT * np.sum(cross(dl, away) / length(away) ** 3, axis=-2)


def ring(radius, center=(0.2, -0.1, 0.1), axis=0.5):
    """A circle about a tilted axis, its line elements, and the unit vectors that span it."""
    e, f = np.array([cos(axis), 0, -sin(axis)]), np.array([0.0, 1.0, 0.0])
    c, s = cos(WIRE)[:, None], sin(WIRE)[:, None]
    step = 2 * pi / len(WIRE)
    return np.array(center) + radius * (c * e + s * f), radius * step * (c * f - s * e), e, f


def around(field, radius=0.3):
    points, dl, _, _ = ring(radius)
    return np.sum(field(points) * dl)


def flux(field, radius=0.3):
    nodes, weights = np.polynomial.legendre.leggauss(12)
    total = 0
    for x, w in zip(nodes, weights, strict=True):
        rho = radius * (x + 1) / 2
        points, _, e, f = ring(rho)
        total += w * radius / 2 * rho * 2 * pi * np.mean(field(points) @ cross(e, f))
    return total


# --- Legendre functions ----------------------------------------------------------------------


@cache
def rodrigues(n, m):
    """Coefficients of d^(n+m)/dx^(n+m) (x²-1)^n/2^n n!, the lowest power first."""
    p = np.polynomial.polynomial.polypow([-1, 0, 1], n) / (2.0**n * factorial(n))
    return np.polynomial.polynomial.polyder(p, n + m)


def P(n, m, x):
    """P_n^m for -n <= m <= n; nought beyond."""
    if n < 0 or abs(m) > n:
        return 0 * x
    return (1 - x * x) ** (m / 2) * np.polynomial.polynomial.polyval(x, rodrigues(n, m))


def dP(n, m, x):
    """P_n^m′ by Cauchy's integral."""
    return sum(P(n, m, x + 0.02 * w) / w for w in CIRCLE).real / (0.02 * len(CIRCLE))


def solid(n, m, r):
    """r^n P_n^m e^{imφ}, a polynomial of x, y and z; nought beyond."""
    r = np.asarray(r)
    if n < 0 or abs(m) > n:
        return 0 * r[..., 0]
    x, y, z = np.moveaxis(r, -1, 0)
    if m < 0:
        scale = (-1) ** m * factorial(n + m) / factorial(n - m)
        return scale * solid(n, -m, np.stack([x, -y, z], -1))
    square = x * x + y * y + z * z
    powers = enumerate(rodrigues(n, m))
    terms = (c * z**j * square ** ((n - m - j) // 2) for j, c in powers if (n - m - j) % 2 == 0)
    return (x + 1j * y) ** m * sum(terms)


def fall(n, m):
    """n!/(n-2m)!, nought for 2m > n."""
    return factorial(n) // factorial(n - 2 * m) if 2 * m <= n else 0


def settle_identity(left, form, orders=True):
    """For every degree and order, those of negative sign too."""
    for n in range(1, 6):
        for m in range(-n, n + 1) if orders else (0,):
            error = np.abs(left(n, m, XS) - form(n, m, XS))
            assert np.max(error) < 1e-11 * n**2 * np.max(np.abs(P(n, m, XS)))


# --- the sphere ------------------------------------------------------------------------------


def bessel(n, z):
    """I_{n+1/2}(z)/√z and its derivative."""
    value = mp.besseli(n + 0.5, z) / mp.sqrt(z)
    return complex(value), complex(mp.besseli(n - 0.5, z) / mp.sqrt(z) - (n + 1) / z * value)


K_SQUARE = 1j * MU_0 * OMEGA * SIGMA


def sphere(square=K_SQUARE, jump=0.0, bend=0.0, n=2):
    """Radial part of A in and out of the sphere: r^n comes from outside.

    `square` stands in ∇²A = square·A; A and its slope change by the parts `jump` and `bend`.
    """
    a, k = RADIUS, np.sqrt(complex(square))
    value, slope = bessel(n, k * a)
    # C (1 + jump) value - B a^(-n-1) = a^n, and the slopes
    rows = [
        [(1 + jump) * value, -(a ** (-n - 1))],
        [(1 + bend) * k * slope, (n + 1) * a ** (-n - 2)],
    ]
    inner, outer = np.linalg.solve(rows, [a**n, n * a ** (n - 1)])

    def radial(r):
        return inner * bessel(n, k * r)[0] if r < a else r**n + outer * r ** (-n - 1)

    return radial


def settle_sphere(radial, current=lambda A: -1j * OMEGA * SIGMA * A, n=2):
    """A is what comes from outside and what its own currents make: 1/R in spherical harmonics."""
    nodes, weights = np.polynomial.legendre.leggauss(24)

    def integral(low, high, power):
        rs = low + (high - low) * (nodes + 1) / 2
        values = [current(radial(r)) * r**power for r in rs]
        return (high - low) / 2 * np.dot(weights, values)

    for r in (0.4 * RADIUS, 0.8 * RADIUS, 1.3 * RADIUS):
        edge = min(r, RADIUS)
        own = r ** (-n - 1) * integral(0, edge, n + 2) + r**n * integral(edge, RADIUS, 1 - n)
        same(radial(r), r**n + MU_0 / (2 * n + 1) * own, 1e-10)


# --- notation and introduction ---------------------------------------------------------------

# powers of metre, kilogram, second and ampere
UNITS = {
    "E": (1, 1, -3, -1), "B": (0, 1, -2, -1), "J": (-2, 0, 0, 1), "sigma": (-3, -1, 3, 2),
    "A": (1, 1, -2, -1), "omega": (0, 0, -1, 0), "mu": (1, 1, -2, -2), "H": (-1, 0, 0, 1),
}  # fmt: skip


def unit(*names):
    return tuple(map(sum, zip(*(UNITS[name] for name in names), strict=True)))


@check(right="E", false="B")
def table_of_fields(field):
    assert unit("sigma", field) == unit("J")
    assert unit("omega", "A") == unit(field)


@check(right=1, false=0)
def table_of_unit_vectors(power):
    """r/r^power has the length 1, r itself has not."""
    same(length(R / length(R) ** power), 1)


@check(
    right=lambda t: (CURRENT * exp(1j * OMEGA * t)).real,
    false=lambda t: (CURRENT * exp(1j * OMEGA * t)).imag,
)
def current(form):
    """The charge that passes in the time t."""
    for t in (0.0011, 0.0052):
        times = np.linspace(0, t, 20001)
        same(np.trapezoid(form(times), times), CURRENT * sin(OMEGA * t) / OMEGA, 1e-7)


@check(right=2, false=1)
def instantaneous(order):
    """Retardation changes the potential of a loop by the given order of ω times the distance."""
    points, dl = wire()
    away = length(R - points)

    def change(q):
        late = np.sum(dl * exp(-1j * q * away) / away, axis=0)
        return np.linalg.norm(late - np.sum(dl / away, axis=0))

    same(change(2e-3) / change(1e-3), 2**order, 1e-2)


@check(right=1.0, false=2.0)
def shell(rate):
    """A hollow sphere with walls h answers like a solid one up to e^(-2h/δ)."""
    a, n, delta = 1.4, 1, 0.05
    k = (1 + 1j) / delta

    def answer(hole):
        value, slope = bessel(n, k * a)
        if not hole:
            return (k * a * slope - n * value) / (k * a * slope + (n + 1) * value)

        # sinh and cosh of k(r - hole), for degree 1: combinations of e^{±kr}(1/kr ∓ 1/k²r²)
        def wave(r, sign):
            z = k * r
            f = exp(sign * k * (r - a)) * (1 / z - sign / z**2)
            return f, exp(sign * k * (r - a)) * k * (sign / z - 2 / z**2 + 2 * sign / z**3)

        (p, dp), (q, dq) = wave(hole, 1), wave(hole, -1)
        mix = -(hole * dp - n * p) / (hole * dq - n * q)  # r^n in the hole
        value, slope = (wave(a, 1)[i] + mix * wave(a, -1)[i] for i in (0, 1))
        return (a * slope - n * value) / (a * slope + (n + 1) * value)

    for thickness in (2, 3, 4):
        error = abs(answer(a - thickness * delta) / answer(0) - 1)
        assert 0.01 < error / exp(-2 * rate * thickness) < 1


def inner_terms(n, r, d):
    """What stands under the curl of (21) in degree n, at 30 digits, with c as the unit of length.

    Returns the sum over k and m, and that of its moduli.
    """
    r = mp.matrix(r) / C
    d = mp.mpf(d) / C
    size = mp.sqrt(r[0] ** 2 + r[1] ** 2 + r[2] ** 2)
    x, phase = r[2] / size, mp.expj(mp.atan2(r[1], r[0]))
    total, moduli = mp.mpf(0), mp.mpf(0)
    for k in range(n + 1):
        term = mp.mpf(0)
        for m in range(max(0, k - n // 2), min(k, n // 2) + 1):
            q = abs(k - 2 * m)
            value = mp.polyval(precise(n - k, q), x) * (1 - x * x) ** (mp.mpf(q) / 2)
            if k < 2 * m:
                value *= (-1) ** q * mp.factorial(n - k - q) / mp.factorial(n - k + q)
            term += (-1) ** (k - m) * fall(n, m) * comb(k, m) * value * phase ** (k - 2 * m)
        term *= (d / 2) ** k / mp.factorial(k) * size ** (n - k)
        total, moduli = total + term, moduli + abs(term)
    return float(abs(total)), float(moduli)


@cache
def precise(n, m):
    """d^m P_n/dx^m, the highest power first, in exact numbers."""
    p = [(-1) ** j * comb(n, j) * comb(2 * n - 2 * j, n) for j in range(n // 2 + 1)]
    powers = [n - 2 * j for j in range(n // 2 + 1)]
    out = [mp.mpf(0)] * (n - m + 1)
    for c, power in zip(p, powers, strict=True):
        if power >= m:
            whole = c * factorial(power) // factorial(power - m)
            out[n - power] = mp.mpf(whole) / mp.mpf(2) ** n
    return out


@cache
def grows(r, d, moduli=False):
    """Whether the terms grow from the degrees 8 to 10 to those from 20 to 22."""
    with mp.workdps(30):
        few, many = (
            max(inner_terms(n, r, d)[moduli] for n in range(low, low + 3)) for low in (8, 20)
        )
    return many > few


PLACES = [  # field point, displacement
    ((-0.9 * C, 0.1 * C, 0.2 * C), 0.5 * C),  # |r + d| < c < |r| + d
    ((0.7 * C, 0.1 * C, 0.2 * C), 0.6 * C),  # |r| < c < |r + d|
    ((0.3 * C, 0.1 * C, 0.4 * C), 0.25 * C),  # |r| + d < c
    ((1.2 * C, 0.1 * C, 0.3 * C), 0.3 * C),  # |r| > c
]


@check(
    right=lambda r, d: length(np.add(r, (d, 0, 0)))[0] < C,
    false=lambda r, d: length(np.array(r))[0] > C,
)
def range_of_21(converges):
    for r, d in PLACES:
        assert grows(r, d) != converges(r, d)


@check(
    right=lambda r, d: length(np.array(r))[0] + d < C,
    false=lambda r, d: length(np.add(r, (d, 0, 0)))[0] < C,
)
def absolute_range_of_21(converges):
    """With each term (d·∇)^k counted by its modulus."""
    for r, d in PLACES:
        assert grows(r, d, True) != converges(r, d)


@check(right=lambda a, d: a + d < C, false=lambda a, d: d < 0.2 * a)
def small_displacement(allowed):
    """On the surface of a large and of a small sphere, in the direction of the displacement."""
    for a, d in ((0.92 * C, 0.15 * C), (0.2 * C, 0.3 * C), (0.5 * C, 0.05 * C)):
        assert grows((a * 0.995, 0.0, a * 0.0999), d) != allowed(a, d)


# --- Maxwell's equations ---------------------------------------------------------------------


@check(right=1, false=-1)
def eq_1(sign):
    """Flux of a point charge through a cube around it, in units of q/ε0."""
    x, w = np.polynomial.legendre.leggauss(40)
    u, v = np.meshgrid(x, x)
    weight = np.outer(w, w)
    where, total = np.array([0.2, -0.1, 0.15]), 0
    for axis in range(3):
        for side in (1, -1):
            points = np.stack(np.roll([side + 0 * u, u, v], axis, 0), -1) - where
            total += side * np.sum(weight * (points / length(points) ** 3)[..., axis])
    same(total / (4 * pi), sign, 1e-8)


@check(right=1, false=-1)
def eq_2(sign):
    """Circulation around the wire."""
    s = 0.3
    points = np.array([B + s * cos(WIRE), 0 * WIRE, HEIGHT - s * sin(WIRE)]).T
    dl = 2 * pi / len(WIRE) * s * np.array([-sin(WIRE), 0 * WIRE, -cos(WIRE)]).T
    same(np.sum(loop_field(points) * dl), sign * MU_0 * CURRENT)


@check(right=-1, false=1)
def eq_3(sign):
    """The electromotive force of a current that grows, E = -∂A/∂t, and the flux of ∂B/∂t."""
    same(around(lambda s: -loop_potential(s)), sign * flux(loop_field))


@check(right=loop_field, false=lambda s: loop_field(s) * s)
def eq_4(field):
    assert abs(np.trace(slopes(field, R))) < 1e-10 * np.abs(slopes(field, R)).max()


@check(right=lambda A: curl(A, R), false=lambda A: -curl(A, R))
def eq_5(form):
    same(form(loop_potential), loop_field(R))


@check(right={"uniform": 3, "linear": 5}, false={"uniform": 0, "linear": 8})
def unique_potential(numbers):
    """What can be added to A: fields without curl and divergence. None vanishes at infinity."""
    conditions = []
    for column in range(9):
        slope = np.zeros(9)
        slope[column] = 1
        s = slope.reshape(3, 3)  # ∂_i A_j of a linear field; a uniform one has none
        conditions.append([s[1, 2] - s[2, 1], s[2, 0] - s[0, 2], s[0, 1] - s[1, 0], np.trace(s)])
    free = np.linalg.svd(np.array(conditions).T)[2][np.linalg.matrix_rank(conditions) :]
    assert {"uniform": len(np.eye(3)), "linear": len(free)} == numbers
    around = np.random.default_rng(3).normal(size=(60, 3))
    for slope in free.reshape(-1, 3, 3):
        size = np.max(np.linalg.norm(around @ slope, axis=1))
        assert np.max(np.linalg.norm(1e3 * around @ slope, axis=1)) > 900 * size > 0


@check(right=3, false=0)
def eq_6(variable):
    """An electromagnetic wave: ∇×E against -∂(∇×A)/∂ of the variable (x, y, z or t)."""
    wave, light = np.array([0.7, -1.1, 0.4]), 2.3
    amplitude = cross(wave, [0.3, 0.5, -0.8])
    frequency = light * np.linalg.norm(wave)

    def potential(t, r):
        return amplitude * cos(r @ wave - frequency * t)[..., None]

    def electric(r, t=0.6):  # of its own, not -∂A/∂t
        return amplitude * -frequency * sin(r @ wave - frequency * t)[..., None]

    def change(r):
        h = 1e-4
        step = np.zeros(4)
        step[variable] = h
        ahead, behind = (potential(0.6 + s * step[3], r + s * step[:3]) for s in (1, -1))
        return -(ahead - behind) / (2 * h)

    same(curl(electric, R), curl(change, R), 1e-6)


# --- the sphere and the scalar potential -----------------------------------------------------

A_N = [0.0] + [float(P(n, 1, COS_C)) / (C ** (n + 1) * n * (n + 1)) for n in range(1, 31)]


def derivative(n, k, r):
    """Sum over m in (20) and (21): ∂^k r^n P_n/∂x^k, at one point or many."""
    return sum(
        (-1) ** (k - m) * fall(n, m) * comb(k, m) / 2**k * solid(n - k, k - 2 * m, r)
        for m in range(k + 1)
        if fall(n, m) and abs(k - 2 * m) <= n - k
    ) + 0 * np.asarray(r)[..., 0]  # fmt: skip


def under_curl(vector, weight=lambda n, k: 1, highest=24):
    """μ0 I b/2 Σ A_n Σ d^k/k! ∂^k r^n P_n/∂x^k times a vector: what stands under the curl."""

    def field(r):
        total = sum(
            A_N[n] * weight(n, k) * D**k / factorial(k) * derivative(n, k, r)
            for n in range(1, highest + 1)
            for k in range(n + 1)
            if weight(n, k)
        )
        return MU_0 * CURRENT * B / 2 * total[..., None] * vector(r)

    return field


@check(
    right=lambda: under_curl(lambda r: r, lambda n, k: k < n and (n + 1) / (n - k + 1), 13),
    false=lambda: under_curl(lambda r: r + SHIFT, highest=13),
)
def eq_7(form):
    """The part of A to which E is proportional has the field of the loop and leaves no sphere."""
    r, potential = 0.3 * R, form()
    same(curl(lambda s: curl(potential, s), r), loop_field(r + SHIFT), 1e-6)
    A = curl(potential, r)
    assert abs(A @ r) < 1e-9 * np.linalg.norm(A) * np.linalg.norm(r)


@check(right=1 / 2, false=0)
def uniform_field(part):
    """In a uniform field, the centre by d from the axis of A, no current must leave the sphere."""
    field, normal = np.array([0.3, -0.4, 1.1]), R / length(R)

    def electric(r):  # -iωA, less ∇φ
        return -1j * OMEGA * (cross(field, r + SHIFT) / 2 - part * cross(field, SHIFT))

    same(around(electric), -1j * OMEGA * flux(lambda r: field + 0 * r))
    assert abs(electric(RADIUS * normal) @ normal) < 1e-12


@check(right=lambda slope: -SIGMA * slope, false=lambda slope: SIGMA * slope)
def eq_8(form):
    """The current that Faraday's law drives around a ring, at a moment t."""
    t = 0.004
    rate = -OMEGA * sin(OMEGA * t)  # of cos ωt
    force = -rate * flux(loop_field)
    same(around(lambda s: form(rate * loop_potential(s))), SIGMA * force)


@check(right=lambda A: -1j * OMEGA * SIGMA * A, false=lambda A: 1j * OMEGA * SIGMA * A)
def eq_9(form):
    settle_sphere(sphere(), form)


@check(right=-K_SQUARE, false=K_SQUARE)
def eq_10(factor):
    """∇×(∇×A) = factor·A, and so ∇²A = -factor·A."""
    settle_sphere(sphere(-factor))


@check(right=np.sqrt(K_SQUARE), false=K_SQUARE)
def square_of_k(k):
    settle_sphere(sphere(k * k))


@check(right=(1, -1), false=(1, 1))
def identity_after_10(signs):
    """On a field with a divergence."""

    def field(r):
        x, y, z = np.moveaxis(r, -1, 0)
        return np.stack([x * y * z + x**3, sin(y) * x, exp(z) * y * y + x * z], -1)

    def divergence(r):
        return sum(partial(field, r, i)[..., i] for i in range(3))

    first, second = slopes(divergence, R), laplacian(field, R)
    same(curl(lambda s: curl(field, s), R), signs[0] * first + signs[1] * second)


@check(right=K_SQUARE, false=-K_SQUARE)
def eq_11a(factor):
    settle_sphere(sphere(factor))


@check(right=0, false=K_SQUARE)
def eq_11b(factor):
    size = np.max(np.abs(partial(loop_potential, R, 0, 2)))
    assert np.max(np.abs(laplacian(loop_potential, R) - factor * loop_potential(R))) < 1e-9 * size


@check(right=0.0, false=0.1)
def eq_12a(jump):
    settle_sphere(sphere(jump=jump))


@check(right=0.0, false=0.1)
def eq_12b(jump):
    settle_sphere(sphere(bend=jump))


@check(right=-1, false=1)
def normal_of_B(sign):
    """Flux of the loop through two opposite faces of a flat box, and through its rim."""
    x, w = np.polynomial.legendre.leggauss(16)
    u, v = np.meshgrid(x, x)
    weight = np.outer(w, w)

    def face(axis, side):
        sides = np.array([0.2, 0.2, 0.02])
        points = np.stack(np.roll([side + 0 * u, u, v], axis, 0), -1) * sides
        area = np.prod(np.delete(sides, axis))
        return area * np.sum(weight * loop_field(R + points)[..., axis])

    rim = sum(face(axis, 1) - face(axis, -1) for axis in (0, 1))
    same(face(2, 1) + sign * face(2, -1) + rim, 0 * rim, 1e-12)


@check(right=-1, false=1)
def tangent_of_H(power):
    """H = μ^power B."""
    assert tuple(h - b for h, b in zip(unit("H"), unit("B"), strict=True)) == tuple(
        power * u for u in unit("mu")
    )


# --- the potential of the loop ---------------------------------------------------------------


def polar(s):
    """s, cos θ and the unit vectors along s, θ and φ."""
    size = float(length(s)[0])
    x, phi = s[2] / size, np.arctan2(s[1], s[0])
    root = sqrt(1 - x * x)
    theta = np.array([x * cos(phi), x * sin(phi), -root])
    return size, x, s / size, theta, np.array([-sin(phi), cos(phi), 0])


@check(right=1, false=2)
def eq_13(power):
    same(curl(lambda s: loop_potential(s, power), R), loop_field(R))


def harmonics(s, vector, factor=lambda n: n * (n + 1)):
    size, x = polar(s)[:2]
    numbers = range(1, 31)
    total = sum(size**n / (C ** (n + 1) * factor(n)) * P(n, 1, COS_C) * P(n, 1, x) for n in numbers)
    return MU_0 * CURRENT * B / 2 * total * vector


@check(
    right=lambda s: harmonics(s, polar(s)[4]),
    false=lambda s: harmonics(s, polar(s)[4], lambda n: 2 * n),
)
def eq_14(form):
    for s in (R, np.array([-0.2, -0.3, 0.1])):
        same(form(s), loop_potential(s))


@check(right=lambda s: s < C, false=lambda s: s < B)
def range_of_14(converges):
    for size in (0.5 * C, 0.93 * C, 1.1 * C):
        assert grows((0.48 * size, 0.6 * size, 0.64 * size), 0.0) != converges(size)


@check(right=1, false=-1)
def eq_15(sign):
    def field(s):
        total = sum(A_N[n] * solid(n, 0, s) for n in range(1, 25))
        return MU_0 * CURRENT * B / 2 * total[..., None] * s

    same(sign * curl(field, R), loop_potential(R))


@check(right=factorial, false=lambda k: 1)
def eq_16(divisor):
    small = 0.3 * SHIFT
    found = sum(0.3**k * partial(loop_potential, R, SHIFT, k, 0.8) / divisor(k) for k in range(12))
    same(found, loop_potential(R + small), 1e-9)


@check(right=1, false=-1)
def eq_17(sign):
    """The sum over n inside, that over k outside; the centre of the sphere at +d."""

    def series(r):
        total = sum(A_N[n] * solid(n, 0, r) for n in range(1, 20))
        return MU_0 * CURRENT * B / 2 * total[..., None] * r

    def powers(r):  # the constant d·∇ may stand under the curl
        return sum(
            (sign * 0.5) ** k / factorial(k) * partial(series, r, SHIFT, k, 0.5) for k in range(14)
        )

    same(curl(powers, R), loop_potential(R + 0.5 * SHIFT), 1e-9)


@check(right=lambda k: D**k, false=lambda k: D)
def d_dot_nabla(factor):
    for k in range(1, 4):
        found = partial(loop_potential, R, SHIFT, k, 0.5)
        same(factor(k) * partial(loop_potential, R, 0, k, 0.1), found, 1e-9)


def settle_solids(form, axis):
    """Slopes of r^n P_n^m e^{imφ}, for orders of either sign."""
    for n in range(6):
        for m in range(-n, n + 1):
            found = partial(lambda r, n=n, m=m: solid(n, m, r), R, axis)
            assert abs(form(n, m, R) - found) < 1e-11 * factorial(n + abs(m))


def sideways(n, m, r, sign=-1):
    lower = (m + n) * (m + n - 1) * solid(n - 1, m - 1, r)
    return (lower + sign * solid(n - 1, m + 1, r)) / 2


@check(right=sideways, false=lambda n, m, r: sideways(n, m, r, 1))
def eq_18(form):
    settle_solids(form, 0)


@check(right=lambda m: (-1) ** m, false=lambda m: 1)
def negative_orders(sign):
    """The formula of Rodrigues for order -m."""
    for n, m in ((1, 1), (3, 1), (4, 2), (5, 3)):
        ratio = sign(m) * factorial(n - m) / factorial(n + m)
        same(P(n, -m, XS), ratio * P(n, m, XS))


@check(right=0, false=1)
def slope_of_r(power):
    """∂/∂x of r/r^power."""
    same(partial(lambda r: r / length(r) ** power, R, 0, 1, 0.03), EYE[0])


@check(
    right=lambda n, m: D * sideways(n, m, R) * R + solid(n, m, R) * SHIFT,
    false=lambda n, m: sideways(n, m, R) * R + solid(n, m, R) * SHIFT,
)
def eq_19(form):
    for n, m in ((1, 0), (2, 1), (3, -2), (4, 3), (5, -1)):
        found = partial(lambda r, n=n, m=m: solid(n, m, r)[..., None] * r, R, SHIFT)
        same(form(n, m), found)


def first_sum(n, k, half=D / 2):
    return half**k * sum(
        comb(k, m) * fall(n, m) * (-1) ** (k - m) * solid(n - k, k - 2 * m, R) for m in range(k + 1)
    )


def second_sum(n, k, phase=True, limits=lambda n, k: (k - 1, k - 1), shift=1):
    """The factor of d. `limits` of the sum and of the binomials; the order is k - 2m - shift."""
    turn = np.exp(1j * np.arctan2(R[1], R[0]))
    last, of = limits(n, k)
    total = 0
    for m in range(last + 1):
        order = k - 2 * m - shift
        term = solid(n - k + 1, order, R) / (1 if phase else turn**order)
        total += comb(of, m) * fall(n, m) * (-1) ** (k - m - 1) * term
    return k * (D / 2) ** (k - 1) * total


def settle_powers(first=first_sum, second=second_sum, ks=range(5)):
    """(d·∇)^k r^n P_n r by Cauchy's integral, for all k and degrees."""
    for k in ks:
        for n in range(7):
            found = partial(lambda r, n=n: solid(n, 0, r)[..., None] * r, R, 0, k, 0.3)
            form = first(n, k) * R + second(n, k) * SHIFT
            assert np.max(np.abs(form - D**k * found)) < 1e-12


@check(right=True, false=False)
def eq_20(phase):
    settle_powers(second=lambda n, k: second_sum(n, k, phase))


@check(right=lambda r: SHIFT + 0 * r, false=lambda r: cross(SHIFT, r))
def curl_commutes(d):
    def along(f):
        return lambda r: sum(d(r)[..., i, None] * partial(f, r, i) for i in range(3))

    def rotation(r):
        return curl(loop_potential, r)

    same(curl(along(loop_potential), R), along(rotation)(R), 1e-9)


@check(right=lambda r: r + SHIFT, false=lambda r: r)
def eq_21(vector):
    same(curl(under_curl(vector), R), loop_potential(R + SHIFT), 1e-12)


@check(right=0, false=1)
def limit_of_21(less):
    """The limit k <= n - less; one less than that is as good."""
    for limit in (less, less + 1):
        field = under_curl(lambda r: r + SHIFT, lambda n, k, limit=limit: k <= n - limit)
        same(curl(field, R), loop_potential(R + SHIFT), 1e-12)


# --- Appendix A ------------------------------------------------------------------------------


@check(right=CURRENT, false=1.0)
def a_potential(current):
    same(curl(lambda s: loop_potential(s, current=current), R), loop_field(R))


@check(right=1, false=0)
def a_expansion(power):
    """1/R in powers of s/c, for one point of the wire."""
    c = wire()[0][33]
    s, x = length(R)[0], R @ c / (length(R)[0] * C)
    total = sum(s**n / C ** (n + power) * P(n, 0, x) for n in range(26))
    same(total, 1 / length(R - c))


@check(right=lambda m, phi: cos(m * phi), false=lambda m, phi: cos(phi))
def a_addition(form):
    x, y, phi = 0.37, -0.58, 1.9
    angle = x * y + sqrt((1 - x * x) * (1 - y * y)) * cos(phi)
    for n in range(2, 6):
        total = P(n, 0, x) * P(n, 0, y) + 2 * sum(
            factorial(n - m) / factorial(n + m) * P(n, m, x) * P(n, m, y) * form(m, phi)
            for m in range(1, n + 1)
        )
        same(total, P(n, 0, angle))


@check(right=lambda m: m / 2, false=lambda m: 1 / 2)
def a_legendre(power):
    """Laplace's integral for P_n^m."""
    for n, m in ((3, 1), (3, 2), (5, 3), (4, 4)):
        around = (XS[:, None] + 1j * sqrt(1 - XS[:, None] ** 2) * cos(WIRE)) ** n
        mean = np.mean(around * cos(m * WIRE), axis=1)
        integral = factorial(n + m) / factorial(n) * (-1j) ** m * mean
        slope = np.polynomial.polynomial.polyval(XS, rodrigues(n, m))
        same((1 - XS**2) ** power(m) * slope, integral)


@check(right=(-1, 1), false=(1, -1))
def a_element(signs):
    """The line element against differences of the points."""
    h = 1e-5
    for phi in (0.4, 2.2):
        step = B * (np.array([cos(phi + h), sin(phi + h)]) - [cos(phi - h), sin(phi - h)]) / 2 / h
        same(B * np.array([signs[0] * sin(phi), signs[1] * cos(phi)]), step, 1e-8)


@check(right=lambda t: (t, 0 * t), false=lambda t: (0 * t, t))
def a_variable(angles):
    """∮ dl/R over the azimuth of the wire or of the field point, the other one nought."""
    rho, z = 0.3, 0.2
    c, s = angles(WIRE)
    away = sqrt(rho**2 + B**2 + (HEIGHT - z) ** 2 - 2 * rho * B * cos(c - s))
    element = B * np.stack([-sin(c), cos(c), 0 * c], 1)
    found = K0 * CURRENT * 2 * pi * np.mean(element / away[:, None], axis=0)
    same(found, loop_potential(np.array([rho, 0, z])))


@check(right=lambda m: 0.0, false=lambda m: pi * (m == 1))
def a_sine(form):
    for m in range(4):
        assert abs(2 * pi * np.mean(sin(WIRE) * cos(m * WIRE)) - form(m)) < 1e-12


@check(right=lambda m: pi * (m == 1), false=lambda m: 2 * pi * (m == 1))
def a_cosine(form):
    for m in range(4):
        assert abs(2 * pi * np.mean(cos(WIRE) * cos(m * WIRE)) - form(m)) < 1e-12


@check(right=EYE[1], false=EYE[0])
def a_result(vector):
    s = np.array([0.31, 0, 0.2])
    same(harmonics(s, vector), loop_potential(s))


@check(right=lambda s: polar(s)[4], false=lambda s: EYE[1])
def a_last(vector):
    same(harmonics(R, vector(R)), loop_potential(R))


# --- Appendix B ------------------------------------------------------------------------------


def settle_degrees(found, form, lowest=1):
    for n in range(lowest, 6):
        same(form(n), found(n))


def radial_vector(n):
    return lambda s: solid(n, 0, s)[..., None] * s


@check(
    right=lambda f: curl(f, R),
    false=lambda f: np.diagonal(slopes(f, R)),
)
def b_heading(operator):
    size, x, _, _, phi = polar(R)
    settle_degrees(lambda n: operator(radial_vector(n)), lambda n: size**n * P(n, 1, x) * phi)


@check(right=1, false=0)
def b_gradient(less):
    """The power of s in the part along θ is n - less."""
    size, x, along, theta, _ = polar(R)

    def form(n):
        slope = -sqrt(1 - x * x) * dP(n, 0, x)
        return n * size ** (n - 1) * P(n, 0, x) * along + size ** (n - less) * slope * theta

    settle_degrees(lambda n: slopes(lambda s: solid(n, 0, s), R), form)


@check(right=-1, false=1)
def b_chain(sign):
    angle, h = 0.8, 1e-4
    x = cos(angle)
    for n in range(1, 6):
        slope = (P(n, 0, cos(angle + h)) - P(n, 0, cos(angle - h))) / (2 * h)
        same(sign * sin(angle) * dP(n, 0, x), slope, 1e-6)
        same(sign * P(n, 1, x), slope, 1e-6)


@check(right=1, false=-1)
def b_cross(sign):
    size, _, _, theta, phi = polar(R)
    same(cross(R, theta), sign * size * phi)


@check(right=1, false=-1)
def b_gradient_cross(sign):
    size, x, _, _, phi = polar(R)
    settle_degrees(
        lambda n: cross(slopes(lambda s: solid(n, 0, s), R), R),
        lambda n: sign * size**n * P(n, 1, x) * phi,
    )


@check(right=1, false=-1)
def b_product(sign):
    """With a field that has a curl, too."""

    def field(s):
        return cross(s, [0.3, -0.8, 0.5]) + s

    def form(n):
        turned = cross(slopes(lambda s: solid(n, 0, s), R), field(R))
        return sign * turned + solid(n, 0, R) * curl(field, R)

    settle_degrees(lambda n: curl(lambda s: solid(n, 0, s)[..., None] * field(s), R), form)


@check(right=lambda s: s, false=lambda s: cross([0.1, 0, 0], s))
def b_curl(field):
    assert np.max(np.abs(curl(field, R))) < 1e-12


@check(right=1, false=-1)
def b_last(phase):
    """`phase` is that of Condon and Shortley."""
    size, x, _, _, phi = polar(R)
    form = [phase * size**n * P(n, 1, x) * phi for n in range(6)]
    settle_degrees(lambda n: curl(radial_vector(n), R), lambda n: form[n])


# --- Appendix C ------------------------------------------------------------------------------


@check(right=D / 2, false=D**2 / 2)
def c_first(factor):
    def first(n, k):
        return factor * (n * (n - 1) * solid(n - 1, -1, R) - solid(n - 1, 1, R))

    settle_powers(first, lambda n, k: solid(n, 0, R), ks=(1,))


def bracket(n, middle=0, last=2):
    """The bracket in the second power; a wrong order keeps the azimuth that is printed."""
    turn = np.exp(1j * np.arctan2(R[1], R[0]))
    return (
        n * (n - 1) * (n - 2) * (n - 3) * solid(n - 2, -2, R)
        - 2 * n * (n - 1) * solid(n - 2, middle, R) * turn**-middle
        + solid(n - 2, last, R) * turn ** (2 - last)
    )


@check(right=(0, 2), false=(2, 0))
def c_second_bracket(orders):
    settle_powers(lambda n, k: D**2 / 4 * bracket(n, *orders), ks=(2,))


@check(right=D, false=D / 2)
def c_second_factor(factor):
    def second(n, k):
        return factor * (n * (n - 1) * solid(n - 1, -1, R) - solid(n - 1, 1, R))

    settle_powers(second=second, ks=(2,))


@check(right=-1, false=1)
def c_second_sum(sign):
    def first(n, k):
        terms = (fall(n, m) * solid(n - 2, 2 - 2 * m, R) for m in range(3))
        return D**2 / 4 * sum(comb(2, m) * sign**m * term for m, term in enumerate(terms))

    settle_powers(first, ks=(2,))


@check(
    right=second_sum,
    false=lambda n, k: second_sum(n, k, False, lambda n, k: (k, n), -1),
)
def c_second_second_sum(form):
    settle_powers(second=form, ks=(2,))


@check(right=lambda k: (D / 2) ** k, false=lambda k: D**2 / 4)
def c_last_first(factor):
    settle_powers(lambda n, k: factor(k) * first_sum(n, k, 1))


@check(right=second_sum, false=lambda n, k: second_sum(n, k, False, lambda n, k: (k, k)))
def c_last_second(form):
    settle_powers(second=form)


# --- Appendix E ------------------------------------------------------------------------------


def settle_curl(form):
    for n, m in ((1, 1), (2, 0), (3, -2), (4, 3), (5, -1)):
        found = curl(lambda r, n=n, m=m: solid(n, m, r)[..., None] * EYE[0], R)
        same(form(n, m), found)


@check(right=2, false=0)
def e_curl(axis):
    def form(n, m):
        d = slopes(lambda r: solid(n, m, r), R)
        return d[2] * EYE[1] - d[1] * EYE[axis]

    settle_curl(form)


def across(n, m, r, sign=1):
    lower = (m + n) * (m + n - 1) * solid(n - 1, m - 1, r)
    return 0.5j * (lower + sign * solid(n - 1, m + 1, r))


@check(right=across, false=lambda n, m, r: across(n, m, r, -1))
def e_y(form):
    settle_solids(form, 1)


@check(right=1, false=-1)
def e_z_first(sign):
    def form(n, m, r):
        size, x = polar(r)[:2]
        turn = np.exp(1j * m * np.arctan2(r[1], r[0])) * size ** (n - 1)
        return (n * x * P(n, m, x) + sign * (1 - x * x) * dP(n, m, x)) * turn if n else 0

    settle_solids(form, 2)


@check(
    right=lambda n, m, r: (m + n) * solid(n - 1, m, r),
    false=lambda n, m, r: m * n * solid(n - 1, m, r),
)
def e_z_second(form):
    settle_solids(form, 2)


@check(right=2, false=0)
def e_last(axis):
    settle_curl(lambda n, m: (m + n) * solid(n - 1, m, R) * EYE[1] - across(n, m, R) * EYE[axis])


# --- Appendix L ------------------------------------------------------------------------------


def root(x):
    return sqrt(1 - x * x)


def slope_times_root(n, m, x):
    return root(x) * dP(n, m, x)


def slope_times_square(n, m, x):
    return (1 - x * x) * dP(n, m, x)


@check(right=dP, false=P)
def l1(left):
    settle_identity(
        lambda n, m, x: left(n + 1, 0, x),
        lambda n, m, x: (n + 1) * P(n, 0, x) + x * dP(n, 0, x),
        orders=False,
    )


@check(right=-1, false=1)
def l2(sign):
    settle_identity(
        lambda n, m, x: dP(n - 1, 0, x),
        lambda n, m, x: sign * n * P(n, 0, x) + x * dP(n, 0, x),
        orders=False,
    )


@check(right=-1, false=1)
def l3(sign):
    settle_identity(
        slope_times_square,
        lambda n, m, x: n * P(n - 1, 0, x) + sign * n * x * P(n, 0, x),
        orders=False,
    )


@check(right=1, false=-1)
def l4(sign):
    settle_identity(
        slope_times_square,
        lambda n, m, x: sign * (n + 1) * (x * P(n, 0, x) - P(n + 1, 0, x)),
        orders=False,
    )


@check(right=1, false=-1)
def l5(sign):
    settle_identity(
        lambda n, m, x: P(n + 1, m + 1, x),
        lambda n, m, x: sign * (n + m + 1) * root(x) * P(n, m, x) + x * P(n, m + 1, x),
    )


@check(right=1, false=-1)
def l6(sign):
    settle_identity(
        lambda n, m, x: P(n + 1, m + 1, x) - P(n - 1, m + 1, x),
        lambda n, m, x: sign * (2 * n + 1) * root(x) * P(n, m, x),
    )


@check(right=lambda n, m: m, false=lambda n, m: n)
def l7(order):
    """All orders, as printed, n; n - 1 cannot carry the order n + 1."""
    settle_identity(
        lambda n, m, x: P(n - 1, order(n, m) + 1, x),
        lambda n, m, x: (m - n) * root(x) * P(n, order(n, m), x) + x * P(n, order(n, m) + 1, x),
    )


@check(right=-1, false=1)
def l8(sign):
    settle_identity(
        lambda n, m, x: P(n, m + 1, x) + sign * 2 * m * x / root(x) * P(n, m, x),
        lambda n, m, x: -(m + n) * (n - m + 1) * P(n, m - 1, x),
    )


@check(right=-1, false=1)
def l9(sign):
    settle_identity(
        lambda n, m, x: (m - n - 1) * P(n + 1, m, x) + (2 * n + 1) * x * P(n, m, x),
        lambda n, m, x: -sign * (m + n) * P(n - 1, m, x),
    )


@check(right=1, false=-1)
def l10(sign):
    settle_identity(
        slope_times_root,
        lambda n, m, x: -m * x / root(x) * P(n, m, x) + sign * P(n, m + 1, x),
    )


@check(right=1, false=-1)
def l11(sign):
    settle_identity(
        slope_times_root,
        lambda n, m, x: (sign * P(n, m + 1, x) - (m + n) * (n - m + 1) * P(n, m - 1, x)) / 2,
    )


@check(right=1, false=-1)
def l12(sign):
    settle_identity(
        slope_times_root,
        lambda n, m, x: (
            m * x / root(x) * P(n, m, x) - sign * (n + m) * (n - m + 1) * P(n, m - 1, x)
        ),
    )


@check(right=1, false=-1)
def l13(sign):
    settle_identity(
        lambda n, m, x: 2 * m / root(x) * P(n, m, x),
        lambda n, m, x: sign * (P(n - 1, m + 1, x) + (m + n - 1) * (m + n) * P(n - 1, m - 1, x)),
    )


@check(right=1, false=-1)
def l14(sign):
    settle_identity(
        slope_times_square,
        lambda n, m, x: (
            m * x * P(n, m, x)
            - sign * (m + n) * (n - m + 1) / (2 * n + 1) * (P(n + 1, m, x) - P(n - 1, m, x))
        ),
    )


@check(right=1, false=-1)
def l15(sign):
    settle_identity(
        slope_times_square,
        lambda n, m, x: (n + 1) * x * P(n, m, x) - (n - sign * m + 1) * P(n + 1, m, x),
    )


@check(right=1, false=-1)
def l16(sign):
    settle_identity(
        slope_times_square,
        lambda n, m, x: (
            (sign * m - n - 1) * n * P(n + 1, m, x) + (n + 1) * (m + n) * P(n - 1, m, x)
        ) / (2 * n + 1),
    )  # fmt: skip


@check(right=1, false=-1)
def l17(sign):
    settle_identity(
        slope_times_square,
        lambda n, m, x: -n * x * P(n, m, x) + (sign * m + n) * P(n - 1, m, x),
    )
