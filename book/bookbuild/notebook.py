"""A notebook of each page for readers: formulas, references and folded solutions as in the site.

Pages are MyST Markdown, which Jupyter shows as it stands: macros undefined, roles raw, solutions
in the open. So when a page is written, its doctree, in which Sphinx has resolved everything, is
written a second time, in the Markdown that every notebook host reads, between the code cells as
they were executed. One file serves `make lab` (in ``_build/notebooks``) and the download.
"""

import json
import posixpath
import re
from collections.abc import Iterator
from datetime import datetime
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, quote

import nbformat
from docutils import nodes
from jupyter_cache import get_cache
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook
from sphinx import addnodes
from sphinx.application import Sphinx
from sphinx.builders.html import StandaloneHTMLBuilder
from sphinx.util.math import get_node_equation_number
from sphinx.util.nodes import clean_astext
from sphinx_exercise.utils import get_node_number
from sphinx_markdown_builder.contexts import (
    IndentContext,
    SubContext,
    SubContextParams,
    WrappedContext,
)
from sphinx_markdown_builder.translator import MarkdownTranslator
from sphinxcontrib import katex

import magbook
from bookbuild.math import expanded
from livefigure.lesson import said
from magfigures import load
from magfigures.chapter import COLOURS, NIGHT_COLOURS

WHEEL = f"magbook-{magbook.__version__}-py3-none-any.whl"

SETUP = """\
# Does nothing where magbook is installed. Elsewhere it installs it, with what this page needs.
import importlib.util
from pathlib import Path

if importlib.util.find_spec("magbook") is None:
    wheel = "{wheel}"
    if Path(wheel).exists():
        %pip install --quiet "./{{wheel}}[chapters]"
    else:
        {otherwise}
"""
ASK = """\
from livefigure.widget import LiveExercise
LiveExercise({html})"""
ABOUT = (
    "*A page of {book}, as a notebook. Run all cells (Run → Run All Cells), and its figures come "
    "to life; change whatever you like.*"
)
FROM_SITE = '%pip install --quiet "magbook[chapters] @ {address}wheel/{{wheel}}"'
FROM_DISK = """raise ModuleNotFoundError(
            f"Put {wheel} beside this notebook and run this cell again. "
            "It lies in the folder `wheel` of the book's site."
        )"""

#: how the tags of a cell, which fold it in the site, fold it in Jupyter
FOLDED = {
    "check": {"source_hidden": True},
    "hide-input": {"source_hidden": True},
    "remove-input": {"source_hidden": True},
    "hide-output": {"outputs_hidden": True},
    "hide-cell": {"source_hidden": True, "outputs_hidden": True},
}


def luminance(colour: str) -> float:
    """Relative luminance of "#rrggbb", by WCAG 2.2."""
    channels = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


@cache
def on_any_ground(role: str) -> str:
    """A role's colour between those for light and for dark pages, as far from white as from
    black: a notebook does not know its ground."""
    light, dark = COLOURS[role], NIGHT_COLOURS[role]
    mixtures = (
        "#"
        + "".join(
            f"{round(int(light[i : i + 2], 16) * (1 - t) + int(dark[i : i + 2], 16) * t):02x}"
            for i in (1, 3, 5)
        )
        for t in (step / 64 for step in range(65))
    )
    # contrasts (1.05)/(L + 0.05) and (L + 0.05)/0.05 are equal at L = 0.18
    return min(mixtures, key=lambda colour: abs(luminance(colour) - 0.18))


def anchor(heading: str) -> str:
    """The address that Jupyter gives a heading."""
    return (
        quote(heading.replace(" ", "-"), safe="-.,;:!?'’()").replace("(", "%28").replace(")", "%29")
    )


def executed(app: Sphinx, page: str) -> Any:
    """The notebook as it was executed; None for a page without cells."""
    file = Path(app.outdir).parent / "jupyter_execute" / f"{page}.ipynb"
    if not file.exists():
        return None
    notebook = nbformat.reads(file.read_text("utf-8"), 4)
    if app.config.nb_execution_mode == "cache":  # myst-nb then writes it without outputs
        cache = get_cache(vars(app.env)["mystnb_config"].execution_cache_path)
        _, notebook = cache.merge_match_into_notebook(notebook)
    return notebook


