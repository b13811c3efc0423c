"""A ring's own inductance, for five distributions of the current over the section of its wire.

They are numbered as in the chapter's table and as `loops.ring_inductances` returns them. Lengths
are in radii of the ring where nothing else is said.
"""

from array import array
from math import cos, pi, sin, sqrt

from livefigure import (
    Figure,
    axis,
    control,
    curve,
    dots_and_crosses,
    evenly,
    here,
    level,
    plot,
    points,
    quantity,
    readout,
    ring,
    row,
    written,
)
from magbook import MU_0, loops

WORDS = (
    "A current that fills the section equally",
    "A current that fills the section as 1/ρ",
    "A current that is equal around the surface",
    "A current that is as 1/ρ around the surface",
    "The current of a perfect conductor",
)
FILLING = 2  # the first two have a field within the wire
AS_INVERSE, PERFECT = (2, 4), 5
INTERIOR = 0.25  # what that adds to L/(μ0 a)
THICKEST = 0.5  # to which `loops.ring_inductances` goes
LEAST, MOST = 0.001, 0.9

thickness = control(
    "thickness", "<i>w</i>/<i>a</i>", "radius of the wire over that of the ring", LEAST, MOST, 0.2,
    scale="log",
)  # fmt: skip
current = control("current", "row", "of the table: how the current is spread", 1, 5, 5, step=1)
radius = control("radius", "<i>a</i>", "radius of the ring", 1, 1000, 100.0, "mm", scale="log")


def geometric(low, high, count):
    return [low * (high / low) ** (j / (count - 1)) for j in range(count)]


THICKNESSES = geometric(LEAST, THICKEST, 73)
ALL_THICKNESSES = geometric(LEAST, MOST, 73)


# --- Inductances, in H of a ring of 1 m ---------------------------------------------------------


@quantity(thickness)
def within(thickness):
    return thickness if thickness <= THICKEST else None


each = quantity(1.0, within)(loops.ring_inductances).parts("a", "b", "c", "d", "e")
exact = quantity(1.0, thickness)(loops.perfect_ring_inductance)


@quantity(current, *each)
def chosen(current, *each):
    return each[current - 1]


@quantity(current)
def interior(current):
    return INTERIOR if current <= FILLING else 0.0


thin = quantity(1.0, thickness, interior)(loops.self_inductance)


@quantity(chosen, radius)
def L(chosen, radius):
    """nH."""
    return 1e6 * radius * chosen


@quantity(exact, current, radius)
def L_exact(exact, current, radius):
    """nH."""
    return 1e6 * radius * exact if current == PERFECT else None


@quantity(chosen, thin)
def share(chosen, thin):
    """What the thin ring's formula lacks, in %."""
    return 100 * (chosen - thin) / chosen


@quantity(share)
def size(share):
    return abs(share)


def in_units(L):
    """Of μ0 a."""
    return quantity(L)(lambda L: L / MU_0)


def sizes(L, interior):
    thin = quantity(1.0, thickness, interior)(loops.self_inductance)
    return quantity(L, thin)(lambda L, thin: 100 * abs(L - thin) / L)


# --- The current over the section ---------------------------------------------------------------


def densities(angles, depths, thickness, current):
    """Over their mean, at angles from the outer side and so far from the middle of the wire, in
    radii of the wire; of a current on the surface, per length around it."""
    if current == PERFECT:
        return list(loops.perfect_ring_current(array("d", angles), 1.0, thickness))
    if current not in AS_INVERSE:
        return [1.0] * len(angles)
    height = sqrt((1 - thickness) * (1 + thickness))
    mean = 2 / (1 + height) if current <= FILLING else 1 / height  # of 1/ρ
    return [
        1 / (mean * (1 + thickness * depth * cos(angle))) for angle, depth in zip(angles, depths)
    ]


FILLED, AROUND = 64, 36  # dots
TURN = pi * (3 - sqrt(5))  # which leaves no gaps
#: places of equal shares of the section, and of its circle: angles, depths
IN_SECTION = [j * TURN for j in range(FILLED)], [sqrt((j + 0.5) / FILLED) for j in range(FILLED)]
ON_CIRCLE = [2 * pi * (j + 0.5) / AROUND for j in range(AROUND)], [1.0] * AROUND
INWARD = evenly(pi, 0.0, 41), [1.0] * 41  # half around, from the inner side


@quantity(thickness, current)
def section(thickness, current):
    angles, depths = IN_SECTION if current <= FILLING else ON_CIRCLE
    places = list(zip(angles, depths))
    return (
        [depth * cos(angle) for angle, depth in places],
        [depth * sin(angle) for angle, depth in places],
        densities(angles, depths, thickness, current),
    )


@quantity(thickness, current)
def profile(thickness, current):
    """From the inner side to the outer one."""
    return [cos(angle) for angle in INWARD[0]], densities(INWARD[0], INWARD[1], thickness, current)


@quantity(profile)
def inner(profile):
    return profile[1][0]


@quantity(inner)
def inner_here(inner):
    return [-1.0], [inner]


# --- What is shown ------------------------------------------------------------------------------


