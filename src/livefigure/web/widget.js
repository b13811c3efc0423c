// The same figure in JupyterLab: the kernel computes.
import { unpack } from "./answer.js";
import { find } from "./dom.js";
import { bringExercise } from "./exercise.js";
import { markup } from "./markup.js";
import { bring } from "./mount.js";
import { stillsOf } from "./view.js";

/** @import { Spec } from "./types.d.ts" */
/** @typedef {{ticket: string, text: string, error?: string, rows: DataView}} Reply */
/** @typedef {{get(name: string): any, send(message: object): void, on(event: string, act: Function): void, off(event: string, act: Function): void}} Model the kernel's side of a widget */

/** @param {DataView} view */
const bytes = ({ buffer, byteOffset, byteLength }) =>
  new Uint8Array(buffer, byteOffset, byteLength);

/** {ask, close} of the kernel's side of a widget, which serves all its views, each of its own name.
 * @param {Model} model  @param {string} name  @param {() => void} lost */
function connect(model, name, lost) {
  /** By ticket. @type {Map<string, {resolve: (reply: Reply) => void, reject: (error: Error) => void}>} */
  const waiting = new Map();
  let tickets = 0;
  /** @type {Error | null} */
  let broken = null;
  /** @param {Omit<Reply, "rows">} message  @param {DataView[]} buffers */
  const receive = (message, [rows]) => {
    waiting.get(message.ticket)?.resolve({ ...message, rows }); // or another view has asked
    waiting.delete(message.ticket);
  };
  /** @param {string} reason */
  const breaks = (reason) => {
    broken = new Error(reason);
    for (const { reject } of waiting.values()) reject(broken);
    waiting.clear();
  };
  const ends = () => {
    breaks("its kernel has ended. Run this cell again.");
    lost();
  };
  /** @type {Record<string, Function>} */
  const acts = { "msg:custom": receive, comm_live_update: ends, "comm:close": ends };
  for (const event in acts) model.on(event, acts[event]);
  return {
    /** @param {object} question  @returns {Promise<any>} */
    async ask(question) {
      if (broken) throw broken;
      const ticket = `${name} ${++tickets}`;
      /** @type {Promise<Reply>} */
      const answer = new Promise((resolve, reject) => waiting.set(ticket, { resolve, reject }));
      model.send({ ticket, question });
      const { text, rows, error } = await answer;
      if (error) throw new Error(error);
      return { ...unpack(text, bytes(rows)), engine: model.get("engine") };
    },
    close() {
      for (const event in acts) model.off(event, acts[event]);
      breaks("it is shown no more.");
    },
  };
}

/** @param {Model} model  @param {HTMLElement} el */
function open(model, el) {
  const id = model.get("figure");
  const name = `${id}-${Math.random().toString(36).slice(2)}`; // may be shown twice in a notebook
  /** @type {Spec} */
  const spec = model.get("spec");
  const first = unpack(model.get("text"), bytes(model.get("rows")));
  const drawn = stillsOf(spec, first.results, document, name);
  el.innerHTML = `<figure class="mag-figure" data-figure="${id}" data-state="still">${markup(name, spec, first, drawn)}</figure>`;
  const { ask, close } = connect(model, name, () => figure.refresh());
  const figure = bring(find(el, "figure"), id, spec, ask, {
    addressed: false,
    source: spec.module,
    name,
    advice: "Its kernel may be busy; if it has ended, run this cell again.",
  });
  const release = keepKeys(el);
  return () => {
    release();
    figure.end();
    close();
  };
}

/** @param {Model} model  @param {HTMLElement} el */
function openExercise(model, el) {
  el.innerHTML = model.get("html");
  const { ask, close } = connect(model, Math.random().toString(36).slice(2), () => {});
  bringExercise(find(el, "section"), ask);
  const release = keepKeys(el);
  return () => {
    release();
    close();
  };
}

/** @param {HTMLElement} el */
function keepKeys(el) {
  // A key that is pressed in a figure is the figure's, lest an arrow move the notebook's cursor and
  // a letter change its cells; but not those that save the notebook or run the cell.
  const life = new AbortController();
  /** @param {KeyboardEvent} event */
  const keep = ({ target, key, ctrlKey, metaKey, altKey, shiftKey }) =>
    target instanceof Element &&
    el.contains(target) &&
    target.toggleAttribute(
      "data-lm-suppress-shortcuts",
      !(ctrlKey || metaKey || altKey || (shiftKey && key === "Enter")),
    );
  addEventListener("keydown", keep, { capture: true, signal: life.signal });
  return () => life.abort();
}

/** @param {{model: Model, el: HTMLElement}} cell */
function render({ model, el }) {
  try {
    return (model.get("html") ? openExercise : open)(model, el);
  } catch (error) {
    console.error(error);
    el.textContent = `This could not be shown: ${error}`;
    return undefined;
  }
}

export default { render };
