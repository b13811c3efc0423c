"""The built site in a real browser: every figure lives, and says what Python says."""

import json
import xml.etree.ElementTree as ET

import pytest
from axe_playwright_python.sync_playwright import Axe

from magbook.figure import load
from tests.browser.conftest import SITE

PAGES = sorted(
    str(file.relative_to(SITE))
    for folder in ("", "book")
    for file in (SITE / folder).glob("*.html")
)
CHAPTER = "book/concentric-loops.html"
FIGURES = ["concentric-torque", "inner-loop-field", "torque-convergence"]
LIVE = "() => [...document.querySelectorAll('figure')].every(f => f.dataset.state === 'live')"


class Figure:
    """A figure in a page, as the contract of the site shows it."""

    def __init__(self, page, id):
        self.page, self.id, self.python = page, id, load(id)
        page.wait_for_function(LIVE)
        self.root = page.locator(f'figure[data-figure="{id}"]')
        self.root.scroll_into_view_if_needed()

    def set(self, **values):
        for name, value in values.items():
            self.root.locator(f'input[name="{name}"]').fill(str(value))

    def controls(self):
        return {
            c["name"]: float(self.root.locator(f'input[name="{c["name"]}"]').input_value())
            for c in self.python.controls
        }

    def readouts(self):
        return self.root.locator("output").evaluate_all(
            "all => Object.fromEntries(all.map(o => [o.dataset.name, o.dataset.value]))"
        )

    def drawn(self):
        return self.root.locator(".mag-views").inner_html()

    def settle(self):
        """Until the readouts are Python's for the controls that the page shows."""
        expected = self.python.answer(self.controls())["results"]
        wanted = {r["name"]: expected[r["name"]] for r in self.python.readouts}
        self.page.wait_for_function(
            """([id, wanted]) => Object.entries(wanted).every(([name, value]) => {
                const shown = document.querySelector(
                    `figure[data-figure="${id}"] output[data-name="${name}"]`).dataset.value;
                if (value === null) return shown === "";
                const scale = Math.max(Math.abs(value), 1e-15);
                return shown !== "" && Math.abs(Number(shown) - value) <= 1e-12 * scale + 1e-15;
            })""",
            arg=[self.id, wanted],
        )
        self.page.evaluate("() => new Promise(requestAnimationFrame)")


@pytest.fixture(params=FIGURES)
def figure(request, open_page):
    return Figure(open_page(CHAPTER), request.param)


@pytest.mark.parametrize("origin", ["http", "file"])
@pytest.mark.parametrize("path", PAGES)
def test_page_is_whole(open_page, path, origin):
    page = open_page(path, origin)
    page.wait_for_function(LIVE)
    assert page.title() and page.locator("html").get_attribute("lang") == "en"
    for width in (1280, 390):
        page.set_viewport_size({"width": width, "height": 800})
        wide = page.evaluate("document.documentElement.scrollWidth")
        assert wide <= width, f"{wide} px wide on a screen of {width}"


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("path", ["book/index.html", CHAPTER])
def test_figures_are_accessible(open_page, path, scheme):
    page = open_page(path, color_scheme=scheme)
    page.wait_for_function(LIVE)
    found = Axe().run(page, context="article", options={"preload": False}).response
    grave = [v for v in found["violations"] if v["impact"] in ("serious", "critical")]
    ours = [
        (v["id"], node["target"], node["failureSummary"])
        for v in grave
        for node in v["nodes"]
        if "mag-" in json.dumps(node) or "ledger" in json.dumps(node)
    ]
    assert not ours


def test_readouts_are_pythons(figure):
    figure.settle()
    for name, preset in figure.python.presets.items():
        figure.root.locator(f'button[data-preset="{name}"]').click()
        figure.settle()
        assert preset.items() <= figure.controls().items()
    for control in figure.python.controls:
        for end in ("low", "high", "default"):
            figure.set(**{control["name"]: control[end]})
            figure.settle()


def test_every_control_moves_something(figure):
    figure.settle()
    for control in figure.python.controls:
        slider = figure.root.locator(f'input[data-slider="{control["name"]}"]')
        before = figure.readouts(), figure.drawn()
        slider.fill("300")
        figure.settle()
        moved = figure.readouts(), figure.drawn()
        assert moved != before, f"the slider of {control['name']}"
        slider.press("ArrowRight")
        slider.press("PageUp")
        figure.settle()
        assert (figure.readouts(), figure.drawn()) != moved, f"the keys on {control['name']}"


def test_bad_input_is_named_and_nothing_is_lost(figure):
    figure.settle()
    before = figure.readouts()
    control = figure.python.controls[0]
    field = figure.root.locator(f'input[name="{control["name"]}"]')
    for bad in ("1e9", "-5", ""):
        field.fill(bad)
        complaint = figure.root.locator(".mag-complaint:visible")
        assert control["words"].lower() in complaint.inner_text().lower()
        assert field.get_attribute("aria-invalid") == "true"
        assert figure.root.get_attribute("data-stale") is not None
        assert figure.readouts() == before
    field.fill(str(control["default"]))
    figure.settle()
    assert figure.root.locator(".mag-complaint:visible").count() == 0
    assert figure.root.get_attribute("data-stale") is None


