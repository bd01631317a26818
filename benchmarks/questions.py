"""Every question of `query/`, the same plainly in pandas, and the columns that it has to read."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from incidents.query.addresses import TileAddress
from incidents.query.areas import summarize_areas
from incidents.query.bins import Bin
from incidents.query.clusters import CELLS_PER_SIDE, build_tile
from incidents.query.facets import count_options
from incidents.query.frames import scale_frames, summarize_frames
from incidents.query.records import list_rows
from incidents.query.select import count_incidents
from incidents.query.tallies import summarize_tallies
from incidents.query.timeline import summarize_timeline

if TYPE_CHECKING:
    from collections.abc import Callable

    import pandas as pd

    from incidents.model.frames import Tables
    from incidents.query.filters import IncidentFilter

FILTERS = {
    "a tenth of the period": "from=2018-01-01&to=2019-07-02",
    "everything": "",
}
TILE = TileAddress(5, 20, 12)
"""What fills most of the map at the zoom at which the benchmark's region does."""
DEEP_TILE = TileAddress(8, 165, 102)
BUSY_TILE = TileAddress(8, 163, 103)
"""The one of its zoom that holds most of the synthetic incidents, of any number."""
_DATES = ("first_day", "last_day")
_TOLLS = ("fatalities_low", "fatalities_best", "fatalities_high")
_INJURED = ("injured_low", "injured_best", "injured_high")


@dataclass(frozen=True)
class PlainData:
    """The same incidents as a pandas user has them: one frame, words as categories."""

    incidents: pd.DataFrame
    parties: pd.DataFrame
    """row and actor_id, a pair once."""


@dataclass(frozen=True)
class Question:
    """One question, asked of both; the two answers are equal."""

    name: str
    ours: Callable[[Tables, IncidentFilter], object]
    plain: Callable[[PlainData, IncidentFilter], object]
    reads: tuple[str, ...]
    """Columns of `Laid.incidents` that it has to read whole, besides the dates."""
    parties: tuple[str, ...] = ()
    """The same of `Laid.parties`."""


def choose_plainly(plain: PlainData, chosen: IncidentFilter) -> pd.DataFrame:
    """Return what the filter selects, as one would write it in pandas."""
    frame = plain.incidents
    if chosen.date_from is None:
        return frame
    return frame[
        (frame["end_date"] >= str(chosen.date_from)) & (frame["event_date"] <= str(chosen.date_to))
    ]


