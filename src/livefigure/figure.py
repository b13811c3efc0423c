"""A live figure: its controls, what it computes of them, what it shows.

A figure is one Python file, named after its id, which binds `figure`. It runs in CPython and,
unchanged, in the reader's page: see `livefigure.quantity` for what is computed, `livefigure.views`
and `livefigure.marks` for what is shown of it. This module, too, runs in MicroPython.
"""

from collections import OrderedDict

from livefigure.quantity import Control, Node, Now

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from livefigure._types import Answer, Axis, Data, Mark, Readout, Value, View


class Figure:
    """A live figure; see the module's docstring.

    ``presets`` are pairs (name, values of controls): a dict of MicroPython's does not know in which
    order it was written. ``describe(now)`` is one sentence for those who cannot see the picture,
    ``now(torque)`` being a control's or a quantity's present value; ``code(**controls)`` is Python
    that reproduces the readouts.
    """

    def __init__(
        self,
        title: str,
        controls: list[Control],
        readouts: "list[Readout]",
        views: "list[View]",
        presets: "Iterable[tuple[str, dict[str, float]]]",
        describe: "Callable[[Now], str]",
        code: "Callable[..., str]",
    ):
        self.module: str | None = None  # where it stands, once it is loaded
        self.title = title
        self.controls = [control.spec for control in controls]
        # all that is shown, by the keys under which it travels
        self.quantities: dict[str, Data] = {}
        self.readouts = [self._readout(readout) for readout in readouts]
        folded = [bool(view["folded"]) for view in views]
        if folded != sorted(folded):
            raise ValueError("views that are folded come last; got %s" % folded)
        self.views = [self._view(view) for view in views]
        self.presets: dict[str, dict[str, float]] = OrderedDict(presets)
        self.describe = describe
        self.code = code

    def _readout(self, readout: "Readout") -> "Readout":
        spec = dict(readout)
        self.quantities[spec["name"]] = spec.pop("of")
        return spec

    def _view(self, view: "View") -> "View":
        spec = dict(view)
        spec["marks"] = [self._keyed(mark, ("data",)) for mark in view["marks"]]
        for direction in ("x", "y"):
            if direction in view:
                spec[direction] = self._keyed(view[direction], ("low", "high"))
        return spec

    def _keyed(self, spec: "Mark | Axis", names: tuple[str, ...]) -> "Mark | Axis":
        """The description of a mark or an axis with keys in place of quantities."""
        keyed = dict(spec)
        for name in names:
            if name == "data" or isinstance(spec[name], Node):  # limits may be numbers
                keyed[name] = self._key(spec[name])
        return keyed

    def _key(self, what: "Data") -> str:
        """The key under which this travels: its name, and a number where that is taken."""
        for key, known in self.quantities.items():
            if known is what:
                return key
        name = getattr(what, "name", "") or "drawn"
        key = name if name not in self.quantities else "%s_%d" % (name, len(self.quantities))
        self.quantities[key] = what
        return key

    def spec(self) -> "dict[str, Value]":
        """All that the drawing side has to know, as plain data."""
        return {
            "module": self.module,
            "title": self.title,
            "controls": self.controls,
            "readouts": self.readouts,
            "views": self.views,
            "presets": self.presets,
        }

    def defaults(self) -> dict[str, float]:
        return {control["name"]: control["default"] for control in self.controls}

    def admit(self, values: "dict[str, Value]") -> dict[str, float]:
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

    def answer(self, values: "dict[str, Value]") -> "Answer":
        """Readouts, data of the marks, description and code for these controls."""
        admitted = self.admit(values)
        now = Now(admitted)
        return {
            "results": {key: now(quantity) for key, quantity in self.quantities.items()},
            "text": self.describe(now),
            "code": self.code(**admitted),
        }


def load(module: str) -> Figure:
    """The figure that a module, such as "magfigures.concentric_torque", binds to `figure`."""
    figure = __import__(module, None, None, ("figure",)).figure
    figure.module = module
    return figure
