// What a reader takes home: the curves as CSV, the views as one picture.
import palette from "../assets/palette.json" with { type: "json" };
import { keys } from "./legend.js";
import { plain, withUnit } from "./number.js";

export const escape = (text) =>
  String(text).replace(/[&<>"]/g, (c) => ({ "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;" })[c]);

const quoted = (text) => (/[",\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);

/** The controls in words: "α = 50°, b/a = 0.85". */
export const settings = (spec, values) =>
  spec.controls.map((c) => `${plain(c.symbol)} = ${values[c.name]}${withUnit(c.unit)}`).join(", ");

/** [[x, y, value]] of what is drawn in a plane; a gap is no row. */
const rowsOf = {
  curve: ([xs, ys]) => Array.from(xs, (x, i) => [x, ys[i], ""]),
  map: ([nx, ny, x1, x2, y1, y2, values]) =>
    Array.from(values, (value, i) => [
      x1 + ((x2 - x1) * (i % nx)) / (nx - 1), y1 + ((y2 - y1) * Math.floor(i / nx)) / (ny - 1), value,
    ]),
};
rowsOf.area = rowsOf.region = rowsOf.points = rowsOf.curve;

/**
 * Readouts, then every curve and map of the plots, in long form. Lines that begin with "#" tell
 * title, parameters, units and source.
 * @param {{values: object, source: string}} origin
 */
export function csv(spec, results, { values, source }) {
  const notes = [spec.title, source, ...spec.controls.map((c) => `${c.name} = ${values[c.name]}${withUnit(c.unit)}: ${c.words}`)];
  const rows = [["quantity", "x", "y", "value", "unit"]];
  for (const r of spec.readouts) {
    notes.push(`${r.name}: ${r.words}`);
    if (results[r.name] !== null) rows.push([r.name, "", "", results[r.name], plain(r.unit)]);
  }
  const told = new Set();
  for (const view of spec.views)
    for (const mark of view.marks) {
      if (!(mark.kind in rowsOf) || told.has(mark.data) || results[mark.data] === null) continue;
      told.add(mark.data);
      const [x, y] = [view.x, view.y].map(({ label, unit }) => (unit ? `${label} (${unit})` : label));
      notes.push(`${mark.data}: ${mark.label || view.title}; x is ${x}, y is ${y}`);
      for (const row of rowsOf[mark.kind](results[mark.data]))
        if (row.every((number) => number === "" || Number.isFinite(number))) rows.push([mark.data, ...row, ""]);
    }
  const lines = [...notes.map((note) => `# ${note}`), ...rows.map((row) => row.map((cell) => quoted(String(cell))).join(","))];
  return `${lines.join("\n")}\n`;
}

/** SVG text with the light palette's colours in place of the page's variables. */
export const painted = (svg) => svg.replace(/var\(--mag-([a-z0-9]+)\)/g, (_, role) => palette.light[role]);

/** Words in lines no longer than this many pixels. */
function lines(words, width, size = 13) {
  const most = width / (0.585 * size); // signs of a wide font
  return words.split(" ").reduce(([...done], word) => {
    const longer = `${done.at(-1)} ${word}`;
    if (longer.length > most) done.push(word);
    else done[done.length - 1] = longer;
    return done;
  }, [""]).map((line) => line.trim());
}

/**
 * Drawings in rows as one SVG document, each with its title above and its keys below.
 * @param {string} title     of the figure
 * @param {string[]} notes   what stands below its title: the parameters, the source
 */
export function sheet(drawings, title, notes) {
  const gap = 16;
  const line = 18; // from key to key
  const widths = drawings.map(({ width }) => width);
  const widest = Math.max(gap + Math.max(...widths), 2 * gap + 2 * Math.min(...widths)) + gap; // two in a row
  const width = (drawings.length > 1 ? widest : widths[0]) - 2 * gap;
  const head = [];
  let bottom = 8;
  for (const [words, size, weight] of [[title, 15, 600], ...notes.filter(Boolean).map((note) => [note, 11, 400])])
    for (const row of lines(words, width, size)) {
      bottom += size + 5;
      head.push(`<text x="${gap}" y="${bottom}" font-size="${size}" font-weight="${weight}">${escape(row)}</text>`);
    }
  bottom += 10;
  const titles = drawings.map(({ view, width }) => lines(view.title, width));
  const top = 16 + 16 * Math.max(...titles.map((title) => title.length));
  let [x, y, right] = [gap, bottom, 0];
  const placed = drawings.map(({ svg, width, height, view }, i) => {
    if (x > gap && x + width + gap > widest) [x, y] = [gap, bottom];
    const title = titles[i].map((words, k) => `<text x="${x}" y="${y + 20 + 16 * k}" font-size="13">${escape(words)}</text>`);
    const legend = keys(view).map(({ swatch, label }, k) =>
      `<g transform="translate(8 ${height + 8 + k * line})">${swatch}` +
      `<text x="24" y="10" font-size="12">${escape(label)}</text></g>`);
    const at = `${title.join("")}<g transform="translate(${x} ${y + top})">${svg}${legend.join("")}</g>`;
    x += width + gap;
    right = Math.max(right, x);
    bottom = Math.max(bottom, y + top + height + legend.length * line + 24);
    return at;
  });
  return painted(
    `<svg xmlns="http://www.w3.org/2000/svg" width="${right}" height="${bottom}" viewBox="0 0 ${right} ${bottom}" ` +
      `font-family="system-ui, sans-serif" fill="var(--mag-ink)"><rect width="100%" height="100%" fill="var(--mag-paper)"/>` +
      `${head.join("")}${placed.join("")}</svg>`,
  );
}

/** The figure's views as they stand: SVG text, or the promise of a PNG. */
export function picture(root, spec, { values, source }, form = "svg") {
  const drawings = spec.views.map((view, i) => {
    const svg = root.querySelector(`[data-view="${i}"] .mag-canvas svg`);
    return {
      svg: new XMLSerializer().serializeToString(svg),
      width: Number(svg.getAttribute("width")),
      height: Number(svg.getAttribute("height")),
      view,
    };
  });
  const text = sheet(drawings, spec.title, [settings(spec, values), source]);
  if (form === "svg") return text;
  return new Promise((resolve, reject) => {
    const image = new Image();
    image.onload = () => {
      const canvas = document.createElement("canvas");
      canvas.width = 2 * image.width;
      canvas.height = 2 * image.height;
      canvas.getContext("2d").drawImage(image, 0, 0, canvas.width, canvas.height);
      canvas.toBlob(resolve);
    };
    image.onerror = () => reject(new Error("the picture could not be drawn"));
    image.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(text)}`;
  });
}

export function save(name, blob) {
  const anchor = document.createElement("a");
  anchor.href = URL.createObjectURL(blob);
  anchor.download = name;
  anchor.click();
  setTimeout(() => URL.revokeObjectURL(anchor.href), 1000);
}