def _tile_plainly(address: TileAddress) -> Callable[[PlainData, IncidentFilter], object]:
    def ask(plain: PlainData, chosen: IncidentFilter) -> object:
        inside = choose_plainly(plain, chosen)
        west, north, size = address.west, address.north, address.size
        inside = inside[
            inside["x"].between(west, west + size, inclusive="left")
            & inside["y"].between(north, north + size, inclusive="left")
        ]
        cell = size // CELLS_PER_SIDE
        cells = inside.assign(cx=(inside["x"] - west) // cell, cy=(inside["y"] - north) // cell)
        counts = cells.groupby(["cy", "cx", "event_type"], observed=True).size()
        cells.groupby(["cy", "cx"])[["longitude", "latitude"]].mean()
        return sorted(map(int, counts))

    return ask


def _our_tile(address: TileAddress) -> Callable[[Tables, IncidentFilter], object]:
    def ask(tables: Tables, chosen: IncidentFilter) -> object:
        tile = build_tile(tables, chosen, address)
        return sorted(n for cluster in tile.clusters for n in cluster["types"].values())

    return ask


def _tallies_plainly(plain: PlainData, chosen: IncidentFilter) -> object:
    inside = choose_plainly(plain, chosen)
    sums = inside[[*_TOLLS, *_INJURED]].sum()
    placed = inside["placement"].value_counts()
    kinds = inside["event_type"].value_counts()
    parties = plain.parties[plain.parties["row"].isin(inside.index)]
    actors = parties["actor_id"].value_counts()
    missing = int(inside["fatalities_best"].isna().sum())
    places = inside["location"].nunique()
    return (
        len(inside), int(placed.get("located", 0)), int(sums["fatalities_best"]), missing,
        int(kinds.max()), int(actors.max()), places,
    )  # fmt: skip


def _our_tallies(tables: Tables, chosen: IncidentFilter) -> object:
    found = summarize_tallies(tables, chosen)
    return (
        found.count, found.located, found.fatalities.best, found.fatalities.not_reported,
        max(found.by_event_type.values()), max(found.by_actor.values()), found.places,
    )  # fmt: skip


def _months_plainly(plain: PlainData, chosen: IncidentFilter) -> object:
    inside = choose_plainly(plain, chosen)
    months, last = (inside[name].dt.to_period("M") for name in ("event_date", "end_date"))
    exact = inside["time_precision"] == "day"
    narrow = inside[exact | (months == last)]
    bars = narrow.groupby([months, "event_type"], observed=True).size()
    wide = inside[~exact & (months != last)]
    spans = wide.groupby(["event_date", "end_date", "event_type"], observed=True).size()
    return int(bars.max()), int(bars.sum()), int(spans.sum())


def _our_months(tables: Tables, chosen: IncidentFilter) -> object:
    found = summarize_timeline(tables, chosen, Bin.MONTH)
    bars = [count for bar in found.bins for count in bar["types"].values()]
    spans = sum(span["count"] for span in found.spans) + found.more_spans["count"]
    return max(bars), sum(bars), spans


def _areas_plainly(plain: PlainData, chosen: IncidentFilter) -> object:
    inside = choose_plainly(plain, chosen)
    grouped = inside.groupby("area_id", observed=True)
    counts, tolls = grouped.size(), grouped[list(_TOLLS)].sum()
    return int(counts.max()), int(tolls["fatalities_best"].max())


def _our_areas(tables: Tables, chosen: IncidentFilter) -> object:
    found = summarize_areas(tables, chosen).values()
    return max(each.count for each in found), max(each.fatalities.best for each in found)


def _options_plainly(plain: PlainData, chosen: IncidentFilter) -> object:
    inside = choose_plainly(plain, chosen)
    columns = ("event_type", "sub_event_type", "area_id", "geo_precision", "relevance",
               "verification", "dataset_id")  # fmt: skip
    counts = {name: inside[name].value_counts() for name in columns}
    parts = inside["site_type"].astype(str).str.split(";").explode().value_counts()
    inside["country"].value_counts()
    parties = plain.parties[plain.parties["row"].isin(inside.index)]
    actors = parties["actor_id"].value_counts()
    return int(counts["sub_event_type"].max()), int(actors.max()), len(parts[parts.index != ""])


def _our_options(tables: Tables, chosen: IncidentFilter) -> object:
    counts = count_options(tables, chosen).counts
    return (
        max(counts["sub_event_types"].values()), max(counts["actors"].values()),
        len(counts["sites"]),
    )  # fmt: skip


def _newest_plainly(plain: PlainData, chosen: IncidentFilter) -> object:
    inside = choose_plainly(plain, chosen)
    newest = inside.sort_values(["event_date", "incident_id"], ascending=False).head(50)
    return newest.index.tolist()


def _frames_plainly(plain: PlainData, chosen: IncidentFilter) -> object:
    inside = choose_plainly(plain, chosen)
    quarters = inside["event_date"].dt.to_period("M")
    grouped = inside.groupby([quarters, "event_type"], observed=True)
    sums = grouped[list(_TOLLS)].sum()
    return int(grouped.size().sum()), int(sums["fatalities_best"].sum())


def _our_frames(tables: Tables, chosen: IncidentFilter) -> object:
    width = None if chosen.is_empty else Bin.MONTH
    told: dict[str, Any] = summarize_frames(tables, chosen, scale_frames(tables, chosen, width))
    return sum(told["count"][0]), sum(told["fatalities"]["best"][0])


QUESTIONS = (
    Question("how many", count_incidents, lambda plain, f: len(choose_plainly(plain, f)), ()),
    Question("a tile of the region", _our_tile(TILE), _tile_plainly(TILE), ("x", "y", "kind")),
    Question("a tile of a town", _our_tile(DEEP_TILE), _tile_plainly(DEEP_TILE),
             ("x", "y", "kind")),
    Question("timeline, months", _our_months, _months_plainly,
             ("month", "last_month", "inexact", "kind")),
    Question("figures, with actors", _our_tallies, _tallies_plainly,
             ("placement", "kind", "place", *_TOLLS, *_INJURED), ("row", "actor_id")),
    Question("areas", _our_areas, _areas_plainly, ("area_id", "placement", *_TOLLS)),
    Question("options, with actors and roles", _our_options, _options_plainly,
             ("kind", "sub_event_type", "area_id", "geo_precision", "relevance", "verification",
              "dataset_id", "site_type", "country", "fatalities_high", "injured_high"),
             ("row", "actor_id")),
    Question("newest fifty", lambda tables, f: list_rows(tables, f)[1], _newest_plainly, ("rank",)),
    Question("frames, figures", _our_frames, _frames_plainly,
             ("month", "last_month", "kind", "placement", *_TOLLS, *_INJURED)),
)  # fmt: skip
"""Asked in this order."""


def read_plainly(tables: Tables) -> PlainData:
    """Return the dataset as a pandas user has it."""
    columns = ["incident_id", "event_date", "end_date", "time_precision", "event_type",
               "sub_event_type", "longitude", "latitude", "geo_precision", "placement", "area_id",
               "country", "site_type", "location", "relevance", "verification", "dataset_id",
               "x", "y", *_TOLLS, *_INJURED]  # fmt: skip
    by_row = tables.laid.incidents["rank"]
    frame = tables.incidents.select(columns)[by_row].to_pandas()
    for name in columns:
        if name.endswith("_date"):
            frame[name] = frame[name].astype("datetime64[s]")
        elif frame[name].dtype == "str" and name != "incident_id":
            frame[name] = frame[name].astype("category")
    return PlainData(frame, tables.laid.parties.select("row", "actor_id").to_pandas())


def floor_columns(question: Question, chosen: IncidentFilter) -> tuple[str, ...]:
    """Return the columns that any answer to the question has to read whole."""
    dates = () if chosen.is_empty else _DATES
    return (*dates, *question.reads)
