// Line drawings of space in SVG: strokes and faces, painted from the farthest to the nearest.
//
// Vector strokes rather than WebGL: the same code draws the still at build time, prints,
// follows the page's theme, needs no GPU, and crossing wires are told apart by a halo.
import { DEGREES } from "./camera.js";
import { colour, escapeHtml } from "./html.js";
import { along, cross, dot, subtract, unit } from "./vector.js";

/** @import { Camera } from "./camera.js" */
/** @import { Point } from "./types.d.ts" */
/** @typedef {{x: number, y: number, depth: number}} Placed */
/** @typedef {{at: Placed, from: Placed, text: string, role: string, gap: number}} Name */

const STEPS = 72; // segments of a circle
const ARC = 2; // segments drawn as one
const LETTER = 9; // pixels of room that a name needs to every side

/** Two unit vectors that make a right-handed frame with n. @type {(n: Point) => [Point, Point]} */
function frame(n) {
  const e = unit(Math.abs(n[2]) < 0.9 ? cross([0, 0, 1], n) : along([1, 0, 0], n, -n[0]));
  return [e, cross(n, e)];
}

/** Points of a circle, or of its part between two angles.
 * @param {Point} centre  @param {Point} normal  a unit vector  @param {number} radius
 * @returns {Point[]} */
export function circle(centre, normal, radius, from = 0, to = 2 * Math.PI, steps = STEPS) {
  const [[ex, ey, ez], [fx, fy, fz]] = frame(normal);
  const [x, y, z] = centre;
  /** @type {Point[]} */
  const points = [];
  for (let i = 0; i <= steps; i++) {
    const angle = from + ((to - from) * i) / steps;
    const [c, s] = [radius * Math.cos(angle), radius * Math.sin(angle)];
    points.push([x + ex * c + fx * s, y + ey * c + fy * s, z + ez * c + fz * s]);
  }
  return points;
}

/** How much wider a stroke's halo is: a hair has none, lest a net of hairs be cut to pieces.
 * @param {number} width */
export const halo = (width) => (width < 1 ? 0 : Math.min(5, 1.5 * width));

/** @param {Placed[]} placed */
export const path = (placed) =>
  placed.map(({ x, y }) => `${x.toFixed(1)},${y.toFixed(1)}`).join(" ");

export class Painter {
  /** @param {Camera} camera */
  constructor(camera) {
    this.camera = camera;
    this.pixel = camera.pixel;
    /** What is painted, each in one go; of a path its look, and the svg is where it runs.
     * @type {{depth: number, svg: string, look?: string}[]} */
    this.pieces = [];
    /** Written when all else has its place. @type {Name[]} */
    this.names = [];
    /** Discs that no name should cover. @type {{x: number, y: number, r: number}[]} */
    this.taken = [];
  }

  /** Pixel and depth of a point. @param {Point} point */
  place(point) {
    return this.camera.place(point);
  }

  /** How much larger a thing looks at this depth than amid the scene. @param {number} depth */
  nearness(depth) {
    return this.camera.reach / depth;
  }

  /** Of pieces as deep as each other, but for rounding, the later lies in front.
   * @param {number} depth  @param {string} svg  @param {string} [look]  of a path */
  add(depth, svg, look) {
    this.pieces.push({ depth: Math.fround(depth), svg, look });
  }

  /** @param {number} depth  @param {Placed[]} placed  @param {string} role  @param {number} width
   * @param {"butt" | "round"} cap */
  stroke(depth, placed, role, width, cap) {
    const look =
      `fill="none" stroke="${colour(role)}" stroke-width="${width.toFixed(1)}" ` +
      `stroke-linecap="${cap}"`;
    this.add(depth, `M${path(placed)}`, look);
  }

  /** A wire, in arcs short enough to be sorted by depth. An arc's halo lies behind the arcs next
   * to it, which it would cut where the wire turns back.
   * @param {Point[]} points  @param {string} role  @param {number} width */
  line(points, role, width) {
    const placed = points.map((point) => this.place(point));
    const arcs = [];
    for (let i = 0; i < placed.length - 1; i += ARC) arcs.push(placed.slice(i, i + ARC + 1));
    const farthest = arcs.map((arc) => Math.max(...arc.map((p) => p.depth)));
    arcs.forEach((arc, i) => {
      const depth = arc.reduce((sum, p) => sum + p.depth, 0) / arc.length;
      const wide = width * this.nearness(depth);
      if (halo(width)) {
        const around = [-2, -1, 0, 1, 2].map((step) => farthest.at((i + step) % arcs.length) ?? 0);
        this.stroke(Math.max(...around) + 0.002, arc, "paper", wide + halo(width), "butt");
      }
      this.stroke(depth, arc, role, wide, "round");
    });
  }

