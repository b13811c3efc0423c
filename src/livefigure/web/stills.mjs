// Draws every figure as it stands at first, for wherever no Python answers. The page's own
// MicroPython computes here, so that all of it needs Node alone.
import { mkdir, readdir, readFile, writeFile } from "node:fs/promises";
import path from "node:path";
import { loadMicroPython } from "@micropython/micropython-webassembly-pyscript/micropython.mjs";
import { initWasm, Resvg } from "@resvg/resvg-wasm";
import UPNG from "upng-js";
import { unpack } from "./answer.js";
import { still } from "./render.js";

const START = `
import json, sys
sys.path.insert(0, "/lib")
from livefigure.figure import load
from livefigure.transport import pack

def spec(module):
    return json.dumps(load(module).spec())

def answer(module):
    text, rows = pack(load(module).answer({}))
    with open("/rows", "wb") as file:
        file.write(rows)
    return text
`;

/** @param {string} name */
const packaged = (name) => readFile(new URL(`node_modules/${name}`, import.meta.url));

/** Functions of Python: spec(module) and answer(module). @param {string} packages */
async function startPython(packages) {
  const python = await loadMicroPython({ heapsize: 1 << 24, pystack: 8192 }); // as in worker.js
  for (const name of await readdir(packages, { recursive: true })) {
    if (!name.endsWith(".py")) continue;
    const target = path.posix.join("/lib", ...name.split(path.sep));
    python.FS.mkdirTree(path.posix.dirname(target));
    python.FS.writeFile(target, await readFile(path.join(packages, name)));
  }
  python.runPython(START);
  return {
    /** @param {string} module */
    spec: (module) => JSON.parse(python.globals.get("spec")(module)),
    /** @param {string} module */
    answer: (module) => unpack(python.globals.get("answer")(module), python.FS.readFile("/rows")),
  };
}

/** SVG to PNG, in twice its size, with letters that do not depend on the machine's. */
async function startPainter() {
  await initWasm(await packaged("@resvg/resvg-wasm/index_bg.wasm"));
  const files = [
    "dejavu-fonts-ttf/ttf/DejaVuSans.ttf",
    "katex/dist/fonts/KaTeX_Main-BoldItalic.ttf",
  ];
  const font = {
    fontBuffers: await Promise.all(files.map(packaged)),
    defaultFontFamily: "DejaVu Sans",
  };
  /** @param {string} svg */
  return (svg) => {
    const { pixels, width, height } = new Resvg(svg, {
      font,
      fitTo: { mode: "zoom", value: 2 },
    }).render();
    // of 256 colours, which makes it three times smaller
    return new Uint8Array(UPNG.encode([pixels.slice().buffer], width, height, 256));
  };
}

/**
 * @param {string} packages  folder of Python's packages
 * @param {string} figures   the package of the figures: every file in it that binds `figure`
 * @param {string} out       folder where each figure gets ID.html, ID.svg and ID.png
 */
export async function drawStills(packages, figures, out) {
  const [python, png] = await Promise.all([startPython(packages), startPainter()]);
  await mkdir(out, { recursive: true });
  for (const file of await readdir(path.join(packages, figures))) {
    if (
      !file.endsWith(".py") ||
      !/^figure = /m.test(await readFile(path.join(packages, figures, file), "utf-8"))
    )
      continue;
    const name = path.basename(file, ".py");
    const [id, module] = [name.replaceAll("_", "-"), `${figures}.${name}`];
    try {
      const { html, svg } = still(id, python.spec(module), python.answer(module));
      for (const [form, data] of Object.entries({ html, svg, png: png(svg) }))
        await writeFile(path.join(out, `${id}.${form}`), data);
    } catch (error) {
      throw new Error(`the figure ${id} could not be drawn: ${error}`, { cause: error });
    }
  }
}
