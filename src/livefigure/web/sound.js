// A figure's plots for the ear, once the reader asks for it. Nothing sounds by itself.
import { setAttribute } from "./dom.js";
import { heard, scoreCurve, scorePoint } from "./score.js";

/** @import { Drawing } from "./drawing.js" */
/** @import { Score } from "./score.js" */
/** @import { Points, Results } from "./types.d.ts" */
/** @typedef {{drawing: Drawing, button: Element, context: AudioContext, life: AbortController}} Open a plot that is listened to */

const SWEEP = 3; // s, from edge to edge
const NAME = 1.2; // s before each curve, in which it is named
const NOTE = 0.2; // s of a point
const TICK = 0.05; // s
const LOUD = { above: 0.25, below: 0.14, none: 0.05, tick: 0.2 }; // as loud as each other, together below 1
const SIDE = 0.8; // of all the way to one ear, so that the other hears a little
const SOON = 0.03; // s, in which all is made ready
const FADE = 0.01; // s in which a sound falls to a third; after ten of them it is not heard

/** Have a score played, from a moment of the context's time on. What sounds is returned, so that it
 * can be stopped.
 * @param {BaseAudioContext} context  @param {AudioNode} out
 * @param {Score} score  @param {number} start  @param {number} seconds
 * @returns {AudioScheduledSourceNode[]} */
export function play(context, out, { pitch, above, below, none, ticks, ways }, start, seconds) {
  const ear = context.createStereoPanner();
  const [from, to] = ways.map((way) => SIDE * Math.min(1, Math.max(-1, 2 * way - 1)));
  ear.pan.setValueAtTime(from, start);
  ear.pan.linearRampToValueAtTime(to, start + seconds);
  ear.connect(out);
  /** @template {AudioScheduledSourceNode} T
   * @param {T} source  @param {ArrayLike<number>} shape  @param {number} loud */
  const sound = (source, shape, loud, at = start, long = seconds) => {
    const volume = context.createGain();
    volume.gain.value = 0;
    const curve = Float32Array.from(shape, (part) => loud * part);
    volume.gain.setValueCurveAtTime(curve, at, long);
    source.connect(volume).connect(ear);
    source.start(at);
    source.stop(at + long);
    return source;
  };
  /** @param {OscillatorType} type  @param {Float32Array} shape  @param {number} loud */
  const tone = (type, shape, loud) => {
    const source = sound(context.createOscillator(), shape, loud);
    source.type = type;
    source.frequency.setValueCurveAtTime(pitch, start, seconds);
    return source;
  };
  const rustle = context.createBufferSource();
  rustle.buffer = context.createBuffer(1, context.sampleRate, context.sampleRate);
  rustle.loop = true;
  const noise = rustle.buffer.getChannelData(0);
  for (let i = 0; i < noise.length; i++) noise[i] = 2 * Math.random() - 1;
  return [
    tone("sine", above, LOUD.above),
    tone("sawtooth", below, LOUD.below),
    sound(rustle, none, LOUD.none),
    ...ticks.map((tick) => {
      const when = start + tick * seconds;
      const source = sound(context.createOscillator(), [0, 1, 0.4, 0.1, 0], LOUD.tick, when, TICK);
      source.frequency.value = 2000;
      return source;
    }),
  ];
}

/** What moves on a plot's curve while it sounds.
 * @param {Drawing} drawing  @param {Score} score  @param {number} at  in parts of the whole */
function placeOf({ scale, extent }, { heights }, at) {
  const height = heights[Math.round(at * (heights.length - 1))];
  const parts = { x: at, y: height };
  return /** @type {("x" | "y")[]} */ (["x", "y"]).map((direction, i) => {
    const [from, to] = scale?.(direction)?.range ?? [];
    return (from + parts[direction] * (to - from)) / extent[i];
  });
}

// One plot is listened to at a time, on all the page.
let silence = () => {};

/**
 * Let a figure's plots be heard.
 * @param {HTMLElement} root
 * @param {() => Results | undefined} results
 * @param {(words: string) => void} say
 */
