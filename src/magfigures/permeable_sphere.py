"""The force of a loop on a permeable sphere against the frequency: drawn in, then pushed away.

The sphere, solid or hollow, is on the loop's axis.
"""

from math import exp, log, pi

from livefigure import (
    Figure,
    axis,
    control,
    curve,
    globe,
    here,
    level,
    plot,
    points,
    quantity,
    readout,
    row,
    written,
)
from magbook import MU_0, sphere
from magbook.elementwise import NonNegative, Positive, Real, elementwise
from magfigures.roots import zero
from magfigures.sphereside import shrink, sphere_scene

B = 1.5  # radius of the loop, in radii of the sphere
CURRENT = 10.0  # peak, A
LOW, HIGH = 1.0, 1e7  # Hz
FREQUENCIES = [LOW * (HIGH / LOW) ** (j / 84) for j in range(85)]

frequency = control("frequency", "<i>f</i>", "frequency", LOW, HIGH, 1000.0, "Hz", scale="log")
mu_r = control("mu_r", "<i>μ</i><sub>r</sub>", "relative permeability", 1, 1000, 100.0, scale="log")
sigma = control("sigma", "<i>σ</i>", "conductivity", 0.5, 60, 10.0, "MS/m", scale="log")
radius = control("radius", "<i>a</i>", "radius of the sphere", 1, 50, 10.0, "mm", scale="log")
h = control("h", "<i>h</i>/<i>a</i>", "height of the loop over the centre", 0.2, 4, 1.2, step=0.01)
inner = control(
    "inner", "<i>a</i><sub>1</sub>/<i>a</i>", "radius of the cavity", 0, 0.99, 0.0, step=0.01
)  # fmt: skip


@elementwise(inner=(lambda inner: inner < 1.0, "must be less than 1"))
def power_and_push(
    y: Positive, mu_r: Positive, h: Real, inner: NonNegative = 0.0
) -> tuple[Real, Real]:
    """The power in units of μ0ωaI², the force along the axis in those of μ0I²; y = μ0σωa²."""
    c2 = h * h + B * B
    c = c2**0.5
    count = sphere.terms(1.0 / c)
    legendre = sphere.legendre_row(h / c, B / c, 1.0 / c, count + 1)
    absorbed, screening = sphere.answers(y, count, mu_r, 1.0 - inner)
    power = force = 0.0
    for n in range(count, 0, -1):
        power += absorbed[n] * (2.0 * n + 1.0) * legendre[n] * legendre[n] / (n * (n + 1.0))
        force -= screening[n] * legendre[n] * legendre[n + 1] / (n + 1.0)
    scale = 0.5 * pi * B * B / c2
    return scale * power, scale * force


@quantity(frequency, sigma, radius)
def y(frequency, sigma, radius):
    return 2.0 * pi * MU_0 * sigma * frequency * radius * radius


power_unit, force_unit = quantity(y, mu_r, h, inner)(power_and_push).parts(
    "power_unit", "force_unit"
)


@quantity(force_unit)
@elementwise()
def force(force_unit: Real) -> Real:
    """µN; towards the loop is positive."""
    return 1e6 * MU_0 * CURRENT * CURRENT * force_unit


@quantity(power_unit, frequency, radius)
def power(power_unit, frequency, radius):
    """mW."""
    return 2.0 * pi * MU_0 * frequency * radius * CURRENT * CURRENT * power_unit


@quantity(sigma, radius, mu_r, h, inner)
def turning(sigma, radius, mu_r, h, inner):
    """The frequency at which the force changes its sign; none where the sphere is hardly
    permeable and the force never draws."""
    scale = 2.0 * pi * MU_0 * sigma * radius * radius

    def repels(t):
        return -power_and_push(scale * exp(t), mu_r, h, inner)[1]

    low, high = log(1e-3), log(1e12)
    below, above = repels(low), repels(high)
    if not below < 0 < above:
        return None
    # halved at first, for the ends are flat
    for _ in range(8):
        middle = 0.5 * (low + high)
        value = repels(middle)
        if value < 0:
            low, below = middle, value
        else:
            high, above = middle, value
    # counted from the end below, lest the logarithm vanish in between
    return exp(low + zero(lambda t: repels(low + t), 0.0, below, high - low, above, 1e-12))


