// Marks of a plane view, and its axes, in pixels.
import assert from "node:assert/strict";
import { test } from "node:test";
import { axisOf } from "../../src/livefigure/web/axis.js";
import { keys } from "../../src/livefigure/web/legend.js";
import { planeMarks } from "../../src/livefigure/web/marks/index.js";
import { box, painted, pairs, pixel, plot, role } from "./draw.mjs";

const near = (found, wanted, within = 0.01) => {
  assert.equal(found.length, wanted.length, `${found} for ${wanted}`);
  found.forEach((place, i) => {
    const far = Math.hypot(place[0] - wanted[i][0], place[1] - wanted[i][1]);
    assert.ok(far <= within, `${place} for ${wanted[i]}`);
  });
};

const line = { kind: "curve", data: "line", color: "exact", label: "", dash: false, width: 2 };
const [xs, ys] = [
  [1, 2, 4, 8],
  [2, 6, 5, 9],
];
const places = xs.map((x, i) => pixel(x, ys[i]));

test("a curve goes through its points, in order", () => {
  const svg = plot([line], { line: [xs, ys] });
  const [path] = painted(svg, "path", "exact");
  near(pairs(path.getAttribute("d")), places);
  assert.equal(path.closest("[stroke]").getAttribute("fill"), "none");
});

test("a curve parts where a number is missing", () => {
  const svg = plot([line], { line: [xs, [2, Number.NaN, 5, 9]] });
  const d = painted(svg, "path", "exact")[0].getAttribute("d");
  assert.equal(d.split("M").length - 1, 2);
  near(pairs(d).slice(-2), places.slice(2));
});

test("a dashed curve has its dashes", () => {
  for (const [dash, wanted] of [
    [true, "5 4"],
    ["8 3", "8 3"],
    [false, null],
  ]) {
    const [path] = painted(plot([{ ...line, dash }], { line: [xs, ys] }), "path", "exact");
    const given = path.closest("[stroke-dasharray]")?.getAttribute("stroke-dasharray") ?? null;
    assert.equal(given, wanted);
  }
});

