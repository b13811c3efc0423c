"""Numbers that others have published, held against this library; every count is computed."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from math import pi
from pathlib import Path
from typing import Any

import numpy as np
import yaml
from scipy import integrate, optimize
from sphinx.application import Sphinx

from bookbuild.ledger import Generated, table
from magbook import MU_0, dipoles, levitron, loops, special

FILE = "book/published.yml"
KINDS = {"digits": "a formula, evaluated", "simulation": "a field solver"}
#: what ours is multiplied by where the source has another μ0
SCALES = {"4pi": 4e-7 * pi / MU_0, "codata": 1.0, "none": 1.0}
#: what a call may use, beside the names that its row sets
NAMES = {
    "np": np,
    "pi": pi,
    "integrate": integrate,
    "optimize": optimize,
    "MU_0": MU_0,
    "dipoles": dipoles,
    "levitron": levitron,
    "loops": loops,
    "special": special,
}


@dataclass(frozen=True)
class Number:
    """A printed number and ours. `place` is a unit of its last digit, `tolerance` a half of that
    or what the source states; both are in the number's unit, and exact."""

    quantity: str
    where: str
    printed: str
    ours: float
    place: Fraction
    tolerance: Fraction
    wrong: bool

    @property
    def off(self) -> Fraction:
        return Fraction(self.ours) - Fraction(self.printed)

    @property
    def strain(self) -> float:
        """The part of the tolerance that is used."""
        return float(abs(self.off) / self.tolerance) if self.off else 0.0

    def agrees(self, value: float) -> bool:
        return abs(Fraction(value) - Fraction(self.printed)) <= self.tolerance


def sources(file: Path) -> list[dict[str, Any]]:
    """The sources, with every scalar as text: 27.30 has four digits."""
    return yaml.load(file.read_text("utf-8"), yaml.BaseLoader)


def rows(entries: dict[str, Any], mu0: str) -> Iterator[Number]:
    """The numbers of one table."""
    amount, _, measure = entries["tolerance"].partition(" ")
    for inputs, printed, *wrong in entries["rows"]:
        settings = dict(zip(entries["inputs"], inputs, strict=True))
        values = {name: np.array(value, float) for name, value in settings.items()}
        result = np.ravel(eval(entries["call"], NAMES | values)) * SCALES[mu0]
        for quantity, text, ours in zip(entries["quantity"], printed, result, strict=True):
            exponent = Decimal(text).as_tuple().exponent
            assert isinstance(exponent, int)
            place = Fraction(10) ** exponent
            if measure.startswith("of "):
                place = Fraction(measure[3:])
            unit = abs(Fraction(text)) if measure == "relative" else place
            yield Number(
                quantity,
                ", ".join(
                    f"{name} = {worded(value)} {entries['inputs'][name]}".rstrip()
                    for name, value in settings.items()
                ),
                text,
                float(ours),
                place,
                Fraction(amount) * unit,
                bool(wrong) and quantity in wrong[0],
            )


def numbers(source: dict[str, Any]) -> list[Number]:
    return [number for part in source["tables"] for number in rows(part, source["mu0"])]


def worded(value: str | list[str]) -> str:
    return value if isinstance(value, str) else f"({', '.join(value)})"


def typeset(number: str) -> str:
    """A number with a minus and a power of ten.

    >>> print(typeset("-1.50e-08"))
    −1.50·10⁻⁸
    """
    mantissa, letter, exponent = number.partition("e")
    power = (
        str(int(exponent)).translate(str.maketrans("-0123456789", "⁻⁰¹²³⁴⁵⁶⁷⁸⁹")) if letter else ""
    )
    return mantissa.replace("-", "−") + (f"·10{power}" if letter else "")


def brief(printed: str) -> str:
    """What is printed, shortened where it has more digits than a double."""
    return typeset(printed if len(printed) <= 24 else f"{printed[:18]}…")


def allowed(part: dict[str, Any]) -> str:
    """A table's tolerance in words."""
    amount, _, measure = part["tolerance"].partition(" ")
    whole = {"last digit": "of the last digit", "relative": "of the number"}.get(measure, measure)
    because = f": {part['because']}" if "because" in part else ""
    return f"Tolerance {typeset(amount)} {whole}{because}."


