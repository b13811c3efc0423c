// A plot for the ear: what sounds of its curves from left to right, and of a point.
//
// A tone is as high as the curve: an octave is everywhere a third of the frame's height, be the
// axis linear or logarithmic. Below zero it buzzes, at zero it ticks, and where there is no value
// it rustles.

/** @import { Curve, Row, View } from "./types.d.ts" */
/** @typedef {{type?: string | null, range?: any, apply: (value: number) => number}} Scale one of Plot's */
/** @typedef {object} Score  what sounds, at equal steps
 * @property {number[]} heights       in parts of the frame; nan where there is no value
 * @property {Float32Array} pitch     Hz
 * @property {Float32Array} above     0 or 1: whether it sounds as a value from zero up,
 * @property {Float32Array} below     as one below zero,
 * @property {Float32Array} none      or as none
 * @property {number[]} ticks         where zero is crossed, in parts of the whole
 * @property {[number, number]} ways  where it begins and ends, in parts of the frame's width */

const STEPS = 300; // so short that no change clicks: at 3 s, each is 10 ms
const LOWEST = 220; // Hz, at the frame's foot; small loudspeakers have little below
const OCTAVES = 3;
const BEYOND = 1 / 6; // of the frame's height, which a tone still follows outside
const ROUNDING = 1e-9; // of the frame's height, about zero

/** A plot's curves that can be heard: those with a name, where the plane is no picture of space.
 * @param {View} view  @returns {Curve[]} */
export const heard = (view) =>
  view.kind === "plot" && !view.equal
    ? view.marks.filter((mark) => mark.kind === "curve").filter(({ label }) => label)
    : [];

/** Where a number is along an axis, of which 0 is one end and 1 the other; nan where it is nowhere.
 * @param {Scale} scale  @param {number} value */
const part = ({ range: [from, to], apply }, value) => (apply(value) - from) / (to - from);

/** Hz. @param {number} height  in parts of the frame */
export const pitch = (height) =>
  LOWEST * 2 ** (OCTAVES * Math.min(1 + BEYOND, Math.max(-BEYOND, height)));

/** @param {number[]} heights  @param {Scale} y  @param {[number, number]} ways  @returns {Score} */
function scored(heights, y, ways) {
  const last = heights.length - 1;
  const zero = y.type === "log" ? Number.NEGATIVE_INFINITY : part(y, 0);
  /** -1, 0, 1, or nan where there is no value. */
  const sides = heights.map((height) =>
    Math.abs(height - zero) < ROUNDING ? 0 : Math.sign(height - zero),
  );
  /** Silent at first and at last. @param {(side: number) => boolean} sounds */
  const where = (sounds) =>
    Float32Array.from(sides, (side, i) => (i > 0 && i < last && sounds(side) ? 1 : 0));
  let height = heights.find(Number.isFinite) ?? 0;
  let side = 0;
  return {
    heights,
    pitch: Float32Array.from(heights, (now) => {
      if (Number.isFinite(now)) height = now; // in a gap it waits
      return pitch(height);
    }),
    above: where((side) => side >= 0),
    below: where((side) => side < 0),
    none: where(Number.isNaN),
    ticks: sides.flatMap((now, i) => {
      const crossed = now * side < 0;
      side = now === 0 ? side : now; // and over a gap, nan, nothing is crossed
      return crossed ? [(i - 0.5) / last] : [];
    }),
    ways,
  };
}

/** A curve as it is drawn, from the frame's left edge to its right; null where it turns back.
 * @param {[Row, Row]} data  @param {Scale} x  @param {Scale} y  @returns {Score | null} */
export function scoreCurve([xs, ys], x, y) {
  /** @type {number[]} */
  const heights = Array(STEPS + 1).fill(Number.NaN);
  const ways = new Set();
  const places = Array.from(xs, (value, i) => [STEPS * part(x, value), part(y, ys[i])]);
  for (let i = 1; i < places.length; i++) {
    const ends = [places[i - 1], places[i]];
    if (!ends.flat().every(Number.isFinite)) continue;
    ways.add(Math.sign(ends[1][0] - ends[0][0]));
    const [[left, low], [right, high]] = ends.sort(([a], [b]) => a - b);
    const end = Math.min(STEPS, Math.floor(right + 1e-6));
    for (let step = Math.max(0, Math.ceil(left - 1e-6)); step <= end; step++)
      heights[step] = low + ((high - low) * (step - left)) / (right - left || 1);
  }
  return ways.has(1) && ways.has(-1) ? null : scored(heights, y, [0, 1]);
}

/** A point: one short tone. @param {[number, number]} place  @param {Scale} x  @param {Scale} y */
export function scorePoint([valueX, valueY], x, y) {
  const way = part(x, valueX);
  return scored(Array(20).fill(part(y, valueY)), y, [way, way]);
}
