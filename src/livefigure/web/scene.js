// Views in space, as line drawings: three.js places the camera, SVG takes the strokes.
//
// Vector strokes rather than WebGL: the same code draws the still at build time, prints,
// follows the page's theme, needs no GPU, and crossing wires are told apart by a halo.
import { PerspectiveCamera } from "three/src/cameras/PerspectiveCamera.js";
import { Vector3 } from "three/src/math/Vector3.js";
import { escape } from "./export.js";

const FIELD_OF_VIEW = 28;
const STEPS = 72; // segments of a circle
const ARC = 2; // segments drawn as one
// pixels, amid the scene
const HEAD = 15; // of an arrow
const SHORTEST = 16; // arrow: what is there can be seen
const BALL = 6; // its radius
const GRIP = 9;
const LETTER = 9; // room that a name needs to every side

const vector = ([x, y, z]) => new Vector3(x, y, z);
const colour = (role) => `var(--mag-${role})`;

export function cameraFor(view, azimuth = view.azimuth, elevation = view.elevation) {
  const camera = new PerspectiveCamera(FIELD_OF_VIEW, 1 / view.aspect, 0.01, 1000);
  const fit = Math.min(1, 1 / view.aspect);
  const distance = view.extent / Math.sin((FIELD_OF_VIEW / 2) * (Math.PI / 180)) / fit;
  const [a, e] = [azimuth, elevation].map((degrees) => (degrees * Math.PI) / 180);
  camera.up.set(0, 0, 1);
  camera.position.set(Math.cos(e) * Math.cos(a), Math.cos(e) * Math.sin(a), Math.sin(e));
  camera.position.multiplyScalar(distance);
  camera.lookAt(0, 0, 0);
  camera.updateMatrixWorld();
  return camera;
}

/** The tip of an arrow in pixels. */
export function tipOf(camera, [width, height], data) {
  const seen = vector(data.slice(0, 3)).add(vector(data.slice(3, 6))).project(camera);
  return [((seen.x + 1) / 2) * width, ((1 - seen.y) / 2) * height];
}

/**
 * Where an arrow points whose tip the reader holds: its unit vector, or, off the disc that the tip
 * can reach, the nearest one on that disc's rim.
 * @param {boolean} front whether the tip is on the near side
 */
export function aim(camera, [width, height], [x, y], data, front) {
  const [tail, length] = [vector(data.slice(0, 3)), vector(data.slice(3, 6)).length()];
  const eye = camera.position;
  const ray = new Vector3((2 * x) / width - 1, 1 - (2 * y) / height, 0.5).unproject(camera).sub(eye).normalize();
  const along = tail.clone().sub(eye).dot(ray);
  const foot = eye.clone().addScaledVector(ray, along).sub(tail); // nearest to the tail
  const half2 = length * length - foot.lengthSq();
  const off = half2 < 0;
  if (!off) foot.addScaledVector(ray, (front ? -1 : 1) * Math.sqrt(half2));
  return { direction: foot.normalize(), off };
}

/** Degrees from the pole, and around it from ``zero``; the other way around where sense is -1. */
export function bearings(direction, { pole, zero, sense = 1 }) {
  const [p, z] = [vector(pole).normalize(), vector(zero).normalize()];
  const degrees = 180 / Math.PI;
  return {
    theta: Math.acos(Math.max(-1, Math.min(1, direction.dot(p)))) * degrees,
    phi: sense * Math.atan2(direction.dot(p.clone().cross(z)), direction.dot(z)) * degrees,
  };
}

/** Whether the tip of an arrow is on the near side of its tail. */
export const onNearSide = (camera, data) =>
  vector(data.slice(3, 6)).dot(camera.position.clone().sub(vector(data.slice(0, 3)))) > 0;

/** Two unit vectors that make a right-handed frame with n. */
function frame(n) {
  const e = Math.abs(n.z) < 0.9 ? new Vector3(0, 0, 1).cross(n) : new Vector3(1, 0, 0).projectOnPlane(n);
  e.normalize();
  return [e, n.clone().cross(e)];
}

