"""A spinning top over a ring magnet: where it can hover, how fast it must spin, how it moves."""

from math import cos, exp, log, sin, sqrt

from magbook.figure import (
    Figure,
    arrow,
    axis,
    ball,
    control,
    curve,
    level,
    plot,
    points,
    readout,
    region,
    remember,
    scene,
    wire,
    written,
)
from magbook.ringside import RING

LOW, HIGH = 1.66, 1.88  # heights shown
FASTEST = 1.7
INFLECTION = sqrt(1.5 + sqrt(1.875))  # where the field on the axis bends no more
ESCAPE = 0.3  # sideways, where the expansion about the axis still holds four digits
FOLLOWED = 80.0


def slopes(z, count):
    """Derivatives of (1 + z²)^(-1/2), by (1 + z²) f_(n+1) = -(2n + 1) z f_n - n² f_(n-1)."""
    s2 = 1 + z * z
    found = [1 / sqrt(s2)]
    found.append(-z * found[0] / s2)
    for n in range(1, count):
        found.append((-(2 * n + 1) * z * found[n] - n * n * found[n - 1]) / s2)
    return found


def stiffness(z):
    """(weight, β, c): w = -|b|', β = |b|/w, c = |b|''/2w of the field on the axis over the ring."""
    _, _, b, slope, bend = slopes(z, 4)
    return -slope if b > 0 else slope, -b / slope, -0.5 * bend / slope


def spins(z, kappa):
    """Spins between which an upright top is stable sideways.

    At a limit the quartic (ω² + c)(κω² - sω + β) = 1/4 has a double root, which means
    β = κω² + 1/4A + ω²/2A² with A = ω² + c: this is solved for ω, and s follows.
    """
    _, beta, c = stiffness(z)

    def excess(omega):
        A = omega * omega + c
        return kappa * omega * omega + 0.25 / A + 0.5 * omega * omega / (A * A) - beta

    def spin(omega):
        return 2 * kappa * omega + 0.5 * omega / (omega * omega + c) ** 2

    limits = []
    before, value = 0.0, excess(0.0)
    steps = 60
    most = 4 * sqrt(beta / kappa) if kappa > 0 else 40.0  # beyond the fast root
    for j in range(1, steps + 1):
        omega = 0.02 * exp(j / steps * log(50 * most))
        here = excess(omega)
        if value * here < 0:
            low, high = before, omega
            for _ in range(45):
                middle = 0.5 * (low + high)
                if excess(middle) * value > 0:
                    low = middle
                else:
                    high = middle
            limits.append(spin(0.5 * (low + high)))
        before, value = omega, here
    if kappa == 0:
        limits.append(0.0)
    if len(limits) == 2:  # the faster limit comes from the slow root
        return (limits[1], limits[0]) if limits[1] < limits[0] else None
    if len(limits) == 3:  # above the adiabatic window a spin can be too slow for that, too
        least = max(limits[0], limits[2])
        return (least, limits[1]) if least < limits[1] else None
    return None


@remember
def chart(kappa):
    """The outline of the stable region, (heights, spins)."""
    heights, least, most = [], [], []
    for j in range(45):
        z = INFLECTION + (HIGH - INFLECTION) * (j + 0.01) / 44
        found = spins(z, kappa)
        if found:
            heights.append(z)
            least.append(found[0])
            most.append(found[1])
    return heights + heights[::-1], most + least[::-1]


