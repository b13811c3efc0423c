"""The site as one file to take along, for `make zip`: a zip that anybody gets, byte for byte, from
the same site, and its sum."""

import re
import zipfile
from hashlib import sha256
from pathlib import Path

from bookbuild.about import Book, day, read

ROOT = Path(__file__).parents[2]
OPENS = """<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>{title}</title>
<meta http-equiv="refresh" content="0; url=site/index.html"></head>
<body><p><a href="site/index.html">Open the book.</a> If it does not open, unpack the whole zip
first, and open <code>index.html</code> in what was unpacked.</p></body></html>
"""
READ_ME = """{title}
Version {version}, {day}

Unpack the whole zip, then open index.html by a double click. Any browser of mid-2023 or later will
do. Nothing is installed, no server and no network is needed. The book itself is in the folder site.

Text and pictures: CC BY 4.0 (LICENSE-TEXT.md). Code: BSD 3-Clause (LICENSE). To cite: CITATION.cff.
"""
BESIDE = ["CHANGELOG.md", "CITATION.cff", "LICENSE", "LICENSE-TEXT.md"]


def contents(site: Path, book: Book) -> dict[str, bytes]:
    """What the zip holds, by name."""
    words = {"title": book.title, "version": book.version, "day": day(book)}
    files = {name: (ROOT / name).read_bytes() for name in BESIDE}
    files["index.html"] = OPENS.format(**words).encode()
    files["READ-ME.txt"] = READ_ME.format(**words).encode()
    for file in site.rglob("*"):
        if file.is_file():
            files[f"site/{file.relative_to(site).as_posix()}"] = file.read_bytes()
    return files


def pack(site: Path, folder: Path, book: Book) -> Path:
    """Write the zip and its sum into the folder; returns where the zip is."""
    name = f"{re.sub('[^a-z]+', '-', book.title.lower())}-{book.version}"
    made = folder / f"{name}.zip"
    moment = (*book.released.timetuple()[:3], 0, 0, 0)
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as file:
        for path, data in sorted(contents(site, book).items()):
            entry = zipfile.ZipInfo(f"{name}/{path}", moment)
            entry.create_system, entry.external_attr = 3, 0o644 << 16  # as on Unix, anywhere
            file.writestr(entry, data, zipfile.ZIP_DEFLATED, 9)
    sum_ = f"{sha256(made.read_bytes()).hexdigest()}  {made.name}\n"
    made.with_name(f"{made.name}.sha256").write_text(sum_, "utf-8")
    return made


if __name__ == "__main__":
    made = pack(ROOT / "_build" / "html", ROOT / "_build", read(ROOT / "CITATION.cff"))
    print(f"The book is in _build/{made.name}, and its sum beside it.")
