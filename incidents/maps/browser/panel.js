// The panel beside the map: what is in view, another list, or one incident's card.
import { ApiError, ask, withKeys } from "./api.js";
import { buildCard } from "./card.js";
import { button, el, replace } from "./dom.js";
import { buildItem } from "./list.js";
import { permalink } from "./url.js";
import { number, plural } from "./words.js";

const PAGE = 40;

export class Panel {
  /**
   * `viewKeys()` gives the list keys of what is in view; `on` has: opened(record), closed(),
   * folded(whether).
   */
  constructor(aside, { styles, viewKeys, on }) {
    Object.assign(this, { aside, styles, viewKeys, on });
    this.head = el("header", { class: "atlas-panel-head" });
    // shown on narrow screens only, where the folded panel lets the timeline come next
    this.fold = button("Show list", () => this.setFolded(!this.folded), { class: "atlas-button atlas-fold" });
    this.body = el("div", { class: "atlas-panel-body", tabindex: "-1" });
    aside.append(this.head, this.body);
    this.query = "";
    this.list = { view: true };
    this.items = [];
    this.count = 0;
    this.open = "";
    this.turn = 0;
  }

  /** A new filter: lists of places of the old one are left, an open card stays. */
  setQuery(query) {
    this.query = query;
    if (!this.list.view) this.list = { view: true };
    return this.open ? this.#load(0, false) : this.showList(this.list);
  }

  /** Fold the panel to its heading, or open it; only narrow screens show the difference. */
  setFolded(folded) {
    this.folded = folded;
    this.fold.textContent = folded ? "Show list" : "Hide list";
    this.fold.setAttribute("aria-expanded", String(!folded));
    this.on.folded(folded);
  }

  /** The view moved. */
  viewChanged() {
    if (this.list.view) this.#load(0, !this.open);
  }

  /** Show a list; `{view: true}` or `{title, keys}`. */
  showList(list = { view: true }) {
    if (this.open) this.on.closed();
    this.open = "";
    this.list = list;
    if (!list.view) this.setFolded(false);
    return this.#load(0, true);
  }

  async #load(offset, show) {
    const turn = ++this.turn;
    const { list } = this;
    const keys = list.view ? this.viewKeys() : list.keys;
    try {
      // an empty overlap of view and filter needs no question
      const page = keys === null ? { count: 0, items: [] } : await ask("incidents.json",
        withKeys(this.query, { ...keys, offset, limit: PAGE, order: "newest" }));
      if (turn !== this.turn) return;
      this.items = offset ? [...this.items, ...page.items] : page.items;
      this.count = page.count;
      if (show && !this.open) this.#drawList(offset ? page.items : null);
      else if (this.open) this.#drawSteps();
    } catch (error) {
      if (turn === this.turn && show && !this.open) this.#fail(error);
    }
  }

  #drawList(added) {
    const options = { styles: this.styles, onopen: (id) => this.openCard(id) };
    const { list } = this;
    const title = list.view ? `${plural(this.count, "incident")} in view`
      : `${list.title} (${number(this.count)})`;
    const back = list.view ? null
      : button("Back to what is in view", () => this.showList(), { class: "atlas-back" });
    replace(this.head, back, list.view ? this.fold : null,
      el("h2", { class: "atlas-panel-title", dir: "auto" }, title),
      list.note ? el("p", { class: "atlas-quiet" }, list.note) : null);
    if (added) {
      this.body.querySelector(".atlas-more")?.remove();
      this.body.querySelector(".atlas-list").append(...added.map((item) => buildItem(item, options)));
    } else {
      replace(this.body, this.count
        ? el("ul", { class: "atlas-list" }, this.items.map((item) => buildItem(item, options)))
        : this.#nothing());
      this.body.scrollTop = 0;
    }
    if (this.items.length < this.count) {
      this.body.append(button(`Show more (${number(this.count - this.items.length)})`,
        () => this.#load(this.items.length, true), { class: "atlas-button atlas-more" }));
    }
  }

  #nothing() {
    return el("p", { class: "atlas-nothing" }, this.list.view
      ? "No incidents in view. Zoom out, move the map, or widen the filters."
      : "No incidents here match the filters.");
  }

  /** Open one incident's card. */
  async openCard(id) {
    const turn = (this.cardTurn = (this.cardTurn ?? 0) + 1);
    this.open = id;
    this.setFolded(false);
    try {
      const record = await ask(`incidents/${encodeURIComponent(id)}.json`);
      if (turn !== this.cardTurn || this.open !== id) return;
      this.#drawSteps();
      replace(this.body, buildCard(record, { styles: this.styles, permalink: permalink(id) }));
      this.body.scrollTop = 0;
      this.body.querySelector("h2")?.focus({ preventScroll: true });
      this.on.opened(record);
    } catch (error) {
      if (turn !== this.cardTurn) return;
      this.#drawSteps();
      this.#fail(error, id);
    }
  }

  #drawSteps() {
    const at = this.items.findIndex((item) => item.incident_id === this.open);
    const step = (words, index) => button(words, async () => {
      if (index >= this.items.length) await this.#load(this.items.length, false);
      if (this.items[index]) this.openCard(this.items[index].incident_id);
    }, { class: "atlas-step", disabled: at < 0 || index < 0 || index >= this.count });
    replace(this.head, el("div", { class: "atlas-steps" },
      button("Back to list", () => this.#back(), { class: "atlas-back" }),
      at < 0 ? null : el("span", { class: "atlas-quiet" },
        `${number(at + 1)} of ${number(this.count)}`),
      step("Previous", at - 1), step("Next", at + 1)));
  }

  async #back() {
    const left = this.open;
    this.open = "";
    this.on.closed();
    if (this.items.length) this.#drawList(null);
    else await this.#load(0, true);
    const item = [...this.body.querySelectorAll("[data-incident]")]
      .find((node) => node.dataset.incident === left);
    item?.scrollIntoView({ block: "nearest" });
    item?.focus({ preventScroll: true });
  }

  #fail(error, id) {
    const unknown = error instanceof ApiError && error.status === 404;
    const words = unknown
      ? `No incident has the id ${id}. The link may be mistyped or belong to another dataset.`
      : "The list could not be loaded. The data is safe; try again in a moment.";
    replace(this.body, el("p", { class: "atlas-nothing", role: "alert", dir: "auto" }, words),
      unknown ? null : button("Try again", () => (id ? this.openCard(id) : this.#load(0, true)),
        { class: "atlas-button" }));
  }
}
