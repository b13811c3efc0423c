// A small ball in space.
import { colour } from "../html.js";
import { dotKey } from "./common.js";

/** @import { Ball, Point, SpaceMarkKind } from "../types.d.ts" */

export const BALL = 6; // pixels of its radius, amid the scene

/** @type {SpaceMarkKind<Ball, Point>} */
export const ball = {
  draw(painter, { color, name }, data) {
    const { x, y, depth } = painter.place(data);
    const r = BALL * painter.nearness(depth);
    painter.taken.push({ x, y, r });
    // nearer than its centre, so that it hides what passes through it
    painter.add(
      depth - 2 * BALL * painter.pixel,
      `<circle cx="${x.toFixed(1)}" cy="${y.toFixed(1)}" r="${r.toFixed(1)}" ` +
        `fill="${colour(color)}" stroke="${colour("paper")}" stroke-width="1.5"/>`,
    );
    if (name) painter.label(data, name, color, [0, 0, 0]);
  },
  key: (mark) => dotKey(mark),
};
