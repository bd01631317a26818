// What stands on the map: zoom, layers, full screen, "only what is in view", the tray.
import { button, el, still, svg } from "./dom.js";
import { number } from "./words.js";

const MODES = [["marks", "Dots and areas"], ["density", "Density"], ["incidents", "Governorates: incidents"],
  ["killed", "Governorates: killed"]];

function icon(path) {
  return svg("svg", { width: 18, height: 18, viewBox: "0 0 18 18", "aria-hidden": "true",
    fill: "none", stroke: "currentColor", "stroke-width": 1.6, "stroke-linecap": "round",
    "stroke-linejoin": "round" }, svg("path", { d: path }));
}

function round(label, path, onclick) {
  return el("button", { type: "button", class: "atlas-round", "aria-label": label, title: label,
    onclick }, icon(path));
}

/** Plus and minus. */
export function zoomButtons(map) {
  return el("div", { class: "atlas-box atlas-zoom" },
    round("Zoom in", "M9 3.5v11M3.5 9h11", () => map.zoomIn(1, { animate: !still() })),
    round("Zoom out", "M3.5 9h11", () => map.zoomOut(1, { animate: !still() })));
}

function choice(group, [value, words], chosen, onchange) {
  return el("label", {}, el("input", { type: "radio", name: group, value,
    checked: value === chosen, onchange: () => onchange(value) }), el("span", {}, words));
}

/** The menu of layers; `bases` is empty when public tiles are not offered. */
export function layerMenu({ mode, base, bases, onmode, onbase }) {
  const group = (title, name, options, chosen, onchange) => el("fieldset", {},
    el("legend", {}, title), options.map((option) => choice(name, option, chosen, onchange)));
  const menu = el("div", { class: "atlas-box atlas-menu", hidden: true },
    group("Show", "atlas-mode", MODES, mode, onmode),
    bases.length ? group("Base map", "atlas-base", bases, base, onbase) : null);
  const opener = round("Layers", "M9 2.5 16 6.500 9 10.500 2 6.500ZM2.500 10 9 13.700 15.500 10", () => {
    menu.hidden = !menu.hidden;
    opener.setAttribute("aria-expanded", String(!menu.hidden));
    if (!menu.hidden) menu.querySelector("input:checked")?.focus();
  });
  opener.setAttribute("aria-expanded", "false");
  const node = el("div", { class: "atlas-layers" }, el("div", { class: "atlas-box" }, opener), menu);
  node.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || menu.hidden) return;
    opener.click();
    opener.focus();
  });
  document.addEventListener("pointerdown", (event) => {
    if (!menu.hidden && !node.contains(event.target)) opener.click();
  });
  return node;
}

/** Full screen where the frame may, else a frame as large as the window. */
export function fullScreenButton(onchange) {
  const frame = window.frameElement;
  const leave = () => { frame?.classList.remove("atlas-full"); frame?.removeAttribute("data-full"); };
  let grown = "";
  const toggle = async () => {
    if (document.fullscreenElement) return document.exitFullscreen();
    if (grown) {
      frame.setAttribute("style", grown);
      grown = "";
      leave();
    } else if (document.fullscreenEnabled) {
      await document.documentElement.requestFullscreen();
    } else if (frame) {
      grown = frame.getAttribute("style") ?? " ";
      frame.setAttribute("style", "position:fixed;inset:0;width:100vw;height:100vh;z-index:999999");
    }
    return onchange(Boolean(grown));
  };
  document.addEventListener("fullscreenchange", () => onchange(false));
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && grown) toggle();
  });
  return el("div", { class: "atlas-box" },
    round("Full screen", "M3 6.500V3h3.500M11.500 3H15v3.500M15 11.500V15h-3.500M6.500 15H3v-3.500", toggle));
}

/** The switch that makes the view a filter. */
export function viewSwitch(checked, onchange) {
  const input = el("input", { type: "checkbox", checked, onchange: () => onchange(input.checked) });
  const node = el("label", { class: "atlas-box atlas-switch" }, input,
    el("span", {}, "Only what is in view"));
  return { node, set: (value) => { input.checked = value; } };
}

/** The tray: how many have no place on the map. */
export function tray(onopen) {
  const node = button("", onopen, { class: "atlas-box atlas-tray", hidden: true });
  return { node, set(count) {
    node.hidden = !count;
    node.textContent = `Not on the map: ${number(count)}`;
  } };
}
