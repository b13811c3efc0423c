"""Whether a loop on the axis of a conducting sphere drives it back to the axis or away from it.

Lengths are in units of the loop's radius b, forces in μ0I².
"""

from array import array
from math import cos, log, pi, sqrt

from livefigure import (
    Figure,
    axis,
    control,
    coordinate,
    curve,
    level,
    plot,
    points,
    quantity,
    readout,
    region,
    row,
    written,
)
from magbook import sphere
from magbook.elementwise import Count, Positive, Real, Reals, elementwise, part, rowwise
from magfigures.roots import zero
from magfigures.sphereside import MISSING, nearest, sphere_scene, y_of_skin

FARTHEST, LARGEST = 2.5, 2.0  # h/b and a/b of the plane
THINNEST, THICKEST = 1e-3, 10.0  # δ/a
COLUMNS = 36  # values of h/b at which the line is sought
DEGREES = 60  # multipoles of which it is made
NODES = 3  # displacements at which the force is computed
REACH = 0.3  # farthest displacement
CLEARANCE = 1.15  # least distance of the wire from the displaced sphere's centre, in radii

h = control(
    "h", "<i>h</i>/<i>b</i>", "height of the loop over the centre", 0, FARTHEST, 0.9, step=0.01
)
ratio = control("ratio", "<i>a</i>/<i>b</i>", "radius of the sphere", 0.05, LARGEST, 0.5, step=0.01)
delta = control(
    "delta", "<i>δ</i>/<i>a</i>", "depth of the skin", THINNEST, THICKEST, 0.1, scale="log"
)
y = quantity(delta)(y_of_skin)


def clears(h, ratio):
    return sqrt(h * h + 1.0) >= sphere.NEAREST * ratio


@quantity(h, ratio)
def clear(h, ratio):
    """The place itself, or None where the wire is too near."""
    return (h, ratio) if clears(h, ratio) else None


clear_h, clear_ratio = clear.parts("h", "ratio")


# --- The force for each displacement -------------------------------------------------------


@part
def legendre(h, ratio, count):
    """(a/c)ⁿ P¹ₙ(h/c) for n = 0 … count, c being the wire's distance."""
    c = sqrt(h * h + 1.0)
    return sphere.legendre_row(h / c, 1.0 / c, ratio / c, count)


@elementwise()
def stiffness_at(h: Real, ratio: Positive, y: Positive) -> Real:
    """dF/dd in units of μ0I²/b, for any depth of the skin. Each term of the series for a thin skin
    is the n-th induced multipole, so that -Re βₙ is all that a thick one adds."""
    count = sphere.terms(ratio / sqrt(h * h + 1.0))
    row = legendre(h, ratio, count + 2)
    _, _, screening = sphere.responses(y, count)
    total = 0.0
    for n in range(count, 0, -1):
        total += screening[n] * sphere.sideways(row, n)
    return -0.25 * pi / ratio / (h * h + 1.0) * total


stiffness = quantity(clear_h, clear_ratio, y, name="stiffness")(stiffness_at)


@elementwise()
def report_at(h: Real, ratio: Positive) -> Real:
    """The document's, for a thin skin."""
    count = sphere.terms(ratio / sqrt(h * h + 1.0))
    row = legendre(h, ratio, count + 2)
    total = 0.0
    for n in range(count, 0, -1):
        total += row[n] * row[n] * (n * n + 2.0 * n - 1.0) / (n * (n + 1.0))
        total += row[n] * row[n + 2] * (n + 1.0) / (n + 3.0)
    return -0.25 * pi / ratio / (h * h + 1.0) * total


report = quantity(clear_h, clear_ratio, name="report")(report_at)


