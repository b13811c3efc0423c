// A number in the text that is a control of a figure: pulled to the right it grows.
import { setAttribute, setText } from "./dom.js";

const TRAVEL = 300; // pixels from one end of the control's range to the other
const KEYS = { ArrowRight: 1, ArrowUp: 1, ArrowLeft: -1, ArrowDown: -1 };

/** @param {HTMLElement} number  a `.mag-pull` */
export function letPull(number) {
  const { of = "", control = "" } = number.dataset;
  const figure = document.querySelector(`figure[data-figure="${CSS.escape(of)}"]`);
  /** @type {HTMLInputElement | null | undefined} */
  const slider = figure?.querySelector(`input[data-slider="${CSS.escape(control)}"]`);
  if (!figure || !slider) return;
  number.role = "slider";
  number.tabIndex = 0;
  number.ariaLabel = slider.ariaLabel ?? control;
  number.ariaValueMin = slider.min;
  number.ariaValueMax = slider.max;

  figure.addEventListener("answered", (event) => {
    const value = /** @type {CustomEvent} */ (event).detail[control];
    setText(number, String(value).replace("-", "−"));
    setAttribute(number, "aria-valuetext", slider.getAttribute("aria-valuetext"));
    setAttribute(number, "aria-valuenow", slider.value);
  });

  /** @param {number} place  on the slider */
  function move(place) {
    if (!slider) return;
    slider.value = String(place);
    slider.dispatchEvent(new Event("input", { bubbles: true }));
  }

  /** Where the hand took hold: of the page, and of the slider. @type {[number, number] | null} */
  let from = null;
  number.addEventListener("pointerdown", (event) => {
    event.preventDefault(); // selects no text
    number.focus();
    number.setPointerCapture(event.pointerId);
    from = [event.clientX, Number(slider.value)];
  });
  number.addEventListener("pointermove", ({ clientX }) => {
    if (!from) return;
    const range = Number(slider.max) - Number(slider.min);
    move(from[1] + ((clientX - from[0]) * range) / TRAVEL);
  });
  number.addEventListener("pointerup", () => {
    from = null;
  });
  number.addEventListener("pointercancel", () => {
    if (from) move(from[1]); // a finger that turned out to scroll
    from = null;
  });
  number.addEventListener("keydown", (event) => {
    if (!(event.key in KEYS)) return;
    event.preventDefault();
    slider.dispatchEvent(new KeyboardEvent("keydown", { key: event.key, bubbles: true }));
  });
}
