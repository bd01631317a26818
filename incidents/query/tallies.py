"""The figures of a selection: how many, where they stand, and tolls that keep their range."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

import narwhals as nw

from incidents.model.vocabularies import Placement
from incidents.query.lazy import collect_rows
from incidents.query.ledger import select_actor_pairs
from incidents.query.select import select_incidents

if TYPE_CHECKING:
    from incidents.model.frames import Tables
    from incidents.query.filters import IncidentFilter


@dataclass(frozen=True)
class Toll:
    """A sum of figures over the records that give one, and how many give none."""

    low: int
    best: int
    high: int
    not_reported: int


@dataclass(frozen=True)
class Tallies:
    """What a selection adds up to; located + area_only + unlocated = count."""

    count: int
    located: int
    area_only: int
    unlocated: int
    fatalities: Toll
    injured: Toll
    by_event_type: dict[str, int]
    by_actor: dict[str, int]
    """Incidents per actor id, by the chosen roles and viewpoint; an incident counts for each."""
    actors: int
    places: int

    def as_dict(self) -> dict[str, Any]:
        """Return the figures as plain data."""
        return asdict(self)


def summarize_tallies(tables: Tables, chosen: IncidentFilter) -> Tallies:
    """Return the figures of what `chosen` selects."""
    selected = select_incidents(tables, chosen)
    figures = collect_rows(selected.select(*_sums()))[0]
    by_actor = count_actors(tables, chosen)
    return Tallies(
        count=figures["count"],
        located=figures["located"] or 0,
        area_only=figures["area"] or 0,
        unlocated=figures["none"] or 0,
        fatalities=read_toll(figures, "fatalities"),
        injured=read_toll(figures, "injured"),
        by_event_type=count_values(selected, "event_type"),
        by_actor=by_actor,
        actors=len(by_actor),
        places=figures["places"],
    )


def toll_sums(stem: str) -> list[nw.Expr]:
    """Return the expressions that sum the figures named `stem`_low, _best and _high."""
    sums = [nw.col(f"{stem}_{part}").sum().alias(f"{stem}_{part}")
            for part in ("low", "best", "high")]  # fmt: skip
    missing = nw.col(f"{stem}_best").is_null().cast(nw.Int64).sum()
    return [*sums, missing.alias(f"{stem}_not_reported")]


def read_toll(figures: dict[str, Any], stem: str) -> Toll:
    """Return the toll that `toll_sums` computed."""
    parts = ("low", "best", "high", "not_reported")
    return Toll(*(int(figures[f"{stem}_{part}"] or 0) for part in parts))


def _sums() -> list[nw.Expr]:
    placed = [
        (nw.col("placement") == placement.value).cast(nw.Int64).sum().alias(placement.value)
        for placement in Placement
    ]
    named = nw.when(nw.col("location") != "").then(nw.col("location"))
    return [
        nw.len().alias("count"),
        *placed,
        *toll_sums("fatalities"),
        *toll_sums("injured"),
        (named.n_unique() - named.is_null().any().cast(nw.Int64)).alias("places"),
    ]


def count_values(selected: nw.LazyFrame[Any], column: str) -> dict[str, int]:
    """Return how many rows hold each non-blank value of `column`, most first."""
    counted = selected.group_by(column).agg(nw.len().alias("n"))
    rows = sorted(collect_rows(counted), key=lambda row: (-row["n"], str(row[column])))
    return {str(row[column]): row["n"] for row in rows if row[column] not in {None, ""}}


def count_actors(tables: Tables, chosen: IncidentFilter) -> dict[str, int]:
    """Return how many of the selected incidents each actor had a chosen part in, most first."""
    ids = select_incidents(tables, chosen).select("incident_id")
    pairs = select_actor_pairs(tables, chosen)
    return count_values(pairs.join(ids, on="incident_id", how="semi"), "actor_id")
