"""Exercises that answer: how they read what is typed, and that each of the book's knows its answer
and its wrong answers, in CPython and in the page's MicroPython."""

import json
import math

import pytest

from livefigure import exercise
from livefigure.exercise import answer, names, value_of
from livefigure.typed import Reader
from magbook import MU_0
from tests.exercises import ALL, ASKED, LEAST, MAIN, MANY, chapters, exercises, source
from tests.micropython import micropython

TORQUE = {
    "kind": "number",
    "answer": "-4.8e-4",
    "unit": "N m",
    "wrong": ["-1.2e-3", "3*answer"],
    "tolerance": ("relative", 0.02),
    "within": "2 %",
    "alternating": True,
}
WARMER = {**TORQUE, "answer": "4", "unit": "K", "wrong": []}
RATE = {**TORQUE, "answer": "16", "unit": "Hz", "units": {"turns": "1"}, "wrong": []}
VECTOR = {**TORQUE, "answer": "(0, 0, 3e-6)", "unit": "µN", "wrong": []}
RATIO = {**TORQUE, "answer": "1.5", "unit": "", "units": {"a": "1"}, "wrong": []}
LENGTH = {
    **RATIO,
    "answer": "1.5*radius",
    "draw": {"radius": [0.04, 0.05]},
    "unit": "cm",
    "units": {"a": "radius m"},
}
TURN = {**TORQUE, "answer": "radians(60)", "unit": "°", "wrong": []}
FIELD = {
    "kind": "formula",
    "formula": "mu_0*I*a**2/(2*z**3)",
    "letters": {"I": ("A", 0.5, 2), "a": ("m", 0.5, 2), "z": ("m", 0.5, 2)},
    "wrong": ["mu_0*I*a/(2*z**2)"],
}
SKETCH = {
    "kind": "sketch",
    "x": ["angle", "°", 0, 180],
    "y": ["torque", "", -3, 1],
    "curve": "-2*sin(radians(x))",
    "look": [["zero", [0, 180]], ["sign", [20, 160]], ["peak", 20], ["slope", [0, 60]]],
}


@pytest.mark.parametrize(
    "typed, python",
    [
        ("mu0 I a²/(2 z^3)", "mu_0*I*a**2/(2*z**3)"),
        ("μ₀·I·a^2/(2z³)", "mu_0*I*a**2/(2*z**3)"),
        ("I I' cos^2 α / 2π", "I*I_prime*cos(alpha)**2/(2*pi)"),
        ("sin 2α cos b", "sin(2*alpha)*cos(b)"),
        ("-a + - b*-2", "-a-b*(-2)"),
        ("Iab/2", "(I*a*b)/2"),
        ("Iab²/2", "(I*a*b**2)/2"),
        ("2^ab", "2**(a*b)"),
        ("a:b", "a/b"),
        ("√(a b)", "sqrt(a*b)"),
        ("1/2z", "1/(2*z)"),
        ("1/2 z", "(1/2)*z"),
        ("1/2 (a + b)/z", "(1/2)*(a+b)/z"),
        ("a |b|²/2", "a*abs(b)**2/2"),
        ("1.6 x 10^-8", "1.6*10**(-8)"),
        ("a^-2", "a**(-2)"),
        ("ln a", "log(a)"),
    ],
)
def test_school_notation_is_read(typed, python):
    known = {"mu_0", "pi", "I", "I_prime", "a", "b", "z", "alpha"}
    functions = "sin", "cos", "sqrt", "log", "abs"
    assert Reader(typed, known.__contains__, functions).python == python


@pytest.mark.parametrize(
    "typed",
    [
        "-4.8e-4",
        "-0.48 mN m",
        "-0.48mNm",
        "-480 µN·m",
        "−480 μJ",
        "-4.8 × 10⁻⁴ N m",
        "-4.8*10^-4 N*m",
        "-48/1e5",
        "-480 uN m",
        "-4.8e-4 kg m^2/s^2",
        "N = -4.8e-4 N m",
        "-4,8e-4",
        "-4.8e-4/pi*pi",
        "-½ 9.6e-4",
        "-4.8 x 10^-4 N m",
        "≈ -4.8e-4",
        "-0.48 millinewton metres",
        "-0,480 mN m",
        "-48 mN m per 100",
        "-480 muN m",
        "-1/2 pi 9.6e-4/pi",  # from left to right
        "e -4.8e-4 - e",
        "-480 mgm²/s²",
        "-480:10⁶",
        "-4.8e-4*radians(180)/pi",
        "-4.8e-4 N m*(2 radians - 1)",
    ],
)
def test_numbers_count_in_any_unit_of_their_dimension(typed):
    assert answer(TORQUE, typed)["verdict"] == "right"


