// A line through points of a plane; where a number is missing, a gap.
import { line } from "@observablehq/plot";
import { colour } from "../html.js";
import { dashesOf, extent, rows, strokeKey } from "./common.js";

/** @import { Curve, PlaneMarkKind, Row } from "../types.d.ts" */

/** To which piece each point belongs; pieces are parted by gaps. @param {[Row, Row]} data */
function pieces([xs, ys]) {
  let piece = 0;
  return Array.from(xs, (x, i) => (Number.isFinite(x + ys[i]) ? piece : piece++));
}

/** @type {PlaneMarkKind<Curve, [Row, Row]>} */
export const curve = {
  draw: (mark, data) =>
    line(data[0], {
      x: data[0],
      y: data[1],
      stroke: colour(mark.color),
      strokeWidth: mark.width,
      strokeDasharray: dashesOf(mark),
      curve: mark.smooth ? "monotone-x" : "linear",
      clip: true,
      ...(mark.heads && { z: pieces(data), markerEnd: "arrow" }),
    }),
  key: (mark) => strokeKey(mark, dashesOf(mark)),
  extent,
  rows,
};
