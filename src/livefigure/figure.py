"""What a live figure is: its controls, one function that computes, a list of what to draw.

A figure is one Python file, named after its id, which binds `figure`.
Its `compute` takes the controls' values and returns a dict of numbers (for the readouts)
and of data for the marks; it runs in CPython and, unchanged, in the reader's page. The
functions below describe controls, readouts, views and marks; they return plain dicts, which
`livefigure/web` draws. This module, too, runs in MicroPython.

Colours are roles, the same in every figure, in the text and in formulas: ``current``,
``current2``, ``field``, ``moment``, ``force``, ``torque``, ``exact``, ``approximate``,
``reader`` (what the reader holds), ``quiet``, and in maps ``high`` and ``low``.
"""

import json
from array import array
from math import isfinite


def control(
    name, symbol, words, low, high, default, unit="", step=None, scale="linear", play=False
):
    """A number that the reader varies: a slider and a number field.

    ``symbol`` is HTML, ``words`` its plain name. ``step=1`` asks for whole numbers
    throughout; any other step is only the slider's. ``scale`` is "linear", "log", or
    "one" (fine towards the upper end, for moduli near 1). ``play`` adds a button that lets
    the number run round and round, for phases.
    """
    return {
        "name": name,
        "symbol": symbol,
        "words": words,
        "low": low,
        "high": high,
        "default": default,
        "unit": unit,
        "step": step,
        "whole": step == 1 and isinstance(default, int),
        "scale": scale,
        "play": play,
    }


def readout(name, symbol, words, unit="", digits=6, gauge=False, missing="—", zero=0.0):
    """A number that the figure shows beside its symbol, if it has one, and the words for it.
    ``missing`` stands where it is None, and 0 where it is less than ``zero``, which is no more
    than rounding. ``gauge`` also draws it, on a logarithmic scale, as the error of an
    approximation, and says what it is good for."""
    return {
        "name": name,
        "symbol": symbol,
        "words": words,
        "unit": unit,
        "digits": digits,
        "gauge": gauge,
        "missing": missing,
        "zero": zero,
    }


def axis(label, low=None, high=None, scale="linear", ticks=None, unit=""):
    """An axis of a plot; limits left out follow the data. A logarithmic one has its ticks at whole
    powers of ten, unless it names them. A letter after a "_" becomes an index."""
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


def _mark(kind, data, color, label, **more):
    mark = {"kind": kind, "data": data, "color": color, "label": label}
    mark.update(more)
    return mark


def curve(data, color, label="", dash=False, width=2.0, smooth=False):
    """A line through ``data = (xs, ys)``; nan leaves a gap, and so does zero on a logarithmic axis.
    ``dash`` is True, or the lengths of dashes and gaps in pixels, "8 3 2 3"; ``smooth`` rounds
    the corners of few points, from left to right."""
    return _mark("curve", data, color, label, dash=dash, width=width, smooth=smooth)


def area(data, color, label=""):
    """The region between a curve ``(xs, ys)`` and zero."""
    return _mark("area", data, color, label)


def region(data, color, label=""):
    """The inside of a closed outline ``(xs, ys)``."""
    return _mark("region", data, color, label)


def points(data, color, label="", radius=4.0, drag=None):
    """Points ``(xs, ys)``. ``drag={"x": control, "y": control}`` lets the reader move the
    first one, and so set those controls to its coordinates."""
    return _mark("points", data, color, label, radius=radius, drag=drag)


def arrows(data, color, label=""):
    """Arrows ``(xs, ys, dxs, dys)`` of a plot, to the right and up; dx and dy are both in units of
    the x axis."""
    return _mark("arrows", data, color, label)


def level(data, color, label="", vertical=False):
    """A dotted line across the whole plot at the number ``data``."""
    return _mark("level", data, color, label, vertical=vertical, width=1.5)


def color_map(data, levels, label="", sides="both"):
    """A map ``(nx, ny, x0, x1, y0, y1, values)`` of points from corner to corner, row after row
    from y0. Above each of the positive ``levels`` it is tinted once more in a warm colour, below
    each of their negatives in a cool one; ``sides="high"`` or ``"low"`` draws one of these only."""
    color = "low" if sides == "low" else "high"
    return _mark("map", data, color, label, levels=levels, sides=sides)


def wire(data, color, label="", closed=False, width=3.0):
    """A wire in space through ``(xs, ys, zs)``; nan leaves a gap."""
    return _mark("wire", data, color, label, closed=closed, width=width)


def loop(data, color, label="", disc=False, width=3.0):
    """A circular wire ``(cx, cy, cz, nx, ny, nz, radius)`` with an arrowhead for its current;
    ``disc`` fills it, faintly."""
    return _mark("loop", data, color, label, disc=disc, width=width)


