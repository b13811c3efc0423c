"""A copper sphere beside a loop with alternating current: its eddy currents and its field."""

from math import sqrt

from livefigure import (
    Figure,
    as_these_run,
    axis,
    color_map,
    control,
    coordinate,
    curve,
    dots_and_crosses,
    plot,
    quantity,
    readout,
    ring,
    wire,
)
from magbook import MU_0, loops, sphere
from magfigures import sphere_cut
from magfigures.degrees import cosine, sine
from magfigures.sphere_cut import (
    ANGLES,
    BEYOND,
    DEGREES,
    EDGE,
    HALF,
    INNER,
    MANY,
    OUTER,
    PIXELS,
    WIDE,
    WITHIN,
    blank,
    inside,
    turn,
)
from magfigures.sphereside import (
    CURRENT,
    MISSING,
    RADIUS,
    allowed,
    b_control,
    clear,
    code_start,
    d_control,
    frequency_control,
    h_control,
    multipoles,
    omega_of,
    refusal,
    shrink,
    skin,
    sphere_scene,
    y_of_copper,
)

frequency = frequency_control(50.0)
b = b_control(1.5)
h = h_control(1.2)
d = d_control(0.0)
phase = control(
    "phase", "<i>ωt</i>", "phase of the loop's current", 0, 360, 0.0, "°", step=1.0, play=True
)
place = quantity(b, h, d)(clear)
clear_place = place.parts("b", "h", "d")
y = quantity(frequency)(y_of_copper)
delta = quantity(frequency, name="delta")(skin)


# --- Power and force -----------------------------------------------------------------------

count = quantity(*clear_place)(multipoles)
relative = quantity(*clear_place, y, count)(sphere.power_and_force)


@quantity(relative, frequency)
def power(relative, frequency):
    return relative[0] * MU_0 * omega_of(frequency) * RADIUS * CURRENT * CURRENT


@quantity(relative)
def force(relative):
    """On the sphere; the loop is on the side of -x."""
    _, inward, up = relative
    scale = MU_0 * CURRENT * CURRENT
    return 0.0 - scale * inward, scale * up


force_x, force_z = force.parts("force_x", "force_z")


# --- The fields, by parts of the period ----------------------------------------------------


@quantity(*clear_place)
def pictured(b, h, d):
    columns = blank(DEGREES * DEGREES)
    tilt, few, orders = sphere_cut.multipoles(b, h, d, columns)
    return tilt, int(few), int(orders), columns


@quantity(pictured)
def angular(pictured):
    sums, slopes = blank(DEGREES * HALF), blank(DEGREES * HALF)
    sphere_cut.angular(*pictured, sums, slopes)
    return sums, slopes


@quantity(pictured)
def surface(pictured):
    count = 3 * sphere_cut.RINGS * sphere_cut.SPOKES
    places, vectors = blank(count), blank(count * DEGREES)
    sphere_cut.surface(*pictured, places, vectors)
    return places, vectors


@quantity(*clear_place)
def outside(b, h, d):
    rhos, heights = blank((OUTER + 1) * ANGLES), blank((OUTER + 1) * ANGLES)
    sphere_cut.outside(b, h, d, rhos, heights)
    return rhos, heights


rho, height = coordinate("rho"), coordinate("height")
rhos, heights = outside.parts("rho", "height")
radial, axial = [
    as_these_run(part, {rho: rhos, height: heights})
    for part in quantity(rho, height, clear_place[0], 1.0)(loops.field).parts("radial", "axial")
]


@quantity(*clear_place, radial, axial)
def rest(b, h, d, radial, axial):
    found = blank(2 * len(radial))
    sphere_cut.loop_rest(b, h, d, radial, axial, found)
    return found


@quantity(pictured, angular, rest, y)
def fields(pictured, angular, rest, y):
    few = pictured[1]
    inner, amplitudes = blank((INNER + 1) * ANGLES * WITHIN), blank(2 * DEGREES)
    outer = blank((OUTER + 1) * ANGLES * BEYOND)
    most = sphere_cut.within(few, y, *angular, inner, amplitudes)
    sphere_cut.beyond(few, y, *angular, rest, outer)
    return inner, outer, amplitudes, most


inner, outer, amplitudes, most = fields.parts("inner", "outer", "amplitudes", "most")
typical = quantity(outer, *clear_place)(sphere_cut.strength)


@quantity(b, h, d)
def wires(b, h, d):
    """Where the loop goes through the plane: away from the reader, and back."""
    return complex(b - d, h), complex(-b - d, h)


# --- At a moment ---------------------------------------------------------------------------


@quantity(phase)
def moment(phase):
    return cosine(phase), sine(phase)


@quantity(moment, inner, most)
def current_map(moment, inner, most):
    values = blank(PIXELS * PIXELS)
    sphere_cut.current_map(*moment, inner, most, values)
    return PIXELS, PIXELS, -EDGE, EDGE, -EDGE, EDGE, values


@quantity(moment, inner, outer, *clear_place, typical)
def field_lines(moment, inner, outer, b, h, d, typical):
    xs, zs = blank(MANY), blank(MANY)
    count = int(sphere_cut.field_lines(*moment, inner, outer, b, h, d, typical, xs, zs))
    return xs[:count], zs[:count]


SHOWN = 0.1  # least share of the greatest current density that gets a symbol


