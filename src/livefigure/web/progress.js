// What the reader has answered, kept on this machine and nowhere else.

/** @typedef {{state: "open" | "right" | "wrong", given?: string, seed: number}} Kept */

const KEY = "livefigure-exercises";

/** By the exercises' labels. @returns {Record<string, Kept>} */
function all() {
  try {
    return JSON.parse(localStorage.getItem(KEY) ?? "{}");
  } catch {
    return {}; // a browser that keeps nothing, or something else under this name
  }
}

/** @param {string} label  @returns {Kept | undefined} */
export const kept = (label) => all()[label];

/** @param {string} label  @param {Kept | null} what  null for nothing */
export function keep(label, what) {
  const everything = all();
  if (what) everything[label] = what;
  else delete everything[label];
  try {
    localStorage.setItem(KEY, JSON.stringify(everything));
  } catch {
    // then it is forgotten with the page
  }
}
