"""Every live figure in magfigures keeps what `livefigure.figure` promises of it."""

import base64
import colorsys
import functools
import html
import io
import itertools
import json
import math
import random
import re
import shutil
import struct
import subprocess
import xml.etree.ElementTree as ET
from array import array
from pathlib import Path

import numpy as np
import pytest
from bookbuild.node import node
from fontTools.ttLib import TTFont
from PIL import Image

from livefigure import Figure, axis, control, plot, widget
from livefigure.gallery import Place, way_back
from livefigure.sphinx import bare, brief
from livefigure.transport import pack
from livefigure.widget import still
from magbook import _compile
from magbook.widget import show as show_figure
from magfigures import load
from tests.figures import FIGURES, FOLDER

COLORS = {"current", "current2", "field", "moment", "force", "torque"}
COLORS |= {"exact", "approximate", "reader", "quiet", "high", "low"}
# how many rows or numbers a mark's data has
SHAPES = {"curve": 2, "area": 2, "region": 2, "points": 2, "arrows": 4, "map": 7, "wire": 3}
SHAPES |= {"bars": 2, "ring": 3, "dots_and_crosses": 3, "texts": 3}
SHAPES |= {"loop": 7, "arrow": 6, "ball": 3, "globe": 4}
# whose data are rows of one length
ROWS = {"curve", "area", "region", "points", "arrows", "wire", "bars", "dots_and_crosses", "texts"}


def settings(figure):
    """Defaults, presets, all corners of the controls, and ten places in between."""
    chosen = [figure.defaults(), *({**figure.defaults(), **p} for p in figure.presets.values())]
    names = [c["name"] for c in figure.controls]
    ends = [(c["low"], c["high"]) for c in figure.controls]
    chosen += [dict(zip(names, corner, strict=True)) for corner in itertools.product(*ends)]
    draw = random.Random(0)
    for _ in range(10):
        values = {c["name"]: draw.uniform(c["low"], c["high"]) for c in figure.controls}
        whole = {c["name"]: round(values[c["name"]]) for c in figure.controls if c["whole"]}
        chosen.append(values | whole)
    return chosen


def marks(figure):
    return [mark for view in figure.views for mark in view["marks"]]


@pytest.fixture(params=FIGURES)
def figure(request):
    return load(request.param)


@pytest.fixture(scope="module")
def answers():
    """Each figure's answers, computed once."""
    kept = {}

    def of(figure):
        if figure.title not in kept:
            kept[figure.title] = [(v, figure.answer(v)) for v in settings(figure)]
        return kept[figure.title]

    return of


# --- What a figure declares ----------------------------------------------------------------


def test_spec_is_plain_data(figure):
    spec = json.dumps(figure.spec(), allow_nan=False)
    assert json.dumps(json.loads(spec)) == spec


def test_controls_are_sound(figure):
    names = [c["name"] for c in figure.controls]
    assert len(set(names)) == len(names)
    for c in figure.controls:
        assert c["low"] < c["high"]
        assert c["low"] <= c["default"] <= c["high"]
        assert c["words"] and c["symbol"]
        assert c["scale"] in ("linear", "log", "one")
        assert c["scale"] != "log" or c["low"] > 0


def test_defaults_and_presets_are_admitted(figure):
    assert figure.admit({}) == figure.defaults()
    for preset in figure.presets.values():
        assert preset.items() <= figure.admit(preset).items()


def test_marks_use_known_kinds_and_colours(figure):
    controls = {c["name"] for c in figure.controls}
    for mark in marks(figure):
        assert mark["kind"] in {*SHAPES, "level"}
        assert mark["color"] in COLORS
        drag = mark.get("drag") or {}
        assert {drag[key] for key in drag if key not in ("pole", "zero", "sense")} <= controls
        if mark["kind"] == "arrow" and drag:
            assert np.dot(drag["pole"], drag["zero"]) == 0


# --- What it answers -----------------------------------------------------------------------


def test_readouts_are_numbers_among_the_results(figure, answers):
    for _, answer in answers(figure):
        for known in figure.readouts:
            value = answer["results"][known["name"]]
            assert value is None or math.isfinite(value), known["name"]


