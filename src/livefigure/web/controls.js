// The controls of a figure, as their fields and sliders in the page have them.
import { find, setAttribute, setText } from "./dom.js";
import { withUnit } from "./number.js";
import { aloud, fromSlider, toSlider } from "./slider.js";

/** @import { Control, State, Values } from "./types.d.ts" */
/** @typedef {{c: Control, field: HTMLInputElement, slider: HTMLInputElement, complaint: HTMLElement}} Part */

/** @param {Control} c */
const demand = (c) =>
  `${c.words[0].toUpperCase()}${c.words.slice(1)} must be a ${c.whole ? "whole " : ""}number ` +
  `from ${c.low} to ${c.high}${withUnit(c.unit)}.`;

export class Controls {
  /**
   * @param {HTMLElement} root  of the figure
   * @param {Control[]} controls
   * @param {() => void} changed  is told when the reader has changed one
   */
  constructor(root, controls, changed) {
    this.changed = changed;
    /** @type {Part[]} */
    this.parts = controls.map((c) => {
      /** @type {HTMLInputElement} */
      const field = find(root, `input[name="${c.name}"]`);
      return {
        c,
        field,
        slider: find(root, `input[data-slider="${c.name}"]`),
        complaint: find(root, `#${CSS.escape(`${field.id}-complaint`)}`),
      };
    });
    for (const part of this.parts) this.#listen(part);
  }

  /** @param {Part} part */
  #listen(part) {
    const { c, field, slider } = part;
    slider.addEventListener("input", () => {
      const value = fromSlider(c, Number(slider.value));
      field.value = String(value);
      setAttribute(slider, "aria-valuetext", aloud(c, value));
      this.changed();
    });
    field.addEventListener("input", () => {
      this.#follow(part);
      this.changed();
    });
    /** @type {[HTMLElement, Record<string, 1 | -1>][]} */
    const keys = [
      [slider, { ArrowRight: 1, ArrowUp: 1, ArrowLeft: -1, ArrowDown: -1 }],
      [field, { ArrowUp: 1, ArrowDown: -1 }],
    ];
    for (const [input, steps] of keys)
      input.addEventListener("keydown", (event) => {
        if (!(event.key in steps)) return;
        event.preventDefault();
        this.#nudge(part, steps[event.key]);
      });
  }

  /** The slider goes where the number is. @param {Part} part */
  #follow({ c, field, slider }) {
    const value = Number(field.value);
    if (!(value >= c.low && value <= c.high)) return;
    slider.value = String(toSlider(c, value));
    setAttribute(slider, "aria-valuetext", aloud(c, value));
  }

  /** To the next value up or down: no press of an arrow key is without effect.
   * @param {Part} part  @param {1 | -1} by */
  #nudge({ c, field }, by) {
    const value = Math.min(c.high, Math.max(c.low, Number(field.value)));
    let at = toSlider(c, value);
    do at += by;
    while (at > 0 && at < 1000 && (fromSlider(c, at) - value) * by <= 0);
    this.write({ [c.name]: fromSlider(c, at) });
    this.changed();
  }

  /** The values, or null where one of them will not do; says which. @returns {Values | null} */
  read() {
    /** @type {Values} */
    const values = {};
    let fine = true;
    for (const { c, field, complaint } of this.parts) {
      const value = field.value.trim() === "" ? Number.NaN : Number(field.value);
      const ok = value >= c.low && value <= c.high && (!c.whole || Number.isInteger(value));
      if (ok) values[c.name] = value;
      else {
        fine = false;
        setText(complaint, demand(c));
      }
      setAttribute(complaint, "hidden", ok ? "" : null);
      setAttribute(field, "aria-invalid", String(!ok));
      setAttribute(field, "aria-describedby", ok ? null : complaint.id);
    }
    return fine ? values : null;
  }

  /** What stands in the fields, readable or not. @returns {State["values"]} */
  get texts() {
    return Object.fromEntries(this.parts.map(({ c, field }) => [c.name, field.value]));
  }

  /** @param {State["values"]} values  those that are left out stay */
  write(values) {
    for (const part of this.parts)
      if (part.c.name in values) {
        part.field.value = String(values[part.c.name]);
        this.#follow(part);
      }
  }

  /** Whether these are other values than those. @param {State["values"]} these  @param {State["values"]} those */
  differ(these, those) {
    return this.parts.some(({ c }) => these[c.name] !== those[c.name]);
  }
}
