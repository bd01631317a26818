// Counts by frame of time, and what any window of frames adds up to. Pure.

/** Running sums of a series [starts, late], so that a window takes two look-ups. */
export function sumUp([starts, late]) {
  const begun = new Float64Array(starts.length + 1);
  const ended = new Float64Array(starts.length + 1);
  starts.forEach((count, frame) => {
    begun[frame + 1] = begun[frame] + count;
    ended[frame + 1] = ended[frame] + count + (late[frame] ?? 0);
  });
  return { begun, ended };
}

/** What a window from frame `first` to `last` holds: begun by its end, not ended before it. */
export function within({ begun, ended }, [first, last]) {
  return begun[last + 1] - ended[first];
}

/** The same for an object of series, or of objects of series. */
export function sumUpAll(told) {
  return Object.fromEntries(Object.entries(told).map(([name, value]) => [name,
    Array.isArray(value) ? sumUp(value) : sumUpAll(value)]));
}

export function withinAll(sums, window) {
  return Object.fromEntries(Object.entries(sums).map(([name, value]) => [name,
    value.begun ? within(value, window) : withinAll(value, window)]));
}

/** The windows of a width, one for each frame that ends one; 0 is everything since the start. */
export function windowAt(last, width) {
  return [width ? Math.max(0, last - width + 1) : 0, last];
}
