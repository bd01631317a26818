// The lists within a card: the ledger, parties, statements, claims and sources.
import { block, el, name, webAddress } from "./dom.js";
import { admiralty, day, stance, stanceParts, when } from "./words.js";

function cite(source) {
  if (!source) return null;
  const words = [source.publisher || source.title || source.source_id].filter(Boolean);
  const address = webAddress(source.url);
  const label = words.map((word) => name(word));
  return address ? link(address, label) : el("span", {}, ...label);
}

function link(address, children, title) {
  return el("a", { href: address, target: "_blank", rel: "noopener noreferrer nofollow", title },
    ...children);
}

function joined(nodes, mark = ", ") {
  return nodes.filter(Boolean).flatMap((node, index) => (index ? [mark, node] : [node]));
}

/** Rows that say the same of the same actor stand together, each with its own source. */
function sayings(attributions) {
  const found = new Map();
  for (const row of attributions) {
    const said = stance(row);
    found.set(said, [...(found.get(said) ?? []), row]);
  }
  return [...found.values()];
}

/** Who says that which actor did it, one line each; says so when nobody does. */
export function ledger(attributions) {
  if (!attributions.length) {
    return el("p", { class: "atlas-quiet" }, "Nobody is named as responsible, by themselves or others.");
  }
  return el("ul", { class: "atlas-ledger" }, sayings(attributions).map((rows) => el("li",
    { "data-stance": rows[0].stance },
    el("span", {}, ...stanceParts(rows[0]).map(([text, isName]) => (isName
      ? el("bdi", { dir: "auto", class: "atlas-name" }, text) : text))),
    rows.map((row) => [
      el("span", { class: "atlas-quiet atlas-line" },
        ...joined([row.stated_on ? `on ${day(row.stated_on)}` : null, cite(row.source)])),
      block("span", "atlas-quiet atlas-line", row.notes),
    ]).flat())));
}

const ROLES = { target: "Target", affected: "Affected", responder: "Responder" };

/** Parties other than perpetrators, who stand in the ledger. */
export function parties(involvements) {
  const rows = involvements.filter((row) => ROLES[row.role]);
  return rows.length ? el("ul", {}, rows.map((row) => el("li", {}, `${ROLES[row.role]}: `,
    name(row.actor?.name_en || row.actor?.name_ar || row.actor?.id),
    block("span", "atlas-quiet atlas-line", row.notes)))) : null;
}

/** Dated words that concern the incident. */
export function statements(rows) {
  return rows.length ? el("ul", {}, rows.map((row) => el("li", {},
    el("span", { class: "atlas-quiet atlas-line" },
      ...joined([when(row), row.speaker ? name(row.speaker) : null, row.kind], " · ")),
    block("span", "atlas-line", row.title_en),
    block("span", "atlas-line atlas-arabic", row.title_ar, { lang: "ar" })))) : null;
}

/** What an article read for the dataset says of it. */
export function claims(rows) {
  return rows.length ? el("ul", {}, rows.map((row) => el("li", {},
    el("span", { class: "atlas-quiet" }, `${row.claim_id ?? ""} `),
    name(row.content || row.quote), block("q", "atlas-line", row.content ? row.quote : "")))) : null;
}

/** Where it is stated: a link, publisher, date, and how far to trust each. */
export function sources(rows) {
  if (!rows.length) return el("p", { class: "atlas-quiet" }, "No source is recorded.");
  return el("ul", { class: "atlas-sources" }, rows.map((row) => {
    const address = webAddress(row.url);
    const title = name(row.title || row.url || row.source_id);
    const codes = `${row.reliability ?? ""}${row.credibility ?? ""}`;
    const meaning = admiralty(row.reliability, row.credibility);
    return el("li", {},
      address ? link(address, [title], new URL(address).hostname) : title,
      el("span", { class: "atlas-quiet atlas-line" }, ...joined([
        row.publisher ? name(row.publisher) : null,
        row.published ? day(row.published) : "no date shown",
        codes ? el("abbr", { title: meaning, "aria-label": meaning, tabindex: "0" }, codes) : null,
      ], " · ")),
      block("q", "atlas-line", row.quote),
      block("span", "atlas-line atlas-quiet", row.notes));
  }));
}
