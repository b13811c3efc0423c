"""The book on paper: one PDF of the whole and one of each page, made from the built site.

    python -m bookbuild.paper [--with-solutions] [PAGE ...]

Chromium prints each page by itself, which is quick and keeps memory small, and names the place
of each target in its PDF. From these come the numbers of sheets in references, contents and index;
they are written into the pages, which are printed anew until no number changes. A second PDF with
the running heads is laid under the sheets, because Chromium can set none that differ within a page.
"""

import argparse
import html
import io
import re
import shutil
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any, cast
from urllib.parse import unquote

import segno
import yaml
from playwright.sync_api import BrowserContext, Page, ViewportSize, sync_playwright
from pypdf import PageObject, PdfReader, PdfWriter
from pypdf.constants import PageLabelStyle
from pypdf.generic import (
    ArrayObject,
    BooleanObject,
    DecodedStreamObject,
    DictionaryObject,
    Fit,
    FloatObject,
    IndirectObject,
    NameObject,
    NullObject,
    NumberObject,
    TextStringObject,
)

import magbook
from bookbuild.chromium import FLAGS, chromium

HERE = Path(__file__).parent
SITE = HERE.parents[1] / "_build" / "html"
NAME = "loops-rings-dipoles-spheres"
#: pages where a term is looked for: the others list, or tell how a page is used
WITHOUT_TERMS = {f"book/{page}" for page in ("index", "errata", "api", "bibliography")}
#: of A4, in CSS pixels, what book.css leaves between its margins: as large are figures drawn
SHEET: ViewportSize = {"width": round((210 - 2 * 17) / 25.4 * 96), "height": 1123}
PLACES = 6  # of a term in the index, at most
ROUNDS = 8  # until the numbers must have settled


@dataclass
class Part:
    """A page of the site, or one that is made for paper, as it is printed."""

    key: str
    page: Page
    heads: list[dict[str, Any]] = field(default_factory=list)
    terms: list[dict[str, Any]] = field(default_factory=list)
    symbols: list[dict[str, Any]] = field(default_factory=list)
    functions: list[str] = field(default_factory=list)
    taken: dict[str, Any] = field(default_factory=dict)
    pdf: PdfReader | None = None
    #: (sheet, where on it)
    places: dict[str, tuple[int, Any]] = field(default_factory=dict)
    first: int = 0  # the number of its first sheet

    def print(self) -> None:
        data = self.page.pdf(prefer_css_page_size=True, tagged=True)
        self.pdf = PdfReader(io.BytesIO(data))
        self.places = {
            unquote(name.removeprefix("/")): (
                self.pdf.get_destination_page_number(place) or 0,
                place,
            )
            for name, place in self.pdf.named_destinations.items()
        }

    @property
    def sheets(self) -> int:
        assert self.pdf
        return len(self.pdf.pages)

    def numbers(self) -> dict[str, int]:
        found = {f"{self.key}#{id}": self.first + at for id, (at, _) in self.places.items()}
        return found | {f"{self.key}#": self.first}


