"""Measures every question of `query/` against the same plainly in pandas, in the same run.

Writes RESULTS.md beside this file. Synthetic tables repeat the bundled incidents, scattered with a
fixed seed; the answers of both sides are compared before anything is timed.
"""

from __future__ import annotations

import os
import platform
import time
from dataclasses import dataclass, replace
from importlib.metadata import version
from pathlib import Path
from statistics import median
from typing import TYPE_CHECKING

import numpy as np
import polars as pl

from incidents.library.datasets import load_atlas
from incidents.model.mercator import project
from incidents.query.areas import summarize_areas
from incidents.query.clusters import TileAddress, build_tile
from incidents.query.facets import count_options
from incidents.query.filters import IncidentFilter
from incidents.query.records import list_incidents
from incidents.query.select import select_incidents
from incidents.query.tallies import summarize_tallies
from incidents.query.timeline import Bin, summarize_timeline
from incidents.settings import Settings

if TYPE_CHECKING:
    from collections.abc import Callable

    import pandas as pd

    from incidents.model.frames import Tables

SEED = 20210719
SIZES = (10_000, 100_000)
RUNS = 7
QUERY = "from=2021-02-01&to=2021-08-31&type=Explosions/Remote+violence"
FILTER = IncidentFilter.from_query(QUERY)
TILE = TileAddress(6, 39, 25)
RESULTS = Path(__file__).parent / "RESULTS.md"


@dataclass(frozen=True)
class Question:
    """One question, asked of both; the two answers are equal."""

    name: str
    ours: Callable[[Tables], object]
    plain: Callable[[pd.DataFrame], object]


def scatter(tables: Tables, count: int) -> Tables:
    """Return tables of `count` incidents: the bundled ones repeated, moved in time and place."""
    random = np.random.default_rng(SEED)
    chosen = tables.incidents[random.integers(0, tables.incidents.height, count)]
    days = pl.Series(random.integers(0, 300, count)).cast(pl.Int64)
    longitude, latitude = random.uniform(39, 48, count), random.uniform(30, 37, count)
    points = [project(x, y) for x, y in zip(longitude, latitude, strict=True)]
    located = pl.col("placement") == "located"
    moved = chosen.with_columns(
        pl.Series("incident_id", [f"S-{number:07}" for number in range(count)]),
        pl.col("event_date") + pl.duration(days=days % 30),
        pl.col("end_date") + pl.duration(days=days % 30),
        pl.when(located).then(pl.Series(longitude)).alias("longitude"),
        pl.when(located).then(pl.Series(latitude)).alias("latitude"),
        pl.when(located).then(pl.Series([x for x, _ in points])).alias("x"),
        pl.when(located).then(pl.Series([y for _, y in points])).alias("y"),
    )
    return replace(tables, incidents=moved)


def chosen_plainly(frame: pd.DataFrame) -> pd.DataFrame:
    """Return what the filter selects, as one would write it in pandas."""
    return frame[
        (frame["end_date"] >= FILTER.date_from)
        & (frame["event_date"] <= FILTER.date_to)
        & (frame["event_type"] == "Explosions/Remote violence")
    ]


