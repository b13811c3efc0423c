"""A point beside a ring, as figures show it: controls, maps of the half plane, the scene.

Shared by figures. Lengths are in units of the ring's radius a. The point lies at the azimuth 0,
its moment at -Δφ, so that local components (ρ, φ, z) are those along x, y and z.
"""

from math import cos, pi, sin, sqrt

from livefigure import arrow, ball, control, scene, wire
from livefigure.quantity import remember
from magfigures.degrees import cosine, sine

FAR = 3.0  # ends of ρ and |z|
COLUMNS, HALF = 32, 31  # of a map's points none lies on the ring
MOMENTS = 10  # arrows drawn along the ring


def on_ring(rho, z):
    """Whether a place lies on the ring, or so near that powers of its distance are no doubles."""
    return rho == 1 and abs(z) < 1e-40


def direction(theta, dphi):
    """The unit vector of the moment along ρ̂, φ̂, ẑ of the point; degrees."""
    return (sine(theta) * cosine(dphi), -sine(theta) * sine(dphi), cosine(theta))


def planes(parts, parities, far=FAR, columns=COLUMNS, half=HALF):
    """Maps of the half plane out to ``far``, one for each result of parts(rho, z), from z ≥ 0
    alone: the parity says whether it keeps (1) or changes (-1) its sign with z."""
    upper = [
        [parts(far * i / (columns - 1), far * j / half) for i in range(columns)]
        for j in range(half + 1)
    ]
    maps = []
    for n, parity in enumerate(parities):
        values = []
        for j in range(-half, half + 1):
            sign = parity if j < 0 else 1
            values += [sign * at[n] for at in upper[abs(j)]]
        maps.append(values)
    return maps


def as_map(values, far=FAR, columns=COLUMNS, half=HALF):
    return (columns, 2 * half + 1, 0.0, far, -far, far, values)


def principal(matrix):
    """(smallest, largest) eigenvalue of a symmetric 3×3 matrix, by Jacobi's rotations: the cubic's
    roots would lose half their digits where two of them meet, as they do on the axis."""
    m = [[float(value) for value in row] for row in matrix]
    for _ in range(8):
        for p, q in ((0, 1), (0, 2), (1, 2)):
            if m[p][q] == 0:
                continue
            ratio = (m[q][q] - m[p][p]) / (2 * m[p][q])
            t = 1 / (abs(ratio) + sqrt(ratio * ratio + 1))
            t = t if ratio >= 0 else -t
            c = 1 / sqrt(t * t + 1)
            s = t * c
            for k in range(3):
                m[k][p], m[k][q] = c * m[k][p] - s * m[k][q], s * m[k][p] + c * m[k][q]
            for k in range(3):
                m[p][k], m[q][k] = c * m[p][k] - s * m[q][k], s * m[p][k] + c * m[q][k]
    values = [m[0][0], m[1][1], m[2][2]]
    return min(values), max(values)


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


@remember
def ring_data(scale, end):
    """ "ring", "axis" from -end to end, and "ring_0" …, for `ring_marks`."""
    turns = [2 * pi * j / 90 for j in range(91)]
    data = {
        "ring": ([scale * cos(t) for t in turns], [scale * sin(t) for t in turns], [0.0] * 91),
        "axis": ([0.0] * 13, [0.0] * 13, [end * j / 6 for j in range(-6, 7)]),
    }
    for j in range(MOMENTS):
        t = 2 * pi * j / MOMENTS
        data["ring_%d" % j] = (scale * cos(t), scale * sin(t), 0.0, 0.0, 0.0, 0.45 * scale)
    return data


def ring_marks(magnet=True):
    """The ring's axis and wire, and the moments that it has as a magnet."""
    marks = [wire("axis", "quiet", width=1.0), wire("ring", "quiet", "ring", width=4.5)]
    return marks + [arrow("ring_%d" % j, "quiet") for j in range(MOMENTS) if magnet]


MOMENT = 0.25  # its length in the scene, whose extent is 1


def scene_data(rho, z, n):
    """ "place", "moment" along n and what `ring_marks` need, so small that all is in the scene."""
    scale = 0.66 / max(1.2, sqrt(rho * rho + z * z))
    place = (scale * rho, 0.0, scale * z)
    data = {"place": place, "moment": place + tuple(MOMENT * x for x in n)}
    data.update(ring_data(scale, 0.9))
    return data


def place_scene(name, words, marks=(), magnet=True):
    """The ring, with the moments that it has as a magnet, its axis and the point; ``results`` need
    `scene_data`."""
    held = {"theta": "theta", "phi": "dphi", "pole": (0, 0, 1), "zero": (1, 0, 0), "sense": -1}
    return scene(
        "Drag the tip of %s to turn it, anything else to walk around" % name,
        ring_marks(magnet)
        + list(marks)
        + [ball("place", "reader"), arrow("moment", "moment", words, name, drag=held)],
        azimuth=-68,
        elevation=16,
        aspect=1.2,
    )
