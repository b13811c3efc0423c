"""Two magnetised balls let go.

They are alike: mass M, radius D/2, moment of inertia Θ, homogeneously magnetised, so that their
fields and what they do to each other are those of dipoles until they touch. Their centre of mass is
at rest. Each is slowed as in a viscous liquid, its place at the rate γ and, by Stokes' laws, its
turning at the rate γMD²/3Θ. A state is `STATE` numbers: r and v from ball a to b (3 + 3), the
moments of a and b (3 + 3), their spins, which are angular momenta (3 + 3), the heat, and the
angular momentum that the liquid has taken (3). How they are followed, `magbook.motion` tells.
"""

from array import array
from math import exp, inf, nan, pi, sqrt

from magbook import dipoles
from magbook.constants import MU_0
from magbook.elementwise import NonNegative, Positive, Real, Reals, Vector, part, row, rowwise
from magbook.steps import PACE, SHARES, SLOWED, STEPS, add, at, blank, last_before, put
from magbook.vectors import cross, dot, turned

#: numbers in a state of two balls, and where they begin
STATE = 22
PLACE, SPEED, MOMENT_A, MOMENT_B, SPIN_A, SPIN_B, HEAT, TAKEN = 0, 3, 6, 9, 12, 15, 18, 19


@part
def _drift(state: Reals, inertia: float, step: float) -> None:
    add(state, PLACE, step, at(state, SPEED))
    for k in range(2):
        moment, spin = MOMENT_A + 3 * k, SPIN_A + 3 * k
        x, y, z = at(state, spin)
        turn = step / inertia
        put(state, moment, turned(at(state, moment), (turn * x, turn * y, turn * z)))


@part
def _slow(
    state: Reals, mass: float, inertia: float, contact: float, friction: float, step: float
) -> None:
    """What friction does, with the heat and the angular momentum that it takes."""
    v = at(state, SPEED)
    lost = 1 - exp(-friction * step)
    state[HEAT] += 0.25 * mass * lost * (2 - lost) * dot(v, v)
    add(state, TAKEN, 0.5 * mass * lost, cross(at(state, PLACE), v))
    add(state, SPEED, -lost, v)
    lost = 1 - exp(-friction * mass * contact * contact / (3 * inertia) * step)
    for k in range(2):
        spin = at(state, SPIN_A + 3 * k)
        state[HEAT] += 0.5 * lost * (2 - lost) * dot(spin, spin) / inertia
        add(state, TAKEN, lost, spin)
        add(state, SPIN_A + 3 * k, -lost, spin)


@part
def _push(state: Reals, mass: float, step: float) -> None:
    """What force and torque do."""
    r, m_a, m_b = at(state, PLACE), at(state, MOMENT_A), at(state, MOMENT_B)
    add(state, SPEED, 2 * step / mass, dipoles.force(r, m_a, m_b))
    add(state, SPIN_A, step, dipoles.torque((-r[0], -r[1], -r[2]), m_b, m_a))
    add(state, SPIN_B, step, dipoles.torque(r, m_a, m_b))


@part
def _step(
    state: Reals, mass: float, inertia: float, contact: float, friction: float, step: float
) -> None:
    for share in SHARES:
        half = 0.5 * share * step
        _drift(state, inertia, half)
        if friction > 0:
            _slow(state, mass, inertia, contact, friction, half)
        _push(state, mass, 2 * half)
        if friction > 0:
            _slow(state, mass, inertia, contact, friction, half)
        _drift(state, inertia, half)


@part
def _pace(state: Reals, mass: float, inertia: float) -> float:
    """A step: by the fastest that the moments swing, the balls fall, turn, pass each other."""
    r, v, m_a, m_b = (
        at(state, PLACE),
        at(state, SPEED),
        at(state, MOMENT_A),
        at(state, MOMENT_B),
    )
    w_a, w_b = at(state, SPIN_A), at(state, SPIN_B)
    r2 = dot(r, r)
    energy = MU_0 / (4 * pi) * sqrt(dot(m_a, m_a) * dot(m_b, m_b)) / (r2 * sqrt(r2))
    rate2 = energy * (3 / inertia + 48 / (mass * r2)) + dot(v, v) / r2
    rate2 += (dot(w_a, w_a) + dot(w_b, w_b)) / (inertia * inertia)
    return PACE / sqrt(rate2) if rate2 > 0 else inf


