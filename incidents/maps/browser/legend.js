// The legend: what shapes, sizes, rings, hatching and the scale mean.
import { sampleChip, swatch } from "./areas.js";
import { el, replace } from "./dom.js";
import { clusterMark, incidentMark, sampleMark } from "./marks.js";

function row(sample, words) {
  return el("li", {}, el("span", { class: "atlas-sample" }, sample), el("span", {}, words));
}

function marks(styles, absent) {
  const first = styles.kinds[0];
  const sized = (low, best, high) => incidentMark(styles,
    { event_type: first.event_type, fatalities: { low, best, high } }).node;
  const pair = { count: 4, types: { [first.event_type]: 3, [styles.kinds[1].event_type]: 1 } };
  return [
    el("ul", { class: "atlas-kinds" },
      styles.kinds.filter((kind) => !absent.includes(kind.event_type)).map((kind) => row(sampleMark(styles, kind.event_type), kind.label))),
    el("details", {}, el("summary", {}, "Size, rings, hatching"), el("ul", {},
      row(el("span", {}, sized(0, 0, 0), sized(10, 10, 10)), "Size: killed, best figure (0, 10)"),
      row(sized(0, 2, 9), "Thin ring: highest figure"),
      row(sampleMark(styles, first.event_type, { hollow: true }), "Hollow: toll not reported"),
      row(clusterMark(styles, pair).node, "Several incidents, by kind"),
      row(sampleChip(), "Known only to the hatched area"),
      row(el("span", { class: "atlas-sample-print" }), "How exactly the place is known"))),
  ];
}

function classes(scale) {
  return [el("p", { class: "atlas-legend-title" }, scale.title), el("ul", {},
    scale.rows.map(([colour, words]) => row(swatch(colour), words)),
    scale.killed ? row(swatch("url(#atlas-hatch)"), "not reported") : null,
    row(swatch("var(--land)", { "stroke-dasharray": "2 2" }), "no incidents documented"))];
}

/** A band of colours with the values that stand along it. */
function band(scale) {
  const colours = scale.colours.map(([red, green, blue, alpha]) =>
    `rgb(${red} ${green} ${blue} / ${(alpha / 255).toFixed(2)})`);
  return [el("p", { class: "atlas-legend-title" }, scale.title),
    el("div", { class: "atlas-band", "aria-hidden": "true",
      style: `background: linear-gradient(to right, ${colours.join(", ")})` }),
    el("ul", { class: "atlas-band-ticks" }, scale.ticks.map(({ place, words }) =>
      el("li", { style: `left: ${(Math.min(1, place) * 100).toFixed(1)}%` }, words))),
    el("ul", {}, row(swatch("var(--land)", { "stroke-dasharray": "2 2" }), "no incidents documented"),
      row(sampleChip(), "Known only to the hatched area"))];
}

/** Make the legend; the result shows the marks' legend, or a scale's when given one. */
function legendOf(scale, styles, absent) {
  if (!scale) return marks(styles, absent);
  return scale.colours ? band(scale) : classes(scale);
}

export function makeLegend(styles, { open, absent = [] }) {
  const body = el("div", { class: "atlas-legend-body" });
  const node = el("details", { class: "atlas-legend atlas-box", open },
    el("summary", {}, "Legend"), body);
  const show = (scale) => replace(body, ...legendOf(scale, styles, absent));
  show(null);
  return { node, show };
}