def describe(now):
    start = "%s has %.4g times its mean density at the inner side; " % (
        WORDS[now(current) - 1], now(inner),
    )  # fmt: skip
    if now(chosen) is None:
        return start + "the wire is thicker than a/2, where the formulas of second order end."
    return start + "L is %.4g nH, of which the term of order (w/a)² makes %.3g %%." % (
        now(L), now(share),
    )  # fmt: skip


def code(thickness, current, radius):
    lines = """from math import pi, sqrt
from magbook import loops

radius = %s  # mm
t = %s  # wire/radius
""" % (written(radius), written(thickness))
    if thickness <= THICKEST:
        lines += """L = loops.ring_inductances(1.0, t)[%d]  # of a ring of 1 m, H
share = 100 * (L - loops.self_inductance(1.0, t, %s)) / L  # %%
L *= 1e6 * radius  # nH
""" % (current - 1, INTERIOR if current <= FILLING else 0.0)
    else:
        lines += "L = share = None  # the wire is too thick for the second order\n"
    perfect = (
        "1e6 * radius * loops.perfect_ring_inductance(1.0, t)" if current == PERFECT else "None"
    )
    inner = {
        2: "(1 + sqrt(1 - t**2)) / (2 - 2 * t)",
        4: "sqrt((1 + t) / (1 - t))",
        5: "loops.perfect_ring_current(pi, 1.0, t)",
    }
    return lines + "L_exact = %s\ninner = %s\n" % (perfect, inner.get(current, "1.0"))


THICK = "thicker than a/2"
SOLID, BROKEN, MIXED = False, True, "8 3 2 3"
LOOKS = (
    ("current", SOLID, "fills equally, +"),
    ("current", BROKEN, "fills as 1/ρ, −"),
    ("current2", SOLID, "around equally, +"),
    ("current2", BROKEN, "around as 1/ρ, −"),
    ("current2", MIXED, "perfect conductor, −"),
)


def each_curve(of, labelled):
    return [
        curve(
            row(one, thickness, THICKNESSES), color, label if labelled else "", dash=dash, width=1.6
        )
        for one, (color, dash, label) in zip(of, LOOKS)
    ]


lacks = [sizes(one, INTERIOR if j < FILLING else 0.0) for j, one in enumerate(each)]

figure = Figure(
    title="A ring's own inductance",
    controls=[thickness, current, radius],
    readouts=[
        readout(L, "<i>L</i>", "inductance, to the order (w/a)²", "nH", missing=THICK),
        readout(share, "", "what the term of order (w/a)² makes of it", "%", digits=4,
                missing=THICK),
        readout(L_exact, "", "that of a perfect conductor, to all orders", "nH",
                missing="for row 5 alone"),
        readout(inner, "", "density at the inner side, over its mean", digits=5),
    ],
    views=[
        plot(
            "The wire's section, and the current",
            axis("(ρ − a) / w", -1.4, 1.4, ticks=[-1, 0, 1]),
            axis("z / w", -1.4, 1.4, ticks=[-1, 0, 1]),
            [
                ring((0.0, 0.0, 1.0), "quiet", "surface", width=1.5),
                dots_and_crosses(section, "current", "current", radius=8),
            ],
            aspect=0.98,
            equal=True,
        ),
        plot(
            "Density around the wire",
            axis("(ρ − a) / w", -1, 1, ticks=[-1, 0, 1]),
            axis("density over its mean", 0),
            [
                level(1.0, "quiet", "mean"),
                curve(profile, "current", "density"),
                points(inner_here, "current", radius=5),
            ],
            aspect=0.98,
        ),
        plot(
            "L/(µ₀a) against the thickness",
            axis("w / a", LEAST, 1, scale="log", ticks=[0.001, 0.01, 0.1, 1]),
            axis("L / µ₀a", 0, 7.5),
            [
                curve(row(in_units(chosen), thickness, THICKNESSES), "reader", width=5),
            ]
            + each_curve([in_units(one) for one in each], False)
            + [
                curve(row(in_units(thin), thickness, ALL_THICKNESSES), "approximate", "thin ring",
                      dash="2 3"),
                curve(row(in_units(exact), thickness, ALL_THICKNESSES), "exact",
                      "perfect conductor, all orders", width=1.2),
                points(here(in_units(chosen), thickness), "reader", "you", radius=6,
                       drag={"x": "thickness"}),
            ],
            aspect=0.98,
        ),
        plot(
            "What the thin ring's formula lacks",
            axis("w / a", LEAST, 1, scale="log", ticks=[0.001, 0.01, 0.1, 1]),
            axis("share of L", 1e-5, 100, scale="log", unit="%"),
            [
                level(1.0, "quiet", "1 %"),
                curve(row(size, thickness, THICKNESSES), "reader", width=5),
            ]
            + each_curve(lacks, True)
            + [
                curve(row(sizes(exact, 0.0), thickness, ALL_THICKNESSES), "exact",
                      "perfect, all orders", width=1.2),
                points(here(size, thickness), "reader", "you", radius=6,
                       drag={"x": "thickness"}),
            ],
            aspect=0.98,
        ),
    ],
    presets=[
        ("Fills equally", {"current": 1}),
        ("Fills as 1/ρ", {"current": 2}),
        ("Around, equally", {"current": 3}),
        ("Around, as 1/ρ", {"current": 4}),
        ("Perfect conductor", {"current": 5}),
    ],
    describe=describe,
    code=code,
)  # fmt: skip
