"""What stands round a page's text, and markup that the theme and other extensions get wrong."""

import re
from typing import Any

from docutils import nodes
from sphinx.application import Sphinx


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
    context["body"] = context["body"].replace('role="doc-biblioentry"', 'role="listitem"')


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
