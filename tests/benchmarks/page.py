"""Python in a page: kernels compiled for it, interpreted by MicroPython there, and by Pyodide.

All three run in Node the file that the page runs. Pyodide's own NumPy and SciPy come with its
releases and are no packages of npm, so what is compared is one kernel in plain Python, and what has
to be fetched first.
"""

import gzip
import json
import subprocess
from pathlib import Path

from bookbuild.node import node

from livefigure.sphinx import package_modules, sources
from magbook._webassembly import compile_kernels
from tests.micropython import MICROPYTHON, micropython

PYODIDE = Path(__file__).parents[2] / "_build" / "pyodide" / "node_modules" / "pyodide"
POINTS = 1000
# a row of places, as a figure asks for it
ROW = f"""
from array import array
from magbook import loops
rho = array("d", [3 * (j + 0.5) / {POINTS} for j in range({POINTS})])
"""
BY_MICROPYTHON = """
import time
best = 1e9
for _ in range(REPEAT):
    start = time.ticks_us()
    for _ in range(MANY):
        loops.field(rho, 0.3, 1.0)
    best = min(best, time.ticks_diff(time.ticks_us(), start) / MANY)
print(best / 1000)
"""
# decorators that leave a kernel as it is: plain Python, of numbers
BY_PYODIDE = (
    """
import sys, time, types
plain = types.ModuleType("magbook.elementwise")
plain.__getattr__ = lambda name: None
plain.elementwise = lambda quick=None, **needs: lambda kernel: kernel
plain.part = plain.rowwise = lambda kernel: kernel
plain.row = lambda length, value=0.0: [value] * length
sys.modules["magbook.elementwise"] = plain
"""
    + ROW
    + """
best = 1e9
for _ in range(20):
    start = time.perf_counter()
    for x in rho:
        loops.field(x, 0.3, 1.0)
    best = min(best, time.perf_counter() - start)
print(1000 * best)
"""
)


def in_micropython(compiled: bool, many: int, repeat: int = 8) -> float:
    """ms of a row: the shortest of ``repeat`` times, each the mean of ``many``."""
    kernels = compile_kernels(package_modules("magfigures")).values() if compiled else ()
    program = BY_MICROPYTHON.replace("REPEAT", str(repeat)).replace("MANY", str(many))
    return float(micropython([ROW, program], "magbook.loops", kernels=kernels)[-1])


def in_pyodide() -> tuple[float, float]:
    """ms of the start, and of a row."""
    found: dict[str, Path] = {}
    sources("magbook.loops", found)
    request = {
        "files": {path: file.read_text("utf-8") for path, file in found.items()},
        "program": BY_PYODIDE,
    }
    done = subprocess.run(
        [node(), Path(__file__).parent / "pyodide.mjs", PYODIDE / "pyodide.mjs"],
        input=json.dumps(request),
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=120,
    )
    assert done.returncode == 0, done.stderr[-2000:]
    start, row = map(float, done.stdout.split())
    return start, row


def weight(folder: Path, *names: str) -> float:
    """kB, gzipped."""
    return sum(len(gzip.compress((folder / name).read_bytes())) for name in names) / 1000


def groups() -> list[dict]:
    ways = [
        {"name": "compiled for the page", "value": in_micropython(True, 500)},
        {"name": "interpreted by MicroPython", "value": in_micropython(False, 2)},
    ]
    weights = [
        {
            "name": "MicroPython",
            "value": weight(MICROPYTHON.parent, "micropython.mjs", "micropython.wasm"),
        }
    ]
    if PYODIDE.is_dir():
        ways.append({"name": "interpreted by Pyodide", "value": min(in_pyodide()[1] for _ in "12")})
        files = ("pyodide.mjs", "pyodide.asm.mjs", "pyodide.asm.wasm", "python_stdlib.zip")
        weights.append({"name": "Pyodide, without NumPy", "value": weight(PYODIDE, *files)})
    return [
        {"what": f"field at {POINTS} points, in a page", "unit": "ms", "ways": ways},
        {"what": "Python itself, to be fetched by a page", "unit": "kB", "ways": weights},
    ]
