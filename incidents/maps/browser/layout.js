// The instrument's frame: map and panel side by side, or one under the other when narrow.
import { el } from "./dom.js";

const NARROW_PX = 760;
const LEAST_PX = 420;
const FOLDED_PX = 60;
const frame = window.frameElement;
const page = window.parent;

/** Put the map st_folium made into our own frame, beside an empty panel. */
export function buildLayout(mapNode) {
  const bar = el("div", { class: "atlas-progress", hidden: true });
  const notices = el("div", { class: "atlas-notices", "aria-live": "polite" });
  const stage = el("div", { class: "atlas-stage" }, mapNode, bar, notices);
  const corner = (name) => {
    const node = el("div", { class: `atlas-corner atlas-${name}` });
    stage.append(node);
    return node;
  };
  const panel = el("aside", { class: "atlas-panel", "aria-label": "Incidents" });
  const root = el("main", { class: "atlas" }, stage, panel);
  document.body.append(root);
  return { root, stage, panel, bar, notices, corners: {
    topLeft: corner("top-left"), topRight: corner("top-right"),
    bottomLeft: corner("bottom-left"), bottomRight: corner("bottom-right") } };
}

export const isNarrow = () => window.innerWidth < NARROW_PX;

function topInPage() {
  const scrolled = page.document.querySelector('[data-testid="stMain"]')?.scrollTop ?? 0;
  return frame.getBoundingClientRect().top + scrolled;
}

/** Fit the frame's height to the page, now and whenever the page's size changes. */
export function followSize(root, { reserve, onchange }) {
  let given = 0;
  const fit = () => {
    const narrow = isNarrow();
    root.classList.toggle("atlas-narrow", narrow);
    if (!frame || document.fullscreenElement || frame.style.position === "fixed") return onchange();
    const visible = page.innerHeight;
    const stage = Math.round(visible * 0.6);
    document.documentElement.style.setProperty("--stage", `${stage}px`);
    const folded = root.classList.contains("atlas-folded");
    const panel = folded ? FOLDED_PX : Math.round(Math.max(320, visible * 0.62));
    if (narrow) frame.style.height = `${stage + panel}px`;
    else if (reserve()) {
      frame.style.height = `${Math.max(LEAST_PX, Math.round(visible - topInPage() - reserve()))}px`;
    } else frame.style.height = "";
    return onchange();
  };
  const later = () => { cancelAnimationFrame(given); given = requestAnimationFrame(fit); };
  page.addEventListener("resize", later);
  window.addEventListener("resize", later);
  window.addEventListener("pagehide", () => page.removeEventListener("resize", later));
  fit();
  return later;
}
