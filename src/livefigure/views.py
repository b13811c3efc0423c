"""What a figure shows beside its controls: readouts, and views with their axes."""

TYPE_CHECKING = False
if TYPE_CHECKING:
    from livefigure._types import Axis, Mark, Readout, View
    from livefigure.quantity import Quantity


def readout(
    of: "Quantity",
    symbol: str,
    words: str,
    unit: str = "",
    digits: int = 6,
    gauge: bool = False,
    missing: str = "—",
    zero: float = 0.0,
    name: str | None = None,
) -> "Readout":
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


def axis(
    label: str,
    low: "float | Quantity | None" = None,
    high: "float | Quantity | None" = None,
    scale: str = "linear",
    ticks: list[float] | None = None,
    unit: str = "",
) -> "Axis":
    """An axis of a plot; limits, numbers or quantities, that are left out follow the data. A
    logarithmic one has its ticks at whole powers of ten, unless it names them. A letter after a
    "_" becomes an index."""
    return {"label": label, "low": low, "high": high, "scale": scale, "ticks": ticks, "unit": unit}


def plot(
    title: str,
    x: "Axis",
    y: "Axis",
    marks: "list[Mark]",
    aspect: float = 0.72,
    equal: bool = False,
    folded: str = "",
) -> "View":
    """A plane view. ``equal`` gives both axes one scale. A second idea, behind all other views, is
    ``folded`` under these words."""
    return {
        "kind": "plot",
        "title": title,
        "x": x,
        "y": y,
        "marks": marks,
        "aspect": aspect,
        "equal": equal,
        "folded": folded,
    }


def scene(
    title: str,
    marks: "list[Mark]",
    extent: float = 1.0,
    azimuth: float = -60,
    elevation: float = 20,
    aspect: float = 0.85,
    folded: str = "",
) -> "View":
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
        "folded": folded,
    }
