"""Measures every question of `query/` against the same plainly in pandas, and against the floor.

The floor is one pass of numpy over the columns that any answer must read: their sums. All three are
measured in the same run, one after another; the answers of both sides are compared first. Every
question is asked cold: no condition and no answer is remembered.

    python -m benchmarks.query --sizes 1000,10000,100000,1000000,10000000
"""

from __future__ import annotations

import argparse
import gc
import json
import time
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from statistics import median
from typing import TYPE_CHECKING, cast

import numpy as np
import polars as pl

from benchmarks.datasets import write_dataset
from benchmarks.machine import describe_machine, read_memory
from benchmarks.questions import DEEP_TILE, FILTERS, QUESTIONS, floor_columns, read_plainly
from incidents.library.layouts import open_folder
from incidents.model.mercator import MAX_ZOOM
from incidents.query.addresses import TileAddress
from incidents.query.clusters import build_tile
from incidents.query.engine import engine_of
from incidents.query.filters import IncidentFilter
from incidents.settings import read_settings

if TYPE_CHECKING:
    from collections.abc import Callable

    from benchmarks.questions import PlainData, Question
    from incidents.model.frames import Tables
    from incidents.model.laid import Laid
    from incidents.query.embedded import EmbeddedEngine

SIZES = (1_000, 10_000, 100_000, 1_000_000, 10_000_000)
MOST_PLAIN = 1_000_000
"""Larger frames of pandas do not fit beside the rest on a small machine."""
DATA = Path(__file__).parent.parent / "test-results" / "benchmark" / "data"
RUNS = 7
_ZOOMS = (4, 6, 8, 10, 12, 14)


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
    opened_s: float
    anonymous_mb: float
    """Memory of the process itself, beyond what it had before."""
    mapped_mb: float
    """The files' pages in memory after every question was asked, beyond what was there before."""
    laid_bytes_a_row: float
    """The columns that queries read."""


def measure(sizes: tuple[int, ...], data: Path) -> dict[str, object]:
    """Return everything measured, as plain data."""
    timings: list[Timing] = []
    loaded: list[Loaded] = []
    curves: list[dict[str, object]] = []
    for size in sizes:
        folder = data / str(size)
        if not (folder / "dataset.toml").is_file():
            write_dataset(size, folder)
        tables, found = _open(folder, size)
        for words, query in FILTERS.items():
            timings += _ask_all(tables, size, words, IncidentFilter.from_query(query))
        curves += _tiles_by_zoom(tables, size)
        after = read_memory()
        loaded.append(replace(found, mapped_mb=after.mapped_mb - found.mapped_mb,
                              anonymous_mb=after.anonymous_mb - found.anonymous_mb))  # fmt: skip
        print(loaded[-1], flush=True)
        del tables
        gc.collect()
    return {
        "machine": describe_machine(),
        "timings": [asdict(each) for each in timings],
        "loaded": [asdict(each) for each in loaded],
        "tiles": curves,
    }


def _open(folder: Path, size: int) -> tuple[Tables, Loaded]:
    settings = replace(read_settings(), home=folder.parent / "home")
    began = time.perf_counter()
    tables, _ = open_folder(folder, settings)
    laid_out = time.perf_counter() - began
    del tables
    gc.collect()
    before, began = read_memory(), time.perf_counter()
    tables, _ = open_folder(folder, settings)
    opened = time.perf_counter() - began
    laid = cast("Laid", tables.laid)
    bytes_laid = laid.incidents.estimated_size() + laid.parties.estimated_size()
    return tables, Loaded(
        size, laid_out, opened, before.anonymous_mb, before.mapped_mb, bytes_laid / size
    )


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


def _tiles_by_zoom(tables: Tables, size: int) -> list[dict[str, object]]:
    """Return what a cold tile over the same town takes at each zoom, the dates chosen."""
    chosen = IncidentFilter.from_query(next(iter(FILTERS.values())))
    engine_of(tables).count(chosen)  # the conditions are known: it is the tile that is measured
    found: list[dict[str, object]] = []
    for zoom in _ZOOMS:
        shift = MAX_ZOOM - zoom
        deepest = DEEP_TILE.part(MAX_ZOOM - DEEP_TILE.zoom, 1 << 10, 1 << 10)
        address = TileAddress(zoom, deepest.column >> shift, deepest.row >> shift)
        took = time_calls(lambda address=address: build_tile(tables, chosen, address))
        inside = build_tile(tables, chosen, address).count
        found.append({"size": size, "zoom": zoom, "ms": took, "count": inside})
    return found


def forget(tables: Tables) -> None:
    """Make the next question a cold one."""
    engine = cast("EmbeddedEngine", engine_of(tables))
    engine.forget()


def time_calls(call: Callable[[], object], before: Callable[[], None] = lambda: None) -> float:
    """Return the median milliseconds of several calls, the first left out."""
    before()
    began = time.perf_counter()
    call()
    runs = RUNS if time.perf_counter() - began < 1 else 3
    taken = []
    for _ in range(runs):
        before()
        began = time.perf_counter()
        call()
        taken.append((time.perf_counter() - began) * 1000)
    return median(taken)


def main() -> None:
    """Measure, and keep what was measured."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.query", description=__doc__)
    parser.add_argument("--sizes", default=",".join(map(str, SIZES)), help="numbers of incidents")
    parser.add_argument("--data", type=Path, default=DATA, help="folder for datasets")
    parser.add_argument("--out", type=Path, default=DATA.parent / "query.json")
    asked = parser.parse_args()
    asked.out.parent.mkdir(parents=True, exist_ok=True)
    found = measure(tuple(map(int, asked.sizes.split(","))), asked.data)
    asked.out.write_text(json.dumps(found, indent=1), encoding="utf-8")


if __name__ == "__main__":
    main()
