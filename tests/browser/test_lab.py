"""The figures in a real JupyterLab and Notebook 7, in a real browser: here the kernel computes."""

import functools
import json
import os
import re
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path

import pytest

from magfigures import load
from tests.browser import test_site
from tests.browser.test_site import NOW, SAMPLE
from tests.exercises import ASKED
from tests.test_exercises import cases
from tests.test_figure import FIGURES
from tests.test_notebooks import NOTEBOOKS

PATIENCE = 180  # s, for kernels that have yet to be compiled, on a busy machine
until = functools.partial(test_site.until, patience=PATIENCE)
SHOW = "from magbook.widget import show\n"


# --- A server, its notebooks, and what is seen of them ----------------------------------------


class Server:
    """JupyterLab and Notebook 7 in a folder of their own, on a machine without Node."""

    def __init__(self, folder: Path):
        self.folder = folder
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            port = free.getsockname()[1]
        self.address = f"http://127.0.0.1:{port}"
        own = {f"JUPYTER_{name}_DIR": str(folder / name) for name in ("CONFIG", "DATA", "RUNTIME")}
        own["IPYTHONDIR"] = str(folder / "ipython")
        for name in ("SETTINGS", "WORKSPACES"):
            own[f"JUPYTERLAB_{name}_DIR"] = str(folder / name)
        news = folder / "SETTINGS" / "@jupyterlab" / "apputils-extension"
        news.mkdir(parents=True)
        (news / "notification.jupyterlab-settings").write_text('{"fetchNews": "false"}')
        self.environment = {**os.environ, **own, "PATH": os.fspath(folder)}
        self.log = folder / "log"
        with self.log.open("w") as output:
            self.process = subprocess.Popen(
                [
                    *(sys.executable, "-m", "jupyterlab", "--no-browser", "--allow-root"),
                    *("--ip=127.0.0.1", f"--port={port}", "--ServerApp.port_retries=0"),
                    *("--IdentityProvider.token=", "--ServerApp.disable_check_xsrf=True"),
                    f"--notebook-dir={folder}",
                ],
                env=self.environment,
                stdout=output,
                stderr=subprocess.STDOUT,
            )

    def ask(self, path: str, method: str = "GET"):
        request = urllib.request.Request(f"{self.address}/api/{path}", method=method)
        with urllib.request.urlopen(request) as answer:
            text = answer.read()
        return json.loads(text) if text else None

    def wait(self) -> None:
        end = time.monotonic() + 90
        while True:
            try:
                self.ask("")
                return
            except OSError:
                assert self.process.poll() is None, self.log.read_text()
                assert time.monotonic() < end, self.log.read_text()
                time.sleep(0.1)

    def end(self) -> None:
        self.process.terminate()  # which ends its kernels
        try:
            self.process.wait(30)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()

    def run(self, *arguments: str) -> None:
        """A program of Jupyter's, in the server's folder."""
        done = subprocess.run(
            [sys.executable, "-m", *arguments],
            cwd=self.folder,
            env=self.environment,
            capture_output=True,
            text=True,
        )
        assert done.returncode == 0, done.stderr


@pytest.fixture(scope="module")
def server(tmp_path_factory):
    server = Server(tmp_path_factory.mktemp("lab"))
    try:
        server.wait()
        yield server
    finally:
        server.end()


def notebook(*cells: str) -> str:
    code = [
        {"cell_type": "code", "id": f"cell{i}", "source": source, "metadata": {}, "outputs": [],
         "execution_count": None}
        for i, source in enumerate(cells)
    ]  # fmt: skip
    kernel = {"name": "python3", "display_name": "Python 3"}
    metadata = {"kernelspec": kernel, "language_info": {"name": "python"}}
    return json.dumps({"cells": code, "metadata": metadata, "nbformat": 4, "nbformat_minor": 5})


