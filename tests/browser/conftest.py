"""A real Chromium, and the built site over http and from disk."""

import functools
import http.server
import os
import threading
from contextlib import contextmanager, suppress
from pathlib import Path

import pytest
from bookbuild.chromium import FLAGS, chromium
from playwright.sync_api import sync_playwright

SITE = Path(__file__).parents[2] / "_build" / "html"
ORIGINS = ("http", "file")
#: s until what is waited for must have come: no guess of how long it takes, but what a machine that
#: is ten times slower needs; who waits goes on as soon as it has come
PATIENCE = 60.0
#: with SLOW=10 the pages' processor is taken for so many times slower: no test may mind
SLOW = float(os.environ.get("SLOW", "1"))
#: waits until what slides or changes its colour has come to rest; what is passed over does not
#: move, and what is passed over while it moves never comes to its end
MOVED = """async () => {
    const end = performance.now() + PATIENCE;
    const moving = () => document.getAnimations().filter(move =>
        move.timeline === document.timeline && move.playState === "running"
        && move.effect.target.checkVisibility({ contentVisibilityAuto: true }));
    while (moving().length) {
        if (performance.now() > end)
            throw new Error(`does not come to rest: ${moving()[0].effect.target.outerHTML}`);
        await new Promise(resolve => setTimeout(resolve, 10));
    }
}""".replace("PATIENCE", str(1000 * PATIENCE))
LIVE = """() => [...document.querySelectorAll("figure[data-figure]")]
    .every(figure => figure.dataset.state === "live")"""


@contextmanager
def serve(folder: Path):
    """The folder over http, for as long as the block lasts."""

    class Quiet(http.server.SimpleHTTPRequestHandler):
        def log_message(self, *args):
            pass

        def copyfile(self, source, outputfile):
            with suppress(ConnectionError):  # a page that was closed before it was read
                super().copyfile(source, outputfile)

    handler = functools.partial(Quiet, directory=str(folder))
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}/"
        server.shutdown()


@pytest.fixture(scope="session")
def playwright():
    """One for all browsers that it drives: there cannot be two in a process."""
    with sync_playwright() as running:
        yield running


@pytest.fixture(scope="session")
def browser(playwright):
    try:
        path = chromium()
    except FileNotFoundError as error:
        pytest.fail(str(error))
    running = playwright.chromium.launch(executable_path=path, args=FLAGS)
    yield running
    running.close()


@pytest.fixture(scope="session")
def visit(browser):
    """``visit(path)`` is a context manager: a page of the site in a window of its own.

    At its end it fails if the page had anything to complain of: an error on the console or
    a request that failed (unless ``tolerant``), or a request to elsewhere. ``page.complaints``
    holds them meanwhile. ``prepare(page)`` runs before the page is opened; other options are
    those of the browser's context.
    """
    if not SITE.exists():
        pytest.fail(f"there is no site in {SITE}: run make book first")
    with serve(SITE) as served:
        bases = {"http": served, "file": f"{SITE.as_uri()}/"}

        @contextmanager
        def visit_(path, origin="http", tolerant=False, prepare=None, **options):
            base = bases[origin]
            context = browser.new_context(**{"viewport": {"width": 1280, "height": 900}, **options})
            page = context.new_page()
            page.set_default_timeout(1000 * PATIENCE)
            if SLOW > 1:
                tools = context.new_cdp_session(page)
                tools.send("Emulation.setCPUThrottlingRate", {"rate": SLOW})
            page.complaints = complaints = []

            def watch(request):
                if not request.url.startswith((base, "data:", "blob:")):
                    complaints.append(f"a request to elsewhere: {request.url}")

            def not_loaded(request):
                if request.failure != "net::ERR_ABORTED":  # the page was left before it came
                    complaints.append(f"not loaded: {request.url}")

            page.on("request", watch)
            if not tolerant:
                page.on("console", lambda m: m.type == "error" and complaints.append(m.text))
                page.on("pageerror", lambda error: complaints.append(str(error)))
                page.on("requestfailed", not_loaded)
                page.on(
                    "response",
                    lambda r: r.status >= 400 and complaints.append(f"{r.status}: {r.url}"),
                )
            try:
                if prepare:
                    prepare(page)
                page.goto(base + path)
                yield page
            finally:
                context.close()
            assert not complaints

        yield visit_


#: the sections of a page that may be passed over, and by how many pixels links to some of what has
#: an id miss; a busy machine is given its time
LANDING = """
    document.documentElement.style.scrollBehavior = "auto";
    const sections = [...document.querySelectorAll(".bd-article section[style^='--tall']")];
    const rest = async (frames = 8) => {
        for (let i = 0; i < frames; i++) await new Promise(requestAnimationFrame);
    };
    const miss = (target) => {
        const covered = parseFloat(getComputedStyle(document.documentElement).scrollPaddingTop);
        const off = Math.round(target.getBoundingClientRect().top - covered);
        const atEnd = scrollY + innerHeight > document.documentElement.scrollHeight - 2;
        return Math.abs(off) <= 1 || (atEnd && off > 0) ? 0 : off;
    };
    const missed = async (targets) => {
        const found = {};
        for (const target of targets) {
            location.hash = target.id;
            await rest();
            for (const late = performance.now() + 5000; miss(target); await rest())
                if (performance.now() > late) break;
            if (miss(target)) found[target.id] = miss(target);
        }
        return found;
    };
"""
