"""An exercise that answers: what a reader has typed, chosen or drawn is compared with the answer,
and with typical wrong ones, each of which has words of its own. Runs in MicroPython, too.

An exercise is plain data, as the directive {answer} writes it (`livefigure.lesson`): its `kind`,
Python for its `answer` and its `wrong` ones, the letters that are drawn anew from a seed.
"""

import math

from livefigure.typed import Reader, Unknown, Unreadable, components, shown, with_points
from livefigure.units import CONSTANTS, Amount, DimensionError, amount, named, plain, unit
from livefigure.words import for_the_eye

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from typing import Any

    from livefigure._types import Exercise, Known, Verdict
    from livefigure.units import Dimension

    Column = Callable[[float], int]

FUNCTIONS = "sin", "cos", "tan", "asin", "acos", "atan", "sinh", "cosh", "tanh", "exp", "log"
PLACES = 12  # at which formulas are compared
SAME = 1e-7  # relative difference of formulas that are equal
ROUNDED = 5e-3  # and of those that differ by a rounded number
ALMOST = 5.0  # tolerances, but never more than
CLOSE = 0.05  # of the answer
#: factors that are lost or gained, and what that may come from
FACTORS = (
    (2.0, "a factor 2"),
    (4.0, "a factor 4"),
    (math.pi, "a factor π"),
    (2 * math.pi, "a factor 2π"),
    (4 * math.pi, "a factor 4π"),
    (math.sqrt(2.0), "a factor √2"),
    (180 / math.pi, "the factor between degrees and radians"),
    (3.0, "a factor 3"),
)


def mathematics() -> "Known":
    names = {name: getattr(math, name) for name in dir(math) if not name.startswith("_")}
    names.update({"abs": abs, "max": max, "min": min, "sum": sum, "range": range})
    return names


def imported(path: str) -> "Any":
    """What stands at "magbook.loops" or "magbook.MU_0"."""
    parts = path.split(".")
    for length in range(len(parts), 0, -1):
        try:
            found = __import__(".".join(parts[:length]), None, None, ("",))
        except ImportError:
            continue
        for name in parts[length:]:
            found = getattr(found, name)
        return found
    raise ImportError("there is no %s" % path)


# --- numbers that are drawn