@quantity(ratio, y)
def critical(ratio, y):
    """h/b at which the stiffness changes its sign, or None: then it drives outward wherever the
    wire may be."""

    def rises(h):
        return stiffness_at(h, ratio, y)

    touching = max(0.0, sphere.NEAREST * sphere.NEAREST * ratio * ratio - 1.0)
    low = max(0.6, sqrt(touching) * (1.0 + 1e-15))
    below = rises(low)
    if below >= 0:
        return None
    high = low + 0.1
    above = rises(high)
    while above <= 0:
        low, below = high, above
        high += 0.2
        above = rises(high)
    return zero(rises, low, below, high, above, 1e-14)


# --- The line in the plane -----------------------------------------------------------------

LINE = [0.6326 + (FARTHEST - 0.6326) * (j / (COLUMNS - 1.0)) ** 2 for j in range(COLUMNS)]


@quantity()
def polynomials():
    """For the values of h/b on the line, one after another: the coefficients of the stiffness as a
    polynomial in (a/c)². The screening aside, they depend on h/b alone."""
    found = array("d")
    for h in LINE:
        row = legendre(h, sqrt(h * h + 1.0), DEGREES + 2)
        found.extend(array("d", [sphere.sideways(row, n) for n in range(1, DEGREES + 1)]))
    return found


@part
def screened_sum(polynomials: Reals, first: int, screening: Reals, x: float) -> float:
    """Of one polynomial, each term with its multipole's screening."""
    value = 0.0
    for n in range(DEGREES, 0, -1):
        value = value * x + screening[n] * polynomials[first + n - 1]
    return value


@rowwise
def fill_line(polynomials: Reals, hs: Reals, screening: Reals, ratios: Reals) -> Real:
    """Fills a/b where the stiffness changes sign, for so many h/b, and gives their number: then
    there is none that the wire leaves room for. It is sought between the last one, for outward
    (negative) is what small spheres feel, and the largest sphere."""
    low = 0.0
    for j in range(len(hs)):
        first, c = DEGREES * j, sqrt(hs[j] * hs[j] + 1.0)
        low, high = (low / c) ** 2, 1.0 / sphere.NEAREST**2
        if screened_sum(polynomials, first, screening, low) > 0.0:
            return float(j)
        if screened_sum(polynomials, first, screening, high) < 0.0:
            return float(j)
        for _ in range(30):
            middle = 0.5 * (low + high)
            if screened_sum(polynomials, first, screening, middle) < 0.0:
                low = middle
            else:
                high = middle
        low = sqrt(0.5 * (low + high)) * c
        ratios[j] = low
    return float(len(hs))


def line(polynomials, screening):
    """(h/b, a/b) where the stiffness changes sign."""
    found = array("d", LINE)
    count = int(fill_line(polynomials, array("d", LINE), screening, found))
    hs, ratios = [sqrt(0.4)] + LINE[:count], [0.0] + list(found[:count])
    if len(hs) > 1 and hs[-1] < FARTHEST:
        # on to where the wire would touch: straight, for it is not far
        h, ratio = hs[-1], ratios[-1]
        slope = (ratio - ratios[-2]) / (h - hs[-2])
        low, high = 0.0, 1.0
        for _ in range(30):
            step = 0.5 * (low + high)
            if clears(h + step, ratio + slope * step):
                low = step
            else:
                high = step
        hs.append(h + low)
        ratios.append(ratio + slope * low)
    return hs, ratios


@quantity(polynomials)
def perfect_line(polynomials):
    return line(polynomials, array("d", [1.0] * (DEGREES + 1)))


@elementwise()
def screening(n: Count, y: Positive) -> Real:
    """-Re βₙ."""
    return sphere.responses(y, n)[2][n]


@quantity(polynomials, y)
def present_line(polynomials, y):
    return line(polynomials, screening(array("i", range(DEGREES + 1)), y))


HEIGHTS = [FARTHEST * j / 40 for j in range(41)]
RIM = [sqrt(h * h + 1.0) / sphere.NEAREST for h in HEIGHTS]
TOUCHING = (
    HEIGHTS + [FARTHEST, 0.0],
    RIM + [3.0, 3.0],
)  # the wire would be in the sphere, or all but


