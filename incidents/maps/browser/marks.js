// Draws marks as SVG: one incident by kind, toll and certainty; a cluster as a quiet ring.
import { svg } from "./dom.js";

const HALO = 1.5;

/** The style of an event type and its place in the list, which names its edge colour. */
export function kindOf(styles, eventType) {
  const index = styles.kinds.findIndex((kind) => kind.event_type === eventType);
  return index < 0
    ? { ...styles.other, index: styles.kinds.length }
    : { ...styles.kinds[index], index };
}

/** Radius in pixels for a toll; the area grows by the same step for each death. */
export function radiusOf(sizes, fatalities) {
  if (fatalities === null || fatalities === undefined) return sizes.not_reported;
  return Math.min(sizes.most, Math.sqrt(sizes.least ** 2 + sizes.area_step * fatalities));
}

function polygon(points) {
  return `M${points.map(([x, y]) => `${x.toFixed(2)} ${y.toFixed(2)}`).join("L")}Z`;
}

function disc(radius) {
  return `M${-radius} 0a${radius} ${radius} 0 1 0 ${2 * radius} 0a${radius} ${radius} 0 1 0 ${-2 * radius} 0Z`;
}

/** The outline of a shape with the area of a circle of that radius, as SVG path data. */
export function outline(shape, radius) {
  const half = (radius * Math.sqrt(Math.PI)) / 2;
  const side = radius * Math.sqrt(Math.PI * 4 / Math.sqrt(3));
  const [top, base] = [side / Math.sqrt(3), side / (2 * Math.sqrt(3))];
  switch (shape) {
    case "square":
      return polygon([[-half, -half], [half, -half], [half, half], [-half, half]]);
    case "diamond": {
      const reach = half * Math.SQRT2;
      return polygon([[0, -reach], [reach, 0], [0, reach], [-reach, 0]]);
    }
    case "triangle":
      return polygon([[0, -top], [side / 2, base], [-side / 2, base]]);
    case "inverted-triangle":
      return polygon([[0, top], [side / 2, -base], [-side / 2, -base]]);
    case "cross": {
      const arm = (radius * Math.sqrt(Math.PI / 5)) / 2;
      const end = 3 * arm;
      return polygon([[-arm, -end], [arm, -end], [arm, -arm], [end, -arm], [end, arm], [arm, arm],
        [arm, end], [-arm, end], [-arm, arm], [-end, arm], [-end, -arm], [-arm, -arm]]);
    }
    case "ring":
      return disc(radius * 1.12) + disc(radius * 0.5);
    default:
      return disc(radius);
  }
}

function canvas(reach, children) {
  const size = 2 * Math.ceil(reach);
  return svg("svg", {
    width: size, height: size, viewBox: `${-size / 2} ${-size / 2} ${size} ${size}`,
    "aria-hidden": "true", focusable: "false",
  }, ...children);
}

function figure(kind, radius, hollow) {
  const path = outline(kind.shape, radius);
  const edge = `var(--edge-${kind.index})`;
  const shape = { d: path, "fill-rule": "evenodd", "stroke-linejoin": "round" };
  return [
    svg("path", { ...shape, fill: "none", stroke: "var(--land)", "stroke-width": 2 * HALO + 2 }),
    hollow
      ? svg("path", { ...shape, fill: "var(--paper)", stroke: edge, "stroke-width": 2 })
      : svg("path", { ...shape, fill: kind.colour, stroke: edge, "stroke-width": 1 }),
  ];
}

/** The mark of one incident; a thin ring shows the highest figure, hollow is not reported. */
export function incidentMark(styles, incident) {
  const kind = kindOf(styles, incident.event_type);
  const toll = incident.fatalities;
  const best = toll?.best ?? toll?.low ?? null;
  const radius = radiusOf(styles.sizes, best);
  const children = figure(kind, radius, best === null);
  let reach = radius * 1.6 + HALO + 1;
  if (best !== null && (toll.high ?? best) > best) {
    const ring = Math.max(radiusOf(styles.sizes, toll.high), radius + 2.5);
    children.push(svg("circle", { r: ring, fill: "none", stroke: `var(--edge-${kind.index})`,
      "stroke-width": 1 }));
    reach = Math.max(reach, ring + 1.5);
  }
  return { node: canvas(reach, children), reach };
}

/** A small sample of a kind for lists and the legend. */
export function sampleMark(styles, eventType, { hollow = false, radius = 5.5 } = {}) {
  return canvas(9, figure(kindOf(styles, eventType), radius, hollow));
}

/** A cluster's radius, by its count alone; neighbours' cells are 64 pixels wide, and none touch. */
export function clusterRadius(count) {
  return Math.min(25, 9.5 + 1.25 * Math.log2(count));
}

function arc(from, to, radius) {
  const at = (turn) => [Math.sin(turn * 2 * Math.PI) * radius, -Math.cos(turn * 2 * Math.PI) * radius];
  const [[x1, y1], [x2, y2]] = [at(from), at(to)];
  return `M${x1} ${y1}A${radius} ${radius} 0 ${to - from > 0.5 ? 1 : 0} 1 ${x2} ${y2}`;
}

/** A cluster: a quiet disc with its count and a ring of its kinds' colours. */
export function clusterMark(styles, cluster) {
  const radius = clusterRadius(cluster.count);
  const ring = radius - 1.75;
  const children = [svg("circle", { r: radius + 1, fill: "var(--land)" }),
    svg("circle", { r: radius, fill: "var(--paper)" })];
  let turn = 0;
  const order = [...styles.kinds, styles.other];
  for (const [index, kind] of order.entries()) {
    const share = shareOf(cluster, kind.event_type, styles) / cluster.count;
    if (!share) continue;
    const line = { fill: "none", stroke: kind.colour, "stroke-width": 3.5 };
    children.push(share > 0.999
      ? svg("circle", { r: ring, ...line })
      : svg("path", { d: arc(turn, turn + share, ring), ...line, "data-kind": index }));
    turn += share;
  }
  children.push(svg("text", { class: "atlas-count", "text-anchor": "middle", y: "0.36em" },
    short(cluster.count)));
  return { node: canvas(radius + 2, children), reach: radius + 2 };
}

function shareOf(cluster, eventType, styles) {
  if (eventType) return cluster.types?.[eventType] ?? 0;
  const known = new Set(styles.kinds.map((kind) => kind.event_type));
  return Object.entries(cluster.types ?? {})
    .reduce((sum, [type, count]) => sum + (known.has(type) ? 0 : count), 0);
}

/** 12 345 as "12k", so that it fits a disc. */
export function short(count) {
  if (count < 10000) return String(count);
  return count < 1e6 ? `${Math.floor(count / 1000)}k` : `${(count / 1e6).toFixed(1)}M`;
}
