// Areas: those that hold incidents known no closer (hatched, counted), and the choropleth.
import { ask } from "./api.js";
import { el, svg } from "./dom.js";
import { buttonMarker, KeyedMarks } from "./mark_layer.js";
import { clusterRadius, short } from "./marks.js";
import { breaks, classOf, classWords, colourOf } from "./scale.js";
import { areaLines } from "./tips.js";
import { plural, toll } from "./words.js";

const STEPS_PX = [[0, 0], [0, 30], [0, -30], [34, 0], [-34, 0], [30, 26], [-30, 26], [30, -26],
  [-30, -26], [0, 56], [0, -56]];
const CHIP_PX = 15;
const UNDER_NAME_PX = 24;
const TALL_PX = 90;

const VALUES = {
  incidents: (area) => area.count,
  killed: (area) => area.fatalities?.best ?? null,
};

function chip(count) {
  const words = short(count);
  const width = 18 + 7 * words.length;
  const node = svg("svg", { width: width + 4, height: 24, "aria-hidden": "true",
    viewBox: `${-width / 2 - 2} -12 ${width + 4} 24` },
  svg("rect", { x: -width / 2, y: -10, width, height: 20, rx: 3, class: "atlas-chip" }),
  svg("text", { class: "atlas-count", "text-anchor": "middle", y: "0.36em" }, words));
  return { node, reach: width / 2 + 2 };
}

/** Where the hatching of area-only records is defined; any drawing on the page may use it. */
export function hatchPattern() {
  return svg("svg", { class: "atlas-defs", width: 0, height: 0, "aria-hidden": "true" },
    svg("defs", {}, svg("pattern", { id: "atlas-hatch", width: 7, height: 7,
      patternUnits: "userSpaceOnUse", patternTransform: "rotate(45)" },
    svg("line", { x1: 0, y1: 0, x2: 0, y2: 7, class: "atlas-hatch-line" }))));
}

export class AreaLayer {
  /** `on` has: area(area, onlyThoseKnownNoCloser), scale(legend or null), failed(error). */
  constructor(L, map, { styles, tooltip, on }) {
    Object.assign(this, { L, map, styles, tooltip, on });
    map.createPane("areas").style.zIndex = 240;
    map.createPane("chips").style.zIndex = 590;
    this.renderer = L.svg({ pane: "areas", padding: 0.3 });
    this.shapes = L.layerGroup().addTo(map);
    this.chips = new KeyedMarks(map);
    this.features = [];
    this.mode = "marks";
    this.marked = "";
    this.clusters = [];
    this.turn = 0;
    const fade = () => {
      // close by, hatching fills the view: it must not drown the marks
      const opacity = Math.max(0.16, Math.min(0.55, 0.55 - 0.12 * (map.getZoom() - 7)));
      document.documentElement.style.setProperty("--hatch", opacity.toFixed(2));
    };
    map.on("zoomend", () => { fade(); this.#drawChips(); });
    fade();
  }

  async setQuery(query) {
    const turn = ++this.turn;
    try {
      const collection = await ask("areas/admin1.json", query);
      if (turn !== this.turn) return;
      this.features = collection.features;
      this.bounds = new Map(this.features.map((feature) => [
        feature.properties.area_id, this.L.geoJSON(feature).getBounds()]));
      this.draw();
    } catch (error) {
      if (turn === this.turn) this.on.failed(error);
    }
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
    this.#drawChips();
  }

  draw() {
    this.shapes.clearLayers();
    const fill = this.mode === "marks" ? this.#hatches() : this.#classes();
    for (const feature of this.features) {
      const style = fill(feature.properties);
      const marked = feature.properties.area_id === this.marked;
      if (style) this.#addShape(feature, style);
      if (marked) {
        this.#addShape(feature, { fill: false, color: "var(--accent)", weight: 2.5,
          interactive: false });
      }
    }
    this.#drawChips();
  }

  #addShape(feature, style) {
    const area = feature.properties;
    const shape = this.L.geoJSON(feature, { pane: "areas", renderer: this.renderer,
      style: () => ({ className: "atlas-area", ...style }), bubblingMouseEvents: false,
      interactive: style.interactive ?? true });
    if (style.interactive !== false) {
      shape.on("click", () => this.on.area(area, this.mode === "marks"));
      shape.on("mouseover", (event) => event.sourceTarget.setStyle({ weight: style.weight + 1 }));
      shape.on("mouseout", (event) => event.sourceTarget.setStyle({ weight: style.weight }));
      if (this.mode !== "marks") {
        shape.eachLayer((layer) => layer.on("add", () => this.#describe(layer.getElement(), area)));
      }
    }
    shape.addTo(this.shapes);
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
    const most = Math.max(0, ...this.features.map(({ properties }) => value(properties) ?? 0));
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

  #drawChips() {
    if (this.mode !== "marks") {
      this.chips.clear();
      return;
    }
    const wanted = new Map();
    const taken = this.clusters.map((cluster) => ({
      at: this.map.latLngToLayerPoint(cluster.place),
      reach: cluster.incident ? 9 : clusterRadius(cluster.count) + 2,
    }));
    for (const { properties: area } of this.features) {
      if (area.area_only) this.#chip(area, taken, wanted);
    }
    this.chips.swap(wanted);
  }

  /** Whether there is room for the count under the area's name. */
  #tall(areaId) {
    const bounds = this.boundsOf(areaId);
    const [north, south] = [bounds.getNorthWest(), bounds.getSouthWest()]
      .map((corner) => this.map.latLngToLayerPoint(corner).y);
    return south - north > TALL_PX;
  }

  #chip(area, taken, wanted) {
    const home = this.map.latLngToLayerPoint([area.label[1], area.label[0]])
      .add([0, this.#tall(area.area_id) ? UNDER_NAME_PX : 0]);
    const free = STEPS_PX.map(([x, y]) => home.add([x, y])).find((place) => taken.every(
      ({ at, reach }) => at.distanceTo(place) > reach + CHIP_PX)) ?? home;
    taken.push({ at: free, reach: CHIP_PX });
    const words = `${plural(area.area_only, "incident")} known only to this governorate`;
    const place = this.map.layerPointToLatLng(free);
    const key = `${area.area_id} ${area.area_only} ${place.lat.toFixed(4)} ${place.lng.toFixed(4)}`;
    wanted.set(key, () => {
      const marker = buttonMarker(this.L, place, chip(area.area_only), {
        label: `${area.name}: ${words}`, className: "atlas-area-chip", pane: "chips",
        onopen: () => this.on.area(area, true) });
      marker.on("add", () => this.tooltip.attach(marker.getElement(),
        () => areaLines(area, [words])));
      marker.on("remove", () => this.tooltip.hide());
      return marker;
    });
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
  return el("span", { class: "atlas-sample-chip" }, chip(4).node);
}
