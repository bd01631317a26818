// The line above every page: figures, chips of what is chosen, and what can be done with it.
import { button, el, name, replace } from "./dom.js";
import { downloads } from "./downloads.js";
import { foretell } from "./host.js";
import { playedFigures } from "./played_figures.js";
import { citation, share } from "./strip_actions.js";

const roots = new WeakMap();

/** Draw the strip; called again whenever its data changes. */
export function render({ parentElement, data, setTriggerValue }) {
  let parts = roots.get(parentElement);
  if (!parts) {
    parts = build(parentElement);
    roots.set(parentElement, parts);
  }
  const remove = ({ field, value, left }) => {
    foretell(left, () => setTriggerValue("remove", { field, value }));
  };
  parts.send = setTriggerValue;
  parts.whole = data.figures;
  if (!parts.playing) replace(parts.figures, ...figures(data.figures));
  const held = parts.chips.contains(parentElement.activeElement ?? null);
  replace(parts.chips, ...data.chips.map((chip) => chipNode(chip, remove)));
  if (held) (parts.chips.querySelector("button") ?? parts.figures.querySelector(".figure")).focus();
  parts.chips.hidden = data.chips.length === 0;
  parts.reset.hidden = data.chips.length === 0;
  replace(parts.menu, downloads(data.query));
  parts.cite.onclick = () => citation(parts.root, data.query);
  drawEmpty(parts.empty, data, remove);
  return parts.listen();
}

function build(parentElement) {
  const parts = {
    figures: el("p", { class: "figures", "data-testid": "tallies" }),
    chips: el("ul", { class: "chips", "aria-label": "Active filters", "data-testid": "chips" }),
    menu: el("div", { class: "menu-holder" }),
    empty: el("div", { class: "empty", role: "status", "data-testid": "empty-result" }),
    cite: button("How to cite", null, { class: "button", "data-testid": "cite" }),
  };
  parts.reset = button("Reset", () => foretell("", () => parts.send("reset", true)),
    { class: "button", "data-testid": "reset", title: "Remove all filters" });
  parts.root = el("section", { class: "atlas-root strip", "aria-label": "What is shown" },
    parts.figures,
    el("div", { class: "actions" }, parts.reset, share(), parts.menu, parts.cite),
    parts.chips, parts.empty);
  parentElement.append(parts.root);
  parts.listen = () => {
    // the map's frame tells the page which part of the world is in view
    const onBox = (event) => parts.send("bbox", { box: String(event.detail ?? "") });
    // while the selection is played, the figures are those of the days that are shown
    const onPlay = ({ detail: moment }) => {
      // the line keeps its height, so that nothing below it moves
      if (moment && !parts.playing) parts.figures.style.minHeight = `${parts.figures.offsetHeight}px`;
      if (!moment) parts.figures.style.minHeight = "";
      parts.playing = Boolean(moment);
      replace(parts.figures, ...figures(moment ? playedFigures(moment) : parts.whole));
    };
    window.addEventListener("atlas:bbox", onBox);
    window.addEventListener("atlas:play", onPlay);
    parts.stop?.();
    parts.stop = () => {
      window.removeEventListener("atlas:bbox", onBox);
      window.removeEventListener("atlas:play", onPlay);
    };
    return parts.stop;
  };
  return parts;
}

function figures(list) {
  return list.flatMap((figure, index) => {
    const node = el("span", {
      class: `figure${index === 0 ? " lead" : ""}${index > 4 ? " right" : ""}`,
      tabindex: "0", "data-testid": `tally-${figure.name}`, "aria-description": figure.about,
    }, el("span", { class: "words" }, figure.words),
    el("span", { class: "about", "aria-hidden": "true" }, figure.about));
    if (index === 0) return [node];
    const mark = figure.name === "area" || figure.name === "unlocated" ? ", " : " · ";
    return [el("span", { class: "dot", "aria-hidden": "true" }, mark), node];
  });
}

function chipNode(chip, remove) {
  return el("li", { class: "chip", "data-testid": "chip", "data-field": chip.field },
    el("span", { dir: "auto", title: chip.words }, chip.words),
    button("×", () => remove(chip), { "aria-label": `Remove: ${chip.words}` }));
}

function drawEmpty(node, data, remove) {
  node.hidden = !data.empty;
  if (!data.empty) return;
  const ways = data.empty.suggestions.map(({ chip, words }) => el("button",
    { type: "button", class: "button", "data-testid": "suggestion", onclick: () => remove(chip) },
    el("span", {}, "Removing ", el("em", {}, name(chip.words)), ` would show ${words}.`)));
  replace(node, el("p", {}, ways.length ? "No incidents match. "
    : `No incidents match. ${data.empty.otherwise}`), ...ways);
}
