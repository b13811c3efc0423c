"""The figures of the concentric loops and of the elliptic integrals draw what `magbook` says; their
readouts are tested elsewhere."""

import mpmath
import numpy as np
import pytest

import magfigures
from magbook import MU_0, loops, special
from tests.figures import drawn


@pytest.mark.parametrize(("alpha", "ratio"), [(50.0, 0.8), (115.0, 0.6)])
def test_field_along_the_inner_loop(alpha, ratio):
    values = {"alpha": alpha, "ratio": ratio, "beta": 100.0, "terms": 5}
    scene, along, parts = drawn("inner-loop-field", values)
    betas, field = np.array(along["all orders"])
    beta, turned = np.radians(betas), np.radians(alpha)
    e = np.array([np.cos(beta), np.cos(turned) * np.sin(beta), np.sin(turned) * np.sin(beta)])
    rho = ratio * np.hypot(e[0], e[1])
    B_rho, B_z = loops.field(rho, ratio * e[2], 1.0)
    expected = (B_rho * rho / ratio + B_z * e[2]) / MU_0
    np.testing.assert_allclose(field, expected, 1e-11, 1e-13)
    series = loops.radial_field_series(ratio, e[2], 1.0, 5) / MU_0
    np.testing.assert_allclose(along["partial sum"][1], series, 1e-11, 1e-13)

    # r × (dl × B) is (r·B) dl - (r·dl) B, and r is across dl
    dl = np.array([-np.sin(beta), np.cos(turned) * np.cos(beta), np.sin(turned) * np.cos(beta)])
    pieces = ratio**2 * expected * dl
    for name, piece in zip(("x: all of one sign", "y", "z"), pieces, strict=True):
        np.testing.assert_allclose(parts[name][1], piece, 1e-11, 1e-13)
    torque = np.mean(parts["x: all of one sign"][1][:-1]) * 2 * np.pi
    exact = loops.concentric_torque(turned, 1.0, ratio) / MU_0
    assert torque == pytest.approx(exact, rel=1e-6)

    P = np.array(scene["the point P"])
    assert P[1] / np.cos(turned) == pytest.approx(ratio * np.sin(np.radians(100)))
    tail, arrow = np.split(np.array(scene["radial field at P"]), 2)
    (at,), (here,) = along["P"]
    np.testing.assert_allclose(tail, P)
    assert at == 100 and np.dot(arrow, P) / np.linalg.norm(arrow) == pytest.approx(
        ratio * np.sign(here)
    )
    assert scene["inner loop"][3:] == pytest.approx((0, -np.sin(turned), np.cos(turned), ratio))


@pytest.mark.parametrize(("alpha", "ratio"), [(50.0, 0.8), (115.0, 0.6)])
def test_torque_on_the_inner_loop(alpha, ratio):
    scene, view = drawn("concentric-torque", {"alpha": alpha, "ratio": ratio, "terms": 2})
    alphas, torques = np.array(view["all orders"])[:, 1:-1]
    exact = loops.concentric_torque(np.radians(alphas), 1.0, ratio) / MU_0
    np.testing.assert_allclose(torques, exact, 1e-12)
    alphas, sums = np.array(view["partial sum"])[:, 1:-1]
    series = loops.concentric_torque_series(np.radians(alphas), 1.0, ratio, 2) / MU_0
    np.testing.assert_allclose(sums, series, 1e-12)
    along, across = np.array(scene["torque"][3]), scene["torque"][4:]
    # towards the field, as m × B
    turned = np.cross(scene["moment"][3:], scene["field"][3:])[0]
    assert along * turned > 0 and across == (0, 0)


@pytest.mark.parametrize(("alpha", "ratio"), [(60.0, 0.9), (150.0, 0.5)])
def test_errors_of_the_partial_sums(alpha, ratio):
    (view,) = drawn("torque-convergence", {"alpha": alpha, "ratio": ratio})
    turned = np.radians(alpha)
    terms, errors = (np.array(row) for row in view["error of the partial sum"])
    exact = loops.concentric_torque(turned, 1.0, ratio)
    sums = loops.concentric_torque_series(turned, 1.0, ratio, terms)
    np.testing.assert_allclose(errors, abs(sums / exact - 1), 1e-6, 3e-15)
    places, envelope = (np.array(row) for row in view["predicted envelope"])
    seen = (errors > 1e-13) & (terms > 5)
    over = np.exp(np.interp(terms, places, np.log(envelope)))[seen] / errors[seen]
    # no error surpasses it by much, and ever again one comes near
    assert 0.8 < over.min() < 1.5
    assert view["limit set by rounding"] < 1e-15 < errors[0]


@pytest.mark.parametrize("k", [0.3, 0.95])
def test_elliptic_integrals(k):
    values, integrands, errors = drawn("elliptic-integrals", {"k": k, "terms": 4})
    for name, order in (("E", -1), ("K", 1), ("π₃", 3), ("π₅", 5)):
        ks, exact = np.array(values[name])
        np.testing.assert_allclose(exact, special.elliptic_moment(order, ks * ks), 1e-13)
        psis, integrand = np.array(integrands[name])
        sine = np.sin(np.radians(psis))
        expected = (1 - k * k * sine * sine) ** (-order / 2)
        np.testing.assert_allclose(integrand, expected, 1e-12)
        # to k⁶ the sum of four terms is the integral's own expansion
        small = (ks > 0.05) & (ks < 0.2)
        miss = np.array(errors[name][1])
        assert np.all(miss[small] < 3 * ks[small] ** 8) and miss[0] == 1e-16
        assert miss[-1] > 0.01
    (at,), (K,) = values["at your k"]
    assert at == k and pytest.approx(special.ellipk(k * k)) == K