class Writer(MarkdownTranslator):
    """Writes one page's doctree as the cells of a notebook."""

    def __init__(self, document: nodes.document, app: Sphinx, page: str):
        super().__init__(document, app.builder)
        self.app = app
        self.page = page
        self.cells: list[Any] = []
        self.cited: dict[str, str] = {}  # the works, by their labels
        self.asked: list[nodes.Element] = []  # what the exercise asks that is being written
        self.executed = executed(app, page)

    # --- cells ---------------------------------------------------------------------------------

    def add_cell(self, make: Any, source: str, **more: Any) -> None:
        self.cells.append(make(source, id=f"{Path(self.page).name}-{len(self.cells)}", **more))

    def flush(self) -> None:
        """End the cell of Markdown that is being written."""
        if text := self._ctx_queue[0].make().strip():
            self.add_cell(new_markdown_cell, text)
        self._ctx_queue[0] = SubContext()

    def visit_container(self, node: nodes.Element) -> None:
        if node.get("nb_element") != "cell_code":
            return
        self.flush()
        assert self.executed is not None
        cell = self.executed.cells[node["cell_index"]]
        tags = cell.metadata.get("tags", [])
        folds = [FOLDED[tag] for tag in tags if tag in FOLDED]
        folded = {key: value for fold in folds for key, value in fold.items()}
        self.add_cell(
            new_code_cell,
            cell.source,
            outputs=[self.output(output) for output in cell.outputs if not widget_of(output)],
            execution_count=cell.execution_count,
            metadata={"tags": tags, **({"jupyter": folded} if folded else {})},
        )
        for caption in node.findall(nodes.caption):
            self.add_cell(new_markdown_cell, f"*{caption.astext()}*")
        raise nodes.SkipNode

    def output(self, output: Any) -> Any:
        """The output in the one form that any host shows: a picture as PNG, since a widget needs
        its kernel and an SVG needs a trusted notebook."""
        data = output.get("data", {})
        if "image/png" in data:
            kept = {kind: data[kind] for kind in ("image/png", "text/plain") if kind in data}
            meta = {k: v for k, v in output.get("metadata", {}).items() if k in kept}
            return nbformat.NotebookNode({**output, "data": kept, "metadata": meta})
        return output

    def notebook(self) -> Any:
        self.document.walkabout(self)
        self.flush()
        if self.cited:
            works = [f"- [{label}] {work}" for label, work in sorted(self.cited.items())]
            self.add_cell(new_markdown_cell, "\n".join(["**Cited here**", "", *works]))
        if self.page == self.app.config.root_doc:
            self.add_cell(new_markdown_cell, contents(self.app))
        address = self.app.config.html_baseurl
        otherwise = FROM_SITE.format(address=address) if address else FROM_DISK
        if any(cell.cell_type == "code" for cell in self.cells):
            code = SETUP.format(wheel=WHEEL, otherwise=otherwise)
            book = (
                f"[{self.app.config.html_title}]({address})"
                if address
                else self.app.config.html_title
            )
            self.cells[1:1] = [
                new_markdown_cell(ABOUT.format(book=book), id="about"),
                new_code_cell(code, id="setup", metadata={"jupyter": {"source_hidden": True}}),
            ]
        metadata = self.executed.metadata if self.executed else {}
        metadata = {k: v for k, v in metadata.items() if k in ("kernelspec", "language_info")}
        notebook = new_notebook(cells=self.cells, metadata=metadata)
        nbformat.validate(notebook)
        return notebook

    # --- text ----------------------------------------------------------------------------------

    def visit_section(self, node: nodes.Element) -> None:
        if isinstance(node.parent, (nodes.document, nodes.section)):
            self.flush()  # a section begins a cell
            super().visit_section(node)
        else:  # the sections inside exercises have no heading
            self._push_status()

    def depart_section(self, node: nodes.Element) -> None:
        self._pop_status(node)

    def visit_target(self, node: nodes.Element) -> None:
        pass  # links lead to headings: Jupyter takes other names out

    def visit_math(self, node: nodes.Element) -> None:
        self.add(f"${' '.join(self.formula(node).split())}$")
        raise nodes.SkipNode

    def visit_math_block(self, node: nodes.Element) -> None:
        number = get_node_equation_number(self, node) if node.get("number") else ""
        tag = rf" \tag{{{number}}}" if number else ""
        text = f"$$\n{self.formula(node).strip()}{tag}\n$$"
        # a cell of a table is one line
        text = text.replace("\n", " ") if in_table(node) else text
        self.add(text, prefix_eol=2, suffix_eol=2)
        raise nodes.SkipNode

    def formula(self, node: nodes.Element) -> str:
        text = expanded(node.astext(), self.config.math_macros)
        text = re.sub(
            r"\\htmlClass\{mag-(\w+)\}",
            lambda match: rf"\textcolor{{{on_any_ground(match[1])}}}",
            text,
        )
        return text.replace("|", r"\vert ") if in_table(node) else text  # | ends a column

    def visit_inline(self, node: nodes.Element) -> None:
        role = next((c[4:] for c in node["classes"] if c.startswith("mag-")), "")
        if role in COLOURS:
            self._push_context(
                WrappedContext(f'<span style="color: {on_any_ground(role)}">', "</span>")
            )
        elif "ledger-status" in node["classes"]:
            self._push_context(WrappedContext("**", "**"))
        else:
            self._push_context(SubContext())

    def depart_inline(self, node: nodes.Element) -> None:
        self._pop_context(node)

    def visit_raw(self, node: nodes.Element) -> None:
        raise nodes.SkipNode

    visit_toctree = visit_comment = visit_raw

    def visit_classifier(self, node: nodes.Element) -> None:
        self.add(" : ")  # a parameter's type

    def visit_definition(self, node: nodes.Element) -> None:
        self._push_context(IndentContext("<br>", only_first=True, params=SubContextParams(1, 2)))

    def depart_definition(self, node: nodes.Element) -> None:
        self._pop_context(node)

    def visit_citation(self, node: nodes.Element) -> None:
        label, *work = (part.astext() for part in node.children)
        self.add(f"- [{label}] {' '.join(work)}", prefix_eol=1, suffix_eol=1)
        raise nodes.SkipNode

    def visit_admonition(self, node: nodes.Element) -> None:
        if "dropdown" in node["classes"]:
            self.fold(clean_astext(node.pop(0)))
        else:
            self.box(clean_astext(node.pop(0)))

    def depart_admonition(self, node: nodes.Element) -> None:
        self.unfold() if "dropdown" in node["classes"] else self._pop_context(node)

    def box(self, title: str) -> None:
        self.add(f"**{title}**", prefix_eol=2, suffix_eol=2)
        self._push_context(SubContext(SubContextParams(1, 2)))

    def fold(self, title: str) -> None:
        self.add(f"<details><summary>{title}</summary>", prefix_eol=2, suffix_eol=2)

    def unfold(self) -> None:
        self.add("</details>", prefix_eol=2, suffix_eol=2)

    def visit_exercise_enumerable_node(self, node: nodes.Element) -> None:
        self.flush()
        number = get_node_number(self.app, node, "exercise")
        self.box(f"Exercise {number}{clean_astext(node.pop(0))}")

    visit_exercise_node = visit_exercise_enumerable_node

    def depart_exercise_enumerable_node(self, node: nodes.Element) -> None:
        self._pop_context(node)
        self.flush()
        for asked in self.asked:
            code = ASK.format(html=json.dumps(fragment(self.app, asked), ensure_ascii=False))
            hidden = {"tags": ["exercise"], "jupyter": {"source_hidden": True}}
            self.add_cell(new_code_cell, code, metadata=hidden)
        self.asked.clear()

    def visit_answer(self, node: nodes.Element) -> None:
        self.asked.append(node)
        for letter, part in zip("abcdefgh", node.findall(said), strict=False):
            if part["role"] == "choice":
                self.add(f"({letter}) ", prefix_eol=2)
                for child in part.children:
                    child.walkabout(self)
        raise nodes.SkipNode

    def visit_drawn(self, node: nodes.Element) -> None:
        pass

    depart_drawn = visit_pull = depart_pull = visit_drawn

    depart_exercise_node = depart_exercise_enumerable_node

    def visit_solution_node(self, node: nodes.Element) -> None:
        node.pop(0)
        self.fold("Solution")

    def depart_solution_node(self, node: nodes.Element) -> None:
        self.unfold()

    # --- references ----------------------------------------------------------------------------

    def visit_reference(self, node: nodes.Element) -> None:
        if "mag-set" in node["classes"]:  # a figure in a notebook has no address
            context = WrappedContext("", f" ({setting(node['refuri'])})")
        elif target := self.target(node):
            context = WrappedContext("[", f"]({target})")
        else:
            context = SubContext()
        self._push_context(context)

    def depart_reference(self, node: nodes.Element) -> None:
        self._pop_context(node)

    def target(self, node: nodes.Element) -> str:
        """Where a link leads from a notebook; empty where it can lead nowhere."""
        if "refid" in node:
            page, id = self.page, node["refid"]
        elif node.get("internal") or not re.match(r"[a-z]+:", node["refuri"]):
            uri, _, id = node["refuri"].partition("#")
            folder = posixpath.dirname(self.page)
            page = posixpath.normpath(posixpath.join(folder, uri)).removesuffix(".html")
        else:
            return node["refuri"]
        if page not in self.app.env.found_docs:
            return ""
        if "bibtex-citation" in node.parent["classes"]:
            self.cited[node.astext()] = node["reftitle"]
        heading = headings(self.app, page).get(id, "")
        file = "" if page == self.page else f"{Path(page).name}.ipynb"
        return (file + (f"#{anchor(heading)}" if heading else "")) or f"{Path(page).name}.ipynb"