def chosen(values: "Sequence[Any]", seed: int, turn: int) -> "Any":
    """One of the values; the first for seed 0. A multiplicative generator of 31 bits."""
    if not seed:
        return values[0]
    state = (seed * 7919 + turn * 104729 + 1) % 2147483647
    for _ in range(5):
        state = state * 48271 % 2147483647
    return values[state * len(values) // 2147483647]


def names(exercise: "Exercise", seed: int) -> "Known":
    """All that the exercise's Python knows."""
    found = mathematics()
    for name, path in exercise.get("imports", {}).items():
        found[name] = imported(path)
    for turn, (name, values) in enumerate(sorted(exercise.get("draw", {}).items())):
        found[name] = chosen(values, seed, turn)
    for name, text in exercise.get("let", []):
        found[name] = eval(text, found)
    return found


def value_of(text: str, known: "Known") -> "float | tuple[float, ...]":
    """A number, or for a vector a tuple of numbers."""
    value = eval(text, known)
    if isinstance(value, (tuple, list)):
        return tuple([float(each) for each in value])
    return float(value)


def draw(exercise: "Exercise", seed: int) -> list[str]:
    """What stands in the text in place of each {drawn} expression."""
    known = names(exercise, seed)
    if "answer" in exercise:
        known["answer"] = value_of(exercise["answer"], known)
    return [for_the_eye(format_of(eval(text, known), how)) for text, how in exercise["drawn"]]


def format_of(value: float, how: str) -> str:
    return ("%" + how) % value if how else "%g" % value


# --- what is said


def reply(question: dict[str, "Any"]) -> "Verdict":
    """What the page is told: of `draw` where nothing is given, else of `answer`."""
    exercise, seed = question["exercise"], question.get("seed", 0)
    if "given" in question:
        return answer(exercise, question["given"], seed)
    return {"drawn": draw(exercise, seed)}


def answer(exercise: "Exercise", given: "Any", seed: int = 0) -> "Verdict":
    """{"verdict": "right", "wrong" or "unread", "say": words, or "which": the wrong answer whose
    words the exercise has}."""
    kind = exercise["kind"]
    if kind == "choice":
        which = int(given)
        return verdict(exercise["right"] == which, which=which)
    if kind == "sketch":
        return look_at(exercise, given, seed)
    for sign in "≈~<>≤≥":
        given = given.replace(sign, "=")
    given = given.split("=")[-1].replace(" per ", "/")  # N = 3 N m
    try:
        if kind == "formula":
            return formula(exercise, given)
        return number(exercise, given, names(exercise, seed))
    except Unknown as error:
        return {"verdict": "unread", "say": sentence("%s: %s" % (error, asked_for(exercise)))}
    except (Unreadable, DimensionError) as error:
        return {"verdict": "unread", "say": sentence(str(error))}
    except (ZeroDivisionError, OverflowError, ValueError):
        return {"verdict": "unread", "say": "This has no value: is there a division by zero?"}


def asked_for(exercise: "Exercise") -> str:
    if exercise["kind"] == "formula":
        return "the letters here are " + ", ".join(sorted(exercise["letters"]) + ["mu_0", "pi"])
    if exercise.get("unit"):
        return "write a number and its unit"
    return "a number is asked for that has no unit"


def sentence(words: str) -> str:
    return words[0].upper() + words[1:] + "."


def verdict(right: bool, say: str = "", which: int | None = None) -> "Verdict":
    found: Verdict = {"verdict": "right" if right else "wrong"}
    if say:
        found["say"] = say
    if which is not None:
        found["which"] = which
    return found


class Reading:
    """The amount that was typed, with units, constants and the letters that are drawn.

    ``own`` are further units. ``has_unit``: whether there was one, ``of_constants``: only those of
    constants; ``python``: how it was read; ``doubtful``: whether it may be meant otherwise.
    """

    def __init__(self, text: str, letters: "Known", own: "Known | None" = None):
        own = own or {}
        values = {name: Amount(value) for name, value in letters.items()}
        values.update({"pi": Amount(math.pi), "e": Amount(math.e)})

        def meaning(name: str) -> Amount | None:  # units go before letters of the same sign
            return own.get(name) or CONSTANTS.get(name) or unit(name)

        read = Reader(
            text,
            lambda name: name in values or meaning(name) is not None,
            FUNCTIONS + ("sqrt", "abs", "radians"),
            units=True,
        )
        self.python, self.doubtful = read.python, read.doubtful
        units = {name: meant for name in read.names if (meant := meaning(name)) is not None}
        values.update(units)
        self.has_unit = bool(units)
        self.of_constants = self.has_unit and all([name in CONSTANTS for name in units])
        self.amount = evaluated(self.python, values)


def evaluated(python: str, values: "Known") -> Amount:
    known: Known = {name: on_numbers(getattr(math, name)) for name in FUNCTIONS + ("radians",)}
    known["sqrt"] = lambda x: amount(x) ** 0.5
    known["abs"] = lambda x: Amount(abs(amount(x).value), amount(x).dimension)
    known.update(values)
    found = amount(eval(python, known))
    if not abs(found.value) < math.inf:
        raise ValueError("not finite")
    return found


def on_numbers(function: "Callable[[float], float]") -> "Callable[[Amount | float], Amount]":
    return lambda x: Amount(function(plain(x)))


def scale(exercise: "Exercise") -> Amount:
    return Reading(exercise.get("unit") or "1", {}).amount


def number(exercise: "Exercise", given: str, known: "Known") -> "Verdict":
    """A number or a vector against the answer and the wrong answers."""
    one = scale(exercise)
    known["answer"] = value_of(exercise["answer"], known)
    vector = isinstance(known["answer"], tuple)
    right = in_parts(known["answer"])
    drawn = {name: known[name] for name in exercise.get("draw", {})}
    own = {name: Reading(text, drawn).amount for name, text in exercise.get("units", {}).items()}
    parts, rest = components(given) or ([with_points(given)], "")
    if vector and len(parts) != len(right):
        raise Unreadable("a vector is asked for: write its parts as (x, y, z)")
    if not vector and len(parts) > 1:
        raise Unreadable("one number is asked for")
    read = [Reading(part, drawn, own) for part in parts]
    common = Reading(rest.strip() or "1", drawn, own)
    with_units = any([each.has_unit for each in read + [common]])
    scaled = common.amount if with_units else common.amount * one
    amounts = [each.amount * scaled for each in read]
    how = ""
    if not vector and any([sign in read[0].python for sign in ("/", "**", "*(")]):
        how = "I read %s. " % shown(read[0].python)
    bare = with_units and all([not each.has_unit or each.of_constants for each in read + [common]])
    for each in [each for each in amounts if each.value or not with_units]:
        if each.dimension != one.dimension:
            ask_for_brackets(read)
            return verdict(
                False,
                how
                + "That is %s; what is asked for is %s."
                % (named(each.dimension), named(one.dimension))
                + (" μ₀ has its unit here: give the other numbers theirs." if bare else ""),
            )
    mine = tuple([each.value for each in amounts])

    def near(those: tuple[float, ...], times: float = 1.0) -> bool:
        return distance(mine, those) <= times * allowed(exercise, those)

    if near(right):
        return verdict(True, which=-1)
    for which, wrong in enumerate(exercise.get("wrong", [])):
        if near(in_parts(value_of(wrong, known))):
            return verdict(False, which=which)
    ask_for_brackets(read)
    relative = exercise["tolerance"][0] != "absolute"
    if near(right, ALMOST) and not (relative and distance(mine, right) > CLOSE * size(right)):
        return verdict(
            False,
            how
            + "Almost: the answer is asked for within %s. Keep more digits on the way."
            % exercise["within"],
        )
    if vector:
        return verdict(False, compare_vectors(mine, right, exercise))
    return verdict(False, how + compare(mine[0], right[0], exercise))


def ask_for_brackets(read: "Sequence[Any]") -> None:
    """Of 1/2 pi, which may be meant as 1/(2 pi): asked where it is not right as it was read."""
    for each in read:
        if each.doubtful:
            raise Unreadable(
                "I read %s, from left to right: write brackets round what stands below the line"
                % shown(each.python)
            )


def in_parts(value: "float | tuple[float, ...]") -> tuple[float, ...]:
    return value if isinstance(value, tuple) else (value,)


def size(these: tuple[float, ...]) -> float:
    return math.sqrt(sum([each * each for each in these]))


def distance(these: tuple[float, ...], those: tuple[float, ...]) -> float:
    return size(tuple([a - b for a, b in zip(these, those)]))


def allowed(exercise: "Exercise", those: tuple[float, ...]) -> float:
    how, tolerance = exercise["tolerance"]
    return tolerance if how == "absolute" else tolerance * size(those)


def compare(mine: float, right: float, exercise: "Exercise") -> str:
    if right == 0:
        return "Not yet: something is left over that should cancel."
    if mine == 0:
        return "Not yet: it does not vanish."
    ratio = mine / right
    how, tolerance = exercise["tolerance"]
    # a factor that is met roughly is met by chance
    loose = 0.01 if how == "absolute" else min(max(tolerance, 0.01), 0.02)
    words = about_factor(abs(ratio), loose)
    if words.endswith("√2") and exercise.get("alternating"):
        words += ", as between a peak and an rms value"
    if ratio < 0:
        return "The sign is the other one" + (
            "."
            if abs(abs(ratio) - 1) <= loose
            else ", and " + (words or "the size is not right yet") + "."
        )
    if words:
        return sentence(words)
    if abs(ratio - 1) < 0.5:
        return "%s: your value is %.2g %% too %s." % (
            "Close" if abs(ratio - 1) < 0.1 else "Not yet",
            100 * abs(ratio - 1),
            "large" if ratio > 1 else "small",
        )
    return "Not yet: your value is about %s times too %s." % (
        for_the_eye("%.2g" % max(ratio, 1 / ratio)),
        "large" if ratio > 1 else "small",
    )


def about_factor(ratio: float, loose: float) -> str:
    """What a factor between two numbers may come from; empty if nothing is known."""
    power = math.log(ratio) / math.log(10.0)
    whole = round(power)
    if whole and abs(ratio / float("1e%d" % whole) - 1) <= loose / 2:  # 10 is not π²
        return "the digits are right, the power of ten is not: it is %s times too %s" % (
            for_the_eye("%g" % float("1e%d" % abs(whole))),
            "large" if whole > 0 else "small",
        )
    for factor, words in FACTORS:
        if abs(ratio / factor - 1) <= loose:
            return "it is too large by %s" % words
        if abs(ratio * factor - 1) <= loose:
            return "it is too small by %s" % words
    return ""


def compare_vectors(mine: tuple[float, ...], right: tuple[float, ...], exercise: "Exercise") -> str:
    if not size(right) or not size(mine):
        return "Not yet: %s vanish." % ("it should" if not size(right) else "it does not")
    along = sum([a * b for a, b in zip(mine, right)]) / size(mine) / size(right)
    if along > 0.9995:
        ratio = size(mine) / size(right)
        return (
            "The direction is right; "
            + (
                about_factor(ratio, 0.02)
                or "the size is about %s times too %s"
                % (for_the_eye("%.2g" % max(ratio, 1 / ratio)), "large" if ratio > 1 else "small")
            )
            + "."
        )
    if along < -0.9995:
        return "It points the opposite way."
    if abs(size(mine) / size(right) - 1) < 0.02:
        return "The size is right, the direction is not."
    loose = 0.02 * size(right)
    wrong = [name for name, a, b in zip("xyz", mine, right) if abs(a - b) > loose]
    if len(wrong) < len(right):
        return "Look at %s again: the rest is right." % " and ".join(wrong)
    return "Not yet: neither the direction nor the size is right."


# --- formulas


def letters(exercise: "Exercise") -> dict[str, tuple["Dimension", float, float]]:
    """By name: (dimension, lowest, highest) of the letters of a formula."""
    found = {name: (each.dimension, 0.5, 2.0) for name, each in CONSTANTS.items()}
    for name, (sign, low, high) in exercise["letters"].items():
        found[name] = (scale({"unit": sign}).dimension, low, high)
    return found


def formula(exercise: "Exercise", given: str) -> "Verdict":
    """Two formulas are one if they agree at random places."""
    known = letters(exercise)
    functions = FUNCTIONS + ("sqrt", "abs")

    def read(text: str, more: str = "") -> Reader:
        return Reader(text, lambda name: name in known or name in ("pi", more), functions)

    mine, wanted = read(given), read(exercise["formula"])
    wrongs = [read(text, "answer").python for text in exercise.get("wrong", [])]
    ratios = []
    same = [True] + [True for _ in wrongs]
    for place in range(PLACES):
        values = {"pi": Amount(math.pi)}
        for turn, (name, (dimension, low, high)) in enumerate(sorted(known.items())):
            part = chosen(range(4096), 1 + place, turn) / 4096
            values[name] = Amount(low + (high - low) * part, dimension)
        here = evaluated(mine.python, values)
        right = values["answer"] = evaluated(wanted.python, values)
        if here.dimension != right.dimension and here.value:
            ask_for_brackets([mine])
            return verdict(
                False,
                "I read %s. That is %s; what is asked for is %s."
                % (shown(mine.python), named(here.dimension), named(right.dimension)),
            )
        for which, text in enumerate([wanted.python] + wrongs):
            that = right if not which else evaluated(text, values)
            same[which] &= abs(here.value - that.value) <= SAME * (abs(that.value) + 1e-300)
        ratios.append(here.value / right.value if right.value else math.nan)
    if same[0]:
        return verdict(True, which=-1)
    for which in range(len(wrongs)):
        if same[which + 1]:
            return verdict(False, which=which)
    ask_for_brackets([mine])
    words = about_ratios(ratios, wanted.names, mine.names)
    return verdict(False, "I read %s. %s" % (shown(mine.python), words))


def about_ratios(ratios: list[float], needed: list[str], used: list[str]) -> str:
    first = ratios[0]
    if all([abs(ratio - first) <= SAME * abs(first) for ratio in ratios]) and first:
        if abs(first + 1) < SAME:
            return "That is right but for its sign."
        sign = "Its sign is the other one, and " if first < 0 else ""
        if abs(abs(first) - 1) < ROUNDED:
            return sentence(
                sign + "a number in it is rounded: write it exactly, as pi/2 or sqrt(3)"
            )
        words = about_factor(abs(first), 1e-6)
        if words:
            return sentence(sign + words)
        return sentence(
            sign
            + "all letters are right: it is %s times too %s"
            % (
                for_the_eye("%.4g" % max(abs(first), 1 / abs(first))),
                "large" if abs(first) > 1 else "small",
            )
        )
    missing = [name for name in needed if name not in used]
    if missing:
        return "Does the result not depend on %s?" % missing[0]
    extra = [name for name in used if name not in needed and name != "pi"]
    if extra:
        return "The dimension is right. Does the result depend on %s?" % extra[0]
    return "The dimension is right, the result is not yet."


# --- sketches

COLUMNS = 41  # at which a sketch has its heights
SHOWN = 201  # and the true curve, as it is drawn


def true_curve(exercise: "Exercise", seed: int = 0, columns: int = COLUMNS) -> list[float]:
    known = names(exercise, seed)
    low, high = exercise["x"][2:]
    heights = []
    for i in range(columns):
        known["x"] = low + (high - low) * i / (columns - 1)
        try:
            heights.append(float(eval(exercise["curve"], known)))
        except (ZeroDivisionError, OverflowError, ValueError):
            heights.append(math.nan)
    return heights


def look_at(exercise: "Exercise", given: list[float], seed: int = 0) -> "Verdict":
    """A sketch, feature by feature; what is expected comes from the true curve."""
    true = true_curve(exercise, seed)
    drawn = [float(each) for each in given]
    low, high = exercise["x"][2:]
    tall = exercise["y"][3] - exercise["y"][2]

    def column(x: float) -> int:
        return min(COLUMNS - 1, max(0, round((x - low) / (high - low) * (COLUMNS - 1))))

    looks = []
    for which, (feature, wanted) in enumerate(exercise["look"]):
        if feature == "peak":  # a distance along x, in columns
            wanted = max(1, round(wanted / (high - low) * (COLUMNS - 1)))
        fine = FEATURES[feature](drawn, true, wanted, column, tall)
        looks.append({"right": fine, "which": which})
    return {
        "verdict": "right" if all([each["right"] for each in looks]) else "wrong",
        "looks": looks,
        "curve": true_curve(exercise, seed, SHOWN),
    }


def stretch(heights: list[float], wanted: list[float], column: "Column") -> list[float]:
    values = heights[column(wanted[0]) : column(wanted[1]) + 1]
    return [value for value in values if value == value]


def has_zeros(
    drawn: list[float], true: list[float], wanted: "Any", column: "Column", tall: float
) -> bool:
    near = COLUMNS // 12
    for x in wanted:
        part = drawn[max(0, column(x) - near) : column(x) + near + 1]
        if min([abs(y) for y in part]) > 0.04 * tall and min(part) * max(part) > 0:
            return False
    return True


def has_sign(
    drawn: list[float], true: list[float], wanted: "Any", column: "Column", tall: float
) -> bool:
    mine, theirs = stretch(drawn, wanted, column), stretch(true, wanted, column)
    positive = sum(theirs) > 0
    return sum([(y > 0) == positive and y != 0 for y in mine]) >= 0.85 * len(mine)


def extreme(heights: list[float]) -> int:
    sizes = [abs(y) if y == y else 0.0 for y in heights]
    return sizes.index(max(sizes))


def has_peak(
    drawn: list[float], true: list[float], within: "Any", column: "Column", tall: float
) -> bool:
    here, there = extreme(drawn), extreme(true)
    return abs(here - there) <= within and drawn[here] * true[there] > 0


def has_slope(
    drawn: list[float], true: list[float], wanted: "Any", column: "Column", tall: float
) -> bool:
    mine, theirs = stretch(drawn, wanted, column), stretch(true, wanted, column)
    return (mine[-1] - mine[0]) * (theirs[-1] - theirs[0]) > 0


def has_limit(
    drawn: list[float], true: list[float], wanted: "Any", column: "Column", tall: float
) -> bool:
    mine, theirs = stretch(drawn, wanted, column), stretch(true, wanted, column)
    return abs(sum(mine) / len(mine) - sum(theirs) / len(theirs)) < 0.15 * tall


FEATURES = {
    "zero": has_zeros,
    "sign": has_sign,
    "peak": has_peak,
    "slope": has_slope,
    "limit": has_limit,
}