def torque_by_the_integral(alpha, k):
    """|N_x|/(μ0 I I' a) by the integral along the turned wire, at 30 digits."""
    with mpmath.workdps(30):
        alpha, k = mpmath.mpf(alpha), mpmath.mpf(k)

        def along(beta):
            rho = k * mpmath.sqrt(1 - (mpmath.sin(alpha) * mpmath.sin(beta)) ** 2)
            near, far = 1 + k * k - 2 * rho, 1 + k * k + 2 * rho
            return mpmath.sin(beta) ** 2 * mpmath.ellipe(4 * rho / far) / (near * mpmath.sqrt(far))

        # by pieces towards the place where the wires come near each other
        ends = [0, *(mpmath.mpf(10) ** -j for j in range(5, -1, -1)), mpmath.pi / 2]
        return float(4 * k * k * mpmath.sin(alpha) / mpmath.pi * mpmath.quad(along, ends))


@pytest.mark.parametrize(
    ("alpha", "ratio"), [(30.0, 0.01), (100.0, 0.8), (40.0, 1.3), (5.0, 100.0)]
)
def test_torque_and_size(alpha, ratio):
    view, scene = drawn("torque-and-size", {"alpha": alpha, "ratio": ratio})
    (at,), (size,) = view["you"]
    assert at == ratio
    assert size == pytest.approx(torque_by_the_integral(np.radians(alpha), ratio), rel=1e-13)
    sizes, exact = np.array(view["exact"])
    assert sizes[0] == pytest.approx(0.01) and sizes[-1] == pytest.approx(100)
    turned = np.radians(alpha)
    np.testing.assert_allclose(exact, -loops.concentric_torque(turned, 1.0, sizes) / MU_0, 1e-12)
    # exchanging the loops: the curve's mirror image
    np.testing.assert_allclose(exact, sizes * exact[::-1], 1e-9)
    (dipole_sizes, dipole) = np.array(view["inner loop as a dipole"])
    np.testing.assert_allclose(dipole[[0, -1]], exact[[0, -1]], 1e-3)
    assert list(dipole_sizes) == [0.01, 1.0, 100.0]
    assert scene["torque"][3] < 0  # back to the common plane, as N_x is below zero
    assert scene["radius b, turned"][6] / scene["radius a, at rest"][6] == pytest.approx(ratio)


def test_close_loops_at_small_angles():
    (view, _) = drawn("torque-and-size", {"alpha": 0.01, "ratio": 1.0})
    sizes, law = np.array(view["close wires"])
    exact = -loops.concentric_torque(np.radians(0.01), 1.0, sizes) / MU_0
    near = abs(np.log(sizes)) < 0.02
    assert near.sum() > 40 and np.all(abs(law / exact - 1)[near] < 3e-4)
    assert law.max() == pytest.approx(1 / np.radians(0.01), rel=1e-12)


def test_the_slope_jumps_at_equal_loops():
    alpha, h = 60.0, 1e-5
    answer = magfigures.load("torque-and-size").answer({"alpha": alpha, "ratio": 1.0})["results"]
    inside, at, outside = (
        torque_by_the_integral(np.radians(alpha), k) if k != 1 else -answer["torque"]
        for k in (1 - h, 1.0, 1 + h)
    )
    # the size of the torque bends down, N_x up
    assert (2 * at - inside - outside) / h == pytest.approx(answer["jump"], rel=1e-3)


@pytest.mark.parametrize("gap", [1e-4, 0.03, 0.2, 0.45, 0.6])
def test_the_peak_is_the_largest_torque(gap):
    against_angle, against_gap = drawn("torque-peak", {"gap": gap})
    ((place,), (height,)) = against_angle["the peak"]
    around = np.radians(place) * (1 + np.linspace(-0.02, 0.02, 41))
    torques = -loops.concentric_torque(around, 1.0, 1 - gap) / MU_0
    assert height == pytest.approx(torques.max(), rel=1e-13) and torques.argmax() == 20
    everywhere = np.radians(np.geomspace(1e-4, 90, 3000))
    assert height >= -loops.concentric_torque(everywhere, 1.0, 1 - gap).min() / MU_0 * (1 - 1e-12)
    assert (place == 90) == (gap > 0.4940)
    assert against_gap["you"] == ([gap], [place])
    gaps, places = np.array(against_gap["exact"])
    path, heights = np.array(against_angle["way of the peak"])
    np.testing.assert_array_equal(path, places)
    np.testing.assert_allclose(
        heights, -loops.concentric_torque(np.radians(places), 1.0, 1 - gaps) / MU_0, 1e-12
    )
    golden = (1 + 5**0.5) / 2
    assert np.radians(places[0]) / gaps[0] == pytest.approx(golden**0.5, rel=1e-4)
    assert heights[0] * gaps[0] == pytest.approx(golden**-2.5, rel=1e-4)
    assert heights[0] * np.radians(places[0]) == pytest.approx(golden**-2, rel=1e-4)
