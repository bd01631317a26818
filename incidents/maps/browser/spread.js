// Moves discs that cover one another apart by a few pixels. Pure.

const ROUNDS = 6;
const MOST_PX = 16;

/** New places for discs {x, y, reach, fixed}; none moves further than a few pixels. */
export function spread(discs) {
  const places = discs.map(({ x, y }) => ({ x, y }));
  for (let round = 0; round < ROUNDS; round += 1) {
    let moved = false;
    for (let i = 0; i < discs.length; i += 1) {
      for (let j = i + 1; j < discs.length; j += 1) {
        moved = part(discs, places, i, j) || moved;
      }
    }
    if (!moved) break;
  }
  return places;
}

function part(discs, places, i, j) {
  const [a, b] = [places[i], places[j]];
  const want = discs[i].reach + discs[j].reach;
  const [dx, dy] = [b.x - a.x, b.y - a.y];
  if (Math.abs(dx) >= want || Math.abs(dy) >= want) return false;
  const gap = Math.hypot(dx, dy);
  if (gap >= want || (discs[i].fixed && discs[j].fixed)) return false;
  const [ux, uy] = gap > 0.01 ? [dx / gap, dy / gap] : [1, 0];
  const share = discs[i].fixed || discs[j].fixed ? want - gap : (want - gap) / 2;
  if (!discs[i].fixed) shift(discs[i], a, -ux * share, -uy * share);
  if (!discs[j].fixed) shift(discs[j], b, ux * share, uy * share);
  return true;
}

function shift(home, place, dx, dy) {
  const [x, y] = [place.x + dx - home.x, place.y + dy - home.y];
  const limit = Math.min(1, MOST_PX / (Math.hypot(x, y) || 1));
  place.x = home.x + x * limit;
  place.y = home.y + y * limit;
}
