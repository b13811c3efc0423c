"""What the figures of bodies that are let go share: the control of the time that is shown, and what
is drawn of the states that are kept."""

from array import array

from livefigure import control
from magbook.elementwise import Count, Real, Reals, rowwise
from magbook.steps import blank


def share_of_time(default):
    return control(
        "share",
        "<i>t</i>/<i>t</i><sub>1</sub>",
        "part of the time that is followed",
        0,
        100,
        default,
        "%",
        step=0.25,
        play=True,
    )


def time_shown(share, last):
    """This share of the last time, in %, and no later than it."""
    return min(0.01 * share * last, last)


def some_of(count, most):
    """Numbers of some of the states, the last among them."""
    return list(range(0, count - 1, (count - 1) // most + 1)) + [count - 1]


def thinned(times, states, size, most):
    """Some of the times, and the states there, ``size`` numbers each, one after another."""
    kept = some_of(len(times), most)
    rows = array("d")
    for k in kept:  # each in one go, which in the page is much sooner done than number by number
        rows.extend(states[k * size : (k + 1) * size])
    return array("d", [times[k] for k in kept]), rows


@rowwise
def add_up(
    accounts: Reals, width: Count, first: Count, step: Count, unit: Real, sums: Reals
) -> Real:
    """Fill columns of the parts of accounts, which are rows of so many numbers, and a last one of
    the sums: every ``step``-th number from the ``first``, times the unit."""
    count = len(accounts) // width
    parts = len(sums) // count - 1
    for k in range(count):
        whole = 0.0
        for i in range(parts):
            part = unit * accounts[width * k + first + step * i]
            sums[count * i + k] = part
            whole += part
        sums[count * parts + k] = whole
    return 0.0


def with_sum(accounts, width, unit, first=0, step=1):
    """The columns of `add_up`: as arrays, for so they travel, at each step anew."""
    count, parts = len(accounts) // width, (width - first + step - 1) // step
    sums = blank(count * (parts + 1))
    add_up(accounts, width, first, step, unit, sums)
    return in_columns(sums, count)


def in_columns(numbers, count):
    """Numbers that stand column after column, so many in each."""
    return [numbers[k : k + count] for k in range(0, len(numbers), count)]
