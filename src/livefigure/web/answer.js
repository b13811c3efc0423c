// The answer of `livefigure.figure.pack`, with its rows of numbers put back.
export function unpack(text, bytes) {
  // copied, for doubles must be aligned
  const numbers = new Float64Array(Uint8Array.from(bytes).buffer);
  return JSON.parse(text, (key, value) => {
    if (value === null || typeof value !== "object") return value;
    if ("to" in value && "from" in value) return numbers.subarray(value.from, value.to);
    if ("float" in value)
      return { nan: NaN, inf: Infinity, "-inf": -Infinity }[value.float] ?? Number(value.float);
    return value;
  });
}
