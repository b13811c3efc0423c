// Runs Python in the page's MicroPython: `node micropython.mjs MICROPYTHON < request`.
// The request is JSON: {files: {path: text}, kernels: [base64], programs: [text]}; what the
// programs print goes to stdout.
import { readFileSync } from "node:fs";
import { addKernels, withMemory } from "../src/livefigure/web/kernels.js";

const { loadMicroPython } = await import(process.argv[2]);
const { files, kernels, programs } = JSON.parse(readFileSync(0, "utf-8"));

const lines = [];
// as in src/livefigure/web/worker.js
const { python, memory } = await withMemory(() =>
  loadMicroPython({
    heapsize: 1 << 20,
    pystack: 8192,
    linebuffer: true,
    stdout: (line) => lines.push(line),
  }),
);
for (const [path, text] of Object.entries(files)) {
  const parts = ["", "lib", ...path.split("/")];
  for (let i = 2; i < parts.length; i++) {
    const folder = parts.slice(0, i).join("/");
    if (!python.FS.analyzePath(folder).exists) python.FS.mkdir(folder);
  }
  python.FS.writeFile(parts.join("/"), text);
}
if (kernels.length)
  await addKernels(
    { python, memory },
    kernels.map((text) => Buffer.from(text, "base64")),
  );
python.runPython('import sys\nsys.path.insert(0, "/lib")');
// one by one, as the page asks: garbage is collected between runs, never within one
try {
  for (const program of programs) python.runPython(program);
} catch (error) {
  console.error(error.message); // the rest is the loader's text
  process.exit(1);
}
process.stdout.write(lines.join("\n"));
