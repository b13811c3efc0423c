"""A point magnet beside a ring magnet: its energy, and the force on it."""

from math import nan, radians, sqrt

from livefigure import (
    Figure,
    arrow,
    arrows,
    axis,
    color_map,
    plot,
    points,
    readout,
    written,
)
from livefigure.quantity import remember
from magbook import MU_0, ring
from magfigures.ringside import (
    FAR,
    as_map,
    direction,
    on_ring,
    place_controls,
    place_scene,
    planes,
    principal,
    scene_data,
)

UNIT = MU_0 / 2.0  # m₁ = 1 A m², λ₂ = 1 A m, a = 1 m
CORE = 0.3  # nearer to the ring than this no arrows are drawn
CLEAR = 0.2  # nor any so near to the magnet or to the tip of its own arrow,
TIP = 0.3  # which is so far from the magnet


@remember
def fields():
    def at(rho, z):
        radial, axial = ring.field(rho, z, 1.0, 1.0)
        return radial / UNIT, axial / UNIT

    return planes(at, (-1, 1))


@remember
def energy_map(theta, dphi):
    """The energy of the moment, kept parallel to itself, all over the half plane."""
    n_rho, _, n_z = direction(theta, dphi)
    radial, axial = fields()
    return [-n_rho * B_rho - n_z * B_z for B_rho, B_z in zip(radial, axial)]


@remember
def gradients():
    """(ρ, z, B_ρ/ρ, ∂B_ρ/∂z, ∂B_z/∂z) where arrows stand."""
    found = []
    for j in range(6):
        for i in range(7):
            rho, z = 0.2 + 0.43 * i, 0.5 * j
            if sqrt((rho - 1) * (rho - 1) + z * z) < CORE:
                continue
            across, mixed, axial = ring.field_gradient(rho, z, 1.0, 1.0)
            found.append((rho, z, across / UNIT, mixed / UNIT, axial / UNIT))
            if j:
                found.append((rho, -z, -across / UNIT, mixed / UNIT, -axial / UNIT))
    return found


@remember
def force_arrows(theta, dphi):
    """Forces in the plane; their length grows like the cube root of the force."""
    n_rho, _, n_z = direction(theta, dphi)
    rows = ([], [], [], [])
    for rho, z, across, mixed, axial in gradients():
        F_rho = n_z * mixed - n_rho * (across + axial)
        F_z = n_rho * mixed + n_z * axial
        strength = sqrt(F_rho * F_rho + F_z * F_z)
        if strength < 1e-9:  # across the plane
            continue
        scale = min(0.2, 0.165 * strength ** (1 / 3)) / strength
        for row, value in zip(rows, (rho, z, scale * F_rho, scale * F_z)):
            row.append(value)
    return rows


def clear_of(places, rows):
    """Of these arrows those that start at some distance from the places."""
    kept = [
        arrow
        for arrow in zip(*rows)
        if all((arrow[0] - x) ** 2 + (arrow[1] - z) ** 2 > CLEAR * CLEAR for x, z in places)
    ]
    return [[arrow[k] for arrow in kept] for k in range(4)]


def compute(rho, z, theta, dphi):
    n = n_rho, n_phi, n_z = direction(theta, dphi)
    tip = rho + TIP * n_rho, z + TIP * n_z
    seen = n_rho * n_rho + n_z * n_z > 0.1  # of the moment in the plane
    results = {
        "k": sqrt(4 * rho / (z * z + (1 + rho) * (1 + rho))),
        "energy_map": as_map(energy_map(theta, dphi)),
        "arrows": clear_of([(rho, z), tip], force_arrows(theta, dphi)),
        "needle": ([rho], [z], [TIP * n_rho], [TIP * n_z]),
        "across": ([nan], [nan]) if seen else ([rho], [z]),
        "magnet": ([rho], [z]),
        "section": ([1.0], [0.0]),
        "force": None,
    }
    results.update(scene_data(rho, z, n))
    if on_ring(rho, z):
        for name in ("energy", "force_rho", "force_phi", "force_z", "hessian_min", "hessian_max"):
            results[name] = None
        return results
    radial, axial = ring.field(rho, z, 1.0, 1.0)
    across, mixed, slope = ring.field_gradient(rho, z, 1.0, 1.0)
    F_rho = (n_z * mixed - n_rho * (across + slope)) / UNIT
    F_phi = n_phi * across / UNIT
    F_z = (n_rho * mixed + n_z * slope) / UNIT
    strength = sqrt(F_rho * F_rho + F_phi * F_phi + F_z * F_z)
    if strength > 1e-6:
        length = min(0.4, 0.33 * strength ** (1 / 3)) / strength
        results["force"] = results["place"] + (length * F_rho, length * F_phi, length * F_z)
    results["energy"] = -(n_rho * radial + n_z * axial) / UNIT
    results["force_rho"], results["force_phi"], results["force_z"] = F_rho, F_phi, F_z
    least, most = principal(ring.hessian(rho, z, radians(dphi), radians(theta), 1.0, 1.0, 1.0))
    results["hessian_min"], results["hessian_max"] = least / UNIT, most / UNIT
    return results


