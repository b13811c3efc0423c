"""What is to last: how the book is found and cited, where its links lead, addresses that stay, and
the zip to take along.

To add what is new to the addresses that are kept, run ``make addresses``.
"""

import io
import json
import re
import tomllib
import zipfile
from datetime import date
from hashlib import sha256
from html import unescape
from pathlib import Path
from urllib.parse import parse_qs, unquote, urlsplit

import pytest
import yaml
from bookbuild import about, release
from PIL import Image

import magbook

ROOT = Path(__file__).parent.parent
SITE = ROOT / "_build" / "html"
ADDRESSES = Path(__file__).parent / "addresses.txt"
BOOK = about.read(ROOT / "CITATION.cff")


@pytest.fixture(scope="module")
def pages():
    """The text of each page of the built site, by its path."""
    if not SITE.exists():
        pytest.fail(f"there is no site in {SITE}: run make book first")
    return texts()


def texts():
    files = (file for file in SITE.rglob("*.html") if SITE / "_static" not in file.parents)
    return {file.relative_to(SITE).as_posix(): file.read_text("utf-8") for file in sorted(files)}


# --- One source ----------------------------------------------------------------------------


def test_title_authors_version_and_date_are_the_same_everywhere():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    config = yaml.safe_load((ROOT / "_config.yml").read_text("utf-8"))
    newest = re.search(r"^## \[(.+)\] - (.+)$", (ROOT / "CHANGELOG.md").read_text("utf-8"), re.M)
    assert newest.groups() == (BOOK.version, str(BOOK.released))
    assert BOOK.version == magbook.__version__
    assert BOOK.title == config["title"] and BOOK.keywords == project["keywords"]
    assert list(BOOK.authors) == [author["name"] for author in project["authors"]]


# --- Found and cited -----------------------------------------------------------------------

AUTHORS = {"Ann Ohm": "Person", "The <B>s": "Organization"}
SOME = about.Book("Rings", "On rings.", AUTHORS, "2.1", date(2031, 5, 4), ["rings"])
HERE = about.Page(
    'A "top" </script>', "5", "It hovers.", "book/top.html", "", "book/top.md", "../card.png"
)
THERE = HERE._replace(
    address="https://example.org/b/book/top.html", picture="https://example.org/b/card.png"
)


def tags(html):
    """name → contents of a page's tags."""
    found = {}
    for _, name, content in re.findall(r'<meta (name|property)="([^"]*)" content="([^"]*)"', html):
        found.setdefault(name, []).append(unescape(content))
    return found


def linked(html):
    return json.loads(re.search(r'<script type="application/ld\+json">(.*?)</script>', html)[1])


def test_tags_of_a_chapter():
    for page in (HERE, THERE):
        html = about.head(SOME, page)
        named = tags(html)
        assert named["citation_author"] == list(AUTHORS)
        assert named["citation_title"] == named["og:title"] == [page.title]
        assert named["citation_inbook_title"] == named["og:site_name"] == ["Rings"]
        assert named["citation_publication_date"] == ["2031/05/04"]
        assert named["description"] == named["og:description"] == ["It hovers."]
        assert named["og:image"] == [page.picture]
        data = linked(html)
        assert data["@type"][0] == "Chapter" and data["isPartOf"]["name"] == "Rings"
        assert [author["@type"] for author in data["author"]] == ["Person", "Organization"]
        assert data["name"] == page.title and data["version"] == "2.1"
        # what would need the site's address is said only where there is one
        addresses = [page.address] if page.address else None
        assert named.get("og:url") == named.get("citation_fulltext_html_url") == addresses
        assert data.get("url") == (page.address or None)
        assert ("image" in data) == bool(page.address)


