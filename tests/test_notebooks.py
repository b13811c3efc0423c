"""The readers' notebooks of the built book: they read as the site does, in any host."""

import ast
import json
import re
import subprocess
from pathlib import Path
from urllib.parse import unquote

import nbformat
import pytest
import yaml
from bookbuild.math import expanded
from bookbuild.notebook import FROM_SITE, SETUP, keep_edits, luminance, on_any_ground, write
from IPython.core.interactiveshell import InteractiveShell

from magfigures.chapter import COLOURS

ROOT = Path(__file__).parent.parent
NOTEBOOKS = ROOT / "_build" / "notebooks"
CONFIG = yaml.safe_load((ROOT / "_config.yml").read_text("utf-8"))["sphinx"]["config"]
MACROS = CONFIG["math_macros"]
PAGES = [
    Path(chapter["file"]).name
    for toc in [yaml.safe_load((ROOT / "_toc.yml").read_text("utf-8"))]
    for part in [{"chapters": [{"file": toc["root"]}]}, *toc["parts"]]
    for chapter in part["chapters"]
]
LEFTOVERS = (r"\{[a-z:]+\}`", r"^:::", r"^\(.*\)=$", r"htmlClass", r"\]\{\.", r"\.html[)#]")
by_page = pytest.mark.parametrize("page", PAGES)


def read(page):
    return nbformat.read(NOTEBOOKS / f"{page}.ipynb", 4)


def prose(page):
    return "\n\n".join(c.source for c in read(page).cells if c.cell_type == "markdown")


def without_code(page):
    return re.sub(r"```.*?```|(?<!`)`[^`\n]*`", "", prose(page), flags=re.DOTALL)


FORMULA = re.compile(r"\$\$(.+?)\$\$|(?<!\\)\$(.+?)\$", re.DOTALL)


def formulas(page):
    return [display or inline for display, inline in FORMULA.findall(without_code(page))]


def source(page):
    return (ROOT / "book" / f"{page}.md").read_text("utf-8")


@by_page
def test_nothing_of_the_sources_syntax_is_left(page):
    text = re.sub(r"```.*?```", "", prose(page), flags=re.DOTALL)
    for leftover in LEFTOVERS:
        assert not re.search(leftover, text, re.MULTILINE), leftover
    assert len(formulas(page)) >= source(page).count("$$") // 2


def test_every_formula_can_be_typeset_without_our_macros():
    asked = {page: formulas(page) for page in PAGES}
    script = """
        const katex = require("./src/livefigure/web/node_modules/katex");
        const pages = JSON.parse(require("fs").readFileSync(0));
        for (const [page, formulas] of Object.entries(pages)) for (const formula of formulas)
            try { katex.renderToString(formula, {displayMode: true, strict: "ignore"}); }
            catch (error) { console.log(page, error.message); }"""
    finished = subprocess.run(
        ["node", "-e", script], input=json.dumps(asked), capture_output=True, text=True, cwd=ROOT
    )
    assert finished.returncode == 0, finished.stderr
    assert finished.stdout == ""
    assert sum(map(len, asked.values())) > 3000


@by_page
def test_links_lead_to_headings_of_notebooks(page):
    headings = {
        other: {
            re.sub(r"^#+ ", "", line).replace("\\", "").replace(" ", "-")
            for line in prose(other).splitlines()
            if line.startswith("#")
        }
        for other in PAGES
    }
    text = FORMULA.sub("", without_code(page))
    links = re.findall(r"\]\(([^)\s]*)\)", text)
    for link in links:
        if re.match(r"[a-z]+:", link):
            continue
        file, _, heading = link.partition("#")
        other = file.removesuffix(".ipynb") or page
        assert other in PAGES, link
        assert not heading or unquote(heading) in headings[other], link
    assert len(re.findall(r"\[\((?:\d+\.)?\d+\)\]\(", text)) >= source(page).count("{eq}`")


def code_cells(page):
    """The page's cells of code, and those that its exercises ask in."""
    return [c for c in read(page).cells if c.cell_type == "code" and c.id != "setup"]


@by_page
def test_code_is_the_sources_and_folded_as_there(page):
    cells = [c for c in code_cells(page) if "exercise" not in c.metadata.tags]
    found = re.findall(
        r"^(`{3,})\{code-cell\}[^\n]*\n((?::[^\n]*\n)*(?:---\n.*?^---\n)?)(.*?)^\1$",
        source(page),
        re.DOTALL | re.MULTILINE,
    )
    assert [cell.source for cell in cells] == [code.strip() for _, _, code in found]
    for cell, (_, options, _) in zip(cells, found, strict=True):
        hidden = any(f in options for f in ("hide-input", "remove-input", "hide-cell", "check"))
        assert cell.metadata.get("jupyter", {}).get("source_hidden", False) == hidden
    assert any(c.id == "setup" for c in read(page).cells) == bool(code_cells(page))


