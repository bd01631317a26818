// The counts that stand on areas: of incidents known only to lie somewhere in them.
import { svg } from "./dom.js";
import { buttonMarker } from "./mark_layer.js";
import { clusterRadius, short } from "./marks.js";
import { areaLines } from "./tips.js";
import { plural } from "./words.js";

const STEPS_PX = [[0, 0], [0, 30], [0, -30], [34, 0], [-34, 0], [30, 26], [-30, 26], [30, -26],
  [-30, -26], [0, 56], [0, -56]];
const CHIP_PX = 15;
const UNDER_NAME_PX = 24;
const TALL_PX = 90;
const NODE_PX = 52;

/** A count in a frame; `set(count)` changes it. */
export function buildChip(count) {
  const frame = svg("rect", { y: -10, height: 20, rx: 3, class: "atlas-chip" });
  const words = svg("text", { class: "atlas-count", "text-anchor": "middle", y: "0.36em" });
  const node = svg("svg", { width: NODE_PX, height: 24, "aria-hidden": "true",
    viewBox: `${-NODE_PX / 2} -12 ${NODE_PX} 24` }, frame, words);
  const set = (value) => {
    words.textContent = short(value);
    const width = 18 + 7 * words.textContent.length;
    frame.setAttribute("x", -width / 2);
    frame.setAttribute("width", width);
  };
  set(count);
  return { node, set, reach: NODE_PX / 2 };
}

export class AreaChips {
  /** `bounds(areaId)` gives an area's bounds; `onopen(area)` is called when a chip is chosen. */
  constructor(L, map, { tooltip, bounds, onopen }) {
    Object.assign(this, { L, map, tooltip, bounds, onopen, shown: new Map(), places: new Map() });
    map.createPane("chips").style.zIndex = 590;
  }

  /** Give each area's chip a place that keeps clear of `clusters` and of the other chips. */
  place(areas, clusters) {
    this.clear();
    const taken = clusters.map((cluster) => ({
      at: this.map.latLngToLayerPoint(cluster.place),
      reach: cluster.incident ? 9 : clusterRadius(cluster.count) + 2,
    }));
    this.places = new Map(areas.map((area) => {
      const home = this.map.latLngToLayerPoint([area.label[1], area.label[0]])
        .add([0, this.#hasRoom(area.area_id) ? UNDER_NAME_PX : 0]);
      const free = STEPS_PX.map(([x, y]) => home.add([x, y])).find((place) => taken.every(
        ({ at, reach }) => at.distanceTo(place) > reach + CHIP_PX)) ?? home;
      taken.push({ at: free, reach: CHIP_PX });
      return [area.area_id, this.map.layerPointToLatLng(free)];
    }));
  }

  /** Whether there is room for the count under the area's name. */
  #hasRoom(areaId) {
    const bounds = this.bounds(areaId);
    const [north, south] = [bounds.getNorthWest(), bounds.getSouthWest()]
      .map((corner) => this.map.latLngToLayerPoint(corner).y);
    return south - north > TALL_PX;
  }

  /** Show the counts of these areas, and no other; cheap enough for every step of a play. */
  show(areas) {
    const wanted = new Set();
    for (const area of areas) {
      if (!area.area_only || !this.places.has(area.area_id)) continue;
      wanted.add(area.area_id);
      const chip = this.shown.get(area.area_id) ?? this.#make(area);
      if (chip.area.area_only !== area.area_only) {
        chip.set(area.area_only);
        chip.marker.getElement()?.setAttribute("aria-label", labelOf(area));
      }
      chip.area = area;
    }
    for (const [areaId, { marker }] of this.shown) {
      if (wanted.has(areaId)) continue;
      marker.remove();
      this.shown.delete(areaId);
    }
  }

  clear() {
    this.show([]);
  }

  #make(area) {
    const { set, ...drawing } = buildChip(area.area_only);
    const chip = { area, set };
    chip.marker = buttonMarker(this.L, this.places.get(area.area_id), drawing, {
      label: labelOf(area), className: "atlas-area-chip", pane: "chips",
      onopen: () => this.onopen(chip.area) });
    chip.marker.on("add", () => this.tooltip.attach(chip.marker.getElement(),
      () => areaLines(chip.area, [wordsOf(chip.area)])));
    chip.marker.on("remove", () => this.tooltip.hide());
    chip.marker.addTo(this.map);
    this.shown.set(area.area_id, chip);
    return chip;
  }
}

function wordsOf(area) {
  return `${plural(area.area_only, "incident")} known only to this governorate`;
}

function labelOf(area) {
  return `${area.name}: ${wordsOf(area)}`;
}
