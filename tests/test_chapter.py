"""The check that stands after each step of a chapter must be able to fail."""

import pytest
from bookbuild.checks import verdict

from magfigures.chapter import agree


def test_numbers_that_agree_are_told_by_how_much(capsys):
    agree("field", [1.0, 2.0], [1.0, 2.0 + 1e-14])
    assert capsys.readouterr().out == "field: agree to 5e-15\n"
    agree("field", [1.0, 2.0], [1.0, 2.0])
    assert capsys.readouterr().out == "field: agree exactly\n"


@pytest.mark.parametrize(
    ("differences", "words"),
    [
        ([0.0], "1 check agrees exactly"),
        ([0.0, 0.0], "2 checks agree exactly"),
        ([1e-14], "1 check agrees to 1e-14"),
        ([0.0, 1e-14, 3e-14], "3 checks agree to 3e-14"),
        ([], "Checked"),
    ],
)
def test_a_folded_check_says_the_largest_difference(capsys, differences, words):
    for difference in differences:
        agree("field", 1.0 + difference, 1.0)
    assert verdict(capsys.readouterr().out) == f"✓ {words}"


@pytest.mark.parametrize(
    ("left", "right", "within"),
    [
        (1.0, 1.0 + 2e-13, 1e-13),
        ([1.0, 2.0], [1.0, 2.1], 1e-2),
        (1e-9, 0.0, 1e-10),  # absolute where all is zero
        (1.0, -1.0, 1.0),
        (1j, 1.0, 1e-3),
        (float("nan"), 1.0, 1e300),
        (float("nan"), float("nan"), 1e300),
        (float("inf"), float("inf"), 1e300),
    ],
)
@pytest.mark.filterwarnings("ignore:invalid value:RuntimeWarning")
def test_numbers_that_do_not_agree_stop_the_chapter(left, right, within):
    with pytest.raises(AssertionError, match=r"^field: they differ by"):
        agree("field", left, right, within)


def test_a_difference_is_relative_to_the_largest_number():
    agree("field", [1e-6, 1.0], [0.0, 1.0], 1e-6)
    with pytest.raises(AssertionError):
        agree("field", [1e-6, 1.0], [0.0, 1.0], 0.9e-6)


def test_shapes_that_do_not_fit_are_no_agreement():
    with pytest.raises(ValueError, match="broadcast"):
        agree("field", [1.0, 2.0], [1.0, 2.0, 3.0])
