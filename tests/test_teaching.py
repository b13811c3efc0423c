"""The page for teachers: what it counts, and where its links lead."""

import html
import re
from types import SimpleNamespace
from unittest.mock import Mock
from urllib.parse import unquote

import pytest
import yaml
from bookbuild import teaching
from bookbuild.sheets import SITE
from bookbuild.teaching import PACE, STEP, Tally
from docutils import nodes
from sphinx_exercise.nodes import exercise_node, solution_node

from magfigures import load
from tests.exercises import ALL

PAGE = SITE / "book" / "for-teachers.html"


def paragraph(*parts):
    return nodes.paragraph("", "", *parts)


def section(*parts):
    figure = nodes.raw("", '<div class="mag-still" data-figure="levitron"></div>', format="html")
    cell = nodes.container("", nodes.literal_block("", "two words"), figure, nb_element="cell_code")
    return nodes.section(
        "",
        paragraph(nodes.Text("three words, "), nodes.math("", r"a + b + c"), nodes.Text(" here")),
        nodes.math_block("", "x = y"),
        exercise_node("", paragraph(nodes.Text("not counted")), label="x-ex-one"),
        solution_node("", paragraph(nodes.Text("not counted"), nodes.math_block("", "z"))),
        nodes.admonition("", paragraph(nodes.Text("folded")), classes=["dropdown"]),
        cell,
        *parts,
    )


def test_what_is_read_in_class_is_counted():
    tally = Tally().count(section(section()))
    assert (tally.words, tally.formulas) == (8, 2)
    assert tally.exercises == ["x-ex-one"] * 2 and tally.figures == ["levitron"] * 2


def test_minutes_are_those_of_the_stated_pace():
    tally = Tally().count(section(*[section() for _ in range(8)]))
    exact = 9 * (4 / PACE["words"] + PACE["formula"] + PACE["exercise"] + PACE["figure"])
    assert tally.minutes % STEP == 0 and abs(tally.minutes - exact) <= STEP / 2
    assert Tally().minutes == STEP


def test_what_is_not_there_is_an_error(monkeypatch):
    said = []
    monkeypatch.setattr(teaching.logger, "error", lambda words, what, **_: said.append(str(what)))
    domain = SimpleNamespace(anonlabels={"x-way": ("book/x", "x-way")})
    page = nodes.document(None, None)
    page += section()
    env = Mock(get_domain=lambda _: domain, get_doctree=lambda _: page)
    asking = nodes.document(None, None)
    asking += teaching.wanted(kind="minutes", labels=["x-way"])
    asking += teaching.wanted(kind="minutes", labels=["y-way"])
    asking += teaching.wanted(kind="state", page="x", figure="eddy-sphere", query="h=1", words="")
    teaching.resolve(SimpleNamespace(env=env), asking, "book/for-teachers")
    assert said == ["'x-way'", "'y-way'", "'eddy-sphere'"]
    assert not list(asking.findall(teaching.wanted))


def article():
    return PAGE.read_text("utf-8").partition("<article")[2].partition("</article>")[0]


def links(part):
    found = re.findall(r'<a class="reference internal" href="([^"]+)"', part)
    return [html.unescape(link) for link in found]


def test_links_lead_to_what_is_there():
    found = [link.partition("#") for link in links(article())]
    pages = {page: (PAGE.parent / page).read_text("utf-8") for page, _, _ in found if page}
    labels = {each.label for each in ALL}
    assert len({anchor for _, _, anchor in found if anchor in labels}) > 50
    for page, _, anchor in found:
        id, _, query = unquote(anchor).partition("?")
        if query:
            load(id).admit(dict(pair.split("=") for pair in query.split("&")))
            assert f'data-figure="{id}"' in pages[page]
        elif id and page:
            assert re.search(rf'(id|data-figure)="{id}"', pages[page]), f"{page}#{id}"


@pytest.mark.parametrize("words", PACE)
def test_the_pace_is_said(words):
    text = re.sub("<[^>]+>", "", PAGE.read_text("utf-8"))
    unit = {"words": "words of text a minute", "formula": "minutes for each displayed formula"}
    said = {"figure": "for a figure", "exercise": "for an exercise"} | unit
    assert re.search(rf"{PACE[words]:g}\s+{said[words]}", text)


def test_every_chapter_stands_beside_the_textbooks():
    table, _, _ = article().partition('id="lectures-of-90-minutes"')
    contents = yaml.safe_load((SITE.parents[1] / "_toc.yml").read_text("utf-8"))
    (chapters,) = [part for part in contents["parts"] if part["caption"] == "Chapters"]
    pages = {link.partition("#")[0] for link in links(table)}
    for chapter in chapters["chapters"]:
        assert f"{chapter['file'].removeprefix('book/')}.html" in pages


def test_plans_fit_in_their_hours():
    body = article()
    board = [int(minutes) for minutes in re.findall(r"\((\d+)\s+minutes\)", body)]
    assert len(board) >= 4 and max(board) <= 90 - 10 - 10 - 15 - 10  # ten for questions
    weeks = re.findall(
        r"<tr[^>]*><td><p>\d</p></td>.*?<td><p>(\d+)</p></td>\s*</tr>", body, re.DOTALL
    )
    assert len(weeks) == 7 and max(map(int, weeks)) <= 120 - 20
