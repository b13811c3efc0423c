// Plane views: a list of marks from Python, drawn by Observable Plot.
import {
  areaY, axisX, axisY, contour, dot, gridX, gridY, line, plot, ruleX, ruleY, vector,
} from "@observablehq/plot";
import { axisOf } from "./axis.js";
import { dashesOf } from "./legend.js";

const colour = (role) => `var(--mag-${role})`;
const MARGINS = { marginLeft: 52, marginRight: 14, marginTop: 24, marginBottom: 40 };
const SIGN = 7.5; // the width of a digit in the wider of the browsers' fonts
const rows = (columns) => Array.from(columns[0], (_, i) => columns.map((column) => column[i]));

const marks = {
  curve: (mark, [xs, ys]) =>
    line(xs, { x: xs, y: ys, stroke: colour(mark.color), strokeWidth: mark.width, clip: true,
      strokeDasharray: dashesOf(mark), curve: mark.smooth ? "monotone-x" : "linear" }),
  area: ({ color }, [xs, ys]) =>
    areaY(xs, { x: xs, y: ys, fill: colour(color), fillOpacity: 0.18, clip: true }),
  region: ({ color }, [xs, ys]) =>
    line(xs, { x: xs, y: ys, fill: colour(color), fillOpacity: 0.18, stroke: colour(color), strokeWidth: 1.5,
      curve: "linear-closed", clip: true }),
  points: ({ color, radius, drag }, [xs, ys]) =>
    dot(xs, { x: xs, y: ys, r: radius, fill: colour(color), stroke: colour("paper"),
      strokeWidth: 1.5, className: drag ? "mag-handle" : "mag-dot" }),
  arrows: ({ color }, columns, unit) =>
    vector(rows(columns), {
      x: "0", y: "1", stroke: colour(color), anchor: "start",
      length: (d) => unit * Math.hypot(d[2], d[3]), rotate: (d) => (Math.atan2(d[2], d[3]) * 180) / Math.PI,
    }),
  level: (mark, value) =>
    (mark.vertical ? ruleX : ruleY)([value], { stroke: colour(mark.color), strokeWidth: mark.width,
      strokeDasharray: dashesOf(mark) }),
  // The tints of nested regions add up, on any ground.
  map: ({ levels, sides }, [nx, ny, x1, x2, y1, y2, values]) => {
    const [dx, dy] = [(x2 - x1) / (nx - 1) / 2, (y2 - y1) / (ny - 1) / 2]; // values stand amid cells
    const grid = { width: nx, height: ny, x1: x1 - dx, x2: x2 + dx, y1: y1 - dy, y2: y2 + dy };
    // Between the grid's points a contour runs straight; near a pole, where values of both signs
    // surpass all levels, it does so evenly only if they do not surpass them by much.
    const highest = levels.at(-1) || 1;
    const even = (value) => Math.asinh(value / highest);
    const thresholds = levels.map(even);
    const side = (values, role) =>
      contour(values, { ...grid, thresholds, fill: colour(role), fillOpacity: 0.13,
        stroke: colour(role), strokeOpacity: 0.5, strokeWidth: 0.6, clip: true });
    return [
      sides !== "low" && side(Array.from(values, (value) => even(value)), "high"),
      sides !== "high" && side(Array.from(values, (value) => even(-value)), "low"),
    ].filter(Boolean);
  },
};

/** "m_a" with its last letter as an index; nothing, raised, takes what follows back up. */
const indexed = (text) =>
  text.replace(/_(\w)/g, '<tspan dy="3" font-size="9">$1</tspan><tspan dy="-3">\u200b</tspan>');

/** The frame's margins, and how many pixels the unit of x takes; where the scales are to be equal,
 * what room is left over stays on both sides. */
function room(equal, [width, height], x, y) {
  const { marginLeft, marginTop, marginBottom } = MARGINS;
  // half of the last tick's label may stand beyond the frame
  const marginRight = Math.max(MARGINS.marginRight, (SIGN * (x.texts.at(-1) ?? "").length) / 2);
  const [wide, high] = [width - marginLeft - marginRight, height - marginTop - marginBottom];
  const span = ({ scale: { domain } }) => domain[1] - domain[0];
  const [unitX, unitY] = [wide / span(x), high / span(y)];
  const unit = equal ? Math.min(unitX, unitY) : unitX;
  const [aside, above] = equal ? [(wide * (1 - unit / unitX)) / 2, (high * (1 - unit / unitY)) / 2] : [0, 0];
  const margins = {
    marginLeft: marginLeft + aside, marginRight: marginRight + aside,
    marginTop: marginTop + above, marginBottom: marginBottom + above,
  };
  return { margins, unit };
}

export function drawPlot(view, data, [width, height], document, name) {
  const x = axisOf(view, "x", data, width - MARGINS.marginLeft - MARGINS.marginRight);
  const y = axisOf(view, "y", data);
  const { margins, unit } = room(view.equal, [width, height], x, y);
  const grid = { stroke: colour("line"), strokeOpacity: 1 };
  const written = { labelArrow: "none", stroke: null, fill: colour("ink"), tickSize: 0 };
  const svg = plot({
    document,
    width,
    height,
    ...margins,
    style: { fontSize: "12px", color: colour("ink"), background: "none", overflow: "visible" },
    x: x.scale,
    y: y.scale,
    length: { type: "identity" },
    marks: [
      gridX(x.numbers, grid),
      gridY(y.numbers, grid),
      ...view.marks
        .filter((mark) => data[mark.data] !== null)
        .map((mark) => marks[mark.kind](mark, data[mark.data], unit)),
      axisX(x.numbers, { ...written, text: x.texts, label: x.caption, labelAnchor: "center" }),
      axisY(y.numbers, { ...written, text: y.texts, label: y.caption, labelAnchor: "top" }),
    ],
  });
  for (const text of svg.querySelectorAll("text"))
    if (text.textContent.includes("_")) text.innerHTML = indexed(text.innerHTML);
  // Plot counts its clips anew in each program: what Node drew and what the page draws would share
  for (const clip of svg.querySelectorAll("clipPath")) clip.id = `${name}-${clip.id}`;
  for (const clipped of svg.querySelectorAll("[clip-path]"))
    clipped.setAttribute("clip-path", clipped.getAttribute("clip-path").replace("#", `#${name}-`));
  // the picture is described as a whole: names of its groups, which have no role, are of no use
  for (const group of svg.querySelectorAll("g[aria-label]")) group.removeAttribute("aria-label");
  return svg;
}
