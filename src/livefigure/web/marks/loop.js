// A circular wire, with an arrowhead for its current.
import { colour } from "../html.js";
import { circle } from "../painter.js";
import { subtract, unit } from "../vector.js";
import { strokeKey } from "./common.js";

/** @import { Loop, Point, SpaceMarkKind } from "../types.d.ts" */

const HEAD = 12; // pixels, amid the scene

/** @type {SpaceMarkKind<Loop, number[]>} */
export const loop = {
  draw(painter, { color, disc, width }, [x, y, z, nx, ny, nz, radius]) {
    /** @type {Point} */
    const centre = [x, y, z];
    const normal = unit([nx, ny, nz]);
    const rim = circle(centre, normal, radius);
    if (disc) painter.polygon(rim, color, 0.1);
    painter.line(rim, color, width);
    const size = Math.min(HEAD * painter.pixel, 0.5 * radius);
    const [tail, tip] = circle(centre, normal, radius, -0.4, -0.4 + size / radius, 1);
    const { depth, outline } = painter.cone(tip, unit(subtract(tip, tail)), size);
    painter.add(depth, outline, `fill="${colour(color)}"`);
  },
  key: (mark) => strokeKey(mark),
};
