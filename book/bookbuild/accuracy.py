"""The worst points that `make accuracy` found, and the times that `make bench` took."""

from html import escape
from math import ceil, floor, log10
from pathlib import Path
from typing import Any

import yaml
from sphinx.application import Sphinx

from bookbuild.ledger import Generated, table
from bookbuild.published import typeset


def stored(file: Path) -> dict[str, Any]:
    return yaml.safe_load(file.read_text("utf-8"))


def short(number: float) -> str:
    """
    >>> print(short(1.56e-15), short(0.0))
    1.6·10⁻¹⁵ 0
    """
    return typeset(f"{number:.1e}") if number else "0"


class Stored(Generated):
    """Of a file in the folder of the book."""

    def load(self, name: str) -> dict[str, Any]:
        file = Path(self.env.srcdir, "book", name)
        self.env.note_dependency(str(file))
        return stored(file)


class Accuracy(Stored):
    """Of each function the stated bound and the worst error, and below, folded, its place."""

    def markdown(self) -> list[str]:
        data = self.load("accuracy.yml")
        lines: list[str] = []
        for module in dict.fromkeys(e["function"].partition(".")[0] for e in data["functions"]):
            found = [e for e in data["functions"] if e["function"].startswith(f"{module}.")]
            rows = [["function", "stated", "found", "points"]]
            for e in found:
                name = e["function"]
                rows.append(
                    [
                        f"{{py:func}}`{name.partition('.')[2]} <magbook.{name}>`",
                        short(e["bound"]),
                        short(e["error"]),
                        f"{e['evaluations']:,}".replace(",", "\u202f"),
                    ]
                )
            lines += [f"**{module}**", "", *table(rows, "40 20 20 20", "measured"), ""]
            lines += [f"::::{{admonition}} {module}: where, against what", ":class: dropdown", ""]
            for e in found:
                name = e["function"].partition(".")[2]
                lines.append(
                    f"- `{name}`, {e['where']}; against {e['reference']}; measured by "
                    f"{e['of']}. Worst at `{e['at']}`, {e['date']}."
                )
            lines += ["", "::::", ""]
        made = ", ".join(f"{name} {version}" for name, version in data["versions"].items())
        total = sum(e["evaluations"] for e in data["functions"])
        return [*lines, f"{total:_} points in all, with {made}.".replace("_", "\u202f")]


def ratios(group: dict[str, Any]) -> list[float]:
    """Of each way to the first."""
    return [way["value"] / group["ways"][0]["value"] for way in group["ways"]]


def bars(groups: list[dict[str, Any]], words: str) -> list[str]:
    """A bar for each way, from the first of its group on, which is 1, on one logarithmic axis;
    each is labelled with what stands in the table too."""
    found = [ratio for group in groups for ratio in ratios(group)]
    low, high = floor(log10(min(found))), ceil(log10(max(found)))

    def place(ratio: float) -> float:
        """In % of the width."""
        return 100 * (log10(ratio) - low) / (high - low)

    lines = [
        f'<figure class="bars" style="--decades:{high - low}">',
        f"<figcaption>{words}</figcaption>",
    ]
    for group in groups:
        lines.append(f"<p>{escape(group['what'])}</p>")
        for j, (way, ratio) in enumerate(zip(group["ways"], ratios(group), strict=True)):
            start, end = sorted((place(1), place(ratio)))
            lines.append(
                f'<div class="{"other" if j else "first"}"><span>{escape(way["name"])}</span>'
                f"<span>{amount(way, group)}{f', {three(ratio)} times' if j else ''}</span>"
                f'<span><i style="left:{start:.2f}%;width:{end - start:.2f}%"></i></span></div>'
            )
    ticks = "".join(
        f'<b style="left:{place(10.0**power):.2f}%">{three(10.0**power)}</b>'
        for power in range(low, high + 1)
    )
    lines.append(f"<div><span></span><span>times as much</span><span>{ticks}</span></div></figure>")
    return ["```{raw} html", *lines, "```", ""]


def three(number: float) -> str:
    """
    >>> print(three(0.4561), three(28.5), three(19168.0))
    0.456 28.5 19 200
    """
    rounded = float(f"{number:.3g}")
    return f"{rounded:,.0f}".replace(",", "\u202f") if rounded >= 1000 else f"{rounded:g}"


def amount(way: dict[str, Any], group: dict[str, Any]) -> str:
    return f"{three(way['value'])} {group['unit']}"


def ways(groups: list[dict[str, Any]]) -> list[str]:
    rows = [["what", "way", "took", "times as much"]]
    for group in groups:
        for j, (way, ratio) in enumerate(zip(group["ways"], ratios(group), strict=True)):
            what = "" if j else group["what"]
            rows.append([what, way["name"], amount(way, group), three(ratio)])
    return [*table(rows, "40 30 15 15", "measured"), ""]


class Speed(Stored):
    """The ratios that were measured, as bars and as a table."""

    def markdown(self) -> list[str]:
        data = self.load("speed.yml")
        made = ", ".join(f"{name} {version}" for name, version in data["versions"].items())
        return [
            *bars(
                data["groups"], "Each way against the first of its group. The axis is logarithmic."
            ),
            *ways(data["groups"]),
            f"Measured {data['date']} on {data['machine']}, with {made}.",
        ]


class Fetched(Stored):
    """What a page fetches, beside one of Jupyter Book's by default."""

    def markdown(self) -> list[str]:
        data = self.load("fetched.yml")
        parts = ", ".join(f"{three(size)} kB {name}" for name, size in data["parts"].items())
        missing = ", ".join(f"`{address}`" for address in data["missing"])
        return [
            *bars(data["groups"], "What has to be fetched, gzipped. The axis is logarithmic."),
            f"Of *Jupyter Book as it comes* ({data['jupyter-book']}): {parts}. "
            f"Sizes are those of the packages {', '.join(data['packages'])} on npm.",
            "",
            f"What the page asked for in vain, so that it is not counted: {missing}."
            if missing
            else "",
        ]


def setup(app: Sphinx) -> None:
    app.add_directive("accuracy", Accuracy)
    app.add_directive("speed", Speed)
    app.add_directive("fetched", Fetched)
