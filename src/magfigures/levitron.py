"""A spinning top over a ring magnet: where it can hover, how fast it must spin, how it moves."""

from math import sqrt

from livefigure import (
    Figure,
    arrow,
    as_these_run,
    axis,
    ball,
    control,
    coordinate,
    curve,
    evenly,
    here,
    level,
    plot,
    pointing,
    points,
    quantity,
    readout,
    region,
    row,
    scene,
    wire,
    written,
)
from magbook import levitron
from magbook.elementwise import NonZero, Real, elementwise, part
from magfigures.ringside import ring_marks

LOW, HIGH = 1.66, 1.88  # heights shown
FASTEST = 1.7
LOWEST = levitron.INFLECTION
ESCAPE = 0.3  # sideways, where the expansion about the axis still holds four digits
FOLLOWED = 80.0
SPIN = "<i>Ma</i>²√(<i>g</i>/<i>a</i>)"
TIME = "√(<i>a</i>/<i>g</i>)"

height = control("height", "<i>h</i>/<i>a</i>", "height of hovering", LOW, HIGH, 1.75, step=0.001)
spin = control("spin", "<i>s</i>", "angular momentum of the spin", 0.1, FASTEST, 0.9, SPIN)
inertia = control(
    "inertia", "<i>κ</i>", "moment of inertia across the figure axis",
    0.03, 0.15, 0.05, "<i>Ma</i>²",
)  # fmt: skip
push = control(
    "push", "<i>ρ</i>₀/<i>a</i>", "distance from the axis at the release",
    0.001, 0.2, 0.03, scale="log",
)  # fmt: skip

weight, beta, c = quantity(height)(levitron.stiffness).parts("weight", "beta", "c")
growth = quantity(height, spin, inertia)(levitron.growth)


@quantity(c)
def up_down(c):
    return 2 * c


@quantity(beta, c)
def sideways(beta, c):
    """For a fast top."""
    return 0.25 / beta - c


spins = quantity(height, inertia)(levitron.spin_range)
spin_min, spin_max = spins.parts("spin_min", "spin_max")
HEIGHTS = evenly(LOWEST + 5e-5, HIGH, 45)


@quantity(as_these_run(spins, {height: HEIGHTS}))
def window(spins):
    """The outline of the stable region."""
    kept = [found for found in zip(HEIGHTS, *spins) if found[1] < found[2]]
    heights, slowest, fastest = ([found[k] for found in kept] for k in range(3))
    return heights + heights[::-1], fastest + slowest[::-1]


@quantity(height, spin, inertia, push)
def motion(height, spin, inertia, push):
    return levitron.follow(height, spin, inertia, push, FOLLOWED, ESCAPE)


path, lost = motion.parts("path", "lost")


@quantity(path, height)
def as_seen(path, height):
    """The path in time, from above and in space, and its end."""
    times, xs, ys, zs, tilts = path
    return (
        (times, [sqrt(x * x + y * y) for x, y in zip(xs, ys)]),
        (times, [z - height for z in zs]),
        (times, tilts),
        (xs, ys),
        (xs, ys, zs),
        (xs[-1], ys[-1], zs[-1]),
        ([xs[-1]], [ys[-1]]),
    )


from_axis, rise, tilt, above, trail, end, end_above = as_seen.parts(
    "from_axis", "rise", "tilt", "above", "trail", "end", "end_above"
)
aside = coordinate("displacement")
ASIDE = evenly(-0.15, 0.15, 61)


@part
def on_axis(z):
    """The field, in units of μ0 λ/2a²."""
    return levitron.slopes(z, 2)[2]


@quantity(aside, height, weight)
@elementwise()
def well_up(t: Real, height: Real, weight: NonZero) -> Real:
    return t + (on_axis(height + t) - on_axis(height)) / weight


@quantity(aside, sideways)
@elementwise()
def well_side(t: Real, sideways: Real) -> Real:
    return 0.5 * sideways * t * t


def describe(now):
    fate = "stays for the whole time shown"
    if now(spin_min) is None:
        fate = "has not left yet at the end of the time shown"
    if now(lost) is not None:
        fate = "is lost after %.3g times the unit √(a/g)" % now(lost)
    held = "no spin holds it there"
    if now(spin_min) is not None:
        held = "for small motions it must spin between %.4g and %.4g" % now(spins)
    return "At %g a the top must weigh %.4g μ₀m₁λ₂/2a³, and %s; with the spin %g it %s." % (
        now(height), now(weight), held, now(spin), fate,
    )  # fmt: skip