def describe(controls, results):
    if results["energy"] is None:
        return "The magnet lies on the ring, where its energy has no value."
    n_rho, n_phi, n_z = direction(controls["theta"], controls["dphi"])
    if n_rho == 0 and n_z == 0:
        state = (
            "its moment across the plane of the map and pointing %s you, the magnet has no energy, "
            "as anywhere in this plane, and the force on it, %.4g μ₀m₁λ₂/2a³, is along φ"
        ) % ("towards" if n_phi < 0 else "away from", results["force_phi"])
    else:
        along = results["force_z"] * (1 if controls["z"] >= 0 else -1)
        sense = "towards" if along < 0 else "away from"
        if controls["z"] == 0 or abs(along) < 1e-9:
            sense = "neither towards nor away from"
        state = (
            "tilted by %g°, the magnet has the energy %.4g μ₀m₁λ₂/2a² and is pushed "
            "%s the ring's plane"
        ) % (controls["theta"], results["energy"] + 0.0, sense)  # no minus before a zero
    return (
        "At %g a from the axis and %g a over the ring, %s; the energy "
        "curves downwards by %.3g in one direction and upwards by %.3g in another."
        % (
            controls["rho"],
            controls["z"],
            state,
            -results["hessian_min"],
            results["hessian_max"],
        )
    )


def code(rho, z, theta, dphi):
    start = """import numpy as np
from magbook import MU_0, ring

rho, z = %s, %s  # units of a
theta, dphi = np.radians([%s, %s])
k = np.sqrt(4 * rho / (z**2 + (1 + rho)**2))
""" % tuple(map(written, (rho, z, theta, dphi)))
    if on_ring(rho, z):
        return (
            start
            + """
# the magnet lies on the ring
energy = force_rho = force_phi = force_z = hessian_min = hessian_max = None
"""
        )
    return (
        start
        + """
unit = MU_0 / 2  # m, lambda and a are 1 in SI units
energy = ring.energy(rho, z, dphi, theta) / unit
force_rho, force_phi, force_z = ring.force(rho, z, dphi, theta) / unit
hessian_min, _, hessian_max = np.linalg.eigvalsh(ring.hessian(rho, z, dphi, theta)) / unit
"""
    )


ENERGY = "<i>μ</i>₀<i>m</i>₁<i>λ</i>₂/2<i>a</i>²"
FORCE = "<i>μ</i>₀<i>m</i>₁<i>λ</i>₂/2<i>a</i>³"
STIFF = "<i>μ</i>₀<i>m</i>₁<i>λ</i>₂/2<i>a</i>⁴"

figure = Figure(
    title="A point magnet beside a ring magnet",
    compute=compute,
    controls=place_controls(0.55, 1.1, 25.0, 0.0),
    readouts=[
        readout("energy", "<i>U</i>", "energy", ENERGY, missing="no value"),
        readout(
            "force_rho",
            "<i>F<sub>ρ</sub></i>",
            "force along ρ",
            FORCE,
            missing="no value",
            zero=1e-15,
        ),
        readout(
            "force_phi",
            "<i>F<sub>φ</sub></i>",
            "force along φ",
            FORCE,
            missing="no value",
            zero=1e-15,
        ),
        readout(
            "force_z",
            "<i>F<sub>z</sub></i>",
            "force along z",
            FORCE,
            missing="no value",
            zero=1e-15,
        ),
        readout("k", "<i>k</i>", "modulus of the elliptic integrals"),
        readout(
            "hessian_min",
            "",
            "least curvature of the energy",
            STIFF,
            digits=4,
            missing="no value",
        ),
        readout(
            "hessian_max",
            "",
            "greatest curvature of the energy",
            STIFF,
            digits=4,
            missing="no value",
        ),
    ],
    views=[
        plot(
            "Energy, and the force in this plane; drag the magnet",
            axis("ρ / a", 0, FAR, ticks=[0, 1, 2, 3]),
            axis("z / a", -FAR, FAR),
            [
                color_map("energy_map", [0.04 * 2**k for k in range(8)], "energy"),
                arrows("arrows", "force", "force (length as its cube root)"),
                arrows("needle", "moment", "moment"),
                points("section", "quiet", "ring", radius=5),
                points("across", "moment", radius=10),
                points("magnet", "reader", "magnet", radius=6, drag={"x": "rho", "y": "z"}),
            ],
            aspect=1.7,
            equal=True,
        ),
        place_scene("m", "moment", [arrow("force", "force", "force", "F", width=2.4)]),
    ],
    presets={
        "Equilibrium, upright": {"rho": 0, "z": 1.224744871391589, "theta": 0, "dphi": 0},
        "The same, lying": {"rho": 0, "z": 1.224744871391589, "theta": 90, "dphi": 0},
        "No energy": {"rho": 0.8, "z": 0.9, "theta": 90, "dphi": 90},
        "Beside the ring": {"rho": 1.3, "z": 0.2, "theta": 0, "dphi": 0},
    },
    describe=describe,
    code=code,
)
