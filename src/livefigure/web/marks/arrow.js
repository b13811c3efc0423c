// An arrow in space, in one piece that nothing else can split. Arrows with one tail neither cut
// each other nor a ball there, and of two in one line the shorter is on top.
import { tailAndVector } from "../camera.js";
import { colour } from "../html.js";
import { halo, path } from "../painter.js";
import { along, length, unit } from "../vector.js";
import { BALL } from "./ball.js";
import { arrowKey } from "./common.js";

/** @import { Arrow, SpaceMarkKind } from "../types.d.ts" */

// pixels, amid the scene
const HEAD = 15;
const SHORTEST = 16; // what is there can be seen
const GRIP = 9; // radius of the ring by which the reader takes it

/** @type {SpaceMarkKind<Arrow, number[]>} */
export const arrow = {
  draw(painter, { color, name, drag, width }, data) {
    const [tail, vector] = tailAndVector(data);
    if (length(vector) < 1e-9) return;
    const direction = unit(vector);
    const shortest = SHORTEST * painter.pixel;
    const long = Math.max(length(vector), shortest);
    const tip = along(tail, direction, long);
    const head = Math.min(HEAD * painter.pixel, 0.6 * long);
    const near = painter.place(along(tail, direction, shortest)).depth;
    const wide = width * painter.nearness(near);
    /** @param {number} from  @param {string} role  @param {number} wide */
    const shaft = (from, role, wide) => {
      const ends = [from, long - 0.8 * head].map((far) =>
        painter.place(along(tail, direction, far)),
      );
      return `<polyline points="${path(ends)}" stroke="${colour(role)}" stroke-width="${wide.toFixed(2)}"/>`;
    };
    const cone = `<path d="${painter.cone(tip, direction, head).outline}"/>`;
    const free = Math.min(1.5 * BALL * painter.pixel, 0.4 * long); // of the halo
    painter.add(
      near + 0.1 * long,
      `<g fill="${colour("paper")}" stroke="${colour("paper")}" stroke-width="${halo(width)}">` +
        `${cone}${shaft(free, "paper", wide + halo(width))}</g>` +
        `<g fill="${colour(color)}">${cone}${shaft(0, color, wide)}</g>`,
    );
    for (let i = 0; i <= 8; i++)
      painter.taken.push({ ...painter.place(along(tail, direction, (long * i) / 8)), r: 2 });
    if (name) painter.label(tip, name, color, tail, drag ? 20 : 13);
    if (drag) {
      const { x, y } = painter.place(tip);
      painter.taken.push({ x, y, r: GRIP });
      painter.add(
        Number.NEGATIVE_INFINITY, // before all else
        `<circle class="mag-grip" cx="${x.toFixed(1)}" cy="${y.toFixed(1)}" r="${GRIP}" ` +
          `fill="${colour("reader")}" fill-opacity="0.14" stroke="${colour("reader")}" stroke-width="1.5"/>`,
      );
    }
  },
  key: arrowKey,
};
