"""Before the tables of pytest-benchmark, the ratios that they are for: of least times,
which other work on the machine disturbs least. A run of all of them writes `book/speed.yml`."""

import datetime
import os
import platform
from importlib.metadata import version
from itertools import groupby
from pathlib import Path

import yaml

FILE = Path(__file__).parents[2] / "book" / "speed.yml"
HEAD = """# The times that `make bench` took, the shortest of many; "How fast" shows them.
"""
PACKAGES = ("numpy", "numba", "scipy", "magpylib", "dask")


def pytest_addoption(parser):
    parser.addoption("--write", action="store_true", help="write book/speed.yml")


def pytest_terminal_summary(terminalreporter, config):
    session = getattr(config, "_benchmarksession", None)
    done = [bench for bench in getattr(session, "benchmarks", []) if bench.stats.data]
    groups = [
        {
            "what": group,
            "unit": "ms",
            "ways": [
                {"name": b.params["way"].__name__.replace("_", " "), "value": 1e3 * b.stats.min}
                for b in members
            ],
        }
        for group, members in groupby(done, key=lambda bench: bench.group)
    ]
    if config.getoption("write", False) and groups:
        from tests.benchmarks import page

        groups += page.groups()
        write(groups)
    for group in groups:
        ours, *others = group["ways"]
        ratios = ", ".join(f"{o['name']} {o['value'] / ours['value']:.3g}" for o in others)
        terminalreporter.write_line(
            f"{group['what']}: {ours['name']} {ours['value']:.3g} {group['unit']}; "
            f"times as much: {ratios}"
        )


def write(groups):
    for group in groups:
        for way in group["ways"]:
            way["value"] = float(f"{way['value']:.3g}")
    made = {"python": platform.python_version()} | {name: version(name) for name in PACKAGES}
    data = {
        "date": datetime.date.today().isoformat(),
        "machine": f"{os.cpu_count()} cores, {processor()}, {platform.system()}",
        "versions": made,
        "groups": groups,
    }
    FILE.write_text(HEAD + yaml.safe_dump(data, allow_unicode=True, sort_keys=False), "utf-8")


def processor():
    """Its name, where the system tells."""
    try:
        lines = Path("/proc/cpuinfo").read_text().splitlines()
    except OSError:
        return platform.processor() or platform.machine()
    names = [line.partition(":")[2].strip() for line in lines if line.startswith("model name")]
    return names[0] if names else platform.machine()