@pytest.mark.parametrize(
    "asked, typed",
    [
        (RATIO, "1.5 a"),
        (RATIO, "3/2 a"),
        (LENGTH, "1.5 a"),
        (LENGTH, "6 cm"),
        (LENGTH, "x = 3a/2"),
        (WARMER, "4 °C"),
        (WARMER, "4 kelvins"),
        (RATE, "960 rpm"),
        (RATE, "16 turns per second"),
        (RATE, "960 turns/min"),
    ],
)
def test_an_exercise_may_have_units_of_its_own(asked, typed):
    assert answer(asked, typed)["verdict"] == "right"
    assert answer(TORQUE, typed)["verdict"] != "right"


MOMENTS = {
    "kind": "formula",
    "formula": "mu_0*m_a*m_b/2",
    "letters": {"m_a": ("A", 0.5, 2), "m_b": ("A", 0.5, 2)},
    "wrong": ["mu_0*m_a/2*m_b/2"],
}


def test_letters_with_an_index_may_lack_their_stroke():
    assert answer(MOMENTS, "mu0 ma mb/2")["verdict"] == "right"
    product = {**MOMENTS, "letters": {**MOMENTS["letters"], "m": ("A", 1, 2), "a": ("1", 1, 2)}}
    assert answer(product, "mu0 ma mb/2")["verdict"] != "right"  # m a


def test_a_known_wrong_answer_is_known_however_it_is_written():
    # 1/2 ma may be meant as 1/(2 ma), but as it was read it is one that has its own reply
    assert answer(MOMENTS, "1/2 ma mb mu0/2")["which"] == 0
    assert "brackets" in answer(MOMENTS, "1/2 ma mb")["say"]


@pytest.mark.parametrize(
    "asked, typed, words",
    [
        (TORQUE, "", "nothing is typed"),
        (TORQUE, "-4,800e-4", "comma"),
        (TORQUE, "-4.8e-4 bananas", "do not know “bananas”"),
        (TORQUE, "(-4.8e-4", "bracket"),
        (TORQUE, "1/0", "no value"),
        (TORQUE, "-1/2 pi", "I read -(1 / 2)*pi, from left to right: write brackets"),
        (TORQUE, "-4.8e-4 mmN", "I read -4.8e-4*(mm*N). The digits are right"),
        (TORQUE, "-4.8e-4^1/2", "write brackets round the exponent: ^(1/2)"),
        (TORQUE, "-4.8e-4*pi^2", "9.9 times too large"),  # which is not ten
        (TORQUE, "-4.8e-4 C", "that is a charge"),
        (TORQUE, "-4.8e-4 mu_0", "give the other numbers theirs"),
        (TORQUE, "-4.8e-4 j", "do not know “j”, but J: write"),
        (TORQUE, "-4.8e-4 mj", "but mJ or MJ"),
        (TURN, "1/4 pi", "brackets"),
        (RATIO, "1.5 bananas", "a number is asked for that has no unit"),
        (FIELD, "mu0 I/2 pi a", "brackets"),
        (FIELD, "mu0 I/σ₂", "do not know “sigma2”"),
        (TORQUE, "-4.8e-4 N", "That is a force; what is asked for is an energy or a torque"),
        (TORQUE, "-4.8e-4 N m + 1 m", "cannot be added"),
        (TORQUE, "4.8e-4", "sign"),
        (TORQUE, "-4.8e-1", "1000 times too large"),
        (TORQUE, "-9.6e-4", "a factor 2"),
        (TORQUE, f"{-4.8e-4 / math.sqrt(2)}", "rms"),
        (TORQUE, "-5e-4", "Almost"),
        (TORQUE, "-5.2e-4", "8.3 % too large"),
        ({**TORQUE, "tolerance": ("relative", 0.25)}, "-1e-5", "48 times too small"),
        ({**TORQUE, "tolerance": ("relative", 0.03)}, "-6.6e-4", "38 % too large"),  # not √2
        (TORQUE, "-5.8e-4", "21 % too large"),
        (TORQUE, "\\frac{1}{2}", "LaTeX"),
        (FIELD, "mu0 I' a²/(2 z³)", "do not know “I'”: the letters here are I, a, z"),
        (TORQUE, "-0.0081", "17 times too large"),
        (TORQUE, "0", "does not vanish"),
        (TURN, "1.0472", "degrees and radians"),
        (VECTOR, "3", "write its parts"),
        (VECTOR, "(0, 0, -3)", "opposite"),
        (VECTOR, "(0, 0, 6)", "direction is right"),
        (VECTOR, "(3, 0, 0) µN", "size is right"),
        (VECTOR, "(1, 0, 3)", "Look at x again"),
        (FIELD, "mu0 I a²/z³", "a factor 2"),
        (FIELD, "mu0 I a²/(2.001 z³)", "is rounded: write it exactly"),
        (FIELD, "-mu0 I a²/(2.001 z³)", "the other one, and a number in it is rounded"),
        (FIELD, "-mu0 I a²/(2 z³)", "but for its sign"),
        (FIELD, "mu0 I a²/(2 z²)", "a field times a length; what is asked for is a magnetic field"),
        (FIELD, "mu0 I /(2 z)", "not depend on a"),
        (FIELD, "mu0 I a²/(2 (a²+z²)^(3/2))", "the result is not yet"),
        (FIELD, "a + I", "cannot be added"),
        (FIELD, "q", "do not know “q”"),
    ],
)
def test_what_is_wrong_is_said(asked, typed, words):
    found = answer(asked, typed)
    assert found["verdict"] != "right" and words.lower() in found["say"].lower()


