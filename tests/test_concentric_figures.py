"""The figures of the concentric loops and of the elliptic integrals draw what `magbook` says; their
readouts are tested elsewhere."""

import numpy as np
import pytest

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
