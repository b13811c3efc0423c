// What `livefigure.figure.pack` packed.

/** @import { Answer } from "./types.d.ts" */

/** @type {Record<string, number>} */
const NAMED = { nan: Number.NaN, inf: Number.POSITIVE_INFINITY, "-inf": Number.NEGATIVE_INFINITY };

/** An answer with its rows of numbers put back.
 * @param {string} text  @param {Uint8Array} bytes  @returns {Answer} */
export function unpack(text, bytes) {
  // copied, for doubles must be aligned
  const numbers = new Float64Array(Uint8Array.from(bytes).buffer);
  return JSON.parse(text, (_key, value) => {
    if (value === null || typeof value !== "object") return value;
    if ("to" in value && "from" in value) return numbers.subarray(value.from, value.to);
    if ("float" in value) return NAMED[value.float] ?? Number(value.float);
    return value;
  });
}
