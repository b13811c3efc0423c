// A wire in space; where a number is missing, a gap.
import { colour } from "../html.js";
import { length, subtract, unit } from "../vector.js";
import { strokeKey } from "./common.js";

/** @import { Point, Row, SpaceMarkKind, Wire } from "../types.d.ts" */

const HEAD = 7; // pixels of an arrowhead, amid the scene

/** @type {SpaceMarkKind<Wire, [Row, Row, Row]>} */
export const wire = {
  draw(painter, { color, closed, width, heads }, [xs, ys, zs]) {
    /** @type {Point[]} */
    const points = Array.from(xs, (x, i) => [x, ys[i], zs[i]]);
    if (closed) points.push(points[0]);
    /** @type {Point[]} */
    let piece = [];
    const end = () => {
      if (piece.length) painter.line(piece, color, width);
      if (heads && piece.length > 1) {
        const [before, tip] = piece.slice(-2);
        const last = subtract(tip, before);
        const size = Math.min(HEAD * painter.pixel, 0.6 * length(last));
        const head = painter.cone(tip, unit(last), size);
        painter.add(head.depth, head.outline, `fill="${colour(color)}"`);
      }
      piece = [];
    };
    for (const point of points)
      if (point.every(Number.isFinite)) piece.push(point);
      else end();
    end();
  },
  key: (mark) => strokeKey(mark),
};
