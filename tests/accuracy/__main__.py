"""Hunt the worst points and write them down: ``python -m tests.accuracy [NAME …] [--seconds 60]``.

A name is one as `loops.field`, or the beginning of several.
"""

import argparse
import datetime
import platform
from importlib.metadata import version
from pathlib import Path

import yaml

from tests.accuracy.cases import CASES
from tests.accuracy.hunt import WAITING, hunt

FILE = Path(__file__).parents[2] / "book" / "accuracy.yml"
HEAD = """# The worst point of every public function that `make accuracy` found, and its reference;
# "How accurate" shows it, tests/test_accuracy.py computes it again.
"""


def main() -> None:
    asked = argparse.ArgumentParser()
    asked.add_argument("names", nargs="*")
    asked.add_argument("--seconds", type=float, default=60)
    wanted = asked.parse_args()
    known = yaml.safe_load(FILE.read_text("utf-8")) if FILE.exists() else {}
    kept = {entry["function"]: entry for entry in known.get("functions", [])}
    for name, case in CASES.items():
        if wanted.names and not any(name.startswith(asked) for asked in wanted.names):
            continue
        worst = hunt(case, wanted.seconds)
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
            "date": datetime.date.today().isoformat(),
        }
        entries = [kept[name] for name in CASES if name in kept]
        packages = ("numpy", "numba", "python-flint", "mpmath")
        made = {"python": platform.python_version()} | {p: version(p) for p in packages}
        text = yaml.safe_dump(
            {"versions": made, "waiting": WAITING, "functions": entries},
            allow_unicode=True,
            sort_keys=False,
            width=100,
        )
        FILE.write_text(HEAD + text, "utf-8")


if __name__ == "__main__":
    main()
