"""Each figure on a page of its own, in frames too, and all of them on one; what leads there."""

import io
import re
import subprocess
import xml.etree.ElementTree as ET
from html import unescape
from urllib.parse import parse_qsl

import pytest
from bookbuild.node import node
from PIL import Image

from magfigures import load
from tests.browser.conftest import LIVE, ORIGINS, SITE
from tests.browser.test_site import HOME, Figure, another, until

WEB = SITE.parents[1] / "src/livefigure/web"
ALL = SITE / "figures" / "index.html"
#: one that runs here alone, and one that runs in the book too
TRIED = ["concentric-torque", "eddy-sphere"]
#: the most controls, the most readouts, a wide view after two others
FULL = ["dipole-force", "eddy-force", "skin-depth"]
PROJECTOR = {"viewport": {"width": 1920, "height": 1080}}
PHONE = {"viewport": {"width": 390, "height": 844}, "has_touch": True, "is_mobile": True}
CLIPBOARD = {"permissions": ["clipboard-read", "clipboard-write"]}

# --- Files ---------------------------------------------------------------------------------


def target(page, address):
    """The file that a page's address names, and the place in it."""
    path, _, place = re.sub(r"\?v=\w+", "", address).partition("#")
    return (page.parent / path).resolve(), place


@pytest.mark.parametrize("id", HOME)
def test_every_figure_has_a_page(id):
    page = SITE / "figures" / f"{id}.html"
    text = page.read_text("utf-8")
    assert re.findall('<figure[^>]* data-figure="([^"]*)"', text) == [id]
    # the address `#ID` would let the browser scroll whatever is around a frame
    assert f' id="{id}"' not in text
    assert load(id).title in text
    for loaded in re.findall(r'<(?:script|link)[^>]* (?:src|href)="([^"]*)"', text):
        assert target(page, loaded)[0].is_file(), loaded
    (back,) = re.findall(r'<a class="alone-back" href="([^"]*)"', text)
    assert target(page, back) == (SITE / HOME[id], id)
    # no sidebars, no formulas: the page itself is the figure
    chapter = (SITE / HOME[id]).read_text("utf-8")
    assert f'id="{id}"' in chapter and len(text) < len(chapter) / 3


def test_the_page_of_all_shows_each_once():
    text = ALL.read_text("utf-8")
    entries = re.findall("<li><a href.*?</li>", text, re.DOTALL)
    assert sorted(re.search('href="([a-z-]*).html"', e)[1] for e in entries) == sorted(HOME)
    for entry in entries:
        alone, picture, chapter = re.findall('(?:href|src)="([^"]*)"', entry)
        assert 'loading="lazy"' in entry
        id = target(ALL, alone)[0].stem
        assert target(ALL, chapter) == (SITE / HOME[id], id)
        drawn = ET.parse(target(ALL, picture)[0])
        assert len(list(drawn.iter())) > 10 and "var(" not in ET.tostring(
            drawn.getroot(), "unicode"
        )
        title = load(id).title
        assert title in unescape(entry) and len(re.search("<p>(.*)</p>", entry)[1]) > 30


def test_every_page_leads_to_all_figures():
    for page in [*SITE.glob("*.html"), *SITE.glob("book/*.html"), ALL]:
        if page == SITE / "index.html":
            continue  # which only leads on
        text = page.read_text("utf-8")
        links = {target(page, link)[0] for link in re.findall(r'href="([^"]*index.html)"', text)}
        assert ALL in links or page == ALL, page
    for page in ("book/index.html", "book/for-teachers.html"):
        article = (SITE / page).read_text("utf-8").partition("<article")[2]
        assert 'href="../figures/index.html"' in article, page


# --- Alone ---------------------------------------------------------------------------------


def moved(id):
    """Values of all controls that are not the defaults, and the address that says so."""
    values = {c["name"]: another(c, c["default"]) for c in load(id).controls}
    return values, f"#{id}?" + "&".join(f"{name}={value!r}" for name, value in values.items())