def growth(z, spin, kappa):
    """The fastest growth of a small motion, sideways or upright; 0 if the top is stable."""
    _, beta, c = stiffness(z)
    rate = sqrt(-2 * c) if c < 0 else 0.0
    between = spins(z, kappa)
    if between and between[0] <= spin <= between[1]:
        return rate
    # the quartic's roots, by Weierstrass's simultaneous iteration
    coefficients = (-spin / kappa, beta / kappa + c, -spin * c / kappa, (c * beta - 0.25) / kappa)
    size = max(1.0, abs(coefficients[0]))
    roots = [size * (0.4 + 0.9j) ** n for n in range(4)]
    for _ in range(200):
        change = 0.0
        for n in range(4):
            w = roots[n]
            value = (((w + coefficients[0]) * w + coefficients[1]) * w + coefficients[2]) * w
            value += coefficients[3]
            for m in range(4):
                if m != n:
                    value /= w - roots[m]
            roots[n] = w - value
            change = max(change, abs(value))
        if change < 1e-13 * size:
            break
    return max([rate] + [abs(w.imag) for w in roots if abs(w.imag) > 1e-7 * size])


def pull(x, y, z, n, scale):
    """Force and torque of the field on the moment, expanded about the axis.

    With f_n the derivatives of (1 + z²)^(-1/2), B_z = Σ (-1)^k (ρ/2)^2k/k!² f_(2k+2).
    """
    f = slopes(z, 9)
    r2 = x * x + y * y
    along = f[2] - r2 / 4 * (f[4] - r2 / 16 * (f[6] - r2 / 36 * f[8]))
    across = -0.5 * (f[3] - r2 / 8 * (f[5] - r2 / 24 * (f[7] - r2 / 48 * f[9])))
    along_z = f[3] - r2 / 4 * (f[5] - r2 / 16 * (f[7] - r2 / 36 * f[9]))
    across_z = -0.5 * (f[4] - r2 / 8 * (f[6] - r2 / 24 * f[8]))
    across_r = 0.125 * (f[5] - r2 / 12 * (f[7] - r2 / 32 * f[9]))  # (1/ρ) ∂(B_ρ/ρ)/∂ρ
    n_x, n_y, n_z = n
    side = n_x * x + n_y * y
    force = (
        scale * (n_z * across_z * x + n_x * across + side * across_r * x),
        scale * (n_z * across_z * y + n_y * across + side * across_r * y),
        scale * (n_z * along_z + side * across_z) - 1,
    )
    B_x, B_y, B_z = scale * across * x, scale * across * y, scale * along
    return force, (n_y * B_z - n_z * B_y, n_z * B_x - n_x * B_z, n_x * B_y - n_y * B_x)