@by_page
def test_exercises_ask_in_a_cell_of_their_own(page):
    cells = [c for c in code_cells(page) if "exercise" in c.metadata.tags]
    assert len(cells) == source(page).count("```{answer}")
    for cell in cells:
        assert cell.metadata.jupyter.source_hidden
        html = ast.literal_eval(re.search(r"LiveExercise\((.*)\)", cell.source)[1])
        assert html.startswith('<section class="answer"')
        # what Jupyter can show without KaTeX's sheet
        assert "katex-html" not in html
        assert ("<math" in html) == ("application/x-tex" in html)


@by_page
def test_solutions_are_folded(page):
    folded = re.findall(r"<details><summary>Solution</summary>\n\n.+?</details>", prose(page), re.S)
    assert len(folded) == source(page).count("```{solution}")
    assert len(re.findall(r"\*\*Exercise \d", prose(page))) == source(page).count("```{exercise}")


@by_page
def test_pictures_survive_in_any_host(page):
    """Neither a widget without its kernel nor an SVG that is not trusted is shown."""
    for cell in read(page).cells:
        for output in cell.get("outputs", []):
            assert set(output.get("data", {})) <= {"image/png", "text/plain", "text/latex"}
            if "show(" in cell.source:
                assert "image/png" in output["data"]
    assert (NOTEBOOKS / f"{page}.ipynb").stat().st_size < 1.5e6


def test_downloads_are_the_same_files():
    for page in PAGES:
        download = ROOT / "_build" / "html" / "_sources" / "book" / f"{page}.ipynb"
        assert [c.source for c in nbformat.read(download, 4).cells] == [
            c.source for c in read(page).cells
        ]


def test_start_page_leads_to_every_page():
    for page in PAGES[1:]:
        assert f"]({page}.ipynb)" in read(PAGES[0]).cells[-1].source


# --- its parts ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("formula", "plain"),
    [
        (r"\vb x'", r"\mathbf{x}'"),
        (r"\vb{\hat n}", r"\mathbf{\hat n}"),
        (r"\vb\alpha", r"\mathbf{\alpha}"),
        (r"\dd x", r"\mathrm{d} x"),
        (r"\dd\vb l", r"\mathrm{d}\mathbf{l}"),
        (r"\vbar", r"\vbar"),
        (r"\field{\vb B}_{\vu{n}}", r"\htmlClass{mag-field}{\mathbf{B}}_{\hat{\mathbf{n}}}"),
    ],
)
def test_macros_are_expanded(formula, plain):
    assert expanded(formula, MACROS) == plain


def test_a_macro_without_its_argument_is_named():
    with pytest.raises(ValueError, match="without its argument"):
        expanded(r"x + \vb", MACROS)
    with pytest.raises(ValueError, match="unbalanced"):
        expanded(r"\vb{x", MACROS)


@pytest.mark.parametrize("role", ["current", "current2", "field", "moment", "force", "torque"])
def test_colours_are_seen_on_white_and_on_black(role):
    bright = luminance(on_any_ground(role))
    assert 1.05 / (bright + 0.05) > 4 and (bright + 0.05) / 0.05 > 4
    assert luminance("#ffffff") == pytest.approx(1) and luminance(COLOURS["ink"]) < 0.05


class Shell(InteractiveShell):
    """A shell that notes what it would install."""

    def __init__(self):
        super().__init__()
        self.installed = []
        self.register_magic_function(self.installed.append, "line", "pip")


@pytest.mark.parametrize(
    ("address", "beside", "outcome"),
    [
        ("https://book.example/", False, "https://book.example/wheel/magbook-1-py3-none-any.whl"),
        ("https://book.example/", True, "./magbook-1-py3-none-any.whl[chapters]"),
        ("", True, "./magbook-1-py3-none-any.whl[chapters]"),
        ("", False, "ModuleNotFoundError"),
    ],
)
def test_first_cell_installs_the_wheel(address, beside, outcome, tmp_path, monkeypatch):
    from bookbuild import notebook

    wheel = "magbook-1-py3-none-any.whl"
    monkeypatch.setattr(notebook, "WHEEL", wheel)
    otherwise = FROM_SITE.format(address=address) if address else notebook.FROM_DISK
    code = SETUP.format(wheel=wheel, otherwise=otherwise)
    if beside:
        (tmp_path / wheel).touch()
    monkeypatch.chdir(tmp_path)
    for there, expected in ((True, []), (False, [outcome])):
        shell = Shell()
        monkeypatch.setattr(
            "importlib.util.find_spec", lambda name, there=there: object() if there else None
        )
        result = shell.run_cell(code)
        said = shell.installed + [repr(result.error_in_exec)] * (not result.success)
        assert len(said) == len(expected)
        assert all(e in s for e, s in zip(expected, said, strict=True))


def test_a_readers_edits_are_set_aside(tmp_path):
    mine = tmp_path / "a.ipynb"
    keep_edits(mine)
    write(nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell("1 + 1")]), mine)
    saved = nbformat.read(mine, 4)
    saved.cells[0].execution_count = 1
    nbformat.write(saved, mine)
    keep_edits(mine)
    assert mine.exists()
    saved.cells[0].source = "1 + 2"
    nbformat.write(saved, mine)
    keep_edits(mine)
    (kept,) = tmp_path.glob("a (edited before *).ipynb")
    assert not mine.exists() and nbformat.read(kept, 4).cells[0].source == "1 + 2"
