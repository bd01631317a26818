// The menu of files: what each is, how large it will be, and terms that have to be accepted first.
import { button, el, name, replace } from "./dom.js";

const FILES = [
  ["csv", "CSV", "One row an incident; opens in spreadsheets"],
  ["geojson", "GeoJSON", "For maps; area-only records carry no invented point"],
  ["xlsx", "Excel workbook", "A sheet for each table, with the ledger"],
  ["gpkg", "GeoPackage", "For QGIS: points, areas and every table, in our colours"],
  ["parquet", "GeoParquet", "For pandas, R and DuckDB; small and typed"],
  ["kml", "KML", "For Google Earth, by kind and over time"],
  ["zip", "Everything (zip)", "All tables, with method, licences and checksums"],
  ["hxl.csv", "CSV with HXL tags", "Ours, with a line of humanitarian hashtags"],
  ["acled.csv", "CSV like ACLED’s", "Its 31 columns, filled as far as we know; not ACLED data"],
  ["ucdp.csv", "CSV like UCDP’s", "Columns of UCDP GED; not UCDP data"],
];
const UNITS = ["bytes", "kB", "MB", "GB"];

/** Links to the selection's files; sizes and terms are asked for when the menu is opened. */
export function downloads(query) {
  const links = el("div", { class: "files" }, list(query, null));
  const terms = el("div", { class: "terms", role: "group", "aria-live": "polite", hidden: true });
  const menu = el("details", { "data-testid": "download" },
    el("summary", { class: "button" }, "Download"), el("div", { class: "menu" }, terms, links));
  menu.addEventListener("toggle", () => { if (menu.open) tell(menu, terms, links, query); });
  menu.addEventListener("keydown", (event) => {
    if (event.key === "Escape") {
      menu.open = false;
      menu.querySelector("summary").focus();
    }
  });
  menu.addEventListener("focusout", (event) => {
    if (event.relatedTarget && !menu.contains(event.relatedTarget)) menu.open = false;
  });
  menu.addEventListener("click", (event) => {
    if (event.target.closest("a[download]")) menu.open = false;
  });
  return menu;
}

function list(query, sizes) {
  return FILES.map(([ending, title, about]) => el("a", {
    href: `/api/incidents.${ending}${query ? `?${query}` : ""}`, download: "",
    "data-testid": `download-${ending}`,
  }, title, sizes && sizes[ending] ? el("span", { class: "size" }, ` ${size(sizes[ending])}`) : null,
  el("span", { class: "quiet" }, about)));
}

async function tell(menu, terms, links, query) {
  if (menu.dataset.told) return;
  let told;
  try {
    const answer = await fetch(`/api/terms.json${query ? `?${query}` : ""}`);
    if (!answer.ok) return;
    told = await answer.json();
  } catch {
    return; // sizes are a courtesy, and the server refuses what nobody accepted
  }
  menu.dataset.told = "yes";
  if (told.restricted.length === 0) replace(links, ...list(query, told.sizes));
  else ask(terms, links, query, told);
}

/** Show the terms and a choice; without one there are no links, which would be refused. */
function ask(terms, links, query, told) {
  const ids = told.restricted.map((each) => each.dataset_id);
  const accepted = [query, `accept=${ids.map(encodeURIComponent).join(",")}`];
  const give = (chosen, sizes, words) => {
    replace(terms, el("p", { class: "quiet", tabindex: "-1" }, words));
    replace(links, ...list(chosen, sizes));
    terms.firstChild.focus();
  };
  const accept = button("I accept these terms",
    () => give(accepted.filter(Boolean).join("&"), told.sizes, "Terms accepted for these links."),
    { class: "button", "data-testid": "accept-terms" });
  const leave = told.without === null ? null : button("Leave these datasets out",
    () => give(told.without, null, "These links leave the restricted datasets out."),
    { class: "button", "data-testid": "leave-out" });
  replace(terms, el("p", {}, "Some of these rows may not be handed on freely."),
    el("ul", {}, told.restricted.map((each) => el("li", {}, el("strong", {}, name(each.title)),
      ` · ${rows(each.count)} · `, name(each.licence),
      each.terms ? el("span", { class: "words", dir: "auto" }, each.terms) : null))),
    el("div", { class: "ways" }, accept, leave));
  terms.hidden = false;
  replace(links);
}

function rows(count) {
  const grouped = String(count).replace(/\B(?=(\d{3})+$)/g, "\u202f");
  return `${grouped} ${count === 1 ? "row" : "rows"}`;
}

function size(bytes) {
  let number = bytes;
  let unit = 0;
  while (number >= 1000 && unit < UNITS.length - 1) { number /= 1000; unit += 1; }
  return `about ${number < 10 && unit ? number.toFixed(1) : Math.round(number)} ${UNITS[unit]}`;
}
