"""CPython and the page's MicroPython run the figures' files and get the same answers.

For kernels see `test_webassembly`.
"""

import itertools
import json
import re
import struct

import numpy as np
import pytest

from livefigure.sphinx import package_modules
from livefigure.transport import pack
from magbook._webassembly import compile_kernels
from magfigures import load
from tests.figures import FIGURES
from tests.micropython import micropython


def numbers_in(value):
    """The leaves of nested tuples, lists, arrays and dicts, in order."""
    if isinstance(value, dict):
        value = [value[key] for key in sorted(value)]
    if isinstance(value, (list, tuple, np.ndarray)):
        return [leaf for item in value for leaf in numbers_in(item)]
    return [value]


def test_refusals_agree():
    # a kernel checks nothing there: the figures' controls are what a reader can get wrong
    program = """
from magfigures import load
for values in ({"alpha": 181}, {"ratio": "x"}, {"terms": 1.5}, {"beta": 0}):
    try:
        load("concentric-torque").admit(values)
    except ValueError as error:
        print(error)
"""
    lines = micropython([program], "magfigures.concentric_torque")
    figure = load("concentric-torque")
    wrong = [{"alpha": 181}, {"ratio": "x"}, {"terms": 1.5}, {"beta": 0}]
    for line, values in zip(lines, wrong, strict=True):
        name = next(iter(values))
        with pytest.raises(ValueError) as caught:
            figure.admit(values)
        assert name in line and line.split(";")[0] == str(caught.value).split(";")[0]


def test_rows_share_what_they_are_made_of():
    program = """
from livefigure import coordinate, quantity, row
from livefigure.quantity import Now
asked = []
x = coordinate("x")
kept = quantity(x)(lambda x: asked.append(x) or x)
now = Now({})
for function in (abs, round):
    now(row(quantity(kept)(function), x, [1.0, 2.0]))
print(asked)
"""
    assert micropython([program], "livefigure") == ["[1.0, 2.0]"]


# --- Figures -------------------------------------------------------------------------------


def test_what_is_missing_is_seen():
    """In rows, in lists, in vectors; infinity is a number."""
    program = """
from array import array
from livefigure.quantity import lacks
from math import inf, nan
whole = array("d", [0.1 * j for j in range(40)])
far = array("d", [inf, -inf])
print([lacks(row) for row in (whole, far, [1.0, 2], [(1.0, 2.0)], (whole, whole))])
for value in (nan, -nan, inf - inf):
    last = array("d", list(whole) + [value])
    print([lacks(row) for row in (last, [value, 1.0], [(1.0, value)], (whole, last), [None, 1.0])])
"""
    found = micropython([program], "livefigure.quantity")
    assert found == [str([False] * 5)] + 3 * [str([True] * 5)]


def test_presets_stand_in_the_order_in_which_they_are_written():
    # a dict of MicroPython's stands in that of its hashes
    program = f"""
import json
from magfigures import load
for id in {FIGURES}:
    print(json.dumps(list(load(id).presets)))
"""
    modules = [f"magfigures.{id.replace('-', '_')}" for id in FIGURES]
    for id, line in zip(FIGURES, micropython([program], *modules), strict=True):
        assert json.loads(line) == list(load(id).presets), id


def settings(figure):
    """Defaults, presets, each control at its ends, and all at their ends together."""
    chosen = [{}, *figure.presets.values()]
    ends = [(c["name"], (c["low"], c["high"])) for c in figure.controls]
    chosen += [{name: value} for name, pair in ends for value in pair]
    names = [name for name, _ in ends]
    corners = itertools.product(*[pair for _, pair in ends])
    return chosen + [dict(zip(names, corner, strict=True)) for corner in corners]


def unpack(text, rows):
    """What `pack` packed, as the page sees it."""
    values = struct.unpack(f"<{len(rows) // 8}d", rows)

    def plain(item):
        if isinstance(item, list):
            return [plain(part) for part in item]
        if isinstance(item, dict):
            if set(item) == {"from", "to"}:
                return list(values[item["from"] : item["to"]])
            if set(item) == {"float"}:
                return float(item["float"])
            return {key: plain(part) for key, part in item.items()}
        return item

    return plain(json.loads(text))


def bare(text):
    """The words without the numbers that are no more than rounding."""
    return re.sub(r"\d(\.\d+)?e-1[3-9]", "rounding", text)


def compiled_kernels():
    """The programs that the site has, figures' kernels among them."""
    return compile_kernels(package_modules("magfigures")).values()


@pytest.mark.parametrize("id", FIGURES)
def test_figure_agrees(id):
    figure = load(id)
    # where wires coincide, the last digit of a sine says which point is on the other wire
    chosen = [
        v for v in settings(figure) if not (v.get("ratio") == 1 and v.get("alpha") in (0, 180))
    ]
    start = f"""
import binascii
from livefigure.transport import pack
from magfigures import load
figure = load({id!r})

def answer(values):
    text, rows = pack(figure.answer(values))
    print(text)
    print(binascii.hexlify(rows).decode())
"""
    programs = [start, *(f"answer({values!r})" for values in chosen)]
    module = f"magfigures.{id.replace('-', '_')}"
    lines = micropython(programs, "livefigure.transport", module, kernels=compiled_kernels())
    for values, text, rows in zip(chosen, lines[::2], lines[1::2], strict=True):
        found = unpack(text, bytes.fromhex(rows))
        expected = unpack(*pack(figure.answer(values)))
        assert bare(found["text"]) == bare(expected["text"])
        assert found["code"] == expected["code"]
        assert found["results"].keys() == expected["results"].keys()
        for name, result in expected["results"].items():
            ours, theirs = numbers_in(result), numbers_in(found["results"][name])
            assert [x is None for x in theirs] == [x is None for x in ours], (values, name)
            ours, theirs = (np.array([x for x in xs if x is not None]) for xs in (ours, theirs))
            # errors and sums that cancel are small against what they are differences of, 1
            np.testing.assert_allclose(theirs, ours, 1e-12, 1e-13, err_msg=f"{name} at {values}")
