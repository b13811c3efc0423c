"""What a reader types, in Python's notation or in that of school: `Reader` makes it Python.

"mu0 I a²/(2 z^3)" becomes "mu_0*I*a**2/(2*z**3)", and "0.48 mN m" becomes "0.48*mN*m". Nothing else
can come out than numbers, known names and the signs of arithmetic, so that the result may be
evaluated. This module, too, runs in MicroPython.
"""

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable

SIGNS = {
    "−": "-", "–": "-", "·": "*", "×": "*", "⋅": "*", "∗": "*", "÷": "/", "∕": "/", "^": "**",
    "[": "(", "]": ")", "{": "(", "}": ")", "√": "\0sqrt\0", "°": "\0deg\0", "%": "\0percent\0",
    "½": "(1/2)", "¼": "(1/4)", "¾": "(3/4)", ":": "/",
}  # fmt: skip
GREEK = {
    "α": "alpha", "β": "beta", "γ": "gamma", "δ": "delta", "ε": "epsilon", "ζ": "zeta", "η": "eta",
    "θ": "theta", "ϑ": "theta", "κ": "kappa", "λ": "lam", "ν": "nu", "ξ": "xi", "π": "pi",
    "ρ": "rho", "σ": "sigma", "τ": "tau", "φ": "phi", "ϕ": "phi", "χ": "chi", "ψ": "psi",
    "ω": "omega", "Δ": "Delta", "Φ": "Phi",
}  # fmt: skip
ALIASES = {"lambda": "lam", "ln": "log", "arcsin": "asin", "arccos": "acos", "arctan": "atan"}
SUPERSCRIPTS = "⁰¹²³⁴⁵⁶⁷⁸⁹"
SUBSCRIPTS = "₀₁₂₃₄₅₆₇₈₉"
DIGITS = "0123456789"


class Unreadable(ValueError):
    """What was typed is no formula; the words say where."""


class Unknown(Unreadable):
    """There is a name that means nothing here."""


def is_letter(character: str) -> bool:
    return character.isalpha() or character == "_"


def plain_signs(text: str, units: bool) -> str:
    """The text with the signs that Python has, a letter of its own between two "\\0". Among units
    "μ" is a prefix, and "Ω" the ohm."""
    for sign in ("μ₀", "µ₀", "μ0", "µ0", "μ_0", "µ_0"):
        text = text.replace(sign, "\0mu_0\0")
    if units:
        text = text.replace("°C", "K")  # of a difference
    plain = ""
    raised = False  # among superscripts
    inside = False  # between two bars
    for at, character in enumerate(text):
        above = SUPERSCRIPTS.find(character)
        if above >= 0 or character == "⁻":
            plain += ("" if raised else "**(") + ("-" if above < 0 else DIGITS[above])
            raised = True
            continue
        if raised:
            plain, raised = plain + ")", False
        if character in SUBSCRIPTS:
            digit = DIGITS[SUBSCRIPTS.find(character)]
            plain = plain[:-1] + digit + "\0" if plain.endswith("\0") else plain + digit  # π₃
        elif character == "|":
            inside = not inside
            plain += "abs(" if inside else ")"
        elif character in "xX" and is_times(text, at):
            plain += "*"
        elif character in "μµ":
            plain += "u" if units else "\0mu\0"
        elif character in "ΩΩ":
            plain += "ohm" if units else "\0Omega\0"
        elif character in "'′":
            plain += "_prime"
        elif character in GREEK:
            plain += "\0%s\0" % GREEK[character]
        else:
            plain += SIGNS.get(character, character)
    return plain + (")" if raised else "")


def is_times(text: str, at: int) -> bool:
    """Whether the x that stands here is that of 1.6 x 10^-8."""
    return text[:at].rstrip()[-1:].isdigit() and text[at + 1 :].lstrip()[:2] == "10"


def number_at(text: str, start: int) -> int:
    """Where the number ends that begins here."""
    end = start
    while end < len(text) and (text[end] in DIGITS or text[end] == "."):
        end += 1
    if text[end : end + 1] in ("e", "E"):
        after = end + 1 + (text[end + 1 : end + 2] in ("+", "-"))
        if text[after : after + 1] in DIGITS and after < len(text):
            end = after
            while end < len(text) and text[end] in DIGITS:
                end += 1
    return end


