"""Exercises that answer, in the site: the directive {answer} inside an exercise, the role {drawn}.

The body of {answer} is YAML. One of these says what is asked for:

``answer``
    Python for a number, or for a vector: ``(x, y, z)``. The names are those of `math`, those that
    the configuration value `live_names` gives, and those under ``draw`` and ``let``.
``formula``
    In the ``letters``, a mapping of names to units, or to [unit, lowest, highest].
``choices``
    A list of {text, say, right}.
``sketch``
    {x: [words, unit, lowest, highest], y: the same} of a ``curve``, Python in ``x``; ``look`` is a
    list of {feature: where, say}.

Beside it may stand ``unit``, ``units`` (further ones that a reader may write, each in terms of
those that are known and of the letters drawn: {a: radius m}), ``tolerance`` ("2%", or with a unit),
``draw`` (names with the values that they may take), ``let`` (names of expressions), ``wrong`` (a
list of {is, say}), ``hints``, and ``right`` (what is said then). Texts are Markdown.
See `livefigure.exercise`.
"""

import ast
import html
import json
import re
from collections.abc import Iterator
from typing import Any

import yaml
from docutils import nodes
from docutils.statemachine import StringList
from sphinx.application import Sphinx
from sphinx.util.docutils import SphinxDirective, SphinxRole
from sphinx.util.logging import getLogger
from sphinx.writers.html5 import HTML5Translator
from sphinx_exercise.nodes import is_exercise_node, is_solution_node

from livefigure import exercise
from livefigure.words import for_the_eye

logger = getLogger(__name__)
KINDS = {"answer": "number", "formula": "formula", "choices": "choice", "sketch": "sketch"}
KEYS = {*KINDS, "unit", "tolerance", "draw", "let", "wrong", "hints", "right", "letters"} | {
    "units",
    "curve",
    "look",
    "alternating",
}


class answer(nodes.General, nodes.Element):
    """What an exercise asks, with its texts."""


class said(nodes.General, nodes.Element):
    """A text of an exercise that is shown when its turn comes: of a `role`, "hint", "say" or
    "choice"; the last stands in the open."""


class drawn(nodes.Inline, nodes.TextElement):
    """A number that changes with those that are drawn."""


def tolerance_of(text: str, one: float) -> tuple[tuple[str, float], str]:
    """("relative" or "absolute", size), and words for it."""
    text = str(text).strip()
    if text.endswith("%"):
        return ("relative", float(text[:-1]) / 100), f"{text[:-1].strip()} %"
    size, _, sign = text.partition(" ")
    scale = exercise.scale({"unit": sign}).value if sign else one
    return ("absolute", float(size) * scale), text


def names_in(python: str) -> set[str]:
    return {node.id for node in ast.walk(ast.parse(python)) if isinstance(node, ast.Name)}


def read(
    body: dict[str, Any], live_names: dict[str, str]
) -> tuple[dict[str, Any], list[tuple[str, str]]]:
    """(the exercise as `livefigure.exercise` knows it, its texts as (role, text) in turn).

    Raises
    ------
    ValueError
        Where something is missing, or is not known.
    """
    unknown = set(body) - KEYS
    kinds = [key for key in KINDS if key in body]
    if unknown or len(kinds) != 1:
        raise ValueError(
            f"unknown: {', '.join(sorted(unknown))}" if unknown else f"one of {', '.join(KINDS)}"
        )
    kind = KINDS[kinds[0]]
    found: dict[str, Any] = {"kind": kind, "drawn": [], "draw": body.get("draw", {})}
    found["let"] = [(name, str(python)) for name, python in body.get("let", {}).items()]
    texts: list[tuple[str, str]] = []
    if kind == "choice":
        found["right"] = [bool(each.get("right")) for each in body["choices"]].index(True)
        for which, each in enumerate(body["choices"]):
            texts.insert(which, ("choice", each["text"]))  # before all that is not yet said
            texts.append((f"say {which}", each["say"]))
    elif kind == "sketch":
        found |= {axis: body["sketch"][axis] for axis in "xy"}
        found["curve"] = str(body["curve"])
        found["look"] = []
        for which, each in enumerate(body["look"]):
            [(feature, where)] = [(k, v) for k, v in each.items() if k != "say"]
            if feature not in exercise.FEATURES:
                raise ValueError(f"no feature of a sketch: {feature}")
            found["look"].append((feature, where))
            texts.append((f"say {which}", each["say"]))
    else:
        found[kinds[0]] = str(body[kinds[0]])
        found["unit"] = body.get("unit", "")
        found["wrong"] = [str(each["is"]) for each in body.get("wrong", [])]
        texts += [(f"say {i}", each["say"]) for i, each in enumerate(body.get("wrong", []))]
    texts += [("hint", text) for text in body.get("hints", [])]
    if "right" in body:
        texts.append(("say -1", body["right"]))
    if kind == "number":
        found["units"] = {name: str(text) for name, text in body.get("units", {}).items()}
        found["alternating"] = bool(body.get("alternating"))
        one = exercise.scale(found).value
        found["tolerance"], found["within"] = tolerance_of(body.get("tolerance", "1%"), one)
    if kind == "formula":
        found["letters"] = {
            name: sign if isinstance(sign, list) else [sign, 0.5, 2.0]
            for name, sign in body["letters"].items()
        }
    return found | {"imports": imports(found, live_names)}, texts


