"""What the reader waits for, measured on the built site: ``python -m tests.browser.budgets``.

For each page with figures: the weight of a first visit, gzipped; the time from the page's DOM
being ready to each figure being live, the median of five fresh windows; and, for each control, of
a step: its time from the input to the painted frame, what of it is the way to Python and back, and
the processor's time that it takes of the page's own thread, as its parts. Nothing is asserted.

Before all, how long an echo takes: a slider whose value goes to a worker and comes back as a word.
A step cannot be shorter on this machine; most of it is waiting for the next frame, of which a
display shows 60 a second. ``--at-once`` does not wait for it: what is left is the work.

    python -m tests.browser.budgets [FOLDER] [--slow 4] [--only FIGURE] [--at-once]

A folder is another built site; ``--slow 4`` takes the page's processor for so many times slower.
"""

import argparse
import gzip
import re
from pathlib import Path
from statistics import median

from playwright.sync_api import sync_playwright

from tests.browser.conftest import FLAGS, LIVE, SITE, chromium, serve

CLOCK = """
window.lives = {};
addEventListener("DOMContentLoaded", () => {
    const start = performance.now();
    const look = () => {
        for (const figure of document.querySelectorAll('figure[data-state="live"]'))
            lives[figure.dataset.figure] ??= performance.now() - start;
    };
    const watch = new MutationObserver(look);
    watch.observe(document, { subtree: true, attributeFilter: ["data-state"] });
});
window.trips = []; // ms to Python and back
window.Worker = class extends Worker {
    constructor(...given) {
        super(...given);
        this.addEventListener("message", () => trips.push(performance.now() - this.asked));
    }
    postMessage(...given) {
        this.asked = performance.now();
        super.postMessage(...given);
    }
};"""

# so many steps of a slider, each from the input to the frame in which all is drawn: ms
STEPS = """async ([id, name, count]) => {
    const figure = document.querySelector(`figure[data-figure="${id}"]`);
    const slider = figure.querySelector(`input[data-slider="${name}"]`);
    const times = [];
    trips.length = 0;
    const later = (ms) => new Promise((resolve) => setTimeout(resolve, ms));
    for (let j = 0; j < count; j++) {
        await later(20 * Math.random()); // anywhere between two frames
        const start = performance.now();
        slider.value = 1000 * j / (count - 1);
        slider.dispatchEvent(new Event("input", { bubbles: true }));
        await new Promise((resolve) => {
            const watch = new MutationObserver(() => {
                if (figure.ariaBusy) return;
                watch.disconnect();
                requestAnimationFrame(() => {
                    const { port1, port2 } = new MessageChannel();
                    port1.onmessage = resolve; // comes when the frame is painted
                    port2.postMessage(0);
                });
            });
            watch.observe(figure, { attributeFilter: ["aria-busy"] });
        });
        times.push(performance.now() - start);
    }
    return { times, trips };
}"""
COUNT = 41
AT_ONCE = ["--disable-frame-rate-limit", "--disable-gpu-vsync"]
#: "ScriptDuration" leaves out what follows on a promise, and so all that draws
PARTS = {"RecalcStyle": "style", "Layout": "layout", "Task": "all"}


ECHO = """<figure data-figure="echo"><input type="range" data-slider="value" min="0" max="1000">
<output></output></figure><script>
const figure = document.querySelector("figure");
const [input, output] = figure.children;
const worker = new Worker(URL.createObjectURL(new Blob(["onmessage = e => postMessage(e.data)"])));
input.addEventListener("input", () => {
    figure.ariaBusy = "true";
    worker.postMessage(input.value);
});
worker.onmessage = ({ data }) => {
    output.textContent = data;
    figure.ariaBusy = null;
};
</script>"""


def echo(browser, slow):
    """ms of a step, of the way to the worker and back."""
    page = browser.new_page()
    page.add_init_script(CLOCK)
    page.route("**/echo", lambda route: route.fulfill(body=ECHO, content_type="text/html"))
    page.goto("http://localhost/echo")
    protocol = page.context.new_cdp_session(page)
    protocol.send("Emulation.setCPUThrottlingRate", {"rate": slow})
    found = page.evaluate(STEPS, ["echo", "value", COUNT])
    page.close()
    return median(found["times"]), median(found["trips"])


