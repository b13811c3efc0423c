"""A copper sphere beside a loop with alternating current: its eddy currents and its field."""

from math import atan2, log, pi, sqrt

from livefigure import (
    Figure,
    axis,
    color_map,
    control,
    curve,
    plot,
    points,
    readout,
    wire,
)
from livefigure.quantity import remember
from magfigures.degrees import cosine, sine
from magfigures.sphere_cut import (
    ANGLES,
    GROWTH,
    INNER,
    INSIDE,
    TURNS,
    expansion,
    quadratures,
    strength,
    surface,
)
from magfigures.sphereside import (
    MISSING,
    allowed,
    b_control,
    code_start,
    d_control,
    force_arrow,
    force_of,
    frequency_control,
    h_control,
    power_of,
    refusal,
    responses,
    scene_data,
    shrink,
    skin,
    sphere_scene,
)

WIDE = 2.2  # half side of the cut, units of a
PIXELS, EDGE = 45, 1.02  # of the map of J
SHOWN = 0.1  # least share of the greatest current density that gets a symbol


def angle(x, z):
    """From z towards x, in steps of the grid, 0 … ANGLES."""
    t = atan2(x, z) * ANGLES / (2 * pi)
    return t if t >= 0 else t + ANGLES


@remember
def pixels():
    """[(pixel, ring, place, four weights)] for the map's points inside of the sphere."""
    found = []
    step = 2 * EDGE / (PIXELS - 1)
    for k in range(PIXELS):
        z = EDGE - EDGE * 2 * (PIXELS - 1 - k) / (PIXELS - 1)
        for l in range(PIXELS):
            x = EDGE * (2 * l / (PIXELS - 1) - 1)
            r = sqrt(x * x + z * z)
            if r > 1 - 0.4 * step:
                continue
            t = angle(x, z)
            i, j = int(INNER * (1 - sqrt(1 - r))), int(t) % ANGLES
            p = max(0.0, (r - INSIDE[i]) / (INSIDE[i + 1] - INSIDE[i]))
            q = t - int(t)
            u, v = 1 - p, 1 - q
            found.append((k * PIXELS + l, i, j, (j + 1) % ANGLES, u * v, u * q, p * v, p * q))
    return found


@remember
def current_maps(b, h, d, frequency):
    """J_y over its greatest amplitude on the map's points inside: (in phase, ahead)."""
    inner, _, _, most = quadratures(b, h, d, frequency)
    maps = []
    for which in (4, 5):
        rows = [[x / most for x in ring[which]] for ring in inner]
        values = []
        for _, i, j, k, w0, w1, w2, w3 in pixels():
            low, high = rows[i], rows[i + 1]
            values.append(w0 * low[j] + w1 * low[k] + w2 * high[j] + w3 * high[k])
        maps.append(values)
    return maps


# --- At a moment ---------------------------------------------------------------------------


def current_map(b, h, d, frequency, c, s):
    values = [0.0] * (PIXELS * PIXELS)
    in_phase, ahead = current_maps(b, h, d, frequency)
    for j, pixel in enumerate(pixels()):
        values[pixel[0]] = c * in_phase[j] - s * ahead[j]
    return PIXELS, PIXELS, -EDGE, EDGE, -EDGE, EDGE, values


GAP = float("nan")
NOWHERE = complex(GAP, GAP)
SPACING = 0.36
BARB = 0.05
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


