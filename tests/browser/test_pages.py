"""The built pages: formulas, programs, drawers, search, print, exercises and links to states."""

import io
import json
import re
import unicodedata
from codecs import decode
from urllib.parse import parse_qsl

import latexcodec  # noqa: F401, which knows how accents are written in a bibliography
import pytest
from axe_playwright_python.sync_playwright import Axe
from bookbuild.math import misshapen
from bookbuild.paper import SHEET
from PIL import Image
from pypdf import PdfReader

from tests.browser.budgets import weight
from tests.browser.conftest import LANDING, MOVED, ORIGINS, SITE, serve
from tests.browser.test_exercises import SUBMIT
from tests.browser.test_site import (
    IN_SIGHT,
    LINKS,
    LIVE,
    PAGES,
    SHOWN,
    Figure,
    figures,
    until,
)
from tests.exercises import chapters, exercises
from tests.test_exercises import cases

TEXTS = [page for page in PAGES if page.startswith("book/")]
PHONE = {"viewport": {"width": 390, "height": 844}, "has_touch": True, "is_mobile": True}


@pytest.fixture(scope="module")
def opened(request, visit):
    """A page of the site, for all tests of it: every other one from disk."""
    origin = ORIGINS[PAGES.index(request.param) % 2]
    with visit(request.param, origin, color_scheme="light") as page:
        page.wait_for_function(LIVE)
        yield page


@pytest.fixture
def unfolded(opened):
    """A page of the book, all that is folded in it unfolded."""
    opened.evaluate(UNFOLD)
    return opened


pages = pytest.mark.parametrize("opened", PAGES, indirect=True)
texts = pytest.mark.parametrize("opened", TEXTS, indirect=True)


UNFOLD = """() => {
    for (const details of document.querySelectorAll("details")) details.open = true;
    for (const folded of document.querySelectorAll(".toggle-hidden"))
        folded.classList.remove("toggle-hidden");
}"""


# --- All of a page ---------------------------------------------------------------------------


@pages
def test_page_is_whole(request, opened):
    assert len(opened.title()) > 3 and opened.locator("html").get_attribute("lang") == "en"
    for id in SHOWN.get(request.node.callspec.params["opened"], []):
        lives = f'[data-figure="{id}"][data-state="live"][data-engine="compiled"]'
        assert figures(opened, lives).count() == 1
    names = opened.evaluate("[...document.querySelectorAll('[id]')].map(e => e.id)")
    assert len(names) == len(set(names)), "two things share a name"
    assert opened.locator("meta[name=viewport]").count() == 1
    for width in (390, 1280):
        opened.set_viewport_size({"width": width, "height": 800})
        wide = opened.evaluate("document.documentElement.scrollWidth")
        assert wide <= width, f"{wide} px wide on a screen of {width}"


# --- Formulas and programs -----------------------------------------------------------------


@texts
@pytest.mark.parametrize("width", [1280, 390])
def test_no_formula_is_cut_off(unfolded, width):
    unfolded.set_viewport_size({"width": width, "height": 800})
    unfolded.evaluate(MOVED)
    assert unfolded.evaluate(CUT, False) == []
    assert unfolded.evaluate(TORN) == []


@pytest.mark.parametrize("path", ["concentric-loops", "eddy-report", "elliptic-integrals"])
def test_formulas_are_set_in_their_own_fonts(visit, path):
    # a glyph that was cut from its font would come from another
    with visit(f"book/{path}.html") as page:
        page.evaluate(UNFOLD)
        # letters out of sight have no font yet
        page.add_style_tag(content="* { content-visibility: visible !important }")
        # those that are asked for when all is laid out come a little later
        page.evaluate("document.body.offsetHeight, document.fonts.ready.then(() => {})")
        shown = page.evaluate(LETTERS)
        tools = page.context.new_cdp_session(page)
        tools.send("DOM.enable")
        tools.send("CSS.enable")
        root = tools.send("DOM.getDocument")["root"]["nodeId"]
        marked = {"nodeId": root, "selector": "[data-letter]"}
        nodes = tools.send("DOM.querySelectorAll", marked)["nodeIds"]
        assert len(nodes) == len(shown) > 60
        for node, letter in zip(nodes, shown, strict=True):
            fonts = tools.send("CSS.getPlatformFontsForNode", {"nodeId": node})["fonts"]
            assert fonts, letter
            assert all(font["familyName"].startswith("KaTeX_") for font in fonts), (letter, fonts)


