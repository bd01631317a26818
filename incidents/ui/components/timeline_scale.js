// Days to pixels and back, bars of a day, a week or a month, and the ticks of the axis. Pure.

const DAY_MS = 86400000;
const MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
const ROOMY_PX = 34;
const ROOMY_DAY_PX = 78;
const SHORT_DAYS = 75;

/** Days since 1970 of an ISO date. */
export function dayNumber(iso) {
  return Math.round(Date.parse(`${iso}T00:00:00Z`) / DAY_MS);
}

/** The ISO date of a day number. */
export function isoDay(number) {
  return new Date(number * DAY_MS).toISOString().slice(0, 10);
}

/** A scale from the first to the last day (inclusive) over `width` pixels. */
export function makeScale(first, last, width) {
  const [from, to] = [dayNumber(first), dayNumber(last) + 1];
  const perDay = width / Math.max(1, to - from);
  return {
    from, to, perDay,
    x: (day) => (day - from) * perDay,
    dayAt: (x) => Math.min(to - 1, Math.max(from, Math.floor(x / perDay) + from)),
  };
}

/** The ticks of the axis: of months, or of days where there are hardly any months. */
export function ticksOf(scale) {
  return scale.to - scale.from > SHORT_DAYS ? monthTicks(scale) : dayTicks(scale);
}

/** Days with their labels, as many as there is room for; the year where it is another. */
function dayTicks(scale) {
  const every = [1, 2, 5, 10, 20].find((n) => scale.perDay * n >= ROOMY_DAY_PX) ?? 40;
  const ticks = [];
  for (let day = scale.from, last = null; day < scale.to; day += every) {
    const date = new Date(day * DAY_MS);
    const year = date.getUTCFullYear();
    const label = `${date.getUTCDate()} ${MONTHS[date.getUTCMonth()]}`;
    ticks.push({ day, label: year === last ? label : `${label} ${year}`, year: false });
    last = year;
  }
  return ticks;
}

/** First days of months with their labels; fewer where there is no room. */
function monthTicks(scale) {
  const ticks = [];
  const start = new Date(scale.from * DAY_MS);
  let [year, month] = [start.getUTCFullYear(), start.getUTCMonth()];
  const months = (scale.to - scale.from) / 30.4;
  const perMonth = scale.x(scale.to) / months;
  const every = [1, 2, 3, 6, 12].find((n) => perMonth * n >= ROOMY_PX) ?? 12;
  const years = [1, 2, 5, 10, 20, 50, 100].find((n) => perMonth * 12 * n >= ROOMY_PX) ?? 1000;
  for (;;) {
    const day = Math.round(Date.UTC(year, month, 1) / DAY_MS);
    if (day >= scale.to) return ticks;
    if (day >= scale.from) {
      const label = month === 0 ? String(year) : MONTHS[month];
      const shown = month === 0 ? year % years === 0 : month % every === 0;
      // no notch for each month where they would run together
      if (month === 0 || perMonth > 3) ticks.push({ day, label: shown ? label : "", year: month === 0 });
    }
    month += 1;
    if (month === 12) [year, month] = [year + 1, 0];
  }
}

/** A round number at or above `most` for the top of the scale. */
export function niceTop(most) {
  for (let step = 1; ; step *= 10) {
    for (const round of [1, 2, 3, 4, 5, 6, 8]) if (round * step >= most) return round * step;
  }
}

/** Put spans into as few lanes as keep them apart; adds `lane` to each. */
export function layLanes(spans, most) {
  const ends = [];
  for (const span of spans) {
    let lane = ends.findIndex((end) => end < span.from);
    if (lane < 0) lane = ends.length < most ? ends.length : most - 1;
    ends[lane] = Math.max(ends[lane] ?? -Infinity, span.to);
    span.lane = lane;
  }
  return ends.length;
}
