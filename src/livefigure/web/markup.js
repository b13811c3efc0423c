// The HTML of a figure, which the build writes into the page, and its drawings.
import { escape } from "./export.js";
import { keys } from "./legend.js";
import { exactly, plain, prose, show, withUnit } from "./number.js";
import { drawPlot } from "./plot.js";
import { drawScene } from "./scene.js";
import { toSlider } from "./slider.js";

/** A slider runs over 0…1000; this is what it stands for. */
export const aloud = (control, value) => escape(`${value}${withUnit(control.unit)}`);

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
  const symbol = r.symbol && `<span class="mag-symbol">${r.symbol}</span> `;
  return `<div class="mag-readout">
<span class="mag-label">${symbol}<span class="mag-words">${escape(r.words)}</span></span>
<span><output data-name="${r.name}" data-unit="${escape(plain(r.unit))}" data-value="${exactly(value)}" aria-label="${escape(r.words)}">${show(value, r.digits, r.zero) ?? escape(r.missing)}</output> <span class="mag-unit"${value === null ? " hidden" : ""}>${r.unit}</span></span>
${r.gauge ? `<span class="mag-gauge" data-gauge="${r.name}" role="img" aria-label="size of the error">${gaugeMarkup(value)}</span>` : ""}
</div>`;
}

/** What errors are good for, the same in every figure; "How to use this book" prints it. */
const VERDICTS = [[0.01, "good", "trustworthy"], [0.1, "fair", "rough"], [Infinity, "poor", "useless"]];

/** An error on a logarithmic bar from 1e-16 to 1, in the colour of what it is good for. */
export function gaugeMarkup(error) {
  if (error === null) return "";
  const width = Math.min(100, Math.max(3, (100 * (16 + Math.log10(Math.max(error, 1e-16)))) / 16));
  const [, role, words] = VERDICTS.find(([most]) => error <= most);
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
  const dots = spec.views
    .map((view, i) => `<button type="button" data-show="${i}" aria-current="${i === 0}" aria-label="${escape(view.title)}"></button>`)
    .join("");
  return `<div class="mag-head"><strong>${escape(spec.title)}</strong><span class="mag-status" role="status"></span></div>
<div class="mag-stage"><div class="mag-views">${views}</div>${spec.views.length > 1 ? `<div class="mag-dots" role="group" aria-label="Views">${dots}</div>` : ""}</div>
<div class="mag-panel">
<div class="mag-controls">${spec.controls.map((c) => controlMarkup(id, c)).join("")}</div>
<div class="mag-readouts">${spec.readouts.map((r) => readoutMarkup(r, answer.results[r.name])).join("")}</div>
</div>
<div class="mag-actions"><span class="mag-presets" role="group" aria-label="Presets">${presets}</span>
<span class="mag-tools" role="group" aria-label="Tools"><button type="button" data-do="reset">Reset</button><button type="button" data-do="link">Copy link</button><button type="button" data-do="csv">CSV</button><button type="button" data-do="svg">SVG</button><button type="button" data-do="png">PNG</button></span></div>
<p class="mag-text" aria-live="polite">${escape(prose(answer.text))}</p>
<details class="mag-code"><summary>The same numbers in Python</summary><button type="button" data-do="code">Copy</button><pre><code>${escape(answer.code)}</code></pre></details>`;
}
