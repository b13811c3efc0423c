// The search page: finds places in the book while one types.
import MiniSearch from "minisearch";
import { find } from "./dom.js";

/** @typedef {{id: string, heading: string, title: string, text: string, terms: string[]}} Found */

const SHOWN = 40;
const SIZE = 220; // characters of a quotation

const places = window.bookPages.flatMap(({ page, title, places }) =>
  places.map(([anchor, heading, text]) => ({ id: `${page}#${anchor}`, title, heading, text })),
);
const index = new MiniSearch({
  fields: ["heading", "title", "text"],
  storeFields: ["heading", "title", "text"],
  searchOptions: {
    boost: { heading: 4, title: 2 },
    prefix: (word) => word.length > 2,
    fuzzy: (word) => (word.length > 4 ? 0.2 : false),
  },
});
index.addAll(places);

/** @type {HTMLFormElement} */
const form = find(document, ".book-search form");
/** @type {HTMLInputElement} */
const field = find(form, "[name=q]");
const status = find(document, ".book-search [role=status]");
const list = find(document, ".book-search ol");

/** The places with all of the words, or else with some.
 * @param {string} words */
function search(words) {
  const all = index.search(words, { combineWith: "AND" });
  const found = /** @type {unknown} */ (all.length ? all : index.search(words));
  return /** @type {Found[]} */ (found);
}

/** The part of a text with the most of the words, as nodes; the words marked.
 * @param {string} text  @param {string[]} words  @returns {(string | HTMLElement)[]} */
function quotation(text, words) {
  const escaped = words.map((word) => word.replace(/[.*+?^${}()|[\]\\]/g, "\\$&")).join("|");
  const any = new RegExp(`(?<![\\p{L}\\p{N}])(?:${escaped})(?![\\p{L}\\p{N}])`, "giu");
  const hits = [...text.matchAll(any)];
  /** @param {RegExpExecArray} hit */
  const near = (hit) =>
    new Set(
      hits
        .filter(({ index }) => index >= hit.index && index < hit.index + SIZE / 2)
        .map(([word]) => word.toLowerCase()),
    ).size;
  const best = hits.reduce((a, b) => (near(b) > near(a) ? b : a), hits[0])?.index ?? 0;
  const start = best < SIZE / 3 ? 0 : text.indexOf(" ", best - SIZE / 3) + 1;
  const end = start + SIZE < text.length ? text.lastIndexOf(" ", start + SIZE) : text.length;
  /** @type {(string | HTMLElement)[]} */
  const nodes = [start > 0 ? "… " : ""];
  let at = start;
  for (const hit of hits) {
    if (hit.index < at || hit.index + hit[0].length > end) continue;
    const mark = document.createElement("mark");
    mark.textContent = hit[0];
    nodes.push(text.slice(at, hit.index), mark);
    at = hit.index + hit[0].length;
  }
  return [...nodes, text.slice(at, end), end < text.length ? " …" : ""];
}

/** @param {Found} found */
function entry({ id, heading, title, text, terms }) {
  const item = document.createElement("li");
  const link = item.appendChild(document.createElement("a"));
  link.href = id;
  link.append(...quotation(heading, terms));
  if (title !== heading) {
    const where = item.appendChild(document.createElement("span"));
    where.textContent = title;
  }
  item.appendChild(document.createElement("p")).append(...quotation(text, terms));
  return item;
}

function show() {
  const words = field.value.trim();
  const found = words ? search(words) : [];
  list.replaceChildren(...found.slice(0, SHOWN).map(entry));
  status.textContent = !words
    ? ""
    : !found.length
      ? "Nothing is found."
      : found.length === 1
        ? "One place."
        : found.length > SHOWN
          ? `${found.length} places, the best ${SHOWN} of them:`
          : `${found.length} places, the best first:`;
}

form.addEventListener("input", () => {
  show();
  // so that the way back leads here
  history.replaceState(null, "", `?${new URLSearchParams({ q: field.value })}`);
});
field.value = new URLSearchParams(location.search).get("q") ?? "";
show();