def field_pieces(b, h, d, frequency, c, s):
    """Pieces of field lines, and an arrowhead at the end of each; longer where B is stronger.

    Vectors of the plane are complex numbers here, x + iz.
    """
    inner, outer, _, _ = quadratures(b, h, d, frequency)

    def moment(rings):
        return [
            [complex(c * x[j] - s * p[j], c * z[j] - s * q[j]) for j in range(ANGLES)]
            for x, z, p, q in [ring[:4] for ring in rings]
        ]

    inner, outer = moment(inner), moment(outer)
    to_ring = 0.5 / log(GROWTH)
    to_place = ANGLES / (2 * pi)
    scale = c / (2 * pi)
    to_near, to_far = d - b, d + b

    def field(place):
        x, z = place.real, place.imag
        r2 = x * x + z * z
        if r2 < 1:
            i = INNER * (1 - sqrt(1 - sqrt(r2)))
            rings = inner
        else:
            i = log(r2) * to_ring
            rings = outer
        k = int(i)
        p = i - k
        j = atan2(x, z) * to_place
        l = int(j + ANGLES) - ANGLES  # from -ANGLES/2: lists count from their end, too
        q = j - l
        n = l + 1
        low, high = rings[k], rings[k + 1]
        w3 = p * q
        w1 = q - w3
        B = (1 - p - w1) * low[l] + w1 * low[n] + (p - w3) * high[l] + w3 * high[n]
        if r2 < 1:
            return B
        near, far, w = x + to_near, x + to_far, z - h
        down = scale / (near * near + w * w + 1e-6)
        up = scale / (far * far + w * w + 1e-6)
        return B + complex(w * (down - up), far * up - near * down)

    typical = sqrt(strength(b, h, d, frequency))
    rows = [], []
    for seed in SEEDS:
        B = field(seed)
        size = abs(B)
        relative = size / typical
        if relative < 0.02:
            continue
        step = SPACING / (2 * PIECES) * min(1.3, sqrt(relative))
        start = B / size
        path = [seed]
        for sign in (-step, step):
            place, way = seed, start
            for k in range(PIECES):
                if k:
                    B = field(place)
                    way = B / abs(B)
                B = field(place + 0.5 * sign * way)
                way = B / abs(B)
                place += sign * way
                path.append(place)
            if sign < 0:
                path.reverse()
        # where B leads to; two barbs there
        barb = min(BARB, 0.6 * PIECES * step) * way
        path += [NOWHERE, place - (1 - 0.6j) * barb, place, place - (1 + 0.6j) * barb, NOWHERE]
        for part in path:
            rows[0].append(part.real)
            rows[1].append(part.imag)
    return rows