@pytest.mark.parametrize(
    "typed",
    [
        "(0, 0, 3)",
        "( 0,0, 3 ) µN",
        "3 µN (0, 0, 1)",
        "(0, 0, 3)·10⁻⁶ N",  # the product's dot
        "3*(0, 0, 2/2)",
        "(0, 0, 3) µN",
        "(0; 0; 3,0)",
        "(0, 0, 3e6)*10^-6",
        "F = (0, 0, 3 µN)",
        "3 (0, sin(0), cos(0)) µN",
        "(0, 0, 81)/27",
        "-(0, 0, -81)/27 µN",
        "−1/9 (0, 0, -27)",
    ],
)
def test_vectors_are_read_with_factors(typed):
    assert answer(VECTOR, typed)["verdict"] == "right"


def test_wrong_answers_have_words_of_their_own():
    assert answer(TORQUE, "-1.2 mN m") == {"verdict": "wrong", "which": 0}
    assert answer(TORQUE, "-1.44 mN m") == {"verdict": "wrong", "which": 1}
    assert answer(FIELD, "mu0 I a/(2 z²)") == {"verdict": "wrong", "which": 0}


@pytest.mark.parametrize("typed", ["__import__('os')", "().__class__", "answer", "eval(1)", "1;2"])
def test_nothing_but_arithmetic_is_evaluated(typed):
    for asked in (TORQUE, FIELD):
        assert answer(asked, typed)["verdict"] == "unread"


def test_the_constant_of_the_engine_is_that_of_the_book():
    assert exercise.CONSTANTS["mu_0"].value == MU_0


def test_a_seed_draws_the_same_numbers_again():
    asked = {**TORQUE, "draw": {"n": [1, 2, 3]}, "answer": "n", "drawn": [["n", ""]]}
    drawn = [exercise.draw(asked, seed) for seed in range(40)]
    assert drawn == [exercise.draw(asked, seed) for seed in range(40)]
    assert drawn[0] == ["1"] and {text for (text,) in drawn} == {"1", "2", "3"}


def test_sketches_are_looked_at_feature_by_feature():
    true = exercise.true_curve(SKETCH)

    def seen(heights):
        return [look["right"] for look in answer(SKETCH, heights)["looks"]]

    assert seen(true) == [True] * 4
    assert seen([0.5 * y for y in true]) == [True] * 4
    assert seen([-y for y in true]) == [True, False, False, False]
    assert seen([-1.0] * 41) == [False, True, False, False]
    assert seen(sorted(true))[2] is False


def test_a_peak_may_be_off_by_a_distance_wherever_the_axis_begins():
    sketch = {**SKETCH, "x": ["angle", "°", 40, 180], "look": [["peak", 20]]}
    true = exercise.true_curve(sketch)  # its peak is at 90°, and a column is 3.5° wide
    for moved, right in ((5, True), (7, False)):
        [look] = answer(sketch, true[-moved:] + true[:-moved])["looks"]
        assert look["right"] is right


# --- those of the book


def typed_for(asks, value):
    """What a reader would type for a value in SI units."""
    one = exercise.scale(asks).value
    if isinstance(value, tuple):
        return f"({', '.join(repr(part / one) for part in value)}) {asks['unit']}"
    return repr(value / one)


