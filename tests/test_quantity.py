"""The engine of live figures, with a figure of another field of physics: a thin lens."""

import math
from array import array

import pytest

from livefigure import (
    Figure,
    arrow,
    as_these_run,
    axis,
    circle,
    color_map,
    control,
    coordinate,
    curve,
    grid,
    here,
    level,
    plot,
    pointing,
    points,
    quantity,
    readout,
    row,
    scene,
)
from livefigure.quantity import Now
from magbook.elementwise import Real, Vector, elementwise

focus = control("focus", "<i>f</i>", "focal length", -50, 50, 10.0, "cm")
distance = control("distance", "<i>s</i>", "distance of the object", 1, 100, 30.0, "cm")
height = coordinate("height")
calls = []


@quantity(focus, distance)
def image(focus, distance):
    """Distance of the image behind the lens; none for an object in the focus."""
    calls.append((focus, distance))
    return None if distance == focus else 1 / (1 / focus - 1 / distance)


@quantity(image, distance)
def magnification(image, distance):
    return -image / distance


@quantity(magnification, height)
def image_height(magnification, height):
    return magnification * height


@quantity(image)
def both(image):
    return image, -image


PLACES = [5.0, 10.0, 20.0, 30.0]
images = row(image, distance, PLACES)

lens = Figure(
    title="A thin lens",
    controls=[focus, distance],
    readouts=[readout(image, "<i>s</i>′", "distance of the image", "cm"),
              readout(both[1], "", "the same, the other way", name="before")],
    views=[
        plot("Images", axis("s"), axis("s′", high=image), [
            curve(images, "exact"),
            points(here(image, distance), "reader"),
            color_map(grid(image_height, (distance, 10, 30, 3), (height, 0, 1, 2)), [1.0]),
        ]),
        scene("The lens", [arrow(pointing((0, 0, 1), magnification), "moment")]),
    ],
    presets=[],
    describe=lambda now: f"The image is {now(image)} cm away.",
    code=lambda focus, distance: "",
)  # fmt: skip


def drawn(values=None, view=0):
    results = lens.answer(values or {})["results"]
    return [results[mark["data"]] for mark in lens.spec()["views"][view]["marks"]]


def test_readouts_have_the_names_of_their_quantities():
    answer = lens.answer({})
    assert answer["results"]["image"] == pytest.approx(15)
    assert answer["results"]["before"] == -answer["results"]["image"]
    assert answer["text"] == f"The image is {answer['results']['image']} cm away."


def test_a_point_lies_on_its_curve():
    (places, values), ((at,), (value,)), _ = drawn({"distance": 20.0})
    assert list(places) == PLACES and (at, value) == (20.0, values[2])


def test_what_is_none_is_said_once():
    results = lens.answer({"distance": 10.0})["results"]
    assert results["image"] is None and results["before"] is None
    (_, values), point, _ = drawn({"distance": 10.0})
    assert point is None and drawn({"distance": 10.0}, view=1) == [None]
    assert math.isnan(values[1]) and values[2] == pytest.approx(20)


def test_what_has_not_changed_is_not_computed_again():
    lens.answer({"focus": 10.0, "distance": 30.0})
    calls.clear()
    lens.answer({"focus": 10.0, "distance": 40.0})
    assert calls == [(10.0, 40.0)]
    lens.answer({"focus": 12.0, "distance": 40.0})
    assert len(calls) > 1 + len(PLACES)


def test_rows_share_what_they_are_made_of_and_keep_it():
    """Two rows over the same places compute it once; it stays while what it is made of does."""
    x = coordinate("x")
    asked = []

    @quantity(focus, x)
    def costly(focus, x):
        asked.append((focus, x))
        return focus * x if x else None

    cheap = quantity(costly, distance)(lambda costly, distance: costly + distance)
    square = quantity(costly)(lambda costly: costly * costly)
    curves = [row(cheap, x, [0.0, 1.0, 2.0]), row(square, x, [0.0, 1.0, 2.0]),
              row(square, x, [3.0])]  # fmt: skip
    marks = [curve(data, "exact") for data in curves]
    figure = Figure("", [focus, distance], [], [plot("", axis(""), axis(""), marks)], {},
                    lambda now: "", lambda focus, distance: "")  # fmt: skip

    def answer(**values):
        results = figure.answer(values)["results"]
        return [list(results[mark["data"]][1]) for mark in figure.spec()["views"][0]["marks"]]

    first = answer(focus=2.0, distance=1.0)
    assert first[0][1:] == [3.0, 5.0] and first[1][1:] == [4.0, 16.0] and first[2] == [36.0]
    assert math.isnan(first[0][0]) and math.isnan(first[1][0])
    assert asked == [(2.0, 0.0), (2.0, 1.0), (2.0, 2.0), (2.0, 3.0)]
    assert answer(focus=2.0, distance=5.0)[0][1:] == [7.0, 9.0] and len(asked) == 4
    assert answer(focus=3.0, distance=5.0)[0][1:] == [8.0, 11.0] and len(asked) == 8


