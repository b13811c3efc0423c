"""Live figures in the site: their scripts on the pages that show one, and links that set them.

The configuration value `live_figures` names the package of the figures, `live_kernels` a module
whose `compile_kernels(modules)` makes the WebAssembly programs of the kernels that they call, and
of their own, by module.
"""

import ast
import base64
import gzip
import importlib
import importlib.util
import io
import json
import pkgutil
import re
import sys
import tokenize
from functools import cache
from pathlib import Path
from types import ModuleType
from typing import Any

from docutils import nodes
from myst_nb.sphinx_ import NbMetadataCollector
from sphinx.application import Sphinx
from sphinx.config import Config
from sphinx.environment import BuildEnvironment
from sphinx.util import logging
from sphinx.util.docutils import SphinxRole
from sphinx.writers.html5 import HTML5Translator

from livefigure import lesson
from livefigure.figure import load
from livefigure.widget import ASSETS, still

logger = logging.getLogger(__name__)

SERVED = ("site.js", "editor.js", "scan.js", "alone.js", "figure.css", "gallery.css")


def module_file(name: str) -> tuple[str, Path] | None:
    """A module that the page must be given: its path among the packages, and its file. Python
    brings its own, and what is private, such as `magbook._lift`, is for CPython."""
    package, *rest = name.split(".")
    spec = None if package in sys.stdlib_module_names else importlib.util.find_spec(package)
    if spec is None or spec.origin is None or any(part.startswith("_") for part in rest):
        return None
    packages = Path(spec.origin).parents[1]
    path = packages.joinpath(*name.split("."))
    for file in (path.with_suffix(".py"), path / "__init__.py"):
        if file.exists():
            return file.relative_to(packages).as_posix(), file
    return None


def sources(name: str, found: dict[str, Path] | None = None) -> dict[str, Path]:
    """The module with all that it imports, by path among the packages."""
    found = {} if found is None else found
    module = module_file(name)
    if module is None or module[0] in found:
        return found
    path, file = module
    found[path] = file
    if "." in name:
        sources(name.rpartition(".")[0], found)
    for imported in imports(file.read_text("utf-8")):
        sources(imported, found)
    return found


@cache
def imports(source: str) -> list[str]:
    """What a module's text imports: modules, and names in them, which may be modules too."""
    return [
        name
        for statement in ast.walk(ast.parse(source))
        if isinstance(statement, ast.ImportFrom)
        for module in [statement.module or ""]
        for name in (module, *(f"{module}.{alias.name}" for alias in statement.names))
    ]


@cache
def brief(source: str) -> str:
    """A module's text with of each docstring its first paragraph: the rest is for who reads the
    book's pages on the library, and every page would carry it."""
    lines: list[str | None] = list(source.split("\n"))
    for node in documented(source):
        first, last = docstring_lines(node)
        blank = next((i for i in range(first, last) if not lines[i]), None)
        if blank is not None:
            lines[blank - 1] = f'{lines[blank - 1]}"""'
            lines[blank:last] = [None] * (last - blank)
    return "\n".join(line for line in lines if line is not None)


@cache
def bare(source: str) -> str:
    """A module's text without docstrings and comments, for what no reader of a page can open."""
    lines: list[str | None] = list(source.split("\n"))
    for token in tokenize.generate_tokens(io.StringIO(source).readline):
        if token.type == tokenize.COMMENT:
            row, column = token.start
            lines[row - 1] = (lines[row - 1] or "")[:column].rstrip() or None
    for node in documented(source):
        if len(node.body) > 1:
            first, last = docstring_lines(node)
            lines[first:last] = [None] * (last - first)
    return "\n".join(line for line in lines if line is not None)


Documented = ast.Module | ast.ClassDef | ast.FunctionDef


def documented(source: str) -> list[Documented]:
    """All of a module's text that has a docstring."""
    nodes = ast.walk(ast.parse(source))
    return [node for node in nodes if isinstance(node, Documented) and ast.get_docstring(node)]


def docstring_lines(node: Documented) -> tuple[int, int]:
    """The first of them, counted from 0, and the one after the last."""
    docstring = node.body[0]
    return docstring.lineno - 1, docstring.end_lineno or 0


def script_of(path: str) -> str:
    return f"livefigure/python/{path.removesuffix('.py').replace('/', '.')}.js"


def module_of(config: Config, id: str) -> str:
    return f"{config.live_figures}.{id.replace('-', '_')}"


def place_figures(body: str) -> str:
    """The page with its figures in place of the pictures of them that its cells put out."""
    picture = r'<div class="mag-still" data-figure="([\w-]+)">.*?</div>'
    return re.sub(picture, lambda found: still(found[1], "html").decode(), body, flags=re.DOTALL)


def add_scripts(
    app: Sphinx, page: str, template: str, context: dict[str, Any], doctree: nodes.document | None
) -> None:
    if doctree is None or "body" not in context:
        return
    context["body"] = lesson.frame(app, page, place_figures(context["body"]), doctree)
    ids = re.findall(r'data-figure="([\w-]+)"', context["body"])
    exercises = lesson.modules(doctree)
    if not ids and not exercises:
        return
    modules = [*sorted(exercises), *(module_of(app.config, id) for id in ids)]
    for script in python_scripts(app, modules):
        app.add_js_file(script, loading_method="defer")
    # early, so that Python boots while the page is still being read
    app.add_js_file("livefigure/site.js", loading_method="async", priority=100)


