"""A point beside a ring, as figures show it: controls, maps of the half plane, the scene.

Shared by figures. Lengths are in units of the ring's radius a. The point lies at the azimuth 0,
its moment at -Δφ, so that local components (ρ, φ, z) are those along x, y and z.
"""

from math import cos, pi, sin, sqrt

from livefigure import arrow, ball, control, evenly, grid, pointing, quantity, scene, wire
from magfigures.degrees import cosine, sine

FAR = 3.0  # ends of ρ and |z|
MOMENTS = 10  # arrows drawn along the ring


def on_ring(rho, z):
    """Whether a place lies on the ring, or so near that powers of its distance are no doubles."""
    return rho == 1 and abs(z) < 1e-40


def rho_off_ring(rho, z):
    """ρ, but none on the ring, where fields have no value."""
    return None if on_ring(rho, z) else rho


def direction(theta, dphi):
    """The unit vector of the moment along ρ̂, φ̂, ẑ of the point; degrees."""
    return (sine(theta) * cosine(dphi), -sine(theta) * sine(dphi), cosine(theta))


def half_plane(quantity, rho, z, rows=63):
    """Its map from the axis outwards. None of the points lies on the ring, and with an even number
    of rows none in its plane."""
    return grid(quantity, (rho, 0, FAR, 32), (z, -FAR, FAR, rows))


def place_controls(rho, z, theta, dphi, words="moment"):
    return [
        control("rho", "<i>ρ</i>/<i>a</i>", "distance from the axis", 0, 3, rho, step=0.01),
        control("z", "<i>z</i>/<i>a</i>", "height over the ring", -3, 3, z, step=0.01),
        control("theta", "<i>θ</i>₁", "tilt of the " + words, 0, 180, theta, "°", step=1.0),
        control(
            "dphi", "Δ<i>φ</i>", "azimuth of the place less that of the " + words,
            -180, 180, dphi, "°", step=1.0,
        ),
    ]  # fmt: skip


# --- The scene -----------------------------------------------------------------------------

UP = (0.0, 0.0, 1.0)
MOMENT = 0.25  # length of the point's moment in the scene, whose extent is 1


def on_circle(turn, radius):
    return radius * cos(2 * pi * turn), radius * sin(2 * pi * turn), 0.0


def ring_marks(radius, height, magnet=True):
    """The axis up to a height and as far down, the ring's wire, whose radius may be a quantity,
    and the moments that it has as a magnet."""

    @quantity(radius)
    def wires(radius):
        points = [on_circle(j / 90, radius) for j in range(91)]
        return tuple([point[k] for point in points] for k in range(3))

    length = quantity(radius)(lambda radius: 0.45 * radius)
    tails = [quantity(j / MOMENTS, radius)(on_circle) for j in range(MOMENTS) if magnet]
    return [
        wire(([0.0] * 13, [0.0] * 13, evenly(-height, height, 13)), "quiet", width=1.0),
        wire(wires, "quiet", "ring", width=4.5),
    ] + [arrow(pointing(UP, length, tail), "quiet") for tail in tails]


def in_scene(rho, z):
    """(radius of the ring, place of the point), so small that all is in the scene."""
    radius = 0.66 / max(1.2, sqrt(rho * rho + z * z))
    return radius, (radius * rho, 0.0, radius * z)


def place_scene(name, words, seen, n, marks=(), magnet=True):
    """The ring, with the moments that it has as a magnet, its axis and the point with its moment
    along n; ``seen`` is the quantity `in_scene`."""
    held = {"theta": "theta", "phi": "dphi", "pole": UP, "zero": (1, 0, 0), "sense": -1}
    radius, place = seen[0], seen[1]
    return scene(
        "Drag the tip of %s to turn it, anything else to walk around" % name,
        ring_marks(radius, 0.9, magnet)
        + list(marks)
        + [
            ball(place, "reader"),
            arrow(pointing(n, MOMENT, place), "moment", words, name, drag=held),
        ],
        azimuth=-68,
        elevation=16,
        aspect=1.2,
    )
