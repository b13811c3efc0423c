"""What is drawn: marks of a plane view and of a view in space.

The first argument of a mark, its data, is a quantity (see `livefigure.quantity`) or a constant; a
mark whose data is None is not drawn. Each kind is drawn by the file of its name in `web/marks`.

Colours are roles, the same in every figure, in the text and in formulas; the figures' package says
in its palette.json what they look like.
"""


def mark(kind, data, color, label, **more):
    mark = {"kind": kind, "data": data, "color": color, "label": label}
    mark.update(more)
    return mark


def curve(data, color, label="", dash=False, width=2.0, smooth=False, heads=False):
    """A line through ``data = (xs, ys)``; nan leaves a gap, and so does zero on a logarithmic axis.
    ``dash`` is True, or the lengths of dashes and gaps in pixels, "8 3 2 3"; ``smooth`` rounds
    the corners of few points, from left to right; ``heads`` puts an arrowhead at the end of each
    piece, as field lines have it."""
    more = {"dash": dash, "width": width, "smooth": smooth, "heads": heads}
    return mark("curve", data, color, label, **more)


def area(data, color, label=""):
    """The region between a curve ``(xs, ys)`` and zero."""
    return mark("area", data, color, label)


def region(data, color, label=""):
    """The inside of a closed outline ``(xs, ys)``."""
    return mark("region", data, color, label)


def bars(data, color, label="", width=0.7):
    """Bars ``(xs, heights)`` from zero, as wide as ``width`` in units of the x axis."""
    return mark("bars", data, color, label, width=width)


def ring(data, color, label="", width=2.0):
    """A circle ``(x, y, radius)`` of a plot whose axes have one scale."""
    return mark("ring", data, color, label, width=width)


def points(data, color, label="", radius=4.0, drag=None):
    """Points ``(xs, ys)``. ``drag={"x": control, "y": control}`` lets the reader move the
    first one, and so set those controls to its coordinates."""
    return mark("points", data, color, label, radius=radius, drag=drag)


def dots_and_crosses(data, color, label="", radius=6.0, ring=False):
    """What is across the plane, ``(xs, ys, values)``: a dot where the value is positive, towards
    the reader, a cross where it is negative, away; larger as its root, a cross of 1 having the
    radius in pixels. ``ring`` draws a ring of that radius around each, as for a wire's section."""
    return mark("dots_and_crosses", data, color, label, radius=radius, ring=ring)


def arrows(data, color, label=""):
    """Arrows ``(xs, ys, dxs, dys)`` of a plot, to the right and up; dx and dy are both in units of
    the x axis."""
    return mark("arrows", data, color, label)


def level(data, color, label="", vertical=False):
    """A dotted line across the whole plot at the number ``data``."""
    return mark("level", data, color, label, vertical=vertical, width=1.5)


def color_map(data, levels, label="", sides="both"):
    """A map ``(nx, ny, x0, x1, y0, y1, values)`` of points from corner to corner, row after row
    from y0. Above each of the positive ``levels`` it is tinted once more in a warm colour, below
    each of their negatives in a cool one; ``sides="high"`` or ``"low"`` draws one of these only."""
    color = "low" if sides == "low" else "high"
    return mark("map", data, color, label, levels=levels, sides=sides)


def wire(data, color, label="", closed=False, width=3.0, heads=False):
    """A wire in space through ``(xs, ys, zs)``; nan leaves a gap. ``heads`` puts an arrowhead at
    the end of each piece."""
    return mark("wire", data, color, label, closed=closed, width=width, heads=heads)


def loop(data, color, label="", disc=False, width=3.0):
    """A circular wire ``(cx, cy, cz, nx, ny, nz, radius)`` with an arrowhead for its current;
    ``disc`` fills it, faintly."""
    return mark("loop", data, color, label, disc=disc, width=width)


def arrow(data, color, label="", name="", drag=None, width=3.2):
    """An arrow in space ``(x, y, z, dx, dy, dz)``, ``name`` written at its tip; what follows a
    "_" in it becomes an index. One of length zero is not drawn, any other so long that it is seen.

    ``drag={"theta": control, "phi": control, "pole": axis, "zero": axis}`` lets the reader take
    it by its tip and turn it: theta is its angle from the pole, phi its azimuth about the
    pole, counted from the direction ``zero``, or the other way around with ``"sense": -1``;
    degrees."""
    return mark("arrow", data, color, label, name=name, drag=drag, width=width)


def ball(data, color, label="", name=""):
    """A small ball at ``(x, y, z)``."""
    return mark("ball", data, color, label, name=name)


def globe(data, color, label=""):
    """A sphere ``(x, y, z, radius)`` with a net; what lies behind it shows faintly."""
    return mark("globe", data, color, label)
