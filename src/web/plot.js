// Plane views: a list of marks from Python, drawn by Observable Plot.
import {
  areaY, axisX, axisY, contour, dot, gridX, gridY, line, plot, ruleX, ruleY, vector,
} from "@observablehq/plot";
import { superscript } from "./number.js";

const colour = (role) => `var(--mag-${role})`;
const rows = (columns) => Array.from(columns[0], (_, i) => columns.map((column) => column[i]));

const marks = {
  curve: ({ color, dash, width }, [xs, ys]) =>
    line(xs, { x: xs, y: ys, stroke: colour(color), strokeWidth: width, clip: true,
      strokeDasharray: dash ? "5 4" : null, strokeLinejoin: "round" }),
  area: ({ color }, [xs, ys]) =>
    areaY(xs, { x: xs, y: ys, fill: colour(color), fillOpacity: 0.18, clip: true }),
  region: ({ color }, [xs, ys]) =>
    line(xs, { x: xs, y: ys, fill: colour(color), fillOpacity: 0.18, stroke: colour(color), strokeWidth: 1.5,
      curve: "linear-closed", clip: true }),
  points: ({ color, radius, drag }, [xs, ys]) =>
    dot(xs, { x: xs, y: ys, r: radius, fill: colour(color), stroke: colour("paper"),
      strokeWidth: 1.5, className: drag ? "mag-handle" : "mag-dot" }),
  arrows: ({ color }, columns) =>
    vector(rows(columns), {
      x: "0", y: "1", stroke: colour(color), anchor: "start",
      length: (d) => Math.hypot(d[2], d[3]), rotate: (d) => (Math.atan2(d[2], d[3]) * 180) / Math.PI,
    }),
  level: ({ color, vertical }, value) =>
    (vertical ? ruleX : ruleY)([value], { stroke: colour(color), strokeDasharray: "2 3" }),
  // The tints of nested regions add up, on any ground.
  map: ({ levels, sides }, [nx, ny, x1, x2, y1, y2, values]) => {
    const [dx, dy] = [(x2 - x1) / (nx - 1) / 2, (y2 - y1) / (ny - 1) / 2]; // values stand amid cells
    const grid = { width: nx, height: ny, x1: x1 - dx, x2: x2 + dx, y1: y1 - dy, y2: y2 + dy };
    const most = 1.5 * levels.at(-1); // a pole would pull the highest outline out of shape
    const side = (values, role) =>
      contour(values, { ...grid, thresholds: levels, fill: colour(role), fillOpacity: 0.13,
        stroke: colour(role), strokeOpacity: 0.5, strokeWidth: 0.6, clip: true });
    const tame = Array.from(values, (value) => Math.max(-most, Math.min(most, value)));
    return [
      sides !== "low" && side(tame, "high"),
      sides !== "high" && side(tame.map((value) => -value), "low"),
    ].filter(Boolean);
  },
};

/** The axis's limits: numbers, or names of numbers in the data; null leaves them to Plot, with
 * some air between what is drawn and the frame. */
function scaleOf({ low, high, scale }, data) {
  const ends = [low, high].map((end) => (typeof end === "string" ? data[end] : end));
  const given = ends.every(Number.isFinite);
  return { type: scale, domain: given ? ends : undefined, inset: given ? 0 : 8, nice: false };
}

/** 10⁻⁶ on logarithmic axes, where the exponent is whole. */
const power = (value) => {
  const exponent = Math.round(Math.log10(value));
  if (Math.abs(value / 10 ** exponent - 1) > 1e-9) return "";
  return exponent >= 0 && exponent < 5 ? String(10 ** exponent) : `10${superscript(exponent)}`;
};
const ticks = ({ ticks: wanted, scale }) =>
  scale === "log" ? { ticks: wanted ?? 6, tickFormat: wanted ? String : power } : { ticks: wanted ?? 5 };

const caption = ({ label, unit }) => (unit ? `${label} (${unit})` : label);

export function drawPlot(view, data, [width, height], document, name) {
  const svg = plot({
    document,
    width,
    height,
    marginLeft: 52,
    marginRight: 14,
    marginTop: 24,
    marginBottom: 36,
    style: { fontSize: "12px", color: colour("ink"), background: "none", overflow: "visible" },
    x: scaleOf(view.x, data),
    y: scaleOf(view.y, data),
    length: { type: "identity" }, // arrows come in pixels
    aspectRatio: view.equal ? 1 : undefined,
    marks: [
      gridX({ stroke: colour("line"), strokeOpacity: 1, ...ticks(view.x) }),
      gridY({ stroke: colour("line"), strokeOpacity: 1, ...ticks(view.y) }),
      ...view.marks
        .filter((mark) => data[mark.data] !== null)
        .map((mark) => marks[mark.kind](mark, data[mark.data])),
      axisX({ label: caption(view.x), labelArrow: "none", labelAnchor: "center", stroke: null,
        fill: colour("ink"), tickSize: 0, ...ticks(view.x) }),
      axisY({ label: caption(view.y), labelArrow: "none", labelAnchor: "top", stroke: null,
        fill: colour("ink"), tickSize: 0, ...ticks(view.y) }),
    ],
  });
  // Plot counts its clips anew in each program: what Node drew and what the page draws would share
  for (const clip of svg.querySelectorAll("clipPath")) clip.id = `${name}-${clip.id}`;
  for (const clipped of svg.querySelectorAll("[clip-path]"))
    clipped.setAttribute("clip-path", clipped.getAttribute("clip-path").replace("#", `#${name}-`));
  // the picture is described as a whole: names of its groups, which have no role, are of no use
  for (const group of svg.querySelectorAll("g[aria-label]")) group.removeAttribute("aria-label");
  return svg;
}
