// The keys of a view: what stands for each named mark, in the page and in pictures taken home.

/** Drawings of 16 × 12 pixels, by what they show of a mark: a stroke where nothing else is said. */
const swatches = {
  dot: (colour) => `<circle cx="8" cy="6" r="4" fill="${colour}"/>`,
  tint: (colour) => `<rect x="0.5" y="1.5" width="15" height="9" fill="${colour}" fill-opacity="0.25" stroke="${colour}"/>`,
  dashes: (colour) => `<path d="M0 6h16" stroke="${colour}" stroke-width="2" stroke-dasharray="4 2"/>`,
  stroke: (colour) => `<path d="M0 6h16" stroke="${colour}" stroke-width="3"/>`,
};
const swatchOf = {
  points: "dot", ball: "dot", area: "tint", region: "tint", map: "tint", level: "dashes",
};

/** [{swatch, label}] of a view; a map that is coloured on both sides of zero has two. */
export const keys = (view) =>
  view.marks
    .filter((mark) => mark.label)
    .flatMap((mark) =>
      mark.kind === "map" && mark.sides === "both"
        ? [{ ...mark, color: "high", label: `${mark.label} > 0` }, { ...mark, color: "low", label: `${mark.label} < 0` }]
        : mark)
    .map(({ kind, color, label, dash }) => ({
      swatch: swatches[swatchOf[kind] ?? (dash ? "dashes" : "stroke")](`var(--mag-${color})`),
      label,
    }));
