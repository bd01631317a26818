// Areas: those that hold incidents known no closer (hatched, counted), and the choropleth.
import { ask, askOnce, withKeys } from "./api.js";
import { AreaChips, buildChip } from "./area_chips.js";
import { el, svg } from "./dom.js";
import { breaks, classOf, classWords, colourOf } from "./scale.js";
import { areaLines } from "./tips.js";
import { plural, toll } from "./words.js";

const UNSEEN = { opacity: 0, fillOpacity: 0 };
const NONE = { count: 0, area_only: 0, killed: 0, not_reported: 0 };

const VALUES = {
  incidents: (area) => area.count,
  killed: (area) => {
    // a frame of what is played has the best figure itself, and how many give none
    if (area.killed === undefined) return area.fatalities?.best ?? null;
    return area.count && area.count === area.not_reported ? null : area.killed;
  },
};

/** Where the hatching of area-only records is defined; any drawing on the page may use it. */
export function hatchPattern() {
  return svg("svg", { class: "atlas-defs", width: 0, height: 0, "aria-hidden": "true" },
    svg("defs", {}, svg("pattern", { id: "atlas-hatch", width: 7, height: 7,
      patternUnits: "userSpaceOnUse", patternTransform: "rotate(45)" },
    svg("line", { x1: 0, y1: 0, x2: 0, y2: 7, class: "atlas-hatch-line" }))));
}

export class AreaLayer {
  /**
   * `on` has: area(area, onlyThoseKnownNoCloser, click event or none), scale(legend or null),
   * counted(count and unlocated of the selection), failed(error).
   */
  constructor(L, map, { styles, tooltip, on }) {
    Object.assign(this, { L, map, styles, tooltip, on });
    map.createPane("areas").style.zIndex = 240;
    this.renderer = L.svg({ pane: "areas", padding: 0.3 });
    this.shapes = L.layerGroup().addTo(map);
    this.chips = new AreaChips(L, map, { tooltip, bounds: (areaId) => this.boundsOf(areaId),
      onopen: (area) => on.area(area, true) });
    this.features = [];
    this.mode = "marks";
    this.marked = "";
    this.peak = null; // while playing: the most of each figure in any frame
    this.frame = null; // while playing: the figures of the frame that is shown
    this.paths = new Map();
    this.clusters = [];
    this.turn = 0;
    const fade = () => {
      // close by, hatching fills the view: it must not drown the marks
      const opacity = Math.max(0.16, Math.min(0.55, 0.55 - 0.12 * (map.getZoom() - 7)));
      document.documentElement.style.setProperty("--hatch", opacity.toFixed(2));
    };
    map.on("zoomend", () => { fade(); this.#placeChips(); });
    fade();
  }

  async setQuery(query) {
    const turn = ++this.turn;
    try {
      // the shapes weigh most and are those of the dataset, whatever is selected
      const [counted, whole] = await Promise.all([
        ask("areas/admin1.json", withKeys(query, { geometry: "none" })), askOnce("areas/admin1.json")]);
      if (turn !== this.turn) return;
      this.on.counted(counted);
      if (whole !== this.whole) this.#takeShapes(whole);
      this.features = counted.features.map((feature) => ({ ...feature,
        geometry: this.geometries.get(feature.id) }));
      this.draw();
    } catch (error) {
      if (turn === this.turn) this.on.failed(error);
    }
  }

  #takeShapes(whole) {
    this.whole = whole;
    this.geometries = new Map(whole.features.map(({ id, geometry }) => [id, geometry]));
    this.bounds = new Map(whole.features.map((feature) => [
      feature.id, this.L.geoJSON(feature).getBounds()]));
  }

  setMode(mode) {
    this.mode = mode;
    this.draw();
  }

  /** Outline one area, that of the selected incident; "" for none. */
  mark(areaId) {
    if (areaId === this.marked) return;
    this.marked = areaId;
    this.draw();
  }

  /** An area's bounds, or null when it is not drawn. */
  boundsOf(areaId) {
    return this.bounds?.get(areaId) ?? null;
  }

  /** The chips keep clear of these clusters. */
  avoid(clusters) {
    this.clusters = clusters;
    this.#placeChips();
  }

  /** Play: `peak` has the most of each figure, by area; null goes back to the whole selection. */
  play(peak) {
    this.peak = peak;
    this.frame = null;
    this.draw();
  }

  /** Show the figures of one frame, by area. */
  showFrame(figures) {
    this.frame = figures;
    for (const [areaId, { shape, shown }] of this.paths) {
      const area = this.#played(this.features.find((one) => one.id === areaId).properties);
      const style = this.fill(area) ?? UNSEEN;
      const key = JSON.stringify(style);
      if (key !== shown) shape.setStyle({ ...UNSEEN, ...style });
      this.paths.get(areaId).shown = key;
    }
    this.#showChips();
  }

  /** An area's figures in the frame that is shown, or in the whole selection. */
  #played(area) {
    return this.frame ? { ...area, ...(this.frame[area.area_id] ?? NONE) } : area;
  }

