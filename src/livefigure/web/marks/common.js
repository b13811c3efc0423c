// What several marks share.
import { colour } from "../html.js";

/** @import { Key, Row } from "../types.d.ts" */
/** @typedef {{color: string, label: string}} Labelled */

/** Rows of numbers as a list of places. @param {Row[]} columns */
export const rowsOf = (columns) =>
  Array.from(columns[0], (_, i) => columns.map((column) => column[i]));

/** The extent of a mark whose data are (xs, ys, …).
 * @param {unknown} _  @param {Row[]} data  @param {"x" | "y"} direction */
export const extent = (_, data, direction) => data[direction === "x" ? 0 : 1];

/** A table's rows of a mark whose data are (xs, ys).
 * @param {unknown} _  @param {[Row, Row]} data  @returns {[number, number, ""][]} */
export const rows = (_, [xs, ys]) => Array.from(xs, (x, i) => [x, ys[i], ""]);

/** The pattern of a line: dashed, or of given dashes. @param {{dash?: boolean | string}} mark */
export const dashesOf = ({ dash }) => (dash === true ? "5 4" : dash || undefined);

/** @param {Labelled & {width: number}} mark  @param {string} [dashes]  @returns {Key} */
export const strokeKey = ({ color, label, width }, dashes) => ({
  label,
  swatch:
    `<path d="M0 6h16" stroke="${colour(color)}" stroke-width="${width}"` +
    `${dashes ? ` stroke-dasharray="${dashes}"` : ""}/>`,
});

/** @param {Labelled} mark  @returns {Key} */
export const dotKey = ({ color, label }, radius = 4) => ({
  label,
  swatch: `<circle cx="8" cy="6" r="${Math.min(radius, 5)}" fill="${colour(color)}"/>`,
});

/** @param {Labelled} mark  @returns {Key} */
export const ringKey = ({ color, label }, inside = "") => ({
  label,
  swatch:
    `<circle cx="8" cy="6" r="5" fill="none" stroke="${colour(color)}" stroke-width="1.5"/>` +
    inside,
});

/** @param {Labelled} mark  @returns {Key} */
export const tintKey = ({ color, label }) => ({
  label,
  swatch:
    `<rect x="0.5" y="1.5" width="15" height="9" fill="${colour(color)}" fill-opacity="0.25" ` +
    `stroke="${colour(color)}"/>`,
});

/** @param {Labelled} mark  @returns {Key} */
export const arrowKey = ({ color, label }) => ({
  label,
  swatch: `<path d="M0 6h15M10 2l5 4l-5 4" fill="none" stroke="${colour(color)}" stroke-width="1.5"/>`,
});
