// MicroPython in a worker: it is given the package's sources once, then answers questions.
import { loadMicroPython } from "@micropython/micropython-webassembly-pyscript/micropython.mjs";
import zipped from "@micropython/micropython-webassembly-pyscript/micropython.wasm";

const start = `
import json, sys
sys.path.insert(0, "/lib")
from magbook.figure import load, pack

def answer(id, controls):
    text, rows = pack(load(id).answer(json.loads(controls)))
    with open("/rows", "wb") as file:
        file.write(rows)
    return text
`;

// Of bytes, not of a Blob: a worker of a page from disk can read none in WebKit.
function boot() {
  const wasm = new Response(zipped).body.pipeThrough(new DecompressionStream("gzip"));
  // the loader asks for its program by an address
  globalThis.fetch = async () => new Response(wasm, { headers: { "Content-Type": "application/wasm" } });
  // 16 MB of heap: a map of 200 × 200 numbers takes less than one
  return loadMicroPython({ url: "micropython.wasm", heapsize: 1 << 24, pystack: 8192 });
}

const booted = boot();
let python;

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

// The last line of a traceback says what is wrong; the rest is for the console.
const reason = (error) => String(error.message).trim().split("\n").pop();

let ready; // once the sources are in place

async function begin(sources) {
  python = await booted;
  install(python.FS, sources);
  python.runPython(start);
}

onmessage = async ({ data }) => {
  try {
    if (data.sources) ready = begin(data.sources);
    await ready;
    if (data.sources) return postMessage({ ticket: data.ticket });
    const text = python.globals.get("answer")(data.id, JSON.stringify(data.controls));
    const rows = python.FS.readFile("/rows");
    postMessage({ ticket: data.ticket, text, rows }, [rows.buffer]);
  } catch (error) {
    postMessage({ ticket: data.ticket, error: reason(error), trace: String(error.message) });
  }
};
