"""Which multipoles of the eddy currents turn power into heat, as a coaxial loop comes near."""

from math import sqrt

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
from magfigures.degrees import cosine, sine
from magfigures.sphereside import MISSING, b_control, h_control

CLOSEST = 1.03  # of the wire to the sphere's centre, in radii
FAR, WIDE = 4, 4.3  # end of h and b, and of the drawing
SHOWN = 30  # degrees drawn
LEAST = 1e-10  # share at which the logarithmic axis ends
NAN = float("nan")


@remember
def squares(b, h):
    """Σ tₙₘ²/n(n + 1) for a loop on the axis, a list over n."""
    _, count, (square, _, _) = sphere.spectrum(b, h, 0.0)
    return [0.0] + [square[n] / (n * (n + 1.0)) for n in range(1, count + 1)]


def shares(b, h, delta):
    """Share of each degree in the power, a list over n from 1."""
    found = squares(b, h)
    _, q, _ = sphere.responses(2.0 / (delta * delta), len(found) - 1)
    powers = [u * v for u, v in zip(q, found)]
    total = 0.0
    for power in reversed(powers):
        total += power
    return [power / total for power in powers[1:]]


def bars(rows):
    """Outlines of bars as high as the rows' numbers."""
    xs, ys = [], []
    for n in range(1, SHOWN + 1):
        share = rows[n - 1]
        if share > 1e-3:
            xs += [n - 0.35, n - 0.35, n + 0.35, n + 0.35, NAN]
            ys += [0.0, share, share, 0.0, NAN]
    return xs, ys


OUTLINE = ([sine(5 * j) for j in range(73)], [cosine(5 * j) for j in range(73)])
DEGREES = list(range(1, SHOWN + 1))


def compute(b, h, delta):
    c = sqrt(b * b + h * h)
    results = {
        "nearest": c,
        "outline": OUTLINE,
        "line": ([0.0, b], [0.0, h]),
        "wire": ([b, -b], [h, h]),
        "most": 0.99,
    }
    if c < CLOSEST:
        for name in ("terms99", "dipole_share", "bars", "summed"):
            results[name] = None
        results["shares"] = results["law"] = (DEGREES, [NAN] * SHOWN)
        return results
    found = shares(b, h, delta)
    summed, total, terms = [], 0.0, None
    for share in found:
        total += share
        summed.append(total)
        if terms is None and total >= 0.99:
            terms = len(summed)
    while len(summed) < SHOWN:
        summed.append(total)
        found.append(0.0)
    # the least multiple of (a/c)^2n that no share surpasses
    slope = 1.0 / (c * c)
    highest = max([share * c ** (2 * n) for n, share in zip(DEGREES, found)])
    law = [highest * slope**n for n in DEGREES]
    results["terms99"] = terms
    results["dipole_share"] = found[0]
    results["bars"] = bars(found)
    results["summed"] = (DEGREES, summed[:SHOWN])
    results["shares"] = (DEGREES, [u if u > LEAST else NAN for u in found[:SHOWN]])
    results["law"] = (DEGREES, [u if u > LEAST else NAN for u in law])
    return results


def describe(controls, results):
    if results["terms99"] is None:
        if results["nearest"] <= 1:
            return "The wire would touch the sphere, so that there is nothing to show."
        return "The wire is nearer to the sphere's centre than %g radii, and this is not shown." % (
            CLOSEST
        )
    count = results["terms99"]
    return (
        "With the wire %.4g radii from the centre, the dipole carries %.3g %% of the power and %s."
        % (
            results["nearest"],
            100 * results["dipole_share"],
            "no other degree is needed for 99 %"
            if count == 1
            else "the first %d degrees carry 99 %%" % count,
        )
    )


def code(b, h, delta):
    start = """import numpy as np
from magbook import sphere

b, h, delta = %s, %s, %s  # units of a
nearest = np.hypot(b, h)
""" % tuple(map(written, (b, h, delta)))
    if sqrt(b * b + h * h) < CLOSEST:
        return start + "# the wire is too near for this figure\nterms99 = dipole_share = None\n"
    return (
        start
        + """_, count, (square, _, _) = sphere.spectrum(b, h, 0.0)
_, q, _ = sphere.responses(2 / delta**2, count)
n = np.arange(1, count + 1)
powers = np.array(q)[1:] * np.array(square)[1:] / (n * (n + 1))
shares = powers / powers.sum()
dipole_share = shares[0]
terms99 = 1 + np.argmax(np.cumsum(shares) >= 0.99)
"""
    )


figure = Figure(
    title="Which multipoles carry the power",
    compute=compute,
    controls=[
        b_control(1.2, high=FAR),
        h_control(0.6, -FAR, FAR),
        control(
            "delta", "<i>δ</i>/<i>a</i>", "skin depth over the radius", 0.003, 10, 0.2, scale="log"
        ),
    ],
    readouts=[
        readout(
            "terms99",
            "",
            "how many degrees carry 99 % of the power",
            missing=MISSING,
        ),
        readout("dipole_share", "", "share of the dipole", missing=MISSING),
        readout("nearest", "<i>c</i>/<i>a</i>", "distance of the wire from the centre"),
    ],
    views=[
        plot(
            "Share of each degree in the power",
            axis("degree n", 0.3, SHOWN + 0.7, ticks=[1, 5, 10, 15, 20, 25, 30]),
            axis("share", 0, 1.04),
            [
                level("most", "quiet", "99 %"),
                region("bars", "current2", "share of the degree n"),
                curve("summed", "exact", "degrees 1 to n together", width=1.6),
                points("summed", "exact", radius=2.5),
            ],
            aspect=0.36,
        ),
        plot(
            "The same, logarithmic",
            axis("degree n", 0.3, SHOWN + 0.7, ticks=[1, 10, 20, 30]),
            axis("share", LEAST, 2, scale="log"),
            [
                curve("law", "approximate", "as (a/c)²ⁿ", dash=True),
                points("shares", "current2", "share of the degree n", radius=4),
            ],
            aspect=0.98,
        ),
        plot(
            "Sphere and loop, cut; drag the wire",
            axis("x / a", -WIDE, WIDE, ticks=[-4, -2, 0, 2, 4]),
            axis("z / a", -WIDE, WIDE, ticks=[-4, -2, 0, 2, 4]),
            [
                curve("line", "quiet", "c", dash=True, width=1.5),
                curve("outline", "quiet", "sphere", width=2.2),
                points("wire", "current", "wire", radius=6, drag={"x": "b", "y": "h"}),
            ],
            aspect=0.98,
            equal=True,
        ),
    ],
    presets={
        "Far away": {"b": 3, "h": 3, "delta": 0.2},
        "Around the equator": {"b": 1.3, "h": 0, "delta": 0.2},
        "Close, thin skin": {"b": 1, "h": 0.4, "delta": 0.01},
        "Close, slow field": {"b": 1, "h": 0.4, "delta": 10},
    },
    describe=describe,
    code=code,
)
