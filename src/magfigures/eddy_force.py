"""Power and force on a conducting sphere against the depth of its skin, and what approximates them.

The sphere is on the loop's axis. Lengths are in units of its radius a.
"""

from math import pi

from livefigure import (
    Figure,
    axis,
    control,
    curve,
    level,
    plot,
    points,
    readout,
    written,
)
from livefigure.quantity import remember
from magbook import MU_0, sphere
from magfigures.sphereside import (
    CURRENT,
    MISSING,
    RADIUS,
    SIGMA,
    allowed,
    b_control,
    force_arrow,
    h_control,
    refusal,
    scene_data,
    spectrum,
    sphere_scene,
)

THIN, THICK = 1e-3, 1e2
DELTAS = [THIN * 10 ** (j / 8) for j in range(16)]  # to 0.1; from there to 2 they are dense
DELTAS += [0.1 * 20 ** (j / 32) for j in range(32)]
DELTAS += [2 * (THICK / 2) ** (j / 12) for j in range(13)]
SLOW = 1e4  # so thick a skin that the currents do not yet screen one another
LEAST = 1e-9  # where an error of zero is drawn
NAN = float("nan")


def omega_of(delta):
    """ω that makes the skin δ a thick if μ0 is in SI units and a and σ are 1."""
    return 2.0 / (MU_0 * delta * delta)


def y_of(delta):
    return MU_0 * omega_of(delta)


def power_and_force(responses, sums):
    """In units of μ0ωaI², and along the axis in units of μ0I²; ``sums`` of `sphere.overlaps`."""
    square, along_x, along_z = sums
    _, q, screening = responses
    _, along = sphere.push(0.0, along_x, along_z, screening)
    return 0.5 * sphere.heat(square, q), 0.5 * along


def exact(b, h, delta):
    _, count, sums = spectrum(b, h, 0.0)
    return power_and_force(sphere.responses(y_of(delta), count), sums)


def slow(b, h, delta):
    """The limit of low frequencies: with ω the power in this unit grows like ω, the force like
    ω². The terms of their sums are those for qₙ = y/((2n + 1)²(2n + 3)) and
    -Re βₙ = 2y²/((2n + 1)²(2n + 3)(2n + 5)); for so thick a skin they are just that."""
    power, force = exact(b, h, SLOW)
    more = y_of(delta) / y_of(SLOW)
    return power * more, force * more * more


def thin(b, h, delta):
    """Power to the orders 0, 1 and 2 in δ/a, and force to the orders 0 and 1."""
    omega = omega_of(delta)
    return (
        [sphere.thin_skin_power(h, 1.0, b, 1.0, omega, 1.0, k) / (MU_0 * omega) for k in range(3)],
        [sphere.thin_skin_axial_force(h, 1.0, b, 1.0, omega, 1.0, k) / MU_0 for k in range(2)],
    )


@remember
def responses(count):
    """Those of the sphere over DELTAS: they know nothing of the loop."""
    return [sphere.responses(y_of(delta), count) for delta in DELTAS]


