// Words in a plane, with or without a number behind them.
import { text } from "@observablehq/plot";
import { colour } from "../html.js";
import { show } from "../number.js";
import { extent } from "./common.js";

/** @import { PlaneMarkKind, Row, Texts } from "../types.d.ts" */

/** @type {PlaneMarkKind<Texts, [Row, Row, Row]>} */
export const texts = {
  draw: ({ color, words, digits }, [xs, ys, values]) =>
    text(words, {
      x: xs,
      y: ys,
      text: words.map((word, i) => [word, show(values[i], digits)].filter(Boolean).join(" ")),
      fill: colour(color),
      stroke: colour("paper"), // parts them from what they stand upon
      strokeWidth: 5,
    }),
  key: () => [],
  extent,
  rows: (_, [xs, ys, values]) =>
    Array.from(xs, (x, i) => [x, ys[i], Number.isNaN(values[i]) ? "" : values[i]]),
};
