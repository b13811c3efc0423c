"""How the eddy currents fade and lag behind on their way into a sphere."""

from math import atan2, cos, degrees, exp, log, pi, sin, sqrt

from livefigure import (
    Figure,
    axis,
    control,
    curve,
    level,
    plot,
    points,
    readout,
    written,
)
from livefigure.quantity import remember
from magbook import MU_0, sphere
from magfigures.degrees import cosine, sine
from magfigures.sphereside import RADIUS, SIGMA

STEPS = 36
DEEP = 14.0  # skins, beyond which nothing is seen
LEAST = 1e-6  # of |J| in the picture
NAN = float("nan")
RADII = [j / 40 for j in range(1, 41)]


def y_of(delta):
    """|ka|²."""
    return 2.0 / (delta * delta)


def at(depth, delta, n):
    """The current density of the multipole n below the surface, real and imaginary part."""
    reals, imags = sphere.depth_profile(depth, 1.0 - depth, y_of(delta), n)
    return reals[n], imags[n]


@remember
def surface(delta, n):
    """ρₙ: the current in the surface in phase with what drives it, and ahead of that."""
    return at(0.0, delta, n)


@remember
def profile(delta, n):
    """Rows of radius, size and phase (in radians, followed all the way) over those at r = a."""
    real, imag = surface(delta, n)
    square = real * real + imag * imag
    reach = DEEP * delta
    depths = [min(reach, 0.98) * j / STEPS for j in range(STEPS + 1)]
    if reach > 1.0:  # towards the centre, where |J| is like rⁿ
        depths += [0.99, 0.995, 0.9975, 0.999]
    radii, sizes, phases = [], [], []
    phase = 0.0
    for depth in depths:
        u, v = at(depth, delta, n)
        u, v = (u * real + v * imag) / square, (v * real - u * imag) / square
        turn = (atan2(v, u) - phase) / (2.0 * pi)
        phase += 2.0 * pi * (turn - round(turn))
        radii.append(1.0 - depth)
        sizes.append(sqrt(u * u + v * v))
        phases.append(phase)
    return radii, sizes, phases


@remember
def fallen(delta, n):
    """The depth at which |J| is 1/e of that at r = a: at most the one for low frequencies, where
    |J| is like rⁿ, and at most 1.473 δ, for n = 1 and δ = 0.324 a."""
    real, imag = surface(delta, n)
    target = real * real + imag * imag

    def excess(depth):
        u, v = at(depth, delta, n)
        return 0.5 * log((u * u + v * v) / target) + 1.0

    low, high = 0.0, min(1.6 * delta, 1.0001 * (1.0 - exp(-1.0 / n)))
    below, above = 1.0, excess(high)
    # the secant's step; an end that stays counts half (the Illinois method)
    for _ in range(60):
        middle = (low * above - high * below) / (above - below)
        if not low < middle < high or high - low < 1e-15 * high:
            break
        value = excess(middle)
        if abs(value) < 3e-16:
            return middle
        if value > 0:
            low, below, above = middle, value, 0.5 * above
        else:
            high, above, below = middle, value, 0.5 * below
    return 0.5 * (low + high)


def compute(delta, n, phase):
    real, imag = surface(delta, n)
    radii, sizes, phases = profile(delta, n)
    depth = fallen(delta, n)
    plane = [(1.0 - r) / delta for r in radii]  # depths in skins
    c, s = cosine(phase), sine(phase)
    now = [size * (c * cos(turn) - s * sin(turn)) for size, turn in zip(sizes, phases)]
    plane_now = [exp(-x) * (c * cos(x) + s * sin(x)) for x in plane]
    core = [] if radii[-1] < 0.01 else [0.0]
    length = RADIUS * delta
    return {
        "depth": depth,
        "plane_error": abs(delta / depth - 1.0),
        "surface": (2.0 * n + 1.0) * sqrt(real * real + imag * imag),
        "surface_phase": degrees(atan2(imag, real)),
        "skin": 1e3 * length,
        "frequency": 1.0 / (pi * MU_0 * SIGMA * length * length),
        "size_curve": (radii, sizes),
        "size_plane": (radii, [exp(-x) for x in plane]),
        "size_slow": (RADII, [r**n for r in RADII]),
        "fallen": ([1.0 - depth], [exp(-1.0)]),
        "phase_curve": (radii, [degrees(turn) for turn in phases]),
        "phase_plane": (radii, [-degrees(x) for x in plane]),
        "phase_bottom": degrees(min(phases[-1], -plane[-1])) * 1.05,
        "now": (radii + core, now + core),
        "now_plane": (radii + core, plane_now + core),
        "envelope": (radii + core, sizes + core),
        "envelope_below": (radii + core, [-size for size in sizes] + core),
        "plane_fallen": ([1.0 - delta], [exp(-1.0) if delta < 1 else NAN]),
        "left": max(0.0, 1.0 - 8.0 * delta),
        "zero": 0.0,
    }


