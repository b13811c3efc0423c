// Views of simple data, drawn as they are in Node when the stills are made.
import { Camera } from "../../src/livefigure/web/camera.js";
import { drawPlot } from "../../src/livefigure/web/plot.js";
import { emptyDocument } from "../../src/livefigure/web/render.js";
import { drawScene } from "../../src/livefigure/web/scene.js";

const axis = { label: "", low: 0, high: 10, scale: "linear", ticks: null, unit: "" };

/** A plot of 366 × 264 pixels whose frame is 300 × 200: from (52, 24) to (352, 224). */
export function plot(marks, data, { x = {}, y = {}, ...more } = {}) {
  const view = {
    kind: "plot",
    title: "A plot",
    marks,
    x: { ...axis, ...x },
    y: { ...axis, ...y },
    aspect: 0.72,
    equal: false,
    ...more,
  };
  return drawPlot(view, data, [366, 264], emptyDocument(), "plot");
}

/** Where a place of the plot's axes, 0 … 10, is in pixels. */
export const pixel = (x, y) => [52 + 30 * x, 224 - 20 * y];

/** A scene of 200 × 200 pixels, seen from −y: x to the right, z up. */
export const scene = (marks, data, angles = {}) => {
  const view = {
    kind: "scene",
    title: "A scene",
    marks,
    extent: 1,
    azimuth: -90,
    elevation: 0,
    aspect: 1,
    ...angles,
  };
  const camera = new Camera(view, [200, 200]);
  const text = drawScene(view, data, camera);
  const document = emptyDocument();
  document.documentElement.innerHTML = text;
  return { svg: document.documentElement.firstElementChild, camera, text };
};

export const role = (name) => `var(--mag-${name})`;

/** All numbers of a text, in pairs. */
export function pairs(text) {
  const numbers = text.match(/-?\d+(?:\.\d+)?(?:e-?\d+)?/g)?.map(Number) ?? [];
  return numbers.flatMap((number, i) => (i % 2 ? [[numbers[i - 1], number]] : []));
}

/** Elements that are painted in a colour, their own or of what they are in. */
export function painted(svg, selector, name) {
  const colour = role(name);
  return [...svg.querySelectorAll(selector)].filter((element) =>
    element.closest(`[fill="${colour}"], [stroke="${colour}"]`),
  );
}

/** The strokes of a scene in the order in which they are painted; one path may hold several.
 * @returns {{colour: string, width: number, points: number[][]}[]} */
export const strokesOf = (svg) =>
  [...svg.querySelectorAll("path[stroke]")].flatMap((path) =>
    path
      .getAttribute("d")
      .split("M")
      .slice(1)
      .map((part) => ({
        colour: path.getAttribute("stroke"),
        width: Number(path.getAttribute("stroke-width")),
        points: pairs(part),
      })),
  );

/** The last cone that is painted in a colour: its points, from its tip around its base.
 * @returns {number[][]} */
export function coneOf(svg, name) {
  const d = painted(svg, "path", name)
    .filter((path) => !path.hasAttribute("stroke"))
    .at(-1);
  const [, ...numbers] = d
    .getAttribute("d")
    .match(/^M(.+) L(.+) A(.+) (.+) 1 1 (.+)Z$/)
    .map((part) => part.split(",").map(Number));
  const [tip, left, [flat, wide], [turned], right] = numbers;
  // From the left point to the right one, the long way around. In the ellipse's own frame both lie
  // as far along it, to its two sides.
  const [c, s] = [Math.cos((turned * Math.PI) / 180), Math.sin((turned * Math.PI) / 180)];
  const aside = Math.hypot(left[0] - right[0], left[1] - right[1]) / 2 / wide;
  const start = Math.asin(Math.min(1, aside));
  const ahead = flat * Math.cos(start);
  const centre = [(left[0] + right[0]) / 2 - c * ahead, (left[1] + right[1]) / 2 - s * ahead];
  const base = Array.from({ length: 37 }, (_, i) => {
    const angle = start + ((2 * Math.PI - 2 * start) * i) / 36;
    const [u, v] = [flat * Math.cos(angle), wide * Math.sin(angle)];
    return [centre[0] + c * u - s * v, centre[1] + s * u + c * v];
  });
  return [tip, ...base];
}

export const box = (points) => {
  const [xs, ys] = [points.map(([x]) => x), points.map(([, y]) => y)];
  return {
    left: Math.min(...xs),
    right: Math.max(...xs),
    top: Math.min(...ys),
    bottom: Math.max(...ys),
  };
};
