"""Problem sheets: exercises of a chapter with numbers of their own for each student, with and
without solutions, and a table of the answers for who marks them.

Nothing is typeset here: an exercise is taken from the built page, with its formulas, and the
numbers of the student's seed are drawn by the engine that the page draws them with. So
``…html#label?seed=7`` shows what stands on the sheet of seed 7.
"""

import argparse
import copy
import csv
import json
import re
import shutil
import sys
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any, NamedTuple

import jinja2
import segno
from bs4 import BeautifulSoup, Tag
from bs4.filter import SoupStrainer

from bookbuild.chromium import FLAGS, chromium
from livefigure import exercise, lesson
from livefigure.words import for_the_eye

ROOT = Path(__file__).parents[2]
SITE = ROOT / "_build" / "html"
OUTPUT = ROOT / "_build" / "sheets"
SEEDS = range(2**31)  # those that the page reads, too
CLASS = range(1, 1000)
COLUMNS = "student", "seed", "exercise", "label", "answer", "unit", "within"


class Wrong(Exception):
    """What was asked for cannot be; says why in one line."""


class Student(NamedTuple):
    file: str
    name: str  # empty where the sheet leaves a line for it
    seed: int


class Problem(NamedTuple):
    label: str
    number: str
    title: str
    asks: dict[str, Any]  # as `livefigure.exercise` knows it; empty where nothing is checked
    text: Tag
    solution: Tag | None

    def drawn(self, seed: int) -> list[str]:
        return exercise.draw(self.asks, seed) if self.asks else []

    def varies(self) -> bool:
        """Whether its text has a number that is drawn."""
        return bool(self.asks.get("draw")) and self.text.select_one(".drawn") is not None


# --- what the page has


def problems(page: Path, base: str = "") -> dict[str, Problem]:
    """The exercises of a built page, by label. Links lead to the book at ``base``; without it they
    are plain words, for a sheet lies in no folder of the book's."""
    boxes = SoupStrainer("div", class_=re.compile(r"^(exercise|solution)\b"))
    found: dict[str, Problem] = {}
    for box in BeautifulSoup(page.read_text("utf-8"), "html.parser", parse_only=boxes).children:
        if not isinstance(box, Tag):
            continue
        for link in box.select("a[href]"):
            link["href"] = address(base, page.name, str(link["href"]))
            if not base:
                link.unwrap()
        section = box.find("section")
        assert isinstance(section, Tag)
        if "solution" in box.get_attribute_list("class"):
            # it follows its exercise
            last = next(reversed(found))
            found[last] = found[last]._replace(solution=section)
        else:
            problem = problem_of(box, section)
            found[problem.label] = problem
    return found


def address(base: str, page: str, target: str) -> str:
    """Where a link of the page leads."""
    return target if ":" in target else f"{base}book/{page if target[0] == '#' else ''}{target}"


def problem_of(box: Tag, section: Tag) -> Problem:
    title = box.select_one(".admonition-title")
    number = title and title.select_one(".caption-number")
    assert title and number
    name = title.get_text()[len(number.get_text()) :].strip().removeprefix("(").removesuffix(")")
    asks = {}
    form = section.select_one("section.answer")
    if form:
        data = form.select_one("script")
        assert data and data.string
        asks = json.loads(data.string)
        form.replace_with(*to_write_on(asks, form))
    return Problem(str(box["id"]), number.get_text().split()[-1], name, asks, section, None)


def to_write_on(asks: dict[str, Any], form: Tag) -> list[Tag]:
    """The place for an answer on paper: choices, axes, or a line and what counts."""
    page = BeautifulSoup("", "html.parser")
    if asks["kind"] == "choice":
        choices = page.new_tag("ol", attrs={"class": "choices"})
        for each in form.select(".answer-choice > span"):
            each.name = "li"
            choices.append(each.extract())
        return [choices]
    if asks["kind"] == "sketch":
        return [BeautifulSoup(axes(asks), "html.parser").extract()]
    line = page.new_tag("p", attrs={"class": "line"})
    line.append(page.new_tag("span"))
    line.append(asks.get("unit", ""))
    how = form.select_one(".answer-how")
    return [line, how.extract()] if how else [line]


