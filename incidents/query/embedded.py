"""The embedded engine: Polars, over columns in memory or mapped from a file.

A condition's rows are computed once, as a bit for each incident, and every filter that asks the
same shares them: filters that differ in one field differ in one condition. A tile is a range of
rows, because incidents stand in spatial order.
"""

from __future__ import annotations

from bisect import bisect_left
from functools import partial, reduce
from operator import and_
from typing import TYPE_CHECKING, Any, cast

import narwhals as nw
import narwhals.selectors as ncs
import numpy as np
import polars as pl

from incidents.model.frames import INCIDENT_TABLES
from incidents.model.laid import CLOSED_WORDS, OPEN_WORDS
from incidents.model.mercator import interleave_one
from incidents.query.conditions import Of, list_conditions
from incidents.query.kept import Answers, Kept
from incidents.query.places import group_places, place_in_tile

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Sequence

    from incidents.model.frames import Tables
    from incidents.model.laid import Laid
    from incidents.query.addresses import TileAddress
    from incidents.query.conditions import Condition
    from incidents.query.filters import IncidentFilter

_MOST_ANSWERS = 1024
_MOST_MASKS = 512
_MASK_BYTES = 64 * 2**20
_NARROW = 2**16
_WIDEST = 4
"""So many numbers a row are counted one by one, whether they occur or not."""
_LEAST_MASKS = 24
"""So many conditions stay in memory however large the dataset is."""

_WORDS = {*CLOSED_WORDS, *OPEN_WORDS}

Mask = pl.Series
"""One bit for each incident, by row."""


