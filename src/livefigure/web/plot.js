// Plane views: a list of marks from Python, drawn by Observable Plot.
import { axisX, axisY, gridX, gridY, plot, text } from "@observablehq/plot";
import { axisOf } from "./axis.js";
import { colour } from "./html.js";
import { planeMarks } from "./marks/index.js";

/** @import { PlotView, Results, Size } from "./types.d.ts" */
/** @typedef {ReturnType<typeof axisOf>} DrawnAxis */

const MARGINS = { marginLeft: 52, marginRight: 14, marginTop: 24, marginBottom: 40 };
const EDGE = 3; // pixels from a caption to the edge, where the margins are no wider
const SIGN = 7.5; // the width of a digit in the wider of the browsers' fonts

/** "m_a" with its last letter as an index; nothing, raised, takes what follows back up.
 * @param {string} text */
const indexed = (text) =>
  text.replace(/_(\w)/g, '<tspan dy="3" font-size="9">$1</tspan><tspan dy="-3">\u200b</tspan>');

/** The frame's margins, and how many pixels the unit of x takes; where the scales are to be equal,
 * what room is left over stays on both sides.
 * @param {boolean} equal  @param {Size} size  @param {DrawnAxis} x  @param {DrawnAxis} y */
function room(equal, [width, height], x, y) {
  const { marginLeft, marginTop, marginBottom } = MARGINS;
  // half of the last tick's label may stand beyond the frame
  const marginRight = Math.max(MARGINS.marginRight, (SIGN * (x.texts.at(-1) ?? "").length) / 2);
  const [wide, high] = [width - marginLeft - marginRight, height - marginTop - marginBottom];
  /** @param {DrawnAxis} axis */
  const span = ({ scale: { domain } }) => domain[1] - domain[0];
  const [unitX, unitY] = [wide / span(x), high / span(y)];
  const unit = equal ? Math.min(unitX, unitY) : unitX;
  const [aside, above] = equal
    ? [(wide * (1 - unit / unitX)) / 2, (high * (1 - unit / unitY)) / 2]
    : [0, 0];
  const margins = {
    marginLeft: marginLeft + aside,
    marginRight: marginRight + aside,
    marginTop: marginTop + above,
    marginBottom: marginBottom + above,
  };
  return { margins, unit };
}

/**
 * The plot as an SVG element, which bears its scales.
 * @param {PlotView} view
 * @param {Results} results
 * @param {Size} size
 * @param {Document} document
 * @param {string} name  which no other drawing of the page has; its clips take it
 */
export function drawPlot(view, results, [width, height], document, name) {
  const x = axisOf(view, "x", results, width - MARGINS.marginLeft - MARGINS.marginRight);
  const y = axisOf(view, "y", results);
  const { margins, unit } = room(view.equal, [width, height], x, y);
  const grid = { stroke: colour("line"), strokeOpacity: 1 };
  const written = {
    labelArrow: /** @type {const} */ ("none"),
    stroke: null,
    fill: colour("ink"),
    tickSize: 0,
  };
  const svg = plot({
    document,
    width,
    height,
    ...margins,
    style: { fontSize: "12px", color: colour("ink"), background: "none", overflow: "visible" },
    x: x.scale,
    y: y.scale,
    length: { type: "identity" },
    r: { type: "identity" },
    marks: [
      gridX(x.numbers, grid),
      gridY(y.numbers, grid),
      ...view.marks
        .filter((mark) => results[mark.data] !== null)
        .map((mark) => planeMarks[mark.kind].draw(mark, results[mark.data], unit)),
      axisX(x.numbers, {
        ...written,
        text: x.texts,
        label: x.caption,
        labelAnchor: "center",
        labelOffset: MARGINS.marginBottom - EDGE,
      }),
      axisY(y.numbers, { ...written, text: y.texts, label: null }),
      // Plot's own would stay at the drawing's edge, however far the frame is from it
      text([y.caption], {
        frameAnchor: "top-left",
        textAnchor: "start",
        lineAnchor: "top",
        dx: EDGE - MARGINS.marginLeft,
        dy: EDGE - MARGINS.marginTop,
        fill: colour("ink"),
      }),
    ],
  });
  for (const words of svg.querySelectorAll("text"))
    if (words.textContent.includes("_")) words.innerHTML = indexed(words.innerHTML);
  // Plot counts its clips and arrowheads on and on, and in each program anew: what Node drew and
  // what the page draws would share
  /** @type {Map<string | null, string>} */
  const addresses = new Map();
  for (const [i, named] of [...svg.querySelectorAll("clipPath, marker")].entries()) {
    addresses.set(`url(#${named.id})`, `url(#${name}-${i})`);
    named.id = `${name}-${i}`;
  }
  for (const attribute of ["clip-path", "marker-end"])
    for (const user of svg.querySelectorAll(`[${attribute}]`))
      user.setAttribute(attribute, addresses.get(user.getAttribute(attribute)) ?? "none");
  // the picture is described as a whole: names of its groups, which have no role, are of no use
  for (const group of svg.querySelectorAll("g[aria-label]")) group.removeAttribute("aria-label");
  // rules for the whole page, which each drawing would bring anew
  svg.querySelector("style")?.remove();
  svg.setAttribute("role", "img");
  svg.setAttribute("aria-label", view.title);
  return svg;
}
