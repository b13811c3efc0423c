"""What is heard of a figure, by a stand-in for the machine's sound, and what moves in a page."""

import numpy as np
import pytest

from tests.browser.conftest import LIVE
from tests.browser.test_site import Figure, until

ID = "concentric-torque"
PAGE = "book/using.html"  # the lightest that shows it
#: writes down what it is told to play, in `heard`; its seconds are sixty frames, as slow as they
#: may come, or fewer where it is to be `faster`
EAR = """window.heard = { open: 0, closed: 0, tones: [] };
window.faster = 1;
window.moment = 0;
const pass = () => { moment += faster / 60; requestAnimationFrame(pass); };
requestAnimationFrame(pass);
class Parameter {
    setValueAtTime() {}
    linearRampToValueAtTime() {}
    setTargetAtTime() {}
    setValueCurveAtTime(values, start, seconds) {
        Object.assign(this, { values: [...values], start, seconds });
    }
}
class Voice {
    gain = new Parameter(); pan = new Parameter(); frequency = new Parameter();
    constructor(ear) { this.ear = ear; }
    connect(next) { this.next = next; return next; }
    start(when) { heard.tones.push(this); this.begun = when; }
    stop(when) { this.cut = when < this.end; this.end = when; }
}
window.AudioContext = class {
    sampleRate = 100;
    constructor() { heard.open++; this.from = moment; }
    get currentTime() { return moment - this.from; }
    createGain() { return new Voice(this); }
    createStereoPanner() { return new Voice(this); }
    createOscillator() { return new Voice(this); }
    createBufferSource() { return new Voice(this); }
    createBuffer(_, length) { return { getChannelData: () => new Float32Array(length) }; }
    close() { heard.closed++; }
};
"""
#: by the moment of their start, the pitches of all tones of a kind that are not silent
TONES = """type => heard.tones
    .filter(tone => tone.type === type && tone.next.gain.values.some(Boolean))
    .map(tone => [tone.begun, tone.frequency.values])"""
#: writes down what is said, and the way of what shows where the sound is, in `seen`
WATCH = """figure => {
    const status = figure.querySelector(".mag-status");
    window.seen = { said: [], way: [] };
    new MutationObserver(() => seen.said.push(status.textContent))
        .observe(status, { childList: true, characterData: true, subtree: true });
    new MutationObserver(() => {
        const marker = figure.querySelector(".mag-sounding");
        if (marker?.checkVisibility()) seen.way.push(marker.getBoundingClientRect().x);
    }).observe(figure, { attributeFilter: ["style"], subtree: true });
}"""


def pitches(values, low, high):
    """Three octaves from the frame's foot to its top."""
    return 220 * 2 ** (3 * (np.asarray(values) - low) / (high - low))


