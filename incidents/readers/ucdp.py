"""UCDP's Georeferenced Event Dataset, of any version, with a header or without."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

import polars as pl

from incidents.model.vocabularies import (
    NOT_CODED,
    ActorKind,
    GeoPrecision,
    Role,
    Stance,
    TimePrecision,
    Verification,
)
from incidents.readers.cells import read_days, whole
from incidents.readers.country_names import find_by_code, find_by_gleditsch_ward, find_by_name
from incidents.readers.findings import Doubt, Problem, conclude, judge
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
    look_up,
    one_of,
    point_problems,
    say_party,
    say_point,
)
from incidents.readers.sheet import Expected, Sheet, open_sheet
from incidents.readers.ucdp_words import (
    ALL_COLUMNS,
    COLUMNS,
    FACTS,
    NEAR_M,
    ONE_SIDED,
    OTHER_NAMES,
    PLACES,
    REQUIRED,
    TIMES,
    TYPE_WORDS,
    TYPES,
)

if TYPE_CHECKING:
    from incidents.readers.coded import Coded
    from incidents.readers.raw import RawTable

_TOLL = ("low", "best", "high")
_UNNAMED = re.compile(r"column \d+")
_WAYS = {"iso3": find_by_code, "country_id": find_by_gleditsch_ward, "country": find_by_name}
_EXPECTED = Expected("UCDP GED table", COLUMNS, REQUIRED, OTHER_NAMES)


def code_ucdp(raw: RawTable) -> Coded:
    """Return a UCDP GED table in our words.

    Raises:
        SourceFileError: The table lacks what kind of violence or when.
    """
    sheet = open_sheet(name_columns(raw), _EXPECTED)
    frame = _read(sheet)
    judged = judge(sheet, frame, "id", _problems(sheet))
    facts = replace(FACTS, caveats=(*FACTS.caveats, *_toll_caveats(sheet)))
    return conclude(judged, _say(sheet), _say_parties(judged.accepted), _doubts(), facts)


def name_columns(raw: RawTable) -> RawTable:
    """Return a table without a header with the names that its columns have by their order."""
    unnamed = all(_UNNAMED.fullmatch(name) for name in raw.columns)
    if not unnamed or len(raw.columns) != len(ALL_COLUMNS):
        return raw
    return replace(raw, frame=raw.frame.rename(dict(zip(raw.columns, ALL_COLUMNS, strict=True))))


def _read(sheet: Sheet) -> pl.DataFrame:
    numbers = {
        "_kind": "type_of_violence", "_where": "where_prec", "_when": "date_prec",
        "_named": "number_of_sources", **{f"_{part}": part for part in _TOLL},
    }  # fmt: skip
    frame = sheet.frame.with_columns(
        read_days(sheet.frame["date_start"]).alias("_start"),
        read_days(sheet.frame["date_end"]).alias("_end"),
        **{read: whole(pl.col(column)) for read, column in numbers.items()},
    )
    return add_point(add_country(frame, _WAYS), "latitude", "longitude")


def _problems(sheet: Sheet) -> list[Problem]:
    return [
        *date_problems("date_start", "_start"),
        *date_problems("date_end", "_end"),
        Problem("date_end", pl.col("_end") < pl.col("_start"), "lies before date_start",
                "Correct the one that is wrong."),
        one_of("type_of_violence", "_kind", tuple(TYPES), blank=False),
        one_of("date_prec", "_when", tuple(TIMES)),
        one_of("where_prec", "_where", tuple(PLACES)),
        country_problem("country"),
        *point_problems("latitude", "longitude"),
        *_toll_problems(sheet),
    ]  # fmt: skip


def _toll_problems(sheet: Sheet) -> list[Problem]:
    given = [part for part in _TOLL if part in sheet.named]
    problems = []
    for part in given:
        some = pl.any_horizontal(pl.col(each) != "" for each in given)
        problems += count_problems(part, f"_{part}")
        problems.append(
            Problem(part, (pl.col(part) == "") & some, "is blank although another figure is given",
                    "Give all of low, best and high, or none.")
        )  # fmt: skip
    return problems


def _doubts() -> list[Doubt]:
    spans = (pl.col("_when") == 1) & (pl.col("_start") != pl.col("_end"))
    words = pl.format("date_prec is 1, but the event is dated {} to {}", "_start", "_end")
    toll = "low is {}, best is {}, high is {}: shown from the least to the most of them"
    said = pl.format(toll, *(pl.col(f"_{part}") for part in _TOLL))
    return [
        ZERO_DOUBT,
        COUNTRY_DOUBT,
        COUNTRY_UNREAD_DOUBT,
        Doubt("deaths out of order", _is_out_of_order(), said),
        Doubt("day is said to be known, but two are given", spans.fill_null(value=False), words),
    ]


def _is_out_of_order() -> pl.Expr:
    low, best, high = (pl.col(f"_{part}") for part in _TOLL)
    return ((best < low) | (high < best)).fill_null(value=False)


def _say(sheet: Sheet) -> dict[str, pl.Expr]:
    title = entitle(
        look_up("_kind", TYPE_WORDS),
        *map(pl.col, ("where_coordinates", "adm_2", "adm_1", "country", "_country")),
    )
    precision = look_up("_where", PLACES, str(GeoPrecision.NONE))
    near = pl.col("_where") == 2  # noqa: PLR2004 (UCDP's code)
    return {
        # numbers that once were decimals: another edition writes them without
        "native_id": pl.col("id").str.replace(r"^(\d+)\.0+$", "$1"),
        "event_date": pl.col("_start"),
        "end_date": pl.col("_end"),
        "time_precision": _time_precision(),
        "event_type": look_up("_kind", TYPES),
        "sub_event_type": pl.lit(NOT_CODED),
        "title_en": title,
        "location": pl.col("where_coordinates"),
        "admin1": pl.col("adm_1"),
        "country": pl.col("_country"),
        **say_point(precision, "UCDP GED (CC BY 4.0)"),
        "radius_m": pl.when(near & ~pl.col("_zero")).then(pl.lit(NEAR_M)),
        **_say_toll(sheet),
        "summary": first_said(pl.col("source_headline"), title),
        "notes": _notes(),
        "verification": _verification(),
        "sources": pl.col("source_article").str.strip_chars('"'),
    }


def _time_precision() -> pl.Expr:
    one_day = pl.col("_start") == pl.col("_end")
    # Two dates are a span, whatever the code says; and one date without a code is that day.
    unspanned = pl.when(one_day).then(pl.lit(str(TimePrecision.DAY)))
    spanned = unspanned.otherwise(pl.lit(str(TimePrecision.RANGE)))
    coded = look_up("_when", TIMES)
    return (
        pl.when(pl.col("_when").is_null() | (pl.col("_when") == 1)).then(spanned).otherwise(coded)
    )


def _say_toll(sheet: Sheet) -> dict[str, pl.Expr]:
    """Return the figures; where the table has the best one only, that is low and high, too.

    UCDP's own files have some hundred events whose figures are out of order, one of 6,573 deaths
    among them. To leave those out would be the larger lie: the range then holds all three.
    """
    if "best" not in sheet.named:
        return {}
    parts = {part: part if part in sheet.named else "best" for part in _TOLL}
    every = [pl.col(f"_{read}") for read in parts.values()]
    least, most = pl.min_horizontal(every), pl.max_horizontal(every)
    return {
        "fatalities_low": least,
        "fatalities_best": pl.col("_best"),
        "fatalities_high": most,
    }


def _toll_caveats(sheet: Sheet) -> list[str]:
    missing = [part for part in _TOLL if part not in sheet.named]
    if "best" in missing:
        return ["It has no best estimate of deaths, so that no deaths are shown."]
    words = " nor ".join(f"{part} estimate" for part in missing)
    return [f"It has no {words} of deaths: the best one stands for it."] if missing else []


def _verification() -> pl.Expr:
    named = pl.col("_named")
    return (
        pl.when(named > 1).then(pl.lit(str(Verification.MULTIPLE)))
        .when(named == 1).then(pl.lit(str(Verification.SINGLE)))
        .otherwise(pl.lit(str(Verification.UNSTATED)))
    )  # fmt: skip


def _notes() -> pl.Expr:
    split = {"side A": "deaths_a", "side B": "deaths_b", "civilians": "deaths_civilians",
             "unknown": "deaths_unknown"}  # fmt: skip
    deaths = pl.concat_str(
        *(label(f"{who} ", pl.col(column).str.strip_suffix(".0")) for who, column in split.items()),
        separator=", ",
        ignore_nulls=True,
    )
    aggregated = pl.col("event_clarity").str.strip_suffix(".0") == "2"
    return join_notes(
        look_up("_kind", TYPE_WORDS) + pl.format(" (type_of_violence {})", "_kind"),
        label("Conflict: ", pl.col("conflict_name")),
        label("Deaths: ", deaths),
        pl.when(aggregated).then(pl.lit("Taken from an aggregated report (event_clarity 2)")),
        label("Place: ", pl.col("where_description")),
        label("Reported by: ", pl.col("source_original")),
    )


def _say_parties(accepted: pl.DataFrame) -> list[pl.DataFrame]:
    """Return the sides: of one-sided violence, the first did it to the second."""
    one_sided = pl.col("_kind") == ONE_SIDED
    attributed, blank = pl.lit(str(Stance.ATTRIBUTED)), pl.lit("")
    side_b = {
        "stance": pl.when(one_sided).then(blank).otherwise(attributed),
        "role": pl.when(one_sided).then(pl.lit(str(Role.TARGET))).otherwise(blank),
        "note": pl.when(one_sided).then(blank).otherwise(pl.lit("side B")),
    }
    note = pl.when(one_sided).then(blank).otherwise(pl.lit("side A"))
    return [
        say_party(accepted, pl.col("side_a"), _kind("side_a"), stance=attributed, note=note),
        say_party(accepted, pl.col("side_b"), _kind("side_b"), **side_b),
    ]


def _kind(column: str) -> pl.Expr:
    """Return what sort of party a side is: what is no state is an organised armed group."""
    name = pl.col(column)
    return (
        pl.when(name.str.starts_with("Government of")).then(pl.lit(str(ActorKind.STATE_FORCES)))
        .when(name.str.starts_with("Civilians")).then(pl.lit(str(ActorKind.CIVILIANS)))
        .otherwise(pl.lit(str(ActorKind.ARMED_GROUP)))
    )  # fmt: skip