def imports(found: dict[str, Any], live_names: dict[str, str]) -> dict[str, str]:
    """Those of the book's names that the exercise's Python uses."""
    programs = [python for _, python in found["let"]] + [python for python, _ in found["drawn"]]
    if found["kind"] == "number":
        programs += [found["answer"], *found["wrong"]]
    programs += [found["curve"]] if "curve" in found else []
    used = set().union(*map(names_in, programs))
    return {name: path for name, path in live_names.items() if name in used}


class Answer(SphinxDirective):
    has_content = True

    def run(self) -> list[nodes.Node]:
        try:
            body = yaml.safe_load("\n".join(self.content))
            found, texts = read(body, self.config.live_names)
        except (yaml.YAMLError, ValueError, KeyError, SyntaxError) as error:
            return [self.state.document.reporter.error(f"{{answer}}: {error}", line=self.lineno)]
        node = answer(exercise=found)
        for role, text in texts:
            part = said(role=role)
            lines = StringList(str(text).splitlines(), self.get_source_info()[0])
            self.state.nested_parse(lines, self.content_offset, part)
            if role == "choice" and isinstance(part[0], nodes.paragraph):
                part[:1] = part[0].children  # a label holds no paragraphs
            node += part
        return [node]


class Drawn(SphinxRole):
    """{drawn}`turns*2:.3g`: what the expression is for the numbers that are drawn."""

    def run(self) -> tuple[list[nodes.Node], list[nodes.system_message]]:
        match = re.fullmatch(r"(.+?)(?::(\.?\d*[defg]))?", self.text)
        assert match
        return [drawn(self.rawtext, "", python=match[1].strip(), how=match[2] or "")], []


def exercise_of(node: nodes.Node) -> nodes.Element | None:
    """The exercise or the solution that a node stands in."""
    while node is not None and not (is_exercise_node(node) or is_solution_node(node)):
        node = node.parent
    return node


def connect(app: Sphinx, doctree: nodes.document) -> None:
    """Give each {answer} the label of its exercise and the numbers that stand in its text and in
    that of its solution."""
    asked = {}
    for node in doctree.findall(answer):
        owner = exercise_of(node)
        if owner is None or not is_exercise_node(owner):
            logger.error("{answer} stands in no exercise", location=node)
            continue
        node["label"] = owner["label"]
        asked[owner["label"]] = node
    for node in doctree.findall(drawn):
        owner = exercise_of(node)
        label = owner and (owner["label"] if is_exercise_node(owner) else owner["target_label"])
        if label not in asked:
            logger.error("{drawn} stands in no exercise with an {answer}", location=node)
            continue
        node["of"], node["turn"] = label, len(asked[label]["exercise"]["drawn"])
        asked[label]["exercise"]["drawn"].append((node["python"], node["how"]))
    for label, node in asked.items():
        found = node["exercise"]
        found["imports"] = imports(found, app.config.live_names)
        try:
            words = exercise.draw(found, 0)
        except Exception as error:
            logger.error("%s: {drawn}: %s", label, error, location=node)
            continue
        for each in doctree.findall(drawn):
            if each.get("of") == label:
                each += nodes.Text(words[each["turn"]])


def in_unit(found: dict[str, Any], seed: int = 0) -> list[float]:
    """A number, or a vector's parts, in the exercise's unit."""
    value = exercise.value_of(found["answer"], exercise.names(found, seed))
    one = exercise.scale(found).value
    return [part / one for part in exercise.in_parts(value)]


def short_answer(found: dict[str, Any], seed: int = 0) -> str:
    """The answer in a line, for what is on paper; empty where it needs more."""
    if found["kind"] == "choice":
        return "abcdefgh"[found["right"]]
    if found["kind"] == "formula":
        return str(found["formula"])
    if found["kind"] == "sketch":
        return ""
    parts = [for_the_eye(f"{part:.3g}") for part in in_unit(found, seed)]
    number = f"({', '.join(parts)})" if len(parts) > 1 else parts[0]
    return f"{number} {found['unit']}".replace(" °", "°")


def modules(doctree: nodes.document) -> set[str]:
    """What the page's Python must be able to import for the exercises."""
    found = set()
    for node in doctree.findall(answer):
        found.add("livefigure.exercise")
        for path in node["exercise"]["imports"].values():
            found |= {path, path.rpartition(".")[0]}
    return found - {""}


# --- as HTML

PROGRESS = (
    '</h1><p class="answers-progress"><span>{count} exercises on this page answer you.</span>'
    '<button type="button" hidden>Erase my answers</button></p>'
)


