// A drawing in fewer signs: its lines from point to point, to a hundredth of a pixel.
import { optimize } from "svgo";

/** @param {string} svg */
export const shorten = (svg) =>
  optimize(svg, { plugins: ["convertPathData", "cleanupNumericValues"], floatPrecision: 2 }).data;
