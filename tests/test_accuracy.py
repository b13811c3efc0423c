"""The hunt for worst points: of every public function, within what is stated, and true."""

import ast
import math
import re
from pathlib import Path

import pytest
import yaml
from bookbuild.accuracy import bars

from tests.accuracy.cases import CASES
from tests.accuracy.hunt import WAITING, Case, hunt

BOOK = Path(__file__).parents[1] / "book"
DATA = yaml.safe_load((BOOK / "accuracy.yml").read_text("utf-8"))
HUNTED = {entry["function"]: entry for entry in DATA["functions"]}


def public() -> set[str]:
    """The functions of numbers that the page *The library* lists."""
    found, module = set(), ""
    for line in (BOOK / "api.md").read_text("utf-8").splitlines():
        if line.startswith(".. currentmodule:: "):
            module = line.split(":: ")[1]
        elif line.startswith(".. autofunction:: ") and module.startswith("magbook."):
            found.add(f"{module.removeprefix('magbook.')}.{line.split(':: ')[1]}")
    return {name for name in found if not re.search(r"magbook|livefigure", name)}


def test_every_public_function_was_hunted():
    assert set(HUNTED) == set(CASES) == public() - set(WAITING)
    assert set(WAITING) <= public()  # and shown as such
    assert DATA["waiting"] == WAITING


@pytest.mark.parametrize("name", CASES)
def test_the_worst_point_is_within_what_is_stated(name):
    entry, case = HUNTED[name], CASES[name]
    words = [getattr(case, part) for part in ("of", "where", "reference")]
    assert [entry[part] for part in ("of", "where", "reference")] == words
    assert entry["bound"] == case.bound
    assert entry["error"] <= entry["bound"] and entry["evaluations"] > 0


@pytest.mark.parametrize("name", sorted(CASES))
def test_the_worst_point_is_what_it_is_said_to_be(name):
    # of rounding another C library or processor may do a part otherwise
    error = CASES[name].error(ast.literal_eval(HUNTED[name]["at"]))
    assert error <= 3 * HUNTED[name]["error"] + 2e-15
    assert error >= HUNTED[name]["error"] / 10 - 1e-15


def test_a_function_that_errs_is_found_out():
    case = CASES["special.ellipk"]
    wrong: Case = case._replace(function=lambda m: case.function(m) * (1 + 1e-14))
    assert hunt(wrong, 0.1).error > case.bound > hunt(case, 0.1).error


# --- Times and weights, as they are shown ------------------------------------------------------


def test_a_bar_is_as_long_as_its_ratio():
    group = {"what": "a <b", "unit": "ms", "ways": [{"name": w, "value": v} for w, v in SOME_WAYS]}
    shown = "\n".join(bars([group], "words"))
    assert "a &lt;b" in shown
    decades = float(re.search(r"--decades:(\d+)", shown)[1])
    widths = [float(width) for width in re.findall(r"width:([\d.]+)%", shown)]
    lengths = [abs(math.log10(value / SOME_WAYS[0][1])) for _, value in SOME_WAYS]
    assert widths == pytest.approx([100 * length / decades for length in lengths], abs=0.01)
    starts = [float(left) for left in re.findall(r'<i style="left:([\d.]+)%', shown)]
    assert starts[0] == starts[1] == pytest.approx(starts[2] + widths[2], abs=0.01)  # it is faster
    assert "30 ms, 15 times" in shown and "2 ms<" in shown


SOME_WAYS = [("ours", 2.0), ("slower", 30.0), ("faster", 0.5)]


def test_what_is_fetched_adds_up():
    data = yaml.safe_load((BOOK / "fetched.yml").read_text("utf-8"))
    ours, default, python = [way["value"] for way in data["groups"][0]["ways"]]
    assert sum(data["parts"].values()) == pytest.approx(default, rel=0.01)
    assert ours < 750 and default < python
    made = (BOOK.parent / "Makefile").read_text("utf-8")
    assert all(f"{package.replace(' ', '@')}" in made for package in data["packages"])