@quantity(delta, inner, most, moment)
def currents(delta, inner, most, moment):
    """Some places in the sphere and the share of the current there, towards the reader."""
    shallow = INNER - min(3, int(INNER * sqrt(0.5 * delta)))
    spots = [(shallow, j) for j in range(2, ANGLES, 4)]
    spots += [(INNER // 3, j) for j in range(4, ANGLES, 8)]
    shown = []
    c, s = moment
    for i, j in spots:
        at = (i * ANGLES + j) * WITHIN
        J = (c * inner[at + 4] - s * inner[at + 5]) / most
        if abs(J) > SHOWN:
            shown.append((inside(i) * turn(j), -J))
    return across(shown)


@quantity(wires, moment)
def wire_currents(wires, moment):
    """Where the wire cuts the plane, and its current there."""
    shown = zip(wires, (-moment[0], moment[0]))
    return across(
        [(place, I) for place, I in shown if max(abs(place.real), abs(place.imag)) < WIDE]
    )


def across(shown):
    """Rows of x, z, and what flows towards the reader."""
    return (
        [place.real for place, _ in shown],
        [place.imag for place, _ in shown],
        [value for _, value in shown],
    )


@quantity(moment, pictured, surface, amplitudes, most, quantity(b, h, d)(shrink))
def eddies(moment, pictured, surface, amplitudes, most, shrunk):
    """Arrows of the current density on the surface."""
    rows = [blank(3 * sphere_cut.RINGS * sphere_cut.SPOKES) for _ in range(3)]
    few = pictured[1]
    count = sphere_cut.eddies(*moment, few, *surface, amplitudes, most, shrunk, *rows)
    return tuple([row[: int(count)] for row in rows])


def describe(now):
    if now(place) is None:
        return refusal(now(b), now(h), now(d))
    sideways, upward = now(force)
    ways = []
    if abs(upward) > 1e-6 * abs(sideways) and upward * now(h) != 0:
        away = "away from" if upward * now(h) < 0 else "towards"
        ways.append("%s the loop's plane with %.3g µN" % (away, 1e6 * abs(upward)))
    if abs(sideways) > 1e-6 * abs(upward) and now(d) != 0:
        away = "away from" if sideways > 0 else "towards"
        ways.append("%s its axis with %.3g µN" % (away, 1e6 * abs(sideways)))
    return "At %.6g Hz the skin is %.3g radii deep, the sphere turns %.3g µW into heat and %s." % (
        now(frequency),
        now(delta),
        1e6 * now(power),
        "is pushed " + " and ".join(ways) if ways else "feels no force",
    )


def code(frequency, b, h, d, phase):
    if not allowed(b, h, d):
        end = "# the wire is too near for this figure\npower = force_x = force_z = None\n"
    else:
        end = "power = sphere.power(*args, I)\nforce_x, _, force_z = sphere.force(*args, I)\n"
    return (
        code_start(b, h, d, frequency) + end + "delta = np.sqrt(2 / (MU_0 * sigma * omega)) / a\n"
    )


figure = Figure(
    title="A copper sphere beside a loop with alternating current",
    controls=[frequency, b, h, d, phase],
    readouts=[
        readout(power, "<i>P</i>", "mean power turned into heat", "W", missing=MISSING),
        readout(force_x, "<i>F<sub>x</sub></i>", "mean force along x", "N", missing=MISSING),
        readout(force_z, "<i>F<sub>z</sub></i>", "mean force along z", "N", missing=MISSING),
        readout(delta, "<i>δ</i>/<i>a</i>", "skin depth over the radius"),
    ],
    views=[
        plot(
            "Cut through the sphere at this moment",
            axis("x / a", -WIDE, WIDE, ticks=[-2, -1, 0, 1, 2]),
            axis("z / a", -WIDE, WIDE, ticks=[-2, -1, 0, 1, 2]),
            [
                color_map(current_map, [0.05, 0.15, 0.3, 0.5, 0.75], "J"),
                curve(field_lines, "field", "field B", width=1.2, heads=True),
                ring((0.0, 0.0, 1.0), "quiet", "sphere", width=2.2),
                dots_and_crosses(currents, "exact", "J towards you; × away from you", radius=8),
                dots_and_crosses(
                    wire_currents, "current", "wire of the loop", radius=10, ring=True
                ),
            ],
            aspect=0.98,
            equal=True,
        ),
        sphere_scene(
            b,
            h,
            d,
            force,
            "Currents on the surface; drag to walk around",
            [
                wire(
                    eddies,
                    "current2",
                    "eddy currents (length as their root)",
                    width=1.8,
                    heads=True,
                )
            ],
            aspect=0.98,
        ),
    ],
    presets=[
        ("Loop far above", {"frequency": 50, "b": 1.5, "h": 3.5, "d": 0, "phase": 0}),
        ("Loop around the equator", {"frequency": 50, "b": 1.6, "h": 0, "d": 0, "phase": 0}),
        ("Thin skin", {"frequency": 10000, "b": 1.5, "h": 1.2, "d": 0, "phase": 0}),
        ("Slow field", {"frequency": 0.5, "b": 1.5, "h": 1.2, "d": 0, "phase": 300}),
        ("Off the axis", {"frequency": 50, "b": 0.8, "h": 1.3, "d": 1.2, "phase": 0}),
    ],
    describe=describe,
    code=code,
)
