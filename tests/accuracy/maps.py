"""Maps of the error: two arguments of a function are varied, and each cell has its worst place."""

import math
from collections.abc import Callable
from random import Random
from typing import Any, NamedTuple

from tests.accuracy.balls import Unsettled
from tests.accuracy.cases import CASES, SIGMA, omega_for
from tests.accuracy.hunt import Arguments

#: cells along a side, and places that are tried in each
SIDE, PLACES = 48, 4
#: what errors are counted in: the distance of 1.0 from the next double
EPSILON = 2.0**-52
#: the least error that is told from none, in tenths of a power of ten of that
LEAST = -20


class Axis(NamedTuple):
    """What is varied, from where to where, and how far the marks are apart; of what grows by
    powers of ten all of these are exponents."""

    label: str
    low: float
    high: float
    step: float
    powers: bool = False

    def at(self, share: float) -> float:
        x = self.low + (self.high - self.low) * share
        return 10.0**x if self.powers else x


class Map(NamedTuple):
    x: Axis
    y: Axis
    #: what else is given, in words
    given: str
    arguments: Callable[[float, float], Arguments]


MAPS = {
    "special.cel": Map(
        Axis("kc", -12, 12, 4, powers=True),
        Axis("p", -12, 12, 4, powers=True),
        "a = b = 1",
        lambda x, y: (x, y, 1.0, 1.0),
    ),
    "loops.field": Map(
        Axis("ρ/a", -8, 4, 2, powers=True),
        Axis("z/a", -8, 4, 2, powers=True),
        "both components",
        lambda x, y: (x, y, 1.0),
    ),
    "loops.concentric_torque": Map(
        Axis("b/a", 0, 2, 0.5),
        Axis("α (°)", 0, 180, 45),
        "",
        lambda x, y: (math.radians(y), 1.0, x),
    ),
    "loops.pair_force": Map(
        Axis("x/a", 0, 3, 1),
        Axis("z/a", 0, 3, 1),
        "b = a/2, the second loop's centre at (x, 0, z), its normal along (0.6, 0.48, 0.64)",
        lambda x, y: ((x, 0.0, y), (0.0, 0.0, 1.0), (0.6, 0.48, 0.64), 1.0, 0.5),
    ),
    "ring.field": Map(
        Axis("ρ/a", 0, 2, 0.5),
        Axis("z/a", 0, 2, 0.5),
        "both components",
        lambda x, y: (x, y, 1.0),
    ),
    "sphere.power": Map(
        Axis("|ka|", -3, 5, 2, powers=True),
        Axis("h/a", -1, 1, 1, powers=True),
        "b = 2 a, the axis through the centre, h from it to the plane of the loop",
        lambda x, y: (
            (0.0, 0.0, y), (0.0, 0.0, 1.0), 1.0, 2.0, SIGMA, omega_for(x), 1.0, 1.0, 0.0,
        ),
    ),
}  # fmt: skip


def worst_of(name: str, i: int, j: int) -> tuple[float, Arguments]:
    """The largest error in a cell, and where; -1 where the function has none that is told."""
    case, plane, random = CASES[name], MAPS[name], Random(f"{name} {i} {j}")
    worst: tuple[float, Arguments] = -1.0, ()
    for _ in range(PLACES):
        x, y = (axis.at((k + random.random()) / SIDE) for axis, k in ((plane.x, i), (plane.y, j)))
        at = plane.arguments(x, y)
        try:
            error = case.error(at) if case.within(*at) else -1.0
        except (Unsettled, ValueError):
            continue
        worst = max(worst, (error, at), key=lambda found: found[0])
    return worst


def rounded(error: float) -> str:
    """In tenths of a power of ten of EPSILON."""
    if error < 0:
        return "."
    return str(max(LEAST, round(10 * math.log10(error / EPSILON)) if error else LEAST))


def drawn(name: str) -> dict[str, Any]:
    """A row for each y, upwards."""
    case, plane = CASES[name], MAPS[name]
    cells = [[worst_of(name, i, j) for i in range(SIDE)] for j in range(SIDE)]
    (error, at), i, j = max(
        ((cell, i, j) for j, row in enumerate(cells) for i, cell in enumerate(row)),
        key=lambda found: found[0][0],
    )
    return {
        "function": name,
        "x": plane.x._asdict(),
        "y": plane.y._asdict(),
        "given": plane.given,
        "of": case.of,
        "reference": case.reference,
        "bound": case.bound,
        "error": float(f"{error:.2e}"),
        "at": repr(at),
        "cell": [i, j],
        "places": PLACES,
        "rows": [" ".join(rounded(error) for error, _ in row) for row in cells],
    }
