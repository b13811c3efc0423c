"""What the figures of bodies that are let go share: the control of the time that is shown, and what
is drawn of the states that are kept."""

from array import array

from livefigure import control


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


def with_sum(parts):
    return tuple(parts) + (sum(parts),)


def columns(times, rows):
    """A curve in time of each part of the rows, as arrays: so they travel, at each step anew."""
    return [(times, array("d", column)) for column in zip(*rows)]
