// Light or dark, as the page around the frame is; the colours come from Python's styles.

const page = window.parent.document;

function luminance(colour) {
  const channels = /rgba?\(([^)]+)\)/.exec(colour)?.[1].split(/[ ,/]+/).map(Number);
  if (!channels || channels[3] === 0) return null;
  const [red, green, blue] = channels;
  return (0.2126 * red + 0.7152 * green + 0.0722 * blue) / 255;
}

function background() {
  const app = page.querySelector(".stApp") ?? page.body;
  return window.parent.getComputedStyle(app).backgroundColor;
}

/** "light" or "dark": the page's background, else what the system prefers. */
export function readTheme() {
  const value = luminance(background());
  if (value !== null) return value < 0.5 ? "dark" : "light";
  return window.matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light";
}

function apply(theme, styles) {
  const root = document.documentElement;
  root.dataset.theme = theme;
  for (const [key, value] of Object.entries(styles.themes[theme])) {
    root.style.setProperty(`--${key}`, value);
  }
  styles.kinds.concat(styles.other).forEach((kind, index) => {
    root.style.setProperty(`--edge-${index}`, kind[`edge_${theme}`]);
  });
  // the panel stands on the page's own ground, so that no seam shows
  if (luminance(background()) !== null) root.style.setProperty("--paper", background());
}

/** Apply the theme now and whenever the page changes it; tells `onChange` each time. */
export function followTheme(styles, onChange) {
  let current = "";
  let ground = "";
  const update = () => {
    if (readTheme() === current && background() === ground) return;
    [current, ground] = [readTheme(), background()];
    apply(current, styles);
    onChange(current);
  };
  const observer = new MutationObserver(() => requestAnimationFrame(update));
  const watched = { attributes: true, attributeFilter: ["class", "style", "data-theme"] };
  for (const node of [page.documentElement, page.body, page.querySelector(".stApp")]) {
    if (node) observer.observe(node, watched);
  }
  const system = window.matchMedia("(prefers-color-scheme: dark)");
  system.addEventListener("change", update);
  window.addEventListener("pagehide", () => observer.disconnect());
  update();
  return () => current;
}
