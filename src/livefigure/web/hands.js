// What the reader's hand does in a drawing: it turns a scene or an arrow, or moves a point.
import { aim, bearings, onNearSide, tipOf } from "./camera.js";

/** @import { Drawing } from "./drawing.js" */
/** @import { Arrow, Bearings, Points, Results, Size } from "./types.d.ts" */
/** @typedef {(values: Record<string, number>) => void} SetControls */
/** @typedef {{mark: Arrow & {drag: Bearings}, front: boolean, off?: boolean}} Held the arrow in the reader's hand */

/** @type {Record<string, [number, number]>} */
const KEYS = { ArrowLeft: [-6, 0], ArrowRight: [6, 0], ArrowUp: [0, -6], ArrowDown: [0, 6] };

/** How near a finger must come to what it is to hold, and a pointer; pixels.
 * @param {PointerEvent} event */
const reach = ({ pointerType }) => (pointerType === "touch" ? 30 : 22);

/** Where a pointer is in a drawing of this size.
 * @param {Element} place  @param {Size} size  @param {PointerEvent} event  @returns {Size} */
export function within(place, [width, height], { clientX, clientY }) {
  const box = place.getBoundingClientRect();
  return [((clientX - box.left) / box.width) * width, ((clientY - box.top) / box.height) * height];
}

/** A finger that holds something moves it; any other scrolls the page.
 * @param {HTMLElement} place  @param {() => unknown} held */
const keepFromScrolling = (place, held) =>
  place.addEventListener(
    "touchstart",
    (event) => {
      if (held()) event.preventDefault();
    },
    { passive: false },
  );

/** @param {HTMLElement} place  @param {() => void} act */
export function onRelease(place, act) {
  place.addEventListener("pointerup", act);
  place.addEventListener("pointercancel", act);
}

/**
 * Let the hand turn a scene, and the arrows in it that have a grip at their tip.
 * @param {Drawing} drawing
 * @param {() => Results | undefined} results
 * @param {() => void} turned  is told when the scene was turned
 * @param {SetControls} point
 */
export function letTurn(drawing, results, turned, point) {
  const { place, angles, view } = drawing;
  /** @param {number} dx  @param {number} dy */
  const by = (dx, dy) => {
    drawing.turnTo({
      azimuth: angles.azimuth - dx,
      elevation: Math.max(-89, Math.min(89, angles.elevation + dy)),
    });
    turned();
  };
  /** @param {PointerEvent} event */
  const pixel = (event) => within(place, drawing.extent, event);
  /** @param {Arrow} mark */
  const arrow = (mark) => results()?.[mark.data];

  /** The arrow whose tip is under the pointer. @param {PointerEvent} event @returns {Held | null} */
  function grip(event) {
    const [x, y] = pixel(event);
    const { camera } = drawing;
    let nearest = reach(event);
    let found = null;
    for (const mark of view.marks) {
      if (mark.kind !== "arrow" || !mark.drag || !arrow(mark)) continue;
      const [tipX, tipY] = tipOf(camera, arrow(mark));
      const far = Math.hypot(tipX - x, tipY - y);
      if (far >= nearest) continue;
      nearest = far;
      found = { mark: { ...mark, drag: mark.drag }, front: onNearSide(camera, arrow(mark)) };
    }
    return found;
  }

  /** @param {Held} held  @param {PointerEvent} event */
  function turnArrow(held, event) {
    const { mark, front } = held;
    const { direction, off } = aim(drawing.camera, pixel(event), arrow(mark), front);
    // over the rim and back in: around to the other side
    if (held.off && !off) held.front = !front;
    held.off = off;
    const { theta, phi } = bearings(direction, mark.drag);
    const values = { [mark.drag.theta]: theta };
    if (Math.sin((theta * Math.PI) / 180) > 0.02) values[mark.drag.phi] = phi; // at the poles any will do
    point(values);
  }

  /** @type {[number, number] | null} */
  let from = null;
  /** @type {Held | null} */
  let held = null;
  place.addEventListener("pointerdown", (event) => {
    held = grip(event);
    from = [event.clientX, event.clientY];
    place.setPointerCapture(event.pointerId);
  });
  place.addEventListener("pointermove", (event) => {
    if (held) turnArrow(held, event);
    else if (from) {
      by(0.5 * (event.clientX - from[0]), 0.5 * (event.clientY - from[1]));
      from = [event.clientX, event.clientY];
    } else place.classList.toggle("mag-over-grip", grip(event) !== null);
  });
  onRelease(place, () => {
    from = held = null;
  });
  keepFromScrolling(place, () => held);
  place.addEventListener("keydown", (event) => {
    if (!(event.key in KEYS)) return;
    event.preventDefault();
    by(...KEYS[event.key]);
  });
}

/**
 * Let a point of a plot follow the hand: the controls take its coordinates. The pointer may begin
 * anywhere, a finger at the point.
 * @param {Drawing} drawing
 * @param {() => Results | undefined} results
 * @param {SetControls} point
 */
export function letDrag(drawing, results, point) {
  const { place, view } = drawing;
  const mark = view.marks.find(
    /** @type {(mark: any) => mark is Points & {drag: object}} */ (({ drag }) => drag),
  );
  if (!mark) return;
  const directions = /** @type {["x" | "y", string][]} */ (Object.entries(mark.drag));
  place.classList.add(directions.length > 1 ? "mag-draggable-both" : "mag-draggable");
  let held = false;
  /** @param {PointerEvent} event */
  const at = (event) => {
    const [x, y] = within(place, drawing.extent, event);
    return { x, y };
  };
  /** @param {PointerEvent} event */
  const near = (event) => {
    const [xs, ys] = results()?.[mark.data] ?? [[], []];
    const there = { x: drawing.scale?.("x")?.apply(xs[0]), y: drawing.scale?.("y")?.apply(ys[0]) };
    const here = at(event);
    const far = directions.map(([direction]) => here[direction] - there[direction]);
    return Math.hypot(...far) < reach(event);
  };
  /** @param {PointerEvent} event */
  const move = (event) => {
    if (!held) return;
    const here = at(event);
    point(
      Object.fromEntries(
        directions.map(([direction, control]) => [
          control,
          drawing.scale?.(direction)?.invert?.(here[direction]),
        ]),
      ),
    );
  };
  place.addEventListener("pointerdown", (event) => {
    if (!drawing.scale || (event.pointerType === "touch" && !near(event))) return;
    held = true;
    place.setPointerCapture(event.pointerId);
    move(event);
  });
  place.addEventListener("pointermove", move);
  onRelease(place, () => {
    held = false;
  });
  if (directions.length > 1) keepFromScrolling(place, () => held);
}
