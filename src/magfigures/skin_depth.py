"""How the eddy currents fade and lag behind on their way into a sphere."""

from cmath import exp as complex_exp
from cmath import phase as argument
from math import degrees, exp, log, pi

from livefigure import (
    Figure,
    as_these_run,
    axis,
    control,
    coordinate,
    curve,
    level,
    plot,
    points,
    quantity,
    readout,
    row,
    written,
)
from magbook import MU_0, sphere
from magbook.elementwise import Count, Positive, Real, elementwise
from magfigures.degrees import cosine, sine
from magfigures.roots import zero
from magfigures.sphereside import RADIUS, SIGMA

STEPS = 36
DEEP = 14.0  # skins, beyond which nothing is seen
LEAST = 1e-6  # of |J| in the picture

delta = control("delta", "<i>δ</i>/<i>a</i>", "depth of the skin", 0.01, 10, 0.2, scale="log")
n = control("n", "<i>n</i>", "degree of the multipole", 1, 20, 1, step=1)
phase = control("phase", "<i>ωt</i>", "moment of the period", 0, 360, 0.0, "°", step=1.0, play=True)
r = coordinate("r")


@elementwise()
def current(r: Positive, delta: Positive, n: Count) -> tuple[Real, Real]:
    """The current density of a multipole at the radius r: the part in phase with what drives it,
    and the part ahead."""
    reals, imags = sphere.depth_profile(1.0 - r, r, 2.0 / (delta * delta), n)
    return reals[n], imags[n]


@quantity(delta, n)
def at_surface(delta, n):
    """The same for r = a, which is ρₙ."""
    return complex(*current(1.0, delta, n))


@quantity(quantity(r, delta, n)(current), at_surface)
def ratio(current, at_surface):
    return complex(*current) / at_surface


@quantity(r, delta)
def plane_ratio(r, delta):
    return complex_exp(-(1 + 1j) * (1.0 - r) / delta)


@quantity(delta)
def radii(delta):
    """From the surface to where the current is too weak to be seen."""
    reach = DEEP * delta
    depths = [min(reach, 0.98) * j / STEPS for j in range(STEPS + 1)]
    if reach > 1.0:  # towards the centre, where |J| is like rⁿ
        depths += [0.99, 0.995, 0.9975, 0.999]
    return [1.0 - depth for depth in depths]


@quantity(phase)
def moment(phase):
    return complex(cosine(phase), sine(phase))


@quantity(r, n)
def slow_size(r, n):
    return r**n


def size(ratio):
    return abs(ratio)


def below(ratio):
    return -abs(ratio)


def at_moment(ratio, moment):
    return (ratio * moment).real


size_curve = row(quantity(ratio)(size), r, radii)
below_curve = row(quantity(ratio)(below), r, radii)
now_curve = row(quantity(ratio, moment)(at_moment), r, radii)
plane_size_curve = row(quantity(plane_ratio)(size), r, radii)
plane_now_curve = row(quantity(plane_ratio, moment)(at_moment), r, radii)
slow_curve = row(slow_size, r, [j / 40 for j in range(1, 41)])


@quantity(radii, as_these_run(ratio, {r: radii}))
def phase_curve(radii, ratios):
    """Degrees against the surface, followed all the way."""
    turns, turn = [], 0.0
    for ratio in ratios:
        further = argument(ratio) / (2.0 * pi) - turn
        turn += further - round(further)
        turns.append(360.0 * turn)
    return radii, turns


@quantity(radii, delta)
def plane_phase_curve(radii, delta):
    return radii, [degrees((r - 1.0) / delta) for r in radii]


@quantity(phase_curve, plane_phase_curve)
def lowest(phases, plane_phases):
    return 1.05 * min(phases[1][-1], plane_phases[1][-1])


@quantity(delta)
def left(delta):
    return max(0.0, 1.0 - 8.0 * delta)


