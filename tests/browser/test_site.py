"""The built site in a real browser: every figure lives, and says what Python says."""

import csv
import functools
import io
import re
import time
import xml.etree.ElementTree as ET
from math import inf, isfinite, isnan
from urllib.parse import parse_qsl, urlencode

import pytest
from PIL import Image

from magfigures import load
from tests.browser.conftest import LIVE, PATIENCE, SITE

#: of the pages that hold a figure alone one is enough: they differ in nothing but the figure
PAGES = sorted(
    str(file.relative_to(SITE))
    for file in SITE.rglob("*.html")
    if SITE / "_static" not in file.parents
    and (file.parent != SITE / "figures" or file.stem in ("index", "levitron"))
)
#: page → ids of its figures
SHOWN = {
    page: ids
    for page in PAGES
    if (ids := re.findall(r'<figure[^>]* data-figure="([\w-]+)"', (SITE / page).read_text()))
}
#: figure → the page on which it is tried: that with the most figures, its chapter
HOME = {id: max(SHOWN, key=lambda page: (id in SHOWN[page], len(SHOWN[page])))
        for id in sorted({id for ids in SHOWN.values() for id in ids})}  # fmt: skip
#: what a figure has of the engine is tried on these: views of either kind, every mark, every scale
SAMPLE = ["concentric-torque", "dipole-force", "eddy-sphere", "ring-energy", "torque-convergence"]
#: links that set a figure, by page
LINKS = {
    page: links
    for page in PAGES
    if (links := re.findall(r'class="mag-set[^>]*href="#([^"]*)"', (SITE / page).read_text()))
}


def test_there_is_something_to_test():
    assert SITE.exists(), f"there is no site in {SITE}: run make book first"
    assert len(HOME) > 2 and "book/index.html" in SHOWN
    assert LINKS


# --- A figure, as its contract with the page shows it --------------------------------------


def figures(page, which=""):
    """`light`: without shadow roots, which Playwright looks for, at each question to the page,
    in every element of its formulas, and these are tens of thousands."""
    return page.locator(f"css:light=figure[data-figure]{which}")


class Figure:
    def __init__(self, page, id):
        self.page, self.id, self.python = page, id, load(id)
        self.root = figures(page, f'[data-figure="{id}"]')
        self.scales = scales(id)

    def field(self, control):
        return self.root.locator(f'input[name="{control["name"]}"]')

    def slider(self, control):
        return self.root.locator(f'input[data-slider="{control["name"]}"]')

    def views(self, kind):
        """[(what Python says of it, its canvas)] of the figure's plots or scenes."""
        return [
            (view, self.root.locator(f'[data-view="{i}"] .mag-canvas'))
            for i, view in enumerate(self.python.views)
            if view["kind"] == kind
        ]

    def now(self):
        """All that is read from the figure again and again, in one question."""
        return self.root.evaluate(NOW)

    def controls(self):
        values = self.now()["controls"]
        return {c["name"]: float(values[c["name"]]) for c in self.python.controls}

    def readouts(self):
        return self.now()["readouts"]

    def look(self):
        """All that a control may change."""
        return self.root.evaluate(LOOK)

    def change(self, act, what):
        """Do something, and wait for what it does."""
        before = self.look()
        act()
        until(lambda: self.look() != before, f"{what} changes nothing")
        self.settle()

    def set(self, **values):
        """Give controls values without a hand, which `field(control).fill` has."""
        self.root.evaluate(GIVE, values)

    def press(self, what):
        self.root.locator(f'button[data-do="{what}"]').click()

    def reset(self):
        """Back to the defaults without a hand, which `press` has: to look again and again for
        what lies under it costs more than all that the figure does."""
        self.root.locator('button[data-do="reset"]').dispatch_event("click")

    def askew(self):
        """To the defaults, but for angles: at right ones others may do nothing."""
        values = {c["name"]: c["default"] for c in self.python.controls}
        angles = [c for c in self.python.controls if c["unit"] == "°"]
        self.set(**values | {c["name"]: another(c, c["default"]) for c in angles})
        self.settle()

    def settle(self):
        """Wait until all is answered; then the readouts are Python's for the controls shown."""
        now = self.root.evaluate(RESTED)
        values = {c["name"]: float(now["controls"][c["name"]]) for c in self.python.controls}
        results = answer(self.id, values)["results"]
        wrong = {
            r["name"]: (now["readouts"].get(r["name"]), results[r["name"]])
            for r in self.python.readouts
            if not alike(now["readouts"].get(r["name"]), results[r["name"]], self.scales[r["name"]])
        }
        assert not wrong, f"(shown, Python's): {wrong}"
        assert now["state"] == "live"
        assert len(now["text"]) > 20
        assert now["stale"] is None
        assert now["status"] == ""


GIVE = """(figure, values) => {
    for (const [name, value] of Object.entries(values)) {
        const field = figure.querySelector(`input[name="${name}"]`);
        field.value = value;
        field.dispatchEvent(new Event("input", { bubbles: true }));
    }
}"""
SLIDE = """(slider, place) => {
    slider.value = place;
    slider.dispatchEvent(new Event("input", { bubbles: true }));
}"""
#: waits until a figure has answered
REST = """async figure => {
    const end = performance.now() + PATIENCE;
    while (figure.ariaBusy) {
        if (performance.now() > end) throw new Error("it does not come to rest");
        await new Promise(resolve => setTimeout(resolve, 5));
    }
}""".replace("PATIENCE", str(1000 * PATIENCE))
#: what a figure shows: the numbers as they are in the page
NOW = """figure => {
    const all = (what, pair) => Object.fromEntries([...figure.querySelectorAll(what)].map(pair));
    return {
        controls: all("input[name]", input => [input.name, input.value]),
        readouts: all("output", output => [output.dataset.name, output.dataset.value]),
        text: figure.querySelector(".mag-text").textContent,
        state: figure.dataset.state,
        busy: figure.ariaBusy,
        stale: figure.getAttribute("data-stale"),
        status: figure.querySelector(".mag-status").textContent,
    };
}"""
RESTED = f"async figure => {{ await ({REST})(figure); return ({NOW})(figure); }}"
LOOK = """figure => [
    ...[...figure.querySelectorAll("output")].map(output => output.dataset.value),
    figure.querySelector(".mag-text").textContent,
    ...[...figure.querySelectorAll(".mag-canvas")].map(canvas => canvas.innerHTML),
]"""


