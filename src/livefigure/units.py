"""Amounts: numbers with a dimension, as a reader types them. This module, too, runs in MicroPython.

A dimension is the tuple of the exponents of m, kg, s, A and K.
"""

import math

TYPE_CHECKING = False
if TYPE_CHECKING:
    Dimension = tuple[float, ...]

NONE = (0, 0, 0, 0, 0)
BASE = "m", "kg", "s", "A", "K"
METRE, KILOGRAM, SECOND, AMPERE, KELVIN = [
    tuple([int(i == j) for j in range(len(BASE))]) for i in range(len(BASE))
]


class DimensionError(ValueError):
    """Amounts of unlike dimension were added, or one stands where only a number can."""


class Amount:
    """A number in SI units with its dimension; a plain number has none."""

    def __init__(self, value: float, dimension: "Dimension" = NONE):
        self.value = value
        self.dimension = dimension

    def __mul__(self, other: "Amount | float") -> "Amount":
        other = amount(other)
        return Amount(self.value * other.value, combined(self.dimension, other.dimension, 1))

    def __truediv__(self, other: "Amount | float") -> "Amount":
        other = amount(other)
        return Amount(self.value / other.value, combined(self.dimension, other.dimension, -1))

    def __add__(self, other: "Amount | float") -> "Amount":
        other = amount(other)
        if self.dimension != other.dimension:
            raise DimensionError(
                "%s and %s cannot be added" % (named(self.dimension), named(other.dimension))
            )
        return Amount(self.value + other.value, self.dimension)

    def __neg__(self) -> "Amount":
        return Amount(-self.value, self.dimension)

    def __sub__(self, other: "Amount | float") -> "Amount":
        return self + -amount(other)

    def __pow__(self, power: "Amount | float") -> "Amount":
        exponent = plain(power, "an exponent")
        value = self.value**exponent
        if isinstance(value, complex):
            raise ValueError("a root of a negative number")
        return Amount(value, tuple([neat(each * exponent) for each in self.dimension]))

    def __rmul__(self, other: "Amount | float") -> "Amount":
        return self * other

    def __radd__(self, other: "Amount | float") -> "Amount":
        return amount(other) + self

    def __rsub__(self, other: "Amount | float") -> "Amount":
        return amount(other) - self

    def __rtruediv__(self, other: "Amount | float") -> "Amount":
        return amount(other) / self

    def __rpow__(self, other: "Amount | float") -> "Amount":
        return amount(other) ** self


def amount(number: "Amount | float") -> Amount:
    return number if isinstance(number, Amount) else Amount(number)


def plain(number: "Amount | float", what: str = "the argument of a function") -> float:
    """The value of what can only be a pure number."""
    number = amount(number)
    if number.dimension != NONE:
        raise DimensionError("%s must be a pure number, not %s" % (what, named(number.dimension)))
    return number.value


def neat(exponent: float) -> float:
    """1 for 1.0; halves stay as they are."""
    return int(exponent) if exponent == int(exponent) else exponent


def combined(these: "Dimension", those: "Dimension", power: int) -> "Dimension":
    return tuple([neat(a + power * b) for a, b in zip(these, those)])


PREFIXES = {
    "": 0, "Y": 24, "Z": 21, "E": 18, "P": 15, "T": 12, "G": 9, "M": 6, "k": 3, "h": 2, "d": -1,
    "c": -2, "m": -3, "u": -6, "mu": -6, "n": -9, "p": -12, "f": -15, "a": -18, "z": -21, "y": -24,
}  # fmt: skip

NEWTON = (1, 1, -2, 0, 0)
JOULE = (2, 1, -2, 0, 0)
VOLT = (2, 1, -3, -1, 0)
TESLA = (0, 1, -2, -1, 0)
OHM = (2, 1, -3, -2, 0)

