"""What each page says about itself: to search engines and in messages that link to it, to whoever
cites it, and to whoever finds an error in it.

Title, authors, version and date are those of CITATION.cff. Two options of Sphinx do the rest:
``html_baseurl``, the address of the site, and of the theme's ``repository_url``. Where they are
not set, nothing is said that needs them.

sphinxext-opengraph and sphinx-sitemap do a part of it: the one describes a page by its formulas'
source, the other warns where there is no address, which stops a strict build.
"""

import io
import json
import re
from datetime import date
from functools import cache
from html import escape, unescape
from pathlib import Path
from typing import Any, NamedTuple
from urllib.parse import urlencode, urljoin

import numpy as np
import yaml
from docutils import nodes
from PIL import Image, ImageOps
from sphinx.application import Sphinx
from sphinx.builders.html import StandaloneHTMLBuilder
from sphinx.config import Config
from sphinx.util.docutils import SphinxDirective
from sphinx.util.osutil import relative_uri

from bookbuild.search import text
from livefigure.widget import still

CARD = (1200, 630)  # pixels, which the readers of these tags agree on
GAP = 20  # pixels of a still
LICENCE = "https://creativecommons.org/licenses/by/4.0/"
#: what search results show of a description
LONG = 200


class Book(NamedTuple):
    title: str
    abstract: str
    authors: dict[str, str]  # and what schema.org calls each
    version: str
    released: date
    keywords: list[str]


class Page(NamedTuple):
    """A page of the book; what it lacks is empty."""

    title: str  # without its number
    number: str  # of the chapter
    description: str
    file: str  # "book/levitron.html"
    address: str  # with the site's
    source: str  # "book/levitron.md"
    picture: str  # its address, for this page


@cache
def read(file: Path) -> Book:
    """The book, by CITATION.cff."""
    cff = yaml.safe_load(file.read_text("utf-8"))
    return Book(
        cff["title"],
        cff["abstract"],
        dict(
            (author["name"], "Organization")
            if "name" in author
            else (f"{author['given-names']} {author['family-names']}", "Person")
            for author in cff["authors"]
        ),
        cff["version"],
        cff["date-released"],
        cff["keywords"],
    )


def day(book: Book) -> str:
    return f"{book.released.day} {book.released:%B %Y}"


def head(book: Book, page: Page) -> str:
    """The tags for a page's head."""
    whole = page.title == book.title
    tags = [("name", "description", page.description)]
    tags += [
        ("property", f"og:{name}", content)
        for name, content in {
            "type": "book" if whole else "article",
            "site_name": book.title,
            "title": page.title,
            "description": page.description,
            "url": page.address,
            "image": page.picture,
            "image:width": page.picture and str(CARD[0]),
            "image:height": page.picture and str(CARD[1]),
            "image:alt": page.picture and f"A figure from “{page.title}”",
        }.items()
    ]
    tags += [("name", "twitter:card", "summary_large_image" if page.picture else "summary")]
    if page.source:
        tags += [("name", "citation_title", page.title)]
        tags += [("name", "citation_author", author) for author in book.authors]
        tags += [
            ("name", f"citation_{name}", content)
            for name, content in {
                "publication_date": f"{book.released:%Y/%m/%d}",
                "inbook_title": "" if whole else book.title,
                "language": "en",
                "fulltext_html_url": page.address,
            }.items()
        ]
    meta = [
        f'<meta {kind}="{name}" content="{escape(content)}">'
        for kind, name, content in tags
        if content
    ]
    if page.source:
        # an end of the script inside it would end it
        data = json.dumps(linked(book, page), ensure_ascii=False).replace("</", r"<\/")
        meta.append(f'<script type="application/ld+json">{data}</script>')
    return "\n".join(meta)


def linked(book: Book, page: Page) -> dict[str, Any]:
    """The page in the words of schema.org."""
    common = {
        "author": [{"@type": kind, "name": name} for name, kind in book.authors.items()],
        "datePublished": book.released.isoformat(),
        "version": book.version,
        "license": LICENCE,
        "inLanguage": "en",
        "isAccessibleForFree": True,
    }
    whole = {
        "@type": ["Book", "LearningResource"],
        "name": book.title,
        "description": book.abstract,
        "keywords": book.keywords,
        "educationalLevel": "graduate",
        **common,
    }
    if page.title == book.title:
        own = whole
    else:
        kind = ["Chapter", "LearningResource"] if page.number else ["WebPage"]
        own = {"@type": kind, "name": page.title, "description": page.description, **common}
        own |= {"position": page.number} if page.number else {}
        own |= {"isPartOf": {"@type": "Book", "name": book.title, "version": book.version}}
    return {
        "@context": "https://schema.org",
        **own,
        **({"url": page.address} if page.address else {}),
        **({"image": page.picture} if page.address and page.picture else {}),
    }


