"""Pages of little weight.

The theme brings 1 400 icons, of which it draws twenty, and the rules of a whole CSS framework;
KaTeX's fonts hold alphabets that no formula here uses. What no page uses is left out. Plots are
written in as many digits as can be seen.
"""

import logging
import re
import subprocess
from collections import ChainMap, defaultdict
from collections.abc import Iterator
from html import unescape
from itertools import pairwise
from pathlib import Path
from string import ascii_letters, digits
from typing import Any

import tinycss2
from fontTools import subset
from fontTools.ttLib import TTFont
from sphinx.application import Sphinx

from bookbuild.node import node


def slim(app: Sphinx, exception: Exception | None) -> None:
    """Remove the style rules and the glyphs that no page uses."""
    if exception or app.builder.format != "html":
        return
    output = Path(app.outdir)
    # no page loads it (see book/_templates), and its names must not count as used
    (output / "_static" / "scripts" / "fontawesome.js").unlink(missing_ok=True)
    pages = "".join(file.read_text("utf-8") for file in output.rglob("*.html"))
    scripts = "".join(file.read_text("utf-8") for file in output.rglob("*.js"))
    words = set(re.findall(r"[\w-]+", pages + scripts))
    icons: set[str] = set()
    for file in output.rglob("*.css"):
        css = purge(tinycss2.parse_stylesheet(file.read_text("utf-8"), True, True), words)
        file.write_text(css, "utf-8")
        icons.update(re.findall("[\ue000-\uf8ff]", css))

    logging.getLogger("fontTools").setLevel(logging.WARNING)
    for file in output.glob("_static/vendor/fontawesome/webfonts/*.ttf"):
        cut(file, icons)
    css = (output / "_static/katex/katex.min.css").read_text("utf-8")
    faces = set_in_formulas(pages, tinycss2.parse_stylesheet(css, True, True))
    symbols = set(ascii_letters + digits).union(*re.findall(r"<i>(.*?)</i>", pages))
    for file in output.glob("_static/katex/fonts/*.woff2"):
        family, face = file.stem.removeprefix("KaTeX_").split("-")
        # tall brackets are built of pieces that stand in the style sheet; figures are labelled in
        # Main, where bold stands for vectors alone, and have their symbols in <i>
        if family.startswith("Size") or (family, face) == ("Main", "Regular"):
            cut(file, set(pages))
        else:
            cut(file, faces[family, face] | (symbols if family == "Main" else set()))
    shorten_plots(Path(app.srcdir), output / "_images")


def shorten_plots(source: Path, plots: Path) -> None:
    """Matplotlib gives each place to a millionth of a point; a hundredth is less than is seen."""
    svgo = source / "src/livefigure/web/node_modules/svgo/bin/svgo.js"
    if plots.exists():
        options = ["--quiet", "--precision", "2", "--folder"]
        subprocess.run([node(), str(svgo), *options, str(plots)], check=True)


def set_in_formulas(pages: str, rules: list[Any]) -> dict[tuple[str, str], set[str]]:
    """The characters that formulas set in each face: {("Math", "Italic"): {"x", …}, …}."""
    said = []  # (classes that an element has, what its font is then)
    for rule in rules:
        if rule.type == "qualified-rule":
            block = tinycss2.serialize(rule.content)
            font = dict(re.findall(r'font-(family|weight|style):"?(?:KaTeX_)?(\w+)', block))
            ends = [tinycss2.serialize(s).split()[-1] for s in selectors(rule.prelude)]
            said += [(set(end[1:].split(".")), font) for end in ends if font and end[0] == "."]
    faces: dict[tuple[str, str], set[str]] = defaultdict(set)
    for formula in pages.split('<span class="katex-html"')[1:]:
        fonts = [{"family": "Main", "weight": "400", "style": "normal"}]
        # what is left of the tag that was split at, then all up to its end
        for tag, end, text in re.findall(r"(?:^|<span)([^<>]*)>|(</span>)|([^<>]+)", formula):
            if end:
                fonts.pop()
                if len(fonts) == 1:
                    break
            elif text:
                font = fonts[-1]
                face = "Bold" * (font["weight"] == "700") + "Italic" * (font["style"] == "italic")
                faces[font["family"], face or "Regular"].update(unescape(text))
            else:
                own = set(" ".join(re.findall(r'class="([^"]*)"', tag)).split())
                more = [font for need, font in said if need <= own]
                fonts.append(dict(ChainMap(*reversed(more), fonts[-1])))
    return faces


def purge(rules: list[Any], words: set[str]) -> str:
    """The rules without the selectors of a class that is no known word."""
    css = []
    for rule in rules:
        if rule.type == "qualified-rule":
            kept = [
                tinycss2.serialize(selector).strip()
                for selector in selectors(rule.prelude)
                if classes(selector) <= words
            ]
            if kept:
                block = f"{{{tinycss2.serialize(rule.content)}}}"
                css += [",".join(kept) + block, *by_preference(kept, block)]
        elif rule.type == "at-rule" and rule.lower_at_keyword in ("media", "supports"):
            inner = purge(tinycss2.parse_rule_list(rule.content, True, True), words)
            if inner:
                css.append(f"@{rule.at_keyword}{tinycss2.serialize(rule.prelude)}{{{inner}}}")
        else:
            css.append(rule.serialize())
    return "\n".join(css)


def by_preference(selectors: list[str], block: str) -> Iterator[str]:
    """What a rule says of the light or the dark theme, for pages that follow the reader's
    preference: until a script has said which theme that is, and without scripts for good."""
    for theme in ("light", "dark"):
        named = re.compile(rf'\[data-theme="?{theme}"?\]')
        auto = ",".join(named.sub('[data-theme="auto"]', s) for s in selectors if named.search(s))
        if auto:
            yield f"@media (prefers-color-scheme:{theme}){{{auto}{block}}}"


def selectors(prelude: list[Any]) -> list[list[Any]]:
    found: list[list[Any]] = [[]]
    for token in prelude:
        if token == ",":
            found.append([])
        else:
            found[-1].append(token)
    return found


def classes(selector: list[Any]) -> set[str]:
    """The classes that a match must have; ``:not(…)`` and the like ask for none."""
    return {name.value for dot, name in pairwise(selector) if dot == "." and name.type == "ident"}


def cut(file: Path, characters: set[str]) -> None:
    """Write the font with these characters alone, as woff2."""
    font = TTFont(file)
    subsetter = subset.Subsetter()
    subsetter.populate(text="".join(characters))
    subsetter.subset(font)
    font.flavor = "woff2"
    font.save(file.with_suffix(".woff2"))


def setup(app: Sphinx) -> None:
    # after the theme and the other parts have written their files
    app.connect("build-finished", slim, priority=900)
