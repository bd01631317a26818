// A list of incidents, newest first, one button each.
import { block, el, name } from "./dom.js";
import { sampleMark } from "./marks.js";
import { shortPrecision, toll, when } from "./words.js";

function place(item) {
  const words = [item.location ? name(item.location) : null,
    el("span", { class: "atlas-precision" }, shortPrecision(item.geo_precision))];
  return el("span", { class: "atlas-item-place" },
    ...words.filter(Boolean).flatMap((node, index) => (index ? [" · ", node] : [node])));
}

/** One incident as a list item; `onopen(id)` opens its card. */
export function buildItem(item, { styles, onopen }) {
  const hollow = (item.fatalities?.best ?? item.fatalities?.low ?? null) === null;
  return el("li", {}, el("button", { type: "button", class: "atlas-item",
    "data-incident": item.incident_id, onclick: () => onopen(item.incident_id) },
  el("span", { class: "atlas-item-mark" }, sampleMark(styles, item.event_type, { hollow })),
  el("span", { class: "atlas-item-words" },
    el("span", { class: "atlas-item-when" }, when(item), " · ", toll("killed", item.fatalities)),
    block("span", "atlas-item-title", item.title_en || item.incident_id),
    block("span", "atlas-item-title atlas-arabic", item.title_ar, { lang: "ar" }),
    place(item))));
}

/** A whole list. */
export function buildList(items, options) {
  return el("ul", { class: "atlas-list" }, items.map((item) => buildItem(item, options)));
}
