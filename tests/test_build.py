"""Building: in any folder."""

import shutil
import subprocess
from pathlib import Path

from magbook.node import node

ROOT = Path(__file__).parent.parent


def test_scripts_are_bundled_in_a_folder_with_a_space(tmp_path):
    copy = tmp_path / "a b"
    shutil.copytree(ROOT / "src/web", copy / "src/web", ignore=lambda *_: ["node_modules"])
    (copy / "src/web/node_modules").symlink_to(ROOT / "src/web/node_modules")
    (copy / "src/magbook").mkdir()
    shutil.copy(ROOT / "src/magbook/palette.json", copy / "src/magbook")
    subprocess.run([node(), copy / "src/web/build.mjs"], check=True)
    made = {file.name for file in (copy / "src/magbook/assets").iterdir()}
    assert {"site.js", "widget.js", "render.cjs", "figure.css", "katex"} <= made
