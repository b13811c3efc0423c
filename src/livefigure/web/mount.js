// A figure's life in the page: bring(root, id, spec, ask) makes the markup answer the reader's
// hand, `ask(controls)` being the promise of Python's answer.
import { bringIntoSight, fromAddress, toAddress } from "./address.js";
import { Controls } from "./controls.js";
import { find, setAttribute, setText } from "./dom.js";
import { Drawing } from "./drawing.js";
import { giveForm } from "./filler.js";
import { gauge } from "./gauge.js";
import { letDrag, letTurn } from "./hands.js";
import { exactly, prose, show } from "./number.js";
import { picture, toPng } from "./picture.js";
import { play } from "./player.js";
import { Share } from "./share.js";
import { rounded } from "./slider.js";
import { letHear } from "./sound.js";
import { csv } from "./table.js";

/** @import { Answer, Spec, State, Values } from "./types.d.ts" */

const FONT_SIZE = 14.4; // pixels of a figure's letters where the page's are as usual
const STILL_WIDTH = 360; // pixels of a view in which letters are as usual
const PATIENCE = 10_000; // ms without an answer from Python, before the reader is told
const MARGIN = "200px"; // around what the reader sees: drawings within it are kept up

/** @param {string} name  @param {BlobPart} content  @param {string} type */
function save(name, content, type) {
  const anchor = document.createElement("a");
  anchor.href = URL.createObjectURL(new Blob([content], { type }));
  anchor.download = name;
  anchor.click();
  setTimeout(() => URL.revokeObjectURL(anchor.href), 1000);
}

/** @param {HTMLElement} button  @param {string} words */
function flash(button, words) {
  button.dataset.words ??= button.textContent ?? "";
  button.textContent = words;
  setTimeout(() => setText(button, button.dataset.words ?? ""), 1500);
}

/** @param {string} text  @param {HTMLElement} button */
async function copy(text, button) {
  try {
    await navigator.clipboard.writeText(text);
    flash(button, "Copied");
  } catch {
    flash(button, "Copying is not allowed here");
  }
}

/**
 * Make the figure in `root` live.
 * @param {HTMLElement} root  holds the markup
 * @param {string} id
 * @param {Spec} spec         what to draw
 * @param {(controls: Values) => Promise<Answer>} ask  Python
 * @param {object} [options]
 * @param {boolean} [options.addressed]  whether the page's address keeps the controls' values
 * @param {string} [options.name]    the one that the markup was given, which no other figure of the page has
 * @param {string} [options.advice]  what to do where Python does not answer
 * @param {string} [options.source]  where the figure is from, for what is taken home
 * @param {() => unknown} [options.edit]  lets the reader change its physics
 * @returns {{refresh: () => Promise<void> | null, end: () => void}} have the controls answered; leave no trace
 */
