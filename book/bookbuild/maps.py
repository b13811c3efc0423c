"""Maps of the error that `make accuracy ARGS=--maps` wrote down, in colours of the page."""

from ast import literal_eval
from html import escape
from itertools import groupby
from typing import Any

from sphinx.application import Sphinx

from bookbuild.accuracy import Stored, three

#: where a step of colour ends, in ε
STEPS = (1, 2, 4, 8, 16, 32, 64)
#: the side of a map in its own units, beside which the marks of its axes stand
SIDE = 100.0
MINUS = str.maketrans("-", "−")
#: that a line does not break at
HYPHEN = str.maketrans("-", "\u2011")
UP = str.maketrans("-0123456789", "⁻⁰¹²³⁴⁵⁶⁷⁸⁹")


def level(cell: str) -> str:
    """The class of a cell, which is in tenths of a power of ten of ε.

    >>> level("-20"), level("0"), level("5"), level("24"), level(".")
    ('l0', 'l1', 'l2', 'l7', 'none')
    """
    return "none" if cell == "." else f"l{sum(10 ** (int(cell) / 10) >= end for end in STEPS)}"


def mark(value: float, powers: bool) -> str:
    """
    >>> mark(-8.0, True), mark(0.0, True), mark(1.0, True), mark(-0.5, False)
    ('10⁻⁸', '1', '10', '−0.5')
    """
    if powers:
        return f"{10**value:g}" if 0 <= value <= 1 else f"10{str(round(value)).translate(UP)}"
    return f"{value:g}".translate(MINUS)


def marks(axis: dict[str, Any]) -> list[tuple[float, str]]:
    """Shares of the way along an axis, and what stands there."""
    low, high = axis["low"], axis["high"]
    count = round((high - low) / axis["step"])
    values = [low + k * (high - low) / count for k in range(count + 1)]
    return [((x - low) / (high - low), mark(x, axis["powers"])) for x in values]


def cells(rows: list[str]) -> list[str]:
    """A path for each step of colour: its runs along the rows, of which the first is the lowest."""
    paths: dict[str, str] = {}
    for j, row in enumerate(reversed(rows)):
        i = 0
        for name, run in groupby(map(level, row.split())):
            width = len(list(run))
            paths[name] = paths.get(name, "") + f"M{i} {j}h{width}v1h-{width}z"
            i += width
    return [f'<path class="{name}" d="{paths[name]}"/>' for name in sorted(paths)]


def picture(entry: dict[str, Any]) -> str:
    side, (i, j) = len(entry["rows"]), entry["cell"]
    x, y = (SIDE * (k + 0.5) / side for k in (i, side - 1 - j))
    words = f"Map of the error of {entry['function']} over {entry['x']['label']} and "
    words += f"{entry['y']['label']}: at most {three(in_epsilon(entry['error']))} ε"
    return "".join([
        f'<svg viewBox="-21 -4 127 122" role="img" aria-label="{escape(words)}">',
        f'<g transform="scale({SIDE / side:g})" shape-rendering="crispEdges">',
        *cells(entry["rows"]),
        f'</g><rect width="{SIDE:g}" height="{SIDE:g}"/>',
        *(f'<path d="M{SIDE * s:g} 100v1.5"/><text x="{SIDE * s:g}" y="107">{m}</text>'
          for s, m in marks(entry["x"])),
        *(f'<path d="M0 {SIDE - SIDE * s:g}h-1.5"/>'
          f'<text class="beside" x="-3" y="{SIDE + 1.7 - SIDE * s:g}">{m}</text>'
          for s, m in marks(entry["y"])),
        f'<text x="50" y="115.5">{escape(entry["x"]["label"])}</text>',
        f'<text x="-17" y="50" transform="rotate(-90 -17 50)">{escape(entry["y"]["label"])}</text>',
        f'<circle cx="{x:.1f}" cy="{y:.1f}" r="2.6"/></svg>',
    ])  # fmt: skip


def in_epsilon(error: float) -> float:
    return error * 2.0**52


def scale() -> str:
    """The steps of colour, each with where it begins."""
    ends = ["0", *map(str, STEPS)]
    return "".join(
        f'<span><i class="l{k}"></i>{end}{" and more" if k == len(STEPS) else ""}</span>'
        for k, end in enumerate(ends)
    )


class Maps(Stored):
    """A picture and a caption for each."""

    def markdown(self) -> list[str]:
        data = self.load("accuracy-maps.yml")
        made = ", ".join(f"{name} {version}" for name, version in data["versions"].items())
        lines = ["```{raw} html"]
        lines += [f'<div class="error-scale"><span>error in ε, from</span>{scale()}</div>']
        lines += ['<div class="error-maps">', "```", ""]
        for entry in data["maps"]:
            name, x, y = entry["function"], entry["x"]["label"], entry["y"]["label"]
            tried = f"{len(entry['rows']) ** 2 * entry['places']:_}".replace("_", "\u202f")
            given = f"; {entry['given']}" if entry["given"] else ""
            lines += ["```{raw} html", f"<figure>{picture(entry)}<figcaption>", "```", ""]
            lines += [
                f"{{py:func}}`{name} <magbook.{name}>` over {x} and {y}{given}. "
                f"The worst of {tried} places, circled: {three(in_epsilon(entry['error']))} ε at "
                f"`{named(entry['at'])}`; stated are {three(in_epsilon(entry['bound']))} ε. "
                f"Measured by {entry['of']}; {entry['date'].translate(HYPHEN)}.",
                "",
            ]
            lines += ["```{raw} html", "</figcaption></figure>", "```", ""]
        lines += ["```{raw} html", "</div>", "```", ""]
        return [*lines, f"Drawn with {made}."]


def named(at: str) -> str:
    """Arguments with as many digits as place them.

    >>> named("((1.23456789, 0.0, 2.5), 1e-09, 3)")
    '((1.2346, 0, 2.5), 1e-09, 3)'
    """

    def few(value: Any) -> str:
        return f"({', '.join(map(few, value))})" if isinstance(value, tuple) else f"{value:.5g}"

    return few(literal_eval(at))


def setup(app: Sphinx) -> None:
    app.add_directive("accuracy-maps", Maps)
