// What the reader's hand does in a drawing: it turns a scene or an arrow, or moves a point.
import { aim, bearings, onNearSide, tipOf } from "./scene.js";

const KEYS = { ArrowLeft: [-6, 0], ArrowRight: [6, 0], ArrowUp: [0, -6], ArrowDown: [0, 6] };

/** How near a finger must come to what it is to hold, and a pointer; pixels. */
const REACH = { touch: 30, other: 22 };
const reach = ({ pointerType }) => REACH[pointerType] ?? REACH.other;

/** Where a pointer is in a drawing of this size. */
function within(place, [width, height], { clientX, clientY }) {
  const box = place.getBoundingClientRect();
  return [((clientX - box.left) / box.width) * width, ((clientY - box.top) / box.height) * height];
}

/** A finger that holds something moves it; any other scrolls the page. */
const keepFromScrolling = (place, held) =>
  place.addEventListener("touchstart", (event) => held() && event.preventDefault(), { passive: false });

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
  const pixel = (event) => within(place, size(), event);

  /** The arrow whose tip is under the pointer. */
  function grip(event) {
    const [x, y] = pixel(event);
    let best = null;
    for (const mark of grips()) {
      const [tipX, tipY] = tipOf(camera(), size(), arrow(mark));
      const far = Math.hypot(tipX - x, tipY - y);
      if (far < (best?.far ?? reach(event))) best = { far, mark, front: onNearSide(camera(), arrow(mark)) };
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
 * @param {object} plot  drawn(): the SVG as it stands, with its scales; data(name): of a mark;
 *                       point({control: value})
 */
export function letDrag(place, view, { drawn, data, point }) {
  const mark = view.marks.find((mark) => mark.drag);
  if (!mark) return;
  const directions = Object.entries(mark.drag); // [["x", control], ["y", control]]
  place.classList.add(directions.length > 1 ? "mag-draggable-both" : "mag-draggable");
  let held = false;
  const at = (event) => {
    const svg = drawn();
    const [x, y] = within(place, ["width", "height"].map((name) => Number(svg.getAttribute(name))), event);
    return { x, y };
  };
  const near = (event) => {
    const svg = drawn();
    const [xs, ys] = data(mark.data);
    const there = { x: svg.scale("x").apply(xs[0]), y: svg.scale("y").apply(ys[0]) };
    const here = at(event);
    return Math.hypot(...directions.map(([direction]) => here[direction] - there[direction])) < reach(event);
  };
  const move = (event) => {
    if (!held) return;
    const here = at(event);
    point(Object.fromEntries(
      directions.map(([direction, name]) => [name, drawn().scale(direction).invert(here[direction])]),
    ));
  };
  place.addEventListener("pointerdown", (event) => {
    if (!drawn() || (event.pointerType === "touch" && !near(event))) return;
    held = true;
    place.setPointerCapture(event.pointerId);
    move(event);
  });
  place.addEventListener("pointermove", move);
  onRelease(place, () => (held = false));
  if (directions.length > 1) keepFromScrolling(place, () => held);
}
