// The choropleth's classes. Pure: values in, breaks and colours out.

const STEPS = [1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000, 5000, 10000, 20000, 50000, 100000];
const CLASSES = 5;

/** Lower bounds of at most five classes that hold 1 to `most`. */
export function breaks(most) {
  const reached = STEPS.filter((step) => step <= Math.max(1, most));
  return reached.length <= CLASSES ? reached : reached.slice(-CLASSES).with(0, 1);
}

/** Which class a value of at least 1 falls in. */
export function classOf(value, bounds) {
  return bounds.findLastIndex((bound) => value >= bound);
}

/** The colour of class `index` of `count`, from evenly spaced stops. */
export function colourOf(index, count, stops) {
  const place = count < 2 ? 0.5 : index / (count - 1);
  const at = place * (stops.length - 1);
  const low = Math.min(Math.floor(at), stops.length - 2);
  const channel = (hex, start) => parseInt(hex.slice(start, start + 2), 16);
  const mixed = [1, 3, 5].map((start) => Math.round(channel(stops[low], start)
    + (channel(stops[low + 1], start) - channel(stops[low], start)) * (at - low)));
  return `rgb(${mixed.join(",")})`;
}

/** The words of each class: "1", "2–4", "5–9", "10 or more". */
export function classWords(bounds) {
  return bounds.map((bound, index) => {
    const next = bounds[index + 1];
    if (next === undefined) return `${bound} or more`;
    return next - 1 === bound ? String(bound) : `${bound}–${next - 1}`;
  });
}
