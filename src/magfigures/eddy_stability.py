"""Whether a loop on the axis of a conducting sphere drives it back to the axis or away from it.

Lengths are in units of the loop's radius b, forces in μ0I².
"""

from math import cos, log, pi, sqrt

from livefigure import (
    Figure,
    axis,
    control,
    curve,
    level,
    plot,
    points,
    readout,
    region,
    written,
)
from livefigure.quantity import remember
from magbook import sphere
from magfigures.sphereside import force_arrow, scene_data, sphere_scene

CLOSEST = 1.02  # of the wire to the sphere's centre, in radii
FARTHEST, LARGEST = 2.5, 2.0  # h/b and a/b of the plane
THINNEST, THICKEST = 1e-3, 10.0  # δ/a
COLUMNS = 36  # values of h/b at which the line is sought
NODES = 3  # displacements at which the force is computed
REACH = 0.3  # farthest displacement
NEAREST = 1.15  # of the wire to the displaced sphere's centre, in radii
NAN = float("nan")
MISSING = "wire too near"


def allowed(h, ratio):
    return sqrt(h * h + 1.0) >= CLOSEST * ratio


def y_of(delta):
    """|ka|²."""
    return 2.0 / (delta * delta)


@remember
def screening(delta, count):
    return sphere.responses(y_of(delta), count)[2]


def legendre(h, ratio, count):
    """(a/c)ⁿ P¹ₙ(h/c) for n = 0 … count, c being the wire's distance."""
    c = sqrt(h * h + 1.0)
    return sphere.legendre_row(h / c, 1.0 / c, ratio / c, count)