def tokens(text: str) -> list[tuple[str, str, bool]]:
    """(kind, text, whether a space stands before it): kinds are "number", "name" and signs."""
    found: list[tuple[str, str, bool]] = []
    at, spaced = 0, False
    while at < len(text):
        character = text[at]
        if character.isspace() or character == "\0":
            at, spaced = at + 1, spaced or character != "\0"
            continue
        if character in DIGITS or character == ".":
            end = number_at(text, at)
            kind = "number"
            if text[at:end].count(".") > 1 or text[at:end] == ".":
                raise Unreadable("%s is no number" % text[at:end])
        elif is_letter(character):
            end = at
            while end < len(text) and (is_letter(text[end]) or text[end] in DIGITS):
                end += 1
            kind = "name"
        elif text[at : at + 2] == "**":
            end, kind = at + 2, "**"
        elif character in "+-*/(),":
            end, kind = at + 1, character
        elif character == "\\":
            raise Unreadable("LaTeX is not read here: write a/b, sqrt(a), alpha")
        else:
            raise Unreadable("I cannot read “%s”" % character)
        found.append((kind, text[at:end], spaced))
        at, spaced = end, False
    return found


class Reader:
    """What was typed, as ``python``, with the ``names`` in it; Unreadable says what is wrong.

    ``known(name)`` tells whether a name has a meaning, ``functions`` are those that may be called,
    and among ``units`` "μ" is a prefix. Recursive descent: a sum of products of powers, factors
    side by side being a product.
    """

    def __init__(
        self,
        text: str,
        known: "Callable[[str], bool]",
        functions: tuple[str, ...],
        units: bool = False,
    ):
        self.known = known
        self.functions = functions
        self.units = units
        self.names: list[str] = []  # all that were read
        self.doubtful = False  # whether a factor may be meant to stand below the line: 1/2 pi
        self.tokens = tokens(plain_signs(text, units))
        self.at = 0
        self.python = self.whole()

    def kind(self) -> str:
        return self.tokens[self.at][0] if self.at < len(self.tokens) else ""

    def take(self) -> str:
        self.at += 1
        return self.tokens[self.at - 1][1]

    def whole(self) -> str:
        if not self.tokens:
            raise Unreadable("nothing is typed yet")
        found = self.sum()
        if self.kind() == ",":
            raise Unreadable("a comma: write a point before decimals, and (x, y, z) for a vector")
        if self.kind():
            raise Unreadable("I cannot read on at “%s”" % self.take())
        return found

    def minus(self) -> bool:
        """Whether the signs that stand here make a minus."""
        found = False
        while self.kind() in ("+", "-"):
            found ^= self.take() == "-"
        return found

    def sum(self) -> str:
        found = ("-" if self.minus() else "") + self.product()
        while self.kind() in ("+", "-"):
            found += ("-" if self.minus() else "+") + self.product()
        return found

    def product(self) -> str:
        found = self.tight()
        divided = False
        while True:
            if self.kind() in ("*", "/"):
                divided |= self.kind() == "/"
                found += self.take() + self.signed()
            elif self.kind() in ("number", "name", "("):
                factor = self.kind()
                right = self.tight()
                if divided:  # from left to right, and seen to be
                    found = "(%s)" % found
                    self.doubtful |= not self.units or factor != "name" or right == "pi"
                    divided = False
                found += "*" + right
            else:
                return found

    def signed(self) -> str:
        """2 * -3"""
        return "(-%s)" % self.tight() if self.minus() else self.tight()

    def tight(self) -> str:
        """Factors without a space between them, which bind closer than a division: 1/2z."""
        found = [self.power()]
        while self.kind() in ("name", "(") and not self.tokens[self.at][2]:
            found.append(self.power())
        return side_by_side(found)

    def power(self) -> str:
        # of names side by side the last is raised: Ia² is I a²
        factors = self.name(self.take()) if self.kind() == "name" else [self.atom()]
        if self.kind() == "**":
            self.take()
            sign = "-" if self.minus() else ""
            power = self.power()
            ahead = self.tokens[self.at : self.at + 2]
            if power == "1" and [each[0] for each in ahead] == ["/", "number"]:
                raise Unreadable(
                    "write brackets round the exponent: ^(%s1/%s)" % (sign, ahead[1][1])
                )
            factors[-1] += "**" + ("(-%s)" % power if sign else power)
        return side_by_side(factors)

    def atom(self) -> str:
        kind = self.kind()
        if kind == "number":
            return self.take()
        if kind == "name":
            return side_by_side(self.name(self.take()))
        if kind == "(":
            self.take()
            inner = self.sum()
            if self.kind() == ",":
                raise Unreadable("a comma inside brackets: write a point before decimals")
            if self.kind() != ")":
                raise Unreadable("a bracket is not closed")
            self.take()
            return inner if is_whole(inner) else "(%s)" % inner
        raise Unreadable(
            "something is missing" + (" before “%s”" % kind if kind else " at the end")
        )

    def name(self, typed: str) -> list[str]:
        """What it means: several factors where names stand side by side, "Nm" or "Iab"."""
        name = self.meant(typed)
        if name in self.functions and (self.kind() == "(" or not self.known(name)):
            return [self.call(name)]
        if name is not None:
            self.names.append(name)
            return [name]
        for length in range(len(typed) - 1, 0, -1):  # the longest first
            first = self.meant(typed[:length])
            if first is not None and first not in self.functions:
                names, at = len(self.names), self.at
                self.names.append(first)
                try:
                    return [first] + self.name(typed[length:])
                except Unreadable:
                    del self.names[names:]
                    self.at = at
        others = " or ".join(self.in_other_case(typed))
        raise Unknown(
            "I do not know “%s”%s" % (typed.replace("_prime", "'"), others and ", but " + others)
        )

    def in_other_case(self, typed: str) -> list[str]:
        """The units that may be meant where a phone wrote small letters: kHz for khz."""
        if not self.units or len(typed) > 4 or not typed.isalpha():
            return []
        found = [""]
        for letter in typed:
            found = [head + each for head in found for each in (letter.lower(), letter.upper())]
        return [each for each in found if self.known(each)]

    def meant(self, typed: str) -> str | None:
        """The known name that is meant: mu0 for mu_0; None if there is none."""
        bare = typed.strip("_")
        for name in (typed, bare, ALIASES.get(bare, ""), bare.replace("_", "")):
            if name and (name in self.functions or self.known(name)):
                return name
        for end in range(1, len(bare)):  # mu0, I1; ma for m_a, where it is no product
            head, index = bare[:end], bare[end:]
            if (index[0] in DIGITS or not self.known(head)) and self.known(head + "_" + index):
                return head + "_" + index
        return None

    def call(self, name: str) -> str:
        """sin(x), sin x, sin 2x, sin^2 x"""
        power = ""
        if self.kind() == "**":
            self.take()
            power = "**" + self.atom()
        if self.kind() == "(":
            inner = self.atom()
            inner = inner if inner.startswith("(") else "(%s)" % inner
        else:
            parts = [self.power()]
            while self.kind() == "number" or (
                self.kind() == "name" and self.meant(self.tokens[self.at][1]) not in self.functions
            ):
                parts.append(self.power())
            inner = "(%s)" % "*".join(parts)
        return name + inner + power


