"""Power and force on a conducting sphere against the depth of its skin, and what approximates them.

The sphere is on the loop's axis. Lengths are in units of its radius a.
"""

from math import nan, pi

from livefigure import (
    Figure,
    axis,
    control,
    curve,
    here,
    level,
    plot,
    points,
    quantity,
    readout,
    row,
    written,
)
from magbook import MU_0, sphere
from magbook.elementwise import Positive, Real, elementwise
from magfigures.sphereside import (
    CURRENT,
    MISSING,
    RADIUS,
    SIGMA,
    allowed,
    b_control,
    clear,
    h_control,
    multipoles,
    refusal,
    sphere_scene,
    y_of_skin,
)

THIN, THICK = 1e-3, 1e2
DELTAS = [THIN * 10 ** (j / 8) for j in range(16)]  # to 0.1; from there to 2 they are dense
DELTAS += [0.1 * 20 ** (j / 32) for j in range(32)]
DELTAS += [2 * (THICK / 2) ** (j / 12) for j in range(13)]
SLOW = 1e4  # so thick a skin that the currents do not yet screen one another
LEAST = 1e-9  # where an error of zero is drawn

EPSILON = "<i>δ</i>/<i>a</i>"

h = h_control(1.0)
b = b_control(1.5)
delta = control("delta", EPSILON, "depth of the skin", THIN, THICK, 0.1, scale="log")

place = quantity(b, h, 0.0)(clear)
clear_b, clear_h, _ = place.parts("b", "h", "d")


# --- Power in units of μ0ωaI², force along the axis in units of μ0I² -----------------------

y = quantity(delta)(y_of_skin)
count = quantity(clear_b, clear_h, 0.0)(multipoles)
exact = quantity(clear_b, clear_h, 0.0, y, count)(sphere.power_and_force)
power, _, force_z = exact.parts("power", "force_x", "force_z")
slowest = quantity(clear_b, clear_h, 0.0, y_of_skin(SLOW), count)(sphere.power_and_force)


slowest_power, _, slowest_force = slowest.parts("power", "force_x", "force_z")


@quantity(slowest_power, delta)
@elementwise()
def slow_power(slowest_power: Real, delta: Positive) -> Real:
    """The limit of low frequencies: with ω the power in this unit grows like ω, the force like
    ω². The terms of their sums are those for qₙ = y/((2n + 1)²(2n + 3)) and
    -Re βₙ = 2y²/((2n + 1)²(2n + 3)(2n + 5)); for so thick a skin they are just that."""
    return slowest_power * (SLOW / delta) ** 2


@quantity(slowest_force, delta)
@elementwise()
def slow_force(slowest_force: Real, delta: Positive) -> Real:
    return slowest_force * (SLOW / delta) ** 4


@quantity(y)
def omega(y):
    """Makes the skin as thick as wanted if μ0 is in SI units and a and σ are 1."""
    return y / MU_0


@elementwise()
def per_cycle(watts: Real, omega: Positive) -> Real:
    return watts / (MU_0 * omega)


@elementwise()
def per_current(newtons: Real) -> Real:
    return newtons / MU_0


def thin_power(order, name):
    watts = quantity(clear_h, 1.0, clear_b, 1.0, omega, 1.0, order)(sphere.thin_skin_power)
    return quantity(watts, omega, name=name)(per_cycle)


def thin_force(order, name):
    newtons = quantity(clear_h, 1.0, clear_b, 1.0, omega, 1.0, order)(sphere.thin_skin_axial_force)
    return quantity(newtons, name=name)(per_current)


power_0, power_1, power_2 = [thin_power(k, "thin_power_%d" % k) for k in range(3)]
force_0, force_1 = [thin_force(k, "thin_force_%d" % k) for k in range(2)]


@quantity(power, y)
def watts(power, y):
    """In copper, at 10 A."""
    return power * y * CURRENT * CURRENT / (SIGMA * RADIUS)


@quantity(force_z)
def newtons(force_z):
    return force_z * MU_0 * CURRENT * CURRENT


@quantity(omega)
def frequency(omega):
    return omega / (RADIUS * RADIUS * SIGMA * 2.0 * pi)


@elementwise()
def error(approximate: Real, exact: Real) -> Real:
    return abs(approximate / exact - 1.0) if exact != 0.0 else nan


def miss(approximate, exact, name):
    return quantity(approximate, exact, name=name)(error)


power_low = miss(slow_power, power, "power_low")
power_zero = miss(power_0, power, "power_zero")
power_one = miss(power_1, power, "power_one")
power_two = miss(power_2, power, "power_two")
force_low = miss(slow_force, force_z, "force_low")
force_zero = miss(force_0, force_z, "force_zero")
force_one = miss(force_1, force_z, "force_one")


# --- As it is drawn ------------------------------------------------------------------------


@elementwise()
def above_zero(value: Real) -> Real:
    return value if value > 0.0 else nan


@elementwise()
def away_from_loop(force: Real, h: Real) -> Real:
    away = -force if h > 0.0 else force
    return away if away > 0.0 else nan


@elementwise()
def readable(error: Real) -> Real:
    return max(0.1 * LEAST, error)


def power_curve(power):
    return row(quantity(power, name=power.name)(above_zero), delta, DELTAS)


def away(force):
    return quantity(force, h, name="away_" + force.name)(away_from_loop)


def force_curve(force):
    return row(away(force), delta, DELTAS)


def error_curve(error):
    return row(quantity(error, name=error.name)(readable), delta, DELTAS)