def many(count):
    """The multipoles come by threescore, so that they seldom have to be computed anew."""
    return 60 * (count // 60 + 1)


def stiffness(h, ratio, delta):
    """dF/dd in units of μ0I²/b, for any depth of the skin. Each term of the series for a thin skin
    is the n-th induced multipole, so that -Re βₙ is all that a thick one adds."""
    count = sphere.terms(ratio / sqrt(h * h + 1.0))
    row = legendre(h, ratio, count + 2)
    screens = screening(delta, many(count))
    total = 0.0
    for n in range(count, 0, -1):
        total += screens[n] * sphere.sideways(row, n)
    return -0.25 * pi / ratio / (h * h + 1.0) * total


def report(h, ratio):
    """The document's, for a thin skin."""
    count = sphere.terms(ratio / sqrt(h * h + 1.0))
    row = legendre(h, ratio, count + 2)
    total = 0.0
    for n in range(count, 0, -1):
        total += row[n] * row[n] * (n * n + 2.0 * n - 1.0) / (n * (n + 1.0))
        total += row[n] * row[n + 2] * (n + 1.0) / (n + 3.0)
    return -0.25 * pi / ratio / (h * h + 1.0) * total


def zero(function, low, below, high, above, within):
    """Where the function, below < 0 at low and above > 0 at high, vanishes: by the secant's step,
    an end that stays twice counting half (the Illinois method)."""
    last, side = low, 0
    for _ in range(60):
        middle = (low * above - high * below) / (above - below)
        if not low < middle < high or abs(middle - last) < within * middle:
            break
        last, value = middle, function(middle)
        if value == 0:
            break
        if value < 0:
            low, below = middle, value
            above *= 0.5 if side < 0 else 1.0
            side = -1
        else:
            high, above = middle, value
            below *= 0.5 if side > 0 else 1.0
            side = 1
    return middle


@remember
def critical(ratio, delta):
    """h/b at which the stiffness changes its sign, or None: then it drives outward wherever the
    wire may be."""
    low = max(0.0, CLOSEST * CLOSEST * ratio * ratio - 1.0)
    low = max(0.6, sqrt(low) * (1.0 + 1e-15))
    high = low + 0.1
    below = stiffness(low, ratio, delta)
    if below >= 0:
        return None
    above = stiffness(high, ratio, delta)
    while above <= 0:
        low, below = high, above
        high += 0.2
        above = stiffness(high, ratio, delta)
    return zero(lambda h: stiffness(h, ratio, delta), low, below, high, above, 1e-14)


# --- The line in the plane -----------------------------------------------------------------


@remember
def polynomials():
    """For some h/b: h/b, c², and the stiffness as a polynomial in (a/c)², one list of
    coefficients for each: the screening aside, they depend on h/b alone."""
    found = []
    for j in range(COLUMNS):
        h = 0.6326 + (FARTHEST - 0.6326) * (j / (COLUMNS - 1.0)) ** 2
        count = 60
        c = sqrt(h * h + 1.0)
        row = legendre(h, c, count + 2)
        coefficients = [sphere.sideways(row, n) for n in range(1, count + 1)]
        found.append((h, c, coefficients))
    return found


def horner(coefficients, x):
    """Σ coefficients[j] xʲ."""
    value = 0.0
    for coefficient in reversed(coefficients):
        value = value * x + coefficient
    return value


def line(screens):
    """(h/b, a/b) where the stiffness changes sign."""
    hs, ratios = [sqrt(0.4)], [0.0]
    for h, c, coefficients in polynomials():
        weighted = [screens[n + 1] * coefficients[n] for n in range(len(coefficients))]
        # outward (negative) for a small sphere, back for one that all but fills the space
        low, high = ratios[-1] * ratios[-1] / (c * c), 1.0 / (CLOSEST * CLOSEST)
        below, above = horner(weighted, low), horner(weighted, high)
        if below > 0 or above < 0:
            break
        square = zero(lambda x, row=weighted: horner(row, x), low, below, high, above, 1e-6)
        hs.append(h)
        ratios.append(sqrt(square) * c)
    if hs[-1] < FARTHEST:
        # on to where the wire would touch: straight, for it is not far
        h, ratio = hs[-1], ratios[-1]
        slope = (ratio - ratios[-2]) / (h - hs[-2])
        low, high = 0.0, 1.0
        for _ in range(30):
            step = 0.5 * (low + high)
            if allowed(h + step, ratio + slope * step):
                low = step
            else:
                high = step
        hs.append(h + low)
        ratios.append(ratio + slope * low)
    return hs, ratios


@remember
def perfect_line():
    return line([1.0] * 61)


@remember
def present_line(delta):
    return line(screening(delta, 60))


def _touching():
    """The rim of the region in which the wire would be in the sphere, or all but."""
    hs = [FARTHEST * j / 40 for j in range(41)]
    return hs, [sqrt(h * h + 1.0) / CLOSEST for h in hs]


TOUCHING = _touching()


@remember
def outward(delta):
    """The outline of the region in which the sphere is driven away from the axis."""
    hs, ratios = present_line(delta)
    rim = [(h, ratio) for h, ratio in zip(TOUCHING[0], TOUCHING[1]) if h > hs[-1]]
    return (
        hs + [h for h, _ in rim] + [FARTHEST],
        ratios + [ratio for _, ratio in rim] + [0.0],
    )


# --- The force beside the axis -------------------------------------------------------------


def radial_force(spectrum, delta):
    """In units of μ0I², on a sphere off the axis; outward is positive."""
    tilt, count, (_, along_x, along_z) = spectrum
    return -0.5 * sphere.push(tilt, along_x, along_z, screening(delta, many(count)))[0]


def rough_spectrum(b, h, d):
    """`sphere.spectrum` to the digits that the eye sees."""
    nearest = sqrt(h * h + (d - b) * (d - b))
    count = 5 + int(3.5 / log(nearest))
    tilt, columns = sphere.multipoles(b, h, d, count)
    return tilt, count, sphere.overlaps(columns, count)


def reach(h, ratio):
    """The largest displacement that is shown, or None if the wire is too near to show any."""
    gap = NEAREST * NEAREST * ratio * ratio - h * h
    farthest = 1.0 - sqrt(gap) if gap > 0 else 1.0
    return min(REACH, farthest) if farthest > 0.02 else None


@remember
def spectra(h, ratio):
    """At some displacements."""
    far = reach(h, ratio)
    ds = [far * cos(0.5 * pi * k / NODES) for k in range(NODES)]
    return [(d, rough_spectrum(1.0 / ratio, h / ratio, d / ratio)) for d in ds]


@remember
def force_curve(h, ratio, delta):
    """F/d is even in d: a polynomial in d² through the stiffness and the forces at NODES places."""
    far = reach(h, ratio)
    if far is None:
        return None
    squares, values = [0.0], [stiffness(h, ratio, delta)]
    for d, spectrum in spectra(h, ratio):
        squares.append(d * d)
        values.append(radial_force(spectrum, delta) / d)
    for k in range(1, len(values)):  # Newton's divided differences
        for j in range(len(values) - 1, k - 1, -1):
            values[j] = (values[j] - values[j - 1]) / (squares[j] - squares[j - k])
    ds = [far * j / 24 for j in range(-24, 25)]
    found = []
    for d in ds:
        total = 0.0
        for square, value in zip(squares[::-1], values[::-1]):
            total = total * (d * d - square) + value
        found.append(d * total)
    return ds, found


def compute(h, ratio, delta):
    shown = (reach(h, ratio) or 0.1) / ratio  # displacement in the scene
    results = {
        "critical": critical(ratio, delta),
        "line": present_line(delta),
        "perfect": perfect_line(),
        "outward": outward(delta),
        "touching": (TOUCHING[0] + [FARTHEST, 0.0], TOUCHING[1] + [3.0, 3.0]),
        "place": ([h], [ratio]),
        "zero": 0.0,
    }
    results.update(scene_data(1.0 / ratio, h / ratio, shown))
    nothing = ([-REACH, REACH], [NAN, NAN])
    if not allowed(h, ratio):
        results.update({"stiffness": None, "report": None, "force": None})
        results.update({"exact_curve": nothing, "tangent": nothing, "report_line": nothing})
        results.update({"far": REACH, "near": -REACH})
        return results
    true, printed = stiffness(h, ratio, delta), report(h, ratio)
    found = force_curve(h, ratio, delta)
    far = reach(h, ratio) or 0.1
    # forces span so many decades that they are drawn over the greatest that is shown
    most = max([abs(true) * far] + [abs(value) for value in (found[1] if found else [])])
    most = most or 1.0
    results.update(
        {
            "stiffness": true,
            "report": printed,
            # near the change of sign it may not be that of the first order
            "force": force_arrow(
                (found[1][-1] if found else true, 0.0), 1.0 / ratio, h / ratio, shown
            ),
            "exact_curve": (found[0], [value / most for value in found[1]]) if found else nothing,
            "tangent": ([-far, far], [-true * far / most, true * far / most]),
            "report_line": ([-far, far], [-printed * far / most, printed * far / most]),
            "far": far,
            "near": -far,
        }
    )
    return results


def describe(controls, results):
    if results["stiffness"] is None:
        return (
            "The wire would touch the sphere or all but: move the loop away or make the sphere "
            "smaller."
        )
    words = "Near the axis the loop drives the sphere %s it, the force changing by %.4g μ₀I²/b" % (
        "back to" if results["stiffness"] < 0 else "away from",
        results["stiffness"],
    )
    if results["critical"] is None:
        words += ", as at every height at which the wire clears a sphere of this size"
    else:
        words += "; the sign changes at h/b = %.4g" % results["critical"]
    words += ", and the document's formula has %.4g" % results["report"]
    if reach(controls["h"], controls["ratio"]) is None:
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
""" % tuple(map(written, (h, ratio, delta, CLOSEST, CLOSEST)))


STIFF = "<i>μ</i>₀<i>I</i>²/<i>b</i>"

figure = Figure(
    title="Back to the axis, or away from it?",
    compute=compute,
    controls=[
        control("h", "<i>h</i>/<i>b</i>", "height of the loop over the centre", 0, FARTHEST, 0.9,
                step=0.01),
        control("ratio", "<i>a</i>/<i>b</i>", "radius of the sphere", 0.05, LARGEST, 0.5,
                step=0.01),
        control("delta", "<i>δ</i>/<i>a</i>", "depth of the skin", THINNEST, THICKEST, 0.1,
                scale="log"),
    ],
    readouts=[
        readout("stiffness", "d<i>F</i>/d<i>d</i>", "radial force for each displacement", STIFF,
                missing=MISSING),
        readout("report", "", "the document's radial force for each displacement",
                STIFF, missing=MISSING),
        readout("critical", "",
                "height of the loop at which the stiffness changes its sign",
                missing="never: outward"),
    ],
    views=[
        plot(
            "Where the sphere is driven back. Drag the point",
            axis("h / b", 0, FARTHEST),
            axis("a / b", 0, LARGEST),
            [
                region("outward", "high", "away from the axis"),
                region("touching", "quiet", "wire in the sphere"),
                curve("perfect", "approximate", "sign changes for δ → 0", dash=True),
                curve("line", "exact", "sign changes for your δ/a", width=2.5),
                points("place", "reader", "you", radius=6, drag={"x": "h", "y": "ratio"}),
            ],
            aspect=1.0,
        ),
        sphere_scene("Off the axis: the radial force", aspect=1.0),
        plot(
            "Radial force on the sphere against its distance from the axis",
            axis("d / b", "near", "far"),
            axis("F / greatest F shown", -1.3, 1.3),
            [
                level("zero", "quiet"),
                curve("report_line", "approximate", "the document’s", dash=True),
                curve("tangent", "quiet", "first order in d"),
                curve("exact_curve", "exact", "exact", width=2.5),
            ],
            aspect=0.42,
        ),
    ],
    presets={
        "Coil around the sphere": {"h": 0, "ratio": 0.5, "delta": 0.1},
        "Small sphere, at the change": {"h": 0.632, "ratio": 0.05, "delta": 0.1},
        "Loop above": {"h": 1.5, "ratio": 0.5, "delta": 0.1},
        "Large sphere, thin skin": {"h": 1.1, "ratio": 1.15, "delta": 0.01},
        "Large sphere, thick skin": {"h": 1.1, "ratio": 1.15, "delta": 0.5},
    },
    describe=describe,
    code=code,
)  # fmt: skip
