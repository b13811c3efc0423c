"""What README.md says can be done can be done."""

import doctest
import inspect
import re
from pathlib import Path

import pytest

from livefigure.widget import still
from tests import test_figure

ROOT = Path(__file__).parent.parent
README = (ROOT / "README.md").read_text("utf-8")
MAKEFILE = (ROOT / "Makefile").read_text()
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
    (source,) = (
        p for p in re.findall(r"^```python\n(.*?)^```", README, re.M | re.S) if "Figure(" in p
    )
    module = {}
    exec(source, module)
    figure = module["figure"]
    given = {
        "figure": figure,
        "answers": lambda f: [(v, f.answer(v)) for v in test_figure.settings(f)],
    }
    test(**{name: given[name] for name in inspect.signature(test).parameters})


def test_it_names_every_target_of_make():
    targets = set(re.search(r"^\.PHONY: (.*)", MAKEFILE, re.MULTILINE)[1].split())
    named = set(re.findall(r"(?:^|`)make ([a-z]+)", README, re.MULTILINE))
    assert named == targets - {"force", "lint"}


def test_what_it_names_is_there():
    paths = re.findall(r"`((?:\.github|book|src|tests)/[\w./-]*)`", README)
    assert len(paths) > 5
    assert [path for path in paths if not (ROOT / path).exists()] == []
