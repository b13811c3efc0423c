"""Formulas typeset by KaTeX while the book is built: no math script runs in a page."""

import itertools
import re
import shutil
import socket
import time
from pathlib import Path
from subprocess import PIPE, Popen
from xml.etree import ElementTree

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.config import Config
from sphinx.util.logging import getLogger
from sphinxcontrib import katex

from bookbuild.node import node
from livefigure.widget import ASSETS

logger = getLogger(__name__)
SHORT = 14  # symbols and commands of a formula that fits in any line


def configure(app: Sphinx, config: Config) -> None:
    katex.NODEJS_BINARY = node()
    katex.KaTeXServer.start_server_process = start_process
    katex.STARTUP_TIMEOUT = katex.RENDER_TIMEOUT = 60.0  # a busy machine is no error
    packages = Path(app.srcdir, "src/livefigure/web/node_modules")
    config.katex_js_path = str(packages / "katex/dist/katex.min.js")
    # `katex_options` is for the browser: prerendering reads this dictionary alone.
    katex.KATEX_DEFAULT_OPTIONS.update(
        trust=True,  # \htmlClass, which gives a symbol its figure's colour,
        strict=False,  # and which strict mode would reject
        macros=config.math_macros,
    )


def expanded(formula: str, macros: dict[str, str]) -> str:
    r"""The formula without our macros: ``\vb x`` becomes ``\mathbf{x}``."""

    def argument(text: str) -> tuple[str, str]:
        """(first argument, what follows it)."""
        text = text.lstrip()
        if not text.startswith("{"):
            token = re.match(r"\\[A-Za-z]+|\\.|.", text, re.DOTALL)
            if not token:
                raise ValueError(f"a macro without its argument in {formula}")
            return token[0], text[token.end() :]
        depth = 0
        for brace in re.finditer(r"\\.|[{}]", text):
            depth += {"{": 1, "}": -1}.get(brace[0], 0)
            if not depth:
                return text[1 : brace.start()], text[brace.end() :]
        raise ValueError(f"unbalanced braces in {formula}")

    names = "|".join(re.escape(name) for name in macros)
    before, rest = "", formula
    while match := re.search(rf"({names})(?![A-Za-z])", rest):
        body, after = macros[match[0]], rest[match.end() :]
        if "#1" in body:
            first, after = argument(after)
            body = body.replace("#1", first)
        elif after[:1].isalpha():
            body += " "
        before += rest[: match.start()]
        rest = body + after
    return before + rest


def start_process(rundir: Path, timeout: float) -> tuple[Popen[bytes], socket.socket]:
    """Start KaTeX's server. Its socket is there a moment before the server listens to it; there
    sphinxcontrib-katex 0.9 gives up, and leaves behind a server that nobody stops."""
    address = rundir / "katex.sock"
    command = katex.KaTeXServer.build_command(socket=address)
    process = Popen(command, stdin=PIPE, stdout=PIPE, cwd=rundir)
    client = socket.socket(socket.AF_UNIX)
    end = time.monotonic() + timeout
    while True:
        try:
            client.connect(str(address))
            return process, client
        except (FileNotFoundError, ConnectionRefusedError):
            if process.poll() is not None or time.monotonic() > end:
                client.close()
                process.kill()
                process.communicate()
                raise
            time.sleep(0.01)


#: how many elements an element of MathML holds: its base and what stands about it
HOLDS = dict.fromkeys(["mfrac", "mover", "mroot", "msub", "msup", "munder"], 2)
HOLDS |= dict.fromkeys(["msubsup", "munderover"], 3)


def misshapen(html: str) -> list[str]:
    """The elements of the pages' MathML that hold too few or too many: in place of such a formula
    a browser shows, and reads out, an error."""
    formulas = re.findall(r"<math.*?</math>", html, re.DOTALL)
    elements = (
        element for formula in formulas for element in ElementTree.fromstring(formula).iter()
    )
    found = [(element.tag.rpartition("}")[2], len(element)) for element in elements]
    return [f"<{name}> of {count}" for name, count in found if HOLDS.get(name, count) != count]


def check(app: Sphinx, doctree: nodes.document, docname: str) -> None:
    """Report each formula that KaTeX rejects or sets as invalid MathML, with its place in the
    source."""
    if app.builder.format != "html":
        return
    for kind in (nodes.math, nodes.math_block):
        for formula in doctree.findall(kind):
            try:
                html = katex.render_latex(formula.astext(), {"throwOnError": True})
            except katex.KaTeXError as error:
                logger.warning("%s", error, location=formula)
                continue
            for fault in misshapen(html):
                logger.warning(
                    r"invalid MathML, %s: \mathrm{min} for \min as an index? %s",
                    fault,
                    formula.astext(),
                    location=formula,
                )


def tie(app: Sphinx, doctree: nodes.document, docname: str) -> None:
    """Keep what stands next to a formula, its comma or bracket, in its line: a browser may break
    a line on either side of a formula's boxes. Within it, it may where KaTeX allows, unless the
    formula is short."""
    if app.builder.format != "html":
        return
    for formula in doctree.findall(nodes.math):
        if len(re.findall(r"\\[A-Za-z]+|[^\s{}^_]", formula.astext())) <= SHORT:
            formula["classes"].append("short")
    for parent in dict.fromkeys(formula.parent for formula in doctree.findall(nodes.math)):
        words: list[list[nodes.Node]] = [[]]  # each without a space, or only space
        for child in parent.children:
            if isinstance(child, nodes.math):
                words[-1].append(child)
            elif isinstance(child, nodes.Text):
                for part in filter(None, re.split(r"(\s+)", child)):
                    if part.isspace():
                        words += [[nodes.Text(part)], []]
                    else:
                        words[-1].append(nodes.Text(part))
            else:
                words += [[child], []]
        parent.clear()
        for word in words:
            for formula, text in itertools.pairwise([*word]):
                end = re.match(r"[.,;:!?)]+", text) if isinstance(text, nodes.Text) else None
                if end and isinstance(formula, nodes.math) and "short" not in formula["classes"]:
                    # into the last of its boxes: between the two a browser breaks all the same
                    formula[:] = [nodes.Text(rf"{formula.astext()}\text{{{end[0]}}}")]
                    rest = [nodes.Text(text[end.end() :])] if text[end.end() :] else []
                    word[word.index(text) : word.index(text) + 1] = rest
            tied = len(word) > 1 and any(isinstance(part, nodes.math) for part in word)
            parent += nodes.inline("", "", *word, classes=["tied"]) if tied else word


def copy(app: Sphinx) -> None:
    """KaTeX's style sheet and fonts, without the formats that only old browsers ask for."""
    if app.builder.format != "html":
        return
    target = Path(app.outdir, "_static", "katex")
    shutil.copytree(ASSETS / "katex", target, dirs_exist_ok=True)
    css = (ASSETS / "katex" / "katex.min.css").read_text()
    css = re.sub(r',url\([^)]*\) format\("(?:woff|truetype)"\)', "", css)
    (target / "katex.min.css").write_text(css)


def setup(app: Sphinx) -> None:
    app.add_config_value("math_macros", {}, "env", dict)
    app.connect("config-inited", configure)
    app.connect("doctree-resolved", check)
    app.connect("doctree-resolved", tie)
    app.connect("builder-inited", copy)
