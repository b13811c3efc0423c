// Modules that bring no types of their own.
declare module "worker-text" {
  const text: string;
  export default text;
}

declare module "@micropython/micropython-webassembly-pyscript/micropython.mjs" {
  /** What of MicroPython is used here. */
  export interface MicroPython {
    // biome-ignore lint/suspicious/noExplicitAny: Python's objects are of any kind
    globals: { get(name: string): any };
    runPython(program: string): void;
    registerJsModule(name: string, module: object): void;
    _module: { _malloc(size: number): number; _free(address: number): void };
    FS: {
      mkdir(path: string): void;
      mkdirTree(path: string): void;
      writeFile(path: string, content: string | Uint8Array): void;
      readFile(path: string): Uint8Array<ArrayBuffer>;
      analyzePath(path: string): { exists: boolean };
    };
  }
  export function loadMicroPython(options: object): Promise<MicroPython>;
}

declare module "@micropython/micropython-webassembly-pyscript/micropython.wasm" {
  const bytes: Uint8Array<ArrayBuffer>;
  export default bytes;
}

declare module "upng-js" {
  export function encode(
    frames: ArrayBufferLike[],
    width: number,
    height: number,
    colours: number,
  ): ArrayBuffer;
}
