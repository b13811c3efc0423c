r"""The sphere beside a loop, tied to integrals along the wire at 30 digits, to Maxwell's
equations, and to rings of current that know of no harmonics.

    double integral along the wire, 30 digits ──┬── power ── heat in the volume │ emf along the wire
    (Legendre sums; no harmonics, no image)     ├── force ── J × B │ reaction on the wire │ ∇L
    P¹ₙ on the axis, 40 digits ─────────────────┤       │
    coaxial rings, elliptic integrals ──────────┘       ├── dipole, uniform field, thin skin
                                                        │
    single integral along the wire, 30 digits ── current_density ── div, curl curl, full B │ torque

    power, force ── thin_skin_* (order of the error by halving δ)

The reference turns both sources and answer into Gₙ = iₙ₊₁(ka)/iₙ₋₁(ka), of L = ka iₙ'/iₙ and the
continuity of r·B and its slope, and takes power and force from the field along the wire:

    P = (μ0 ω a I²/8π) Σ Im Gₙ/(n(n + 1)) ∮∮ (w·∇)(w'·∇') Pₙ(u)/(rr')ⁿ⁺¹,     w = r × dl,
    F = -(I/2) Re ∮ dl × B of the sphere.
"""

import subprocess
import sys

import mpmath as mp
import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from scipy.linalg import solve
from scipy.spatial.transform import Rotation
from scipy.special import ellipe, ellipkm1

from magbook import MU_0, loops, sphere

pi = np.pi
SIGMA = 5.8e7
UP = (0.0, 0.0, 1.0)
few = settings(max_examples=15, deadline=None)


def omega_for(ka, a=1.0):
    return ka**2 / (MU_0 * SIGMA * a * a)


@pytest.fixture(autouse=True)
def thirty_five_digits():
    with mp.workdps(35):
        yield


# --- The reference -------------------------------------------------------------------------

LONG = np.finfo(np.longdouble).eps < 1e-18  # 19 digits are enough where the terms are hundreds
root = np.vectorize(mp.sqrt, otypes=[object])


def to_long(x):
    return np.longdouble(float(x)) + np.longdouble(float(x - mp.mpf(float(x))))


def from_long(x):
    return x if isinstance(x, mp.mpf) else mp.mpf(float(x)) + mp.mpf(float(x - float(x)))


def wire(centre, normal, a, b, nodes, kind):
    """Places and pieces along the wire in units of a, denser where it is near: in numbers of 35
    digits (object) or 19 (long double). The second half mirrors the first in a plane with the
    normal ``f``."""
    c, n = ([mp.mpf(float(x)) for x in v] for v in (centre, normal))
    n = [x / mp.norm(n) for x in n]
    h = mp.fdot(c, n)
    rest = [x - h * y for x, y in zip(c, n, strict=True)]
    d = mp.norm(rest)
    if d < mp.mpf(10) ** -30 * mp.norm(c) or d == 0:
        axis = min(range(3), key=lambda i: abs(n[i]))
        e = [mp.mpf(i == axis) - n[axis] * n[i] for i in range(3)]
        e, d = [x / mp.norm(e) for x in e], mp.mpf(0)
    else:
        e = [x / d for x in rest]
    f = [n[i - 2] * e[i - 1] - n[i - 1] * e[i - 2] for i in range(3)]
    a, b = mp.mpf(float(a)), mp.mpf(float(b))
    near, far = mp.hypot(h, d - b), mp.hypot(h, d + b)
    k = mp.sqrt(near / far)
    x, dl = [], []
    for j in range(nodes):
        half = mp.pi * (2 * j + 1) / (2 * nodes)
        C, S = mp.cos(half), k * mp.sin(half)
        D = C * C + S * S
        cos, sin, step = (C * C - S * S) / D, 2 * C * S / D, 2 * mp.pi * k / D / nodes
        x.append([(c[i] - b * (cos * e[i] + sin * f[i])) / a for i in range(3)])
        dl.append([b * (sin * e[i] - cos * f[i]) * step / a for i in range(3)])
    x, dl = np.array(x, object), np.array(dl, object)
    if kind is not object:
        x, dl = (np.vectorize(to_long, otypes=[np.longdouble])(v) for v in (x, dl))
    r = (root if kind is object else np.sqrt)((x * x).sum(axis=1))
    return r, x / r[:, None], np.cross(x, dl), dl, f, near / a


def count_for(near, digits):
    """Until near^(-2n) and its sum no longer count."""
    decay = 2 * mp.log(near)
    return max(6, int((2.3 * digits + 2 * mp.log(1 + 1 / decay)) / decay))


