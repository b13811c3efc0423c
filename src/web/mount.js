// A figure in a page: its markup, which the build writes into the page too, and its life.
//
// markup(id, spec, answer) is all the HTML; bring(root, spec, ask) makes it answer the
// reader's hand, `ask(controls)` being the promise of Python's answer.
import { drawPlot } from "./plot.js";
import { aim, bearings, cameraFor, drawScene, onNearSide, tipOf } from "./scene.js";
import { exactly, prose, show } from "./number.js";
import { csv, escape, picture, save } from "./export.js";
import { keys } from "./legend.js";

/** HTML without its tags, for where only text can stand. */
const plain = (html) => html.replace(/<[^>]*>/g, "");

// --- sliders -----------------------------------------------------------------------------

/** A control's slider runs over 0…1000; these are its value there and back. */
const scales = {
  linear: [(c, t) => c.low + (c.high - c.low) * t, (c, v) => (v - c.low) / (c.high - c.low)],
  log: [(c, t) => c.low * (c.high / c.low) ** t, (c, v) => Math.log(v / c.low) / Math.log(c.high / c.low)],
  one: [
    (c, t) => 1 - (1 - c.low) * ((1 - c.high) / (1 - c.low)) ** t,
    (c, v) => Math.log((1 - v) / (1 - c.low)) / Math.log((1 - c.high) / (1 - c.low)),
  ],
};

const short = (value, digits) => Number(value.toPrecision(digits));

/** The value of few digits, within the control's range, that is nearest. */
function rounded({ low, high, step, scale }, value) {
  const near = step ? short(Math.round(value / step) * step, 12)
    : scale === "one" ? short(1 - short(1 - value, 4), 12) : short(value, 4);
  return Math.min(high, Math.max(low, near));
}

function fromSlider(control, slider) {
  if (slider <= 0) return control.low;
  if (slider >= 1000) return control.high;
  return rounded(control, scales[control.scale][0](control, slider / 1000));
}

const toSlider = (control, value) => Math.round(1000 * scales[control.scale][1](control, value));

// --- markup ------------------------------------------------------------------------------

/** A slider runs over 0…1000; this is what it stands for. */
const aloud = (control, value) => escape(`${value}${plain(control.unit)}`);

function controlMarkup(id, c) {
  const field = `${id}-${c.name}`;
  return `<div class="mag-control">
<label for="${field}"><span class="mag-symbol">${c.symbol}</span> <span class="mag-words">${escape(c.words)}</span></label>
<input type="range" data-slider="${c.name}" min="0" max="1000" step="1" value="${toSlider(c, c.default)}" aria-label="${escape(c.words)}, slider" aria-valuetext="${aloud(c, c.default)}" autocomplete="off">
<span class="mag-number"><input type="number" id="${field}" name="${c.name}" min="${c.low}" max="${c.high}" step="${c.whole ? 1 : "any"}" value="${c.default}" inputmode="decimal" autocomplete="off"><span class="mag-unit">${c.unit}</span>${c.play ? `<button type="button" data-play="${c.name}" aria-pressed="false" aria-label="Let run: ${escape(c.words)}">▶</button>` : ""}</span>
<p class="mag-complaint" id="${field}-complaint" hidden></p>
</div>`;
}

function readoutMarkup(r, value) {
  return `<div class="mag-readout">
<span class="mag-label" title="${escape(r.words)}">${r.symbol}</span>
<span><output data-name="${r.name}" data-unit="${escape(plain(r.unit))}" data-value="${exactly(value)}" aria-label="${escape(r.words)}">${show(value, r.digits) ?? escape(r.missing)}</output> <span class="mag-unit"${value === null ? " hidden" : ""}>${r.unit}</span></span>
${r.gauge ? `<span class="mag-gauge" data-gauge="${r.name}" role="img" aria-label="size of the error">${gaugeMarkup(r, value)}</span>` : ""}
</div>`;
}

/** An error on a logarithmic bar from 1e-16 to 1, in the colour of what it is good for. */
function gaugeMarkup({ gauge: [good, poor] }, error) {
  if (error === null) return "";
  const width = Math.min(100, Math.max(3, (100 * (16 + Math.log10(Math.max(error, 1e-16)))) / 16));
  const role = error <= good ? "good" : error <= poor ? "fair" : "poor";
  const words = { good: "trustworthy", fair: "rough", poor: "useless" }[role];
  return `<span class="mag-bar"><span style="width:${width.toFixed(1)}%;background:var(--mag-${role})"></span></span><span class="mag-verdict">${words}</span>`;
}

