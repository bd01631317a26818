// What the page sends to the timeline and the timeline to the page, in the form of each. Pure.

/** The bars, from rows of start, end, how many are of an uncertain day, and a count a kind. */
export function readBars({ bars, kinds }) {
  return bars.map(([start, end, uncertain, ...counts]) => ({
    start,
    end,
    uncertain,
    count: counts.reduce((sum, count) => sum + count, 0),
    types: Object.fromEntries(kinds.map((kind, index) => [kind.event_type, counts[index]])),
  }));
}

/** A filter's query string with other dates, in the order in which the page writes it. */
export function withDates(query, { from, to }) {
  const dates = Object.entries({ from, to }).filter(([, date]) => date);
  const others = [...new URLSearchParams(query)].filter(([key]) => key !== "from" && key !== "to");
  return String(new URLSearchParams([...dates, ...others]));
}
