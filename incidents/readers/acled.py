"""ACLED's tables, of every layout that circulates, in our own words."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import polars as pl

from incidents.model.vocabularies import NOT_CODED, EventType, GeoPrecision, Verification
from incidents.readers.acled_dates import has_numeric_days, read_acled_days, say_time
from incidents.readers.acled_parties import (
    join_acled_parties,
    learn_acled_codes,
    say_acled_parties,
)
from incidents.readers.acled_words import FACTS, code_event, code_inter
from incidents.readers.cells import whole
from incidents.readers.coded import CodedStretch
from incidents.readers.country_names import (
    find_by_code,
    find_by_gleditsch_ward,
    find_by_name,
    find_by_number,
)
from incidents.readers.findings import (
    Doubt,
    Problem,
    conclude,
    has_repeats,
    judge,
    lay_out_parties,
)
from incidents.readers.repeats import say_of_each
from incidents.readers.saying import (
    COUNTRY_DOUBT,
    COUNTRY_UNREAD_DOUBT,
    ZERO_DOUBT,
    add_country,
    add_point,
    count_problems,
    country_problem,
    date_problems,
    entitle,
    first_said,
    join_notes,
    label,
    one_of,
    point_problems,
    say_point,
)
from incidents.readers.sheet import Expected, Sheet, open_sheet
from incidents.readers.stretches import NeedsWholeError

if TYPE_CHECKING:
    from collections.abc import Mapping

    from incidents.readers.coded import Coded
    from incidents.readers.raw import RawTable

COLUMNS = (
    "event_id_cnty", "event_date", "year", "time_precision", "event_type", "sub_event_type",
    "actor1", "assoc_actor_1", "inter1", "actor2", "assoc_actor_2", "inter2",
    "civilian_targeting", "iso3", "iso", "gwno", "country", "admin1", "admin2", "admin3",
    "location", "latitude", "longitude", "geo_precision", "source", "notes", "fatalities", "tags",
)  # fmt: skip
OTHER_NAMES = {
    "event_id_cnty": ("data_id",),
    "assoc_actor_1": ("ally_actor_1", "assoc_acto"),
    "assoc_actor_2": ("ally_actor_2", "assoc_ac_1"),
    "time_precision": ("time_prec",),
    "geo_precision": ("geo_prec", "geo_precis"),
    "gwno": ("gwno_loc",),
}
_TEXTS = {"event_id_cnty", "location", "latitude", "longitude", "notes", "tags"}
_EXPECTED = Expected(
    "ACLED table", COLUMNS, ("event_date",), OTHER_NAMES, words=frozenset(COLUMNS) - _TEXTS
)
NEAR_M = 25_000
_COUNTRY_WAYS = {
    "iso3": find_by_code, "iso": find_by_number, "gwno": find_by_gleditsch_ward,
    "country": find_by_name,
}  # fmt: skip
_CODES = (1, 2, 3)
_WHEN_NOT_SAID = (
    "Its columns do not say how exactly dates are known: each is taken as the day it names."
)


def code_acled(raw: RawTable) -> Coded:
    """Return an ACLED table in our words.

    Raises:
        SourceFileError: The table has no dates.
    """
    part = _code(open_sheet(raw, _EXPECTED))
    codes = learn_acled_codes([part.involved])
    return replace(part.coded, parties=tell_acled_parties(part.involved, codes))


def code_acled_stretch(raw: RawTable) -> CodedStretch:
    """Return some rows of an ACLED table in our words.

    Raises:
        SourceFileError: The table has no dates.
        NeedsWholeError: Only the whole column says in which order dates are written, or an id that
            is blank or repeated asks for all rows.
    """
    sheet = open_sheet(raw, _EXPECTED)
    ids = sheet.frame["event_id_cnty"]
    if has_numeric_days(sheet.frame["event_date"]) or (ids == "").any() or has_repeats(ids):
        raise NeedsWholeError("dates in numbers, or rows without an id of their own")
    return _code(sheet)


def tell_acled_parties(
    involved: Mapping[str, pl.DataFrame], codes: Mapping[str, str]
) -> pl.DataFrame:
    """Return `PARTY_COLUMNS` of accepted rows, `codes` being what `learn_acled_codes` gives."""
    return lay_out_parties(join_acled_parties(involved, codes))


def _code(sheet: Sheet) -> CodedStretch:
    days, order = read_acled_days(sheet.frame["event_date"])
    frame = _read(sheet, days)
    judged = judge(sheet, frame, "event_id_cnty", _problems())
    caveats = [*FACTS.caveats, *([order] if order else []),
               *([] if "time_precision" in sheet.named else [_WHEN_NOT_SAID])]  # fmt: skip
    facts = replace(FACTS, caveats=tuple(caveats))
    coded = conclude(judged, _say(), [], _doubts(sheet), facts)
    return CodedStretch(coded, sheet.frame["event_id_cnty"], say_acled_parties(judged.accepted))


def _read(sheet: Sheet, days: pl.Series) -> pl.DataFrame:
    frame = sheet.frame.with_columns(
        days.alias("_day"),
        _when=whole(pl.col("time_precision")),
        _where=whole(pl.col("geo_precision")),
        _dead=whole(pl.col("fatalities")),
    )
    asked = ("event_type", "sub_event_type", "inter1")
    frame = say_of_each(frame, asked, ("_type", "_sub", "_type_doubt"), code_event)
    for side in ("1", "2"):
        inter = (f"inter{side}",)
        frame = say_of_each(frame, inter, (f"_inter{side}",), lambda cell: (code_inter(cell),))
    frame = say_of_each(frame, ("source",), ("_verification",), _verify)
    frame = add_country(say_time(frame, "_day", "_when"), _COUNTRY_WAYS)
    frame = frame.with_columns(_place=_name_place(frame), _precision=_precision())
    frame = frame.with_columns(_title=entitle(_say_what(), pl.col("_place")))
    return add_point(frame, "latitude", "longitude")


def _problems() -> list[Problem]:
    return [
        *date_problems("event_date", "_day"),
        one_of("time_precision", "_when", _CODES),
        one_of("geo_precision", "_where", _CODES),
        country_problem("country"),
        *point_problems("latitude", "longitude"),
        *count_problems("fatalities", "_dead"),
    ]


def _doubts(sheet: Sheet) -> list[Doubt]:
    day, year = pl.col("_day"), pl.col("year")
    other_year = pl.format("year is {}, event_date {}", year, pl.col("event_date"))
    doubts = [
        ZERO_DOUBT,
        COUNTRY_DOUBT,
        COUNTRY_UNREAD_DOUBT,
        Doubt("event type is not in ACLED's list", pl.col("_type_doubt") != "",
              pl.col("_type_doubt")),
        Doubt("year disagrees with the date",
              (whole(year) != day.dt.year()).fill_null(value=False), other_year),
    ]  # fmt: skip
    if "time_precision" in sheet.named:
        words = "time_precision is blank: the date is taken as the day it names"
        doubts.append(
            Doubt("time precision is not stated", pl.col("time_precision") == "", words)
        )  # fmt: skip
    return doubts


def _say() -> dict[str, pl.Expr]:
    dead = pl.when(pl.col("_dead") > 0).then(pl.col("_dead"))
    near = pl.col("_where") == 2  # noqa: PLR2004 (ACLED's code)
    return {
        "native_id": pl.col("event_id_cnty"),
        "event_date": pl.col("_start"),
        "end_date": pl.col("_end"),
        "time_precision": pl.col("_time_precision"),
        "event_type": pl.col("_type"),
        "sub_event_type": pl.col("_sub"),
        "title_en": pl.col("_title"),
        "location": pl.col("location"),
        "admin1": pl.col("admin1"),
        "country": pl.col("_country"),
        **say_point(pl.col("_precision"), "ACLED"),
        "radius_m": pl.when(near & ~pl.col("_zero")).then(pl.lit(NEAR_M)),
        **{f"fatalities_{part}": dead for part in ("low", "best", "high")},
        "summary": pl.when(pl.col("notes") != "").then("notes").otherwise("_title"),
        "notes": _notes(),
        "verification": pl.col("_verification"),
        "sources": pl.col("source"),
    }


def _precision() -> pl.Expr:
    quarter = pl.col("location").str.contains(" - ", literal=True)
    where = pl.col("_where")
    at = pl.when(quarter).then(pl.lit(str(GeoPrecision.NEIGHBOURHOOD)))
    return (
        pl.when(where == 1).then(at.otherwise(pl.lit(str(GeoPrecision.CITY))))
        .when(where == 2).then(pl.lit(str(GeoPrecision.VICINITY)))  # noqa: PLR2004 (ACLED's code)
        .when(where == 3).then(pl.lit(str(GeoPrecision.GOVERNORATE)))  # noqa: PLR2004
        .otherwise(pl.lit(str(GeoPrecision.NONE)))
    )  # fmt: skip


def _name_place(frame: pl.DataFrame) -> pl.Series:
    """Return the most exact place that each row names."""
    places = frame["location"]
    if not (places == "").any():
        return places
    named = ("location", "admin3", "admin2", "admin1", "country", "_country")
    return frame.select(first_said(*(pl.col(each).cast(pl.String) for each in named))).to_series()


def _say_what() -> pl.Expr:
    """Return what happened."""
    kind = pl.when(pl.col("_type") != str(EventType.UNCODED)).then(pl.col("_type"))
    sub = pl.when(pl.col("_sub") != NOT_CODED).then(pl.col("_sub"))
    as_given = [pl.when(pl.col(each) != "").then(pl.col(each))
                for each in ("sub_event_type", "event_type")]  # fmt: skip
    return pl.coalesce(sub, *as_given, kind, pl.lit("Event"))


def _notes() -> pl.Expr:
    return join_notes(
        pl.col("_date_note"),
        pl.when(pl.col("_type_doubt") != "").then(pl.lit("As given: ") + pl.col("_type_doubt")),
        label("", pl.col("civilian_targeting")),
        label("Tags: ", pl.col("tags")),
    )


def _verify(source: str) -> tuple[str]:
    named = source.strip("; ")
    if not named:
        return (str(Verification.UNSTATED),)
    return (str(Verification.MULTIPLE if ";" in named else Verification.SINGLE),)
