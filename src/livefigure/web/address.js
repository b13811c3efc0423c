// A figure's state in the page's address: #figure-id?alpha=30&ratio=0.9&view=-60,20

/** @import { Control, State } from "./types.d.ts" */

const NUMBER = "-?\\d+(?:\\.\\d+)?";
const VIEW = new RegExp(`^(${NUMBER}),(${NUMBER})$`);

/**
 * What an address says of a figure, or null where it speaks of another. Controls that it leaves
 * out have their defaults; the angles of a scene may follow.
 * @param {string} id  @param {Control[]} controls  @param {string} hash
 * @returns {State | null}
 */
export function fromAddress(id, controls, hash) {
  let address;
  try {
    address = decodeURIComponent(hash.slice(1));
  } catch {
    return null; // a stray % is no address of ours
  }
  const [name, query = ""] = address.split("?");
  if (name !== id) return null;
  const given = new URLSearchParams(query);
  const values = Object.fromEntries(controls.map((c) => [c.name, given.get(c.name) ?? c.default]));
  const view = VIEW.exec(given.get("view") ?? "");
  return { values, angles: view && { azimuth: Number(view[1]), elevation: Number(view[2]) } };
}

/** @param {string} id  @param {State} state */
export function toAddress(id, { values, angles }) {
  const pairs = Object.entries(values).map(([name, value]) => [name, String(value)]);
  const view = angles ? `&view=${angles.azimuth},${angles.elevation}` : "";
  return `#${id}?${new URLSearchParams(pairs)}${view}`;
}

/** Bring a figure into sight: whole where it fits, else from its head. Scrolls this window alone; a
 * page that holds it in a frame stays where it is. @param {Element} root */
export function bringIntoSight(root) {
  const { top, height } = root.getBoundingClientRect();
  const covered = parseFloat(getComputedStyle(document.documentElement).scrollPaddingTop) || 0;
  const spare = innerHeight - covered - height;
  // at once, for a glide can be cut short
  scrollTo({ top: scrollY + top - covered - Math.max(spare / 2, 8), behavior: "instant" });
}
