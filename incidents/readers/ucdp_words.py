"""UCDP GED's columns, codes and facts."""

from __future__ import annotations

from incidents.model.vocabularies import EventType, GeoPrecision, TimePrecision
from incidents.readers.coded import CardFacts

ALL_COLUMNS = (
    "id", "relid", "year", "active_year", "code_status", "type_of_violence", "conflict_dset_id",
    "conflict_new_id", "conflict_name", "dyad_dset_id", "dyad_new_id", "dyad_name",
    "side_a_dset_id", "side_a_new_id", "side_a", "side_b_dset_id", "side_b_new_id", "side_b",
    "number_of_sources", "source_article", "source_office", "source_date", "source_headline",
    "source_original", "where_prec", "where_coordinates", "where_description", "adm_1", "adm_2",
    "latitude", "longitude", "geom_wkt", "priogrid_gid", "country", "country_id", "region",
    "event_clarity", "date_prec", "date_start", "date_end", "deaths_a", "deaths_b",
    "deaths_civilians", "deaths_unknown", "best", "high", "low", "gwnoa", "gwnob",
)  # fmt: skip
"""The columns since version 21, in order: a Candidate file came without their names."""

COLUMNS = (
    "id", "year", "type_of_violence", "conflict_name", "dyad_name", "side_a", "side_b",
    "number_of_sources", "source_article", "source_headline", "source_original", "where_prec",
    "where_coordinates", "where_description", "adm_1", "adm_2", "latitude", "longitude",
    "country", "country_id", "iso3", "event_clarity", "date_prec", "date_start", "date_end",
    "deaths_a", "deaths_b", "deaths_civilians", "deaths_unknown", "low", "best", "high",
)  # fmt: skip
OTHER_NAMES = {
    "best": ("best_est",), "low": ("low_est",), "high": ("high_est",),
    "id": ("event_id",), "source_article": ("source_orig",), "iso3": ("iso3c", "country_iso3"),
}  # fmt: skip
REQUIRED = ("type_of_violence", "date_start", "date_end")

STATE_BASED, NON_STATE, ONE_SIDED = 1, 2, 3
TYPES = {
    STATE_BASED: EventType.BATTLES, NON_STATE: EventType.BATTLES,
    ONE_SIDED: EventType.VIOLENCE,
}  # fmt: skip
TYPE_WORDS = {
    STATE_BASED: "State-based conflict",
    NON_STATE: "Non-state conflict",
    ONE_SIDED: "One-sided violence",
}
PLACES = {
    1: GeoPrecision.CITY, 2: GeoPrecision.VICINITY, 3: GeoPrecision.DISTRICT,
    4: GeoPrecision.GOVERNORATE, 5: GeoPrecision.COUNTRY, 6: GeoPrecision.COUNTRY,
    7: GeoPrecision.NONE,
}  # fmt: skip
"""What `where_prec` says of a place."""

TIMES = {
    1: TimePrecision.DAY, 2: TimePrecision.RANGE, 3: TimePrecision.WEEK,
    4: TimePrecision.MONTH, 5: TimePrecision.YEAR,
}  # fmt: skip
"""What `date_prec` says of a time."""

NEAR_M = 25_000
"""How far around the point an event of `where_prec` 2 may have been."""

FACTS = CardFacts(
    title="UCDP Georeferenced Event Dataset",
    source="UCDP",
    homepage="https://ucdp.uu.se",
    licence="CC-BY-4.0",
    licence_name="Creative Commons Attribution 4.0 International",
    licence_url="https://creativecommons.org/licenses/by/4.0/",
    citation="Uppsala Conflict Data Program, UCDP Georeferenced Event Dataset (GED); "
    "Sundberg, Ralph and Erik Melander (2013), Introducing the UCDP Georeferenced "
    "Event Dataset, Journal of Peace Research 50(4). Edition: [edition]. Accessed: "
    "[date].",
    toll_convention="Deaths only: UCDP's low, best and high estimate for the whole event. A 0 is "
    "an estimate, too. Injured people are not counted.",
    caveats=(
        "UCDP says what kind of conflict it is, not how it was fought: no sub-event type is given.",
        "State-based and non-state events are shown as battles, even where one was a bombing.",
        "The order of side A and side B does not say who began.",
        "An event is counted only where at least one death is likely.",
        "Where UCDP's three estimates of deaths are out of order, the range shown holds all three.",
    ),
    method="Read from a UCDP GED file; event types follow from type_of_violence.",
)
