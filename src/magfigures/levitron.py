"""A spinning top over a ring magnet: where it can hover, how fast it must spin, how it moves."""

from math import sqrt

from livefigure import (
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
    scene,
    wire,
    written,
)
from livefigure.quantity import remember
from magbook import levitron
from magfigures.ringside import ring_data, ring_marks

LOW, HIGH = 1.66, 1.88  # heights shown
FASTEST = 1.7
LOWEST = levitron.INFLECTION
ESCAPE = 0.3  # sideways, where the expansion about the axis still holds four digits
FOLLOWED = 80.0


@remember
def chart(kappa):
    """The outline of the stable region, (heights, spins)."""
    heights, least, most = [], [], []
    for j in range(45):
        z = LOWEST + (HIGH - LOWEST) * (j + 0.01) / 44
        found = levitron.spins(z, kappa)
        if found:
            heights.append(z)
            least.append(found[0])
            most.append(found[1])
    return heights + heights[::-1], most + least[::-1]


@remember
def path(height, spin, inertia, push):
    return levitron.follow(height, spin, inertia, push, FOLLOWED, ESCAPE)


def compute(height, spin, inertia, push):
    weight, beta, c = levitron.stiffness(height)
    between = levitron.spins(height, inertia)
    (times, xs, ys, zs, tilts), lost = path(height, spin, inertia, push)
    outline = chart(inertia)
    sideways = 0.25 / beta - c
    steps = [0.005 * j for j in range(-30, 31)]
    b = levitron.slopes(height, 2)[2]
    results = {
        "weight": weight,
        "spin_min": between[0] if between and c > 0 else None,
        "spin_max": between[1] if between and c > 0 else None,
        "up_down": 2 * c,
        "sideways": sideways,
        "growth": levitron.growth(height, spin, inertia),
        "lost": lost,
        "window": outline,
        "reader": ([height], [spin]),
        "inflection": LOWEST,
        "adiabatic": levitron.CEILING,
        "rho_curve": (times, [sqrt(x * x + y * y) for x, y in zip(xs, ys)]),
        "z_curve": (times, [z - height for z in zs]),
        "tilt_curve": (times, tilts),
        "path": (xs, ys),
        "end": ([xs[-1]], [ys[-1]]),
        "axis_point": ([0.0], [0.0]),
        "well_up": (
            steps,
            [t + (levitron.slopes(height + t, 2)[2] - b) / weight for t in steps],
        ),
        "well_side": (steps, [0.5 * sideways * t * t for t in steps]),
        "trail": (xs, ys, zs),
        "zero": 0.0,
        "top": (xs[-1], ys[-1], zs[-1]),
        "spin_arrow": (xs[-1], ys[-1], zs[-1], 0.0, 0.0, -0.6),
    }
    results.update(ring_data(1.0, 2.3))
    return results


def describe(controls, results):
    fate = "stays for the whole time shown"
    if results["spin_min"] is None:
        fate = "has not left yet at the end of the time shown"
    if results["lost"] is not None:
        fate = "is lost after %.3g times the unit √(a/g)" % results["lost"]
    limits = "no spin holds it there"
    if results["spin_min"] is not None:
        limits = "for small motions it must spin between %.4g and %.4g" % (
            results["spin_min"],
            results["spin_max"],
        )
    return "At %g a the top must weigh %.4g μ₀m₁λ₂/2a³, and %s; with the spin %g it %s." % (
        controls["height"],
        results["weight"],
        limits,
        controls["spin"],
        fate,
    )


def code(height, spin, inertia, push):
    return """from magbook import levitron

height, spin, inertia, push = %s, %s, %s, %s
weight, beta, c = levitron.stiffness(height)
limits = levitron.spins(height, inertia) if c > 0 else None
spin_min, spin_max = limits or (None, None)
up_down, sideways = 2 * c, 1 / (4 * beta) - c  # in Mg/a, for a fast top
growth = levitron.growth(height, spin, inertia)
path, lost = levitron.follow(height, spin, inertia, push, until=%s, escape=%s)
""" % tuple(map(written, (height, spin, inertia, push, FOLLOWED, ESCAPE)))


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
        readout("spin_min", "", "slowest stable spin", SPIN, missing="none"),
        readout("spin_max", "", "fastest stable spin", SPIN, missing="none"),
        readout("up_down", "", "stiffness up and down", "<i>Mg</i>/<i>a</i>"),
        readout(
            "sideways", "", "stiffness sideways for fast precession",
            "<i>Mg</i>/<i>a</i>",
        ),
        readout(
            "growth", "", "rate of growth of small motions",
            "√(<i>g</i>/<i>a</i>)", digits=3,
        ),
        readout("lost", "", "time at which it is lost", TIME, digits=3, missing="held"),
    ],
    views=[
        plot(
            "Where and how fast; drag the point",
            axis("height / a", LOW, HIGH, ticks=[1.7, 1.75, 1.8, 1.85]),
            axis("spin s", 0, FASTEST, unit="Ma²√(g/a)"),
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
            axis("ρ, z − h, tilt", -ESCAPE, ESCAPE),
            [
                curve("tilt_curve", "torque", "sine of the tilt", dash="2 2.5", width=1.2),
                curve("z_curve", "force", "z − h, in a", dash="8 3", width=1.4),
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
                curve("well_side", "moment", "sideways (small motions)", dash="8 3"),
            ],
            aspect=0.8,
        ),
        scene(
            "The whole arrangement",
            ring_marks()
            + [
                wire("trail", "moment", "path of the top", width=1.4),
                ball("top", "reader"),
                arrow("spin_arrow", "moment", "moment", "m"),
            ],
            extent=2.4,
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
