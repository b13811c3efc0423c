"""The force between two dipoles, beside that between two loops of finite size."""

from math import nan, pi

from livefigure import (
    Figure,
    arrow,
    as_these_run,
    circle,
    control,
    coordinate,
    loop,
    pointing,
    quantity,
    readout,
    scene,
    wire,
    written,
)
from magbook import dipoles, loops
from magbook.elementwise import Real, Vector, elementwise
from magfigures.degrees import cosine, sine
from magfigures.moments import (
    CASES,
    clean,
    compare,
    cross,
    direction,
    dot,
    orientation_controls,
    size,
    times,
)

MOMENT = 100.0  # A m²
RADIUS = 0.1  # m
CURRENT = MOMENT / (pi * RADIUS * RADIUS)
HALF = 0.56  # half of the loops' distance on the screen
A, B = (-HALF, 0.0, 0.0), (HALF, 0.0, 0.0)
REACH = 1.25
LANE = 0.11  # from arrow to arrow

orientations = orientation_controls(60.0, 90.0, 35.0, -40.0)
theta_a, phi_a, theta_b, phi_b = orientations
distance = control(
    "distance", "<i>r</i>/<i>ρ</i>", "distance in radii", 2.2, 30, 4.0, step=0.1, scale="log"
)
lines = control("lines", "<i>n</i>", "field lines drawn", 0, 6, 3, step=1)

u, v = quantity(theta_a, phi_a)(direction), quantity(theta_b, phi_b)(direction)


@quantity(distance)
def r(distance):
    return (distance * RADIUS, 0.0, 0.0)


@quantity(r)
def strongest(r):
    """The force between two dipoles in line: there is no greater one, and no greater torque than
    twice `strongest_torque`."""
    return size(dipoles.force(r, (MOMENT, 0.0, 0.0), (MOMENT, 0.0, 0.0)))


@quantity(r, strongest)
def strongest_torque(r, strongest):
    return strongest * r[0] / 3


@quantity(r, u, v, strongest)
def force(r, u, v, strongest):
    """Of the dipoles, on b."""
    return clean(dipoles.force(r, times(MOMENT, u), times(MOMENT, v)), strongest)


@quantity(r, u, v, strongest_torque)
def torque(r, u, v, strongest_torque):
    """Its size."""
    return size(clean(dipoles.torque(r, times(MOMENT, u), times(MOMENT, v)), strongest_torque))


@quantity(r, u, v)
def wrench(r, u, v):
    """Force and torque of the loops, on b."""
    return loops.pair_wrench(r, u, v, RADIUS, RADIUS, CURRENT, CURRENT)


exact = quantity(wrench[0], strongest)(clean)
turning = quantity(wrench[1], strongest_torque)(clean)


@quantity(r, exact, turning)
def recoil(r, exact, turning):
    """The torque on a, which balances."""
    return [-p - q for p, q in zip(turning, cross(r, exact))]


@quantity(lines)
def traced(count):
    """Where points lie on the lines, and how far these reach: past 180° each line is a gap."""
    if count == 0:
        return None
    far = [2 * HALF * 2.4 * k / count for k in range(1, count + 1)]
    polars = [180.0 * j / 40 for j in range(42)]
    sides = [side * reach for reach in far for side in (1.0, -1.0)]
    return polars * len(sides), [side for side in sides for _ in polars]


polar, reach = coordinate("polar"), coordinate("reach")
polars, reaches = traced.parts("polars", "reaches")


@quantity(u, polar, reach)
@elementwise()
def on_line(u: Vector, polar: Real, reach: Real) -> tuple[Real, Real, Real]:
    """A point on a line of a's dipole field, in the plane of its moment u and the separation."""
    # e: across u in that plane; any plane will do for a moment along x
    e = (1.0 - u[0] * u[0], -u[0] * u[1], -u[0] * u[2])
    e = times(1.0 / size(e), e) if size(e) > 1e-9 else (0.0, 1.0, 0.0)
    s, c = sine(polar), cosine(polar)
    along, across = abs(reach) * s * s * c, reach * s * s * s
    x, y, z = (
        along * u[0] + across * e[0] - HALF,
        along * u[1] + across * e[1],
        along * u[2] + across * e[2],
    )
    if polar > 180.0 or size((x, y, z)) >= REACH:
        return nan, nan, nan
    return x, y, z


field_lines = as_these_run(on_line, {polar: polars, reach: reaches})


def beside(centre, lanes, force, moment):
    """Where a force's arrow starts: so many lanes from the centre, as the moment's may lie in the
    same line; away from the moment, across the force and as a rule across the line of sight."""
    if size(force) == 0:
        return centre
    step = cross(force, (0.0, LANE * lanes / size(force), 0.0))
    away = -1 if dot(step, moment) > 0 else 1
    return tuple(x + away * y for x, y in zip(centre, step))


