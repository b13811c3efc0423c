"""What every chapter needs: a check after each step, and stills in the figures' colours."""

import json
from pathlib import Path
from typing import Any

import numpy as np

_palette = json.loads((Path(__file__).parent / "palette.json").read_text())
#: Colour of each role on white paper; see `livefigure.figure`.
COLOURS: dict[str, str] = _palette["light"]
#: The same on a dark page.
NIGHT_COLOURS: dict[str, str] = _palette["dark"]


def agree(what: str, left: Any, right: Any, within: float = 1e-13) -> None:
    """Say by how much two routes to the same numbers differ; stop the chapter if by too much.

    Parameters
    ----------
    what : str
        What is compared.
    left, right : array_like
        The numbers.
    within : float, optional
        Largest difference allowed, relative to the largest number on the right, or absolute
        where all of those are zero.

    Raises
    ------
    AssertionError
        If they differ by more, or one of them is not a number.
    """
    left, right = np.broadcast_arrays(np.asarray(left, complex), np.asarray(right, complex))
    size = np.max(np.abs(right)) or 1.0
    difference = np.max(np.abs(left - right)) / size
    assert difference <= within, f"{what}: they differ by {difference:.1e}, not by {within:.0e}"
    print(f"{what}: agree {f'to {difference:.0e}' if difference else 'exactly'}")


def house_style() -> None:
    """Matplotlib in the manner of the live figures."""
    import matplotlib as mpl
    from matplotlib_inline.backend_inline import set_matplotlib_formats

    # the site shows SVG; a notebook that is not trusted shows PNG alone
    set_matplotlib_formats("svg", "png")
    mpl.rcParams.update(
        {
            "figure.figsize": (6.4, 3.4),
            "figure.constrained_layout.use": True,
            "font.size": 10,
            "axes.edgecolor": COLOURS["line"],
            "axes.labelcolor": COLOURS["ink"],
            "axes.grid": True,
            "grid.color": COLOURS["line"],
            "axes.spines.top": False,
            "axes.spines.right": False,
            "xtick.color": COLOURS["ink"],
            "ytick.color": COLOURS["ink"],
            "legend.frameon": False,
            "lines.linewidth": 2,
            "mathtext.fontset": "cm",
            "svg.hashsalt": "magbook",  # the same file from the same numbers
        }
    )
