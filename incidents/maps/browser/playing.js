// Plays a selection on the map: loads its counts by frame once, then draws any window of them.
import { ask, askTile } from "./api.js";
import { drawMarks, reachOf, readInk } from "./play_marks.js";
import { spread } from "./spread.js";
import { sumUp, sumUpAll, windowAt, within, withinAll } from "./series.js";
import { ViewCanvas } from "./view_canvas.js";

const SPREAD_PX = 26; // wider than that of the still density, whose cells are a quarter as wide

export class Playing {
  /**
   * `parts` has: tiles, areas, density, styles; `on` has: picked(cell, dates), changed(playing),
   * moment(moment or null), failed(error).
   */
  constructor(L, map, { parts, on }) {
    Object.assign(this, { L, map, on, ...parts, now: null, clusters: [], marks: [], turn: 0 });
    this.canvas = new ViewCanvas(L, map, { pane: "played", zIndex: 580,
      draw: (pen) => drawMarks(pen, this.marks, this.ink) });
    map.on("moveend resize", () => { if (this.now) this.#load(); });
    map.on("click", (event) => this.pick(event));
    const listen = (event) => this.take(event.detail);
    window.parent.addEventListener("atlas:play", listen);
    window.addEventListener("pagehide", () => window.parent.removeEventListener("atlas:play", listen));
  }

  get playing() {
    return this.now !== null;
  }

  /** A moment to show, as the player tells it; null ends it. */
  take(moment) {
    const before = this.now;
    this.now = moment;
    if (!moment) {
      if (before) this.#end();
      return;
    }
    if (!before || before.query !== moment.query || before.bin !== moment.bin) this.#begin();
    else if (before.width !== moment.width) this.#scale();
    this.draw();
    this.on.moment(moment);
  }

  #begin() {
    this.ink = readInk(this.styles);
    this.clusters = [];
    this.marks = [];
    this.on.changed(true);
    this.canvas.show(!this.density.shown);
    this.#load();
    this.#loadAreas();
  }

  #end() {
    this.turn += 1;
    this.canvas.show(false);
    this.density.setPoints(null);
    this.areas.play(null);
    this.on.changed(false);
    this.on.moment(null);
  }

  /** The map shows something else now: dots, density or areas. */
  setMode(mode) {
    this.canvas.show(this.playing && mode === "marks");
    if (!this.playing) return;
    this.areas.avoid(this.avoided ?? []);
    this.draw();
  }

  setTheme() {
    if (this.playing) this.ink = readInk(this.styles);
    this.draw();
  }

  async #load() {
    const turn = ++this.turn;
    const { query, bin } = this.now;
    try {
      const tiles = await Promise.all(this.tiles.addresses().map((address) => askTile(...address,
        `${query ? `${query}&` : ""}bin=${bin}`, "frames")));
      if (turn !== this.turn) return;
      this.#place(tiles.flatMap((tile) => tile.clusters));
      this.#scale();
      this.draw();
    } catch (error) {
      if (turn === this.turn) this.on.failed(error);
    }
  }

  async #loadAreas() {
    const { query, bin } = this.now;
    try {
      const { areas } = await ask("frames/admin1.json", `${query ? `${query}&` : ""}bin=${bin}`);
      if (!this.playing || this.now.query !== query) return;
      this.areaSums = sumUpAll(areas);
      this.#scale();
      this.draw();
    } catch (error) {
      if (this.playing) this.on.failed(error);
    }
  }

  /** Where each cluster stands: where the whole selection's does, in every frame. */
  #place(clusters) {
    const whole = clusters.map(({ types }) => Object.values(types)
      .flatMap(([starts]) => starts).reduce((sum, one) => sum + one, 0));
    const points = clusters.map(({ longitude, latitude }) =>
      this.map.latLngToLayerPoint([latitude, longitude]));
    const apart = spread(points.map(({ x, y }, at) => ({ x, y, fixed: whole[at] === 1,
      reach: reachOf(whole[at]) - 1 })));
    this.clusters = clusters.map(({ cell, types }, at) => ({ cell, ...apart[at],
      kinds: this.styles.kinds.map(({ event_type: type }) => (types[type] ? sumUp(types[type]) : null)) }));
    this.most = undefined;
    // the areas' counts keep clear of every place at which a mark may stand
    this.avoided = apart.map(({ x, y }, at) => ({ count: whole[at],
      place: this.map.layerPointToLatLng([x, y]) }));
    this.areas.avoid(this.avoided);
  }

  #marksIn(window) {
    const marks = [];
    for (const { cell, x, y, kinds } of this.clusters) {
      const counts = kinds.map((sums) => (sums ? within(sums, window) : 0));
      const count = counts.reduce((sum, one) => sum + one, 0);
      if (count) marks.push({ cell, x, y, count, kinds: counts });
    }
    return marks;
  }

  /** Fix the scales for the whole play, so that one colour means one thing in every frame. */
  #scale() {
    if (!this.now) return;
    const { frames, width } = this.now;
    const windows = Array.from({ length: frames }, (_, last) => windowAt(last, width));
    if (this.density.shown) {
      this.most = Math.max(...windows.map((window) =>
        this.density.strongest(this.#marksIn(window), SPREAD_PX)));
    }
    if (!this.areaSums) return;
    const most = {};
    for (const [area, sums] of Object.entries(this.areaSums)) {
      const all = windows.map((window) => withinAll(sums, window));
      most[area] = Object.fromEntries(Object.keys(sums).map((name) =>
        [name, Math.max(...all.map((counts) => counts[name]))]));
    }
    this.areas.play(most);
  }

  draw() {
    if (!this.now) return;
    const { window } = this.now;
    this.marks = this.#marksIn(window);
    if (this.density.shown) {
      if (this.most === undefined) this.#scale();
      this.density.setPoints(this.marks, { most: this.most, spread: SPREAD_PX });
    } else this.canvas.paint();
    if (this.areaSums) {
      this.areas.showFrame(Object.fromEntries(Object.entries(this.areaSums)
        .map(([area, sums]) => [area, withinAll(sums, window)])));
    }
  }

  /** List what a mark stands for, if there is one at the place of a click. */
  pick({ layerPoint }) {
    if (!this.playing || !this.canvas.shown) return false;
    const near = this.marks.filter(({ x, y, count }) =>
      Math.hypot(x - layerPoint.x, y - layerPoint.y) <= reachOf(count));
    const [mark] = near.sort((one, other) => one.count - other.count);
    if (mark) this.on.picked(mark.cell, this.now.dates);
    return Boolean(mark);
  }
}
