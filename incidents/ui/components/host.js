// What a component learns from the page around it and tells it: light or dark, the map's styles as
// colours, and a choice just made.

function channels(colour) {
  const hex = /^#([0-9a-f]{6})$/i.exec(colour.trim());
  if (hex) return [0, 2, 4].map((at) => parseInt(hex[1].slice(at, at + 2), 16));
  return /rgba?\(([^)]+)\)/.exec(colour)?.[1].split(/[ ,/]+/).slice(0, 3).map(Number) ?? null;
}

/** "light" or "dark", by the background that the theme gives. */
export function themeOf(host) {
  const colour = channels(getComputedStyle(host).getPropertyValue("--st-background-color"));
  if (!colour) return window.matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light";
  const [red, green, blue] = colour;
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue < 128 ? "dark" : "light";
}

/** Give `root` the map's colours for the theme, as the card's styles expect them. */
export function applyStyles(host, root, styles) {
  const theme = themeOf(host);
  root.dataset.theme = theme;
  for (const [key, value] of Object.entries(styles.themes[theme])) {
    if (key !== "paper") root.style.setProperty(`--${key}`, value);
  }
  styles.kinds.concat(styles.other).forEach((kind, index) => {
    root.style.setProperty(`--edge-${index}`, kind[`edge_${theme}`]);
  });
}

const HEAD_START_MS = 150;

/**
 * Tell the map which filter a choice leads to, and the page, by calling `tell`, once that is drawn
 * or a moment has passed: the page's run counts everything else and would take up the server.
 */
export function foretell(query, tell) {
  const choice = new CustomEvent("atlas:filter", { detail: query, cancelable: true });
  const isHeard = !window.dispatchEvent(choice);
  if (!isHeard) {
    tell();
    return;
  }
  const timer = setTimeout(go, HEAD_START_MS);
  function go() {
    clearTimeout(timer);
    window.removeEventListener("atlas:drawn", go);
    tell();
  }
  window.addEventListener("atlas:drawn", go);
}
