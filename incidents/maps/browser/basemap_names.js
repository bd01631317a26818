// The names on the base map: English over Arabic, set so that none touches another.

const LATIN = 'system-ui, -apple-system, "Segoe UI", "Noto Sans", sans-serif';
const ARABIC =
  '"Noto Naskh Arabic", "Noto Sans Arabic", "Geeza Pro", "Segoe UI", Tahoma, sans-serif';
const PATIENCE_MS = 400; // names wait this long for the last tiles, so that they are set once
const VIEW_PAD = 0.4; // names are drawn this far past the view, to be there while it is dragged
const GAP = 3; // least distance between two names, in pixels

/** One canvas over the tiles; it moves with the map and is set anew when the view rests. */
export class NameLayer {
  constructor(L, basemap) {
    this._L = L;
    this._basemap = basemap;
    this._kept = new Map(); // name -> the position it was given at this zoom
    this._widths = new Map();
  }

  addTo(map) {
    this._map = map;
    const pane = map.getPane("atlas-names") || map.createPane("atlas-names");
    pane.style.zIndex = 250; // above the tiles, below every layer with data
    pane.style.pointerEvents = "none";
    this._canvas = this._L.DomUtil.create("canvas", "leaflet-zoom-animated", pane);
    this._canvas.setAttribute("aria-hidden", "true");
    map.on("moveend resize", this.expect, this);
    map.on("zoomanim", this._follow, this);
    this.expect();
  }

  remove() {
    this._map.off("moveend resize", this.expect, this);
    this._map.off("zoomanim", this._follow, this);
    clearTimeout(this._timer);
    this._canvas.remove();
    this._map = null;
  }

  /** Draws once all tiles are in, or after a moment without the slow ones. */
  expect() {
    const waiting = this._basemap.isLoading();
    if (waiting && this._timer) return;
    clearTimeout(this._timer);
    this._timer = setTimeout(() => {
      this._timer = 0;
      requestAnimationFrame(() => this.draw());
    }, waiting ? PATIENCE_MS : 0);
  }

  draw() {
    const map = this._map;
    if (!map || map._animatingZoom) return;
    const size = map.getSize();
    const pad = size.multiplyBy(VIEW_PAD).round();
    const origin = map.containerPointToLayerPoint([0, 0]).subtract(pad).round();
    const ratio = window.devicePixelRatio || 1;
    const extent = size.add(pad.multiplyBy(2));
    this._origin = origin;
    this._zoom = map.getZoom();
    this._corner = map.layerPointToLatLng(origin);
    this._canvas.width = extent.x * ratio;
    this._canvas.height = extent.y * ratio;
    this._canvas.style.width = `${extent.x}px`;
    this._canvas.style.height = `${extent.y}px`;
    this._L.DomUtil.setTransform(this._canvas, origin, 1);
    const pen = this._canvas.getContext("2d");
    pen.scale(ratio, ratio);
    pen.translate(-origin.x, -origin.y);
    for (const placed of this._arrange(pen)) drawName(pen, placed, this._basemap.colours);
  }

  /** Gives each name a place that touches no other; what was shown at this zoom stays. */
  _arrange(pen) {
    if (this._arrangedZoom !== this._zoom) this._kept.clear();
    this._arrangedZoom = this._zoom;
    const names = this._basemap.names();
    names.sort((a, b) => this._kept.has(b.key) - this._kept.has(a.key)
      || a.rank - b.rank || (a.key < b.key ? -1 : 1));
    const taken = new Boxes();
    const placed = [];
    for (const name of names) {
      const point = this._map.latLngToLayerPoint([name.lat, name.lon]);
      const style = styleOf(name);
      const size = this._measure(pen, name, style);
      const before = this._kept.get(name.key);
      const offsets = before ? [before] : positions(name.kind, size);
      const dot = name.kind === "city" && [point.x - 5, point.y - 5, point.x + 5, point.y + 5];
      const offset = (!dot || taken.isFree(dot))
        && offsets.find((o) => taken.isFree(boxAt(point, o, size)));
      if (!offset) {
        this._kept.delete(name.key);
        continue;
      }
      taken.add(boxAt(point, offset, size));
      if (dot) taken.add(dot);
      this._kept.set(name.key, offset);
      placed.push({ name, point, offset, style, size });
    }
    return placed;
  }

