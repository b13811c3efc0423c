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
from livefigure.quantity import control, coordinate, evenly, grid, here, quantity, row
from livefigure.views import axis, plot, readout, scene
from livefigure.words import counted, written

__all__ = [
    "Figure",
    "area",
    "arrow",
    "arrows",
    "axis",
    "ball",
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
    "points",
    "quantity",
    "readout",
    "region",
    "row",
    "scene",
    "wire",
    "written",
]
