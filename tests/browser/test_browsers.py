"""The built site in three engines, over http and from disk: no page has anything to complain of,
and each figure lives, answers a control, says what Python says, and can be taken home. `test_site`
looks more closely, in Chromium."""

import os
import re
import shutil
import subprocess
import warnings
from contextlib import contextmanager

import pytest
from selenium import webdriver
from selenium.webdriver.support.wait import WebDriverWait
from selenium.webdriver.webkitgtk.service import Service

from magfigures import load
from tests.browser.conftest import FLAGS, LANDING, ORIGINS, PATIENCE, SITE, chromium, serve
from tests.browser.test_site import HOME, OUTSIDE, PAGES, SHOWN, alike, another, scales_of

#: the landing page, a figure alone, each figure's chapter, and what has no figure; index.html only
#: leads on
TRIED = {"book/index.html", "figures/levitron.html", *HOME.values()}
VISITED = [path for path in PAGES if path != "index.html" and (path not in SHOWN or path in TRIED)]
#: what Chromium reads here: it has all of them in `test_pages` and `test_site`
SAMPLE = ("book/index.html", "book/levitron.html", "figures/levitron.html")

#: opens the head of each page: what goes wrong in it, what it asks of elsewhere, what it saves
LISTEN = """<head>
<meta http-equiv="Content-Security-Policy"
    content="default-src 'self' file: data: blob: 'unsafe-inline' 'wasm-unsafe-eval'">
<script>{
window.complaints = [];
const complain = (...words) => complaints.push(words.join(" "));
console.error = complain;
addEventListener("error", ({ message, target }) =>
    complain(message ?? `not loaded: ${target.src ?? target.href}`), true);
addEventListener("unhandledrejection", ({ reason }) => complain(reason));
addEventListener("securitypolicyviolation", ({ blockedURI }) => complain("elsewhere:", blockedURI));
window.saved = {};
let newest;
const named = URL.createObjectURL;
URL.createObjectURL = blob => named(newest = blob);
HTMLAnchorElement.prototype.click = function () { saved[this.download] = newest.size };
}</script>
"""
HERE = "return location.href"
#: sets controls as {figure: {name: value}}; when all is answered, saves it; then what the figures
#: show, what of it lies beyond its place, and how many units hang lower than their numbers
SET = """async ([values, patience]) => {
    const outside = OUTSIDE;
    const low = element => element.getBoundingClientRect().bottom;
    const figures = [...document.querySelectorAll("figure[data-figure]")];
    const end = performance.now() + patience;
    const until = async holds => {
        while (performance.now() < end && !figures.every(holds))
            await new Promise(resolve => setTimeout(resolve, 10));
    };
    await until(figure => figure.dataset.state !== "still");
    for (const figure of figures)
        for (const [name, value] of Object.entries(values[figure.dataset.figure])) {
            const input = figure.querySelector(`input[name="${name}"]`);
            input.value = value;
            input.dispatchEvent(new Event("input", { bubbles: true }));
        }
    await until(figure => !figure.ariaBusy);
    for (const button of document.querySelectorAll("[data-do=csv], [data-do=svg], [data-do=png]"))
        button.click();
    await until(figure => saved[`${figure.dataset.figure}.png`]);
    const shown = {};
    for (const figure of figures) {
        figure.scrollIntoView();
        for (const _ of "..") await new Promise(requestAnimationFrame); // then it is drawn
        await document.fonts.ready; // those of what is seen for the first time come then
        const outputs = [...figure.querySelectorAll("output")];
        const hangs = output => low(output.nextElementSibling) > low(output) + 1;
        while (performance.now() < end && outputs.some(hangs))
            await new Promise(requestAnimationFrame);
        shown[figure.dataset.figure] = {
            state: figure.dataset.state,
            busy: figure.ariaBusy,
            status: figure.querySelector(".mag-status").textContent,
            outside: await outside(figure, {}),
            low: outputs.filter(hangs).length,
            readouts: Object.fromEntries(
                outputs.map(output => [output.dataset.name, output.dataset.value])),
        };
    }
    return [complaints, saved, shown];
}""".replace("OUTSIDE", OUTSIDE)