@quantity(present_line)
def outward(line):
    """The outline of the region in which the sphere is driven away from the axis."""
    hs, ratios = line
    rim = [(h, ratio) for h, ratio in zip(HEIGHTS, RIM) if h > hs[-1]]
    return (
        hs + [h for h, _ in rim] + [FARTHEST],
        ratios + [ratio for _, ratio in rim] + [0.0],
    )


@quantity(h, ratio)
def you(h, ratio):
    return [h], [ratio]


# --- The force beside the axis -------------------------------------------------------------

d = coordinate("d")


def reach(h, ratio):
    """The largest displacement at which it is computed, or None if the wire is too near."""
    gap = CLEARANCE * CLEARANCE * ratio * ratio - h * h
    farthest = 1.0 - sqrt(gap) if gap > 0 else 1.0
    return min(REACH, farthest) if farthest > 0.02 else None


reached = quantity(h, ratio)(reach)


@quantity(h, ratio)
def far(h, ratio):
    """The largest displacement that is drawn."""
    return reach(h, ratio) or 0.1


@quantity(clear_h, clear_ratio, far, y)
def nodes(h, ratio, far, y):
    """Some displacements with the radial forces there, in units of μ0I²; outward is positive. To
    the digits that the eye sees."""
    found = []
    for k in range(NODES) if reach(h, ratio) else ():
        d = far * cos(0.5 * pi * k / NODES)
        place = 1.0 / ratio, h / ratio, d / ratio
        count = 5 + int(3.5 / log(nearest(*place)))
        _, inward, _ = sphere.power_and_force(*place, y, count)
        found.append((d, -inward))
    return found


@quantity(stiffness, nodes)
def differences(stiffness, nodes):
    """F/d is even in d: Newton's polynomial in d² through the stiffness and the nodes. Where the
    wire is too near for these there is nothing but the first order in d."""
    squares = [0.0] + [d * d for d, _ in nodes]
    values = [stiffness] + [force / d for d, force in nodes]
    for k in range(1, len(values)):
        for j in range(len(values) - 1, k - 1, -1):
            values[j] = (values[j] - values[j - 1]) / (squares[j] - squares[j - k])
    return list(zip(squares, values))


@quantity(differences, d)
def radial_force(differences, d):
    total = 0.0
    for square, value in reversed(differences):
        total = total * (d * d - square) + value
    return d * total


@quantity(far)
def displacements(far):
    return [far * j / 24 for j in range(-24, 25)]


radial_forces = row(radial_force, d, displacements)


@quantity(radial_forces, stiffness, far)
def most(forces, stiffness, far):
    """Forces span so many decades that they are drawn over the greatest that is shown."""
    return max([abs(stiffness) * far] + [abs(force) for force in forces[1]]) or 1.0


@quantity(radial_force, most, reached)
def exact(force, most, reached):
    return force / most


def first_order(stiffness, d, most):
    return stiffness * d / most


tangent = quantity(stiffness, d, most, name="tangent")(first_order)
report_line = quantity(report, d, most, name="report")(first_order)


@quantity(far)
def ends(far):
    return [-far, far]


@quantity(far)
def near(far):
    return -far


@quantity(radial_forces)
def force(forces):
    return forces[1][-1], 0.0


def over(length, ratio):
    """A length in units of b as one in units of a."""
    return length / ratio


def describe(now):
    if now(clear) is None:
        return (
            "The wire would touch the sphere or all but: move the loop away or make the sphere "
            "smaller."
        )
    words = "Near the axis the loop drives the sphere %s it, the force changing by %.4g μ₀I²/b" % (
        "back to" if now(stiffness) < 0 else "away from",
        now(stiffness),
    )
    if now(critical) is None:
        words += ", as at every height at which the wire clears a sphere of this size"
    else:
        words += "; the sign changes at h/b = %.4g" % now(critical)
    words += ", and the document's formula has %.4g" % now(report)
    if now(reached) is None:
        words += "; with the wire so near the figure shows no more than the first order"
    return words + "."


