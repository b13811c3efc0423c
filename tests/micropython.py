"""The page's MicroPython, run by Node."""

import base64
import json
import subprocess
from pathlib import Path

from bookbuild.node import node

from livefigure.sphinx import sources

TESTS = Path(__file__).parent
MICROPYTHON = (
    TESTS.parent / "src/livefigure/web/node_modules/@micropython/micropython-webassembly-pyscript"
) / "micropython.mjs"


def micropython(programs, *modules, kernels=()):
    """The lines that the programs print, run in turn where these modules can be imported, and
    compiled kernels are at hand."""
    found = {}
    for module in modules:
        sources(module, found)
    request = {
        "files": {path: file.read_text("utf-8") for path, file in found.items()},
        "kernels": [base64.b64encode(program).decode() for program in kernels],
        "programs": programs,
    }
    done = subprocess.run(
        [
            node(),
            "--disable-warning=MODULE_TYPELESS_PACKAGE_JSON",
            TESTS / "micropython.mjs",
            MICROPYTHON,
        ],
        input=json.dumps(request),
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=300,
    )
    assert done.returncode == 0, done.stderr[-2000:]
    return done.stdout.split("\n")
