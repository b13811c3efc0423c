// The published page: one worker with Python serves all its figures.
import workerText from "worker-text";
import { unpack } from "./answer.js";
import { bring } from "./mount.js";

function startPython() {
  const worker = new Worker(URL.createObjectURL(new Blob([workerText], { type: "text/javascript" })));
  const waiting = new Map();
  let tickets = 0;
  let broken = null;
  const send = (message) =>
    new Promise((resolve, reject) => {
      if (broken) return reject(broken);
      waiting.set(++tickets, { resolve, reject });
      worker.postMessage({ ...message, ticket: tickets });
    });
  worker.onmessage = ({ data: { ticket, text, rows, error, trace } }) => {
    const { resolve, reject } = waiting.get(ticket);
    waiting.delete(ticket);
    if (trace) console.warn(trace);
    if (error) reject(new Error(error));
    else resolve(text && unpack(text, rows));
  };
  worker.onerror = (event) => {
    broken = new Error(`Python could not be started (${event.message || "no worker"})`);
    for (const { reject } of waiting.values()) reject(broken);
  };
  return send;
}

// Python boots while the page is still being read. Its sources are there when the page is: the
// scripts that bring them are deferred.
const send = startPython();

// A path on the reader's disk is nobody else's business.
const SOURCE = location.protocol === "file:" ? `${document.title} ` : location.href.split("#")[0];

function start() {
  // Questions need not wait for the word that Python is ready: the worker takes them in turn.
  send({ sources: window.magbookPython }).catch(() => {});
  const ask = (id, controls) => send({ id, controls });
  for (const root of document.querySelectorAll("figure[data-figure]")) {
    const id = root.dataset.figure;
    const spec = JSON.parse(root.querySelector("script[type='application/json']").textContent);
    bring(root, id, spec, (controls) => ask(id, controls), { source: SOURCE });
  }
}

// `readyState` does not tell whether the deferred scripts, which bring Python's sources, have run.
const [visit] = performance.getEntriesByType("navigation");
if (visit.domContentLoadedEventStart > 0) start();
else document.addEventListener("DOMContentLoaded", start);
