"""Sine and cosine of degrees: what should cancel in a figure does so to the last bit."""

import pytest
from mpmath import mp

from magfigures import load
from magfigures.degrees import cosine, sine

ANGLES = [0.5 * j for j in range(-720, 721)]


def test_symmetries_are_exact():
    for angle in ANGLES:
        assert sine(180 - angle) == sine(angle) == -sine(-angle) == sine(angle + 360)
        assert cosine(180 - angle) == -cosine(angle) == -cosine(-angle) == -cosine(angle + 360)
        assert cosine(angle) == sine(angle + 90)


def test_values():
    with mp.workdps(30):
        for angle in [*ANGLES, 1e-9, 89.999999, 179.999999, -1e-12]:
            turned = mp.mpf(angle) * mp.pi / 180
            expected = float(mp.sin(turned)), float(mp.cos(turned))
            assert (sine(angle), cosine(angle)) == pytest.approx(expected, rel=3e-16, abs=2e-16)


@pytest.mark.parametrize("ratio", [0.01, 0.5, 0.9, 0.99])
@pytest.mark.parametrize("alpha", [0, 3.5, 41, 90, 117, 180])
def test_parts_of_the_torque_that_cancel_read_zero(alpha, ratio):
    figure = load("inner-loop-field")
    found = figure.answer({"alpha": alpha, "ratio": ratio})["results"]
    zeros = {readout["name"]: readout["zero"] for readout in figure.readouts}
    for name in ("torque_y", "torque_z"):
        assert abs(found[name]) < zeros[name]