#: mark one of each kind of letters in formulas
LETTERS = """() => {
    const seen = new Map();
    for (const span of document.querySelectorAll(".katex-html span"))
        if (!span.children.length && span.textContent.replace("\u200b", "").trim()) {
            const font = getComputedStyle(span).font;
            const key = `${span.textContent} ${font}`;
            if (!seen.has(key) && span.checkVisibility()) seen.set(key, span);
        }
    for (const span of seen.values()) span.dataset.letter = "";
    return [...document.querySelectorAll("[data-letter]")].map((span) => span.outerHTML);
}"""


@texts
def test_nothing_needs_scrolling_on_paper(unfolded):
    unfolded.set_viewport_size({"width": PAPER, "height": 900})
    unfolded.emulate_media(media="print")
    cut = unfolded.evaluate(CUT, True)
    high = unfolded.evaluate(HIGH, 0.46 * SHEET["height"])
    unfolded.emulate_media(media="screen")
    assert cut == [] and high == []


#: figures that are higher, with all folded, than so many pixels: they leave large holes
HIGH = """most => {
    const figures = [...document.querySelectorAll("figure[data-figure]")];
    for (const figure of figures)
        for (const folded of figure.querySelectorAll("details")) folded.open = false;
    return figures
        .map(figure => [figure.dataset.figure, figure.getBoundingClientRect().height])
        .filter(([, height]) => height > most);
}"""


#: CSS pixels between the margins of A4
PAPER = round((210 - 2 * 17) / 25.4 * 96)

#: [what, by how much, of what] of formulas and programs that reach over the edge of something that
#: cuts them off; on paper nothing scrolls
CUT = """paper => [...document.querySelectorAll("main :is(.katex-html, pre)")].flatMap(shown => {
    const program = shown.matches("pre");
    const pieces = [...(program ? [shown] : shown.querySelectorAll(".katex-base"))]
        .flatMap(piece => [...piece.getClientRects()]);
    const scrolled = program ? shown.scrollWidth - shown.clientWidth : 0;
    const left = Math.min(...pieces.map(piece => piece.left));
    const right = Math.max(...pieces.map(piece => piece.right)) + scrolled;
    const words = shown.parentElement.textContent.slice(0, 60);
    if (left < -1 || (paper && right > innerWidth + 1)) return [[words, right, innerWidth]];
    for (let around = shown; around !== document.body; around = around.parentElement) {
        const { overflowX } = getComputedStyle(around);
        if (overflowX === "visible") continue;
        if (overflowX !== "hidden" && overflowX !== "clip" && !paper) return [];
        const edge = around.getBoundingClientRect();
        if (right > edge.right + 1 || left < edge.left - 1)
            return [[words, right - edge.right, around.className]];
    }
    return right > innerWidth + 1 ? [[words, right, innerWidth]] : [];
})"""

#: formulas parted from what stands next to them: [what stands before, what after]
TORN = r"""() => {
    const place = (text, i) => {
        const range = document.createRange();
        range.setStart(text, i);
        range.setEnd(text, i + 1);
        return range.getBoundingClientRect();
    };
    const apart = (a, b) => a.bottom < b.top || b.bottom < a.top;
    return [...document.querySelectorAll("main span.math")].flatMap(formula => {
        const boxes = [...formula.querySelectorAll(".katex-base")]
            .map(box => box.getBoundingClientRect());
        const before = formula.previousSibling?.data ?? "", after = formula.nextSibling?.data ?? "";
        const torn = [];
        const last = before.length - 1;
        if (/\S$/.test(before) && apart(place(formula.previousSibling, last), boxes[0]))
            torn.push(before);
        if (/^\S/.test(after) && apart(boxes.at(-1), place(formula.nextSibling, 0)))
            torn.push(after);
        return torn;
    });
}"""


