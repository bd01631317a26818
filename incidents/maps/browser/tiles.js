// The incident layer: asks for the tiles in view and draws their clusters and single marks.
import { askTile, withKeys } from "./api.js";
import { buttonMarker, KeyedMarks } from "./mark_layer.js";
import { clusterMark, clusterRadius, incidentMark } from "./marks.js";
import { spread } from "./spread.js";
import { clusterLines, clusterWords, incidentLines, incidentWords } from "./tips.js";

const TILE_PX = 512; // of this server's 64 cells a tile, each is then 64 pixels wide
const MARGIN_PX = 36;

export class IncidentTiles {
  /**
   * `on` has: incident(incident, place), cluster(cluster), drawn(clusters), density(tiles),
   * failed(error).
   */
  constructor(L, map, { styles, tooltip, on }) {
    Object.assign(this, { L, map, styles, tooltip, on });
    this.marks = new KeyedMarks(map);
    this.query = null;
    this.mode = "marks";
    this.turn = 0;
    map.on("moveend resize", () => this.refresh());
  }

  setQuery(query) {
    this.query = query;
    return this.refresh();
  }

  /** Show "marks", or hand what they count to the "density", or show nothing ("none"). */
  setMode(mode) {
    this.mode = mode;
    if (mode !== "marks") {
      this.marks.clear();
      this.on.drawn([]);
    }
    return this.refresh();
  }

  /** While the view itself is the filter, what comes into view is not yet in `query`. */
  loosen() {
    this.query = withKeys(this.query, { bbox: null });
  }

  /** The addresses of the tiles in view. */
  addresses() {
    const zoom = this.map.getZoom() - 1; // of tiles twice as wide as Leaflet's
    const bounds = this.map.getPixelBounds();
    const edge = 2 ** zoom;
    const index = (pixel) => Math.floor(pixel / TILE_PX);
    const found = [];
    for (let x = index(bounds.min.x - MARGIN_PX); x <= index(bounds.max.x + MARGIN_PX); x += 1) {
      for (let y = index(bounds.min.y - MARGIN_PX); y <= index(bounds.max.y + MARGIN_PX); y += 1) {
        if (x >= 0 && x < edge && y >= 0 && y < edge) found.push([zoom, x, y]);
      }
    }
    return found;
  }

  /** Fetch what the view needs, then replace what is drawn in one step. */
  async refresh() {
    if (this.query === null || this.mode === "none") return;
    const turn = ++this.turn;
    try {
      const addresses = this.addresses();
      const tiles = await Promise.all(addresses.map((one) => askTile(...one, this.query)));
      if (turn !== this.turn || this.mode === "none") return;
      if (this.mode === "marks") this.#draw(tiles.flatMap((tile) => tile.clusters));
      else {
        this.on.density(tiles.map(({ density }, at) => ({ address: addresses[at], density })));
      }
    } catch (error) {
      if (turn === this.turn) this.on.failed(error);
    }
  }

  #draw(clusters) {
    const wanted = new Map();
    const placed = this.#apart(clusters);
    for (const cluster of placed) {
      const { cell, longitude, latitude, count, incident, types } = cluster;
      const key = incident
        ? `i ${incident.incident_id}`
        : `c ${cell} ${longitude} ${latitude} ${count} ${JSON.stringify(types)}`;
      wanted.set(key, () => (incident ? this.#single(cluster) : this.#cluster(cluster)));
    }
    this.marks.swap(wanted);
    this.on.drawn(placed);
  }

  /** Clusters stand where there is room for them; an incident stands where it happened. */
  #apart(clusters) {
    const zoom = this.map.getZoom();
    const places = spread(clusters.map((cluster) => ({
      ...this.map.project([cluster.latitude, cluster.longitude], zoom),
      reach: cluster.incident ? 7 : clusterRadius(cluster.count) + 1,
      fixed: Boolean(cluster.incident),
    })));
    return clusters.map((cluster, index) => ({
      ...cluster,
      place: cluster.incident ? [cluster.latitude, cluster.longitude]
        : this.map.unproject([places[index].x, places[index].y], zoom),
    }));
  }

  #single(cluster) {
    const { incident, place } = cluster;
    const drawing = incidentMark(this.styles, incident);
    return this.#marker(place, drawing, {
      label: incidentWords(incident, this.styles),
      lines: () => incidentLines(incident),
      // small marks above large ones, so that each can be reached
      lift: 1000 - Math.round(drawing.reach),
      onopen: () => this.on.incident(incident, place),
    });
  }

  #cluster(cluster) {
    return this.#marker(cluster.place, clusterMark(this.styles, cluster), {
      label: clusterWords(cluster, this.styles),
      lines: () => clusterLines(cluster, this.styles),
      className: "atlas-cluster",
      onopen: () => this.on.cluster(cluster),
    });
  }

  #marker(place, drawing, { lines, ...options }) {
    const marker = buttonMarker(this.L, place, drawing, options);
    marker.on("add", () => this.tooltip.attach(marker.getElement(), lines));
    marker.on("remove", () => this.tooltip.hide());
    return marker;
  }
}
