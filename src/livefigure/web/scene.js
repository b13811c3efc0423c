// Views in space: a list of marks from Python, painted as line drawings.
import { Camera } from "./camera.js";
import { spaceMarks } from "./marks/index.js";
import { Painter } from "./painter.js";
import { along } from "./vector.js";

/** @import { Point, Results, SceneView } from "./types.d.ts" */

/** Three short axes in a corner, turned with the scene. @param {Painter} painter  @param {SceneView} view */
function triad(painter, { extent }) {
  const { camera } = painter;
  const corner = camera.ray(0.08 * camera.width, 0.9 * camera.height);
  const middle = along(camera.eye, corner, camera.reach);
  /** @type {[string, Point][]} */
  const axes = [
    ["x", [1, 0, 0]],
    ["y", [0, 1, 0]],
    ["z", [0, 0, 1]],
  ];
  for (const [name, axis] of axes) {
    const tip = along(middle, axis, 0.13 * extent);
    painter.line([middle, tip], "quiet", 1.2);
    painter.label(tip, name, "quiet", middle);
  }
}

/** The scene as SVG text. @param {SceneView} view  @param {Results} results  @param {Camera} camera */
export function drawScene(view, results, camera) {
  const painter = new Painter(camera);
  triad(painter, view);
  for (const mark of view.marks) {
    const data = results[mark.data];
    if (data !== null) spaceMarks[mark.kind].draw(painter, mark, data);
  }
  return painter.svg(view.title);
}
