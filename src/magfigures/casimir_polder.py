"""An anisotropic atom beside a polarizable ring: where vacuum fluctuations push it away."""

from math import log, nan

from livefigure import (
    Figure,
    arrow,
    arrows,
    axis,
    color_map,
    curve,
    evenly,
    here,
    level,
    plot,
    pointing,
    points,
    quantity,
    readout,
    row,
    written,
)
from magbook import ring
from magbook.elementwise import Real, Vector, elementwise
from magfigures.ringside import (
    FAR,
    MOMENT,
    direction,
    half_plane,
    in_scene,
    on_ring,
    place_controls,
    place_scene,
    rho_off_ring,
)

UNIT_NAME = "ħcα₁σ₂/32π²a⁶"
STEP = 1e-6
ROWS = 62  # of the maps; none of them is in the plane, where `away` has no sign

rho, z, theta, dphi = controls = place_controls(0.0, 1.1, 0.0, 0.0, "atom's axis")

n = quantity(theta, dphi)(direction)
off_ring = quantity(rho, z)(rho_off_ring)
beyond = quantity(z)(lambda z: z * (1 + STEP))
PARTS = ("along", "mixed", "across", "turning")
parts = quantity(off_ring, z)(ring.casimir_polder_parts).parts(*PARTS)
parts_beyond = quantity(off_ring, beyond)(ring.casimir_polder_parts).parts(*PARTS)


@elementwise()
def combined(n: Vector, along: Real, mixed: Real, across: Real, turning: Real) -> Real:
    """The energy of an atom polarizable along n."""
    lying, skew = n[0] * n[0] + n[1] * n[1], n[0] * n[0] - n[1] * n[1]
    return n[2] * n[2] * along + n[0] * n[2] * mixed + lying * across + skew * turning


energy = quantity(n, *parts, name="energy")(combined)
energy_beyond = quantity(n, *parts_beyond)(combined)


@quantity(energy, energy_beyond)
@elementwise()
def away(energy: Real, energy_beyond: Real) -> Real:
    """The power of |z| with which |U| grows: positive where the force leads away from the plane."""
    return (energy_beyond / energy - 1.0) / STEP if energy != 0.0 else nan


@quantity(energy)
def depth(energy):
    return -energy if energy < 0 else None  # a lying atom has no energy in the plane


@quantity(energy)
@elementwise()
def tints(energy: Real) -> Real:
    """The energy on a logarithmic scale: one tint, a factor of 5. What is shallower than the first
    is cut off."""
    return -log(max(1e-3, -energy)) / log(5.0) - 3.0


@quantity(rho, z, n)
def needle(rho, z, n):
    """Two ends, for polarization has no sense of direction."""
    ends = (0.26, -0.26)
    return [rho, rho], [z, z], [end * n[0] for end in ends], [end * n[2] for end in ends]


seen = quantity(rho, z)(in_scene)


def describe(now):
    if now(energy) is None:
        return "The atom lies on the ring, where its energy has no value."
    way = "pushed away from" if (now(away) or 0) > 0 else "drawn towards"
    if abs(now(away) or 0) < 5e-6:  # no more than rounding
        way = "neither drawn towards nor pushed away from"
    return (
        "At %g a from the axis and %g a over the ring, its axis tilted by %g°, the atom has the "
        "energy %.4g %s and is %s the ring's plane."
        % (now(rho), now(z), now(theta), now(energy), UNIT_NAME, way)
    )


def code(rho, z, theta, dphi):
    if on_ring(rho, z):
        return "# the atom lies on the ring\nenergy = None\n"
    return """import numpy as np
from magbook import HBAR_C, ring

rho, z = %s, %s  # units of a
theta, dphi = np.radians([%s, %s])
unit = HBAR_C / (32 * np.pi**2)  # alpha, sigma and a are 1 in SI units
energy = ring.casimir_polder(rho, z, dphi, theta) / unit
""" % tuple(map(written, (rho, z, theta, dphi)))


figure = Figure(
    title="An atom beside a ring",
    controls=controls,
    readouts=[
        readout(
            energy,
            "<i>U</i>",
            "energy",
            "<i>ħcα</i>₁<i>σ</i>₂/32π²<i>a</i>⁶",
            missing="no value",
        ),
    ],
    views=[
        plot(
            "Energy; warm: pushed away from the plane. Drag the atom",
            axis("ρ / a", 0, FAR, ticks=[0, 1, 2, 3]),
            axis("z / a", -FAR, FAR),
            [
                color_map(
                    half_plane(tints, rho, z, ROWS),
                    [1, 2, 3, 4, 5, 6, 7],
                    "−U, a tint for each factor 5",
                    "low",
                ),
                color_map(
                    half_plane(away, rho, z, ROWS), [0], "pushed away from the plane", "high"
                ),
                arrows(needle, "moment", "axis of polarization"),
                points(([1.0], [0.0]), "quiet", "ring", radius=5),
                points(here(z, rho), "reader", "atom", radius=6, drag={"x": "rho", "y": "z"}),
            ],
            aspect=1.7,
            equal=True,
        ),
        place_scene(
            "α",
            "axis of polarization",
            seen,
            n,
            [arrow(pointing(n, -MOMENT, seen[1]), "moment")],
            magnet=False,
        ),
        plot(
            "Depth of the energy on the line ρ = const",
            axis("z / a", -FAR, FAR),
            axis("−U", scale="log", unit=UNIT_NAME),
            [
                level(z, "reader", vertical=True),
                curve(row(depth, z, evenly(-FAR, FAR, 101)), "exact", "−U"),
                points(here(depth, z), "reader", "atom", radius=6, drag={"x": "z"}),
            ],
            aspect=0.4,
        ),
    ],
    presets=[
        ("Pushed away", {"rho": 0, "z": 1.1, "theta": 0, "dphi": 0}),
        ("Tilted: none on the axis", {"rho": 0, "z": 1.1, "theta": 20, "dphi": 0}),
        ("Lying", {"rho": 0, "z": 1.1, "theta": 90, "dphi": 0}),
        ("Beside the ring", {"rho": 1.4, "z": 0.5, "theta": 0, "dphi": 0}),
    ],
    describe=describe,
    code=code,
)