def until(holds, otherwise, patience=PATIENCE):
    """Wait until it holds."""
    end = time.monotonic() + patience
    while not holds():
        if time.monotonic() > end:
            pytest.fail(otherwise if isinstance(otherwise, str) else otherwise())
        time.sleep(0.01)


def alike(shown, value, scale, within=1e-12):
    """Whether a readout's data-value is Python's value. One that is a small difference of
    large numbers of its kind is compared with these: their last bits are the C library's."""
    if value is None or shown in (None, ""):
        return value is None and shown == ""
    if not isfinite(value):
        return repr(float(shown)) == repr(float(value))
    return abs(float(shown) - value) <= within * abs(value) + 1e-15 * scale


def cases(figure):
    """The controls' values that are tried: defaults, presets, ends of the ranges."""
    yield {}
    yield from figure.presets.values()
    for end in ("low", "high"):
        yield from ({control["name"]: control[end]} for control in figure.controls)
        yield {control["name"]: control[end] for control in figure.controls}


def scales_of(figure, answers):
    """Of each readout, the largest value of its kind: its own, or with its unit. An error,
    which is drawn as a gauge, is the difference of a ratio from 1."""
    kinds: dict[str, float] = {}
    for readout in figure.readouts:
        kind = readout["unit"] or readout["name"]
        values = [abs(answer["results"][readout["name"]] or 0.0) for answer in answers]
        values += [kinds.get(kind, 0.0), 1.0 if readout["gauge"] else 0.0]
        kinds[kind] = max(value for value in values if value < inf)
    return {r["name"]: kinds[r["unit"] or r["name"]] for r in figure.readouts}


@functools.cache
def scales(id):
    figure = load(id)
    return scales_of(figure, [answer(id, values) for values in cases(figure)])


def answer(id, values):
    """Python's, asked once for the same controls."""
    defaults = {control["name"]: control["default"] for control in load(id).controls}
    return answered(id, tuple((defaults | values).items()))


@functools.cache
def answered(id, values):
    return load(id).answer(dict(values))


def another(control, value):
    """An ordinary value of the control, other than this one."""
    low, high = control["low"], control["high"]
    for part in (0.37, 0.61):
        found = low + part * (high - low)
        found = round(found) if control["whole"] else float(f"{found:.4g}")
        if found != value:
            return found
    raise AssertionError(control)


#: leaves nothing of the page's article but the figure: whatever else stands there the browser would
#: look through, at each question and each stroke of the mouse
ALONE = """figure => {
    for (let kept = figure; kept.tagName !== "ARTICLE"; kept = kept.parentElement)
        for (const other of [...kept.parentElement.children]) if (other !== kept) other.remove();
}"""


#: shows all views, those too that are a second idea
UNFOLDED = "figure => figure.querySelectorAll('.mag-fold').forEach(fold => { fold.open = true; })"


@pytest.fixture(scope="module", params=HOME)
def open_figure(request, visit):
    """The samples in their chapters, the others on pages of their own, which are there much sooner:
    that all live in their chapters too is seen in `test_pages`."""
    id = request.param
    context = {"permissions": ["clipboard-read", "clipboard-write"]}
    with visit(HOME[id] if id in SAMPLE else f"figures/{id}.html", **context) as page:
        page.wait_for_function(LIVE)
        figure = Figure(page, id)
        if id in SAMPLE:
            figure.root.evaluate(ALONE)
        figure.root.evaluate(UNFOLDED)
        yield figure


@pytest.fixture
def figure(open_figure):
    """A live figure at its defaults; one page for all tests of a figure."""
    open_figure.page.set_viewport_size({"width": 1280, "height": 900})
    open_figure.reset()
    open_figure.root.scroll_into_view_if_needed()
    open_figure.settle()
    yield open_figure
    complaints, open_figure.page.complaints[:] = list(open_figure.page.complaints), []
    assert not complaints


sampled = pytest.mark.parametrize("open_figure", SAMPLE, indirect=True)

# --- Pages ---------------------------------------------------------------------------------


def test_dark_figures_have_colours_of_their_own(visit):
    colours = {}
    for scheme in ("light", "dark"):
        with visit("book/index.html", color_scheme=scheme) as page:
            page.wait_for_function(LIVE)
            root = figures(page).first
            root.scroll_into_view_if_needed()
            colours[scheme] = [
                root.evaluate("f => getComputedStyle(f).backgroundColor"),
                root.evaluate("f => getComputedStyle(f).color"),
                *root.locator(".mag-canvas path[stroke], .mag-canvas polyline").evaluate_all(
                    "all => [...new Set(all.map(line => getComputedStyle(line).stroke))]"
                ),
            ]
    assert len(colours["light"]) > 4
    assert not set(colours["light"]) & set(colours["dark"]) - {"none"}


# --- Figures -------------------------------------------------------------------------------