def weight(browser, url):
    """(bytes of a first visit, of that the page itself), gzipped."""
    page = browser.new_page()
    responses = []
    page.on("response", lambda response: responses.append(response))
    page.goto(url)
    page.wait_for_function(LIVE)
    page.wait_for_load_state("networkidle")
    sizes = {
        response.url: len(gzip.compress(response.body()))
        for response in responses
        if response.url.startswith("http") and response.ok
    }
    page.close()
    return sum(sizes.values()), sizes[url]


def live(browser, url):
    """ms by figure."""
    runs = []
    for _ in range(5):
        context = browser.new_context(viewport={"width": 1280, "height": 900})
        page = context.new_page()
        page.add_init_script(CLOCK)
        page.goto(url)
        page.wait_for_function(LIVE)
        runs.append(page.evaluate("lives"))
        context.close()
    return {id: median(run[id] for run in runs) for id in runs[0]}


def steps(browser, url, slow, only):
    """(figure, control, ms of a step, of the way to Python, of the page's processor by part)."""
    phone = {"viewport": {"width": 390, "height": 844}, "has_touch": True, "is_mobile": True}
    context = browser.new_context(
        **(phone if slow > 1 else {"viewport": {"width": 1280, "height": 900}})
    )
    page = context.new_page()
    page.add_init_script(CLOCK)
    page.goto(url)
    page.wait_for_function(LIVE)
    protocol = context.new_cdp_session(page)
    protocol.send("Performance.enable", {"timeDomain": "threadTicks"})
    protocol.send("Emulation.setCPUThrottlingRate", {"rate": slow})

    def spent():
        metrics = protocol.send("Performance.getMetrics")["metrics"]
        found = {metric["name"]: 1000 * metric["value"] for metric in metrics}
        return {words: found[f"{name}Duration"] for name, words in PARTS.items()}

    for figure in page.locator("css:light=figure[data-figure]").all():
        id = figure.get_attribute("data-figure")
        if only and id != only:
            continue
        figure.evaluate("figure => figure.scrollIntoView({ behavior: 'instant' })")
        page.wait_for_timeout(500)
        for slider in figure.locator("input[data-slider]").all():
            name = slider.get_attribute("data-slider")
            page.evaluate(STEPS, [id, name, 5])
            before = spent()
            found = page.evaluate(STEPS, [id, name, COUNT])
            after = spent()
            thread = {words: (after[words] - before[words]) / COUNT for words in after}
            yield id, name, median(found["times"]), median(found["trips"]), thread
            page.evaluate(
                "figure => figure.querySelector('[data-do=reset]').click()", figure.element_handle()
            )
    context.close()


def main():
    asked = argparse.ArgumentParser()
    asked.add_argument("site", nargs="?", type=Path, default=SITE)
    asked.add_argument("--slow", type=float, default=1)
    asked.add_argument("--only")
    asked.add_argument("--at-once", action="store_true")
    wanted = asked.parse_args()
    pages = [
        str(path.relative_to(wanted.site))
        for path in sorted([*wanted.site.glob("book/*.html"), *wanted.site.glob("figures/*.html")])
        if re.search(f'data-figure="{wanted.only or ""}', path.read_text("utf-8"))
    ]
    with serve(wanted.site) as base, sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=chromium(), args=[*FLAGS, *(AT_ONCE if wanted.at_once else [])]
        )
        ms, trip = echo(browser, wanted.slow)
        print(f"an echo: step {ms:.1f} ms, worker {trip:.1f}")
        for path in pages:
            print(path)
            if not wanted.only and wanted.slow == 1:
                total, own = weight(browser, base + path)
                print(f"  {total / 1000:.0f} kB (600–750), {own / 1000:.0f} kB of it the page")
                for id, ms in live(browser, base + path).items():
                    print(f"  live after {ms:4.0f} ms  {id} (300)")
            if path.startswith("figures/"):
                continue  # a figure steps here as it does in its chapter
            for id, name, ms, trip, thread in steps(browser, base + path, wanted.slow, wanted.only):
                parts = ", ".join(f"{words} {spent:.1f}" for words, spent in thread.items())
                print(
                    f"  step {ms:5.1f} ms (16; 33 where slow), Python {trip:5.1f} (4), "
                    f"page {thread['all']:4.1f} (8): {parts}  {id}, {name}",
                    flush=True,
                )
        browser.close()


if __name__ == "__main__":
    main()
