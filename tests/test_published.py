"""Numbers that others have published: each agrees with this library, and could disagree."""

from collections import Counter
from pathlib import Path

import pytest
from bookbuild.published import KINDS, SCALES, numbers, rows, sources

SOURCES = sources(Path(__file__).parent.parent / "book" / "published.yml")
FIELDS = {"id", "what", "source", "where", "kind", "mu0", "wrong", "tables"}
TABLE_FIELDS = {
    "quantity",
    "unit",
    "given",
    "inputs",
    "call",
    "tolerance",
    "because",
    "rows",
}


def test_ids_are_unique():
    assert [id for id, count in Counter(s["id"] for s in SOURCES).items() if count > 1] == []


@pytest.fixture(params=SOURCES, ids=lambda source: source["id"])
def source(request):
    return request.param


def test_source_is_complete(source):
    assert FIELDS - {"wrong"} <= set(source) <= FIELDS
    assert source["kind"] in KINDS and source["mu0"] in SCALES
    for table in source["tables"]:
        assert TABLE_FIELDS - {"given", "because"} <= set(table) <= TABLE_FIELDS


def test_numbers_agree_but_for_those_that_are_wrong_there(source):
    assert [n for n in numbers(source) if n.agrees(n.ours) == n.wrong] == []


def test_faults_are_explained(source):
    assert ("wrong" in source) == any(n.wrong for n in numbers(source))
    for table in source["tables"]:
        for _, _, *wrong in table["rows"]:
            assert set().union(*wrong) <= set(table["quantity"])


def test_numbers_a_few_tolerances_away_do_not_agree(source):
    for n in numbers(source):
        if not n.wrong:
            away = 3 * n.tolerance or n.place  # a zero is exact
            assert not n.agrees(n.ours + away) and not n.agrees(n.ours - away)


def test_tolerance_is_what_rounding_allows_unless_a_reason_is_given(source):
    for table in source["tables"]:
        loose = any(2 * n.tolerance > n.place for n in rows(table, source["mu0"]))
        assert not loose or table["because"].strip()


def test_a_library_that_errs_is_found_out(source, monkeypatch):
    """One part in a hundred on what a call returns is more than any source allows."""
    scale = SCALES[source["mu0"]]
    monkeypatch.setitem(SCALES, source["mu0"], 1.01 * scale)
    assert not any(n.agrees(n.ours) for n in numbers(source) if n.ours and not n.wrong)