@remember
def curves(b, h):
    """Over DELTAS: exact power and force, in the limit of low frequencies, and for a thin skin to
    each order."""
    _, most, sums = spectrum(b, h, 0.0)
    count = min(most, 3 + int(0.65 * most))  # more than the eye sees
    sums = [row[: count + 1] for row in sums]
    # by the half dozen, so that they seldom have to be computed anew
    both = [power_and_force(found, sums) for found in responses(6 * (count // 6 + 1))]
    powers, forces = [power for power, _ in both], [force for _, force in both]
    power, force = slow(b, h, 1.0)
    slow_powers = [power / (delta * delta) for delta in DELTAS]
    slow_forces = [force / (delta * delta) / (delta * delta) for delta in DELTAS]
    # polynomials in δ, found from their values at δ = 1
    p, f = thin(b, h, 1.0)
    thin_powers = [
        [delta * p[0] for delta in DELTAS],
        [delta * (p[0] + delta * (p[1] - p[0])) for delta in DELTAS],
        [delta * (p[0] + delta * ((p[1] - p[0]) + delta * (p[2] - p[1]))) for delta in DELTAS],
    ]
    thin_forces = [
        [f[0] for delta in DELTAS],
        [f[0] + delta * (f[1] - f[0]) for delta in DELTAS],
    ]
    return powers, forces, slow_powers, slow_forces, thin_powers, thin_forces


def above_zero(row):
    return [value if value > 0 else NAN for value in row]


def misses(row, target):
    """Relative errors, where they can be read."""
    return [max(0.1 * LEAST, abs(x / t - 1.0)) for x, t in zip(row, target)]


@remember
def drawn(b, h):
    """The curves as they are drawn."""
    powers, forces, slow_powers, slow_forces, thin_powers, thin_forces = curves(b, h)
    toward = -1.0 if h > 0 else 1.0
    top = max(powers)
    results = {
        "power_curve": (DELTAS, powers),
        "power_slow": (DELTAS, slow_powers),
        "power_thin": (DELTAS, thin_powers[0]),
        "power_second": (DELTAS, above_zero(thin_powers[2])),
        "power_top": 4.0 * top,
        "power_bottom": 2e-6 * top,
        "miss_slow": (DELTAS, misses(slow_powers, powers)),
        "miss_thin": (DELTAS, misses(thin_powers[0], powers)),
        "miss_first": (DELTAS, misses(thin_powers[1], powers)),
        "miss_second": (DELTAS, misses(thin_powers[2], powers)),
    }
    for name, row in (
        ("force_curve", forces),
        ("force_slow", slow_forces),
        ("force_thin", thin_forces[0]),
        ("force_first", thin_forces[1]),
    ):
        results[name] = (DELTAS, above_zero([toward * value for value in row]))
    top = toward * forces[0]
    results["force_top"] = 4.0 * top if top > 0 else 1.0
    results["force_bottom"] = 1e-6 * results["force_top"]
    return results


CURVES = (
    "power_curve", "power_slow", "power_thin", "power_second",
    "force_curve", "force_slow", "force_thin", "force_first",
    "miss_slow", "miss_thin", "miss_first", "miss_second",
)  # fmt: skip
GAUGES = ("power_low", "power_zero", "power_two", "force_low", "force_zero", "force_one")


def compute(b, h, delta):
    results = {"here": delta}
    results.update(scene_data(b, h, 0.0))
    length = RADIUS * delta
    frequency = omega_of(length) / (2.0 * pi * SIGMA)
    results["frequency"] = frequency
    if not allowed(b, h, 0.0):
        for name in CURVES:
            results[name] = ([THIN, THICK], [NAN, NAN])
        for name in GAUGES + ("power", "force_z", "watts", "newtons", "force"):
            results[name] = None
        for name in ("power_here", "force_here", "miss_here"):
            results[name] = ([delta], [NAN])
        results.update(
            {"power_top": 1.0, "power_bottom": 1e-6, "force_top": 1.0, "force_bottom": 1e-6}
        )
        return results
    power, force = exact(b, h, delta)
    low_power, low_force = slow(b, h, delta)
    thin_powers, thin_forces = thin(b, h, delta)
    results.update(drawn(b, h))
    results["power"] = power
    results["force_z"] = 0.0 + force
    results["watts"] = power * y_of(delta) * CURRENT * CURRENT / (SIGMA * RADIUS)
    results["newtons"] = 0.0 + force * MU_0 * CURRENT * CURRENT
    results["power_low"] = abs(low_power / power - 1.0)
    results["power_zero"] = abs(thin_powers[0] / power - 1.0)
    results["power_two"] = abs(thin_powers[2] / power - 1.0)
    none = force == 0
    results["force_low"] = None if none else abs(low_force / force - 1.0)
    results["force_zero"] = None if none else abs(thin_forces[0] / force - 1.0)
    results["force_one"] = None if none else abs(thin_forces[1] / force - 1.0)
    results["power_here"] = ([delta], [power])
    results["force_here"] = ([delta], [NAN if none else abs(force)])
    results["power_bottom"] = min(results["power_bottom"], 0.5 * power)
    if not none:
        results["force_bottom"] = min(results["force_bottom"], 0.5 * abs(force))
    best = min(results["power_low"], results["power_zero"], results["power_two"])
    results["miss_here"] = ([delta], [max(LEAST, best)])
    results["force"] = force_arrow((0.0, force), b, h, 0.0)
    return results


def describe(controls, results):
    if results["power"] is None:
        return refusal(controls["b"], controls["h"], 0.0)
    words = "With a skin of %.4g radii the sphere takes up the power %.4g μ₀ωaI²" % (
        controls["delta"],
        results["power"],
    )
    if results["force_z"] == 0:
        return words + " and feels no force."
    return words + (
        " and is pushed %s with %.4g μ₀I²; a thin skin to second order misses the power by %.2g, "
        "the limit of low frequencies by %.2g."
        % (
            "down" if results["force_z"] < 0 else "up",
            abs(results["force_z"]),
            results["power_two"],
            results["power_low"],
        )
    )


def code(b, h, delta):
    start = """import numpy as np
from magbook import MU_0, sphere

b, h, delta = %s, %s, %s  # units of the sphere's radius
a, sigma, I = %s, %s, %s  # a copper sphere, m, S/m; peak current, A
frequency = 2 / (MU_0 * (a * delta) ** 2) / (2 * np.pi * sigma)
""" % tuple(map(written, (b, h, delta, RADIUS, SIGMA, CURRENT)))
    if not allowed(b, h, 0.0):
        names = ("power", "watts", "force_z", "newtons") + GAUGES
        return start + "# the wire is too near\n" + " = ".join(names) + " = None\n"
    return (
        start
        + """
# a, sigma and I are 1 in SI units; omega makes the skin as thick as wanted
omega = 2 / (MU_0 * delta**2)
slow = 2 / (MU_0 * %s**2)
at = [0, 0, h], [0, 0, 1], 1, b, 1
power = sphere.power(*at, omega) / (MU_0 * omega)
force_z = sphere.force(*at, omega)[2] / MU_0
watts = power * MU_0 * omega * I**2 / (sigma * a)
newtons = force_z * MU_0 * I**2

def miss(approximate, exact):
    return abs(approximate / exact - 1) if exact else None

power_low = miss(sphere.power(*at, slow) / (MU_0 * slow) * (omega / slow), power)
force_low = miss(sphere.force(*at, slow)[2] / MU_0 * (omega / slow) ** 2, force_z)
thin = [sphere.thin_skin_power(h, 1, b, 1, omega, order=k) / (MU_0 * omega) for k in range(3)]
power_zero, power_two = miss(thin[0], power), miss(thin[2], power)
thin = [sphere.thin_skin_axial_force(h, 1, b, 1, omega, order=k) / MU_0 for k in range(2)]
force_zero, force_one = miss(thin[0], force_z), miss(thin[1], force_z)
"""
        % written(SLOW)
    )


def gauge(name, words):
    return readout(name, "", words, digits=2, gauge=True)


EPSILON = "<i>δ</i>/<i>a</i>"
SKIN = axis("δ / a", THIN, THICK, scale="log", ticks=[0.001, 0.01, 0.1, 1, 10, 100])
FIRST = "8 3 2 3"  # dashes of what is of first order in δ/a

figure = Figure(
    title="Power and force from thin skin to thick",
    compute=compute,
    controls=[
        h_control(1.0),
        b_control(1.5),
        control("delta", EPSILON, "depth of the skin", THIN, THICK, 0.1, scale="log"),
    ],
    readouts=[
        readout("power", "<i>P</i>", "power", "<i>μ</i>₀<i>ωaI</i>²", missing=MISSING),
        readout("force_z", "<i>F<sub>z</sub></i>", "force along the axis", "<i>μ</i>₀<i>I</i>²",
                missing=MISSING),
        readout("frequency", "", "frequency for a copper sphere of 5 cm",
                "Hz", digits=4),
        readout("watts", "", "power in the copper sphere at 10 A", "W", digits=4,
                missing=MISSING),
        readout("newtons", "", "force on the copper sphere at 10 A",
                "N", digits=4, missing=MISSING),
        gauge("power_zero", "error of the power for a thin skin"),
        gauge("power_two", "error of the power for a thin skin, to second order"),
        gauge("power_low", "error of the power at low frequency"),
        gauge("force_zero", "error of the force for a thin skin"),
        gauge("force_one", "error of the force for a thin skin, to first order"),
        gauge("force_low", "error of the force at low frequency"),
    ],
    views=[
        plot(
            "Power",
            SKIN,
            axis("P / μ₀ωaI²", "power_bottom", "power_top", scale="log"),
            [
                level("here", "reader", vertical=True),
                curve("power_slow", "quiet", "low frequency, δ ≫ a", dash=True),
                curve("power_thin", "approximate", "thin skin, δ ≪ a", dash=True),
                curve("power_second", "approximate", "with (δ/a)²", width=1.5),
                curve("power_curve", "exact", "exact", width=2.5),
                points("power_here", "reader", "you", radius=6, drag={"x": "delta"}),
            ],
            aspect=0.85,
        ),
        plot(
            "Force",
            SKIN,
            axis("|F| / μ₀I²", "force_bottom", "force_top", scale="log"),
            [
                level("here", "reader", vertical=True),
                curve("force_slow", "quiet", "low frequency, δ ≫ a", dash=True),
                curve("force_thin", "approximate", "thin skin, δ ≪ a", dash=True),
                curve("force_first", "approximate", "with δ/a", dash=FIRST, width=1.5),
                curve("force_curve", "exact", "exact", width=2.5),
                points("force_here", "reader", "you", radius=6, drag={"x": "delta"}),
            ],
            aspect=0.85,
        ),
        plot(
            "Relative error of the power",
            SKIN,
            axis("error", LEAST, 10, scale="log"),
            [
                level("here", "reader", vertical=True),
                curve("miss_slow", "quiet", "low frequency", dash=True),
                curve("miss_thin", "approximate", "thin skin", dash=True),
                curve("miss_first", "approximate", "with δ/a", dash=FIRST, width=1.5),
                curve("miss_second", "approximate", "with (δ/a)²", width=1.5),
                points("miss_here", "reader", "the best at your δ", radius=6, drag={"x": "delta"}),
            ],
            aspect=0.85,
        ),
        sphere_scene(),
    ],
    presets={
        "Most heat per cycle": {"b": 1.5, "h": 1.0, "delta": 0.4},
        "Thin skin": {"b": 1.5, "h": 1.0, "delta": 0.01},
        "Low frequency": {"b": 1.5, "h": 1.0, "delta": 10},
        "Wire close by": {"b": 1.05, "h": 0.7, "delta": 0.1},
        "Loop far above": {"b": 1.5, "h": 4, "delta": 0.1},
    },
    describe=describe,
    code=code,
)  # fmt: skip