def test_programs_are_copied(visit):
    """Also from disk; of a console's text what was typed."""
    context = {"permissions": ["clipboard-read", "clipboard-write"]}
    with visit("book/using.html", "file", **context) as page:
        assert page.locator(".bd-article .highlight > .copy").count() > 0
    with visit("book/api.html", "http", **context) as page:
        console = page.locator(".doctest .highlight").first
        console.locator(".copy").click()
        until(lambda: console.locator(".copy").inner_text() == "Copied", "nothing is copied")
        program = page.evaluate("navigator.clipboard.readText()")
        shown = console.locator("pre").inner_text()
        assert ">>>" in shown and ">>>" not in program
        exec(program, {})


def test_what_scrolls_fades_where_it_goes_on(visit):
    with visit("book/concentric-loops.html", **PHONE) as page:
        programs = page.locator(".cell_input:visible pre").all()
        wide = next(p for p in programs if p.evaluate("p => p.scrollWidth > p.clientWidth + 20"))
        wide.scroll_into_view_if_needed()  # what is out of sight is passed over
        mask = "p => getComputedStyle(p).maskImage"
        until(lambda: "rgba(0, 0, 0, 0)" in wide.evaluate(mask), "it does not fade")
        wide.evaluate("p => p.scrollTo(p.scrollWidth, 0)")
        until(lambda: "rgba(0, 0, 0, 0)" not in wide.evaluate(mask), "it fades at its end too")


# --- Pictures and names ---------------------------------------------------------------------


@pytest.mark.parametrize("path", PAGES)
def test_pictures_have_words(path):
    pictures = re.findall(r"<img [^>]*>", (SITE / path).read_text("utf-8"))
    for picture in pictures:
        words = re.search(r'alt="([^"]*)"', picture)[1]
        assert not re.search(r"/|\.(svg|png)$", words), picture


def test_titles_of_works_keep_their_capitals():
    shown = (SITE / "book/bibliography.html").read_text("utf-8")
    works = (SITE.parents[1] / "book/references.bib").read_text("utf-8")
    for title in re.findall(r"title = \{(.*)\},?$", works, re.MULTILINE):
        letters = re.sub(r"\{(.)\}", r"\1", decode(title, "ulatex"))
        for name in re.findall(r"\{([^{}]+)\}", letters):
            assert name in shown


# --- Downloads -----------------------------------------------------------------------------


@pytest.mark.parametrize("origin", ORIGINS)
def test_sources_are_saved_and_not_shown(visit, origin):
    with visit("book/levitron.html", origin) as page:
        links = page.locator("a.btn[href*='_sources/']")
        assert links.count() == 2
        for link in links.all():
            page.locator(".dropdown-download-buttons > button").click()
            if origin == "http":
                with page.expect_download() as started:
                    link.click()
                assert started.value.suggested_filename.startswith("levitron.")
            else:  # a browser does not save what another file links to
                title = link.get_attribute("title") or link.get_attribute("data-bs-original-title")
                assert "save the link" in title
                page.keyboard.press("Escape")


# --- Drawers on phones ---------------------------------------------------------------------


@pytest.mark.parametrize("which", ["primary", "secondary"])
def test_drawers_can_be_left(visit, which):
    with visit("book/conventions.html", **PHONE) as page:
        drawer = page.locator(f"#pst-{which}-sidebar-modal")
        for leave in (
            lambda: drawer.get_by_role("button", name="Close").tap(),
            lambda: page.keyboard.press("Escape"),
            lambda: drawer.locator("a[href^='#']").last.tap(),
        ):
            page.locator(f".{which}-toggle").tap()
            drawer.wait_for(state="visible")
            leave()
            drawer.wait_for(state="hidden")
    with visit("book/conventions.html") as page:
        assert page.get_by_role("button", name="Close").count() == 0, "none on a wide screen"


