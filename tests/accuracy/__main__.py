"""Hunt the worst points and write them down: ``python -m tests.accuracy [NAME …] [--seconds 60]``.

A name is one as `loops.field`, or the beginning of several. With ``--maps`` the maps of the error
are drawn anew instead.
"""

import argparse
import datetime
import platform
from ast import literal_eval
from importlib.metadata import version
from pathlib import Path
from typing import Any

import yaml

from tests.accuracy.cases import CASES
from tests.accuracy.hunt import hunt
from tests.accuracy.maps import MAPS, drawn

BOOK = Path(__file__).parents[2] / "book"
HEAD = """# The worst point of every public function that `make accuracy` found, and its reference;
# "How accurate" shows it, tests/test_accuracy.py computes it again.
"""
MAPS_HEAD = """# Errors over two arguments, by `make accuracy ARGS=--maps`: the largest in each
# cell, in tenths of a power of ten of 2^-52; "How accurate" shows them.
"""


def is_asked(name: str, words: list[str]) -> bool:
    return not words or any(name == w if w in CASES else name.startswith(w) for w in words)


def versions() -> dict[str, str]:
    packages = ("numpy", "numba", "python-flint", "mpmath")
    return {"python": platform.python_version()} | {p: version(p) for p in packages}


def write(name: str, head: str, key: str, entries: list[dict[str, Any]], width: int) -> None:
    data = {"versions": versions(), key: entries}
    text = yaml.safe_dump(data, allow_unicode=True, sort_keys=False, width=width)
    (BOOK / name).write_text(head + text, "utf-8")


def known(name: str, key: str) -> dict[str, dict[str, Any]]:
    file = BOOK / name
    found = yaml.safe_load(file.read_text("utf-8"))[key] if file.exists() else []
    return {entry["function"]: entry for entry in found}


def main() -> None:
    asked = argparse.ArgumentParser()
    asked.add_argument("names", nargs="*")
    asked.add_argument("--seconds", type=float, default=60)
    asked.add_argument("--maps", action="store_true")
    wanted = asked.parse_args()
    date = {"date": datetime.date.today().isoformat()}
    if wanted.maps:
        maps = known("accuracy-maps.yml", "maps")
        for name in MAPS:
            if is_asked(name, wanted.names):
                maps[name] = drawn(name) | date
                print(f"{name}: {maps[name]['error']:.1e} of {maps[name]['bound']:.0e}", flush=True)
        write(
            "accuracy-maps.yml",
            MAPS_HEAD,
            "maps",
            [maps[name] for name in MAPS if name in maps],
            400,
        )
        return
    kept = known("accuracy.yml", "functions")
    for name, case in CASES.items():
        if not is_asked(name, wanted.names):
            continue
        places = [literal_eval(kept[name]["at"])] if name in kept else []
        worst = hunt(case, wanted.seconds, places)
        print(
            f"{name}: {worst.error:.1e} of {case.bound:.0e}, {worst.evaluations} points", flush=True
        )
        kept[name] = {
            "function": name,
            "bound": case.bound,
            "error": float(f"{worst.error:.2e}"),
            "of": case.of,
            "where": case.where,
            "reference": case.reference,
            "at": repr(worst.at),
            "evaluations": worst.evaluations,
            "untold": worst.untold,
        } | date
        entries = [kept[name] for name in CASES if name in kept]
        write("accuracy.yml", HEAD, "functions", entries, 100)


if __name__ == "__main__":
    main()
