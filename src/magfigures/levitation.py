"""A metal sphere on the axis of a levitation coil: six turns, and one above that runs back."""

from math import pi, sqrt

from livefigure import (
    Figure,
    arrow,
    axis,
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
from magbook import MU_0, sphere
from magbook.elementwise import Positive, Real, elementwise
from magbook.elementwise import row as numbers
from magfigures.roots import zero

#: height and radius of each turn, mm, and which way its current runs
TURNS = (
    (0.0, 8.0, 1.0),
    (0.0, 12.0, 1.0),
    (4.0, 9.5, 1.0),
    (4.0, 13.5, 1.0),
    (8.0, 11.0, 1.0),
    (8.0, 15.0, 1.0),
    (22.0, 11.0, -1.0),
)
LOW, HIGH = 0.0, 22.0  # mm
GRAVITY = 9.81  # m/s²
EMISSIVITY, BOLTZMANN, ROOM = 0.1, 5.670374419e-8, 293.0
PLACES = evenly(LOW, HIGH, 56)

z = control(
    "z", "<i>z</i>", "height of the sphere over the lowest turns", LOW, HIGH, 13.0, "mm", step=0.1
)
current = control("current", "<i>I</i>", "current, peak", 20, 500, 150.0, "A", scale="log")
frequency = control("frequency", "<i>f</i>", "frequency", 1, 1000, 100.0, "kHz", scale="log")
radius = control("radius", "<i>a</i>", "radius of the sphere", 2, 7, 6.0, "mm", step=0.1)
sigma = control("sigma", "<i>σ</i>", "conductivity", 0.5, 60, 35.0, "MS/m", scale="log")
density = control("density", "<i>ϱ</i>", "density", 1.5, 20, 2.7, "g/cm³", step=0.01)


@elementwise()
def coil_at(z: Real, a: Positive, y: Positive) -> tuple[Real, Real, Real]:
    """Of the sphere of radius a at the height z (mm): the force along the axis in units of ½πμ0I²,
    the power in those of ½πμ0ωI²·1 mm, the radial force for each displacement in those of
    ¼πμ0I²/1 mm."""
    nearest = 1e9
    for h, b, _ in TURNS:
        nearest = min(nearest, sqrt((h - z) * (h - z) + b * b))
    count = sphere.terms(a / nearest)
    # Σ ± (b/c) (a/c)ⁿ P¹ₙ(h/c): the turns' multipoles add before they are squared
    together = numbers(count + 3)
    for h, b, way in TURNS:
        c = sqrt((h - z) * (h - z) + b * b)
        each = sphere.legendre_row((h - z) / c, b / c, a / c, count + 2)
        for n in range(1, count + 3):
            together[n] += way * b / c * each[n]
    _, q, screening = sphere.responses(y, count)
    force = power = radial = 0.0
    for n in range(count, 0, -1):
        force -= screening[n] * together[n] * together[n + 1] / (n + 1.0)
        power += (2.0 * n + 1.0) * q[n] * together[n] * together[n] / (n * (n + 1.0))
        radial -= screening[n] * sphere.sideways(together, n)
    return force, a * power, radial / a


@quantity(radius, sigma, frequency)
def y(radius, sigma, frequency):
    return MU_0 * sigma * 2.0 * pi * frequency * radius * radius * 1e3


at = quantity(z, radius, y)(coil_at)
force_unit, power_unit, radial_unit = at.parts("force", "power", "radial")


@quantity(force_unit, current)
@elementwise()
def lift(force: Real, current: Real) -> Real:
    """mN."""
    return 0.5e3 * pi * MU_0 * current * current * force


@quantity(power_unit, current, frequency)
@elementwise()
def power(power: Real, current: Real, frequency: Positive) -> Real:
    """W."""
    return pi * pi * MU_0 * frequency * current * current * power


@quantity(radial_unit, current)
def sideways(radial, current):
    """N/m."""
    return 0.25e3 * pi * MU_0 * current * current * radial


@quantity(radius, density)
def mass(radius, density):
    """g."""
    return 4e-3 / 3.0 * pi * radius * radius * radius * density


@quantity(mass)
def weight(mass):
    """mN."""
    return GRAVITY * mass


@quantity(power, radius)
def temperature(power, radius):
    """At which the sphere's surface radiates what it takes up, K."""
    area = 4e-6 * pi * radius * radius
    return (power / (area * EMISSIVITY * BOLTZMANN) + ROOM**4) ** 0.25


lifts = row(lift, z, PLACES)
powers = row(power, z, PLACES)


@quantity(lifts, weight, radius, y, current)
def floats(lifts, weight, radius, y, current):
    """Heights at which the lift is the weight: those that hold the sphere up and down, and those
    that do not."""
    unit = 0.5e3 * pi * MU_0 * current * current

    def lacking(z):
        return weight - unit * coil_at(z, radius, y)[0]

    stable, unstable = [], []
    heights, forces = lifts
    for j in range(len(heights) - 1):
        below, above = weight - forces[j], weight - forces[j + 1]
        if below < 0 <= above:
            stable.append(zero(lacking, heights[j], below, heights[j + 1], above, 1e-9))
        elif above < 0 <= below:
            stands = zero(lambda z: -lacking(z), heights[j], -below, heights[j + 1], -above, 1e-9)
            unstable.append(stands)
    return stable, unstable


@quantity(floats)
def floating(floats):
    return floats[0][0] if floats[0] else None


@quantity(floats, weight)
def holding(floats, weight):
    return floats[0], [weight] * len(floats[0])


@quantity(floats, weight)
def leaving(floats, weight):
    return floats[1], [weight] * len(floats[1])


@quantity(lifts, weight, current)
def least(lifts, weight, current):
    """Current that just holds the sphere somewhere."""
    greatest = max(lifts[1])
    return current * sqrt(weight / greatest) if greatest > 0 else None


@quantity(z, radius)
def ball(z, radius):
    return 0.0, 0.0, z - 10.0, radius


@quantity(z, radius, lift, weight)
def pull(z, radius, lift, weight):
    rest = lift - weight
    if rest == 0:
        return None
    way = 1.0 if rest > 0 else -1.0
    return 0.0, 0.0, z - 10.0 + way * radius, 0.0, 0.0, 6.0 * way


def describe(now):
    words = "At %.3g mm the coil lifts with %.3g mN a sphere that weighs %.3g mN, " % (
        now(z), now(lift), now(weight),
    )  # fmt: skip
    words += "heats it with %.3g W" % now(power)
    words += " and drives it %s the axis; " % ("back to" if now(sideways) < 0 else "away from")
    if now(floating) is None:
        return words + "this current holds it up nowhere."
    return words + "it can float at %.4g mm." % now(floating)


def code(z, current, frequency, radius, sigma, density):
    return """from math import pi
import numpy as np
from scipy.optimize import brentq
from magbook import MU_0, sphere
from magfigures.levitation import TURNS, coil_at

z, current, frequency = %s, %s, %s  # mm, A, kHz
radius, sigma, density = %s, %s, %s  # mm, MS/m, g/cm³
heights, radii, ways = 1e-3 * np.transpose(TURNS) * [[1], [1], [1e3]]
y = MU_0 * sigma * 2 * pi * frequency * radius**2 * 1e3  # 2 (a/δ)²

def at(function, z):
    centres = [[0, 0, height - 1e-3 * z] for height in heights]
    sphere_ = 1e-3 * radius, radii, 1e6 * sigma, 2e3 * pi * frequency
    return function(centres, [0, 0, 1], *sphere_, current * ways)

lift_at = lambda z: 1e3 * at(sphere.coil_force, z)[2]  # mN
lift, power = lift_at(z), at(sphere.coil_power, z)
sideways = 1e3 * pi / 4 * MU_0 * current**2 * coil_at(z, radius, y)[2]  # N/m
mass = 4e-3 / 3 * pi * radius**3 * density  # g
weight = %s * mass  # mN
temperature = (power / (4e-6 * pi * radius**2 * %s * %s) + %s**4) ** 0.25
places = [%s + %s * j / 55 for j in range(56)]
lifts = [lift_at(place) for place in places]
least = current * (weight / max(lifts)) ** 0.5 if max(lifts) > 0 else None
pairs = zip(places, places[1:], lifts, lifts[1:])
ends = [(u, v) for u, v, p, q in pairs if p > weight >= q]
floating = brentq(lambda z: lift_at(z) - weight, *ends[0]) if ends else None
""" % tuple(map(written, (z, current, frequency, radius, sigma, density, GRAVITY, EMISSIVITY,
                          BOLTZMANN, ROOM, LOW, HIGH)))  # fmt: skip


def metal(sigma, density):
    return {"z": 13, "current": 150, "frequency": 100, "radius": 6, "sigma": sigma,
            "density": density}  # fmt: skip


figure = Figure(
    title="A coil that holds a sphere of metal",
    controls=[z, current, frequency, radius, sigma, density],
    readouts=[
        readout(lift, "<i>F</i>", "lifting force", "mN", digits=4),
        readout(weight, "", "weight", "mN", digits=4),
        readout(floating, "", "height at which it floats, stable up and down", "mm", digits=4,
                missing="nowhere"),
        readout(least, "", "least current that holds it", "A", digits=4, missing="none"),
        readout(sideways, "d<i>F</i>/d<i>d</i>", "radial force for each displacement", "N/m",
                digits=4),
        readout(power, "<i>P</i>", "power", "W", digits=4),
        readout(temperature, "", "temperature at which it radiates this power", "K", digits=4),
        readout(mass, "", "mass", "g", digits=4),
    ],
    views=[
        plot(
            "Lift against weight. Drag the sphere along the axis",
            axis("z", LOW, HIGH, unit="mm"),
            axis("F", unit="mN"),
            [
                level(0.0, "quiet"),
                level(weight, "moment", "weight"),
                curve(lifts, "force", "lift", width=2.5),
                points(leaving, "approximate", "unstable", radius=5),
                points(holding, "exact", "stable", radius=5),
                points(here(lift, z), "reader", "you", radius=6, drag={"x": "z"}),
            ],
            aspect=0.85,
        ),
        scene(
            "The coil; drag to walk around",
            [globe(ball, "quiet", "sphere")]
            + [
                loop(
                    (0.0, 0.0, h - 10.0, 0.0, 0.0, way, b),
                    "current" if way > 0 else "current2",
                    {0: "six turns", 6: "the turn that runs back"}.get(k, ""),
                    width=2.5,
                )
                for k, (h, b, way) in enumerate(TURNS)
            ]
            + [arrow(pull, "force", "direction of lift less weight", "F")],
            extent=21.5,
            elevation=14,
            aspect=0.85,
        ),
        plot(
            "Power in the sphere",
            axis("z", LOW, HIGH, unit="mm"),
            axis("P", 0, unit="W"),
            [
                curve(powers, "exact", "power", width=2.5),
                points(here(power, z), "reader", "you", radius=6, drag={"x": "z"}),
            ],
            aspect=0.42,
        ),
    ],
    presets=[
        ("Aluminium", metal(35.0, 2.7)),
        ("Aluminium, molten", metal(4.1, 2.38)),
        ("Copper", dict(metal(58.0, 8.96), current=250)),
        ("Copper, molten", dict(metal(4.7, 8.0), current=250)),
        ("Too little current", dict(metal(35.0, 2.7), current=100)),
    ],
    describe=describe,
    code=code,
)  # fmt: skip