def side_by_side(factors: list[str]) -> str:
    return factors[0] if len(factors) == 1 else "(%s)" % "*".join(factors)


def is_whole(python: str) -> bool:
    """Whether it needs no brackets round it."""
    depth = 0
    for at, character in enumerate(python):
        depth += (character == "(") - (character == ")")
        if depth == 0 and at < len(python) - 1 and python[0] == "(":
            return False
    return python[0] == "(" or python.isalpha() or python.isdigit()


def shown(python: str) -> str:
    """As it is typed at school, what is divided standing apart: 2*(a*b)^1 / 2."""
    return python.replace("**", "^").replace("/", " / ")


def with_points(text: str) -> str:
    """0.5 for 0,5, and 0.375 for 0,375; 1,000 may be one or a thousand, and stays."""
    found = ""
    for at, character in enumerate(text):
        digits = 0
        while text[at + 1 + digits : at + 2 + digits] in DIGITS and at + 1 + digits < len(text):
            digits += 1
        begun = text[:at].rstrip(DIGITS)
        whole = text[len(begun) : at] if character == "," else ""
        decimal = whole and digits and (digits != 3 or whole == "0")
        found += "." if decimal else character
    return found


def components(text: str) -> tuple[list[str], str] | None:
    """((x, y, z), the factors before and after it) of a vector as it is typed; None where none
    stands."""
    for sign in "·×⋅":  # MicroPython strips bytes, not letters
        text = text.replace(sign, "*")
    if ";" in text:  # (0,5; 1; 2)
        text = text.replace(",", ".").replace(";", ",")
    depth, begin = 0, 0
    parts: list[str] = []
    for at, character in enumerate(text):
        if character in "([{":
            if depth == 0:
                begin, first, parts = at + 1, at, []
            depth += 1
        elif character in ")]}":
            depth -= 1
            if depth == 0 and parts:
                before, after = text[:first].strip(" *"), text[at + 1 :].strip(" *")
                if before in ("", "+", "-", "−", "–"):  # -(1, 2, 3)/4
                    before += "1"
                return parts + [text[begin:at]], before + " " + after
        elif character == "," and depth == 1:
            parts.append(text[begin:at])
            begin = at + 1
    if depth > 0:
        raise Unreadable("a bracket is not closed")
    return None
