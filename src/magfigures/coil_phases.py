"""Two equal loops whose axes cross in a conducting sphere, with a phase between their currents.

Lengths are in units of the sphere's radius.
"""

from math import pi, radians, sin, sqrt

from livefigure import (
    Figure,
    arrow,
    axis,
    circle,
    control,
    curve,
    evenly,
    globe,
    here,
    level,
    loop,
    plot,
    points,
    quantity,
    readout,
    row,
    scene,
    written,
)
from magbook import sphere
from magbook.elementwise import Positive, Real, elementwise
from magfigures.degrees import cosine, sine
from magfigures.sphereside import y_of_skin

B, H = 0.8, 1.5  # radius and distance of the loops

phase = control(
    "phase", "<i>φ</i>", "phase by which loop 2 is ahead", -180, 180, 90.0, "°", step=1.0
)
gamma = control("gamma", "<i>γ</i>", "angle between the axes", 60, 180, 90.0, "°", step=1.0)
delta = control("delta", "<i>δ</i>/<i>a</i>", "depth of the skin", 0.01, 10, 0.4, scale="log")


@elementwise()
def sums(cosine: Real, y: Positive) -> tuple[Real, Real, Real, Real, Real, Real]:
    """The parts of power, force and torque that the phase weighs, by ½πμ0I²: power of a loop alone
    and of both together (with ωa), force of a loop alone along its axis, force of both along
    n₁ + n₂ for cos φ, along n₂ - n₁ for sin φ, torque along n₂ × n₁ for sin φ (with a)."""
    c = sqrt(H * H + B * B)
    count = sphere.terms(1.0 / c)
    legendre = sphere.legendre_row(H / c, B / c, 1.0 / c, count + 1)
    _, q, screening = sphere.responses(y, count)
    alone = between = push = together = thrust = torque = 0.0
    older, value, slope, slope_above = 1.0, cosine, 1.0, 3.0 * cosine  # Pₙ₋₁, Pₙ, P'ₙ, P'ₙ₊₁
    share = B * B / c / c
    for n in range(1, count + 1):
        loss = share * (2.0 * n + 1.0) * q[n] * legendre[n] * legendre[n] / (n * (n + 1.0))
        next_to = share * legendre[n] * legendre[n + 1] / (n + 1.0)
        alone += loss
        between += loss * value
        torque += 2.0 * loss * slope
        push -= screening[n] * next_to
        together -= screening[n] * next_to * (slope_above - slope) / (n + 1.0)
        thrust -= (2.0 * n + 1.0) * q[n] * next_to * (slope_above + slope) / (n + 1.0)
        above = ((2.0 * n + 1.0) * cosine * value - n * older) / (n + 1.0)
        older, value = value, above
        slope, slope_above = slope_above, slope + (2.0 * n + 3.0) * above
    return alone, between, push, together, thrust, torque


y = quantity(delta)(y_of_skin)
cos_gamma = quantity(gamma, name="cos_gamma")(cosine)
cos_phase = quantity(phase, name="cos_phase")(cosine)
sin_phase = quantity(phase, name="sin_phase")(sine)
parts = quantity(cos_gamma, y)(sums)
alone, between, push, together, thrust_part, torque_part = parts.parts(
    "alone", "between", "push", "together", "thrust_part", "torque_part"
)


@quantity(alone, between, cos_phase)
def power(alone, between, cos_phase):
    """In units of μ0ωaI²."""
    return pi * (alone + between * cos_phase)


@quantity(push, together, cos_phase, gamma)
@elementwise()
def away(push: Real, together: Real, cos_phase: Real, gamma: Real) -> Real:
    """Along n₁ + n₂, in units of μ0I²."""
    return pi * (push + together * cos_phase) * cosine(0.5 * gamma) + 0.0


@quantity(thrust_part, sin_phase, gamma)
@elementwise()
def thrust(thrust_part: Real, sin_phase: Real, gamma: Real) -> Real:
    """Along n₂ - n₁, in units of μ0I²."""
    return pi * thrust_part * sin_phase * sine(0.5 * gamma) + 0.0


@quantity(torque_part, sin_phase, gamma)
@elementwise()
def torque(torque_part: Real, sin_phase: Real, gamma: Real) -> Real:
    """Along n₁ × n₂, in units of μ0aI²."""
    return -0.5 * pi * torque_part * sin_phase * sine(gamma) + 0.0  # no zero with a sign


PHASES = evenly(-180, 180, 73)
torques, aways, thrusts = [row(what, phase, PHASES) for what in (torque, away, thrust)]


@quantity(gamma)
def normals(gamma):
    half = radians(0.5 * gamma)
    s, c = sin(half), sin(0.5 * pi - half)
    return (-s, 0.0, c), (s, 0.0, c)