def test_an_arrow_has_the_sign_of_its_quantity():
    for values in ({}, {"distance": 5.0}):
        (tail_and_along,) = drawn(values, view=1)
        strength = -lens.answer(values)["results"]["image"] / values.get("distance", 30.0)
        assert tail_and_along == (0, 0, 0, 0, 0, strength)


def test_arrows_and_loops_stand_where_they_are_put():
    now, place = Now({"focus": 2.0, "distance": 4.0}), quantity(focus)(lambda f: (f, 0.0, 1.0))
    assert now(pointing((0, 1, 0), distance, place)) == (2.0, 0.0, 1.0, 0.0, 4.0, 0.0)
    assert now(circle((0, 1, 0), distance, place)) == (2.0, 0.0, 1.0, 0, 1, 0, 4.0)


def test_what_is_drawn_travels_under_its_quantitys_name():
    marks = [mark["data"] for view in lens.spec()["views"] for mark in view["marks"]]
    assert marks[:3] == ["image_curve", "image_here", "image_height_map"]
    assert lens.spec()["views"][0]["y"]["high"] == "image"  # which the readout shows


def test_a_map_runs_over_a_control_and_a_coordinate():
    nx, ny, x0, x1, y0, y1, values = drawn()[2]
    assert (nx, ny, x0, x1, y0, y1) == (3, 2, 10, 30, 0, 1)
    # magnifications for an object in the focus, at twice and at three times its distance
    expected = [math.nan, 0, 0, math.nan, -1, -0.5]
    assert list(values) == pytest.approx(expected, nan_ok=True)


def test_axes_take_quantities_for_limits():
    high = lens.spec()["views"][0]["y"]["high"]
    assert lens.answer({})["results"][high] == pytest.approx(15)


class Spy:
    """A kernel that keeps for how many places it is called."""

    def __init__(self, lifted):
        self.lifted, self.kernel, self.asked = lifted, lifted.kernel, []

    def __call__(self, *args):
        self.asked.append(max(len(arg) for arg in args if hasattr(arg, "__len__")))
        return self.lifted(*args)


@elementwise()
def scaled_square(x: Real, factor: Real) -> Real:
    return factor * x * x


@elementwise()
def ceiling(x: Real) -> Real:
    return min(x, 10.0)


@elementwise()
def at_height(x: Real, height: Real) -> Vector:
    return x, 0.0, height


@elementwise()
def length(v: Vector) -> Real:
    return math.sqrt(v[0] * v[0] + v[1] * v[1] + v[2] * v[2])


def test_a_row_of_a_kernel_is_one_call():
    x, spy = coordinate("x"), Spy(scaled_square)
    along = quantity(x, focus)(spy)
    parabola = row(along, x, [1.0, 2.0, 3.0])
    figure = Figure("", [focus], [], [plot("", axis(""), axis(""), [curve(parabola, "exact")])], {},
                    lambda now: "", lambda focus: "")  # fmt: skip
    (key,) = [mark["data"] for mark in figure.spec()["views"][0]["marks"]]
    _, ys = figure.answer({"focus": 2.0})["results"][key]
    assert list(ys) == [2.0, 8.0, 18.0] and isinstance(ys, array)
    assert spy.asked == [3]
    assert list(Now({"focus": 2.0})(as_these_run(along, {x: [1.0, 4.0]}))) == [2.0, 32.0]
    assert spy.asked == [3, 2]


def test_a_kernel_runs_in_one_call_through_what_a_function_made():
    x, spy = coordinate("x"), Spy(scaled_square)
    shifted = quantity(x, focus)(lambda x, focus: x + focus)
    _, found = Now({"focus": 1.0})(row(quantity(shifted, 1.0)(spy), x, [1.0, 2.0, 3.0]))
    assert list(found) == [4.0, 9.0, 16.0] and spy.asked == [3]


def test_a_kernel_runs_in_one_call_through_places_in_a_list():
    x, spy = coordinate("x"), Spy(ceiling)
    places = quantity(focus)(lambda focus: [focus, 5 * focus, 9 * focus])
    _, found = Now({"focus": 2.0})(row(quantity(x)(spy), x, places))
    assert list(found) == [2.0, 10.0, 10.0] and spy.asked == [3]


def test_a_kernel_runs_in_one_call_through_vectors():
    x, spy = coordinate("x"), Spy(length)
    far = quantity(quantity(x, focus)(at_height))(spy)
    _, found = Now({"focus": 4.0})(row(far, x, [0.0, 3.0]))
    assert list(found) == [4.0, 5.0] and spy.asked == [2]