class Paper:
    """The parts of the book in their order, open in a browser."""

    def __init__(self, context: BrowserContext, site: Path, solutions: bool) -> None:
        self.context, self.site, self.solutions = context, site, solutions
        self.base = ""  # where the site is published, as its pages say
        self.root = f"{site.resolve().as_uri()}/"
        self.terms = {
            name: pattern or name.replace(" ", r"\s+").replace("'", "['’]")
            for name, pattern in yaml.safe_load((HERE.parent / "terms.yml").read_text()).items()
        }
        self.settings = yaml.safe_load((HERE.parents[1] / "_config.yml").read_text())

    # --- pages

    def open(self, path: str) -> Page:
        page = self.context.new_page()
        page.emulate_media(media="print", color_scheme="light")
        page.goto(f"{self.root}{path}.html")
        page.add_style_tag(path=HERE / "paper.css")
        page.add_script_tag(path=HERE / "paper.js")
        return page

    def chapter(self, path: str) -> Part:
        """A page of the site, its figures drawn."""
        page = self.open(path)
        page.wait_for_function(
            """() => document.readyState === "complete" &&
            [...document.querySelectorAll("figure[data-figure]")]
                .every(figure => figure.dataset.state === "live")"""
        )
        page.evaluate("dispatchEvent(new Event('beforeprint')); document.fonts.ready")
        canonical = page.locator("link[rel=canonical]")
        if canonical.count():
            self.base = (canonical.get_attribute("href") or "").rsplit(path, 1)[0]
        ids = page.locator("figure[data-figure]").evaluate_all("all => all.map(one => one.id)")
        page.evaluate("codes => paper.addresses(codes)", {id: self.address(path, id) for id in ids})
        if path == "book/index":  # whose heading is the book's title
            page.evaluate(
                "document.querySelector('.bd-article h1').textContent = 'About this book'"
            )
        return self.part(path, page, () if path in WITHOUT_TERMS else self.terms.items())

    def address(self, path: str, id: str) -> dict[str, str]:
        where = f"{self.base}{path}.html#{id}"
        code = segno.make(where, error="m").svg_inline(border=2, omitsize=True) if self.base else ""
        return {"address": where, "code": code}

    def made(self, key: str, body: str) -> Part:
        """A page that only paper has."""
        return self.part(key, self.open("book/bibliography"), html=body)

    def part(self, key: str, page: Page, terms: Any = (), html: str = "") -> Part:
        how = {"root": self.root, "base": self.base, "terms": list(terms), "html": html}
        return Part(key, page, **page.evaluate("how => paper.prepare(how)", how))

    def contents(self) -> list[tuple[str, list[str]]]:
        """(caption, pages) as the site's contents have them."""
        page = self.open("book/index")
        found: list[tuple[str, list[str]]] = page.evaluate(
            """() => [...document.querySelectorAll("#pst-primary-sidebar nav.bd-links p.caption")]
            .map(caption => [
                caption.textContent,
                [...caption.nextElementSibling.querySelectorAll("li.toctree-l1 > a")]
                    .map(link => new URL(link.href).pathname)])"""
        )
        page.close()
        start = len(self.site.resolve().as_posix()) + 1
        return [(caption, [p[start:-5] for p in paths]) for caption, paths in found]

    # --- what only paper has

    def front(self, contents: list[tuple[str, list[Part]]]) -> str:
        """Title page and table of contents."""
        rows = ""
        for caption, parts in contents:
            rows += f'<li class="contents-part">{html.escape(caption)}</li>' if caption else ""
            for part in parts:
                rows += "".join(
                    f'<li class="contents-{head["level"]}">'
                    f'<span class="contents-title">{head["html"]}</span>'
                    f'<span class="contents-line"></span>{self.place(part, head["id"])}</li>'
                    for head in part.heads
                    if head["level"] <= 2
                )
        today = date.today()
        variant = "With the solutions of all exercises. " if self.solutions else ""
        return f"""
<div class="title-page">
  <p class="title">{html.escape(self.settings["title"])}</p>
  <p class="subtitle">An interactive graduate textbook on magnetic interactions, printed</p>
  <p>{html.escape(self.settings["author"])}</p>
  <p class="edition">Version {magbook.__version__}, {today.day} {today:%B %Y}. {variant}<br>
  Text and pictures: CC BY 4.0. Code: BSD 3-Clause.<br>
  {self.site_words()}</p>
</div>
<h1 id="contents">Contents</h1><ul class="contents">{rows}</ul>"""

    def site_words(self) -> str:
        if self.base:
            base = html.escape(self.base)
            return (
                "Live, with figures that move and exercises that answer: "
                f'<a href="{base}">{base}</a>. The code beside a figure opens it there.'
            )
        return (
            "Under each figure stands where it is found, live, in the book's site. No address of a "
            "site was configured when this was printed; with one, a code to scan stands there, too."
        )

    def place(self, part: Part, id: str) -> str:
        """A number of a sheet, which is also a link to the place on it."""
        address = f"{self.root}{part.key}.html#{id}"
        return f'<a class="page-of" href="{address}" data-of="{part.key}#{id}"></a>'

    def answers(self, parts: list[Part]) -> str:
        body = '<h1 id="answers">Answers</h1>'
        if self.solutions:
            body = '<h1 id="answers">Answers and solutions</h1>'
        for part in parts:
            solutions = "".join(part.taken["solutions"]) if self.solutions else ""
            if part.taken["answers"] or solutions:
                body += f'<section id="answers-{part.key}"><h2>{part.heads[0]["html"]}</h2>'
                body += f'<div class="short-answers">{part.taken["answers"]}</div>'
                body += f"{solutions}</section>"
        return body

    def answers_of(self, part: Part, answers: Part) -> range:
        """The sheets on which a chapter's answers stand."""
        starts = [answers.places[head["id"]][0] for head in answers.heads if head["level"] == 2]
        ids = [head["id"] for head in answers.heads if head["level"] == 2]
        id = f"answers-{part.key}"
        if id not in ids:
            return range(0)
        at = ids.index(id)
        return range(starts[at], starts[at + 1] + 1 if at + 1 < len(ids) else answers.sheets)

    def index(self, parts: list[Part], partly: bool) -> str:
        entries: dict[str, list[tuple[Part, dict[str, Any]]]] = {name: [] for name in self.terms}
        for part in parts:
            for term in part.terms:
                entries[term["name"]].append((part, term))
        missing = [name for name, places in entries.items() if not places]
        if missing and not partly:
            raise ValueError(f"book/terms.yml: the book does not say {', '.join(missing)}")
        terms, letter = "", ""
        for name, places in sorted(entries.items(), key=lambda entry: entry[0].casefold()):
            if not places:
                continue
            if len(places) > PLACES:  # where it is set off, then where it is said most
                best = sorted(places, key=lambda p: (-p[1]["strong"], -p[1]["count"]))[:PLACES]
                places = [place for place in places if place in best]
            links = "".join(self.place(part, term["id"]) for part, term in places)
            if name[0].upper() != letter:
                letter = name[0].upper()
                terms += f'<li class="index-letter">{letter}</li>'
            terms += f"<li><span>{html.escape(name)}</span> {links}</li>"
        functions = "".join(
            f"<li><code>{name.removeprefix('magbook.')}</code> {self.place(part, name)}</li>"
            for name, part in sorted(
                (name, part) for part in parts for name in dict.fromkeys(part.functions)
            )
        )
        symbols = "".join(
            "<li>{} <span>{}</span> {}</li>".format(*row["cells"][:2], self.place(part, row["id"]))
            for part in parts
            for row in part.symbols
        )
        return (
            f'<h1 id="index">Index</h1><ul class="index">{terms}</ul>'
            '<h2 id="index-functions">Functions of the library</h2>'
            f'<ul class="index">{functions}</ul>'
            f'<h2 id="index-symbols">Symbols</h2><ul class="index">{symbols}</ul>'
        )

    def running_heads(self, parts: list[Part]) -> PdfReader:
        """For each sheet what stands over and under its text: chapter, section, number."""
        sheets = ""
        for part in parts:
            section, heads = "", iter(part.heads[1:])
            upcoming = next(heads, None)
            title = part.heads[0]["html"]
            for at in range(part.sheets):
                while upcoming and part.places[upcoming["id"]][0] <= at:
                    if upcoming["level"] == 2:
                        section = upcoming["html"]
                    upcoming = next(heads, None)
                over = f"<span>{title}</span><span>{section}</span>" if at else ""
                sheets += f'<div class="sheet"><div class="over">{over}</div>'
                sheets += f'<div class="under">{part.first + at}</div></div>'
        page = self.made("heads", sheets).page
        page.add_style_tag(content="@page { margin: 0 }")
        reader = PdfReader(io.BytesIO(page.pdf(prefer_css_page_size=True)))
        page.close()
        assert len(reader.pages) == sum(part.sheets for part in parts)
        return reader

    # --- the book

    def settle(self, parts: list[Part]) -> None:
        """Print until the numbers that are printed are those of the sheets."""
        numbers: dict[str, int] = {}
        for round in range(1, ROUNDS + 1):
            print(f"Printing, round {round}", flush=True)
            first = 1
            for part in parts:
                changed = part.page.evaluate(
                    "([numbers, key]) => paper.number(numbers, key)", [numbers, part.key]
                )
                if changed or part.pdf is None:
                    part.print()
                part.first = first
                first += part.sheets
            before = numbers
            numbers = {key: at for part in parts for key, at in part.numbers().items()}
            if numbers == before:
                return
        raise RuntimeError("the numbers of the sheets do not settle")

    def bind(self, pieces: list[tuple[Part, range]], heads: PdfReader, title: str) -> PdfWriter:
        """These sheets as one document. What leads elsewhere leads to the site, where it has an
        address, and else nowhere."""
        writer = PdfWriter()
        sheets: dict[tuple[str, int], PageObject] = {}
        for part, range_ in pieces:
            assert part.pdf
            for at in range_:
                sheets[part.key, at] = page = writer.add_page(part.pdf.pages[at])
                lay_under(writer, page, heads.pages[part.first - 1 + at])
        for (key, _), page in sheets.items():
            links = [link for link in page.get("/Annots", []) if self.lead(link, key, sheets)]
            page[NameObject("/Annots")] = ArrayObject(links)
        whole = [part for part, range_ in pieces if len(range_) == part.sheets]
        tag(writer, whole, sheets)
        for part in whole:
            chapter = None
            for head in part.heads:
                at, place = part.places[head["id"]]
                if head["level"] > 2:
                    continue
                item = writer.add_outline_item(
                    title=head["text"],
                    page_number=sheets[part.key, at],
                    parent=chapter if head["level"] == 2 else None,
                    fit=Fit.xyz(place.left, place.top),
                    is_open=False,
                )
                chapter = item if head["level"] == 1 else chapter
        before = 0
        for part, range_ in pieces:
            count = len(range_)
            start = part.first + range_.start
            last = before + count - 1
            writer.set_page_label(before, last, style=PageLabelStyle.DECIMAL, start=start)
            before += count
        writer.add_metadata({"/Title": title, "/Author": self.settings["author"]})
        root = writer.root_object
        root[NameObject("/Lang")] = TextStringObject("en")
        root[NameObject("/ViewerPreferences")] = dictionary(DisplayDocTitle=BooleanObject(True))
        writer.page_mode = "/UseOutlines"
        return writer

    def lead(
        self, link: IndirectObject, key: str, sheets: dict[tuple[str, int], PageObject]
    ) -> bool:
        """Let a link lead to a sheet of its document, or to the site. Is there such a place?"""
        entry: Any = link.get_object()
        if "/Dest" in entry:
            path, id = key, unquote(str(entry["/Dest"]).removeprefix("/"))
        else:
            address = str(entry.get("/A", {}).get("/URI", ""))
            if not address.startswith(self.root):
                return True
            path, _, id = address.removeprefix(self.root).partition("#")
            path, id = path.removesuffix(".html"), unquote(id)
        part = self.parts.get(path)
        at, place = (part.places.get(id) if part else None) or (0, None)
        entry.pop("/A", None)
        entry.pop("/Dest", None)
        if (path, at) in sheets and (place or not id):
            to = sheets[path, at].indirect_reference
            top = FloatObject(place.top) if place else NullObject()
            xyz = [NameObject("/XYZ"), NullObject(), top, NullObject()]
            entry[NameObject("/Dest")] = ArrayObject([to, *xyz])
        elif self.base:
            address = f"{self.base}{path}.html#{id}".rstrip("#")
            entry[NameObject("/A")] = dictionary(
                S=NameObject("/URI"), URI=TextStringObject(address)
            )
        return "/A" in entry or "/Dest" in entry

    def make(self, folder: Path, only: list[str]) -> dict[str, Path]:
        """Print the book, or only these pages as one book: what was made from each page."""
        contents = self.contents()
        names = {name for _, all_of in contents for name in all_of}
        if unknown := set(only) - names:
            raise ValueError(f"no page of the book: {', '.join(unknown)}")
        named = [
            (caption, [self.chapter(p) for p in paths if not only or p in only])
            for caption, paths in [("", ["book/index"]), *contents]
        ]
        chapters = [part for _, parts in named for part in parts]
        answers = self.made("answers", self.answers(chapters))
        index = self.made("index", self.index(chapters, bool(only)))
        front = self.made("front", self.front([*named, ("At the end", [answers, index])]))
        parts = [front, *chapters, answers, index]
        self.parts = {part.key: part for part in parts}
        self.settle(parts)
        heads = self.running_heads(parts)
        made = {"book/index": folder / f"{NAME}.pdf"}
        whole = [(part, range(part.sheets)) for part in parts]
        self.bind(whole, heads, self.settings["title"]).write(made["book/index"])
        for part in chapters:
            if part.key == "book/index":
                continue
            pieces = [(part, range(part.sheets))]
            if own := self.answers_of(part, answers):
                pieces.append((answers, own))
            made[part.key] = folder / f"{Path(part.key).name}.pdf"
            title = f"{part.heads[0]['text']} — {self.settings['title']}"
            self.bind(pieces, heads, title).write(made[part.key])
        return made


