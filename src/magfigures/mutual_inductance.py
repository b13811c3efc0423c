"""The mutual inductance of two loops, as one of them is moved past the other and tilted."""

from math import nan, pi, sqrt

from livefigure import (
    Figure,
    axis,
    circle,
    control,
    curve,
    dots_and_crosses,
    evenly,
    here,
    level,
    loop,
    plot,
    points,
    quantity,
    readout,
    row,
    scene,
    written,
)
from magbook import loops
from magbook.elementwise import Direction, Positive, Real, elementwise
from magfigures.degrees import cosine, sine
from magfigures.roots import zero

A, WIRE = 0.1, 0.001  # m: radius of loop a, and of the wire of both
FAR = 3.0
OFFSETS = evenly(0.0, FAR, 49)
UP = (0.0, 0.0, 1.0)
ACROSS, ALONG = 3.2, 1.6  # half sides of the cut
STARTS = (0.12, 0.3, 0.45, 0.6, 0.74, 0.86, 0.95)  # of the lines, in the disc of loop a

ratio = control("ratio", "<i>b</i>/<i>a</i>", "size of loop b", 0.1, 1.5, 0.7, step=0.01)
offset = control(
    "offset", "<i>x</i>/<i>a</i>", "distance from a's axis", 0, FAR, 0.5, step=0.01, play=True
)  # fmt: skip
height = control(
    "height", "<i>h</i>/<i>a</i>", "height over a's plane", -1.5, 1.5, 0.5, step=0.01
)  # fmt: skip
tilt = control("tilt", "<i>γ</i>", "tilt of loop b", -180, 180, 0.0, "°", step=1.0)
current = control(
    "current", "<i>I</i>", "peak current in loop a", 0.01, 100, 1.0, "A", scale="log"
)  # fmt: skip
frequency = control(
    "frequency", "<i>f</i>", "its frequency", 0.05, 30000, 100.0, "kHz", scale="log"
)


@quantity(tilt)
def normal(tilt):
    return (sine(tilt), 0.0, cosine(tilt))


@elementwise()
def inductance(ratio: Positive, offset: Real, height: Real, normal: Direction) -> Real:
    place = (A * offset, 0.0, A * height)
    return 1e9 * loops.mutual_inductance(place, UP, normal, A, A * ratio)


M = quantity(ratio, offset, height, normal, name="M")(inductance)
M_curve = row(M, offset, OFFSETS)


@quantity(ratio)
def mean_own(ratio):
    """√(L_a L_b) in nH."""
    own = [loops.self_inductance(A * size, WIRE, 0.0) for size in (1.0, ratio)]
    return 1e9 * sqrt(own[0] * own[1])


@quantity(M, mean_own)
def coupling(M, mean_own):
    return M / mean_own


@quantity(M, current, frequency)
def emf(M, current, frequency):
    """Its peak, in V."""
    return 2 * pi * (1e3 * frequency) * 1e-9 * abs(M) * current


def crossing(low, below, high, above, ratio, height, normal):
    """Where M vanishes between two offsets, at which it has opposite signs."""
    sign = 1 if above > 0 else -1

    def rising(x):
        return sign * inductance(ratio, x, height, normal)

    return zero(rising, low, sign * below, high, sign * above, 1e-9)


@quantity(M_curve, ratio, height, normal)
def zeros(curve, *loop_b):
    """Offsets at which M vanishes."""
    steps = zip(*[part[k : k + len(part) - 1] for part in curve for k in range(2)])
    return [
        crossing(low, below, high, above, *loop_b)
        for low, high, below, above in steps
        if below * above < 0
    ]


@quantity(zeros)
def zero_marks(zeros):
    return (zeros, [0.0] * len(zeros)) if zeros else None


@quantity(1.0)
def lines(a):
    """Field lines of loop a in the plane of symmetry, by the midpoint rule: one quarter of each is
    traced, the others are its mirror images."""
    xs, zs = [], []
    for start in STARTS:
        x, z, path = start, 0.0, [(start, 0.0)]
        while z >= 0 and x < 2 * ACROSS and z < 2 * ALONG and len(path) < 200:
            step = min(0.15, 0.12 * sqrt((x - a) ** 2 + z * z))
            for share in (0.5, 1.0):
                at = path[-1] if share == 0.5 else (x, z)
                B_rho, B_z = loops.field(max(at[0], 0.0), at[1], a, 1.0)
                size = sqrt(B_rho * B_rho + B_z * B_z)
                x = path[-1][0] + share * step * B_rho / size
                z = path[-1][1] + share * step * B_z / size
            if z < 0:  # back in the plane of the loop
                last_x, last_z = path[-1]
                x += (last_x - x) * z / (z - last_z)
                path.append((x, 0.0))
            else:
                path.append((x, z))
        inside = [x < ACROSS and abs(z) < ALONG for x, z in path]
        for side in (1, -1):
            # upwards through the disc, over the wire, down outside
            for image in (1, -1):
                for (x, z), shown in zip(path if image > 0 else path[::-1], inside[::image]):
                    xs.append(side * x if shown else nan)
                    zs.append(image * z if shown else nan)
                xs.append(nan)
                zs.append(nan)
    return xs, zs


