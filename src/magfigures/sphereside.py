"""A copper sphere beside a loop, as figures show it: controls, power and force, the scene.

Shared by figures. Lengths are in units of the sphere's radius, the sphere's centre is the origin
and the loop, normal to z, has its centre at (-d, 0, h): d is how far the sphere is from its axis.
"""

from math import pi, sqrt

from livefigure import arrow, circle, control, globe, loop, quantity, scene, wire, written
from magbook import MU_0, sphere
from magbook.elementwise import part

SIGMA = 5.8e7  # copper, S/m
RADIUS = 0.05  # m
CURRENT = 10.0  # peak, A
CLOSEST = 1.2  # of the wire to the sphere's centre, in radii: nearer the sums get too long here

MISSING = "wire too near"


def b_control(default, low=0.3, high=6):
    return control("b", "<i>b</i>/<i>a</i>", "radius of the loop", low, high, default, step=0.01)


def h_control(default, low=-4, high=4):
    return control(
        "h",
        "<i>h</i>/<i>a</i>",
        "height of the loop over the centre",
        low,
        high,
        default,
        step=0.01,
    )


def d_control(default, low=0, high=4):
    return control(
        "d", "<i>d</i>/<i>a</i>", "sphere's distance from the axis", low, high, default, step=0.01
    )


def frequency_control(default, low=0.1, high=1e5):
    return control("frequency", "<i>f</i>", "frequency", low, high, default, "Hz", scale="log")


def omega_of(frequency):
    return 2.0 * pi * frequency


def y_of_skin(delta):
    """|ka|², the argument of `sphere.responses`, for a skin δ/a."""
    return 2.0 / (delta * delta)


def y_of_copper(frequency):
    """The same for the copper sphere."""
    return MU_0 * SIGMA * omega_of(frequency) * RADIUS * RADIUS


def skin(frequency):
    """δ/a."""
    return sqrt(2.0 / y_of_copper(frequency))


@part
def nearest(b, h, d):
    """Least distance of the wire from the sphere's centre."""
    return sqrt(h * h + (d - b) * (d - b))


def allowed(b, h, d):
    return nearest(b, h, d) >= CLOSEST


def multipoles(b, h, d):
    """How many are all that matter."""
    return sphere.terms(1.0 / nearest(b, h, d))


def clear(b, h, d):
    """The place itself, or None where the wire is too near."""
    return (b, h, d) if allowed(b, h, d) else None


def refusal(b, h, d):
    """A sentence for a place that is not allowed."""
    if nearest(b, h, d) <= 1.0:
        return "The wire would touch the sphere: move the loop away from it or change its radius."
    return (
        "The wire is only %.3g radii from the sphere's centre, and this figure follows it "
        "no nearer than %g." % (nearest(b, h, d), CLOSEST)
    )


def code_start(b, h, d, frequency):
    """Python that binds the arguments of `sphere.power` and `sphere.force`."""
    return """import numpy as np
from magbook import MU_0, sphere

a, sigma, I = %s, %s, %s  # a copper sphere, m, S/m; peak current, A
b, h, d = %s, %s, %s  # units of a
omega = 2 * np.pi * %s
args = [-d * a, 0, h * a], [0, 0, 1], a, b * a, sigma, omega
""" % tuple(map(written, (RADIUS, SIGMA, CURRENT, b, h, d, frequency)))


# --- The scene -----------------------------------------------------------------------------

EXTENT = 2.5


def shrink(b, h, d):
    """Factor by which the scene's data are to be multiplied, for it to hold the whole loop."""
    return min(1.0, 0.97 * EXTENT / sqrt(h * h + (d + b) * (d + b)))


def force_arrow(force, shrunk):
    """An arrow of one length from the sphere's surface along (F_x, F_z), or None for no force."""
    x, z = force
    size = sqrt(x * x + z * z)
    if size == 0.0:
        return None
    x, z = x / size, z / size
    return (shrunk * x, 0.0, shrunk * z, 0.8 * x, 0.0, 0.8 * z)


def sphere_scene(
    b, h, d, force, title="Sphere and loop; drag to walk around", marks=(), aspect=0.85
):
    """The sphere, the loop and the force's direction, of quantities; ``force`` is (F_x, F_z)."""
    shrunk = quantity(b, h, d)(shrink)

    @quantity(shrunk)
    def ball(shrunk):
        return (0.0, 0.0, 0.0, shrunk)

    @quantity(shrunk, h, d)
    def centre(shrunk, h, d):
        return (-shrunk * d, 0.0, shrunk * h)

    @quantity(shrunk, b)
    def radius(shrunk, b):
        return shrunk * b

    @quantity(centre)
    def axis(centre):
        x, _, z = centre
        return [x, x], [0.0, 0.0], [z - 0.4, z + 0.4]

    return scene(
        title,
        [
            wire(axis, "quiet", width=1.0),
            globe(ball, "quiet", "sphere"),
            loop(circle((0.0, 0.0, 1.0), radius, centre), "current", "loop", width=3.5),
        ]
        + list(marks)
        + [arrow(quantity(force, shrunk)(force_arrow), "force", "direction of the force", "F")],
        extent=EXTENT,
        azimuth=-60,
        elevation=18,
        aspect=aspect,
    )
