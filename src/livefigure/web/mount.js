// A figure's life in the page: bring(root, id, spec, ask) makes the markup answer the reader's
// hand, `ask(controls)` being the promise of Python's answer.
import { fromAddress, show as bringIntoSight, toAddress } from "./address.js";
import { csv, picture, save } from "./export.js";
import { letDrag, letTurn } from "./hands.js";
import { aloud, draw, gaugeMarkup, stillSize } from "./markup.js";
import { exactly, prose, show, withUnit } from "./number.js";
import { cameraFor } from "./scene.js";
import { fromSlider, rounded, toSlider } from "./slider.js";

const FONT_SIZE = 14.4; // pixels of a figure's letters where the page's are as usual
const PATIENCE = 10_000; // ms without an answer from Python, before the reader is told

/**
 * Make the figure in `root` live.
 * @param {HTMLElement} root  holds the markup
 * @param {object} spec       what to draw
 * @param {(controls: object) => Promise<object>} ask  Python
 * @param {boolean} addressed whether the page's address keeps the controls' values
 * @param {string} name       the one that the markup was given, which no other figure of the page has
 * @param {string} advice     what to do where Python does not answer
 * @param {string} source     where the figure is from, for what is taken home
 * @returns {{refresh: () => Promise, end: () => void}} have the controls answered; leave no trace
 */