export function bring(
  root,
  id,
  spec,
  ask,
  { addressed = true, name = id, advice = "", source = "", edit } = {},
) {
  const drawings = spec.views.map(
    (view, i) => new Drawing(view, find(root, `[data-view="${i}"] .mag-canvas`), `${name}-${i}`),
  );
  const scene = drawings.find(({ view }) => view.kind === "scene");
  const status = find(root, ".mag-status");
  const text = find(root, ".mag-text");
  const code = find(root, ".mag-code");
  const readouts = spec.readouts.map((r) => ({
    r,
    output: find(root, `output[data-name="${r.name}"]`),
    bar: r.gauge ? find(root, `[data-gauge="${r.name}"]`) : null,
  }));
  const controls = new Controls(root, spec.controls, refresh);
  giveForm(find(root, ".mag-controls"));
  /** @type {Values} */
  const defaults = Object.fromEntries(spec.controls.map((c) => [c.name, c.default]));
  /** The newest answer. @type {Answer | null} */
  let last = null;
  let shown = defaults; // its controls
  /** The promise of an answer, while Python works. @type {Promise<void> | null} */
  let asked = null;
  let again = false; // the controls have changed meanwhile
  const life = new AbortController();
  const { signal } = life;

  // --- what is asked of Python, and what it answers

  /** @param {string} words */
  const say = (words) => setText(status, words);
  /** @param {boolean} stale */
  const mark = (stale) => setAttribute(root, "data-stale", stale ? "" : null);

  /** The controls' values, or null where one of them will not do. */
  function read() {
    const values = controls.read();
    mark(!values);
    return values;
  }

  /** Have the controls answered; the promise ends when the newest are. */
  function refresh() {
    const values = read();
    ears.rest();
    if (!values) say("");
    else if (asked) again = true;
    else asked = answer(values);
    return asked;
  }

  /** @param {Values} first */
  async function answer(first) {
    root.ariaBusy = "true";
    for (let values = /** @type {Values | null} */ (first); values && !signal.aborted; ) {
      again = false;
      const since = Date.now();
      const clock = setInterval(() => {
        const seconds = Math.round((Date.now() - since) / 1000);
        say(`Python has not answered for ${seconds} s. ${advice}`);
      }, PATIENCE);
      try {
        last = await ask(values);
        shown = values;
        paint(last);
        root.dispatchEvent(new CustomEvent("answered", { detail: shown }));
        setAttribute(root, "data-state", "live");
        if (last.engine) setAttribute(root, "data-engine", last.engine);
        say("");
        if (keyed) ears.point();
        keyed = false;
        if (addressed) remember();
      } catch (error) {
        mark(controls.differ(values, shown));
        fail(error);
      }
      clearInterval(clock);
      values = again ? read() : null;
    }
    root.ariaBusy = null;
    asked = null;
  }

  /** @param {unknown} error */
  function fail(error) {
    setAttribute(root, "data-state", "failed");
    say(`This figure has stopped: ${error instanceof Error ? error.message : error}`);
  }

  /** @param {Answer} answer */
  function paint(answer) {
    for (const { r, output, bar } of readouts) {
      const value = answer.results[r.name] ?? null;
      setText(output, show(value, r.digits, r.zero) ?? r.missing);
      setAttribute(output, "data-value", exactly(value));
      const unit = /** @type {Element} */ (output.nextElementSibling);
      setAttribute(unit, "hidden", value === null ? "" : null);
      if (bar) bar.innerHTML = gauge(value);
    }
    setText(text, prose(answer.text));
    showCode();
    draw(drawings.filter(({ near }) => near));
  }

  /** The code is written where it can be seen. */
  function showCode() {
    if (last && code.hasAttribute("open")) setText(find(code, "code"), last.code);
  }
  code.addEventListener("toggle", showCode);

  // --- drawings

  /** Letters grow with the page's, as far as there is room; what is drawn grows with them.
   * @param {number} width */
  const letters = (width) =>
    Math.min(
      Math.max(1.6, width / STILL_WIDTH),
      parseFloat(getComputedStyle(root).fontSize) / FONT_SIZE,
    );

  /** Let drawings show what the last answer holds. */
  function draw(some = drawings) {
    try {
      if (last) for (const drawing of some) drawing.draw(last.results, letters);
    } catch (error) {
      fail(error);
    }
  }

  // Out of the reader's sight the numbers are kept up, the drawings are not: neither those further
  // down, nor those beside the one that a narrow screen shows.
  const sight = new IntersectionObserver(
    (entries) => {
      for (const { target, isIntersecting } of entries) {
        const drawing = drawings.find(({ place }) => place === target);
        if (drawing) drawing.near = isIntersecting;
      }
      draw(drawings.filter(({ near }) => near));
    },
    { rootMargin: MARGIN },
  );
  for (const { place } of drawings) sight.observe(place);
  addEventListener("beforeprint", () => draw(), { signal });

  const size = new ResizeObserver(() => {
    const resized = drawings.filter((drawing) => drawing.resize());
    draw(resized.filter(({ near }) => near));
  });
  for (const { place } of drawings) size.observe(place);

  // --- the state: the controls, and how a scene is turned

  /** @returns {State} */
  const state = () => ({
    values: controls.texts,
    angles: scene?.turned ? { ...scene.angles } : null,
  });

  /** @param {State} state */
  function restore({ values, angles }) {
    if (scene) {
      scene.turnTo(angles);
      draw([scene]);
    }
    set(values);
  }

  /** @param {State["values"]} values */
  function set(values) {
    controls.write(values);
    refresh();
  }

  /** Set controls to what the hand points at, in digits that fit them. @param {Values} values */
  function point(values) {
    const pointed = spec.controls.filter((c) => c.name in values);
    set(Object.fromEntries(pointed.map((c) => [c.name, rounded(c, values[c.name])])));
  }

  /** What a finger did before it turned out to scroll the page is undone. @param {HTMLElement} element */
  function undoWhenScrolling(element) {
    /** @type {State | null} */
    let before = null;
    element.addEventListener("pointerdown", () => {
      before = state();
    });
    element.addEventListener("pointercancel", () => {
      if (before) restore(before);
    });
  }

  /** The state as an address; null while a field is wrong. */
  function address() {
    const values = read();
    return values && toAddress(id, { ...state(), values });
  }
  const share = new Share(root, id, spec.title, address);

  // The address follows the controls, but not at sixty times a second.
  /** @type {ReturnType<typeof setTimeout>} */
  let timer;
  function remember() {
    clearTimeout(timer);
    timer = setTimeout(() => {
      const now = { ...state(), values: shown };
      const moved = now.angles || controls.differ(shown, defaults);
      const mine = fromAddress(id, spec.controls, location.hash) !== null;
      if (moved || mine)
        history.replaceState(history.state, "", moved ? toAddress(id, now) : `#${id}`);
      share.show();
    }, 250);
  }

  // --- the hand, and the ear

  const results = () => last?.results;
  const ears = letHear(root, results, say);
  let keyed = false; // a key has changed a control, and its answer is to come
  root.addEventListener("keydown", ({ target }) => {
    keyed = target instanceof HTMLInputElement;
  });

  for (const drawing of drawings) {
    undoWhenScrolling(drawing.place);
    const turned = () => {
      draw([drawing]);
      if (addressed && last) remember();
    };
    if (drawing.view.kind === "scene") letTurn(drawing, results, turned, point);
    else letDrag(drawing, results, point);
  }

  /** The control that runs, and what stops it. @type {{name: string, end: () => void} | null} */
  let playing = null;
  function stop() {
    playing?.end();
    playing = null;
    setAttribute(text, "aria-live", "polite");
  }
  /** @param {string} wanted */
  function start(wanted) {
    const part = controls.parts.find(({ c }) => c.name === wanted);
    if (!part) return;
    setAttribute(text, "aria-live", "off");
    const seen = () => drawings.some(({ near }) => near);
    const end = play(
      part.c,
      find(root, `[data-play="${wanted}"]`),
      Number(part.field.value),
      () => (!seen() ? "unseen" : asked ? "busy" : "ready"),
      (value) => set({ [wanted]: value }),
    );
    playing = { name: wanted, end };
  }
  for (const { c, slider, field } of controls.parts) {
    undoWhenScrolling(slider);
    for (const input of [slider, field])
      for (const kind of ["input", "keydown"])
        input.addEventListener(kind, () => {
          if (c.name === playing?.name) stop();
        });
  }

  /** What a picture or a table is of, and where it is from. */
  const origin = () => {
    const address = addressed ? toAddress(id, { ...state(), values: shown }) : "";
    const changed = root.hasAttribute("data-edited") ? "Physics changed by hand, not as in " : "";
    return { values: shown, source: changed + source + address };
  };

  function svg() {
    draw(); // those that the reader does not see, too
    return picture(
      drawings.map(({ svg }) => svg),
      spec,
      origin(),
    );
  }

  /** @type {Record<string, (button: HTMLElement, answer: Answer | null) => unknown>} */
  const actions = {
    reset: () => restore({ values: defaults, angles: null }),
    link(button) {
      const hash = address();
      if (!hash) flash(button, "Mend the field in red first");
      else copy(location.href.split("#")[0] + hash, button);
    },
    share: (button) => share.toggle(button),
    embed: (button) => copy(share.frame, button),
    code: (button, answer) => copy(answer?.code ?? find(code, "code").textContent ?? "", button),
    edit: () => edit?.(),
    csv: (_, answer) =>
      answer && save(`${id}.csv`, csv(spec, answer.results, origin()), "text/csv"),
    svg: (_, answer) => answer && save(`${id}.svg`, svg(), "image/svg+xml"),
    png: async (_, answer) => answer && save(`${id}.png`, await toPng(svg()), "image/png"),
  };

  /** What is taken home belongs to the controls as they stand; a figure that has stopped is asked
   * once more. @param {HTMLElement} button  @param {string} action */
  async function act(button, action) {
    const always = ["reset", "edit", "share"].includes(action);
    if (!always) await (root.dataset.state === "failed" ? refresh() : asked);
    if (root.hasAttribute("data-stale") && !always && action !== "link")
      flash(button, "Not for these values");
    else actions[action](button, last);
  }

  root.addEventListener("click", ({ target }) => {
    const button = target instanceof Element ? target.closest("button") : null;
    if (!button) return;
    const before = playing?.name;
    stop();
    const { play, hear, do: action, preset } = button.dataset;
    if (play && play !== before) start(play);
    else if (hear) ears.press(button, drawings[Number(hear)]);
    else if (action) act(button, action);
    else if (preset) set(spec.presets[preset]);
  });

  // On narrow screens the views stand side by side in a strip, of which one is seen.
  const strip = find(root, ".mag-views");
  const dots = [.../** @type {NodeListOf<HTMLElement>} */ (root.querySelectorAll("[data-show]"))];
  for (const dot of dots)
    dot.addEventListener("click", () =>
      strip.scrollTo({ left: Number(dot.dataset.show) * strip.clientWidth }),
    );
  strip.addEventListener(
    "scroll",
    () => {
      const seen = Math.round(strip.scrollLeft / strip.clientWidth);
      for (const [i, dot] of dots.entries()) setAttribute(dot, "aria-current", String(i === seen));
    },
    { passive: true },
  );

  // --- the address

  if (addressed) {
    /** @param {string} hash */
    const visit = (hash) => {
      const wanted = fromAddress(id, spec.controls, hash);
      if (!wanted) return;
      restore(wanted);
      clearTimeout(timer); // it would write the values from before
      bringIntoSight(root);
    };
    // The event comes late: meanwhile a figure may have written its own values to the address.
    addEventListener("hashchange", ({ newURL }) => visit(new URL(newURL).hash), { signal });
    document.addEventListener(
      "click",
      ({ target }) => {
        const link = target instanceof Element ? target.closest("a.mag-set") : null;
        const hash = link instanceof HTMLAnchorElement ? link.hash : "";
        if (!hash || !fromAddress(id, spec.controls, hash)) return;
        // so that the way back leads to what was there
        history.replaceState({ ...history.state, [id]: state() }, "");
        if (hash === location.hash) visit(hash); // which makes no event
      },
      { signal },
    );
    addEventListener(
      "popstate",
      ({ state: kept }) => {
        if (kept?.[id]) restore(kept[id]);
      },
      { signal },
    );
    visit(location.hash);
  }
  for (const what of ["link", "share"]) find(root, `[data-do="${what}"]`).hidden = !addressed;
  find(root, '[data-do="edit"]').hidden = !edit;
  signal.addEventListener("abort", () => {
    stop();
    ears.off();
    clearTimeout(timer);
    for (const observer of [sight, size]) observer.disconnect();
  });
  say("starting Python …");
  refresh();
  return { refresh, end: () => life.abort() };
}
