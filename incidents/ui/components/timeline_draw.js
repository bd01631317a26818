// Draws the timeline's SVG: statements, spans, stacked bars, axis and the chosen period.
import { svg } from "./dom.js";
import { short } from "./marks.js";
import { barName, barWords, spanWords, groupWords } from "./timeline_words.js";
import { dayNumber, layLanes, makeScale, niceTop, ticksOf } from "./timeline_scale.js";

export const MARGIN = { left: 30, right: 8 };
const STATEMENTS_PX = 16;
const LANE_PX = 6;
const MARK_PX = 16;
const MOST_LANES = 4;
const BARS_PX = 74;
const AXIS_PX = 18;

function edgeOf(kind, theme) {
  return kind[`edge_${theme}`] ?? kind.colour;
}

/** Measure everything once: where each lane, bar and mark stands. */
export function layOut(data, width) {
  const scale = makeScale(data.first, data.last, Math.max(60, width - MARGIN.left - MARGIN.right));
  const spans = data.spans.map((row) => ({ row, from: dayNumber(row.event_date),
    to: dayNumber(row.end_date) }));
  const lanes = layLanes(spans, MOST_LANES);
  const marks = data.statements.map((row) => ({ row, day: dayNumber(row.end_date) }));
  const top = data.statements.length ? STATEMENTS_PX : 4;
  const barsTop = top + lanes * LANE_PX + (lanes ? 4 : 0);
  return { scale, spans, marks, top, barsTop, base: barsTop + BARS_PX, width,
    height: barsTop + BARS_PX + AXIS_PX, most: niceTop(Math.max(1, ...data.bars.map((b) => b.count))) };
}

/** The hatching of what is uncertain. */
export function patterns(id) {
  return svg("defs", {}, svg("pattern", { id, width: 4, height: 4, patternUnits: "userSpaceOnUse",
    patternTransform: "rotate(45)" }, svg("line", { x1: 0, y1: 0, x2: 0, y2: 4, class: "hatch" })));
}

export function axis(plan) {
  const { scale, base, most, width } = plan;
  const right = width - MARGIN.right;
  const half = Number.isInteger(most / 2) && most > 2 ? [most / 2] : [];
  const y = (count) => base - (count / most) * BARS_PX;
  const levels = [most, ...half].flatMap((count) => [
    svg("line", { class: "grid", x1: MARGIN.left, x2: right, y1: y(count), y2: y(count) }),
    svg("text", { class: "tick", x: MARGIN.left - 5, y: y(count) + 4, "text-anchor": "end" }, short(count)),
  ]);
  const ticks = ticksOf(scale).flatMap((tick) => {
    const x = MARGIN.left + scale.x(tick.day);
    return [svg("line", { class: "notch", x1: x, x2: x, y1: base, y2: base + (tick.label ? 5 : 3) }),
      tick.label && x + 6 * tick.label.length < right ? svg("text", { class: tick.year ? "tick year" : "tick", x: x + 3,
        y: base + 14 }, tick.label) : null];
  });
  return svg("g", { "aria-hidden": "true" }, ...levels, ...ticks,
    svg("line", { class: "base", x1: MARGIN.left, x2: right, y1: base + 0.5, y2: base + 0.5 }));
}

/** A stacked bar as a button; the hatched part is of uncertain day. */
export function barNode(bar, plan, { data, theme, hatch }) {
  const { scale, base, most } = plan;
  const from = Math.max(dayNumber(bar.start), scale.from);
  const to = Math.min(dayNumber(bar.end) + 1, scale.to);
  const x = MARGIN.left + scale.x(from);
  const wide = Math.max(1.5, scale.x(to) - scale.x(from) - (scale.x(to) - scale.x(from) > 5 ? 1.5 : 0.4));
  const high = (count) => (count / most) * BARS_PX;
  let foot = base;
  const parts = data.kinds.filter((kind) => bar.types[kind.event_type]).map((kind) => {
    const part = high(bar.types[kind.event_type]);
    foot -= part;
    return svg("rect", { x, y: foot, width: wide, height: Math.max(0.8, part - 0.6), fill: kind.colour,
      stroke: edgeOf(kind, theme), "stroke-width": 0.75 });
  });
  if (bar.uncertain) {
    parts.push(svg("rect", { x, y: base - high(bar.count), width: wide, height: high(bar.uncertain),
      fill: `url(#${hatch})`, class: "uncertain" }));
  }
  const words = `${barName(data.bin, bar)}, ${barWords(bar, data.kinds)}`;
  return svg("g", { class: "bar", role: "button", "aria-label": words, tabindex: -1,
    "data-start": bar.start, "data-testid": "timeline-bar", "data-count": bar.count },
  svg("rect", { class: "reach", x, y: plan.barsTop, width: wide, height: BARS_PX }), ...parts);
}

