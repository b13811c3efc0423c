"""Exercises in the built site: each answers in its page, and what is answered is kept."""

import re

import pytest

from livefigure.exercise import true_curve
from livefigure.words import for_the_eye
from tests.browser.conftest import SITE
from tests.exercises import ASKED, chapters, source
from tests.test_exercises import cases

FIRST = chapters()[0]
SUBMIT = """async ([label, given, kind]) => {
    const root = document.querySelector(`[data-exercise="${label}"]`);
    if (kind === "choice") root.querySelector(`[name=choice][value="${given}"]`).checked = true;
    else root.querySelector("[name=answer]").value = given;
    root.querySelector("[type=submit]").click();
    await new Promise(requestAnimationFrame);
    while (root.ariaBusy) await new Promise(requestAnimationFrame);
    const text = (element) => element?.textContent.replace("✓ ", "").trim();
    const said = [...root.querySelectorAll("template[data-say]")];
    return [
        root.dataset.state,
        text(root.querySelector("output")),
        Object.fromEntries(said.map((one) => [one.dataset.say, text(one.content)])),
    ];
}"""


def a(kind):
    """An exercise of this kind, on the lightest page that has one."""
    of_kind = [one for one in ASKED if one.asks["kind"] == kind]
    return min(of_kind, key=lambda one: (SITE / f"book/{one.page}.html").stat().st_size)


def test_a_sketch_is_drawn_by_hand_and_by_keyboard(visit):
    one = a("sketch")
    with visit(f"book/{one.page}.html") as page:
        root = page.locator(f'[data-exercise="{one.label}"]')
        canvas = root.locator(".mag-canvas")
        root.locator("[type=submit]").click()
        root.locator("output", has_text="Draw the curve").wait_for()
        page.evaluate("document.fonts.ready.then(() => {})")  # nothing moves when they come
        buttons = root.locator(".answer-buttons").bounding_box()
        caption = canvas.locator("text", has_text=one.asks["x"][0]).bounding_box()
        assert caption["y"] < buttons["y"] - 20
        low, high = one.asks["y"][2:]
        plot = canvas.evaluate(
            """place => {
                const box = place.getBoundingClientRect();
                return [box.left + scrollX, box.top + scrollY, box.width, box.height];
            }"""
        )
        canvas.scroll_into_view_if_needed()
        box = canvas.bounding_box()
        left, right, top, bottom = 52, box["width"] - 14, 24, box["height"] - 40
        curve = [y if y == y else 0.0 for y in true_curve(one.asks)]
        places = [
            (
                box["x"] + left + (right - left) * i / 40,
                box["y"] + top + (bottom - top) * (high - y) / (high - low),
            )
            for i, y in enumerate(curve)
        ]
        assert plot[2] == box["width"]
        page.mouse.move(*places[0])
        page.mouse.down()
        for place in places[1:]:
            page.mouse.move(*place)
        page.mouse.up()
        root.locator("[type=submit]").click()
        root.locator("output li").first.wait_for()
        assert root.get_attribute("data-state") == "right"
        before = canvas.inner_html()
        canvas.focus()
        for key in ("ArrowLeft", "ArrowLeft", "ArrowUp"):
            page.keyboard.press(key)
        assert canvas.inner_html() != before


def test_hints_come_one_by_one_and_then_the_solution(visit):
    one = a("number")
    hints = [text for role, text in one.texts if role == "hint"]
    with visit(f"book/{one.page}.html") as page:
        root = page.locator(f'[data-exercise="{one.label}"]')
        for count in range(1, len(hints) + 1):
            root.locator("[data-do=hint]").click()
            assert root.locator(".answer-hints > *").count() >= count
        assert not root.locator("[data-do=hint]").is_visible()
        solution = page.locator(
            f'div.exercise:has([data-exercise="{one.label}"]) ~ .solution'
        ).first
        assert "toggle-hidden" in solution.get_attribute("class")
        root.locator("[data-do=solution]").click()
        assert "toggle-hidden" not in solution.get_attribute("class")


def test_what_is_answered_is_kept_until_it_is_erased(visit):
    one = a("choice")
    with visit(f"book/{one.page}.html") as page:
        page.evaluate(SUBMIT, [one.label, str(one.asks["right"]), "choice"])
        progress = page.locator(".answers-progress")
        assert progress.inner_text().startswith("1 of")
        page.reload()
        root = page.locator(f'[data-exercise="{one.label}"]')
        page.wait_for_function("document.querySelector('[data-state=right][data-exercise]')")
        assert root.locator("input:checked").get_attribute("value") == str(one.asks["right"])
        progress.get_by_role("button").click()
        page.wait_for_function("!document.querySelector('[data-state=right][data-exercise]')")
        page.reload()
        assert root.get_attribute("data-state") == "open"
        assert not progress.get_by_role("button").is_visible()


def test_choices_of_one_exercise_leave_those_of_others(visit):
    one = a("choice")
    labels = [
        other.label for other in ASKED if other.page == one.page and other.asks["kind"] == "choice"
    ]
    assert len(labels) > 1
    with visit(f"book/{one.page}.html") as page:
        chosen = [page.locator(f'[data-exercise="{label}"] [name=choice]').last for label in labels]
        for choice in chosen:
            choice.check()
        assert all(choice.is_checked() for choice in chosen)


