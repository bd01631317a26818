// One incident's card on a page: the map's own card, fed with the record as data.
import { buildCard } from "./card.js";
import { el, replace } from "./dom.js";
import { applyStyles } from "./host.js";

const roots = new WeakMap();

/** Draw the card; called again whenever the record or the theme changes. */
export function render({ parentElement, data }) {
  let root = roots.get(parentElement);
  if (!root) {
    root = el("div", { class: "atlas-root record", "data-testid": "card" });
    roots.set(parentElement, root);
    parentElement.append(root);
  }
  applyStyles(parentElement.host ?? parentElement, root, data.styles);
  const address = new URL(window.location.href);
  address.searchParams.set("incident", data.record.incident.incident_id);
  replace(root, buildCard(data.record, { styles: data.styles, permalink: address.href }));
}
