// Builds elements from text nodes and attributes; the only way this code makes DOM.

const SVG = "http://www.w3.org/2000/svg";

function fill(node, attributes, children) {
  for (const [name, value] of Object.entries(attributes ?? {})) {
    if (value === null || value === undefined || value === false) continue;
    if (name.startsWith("on")) node.addEventListener(name.slice(2), value);
    else node.setAttribute(name, value === true ? "" : String(value));
  }
  node.append(...children.flat().filter((child) => child !== null && child !== undefined));
  return node;
}

/** An HTML element; `attributes` whose names start with "on" are listeners. */
export function el(tag, attributes, ...children) {
  return fill(document.createElement(tag), attributes, children);
}

/** An SVG element. */
export function svg(tag, attributes, ...children) {
  return fill(document.createElementNS(SVG, tag), attributes, children);
}

/** Dataset text within a sentence: its direction cannot disturb what stands around it. */
export function name(text) {
  return el("bdi", { dir: "auto" }, String(text ?? ""));
}

/** A block of dataset text in its own direction; null when blank. */
export function block(tag, className, text, attributes) {
  const words = String(text ?? "").trim();
  return words ? el(tag, { class: className, dir: "auto", ...attributes }, words) : null;
}

/** A button that says what it does. */
export function button(words, onclick, attributes) {
  return el("button", { type: "button", onclick, ...attributes }, words);
}

/** The address if it is plain web, else null; nothing else may become a link. */
export function webAddress(text) {
  try {
    const url = new URL(String(text));
    return ["http:", "https:"].includes(url.protocol) ? url.href : null;
  } catch {
    return null;
  }
}

/** Whether the reader asked for no motion. */
export function still() {
  return window.matchMedia("(prefers-reduced-motion: reduce)").matches;
}

/** Put `children` in place of everything in `node`. */
export function replace(node, ...children) {
  node.replaceChildren(...children.flat().filter((child) => child !== null && child !== undefined));
}
