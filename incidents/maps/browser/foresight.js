// What the page is about to ask for: shown at once, and taken back unless the page confirms it.

const DOUBT_MS = 6000;

/** A query string in a form that does not depend on the order of its keys or on escapes. */
export function normalise(query) {
  const params = new URLSearchParams(query);
  params.sort();
  return String(params);
}

export class Foresight {
  /** `ondoubt()` is called when the page has not confirmed what was foreseen. */
  constructor(ondoubt) {
    this.left = new Set();
    this.ondoubt = ondoubt;
  }

  /** The reader left one query for another; runs of the page that still name it are old. */
  leave(query) {
    this.left.add(normalise(query));
    clearTimeout(this.timer);
    this.timer = setTimeout(() => {
      this.left.clear();
      this.ondoubt();
    }, DOUBT_MS);
  }

  /** Whether a run of the page that names `told` is to be followed, where `shown` is shown. */
  follows(told, shown) {
    const [said, seen] = [normalise(told), normalise(shown)];
    if (said !== seen && this.left.has(said)) return false;
    this.left.clear();
    clearTimeout(this.timer);
    return said !== seen;
  }
}
