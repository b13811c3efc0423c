"""The sphere's figures draw what `magbook.sphere` says; their readouts are tested elsewhere."""

import numpy as np
import pytest

from livefigure.quantity import Now
from magbook import MU_0, loops, sphere
from magfigures import eddy_sphere, eddy_stability, load, sphere_cut
from magfigures.sphereside import CURRENT, RADIUS, SIGMA, omega_of

#: b, h, d in radii of the sphere, Hz
PLACES = [(1.5, 1.2, 0.0, 50.0), (0.8, 1.3, 1.2, 50.0), (1.6, 0.0, 0.3, 400.0)]


def loop(b, h, d, frequency):
    place = [-d * RADIUS, 0, h * RADIUS]
    return place, [0, 0, 1], RADIUS, b * RADIUS, SIGMA, omega_of(frequency), CURRENT


def drawn(b, h, d, frequency):
    return Now(load("eddy-sphere").admit({"b": b, "h": h, "d": d, "frequency": frequency}))


TURNS = np.array([sphere_cut.turn(j) for j in range(sphere_cut.ANGLES)])


def rings(grid, width):
    """Ring by ring, place by place, the numbers there."""
    return np.reshape(grid, (-1, sphere_cut.ANGLES, width))


def in_plane(numbers):
    """x, 0, z of a plane's complex numbers."""
    return np.stack([np.real(numbers), np.zeros(len(numbers)), np.imag(numbers)], axis=1)


@pytest.mark.parametrize("place", PLACES)
def test_currents_in_the_cut(place):
    now = drawn(*place)
    # J in units of ωσ times the potential's μ0 I
    unit = omega_of(place[-1]) * SIGMA * MU_0 * CURRENT
    for i, ring in list(enumerate(rings(now(eddy_sphere.inner), sphere_cut.WITHIN)))[3:]:
        points = RADIUS * sphere_cut.inside(i) * in_plane(TURNS)
        J = sphere.current_density(points, *loop(*place))[:, 1] / unit
        assert np.max(np.abs(ring[:, 4] + 1j * ring[:, 5] - J)) < 3e-3 * now(eddy_sphere.most)


@pytest.mark.parametrize("place", PLACES)
def test_field_in_the_cut_passes_the_surface(place):
    """Inside it is the series of the currents, outside the loop's field and the poles'."""
    now = drawn(*place)
    inside = rings(now(eddy_sphere.inner), sphere_cut.WITHIN)[-1, :, :4]
    outside = rings(now(eddy_sphere.outer), sphere_cut.BEYOND)[0].copy()
    wires = np.array([sphere_cut.straight(turn, *place[:3]) for turn in TURNS.tolist()])
    outside[:, 0] += wires.real
    outside[:, 1] += wires.imag
    assert np.max(np.abs(inside - outside)) < 5e-3 * np.max(np.abs(outside))


@pytest.mark.parametrize("place", PLACES)
def test_field_beside_the_wire_is_the_loops(place):
    """The smooth rest and the straight wires' field, put together."""
    b, h, d, _ = place
    now = drawn(b, h, d, 1e-1)  # so slow that the sphere hardly answers
    grids = now(eddy_sphere.inner), now(eddy_sphere.outer)
    points = np.array([wire + 0.15 * TURNS for wire in now(eddy_sphere.wires)]).ravel()
    points = points[(abs(points) > 1) & (abs(points) < 3)]
    found = [sphere_cut.field(point, 1.0, 0.0, *grids, b, h, d) for point in points.tolist()]
    B_rho, B_z = loops.field(abs(points.real + d), points.imag - h, b)
    exact = (B_rho * np.sign(points.real + d) + 1j * B_z) / MU_0
    assert len(points) > 50 and np.max(abs(found - exact) / abs(exact)) < 0.08


@pytest.mark.parametrize(("h", "ratio", "delta"), [(0.9, 0.5, 0.1), (0.3, 0.8, 0.5), (1.5, 0.4, 1)])
def test_radial_force_as_drawn(h, ratio, delta):
    omega = 2 / (MU_0 * SIGMA * (delta * ratio) ** 2)  # b = 1

    def push(d):
        return sphere.force([-d, 0, h], [0, 0, 1], ratio, 1.0, SIGMA, omega)[0] / MU_0

    figure = load("eddy-stability")
    now = Now(figure.admit({"h": h, "ratio": ratio, "delta": delta}))
    ds, forces = now(eddy_stability.radial_forces)
    exact = np.array([push(d) for d in ds])
    assert np.max(np.abs(np.array(forces) - exact)) < 2e-3 * np.max(np.abs(exact))
    step = 1e-3
    slope = (8 * push(step) - push(2 * step)) / (6 * step)
    assert now(eddy_stability.stiffness) == pytest.approx(slope, rel=1e-7)
    place = now(eddy_stability.critical)
    at_change = Now(figure.admit({"h": place, "ratio": ratio, "delta": delta}))
    assert abs(at_change(eddy_stability.stiffness)) < 1e-12


def test_a_dipole_alone_has_one_line(monkeypatch):
    """As an exercise asks, with the figure's kernel changed."""
    responses = sphere.responses

    def dipole(y, count):
        p, q, screening = responses(y, count)
        return p, q, [value if n == 1 else 0.0 for n, value in enumerate(screening)]

    monkeypatch.setattr(sphere, "responses", dipole)
    # as in the page, where an edited kernel is interpreted
    for name in ("stiffness_at", "screening"):
        kernel = getattr(eddy_stability, name).kernel
        monkeypatch.setattr(eddy_stability, name, np.vectorize(kernel, otypes=[float]))
    figure = load("eddy-stability")
    for ratio in (0.2, 0.5, 1.1):
        now = Now(figure.admit({"h": 0.9, "ratio": ratio, "delta": 0.1}))
        assert now(eddy_stability.critical) == pytest.approx(0.4**0.5, rel=1e-12)
        assert now(eddy_stability.outward)[0][0] == pytest.approx(0.4**0.5)


def test_power_and_force_of_one_spectrum():
    """As by `power` and `force`, for y = |ka|², a = 1; what symmetry forbids is exactly zero."""
    b, y = np.array([0.5, 1.8, 1.8, 1.8]), 30.0
    h, d = np.array([0.0, 0.7, -1.1, 2.0]), np.array([2.0, 0.0, 0.6, 1.5])
    args = np.stack([-d, 0 * d, h], axis=1), [0, 0, 1], 1.0, b, 1.0, y / MU_0
    count = [sphere.terms(1 / distance) for distance in np.hypot(h, d - b)]
    power, inward, up = sphere.power_and_force(b, h, d, y, count)
    np.testing.assert_allclose(power, sphere.power(*args) / y, rtol=1e-13)
    force = sphere.force(*args) / MU_0
    size = np.linalg.norm(force, axis=1)
    assert np.all(1e-13 * size > np.abs(force - np.stack([-inward, 0 * d, up], axis=1)).T)
    assert up[0] == 0.0 and inward[1] == 0.0 and np.all(up[1:] != 0) and np.all(inward[2:] != 0)
