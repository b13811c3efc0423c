"""A magnetic top let go over a ring magnet.

It is rigid and symmetric: mass M, moments of inertia I₁ across its figure axis and I₃ about it, the
magnetic moment μ along it. The ring, of radius a and moment per length λ, lies in the plane z = 0
about the origin; its field is exact. Air slows the top's place and its turning at one rate γ. A
state is `STATE` numbers: the place, the velocity, the direction of the figure axis, the angular
momentum about the top's own centre (3 each), the heat, and the angular momentum about the ring's
axis that the air has taken. How it is followed, `magbook.motion` tells: between two kicks the
figure axis turns about the angular momentum, as that of a free top does, so that a step may be as
long as such a turn allows.
"""

from array import array
from math import inf, nan, sqrt

from magbook import ring
from magbook.constants import MU_0
from magbook.elementwise import NonNegative, Positive, Real, Reals, Vector, part, row, rowwise
from magbook.steps import SHARES, STEPS, add, at, blank, last_before, put
from magbook.vectors import cross, dot, turned, unit

#: numbers in a state, and where they begin
STATE = 14
PLACE, SPEED, AXIS, SPIN, HEAT, TAKEN = 0, 3, 6, 9, 12, 13
#: a step, as the angle by which the figure axis turns about the angular momentum
STRIDE = 1.2
#: how many steps are followed at most
MOST = 20000


@part
def _beside(state: Reals) -> tuple[float, float, float]:
    """Distance from the ring's axis, and the direction away from it."""
    x, y = state[PLACE], state[PLACE + 1]
    rho = sqrt(x * x + y * y)
    return (rho, x / rho, y / rho) if rho > 0 else (rho, 1.0, 0.0)


@part
def _drift(state: Reals, across: float, step: float) -> None:
    add(state, PLACE, step, at(state, SPEED))
    x, y, z = at(state, SPIN)
    turn = step / across
    put(state, AXIS, turned(at(state, AXIS), (turn * x, turn * y, turn * z)))


@part
def _turning_energy(state: Reals, across: float, along: float) -> float:
    spin = at(state, SPIN)
    s = dot(spin, at(state, AXIS))
    return 0.5 * ((dot(spin, spin) - s * s) / across + s * s / along)


@part
def _slow(
    state: Reals, mass: float, across: float, along: float, friction: float, step: float
) -> None:
    """What the air does, with the heat and the angular momentum that it takes."""
    r, v = at(state, PLACE), at(state, SPEED)
    # 1 - exp(-γt) but for t³, which the symmetric product takes out, and alike in every C library
    lost = friction * step / (1 + 0.5 * friction * step)
    energy = 0.5 * mass * dot(v, v) + _turning_energy(state, across, along)
    state[HEAT] += lost * (2 - lost) * energy
    state[TAKEN] += lost * (mass * (r[0] * v[1] - r[1] * v[0]) + state[SPIN + 2])
    add(state, SPEED, -lost, v)
    add(state, SPIN, -lost, at(state, SPIN))


@part
def _push(
    state: Reals, mass: float, moment: float, a: float, lam: float, gravity: float, step: float
) -> None:
    """What force and torque do."""
    rho, e_x, e_y = _beside(state)
    z = state[PLACE + 2]
    B_rho, B_z = ring.field(rho, z, a, lam)
    across, mixed, along = ring.field_gradient(rho, z, a, lam)
    n = at(state, AXIS)
    side = n[0] * e_x + n[1] * e_y
    outward = mixed * n[2] - (2 * across + along) * side
    push = step * moment / mass
    force = (
        across * n[0] + outward * e_x,
        across * n[1] + outward * e_y,
        mixed * side + along * n[2],
    )
    add(state, SPEED, push, force)
    state[SPEED + 2] -= step * gravity
    add(state, SPIN, step * moment, cross(n, (B_rho * e_x, B_rho * e_y, B_z)))