def foot(book: Book, page: Page, repository: str, bibtex: str) -> str:
    """The end of a page: how to cite it, and where its errors go."""
    whole = f"<i>{escape(book.title)}</i>"
    part = "" if page.title == book.title else f"“{escape(page.title)}”, "
    place = f"chapter {page.number} of {whole}" if page.number else f"in {whole}" if part else whole
    address = f", {escape(page.address)}" if page.address else ""
    cite = (
        f"Cite as: {escape(', '.join(book.authors))}, {part}{place}, "
        f"version {book.version}, {day(book)}{address}."
    )
    if repository:
        repository = repository.removesuffix("/")
        report = {
            "title": f"{page.title}: ",
            "body": f"Page: {page.address or page.file}\nVersion: {book.version}\n\n",
        }
        error = (
            f'<a href="{escape(repository)}/blob/HEAD/{page.source}">Source of this page</a> · '
            f'<a href="{escape(repository)}/issues/new?{escape(urlencode(report))}">'
            "Report an error</a>"
        )
    else:
        error = (
            "Found an error? This copy names no address for it: tell whoever gave it to you, and "
            f"name version {book.version} and the page {page.file}."
        )
    copied = f' <a class="d-print-none" href="{bibtex}">BibTeX</a>' if bibtex else ""
    return (
        f'<footer class="about-page"><p>{cite}{copied}</p>'
        f'<p class="d-print-none">{error}</p></footer>'
    )


def entry(book: Book, address: str) -> str:
    """The book in BibTeX."""
    fields = {
        # what is nobody's name is in braces of its own, lest it be a first and a last one
        "author": " and ".join(
            name if kind == "Person" else f"{{{name}}}" for name, kind in book.authors.items()
        ),
        "title": f"{{{book.title}}}",
        "year": str(book.released.year),
        "month": book.released.strftime("%b").lower(),
        "version": book.version,
        "url": address,
    }
    lines = [
        f"  {name} = {value if name == 'month' else f'{{{value}}}'},"
        for name, value in fields.items()
        if value
    ]
    return "\n".join([f"@book{{magbook-{book.version},", *lines, "}"])


def summary(paragraph: str) -> str:
    """As many of its sentences as there is room for, or else words."""
    if len(paragraph) <= LONG:
        return paragraph
    sentences = re.match(rf".{{40,{LONG}}}[.?!](?= )", paragraph)
    return sentences[0] if sentences else paragraph[:LONG].rpartition(" ")[0] + " …"


