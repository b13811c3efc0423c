// A control that runs round and round, for phases.
import { setAttribute, setText } from "./dom.js";
import { rounded } from "./slider.js";

/** @import { Control } from "./types.d.ts" */

const ROUND = 8000; // ms from end to end

/**
 * Let a control run until it is stopped.
 * @param {Control} c
 * @param {HTMLElement} button
 * @param {number} start
 * @param {() => "ready" | "busy" | "unseen"} state  of its figure: unseen it stands still
 * @param {(value: number) => void} set
 * @returns {() => void}  stops it
 */
export function play(c, button, start, state, set) {
  let runs = true;
  let before = performance.now();
  let exact = start;
  /** @param {number} now */
  const step = (now) => {
    if (!runs) return;
    const is = state();
    if (is === "ready") {
      exact += ((now - before) / ROUND) * (c.high - c.low);
      exact = c.low + ((exact - c.low) % (c.high - c.low));
      set(rounded(c, exact));
    }
    if (is !== "busy") before = now;
    requestAnimationFrame(step);
  };
  requestAnimationFrame(step);
  setAttribute(button, "aria-pressed", "true");
  setText(button, "❚❚");
  return () => {
    runs = false;
    setAttribute(button, "aria-pressed", "false");
    setText(button, "▶");
  };
}