def cases(one):
    """(what is given, seed, what is to be said of it: -1 for right, or which wrong answer)."""
    asks = one.asks
    if asks["kind"] == "choice":
        count = sum(role == "choice" for role, _ in one.texts)
        return [(str(i), 0, -1 if i == asks["right"] else i) for i in range(count)]
    if asks["kind"] == "formula":
        wrong = [text.replace("answer", f"({asks['formula']})") for text in asks["wrong"]]
        return [(asks["formula"], 0, -1), *((text, 0, i) for i, text in enumerate(wrong))]
    if asks["kind"] == "sketch":
        return []
    found = []
    for seed in range(6 if asks["draw"] else 1):
        known = names(asks, seed)
        known["answer"] = value_of(asks["answer"], known)
        found.append((typed_for(asks, known["answer"]), seed, -1))
        for i, wrong in enumerate(asks["wrong"]):
            found.append((typed_for(asks, value_of(wrong, known)), seed, i))
    return found


@pytest.mark.parametrize("one", ASKED, ids=lambda one: one.label)
def test_each_exercise_knows_its_answers(one):
    for given, seed, which in cases(one):
        found = answer(one.asks, given, seed)
        expected = one.asks["right"] if one.asks["kind"] == "choice" and which == -1 else which
        assert (found["verdict"], found.get("which")) == (
            "right" if which == -1 else "wrong",
            expected,
        ), given


@pytest.mark.parametrize(
    "one", [one for one in ASKED if one.asks["kind"] == "sketch"], ids=lambda one: one.label
)
def test_each_feature_of_a_sketch_can_be_missed(one):
    true = exercise.true_curve(one.asks)
    low, high = one.asks["y"][2:]
    assert all(low <= y <= high for y in true if y == y), "the curve leaves its frame"
    filled = [y if y == y else 0.0 for y in true]
    assert answer(one.asks, filled)["verdict"] == "right"
    others = [
        [-y for y in filled],
        filled[::-1],
        [low] * 41,
        [high] * 41,
        [low + (high - low) * i / 40 for i in range(41)],
        [high - (high - low) * i / 40 for i in range(41)],
    ]
    for i, (feature, _) in enumerate(one.asks["look"]):
        assert not all(answer(one.asks, y)["looks"][i]["right"] for y in others), feature


@pytest.mark.parametrize("one", ASKED, ids=lambda one: one.label)
def test_replies_help(one):
    said = [text for role, text in one.texts if role.startswith("say")]
    assert len(set(said)) == len(said)
    if one.asks["kind"] in ("number", "formula"):
        assert len(one.asks["wrong"]) >= 3
        assert sum(role == "hint" for role, _ in one.texts) >= 2


def test_the_page_says_the_same():
    """In MicroPython, which has neither these kernels compiled nor CPython's library."""
    read = ["−(0, 0, -6)/2 µN", "(0, 0, 3) µN", "(0,0,3)·10⁻⁶ N", "3 μN·(0, 0, 1)", "(0; 0; 3,0)"]
    read = [(VECTOR, typed, 0) for typed in read] + [(TORQUE, "−½ 9,6·10⁻⁴ N m", 0)]
    asked = read + [(one.asks, given, seed) for one in ASKED for given, seed, _ in cases(one)]
    sketches = [one for one in ASKED if one.asks["kind"] == "sketch"]
    asked += [(one.asks, [0.1] * 41, 0) for one in sketches]
    program = """
import json
from livefigure.exercise import answer
for asks, given, seed in json.loads(%r):
    found = answer(asks, given, seed)
    found.pop("curve", None)
    print(json.dumps(found))
"""
    modules = {path for asks, *_ in asked for path in asks.get("imports", {}).values()}
    modules |= {path.rpartition(".")[0] for path in modules}
    lines = micropython([program % json.dumps(asked)], "livefigure.exercise", *sorted(modules))
    for (asks, given, seed), line in zip(asked, lines, strict=False):
        found = answer(asks, given, seed)
        found.pop("curve", None)
        assert json.loads(line) == json.loads(json.dumps(found)), given


@pytest.mark.parametrize("one", ALL, ids=lambda one: one.label)
def test_each_exercise_has_a_solution(one):
    assert f"{{solution}} {one.label}\n" in source(one.page)


@pytest.mark.parametrize("page", chapters())
def test_each_chapter_asks_enough(page):
    here = exercises(page)
    assert len(here) >= (MANY if page in MAIN else LEAST)
    last = source(page).rfind("\n## Exercises")
    assert last > 0 and sum(one.begin < last for one in here) >= len(here) / 2
    assert any(one.asks.get("kind") == "sketch" for one in here)


def test_labels_are_of_one_exercise_each():
    labels = [one.label for one in ALL]
    assert len(set(labels)) == len(labels)