#: when sections out of sight are passed over: how far from its place a link to each lands; whether
#: words of the last are found; the jumps of what the reader sees on the way up, all in pixels
PASSED = """async ([figure, words]) => { LANDING
    const top = element => element.getBoundingClientRect().top;
    const end = () => document.documentElement.scrollHeight - innerHeight;
    const passedOver = section =>
        !section.firstElementChild.checkVisibility({ contentVisibilityAuto: true });
    while (!sections.some(passedOver)) await rest(4);
    const passed = sections.filter(passedOver).length;
    const landed = await missed([...sections.slice(1).reverse(), sections[sections.length - 2]]);
    scrollTo(0, 0);
    await rest(4);
    location.hash = figure;
    await rest();
    const seen = document.querySelector("figure[data-figure]").getBoundingClientRect();
    scrollTo(0, 0);
    await rest(4);
    getSelection().removeAllRanges();
    const found = find(words) && getSelection().anchorNode.parentElement;
    await rest();
    scrollTo(0, end());
    await rest();
    const jumps = [];
    while (scrollY > 400) {
        const before = document.elementFromPoint(innerWidth / 2, innerHeight / 2);
        const there = top(before);
        scrollBy(0, -400);
        await rest(4);
        const jump = top(before) - there - 400;
        if (Math.abs(jump) > 1) jumps.push(jump);
    }
    return { passed, landed, found: !!found, seen: seen.top >= 0 && seen.top < 200, jumps };
}""".replace("LANDING", LANDING)

#: a page with all that is listened for
FAULTS = """<script>
console.error("said");
setTimeout(() => { throw new Error("thrown") });
Promise.reject(new Error("rejected"));
</script><img src="missing.png"><img src="http://127.0.0.2/elsewhere.png">"""
#: waits for so many complaints
HEARD = """async ([count, patience]) => {
    const end = performance.now() + patience;
    while (performance.now() < end && complaints.length < count)
        await new Promise(resolve => setTimeout(resolve, 10));
    return complaints.map(String);
}"""


@contextmanager
def played(kind, **options):
    """A browser that Playwright drives: a function that opens a page and asks it something."""
    browser = kind.launch(**options)
    page = browser.new_page(viewport={"width": 1280, "height": 900})

    def ask(url, question, argument):
        page.goto(url)
        return page.evaluate(question, argument)

    yield ask
    browser.close()


def chromium_engine(playwright):
    return played(playwright.chromium, executable_path=chromium(), args=FLAGS)


def firefox_engine(playwright):
    wanted = os.environ.get("FIREFOX")
    path = program("Firefox", "firefox-esr", *([wanted] if wanted else ["firefox-esr", "firefox"]))
    return played(playwright.firefox, executable_path=path, channel="moz-firefox")


@contextmanager
def screen():
    """Name of a display that nobody sees; WebKit's browser has no mode without one."""
    path = program("Xvfb", "xvfb", "Xvfb")
    ours, theirs = os.pipe()
    command = [path, "-displayfd", str(theirs), "-nolisten", "tcp", "-screen", "0", "1400x1000x24"]
    running = subprocess.Popen(command, pass_fds=[theirs], stderr=subprocess.DEVNULL)
    os.close(theirs)
    try:
        with open(ours) as number:
            yield f":{number.readline().strip()}"
    finally:
        running.terminate()
        running.wait()


@contextmanager
def webkit_engine(_):
    path = program("WebKit", "webkit2gtk-driver", "WebKitWebDriver")
    with screen() as display:
        service = Service(path, env={**os.environ, "DISPLAY": display})
        with warnings.catch_warnings():  # selenium 4.51 deprecates what it does here itself
            warnings.simplefilter("ignore", DeprecationWarning)
            driver = webdriver.WebKitGTK(service=service)
        driver.set_window_size(1280, 900)
        driver.set_script_timeout(2 * PATIENCE)

        def ask(url, question, argument):
            driver.get(url)  # where much else goes on, it is back before the page is there
            WebDriverWait(driver, PATIENCE).until(lambda _: driver.execute_script(HERE) == url)
            return driver.execute_async_script(
                f"const [argument, done] = arguments; ({question})(argument).then(done)", argument
            )

        yield ask
        driver.quit()


