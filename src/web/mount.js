// A figure's life in the page: bring(root, id, spec, ask) makes the markup answer the reader's
// hand, `ask(controls)` being the promise of Python's answer.
import { csv, picture, save } from "./export.js";
import { letDrag, letTurn } from "./hands.js";
import { aloud, draw, gaugeMarkup, plain, stillSize } from "./markup.js";
import { exactly, prose, show } from "./number.js";
import { cameraFor } from "./scene.js";
import { fromSlider, rounded, toSlider } from "./slider.js";

/** Controls in an address: #figure-id?alpha=30&ratio=0.9 */
export function fromAddress(id, hash) {
  let address;
  try {
    address = decodeURIComponent(hash.slice(1));
  } catch {
    return null; // a stray % is no address of ours
  }
  const [name, query] = address.split("?");
  return name === id && query !== undefined ? Object.fromEntries(new URLSearchParams(query)) : null;
}

/**
 * Make the figure in `root` live.
 * @param {HTMLElement} root  holds the markup
 * @param {object} spec       what to draw
 * @param {(controls: object) => Promise<object>} ask  Python
 * @param {boolean} addressed whether the page's address keeps the controls' values
 */
export function bring(root, id, spec, ask, addressed = true) {
  const one = (selector) => root.querySelector(selector);
  const field = (c) => one(`input[name="${c.name}"]`);
  const slider = (c) => one(`input[data-slider="${c.name}"]`);
  const drawings = spec.views.map((view, i) => ({
    view,
    name: `${id}-${i}`,
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

  const say = (words) => (one(".mag-status").textContent = words);

  /** The controls' values, or null where one of them will not do; says which. */
  function read() {
    let fine = true;
    const values = {};
    for (const c of spec.controls) {
      const input = field(c);
      const value = input.value.trim() === "" ? NaN : Number(input.value);
      const ok = value >= c.low && value <= c.high && (!c.whole || Number.isInteger(value));
      const complaint = one(`#${CSS.escape(`${id}-${c.name}`)}-complaint`);
      complaint.hidden = ok;
      input.setAttribute("aria-invalid", String(!ok));
      if (ok) {
        values[c.name] = value;
        input.removeAttribute("aria-describedby");
      } else {
        complaint.textContent =
          `${c.words[0].toUpperCase()}${c.words.slice(1)} must be a ${c.whole ? "whole " : ""}number from ${c.low} to ${c.high}${plain(c.unit)}.`;
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
    for (; values; values = again && read()) {
      again = false;
      try {
        last = await ask(values);
        shown = values;
        paint();
        root.dataset.state = "live";
        say("");
        if (addressed) remember(values);
      } catch (error) {
        root.dataset.state = "failed";
        root.toggleAttribute("data-stale", spec.controls.some((c) => values[c.name] !== shown[c.name]));
        say(`This figure has stopped: ${error.message}`);
      }
    }
    root.ariaBusy = null;
    asked = null;
  }

  function paint() {
    for (const r of spec.readouts) {
      const value = last.results[r.name] ?? null;
      const output = one(`output[data-name="${r.name}"]`);
      output.textContent = show(value, r.digits) ?? r.missing;
      output.dataset.value = exactly(value);
      output.nextElementSibling.hidden = value === null;
      if (r.gauge) one(`[data-gauge="${r.name}"]`).innerHTML = gaugeMarkup(r, value);
    }
    one(".mag-text").textContent = prose(last.text);
    one(".mag-code code").textContent = last.code;
    if (near) drawings.forEach(repaint);
  }

  const sizeOf = ({ size, view }) => size ?? stillSize(view);
  const cameraOf = ({ view, angles }) => cameraFor(view, angles.azimuth, angles.elevation);

  function repaint(drawing) {
    const { view, name, place } = drawing;
    // asked of the page once: each time would make it lay itself out anew
    if (!drawing.size && place.clientWidth) drawing.size = [place.clientWidth, place.clientHeight];
    if (view.kind === "scene") {
      place.innerHTML = draw(view, last.results, sizeOf(drawing), document, name, cameraOf(drawing));
    } else {
      drawing.svg = draw(view, last.results, sizeOf(drawing), document, name);
      place.replaceChildren(drawing.svg);
    }
  }

  // The address follows the controls, but not at sixty times a second.
  let timer;
  function remember(values) {
    clearTimeout(timer);
    timer = setTimeout(() => {
      const moved = spec.controls.some((c) => values[c.name] !== c.default);
      const mine = fromAddress(id, location.hash) !== null;
      if (moved) history.replaceState(null, "", `#${id}?${new URLSearchParams(values)}`);
      else if (mine) history.replaceState(null, "", `#${id}`);
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

  const link = () => {
    const values = Object.fromEntries(spec.controls.map((c) => [c.name, Number(field(c).value)]));
    return `${location.href.split("#")[0]}#${id}?${new URLSearchParams(values)}`;
  };
  const actions = {
    reset: () => set(Object.fromEntries(spec.controls.map((c) => [c.name, c.default]))),
    link: (button) => copy(link(), button),
    code: (button) => copy(last?.code ?? one(".mag-code code").textContent, button),
    csv: () => last && save(`${id}.csv`, new Blob([csv(spec, last.results)], { type: "text/csv" })),
    svg: () => last && save(`${id}.svg`, new Blob([picture(root, spec.views)], { type: "image/svg+xml" })),
    png: () => last && picture(root, spec.views, "png").then((blob) => save(`${id}.png`, blob)),
  };

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
    if (view.kind === "scene")
      letTurn(place, angles, {
        repaint: () => last && repaint(drawing),
        camera: () => cameraOf(drawing),
        size: () => sizeOf(drawing),
        grips: () => (last ? view.marks.filter((mark) => mark.drag && last.results[mark.data]) : []),
        arrow: (mark) => last.results[mark.data],
        point,
      });
    else letDrag(place, view, () => drawing.svg, point);
  }
  for (const c of spec.controls) {
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
  // Far from the reader's eyes the numbers are kept up, the drawings are not.
  new IntersectionObserver(
    (entries) => {
      const entry = entries.at(-1); // the newest
      const comes = entry.isIntersecting && !near;
      near = entry.isIntersecting;
      if (comes && last) drawings.forEach(repaint);
    },
    { rootMargin: "800px" },
  ).observe(root);
  let known = root.clientWidth;
  new ResizeObserver(() => {
    if (!last || root.clientWidth === known) return;
    known = root.clientWidth;
    for (const drawing of drawings) {
      drawing.size = null;
      repaint(drawing);
    }
  }).observe(root);

  if (addressed) {
    const visit = (address) => {
      const values = fromAddress(id, address);
      if (!values) return false;
      clearTimeout(timer); // it would write the values from before
      write(values);
      root.scrollIntoView({ block: "center", behavior: "instant" }); // a glide can be cut short
      return true;
    };
    // The event comes late: meanwhile a figure may have written its own values to the address.
    addEventListener("hashchange", ({ newURL }) => visit(new URL(newURL).hash) && refresh());
    // a link to the address that is there already makes no event
    document.addEventListener("click", (event) => {
      const { hash } = event.target.closest("a.mag-set") ?? {};
      if (hash === location.hash && visit(hash)) refresh();
    });
    visit(location.hash);
  }
  say("starting Python …");
  return refresh();
}