def test_a_kernel_is_not_called_where_something_is_missing():
    """It might make a number of nan: min(nan, 10) is 10, or nan, in the one language or other."""
    x, spy = coordinate("x"), Spy(ceiling)

    @elementwise()
    def root(x: Real) -> Real:
        return x**0.5 if x >= 0.0 else math.nan

    for inner in (root, lambda x: x**0.5 if x >= 0.0 else None):
        spy.asked.clear()
        _, found = Now({"focus": 1.0})(row(quantity(quantity(x)(inner))(spy), x, [-1.0, 4.0, 400]))
        assert list(found) == pytest.approx([math.nan, 2.0, 10.0], nan_ok=True)
        assert spy.asked == [2]
    nothing = Now({"focus": 1.0})(row(quantity(quantity(x)(root))(spy), x, [-1.0, -2.0]))
    assert all(value != value for value in nothing[1])


def test_one_function_may_be_several_quantities():
    images = [quantity(f, distance, name=f"lens_{f}")(image.function) for f in (20, 40)]
    figure = Figure("", [distance], [readout(image, "", "") for image in images], [], {},
                    lambda now: "", lambda distance: "")  # fmt: skip
    results = figure.answer({"distance": 60.0})["results"]
    assert results == {"lens_20": pytest.approx(30), "lens_40": pytest.approx(120)}


def test_components_have_names():
    upright, inverted = quantity(image)(lambda image: (image, -image)).parts("upright", "inverted")
    figure = Figure("", [focus, distance], [readout(inverted, "", "")],
                    [plot("", axis(""), axis(""), [points(here(upright, distance), "reader")])], {},
                    lambda now: "", lambda focus, distance: "")  # fmt: skip
    results = figure.answer({"focus": 10.0, "distance": 30.0})["results"]
    assert results["inverted"] == pytest.approx(-15)
    assert results["upright_here"] == ([30.0], [-results["inverted"]])


def test_a_level_may_be_a_number_a_control_or_a_quantity():
    levels = [level(2.5, "quiet"), level(focus, "quiet"), level(image, "quiet")]
    figure = Figure("", [focus, distance], [], [plot("", axis("", 0, 9), axis(""), levels)], {},
                    lambda now: "", lambda focus, distance: "")  # fmt: skip
    results = figure.answer({"focus": 20.0, "distance": 10.0})["results"]
    (view,) = figure.spec()["views"]
    assert [results[mark["data"]] for mark in view["marks"]] == pytest.approx([2.5, 20, -20])
    assert (view["x"]["low"], view["x"]["high"]) == (0, 9)


def test_what_no_reader_sets_has_no_value_of_its_own():
    with pytest.raises(ValueError, match="height has no present value"):
        Now(lens.defaults())(image_height)


def test_a_curve_over_what_does_not_matter_is_a_mistake():
    with pytest.raises(ValueError, match="over distance, which it does not depend on"):
        row(quantity(focus)(abs), distance, PLACES)


def test_readouts_and_views_hand_over_what_they_are_told():
    told = {"symbol": "<i>s</i>", "words": "image", "unit": "m", "digits": 3, "gauge": True}
    told |= {"missing": "none", "zero": 1e-9, "name": "s"}
    assert readout(image, **told) == {"of": image, **told}
    x, y = (
        {"label": name, "low": 1.0, "high": 9.0, "scale": "log", "ticks": [1.0, 9.0], "unit": "m"}
        for name in "xy"
    )
    assert axis(**x) == x
    told = {"title": "A plot", "x": x, "y": y, "marks": [], "aspect": 0.5, "equal": True}
    told["folded"] = "More"
    assert plot(**told) == {"kind": "plot", **told}
    told = {"title": "A scene", "marks": [], "extent": 2.0, "azimuth": 10, "elevation": 30}
    told |= {"aspect": 0.5, "folded": "More"}
    assert scene(**told) == {"kind": "scene", **told}


def test_where_a_row_has_nan_there_is_none_for_what_is_made_of_it():
    root = quantity(focus)(lambda x: math.sqrt(x) if x >= 0 else math.nan)
    length = quantity(root)(lambda x: max(0.0, x) if x == x else 0.0)
    _, values = Now({"focus": 1.0})(row(length, over=focus, at=[-1.0, 4.0]))
    assert list(values) == pytest.approx([math.nan, 2.0], nan_ok=True)


def test_a_kernels_components_are_drawn_each_by_itself_and_nan_is_none():
    x = coordinate("x")

    @elementwise()
    def two(x: Real) -> tuple[Real, Real]:
        return x, 10.0 * x

    @elementwise()
    def root(x: Real) -> Real:
        return x**0.5 if x >= 0.0 else math.nan

    first, second = quantity(x)(two).parts("first", "second")
    now = Now({"focus": -4.0})
    assert list(now(row(second, x, [1.0, 2.0]))[1]) == [10.0, 20.0]
    assert list(now(row(first, x, [1.0, 2.0]))[1]) == [1.0, 2.0]
    assert now(quantity(focus)(root)) is None


def test_steps_of_one_are_whole_numbers_where_the_default_is_one():
    wholes = [control("n", "n", "n", 1, 9, n, step=1).spec["whole"] for n in (3, 3.0)]
    assert wholes == [True, False]
