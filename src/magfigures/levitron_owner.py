"""A Levitron in millimetres, grams and turns per minute: where it hovers, and how it is trimmed."""

from math import pi, sqrt

from livefigure import (
    Figure,
    as_these_run,
    axis,
    control,
    coordinate,
    curve,
    evenly,
    here,
    level,
    plot,
    points,
    quantity,
    readout,
    region,
    written,
)
from magbook import MU_0, levitron

G = 9.81
COLD, HOT = -15.0, 15.0
HEAVIEST = levitron.stiffness(levitron.INFLECTION)[0]  # weight, in its unit
RPM = "min⁻¹"

ring = control("ring", "<i>a</i>", "radius of the ring", 20, 80, 40.0, "mm", step=0.1)
field = control("field", "<i>B</i>₀", "field in the ring's centre", 10, 300, 71.5, "mT", step=0.1)
disc = control("disc", "<i>r</i>", "radius of the top, a disc", 5, 19, 14.0, "mm", step=0.1)
thickness = control("thickness", "<i>t</i>", "thickness of its magnet", 2, 15, 6.6, "mm", step=0.1)
remanence = control(
    "remanence", "<i>B</i><sub>r</sub>", "remanence of its magnet", 100, 1400, 280.0, "mT", step=1.0
)
mass = control("mass", "<i>M</i>", "mass of the top, washers included", 5, 60, 20.0, "g", step=0.02)
turns = control("turns", "<i>f</i>", "spin", 200, 5000, 1800.0, RPM, step=10.0)
warming = control(
    "warming", "Δ<i>T</i>", "both magnets warmer than when measured", COLD, HOT, 0.0, "K", step=0.1
)
fall = control(
    "fall", "<i>α</i>", "strength that a magnet loses per kelvin", 0.01, 0.3, 0.2, "%/K", step=0.01
)


@quantity(disc, thickness, remanence)
def moment(disc, thickness, remanence):
    """A m²; what a uniformly magnetized disc has."""
    return remanence * 1e-3 * pi * disc * disc * thickness * 1e-9 / MU_0


@quantity(moment, field, ring)
def unit(moment, field, ring):
    """The mass, in g, whose weight is μ/a times the field in the ring's centre, as measured."""
    return 1e3 * moment * field / (ring * G)


@quantity(disc, ring)
def kappa(disc, ring):
    return 0.25 * (disc / ring) ** 2


@quantity(disc, ring)
def per_turn(disc, ring):
    """The spin, in Ma²√(g/a), of one turn per minute: I₃ = Mr²/2."""
    return 0.5 * (disc / ring) ** 2 * 2 * pi / 60 / sqrt(1e3 * G / ring)


@quantity(fall, warming)
def strength(fall, warming):
    """Of both magnets together, of what it was when it was measured."""
    return (1 - 0.01 * fall * warming) ** 2


@quantity(mass, unit, strength)
def weight(mass, unit, strength):
    return mass / (unit * strength)


hovering = quantity(weight)(levitron.height)
limits = quantity(hovering, kappa)(levitron.spin_range)


@quantity(hovering, ring)
def height(hovering, ring):
    return ring * hovering


@quantity(turns, per_turn)
def spin(turns, per_turn):
    return turns * per_turn


@quantity(spin, kappa)
def range_held(spin, kappa):
    """(Lowest, highest) height in units of a; None where there is none."""
    low, high = levitron.heights(spin, kappa)
    return (low, high) if low < high else None


@quantity(range_held, ring)
def heights_held(held, ring):
    return ring * held[0], ring * held[1]


@quantity(range_held)
def weights_held(held):
    """(Least, greatest) in the unit."""
    return levitron.stiffness(held[1])[0], levitron.stiffness(held[0])[0]


@quantity(weights_held, unit, strength)
def masses_held(weights, unit, strength):
    return unit * strength * weights[0], unit * strength * weights[1]


lowest, highest = heights_held.parts("lowest", "highest")
lightest, heaviest = masses_held.parts("lightest", "heaviest")


@quantity(masses_held)
def window(masses):
    return masses[1] - masses[0]


@quantity(limits, per_turn)
def turns_held(limits, per_turn):
    return limits[0] / per_turn, limits[1] / per_turn


slowest, fastest = turns_held.parts("slowest", "fastest")


@quantity(hovering, spin, kappa, ring)
def precession(hovering, spin, kappa, ring):
    """Of a top with its centre at rest, per minute: the small root of κω² - sω + β = 0."""
    beta = levitron.stiffness(hovering)[1]
    inside = spin * spin - 4 * kappa * beta
    if inside < 0:
        return None
    return 2 * beta / (spin + sqrt(inside)) * sqrt(1e3 * G / ring) * 60 / (2 * pi)


@quantity(hovering, spin, kappa, ring)
def growth(hovering, spin, kappa, ring):
    """Per second."""
    return levitron.growth(hovering, spin, kappa) * sqrt(1e3 * G / ring)