function circle(centre, normal, radius, from = 0, to = 2 * Math.PI, steps = STEPS) {
  const [e, f] = frame(normal);
  return Array.from({ length: steps + 1 }, (_, i) => {
    const angle = from + ((to - from) * i) / steps;
    return centre.clone().addScaledVector(e, radius * Math.cos(angle)).addScaledVector(f, radius * Math.sin(angle));
  });
}

/** How much wider a stroke's halo is: a hair has none, lest a net of hairs be cut to pieces. */
const halo = (width) => (width < 1 ? 0 : Math.min(5, 1.5 * width));
const path = (placed) => placed.map(({ x, y }) => `${x.toFixed(1)},${y.toFixed(1)}`).join(" ");

class Painter {
  constructor(camera, [width, height]) {
    this.camera = camera;
    this.width = width;
    this.height = height;
    this.reach = camera.position.length();
    this.pixel = (2 * this.reach * Math.tan((FIELD_OF_VIEW / 2) * (Math.PI / 180))) / height; // amid the scene
    this.pieces = []; // {depth, svg}: painted from the farthest to the nearest
    this.names = []; // placed when all else has its place
    this.taken = []; // {x, y, r}: discs that no name should cover
  }

  /** Pixel and depth of a point. */
  place(point) {
    const seen = point.clone().applyMatrix4(this.camera.matrixWorldInverse);
    const depth = -seen.z;
    seen.applyMatrix4(this.camera.projectionMatrix);
    return { x: ((seen.x + 1) / 2) * this.width, y: ((1 - seen.y) / 2) * this.height, depth };
  }

  add(depth, svg) {
    this.pieces.push({ depth, svg });
  }

  /** A wire, in arcs short enough to be sorted by depth. An arc's halo lies behind the arcs next
   * to it, which it would cut where the wire turns back. */
  line(points, role, width) {
    const placed = points.map((point) => this.place(point));
    const arcs = [];
    for (let i = 0; i < placed.length - 1; i += ARC) arcs.push(placed.slice(i, i + ARC + 1));
    const farthest = arcs.map((arc) => Math.max(...arc.map((p) => p.depth)));
    arcs.forEach((arc, i) => {
      const depth = arc.reduce((sum, p) => sum + p.depth, 0) / arc.length;
      const w = (width * this.reach) / depth; // nearer is thicker
      const stroke = (role, w) => `<polyline points="${path(arc)}" fill="none" stroke="${colour(role)}" stroke-width="${w.toFixed(2)}"`;
      const around = [-2, -1, 0, 1, 2].map((step) => farthest.at((i + step) % arcs.length));
      if (halo(width)) this.add(Math.max(...around) + 0.002, stroke("paper", w + halo(width)) + "/>");
      this.add(depth, stroke(role, w) + ' stroke-linecap="round"/>');
    });
  }

  polygon(points, role, opacity) {
    const placed = points.map((point) => this.place(point));
    this.add(Math.max(...placed.map((p) => p.depth)),
      `<polygon points="${path(placed)}" fill="${colour(role)}" fill-opacity="${opacity}"/>`);
  }

  /** A cone with its tip at `tip`: its outline is its base and a triangle. */
  cone(tip, direction, length) {
    const base = tip.clone().addScaledVector(direction, -length);
    const rim = circle(base, direction, 0.36 * length, 0, 2 * Math.PI, 20);
    const [t, b] = [this.place(tip), this.place(base)];
    const placed = rim.map((point) => this.place(point));
    const side = (p) => (p.x - b.x) * (t.y - b.y) - (p.y - b.y) * (t.x - b.x);
    const left = placed.reduce((best, p) => (side(p) > side(best) ? p : best));
    const right = placed.reduce((best, p) => (side(p) < side(best) ? p : best));
    const svg = `<polygon points="${path([t, left, right])}"/><polygon points="${path(placed)}"/>`;
    return { depth: Math.min(t.depth, b.depth), svg };
  }

