// What is heard of a curve and of a point, with the scales of a real plot.
import assert from "node:assert/strict";
import { test } from "node:test";
import { heard, pitch, scoreCurve, scorePoint } from "../../src/livefigure/web/score.js";
import { letHear } from "../../src/livefigure/web/sound.js";
import { plot } from "./draw.mjs";

const line = { kind: "curve", data: "line", color: "exact", label: "line", dash: false, width: 2 };

/** The scales of a plot whose axes run from 0 to 10, unless they are given. */
function scales(axes = {}) {
  const svg = plot([line], { line: [[], []] }, axes);
  return [svg.scale("x"), svg.scale("y")];
}
const evenly = (low, high, count) =>
  Array.from({ length: count }, (_, i) => low + ((high - low) * i) / (count - 1));
const xs = evenly(0, 10, 101);
const signed = scales({ y: { low: -10, high: 10 } });
const near = (found, wanted) => assert.ok(Math.abs(found / wanted - 1) < 1e-6, `${found}`);
/** What sounds at a step: "above", "below", "none" or nothing. */
const sounding = (score, i) => ["above", "below", "none"].filter((name) => score[name][i]).join();
const all = (score) => Array.from(score.pitch, (_, i) => sounding(score, i));

test("a higher place has a higher pitch, a third of the frame is an octave", () => {
  const heights = evenly(0, 1, 50);
  for (const [i, height] of heights.entries())
    if (i) assert.ok(pitch(height) > pitch(heights[i - 1]));
  near(pitch(0.5 + 1 / 3), 2 * pitch(0.5));
  assert.ok(pitch(1.1) > pitch(1) && pitch(-0.1) < pitch(0)); // a little beyond the frame, too
  assert.equal(pitch(9), pitch(2)); // but not into the inaudible
});

test("the tone follows the curve from left to right, as it is drawn", () => {
  const [x, y] = scales();
  const score = scoreCurve([xs, xs.map((v) => 0.1 * v * v)], x, y);
  const last = score.pitch.length - 1;
  for (const value of [0, 1, 3.3, 5, 10]) {
    const step = Math.round((last * value) / 10);
    assert.ok(Math.abs(score.heights[step] - 0.01 * value * value) < 1e-9);
    near(score.pitch[step], pitch(0.01 * value * value));
  }
  assert.deepEqual(score.ways, [0, 1]);
  const reversed = scoreCurve([[...xs].reverse(), xs.map((v) => 0.1 * v * v).reverse()], x, y);
  assert.deepEqual(reversed.pitch, score.pitch);
  const between = scoreCurve(
    [
      [0, 10],
      [2, 4],
    ],
    x,
    y,
  );
  near(between.pitch[last / 2], pitch(0.3));
});

test("equal factors are equal intervals on a logarithmic axis", () => {
  const axis = { low: 1e-4, high: 1e4, scale: "log" };
  const [x, y] = scales({ x: axis, y: axis });
  const powers = evenly(-4, 4, 9).map((exponent) => 10 ** exponent);
  const { pitch: tones } = scoreCurve([powers, powers], x, y);
  near(tones[0], pitch(0));
  near(tones[150], pitch(0.5));
  near(tones.at(-1), pitch(1));
  near(tones[75] / tones[0], tones[225] / tones[150]);
});

test("a crossing of zero is found where it is, and nothing else is one", () => {
  const at = (ys, [x, y] = signed) => scoreCurve([xs, ys], x, y).ticks;
  const [one, two, ...more] = at(xs.map((v) => (v - 2.53) * (v - 7.1)));
  assert.deepEqual(more, []);
  assert.ok(Math.abs(one - 0.253) < 0.005 && Math.abs(two - 0.71) < 0.005, `${one}, ${two}`);
  assert.equal(at(xs.map((v) => v - 5)).length, 1); // a point of it lies on zero
  assert.deepEqual(at(xs.map((v) => (v - 5) ** 2 / 9)), []); // it touches
  assert.deepEqual(at(xs.map((v) => v - 10)), []); // it ends there
  assert.deepEqual(at(xs.map((v) => 1e-12 * Math.sin(v * 9))), []); // rounding
  assert.deepEqual(at(xs.map((v) => (Math.abs(v - 5) < 1 ? Number.NaN : v - 5))), []); // a gap
  const log = scales({ y: { low: 0.1, high: 10, scale: "log" } });
  assert.deepEqual(
    at(
      xs.map((v) => v - 5),
      log,
    ),
    [],
  );
});

