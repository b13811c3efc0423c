"""A real Chromium, and the built site over http and from disk."""

import contextlib
import functools
import http.server
import os
import shutil
import threading
from pathlib import Path

import pytest
from playwright.sync_api import sync_playwright

SITE = Path(__file__).parents[2] / "_build" / "html"
BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


@pytest.fixture(scope="session")
def browser():
    found = os.environ.get("CHROME") or next(filter(None, map(shutil.which, BROWSERS)), None)
    if found is None:
        pytest.fail(
            "the browser tests need Chromium or Chrome: apt-get install chromium, "
            "or name one in the environment variable CHROME"
        )
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=found, args=FLAGS)
        yield chromium
        chromium.close()


class Quiet(http.server.SimpleHTTPRequestHandler):
    def log_message(self, *args):
        pass

    def copyfile(self, source, outputfile):
        with contextlib.suppress(ConnectionError):  # a page that was closed before it was read
            super().copyfile(source, outputfile)


@pytest.fixture(scope="session")
def served():
    assert SITE.exists(), "the site is not built: make book"
    handler = functools.partial(Quiet, directory=str(SITE))
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}/"
    server.shutdown()
    server.server_close()


@pytest.fixture
def open_page(browser, served):
    """open_page(path, origin=…, **context) gives a page that will stand for no complaint: at the
    end of the test an error on the console, or a request to elsewhere, fails it."""
    contexts, complaints = [], []

    def open_(path, origin="http", tolerant=False, **options):
        base = served if origin == "http" else f"{SITE.as_uri()}/"
        context = browser.new_context(**{"viewport": {"width": 1280, "height": 900}, **options})
        contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(20_000)
        if not tolerant:
            page.on("console", lambda m: m.type == "error" and complaints.append(m.text))
            page.on("pageerror", lambda e: complaints.append(str(e)))
            page.on("requestfailed", lambda r: complaints.append(f"failed: {r.url}"))
        page.on(
            "request",
            lambda r: r.url.startswith((base, "data:", "blob:")) or complaints.append(r.url),
        )
        page.goto(base + path)
        return page

    yield open_
    for context in contexts:
        context.close()
    assert not complaints
