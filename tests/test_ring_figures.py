"""The ring's figures draw what `magbook.ring` says; their readouts are tested elsewhere."""

from math import radians

import numpy as np
import pytest

from magbook import MU_0, ring
from tests.figures import at_the_places_of, drawn

SETTINGS = [
    {"rho": 0.6, "z": 1.0, "theta": 25.0, "dphi": 40.0},
    {"rho": 1.9, "z": -0.7, "theta": 110.0, "dphi": -150.0},
]


@pytest.mark.parametrize("values", SETTINGS)
def test_energy_and_forces_of_the_magnet(values):
    turned = radians(values["dphi"]), radians(values["theta"])
    plane, scene = drawn("ring-energy", values)
    rho, z, energy = at_the_places_of(plane["energy"])
    np.testing.assert_allclose(energy, ring.energy(rho, z, *turned) / (MU_0 / 2), 1e-12, 1e-13)
    rho, z, along_rho, along_z = np.array(plane["force (length as its cube root)"])
    force = ring.force(rho, z, *turned)
    F_rho, F_z = force[:, 0], force[:, 2]
    size, length = np.hypot(F_rho, F_z), np.hypot(along_rho, along_z)
    np.testing.assert_allclose(along_rho / length, F_rho / size, atol=1e-12)
    np.testing.assert_allclose(along_z / length, F_z / size, atol=1e-12)
    assert len(rho) > 60 and (np.argsort(length)[:10] == np.argsort(size)[:10]).all()
    arrow = np.array(scene["force"][3:])
    force = ring.force(values["rho"], values["z"], *turned)
    np.testing.assert_allclose(
        arrow / np.linalg.norm(arrow), force / np.linalg.norm(force), atol=1e-12
    )


@pytest.mark.parametrize("values", SETTINGS)
def test_where_the_atom_is_pushed_away(values):
    turned = radians(values["dphi"]), radians(values["theta"])
    plane, _, _ = drawn("casimir-polder", values)
    rho, z, away = at_the_places_of(plane["pushed away from the plane"])
    h = 1e-5
    force = -(ring.casimir_polder(rho, z + h, *turned) - ring.casimir_polder(rho, z - h, *turned))
    clear = abs(away) > 1e-3
    assert clear.mean() > 0.99 and (away > 0).any() and (away < 0).any()
    assert ((away > 0) == (force * z > 0))[clear].all()


@pytest.mark.parametrize("theta", [0.0, 35.0, 150.0])
def test_the_saddle(theta):
    near, along, across = drawn("ring-equilibrium", {"theta": theta, "dphi": 60.0})
    x, rise, energy = at_the_places_of(near["U − U₀"])
    unit, height = MU_0 / 2, np.sqrt(1.5)
    # at the azimuths of the moment, 0, and opposite to it
    expected = ring.energy(abs(x), height + rise, np.where(x > 0, 0, np.pi), radians(theta))
    expected = (expected - ring.energy(0, height, 0, radians(theta))) / unit
    np.testing.assert_allclose(energy, expected, 1e-11, 1e-13)
    z, energy = np.array(along["energy"])
    np.testing.assert_allclose(energy, ring.energy(0, z, 0, radians(theta)) / unit, 1e-12, 1e-13)
    x, energy = np.array(across["energy"])
    azimuth = radians(60) + np.where(x > 0, 0, np.pi)
    expected = ring.energy(abs(x), height, azimuth, radians(theta)) / unit
    np.testing.assert_allclose(energy, expected, 1e-12, 1e-13)
    # uphill and downhill, the energy rises and falls the most
    (_, _, dx, dz), (_, _, down_x, down_z) = near["steepest climb"], near["steepest fall"]
    turns = np.arange(0, np.pi, 0.01)
    h = 1e-3
    x, rise = h * np.cos(turns), h * np.sin(turns)
    one, other = (
        ring.energy(abs(s * x), height + s * rise, np.where(s * x > 0, 0, np.pi), radians(theta))
        for s in (1, -1)
    )
    around = one + other
    for found, (u, v) in ((np.argmax(around), (dx, dz)), (np.argmin(around), (down_x, down_z))):
        assert abs(np.sin(np.arctan2(v[0], u[0]) - turns[found])) < 0.02