class Notebook:
    """A notebook in a page of its own."""

    def __init__(self, server, page, name, app):
        self.server, self.page, self.name = server, page, name
        page.set_default_timeout(1000 * PATIENCE)
        page.goto(f"{server.address}/{app}/{name}?reset")  # of what was open before
        page.locator(".jp-Notebook .jp-CodeCell").first.wait_for()
        self.rests()

    def rests(self):
        """Wait for its kernel; one that starts drops what it is sent."""
        until(lambda: self.kernel(), "it has no kernel")
        until(lambda: self.kernel()["execution_state"] == "idle", "its kernel does not start")
        self.page.locator('.jp-Notebook-ExecutionIndicator[data-status="idle"]').wait_for()

    def kernel(self):
        sessions = self.server.ask("sessions")
        return next((s["kernel"] for s in sessions if s["path"] == self.name), None)

    def ends(self):
        def ended():
            try:
                if kernel := self.kernel():
                    self.server.ask(f"kernels/{kernel['id']}", "DELETE")
            except urllib.error.HTTPError:  # the server is just starting it anew
                return False
            return True

        until(ended, "its kernel does not end")

    def choose(self, menu, item):
        self.page.get_by_role("menuitem", name=menu, exact=True).click()
        label = self.page.locator(".lm-Menu-itemLabel")  # beside its shortcut
        label.filter(has_text=re.compile(f"^{re.escape(item)}$")).click()

    def run(self):
        self.choose("Run", "Run All Cells")

    def cell(self, i):
        return self.page.locator(".jp-CodeCell").nth(i)

    def figure(self, id, cell=0):
        return Figure(self.cell(cell).locator(f'figure[data-figure="{id}"]'), id)

    def pictures(self):
        """[(whether it is seen, its width in pixels of its own)] of the stills."""
        return self.page.locator(".mag-still img").evaluate_all(SEEN)

    def shows(self, pictures):
        until(lambda: self.pictures() == pictures, lambda: f"{self.pictures()}, not {pictures}")


SEEN = "images => images.map(i => [i.checkVisibility() && i.clientHeight > 100, i.naturalWidth])"


class Figure:
    def __init__(self, root, id):
        self.root, self.python = root, load(id)

    def now(self):
        return self.root.evaluate(NOW)

    def lives(self):
        alive = '[data-state="live"][data-engine="compiled"]'  # by Numba, which a chapter needs
        self.root.and_(self.root.page.locator(alive)).wait_for()
        self.settle()

    def settle(self):
        """Wait until the readouts are Python's to the last bit: both are CPython's here."""

        def told():
            now = self.now()
            controls = {name: float(value) for name, value in now["controls"].items()}
            results = self.python.answer(controls)["results"]
            wanted = {r["name"]: results[r["name"]] for r in self.python.readouts}
            shown = {k: float(v) if v else None for k, v in now["readouts"].items()}
            return now, shown, wanted

        def right():
            now, shown, wanted = told()
            return now["state"] == "live" and not now["busy"] and shown == wanted

        until(right, lambda: f"now, shown, Python's: {told()}")
        assert self.now()["status"] == ""
        assert self.root.is_visible()

    def move(self, control, to="300"):
        before = self.now()
        self.root.locator(f'input[data-slider="{control}"]').fill(to)
        until(lambda: self.now()["readouts"] != before["readouts"], f"{control} changes nothing")
        self.settle()

    def says(self, words):
        """Wait until it says so, with its drawings still there."""
        status = self.root.locator(".mag-status")
        until(lambda: re.search(words, status.inner_text()), lambda: f"says {status.inner_text()}")
        assert self.root.locator(".mag-canvas svg").count() == len(self.python.views)


@pytest.fixture
def page(browser):
    context = browser.new_context(viewport={"width": 1280, "height": 1400})
    yield context.new_page()
    context.close()


@pytest.fixture
def open_notebook(server, page, request):
    """``open_notebook(*cells)``; its kernel ends with the test."""
    opened = []

    def open_(*cells, app="lab/tree", name=f"{request.node.name}.ipynb"):
        name = re.sub(r"[^\w.]", "-", name)
        if cells:
            (server.folder / name).write_text(notebook(*cells))
        opened.append(Notebook(server, page, name, app))
        return opened[-1]

    yield open_
    for book in opened:
        book.ends()


