// The density of incidents: the tiles' counts as a smooth surface over the map, with its scale.
import { addPoints, greatest, makeGrid, paint, perArea, placeOf, roundUp, smooth, STEP_PX, tableOf,
  valueAt } from "./heat.js";
import { colourOf } from "./scale.js";
import { ViewCanvas } from "./view_canvas.js";
import { number } from "./words.js";

const SPREAD_PX = 18;
const FINE_PER_SIDE = 32;
const TILE_PX = 512;
const TICKS = [0.15, 0.5, 0.85];
// the smallest unit in which the strongest colour is at least one incident
const UNITS = [[1, "per km²"], [100, "per 100 km²"], [10_000, "per 10 000 km²"]];

export class DensityLayer {
  /** `on.scale(scale)` is told what the colours mean whenever that changes. */
  constructor(L, map, { styles, on }) {
    Object.assign(this, { L, map, styles, on, tiles: [], points: null, most: 0, fixed: 0 });
    this.canvas = new ViewCanvas(L, map, { pane: "density", zIndex: 260,
      draw: (pen, view) => this.#draw(pen, view) });
    this.ground = document.createElement("canvas");
  }

  show(shown) {
    this.canvas.show(shown);
  }

  get shown() {
    return this.canvas.shown;
  }

  /** Take what is in view: tiles as {address: [zoom, column, row], density: [cell, count, …]}. */
  setTiles(tiles) {
    this.tiles = tiles;
    if (!this.points) this.canvas.redraw();
  }

  /** While playing: other places [{place, count}] and the scale's end; null goes back to the tiles. */
  setPoints(points, { most = 0, spread = SPREAD_PX } = {}) {
    Object.assign(this, { points, fixed: most, spread });
    this.canvas.paint();
  }

  /** The strongest value of some places, in incidents per km². */
  strongest(points, spread) {
    return this.canvas.view ? greatest(this.#surface(this.canvas.view, points, spread).values) : 0;
  }

  #tilePoints() {
    const shift = this.map.getPixelOrigin();
    return this.tiles.flatMap(({ address: [, column, row], density }) => {
      const cell = TILE_PX / FINE_PER_SIDE;
      const points = [];
      for (let at = 0; at < density.length; at += 2) {
        points.push({ count: density[at + 1],
          x: column * TILE_PX + ((density[at] % FINE_PER_SIDE) + 0.5) * cell - shift.x,
          y: row * TILE_PX + (Math.floor(density[at] / FINE_PER_SIDE) + 0.5) * cell - shift.y });
      }
      return points;
    });
  }

  #surface({ origin, size }, points, spread) {
    const grid = makeGrid(origin, size);
    addPoints(grid, points);
    smooth(grid, spread);
    perArea(grid, (row) => {
      const { lat } = this.map.layerPointToLatLng(origin.add([0, row * STEP_PX]));
      const metres = 40_075_016.686 * Math.cos(lat * Math.PI / 180) / 2 ** (this.map.getZoom() + 8);
      return (metres * STEP_PX / 1000) ** 2;
    });
    return grid;
  }

  #draw(pen, view) {
    const points = this.points ?? this.#tilePoints();
    const grid = this.#surface(view, points, this.points ? this.spread : SPREAD_PX);
    const most = roundUp(this.fixed || greatest(grid.values));
    if (most !== this.most || !this.legend) this.#setScale(most, points.length > 0);
    this.ground.width = grid.across;
    this.ground.height = grid.down;
    this.ground.getContext("2d").putImageData(paint(grid, most, this.table), 0, 0);
    pen.imageSmoothingEnabled = true;
    pen.imageSmoothingQuality = "medium";
    // a value stands for the middle of its square
    pen.drawImage(this.ground, view.origin.x - STEP_PX / 2, view.origin.y - STEP_PX / 2,
      grid.across * STEP_PX, grid.down * STEP_PX);
  }

  setTheme() {
    this.legend = null;
    this.canvas.paint();
  }

  /** Faint is see-through and near the ground's colour, strong stands out from it. */
  #ramp(place) {
    const dark = document.documentElement.dataset.theme === "dark";
    const { scale } = this.styles;
    const stops = dark ? scale.slice(1) : [...scale].reverse().slice(1);
    const colour = colourOf(Math.round(place * 255), 256, stops);
    return [...colour.match(/\d+/g).map(Number), Math.round(255 * 0.9 * Math.min(1, place * 1.4) ** 0.9)];
  }

  #setScale(most, some) {
    this.most = most;
    this.table = tableOf((place) => this.#ramp(place));
    const [area, words] = UNITS.find(([km2]) => most * km2 >= 1) ?? UNITS.at(-1);
    const ticks = [...new Set(TICKS.map((place) => roundUp(valueAt(place, most) * area) / area))];
    this.legend = { title: `Incidents ${words}`, some,
      colours: Array.from({ length: 9 }, (_, index) => this.#ramp(index / 8)),
      ticks: ticks.map((value) => ({ place: placeOf(value, most), words: say(value * area) })) };
    this.on.scale(this.legend);
  }
}

function say(value) {
  return value >= 1 ? number(Math.round(value)) : String(Number(value.toPrecision(1)));
}
