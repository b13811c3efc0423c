// The views of a figure as one picture, with its title, its keys and where it is from.
import palette from "../assets/palette.json" with { type: "json" };
import { colour, escapeHtml } from "./html.js";
import { keys } from "./legend.js";
import { settings } from "./table.js";

/** @import { Spec, View } from "./types.d.ts" */
/** @import { Origin } from "./table.js" */
/** @typedef {{svg: string, width: number, height: number, view: View}} Drawing */

/** SVG text with the light palette's colours in place of the page's variables. @param {string} svg */
const painted = (svg) =>
  svg.replace(
    /var\(--mag-([a-z0-9]+)\)/g,
    (_, role) => palette.light[/** @type {keyof typeof palette.light} */ (role)],
  );

/** Words in lines no longer than this many pixels. @param {string} words  @param {number} width */
function lines(words, width, size = 13) {
  const most = width / (0.585 * size); // signs of a wide font
  const done = [""];
  for (const word of words.split(" ")) {
    const longer = `${done.at(-1)} ${word}`;
    if (longer.length > most) done.push(word);
    else done[done.length - 1] = longer;
  }
  return done.map((line) => line.trim());
}

const GAP = 16;
const LINE = 18; // from key to key

/** Lines of text, one below the other. @param {string[]} rows  @param {number} x
 * @param {number} y  of the first  @param {number} step  @param {string} style */
const column = (rows, x, y, step, style) =>
  rows
    .map((row, i) => `<text x="${x}" y="${y + i * step}" ${style}>${escapeHtml(row)}</text>`)
    .join("");

/**
 * Drawings in rows as one SVG document, each with its title above and its keys below.
 * @param {Drawing[]} drawings
 * @param {string} title     of the figure
 * @param {string[]} notes   what stands below its title: the parameters, the source
 */
export function sheet(drawings, title, notes) {
  const widths = drawings.map(({ width }) => width);
  // two in a row
  const widest = Math.max(GAP + Math.max(...widths), 2 * GAP + 2 * Math.min(...widths)) + GAP;
  const width = (drawings.length > 1 ? widest : widths[0]) - 2 * GAP;
  const head = [];
  let bottom = 8;
  /** @type {[string, number, number][]} */
  const words = [[title, 15, 600]];
  for (const note of notes) if (note) words.push([note, 11, 400]);
  for (const [text, size, weight] of words) {
    const rows = lines(text, width, size);
    const style = `font-size="${size}" font-weight="${weight}"`;
    head.push(column(rows, GAP, bottom + size + 5, size + 5, style));
    bottom += rows.length * (size + 5);
  }
  bottom += 10;
  const titles = drawings.map(({ view, width }) => lines(view.title, width));
  const top = 16 + 16 * Math.max(...titles.map((title) => title.length));
  let [x, y, right] = [GAP, bottom, 0];
  const placed = drawings.map(({ svg, width, height, view }, i) => {
    if (x > GAP && x + width + GAP > widest) [x, y] = [GAP, bottom];
    const legend = keys(view).map(
      ({ swatch, label }, k) =>
        `<g transform="translate(8 ${height + 8 + k * LINE})">${swatch}` +
        `<text x="24" y="10" font-size="12">${escapeHtml(label)}</text></g>`,
    );
    const at =
      column(titles[i], x, y + 20, 16, 'font-size="13"') +
      `<g transform="translate(${x} ${y + top})">${svg}${legend.join("")}</g>`;
    x += width + GAP;
    right = Math.max(right, x);
    bottom = Math.max(bottom, y + top + height + legend.length * LINE + 24);
    return at;
  });
  return painted(
    `<svg xmlns="http://www.w3.org/2000/svg" width="${right}" height="${bottom}" ` +
      `viewBox="0 0 ${right} ${bottom}" font-family="system-ui, sans-serif" ` +
      `fill="${colour("ink")}"><rect width="100%" height="100%" fill="${colour("paper")}"/>` +
      `${head.join("")}${placed.join("")}</svg>`,
  );
}

/** The figure's views as they stand, as SVG text.
 * @param {SVGSVGElement[]} drawn  one of each view  @param {Spec} spec  @param {Origin} origin */
export function picture(drawn, spec, { values, source }) {
  const drawings = spec.views.map((view, i) => ({
    svg: new XMLSerializer().serializeToString(drawn[i]),
    width: Number(drawn[i].getAttribute("width")),
    height: Number(drawn[i].getAttribute("height")),
    view,
  }));
  return sheet(drawings, spec.title, [settings(spec, values), source]);
}

/** The promise of a picture as PNG, in twice its size. @param {string} svg  @returns {Promise<Blob>} */
export const toPng = (svg) =>
  new Promise((resolve, reject) => {
    const fail = () => reject(new Error("the picture could not be drawn"));
    const image = new Image();
    image.onload = () => {
      const canvas = document.createElement("canvas");
      canvas.width = 2 * image.width;
      canvas.height = 2 * image.height;
      canvas.getContext("2d")?.drawImage(image, 0, 0, canvas.width, canvas.height);
      canvas.toBlob((blob) => (blob ? resolve(blob) : fail()));
    };
    image.onerror = fail;
    image.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(svg)}`;
  });
