// The eye of a view in space: it looks at the origin, z is up.
import { along, cross, dot, subtract, times, unit } from "./vector.js";

/** @import { Angles, Bearings, Point, SceneView, Size } from "./types.d.ts" */

const TANGENT = Math.tan(14 * (Math.PI / 180)); // of half of the field of view
const SINE = Math.sin(14 * (Math.PI / 180));
export const DEGREES = 180 / Math.PI;

export class Camera {
  /** @param {SceneView} view  @param {Size} size  @param {Angles} angles */
  constructor(view, [width, height], { azimuth, elevation } = view) {
    const [a, e] = [azimuth / DEGREES, elevation / DEGREES];
    this.width = width;
    this.height = height;
    /** From the origin towards the eye; to the right and up as it sees. @type {Point} */
    this.back = [Math.cos(e) * Math.cos(a), Math.cos(e) * Math.sin(a), Math.sin(e)];
    /** @type {Point} */
    this.right = [-Math.sin(a), Math.cos(a), 0];
    this.up = cross(this.back, this.right);
    /** How far the eye is from the origin: the ball that fills the view fits in both ways. */
    this.reach = view.extent / SINE / Math.min(1, width / height);
    this.eye = times(this.back, this.reach);
    /** Pixels of a length as large as its depth. */
    this.focus = height / 2 / TANGENT;
    /** The length of a pixel amid the scene. */
    this.pixel = this.reach / this.focus;
  }

  /** Pixel and depth of a point. @param {Point} point */
  place(point) {
    const seen = subtract(point, this.eye);
    const depth = -dot(seen, this.back);
    const scale = this.focus / depth;
    return {
      x: this.width / 2 + scale * dot(seen, this.right),
      y: this.height / 2 - scale * dot(seen, this.up),
      depth,
    };
  }

  /** The direction in which a pixel lies. @param {number} x  @param {number} y */
  ray(x, y) {
    const sideways = along(times(this.back, -this.focus), this.right, x - this.width / 2);
    return unit(along(sideways, this.up, this.height / 2 - y));
  }
}

/** The two ends of an arrow's data: its tail, and the vector from there to its tip.
 * @param {number[]} data @returns {[Point, Point]} */
export const tailAndVector = ([x, y, z, dx, dy, dz]) => [
  [x, y, z],
  [dx, dy, dz],
];

/** The tip of an arrow in pixels. @param {Camera} camera  @param {number[]} data */
export function tipOf(camera, data) {
  const [tail, vector] = tailAndVector(data);
  const { x, y } = camera.place(along(tail, vector, 1));
  return [x, y];
}

/** Whether the tip of an arrow is on the near side of its tail. @param {Camera} camera  @param {number[]} data */
export function onNearSide(camera, data) {
  const [tail, vector] = tailAndVector(data);
  return dot(vector, subtract(camera.eye, tail)) > 0;
}

/**
 * Where an arrow points whose tip the reader holds: its unit vector, or, off the disc that the tip
 * can reach, the nearest one on that disc's rim.
 * @param {Camera} camera
 * @param {number[]} pixel
 * @param {number[]} data
 * @param {boolean} front  whether the tip is on the near side
 */
export function aim(camera, [x, y], data, front) {
  const [tail, vector] = tailAndVector(data);
  const ray = camera.ray(x, y);
  const far = dot(subtract(tail, camera.eye), ray);
  const foot = subtract(along(camera.eye, ray, far), tail); // nearest to the tail
  const half2 = dot(vector, vector) - dot(foot, foot);
  const off = half2 < 0;
  const reached = off ? foot : along(foot, ray, (front ? -1 : 1) * Math.sqrt(half2));
  return { direction: unit(reached), off };
}

/** Degrees from the pole, and around it from ``zero``; the other way around where sense is -1.
 * @param {Point} direction  @param {Bearings | { pole: Point, zero: Point, sense?: number }} from */
export function bearings(direction, { pole, zero, sense = 1 }) {
  const [p, z] = [unit(pole), unit(zero)];
  return {
    theta: Math.acos(Math.max(-1, Math.min(1, dot(direction, p)))) * DEGREES,
    phi: sense * Math.atan2(dot(direction, cross(p, z)), dot(direction, z)) * DEGREES,
  };
}