#: by its sign: value in SI units, dimension, whether it takes prefixes
UNITS = {
    "m": (1.0, METRE, True),
    "g": (1e-3, KILOGRAM, True),
    "s": (1.0, SECOND, True),
    "A": (1.0, AMPERE, True),
    "K": (1.0, KELVIN, True),
    "N": (1.0, NEWTON, True),
    "J": (1.0, JOULE, True),
    "W": (1.0, (2, 1, -3, 0, 0), True),
    "T": (1.0, TESLA, True),
    "Wb": (1.0, (2, 1, -2, -1, 0), True),
    "H": (1.0, (2, 1, -2, -2, 0), True),
    "V": (1.0, VOLT, True),
    "ohm": (1.0, OHM, True),
    "S": (1.0, (-2, -1, 3, 2, 0), True),
    "C": (1.0, (0, 0, 1, 1, 0), True),
    "F": (1.0, (-2, -1, 4, 2, 0), True),
    "Hz": (1.0, (0, 0, -1, 0, 0), True),
    "rps": (1.0, (0, 0, -1, 0, 0), False),
    "rpm": (1 / 60, (0, 0, -1, 0, 0), False),
    "Pa": (1.0, (-1, 1, -2, 0, 0), True),
    "eV": (1.602176634e-19, JOULE, True),
    "G": (1e-4, TESLA, True),
    "rad": (1.0, NONE, True),
    "deg": (math.pi / 180, NONE, False),
    "turn": (2 * math.pi, NONE, False),
    "percent": (0.01, NONE, False),
    "min": (60.0, SECOND, False),
    "h": (3600.0, SECOND, False),
}

#: as they are spelled out, with or without an s
WORDS = {
    "metre": "m", "meter": "m", "gram": "g", "second": "s", "sec": "s", "ampere": "A", "amp": "A",
    "kelvin": "K", "newton": "N", "joule": "J", "watt": "W", "tesla": "T", "gauss": "G",
    "henry": "H", "volt": "V", "hertz": "Hz", "degree": "deg", "radian": "rad", "minute": "min",
    "hour": "h",
}  # fmt: skip
PREFIX_WORDS = {
    "": "", "kilo": "k", "centi": "c", "milli": "m", "micro": "u", "nano": "n", "pico": "p",
}  # fmt: skip

CONSTANTS = {"mu_0": Amount(1.25663706127e-6, (1, 1, -2, -2, 0))}  # CODATA 2022

#: what an amount of this dimension is
NAMES: "dict[Dimension, str]" = {
    NONE: "a pure number",
    METRE: "a length",
    (2, 0, 0, 0, 0): "an area",
    (3, 0, 0, 0, 0): "a volume",
    (-1, 0, 0, 0, 0): "an inverse length",
    KILOGRAM: "a mass",
    SECOND: "a time",
    (0, 0, -1, 0, 0): "a frequency",
    AMPERE: "a current",
    (0, 0, 1, 1, 0): "a charge",
    KELVIN: "a temperature",
    (1, 0, -1, 0, 0): "a speed",
    (1, 0, -2, 0, 0): "an acceleration",
    NEWTON: "a force",
    JOULE: "an energy or a torque",
    (2, 1, -3, 0, 0): "a power",
    TESLA: "a magnetic field",
    (1, 1, -2, -1, 0): "a field times a length",
    (-1, 1, -2, -1, 0): "a field gradient",
    (2, 1, -2, -1, 0): "a magnetic flux",
    (2, 1, -2, -2, 0): "an inductance",
    (1, 1, -2, -2, 0): "a permeability, as μ₀ is",
    (2, 0, 0, 1, 0): "a magnetic moment",
    (1, 0, 0, 1, 0): "a moment per length",
    (-1, 0, 0, 1, 0): "a magnetization",
    (-2, 0, 0, 1, 0): "a current density",
    VOLT: "a voltage",
    OHM: "a resistance",
    (-3, -1, 3, 2, 0): "a conductivity",
    (0, 1, -2, 0, 0): "a force per length",
    (-1, 1, -2, 0, 0): "a pressure",
}


def named(dimension: "Dimension") -> str:
    """In words, else in base units: "a force", "an amount in m² kg"."""
    if dimension in NAMES:
        return NAMES[dimension]
    parts = [
        unit + ("" if power == 1 else "^%g" % power)
        for unit, power in zip(BASE, dimension)
        if power
    ]
    return "an amount in " + " ".join(parts)


def unit(name: str) -> Amount | None:
    """The amount that the sign of a unit means, with a prefix or without; None if it is none."""
    for length in range(min(3, len(name))):
        prefix, sign = name[:length], name[length:]
        if prefix in PREFIXES and sign in UNITS:
            value, dimension, takes_prefixes = UNITS[sign]
            if not prefix or takes_prefixes:
                return Amount(value * float("1e%d" % PREFIXES[prefix]), dimension)
    return spelled_out(name.lower())


def spelled_out(name: str) -> Amount | None:
    for word, prefix in PREFIX_WORDS.items():
        rest = name[len(word) :] if name.startswith(word) else ""
        sign = WORDS.get(rest) or WORDS.get(rest[:-1] if rest.endswith("s") else "")
        if sign:
            return unit(prefix + sign)
    return None
