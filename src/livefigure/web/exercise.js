// An exercise that answers: livefigure/lesson.py writes its markup, livefigure/exercise.py judges.
import { find, setText } from "./dom.js";
import { giveForm } from "./filler.js";
import { withUnit } from "./number.js";
import { keep, kept } from "./progress.js";
import { Sketch } from "./sketch.js";

/** @typedef {{verdict: "right" | "wrong" | "unread", say?: string, which?: number,
 *   looks?: {right: boolean, which: number}[], curve?: ArrayLike<number>, drawn?: string[]}} Verdict */
/** @typedef {(question: object) => Promise<Verdict>} Ask  Python */

/** @type {Record<string, string>} */
const FEATURES = {
  zero: "where it vanishes",
  sign: "its sign",
  peak: "where it is largest",
  slope: "whether it rises or falls",
  limit: "how high it is",
};

/**
 * Let an exercise answer.
 * @param {HTMLElement} root  its section
 * @param {Ask} ask
 * @param {() => void} changed  is told when its state has changed
 */
export function bringExercise(root, ask, changed = () => {}) {
  const label = root.dataset.exercise ?? "";
  const exercise = JSON.parse(find(root, "script[type='application/json']").textContent ?? "");
  const box = /** @type {HTMLElement} */ (find(root, ".answer-form"));
  const inputs = [.../** @type {NodeListOf<HTMLInputElement>} */ (root.querySelectorAll("input"))];
  const reply = find(root, 'output[data-name="reply"]');
  const hints = find(root, ".answer-hints");
  const waiting = [
    .../** @type {NodeListOf<HTMLTemplateElement>} */ (root.querySelectorAll("[data-hint]")),
  ];
  const hintButton = root.querySelector('[data-do="hint"]');
  const solution = solutionOf(root);
  const place = /** @type {HTMLElement | null} */ (root.querySelector("[data-sketch]"));
  const sketch = place && new Sketch(place, exercise, `sketch-${label}`);
  let seed = 0;
  // in a notebook neither the text nor the solution is within reach
  find(root, '[data-do="solution"]').hidden = !solution;
  const renewal = root.querySelector('[data-do="new"]');

  /** The words that the exercise has for this. @param {number} which */
  const words = (which) =>
    /** @type {HTMLTemplateElement | null} */ (
      root.querySelector(`template[data-say="${which}"]`)
    )?.content.cloneNode(true);

  /** @param {"right" | "wrong" | "open"} state */
  function mark(state) {
    root.dataset.state = state;
    changed();
  }

  /** What is typed, chosen or drawn; null for nothing. */
  function given() {
    if (sketch) return sketch.given;
    const field = inputs.find(({ type, checked }) => type !== "radio" || checked);
    return field?.value.trim() ? field.value : null;
  }

  const NOTHING = /** @type {Record<string, string>} */ ({
    choice: "Choose one first.",
    sketch: "Draw the curve over more than half of the axis first.",
  });

  const opened = giveForm(box).then(() => {
    box.inert = false;
  });

  async function check() {
    const what = given();
    if (what === null) return say(NOTHING[exercise.kind] ?? "Type your answer first.");
    root.ariaBusy = "true";
    try {
      await renewed;
      const verdict = await ask({ exercise, given: what, seed });
      show(verdict);
      if (verdict.verdict === "unread") return mark("open");
      mark(verdict.verdict);
      keep(label, {
        state: verdict.verdict,
        seed,
        ...(typeof what === "string" && { given: what }),
      });
    } catch (error) {
      failed("checked", error);
    } finally {
      root.ariaBusy = null;
    }
  }

  /** @param {string} text */
  const say = (text) => setText(reply, text);

  /** @param {string} what  @param {unknown} error */
  const failed = (what, error) =>
    say(`This could not be ${what}: ${error instanceof Error ? error.message : error}`);

  /** @param {Verdict} verdict */
  function show({ verdict, say: text, which, looks, curve }) {
    reply.replaceChildren();
    if (looks && sketch) {
      sketch.true = curve ?? null;
      sketch.draw();
      reply.append(list(looks));
    } else {
      const own = which === undefined ? null : words(which);
      const sign = verdict === "right" ? "✓ " : "";
      if (own) {
        reply.append(own);
        reply.querySelector("p")?.prepend(sign);
      } else reply.append(text ?? `${sign}Right.`);
    }
  }

  /** Of what concerns a part of the axis, which part.
   * @param {string} feature  @param {number | number[]} where */
  function ranged(feature, where) {
    if (feature === "zero" || !Array.isArray(where)) return "";
    return ` from ${where[0]} to ${where[1]}${withUnit(exercise.x[1])}`;
  }

  /** A sketch's features, one by one. @param {NonNullable<Verdict["looks"]>} looks */
  function list(looks) {
    const items = document.createElement("ul");
    for (const { right, which } of looks) {
      const item = document.createElement("li");
      item.className = right ? "right" : "wrong";
      const [feature, where] = exercise.look[which];
      item.append(`${right ? "✓" : "✗"} ${FEATURES[feature]}${ranged(feature, where)}`);
      const own = !right && words(which);
      if (own) item.append(": ", own);
      items.append(item);
    }
    return items;
  }

  const spans = [
    .../** @type {NodeListOf<HTMLElement>} */ (
      document.querySelectorAll(`.drawn[data-of="${CSS.escape(label)}"]`)
    ),
  ];
  renewal?.toggleAttribute("hidden", !spans.length);
  const numbers = () => spans.map(({ textContent }) => textContent).join(" ");

  let renewed = Promise.resolve();

  /** Draw other numbers: an answer that is given meanwhile is to them. @param {number} next */
  function renew(next) {
    renewed = ask({ exercise, seed: next }).then(({ drawn = [] }) => {
      seed = next;
      for (const span of spans) setText(span, drawn[Number(span.dataset.turn)]);
    });
    return renewed;
  }

  /** Give this as the answer. @param {string} text */
  function fill(text) {
    for (const input of inputs)
      if (input.type === "radio") input.checked = input.value === text;
      else input.value = text;
  }

  function open() {
    reply.replaceChildren();
    fill("");
    sketch?.clear();
    sketch?.draw();
    mark("open");
  }

  /** @type {Record<string, () => unknown>} */
  const actions = {
    hint() {
      const next = waiting.shift();
      if (next) hints.append(next.content.cloneNode(true));
      if (!waiting.length) hintButton?.setAttribute("hidden", "");
    },
    solution() {
      /** @type {HTMLElement | null | undefined} */
      const toggle = solution?.querySelector(".toggle-button");
      if (solution?.matches(".toggle-hidden")) toggle?.click();
      solution?.scrollIntoView({ block: "nearest" });
    },
    async new() {
      const before = numbers();
      open();
      for (let tries = 0; tries < 50; tries++) {
        await renew(seed + 1);
        if (numbers() !== before) break;
      }
      keep(label, { state: "open", seed });
    },
  };
  root.addEventListener("submit", check);
  root.addEventListener("click", ({ target }) => {
    if (!(target instanceof HTMLButtonElement)) return;
    if (target.type === "submit" && !target.form) check();
    const action = target.dataset.do;
    if (action) Promise.resolve(actions[action]()).catch((error) => failed("drawn anew", error));
  });

  async function restore() {
    const before = kept(label);
    const linked = seedOf(label);
    const wanted = linked ?? before?.seed ?? 0;
    if (wanted !== seed) await renew(wanted);
    if (!before || wanted !== before.seed) return;
    await opened; // outside a form, all choices of the page are one
    if (before.given) fill(before.given);
    if (before.state !== "open") mark(before.state);
  }
  addEventListener("hashchange", async () => {
    const linked = seedOf(label);
    if (linked === null || linked === seed) return;
    open();
    try {
      await renew(linked);
    } catch (error) {
      failed("drawn anew", error);
    }
  });
  const restored = restore();
  return {
    /** What was kept is shown again. */
    restored,
    async forget() {
      keep(label, null);
      if (seed) await renew(0);
      open();
    },
  };
}

