// Sliders and the values they stand for.
import { withUnit } from "./number.js";

/** @import { Control } from "./types.d.ts" */

/** A control's slider runs over 0…1000; these are its value there and back, in parts of 1.
 * @type {Record<Control["scale"], [to: (c: Control, t: number) => number, from: (c: Control, v: number) => number]>} */
const scales = {
  linear: [(c, t) => c.low + (c.high - c.low) * t, (c, v) => (v - c.low) / (c.high - c.low)],
  log: [
    (c, t) => c.low * (c.high / c.low) ** t,
    (c, v) => Math.log(v / c.low) / Math.log(c.high / c.low),
  ],
  one: [
    (c, t) => 1 - (1 - c.low) * ((1 - c.high) / (1 - c.low)) ** t,
    (c, v) => Math.log((1 - v) / (1 - c.low)) / Math.log((1 - c.high) / (1 - c.low)),
  ],
};

/** @param {number} value  @param {number} digits */
const short = (value, digits) => Number(value.toPrecision(digits));

/** The value of few digits, within the control's range, that is nearest. @param {Control} control  @param {number} value */
export function rounded({ low, high, step, scale }, value) {
  const near = step
    ? short(Math.round(value / step) * step, 12)
    : scale === "one"
      ? short(1 - short(1 - value, 4), 12)
      : short(value, 4);
  return Math.min(high, Math.max(low, near));
}

/** @param {Control} control  @param {number} slider */
export function fromSlider(control, slider) {
  if (slider <= 0) return control.low;
  if (slider >= 1000) return control.high;
  return rounded(control, scales[control.scale][0](control, slider / 1000));
}

/** @param {Control} control  @param {number} value */
export const toSlider = (control, value) =>
  Math.round(1000 * scales[control.scale][1](control, value));

/** What a slider stands for, in words. @param {Control} control  @param {number} value */
export const aloud = (control, value) => `${value}${withUnit(control.unit)}`;