@quantity(turning)
def turn_here(turning):
    return [turning], [0.0]


@quantity(mu_r, frequency, sigma)
def skin(mu_r, frequency, sigma):
    """mm."""
    return 1e3 / (pi * MU_0 * mu_r * sigma * 1e6 * frequency) ** 0.5


forces = row(force, frequency, FREQUENCIES)


@quantity(force)
def along(force):
    return 0.0, force


@quantity(h, inner)
def cavity(h, inner):
    return (0.0, 0.0, 0.0, inner * shrink(B, h, 0.0)) if inner > 0 else None


def describe(now):
    where = "never" if now(turning) is None else "at %.4g Hz" % now(turning)
    return "At %.4g Hz the loop %s the sphere with %.3g µN; the force changes its sign %s." % (
        now(frequency), "attracts" if now(force) > 0 else "repels", abs(now(force)), where,
    )  # fmt: skip


def code(frequency, mu_r, sigma, radius, h, inner):
    return """from math import exp, log, pi
from scipy.optimize import brentq
from magbook import MU_0, sphere

frequency, mu_r, sigma = %s, %s, %s  # Hz, 1, MS/m
radius, h, inner = %s, %s, %s  # mm, radii, radii
a = 1e-3 * radius

def beside(function, frequency):
    loop = [0, 0, h * a], [0, 0, 1]
    return function(*loop, a, %s * a, 1e6 * sigma, 2 * pi * frequency, %s, mu_r, inner * a)

power = 1e3 * beside(sphere.power, frequency)  # mW
force = 1e6 * beside(sphere.force, frequency)[2]  # µN
skin = 1e3 / (pi * MU_0 * mu_r * sigma * 1e6 * frequency) ** 0.5  # mm
repels = lambda t: -beside(sphere.force, exp(t))[2]
ends = log(1e-3), log(1e9)
turning = None
if repels(ends[0]) < 0 < repels(ends[1]):
    turning = exp(brentq(repels, *ends, xtol=1e-13))
""" % tuple(map(written, (frequency, mu_r, sigma, radius, h, inner, B, CURRENT)))


figure = Figure(
    title="Attracted, then repelled",
    controls=[frequency, mu_r, sigma, radius, h, inner],
    readouts=[
        readout(force, "<i>F</i>", "force towards the loop", "µN", digits=5),
        readout(turning, "", "frequency at which the force changes its sign", "Hz", digits=5,
                missing="none"),
        readout(skin, "<i>δ</i>", "depth of the skin", "mm", digits=4),
        readout(power, "<i>P</i>", "power", "mW", digits=5),
    ],
    views=[
        plot(
            "Force against frequency",
            axis("f", LOW, HIGH, scale="log", ticks=[1, 100, 1e4, 1e6], unit="Hz"),
            axis("F", unit="µN"),
            [
                level(0.0, "quiet"),
                curve(forces, "force", "force towards the loop", width=2.5),
                points(turn_here, "exact", "the sign changes"),
                points(here(force, frequency), "reader", "you", radius=6,
                       drag={"x": "frequency"}),
            ],
            aspect=0.85,
        ),
        sphere_scene(B, h, 0.0, along, marks=[globe(cavity, "quiet", "cavity")]),
    ],
    presets=[
        ("Iron", {
            "frequency": 1000, "mu_r": 100, "sigma": 10, "radius": 10, "h": 1.2, "inner": 0,
        }),
        ("At the change", {
            "frequency": 49700, "mu_r": 100, "sigma": 10, "radius": 10, "h": 1.2, "inner": 0,
        }),
        ("Hardly permeable", {
            "frequency": 1000, "mu_r": 1.1, "sigma": 10, "radius": 10, "h": 1.2, "inner": 0,
        }),
        ("Copper", {
            "frequency": 1000, "mu_r": 1, "sigma": 58, "radius": 10, "h": 1.2, "inner": 0,
        }),
        ("Iron shell", {
            "frequency": 1000, "mu_r": 100, "sigma": 10, "radius": 10, "h": 1.2, "inner": 0.95,
        }),
    ],
    describe=describe,
    code=code,
)  # fmt: skip
