"""Building: what make does, and when, in any folder.

Most of these tests run the real Makefile on a small tree, with tools that only take notes.
"""

import importlib.metadata
import os
import re
import runpy
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest
import yaml
from bookbuild.node import node
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from tests.ledger import registry

ROOT = Path(__file__).parent.parent
TOOL = """#!{python}
import os, pathlib, sys
name, *arguments = pathlib.Path(sys.argv[0]).name, *sys.argv[1:]
if arguments[:1] == ["-c"]:  # the Makefile asks which Python this is
    sys.version_info = tuple(map(int, os.environ["PRETEND"].split("."))) + (0,)
    exec(arguments[1])
    sys.exit()
with open(os.environ["NOTES"], "a") as notes:
    print(name, *arguments, file=notes)
if name in os.environ["BROKEN"].split():
    sys.exit(1)
if name != "id" and "PYTHONDONTWRITEBYTECODE" in os.environ:
    sys.exit("each start would compile all that it needs")
made = []
if "venv" in arguments:
    for tool in ("python", "jupyter-book", "jupyter", "pytest", "ruff", "mypy"):
        link = pathlib.Path(arguments[-1], "bin", tool)
        link.parent.mkdir(parents=True, exist_ok=True)
        link.symlink_to(sys.argv[0] if "/" in sys.argv[0] else {stub!r})
elif name == "jupyter-book":
    made = [
        "_build/html/index.html",
        "_build/.jupyter_cache/results",
        "_build/.doctrees/book/levitron.doctree",
        "_build/.doctrees/book/index.doctree",
    ]
elif arguments[:1] == ["ci"]:
    made = ["node_modules/esbuild"]
elif arguments[:1] == ["run"] and arguments[-1] == "build":
    made = ["../assets/site.js"]
for file in map(pathlib.Path, made):
    file.parent.mkdir(parents=True, exist_ok=True)
    file.touch()
if name == "id":
    print(os.environ["UID_"])
"""
TREE = [
    "CITATION.cff",
    "LICENSE",
    "Makefile",
    "README.md",
    "_config.yml",
    "_toc.yml",
    "book/index.md",
    "book/levitron.md",
    "pyproject.toml",
    "requirements.txt",
    "src/magfigures/palette.json",
    "src/magbook/levitron.py",
    "src/livefigure/web/site.js",
    "src/livefigure/web/package.json",
    "src/livefigure/web/package-lock.json",
    "src/livefigure/web/node_on_path.py",
    "src/livefigure/web/requirements.txt",
    "tests/requirements.txt",
]


