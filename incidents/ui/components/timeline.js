// The timeline under the map: shows incidents over time and sets the filter's dates.
import { button, el, replace, svg } from "./dom.js";
import { axis, barNode, brushNode, framePlayed, gather, layOut, patterns, playNode, spanNode,
  statementNode }
  from "./timeline_draw.js";
import { Player } from "./player.js";
import { followPointer } from "./timeline_brush.js";
import { barName, barWords, spanCount, spanWords, statementWords } from "./timeline_words.js";
import { readBars, withDates } from "./timeline_data.js";
import { dayNumber, isoDay } from "./timeline_scale.js";
import { number, plural, span } from "./words.js";
import { foretell, themeOf } from "./host.js";

const instruments = new WeakMap();
const BINS = [["day", "Days"], ["week", "Weeks"], ["month", "Months"], ["quarter", "Quarters"],
  ["year", "Years"]];
let made = 0;

/** Draw the timeline; called again whenever its data or the theme changes. */
export function render({ parentElement, data, setTriggerValue }) {
  let one = instruments.get(parentElement);
  if (!one) {
    one = new Timeline(parentElement);
    instruments.set(parentElement, one);
  }
  one.take(data, setTriggerValue);
  return () => one.stop();
}

class Timeline {
  constructor(parentElement) {
    this.host = parentElement.host ?? parentElement;
    this.hatch = `atlas-hatch-${++made}`;
    this.at = "";
    this.open = "";
    this.dragged = null;
    this.readout = el("p", { class: "readout", "aria-live": "polite", "data-testid": "timeline-readout" });
    this.bins = el("div", { class: "bins", role: "group", "aria-label": "Width of the bars" });
    this.picture = svg("svg", { role: "group", "aria-label": "Incidents over time. Arrow keys move "
      + "between bars, Enter chooses one, Escape clears the dates.", "data-testid": "timeline" });
    this.note = el("div", { class: "note", role: "status", "data-testid": "timeline-note" });
    this.table = el("div", { class: "hidden" });
    this.player = new Player({ on: { moment: (moment) => this.#play(moment),
      dates: ({ from, to }) => this.#choose([dayNumber(from), dayNumber(to)]) } });
    this.root = el("section", { class: "atlas-root timeline", "aria-label": "Timeline" },
      this.head = el("div", { class: "head" }, this.readout, this.player.opener, this.bins),
      this.player.node,
      this.picture, this.note, this.table);
    parentElement.append(this.root);
    this.pointer = followPointer(this.picture, { plan: () => this.plan, period: () => this.period(),
      on: { drag: (period) => this.#drag(period), choose: (period) => this.#choose(period),
        click: (day) => this.#click(day) } });
    this.picture.addEventListener("keydown", (event) => this.#key(event));
    this.picture.addEventListener("click", (event) => {
      const id = event.target.closest(".statement")?.dataset.statement;
      if (id) this.#toggle(id);
    });
    for (const kind of ["pointerover", "focusin"]) this.picture.addEventListener(kind, (e) => this.#point(e));
    for (const kind of ["pointerleave", "focusout"]) this.picture.addEventListener(kind, () => this.#rest());
    this.watch = new ResizeObserver(() => { if (!this.pointer.busy()) this.draw(); });
    this.watch.observe(this.root);
  }

  stop() {
    this.watch.disconnect();
    // taken off the page, by another page or a new run: a new run takes it up again
    setTimeout(() => { if (!this.root.isConnected) this.player.stop(); });
  }

  take(data, send) {
    this.watch.observe(this.root);
    this.send = send;
    // most runs change no more than the chosen dates, and then nothing is built anew
    const shown = JSON.stringify([data.bin, data.bars, data.spans, data.statements]);
    const same = shown === this.shown && themeOf(this.host) === this.theme;
    this.shown = shown;
    this.data = { ...data, bars: readBars(data) };
    this.dragged = null;
    this.byStart = new Map(this.data.bars.map((bar) => [bar.start, bar]));
    if (!this.byStart.has(this.at)) this.at = this.#firstInside()?.start ?? "";
    this.player.take(data);
    this.player.opener.hidden = !data.first;
    if (same) this.#mark();
    else {
      this.draw();
      this.#drawBins();
      this.#drawTable();
    }
    this.#rest();
  }

  /** The chosen period as day numbers, or null; an open end reaches to the data's. */
  period() {
    if (this.dragged) return this.dragged;
    const [from, to] = this.data.selected;
    if ((!from && !to) || !this.plan) return null;
    const { scale } = this.plan;
    const chosen = [from ? dayNumber(from) : scale.from, to ? dayNumber(to) : scale.to - 1];
    const shown = [Math.max(chosen[0], scale.from), Math.min(chosen[1], scale.to - 1)];
    return shown[0] <= shown[1] ? shown : null;
  }

  draw() {
    const width = this.root.clientWidth;
    if (!this.data?.first || !width) {
      this.picture.toggleAttribute("hidden", !this.data?.first);
      return;
    }
    const held = this.#held();
    this.plan = layOut(this.data, width);
    const { plan, data } = this;
    this.groups = gather(plan.marks, plan.scale);
    this.theme = themeOf(this.host);
    const options = { data, theme: this.theme, hatch: this.hatch };
    this.picture.setAttribute("viewBox", `0 0 ${width} ${plan.height}`);
    this.picture.setAttribute("height", plan.height);
    const spans = plan.spans.map((one) => ({ node: spanNode(one, plan, options), from: one.from,
      to: one.to }));
    const bars = data.bars.map((bar) => ({ node: barNode(bar, plan, options), start: bar.start,
      from: dayNumber(bar.start), to: dayNumber(bar.end) }));
    const groups = this.groups.map((group) => ({ from: group.day,
      to: dayNumber(group.rows.at(-1).end_date),
      node: statementNode(group, plan, { open: group.id === this.open }) }));
    this.parts = [...spans, ...bars, ...groups];
    const nodes = (parts) => parts.map(({ node }) => node);
    replace(this.picture, patterns(this.hatch), axis(plan),
      svg("rect", { class: "ground", x: 0, y: 0, width, height: plan.height }),
      ...nodes(spans), ...nodes(bars), this.brush = svg("g"), this.played = playNode(plan),
      ...nodes(groups));
    this.#mark();
    if (held) this.picture.querySelector(held)?.focus({ preventScroll: true });
    this.#play(this.moment);
  }

  /** Set the chosen period apart; cheap, for it follows each move of a drag. */
  #mark() {
    if (!this.plan) return;
    const period = this.period();
    for (const { node, from, to, start } of this.parts) {
      node.classList.toggle("outside", Boolean(period) && (to < period[0] || from > period[1]));
      if (start) node.setAttribute("tabindex", start === this.at ? 0 : -1);
    }
    replace(this.brush, period ? brushNode(period, this.plan) : null);
  }

  /** Frame the days that are played; the bars outside them are pale. */
  #play(moment) {
    this.moment = moment;
    this.head.hidden = this.player.open; // its place is the player's, so that nothing moves
    if (!this.played || !this.plan) return;
    const days = moment && [dayNumber(moment.dates.from), dayNumber(moment.dates.to)];
    framePlayed(this.played, days, this.plan);
    this.picture.classList.toggle("playing", Boolean(moment));
  }

  #held() {
    const active = this.picture.getRootNode().activeElement;
    if (!active || !this.picture.contains(active)) return "";
    const { start, statement } = active.dataset;
    return start ? `[data-start="${start}"]` : `[data-statement="${CSS.escape(statement ?? "")}"]`;
  }

  #firstInside() {
    const [from] = this.data.selected;
    return this.data.bars.find((bar) => !from || bar.end >= from) ?? this.data.bars[0];
  }

  #drawBins() {
    const offered = BINS.filter(([bin]) => this.data.bins.includes(bin));
    this.bins.hidden = offered.length < 2;
    replace(this.bins, ...offered.map(([bin, words]) => button(words, () => this.send("bin", bin),
      { "aria-pressed": String(bin === this.data.bin), "data-testid": `timeline-${bin}` })));
  }

  #drawTable() {
    const row = (...cells) => el("tr", {}, cells.map((cell) => el("td", { dir: "auto" }, cell)));
    const { data } = this;
    replace(this.table, el("table", {}, el("caption", {}, "Incidents over time"),
      el("tbody", {}, data.bars.map((bar) => row(barName(data.bin, bar), barWords(bar, data.kinds))),
        data.spans.map((one) => row(spanWords(one))),
        data.undrawn ? row(`${plural(data.undrawn, "incident")} known only to a span of days`) : null,
        data.statements.map((one) => row(statementWords(one), one.title_en)))));
  }

  #rest() {
    const { data } = this;
    const period = this.period();
    if (!data.first) replace(this.readout, "There are no dates to show.");
    else if (period) {
      replace(this.readout, el("strong", {}, span(isoDay(period[0]), isoDay(period[1]))),
        this.dragged ? "" : " chosen ", this.dragged ? "" : button("Clear dates", () => this.#clear(),
          { class: "clear", "data-testid": "timeline-clear", title: "Escape clears them too" }));
    } else {
      const marks = data.statements.length ? ` · ${plural(data.statements.length, "statement")} ▾` : "";
      const spans = spanCount(data);
      const vague = spans ? ` · ${number(spans)} known only to a span` : "";
      replace(this.readout, `Drag to choose dates${marks}${vague}`);
    }
  }

  #point(event) {
    const bar = this.byStart?.get(event.target.closest(".bar")?.dataset.start);
    if (!bar || this.dragged) return;
    replace(this.readout, el("strong", {}, barName(this.data.bin, bar)), ` · ${barWords(bar, this.data.kinds)}`);
  }

  #drag(period) {
    this.dragged = period;
    this.#mark();
    this.#rest();
  }