def python_scripts(app: Sphinx, modules: list[str]) -> list[str]:
    """Write the scripts that bring these modules of Python's to a page, and all that they need;
    their paths among the static files."""
    needed: dict[str, Path] = {}
    for module in ("livefigure.figure", "livefigure.transport", *modules):
        sources(module, needed)
    static = Path(app.outdir, "_static")
    for path, file in needed.items():
        target = static / script_of(path)
        target.parent.mkdir(parents=True, exist_ok=True)
        shown = bare if path.startswith(f"{__package__}/") else brief
        kernels = programs(app.config).get(path.removesuffix(".py").replace("/", "."))
        target.write_text(
            _entry("livefigurePython", path, shown(file.read_text("utf-8")))
            + (_entry("livefigureKernels", path, kernels) if kernels else ""),
            "utf-8",
        )
    return [script_of(path) for path in needed]


def _entry(name: str, path: str, text: str) -> str:
    pair = json.dumps({path: text}, ensure_ascii=False)
    return f"Object.assign((window.{name} ??= {{}}), {pair});\n"


@cache
def _programs(compiler: str, figures: str) -> dict[str, str]:
    made = importlib.import_module(compiler).compile_kernels(package_modules(figures))
    # dense before they are made text, as MicroPython's own program is
    return {
        module: base64.b64encode(gzip.compress(program, 9, mtime=0)).decode()
        for module, program in made.items()
    }


def programs(config: Config) -> dict[str, str]:
    """The compiled kernels as text, by their modules' names."""
    return _programs(config.live_kernels, config.live_figures) if config.live_kernels else {}


def copy(app: Sphinx) -> None:
    if app.builder.format != "html":
        return
    target = Path(app.outdir, "_static", "livefigure")
    target.mkdir(parents=True, exist_ok=True)
    for name in SERVED:
        (target / name).write_bytes((ASSETS / name).read_bytes())
    if not programs(app.config):
        logger.info("live figures: no compiled kernels, Python interprets them in the page")


def package_modules(name: str) -> list[ModuleType]:
    """All modules of a package."""
    package = importlib.import_module(name)
    return [
        importlib.import_module(f"{package.__name__}.{module.name}")
        for module in pkgutil.iter_modules(package.__path__)
    ]


def drop_widget_state(app: Sphinx, env: BuildEnvironment) -> None:
    """Leave out the widgets' state and its loaders, which come from elsewhere; MyST-NB adds
    them to each page with a widget, whichever of its forms is shown."""
    for page in NbMetadataCollector.get_doc_data(env).values():
        page.pop("js_files", None)


class SetFigure(SphinxRole):
    """{set}`words <figure-id?alpha=90&ratio=1>`: a link that sets a figure's controls.

    The controls are tried while the book is built, so that no link asks for what cannot be.
    """

    def run(self) -> tuple[list[nodes.Node], list[nodes.system_message]]:
        match = re.fullmatch(r"(.+?)\s*<([\w-]+)\?([^>]*)>", self.text, re.DOTALL)
        try:
            if not match:
                raise ValueError("not of the form words <id?a=1&b=2>")
            words, id, query = match.groups()
            values = dict(pair.split("=") for pair in query.split("&"))
            load(module_of(self.config, id)).admit(values)
        except (ImportError, ValueError) as error:
            return [], [self.inliner.reporter.error(f"{self.rawtext}: {error}", line=self.lineno)]
        address = f"#{id}?{query}"
        link = nodes.reference(self.rawtext, words, refuri=address, classes=["mag-set"])
        return [link], []


class PullNumber(SphinxRole):
    """{pull}`0.85 <figure-id?ratio>`: a number in the text that is a figure's control."""

    def run(self) -> tuple[list[nodes.Node], list[nodes.system_message]]:
        match = re.fullmatch(r"(\S+)\s*<([\w-]+)\?(\w+)>", self.text)
        try:
            if not match:
                raise ValueError("not of the form number <id?control>")
            number, id, name = match.groups()
            load(module_of(self.config, id)).admit({name: number.replace("−", "-")})
        except (ImportError, ValueError) as error:
            return [], [self.inliner.reporter.error(f"{self.rawtext}: {error}", line=self.lineno)]
        return [pull(self.rawtext, number, of=id, control=name)], []


class pull(nodes.Inline, nodes.TextElement):
    """A number that is a figure's control."""


def visit_pull(self: HTML5Translator, node: nodes.Element) -> None:
    data = f'data-of="{node["of"]}" data-control="{node["control"]}"'
    self.body.append(f'<span class="mag-pull" {data}>')


def depart_pull(self: HTML5Translator, node: nodes.Element) -> None:
    self.body.append("</span>")


def setup(app: Sphinx) -> None:
    lesson.setup(app)
    app.setup_extension("livefigure.gallery")
    app.add_config_value("live_figures", "", "env")
    app.add_config_value("live_kernels", "", "env")
    app.add_role("set", SetFigure())
    app.add_role("pull", PullNumber())
    app.add_node(pull, html=(visit_pull, depart_pull))
    app.add_css_file("livefigure/figure.css")
    app.connect("html-page-context", add_scripts)
    app.connect("env-updated", drop_widget_state)
    app.connect("builder-inited", copy)
