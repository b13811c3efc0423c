"""The equations of *NAME*, each settled by a route that does not use it."""

from math import inf, pi

from scipy.integrate import quad

from magbook import MU_0
from tests.ledger.registry import check


@check(
    right=lambda current, d: MU_0 * current / (2 * pi * d),
    false=lambda current, d: MU_0 * current / (pi * d),
)  # as printed
def eq_2(field):
    current, d = 1.3, 0.2  # other than 1, lest a wrong power pass
    integral, _ = quad(lambda z: d / (d**2 + z**2) ** 1.5, -inf, inf)
    exact = MU_0 * current / (4 * pi) * integral
    assert abs(field(current, d) - exact) < 1e-9 * exact
