"""Coils and permeable spheres: the figures' sums against boundary conditions solved with mpmath,
and against the force on the currents themselves."""

import mpmath as mp
import numpy as np
import pytest

from livefigure.quantity import Now
from magbook import MU_0, loops, sphere
from magfigures import coil_phases, levitation, load, permeable_sphere
from tests.figures import drawn


def beta(n, y, mu_r=1, inner=0):
    """What a sphere of radius 1 answers to the n-th multipole, of permeability mu_r, hollow within
    ``inner``: rG and its slope over μ are continuous."""
    k, half = mp.sqrt(1j * mu_r * y), mp.mpf(1) / 2

    def first(x):
        return mp.besseli(n + half, x) / mp.sqrt(x)

    def second(x):
        return mp.besselk(n + half, x) / mp.sqrt(x)

    share = 0
    if inner:
        x = k * inner
        rest = [
            mp.diff(lambda t, f=f: t * f(t), x) - mu_r * (n + 1) * f(x) for f in (first, second)
        ]
        share = -rest[0] / rest[1]
    inside = first(k) + share * second(k)
    steep = mp.diff(lambda t: t * (first(t) + share * second(t)), k) / inside / mu_r
    return (n + 1 - steep) / (n + steep)


def between(one, other, betas):
    """What the sphere adds to the mutual inductance of two coaxial loops (z, b), over μ0 a."""
    total, ends = 0, []
    for z, b in (one, other):
        c = mp.sqrt(z * z + b * b)
        ends.append((z / c, b / c, c))
    for n, beta in enumerate(betas, 1):
        shares = [s * s * mp.diff(lambda t, n=n: mp.legendre(n, t), u) / c**n for u, s, c in ends]
        total += beta * shares[0] * shares[1] / (n * (n + 1))
    return mp.pi * total


def coaxial(turns, currents, betas):
    """(power in μ0ωaI², force in μ0I²) of coaxial loops: what their source delivers, and the slope
    of the mutual inductances."""
    power = force = 0
    for one, I in zip(turns, currents, strict=True):
        for other, J in zip(turns, currents, strict=True):
            weight = (mp.conj(I) * J).real
            power -= weight * between(one, other, betas).imag / 2
            z, b = one
            slope = mp.diff(lambda z, b=b, other=other: between((z, b), other, betas), z)
            force -= weight * slope.real / 2 - (mp.conj(I) * J).imag * slope.imag / 2
    return power, force


def test_a_coil_adds_its_turns_before_it_squares():
    a, y, z = 3.0, 7.0, 11.0
    turns = [((h - z) / a, b / a) for h, b, _ in levitation.TURNS]
    currents = [mp.mpf(way) for _, _, way in levitation.TURNS]
    betas = [beta(n, y) for n in range(1, 15)]
    power, force = coaxial(turns, currents, betas)
    ours = levitation.coil_at(z, a, y)
    assert ours[1] / a / 2 * np.pi == pytest.approx(float(power), rel=1e-8)
    assert ours[0] / 2 * np.pi == pytest.approx(float(force), rel=1e-8)


def test_one_turn_is_a_loop(monkeypatch):
    monkeypatch.setattr(levitation, "TURNS", ((0.0, 8.0, 1.0),))
    a, y, z = 5.0, 30.0, 6.0
    force, power, radial = levitation.coil_at.kernel(z, a, y)
    P, _, F = sphere.power_and_force(8 / a, -z / a, 0, y, 200)
    assert np.pi / 2 * power / a == pytest.approx(P, rel=1e-12)
    assert np.pi / 2 * force == pytest.approx(F, rel=1e-12)
    d = 1e-4
    _, inward, _ = sphere.power_and_force(8 / a, -z / a, d, y, 200)
    assert np.pi / 4 * radial * a == pytest.approx(-inward / d, rel=1e-6)


def test_the_coil_holds_aluminium():
    """Where the figure says that it floats the force is the weight, and falls upwards."""
    now = Now(load("levitation").defaults())
    place = now(levitation.floating)

    def lift(z):
        return Now(load("levitation").admit({"z": z}))(levitation.lift)

    assert lift(place) == pytest.approx(now(levitation.weight), rel=1e-8)
    assert lift(place - 0.1) > now(levitation.weight) > lift(place + 0.1)
    few = load("levitation").admit({"current": 0.9999 * now(levitation.least)})
    assert Now(few)(levitation.floating) is None


@pytest.mark.parametrize("inner", [0.0, 0.9])
@pytest.mark.parametrize("mu_r", [1.0, 100.0])
def test_permeable_sphere(mu_r, inner):
    y, h = 4.0, 1.2
    betas = [beta(n, y, mu_r, mp.mpf(inner)) for n in range(1, 45)]
    power, force = coaxial([(mp.mpf(h), mp.mpf(1.5))], [mp.mpf(1)], betas)
    ours = permeable_sphere.power_and_push(y, mu_r, h, inner)
    assert ours == pytest.approx((float(power), float(force)), rel=1e-12)


def test_the_cavity_of_the_permeable_sphere_is_drawn():
    """And at first there is none: as before there was a control for it."""
    _, scene = drawn("permeable-sphere", {})
    assert scene["cavity"] is None
    _, scene = drawn("permeable-sphere", {"inner": 0.7})
    assert scene["cavity"] == pytest.approx((0, 0, 0, 0.7 * scene["sphere"][3]))