test("below zero it sounds unlike above", () => {
  const score = scoreCurve([xs, xs.map((v) => v - 5)], ...signed);
  const last = score.pitch.length - 1;
  for (let i = 1; i < last; i++) assert.equal(sounding(score, i), i < last / 2 ? "below" : "above");
});

test("where there is no value there is no tone, and that is heard", () => {
  const gap = (v) => (v > 3.95 && v < 6.05 ? Number.NaN : 5);
  const infinite = (v) => (v > 3.95 && v < 6.05 ? Number.POSITIVE_INFINITY : 5);
  for (const of of [gap, infinite]) {
    const score = scoreCurve([xs, xs.map(of)], ...scales());
    const last = score.pitch.length - 1;
    for (let i = 1; i < last; i++) {
      const inside = i > 0.391 * last && i < 0.609 * last;
      assert.equal(sounding(score, i), inside ? "none" : "above", `${i}`);
    }
    assert.ok(score.pitch.every((tone) => tone > 0)); // a machine of sound takes no other
  }
  // nor beyond the curve's ends, nor from zero down on a logarithmic axis
  const part = scoreCurve(
    [
      [4, 6],
      [5, 5],
    ],
    ...scales(),
  );
  assert.equal(sounding(part, 60), "none");
  assert.equal(sounding(part, 150), "above");
  assert.equal(sounding(part, 240), "none");
  const log = scales({ y: { low: 0.1, high: 10, scale: "log" } });
  const half = scoreCurve([xs, xs.map((v) => v - 5)], ...log);
  assert.equal(sounding(half, 75), "none");
  assert.equal(sounding(half, 225), "above");
  const none = scoreCurve([xs, xs.map(() => Number.NaN)], ...scales());
  assert.ok(
    all(none)
      .slice(1, -1)
      .every((name) => name === "none"),
  );
});

test("nothing begins or ends with a click", () => {
  for (const ys of [xs, xs.map((v) => v - 5), xs.map(() => Number.NaN)]) {
    const score = scoreCurve([xs, ys], ...signed);
    assert.equal(sounding(score, 0), "");
    assert.equal(sounding(score, score.pitch.length - 1), "");
  }
});

test("what turns back is no curve for the ear", () => {
  assert.equal(
    scoreCurve(
      [
        [1, 3, 2],
        [1, 2, 3],
      ],
      ...scales(),
    ),
    null,
  );
});

test("a point sounds as its curve does there", () => {
  const score = scoreCurve([xs, xs.map((v) => v - 5)], ...signed);
  for (const value of [1, 8]) {
    const note = scorePoint([value, value - 5], ...signed);
    near(note.pitch[5], score.pitch[30 * value]);
    assert.equal(sounding(note, 5), sounding(score, 30 * value));
    assert.deepEqual(note.ways, [value / 10, value / 10]);
    assert.equal(sounding(note, 0) + sounding(note, note.pitch.length - 1), "");
  }
  for (const nothing of [null, Number.NaN, Number.POSITIVE_INFINITY])
    assert.equal(sounding(scorePoint([1, nothing], ...signed), 5), "none");
});

test("curves with a name are heard, pictures of space are not", () => {
  const view = { kind: "plot", equal: false, marks: [line, { ...line, label: "" }] };
  assert.deepEqual(heard(view), [line]);
  assert.deepEqual(heard({ ...view, marks: [{ ...line, kind: "area" }] }), []);
  assert.deepEqual(heard({ ...view, equal: true }), []);
  assert.deepEqual(heard({ kind: "scene", marks: [line] }), []);
});

test("a browser that plays no tones says so", () => {
  assert.equal(globalThis.AudioContext, undefined); // as here
  const said = [];
  const ears = letHear(
    null,
    () => ({}),
    (words) => said.push(words),
  );
  ears.press({ ariaPressed: "false" }, {});
  assert.deepEqual(said, ["This browser cannot play tones."]);
});
