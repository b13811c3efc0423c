"""An engine for live figures: Python computes, JavaScript draws. See `livefigure.figure`."""

from livefigure.figure import Figure
from livefigure.marks import (
    area,
    arrow,
    arrows,
    ball,
    color_map,
    curve,
    globe,
    level,
    loop,
    points,
    region,
    wire,
)
from livefigure.quantity import (
    as_these_run,
    circle,
    control,
    coordinate,
    evenly,
    grid,
    here,
    pointing,
    quantity,
    row,
)
from livefigure.views import axis, plot, readout, scene
from livefigure.words import counted, written

__all__ = [
    "Figure",
    "area",
    "arrow",
    "arrows",
    "as_these_run",
    "axis",
    "ball",
    "circle",
    "color_map",
    "control",
    "coordinate",
    "counted",
    "curve",
    "evenly",
    "globe",
    "grid",
    "here",
    "level",
    "loop",
    "plot",
    "pointing",
    "points",
    "quantity",
    "readout",
    "region",
    "row",
    "scene",
    "wire",
    "written",
]
