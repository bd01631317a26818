// The map of the page that tries a name: what was understood, how exactly, and what else it may be.
// It is told numbers only; names stand beside the map.
import { setUp } from "./api.js";
import { BaseMap } from "./base.js";
import { el } from "./dom.js";
import { followTheme } from "./theme.js";

const ROOM = { padding: [36, 36], maxZoom: 10, animate: false };
let places = null;

/** Called on every run: the first call builds, later ones draw another answer. */
export function showPlaces(map, told, apiRoot) {
  places ??= new Places(map, told, apiRoot);
  places.draw(told);
}

class Places {
  constructor(map, told, apiRoot) {
    const { L } = window;
    Object.assign(this, { L, map });
    setUp(apiRoot, () => {});
    const notices = el("div", { class: "atlas-notices" });
    const stage = el("div", { class: "atlas-stage" }, map.getContainer(), notices);
    document.body.append(el("main", { class: "atlas atlas-places" }, stage));
    map.invalidateSize({ pan: false });
    map.setMinZoom(told.zooms[0]).setMaxZoom(told.zooms[1]);
    map.setView(told.start.centre, told.start.zoom, { animate: false });
    const theme = followTheme(told.styles, (now) => this.base?.setTheme(now));
    this.base = new BaseMap(L, map, { told, apiRoot, theme: theme(), notices });
    this.drawn = L.featureGroup().addTo(map);
    L.control.zoom({ position: "topright" }).addTo(map);
  }

  draw(told) {
    const { L, drawn } = this;
    drawn.clearLayers();
    const ink = "var(--accent)";
    if (told.area) {
      L.polygon(told.area, { color: ink, weight: 1.5, fillOpacity: told.point ? 0 : 0.12,
        dashArray: told.point ? "4 5" : null, interactive: false }).addTo(drawn);
    }
    if (told.point) {
      L.circle(told.point, { radius: told.radius, color: ink, weight: 1.5, fillOpacity: 0.14,
        interactive: false }).addTo(drawn);
      // near, between, south of: the centre of the circle is no place
      if (told.exact) {
        L.circleMarker(told.point, { radius: 5, color: ink, fillOpacity: 1, interactive: false })
          .addTo(drawn);
      }
    }
    told.others.forEach((point, index) => {
      if (!point) return;
      const number = el("span", { class: "atlas-number" }, String(index + 1));
      L.marker(point, { interactive: false, keyboard: false,
        icon: L.divIcon({ className: "", html: number, iconSize: null }) }).addTo(drawn);
    });
    const bounds = drawn.getBounds();
    if (bounds.isValid()) this.map.fitBounds(bounds, ROOM);
    else this.map.setView(told.start.centre, told.start.zoom, { animate: false });
  }
}
