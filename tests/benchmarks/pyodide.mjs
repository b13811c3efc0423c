// Runs Python in Pyodide: `node pyodide.mjs PYODIDE < request`. The request is JSON: {files: {path:
// text}, program: text}; what the program prints goes to stdout, after the ms that the start took.
import { readFileSync } from "node:fs";

const { loadPyodide } = await import(process.argv[2]);
const { files, program } = JSON.parse(readFileSync(0, "utf-8"));
const start = performance.now();
const python = await loadPyodide();
console.log(performance.now() - start);
for (const [path, text] of Object.entries(files)) {
  const parts = ["/lib/book", ...path.split("/")];
  python.FS.mkdirTree(parts.slice(0, -1).join("/"));
  python.FS.writeFile(parts.join("/"), text);
}
python.runPython('import sys\nsys.path.insert(0, "/lib/book")');
python.runPython(program);
