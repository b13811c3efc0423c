// The published page: one worker with Python serves all its figures.
import workerText from "worker-text";
import { unpack } from "./answer.js";
import { bring } from "./mount.js";

const PATIENCE = 20_000; // ms without a word from Python, after which it is given up

const waiting = new Map(); // by ticket: how the promise of an answer ends
let tickets = 0;
let silence; // how long Python has been silent: a timer

/** A worker in which Python boots, or nothing in a browser without workers. */
function boot() {
  try {
    const worker = new Worker(URL.createObjectURL(new Blob([workerText], { type: "text/javascript" })));
    worker.onmessage = ({ data }) => {
      if (data.trace) console.warn(data.trace);
      waiting.get(data.ticket)?.resolve(data);
      waiting.delete(data.ticket);
      listen();
    };
    worker.onerror = ({ target, message }) =>
      target === python && lose(message ? `Python has broken off (${message}).` : "Python could not be started.");
    return worker;
  } catch {
    return null;
  }
}

/** Whoever waits for Python hears that it is no more; who asks next has it booted anew. */
function lose(reason) {
  python.terminate();
  python = null;
  clearTimeout(silence);
  for (const { reject } of waiting.values()) reject(new Error(`${reason} Any change of a control starts it anew.`));
  waiting.clear();
}

function listen() {
  clearTimeout(silence);
  if (waiting.size) silence = setTimeout(lose, PATIENCE, `Python has not answered for ${PATIENCE / 1000} s.`);
}

// Python boots while the page is still being read.
let python = boot();
let informed; // the worker that has been given the sources

/** The promise of the figure's answer. Questions need not wait for Python: it takes them in turn. */
async function ask(module, controls) {
  python ??= boot();
  if (!python) throw new Error("this browser has no workers (Worker), in which Python runs.");
  const answer = new Promise((resolve, reject) => waiting.set(++tickets, { resolve, reject }));
  const sources = informed === python ? null : { ...window.livefigurePython };
  informed = python;
  python.postMessage({ ticket: tickets, sources, module, controls });
  listen();
  const { text, rows, error } = await answer;
  if (error) throw new Error(error);
  return unpack(text, rows);
}

// A path on the reader's disk is nobody else's business.
const SOURCE = location.protocol === "file:" ? `${document.title} ` : location.href.split("#")[0];

function start() {
  for (const root of document.querySelectorAll("figure[data-figure]")) {
    const id = root.dataset.figure;
    const spec = JSON.parse(root.querySelector("script[type='application/json']").textContent);
    bring(root, id, spec, (controls) => ask(spec.module, controls), { source: SOURCE });
  }
}

// Python's sources are there when the page is: the scripts that bring them are deferred, and
// `readyState` does not tell whether they have run.
const [visit] = performance.getEntriesByType("navigation");
if (visit.domContentLoadedEventStart > 0) start();
else document.addEventListener("DOMContentLoaded", start);
