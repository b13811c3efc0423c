// The still of a figure, which Node draws when the JavaScript is built: as HTML for the site,
// and as a picture for print, notebooks and exports.
import { DOMParser } from "linkedom";
import { settings, sheet } from "./export.js";
import { draw, markup, stillSize } from "./markup.js";

export function still(id, spec, answer) {
  // of XML, for only that writes every letter of a title so that XML can be read again
  const document = new DOMParser().parseFromString("<svg/>", "image/svg+xml");
  const embedded = JSON.stringify(spec).replaceAll("<", "\\u003c");
  const html =
    `<figure class="mag-figure" id="${id}" data-figure="${id}" data-state="still">` +
    `<script type="application/json">${embedded}</script>` +
    `<noscript><p class="mag-note">This picture comes to life in a browser that runs scripts.</p></noscript>` +
    `${markup(id, spec, answer, document)}</figure>`;
  const drawings = spec.views.map((view, i) => {
    const [width, height] = stillSize(view);
    const drawn = draw(view, answer.results, [width, height], document, `${id}-${i}-picture`);
    return { svg: drawn.outerHTML ?? drawn, width, height, view };
  });
  const defaults = Object.fromEntries(spec.controls.map((c) => [c.name, c.default]));
  return { html, svg: sheet(drawings, spec.title, [settings(spec, defaults)]) };
}
