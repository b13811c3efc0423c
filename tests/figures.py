"""The book's figures, by their ids, and what they draw."""

from pathlib import Path

import numpy as np

import magfigures

FOLDER = Path(magfigures.__file__).parent
FIGURES = sorted(
    file.stem.replace("_", "-")
    for file in FOLDER.glob("*.py")
    if "\nfigure = " in file.read_text("utf-8")
)


def drawn(id, values):
    """The data of each view's marks, by the labels or the names that stand at them."""
    figure = magfigures.load(id)
    results = figure.answer(values)["results"]
    return [
        {mark["label"] or mark.get("name", ""): results[mark["data"]] for mark in view["marks"]}
        for view in figure.views
    ]


def at_the_places_of(map):
    """Both coordinates, and the values, at the points of a map."""
    nx, ny, x0, x1, y0, y1, values = map
    y, x = np.meshgrid(np.linspace(y0, y1, ny), np.linspace(x0, x1, nx), indexing="ij")
    return x, y, np.reshape(values, (ny, nx))
