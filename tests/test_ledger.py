"""The ledgers: their form, their checks, and that each check fails on a false form."""

import re
from collections import Counter
from pathlib import Path

import pytest
import yaml
from bookbuild.ledger import STATUSES

import tests.ledger.casimir_polder  # these register their checks
import tests.ledger.concentric_loops
import tests.ledger.dipole_force
import tests.ledger.eddy_sphere_field
import tests.ledger.eddy_sphere_forces
import tests.ledger.elliptic_integrals
import tests.ledger.ring_magnet  # noqa: F401
from tests.ledger.registry import CHECKS

ROOT = Path(__file__).parent.parent
FILES = sorted((ROOT / "book" / "ledger").glob("*.yml"))
ENTRIES = [
    pytest.param(entry, id=entry["id"])
    for file in FILES
    for entry in yaml.safe_load(file.read_text("utf-8"))
]
# numbered equations per document; one without a ledger yet is not asked for
NUMBERED = {"concentric-loops": 14, "dipole-force": 42, "ring-magnet": 85, "eddy-sphere": 30}
FAULTY = ("misprint", "wrong")
FIELDS = {"id", "eq", "status", "says", "correction", "check", "where", "cause"}


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_every_numbered_equation_has_an_entry(file):
    entries = yaml.safe_load(file.read_text("utf-8"))
    numbers = {int(n) for e in entries for n in re.findall(r"^\((\d+)[a-z]?\)", e["eq"])}
    assert numbers == set(range(1, NUMBERED[file.stem] + 1))


def test_ids_are_unique_and_every_check_is_used():
    ids = Counter(param.values[0]["id"] for param in ENTRIES)
    assert [id for id, count in ids.items() if count > 1] == []
    assert {p.values[0]["check"] for p in ENTRIES if "check" in p.values[0]} == set(CHECKS)


@pytest.mark.parametrize("entry", ENTRIES)
def test_entry_is_complete(entry):
    assert set(entry) <= FIELDS
    texts = [text for field, text in entry.items() if field != "cause"]
    assert all(isinstance(text, str) and text.strip() for text in texts)
    assert re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", entry["id"])
    assert entry["status"] in STATUSES
    assert {"says", "eq", "where"} <= set(entry)
    assert ("correction" in entry) == (entry["status"] in FAULTY)
    assert ("check" in entry) == (entry["status"] != "definition")


@pytest.mark.parametrize("entry", [p for p in ENTRIES if "cause" in p.values[0]])
def test_causes_are_errors_without_a_cause_of_their_own(entry):
    entries = {param.values[0]["id"]: param.values[0] for param in ENTRIES}
    assert entry["status"] == "wrong"
    for id in entry["cause"]:
        assert entries[id]["status"] == "wrong" and "cause" not in entries[id]


@pytest.mark.parametrize("entry", ENTRIES)
def test_where_is_an_anchor_of_the_book(entry):
    pages = [file.read_text("utf-8").splitlines() for file in (ROOT / "book").glob("*.md")]
    assert any(f"({entry['where']})=" in lines for lines in pages)


@pytest.mark.parametrize("entry", [p for p in ENTRIES if "check" in p.values[0]])
def test_entry_holds_and_its_false_form_does_not(entry):
    settle, right, false = CHECKS[entry["check"]]
    settle(right)
    with pytest.raises(AssertionError):
        settle(false)
