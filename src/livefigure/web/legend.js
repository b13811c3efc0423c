// The keys of a view: what stands for each named mark, in the page and in pictures taken home.

/** The pattern of a mark's line: a level is dotted, a curve may be dashed. */
export const dashesOf = ({ kind, dash }) =>
  kind === "level" ? "1.5 3" : dash === true ? "5 4" : dash || null;

/** Drawings of 16 × 12 pixels, by what they show of a mark. */
const swatches = {
  dot: ({ radius = 4 }, colour) => `<circle cx="8" cy="6" r="${Math.min(radius, 5)}" fill="${colour}"/>`,
  ring: (_, colour) => `<circle cx="8" cy="6" r="5" fill="none" stroke="${colour}" stroke-width="1.5"/>`,
  tint: (_, colour) => `<rect x="0.5" y="1.5" width="15" height="9" fill="${colour}" fill-opacity="0.25" stroke="${colour}"/>`,
  arrow: (_, colour) => `<path d="M0 6h15M10 2l5 4l-5 4" fill="none" stroke="${colour}" stroke-width="1.5"/>`,
  stroke: (mark, colour) => {
    const dashes = dashesOf(mark);
    return `<path d="M0 6h16" stroke="${colour}" stroke-width="${mark.width}"${dashes ? ` stroke-dasharray="${dashes}"` : ""}/>`;
  },
};
const swatchOf = {
  points: "dot", ball: "dot", globe: "ring", area: "tint", region: "tint", map: "tint", arrow: "arrow", arrows: "arrow",
};

/** [{swatch, label}] of a view; a map that is coloured on both sides of zero has two. */
export const keys = (view) =>
  view.marks
    .filter((mark) => mark.label)
    .flatMap((mark) =>
      mark.kind === "map" && mark.sides === "both"
        ? [{ ...mark, color: "high", label: `${mark.label} > 0` }, { ...mark, color: "low", label: `${mark.label} < 0` }]
        : mark)
    .map((mark) => ({
      swatch: swatches[swatchOf[mark.kind] ?? "stroke"](mark, `var(--mag-${mark.color})`),
      label: mark.label,
    }));
