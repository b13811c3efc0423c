"""The outlook of *ring-magnet*, (84), (85): settled by the dipole's field at imaginary frequency.

The second-order energy of two polarizable points is -(ħ/2π) ∫ dξ tr(α T χ T), with T the field of
an oscillating dipole at the frequency iξ; it is differentiated from e^{-ξr}/r, integrated anew.
"""

from functools import cache

import numpy as np
from mpmath import MPContext

from tests.ledger.registry import check

mp = MPContext()
mp.dps = 20
PLACE = (0.7, 0.4, 0.9)  # ρ, φ, z with a = 1.3
A, THETA, PHI1 = 1.3, 0.8, 2.1


def same(left, right, within=1e-12):
    assert abs(left - right) <= within * abs(right)


def vector(*components):
    return np.array([mp.mpf(float(c)) for c in components])


@cache
def dyad():
    """(∇∇ + 1 Δ') e^{-ξr}/r at a point, as functions of ξ: differentiated at 20 digits."""
    r = vector(0.3, -0.7, 0.6)
    distance = mp.sqrt(r @ r)

    def field(xi):
        def wave(x, y, z):
            s = mp.sqrt(x * x + y * y + z * z)
            return mp.exp(-xi * s) / s

        eye = np.eye(3, dtype=int)
        orders = [[tuple(map(int, p + q)) for q in eye] for p in eye]
        second = np.array([[mp.diff(wave, tuple(r), n) for n in row] for row in orders])
        return second - xi**2 * wave(*r) * np.eye(3)

    return r, distance, field


def pair(alpha, chi, r):
    """∫ dξ tr(α T χ T) of two points, c = 1, with T by its two projections."""
    distance = mp.sqrt(r @ r)
    e = r / distance
    along, across, both = e @ alpha @ e * (e @ chi @ e), np.trace(alpha @ chi), e @ alpha @ chi @ e
    turned = e @ chi @ alpha @ e

    def integrand(z):
        decay = mp.exp(-z)
        P, Q = decay * (3 + 3 * z + z * z), decay * (1 + z + z * z)
        return P * P * along - P * Q * (both + turned) + Q * Q * across

    return mp.quad(integrand, [0, 2, 8, 40]) / distance**7


@check(right=(13, 56, 63), false=(13, 56, 65))
def coefficients(numbers):
    r, distance, field = dyad()
    n, m = vector(0.6, 0.0, 0.8), vector(-0.48, 0.6, 0.64)
    alpha, chi = np.outer(n, n), np.outer(m, m)
    nodes, weights = np.polynomial.laguerre.laggauss(12)
    # the exponential is taken out; what is left is a polynomial in ξ
    total = 0
    for x, w in zip(nodes, weights, strict=True):
        xi = mp.mpf(x) / (2 * distance)
        T = field(xi) * mp.exp(xi * distance)
        total += mp.mpf(w) / (2 * distance) * np.trace(alpha @ T @ chi @ T)
    e = r / distance
    first, second, third = numbers
    form = (
        first * np.trace(alpha @ chi)
        - second * (e @ alpha @ chi @ e)
        + third * (e @ alpha @ e) * (e @ chi @ e)
    )
    same(form / (4 * distance**7), total, 1e-9)
    same(pair(alpha, chi, r), total, 1e-9)


@check(right=1 / (32 * mp.pi**2), false=1 / (8 * mp.pi))
def prefactor(factor):
    # two isotropic atoms, with volumes α: -23 ħc α²/4πr⁷ (Casimir and Polder); χ = 4πα per volume
    alpha, chi = 1, 4 * mp.pi
    same(factor * (13 * 3 - 56 + 63) * alpha * chi, 23 / (4 * mp.pi))
    ones = np.eye(3) * mp.mpf(1)
    same(pair(ones, ones, vector(0, 0, 1)) / (2 * mp.pi), 23 / (4 * mp.pi))


def placed():
    rho, phi, z = PLACE
    r = np.array([rho * np.cos(phi), rho * np.sin(phi), z])
    n = np.array([np.sin(THETA) * np.cos(PHI1), np.sin(THETA) * np.sin(PHI1), np.cos(THETA)])
    return r, n


def bracket(r, n, source, third=63):
    """What (84) integrates, with α₁ = σ₂ = 1."""
    R = r - source
    d = np.sqrt(np.sum(R * R, axis=-1))
    nR, Rz = R @ n, R[..., 2]
    return 13 * n[2] ** 2 / d**7 - 56 * nR * n[2] * Rz / d**9 + third * (nR * Rz) ** 2 / d**11


