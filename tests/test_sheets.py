"""Problem sheets: what a student gets is what the book's page shows for the same seed."""

import csv
import html
import json
import re

import pytest
from bookbuild import sheets

from livefigure import exercise
from tests.exercises import EXERCISE, chapters, exercises, source
from tests.micropython import micropython

CHAPTER = "levitron"
PAGE = sheets.SITE / "book" / f"{CHAPTER}.html"
SEEDS = range(6)


@pytest.fixture(scope="module")
def found():
    return sheets.problems(PAGE)


@pytest.fixture(scope="module")
def drawing(found):
    return [each for each in found.values() if each.varies()]


def numbers(text):
    return [html.unescape(word) for word in re.findall(r'class="drawn"[^>]*>([^<]*)<', text)]


def test_every_exercise_of_the_page_can_be_on_a_sheet(found):
    assert list(found) == [each.label for each in exercises(CHAPTER)]
    for problem in found.values():
        assert problem.solution is not None
        assert problem.asks.get("kind") == (
            next(each.asks for each in exercises(CHAPTER) if each.label == problem.label).get(
                "kind"
            )
        )
        text = sheets.filled(problem, 0, problem.text)
        assert not re.search("<(template|script|form|button|input)", text)
        place = {"choice": "<ol", "sketch": "<svg", None: ""}.get(problem.asks.get("kind"), "line")
        assert place in text


def test_the_numbers_are_those_of_the_page(drawing):
    """The page asks MicroPython, with what stands in its exercise."""
    data = re.compile(
        r'<section class="answer" data-exercise="([\w-]+)".*?<script type="application/json">'
        r"(.*?)</script>",
        re.DOTALL,
    )
    asked = {label: json.loads(asks) for label, asks in data.findall(PAGE.read_text("utf-8"))}
    assert len(drawing) > 2
    questions = [
        {"exercise": asked[each.label], "seed": seed} for each in drawing for seed in SEEDS
    ]
    program = f"""
import json
from livefigure.exercise import reply
for question in json.loads({json.dumps(questions)!r}):
    print(json.dumps(reply(question)))
"""
    modules = {path for each in drawing for path in each.asks["imports"].values()}
    modules |= {path.rpartition(".")[0] for path in modules}
    said = micropython([program], "livefigure.exercise", *sorted(modules))
    for problem in drawing:
        for seed in SEEDS:
            drawn = json.loads(said.pop(0))["drawn"]
            both = sheets.filled(problem, seed, problem.text)
            asks = len(numbers(both))
            both += sheets.filled(problem, seed, problem.solution)
            turns = [int(turn) for turn in re.findall(r'data-turn="(\d+)"', both)]
            assert 0 < asks <= len(turns)
            assert numbers(both) == [drawn[turn] for turn in turns]


def test_two_students_have_different_numbers(drawing):
    one, other = (
        [numbers(sheets.filled(each, seed, each.text)) for each in drawing] for seed in (1, 2)
    )
    assert one != other
    # who asks again gets the same
    assert one == [numbers(sheets.filled(each, 1, each.text)) for each in drawing]


def test_the_answers_are_right_for_their_own_seed(drawing):
    numeric = [each for each in drawing if each.asks["kind"] == "number"]
    for problem in numeric:
        of = {}
        for seed in SEEDS:
            value, unit, within = sheets.answer(problem, seed)
            judged = exercise.answer(problem.asks, f"{value} {unit}", seed)
            assert judged["verdict"] == "right" and within
            of[seed] = value
        assert len(set(of.values())) > 1
        assert len({sheets.answered(problem, seed) for seed in SEEDS}) > 1
        far = max(SEEDS, key=lambda seed: abs(float(of[seed]) - float(of[0])))
        given = f"{of[far]} {problem.asks['unit']}"
        assert exercise.answer(problem.asks, given, 0)["verdict"] == "wrong"


