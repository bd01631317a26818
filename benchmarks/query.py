"""Measures every question of `query/` against the same plainly in pandas, and against the floor.

The floor is one pass of numpy over the columns that any answer must read: their sums. All three are
measured in the same run, one after another; the answers of both sides are compared first. Every
question is asked cold: no condition and no answer is remembered. Each size has a process of its
own, so that none has the memory of another.

    python -m benchmarks.query --sizes 1000,10000,100000,1000000,10000000
"""

from __future__ import annotations

import argparse
import gc
import json
import time
from concurrent.futures import ProcessPoolExecutor
from dataclasses import asdict, dataclass, replace
from functools import partial
from multiprocessing import get_context
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

import numpy as np
import polars as pl

from benchmarks.machine import describe_machine, read_memory
from benchmarks.measured import SIZES
from benchmarks.paths import DATA, HOME, KEPT
from benchmarks.prepared import SERVED, prepare_data, read_laying_out_s
from benchmarks.questions import FILTERS, QUESTIONS, floor_columns, read_plainly
from benchmarks.tile_curves import measure_equal_tiles, measure_zooms
from benchmarks.timing import time_calls
from incidents.library.layouts import open_folder
from incidents.query.engine import engine_of
from incidents.query.filters import IncidentFilter
from incidents.settings import Settings

if TYPE_CHECKING:
    from collections.abc import Callable

    from benchmarks.questions import PlainData, Question
    from incidents.model.frames import Tables
    from incidents.model.laid import Laid
    from incidents.query.embedded import EmbeddedEngine

MOST_PLAIN = 1_000_000
"""Larger frames of pandas do not fit beside the rest on a small machine."""


@dataclass(frozen=True)
class Timing:
    """One question's medians in milliseconds."""

    size: int
    filter: str
    question: str
    ours: float
    plain: float | None
    floor: float


@dataclass(frozen=True)
class Loaded:
    """What a dataset takes once it is open."""

    size: int
    laid_out_s: float
    """When it was first opened."""
    opened_s: float
    anonymous_mb: float
    """Memory of the process itself after every question was asked, beyond what it had before."""
    mapped_mb: float
    """The same of the files' pages in memory."""
    laid_bytes_a_row: float
    """The columns that queries read."""


def measure(sizes: tuple[int, ...], data: Path) -> dict[str, object]:
    """Return everything measured, as plain data."""
    found: dict[str, Any] = {"machine": describe_machine()}
    apart = get_context("spawn")
    with ProcessPoolExecutor(1, mp_context=apart, max_tasks_per_child=1) as pool:
        for part in pool.map(partial(_measure_size, data=data), sizes):
            for name, rows in part.items():
                found.setdefault(name, []).extend(rows)
    return found


def _measure_size(size: int, data: Path) -> dict[str, list[Any]]:
    tables, loaded = _open(prepare_data(size, data), size)
    print(loaded, flush=True)
    timings: list[Timing] = []
    for words, query in FILTERS.items():
        timings += _ask_all(tables, size, words, IncidentFilter.from_query(query))
    return {
        "timings": [asdict(each) for each in timings],
        "loaded": [asdict(loaded)],
        "tiles": measure_zooms(tables, size),
        "equal_tiles": measure_equal_tiles(tables, size),
    }


def _open(folder: Path, size: int) -> tuple[Tables, Loaded]:
    """Return the open tables, and what they take once every question was asked of them.

    Nothing else was done in this process yet, and pandas, which leaves much, comes afterwards.
    """
    settings = replace(Settings(), home=HOME)
    tables, _ = open_folder(folder / SERVED, settings)
    del tables
    gc.collect()
    before, began = read_memory(), time.perf_counter()
    tables, _ = open_folder(folder / SERVED, settings)
    opened = time.perf_counter() - began
    for query in FILTERS.values():
        for question in QUESTIONS:
            question.ours(tables, IncidentFilter.from_query(query))
    after, laid = read_memory(), cast("Laid", tables.laid)
    bytes_laid = laid.incidents.estimated_size() + laid.parties.estimated_size()
    return tables, Loaded(
        size, read_laying_out_s(folder), opened, after.anonymous_mb - before.anonymous_mb,
        after.mapped_mb - before.mapped_mb, bytes_laid / size,
    )  # fmt: skip


@dataclass(frozen=True)
class _Round:
    """What is asked of: a dataset, and one filter over it."""

    tables: Tables
    plain: PlainData | None
    size: int
    words: str
    chosen: IncidentFilter


def _ask_all(tables: Tables, size: int, words: str, chosen: IncidentFilter) -> list[Timing]:
    plain = read_plainly(tables) if size <= MOST_PLAIN else None
    found = []
    for question in QUESTIONS:
        found.append(_ask(question, _Round(tables, plain, size, words, chosen)))
        print(found[-1], flush=True)
    return found


def _ask(question: Question, asked: _Round) -> Timing:
    tables, plain, chosen = asked.tables, asked.plain, asked.chosen
    slow = None
    if plain is not None:
        ours, expected = question.ours(tables, chosen), question.plain(plain, chosen)
        if ours != expected:
            raise SystemExit(f"{question.name}: {ours} is not {expected}")
        slow = time_calls(lambda: question.plain(plain, chosen))
    return Timing(
        asked.size,
        asked.words,
        question.name,
        time_calls(lambda: question.ours(tables, chosen), lambda: forget(tables)),
        slow,
        time_calls(_floor(tables, question, chosen)),
    )


def _floor(tables: Tables, question: Question, chosen: IncidentFilter) -> Callable[[], object]:
    laid = cast("Laid", tables.laid)
    columns = [_array(laid.incidents[name]) for name in floor_columns(question, chosen)]
    columns += [_array(laid.parties[name]) for name in question.parties]
    return lambda: [column.sum() for column in columns]


def _array(column: pl.Series) -> np.ndarray:
    """Return a column's own numbers, in the bytes in which they are laid out."""
    if column.dtype == pl.Boolean:
        return np.packbits(column.to_numpy())
    codes = column.to_physical() if isinstance(column.dtype, pl.Enum) else column
    return codes.fill_null(0).to_numpy()


def forget(tables: Tables) -> None:
    """Make the next question a cold one."""
    engine = cast("EmbeddedEngine", engine_of(tables))
    engine.forget()


def main() -> None:
    """Measure, and keep what was measured."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.query", description=__doc__)
    parser.add_argument("--sizes", default=",".join(map(str, SIZES)), help="numbers of incidents")
    parser.add_argument("--data", type=Path, default=DATA, help="folder for datasets")
    parser.add_argument("--out", type=Path, default=KEPT / "query.json", help="file for results")
    asked = parser.parse_args()
    asked.out.parent.mkdir(parents=True, exist_ok=True)
    found = measure(tuple(map(int, asked.sizes.split(","))), asked.data)
    asked.out.write_text(json.dumps(found, indent=1), encoding="utf-8")


if __name__ == "__main__":
    main()
