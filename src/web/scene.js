// Views in space, as line drawings: three.js places the camera, SVG takes the strokes.
//
// Vector strokes rather than WebGL: the same code draws the still at build time, prints,
// follows the page's theme, needs no GPU, and crossing wires are told apart by a halo.
import { PerspectiveCamera } from "three/src/cameras/PerspectiveCamera.js";
import { Vector3 } from "three/src/math/Vector3.js";
import { escape } from "./export.js";

const FIELD_OF_VIEW = 28;
const STEPS = 72; // segments of a circle
const ARC = 4; // segments drawn as one

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

class Painter {
  constructor(camera, [width, height]) {
    this.camera = camera;
    this.width = width;
    this.height = height;
    this.reach = camera.position.length();
    this.pieces = []; // {depth, svg}: painted from the farthest to the nearest
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

  /** A wire, in arcs short enough to be sorted by depth. */
  line(points, role, width) {
    const placed = points.map((point) => this.place(point));
    for (let i = 0; i < placed.length - 1; i += ARC) {
      const arc = placed.slice(i, i + ARC + 1);
      const depth = arc.reduce((sum, p) => sum + p.depth, 0) / arc.length;
      const path = arc.map(({ x, y }) => `${x.toFixed(1)},${y.toFixed(1)}`).join(" ");
      const w = (width * this.reach) / depth; // nearer is thicker
      this.add(depth + 0.002, `<polyline points="${path}" fill="none" stroke="${colour("paper")}" stroke-width="${(w + 5).toFixed(2)}"/>`);
      this.add(depth, `<polyline points="${path}" fill="none" stroke="${colour(role)}" stroke-width="${w.toFixed(2)}" stroke-linecap="round"/>`);
    }
  }

  polygon(points, role, opacity, depth) {
    const placed = points.map((point) => this.place(point));
    const path = placed.map(({ x, y }) => `${x.toFixed(1)},${y.toFixed(1)}`).join(" ");
    this.add(depth ?? Math.max(...placed.map((p) => p.depth)),
      `<polygon points="${path}" fill="${colour(role)}" fill-opacity="${opacity}"/>`);
  }

  /** A cone with its tip at `tip`: its outline is its base and a triangle. */
  cone(tip, direction, length, role) {
    const base = tip.clone().addScaledVector(direction, -length);
    const rim = circle(base, direction, 0.36 * length, 0, 2 * Math.PI, 20);
    const [t, b] = [this.place(tip), this.place(base)];
    const placed = rim.map((point) => this.place(point));
    const side = (p) => (p.x - b.x) * (t.y - b.y) - (p.y - b.y) * (t.x - b.x);
    const left = placed.reduce((best, p) => (side(p) > side(best) ? p : best));
    const right = placed.reduce((best, p) => (side(p) < side(best) ? p : best));
    const path = (points) => points.map(({ x, y }) => `${x.toFixed(1)},${y.toFixed(1)}`).join(" ");
    const depth = Math.min(t.depth, b.depth);
    const sides = `<polygon points="${path([t, left, right])}" fill="${colour(role)}"/>`;
    const disc = `<polygon points="${path(placed)}" fill="${colour(role)}"/>`;
    this.add(depth, sides + disc);
  }

  /** Text beyond a point, away from another; "_" makes what follows an index. */
  label(point, text, role, away, gap = 13) {
    const { x, y, depth } = this.place(point);
    const origin = this.place(away);
    const length = Math.hypot(x - origin.x, y - origin.y) || 1;
    const [lx, ly] = [x + (gap * (x - origin.x)) / length, y + (gap * (y - origin.y)) / length];
    this.add(depth - 10 * this.reach,
      `<text x="${lx.toFixed(1)}" y="${ly.toFixed(1)}" fill="${colour(role)}" paint-order="stroke" ` +
        `stroke="${colour("paper")}" stroke-width="3" text-anchor="middle" dominant-baseline="central">${escape(text).replace(/_(\w+)/, '<tspan dy="4" font-size="11">$1</tspan>')}</text>`);
  }

  svg(title) {
    this.pieces.sort((p, q) => q.depth - p.depth);
    return (
      `<svg xmlns="http://www.w3.org/2000/svg" width="${this.width}" height="${this.height}" ` +
      `viewBox="0 0 ${this.width} ${this.height}" role="img" aria-label="${escape(title)}" ` +
      `font-size="15" font-weight="600" font-style="italic" font-family="KaTeX_Main, Georgia, serif">` +
      `${this.pieces.map((piece) => piece.svg).join("")}</svg>`
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
    const size = Math.min(0.13, 0.5 * radius);
    const [tail, tip] = circle(centre, normal, radius, 0.7, 0.7 + size / radius, 1);
    painter.cone(tip, tip.clone().sub(tail).normalize(), size, color);
  },
  arrow(painter, { color, name, drag }, data) {
    const [from, along] = [vector(data.slice(0, 3)), vector(data.slice(3, 6))];
    const length = along.length();
    if (length < 1e-9) return;
    const direction = along.clone().normalize();
    const head = Math.min(0.16, 0.5 * length);
    const tip = from.clone().add(along);
    const shaft = Array.from({ length: 9 }, (_, i) =>
      from.clone().addScaledVector(direction, ((length - 0.8 * head) * i) / 8));
    painter.line(shaft, color, 3.2);
    painter.cone(tip, direction, head, color);
    if (name) painter.label(tip, name, color, from, drag ? 20 : 13);
    if (drag) {
      const { x, y } = painter.place(tip);
      painter.add(-10 * painter.reach, `<circle class="mag-grip" cx="${x.toFixed(1)}" cy="${y.toFixed(1)}" r="9" ` +
        `fill="${colour("reader")}" fill-opacity="0.14" stroke="${colour("reader")}" stroke-width="1.5"/>`);
    }
  },
  ball(painter, { color, name }, data) {
    const point = vector(data);
    const { x, y, depth } = painter.place(point);
    painter.add(depth, `<circle cx="${x.toFixed(1)}" cy="${y.toFixed(1)}" r="${((6 * painter.reach) / depth).toFixed(1)}" ` +
      `fill="${colour(color)}" stroke="${colour("paper")}" stroke-width="1.5"/>`);
    if (name) painter.label(point, name, color, new Vector3());
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