class Clone:
    """A small copy of the project."""

    def __init__(self, folder: Path):
        self.folder = folder
        self.notes = folder.parent / "notes"
        for name in TREE:
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(ROOT / name, folder / name)
        self.environment = {
            k: v for k, v in os.environ.items() if not k.startswith(("MAKE", "PIP_"))
        }

    def with_tools_that_take_notes(self):
        tools = self.folder.parent / "tools"
        tools.mkdir()
        for name in ("python3", "npm", "node", "id"):
            tool = tools / name
            tool.write_text(TOOL.format(python=sys.executable, stub=str(tools / "python3")))
            tool.chmod(0o755)
        self.environment |= {
            "PATH": f"{tools}:{os.environ['PATH']}",
            "NOTES": str(self.notes),
            "BROKEN": "",
            "PYTHONDONTWRITEBYTECODE": "1",
            "PRETEND": "3.11",
            "UID_": "1000",
        }
        return self

    def make(self, *arguments, **environment):
        """What was run, and what was said; ``status`` is that of make."""
        self.notes.write_text("")
        done = subprocess.run(
            ["make", *arguments],
            cwd=self.folder,
            env={**self.environment, **environment},
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        self.said, self.status = done.stdout, done.returncode
        return self.notes.read_text().splitlines()

    def builds(self, *arguments, **environment):
        """How often make built the book."""
        return sum(line.startswith("jupyter-book") for line in self.make(*arguments, **environment))


@pytest.fixture
def clone(tmp_path):
    return Clone(tmp_path / "a b")


@pytest.fixture
def built(clone):
    clone.with_tools_that_take_notes()
    assert clone.builds("book") == 1, clone.said
    return clone


def test_scripts_are_bundled_in_a_folder_with_a_space(tmp_path):
    copy = tmp_path / "a b"
    made_anew = shutil.ignore_patterns("node_modules", "assets", "__pycache__")
    shutil.copytree(ROOT / "src", copy / "src", ignore=made_anew)
    (copy / "src/livefigure/web/node_modules").symlink_to(ROOT / "src/livefigure/web/node_modules")
    for file in (copy / "src/magfigures").glob("*.py"):  # to draw one takes a second
        if file.stem != "modes" and "\nfigure = " in file.read_text("utf-8"):
            file.unlink()
    subprocess.run(
        [node(), copy / "src/livefigure/web/build.mjs", copy / "src/magfigures"], check=True
    )
    made = {file.name for file in (copy / "src/livefigure/assets").iterdir()}
    assert {"site.js", "widget.js", "stills", "figure.css", "katex"} <= made
    drawn = {file.name for file in (copy / "src/livefigure/assets/stills").iterdir()}
    assert drawn == {"modes.html", "modes.svg", "modes.png"}


def test_what_has_not_changed_is_not_built_again(built):
    for page in (built.folder / "book").iterdir():
        page.touch()
    ran = built.make("book", "serve", "bench", "budgets", "lab", "test")
    assert not built.status, built.said
    assert not any(line.startswith("jupyter-book") for line in ran)
    assert "Open it: _build/html/index.html" in built.said
    tools = [" ".join(line.split()[:3]) for line in ran]
    processes = os.sysconf("SC_NPROCESSORS_ONLN") + 1
    assert {
        "python -m http.server",
        "python -m tests.browser.budgets",
        f"pytest -n {processes}",
    } <= set(tools)
    # the tests' packages are for what needs them
    assert [line for line in ran if "tests/requirements.txt" in line] != []
    assert built.make("zip") == ["python -m bookbuild.release"]
    assert built.make("addresses") == ["python -m tests.test_lasting"]
    assert built.make("serve") == ["python -m http.server --directory _build/html --bind 127.0.0.1"]


def test_sheets_are_printed_as_asked(built):
    (built.folder / "book/levitron.md").write_text("other words")
    ran = built.make("sheets", "CHAPTER=levitron", "SEEDS=1 2", "EXERCISES=lv-ex-turns")
    assert ran[-1] == (
        "python -m bookbuild.sheets levitron --students=1 --seeds=1 2 --names= "
        "--exercises=lv-ex-turns --url="
    )
    # from the site as it is, with what prints it
    assert any(line.startswith("jupyter-book") for line in ran)
    assert any("tests/requirements.txt" in line for line in ran)


def test_the_book_needs_none_of_the_packages_of_the_tests(clone):
    clone.with_tools_that_take_notes()
    ran = clone.make("book")
    assert [line.split()[-1] for line in ran if "--require-hashes" in line] == ["requirements.txt"]


@pytest.mark.parametrize(
    "change",
    [
        lambda clone: (clone.folder / "book/levitron.md").write_text("other words"),
        lambda clone: (clone.folder / "book/new page.md").write_text("words"),
        lambda clone: (clone.folder / "book/levitron.md").unlink(),
        lambda clone: (clone.folder / "src/magbook/levitron.py").write_text("spin = 1"),
        lambda clone: (clone.folder / "src/magbook/levitron.py").unlink(),
        lambda clone: (clone.folder / "src/livefigure/web/site.js").write_text("draw();"),
        lambda clone: (clone.folder / "_config.yml").write_text("title: another"),
        lambda clone: (clone.folder / "requirements.txt").write_text("numpy==9"),
    ],
)
def test_a_change_is_built_once(built, change):
    change(built)
    left_over = built.folder / "_build/html/book/gone.html"
    left_over.parent.mkdir(parents=True)
    left_over.touch()
    assert built.builds("test") == 1, built.said
    assert not left_over.exists()
    assert built.builds("test") == 0


#: a sort that ends only when as many as there are makes have sorted
TOGETHER = """#!/bin/sh
PATH=${PATH#*:}
sort "$@"
touch "$NOTES.$$"
until [ "$(ls "$NOTES".* | wc -l)" -ge 2 ]; do sleep 0.02; done
"""


def test_two_makes_at_once_do_not_take_each_others_sums(clone):
    clone.with_tools_that_take_notes()
    tools = clone.folder.parent / "tools"
    (tools / "sort").write_text(TOGETHER)
    (tools / "sort").chmod(0o755)
    both = [
        subprocess.Popen(
            ["make", "_build/.text"],
            cwd=clone.folder,
            env=clone.environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
        )
        for _ in "12"
    ]
    said = [make.communicate(timeout=60)[0].decode() for make in both]
    assert [make.returncode for make in both] == [0, 0], said
    assert os.listdir(clone.folder / "_build") == [".text"]


@pytest.mark.parametrize(
    ("file", "bundles"),
    [("src/magbook/levitron.py", 1), ("src/livefigure/web/site.js", 1), ("book/levitron.md", 0)],
)
def test_scripts_and_stills_follow_the_code(built, file, bundles):
    (built.folder / file).unlink()
    assert built.make("book").count("npm run --silent build") == bundles
    assert built.make("book").count("npm run --silent build") == 0


def test_a_build_that_failed_is_not_taken_for_a_site(built):
    page = built.folder / "book/levitron.md"
    words = page.read_text()
    page.write_text("a fault")
    assert built.builds("book", BROKEN="jupyter-book") == 1
    assert built.status and "Open it" not in built.said
    page.write_text(words)
    assert built.builds("book") == 1


def test_one_page_again(built):
    results = built.folder / "_build/.jupyter_cache/results"
    (built.folder / "book/levitron.md").write_text("other words")
    results.write_text("kept")
    doctrees = built.folder / "_build/.doctrees/book"
    (doctrees / "index.doctree").write_text("kept")
    (doctrees / "levitron.doctree").write_text("read again")
    assert built.builds("page", "PAGE=levitron") == 1
    assert results.read_text() == "kept"
    assert (doctrees / "index.doctree").read_text() == "kept"
    assert (doctrees / "levitron.doctree").read_text() == ""

    (built.folder / "src/magbook/levitron.py").write_text("spin = 1")
    assert built.builds("page", "PAGE=levitron") == 1
    assert results.read_text() == "", "what another code computed was kept"
    assert (doctrees / "index.doctree").read_text() == "", "it refers to results that are gone"
    assert built.builds("test") == 1, "the tests would try the pages of an older build"


def test_links_are_checked_beside_the_site(built):
    assert built.make("links") == ["jupyter-book build --builder linkcheck ."]
    assert built.builds("test") == 1, "the tests would try what the check left in the site"


def test_a_page_that_is_not_there(built):
    assert built.builds("page") == 0 and built.status
    assert "make page PAGE=levitron" in built.said
    assert built.builds("book") == 0


@pytest.mark.parametrize(("user", "root"), [("0", True), ("1000", False)])
def test_lab_runs_as_anybody_and_takes_options(built, user, root):
    *_, line = built.make("lab", "ARGS=--no-browser --port 9999", UID_=user)
    assert line.startswith("jupyter lab ")
    assert ("--allow-root" in line) == root
    assert "--no-browser --port 9999" in line


@pytest.mark.parametrize("version", ["2.7", "3.10", "3.16"])
def test_a_python_that_will_not_do_is_named(clone, version):
    clone.with_tools_that_take_notes()
    assert clone.make("book", PRETEND=version) == []
    assert clone.status
    assert "Python 3.11 to 3.15 is needed" in clone.said
    assert "Traceback" not in clone.said


@pytest.mark.parametrize("without", ["npm", "node"])
def test_node_comes_from_pypi_where_there_is_none(clone, without):
    clone.with_tools_that_take_notes()
    ran = clone.make("book", BROKEN=without)
    assert any(line.endswith("-r src/livefigure/web/requirements.txt") for line in ran)
    assert "python src/livefigure/web/node_on_path.py .venv/bin" in ran


NOWHERE = "http://127.0.0.1:9/"


def test_packages_out_of_reach(clone):
    clone.make(
        ".venv/.book",
        f"PYTHON={sys.executable}",
        PIP_INDEX_URL=NOWHERE,
        PIP_CONFIG_FILE=os.devnull,
        PIP_NO_CACHE_DIR="1",
    )
    assert clone.status and not (clone.folder / ".venv/.book").exists()
    assert "They could not be installed" in clone.said and "Traceback" not in clone.said


def test_scripts_out_of_reach(clone):
    (clone.folder / ".venv/bin").mkdir(parents=True)
    (clone.folder / ".venv/bin/python").symlink_to(sys.executable)
    cache = str(clone.folder.parent / "cache")
    clone.make(
        "src/livefigure/web/node_modules/.installed",
        npm_config_registry=NOWHERE,
        npm_config_cache=cache,
    )
    assert clone.status
    assert "They could not be installed. To see why: cd src/livefigure/web && npm ci" in clone.said
    assert len(clone.said.splitlines()) < 10, clone.said


PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
LISTS = {"book": "requirements.txt", "test": "tests/requirements.txt"}


def wanted(*requirements):
    """What these ask for, the project's own extras written out."""
    for text in requirements:
        requirement = Requirement(text)
        if requirement.name == PROJECT["name"]:
            for extra in requirement.extras:
                yield from wanted(*PROJECT["optional-dependencies"][extra])
        else:
            yield requirement


def locked(file):
    """Name and versions of each package of a list."""
    versions = {}
    for line in (ROOT / file).read_text().splitlines():
        if match := re.match(r"([\w.-]+)==(\S+)", line):
            versions.setdefault(canonicalize_name(match[1]), []).append(match[2])
    return versions


@pytest.mark.parametrize("extra", LISTS)
def test_the_lists_of_packages_are_current(extra):
    versions = locked(LISTS[extra])
    for requirement in wanted(*PROJECT["dependencies"], f"magbook[{extra}]"):
        found = versions.get(canonicalize_name(requirement.name), [])
        assert found and all(map(requirement.specifier.contains, found)), (
            f"{requirement} is not in {LISTS[extra]}: run make lock"
        )


def test_the_tests_change_no_package_of_the_book():
    assert locked(LISTS["book"]).items() <= locked(LISTS["test"]).items()


@pytest.mark.parametrize("file", [*LISTS.values(), "src/livefigure/web/requirements.txt"])
def test_the_lists_of_packages_pin_files_and_name_no_host(file):
    text = (ROOT / file).read_text()
    assert "://" not in text and "index-url" not in text
    entries = re.split(r"^(?=\w)", text, flags=re.MULTILINE)[1:]
    assert entries and all("==" in entry and "--hash=sha256:" in entry for entry in entries)


WORKFLOW = yaml.safe_load((ROOT / ".github/workflows/book.yml").read_text())


def test_pythons_from_the_oldest_that_will_do_to_the_newest_that_numba_knows():
    classifiers = importlib.metadata.metadata("numba").get_all("Classifier")
    newest = max(int(c.rpartition(".")[2]) for c in classifiers if " 3." in c)
    oldest = PROJECT["requires-python"].removeprefix(">=")
    assert WORKFLOW["jobs"]["test"]["strategy"]["matrix"]["python"] == [oldest, f"3.{newest}"]
    assert f"Python {oldest} to 3.{newest} is needed" in (ROOT / "Makefile").read_text()


def test_only_what_passed_is_published():
    jobs = WORKFLOW["jobs"]
    steps = {name: [str(step.get("uses")) for step in job["steps"]] for name, job in jobs.items()}
    publishing = {name for name, job in jobs.items() if "write" in str(job.get("permissions"))}
    assert any("deploy-pages" in step for name in publishing for step in steps[name])
    trying = jobs.keys() - publishing
    assert all(trying == set(jobs[name]["needs"]) for name in publishing)
    runs = {step.get("run") for name in trying for step in jobs[name]["steps"]}
    assert {"bash .ci/run", "bash .ci/wheel"} <= runs
    actions = [step for job in steps.values() for step in job if step != "None"]
    assert all(re.search(r"@v\d+\.\d+\.\d+$", action) for action in actions)


@pytest.fixture
def chapter(clone):
    """The folder in which `make chapter` has written a new one."""
    shutil.copytree(ROOT / "book/template", clone.folder / "book/template")
    for ledger in ("book/ledger", "tests/ledger"):
        (clone.folder / ledger).mkdir()
    clone.make("chapter", "NAME=parallel-wires")
    assert not clone.status, clone.said
    return clone.folder


def test_a_new_chapter_builds(chapter):
    for name in ("src", "book/_assets", "book/_templates", "book/bookbuild"):
        shutil.rmtree(chapter / name, ignore_errors=True)
        (chapter / name).symlink_to(ROOT / name)
    for name in ("book/references.bib", "book/bibliography.md"):
        shutil.copy(ROOT / name, chapter / name)
    (chapter / "book/record.md").write_text("# The record\n\n```{ledger} parallel-wires\n```\n")
    root, *others = [
        {"file": f"book/{name}"} for name in ("parallel-wires", "record", "bibliography")
    ]
    toc = {"format": "jb-book", "root": root["file"], "chapters": others}
    (chapter / "_toc.yml").write_text(yaml.safe_dump(toc))
    done = subprocess.run(
        [Path(sys.executable).with_name("jupyter-book"), "build", "-W", "--keep-going", chapter],
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    assert done.returncode == 0, done.stdout
    html = (chapter / "_build/html/book/parallel-wires.html").read_text("utf-8")
    assert 'data-figure="concentric-torque"' in html
    assert "notes to you" not in html


def test_a_new_chapter_has_checks_that_can_fail(chapter, monkeypatch):
    monkeypatch.setattr(registry, "CHECKS", {})
    name = "tests.ledger.parallel_wires"
    runpy.run_path(str(chapter / f"{name.replace('.', '/')}.py"), run_name=name)
    entries = yaml.safe_load((chapter / "book/ledger/parallel-wires.yml").read_text())
    assert {entry["check"] for entry in entries if "check" in entry} == set(registry.CHECKS)
    for settle, right, false in registry.CHECKS.values():
        settle(right)
        with pytest.raises(AssertionError):
            settle(false)


@pytest.mark.parametrize("name", ["", "levitron", "two words", "Wires"])
def test_a_chapter_needs_a_name_that_is_free(clone, name):
    clone.make("chapter", f"NAME={name}")
    assert clone.status and "make chapter NAME=parallel-wires" in clone.said
    assert (clone.folder / "book/levitron.md").read_text() == (
        ROOT / "book/levitron.md"
    ).read_text()