def ends(ratio, offset, height, normal):
    """Where wire b goes through the plane: right and left of its normal."""
    dx, dz = ratio * normal[2], -ratio * normal[0]
    return (offset + dx, offset - dx), (height + dz, height - dz)


@quantity(ratio, offset, height, normal)
def chord(ratio, offset, height, normal):
    """The disc of loop b, seen edge on."""
    xs, zs = ends(ratio, offset, height, normal)
    return list(xs), list(zs)


@quantity(ratio, offset, height, normal)
def wire_b(ratio, offset, height, normal):
    xs, zs = ends(ratio, offset, height, normal)
    return list(xs), list(zs), [-1.0, 1.0]


@quantity(offset, height)
def centre(offset, height):
    return (offset - 1.5, 0.0, height)


def describe(now):
    where = now(offset), now(height), now(tilt)
    words = "Loop b is %g a from a's axis, %g a over its plane, and tilted by %g°; " % where
    if now(M) is None:
        return words + "the wires meet, and M has no value."
    end = "at no distance up to 3 a does M vanish."
    if now(zeros):
        end = "at this height M vanishes at %s a." % " and at ".join(
            ["%.4g" % x for x in now(zeros)]
        )
    return words + "M is %.4g nH, the coupling %.3g; %s" % (now(M), now(coupling), end)


def code(ratio, offset, height, tilt, current, frequency):
    return """import numpy as np
from magbook import loops
from magbook.elementwise import Direction, Positive, Real, elementwise

a, wire = 0.1, 0.001  # m
I, frequency = %s, 1e3 * %s  # A, Hz
b = %s * a
tilt = np.radians(%s)
r, n_b = [%s * a, 0, %s * a], [np.sin(tilt), 0, np.cos(tilt)]
M = loops.mutual_inductance(r, [0, 0, 1], n_b, a, b) * 1e9
L_a, L_b = loops.self_inductance([a, b], wire, 0.0) * 1e9
coupling = M / np.sqrt(L_a * L_b)
emf = 2 * np.pi * frequency * abs(M) * 1e-9 * I
""" % tuple(map(written, (current, frequency, ratio, tilt, offset, height)))


MEET = "wires meet"

figure = Figure(
    title="Mutual inductance of two loops",
    controls=[ratio, offset, height, tilt, current, frequency],
    readouts=[
        readout(M, "<i>M</i>", "mutual inductance (a = 10 cm)", "nH", missing=MEET, zero=1e-12),
        readout(coupling, "<i>k</i>", "coupling, 2 mm wire", digits=4, missing=MEET, zero=1e-15),
        readout(
            emf, "|EMF|", "peak voltage in b", "V", digits=4, missing=MEET, zero=1e-15,
        ),
    ],
    views=[
        plot(
            "Field of a in the plane of symmetry; drag loop b",
            axis("x / a", -ACROSS, ACROSS, ticks=[-3, -2, -1, 0, 1, 2, 3]),
            axis("z / a", -ALONG, ALONG, ticks=[-1, 0, 1]),
            [
                curve(lines, "field", "field of loop a", width=1.2),
                dots_and_crosses(
                    ([1.0, -1.0], [0.0, 0.0], [-1.0, 1.0]), "current", "wire of a", ring=True
                ),
                curve(chord, "current2", "loop b, edge on", width=2.5),
                dots_and_crosses(wire_b, "current2", ring=True),
                points(
                    here(height, offset), "reader", "centre of b", radius=6,
                    drag={"x": "offset", "y": "height"},
                ),
            ],
            aspect=0.52,
            equal=True,
        ),
        plot(
            "M as loop b moves past",
            axis("x / a", 0, FAR, ticks=[0, 1, 2, 3]),
            axis("M", unit="nH"),
            [
                level(0.0, "quiet"),
                curve(M_curve, "exact", "M", smooth=True),
                points(zero_marks, "approximate", "M = 0", radius=5),
                points(here(M, offset), "reader", "you", radius=6, drag={"x": "offset"}),
            ],
            aspect=0.85,
        ),
        scene(
            "Drag to turn",
            [
                loop(circle(UP, 1.0, (-1.5, 0.0, 0.0)), "current", "loop a", disc=True),
                loop(circle(normal, ratio, centre), "current2", "loop b", disc=True),
            ],
            extent=2.85,
            elevation=18,
            aspect=0.85,
        ),
    ],
    presets=[
        ("On one axis", {"ratio": 0.7, "offset": 0, "height": 0.5, "tilt": 0}),
        (
            "Decoupled side by side",
            {"ratio": 1, "offset": 1.69971557829539, "height": 0.5, "tilt": 0},
        ),
        ("At right angles", {"ratio": 0.7, "offset": 0.7, "height": 0.5, "tilt": 90}),
        ("Linked", {"ratio": 0.7, "offset": 1, "height": 0, "tilt": 60}),
    ],
    describe=describe,
    code=code,
)  # fmt: skip
