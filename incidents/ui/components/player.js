// Plays the selection over time: a clock, its controls, and the moment it tells page and map.
import { button, el, replace, still } from "./dom.js";
import { sumUpAll, windowAt, withinAll } from "./series.js";
import { plural, span } from "./words.js";

const SPEEDS = [1, 2, 5, 10, 20]; // steps a second
const USUAL_SPEED = 5;
const WIDTHS = [1, 2, 3, 4, 6, 12, 13, 26];
const SINCE_START = 0;

/** Tell page and map what is shown now; null when playing ends. */
function tell(moment) {
  window.dispatchEvent(new CustomEvent("atlas:play", { detail: moment }));
}

export class Player {
  /** `on` has: moment(moment or null), dates({from, to}). */
  constructor({ on }) {
    Object.assign(this, { on, query: "", edition: "", frames: [], at: 0, width: 1, running: false,
      speed: still() ? 1 : USUAL_SPEED, open: false, turn: 0 });
    this.opener = button("▶ Play", () => this.start(), { class: "button play", "data-testid": "play",
      title: "Play these incidents over time" });
    this.node = el("div", { class: "player", role: "group", "aria-label": "Play over time", hidden: true,
      "data-testid": "player" });
    this.node.addEventListener("keydown", (event) => this.#key(event));
    this.#build();
  }

  #build() {
    this.toggle = button("Pause", () => (this.running ? this.pause() : this.run()),
      { class: "button toggle", "data-testid": "play-toggle" });
    this.slider = el("input", { type: "range", min: 0, step: 1, "aria-label": "Time",
      "data-testid": "play-time", oninput: () => this.#go(Number(this.slider.value)) });
    this.speeds = el("select", { "aria-label": "Speed", "data-testid": "play-speed",
      onchange: () => { this.speed = Number(this.speeds.value); } },
    SPEEDS.filter((speed) => !still() || speed === 1).map((speed) =>
      el("option", { value: speed, selected: speed === this.speed }, `${plural(speed, "step")}/s`)));
    this.widths = el("select", { "aria-label": "Window", "data-testid": "play-window",
      onchange: () => { this.width = Number(this.widths.value); this.#show(); } });
    this.words = el("p", { class: "moment", "data-testid": "play-moment" });
    const step = (label, sign, by) => button(sign, () => this.step(by), { class: "button step",
      "aria-label": label, title: label });
    this.node.append(this.toggle, step("One step back", "‹", -1), step("One step on", "›", 1),
      this.slider, this.words, this.widths, this.speeds,
      button("Use dates", () => this.#use(), { class: "button", "data-testid": "play-use",
        title: "Make the dates of the window the filter's dates" }),
      button("Stop", () => this.stop(true), { class: "button", "data-testid": "play-stop",
        title: "Show the whole selection again" }));
  }

  /** A run of the page: another selection ends the play. */
  take({ query, edition }) {
    if (query === this.query && edition === this.edition) return;
    Object.assign(this, { query, edition });
    this.stop();
  }

  async start() {
    const turn = ++this.turn;
    this.open = true;
    this.node.hidden = false;
    this.on.moment(null);
    replace(this.words, "Loading…");
    try {
      const parts = [this.query, `v=${this.edition}`].filter(Boolean);
      const answer = await fetch(`/api/frames.json?${parts.join("&")}`);
      if (!answer.ok) throw new Error((await answer.json()).error ?? answer.statusText);
      const { bin, frames, ...series } = await answer.json();
      if (turn !== this.turn) return;
      this.#loaded(bin, frames, series);
    } catch (error) {
      if (turn !== this.turn) return;
      console.warn(error);
      this.#say("The frames could not be loaded. The data is safe; stop and try again.");
    }
  }

  #loaded(bin, frames, series) {
    if (frames.length < 2) {
      this.#say("These incidents are too few or too close in time to be played.");
      return;
    }
    Object.assign(this, { bin, frames, sums: sumUpAll(series), at: 0 });
    this.slider.max = frames.length - 1;
    const widths = WIDTHS.filter((width) => width <= frames.length / 2);
    this.width = widths.includes(3) ? 3 : 1;
    replace(this.widths, ...[...widths, SINCE_START].map((width) => el("option",
      { value: width, selected: width === this.width },
      width ? plural(width, bin) : "since the start")));
    this.toggle.focus();
    this.run();
  }

  #say(words) {
    this.running = false;
    this.toggle.disabled = true;
    replace(this.words, words);
  }

  run() {
    if (!this.frames.length) return;
    this.toggle.disabled = false;
    if (this.at >= this.frames.length - 1) this.at = 0;
    this.running = true;
    this.#show();
    let before = performance.now();
    const tick = (now) => {
      if (!this.running) return;
      const due = Math.floor((now - before) * this.speed / 1000);
      if (due >= 1) {
        before += due * 1000 / this.speed;
        this.#advance(due);
      }
      requestAnimationFrame(tick);
    };
    requestAnimationFrame(tick);
  }

  #advance(steps) {
    const last = this.frames.length - 1;
    this.at = Math.min(last, this.at + steps);
    if (this.at === last) this.running = false;
    this.#show();
  }

  pause() {
    this.running = false;
    this.#show();
  }

  step(by) {
    this.#go(this.at + by);
  }

  #go(at) {
    if (!this.frames.length) return;
    this.running = false;
    this.at = Math.min(this.frames.length - 1, Math.max(0, at));
    this.#show();
  }

  /** End the play; by the reader's hand, the focus goes back to where it began. */
  stop(byHand = false) {
    this.turn += 1;
    if (!this.open) return;
    Object.assign(this, { open: false, running: false, frames: [] });
    this.node.hidden = true;
    tell(null);
    this.on.moment(null);
    if (byHand) this.opener.focus();
  }

  /** The window's dates, no wider than the filter's own. */
  #dates([first, last]) {
    const chosen = new URLSearchParams(this.query);
    const [from, to] = [this.frames[first][0], this.frames[last][1]];
    const [least, most] = [chosen.get("from"), chosen.get("to")];
    return { from: least && least > from ? least : from, to: most && most < to ? most : to };
  }

  #show() {
    if (!this.frames.length) return;
    const window = windowAt(this.at, this.width);
    const dates = this.#dates(window);
    const figures = withinAll(this.sums, window);
    const words = `${span(dates.from, dates.to)}: ${plural(figures.count, "incident")}`;
    const { query, bin, width, running } = this;
    const moment = { query, bin, width, running, window, dates, figures, words,
      frames: this.frames.length };
    this.slider.value = this.at;
    this.slider.setAttribute("aria-valuetext", words);
    this.toggle.textContent = running ? "Pause" : "Play";
    this.words.setAttribute("aria-live", running ? "off" : "polite");
    replace(this.words, words);
    tell(moment);
    this.on.moment(moment);
  }

  #use() {
    if (!this.frames.length) return;
    const dates = this.#dates(windowAt(this.at, this.width));
    this.stop();
    this.on.dates(dates);
  }

  #key(event) {
    if (event.key === "Escape") {
      event.stopPropagation();
      this.stop(true);
    }
  }
}
