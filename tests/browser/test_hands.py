"""What fingers, links and the way back do to a figure; what they must not do."""

import pytest

from magfigures import load
from tests.browser.conftest import LIVE
from tests.browser.test_site import FITS, HOME, SAMPLE, Figure, copied, until

PHONE = {"viewport": {"width": 390, "height": 844}, "has_touch": True, "is_mobile": True}
CLIPBOARD = {"permissions": ["clipboard-read", "clipboard-write"]}


@pytest.fixture(scope="module", params=SAMPLE)
def on_phone(request, visit):
    with visit(HOME[request.param], **PHONE) as page:
        page.wait_for_function(LIVE)
        yield Figure(page, request.param)


def swipe(page, x, y, dx=0, dy=-200):
    """A finger's way across the screen, as a person would go."""
    touch = page.context.new_cdp_session(page)
    points = [(x + dx * k / 20, y + dy * k / 20) for k in range(21)]
    for kind, ((px, py), *_) in [
        ("touchStart", points[:1]),
        *(("touchMove", [point]) for point in points[1:]),
    ]:
        touch.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": [{"x": px, "y": py}]})
        page.evaluate("new Promise(requestAnimationFrame)")
    touch.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})


#: its place on the screen, once some frames have left it there: what comes near is laid out late
AT_REST = """async element => {
    let place = [], frames = 0;
    while (frames < 5) {
        await new Promise(requestAnimationFrame);
        const { x, y, width, height } = element.getBoundingClientRect();
        const now = [x, y, width, height];
        frames = now.every((part, i) => part === place[i]) ? frames + 1 : 0;
        place = now;
    }
    return place;
}"""


def middle(page, element):
    """Puts an element amid the screen; (left, top, width, height) there."""
    element.evaluate("element => element.scrollIntoView({block: 'center', behavior: 'instant'})")
    return element.evaluate(AT_REST)


def test_scrolling_changes_no_value(on_phone):
    page, root = on_phone.page, on_phone.root
    before = on_phone.controls()
    # where no handle of a slider, no point of a plot and no tip of an arrow is
    places = [
        (slider, 0.15 if float(slider.get_attribute("value")) > 500 else 0.85)
        for slider in root.locator("input[data-slider]").all()
    ]
    for element, part in [*places, (root.locator(".mag-canvas").first, 0.05)]:
        x, y, width, height = middle(page, element)
        start = page.evaluate("scrollY")
        swipe(page, x + width * part, y + height / 2)
        until(lambda s=start: page.evaluate("scrollY") > s + 50, "the page does not scroll")
        until(lambda: on_phone.controls() == before, "scrolling has changed a value")
    on_phone.settle()


def test_the_picture_stays_in_sight_while_its_slider_is_moved(on_phone):
    root = on_phone.root
    for slider in root.locator("input[data-slider]").all():
        # where a thumb reaches it
        top, bottom, y = slider.evaluate(
            """slider => {
                const top = slider.getBoundingClientRect().top - 680;
                scrollBy({ top, behavior: "instant" });
                const picture = slider.closest("figure").querySelector(".mag-canvas");
                const box = picture.getBoundingClientRect();
                return [box.top, box.bottom, slider.getBoundingClientRect().top];
            }"""
        )
        assert top >= 0 and bottom <= 844
        assert bottom <= y  # it does not lie over the slider
    dots = root.locator("[data-show]")
    assert dots.count() == (len(on_phone.python.views) if len(on_phone.python.views) > 1 else 0)
    if dots.count():
        dots.last.evaluate("dot => dot.click()")
        until(lambda: dots.last.get_attribute("aria-current") == "true", "no dot tells the view")
        views = root.locator(".mag-view")
        strip = root.locator(".mag-views")
        until(
            lambda: abs(views.last.bounding_box()["x"] - strip.bounding_box()["x"]) < 2,
            "the dot does not lead to its view",
        )


def test_a_finger_moves_the_point_that_it_takes(visit):
    id = "ring-energy"
    with visit(HOME[id], **PHONE) as page:
        page.wait_for_function(LIVE)
        figure = Figure(page, id)
        before = figure.controls()
        canvas = figure.root.locator(".mag-canvas").first
        middle(page, canvas)
        handle = canvas.locator(".mag-handle circle, circle.mag-handle").first.bounding_box()
        start = page.evaluate("scrollY")
        at = handle["x"] + handle["width"] / 2, handle["y"] + handle["height"] / 2
        swipe(page, *at, dx=60, dy=-40)
        for name, least in (("rho", 0.2), ("z", 0.1)):
            until(
                lambda n=name, wanted=before[name] + least: figure.controls()[n] > wanted,
                f"the point stays, in {name}",
            )
        assert page.evaluate("scrollY") == start
        figure.settle()


def test_what_a_finger_needs_is_large_enough(on_phone):
    on_phone.press("share")
    on_phone.root.locator(".mag-share a").wait_for()
    small = on_phone.root.evaluate("""figure => [...figure.querySelectorAll(
            "button, input, summary, .mag-share a")]
        .filter(e => e.offsetParent && e.getBoundingClientRect().height < 28)
        .map(e => e.outerHTML)""")
    assert small == []


#: what stands in letters of less than 11 pixels, but for indices; of drawings those in sight
SMALL = """figure => {
    const small = [];
    const texts = document.createTreeWalker(figure, NodeFilter.SHOW_TEXT);
    while (texts.nextNode()) {
        const { data, parentElement: around } = texts.currentNode;
        const drawing = around.closest(".mag-canvas");
        if (!data.trim() || !around.checkVisibility()) continue;
        if (around.closest("tspan, sub, pre")) continue;
        if (drawing && drawing !== figure.querySelector(".mag-canvas")) continue;
        const scale = around.getScreenCTM ? around.getScreenCTM().a : 1;
        if (parseFloat(getComputedStyle(around).fontSize) * scale < 11) small.push(data);
    }
    return small;
}"""


