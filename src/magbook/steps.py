"""What all that is let go has in common; how it is followed, `magbook.motion` tells."""

from array import array

from magbook.elementwise import Reals, Vector, part

#: Suzuki's share of a step, of which four go forward and one goes back
FORTH = 1 / (4 - 4 ** (1 / 3))
SHARES = (FORTH, FORTH, 1 - 4 * FORTH, FORTH, FORTH)
#: a step over the shortest time in which something changes
PACE = 0.05
#: how many steps are followed at most
STEPS = 1500
#: e-foldings by friction in a step at most, for a part of it goes back in time
SLOWED = 30.0


@part
def at(state: Reals, i: int) -> Vector:
    return state[i], state[i + 1], state[i + 2]


@part
def put(state: Reals, i: int, v: Vector) -> None:
    state[i], state[i + 1], state[i + 2] = v


@part
def add(state: Reals, i: int, factor: float, v: Vector) -> None:
    state[i] += factor * v[0]
    state[i + 1] += factor * v[1]
    state[i + 2] += factor * v[2]


@part
def last_before(times: Reals, time: float) -> int:
    """Number of the last of these times, which grow, that is not after this one."""
    low, high = 0, len(times)
    while high - low > 1:
        middle = (low + high) // 2
        if times[middle] <= time:
            low = middle
        else:
            high = middle
    return low


def blank(count: int) -> "array[float]":
    return array("d", bytes(8 * count))
