"""Measures every question on Spark against the embedded engine, and what a layout of files saves.

Both are asked the same in turns, each time with a filter that nobody asked before, so that nothing
is remembered; the answers are compared. The master is two workers in processes of this machine.

    python -m benchmarks.spark --sizes 1000000,10000000
"""

from __future__ import annotations

import argparse
import os
import platform
import tempfile
import time
from dataclasses import dataclass
from datetime import date, timedelta
from importlib.metadata import version
from pathlib import Path
from statistics import median
from typing import TYPE_CHECKING, Any

import polars as pl
import pyarrow.parquet as pq

from benchmarks.paths import DATA, HOME
from benchmarks.prepared import SERVED, prepare_data
from incidents.library.geoparquet import INCIDENTS_FILE
from incidents.library.layouts import open_folder
from incidents.library.unread import open_unread
from incidents.model.laid import LAID_COLUMNS, Laid
from incidents.query.addresses import TileAddress
from incidents.query.areas import summarize_areas
from incidents.query.bins import Bin
from incidents.query.clusters import build_tile
from incidents.query.facets import count_options
from incidents.query.filters import IncidentFilter
from incidents.query.frames import scale_frames, summarize_frames
from incidents.query.records import Listing, list_incidents, read_record
from incidents.query.select import count_incidents
from incidents.query.spark import open_session
from incidents.query.tallies import summarize_tallies
from incidents.query.timeline import summarize_timeline
from incidents.settings import EngineKind, Settings

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from incidents.model.frames import Tables

MASTER = "local-cluster[2,1,2048]"
RUNS = 3
WARMING = 1
RESULTS = Path(__file__).parent / "RESULTS-spark.md"
_REGION = TileAddress(6, 39, 25)
_TOWN_ZOOM = 11
_CELL_BITS = 31 - 12
_YEAR = "cast(floor(month / 12) as int) + 1970 as year"


def narrow(number: int) -> IncidentFilter:
    """Return a filter of half a year and one kind, another for each number."""
    query = "to=2021-08-31&type=Riots"
    return IncidentFilter.from_query(query).replace(date_from=_day(date(2021, 2, 1), number))


def wide(number: int) -> IncidentFilter:
    """Return a filter that selects nearly everything, another for each number."""
    return IncidentFilter(date_from=_day(date(2010, 1, 2), number))


def _day(first: date, number: int) -> date:
    return first + timedelta(days=number)


@dataclass(frozen=True)
class Question:
    """One thing that a page asks."""

    name: str
    ask: Callable[[Tables, IncidentFilter], object]


def questions_of(town: TileAddress, known_id: str) -> tuple[Question, ...]:
    """Return what is measured, in the order in which a page asks."""
    return (
        Question("count", count_incidents),
        Question("figures", summarize_tallies),
        Question("timeline, months", lambda t, c: summarize_timeline(t, c, Bin.MONTH)),
        Question("areas", summarize_areas),
        Question("tile of a region", lambda t, c: build_tile(t, c, _REGION)),
        Question("tile of a town", lambda t, c: build_tile(t, c, town)),
        Question("frames", lambda t, c: summarize_frames(t, c, scale_frames(t, c))),
        Question("options", count_options),
        Question("newest fifty", lambda t, c: list_incidents(t, c, Listing())),
        Question("one record", lambda t, _: read_record(t, known_id)),
    )


def time_s(ask: Callable[[], object]) -> tuple[float, object]:
    """Return how many seconds it takes, and the answer."""
    began = time.perf_counter()
    answer = ask()
    return time.perf_counter() - began, answer


def measure(ours: Tables, theirs: Tables, questions: Sequence[Question]) -> list[list[str]]:
    """Return a line of the table for each question and each of the two filters."""
    lines, number = [], 0
    for question in questions:
        cells = []
        for chosen_by in (narrow, wide):
            taken: list[tuple[float, float]] = []
            for run in range(WARMING + RUNS):
                number += 1
                chosen = chosen_by(number)
                one, answer = time_s(lambda: question.ask(ours, chosen))  # noqa: B023 (asked now)
                other, same = time_s(lambda: question.ask(theirs, chosen))  # noqa: B023
                if answer != same:
                    raise SystemExit(f"{question.name}: {chosen.to_query()} has two answers")
                taken += [(one, other)] if run >= WARMING else []
            cells += [f"{median(each) * 1000:.0f}" for each in zip(*taken, strict=True)]
        lines.append([question.name, *cells])
        print(*lines[-1], sep=" | ", flush=True)
    return lines


def measure_page(ours: Tables, theirs: Tables, questions: Sequence[Question]) -> list[str]:
    """Return the seconds of all questions for one filter, one after another, from both."""
    taken = []
    for number in range(RUNS):
        chosen = narrow(1000 + number).replace(killed=1)
        pair = [time_s(lambda t=t: [q.ask(t, chosen) for q in questions])[0]  # noqa: B023
                for t in (ours, theirs)]  # fmt: skip
        taken.append(pair)
    return [f"{median(each):.2f} s" for each in zip(*taken, strict=True)]


def groups_of(path: Path) -> Iterable[dict[str, Any]]:
    """Yield, for each group of rows, the bytes of what queries read, and its ends by column."""
    for part in [path] if path.is_file() else sorted(path.rglob("*.parquet")):
        told = pq.read_metadata(part)
        for number in range(told.num_row_groups):
            group = told.row_group(number)
            columns = [group.column(at) for at in range(group.num_columns)]
            found: dict[str, Any] = {"bytes": 0}
            for each in columns:
                name, ends = each.path_in_schema, each.statistics
                if name in LAID_COLUMNS:
                    found["bytes"] += each.total_compressed_size
                if ends is not None and ends.has_min_max:
                    found[name] = (ends.min, ends.max)
            yield found