def test_without_a_browser_there_are_pages_to_print(found, tmp_path, monkeypatch, capsys):
    monkeypatch.setenv("CHROME", "no-such-browser")
    names = tmp_path / "names.txt"
    names.write_text("Ada <Lovelace>\n\nMarie Curie\n", "utf-8")
    labels = "lv-ex-turns,lv-ex-faster,lv-ex-sketch"
    where = f"--output={tmp_path}", "--url=https://example.org/book"
    sheets.main([CHAPTER, f"--names={names}", "--seeds=7 0", f"--exercises={labels}", *where])
    said = capsys.readouterr().out
    assert "2 sheets of 3 exercises, 2 of them different" in said and "no-such-browser" in said
    made = tmp_path / CHAPTER
    assert {file.name for file in made.iterdir()} == {
        "student-01.html", "student-02.html", "solutions.html", "answers.csv", "katex"
    }  # fmt: skip
    first = (made / "student-01.html").read_text("utf-8")
    assert "Ada &lt;Lovelace&gt;" in first and "seed 7" in first and "Solution" not in first
    for label in labels.split(","):
        link = f"https://example.org/book/book/{CHAPTER}.html#{label}?seed=7"
        assert f'<a href="{link}"><svg' in first
    turns = found["lv-ex-turns"]
    assert numbers(first) == numbers(sheets.filled(turns, 7, turns.text))
    solutions = (made / "solutions.html").read_text("utf-8")
    assert solutions.count('class="solution"') == 6
    assert numbers(sheets.filled(turns, 7, turns.solution))[-1] in numbers(solutions)
    with (made / "answers.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    assert [(row["student"], row["seed"], row["label"]) for row in rows] == [
        (name, seed, label)
        for name, seed in (("Ada <Lovelace>", "7"), ("Marie Curie", "0"))
        for label in labels.split(",")
    ]
    assert [row["answer"] for row in rows[:1]] == [sheets.answer(turns, 7)[0]]
    assert {row["answer"] for row in rows if row["label"] == "lv-ex-sketch"} == {""}


def test_without_an_address_there_are_no_links(found):
    for problem in found.values():
        assert "<a " not in sheets.filled(problem, 0, problem.text)
        assert "<a " not in sheets.filled(problem, 0, problem.solution)


@pytest.mark.parametrize(
    "wrong, words",
    [
        (["levitatron"], "no chapter levitatron; it has casimir-polder"),
        ([CHAPTER, "--exercises=lv-ex-turns,cl-ex-push"], "levitron has no exercise cl-ex-push"),
        ([CHAPTER, "--seeds=1 two"], "SEEDS: two is no whole number"),
        ([CHAPTER, "--seeds=-1"], "SEEDS: -1 is no whole number"),
        ([CHAPTER, "--students=0"], "STUDENTS: 0 is no whole number from 1 to 999"),
        ([CHAPTER, "--students=many"], "STUDENTS: many"),
        ([CHAPTER, "--names=no-such-file"], "names cannot be read from no-such-file"),
        ([CHAPTER, "--names=README.md", "--seeds=1 2"], "names and 2 seeds"),
    ],
)
def test_what_cannot_be_is_named_in_one_line(wrong, words, monkeypatch, found, tmp_path):
    monkeypatch.chdir(sheets.ROOT)
    monkeypatch.setattr(sheets, "problems", lambda *_: found)
    with pytest.raises(SystemExit) as stopped:
        sheets.main([*wrong, f"--output={tmp_path}"])
    assert words in stopped.value.code and "\n" not in stopped.value.code
    assert list(tmp_path.iterdir()) == []


# --- Its words


#: what introduces no letter that stands behind it, and what is no letter
SMALL = "a are as at by find for from gives has if in is of on or show than the to with"
COMMANDS = r"\cos \frac \ln \mathcal \mathrm \pi \sin \sqrt \times \vb"


def letters(formula):
    """Those that mean something in it, with their indices."""
    known = re.sub(r"\\mathrm e\^|\\mu_0", "", formula.replace(r"_{\mathrm r}", "_r"))
    return [
        x for x in re.findall(r"(?:\\[a-z]+|[A-Za-z])(?:_\w)?", known) if x not in COMMANDS.split()
    ]


@pytest.mark.parametrize("page", chapters())
def test_an_exercise_of_a_sheet_says_what_its_letters_are(page):
    # on a sheet no chapter stands around it. A letter is said by a noun before it: the radius $a$,
    # radius $b=2a$, the currents $I$ and $I'$
    for one in exercises(page):
        text = EXERCISE.match(source(page), one.begin)[3].partition("```{answer}")[0]
        if not one.asks.get("draw") or "{drawn}" not in text:
            continue
        used, said = set(), set()
        for noun, formula in re.findall(r"(?:(\w+),? )?\$([^$]+)\$", re.sub("`[^`]*`", "", text)):
            first, *others = letters(formula) or [None]
            used |= {first, *others} - {None}
            if noun and noun.lower() not in SMALL.split():
                said.add(first)
        assert used <= said, one.label
