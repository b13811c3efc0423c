// The physics of a figure in the reader's hand: its kernels can be changed, and the figure follows.
import { setText } from "./dom.js";
import { hideFromFiller } from "./filler.js";
import { kernelsOf, withKernel } from "./kernel.js";
import { load } from "./load.js";
import { Python } from "./python.js";

/** @import { Values, Answer } from "./types.d.ts" */
/** @import { Kernel } from "./kernel.js" */
/** @typedef {{text: string, focus(): void, show(text: string, first: number): void}} Editor */

export class Physics {
  /** @param {HTMLElement} root  of the figure  @param {string} module  @param {Python} shared */
  constructor(root, module, shared) {
    this.root = root;
    this.module = module;
    this.shared = shared;
    /** Has the figure answered anew. @type {() => unknown} */
    this.changed = () => {};
    /** A Python of its own, once the physics is another. @type {Python | null} */
    this.own = null;
    /** What the reader has written, by "path name". @type {Map<string, string>} */
    this.texts = new Map();
    /** @type {HTMLElement | null} */
    this.panel = null;
  }

  /** @param {Values} controls  @returns {Promise<Answer>} */
  ask = (controls) => (this.own ?? this.shared).ask(this.module, controls);

  get sources() {
    return window.livefigurePython ?? {};
  }

  open = async () => {
    if (this.panel) {
      this.panel.hidden = !this.panel.hidden;
      return;
    }
    this.panel = document.createElement("div");
    this.panel.className = "mag-editor";
    this.panel.dataset.editor = this.root.dataset.figure;
    this.root.append(this.panel);
    try {
      await load("editor.js");
      hideFromFiller(); // the editor's field makes it look again
      this.#fill(this.panel);
    } catch (error) {
      setText(this.panel, `${error}`);
    }
  };

  /** @param {HTMLElement} panel */
  #fill(panel) {
    const kernels = kernelsOf(this.sources, `${this.module.replaceAll(".", "/")}.py`);
    panel.innerHTML =
      `<p>Change the physics: a power, a sign, a factor. The figure follows; nothing else of the ` +
      `book does, and a link carries only numbers.</p>` +
      `<div class="mag-editor-bar"><label>Function <select>${kernels
        .map(({ path, name }, i) => `<option value="${i}">${moduleOf(path)}.${name}</option>`)
        .join("")}</select></label>` +
      `<button type="button" data-act="run">Run</button>` +
      `<button type="button" data-act="restore">Restore</button></div>` +
      `<div class="mag-editor-text"></div><pre class="mag-editor-error" role="status" hidden></pre>`;
    const select = /** @type {HTMLSelectElement} */ (panel.querySelector("select"));
    const place = /** @type {HTMLElement} */ (panel.querySelector(".mag-editor-text"));
    const error = /** @type {HTMLElement} */ (panel.querySelector("pre"));
    /** @type {Editor} */
    const editor = window.livefigureEditor(place, () => this.#run(kernels, error));
    let shown = kernels[0];
    const show = () => editor.show(this.texts.get(keyOf(shown)) ?? shown.text, shown.first);
    /** What stands in the editor is kept. */
    const keep = () => {
      if (editor.text === shown.text) this.texts.delete(keyOf(shown));
      else this.texts.set(keyOf(shown), editor.text);
    };
    select.addEventListener("change", () => {
      keep();
      shown = kernels[Number(select.value)];
      show();
    });
    panel.addEventListener("click", (event) => {
      event.stopPropagation();
      const act = event.target instanceof HTMLElement ? event.target.dataset.act : "";
      if (act === "run") {
        keep();
        this.#run(kernels, error);
      }
      if (act === "restore") {
        this.texts.clear();
        show();
        this.#run(kernels, error);
      }
    });
    show();
    editor.focus();
  }

  /** @param {Kernel[]} kernels  @param {HTMLElement} error */
  async #run(kernels, error) {
    this.own?.end();
    this.own = null;
    const sources = { ...this.sources };
    for (const kernel of kernels) {
      const text = this.texts.get(keyOf(kernel));
      if (text !== undefined)
        sources[kernel.path] = withKernel(sources[kernel.path], kernel.name, text);
    }
    // interpreted, for what is compiled is the book's
    if (this.texts.size) this.own = new Python(() => ({ sources }));
    this.root.toggleAttribute("data-edited", this.texts.size > 0);
    error.hidden = true;
    if (this.own)
      try {
        await this.own.ask(this.module, {});
      } catch (thrown) {
        const { message, trace } = /** @type {Error & {trace?: string}} */ (thrown);
        error.hidden = false;
        setText(error, traceback(trace ?? message, new Set(kernels.map(({ path }) => path))));
      }
    await this.changed();
  }
}

/** What Python says, with the lines of these modules alone among those that it came through.
 * @param {string} trace  @param {Set<string>} paths */
const traceback = (trace, paths) =>
  trace
    .trim()
    .replaceAll("/lib/", "")
    .split("\n")
    .filter((line) => {
      const [, path] = /^ +File "([^"]*)"/.exec(line) ?? [];
      return path === undefined || paths.has(path);
    })
    .join("\n");

/** @param {Kernel} kernel */
const keyOf = ({ path, name }) => `${path} ${name}`;

/** @param {string} path */
const moduleOf = (path) => path.replace(/^.*\/|\.py$/g, "");