@quantity(mass, unit, weights_held, fall)
def warmings_held(mass, unit, weights, fall):
    """(Coldest, warmest), K: where the top becomes the lightest, the heaviest."""
    return [(1 - sqrt(mass / (unit * weight))) / (0.01 * fall) for weight in weights]


coldest, warmest = warmings_held.parts("coldest", "warmest")

# --- What is drawn -------------------------------------------------------------------------------

STEADY = evenly(levitron.INFLECTION, 1.93, 41)
UNSTEADY = evenly(1.52, levitron.INFLECTION, 31)
UP_WEIGHTS, DOWN_WEIGHTS = (
    [levitron.stiffness(h)[0] for h in heights] for heights in (STEADY, UNSTEADY)
)


@quantity(unit, strength, ring)
def branches(unit, strength, ring):
    """Height against mass: stable up and down, and not."""
    return tuple(
        ([unit * strength * w for w in weights], [ring * h for h in heights])
        for weights, heights in ((UP_WEIGHTS, STEADY), (DOWN_WEIGHTS, UNSTEADY))
    )


steady, unsteady = branches.parts("steady", "unsteady")
# the axes hold the reader's top, too, wherever it is
from_mass, to_mass = quantity(unit, strength, mass)(
    lambda unit, strength, mass: (
        min(0.92 * HEAVIEST * unit * strength, 0.99 * mass),
        max(1.01 * HEAVIEST * unit * strength, 1.01 * mass),
    )
).parts("from_mass", "to_mass")
from_height, to_height = quantity(ring)(lambda ring: (1.5 * ring, 1.95 * ring)).parts(
    "from_height", "to_height"
)


@quantity(height, from_height, to_height)
def height_shown(height, low, high):
    return height if low <= height <= high else None


@quantity(masses_held, heights_held)
def held(masses, heights):
    """The rectangle of the masses and the heights that this spin holds."""
    (light, heavy), (low, high) = masses, heights
    return [light, heavy, heavy, light], [low, low, high, high]


WARMINGS = evenly(COLD, HOT, 13)
least_shown, most_shown = quantity(unit, fall, mass)(
    lambda unit, fall, mass: (
        min(HEAVIEST * unit * (1 - 0.01 * fall * HOT) ** 2 * 0.94, 0.99 * mass),
        max(HEAVIEST * unit * (1 - 0.01 * fall * COLD) ** 2 * 1.02, 1.01 * mass),
    )
).parts("least_shown", "most_shown")


@quantity(unit, fall, weights_held)
def through_the_year(unit, fall, weights):
    """The masses held, against the warming: an outline."""
    masses = [unit * (1 - 0.01 * fall * warming) ** 2 for warming in WARMINGS]
    least, greatest = weights
    return (
        WARMINGS + WARMINGS[::-1],
        [least * m for m in masses] + [greatest * m for m in masses[::-1]],
    )


# closer together at the upper end, where the limits meet
SPUN = [levitron.INFLECTION + 5e-5 + 0.1598 * (1 - (1 - j / 24) ** 2) for j in range(25)]
SPUN_WEIGHTS = [levitron.stiffness(h)[0] for h in SPUN]


spun = coordinate("spun")
spins = quantity(spun, kappa)(levitron.spin_range)


@quantity(as_these_run(spins, {spun: SPUN}), per_turn, unit, strength)
def spinning(spins, per_turn, unit, strength):
    """Where mass and spin hold: an outline."""
    kept = [found for found in zip(SPUN_WEIGHTS, *spins) if found[1] < found[2]]
    masses = [weight * unit * strength for weight, _, _ in kept]
    slow, fast = ([found[k] / per_turn for found in kept] for k in (1, 2))
    return masses + masses[::-1], fast + slow[::-1]


top_turns = quantity(per_turn, turns)(lambda per_turn, turns: max(1.6 / per_turn, 1.02 * turns))


def verdict(now):
    if now(hovering) is None:
        return "is too heavy and sinks"
    if now(growth) == 0:
        return "stays"
    if now(heights_held) is None:
        return "is lost: at no height does this spin hold it"
    if now(mass) < now(lightest):
        return "is too light and slides off"
    if now(mass) > now(heaviest):
        return "is too heavy for this spin and slides off"
    return "is lost: it spins too slowly or too fast"


def describe(now):
    said = "Today's top %s" % verdict(now)
    if now(height) is not None:
        said = "Today's top would hover %.4g mm over the ring's plane, and %s" % (
            now(height),
            verdict(now),
        )
    if now(masses_held) is not None:
        said += "; this spin holds from %.2f to %.2f g, and %.4g g from %.2g to %.2g K" % (
            now(lightest), now(heaviest), now(mass), now(coldest), now(warmest),
        )  # fmt: skip
    return said + "."