  /** An arrow, in one piece that nothing else can split; returns its tip. Arrows with one tail
   * neither cut each other nor a ball there, and of two in one line the shorter is on top. */
  arrow(tail, along, role, width) {
    const direction = along.clone().normalize();
    const length = Math.max(along.length(), SHORTEST * this.pixel);
    const head = Math.min(HEAD * this.pixel, 0.6 * length);
    const at = (far) => tail.clone().addScaledVector(direction, far);
    const near = this.place(at(SHORTEST * this.pixel));
    const w = (width * this.reach) / near.depth;
    const shaft = (from, role, w) => `<polyline points="${path([at(from), at(length - 0.8 * head)].map((p) => this.place(p)))}" ` +
      `stroke="${colour(role)}" stroke-width="${w.toFixed(2)}"/>`;
    const cone = this.cone(at(length), direction, head).svg;
    const free = Math.min(1.5 * BALL * this.pixel, 0.4 * length); // of the halo
    this.add(near.depth + 0.1 * length,
      `<g fill="${colour("paper")}" stroke="${colour("paper")}" stroke-width="${halo(width)}">${cone}${shaft(free, "paper", w + halo(width))}</g>` +
        `<g fill="${colour(role)}">${cone}${shaft(0, role, w)}</g>`);
    for (let i = 0; i <= 8; i++) this.taken.push({ ...this.place(at((length * i) / 8)), r: 2 });
    return at(length);
  }

  /** A name beyond a point, away from another; "_" makes what follows an index. */
  label(point, text, role, away, gap = 13) {
    this.names.push({ at: this.place(point), from: this.place(away), text, role, gap });
  }

  /** Where a name has room: beyond its point, or else turned about it as little as will do. */
  spot({ at, from, text, gap }) {
    const angle = Math.atan2(at.y - from.y, at.x - from.x);
    const wide = gap + 3 * (text.length - 1);
    const spots = [0, 1, -1, 2, -2, 3, -3, 4].map((eighths) => {
      const turned = angle + (eighths * Math.PI) / 4;
      const [x, y] = [at.x + wide * Math.cos(turned), at.y + gap * Math.sin(turned)];
      const room = Math.min(x, this.width - x, y, this.height - y,
        ...this.taken.map((disc) => Math.hypot(x - disc.x, y - disc.y) - disc.r));
      return { x, y, room };
    });
    return spots.find(({ room }) => room > LETTER) ?? spots.reduce((best, next) => (next.room > best.room ? next : best));
  }

  write(name) {
    const { x, y } = this.spot(name);
    this.taken.push({ x, y, r: 3 * name.text.length });
    return `<text x="${x.toFixed(1)}" y="${y.toFixed(1)}" fill="${colour(name.role)}" paint-order="stroke" ` +
      `stroke="${colour("paper")}" stroke-width="3" text-anchor="middle" dominant-baseline="central">${escape(name.text).replace(/_(\w+)/, '<tspan dy="4" font-size="11">$1</tspan>')}</text>`;
  }

  svg(title) {
    this.pieces.sort((p, q) => q.depth - p.depth);
    return (
      `<svg xmlns="http://www.w3.org/2000/svg" width="${this.width}" height="${this.height}" ` +
      `viewBox="0 0 ${this.width} ${this.height}" role="img" aria-label="${escape(title)}" stroke-linejoin="round" ` +
      `font-size="15" font-weight="600" font-style="italic" font-family="KaTeX_Main, Georgia, serif">` +
      `${this.pieces.map((piece) => piece.svg).join("")}${this.names.map((name) => this.write(name)).join("")}</svg>`
    );
  }
}

