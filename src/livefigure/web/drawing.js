// A view of a live figure, as it stands in the page.
import { Camera } from "./camera.js";
import { patch } from "./dom.js";
import { drawPlot } from "./plot.js";
import { drawScene } from "./scene.js";
import { stillSize } from "./view.js";

/** @import { Plot } from "@observablehq/plot" */
/** @import { Angles, Results, Size, View } from "./types.d.ts" */

/** Whether two results are the same, number by number.
 * @param {any} a  @param {any} b  @returns {boolean} */
export const same = (a, b) =>
  Object.is(a, b) ||
  (typeof a === "object" &&
    typeof b === "object" &&
    a !== null &&
    b !== null &&
    a.length === b.length &&
    a.every((/** @type {any} */ item, /** @type {number} */ i) => same(item, b[i])));

/** The names of all results that a view shows. @param {View} view */
function namesOf(view) {
  const names = view.marks.map(({ data }) => data);
  if (view.kind === "plot")
    for (const { low, high } of [view.x, view.y])
      names.push(...[low, high].filter((end) => typeof end === "string"));
  return names;
}

/** SVG as text, as an element. @param {string} text */
function parsed(text) {
  const template = document.createElement("template");
  template.innerHTML = text;
  return /** @type {SVGSVGElement} */ (template.content.firstChild);
}

export class Drawing {
  /** @param {View} view  @param {HTMLElement} place  @param {string} name  of no other of the page */
  constructor(view, place, name) {
    this.view = view;
    this.place = place;
    this.name = name;
    this.names = namesOf(view);
    /** A scene's angles at first, and as it is turned. @type {Angles} */
    this.straight =
      view.kind === "scene"
        ? { azimuth: view.azimuth, elevation: view.elevation }
        : { azimuth: 0, elevation: 0 };
    this.angles = { ...this.straight };
    /** The width and height of its place, once the page has laid it out. @type {Size} */
    this.room = [0, 0];
    /** Of its place, in pixels of its own; null until it is asked. @type {Size | null} */
    this.size = null;
    /** What it shows; null where it must be drawn anew whatever it is to show. @type {Results | null} */
    this.shown = null;
    /** A plot's scales. @type {Plot["scale"] | null} */
    this.scale = null;
    /** Whether it is near to what the reader sees. */
    this.near = false;
  }

  /** Turn a scene, or turn it back. @param {Angles | null} angles */
  turnTo(angles) {
    const { azimuth, elevation } = angles ?? this.straight;
    if (azimuth === this.angles.azimuth && elevation === this.angles.elevation) return;
    Object.assign(this.angles, { azimuth, elevation });
    this.shown = null;
  }

  get turned() {
    const { angles, straight } = this;
    return angles.azimuth !== straight.azimuth || angles.elevation !== straight.elevation;
  }

  /** @returns {Size} */
  get extent() {
    return this.size ?? stillSize(this.view);
  }

  /** The camera of a scene. */
  get camera() {
    if (this.view.kind !== "scene") throw new Error("a plot has no camera");
    return new Camera(this.view, this.extent, this.angles);
  }

  get svg() {
    return /** @type {SVGSVGElement} */ (this.place.firstElementChild);
  }

  /** Whether its place has another size than before; then it must be drawn anew. */
  resize() {
    const { clientWidth, clientHeight } = this.place;
    if (clientWidth === this.room[0] && clientHeight === this.room[1]) return false;
    this.room = [clientWidth, clientHeight];
    this.size = null;
    this.shown = null;
    return true;
  }

  /** Show these results, if it does not yet.
   * @param {Results} results  @param {(width: number) => number} letters  how large the reader's are
   *   to the usual, in a place so wide */
  draw(results, letters) {
    const { view, place, shown } = this;
    if (shown && this.names.every((name) => same(shown[name], results[name]))) return;
    // asked of the page once: each time would make it lay itself out anew
    if (!this.size && place.clientWidth) {
      this.room = [place.clientWidth, place.clientHeight];
      const scale = letters(place.clientWidth);
      this.size = [Math.round(this.room[0] / scale), Math.round(this.room[1] / scale)];
    }
    if (view.kind === "scene") patch(this.svg, parsed(drawScene(view, results, this.camera)));
    else {
      const plot = drawPlot(view, results, this.extent, document, this.name);
      this.scale = plot.scale;
      patch(this.svg, plot);
    }
    this.shown = results;
  }
}
