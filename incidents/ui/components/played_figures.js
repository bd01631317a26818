// The strip's figures for the days that are played. Pure: a moment in, figures out.
import { number, plural, toll } from "./words.js";

const ABOUT = "In the days that are played; an incident known only to a span of days is shown in "
  + "every window it may belong to.";

function tollWords(word, sums, count) {
  if (sums.not_reported === count) return `${word} not reported`;
  const missing = sums.not_reported ? ` (${number(sums.not_reported)} not reported)` : "";
  return toll(word, sums) + missing;
}

/** Figures as the strip draws them, for one moment of a play. */
export function playedFigures({ figures, dates, words }) {
  const { count } = figures;
  const figure = (name, said) => ({ name, words: said, about: ABOUT });
  const lead = { name: "count", words: plural(count, "incident"), about: words };
  if (!count) return [lead, figure("dates", `${dates.from} to ${dates.to}`)];
  return [lead,
    figure("killed", tollWords("killed", figures.fatalities, count)),
    figure("injured", tollWords("injured", figures.injured, count)),
    figure("located", `${number(figures.located)} located`),
    figure("area", `${number(figures.area)} area only`),
    figure("unlocated", `${number(figures.none)} unlocated`)];
}
