// One view of a figure, drawn.
import { Camera } from "./camera.js";
import { drawPlot } from "./plot.js";
import { drawScene } from "./scene.js";

/** @import { Results, Size, Spec, View } from "./types.d.ts" */

/** A low view takes a row of its own. @param {View} view */
export const isWide = (view) => view.aspect < 0.6;

/** The size of a view's still. @param {View} view  @returns {Size} */
export function stillSize(view) {
  const width = isWide(view) ? 720 : 360;
  return [width, Math.round(width * view.aspect)];
}

/** A figure's views as SVG text, as they stand at first; colours are the page's variables. No two
 * drawings of a page have the same name.
 * @param {Spec} spec  @param {Results} results  @param {Document} document  @param {string} name
 * @returns {string[]} */
export const stillsOf = (spec, results, document, name) =>
  spec.views.map((view, i) =>
    view.kind === "scene"
      ? drawScene(view, results, new Camera(view, stillSize(view)))
      : drawPlot(view, results, stillSize(view), document, `${name}-${i}`).outerHTML,
  );
