// A function in the text of a Python module: found, and put back changed.

/** @typedef {{path: string, name: string, first: number, text: string}} Kernel  `first` is the
 *   line at which it begins, from 1 */

/** @param {string} line */
const inside = (line) => line === "" || /^[\s)\]#]/.test(line);

/** Where a function stands, with its decorators: [its first line, the line after it]; null if there
 * is none of this name. @param {string[]} lines  @param {string} name */
function span(lines, name) {
  const head = lines.findIndex((line) => new RegExp(`^def ${name}\\(`).test(line));
  if (head < 0) return null;
  let [first, last] = [head, head + 1];
  while (last < lines.length && inside(lines[last])) last++;
  while (lines[last - 1].trim() === "" || lines[last - 1].startsWith("#")) last--;
  // a decorator may take more than one line
  while (first > 0 && /^[@\s)]/.test(lines[first - 1]) && lines[first - 1] !== "") first--;
  return [first, last];
}

/** @param {string} path  @param {string} text  of a module  @param {string} name
 * @returns {Kernel | null} */
export function kernelIn(path, text, name) {
  const lines = text.split("\n");
  const found = span(lines, name);
  return (
    found && {
      path,
      name,
      first: found[0] + 1,
      text: lines.slice(...found).join("\n"),
    }
  );
}

/** The module's text with another text of this function. @param {string} module
 * @param {string} name  @param {string} text */
export function withKernel(module, name, text) {
  const lines = module.split("\n");
  const found = span(lines, name);
  if (!found) return module;
  return [...lines.slice(0, found[0]), text, ...lines.slice(found[1])].join("\n");
}

/** A kernel, and below it those of its own module that it calls: there the physics may stand.
 * @param {Record<string, string>} sources  @param {string} path  @param {string} name
 * @param {Set<string>} [seen]  @returns {Kernel[]} */
function withCalled(sources, path, name, seen = new Set()) {
  const kernel = seen.has(name) ? null : kernelIn(path, sources[path], name);
  seen.add(name);
  if (!kernel) return [];
  const called = [...kernel.text.matchAll(/(?<![\w.])(\w+)\(/g)].map(([, called]) => called);
  return [kernel, ...called.flatMap((called) => withCalled(sources, path, called, seen))];
}

/** The functions that a figure calls of the modules that it imports, by the order in which it does,
 * each with those that it calls there.
 * @param {Record<string, string>} sources  by path  @param {string} path  the figure's
 * @param {Set<string>} [seen]  @returns {Kernel[]} */
export function kernelsOf(sources, path, seen = new Set()) {
  seen.add(path);
  // not what stands in strings, such as the program that a figure offers to copy
  const text = (sources[path] ?? "").replace(/"""[\s\S]*?"""/g, "");
  const folder = path.slice(0, path.lastIndexOf("/"));
  /** @type {Kernel[]} */
  const found = [];
  for (const [, from, names] of text.matchAll(/^from ([\w.]+) import (\([^)]*\)|.*)/gm))
    for (const name of names.match(/\w+/g) ?? []) {
      const module = `${from.replaceAll(".", "/")}/${name}.py`;
      if (!(module in sources)) continue;
      if (module.startsWith(`${folder}/`)) {
        // what several figures share stands beside them
        if (!seen.has(module)) found.push(...kernelsOf(sources, module, seen));
      } else
        for (const [, called] of text.matchAll(new RegExp(`\\b${name}\\.(\\w+)\\b`, "g")))
          found.push(...withCalled(sources, module, called));
    }
  const known = new Set();
  return found.filter(({ path, name }) => {
    const key = `${path} ${name}`;
    return !known.has(key) && known.add(key);
  });
}
