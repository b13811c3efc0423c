// Arrows of a plane, from their places on.
import { vector } from "@observablehq/plot";
import { DEGREES } from "../camera.js";
import { colour } from "../html.js";
import { arrowKey, extent, rowsOf } from "./common.js";

/** @import { Arrows, PlaneMarkKind, Row } from "../types.d.ts" */

/** @type {PlaneMarkKind<Arrows, [Row, Row, Row, Row]>} */
export const arrows = {
  draw: ({ color }, columns, unit) =>
    vector(rowsOf(columns), {
      x: "0",
      y: "1",
      stroke: colour(color),
      anchor: "start",
      length: ([, , dx, dy]) => unit * Math.hypot(dx, dy),
      rotate: ([, , dx, dy]) => Math.atan2(dx, dy) * DEGREES, // from straight up to the right
    }),
  key: arrowKey,
  extent,
};
