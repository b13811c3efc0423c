"""Each figure on a page of its own, `figures/ID.html`, for frames and projectors; and all of them,
`figures/index.html`."""

import html
import json
import re
from collections.abc import Iterator
from itertools import groupby
from pathlib import Path
from typing import Any, NamedTuple
from zlib import crc32

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.environment import BuildEnvironment

from livefigure.figure import load
from livefigure.sphinx import module_of, python_scripts
from livefigure.widget import ASSETS, still

INDEX = "figures/index"
TITLE = "All figures"
INTRODUCTION = """<p>Each opens alone in its page: for a projector, where it fills the screen and
answers keys, or for a frame in a page of yours, which <em>Share</em> writes for you.</p>"""
SHEETS = ("katex/katex.min.css", "livefigure/figure.css", "livefigure/gallery.css")

PAGE = """<!doctype html>
<html lang="{language}" data-theme="auto">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{title} – {book}</title>
{head}
</head>
<body class="alone">
<main>
{figure}
</main>
<footer class="alone-foot">
<a class="alone-back" href="../{address}">← {place}</a>
<span class="alone-keys"></span>
<button type="button" data-page="keys" aria-label="Keys">?</button>
<button type="button" data-page="full">Full screen</button>
</footer>
<dialog class="alone-help" aria-labelledby="keys">
<h2 id="keys">Keys</h2>
<dl></dl>
<form method="dialog"><button>Close</button></form>
</dialog>
</body>
</html>
"""


class Place(NamedTuple):
    """Where a figure stands: the page, its name, and the heading above the figure."""

    page: str
    chapter: str
    section: str


def chapter(env: BuildEnvironment, page: str) -> str:
    """A page's name, with its number where it has one."""
    number = ".".join(map(str, env.toc_secnumbers.get(page, {}).get("", ())))
    title = env.titles[page].astext()
    return f"{number}. {title}" if number else title


def heading(node: nodes.Node) -> str:
    while not isinstance(node, nodes.section):
        node = node.parent
    return node[0].astext()


def places(env: BuildEnvironment) -> dict[str, Place]:
    """Each figure's place, in the book's order. Of several pages that show it, its own is the one
    with the most figures: the others borrow it."""
    shown = {}
    for page in env.collect_relations():
        shown[page] = {
            id: heading(node)
            for node in env.get_doctree(page).findall(nodes.raw)
            for id in re.findall(r'<div class="mag-still" data-figure="([\w-]+)"', node.astext())
        }
    found: dict[str, Place] = {}
    for page, headings in shown.items():
        for id, section in headings.items():
            if len(headings) == max(len(others) for others in shown.values() if id in others):
                found.setdefault(id, Place(page, chapter(env, page), section))
    return found


def bare(name: str) -> str:
    """A name as it is compared: without a number, its apostrophes straight."""
    return re.sub(r"^[\d.]+ ", "", name).replace("’", "'")


def way_back(place: Place, title: str) -> str:
    """What the way back from a figure of this title says: the chapter, and its section where that
    says more."""
    known = bare(place.chapter), bare(title)
    return " · ".join([place.chapter, *[s for s in [place.section] if bare(s) not in known]])


def versioned(app: Sphinx, name: str) -> str:
    """The address of a static file, which changes with the file: browsers keep what they know."""
    content = Path(app.outdir, "_static", name).read_bytes()
    return f"../_static/{name}?v={crc32(content):08x}"


def write_alone(app: Sphinx, id: str, place: Place) -> None:
    """Write the page that holds this figure alone."""
    module = module_of(app.config, id)
    deferred = [versioned(app, name) for name in python_scripts(app, [module])]
    head = [
        *(f'<link rel="icon" href="../_static/{Path(icon).name}">' for icon in icons(app)),
        *(f'<link rel="stylesheet" href="{versioned(app, name)}">' for name in SHEETS),
        f'<script src="{versioned(app, "livefigure/alone.js")}"></script>',
        f'<script async src="{versioned(app, "livefigure/site.js")}"></script>',
        *(f'<script defer src="{script}"></script>' for script in deferred),
    ]
    # its title is the page's; an id of that name would let the address scroll a page around it
    figure = still(id, "html").decode().replace(f' id="{id}"', "", 1)
    figure = re.sub("<strong>(.*?)</strong>", r"<h1><strong>\1</strong></h1>", figure, count=1)
    title = load(module).title
    text = PAGE.format(
        language=app.config.language,
        title=html.escape(title),
        book=html.escape(app.config.project),
        head="\n".join(head),
        figure=figure,
        address=f"{app.builder.get_target_uri(place.page)}#{id}",
        place=html.escape(way_back(place, title)),
    )
    Path(app.outdir, "figures", f"{id}.html").write_text(text, "utf-8")