  #choose(period) {
    this.#drag(period);
    const dates = period ? { from: isoDay(period[0]), to: isoDay(period[1]) } : {};
    foretell(withDates(this.data.query, dates), () => this.send("dates", dates));
  }

  #clear() {
    if (this.data.selected.some(Boolean)) this.#choose(null);
  }

  #click(day) {
    const bar = this.data.bars.find((one) => dayNumber(one.start) <= day && day <= dayNumber(one.end));
    if (bar) this.#select(bar);
    else this.#clear();
  }

  #select(bar) {
    this.at = bar.start;
    const [from, to] = this.data.selected;
    if (from === bar.start && to === bar.end) this.#clear();
    else this.#choose([dayNumber(bar.start), dayNumber(bar.end)]);
  }

  #key(event) {
    const statement = event.target.closest(".statement")?.dataset.statement;
    if (event.key === "Escape") {
      if (this.open) this.#toggle(this.open);
      else this.#clear();
    } else if (["Enter", " "].includes(event.key)) {
      event.preventDefault();
      if (statement) this.#toggle(statement);
      else if (this.byStart.has(this.at)) this.#select(this.byStart.get(this.at));
    } else if (!statement) this.#move(event);
  }

  #move(event) {
    const { bars } = this.data;
    const now = bars.findIndex((bar) => bar.start === this.at);
    const next = { ArrowLeft: now - 1, ArrowRight: now + 1, Home: 0, End: bars.length - 1 }[event.key];
    if (next === undefined || !bars[next]) return;
    event.preventDefault();
    this.at = bars[next].start;
    this.#mark();
    this.picture.querySelector(`[data-start="${this.at}"]`)?.focus();
  }

  #toggle(id) {
    this.open = this.open === id ? "" : id;
    const group = this.groups.find((one) => one.id === this.open);
    replace(this.note, ...(group ? [...group.rows.map((row) => el("div", { class: "said" },
      el("p", { class: "quiet" }, statementWords(row), row.speaker ? " · " : "",
        row.speaker ? el("bdi", { dir: "auto" }, row.speaker) : ""),
      el("p", { dir: "auto" }, row.title_en),
      el("p", { dir: "auto", lang: "ar", class: "arabic" }, row.title_ar))),
    button("Close", () => this.#toggle(id), { class: "button" })] : []));
    this.draw();
  }
}
