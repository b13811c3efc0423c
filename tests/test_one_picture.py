"""The closing figure: its limits have the powers and the factors that its chapter derives.

A  -(a² + b²)D²/8 of a force z⁻⁴      E  the mean of n + ½ over the multipoles of the force
B  w²/24 ∂³/∂a³ over ∂/∂a             F  5 cos²θ - 1
C  -a²D²/4, in the plane              G  the axis' polynomial in (a/z)²
D  F, times Re β₂/Re β₁               H  (1 + b²/z²)⁻⁴
"""

from math import log

import mpmath as mp
import numpy as np
import pytest

from magfigures import load, one_picture
from tests.figures import drawn

ERRORS = [arrow[6] for arrow in one_picture.ARROWS]
LETTERS = [arrow[0] for arrow in one_picture.ARROWS]


def beta(n, skin):
    k = mp.sqrt(2j) / mp.mpf(skin)
    return -mp.besseli(n + mp.mpf(3) / 2, k) / mp.besseli(n - mp.mpf(1) / 2, k)


def skins_share():
    """The force of each multipole falls by the part (n + ½)δ/R: their mean, at b = R, h = 2R."""
    x, c2 = 2 / mp.sqrt(5), 5
    P = [mp.sqrt(1 - x * x) * mp.diff(lambda u, n=n: mp.legendre(n, u), x) for n in range(30)]
    weights = [P[n] * P[n + 1] / (n + 1) / mp.mpf(c2) ** n for n in range(1, 29)]
    return sum((n + 1.5) * weight for n, weight in enumerate(weights)) / sum(weights)


FACTORS = {
    "A": (2, 5.0),
    "B": (2, 25 / 32),
    "C": (2, -15 / 4),
    "D": (2, -float(3 * mp.re(beta(2, 0.5)) / mp.re(beta(1, 0.5)))),
    "E": (1, float(skins_share())),
    "F": (2, -3.0),
    "G": (2, 7.0),
    "H": (2, 4.0),
}


@pytest.mark.parametrize(("letter", "error"), list(zip(LETTERS, ERRORS, strict=True)))
def test_errors_fall_with_their_power(letter, error):
    power, factor = FACTORS[letter]
    small, smaller = error(np.array([2e-3, 1e-3]))
    assert log(small / smaller, 2) == pytest.approx(power, abs=4e-3)
    assert smaller / 1e-3**power == pytest.approx(factor, rel=4e-3)


def test_map_and_curves_say_what_the_readouts_say():
    values = {"epsilon": 0.2}
    results = load("one-picture").answer(values)["results"]
    found = [results["error_" + letter.lower()] for letter in LETTERS]
    assert results["at_arrows"][2] == [100 * error for error in found]
    _, curves = drawn("one-picture", values)
    assert list(curves["you"][1]) == found
    for letter, (*_, says), error in zip(LETTERS, one_picture.ARROWS, found, strict=True):
        places, errors = curves[f"{letter}: {says}"]
        assert np.exp(np.interp(log(0.2), np.log(places), np.log(errors))) == pytest.approx(
            error, rel=1e-3
        )


def test_every_name_of_the_map_is_reached():
    ends = {end for arrow in one_picture.ARROWS for end in arrow[1:3]}
    assert ends == set(one_picture.PLACES)