@quantity(delta, n, at_surface)
def depth(delta, n, at_surface):
    """At which |J| is 1/e of that at r = a: at most the one for low frequencies, where |J| is like
    rⁿ, and at most 1.473 δ, for n = 1 and δ = 0.324 a."""

    def lacking(depth):
        return -log(abs(complex(*current(1.0 - depth, delta, n)) / at_surface)) - 1.0

    deepest = min(1.6 * delta, 1.0001 * (1.0 - exp(-1.0 / n)))
    return zero(lacking, 0.0, -1.0, deepest, lacking(deepest), 1e-15)


@quantity(delta, depth)
def plane_error(delta, depth):
    return abs(delta / depth - 1.0)


@quantity(depth)
def fallen(depth):
    return [1.0 - depth], [exp(-1.0)]


@quantity(delta)
def plane_fallen(delta):
    return ([1.0 - delta], [exp(-1.0)]) if delta < 1 else None


@quantity(at_surface, n)
def surface(at_surface, n):
    return (2.0 * n + 1.0) * abs(at_surface)


@quantity(at_surface)
def surface_phase(at_surface):
    return degrees(argument(at_surface))


@quantity(delta)
def skin(delta):
    return 1e3 * RADIUS * delta


@quantity(delta)
def frequency(delta):
    return 1.0 / (pi * MU_0 * SIGMA * (RADIUS * delta) ** 2)


def describe(now):
    return (
        "With δ = %.4g a the current density of the multipole n = %d falls to 1/e at the depth "
        "%.4g a, where a plane would have %.4g a, and at the surface it is %.4g times what it "
        "would be without the field of the currents themselves, %.3g° behind; at ωt = %g° it is at "
        "%.3g times its peak."
        % (
            now(delta),
            now(n),
            now(depth),
            now(delta),
            now(surface),
            -now(surface_phase),
            now(phase),
            now(moment).real,
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
    controls=[delta, n, phase],
    readouts=[
        readout(depth, "", "depth at which the current is 1/e", "<i>a</i>"),
        readout(plane_error, "", "error of the depth in a plane", digits=2, gauge=True),
        readout(surface, "",
                "current in the surface over what it would be without the currents' own field"),
        readout(surface_phase, "", "phase of the current in the surface, against what "
                "drives it", "°", digits=4),
        readout(skin, "", "depth of the skin in a copper sphere of 5 cm", "mm", digits=4),
        readout(frequency, "at <i>f</i>", "frequency for the copper sphere", "Hz", digits=4),
    ],
    views=[
        plot(
            "Size",
            ACROSS,
            axis("|J| / |J(a)|", LEAST, 2, scale="log"),
            [
                curve(slow_curve, "quiet", "low frequency, rⁿ", width=1.2),
                curve(plane_size_curve, "approximate", "plane", dash=True),
                curve(size_curve, "exact", "sphere", width=2.5),
                points(plane_fallen, "approximate", "1/e in a plane"),
                points(fallen, "reader", "1/e", radius=6),
            ],
            aspect=0.85,
        ),
        plot(
            "Phase, against the surface",
            ACROSS,
            axis("phase", lowest, 0, unit="°"),
            [
                curve(plane_phase_curve, "approximate", "plane", dash=True),
                curve(phase_curve, "exact", "sphere", width=2.5),
            ],
            aspect=0.85,
        ),
        plot(
            "The current density at the moment ωt",
            axis("r / a", left, 1),
            axis("J / |J(a)|", -1.1, 1.1),
            [
                level(0.0, "quiet"),
                curve(size_curve, "quiet", "|J|", width=1.2),
                curve(below_curve, "quiet", width=1.2),
                curve(plane_now_curve, "approximate", "plane", dash=True),
                curve(now_curve, "exact", "sphere", width=2.5),
            ],
            aspect=0.42,
        ),
    ],
    presets=[
        ("Copper, 5 cm, 50 Hz", {"delta": 0.18692, "n": 1}),
        ("Thin skin", {"delta": 0.03, "n": 1}),
        ("Low frequency", {"delta": 5, "n": 1}),
        ("High multipole, low frequency", {"delta": 1, "n": 12}),
        ("Current runs backwards", {"delta": 0.1, "n": 1, "phase": 90}),
    ],
    describe=describe,
    code=code,
)  # fmt: skip