def test_other_numbers_are_others_and_a_link_names_them(visit):
    one = next(one for one in ASKED if one.asks["draw"])
    with visit(f"book/{one.page}.html") as page:
        spans = page.locator(f'[data-of="{one.label}"]')
        before = spans.all_inner_texts()
        assert before
        root = page.locator(f'[data-exercise="{one.label}"]')
        root.locator("[data-do=new]").click()
        page.wait_for_function(
            "([label, before]) => [...document.querySelectorAll(`[data-of='${label}']`)]"
            ".map(span => span.innerText).join() !== before",
            arg=[one.label, ",".join(before)],
        )
        given, seed, _ = next(case for case in cases(one) if case[1] and case[2] == -1)
        # answered at once, while the page still draws them
        page.evaluate(f"history.replaceState(null, '', '#{one.label}?seed={seed}')")
        at_once = (
            "(asked) => { dispatchEvent(new HashChangeEvent('hashchange',"
            " { newURL: location.href })); return (%s)(asked); }"
        )
        submitted = page.evaluate(at_once % SUBMIT, [one.label, given, one.asks["kind"]])
        assert submitted[0] == "right"


@pytest.mark.parametrize("figure, page", [("dipole-landscape", "dipole-force")])
def test_the_physics_of_a_figure_can_be_changed(visit, figure, page):
    with visit(f"book/{page}.html", tolerant=True, origin="file") as there:
        root = there.locator(f"figure[data-figure={figure}]")
        there.wait_for_function(
            f"document.querySelector('figure[data-figure={figure}]').dataset.engine"
        )

        def values():
            return root.locator("output[data-value]").evaluate_all(
                "all => all.map(one => one.dataset.value)"
            )

        def change(old, new):
            text = root.locator(".cm-content").inner_text()
            assert old in text
            root.locator(".cm-content").click()
            there.keyboard.press("Control+A")
            there.keyboard.insert_text(text.replace(old, new))
            root.get_by_role("button", name="Run").click()

        before = values()
        root.locator("[data-do=edit]").click()
        root.locator(f"[data-editor={figure}] .cm-content").wait_for()
        root.locator("select").select_option(label="dipoles.force")
        change("5.0 *", "4.0 *")
        there.wait_for_function(
            f"document.querySelector('figure[data-figure={figure}][data-engine=interpreted]')"
        )
        assert values() != before
        change("4.0 *", "bananas *")
        root.locator(".mag-editor-error").wait_for()
        assert "NameError" in root.locator(".mag-editor-error").inner_text()
        assert "bananas" not in there.url
        root.get_by_role("button", name="Restore").click()
        there.wait_for_function(
            f"document.querySelector('figure[data-figure={figure}][data-engine=compiled]')"
        )
        assert values() == before


def test_paper_has_a_line_to_write_on_and_the_answers_at_its_end(visit):
    one = a("number")
    with visit(f"book/{one.page}.html") as page:
        answers = page.locator(".answers-printed")
        assert not answers.is_visible()
        page.emulate_media(media="print")
        root = page.locator(f'[data-exercise="{one.label}"]')
        assert root.is_visible() and not root.locator(".answer-form").is_visible()
        assert root.bounding_box()["height"] > 30
        number = page.locator(f"#{one.label} .caption-number").inner_text().split()[-1]
        line = answers.locator("li", has_text=f"{number} ").first.inner_text()
        given = cases(one)[0][0]
        size = float(f"{float(given):.3g}") if not given.startswith("(") else None
        assert size is None or for_the_eye(f"{size:.3g}") in line
        page.evaluate("document.documentElement.dataset.print = 'exercises'")
        assert not answers.is_visible()


def test_a_number_in_the_text_moves_its_figure_and_follows_it(visit):
    number = re.search(r"\{pull\}`(\S+) <([\w-]+)\?(\w+)>`", source(FIRST))
    value, figure, control = number.groups()
    with visit(f"book/{FIRST}.html") as page:
        page.wait_for_function(
            f"document.querySelector('figure[data-figure={figure}]').dataset.engine"
        )
        pulled = page.locator(f".mag-pull[data-of={figure}][data-control={control}]").first
        field = page.locator(f"figure[data-figure={figure}] input[name={control}]")
        assert float(pulled.inner_text()) == float(field.input_value()) == float(value)
        pulled.scroll_into_view_if_needed()
        box = pulled.bounding_box()
        page.mouse.move(box["x"] + 4, box["y"] + 4)
        page.mouse.down()
        page.mouse.move(box["x"] - 40, box["y"] + 4)
        page.mouse.up()
        page.wait_for_function(
            "([number, field]) => Number(number.innerText) === Number(field.value)",
            arg=[pulled.element_handle(), field.element_handle()],
        )
        moved = float(field.input_value())
        assert moved < float(value)
        pulled.press("ArrowRight")
        page.wait_for_function(
            "([field, was]) => Number(field.value) > was", arg=[field.element_handle(), moved]
        )
