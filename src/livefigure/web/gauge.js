// How large an error is, and what it is good for.

/** The same in every figure; "How to use this book" prints it. @type {[number, string, string][]} */
const VERDICTS = [
  [0.01, "good", "trustworthy"],
  [0.1, "fair", "rough"],
  [Number.POSITIVE_INFINITY, "poor", "useless"],
];

/** An error on a logarithmic bar from 1e-16 to 1, in the colour of what it is good for.
 * @param {number | null} error */
export function gauge(error) {
  if (error === null) return "";
  const width = Math.min(100, Math.max(3, (100 * (16 + Math.log10(Math.max(error, 1e-16)))) / 16));
  const [, role, words] = VERDICTS.find(([most]) => error <= most) ?? VERDICTS[2];
  return (
    `<span class="mag-bar"><span style="width:${width.toFixed(1)}%;background:var(--mag-${role})">` +
    `</span></span><span class="mag-verdict">${words}</span>`
  );
}