def test_marks_and_axes_find_their_data(figure, answers):
    for values, answer in answers(figure):
        results = answer["results"]
        for mark in marks(figure):
            data = results[mark["data"]]
            if data is None:  # the mark is not drawn
                continue
            if mark["kind"] == "level":
                assert math.isfinite(data)
                continue
            assert len(data) == SHAPES[mark["kind"]], (values, mark["data"])
            if mark["kind"] == "map":
                assert len(data[6]) == data[0] * data[1]
            elif mark["kind"] in ROWS:
                assert len({len(row) for row in data}) == 1
            else:
                assert np.isfinite(data).all(), (values, mark["data"])
        for view in figure.views:
            for side in (view.get("x"), view.get("y")):
                for end in ("low", "high"):
                    limit = (side or {}).get(end)
                    if isinstance(limit, str):
                        end = results[limit]
                        assert end is None or math.isfinite(end), (values, limit)


def test_scenes_hold_what_they_show(figure, answers):
    # a frame is wider than the ball that fills it, and arrows may use some of that
    for view in figure.views:
        for mark in view["marks"] if view["kind"] == "scene" else []:
            for values, answer in answers(figure):
                data = answer["results"][mark["data"]]
                if data is None or mark["kind"] not in ("arrow", "ball", "loop"):
                    continue
                point, along = np.array(data[:3]), np.array(data[3:6])
                far = np.linalg.norm(point)
                if mark["kind"] == "arrow":
                    far = np.linalg.norm(point + along)
                elif mark["kind"] == "loop":
                    height = point @ along / np.linalg.norm(along)
                    far = np.hypot(height, np.sqrt(max(0, far**2 - height**2)) + data[6])
                assert far < 1.2 * view["extent"], (values, mark["data"])


def test_logarithmic_axes_get_positive_numbers(figure, answers):
    for view in figure.views:
        for i, name in enumerate("xy"):
            if view.get(name) and view[name]["scale"] == "log":
                for mark in view["marks"]:
                    if mark["kind"] == "level" and mark["vertical"] != (name == "x"):
                        continue
                    for values, answer in answers(figure):
                        data = answer["results"][mark["data"]]
                        if data is None:  # the mark is not drawn
                            continue
                        row = np.asarray([data] if mark["kind"] == "level" else data[i])
                        if mark["data"] == "error_curve":  # of a sum: where it is exact, a gap
                            row = row[row != 0]
                        assert not (row <= 0).any(), (values, mark["data"])


def test_description_is_one_sentence(figure, answers):
    for _, answer in answers(figure):
        text = answer["text"]
        assert text[0].isupper() and text.endswith(".") and "\n" not in text
        assert ". " not in text
        assert "nan" not in text and "None" not in text


def test_answer_is_the_same_again(figure):
    # a kept curve must not outlive the controls that it belongs to
    first = pack(figure.answer({}))
    for values in settings(figure)[1:6]:
        figure.answer(values)
    assert pack(figure.answer({})) == first


def misses(figure, values, answer):
    """Readouts that the answer's code does not reproduce, with what it binds in their place."""
    scope = {}
    with np.errstate(all="ignore"):
        exec(answer["code"], scope)
    found = []
    for name in (known["name"] for known in figure.readouts):
        result = answer["results"][name]
        if result is None:
            continue
        assert name in scope, f"the figure's code gives no {name}"
        # sums that cancel have no digits of their own, only an error against 1
        if scope[name] != pytest.approx(result, rel=1e-12, abs=1e-14):
            found.append((values, name, scope[name], result))
    return found


def is_corner(figure, values):
    return all(values[c["name"]] in (c["low"], c["high"]) for c in figure.controls)


def test_code_gives_the_readouts(figure, answers):
    for values, answer in answers(figure):
        if not is_corner(figure, values):
            assert not misses(figure, values, answer)


def test_code_gives_the_readouts_at_the_corners(figure, answers):
    for values, answer in answers(figure):
        if is_corner(figure, values):
            assert not misses(figure, values, answer)


# --- What it refuses -----------------------------------------------------------------------


def test_refusal_names_control_and_value(figure):
    for c in figure.controls:
        name, low, high = c["name"], c["low"], c["high"]
        for value in (low - 1, high + 1, math.inf, -math.inf, math.nan):
            with pytest.raises(ValueError, match=f"^{name} must lie between .*; got {value}"):
                figure.admit({name: value})
        for value in ("wide", None, [1], {}):
            with pytest.raises(ValueError, match=f"^{name} must be a number; got "):
                figure.admit({name: value})
        if c["whole"]:
            with pytest.raises(ValueError, match=f"^{name} must be a whole number; got {low}.5"):
                figure.admit({name: low + 0.5})
        # the page's URL and number field hand over text
        assert figure.admit({name: str(c["default"])}) == figure.defaults()
    with pytest.raises(ValueError, match="there is no control named colour"):
        figure.admit({"colour": 1})


