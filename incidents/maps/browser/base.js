// What lies under the incidents: our own drawing, or public tiles once the reader chose them.
import { button, el, replace } from "./dom.js";
import { readKey, writeKey } from "./url.js";

const CONSENT = "atlas-public-tiles";
const NOTICE = "The tile server sees which area you look at.";

function agreed() {
  try {
    return window.localStorage.getItem(CONSENT) === "yes";
  } catch {
    return false;
  }
}

function remember(value) {
  try {
    window.localStorage.setItem(CONSENT, value ? "yes" : "");
  } catch {
    // without storage the reader is asked again; nothing else depends on it
  }
}

export class BaseMap {
  constructor(L, map, { told, apiRoot, theme, notices }) {
    Object.assign(this, { L, map, told, theme, chosen: "" });
    this.layer = null;
    this.notice = el("p", { class: "atlas-box atlas-notice", hidden: true });
    notices.append(this.notice);
    this.url = new URL("basemap/{z}/{x}/{y}.json", apiRoot).href
      .replaceAll("%7B", "{").replaceAll("%7D", "}");
    map.attributionControl.setPrefix(false);
    if (readKey("base") === "osm" || told.base === "osm") this.#asked();
    else this.choose("drawn");
  }

  /** The bases on offer, as [value, words]. */
  get offers() {
    return this.told.tiles
      ? [["drawn", "Drawn here, offline"], ["osm", "OpenStreetMap, online"]] : [];
  }

  /** A link asks for public tiles: only this reader may say yes. */
  #asked() {
    if (this.told.tiles && agreed()) return this.choose("osm");
    this.choose("drawn");
    if (!this.told.tiles) return undefined;
    this.notice.hidden = false;
    replace(this.notice, "This link shows OpenStreetMap underneath. ", NOTICE, " ",
      button("Show it", () => { remember(true); this.choose("osm"); }, { class: "atlas-button" }),
      button("Keep the offline map", () => this.choose("drawn"), { class: "atlas-button" }));
    return undefined;
  }

  /** Switch the base; called by the reader's own hand it also goes into the address. */
  choose(value, { byHand = false } = {}) {
    this.chosen = value;
    if (byHand) {
      remember(value === "osm");
      writeKey("base", value === "osm" ? "osm" : "");
    }
    this.notice.hidden = value !== "osm";
    if (value === "osm") {
      const { credit, attribution } = this.told.tiles;
      replace(this.notice, NOTICE, " ",
        el("a", { href: credit, target: "_blank", rel: "noopener" }, attribution));
    }
    document.documentElement.dataset.base = value;
    return value === "osm" ? this.#swap(this.#publicTiles()) : this.#drawn();
  }

  setTheme(theme) {
    this.theme = theme;
    this.layer?.setTheme?.(theme);
  }

  #swap(layer) {
    this.layer?.remove();
    this.layer = layer.addTo(this.map);
  }

  #publicTiles() {
    const { url, attribution, max } = this.told.tiles;
    const layer = this.L.tileLayer(url, { maxZoom: max, referrerPolicy: "origin", attribution });
    layer.once("tileerror", () => {
      if (this.chosen !== "osm") return;
      replace(this.notice, "The tile server does not answer, so the ground may stay empty. ",
        button("Use the offline map", () => this.choose("drawn", { byHand: true }),
          { class: "atlas-button" }));
    });
    return layer;
  }

  async #drawn() {
    try {
      const { createBasemap } = await import("./basemap.js");
      if (this.chosen !== "drawn") return;
      this.#swap(createBasemap(this.L, { url: this.url, theme: this.theme }));
    } catch (error) {
      // incidents on a plain ground are better than no map
      console.error(error);
    }
  }
}
