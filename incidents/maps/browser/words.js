// Dates, tolls, places and stances in words. Pure: values in, text out.

const MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
const DAYS = ["Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"];
const DAY_MS = 86400000;
const EN_DASH = "–";
const THIN = "\u202f";

function parse(iso) {
  const found = /^(\d{4})-(\d{2})-(\d{2})/.exec(String(iso ?? ""));
  return found ? new Date(Date.UTC(+found[1], +found[2] - 1, +found[3])) : null;
}

function parts(date) {
  return { day: date.getUTCDate(), month: MONTHS[date.getUTCMonth()], year: date.getUTCFullYear(),
    week: DAYS[date.getUTCDay()] };
}

/** 1234567 -> "1 234 567" with narrow no-break spaces. */
export function number(value) {
  return String(value).replace(/\B(?=(\d{3})+(?!\d))/g, THIN);
}

/** "one incident", "2 incidents". */
export function plural(count, one, many = `${one}s`) {
  return `${number(count)} ${count === 1 ? one : many}`;
}

/** "29 Jul 2021", with weekday "Thu 29 Jul 2021"; "" when there is no date. */
export function day(iso, { weekday = false } = {}) {
  const date = parse(iso);
  if (!date) return "";
  const it = parts(date);
  return `${weekday ? `${it.week} ` : ""}${it.day} ${it.month} ${it.year}`;
}

/** "15–17 Feb 2021", "28 Feb – 2 Mar 2021", "30 Dec 2020 – 2 Jan 2021". */
export function span(start, end, { weekday = false } = {}) {
  const [from, to] = [parse(start), parse(end)];
  if (!from || !to || +from === +to) return day(start || end, { weekday });
  const [a, b] = [parts(from), parts(to)];
  if (weekday) {
    const year = a.year === b.year ? "" : ` ${a.year}`;
    const month = a.month === b.month && !year ? "" : ` ${a.month}`;
    return `${a.week} ${a.day}${month}${year} ${EN_DASH} ${day(end, { weekday })}`;
  }
  if (a.year !== b.year) return `${day(start)} ${EN_DASH} ${day(end)}`;
  if (a.month !== b.month) return `${a.day} ${a.month} ${EN_DASH} ${day(end)}`;
  return `${a.day}${EN_DASH}${day(end)}`;
}

/** When something happened, as exactly as it is known. */
export function when({ event_date: start, end_date: end, time_precision: precision }, options) {
  if (!start) return end ? `by ${day(end, options)}` : "date not known";
  const date = parse(start);
  switch (precision) {
    case "night": {
      const next = new Date(+date + DAY_MS).toISOString();
      return `night of ${span(start, !end || end === start ? next : end, options)}`;
    }
    case "range":
      return !end || end === start ? day(start, options) : `some time in ${span(start, end, options)}`;
    case "week":
      return `some time in the week of ${span(start, end || start)}`;
    case "month":
      return `some time in ${parts(date).month} ${parts(date).year}`;
    case "year":
      return `some time in ${parts(date).year}`;
    case "by":
      return `by ${day(end || start, options)}`;
    default:
      return span(start, end || start, options);
  }
}

/** "28–36, best 35", "35", or "not reported"; `toll` is {low, best, high} or null. */
export function figures(toll) {
  const known = (value) => value !== null && value !== undefined;
  if (!toll || ![toll.low, toll.best, toll.high].some(known)) return "not reported";
  const { low, best, high } = toll;
  if (known(low) && known(high) && low !== high) {
    const range = `${number(low)}${EN_DASH}${number(high)}`;
    return known(best) ? `${range}, best ${number(best)}` : range;
  }
  if (known(low) && known(high)) return number(low);
  if (known(best)) return number(best);
  return known(low) ? `at least ${number(low)}` : `at most ${number(high)}`;
}

/** "killed 28–36, best 35" or "killed: not reported". */
export function toll(word, value) {
  const said = figures(value);
  return said === "not reported" ? `${word}: ${said}` : `${word} ${said}`;
}

function distance(metres) {
  if (!metres) return "";
  return metres < 1000 ? `${number(metres)} m` : `${number(Math.round(metres / 100) / 10)} km`;
}

/** How exactly a place is known. */
export function precision(kind, radius) {
  const within = distance(radius) ? `, within about ${distance(radius)}` : "";
  return {
    site: `the site is known${within}`,
    neighbourhood: `known to the neighbourhood${within}`,
    city: `known to the town or city${within}`,
    vicinity: `near the place named${within}`,
    district: "known to the district only",
    governorate: "known to the governorate only",
    country: "known to the country only",
    none: "place not known",
  }[kind] ?? String(kind || "precision not stated");
}

/** The same in two words, for lists. */
export function shortPrecision(kind) {
  return { site: "site", neighbourhood: "neighbourhood", city: "town or city",
    vicinity: "near a place",     district: "district only", governorate: "governorate only", country: "country only",
    none: "place not known" }[kind] ?? String(kind || "");
}

/** Who says so, as [text, is a name] pairs: names are isolated where they are shown. */
export function stanceParts({ actor, stance, by }) {
  const who = (party) => [party?.name_en || party?.name_ar || party?.id || "not stated", true];
  const same = by && actor && (by.id ?? by.actor_id) === (actor.id ?? actor.actor_id);
  if (stance === "attributed") {
    return [["attributed ", false], ...(by ? [["by ", false], who(by), [" ", false]] : []),
      ["to ", false], who(actor)];
  }
  const verb = `${stance} by `;
  if (same || !by) return [[verb, false], who(actor)];
  return stance === "denied"
    ? [["denied by ", false], who(by), [" for ", false], who(actor)]
    : [[verb, false], who(actor), [", says ", false], who(by)];
}

/** The same as one sentence part: "attributed by Y to X". */
export function stance(attribution) {
  return stanceParts(attribution).map(([text]) => text).join("");
}

const RELIABILITY = { A: "reliable", B: "usually reliable", C: "fairly reliable",
  D: "not usually reliable", E: "unreliable", F: "cannot be judged" };
const CREDIBILITY = { 1: "confirmed by other sources", 2: "probably true", 3: "possibly true",
  4: "doubtful", 5: "improbable", 6: "cannot be judged" };

/** What a source's Admiralty codes mean, e.g. for "B" and "2". */
export function admiralty(reliability, credibility) {
  const said = [];
  if (RELIABILITY[reliability]) said.push(`publisher ${reliability}: ${RELIABILITY[reliability]}`);
  if (CREDIBILITY[credibility]) said.push(`statement ${credibility}: ${CREDIBILITY[credibility]}`);
  return said.join("; ");
}
