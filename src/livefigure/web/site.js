// The published page: one worker with Python serves all its figures and exercises.
import { find } from "./dom.js";
import { bringExercise, showProgress } from "./exercise.js";
import { hideFromFiller } from "./filler.js";
import { bring } from "./mount.js";
import { Physics } from "./physics.js";
import { letPull } from "./pull.js";
import { Python } from "./python.js";

/** @import { Spec } from "./types.d.ts" */

const packages = () => ({
  sources: { ...window.livefigurePython },
  programs: { ...window.livefigureKernels },
});

// Python boots while the page is still being read.
const python = new Python(packages);

// A path on the reader's disk is nobody else's business.
const SOURCE = location.protocol === "file:" ? `${document.title} ` : location.href.split("#")[0];

function start() {
  hideFromFiller();
  for (const root of /** @type {NodeListOf<HTMLElement>} */ (
    document.querySelectorAll("figure[data-figure]")
  )) {
    const id = root.dataset.figure ?? "";
    /** @type {Spec} */
    const spec = JSON.parse(find(root, "script[type='application/json']").textContent ?? "");
    const physics = new Physics(root, spec.module, python);
    const figure = bring(root, id, spec, physics.ask, { source: SOURCE, edit: physics.open });
    physics.changed = figure.refresh;
  }
  for (const number of /** @type {NodeListOf<HTMLElement>} */ (
    document.querySelectorAll(".mag-pull")
  ))
    letPull(number);
  const sections = /** @type {NodeListOf<HTMLElement>} */ (
    document.querySelectorAll("[data-exercise]")
  );
  /** @type {(() => void) | undefined} */
  let tell;
  const exercises = Array.from(sections, (root) =>
    bringExercise(
      root,
      (question) => python.ask("livefigure.exercise", question),
      () => tell?.(),
    ),
  );
  tell = showProgress(document, exercises);
}

// Python's sources are there when the page is: the scripts that bring them are deferred, and
// `readyState` does not tell whether they have run.
const [visit] = /** @type {PerformanceNavigationTiming[]} */ (
  performance.getEntriesByType("navigation")
);
if (visit.domContentLoadedEventStart > 0) start();
else document.addEventListener("DOMContentLoaded", start);
