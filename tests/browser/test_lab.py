"""A live figure in a real JupyterLab, in a real browser: here the kernel computes."""

import json
import os
import socket
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

import pytest

from tests.browser.test_site import Figure, until

ID = "concentric-torque"
CELLS = [
    f"from magbook.widget import show\nfigure = show({ID!r})\nfigure",
    # a figure whose Python fails
    f"""broken = show({ID!r})
def compute(**controls):
    raise ZeroDivisionError("the kernel says no")
broken._figure = type("Broken", (), {{"answer": lambda self, controls: compute(**controls)}})()
broken""",
]


def notebook(cells):
    cells = [
        {"cell_type": "code", "id": f"cell{i}", "source": source, "metadata": {}, "outputs": [],
         "execution_count": None}
        for i, source in enumerate(cells)
    ]  # fmt: skip
    kernel = {"name": "python3", "display_name": "Python 3"}
    metadata = {"kernelspec": kernel, "language_info": {"name": "python"}}
    return {"cells": cells, "metadata": metadata, "nbformat": 4, "nbformat_minor": 5}


@pytest.fixture(scope="module")
def lab(tmp_path_factory):
    """Address of a JupyterLab in a folder of its own."""
    folder = tmp_path_factory.mktemp("lab")
    (folder / "figure.ipynb").write_text(json.dumps(notebook(CELLS)))
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    own = {f"JUPYTER_{name}_DIR": str(folder / name) for name in ("CONFIG", "DATA", "RUNTIME")}
    own["IPYTHONDIR"] = str(folder / "ipython")
    for name in ("SETTINGS", "WORKSPACES"):
        own[f"JUPYTERLAB_{name}_DIR"] = str(folder / name)
    options = ["--no-browser", "--allow-root", "--ip=127.0.0.1", f"--port={port}"]
    options += [
        "--ServerApp.port_retries=0",
        "--IdentityProvider.token=",
        f"--notebook-dir={folder}",
    ]
    log = folder / "log"
    with log.open("w") as output:
        server = subprocess.Popen(
            [sys.executable, "-m", "jupyterlab", *options],
            env={**os.environ, **own},
            stdout=output,
            stderr=subprocess.STDOUT,
        )
        address = f"http://127.0.0.1:{port}"
        try:
            wait_for(server, address, log)
            yield address
        finally:
            server.terminate()  # which ends its kernels
            try:
                server.wait(30)
            except subprocess.TimeoutExpired:
                server.kill()
                server.wait()


def wait_for(server: subprocess.Popen, address: str, log: Path) -> None:
    end = time.monotonic() + 90
    while True:
        try:
            urllib.request.urlopen(f"{address}/api").close()
            return
        except OSError:
            assert server.poll() is None, log.read_text()
            assert time.monotonic() < end, log.read_text()
            time.sleep(0.25)


@pytest.fixture
def page(browser):
    context = browser.new_context(viewport={"width": 1280, "height": 1400})
    yield context.new_page()
    context.close()


def test_figure_lives_in_jupyterlab(lab, page):
    page.set_default_timeout(60_000)
    page.goto(f"{lab}/lab/tree/figure.ipynb?reset")
    page.locator(".jp-Notebook .jp-CodeCell").nth(len(CELLS) - 1).wait_for()
    page.get_by_text("| Idle").wait_for()  # a kernel that starts drops what it is sent
    page.get_by_role("menuitem", name="Run", exact=True).click()
    page.get_by_role("menuitem", name="Run All Cells", exact=True).click()

    works, fails = (page.locator(".jp-CodeCell").nth(i) for i in range(len(CELLS)))
    works.locator(f'figure[data-figure="{ID}"][data-state="live"]').wait_for()
    figure = Figure(page, ID)
    figure.root = works.locator("figure[data-figure]")
    figure.settle()
    for control in figure.python.controls:
        slider = figure.slider(control)
        figure.change(lambda s=slider: s.fill("300"), f"the slider of {control['name']}")
    figure.set(alpha=75, ratio=0.95)
    figure.settle()
    figure.root.get_by_role("button", name="Equal loops").click()
    figure.settle()
    assert figure.controls()["ratio"] == 1
    figure.press("reset")
    figure.settle()

    # what cannot be is refused in the page
    kept = figure.readouts()
    figure.set(alpha=200)
    words = figure.root.locator(".mag-complaint:visible").inner_text()
    assert "Angle between the loops" in words and "from 0 to 180" in words
    assert figure.root.get_attribute("data-stale") is not None
    assert figure.readouts() == kept
    figure.set(alpha=20)
    figure.settle()

    # what fails in the kernel is said in the page, and the picture stays
    root = fails.locator("figure[data-figure]")
    root.and_(page.locator('[data-state="failed"]')).wait_for()
    until(
        lambda: "the kernel says no" in root.locator(".mag-status").inner_text(),
        "the kernel's error is not said",
    )
    assert root.locator(".mag-canvas svg").count() == len(figure.python.views)
