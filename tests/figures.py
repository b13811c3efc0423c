"""The book's figures, by their ids."""

from pathlib import Path

import magfigures

FOLDER = Path(magfigures.__file__).parent
FIGURES = sorted(
    file.stem.replace("_", "-")
    for file in FOLDER.glob("*.py")
    if "\nfigure = " in file.read_text("utf-8")
)