const legend = (view) =>
  keys(view).map(({ swatch, label }) => `<span class="mag-key"><svg width="16" height="12" aria-hidden="true">${swatch}</svg>${escape(label)}</span>`)
    .join("");

/** One view as SVG text; colours are the page's variables. No two drawings of a page have the
 * same name, which their clips take. */
export function draw(view, results, [width, height], document, name, camera) {
  if (view.kind === "scene") return drawScene(view, results, [width, height], camera);
  const svg = drawPlot(view, results, [width, height], document, name);
  svg.setAttribute("role", "img");
  svg.setAttribute("aria-label", view.title);
  return svg;
}

/** A low view takes a row of its own. */
const wide = (view) => view.aspect < 0.6;

/** [width, height] of a view's still. */
export const stillSize = (view) => {
  const width = wide(view) ? 720 : 360;
  return [width, Math.round(width * view.aspect)];
};

export function markup(id, spec, answer, document) {
  const views = spec.views
    .map((view, i) => {
      const drawn = draw(view, answer.results, stillSize(view), document, `${id}-${i}`);
      return `<div class="mag-view${wide(view) ? " mag-wide" : ""}" data-view="${i}">
<div class="mag-title">${escape(view.title)}</div>
<div class="mag-canvas" style="--ratio:${1 / view.aspect}"${view.kind === "scene" ? ' tabindex="0" role="group" aria-label="View in space; the arrow keys turn it"' : ""}>${drawn.outerHTML ?? drawn}</div>
<div class="mag-legend">${legend(view)}</div>
</div>`;
    })
    .join("");
  const presets = Object.keys(spec.presets)
    .map((name) => `<button type="button" data-preset="${escape(name)}">${escape(name)}</button>`)
    .join("");
  return `<div class="mag-head"><strong>${escape(spec.title)}</strong><span class="mag-status" role="status"></span></div>
<div class="mag-views">${views}</div>
<div class="mag-panel">
<div class="mag-controls">${spec.controls.map((c) => controlMarkup(id, c)).join("")}</div>
<div class="mag-readouts">${spec.readouts.map((r) => readoutMarkup(r, answer.results[r.name])).join("")}</div>
</div>
<div class="mag-actions"><span class="mag-presets" role="group" aria-label="Presets">${presets}</span>
<span class="mag-tools" role="group" aria-label="Tools"><button type="button" data-do="reset">Reset</button><button type="button" data-do="link">Copy link</button><button type="button" data-do="csv">CSV</button><button type="button" data-do="svg">SVG</button><button type="button" data-do="png">PNG</button></span></div>
<p class="mag-text" aria-live="polite">${escape(prose(answer.text))}</p>
<details class="mag-code"><summary>The same numbers in Python</summary><button type="button" data-do="code">Copy</button><pre><code>${escape(answer.code)}</code></pre></details>`;
}