# --- What is asked of them ----------------------------------------------------------------------


@pytest.mark.parametrize(("app", "ids"), [("lab/tree", FIGURES), ("notebooks", SAMPLE)])
def test_every_figure_lives(open_notebook, app, ids):
    book = open_notebook(SHOW, *(f'show("{id}")' for id in ids), app=app)
    book.run()
    for i, id in enumerate(ids, 1):
        figure = book.figure(id, i)
        figure.lives()
        figure.move(figure.python.controls[0]["name"])
    until(lambda: [seen for seen, _ in book.pictures()] == [False] * len(ids), "a still is seen")
    names = book.page.evaluate("[...document.querySelectorAll('figure [id]')].map(e => e.id)")
    assert len(names) == len(set(names)) > 20


def test_what_cannot_be_is_said(open_notebook):
    book = open_notebook(
        SHOW + 'show("concentric-torque")',
        SHOW + 'broken = show("modes")\nbroken._figure.answer = lambda controls: 1 / 0\nbroken',
        # what no one asks for, but an engine may do
        SHOW + 'torn = show("skin-depth")\ntorn.text = torn.text[:-1]\ntorn',
    )
    book.run()
    figure = book.figure("concentric-torque", 0)
    figure.lives()
    kept = figure.now()["readouts"]
    figure.root.locator('input[name="alpha"]').fill("200")
    words = figure.root.locator(".mag-complaint:visible").inner_text()
    assert "Angle between the loops" in words and "from 0 to 180" in words
    assert figure.now()["stale"] is not None
    assert figure.now()["readouts"] == kept
    figure.root.get_by_role("button", name="Equal loops").click()
    figure.settle()

    broken = book.figure("modes", 1)
    broken.says("This figure has stopped: ZeroDivisionError: division by zero")
    assert broken.now()["state"] == "failed" and broken.now()["busy"] is None

    book.cell(2).get_by_text("This could not be shown: ").wait_for()


@pytest.mark.parametrize("kind", ["number", "choice", "sketch"])
def test_an_exercise_answers(open_notebook, kind):
    one = next(one for one in ASKED if one.asks["kind"] == kind)
    cells = json.loads((NOTEBOOKS / f"{one.page}.ipynb").read_text("utf-8"))["cells"]
    source = next(s for s in ("".join(cell["source"]) for cell in cells) if one.label in s)
    book = open_notebook(source)
    book.run()
    root = book.page.locator(f'[data-exercise="{one.label}"]')
    submit = root.locator("[type=submit]")
    submit.wait_for()
    reply = root.locator("output")
    if kind == "sketch":
        submit.click()
        reply.filter(has_text="Draw the curve").wait_for()
        root.locator(".mag-canvas").focus()
        for _ in range(40):
            book.page.keyboard.press("ArrowRight")
        submit.click()
        reply.locator("li").first.wait_for()
        return
    for given, _, which in cases(one)[:2]:
        if kind == "choice":
            root.locator(f'[name="choice"][value="{given}"]').check()
        else:
            root.locator('[name="answer"]').fill(given)
        submit.click()
        state = "right" if which == -1 or str(one.asks.get("right")) == given else "wrong"
        until(lambda state=state: root.get_attribute("data-state") == state, "it does not answer")
        assert reply.inner_text()


def test_two_views_of_one_widget_go_their_own_ways(open_notebook):
    book = open_notebook(SHOW + 'figure = show("dipole-force")\nfigure', "figure")
    book.run()
    one, two = (book.figure("dipole-force", i) for i in range(2))
    one.lives()
    two.lives()
    before = two.now()
    one.move("theta_a")
    assert two.now() == before
    two.move("distance")
    one.settle()
    names = book.page.evaluate("[...document.querySelectorAll('figure [id]')].map(e => e.id)")
    assert len(names) == len(set(names)) > 20


