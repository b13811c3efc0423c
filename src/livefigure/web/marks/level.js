// A dotted line across the whole plot.
import { ruleX, ruleY } from "@observablehq/plot";
import { colour } from "../html.js";
import { strokeKey } from "./common.js";

/** @import { Level, PlaneMarkKind } from "../types.d.ts" */

const DOTTED = "1.5 3";

/** @type {PlaneMarkKind<Level, number>} */
export const level = {
  draw: ({ vertical, color, width }, value) =>
    (vertical ? ruleX : ruleY)([value], {
      stroke: colour(color),
      strokeWidth: width,
      strokeDasharray: DOTTED,
    }),
  key: (mark) => strokeKey(mark, DOTTED),
  extent: ({ vertical }, value, direction) => (vertical === (direction === "x") ? [value] : []),
};