def test_tags_of_the_whole_book_and_of_an_index():
    whole = about.head(SOME, THERE._replace(title="Rings", number=""))
    assert linked(whole)["@type"][0] == "Book" and tags(whole)["og:type"] == ["book"]
    assert "citation_inbook_title" not in tags(whole)
    index = about.head(SOME, THERE._replace(title="Index", number="", source=""))
    assert "citation_" not in index and "ld+json" not in index and "og:title" in index


def test_the_end_of_a_page_where_there_is_a_repository():
    foot = about.foot(SOME, THERE, "https://example.com/me/rings/", "using.html#cite")
    cite, links = re.findall("<p.*?</p>", foot)
    assert "Ann Ohm, The &lt;B&gt;s, “A &quot;top&quot;" in cite and "chapter 5 of <i>Rings" in cite
    assert "version 2.1, 4 May 2031, https://example.org/b/book/top.html." in cite
    source, report = map(unescape, re.findall('href="([^"]*)"', links))
    assert source == "https://example.com/me/rings/blob/HEAD/book/top.md"
    assert urlsplit(report).path == "/me/rings/issues/new"
    asked = parse_qs(urlsplit(report).query)
    assert asked["title"] == [f"{THERE.title}: "]
    assert asked["body"] == [f"Page: {THERE.address}\nVersion: 2.1\n\n"]


def test_the_end_of_a_page_where_there_is_none():
    foot = about.foot(SOME, HERE, "", "")
    assert "href" not in foot and "4 May 2031." in foot
    assert "tell whoever gave it to you" in foot
    assert "version 2.1 and the page book/top.html" in foot
    assert "chapter" not in about.foot(SOME, HERE._replace(number=""), "", "")


def test_bibtex_keeps_names_and_titles_as_they_are():
    entry = about.entry(SOME, THERE.address)
    assert "author = {Ann Ohm and {The <B>s}}," in entry and "title = {{Rings}}," in entry
    assert "month = may," in entry and THERE.address in entry
    assert "url" not in about.entry(SOME, "")


def test_a_description_ends_with_a_sentence_or_says_that_it_does_not():
    short = "A loop turns. " * 5
    assert about.summary(short) == short
    assert about.summary("A loop turns. " * 30).endswith("turns.")
    long = about.summary("loop " * 100)
    assert long.endswith("loop …") and len(long) <= about.LONG + 2


def test_a_tall_picture_is_cut_where_nothing_is_cut_through(monkeypatch):
    tall = Image.new("RGB", (600, 1200), "white")
    tall.paste("black", (0, 100, 600, 500))
    tall.paste("red", (0, 540, 600, 1200))
    file = io.BytesIO()
    tall.save(file, "png")
    monkeypatch.setattr(about, "still", lambda id, form: file.getvalue())
    card = Image.open(io.BytesIO(about.card("tall"))).convert("RGB")
    assert card.size == about.CARD
    colours = {colour for _, colour in card.getcolors(1 << 20)}
    assert (0, 0, 0) in colours and (255, 0, 0) not in colours


def test_a_figure_alone_says_what_it_shows():
    html = """<title>Rings &amp; tops – Rings</title><p class="mag-text" role="status">At
        <i>h</i> = 1 the top hovers.</p>"""
    page = about.of_figure(html, HERE)
    assert (page.title, page.description) == ("Rings & tops", "At h = 1 the top hovers.")


def test_search_engines_are_led_to_every_page():
    listed = about.sitemap(["book/a.html", "book/b.html"], "https://example.org/b/", SOME)
    assert re.findall("<loc>(.*?)</loc>", listed) == [
        "https://example.org/b/book/a.html",
        "https://example.org/b/book/b.html",
    ]
    assert listed.count("<lastmod>2031-05-04</lastmod>") == 2