def test_unknown_figure():
    with pytest.raises(ImportError):
        load("perpetual-motion")


# --- The machinery itself ------------------------------------------------------------------


def test_whole_numbers_stay_whole():
    figure = Figure("", [control("n", "n", "n", 1, 9, 3, step=1)], [], [], {}, None, None)
    assert [type(figure.admit({"n": n})["n"]) for n in (4, 4.0, "4")] == [int] * 3


# --- Its still, and what a cell puts out ----------------------------------------------------

STILLS = widget.ASSETS / "stills"
WEB = Path(__file__).parents[1] / "src" / "livefigure" / "web"
SVG = "{http://www.w3.org/2000/svg}"


def test_every_figure_has_its_stills():
    for form in ("html", "svg", "png"):
        assert sorted(file.stem for file in STILLS.glob(f"*.{form}")) == FIGURES


@pytest.mark.parametrize("id", FIGURES)
def test_still_shows_pythons_numbers(id):
    # drawn by MicroPython, when the JavaScript was built: `make` builds it anew after each edit
    figure = load(id)
    found = re.findall(r'data-name="(\w+)".*? data-value="([^"]*)"', still(id, "html").decode())
    shown = {name: float(value) if value else None for name, value in found}
    results = figure.answer({})["results"]
    for known in figure.readouts:
        wanted = results[known["name"]]
        assert shown[known["name"]] == (
            None if wanted is None else pytest.approx(wanted, 1e-9, 1e-12)
        )


@pytest.mark.parametrize("id", FIGURES)
def test_still_is_written_in_as_many_digits_as_can_be_seen(id):
    lines = re.findall(r' (?:d|x|y)="([^"]*)"', still(id, "html").decode())
    assert lines and not re.search(r"\.\d{3}", " ".join(lines))


def test_scripts_leave_out_what_no_mark_calls():
    for script in ("site.js", "widget.js"):
        text = (widget.ASSETS / script).read_text("utf-8")
        assert '"geoMercator")' in text and "is left out" in text  # what stands in its place
        assert "ccebc5" not in text  # a colour of a scheme


@pytest.mark.parametrize("id", FIGURES)
def test_picture_is_whole(id):
    drawn = ET.fromstring(still(id, "svg"))
    letters = {letter for text in drawn.iter(f"{SVG}text") for letter in "".join(text.itertext())}
    assert letters <= drawable(), "the fonts of stills.mjs lack letters"
    picture = Image.open(io.BytesIO(still(id, "png")))
    assert picture.size == (2 * int(drawn.get("width")), 2 * int(drawn.get("height")))
    assert picture.mode == "P"
    roles = {
        mark["color"] for mark in marks(load(id)) if mark["kind"] in ("curve", "points", "arrow")
    }
    colours = {bytes(rgb) for _, rgb in picture.convert("RGB").getcolors()}
    palette = json.loads((FOLDER / "palette.json").read_text())["light"]
    for role in roles:
        wanted = bytes.fromhex(palette[role][1:])
        assert min(max(abs(a - b) for a, b in zip(wanted, c, strict=True)) for c in colours) <= 8


def test_a_colour_is_the_same_colour_in_the_dark():
    light, dark = json.loads((FOLDER / "palette.json").read_text()).values()
    assert light.keys() == dark.keys() and light.keys() >= COLORS
    for role in COLORS:
        hues = [
            360 * colorsys.rgb_to_hls(*bytes.fromhex(palette[role][1:]))[0]
            for palette in (light, dark)
        ]
        assert abs((hues[0] - hues[1] + 180) % 360 - 180) < 10, role


@functools.cache
def drawable():
    """The letters that the pictures' fonts have; a space of no width is not drawn."""
    fonts = re.findall(r'"([\w/-]+\.ttf)"', (WEB / "stills.mjs").read_text())
    assert len(fonts) > 1
    return {"\u200b"}.union(
        *(map(chr, TTFont(WEB / "node_modules" / font).getBestCmap()) for font in fonts)
    )


