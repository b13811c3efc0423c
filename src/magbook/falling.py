"""A conducting sphere let go on the axis of its coil.

It is driven by the mean force over a period of the current. On the axis that force has a potential,
which adds to that of the weight. How it is followed, `magbook.motion` tells.
"""

from array import array
from math import exp, nan, pi, sqrt

from magbook import sphere
from magbook.constants import MU_0
from magbook.elementwise import NonNegative, Positive, Real, Reals, elementwise, part, rowwise
from magbook.steps import PACE, SHARES, SLOWED, STEPS, blank, last_before


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
        force along the axis, N, as of `sphere.force`; its derivative with z, N/m. Accuracy: 1e-12
        of the terms' sizes.

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
        height, m, nan where no height is such; the greatest force, N. Accuracy: 1e-12, of the
        height or what as much of the weight makes.

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
    """Height, speed and heat at a time, one step from the last that is kept. Accuracy: 2e-5, as of
    `falling_sphere`."""
    low = last_before(times, time)
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
    Accuracy: 2e-5 of the wire's radius, for some swings with the wire at 1.5 a and farther.
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
