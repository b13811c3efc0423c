// Files of the site, by their places beside this script; scripts are loaded when they are first
// asked for, from a disk too.

const HERE = /** @type {HTMLScriptElement | null} */ (document.currentScript)?.src ?? "";

/** @param {string} path */
export const beside = (path) => new URL(path, HERE).href;

/** @type {Record<string, Promise<void>>} */
const scripts = {};

/** @param {string} name */
export const load = (name) =>
  (scripts[name] ??= new Promise((resolve, reject) => {
    const element = document.createElement("script");
    element.src = beside(name);
    element.onload = () => resolve();
    element.onerror = () => reject(new Error(`${name} could not be loaded`));
    document.head.append(element);
  }));