def fragment(app: Sphinx, node: nodes.Element) -> str:
    """An exercise's form as in the site; formulas in MathML: Jupyter lacks KaTeX's sheet."""
    options = katex.KATEX_DEFAULT_OPTIONS
    katex.KATEX_DEFAULT_OPTIONS = {**options, "output": "mathml"}
    assert isinstance(app.builder, StandaloneHTMLBuilder)
    try:
        return app.builder.render_partial(node)["fragment"]
    finally:
        katex.KATEX_DEFAULT_OPTIONS = options


def widget_of(output: Any) -> Any:
    """What shows a widget, beside which there is a picture."""
    return output.get("data", {}).get("application/vnd.jupyter.widget-view+json")


def ancestors(node: nodes.Node) -> Iterator[nodes.Node]:
    while node.parent is not None:
        node = node.parent
        yield node


def in_table(node: nodes.Node) -> bool:
    return any(isinstance(ancestor, nodes.table) for ancestor in ancestors(node))


def setting(address: str) -> str:
    """What a link sets, in words: "α = 90°, b/a = 0.1" for ``#concentric-torque?alpha=90&…``."""
    id, _, query = address.removeprefix("#").partition("?")
    controls = {control["name"]: control for control in load(id).controls}
    words = []
    for name, value in parse_qsl(query):
        symbol = re.sub("<[^>]*>", "", controls[name]["symbol"])
        unit = re.sub("<[^>]*>", "", controls[name]["unit"])
        words.append(f"{symbol} = {value}{'' if unit in ('', '°') else ' '}{unit}")
    return ", ".join(words)


