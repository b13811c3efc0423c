// What a reader takes home: the curves as CSV, the views as one picture.
import palette from "../magbook/palette.json" with { type: "json" };
import { keys } from "./legend.js";

export const escape = (text) =>
  String(text).replace(/[&<>"]/g, (c) => ({ "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;" })[c]);

const quoted = (text) => (/[",\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);

/** Readouts first, then every curve in long form. */
export function csv(spec, results) {
  const lines = ["series,x,y"];
  for (const r of spec.readouts) lines.push(`${r.name},,${results[r.name] ?? ""}`);
  const drawn = spec.views.flatMap((view) => view.marks)
    .filter(({ kind }) => ["curve", "area", "region", "points"].includes(kind));
  for (const name of new Set(drawn.map((mark) => mark.data))) {
    const [xs, ys] = results[name];
    for (let i = 0; i < xs.length; i++) lines.push(`${quoted(name)},${xs[i]},${ys[i]}`);
  }
  return `${lines.join("\n")}\n`;
}

/** SVG text with the light palette's colours in place of the page's variables. */
export const painted = (svg) => svg.replace(/var\(--mag-([a-z0-9]+)\)/g, (_, role) => palette.light[role]);

const WIDEST = 768; // pixels of a row: two drawings, and as much as a notebook shows in full size

/** A title in lines no longer than this many pixels. */
function lines(title, width) {
  const most = width / 7.6; // signs of 13 pixels, in a wide font
  return title.split(" ").reduce(([...done], word) => {
    const longer = `${done.at(-1)} ${word}`;
    if (longer.length > most) done.push(word);
    else done[done.length - 1] = longer;
    return done;
  }, [""]).map((line) => line.trim());
}

/** Drawings in rows as one SVG document, each with its title above and its keys below. */
export function sheet(drawings) {
  const gap = 16;
  const line = 18; // from key to key
  const titles = drawings.map(({ view, width }) => lines(view.title, width));
  const top = 16 + 16 * Math.max(...titles.map((title) => title.length));
  let [x, y, right, bottom] = [gap, 0, 0, 0];
  const placed = drawings.map(({ svg, width, height, view }, i) => {
    if (x > gap && x + width + gap > WIDEST) [x, y] = [gap, bottom];
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
      `${placed.join("")}</svg>`,
  );
}

/** The figure's views as they stand: SVG text, or the promise of a PNG. */
export function picture(root, views, form = "svg") {
  const drawings = views.map((view, i) => {
    const svg = root.querySelector(`[data-view="${i}"] .mag-canvas svg`);
    return {
      svg: new XMLSerializer().serializeToString(svg),
      width: Number(svg.getAttribute("width")),
      height: Number(svg.getAttribute("height")),
      view,
    };
  });
  const text = sheet(drawings);
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
