"""The book's Sphinx extension: math, figures, ledger, others' numbers, notebooks, wheel, weight."""

from sphinx.application import Sphinx

from magbook.book import figures, ledger, math, notebook, published, weight, wheel


def setup(app: Sphinx) -> dict[str, bool]:
    for part in (math, figures, ledger, published, notebook, weight, wheel):
        part.setup(app)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
