"""The book's live figures, one file each, named after their ids."""


def module_of(id):
    return "magfigures." + id.replace("-", "_")


def load(id):
    """The figure with this id, such as "concentric-torque"."""
    from livefigure.figure import load

    return load(module_of(id))