def describe(controls, results):
    return (
        "With δ = %.4g a the current density of the multipole n = %d falls to 1/e at the depth "
        "%.4g a, where a plane would have %.4g a, and at the surface it is %.4g times what it "
        "would be without the field of the currents themselves, %.3g° behind; at ωt = %g° it is at "
        "%.3g times its peak."
        % (
            controls["delta"],
            controls["n"],
            results["depth"],
            controls["delta"],
            results["surface"],
            -results["surface_phase"],
            controls["phase"],
            cosine(controls["phase"]),
        )
    )


def code(delta, n, phase):
    return """import numpy as np
from scipy.optimize import brentq
from magbook import MU_0, sphere

delta, n = %s, %d  # skin depth in radii of the sphere, degree of the multipole
a, sigma = %s, %s  # a copper sphere: m, S/m

def J(depth):
    reals, imags = sphere.depth_profile(depth, 1 - depth, 2 / (delta * delta), n)
    return complex(reals[n], imags[n])

surface = (2 * n + 1) * abs(J(0.0))
surface_phase = np.degrees(np.angle(J(0.0)))
deepest = 1.0001 * (1 - np.exp(-1 / n))
depth = brentq(lambda x: np.log(abs(J(x) / J(0.0))) + 1, 0.0, deepest, xtol=1e-15)
plane_error = abs(delta / depth - 1)
skin = 1e3 * a * delta  # mm
frequency = 1 / (np.pi * MU_0 * sigma * (a * delta) ** 2)
""" % (written(delta), n, written(RADIUS), written(SIGMA))


ACROSS = axis("r / a", 0, 1)

figure = Figure(
    title="How the currents fade on their way in",
    compute=compute,
    controls=[
        control("delta", "<i>δ</i>/<i>a</i>", "depth of the skin", 0.01, 10, 0.2, scale="log"),
        control("n", "<i>n</i>", "degree of the multipole", 1, 20, 1, step=1),
        control(
            "phase", "<i>ωt</i>", "moment of the period", 0, 360, 0.0, "°", step=1.0, play=True
        ),
    ],
    readouts=[
        readout("depth", "", "depth at which the current is 1/e",
                "<i>a</i>"),
        readout("plane_error", "", "error of the depth in a plane", digits=2,
                gauge=True),
        readout("surface", "",
                "current in the surface over what it would be without the currents' own field"),
        readout("surface_phase", "", "phase of the current in the surface, against what "
                "drives it", "°", digits=4),
        readout("skin", "", "depth of the skin in a copper sphere of 5 cm",
                "mm", digits=4),
        readout("frequency", "at <i>f</i>", "frequency for the copper sphere", "Hz", digits=4),
    ],
    views=[
        plot(
            "Size",
            ACROSS,
            axis("|J| / |J(a)|", LEAST, 2, scale="log"),
            [
                curve("size_slow", "quiet", "low frequency, rⁿ", width=1.2),
                curve("size_plane", "approximate", "plane", dash=True),
                curve("size_curve", "exact", "sphere", width=2.5),
                points("plane_fallen", "approximate", "1/e in a plane"),
                points("fallen", "reader", "1/e", radius=6),
            ],
            aspect=0.85,
        ),
        plot(
            "Phase, against the surface",
            ACROSS,
            axis("phase", "phase_bottom", 0, unit="°"),
            [
                curve("phase_plane", "approximate", "plane", dash=True),
                curve("phase_curve", "exact", "sphere", width=2.5),
            ],
            aspect=0.85,
        ),
        plot(
            "The current density at the moment ωt",
            axis("r / a", "left", 1),
            axis("J / |J(a)|", -1.1, 1.1),
            [
                level("zero", "quiet"),
                curve("envelope", "quiet", "|J|", width=1.2),
                curve("envelope_below", "quiet", width=1.2),
                curve("now_plane", "approximate", "plane", dash=True),
                curve("now", "exact", "sphere", width=2.5),
            ],
            aspect=0.42,
        ),
    ],
    presets={
        "Copper, 5 cm, 50 Hz": {"delta": 0.18692, "n": 1},
        "Thin skin": {"delta": 0.03, "n": 1},
        "Low frequency": {"delta": 5, "n": 1},
        "High multipole, low frequency": {"delta": 1, "n": 12},
        "Current runs backwards": {"delta": 0.1, "n": 1, "phase": 90},
    },
    describe=describe,
    code=code,
)  # fmt: skip