def axes(asks: dict[str, Any], curve: list[float] | None = None) -> str:
    """Axes to draw in, with the curve where it is known."""
    (x, x_unit, left, right), (y, y_unit, low, high) = asks["x"], asks["y"]
    names = [f"{words}, {unit}" if unit else words for words, unit in ((x, x_unit), (y, y_unit))]
    drawing = '<rect width="400" height="200"/>'
    if low < 0 < high:
        zero = 200 * high / (high - low)
        drawing += f'<path class="zero" d="M0 {zero:.1f}H400"/><text x="-6" y="{zero:.1f}">0</text>'
    if curve:
        step = 400 / (len(curve) - 1)
        places = (
            f"{step * i:.1f} {200 * (high - v) / (high - low):.1f}" for i, v in enumerate(curve)
        )
        drawing += f'<path class="curve" d="M{"L".join(places)}"/>'
    for words, place in (
        (for_the_eye(f"{high:g}"), 'x="-6" y="8"'),
        (for_the_eye(f"{low:g}"), 'x="-6" y="198"'),
        (for_the_eye(f"{left:g}"), 'class="below" x="0" y="216"'),
        (for_the_eye(f"{right:g}"), 'class="below" x="400" y="216"'),
        (names[0], 'class="below" x="200" y="216"'),
        (names[1], 'class="above" x="0" y="-8"'),
    ):
        drawing += f"<text {place}>{words}</text>"
    return f'<svg class="axes" viewBox="-60 -24 480 248">{drawing}</svg>'


# --- a student's


def filled(problem: Problem, seed: int, part: Tag) -> str:
    """The HTML of a text or a solution, with the numbers of this seed."""
    words = problem.drawn(seed)
    part = copy.copy(part)
    for span in part.select(".drawn"):
        span.string = words[int(str(span["data-turn"]))]
    return part.decode_contents()


def answer(problem: Problem, seed: int) -> tuple[str, str, str]:
    """(the answer, its unit, within what it counts) for who marks; empty where the solution has to
    be read."""
    asks = problem.asks
    if not asks or asks["kind"] == "sketch":
        return "", "", ""
    if asks["kind"] != "number":
        return lesson.short_answer(asks), "", ""
    parts = [f"{part:.6g}" for part in lesson.in_unit(asks, seed)]
    value = f"({', '.join(parts)})" if len(parts) > 1 else parts[0]
    return value, asks["unit"], asks["within"]


def answered(problem: Problem, seed: int) -> str:
    """The answer as the solution's title goes on with it."""
    words = lesson.short_answer(problem.asks, seed) if problem.asks else ""
    return f": {words}" if words else ""


def rows(asked: list[Problem], students: list[Student]) -> Iterator[tuple[str, ...]]:
    for student in students:
        for problem in asked:
            yield (
                student.name or student.file,
                str(student.seed),
                problem.number,
                problem.label,
                *answer(problem, student.seed),
            )


def code(link: str) -> str:
    """The link as a code to scan."""
    return segno.make(link, error="m").svg_inline(scale=2, border=0, omitsize=True)


def sheet(
    title: str, page: str, asked: list[Problem], students: list[Student], base: str, solved: bool
) -> str:
    """The HTML of one sheet, or of several one after the other."""
    template = jinja2.Environment(autoescape=True, trim_blocks=True).from_string(
        Path(__file__).with_name("sheet.html").read_text("utf-8")
    )

    def link(problem: Problem, seed: int) -> str:
        return address(base, page, f"#{problem.label}?seed={seed}")

    return template.render(
        title=title,
        students=students,
        asked=asked,
        solved=solved,
        base=base,
        today=date.today().isoformat(),
        filled=filled,
        answered=answered,
        link=link,
        code=code,
        solution_of_sketch=lambda asks: axes(asks, exercise.true_curve(asks)),
    )


# --- what is asked for


def chosen(found: dict[str, Problem], labels: str, page: str) -> list[Problem]:
    """Those that are named, else those whose numbers are drawn."""
    names = labels.replace(",", " ").split()
    for name in names:
        if name not in found:
            raise Wrong(f"{page} has no exercise {name}; it has {', '.join(found)}")
    asked = [found[name] for name in names] or [each for each in found.values() if each.varies()]
    if not asked:
        raise Wrong(f"no exercise of {page} draws its numbers; name some in EXERCISES")
    return asked


