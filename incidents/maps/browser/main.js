// Puts the instrument together, keeps what the reader chose, and answers each new filter.
import { ask, setEdition, setUp, withKeys } from "./api.js";
import { AreaLayer, hatchPattern } from "./areas.js";
import { BaseMap } from "./base.js";
import { fullScreenButton, layerMenu, tray, viewSwitch, zoomButtons } from "./controls.js";
import { DensityLayer } from "./density.js";
import { button, el, replace, still } from "./dom.js";
import { Follow } from "./follow.js";
import { Footprints } from "./footprints.js";
import { Foresight, normalise } from "./foresight.js";
import { buildLayout, followSize, isNarrow } from "./layout.js";
import { makeLegend } from "./legend.js";
import { incidentMark, kindOf } from "./marks.js";
import { Panel } from "./panel.js";
import { Playing } from "./playing.js";
import { Selection } from "./selection.js";
import { followTheme } from "./theme.js";
import { IncidentTiles } from "./tiles.js";
import { makeTooltip } from "./tooltip.js";
import { keepKeys, readKey, readView, restoreKeys, writeView } from "./url.js";

let atlas = null;

/** Called by the page's layer on every run: the first call builds, later ones change the filter. */
export function show(map, told, apiRoot) {
  if (!atlas) atlas = new Atlas(map, told, apiRoot);
  atlas.take(told);
}

class Atlas {
  constructor(map, told, apiRoot) {
    const { L } = window;
    Object.assign(this, { map, told, styles: told.styles, query: null, mode: "marks",
      problems: new Map() });
    this.foresight = new Foresight(() => this.take(this.told));
    this.layout = buildLayout(map.getContainer());
    setUp(apiRoot, (count) => { this.layout.bar.hidden = count === 0; });
    document.body.append(hatchPattern());
    this.tooltip = makeTooltip(this.layout.stage);
    const theme = followTheme(this.styles, (now) => {
      this.base?.setTheme(now);
      this.areas?.draw();
      this.density?.setTheme();
      this.playing?.setTheme();
    });
    this.fit = followSize(this.layout.root, { reserve: () => this.told.reserve,
      onchange: () => map.invalidateSize({ pan: false }) });
    map.setMinZoom(told.zooms[0]).setMaxZoom(told.zooms[1]);
    this.#startView();
    this.base = new BaseMap(L, map, { told, apiRoot, theme: theme(), notices: this.layout.notices });
    this.#layers(L);
    this.#panel(L);
    this.#controls(L);
    this.#listen();
  }

  /** A run of the page: a filter that may be new, and an address that lost our keys. */
  take(told) {
    this.told = told;
    restoreKeys();
    const other = this.query === null || this.foresight.follows(told.query, this.query);
    if (told.edition !== this.edition || other) this.#choose(told.query, told.edition);
  }

  /** Return whether what the reader chose on the page, whose run will say the same, is news. */
  foresee(query) {
    if (this.query === null || normalise(query) === normalise(this.query)) return false;
    this.foresight.leave(this.query);
    this.#choose(query, this.edition);
    return true;
  }

