// An axis of a plane view: its limits, where its ticks stand, what is written at them.
import { ticks } from "d3-array";
import { planeMarks } from "./marks/index.js";
import { superscript } from "./number.js";

/** @import { Axis, PlotView, Results } from "./types.d.ts" */

const LONGEST = 5; // signs in a tick's label, for which the plot leaves room on its left
const AIR = 8; // pixels between the frame and what is drawn, where that sets the limits

/** All numbers drawn along a direction.
 * @param {PlotView} view  @param {"x" | "y"} direction  @param {Results} results */
const drawn = ({ marks }, direction, results) =>
  marks
    .filter((mark) => results[mark.data] !== null)
    .flatMap((mark) => [...planeMarks[mark.kind].extent(mark, results[mark.data], direction)])
    .filter(Number.isFinite);

/** Limits that hold all numbers; on a logarithmic axis, where only powers of ten have ticks, they
 * are such powers.
 * @param {number[]} numbers  @param {Axis["scale"]} scale */
function around(numbers, scale) {
  if (scale !== "log") {
    const [low, high] = [Math.min(...numbers), Math.max(...numbers)];
    if (high - low > 1e-300) return [low, high]; // less could not be divided
    return numbers.length ? [low - 1, high + 1] : [0, 1];
  }
  const exponents = numbers.filter((number) => number > 0).map(Math.log10);
  const low = exponents.length ? Math.floor(Math.min(...exponents)) : 0;
  return [low, Math.max(low + 1, Math.ceil(Math.max(...exponents)))].map(power);
}

/** @param {number} exponent */
const power = (exponent) => Number(`1e${exponent}`); // unlike 10 ** exponent the nearest to it

/** Where the ticks stand: on a logarithmic axis only at whole powers of ten.
 * @param {Axis} axis  @param {number[]} domain */
function places({ ticks: wanted, scale }, [low, high]) {
  if (wanted) return wanted;
  if (scale !== "log") return ticks(low, high, 5);
  const [from, to] = [low, high].map(Math.log10);
  return ticks(from, to, Math.min(6, to - from)).map(power);
}

const plain = new Intl.NumberFormat("en", { useGrouping: false, maximumSignificantDigits: 12 });
/** @param {string[]} texts */
const longest = (texts) => Math.max(...texts.map((text) => text.length));

/** Numbers with as many decimals as the one that needs most. @param {number[]} numbers */
function aligned(numbers) {
  const texts = numbers.map((number) => plain.format(number));
  const decimals = longest(texts.map((text) => text.split(".")[1] ?? ""));
  return numbers.map((number) => number.toFixed(decimals).replace("-", "−"));
}

/** {texts, exponent}: what is written at the ticks, and the power of ten that is left out of it.
 * @param {Axis["scale"]} scale  @param {number[]} numbers */
function labels(scale, numbers) {
  const exponents = numbers.map((number) => Math.floor(Math.log10(Math.abs(number)) + 1e-9));
  const exponent = Math.max(...exponents);
  if (Math.abs(exponent) <= LONGEST || exponent === -Infinity) {
    const texts =
      scale === "log" ? numbers.map((number) => plain.format(number)) : aligned(numbers);
    if (longest(texts) <= LONGEST) return { texts, exponent: 0 };
  }
  if (scale === "log") return { texts: exponents.map((e) => `10${superscript(e)}`), exponent: 0 };
  return { texts: aligned(numbers.map((number) => number / power(exponent))), exponent };
}

const LETTER = 7; // pixels, at most, of one in a tick's label

/** Every second tick, or third, where all of them would not find room side by side.
 * @param {number[]} numbers  @param {{texts: string[], exponent: number}} labels  @param {number} room */
function thinned(numbers, { texts, exponent }, room) {
  const step = Math.max(1, Math.ceil((numbers.length * (longest(texts) + 1) * LETTER) / room));
  /** @param {unknown} _  @param {number} i */
  const kept = (_, i) => i % step === 0;
  return { numbers: numbers.filter(kept), texts: texts.filter(kept), exponent };
}

/** One axis: its scale, the numbers at its ticks, the texts that are written there, its caption.
 * Along x they stand side by side in a room of so many pixels.
 * @param {PlotView} view  @param {"x" | "y"} direction  @param {Results} results */
export function axisOf(view, direction, results, room = Infinity) {
  const axis = view[direction];
  const ends = [axis.low, axis.high].map((end) => (typeof end === "string" ? results[end] : end));
  const given = ends.every(Number.isFinite);
  const domain = given ? ends : around(drawn(view, direction, results), axis.scale);
  const all = places(axis, domain);
  const { numbers, texts, exponent } = thinned(all, labels(axis.scale, all), room);
  const unit = [exponent && `10${superscript(exponent)}`, axis.unit].filter(Boolean).join(" ");
  return {
    scale: { type: axis.scale, domain, inset: given ? 0 : AIR, nice: false },
    numbers,
    texts,
    caption: unit ? `${axis.label} (${unit})` : axis.label,
  };
}
