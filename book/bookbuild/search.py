"""The search: what each page says, place by place, in scripts that the search page alone loads.

Sphinx's own search knows pages as wholes, and fetches them to quote them, which a browser refuses
between files on a disk. Here src/livefigure/web/search.js does the finding.
"""

import json
import xml.etree.ElementTree as ET
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from shutil import copy
from typing import Any

from docutils import nodes
from sphinx import addnodes
from sphinx.application import Sphinx
from sphinx.builders.html import StandaloneHTMLBuilder
from sphinx.config import Config
from sphinx_exercise.nodes import exercise_enumerable_node, exercise_node, solution_node
from sphinx_exercise.utils import get_node_number
from sphinxcontrib import katex

from livefigure.widget import ASSETS

EXERCISES = (exercise_enumerable_node, exercise_node)
#: what is no text, and what nobody wants to read unasked
SILENT = (
    nodes.math_block,
    nodes.raw,
    nodes.comment,
    nodes.literal_block,
    nodes.doctest_block,
    solution_node,
)
#: MathML of a formula that is letters in a row
ROW = {"mrow", "mstyle", "mpadded", "mi", "mo", "mn", "mtext", "mspace"}


@cache
def letters(formula: str) -> str:
    """A formula as text: dots, unless it is letters in a row. Fractions make litter."""
    html = katex.render_latex(formula, {"output": "mathml"})
    math = ET.fromstring(html[html.index("<math") : html.rindex("</math>") + len("</math>")])
    row = math[0][0]  # of math, semantics
    plain = {element.tag.rpartition("}")[2] for element in row.iter()} <= ROW
    return "".join(row.itertext()).replace("\N{FUNCTION APPLICATION}", "") if plain else "…"


def address(node: nodes.Node) -> str:
    """Its anchor, where the node is a place that can be found by itself."""
    if isinstance(node, (nodes.section, *EXERCISES)):
        return next(iter(node["ids"]), "")
    if isinstance(node, addnodes.desc):
        return next(iter(node[0]["ids"]), "")
    if isinstance(node, nodes.row):  # of a ledger
        return next(
            (inline["ids"][0] for inline in node.findall(nodes.inline) if inline["ids"]), ""
        )
    return ""


def words(node: nodes.Node) -> Iterator[str]:
    """The node's text without the places in it."""
    if isinstance(node, nodes.Text):
        yield node.astext()
    elif isinstance(node, nodes.math):
        yield letters(node.astext())
    elif isinstance(node, nodes.Element) and not isinstance(node, SILENT):
        for child in node.children:
            if not address(child):
                yield from words(child)
        if not isinstance(node, nodes.Inline):
            yield " "


def text(*parts: nodes.Node) -> str:
    return " ".join("".join(word for part in parts for word in words(part)).split())


def place(app: Sphinx, node: nodes.Element) -> list[str]:
    """[anchor, heading, what it says]"""
    heading, *rest = node.children
    if isinstance(node, EXERCISES):
        name = f"Exercise {get_node_number(app, node, 'exercise')} {text(heading)}".strip()
    elif isinstance(node, addnodes.desc):
        name = heading.astext()
    else:
        name = text(heading)
    return [address(node), name, text(*rest)]


def write(
    app: Sphinx, page: str, template: str, context: dict[str, Any], doctree: nodes.document | None
) -> None:
    """Write what a page says; for the search page, name all that."""
    folder = Path(app.outdir, "_static", "search")
    if doctree:
        places = [place(app, node) for node in doctree.findall(nodes.Element) if address(node)]
        about = {"page": app.builder.get_target_uri(page), "title": text(app.env.titles[page])}
        file = folder / f"{page}.js"
        file.parent.mkdir(parents=True, exist_ok=True)
        content = json.dumps({**about, "places": places}, ensure_ascii=False)
        file.write_text(f"(window.bookPages ??= []).push({content});\n", "utf-8")
    elif page == "search":
        for name in (*sorted(app.env.found_docs), "search"):
            app.add_js_file(f"search/{name}.js", loading_method="defer")


def replace(app: Sphinx, config: Config) -> None:
    config.html_additional_pages["search"] = "search.html"


def copy_script(app: Sphinx) -> None:
    if isinstance(app.builder, StandaloneHTMLBuilder):
        app.builder.search = False  # Sphinx's own
        target = Path(app.outdir, "_static", "search", "search.js")
        target.parent.mkdir(parents=True, exist_ok=True)
        copy(ASSETS / "search.js", target)


def setup(app: Sphinx) -> None:
    app.connect("config-inited", replace)
    app.connect("builder-inited", copy_script)
    app.connect("html-page-context", write)