def test_keys_pressed_in_a_figure_stay_there(open_notebook):
    book = open_notebook(SHOW + 'show("modes")', "1")
    book.run()
    figure = book.figure("modes")
    figure.lives()
    slider = figure.root.locator("input[data-slider]").first
    slider.focus()
    was = int(slider.input_value())
    for key in ("ArrowDown", "a", "d", "d"):  # Lab: to the next cell, a new one, delete it
        book.page.keyboard.press(key)
    assert int(slider.input_value()) < was
    assert slider.evaluate("slider => slider === document.activeElement")
    assert book.page.locator(".jp-CodeCell").count() == 2
    hear = figure.root.locator("[data-hear]").first
    hear.click()
    assert hear.get_attribute("aria-pressed") == "true"
    book.page.keyboard.press("Escape")
    assert hear.get_attribute("aria-pressed") == "false"
    slider.focus()
    book.page.keyboard.press("Shift+Enter")
    book.page.locator(".jp-CodeCell").nth(1).and_(book.page.locator(".jp-mod-active")).wait_for()


def test_cleared_cell_leaves_nothing_running(open_notebook, page):
    page.add_init_script(WATCH)
    book = open_notebook(SHOW + 'show("eddy-sphere")')
    book.run()
    figure = book.figure("eddy-sphere")
    figure.lives()
    figure.root.get_by_role("button", name="Let run").click()
    frames = page.evaluate("framesAsked")
    until(lambda: page.evaluate("framesAsked") > frames + 5, "it does not play")
    assert page.evaluate("atWork()") == [2, 1]

    book.choose("Edit", "Clear Outputs of All Cells")
    figure.root.wait_for(state="detached")
    until(lambda: page.evaluate("atWork()") == [0, 0], "it still watches")

    def rests():
        frames = page.evaluate("framesAsked")
        time.sleep(0.3)
        return page.evaluate("framesAsked") == frames

    until(rests, "it still plays")

    book.run()
    figure.lives()
    assert page.evaluate("atWork()") == [2, 1]


#: what of a figure's is at work in the page: observers, listeners to all keys, frames asked for
WATCH = """
    const watched = new Set(), signals = [];
    for (const kind of [ResizeObserver, IntersectionObserver]) {
        const { observe, disconnect } = kind.prototype;
        kind.prototype.observe = function (target, ...more) {
            if (target.closest?.("figure[data-figure]")) watched.add(this);
            return observe.call(this, target, ...more);
        };
        kind.prototype.disconnect = function () {
            watched.delete(this);
            return disconnect.call(this);
        };
    }
    const listen = window.addEventListener;
    window.addEventListener = function (kind, act, options, ...more) {
        if (kind === "keydown" && options?.signal) signals.push(options.signal);
        return listen.call(this, kind, act, options, ...more);
    };
    window.atWork = () => [watched.size, signals.filter(signal => !signal.aborted).length];
    window.framesAsked = 0;
    const frame = window.requestAnimationFrame;
    window.requestAnimationFrame = function (act) {
        window.framesAsked++;
        return frame.call(this, act);
    };
"""


def test_kernel_that_ends_is_told_of(open_notebook, page):
    book = open_notebook(SHOW + 'show("modes")', "import os\nos.getpid()")
    book.run()
    figure = book.figure("modes")
    figure.lives()

    book.choose("Kernel", "Restart Kernel…")
    page.get_by_role("button", name="Confirm Kernel Restart").click()
    figure.says("This figure has stopped: its kernel has ended. Run this cell again.")
    assert figure.now()["state"] == "failed" and figure.now()["busy"] is None
    book.rests()
    book.run()
    figure.lives()

    # killed while it owes an answer
    process = int(book.cell(1).locator(".jp-OutputArea-output").inner_text())
    os.kill(process, signal.SIGSTOP)
    figure.root.locator("input[data-slider]").first.fill("300")
    assert figure.now()["busy"] == "true"
    os.kill(process, signal.SIGKILL)
    figure.says("This figure has stopped: its kernel has ended. Run this cell again.")
    assert figure.now()["state"] == "failed" and figure.now()["busy"] is None