def tile_plainly(frame: pd.DataFrame) -> int:
    """Return how many clusters the tile has."""
    west, north, size = TILE.column * TILE.size, TILE.row * TILE.size, TILE.size
    inside = chosen_plainly(frame)
    inside = inside[
        (inside["placement"] == "located")
        & inside["x"].between(west, west + size, inclusive="left")
        & inside["y"].between(north, north + size, inclusive="left")
    ]
    cell = size // 4
    kinds = inside["event_type"].nunique()
    grouped = inside.groupby([inside["x"] // cell, inside["y"] // cell]).agg(
        count=("incident_id", "size"),
        longitude=("longitude", "mean"),
        kinds=("event_type", "first"),
    )
    return len(grouped) if kinds else 0


def tallies_plainly(frame: pd.DataFrame) -> tuple[int, int, int]:
    """Return the count, the killed (best) and how many report none."""
    inside = chosen_plainly(frame)
    inside.groupby("event_type").size()
    inside["placement"].value_counts()
    best = inside["fatalities_best"]
    return len(inside), int(best.sum()), int(best.isna().sum())


def months_plainly(frame: pd.DataFrame) -> int:
    """Return how many incidents whose month is known the bins hold."""
    inside = chosen_plainly(frame)
    months = inside["event_date"].map(lambda day: day.replace(day=1))
    return int(inside.groupby([months, "event_type"]).size().sum())


def areas_plainly(frame: pd.DataFrame) -> int:
    """Return how many areas hold an incident."""
    inside = chosen_plainly(frame)
    inside = inside[inside["area_id"] != ""]
    tolls = dict.fromkeys(("fatalities_low", "fatalities_best", "fatalities_high"), "sum")
    return len(inside.groupby("area_id").agg({"incident_id": "size", **tolls}))


def page_plainly(frame: pd.DataFrame) -> list[str]:
    """Return the ids of the newest fifty."""
    ordered = chosen_plainly(frame).sort_values(
        ["event_date", "incident_id"], ascending=[False, True]
    )
    return ordered["incident_id"].head(50).tolist()


def options_plainly(frame: pd.DataFrame) -> dict[str, int]:
    """Return what each kind would give, having counted every closed field but the actors'."""
    in_time = frame[
        (frame["end_date"] >= FILTER.date_from) & (frame["event_date"] <= FILTER.date_to)
    ]
    inside = chosen_plainly(frame)
    for name in ("sub_event_type", "area_id", "geo_precision", "relevance", "verification"):
        inside.groupby(name).size()
    inside["site_type"].str.split(";").explode().value_counts()
    return {str(kind): int(count) for kind, count in in_time.groupby("event_type").size().items()}


def our_options(tables: Tables) -> dict[str, int]:
    """Return the same counts of kinds as `options_plainly`."""
    return dict(count_options(tables, FILTER).counts["event_types"])


def our_page(tables: Tables) -> list[str]:
    """Return the same ids as `page_plainly`."""
    return [row["incident_id"] for row in list_incidents(tables, FILTER).items]


def our_tallies(tables: Tables) -> tuple[int, int, int]:
    """Return the same three figures as `tallies_plainly`."""
    found = summarize_tallies(tables, FILTER)
    return found.count, found.fatalities.best, found.fatalities.not_reported


def our_timeline(tables: Tables) -> int:
    """Return how many incidents the timeline holds, in bins or as spans."""
    found = summarize_timeline(tables, FILTER, Bin.MONTH)
    return sum(each["count"] for each in found.bins) + len(found.spans)


QUESTIONS = (
    Question(
        "select",
        lambda tables: select_incidents(tables, FILTER).collect().shape[0],
        lambda frame: len(chosen_plainly(frame)),
    ),
    Question("one tile", lambda tables: len(build_tile(tables, FILTER, TILE).clusters),
             tile_plainly),
    Question("areas", lambda tables: len(summarize_areas(tables, FILTER)), areas_plainly),
    Question("newest fifty", our_page, page_plainly),
    Question("figures", our_tallies, tallies_plainly),
    Question("options (ours with actors and roles)", our_options, options_plainly),
    Question("timeline, months",
             our_timeline, months_plainly),
)  # fmt: skip


def measure(ask: Callable[[], object]) -> float:
    """Return the median milliseconds of several runs, the first left out."""
    ask()
    taken = []
    for _ in range(RUNS):
        began = time.perf_counter()
        ask()
        taken.append((time.perf_counter() - began) * 1000)
    return median(taken)


def measure_all(tables: Tables) -> list[str]:
    """Return a line of the table of results for each question."""
    frame = tables.incidents.to_pandas()
    for name in ("event_date", "end_date"):
        frame[name] = frame[name].dt.date
    lines = []
    for each in QUESTIONS:
        ours, plain = each.ours(tables), each.plain(frame)
        if ours != plain:
            raise SystemExit(f"{each.name}: {ours} is not {plain}")
        timings = (measure(lambda q=each: q.ours(tables)), measure(lambda q=each: q.plain(frame)))
        rows = f"{tables.incidents.height:,}".replace(",", " ")
        lines.append(f"| {rows} | {each.name} | {timings[0]:.1f} | {timings[1]:.1f} |")
        print(lines[-1])
    return lines


def main() -> None:
    """Measure the bundled table and the synthetic ones, and write the results."""
    bundled = load_atlas(Settings()).dataset.tables
    lines = measure_all(bundled)
    for size in SIZES:
        lines += measure_all(scatter(bundled, size))
    packages = ", ".join(f"{name} {version(name)}" for name in ("polars", "narwhals", "pandas"))
    machine = f"{os.cpu_count()} cores, Python {platform.python_version()}, {packages}"
    text = f"""# Results

Written by `make bench`. Milliseconds, median of {RUNS} runs, for the filter
`{QUERY}`: our question over Polars, and the
same written plainly in pandas. {machine}.

| incidents | question | ours | pandas |
|---|---|---|---|
"""
    RESULTS.write_text(text + "\n".join(lines) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