def lay_under(writer: PdfWriter, page: PageObject, head: PageObject) -> None:
    """The head's drawing as one object, drawn before the page's own, which is left as it is."""
    contents = head.get_contents()
    form = DecodedStreamObject()
    form.set_data(contents.get_data() if contents is not None else b"")
    form.update(
        dictionary(
            Type=NameObject("/XObject"),
            Subtype=NameObject("/Form"),
            BBox=head.mediabox.clone(writer),
            Resources=cast(DictionaryObject, head["/Resources"].get_object()).clone(writer),
        )
    )
    own: Any = page["/Resources"].get_object()
    objects = DictionaryObject(own.get("/XObject", DictionaryObject()).get_object())
    objects[NameObject("/Head")] = writer._add_object(form)
    resources = DictionaryObject(own)  # sheets share theirs
    resources[NameObject("/XObject")] = objects
    page[NameObject("/Resources")] = resources
    call = DecodedStreamObject()
    call.set_data(b"/Artifact BMC q /Head Do Q EMC\n")
    streams = as_list(page.raw_get("/Contents"))
    page[NameObject("/Contents")] = ArrayObject([writer._add_object(call), *streams])


def tag(writer: PdfWriter, parts: list[Part], sheets: dict[tuple[str, int], PageObject]) -> None:
    """The structure that Chromium gave each part, as one: what reads a PDF aloud needs it. pypdf
    leaves it behind."""
    children, numbers = ArrayObject(), ArrayObject()
    root = dictionary(Type=NameObject("/StructTreeRoot"), K=children)
    reference = writer._add_object(root)
    offset, offsets = 0, {}
    for part in parts:
        assert part.pdf
        tree: Any = part.pdf.root_object["/StructTreeRoot"].clone(writer)
        for child in as_list(tree.raw_get("/K")):
            child.get_object()[NameObject("/P")] = reference
            children.append(child)
        last = offset
        for number, what in flattened(tree["/ParentTree"]):
            numbers += [NumberObject(offset + number), what]
            last = max(last, offset + number + 1)
        offsets[part.key], offset = offset, last
    for (key, _), page in sheets.items():
        links = [
            (link.get_object(), "/StructParent") for link in cast(ArrayObject, page["/Annots"])
        ]
        for owner, name in [(page, "/StructParents"), *links]:
            number = owner.pop(name, None)
            if number is not None and key in offsets:
                owner[NameObject(name)] = NumberObject(offsets[key] + number)
    root[NameObject("/ParentTree")] = writer._add_object(dictionary(Nums=numbers))
    root[NameObject("/ParentTreeNextKey")] = NumberObject(offset)
    writer.root_object[NameObject("/StructTreeRoot")] = reference
    writer.root_object[NameObject("/MarkInfo")] = dictionary(Marked=BooleanObject(True))


