// The page that holds a figure alone: keys, the whole screen for a projector, manners in a frame.
// It runs before the page is painted, and before the figure is live.
import { find } from "./dom.js";
import { escapeHtml } from "./html.js";

const page = document.documentElement;
const framed = window !== parent;

/** What the reader has chosen in the book, where a browser tells: in a frame some do not. */
function chosenTheme() {
  try {
    return localStorage.getItem("mode") ?? "auto";
  } catch {
    return "auto";
  }
}
const dark = matchMedia("(prefers-color-scheme: dark)");
function paint() {
  const chosen = chosenTheme();
  page.dataset.theme = chosen !== "auto" ? chosen : dark.matches ? "dark" : "light";
}
paint();
dark.addEventListener("change", paint);
page.toggleAttribute("data-framed", framed);
page.toggleAttribute("data-windowed", !document.fullscreenEnabled); // as on an iPhone

/** The figure fills the window, its letters large; the window the screen, where that is allowed. */
async function project(on = !page.hasAttribute("data-projector")) {
  page.toggleAttribute("data-projector", on);
  scrollTo(0, 0);
  try {
    if (on) await page.requestFullscreen();
    else if (document.fullscreenElement) await document.exitFullscreen();
  } catch {
    // the window alone
  }
}

function start() {
  /** @type {HTMLElement} */
  const root = find(document, "figure[data-figure]");
  const id = root.dataset.figure ?? "";

  /** @type {HTMLAnchorElement} */
  const back = find(document, ".alone-back");
  if (framed) back.target = "_blank";
  // the figure stands there as it does here
  for (const kind of ["pointerdown", "focus", "click"])
    back.addEventListener(kind, () => {
      back.hash = location.hash || id;
    });

  if (framed) {
    const tell = () =>
      parent.postMessage({ figure: id, height: Math.ceil(document.body.offsetHeight) }, "*");
    new ResizeObserver(tell).observe(document.body);
  }

  // --- keys

  /** A control that runs: the first for which the figure has a button, or the first. */
  function playButton() {
    const made = root.querySelector("[data-play]");
    if (made) return made;
    const number = find(root, ".mag-number");
    /** @type {HTMLInputElement} */
    const { name, id } = find(number, "input[name]");
    const words = find(root, `label[for="${id}"] .mag-words`).textContent;
    number.insertAdjacentHTML(
      "beforeend",
      `<button type="button" data-play="${name}" aria-pressed="false" ` +
        `aria-label="Let run: ${escapeHtml(words)}">▶</button>`,
    );
    return number.lastElementChild;
  }
  const runs = /** @type {HTMLButtonElement} */ (playButton());
  const presets = /** @type {HTMLButtonElement[]} */ (
    [...root.querySelectorAll("[data-preset]")].slice(0, 9)
  );
  const reset = find(root, '[data-do="reset"]');
  /** @type {HTMLDialogElement} */
  const help = find(document, ".alone-help");
  const explain = () => (help.open ? help.close() : help.showModal());

  /** [its keys, what they do, in words, the act] @type {[string[], string, () => unknown][]} */
  const keys = [
    ...presets.map(
      (button, i) =>
        /** @type {[string[], string, () => unknown]} */ ([
          [String(i + 1)],
          button.dataset.preset,
          () => button.click(),
        ]),
    ),
    [[" "], (runs.ariaLabel ?? "").replace("Let run", "let run, or stop"), () => runs.click()],
    [["0", "r"], "reset", () => reset.click()],
    [["f"], "full screen, and back", () => project()],
    [["?"], "these keys", explain],
  ];
  const acts = Object.fromEntries(keys.flatMap(([names, , act]) => names.map((n) => [n, act])));

  /** @param {string[]} names */
  const caps = (names) => names.map((n) => `<kbd>${n === " " ? "space" : n}</kbd>`).join(" ");
  find(help, "dl").innerHTML = keys
    .map(([names, words]) => `<dt>${caps(names)}</dt><dd>${escapeHtml(words)}</dd>`)
    .join("");
  const last = presets.length > 1 ? `–<kbd>${presets.length}</kbd>` : "";
  find(document, ".alone-keys").innerHTML =
    (presets.length ? `<span><kbd>1</kbd>${last} presets</span>` : "") +
    `<span>${caps([" "])} run</span><span>${caps(["r"])} reset</span>`;
  for (const [name, act] of Object.entries({ full: project, keys: explain }))
    find(document, `[data-page="${name}"]`).addEventListener("click", () => act());

  addEventListener("keydown", (event) => {
    const { key, target, ctrlKey, metaKey, altKey } = event;
    if (ctrlKey || metaKey || altKey || event.defaultPrevented || !(target instanceof Element))
      return;
    // a slider has no use for these keys, what takes letters has
    if (target.closest("input:not([type=range]), select, textarea, [contenteditable]")) return;
    if (key === " " && target.closest("button, summary, a")) return; // which it presses
    if (help.open && key !== "?") return;
    if (key === "Escape" && page.hasAttribute("data-projector")) project(false);
    const act = acts[key.toLowerCase()];
    if (!act || event.repeat) return;
    event.preventDefault();
    act();
  });
  document.addEventListener("fullscreenchange", () => {
    if (!document.fullscreenElement) page.removeAttribute("data-projector");
  });
}
document.addEventListener("DOMContentLoaded", start);
