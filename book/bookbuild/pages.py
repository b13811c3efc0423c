"""What stands round a page's text, and markup that the theme and other extensions get wrong."""

import itertools
import re
from pathlib import Path
from typing import Any

from docutils import nodes
from sphinx.application import Sphinx

#: not seen, or not before it is unfolded
UNSEEN = re.compile(
    r'<span class="katex-mathml">.*?</math></span>|<div class="solution .*?</section>'
    r"|<(script|template|svg|details)\b.*?</\1>",
    re.DOTALL,
)
#: how tall things are in a column as wide as a desk's, in pixels: a letter of text, and the rest
LETTER = 0.55
TALL = {'class="katex-display"': 80, "<figure data-figure=": 600, "data-exercise=": 250}


def drop_shared_ids(app: Sphinx, doctree: nodes.document, docname: str) -> None:
    """The contents of all exercises have one id, and so have those of all solutions."""
    for section in doctree.findall(nodes.section):
        if section["ids"] and section["ids"][0] in ("exercise-content", "solution-content"):
            section["ids"].clear()


def mend(app: Sphinx, page: str, template: str, context: dict[str, Any], doctree: object) -> None:
    if not doctree:
        return
    # Sphinx and the theme have a viewport of their own each
    context["metatags"] = re.sub(r'<meta[^>]* name="viewport"[^>]*>', "", context["metatags"])
    # ARIA has withdrawn the role; what a list holds are its items
    body = context["body"].replace('role="doc-biblioentry"', 'role="listitem"')
    # a formula's TeX, a third of its MathML, which nobody is shown or read; HTML knows the rest
    unread = r"<annotation .*?</annotation>|</?semantics>|(?<=<math) xmlns=\"[^\"]*\""
    body = re.sub(unread, "", body, flags=re.DOTALL)
    context["body"] = with_sizes(body)


def with_sizes(body: str) -> str:
    """Each section of a page, and each part of a section, says about how tall it is: until it comes
    near, a browser takes that on trust and lays nothing out (book.css), which for a long page is
    most of its work."""
    said: dict[int, str] = {}  # where in the body what is to stand
    open_tags: list[re.Match[str]] = []
    for tag in re.finditer(r"<(/?)section\b([^>]*)>", body):
        if not tag[1]:
            open_tags.append(tag)
            continue
        begin = open_tags.pop()
        # what is in an exercise is a section too, of no name
        if len(open_tags) in (1, 2) and " id=" in begin[2]:
            said[begin.start(2)] = f' style="--tall: {tall(body[begin.end() : tag.start()])}"'
    places = [0, *sorted(said), len(body)]
    return "".join(said.get(at, "") + body[at:end] for at, end in itertools.pairwise(places))


def tall(part: str) -> int:
    """About how tall: to a tenth for a chapter, to a factor of three for tables."""
    seen = UNSEEN.sub("", part)
    letters = len(" ".join(re.sub("<[^>]*>", "", seen).split()))
    return round(LETTER * letters + sum(each * seen.count(mark) for mark, each in TALL.items()))


def leave_the_far_alone(app: Sphinx, exception: Exception | None) -> None:
    """The theme asks each table, program and output of the page whether it scrolls, so that keys
    can reach it, and thereby has the browser lay out all of it. Each is asked when it comes near
    instead (book.js)."""
    if exception or app.builder.format != "html":
        return
    script = Path(app.outdir, "_static", "scripts", "pydata-sphinx-theme.js")
    asks = re.compile(r"\.forEach\(e=>\{e\.tabIndex=e\.scrollWidth>[^{}]*\}\)")
    script.write_text(asks.sub("", script.read_text("utf-8")), "utf-8")


def offer_prints(
    app: Sphinx, page: str, template: str, context: dict[str, Any], doctree: object
) -> None:
    """Let problems and solutions be printed apart."""
    if 'class="exercise' not in context.get("body", ""):
        return
    menu = next(button for button in context["header_buttons"] if button["type"] == "group")
    menu["buttons"] += [
        {
            "type": "javascript",
            "javascript": f"printOnly('{what}')",
            "text": f".pdf, {what}",
            "tooltip": f"Print the {what} alone",
            "icon": "fas fa-file-pdf",
        }
        for what in ("exercises", "solutions")
    ]


def setup(app: Sphinx) -> None:
    app.connect("doctree-resolved", drop_shared_ids)
    app.connect("html-page-context", mend)
    # after the theme has made its menu
    app.connect("html-page-context", offer_prints, priority=900)
    app.connect("build-finished", leave_the_far_alone)