def test_readouts_are_pythons(figure):
    for readout in figure.python.readouts:
        output = figure.root.locator(f'output[data-name="{readout["name"]}"]')
        unit = re.sub("<[^>]*>", "", readout["unit"])
        assert output.get_attribute("data-unit") == unit
        assert output.locator("xpath=following-sibling::*[1]").text_content() == unit
    for values in cases(figure.python):
        name = next((n for n, p in figure.python.presets.items() if p is values), None)
        if name is None:
            figure.set(**{c["name"]: c["default"] for c in figure.python.controls} | values)
        else:
            figure.root.locator(f'button[data-preset="{name}"]').dispatch_event("click")
            assert values.items() <= figure.controls().items()
        figure.settle()
        outside = figure.root.evaluate(OUTSIDE, {})
        assert not outside, f"{outside} for {values}"
        shown = figure.root.locator("output").evaluate_all(
            "all => all.map(o => [o.dataset.value, o.textContent, o.nextElementSibling.hidden])"
        )
        for (value, text, hidden), readout in zip(shown, figure.python.readouts, strict=True):
            if value == "":
                assert text == readout["missing"] and hidden
            else:
                rounding = text == "0" and abs(float(value)) < readout["zero"]
                close = close_text(text, float(value), readout["digits"])
                assert not hidden and (rounding or close)


def as_python(text):
    """Text with its numbers as Python writes them: -1.2e-05 for −1.2 × 10⁻⁵."""
    raised = str.maketrans("⁻⁰¹²³⁴⁵⁶⁷⁸⁹", "-0123456789")
    powers = re.compile(" × 10([⁻⁰¹²³⁴⁵⁶⁷⁸⁹]+)")
    return powers.sub(lambda m: f"e{int(m[1].translate(raised)):+03d}", text).replace("−", "-")


def close_text(text, value, digits):
    """Whether a number for the eye, −1.23 × 10⁻⁴, is the value, to so many digits."""
    if not isfinite(value):
        return isnan(value) or text == ("∞" if value > 0 else "−∞")
    return abs(float(as_python(text)) - value) <= 0.51 * 10 ** (1 - digits) * abs(value)


def test_every_control_moves_something(figure):
    for control in figure.python.controls:
        figure.askew()
        name, field, slider = control["name"], figure.field(control), figure.slider(control)
        assert figure.root.locator(f'label[for="{field.get_attribute("id")}"]').count() == 1
        value = another(control, figure.controls()[name])
        figure.change(lambda f=field, v=value: f.fill(str(v)), f"the number of {name}")
        here = slider.input_value()
        there = "300" if abs(int(here) - 300) > 200 else "700"
        figure.change(lambda s=slider, t=there: s.fill(t), f"the slider of {name}")
        unit = re.sub("<[^>]*>", "", control["unit"])
        shown = f"{figure.controls()[name]:g}{'' if unit in ('', '°') else ' '}{unit}"
        assert slider.get_attribute("aria-valuetext") == shown
        for end, place in (("low", "0"), ("high", "1000")):
            slider.evaluate(SLIDE, place)
            assert figure.controls()[name] == control[end]
        field.fill(str(control["low"]))
        assert slider.input_value() == "0"


@sampled
def test_what_is_drawn_is_what_the_controls_say_however_they_came_there(figure):
    """What stays from step to step is what stands there when all is drawn on empty sheets."""
    for end in ("low", "high"):
        for control in figure.python.controls:
            figure.set(**{control["name"]: control[end]})
            figure.settle()
        figure.root.evaluate(NEAR)
        figure.root.evaluate(EMPTIED)
        for width in (1000, 1280):
            figure.page.set_viewport_size({"width": width, "height": 900})
            until(
                lambda width=width: figure.root.evaluate(DRAWN_ANEW) == (width == 1280),
                f"at {width} pixels all is not drawn as the controls say",
            )


#: has it in sight, and waits until the page knows: what is far is not kept up
NEAR = """async figure => {
    figure.scrollIntoView({ behavior: "instant" });
    await new Promise(resolve => new IntersectionObserver(resolve).observe(figure));
}"""
#: takes away what is drawn, and keeps a copy
EMPTIED = """figure => {
    const canvases = [...figure.querySelectorAll(".mag-canvas")];
    window.kept = canvases.map(canvas => canvas.cloneNode(true));
    for (const { firstElementChild: svg } of canvases) svg.replaceWith(svg.cloneNode());
}"""
#: whether it is there again, whatever the order of attributes
DRAWN_ANEW = """figure => [...figure.querySelectorAll(".mag-canvas svg")].every(
    (svg, i) => svg.isEqualNode(kept[i].firstElementChild))"""


def test_what_plays_runs_until_it_is_stopped(figure):
    for control in figure.python.controls:
        button = figure.root.locator(f'button[data-play="{control["name"]}"]')
        if not control["play"]:
            # alone, a figure that has none gets one, for the space bar
            assert figure.id not in SAMPLE or button.count() == 0
            continue
        figure.root.scroll_into_view_if_needed()
        field = figure.field(control)
        for stop in (button.click, lambda f=field: f.press("ArrowUp")):
            seen = set()
            button.click()
            assert button.get_attribute("aria-pressed") == "true"
            until(
                lambda s=seen, n=control["name"]: s.add(figure.controls()[n]) or len(s) > 4,
                f"{control['name']} does not run",
            )
            stop()
            assert button.get_attribute("aria-pressed") == "false"
            figure.settle()
            still = figure.controls()
            figure.page.evaluate(FRAMES)
            assert figure.controls() == still


