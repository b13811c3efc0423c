"""The sphere's figures draw what `magbook.sphere` says; their readouts are tested elsewhere."""

import numpy as np
import pytest

from magbook import MU_0, sphere
from magfigures import eddy_stability, sphere_cut
from magfigures.sphereside import CURRENT, RADIUS, SIGMA, omega_of

#: b, h, d in radii of the sphere, Hz
PLACES = [(1.5, 1.2, 0.0, 50.0), (0.8, 1.3, 1.2, 50.0), (1.6, 0.0, 0.3, 400.0)]


def loop(b, h, d, frequency):
    place = [-d * RADIUS, 0, h * RADIUS]
    return place, [0, 0, 1], RADIUS, b * RADIUS, SIGMA, omega_of(frequency), CURRENT


@pytest.mark.parametrize("place", PLACES)
def test_currents_in_the_cut(place):
    inner, _, _, most = sphere_cut.quadratures(*place)
    # J in units of ωσ times the potential's μ0 I
    unit = omega_of(place[-1]) * SIGMA * MU_0 * CURRENT
    for ring, r in list(zip(inner, sphere_cut.INSIDE, strict=True))[3:]:
        turns = np.array(sphere_cut.TURNS)
        points = RADIUS * r * np.stack([turns[:, 0], 0 * turns[:, 0], turns[:, 1]], axis=1)
        J = sphere.current_density(points, *loop(*place))[:, 1] / unit
        drawn = np.array(ring[4]) + 1j * np.array(ring[5])
        assert np.max(np.abs(drawn - J)) < 3e-3 * most


@pytest.mark.parametrize("place", PLACES)
def test_field_in_the_cut_passes_the_surface(place):
    """Inside it is the series of the currents, outside the loop's field and the poles'."""
    b, h, d, _ = place
    inner, outer, _, _ = sphere_cut.quadratures(*place)
    turns = np.array(sphere_cut.TURNS)
    wires = np.array([sphere_cut.straight(b, h, d, x, z) for x, z in turns]).T
    inside = np.array(inner[-1][:4])
    outside = np.array(outer[0][:4])
    outside[:2] += wires
    assert np.max(np.abs(inside - outside)) < 5e-3 * np.max(np.abs(outside))


@pytest.mark.parametrize(("h", "ratio", "delta"), [(0.9, 0.5, 0.1), (0.3, 0.8, 0.5), (1.5, 0.4, 1)])
def test_radial_force_as_drawn(h, ratio, delta):
    omega = 2 / (MU_0 * SIGMA * (delta * ratio) ** 2)  # b = 1

    def push(d):
        return sphere.force([-d, 0, h], [0, 0, 1], ratio, 1.0, SIGMA, omega)[0] / MU_0

    ds, forces = eddy_stability.force_curve(h, ratio, delta)
    exact = np.array([push(d) for d in ds])
    assert np.max(np.abs(np.array(forces) - exact)) < 2e-3 * np.max(np.abs(exact))
    step = 1e-3
    slope = (8 * push(step) - push(2 * step)) / (6 * step)
    assert eddy_stability.stiffness(h, ratio, delta) == pytest.approx(slope, rel=1e-7)
    place = eddy_stability.critical(ratio, delta)
    assert abs(eddy_stability.stiffness(place, ratio, delta)) < 1e-12
