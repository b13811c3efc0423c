// Numbers in words and marks.
import { plain } from "./html.js";

/** A unit behind its number. @param {string} unit */
export const withUnit = (unit) => (unit === "°" || !unit ? unit : ` ${plain(unit)}`);

const DIGITS = "⁰¹²³⁴⁵⁶⁷⁸⁹";

/** @param {number} whole */
export const superscript = (whole) =>
  String(whole).replace(/[-\d]/g, (sign) => (sign === "-" ? "⁻" : DIGITS[Number(sign)]));

/** A number for the eye: 1.2346, −0.0012346, 1.2346 × 10⁻⁹; null where there is none.
 * @param {number | null} value  @param {number} digits */
export function show(value, digits, zero = 0) {
  if (value === null || Number.isNaN(value)) return null;
  if (Math.abs(value) < zero) return "0";
  if (!Number.isFinite(value)) return value > 0 ? "∞" : "−∞";
  const size = Math.abs(value);
  /** @param {string} text */
  const minus = (text) => text.replace("-", "−");
  if (Number.isInteger(value) && size < 1e6) return minus(String(value));
  const short = value.toPrecision(digits);
  // 410, not 4.1e+2
  if (size >= 1e-3 && Math.abs(Number(short)) < 1e6)
    return minus(short.includes("e") ? String(Number(short)) : short);
  const [mantissa, exponent] = value.toExponential(digits - 1).split("e");
  return `${minus(mantissa)} × 10${superscript(Number(exponent))}`;
}

/** A sentence from Python with its numbers for the eye: −1.2 × 10⁻⁵ for -1.2e-05.
 * @param {string} sentence */
export const prose = (sentence) =>
  sentence.replace(
    /(?<![\w.])(-?)(\d+(?:\.\d+)?)(?:e([+-]\d+))?/g,
    (_, sign, number, exponent) =>
      (sign && "−") + number + (exponent ? ` × 10${superscript(Number(exponent))}` : ""),
  );

/** All 17 digits, for programs; empty where there is no number. @param {number | null} value */
export const exactly = (value) => (value === null ? "" : Number(value).toPrecision(17));
