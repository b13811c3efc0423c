"""The book's live figures, one file each, named after their ids."""

TYPE_CHECKING = False
if TYPE_CHECKING:
    from livefigure import Figure


def module_of(id: str) -> str:
    return "magfigures." + id.replace("-", "_")


def load(id: str) -> "Figure":
    """The figure with this id, such as "concentric-torque"."""
    from livefigure.figure import load

    return load(module_of(id))