const marks = {
  wire(painter, { color, closed, width }, [xs, ys, zs]) {
    const points = Array.from(xs, (x, i) => new Vector3(x, ys[i], zs[i]));
    if (closed) points.push(points[0]);
    let run = [];
    for (const point of [...points, new Vector3(NaN)])
      if (Number.isFinite(point.x)) run.push(point);
      else if (run.length) {
        painter.line(run, color, width);
        run = [];
      }
  },
  loop(painter, { color, disc, width }, data) {
    const [centre, normal, radius] = [vector(data.slice(0, 3)), vector(data.slice(3, 6)).normalize(), data[6]];
    const rim = circle(centre, normal, radius);
    if (disc) painter.polygon(rim, color, 0.1);
    painter.line(rim, color, width);
    const size = Math.min(0.8 * HEAD * painter.pixel, 0.5 * radius);
    const [tail, tip] = circle(centre, normal, radius, -0.4, -0.4 + size / radius, 1);
    const { depth, svg } = painter.cone(tip, tip.clone().sub(tail).normalize(), size);
    painter.add(depth, `<g fill="${colour(color)}">${svg}</g>`);
  },
  arrow(painter, { color, name, drag, width }, data) {
    const [tail, along] = [vector(data.slice(0, 3)), vector(data.slice(3, 6))];
    if (along.length() < 1e-9) return;
    const tip = painter.arrow(tail, along, color, width);
    if (name) painter.label(tip, name, color, tail, drag ? 20 : 13);
    if (drag) {
      const { x, y } = painter.place(tip);
      painter.taken.push({ x, y, r: GRIP });
      painter.add(-10 * painter.reach, `<circle class="mag-grip" cx="${x.toFixed(1)}" cy="${y.toFixed(1)}" r="${GRIP}" ` +
        `fill="${colour("reader")}" fill-opacity="0.14" stroke="${colour("reader")}" stroke-width="1.5"/>`);
    }
  },
  ball(painter, { color, name }, data) {
    const point = vector(data);
    const { x, y, depth } = painter.place(point);
    const r = (BALL * painter.reach) / depth;
    painter.taken.push({ x, y, r });
    // nearer than its centre, so that it hides what passes through it
    painter.add(depth - 2 * BALL * painter.pixel, `<circle cx="${x.toFixed(1)}" cy="${y.toFixed(1)}" r="${r.toFixed(1)}" ` +
      `fill="${colour(color)}" stroke="${colour("paper")}" stroke-width="1.5"/>`);
    if (name) painter.label(point, name, color, new Vector3());
  },
  // Of frosted glass: what lies behind its outline shows faintly.
  globe(painter, { color }, data) {
    const [centre, radius] = [vector(data.slice(0, 3)), data[3]];
    const sight = painter.camera.position.clone().sub(centre);
    const nearer = radius / sight.length(); // where lines of sight touch it, over the radius
    sight.normalize();
    const outline = circle(centre.clone().addScaledVector(sight, nearer * radius), sight, radius * Math.sqrt(1 - nearer * nearer));
    painter.polygon(outline, "paper", 0.7);
    painter.line(outline, color, 1.6);
    const up = new Vector3(0, 0, 1);
    for (const height of [-0.6, 0, 0.6])
      painter.line(circle(centre.clone().addScaledVector(up, height * radius), up, radius * Math.sqrt(1 - height * height)), color, 0.8);
    for (const azimuth of [0, 1, 2].map((k) => (k * Math.PI) / 3))
      painter.line(circle(centre, new Vector3(Math.cos(azimuth), Math.sin(azimuth), 0), radius), color, 0.8);
  },
};

/** Three short axes in a corner, turned with the scene. */
function triad(painter, view) {
  const corner = new Vector3(-0.84, -0.8, 0.5).unproject(painter.camera);
  const eye = painter.camera.position;
  const middle = corner.sub(eye).setLength(painter.reach).add(eye);
  const axes = { x: new Vector3(1, 0, 0), y: new Vector3(0, 1, 0), z: new Vector3(0, 0, 1) };
  for (const [name, axis] of Object.entries(axes)) {
    const tip = middle.clone().addScaledVector(axis, 0.13 * view.extent);
    painter.line([middle, tip], "quiet", 1.2);
    painter.label(tip, name, "quiet", middle);
  }
}

/** The scene as SVG text. */
export function drawScene(view, data, size, camera = cameraFor(view)) {
  const painter = new Painter(camera, size);
  triad(painter, view);
  for (const mark of view.marks)
    if (data[mark.data] !== null) marks[mark.kind](painter, mark, data[mark.data]);
  return painter.svg(view.title);
}