  draw() {
    this.shapes.clearLayers();
    this.paths.clear();
    this.fill = this.mode === "marks" ? this.#hatches() : this.#classes();
    for (const feature of this.features) {
      const style = this.fill(feature.properties);
      const marked = feature.properties.area_id === this.marked;
      if (style) this.paths.set(feature.id, { shape: this.#addShape(feature, style), shown: "" });
      if (marked) {
        this.#addShape(feature, { fill: false, color: "var(--accent)", weight: 2.5,
          interactive: false });
      }
    }
    this.#placeChips();
  }

  #addShape(feature, style) {
    const area = feature.properties;
    const shape = this.L.geoJSON(feature, { pane: "areas", renderer: this.renderer,
      style: () => ({ className: "atlas-area", ...style }), bubblingMouseEvents: false,
      interactive: style.interactive ?? true });
    if (style.interactive !== false) {
      shape.on("click", (event) => this.on.area(area, this.mode === "marks", event));
      shape.on("mouseover", (event) => event.sourceTarget.setStyle({ weight: style.weight + 1 }));
      shape.on("mouseout", (event) => event.sourceTarget.setStyle({ weight: style.weight }));
      if (this.mode !== "marks") {
        shape.eachLayer((layer) => layer.on("add", () => this.#describe(layer.getElement(), area)));
      }
    }
    return shape.addTo(this.shapes);
  }

  /** In the choropleth the areas themselves are the buttons; else their counts are. */
  #describe(path, area) {
    const words = this.#words(area);
    this.tooltip.attach(path, () => areaLines(area, words));
    path.setAttribute("tabindex", "0");
    path.setAttribute("role", "button");
    path.setAttribute("aria-label", `${area.name}: ${words.join(", ")}`);
    path.addEventListener("keydown", (event) => {
      if (event.key === "Enter") this.on.area(area, false);
    });
  }

  #hatches() {
    this.on.scale(null);
    return (area) => (area.area_only
      ? { color: "var(--muted)", weight: 0.8, opacity: 0.7, fillColor: "url(#atlas-hatch)",
        fillOpacity: 1 }
      : null);
  }

  #classes() {
    const value = VALUES[this.mode];
    const all = this.peak ? Object.values(this.peak) : this.features.map((one) => one.properties);
    const most = Math.max(0, ...all.map((area) => value(area) ?? 0));
    const bounds = breaks(most);
    // much stands out from the ground: dark on the light base, bright on the dark one; the end
    // that would vanish into the ground, or shout on it, is left out
    const dark = document.documentElement.dataset.theme === "dark";
    const { scale } = this.styles;
    const stops = dark ? scale.slice(1) : scale.slice(0, -1).reverse();
    const colours = bounds.map((_, index) => colourOf(index, bounds.length, stops));
    this.on.scale(this.#legend(bounds, colours, most));
    const line = { color: "var(--area-line)", weight: 1, opacity: 1 };
    return (area) => {
      const figure = value(area);
      if (!area.count) return { ...line, color: "var(--border)", fillColor: "var(--land)", fillOpacity: 0.55 };
      if (figure === null) return { ...line, color: "var(--muted)", fillColor: "url(#atlas-hatch)", fillOpacity: 1 };
      if (figure === 0) return { ...line, color: "var(--border)", fillColor: "var(--zero)", fillOpacity: 0.9 };
      return { ...line, fillColor: colours[classOf(figure, bounds)], fillOpacity: 0.86 };
    };
  }

  #legend(bounds, colours, most) {
    const killed = this.mode === "killed";
    const rows = most ? classWords(bounds).map((words, index) => [colours[index], words]) : [];
    if (killed) rows.unshift(["var(--zero)", "0 killed"]);
    return { title: killed ? "Killed, best figure" : "Incidents", killed, rows };
  }

  #words(area) {
    if (!area.count) return ["no incidents documented"];
    const { not_reported: missing } = area.fatalities ?? {};
    return [plural(area.count, "incident"), toll("killed", area.fatalities)
      + (missing ? ` (${missing} not reported)` : "")];
  }

  /** Place the counts anew: the areas, the zoom or what they keep clear of changed. */
  #placeChips() {
    const counted = this.features.map(({ properties }) => properties)
      .filter((area) => (this.peak?.[area.area_id] ?? area).area_only);
    this.chips.place(this.mode === "marks" ? counted : [], this.clusters);
    this.#showChips();
  }

  #showChips() {
    this.chips.show(this.features.map(({ properties }) => this.#played(properties)));
  }
}

/** A swatch of a fill for the legend. */
export function swatch(fill, attributes) {
  return svg("svg", { width: 18, height: 14, viewBox: "0 0 18 14", "aria-hidden": "true" },
    svg("rect", { x: 0.5, y: 0.5, width: 17, height: 13, rx: 2, fill, stroke: "var(--border)",
      ...attributes }));
}

/** A count's chip for the legend. */
export function sampleChip() {
  return el("span", { class: "atlas-sample-chip" }, buildChip(4).node);
}