def code(height, spin, inertia, push):
    return """from magbook import levitron

height, spin, inertia, push = %s, %s, %s, %s
weight, beta, c = levitron.stiffness(height)
spin_min, spin_max = levitron.spin_range(height, inertia)
up_down, sideways = 2 * c, 1 / (4 * beta) - c  # in Mg/a, for a fast top
growth = levitron.growth(height, spin, inertia)
path, lost = levitron.follow(height, spin, inertia, push, until=%s, escape=%s)
""" % tuple(map(written, (height, spin, inertia, push, FOLLOWED, ESCAPE)))


figure = Figure(
    title="A top over the ring",
    controls=[height, spin, inertia, push],
    readouts=[
        readout(weight, "<i>Mg</i>", "weight", "<i>μ</i>₀<i>m</i>₁<i>λ</i>₂/2<i>a</i>³"),
        readout(spin_min, "", "slowest stable spin", SPIN, missing="none"),
        readout(spin_max, "", "fastest stable spin", SPIN, missing="none"),
        readout(up_down, "", "stiffness up and down", "<i>Mg</i>/<i>a</i>"),
        readout(sideways, "", "stiffness sideways for fast precession", "<i>Mg</i>/<i>a</i>"),
        readout(growth, "", "rate of growth of small motions", "√(<i>g</i>/<i>a</i>)", digits=3),
        readout(lost, "", "time at which it is lost", TIME, digits=3, missing="held"),
    ],
    views=[
        plot(
            "Where and how fast; drag the point",
            axis("height / a", LOW, HIGH, ticks=[1.7, 1.75, 1.8, 1.85]),
            axis("spin s", 0, FASTEST, unit="Ma²√(g/a)"),
            [
                region(window, "exact", "stable for small motions"),
                level(LOWEST, "quiet", "adiabatic window", vertical=True),
                level(levitron.CEILING, "quiet", vertical=True),
                points(
                    here(spin, height), "reader", "top", radius=6,
                    drag={"x": "height", "y": "spin"},
                ),
            ],
            aspect=0.85,
        ),
        plot(
            "Seen from above",
            axis("x / a", -ESCAPE, ESCAPE),
            axis("y / a", -ESCAPE, ESCAPE),
            [
                curve(above, "moment", "path of the top", width=1.2),
                points(([0.0], [0.0]), "quiet", "axis", radius=3),
                points(end_above, "reader", "last place shown", radius=5),
            ],
            aspect=0.85,
            equal=True,
        ),
        plot(
            "In time",
            axis("t", 0, FOLLOWED, unit="√(a/g)"),
            axis("ρ, z − h, tilt", -ESCAPE, ESCAPE),
            [
                curve(tilt, "torque", "sine of the tilt", dash="2 2.5", width=1.2),
                curve(rise, "force", "z − h, in a", dash="8 3", width=1.4),
                curve(from_axis, "moment", "ρ, in a"),
            ],
            aspect=0.36,
            folded="How it moves in time",
        ),
        plot(
            "Energy of a fast top, near the place of hovering",
            axis("displacement / a", -0.15, 0.15),
            axis("U / Mga"),
            [
                level(0.0, "quiet"),
                curve(row(well_up, aside, ASIDE), "force", "up and down"),
                curve(
                    row(well_side, aside, ASIDE), "moment", "sideways (small motions)", dash="8 3"
                ),
            ],
            aspect=0.8,
            folded="Why a fast top stays: its energy",
        ),
        scene(
            "The whole arrangement",
            ring_marks(1.0, 2.3)
            + [
                wire(trail, "moment", "path of the top", width=1.4),
                ball(end, "reader"),
                arrow(pointing((0, 0, -1), 0.6, end), "moment", "moment", "m"),
            ],
            extent=2.4,
            elevation=14,
            aspect=0.8,
            folded="Top and ring in space",
        ),
    ],
    presets=[
        ("In the window", {"height": 1.75, "spin": 0.9, "inertia": 0.05, "push": 0.03}),
        ("Too slow", {"height": 1.75, "spin": 0.48, "inertia": 0.05, "push": 0.03}),
        ("Too fast", {"height": 1.75, "spin": 1.28, "inertia": 0.05, "push": 0.01}),
        ("Too high", {"height": 1.85, "spin": 0.9, "inertia": 0.05, "push": 0.01}),
        ("Too low", {"height": 1.67, "spin": 0.9, "inertia": 0.05, "push": 0.03}),
    ],
    describe=describe,
    code=code,
)  # fmt: skip
