// Dragging over the timeline, with mouse, pen or finger, and taking hold of the period's edges.
import { MARGIN } from "./timeline_draw.js";

const STILL_PX = 4;
const GRIP_PX = 7;

/** Follow pointers over `node`; `on` has drag(period), choose(period), click(day, event). */
export function followPointer(node, { plan, period, on }) {
  let start = null;

  const dayAt = (event) => {
    const box = node.getBoundingClientRect();
    return plan().scale.dayAt(event.clientX - box.left - MARGIN.left);
  };
  const heldEdge = (event) => {
    const chosen = period();
    if (!chosen) return null;
    const x = event.clientX - node.getBoundingClientRect().left - MARGIN.left;
    const { scale } = plan();
    const [near, far] = [Math.abs(scale.x(chosen[0]) - x), Math.abs(scale.x(chosen[1] + 1) - x)];
    if (Math.min(near, far) > GRIP_PX) return null;
    return near < far ? chosen[1] : chosen[0];
  };
  const between = (event) => {
    const [a, b] = [start.day, dayAt(event)];
    return [Math.min(a, b), Math.max(a, b)];
  };

  node.addEventListener("pointerdown", (event) => {
    if (event.button !== 0 || event.target.closest(".statement")) return;
    const fixed = heldEdge(event);
    start = { x: event.clientX, day: fixed ?? dayAt(event), moved: fixed !== null, id: event.pointerId };
  });
  node.addEventListener("pointermove", (event) => {
    node.classList.toggle("edge", !start && heldEdge(event) !== null);
    if (!start || event.pointerId !== start.id) return;
    if (!start.moved && Math.abs(event.clientX - start.x) < STILL_PX) return;
    if (!start.captured) {
      node.setPointerCapture(event.pointerId);
      start.captured = true;
    }
    start.moved = true;
    on.drag(between(event));
  });
  node.addEventListener("pointerup", (event) => {
    if (!start || event.pointerId !== start.id) return;
    const chosen = start.captured ? between(event) : null;
    const { moved, day } = start;
    start = null;
    if (chosen) on.choose(chosen);
    else if (!moved) on.click(day, event);
  });
  node.addEventListener("pointercancel", () => {
    start = null;
    on.drag(null);
  });
  return { busy: () => Boolean(start?.captured) };
}
