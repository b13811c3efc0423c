"""The book's sources."""

import re
from pathlib import Path

import pytest

PAGES = sorted((Path(__file__).parent.parent / "book").glob("*.md"))
#: what a page has room for on a screen of 1280 px, see book/_assets/book.css
CHARACTERS = 80


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_programs_fit_the_page(page):
    cells = re.findall(
        r"^(`{3,})\{code-cell\}.*?\n(.*?)^\1$", page.read_text("utf-8"), re.DOTALL | re.MULTILINE
    )
    lines = [line for _, cell in cells for line in cell.splitlines()]
    assert [line for line in lines if len(line) > CHARACTERS] == []
