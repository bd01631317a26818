// How exactly a place is known, drawn in metres around single marks.
const SHAPES = {
  site: { className: "atlas-print", weight: 1, fillOpacity: 0.06, opacity: 0.7 },
  neighbourhood: { className: "atlas-print", weight: 1, dashArray: "2 4", fillOpacity: 0.1,
    opacity: 0.55 },
  city: { className: "atlas-print atlas-soft", weight: 0, fillOpacity: 0.22 },
  vicinity: { className: "atlas-print atlas-soft", weight: 1, dashArray: "1 6", fillOpacity: 0.14,
    opacity: 0.5 },
};
const CLEAR_PX = 6;

/** How many metres a pixel spans at a latitude, at the map's present zoom. */
export function metresPerPixel(map, latitude) {
  const point = map.latLngToContainerPoint([latitude, map.getCenter().lng]);
  const other = map.containerPointToLatLng(point.add([10, 0]));
  return map.distance([latitude, map.getCenter().lng], [latitude, other.lng]) / 10;
}

/** Keeps the discs of the single marks in view, where they are large enough to be seen. */
export class Footprints {
  constructor(L, map, styleOf) {
    Object.assign(this, { L, map, styleOf });
    map.createPane("footprints").style.zIndex = 410;
    map.getPane("footprints").style.pointerEvents = "none";
    this.group = L.layerGroup().addTo(map);
    // st_folium puts click listeners on every layer it finds; these take none
    this.renderer = L.svg({ pane: "footprints" });
  }

  draw(clusters) {
    this.group.clearLayers();
    for (const { incident, latitude, longitude } of clusters) {
      const shape = SHAPES[incident?.geo_precision];
      if (!shape || !incident.radius_m) continue;
      const mark = this.styleOf(incident);
      const pixels = incident.radius_m / metresPerPixel(this.map, latitude);
      if (pixels < mark.reach + CLEAR_PX || pixels > 4000) continue;
      this.L.circle([latitude, longitude], { ...shape, radius: incident.radius_m,
        color: mark.colour, fillColor: mark.colour, interactive: false, renderer: this.renderer,
        pane: "footprints" }).addTo(this.group);
    }
  }
}
