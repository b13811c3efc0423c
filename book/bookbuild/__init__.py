"""The book's Sphinx extension: what its pages say, and what stands round it."""

from sphinx.application import Sphinx

from bookbuild import (
    about,
    accuracy,
    checks,
    ledger,
    maps,
    math,
    notebook,
    pages,
    published,
    search,
    teaching,
    weight,
    wheel,
)


def setup(app: Sphinx) -> dict[str, bool]:
    parts = (
        math,
        checks,
        ledger,
        published,
        accuracy,
        maps,
        notebook,
        pages,
        about,
        search,
        teaching,
        weight,
        wheel,
    )
    for part in parts:
        part.setup(app)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
