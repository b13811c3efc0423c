r"""Bodies let go: two magnetised balls, and a conducting sphere on the axis of its coil.

Both are followed by the same scheme. A stretch of time is split into parts that are solved
exactly: the bodies drift and turn, friction slows them, force and torque change their momenta. The
symmetric product of these has an error of the third order in the stretch; five such stretches, the
middle one backwards, one of the fifth (M. Suzuki, Phys. Lett. A 146, 319 (1990)). No part changes
the total angular momentum, so that only rounding does. The energy is not built in: how well it
closes shows how well the motion is followed.

**Two balls** are alike: mass M, radius D/2, moment of inertia Θ, homogeneously magnetised, so that
their fields and what they do to each other are those of dipoles until they touch. Their centre of
mass is at rest. Each is slowed as in a viscous liquid, its place at the rate γ and, by Stokes'
laws, its turning at the rate γMD²/3Θ. A state is `STATE` numbers: r and v from ball a to b (3 + 3),
the moments of a and b (3 + 3), their spins, which are angular momenta (3 + 3), the heat, and the
angular momentum that the liquid has taken (3).

**The sphere** is driven by the mean force over a period of the current. On the axis that force has
a potential, which adds to that of the weight.

SI units.
"""

from array import array
from math import exp, inf, nan, pi, sqrt

from magbook import dipoles, sphere
from magbook.constants import MU_0
from magbook.elementwise import (
    NonNegative,
    Positive,
    Real,
    Reals,
    Vector,
    elementwise,
    part,
    row,
    rowwise,
)
from magbook.levitron import turning
from magbook.vectors import cross, dot

#: Suzuki's share of a step, of which four go forward and one goes back
FORTH = 1 / (4 - 4 ** (1 / 3))
SHARES = (FORTH, FORTH, 1 - 4 * FORTH, FORTH, FORTH)
#: a step over the shortest time in which something changes
PACE = 0.05
#: how many steps are followed at most
STEPS = 1500
#: e-foldings by friction in a step at most, for a part of it goes back in time
SLOWED = 30.0
#: numbers in a state of two balls, and where they begin
STATE = 22
PLACE, SPEED, MOMENT_A, MOMENT_B, SPIN_A, SPIN_B, HEAT, TAKEN = 0, 3, 6, 9, 12, 15, 18, 19


# --- Two magnetised balls ------------------------------------------------------------------


@part
def _at(state: Reals, i: int) -> Vector:
    return state[i], state[i + 1], state[i + 2]


@part
def _put(state: Reals, i: int, v: Vector) -> None:
    state[i], state[i + 1], state[i + 2] = v


@part
def _add(state: Reals, i: int, factor: float, v: Vector) -> None:
    state[i] += factor * v[0]
    state[i + 1] += factor * v[1]
    state[i + 2] += factor * v[2]


@part
def _turned(n: Vector, w: Vector) -> Vector:
    """n turned about w by the angle that is the length of w, less than 1."""
    q = dot(w, w)
    s, v = turning(q)
    x, y, z = cross(w, n)
    along = v * dot(w, n)
    c = 1 - q * v
    return (
        c * n[0] + s * x + along * w[0],
        c * n[1] + s * y + along * w[1],
        c * n[2] + s * z + along * w[2],
    )


@part
def _drift(state: Reals, inertia: float, step: float) -> None:
    _add(state, PLACE, step, _at(state, SPEED))
    for k in range(2):
        moment, spin = MOMENT_A + 3 * k, SPIN_A + 3 * k
        x, y, z = _at(state, spin)
        turn = step / inertia
        _put(state, moment, _turned(_at(state, moment), (turn * x, turn * y, turn * z)))


