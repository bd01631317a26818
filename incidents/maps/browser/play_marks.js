// Draws one moment of a selection that is played: rings with counts, on a canvas for its speed.
import { clusterRadius, outline, short } from "./marks.js";

const SINGLE_PX = 6;
const RING_PX = 3.5;

/** The colours in use, read once and again when the theme changes. */
export function readInk(styles) {
  const css = getComputedStyle(document.documentElement);
  const read = (name) => css.getPropertyValue(name).trim();
  return { land: read("--land"), paper: read("--paper"), ink: read("--ink"),
    kinds: styles.kinds.map((kind, index) => ({ ...kind, edge: read(`--edge-${index}`),
      path: new Path2D(outline(kind.shape, SINGLE_PX)) })) };
}

/** How far a mark of `count` incidents reaches from its place. */
export function reachOf(count) {
  return count === 1 ? SINGLE_PX * 1.6 + 2 : clusterRadius(count) + 2;
}

/** Draw marks {x, y, count, kinds: [count of each kind, in the styles' order]}. */
export function drawMarks(pen, marks, ink) {
  pen.textAlign = "center";
  pen.textBaseline = "middle";
  pen.font = '600 12px system-ui, -apple-system, "Segoe UI", Roboto, sans-serif';
  // the large below the small, so that each can be seen
  for (const mark of [...marks].sort((one, other) => other.count - one.count)) {
    if (mark.count === 1) drawSingle(pen, mark, ink);
    else drawCluster(pen, mark, ink);
  }
}

function drawSingle(pen, { x, y, kinds }, ink) {
  const kind = ink.kinds[kinds.findIndex((count) => count > 0)];
  pen.save();
  pen.translate(x, y);
  pen.lineJoin = "round";
  pen.lineWidth = 5;
  pen.strokeStyle = ink.land;
  pen.stroke(kind.path);
  pen.fillStyle = kind.colour;
  pen.fill(kind.path, "evenodd");
  pen.lineWidth = 1;
  pen.strokeStyle = kind.edge;
  pen.stroke(kind.path);
  pen.restore();
}

function drawCluster(pen, { x, y, count, kinds }, ink) {
  const radius = clusterRadius(count);
  disc(pen, x, y, radius + 1, ink.land);
  disc(pen, x, y, radius, ink.paper);
  pen.lineWidth = RING_PX;
  let turn = -Math.PI / 2;
  kinds.forEach((share, index) => {
    if (!share) return;
    const next = turn + (share / count) * 2 * Math.PI;
    pen.strokeStyle = ink.kinds[index].colour;
    pen.beginPath();
    pen.arc(x, y, radius - RING_PX / 2, turn, next);
    pen.stroke();
    turn = next;
  });
  pen.fillStyle = ink.ink;
  pen.fillText(short(count), x, y + 0.5);
}

function disc(pen, x, y, radius, colour) {
  pen.fillStyle = colour;
  pen.beginPath();
  pen.arc(x, y, radius, 0, 2 * Math.PI);
  pen.fill();
}