@cache
def card(id: str) -> bytes:
    """A figure's still for messages that link to its page: of a tall one the upper views."""
    png = Image.open(io.BytesIO(still(id, "png"))).convert("RGBA")
    image = Image.alpha_composite(Image.new("RGBA", png.size, "white"), png).convert("RGB")
    drawn = np.flatnonzero((np.asarray(image) < 255).any(axis=(1, 2)))  # rows of pixels
    # views end at gaps, and so do lines of text; all of it is an end too
    ends = [*(int(row) + GAP // 2 for row in drawn[:-1][np.diff(drawn) > GAP]), image.height]
    end = min(ends, key=lambda row: abs(image.width / row - CARD[0] / CARD[1]))
    made = ImageOps.pad(image.crop((0, 0, image.width, end)), CARD, color="white")
    file = io.BytesIO()
    made.quantize(128).save(file, "png", optimize=True)
    return file.getvalue()


def described(app: Sphinx, page: str, doctree: nodes.document) -> str:
    """What the page's front matter calls its description, or else its first sentences."""
    for paragraph in doctree.findall(nodes.paragraph):
        if isinstance(paragraph.parent, nodes.section):
            copy = paragraph.deepcopy()
            for cited in list(copy.findall(nodes.inline)):
                if "bibtex-citation" in cited["classes"]:
                    cited.parent.remove(cited)
            words = re.sub(r" (?=[.,;])", "", text(copy))
            break
    else:
        words = ""
    return str(app.env.metadata[page].get("description") or summary(words))


def book_of(app: Sphinx) -> Book:
    return read(Path(app.srcdir, "CITATION.cff"))


def address(app: Sphinx, file: str) -> str:
    """Where a file of the site is; empty where the site does not know where it is."""
    return urljoin(app.config.html_baseurl, file) if app.config.html_baseurl else ""


def facts(app: Sphinx, page: str, file: str, body: str, doctree: nodes.document | None) -> Page:
    """What is known of a page, written to a file."""
    book = book_of(app)
    figure = re.search(r'data-figure="([\w-]+)"', body)
    picture = ""
    if figure:
        at = f"_static/cards/{figure[1]}.png"
        target = Path(app.outdir, at)
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(card(figure[1]))
        picture = address(app, at) or relative_uri(file, at)
    if doctree is None:
        return Page("", "", book.abstract, file, address(app, file), "", picture)
    number = app.env.toc_secnumbers.get(page, {}).get("", ())
    if page == app.config.root_doc:
        title = book.title
    else:
        title = re.sub(r"^\d+\. ", "", text(app.env.titles[page]))
    return Page(
        title,
        ".".join(map(str, number)),
        described(app, page, doctree),
        file,
        address(app, file),
        Path(app.env.doc2path(page)).relative_to(app.srcdir).as_posix(),
        picture,
    )


def say(
    app: Sphinx, page: str, template: str, context: dict[str, Any], doctree: nodes.document | None
) -> None:
    """Write a page's tags and its end."""
    assert isinstance(app.builder, StandaloneHTMLBuilder)
    book = book_of(app)
    about = facts(app, page, app.builder.get_target_uri(page), context.get("body", ""), doctree)
    if doctree is None:
        about = about._replace(title=context.get("title", ""))
    context["metatags"] = f"{context.get('metatags', '')}\n{head(book, about)}"
    if doctree is not None:
        repository = app.config.html_theme_options.get("repository_url", "")
        labels = app.env.get_domain("std").data["anonlabels"]
        bibtex = (
            f"{app.builder.get_relative_uri(page, labels['cite'][0])}#cite"
            if "cite" in labels
            else ""
        )
        context["body"] += foot(book, about, repository, bibtex)


def of_figure(html: str, page: Page) -> Page:
    """What a page that holds a figure alone says of itself: the figure's title, and the sentence
    that describes it."""
    title = re.search("<title>(.*?) – ", html, re.DOTALL)
    words = re.search('<p class="mag-text"[^>]*>(.*?)</p>', html, re.DOTALL)
    assert title and words, f"{page.file} has no title or no description"
    plain = unescape(re.sub("<[^>]*>", "", words[1]))
    return page._replace(title=unescape(title[1]), description=summary(" ".join(plain.split())))


def say_of_figures(app: Sphinx, exception: Exception | None) -> None:
    """Write the tags of the pages that hold a figure alone: the engine, which makes them, knows of
    no book."""
    if exception or app.builder.format != "html":
        return
    for file in Path(app.outdir, "figures").glob("*.html"):
        html = file.read_text("utf-8")
        if '<meta name="description"' not in html:
            page = facts(app, file.stem, f"figures/{file.name}", html, None)
            tags = head(book_of(app), of_figure(html, page))
            file.write_text(html.replace("</title>", f"</title>\n{tags}", 1), "utf-8")


def front_door(app: Sphinx, exception: Exception | None) -> None:
    """The site's first file leads to the landing page, and is the one that people link to. Without
    an icon of its own a browser would ask the server for one that is not there."""
    if exception or app.builder.format != "html":
        return
    root = f"{app.config.root_doc}.html"
    landing = Path(app.outdir, root).read_text("utf-8")
    doctree = app.env.get_doctree(app.config.root_doc)
    about = facts(app, app.config.root_doc, "index.html", landing, doctree)
    about = about._replace(address=address(app, root))
    canonical = f'<link rel="canonical" href="{about.address}">' if about.address else ""
    Path(app.outdir, "index.html").write_text(
        '<!doctype html>\n<html lang="en"><head><meta charset="utf-8">'
        f"<title>{app.config.html_title}</title>"
        '<link rel="icon" href="_static/favicon.svg">'
        f'<meta http-equiv="refresh" content="0; url={root}">{canonical}\n'
        f"{head(book_of(app), about)}\n</head></html>\n",
        "utf-8",
    )


def sitemap(pages: list[str], base: str, book: Book) -> str:
    entries = "".join(
        f"<url><loc>{escape(urljoin(base, page))}</loc><lastmod>{book.released}</lastmod></url>\n"
        for page in pages
    )
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        f'<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">\n{entries}</urlset>\n'
    )


def guide(app: Sphinx, exception: Exception | None) -> None:
    """Write a list of the pages for search engines, which must name their whole addresses."""
    base = app.config.html_baseurl
    if exception or app.builder.format != "html" or not base:
        return
    pages = sorted(f"{page}.html" for page in app.env.found_docs)
    pages += sorted(f"figures/{file.name}" for file in Path(app.outdir, "figures").glob("*.html"))
    Path(app.outdir, "sitemap.xml").write_text(sitemap(pages, base, book_of(app)), "utf-8")
    robots = f"User-agent: *\nAllow: /\nSitemap: {address(app, 'sitemap.xml')}\n"
    Path(app.outdir, "robots.txt").write_text(robots, "utf-8")


def name(app: Sphinx, config: Config) -> None:
    """Tell Sphinx what the book is called, for the list of names that other projects link by."""
    book = book_of(app)
    config.project, config.version, config.release = book.title, book.version, book.version


class BibTeX(SphinxDirective):
    """The book's entry for a bibliography."""

    def run(self) -> list[nodes.Node]:
        source = entry(read(Path(self.env.srcdir, "CITATION.cff")), self.config.html_baseurl)
        return [nodes.literal_block(source, source, language="bibtex")]


def setup(app: Sphinx) -> None:
    app.add_directive("bibtex", BibTeX)
    app.connect("config-inited", name)
    # after the figures are in their places, whose first is the page's picture
    app.connect("html-page-context", say, priority=900)
    app.connect("build-finished", say_of_figures)
    app.connect("build-finished", front_door)
    app.connect("build-finished", guide)
