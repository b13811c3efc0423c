"""The worst points that `make accuracy` found, and the times that `make bench` took."""

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
        waiting = ", ".join(f"`{name}`" for name in data["waiting"])
        if waiting:
            lines += [f"Not hunted yet: {waiting}.", ""]
        return [*lines, f"{total:_} points in all, with {made}.".replace("_", "\u202f")]


class Speed(Stored):
    """The ratios that were measured, a table for each question."""

    def markdown(self) -> list[str]:
        data = self.load("speed.yml")
        rows = [["what", "way", "took", "times as much"]]
        for group in data["groups"]:
            first = group["ways"][0]["value"]
            for i, way in enumerate(group["ways"]):
                rows.append(
                    [
                        group["what"] if i == 0 else "",
                        way["name"],
                        f"{way['value']:.3g} {group['unit']}",
                        f"{way['value'] / first:.3g}",
                    ]
                )
        made = ", ".join(f"{name} {version}" for name, version in data["versions"].items())
        return [
            *table(rows, "40 30 15 15", "measured"),
            "",
            f"Measured {data['date']} on {data['machine']}, with {made}.",
        ]


def setup(app: Sphinx) -> None:
    app.add_directive("accuracy", Accuracy)
    app.add_directive("speed", Speed)
