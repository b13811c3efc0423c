// Words in a plane, with or without a number behind them.
import { text } from "@observablehq/plot";
import { colour } from "../html.js";
import { show, withUnit } from "../number.js";
import { extent } from "./common.js";

/** @import { PlaneMarkKind, Row, Texts } from "../types.d.ts" */

/** @type {PlaneMarkKind<Texts, [Row, Row, Row]>} */
export const texts = {
  draw({ color, words, unit, digits }, [xs, ys, values]) {
    /** @param {string} word  @param {number} i */
    const whole = (word, i) => {
      const number = show(values[i], digits);
      return number === null ? word : `${word} ${number}${withUnit(unit)}`;
    };
    return text(words, {
      x: xs,
      y: ys,
      text: words.map(whole),
      fill: colour(color),
      stroke: colour("paper"), // parts them from what they stand upon
      strokeWidth: 5,
    });
  },
  key: () => [],
  extent,
  rows: (_, [xs, ys, values]) =>
    Array.from(xs, (x, i) => [x, ys[i], Number.isNaN(values[i]) ? "" : values[i]]),
};
