// The base map in the browser: land and borders drawn on canvas from our own JSON tiles.

import { NameLayer } from "./basemap_names.js";

const ATTRIBUTION = "Natural Earth · GeoNames (CC BY 4.0)";
const KEPT_TILES = 600;

const THEMES = {
  light: {
    land: "#f7f5f2", water: "#e3e8ec", coast: "#c6ced5", country: "#8e949b", admin1: "#dad7d2",
    words: { country: "#5f646b", admin1: "#6b7076", city: "#474c52" }, dot: "#6b7076",
  },
  dark: {
    land: "#1c1f24", water: "#14171b", coast: "#30363e", country: "#626a75", admin1: "#31363d",
    words: { country: "#a3a9b1", admin1: "#8d949d", city: "#c3c8ce" }, dot: "#8d949d",
  },
};

/** Returns a Leaflet layer; `setTheme("light" | "dark")` recolours it without fetching anew. */
export function createBasemap(L, { url, theme = "light" }) {
  return new (defineBasemap(L))({ url, theme });
}

function defineBasemap(L) {
  return L.GridLayer.extend({
    options: {
      attribution: ATTRIBUTION, minZoom: 0, maxZoom: 20, keepBuffer: 2, updateWhenZooming: false,
    },

    initialize(options) {
      L.GridLayer.prototype.initialize.call(this, options);
      this.colours = THEMES[options.theme] || THEMES.light;
      this._fetched = new Map();
      this._names = new NameLayer(L, this);
    },

    onAdd(map) {
      this._paperBefore = map.getContainer().style.backgroundColor;
      this._paper(map);
      L.GridLayer.prototype.onAdd.call(this, map);
      this._names.addTo(map);
      this.on("load tileload", this._names.expect, this._names);
      map.on("resize", this._redrawSharp, this);
    },

    onRemove(map) {
      map.off("resize", this._redrawSharp, this);
      this.off("load tileload", this._names.expect, this._names);
      this._names.remove();
      map.getContainer().style.backgroundColor = this._paperBefore;
      L.GridLayer.prototype.onRemove.call(this, map);
    },

    setTheme(name) {
      this.colours = THEMES[name] || THEMES.light;
      if (!this._map) return this;
      this._paper(this._map);
      this._redrawTiles();
      this._names.draw();
      return this;
    },

    /** The names of all tiles now on the map, each at the copy of the world its tile shows. */
    names() {
      const found = [];
      for (const { coords, el, current } of Object.values(this._tiles)) {
        if (!current || !el.content || coords.z !== this._tileZoom) continue;
        const turns = Math.floor(coords.x / 2 ** coords.z);
        for (const label of el.content.labels) {
          const key = `${label.en}/${label.lon}/${label.kind}/${turns}`;
          found.push({ ...label, lon: label.lon + 360 * turns, key });
        }
      }
      return found;
    },

    createTile(coords, done) {
      const canvas = L.DomUtil.create("canvas", "atlas-basemap-tile");
      canvas.setAttribute("aria-hidden", "true");
      canvas.edge = coords.x === 0 || coords.x === 2 ** coords.z - 1;
      this._fetch(coords).then(
        (content) => {
          canvas.content = content;
          drawTile(canvas, this.getTileSize().x, this.colours);
          done(null, canvas);
        },
        (error) => done(error, canvas),
      );
      return canvas;
    },

    _fetch({ z, x, y }) {
      const address = L.Util.template(this.options.url, { z, x, y });
      if (this._fetched.has(address)) return this._fetched.get(address);
      const coming = fetch(address, { credentials: "same-origin" }).then((answer) => {
        if (!answer.ok) throw new Error(`base map tile: ${answer.status}`);
        return answer.json();
      });
      coming.catch(() => this._fetched.delete(address)); // asked for again next time it is seen
      this._fetched.set(address, coming);
      if (this._fetched.size > KEPT_TILES) this._fetched.delete(this._fetched.keys().next().value);
      return coming;
    },

    _paper(map) {
      map.getContainer().style.backgroundColor = this.colours.land;
    },

    _redrawTiles() {
      for (const { el } of Object.values(this._tiles)) {
        if (el.content) drawTile(el, this.getTileSize().x, this.colours);
      }
    },

    _redrawSharp() {
      // A window moved to another screen may have another pixel ratio.
      if (this._ratio !== window.devicePixelRatio) this._redrawTiles();
      this._ratio = window.devicePixelRatio;
    },
  });
}

function drawTile(canvas, size, colours) {
  const { content } = canvas;
  const ratio = window.devicePixelRatio || 1;
  canvas.width = canvas.height = Math.round(size * ratio);
  const pen = canvas.getContext("2d");
  const scale = canvas.width / content.extent;
  pen.fillStyle = colours.water;
  pen.fillRect(0, 0, canvas.width, canvas.height);
  pen.lineJoin = pen.lineCap = "round";

  const land = tracePaths(content.land, scale);
  pen.fillStyle = colours.land;
  pen.fill(land, "evenodd");
  const coast = canvas.edge ? tracePaths(content.land, scale, content.extent) : land;
  stroke(pen, coast, colours.coast, 0.7 * ratio);
  stroke(pen, tracePaths(content.admin1, scale), colours.admin1, 0.7 * ratio);
  stroke(pen, tracePaths(content.country, scale), colours.country, 1 * ratio);
  pen.setLineDash([4 * ratio, 3 * ratio]);
  stroke(pen, tracePaths(content.contested, scale), colours.country, 0.8 * ratio);
}

/** Traces flat paths [x, y, dx, dy, …]; with `seam`, lifts the pen along the world's own edge. */
function tracePaths(paths, scale, seam = 0) {
  const trace = new Path2D();
  for (const path of paths) {
    let x = path[0];
    let y = path[1];
    trace.moveTo(x * scale, y * scale);
    for (let i = 2; i < path.length; i += 2) {
      const along = seam && path[i] === 0 && (x <= 0 || x >= seam);
      x += path[i];
      y += path[i + 1];
      if (along) trace.moveTo(x * scale, y * scale);
      else trace.lineTo(x * scale, y * scale);
    }
  }
  return trace;
}

function stroke(pen, trace, colour, width) {
  pen.strokeStyle = colour;
  pen.lineWidth = width;
  pen.stroke(trace);
}
