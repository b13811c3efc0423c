"""The door to the book's live figures, which stand above the numbers.

>>> from magbook.widget import show
>>> figure = show("concentric-torque")
"""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from livefigure.widget import LiveFigure


def show(id: str) -> "LiveFigure":
    """The live figure with this id, as a cell's output.

    Parameters
    ----------
    id : str
        The figure's id, such as "concentric-torque".

    Raises
    ------
    ModuleNotFoundError
        If no figure of the book has this id.
    """
    # late, for the numbers need none of it
    from livefigure.widget import LiveFigure
    from magbook._compile import compiler
    from magfigures import module_of

    return LiveFigure(module_of(id), "compiled" if compiler() else "interpreted")
