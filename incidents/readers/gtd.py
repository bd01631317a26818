"""The Global Terrorism Database's table in our own words."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from incidents.model.vocabularies import (
    ActorKind,
    GeoPrecision,
    Stance,
    TimePrecision,
    Verification,
)
from incidents.readers.cells import LEAST_YEAR, whole
from incidents.readers.country_names import find_by_name
from incidents.readers.findings import Problem, conclude, judge
from incidents.readers.gtd_words import (
    COLUMNS,
    FACTS,
    NO_POINT,
    OTHER_NAMES,
    PLACES,
    REQUIRED,
    SLOTS,
    code_attack,
)
from incidents.readers.repeats import say_of_each
from incidents.readers.saying import (
    ZERO_DOUBT,
    add_country,
    add_point,
    count_problems,
    country_problem,
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

if TYPE_CHECKING:
    from incidents.readers.coded import Coded
    from incidents.readers.raw import RawTable

# Codes that GTD writes for unknown, besides a blank.
_UNKNOWN_COUNTS = ("-9", "-99", "-9.0", "-99.0")
_NOBODY = ("", "Unknown")
_NO_CORP = ("Not Applicable", "Unknown")
_INDIVIDUALS = ("Unaffiliated Individual(s)", "Gunmen", "Individual", "Other")
_LAST_MONTH, _LAST_YEAR = 12, 2100
_DATE_CURE = "Write the year, and the month and day or 0 where they are not known."
_EXPECTED = Expected("GTD table", COLUMNS, REQUIRED, OTHER_NAMES)


def code_gtd(raw: RawTable) -> Coded:
    """Return a GTD table in our words.

    Raises:
        SourceFileError: The table lacks the parts of the date, or the country.
    """
    sheet = open_sheet(raw, _EXPECTED)
    judged = judge(sheet, _read(sheet), "eventid", _problems())
    return conclude(judged, _say(), _say_parties(judged.accepted), [ZERO_DOUBT], FACTS)


def _read(sheet: Sheet) -> pl.DataFrame:
    known = {toll: pl.when(~pl.col(toll).is_in(_UNKNOWN_COUNTS)).then(pl.col(toll)).otherwise(
        pl.lit("")) for toll in ("nkill", "nwound")}  # fmt: skip
    numbers = {
        "_year": "iyear", "_month": "imonth", "_date": "iday", "_where": "specificity",
        "_near": "vicinity", "_dead": "nkill", "_hurt": "nwound",
    }  # fmt: skip
    frame = sheet.frame.with_columns(**known).with_columns(
        **{read: whole(pl.col(column)) for read, column in numbers.items()}
    )
    asked = ("attacktype1", "attacktype1_txt", "targtype1_txt", "weaptype1_txt",
             "weapsubtype1_txt", "suicide")  # fmt: skip
    frame = say_of_each(_add_dates(frame), asked, ("_type", "_sub"), code_attack)
    # Coordinates are said to be unknown there, so that whatever stands in them is none.
    unknown = (pl.col("_where") == NO_POINT).fill_null(value=False)
    point = {side: pl.when(unknown).then(pl.lit("")).otherwise(pl.col(side))
             for side in ("latitude", "longitude")}  # fmt: skip
    frame = add_country(frame.with_columns(**point), {"country_txt": find_by_name})
    return add_point(frame, "latitude", "longitude")


def _add_dates(frame: pl.DataFrame) -> pl.DataFrame:
    """Return a frame with `_start` and `_end`: the day, or the month or year it lies in."""
    year, month, date = pl.col("_year"), pl.col("_month"), pl.col("_date")
    in_time = year.is_between(LEAST_YEAR, _LAST_YEAR)
    known_month = month.is_between(1, _LAST_MONTH)
    text = pl.format("{}-{}-{}", year, *(part.cast(pl.String).str.zfill(2)
                     for part in (month, date)))  # fmt: skip
    first = pl.date(pl.when(in_time).then(year), pl.when(known_month).then(month).otherwise(1), 1)
    day = text.str.to_date("%Y-%m-%d", strict=False)
    whole_year, whole_month = month == 0, known_month & (date == 0)
    start = pl.when(whole_year | whole_month).then(first).otherwise(day)
    end = (
        pl.when(whole_year).then(pl.date(pl.when(in_time).then(year), _LAST_MONTH, 31))
        .when(whole_month).then(first.dt.month_end())
        .otherwise(day)
    )  # fmt: skip
    precision = (
        pl.when(whole_year).then(pl.lit(str(TimePrecision.YEAR)))
        .when(whole_month).then(pl.lit(str(TimePrecision.MONTH)))
        .otherwise(pl.lit(str(TimePrecision.DAY)))
    )  # fmt: skip
    return frame.with_columns(
        _start=pl.when(in_time).then(start), _end=pl.when(in_time).then(end), _precision=precision
    )


def _problems() -> list[Problem]:
    year, month = pl.col("_year"), pl.col("_month")
    bad_year = ~year.is_between(LEAST_YEAR, _LAST_YEAR).fill_null(value=False)
    bad_month = ~month.is_between(0, _LAST_MONTH).fill_null(value=False)
    bad_day = ~bad_year & ~bad_month & pl.col("_start").is_null()
    return [
        Problem("iyear", bad_year, "is not a year", _DATE_CURE),
        Problem("imonth", bad_month, "is not a month, nor 0 for unknown", _DATE_CURE),
        Problem("iday", bad_day, "is not a day of that month, nor 0 for unknown", _DATE_CURE),
        one_of("specificity", "_where", tuple(PLACES)),
        country_problem("country_txt"),
        *point_problems("latitude", "longitude"),
        *count_problems("nkill", "_dead"),
        *count_problems("nwound", "_hurt"),
    ]


def _say() -> dict[str, pl.Expr]:
    places = map(pl.col, ("city", "provstate", "country_txt", "_country"))
    known = [pl.when(place.str.to_lowercase() != "unknown").then(place).otherwise(pl.lit(""))
             for place in places]  # fmt: skip
    title = entitle(first_said(pl.col("attacktype1_txt"), pl.lit("Attack")), *known)
    return {
        "native_id": pl.col("eventid"),
        "event_date": pl.col("_start"),
        "end_date": pl.col("_end"),
        "time_precision": pl.col("_precision"),
        "event_type": pl.col("_type"),
        "sub_event_type": pl.col("_sub"),
        "weapon": _in_brackets("weaptype1_txt", "weapsubtype1_txt"),
        "target": _target(),
        "title_en": title,
        "location": known[0],
        "admin1": known[1],
        "country": pl.col("_country"),
        **_say_place(),
        **{f"fatalities_{part}": pl.col("_dead") for part in ("low", "best", "high")},
        **{f"injured_{part}": pl.col("_hurt") for part in ("low", "best", "high")},
        "summary": first_said(pl.col("summary"), title),
        "notes": _notes(),
        "verification": pl.lit(str(Verification.UNSTATED)),
        "sources": join_notes(*(label("", pl.col(f"scite{slot}")) for slot in (1, 2, 3))),
    }


def _say_place() -> dict[str, pl.Expr]:
    precision = look_up("_where", PLACES, str(GeoPrecision.NONE))
    near = (pl.col("_where") == 1) & (pl.col("_near") == 1)
    place = pl.when(near).then(pl.lit(str(GeoPrecision.VICINITY))).otherwise(precision)
    return say_point(place, "GTD")


def _in_brackets(words: str, more: str) -> pl.Expr:
    both = (pl.col(words) != "") & (pl.col(more) != "") & (pl.col(words) != pl.col(more))
    return (
        pl.when(both).then(pl.format("{} ({})", words, more))
        .otherwise(first_said(pl.col(words), pl.col(more)))
    )  # fmt: skip


def _target() -> pl.Expr:
    """Return who or what was the target, and in brackets what it belongs to and what it is."""
    kind = first_said(pl.col("targsubtype1_txt"), pl.col("targtype1_txt"))
    said = ~pl.col("corp1").is_in(_NO_CORP) & (pl.col("corp1") != pl.col("target1"))
    corp = pl.when(said).then(pl.col("corp1")).otherwise(pl.lit(""))
    about = join_notes(label("", corp), label("", kind))
    has_name = pl.col("target1") != ""
    named = pl.when(about != "").then(pl.format("{} ({})", "target1", about))
    return pl.when(has_name).then(named.otherwise(pl.col("target1"))).otherwise(about)


def _notes() -> pl.Expr:
    yes = {
        "doubtterr": "GTD doubts that this was terrorism (doubtterr)",
        "multiple": "Part of a multiple incident",
        "compclaim": "Several groups claimed it, each for itself (compclaim)",
    }
    nobody = pl.col("gname").is_in(_NOBODY) & _is("claimed", 1)
    return join_notes(
        label("Date in words: ", pl.col("approxdate")),
        pl.when(_is("extended", 1)).then(
            pl.lit("Lasted more than a day")
            + pl.when(pl.col("resolution") != "")
            .then(pl.lit(", until ") + pl.col("resolution"))
            .otherwise(pl.lit(""))
        ),
        label("Place: ", pl.col("location")),
        *(pl.when(_is(column, 1)).then(pl.lit(words)) for column, words in yes.items()),
        pl.when(_is("success", 0)).then(pl.lit("Did not succeed (success 0)")),
        pl.when(nobody).then(pl.lit("Claimed, but GTD does not say by whom")),
        label("", pl.col("addnotes")),
    )


def _say_parties(accepted: pl.DataFrame) -> list[pl.DataFrame]:
    said: list[pl.DataFrame] = []
    for number, slot in enumerate(SLOTS, start=1):
        name, claim = pl.col(f"gname{slot}"), f"claim{slot}" if slot else "claimed"
        named = accepted.filter(~name.is_in(_NOBODY))
        claimed = named.filter(_is(claim, 1))
        mode = pl.col(f"claimmode{slot}_txt")
        said += [
            say_party(named, name, _kind(name), stance=pl.lit(str(Stance.ATTRIBUTED)),
                      note=_doubt_of(number, slot)),
            say_party(claimed, name, _kind(name), stance=pl.lit(str(Stance.CLAIMED)), by=name,
                      note=join_notes(pl.lit("recorded by GTD"), label("claimed by: ", mode))),
        ]  # fmt: skip
    return said


def _doubt_of(number: int, slot: str) -> pl.Expr:
    return join_notes(
        label("part: ", pl.col(f"gsubname{slot}")),
        pl.when(_is(f"guncertain{number}", 1)).then(pl.lit(f"suspected only (guncertain{number})")),
        pl.when(_is("doubtterr", 1)).then(pl.lit("doubted to be terrorism (doubtterr)")),
    )


def _kind(name: pl.Expr) -> pl.Expr:
    single = name.is_in(_INDIVIDUALS)
    return (
        pl.when(single).then(pl.lit(str(ActorKind.UNIDENTIFIED)))
        .otherwise(pl.lit(str(ActorKind.ARMED_GROUP)))
    )  # fmt: skip


def _is(column: str, number: int) -> pl.Expr:
    return (whole(pl.col(column)) == number).fill_null(value=False)