@pytest.mark.parametrize("width, shown", [(390, False), (700, True)])
def test_no_button_lies_over_a_phones_page(visit, width, shown):
    with visit("book/conventions.html", viewport={"width": width, "height": 844}) as page:
        for top in (3000, 2000):  # the theme shows it where one goes back up
            page.evaluate("top => scrollTo({ top, behavior: 'instant' })", top)
            page.wait_for_timeout(200)
        button = page.locator("#pst-back-to-top")
        assert button.evaluate("button => button.style.display") == "block"
        assert button.is_visible() == shown


# --- Search --------------------------------------------------------------------------------


@pytest.mark.parametrize("origin", ORIGINS)
@pytest.mark.parametrize(
    ("words", "anchor", "quoted"),
    [
        ("addition theorem", "book/concentric-loops.html#", "addition theorem"),
        ("pair_torque", "book/api.html#magbook.loops.pair_torque", ""),
        ("Casimir repulsion", "book/casimir-polder.html#", "casimir"),
        ("adition theorm", "book/concentric-loops.html#", "addition"),
    ],
)
def test_search_leads_to_a_place_and_quotes_it(visit, origin, words, anchor, quoted):
    with visit(f"search.html?q={words}", origin) as page:
        found = page.locator(".book-search li")
        until(lambda: found.count() > 0, "nothing is found")
        assert "place" in page.get_by_role("status").inner_text()
        first = [found.nth(i).locator("a").get_attribute("href") for i in range(3)]
        best = next(i for i, address in enumerate(first) if address.startswith(anchor))
        marked = " ".join(found.nth(best).locator("mark").all_inner_texts()).lower()
        assert quoted.split(" ")[0] in marked
        address = first[best]
        found.nth(best).locator("a").click()
        place = page.locator(f'[id="{address.partition("#")[2]}"]')
        until(lambda: place.evaluate(AT_TOP), "the link leads elsewhere")
        page.go_back()
        until(lambda: page.locator(".book-search li").count() > 0, "the way back leads elsewhere")


AT_TOP = """place => Math.abs(place.getBoundingClientRect().top) < innerHeight / 2"""


def test_search_follows_the_keys(visit):
    with visit("search.html", "file") as page:
        field = page.get_by_role("searchbox")
        until(lambda: field.evaluate("f => f === document.activeElement"), "it has no focus")
        for words, few in (("t", False), ("torque", False), ("qqqq", True)):
            field.fill(words)
            until(lambda f=few: (page.locator(".book-search li").count() == 0) == f, words)
        assert "Nothing" in page.get_by_role("status").inner_text()
        field.fill("torque")
        page.locator(".book-search li").first.wait_for()
        page.keyboard.press("Tab")
        assert page.evaluate("document.activeElement.closest('.book-search li') !== null")


def test_search_finds_every_section_and_quotes_no_source_of_formulas():
    for path in TEXTS:
        said = (SITE / "_static/search" / path).with_suffix(".js").read_text("utf-8")
        places = json.loads(said[said.index("{") : said.rindex("}") + 1])["places"]
        markup = (SITE / path).read_text("utf-8")
        sections = set(re.findall(r'<section [^>]*id="([^"]+)"', markup))
        assert sections <= {anchor for anchor, _, _ in places}
        for anchor, heading, words in places:
            assert f'id="{anchor}"' in markup
            assert heading and not re.match(r"Exercise [\d.]+[^\d.\s]", heading)
            assert not re.search(r"\\[a-z]+", words), words


def test_the_icon_leaves_room_for_the_words(visit):
    with visit("book/index.html") as page:
        page.keyboard.press("Control+k")
        form = page.locator("#pst-search-dialog form")
        form.wait_for()
        icon, field = (form.locator(what).bounding_box() for what in ("i", "input"))
        assert icon["x"] + icon["width"] <= field["x"]