def test_pictures_are_small():
    sizes = [file.stat().st_size for file in STILLS.glob("*.png")]
    assert sum(sizes) < 75_000 * len(sizes)


@pytest.fixture
def put_out(monkeypatch):
    """``put_out(id)``: the widget, and the outputs of a cell that shows it."""
    outputs = []
    monkeypatch.setattr(widget, "publish_display_data", lambda data, _: outputs.append(data))

    def show(id):
        outputs.clear()
        shown = show_figure(id)
        shown._ipython_display_()
        return shown, list(outputs)

    return show


@pytest.mark.parametrize("id", FIGURES)
def test_cell_puts_out_a_picture_and_a_widget(put_out, monkeypatch, id):
    def start(*_, **__):
        raise AssertionError("a program is started")

    monkeypatch.setattr(subprocess.Popen, "__init__", start)  # Node, where there may be none
    shown, (picture, live) = put_out(id)
    sentence = load(id).answer({})["text"]
    assert picture["text/plain"] == sentence
    assert f'alt="{html.escape(sentence)}"' in picture["text/html"]
    assert base64.b64decode(picture["image/png"]) == still(id, "png")
    assert picture["image/png"] in picture["text/html"]
    assert live["application/vnd.jupyter.widget-view+json"]["model_id"] == shown.model_id
    assert live["text/html"] == live["text/plain"] == ""
    assert b"data-engine" not in still(id, "html")  # a picture runs no kernel

    state = shown.get_state()
    answer = unpack(state["text"], state.pop("rows"))
    assert answer["text"] == sentence
    json.dumps(state, allow_nan=False)


def test_widget_says_how_its_kernels_run(monkeypatch):
    assert show_figure("modes").get_state()["engine"] == "compiled"
    monkeypatch.setattr(_compile, "compiler", lambda: None)
    assert show_figure("modes").get_state()["engine"] == "interpreted"


def test_figure_that_is_newer_than_the_build_is_shown(put_out, monkeypatch, tmp_path):
    monkeypatch.setattr(widget, "ASSETS", tmp_path)
    with pytest.warns(UserWarning, match="the figure modes is newer than the last build"):
        _, (live,) = put_out("modes")
    assert "application/vnd.jupyter.widget-view+json" in live


ODD = """
from livefigure import Figure, axis, control, curve, plot

def view(title, label="line"):
    return plot(title, axis("x"), axis("y"), [curve(([0.0, 1.0], [1.0, 2.0]), "exact", label)])

figure = Figure(
    title="A figure",
    controls=[control("n", "n", "n", 1, 9, 3)],
    readouts=[],
    views=VIEWS,
    presets={},
    describe=lambda now: "A sentence.",
    code=lambda n: "",
)
"""


def draw(tmp_path, **files):
    """Draw the stills of figures that are given as text, and return the folder they are in."""
    engine, package = tmp_path / "livefigure", tmp_path / "odd"
    for folder in (engine, package):
        folder.mkdir()
        (folder / "__init__.py").touch()
    for file in Path(widget.__file__).parent.glob("*.py"):
        shutil.copy(file, engine)
    for name, text in files.items():
        (package / f"{name}.py").write_text(text)
    program = f'import {{ drawStills }} from "{(WEB / "stills.mjs").as_uri()}";'
    program += "await drawStills(...process.argv.slice(1));"
    done = subprocess.run(
        [node(), "--input-type=module", "-e", program, tmp_path, "odd", tmp_path / "stills"],
        capture_output=True,
        text=True,
    )
    if done.returncode:
        raise RuntimeError(done.stderr)
    return tmp_path / "stills"


def test_titles_and_labels_are_text_whatever_their_letters(tmp_path):
    title, label = 'a < b & "c"', "<i>d</i> &amp; e"
    stills = draw(tmp_path, odd=ODD.replace("VIEWS", f"[view({title!r}, {label!r})]"))
    texts = list(ET.parse(stills / "odd.svg").getroot().itertext())
    assert texts.count(title) == texts.count(label) == 1
    page = (stills / "odd.html").read_text()
    assert title not in page and label not in page