@sampled
def test_keys_move_every_control(figure):
    kinds = {(c["scale"], c["whole"], c["step"], c["unit"]): c for c in figure.python.controls}
    for control in kinds.values():
        name, low, high = control["name"], control["low"], control["high"]
        for field, keys in (
            (figure.slider(control), ("ArrowRight", "ArrowUp", "ArrowLeft", "ArrowDown")),
            (figure.field(control), ("ArrowUp", "ArrowDown")),
        ):
            figure.askew()
            figure.set(**{name: another(control, control["default"])})
            figure.settle()
            for key in keys:
                before = figure.controls()[name]
                figure.change(lambda f=field, k=key: f.press(k), f"{key} on {name}")
                step = figure.controls()[name] - before
                assert (step > 0) == (key in ("ArrowRight", "ArrowUp"))
                assert abs(step) <= max((high - low) / 20, control["step"] or 0)
        figure.slider(control).press("End")
        assert figure.controls()[name] == high
        figure.slider(control).press("ArrowRight")
        assert figure.controls()[name] == high
        figure.slider(control).press("Home")
        assert figure.controls()[name] == low
        figure.settle()


@sampled
def test_bad_input_is_named_and_nothing_is_lost(figure):
    kept = figure.readouts()
    for control in figure.python.controls:
        field = figure.field(control)
        complaint = figure.root.locator(f"#{field.get_attribute('id')}-complaint")
        bad = [control["high"] + 1, control["low"] - 1, "1e400", ""]
        if control["whole"]:
            bad.append(control["low"] + 0.5)
        for value in bad:
            field.fill(str(value))
            assert complaint.is_visible()
            words = complaint.inner_text()
            assert control["words"].lower() in words.lower()
            assert f"from {control['low']:g} to {control['high']:g}" in words
            assert field.get_attribute("aria-invalid") == "true"
            assert field.get_attribute("aria-describedby") == complaint.get_attribute("id")
            assert figure.root.get_attribute("data-stale") is not None
            assert figure.readouts() == kept
        field.fill(str(control["default"]))
        assert field.get_attribute("aria-invalid") == "false"
        assert field.get_attribute("aria-describedby") is None
        assert complaint.is_hidden()
        figure.settle()


def test_scenes_turn(figure):
    for _, canvas in figure.views("scene"):
        canvas.focus()
        for key in ("ArrowLeft", "ArrowUp", "ArrowRight", "ArrowDown"):
            before = canvas.inner_html()
            canvas.press(key)
            assert canvas.inner_html() != before, key
        box = canvas.bounding_box()
        before = canvas.inner_html()
        drag(figure.page, (box["x"] + 100, box["y"] + 100), (60, 20))
        until(lambda c=canvas, b=before: c.inner_html() != b, "the hand does not turn it")
        turned = canvas.inner_html()
        figure.page.mouse.move(box["x"] + 50, box["y"] + 50)
        assert canvas.inner_html() == turned, "it turns without being held"
        first = figure.python.controls[0]
        figure.change(lambda c=first: figure.slider(c).fill("250"), "a control")
        figure.set(**{first["name"]: first["default"]})
        figure.settle()
        # out of sight a drawing is not kept up: the control may stand far below
        canvas.scroll_into_view_if_needed()
        until(lambda c=canvas, t=turned: c.inner_html() == t, "a control turns the view back")
        figure.press("reset")
        figure.settle()
        canvas.scroll_into_view_if_needed()
        until(lambda c=canvas, t=turned: c.inner_html() != t, "Reset leaves the view turned")


