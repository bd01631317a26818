// What can be done with a selection: share its link, download it, cite it.
import { button, el, replace } from "./dom.js";

const SAID_MS = 2500;

/** The button that copies this page's address, with the map's view and the open card. */
export function share() {
  const node = button("Share", async () => {
    const address = window.location.href;
    try {
      await navigator.clipboard.writeText(address);
      node.textContent = "Link copied";
      setTimeout(() => { node.textContent = "Share"; }, SAID_MS);
    } catch {
      // no clipboard without a secure page: show the address, ready to be copied by hand
      const field = el("input", { class: "link", readonly: true, value: address,
        "aria-label": "Link to this view" });
      node.replaceWith(field);
      field.onblur = () => field.replaceWith(node);
      field.select();
    }
  }, { class: "button", "data-testid": "share", "aria-live": "polite",
    title: "Copy a link that opens this same view" });
  return node;
}

/** Show how to cite the selection, as text. */
export async function citation(root, query) {
  const words = el("pre", { dir: "auto", "data-testid": "citation", tabindex: "0" }, "…");
  const copy = button("Copy", async () => {
    try {
      await navigator.clipboard.writeText(words.textContent);
      copy.textContent = "Copied";
    } catch {
      window.getSelection().selectAllChildren(words);
    }
  }, { class: "button" });
  const dialog = el("dialog", { "aria-label": "How to cite" },
    el("h2", {}, "How to cite"), words,
    copy, " ", button("Close", () => dialog.close(), { class: "button" }));
  dialog.onclose = () => dialog.remove();
  root.append(dialog);
  dialog.showModal();
  try {
    const answer = await fetch(`/api/citation.txt${query ? `?${query}` : ""}`);
    if (!answer.ok) throw new Error(answer.statusText);
    words.textContent = await answer.text();
  } catch {
    replace(words, "The citation could not be loaded. The data is safe; try again in a moment.");
  }
}
