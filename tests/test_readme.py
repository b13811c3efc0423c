"""What README.md and CONTRIBUTING.md say can be done can be done."""

import doctest
import inspect
import json
import re
import subprocess
import sys
from pathlib import Path

import pytest

from livefigure.widget import still
from tests import test_figure
from tests.exercises import LEAST
from tests.micropython import micropython

ROOT = Path(__file__).parent.parent
README = (ROOT / "README.md").read_text("utf-8")
CONTRIBUTING = (ROOT / "CONTRIBUTING.md").read_text("utf-8")
WEB = ROOT / "src" / "livefigure" / "web"
MAKEFILE = (ROOT / "Makefile").read_text()
(FIGURE,) = (
    each for each in re.findall(r"^```python\n(.*?)^```", README, re.M | re.S) if "Figure(" in each
)
ASKED_OF_FIGURES = [
    test
    for name, test in vars(test_figure).items()
    if name.startswith("test_")
    and "figure" in (asked := set(inspect.signature(test).parameters))
    and asked <= {"figure", "answers"}
]


def test_examples_print_what_they_say():
    failed, tried = doctest.testfile(str(ROOT / "README.md"), module_relative=False)
    assert tried and not failed


def test_its_picture_is_the_figure_as_it_stands():
    picture = ROOT / "book" / "_assets" / "concentric-torque.svg"
    assert picture.read_bytes() == still("concentric-torque", "svg")


@pytest.mark.parametrize("test", ASKED_OF_FIGURES, ids=lambda test: test.__name__)
def test_the_figure_is_as_good_as_the_books(test):
    module = {}
    exec(FIGURE, module)
    figure = module["figure"]
    given = {
        "figure": figure,
        "answers": lambda f: [(v, f.answer(v)) for v in test_figure.settings(f)],
    }
    test(**{name: given[name] for name in inspect.signature(test).parameters})


@pytest.mark.parametrize("asked", [["check"], ["format", "--check"]], ids=" ".join)
def test_the_figure_passes_the_linter(asked):
    ruff = [Path(sys.executable).with_name("ruff"), *asked, "--no-cache", "--stdin-filename"]
    file = ROOT / "src/magfigures/parallel_wires.py"
    done = subprocess.run([*ruff, file, "-"], input=FIGURE, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr


def section(text, title):
    return text.partition(f"\n## {title}\n")[2].partition("\n## ")[0]


def test_all_that_the_tests_ask_of_what_is_new_is_said():
    figure, chapter = section(README, "Add a figure"), section(README, "Add a chapter")
    assert {"drawings", "addresses"} <= targets(figure)
    files = "_toc.yml", "tests/test_ledger.py", "book/errata.md", "book/for-teachers.md"
    assert all(f"`{file}`" in chapter for file in files) and "addresses" in targets(chapter)
    assert f"{LEAST} exercises or more, of which one is a sketch" in " ".join(chapter.split())
    assert "`tests/accuracy/cases.py`" in section(CONTRIBUTING, "Where a formula lives")


def targets(text):
    """Those of make that it names."""
    return set(re.findall(r"(?:^|`)make ([a-z]+)", text, re.MULTILINE))


TARGETS = set(re.search(r"^\.PHONY: (.*)", MAKEFILE, re.MULTILINE)[1].split())


def test_it_names_every_target_of_make():
    assert targets(README) == TARGETS - {"force", "lint"}


@pytest.mark.parametrize("text", [README, CONTRIBUTING], ids=["readme", "contributing"])
def test_what_it_names_is_there(text):
    paths = re.findall(r"[`= ]((?:\.github|\.ci|book|src|tests)/[\w./-]*)", text)
    paths += re.findall(r"`([\w-]+\.(?:toml|md|cff))`", text)
    assert len(paths) > 5
    assert [path for path in paths if not (ROOT / path).exists()] == []


def test_what_contributors_are_told_to_run_is_there():
    assert len(targets(CONTRIBUTING)) > 3
    assert targets(CONTRIBUTING) <= TARGETS
    scripts = set(re.findall(r"npm run (\w+)", CONTRIBUTING))
    assert scripts and scripts <= set(json.loads((WEB / "package.json").read_text())["scripts"])
    pages = re.findall(r"PAGE=([\w-]+)", CONTRIBUTING)
    assert pages and all((ROOT / "book" / f"{page}.md").exists() for page in pages)


#: what MicroPython is to be told that it lacks, by the words for it
LACKS = {
    "`dataclasses`": "import dataclasses",
    "`typing`": "import typing",
    "`__future__`": "from __future__ import annotations",
    "`match`": "match 1:\n    case 1: pass",
    "attributes on functions": "def f(): pass\nf.kernel = 1",
    "`zip(strict=)`": "zip([], strict=True)",
    "`math.hypot`": "from math import hypot",
}
HAS = {
    "f-strings": "f'{1:.2f}'",
    "decorators": "@repr\ndef f(): pass",
    "closures": "(lambda x: lambda: x)(1)()",
    "`namedtuple`": "from collections import namedtuple",
    **{f"`{name}`": f"import {name}" for name in ("math", "cmath", "functools", "json", "array")},
}


def test_what_it_says_of_the_pages_python_holds():
    tried = [*LACKS.values(), *HAS.values()]
    program = f"""for tried in {tried!r}:
    try:
        exec(tried, {{}})
        print("has")
    except Exception:
        print("lacks")"""
    assert micropython([program])[: len(tried)] == ["lacks"] * len(LACKS) + ["has"] * len(HAS)
    _, _, told = CONTRIBUTING.partition("What the page's Python lacks")
    has, _, lacks = told.partition("It has no")
    assert all(words in has for words in HAS)
    assert all(words in " ".join(lacks.split()) for words in LACKS)


def test_the_files_it_names_without_their_folder_are_there():
    scripts = re.findall(r"`([\w-]+\.m?js)`", CONTRIBUTING)
    assert scripts and all((WEB / script).exists() for script in scripts)
