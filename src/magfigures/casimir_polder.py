"""An anisotropic atom beside a polarizable ring: where vacuum fluctuations push it away."""

from math import log, pi

from livefigure import (
    Figure,
    arrow,
    arrows,
    axis,
    color_map,
    curve,
    level,
    plot,
    points,
    readout,
    written,
)
from livefigure.quantity import remember
from magbook import HBAR_C, ring
from magfigures.ringside import (
    FAR,
    as_map,
    direction,
    on_ring,
    place_controls,
    place_scene,
    planes,
    scene_data,
)

UNIT_NAME = "ħcα₁σ₂/32π²a⁶"
UNIT = HBAR_C / (32.0 * pi * pi)  # α₁ = 1 m³, σ₂ = 1 m², a = 1 m
PARITIES = (1, -1, 1, 1)
HEIGHTS = [FAR * j / 50 for j in range(-50, 51)]

COLUMNS, HALF = 42, 41  # a finer map than that of the magnet, for the force is found on it


def at(rho, z):
    return ring.casimir_polder_parts(rho, z, 1.0)


@remember
def parts():
    return planes(at, PARITIES, FAR, COLUMNS, HALF)


def weights(n):
    """Of the four parts in the energy, for an atom polarizable along n."""
    n_rho, n_phi, n_z = n
    lying = n_rho * n_rho, n_phi * n_phi
    return n_z * n_z, n_rho * n_z, lying[0] + lying[1], lying[0] - lying[1]


def combine(values, n):
    return sum(weight * value for weight, value in zip(weights(n), values))


@remember
def depths(theta, dphi):
    """-U all over the map, the atom kept parallel to itself."""
    c1, c2, c3, c4 = weights(direction(theta, dphi))
    f, g, h, q = parts()
    return [-(c1 * f[j] + c2 * g[j] + c3 * h[j] + c4 * q[j]) for j in range(len(f))]


@remember
def energy_map(theta, dphi):
    """Minus the depth, on a logarithmic scale: one tint, a factor of 5. What is shallower than
    the first tint is cut off, for a lying atom has no energy in the plane."""
    return [-log(max(1e-3, depth)) / log(5.0) - 3.0 for depth in depths(theta, dphi)]


@remember
def pushed_away(theta, dphi):
    """∂|U|/∂|z| over |U|: positive where the force leads away from the plane."""
    depth = depths(theta, dphi)
    step = 2 * FAR / HALF

    def slope(i, j):
        here = (j + HALF) * COLUMNS + i
        found = (depth[here + COLUMNS] - depth[here - COLUMNS]) / (step * depth[here])
        return found if j > 0 else -found

    rows = [[slope(i, j) for i in range(COLUMNS)] for j in range(1, HALF)]
    below = [[slope(i, -j) for i in range(COLUMNS)] for j in range(1, HALF)]
    # in the plane itself, what both sides say; at the ends, what stands beside them
    middle = [0.5 * (u + v) for u, v in zip(rows[0], below[0])]
    found = []
    for row in [below[-1]] + below[::-1] + [middle] + rows + [rows[-1]]:
        found += row
    return found


@remember
def upright_line(rho):
    upper = [at(rho, z) for z in HEIGHTS[len(HEIGHTS) // 2 :]]
    lower = [[sign * x for sign, x in zip(PARITIES, values)] for values in upper[:0:-1]]
    return lower + upper


def compute(rho, z, theta, dphi):
    n = direction(theta, dphi)
    energy = None if on_ring(rho, z) else combine(ring.casimir_polder_parts(rho, z, 1.0), n)
    nan = float("nan")
    line = []
    for height, values in zip(HEIGHTS, upright_line(rho)):
        depth = nan if rho == 1 and height == 0 else -combine(values, n)
        line.append(depth if depth > 0 else nan)  # a lying atom has no energy in the plane
    depth = nan if energy is None or energy >= 0 else -energy
    # polarization has no sense of direction: a needle with two ends
    results = {
        "energy": energy,
        "energy_map": as_map(energy_map(theta, dphi), FAR, COLUMNS, HALF),
        "pushed": as_map(pushed_away(theta, dphi), FAR, COLUMNS, HALF),
        "needle": ([rho, rho], [z, z], [0.26 * n[0], -0.26 * n[0]], [0.26 * n[2], -0.26 * n[2]]),
        "atom": ([rho], [z]),
        "section": ([1.0], [0.0]),
        "line": (HEIGHTS, line),
        "line_here": ([z], [depth]),
        "here": z,
    }
    results.update(scene_data(rho, z, n))
    moment = results["moment"]
    results["moment_back"] = moment[:3] + tuple(-x for x in moment[3:])
    return results


def way(rho, z, n):
    """Where the force along the axis leads: a lower energy draws."""
    near, far = (combine(ring.casimir_polder_parts(rho, z * t, 1.0), n) for t in (0.9999, 1.0001))
    if abs(far - near) <= 1e-9 * abs(far):
        return "neither drawn towards nor pushed away from"
    return "pushed away from" if far < near else "drawn towards"


def describe(controls, results):
    if results["energy"] is None:
        return "The atom lies on the ring, where its energy has no value."
    return (
        "At %g a from the axis and %g a over the ring, its axis tilted by %g°, the atom has the "
        "energy %.4g %s and is %s the ring's plane."
        % (
            controls["rho"],
            controls["z"],
            controls["theta"],
            results["energy"],
            UNIT_NAME,
            way(controls["rho"], controls["z"], direction(controls["theta"], controls["dphi"])),
        )
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
    compute=compute,
    controls=place_controls(0.0, 1.1, 0.0, 0.0, "atom's axis"),
    readouts=[
        readout(
            "energy",
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
                    "energy_map",
                    [1, 2, 3, 4, 5, 6, 7],
                    "−U, a tint for each factor 5",
                    "low",
                ),
                color_map("pushed", [0], "pushed away from the plane", "high"),
                arrows("needle", "moment", "axis of polarization"),
                points("section", "quiet", "ring", radius=5),
                points("atom", "reader", "atom", radius=6, drag={"x": "rho", "y": "z"}),
            ],
            aspect=1.7,
            equal=True,
        ),
        place_scene("α", "axis of polarization", [arrow("moment_back", "moment")], magnet=False),
        plot(
            "Depth of the energy on the line ρ = const",
            axis("z / a", -FAR, FAR),
            axis("−U", scale="log", unit="ħcα₁σ₂/32π²a⁶"),
            [
                level("here", "reader", vertical=True),
                curve("line", "exact", "−U"),
                points("line_here", "reader", "atom", radius=6, drag={"x": "z"}),
            ],
            aspect=0.4,
        ),
    ],
    presets={
        "Pushed away": {"rho": 0, "z": 1.1, "theta": 0, "dphi": 0},
        "Tilted: none on the axis": {"rho": 0, "z": 1.1, "theta": 20, "dphi": 0},
        "Lying": {"rho": 0, "z": 1.1, "theta": 90, "dphi": 0},
        "Beside the ring": {"rho": 1.4, "z": 0.5, "theta": 0, "dphi": 0},
    },
    describe=describe,
    code=code,
)
