"""The torque between two concentric loops while the turned one grows through the other."""

from math import exp, log, pi, radians, sin, sqrt

from livefigure import (
    Figure,
    arrow,
    axis,
    circle,
    control,
    curve,
    here,
    level,
    loop,
    plot,
    pointing,
    points,
    quantity,
    readout,
    row,
    scene,
    written,
)
from magbook import MU_0, loops
from magbook.elementwise import Positive, Real, elementwise
from magfigures.degrees import cosine, sine

WIDEST = log(100.0)
STEPS = 36

ratio = control("ratio", "<i>b</i>/<i>a</i>", "size of the turned loop", 0.01, 100, 0.8,
                scale="log")  # fmt: skip
alpha = control("alpha", "<i>α</i>", "angle between the loops", 0.01, 180, 10.0, "°", scale="log")


@quantity(alpha)
def angle(alpha):
    """None in the plane, where a logarithm has nothing to show."""
    return radians(alpha) if alpha < 180 else None


@quantity(angle)
def turned(angle):
    """Out of the common plane, which the torque is the same for."""
    return min(angle, pi - angle)


#: |N_x|/(μ0 I I' a)
size = quantity(angle, 1.0, ratio, -1.0 / MU_0, 1.0, name="size")(loops.concentric_torque)


@quantity(alpha, ratio)
def torque(alpha, ratio):
    if alpha == 180:
        # sin(π) is not 0 in floating point; the torque of parallel loops is, unless they coincide
        return None if ratio == 1 else 0.0
    return loops.concentric_torque(radians(alpha), 1.0, ratio, 1.0, 1.0) / MU_0


@quantity(torque, ratio)
def shared(torque, ratio):
    """In units that do not tell the loops apart."""
    return torque / sqrt(ratio)


@quantity(turned, ratio)
def dipole(turned, ratio):
    """The size for the smaller loop as a moment at the centre of the larger."""
    return 0.5 * pi * sin(turned) * min(ratio * ratio, 1.0 / ratio)


@quantity(turned, ratio)
@elementwise()
def close(turned: Real, ratio: Positive) -> Real:
    """The size for wires that are close together all along."""
    apart = abs(log(ratio))
    h = sqrt(apart * apart + turned * turned)
    return sqrt(ratio) * turned / (h * (h + apart))


def error(approximate, size):
    return abs(approximate / size - 1.0)


dipole_error = quantity(dipole, size, name="dipole_error")(error)
close_error = quantity(close, size, name="close_error")(error)


@quantity(turned)
def jump(turned):
    """Of the slope at b = a."""
    return 2.0 / sin(turned) ** 2


def sizes(widest):
    """Closest to b = a, where the curve has its kink."""
    apart = [widest * (1e-5 / widest) ** (1.0 - j / STEPS) for j in range(STEPS + 1)]
    return [exp(-x) for x in reversed(apart)] + [1.0] + [exp(x) for x in apart]


size_curve = row(size, ratio, sizes(WIDEST))
dipole_curve = row(dipole, ratio, [0.01, 1.0, 100.0])
close_curve = row(close, ratio, sizes(1.5))


@quantity(alpha)
def scale(alpha):
    """Of the peak at b = a, also where it has no value."""
    return 1.0 / radians(max(min(alpha, 180.0 - alpha), 0.01))


@quantity(scale)
def lowest(scale):
    return 5e-5 / scale


@quantity(scale)
def highest(scale):
    return 5.0 * scale


@quantity(alpha)
def normal(alpha):
    return (0.0, -sine(alpha), cosine(alpha))


@quantity(ratio)
def resting_radius(ratio):
    return 1.0 / max(1.0, ratio)


@quantity(ratio)
def turned_radius(ratio):
    return min(1.0, ratio)


@quantity(torque, scale)
def turned_back(torque, scale):
    """Length of the torque's arrow along x."""
    return max(0.95 * torque / scale, -0.95)


def describe(now):
    if now(torque) is None:
        return "The two loops coincide, and the torque between them has no value."
    which = "as large as" if now(ratio) == 1 else "%.4g times as large as" % now(ratio)
    words = "The loop turned by %.4g° is %s the other; " % (now(alpha), which)
    if now(torque) == 0:
        return words + "the loops lie in one plane and no torque acts."
    return words + "the torque on it is %.4g μ₀II′a, and %.4g μ₀II′√(ab) with either as a." % (
        now(torque),
        now(shared),
    )


def code(ratio, alpha):
    if alpha == 180:
        none = "None" if ratio == 1 else "0.0"
        return (
            "# The loops lie in one plane; where they are equal, the wires coincide.\n"
            "torque = shared = %s\ndipole_error = close_error = jump = None\n" % none
        )
    return """from math import log, pi, radians, sin, sqrt
from magbook import MU_0, loops
from magbook.elementwise import Positive, Real, elementwise

alpha, ratio = radians(%s), %s
torque = loops.concentric_torque(alpha, a=1.0, b=ratio) / MU_0
shared = torque / sqrt(ratio)

turned = min(alpha, pi - alpha)
dipole = -pi / 2 * sin(turned) * min(ratio**2, 1 / ratio)
dipole_error = abs(dipole / torque - 1)
apart = abs(log(ratio))
h = sqrt(apart**2 + turned**2)
close = -sqrt(ratio) * turned / (h * (h + apart))
close_error = abs(close / torque - 1)
jump = 2 / sin(turned) ** 2
""" % (written(alpha), written(ratio))


figure = Figure(
    title="The torque through equal loops, and beyond",
    controls=[ratio, alpha],
    readouts=[
        readout(torque, "<i>N<sub>x</sub></i>", "torque on the turned loop", "μ₀<i>II</i>′<i>a</i>",
                missing="no value"),
        readout(shared, "", "torque over √(ab), which exchanging the loops leaves",
                "μ₀<i>II</i>′", missing="no value"),
        readout(dipole_error, "", "error of the inner loop as a dipole", digits=2, gauge=True),
        readout(close_error, "", "error of the law for close wires", digits=2, gauge=True),
        readout(jump, "", "jump of the slope at b = a", digits=4),
    ],
    views=[
        plot(
            "Torque against size",
            axis("b / a", 0.01, 100, scale="log"),
            axis("−N / μ₀II′a", lowest, highest, scale="log"),
            [
                level(1.0, "quiet", "equal loops", vertical=True),
                curve(dipole_curve, "quiet", "inner loop as a dipole", dash=True, width=1.5),
                curve(close_curve, "approximate", "close wires", dash=True),
                curve(size_curve, "exact", "exact"),
                points(here(size, ratio), "reader", "you", radius=6, drag={"x": "ratio"}),
            ],
            aspect=0.85,
        ),
        scene(
            "The larger drawn as large as the frame",
            [
                loop(circle((0, 0, 1), resting_radius), "current", "radius a, at rest"),
                loop(circle(normal, turned_radius), "current2", "radius b, turned", disc=True),
                arrow(pointing((1, 0, 0), turned_back), "torque", "torque", "N"),
            ],
            extent=1.05,
        ),
    ],
    presets=[
        ("The turned loop small", {"ratio": 0.05, "alpha": 30}),
        ("The turned loop large", {"ratio": 20, "alpha": 30}),
        ("Equal loops", {"ratio": 1, "alpha": 30}),
        ("A hair's turn", {"ratio": 1, "alpha": 0.05}),
        ("Close, a hair's turn", {"ratio": 0.99, "alpha": 0.05}),
    ],
    describe=describe,
    code=code,
)  # fmt: skip