def test_letters_are_large_enough(on_phone):
    on_phone.root.evaluate("figure => figure.scrollIntoView({behavior: 'instant'})")
    until(lambda: on_phone.root.evaluate(SMALL) == [], "some letters are small")
    drawn = on_phone.root.locator(".mag-canvas").first.evaluate(
        "place => 12 * place.clientWidth / place.firstElementChild.viewBox.baseVal.width"
    )
    assert drawn > 12.5
    # where they are smaller, a phone enlarges the page when something is typed
    typed_in = on_phone.page.locator("figure, .answer").locator(
        "input:not([type=range], [type=radio])"
    )
    sizes = typed_in.evaluate_all("all => all.map(e => parseFloat(getComputedStyle(e).fontSize))")
    assert len(sizes) > len(on_phone.python.controls) and min(sizes) >= 16


@pytest.mark.parametrize("on_phone", SAMPLE[:1], indirect=True)
def test_a_finger_sketches_steep_curves_too(on_phone):
    page = on_phone.page
    on_phone.press("edit")
    chooses = on_phone.root.locator(".mag-editor select")
    chooses.wait_for()
    assert float(chooses.evaluate("e => parseFloat(getComputedStyle(e).fontSize)")) >= 16
    canvas = page.locator("[data-sketch] .mag-canvas").first
    x, y, width, height = middle(page, canvas)
    before = canvas.inner_html()
    swipe(page, x + width / 2, y + 0.8 * height, dx=20, dy=-0.6 * height)
    until(lambda: canvas.inner_html() != before, "nothing is drawn")
    page.wait_for_timeout(100)
    assert canvas.inner_html() != before and canvas.evaluate(AT_REST) == [x, y, width, height]


def test_a_link_sets_what_it_leaves_out_to_the_defaults(visit):
    id = "eddy-sphere"
    defaults = load(id).defaults()
    with visit(HOME[id]) as page:
        page.wait_for_function(LIVE)
        figure = Figure(page, id)
        for query in ("frequency=5", "frequency=50&b=1.6&h=0&d=0.3", "frequency=5", ""):
            page.evaluate("hash => location.hash = hash", f"#{id}?{query}" if query else f"#{id}")
            given = dict(pair.split("=") for pair in query.split("&") if pair)
            wanted = {**defaults, **{name: float(value) for name, value in given.items()}}
            until(lambda w=wanted: figure.controls() == w, f"{query}: not the defaults")
            figure.settle()


def test_the_way_back_from_a_link_in_the_text(visit):
    id = "concentric-torque"
    with visit(HOME[id]) as page:
        page.wait_for_function(LIVE)
        figure = Figure(page, id)
        figure.set(alpha=77)
        figure.settle()
        before = figure.controls()
        link = page.locator(f'a.mag-set[href^="#{id}?"]').first
        link.click()
        until(lambda: figure.controls() != before, "the link does nothing")
        page.go_back()
        until(lambda: figure.controls() == before, "the way back does not restore")
        figure.settle()


def test_no_link_to_what_cannot_be_read(visit):
    id = "concentric-torque"
    with visit(HOME[id], **CLIPBOARD) as page:
        page.wait_for_function(LIVE)
        figure = Figure(page, id)
        button = figure.root.locator('[data-do="link"]')
        for wrong in ("", "1e9"):
            figure.set(alpha=wrong)
            page.evaluate("navigator.clipboard.writeText('nothing')")
            figure.press("link")
            until(lambda: "Mend" in button.inner_text(), "nothing is said")
            assert page.evaluate("navigator.clipboard.readText()") == "nothing"
            until(lambda: "Mend" not in button.inner_text(), "it is said for ever")
        figure.set(alpha=10)
        copied(figure, lambda: figure.press("link"), lambda text: "alpha=10" in text)


@pytest.mark.parametrize("size", [{"width": 1280, "height": 900}, {"width": 390, "height": 844}])
def test_a_link_leads_to_the_head_of_a_tall_figure(visit, size):
    id = "levitron"
    with visit(f"{HOME[id]}#{id}?height=1.7", viewport=size) as page:
        page.wait_for_function(LIVE)
        top = "figure => figure.getBoundingClientRect().top"
        until(
            lambda: 0 <= page.locator(f"#{id}").evaluate(top) < size["height"] / 2,
            "its head is out of sight",
        )


def test_letters_grow_with_the_readers(visit):
    id = "concentric-torque"
    heights = []
    for percent in (100, 150):
        with visit(HOME[id]) as page:
            page.wait_for_function(LIVE)
            page.add_style_tag(content=f"html {{ font-size: {percent}% !important }}")
            page.set_viewport_size({"width": 1100, "height": 900})
            figure = Figure(page, id)
            figure.set(alpha=40)
            figure.settle()
            canvas = figure.root.locator(".mag-canvas:not([role])").last
            until(lambda c=canvas: c.evaluate(FITS), "it does not follow the letters")
            heights.append(canvas.locator("text").last.bounding_box()["height"])
            outside = figure.root.evaluate("""figure => [...figure.querySelectorAll("input")]
                .filter(e => e.getBoundingClientRect().right
                    > figure.getBoundingClientRect().right + 1).length""")
            assert outside == 0
    assert heights[1] > 1.3 * heights[0]
