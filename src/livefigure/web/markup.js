// The HTML of a figure, which the build writes into the page.
import { gauge } from "./gauge.js";
import { escapeHtml, plain } from "./html.js";
import { keys } from "./legend.js";
import { exactly, prose, show } from "./number.js";
import { heard } from "./score.js";
import { aloud, toSlider } from "./slider.js";
import { isWide } from "./view.js";

/** @import { Answer, Control, Readout, Spec, View } from "./types.d.ts" */

/** @param {string} id  @param {Control} c */
function controlMarkup(id, c) {
  const field = `${id}-${c.name}`;
  const words = escapeHtml(c.words);
  const label =
    `<label for="${field}"><span class="mag-symbol">${c.symbol}</span> ` +
    `<span class="mag-words">${words}</span></label>`;
  const slider =
    `<input type="range" data-slider="${c.name}" min="0" max="1000" step="1" ` +
    `value="${toSlider(c, c.default)}" aria-label="${words}, slider" ` +
    `aria-valuetext="${escapeHtml(aloud(c, c.default))}" autocomplete="off">`;
  const number =
    `<input type="number" id="${field}" name="${c.name}" min="${c.low}" max="${c.high}" ` +
    `step="${c.whole ? 1 : "any"}" value="${c.default}" inputmode="decimal" autocomplete="off">` +
    `<span class="mag-unit">${c.unit}</span>`;
  const play =
    `<button type="button" data-play="${c.name}" aria-pressed="false" ` +
    `aria-label="Let run: ${words}">▶</button>`;
  return `<div class="mag-control">
${label}
${slider}
<span class="mag-number">${number}${c.play ? play : ""}</span>
<p class="mag-complaint" id="${field}-complaint" hidden></p>
</div>`;
}

/** @param {Readout} r  @param {number | null} value */
function readoutMarkup(r, value) {
  const words = escapeHtml(r.words);
  const symbol = r.symbol && `<span class="mag-symbol">${r.symbol}</span> `;
  const output =
    `<output data-name="${r.name}" data-unit="${escapeHtml(plain(r.unit))}" ` +
    `data-value="${exactly(value)}" aria-label="${words}">` +
    `${show(value, r.digits, r.zero) ?? escapeHtml(r.missing)}</output>`;
  const unit = `<span class="mag-unit"${value === null ? " hidden" : ""}>${r.unit}</span>`;
  const bar =
    `<span class="mag-gauge" data-gauge="${r.name}" role="img" aria-label="size of the error">` +
    `${gauge(value)}</span>`;
  return `<div class="mag-readout">
<span class="mag-label">${symbol}<span class="mag-words">${words}</span></span>
<span>${output} ${unit}</span>
${r.gauge ? bar : ""}
</div>`;
}

/** @param {View} view */
const legend = (view) =>
  keys(view)
    .map(
      ({ swatch, label }) =>
        `<span class="mag-key"><svg width="16" height="12" aria-hidden="true">${swatch}</svg>` +
        `${escapeHtml(label)}</span>`,
    )
    .join("");

const TURNS = ' tabindex="0" role="group" aria-label="View in space; the arrow keys turn it"';

/** @param {View} view  @param {number} i  @param {string} drawn */
function viewMarkup(view, i, drawn) {
  const style = `style="--ratio:${1 / view.aspect}"`;
  const title = escapeHtml(view.title);
  const curves = heard(view).length;
  const hear =
    `<button type="button" data-hear="${i}" aria-pressed="false" ` +
    `aria-label="Hear the curve${curves > 1 ? "s" : ""}: ${title}">Hear</button>`;
  return `<div class="mag-view${isWide(view) ? " mag-wide" : ""}" data-view="${i}">
<div class="mag-title"><span>${title}</span>${curves ? hear : ""}</div>
<div class="mag-canvas" ${style}${view.kind === "scene" ? TURNS : ""}>${drawn}</div>
<div class="mag-legend">${legend(view)}</div>
</div>`;
}

const TOOLS = [
  ["reset", "Reset"],
  ["link", "Copy link"],
  ["share", "Share"],
  ["edit", "Edit the physics"],
  ["csv", "CSV"],
  ["svg", "SVG"],
  ["png", "PNG"],
]
  .map(([what, words]) => `<button type="button" data-do="${what}">${words}</button>`)
  .join("");

/** @param {View[]} views */
function dotsMarkup(views) {
  if (views.length === 1) return "";
  const dots = views.map(
    ({ title }, i) =>
      `<button type="button" data-show="${i}" aria-current="${i === 0}" aria-label="${escapeHtml(title)}"></button>`,
  );
  return `<div class="mag-dots" role="group" aria-label="Views">${dots.join("")}</div>`;
}

/**
 * A figure's inside, as it stands with this answer.
 * @param {string} id  which no other figure of the page has
 * @param {Spec} spec
 * @param {Answer} answer
 * @param {string[]} drawn  SVG of each view
 */
export function markup(id, spec, { results, text, code }, drawn) {
  const views = spec.views.map((view, i) => viewMarkup(view, i, drawn[i]));
  // second ideas come last
  const seen = spec.views.filter(({ folded }) => !folded);
  const folds = spec.views
    .slice(seen.length)
    .map(
      ({ folded }, i) =>
        `<details class="mag-fold"><summary>${escapeHtml(folded)}</summary>${views[seen.length + i]}</details>`,
    );
  const presets = Object.keys(spec.presets).map(
    (name) =>
      `<button type="button" data-preset="${escapeHtml(name)}">${escapeHtml(name)}</button>`,
  );
  const controls = spec.controls.map((c) => controlMarkup(id, c));
  const readouts = spec.readouts.map((r) => readoutMarkup(r, results[r.name]));
  return `<div class="mag-head"><strong>${escapeHtml(spec.title)}</strong><span class="mag-status" role="status"></span></div>
<div class="mag-stage"><div class="mag-views">${views.slice(0, seen.length).join("")}</div>${dotsMarkup(seen)}</div>
<div class="mag-panel">
<div class="mag-controls">${controls.join("")}</div>
<div class="mag-readouts">${readouts.join("")}</div>
</div>
<div class="mag-actions"><span class="mag-presets" role="group" aria-label="Presets">${presets.join("")}</span>
<span class="mag-tools" role="group" aria-label="Tools">${TOOLS}</span></div>
${folds.join("")}<p class="mag-text" aria-live="polite">${escapeHtml(prose(text))}</p>
<details class="mag-code"><summary>The same numbers in Python</summary>
<button type="button" data-do="code">Copy</button><pre tabindex="0"><code>${escapeHtml(code)}</code></pre></details>`;
}
