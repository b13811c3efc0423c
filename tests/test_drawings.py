"""What is drawn: each figure's still against its snapshot, and the JavaScript's own tests.

A snapshot is the still's picture in words: what is drawn, in which colour, through which pixels.
``make drawings`` writes them anew; look at what has changed before you keep it.
"""

import json
import re
import subprocess
import xml.etree.ElementTree as ET
from itertools import zip_longest
from pathlib import Path

import pytest
from bookbuild.node import node
from fontTools.pens.recordingPen import RecordingPen
from fontTools.svgLib.path import parse_path

from livefigure.widget import still
from tests.figures import FIGURES, FOLDER

SNAPSHOTS = Path(__file__).parent / "drawings"
NUMBER = re.compile(r"-?\d+(?:\.\d+)?(?:e[+-]?\d+)?")
ROLES = {
    colour: role
    for role, colour in reversed(json.loads((FOLDER / "palette.json").read_text())["light"].items())
}
MOST = 37  # points of a line that are written
NEAR = 0.6  # pixels; rounding takes 0.5 of them


def drawn(id: str) -> list[str]:
    """The still in words: a line for all that is painted, in the order in which it is."""
    lines: list[str] = []
    paint(ET.fromstring(still(id, "svg")), (0.0, 0.0), {}, lines)
    return lines


def paint(element, origin, style, lines):
    """Adds the lines of an element. ``origin`` is where its coordinates begin, ``style`` what it
    has from those around it."""
    tag = element.tag.rpartition("}")[2]
    if tag in ("clipPath", "marker"):
        return
    style = style | element.attrib
    if tag == "svg":  # a view's coordinates are its own
        origin = 0.0, 0.0
        lines.append(f"# {element.get('aria-label', 'the whole')}")
    moved = re.match(r"translate\(([^)]*)\)", element.get("transform", ""))
    if moved:
        x, y = map(float, NUMBER.findall(moved[1]))
        origin = origin[0] + x, origin[1] + y
    colours = [ROLES.get(style.get(part)) for part in ("fill", "stroke")]
    if any(role not in (None, "paper") for role in colours):  # but for halos
        look = [tag, *dict.fromkeys(filter(None, colours)), *signs(style)]
        lines += [" ".join([*look, shape]) for shape in shapes_of(tag, element, origin)]
    for child in element:
        paint(child, origin, style, lines)


def signs(style):
    """What else is seen of it."""
    if style.get("stroke-dasharray", "none") != "none":
        yield f"dashed {style['stroke-dasharray']}"
    if "marker-end" in style:
        yield "headed"
    turned = re.search(r"rotate\(([^)]*)\)", style.get("transform", ""))
    if turned:
        yield f"turned {float(turned[1]):.3f}"


def shapes_of(tag, element, origin):
    """Where its parts are, in pixels; of a line, so many of its points."""
    if tag in ("path", "polyline", "polygon"):
        for points in lines_of(element):
            yield placed(points[:: -(-len(points) // MOST)], origin)
    elif tag in ("circle", "rect", "line", "text"):
        points = [
            tuple(float(element.get(name, 0)) for name in names)
            for names in (("x", "y"), ("cx", "cy"), ("x1", "y1"), ("x2", "y2"))
            if names[0] in element.attrib and "%" not in element.get("width", "")
        ] or [(0.0, 0.0)]
        size = [
            f"{name} {float(element.get(name)):.3f}"
            for name in ("r", "width", "height")
            if tag != "text" and "%" not in element.get(name, "%")
        ]
        text = [f'"{"".join(element.itertext()).strip()}"'] if tag == "text" else []
        yield " ".join([placed(points, origin), *size, *text])


def lines_of(element):
    """The points of each of its lines."""
    if "points" in element.attrib:
        numbers = [float(number) for number in NUMBER.findall(element.get("points"))]
        return [list(zip(numbers[::2], numbers[1::2], strict=True))]
    pen = RecordingPen()
    parse_path(element.get("d") or "", pen)
    lines: list[list[tuple[float, float]]] = []
    for step, places in pen.value:
        if step == "moveTo":
            lines.append([])
        lines[-1].extend(places)  # of a curve, what bends it too
    return lines


def placed(points, origin):
    return " ".join(f"{x + origin[0]:.3f},{y + origin[1]:.3f}" for x, y in points)


def rounded(line: str) -> str:
    """The line with whole pixels; what is written stays."""
    places, quote, words = line.partition('"')
    return re.sub(r"-?\d+\.\d+", lambda found: f"{float(found[0]):.0f}", places) + quote + words


def alike(kept: str, now: str) -> bool:
    """Whether a line that was rounded says the same as this."""
    (places, _, words), (others, _, others_words) = kept.partition('"'), now.partition('"')
    pairs = zip(NUMBER.findall(places), NUMBER.findall(others), strict=False)
    return (
        words == others_words
        and NUMBER.sub("#", places) == NUMBER.sub("#", others)
        and all(abs(float(a) - float(b)) <= NEAR for a, b in pairs)
    )


@pytest.mark.parametrize("id", FIGURES)
def test_still_looks_as_it_did(id):
    snapshot = SNAPSHOTS / f"{id}.txt"
    assert snapshot.exists(), "a new figure: see make drawings"
    kept = snapshot.read_text("utf-8").splitlines()
    changed = [
        f"- {before}\n+ {rounded(now)}"
        for before, now in zip_longest(kept, drawn(id), fillvalue="")
        if not alike(before, now)
    ]
    assert not changed, "\n".join([*changed[:20], f"{len(changed)} lines: see make drawings"])


def test_no_snapshot_is_left_over():
    assert sorted(file.stem for file in SNAPSHOTS.glob("*.txt")) == FIGURES


def test_javascript():
    tests = sorted(SNAPSHOTS.glob("*.test.mjs"))
    assert tests
    done = subprocess.run([node(), "--test", *tests], capture_output=True, text=True)
    assert done.returncode == 0, done.stdout


if __name__ == "__main__":
    for id in FIGURES:
        lines = "".join(rounded(line) + "\n" for line in drawn(id))
        (SNAPSHOTS / f"{id}.txt").write_text(lines, "utf-8")
