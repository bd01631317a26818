"""A selection cut into frames of time, for playing it: counts that any window sums up at once.

An incident known only to a span of days may have happened in several frames, and a window shows
it when it may have happened in any of its own, as the filter's dates do. So each thing is counted
twice: in the frame in which its days begin (`starts`) and in the one in which they end. A window
from frame i to frame j holds what begins up to j, less what ends before i: exactly what the
filter with those dates selects. Ends are given by their difference from the starts (`late`),
which is nought wherever the day is known.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, NamedTuple

import narwhals as nw
import numpy as np

from incidents.errors import BinError
from incidents.model.laid import KIND_CODES, TOLLS
from incidents.model.mercator import unproject
from incidents.model.vocabularies import Placement
from incidents.query.bins import Bin, count_bins
from incidents.query.clusters import CELLS_PER_SIDE, KIND_SLOTS, LEVELS
from incidents.query.engine import engine_of
from incidents.query.select import select_incidents
from incidents.query.timeline import date_extent

if TYPE_CHECKING:
    from datetime import date

    from incidents.model.frames import Tables
    from incidents.query.addresses import TileAddress
    from incidents.query.filters import IncidentFilter

_REPORTED = ("fatalities", "injured")
MOST_FRAMES = 128
SUITABLE_FRAMES = 64
Series = tuple[list[int], list[int]]
"""`starts` and `late`, one number a frame."""


@dataclass(frozen=True)
class FrameScale:
    """The frames of a selection."""

    width: Bin
    first: int
    """The first frame's number, as `Bin.number` gives it."""
    count: int

    @property
    def periods(self) -> list[tuple[date, date]]:
        """The first and last day of each frame."""
        starts = [self.width.first_day(self.first + at) for at in range(self.count)]
        return [(start, self.width.end(start)) for start in starts]

    def frame(self, end: str) -> nw.Expr:
        """Return the frame of each incident's `first` or `last` day, within the scale."""
        return (self.width.numbers(end) - self.first).clip(0, max(0, self.count - 1))


class Counted(NamedTuple):
    """Sums by key and frame."""

    starts: np.ndarray
    """Key × frame × column: what begins in each frame."""
    late: np.ndarray
    """Less what begins, plus what ends."""


def scale_frames(tables: Tables, chosen: IncidentFilter, asked: Bin | None = None) -> FrameScale:
    """Return the frames of a selection: as asked, else the narrowest of which few enough fit.

    Raises:
        BinError: More than `MOST_FRAMES` were asked for.
    """
    extent = date_extent(tables, chosen)
    if extent is None:
        return FrameScale(asked or Bin.DAY, 0, 0)
    first = max(extent[0], chosen.date_from or extent[0])
    last = max(first, min(extent[1], chosen.date_to or extent[1]))
    width = asked or next(
        (each for each in Bin if count_bins(each, first, last) <= SUITABLE_FRAMES), Bin.YEAR
    )
    number, count = width.number(first), count_bins(width, first, last)
    if count > MOST_FRAMES:
        raise BinError(width, count, MOST_FRAMES)
    return FrameScale(width, number, count)


def summarize_frames(tables: Tables, chosen: IncidentFilter, scale: FrameScale) -> dict[str, Any]:
    """Return the figures of a selection by frame.

    Returns:
        `count`, each placement, each toll with its range and its `not_reported`, and `types`.
    """
    placed = {each.value: nw.col("placement") == each.value for each in Placement}
    kinds = {f"kind_{code}": nw.col("kind") == code for code in KIND_CODES.values()}
    sums = {name: flag.cast(nw.Int64).sum() for name, flag in (placed | kinds).items()}
    sums |= {"count": nw.len(), **{name: nw.col(name).sum() for name in TOLLS}}
    sums |= {f"{t}_missing": nw.len() - nw.col(f"{t}_best").count() for t in _REPORTED}
    counted = _count(select_incidents(tables, chosen), scale, nw.lit(0), 1, sums)
    series = {name: _series(counted, 0, column) for column, name in enumerate(sums)}
    return {
        **{name: series[name] for name in ("count", *placed)},
        **{
            toll: {part: series[f"{toll}_{part}"] for part in ("low", "best", "high")}
            | {"not_reported": series[f"{toll}_missing"]}
            for toll in _REPORTED
        },
        "types": {kind: series[f"kind_{code}"] for kind, code in KIND_CODES.items()},
    }