def symbols(b, h, d, frequency, c, s):
    """Crosses where the current flows away from the reader, dots where it comes: more of it,
    a larger cross."""
    inner, _, _, most = quadratures(b, h, d, frequency)
    crosses, dots = ([], []), ([], [])
    shallow = INNER - min(3, int(INNER * sqrt(0.5 * skin(frequency))))
    spots = [(shallow, j) for j in range(2, ANGLES, 4)]
    spots += [(INNER // 3, j) for j in range(4, ANGLES, 8)]
    for i, j in spots:
        J = (c * inner[i][4][j] - s * inner[i][5][j]) / most
        x, z = INSIDE[i] * TURNS[j][0], INSIDE[i] * TURNS[j][1]
        if J > SHOWN:
            cross_at(crosses, x, z, 0.055 * sqrt(J))
        elif J < -SHOWN:
            dots[0].append(x)
            dots[1].append(z)
    return crosses, dots


def cross_at(rows, x, z, size):
    for u, v in ((-1, -1), (1, 1), (GAP, GAP), (-1, 1), (1, -1), (GAP, GAP)):
        rows[0].append(x + u * size)
        rows[1].append(z + v * size)


def cuts(b, h, d, c):
    """Where the wire cuts the plane: rings, crosses and dots in them."""
    rings, crosses, dots = ([], []), ([], []), ([], [])
    for x, sign in ((b - d, 1.0), (-b - d, -1.0)):
        if abs(x) > WIDE - CUT or abs(h) > WIDE - CUT:
            continue
        for j in range(0, ANGLES + 1, 4):
            turn = TURNS[j % ANGLES]
            rings[0].append(x + CUT * turn[0])
            rings[1].append(h + CUT * turn[1])
        rings[0].append(GAP)
        rings[1].append(GAP)
        if sign * c > 1e-9:
            cross_at(crosses, x, h, 0.7 * CUT * sqrt(abs(c)))
        elif sign * c < -1e-9:
            dots[0].append(x)
            dots[1].append(h)
    return rings, crosses, dots


CUT = 0.1


def surface_arrows(b, h, d, frequency, c, s):
    """Arrows of the current density on the surface, each a shaft and two barbs; their length
    grows like its square root."""
    _, _, (reals, imags), most = quadratures(b, h, d, frequency)
    weights = [(c * v + s * u) / most for u, v in zip(reals, imags)]
    shrunk = shrink(b, h, d)
    rows = ([], [], [])
    for (x, y, z), vectors in surface(b, h, d):
        u = v = w = 0.0
        for weight, vector in zip(weights, vectors):
            u += weight * vector[0]
            v += weight * vector[1]
            w += weight * vector[2]
        density = sqrt(u * u + v * v + w * w)
        if density < 0.01:
            continue
        length = 0.46 * sqrt(density)
        scale = length / density
        u, v, w = scale * u, scale * v, scale * w
        # across the arrow, along the surface
        k = 0.4 * min(1.0, 0.16 / length)
        p, q, r = k * (y * w - z * v), k * (z * u - x * w), k * (x * v - y * u)
        back = 1 - 2 * k
        corners = (
            (x - u, y - v, z - w),
            (x + u, y + v, z + w),
            (x + back * u + p, y + back * v + q, z + back * w + r),
            (x + u, y + v, z + w),
            (x + back * u - p, y + back * v - q, z + back * w - r),
            (GAP, GAP, GAP),
        )
        for corner in corners:
            for row, value in zip(rows, corner):
                row.append(1.03 * shrunk * value)
    return rows


OUTLINE = (
    [TURNS[j % ANGLES][0] for j in range(ANGLES + 1)],
    [TURNS[j % ANGLES][1] for j in range(ANGLES + 1)],
)


def compute(frequency, b, h, d, phase):
    c, s = cosine(phase), sine(phase)
    rings, crosses, dots = cuts(b, h, d, c)
    results = {
        "delta": skin(frequency),
        "outline": OUTLINE,
        "cuts": rings,
        "cut_crosses": crosses,
        "cut_dots": dots,
    }
    results.update(scene_data(b, h, d))
    if not allowed(b, h, d):
        for name in ("power", "force_x", "force_z", "force", "map", "field", "crosses", "dots"):
            results[name] = None
        results["eddies"] = None
        return results
    _, _, geometry = expansion(b, h, d)
    answers = responses(frequency, geometry[1])
    push = force_of(geometry, answers)
    results["power"] = power_of(geometry, answers, frequency)
    results["force_x"], results["force_z"] = push
    results["force"] = force_arrow(push, b, h, d)
    results["map"] = current_map(b, h, d, frequency, c, s)
    results["field"] = field_pieces(b, h, d, frequency, c, s)
    results["crosses"], results["dots"] = symbols(b, h, d, frequency, c, s)
    results["eddies"] = surface_arrows(b, h, d, frequency, c, s)
    return results


def describe(controls, results):
    if results["power"] is None:
        return refusal(controls["b"], controls["h"], controls["d"])
    sideways, upward = results["force_x"], results["force_z"]
    ways = []
    if abs(upward) > 1e-6 * abs(sideways) and upward * controls["h"] != 0:
        away = "away from" if upward * controls["h"] < 0 else "towards"
        ways.append("%s the loop's plane with %.3g µN" % (away, 1e6 * abs(upward)))
    if abs(sideways) > 1e-6 * abs(upward) and controls["d"] != 0:
        away = "away from" if sideways > 0 else "towards"
        ways.append("%s its axis with %.3g µN" % (away, 1e6 * abs(sideways)))
    return "At %.6g Hz the skin is %.3g radii deep, the sphere turns %.3g µW into heat and %s." % (
        controls["frequency"],
        results["delta"],
        1e6 * results["power"],
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
    compute=compute,
    controls=[
        frequency_control(50.0),
        b_control(1.5),
        h_control(1.2),
        d_control(0.0),
        control(
            "phase",
            "<i>ωt</i>",
            "phase of the loop's current",
            0,
            360,
            0.0,
            "°",
            step=1.0,
            play=True,
        ),
    ],
    readouts=[
        readout("power", "<i>P</i>", "mean power turned into heat", "W", missing=MISSING),
        readout("force_x", "<i>F<sub>x</sub></i>", "mean force along x", "N", missing=MISSING),
        readout("force_z", "<i>F<sub>z</sub></i>", "mean force along z", "N", missing=MISSING),
        readout("delta", "<i>δ</i>/<i>a</i>", "skin depth over the radius"),
    ],
    views=[
        plot(
            "Cut through the sphere at this moment",
            axis("x / a", -WIDE, WIDE, ticks=[-2, -1, 0, 1, 2]),
            axis("z / a", -WIDE, WIDE, ticks=[-2, -1, 0, 1, 2]),
            [
                color_map("map", [0.05, 0.15, 0.3, 0.5, 0.75], "J"),
                curve("field", "field", "field B", width=1.2),
                curve("outline", "quiet", "sphere", width=2.2),
                curve("crosses", "exact", width=1.6),
                points("dots", "exact", "J towards you; × away from you", radius=3),
                curve("cuts", "current", "wire of the loop", width=2.2),
                curve("cut_crosses", "current", width=2.2),
                points("cut_dots", "current", radius=4.5),
            ],
            aspect=0.98,
            equal=True,
        ),
        sphere_scene(
            "Currents on the surface; drag to walk around",
            [wire("eddies", "current2", "eddy currents (length as their root)", width=1.8)],
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