def test_a_curve_is_heard_and_the_readers_point_upon_it(visit):
    with visit(PAGE, prepare=lambda page: page.add_init_script(EAR)) as page:
        page.wait_for_function(LIVE)
        figure = Figure(page, ID)
        slider = figure.root.locator('input[data-slider="alpha"]')
        button = figure.root.locator("[data-hear]")
        status = figure.root.locator(".mag-status")
        marker = figure.root.locator(".mag-sounding")
        view = figure.python.views[1]
        assert button.get_attribute("aria-label") == f"Hear the curves: {view['title']}"

        def heard():
            return page.evaluate("[heard.open, heard.closed]")

        def plays():
            return button.get_attribute("aria-pressed") == "true"

        slider.press("ArrowRight")
        figure.settle()
        assert heard() == [0, 0], "it sounds by itself"

        # --- from left to right, each curve by its name
        figure.root.evaluate(WATCH)
        page.evaluate("faster = 8")
        button.press("Enter")
        until(lambda: not plays(), "it does not end")
        assert marker.count() == 0
        results = figure.python.answer(figure.controls())["results"]
        curves = {m["label"]: results[m["data"]] for m in view["marks"] if m["kind"] == "curve"}
        low, high = results[view["y"]["low"]], view["y"]["high"]
        said, way = page.evaluate("[seen.said, seen.way]")
        assert said[:-1] == [f"{i} of 2: {label}" for i, label in enumerate(curves, 1)]
        assert "Escape" in said[-1]
        back = [i for i in range(1, len(way)) if way[i] < way[i - 1]]
        assert len(way) > 4 and len(back) == 1, "it does not go to the right twice"
        tones = page.evaluate(TONES, "sawtooth")  # all torques are negative
        assert page.evaluate(TONES, "sine") == []
        assert [start for start, _ in tones] == sorted({start for start, _ in tones})
        for (xs, ys), (_, tone) in zip(curves.values(), tones, strict=True):
            wanted = pitches(np.interp(np.linspace(0, 180, len(tone)), xs, ys), low, high)
            assert tone == pytest.approx(wanted, rel=1e-6)

        # --- a key moves the point
        count = page.evaluate("heard.tones.length")
        slider.evaluate("s => { s.value = 300; s.dispatchEvent(new Event('input')); }")
        figure.settle()
        assert page.evaluate("heard.tones.length") == count, "a hand moved it, not a key"
        for key in ("ArrowRight", "PageUp"):
            page.evaluate("heard.tones.length = 0")
            slider.press(key)
            figure.settle()
            until(lambda: page.evaluate("heard.tones.length"), "the point is not heard")
            controls = figure.controls()
            ((_, tone),) = page.evaluate(TONES, "sawtooth")
            results = figure.python.answer(controls)["results"]
            point = next(m["data"] for m in view["marks"] if m.get("drag"))
            (torque,) = results[point][1]
            low = results[view["y"]["low"]]
            assert tone == pytest.approx([pitches(torque, low, high)] * len(tone), rel=1e-6)

        # --- what ends it
        def leave():
            page.evaluate("scrollTo({ top: document.body.scrollHeight, behavior: 'instant' })")

        page.evaluate("faster = 1")
        for i, end in enumerate((lambda: page.keyboard.press("Escape"), button.click, leave)):
            button.scroll_into_view_if_needed()
            page.evaluate("heard.tones.length = 0")
            button.click()
            assert plays() and marker.count() == 1
            end()
            until(lambda: not plays(), "it does not end")
            assert page.evaluate("heard.tones.length && heard.tones.every(tone => tone.cut)")
            assert marker.count() == 0 and status.text_content() == ""
            until(lambda wanted=[i + 2, i + 2]: heard() == wanted, "its machine runs on")
            slider.evaluate("s => s.focus({ preventScroll: true })")
            page.evaluate("heard.tones.length = 0")
            slider.press("ArrowLeft")
            figure.settle()
            assert page.evaluate("heard.tones.length") == 0


FOLD = "<div class=cell><details class=hide><summary>A</summary><p>B</p></details></div>"
#: with a chapter's fold in the page, all unfolded: which elements scroll in a glide or change their
#: looks bit by bit, and how many are on the move
MOVES = """fold => {
    document.querySelector("article").insertAdjacentHTML("beforeend", fold);
    for (const details of document.querySelectorAll("details")) details.open = true;
    const named = (kind) => [...document.querySelectorAll("*")]
        .filter(e => kind(getComputedStyle(e))).map(e => e.className);
    return {
        glide: named(style => style.scrollBehavior === "smooth"),
        change: named(style => parseFloat(style.transitionDuration)),
        run: document.getAnimations().filter(a => a.timeline === document.timeline).length,
    };
}"""


def test_nothing_glides_where_motion_is_not_liked(visit):
    moves = {}
    phone = {"viewport": {"width": 390, "height": 844}}
    for liking in ("no-preference", "reduce"):
        with visit(PAGE, reduced_motion=liking, **phone) as page:
            page.wait_for_function(LIVE)
            moves[liking] = page.evaluate(MOVES, FOLD)
            if liking == "reduce":
                page.locator("[data-hear]").first.evaluate("button => button.click()")
                assert page.locator(".mag-sounding").is_hidden()
    assert all(moves["no-preference"].values())
    assert not any(moves["reduce"].values()), moves["reduce"]
