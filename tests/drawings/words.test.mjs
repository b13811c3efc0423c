// Numbers and words: what stands in fields, at gauges, in addresses, tables and pictures.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { fromAddress, toAddress } from "../../src/livefigure/web/address.js";
import { unpack } from "../../src/livefigure/web/answer.js";
import { patch } from "../../src/livefigure/web/dom.js";
import { same } from "../../src/livefigure/web/drawing.js";
import { gauge } from "../../src/livefigure/web/gauge.js";
import { markup } from "../../src/livefigure/web/markup.js";
import { exactly, prose, show, withUnit } from "../../src/livefigure/web/number.js";
import { sheet } from "../../src/livefigure/web/picture.js";
import { emptyDocument } from "../../src/livefigure/web/render.js";
import { aloud, fromSlider, rounded, toSlider } from "../../src/livefigure/web/slider.js";
import { csv, settings } from "../../src/livefigure/web/table.js";

const control = (more) => ({
  name: "alpha",
  symbol: "<i>α</i>",
  words: "angle",
  low: 0,
  high: 180,
  default: 30,
  unit: "°",
  step: null,
  whole: false,
  scale: "linear",
  play: false,
  ...more,
});

test("a gauge says what an error is good for", () => {
  const words = (error) => gauge(error).match(/verdict">(\w+)</)[1];
  const found = [1e-17, 0.01, 0.011, 0.1, 0.11, 1e9].map(words);
  const wanted = ["trustworthy", "trustworthy", "rough", "rough", "useless", "useless"];
  assert.deepEqual(found, wanted);
  const role = (error) => gauge(error).match(/--mag-(\w+)/)[1];
  assert.deepEqual([1e-3, 0.05, 0.5].map(role), ["good", "fair", "poor"]);
  assert.equal(gauge(null), "");
});

test("a gauge is as long as the error's logarithm", () => {
  const width = (error) => Number(gauge(error).match(/width:([\d.]+)%/)[1]);
  assert.deepEqual([0, 1e-16, 1e-8, 1, 5].map(width), [3, 3, 50, 100, 100]);
});

test("a number is written for the eye", () => {
  const cases = [
    [0.00123456, 4, "0.001235"],
    [-0.000123456, 4, "−1.235 × 10⁻⁴"],
    [1.5e7, 3, "1.50 × 10⁷"],
    [-3, 6, "−3"],
    [1 / 3, 6, "0.333333"],
    [Number.POSITIVE_INFINITY, 3, "∞"],
    [Number.NEGATIVE_INFINITY, 3, "−∞"],
    [999999.7, 6, "1.00000 × 10⁶"],
  ];
  for (const [value, digits, wanted] of cases) assert.equal(show(value, digits), wanted);
  assert.equal(show(null, 3), null);
  assert.equal(show(Number.NaN, 3), null);
  assert.equal(show(3e-17, 3, 1e-15), "0");
});

test("a sentence's numbers are written for the eye, its words are not touched", () => {
  assert.equal(prose("It is -1.5e-05 N at x2 = 3."), "It is −1.5 × 10⁻⁵ N at x2 = 3.");
  assert.equal(prose("model b-3, 2"), "model b-3, 2");
  assert.equal(prose("from 1e+03 to -2"), "from 1 × 10³ to −2");
});

test("for programs a number has all its digits", () => {
  assert.equal(Number(exactly(0.1 + 0.2)), 0.1 + 0.2);
  assert.equal(exactly(null), "");
});

test("a unit stands behind its number", () => {
  assert.deepEqual(["°", "", "A/m<sup>2</sup>"].map(withUnit), ["°", "", " A/m2"]);
  assert.equal(aloud(control({ unit: "m" }), 2), "2 m");
});

test("a slider leads to a value and back", () => {
  const controls = [
    control(),
    control({ low: 1e-3, high: 1e3, scale: "log" }),
    control({ low: 0, high: 0.999999, scale: "one" }),
    control({ low: 1, high: 9, step: 1, whole: true }),
  ];
  for (const c of controls) {
    assert.equal(fromSlider(c, 0), c.low);
    assert.equal(fromSlider(c, 1000), c.high);
    for (const at of [1, 250, 500, 777, 999]) {
      const value = fromSlider(c, at);
      assert.ok(value >= c.low && value <= c.high);
      assert.ok(Math.abs(toSlider(c, value) - at) <= (c.whole ? 63 : 1), `${c.scale} ${at}`);
    }
  }
  assert.equal(fromSlider(controls[0], 500), 90);
  assert.equal(fromSlider(controls[1], 500), 1);
  assert.ok(Math.abs(fromSlider(controls[2], 500) - 0.999) < 1e-6);
  assert.equal(fromSlider(controls[3], 500), 5);
});

test("a pointed-at value has few digits, and keeps to the range", () => {
  assert.equal(rounded(control(), 12.34567), 12.35);
  assert.equal(rounded(control({ step: 0.5 }), 12.34567), 12.5);
  assert.equal(rounded(control(), 500), 180);
  assert.equal(rounded(control({ scale: "one", high: 1 }), 0.99912345), 0.9991235);
});

const controls = [control(), control({ name: "ratio", default: 0.9 })];

test("an address keeps a state", () => {
  const state = {
    values: { alpha: "60", ratio: "0.5" },
    angles: { azimuth: -60, elevation: 20.5 },
  };
  const address = toAddress("loops", state);
  assert.equal(address, "#loops?alpha=60&ratio=0.5&view=-60,20.5");
  assert.deepEqual(fromAddress("loops", controls, address), state);
});

test("an address has the defaults for what it leaves out", () => {
  const found = fromAddress("loops", controls, "#loops?alpha=60");
  assert.deepEqual(found, { values: { alpha: "60", ratio: 0.9 }, angles: null });
  assert.deepEqual(fromAddress("loops", controls, "#loops").values, { alpha: 30, ratio: 0.9 });
});

test("an address of another figure, or of none, is left alone", () => {
  for (const hash of ["", "#other?alpha=3", "#loops%?", "#loops%E0%A4%A"])
    assert.equal(fromAddress("loops", controls, hash), null);
  assert.equal(fromAddress("loops", controls, "#loops?view=a,b").angles, null);
});

test("an answer gets its rows back", () => {
  const rows = new Float64Array([1, 2, 3, 4]);
  const text = '{"results":{"curve":[{"from":0,"to":2},{"from":2,"to":4}],"far":{"float":"-inf"}}}';
  const { results } = unpack(text, new Uint8Array(rows.buffer));
  assert.deepEqual(
    results.curve.map((row) => [...row]),
    [
      [1, 2],
      [3, 4],
    ],
  );
  assert.equal(results.far, Number.NEGATIVE_INFINITY);
});

const spec = {
  module: "m",
  title: "A title, with a comma",
  controls,
  readouts: [
    {
      name: "N",
      symbol: "N",
      words: "torque",
      unit: "N m",
      digits: 3,
      gauge: false,
      missing: "—",
      zero: 0,
    },
    {
      name: "F",
      symbol: "F",
      words: "force",
      unit: "N",
      digits: 3,
      gauge: true,
      missing: "none",
      zero: 0,
    },
  ],
  views: [
    {
      kind: "plot",
      title: "A view <of> it",
      x: { label: "α", low: 0, high: 4, scale: "linear", ticks: null, unit: "°" },
      y: { label: "N", low: 0, high: 9, scale: "linear", ticks: null, unit: "" },
      marks: [
        { kind: "curve", data: "c", color: "exact", label: "all", dash: false, width: 2 },
        { kind: "points", data: "c", color: "exact", label: "", radius: 2, drag: null },
        { kind: "map", data: "m", color: "high", label: "", levels: [9], sides: "high" },
        { kind: "level", data: "l", color: "quiet", label: "", vertical: false, width: 1 },
      ],
      aspect: 0.72,
      equal: false,
    },
  ],
  presets: { "a < b": { alpha: 1 } },
};
const results = {
  N: 1.5,
  F: null,
  c: [
    [0, 1, 2],
    [3, Number.NaN, 5],
  ],
  m: [2, 2, 0, 1, 10, 20, [1, 2, 3, 4]],
  l: 2,
};

test("a table tells what it is of, and every number once", () => {
  const text = csv(spec, results, { values: { alpha: "30", ratio: "0.5" }, source: "here" });
  const lines = text.trimEnd().split("\n");
  const notes = lines.filter((line) => line.startsWith("# "));
  assert.deepEqual(notes.slice(0, 4), [
    "# A title, with a comma",
    "# here",
    "# alpha = 30°: angle",
    "# ratio = 0.5°: angle",
  ]);
  assert.ok(notes.includes("# c: all; x is α (°), y is N"));
  assert.deepEqual(lines.slice(notes.length), [
    "quantity,x,y,value,unit",
    "N,,,1.5,N m",
    "c,0,3,,",
    "c,2,5,,",
    "m,0,10,1,",
    "m,1,10,2,",
    "m,0,20,3,",
    "m,1,20,4,",
  ]);
  assert.equal(settings(spec, { alpha: 30, ratio: 1 }), "α = 30°, α = 1°");
});

test("a picture has its titles, its keys and the light colours", () => {
  const svg = '<svg width="360" height="259"><path stroke="var(--mag-exact)"/></svg>';
  const drawing = { svg, width: 360, height: 259, view: spec.views[0] };
  const one = sheet([drawing], spec.title, ["a note"]);
  for (const words of ["A title, with a comma", "a note", "A view &lt;of&gt; it", "all"])
    assert.ok(one.includes(`>${words}<`), words);
  const palette = new URL("../../src/livefigure/assets/palette.json", import.meta.url);
  const { light } = JSON.parse(readFileSync(palette, "utf-8"));
  assert.ok(one.includes(`<path stroke="${light.exact}"/>`));
  assert.ok(!one.includes("var("));
  const columns = (text) =>
    new Set(text.match(/translate\(\d+ \d+\)"?><svg/g)?.map((t) => t.match(/\d+/)[0]));
  assert.equal(columns(sheet([drawing, drawing, drawing], "t", [])).size, 2); // two in a row
});

test("the markup has the contract's elements, and text that is text", () => {
  const html = markup("f", spec, { results, text: "It is -1 < 2.", code: "a < b" }, [
    "<svg></svg>",
  ]);
  for (const part of [
    'name="alpha"',
    'data-slider="alpha"',
    '<output data-name="N" data-unit="N m" data-value="1.5000000000000000"',
    '<output data-name="F" data-unit="N" data-value=""',
    ">none</output>",
    'data-gauge="F"',
    'data-preset="a &lt; b"',
    "It is −1 &lt; 2.",
    "<code>a &lt; b</code>",
    'data-do="reset"',
  ])
    assert.ok(html.includes(part), part);
});

test("results are the same if all their numbers are", () => {
  const row = () => new Float64Array([1, Number.NaN, -0.5]);
  assert.ok(same([row(), [1, "a", null]], [row(), [1, "a", null]]));
  assert.ok(!same(row(), new Float64Array([1, Number.NaN, -0.4])));
  assert.ok(!same([1, 2], [1, 2, 3]));
  assert.ok(!same(null, [1]) && !same([1], null) && !same(1, 2));
  assert.ok(same(null, null) && same(Number.NaN, Number.NaN));
});

test("a drawing becomes another, and what is the same in both stays", () => {
  const document = emptyDocument();
  const make = (inside) => {
    const svg = document.createElement("svg");
    svg.innerHTML = inside;
    return svg;
  };
  globalThis.Element = Object.getPrototypeOf(Object.getPrototypeOf(make(""))).constructor;
  const wanted = '<g b="1"><path d="M1"/>text</g><circle r="2"/><line/>';
  for (const before of [
    "",
    '<g a="1"><path d="M0"/>word</g>',
    '<text/><circle r="1" x="9"/><line/><g/>',
  ]) {
    const svg = make(before);
    patch(svg, make(wanted));
    assert.equal(svg.innerHTML, make(wanted).innerHTML, before);
  }
  const svg = make(wanted);
  const kept = [...svg.querySelectorAll("*")];
  patch(svg, make(wanted.replace("M1", "M2")));
  assert.deepEqual(
    [...svg.querySelectorAll("*")].map((e, i) => e === kept[i]),
    [true, true, true, true],
  );
});
