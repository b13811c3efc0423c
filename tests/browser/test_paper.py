"""The book on paper, by the example of one chapter: `make pdf` prints them all."""

import re
import unicodedata

import pytest
import segno
from bookbuild.paper import NAME, SHEET, Paper, offer
from pypdf import PdfReader

from livefigure.figure import load
from tests.browser.conftest import SITE
from tests.browser.test_pages import CUT

PAGE = "book/casimir-polder"
BASE = "https://example.org/a-book/"


@pytest.fixture(scope="module")
def printed(browser, tmp_path_factory):
    """(the paper, the PDF of all of it, the words of each of its sheets)."""
    context = browser.new_context(viewport=SHEET)
    context.set_default_timeout(60_000)
    paper = Paper(context, SITE, solutions=False)
    paper.base = BASE
    made = paper.make(tmp_path_factory.mktemp("pdf"), [PAGE])
    reader = PdfReader(made["book/index"])
    yield paper, reader, [words(sheet) for sheet in reader.pages], made
    context.close()


def words(sheet):
    return re.sub(r"\s+", " ", unicodedata.normalize("NFKC", sheet.extract_text()))


def test_numbers_of_sheets_are_right(printed):
    _, reader, sheets, _ = printed
    references = [
        (at, number, int(to))
        for at, text in enumerate(sheets, 1)
        for number, to in re.findall(r"\((\d+\.\d+)\) ?p\. (\d+)", text)
    ]
    assert len(references) > 3
    for at, number, to in references:
        # the equation's own number has no sheet behind it
        assert to != at and re.search(rf"\({re.escape(number)}\)(?! ?p\.)", sheets[to - 1]), number
    assert [reader.page_labels[at] for at in (0, len(sheets) - 1)] == ["1", str(len(sheets))]


def test_contents_index_and_outline_lead_to_what_they_name(printed):
    paper, reader, sheets, _ = printed
    part = paper.parts[PAGE]
    heads = [head["text"] for head in part.heads if head["level"] == 2]
    contents = next(text for text in sheets if "Contents" in text)
    assert len(heads) > 3
    for head in heads:
        (number,) = re.findall(rf"{re.escape(head)} ?(\d+)", contents)
        assert head in sheets[int(number) - 1]
    index = " ".join(sheets[paper.parts["index"].first - 1 :])
    numbers = re.search(r"polarizability ([\d, ]+)", index)[1]
    assert all("polarizab" in sheets[int(number) - 1].lower() for number in numbers.split(","))
    outline = reader.outline[reader.outline.index(_titled(reader.outline, part)) + 1]
    for item in outline:
        text = sheets[reader.get_destination_page_number(item)]
        assert unicodedata.normalize("NFKC", item.title) in text


def _titled(outline, part):
    return next(item for item in outline if getattr(item, "title", "") == part.heads[0]["text"])


def test_sheets_say_where_they_belong(printed):
    paper, _, sheets, made = printed
    part = paper.parts[PAGE]
    title = part.heads[0]["text"]
    own = sheets[part.first - 1 : part.first - 1 + part.sheets]
    for number, text in enumerate(own, part.first):
        assert text.startswith(f"{title} " if number > part.first else f"{number} ")
        assert str(number) in text[:200]
    alone = [words(sheet) for sheet in PdfReader(made[PAGE]).pages]
    assert alone[: len(own)] == own and "Answers" in alone[len(own)]


def test_solutions_stand_apart_and_name_their_exercise(printed):
    paper, _, sheets, _ = printed
    taken = paper.parts[PAGE].taken["solutions"]
    numbers = [re.search(r"Solution\s+(6\.\d+)", re.sub("<.*?>", "", text))[1] for text in taken]
    assert len(numbers) > 5 and len(set(numbers)) == len(numbers)
    assert all(any(f"Exercise {number} " in text for text in sheets) for number in numbers)
    assert not any("Solution 6." in text for text in sheets)


def test_what_is_folded_on_the_screen_is_printed(printed):
    paper, _, sheets, _ = printed
    assert paper.parts[PAGE].page.locator(".admonition.dropdown").count() == 0
    assert any("keep each other going at those frequencies" in text for text in sheets)


def test_nothing_reaches_over_the_edge(printed):
    paper, *_ = printed
    page = paper.parts[PAGE].page
    assert page.evaluate(CUT, True) == []


def test_a_short_program_is_not_torn(printed):
    paper, *_ = printed
    torn = []
    for before in (10, 20):
        lines = "\n".join(f"line {i}" for i in range(16))
        text = "<p>before</p>" * before + f"<div class=highlight><pre>{lines}</pre></div>" * 6
        part = paper.made(f"{before}", text)
        part.print()
        part.page.close()
        counts = [len(re.findall(r"line \d+", words(sheet))) for sheet in part.pdf.pages]
        torn += [counts] if any(count % 16 for count in counts) else []
    assert not torn


def test_a_figure_has_its_values_and_a_way_to_it(printed):
    paper, _, sheets, _ = printed
    page = paper.parts[PAGE].page
    figure = page.locator("figure[data-figure]").first
    id = figure.get_attribute("data-figure")
    address = f"{BASE}{PAGE}.html#{id}"
    (text,) = [text for text in sheets if address in text]
    for control in load(f"magfigures.{id.replace('-', '_')}").controls:
        assert re.search(rf"{re.escape(control['words'])} {control['default']:g}", text)
    code = figure.locator(".figure-address svg")
    drawn = segno.make(address, error="m").svg_inline(border=2, omitsize=True)
    path = re.search(r' d="([^"]+)"', drawn)[1]
    assert code.locator("path").get_attribute("d") == path
    assert figure.bounding_box()["height"] < 0.46 * SHEET["height"]


def test_links_stay_in_the_document_or_lead_to_the_site(printed):
    _, reader, _, made = printed
    for document in (reader, PdfReader(made[PAGE])):
        ours = {page.indirect_reference.idnum for page in document.pages}
        count = 0
        tagged = document.root_object["/StructTreeRoot"]["/ParentTree"]["/Nums"][::2]
        for page in document.pages:
            assert page.get("/StructParents", 0) in tagged
            for link in page.get("/Annots", []):
                link = link.get_object()
                if "/Dest" in link:
                    assert link["/Dest"][0].idnum in ours
                    count += 1
                else:
                    assert link["/A"]["/URI"].startswith("https://")
        assert count > 20


def test_a_site_offers_what_was_printed_and_nothing_else(tmp_path):
    (tmp_path / "book").mkdir()
    page = tmp_path / f"{PAGE}.html"
    before = (SITE / f"{PAGE}.html").read_text("utf-8")
    page.write_text(before, "utf-8")
    pdf = tmp_path / f"{NAME}.pdf"
    pdf.write_bytes(b"")
    for _ in range(2):  # again, no second link
        offer(tmp_path, {PAGE: pdf})
        assert page.read_text("utf-8").count(f"../pdf/{NAME}.pdf") == 2  # menu, first page
    offer(tmp_path, {})
    assert "data-pdf" not in page.read_text("utf-8")
