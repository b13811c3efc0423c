"""What a page fetches before anything in it can be computed: ``make fetched`` writes
`book/fetched.yml`, which "How fast" shows.

A chapter of this book, as it is built, is opened in Chromium until its figures are live. The same
chapter is built by Jupyter Book as it comes, without a line of configuration, and opened too; what
that page asks other hosts for is answered from the same packages on npm. No byte comes from
elsewhere, and what could not be answered is named. Every size is gzipped.
"""

import gzip
import json
import re
import shutil
import subprocess
import sys
import tempfile
from collections import Counter
from importlib import metadata
from pathlib import Path
from urllib.parse import urlparse

import yaml
from bookbuild.chromium import FLAGS, chromium
from playwright.sync_api import Route, sync_playwright

from tests.browser.budgets import weight
from tests.browser.conftest import SITE, serve

ROOT = Path(__file__).parents[2]
PACKAGES = ROOT / "_build" / "fetched" / "node_modules"
CHAPTER = "inductance"
FILE = ROOT / "book" / "fetched.yml"
HEAD = """# What a page fetches, gzipped, as `make fetched` measured it; "How fast" shows it.
"""
#: parts of the addresses that the default page asks for: package, and where in it the file is
ANSWERS = [
    (r"/npm/mathjax@3/(.*)", "mathjax", r"\1"),
    (r"/npm/@jupyter-widgets/html-manager@[^/]*/(.*)", "@jupyter-widgets/html-manager", r"\1"),
    (r"/npm/anywidget@[^/]*/(.*)", "anywidget", r"\1"),
    (r"/require\.js/[^/]*/require\.min\.js", "requirejs", "require.js"),
]
NPM = {package for _, package, _ in ANSWERS} | {"thebe-lite", "pyodide"}
PYODIDE = ("pyodide.mjs", "pyodide.asm.mjs", "pyodide.asm.wasm", "python_stdlib.zip")
QUIET = """() => new Promise((resolve) => setTimeout(resolve, 3000))"""


def version(package: str) -> str:
    return f"{package} {json.loads((PACKAGES / package / 'package.json').read_text())['version']}"


def kilo(size: int) -> float:
    return float(f"{size / 1000:.3g}")


def zipped(body: bytes) -> int:
    return len(gzip.compress(body))


def packed(package: str, *names: str) -> int:
    return sum(zipped((PACKAGES / package / name).read_bytes()) for name in names)


def default_site(folder: Path) -> Path:
    """The chapter as Jupyter Book builds it by default. Of what only this book's extensions know
    it says in the page that it does not."""
    shutil.copy(ROOT / "book" / f"{CHAPTER}.md", folder)
    (folder / "_toc.yml").write_text(f"format: jb-book\nroot: {CHAPTER}\n")
    command = Path(sys.executable).with_name("jupyter-book")
    done = subprocess.run([command, "build", folder], capture_output=True, text=True, cwd=folder)
    site = folder / "_build" / "html"
    page = site / f"{CHAPTER}.html"
    assert page.exists() and "traceback" not in page.read_text("utf-8"), done.stderr[-2000:]
    return site


def default_page(browser, folder: Path) -> tuple[Counter, list[str]]:
    """Bytes by where they come from, and the addresses that could not be answered."""
    sizes, missing = Counter(), []
    page = browser.new_page()

    def answer(route: Route) -> None:
        url = urlparse(route.request.url)
        if url.hostname == "127.0.0.1":
            response = route.fetch()
            body = response.body()
            sizes["its own host"] += zipped(body) if response.ok else 0
            # a script is not to the last byte what another host has of it
            if url.path.endswith(".html"):
                body = re.sub(rb' integrity="[^"]*"', b"", body)
            route.fulfill(response=response, body=body)
            return
        for address, package, name in ANSWERS:
            found = re.search(address, url.path)
            file = found and PACKAGES / package / found.expand(name)
            if file and file.is_file():
                sizes[package] += zipped(file.read_bytes())
                route.fulfill(path=file, headers={"Access-Control-Allow-Origin": "*"})
                return
        missing.append(f"{url.hostname}{url.path}")
        route.abort()

    page.route("**/*", answer)
    with serve(folder) as base:
        page.goto(f"{base}{CHAPTER}.html")
        page.wait_for_load_state("networkidle")
        page.evaluate(QUIET)
    page.close()
    return sizes, sorted(set(missing))


def main() -> None:
    with sync_playwright() as playwright, tempfile.TemporaryDirectory() as folder:
        browser = playwright.chromium.launch(executable_path=chromium(), args=FLAGS)
        with serve(SITE) as base:
            ours, _ = weight(browser, f"{base}book/{CHAPTER}.html")
        sizes, missing = default_page(browser, default_site(Path(folder)))
        browser.close()
    python = packed("thebe-lite", "dist/lib/thebe-lite.min.js") + packed("pyodide", *PYODIDE)
    default = sizes.total()
    ways = {
        "this book, its figures live": ours,
        "Jupyter Book as it comes": default,
        "that with thebe-lite and Pyodide": default + python,
    }
    data = {
        "chapter": CHAPTER,
        "jupyter-book": metadata.version("jupyter-book"),
        "packages": [version(name) for name in [*sizes, "thebe-lite", "pyodide"] if name in NPM],
        "parts": {name: kilo(size) for name, size in sizes.items()},
        "missing": missing,
        "groups": [
            {
                "what": f"fetched by the chapter {CHAPTER}",
                "unit": "kB",
                "ways": [{"name": name, "value": kilo(size)} for name, size in ways.items()],
            }
        ],
    }
    FILE.write_text(HEAD + yaml.safe_dump(data, allow_unicode=True, sort_keys=False), "utf-8")


if __name__ == "__main__":
    main()