def frame(app: Sphinx, page: str, body: str, doctree: nodes.document) -> str:
    """The page with a place for how many of its exercises are answered, and the answers for who
    reads it on paper."""
    asked = list(doctree.findall(answer))
    if not asked:
        return body
    numbers = app.env.toc_fignumbers.get(page, {}).get("exercise", {})
    answers = [
        f"<li>{'.'.join(map(str, numbers.get(node['label'], ())))} {html.escape(words)}</li>"
        for node in asked
        if (words := short_answer(node["exercise"]))
    ]
    printed = f'<div class="answers-printed"><h2>Answers</h2><ul>{"".join(answers)}</ul></div>'
    return body.replace("</h1>", PROGRESS.format(count=len(asked)), 1) + printed


def how_to(found: dict[str, Any]) -> str:
    if found["kind"] == "formula":
        constants = names_in(found["formula"]) & {"mu_0", "pi"}
        letters = [f"<code>{name}</code>" for name in (*found["letters"], *sorted(constants))]
        return f"A formula in {', '.join(letters)}."
    sign = found["unit"]
    what = f"A number in {html.escape(sign)}, or with a unit of its own" if sign else "A number"
    if isinstance(ast.parse(found["answer"], mode="eval").body, ast.Tuple):
        what = f"A vector, (x, y, z){f' in {html.escape(sign)}' if sign else ''}"
    within = found["within"].replace(" ", "&nbsp;")
    return f"{what}. It counts within {within}."


def field(found: dict[str, Any], label: str) -> str:
    id = f"{label}-answer"
    return (
        f'<label for="{id}">Your answer</label>'
        f'<input id="{id}" name="answer" autocomplete="off" autocapitalize="off" '
        f'autocorrect="off" spellcheck="false" aria-describedby="{label}-how">'
        f'<span class="answer-unit">{html.escape(found.get("unit", ""))}</span>'
    )


def visit_answer(self: HTML5Translator, node: nodes.Element) -> None:
    found, label = node["exercise"], node["label"]
    self.body.append(
        f'<section class="answer" data-exercise="{label}" data-state="open" '
        f'data-kind="{found["kind"]}"><div class="answer-form" inert>'
    )
    if found["kind"] == "choice":
        self.body.append('<fieldset><legend class="sr-only">Your choice</legend>')
    elif found["kind"] == "sketch":
        self.body.append('<div data-sketch class="answer-sketch"></div>')
    else:
        self.body.append(f'<p class="answer-field">{field(found, label)}</p>')
    node["open"] = True  # until the choices are written


def close_form(self: HTML5Translator, node: nodes.Element) -> None:
    """Behind the choices, before the texts that wait for their turn."""
    if not node["open"]:
        return
    node["open"] = False
    found, label = node["exercise"], node["label"]
    if found["kind"] == "choice":
        self.body.append("</fieldset>")
    hints = any(part["role"] == "hint" for part in node.findall(said))
    buttons = '<button type="submit">Check</button>'
    buttons += '<button type="button" data-do="hint">Hint</button>' if hints else ""
    buttons += '<button type="button" data-do="solution">Solution</button>'
    if found["draw"]:
        buttons += '<button type="button" data-do="new">Other numbers</button>'
    self.body.append(f'<p class="answer-buttons">{buttons}</p>')
    if found["kind"] in ("number", "formula"):
        self.body.append(f'<p class="answer-how" id="{label}-how">{how_to(found)}</p>')
    data = json.dumps(found, ensure_ascii=False).replace("</", "<\\/")
    self.body.append(
        '</div><output data-name="reply" aria-live="polite"></output>'
        f'<div class="answer-hints"></div><script type="application/json">{data}</script>'
    )


def depart_answer(self: HTML5Translator, node: nodes.Element) -> None:
    close_form(self, node)
    self.body.append("</section>")


def visit_said(self: HTML5Translator, node: nodes.Element) -> None:
    role, _, which = node["role"].partition(" ")
    if role == "choice":
        place = sum(part["role"] == "choice" for part in before(node))
        self.body.append(
            f'<label class="answer-choice"><input type="radio" name="choice" value="{place}"><span>'
        )
    else:
        close_form(self, node.parent)
        self.body.append(f'<template data-{role}="{which}">')


def depart_said(self: HTML5Translator, node: nodes.Element) -> None:
    self.body.append("</span></label>" if node["role"] == "choice" else "</template>")


def before(node: nodes.Element) -> Iterator[nodes.Element]:
    for part in node.parent.children:
        if part is node:
            return
        yield part


def visit_drawn(self: HTML5Translator, node: nodes.Element) -> None:
    self.body.append(f'<span class="drawn" data-of="{node["of"]}" data-turn="{node["turn"]}">')


def depart_drawn(self: HTML5Translator, node: nodes.Element) -> None:
    self.body.append("</span>")


def setup(app: Sphinx) -> None:
    app.add_config_value("live_names", {}, "env")
    app.add_node(answer, html=(visit_answer, depart_answer))
    app.add_node(said, html=(visit_said, depart_said))
    app.add_node(drawn, html=(visit_drawn, depart_drawn))
    app.add_directive("answer", Answer)
    app.add_role("drawn", Drawn())
    app.connect("doctree-read", connect)
