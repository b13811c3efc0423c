// Kernels compiled to WebAssembly, in MicroPython's own memory: they work on Python's rows where
// these are. `magbook/_webassembly.py` makes them, `magbook/rows.py` calls them.

/** @import { MicroPython } from "@micropython/micropython-webassembly-pyscript/micropython.mjs" */

const ROOM = 1 << 16; // bytes for their constants and their stack

/** MicroPython as `load` brings it, and its memory, which it keeps to itself.
 * @param {() => Promise<MicroPython>} load */
export async function withMemory(load) {
  const { instantiate, instantiateStreaming } = WebAssembly;
  let memory;
  /** @param {Function} how */
  function tapped(how) {
    return async (/** @type {unknown[]} */ ...args) => {
      const made = await how.apply(WebAssembly, args);
      memory = made.instance.exports.memory;
      return made;
    };
  }
  Object.assign(WebAssembly, {
    instantiate: tapped(instantiate),
    instantiateStreaming: tapped(instantiateStreaming),
  });
  try {
    const python = await load();
    return { python, memory: /** @type {WebAssembly.Memory} */ (/** @type {unknown} */ (memory)) };
  } finally {
    Object.assign(WebAssembly, { instantiate, instantiateStreaming });
  }
}

/** Lets Python import the kernels of these programs as `compiled_kernels`, with what they are;
 * `interpreted` is for Python to set where it ran one itself.
 * @param {{python: MicroPython, memory: WebAssembly.Memory}} loaded
 * @param {BufferSource[]} programs */
export async function addKernels(loaded, programs) {
  const made = await Promise.all(programs.map((program) => begun(loaded, program)));
  const kernels = {
    programs: Object.assign({}, ...made.map(({ exports }) => exports)),
    manifests: JSON.stringify(made.map(({ manifest }) => manifest)),
    interpreted: false,
  };
  loaded.python.registerJsModule("compiled_kernels", kernels);
  return kernels;
}

/** @param {{python: MicroPython, memory: WebAssembly.Memory}} loaded  @param {BufferSource} program */
async function begun({ python, memory }, program) {
  const { _malloc: malloc, _free: free } = python._module;
  const base = malloc(ROOM);
  /** @type {WebAssembly.ModuleImports} */
  const env = Object.assign(Object.create(Math), {
    // which has the functions that they call, but for the remainder
    fmod: (/** @type {number} */ x, /** @type {number} */ y) => x % y,
    __linear_memory: memory,
    __memory_base: new WebAssembly.Global({ value: "i32" }, base),
    __stack_pointer: new WebAssembly.Global({ value: "i32", mutable: true }, (base + ROOM) & -16),
    malloc,
    free,
  });
  const module = await WebAssembly.compile(program);
  const { exports } = await WebAssembly.instantiate(module, { env });
  const [manifest] = WebAssembly.Module.customSections(module, "manifest");
  return { exports, manifest: JSON.parse(new TextDecoder().decode(manifest)) };
}