@part
def _step(
    state: Reals,
    mass: float,
    across: float,
    along: float,
    moment: float,
    a: float,
    lam: float,
    gravity: float,
    friction: float,
    step: float,
) -> None:
    for share in SHARES:
        half = 0.5 * share * step
        _drift(state, across, half)
        if friction > 0:
            _slow(state, mass, across, along, friction, half)
        _push(state, mass, moment, a, lam, gravity, 2 * half)
        if friction > 0:
            _slow(state, mass, across, along, friction, half)
        _drift(state, across, half)


@part
def _pace(
    state: Reals,
    mass: float,
    across: float,
    moment: float,
    a: float,
    lam: float,
    gravity: float,
    friction: float,
) -> float:
    """A step: by the fastest that the axis turns or swings, the top falls, passes the ring."""
    rho, _, _ = _beside(state)
    z, v, spin = state[PLACE + 2], at(state, SPEED), at(state, SPIN)
    d2 = (rho - a) * (rho - a) + z * z
    if not d2 > 0:
        return 0.0
    # the size of the field: of a line of dipoles near by, of one dipole far away
    energy = abs(moment * lam) * MU_0 / (2 * d2) * min(1.0, a / sqrt(d2))
    rate2 = energy * (1 / across + 1 / (mass * d2)) + dot(v, v) / d2 + gravity / sqrt(d2)
    rate2 = 16 * rate2 + dot(spin, spin) / (across * across)
    rate = max(sqrt(rate2), 3 * friction)
    return STRIDE / rate if rate > 0 else inf


@rowwise
def trace_top(
    mass: Positive,
    across: Positive,
    along: Positive,
    moment: Real,
    a: Positive,
    lam: Real,
    gravity: NonNegative,
    friction: NonNegative,
    floor: Real,
    until: NonNegative,
    start: Reals,
    times: Reals,
    states: Reals,
) -> tuple[Real, Real]:
    """Fill the rows of `hovering_top`. Returns how many states they have, and the time at which the
    top was on the floor, or nan."""
    state = row(STATE)
    for i in range(STATE):
        state[i] = states[i] = start[i]
    times[0] = time = 0.0
    kept = every = 1
    since = 0
    for _ in range(MOST):
        step = _pace(state, mass, across, moment, a, lam, gravity, friction)
        ends = step >= until - time
        if ends:
            step = until - time
        if not step > 0:
            break
        _step(state, mass, across, along, moment, a, lam, gravity, friction, step)
        time += step
        fell = state[PLACE + 2] <= floor
        if fell:  # back to where it touches, by Newton
            for _ in range(4):
                back = (floor - state[PLACE + 2]) / state[SPEED + 2]
                _step(state, mass, across, along, moment, a, lam, gravity, friction, back)
                time += back
        since += 1
        if since >= every or ends or fell:
            if kept == len(times):  # they are full: every other goes
                kept = (kept + 1) // 2
                for k in range(1, kept):
                    times[k] = times[2 * k]
                    for i in range(STATE):
                        states[STATE * k + i] = states[STATE * 2 * k + i]
                every *= 2
            times[kept] = time
            for i in range(STATE):
                states[STATE * kept + i] = state[i]
            kept += 1
            since = 0
        if fell:
            return float(kept), time
        if ends:
            break
    return float(kept), nan


@rowwise
def top_at(
    time: NonNegative,
    mass: Positive,
    across: Positive,
    along: Positive,
    moment: Real,
    a: Positive,
    lam: Real,
    gravity: NonNegative,
    friction: NonNegative,
    times: Reals,
    states: Reals,
    found: Reals,
) -> Real:
    """Fill the state at a time, by the steps from the last that is kept. Returns that one's
    number. Accuracy: 1e-3, as of `hovering_top`."""
    low = last_before(times, time)
    for i in range(STATE):
        found[i] = states[STATE * low + i]
    now = times[low]
    if low + 1 < len(times):
        for _ in range(MOST):
            step = min(_pace(found, mass, across, moment, a, lam, gravity, friction), time - now)
            if not step > 0:
                break
            _step(found, mass, across, along, moment, a, lam, gravity, friction, step)
            now += step
    return float(low)