export function bring(root, id, spec, ask, { addressed = true, name = id, advice = "", source = "" } = {}) {
  const one = (selector) => root.querySelector(selector);
  const field = (c) => one(`input[name="${c.name}"]`);
  const slider = (c) => one(`input[data-slider="${c.name}"]`);
  const drawings = spec.views.map((view, i) => ({
    view,
    name: `${name}-${i}`,
    place: one(`[data-view="${i}"] .mag-canvas`),
    angles: { azimuth: view.azimuth, elevation: view.elevation }, // of a scene
    size: null, // [width, height] of its place, once it is known
    svg: null, // of a plot, with its scales
  }));
  let last = null; // the newest answer
  let shown = Object.fromEntries(spec.controls.map((c) => [c.name, c.default])); // its controls
  let asked = null; // the promise of an answer, while Python works
  let again = false; // the controls have changed meanwhile
  let near = false; // to what the reader sees
  const life = new AbortController();
  const { signal } = life;

  const say = (words) => (one(".mag-status").textContent = words);

  /** The controls' values, or null where one of them will not do; says which. */
  function read() {
    let fine = true;
    const values = {};
    for (const c of spec.controls) {
      const input = field(c);
      const value = input.value.trim() === "" ? NaN : Number(input.value);
      const ok = value >= c.low && value <= c.high && (!c.whole || Number.isInteger(value));
      const complaint = one(`#${CSS.escape(`${name}-${c.name}`)}-complaint`);
      complaint.hidden = ok;
      input.setAttribute("aria-invalid", String(!ok));
      if (ok) {
        values[c.name] = value;
        input.removeAttribute("aria-describedby");
      } else {
        complaint.textContent =
          `${c.words[0].toUpperCase()}${c.words.slice(1)} must be a ${c.whole ? "whole " : ""}number from ${c.low} to ${c.high}${withUnit(c.unit)}.`;
        input.setAttribute("aria-describedby", complaint.id);
        fine = false;
      }
    }
    root.toggleAttribute("data-stale", !fine);
    return fine ? values : null;
  }

  function write(values) {
    for (const c of spec.controls)
      if (c.name in values) {
        field(c).value = values[c.name];
        follow(c);
      }
  }

  const scene = drawings.find(({ view }) => view.kind === "scene");
  const turned = () =>
    scene && (scene.angles.azimuth !== scene.view.azimuth || scene.angles.elevation !== scene.view.elevation);

  /** The controls as they stand, readable or not, and the angles of a scene that was turned. */
  const state = () => ({
    values: Object.fromEntries(spec.controls.map((c) => [c.name, field(c).value])),
    angles: turned() ? { ...scene.angles } : null,
  });

  function restore({ values, angles }) {
    if (scene) {
      Object.assign(scene.angles, angles ?? { azimuth: scene.view.azimuth, elevation: scene.view.elevation });
      redraw([scene]);
    }
    return set(values);
  }

  const original = { values: shown, angles: null };

  /** What a finger did before it turned out to scroll the page is undone. */
  function undoWhenScrolling(element) {
    let before = null;
    element.addEventListener("pointerdown", () => (before = state()));
    element.addEventListener("pointercancel", () => before && restore(before));
  }

  /** The slider goes where the number is. */
  function follow(c) {
    const value = Number(field(c).value);
    if (!(value >= c.low && value <= c.high)) return;
    slider(c).value = toSlider(c, value);
    slider(c).setAttribute("aria-valuetext", aloud(c, value));
  }

  /** To the next value up or down: no press of an arrow key is without effect. */
  function nudge(c, by) {
    const value = Math.min(c.high, Math.max(c.low, Number(field(c).value)));
    let at = toSlider(c, value);
    do at += by;
    while (at > 0 && at < 1000 && (fromSlider(c, at) - value) * by <= 0);
    set({ [c.name]: fromSlider(c, at) });
  }

  const ROUND = 8000; // ms for a control that plays to run from end to end
  let playing = null; // its name

  /** Let a control run round and round until it is stopped, or anything else is done. */
  function play(c) {
    stop();
    playing = c.name;
    const button = one(`[data-play="${c.name}"]`);
    button.setAttribute("aria-pressed", "true");
    button.textContent = "❚❚";
    one(".mag-text").setAttribute("aria-live", "off");
    let before = performance.now();
    let exact = Number(field(c).value);
    const on = (now) => {
      if (playing !== c.name) return;
      if (near && !asked) {
        exact += ((now - before) / ROUND) * (c.high - c.low);
        exact = c.low + ((exact - c.low) % (c.high - c.low));
        before = now;
        write({ [c.name]: rounded(c, exact) });
        refresh();
      } else if (!near) before = now; // out of sight it stands still
      requestAnimationFrame(on);
    };
    requestAnimationFrame(on);
  }

  function stop() {
    if (!playing) return;
    const button = one(`[data-play="${playing}"]`);
    button.setAttribute("aria-pressed", "false");
    button.textContent = "▶";
    one(".mag-text").setAttribute("aria-live", "polite");
    playing = null;
  }

  /** Have the controls answered; the promise ends when the newest are. */
  function refresh() {
    const values = read();
    if (!values) say("");
    else if (asked) again = true;
    else asked = answer(values);
    return asked;
  }

  async function answer(values) {
    root.ariaBusy = "true";
    for (; values && !signal.aborted; values = again && read()) {
      again = false;
      const since = Date.now();
      const clock = setInterval(
        () => say(`Python has not answered for ${Math.round((Date.now() - since) / 1000)} s. ${advice}`),
        PATIENCE,
      );
      try {
        last = await ask(values);
        shown = values;
        paint();
        root.dataset.state = "live";
        say("");
        if (addressed) remember();
      } catch (error) {
        root.toggleAttribute("data-stale", spec.controls.some((c) => values[c.name] !== shown[c.name]));
        fail(error);
      }
      clearInterval(clock);
    }
    root.ariaBusy = null;
    asked = null;
  }

  function fail(error) {
    root.dataset.state = "failed";
    say(`This figure has stopped: ${error.message}`);
  }

  function paint() {
    for (const r of spec.readouts) {
      const value = last.results[r.name] ?? null;
      const output = one(`output[data-name="${r.name}"]`);
      output.textContent = show(value, r.digits, r.zero) ?? r.missing;
      output.dataset.value = exactly(value);
      output.nextElementSibling.hidden = value === null;
      if (r.gauge) one(`[data-gauge="${r.name}"]`).innerHTML = gaugeMarkup(value);
    }
    one(".mag-text").textContent = prose(last.text);
    one(".mag-code code").textContent = last.code;
    if (near) drawings.forEach(repaint);
  }

  // letters grow with the page's; what is drawn grows with them
  const scale = () => Math.min(1.6, parseFloat(getComputedStyle(root).fontSize) / FONT_SIZE);
  const sizeOf = ({ size, view }) => size ?? stillSize(view);
  const cameraOf = ({ view, angles }) => cameraFor(view, angles.azimuth, angles.elevation);

  function repaint(drawing) {
    const { view, name, place } = drawing;
    // asked of the page once: each time would make it lay itself out anew
    if (!drawing.size && place.clientWidth)
      drawing.size = [place.clientWidth, place.clientHeight].map((pixels) => Math.round(pixels / scale()));
    if (view.kind === "scene") {
      place.innerHTML = draw(view, last.results, sizeOf(drawing), document, name, cameraOf(drawing));
    } else {
      drawing.svg = draw(view, last.results, sizeOf(drawing), document, name);
      place.replaceChildren(drawing.svg);
    }
  }

  /** Draw anew what the last answer holds. */
  function redraw(some = drawings) {
    try {
      if (last) some.forEach(repaint);
    } catch (error) {
      fail(error);
    }
  }

  // The address follows the controls, but not at sixty times a second.
  let timer;
  function remember() {
    clearTimeout(timer);
    timer = setTimeout(() => {
      const now = { ...state(), values: shown };
      const moved = now.angles || spec.controls.some((c) => shown[c.name] !== c.default);
      const mine = fromAddress(id, spec.controls, location.hash) !== null;
      if (moved || mine) history.replaceState(history.state, "", moved ? toAddress(id, now) : `#${id}`);
    }, 250);
  }

  async function copy(text, button) {
    try {
      await navigator.clipboard.writeText(text);
      flash(button, "Copied");
    } catch {
      flash(button, "Copying is not allowed here");
    }
  }

  function flash(button, words) {
    const before = button.dataset.words ?? button.textContent;
    button.dataset.words = before;
    button.textContent = words;
    setTimeout(() => (button.textContent = before), 1500);
  }

  const actions = {
    reset: () => restore(original),
    link: (button) => {
      const values = read();
      if (values) copy(location.href.split("#")[0] + toAddress(id, { ...state(), values }), button);
      else flash(button, "Mend the field in red first");
    },
    code: (button) => copy(last?.code ?? one(".mag-code code").textContent, button),
    csv: () => last && save(`${id}.csv`, new Blob([csv(spec, last.results, origin())], { type: "text/csv" })),
    svg: () => last && save(`${id}.svg`, new Blob([picture(root, spec, origin())], { type: "image/svg+xml" })),
    png: () => last && picture(root, spec, origin(), "png").then((blob) => save(`${id}.png`, blob)),
  };

  /** What a picture or a table is of, and where it is from. */
  const origin = () => ({ values: shown, source: addressed ? source + toAddress(id, { ...state(), values: shown }) : source });

  /** What is taken home belongs to the controls as they stand; a figure that has stopped is asked
   * once more. */
  async function act(button) {
    const action = button.dataset.do;
    if (action !== "reset") await (root.dataset.state === "failed" ? refresh() : asked);
    if (root.hasAttribute("data-stale") && action !== "reset" && action !== "link") flash(button, "Not for these values");
    else actions[action](button);
  }

  function set(values) {
    write(values);
    return refresh();
  }

  /** Set controls to what the hand points at, in digits that fit them. */
  const point = (values) =>
    set(Object.fromEntries(spec.controls.filter((c) => c.name in values).map((c) => [c.name, rounded(c, values[c.name])])));

  for (const drawing of drawings) {
    const { view, place, angles } = drawing;
    undoWhenScrolling(place);
    if (view.kind === "scene")
      letTurn(place, angles, {
        repaint: () => {
          redraw([drawing]);
          if (addressed && last) remember();
        },
        camera: () => cameraOf(drawing),
        size: () => sizeOf(drawing),
        grips: () => (last ? view.marks.filter((mark) => mark.drag && last.results[mark.data]) : []),
        arrow: (mark) => last.results[mark.data],
        point,
      });
    else letDrag(place, view, { drawn: () => drawing.svg, data: (name) => last?.results[name], point });
  }
  for (const c of spec.controls) {
    undoWhenScrolling(slider(c));
    for (const input of [slider(c), field(c)])
      for (const kind of ["input", "keydown"]) input.addEventListener(kind, () => c.name === playing && stop());
    slider(c).addEventListener("input", () => {
      const value = fromSlider(c, Number(slider(c).value));
      field(c).value = value;
      slider(c).setAttribute("aria-valuetext", aloud(c, value));
      refresh();
    });
    field(c).addEventListener("input", () => {
      follow(c);
      refresh();
    });
    for (const [input, keys] of [
      [slider(c), { ArrowRight: 1, ArrowUp: 1, ArrowLeft: -1, ArrowDown: -1 }],
      [field(c), { ArrowUp: 1, ArrowDown: -1 }],
    ])
      input.addEventListener("keydown", (event) => {
        if (!(event.key in keys)) return;
        event.preventDefault();
        nudge(c, keys[event.key]);
      });
  }
  root.addEventListener("click", (event) => {
    const button = event.target.closest("button");
    const mine = button?.dataset.play === playing;
    if (button) stop();
    if (button?.dataset.play && !mine) play(spec.controls.find((c) => c.name === button.dataset.play));
    else if (button?.dataset.do) act(button);
    else if (button?.dataset.preset) set({ ...spec.presets[button.dataset.preset] });
  });
  // On narrow screens the views stand side by side in a strip, of which one is seen.
  const strip = one(".mag-views");
  const dots = [...root.querySelectorAll("[data-show]")];
  for (const dot of dots)
    dot.addEventListener("click", () => strip.scrollTo({ left: dot.dataset.show * strip.clientWidth, behavior: "smooth" }));
  strip.addEventListener("scroll", () => {
    const seen = Math.round(strip.scrollLeft / strip.clientWidth);
    dots.forEach((dot, i) => dot.setAttribute("aria-current", String(i === seen)));
  }, { passive: true });
  // Far from the reader's eyes the numbers are kept up, the drawings are not.
  const sight = new IntersectionObserver(
    (entries) => {
      const entry = entries.at(-1); // the newest
      const comes = entry.isIntersecting && !near;
      near = entry.isIntersecting;
      if (comes) redraw();
    },
    { rootMargin: "800px" },
  );
  let known = root.clientWidth;
  const size = new ResizeObserver(() => {
    if (!last || root.clientWidth === known) return;
    known = root.clientWidth;
    for (const drawing of drawings) drawing.size = null;
    redraw();
  });
  for (const observer of [sight, size]) observer.observe(root);
  signal.addEventListener("abort", () => {
    stop();
    clearTimeout(timer);
    for (const observer of [sight, size]) observer.disconnect();
  });

  if (addressed) {
    const visit = (hash) => {
      const wanted = fromAddress(id, spec.controls, hash);
      if (!wanted) return;
      restore(wanted);
      clearTimeout(timer); // it would write the values from before
      bringIntoSight(root);
    };
    // The event comes late: meanwhile a figure may have written its own values to the address.
    addEventListener("hashchange", ({ newURL }) => visit(new URL(newURL).hash), { signal });
    document.addEventListener("click", (event) => {
      const { hash } = event.target.closest("a.mag-set") ?? {};
      if (!hash || !fromAddress(id, spec.controls, hash)) return;
      // so that the way back leads to what was there
      history.replaceState({ ...history.state, [id]: state() }, "");
      if (hash === location.hash) visit(hash); // which makes no event
    }, { signal });
    addEventListener("popstate", ({ state: kept }) => kept?.[id] && restore(kept[id]), { signal });
    visit(location.hash);
  }
  one('[data-do="link"]').hidden = !addressed;
  say("starting Python …");
  refresh();
  return { refresh, end: () => life.abort() };
}
