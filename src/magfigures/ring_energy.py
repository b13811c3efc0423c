"""A point magnet beside a ring magnet: its energy, and the force on it."""

from math import radians, sqrt

from livefigure import (
    Figure,
    arrow,
    arrows,
    as_these_run,
    axis,
    color_map,
    here,
    plot,
    pointing,
    points,
    quantity,
    readout,
    written,
)
from magbook import MU_0, ring
from magbook.elementwise import Real, Vector, elementwise
from magfigures.ringside import (
    FAR,
    direction,
    half_plane,
    in_scene,
    on_ring,
    place_controls,
    place_scene,
    rho_off_ring,
)

UNIT = MU_0 / 2.0  # m₁ = 1 A m², λ₂ = 1 A m, a = 1 m
WEAK = 1e-6  # a force of which no arrow is drawn
CORE = 0.3  # nearer to the ring than this no arrows are drawn
CLEAR = 0.2  # nor any so near to the magnet or to the tip of its own arrow,
TIP = 0.3  # which is so far from the magnet

rho, z, theta, dphi = controls = place_controls(0.55, 1.1, 25.0, 0.0)

n = quantity(theta, dphi)(direction)
off_ring = quantity(rho, z)(rho_off_ring)
B_rho, B_z = quantity(off_ring, z)(ring.field).parts("B_rho", "B_z")
gradient = quantity(off_ring, z)(ring.field_gradient)


@quantity(rho, z)
def k(rho, z):
    return sqrt(4 * rho / (z * z + (1 + rho) * (1 + rho)))


@quantity(n, B_rho, B_z)
@elementwise()
def energy(n: Vector, B_rho: Real, B_z: Real) -> Real:
    return -(n[0] * B_rho + n[2] * B_z) / UNIT


@quantity(n, gradient)
def force(n, gradient):
    across, mixed, axial = gradient
    return (
        (n[2] * mixed - n[0] * (across + axial)) / UNIT,
        n[1] * across / UNIT,
        (n[0] * mixed + n[2] * axial) / UNIT,
    )


@quantity(off_ring, z, dphi, theta)
def curvatures(rho, z, dphi, theta):
    hessian = ring.hessian(rho, z, radians(dphi), radians(theta), 1.0, 1.0, 1.0)
    return tuple(value / UNIT for value in principal(hessian))


F_rho, F_phi, F_z = force.parts("force_rho", "force_phi", "force_z")
least, most = curvatures.parts("hessian_min", "hessian_max")


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


def shown(*force):
    """What the force is multiplied with, so that an arrow's length grows like its cube root."""
    strength = sqrt(sum(part * part for part in force))
    return min(0.2, 0.165 * strength ** (1 / 3)) / strength if strength > WEAK else None


PLACES = [
    (0.2 + 0.43 * i, 0.5 * j)
    for j in range(-5, 6)
    for i in range(7)
    if (0.43 * i - 0.8) ** 2 + (0.5 * j) ** 2 > CORE * CORE
]


forces = as_these_run(force, {rho: [x for x, _ in PLACES], z: [y for _, y in PLACES]})


@quantity(forces, n, rho, z)
def force_arrows(forces, n, rho, z):
    """Forces in the plane, clear of the magnet and its own arrow."""
    kept = []
    for (x, y), (F_rho, _, F_z) in zip(PLACES, forces):
        scale = shown(F_rho, F_z)
        near = any(
            (x - rho - tip * n[0]) ** 2 + (y - z - tip * n[2]) ** 2 <= CLEAR * CLEAR
            for tip in (0.0, TIP)
        )
        if scale and not near:
            kept.append((x, y, scale * F_rho, scale * F_z))
    return tuple([arrow[j] for arrow in kept] for j in range(4))


@quantity(n, rho, z)
def needle(n, rho, z):
    return [rho], [z], [TIP * n[0]], [TIP * n[2]]


@quantity(n, rho, z)
def across_plane(n, rho, z):
    """The magnet again, where its moment points to the reader or away."""
    return ([rho], [z]) if n[0] * n[0] + n[2] * n[2] <= 0.1 else None


seen = quantity(rho, z)(in_scene)
force_length = quantity(force)(lambda force: 2 * shown(*force) if shown(*force) else None)


def describe(now):
    if now(energy) is None:
        return "The magnet lies on the ring, where its energy has no value."
    n_rho, n_phi, n_z = now(n)
    if n_rho == 0 and n_z == 0:
        state = (
            "its moment across the plane of the map and pointing %s you, the magnet has no energy, "
            "as anywhere in this plane, and the force on it, %.4g μ₀m₁λ₂/2a³, is along φ"
        ) % ("towards" if n_phi < 0 else "away from", now(F_phi))
    else:
        along = now(F_z) if now(z) >= 0 else -now(F_z)
        sense = "towards" if along < 0 else "away from"
        if now(z) == 0 or abs(along) < 1e-9:
            sense = "neither towards nor away from"
        state = (
            "tilted by %g°, the magnet has the energy %.4g μ₀m₁λ₂/2a² and is pushed "
            "%s the ring's plane"
        ) % (now(theta), now(energy) + 0.0, sense)  # no minus before a zero
    return (
        "At %g a from the axis and %g a over the ring, %s; the energy "
        "curves downwards by %.3g in one direction and upwards by %.3g in another."
        % (now(rho), now(z), state, -now(least), now(most))
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
NONE = "no value"

figure = Figure(
    title="A point magnet beside a ring magnet",
    controls=controls,
    readouts=[
        readout(energy, "<i>U</i>", "energy", ENERGY, missing=NONE),
        readout(F_rho, "<i>F<sub>ρ</sub></i>", "force along ρ", FORCE, missing=NONE, zero=1e-15),
        readout(F_phi, "<i>F<sub>φ</sub></i>", "force along φ", FORCE, missing=NONE, zero=1e-15),
        readout(F_z, "<i>F<sub>z</sub></i>", "force along z", FORCE, missing=NONE, zero=1e-15),
        readout(k, "<i>k</i>", "modulus of the elliptic integrals"),
        readout(least, "", "least curvature of the energy", STIFF, digits=4, missing=NONE),
        readout(most, "", "greatest curvature of the energy", STIFF, digits=4, missing=NONE),
    ],
    views=[
        plot(
            "Energy, and the force in this plane; drag the magnet",
            axis("ρ / a", 0, FAR, ticks=[0, 1, 2, 3]),
            axis("z / a", -FAR, FAR),
            [
                color_map(half_plane(energy, rho, z), [0.04 * 2**k for k in range(8)], "energy"),
                arrows(force_arrows, "force", "force (length as its cube root)"),
                arrows(needle, "moment", "moment"),
                points(([1.0], [0.0]), "quiet", "ring", radius=5),
                points(across_plane, "moment", radius=10),
                points(here(z, rho), "reader", "magnet", radius=6, drag={"x": "rho", "y": "z"}),
            ],
            aspect=1.7,
            equal=True,
        ),
        place_scene(
            "m",
            "moment",
            seen,
            n,
            [arrow(pointing(force, force_length, seen[1]), "force", "force", "F", width=2.4)],
        ),
    ],
    presets=[
        ("Equilibrium, upright", {"rho": 0, "z": 1.224744871391589, "theta": 0, "dphi": 0}),
        ("The same, lying", {"rho": 0, "z": 1.224744871391589, "theta": 90, "dphi": 0}),
        ("No energy", {"rho": 0.8, "z": 0.9, "theta": 90, "dphi": 90}),
        ("Beside the ring", {"rho": 1.3, "z": 0.2, "theta": 0, "dphi": 0}),
    ],
    describe=describe,
    code=code,
)