def along_wire(centre, normal, a, b, nodes=60, kind=np.longdouble, digits=17):
    """For each n: ∮∮ of the power, and of the force per Re Gₙ/(n + 1), in units of a."""
    r, e, w, dl, f, near = wire(centre, normal, a, b, nodes, kind)
    first = slice(0, nodes // 2)
    u, rr = e[first] @ e.T, 1 / np.outer(r[first], r)
    here, there = w[first] @ e.T, e[first] @ w.T
    one, two = (w[first] @ w.T) * rr, here * there * rr
    rr2, lever = rr * rr, there * rr
    slope, slope_older, bend, bend_older = rr2, 0 * rr, 0 * rr, 0 * rr  # Pₙ' and Pₙ'' (rr')ⁿ⁺¹
    powers, forces = [], []
    for n in range(1, count_for(near, digits) + 1):
        powers.append(2 * from_long((one * slope + two * bend).sum()))
        bent = lever * bend
        outward = ((n + 2) * lever * slope + bent * u).sum(axis=1)
        field = (slope * rr) @ w - e[first] * outward[:, None] + bent @ e
        F = [2 * from_long(x) for x in np.cross(dl[first], field).sum(axis=0)]
        across = mp.fdot(F, f)
        forces.append([x - across * y for x, y in zip(F, f, strict=True)])
        fresh = (2 * n + 1) * u * rr * bend - (n + 2) * rr2 * bend_older
        bend, bend_older = (fresh / (n - 1) if n > 1 else 3 * rr * rr2), bend
        fresh = ((2 * n + 1) * u * rr * slope - (n + 1) * rr2 * slope_older) / n
        slope, slope_older = fresh, slope
    return powers, forces


def bessel_ratios(x, count):
    """iₙ(x)/iₙ₋₁(x) for n = 1 … count + 1, downwards from one by mpmath."""
    n = count + 1
    if abs(x) < 1e-3:  # there mpmath's Bessel functions pass 1e-300
        ratios = [x / (2 * n + 1) * (1 - x * x / ((2 * n + 1) * (2 * n + 3)))]
    else:
        half = mp.mpf(1) / 2
        ratios = [mp.besseli(n + half, x) / mp.besseli(n - half, x)]
    for n in range(count, 0, -1):
        ratios.append(1 / ((2 * n + 1) / x + ratios[-1]))
    return [None, *reversed(ratios)]


def ka_of(a, omega):
    y = mp.mpf(MU_0) * mp.mpf(SIGMA) * mp.mpf(float(omega)) * mp.mpf(float(a)) ** 2
    return mp.sqrt(mp.mpc(0, 1) * y)


def screening(a, omega, count):
    q = bessel_ratios(ka_of(a, omega), count)
    return [q[n] * q[n + 1] for n in range(1, count + 1)]


def exact_power_and_force(integrals, a, omega):
    G = screening(a, omega, len(integrals[0]))
    unit = mp.mpf(MU_0) / (8 * mp.pi)
    terms = [
        (mp.im(g) * p / (n * (n + 1)), [mp.re(g) * x / (n + 1) for x in f])
        for n, (g, p, f) in enumerate(zip(G, *integrals, strict=True), 1)
    ]
    power = unit * mp.mpf(float(omega)) * mp.mpf(float(a)) * sum(p for p, _ in terms)
    return power, [-unit * sum(f[i] for _, f in terms) for i in range(3)]


def exact_current(point, centre, normal, a, b, omega, nodes=60, digits=17):
    """By ∇Sₙ × r as a sum along the wire, mp.mpc; the point not outside."""
    x = [mp.mpf(float(v)) / mp.mpf(float(a)) for v in point]
    R = mp.norm(x)
    e_x = np.array([to_long(v / R) for v in x])
    r, e, w, *_, near = wire(centre, normal, a, b, nodes, np.longdouble)
    u, lever, s = e @ e_x, w @ e_x, 1 / r
    ka = ka_of(a, omega)
    count = count_for(mp.sqrt(near / R), digits)
    inside, outside = bessel_ratios(ka * R, count), bessel_ratios(ka, count)
    fade = mp.exp(-ka * (1 - R)) * mp.expm1(-2 * ka * R) / mp.expm1(-2 * ka) / R
    slope, slope_older, bend, bend_older = s**3, 0 * s, 0 * s, 0 * s
    J = [mp.mpc(0)] * 3
    for n in range(1, count + 1):
        fade *= inside[n] / (outside[n - 1] if n > 1 else 1)
        source = np.cross(slope @ w + (lever * bend) @ e, e_x)
        weight = -mp.mpf(2 * n + 1) / (n * (n + 1)) * fade / ka
        J = [j + weight * from_long(v) for j, v in zip(J, source, strict=True)]
        fresh = (2 * n + 1) * u * s * bend - (n + 2) * s * s * bend_older
        bend, bend_older = (fresh / (n - 1) if n > 1 else 3 * s**4), bend
        fresh = ((2 * n + 1) * u * s * slope - (n + 1) * s * s * slope_older) / n
        slope, slope_older = fresh, slope
    unit = mp.mpc(0, 1) * mp.mpf(float(omega)) * SIGMA * mp.mpf(MU_0) / (4 * mp.pi)
    return [unit * j for j in J]


def assert_power_and_force(place, omega, exact, tolerance=1e-12):
    power, force = exact
    assert abs(sphere.power(*place, SIGMA, omega) / power - 1) < tolerance
    found = sphere.force(*place, SIGMA, omega)
    worst = max(abs(mp.mpf(float(x)) - y) for x, y in zip(found, force, strict=True))
    assert worst < tolerance * mp.norm(force)


# --- Power, force and current to the last digit --------------------------------------------

KA = [1e-4, 1e-3, 0.1, 1.0, 3.0, 30.0, 1e3, 1e5, 1e6]
# centre, normal, a, b, points along the wire
PLACES = {
    "above": ((0.3, -0.2, 2.5), UP, 1.0, 1.2, 60),
    "below, tilted": ((-0.4, 0.9, -2.2), (0.3, -0.1, 0.7), 1.0, 0.9, 60),
    "around, tilted": ((0.3, -0.2, 0.4), (0.3, 1.0, 0.2), 1.0, 2.6, 60),
    "beside, in its plane": ((3.2, 0.0, 0.0), UP, 1.0, 1.3, 60),
    "around, in its plane": ((0.8, 0.0, 0.0), UP, 1.0, 2.8, 60),
    "almost on the axis": ((1e-300, 0.0, 1.1), UP, 1.0, 1.9, 60),
    "hardly on the axis": ((1.1 + 3e-12, 1.1, 1.1), (1.0, 1.0, 1.0), 1.0, 1.2, 60),
    "a little off the axis": ((1.1 + 3e-10, 1.1, 1.1), (1.0, 1.0, 1.0), 1.0, 1.2, 60),
    "barely off the axis": ((1.1, 1.1, 1.1 + 2.0**-50), (1.0, 1.0, 1.0), 1.0, 1.2, 60),
    "short normal": ((1.0, -2.0, 1.0), (1e-300, 0.0, 3e-300), 1.0, 0.6, 60),
    "long normal": ((1.0, -2.0, 1.0), (1e300, 0.0, -3e300), 1.0, 0.6, 60),
    "small loop": ((2.0, -3.0, 4.0), (1.0, 0.5, 2.0), 1.0, 6e-3, 14),
    "far": ((1e8, 2e7, -3e7), (1.0, 2.0, 3.0), 1.0, 1e8, 60),
    "nanometres": ((1e-9, 2e-9, 1e-9), (1.0, 0.0, 1.0), 1e-9, 0.5e-9, 60),
}
EXACT = ("far", "small loop")  # of few terms; the rest in numbers of 19 digits


@pytest.mark.parametrize("name", PLACES)
def test_power_and_force_to_the_last_digit(name):
    # worst of a wider sweep: 9e-15, and 6e-14 for loops of 1e-3 of their distance
    *place, nodes = PLACES[name]
    integrals = along_wire(*place, nodes, object if name in EXACT else np.longdouble)
    for ka in KA:
        omega = omega_for(ka, place[2])
        assert_power_and_force(place, omega, exact_power_and_force(integrals, place[2], omega))


def test_reference_has_thirty_digits():
    place = (6.0, -9.0, 8.0), (0.3, 1.0, 0.2), 1.0, 3.0
    sums = [
        along_wire(*place, nodes, kind, digits)
        for nodes, kind, digits in ((42, object, 30), (36, object, 30), (36, np.longdouble, 17))
    ]
    exact, *others = (exact_power_and_force(integrals, 1.0, 1.0) for integrals in sums)
    for (P, F), error in zip(others, (1e-28, 1e-16), strict=True):
        assert abs(P / exact[0] - 1) < error
        assert mp.norm([x - y for x, y in zip(F, exact[1], strict=True)]) < error * mp.norm(F)


@pytest.mark.skipif(not LONG, reason="wants a long double of 64 bits")
@pytest.mark.parametrize(
    "place",
    [
        ((1.6, 0.2, 1.0), (1.0, 0.5, -1.0), 1.0, 0.8),  # 1.16 a
        ((1.25, 0.0, 0.0), UP, 1.0, 0.1),
        ((18.6, 0.0, 0.1), UP, 1.0, 20.0),
    ],
)
def test_power_and_force_next_to_the_wire(place):
    integrals = along_wire(*place, 160)
    for ka in KA:
        omega = omega_for(ka)
        assert_power_and_force(place, omega, exact_power_and_force(integrals, 1.0, omega))


# by along_wire(*place, 300), in longer time
NEAREST = [  # place, ka, power/ω, force; 1.05, 1.08 and 1.06 a
    (
        ((2.05, 0.0, 0.0), (0.0, 0.0, 1.0), 1.0, 1.0),
        0.001,
        "9.296878938268222492e-16",
        ("-1.177665533086712837e-22", "0", "0"),
    ),
    (
        ((2.05, 0.0, 0.0), (0.0, 0.0, 1.0), 1.0, 1.0),
        10.0,
        "1.257669075939739084e-8",
        ("-6.842668748002092599e-8", "0", "0"),
    ),
    (
        ((2.05, 0.0, 0.0), (0.0, 0.0, 1.0), 1.0, 1.0),
        100000.0,
        "4.299157887264336805e-12",
        ("-2.859292251023892436e-7", "0", "0"),
    ),
    (
        ((1.5, 0.2, 1.0), (1.0, 0.5, -1.0), 1.0, 0.77),
        0.001,
        "6.477097610014743877e-16",
        ("-6.79273669443187726e-23", "-8.012664350012438806e-24", "-5.003181088362190021e-23"),
    ),
    (
        ((1.5, 0.2, 1.0), (1.0, 0.5, -1.0), 1.0, 0.77),
        10.0,
        "8.631467326390561229e-9",
        ("-4.062280959586115192e-8", "-6.039188737250725861e-9", "-2.425089977086544074e-8"),
    ),
    (
        ((1.5, 0.2, 1.0), (1.0, 0.5, -1.0), 1.0, 0.77),
        100000.0,
        "2.508506507384719588e-12",
        ("-1.443344789445106374e-7", "-2.344475847217035476e-8", "-7.713134378314829409e-8"),
    ),
    (
        ((0.95, -0.1, 0.05), (0.1, 0.05, 1.0), 1.0, 2.0),
        0.001,
        "2.556535650676120242e-14",
        ("1.119373840817357851e-21", "-1.528203294550786729e-22", "-5.161633504568722074e-22"),
    ),
    (
        ((0.95, -0.1, 0.05), (0.1, 0.05, 1.0), 1.0, 2.0),
        10.0,
        "1.002014084803150806e-7",
        ("2.74128988080473862e-7", "-3.527387021235024209e-8", "-9.105367082473747123e-8"),
    ),
    (
        ((0.95, -0.1, 0.05), (0.1, 0.05, 1.0), 1.0, 2.0),
        100000.0,
        "1.711848979902084077e-11",
        ("6.852126505600531922e-7", "-8.612829699026253027e-8", "-1.940338082329153173e-7"),
    ),
]


@pytest.mark.parametrize("place,ka,power,force", NEAREST)
def test_power_and_force_nearest_to_the_wire(place, ka, power, force):
    omega = omega_for(ka)
    assert_power_and_force(place, omega, (mp.mpf(power) * omega, [mp.mpf(x) for x in force]))


def on_axis(h, b, omega):
    """Power and axial force with a = 1, by Legendre functions."""
    c = mp.hypot(h, b)
    u, v, near = mp.mpf(h) / c, mp.mpf(b) / c, 1 / c
    count = count_for(c, 18)
    row = [mp.mpf(0), v]
    for n in range(1, count + 1):
        row.append(((2 * n + 1) * u * row[n] - (n + 1) * row[n - 1]) / n)
    G = [None, *screening(1.0, omega, count)]
    unit = mp.pi * mp.mpf(MU_0) * v**2 / 2
    power = force = mp.mpf(0)
    for n in range(1, count + 1):
        power += mp.im(G[n]) * near ** (2 * n) * row[n] ** 2 / (n * (n + 1))
        force -= mp.re(G[n]) * near ** (2 * n + 1) * row[n] * row[n + 1] / (n + 1)
    return unit * mp.mpf(omega) * power, unit * force


@pytest.mark.parametrize("h,b", [(0.0, 1.05), (1.0, 0.33), (-0.9, 0.6), (0.1, 1.0151), (0.0, 900.0),
                                 (5.0, 5e-3), (1.0401, 1e-3), (1e8, 1.0), (1e-9, 1.3)])  # fmt: skip
def test_on_the_axis_to_the_last_digit(h, b):
    for ka in KA:
        omega = omega_for(ka)
        power, force = on_axis(h, b, omega)
        place = (0.0, 0.0, h), UP, 1.0, b
        assert abs(sphere.power(*place, SIGMA, omega) / power - 1) < 1e-12
        F = sphere.force(*place, SIGMA, omega)
        assert F[:2].tolist() == [0, 0]
        # at h = 0 it vanishes; there ∂F/∂h is the measure
        size = (
            max(abs(force), 1e-9 * abs(on_axis(b / 2, b, omega)[1]))
            if abs(h) < 1e-3
            else abs(force)
        )
        assert abs(F[2] - force) < 1e-12 * size


POINTS = [(0.3, -0.2, 0.4), (1e-300, 0.0, 0.0), (0.0, 1e-9, 0.0), (0.0, 0.0, 1.0),
          (0.0, -1.0, 0.0), (0.57735, 0.57735, 0.57735), (0.6, 0.0, 0.8 - 1e-9),
          (-0.48, 0.6, 0.64 - 1e-6), (0.0, 1 - 2.0**-53, 0.0), (0.123456, 0.234567, -0.96421),
          (0.99999, 0.0, 1e-3)]  # fmt: skip


def assert_current(point, place, omega, exact):
    found = sphere.current_density(point, *place, SIGMA, omega)
    worst = max(abs(mp.mpc(complex(x)) - y) for x, y in zip(found, exact, strict=True))
    size = mp.sqrt(sum(abs(y) ** 2 for y in exact))
    assert worst <= 1e-12 * size + 1e-290


@pytest.mark.parametrize(
    "name", ["above", "around, tilted", "short normal", "around, in its plane"]
)
@pytest.mark.parametrize("ka", [1e-4, 1.0, 30.0, 1e5])
def test_current_density_to_the_last_digit(name, ka):
    # at 1e5 only what is near the surface can be told from 0
    *place, _ = PLACES[name]
    for point in POINTS:
        if ka < 1e3 or np.linalg.norm(point) > 0.998:
            exact = exact_current(point, *place, omega_for(ka), nodes=44)
            assert_current(point, place, omega_for(ka), exact)


@pytest.mark.parametrize("ka", [1e-3, 10.0, 1e3, 1e5])
@pytest.mark.skipif(not LONG, reason="wants a long double of 64 bits")
def test_current_density_under_the_wire(ka):
    place = (1.5, 0.25, 0.0), UP, 1.0, np.hypot(1.5, 0.25) - 1.05
    for point in [(0.98, 0.163, 0.0), (1 - 2.0**-53, 0.0, 0.0), (0.98639, 0.16440, 3e-6)]:
        assume_inside = mp.norm([mp.mpf(x) for x in point]) <= 1
        assert assume_inside
        exact = exact_current(point, *place, omega_for(ka), nodes=260)
        if ka < 1e4 or np.linalg.norm(point) > 0.999:
            assert_current(point, place, omega_for(ka), exact)


@pytest.mark.parametrize("name", [name for name in PLACES if "off the axis" in name])
def test_current_density_next_to_symmetry(name):
    *place, _ = PLACES[name]
    for point in POINTS[0], POINTS[3]:
        assert_current(point, place, 0.1, exact_current(point, *place, 0.1))


def test_current_on_the_axis_vanishes():
    for point in (0, 0, 0), (0, 0, 0.5), (0, 0, -1):
        assert abs(sphere.current_density(point, (0, 0, 2), UP, 1, 1, SIGMA, 1.0)).max() < 1e-15


@pytest.mark.parametrize("ka", [1e8, 1e12, 1e25])
def test_perfect_conductor(ka):
    # the sums of the zeroth order, on the axis; the force is no longer any function of ka
    place = 1.0, 1.2, SIGMA, omega_for(ka)
    P, F = (f((0, 0, 0.9), UP, *place) for f in (sphere.power, sphere.force))
    assert sphere.thin_skin_power(0.9, *place) == pytest.approx(P, rel=1e-12)
    assert sphere.thin_skin_axial_force(0.9, *place) == pytest.approx(F[2], rel=1e-12)


def test_no_current_outside():
    for point in (1 + 2.0**-40, 0, 0), (0.8, 0.7, 0), (1e8, 0, 0), (1e200, 0, -1e300):
        assert (sphere.current_density(point, (0, 0, 2), UP, 1, 1, SIGMA, 1.0) == 0).all()
    point = np.array([1.5, -2.0, 0.5]) * (1 + 2e-15) * 0.3 / np.sqrt(6.5)
    assert (sphere.current_density(point, (0, 0, 2), UP, 0.3, 1, SIGMA, 1.0) == 0).all()


def test_rounding_leaves_the_surface_its_current():
    x = 0.3 * Rotation.random(500, np.random.default_rng(7)).apply([0, 0, 1])
    args = (0.1, 0.2, 0.6), UP, 0.3, 0.2, SIGMA, omega_for(1e4, 0.3)
    J, below = (sphere.current_density(s * x, *args) for s in (1, 1 - 1e-14))
    assert (abs(J - below).max(axis=1) < 1e-9 * abs(below).max()).all()


# --- Maxwell's equations -------------------------------------------------------------------

TILTED = dict(centre=(0.5, -0.9, 2.0), normal=(0.4, 0.3, 1.0), a=1.0, b=1.1)
TILTED |= dict(sigma=SIGMA, omega=omega_for(3.0))
STENCIL = np.array([-1, 9, -45, 0, 45, -9, 1]) / 60


def current(points, **changes):
    return sphere.current_density(points, **{**TILTED, **changes})


def jacobian(f, x, step=0.01):
    """∂f_i/∂x_j of sixth order, at points (..., 3): (..., j, i)."""
    steps = step * np.arange(-3, 4)[:, None, None] * np.eye(3)
    return np.einsum("k,...kji->...ji", STENCIL, f(x[..., None, None, :] + steps)) / step


def curl(f, x, step=0.01):
    D = jacobian(f, x, step)
    return np.stack([D[..., i - 2, i - 1] - D[..., i - 1, i - 2] for i in range(3)], axis=-1)


INSIDE = np.random.default_rng(3).uniform(-0.5, 0.5, (12, 3))


def test_current_has_no_divergence_and_obeys_the_diffusion_equation():
    D = jacobian(current, INSIDE)
    size = abs(D).max(axis=(1, 2))
    assert (abs(np.trace(D, axis1=1, axis2=2)) < 1e-9 * size).all()
    twice = curl(lambda x: curl(current, x), INSIDE)
    k2 = 1j * MU_0 * SIGMA * TILTED["omega"]
    J = current(INSIDE)
    assert (abs(twice + k2 * J).max(axis=1) < 1e-7 * abs(k2 * J).max(axis=1)).all()


def test_current_does_not_cross_the_surface():
    x = Rotation.random(50, np.random.default_rng(4)).apply([0, 0, 1 - 1e-15])
    J = current(x, omega=omega_for(100.0))
    assert (abs((J * x).sum(axis=1)) < 1e-14 * abs(J).max(axis=1)).all()


def field_of_sphere(points, centre, normal, a, b, omega, nodes=200, count=45):
    """Outside, of the induced multipoles, as a sum along the wire; a = 1."""
    r, e, w, *_ = (np.asarray(v, float) for v in wire(centre, normal, a, b, nodes, np.longdouble))
    G = [complex(g) for g in screening(a, omega, count)]

    def potential(x):
        R = np.linalg.norm(x, axis=-1, keepdims=True)
        u, lever = x / R @ e.T, x / R @ w.T
        P, older, total = np.ones_like(u), 0 * u, 0
        for n, g in enumerate(G, 1):  # P is here Pₙ', 0 before
            total = total - g / (n + 1) * (lever * P / (r * (R * r) ** (n + 1))).sum(axis=-1)
            P, older = ((2 * n + 1) * u * P - (n + 1) * older) / n, P
        return total[..., None] * MU_0 / (4 * pi)

    return -jacobian(potential, points)[..., 0]


def test_field_is_continuous_at_the_surface():
    x = Rotation.random(6, np.random.default_rng(5)).apply([0, 0, 1])
    depths = 0.24 + 0.2 * np.cos(pi * (np.arange(12) + 0.5) / 12)
    B = curl(current, x[:, None] * (1 - depths)[:, None]) * 1j / (TILTED["omega"] * SIGMA)
    to_surface = [
        np.prod([t / (t - s) for t in depths if t != s]) for s in depths
    ]  # Lagrange's polynomials at depth 0
    inside = np.einsum("k,pkj->pj", to_surface, B)
    c, n, a, b = (TILTED[k] for k in ("centre", "normal", "a", "b"))
    outside = field_of_sphere(x, c, n, a, b, TILTED["omega"]) + loops.field_at(x - c, n, b)
    assert abs(inside - outside).max() < 1e-6 * abs(outside).max()


# --- Integrals over the sphere -------------------------------------------------------------


def ball(radial=24, polar=24):
    """Gauss's points and weights."""
    s, ws = np.polynomial.legendre.leggauss(radial)
    u, wu = np.polynomial.legendre.leggauss(polar)
    t = 2 * pi * np.arange(2 * polar) / (2 * polar)
    R, U, T = np.meshgrid((1 + s) / 2, u, t, indexing="ij")
    S = R * np.sqrt(1 - U * U)
    x = np.stack([S * np.cos(T), S * np.sin(T), R * U], axis=-1).reshape(-1, 3)
    W = R * R * (ws / 2)[:, None, None] * wu[:, None] * pi / polar
    return x, W.ravel()


BALL, WEIGHT = ball()
PLACE = {k: TILTED[k] for k in ("centre", "normal", "a", "b")}


def field_of_loop(x, centre, normal, b):
    return loops.field_at(x - np.asarray(centre), normal, b)


@pytest.fixture(scope="module")
def inside():
    return current(BALL)


@pytest.fixture(scope="module")
def at_the_wire(inside):
    """Pieces of the wire, and A and B of the sphere's currents there, by Biot and Savart."""
    n = np.array(TILTED["normal"]) / np.linalg.norm(TILTED["normal"])
    e = np.cross(n, [1, 0, 0]) / np.linalg.norm(np.cross(n, [1, 0, 0]))
    t = 2 * pi * np.arange(60)[:, None] / 60
    x = TILTED["centre"] + TILTED["b"] * (np.cos(t) * e + np.sin(t) * np.cross(n, e))
    dl = TILTED["b"] * (np.cos(t) * np.cross(n, e) - np.sin(t) * e) * 2 * pi / 60
    R = x[:, None] - BALL
    q = MU_0 / (4 * pi) * WEIGHT / np.linalg.norm(R, axis=-1)
    A = np.einsum("jk,ki->ji", q, inside)
    q /= (R * R).sum(axis=-1)
    B = np.stack([np.cross(inside, Rj).T @ qj for Rj, qj in zip(R, q, strict=True)])
    return x, dl, A, B


def test_power_heats_the_sphere_and_comes_from_the_loop(inside, at_the_wire):
    _, dl, A, _ = at_the_wire
    heat = 0.5 / SIGMA * (WEIGHT @ abs(inside) ** 2).sum()
    drawn = -0.5 * (-1j * TILTED["omega"] * (A * dl).sum()).real
    exact = sphere.power(**TILTED)
    assert heat == pytest.approx(exact, rel=1e-10)
    assert drawn == pytest.approx(exact, rel=1e-10)


def test_force_is_that_on_the_currents_and_reacts_on_the_loop(inside, at_the_wire):
    B = field_of_loop(BALL, TILTED["centre"], TILTED["normal"], TILTED["b"])
    exact, (_, dl, _, B_back) = sphere.force(**TILTED), at_the_wire
    near = dict(rel=0, abs=1e-10 * np.linalg.norm(exact))
    assert 0.5 * WEIGHT @ np.cross(inside.real, B) == pytest.approx(exact, **near)
    assert -0.5 * np.cross(dl, B_back.real).sum(axis=0) == pytest.approx(exact, **near)


def torque_on(J, B):
    return 0.5 * WEIGHT @ np.cross(BALL, np.cross(J, B.conj())).real


def test_no_torque_of_one_loop_and_that_of_two(inside):
    B = field_of_loop(BALL, TILTED["centre"], TILTED["normal"], TILTED["b"]) + 0j
    size = np.linalg.norm(sphere.force(**TILTED))
    assert abs(torque_on(inside, B)).max() < 1e-11 * size
    assert sphere.torque(**TILTED).tolist() == [0, 0, 0]
    other = dict(centre=(1.6, 0.5, -0.4), normal=(1.0, 0.2, 0.1))
    J = inside + 1j * current(BALL, **other)
    B = B + 1j * field_of_loop(BALL, other["centre"], other["normal"], TILTED["b"])
    assert abs(torque_on(J, B)).max() > 0.01 * size


def test_a_turning_field_turns_the_sphere():
    # two great loops across each other, a quarter of a period apart: power = ω torque
    b, both = 60.0, 0
    J = B = np.zeros((len(BALL), 3), complex)
    for phase, normal in ((1, (1, 0, 0)), (-1j, (0, 1, 0))):
        J = J + phase * current(BALL, centre=(0, 0, 0), normal=normal, b=b)
        B = B + phase * field_of_loop(BALL, (0, 0, 0), normal, b)
        both += sphere.power(**{**TILTED, "centre": (0, 0, 0), "normal": normal, "b": b})
    assert TILTED["omega"] * torque_on(J, B)[2] == pytest.approx(both, rel=1e-6)


def test_force_is_the_gradient_of_the_inductance_under_full_screening():
    centre, step = np.array([1.1, -0.7, 2.2]), 0.02
    normal, b = (0.4, 0.3, 1.0), 0.9

    def inductance(c):
        powers, _ = along_wire(c, normal, 1.0, b, 40)
        unit = -MU_0 / (4 * pi)
        return unit * float(sum(p / (n * (n + 1)) for n, p in enumerate(powers, 1)))

    slopes = [
        sum(
            s * inductance(centre + k * step * e)
            for k, s in zip(range(-3, 4), STENCIL, strict=True)
        )
        / step
        for e in np.eye(3)
    ]
    F = sphere.force(centre, normal, 1.0, b, SIGMA, omega_for(1e10))
    assert pytest.approx(-0.25 * np.array(slopes), rel=1e-8) == F


# --- Rings of current, without harmonics ---------------------------------------------------


def mutual(r, z, s, w):
    """Inductance of coaxial rings."""
    far, near = (r + s) ** 2 + (z - w) ** 2, (r - s) ** 2 + (z - w) ** 2
    m = 4 * r * s / far
    return MU_0 * np.sqrt(r * s / m) * ((2 - m) * ellipkm1(near / far) - 2 * ellipe(m))


def by_rings(h, b, omega, shells, sectors):
    """Power and axial force with a = 1, one ring of current in each cell."""
    r, t = np.arange(shells + 1) / shells, pi * np.arange(sectors + 1) / sectors
    dr, dt = 1 / shells, pi / sectors
    R, T = np.meshgrid((r[1:] + r[:-1]) / 2, (t[1:] + t[:-1]) / 2, indexing="ij")
    s, z, area = (R * np.sin(T)).ravel(), (R * np.cos(T)).ravel(), (R * dr * dt).ravel()
    M = np.empty((len(s), len(s)))
    with np.errstate(all="ignore"):
        M[:] = mutual(s[:, None], z[:, None], s, z)
    # mean distance within a rectangle: 0.2235 (w + h)
    own = 0.2235 * (dr + R * dt).ravel()
    np.fill_diagonal(M, MU_0 * s * (np.log(8 * s / own) - 2))
    resistance = 2 * pi * s / (SIGMA * area)
    currents = solve(
        1j * omega * M + np.diag(resistance), -1j * omega * mutual(s, z, b, h), overwrite_a=True
    )
    power = 0.5 * resistance @ abs(currents) ** 2
    B, _ = loops.field(s, z - h, b)
    return power, -pi * (currents.real * s) @ B


@pytest.mark.parametrize("h,b,ka", [(0.5, 1.6, 2.0), (1.5, 0.8, 5.0)])
def test_rings_of_current_agree(h, b, ka):
    omega = omega_for(ka)
    coarse, fine = (np.array(by_rings(h, b, omega, n, 2 * n)) for n in (10, 20))
    power, force = fine + (fine - coarse) / 3
    place = (0.0, 0.0, h), UP, 1.0, b, SIGMA, omega
    assert power == pytest.approx(sphere.power(*place), rel=1e-3)
    assert force == pytest.approx(sphere.force(*place)[2], rel=1e-3)


# --- Limits --------------------------------------------------------------------------------


def test_low_frequency():
    place = (0.3, -0.2, 1.9), (0.2, 0.1, 1.0), 1.0, 0.7
    for f in sphere.power, sphere.force:
        one, two = (f(*place, SIGMA, omega_for(ka)) for ka in (1e-3, 1e-3 * 2**0.5))
        assert two == pytest.approx(4 * one, rel=1e-11)


def test_uniform_field():
    # across a great loop's middle; the next multipole there has (a/b)⁴ of the power
    a, b = 0.01, 9.0
    B = MU_0 / (2 * b)
    for ka, exact in (
        (1e-3, lambda w: pi * SIGMA * w**2 * B**2 * a**5 / 15),
        (1e6, lambda w: 3 * pi * a**2 * np.sqrt(MU_0 * w / (2 * SIGMA)) * (B / MU_0) ** 2),
    ):
        omega = omega_for(ka, a)
        found = sphere.power((0, 0, 0), (1, 2, 2), a, b, SIGMA, omega)
        assert found == pytest.approx(exact(omega), rel=2e-6)


@pytest.mark.parametrize("a", [1e-3, 5e-4])
def test_small_screening_sphere_is_a_dipole(a):
    centre, normal, b = np.array([0.4, -0.3, 0.5]), (0.3, 0.2, 1.0), 0.8

    def square(x):
        return (loops.field_at(x - centre, normal, b) ** 2).sum(axis=-1, keepdims=True)

    exact = -pi * a**3 / (2 * MU_0) * jacobian(square, np.zeros(3), 1e-3)[:, 0]
    found = sphere.force(centre, normal, a, b, SIGMA, omega_for(1e9, a))
    # the quadrupole has the ratio a²/c²
    assert found == pytest.approx(exact, rel=0, abs=20 * a**2 * np.linalg.norm(exact))


def test_far_loop_sees_an_induced_dipole():
    # coaxial: m = -(2πa³/μ0) Re G₁ B, F = Re(m* ∂B/∂z)/2
    omega, z, b = omega_for(2.0), 400.0, 3.0
    G = complex(screening(1.0, omega, 1)[0])
    _, _, slope = loops.field_gradient(0.0, -z, b)
    exact = -pi / MU_0 * G.real * loops.field(0.0, -z, b)[1] * slope
    found = sphere.force((0, 0, z), UP, 1.0, b, SIGMA, omega)
    assert found[2] == pytest.approx(exact, rel=1e-4)


# --- The series for a thin skin ------------------------------------------------------------

THIN = dict(h=1.4, a=1.0, b=1.9, sigma=SIGMA)


def exact_thin(name, h, a, b, sigma, omega):
    if name == "power":
        return sphere.power((0, 0, h), UP, a, b, sigma, omega)
    if name == "axial_force":
        return sphere.force((0, 0, h), UP, a, b, sigma, omega)[2]
    d = 0.01 * np.arange(-3, 4)  # the sphere moved by d sees the loop moved by -d
    centres = np.stack([-d, 0 * d, h + 0 * d], axis=-1)
    return STENCIL @ sphere.force(centres, UP, a, b, sigma, omega)[:, 0] / 0.01


@pytest.mark.parametrize(
    "name,orders",
    [("power", (1, 2, 4)), ("axial_force", (1, 3, 3)), ("radial_stiffness", (1, 3, 3))],
)
def test_thin_skin_series_err_by_the_next_order(name, orders):
    series = getattr(sphere, f"thin_skin_{name}")
    errors = []
    for skin in (0.008, 0.004):
        omega = 2 / (MU_0 * SIGMA * skin**2)
        exact = exact_thin(name, omega=omega, **THIN)
        errors.append(series(omega=omega, order=[0, 1, 2], **THIN) / exact - 1)
    ratios = np.log2(errors[0] / errors[1])
    assert ratios == pytest.approx(orders, abs=0.15)
    assert series(omega=omega, **THIN) == series(omega=omega, order=2, **THIN)
    assert (abs(errors[1]) < 20 * 0.004 ** np.array(orders)).all()


def test_thin_skin_stiffness_changes_sign_where_the_force_does():
    omega = omega_for(1e5)
    for h in 0.0, 0.5, 1.5, 4.0, 6.0:
        series = sphere.thin_skin_radial_stiffness(h, 1.0, 3.0, SIGMA, omega)
        exact = exact_thin("radial_stiffness", h, 1.0, 3.0, SIGMA, omega)
        assert series == pytest.approx(exact, rel=1e-6)
        assert (series > 0) == (h > 2)


def test_thin_skin_series_next_to_the_wire():
    # at order 0 the sums are those of a perfect conductor
    place = dict(a=0.5, b=0.3, sigma=SIGMA, omega=omega_for(1e8, 0.5), I=2.0)
    h = -0.5 * np.sqrt(1.05**2 - 0.36)
    P, F = sphere.thin_skin_power(h, **place), sphere.thin_skin_axial_force(h, **place)
    power, force = sphere.power((0, 0, h), UP, **place), sphere.force((0, 0, h), UP, **place)
    assert pytest.approx(power, rel=1e-12) == P
    assert pytest.approx(force[2], rel=1e-12) == F


# --- What must hold for every loop ---------------------------------------------------------

numbers = st.integers(-200, 200).map(lambda i: i / 100)
vectors = st.tuples(numbers, numbers, numbers)
directions = vectors.filter(lambda n: np.linalg.norm(n) > 0.1)
rotations = st.tuples(*[st.floats(-1, 1)] * 4).filter(lambda q: np.linalg.norm(q) > 0.1)
kas = st.floats(-3, 5).map(lambda p: 10**p)


def admissible(centre, normal, b):
    n = np.array(normal) / np.linalg.norm(normal)
    h = n @ centre
    d = np.linalg.norm(centre - h * n)
    assume(np.hypot(h, d - b) > 1.1)


@few
@given(centre=vectors, normal=directions, b=st.floats(0.05, 4), q=rotations, ka=kas)
def test_turned_and_mirrored(centre, normal, b, q, ka):
    admissible(centre, normal, b)
    omega, turn = omega_for(ka), Rotation.from_quat(q)
    rest = 1.0, b, SIGMA, omega
    P, F = sphere.power(centre, normal, *rest), sphere.force(centre, normal, *rest)
    near = dict(rel=0, abs=1e-11 * np.linalg.norm(F))  # rounding of the place, over a/10
    turned = turn.apply(centre), turn.apply(normal)
    assert P > 0
    assert sphere.power(*turned, *rest) == pytest.approx(P, rel=1e-11)
    assert sphere.force(*turned, *rest) == pytest.approx(turn.apply(F), **near)
    M = np.array([1, 1, -1])  # a normal is an axial vector, of either sign
    assert sphere.power(M * centre, -M * normal, *rest) == pytest.approx(P, rel=1e-11)
    assert sphere.force(M * centre, M * normal, *rest) == pytest.approx(M * F, **near)
    point = np.array([0.5, -0.3, 0.4])
    J = sphere.current_density(point, centre, normal, *rest)
    found = sphere.current_density(turn.apply(point), *turned, *rest)
    size = max(abs(J).max(), abs(sphere.current_density(-point, centre, normal, *rest)).max())
    turned_J = turn.apply(J.real) + 1j * turn.apply(J.imag)
    # k r ~ ka in an exponent: the rounding of r
    assert found == pytest.approx(turned_J, rel=0, abs=(1e-11 + 1e-15 * ka) * size + 1e-290)


SURFACE = (1 - 1e-14) * Rotation.random(20, np.random.default_rng(6)).apply([0, 0, 1])


@few
@given(
    centre=vectors, normal=directions, b=st.floats(0.05, 4), ka=kas, s=st.floats(-6, 6),
    I=st.floats(-1e3, 1e3), length=st.floats(1e-3, 1e3),
)  # fmt: skip
def test_lengths_currents_and_frequencies_scale(centre, normal, b, ka, s, I, length):
    admissible(centre, normal, b)
    assume(abs(I) > 1e-3)
    unit, omega = 10**s, omega_for(ka)
    scaled = unit * np.array(centre), length * np.array(normal), unit, unit * b, SIGMA
    place = centre, normal, 1.0, b, SIGMA, omega
    # ka stays the same: P ~ ω a ~ 1/a, F the same, J ~ 1/a²
    args = (*scaled, omega / unit**2, I)
    F = sphere.force(*place)
    near = dict(rel=0, abs=1e-11 * I * I * np.linalg.norm(F))
    assert sphere.power(*args) == pytest.approx(I * I / unit * sphere.power(*place), rel=1e-11)
    assert sphere.force(*args) == pytest.approx(I * I * F, **near)
    J = sphere.current_density(SURFACE, *place)
    found = sphere.current_density(unit * SURFACE, *args) * unit**2
    # at ka = 1e5 an ulp of the point turns the phase by 1e-11
    assert found == pytest.approx(I * J, rel=0, abs=1e-10 * abs(I * J).max())
    # σ and ω enter by their product
    stretched = (*place[:4], 8 * SIGMA, omega / 8)
    assert sphere.power(*stretched) == pytest.approx(sphere.power(*place) / 8, rel=1e-14)


@settings(max_examples=6)
@given(centre=vectors, normal=directions, b=st.floats(0.05, 4), ka=st.floats(0.1, 6))
def test_torque_on_the_currents_vanishes(centre, normal, b, ka):
    admissible(centre, normal, b)
    n = np.array(normal) / np.linalg.norm(normal)
    h = n @ centre
    assume(np.hypot(h, np.linalg.norm(centre - h * n) - b) > 1.5)
    place = dict(centre=centre, normal=normal, b=b, omega=omega_for(ka))
    N = torque_on(current(BALL, **place), field_of_loop(BALL, centre, normal, b))
    assert abs(N).max() < 1e-8 * np.linalg.norm(sphere.force(**{**TILTED, **place})) + 1e-25


# --- Calls ---------------------------------------------------------------------------------

GOOD = dict(centre=(0.3, 0.0, 2.0), normal=UP, a=1.0, b=1.0, sigma=SIGMA, omega=1.0, I=1.0)
BAD = [
    ("centre", (0.0, 0.0, 0.2)), ("centre", (0.0, np.nan, 2.0)), ("centre", (0.0, 1.0)),
    ("normal", (0.0, 0.0, 0.0)), ("normal", (np.inf, 0.0, 0.0)), ("a", 0.0), ("a", -1.0),
    ("b", 0.0), ("b", np.nan), ("sigma", 0.0), ("sigma", -1.0), ("omega", 0.0), ("omega", -1.0),
    ("omega", "1"), ("I", np.inf), ("I", 1j),
]  # fmt: skip


@pytest.mark.parametrize("f", [sphere.power, sphere.force, sphere.torque])
@pytest.mark.parametrize("name,value", BAD)
def test_bad_input_is_named(f, name, value):
    with pytest.raises(ValueError, match=rf"^{name} must .*; got {name} "):
        f(**{**GOOD, name: value})


@pytest.mark.parametrize("name,value", [*BAD, ("point", (0, 0, np.nan)), ("point", 1.0)])
def test_bad_input_of_the_current_is_named(name, value):
    with pytest.raises(ValueError, match=rf"^{name} must .*; got {name} "):
        sphere.current_density(**{"point": (0, 0, 0.5), **GOOD, name: value})


THIN_BAD = [("h", np.nan), ("a", 0.0), ("b", -1.0), ("b", 0.3), ("sigma", 0.0), ("omega", -1.0),
            ("I", np.nan), ("order", 3), ("order", -1), ("order", 0.5)]  # fmt: skip


@pytest.mark.parametrize("name,value", THIN_BAD)
@pytest.mark.parametrize("kind", ["power", "axial_force", "radial_stiffness"])
def test_bad_input_of_the_series_is_named(kind, name, value):
    good = dict(h=0.5, a=1.0, b=1.0, sigma=SIGMA, omega=1.0)
    with pytest.raises(ValueError, match=rf"^{name} must .*; got {name} = "):
        getattr(sphere, f"thin_skin_{kind}")(**{**good, name: value})


def test_how_near_and_how_far_the_wire_may_be():
    rest = SIGMA, 1.0
    with pytest.raises(ValueError, match=r"^centre must .*1\.02 a"):
        sphere.power((0, 0, 0), UP, 1.0, 1.0199, *rest)
    with pytest.raises(ValueError, match=r"^centre must .*1\.02 a"):
        sphere.power((2.0, 0, 0), (0, 0, 1e-300), 1.0, [0.5, 0.9801], *rest)
    with pytest.raises(ValueError, match=r"^centre must .*1000 times"):
        sphere.power((999.0, 0, 0), UP, 1.0, 1000.9, *rest)
    with pytest.raises(ValueError, match=r"^b must .*1\.02 a"):
        sphere.thin_skin_power(0.0, 1.0, 1.0199, *rest)
    assert sphere.power((0, 0, 0), UP, 1.0, 1.0201, *rest) > 0
    assert sphere.thin_skin_power(0.0, 1.0, 1.0201, *rest) > 0


def test_shapes_and_whole_numbers():
    centre = np.zeros((4, 1, 3))
    assert sphere.power(centre, UP, 1.0, [2.0, 3.0], SIGMA, 1.0).shape == (4, 2)
    assert sphere.torque(centre, UP, 1.0, [2.0, 3.0], SIGMA, 1.0).shape == (4, 2, 3)
    assert sphere.force(centre, UP, 1.0, [2.0, 3.0], SIGMA, 1.0).shape == (4, 2, 3)
    J = sphere.current_density(np.zeros((5, 1, 1, 3)), centre, UP, 1.0, [2.0, 3.0], SIGMA, 1.0)
    assert J.shape == (5, 4, 2, 3) and J.dtype == complex
    assert isinstance(sphere.power((0, 0, 2), UP, 1, 1, SIGMA, 1), float)
    whole = sphere.current_density([0, 1, 0], [0, 0, 2], [0, 0, 1], 1, 1, 58000000, 1)
    real = sphere.current_density([0.0, 1.0, 0.0], [0.0, 0.0, 2.0], UP, 1.0, 1.0, 5.8e7, 1.0)
    assert np.array_equal(whole, real) and abs(whole[0]) > 0.1


def test_dask_arrays():
    da = pytest.importorskip("dask.array")
    b = np.linspace(1.5, 3, 4)
    lazy = sphere.force((0.1, 0, 0.2), UP, 1.0, da.from_array(b, chunks=2), SIGMA, 1.0)
    assert np.array_equal(lazy.compute(), sphere.force((0.1, 0, 0.2), UP, 1.0, b, SIGMA, 1.0))
    lazy = current(da.from_array(BALL[:6], chunks=(3, 3)))
    assert np.array_equal(lazy.compute(), current(BALL[:6]))


def test_without_numba():
    program = """
import sys
sys.modules["numba"] = None
from magbook import sphere
args = (0.1, -0.2, 3.0), (0.3, 0, 1), 1.0, 1.2, 5.8e7, 1.0
J = sphere.current_density((0.3, 0.2, 0.8), *args)
print(*map(repr, map(float, (sphere.power(*args), *sphere.force(*args), *J.real, *J.imag))))
"""
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True)
    assert done.returncode == 0, done.stderr[-2000:]
    args = (0.1, -0.2, 3.0), (0.3, 0, 1), 1.0, 1.2, 5.8e7, 1.0
    J = sphere.current_density((0.3, 0.2, 0.8), *args)
    exact = [sphere.power(*args), *sphere.force(*args), *J.real, *J.imag]
    assert [float(x) for x in done.stdout.split()] == pytest.approx(exact, rel=1e-13)