@rowwise
def account_top(
    mass: Positive,
    across: Positive,
    along: Positive,
    moment: Real,
    a: Positive,
    lam: Real,
    gravity: NonNegative,
    states: Reals,
    energies: Reals,
    momenta: Reals,
) -> Real:
    """Fill, for each state, five energies: of the place's motion, of the turning, magnetic, of the
    weight, heat; and three angular momenta about the ring's axis: orbital, intrinsic, taken by the
    air. Accuracy: 1e-13 of each part; beside the ring, of the magnetic one times r over the
    distance from the ring."""
    state = row(STATE)
    for k in range(len(states) // STATE):
        for i in range(STATE):
            state[i] = states[STATE * k + i]
        r, v, n = at(state, PLACE), at(state, SPEED), at(state, AXIS)
        rho, e_x, e_y = _beside(state)
        B_rho, B_z = ring.field(rho, r[2], a, lam)
        energies[5 * k] = 0.5 * mass * dot(v, v)
        energies[5 * k + 1] = _turning_energy(state, across, along)
        energies[5 * k + 2] = -moment * ((n[0] * e_x + n[1] * e_y) * B_rho + n[2] * B_z)
        energies[5 * k + 3] = mass * gravity * r[2]
        energies[5 * k + 4] = state[HEAT]
        momenta[3 * k] = mass * (r[0] * v[1] - r[1] * v[0])
        momenta[3 * k + 1] = state[SPIN + 2]
        momenta[3 * k + 2] = state[TAKEN]
    return 0.0


def hovering_top(
    r: Vector,
    n: Vector,
    spin: float,
    mass: float,
    across: float,
    along: float,
    moment: float,
    a: float,
    lam: float,
    gravity: float,
    friction: float,
    floor: float,
    until: float,
) -> "tuple[array[float], array[float], float | None]":
    """A top let go at rest at r, its figure axis along n, with the angular momentum ``spin`` about
    it.

    ``across`` and ``along`` are its moments of inertia across the figure axis and about it,
    ``moment`` is its magnetic moment, along n; the ring has the radius a and the moment per length
    ``lam``. Returns times, the states there one after another (see `magbook.top`), and the time at
    which the top's centre was at the height ``floor``, where the motion is not followed any
    farther, or None if it was not by ``until``. After `MOST` steps it ends in any case; of more
    than `STEPS` some are kept. The sum of the energies changes by less than 2e-5 of the greatest
    there was, that of the angular momenta is kept to rounding. Accuracy: 1e-3 of the ring's radius
    and of the figure axis, for 3 √(a/gravity) from near where the top hovers.
    """
    body = [mass, across, along, moment, a, lam, gravity, friction]
    known = list(r) + list(n) + [spin] + body + [floor, until]
    if not all(abs(x) <= 1e20 for x in known):
        raise ValueError(f"places, moments and rates must be at most 1e20; got {known}")
    if min(mass, across, along, a) < 1e-20 or min(gravity, friction, until) < 0:
        raise ValueError(
            "mass, across, along and a must be at least 1e-20, gravity, friction and until not "
            f"negative; got {known[7:]}"
        )
    if not r[2] > floor:
        raise ValueError(f"r must be above the floor; got r = {r}")
    size, axis = unit(n)
    if not size > 0:
        raise ValueError(f"n must not be zero; got n = {n}")
    state = list(r)
    state += (0.0, 0.0, 0.0)
    state += tuple(axis)
    state += [spin * part for part in axis]
    state += (0.0, 0.0)
    times, states = blank(STEPS), blank(STEPS * STATE)
    kept, fell = trace_top(*body, floor, until, array("d", state), times, states)
    kept = int(kept)
    return times[:kept], states[: kept * STATE], None if fell != fell else fell
