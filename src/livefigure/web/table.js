// The numbers of a figure as a table, for a reader to take home.
import { plain } from "./html.js";
import { marks } from "./marks/index.js";
import { withUnit } from "./number.js";

/** @import { Results, Spec, State } from "./types.d.ts" */
/** @typedef {{values: State["values"], source: string}} Origin what it is of, and where it is from */

/** @param {unknown} cell */
function quoted(cell) {
  const text = String(cell);
  return /[",\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

/** The controls in words: "α = 50°, b/a = 0.85". @param {Spec} spec  @param {State["values"]} values */
export const settings = (spec, values) =>
  spec.controls.map((c) => `${plain(c.symbol)} = ${values[c.name]}${withUnit(c.unit)}`).join(", ");

/**
 * CSV: readouts, then every curve and map of the plots, in long form. Lines that begin with "#"
 * tell title, parameters, units and source.
 * @param {Spec} spec  @param {Results} results  @param {Origin} origin
 */
export function csv(spec, results, { values, source }) {
  const notes = [spec.title, source];
  /** @type {unknown[][]} */
  const rows = [["quantity", "x", "y", "value", "unit"]];
  for (const c of spec.controls)
    notes.push(`${c.name} = ${values[c.name]}${withUnit(c.unit)}: ${c.words}`);
  for (const r of spec.readouts) {
    notes.push(`${r.name}: ${r.words}`);
    if (results[r.name] !== null) rows.push([r.name, "", "", results[r.name], plain(r.unit)]);
  }
  const told = new Set();
  for (const view of spec.views) {
    if (view.kind !== "plot") continue;
    const [x, y] = [view.x, view.y].map((axis) =>
      axis.unit ? `${axis.label} (${axis.unit})` : axis.label,
    );
    for (const mark of view.marks) {
      const rowsOf = marks[mark.kind].rows;
      if (!rowsOf || told.has(mark.data) || results[mark.data] === null) continue;
      told.add(mark.data);
      notes.push(`${mark.data}: ${mark.label || view.title}; x is ${x}, y is ${y}`);
      // a gap is no row
      for (const row of rowsOf(mark, results[mark.data]))
        if (row.every((number) => number === "" || Number.isFinite(number)))
          rows.push([mark.data, ...row, ""]);
    }
  }
  const lines = [
    ...notes.map((note) => `# ${note}`),
    ...rows.map((row) => row.map(quoted).join(",")),
  ];
  return `${lines.join("\n")}\n`;
}