@part
def _slow(
    state: Reals, mass: float, inertia: float, contact: float, friction: float, step: float
) -> None:
    """What friction does, with the heat and the angular momentum that it takes."""
    v = _at(state, SPEED)
    lost = 1 - exp(-friction * step)
    state[HEAT] += 0.25 * mass * lost * (2 - lost) * dot(v, v)
    _add(state, TAKEN, 0.5 * mass * lost, cross(_at(state, PLACE), v))
    _add(state, SPEED, -lost, v)
    lost = 1 - exp(-friction * mass * contact * contact / (3 * inertia) * step)
    for k in range(2):
        spin = _at(state, SPIN_A + 3 * k)
        state[HEAT] += 0.5 * lost * (2 - lost) * dot(spin, spin) / inertia
        _add(state, TAKEN, lost, spin)
        _add(state, SPIN_A + 3 * k, -lost, spin)


@part
def _push(state: Reals, mass: float, step: float) -> None:
    """What force and torque do."""
    r, m_a, m_b = _at(state, PLACE), _at(state, MOMENT_A), _at(state, MOMENT_B)
    _add(state, SPEED, 2 * step / mass, dipoles.force(r, m_a, m_b))
    _add(state, SPIN_A, step, dipoles.torque((-r[0], -r[1], -r[2]), m_b, m_a))
    _add(state, SPIN_B, step, dipoles.torque(r, m_a, m_b))


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
        _at(state, PLACE),
        _at(state, SPEED),
        _at(state, MOMENT_A),
        _at(state, MOMENT_B),
    )
    w_a, w_b = _at(state, SPIN_A), _at(state, SPIN_B)
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
        gap = sqrt(dot(_at(state, PLACE), _at(state, PLACE))) - contact
        touched = gap <= 0
        if touched:  # back to where they touch, by Newton
            for _ in range(4):
                r, v = _at(state, PLACE), _at(state, SPEED)
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