n_1, n_2 = normals.parts("n_1", "n_2")


def centre(n):
    return H * n[0], 0.0, H * n[2]


centre_1 = quantity(n_1, name="centre_1")(centre)
centre_2 = quantity(n_2, name="centre_2")(centre)


@quantity(away, thrust)
def force_arrow(away, thrust):
    size = sqrt(away * away + thrust * thrust)
    if size == 0.0:
        return None
    x, z = thrust / size, away / size
    return x, 0.0, z, 0.8 * x, 0.0, 0.8 * z


@quantity(torque)
def torque_arrow(torque):
    """n₁ × n₂ points along y."""
    if abs(torque) < 1e-12:
        return None
    return 0.0, 0.0, 0.0, 0.0, 1.9 if torque > 0 else -1.9, 0.0


def describe(now):
    return (
        "With loop 2 ahead by %g° the torque on the sphere along n₁ × n₂ is %.3g μ₀aI², the force "
        "along n₁ + n₂ %.3g μ₀I² and along n₂ − n₁ %.3g μ₀I²."
        % (now(phase), now(torque), now(away), now(thrust))
    )


def code(phase, gamma, delta):
    return """import numpy as np
from magbook import MU_0, sphere

phase, gamma, delta = np.radians(%s), np.radians(%s), %s
s, c = np.sin(gamma / 2), np.sin((np.pi - gamma) / 2)
normals = np.array([[-s, 0, c], [s, 0, c]])
sigma, omega = 1.0, 2 / (MU_0 * delta**2)  # whose skin is delta deep
coil = (%s * normals, normals, 1.0, %s, sigma, omega, [1, np.exp(1j * phase)])
power = sphere.coil_power(*coil) / (MU_0 * omega)
thrust, _, away = sphere.coil_force(*coil) / MU_0
torque = sphere.coil_torque(*coil)[1] / MU_0
""" % tuple(map(written, (phase, gamma, delta, H, B)))


FORCE = "<i>μ</i>₀<i>I</i>²"
TICKS = [-180.0, -90.0, 0.0, 90.0, 180.0]

figure = Figure(
    title="Two loops out of step",
    controls=[phase, gamma, delta],
    readouts=[
        readout(torque, "<i>N</i>", "torque along n₁ × n₂", "<i>μ</i>₀<i>aI</i>²", digits=5,
                zero=1e-13),
        readout(away, "", "force along n₁ + n₂", FORCE, digits=5, zero=1e-13),
        readout(thrust, "", "force along n₂ − n₁", FORCE, digits=5, zero=1e-13),
        readout(power, "<i>P</i>", "power", "<i>μ</i>₀<i>ωaI</i>²", digits=5),
    ],
    views=[
        plot(
            "Torque against the phase",
            axis("φ", -180, 180, ticks=TICKS, unit="°"),
            axis("N / μ₀aI²"),
            [
                level(0.0, "quiet"),
                curve(torques, "torque", "torque", width=2.5),
                points(here(torque, phase), "reader", "you", radius=6, drag={"x": "phase"}),
            ],
            aspect=0.85,
        ),
        scene(
            "The two loops; drag to walk around",
            [
                globe((0.0, 0.0, 0.0, 1.0), "quiet", "sphere"),
                loop(circle(n_1, B, centre_1), "current", "loop 1"),
                loop(circle(n_2, B, centre_2), "current2", "loop 2"),
                arrow(force_arrow, "force", "direction of the force", "F"),
                arrow(torque_arrow, "torque", "direction of the torque", "N"),
            ],
            extent=2.5,
            elevation=18,
            aspect=0.85,
        ),
        plot(
            "Force against the phase",
            axis("φ", -180, 180, ticks=TICKS, unit="°"),
            axis("F / μ₀I²"),
            [
                level(0.0, "quiet"),
                curve(aways, "force", "along n₁ + n₂"),
                curve(thrusts, "approximate", "along n₂ − n₁", dash="8 3"),
                points(here(away, phase), "reader", "you", radius=6, drag={"x": "phase"}),
            ],
            aspect=0.42,
        ),
    ],
    presets=[
        ("In step", {"phase": 0, "gamma": 90, "delta": 0.4}),
        ("A quarter period", {"phase": 90, "gamma": 90, "delta": 0.4}),
        ("Perfect screen, nearly", {"phase": 90, "gamma": 90, "delta": 0.01}),
        ("Slow field", {"phase": 90, "gamma": 90, "delta": 5}),
        ("On opposite sides", {"phase": 90, "gamma": 180, "delta": 0.4}),
    ],
    describe=describe,
    code=code,
)  # fmt: skip
