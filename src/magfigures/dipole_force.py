"""The force between two dipoles, beside that between two loops of finite size."""

from math import cos, nan, pi, sin

from livefigure import (
    Figure,
    arrow,
    control,
    loop,
    readout,
    scene,
    wire,
    written,
)
from magbook import dipoles, loops
from magfigures.moments import (
    CASES,
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
REACH = 1.25
LANE = 0.11  # from arrow to arrow


def clean(v, scale):
    """Components that are nothing but rounding become zero."""
    return tuple(0.0 if abs(x) < 1e-14 * scale else x for x in v)


def wrenches(u, v, distance):
    """(force, torque) on b of moments along u and v: of dipoles, and of loops; and their scales."""
    r = (distance * RADIUS, 0.0, 0.0)
    m_a, m_b = times(MOMENT, u), times(MOMENT, v)
    # two dipoles in line: there is no greater force, and no greater torque than twice that
    strongest = size(dipoles.force(r, (MOMENT, 0.0, 0.0), (MOMENT, 0.0, 0.0)))
    turning = strongest * r[0] / 3
    formula = (
        clean(dipoles.force(r, m_a, m_b), strongest),
        clean(dipoles.torque(r, m_a, m_b), turning),
    )
    force, torque = loops.pair_wrench(r, u, v, RADIUS, RADIUS, CURRENT, CURRENT)
    return formula, (clean(force, strongest), clean(torque, turning)), (strongest, turning)


def field_lines(u, count):
    """Lines of a's dipole field in the plane of its moment u and the separation."""
    if count == 0:
        return None
    # e: across u in that plane; any plane will do for a moment along x
    e = (1 - u[0] * u[0], -u[0] * u[1], -u[0] * u[2])
    e = times(1 / size(e), e) if size(e) > 1e-9 else (0.0, 1.0, 0.0)
    lines = ([], [], [])
    for k in range(1, count + 1):
        reach = 2 * HALF * 2.4 * k / count
        for side in (1, -1):
            for j in range(41):
                t = pi * j / 40
                far = reach * sin(t) ** 2
                point = [
                    far * (cos(t) * p + side * sin(t) * q) - shift
                    for p, q, shift in zip(u, e, (HALF, 0, 0))
                ]
                if size(point) > REACH:
                    point = (nan, nan, nan)
                for row, x in zip(lines, point):
                    row.append(x)
            for row in lines:
                row.append(nan)
    return lines


def aside(force, moment):
    """How far a force's arrow is set off from the centre, where the moment's may lie in the same
    line: away from the moment, across the force and as a rule across the line of sight."""
    if size(force) == 0:
        return (0.0, 0.0, 0.0)
    step = cross(force, (0.0, LANE / size(force), 0.0))
    return times(-1, step) if dot(step, moment) > 0 else step


def plus(v, w):
    return tuple(x + y for x, y in zip(v, w))


def compute(theta_a, phi_a, theta_b, phi_b, distance, lines):
    u, v = direction(theta_a, phi_a), direction(theta_b, phi_b)
    (force, torque), (exact, exact_torque), (strongest, turning) = wrenches(u, v, distance)
    ratio, angle = compare(force, exact)
    r = (distance * RADIUS, 0.0, 0.0)
    # what a feels: the opposite force, and the torque that balances
    recoil = [-p - q for p, q in zip(exact_torque, cross(r, exact))]
    a, b = (-HALF, 0.0, 0.0), (HALF, 0.0, 0.0)
    radius = 2 * HALF / distance
    length = 0.6 / strongest
    lane = aside(exact, v)
    turn = 0.35 / turning
    return {
        "force_x": force[0],
        "force_y": force[1],
        "force_z": force[2],
        "exact_x": exact[0],
        "exact_y": exact[1],
        "exact_z": exact[2],
        "ratio": ratio,
        "angle": angle,
        "torque": size(torque),
        "exact_torque": size(exact_torque),
        "loop_a": a + u + (radius,),
        "loop_b": b + v + (radius,),
        "moment_a": a + times(0.42, u),
        "moment_b": b + times(0.42, v),
        "force_a": plus(a, aside(times(-1, exact), u)) + times(-length, exact),
        "force_b": plus(b, lane) + times(length, exact),
        "formula": plus(b, times(2, lane)) + times(length, force),
        "torque_a": a + times(turn, recoil),
        "torque_b": b + times(turn, exact_torque),
        "field_lines": field_lines(u, lines),
    }


def describe(controls, results):
    words = "Two loops stand %g radii apart; " % controls["distance"]
    exact = [results["exact_" + axis] for axis in "xyz"]
    if results["ratio"] is None:
        if size(exact) == 0:
            return words + "by symmetry no force acts between them, whatever their size."
        return words + "dipoles would feel no force, the loops feel %.3g N." % size(exact)
    sense = "attracts loop b" if exact[0] < 0 else "repels loop b"
    if exact[0] == 0:
        sense = "pushes loop b sideways"
    return words + "loop a %s with %.4g N, %.4g times what the dipole formula says." % (
        sense,
        size(exact),
        results["ratio"],
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
    return {
        "theta": "theta_" + which,
        "phi": "phi_" + which,
        "pole": (1, 0, 0),
        "zero": (0, 1, 0),
    }


figure = Figure(
    title="Force between two dipoles",
    compute=compute,
    controls=orientation_controls(60.0, 90.0, 35.0, -40.0)
    + [
        control(
            "distance",
            "<i>r</i>/<i>ρ</i>",
            "distance in radii",
            2.2,
            30,
            4.0,
            step=0.1,
            scale="log",
        ),
        control("lines", "<i>n</i>", "field lines drawn", 0, 6, 3, step=1),
    ],
    readouts=[
        readout("force_x", "<i>F<sub>x</sub></i>", "x of the dipoles' force on b", "N"),
        readout("force_y", "<i>F<sub>y</sub></i>", "y of the dipoles' force on b", "N"),
        readout("force_z", "<i>F<sub>z</sub></i>", "z of the dipoles' force on b", "N"),
        readout("exact_x", "<i>F<sub>x</sub></i>", "x of the loops' force on b", "N"),
        readout("exact_y", "<i>F<sub>y</sub></i>", "y of the loops' force on b", "N"),
        readout("exact_z", "<i>F<sub>z</sub></i>", "z of the loops' force on b", "N"),
        readout(
            "ratio",
            "",
            "ratio of the forces, loops over dipoles",
            missing="no ratio",
        ),
        readout("angle", "", "angle between the two forces", "°", digits=4, missing="none"),
        readout("torque", "|<i>N<sub>b</sub></i>|", "torque on dipole b", "N m"),
        readout("exact_torque", "|<i>N<sub>b</sub></i>|", "torque on loop b", "N m"),
    ],
    views=[
        scene(
            "Drag a moment's tip to turn it, anything else to walk around",
            [
                wire("field_lines", "field", "field of a as a dipole", width=1.2),
                loop("loop_a", "current", "loop a", disc=True),
                loop("loop_b", "current2", "loop b", disc=True),
                arrow("torque_a", "torque", "torque"),
                arrow("torque_b", "torque", name="N"),
                arrow("formula", "approximate", "dipoles' force on b"),
                arrow("force_a", "force", "force"),
                arrow("force_b", "force", name="F"),
                arrow("moment_a", "moment", "moment", "m_a", drag=turned_by_hand("a")),
                arrow("moment_b", "moment", name="m_b", drag=turned_by_hand("b")),
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
