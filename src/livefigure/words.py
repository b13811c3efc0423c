"""Numbers in sentences and in programs."""


def counted(number: int, thing: str) -> str:
    """ "1 term", "3 terms"."""
    return "%d %s%s" % (number, thing, "" if number == 1 else "s")


def written(value: float) -> str:
    """A number in as few digits as name it; MicroPython's own repr is not so exact."""
    for digits in range(6, 18):
        text = "%.*g" % (digits, value)
        if float(text) == value:
            return text
    return repr(value)


DIGITS = "⁰¹²³⁴⁵⁶⁷⁸⁹"


def for_the_eye(text: str) -> str:
    """−1.2 × 10⁻⁵ for "-1.2e-05"."""
    mantissa, _, exponent = text.partition("e")
    mantissa = mantissa.replace("-", "−")
    if not exponent:
        return mantissa
    power = int(exponent)
    raised = "".join([DIGITS[int(digit)] for digit in str(abs(power))])
    ten = "10" + ("⁻" if power < 0 else "") + raised
    return ten if mantissa == "1" else "%s × %s" % (mantissa, ten)