  #choose(query, edition) {
    Object.assign(this, { query, edition });
    setEdition(edition);
    this.playing.take(null);
    // with the filter, the lines above the map may have come or gone
    setTimeout(this.fit, 600);
    this.follow.sync(query);
    this.reload();
  }

  reload() {
    this.problems.clear();
    this.#drawProblems();
    this.tiles.setQuery(this.query);
    this.areas.setQuery(this.query);
    this.panel.setQuery(this.query);
  }

  #startView() {
    const view = readView();
    const { start } = this.told;
    const box = new URLSearchParams(this.told.query).get("bbox")?.split(",").map(Number);
    if (view) this.map.setView([view.latitude, view.longitude], view.zoom, { animate: false });
    else if (box?.length === 4 && box.every(Number.isFinite)) {
      this.map.fitBounds([[box[1], box[0]], [box[3], box[2]]], { animate: false });
    } else if (start.bounds) {
      const [west, south, east, north] = start.bounds;
      // one town is shown with what lies around it
      this.map.fitBounds([[south, west], [north, east]], { animate: false, maxZoom: 10,
        padding: [24, 24] });
    } else this.map.setView(start.centre, start.zoom, { animate: false });
  }

  #layers(L) {
    const shared = { styles: this.styles, tooltip: this.tooltip };
    const failed = (what) => (error) => this.#problem(what, error);
    this.footprints = new Footprints(L, this.map, (incident) => ({
      colour: `var(--edge-${kindOf(this.styles, incident.event_type).index})`,
      reach: incidentMark(this.styles, incident).reach,
    }));
    this.areas = new AreaLayer(L, this.map, { ...shared, on: {
      // what is played lies on the areas and has no element of its own to click
      area: (area, only, event) => (event && this.playing.pick(event))
        || this.#openArea(area, only),
      scale: (scale) => { if (this.mode !== "density") this.legend?.show(scale); },
      counted: (counts) => this.#count(counts),
      failed: failed("The areas"),
    } });
    this.tiles = new IncidentTiles(L, this.map, { ...shared, on: {
      incident: (incident) => this.panel.openCard(incident.incident_id),
      cluster: (cluster) => this.#openCluster(L, cluster),
      drawn: (clusters) => {
        window.parent.dispatchEvent(new CustomEvent("atlas:drawn"));
        this.footprints.draw(clusters);
        this.areas.avoid(clusters);
      },
      density: (tiles) => this.density.setTiles(tiles),
      failed: failed("The marks"),
    } });
    this.density = new DensityLayer(L, this.map, { styles: this.styles,
      on: { scale: (scale) => this.legend?.show(scale) } });
    const { tiles, areas, density, styles } = this;
    this.playing = new Playing(L, this.map, { parts: { tiles, areas, density, styles }, on: {
      picked: (cell, dates) => this.panel.showList({ title: "At this place, in these days",
        keys: { cell, ...dates } }),
      changed: () => this.#showMarks(),
      moment: (moment) => this.#showMoment(moment),
      failed: failed("The frames"),
    } });
  }

  #panel(L) {
    this.selection = new Selection(L, this.map, { areas: this.areas });
    this.panel = new Panel(this.layout.panel, { styles: this.styles,
      viewKeys: () => this.follow.viewKeys(this.query), on: {
        opened: (record) => {
          this.selection.set(record.incident);
          if (isNarrow()) this.layout.panel.scrollIntoView({ block: "nearest" });
        },
        closed: () => this.selection.clear(),
        folded: (folded) => {
          this.layout.root.classList.toggle("atlas-folded", folded);
          this.fit();
        },
      } });
    this.panel.setFolded(true);
    const asked = readKey("incident");
    if (asked) this.panel.openCard(asked);
  }

  #controls(L) {
    const { corners, notices } = this.layout;
    this.follow = new Follow(this.map, this.layout.stage, { loosen: () => this.tiles.loosen() });
    this.legend = makeLegend(this.styles, { open: !isNarrow() && window.innerWidth > 1000,
      absent: this.told.absent ?? [] });
    this.tray = tray(() => this.panel.showList({ title: "Not on the map",
      note: "Their place is not known well enough, or spans several areas, so they are drawn nowhere.", keys: { placement: "none" } }));
    this.follow.attach(viewSwitch(false, (on) => this.follow.turn(on)));
    corners.topLeft.append(zoomButtons(this.map), this.follow.node);
    corners.topRight.append(layerMenu({ mode: "marks", base: this.base.chosen,
      bases: this.base.offers, onmode: (mode) => this.#setMode(mode),
      onbase: (base) => this.base.choose(base, { byHand: true }) }), fullScreenButton(this.fit));
    // the legend stands over the desert in the south-west, the tray out at sea
    corners.bottomLeft.append(this.legend.node);
    corners.bottomRight.append(this.tray.node);
    L.control.scale({ imperial: false, maxWidth: 90 }).addTo(this.map);
    this.empty = el("p", { class: "atlas-box atlas-notice", hidden: true },
      "No incidents match. Remove or widen a filter.");
    this.problem = el("p", { class: "atlas-box atlas-notice atlas-problem", role: "alert", hidden: true });
    notices.append(this.empty, this.problem);
  }

  #listen() {
    keepKeys();
    let moved = 0;
    this.map.on("moveend", () => {
      clearTimeout(moved);
      moved = setTimeout(() => this.panel.viewChanged(), 150);
      // the address changes with the reader's hand, not with the first drawing
      if (this.query !== null) writeView(this.map);
    });
    const open = (event) => this.panel.openCard(String(event.detail));
    const foresee = (event) => {
      if (this.foresee(String(event.detail))) event.preventDefault();
    };
    this.#hear({ "atlas:open": open, "atlas:filter": foresee });
  }

  /** Listen to the page for as long as this frame lives. */
  #hear(listeners) {
    const page = window.parent;
    for (const [kind, listener] of Object.entries(listeners)) {
      page.addEventListener(kind, listener);
      window.addEventListener("pagehide", () => page.removeEventListener(kind, listener));
    }
  }

  #setMode(mode) {
    this.mode = mode;
    this.density.show(mode === "density");
    // in both, what is known only to an area stands as that area
    this.areas.setMode(mode === "density" ? "marks" : mode);
    this.#showMarks();
    this.playing.setMode(mode);
  }

  /** What stands beside the map follows what is played; the list once it pauses. */
  #showMoment(moment) {
    this.tray.set(moment ? moment.figures.none : this.unlocated ?? 0);
    if (moment?.running) return;
    this.panel.setQuery(moment ? withKeys(this.query, moment.dates) : this.query);
  }

  /** The marks of the whole selection give way to density, areas and what is played. */
  #showMarks() {
    const shown = { marks: "marks", density: "density" }[this.mode] ?? "none";
    this.tiles.setMode(this.playing.playing && shown === "marks" ? "none" : shown);
  }

  /** Go closer, as long as that takes the incidents apart; else list them. */
  async #openCluster(L, { cell }) {
    try {
      const { bounds } = await ask("incidents.json", withKeys(this.query, { cell, limit: 1 }));
      const [west, south, east, north] = bounds;
      const box = L.latLngBounds([[south, west], [north, east]]);
      const zoom = Math.min(this.map.getBoundsZoom(box.pad(0.1)), this.map.getMaxZoom());
      const single = box.getSouthWest().distanceTo(box.getNorthEast()) < 1;
      if (!single && zoom > this.map.getZoom()) {
        this.map.flyToBounds(box, { padding: [40, 40], duration: 0.2, animate: !still() });
      } else this.panel.showList({ title: "At one place", keys: { cell } });
    } catch (error) {
      this.#problem("The incidents", error);
    }
  }

  #openArea(area, only) {
    this.panel.showList({ title: area.name,
      note: only ? "Known only to this governorate; nobody knows where in it." : "",
      keys: { area: area.area_id, ...(only ? { placement: "area" } : {}) } });
    if (isNarrow()) this.layout.panel.scrollIntoView({ block: "nearest" });
  }

  #count({ count, unlocated }) {
    this.empty.hidden = count > 0;
    this.unlocated = unlocated;
    this.tray.set(unlocated);
  }

  #problem(what, error) {
    console.warn(what, error);
    this.problems.set(what, error.message);
    this.#drawProblems();
  }

  #drawProblems() {
    if (!this.problem) return;
    this.problem.hidden = this.problems.size === 0;
    const [what] = this.problems.keys();
    const [reason] = this.problems.values();
    replace(this.problem, `${what} could not be loaded (${reason}). What is drawn may be out of date. `,
      button("Try again", () => this.reload(), { class: "atlas-button" }));
  }
}