exact_powers, exact_forces = power_curve(power), force_curve(force_z)


@quantity(exact_powers)
def power_top(curve):
    return 4.0 * max(curve[1])


@quantity(power_top, power)
def power_bottom(top, power):
    return min(5e-7 * top, 0.5 * power)


@quantity(exact_forces)
def force_top(curve):
    top = 4.0 * curve[1][0]
    return top if top > 0 else None


@quantity(force_top, force_z)
def force_bottom(top, force):
    return min(1e-6 * top, 0.5 * abs(force) or top)


@quantity(power_low, power_zero, power_two)
def least_error(*errors):
    return max(LEAST, min(errors))


@quantity(force_z)
def force(force_z):
    return 0.0, force_z


def describe(now):
    if now(power) is None:
        return refusal(now(b), now(h), 0.0)
    words = "With a skin of %.4g radii the sphere takes up the power %.4g μ₀ωaI²" % (
        now(delta),
        now(power),
    )
    if now(force_z) == 0:
        return words + " and feels no force."
    return words + (
        " and is pushed %s with %.4g μ₀I²; a thin skin to second order misses the power by %.2g, "
        "the limit of low frequencies by %.2g."
        % (
            "down" if now(force_z) < 0 else "up",
            abs(now(force_z)),
            now(power_two),
            now(power_low),
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
        names = ("power", "watts", "force_z", "newtons")
        names += ("power_low", "power_zero", "power_two", "force_low", "force_zero", "force_one")
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


def gauge(of, words):
    return readout(of, "", words, digits=2, gauge=True)


def you(of):
    return points(here(of, delta), "reader", "you", radius=6, drag={"x": "delta"})


SKIN = axis("δ / a", THIN, THICK, scale="log", ticks=[0.001, 0.01, 0.1, 1, 10, 100])
FIRST = "8 3 2 3"  # dashes of what is of first order in δ/a

figure = Figure(
    title="Power and force from thin skin to thick",
    controls=[h, b, delta],
    readouts=[
        readout(power, "<i>P</i>", "power", "<i>μ</i>₀<i>ωaI</i>²", missing=MISSING),
        readout(force_z, "<i>F<sub>z</sub></i>", "force along the axis", "<i>μ</i>₀<i>I</i>²",
                missing=MISSING),
        readout(frequency, "", "frequency for a copper sphere of 5 cm", "Hz", digits=4),
        readout(watts, "", "power in the copper sphere at 10 A", "W", digits=4, missing=MISSING),
        readout(newtons, "", "force on the copper sphere at 10 A", "N", digits=4, missing=MISSING),
        gauge(power_zero, "error of the power for a thin skin"),
        gauge(power_two, "error of the power for a thin skin, to second order"),
        gauge(power_low, "error of the power at low frequency"),
        gauge(force_zero, "error of the force for a thin skin"),
        gauge(force_one, "error of the force for a thin skin, to first order"),
        gauge(force_low, "error of the force at low frequency"),
    ],
    views=[
        plot(
            "Power",
            SKIN,
            axis("P / μ₀ωaI²", power_bottom, power_top, scale="log"),
            [
                level(delta, "reader", vertical=True),
                curve(power_curve(slow_power), "quiet", "low frequency, δ ≫ a", dash=True),
                curve(power_curve(power_0), "approximate", "thin skin, δ ≪ a", dash=True),
                curve(power_curve(power_2), "approximate", "with (δ/a)²", width=1.5),
                curve(exact_powers, "exact", "exact", width=2.5),
                you(power),
            ],
            aspect=0.85,
        ),
        plot(
            "Force",
            SKIN,
            axis("|F| / μ₀I²", force_bottom, force_top, scale="log"),
            [
                level(delta, "reader", vertical=True),
                curve(force_curve(slow_force), "quiet", "low frequency, δ ≫ a", dash=True),
                curve(force_curve(force_0), "approximate", "thin skin, δ ≪ a", dash=True),
                curve(force_curve(force_1), "approximate", "with δ/a", dash=FIRST,
                      width=1.5),
                curve(exact_forces, "exact", "exact", width=2.5),
                you(away(force_z)),
            ],
            aspect=0.85,
        ),
        plot(
            "Relative error of the power",
            SKIN,
            axis("error", LEAST, 10, scale="log"),
            [
                level(delta, "reader", vertical=True),
                curve(error_curve(power_low), "quiet", "low frequency", dash=True),
                curve(error_curve(power_zero), "approximate", "thin skin", dash=True),
                curve(error_curve(power_one), "approximate", "with δ/a", dash=FIRST, width=1.5),
                curve(error_curve(power_two), "approximate", "with (δ/a)²", width=1.5),
                points(here(least_error, delta), "reader", "the best at your δ", radius=6,
                       drag={"x": "delta"}),
            ],
            aspect=0.85,
        ),
        sphere_scene(b, h, 0.0, force),
    ],
    presets=[
        ("Most heat per cycle", {"b": 1.5, "h": 1.0, "delta": 0.4}),
        ("Thin skin", {"b": 1.5, "h": 1.0, "delta": 0.01}),
        ("Low frequency", {"b": 1.5, "h": 1.0, "delta": 10}),
        ("Wire close by", {"b": 1.05, "h": 0.7, "delta": 0.1}),
        ("Loop far above", {"b": 1.5, "h": 4, "delta": 0.1}),
    ],
    describe=describe,
    code=code,
)  # fmt: skip
