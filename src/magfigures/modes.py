"""Which multipoles of the eddy currents turn power into heat, as a coaxial loop comes near."""

from math import sqrt

from livefigure import (
    Figure,
    axis,
    bars,
    control,
    coordinate,
    curve,
    level,
    plot,
    points,
    quantity,
    readout,
    ring,
    row,
    written,
)
from magbook import sphere
from magfigures.sphereside import MISSING, b_control, h_control, y_of_skin

FAR, WIDE = 4, 4.3  # end of h and b, and of the drawing
SHOWN = 30  # degrees drawn
LEAST = 1e-10  # share at which the logarithmic axis ends
MOST = 0.99  # of the power, which some degrees together are to carry

b = b_control(1.2, high=FAR)
h = h_control(0.6, -FAR, FAR)
delta = control(
    "delta", "<i>δ</i>/<i>a</i>", "skin depth over the radius", 0.003, 10, 0.2, scale="log"
)
degree = coordinate("degree")
DEGREES = range(1, SHOWN + 1)


@quantity(b, h)
def nearest(b, h):
    """Distance of the wire from the centre."""
    return sqrt(b * b + h * h)


@quantity(b, h, nearest)
def squares(b, h, nearest):
    """Σ tₙₘ²/n(n + 1) from n = 1 on, unless the wire is too near."""
    if nearest < sphere.NEAREST:
        return None
    _, count, (square, _, _) = sphere.spectrum(b, h, 0.0)
    return [square[n] / (n * (n + 1.0)) for n in range(1, count + 1)]


@quantity(squares, delta)
def shares(squares, delta):
    """Of the degrees in the power, from n = 1 on."""
    _, q, _ = sphere.responses(y_of_skin(delta), len(squares))
    powers = [q[n] * square for n, square in enumerate(squares, 1)]
    total = sum(reversed(powers))
    return [power / total for power in powers]


@quantity(shares, degree)
def share(shares, degree):
    return shares[int(degree) - 1] if degree <= len(shares) else 0.0


@quantity(shares, degree)
def summed(shares, degree):
    return sum(shares[: int(degree)])


@quantity(shares, nearest, degree)
def law(shares, nearest, degree):
    """The least multiple of (a/c)²ⁿ that no share surpasses."""
    highest = max([share * nearest ** (2 * n) for n, share in zip(DEGREES, shares)])
    return highest / nearest ** (2 * degree)


def seen(share):
    """On the logarithmic axis."""
    return share if share > LEAST else None


def tall(share):
    """Higher than a line, as a bar."""
    return share if share > 1e-3 else None


@quantity(shares)
def terms99(shares):
    total = 0.0
    for n, share in enumerate(shares, 1):
        total += share
        if total >= MOST:
            return n


@quantity(shares)
def dipole_share(shares):
    return shares[0]


@quantity(b, h)
def distance(b, h):
    """The line that is c long."""
    return [0.0, b], [0.0, h]


@quantity(b, h)
def wire(b, h):
    return [b, -b], [h, h]


summed_curve = row(summed, degree, DEGREES)
share_bars = row(quantity(share, name="share")(tall), degree, DEGREES)
share_curve = row(quantity(share, name="share")(seen), degree, DEGREES)
law_curve = row(quantity(law, name="law")(seen), degree, DEGREES)


def describe(now):
    if now(squares) is None:
        if now(nearest) <= 1:
            return "The wire would touch the sphere, so that there is nothing to show."
        return "The wire is nearer to the sphere's centre than %g radii, and this is not shown." % (
            sphere.NEAREST
        )
    count = now(terms99)
    return (
        "With the wire %.4g radii from the centre, the dipole carries %.3g %% of the power and %s."
        % (
            now(nearest),
            100 * now(dipole_share),
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
    if sqrt(b * b + h * h) < sphere.NEAREST:
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
    controls=[b, h, delta],
    readouts=[
        readout(terms99, "", "how many degrees carry 99 % of the power", missing=MISSING),
        readout(dipole_share, "", "share of the dipole", missing=MISSING),
        readout(nearest, "<i>c</i>/<i>a</i>", "distance of the wire from the centre"),
    ],
    views=[
        plot(
            "Share of each degree in the power",
            axis("degree n", 0.3, SHOWN + 0.7, ticks=[1, 5, 10, 15, 20, 25, 30]),
            axis("share", 0, 1.04),
            [
                level(MOST, "quiet", "99 %"),
                bars(share_bars, "current2", "share of the degree n"),
                curve(summed_curve, "exact", "degrees 1 to n together", width=1.6),
                points(summed_curve, "exact", radius=2.5),
            ],
            aspect=0.36,
        ),
        plot(
            "The same, logarithmic",
            axis("degree n", 0.3, SHOWN + 0.7, ticks=[1, 10, 20, 30]),
            axis("share", LEAST, 2, scale="log"),
            [
                curve(law_curve, "approximate", "as (a/c)²ⁿ", dash=True),
                points(share_curve, "current2", "share of the degree n", radius=4),
            ],
            aspect=0.98,
        ),
        plot(
            "Sphere and loop, cut; drag the wire",
            axis("x / a", -WIDE, WIDE, ticks=[-4, -2, 0, 2, 4]),
            axis("z / a", -WIDE, WIDE, ticks=[-4, -2, 0, 2, 4]),
            [
                curve(distance, "quiet", "c", dash=True, width=1.5),
                ring((0.0, 0.0, 1.0), "quiet", "sphere", width=2.2),
                points(wire, "current", "wire", radius=6, drag={"x": "b", "y": "h"}),
            ],
            aspect=0.98,
            equal=True,
        ),
    ],
    presets=[
        ("Far away", {"b": 3, "h": 3, "delta": 0.2}),
        ("Around the equator", {"b": 1.3, "h": 0, "delta": 0.2}),
        ("Close, thin skin", {"b": 1, "h": 0.4, "delta": 0.01}),
        ("Close, slow field", {"b": 1, "h": 0.4, "delta": 10}),
    ],
    describe=describe,
    code=code,
)