def test_only_the_search_page_loads_the_index():
    for page in PAGES:
        loads = re.findall(r'src="[^"]*search[^"]*"', (SITE / page).read_text("utf-8"))
        assert bool(loads) == (page == "search.html"), page


# --- Print ---------------------------------------------------------------------------------


@pytest.mark.parametrize("path", ["book/concentric-loops.html", "book/errata.html"])
def test_paper_is_full_and_says_what_it_is(visit, path):
    with visit(path) as page:
        page.wait_for_function(LIVE)
        title = page.locator(".bd-article h1").evaluate("h1 => h1.lastChild.previousSibling.data")
        sheets = PdfReader(io.BytesIO(page.pdf(prefer_css_page_size=True))).pages
    short = None
    for number, sheet in enumerate(sheets, 1):
        lines = {}  # by their heights

        def note(text, place, within, *_, lines=lines):
            y = within[4] * place[1] + within[5] * place[3] + place[5]
            lines[y] = lines.get(y, "") + text

        sheet.extract_text(visitor_text=note)
        bottom, *heights = sorted(y for y, text in lines.items() if text.strip())
        assert lines[bottom].strip() == str(number)
        head = lines[heights.pop()]
        assert title in head and (number == 1 or "Loops, Rings, Dipoles, Spheres" in head)
        assert not short, f"sheet {short} is half empty"
        filled = 1 - heights[0] / float(sheet.mediabox.height)
        short = number if filled <= 0.6 else None


def test_a_printed_figure_names_its_parameters(visit):
    with visit("book/index.html") as page:
        page.wait_for_function(LIVE)
        page.emulate_media(media="print")
        figure = page.locator("figure[data-figure]").first
        for control in figure.locator(".mag-control").all():
            assert control.locator("label").is_visible()
            assert control.locator("input[name]").is_visible()
            assert not control.locator("input[type=range]").is_visible()


def test_solutions_print_only_if_unfolded_or_alone(visit):
    with visit("book/inductance.html") as page:
        page.evaluate("window.print = () => {}")
        page.emulate_media(media="print")
        exercises, solutions = page.locator("div.exercise"), page.locator("div.solution")
        text = page.locator(".bd-article > section > p:not(.answers-progress)")

        def shown(kind):
            return [item.is_visible() for item in kind.all()]

        count = exercises.count()
        assert count == solutions.count() > 1
        assert shown(exercises) == [True] * count and shown(solutions) == [False] * count
        page.emulate_media(media="screen")
        solutions.first.locator(".toggle-button").click()
        page.emulate_media(media="print")
        assert shown(solutions) == [True] + [False] * (count - 1)
        for what, one, other in (
            ("exercises", exercises, solutions),
            ("solutions", solutions, exercises),
        ):
            page.evaluate(f"printOnly('{what}')")
            assert shown(one) == [True] * count and shown(other) == [False] * count
            assert one.last.locator("p:not(.answer p)").last.is_visible()
            assert not any(shown(text))
            page.evaluate("dispatchEvent(new Event('afterprint'))")
            assert all(shown(text))


def test_dark_pages_print_dark_on_light(visit):
    with visit("book/index.html", color_scheme="dark") as page:
        page.wait_for_function(LIVE)
        ink = "getComputedStyle(document.querySelector('.bd-article p')).color"
        dark = page.evaluate(ink)
        page.evaluate("dispatchEvent(new Event('beforeprint'))")
        assert page.evaluate(ink) != dark
        page.evaluate("dispatchEvent(new Event('afterprint'))")
        assert page.evaluate(ink) == dark


def test_plots_have_the_ground_of_dark_pages(visit):
    seen = 0
    for path in TEXTS:
        if 'src="../_images/' not in (SITE / path).read_text("utf-8"):
            continue
        with visit(path, color_scheme="dark") as page:
            for plot in page.locator("css:light=.cell_output img:visible").all():
                plot.scroll_into_view_if_needed()
                with Image.open(io.BytesIO(plot.screenshot())) as picture:  # once it is at rest
                    corner = picture.convert("RGB").getpixel((2, 2))
                assert f"rgb{corner}" == page.evaluate(
                    "getComputedStyle(document.body).backgroundColor"
                )
                seen += 1
    assert seen > 5


