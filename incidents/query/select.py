"""The filter applied: expressions over a lazy frame, one per question."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import narwhals as nw

from incidents.model.folding import fold
from incidents.model.vocabularies import Placement
from incidents.query.lazy import lazy
from incidents.query.ledger import concerns_actors, select_actor_pairs, select_denied

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from incidents.model.frames import Tables
    from incidents.query.filters import BoundingBox, IncidentFilter

ONE_OF = {
    "datasets": "dataset_id",
    "event_types": "event_type",
    "sub_event_types": "sub_event_type",
    "areas": "area_id",
    "precisions": "geo_precision",
    "relevances": "relevance",
    "verifications": "verification",
}
"""Fields of the filter that are answered by one column holding one of the chosen values."""

ANY_OF = {"sites": "site_type", "countries": "country"}
"""Fields that are answered by a column holding a list with any of the chosen values."""


def select_incidents(tables: Tables, chosen: IncidentFilter) -> nw.LazyFrame[Any]:
    """Return the incidents that match every field of `chosen`, with all their columns."""
    frame = lazy(tables.incidents)
    conditions = list(_conditions(chosen))
    if conditions:
        frame = frame.filter(*conditions)
    if concerns_actors(chosen):
        pairs = select_actor_pairs(tables, chosen)
        if chosen.actors:
            pairs = pairs.filter(nw.col("actor_id").is_in(sorted(chosen.actors)))
        frame = frame.join(pairs.select("incident_id").unique(), on="incident_id", how="semi")
    elif chosen.without_denied:
        frame = frame.join(select_denied(tables), on="incident_id", how="anti")
    return frame


def _conditions(chosen: IncidentFilter) -> Iterator[nw.Expr]:
    if chosen.date_from is not None:
        yield nw.col("end_date") >= chosen.date_from
    if chosen.date_to is not None:
        yield nw.col("event_date") <= chosen.date_to
    yield from _memberships(chosen)
    if chosen.killed is not None:
        yield nw.col("fatalities_best") >= chosen.killed
    if chosen.with_casualties:
        yield (nw.col("fatalities_high") > 0) | (nw.col("injured_high") > 0)
    for word in fold(chosen.text).split():
        yield nw.col("search").str.contains(word, literal=True)
    if chosen.bounds is not None:
        yield _in_view(chosen.bounds)


def _memberships(chosen: IncidentFilter) -> Iterator[nw.Expr]:
    for field, column in ONE_OF.items():
        values = getattr(chosen, field)
        if values:
            yield nw.col(column).is_in(sorted(str(value) for value in values))
    for field, column in ANY_OF.items():
        values = getattr(chosen, field)
        if values:
            yield _listed(column, values)


def _listed(column: str, values: Iterable[str]) -> nw.Expr:
    """Match a `;`-separated column that holds any of `values` as a whole part."""
    padded = nw.concat_str([nw.lit(";"), nw.col(column), nw.lit(";")])
    return nw.any_horizontal(
        *(
            # A value that holds the separator is no part, though it may stand in the cell.
            padded.str.contains(f";{value};", literal=True) & nw.lit(";" not in value)
            for value in sorted(values)
        ),
        ignore_nulls=True,
    )


def _in_view(view: BoundingBox) -> nw.Expr:
    longitude, latitude = nw.col("longitude"), nw.col("latitude")
    crosses = view.west > view.east
    inside = (
        (longitude >= view.west) | (longitude <= view.east)
        if crosses
        else (longitude >= view.west) & (longitude <= view.east)
    )
    touches = (
        (nw.col("area_east") >= view.west) | (nw.col("area_west") <= view.east)
        if crosses
        else (nw.col("area_east") >= view.west) & (nw.col("area_west") <= view.east)
    )
    point = inside & (latitude >= view.south) & (latitude <= view.north)
    area = touches & (nw.col("area_north") >= view.south) & (nw.col("area_south") <= view.north)
    placement = nw.col("placement")
    return ((placement == Placement.LOCATED.value) & point) | (
        (placement == Placement.AREA.value) & area
    )
