// The still of a figure, which Node draws when the JavaScript is built: as HTML for the site,
// and as a picture for print, notebooks and exports.
import { DOMParser } from "linkedom";
import { markup } from "./markup.js";
import { sheet } from "./picture.js";
import { shorten } from "./short.mjs";
import { settings } from "./table.js";
import { stillSize, stillsOf } from "./view.js";

/** @import { Answer, Spec } from "./types.d.ts" */

/** An empty document, where there is no page. Of XML, for only that writes every letter of a title
 * so that XML can be read again. */
export const emptyDocument = () =>
  /** @type {Document} */ (
    /** @type {unknown} */ (new DOMParser().parseFromString("<svg/>", "image/svg+xml"))
  );

/** @param {string} id  @param {Spec} spec  @param {Answer} answer */
export function still(id, spec, answer) {
  const document = emptyDocument();
  /** @param {string} name */
  const drawn = (name) => stillsOf(spec, answer.results, document, name).map(shorten);
  const embedded = JSON.stringify(spec).replaceAll("<", "\\u003c");
  const html =
    `<figure class="mag-figure" id="${id}" data-figure="${id}" data-state="still">` +
    `<script type="application/json">${embedded}</script>` +
    `<noscript><p class="mag-note">This picture comes to life in a browser that runs scripts.</p></noscript>` +
    `${markup(id, spec, answer, drawn(id))}</figure>`;
  const drawings = drawn(`${id}-picture`).map((svg, i) => {
    const [width, height] = stillSize(spec.views[i]);
    return { svg, width, height, view: spec.views[i] };
  });
  const defaults = Object.fromEntries(spec.controls.map((c) => [c.name, c.default]));
  return { html, svg: sheet(drawings, spec.title, [settings(spec, defaults)]) };
}