def build_frame_tile(
    tables: Tables, chosen: IncidentFilter, address: TileAddress, scale: FrameScale
) -> list[dict[str, Any]]:
    """Return a tile's clusters, as `clusters.build_tile` has them, with their counts by frame."""
    size = address.size // CELLS_PER_SIDE
    x, y = nw.col("x") - address.west, nw.col("y") - address.north
    number = (y // size * CELLS_PER_SIDE + x // size) * KIND_SLOTS + nw.col("kind")
    selected = engine_of(tables).select_tile(chosen, address)
    sums = {"count": nw.len(), "x": x.cast(nw.Int64).sum(), "y": y.cast(nw.Int64).sum()}
    cells = CELLS_PER_SIDE**2
    counted = _count(selected, scale, number, cells * KIND_SLOTS, sums)
    by_cell = counted.starts.sum(axis=1).reshape(cells, KIND_SLOTS, len(sums)).sum(axis=1)
    clusters = []
    for cell in np.flatnonzero(by_cell[:, 0]).tolist():
        count, x_sum, y_sum = by_cell[cell]
        longitude, latitude = unproject(
            address.west + x_sum / count + 0.5, address.north + y_sum / count + 0.5
        )
        row, column = divmod(cell, CELLS_PER_SIDE)
        types = {
            kind: _series(counted, cell * KIND_SLOTS + code, 0)
            for kind, code in KIND_CODES.items()
            if counted.starts[cell * KIND_SLOTS + code, :, 0].any()
        }
        clusters.append(
            {
                "cell": str(address.part(LEVELS, column, row)),
                "longitude": round(longitude, 6),
                "latitude": round(latitude, 6),
                "types": types,
            }
        )
    return clusters


def summarize_area_frames(
    tables: Tables, chosen: IncidentFilter, scale: FrameScale
) -> dict[str, dict[str, Series]]:
    """Return, for each area, its incidents, those known only to it and the killed, by frame."""
    codes = {area: code for code, area in enumerate(tables.areas["area_id"])}
    only = (nw.col("placement") == Placement.AREA.value).cast(nw.Int64).sum()
    best = nw.col("fatalities_best")
    sums = {
        "count": nw.len(),
        "area_only": only,
        "killed": best.sum(),
        "not_reported": nw.len() - best.count(),
    }
    found = {}
    inside = select_incidents(tables, chosen).filter(nw.col("area_id") != "")
    summed = _group(inside, scale, ["area_id"], sums)
    keys = np.array([codes[str(area)] for area in summed["area_id"].to_list()], dtype=np.int64)
    counted = _spread(summed, keys, len(codes), scale, list(sums))
    for area, code in codes.items():
        if counted.starts[code, :, 0].any():
            found[area] = {name: _series(counted, code, at) for at, name in enumerate(sums)}
    return found


def _count(
    selected: nw.LazyFrame[Any],
    scale: FrameScale,
    key: nw.Expr,
    keys: int,
    sums: dict[str, nw.Expr],
) -> Counted:
    """Return sums by a number below `keys` and by frame."""
    summed = _group(selected.with_columns(key.alias("key")), scale, ["key"], sums)
    return _spread(summed, summed["key"].to_numpy().astype(np.int64), keys, scale, list(sums))


def _group(
    selected: nw.LazyFrame[Any], scale: FrameScale, keys: list[str], sums: dict[str, nw.Expr]
) -> nw.DataFrame[Any]:
    framed = selected.with_columns(
        (scale.frame("first") * MOST_FRAMES + scale.frame("last")).alias("frames")
    )
    return framed.group_by(*keys, "frames").agg(
        *(expression.alias(name) for name, expression in sums.items())
    ).collect()  # fmt: skip


def _spread(
    summed: nw.DataFrame[Any], keys: np.ndarray, most: int, scale: FrameScale, names: list[str]
) -> Counted:
    frames = summed["frames"].to_numpy().astype(np.int64)
    first, last = frames // MOST_FRAMES, frames % MOST_FRAMES
    shape = most, max(scale.count, 1), len(names)
    starts, ends = np.zeros(shape, dtype=np.int64), np.zeros(shape, dtype=np.int64)
    for column, name in enumerate(names):
        values = summed[name].fill_null(0).to_numpy().astype(np.int64)
        np.add.at(starts[:, :, column], (keys, first), values)
        np.add.at(ends[:, :, column], (keys, last), values)
    return Counted(starts, ends - starts)


def _series(counted: Counted, key: int, column: int) -> Series:
    starts, late = counted.starts[key, :, column], counted.late[key, :, column]
    return starts.tolist(), late.tolist() if late.any() else []