class EmbeddedEngine:
    """Answers over one dataset's columns in this process."""

    def __init__(self, tables: Tables, laid: Laid) -> None:
        # not the tables themselves: engines are kept for as long as those are held elsewhere
        self._incidents = tables.incidents
        self._ranks = laid.incidents["rank"]
        self._laid = laid
        self._areas = tables.areas
        self._let_go = tables.let_go
        self._about = {name: getattr(tables, name) for name in INCIDENT_TABLES}
        bits = _LEAST_MASKS * (tables.incidents.height // 8 + 1)
        self._masks: Kept[Mask] = Kept(
            _MOST_MASKS, max(_MASK_BYTES, bits), lambda mask: int(mask.estimated_size())
        )
        self.answers: Answers = Kept(_MOST_ANSWERS)

    def forget(self) -> None:
        """Forget every condition and every answer."""
        self._masks.clear()
        self.answers.clear()

    def select(self, chosen: IncidentFilter) -> nw.LazyFrame[Any]:
        """Return the selected incidents: `row` and `LAID_COLUMNS`."""
        return self._selected(chosen, 0, self._laid.incidents.height)

    def select_tile(self, chosen: IncidentFilter, address: TileAddress) -> nw.LazyFrame[Any]:
        """Return those of the selected incidents that have a point in a tile."""
        return self._selected(chosen, *self._range(address))

    def select_parties(self, chosen: IncidentFilter) -> nw.LazyFrame[Any]:
        """Return `PARTY_COLUMNS` of everyone with any part in the selected incidents."""
        return self._belonging(self._laid.parties, self._laid.parties["row"], chosen)

    def select_about(self, table: str, chosen: IncidentFilter) -> nw.LazyFrame[Any]:
        """Return `row` and the columns of one of `INCIDENT_TABLES`, for the selected incidents."""
        rows = self._laid.rows[table].alias("row")
        lines = self._about[table].with_columns(rows)
        return self._belonging(lines, rows, chosen).with_columns(ncs.enum().cast(nw.String))

    def count(self, chosen: IncidentFilter) -> int:
        """Return how many incidents are selected."""
        mask = self._mask(chosen)
        return self._laid.incidents.height if mask is None else int(mask.sum())

    def count_words(self, chosen: IncidentFilter, column: str) -> dict[str, int]:
        """Return how many selected incidents hold each word of a column of `Laid.incidents`."""
        mask, cells = self._mask(chosen), self._laid.incidents[column]
        return _count_codes(cells if mask is None else cells.filter(mask))

    def count_actors(
        self, chosen: IncidentFilter, counted: nw.Expr | None = None
    ) -> dict[str, int]:
        """Return in how many of the selected incidents each actor has a part."""
        parties, mask = self._laid.parties, self._mask(chosen)
        kept = [] if counted is None else [_compute(parties, counted)]
        kept += [] if mask is None else [_of_rows(mask, parties["row"])]
        actors = parties["actor_id"]
        return _count_codes(actors.filter(reduce(and_, kept)) if kept else actors)

    def count_numbers(
        self, selected: nw.LazyFrame[Any], number: nw.Expr
    ) -> tuple[np.ndarray, np.ndarray]:
        """Return the distinct whole numbers that rows give, ascending, and how many give each."""
        frame = selected.select(number.alias("number")).collect()
        return _count(frame["number"].to_native().drop_nulls().to_numpy())

    def gather(
        self, chosen: IncidentFilter, address: TileAddress, number: nw.Expr
    ) -> dict[str, np.ndarray]:
        """Return what those of a tile's selected incidents add up to that give the same number."""
        first, end = self._range(address)
        mask = self._mask(chosen)
        placed = place_in_tile(self._selected(chosen, first, end), address, number)
        if (end - first if mask is None else mask[first:end].sum()) > _NARROW:
            return group_places(placed)
        # for as few, planning takes longer than counting; see `_count`
        frame = placed.collect()
        numbers, x, y, row = (frame[name].to_numpy() for name in frame.columns)
        counts = np.bincount(numbers)
        found = np.flatnonzero(counts)
        least = np.empty(len(counts), dtype=np.int64)
        least[numbers[::-1]] = row[::-1]  # rows ascend: the first of each is written last
        means = {name: np.bincount(numbers, each)[found] / counts[found]
                 for name, each in (("x", x), ("y", y))}  # fmt: skip
        return {"number": found, "count": counts[found], **means, "row": least[found]}

    def sum_up(
        self, chosen: IncidentFilter, columns: Sequence[str], sums: Sequence[nw.Expr]
    ) -> dict[str, Any]:
        """Return one row of expressions that each sum up a column of the selected incidents."""
        mask, frame = self._mask(chosen), self._laid.incidents.select(columns)
        # at once, as in `_compute`
        kept = frame if mask is None else frame.filter(mask)
        return nw.from_native(kept).select(*sums).rows(named=True)[0]

    def words(self, column: str) -> Collection[str]:
        """Return the distinct cells of one of `OPEN_WORDS`."""
        return cast("pl.Enum", self._laid.incidents.schema[column]).categories.to_list()

    def read(self, rows: Sequence[int], columns: Sequence[str]) -> list[dict[str, Any]]:
        """Return columns of the table of incidents, for rows in the order they are given."""
        found = self.read_frame(rows, columns).rows(named=True)
        self._let_go()
        return found

    def read_frame(self, rows: Sequence[int] | np.ndarray, columns: Sequence[str]) -> pl.DataFrame:
        """Return columns of the table of incidents, for rows in the order they are given."""
        wanted = pl.Series(np.array(rows, dtype=np.uint32))
        # words that are laid as numbers are found in a fraction of the time
        laid = [name for name in columns if name in _WORDS]
        others = [name for name in columns if name not in _WORDS]
        places = self._ranks.gather(wanted)
        found = [_take(self._incidents.select(others), places)] if others else []
        found += [self._laid.incidents.select(laid)[wanted]] if laid else []
        return pl.concat(found, how="horizontal").select(columns)

    def release(self) -> None:
        """Give back the memory of words that were read in frames."""
        self._let_go()

    def find(self, incident_ids: Iterable[str]) -> dict[str, int]:
        """Return the row of each incident that exists, by its id."""
        ids, ranks, order = self._incidents["incident_id"], self._ranks, self._laid.by_id
        found = {}
        for each in incident_ids:
            place = bisect_left(range(len(order)), each, key=lambda at: ids[ranks[order[at]]])
            if place < len(order) and ids[ranks[row := order[place]]] == each:
                found[each] = row
        return found

    def read_about(self, table: str, rows: Collection[int]) -> list[dict[str, Any]]:
        """Return the lines of one of `INCIDENT_TABLES` on some incidents, each with its `row`."""
        found = self.read_about_frame(table, [*rows], self._about[table].columns).rows(named=True)
        self._let_go()
        return found

    def read_about_frame(
        self, table: str, rows: Sequence[int] | np.ndarray, columns: Sequence[str]
    ) -> pl.DataFrame:
        """Return `row`, ascending, and columns of one of `INCIDENT_TABLES`, on some incidents."""
        own, wanted = self._laid.rows[table].to_numpy(), np.sort(np.asarray(rows, np.int64))
        first = np.searchsorted(own, wanted.astype(own.dtype))
        counts = np.searchsorted(own, (wanted + 1).astype(own.dtype)) - first
        # the lines of each incident stand together: from its first, one after the other
        within = np.arange(counts.sum()) - np.repeat(counts.cumsum() - counts, counts)
        lines: pl.DataFrame = self._about[table].select(columns)[np.repeat(first, counts) + within]
        numbers = pl.Series("row", np.repeat(wanted, counts), pl.Int64)
        return lines.select(numbers, pl.all())

    def _selected(self, chosen: IncidentFilter, first: int, end: int) -> nw.LazyFrame[Any]:
        frame = self._laid.incidents[first:end].lazy().with_row_index("row", first)
        mask = self._mask(chosen)
        if mask is not None:
            frame = frame.filter(pl.lit(mask[first:end]))
        return nw.from_native(frame)

    def _belonging(
        self, frame: pl.DataFrame, rows: pl.Series, chosen: IncidentFilter
    ) -> nw.LazyFrame[Any]:
        mask = self._mask(chosen)
        belonging = frame.lazy()
        if mask is not None:
            belonging = belonging.filter(pl.lit(_of_rows(mask, rows)))
        return nw.from_native(belonging)

    def _range(self, address: TileAddress) -> tuple[int, int]:
        x, y = self._laid.incidents["x"], self._laid.incidents["y"]
        start = interleave_one(address.west, address.north)
        located = range(self._laid.located)

        def place(row: int) -> int:
            return interleave_one(x[row], y[row])

        first = bisect_left(located, start, key=place)
        return first, bisect_left(located, start + address.size**2, lo=first, key=place)

    def _mask(self, chosen: IncidentFilter) -> Mask | None:
        """Return which incidents are selected; None when all of them are."""
        conditions = list_conditions(chosen, self.words, self._areas)
        if not conditions:
            return None
        masks = [self._masks.get(each.key, partial(self._meets, each)) for each in conditions]
        if len(masks) == 1:
            return masks[0]
        together = frozenset(each.key for each in conditions)
        return self._masks.get(together, lambda: reduce(and_, masks))

    def _meets(self, condition: Condition) -> Mask:
        match condition.of:
            case Of.INCIDENTS:
                return _compute(self._laid.incidents, condition.expression)
            case Of.WORDS:
                found = _compute(self._incidents, condition.expression)
                self._let_go()
                return found.gather(self._ranks)
            case Of.PARTIES | Of.NO_PARTIES:
                return self._has_party(condition)

    def _has_party(self, condition: Condition) -> Mask:
        parties = self._laid.parties
        rows = parties["row"].filter(_compute(parties, condition.expression))
        found = np.zeros(self._laid.incidents.height, dtype=bool)
        found[rows.to_numpy()] = True
        return pl.Series(found if condition.of is Of.PARTIES else ~found)


def _take(frame: pl.DataFrame, places: pl.Series) -> pl.DataFrame:
    """Return rows of a frame; a stretch of it, which a list by date often is, without a copy."""
    if len(places):
        first = int(places[0])
        if np.array_equal(places.to_numpy(), np.arange(first, first + len(places))):
            return frame[first : first + len(places)]
    return frame[places]


def _of_rows(mask: Mask, rows: pl.Series) -> Mask:
    """Return each row's bit."""
    # several times faster over bytes than over bits
    return pl.Series(mask.to_numpy()[rows.to_numpy()])


def _count_codes(cells: pl.Series) -> dict[str, int]:
    words = cast("pl.Enum", cells.dtype)  # as are all columns of words that are laid
    codes, counts = _count(cells.to_physical().drop_nulls().to_numpy())
    return dict(zip(words.categories.gather(codes), counts.tolist(), strict=True))


def _count(numbers: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    if not len(numbers):
        return numbers, numbers
    least, most = int(numbers.min()), int(numbers.max())
    if most - least > _WIDEST * len(numbers) + _NARROW:
        return np.unique(numbers, return_counts=True)
    # several times faster than sorting or hashing, as long as the numbers lie close
    counts = np.bincount(numbers - least if least else numbers)
    found = np.flatnonzero(counts)
    return found + least, counts[found]


def _compute(frame: pl.DataFrame, expression: nw.Expr) -> Mask:
    # at once: planning a lazy frame takes longer than a pass over a hundred thousand rows
    answer = nw.from_native(frame).select(expression.alias("meets"))
    meets: Mask = answer.to_native()["meets"].fill_null(value=False)
    return meets
