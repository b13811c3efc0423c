"""The figures of two dipoles draw what `magbook` says; their readouts are tested elsewhere."""

from math import pi

import numpy as np
import pytest

from magbook import MU_0, dipoles, loops
from magfigures.moments import direction
from tests.figures import at_the_places_of, drawn

UNIT = MU_0 / (4 * pi)


def unit(v):
    return np.asarray(v) / np.linalg.norm(v, axis=-1, keepdims=True)


def in_plane(angle):
    angle = np.radians(angle)
    return np.stack([np.cos(angle), np.sin(angle), 0 * angle], axis=-1)


@pytest.mark.parametrize(("angle_a", "angle_b"), [(90.0, 60.0), (-35.0, 170.0)])
def test_carried_dipole(angle_a, angle_b):
    u, v = in_plane(angle_a), in_plane(angle_b)
    plane, around = drawn("dipole-landscape", {"angle_a": angle_a, "angle_b": angle_b})
    x, y, energy = at_the_places_of(plane["energy"])
    far = np.hypot(x, y)
    r = np.stack([x, y, 0 * x], axis=-1)
    expected = dipoles.energy(np.where(far[..., None] > 1e-9, r, [1, 0, 0]), u, v) / UNIT
    clear = far > 0.3
    np.testing.assert_allclose(energy[clear], expected[clear], 1e-12, 1e-13)
    near = ~clear & (far > 1e-9)  # there as at the distance 0.3
    np.testing.assert_allclose(energy[near], (expected * (far / 0.3) ** 3)[near], 1e-12, 1e-12)
    assert energy[far < 1e-9] == 0

    x, y, dx, dy = np.array(plane["force on b (length as its fourth root)"])
    force = dipoles.force(np.stack([x, y, 0 * x], axis=-1), u, v)[:, :2]
    arrows = np.stack([dx, dy], axis=-1)
    np.testing.assert_allclose(unit(arrows), unit(force), atol=1e-12)
    size, length = np.linalg.norm(force, axis=-1), np.linalg.norm(arrows, axis=-1)
    assert (np.diff(length[np.argsort(size)]) > -1e-12).all()

    (x,), (y,), (dx,), (dy,) = plane["moments"]
    assert (x, y) == (0, 0) and np.allclose([dx, dy], 0.38 * u[:2])

    degrees, energies = np.array(around["energy U"])
    assert list(degrees) == list(range(0, 361, 3))
    r = in_plane(degrees)
    np.testing.assert_allclose(energies, dipoles.energy(r, u, v) / UNIT, 1e-12, 1e-13)
    radial = np.sum(dipoles.force(r, u, v) * r, axis=-1) / UNIT
    np.testing.assert_allclose(around["radial force"][1], radial, 1e-12, 1e-13)
    torque = dipoles.torque(r, u, v)[:, 2] / UNIT
    np.testing.assert_allclose(around["torque on b"][1], torque, 1e-12, 1e-13)


ORIENTATIONS = [(60.0, 90.0, 35.0, -40.0), (110.0, -20.0, 70.0, 155.0)]


def setting(orientation, **more):
    return dict(zip(("theta_a", "phi_a", "theta_b", "phi_b"), orientation, strict=True), **more)


@pytest.mark.parametrize("orientation", ORIENTATIONS)
@pytest.mark.parametrize("distance", [2.5, 6.0])
def test_arrows_of_two_loops(orientation, distance):
    (scene,) = drawn("dipole-force", setting(orientation, distance=distance))
    u, v = direction(*orientation[:2]), direction(*orientation[2:])
    r = np.array([distance, 0, 0])

    def along(name):
        return unit(scene[name][3:])

    np.testing.assert_allclose(along("m_b"), v, atol=1e-12)
    np.testing.assert_allclose(along("moment"), u, atol=1e-12)
    for name, normal in (("loop a", u), ("loop b", v)):
        assert scene[name][3:6] == normal
        apart = scene["loop b"][0] - scene["loop a"][0]
        assert apart / scene[name][6] == pytest.approx(distance)  # to scale
    np.testing.assert_allclose(
        along("dipoles' force on b"), unit(dipoles.force(r, u, v)), atol=1e-9
    )
    force, torque = loops.pair_wrench(r, u, v, 1.0, 1.0)
    np.testing.assert_allclose(along("F"), unit(force), atol=1e-9)
    np.testing.assert_allclose(along("N"), unit(torque), atol=1e-9)
    # on a: as if b were the one that is there
    force, torque = loops.pair_wrench(-r, v, u, 1.0, 1.0)
    np.testing.assert_allclose(along("force"), unit(force), atol=1e-9)
    np.testing.assert_allclose(along("torque"), unit(torque), atol=1e-9)

    lines = np.array(scene["field of a as a dipole"]).T
    steps, middles = np.diff(lines, axis=0), (lines[1:] + lines[:-1]) / 2
    steps, middles = (rows[np.isfinite(steps).all(axis=1)] for rows in (steps, middles))
    away = middles - scene["loop a"][:3]
    clear = np.linalg.norm(away, axis=-1) > 0.3
    across = np.cross(unit(steps[clear]), unit(dipoles.field(away[clear], u)))
    assert clear.sum() > 50 and np.abs(across).max() < 0.05


@pytest.mark.parametrize("orientation", ORIENTATIONS)
def test_forces_over_those_of_dipoles(orientation):
    values = setting(orientation, distance=5.0)
    (view,) = drawn("dipole-validity", values)
    n = direction(*orientation[:2]), direction(*orientation[2:])
    m = pi * np.array(n)
    distances, shares = np.array(view["loops"])
    r = np.stack([distances, 0 * distances, 0 * distances], axis=-1)

    def size(force):
        return np.linalg.norm(force, axis=-1)

    dipole = size(dipoles.force(r, *m))
    exact = size(loops.pair_force(r, *n, 1.0, 1.0)) / dipole
    np.testing.assert_allclose(shares, exact, 1e-9)
    for name, order in (("with (ρ/r)²", 1), ("with (ρ/r)⁴", 2)):
        expected = size(dipoles.force_expansion(r, *m, 1.0, 1.0, order)) / dipole
        np.testing.assert_allclose(view[name][1], expected, 1e-9)
    (at,), (share,) = view["you"]
    assert at == 5 and np.interp(5, distances, shares) == pytest.approx(share, abs=2e-3)


def test_no_curve_where_dipoles_feel_no_force():
    # both lie across the separation, and across each other
    (view,) = drawn("dipole-validity", setting((90.0, 0.0, 90.0, 90.0)))
    assert view["you"] is None and view["10 % more or less"] is None
    assert np.isnan(view["loops"][1]).all()
