// Python in a worker, and what it is asked.
import workerText from "worker-text";
import { unpack } from "./answer.js";

/** @typedef {{ticket: number, text: string, rows: Uint8Array, error?: string, trace?: string,
 * engine?: "compiled" | "interpreted"}} Reply */
/** @typedef {{sources: Record<string, string>, programs?: Record<string, string>}} Packages what it can import */

const PATIENCE = 20_000; // ms without a word from Python, after which it is given up

export class Python {
  /** It boots at once, and is given its packages with its first question.
   * @param {() => Packages} packages */
  constructor(packages) {
    this.packages = packages;
    /** How the promise of an answer ends, by ticket.
     * @type {Map<number, {resolve: (reply: Reply) => void, reject: (error: Error) => void}>} */
    this.waiting = new Map();
    this.tickets = 0;
    /** How long Python has been silent. @type {ReturnType<typeof setTimeout> | undefined} */
    this.silence = undefined;
    /** The worker that has been given the packages. @type {Worker | null} */
    this.informed = null;
    this.worker = this.#boot();
  }

  /** A worker in which Python boots, or nothing in a browser without workers. */
  #boot() {
    try {
      const worker = new Worker(
        URL.createObjectURL(new Blob([workerText], { type: "text/javascript" })),
      );
      worker.onmessage = ({ data }) => {
        if (data.trace) console.warn(data.trace);
        this.waiting.get(data.ticket)?.resolve(data);
        this.waiting.delete(data.ticket);
        this.#listen();
      };
      worker.onerror = ({ target, message }) =>
        target === this.worker &&
        this.#lose(
          message ? `Python has broken off (${message}).` : "Python could not be started.",
        );
      return worker;
    } catch {
      return null;
    }
  }

  /** Whoever waits for Python hears that it is no more; who asks next has it booted anew.
   * @param {string} reason */
  #lose(reason) {
    this.worker?.terminate();
    this.worker = null;
    clearTimeout(this.silence);
    for (const { reject } of this.waiting.values())
      reject(new Error(`${reason} Any change of a control starts it anew.`));
    this.waiting.clear();
  }

  #listen() {
    clearTimeout(this.silence);
    if (this.waiting.size)
      this.silence = setTimeout(
        () => this.#lose(`Python has not answered for ${PATIENCE / 1000} s.`),
        PATIENCE,
      );
  }

  /** The promise of what a module of Python's answers: a figure's, to its controls, or
   * `livefigure.exercise`. Questions need not wait for Python: it takes them in turn.
   * @param {string} module  @param {object} question  @returns {Promise<any>} */
  async ask(module, question) {
    this.worker ??= this.#boot();
    const { worker } = this;
    if (!worker) throw new Error("this browser has no workers (Worker), in which Python runs.");
    const ticket = ++this.tickets;
    /** @type {Promise<Reply>} */
    const answer = new Promise((resolve, reject) => this.waiting.set(ticket, { resolve, reject }));
    const packages = this.informed === worker ? {} : this.packages();
    this.informed = worker;
    worker.postMessage({ ticket, ...packages, module, question });
    this.#listen();
    const { text, rows, engine, error, trace } = await answer;
    if (error) throw Object.assign(new Error(error), { trace });
    return { ...unpack(text, rows), engine };
  }

  end() {
    this.#lose("it is needed no more.");
  }
}
