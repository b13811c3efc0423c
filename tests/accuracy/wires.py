"""Coils beside a sphere: sums along their wires in numbers of 19 digits, and what the sphere
answers, from its boundary conditions, in balls.

No harmonics, no image and no frame: Legendre's polynomials of the angle between two places of the
wires join the source at r' to the wire at r that feels what the sphere returns. With the answers
βₙ, w = r × dl, ψₙ = (w'·∇') Pₙ(u)/(rr')ⁿ⁺¹, and lengths in units of the sphere's radius a,

    P = -(μ0ωa/8π) Σ Im βₙ/(n(n + 1)) Re ∮∮ I*I' (w·∇)ψₙ,
    F = (μ0/8π) Re Σ βₙ/(n + 1) ∮∮ I*I' dl × ∇ψₙ,      N with a r × (dl × ∇ψₙ).
"""

import math
from collections.abc import Callable, Sequence
from typing import Any, NamedTuple

import numpy as np
from flint import acb, arb, ctx

from magbook import MU_0
from tests.accuracy.balls import Ball, Unsettled, Vector, norm

Long = np.longdouble
PI = 4 * np.arctan(Long(1))
#: of 2n ln(r/a), from where on terms are so small that 16 digits are enough
SHORT = 6.0
#: centre, normal, radius and current of each loop
Coil = Sequence[tuple[Any, Any, float, complex]]


class Wires(NamedTuple):
    """Places r e of the wires, w = r × dl, pieces dl, and rows of the currents' two parts."""

    r: np.ndarray
    e: np.ndarray
    w: np.ndarray
    dl: np.ndarray
    I: np.ndarray
    #: which loop each belongs to
    loop: np.ndarray
    #: of the plane that halves the last loop, the first half of whose places is on one side
    normal: np.ndarray
    #: the least distance from the origin
    near: float


