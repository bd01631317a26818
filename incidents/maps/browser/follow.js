// "Only what is in view": makes the map's view the filter's bounding box, when switched on.
import { readKey, writeView } from "./url.js";

const QUIET_MS = 400;
const SETTLE_MS = 4000;

function boxOf(map) {
  const bounds = map.getBounds();
  const limit = (value, most) => Math.min(most, Math.max(-most, value));
  return [limit(bounds.getWest(), 180), limit(bounds.getSouth(), 85),
    limit(bounds.getEast(), 180), limit(bounds.getNorth(), 85)];
}

function readBox(query) {
  const box = new URLSearchParams(query).get("bbox")?.split(",").map(Number);
  return box?.length === 4 && box.every(Number.isFinite) ? box : null;
}

export class Follow {
  constructor(map, stage, { loosen }) {
    Object.assign(this, { map, loosen, on: false, touched: false, told: 0, timer: 0 });
    const touch = () => { this.touched = true; };
    for (const kind of ["pointerdown", "wheel", "keydown"]) {
      stage.addEventListener(kind, touch, { capture: true, passive: true });
    }
    map.on("moveend", () => this.#moved());
  }

  attach(control) {
    this.control = control;
    this.node = control.node;
  }

  /** The filter came back from the page: show whether it has a box. */
  sync(query) {
    const boxed = readBox(query) !== null;
    // an answer to an older filter must not undo what was just switched
    if (boxed !== this.on && Date.now() - this.told < SETTLE_MS) return;
    this.on = boxed;
    this.control.set(boxed);
  }

  turn(on) {
    this.on = on;
    this.#tell();
  }

  /** List keys for what is in view; null when the view and the filter's box do not meet. */
  viewKeys(query) {
    const view = boxOf(this.map);
    const box = readBox(query) ?? view;
    const meet = [Math.max(view[0], box[0]), Math.max(view[1], box[1]),
      Math.min(view[2], box[2]), Math.min(view[3], box[3])];
    if (meet[0] >= meet[2] || meet[1] >= meet[3]) return null;
    return { bbox: meet.map((value) => value.toFixed(4)).join(",") };
  }

  #moved() {
    if (!this.on || !this.touched) return;
    this.loosen();
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.#tell(), QUIET_MS);
  }

  #tell() {
    clearTimeout(this.timer);
    this.told = Date.now();
    const page = window.parent;
    const box = this.on ? boxOf(this.map).map((value) => value.toFixed(4)).join(",") : "";
    if (this.on && !readKey("map")) writeView(this.map);
    page.dispatchEvent(new page.CustomEvent("atlas:bbox", { detail: box }));
  }
}
