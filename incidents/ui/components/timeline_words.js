// What the timeline says of bars, spans and statements. Pure.
import { day, number, plural, span, when } from "./words.js";

/** "Week of 5–11 Jul 2021". */
export function barName(bin, bar) {
  if (bin === "day") return day(bar.start, { weekday: true });
  if (bin === "week") return `Week of ${span(bar.start, bar.end)}`;
  if (bin === "quarter") return span(bar.start, bar.end).replace(/(^|\s)\d{1,2} /g, "$1");
  if (bin === "year") return bar.start.slice(0, 4);
  return day(bar.start).replace(/^\d+ /, "");
}

/** "6 incidents: Explosions and remote violence 5, Battles 1; 2 with an uncertain day". */
export function barWords(bar, kinds) {
  const parts = kinds.filter((kind) => bar.types[kind.event_type])
    .map((kind) => `${kind.label} ${number(bar.types[kind.event_type])}`);
  const vague = bar.uncertain ? `; ${number(bar.uncertain)} with an uncertain day` : "";
  return `${plural(bar.count, "incident")}: ${parts.join(", ")}${vague}`;
}

/** "some time in 15–17 Feb 2021: Title of it", or for several of one kind "…: 12 incidents". */
export function spanWords(row) {
  return `${when(row)}: ${row.count > 1 ? plural(row.count, "incident")
    : row.title_en || row.title_ar}`;
}

/** How many incidents are known only to a span, those that are not drawn included. */
export function spanCount({ spans, undrawn }) {
  return spans.reduce((sum, one) => sum + one.count, undrawn);
}

/** "26 Jul 2021 · announcement". */
export function statementWords(row) {
  return `${when(row)} · ${row.kind}`;
}

/** What a mark of one or more statements stands for. */
export function groupWords(rows) {
  if (rows.length > 1) return `${rows.length} statements, ${when(rows[0])} and near`;
  return `Statement, ${statementWords(rows[0])}: ${rows[0].title_en || rows[0].title_ar}`;
}
