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
