// What marks say when pointed at, focused or read aloud.
import { block, el } from "./dom.js";
import { kindOf } from "./marks.js";
import { plural, shortPrecision, toll, when } from "./words.js";

function typeLines(cluster, styles) {
  return Object.entries(cluster.types ?? {})
    .sort((one, other) => other[1] - one[1])
    .map(([type, count]) => `${count} ${kindOf(styles, type).label.toLowerCase()}`);
}

/** A cluster as one sentence. */
export function clusterWords(cluster, styles) {
  return `${plural(cluster.count, "incident")}: ${typeLines(cluster, styles).join(", ")}`;
}

/** A cluster as the lines of a tooltip. */
export function clusterLines(cluster, styles) {
  return [el("strong", {}, plural(cluster.count, "incident")),
    ...typeLines(cluster, styles).map((line) => el("span", {}, line))];
}

/** An incident as one sentence. */
export function incidentWords(incident, styles) {
  return [incident.title_en || incident.title_ar, kindOf(styles, incident.event_type).label,
    when(incident), toll("killed", incident.fatalities)].filter(Boolean).join(", ");
}

/** An incident as the lines of a tooltip. */
export function incidentLines(incident) {
  return [
    block("strong", "", incident.title_en),
    block("span", "atlas-arabic", incident.title_ar, { lang: "ar" }),
    el("span", { class: "atlas-quiet" }, when(incident)),
    block("span", "atlas-quiet", incident.location),
    el("span", { class: "atlas-quiet" },
      `${toll("killed", incident.fatalities)} · ${shortPrecision(incident.geo_precision)}`),
  ];
}

/** An area as the lines of a tooltip. */
export function areaLines(area, words) {
  return [
    el("strong", {}, el("bdi", { dir: "auto" }, area.name)),
    block("span", "atlas-arabic", area.name_ar, { lang: "ar" }),
    ...words.map((word) => el("span", { class: "atlas-quiet" }, word)),
  ];
}