@pytest.mark.parametrize("id, origin", [*zip(TRIED, ORIGINS, strict=True)])
def test_a_link_sets_it_and_keys_answer(visit, id, origin):
    values, address = moved(id)
    with visit(f"figures/{id}.html{address}&view=10,20", origin, **PROJECTOR) as page:
        page.wait_for_function(LIVE)
        figure = Figure(page, id)
        figure.settle()
        assert figure.controls() == values
        back = page.locator(".alone-back")
        back.focus()
        assert f"{HOME[id]}#" in back.get_attribute("href")
        assert dict(parse_qsl(back.get_attribute("href").partition("?")[2]))["view"] == "10,20"
        back.evaluate("link => link.blur()")

        keys = page.keyboard
        keys.press("r")
        figure.settle()
        assert figure.controls() == figure.python.defaults()
        # in the order of their buttons
        for digit, button in enumerate(figure.root.locator("[data-preset]").all()[:9], 1):
            keys.press("0")
            keys.press(str(digit))
            figure.settle()
            preset = figure.python.presets[button.get_attribute("data-preset")]
            assert figure.controls() == {**figure.python.defaults(), **preset}
        keys.press("0")
        # a field keeps its keys
        field = figure.root.locator("input[name]").first
        field.focus()
        for key in ("2", "r", "f", " "):
            keys.press(key)
        assert not page.locator("html[data-projector]").count()
        assert figure.root.locator("[aria-pressed=true]").count() == 0
        field.evaluate("field => field.blur()")
        keys.press("0")
        figure.settle()

        runs = figure.root.locator("[data-play]").first.get_attribute("data-play")
        keys.press(" ")
        until(
            lambda: figure.controls()[runs] != figure.python.defaults()[runs],
            f"{runs} stands still",
        )
        keys.press(" ")
        assert figure.root.locator("[aria-pressed=true]").count() == 0

        keys.press("?")
        help = page.locator(".alone-help")
        shown = [keys for cap in help.locator("dt").all() for keys in cap.inner_text().split()]
        presets = [str(i + 1) for i in range(min(9, len(figure.python.presets)))]
        assert help.is_visible() and shown == [*presets, "space", "0", "r", "f", "?"]
        keys.press("?")
        assert not help.is_visible()
        assert page.locator(".alone-keys kbd").count() >= 3


#: pixels: the smallest letters of the drawings and beside them, how far anything reaches over
#: the edge of the window or of its place, and the height of the lowest drawing
LARGE = """figure => {
    const drawn = [...figure.querySelectorAll(".mag-stage .mag-canvas")].map(place =>
        12 * place.clientWidth / place.firstElementChild.viewBox.baseVal.width);
    const beside = [...figure.querySelectorAll(".mag-words, output, .mag-text, [data-preset]")]
        .map(text => parseFloat(getComputedStyle(text).fontSize));
    const box = what => figure.querySelector(what).getBoundingClientRect();
    const views = [...figure.querySelectorAll(".mag-stage .mag-view")]
        .map(view => view.getBoundingClientRect().bottom - box(".mag-actions").top);
    const panel = figure.querySelector(".mag-panel");
    const over = [panel.scrollHeight - panel.clientHeight, box(".mag-text").bottom - innerHeight];
    const heights = [...figure.querySelectorAll(".mag-stage .mag-canvas")].map(place =>
        place.clientHeight);
    return [Math.min(...drawn, ...beside), Math.max(...views, ...over), Math.min(...heights)];
}"""


@pytest.mark.parametrize("id", FULL)
def test_it_fills_a_projector(visit, id):
    with visit(f"figures/{id}.html", **PROJECTOR) as page:
        page.wait_for_function(LIVE)
        figure = Figure(page, id)
        figure.settle()
        page.keyboard.press("f")
        page.wait_for_function("document.fullscreenElement")

        def fills():
            smallest, over, lowest = figure.root.evaluate(LARGE)
            return smallest > 18 and over <= 0 and lowest > 200

        until(fills, lambda: f"smallest letters, over, lowest: {figure.root.evaluate(LARGE)}")
        page.keyboard.press("f")
        page.wait_for_function("!document.fullscreenElement")
        page.locator("html:not([data-projector])").wait_for()


@pytest.mark.parametrize("enabled", [True, False])
def test_a_phone_offers_the_full_screen_where_it_has_one(visit, enabled):
    def prepare(page):
        if not enabled:
            page.add_init_script(
                "Object.defineProperty(Document.prototype, 'fullscreenEnabled', {value: false})"
            )

    with visit(f"figures/{TRIED[0]}.html", prepare=prepare, **PHONE) as page:
        full = page.locator('[data-page="full"]')
        assert full.is_visible() == enabled
        page.set_viewport_size({"width": 844, "height": 390})
        for part in (full, page.locator(".alone-back")):
            assert part.bounding_box()["height"] >= 28


# --- Shared --------------------------------------------------------------------------------


def scanned(picture, folder):
    """What a code says to who scans it."""
    file = folder / "code.rgba"
    file.write_bytes(picture.convert("RGBA").tobytes())
    program = (
        'import decode from "qr/decode.js"; import { readFileSync } from "node:fs";'
        f"const [width, height] = {list(picture.size)};"
        f"console.log(decode({{ width, height, data: readFileSync({str(file)!r}) }}));"
    )
    arguments = [node(), "--input-type=module", "-e", program]
    return subprocess.run(arguments, cwd=WEB, capture_output=True, text=True, check=True).stdout


