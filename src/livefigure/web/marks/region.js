// The inside of closed outlines.
import { line } from "@observablehq/plot";
import { colour } from "../html.js";
import { extent, rows, tintKey } from "./common.js";

/** @import { PlaneMarkKind, Region, Row } from "../types.d.ts" */

/** @type {PlaneMarkKind<Region, [Row, Row]>} */
export const region = {
  draw: ({ color }, [xs, ys]) =>
    line(xs, {
      x: xs,
      y: ys,
      fill: colour(color),
      fillOpacity: 0.18,
      stroke: colour(color),
      strokeWidth: 1.5,
      curve: "linear-closed",
      clip: true,
    }),
  key: tintKey,
  extent,
  rows,
};
