"""The hunt for worst points: of every public function, within what is stated, and true."""

import ast
import math
import re
from itertools import product
from pathlib import Path

import pytest
import yaml
from bookbuild.accuracy import bars
from bookbuild.maps import cells, picture

from tests.accuracy.cases import CASES
from tests.accuracy.hunt import Case, hunt
from tests.accuracy.maps import MAPS, PLACES, SIDE, rounded, worst_of

BOOK = Path(__file__).parents[1] / "book"
DATA = yaml.safe_load((BOOK / "accuracy.yml").read_text("utf-8"))
DRAWN = {
    entry["function"]: entry
    for entry in yaml.safe_load((BOOK / "accuracy-maps.yml").read_text("utf-8"))["maps"]
}
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
    assert set(HUNTED) == set(CASES) == public()


@pytest.mark.parametrize("name", CASES)
def test_the_worst_point_is_within_what_is_stated(name):
    entry, case = HUNTED[name], CASES[name]
    words = [getattr(case, part) for part in ("of", "where", "reference")]
    assert [entry[part] for part in ("of", "where", "reference")] == words
    assert entry["bound"] == case.bound  # the docstring's
    assert entry["error"] <= entry["bound"] and entry["evaluations"] > 0


@pytest.mark.parametrize("name", sorted(CASES))
def test_the_worst_point_is_what_it_is_said_to_be(name):
    # of rounding another C library or processor may do a part otherwise
    error = CASES[name].error(ast.literal_eval(HUNTED[name]["at"]))
    assert error <= 3 * HUNTED[name]["error"] + 2e-15
    assert error >= HUNTED[name]["error"] / 10 - 1e-15


# each was far off here, and nowhere that somebody had thought of
FAULTS = {
    # multipoles of a far loop count as far as those of a near one that they meet
    "sphere.coil_force": (
        ((1.25, 0.04, 0.0), (-1.8, 0.0, 1.5)), ((1.0, 0.0, 0.1), (0.8, 0.6, 0.0)),
        1.0, (0.065, 0.155), 5.8e7, 0.0078, (4 - 1.5j, 3.7 + 0j), 1.0, 0.0,
    ),
    # the series across a wall of nearly 0.15 a
    "sphere.answers": (2.65e-7, 5, 604.0, 0.1466),
}  # fmt: skip


@pytest.mark.parametrize("name", FAULTS)
def test_a_fault_that_was_hunted_down_is_gone(name):
    assert CASES[name].error(FAULTS[name]) < 2e-14


def test_a_function_that_errs_is_found_out():
    case = CASES["special.ellipk"]
    wrong: Case = case._replace(function=lambda m: case.function(m) * (1 + 1e-14))
    assert hunt(wrong, 0.1).error > case.bound > hunt(case, 0.1).error


# --- Maps of the error -------------------------------------------------------------------------


def test_every_map_is_drawn_as_it_is_told():
    assert list(DRAWN) == list(MAPS)
    for name, plane in MAPS.items():
        entry, case = DRAWN[name], CASES[name]
        told = [plane.x._asdict(), plane.y._asdict(), plane.given, PLACES]
        assert [entry[part] for part in ("x", "y", "given", "places")] == told
        assert [entry[part] for part in ("of", "bound")] == [case.of, case.bound]
        rows = [row.split() for row in entry["rows"]]
        assert [len(row) for row in rows] == [SIDE] * SIDE
        i, j = entry["cell"]
        worst = max(int(cell) for row in rows for cell in row if cell != ".")
        assert rows[j][i] == rounded(entry["error"]) == str(worst)
        assert entry["error"] <= entry["bound"]


@pytest.mark.parametrize("name", MAPS)
def test_a_map_has_the_errors_of_its_function(name):
    rows = [row.split() for row in DRAWN[name]["rows"]]
    i, j = DRAWN[name]["cell"]
    places = [(i, j), *list(product(range(SIDE), repeat=2))[7::271]]
    found = [rounded(worst_of(name, *place)[0]) for place in places]
    kept = [rows[j][i] for i, j in places]
    assert [x == "." for x in found] == [x == "." for x in kept]
    # of rounding another C library or processor may do a part otherwise
    near = [abs(int(x) - int(y)) <= 1 for x, y in zip(found, kept, strict=True) if x != "."]
    assert sum(near) > 2 / 3 * len(near) > 3


def test_a_map_is_drawn_upwards_in_steps_of_colour():
    lower, upper = "0 0 5", ". 24 -20"
    assert cells([lower, upper]) == [
        '<path class="l0" d="M2 0h1v1h-1z"/>',
        '<path class="l1" d="M0 1h2v1h-2z"/>',
        '<path class="l2" d="M2 1h1v1h-1z"/>',
        '<path class="l7" d="M1 0h1v1h-1z"/>',
        '<path class="none" d="M0 0h1v1h-1z"/>',
    ]
    for entry in DRAWN.values():  # the circle, from the upper left
        x, y = map(float, re.search(r'<circle cx="(.+?)" cy="(.+?)"', picture(entry)).groups())
        i, j = entry["cell"]
        assert (x, y) == pytest.approx(
            (100 * (i + 0.5) / SIDE, 100 - 100 * (j + 0.5) / SIDE), abs=0.06
        )


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