@pytest.mark.parametrize("path", [path for path in SHOWN if path in TEXTS])
def test_a_first_visit_weighs_what_it_may(browser, path):
    with serve(SITE) as base:
        whole, _ = weight(browser, base + path)
    assert whole <= 750_000


def measured(page):
    """What the browser counts of a page, by name."""
    protocol = page.context.new_cdp_session(page)
    protocol.send("Performance.enable")
    metrics = protocol.send("Performance.getMetrics")["metrics"]
    return {metric["name"]: metric["value"] for metric in metrics}


@pytest.mark.parametrize("width", [1280, 390])
@pytest.mark.parametrize("path", ["book/errata.html", "book/elliptic-integrals.html"])
def test_a_page_lays_out_what_is_near_and_knows_about_how_tall_the_rest_is(visit, path, width):
    with visit(path, viewport={"width": width, "height": 900}) as page:
        page.wait_for_function(LIVE)
        page.wait_for_function("!document.querySelector('.answer [type=hidden]')")
        found = measured(page)
        assert found["LayoutObjects"] < found["Nodes"] / 3
        tall = "document.querySelector('.bd-article').scrollHeight"
        told = page.evaluate(tall)
        page.add_style_tag(content="section { content-visibility: visible !important }")
        assert told == pytest.approx(page.evaluate(tall), rel=0.25)


#: counts the fields that are hidden from now on
HIDDEN = """() => {
    window.wereHidden = 0;
    new MutationObserver(changes => {
        for (const { target } of changes) if (target.type === "hidden") wereHidden++;
    }).observe(document.body, { subtree: true, attributeFilter: ["type"] });
}"""


def test_fields_far_away_are_hidden_from_the_form_filler_until_it_has_looked(visit):
    with visit(
        "book/elliptic-integrals.html", prepare=lambda p: p.add_init_script(AT_LOAD)
    ) as page:
        far, near = page.evaluate("atLoad")
        assert len(far) > 5 and set(far) == {"hidden"}
        assert near and "hidden" not in near, "the reader misses them"
        page.wait_for_function("!document.querySelector('input[type=hidden][name]')")
        page.wait_for_function(LIVE)
        field = page.locator("css:light=.mag-number input").first
        field.evaluate("field => field.scrollIntoView({ behavior: 'instant' })")
        page.evaluate(FRAMES)
        before = measured(page)["LayoutObjects"]
        field.focus()
        page.keyboard.type("0")
        page.evaluate(FRAMES)
        after = measured(page)["LayoutObjects"]
        assert after < 1.5 * before, "where one has the focus, all are looked at"
        page.evaluate(HIDDEN)
        page.locator("css:light=[data-do=edit]").first.click()
        page.locator("css:light=[data-editor] [role=textbox]").wait_for()
        page.wait_for_function("wereHidden > 5")
        page.wait_for_function("!document.querySelector('.answer [type=hidden]')")
        assert measured(page)["LayoutObjects"] < 1.5 * before, "all are, for the editor's field"


def test_fields_come_back_where_two_editors_open_at_once(visit):
    with visit("book/inductance.html") as page:
        page.wait_for_function(LIVE)
        page.wait_for_function("!document.querySelector('input[type=hidden][name]')")
        page.evaluate(HIDDEN)
        page.evaluate("document.querySelectorAll('[data-do=edit]').forEach(edit => edit.click())")
        page.wait_for_function("document.querySelectorAll('[data-editor] [role=textbox]')[1]")
        page.wait_for_function("wereHidden > 0")
        page.wait_for_function("!document.querySelector('input[type=hidden][name]')")


def test_what_is_printed_as_soon_as_it_is_there_has_all_its_fields(visit):
    printed = "addEventListener('load', () => dispatchEvent(new Event('beforeprint')));"
    with visit(
        "book/elliptic-integrals.html", prepare=lambda p: p.add_init_script(printed + AT_LOAD)
    ) as page:
        far, near = page.evaluate("atLoad")
        assert "hidden" not in far + near and far and near