def test_titles_and_drawings_keep_to_their_places(tmp_path):
    title = "A title of so many words that they would not stand in one line above so small a view"
    stills = draw(tmp_path, wide=ODD.replace("VIEWS", f"3 * [view({title!r})]"))
    drawn = ET.parse(stills / "wide.svg").getroot()
    assert int(drawn.get("width")) <= 768
    texts = [text for text in drawn.iter(f"{SVG}text") if text.get("font-size") == "13"]
    assert " ".join(text.text for text in texts).count(title) == 3
    assert all(7 * len(text.text) < 360 for text in texts)
    assert len({(text.get("x"), text.get("y")) for text in texts}) == len(texts)


def test_figure_that_cannot_be_drawn_is_named(tmp_path):
    with pytest.raises(RuntimeError, match="the figure odd could not be drawn"):
        draw(tmp_path, odd="figure = 1 / 0")


# --- The machinery itself: answers --------------------------------------------------------------


def unpack(text, rows):
    values = struct.unpack(f"{len(rows) // 8}d", rows)

    def plain(item):
        if isinstance(item, dict) and set(item) == {"from", "to"}:
            return list(values[item["from"] : item["to"]])
        if isinstance(item, dict) and set(item) == {"float"}:
            return float(item["float"])
        if isinstance(item, dict):
            return {key: plain(part) for key, part in item.items()}
        return [plain(part) for part in item] if isinstance(item, list) else item

    return plain(json.loads(text))


def test_pack_keeps_every_number():
    long = [1 / 3, -0.0, math.inf, -math.inf, math.nan, 5e-324, 1e308, 2.0**-52, 7.0]
    packed = {
        "row": long,
        "tuple": tuple(long),
        "array": array("d", long),
        "whole": list(range(20)),
        "nested": ([0.1] * 9, (0.2, 0.3)),
        "short": (math.nan, math.inf, -math.inf, 0.1),
        "words": "α²",
        "none": None,
        "flag": True,
        "empty": [],
        "many words": ["a"] * 12,
    }
    text, rows = pack(packed)
    assert "NaN" not in text and "Infinity" not in text  # which JSON does not know
    found = unpack(text, rows)
    for name in ("row", "tuple", "array"):
        assert struct.pack("9d", *found[name]) == struct.pack("9d", *long)
    assert found["whole"] == list(range(20))
    assert found["nested"] == [[0.1] * 9, [0.2, 0.3]]
    assert str(found["short"]) == "[nan, inf, -inf, 0.1]"
    for name in ("words", "none", "flag", "empty", "many words"):
        assert found[name] == packed[name]
    assert len(rows) == 8 * (3 * 9 + 20 + 9)


def test_pages_carry_a_docstrings_first_paragraph():
    whole = '''"""One.

More.
"""

def two():
    """Two lines,
    one paragraph.

    Notes
    -----
    And so on.
    """
    return "\\n\\n"
'''
    shown = '''"""One."""

def two():
    """Two lines,
    one paragraph."""
    return "\\n\\n"
'''
    assert brief(whole) == shown


def test_page_brings_no_comments_of_the_engine():
    whole = '''"""One."""
# a comment

def two():
    """Two lines,

    and a blank one."""
    # another
    return "# none"  # a third

def three():
    """Nothing else."""
'''
    assert (
        bare(whole)
        == '''
def two():
    return "# none"

def three():
    """Nothing else."""
'''
    )


def test_what_is_folded_comes_last():
    seen = plot("seen", axis("x"), axis("y"), [])
    folded = plot("folded", axis("x"), axis("y"), [], folded="More")
    Figure("", [], [], [seen, folded], {}, None, None)
    with pytest.raises(ValueError, match="come last"):
        Figure("", [], [], [folded, seen], {}, None, None)


@pytest.mark.parametrize(
    ("chapter", "section", "words"),
    [
        ("5. A top", "Let it go", "5. A top · Let it go"),
        ("11. Coils that lift", "Coils that lift", "11. Coils that lift"),
        ("10. Inductance", "A ring’s own inductance", "10. Inductance"),
    ],
)
def test_the_way_back_from_a_figure_alone_says_nothing_twice(chapter, section, words):
    assert way_back(Place("page", chapter, section), "A ring's own inductance") == words


@pytest.mark.parametrize("id", ["free-dipoles", "levitron-release"])
def test_what_is_drawn_in_time_travels_as_it_is(id):
    # a step of the time shown computes no curve anew, but sends them all
    results = load(id).answer({})["results"]
    rows = [row for name in results if name.endswith("_curve") for row in results[name]]
    assert len(rows) > 16 and all(isinstance(row, array) for row in rows)