  _measure(pen, name, style) {
    const key = `${style.latin}${style.spacing}${name.en}/${name.ar}`;
    let size = this._widths.get(key);
    if (!size) {
      pen.font = style.latin;
      pen.letterSpacing = style.spacing;
      const english = pen.measureText(style.text(name.en)).width;
      pen.font = style.arabic;
      pen.letterSpacing = "0px";
      const arabic = name.ar ? pen.measureText(name.ar).width : 0;
      size = { x: Math.max(english, arabic), y: style.height + (name.ar ? style.height + 1 : 0) };
      this._widths.set(key, size);
    }
    return size;
  }

  _follow(event) {
    if (!this._corner) return;
    const scale = this._map.getZoomScale(event.zoom, this._zoom);
    const corner = this._map._latLngToNewLayerPoint(this._corner, event.zoom, event.center);
    this._L.DomUtil.setTransform(this._canvas, corner, scale);
  }
}

const asIs = (text) => text;
const capitals = (text) => text.toLocaleUpperCase("en");

function styleOf({ kind, rank }) {
  if (kind === "country") return style(12, 600, "1.6px", capitals);
  if (kind === "admin1") return style(10, 500, "1.1px", capitals);
  if (rank < 120) return style(13, 600, "0px", asIs);
  return rank < 150 ? style(12, 500, "0px", asIs) : style(11, 400, "0px", asIs);
}

function style(size, weight, spacing, text) {
  const arabic = `${weight > 500 ? 600 : 400} ${size + 1}px ${ARABIC}`;
  return { latin: `${weight} ${size}px ${LATIN}`, arabic, spacing, text, height: size + 2 };
}

/** The middles a name may have around its point, best first. */
function positions(kind, { x, y }) {
  if (kind !== "city") return [{ x: 0, y: 0 }];
  const side = x / 2 + 6;
  const over = y / 2 + 5;
  return [{ x: 0, y: over }, { x: 0, y: -over }, { x: side, y: 0 }, { x: -side, y: 0 }];
}

function boxAt(point, offset, size) {
  const x = point.x + offset.x;
  const y = point.y + offset.y;
  return [x - size.x / 2 - GAP, y - size.y / 2 - GAP, x + size.x / 2 + GAP, y + size.y / 2 + GAP];
}

function drawName(pen, { name, point, offset, style: words, size }, colours) {
  const colour = colours.words[name.kind];
  const x = point.x + offset.x;
  const top = point.y + offset.y - size.y / 2;
  pen.textAlign = "center";
  pen.textBaseline = "middle";
  pen.lineJoin = "round";
  pen.strokeStyle = colours.land;
  pen.fillStyle = colour;
  if (name.kind === "city") drawDot(pen, point, colours);
  pen.fillStyle = colour;
  drawLine(pen, words.text(name.en), x, top + words.height / 2, words.latin, words.spacing, "ltr");
  if (name.ar) drawLine(pen, name.ar, x, top + words.height * 1.5 + 1, words.arabic, "0px", "rtl");
}

function drawDot(pen, point, colours) {
  pen.beginPath();
  pen.arc(point.x, point.y, 1.7, 0, 2 * Math.PI);
  pen.fillStyle = colours.dot;
  pen.lineWidth = 1.5;
  pen.stroke();
  pen.fill();
}

function drawLine(pen, text, x, y, font, spacing, direction) {
  pen.font = font;
  pen.letterSpacing = spacing;
  pen.direction = direction;
  pen.lineWidth = 2.5;
  pen.globalAlpha = 0.85;
  pen.strokeText(text, x, y);
  pen.globalAlpha = 1;
  pen.fillText(text, x, y);
}

/** Boxes already taken, sorted into squares so that thousands of names stay quick. */
class Boxes {
  constructor() {
    this._squares = new Map();
  }

  isFree(box) {
    for (const square of this._under(box)) {
      if (this._squares.get(square)?.some((other) => overlap(box, other))) return false;
    }
    return true;
  }

  add(box) {
    for (const square of this._under(box)) {
      if (!this._squares.has(square)) this._squares.set(square, []);
      this._squares.get(square).push(box);
    }
  }

  *_under([west, north, east, south]) {
    for (let x = Math.floor(west / 128); x <= Math.floor(east / 128); x += 1) {
      for (let y = Math.floor(north / 128); y <= Math.floor(south / 128); y += 1) yield `${x}/${y}`;
    }
  }
}

function overlap(a, b) {
  return a[0] < b[2] && a[2] > b[0] && a[1] < b[3] && a[3] > b[1];
}
