"""The library in the site, for notebooks that were taken home."""

import subprocess
import sys
from pathlib import Path

from sphinx.application import Sphinx


def pack(app: Sphinx, exception: Exception | None) -> None:
    if exception or app.builder.format != "html":
        return
    folder = Path(app.outdir, "wheel").resolve()
    # without hooks: with the assets that are there, which the site has too
    options = ["--no-hooks", "--target", "wheel", "--directory", str(folder)]
    subprocess.run(
        [sys.executable, "-m", "hatchling", "build", *options],
        cwd=app.srcdir,
        stdout=subprocess.DEVNULL,
        check=True,
    )


def setup(app: Sphinx) -> None:
    app.connect("build-finished", pack)
