// Put into every document before its own scripts; says what the map shows, and when that changed.
// In the page itself it becomes `window.bench`; in frames it only reports to the page's.
//
// `app` says what to look at: `map` (selector of the element that is dragged), `marks` (selector of
// drawn incidents that are elements), `canvases` (selector of canvases with incidents), `text`
// (for a page without a map: selector of the words to watch), `count` (where the page says how many
// incidents match), `button` (the words on the button that filters).
(app) => {
  const EVERY_MS = 30;
  const inPage = window === window.top;
  const page = window.top;

  // ---- in every document

  // WebGL forgets its pixels after each frame unless told to keep them, and they are read here
  const getContext = HTMLCanvasElement.prototype.getContext;
  HTMLCanvasElement.prototype.getContext = function (kind, options) {
    const kept = /webgl/.test(kind) ? { ...options, preserveDrawingBuffer: true } : options;
    return getContext.call(this, kind, kept);
  };

  const toPageTime = (ms) => ms + performance.timeOrigin - page.performance.timeOrigin;
  // frames come and go, so each entry is handed over as it is made; a frame's own document is
  // among those of the document around it
  for (const type of inPage ? ["navigation", "resource"] : ["resource"]) {
    const told = new Set();
    new PerformanceObserver((list) => {
      for (const { name, startTime, responseEnd, encodedBodySize } of list.getEntries()) {
        const key = `${startTime} ${name}`;
        if (!/^https?:/.test(name) || told.has(key)) continue;
        told.add(key);
        page.bench?.requests.push({ url: name, start: toPageTime(startTime),
          ms: responseEnd - startTime, bytes: encodedBodySize });
      }
    }).observe({ type, buffered: true });
  }

  const fetchAsIs = window.fetch;
  window.fetch = async function (...given) {
    if (page.bench) page.bench.fetching += 1;
    try {
      return await fetchAsIs.apply(this, given);
    } finally {
      if (page.bench) page.bench.fetching -= 1;
    }
  };

  for (const kind of ["pointerdown", "pointerup"]) {
    window.addEventListener(kind, (event) => page.bench?.felt(kind, toPageTime(event.timeStamp)),
      { capture: true, passive: true });
  }

  if (!inPage) return;

  // ---- in the page: what arrives over its WebSocket

  const AsIs = window.WebSocket;
  window.WebSocket = class extends AsIs {
    constructor(...given) {
      super(...given);
      this.addEventListener("message", ({ data }) => {
        bench.socketBytes += data.byteLength ?? data.size ?? data.length;
      });
    }
  };

  // ---- finding things

  function documents(from = document, found = []) {
    found.push(from);
    for (const frame of from.querySelectorAll("iframe")) {
      if (frame.contentDocument) documents(frame.contentDocument, found);
    }
    return found;
  }

  let lastMap = null;

  /** The map; looked for anew only when it is gone, because reading sizes makes the page lay out. */
  function findMap() {
    const view = lastMap?.ownerDocument.defaultView;
    if (view && lastMap.isConnected && (view === window || view.frameElement)) return lastMap;
    lastMap = documents().flatMap((each) => [...each.querySelectorAll(app.map)])
      .find((each) => each.clientWidth > 100 && each.clientHeight > 100) ?? null;
    return lastMap;
  }

  /** Every element that matches, those in shadow roots too. */
  function deep(selector, root = document) {
    const inside = [...root.querySelectorAll("*")].filter((each) => each.shadowRoot);
    return [...root.querySelectorAll(selector),
      ...inside.flatMap((each) => deep(selector, each.shadowRoot))];
  }

  // ---- what is drawn, as text that changes when the drawing changes; "" for nothing

  const held = document.createElement("canvas").getContext("2d", { willReadFrequently: true });

  /** For how many incidents the marks stand: a cluster counts as many as it says. */
  function drawnMarks(map, strip) {
    const edge = strip ? map.getBoundingClientRect().left : 0;
    let sum = 0;
    for (const mark of app.marks ? map.querySelectorAll(app.marks) : []) {
      const x = strip ? mark.getBoundingClientRect().left - edge : 0;
      if (x < 0 || x > strip) continue;
      const label = mark.getAttribute("aria-label");
      const count = label ? label.match(/^([\d.,\s]+) incidents/)?.[1] : mark.textContent;
      sum += parseInt((count ?? "").replace(/\D/g, ""), 10) || 1;
    }
    return sum;
  }

  /** Number and hash of the coloured pixels of the map's canvases, at half size. */
  function drawnPixels(map, strip) {
    const canvases = app.canvases ? [...map.querySelectorAll(app.canvases)] : [];
    if (!canvases.length) return "";
    const box = map.getBoundingClientRect();
    const width = (held.canvas.width = Math.floor(Math.min(strip || Infinity, box.width) / 2));
    const height = (held.canvas.height = Math.floor(box.height / 2));
    for (const canvas of canvases) {
      const at = canvas.getBoundingClientRect();
      if (!canvas.width || !at.width) continue;
      held.drawImage(canvas, (at.left - box.left) / 2, (at.top - box.top) / 2,
        at.width / 2, at.height / 2);
    }
    const { data } = held.getImageData(0, 0, width, height);
    let [count, hash] = [0, 0];
    for (let i = 0; i < data.length; i += 4) {
      const [red, green, blue, alpha] = [data[i], data[i + 1], data[i + 2], data[i + 3]];
      if (alpha <= 16 || Math.min(red, green, blue) >= 230) continue;
      count += 1;
      hash = (hash * 31 + i + red * 7 + green * 5 + blue) | 0;
    }
    return count > 5 ? `${count}:${hash}` : "";
  }

  function drawn(strip) {
    if (app.text) return document.querySelector(app.text)?.innerText ?? "";
    const map = findMap();
    if (!map) return "";
    const [marks, pixels] = [drawnMarks(map, strip), drawnPixels(map, strip)];
    return marks || pixels ? `${marks}|${pixels}` : "";
  }

  // ---- watching

  let watch = null;
  let awaited = null;

  function sample() {
    const at = performance.now();
    try {
      const now = watch ? drawn(watch.strip) : "";
      if (now && now !== watch.seen) {
        watch.first ??= at;
        Object.assign(watch, { last: at, seen: now });
      }
    } catch (error) {
      // a frame that is just being replaced has no layout; the next look will find it
      if (watch) watch.trouble = String(error);
    }
    setTimeout(sample, EVERY_MS);
  }

  /** Whether the server's script, and every request, has come to an end. */
  function quiet() {
    const state = document.querySelector("[data-testid=stApp]")?.dataset.testScriptState;
    return bench.fetching === 0 && (!state || state === "notRunning");
  }

  const WRONG = "[data-testid=stException], [data-testid=stAlertContentError], .atlas-problem:not([hidden])";

  const bench = (window.bench = {
    requests: [],
    socketBytes: 0,
    fetching: 0,

    /** Watch from now on for what differs from `old`. */
    begin(since, old = "", strip = 0) {
      watch = { since, strip, seen: old, first: null, last: null };
    },

    /** Begin when the reader's next `kind` of event comes. */
    arm(kind, { fresh = false, strip = 0 } = {}) {
      watch = null;
      awaited = { kind, strip, old: fresh ? "" : drawn(strip) };
    },

    felt(kind, at) {
      if (awaited?.kind !== kind) return;
      bench.begin(at, awaited.old, awaited.strip);
      awaited = null;
    },

    /** What the watch has found so far, in milliseconds since it began. */
    state() {
      const error = documents().map((each) => each.querySelector(WRONG)?.innerText)
        .find((words) => words) ?? "";
      if (!watch) return { error };
      const { since, first, last, seen } = watch;
      return { error, seen, since, first: first && first - since, last: last && last - since,
        still: last && performance.now() - last, quiet: quiet() };
    },

    /** How many incidents the page says that it shows; null while it says nothing. */
    count() {
      const words = deep(app.count)[0]?.innerText ?? "";
      const digits = words.match(/^[\d.,\s]+/)?.[0].replace(/\D/g, "");
      return digits ? Number(digits) : null;
    },

    /** The map's box in the page's coordinates. */
    box() {
      const map = findMap();
      if (!map) return null;
      const { left, top, width, height } = map.getBoundingClientRect();
      let [x, y] = [left, top];
      for (let view = map.ownerDocument.defaultView; view !== window; view = view.parent) {
        const frame = view.frameElement.getBoundingClientRect();
        x += frame.left;
        y += frame.top;
      }
      return { x, y, width, height };
    },

    /** The middle of the button that filters. */
    button() {
      const found = [...document.querySelectorAll("button")]
        .find((each) => each.innerText.trim() === app.button);
      if (!found) return null;
      const box = found.getBoundingClientRect();
      return { x: box.left + box.width / 2, y: box.top + box.height / 2 };
    },

    /** Where on the timeline two days stand, by the places of its first and last bar. */
    days(...asked) {
      const bars = deep("[data-testid=timeline-bar]");
      if (bars.length < 2) return null;
      const [first, last] = [bars[0], bars.at(-1)].map((bar) => ({
        day: Date.parse(bar.dataset.start),
        box: (bar.querySelector(".reach") ?? bar).getBoundingClientRect() }));
      const perDay = (last.box.left - first.box.left) / (last.day - first.day);
      return asked.map((day) => ({
        x: first.box.left + (Date.parse(day) + 43_200_000 - first.day) * perDay,
        y: first.box.top + first.box.height / 2 }));
    },

    /** Begin to note when frames are drawn. */
    countFrames() {
      const times = (bench.times = []);
      const note = (at) => {
        if (bench.times !== times) return;
        times.push(at);
        requestAnimationFrame(note);
      };
      requestAnimationFrame(note);
    },

    /** Milliseconds between the frames drawn since. */
    frameGaps() {
      const { times } = bench;
      bench.times = null;
      return times.slice(1).map((at, index) => at - times[index]);
    },
  });

  bench.begin(0);
  sample();
}
