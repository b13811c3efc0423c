"""What a teacher plans with: what stands in a section and how long it takes, both counted in the
text as it is, and links that set a figure of another page."""

import re
from functools import cache, partial
from typing import NamedTuple

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.environment import BuildEnvironment
from sphinx.util.docutils import SphinxRole
from sphinx.util.logging import getLogger
from sphinx_exercise.nodes import is_exercise_node, is_solution_node

from livefigure.figure import load
from livefigure.sphinx import module_of

logger = getLogger(__name__)
#: words in a minute, and minutes for each of the others
PACE = {"words": 150, "formula": 1.5, "exercise": 8, "figure": 5}
STEP = 5  # minutes, to which a time is rounded


class Tally:
    """What stands in a section. Solutions, folded remarks and programs are not read in class."""

    def __init__(self) -> None:
        self.words = 0
        self.formulas = 0
        self.exercises: list[str] = []
        self.figures: list[str] = []

    def count(self, node: nodes.Node) -> "Tally":
        if isinstance(node, nodes.Element):
            if is_exercise_node(node):
                self.exercises.append(node["label"])
                return self
            if is_solution_node(node) or "dropdown" in node.get("classes", ()):
                return self
            if node.get("nb_element") == "cell_code":
                for raw in node.findall(nodes.raw):
                    self.figures += re.findall(
                        'class="mag-still" data-figure="([^"]+)"', raw.astext()
                    )
                return self
        if isinstance(node, nodes.math_block):
            self.formulas += 1
        elif isinstance(node, nodes.math):
            self.words += 1
        elif isinstance(node, nodes.Text):
            self.words += len(node.split())
        else:
            for part in node.children:
                self.count(part)
        return self

    @property
    def minutes(self) -> int:
        exact = (
            self.words / PACE["words"]
            + self.formulas * PACE["formula"]
            + len(self.exercises) * PACE["exercise"]
            + len(self.figures) * PACE["figure"]
        )
        return max(STEP, STEP * round(exact / STEP))


class Place(NamedTuple):
    """A label's section."""

    page: str
    section: nodes.Element


class wanted(nodes.Inline, nodes.Element):
    """What a role of some `kind` asks of the book; it is known when all pages have been read."""


class Asked(SphinxRole):
    """{minutes}`label, label`: how long these sections take; {matter}`label, label`: links to the
    figures and exercises in them."""

    def run(self) -> tuple[list[nodes.Node], list[nodes.system_message]]:
        labels = re.split(r",\s*", self.text)
        return [self.set(wanted(kind=self.name, labels=labels))], []

    def set(self, node: wanted) -> wanted:
        self.set_source_info(node)
        return node


class State(Asked):
    """{state}`words <page#figure?alpha=90>`: a link that sets the figure of another page. The
    controls are tried while the book is built."""

    def run(self) -> tuple[list[nodes.Node], list[nodes.system_message]]:
        match = re.fullmatch(r"(.+?)\s*<([\w-]+)#([\w-]+)\?([^>]*)>", self.text, re.DOTALL)
        try:
            if not match:
                raise ValueError("not of the form words <page#id?a=1&b=2>")
            words, page, id, query = match.groups()
            values = dict(pair.split("=") for pair in query.split("&"))
            load(module_of(self.config, id)).admit(values)
        except (ImportError, ValueError) as error:
            return [], [self.inliner.reporter.error(f"{self.rawtext}: {error}", line=self.lineno)]
        return [self.set(wanted(kind="state", words=words, page=page, figure=id, query=query))], []


class Pace(SphinxRole):
    """{pace}`exercise`: the number that times are counted with."""

    def run(self) -> tuple[list[nodes.Node], list[nodes.system_message]]:
        return [nodes.Text(f"{PACE[self.text]:g}")], []


def place(env: BuildEnvironment, label: str) -> Place:
    page, id = env.get_domain("std").anonlabels[label]  # type: ignore[attr-defined]
    return Place(page, sections(env, page)[id])


@cache  # to read a page again takes a tenth of a second
def sections(env: BuildEnvironment, page: str) -> dict[str, nodes.section]:
    """Those of a page, by their ids."""
    found = env.get_doctree(page).findall(nodes.section)
    return {id: section for section in found for id in section["ids"]}


def link(app: Sphinx, page: str, target: str, anchor: str, words: str) -> nodes.reference:
    address = app.builder.get_relative_uri(page, target)
    return nodes.reference("", words, internal=True, refuri=f"{address}#{anchor}")


def matter(app: Sphinx, page: str, places: list[tuple[Place, Tally]]) -> list[nodes.Node]:
    """Links to the figures and the exercises of these sections."""
    found: list[nodes.Node] = []
    for (target, _), tally in places:
        of = partial(link, app, page, target)
        numbers = app.env.toc_fignumbers[target].get("exercise", {})
        parts = [of(id, load(module_of(app.config, id)).title) for id in tally.figures]
        for label in tally.exercises:
            parts.append(of(label, ".".join(map(str, numbers[label]))))
        for part in parts:
            found += [nodes.Text(", "), part] if found else [part]
    return found or [nodes.Text("–")]


def state(app: Sphinx, page: str, node: wanted) -> list[nodes.Node]:
    target = f"book/{node['page']}"
    if node["figure"] not in Tally().count(app.env.get_doctree(target)).figures:
        raise KeyError(node["figure"])
    return [link(app, page, target, f"{node['figure']}?{node['query']}", node["words"])]


def resolve(app: Sphinx, doctree: nodes.document, page: str) -> None:
    for node in list(doctree.findall(wanted)):
        try:
            if node["kind"] == "state":
                found = state(app, page, node)
            else:
                places = [place(app.env, label) for label in node["labels"]]
                counted = [(each, Tally().count(each.section)) for each in places]
                if node["kind"] == "matter":
                    found = matter(app, page, counted)
                else:
                    found = [nodes.Text(str(sum(tally.minutes for _, tally in counted)))]
        except (KeyError, OSError) as error:
            logger.error("there is no %s", error, location=node)
            found = []
        node.replace_self(found)


def setup(app: Sphinx) -> None:
    app.add_node(wanted)
    for name, role in {"minutes": Asked, "matter": Asked, "state": State, "pace": Pace}.items():
        app.add_role(name, role())
    app.connect("doctree-resolved", resolve)
