// A curve that the reader draws, by hand or by the keyboard, before the true one is shown.
import { range } from "d3-array";
import { Drawing } from "./drawing.js";
import { onRelease, within } from "./hands.js";
import { escapeHtml } from "./html.js";

/** @import { Axis, PlaneMark, PlotView } from "./types.d.ts" */
/** @typedef {[string, string, number, number]} Range  words, unit, lowest, highest */

const COLUMNS = 41; // as in livefigure/exercise.py

/** Where degrees have their ticks: at parts of a turn. @param {number} low  @param {number} high */
function parts(low, high) {
  const step = [15, 30, 45].find((each) => high - low <= 6 * each) ?? 90;
  return range(Math.ceil(low / step) * step, high + 1, step);
}

/** @param {Range} range  @returns {Axis} */
const axis = ([label, unit, low, high]) => ({
  label,
  unit,
  low,
  high,
  scale: "linear",
  ticks: unit === "°" ? parts(low, high) : null,
});

/** @param {string} data  @param {string} color  @returns {PlaneMark} */
const curve = (data, color) => ({
  kind: "curve",
  data,
  color,
  label: "",
  dash: false,
  width: 2.5,
  smooth: false,
  heads: false,
});

export class Sketch {
  /** @param {HTMLElement} place  @param {{x: Range, y: Range}} axes  @param {string} name */
  constructor(place, { x, y }, name) {
    this.place = place;
    this.low = y[2];
    this.high = y[3];
    this.left = x[2];
    this.right = x[3];
    this.xs = this.#places(COLUMNS);
    /** The heights of what is drawn, by column; nan where nothing is. @type {number[]} */
    this.heights = [];
    /** @type {ArrayLike<number> | null} */
    this.true = null;
    this.column = 0; // where the pen is
    this.clear();
    /** @type {PlotView} */
    const view = {
      kind: "plot",
      title: "Your sketch",
      folded: "",
      x: axis(x),
      y: axis(y),
      marks: [
        curve("true", "exact"),
        curve("drawn", "reader"),
        { kind: "points", data: "pen", color: "reader", label: "", radius: 5, drag: null },
      ],
      aspect: 0.5,
      equal: false,
    };
    place.innerHTML =
      `<p>Draw the curve, from left to right: with a pointer, or with the arrow keys.</p>` +
      `<div class="mag-canvas" style="--ratio: 2" tabindex="0" role="application" aria-label="` +
      `Sketch of ${escapeHtml(y[0])} over ${escapeHtml(x[0])}: arrow keys move the pen"><svg></svg></div>`;
    this.canvas = /** @type {HTMLElement} */ (place.lastElementChild);
    this.drawing = new Drawing(view, this.canvas, name);
    this.#listen();
    new ResizeObserver(() => {
      this.drawing.resize();
      this.draw();
    }).observe(this.canvas);
  }

  /** So many places, evenly over the x axis. @param {number} count */
  #places(count) {
    const span = this.right - this.left;
    return Array.from({ length: count }, (_, i) => this.left + (span * i) / (count - 1));
  }

  clear() {
    this.heights = Array(COLUMNS).fill(Number.NaN);
    this.true = null;
    this.column = 0;
  }

  draw() {
    const pen = this.heights[this.column];
    this.drawing.draw(
      {
        drawn: [this.xs, [...this.heights]],
        true: this.true && [this.#places(this.true.length), Array.from(this.true)],
        pen: Number.isNaN(pen) ? [[], []] : [[this.xs[this.column]], [pen]],
      },
      () => 1,
    );
  }

  /** The heights from the first column to the last, or null where too little is drawn. */
  get given() {
    const drawn = [...this.heights.keys()].filter((i) => !Number.isNaN(this.heights[i]));
    if (drawn.length < COLUMNS / 2) return null;
    return this.heights.map((height, i) => {
      if (!Number.isNaN(height)) return height;
      const after = drawn.find((j) => j > i) ?? drawn[drawn.length - 1];
      const before = drawn.findLast((j) => j < i) ?? after;
      const part = after === before ? 0 : (i - before) / (after - before);
      return (1 - part) * this.heights[before] + part * this.heights[after];
    });
  }

  /** @param {PointerEvent} event  @returns {[number, number]} column and height */
  #at(event) {
    const [left, top] = within(this.canvas, this.drawing.extent, event);
    const { scale } = this.drawing;
    const x = scale?.("x")?.invert?.(left) ?? this.xs[0];
    const y = scale?.("y")?.invert?.(top) ?? 0;
    const span = this.xs[COLUMNS - 1] - this.xs[0];
    const column = Math.round(((x - this.xs[0]) / span) * (COLUMNS - 1));
    return [Math.min(COLUMNS - 1, Math.max(0, column)), this.#inside(y)];
  }

  /** @param {number} y */
  #inside = (y) => Math.min(this.high, Math.max(this.low, y));

  /** The pen goes there, and draws on its way. @param {number} column  @param {number} height */
  #to(column, height) {
    const [from, start] = [this.column, this.heights[this.column]];
    const steps = Math.abs(column - from);
    for (let k = 1; k < steps && !Number.isNaN(start); k++)
      this.heights[from + Math.sign(column - from) * k] = start + ((height - start) * k) / steps;
    this.heights[column] = height;
    this.column = column;
    this.draw();
  }

  #listen() {
    const { canvas } = this;
    let down = false;
    /** @type {number[]} */
    let before = [];
    canvas.addEventListener("pointerdown", (event) => {
      down = true;
      before = [...this.heights];
      canvas.setPointerCapture(event.pointerId);
      const [column, height] = this.#at(event);
      this.column = column; // lifted to here
      this.#to(column, height);
    });
    canvas.addEventListener("pointermove", (event) => {
      if (down) this.#to(...this.#at(event));
    });
    // a finger that turns out to scroll the page has drawn nothing
    canvas.addEventListener("pointercancel", () => {
      this.heights = before;
      this.draw();
    });
    onRelease(canvas, () => {
      down = false;
    });
    canvas.addEventListener("keydown", (event) => {
      if (!event.key.startsWith("Arrow")) return;
      event.preventDefault();
      const step = (this.high - this.low) / 20;
      const here = this.heights[this.column];
      const height = Number.isNaN(here) ? this.#inside(0) : here;
      /** @type {Record<string, [number, number]>} */
      const moves = {
        ArrowRight: [Math.min(COLUMNS - 1, this.column + 1), height],
        ArrowLeft: [Math.max(0, this.column - 1), height],
        ArrowUp: [this.column, this.#inside(height + step)],
        ArrowDown: [this.column, this.#inside(height - step)],
      };
      this.#to(...moves[event.key]);
    });
  }
}