def share_read(path: Path, **ends: tuple[int, int]) -> str:
    """Return which share of the laid-out bytes lies in groups that may hold rows within `ends`."""
    groups = list(groups_of(path))
    read = [
        each
        for each in groups
        if all(n in each and each[n][0] <= last and each[n][1] >= first
               for n, (first, last) in ends.items())
    ]  # fmt: skip
    whole = sum(each["bytes"] for each in groups)
    return f"{sum(each['bytes'] for each in read) / whole:.1%}"


def lay_out(folder: Path, target: Path) -> None:
    """Write the incidents by year, each year along the curve, as docs/scaling.md says."""
    session = open_session(MASTER)
    rows = session.read.parquet(str(folder / INCIDENTS_FILE)).selectExpr("*", _YEAR)
    parts = rows.repartitionByRange(16, "year").sortWithinPartitions("year", "row")
    parts.write.partitionBy("year").option("parquet.block.size", 16 * 2**20).parquet(str(target))


def measure_layouts(folder: Path, town: TileAddress) -> list[list[str]]:
    """Return which share of the bytes each question reads, as packed and by year."""
    within = {"x": (town.west, town.west + town.size - 1),
              "y": (town.north, town.north + town.size - 1)}  # fmt: skip
    quarter = {"first_day": (18628, 18717), "last_day": (18628, 18717)}
    asked = {"a tile of a town": within, "a quarter": quarter,
             "that tile in that quarter": within | quarter}  # fmt: skip
    with tempfile.TemporaryDirectory() as scratch:
        target = Path(scratch) / "by-year"
        lay_out(folder, target)
        return [
            [words, share_read(folder / INCIDENTS_FILE, **ends), share_read(target, **ends)]
            for words, ends in asked.items()
        ]


def count_cells(laid: pl.DataFrame) -> str:
    """Return how many rows a table by month, cell of zoom 12 and kind would have."""
    size = 1 << _CELL_BITS
    keys = laid.lazy().select("month", pl.col("x") // size, pl.col("y") // size, "kind").unique()
    return f"{keys.select(pl.len()).collect(engine='streaming').item():,}".replace(",", " ")


def open_both(folder: Path) -> tuple[Tables, Tables]:
    """Return a dataset opened by the embedded engine and left to Spark."""
    settings = Settings(home=HOME, engine=EngineKind.SPARK, spark_master=MASTER)
    return open_folder(folder, settings)[0], open_unread(folder, settings)[0]


def table(head: Sequence[str], lines: Iterable[Sequence[str]]) -> str:
    """Return a table in Markdown."""
    rows = [head, ["---"] * len(head), *lines]
    return "\n".join("| " + " | ".join(cells) + " |" for cells in rows)


def describe(size: int, folder: Path) -> str:
    """Measure one dataset, and return its part of the results."""
    ours, theirs = open_both(folder)
    laid = ours.laid
    if not isinstance(laid, Laid):
        raise TypeError(laid)
    middle = laid.located // 3
    town_size = 31 - _TOWN_ZOOM
    x, y = (laid.incidents[name][middle] >> town_size for name in "xy")
    town = TileAddress(_TOWN_ZOOM, x, y)
    questions = questions_of(town, ours.incidents["incident_id"][laid.incidents["rank"][middle]])
    chosen = f"{count_incidents(ours, narrow(0)):,}".replace(",", " ")
    lines = measure(ours, theirs, questions)
    page = measure_page(ours, theirs, questions)
    bytes_ = sum(each["bytes"] for each in groups_of(folder / INCIDENTS_FILE)) / size
    name = f"{size:,}".replace(",", " ")
    head = ["question", "narrow, embedded", "narrow, Spark", "wide, embedded", "wide, Spark"]
    layouts = table(["reads of the laid-out bytes", "as packed", "by year, then along the curve"],
                    measure_layouts(folder, town))  # fmt: skip
    return f"""## {name} incidents

Milliseconds. The narrow filter selects about {chosen}, the wide one nearly all.

{table(head, lines)}

All of these, one after another, for one narrow filter: embedded {page[0]}, Spark {page[1]}.

What queries read takes {bytes_:.0f} bytes an incident in the files. By month, kind and cell of zoom
12 there are {count_cells(laid.incidents)} different ones.

{layouts}
"""


def _java_version() -> str:
    told = open_session(MASTER).sql("select java_method('java.lang.System', 'getProperty', "
                                    "'java.version') as version")  # fmt: skip
    return str(told.first()["version"])


def main() -> None:
    """Measure every size and write the results."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sizes", default="1000000,10000000")
    parser.add_argument("--data", type=Path, default=DATA)
    asked = parser.parse_args()
    sizes = map(int, asked.sizes.split(","))
    parts = [describe(size, prepare_data(size, asked.data) / SERVED) for size in sizes]
    packages = ", ".join(f"{name} {version(name)}" for name in ("pyspark", "polars", "narwhals"))
    text = f"""# Results: Spark

Written by `python -m benchmarks.spark`. Synthetic incidents; both engines in turns, each question
with filters that nobody asked before; medians of {RUNS} after {WARMING} that are left out. Spark is
`{MASTER}`: two workers of one core each, on this machine. {os.cpu_count()} cores, Python
{platform.python_version()}, {packages}, Java {_java_version()}.

"""
    RESULTS.write_text(text + "\n".join(parts), encoding="utf-8")


if __name__ == "__main__":
    main()
