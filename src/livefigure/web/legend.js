// The keys of a view: what stands for each named mark, in the page and in pictures taken home.
import { marks } from "./marks/index.js";

/** @import { View } from "./types.d.ts" */

/** @param {View} view */
export const keys = (view) =>
  view.marks.filter((mark) => mark.label).flatMap((mark) => marks[mark.kind].key(mark));