#: a figure's patience ends in a moment
HASTE = """
    const every = window.setInterval;
    window.setInterval = (act, time, ...more) => every(act, time === 10000 ? 100 : time, ...more);
"""


def test_kernel_that_is_busy_is_told_of(open_notebook, server, page):
    page.add_init_script(HASTE)
    enough = server.folder / "enough"
    busy = f"import os, time\nwhile not os.path.exists({str(enough)!r}): time.sleep(0.05)"
    book = open_notebook(SHOW + 'show("modes")', busy)
    book.run()
    figure = book.figure("modes")
    figure.says(r"Python has not answered for \d+ s. Its kernel may be busy")
    assert figure.now()["busy"] == "true"
    enough.touch()
    figure.lives()


def test_saved_notebook_shows_pictures_until_it_is_run(open_notebook, server, page, request):
    book = open_notebook(SHOW + 'show("ring-energy")', "print('more')\nshow('modes')")
    book.run()
    for i, id in enumerate(("ring-energy", "modes")):
        book.figure(id, i).lives()
    book.choose("File", "Save Notebook")
    file = server.folder / book.name
    until(lambda: "widget-view" in file.read_text(), "it is not saved")
    strictly(file)
    assert file.stat().st_size < 600_000
    book.ends()

    book = open_notebook(name=book.name)
    words = """() => [...document.querySelectorAll(".jupyter-widgets")].map(element =>
        [getComputedStyle(element).fontSize, getComputedStyle(element, "::after").content])"""
    wanted = [
        ["0px", '"No Python runs behind this picture: run the cell to bring it to life."']
    ] * 2
    until(lambda: page.evaluate(words) == wanted, lambda: page.evaluate(words))
    book.shows([[True, 1536]] * 2)
    book.run()
    for i, id in enumerate(("ring-energy", "modes")):
        book.figure(id, i).lives()
    book.shows([[False, 1536]] * 2)

    # and so it does in HTML, where no server and no other site can be reached
    server.run("nbconvert", "--to", "html", book.name)
    assert exported(page, file.with_suffix(".html")) == [[True, 1536]] * 2


def exported(page, file):
    """What is seen of the pictures in an HTML file, without a network."""
    page.context.set_offline(True)
    page.goto(file.as_uri())
    return page.locator(".mag-still img").evaluate_all(SEEN)


def strictly(file):
    """The file's JSON, which knows no NaN."""

    def refuse(name):
        raise ValueError(f"{name} is not JSON")

    return json.loads(file.read_text(), parse_constant=refuse)


def test_notebook_run_elsewhere_shows_pictures(open_notebook, server, page):
    # with the widgets' state, which Lab does not save
    file = server.folder / "elsewhere.ipynb"
    file.write_text(notebook(SHOW + 'show("dipole-force")'))
    server.run("nbconvert", "--to", "notebook", "--execute", "--inplace", file.name)
    assert strictly(file)["metadata"]["widgets"]

    # not trusted
    book = open_notebook(name=file.name)
    book.shows([[True, 784]])
    assert book.page.locator("figure[data-figure]").count() == 0

    # trusted: the widget is drawn from its state, and waits for Python
    server.run("jupyter", "trust", file.name)
    page.add_init_script(HASTE)
    book = open_notebook(name=file.name)
    figure = book.figure("dipole-force")
    figure.says("Python has not answered")
    book.shows([[False, 784]])
    shown = {k: float(v) for k, v in figure.now()["readouts"].items()}
    results = figure.python.answer({})["results"]
    assert shown == {r["name"]: results[r["name"]] for r in figure.python.readouts}

    server.run("nbconvert", "--to", "html", file.name)
    assert exported(page, file.with_suffix(".html")) == [[True, 784]]
