// Points of a plane; the reader's hand may move the first.
import { dot } from "@observablehq/plot";
import { colour } from "../html.js";
import { dotKey, extent, rows } from "./common.js";

/** @import { PlaneMarkKind, Points, Row } from "../types.d.ts" */

/** @type {PlaneMarkKind<Points, [Row, Row]>} */
export const points = {
  draw: ({ color, radius, drag }, [xs, ys]) =>
    dot(xs, {
      x: xs,
      y: ys,
      r: radius,
      fill: colour(color),
      stroke: colour("paper"),
      strokeWidth: 1.5,
      className: drag ? "mag-handle" : "mag-dot",
    }),
  key: (mark) => dotKey(mark, mark.radius),
  extent,
  rows,
};
