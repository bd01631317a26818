// Puts marks on the map as focusable buttons, and changes only those that changed.
import { el } from "./dom.js";

/** A marker whose element is `node`, centred on a place. */
export function buttonMarker(L, latLng, { node, reach }, { label, onopen, className, pane, lift }) {
  const holder = el("div", { class: "atlas-mark-inner" }, node);
  const size = 2 * Math.ceil(reach);
  const icon = L.divIcon({ html: holder, className: `atlas-mark ${className ?? ""}`,
    iconSize: [size, size], iconAnchor: [size / 2, size / 2] });
  const marker = flat(L.marker(latLng, { icon, keyboard: true, pane: pane ?? "markerPane",
    zIndexOffset: lift ?? 0, bubblingMouseEvents: false }));
  marker.on("add", () => {
    const element = marker.getElement();
    element.setAttribute("role", "button");
    element.setAttribute("aria-label", label);
    element.addEventListener("keydown", (event) => {
      if (event.key !== "Enter" && event.key !== " ") return;
      event.preventDefault();
      event.stopPropagation();
      onopen();
    });
  });
  marker.on("click", onopen);
  return marker;
}

/**
 * Leaflet moves markers in three dimensions, which gives each a surface of its own on the graphics
 * card. For hundreds of marks those cost more than painting the marks on one.
 */
function flat(marker) {
  const place = marker._setPos.bind(marker);
  marker._setPos = (point) => {
    place(point);
    marker._icon.style.transform = `translate(${point.x}px, ${point.y}px)`;
  };
  return marker;
}

/** Holds markers by key, so that what stays is not touched when the rest is swapped. */
export class KeyedMarks {
  constructor(map) {
    this.map = map;
    this.shown = new Map();
  }

  /** Show exactly `wanted`, a Map from key to a function that makes the marker. */
  swap(wanted) {
    for (const [key, marker] of this.shown) {
      if (wanted.has(key)) continue;
      marker.remove();
      this.shown.delete(key);
    }
    for (const [key, make] of wanted) {
      if (!this.shown.has(key)) this.shown.set(key, make().addTo(this.map));
    }
  }

  clear() {
    this.swap(new Map());
  }
}