def around(values):
    return 2 * np.pi * np.mean(values)


def ring_points(a, z=0.0, count=400):
    t = 2 * np.pi * np.arange(count) / count
    return np.stack([a * np.cos(t), a * np.sin(t), z + 0 * t], axis=1)


@check(right=lambda a: a, false=lambda a: 1.0)
def delta_functions(element):
    # a ring of finite cross section, ever thinner, with the whole susceptibility kept
    r, n = placed()
    width = 1e-3
    x, w = np.polynomial.legendre.leggauss(4)
    total = 0
    for p, wp in zip(x, w, strict=True):
        for q, wq in zip(x, w, strict=True):
            a = A + width * p / 2
            total += wp * wq / 4 * a * around(bracket(r, n, ring_points(a, width * q / 2)))
    same(element(A) * around(bracket(r, n, ring_points(A))), total, 1e-5)


@check(right=63, false=56)
def eq_85(third):
    # each element of the ring as a polarizable point, by the integral over frequency
    r, n = placed()
    points = ring_points(A, count=48)
    alpha, chi = np.outer(n, n), np.diag([0.0, 0.0, 1.0])
    exact = sum(float(pair(alpha, chi, r - p)) for p in points) * 2 * np.pi / 48
    same(around(bracket(r, n, points, third)) / 4, exact, 1e-9)


@check(right=11, false=9)
def elliptic(order):
    # Re(u²)/R^11 by π_n of k, u = ρ - a e^{iφ}, as a combination over powers of R²
    rho, _, z = map(mp.mpf, PLACE)
    a = mp.mpf(A)
    beta2 = (a + rho) ** 2 + z * z
    m = 4 * a * rho / beta2

    def power(n):
        """∮ R^-n dφ by hypergeometric series of m, that is π_n."""
        return 2 * mp.pi * mp.hyp2f1(mp.mpf(n) / 2, 0.5, 1, m) / beta2 ** (mp.mpf(n) / 2)

    # a cos φ = (a² + ρ² + z² - R²)/2ρ
    s = a * a + rho * rho + z * z
    # Re u² = ρ² - 2ρ(a cos φ) + 2(a cos φ)² - a²
    linear = (s * power(order) - power(order - 2)) / (2 * rho)
    square = (s * s * power(order) - 2 * s * power(order - 2) + power(order - 4)) / (4 * rho**2)
    form = (rho**2 - a * a) * power(order) - 2 * rho * linear + 2 * square
    t = 2 * np.pi * np.arange(400) / 400
    u = float(rho) - float(a) * np.exp(1j * t)
    R = np.sqrt(abs(u) ** 2 + float(z) ** 2)
    same(float(form), around((u * u).real / R**11), 1e-9)


def ring_energy(r, n, a=1.0):
    return -a * around(bracket(np.array(r), np.array(n), ring_points(a)))


def curvature(n, r, axis, h=0.02):
    step = h * np.eye(3)[axis]
    values = [ring_energy(np.array(r) + j * step, n) for j in (-2, -1, 0, 1, 2)]
    return np.dot([-1, 16, -30, 16, -1], values) / (12 * h * h)


@check(right=-1, false=1)
def transverse(sign):
    bottom = np.sqrt((25 + 3 * np.sqrt(5)) / 20)  # of the energy along the axis
    up = [0.0, 0.0, 1.0]
    assert curvature(up, [0, 0, bottom], 2) > 0
    assert sign * curvature(up, [0, 0, bottom], 0) > 0
    random = np.random.default_rng(3)
    for _ in range(20):
        r = np.array([random.uniform(0, 0.6), 0, random.uniform(0.5, 2)])
        n = random.normal(size=3)
        n /= np.linalg.norm(n)
        assert sign * sum(curvature(n, r, axis) for axis in range(3)) > 0


@check(right=((25 - 3 * 5**0.5) / 20, (25 + 3 * 5**0.5) / 20), false=(0.5, 1.5))
def repulsion(squares):
    ends = np.sqrt(squares)
    slope = [
        (ring_energy([0, 0, z + 1e-4], [0, 0, 1]) - ring_energy([0, 0, z - 1e-4], [0, 0, 1])) / 2e-4
        for z in (ends[0] - 0.02, ends[0] + 0.02, ends[1] - 0.02, ends[1] + 0.02)
    ]
    assert np.array_equal(np.sign(slope), [1, -1, -1, 1])