def arrow(data, color, label="", name="", drag=None, width=3.2):
    """An arrow in space ``(x, y, z, dx, dy, dz)``, ``name`` written at its tip; what follows a
    "_" in it becomes an index. One of length zero is not drawn, any other so long that it is seen.

    ``drag={"theta": control, "phi": control, "pole": axis, "zero": axis}`` lets the reader take
    it by its tip and turn it: theta is its angle from the pole, phi its azimuth about the
    pole, counted from the direction ``zero``, or the other way around with ``"sense": -1``;
    degrees."""
    return _mark("arrow", data, color, label, name=name, drag=drag, width=width)


def ball(data, color, label="", name=""):
    """A small ball at ``(x, y, z)``."""
    return _mark("ball", data, color, label, name=name)


def globe(data, color, label=""):
    """A sphere ``(x, y, z, radius)`` with a net; what lies behind it shows faintly."""
    return _mark("globe", data, color, label)


class Figure:
    """A live figure; see the module's docstring.

    ``presets`` maps a name to values of controls; ``describe`` turns (controls, results) into
    one sentence for those who cannot see the picture; ``code`` turns the controls into
    Python that reproduces the readouts.
    """

    def __init__(self, title, compute, controls, readouts, views, presets, describe, code):
        self.module = None  # where it stands, once it is loaded
        self.title = title
        self.compute = compute
        self.controls = controls
        self.readouts = readouts
        self.views = views
        self.presets = presets
        self.describe = describe
        self.code = code

    def spec(self):
        """All that the drawing side has to know, as plain data."""
        return {
            "module": self.module,
            "title": self.title,
            "controls": self.controls,
            "readouts": self.readouts,
            "views": self.views,
            "presets": self.presets,
        }

    def defaults(self):
        return {control["name"]: control["default"] for control in self.controls}

    def admit(self, values):
        """The controls' values as numbers; ValueError names one that will not do."""
        admitted = {}
        for known in self.controls:
            name = known["name"]
            value = values.get(name, known["default"])
            try:
                value = float(value)
            except (TypeError, ValueError):
                raise ValueError("%s must be a number; got %s" % (name, value)) from None
            if not known["low"] <= value <= known["high"]:
                raise ValueError(
                    "%s must lie between %s and %s; got %s"
                    % (name, known["low"], known["high"], value)
                )
            if known["whole"]:
                if value != int(value):
                    raise ValueError("%s must be a whole number; got %s" % (name, value))
                value = int(value)
            admitted[name] = value
        for name in values:
            if name not in admitted:
                raise ValueError("there is no control named %s" % name)
        return admitted

    def answer(self, values):
        """Readouts, data of the marks, description and code for these controls."""
        admitted = self.admit(values)
        results = self.compute(**admitted)
        return {
            "results": results,
            "text": self.describe(admitted, results),
            "code": self.code(**admitted),
        }


def counted(number, thing):
    """ "1 term", "3 terms"."""
    return "%d %s%s" % (number, thing, "" if number == 1 else "s")


def written(value):
    """A number in as few digits as name it; MicroPython's own repr is not so exact."""
    for digits in range(6, 18):
        text = "%.*g" % (digits, value)
        if float(text) == value:
            return text
    return repr(value)


def load(module):
    """The figure that a module, such as "magfigures.concentric_torque", binds to `figure`."""
    figure = __import__(module, None, None, ("figure",)).figure
    figure.module = module
    return figure


def pack(answer):
    """(JSON, bytes) of an answer: long rows of numbers travel as 64-bit floats.

    JSON knows no nan and no inf; a lone one travels as its name.
    """
    rows = []
    used = 0

    def plain(value):
        nonlocal used
        if isinstance(value, dict):
            return {key: plain(item) for key, item in value.items()}
        if isinstance(value, (list, tuple, array)):
            if len(value) > 8 and isinstance(value[0], (float, int)):
                row = value if isinstance(value, array) else array("d", value)
                rows.append(bytes(row))
                used += len(row)
                return {"from": used - len(row), "to": used}
            return [plain(item) for item in value]
        if isinstance(value, float) and not isfinite(value):
            return {"float": str(value)}
        return value

    return json.dumps(plain(answer)), b"".join(rows)


def remember(function):
    """The function with its last result kept: a curve that does not depend on the control in
    the reader's hand is not computed again."""
    kept = {}

    def remembering(*args):
        if args not in kept:
            kept.clear()
            kept[args] = function(*args)
        return kept[args]

    return remembering