def test_a_magnet_at_rest_and_a_perfect_screen():
    figure = load("permeable-sphere")
    assert beta(2, mp.mpf("1e-12"), 50).real == pytest.approx(3 * 49 / (2 * 50 + 3), rel=1e-6)
    assert abs(beta(2, mp.mpf("1e9")) + 1) < 1e-3
    place = Now(figure.defaults())(permeable_sphere.turning)
    signs = [
        Now(figure.admit({"frequency": place * part}))(permeable_sphere.force)
        for part in (0.999, 1.001)
    ]
    assert signs[0] > 0 > signs[1]
    assert Now(figure.admit({"mu_r": 1.0}))(permeable_sphere.turning) is None


def test_a_thin_shell_is_a_coil_with_a_resistance():
    thin, y = mp.mpf("1e-4"), 3e3
    for n in (1, 3):
        wt = 1j * y * thin / (2 * n + 1)
        assert abs(beta(n, y, inner=1 - thin) / (-wt / (1 + wt)) - 1) < 6e-4


def ball(radial, polar, azimuthal):
    x, w = np.polynomial.legendre.leggauss(radial)
    s, ws = (x + 1) / 2, w / 2
    m, wm = np.polynomial.legendre.leggauss(polar)
    f = 2 * np.pi * np.arange(azimuthal) / azimuthal
    R, M, F = np.meshgrid(s, m, f, indexing="ij")
    T = np.sqrt(1 - M**2)
    where = R[..., None] * np.stack([T * np.cos(F), T * np.sin(F), M], -1)
    weight = ws[:, None, None] * wm[:, None] * R**2 * 2 * np.pi / azimuthal
    return where.reshape(-1, 3), weight.ravel()


def test_two_loops_out_of_step_by_the_force_on_the_currents():
    """∫ J × B over the sphere, for axes askew and a phase that is nothing special."""
    figure = load("coil-phases")
    now = Now(figure.admit({"phase": 50, "gamma": 80, "delta": 0.7}))
    places, volume = ball(16, 16, 24)
    omega = 2 / (MU_0 * 0.7**2)
    J = B = 0
    for n, current in (
        (now(coil_phases.n_1), 1),
        (now(coil_phases.n_2), np.exp(1j * np.radians(50))),
    ):
        n = np.array(n)
        centre = coil_phases.H * n
        J = J + current * sphere.current_density(places, centre, n, 1, coil_phases.B, 1, omega)
        away = places - centre
        up = away @ n
        aside = away - up[:, None] * n
        rho = np.linalg.norm(aside, axis=1)
        B_rho, B_z = loops.field(rho, up, coil_phases.B)
        B = B + current * (B_rho[:, None] * aside / rho[:, None] + B_z[:, None] * n)
    density = np.cross(J, np.conj(B)).real / 2
    F, N = volume @ density / MU_0, volume @ np.cross(places, density) / MU_0
    assert (
        pytest.approx([now(coil_phases.thrust), 0, now(coil_phases.away)], rel=1e-5, abs=1e-9) == F
    )
    # n₁ × n₂ points along y
    assert pytest.approx([0, now(coil_phases.torque), 0], rel=1e-5, abs=1e-9) == N
    P = volume @ np.sum(abs(J) ** 2, axis=1) / 2 / (MU_0 * omega)
    assert pytest.approx(now(coil_phases.power), rel=1e-5) == P


def test_opposite_loops_out_of_step():
    now = Now(load("coil-phases").admit({"phase": 90, "gamma": 180, "delta": 0.4}))
    betas = [beta(n, 2 / 0.4**2) for n in range(1, 40)]
    turns = [
        (mp.mpf(coil_phases.H), mp.mpf(coil_phases.B)),
        (-mp.mpf(coil_phases.H), mp.mpf(coil_phases.B)),
    ]
    power, force = coaxial(turns, [mp.mpc(1), mp.mpc(0, -1)], betas)
    assert now(coil_phases.power) == pytest.approx(float(power), rel=1e-12)
    assert now(coil_phases.thrust) == pytest.approx(-float(force), rel=1e-12)  # n₂ points down
    assert now(coil_phases.thrust) > 0


@pytest.mark.parametrize(
    ("kind", "power", "force"),
    [
        ({}, 0.00189528362081845, -1.990001482038407e-5),
        ({"mu_r": 100}, 0.006852892540775401, 6.887544725363197e-6),
        ({"inner": 0.0085}, 0.003459364146670446, -2.024488403171154e-5),
        ({"mu_r": 30, "inner": 0.007}, 0.005923193522834498, -3.940049612310378e-6),
    ],
)
def test_kernels_against_boundary_conditions(kind, power, force):
    """Two coaxial loops out of step; the numbers are those of `coaxial` and `beta`, 40 digits."""
    centres, normals = np.array([[0, 0, 0.01], [0, 0, 0.015]]), np.tile([0, 0, 1.0], (2, 1))
    b, I = np.array([0.012, 0.014]), np.array([10, 3 + 4j])
    args = centres, normals, 0.009, b, 3.5e7, 2 * np.pi * 9000, I
    assert sphere.coil_power(*args, **kind) == pytest.approx(power, rel=1e-13)
    assert sphere.coil_force(*args, **kind)[2] == pytest.approx(force, rel=1e-13)