FRAMES = """async () => {
    for (let i = 0; i < 20; i++) await new Promise(requestAnimationFrame);
}"""
#: when the page has loaded: types of the fields that are passed over, and of the others
AT_LOAD = """addEventListener("load", () => {
    const fields = [...document.querySelectorAll(".mag-number input, [name=answer]")];
    const seen = field => field.parentElement.checkVisibility({ contentVisibilityAuto: true });
    window.atLoad = [false, true].map(near =>
        fields.filter(field => seen(field) === near).map(field => field.type));
});"""


#: from the last section to the first: to the label of each, where it has one
ASTRAY = f"""async () => {{ {LANDING}
    const labelOf = (section) => section.querySelector(":scope > span:empty") ?? section;
    return [sections.length, await missed(sections.reverse().map(labelOf))];
}}"""


@pytest.mark.parametrize(
    "path, width",
    [
        ("book/checked-against-the-world.html", 1280),
        ("book/dipole-force.html", 1280),
        ("book/levitron.html", 1280),
        ("book/concentric-loops.html", 390),
    ],
)
def test_links_lead_to_sections_while_those_above_find_their_size(visit, path, width):
    with visit(path, viewport={"width": width, "height": 900}) as page:
        count, missed = page.evaluate(ASTRAY)
    assert count > 10 and missed == {}


def test_sections_that_are_passed_over_are_printed(visit):
    with visit("book/levitation-melting.html") as page:
        printed = PdfReader(io.BytesIO(page.pdf())).pages
        heads = page.locator(".bd-article > section > section > h2").all_inner_texts()
        words = unicodedata.normalize("NFKC", "".join(sheet.extract_text() for sheet in printed))
        words = "".join(words.split())
        missing = [head for head in heads if "".join(head.strip("#").split()) not in words]
        assert not missing


# --- What answers in it ----------------------------------------------------------------------


@pytest.mark.parametrize("opened", [f"book/{page}.html" for page in chapters()], indirect=True)
def test_each_exercise_answers_in_its_page(request, opened):
    page = request.node.callspec.params["opened"].removeprefix("book/").removesuffix(".html")
    for one in exercises(page):
        if not one.asks or one.asks["kind"] == "sketch":
            continue
        for given, seed, which in cases(one):
            if seed:
                continue
            state, reply, said = opened.evaluate(SUBMIT, [one.label, given, one.asks["kind"]])
            assert state == ("right" if which == -1 else "wrong"), (one.label, given, reply)
            place = one.asks["right"] if one.asks["kind"] == "choice" and which < 0 else which
            expected = said.get(str(place), "Right." if which == -1 else None)
            assert reply == expected, (one.label, given)


@pytest.mark.parametrize("opened", LINKS, indirect=True)
def test_links_set_figures(request, opened):
    opened.emulate_media(media="screen", reduced_motion="reduce")
    links = opened.locator("css:light=a.mag-set")
    assert links.count() == len(LINKS[request.node.callspec.params["opened"]])
    for i, link in enumerate(links.all()):
        id, query = link.get_attribute("href")[1:].split("?")
        wanted = {name: float(value) for name, value in parse_qsl(query)}
        figure = Figure(opened, id)
        # the second time the address is there already
        for _ in range(1 if i else 2):
            link.evaluate("link => link.click()")
            until(
                lambda f=figure, w=wanted: w.items() <= f.controls().items(),
                f"{id} does not follow its link {query}",
            )
            figure.root.evaluate(IN_SIGHT)
            figure.settle()


# --- For every reader; the last, for it takes pages apart ------------------------------------


