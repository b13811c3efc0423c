"""The ledger of the documents' equations, rendered from its data; every count is computed."""

import re
from collections import Counter
from pathlib import Path
from typing import Any

import yaml
from docutils import nodes
from docutils.statemachine import StringList
from sphinx.application import Sphinx
from sphinx.util.docutils import SphinxDirective

FOLDER = "book/ledger"
LONG = 110  # characters of LaTeX that are too much for a line of text
STATUSES = {
    "holds": "holds",
    "scan": "holds as restored; the scan may have done the damage",
    "misprint": "wrong as printed, no result rests on it",
    "wrong": "an error that changes a result",
    "definition": "nothing to check",
}


def entries(file: Path) -> list[dict[str, Any]]:
    return yaml.safe_load(file.read_text("utf-8"))


def badge(status: str) -> str:
    return f"[{status}]{{.ledger-status .ledger-{status}}}"


def item(mark: str, text: str) -> list[str]:
    """An item of a list. Its long formulas get lines of their own, with the comma that follows."""

    def place(formula: re.Match[str]) -> str:
        return formula.expand(r"\n\n$$\n\1\2\n$$\n\n") if len(formula[1]) > LONG else formula[0]

    text = re.sub(r" ?\$([^$]+)\$([.,;:]?) ?", place, " ".join(str(text).split()))
    return (mark + text.strip()).replace("\n", "\n" + " " * len(mark)).split("\n")


def table(rows: list[list[str]], widths: str, kind: str) -> list[str]:
    lines = ["```{list-table}", ":header-rows: 1", f":widths: {widths}", f":class: {kind}", ""]
    for row in rows:
        for i, text in enumerate(row):
            lines += item("* - " if i == 0 else "  - ", text)
    return [*lines, "```"]


def links(ids: list[str], labels: dict[str, str]) -> str:
    return ", ".join(f"[{labels[id]}](#{id})" for id in ids)


def origin(entry: dict[str, Any], labels: dict[str, str]) -> str:
    """The errors from which an error follows."""
    return f" From {links(entry['cause'], labels)}." if "cause" in entry else ""


def row(entry: dict[str, Any], labels: dict[str, str]) -> list[str]:
    says = entry["says"]
    if "correction" in entry:
        says += f" **Right:** {entry['correction']}"
    says += origin(entry, labels)
    check = entry.get("check", "").rpartition("::")[2]
    route = f"check: `{check}` " if check else ""
    return [
        f"[]{{#{entry['id']}}}{entry['eq']}",
        badge(entry["status"]),
        f"{says} [{route}[→](#{entry['where']})]{{.ledger-check}}",
    ]


class Generated(SphinxDirective):
    """A directive whose content is Markdown that Python writes from the ledger."""

    optional_arguments = 1

    def files(self) -> list[Path]:
        folder = Path(self.env.srcdir, FOLDER)
        found = sorted(folder.glob("*.yml"))
        for file in found:
            self.env.note_dependency(str(file))
        return [folder / f"{self.arguments[0]}.yml"] if self.arguments else found

    def markdown(self) -> list[str]:
        raise NotImplementedError

    def run(self) -> list[nodes.Node]:
        holder = nodes.container()
        self.state.nested_parse(StringList(self.markdown(), "ledger"), self.content_offset, holder)
        return holder.children


class Ledger(Generated):
    """All entries of one document."""

    def markdown(self) -> list[str]:
        (file,) = self.files()
        found = entries(file)
        labels = {entry["id"]: entry["eq"] for entry in found}
        header = ["equation", "verdict", "what it says, and where"]
        return table([header, *(row(entry, labels) for entry in found)], "19 16 65", "ledger")


class Errata(Generated):
    """What is wrong in the documents."""

    def markdown(self) -> list[str]:
        lines = []
        for file in self.files():
            faulty = [e for e in entries(file) if e["status"] in ("misprint", "wrong")]
            labels = {entry["id"]: entry["eq"] for entry in faulty}
            wrong = [entry for entry in faulty if entry["status"] == "wrong"]
            roots = [entry["id"] for entry in wrong if "cause" not in entry]
            lines += [f"**{file.stem}**", ""]
            if len(roots) < len(wrong):
                lines += [
                    f"{len(wrong)} entries are marked *wrong*. They go back to "
                    f"{len(roots)} errors: {links(roots, labels)}.",
                    "",
                ]
            for entry in faulty:
                lines += item(
                    "- ",
                    f"{entry['eq']} {badge(entry['status'])} {entry['says']} "
                    f"**Right:** {entry['correction']}{origin(entry, labels)} "
                    f"[→](#{entry['where']})",
                )
            lines.append("")
        return lines


class Tally(Generated):
    """How many entries have which status: a column for each document."""

    def markdown(self) -> list[str]:
        files = self.files()
        counts = [Counter(entry["status"] for entry in entries(file)) for file in files]
        rows = [["verdict", *(file.stem for file in files)]]
        rows += [[badge(s), *(str(count[s]) for count in counts)] for s in STATUSES]
        rows.append(["entries", *(str(count.total()) for count in counts)])
        return table(rows, " ".join(["1"] * len(rows[0])), "ledger-tally")


def setup(app: Sphinx) -> None:
    app.add_directive("ledger", Ledger)
    app.add_directive("errata", Errata)
    app.add_directive("ledger-tally", Tally)
