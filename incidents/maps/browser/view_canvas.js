// One canvas over the map's view and a margin around it; it moves with the map and is drawn anew
// when the view rests or when its owner asks.

const MARGIN = 0.25; // of the view, drawn past each edge, to be there while the map is dragged

export class ViewCanvas {
  /** `draw(pen, view)` fills the canvas; `view` has origin and size in layer pixels, and zoom. */
  constructor(L, map, { pane, zIndex, draw }) {
    Object.assign(this, { L, map, draw, given: 0, shown: false });
    const holder = map.createPane(pane);
    holder.style.zIndex = zIndex;
    holder.style.pointerEvents = "none";
    this.node = L.DomUtil.create("canvas", "leaflet-zoom-animated", holder);
    this.node.setAttribute("aria-hidden", "true");
    this.node.hidden = true;
    map.on("moveend resize", () => { if (this.shown) this.redraw(); });
    map.on("zoomanim", (event) => this.#follow(event));
  }

  show(shown) {
    this.shown = shown;
    this.node.hidden = !shown;
    if (shown) this.redraw();
  }

  /** Place the canvas over the present view and draw it. */
  redraw() {
    const { map } = this;
    if (!this.shown || map._animatingZoom) return;
    const size = map.getSize();
    const pad = size.multiplyBy(MARGIN).round();
    const origin = map.containerPointToLayerPoint([0, 0]).subtract(pad).round();
    const extent = size.add(pad.multiplyBy(2));
    this.view = { origin, size: extent, zoom: map.getZoom() };
    this.corner = map.layerPointToLatLng(origin);
    this.L.DomUtil.setTransform(this.node, origin, 1);
    this.paint();
  }

  /** Draw again where the canvas is; cheap enough for every frame of an animation. */
  paint() {
    if (!this.shown || !this.view) return;
    const { origin, size } = this.view;
    const ratio = window.devicePixelRatio || 1;
    const [width, height] = [Math.round(size.x * ratio), Math.round(size.y * ratio)];
    if (this.node.width !== width || this.node.height !== height) {
      Object.assign(this.node, { width, height });
      this.node.style.width = `${size.x}px`;
      this.node.style.height = `${size.y}px`;
    }
    const pen = this.node.getContext("2d");
    pen.setTransform(1, 0, 0, 1, 0, 0);
    pen.clearRect(0, 0, width, height);
    pen.setTransform(ratio, 0, 0, ratio, -origin.x * ratio, -origin.y * ratio);
    this.draw(pen, this.view);
  }

  #follow(event) {
    if (!this.shown || !this.corner) return;
    const scale = this.map.getZoomScale(event.zoom, this.view.zoom);
    const corner = this.map._latLngToNewLayerPoint(this.corner, event.zoom, event.center);
    this.L.DomUtil.setTransform(this.node, corner, scale);
  }
}
