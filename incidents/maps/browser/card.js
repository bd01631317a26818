// Builds the card of one incident from its record; pure, and used by other pages too.
import { block, button, el, name } from "./dom.js";
import { claims, ledger, parties, sources, statements } from "./card_parts.js";
import { kindOf, sampleMark } from "./marks.js";
import { figures, precision, when } from "./words.js";

function fact(label, ...value) {
  const said = value.flat().filter(Boolean);
  return said.length ? [el("dt", {}, label), el("dd", {}, ...said)] : [];
}

function tollOf(incident, word) {
  const read = (end) => incident[`${word}_${end}`] ?? null;
  return { low: read("low"), best: read("best"), high: read("high") };
}

function heading(incident, styles) {
  const kind = kindOf(styles, incident.event_type);
  const sub = incident.sub_event_type && incident.sub_event_type !== incident.event_type ? ` · ${incident.sub_event_type}` : "";
  return [
    el("p", { class: "atlas-kind" }, sampleMark(styles, incident.event_type),
      el("span", {}, `${kind.label || incident.event_type}${sub}`)),
    block("h2", "atlas-title", incident.title_en, { tabindex: "-1" }),
    block("p", "atlas-title atlas-arabic", incident.title_ar, { lang: "ar" }),
  ];
}

function where(incident) {
  const admin = [incident.admin1, ...String(incident.country ?? "").split(/[;,]/)].filter(Boolean).join(", ");
  return [
    block("span", "atlas-line", incident.location),
    block("span", "atlas-line atlas-arabic", incident.location_ar, { lang: "ar" }),
    block("span", "atlas-line atlas-quiet", admin),
    // how the place was found says how exactly it is known, too
    block("span", "atlas-line atlas-quiet",
      incident.placed_by || sentence(precision(incident.geo_precision, incident.radius_m))),
  ];
}

function sentence(words) {
  return words.charAt(0).toUpperCase() + words.slice(1);
}

function facts({ incident, dataset }) {
  return el("dl", { class: "atlas-facts" },
    fact("When", when(incident, { weekday: true })),
    fact("Where", where(incident)),
    fact("Killed", figures(tollOf(incident, "fatalities"))),
    fact("Injured", figures(tollOf(incident, "injured"))),
    fact("Its figures", block("span", "atlas-quiet", dataset?.toll_convention)),
    fact("Weapon", block("span", "", incident.weapon)),
    fact("Target", block("span", "", incident.target)));
}

function section(title, nodes, className = "") {
  const shown = nodes.flat().filter(Boolean);
  if (!shown.length) return null;
  return el("section", { class: `atlas-part ${className}` }, el("h3", {}, title), ...shown);
}

function foot(record, permalink) {
  const { incident, dataset } = record;
  const copy = permalink && button("Copy link", async (event) => {
    const pressed = event.currentTarget;
    try {
      await navigator.clipboard.writeText(permalink);
      pressed.textContent = "Link copied";
    } catch {
      // no clipboard without a secure page: show the address, ready to be copied by hand
      const field = el("input", { class: "atlas-link", readonly: true, value: permalink,
        "aria-label": "Link to this incident" });
      pressed.replaceWith(field);
      field.select();
    }
  }, { class: "atlas-button" });
  return el("footer", { class: "atlas-card-foot" },
    el("p", { class: "atlas-quiet" }, el("code", {}, incident.incident_id),
      ...[incident.verification === "not stated" ? "" : incident.verification, incident.relevance && `${incident.relevance} to the dataset`]
        .filter(Boolean).map((words) => ` · ${words}`)),
    copy || null,
    dataset ? el("p", { class: "atlas-quiet" }, name(dataset.title), ` ${dataset.version ?? ""} · `,
      name(dataset.licence)) : null);
}

/** Every cell of the incident's row as it stands in the file that was brought. */
function native(cells) {
  const told = Object.entries(cells ?? {}).filter(([, cell]) => cell);
  if (!told.length) return null;
  return el("details", { class: "atlas-part atlas-native" }, el("summary", {}, "As the file has it"),
    el("dl", { class: "atlas-facts" }, told.flatMap(([column, cell]) =>
      [el("dt", { dir: "auto" }, column), el("dd", { dir: "auto" }, cell)])));
}

/** The card as one element; `permalink` is the address its button copies, if any. */
export function buildCard(record, { styles, permalink = "" }) {
  const { incident } = record;
  return el("article", { class: "atlas-card", "data-incident": incident.incident_id },
    ...heading(incident, styles).filter(Boolean),
    facts(record),
    section("Who says so", [ledger(record.attributions ?? [])]),
    section("Also involved", [parties(record.involvements ?? [])]),
    section("What happened", [block("p", "", incident.summary)]),
    section("Cautions", [block("p", "", incident.notes)], "atlas-cautions"),
    section("Statements about it", [statements(record.statements ?? [])]),
    section("Claims that mention it", [claims(record.claims ?? [])]),
    section("Sources", [sources(record.sources ?? [])]),
    native(record.native),
    foot(record, permalink));
}