export function letHear(root, results, say) {
  /** @type {Open | null} */
  let open = null;
  let rest = () => {}; // ends what sounds

  /** Scores one after the other, with so many seconds before each; when the first's begin.
   * @param {AudioContext} context  @param {Score[]} scores  @param {number} seconds */
  function begin(context, scores, seconds, before = 0) {
    rest();
    const out = context.createGain();
    out.connect(context.destination);
    const start = context.currentTime + SOON;
    const sources = scores.flatMap((score, i) =>
      play(context, out, score, start + i * (before + seconds) + before, seconds),
    );
    rest = () => {
      rest = () => {};
      out.gain.setTargetAtTime(0, context.currentTime, FADE);
      for (const source of sources) source.stop(context.currentTime + 10 * FADE);
    };
    return start;
  }

  /** The reader's points in a plot. @param {Drawing} drawing */
  const pointsIn = ({ view }) =>
    /** @type {Points[]} */ (view.marks.filter(({ kind }) => kind === "points")).find(
      ({ drag, color }) => drag || color === "reader",
    );

  /** From left to right, curve after curve. @param {Open} open */
  function sweep({ drawing, button, context }) {
    const { place, scale, view } = drawing;
    const [x, y] = [scale?.("x"), scale?.("y")];
    const given = results();
    if (!x || !y || !given) return;
    const curves = heard(view).flatMap(({ label, data }) => {
      const score = given[data] && scoreCurve(given[data], x, y);
      return score ? [{ label, score }] : [];
    });
    const scores = curves.map(({ score }) => score);
    const start = begin(context, scores, SWEEP, NAME);
    const marker = document.createElement("span");
    marker.className = "mag-sounding";
    place.append(marker);
    setAttribute(button, "aria-pressed", "true");
    let named = -1;
    let frame = 0;
    const fade = rest;
    rest = () => {
      fade();
      cancelAnimationFrame(frame);
      marker.remove();
      setAttribute(button, "aria-pressed", "false");
    };
    const follow = () => {
      const time = context.currentTime - start;
      const now = Math.max(0, Math.floor(time / (NAME + SWEEP)));
      if (now >= curves.length) {
        rest();
        say(pointsIn(drawing) ? "The arrow keys now sound your point; Escape ends it." : "");
        return;
      }
      const { label, score } = curves[now];
      if (named !== now)
        say(curves.length > 1 ? `${now + 1} of ${curves.length}: ${label}` : label);
      named = now;
      const at = (time - now * (NAME + SWEEP) - NAME) / SWEEP;
      const [left, top] = placeOf(drawing, score, at);
      marker.hidden = !(at >= 0) || Number.isNaN(top);
      marker.style.left = `${100 * left}%`;
      marker.style.top = `${100 * top}%`;
      frame = requestAnimationFrame(follow);
    };
    follow();
  }

  function off() {
    if (!open) return;
    const { context, life } = open;
    open = null;
    rest();
    say("");
    life.abort();
    setTimeout(() => context.close(), 10_000 * FADE);
  }

  return {
    off,
    /** Ends a sweep, as what it is of has changed. */
    rest: () => rest(),
    /** @param {Element} button  @param {Drawing} drawing  whose sound the button turns on, or off while it plays */
    press(button, drawing) {
      const plays = button.ariaPressed === "true";
      silence();
      if (plays) return;
      if (!globalThis.AudioContext) {
        say("This browser cannot play tones.");
        return;
      }
      silence = off;
      const life = new AbortController();
      const { signal } = life;
      open = { drawing, button, context: new AudioContext(), life };
      const unseen = () => document.hidden && off();
      document.addEventListener("visibilitychange", unseen, { signal });
      addEventListener("keydown", ({ key }) => key === "Escape" && off(), {
        capture: true,
        signal,
      });
      const sight = new IntersectionObserver((seen) => seen.at(-1)?.isIntersecting || off());
      sight.observe(root);
      signal.addEventListener("abort", () => sight.disconnect());
      sweep(open);
    },
    /** Sounds the reader's point, which has moved. */
    point() {
      const given = results();
      if (!open || !given) return;
      const { drawing, context } = open;
      const mark = pointsIn(drawing);
      const [x, y] = [drawing.scale?.("x"), drawing.scale?.("y")];
      if (!mark || !x || !y) return;
      const [xs, ys] = given[mark.data] ?? [[Number.NaN], [Number.NaN]];
      const scores = Array.from(xs, (value, i) => scorePoint([value, ys[i]], x, y));
      begin(context, scores, NOTE);
    },
  };
}
