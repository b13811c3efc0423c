"""What a figure shows beside its controls: readouts, and views with their axes."""


def readout(of, symbol, words, unit="", digits=6, gauge=False, missing="—", zero=0.0, name=None):
    """A number that the figure shows: the quantity ``of`` beside its symbol, if it has one, and
    the words for it. Its name in the page is that of the quantity's function, or ``name``.
    ``missing`` stands where it is None, and 0 where it is less than ``zero``, which is no more
    than rounding. ``gauge`` also draws it, on a logarithmic scale, as the error of an
    approximation, and says what it is good for."""
    return {
        "name": name or of.name,
        "symbol": symbol,
        "words": words,
        "unit": unit,
        "digits": digits,
        "gauge": gauge,
        "missing": missing,
        "zero": zero,
        "of": of,
    }


def axis(label, low=None, high=None, scale="linear", ticks=None, unit=""):
    """An axis of a plot; limits, numbers or quantities, that are left out follow the data. A
    logarithmic one has its ticks at whole powers of ten, unless it names them. A letter after a
    "_" becomes an index."""
    return {"label": label, "low": low, "high": high, "scale": scale, "ticks": ticks, "unit": unit}


def plot(title, x, y, marks, aspect=0.72, equal=False):
    """A plane view. ``equal`` gives both axes one scale."""
    return {
        "kind": "plot",
        "title": title,
        "x": x,
        "y": y,
        "marks": marks,
        "aspect": aspect,
        "equal": equal,
    }


def scene(title, marks, extent=1.0, azimuth=-60, elevation=20, aspect=0.85):
    """A view in three dimensions that the reader turns; z points up, ``extent`` is the
    radius, in the data's units, of the ball that fills it."""
    return {
        "kind": "scene",
        "title": title,
        "marks": marks,
        "extent": extent,
        "azimuth": azimuth,
        "elevation": elevation,
        "aspect": aspect,
    }
