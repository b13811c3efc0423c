"""The book's sources, and its Sphinx extension."""

import re
import sys
from pathlib import Path

import pytest
import tinycss2
import yaml
from bookbuild.ledger import LONG, item
from bookbuild.math import misshapen, start_process
from bookbuild.pages import tall, with_sizes
from bookbuild.weight import purge, set_in_formulas
from sphinxcontrib import katex

BOOK = Path(__file__).parent.parent / "book"
PAGES = [*sorted(BOOK.glob("*.md")), BOOK / "template" / "chapter.md"]
#: what a page has room for on a screen of 1280 px, see book/_assets/book.css
CHARACTERS = 80
CELL = re.compile(r"^```\{code-cell\}.*?^```$", re.DOTALL | re.MULTILINE)


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_programs_fit_the_page(page):
    cells = re.findall(
        r"^(`{3,})\{code-cell\}.*?\n(.*?)^\1$", page.read_text("utf-8"), re.DOTALL | re.MULTILINE
    )
    lines = [line for _, cell in cells for line in cell.splitlines()]
    assert [line for line in lines if len(line) > CHARACTERS] == []


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_equations_of_a_document_are_not_taken_for_those_of_the_book(page):
    """(7) is an equation of the book; of a document it is [doc 7]."""
    prose = CELL.sub("", page.read_text("utf-8"))
    for formula in (r"^\$\$.*?^\$\$.*?$", r"\$[^$]*\$", r"`[^`]*`"):
        prose = re.sub(formula, "", prose, flags=re.DOTALL | re.MULTILINE)
    assert re.findall(r"(?<!\w)\(\d{1,2}[a-d]?\)", prose) == []


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_plots_have_a_caption_and_words_for_those_who_do_not_see_them(page):
    plots = [cell for cell in CELL.findall(page.read_text("utf-8")) if "plt.subplots(" in cell]
    for plot in plots:
        head = yaml.safe_load(plot.split("---\n")[1])["mystnb"]
        assert len(head["image"]["alt"]) > 40 and len(head["figure"]["caption"]) > 40


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_no_formula_breaks_a_row_of_a_table(page):
    prose = CELL.sub("", page.read_text("utf-8"))
    for rows in re.findall(r"(?:^\|.*\|$\n)+", prose, re.MULTILINE):
        cells = {len(re.findall(r"(?<!\\)\|", row)) for row in rows.splitlines()}
        assert len(cells) == 1


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_columns_have_names(page):
    prose = CELL.sub("", page.read_text("utf-8"))
    for heads in re.findall(r"^\|(.*)\|\n\|[-:| ]+\|$", prose, re.MULTILINE):
        assert all(head.strip() for head in heads.split("|"))


def test_rules_go_that_no_page_can_need():
    sheet = """a.x:not(.y, .z:is(.q, .r)) > .w, .gone .x { color: red }
        @media print { .x :is(#j, .w > :not(h, .y:has(.z)), .q) { color: red } .gone { top: 0 } }"""
    kept = purge(tinycss2.parse_stylesheet(sheet, True, True), {"x", "w"})
    assert "gone" not in kept
    assert "a.x:not(.y, .z:is(.q, .r)) > .w{" in kept
    assert ".x :is(#j, .w > :not(h, .y:has(.z)), .q){" in kept


def test_a_face_keeps_what_formulas_set_in_it():
    sheet = """.katex{font:normal 1em KaTeX_Main} .katex .thin{font-weight:400}
        .katex .strong{font-family:KaTeX_Main;font-weight:700}
        .katex .slanted,.katex .other{font-family:KaTeX_Math;font-style:italic}
        .katex .tall.one{font-family:KaTeX_Size1} .katex .sans{font-family:"KaTeX_SansSerif"}"""
    page = """<b>q</b><span class="katex-html" aria-hidden="true"><span class="base">a
        <span class="mord strong" style="top:0">r<span class="slanted">&lt;</span></span>
        <span><span class="tall one">(</span><span class="tall">)</span></span>
        <span class="sans">K</span></span></span>z</p><span class="katex-html">
        <span class="other">x</span></span>"""
    faces = set_in_formulas(page, tinycss2.parse_stylesheet(sheet, True, True))
    kept = {face: "".join(sorted(c for c in faces[face] if not c.isspace())) for face in faces}
    assert kept == {
        ("Main", "Regular"): ")a",
        ("Main", "Bold"): "r",
        ("Math", "BoldItalic"): "<",
        ("Math", "Italic"): "x",
        ("Size1", "Regular"): "(",
        ("SansSerif", "Regular"): "K",
    }


