// The selected incident: its halo or its area on the map, and its id in the address.
import { still, svg } from "./dom.js";
import { metresPerPixel } from "./footprints.js";
import { writeKey } from "./url.js";

const REACH = 21;
const INNER = 0.06;

export class Selection {
  constructor(L, map, { areas }) {
    Object.assign(this, { L, map, areas, halo: null, reach: null });
    this.renderer = L.svg({ pane: "footprints" });
    map.on("zoomend", () => this.#drawReach());
    map.createPane("halo").style.zIndex = 640;
    map.getPane("halo").style.pointerEvents = "none";
  }

  /** Mark an incident (a record's row) and bring it into view if it is outside. */
  set(incident) {
    writeKey("incident", incident.incident_id);
    this.#unmark();
    const located = incident.placement === "located";
    this.areas.mark(incident.placement === "area" ? incident.area_id : "");
    if (located) this.#mark([incident.latitude, incident.longitude], incident.radius_m);
    else if (incident.placement === "area") this.#reveal(this.areas.boundsOf(incident.area_id));
  }

  clear() {
    writeKey("incident", "");
    this.#unmark();
    this.areas.mark("");
  }

  #unmark() {
    this.halo?.remove();
    this.reach?.remove();
    this.reach = null;
  }

  #mark(place, radius) {
    const ring = svg("svg", { width: 2 * REACH, height: 2 * REACH, "aria-hidden": "true",
      viewBox: `${-REACH} ${-REACH} ${2 * REACH} ${2 * REACH}` },
    svg("circle", { r: REACH - 3, class: "atlas-halo-ground" }),
    svg("circle", { r: REACH - 3, class: "atlas-halo" }));
    const icon = this.L.divIcon({ html: ring, className: "atlas-mark", iconSize: [2 * REACH, 2 * REACH] });
    this.halo = this.L.marker(place, { icon, pane: "halo", interactive: false, keyboard: false })
      .addTo(this.map);
    // how far around the place it may have been; seen once it is larger than the halo
    this.reach = this.L.circle(place, { radius: radius || 1, fill: false, weight: 1.5,
      dashArray: "5 4", className: "atlas-reach", interactive: false, pane: "footprints",
      renderer: this.renderer });
    this.#drawReach();
    const point = this.L.latLng(place);
    if (!this.map.getBounds().pad(-INNER).contains(point)) this.map.panTo(point, { animate: !still() });
  }

  #drawReach() {
    if (!this.reach) return;
    const pixels = this.reach.getRadius() / metresPerPixel(this.map, this.reach.getLatLng().lat);
    if (pixels > REACH + 6) this.reach.addTo(this.map);
    else this.reach.remove();
  }

  #reveal(bounds) {
    if (!bounds || this.map.getBounds().intersects(bounds)) return;
    this.map.panTo(bounds.getCenter(), { animate: !still() });
  }
}