def dictionary(**entries: Any) -> DictionaryObject:
    return DictionaryObject({NameObject(f"/{name}"): what for name, what in entries.items()})


def as_list(entry: Any) -> list[Any]:
    """What an entry holds that may be one thing or an array."""
    found = entry.get_object()
    return list(found) if isinstance(found, ArrayObject) else [entry]


def flattened(tree: Any) -> Iterator[tuple[int, Any]]:
    """The pairs of a tree of numbers."""
    node = tree.get_object()
    for kid in node.get("/Kids", []):
        yield from flattened(kid)
    pairs = iter(node.get("/Nums", []))
    yield from zip(pairs, pairs, strict=True)


LINK = re.compile(r"<(p|li) data-pdf>.*?</\1>\n?", re.DOTALL)


def offer(site: Path, made: dict[str, Path]) -> None:
    """Links to what was made, in the pages' menus and on the first page; a site that is built
    without has none."""
    for file in site.glob("book/*.html"):
        text = before = file.read_text("utf-8")
        text = LINK.sub("", text)
        if pdf := made.get(file.relative_to(site).with_suffix("").as_posix()):
            size = f"{pdf.stat().st_size / 1e6:.1f} MB"
            address = f"../pdf/{pdf.name}"
            item = (
                f'<li data-pdf><a class="btn btn-sm dropdown-item" href="{address}" download>'
                '<span class="btn__icon-container"><i class="fas fa-book"></i></span>'
                f'<span class="btn__text-container">.pdf, for paper, {size}</span></a></li>\n'
            )
            menu = text.find('<ul class="dropdown-menu">', text.find("dropdown-download-buttons"))
            end = menu + len('<ul class="dropdown-menu">')
            text = text[:end] + item + text[end:]
            if pdf.stem == NAME:
                link = f'<a href="{address}">The whole book as a PDF</a>'
                words = f"<p data-pdf>{link}, {size}, to print or to take along.</p>\n"
                text = text.replace("</h1>", f"</h1>{words}", 1)
        if text != before:
            file.write_text(text, "utf-8")


def main(arguments: list[str]) -> None:
    parser = argparse.ArgumentParser(description="Print the built site as PDFs.")
    parser.add_argument("--with-solutions", action="store_true")
    parser.add_argument("--site", type=Path, default=SITE)
    parser.add_argument("pages", nargs="*", metavar="PAGE", help="book/levitron, for example")
    given = parser.parse_args(arguments)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium(), args=FLAGS)
        context = browser.new_context(viewport=SHEET)
        context.set_default_timeout(300_000)
        folder = given.site / "pdf"
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir()
        made = Paper(context, given.site, given.with_solutions).make(folder, given.pages)
        browser.close()
    offer(given.site, made)
    for file in made.values():
        print(f"{file}: {len(PdfReader(file).pages)} sheets, {file.stat().st_size / 1e6:.1f} MB")


if __name__ == "__main__":
    main(sys.argv[1:])
