// What points out of the plane, towards the reader, is a dot; what points into it a cross.
import { dot } from "@observablehq/plot";
import { colour } from "../html.js";
import { extent, ringKey } from "./common.js";

/** @import { DotsAndCrosses, PlaneMarkKind, Row } from "../types.d.ts" */

const DOT = 0.6; // of a cross as strong

/** A cross whose ends lie on the circle of the same area as it is told. */
const CROSS = {
  /** @param {CanvasPath} context  @param {number} area */
  draw(context, area) {
    const arm = Math.sqrt(area / Math.PI) * Math.SQRT1_2;
    for (const sign of [1, -1]) {
      context.moveTo(-arm, -sign * arm);
      context.lineTo(arm, sign * arm);
    }
  },
};

/** @type {PlaneMarkKind<DotsAndCrosses, [Row, Row, Row]>} */
export const dots_and_crosses = {
  // Their sizes are as the roots of the numbers; a ring is as large as a cross of 1.
  draw({ color, radius, ring }, [xs, ys, values]) {
    const places = Array.from(xs, (x, i) => ({ x, y: ys[i], value: values[i] }));
    const outward = places.filter(({ value }) => value > 0);
    const inward = places.filter(({ value }) => value < 0);
    /** @param {{value: number}} place */
    const size = ({ value }) => (ring ? 0.6 : 1) * radius * Math.sqrt(Math.abs(value));
    const at = { x: "x", y: "y" };
    const line = { stroke: colour(color), strokeWidth: 1.6 };
    return [
      ring ? dot(places, { ...at, ...line, r: radius, fill: colour("paper") }) : null,
      dot(inward, { ...at, ...line, r: size, symbol: CROSS }),
      dot(outward, { ...at, fill: colour(color), r: (place) => DOT * size(place) }),
    ];
  },
  key(mark) {
    const inside = `<circle cx="8" cy="6" r="2" fill="${colour(mark.color)}"/>`;
    return mark.ring ? ringKey(mark, inside) : { label: mark.label, swatch: inside };
  },
  extent,
  rows: (_, [xs, ys, values]) => Array.from(xs, (x, i) => [x, ys[i], values[i]]),
};
