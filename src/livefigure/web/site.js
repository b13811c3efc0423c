// The published page: one worker with Python serves all its figures.
import workerText from "worker-text";
import { unpack } from "./answer.js";
import { find } from "./dom.js";
import { bringExercise, showProgress } from "./exercise.js";
import { bring } from "./mount.js";

/** @import { Spec } from "./types.d.ts" */
/** @typedef {{ticket: number, text: string, rows: Uint8Array, error?: string, trace?: string,
 * engine?: "compiled" | "interpreted"}} Reply */

const PATIENCE = 20_000; // ms without a word from Python, after which it is given up

/** How the promise of an answer ends, by ticket.
 * @type {Map<number, {resolve: (reply: Reply) => void, reject: (error: Error) => void}>} */
const waiting = new Map();
let tickets = 0;
/** How long Python has been silent. @type {ReturnType<typeof setTimeout> | undefined} */
let silence;

/** A worker in which Python boots, or nothing in a browser without workers. */
function boot() {
  try {
    const worker = new Worker(
      URL.createObjectURL(new Blob([workerText], { type: "text/javascript" })),
    );
    worker.onmessage = ({ data }) => {
      if (data.trace) console.warn(data.trace);
      waiting.get(data.ticket)?.resolve(data);
      waiting.delete(data.ticket);
      listen();
    };
    worker.onerror = ({ target, message }) =>
      target === python &&
      lose(message ? `Python has broken off (${message}).` : "Python could not be started.");
    return worker;
  } catch {
    return null;
  }
}

/** Whoever waits for Python hears that it is no more; who asks next has it booted anew. @param {string} reason */
function lose(reason) {
  python?.terminate();
  python = null;
  clearTimeout(silence);
  for (const { reject } of waiting.values())
    reject(new Error(`${reason} Any change of a control starts it anew.`));
  waiting.clear();
}

function listen() {
  clearTimeout(silence);
  if (waiting.size)
    silence = setTimeout(lose, PATIENCE, `Python has not answered for ${PATIENCE / 1000} s.`);
}

// Python boots while the page is still being read.
let python = boot();
/** The worker that has been given the sources. @type {Worker | null} */
let informed = null;

/** The promise of what a module of Python's answers: a figure's, to its controls, or
 * `livefigure.exercise`. Questions need not wait for Python: it takes them in turn.
 * @param {string} module  @param {object} question  @returns {Promise<any>} */
async function ask(module, question) {
  python ??= boot();
  if (!python) throw new Error("this browser has no workers (Worker), in which Python runs.");
  /** @type {Promise<Reply>} */
  const answer = new Promise((resolve, reject) => waiting.set(++tickets, { resolve, reject }));
  const packages =
    informed === python
      ? {}
      : { sources: { ...window.livefigurePython }, program: window.livefigureKernels };
  informed = python;
  python.postMessage({ ticket: tickets, ...packages, module, question });
  listen();
  const { text, rows, engine, error } = await answer;
  if (error) throw new Error(error);
  return { ...unpack(text, rows), engine };
}

// A path on the reader's disk is nobody else's business.
const SOURCE = location.protocol === "file:" ? `${document.title} ` : location.href.split("#")[0];

function start() {
  for (const root of /** @type {NodeListOf<HTMLElement>} */ (
    document.querySelectorAll("figure[data-figure]")
  )) {
    const id = root.dataset.figure ?? "";
    /** @type {Spec} */
    const spec = JSON.parse(find(root, "script[type='application/json']").textContent ?? "");
    bring(root, id, spec, (controls) => ask(spec.module, controls), { source: SOURCE });
  }
  const sections = /** @type {NodeListOf<HTMLElement>} */ (
    document.querySelectorAll("[data-exercise]")
  );
  /** @type {(() => void) | undefined} */
  let tell;
  const exercises = Array.from(sections, (root) =>
    bringExercise(
      root,
      (question) => ask("livefigure.exercise", question),
      () => tell?.(),
    ),
  );
  tell = showProgress(document, exercises);
}

// Python's sources are there when the page is: the scripts that bring them are deferred, and
// `readyState` does not tell whether they have run.
const [visit] = /** @type {PerformanceNavigationTiming[]} */ (
  performance.getEntriesByType("navigation")
);
if (visit.domContentLoadedEventStart > 0) start();
else document.addEventListener("DOMContentLoaded", start);