def wires(coil: Coil, a: float) -> Wires:
    rows: list[list[np.ndarray]] = [[], [], [], []]
    least, phases = math.inf, 1 if all(complex(I).imag == 0 for *_, I in coil) else 2
    for number, (centre, normal, radius, current) in enumerate(coil):
        c, n, b = np.array(centre, Long) / Long(a), np.array(normal, Long), Long(radius) / Long(a)
        n /= np.sqrt(n @ n)
        h, rest = c @ n, c - (c @ n) * n
        d = np.sqrt(rest @ rest)
        e = rest / d if d > 1e-15 * abs(h) else np.cross(n, np.eye(3)[np.argmin(abs(n))])
        e = e - (e @ n) * n
        e = e / np.sqrt(e @ e)
        near, far = np.hypot(h, d - b), np.hypot(h, d + b)
        # so many points that terms of the degree that is kept, and those of 1/r, are exact
        points = 2 * (terms_of(float(near)) // 2 + int(12 * math.sqrt(far / near)) + 4)
        # denser where the wire is near
        half, k = PI * (2 * np.arange(points, dtype=Long) + 1) / (2 * points), np.sqrt(near / far)
        C, S = np.cos(half), k * np.sin(half)
        D = C * C + S * S
        cos, sin, step = (C * C - S * S) / D, 2 * C * S / D, 2 * PI * k / D / points * b
        f = np.cross(n, e)
        rows[0].append(c - b * (np.outer(cos, e) + np.outer(sin, f)))
        rows[1].append(np.outer(step * sin, e) - np.outer(step * cos, f))
        rows[2].append(np.tile(np.array([current.real, current.imag], Long)[:phases], (points, 1)))
        rows[3].append(np.full(points, number))
        least = min(least, float(near))
    x, dl, I, loop = (np.concatenate(row) for row in rows)
    r = np.sqrt((x * x).sum(axis=1))
    return Wires(r, x / r[:, None], crossed(x, dl), dl, I, loop, f, least)


def crossed(u: np.ndarray, v: np.ndarray) -> np.ndarray:
    """u × v, quicker than NumPy's for a few rows."""
    return np.stack(
        [u[..., i - 2] * v[..., i - 1] - u[..., i - 1] * v[..., i - 2] for i in range(3)], axis=-1
    )


def terms_of(near: float) -> int:
    """Until n² near^(-2n) and its sum no longer count beside the first."""
    decay = 2 * math.log(near)
    return 3 + int((44 + 2 * math.log(1 + 1 / decay)) / decay)


class Sums(NamedTuple):
    """For each degree n the double integrals: of the power, of each loop's by itself, of the force
    and the torque, each with the part of I*I' that is real and the one that is imaginary."""

    heat: list[np.ndarray]
    alone: list[np.ndarray]
    push: list[np.ndarray]
    spin: list[np.ndarray]


def sums(coil: Coil, a: float, most: int = 1 << 20, short: float = SHORT) -> Sums:
    """Of at most so many degrees, which from ``short`` on count less than their digits."""
    r, e, w, dl, I, loop, normal, near = wires(coil, a)
    # half of a single loop mirrors the other
    one_loop = len(coil) == 1
    felt = slice(0, len(r) // 2 if one_loop else len(r))
    here, flow, phases = e[felt], I[felt], I.shape[1]
    u, rr = here @ e.T, 1 / np.outer(r[felt], r)
    lever, rr2 = (here @ w.T) * rr, rr * rr
    one, two = (w[felt] @ w.T) * rr, lever * (w[felt] @ e.T)
    same = loop[felt, None] == loop
    flow_w, flow_e = ((I[:, :, None] * x[:, None, :]).reshape(len(r), -1) for x in (w, e))
    x, ahead = (r[felt, None] * here)[:, None], flow[:, ::-1] * np.array([-1, 1], Long)[-phases:]
    slope, slope_older, bend, bend_older = rr2, 0 * rr, 0 * rr, 0 * rr  # Pₙ' and Pₙ'' (rr')ⁿ⁺¹
    found = Sums([], [], [], [])
    for n in range(1, min(most, terms_of(near)) + 1):
        if n - 1 <= short / (2 * math.log(near)) < n:
            u, rr, rr2, lever, one, two, same = (
                x.astype(float) for x in (u, rr, rr2, lever, one, two, same)
            )
            slope, slope_older, bend, bend_older = (
                x.astype(float) for x in (slope, slope_older, bend, bend_older)
            )
            I, flow_w, flow_e = (x.astype(float) for x in (I, flow_w, flow_e))
        joined, bent = one * slope + two * bend, lever * bend
        found.heat.append((flow * (joined @ I)).sum())
        found.alone.append(
            (flow * ((joined * same) @ I)).sum() if len(coil) > 1 else found.heat[-1]
        )
        gradient = ((slope * rr) @ flow_w + bent @ flow_e).reshape(-1, phases, 3)
        gradient -= (((n + 2) * lever * slope + bent * u) @ I)[:, :, None] * here[:, None]
        push = crossed(dl[felt, None], gradient)
        for kept, v in ((found.push, push), (found.spin, crossed(x, push))):
            real, imag = ((part[:, :, None] * v).sum(axis=(0, 1)) for part in (flow, ahead))
            kept.append(np.stack([real, imag if phases == 2 else 0 * real]))
        fresh = (2 * n + 1) * u * rr * bend - (n + 2) * rr2 * bend_older
        bend, bend_older = (fresh / (n - 1) if n > 1 else 3 * rr * rr2), bend
        fresh = ((2 * n + 1) * u * rr * slope - (n + 1) * rr2 * slope_older) / n
        slope, slope_older = fresh, slope
    if one_loop:  # of the force nothing is across its plane, of the torque nothing else
        sides = np.outer(normal, normal)
        for heat in found[:2]:
            heat[:] = [2 * x for x in heat]
        found.push[:] = [2 * (v - v @ sides) for v in found.push]
        found.spin[:] = [2 * v @ sides for v in found.spin]
    return found


def to_ball(x: Any) -> Ball:
    """Of a number of 19 digits."""
    high = float(x)
    return arb(high) + arb(float(x - Long(high)))


# --- The sphere's answer -----------------------------------------------------------------------


def growing(x: acb, count: int) -> list[acb]:
    """iₙ for n ≤ count, without its factor."""
    half, root = arb(1) / 2, x.sqrt()
    found = [acb(0)] * (count + 2)
    found[count + 1], found[count] = (x.bessel_i(acb(count + s * half)) / root for s in (3, 1))
    for n in range(count, 0, -1):
        found[n - 1] = found[n + 1] + (2 * n + 1) / x * found[n]
    return found


def fading(x: acb, count: int) -> list[acb]:
    """kₙ for n ≤ count, without its factor."""
    found = [x.bessel_k(acb(arb(1) / 2)) / x.sqrt()]
    found.append(found[0] * (1 + 1 / x))
    for n in range(1, count):
        found.append(found[n - 1] + (2 * n + 1) / x * found[n])
    return found


def answered(y: Ball, mu_r: Ball, cavity: Ball, count: int) -> list[acb]:
    """βₙ for n = 1 … count of a sphere of radius 1 with an empty cavity, y = μ0σωa²: A_φ is
    rⁿ + β r⁻ⁿ⁻¹ without, C iₙ + F kₙ in the wall, E rⁿ in the cavity; it and (1/μ) ∂(r A_φ)/∂r are
    continuous."""
    k = (acb(0, 1) * mu_r * y).sqrt()
    kc = k * cavity
    i, found = growing(k, count), []
    if cavity > 0:
        v, i_c, v_c = fading(k, count), growing(kc, count), fading(kc, count)
    for n in range(1, count + 1):
        u, du = i[n], k * i[n - 1] - n * i[n]
        if cavity > 0:
            C = (mu_r * (n + 1) + n) * v_c[n] + kc * v_c[n - 1]
            F = kc * i_c[n - 1] - (mu_r * (n + 1) + n) * i_c[n]
            u, du = C * u + F * v[n], C * du - F * (k * v[n - 1] + n * v[n])
        found.append(mu_r * (2 * n + 1) * u / (du + n * mu_r * u) - 1)
    return found


def told(values: Callable[[], list[acb]], both: bool) -> list[acb]:
    """With as many digits as each needs, or both of its parts."""
    ctx.prec = 192
    while ctx.prec < 1 << 15:
        found = values()
        if all(
            (x.rel_accuracy_bits() > 70) and (not both or x.imag.rel_accuracy_bits() > 70)
            for x in found
        ):
            return found
        ctx.prec *= 2
    raise Unsettled


def answers(
    a: float, sigma: float, omega: float, mu_r: float, inner: float, count: int, mu_0: float
) -> list[acb]:
    """βₙ of a sphere of any size."""
    return told(
        lambda: answered(arb(mu_0) * sigma * omega * a * a, arb(mu_r), arb(inner) / a, count),
        both=True,
    )


class Wrench(NamedTuple):
    power: Ball
    force: Vector
    torque: Vector
    #: the powers of the loops one by one, added
    alone: Ball
    #: and the energies ¼I² that what the sphere adds to their inductances is worth, by the real
    #: part of βₙ and by its size
    screened: Ball
    answered: Ball


def power_and_wrench(
    coil: Coil,
    a: float,
    sigma: float,
    omega: float,
    mu_r: float = 1.0,
    inner: float = 0.0,
    mu_0: float = MU_0,
) -> Wrench:
    found = sums(coil, a)
    beta = answers(a, sigma, omega, mu_r, inner, len(found.heat), mu_0)
    ctx.prec = 128
    power = alone = screened = whole = arb(0)
    force, torque = [arb(0)] * 3, [arb(0)] * 3
    for n, b in enumerate(beta, 1):
        share, own = (to_ball(row[n - 1]) / (n * (n + 1)) for row in found[:2])
        power -= b.imag * share
        alone -= b.imag * own
        screened += abs(b.real) * own
        whole += abs(b) * own
        for i in range(3):
            real, imag = map(to_ball, found.push[n - 1][:, i])
            force[i] += (b.real * real - b.imag * imag) / (n + 1)
            # turned together, loops keep their energy, and what screens turns nothing
            torque[i] -= b.imag * to_ball(found.spin[n - 1][1, i]) / (n + 1)
    unit = arb(mu_0) / (8 * arb.pi())
    return Wrench(
        unit * omega * a * power,
        [unit * x for x in force],
        [unit * a * x for x in torque],
        unit * omega * a * alone,
        unit * a * screened,
        unit * a * whole,
    )


def current_density(
    point: Any, coil: Coil, a: float, sigma: float, omega: float
) -> tuple[list[acb], Ball]:
    """J of a sphere that is neither permeable nor hollow, the point not outside, and its size:
    the density is iωσ ∇S × r times (2n + 1)/(n + 1) iₙ(kr)/(ka iₙ₋₁(ka)), degree by degree."""
    r, e, w, _, I, _, _, near = wires(coil, a)
    x = np.array([Long(float(c)) for c in point])
    x /= np.sqrt(x @ x)
    u, lever, s = e @ x, w @ x, 1 / r
    count = terms_of(math.sqrt(near * a / math.hypot(*point)))

    def shares() -> list[acb]:
        ka = (acb(0, 1) * arb(MU_0) * sigma * omega * a * a).sqrt()
        inside, outside = growing(ka * norm(*map(arb, point)) / a, count), growing(ka, count)
        return [
            arb(2 * n + 1) / (n * (n + 1)) * inside[n] / outside[n - 1] / ka
            for n in range(1, count + 1)
        ]

    slope, slope_older, bend, bend_older = s**3, 0 * s, 0 * s, 0 * s
    J = [acb(0)] * 3
    for n, share in enumerate(told(shares, both=False), 1):
        source = np.cross((slope * I[:, 0]) @ w + (lever * bend * I[:, 0]) @ e, x)
        J = [j - share * to_ball(v) for j, v in zip(J, source, strict=True)]
        fresh = (2 * n + 1) * u * s * bend - (n + 2) * s * s * bend_older
        bend, bend_older = (fresh / (n - 1) if n > 1 else 3 * s**4), bend
        fresh = ((2 * n + 1) * u * s * slope - (n + 1) * s * s * slope_older) / n
        slope, slope_older = fresh, slope
    unit = acb(0, 1) * omega * sigma * arb(MU_0) / (4 * arb.pi())
    J = [unit * j for j in J]
    return J, sum((abs(j) ** 2 for j in J), arb(0)).sqrt()
