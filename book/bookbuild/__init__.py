"""The book's Sphinx extension: what its pages say, and what stands round it."""

from sphinx.application import Sphinx

from bookbuild import (
    about,
    checks,
    ledger,
    math,
    notebook,
    pages,
    published,
    search,
    weight,
    wheel,
)


def setup(app: Sphinx) -> dict[str, bool]:
    for part in (math, checks, ledger, published, notebook, pages, about, search, weight, wheel):
        part.setup(app)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
