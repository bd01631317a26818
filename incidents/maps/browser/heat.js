// Counts at places to a smooth surface, and that to colours. Pure: numbers in, numbers out.

export const STEP_PX = 8; // one value for each square of so many pixels
const REACH = 3; // standard deviations after which a kernel is nought

/** A grid of `across` × `down` values over a view that begins at `origin`. */
export function makeGrid(origin, size) {
  const across = Math.ceil(size.x / STEP_PX) + 1;
  const down = Math.ceil(size.y / STEP_PX) + 1;
  return { origin, across, down, values: new Float32Array(across * down) };
}

/** Share the counts of points {x, y, count} among the nearest values. */
export function addPoints(grid, points) {
  const { origin, across, down, values } = grid;
  for (const { x, y, count } of points) {
    const [gx, gy] = [(x - origin.x) / STEP_PX, (y - origin.y) / STEP_PX];
    const [left, top] = [Math.floor(gx), Math.floor(gy)];
    if (left < 0 || top < 0 || left + 1 >= across || top + 1 >= down) continue;
    const [dx, dy] = [gx - left, gy - top];
    const at = top * across + left;
    values[at] += count * (1 - dx) * (1 - dy);
    values[at + 1] += count * dx * (1 - dy);
    values[at + across] += count * (1 - dx) * dy;
    values[at + across + 1] += count * dx * dy;
  }
}

function kernelOf(deviation) {
  const reach = Math.ceil(deviation * REACH);
  const weights = Float32Array.from({ length: 2 * reach + 1 },
    (_, index) => Math.exp(-((index - reach) ** 2) / (2 * deviation ** 2)));
  const sum = weights.reduce((total, weight) => total + weight, 0);
  return { reach, weights: weights.map((weight) => weight / sum) };
}

/** Spread every count by a normal curve of so many pixels; the sum stays the same. */
export function smooth(grid, deviationPx) {
  const { across, down, values } = grid;
  const { reach, weights } = kernelOf(deviationPx / STEP_PX);
  const rows = new Float32Array(values.length);
  for (let y = 0; y < down; y += 1) {
    for (let x = 0; x < across; x += 1) {
      const count = values[y * across + x];
      if (!count) continue;
      const [first, last] = [Math.max(0, x - reach), Math.min(across - 1, x + reach)];
      for (let to = first; to <= last; to += 1) rows[y * across + to] += count * weights[to - x + reach];
    }
  }
  values.fill(0);
  for (let y = 0; y < down; y += 1) {
    const [first, last] = [Math.max(0, y - reach), Math.min(down - 1, y + reach)];
    for (let to = first; to <= last; to += 1) {
      const weight = weights[to - y + reach];
      for (let x = 0; x < across; x += 1) values[to * across + x] += rows[y * across + x] * weight;
    }
  }
}

/** Turn counts into incidents per km²; `areaOf(row)` is that of one square, in km². */
export function perArea(grid, areaOf) {
  const { across, down, values } = grid;
  for (let y = 0; y < down; y += 1) {
    const area = areaOf(y);
    for (let x = 0; x < across; x += 1) values[y * across + x] /= area;
  }
}

export function greatest(values) {
  return values.reduce((most, value) => Math.max(most, value), 0);
}

const DECADES = 2; // from the faintest colour to the strongest

/** Where a value stands on a logarithmic scale that ends at `most`: 0 to 1, below 0 is nothing. */
export function placeOf(value, most) {
  return value > 0 && most > 0 ? 1 + Math.log10(value / most) / DECADES : -1;
}

/** The value at a place of the scale; the opposite of `placeOf`. */
export function valueAt(place, most) {
  return most * 10 ** ((place - 1) * DECADES);
}

/** The colours of a scale as 256 pixels; `ramp(place)` gives [red, green, blue, alpha]. */
export function tableOf(ramp) {
  const bytes = new Uint8ClampedArray(256 * 4);
  for (let index = 0; index < 256; index += 1) bytes.set(ramp(index / 255), index * 4);
  return new Uint32Array(bytes.buffer);
}

/** Paint values as pixels, one a value, in the colours of `table`. */
export function paint(grid, most, table) {
  const image = new ImageData(grid.across, grid.down);
  const pixels = new Uint32Array(image.data.buffer);
  const least = valueAt(0, most);
  const { values } = grid;
  for (let index = 0; index < values.length; index += 1) {
    if (values[index] <= least) continue;
    pixels[index] = table[Math.min(255, Math.round(placeOf(values[index], most) * 255))];
  }
  return image;
}

/** A round number at or above `value`: 1, 2 or 5 times a power of ten. */
export function roundUp(value) {
  if (!(value > 0)) return 1;
  const power = 10 ** Math.floor(Math.log10(value));
  return [1, 2, 5, 10].map((step) => step * power).find((round) => round >= value * 0.999);
}