def code(ring, field, disc, thickness, remanence, mass, turns, warming, fall):
    return """from math import nan, pi, sqrt
from magbook import MU_0, levitron

ring, field, disc, thickness = %s, %s, %s, %s  # mm, mT, mm, mm
remanence, mass, turns = %s, %s, %s  # mT, g, per minute
warming, fall, g = %s, %s, 9.81  # K, per cent per kelvin, m/s²

rate = sqrt(1e3 * g / ring)  # the unit of time is 1/rate
moment = remanence * 1e-3 * pi * disc**2 * thickness * 1e-9 / MU_0
unit = 1e3 * moment * field / (ring * g)  # g
strength = (1 - 0.01 * fall * warming) ** 2
kappa = 0.25 * (disc / ring) ** 2
per_turn = 0.5 * (disc / ring) ** 2 * 2 * pi / 60 / rate
spin = turns * per_turn

hovering = float(levitron.height(mass / (unit * strength)))
height = ring * hovering
lowest, highest = (ring * float(h) for h in levitron.heights(spin, kappa))
slowest = fastest = precession = growth = lightest = heaviest = window = coldest = warmest = nan
if hovering == hovering:
    slowest, fastest = (s / per_turn for s in levitron.spins(hovering, kappa) or (nan, nan))
    beta = levitron.stiffness(hovering)[1]
    inside = spin**2 - 4 * kappa * beta
    if inside >= 0:
        precession = 2 * beta / (spin + sqrt(inside)) * rate * 60 / (2 * pi)
    growth = levitron.growth(hovering, spin, kappa) * rate
if lowest == lowest:
    lightest = unit * strength * levitron.stiffness(highest / ring)[0]
    heaviest = unit * strength * levitron.stiffness(lowest / ring)[0]
    window = heaviest - lightest
    coldest, warmest = (
        (1 - sqrt(mass / (m / strength))) / (0.01 * fall) for m in (lightest, heaviest)
    )
""" % tuple(map(written, (ring, field, disc, thickness, remanence, mass, turns, warming, fall)))


OUR = {
    "ring": 40, "field": 71.5, "disc": 14, "thickness": 6.6, "remanence": 280, "mass": 20,
    "turns": 1800, "warming": 0, "fall": 0.2,
}  # fmt: skip


def changed(**values):
    return dict(OUR, **values)


figure = Figure(
    title="Your Levitron",
    controls=[ring, field, disc, thickness, remanence, mass, turns, warming, fall],
    readouts=[
        readout(height, "<i>h</i>", "height of hovering", "mm", digits=4, missing="none"),
        readout(growth, "", "growth of a wobble; at 0 it stays", "s⁻¹", digits=3),
        readout(lowest, "", "lowest stable height", "mm", digits=4, missing="none"),
        readout(highest, "", "highest stable height", "mm", digits=4, missing="none"),
        readout(lightest, "", "lightest top held", "g", digits=4, missing="none"),
        readout(heaviest, "", "heaviest top held", "g", digits=4, missing="none"),
        readout(window, "", "washers between the two", "g", digits=3, missing="none"),
        readout(slowest, "", "slowest stable spin", RPM, digits=4, missing="none"),
        readout(fastest, "", "fastest stable spin", RPM, digits=4, missing="none"),
        readout(precession, "", "precession", RPM, digits=3, missing="it topples"),
        readout(coldest, "", "coldest day, against that of measuring", "K", digits=3),
        readout(warmest, "", "warmest day, against that of measuring", "K", digits=3),
    ],
    views=[
        plot(
            "Trim by weight; drag the point",
            axis("M", from_mass, to_mass, unit="g"),
            axis("h", from_height, to_height, unit="mm"),
            [
                region(held, "exact", "held at this spin"),
                curve(steady, "force", "hovers"),
                curve(unsteady, "force", "falls or rises", dash="8 3", width=1.4),
                points(here(height_shown, mass), "reader", "top", radius=6, drag={"x": "mass"}),
            ],
            aspect=0.8,
        ),
        plot(
            "Trim by temperature; drag the point",
            axis("ΔT", COLD, HOT, unit="K"),
            axis("M", least_shown, most_shown, unit="g"),
            [
                region(through_the_year, "exact", "held at this spin"),
                level(0.0, "quiet", "as measured", vertical=True),
                points(
                    here(mass, warming), "reader", "top", radius=6,
                    drag={"x": "warming", "y": "mass"},
                ),
            ],
            aspect=0.8,
        ),
        plot(
            "Mass and spin; drag the point",
            axis("M", from_mass, to_mass, unit="g"),
            axis("f", 0, top_turns, unit=RPM),
            [
                region(spinning, "exact", "stable for small motions"),
                points(
                    here(turns, mass), "reader", "top", radius=6,
                    drag={"x": "mass", "y": "turns"},
                ),
            ],
            aspect=0.6,
            folded="How fast it may spin",
        ),
    ],
    presets=[
        ("Our top", OUR),
        ("A warm day", changed(warming=4)),
        ("A washer less", changed(mass=19.6)),
        ("Too many washers", changed(mass=20.4)),
        ("Spun by a motor", changed(turns=3200)),
        ("Neodymium", {
            "ring": 40, "field": 71.5, "disc": 14, "thickness": 2, "remanence": 1200, "mass": 25.9,
            "turns": 1800, "warming": 0, "fall": 0.11,
        }),
    ],
    describe=describe,
    code=code,
)  # fmt: skip
