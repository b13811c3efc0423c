"""How a ledger entry is checked: a form that must pass, and one that must not."""

from collections.abc import Callable
from typing import NamedTuple


class Check(NamedTuple):
    settle: Callable  # takes a form, asserts that it is right
    right: object  # the document's form as restored, or its correction
    false: object  # the printed form where that is faulty, else a slip that one might make


CHECKS: dict[str, Check] = {}


def check(right: object, false: object) -> Callable[[Callable], Callable]:
    """Register a check under its file and name, as the ledger refers to it."""

    def register(settle: Callable) -> Callable:
        module = settle.__module__.replace(".", "/")
        CHECKS[f"{module}.py::{settle.__name__}"] = Check(settle, right, false)
        return settle

    return register