@cache  # each link of the book asks, and to read a page again takes a tenth of a second
def headings(app: Sphinx, page: str) -> dict[str, str]:
    """The heading under which each id of a page stands; none above its first."""
    found: dict[str, str] = {}
    for node in app.env.get_doctree(page).findall(nodes.Element):
        for section in (node, *ancestors(node)):
            # not the sections inside exercises, and not the page itself
            if isinstance(section, nodes.section) and isinstance(section.parent, nodes.section):
                found.update((id, section[0].astext()) for id in node.get("ids", []))
                break
    return found


def contents(app: Sphinx) -> str:
    """The notebooks in the book's order, as Markdown."""
    lines = ["## Contents"]
    for toctree in app.env.get_doctree(app.config.root_doc).findall(addnodes.toctree):
        lines += ["", f"**{toctree['caption']}**", ""]
        for title, page in toctree["entries"]:
            title = title or app.env.titles[page].astext()
            lines.append(f"- [{title}]({Path(page).name}.ipynb)")
    return "\n".join(lines)


def digest(notebook: Any) -> str:
    return sha256("\0".join(cell.source for cell in notebook.cells).encode()).hexdigest()


def write(notebook: Any, file: Path) -> None:
    """Write the notebook, with a note of its cells that tells whether one was changed since."""
    notebook.metadata["magbook"] = {"as_written": digest(notebook)}
    file.parent.mkdir(parents=True, exist_ok=True)
    nbformat.write(notebook, file)


def keep_edits(mine: Path) -> None:
    """Set a notebook in which the reader has changed a cell aside, before it is written anew."""
    if mine.exists():
        notebook = nbformat.reads(mine.read_text("utf-8"), 4)
        if notebook.metadata.get("magbook", {}).get("as_written") != digest(notebook):
            mine.rename(mine.with_stem(f"{mine.stem} (edited before {datetime.now():%F %H.%M})"))


def offer(app: Sphinx, page: str, template: str, context: dict[str, Any], doctree: Any) -> None:
    """Write a page's notebook, and add it to the page's download menu; the theme does so only for
    books with a launch button."""
    if doctree is None:
        return
    context["ipynb_source"] = f"{page}.ipynb"
    download = Path(app.outdir, "_sources", f"{page}.ipynb")
    mine = Path(app.outdir).parent / "notebooks" / download.name
    keep_edits(mine)
    notebook = Writer(doctree.deepcopy(), app, page).notebook()
    for file in (download, mine):
        write(notebook, file)


def setup(app: Sphinx) -> None:
    app.setup_extension("sphinx_markdown_builder")
    app.connect("html-page-context", offer)
