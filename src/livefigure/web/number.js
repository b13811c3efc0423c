// Numbers in words and marks.

/** HTML without its tags, for where only text can stand. */
export const plain = (html) => html.replace(/<[^>]*>/g, "");

/** A unit behind its number. */
export const withUnit = (unit) => (unit === "°" || !unit ? unit : ` ${plain(unit)}`);

const DIGITS = "⁰¹²³⁴⁵⁶⁷⁸⁹";

export const superscript = (whole) => String(whole).replace(/[-\d]/g, (c) => (c === "-" ? "⁻" : DIGITS[c]));

/** A number for the eye: 1.2346, −0.0012346, 1.2346 × 10⁻⁹; null where there is none. */
export function show(value, digits, zero = 0) {
  if (value === null || Number.isNaN(value)) return null;
  if (Math.abs(value) < zero) return "0";
  if (!Number.isFinite(value)) return value > 0 ? "∞" : "−∞";
  const size = Math.abs(value);
  const minus = (text) => text.replace("-", "−");
  if (Number.isInteger(value) && size < 1e6) return minus(String(value));
  const short = value.toPrecision(digits);
  if (size >= 1e-3 && size < 1e6 && !short.includes("e")) return minus(short);
  const [mantissa, exponent] = value.toExponential(digits - 1).split("e");
  return `${minus(mantissa)} × 10${superscript(Number(exponent))}`;
}

/** A sentence from Python with its numbers for the eye: −1.2 × 10⁻⁵ for -1.2e-05. */
export const prose = (sentence) =>
  sentence.replace(/(?<![\w.])(-?)(\d+(?:\.\d+)?)(?:e([+-]\d+))?/g, (_, sign, number, exponent) =>
    (sign && "−") + number + (exponent ? ` × 10${superscript(Number(exponent))}` : ""));

/** All 17 digits, for programs; empty where there is no number. */
export const exactly = (value) => (value === null ? "" : Number(value).toPrecision(17));
