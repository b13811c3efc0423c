// Bundles the drawing side into livefigure/assets: a classic script, which also runs from file://,
// and an ES module for the widget; then draws the stills of the figures in a package.
//
//   node build.mjs PACKAGE      the folder of their files and of the colours, palette.json
import { cp, mkdir, readdir, readFile, rm, writeFile } from "node:fs/promises";
import path from "node:path";
import { fileURLToPath } from "node:url";
import zopfli from "@gfx/zopfli";
import { build } from "esbuild";

/** @import { BuildOptions, Plugin } from "esbuild" */

const out = new URL("../assets/", import.meta.url);
const figures = path.resolve(process.argv[2]);
const paletteText = await readFile(path.join(figures, "palette.json"), "utf-8");
const palette = JSON.parse(paletteText);

/** @satisfies {BuildOptions} */
const common = {
  bundle: true,
  minify: true,
  write: true,
  logLevel: /** @type {const} */ ("warning"),
  absWorkingDir: fileURLToPath(new URL(".", import.meta.url)),
};
/** @param {string} name */
const file = (name) => fileURLToPath(new URL(name, out));

/** @param {Record<string, string>} colours */
const variables = (colours) =>
  Object.entries(colours)
    .map(([role, colour]) => `  --mag-${role}: ${colour};\n`)
    .join("");
const css = `:root {\n${variables(palette.light)}}
html[data-theme="dark"], body[data-jp-theme-light="false"] {\n${variables(palette.dark)}}
${await readFile(new URL("figure.css", import.meta.url))}`;

// A script holds bytes as base64, which a server's gzip can undo only if they are dense: zopfli makes
// MicroPython 5 % smaller than the gzip of zlib can.
/** @type {Plugin} */
const zippedWasm = {
  name: "zipped-wasm",
  setup(b) {
    b.onLoad({ filter: /\.wasm$/ }, async ({ path }) => ({
      contents: await zopfli.gzipAsync(await readFile(path), { numiterations: 5 }),
      loader: "binary",
    }));
  },
};

// The worker is text inside the script that starts it: from file:// nothing can be fetched.
const worker = await build({
  ...common,
  entryPoints: ["worker.js"],
  plugins: [zippedWasm],
  format: "iife",
  write: false,
  define: { process: "undefined", "import.meta.url": '"worker"' },
  external: ["fs", "module", "path", "url"], // named in branches for Node alone
});
/** @type {Plugin} */
const workerText = {
  name: "worker-text",
  setup(b) {
    b.onResolve({ filter: /^worker-text$/ }, () => ({ path: "worker-text", namespace: "text" }));
    b.onLoad({ filter: /.*/, namespace: "text" }, () => ({
      contents: worker.outputFiles[0].text,
      loader: "text",
    }));
  },
};

// What Plot could call of D3 and no mark of ours lets it: maps of the Earth, colour schemes, nets of
// triangles, dice. It is a sixth of the script, and no bundler can know.
/** @type {Record<string, string[]>} */
const CALLED = {
  "d3-delaunay": [],
  "d3-geo": ["geoPath", "geoStream", "geoTransform"],
  "d3-random": [],
  "d3-scale-chromatic": [],
};
/** @type {Plugin} */
const uncalled = {
  name: "uncalled",
  setup(b) {
    const namespace = "uncalled";
    b.onResolve({ filter: /^d3-/ }, ({ path, namespace: from }) =>
      path in CALLED && from !== namespace ? { path, namespace } : null,
    );
    b.onLoad({ filter: /.*/, namespace }, async ({ path: name }) => {
      const all = Object.keys(await import(name));
      const functions = all
        .filter((each) => !CALLED[name].includes(each))
        .map((each) => `${each} = missing("${each}")`);
      return {
        contents: `
          const missing = (name) => () => { throw new Error(name + " is left out: see build.mjs"); };
          export { ${CALLED[name]} } from "${name}";
          export const ${functions};`,
        resolveDir: common.absWorkingDir,
      };
    });
  },
};

await rm(out, { recursive: true, force: true });
await mkdir(out, { recursive: true });
await writeFile(file("palette.json"), paletteText);
await writeFile(file("figure.css"), css);
await cp(new URL("gallery.css", import.meta.url), new URL("gallery.css", out));
for (const name of ["search.js", "editor.js", "scan.js", "alone.js"])
  await build({ ...common, entryPoints: [name], format: "iife", outfile: file(name) });
await build({
  ...common,
  entryPoints: ["widget.js"],
  format: "esm",
  outfile: file("widget.js"),
  plugins: [uncalled],
});

// KaTeX's sheet and its fonts; browsers that know the other formats know woff2.
const katex = new URL("node_modules/katex/dist/", import.meta.url);
await cp(new URL("katex.min.css", katex), new URL("katex/katex.min.css", out));
await mkdir(new URL("katex/fonts/", out), { recursive: true });
for (const font of await readdir(new URL("fonts/", katex)))
  if (font.endsWith(".woff2"))
    await cp(new URL(`fonts/${font}`, katex), new URL(`katex/fonts/${font}`, out));

// it needs the palette in its place
const { drawStills } = await import("./stills.mjs");
await drawStills(
  fileURLToPath(new URL("../..", import.meta.url)),
  path.basename(figures),
  file("stills"),
);

// the last, for it tells by its date that all is made
await build({
  ...common,
  entryPoints: ["site.js"],
  format: "iife",
  outfile: file("site.js"),
  plugins: [workerText, uncalled],
});