def like(number: Number) -> str:
    """Ours, written as the printed number is, with a digit more where a double has one."""
    mantissa, letter, _ = number.printed.partition("e")
    digits = len(mantissa.lstrip("-0.").replace(".", "")) + 1
    if letter:
        return typeset(f"{number.ours:.{min(digits, 17) - 1}e}")
    before = len(f"{abs(number.ours):.0f}") if abs(number.ours) >= 1 else 0
    decimals = len(mantissa.partition(".")[2]) + 1
    return typeset(f"{number.ours:.{max(0, min(decimals, 17 - before))}f}")


def off(number: Number, kind: str, tolerance: str) -> str:
    """Ours less the printed number."""
    if not number.off:
        return "0"
    sign = "−" if number.off < 0 else "+"
    relative = float(abs(number.off / Fraction(number.printed))) if float(number.printed) else 0.0
    if kind == "simulation":
        return f"{sign}{100 * relative:.2f} %"
    if relative and (tolerance.endswith("relative") or relative < 1e-15):
        return sign + typeset(f"{relative:.0e}")
    places = float(abs(number.off) / number.place)
    return f"{sign}{places:.{0 if places > 10 else 2}f} digit" + "s" * (places > 1)


def unit(part: dict[str, Any]) -> str:
    name = part["unit"]
    return "" if name == "1" else f"·{name}" if name[0].isdigit() else f" {name}"


def count(of: int) -> str:
    return "1 number" if of == 1 else f"{of} numbers"


def sentence(words: str) -> str:
    return words[0].upper() + words[1:]


class Published(Generated):
    """The sources of one kind: the worst number of each in a table, then all of them, folded."""

    def file(self) -> Path:
        file = Path(self.env.srcdir, FILE)
        self.env.note_dependency(str(file))
        return file

    def markdown(self) -> list[str]:
        (kind,) = self.arguments
        found = [s for s in sources(self.file()) if s["kind"] == kind]
        overview, folded = [["what", "source", "printed", "ours", "off by"]], []
        for source in found:
            parts = [(part, list(rows(part, source["mu0"]))) for part in source["tables"]]
            good = [(n, part) for part, all_of in parts for n in all_of if not n.wrong]
            worst, part = max(good, key=lambda pair: pair[0].strain)
            overview.append(
                [
                    f"{source['what']}; {count(len(good))}",
                    source["source"],
                    brief(worst.printed) + unit(part),
                    like(worst),
                    off(worst, kind, part["tolerance"]),
                ]
            )
            folded += self.all_of(source, parts)
        return [*table(overview, "22 18 24 24 12", "published"), "", *folded]

    def all_of(
        self, source: dict[str, Any], parts: list[tuple[dict[str, Any], list[Number]]]
    ) -> list[str]:
        every = [n for _, part in parts for n in part]
        faulty = sum(n.wrong for n in every)
        lines = [
            f"::::{{admonition}} {sentence(source['what'])}: {count(len(every))}",
            ":class: dropdown",
            "",
            f"{source['source']}, {source['where']}.",
        ]
        if faulty:
            lines.append(f"**Wrong there**, {faulty} of {len(every)}: {source['wrong']}.")
        before = ""
        for part, all_of in parts:
            words = f"{sentence(part['given'])}. " if "given" in part else ""
            words += allowed(part)
            lines += ["", "" if words == before else words, ""]
            before = words
            body = [["number", "printed", "ours", "off by"]]
            for n in all_of:
                what = re.sub(r"_(.)", r"{sub}`\1`", f"{n.quantity}: {n.where}")
                mark = " [wrong there]{.ledger-status .ledger-wrong}" if n.wrong else ""
                body.append(
                    [
                        what + mark,
                        brief(n.printed) + unit(part),
                        like(n),
                        off(n, source["kind"], part["tolerance"]),
                    ]
                )
            lines += table(body, "31 27 27 15", "published")
        return [*lines, "", "::::", ""]


class PublishedTally(Published):
    """How many numbers agree, by kind."""

    optional_arguments = 0

    def markdown(self) -> list[str]:
        found = sources(self.file())
        body = [["", "sources", "numbers", "agree", "wrong there"]]
        totals = np.zeros(4, int)
        for kind, words in KINDS.items():
            of_kind = [numbers(source) for source in found if source["kind"] == kind]
            every = [number for part in of_kind for number in part]
            good = sum(number.agrees(number.ours) for number in every)
            counts = np.array([len(of_kind), len(every), good, sum(n.wrong for n in every)])
            totals += counts
            body.append([words, *map(str, counts)])
        body.append(["together", *map(str, totals)])
        return table(body, "2 1 1 1 1", "ledger-tally")


def setup(app: Sphinx) -> None:
    app.add_directive("published", Published)
    app.add_directive("published-tally", PublishedTally)
