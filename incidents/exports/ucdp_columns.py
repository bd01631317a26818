"""Our incidents in columns of UCDP GED, for programs that expect those; it is not UCDP's data."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from incidents.exports.countries import name_countries
from incidents.exports.sides import ARMED, STATE, all_of, any_of, read_sides
from incidents.exports.spans import code_days, code_words, where_located
from incidents.model.vocabularies import ActorKind, EventType, GeoPrecision, TimePrecision

if TYPE_CHECKING:
    from incidents.exports.batches import Batch
    from incidents.model.frames import Tables

UCDP_COLUMNS = (
    "id", "year", "type_of_violence", "side_a", "side_b", "source_article", "source_office",
    "where_prec", "where_coordinates", "adm_1", "latitude", "longitude", "country", "date_prec",
    "date_start", "date_end", "best", "high", "low",
)  # fmt: skip
"""Those of GED's columns that our tables can fill, in its order."""

UCDP_NOTES = (
    (
        "UCDP-like columns of non-UCDP data: the names are those of UCDP GED; rows, coding and "
        "figures are not, and must not be published as UCDP's."
    ),
    "Columns of GED that these tables cannot fill are left out. id is our incident_id, a text.",
    (
        "side_a names who is said to have done it (claimed, attributed or acknowledged; whoever "
        "anybody denies it for is left out), side_b who was targeted; several joined by '; '. In "
        "GED, side_a of a state-based event is always the government."
    ),
    (
        "type_of_violence stands only where it follows from the sides: 1 a state and an armed "
        "group, 2 armed groups only, 3 civilians targeted; blank elsewhere."
    ),
    (
        "date_prec: 1 the day; 2 to 6 days; 3 a week; 4 a month; 5 a year; blank where less is "
        "known. year is blank where the days lie in more than one."
    ),
    (
        "where_prec: 1 site, neighbourhood or town; 2 near a named place; 3 district; 4 "
        "governorate; 6 country; blank where none is known. Coordinates are blank where "
        "no point is known."
    ),
    "best, high and low count the killed; blank is not reported, and not 0.",
)
"""What has to be said beside the file."""

_DAY_WORDS = {
    TimePrecision.DAY: 1,
    TimePrecision.WEEK: 3,
    TimePrecision.MONTH: 4,
    TimePrecision.YEAR: 5,
}
_DAYS = {6: 2, 7: 3, 31: 4, 366: 5}
_PLACES = {
    GeoPrecision.SITE: 1,
    GeoPrecision.NEIGHBOURHOOD: 1,
    GeoPrecision.CITY: 1,
    GeoPrecision.VICINITY: 2,
    GeoPrecision.DISTRICT: 3,
    GeoPrecision.GOVERNORATE: 4,
    GeoPrecision.COUNTRY: 6,
}
_A, _B = "perpetrators_kinds", "victims_kinds"
_CIVILIANS = (ActorKind.CIVILIANS,)
_FIGHTERS = (*STATE, *ARMED)


def _violence() -> pl.Expr:
    one_sided = (pl.col("event_type") == EventType.VIOLENCE) | all_of(_B, _CIVILIANS)
    between = all_of(_A, _FIGHTERS) & all_of(_B, _FIGHTERS)
    states = any_of(_A, STATE).cast(pl.Int8) + any_of(_B, STATE).cast(pl.Int8)
    two, one = pl.lit(2, dtype=pl.Int64), pl.lit(1, dtype=pl.Int64)
    return (
        pl.when(one_sided & all_of(_A, _FIGHTERS))
        .then(pl.lit(3, dtype=pl.Int64))
        .when(between & (states == 1))
        .then(one)
        .when(between & (states == 0))
        .then(two)
    )


_YEAR = pl.col("event_date").dt.year()
_TAKEN = {
    "id": pl.col("incident_id"),
    "year": pl.when(pl.col("end_date").dt.year() == _YEAR).then(_YEAR),
    "type_of_violence": _violence(),
    "side_a": pl.col("perpetrators"),
    "side_b": pl.col("victims"),
    "source_article": pl.col("sources"),
    "source_office": pl.col("publishers"),
    "where_prec": code_words("geo_precision", _PLACES),
    "where_coordinates": pl.col("location"),
    "adm_1": pl.col("admin1"),
    "latitude": where_located("latitude"),
    "longitude": where_located("longitude"),
    "date_prec": code_days(_DAY_WORDS, _DAYS),
    "date_start": pl.col("event_date"),
    "date_end": pl.col("end_date"),
    "best": pl.col("fatalities_best"),
    "high": pl.col("fatalities_high"),
    "low": pl.col("fatalities_low"),
}


def build_ucdp(tables: Tables, batch: Batch, flat: pl.DataFrame) -> pl.DataFrame:
    """Return `UCDP_COLUMNS` of a batch of incidents, of which `flat` has the flat rows."""
    whole = flat.with_columns(read_sides(tables, batch))
    known = whole.select(expression.alias(name) for name, expression in _TAKEN.items())
    countries = name_countries(flat["country"]).alias("country")
    return known.with_columns(countries).select(UCDP_COLUMNS)