@pytest.mark.parametrize("opened", SHOWN, indirect=True)
def test_page_is_accessible(opened):
    opened.set_viewport_size({"width": 1280, "height": 800})
    opened.evaluate("document.querySelectorAll('figure details').forEach(d => (d.open = true))")
    # in what is passed over, colours change only once it is seen
    opened.add_style_tag(content="section { content-visibility: visible !important }")
    for scheme in ("light", "dark"):
        opened.emulate_media(color_scheme=scheme)
        opened.locator(f'html[data-theme="{scheme}"]').wait_for()
        opened.evaluate(MOVED)
        faint = opened.evaluate(FAINT)
        assert not faint, f"letters too like their ground: {faint}"
    opened.evaluate(THINNED)
    grave = barriers(opened, rules={"color-contrast": {"enabled": False}})  # seen to above
    assert not grave, "\n".join(grave)


def test_faint_letters_are_seen(visit):
    """As the library sees them, which takes ten times as long."""
    with visit("figures/levitron.html", color_scheme="dark") as page:
        page.wait_for_function(LIVE)
        paragraph = page.locator("css:light=.mag-text").first
        for colour, seen in (("#767676", True), ("#bbbbbb", False)):
            paragraph.evaluate("(p, colour) => { p.style.color = colour }", colour)
            assert bool(page.evaluate(FAINT)) == seen
            assert bool(barriers(page, runOnly=["color-contrast"])) == seen


@pytest.mark.parametrize("path", PAGES)
def test_formulas_are_valid_mathml(path):
    assert misshapen((SITE / path).read_text("utf-8")) == []


def barriers(page, **options):
    """What keeps readers out."""
    found = Axe().run(page, None, {"preload": False, "resultTypes": ["violations"], **options})
    return [
        f"{v['id']} at {node['target']}: {node['failureSummary']}"
        for v in found.response["violations"]
        if v["impact"] in ("serious", "critical")
        for node in v["nodes"]
    ]


#: leaves of the page what axe need look at, for it takes its time over every element: formulas'
#: hidden forms become blank boxes, their MathML a word, and words of programs lose their colours
THINNED = """() => {
    const formulas = [...document.querySelectorAll(".katex-html[aria-hidden=true]")];
    const sizes = formulas.map(formula => {
        const { width, height } = formula.getBoundingClientRect();
        return [Math.max(width, formula.scrollWidth), height];
    });
    formulas.forEach((formula, i) => {
        const [width, height] = sizes[i];
        formula.replaceChildren();
        formula.style = `display: inline-block; width: ${width}px; height: ${height}px`;
    });
    for (const math of document.querySelectorAll(".katex-mathml math")) math.textContent += "";
    for (const word of document.querySelectorAll("pre span")) word.replaceWith(...word.childNodes);
}"""


#: text whose contrast with its ground is too small: [words, colour, ground, contrast]
FAINT = """() => {
    const channels = text => text.match(/[\\d.]+/g).map(Number);
    const luminance = ([r, g, b]) => {
        const [R, G, B] = [r, g, b].map(c => (c /= 255) <= 0.04045 ? c / 12.92
            : ((c + 0.055) / 1.055) ** 2.4);
        return 0.2126 * R + 0.7152 * G + 0.0722 * B;
    };
    const ground = element => {
        for (; element; element = element.parentElement) {
            const colour = getComputedStyle(element).backgroundColor;
            const alpha = channels(colour)[3];
            if (alpha === undefined || alpha === 1) return colour;
        }
        return "rgb(255, 255, 255)";
    };
    const found = new Map();
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    while (walker.nextNode()) {
        const element = walker.currentNode.parentElement;
        if (element.closest("style, script, noscript, :disabled, .katex-mathml")) continue;
        if (!walker.currentNode.data.trim()) continue;
        if (!element.checkVisibility({ visibilityProperty: true, opacityProperty: true })) continue;
        const style = getComputedStyle(element);
        const colour = element instanceof SVGElement ? style.fill : style.color;
        const behind = ground(element);
        const key = colour + behind;
        if (found.has(key)) continue;
        const [a, b] = [colour, behind].map(c => luminance(channels(c)));
        const contrast = (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
        found.set(key, [element.textContent, colour, behind, contrast]);
    }
    return [...found.values()].filter(item => !(item[3] >= 4.5));
}"""