def icons(app: Sphinx) -> list[str]:
    return [app.config.html_favicon] if app.config.html_favicon else []


def picture(id: str) -> str:
    """The figure's first view as it stands at first, in the light theme's colours."""
    colours = json.loads((ASSETS / "palette.json").read_text("utf-8"))["light"]
    view = re.search(
        r'<div class="mag-canvas"[^>]*><svg(.*?</svg>)</div>\n<div class="mag-legend">',
        still(id, "html").decode(),
        re.DOTALL,
    )
    assert view, f"the figure {id} has no picture"
    svg = re.sub(r"var\(--mag-(\w+)\)", lambda role: colours[role[1]], view[1])
    space = "" if " xmlns=" in svg[: svg.index(">")] else ' xmlns="http://www.w3.org/2000/svg"'
    return f"<svg{space}{svg}"


def described(id: str) -> str:
    """What the figure says of itself at first, as HTML."""
    words = re.search('<p class="mag-text"[^>]*>(.*?)</p>', still(id, "html").decode(), re.DOTALL)
    assert words, f"the figure {id} is not described"
    return words[1]


def entry(app: Sphinx, id: str, place: Place) -> str:
    """A figure among all."""
    file = Path(app.outdir, "_static", "livefigure", "stills", f"{id}.svg")
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(picture(id), "utf-8")
    title = html.escape(load(module_of(app.config, id)).title)
    source = versioned(app, f"livefigure/stills/{id}.svg")
    address = f"../{app.builder.get_target_uri(place.page)}#{id}"
    return (
        f'<li><a href="{id}.html"><img loading="lazy" width="360" height="270" alt="" '
        f'src="{source}">{title}</a>\n<p>{described(id)}</p>\n'
        f'<a href="{address}">In “{html.escape(place.section)}”</a></li>'
    )


def pages(app: Sphinx) -> Iterator[tuple[str, dict[str, Any], str]]:
    """Write each figure's page, and give Sphinx that of all of them."""
    Path(app.outdir, "figures").mkdir(exist_ok=True)
    found = places(app.env)
    body = [f'<section class="mag-gallery"><h1>{TITLE}</h1>', INTRODUCTION]
    for page, of_page in groupby(found, lambda id: found[id].page):
        ids = list(of_page)
        for id in ids:
            write_alone(app, id, found[id])
        address = f"../{app.builder.get_target_uri(page)}"
        name = html.escape(found[ids[0]].chapter)
        entries = "\n".join(entry(app, id, found[id]) for id in ids)
        body.append(f'<h2><a href="{address}">{name}</a></h2>\n<ul>\n{entries}\n</ul>')
    body.append("</section>")
    yield INDEX, {"title": TITLE, "body": "\n".join(body)}, "page.html"


def add_sheet(
    app: Sphinx, page: str, template: str, context: dict[str, Any], doctree: object
) -> None:
    if page == INDEX:
        app.add_css_file("livefigure/gallery.css")


def name_index(app: Sphinx, env: BuildEnvironment, docnames: list[str]) -> None:
    """{ref}`figures` leads to all figures."""
    domain: Any = env.get_domain("std")
    domain.labels["figures"] = (INDEX, "", TITLE)
    domain.anonlabels["figures"] = (INDEX, "")


def setup(app: Sphinx) -> None:
    app.connect("env-before-read-docs", name_index)
    app.connect("html-collect-pages", pages)
    app.connect("html-page-context", add_sheet)