@part
def _last_before(times: Reals, time: float) -> int:
    """Number of the last of these times, which grow, that is not after this one."""
    low, high = 0, len(times)
    while high - low > 1:
        middle = (low + high) // 2
        if times[middle] <= time:
            low = middle
        else:
            high = middle
    return low


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
    """Fill the state at a time, one step from the last that is kept. Returns that one's number."""
    low = _last_before(times, time)
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
    and three angular momenta by x, y, z: orbital, intrinsic, taken by the liquid."""
    for k in range(len(states) // STATE):
        here = STATE * k
        r, v = _at(states, here + PLACE), _at(states, here + SPEED)
        w_a, w_b = _at(states, here + SPIN_A), _at(states, here + SPIN_B)
        energies[4 * k] = 0.25 * mass * dot(v, v)
        energies[4 * k + 1] = 0.5 * (dot(w_a, w_a) + dot(w_b, w_b)) / inertia
        energies[4 * k + 2] = dipoles.energy(
            r, _at(states, here + MOMENT_A), _at(states, here + MOMENT_B)
        )
        energies[4 * k + 3] = states[here + HEAT]
        L = cross(r, v)
        for i in range(3):
            momenta[9 * k + i] = 0.5 * mass * L[i]
            momenta[9 * k + 3 + i] = w_a[i] + w_b[i]
            momenta[9 * k + 6 + i] = states[here + TAKEN + i]
    return 0.0


def blank(count: int) -> "array[float]":
    return array("d", bytes(8 * count))


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
    that of the angular momenta is kept to rounding.
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


# --- A sphere on the axis of its coil ------------------------------------------------------


@part
def _lift(z: float, a: float, b: float, I: float, screening: Reals) -> tuple[float, float, float]:
    """Energy, force and its slope at the height z over the coil's plane, from -Re βₙ.

    The derivative of P¹ₙ(z/c)/cⁿ⁺¹ with z is -n P¹ₙ₊₁(z/c)/cⁿ⁺², which leads from each to the next.
    """
    z, b = z / a, b / a
    c = sqrt(z * z + b * b)
    count = min(sphere.terms(1 / c), len(screening) - 1)
    P = sphere.legendre_row(z / c, b / c, 1 / c, count + 2)
    energy = force = slope = 0.0
    for n in range(count, 0, -1):
        weight = screening[n] / (n + 1.0)
        energy += weight * P[n] * P[n] / n
        force += weight * P[n] * P[n + 1]
        slope -= weight * (n * P[n + 1] * P[n + 1] + (n + 1.0) * P[n] * P[n + 2])
    scale = 0.5 * pi * MU_0 * I * I * (b / c) * (b / c)
    return 0.5 * scale * a * energy, scale * force, scale / a * slope


@part
def _screening(a: float, b: float, sigma: float, omega: float) -> Reals:
    return sphere.responses(MU_0 * sigma * omega * a * a, sphere.terms(a / b))[2]


_OUTSIDE = (lambda a, b: b >= sphere.NEAREST * a, "must be at least 1.02 a")


@elementwise(b=_OUTSIDE)
def lift(
    z: Real, a: Positive, b: Positive, sigma: Positive, omega: Positive, I: Real = 1.0
) -> tuple[Real, Real, Real]:
    r"""Energy, force and slope of the force on a sphere on the axis of a loop.

    Parameters
    ----------
    z : array_like
        Height of the sphere's centre over the loop's plane, m.
    a, b, sigma, omega, I : array_like
        As in `sphere.power`; b ≥ 1.02 a, so that the sphere fits through the loop.

    Returns
    -------
    energy, force, slope : ndarray or float
        Means over a period: the energy whose negative slope is the force, J, zero far away; the
        force along the axis, N, as of `sphere.force`; its derivative with z, N/m. Relative error
        1e-12 of each one's scale.

    Raises
    ------
    ValueError
        If b < 1.02 a, a radius, σ or ω is not positive, or an argument is not finite.

    Notes
    -----
    With c² = z² + b²:

    .. math::
        U = -\frac{\pi\mu_0b^2I^2}4\sum_{n\ge1}\frac{\operatorname{Re}\beta_n}{n(n+1)}
        \frac{a^{2n+1}}{c^{2n+2}}\bigl[P_n^1(z/c)\bigr]^2 .

    It is -¼I² times what the sphere adds to the real part of the loop's inductance.

    Examples
    --------
    >>> from magbook import motion
    >>> U, F, _ = motion.lift(0.02, 0.01, 0.02, 3.8e7, 62832, I=700)
    >>> print(f"{1e3 * U:.3f} mJ, {1e3 * F:.1f} mN")
    0.078 mJ, 11.7 mN
    """
    return _lift(z, a, b, I, _screening(a, b, sigma, omega))


@elementwise(b=_OUTSIDE)
def floating(
    a: Positive,
    b: Positive,
    sigma: Positive,
    omega: Positive,
    I: Real,
    weight: Positive,
) -> tuple[Real, Real]:
    """Where a sphere floats over a loop, and the greatest force along the axis.

    Parameters
    ----------
    a, b, sigma, omega, I : array_like
        As in `lift`.
    weight : array_like
        N, > 0.

    Returns
    -------
    height, most : ndarray or float
        The height over the loop's plane at which the force carries the weight and falls with the
        height, m, nan where no height is such; the greatest force, N.

    Raises
    ------
    ValueError
        As for `lift`.

    Examples
    --------
    >>> from magbook import motion
    >>> height, most = motion.floating(0.01, 0.02, 3.8e7, 62832, 2000, weight=0.111)
    >>> print(f"{1e3 * height:.1f} mm, {1e3 * most:.0f} mN")
    18.9 mm, 276 mN
    """
    screening = _screening(a, b, sigma, omega)
    low, high = 0.0, 2 * b  # the force is greatest between
    for _ in range(60):
        z = 0.5 * (low + high)
        _, most, slope = _lift(z, a, b, I, screening)
        if slope > 0:
            low = z
        else:
            high = z
    if not most > weight:
        return nan, most
    high = 2 * b
    for _ in range(300):
        if _lift(high, a, b, I, screening)[1] < weight:
            break
        low, high = high, 2 * high
    for _ in range(60):
        z = 0.5 * (low + high)
        if _lift(z, a, b, I, screening)[1] > weight:
            low = z
        else:
            high = z
    return 0.5 * (low + high), most


@part
def _fall(
    z: float,
    v: float,
    heat: float,
    mass: float,
    gravity: float,
    friction: float,
    step: float,
    a: float,
    b: float,
    I: float,
    screening: Reals,
) -> tuple[float, float, float]:
    """Height, speed and heat after a step."""
    for share in SHARES:
        half = 0.5 * share * step
        lost = 1 - exp(-friction * half)
        z += half * v
        heat += 0.5 * mass * lost * (2 - lost) * v * v
        v -= lost * v
        v += 2 * half * (_lift(z, a, b, I, screening)[1] / mass - gravity)
        heat += 0.5 * mass * lost * (2 - lost) * v * v
        v -= lost * v
        z += half * v
    return z, v, heat


@rowwise
def trace_sphere(
    height: Real,
    mass: Positive,
    gravity: NonNegative,
    friction: NonNegative,
    floor: Real,
    until: NonNegative,
    a: Positive,
    b: Positive,
    sigma: Positive,
    omega: Positive,
    I: Real,
    times: Reals,
    heights: Reals,
    speeds: Reals,
    heats: Reals,
) -> tuple[Real, Real]:
    """Fill the rows of `falling_sphere`. Returns how many places they have, and the time at which
    the sphere fell below the floor, or nan."""
    screening = _screening(a, b, sigma, omega)
    z, v, heat, time = height, 0.0, 0.0, 0.0
    times[0], heights[0], speeds[0], heats[0] = time, z, v, heat
    for k in range(1, len(times)):
        c = sqrt(z * z + b * b)
        # the force changes over the gap between ball and wire
        step = min(2 * PACE * (c - a) / (abs(v) + sqrt(gravity * c)), until - time)
        if friction * step > SLOWED:
            step = SLOWED / friction
        if step <= 0:
            return float(k), nan
        z, v, heat = _fall(z, v, heat, mass, gravity, friction, step, a, b, I, screening)
        time += step
        times[k], heights[k], speeds[k], heats[k] = time, z, v, heat
        if z < floor:
            return k + 1.0, time
    return float(len(times)), nan


@rowwise
def sphere_at(
    time: NonNegative,
    mass: Positive,
    gravity: NonNegative,
    friction: NonNegative,
    a: Positive,
    b: Positive,
    sigma: Positive,
    omega: Positive,
    I: Real,
    times: Reals,
    heights: Reals,
    speeds: Reals,
    heats: Reals,
) -> tuple[Real, Real, Real]:
    """Height, speed and heat at a time, one step from the last that is kept."""
    low = _last_before(times, time)
    z, v, heat = heights[low], speeds[low], heats[low]
    if low + 1 < len(times) and time > times[low]:
        step = time - times[low]
        screening = _screening(a, b, sigma, omega)
        return _fall(z, v, heat, mass, gravity, friction, step, a, b, I, screening)
    return z, v, heat


def falling_sphere(
    height: float,
    mass: float,
    gravity: float,
    friction: float,
    floor: float,
    until: float,
    a: float,
    b: float,
    sigma: float,
    omega: float,
    I: float,
) -> "tuple[list[array[float]], float | None]":
    """A sphere let go at a height over the plane of a loop that lies flat, on its axis.

    Returns rows of times, heights, speeds and the heat that friction, at the rate ``friction``, has
    taken, and the time at which the sphere was below ``floor``, or None if it never was by
    ``until``. After `STEPS` steps it ends in any case. The energy closes to
    1e-6 of its largest part where the wire is at twice the sphere's radius, to 1e-4 at 1.2 of it.
    """
    known = [height, mass, gravity, friction, floor, until, a, b, sigma, omega, I]
    if not all(abs(x) <= 1e20 for x in known):
        raise ValueError(f"heights, masses and rates must be at most 1e20; got {known}")
    if min(mass, gravity, a, sigma, omega) <= 0 or min(friction, until) < 0:
        raise ValueError(
            "mass, gravity, a, sigma and omega must be positive, friction and until not negative; "
            f"got {known}"
        )
    if not b >= sphere.NEAREST * a:
        raise ValueError(f"b must be at least 1.02 a; got b = {b}")
    rows = [blank(STEPS) for _ in range(4)]
    kept, lost = trace_sphere(*known, *rows)
    return [row[: int(kept)] for row in rows], None if lost != lost else lost
