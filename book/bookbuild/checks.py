"""Cells that check a step, tagged `check`: folded to one line that holds their verdict."""

import re

from docutils import nodes
from sphinx.application import Sphinx

from livefigure.words import counted


def verdict(text: str) -> str:
    """ "3 checks agree to 2e-16", of what `magfigures.chapter.agree` prints; the largest stands."""
    found = re.findall(r": agree (?:to (\S+)|exactly)$", text, re.MULTILINE)
    if not found:
        return "✓ Checked"
    largest = max(float(size or 0) for size in found)
    verb = "agree" if len(found) > 1 else "agrees"
    return (
        f"✓ {counted(len(found), 'check')} {verb} {f'to {largest:.0e}' if largest else 'exactly'}"
    )


def fold(app: Sphinx, doctree: nodes.document) -> None:
    for cell in doctree.findall(nodes.container):
        if "tag_check" in cell["classes"]:
            outputs = [part for part in cell.children if "cell_output" in part["classes"]]
            words = verdict("\n".join(output.astext() for output in outputs))
            # as MyST-NB folds a cell, with words of ours
            cell.update_basic_atts({"classes": ["check"]})
            cell["hide_mode"] = "all"
            cell["prompt_show"] = cell["prompt_hide"] = words


def setup(app: Sphinx) -> None:
    app.connect("doctree-read", fold)