  /** @param {Point[]} points  @param {string} role  @param {number} opacity */
  polygon(points, role, opacity) {
    const placed = points.map((point) => this.place(point));
    const look = `fill="${colour(role)}" fill-opacity="${opacity}"`;
    this.add(Math.max(...placed.map((p) => p.depth)), `M${path(placed)}Z`, look);
  }

  /** The outline of a cone with its tip at `tip`, as a path: of its base the ellipse as which it is
   * seen, and the two lines from the tip that touch it, if the tip lies outside.
   * @param {Point} tip  @param {Point} direction  a unit vector  @param {number} size */
  cone(tip, direction, size) {
    const base = along(tip, direction, -size);
    const [t, b] = [this.place(tip), this.place(base)];
    const wide = (0.36 * size * this.camera.focus) / b.depth;
    const flat = wide * Math.abs(dot(direction, unit(subtract(this.camera.eye, base))));
    const long = Math.hypot(t.x - b.x, t.y - b.y);
    const angle = Math.atan2(t.y - b.y, t.x - b.x);
    const [c, s] = [Math.cos(angle), Math.sin(angle)];
    const touch = long > flat ? flat / long : 0; // cosine of where the lines do, from the tip
    const [ahead, aside] = [flat * touch, wide * Math.sqrt(1 - touch * touch)];
    /** @param {number} x  @param {number} y */
    const pair = (x, y) => `${x.toFixed(1)},${y.toFixed(1)}`;
    const [left, right] = [aside, -aside].map((y) =>
      pair(b.x + c * ahead - s * y, b.y + s * ahead + c * y),
    );
    const arc = `A${pair(flat, wide)} ${(angle * DEGREES).toFixed(0)} 1 1`;
    const front = touch ? `M${pair(t.x, t.y)} L${left}` : `M${right} ${arc} ${left}`;
    return { depth: Math.min(t.depth, b.depth), outline: `${front} ${arc} ${right}Z` };
  }

  /** A name beyond a point, away from another; "_" makes what follows an index.
   * @param {Point} point  @param {string} text  @param {string} role  @param {Point} away */
  label(point, text, role, away, gap = 13) {
    this.names.push({ at: this.place(point), from: this.place(away), text, role, gap });
  }

  /** Where a name has room: beyond its point, or else turned about it as little as will do.
   * @param {Name} name */
  spot({ at, from, text, gap }) {
    const angle = Math.atan2(at.y - from.y, at.x - from.x);
    const wide = gap + 3 * (text.length - 1);
    const { width, height } = this.camera;
    const spots = [0, 1, -1, 2, -2, 3, -3, 4].map((eighths) => {
      const turned = angle + (eighths * Math.PI) / 4;
      const [x, y] = [at.x + wide * Math.cos(turned), at.y + gap * Math.sin(turned)];
      const others = this.taken.map((disc) => Math.hypot(x - disc.x, y - disc.y) - disc.r);
      return { x, y, room: Math.min(x, width - x, y, height - y, ...others) };
    });
    return (
      spots.find(({ room }) => room > LETTER) ??
      spots.reduce((best, next) => (next.room > best.room ? next : best))
    );
  }

  /** @param {Name} name */
  write(name) {
    const { x, y } = this.spot(name);
    this.taken.push({ x, y, r: 3 * name.text.length });
    const text = escapeHtml(name.text).replace(/_(\w+)/, '<tspan dy="4" font-size="11">$1</tspan>');
    return (
      `<text x="${x.toFixed(1)}" y="${y.toFixed(1)}" fill="${colour(name.role)}" ` +
      `paint-order="stroke" stroke="${colour("paper")}" stroke-width="3" ` +
      `text-anchor="middle" dominant-baseline="central">${text}</text>`
    );
  }

  /** The pieces from the farthest to the nearest. Paths of one look that follow each other are
   * one path: a scene with a net has a quarter of the elements so. Where one begins at the end of
   * the last, they are one line. */
  painted() {
    /** @type {{svg: string, look?: string}[]} */
    const painted = [];
    for (const { svg, look } of this.pieces.sort((p, q) => q.depth - p.depth)) {
      const last = painted.at(-1);
      if (last && look && last.look === look) {
        const begin = svg.slice(1, svg.indexOf(" "));
        last.svg += last.svg.endsWith(` ${begin}`) ? svg.slice(1 + begin.length) : svg;
      } else painted.push({ svg, look });
    }
    return painted.map(({ svg, look }) => (look ? `<path d="${svg}" ${look}/>` : svg));
  }

  /** All of it as SVG text. @param {string} title */
  svg(title) {
    const { width, height } = this.camera;
    return (
      `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" ` +
      `viewBox="0 0 ${width} ${height}" role="img" aria-label="${escapeHtml(title)}" ` +
      `stroke-linejoin="round" font-size="15" font-weight="600" font-style="italic" ` +
      `font-family="KaTeX_Main, Georgia, serif">` +
      `${this.painted().join("")}${this.names.map((name) => this.write(name)).join("")}</svg>`
    );
  }
}