@remember
def follow(height, spin, kappa, push):
    """The top let go upright and at rest beside the axis: (times, xs, ys, zs, tilts).

    Between kicks of force and torque the place drifts and the figure axis turns about the
    angular momentum L by |L| t/κ, both exactly.
    """
    weight = stiffness(height)[0]
    scale = 1 / weight
    x, y, z = push, 0.0, height
    u, v, w = 0.0, 0.0, 0.0
    n = (0.0, 0.0, -1.0)
    L = (0.0, 0.0, -spin)
    step = min(0.1, 0.6 * kappa / spin)
    count = int(FOLLOWED / step)
    every = max(1, count // 500)
    rows = ([0.0], [x], [y], [z], [0.0])
    F, N = pull(x, y, z, n, scale)
    half = 0.5 * step
    for j in range(1, count + 1):
        u, v, w = u + half * F[0], v + half * F[1], w + half * F[2]
        L_x, L_y, L_z = L[0] + half * N[0], L[1] + half * N[1], L[2] + half * N[2]
        x, y, z = x + step * u, y + step * v, z + step * w
        size = sqrt(L_x * L_x + L_y * L_y + L_z * L_z)
        e_x, e_y, e_z = L_x / size, L_y / size, L_z / size
        angle = size * step / kappa
        c, s = cos(angle), sin(angle)
        n_x, n_y, n_z = n
        rest = (1 - c) * (e_x * n_x + e_y * n_y + e_z * n_z)
        n = (
            c * n_x + s * (e_y * n_z - e_z * n_y) + rest * e_x,
            c * n_y + s * (e_z * n_x - e_x * n_z) + rest * e_y,
            c * n_z + s * (e_x * n_y - e_y * n_x) + rest * e_z,
        )
        F, N = pull(x, y, z, n, scale)
        u, v, w = u + half * F[0], v + half * F[1], w + half * F[2]
        L = (L_x + half * N[0], L_y + half * N[1], L_z + half * N[2])
        lost = x * x + y * y > ESCAPE * ESCAPE or abs(z - height) > ESCAPE
        if j % every == 0 or lost:
            tilt = sqrt(n[0] * n[0] + n[1] * n[1])
            for row, value in zip(rows, (j * step, x, y, z, tilt)):
                row.append(value)
        if lost:
            return rows, j * step
    return rows, None


def compute(height, spin, inertia, push):
    weight, beta, c = stiffness(height)
    between = spins(height, inertia)
    (times, xs, ys, zs, tilts), lost = follow(height, spin, inertia, push)
    outline = chart(inertia)
    sideways = 0.25 / beta - c
    steps = [0.005 * j for j in range(-30, 31)]
    b0 = -slopes(height, 2)[2]
    results = {
        "weight": weight,
        "spin_min": between[0] if between and c > 0 else None,
        "spin_max": between[1] if between and c > 0 else None,
        "up_down": 2 * c,
        "sideways": sideways,
        "growth": growth(height, spin, inertia),
        "lost": lost,
        "window": outline,
        "reader": ([height], [spin]),
        "inflection": INFLECTION,
        "adiabatic": 1.8253209587573871,
        "rho_curve": (times, [sqrt(x * x + y * y) for x, y in zip(xs, ys)]),
        "z_curve": (times, [z - height for z in zs]),
        "tilt_curve": (times, tilts),
        "path": (xs, ys),
        "end": ([xs[-1]], [ys[-1]]),
        "axis_point": ([0.0], [0.0]),
        "well_up": (steps, [t + (-slopes(height + t, 2)[2] - b0) / -weight for t in steps]),
        "well_side": (steps, [0.5 * sideways * t * t for t in steps]),
        "trail": (xs, ys, zs),
        "zero": 0.0,
        "top": (xs[-1], ys[-1], zs[-1]),
        "spin_arrow": (xs[-1], ys[-1], zs[-1], 0.0, 0.0, -0.6),
    }
    results.update(RING)
    return results


def describe(controls, results):
    fate = "stays for the whole time shown"
    if results["lost"] is not None:
        fate = "is lost after %.3g times the unit √(a/g)" % results["lost"]
    limits = "no spin holds it there"
    if results["spin_min"] is not None:
        limits = "it must spin between %.4g and %.4g" % (results["spin_min"], results["spin_max"])
    return (
        "At %g a the top must weigh %.4g in the figure's unit, and %s; with the spin %g it %s."
        % (
            controls["height"],
            results["weight"],
            limits,
            controls["spin"],
            fate,
        )
    )


def code(height, spin, inertia, push):
    return """import numpy as np
from magbook.figures import levitron

height, spin, inertia, push = %s, %s, %s, %s
weight, beta, c = levitron.stiffness(height)
limits = levitron.spins(height, inertia) if c > 0 else None
spin_min, spin_max = limits or (None, None)
up_down, sideways = 2 * c, 1 / (4 * beta) - c  # in Mg/a, for a fast top
growth = levitron.growth(height, spin, inertia)
path, lost = levitron.follow(height, spin, inertia, push)
""" % tuple(map(written, (height, spin, inertia, push)))


SPIN = "<i>Ma</i>²√(<i>g</i>/<i>a</i>)"
TIME = "√(<i>a</i>/<i>g</i>)"

figure = Figure(
    title="A top over the ring",
    compute=compute,
    controls=[
        control("height", "<i>h</i>/<i>a</i>", "height of hovering", LOW, HIGH, 1.75, step=0.001),
        control("spin", "<i>s</i>", "angular momentum of the spin", 0.1, FASTEST, 0.9, SPIN),
        control(
            "inertia", "<i>κ</i>", "moment of inertia across the figure axis",
            0.03, 0.15, 0.05, "<i>Ma</i>²",
        ),
        control(
            "push", "<i>ρ</i>₀/<i>a</i>", "distance from the axis at the release",
            0.001, 0.2, 0.03, scale="log",
        ),
    ],
    readouts=[
        readout("weight", "<i>Mg</i>", "weight", "<i>μ</i>₀<i>m</i>₁<i>λ</i>₂/2<i>a</i>³"),
        readout("spin_min", "slowest <i>s</i>", "slowest stable spin", SPIN, missing="none"),
        readout("spin_max", "fastest <i>s</i>", "fastest stable spin", SPIN, missing="none"),
        readout("up_down", "stiffness, upright", "stiffness up and down", "<i>Mg</i>/<i>a</i>"),
        readout(
            "sideways", "sideways, fast precession", "stiffness sideways for fast precession",
            "<i>Mg</i>/<i>a</i>",
        ),
        readout(
            "growth", "growth of small motions", "rate of growth of small motions",
            "√(<i>g</i>/<i>a</i>)", digits=3,
        ),
        readout("lost", "lost at", "time at which it is lost", TIME, digits=3, missing="held"),
    ],
    views=[
        plot(
            "Where and how fast; drag the point",
            axis("height / a", LOW, HIGH, ticks=[1.7, 1.75, 1.8, 1.85]),
            axis("spin s", 0, FASTEST),
            [
                region("window", "exact", "stable for small motions"),
                level("inflection", "quiet", "adiabatic window", vertical=True),
                level("adiabatic", "quiet", vertical=True),
                points("reader", "reader", "top", radius=6, drag={"x": "height", "y": "spin"}),
            ],
            aspect=0.85,
        ),
        plot(
            "Seen from above",
            axis("x / a", -ESCAPE, ESCAPE),
            axis("y / a", -ESCAPE, ESCAPE),
            [
                curve("path", "moment", "path of the top", width=1.2),
                points("axis_point", "quiet", "axis", radius=3),
                points("end", "reader", "last place shown", radius=5),
            ],
            aspect=0.85,
            equal=True,
        ),
        plot(
            "In time",
            axis("t", 0, FOLLOWED, unit="√(a/g)"),
            axis("ρ, z − h, tilt", -0.1, ESCAPE),
            [
                curve("tilt_curve", "torque", "sine of the tilt", width=1.2),
                curve("z_curve", "force", "z − h, in a", width=1.4),
                curve("rho_curve", "moment", "ρ, in a"),
            ],
            aspect=0.36,
        ),
        plot(
            "Energy of a fast top, near the place of hovering",
            axis("displacement / a", -0.15, 0.15),
            axis("U / Mga"),
            [
                level("zero", "quiet"),
                curve("well_up", "force", "up and down"),
                curve("well_side", "moment", "sideways (small motions)"),
            ],
            aspect=0.8,
        ),
        scene(
            "The whole arrangement",
            [
                wire("axis", "quiet", width=1.0),
                wire("ring", "quiet", "ring", width=4.5),
                wire("trail", "moment", "path of the top", width=1.4),
                ball("top", "reader"),
                arrow("spin_arrow", "moment", "moment", "m"),
            ]
            + [arrow("ring_%d" % j, "quiet") for j in range(10)],
            extent=1.9,
            elevation=14,
            aspect=0.8,
        ),
    ],
    presets={
        "In the window": {"height": 1.75, "spin": 0.9, "inertia": 0.05, "push": 0.03},
        "Too slow": {"height": 1.75, "spin": 0.48, "inertia": 0.05, "push": 0.03},
        "Too fast": {"height": 1.75, "spin": 1.28, "inertia": 0.05, "push": 0.01},
        "Too high": {"height": 1.85, "spin": 0.9, "inertia": 0.05, "push": 0.01},
        "Too low": {"height": 1.67, "spin": 0.9, "inertia": 0.05, "push": 0.03},
    },
    describe=describe,
    code=code,
)  # fmt: skip
