// One small box of text beside whatever the pointer or the focus is on.
import { el, replace } from "./dom.js";

/** Make the map's tooltip; `show(anchor, lines)` takes nodes, `hide()` removes it. */
export function makeTooltip(stage) {
  const box = el("div", { class: "atlas-tooltip", role: "tooltip", hidden: true });
  stage.append(box);

  // an area is too large to stand beside: its words stand by the pointer
  function edges(anchor, event) {
    if (!(anchor instanceof SVGPathElement) || !event?.clientX) return anchor.getBoundingClientRect();
    return new DOMRect(event.clientX, event.clientY - 6, 0, 12);
  }

  function show(anchor, lines, event) {
    replace(box, ...lines);
    box.hidden = false;
    const [frame, mark] = [stage.getBoundingClientRect(), edges(anchor, event)];
    const centre = mark.left + mark.width / 2 - frame.left;
    const left = Math.min(Math.max(8, centre - box.offsetWidth / 2),
      frame.width - box.offsetWidth - 8);
    const above = mark.top - frame.top - box.offsetHeight - 8;
    const below = mark.bottom - frame.top + 8;
    box.style.left = `${left}px`;
    box.style.top = `${above >= 4 ? above : below}px`;
  }

  const hide = () => { box.hidden = true; };
  stage.addEventListener("pointerdown", hide, { capture: true });

  /** Show `lines()` while `node` is pointed at or focused. */
  function attach(node, lines) {
    node.addEventListener("pointerenter", (event) => {
      if (event.pointerType !== "touch") show(node, lines(), event);
    });
    node.addEventListener("focus", () => { if (node.matches(":focus-visible")) show(node, lines()); });
    if (node instanceof SVGPathElement) {
      node.addEventListener("pointermove", (event) => {
        if (event.pointerType !== "touch" && !event.buttons) show(node, lines(), event);
      });
    }
    node.addEventListener("pointerleave", hide);
    node.addEventListener("blur", hide);
  }

  return { attach, show, hide };
}