def class_of(count: str, seeds: str, names: str) -> list[Student]:
    """One student for each seed, or name, or as many as are asked for."""
    called = lines(Path(names)) if names else []
    wanted = [number(seed, "SEEDS", SEEDS) for seed in seeds.replace(",", " ").split()]
    if not wanted:
        wanted = list(range(1, (len(called) or number(count, "STUDENTS", CLASS)) + 1))
    if called and len(called) != len(wanted):
        raise Wrong(f"there are {len(called)} names and {len(wanted)} seeds")
    wide = max(2, len(str(len(wanted))))
    return [
        Student(f"student-{i:0{wide}}", name, seed)
        for i, (seed, name) in enumerate(zip(wanted, called or [""] * len(wanted), strict=True), 1)
    ]


def lines(file: Path) -> list[str]:
    try:
        found = [line.strip() for line in file.read_text("utf-8").splitlines()]
    except (OSError, UnicodeDecodeError) as error:
        raise Wrong(f"the names cannot be read from {file}: {error}") from None
    return [line for line in found if line]


def number(text: str, what: str, among: range) -> int:
    if not (text.isascii() and text.isdigit() and int(text) in among):
        raise Wrong(f"{what}: {text} is no whole number from {among[0]} to {among[-1]}")
    return int(text)


def printed(pages: list[Path]) -> None:
    """Put a PDF in the place of each page."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium(), args=FLAGS)
        window = browser.new_page()
        for page in pages:
            window.goto(page.as_uri())
            window.pdf(path=page.with_suffix(".pdf"), prefer_css_page_size=True)
            page.unlink()
        browser.close()


def write(wanted: argparse.Namespace) -> str:
    """Write all that is asked for; says what there is now."""
    page = wanted.site / "book" / f"{wanted.chapter}.html"
    if not page.exists():
        pages = sorted(page.parent.glob("*.html"))
        there = [each.stem for each in pages if 'class="exercise ' in each.read_text("utf-8")]
        raise Wrong(f"{wanted.site} has no chapter {wanted.chapter}; it has {', '.join(there)}")
    base = wanted.url and wanted.url.rstrip("/") + "/"
    asked = chosen(problems(page, base), wanted.exercises, wanted.chapter)
    students = class_of(wanted.students, wanted.seeds, wanted.names)
    try:
        chromium()
        missing = ""
    except FileNotFoundError as error:
        missing = f" These are pages for a browser to print, for {error}."

    head = BeautifulSoup(page.read_text("utf-8"), "html.parser", parse_only=SoupStrainer("title"))
    title = head.get_text().partition(" — ")[0]
    output: Path = wanted.output / wanted.chapter
    shutil.rmtree(output, ignore_errors=True)
    shutil.copytree(wanted.site / "_static" / "katex", output / "katex")
    files = [(student.file, [student], False) for student in students]
    for name, those, solved in [*files, ("solutions", students, True)]:
        text = sheet(title, page.name, asked, those, base, solved)
        (output / f"{name}.html").write_text(text, "utf-8")
    with (output / "answers.csv").open("w", encoding="utf-8-sig", newline="") as file:
        csv.writer(file).writerows([COLUMNS, *rows(asked, students)])
    if not missing:
        printed(sorted(output.glob("*.html")))
        shutil.rmtree(output / "katex")
    sets = {str([each.drawn(student.seed) for each in asked]) for student in students}
    return (
        f"{len(students)} sheets of {len(asked)} exercises, {len(sets)} of them different, "
        f"solutions and answers.csv are in {output}.{missing}"
    )


def main(arguments: list[str] | None = None) -> None:
    asked = argparse.ArgumentParser(prog="bookbuild.sheets", description=__doc__)
    asked.add_argument("chapter")
    asked.add_argument("--students", default="1", help="how many; their seeds are 1, 2, 3, …")
    asked.add_argument("--seeds", default="", help="the seeds instead, 0 being the book's numbers")
    asked.add_argument("--names", default="", help="a file with one student's name a line")
    asked.add_argument("--exercises", default="", help="labels; else all whose numbers are drawn")
    asked.add_argument("--url", default="", help="where the book is on the web, for links")
    asked.add_argument("--site", type=Path, default=SITE)
    asked.add_argument("--output", type=Path, default=OUTPUT)
    try:
        print(write(asked.parse_args(arguments)))
    except Wrong as error:
        sys.exit(str(error))


if __name__ == "__main__":
    main()
