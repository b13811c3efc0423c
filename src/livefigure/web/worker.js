// MicroPython in a worker: with its first question it is given the packages' sources, and their
// kernels compiled, if they are.
import { loadMicroPython } from "@micropython/micropython-webassembly-pyscript/micropython.mjs";
import zipped from "@micropython/micropython-webassembly-pyscript/micropython.wasm";
import { addKernels, withMemory } from "./kernels.js";

/** @import { MicroPython } from "@micropython/micropython-webassembly-pyscript/micropython.mjs" */

// Python is told when to sweep its heap, a matter of milliseconds: by itself it would with each
// answer, and before that is on its way.
const SWEPT = 8; // after so many answers
const start = `
import gc, json, sys
gc.disable()
sys.path.insert(0, "/lib")
from livefigure.figure import load
from livefigure.transport import pack

def answer(module, question):
    question = json.loads(question)
    if module == "livefigure.exercise":
        from livefigure.exercise import reply
        found = reply(question)
    else:
        found = load(module).answer(question)
    text, rows = pack(found)
    with open("/rows", "wb") as file:
        file.write(rows)
    return text
`;

// Of bytes, not of a Blob: a worker of a page from disk can read none in WebKit.
/** @param {Uint8Array<ArrayBuffer>} bytes */
const unzipped = (bytes) =>
  new Response(new Response(bytes).body?.pipeThrough(new DecompressionStream("gzip")));

function boot() {
  const wasm = unzipped(zipped).body;
  // the loader asks for its program by an address
  globalThis.fetch = async () =>
    new Response(wasm, { headers: { "Content-Type": "application/wasm" } });
  // 1 MB of heap; it grows for what needs more
  return withMemory(() =>
    loadMicroPython({ url: "micropython.wasm", heapsize: 1 << 20, pystack: 8192 }),
  );
}

const booted = boot();

/** @param {MicroPython["FS"]} fs  @param {Record<string, string>} sources */
function install(fs, sources) {
  for (const [path, text] of Object.entries(sources)) {
    const parts = ["", "lib", ...path.split("/")];
    for (let i = 2; i < parts.length; i++) {
      const folder = parts.slice(0, i).join("/");
      if (!fs.analyzePath(folder).exists) fs.mkdir(folder);
    }
    fs.writeFile(parts.join("/"), text);
  }
}

/** The last line of a traceback says what is wrong; the rest is for the console.
 * @param {Error} error */
const reason = (error) => error.message.trim().split("\n").pop();

/** A program of kernels, as the page holds it. @param {string} text */
const program = (text) =>
  unzipped(Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0))).arrayBuffer();

/** @param {Record<string, string>} sources  @param {Record<string, string>} [programs]
 * @returns {Promise<MicroPython>} */
async function begin(sources, programs = {}) {
  const { python, memory } = await booted;
  install(python.FS, sources);
  const texts = Object.values(programs);
  if (texts.length)
    kernels = await addKernels({ python, memory }, await Promise.all(texts.map(program)));
  python.runPython(start);
  return python;
}

/** Python, once the sources are in place. @type {Promise<MicroPython>} */
let ready;
/** Compiled ones say whether Python had to run one itself.
 * @type {{interpreted: boolean, programs?: object}} */
let kernels = { interpreted: true };

addEventListener("message", async ({ data }) => {
  try {
    if (data.sources) ready = begin(data.sources, data.programs);
    const python = await ready;
    if (kernels.programs) kernels.interpreted = false;
    const text = python.globals.get("answer")(data.module, JSON.stringify(data.question));
    const rows = python.FS.readFile("/rows");
    const engine = kernels.interpreted ? "interpreted" : "compiled";
    postMessage({ ticket: data.ticket, text, rows, engine }, { transfer: [rows.buffer] });
    if (data.ticket % SWEPT === 0) python.runPython("gc.collect()");
  } catch (thrown) {
    const error = /** @type {Error} */ (thrown);
    // what is no error of the program's has broken Python itself: the page hears of it
    if (error.name !== "PythonError") reportError(error);
    else postMessage({ ticket: data.ticket, error: reason(error), trace: error.message });
  }
});