def test_address_sets_the_figure_and_follows_it(open_page):
    page = open_page(f"{CHAPTER}#concentric-torque?alpha=33&ratio=0.44&terms=7")
    figure = Figure(page, "concentric-torque")
    assert figure.controls() == {"alpha": 33, "ratio": 0.44, "terms": 7}
    figure.settle()
    page.locator("a.mag-set").first.click()
    page.wait_for_function("document.querySelector('input[name=ratio]').value === '0.1'")
    figure.settle()
    figure.set(alpha=71)
    page.wait_for_function("location.hash.includes('alpha=71')")
    figure.root.locator("button[data-do=reset]").click()
    figure.settle()
    assert figure.controls() == {"alpha": 50, "ratio": 0.85, "terms": 3}


@pytest.mark.parametrize("hash", ["alpha=900&ratio=0.5", "alpha=oops", "nonsense=1"])
def test_a_bad_address_does_no_harm(open_page, hash):
    page = open_page(f"{CHAPTER}#concentric-torque?{hash}", tolerant=True)
    page.wait_for_function(
        "document.querySelector('figure[data-figure=torque-convergence]').dataset.state === 'live'"
    )
    root = page.locator('figure[data-figure="concentric-torque"]')
    assert root.get_attribute("data-state") != "failed"
    root.locator("button[data-do=reset]").click()
    Figure(page, "concentric-torque").settle()


def test_scene_turns_and_point_can_be_dragged(open_page):
    figure = Figure(open_page(CHAPTER), "concentric-torque")
    figure.settle()
    scene, plot = figure.root.locator(".mag-canvas").all()
    before = scene.inner_html()
    scene.focus()
    scene.press("ArrowLeft")
    turned = scene.inner_html()
    assert turned != before
    box = scene.bounding_box()
    mouse = figure.page.mouse
    mouse.move(box["x"] + 100, box["y"] + 100)
    mouse.down()
    mouse.move(box["x"] + 160, box["y"] + 120)
    mouse.up()
    assert scene.inner_html() != turned
    box = plot.bounding_box()
    mouse.move(box["x"] + 0.5 * box["width"], box["y"] + 0.5 * box["height"])
    mouse.down()
    mouse.move(box["x"] + 0.8 * box["width"], box["y"] + 0.5 * box["height"])
    mouse.up()
    assert 120 < figure.controls()["alpha"] < 160
    figure.settle()


def test_what_the_reader_takes_home(figure, tmp_path):
    figure.settle()
    for form, check in {
        "csv": lambda data: data.startswith(b"series,x,y\n") and data.count(b"\n") > 50,
        "svg": lambda data: ET.fromstring(data).tag.endswith("svg") and b"var(--" not in data,
        "png": lambda data: data.startswith(b"\x89PNG") and len(data) > 10_000,
    }.items():
        with figure.page.expect_download() as started:
            figure.root.locator(f"button[data-do={form}]").click()
        file = tmp_path / started.value.suggested_filename
        started.value.save_as(file)
        assert check(file.read_bytes()), form


def test_copied_python_reproduces_the_readouts(figure):
    figure.page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    figure.settle()
    figure.root.locator("summary").click()
    figure.root.locator("button[data-do=code]").click()
    scope: dict = {}
    exec(figure.page.evaluate("navigator.clipboard.readText()"), scope)
    for name, shown in figure.readouts().items():
        if shown:
            assert scope[name] == pytest.approx(float(shown), rel=1e-11, abs=1e-15)
    figure.root.locator("button[data-do=link]").click()
    assert f"#{figure.id}?" in figure.page.evaluate("navigator.clipboard.readText()")


def test_failure_is_said_and_the_picture_stays(browser, served):
    page = browser.new_page()
    page.route("**/magbook.loops.js*", lambda route: route.abort())
    page.goto(served + CHAPTER)
    root = page.locator('figure[data-figure="concentric-torque"]')
    page.wait_for_function("document.querySelector('figure').dataset.state === 'failed'")
    assert "has stopped" in root.locator(".mag-status").inner_text()
    assert root.locator(".mag-canvas svg").count() == 2
    page.close()


def test_without_scripts_the_picture_and_its_numbers_stand(open_page):
    page = open_page(CHAPTER, java_script_enabled=False)
    for id in FIGURES:
        root = page.locator(f'figure[data-figure="{id}"]')
        assert root.get_attribute("data-state") == "still"
        assert root.locator(".mag-canvas svg").count() > 0
        results = load(id).answer({})["results"]
        for output in root.locator("output").all():
            wanted = results[output.get_attribute("data-name")]
            assert float(output.get_attribute("data-value")) == pytest.approx(wanted, abs=1e-15)


def test_dark_mode_has_its_own_colours(open_page):
    paper = {}
    for scheme in ("light", "dark"):
        page = open_page(CHAPTER, color_scheme=scheme)
        paper[scheme] = page.locator("figure.mag-figure").first.evaluate(
            "f => getComputedStyle(f).backgroundColor"
        )
    assert paper["light"] != paper["dark"]
