// Builds a page's part from nodes sent as data: known tags, text nodes, and links that are safe.
import { el, replace, webAddress } from "./dom.js";

const TAGS = new Set(["h2", "h3", "h4", "p", "ul", "ol", "li", "dl", "dt", "dd", "table", "caption",
  "thead", "tbody", "tr", "th", "td", "section", "div", "span", "bdi", "strong", "em", "q", "code",
  "details", "summary"]);
const ATTRIBUTES = new Set(["class", "dir", "lang", "id", "title", "scope", "testid"]);
const roots = new WeakMap();
const revealed = new Set();

/** Draw the nodes; called again whenever they change. */
export function render({ parentElement, data, setTriggerValue }) {
  let root = roots.get(parentElement);
  if (!root) {
    root = el("div", { class: "atlas-root doc" });
    roots.set(parentElement, root);
    parentElement.append(root);
  }
  replace(root, ...data.nodes.map((node) => build(node, setTriggerValue)));
  reveal(root, data.reveal);
}

/** Scroll to what the reader waits for, once: later they may have scrolled elsewhere themselves. */
function reveal(root, what) {
  if (!what || revealed.has(what)) return;
  revealed.add(what);
  // after the page has laid out what stands around it
  window.requestAnimationFrame(() => root.scrollIntoView({ block: "start" }));
}

function build(node, send) {
  if (typeof node === "string") return node;
  const children = node.children.map((child) => build(child, send));
  if (node.tag === "pick") {
    return el("button", { type: "button", class: "pick", onclick: () => send("pick", node.value) }, ...children);
  }
  if (node.tag === "a") return anchor(node.attributes.href, children);
  if (!TAGS.has(node.tag)) return el("span", {}, ...children);
  const kept = Object.entries(node.attributes).filter(([key]) => ATTRIBUTES.has(key))
    .map(([key, value]) => [key === "testid" ? "data-testid" : key, value]);
  const made = el(node.tag, Object.fromEntries(kept), ...children);
  // a wide table scrolls by itself, also from the keyboard
  return node.tag === "table" ? el("div", { class: "scroll", tabindex: "0", role: "region",
    "aria-label": node.attributes.title ?? "Table" }, made) : made;
}

function anchor(address, children) {
  const text = String(address ?? "");
  if (/^(\.\/|\/api\/)/.test(text)) {
    const url = new URL(text, window.location.href);
    if (url.origin === window.location.origin) return el("a", { href: url.href, target: "_self" }, ...children);
  }
  const safe = webAddress(text);
  if (!safe) return el("span", {}, ...children);
  return el("a", { href: safe, target: "_blank", rel: "noopener noreferrer nofollow",
    title: new URL(safe).hostname }, ...children);
}
