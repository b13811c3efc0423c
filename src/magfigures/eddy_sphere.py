"""A copper sphere beside a loop with alternating current: its eddy currents and its field."""

from math import atan2, log, nan, pi, sqrt

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
from magfigures.degrees import cosine, sine
from magfigures.moments import size
from magfigures.sphere_cut import (
    ANGLES,
    GROWTH,
    INNER,
    INSIDE,
    TURNS,
    angular,
    between,
    drawn,
    loop_rest,
    outside,
    quadratures,
    straight,
    strength,
    surface,
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

WIDE = 2.2  # half side of the cut, units of a

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

pictured = quantity(*clear_place)(drawn).parts("tilt", "few", "orders")
rho, height = coordinate("rho"), coordinate("height")
ways, rhos, heights = quantity(*clear_place)(outside).parts("places", "rho", "height")
radial, axial = [
    as_these_run(part, {rho: rhos, height: heights})
    for part in quantity(rho, height, clear_place[0], 1.0)(loops.field).parts("radial", "axial")
]
rest = quantity(*clear_place, ways, radial, axial)(loop_rest)
fields = quantity(quantity(*pictured)(angular), rest, y)(quadratures)
inner, outer, amplitudes, most = fields.parts("inner", "outer", "amplitudes", "most")


@quantity(b, h, d)
def wires(b, h, d):
    """Where the loop goes through the plane: away from the reader, and back."""
    return complex(b - d, h), complex(-b - d, h)


near, far = wires.parts("near", "far")
typical = quantity(outer, near, far)(strength)


# --- At a moment ---------------------------------------------------------------------------


@quantity(phase)
def moment(phase):
    return complex(cosine(phase), sine(phase))


PIXELS, EDGE = 45, 1.02  # of the map of J


@quantity()
def pixels():
    """[(index, ring, share of the next ring, turn)] of the map's points inside of the sphere."""
    found = []
    step = 2 * EDGE / (PIXELS - 1)
    for k in range(PIXELS):
        for l in range(PIXELS):
            pixel = complex(l * step - EDGE, k * step - EDGE)
            r = abs(pixel)
            if r > 1 - 0.4 * step:
                continue
            i = int(INNER * (1 - sqrt(1 - r)))
            p = max(0.0, (r - INSIDE[i]) / (INSIDE[i + 1] - INSIDE[i]))
            found.append((k * PIXELS + l, i, p, turn_of(pixel)))
    return found


def turn_of(place):
    """Angle from z towards x in steps of the grid."""
    return atan2(place.real, place.imag) * ANGLES / (2 * pi)


@quantity(pixels, inner, most)
def densities(pixels, inner, most):
    """The amplitude of J_y over its greatest at these points."""
    rings = [currents for _, _, currents in inner]
    return [between(rings[i], rings[i + 1], p, t) / most for _, i, p, t in pixels]


@quantity(pixels, densities, moment)
def current_map(pixels, densities, moment):
    values = [0.0] * (PIXELS * PIXELS)
    for pixel, density in zip(pixels, densities):
        values[pixel[0]] = (density * moment).real
    return PIXELS, PIXELS, -EDGE, EDGE, -EDGE, EDGE, values


@quantity(inner, outer, moment)
def rings_now(inner, outer, moment):
    """B around the rings, without the straight wires outside."""
    c, s = moment.real, moment.imag
    return [
        [[c * u - s * v for u, v in zip(in_phase, ahead)] for in_phase, ahead in rings]
        for rings in ([ring[:2] for ring in inner], outer)
    ]


def field(place, rings_now, near, far, current):
    """B at a place of the plane."""
    inner, outer = rings_now
    r, t = abs(place), turn_of(place)
    if r < 1:
        i = INNER * (1 - sqrt(1 - r))
        k = int(i)
        return between(inner[k], inner[k + 1], i - k, t)
    i = log(r) / log(GROWTH)
    k = int(i)
    return between(outer[k], outer[k + 1], i - k, t) + current * straight(place, near, far)


SPACING = 0.36
PIECES = 2  # steps to either side of a seed


def seeds():
    found = []
    for k in range(-7, 8):
        z = 0.87 * SPACING * k
        for l in range(-7, 8):
            x = SPACING * (l + 0.5 * (k % 2))
            if abs(x) < WIDE - 0.1 and abs(z) < WIDE - 0.1:
                found.append(complex(x, z))
    return found


SEEDS = seeds()


@quantity(rings_now, near, far, moment, typical)
def field_lines(rings_now, near, far, moment, typical):
    """Pieces of them, longer where B is stronger."""

    def B_at(place):
        return field(place, rings_now, near, far, moment.real)

    xs, zs = [], []
    for seed in SEEDS:
        B = B_at(seed)
        relative = abs(B) / sqrt(typical)
        if relative < 0.02:
            continue
        step = SPACING / (2 * PIECES) * min(1.3, sqrt(relative))
        upstream = followed(B_at, seed, B, -step)
        for place in upstream[::-1] + [seed] + followed(B_at, seed, B, step):
            xs.append(place.real)
            zs.append(place.imag)
        xs.append(nan)
        zs.append(nan)
    return xs, zs


def followed(B_at, place, B, step):
    """Places along a field line, by the midpoint rule."""
    path = []
    for k in range(PIECES):
        if k:
            B = B_at(place)
        B = B_at(place + 0.5 * step * B / abs(B))
        place += step * B / abs(B)
        path.append(place)
    return path


SHOWN = 0.1  # least share of the greatest current density that gets a symbol


@quantity(delta, inner, most, moment)
def currents(delta, inner, most, moment):
    """Some places in the sphere and the share of the current there, towards the reader."""
    shallow = INNER - min(3, int(INNER * sqrt(0.5 * delta)))
    spots = [(shallow, j) for j in range(2, ANGLES, 4)]
    spots += [(INNER // 3, j) for j in range(4, ANGLES, 8)]
    shown = []
    for i, j in spots:
        J = (inner[i][2][j] * moment).real / most
        if abs(J) > SHOWN:
            shown.append((INSIDE[i] * TURNS[j], -J))
    return across(shown)


@quantity(wires, moment)
def wire_currents(wires, moment):
    """Where the wire cuts the plane, and its current there."""
    shown = zip(wires, (-moment.real, moment.real))
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


@quantity(quantity(*pictured)(surface), amplitudes, most, moment, quantity(b, h, d)(shrink))
def eddies(surface, amplitudes, most, moment, shrunk):
    """Arrows of the current density on the surface; their length grows like its square root."""
    weights = [(amplitude * moment).real / most for amplitude in amplitudes]
    found = [], [], []
    for place, vectors in surface:
        density = [
            sum([weight * vector[k] for weight, vector in zip(weights, vectors)]) for k in range(3)
        ]
        strength = size(density)
        if strength < 0.01:
            continue
        half = 0.46 / sqrt(strength)
        for row, p, q in zip(found, place, density):
            row += [1.03 * shrunk * (p - half * q), 1.03 * shrunk * (p + half * q), nan]
    return found


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
    presets={
        "Loop far above": {"frequency": 50, "b": 1.5, "h": 3.5, "d": 0, "phase": 0},
        "Loop around the equator": {"frequency": 50, "b": 1.6, "h": 0, "d": 0, "phase": 0},
        "Thin skin": {"frequency": 10000, "b": 1.5, "h": 1.2, "d": 0, "phase": 0},
        "Slow field": {"frequency": 0.5, "b": 1.5, "h": 1.2, "d": 0, "phase": 300},
        "Off the axis": {"frequency": 50, "b": 0.8, "h": 1.3, "d": 1.2, "phase": 0},
    },
    describe=describe,
    code=code,
)