def code(h, ratio, delta):
    return """from math import pi, sqrt
from scipy.optimize import brentq
from magbook import sphere

h, ratio, delta = %s, %s, %s  # h/b, a/b, δ/a

def legendre(h):
    # (a/c)^n P_n^1(h/c), and how many of them count
    c = sqrt(h * h + 1)
    count = sphere.terms(ratio / c)
    row = sphere.legendre_row(h / c, 1 / c, ratio / c, count + 2)
    return row, count

def true(h):
    row, count = legendre(h)
    _, _, screening = sphere.responses(2 / (delta * delta), count)
    total = sum(screening[n] * sphere.sideways(row, n) for n in range(count, 0, -1))
    return -pi / 4 / ratio / (h * h + 1) * total

def printed(h):
    row, count = legendre(h)
    total = 0
    for n in range(count, 0, -1):
        total += row[n] * row[n] * (n * n + 2 * n - 1) / (n * (n + 1))
        total += row[n] * row[n + 2] * (n + 1) / (n + 3)
    return -pi / 4 / ratio / (h * h + 1) * total

clear = sqrt(h * h + 1) >= %s * ratio
stiffness, report = (true(h), printed(h)) if clear else (None, None)
low = max(0.6, sqrt(max(0, %s**2 * ratio * ratio - 1)) * (1 + 1e-15))
critical = brentq(true, low, low + 3, xtol=1e-15) if true(low) < 0 else None
""" % tuple(map(written, (h, ratio, delta, sphere.NEAREST, sphere.NEAREST)))


STIFF = "<i>μ</i>₀<i>I</i>²/<i>b</i>"

figure = Figure(
    title="Back to the axis, or away from it?",
    controls=[h, ratio, delta],
    readouts=[
        readout(stiffness, "d<i>F</i>/d<i>d</i>", "radial force for each displacement", STIFF,
                missing=MISSING),
        readout(report, "", "the document's radial force for each displacement", STIFF,
                missing=MISSING),
        readout(critical, "", "height of the loop at which the stiffness changes its sign",
                missing="never: outward"),
    ],
    views=[
        plot(
            "Where the sphere is driven back. Drag the point",
            axis("h / b", 0, FARTHEST),
            axis("a / b", 0, LARGEST),
            [
                region(outward, "high", "away from the axis"),
                region(TOUCHING, "quiet", "wire in the sphere"),
                curve(perfect_line, "approximate", "sign changes for δ → 0", dash=True),
                curve(present_line, "exact", "sign changes for your δ/a", width=2.5),
                points(you, "reader", "you", radius=6, drag={"x": "h", "y": "ratio"}),
            ],
            aspect=1.0,
        ),
        sphere_scene(
            quantity(1.0, ratio)(over),
            quantity(h, ratio)(over),
            quantity(far, ratio)(over),
            force,
            "Off the axis: the radial force",
            aspect=1.0,
        ),
        plot(
            "Radial force on the sphere against its distance from the axis",
            axis("d / b", near, far),
            axis("F / greatest F shown", -1.3, 1.3),
            [
                level(0.0, "quiet"),
                curve(row(report_line, d, ends), "approximate", "the document’s", dash=True),
                curve(row(tangent, d, ends), "quiet", "first order in d"),
                curve(row(exact, d, displacements), "exact", "exact", width=2.5),
            ],
            aspect=0.42,
        ),
    ],
    presets=[
        ("Coil around the sphere", {"h": 0, "ratio": 0.5, "delta": 0.1}),
        ("Small sphere, at the change", {"h": 0.632, "ratio": 0.05, "delta": 0.1}),
        ("Loop above", {"h": 1.5, "ratio": 0.5, "delta": 0.1}),
        ("Large sphere, thin skin", {"h": 1.1, "ratio": 1.15, "delta": 0.01}),
        ("Large sphere, thick skin", {"h": 1.1, "ratio": 1.15, "delta": 0.5}),
    ],
    describe=describe,
    code=code,
)  # fmt: skip
