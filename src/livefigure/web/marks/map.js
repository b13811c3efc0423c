// A map of numbers: a tint for each level that they surpass, warm above zero, cool below.
import { contour } from "@observablehq/plot";
import { colour } from "../html.js";
import { tintKey } from "./common.js";

/** @import { ColorMap, PlaneMarkKind, Row } from "../types.d.ts" */
/** @typedef {[number, number, number, number, number, number, Row]} Grid nx, ny, x1, x2, y1, y2, values */

/** @type {PlaneMarkKind<ColorMap, Grid>} */
export const map = {
  // The tints of nested regions add up, on any ground.
  draw({ levels, sides }, [nx, ny, x1, x2, y1, y2, values]) {
    // values stand amid cells
    const [dx, dy] = [(x2 - x1) / (nx - 1) / 2, (y2 - y1) / (ny - 1) / 2];
    const bounds = { x1: x1 - dx, x2: x2 + dx, y1: y1 - dy, y2: y2 + dy };
    // without places of its own each value is taken where it stands, not looked for nearby
    const grid = { width: nx, height: ny, ...bounds, x: null, y: null };
    // Between the grid's points a contour runs straight; near a pole, where values of both signs
    // surpass all levels, it does so evenly only if they do not surpass them by much.
    const highest = levels.at(-1) || 1;
    /** @param {number} value */
    const even = (value) => Math.asinh(value / highest);
    /** @param {string} role  @param {1 | -1} sign */
    const side = (role, sign) =>
      contour(
        Array.from(values, (value) => even(sign * value)),
        {
          ...grid,
          thresholds: levels.map(even),
          fill: colour(role),
          fillOpacity: 0.13,
          stroke: colour(role),
          strokeOpacity: 0.5,
          strokeWidth: 0.6,
          clip: true,
        },
      );
    return [sides !== "low" ? side("high", 1) : null, sides !== "high" ? side("low", -1) : null];
  },
  key: (mark) =>
    mark.sides === "both"
      ? [
          tintKey({ color: "high", label: `${mark.label} > 0` }),
          tintKey({ color: "low", label: `${mark.label} < 0` }),
        ]
      : tintKey(mark),
  extent: (_, [, , x1, x2, y1, y2], direction) => (direction === "x" ? [x1, x2] : [y1, y2]),
  rows: (_, [nx, ny, x1, x2, y1, y2, values]) =>
    Array.from(values, (value, i) => [
      x1 + ((x2 - x1) * (i % nx)) / (nx - 1),
      y1 + ((y2 - y1) * Math.floor(i / nx)) / (ny - 1),
      value,
    ]),
};