def test_moments_follow_the_hand(figure):
    # an arrow with a ring at its tip: taken there, it points where the hand goes
    for view, canvas in figure.views("scene"):
        drags = [mark["drag"] for mark in view["marks"] if mark.get("drag")]
        figure.reset()
        figure.settle()
        for turned in drags:
            controls = {turned["theta"], turned["phi"]}
            canvas.evaluate(DRAWN)
            grips = canvas.locator(".mag-grip")
            assert grips.count() == len(drags)
            boxes = [grips.nth(i).bounding_box() for i in range(len(drags))]
            before, moved = figure.controls(), []
            for box in boxes:  # which of the rings is this arrow's, the page alone knows
                start = (box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
                drag(figure.page, start, (-18, 14))
                figure.settle()
                after = figure.controls()
                changed = {name for name in after if after[name] != before[name]}
                if changed & controls:
                    moved.append(changed)
                    # the tip went where the hand did, as far as a sphere and whole degrees allow
                    tips = [grips.nth(i).bounding_box() for i in range(len(drags))]
                    aim = (box["x"] - 18, box["y"] + 14)
                    miss = min(
                        ((t["x"] - aim[0]) ** 2 + (t["y"] - aim[1]) ** 2) ** 0.5 for t in tips
                    )
                    assert miss < 6
                figure.reset()
                figure.settle()
            assert moved and all(changed <= controls for changed in moved)


def drag(page, start, by):
    page.mouse.move(*start)
    page.mouse.down()
    page.mouse.move(start[0] + by[0] / 2, start[1] + by[1] / 2)
    page.mouse.move(start[0] + by[0], start[1] + by[1])
    page.mouse.up()


def test_points_follow_the_hand(figure):
    for view, canvas in figure.views("plot"):
        held = next((mark["drag"] for mark in view["marks"] if mark.get("drag")), None)
        if not held:
            continue
        figure.reset()  # another plot may have led the same control to the same place
        figure.settle()
        canvas.evaluate(DRAWN)
        box = canvas.bounding_box()
        before = figure.controls()
        x, y = box["x"] + 0.5 * box["width"], box["y"] + 0.45 * box["height"]
        drag(figure.page, (x, y), (0.27 * box["width"], 0.1 * box["height"]))
        figure.settle()
        moved = figure.controls()
        assert {name for name in moved if moved[name] != before[name]} <= set(held.values())
        point = canvas.locator(".mag-handle circle").first.bounding_box()
        hand = {"x": x + 0.27 * box["width"], "y": y + 0.1 * box["height"]}
        for direction, size in (("x", "width"), ("y", "height")):
            if direction not in held:
                continue
            control = next(c for c in figure.python.controls if c["name"] == held[direction])
            assert moved[control["name"]] != before[control["name"]]
            step = (control["step"] or 0) / (control["high"] - control["low"])
            assert point[direction] + 0.5 * point[size] == pytest.approx(
                hand[direction], abs=3 + step * box[size]
            )
        figure.page.mouse.move(x, y)
        assert figure.controls() == moved, "it moves without being held"


def test_drawings_fit_their_place(figure):
    for width in (390, 820):
        figure.page.set_viewport_size({"width": width, "height": 900})
        for i in range(len(figure.python.views)):
            canvas = figure.root.locator(f'[data-view="{i}"] .mag-canvas')
            until(
                lambda c=canvas: c.evaluate(FITS),
                f"view {i} does not follow a window of {width} px",
            )
        edge = figure.root.evaluate("f => f.getBoundingClientRect().right")
        # on a narrow screen the views stand in a strip, of which one is seen
        inside = figure.root.locator(".mag-views, input, output, button").evaluate_all(
            "all => all.map(e => e.getBoundingClientRect().right)"
        )
        assert max(inside) <= edge <= width
        strip = figure.root.locator(".mag-views").evaluate("strip => strip.clientWidth")
        for canvas in figure.root.locator(".mag-canvas").all():
            assert canvas.evaluate("canvas => canvas.clientWidth") <= strip


#: shows a drawing: whether it is drawn for the place that it has
FITS = """canvas => {
    canvas.scrollIntoView({ behavior: "instant" });
    const svg = canvas.querySelector("svg");
    // drawn for letters of 14.4 px, it is enlarged with the figure's
    const letters = getComputedStyle(canvas.closest("figure")).fontSize;
    const size = (side) => Number(svg.getAttribute(side));
    const fits = (side, room) => Math.abs(size(side) - room / parseFloat(letters) * 14.4) < 0.6;
    return fits("width", canvas.clientWidth) && fits("height", canvas.clientHeight)
        && canvas.clientWidth > 200;
}"""
#: shows a drawing, and waits until it shows what its figure does: out of sight it is not kept up.
#: Of two who watch its coming into sight, the figure is told first
DRAWN = """canvas => new Promise((resolve, reject) => {
    canvas.scrollIntoView({ block: "center", behavior: "instant" });
    const watch = new IntersectionObserver(([{ isIntersecting }]) => {
        if (!isIntersecting) return;
        watch.disconnect();
        resolve();
    });
    watch.observe(canvas);
    setTimeout(() => reject(new Error("it does not come into sight")), PATIENCE);
})""".replace("PATIENCE", str(1000 * PATIENCE))
#: as many frames as what runs takes some steps in
FRAMES = """async () => {
    for (let i = 0; i < 20; i++) await new Promise(requestAnimationFrame);
}"""


@sampled
def test_ticks_and_points_lie_within_narrow_drawings(figure):
    """On a phone; wide ones are looked at together with the readouts."""
    figure.page.set_viewport_size({"width": 390, "height": 900})
    figure.root.scroll_into_view_if_needed()
    for values in cases(figure.python):
        outside = figure.root.evaluate(OUTSIDE, {**figure.python.defaults(), **values})
        assert not outside, f"{outside} for {values}"


#: sets controls; then what is written in plots, and the points that the reader moves, if beyond
#: the canvas
OUTSIDE = """async (figure, values) => {
    for (const [name, value] of Object.entries(values)) {
        const input = figure.querySelector(`input[name="${name}"]`);
        input.value = value;
        input.dispatchEvent(new Event("input", { bubbles: true }));
    }
    while (figure.ariaBusy) await new Promise(requestAnimationFrame);
    dispatchEvent(new Event("beforeprint")); // so that what is out of sight is drawn, too
    return [...figure.querySelectorAll(".mag-canvas:not([role])")].flatMap(beyond);
    function beyond(canvas) {
        const frame = canvas.getBoundingClientRect();
        return [...canvas.querySelectorAll("text, .mag-handle circle")].filter(drawn => {
            const { left, right, top, bottom } = drawn.getBoundingClientRect();
            const middle = (top + bottom) / 2; // a line is higher than its letters
            return left < frame.left || right > frame.right || middle < frame.top
                || middle > frame.bottom;
        }).map(drawn => drawn.textContent || "a point");
    }
}"""


@sampled
def test_what_the_reader_takes_home(figure):
    canvases = figure.root.locator(".mag-canvas svg").count()
    answer = figure.python.answer({})["results"]

    notes, rows = table(saved(figure, "csv").decode())
    assert notes[0] == f"# {figure.python.title}"
    for control in figure.python.controls:
        assert any(
            n.startswith(f"# {control['name']} = {script(control['default'])}") for n in notes
        )
    shown = figure.readouts()
    for readout in figure.python.readouts:
        found = [row for row in rows if row["quantity"] == readout["name"]]
        assert [float(row["value"]) for row in found] == [
            float(value) for value in [shown[readout["name"]]] if value
        ]
        assert all(row["unit"] == re.sub("<[^>]*>", "", readout["unit"]) for row in found)
    marks = [mark for view in figure.python.views for mark in view["marks"]]
    drawn = {
        mark["data"]: mark["kind"]
        for mark in marks
        if mark["kind"] in ("curve", "area", "region", "points", "map")
        and answer[mark["data"]] is not None
    }
    for name, kind in drawn.items():
        assert any(note.startswith(f"# {name}: ") for note in notes)
        columns = answer[name]
        if kind == "map":
            nx, ny, x1, x2, y1, y2, values = columns
            columns = [
                [x1 + (x2 - x1) * (i % nx) / (nx - 1) for i in range(nx * ny)],
                [y1 + (y2 - y1) * (i // nx) / (ny - 1) for i in range(nx * ny)],
                values,
            ]
        # a gap in a curve is no row
        wanted = [row for row in zip(*columns, strict=True) if all(map(isfinite, row))]
        found = [row for row in rows if row["quantity"] == name]
        assert len(found) == len(wanted)
        for key, column in zip(("x", "y", "value"), zip(*wanted, strict=True), strict=False):
            top = max(map(abs, column))
            got = [float(row[key]) for row in found]
            assert got == pytest.approx(list(column), rel=1e-12, abs=1e-14 * top)
    assert {row["quantity"] for row in rows} <= {mark["data"] for mark in marks} | {*shown}

    picture = saved(figure, "svg").decode()
    root = ET.fromstring(picture)
    assert root.tag == "{http://www.w3.org/2000/svg}svg"
    assert len(root.findall(".//{http://www.w3.org/2000/svg}svg")) == canvases
    words = set(root.itertext())
    every = " ".join(root.itertext())
    assert figure.python.title in every
    for control in figure.python.controls:  # a line may break behind a sign of equality
        symbol = re.sub("<[^>]*>", "", control["symbol"])
        assert re.search(
            rf"{re.escape(symbol)}\s+=\s+{re.escape(script(control['default']))}", every
        )
    assert figure.id in every  # in the address it is from
    for view in figure.python.views:
        assert view["title"] in every
        # a map's key says on which side of zero
        for label in filter(None, (mark["label"] for mark in view["marks"])):
            assert any(text.startswith(label) for text in words)
    for wrong in ("var(--", "undefined", "NaN"):
        assert wrong not in picture

    image = Image.open(io.BytesIO(saved(figure, "png")))
    assert image.format == "PNG"
    assert image.size == (2 * int(root.get("width")), 2 * int(root.get("height")))
    colours = image.convert("RGB").getcolors(1 << 24)
    assert len(colours) > 50 and max(colours)[0] < 0.99 * image.width * image.height


def script(number):
    """A number as JavaScript writes it."""
    return str(int(number)) if number == int(number) else repr(number)


def table(text):
    """(the lines of notes, the rows by column) of a CSV."""
    lines = text.splitlines()
    notes = [line for line in lines if line.startswith("# ")]
    assert lines[: len(notes)] == notes
    return notes, list(csv.DictReader(lines[len(notes) :]))


def saved(figure, form):
    with figure.page.expect_download() as started:
        figure.press(form)
    assert started.value.suggested_filename == f"{figure.id}.{form}"
    return started.value.path().read_bytes()


@sampled
def test_the_code_reproduces_the_readouts(figure):
    code = figure.root.locator(".mag-code")
    if not code.evaluate("details => details.open"):
        code.locator("summary").click()
    # of few digits: MicroPython prints the last of sixteen otherwise
    uneven = {c["name"]: round(another(c, c["default"]), 6) for c in figure.python.controls}
    for values in ({}, uneven, *figure.python.presets.values()):
        figure.reset()
        figure.set(**values)
        figure.settle()
        # the readouts may be the same as before, and settled before the code is
        wanted, shown = figure.python.answer(values)["code"], code.locator("code").text_content
        until(lambda f=shown, w=wanted: f() == w, lambda f=shown, w=wanted: f"{f()}, not {w}")
        text = copied(figure, code.locator("button").click, lambda text: "magbook" in text)
        assert text == shown()
        scope: dict = {}
        exec(text, scope)
        for name, shown in figure.readouts().items():
            value = scope[name]
            if shown == "":
                assert value is None or not isfinite(value)
            else:
                assert alike(shown, float(value), figure.scales[name], within=1e-11), name


def copied(figure, act, fits):
    """What is in the clipboard after this act, and was not before."""

    def read():
        return figure.page.evaluate("navigator.clipboard.readText()")

    figure.page.evaluate("navigator.clipboard.writeText('')")
    act()
    until(lambda: fits(read()), "nothing is copied")
    return read()


@sampled
def test_the_link_leads_back(figure, visit):
    values = {c["name"]: another(c, c["default"]) for c in figure.python.controls}
    figure.set(**values)
    figure.settle()
    link = copied(figure, lambda: figure.press("link"), lambda text: f"#{figure.id}?" in text)
    # the address follows the controls
    until(lambda: address_of(figure.page) == link, lambda: f"{address_of(figure.page)}, not {link}")
    path, address = link.split("#")
    assert path.endswith(HOME[figure.id])
    query = parse_qsl(address.partition("?")[2])
    assert {name: float(value) for name, value in query} == values
    scene = next(iter(figure.views("scene")), None)
    if scene:  # the camera is part of the link once it was turned, and Reset turns it back
        before = scene[1].inner_html()
        scene[1].press("ArrowRight")
        turned = copied(figure, lambda: figure.press("link"), lambda text: "view=" in text)
        assert turned.startswith(link)
        address = turned.partition("#")[2]
        looks = scene[1].inner_html()
        assert looks != before
    with visit(f"{HOME[figure.id]}#{address}", "file") as page:
        page.wait_for_function(LIVE)
        there = Figure(page, figure.id)
        assert there.controls() == values
        there.settle()
        there.root.evaluate(IN_SIGHT)
        assert there.readouts() == figure.readouts()
        if scene:
            there.root.evaluate(UNFOLDED)
            (_, canvas), *_ = there.views("scene")
            canvas.scroll_into_view_if_needed()
            until(lambda: canvas.inner_html() == looks, "the scene is not turned as it was")
        # and goes back to nothing
        there.press("reset")
        there.settle()
        until(lambda: address_of(page).endswith(f"#{figure.id}"), lambda: address_of(page))


def address_of(page):
    return page.evaluate("location.href")


#: waits until the figure is on the screen
IN_SIGHT = """figure => new Promise((resolve, reject) => {
    const end = performance.now() + PATIENCE;
    const look = () => {
        const { top, bottom } = figure.getBoundingClientRect();
        if (top < innerHeight / 2 && bottom > innerHeight / 2) resolve();
        else if (performance.now() > end) reject(new Error(`out of sight: ${top}, ${bottom}`));
        else requestAnimationFrame(look);
    };
    look();
})""".replace("PATIENCE", str(1000 * PATIENCE))


@pytest.mark.parametrize(
    "address", ["?{0}=1e9", "?{0}=oops", "?{0}=", "?nonsense=1", "?", "?{0}=%", "?{0}=%E0%A4%A"]
)
def test_a_bad_address_does_no_harm(visit, address):
    id = "concentric-torque"
    name = load(id).controls[0]["name"]
    address = f"#{id}{address.format(name)}"
    with visit("book/index.html" + address) as page:
        figure = Figure(page, id)
        if re.search("e9|oops|=$", address):
            figure.root.locator(".mag-complaint:visible").wait_for()
            assert figure.now()["status"] == ""
            assert figure.root.get_attribute("data-stale") is not None
        else:
            page.wait_for_function(LIVE)
            figure.settle()
        figure.press("reset")
        figure.settle()


@sampled
def test_controls_reached_in_a_hurry_end_where_they_stop(figure):
    """Faster than Python answers: what is shown in the end belongs to the last value."""
    control = figure.python.controls[0]
    figure.slider(control).evaluate(
        """slider => {
            for (let i = 0; i <= 900; i += 7) {
                slider.value = i;
                slider.dispatchEvent(new Event("input", { bubbles: true }));
            }
        }"""
    )
    figure.settle()


@sampled
def test_what_is_taken_home_in_a_hurry_is_the_newest(figure):
    """Saved in the same moment as a control moves: the numbers are those of its new value."""
    values = {c["name"]: another(c, c["default"]) for c in figure.python.controls}
    with figure.page.expect_download() as started:
        figure.root.evaluate(
            """(figure, values) => {
                for (const [name, value] of Object.entries(values)) {
                    const input = figure.querySelector(`input[name="${name}"]`);
                    input.value = value;
                    input.dispatchEvent(new Event("input", { bubbles: true }));
                }
                figure.querySelector('button[data-do="csv"]').click();
            }""",
            values,
        )
    results = figure.python.answer(values)["results"]
    _, rows = table(started.value.path().read_text())
    shown = {row["quantity"]: row["value"] for row in rows}
    for readout in figure.python.readouts:
        name = readout["name"]
        assert alike(shown.get(name, ""), results[name], figure.scales[name]), name


# --- Without ... ---------------------------------------------------------------------------


@pytest.mark.parametrize("path", ["book/index.html", *(f"figures/{id}.html" for id in HOME)])
def test_without_scripts_the_picture_and_its_numbers_stand(visit, path):
    with visit(path, "file", java_script_enabled=False) as page:
        for id in SHOWN.get(path) or [path[8:-5]]:
            root = figures(page, f'[data-figure="{id}"]')
            assert root.get_attribute("data-state") == "still"
            views = load(id).views
            assert root.locator(".mag-canvas svg").count() == len(views)
            for drawing in root.locator(".mag-canvas svg").all():
                assert drawing.bounding_box()["width"] > 200
            # first of all it is said; what cannot be used is not there
            note, title = root.locator(".mag-note"), root.locator(".mag-head")
            assert note.bounding_box()["height"] > 10
            assert note.bounding_box()["y"] < title.bounding_box()["y"]
            assert root.locator(":is(input, button):visible").count() == 0
            answer = load(id).answer({})
            for output in root.locator("output").all():
                name = output.get_attribute("data-name")
                value = answer["results"][name]
                assert alike(output.get_attribute("data-value"), value, scales(id)[name])
                assert output.inner_text().strip()
            words = root.locator(".mag-text").inner_text()
            assert as_python(words) == answer["text"].replace("−", "-")
            assert not re.search(r"(?<!\w)-\d|\de[+-]\d", words)


def test_without_scripts_a_page_is_as_light_or_dark_as_the_reader_likes(visit):
    looks = {}
    for scheme in ("light", "dark"):
        for scripts in (True, False):
            options = {"color_scheme": scheme, "java_script_enabled": scripts}
            with visit(SMALL, "file", **options) as page:
                if scripts:
                    page.wait_for_function(LIVE)
                # the bar at the top hides what goes by beneath it
                styles = [
                    page.locator(f"css:light={part}").first.evaluate(
                        "e => [getComputedStyle(e).backgroundColor, getComputedStyle(e).color]"
                    )
                    for part in ("body", ".bd-header-article", ".mag-figure", ".highlight pre")
                ]
                assert "rgba" not in styles[1][0]
                looks[scheme, scripts] = styles
    assert looks["light", True] == looks["light", False]
    assert looks["dark", True] == looks["dark", False]
    assert looks["light", False] != looks["dark", False]


def missing_source(page):
    page.route("**/python/livefigure.figure.js*", lambda route: route.abort())


def forbidden_workers(page):
    def answer(route):
        whole = route.fetch()
        forbid = {"Content-Security-Policy": "worker-src 'none'"}
        route.fulfill(response=whole, headers={**whole.headers, **forbid})

    page.route("**/*.html", answer)


def no_workers(page):
    page.add_init_script("delete window.Worker")


def no_streams(page):
    """A browser that is too old."""
    page.add_init_script(
        """const Whole = Blob;
        window.Blob = class extends Whole {
            constructor([text], ...given) {
                super([`delete globalThis.DecompressionStream;${text}`], ...given);
            }
        };"""
    )


#: of the pages with several figures the one that is there soonest
SMALL = min(
    (page for page in SHOWN if len(SHOWN[page]) > 1),
    key=lambda page: (SITE / page).stat().st_size,
    default="",
)


@pytest.mark.parametrize(
    ("fault", "words"),
    [
        (missing_source, "livefigure.figure"),
        (forbidden_workers, "could not be started"),
        (no_workers, "no workers"),
        (no_streams, "DecompressionStream"),
    ],
)
def test_failure_is_said_and_the_picture_stays(visit, fault, words):
    with visit(SMALL, tolerant=True, prepare=fault) as page:
        for id in SHOWN[SMALL]:
            figure = Figure(page, id)
            figures(page, f'[data-figure="{id}"][data-state="failed"]').wait_for()
            status = figure.root.locator(".mag-status").text_content()
            assert "has stopped" in status and words in status
            assert figure.root.locator(".mag-canvas svg").count() == len(figure.python.views)
            assert figure.root.get_attribute("data-stale") is None
            # numbers that are no longer those of the controls say so
            kept = figure.readouts()
            figure.slider(figure.python.controls[0]).fill("300")
            until(
                lambda f=figure: f.root.get_attribute("data-stale") is not None,
                "numbers that belong to other controls are not marked",
            )
            assert figure.readouts() == kept


#: asks the page's own worker for a module of ours that tells how much of Python's heap is taken,
#: so many times; each answer leaves about a megabyte behind
LITTER = """async (count) => {
    const probe = `import gc
class Probe:
    def answer(self, question):
        return {"used": gc.mem_alloc(), "rows": list([float(k) for k in range(question["count"])])}
figure = Probe()`;
    const used = [];
    for (let k = 1; k <= count; k++)
        used.push(await new Promise((resolve) => {
            const ticket = 1e6 + k;
            worker.addEventListener("message", function hear({ data }) {
                if (data.ticket !== ticket) return;
                worker.removeEventListener("message", hear);
                resolve(JSON.parse(data.text).used);
            });
            const sources = k > 1 ? null : { "probe.py": probe };
            const question = { count: 50_000 };
            worker.postMessage({ ticket, sources, module: "probe", question });
        }));
    return used;
}"""


def test_python_sweeps_its_heap_now_and_then(visit):
    def kept(page):
        page.add_init_script("""window.Worker = class extends Worker {
            constructor(...given) { super(...given); window.worker = this; }
        };""")

    with visit(SMALL, prepare=kept) as page:
        page.wait_for_function(LIVE)
        used = page.evaluate(LITTER, 40)
        assert max(used[20:]) < max(used[:20]) + 400_000


#: workers that break: a question that is none makes them throw, and what never comes they never
#: answer; `workers` counts how many there were
BREAKABLE = """window.workers = 0;
window.fault = "";
window.Worker = class extends Worker {
    constructor(...given) { super(...given); workers++; }
    postMessage(question) {
        if (fault !== "silent") super.postMessage(fault === "throws" ? null : question);
    }
};"""


@pytest.mark.parametrize(
    ("fault", "patience", "words"),
    [
        ("throws", 0, "Python has broken off"),
        ("silent", 20_000, "Python has not answered for 20 s"),
    ],
)
def test_python_that_breaks_is_said_to_and_starts_anew(visit, fault, patience, words):
    def breakable(page):
        page.add_init_script(BREAKABLE)

    with visit(SMALL, tolerant=True, prepare=breakable) as page:
        page.wait_for_function(LIVE)
        all_ = [Figure(page, id) for id in SHOWN[SMALL]]
        page.clock.install()
        page.evaluate(f"fault = '{fault}'")
        kept = [figure.readouts() for figure in all_]
        for figure in all_:
            control = figure.python.controls[0]
            figure.set(**{control["name"]: another(control, control["default"])})
        page.clock.run_for(patience)
        for figure, before in zip(all_, kept, strict=True):
            figures(page, f'[data-figure="{figure.id}"][data-state="failed"]').wait_for()
            assert words in figure.now()["status"]
            assert figure.readouts() == before
            assert figure.now()["stale"] is not None and figure.now()["busy"] is None
        # what is taken home is of the controls as they stand: if it cannot be, there is nothing
        button = all_[0].root.locator('button[data-do="csv"]')
        button.dispatch_event("click")
        page.clock.run_for(patience)
        until(lambda: button.text_content() == "Not for these values", "old numbers are saved")
        page.evaluate("fault = ''")
        _, rows = table(saved(all_[0], "csv").decode())
        all_[0].settle()
        shown = all_[0].readouts()
        values = {row["quantity"]: row["value"] for row in rows if row["quantity"] in shown}
        assert values and all(float(value) == float(shown[name]) for name, value in values.items())
        for figure in all_:
            figure.reset()
            figure.settle()
        assert page.evaluate("workers") > 1


def test_one_figure_that_fails_does_not_fail_others(visit):
    broken, *others = SHOWN[SMALL]
    name = f"magfigures.{broken.replace('-', '_')}"

    def fault(page):
        page.route(f"**/python/{name}.js*", lambda route: route.abort())

    with visit(SMALL, tolerant=True, prepare=fault) as page:
        figures(page, f'[data-figure="{broken}"][data-state="failed"]').wait_for()
        for id in others:
            figures(page, f'[data-figure="{id}"][data-state="live"]').wait_for()
            Figure(page, id).settle()


def test_query_of_links_is_what_python_takes():
    for links in LINKS.values():
        for link in links:
            id, query = link.replace("&amp;", "&").split("?")
            load(id).admit(dict(parse_qsl(query)))
            assert urlencode(parse_qsl(query)) == query
