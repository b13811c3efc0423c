"""The sentence under each figure, and its readouts, at ordinary and at awkward values."""

import itertools
import random
import re
from math import isfinite

import pytest

from magfigures import load
from tests.test_figure import FIGURES

TINY = (1e-300, 1e-170, 1e-100, 1e-20, 1e-9)


def awkward(control):
    """Ends, the default, whole numbers, and next to nothing beside each of them."""
    low, high = control["low"], control["high"]
    marks = {low, high, control["default"], 0, 1, 90, 180}
    if not control["whole"]:
        marks |= {
            mark + sign * t for mark in (0, low, high, 1, 90) for t in TINY for sign in (1, -1)
        }
    return sorted(mark for mark in marks if low <= mark <= high)


def cases(figure, most):
    values = {control["name"]: awkward(control) for control in figure.controls}
    single = [
        {**preset, name: value}
        for preset in ({}, *figure.presets.values())
        for name in values
        for value in values[name]
    ]
    pairs = [
        {one: value, other: another}
        for one, other in itertools.combinations(values, 2)
        for value, another in itertools.product(values[one], values[other])
    ]
    choose = random.Random(1)
    return choose.sample(single, min(len(single), most)) + choose.sample(
        pairs, min(len(pairs), most)
    )


KNOWN = {  # found by readers
    "ring-energy": [{"rho": 1, "z": 1e-170}],
    "concentric-torque": [{"alpha": 1e-155, "ratio": 1}],
    "inner-loop-field": [{"alpha": 1e-100, "ratio": 0.5, "beta": 0, "terms": 1}],
}


@pytest.mark.parametrize("id", FIGURES)
def test_no_sentence_tells_of_what_is_no_number(id):
    figure = load(id)
    for controls in cases(figure, 8) + KNOWN.get(id, []):
        answer = figure.answer(controls)
        assert not re.search(r"\b(nan|inf|None)\b|  ", answer["text"]), controls
        for readout in figure.readouts:
            value = answer["results"][readout["name"]]
            assert value is None or isfinite(value), (controls, readout["name"])


def test_words():
    def says(id, **controls):
        return load(id).answer(controls)["text"]

    assert "1 term of the series gives" in says("concentric-torque", terms=1)
    assert "1 term of the series gives" in says("inner-loop-field", terms=1)
    assert "a sum of 1 term of the series" in says("elliptic-integrals", terms=1)
    sideways = load("dipole-landscape").presets["At right angles"] | {"x": 1.2, "y": 0}
    assert "is pushed sideways" in says("dipole-landscape", **sideways)
    assert "not left yet" in says("levitron", height=1.69)
    above = says("casimir-polder", rho=0, z=0.3)
    assert ("drawn towards" in above) != ("pushed away from" in above)
    for id in ("ring-energy", "casimir-polder", "dipole-landscape", "levitron"):
        assert "figure's unit" not in says(id)


@pytest.mark.parametrize("z", [0.2, 0.9, 1.5, -0.4, -1.1])
@pytest.mark.parametrize("theta", [0.0, 40.0, 90.0])
def test_an_atom_goes_where_its_sentence_says(z, theta):
    from math import radians

    from magbook import ring

    h = 1e-6

    def energy(height):
        return ring.casimir_polder(0.3, height, 0.0, radians(theta))

    force = -(energy(z + h) - energy(z - h)) / (2 * h)
    words = load("casimir-polder").answer({"rho": 0.3, "z": z, "theta": theta, "dphi": 0.0})["text"]
    assert ("pushed away from" if force * z > 0 else "drawn towards") in words
