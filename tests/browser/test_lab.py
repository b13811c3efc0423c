"""A live figure in a real JupyterLab, in a real browser: here the kernel computes."""

import json
import os
import socket
import subprocess
import sys
import time
import urllib.request

import pytest

from magbook.figure import load

NOTEBOOK = {
    "cells": [
        {
            "cell_type": "code",
            "source": "from magbook.widget import show\nshow('concentric-torque')",
            "metadata": {},
            "outputs": [],
            "execution_count": None,
            "id": "figure",
        }
    ],
    "metadata": {"kernelspec": {"name": "python3", "display_name": "Python 3"}},
    "nbformat": 4,
    "nbformat_minor": 5,
}


@pytest.fixture(scope="module")
def lab(tmp_path_factory):
    folder = tmp_path_factory.mktemp("lab")
    (folder / "figure.ipynb").write_text(json.dumps(NOTEBOOK))
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    own = {f"JUPYTER_{name}_DIR": str(folder / name) for name in ("CONFIG", "DATA", "RUNTIME")}
    command = [sys.executable, "-m", "jupyterlab", "--no-browser", "--allow-root"]
    command += [
        "--ip=127.0.0.1",
        f"--port={port}",
        "--ServerApp.token=",
        f"--notebook-dir={folder}",
    ]
    with (folder / "log").open("w") as log:
        server = subprocess.Popen(
            command, env={**os.environ, **own}, stdout=log, stderr=subprocess.STDOUT
        )
        url = f"http://127.0.0.1:{port}"
        for _ in range(120):
            try:
                urllib.request.urlopen(f"{url}/api").close()
                break
            except OSError:
                assert server.poll() is None, (folder / "log").read_text()
                time.sleep(0.5)
        yield url
        server.terminate()
        server.wait()


def test_figure_lives_in_jupyterlab(lab, browser):
    page = browser.new_page(viewport={"width": 1280, "height": 1000})
    page.goto(f"{lab}/lab/tree/figure.ipynb?reset")
    page.wait_for_selector(".jp-Notebook .jp-CodeCell", timeout=60_000)
    page.get_by_text("| Idle").wait_for(
        timeout=60_000
    )  # a kernel that starts drops what it is sent
    page.locator(".jp-CodeCell .cm-content").first.click()
    page.keyboard.press("Shift+Enter")
    root = page.locator("figure[data-figure=concentric-torque][data-state=live]").first
    root.wait_for(timeout=60_000)
    root.locator("input[name=alpha]").fill("75")
    root.locator("input[name=ratio]").fill("0.95")
    results = load("concentric-torque").answer({"alpha": 75, "ratio": 0.95})["results"]
    for name in ("torque", "series", "series_error", "terms_needed"):
        page.wait_for_function(
            """([name, value]) => {
                const shown = `figure[data-state=live] output[data-name=${name}]`;
                return Math.abs(document.querySelector(shown).dataset.value / value - 1) < 1e-12;
            }""",
            arg=[name, results[name]],
        )
    root.locator("input[name=alpha]").fill("200")
    assert "from 0 to 180" in root.locator(".mag-complaint:visible").inner_text()
    page.close()