def test_every_page_of_the_site_says_what_it_is(pages):
    config = yaml.safe_load((ROOT / "_config.yml").read_text("utf-8"))["sphinx"]["config"]
    base = config.get("html_baseurl", "")
    said = {}
    for path, html in pages.items():
        assert re.search("<title>[^<]{3,}</title>", html), path
        named = tags(html)
        (said[path],) = named["description"]
        assert 40 <= len(said[path]) <= about.LONG + 2, path
        for picture in named.get("og:image", []):
            file = SITE / picture.removeprefix(base) if base else (SITE / path).parent / picture
            with Image.open(file) as opened:
                assert opened.size == about.CARD
        figures = re.search('<figure[^>]* data-figure="', html)
        assert ("og:image" in named) >= bool(figures), path
    texts = [path for path in pages if f"_sources/{path[:-5]}.md" in pages[path]]
    assert len(texts) > 15
    assert len({said[path] for path in texts}) == len(texts)
    # a formula that is no text; such a page says in its front matter what its description is
    assert [path for path in texts if "…" in said[path]] == []
    for path in texts:
        data = linked(pages[path])
        assert data["version"] == BOOK.version and tags(pages[path])["citation_title"]
        assert pages[path].count('<footer class="about-page">') == 1
        assert f"version {BOOK.version}, {about.day(BOOK)}" in pages[path]
    kinds = [linked(pages[path])["@type"][0] for path in texts]
    assert kinds.count("Book") == 1 and kinds.count("Chapter") == 12
    assert linked(pages["index.html"])["@type"][0] == "Book"
    inventory = (SITE / "objects.inv").read_bytes().splitlines()
    assert inventory[1:3] == [
        f"# Project: {BOOK.title}".encode(),
        f"# Version: {BOOK.version}".encode(),
    ]
    (entry,) = re.findall(r"<pre>.*?@book.*?</pre>", pages["book/using.html"], re.DOTALL)
    assert BOOK.version in entry and BOOK.title in entry


# --- Links ---------------------------------------------------------------------------------


def broken(pages, folder):
    """[page, link] of those that lead to no file, or to no place in it."""
    # a figure that is alone in its page has no id, and its script knows the address
    places = r'\s(?:id|data-figure)="([^"]+)"'
    names = {path: set(re.findall(places, html)) for path, html in pages.items()}
    found = []
    for path, html in pages.items():
        for link in set(re.findall(r'\s(?:href|src)="([^"]*)"', html)):
            to, _, anchor = unescape(link).partition("#")
            if re.match("[a-z]+:", to):
                continue
            file = (folder / path).parent / unquote(to.partition("?")[0]) if to else folder / path
            target = file.resolve()
            inside = target.is_relative_to(folder.resolve())
            page = target.relative_to(folder.resolve()).as_posix() if inside else ""
            place = unquote(anchor.partition("?")[0])  # a figure's settings come after it
            if not target.is_file() or (place and place not in names.get(page, {place})):
                found.append([path, link])
    return found


def test_links_lead_to_places_that_are_there(pages):
    assert broken(pages, SITE) == []


def test_a_link_that_leads_nowhere_is_found(tmp_path):
    (tmp_path / "b").mkdir()
    (tmp_path / "b/there.html").touch()
    there = '<i id="x"></i><p data-figure="top"><a href="#x"></a><a href="#y"></a>'
    html = "".join(
        f'<a href="{link}"></a>'
        for link in (
            "b/there.html#x?a=1",
            "b/there.html#top?a=1",
            "b/there.html#z",
            "b/gone.html",
            "https://a.b/c#d",
        )
    )
    assert sorted(broken({"index.html": html, "b/there.html": there}, tmp_path)) == [
        ["b/there.html", "#y"],
        ["index.html", "b/gone.html"],
        ["index.html", "b/there.html#z"],
    ]


# --- Addresses -----------------------------------------------------------------------------

#: ids that docutils counts, and those of what nobody links to
PASSING = re.compile(r"id\d+|.*-(?:solution-\d+|complaint|how|sentence)")
KEPT = re.compile(r'<(?:section|span|dt|div|p)\b([^<>]*?)\sid="([^"]+)"([^<>]*)>')