@pytest.mark.parametrize(
    "path, id",
    [("figures/levitron.html", "levitron"), ("book/inductance.html", "mutual-inductance")],
)
def test_a_code_and_a_frame_say_the_present_state(visit, tmp_path, path, id):
    with visit(path, **CLIPBOARD) as page:
        page.wait_for_function(LIVE)
        figure = Figure(page, id)
        figure.press("share")
        code = figure.root.locator(".mag-scan")  # stays, while what it holds is drawn anew
        code.locator("svg").wait_for()
        figure.set(**moved(id)[0])
        figure.settle()
        figure.press("link")
        start = page.url.partition("#")[0] + f"#{id}?"
        until(
            lambda: page.evaluate("navigator.clipboard.readText()").startswith(start),
            "no link is copied",
        )
        said = page.evaluate("navigator.clipboard.readText()")

        def code_says():
            with Image.open(io.BytesIO(code.screenshot())) as picture:
                return scanned(picture, tmp_path).strip()

        until(lambda: code_says() == said, lambda: f"{code_says()}, not {said}")
        assert "your own machine" in figure.root.locator(".mag-share").inner_text()

        figure.press("embed")
        until(lambda: "<iframe" in page.evaluate("navigator.clipboard.readText()"), "no frame")
        frame = ET.fromstring(page.evaluate("navigator.clipboard.readText()"))
        alone, _, hash = frame.get("src").partition("#")
        assert alone.endswith(f"/figures/{id}.html") and hash == said.partition("#")[2]
        links = figure.root.locator(".mag-share a")
        assert links.count() == path.startswith("book")
        for link in links.all():
            assert link.get_attribute("href") == frame.get("src")
        if path.startswith("book"):  # what is pasted shows the whole figure, in a wider page too
            course = page.context.new_page()
            course.set_viewport_size({"width": 980, "height": 900})
            course.set_content(ET.tostring(frame, "unicode", "html"))
            inside = course.frame_locator("iframe")
            inside.locator("figure[data-state=live]").wait_for()

            def needed():
                return inside.locator("body").evaluate("body => body.offsetHeight")

            height = float(frame.get("height"))
            until(lambda: needed() <= height < needed() + 150, lambda: f"{height} for {needed()}")


def test_from_a_disk_there_is_no_code(visit):
    with visit("figures/levitron.html", "file") as page:
        page.wait_for_function(LIVE)
        figure = Figure(page, "levitron")
        figure.press("share")
        panel = figure.root.locator(".mag-share")
        until(lambda: "a phone cannot open it" in panel.inner_text(), "nothing is said")
        assert not panel.locator("svg").count() and not panel.locator("button").count()


#: a long page, the figure in a frame far below
FRAMED = """address => {
    window.told = [];
    addEventListener("message", ({ data }) => told.push(data));
    document.body.innerHTML = `<input autofocus><div style="height: 3000px"></div>
        <iframe src="${address}" title="framed" width="700" height="900"></iframe>
        <div style="height: 3000px"></div>`;
    document.querySelector("input").focus();
}"""


@pytest.mark.parametrize("address", ["", "?alpha=70&ratio=0.5"])
def test_a_frame_leaves_the_page_around_it_alone(visit, address):
    with visit("search.html") as page:
        page.set_viewport_size({"width": 900, "height": 700})
        before = page.evaluate("[history.length, location.href]")
        page.evaluate(FRAMED, f"figures/concentric-torque.html#concentric-torque{address}")
        frame = page.frame_locator("iframe")
        frame.locator("figure[data-state=live]").wait_for()
        inside = frame.locator("body")
        for value in (40, 60, 80):
            frame.locator('input[name="alpha"]').evaluate(
                """(input, value) => {
                    input.value = value;
                    input.dispatchEvent(new Event("input", { bubbles: true }));
                }""",
                value,
            )
            until(
                lambda v=value: f"alpha={v}" in inside.evaluate("location.hash"),
                f"the frame's address does not follow to {value}",
            )
        assert page.evaluate("[history.length, location.href]") == before
        assert page.evaluate("[scrollX, scrollY, document.activeElement.tagName]") == [
            0,
            0,
            "INPUT",
        ]
        assert frame.locator(".alone-back").get_attribute("target") == "_blank"
        assert frame.locator("figure").bounding_box()["width"] > 690

        def height():
            return inside.evaluate("body => body.offsetHeight")

        until(
            lambda: (
                page.evaluate("told.at(-1)") == {"figure": "concentric-torque", "height": height()}
            ),
            lambda: f"{page.evaluate('told')} is not {height()}",
        )
