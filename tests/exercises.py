"""The exercises of the book, as its pages have them."""

import re
from pathlib import Path
from typing import NamedTuple

import yaml

from livefigure.lesson import read

ROOT = Path(__file__).parents[1]
BOOK = ROOT / "book"
CONFIG = yaml.safe_load((ROOT / "_config.yml").read_text("utf-8"))["sphinx"]["config"]
EXERCISE = re.compile(
    r"^(`{3,})\{exercise\}[^\n]*\n:label: (\S+)\n(.*?)^\1$", re.DOTALL | re.MULTILINE
)
ANSWER = re.compile(r"^(`{3,})\{answer\}\n(.*?)^\1$", re.DOTALL | re.MULTILINE)
#: exercises of a chapter, and of a main one, at least
LEAST, MANY = 4, 8
MAIN = "concentric-loops", "dipole-force", "ring-magnet", "eddy-sphere"


class Exercise(NamedTuple):
    page: str
    label: str
    begin: int  # where it stands in the page
    asks: dict  # as `livefigure.exercise` knows it; empty where nothing is checked
    texts: list  # (role, text) in turn


def source(page):
    return (BOOK / f"{page}.md").read_text("utf-8")


def chapters():
    toc = yaml.safe_load((ROOT / "_toc.yml").read_text("utf-8"))
    part = next(part for part in toc["parts"] if part["caption"] == "Chapters")
    return [entry["file"].removeprefix("book/") for entry in part["chapters"]]


def exercises(page):
    found = []
    for match in EXERCISE.finditer(source(page)):
        body = ANSWER.search(match[3])
        asks, texts = read(yaml.safe_load(body[2]), CONFIG["live_names"]) if body else ({}, [])
        found.append(Exercise(page, match[2], match.start(), asks, texts))
    return found


ALL = [exercise for page in chapters() for exercise in exercises(page)]
ASKED = [exercise for exercise in ALL if exercise.asks]