def program(browser, package, *names):
    found = next(filter(None, map(shutil.which, names)), None)
    if found is None:
        raise FileNotFoundError(f"there is no {browser}: apt-get install {package}")
    return found


ENGINES = {"chromium": chromium_engine, "firefox": firefox_engine, "webkit": webkit_engine}


@pytest.fixture(scope="module")
def bases(tmp_path_factory):
    """The site, its pages listening for complaints, by origin."""
    copy = shutil.copytree(SITE, tmp_path_factory.mktemp("listening") / "html")
    for file in copy.rglob("*.html"):
        file.write_text(file.read_text("utf-8").replace("<head>", LISTEN, 1), "utf-8")
    (copy / "faulty.html").write_text(LISTEN + FAULTS, "utf-8")
    with serve(copy) as served:
        yield {"http": served, "file": f"{copy.as_uri()}/"}


@pytest.fixture(scope="module", params=ENGINES)
def engine(request, playwright):
    try:
        opened = ENGINES[request.param](playwright)
    except FileNotFoundError as error:
        (pytest.fail if os.environ.get("CI") else pytest.skip)(str(error))
    with opened as ask:
        yield ask


@pytest.fixture
def ask(request, engine, bases):
    """``ask(path, question, argument)`` of a page of the site. Each engine reads every other page
    over http and the rest from disk, the next engine the other way round."""
    kind = list(ENGINES).index(request.node.callspec.params["engine"])
    page = VISITED.index(request.node.callspec.params.get("path", VISITED[0]))
    base = bases[ORIGINS[(kind + page) % 2]]
    return lambda path, *question: engine(base + path, *question)


@pytest.mark.parametrize("path", VISITED)
@pytest.mark.parametrize("engine", ["firefox", "webkit"], indirect=True)
def test_figures_live_and_answer(ask, path):
    answers(ask, path)


@pytest.mark.parametrize("path", SAMPLE)
@pytest.mark.parametrize("engine", ["chromium"], indirect=True)
def test_chromium_finds_as_much(ask, path):
    answers(ask, path)


def answers(ask, path):
    figures = {id: load(id) for id in SHOWN.get(path, [])}
    values = {}
    for id, figure in figures.items():
        control = figure.controls[0]
        values[id] = {control["name"]: another(control, control["default"])}
    complaints, saved, shown = ask(path, SET, [values, 1000 * PATIENCE])
    assert not complaints
    assert saved.keys() == {f"{id}.{form}" for id in figures for form in ("csv", "svg", "png")}
    assert all(size > 500 for size in saved.values())
    for id, figure in figures.items():
        readouts = shown[id].pop("readouts")
        assert shown[id] == {
            "state": "live",
            "busy": None,
            "status": "",
            "outside": [],
            "low": 0,
        }
        answer = figure.answer(values[id])
        for name, scale in scales_of(figure, [answer]).items():
            value = answer["results"][name]
            assert alike(readouts[name], value, scale), (id, name, readouts[name], value)


def test_sections_that_are_passed_over_are_found(ask):
    asked = ["casimir-polder?rho=0.5", "ours was made without it"]
    answer = ask("book/casimir-polder.html", PASSED, asked)
    assert answer.pop("passed") > 2
    assert answer.pop("landed") == {}
    assert answer == {"found": True, "seen": True, "jumps": []}


def test_complaints_are_heard(ask):
    heard = "\n".join(ask("faulty.html", HEARD, [6, 1000 * PATIENCE]))
    # an error in a page from disk is a "Script error" to WebKit
    said = ("said", "thrown|Script error", "rejected", "missing.png", "elsewhere: http://127.0.0.2")
    assert [fault for fault in said if not re.search(fault, heard)] == []
