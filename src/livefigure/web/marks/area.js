// What lies between a curve and zero.
import { areaY } from "@observablehq/plot";
import { colour } from "../html.js";
import { extent, rows, tintKey } from "./common.js";

/** @import { Area, PlaneMarkKind, Row } from "../types.d.ts" */

/** @type {PlaneMarkKind<Area, [Row, Row]>} */
export const area = {
  draw: ({ color }, [xs, ys]) =>
    areaY(xs, { x: xs, y: ys, fill: colour(color), fillOpacity: 0.18, clip: true }),
  key: tintKey,
  extent,
  rows,
};
