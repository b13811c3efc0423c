// Kernels compiled to WebAssembly, in MicroPython's own memory: they work on Python's rows where
// these are. `magbook/_webassembly.py` makes them, `magbook/rows.py` calls them.

const ROOM = 1 << 16; // bytes for their constants and their stack

/** MicroPython as `load` brings it, and its memory, which it keeps to itself. */
export async function withMemory(load) {
  const { instantiate, instantiateStreaming } = WebAssembly;
  let memory;
  const tapped = (how) => async (...args) => {
    const made = await how.apply(WebAssembly, args);
    memory = made.instance.exports.memory;
    return made;
  };
  Object.assign(WebAssembly, {
    instantiate: tapped(instantiate),
    instantiateStreaming: tapped(instantiateStreaming),
  });
  try {
    return { python: await load(), memory };
  } finally {
    Object.assign(WebAssembly, { instantiate, instantiateStreaming });
  }
}

/** Lets Python import the kernels of this program as `compiled_kernels`, with what they are;
 * `interpreted` is for Python to set where it ran one itself. */
export async function addKernels({ python, memory }, program) {
  const { _malloc: malloc, _free: free } = python._module;
  const base = malloc(ROOM);
  const env = {
    __proto__: Math, // has the functions that they call
    __linear_memory: memory,
    __memory_base: new WebAssembly.Global({ value: "i32" }, base),
    __stack_pointer: new WebAssembly.Global({ value: "i32", mutable: true }, (base + ROOM) & -16),
    malloc,
    free,
  };
  const module = await WebAssembly.compile(program);
  const { exports: programs } = await WebAssembly.instantiate(module, { env });
  const [manifest] = WebAssembly.Module.customSections(module, "manifest");
  const kernels = { programs, manifest: new TextDecoder().decode(manifest), interpreted: false };
  python.registerJsModule("compiled_kernels", kernels);
  return kernels;
}
