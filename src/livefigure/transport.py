"""An answer on its way to the page."""

import json
from array import array
from math import isfinite

from livefigure.quantity import is_row

TYPE_CHECKING = False
if TYPE_CHECKING:
    from livefigure._types import Answer, Value


def pack(answer: "Answer") -> tuple[str, bytes]:
    """(JSON, bytes) of an answer: long rows of numbers travel as 64-bit floats.

    JSON knows no nan and no inf; a lone one travels as its name.
    """
    rows: list[bytes] = []
    used = 0

    def plain(value: "Value") -> "Value":
        nonlocal used
        if isinstance(value, float):
            return value if isfinite(value) else {"float": str(value)}
        if isinstance(value, dict):
            return {key: plain(item) for key, item in value.items()}
        if isinstance(value, (list, tuple)) or is_row(value):
            if len(value) > 8 and isinstance(value[0], (float, int)):
                row = value if is_row(value) else array("d", value)
                rows.append(bytes(row))
                used += len(row)
                return {"from": used - len(row), "to": used}
            return [plain(item) for item in value]
        return value

    return json.dumps(plain(answer)), b"".join(rows)
