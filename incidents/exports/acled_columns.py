"""Our incidents in ACLED's 31 columns, for programs that expect those; it is not ACLED's data."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from incidents.exports.countries import name_countries, number_countries
from incidents.exports.sides import read_sides
from incidents.exports.spans import code_days, code_words, where_located
from incidents.model.vocabularies import (
    NOT_CODED,
    SUB_EVENT_TYPES,
    EventType,
    GeoPrecision,
    TimePrecision,
)

if TYPE_CHECKING:
    from incidents.exports.batches import Batch
    from incidents.model.frames import Tables

ACLED_COLUMNS = (
    "event_id_cnty", "event_date", "year", "time_precision", "disorder_type", "event_type",
    "sub_event_type", "actor1", "assoc_actor_1", "inter1", "actor2", "assoc_actor_2", "inter2",
    "interaction", "civilian_targeting", "iso", "region", "country", "admin1", "admin2", "admin3",
    "location", "latitude", "longitude", "geo_precision", "source", "source_scale", "notes",
    "fatalities", "tags", "timestamp",
)  # fmt: skip
"""In the order of ACLED's own export."""

ACLED_NOTES = (
    (
        "ACLED-like columns of non-ACLED data: the names and their order are ACLED's; rows, coding "
        "and figures are not, and must not be published as ACLED's."
    ),
    (
        "Blank because these tables do not know it: assoc_actor_1, inter1, assoc_actor_2, inter2, "
        "interaction, civilian_targeting, region, admin2, admin3, source_scale, tags, timestamp."
    ),
    (
        "event_date is the first day on which it may have happened, also where time_precision is 2 "
        "(within a week) or 3 (within a month); coarser dates have a blank time_precision."
    ),
    (
        "actor1 names who is said to have done it: claimed, attributed or acknowledged, several "
        "joined by '; '. Whoever anybody denies it for is left out. The plain CSV says "
        "who says so."
    ),
    "actor2 names who was targeted. latitude and longitude are blank where no point is known.",
    (
        "geo_precision: 1 site, neighbourhood or town; 2 near a named place; 3 a district or "
        "governorate; blank where less is known."
    ),
    "fatalities is the best figure; blank is not reported, and not 0. notes is the summary.",
    "disorder_type follows from the sub-event type, as in ACLED's codebook.",
)
"""What has to be said beside the file."""

_POLITICAL, _DEMONSTRATIONS = "Political violence", "Demonstrations"
_DISORDERS = {
    EventType.BATTLES: _POLITICAL,
    EventType.EXPLOSIONS: _POLITICAL,
    EventType.VIOLENCE: _POLITICAL,
    EventType.PROTESTS: _DEMONSTRATIONS,
    EventType.STRATEGIC: "Strategic developments",
}
# see https://acleddata.com/knowledge-base/codebook/, table of event types
_DISORDER_OF = {
    **{sub: _DISORDERS[kind] for kind, subs in SUB_EVENT_TYPES.items() if kind in _DISORDERS
       for sub in subs},
    "Excessive force against protesters": f"{_POLITICAL}; {_DEMONSTRATIONS}",
    "Violent demonstration": _DEMONSTRATIONS,
    "Mob violence": _POLITICAL,
}  # fmt: skip
_DAY_WORDS = {TimePrecision.DAY: 1}
_DAYS = {7: 2, 31: 3}
_PLACES = {
    GeoPrecision.SITE: 1,
    GeoPrecision.NEIGHBOURHOOD: 1,
    GeoPrecision.CITY: 1,
    GeoPrecision.VICINITY: 2,
    GeoPrecision.DISTRICT: 3,
    GeoPrecision.GOVERNORATE: 3,
}
_SAME = ("event_date", "admin1", "location")
_TAKEN = {
    "event_id_cnty": pl.col("incident_id"),
    "year": pl.col("event_date").dt.year(),
    "time_precision": code_days(_DAY_WORDS, _DAYS),
    "disorder_type": pl.col("sub_event_type").replace_strict(_DISORDER_OF, default=""),
    "event_type": pl.when(pl.col("event_type") != EventType.UNCODED).then("event_type"),
    "sub_event_type": pl.when(pl.col("sub_event_type") != NOT_CODED).then("sub_event_type"),
    "actor1": pl.col("perpetrators"),
    "actor2": pl.col("victims"),
    "latitude": where_located("latitude"),
    "longitude": where_located("longitude"),
    "geo_precision": code_words("geo_precision", _PLACES),
    "source": pl.col("publishers"),
    "notes": pl.col("summary"),
    "fatalities": pl.col("fatalities_best"),
}


def build_acled(tables: Tables, batch: Batch, flat: pl.DataFrame) -> pl.DataFrame:
    """Return `ACLED_COLUMNS` of a batch of incidents, of which `flat` has the flat rows."""
    whole = flat.with_columns(read_sides(tables, batch))
    own = [expression.alias(name) for name, expression in _TAKEN.items()]
    countries = (name_countries(flat["country"]).alias("country"),
                 number_countries(flat["country"]).alias("iso"))  # fmt: skip
    known = whole.select(*_SAME, *own).with_columns(countries)
    blank = [pl.lit("").alias(name) for name in ACLED_COLUMNS if name not in known.columns]
    return known.with_columns(blank).select(ACLED_COLUMNS)