/** An incident known only to a span of days, as a pale bar over it. */
export function spanNode(span, plan, { data, theme }) {
  const kind = data.kinds.find((one) => one.event_type === span.row.event_type) ?? data.kinds[0];
  const x = MARGIN.left + plan.scale.x(span.from);
  const wide = Math.max(4, plan.scale.x(span.to + 1) - plan.scale.x(span.from));
  const words = spanWords(span.row);
  return svg("rect", { class: "span", x, width: wide, height: LANE_PX - 2, rx: 2,
    y: plan.top + span.lane * LANE_PX, fill: kind.colour, stroke: edgeOf(kind, theme),
    "data-testid": "timeline-span" }, svg("title", {}, words));
}

/** Statements whose marks would touch, as one mark at the first of them. */
export function gather(marks, scale) {
  const groups = [];
  for (const mark of [...marks].sort((a, b) => a.day - b.day)) {
    const last = groups.at(-1);
    if (last && scale.x(mark.day) - scale.x(last.day) < MARK_PX) last.rows.push(mark.row);
    else groups.push({ day: mark.day, rows: [mark.row], id: mark.row.statement_id });
  }
  return groups;
}

/** The mark of one or more statements, ▾ and their number, as a button. */
export function statementNode(group, plan, { open }) {
  const x = MARGIN.left + plan.scale.x(group.day + 0.5);
  const words = groupWords(group.rows);
  return svg("g", { class: "statement", role: "button", tabindex: 0,
    "aria-label": words, "aria-expanded": String(open), "data-statement": group.id,
    "data-testid": "timeline-statement", "data-count": group.rows.length },
  svg("title", {}, words),
  svg("rect", { class: "reach", x: x - 7, y: -2, width: group.rows.length > 1 ? 20 : 14, height: STATEMENTS_PX }),
  svg("path", { d: `M${x - 5} 3.5h10l-5 9z` }),
  group.rows.length > 1 ? svg("text", { class: "tick", x: x + 7, y: 12 }, String(group.rows.length)) : null);
}

/** The chosen period: a frame around it, with edges to drag. */
export function brushNode(period, plan) {
  const [x1, x2] = [period[0], period[1] + 1].map((day) => MARGIN.left + plan.scale.x(day));
  const edge = (x) => svg("g", { class: "grip" },
    svg("line", { x1: x, x2: x, y1: plan.top - 2, y2: plan.base }),
    svg("rect", { x: x - 2.5, y: (plan.barsTop + plan.base) / 2 - 9, width: 5, height: 18, rx: 2.5 }));
  return svg("g", { class: "brush", "aria-hidden": "true", "data-testid": "timeline-brush" },
    svg("rect", { x: x1, y: plan.top - 2, width: Math.max(1, x2 - x1), height: plan.base - plan.top + 2 }),
    edge(x1), edge(x2));
}

/** The window that is played: a veil over the days before it and after it. */
export function playNode(plan) {
  return svg("g", { class: "played", "aria-hidden": "true", "data-testid": "timeline-played" },
    svg("rect", { class: "veil", y: plan.top - 2, height: plan.base - plan.top + 2 }),
    svg("rect", { class: "veil", y: plan.top - 2, height: plan.base - plan.top + 2 }),
    svg("rect", { class: "window", y: plan.top - 2, height: plan.base - plan.top + 2 }));
}

/** Move the window to days [from, to]; null takes it away. Cheap: called for every step. */
export function framePlayed(node, days, { scale, width }) {
  node.toggleAttribute("hidden", !days);
  if (!days) return;
  const limit = (day) => Math.min(scale.to, Math.max(scale.from, day));
  const [x1, x2] = [limit(days[0]), limit(days[1] + 1)].map((day) => MARGIN.left + scale.x(day));
  const [before, after, window] = node.children;
  const place = (rect, x, wide) => {
    rect.setAttribute("x", x.toFixed(1));
    rect.setAttribute("width", Math.max(0, wide).toFixed(1));
  };
  place(before, MARGIN.left, x1 - MARGIN.left);
  place(after, x2, width - MARGIN.right - x2);
  place(window, x1, Math.max(2, x2 - x1));
}