def over(length, strongest):
    return length / strongest


ratio, angle = quantity(force, exact)(compare).parts("ratio", "angle")
reaction = quantity(-1, exact)(times)  # what a feels
stretch = quantity(0.6, strongest)(over)
turn = quantity(0.35, strongest_torque)(over)
radius = quantity(2 * HALF, distance)(over)
beside_b, far_beside_b = [quantity(B, lanes, exact, v)(beside) for lanes in (1, 2)]


def describe(now):
    words = "Two loops stand %g radii apart; " % now(distance)
    strength = size(now(exact))
    if now(ratio) is None:
        if strength == 0:
            return words + "by symmetry no force acts between them, whatever their size."
        return words + "dipoles would feel no force, the loops feel %.3g N." % strength
    sense = "attracts loop b" if now(exact)[0] < 0 else "repels loop b"
    if now(exact)[0] == 0:
        sense = "pushes loop b sideways"
    return words + "loop a %s with %.4g N, %.4g times what the dipole formula says." % (
        sense,
        strength,
        now(ratio),
    )


def code(theta_a, phi_a, theta_b, phi_b, distance, lines):
    return """import numpy as np
from magbook import dipoles, loops

m, rho = 100.0, 0.1  # A m2, m
r = np.array([%s * rho, 0, 0])

def direction(theta, phi):
    theta, phi = np.radians([theta, phi])
    return np.array([np.cos(theta), np.sin(theta) * np.cos(phi), np.sin(theta) * np.sin(phi)])

n_a, n_b = direction(%s, %s), direction(%s, %s)
force = dipoles.force(r, m * n_a, m * n_b)
I = m / (np.pi * rho**2)
exact, N = loops.pair_wrench(r, n_a, n_b, a=rho, b=rho, I_a=I, I_b=I)
# what is below rounding is zero
strongest = np.linalg.norm(dipoles.force(r, [m, 0, 0], [m, 0, 0]))
force, exact = (np.where(abs(F) < 1e-14 * strongest, 0, F) for F in (force, exact))
force_x, force_y, force_z = force
exact_x, exact_y, exact_z = exact
size = np.linalg.norm
ratio = size(exact) / size(force) if size(force) and size(exact) else None
angle = np.degrees(np.arctan2(size(np.cross(force, exact)), force @ exact))
torque = size(dipoles.torque(r, m * n_a, m * n_b))
exact_torque = size(N)
""" % tuple(map(written, (distance, theta_a, phi_a, theta_b, phi_b)))


def turned_by_hand(which):
    return {"theta": "theta_" + which, "phi": "phi_" + which, "pole": (1, 0, 0), "zero": (0, 1, 0)}


def components(force, names, of):
    """Readouts of a force's components."""
    return [
        readout(part, "<i>F<sub>%s</sub></i>" % axis, "%s of %s force on b" % (axis, of), "N")
        for part, axis in zip(force.parts(*names), "xyz")
    ]


figure = Figure(
    title="Force between two dipoles",
    controls=orientations + [distance, lines],
    readouts=components(force, ("force_x", "force_y", "force_z"), "the dipoles'")
    + components(exact, ("exact_x", "exact_y", "exact_z"), "the loops'")
    + [
        readout(ratio, "", "ratio of the forces, loops over dipoles", missing="no ratio"),
        readout(angle, "", "angle between the two forces", "°", digits=4, missing="none"),
        readout(torque, "|<i>N<sub>b</sub></i>|", "torque on dipole b", "N m"),
        readout(
            quantity(turning)(size),
            "|<i>N<sub>b</sub></i>|",
            "torque on loop b",
            "N m",
            name="exact_torque",
        ),
    ],
    views=[
        scene(
            "Drag a moment's tip to turn it, anything else to walk around",
            [
                wire(field_lines, "field", "field of a as a dipole", width=1.2),
                loop(circle(u, radius, A), "current", "loop a", disc=True),
                loop(circle(v, radius, B), "current2", "loop b", disc=True),
                arrow(pointing(recoil, turn, A), "torque", "torque"),
                arrow(pointing(turning, turn, B), "torque", name="N"),
                arrow(pointing(force, stretch, far_beside_b), "approximate", "dipoles' force on b"),
                arrow(
                    pointing(reaction, stretch, quantity(A, 1, reaction, u)(beside)),
                    "force",
                    "force",
                ),
                arrow(pointing(exact, stretch, beside_b), "force", name="F"),
                arrow(pointing(u, 0.42, A), "moment", "moment", "m_a", drag=turned_by_hand("a")),
                arrow(pointing(v, 0.42, B), "moment", name="m_b", drag=turned_by_hand("b")),
            ],
            extent=1.0,
            azimuth=-72,
            elevation=18,
            aspect=0.62,
        ),
    ],
    presets=CASES,
    describe=describe,
    code=code,
)