test("each piece of a curve with heads ends in an arrowhead of this drawing", () => {
  const data = {
    line: [
      [1, 2, Number.NaN, 4, 8],
      [2, 6, Number.NaN, 5, 9],
    ],
  };
  const svg = plot([{ ...line, heads: true }], data);
  const pieces = [...svg.querySelectorAll("path[marker-end]")];
  assert.equal(pieces.length, 2);
  near(pairs(pieces[0].getAttribute("d")), places.slice(0, 2));
  for (const piece of pieces) {
    const id = piece.getAttribute("marker-end").match(/url\(#(.*)\)/)[1];
    assert.match(id, /^plot-\d+$/);
    assert.equal(svg.querySelector(`[id="${id}"]`).tagName, "marker");
  }
});

test("an area reaches from its curve to zero", () => {
  const mark = { kind: "area", data: "a", color: "torque", label: "" };
  const d = painted(plot([mark], { a: [xs, ys] }), "path", "torque")[0].getAttribute("d");
  near(pairs(d), [...places, ...xs.map((x) => pixel(x, 0)).reverse()]);
});

test("the grid shows through what is tinted", () => {
  const box = [
    [1, 5, 9],
    [2, 8, 4],
  ];
  for (const kind of ["area", "region", "bars"]) {
    const mark = { kind, data: "d", color: "torque", label: "", width: 1 };
    const tinted = painted(plot([mark], { d: box }), "path, rect", "torque");
    assert.ok(tinted.length);
    for (const shape of tinted) {
      const opacity = shape.closest("[fill-opacity]").getAttribute("fill-opacity");
      assert.ok(Number(opacity) < 0.3, kind);
    }
  }
});

test("a region is the inside of its outline", () => {
  const mark = { kind: "region", data: "r", color: "high", label: "" };
  const [path] = painted(plot([mark], { r: [xs, ys] }), "path", "high");
  near(pairs(path.getAttribute("d")), places);
  assert.match(path.getAttribute("d"), /Z$/);
  assert.equal(path.closest("[fill]").getAttribute("fill"), role("high"));
});

test("bars stand on zero, amid their places, as high as their numbers", () => {
  const mark = { kind: "bars", data: "b", color: "current", label: "", width: 0.5 };
  const rects = painted(plot([mark], { b: [xs, ys] }), "rect", "current");
  assert.equal(rects.length, 4);
  rects.forEach((rect, i) => {
    const [x, y, width, height] = ["x", "y", "width", "height"].map((name) =>
      Number(rect.getAttribute(name)),
    );
    near(
      [
        [x, y],
        [x + width, y + height],
      ],
      [pixel(xs[i] - 0.25, ys[i]), pixel(xs[i] + 0.25, 0)],
    );
  });
});

test("a ring keeps its radius from its middle", () => {
  const mark = { kind: "ring", data: "r", color: "quiet", label: "", width: 2 };
  const svg = plot([mark], { r: [5, 5, 2] }, { equal: true });
  const points = pairs(painted(svg, "path", "quiet")[0].getAttribute("d"));
  const unit = 20; // of the narrower direction
  for (const [x, y] of points)
    assert.ok(Math.abs(Math.hypot(x - 202, y - 124) - 2 * unit) < 0.1, `${x}, ${y}`);
  assert.ok(points.length > 50);
});

test("points are where their numbers are; what is held lies in a handle", () => {
  const mark = { kind: "points", data: "p", color: "reader", label: "", radius: 6, drag: null };
  for (const drag of [null, { x: "alpha" }]) {
    const circles = painted(plot([{ ...mark, drag }], { p: [xs, ys] }), "circle", "reader");
    near(
      circles.map((c) => [Number(c.getAttribute("cx")), Number(c.getAttribute("cy"))]),
      places,
    );
    assert.equal(circles[0].getAttribute("r"), "6");
    const rim = circles[0].closest("[stroke]").getAttribute("stroke");
    assert.equal(rim, role("paper")); // on the curve where they lie
    assert.equal(circles[0].closest(".mag-handle") !== null, drag !== null);
  }
});

test("an arrow begins at its place and points where its numbers do", () => {
  const mark = { kind: "arrows", data: "a", color: "force", label: "" };
  const ways = [
    [2, 0],
    [0, 2],
    [-1, 1],
    [1, -2],
  ];
  const data = [[5, 5, 5, 5], [5, 5, 5, 5], ways.map(([dx]) => dx), ways.map(([, dy]) => dy)];
  const arrows = painted(plot([mark], { a: data }), "path", "force");
  assert.equal(arrows.length, 4);
  arrows.forEach((arrow, i) => {
    const [, x, y, turn = "0"] = arrow
      .getAttribute("transform")
      .match(/translate\(([^,]+),([^)]+)\)(?: rotate\((.*)\))?/);
    const [tail, tip] = pairs(arrow.getAttribute("d"));
    const angle = (Number(turn) * Math.PI) / 180;
    const turned = ([u, v]) => [
      Number(x) + u * Math.cos(angle) - v * Math.sin(angle),
      Number(y) + u * Math.sin(angle) + v * Math.cos(angle),
    ];
    const [dx, dy] = ways[i];
    // both are measured in units of the x axis
    const wanted = [pixel(5, 5)[0] + 30 * dx, pixel(5, 5)[1] - 30 * dy];
    near([turned(tail), turned(tip)], [pixel(5, 5), wanted]);
  });
});

test("a level goes all across, dotted", () => {
  const mark = { kind: "level", data: "l", color: "quiet", label: "", width: 1.5 };
  for (const vertical of [false, true]) {
    const [rule] = painted(plot([{ ...mark, vertical }], { l: 4 }), "line", "quiet");
    const ends = [1, 2].map((i) => ["x", "y"].map((d) => Number(rule.getAttribute(d + i))));
    near(ends, vertical ? [pixel(4, 10), pixel(4, 0)] : [pixel(0, 4), pixel(10, 4)]);
    assert.ok(rule.closest("[stroke-dasharray]"));
  }
});

test("what comes out of the plane is a dot, what goes into it a cross", () => {
  const mark = { kind: "dots_and_crosses", data: "f", color: "exact", label: "", radius: 8 };
  const svg = plot([{ ...mark, ring: false }], {
    f: [
      [2, 7],
      [3, 6],
      [0.25, -1],
    ],
  });
  const dots = painted(svg, "circle", "exact");
  near(
    dots.map((c) => [Number(c.getAttribute("cx")), Number(c.getAttribute("cy"))]),
    [pixel(2, 3)],
  );
  assert.ok(Math.abs(Number(dots[0].getAttribute("r")) - 0.6 * 0.5 * 8) < 0.01); // as the root
  const crosses = painted(svg, "path", "exact");
  assert.equal(crosses.length, 1);
  near(pairs(crosses[0].getAttribute("transform")), [pixel(7, 6)]);
  const strokes = pairs(crosses[0].getAttribute("d"));
  assert.equal(strokes.length, 4);
  for (const [x, y] of strokes) {
    assert.ok(Math.abs(Math.hypot(x, y) - 8) < 0.01); // a cross of 1 has the radius
    assert.ok(Math.abs(Math.abs(x) - Math.abs(y)) < 0.01);
  }
  const ringed = plot([{ ...mark, ring: true }], {
    f: [
      [2, 7, 4],
      [3, 6, 4],
      [0.25, -1, 0],
    ],
  });
  const radii = painted(ringed, "circle", "exact").map((c) => Number(c.getAttribute("r")));
  assert.equal(radii.filter((r) => r === 8).length, 3);
  assert.equal(painted(ringed, "circle, path", "exact").length, 3 + 2);
});

test("a map is warm above zero, cool below", () => {
  const mark = { kind: "map", data: "m", color: "high", label: "U", levels: [2], sides: "both" };
  const values = Array.from({ length: 121 }, (_, i) => (i % 11) - 5); // grows to the right
  const data = { m: [11, 11, 0, 10, 0, 10, values] };
  const side = (svg, name) =>
    painted(svg, "path", name).flatMap((path) => pairs(path.getAttribute("d")));
  const svg = plot([mark], data);
  assert.ok(Math.abs(box(side(svg, "high")).left - pixel(7, 0)[0]) < 3);
  assert.ok(Math.abs(box(side(svg, "low")).right - pixel(3, 0)[0]) < 3);
  assert.ok(box(side(svg, "high")).right > 350 && box(side(svg, "low")).left < 54);
  for (const [sides, other] of [
    ["high", "low"],
    ["low", "high"],
  ]) {
    const half = plot([{ ...mark, sides }], data);
    assert.ok(side(half, sides).length && !side(half, other).length);
  }
});

test("words stand centred about their places, with their numbers", () => {
  const mark = { kind: "texts", data: "t", color: "exact", label: "", words: ["a\nb", "c"] };
  const data = { t: [xs.slice(0, 2), ys.slice(0, 2), [Number.NaN, 0.1234]] };
  const texts = painted(plot([{ ...mark, unit: "%", digits: 2 }], data), "text", "exact");
  near(
    texts.map((text) => pairs(text.getAttribute("transform"))[0]),
    places.slice(0, 2),
  );
  assert.deepEqual(
    texts.map((text) => text.textContent),
    ["ab", "c 0.12 %"],
  );
});

test("a map's rows go up from its lowest y", () => {
  const mark = { kind: "map", data: "m", color: "high", label: "", levels: [3], sides: "high" };
  const values = Array.from({ length: 121 }, (_, i) => Math.floor(i / 11) - 5);
  const svg = plot([mark], { m: [11, 11, 0, 10, 0, 10, values] });
  const { top, bottom } = box(
    painted(svg, "path", "high").flatMap((path) => pairs(path.getAttribute("d"))),
  );
  assert.ok(top < 30 && Math.abs(bottom - pixel(0, 8)[1]) < 3);
});

test("a map has a gap where a number is missing", () => {
  const mark = { kind: "map", data: "m", color: "high", label: "", levels: [3], sides: "high" };
  const values = Array.from({ length: 121 }, (_, i) => (i === 60 ? Number.NaN : 5));
  const [path] = painted(plot([mark], { m: [11, 11, 0, 10, 0, 10, values] }), "path", "high");
  const [, edge] = path.getAttribute("d").split("Z");
  near(pairs(edge), [pixel(5, 6), pixel(4, 5), pixel(5, 4), pixel(6, 5)]);
});

test("a mark without data is not drawn", () => {
  const svg = plot([line], { line: null });
  assert.equal(painted(svg, "path", "exact").length, 0);
});

const axisView = (marks, x, y) => ({
  kind: "plot",
  marks,
  x: { label: "x", low: null, high: null, scale: "linear", ticks: null, unit: "", ...x },
  y: { label: "y", low: null, high: null, scale: "linear", ticks: null, unit: "", ...y },
});

test("the y axis grows upwards, the x axis to the right", () => {
  const texts = [...plot([line], { line: [xs, ys] }).querySelectorAll("text")];
  const at = (words, i) =>
    pairs(texts.filter((t) => t.textContent === words)[i].getAttribute("transform"))[0];
  assert.ok(at("10", 0)[0] > at("2", 0)[0]);
  assert.ok(at("10", 1)[1] < at("2", 1)[1]);
});

test("axes hold what every mark reaches", () => {
  const extents = {
    curve: [
      [
        [1, 3],
        [2, 5],
      ],
      [1, 3],
      [2, 5],
    ],
    area: [
      [
        [1, 3],
        [2, 5],
      ],
      [1, 3],
      [2, 5],
    ],
    region: [
      [
        [1, 3],
        [2, 5],
      ],
      [1, 3],
      [2, 5],
    ],
    points: [
      [
        [1, 3],
        [2, 5],
      ],
      [1, 3],
      [2, 5],
    ],
    arrows: [
      [
        [1, 3],
        [2, 5],
        [9, 9],
        [9, 9],
      ],
      [1, 3],
      [2, 5],
    ],
    dots_and_crosses: [
      [
        [1, 3],
        [2, 5],
        [9, 9],
      ],
      [1, 3],
      [2, 5],
    ],
    texts: [
      [
        [1, 3],
        [2, 5],
        [9, 9],
      ],
      [1, 3],
      [2, 5],
    ],
    bars: [
      [
        [1, 3],
        [2, 5],
      ],
      [0.5, 3.5],
      [0, 5],
    ],
    ring: [
      [1, 2, 4],
      [-3, 5],
      [-2, 6],
    ],
    map: [
      [2, 2, 1, 3, 2, 5, [0, 0, 0, 0]],
      [1, 3],
      [2, 5],
    ],
  };
  for (const [kind, [data, x, y]] of Object.entries(extents)) {
    const view = axisView([{ kind, data: "d", width: 1 }], {}, {});
    assert.deepEqual(axisOf(view, "x", { d: data }).scale.domain, x, kind);
    assert.deepEqual(axisOf(view, "y", { d: data }).scale.domain, y, kind);
  }
  assert.deepEqual(Object.keys(planeMarks).sort(), [...Object.keys(extents), "level"].sort());
  const level = axisView([
    { kind: "level", data: "l", vertical: true },
    { ...line, data: "d" },
  ]);
  const results = {
    l: 7,
    d: [
      [1, 3],
      [2, 5],
    ],
  };
  assert.deepEqual(axisOf(level, "x", results).scale.domain, [1, 7]);
  assert.deepEqual(axisOf(level, "y", results).scale.domain, [2, 5]);
});

test("an axis's limits may be results", () => {
  const view = axisView([line], { low: "least", high: 8 });
  const axis = axisOf(view, "x", { line: [xs, ys], least: -1 });
  assert.deepEqual(axis.scale.domain, [-1, 8]);
});

test("a logarithmic axis has its ticks at powers of ten", () => {
  const view = axisView([line], {}, { scale: "log" });
  const axis = axisOf(view, "y", {
    line: [
      [1, 2],
      [3e-9, 2e-6],
    ],
  });
  assert.deepEqual(axis.scale.domain, [1e-9, 1e-5]);
  assert.deepEqual(axis.texts, ["10⁻⁹", "10⁻⁸", "10⁻⁷", "10⁻⁶", "10⁻⁵"]);
  assert.deepEqual(axis.numbers, [1e-9, 1e-8, 1e-7, 1e-6, 1e-5]);
});

test("small numbers leave their power of ten to the caption", () => {
  const view = axisView([line], {}, { unit: "T" });
  const axis = axisOf(view, "y", {
    line: [
      [1, 2],
      [0, 4e-7],
    ],
  });
  assert.deepEqual(axis.texts, ["0", "1", "2", "3", "4"]);
  assert.equal(axis.caption, "y (10⁻⁷ T)");
});

test("ticks have as many decimals as they need, and a true minus", () => {
  const axis = axisOf(axisView([line]), "y", {
    line: [
      [1, 2],
      [-1, 1],
    ],
  });
  assert.deepEqual(axis.texts, ["−1.0", "−0.5", "0.0", "0.5", "1.0"]);
});

test("ticks that would not stand side by side are thinned", () => {
  const view = axisView([line], { low: 0, high: 100, ticks: [0, 20, 40, 60, 80, 100] });
  assert.deepEqual(axisOf(view, "x", { line: [xs, ys] }, 90).texts, ["0", "40", "80"]);
});

test("a letter behind _ is lowered", () => {
  const svg = plot([line], { line: [xs, ys] }, { x: { label: "m_a" } });
  const index = svg.querySelector("tspan");
  assert.equal(index.textContent, "a");
  assert.ok(Number(index.getAttribute("dy")) > 0);
});

test("axes of one scale take as many pixels for a unit", () => {
  const svg = plot(
    [line],
    {
      line: [
        [0, 10],
        [0, 10],
      ],
    },
    { equal: true },
  );
  const [[x1, y1], [x2, y2]] = pairs(painted(svg, "path", "exact")[0].getAttribute("d"));
  assert.ok(Math.abs(x2 - x1 - (y1 - y2)) < 0.01);
  assert.ok(Math.abs((x1 + x2) / 2 - 202) < 0.01); // what is left over is on both sides
});

test("clips have the drawing's name", () => {
  const svg = plot([line], { line: [xs, ys] });
  const ids = [...svg.querySelectorAll("clipPath")].map(({ id }) => id);
  assert.deepEqual(ids, ["plot-0"]);
  assert.equal(svg.querySelector("[clip-path]").getAttribute("clip-path"), "url(#plot-0)");
  assert.equal(svg.querySelector("style"), null);
});

test("a legend has a key for each label, and two for a map of both sides", () => {
  const map = { kind: "map", data: "m", color: "high", label: "U", levels: [1], sides: "both" };
  const found = keys({ marks: [map, line, { ...line, label: "sum", dash: true }] });
  assert.deepEqual(
    found.map(({ label }) => label),
    ["U > 0", "U < 0", "sum"],
  );
  const colours = [role("high"), role("low"), role("exact")];
  for (const [i, { swatch }] of found.entries()) assert.ok(swatch.includes(colours[i]), swatch);
  assert.ok(found[2].swatch.includes('stroke-dasharray="5 4"'));
  const level = { kind: "level", data: "l", color: "quiet", label: "l", width: 1, vertical: false };
  assert.ok(keys({ marks: [level] })[0].swatch.includes("stroke-dasharray"));
});

test("captions stay at the frame, however much room is left around it", () => {
  const captions = (more, high) => {
    const axes = { x: { label: "across" }, y: { label: "up", high } };
    const svg = plot([line], { line: [xs, ys] }, { ...axes, ...more });
    return ["across", "up"].map((words) => {
      const text = [...svg.querySelectorAll("text")].find((t) => t.textContent === words);
      const [x, y] = [text, text.parentElement]
        .map((element) => pairs(element.getAttribute("transform"))[0])
        .reduce(([x, y], [dx, dy]) => [x + dx, y + dy]);
      return [x, y];
    });
  };
  near(captions({}, 10), [
    [202, 261],
    [3, 3],
  ]);
  near(captions({ equal: true }, 10), [
    [202, 261],
    [53, 3],
  ]); // the frame is 200 × 200
  near(captions({ equal: true }, 1), [
    [202, 176],
    [3, 88],
  ]); // 300 × 30
});
