// The still: run by Node while the book is built. Reads {id, spec, text, rows} from standard
// input, writes {html, svg}.
import { DOMParser } from "linkedom";
import { unpack } from "./answer.js";
import { draw, markup, stillSize } from "./markup.js";
import { sheet } from "./export.js";

let input = "";
process.stdin.on("data", (chunk) => (input += chunk));
process.stdin.on("end", () => {
  const { id, spec, text, rows } = JSON.parse(input);
  const answer = unpack(text, Buffer.from(rows, "base64"));
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
  process.stdout.write(JSON.stringify({ html, svg: sheet(drawings) }));
});
