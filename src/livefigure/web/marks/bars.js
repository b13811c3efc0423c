// Bars from zero to a height, each amid its x.
import { rect } from "@observablehq/plot";
import { colour } from "../html.js";
import { rows, tintKey } from "./common.js";

/** @import { Bars, PlaneMarkKind, Row } from "../types.d.ts" */

/** @type {PlaneMarkKind<Bars, [Row, Row]>} */
export const bars = {
  draw: ({ color, width }, [xs, ys]) =>
    rect(xs, {
      x1: Array.from(xs, (x) => x - width / 2),
      x2: Array.from(xs, (x) => x + width / 2),
      y1: Array.from(ys, () => 0),
      y2: ys,
      fill: colour(color),
      fillOpacity: 0.18,
      stroke: colour(color),
      strokeWidth: 1.5,
      clip: true,
    }),
  key: tintKey,
  extent: (mark, data, direction) =>
    direction === "y"
      ? [0, ...data[1]]
      : Array.from(data[0]).flatMap((x) => [x - mark.width / 2, x + mark.width / 2]),
  rows,
};