@rowwise
def trace_balls(
    mass: Positive,
    inertia: Positive,
    contact: Positive,
    friction: NonNegative,
    until: NonNegative,
    start: Reals,
    times: Reals,
    states: Reals,
) -> tuple[Real, Real]:
    """Fill the rows of `two_balls`, a state at each step. Returns how many there are, and the time
    at which the balls touched, or nan."""
    state = row(STATE)
    for i in range(STATE):
        state[i] = states[i] = start[i]
    times[0] = 0.0
    time = 0.0
    slowing = friction * max(1.0, mass * contact * contact / (3 * inertia))
    for k in range(1, len(times)):
        step = min(_pace(state, mass, inertia), until - time)
        if slowing * step > SLOWED:
            step = SLOWED / slowing
        if step <= 0:
            return float(k), nan
        _step(state, mass, inertia, contact, friction, step)
        time += step
        gap = sqrt(dot(at(state, PLACE), at(state, PLACE))) - contact
        touched = gap <= 0
        if touched:  # back to where they touch, by Newton
            for _ in range(4):
                r, v = at(state, PLACE), at(state, SPEED)
                distance = sqrt(dot(r, r))
                back = (contact - distance) * distance / dot(r, v)
                _step(state, mass, inertia, contact, friction, back)
                time += back
        times[k] = time
        for i in range(STATE):
            states[STATE * k + i] = state[i]
        if touched:
            return k + 1.0, time
    return float(len(times)), nan


@rowwise
def balls_at(
    time: NonNegative,
    mass: Positive,
    inertia: Positive,
    contact: Positive,
    friction: NonNegative,
    times: Reals,
    states: Reals,
    found: Reals,
) -> Real:
    """Fill the state at a time, one step from the last that is kept. Returns that one's number.
    Accuracy: 2e-5, as of `two_balls`."""
    low = last_before(times, time)
    for i in range(STATE):
        found[i] = states[STATE * low + i]
    if low + 1 < len(times) and time > times[low]:
        _step(found, mass, inertia, contact, friction, time - times[low])
    return float(low)


@rowwise
def account(
    mass: Positive,
    inertia: Positive,
    states: Reals,
    energies: Reals,
    momenta: Reals,
) -> Real:
    """Fill, for each state, four energies: of the places' motion, of the turning, magnetic, heat;
    and three angular momenta by x, y, z: orbital, intrinsic, taken by the liquid. Accuracy: 1e-14
    of each part."""
    for k in range(len(states) // STATE):
        here = STATE * k
        r, v = at(states, here + PLACE), at(states, here + SPEED)
        w_a, w_b = at(states, here + SPIN_A), at(states, here + SPIN_B)
        energies[4 * k] = 0.25 * mass * dot(v, v)
        energies[4 * k + 1] = 0.5 * (dot(w_a, w_a) + dot(w_b, w_b)) / inertia
        energies[4 * k + 2] = dipoles.energy(
            r, at(states, here + MOMENT_A), at(states, here + MOMENT_B)
        )
        energies[4 * k + 3] = states[here + HEAT]
        L = cross(r, v)
        for i in range(3):
            momenta[9 * k + i] = 0.5 * mass * L[i]
            momenta[9 * k + 3 + i] = w_a[i] + w_b[i]
            momenta[9 * k + 6 + i] = states[here + TAKEN + i]
    return 0.0


def two_balls(
    r: Vector,
    v: Vector,
    m_a: Vector,
    m_b: Vector,
    mass: float,
    inertia: float,
    contact: float,
    friction: float,
    until: float,
) -> "tuple[array[float], array[float], float | None]":
    """Two balls let go at r from each other, b moving past a with v, neither turning.

    Returns the times of the steps, the states there one after another (see the module's
    docstring), and the time at which the balls touched, where the motion is not followed any
    farther, or None if they had not by ``until``. After `STEPS` steps it ends in any case. Steps
    are so short that the sum of the energies changes by less than 1e-7 of the greatest there was;
    that of the angular momenta is kept to rounding. Accuracy: 2e-5 of the distance and of the
    moments, for about the time of a fall.
    """
    vectors = list(r) + list(v) + list(m_a) + list(m_b)
    known = list(vectors)
    known += [mass, inertia, contact, friction, until]
    if not all(abs(x) <= 1e20 for x in known):
        raise ValueError(f"places, moments and rates must be at most 1e20; got {known}")
    if min(mass, inertia, contact) < 1e-20 or min(friction, until) < 0:
        raise ValueError(
            "mass, inertia and contact must be at least 1e-20, friction and until not negative; "
            f"got {known[12:]}"
        )
    if not dot(r, r) > contact * contact:
        raise ValueError(f"r must be longer than contact; got r = {r}")
    start = array("d", vectors + [0.0] * (STATE - 12))
    times, states = blank(STEPS), blank(STEPS * STATE)
    kept, touched = trace_balls(mass, inertia, contact, friction, until, start, times, states)
    kept = int(kept)
    return times[:kept], states[: kept * STATE], None if touched != touched else touched
