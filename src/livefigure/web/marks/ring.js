// A circle of a plane, its radius being measured along x and along y.
import { line } from "@observablehq/plot";
import { colour } from "../html.js";
import { strokeKey } from "./common.js";

/** @import { Ring, PlaneMarkKind } from "../types.d.ts" */

const STEPS = 72;

/** @type {PlaneMarkKind<Ring, [number, number, number]>} */
export const ring = {
  draw({ color, width }, [x, y, radius]) {
    const angles = Array.from({ length: STEPS }, (_, i) => (2 * Math.PI * i) / STEPS);
    return line(angles, {
      x: (angle) => x + radius * Math.cos(angle),
      y: (angle) => y + radius * Math.sin(angle),
      stroke: colour(color),
      strokeWidth: width,
      curve: "linear-closed",
      clip: true,
    });
  },
  key: (mark) => strokeKey(mark),
  extent(_, [x, y, radius], direction) {
    const middle = direction === "x" ? x : y;
    return [middle - radius, middle + radius];
  },
};
