"""The book's Sphinx extension: math, figures, ledger, and pages of little weight."""

from sphinx.application import Sphinx

from magbook.book import figures, ledger, math, weight


def setup(app: Sphinx) -> dict[str, bool]:
    for part in (math, figures, ledger, weight):
        part.setup(app)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