def addresses(pages):
    """All that readers can link to: pages, places in them, and of figures and exercises what a link
    sets."""
    found = set(pages)
    for path, html in pages.items():
        html = (html.partition("<article")[2] or html.partition("<main")[2]).partition(
            "</article>"
        )[0]
        for before, id, after in KEPT.findall(html):
            if not PASSING.fullmatch(id) and "mag-" not in before + after:
                found.add(f"{path}#{id}")
        for id in re.findall(r'<figure[^>]* data-figure="([\w-]+)"', html):
            found.add(f"{path}#{id}")
            controls = re.findall(rf'<input [^>]*id="{id}-(\w+)" name="\1"', html)
            found.update(f"{path}#{id}?{name}" for name in controls)
        for id, asked in re.findall(
            r'<section[^>]* data-exercise="([^"]+)"(.*?)</section>', html, re.DOTALL
        ):
            if 'data-do="new"' in asked:
                found.add(f"{path}#{id}?seed")
    return found


def test_addresses_stay(pages):
    gone = set(ADDRESSES.read_text("utf-8").splitlines()) - addresses(pages)
    assert not gone, (
        f"readers' links to these lead nowhere now: {sorted(gone)}. To keep one whose place has "
        "another name or heading now, put its old name before the place, as (old-name)= on a line "
        "of its own; an equation's old name begins with equation-. Pages, figures and their "
        "controls keep their names."
    )


def test_addresses_of_a_figure_alone():
    html = """<main><figure class="mag-figure" data-figure="top">
        <input type="number" id="top-spin" name="spin"></figure></main>"""
    assert addresses({"figures/top.html": html}) == {
        "figures/top.html",
        "figures/top.html#top",
        "figures/top.html#top?spin",
    }


def test_addresses_are_of_everything_that_can_be_linked_to(pages):
    kept = set(ADDRESSES.read_text("utf-8").splitlines())
    new = {address for address in addresses(pages) if "#" not in address} - kept
    assert not new, f"nothing keeps the addresses of {sorted(new)}: run make addresses"
    for address in (
        "book/levitron.html#lv-gravity",
        "book/levitron.html#the-shortest-way",
        "book/levitron.html#equation-lv-u",
        "book/levitron.html#lv-ex-size",
        "book/ring-magnet.html#rm-ex-weight?seed",
        "book/levitron.html#levitron",
        "book/levitron.html#levitron?height",
        "book/errata.html#concentric-loops-wlog",
        "book/api.html#magbook.loops.field",
    ):
        assert address in kept
    assert not [address for address in kept if re.search(r"#id\d+$", address)]


# --- The zip -------------------------------------------------------------------------------


def test_the_zip_is_the_same_from_the_same_site(tmp_path):
    site = tmp_path / "html"
    (site / "b").mkdir(parents=True)
    (site / "index.html").write_text("first")
    (site / "b/page.html").write_text("second")
    first = release.pack(site, tmp_path, BOOK)
    data = first.read_bytes()
    (site / "index.html").unlink()
    (site / "index.html").write_text("first")  # later, and of other rights
    (site / "index.html").chmod(0o600)
    assert release.pack(site, tmp_path, BOOK).read_bytes() == data
    assert first.name == f"loops-rings-dipoles-spheres-{BOOK.version}.zip"
    noted = first.with_name(f"{first.name}.sha256").read_text()
    assert noted == f"{sha256(data).hexdigest()}  {first.name}\n"
    names = zipfile.ZipFile(first).namelist()
    assert names == sorted(names) and {name.partition("/")[0] for name in names} == {first.stem}
    assert {f"{first.stem}/site/b/page.html", f"{first.stem}/index.html"} <= set(names)


if __name__ == "__main__":
    kept = set(ADDRESSES.read_text("utf-8").splitlines()) if ADDRESSES.exists() else set()
    ADDRESSES.write_text(
        "".join(f"{line}\n" for line in sorted(kept | addresses(texts()))), "utf-8"
    )