def test_long_formulas_of_a_ledger_stand_on_lines_of_their_own():
    long = "x" * (LONG + 1)
    prose = "words " * LONG
    lines = item("- ", f"${long}$; then $y$ {prose} $z$ and ${long}$, the end")
    assert lines[:3] == ["- $$", f"  {long};", "  $$"]
    assert lines.count("  $$") == 3 and f"  {long}," in lines
    assert lines[4].split() == f"then $y$ {prose} $z$ and".split()
    assert lines[-1] == "  the end"


SLOW_SERVER = """
import socket, sys, time
server = socket.socket(socket.AF_UNIX)
time.sleep(0.2)
server.bind(sys.argv[1])
time.sleep(0.2)
server.listen()
server.accept()[0].sendall(b"here")
"""


def test_a_typesetter_that_is_slow_to_listen_is_waited_for(tmp_path, monkeypatch):
    def command(socket):
        return [sys.executable, "-c", SLOW_SERVER, str(socket)]

    monkeypatch.setattr(katex.KaTeXServer, "build_command", command)
    process, client = start_process(tmp_path, timeout=30)
    with process, client:
        assert client.recv(4) == b"here"


def test_a_typesetter_that_does_not_start_is_no_riddle(tmp_path, monkeypatch):
    monkeypatch.setattr(
        katex.KaTeXServer, "build_command", lambda socket: [sys.executable, "-c", ""]
    )
    with pytest.raises(FileNotFoundError):
        start_process(tmp_path, timeout=30)


def test_invalid_mathml_is_found():
    least, square, letter = "<mi>min</mi><mo>\u2061</mo>", "<mn>2</mn>", "<mi>c</mi>"
    html = " ".join(
        f'<span><math xmlns="http://www.w3.org/1998/Math/MathML">{formula}</math></span>'
        for formula in (
            f"<msub>{letter}<mrow>{least}</mrow></msub>",
            f"<msub>{letter}{least}</msub>",
            f"<msubsup>{letter}{least}{square}</msubsup>",
            f"<mfrac>{letter}</mfrac>",
        )
    )
    assert misshapen(html) == ["<msub> of 3", "<msubsup> of 4", "<mfrac> of 1"]


def test_what_fades_where_it_goes_on_has_a_cue_in_every_browser():
    # by a timeline of its scrolling, or, where a browser knows none, by a shade that moves along
    text = (BOOK / "_assets/book.css").read_text("utf-8")
    told = {}
    for rule in tinycss2.parse_stylesheet(text, skip_comments=True, skip_whitespace=True):
        if rule.type == "at-rule" and "animation-timeline" in tinycss2.serialize(rule.prelude):
            first = next(part for part in tinycss2.parse_rule_list(rule.content, True, True))
            known = "not" not in tinycss2.serialize(rule.prelude).split()
            told[known] = {part.strip() for part in tinycss2.serialize(first.prelude).split(",")}
    assert told[True] == told[False] and len(told[True]) == 3


def test_sections_and_their_parts_say_how_tall_they_are():
    inside = '<h3>Part</h3><div class="exercise"><section><p>How far?</p></section></div>'
    all_of_it = f'<h2>All</h2><p>More words.</p><section id="part">{inside}</section>'
    page = f'<section id="page"><h1>Page</h1><section id="all">{all_of_it}</section></section>'
    sized = with_sizes(page)
    said = re.findall(r'<section style="--tall: (\d+)" id="(\w+)">', sized)
    assert said == [(str(tall(all_of_it)), "all"), (str(tall(inside)), "part")]
    assert re.sub(r' style="--tall: \d+"', "", sized) == page
