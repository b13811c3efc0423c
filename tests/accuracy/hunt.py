"""What a case is, and how its worst point is climbed to."""

import math
import re
import time
import zlib
from collections.abc import Callable, Iterable
from random import Random
from typing import Any, NamedTuple

import numpy as np

from magbook import motion
from tests.accuracy.balls import Found, Unsettled, error, settled

Arguments = tuple[Any, ...]


class Case(NamedTuple):
    """What is held against what, where, and how well."""

    name: str
    #: the function, or a call of it whose result is comparable
    function: Callable[..., Any]
    #: the largest error that its docstring states, what it is measured by, and where, in words
    bound: float
    of: str
    where: str
    #: what it is held against, in words
    reference: str
    draw: Callable[[Random], Arguments]
    within: Callable[..., bool]
    exact: Callable[..., Found]
    #: whether the reference is one of balls, whose digits are doubled until they do
    balls: bool

    def error(self, arguments: Arguments) -> float:
        """Of what the function returns, the largest; Unsettled where the reference has none."""
        found = flat(self.function(*map(plain, arguments)))
        exact = settled(self.exact, arguments) if self.balls else self.exact(*arguments)
        return max(error(x, *pair) for x, pair in zip(found, exact, strict=True))


def plain(argument: Any) -> Any:
    return np.array(argument) if isinstance(argument, tuple) else argument


def flat(found: Any) -> list[complex]:
    if isinstance(found, list | tuple | np.ndarray):
        return [x for part in found for x in flat(part)]
    return [complex(found) if isinstance(found, complex) else float(found)]


def stated(function: Callable[..., Any]) -> float:
    """The bound in the docstring, as in "Accuracy: 1e-13 of the field's magnitude"."""
    found = re.findall(r"\bAccuracy:\s+(\d+(?:\.\d+)?(?:e-\d+)?)\b", function.__doc__ or "")
    if len(found) != 1:
        raise ValueError(f"{function.__name__} states its accuracy {len(found)} times")
    return float(found[0])


CASES: dict[str, Case] = {}


def case(
    function: Callable[..., Any],
    of: str,
    where: str,
    reference: str,
    draw: Callable[[Random], Arguments],
    within: Callable[..., bool] = lambda *arguments: True,
    balls: bool = True,
    call: Callable[..., Any] | None = None,
) -> Callable[[Callable[..., Found]], Callable[..., Found]]:
    """Make a case of a reference; ``call`` gives what it is compared with, where the function's
    own results are not that."""
    # what is let go stands in several modules behind one
    behind = getattr(motion, function.__name__, None) is function
    module = "motion" if behind else function.__module__.removeprefix("magbook.")
    name = f"{module}.{function.__name__}"

    def keep(exact: Callable[..., Found]) -> Callable[..., Found]:
        CASES[name] = Case(
            name, call or function, stated(function),
            of, where, reference, draw, within, exact, balls,
        )  # fmt: skip
        return exact

    return keep


class Worst(NamedTuple):
    error: float
    at: Arguments
    evaluations: int
    #: how many places the reference could not be told at
    untold: int


POOL = 12


def hunt(case: Case, seconds: float, known: Iterable[Arguments] = ()) -> Worst:
    """The worst point that is found in so many seconds of the processor: some are drawn, the
    worst are kept, and from each a step of any size is tried, which is kept if it leads up. What
    is known to be bad is kept from the start."""
    random = Random(zlib.crc32(case.name.encode()))
    pool = [(case.error(at), at) for at in known if case.within(*at)]
    evaluations = untold = 0
    until = math.inf  # the clock starts once the function is compiled
    while time.process_time() < until:
        fresh = len(pool) < POOL or random.random() < 0.3
        place = random.randrange(len(pool)) if not fresh else 0
        at = case.draw(random) if fresh else stepped(pool[place][1], random)
        try:
            if not case.within(*at):
                continue
            miss = case.error(at)
        except Unsettled:
            untold += 1
            continue
        except (ValueError, OverflowError, ZeroDivisionError) as refused:
            if "must" in str(refused) or not fresh:
                continue  # out of the domain
            raise RuntimeError(f"{case.name}{at}") from refused
        evaluations += 1
        until = min(until, time.process_time() + seconds)
        if fresh and len(pool) < POOL:
            pool.append((miss, at))
        else:
            if fresh:
                place = min(range(POOL), key=lambda i: pool[i][0])
            if miss > pool[place][0]:
                pool[place] = miss, at
    worst, at = max(pool, key=lambda found: found[0])
    return Worst(worst, at, evaluations, untold)


def stepped(at: Arguments, random: Random) -> Arguments:
    """A place nearby: some of the numbers times 1 + step, of any size down to the last digit."""
    step = 10 ** random.uniform(-16, 0)

    def moved(value: Any) -> Any:
        if isinstance(value, tuple):
            return tuple(map(moved, value))
        if random.random() < 0.4:
            return value
        if isinstance(value, int):
            return value + random.randrange(-3, 4)
        return value * (1 + step * random.gauss(0, 1))

    return tuple(map(moved, at))


# --- Where to start ----------------------------------------------------------------------------


def size(random: Random, low: float, high: float) -> float:
    return 10 ** random.uniform(low, high)


def signed(random: Random, low: float, high: float) -> float:
    return random.choice((-1, 1)) * size(random, low, high)


def place(random: Random, near: float = -15, far: float = 100) -> tuple[float, float]:
    """(ρ, z) of a circle of radius 1: anywhere, next to it, next to its axis, on its plane."""
    kind = random.randrange(5)
    if kind == 0:
        return size(random, -12, far), signed(random, -12, far)
    if kind == 1:
        return random.uniform(0, 3), random.uniform(-3, 3)
    if kind == 2:
        return random.choice((0.0, size(random, -30, -1))), signed(random, -9, 3)
    distance, angle = size(random, near, 0), angle_(random)
    rho, z = abs(1 + distance * math.cos(angle)), distance * math.sin(angle)
    return (rho, 0.0) if kind == 3 and random.random() < 0.2 else (rho, z)


def angle_(random: Random) -> float:
    """Of any size, or near a multiple of a right angle."""
    if random.random() < 0.5:
        return random.uniform(-math.pi, math.pi)
    return random.randrange(-2, 3) * math.pi / 2 + signed(random, -16, -1)


def vector(random: Random, low: float = 0, high: float = 0) -> tuple[float, float, float]:
    """In any direction, or near a coordinate axis or plane, of a length from 10^low to 10^high."""
    length = size(random, low, high)
    v = [random.gauss(0, 1) for _ in range(3)]
    if random.random() < 0.4:
        for i in random.sample(range(3), random.randrange(1, 3)):
            v[i] *= random.choice((0.0, size(random, -16, -1)))
    norm = math.sqrt(sum(x * x for x in v))
    return tuple(length * x / norm for x in v)  # type: ignore[return-value]
