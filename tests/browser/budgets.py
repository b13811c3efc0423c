"""What the reader waits for, measured on the built site: ``python -m tests.browser.budgets``.

For each page with figures: the weight of a first visit, gzipped; the time from the page's DOM
being ready to each figure being live, the median of five fresh windows; and, for each control,
the median time from its input to the repaint. Nothing is asserted.
"""

import gzip
import re
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
});"""

# from the input to the frame after the drawing has changed
STEP = """async ([id, name, place]) => {
    const figure = document.querySelector(`figure[data-figure="${id}"]`);
    const slider = figure.querySelector(`input[data-slider="${name}"]`);
    const start = performance.now();
    const drawn = new Promise((resolve) => {
        const watch = new MutationObserver(() => {
            watch.disconnect();
            requestAnimationFrame(() => resolve(performance.now() - start));
        });
        watch.observe(figure.querySelector(".mag-views"), { subtree: true, childList: true });
    });
    slider.value = place;
    slider.dispatchEvent(new Event("input", { bubbles: true }));
    return Promise.race([drawn, new Promise((resolve) => setTimeout(resolve, 1000, null))]);
}"""


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


def repaint(browser, url):
    """ms by figure and control."""
    page = browser.new_page(viewport={"width": 1280, "height": 900})
    page.goto(url)
    page.wait_for_function(LIVE)
    for figure in page.locator("figure[data-figure]").all():
        id = figure.get_attribute("data-figure")
        figure.scroll_into_view_if_needed()
        page.wait_for_timeout(300)
        for slider in figure.locator("input[data-slider]").all():
            name = slider.get_attribute("data-slider")
            steps = [page.evaluate(STEP, [id, name, str(25 * j)]) for j in range(41)]
            yield id, name, median(step for step in steps if step is not None)
    page.close()


def main():
    pages = [
        str(path.relative_to(SITE))
        for path in sorted(SITE.glob("book/*.html"))
        if re.search('data-figure="', path.read_text("utf-8"))
    ]
    with serve(SITE) as base, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium(), args=FLAGS)
        for path in pages:
            total, own = weight(browser, base + path)
            print(f"{path}: {total / 1000:.0f} kB (600–750), {own / 1000:.0f} kB of it the page")
            for id, ms in live(browser, base + path).items():
                print(f"  live after {ms:4.0f} ms  {id} (300)")
            for id, name, ms in repaint(browser, base + path):
                print(f"  repaint    {ms:4.1f} ms  {id}, {name} (16, maps 33)")
        browser.close()


if __name__ == "__main__":
    main()