// --- life --------------------------------------------------------------------------------

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
  const scenes = new Map(); // view → {azimuth, elevation}
  const sizes = new Map(); // view → [width, height] of its place
  const plots = new Map(); // view → the drawn plot, for its scales
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
    if (near) spec.views.forEach(paintView);
  }

  const canvas = (i) => one(`[data-view="${i}"] .mag-canvas`);

  function paintView(view, i) {
    const place = canvas(i);
    // asked of the page once: each time would make it lay itself out anew
    if (!sizes.has(view) && place.clientWidth) sizes.set(view, [place.clientWidth, place.clientHeight]);
    const size = sizes.get(view) ?? stillSize(view);
    if (view.kind === "scene") {
      const { azimuth, elevation } = scenes.get(view);
      place.innerHTML = draw(view, last.results, size, document, `${id}-${i}`, cameraFor(view, azimuth, elevation));
    } else {
      const svg = draw(view, last.results, size, document, `${id}-${i}`);
      plots.set(view, svg);
      place.replaceChildren(svg);
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

  function turn(view, i) {
    const place = canvas(i);
    const angles = { azimuth: view.azimuth, elevation: view.elevation };
    scenes.set(view, angles);
    const by = (dx, dy) => {
      angles.azimuth -= dx;
      angles.elevation = Math.max(-89, Math.min(89, angles.elevation + dy));
      if (last) paintView(view, i);
    };
    const camera = () => cameraFor(view, angles.azimuth, angles.elevation);
    const pixel = (event) => {
      const box = place.getBoundingClientRect();
      return [event.clientX - box.left, event.clientY - box.top];
    };

    /** The arrow whose tip is under the pointer, if the reader may turn it. */
    function grip(event) {
      if (!last) return null;
      const [x, y] = pixel(event);
      const reach = event.pointerType === "touch" ? 28 : 22;
      let best = null;
      for (const mark of view.marks) {
        const data = mark.drag && last.results[mark.data];
        if (!data) continue;
        const [tipX, tipY] = tipOf(camera(), sizes.get(view) ?? stillSize(view), data);
        const far = Math.hypot(tipX - x, tipY - y);
        if (far < (best?.far ?? reach)) best = { far, mark, front: onNearSide(camera(), data) };
      }
      return best;
    }

    function point(event) {
      const { mark, front } = held;
      const { direction, off } = aim(camera(), sizes.get(view) ?? stillSize(view), pixel(event), last.results[mark.data], front);
      // over the rim and back in: around to the other side
      if (held.off && !off) held.front = !front;
      held.off = off;
      const { theta, phi } = bearings(direction, mark.drag);
      const c = (name) => spec.controls.find((control) => control.name === name);
      const values = { [mark.drag.theta]: rounded(c(mark.drag.theta), theta) };
      if (Math.sin((theta * Math.PI) / 180) > 0.02) // at the poles any azimuth will do
        values[mark.drag.phi] = rounded(c(mark.drag.phi), phi);
      set(values);
    }

    let from = null;
    let held = null; // the arrow in the reader's hand
    place.addEventListener("pointerdown", (event) => {
      held = grip(event);
      from = [event.clientX, event.clientY];
      place.setPointerCapture(event.pointerId);
    });
    place.addEventListener("pointermove", (event) => {
      if (held) point(event);
      else if (from) {
        by(0.5 * (event.clientX - from[0]), 0.5 * (event.clientY - from[1]));
        from = [event.clientX, event.clientY];
      } else place.classList.toggle("mag-over-grip", grip(event) !== null);
    });
    for (const end of ["pointerup", "pointercancel"])
      place.addEventListener(end, () => {
        from = held = null;
      });
    // a finger on a tip turns the arrow, anywhere else it may scroll the page
    place.addEventListener("touchstart", (event) => held && event.preventDefault(), { passive: false });
    place.addEventListener("keydown", (event) => {
      const step = { ArrowLeft: [-6, 0], ArrowRight: [6, 0], ArrowUp: [0, -6], ArrowDown: [0, 6] }[event.key];
      if (!step) return;
      event.preventDefault();
      by(...step);
    });
  }

  /** A point of a plot that the reader moves sets the controls to its coordinates. */
  function handle(view, i) {
    const drag = view.marks.find((mark) => mark.drag)?.drag;
    if (!drag) return;
    const place = canvas(i);
    place.classList.add(drag.x && drag.y ? "mag-draggable-both" : "mag-draggable");
    let held = false;
    const move = (event) => {
      const svg = plots.get(view);
      if (!held || !svg) return;
      const box = svg.getBoundingClientRect();
      const at = {
        x: ((event.clientX - box.left) / box.width) * Number(svg.getAttribute("width")),
        y: ((event.clientY - box.top) / box.height) * Number(svg.getAttribute("height")),
      };
      const values = {};
      for (const [direction, name] of Object.entries(drag)) {
        const c = spec.controls.find((control) => control.name === name);
        values[name] = rounded(c, svg.scale(direction).invert(at[direction]));
      }
      write(values);
      refresh();
    };
    place.addEventListener("pointerdown", (event) => {
      held = true;
      place.setPointerCapture(event.pointerId);
      move(event);
    });
    place.addEventListener("pointermove", move);
    for (const end of ["pointerup", "pointercancel"]) place.addEventListener(end, () => (held = false));
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

  /** What is taken home belongs to the controls as they stand. */
  async function act(button) {
    if (button.dataset.do !== "reset") await asked;
    actions[button.dataset.do](button);
  }

  function set(values) {
    write(values);
    return refresh();
  }

  spec.views.forEach((view, i) => (view.kind === "scene" ? turn(view, i) : handle(view, i)));
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
      if (comes && last) spec.views.forEach(paintView);
    },
    { rootMargin: "800px" },
  ).observe(root);
  let known = root.clientWidth;
  new ResizeObserver(() => {
    if (!last || root.clientWidth === known) return;
    known = root.clientWidth;
    sizes.clear();
    spec.views.forEach(paintView);
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
