// What the reader's hand does in a drawing: it turns a scene or an arrow, or moves a point.
import { aim, bearings, onNearSide, tipOf } from "./scene.js";

const KEYS = { ArrowLeft: [-6, 0], ArrowRight: [6, 0], ArrowUp: [0, -6], ArrowDown: [0, 6] };

const onRelease = (place, act) => {
  for (const end of ["pointerup", "pointercancel"]) place.addEventListener(end, act);
};

/**
 * Let the hand turn a scene, and the arrows in it that have a grip at their tip.
 * @param {HTMLElement} place   of the drawing
 * @param {object} angles       {azimuth, elevation}, which change
 * @param {object} scene        camera(), size(), grips(): marks with a grip, arrow(mark),
 *                              repaint(), point({control: value})
 */
export function letTurn(place, angles, { camera, size, grips, arrow, repaint, point }) {
  const by = (dx, dy) => {
    angles.azimuth -= dx;
    angles.elevation = Math.max(-89, Math.min(89, angles.elevation + dy));
    repaint();
  };
  const pixel = (event) => {
    const box = place.getBoundingClientRect();
    return [event.clientX - box.left, event.clientY - box.top];
  };

  /** The arrow whose tip is under the pointer. */
  function grip(event) {
    const [x, y] = pixel(event);
    const reach = event.pointerType === "touch" ? 28 : 22;
    let best = null;
    for (const mark of grips()) {
      const [tipX, tipY] = tipOf(camera(), size(), arrow(mark));
      const far = Math.hypot(tipX - x, tipY - y);
      if (far < (best?.far ?? reach)) best = { far, mark, front: onNearSide(camera(), arrow(mark)) };
    }
    return best;
  }

  function turnArrow(event) {
    const { mark, front } = held;
    const { direction, off } = aim(camera(), size(), pixel(event), arrow(mark), front);
    // over the rim and back in: around to the other side
    if (held.off && !off) held.front = !front;
    held.off = off;
    const { theta, phi } = bearings(direction, mark.drag);
    const values = { [mark.drag.theta]: theta };
    if (Math.sin((theta * Math.PI) / 180) > 0.02) values[mark.drag.phi] = phi; // at the poles any will do
    point(values);
  }

  let from = null;
  let held = null; // the arrow in the reader's hand
  place.addEventListener("pointerdown", (event) => {
    held = grip(event);
    from = [event.clientX, event.clientY];
    place.setPointerCapture(event.pointerId);
  });
  place.addEventListener("pointermove", (event) => {
    if (held) turnArrow(event);
    else if (from) {
      by(0.5 * (event.clientX - from[0]), 0.5 * (event.clientY - from[1]));
      from = [event.clientX, event.clientY];
    } else place.classList.toggle("mag-over-grip", grip(event) !== null);
  });
  onRelease(place, () => {
    from = held = null;
  });
  // a finger on a tip turns the arrow, anywhere else it may scroll the page
  place.addEventListener("touchstart", (event) => held && event.preventDefault(), { passive: false });
  place.addEventListener("keydown", (event) => {
    if (!(event.key in KEYS)) return;
    event.preventDefault();
    by(...KEYS[event.key]);
  });
}

/**
 * Let a point of a plot follow the hand: the controls take its coordinates.
 * @param {() => SVGElement} drawn  the plot as it stands, with its scales
 */
export function letDrag(place, view, drawn, point) {
  const drag = view.marks.find((mark) => mark.drag)?.drag;
  if (!drag) return;
  place.classList.add(drag.x && drag.y ? "mag-draggable-both" : "mag-draggable");
  let held = false;
  const move = (event) => {
    const svg = drawn();
    if (!held || !svg) return;
    const box = svg.getBoundingClientRect();
    const at = {
      x: ((event.clientX - box.left) / box.width) * Number(svg.getAttribute("width")),
      y: ((event.clientY - box.top) / box.height) * Number(svg.getAttribute("height")),
    };
    point(Object.fromEntries(
      Object.entries(drag).map(([direction, name]) => [name, svg.scale(direction).invert(at[direction])]),
    ));
  };
  place.addEventListener("pointerdown", (event) => {
    held = true;
    place.setPointerCapture(event.pointerId);
    move(event);
  });
  place.addEventListener("pointermove", move);
  onRelease(place, () => (held = false));
}
