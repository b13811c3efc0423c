// A sphere of frosted glass: what lies behind its outline shows faintly.
import { circle } from "../painter.js";
import { along, length, subtract, unit } from "../vector.js";
import { ringKey } from "./common.js";

/** @import { Globe, Point, SpaceMarkKind } from "../types.d.ts" */

/** @type {SpaceMarkKind<Globe, number[]>} */
export const globe = {
  draw(painter, { color }, [x, y, z, radius]) {
    /** @type {Point} */
    const centre = [x, y, z];
    const sight = subtract(painter.camera.eye, centre);
    const nearer = radius / length(sight); // where lines of sight touch it, over the radius
    const towards = unit(sight);
    const touched = along(centre, towards, nearer * radius);
    const outline = circle(touched, towards, radius * Math.sqrt(1 - nearer * nearer));
    painter.polygon(outline, "paper", 0.7);
    painter.line(outline, color, 1.6);
    for (const height of [-0.6, 0, 0.6]) {
      const middle = along(centre, [0, 0, 1], height * radius);
      painter.line(circle(middle, [0, 0, 1], radius * Math.sqrt(1 - height * height)), color, 0.8);
    }
    for (const azimuth of [0, 1, 2].map((k) => (k * Math.PI) / 3))
      painter.line(circle(centre, [Math.cos(azimuth), Math.sin(azimuth), 0], radius), color, 0.8);
  },
  key: (mark) => ringKey(mark),
};
