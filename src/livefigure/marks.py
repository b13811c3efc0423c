"""What is drawn: marks of a plane view and of a view in space.

The first argument of a mark, its data, is a quantity (see `livefigure.quantity`) or a constant; a
mark whose data is None is not drawn. Each kind is drawn by the file of its name in `web/marks`.

Colours are roles, the same in every figure, in the text and in formulas; the figures' package says
in its palette.json what they look like.
"""

TYPE_CHECKING = False
if TYPE_CHECKING:
    from livefigure._types import Data, Drag, Mark, Value


def mark(kind: str, data: "Data", color: str, label: str, **more: "Value") -> "Mark":
    mark: Mark = {"kind": kind, "data": data, "color": color, "label": label}
    mark.update(more)
    return mark


def curve(
    data: "Data",
    color: str,
    label: str = "",
    dash: bool | str = False,
    width: float = 2.0,
    smooth: bool = False,
    heads: bool = False,
) -> "Mark":
    """A line through ``data = (xs, ys)``; nan leaves a gap, and so does zero on a logarithmic axis.
    ``dash`` is True, or the lengths of dashes and gaps in pixels, "8 3 2 3"; ``smooth`` rounds
    the corners of few points, from left to right; ``heads`` puts an arrowhead at the end of each
    piece, as field lines have it. One with a label can be heard, unless its plot is a picture of
    space, whose axes have one scale."""
    more = {"dash": dash, "width": width, "smooth": smooth, "heads": heads}
    return mark("curve", data, color, label, **more)


def area(data: "Data", color: str, label: str = "") -> "Mark":
    """The region between a curve ``(xs, ys)`` and zero."""
    return mark("area", data, color, label)


def region(data: "Data", color: str, label: str = "") -> "Mark":
    """The inside of a closed outline ``(xs, ys)``."""
    return mark("region", data, color, label)


def bars(data: "Data", color: str, label: str = "", width: float = 0.7) -> "Mark":
    """Bars ``(xs, heights)`` from zero, as wide as ``width`` in units of the x axis."""
    return mark("bars", data, color, label, width=width)


def ring(data: "Data", color: str, label: str = "", width: float = 2.0) -> "Mark":
    """A circle ``(x, y, radius)`` of a plot whose axes have one scale."""
    return mark("ring", data, color, label, width=width)


def points(
    data: "Data", color: str, label: str = "", radius: float = 4.0, drag: "Drag | None" = None
) -> "Mark":
    """Points ``(xs, ys)``. ``drag={"x": control, "y": control}`` lets the reader move the
    first one, and so set those controls to its coordinates."""
    return mark("points", data, color, label, radius=radius, drag=drag)


def dots_and_crosses(
    data: "Data", color: str, label: str = "", radius: float = 6.0, ring: bool = False
) -> "Mark":
    """What is across the plane, ``(xs, ys, values)``: a dot where the value is positive, towards
    the reader, a cross where it is negative, away; larger as its root, a cross of 1 having the
    radius in pixels. ``ring`` draws a ring of that radius around each, as for a wire's section."""
    return mark("dots_and_crosses", data, color, label, radius=radius, ring=ring)


def arrows(data: "Data", color: str, label: str = "") -> "Mark":
    """Arrows ``(xs, ys, dxs, dys)`` of a plot, to the right and up; dx and dy are both in units of
    the x axis."""
    return mark("arrows", data, color, label)


def level(data: "Data", color: str, label: str = "", vertical: bool = False) -> "Mark":
    """A dotted line across the whole plot at the number ``data``."""
    return mark("level", data, color, label, vertical=vertical, width=1.5)


def texts(data: "Data", color: str, words: list[str], unit: str = "", digits: int = 2) -> "Mark":
    """Words in a plane, ``words[i]`` centred about the i-th place of ``(xs, ys, values)``, and
    behind them the value with its unit, to so many digits, where it is a number."""
    return mark("texts", data, color, "", words=words, unit=unit, digits=digits)


def color_map(data: "Data", levels: list[float], label: str = "", sides: str = "both") -> "Mark":
    """A map ``(nx, ny, x0, x1, y0, y1, values)`` of points from corner to corner, row after row
    from y0. Above each of the positive ``levels`` it is tinted once more in a warm colour, below
    each of their negatives in a cool one; ``sides="high"`` or ``"low"`` draws one of these only."""
    color = "low" if sides == "low" else "high"
    return mark("map", data, color, label, levels=levels, sides=sides)


def wire(
    data: "Data",
    color: str,
    label: str = "",
    closed: bool = False,
    width: float = 3.0,
    heads: bool = False,
) -> "Mark":
    """A wire in space through ``(xs, ys, zs)``; nan leaves a gap. ``heads`` puts an arrowhead at
    the end of each piece."""
    return mark("wire", data, color, label, closed=closed, width=width, heads=heads)


def loop(
    data: "Data", color: str, label: str = "", disc: bool = False, width: float = 3.0
) -> "Mark":
    """A circular wire ``(cx, cy, cz, nx, ny, nz, radius)`` with an arrowhead for its current;
    ``disc`` fills it, faintly."""
    return mark("loop", data, color, label, disc=disc, width=width)


def arrow(
    data: "Data",
    color: str,
    label: str = "",
    name: str = "",
    drag: "Drag | None" = None,
    width: float = 3.2,
) -> "Mark":
    """An arrow in space ``(x, y, z, dx, dy, dz)``, ``name`` written at its tip; what follows a
    "_" in it becomes an index. One of length zero is not drawn, any other so long that it is seen.

    ``drag={"theta": control, "phi": control, "pole": axis, "zero": axis}`` lets the reader take
    it by its tip and turn it: theta is its angle from the pole, phi its azimuth about the
    pole, counted from the direction ``zero``, or the other way around with ``"sense": -1``;
    degrees."""
    return mark("arrow", data, color, label, name=name, drag=drag, width=width)


def ball(data: "Data", color: str, label: str = "", name: str = "") -> "Mark":
    """A small ball at ``(x, y, z)``."""
    return mark("ball", data, color, label, name=name)


def globe(data: "Data", color: str, label: str = "") -> "Mark":
    """A sphere ``(x, y, z, radius)`` with a net; what lies behind it shows faintly."""
    return mark("globe", data, color, label)