/** The seed that the address names for an exercise: #label?seed=7. @param {string} label */
function seedOf(label) {
  const [name, query = ""] = decodeURIComponent(location.hash.slice(1)).split("?");
  const seed = Number(new URLSearchParams(query).get("seed") ?? Number.NaN);
  return name === label && Number.isInteger(seed) && seed >= 0 ? seed : null;
}

/** The solution, which stands behind the exercise. @param {HTMLElement} root */
function solutionOf(root) {
  let next = root.closest(".exercise")?.nextElementSibling;
  while (next && !next.matches(".solution, .exercise")) next = next.nextElementSibling;
  return next?.matches(".solution") ? next : null;
}

/** How many of the page's exercises are answered, where the page has a place for it.
 * @param {ParentNode} page  @param {{forget(): Promise<void>}[]} exercises */
export function showProgress(page, exercises) {
  const place = /** @type {HTMLElement | null} */ (page.querySelector(".answers-progress"));
  const sections = page.querySelectorAll("[data-exercise]");
  if (!place) return;
  const count = find(place, "span");
  const erase = find(place, "button");
  erase.addEventListener("click", async () => {
    for (const exercise of exercises) await exercise.forget();
    tell();
  });
  function tell() {
    const states = [...sections].map((section) => section.getAttribute("data-state"));
    const right = states.filter((state) => state === "right").length;
    setText(
      count,
      right
        ? `${right} of this page's ${states.length} exercises answered.`
        : `${states.length} exercises on this page answer you.`,
    );
    erase.hidden = states.every((state) => state === "open");
  }
  tell();
  return tell;
}
