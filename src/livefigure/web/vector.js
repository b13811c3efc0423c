// Vectors of space as [x, y, z].
/** @import { Point } from "./types.d.ts" */

/** @type {(u: Point, v: Point) => Point} */
export const add = (u, v) => [u[0] + v[0], u[1] + v[1], u[2] + v[2]];
/** @type {(u: Point, v: Point) => Point} */
export const subtract = (u, v) => [u[0] - v[0], u[1] - v[1], u[2] - v[2]];
/** @type {(u: Point, factor: number) => Point} */
export const times = (u, factor) => [u[0] * factor, u[1] * factor, u[2] * factor];
/** @type {(u: Point, v: Point) => number} */
export const dot = (u, v) => u[0] * v[0] + u[1] * v[1] + u[2] * v[2];
/** @type {(u: Point, v: Point) => Point} */
export const cross = (u, v) => [
  u[1] * v[2] - u[2] * v[1],
  u[2] * v[0] - u[0] * v[2],
  u[0] * v[1] - u[1] * v[0],
];
/** @type {(u: Point) => number} */
export const length = (u) => Math.hypot(...u);
/** @type {(u: Point) => Point} */
export const unit = (u) => times(u, 1 / length(u));
/** The point that lies so far from another in a direction. @type {(u: Point, direction: Point, far: number) => Point} */
export const along = (u, direction, far) => add(u, times(direction, far));
