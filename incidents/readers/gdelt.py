"""GDELT's events, of its first and second version, in our own words."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

import polars as pl

from incidents.model.vocabularies import (
    ActorKind,
    GeoPrecision,
    Role,
    Stance,
    TimePrecision,
    Verification,
)
from incidents.readers.cells import read_days, whole
from incidents.readers.country_names import find_by_fips
from incidents.readers.findings import Problem, conclude, judge
from incidents.readers.gdelt_words import (
    COLUMNS,
    FACTS,
    KINDS,
    LAYOUTS,
    OTHER_NAMES,
    PLACES,
    REQUIRED,
    ROOTS,
    VIOLENT_ROOTS,
    code_cameo,
)
from incidents.readers.repeats import say_of_each
from incidents.readers.saying import (
    ZERO_DOUBT,
    add_country,
    add_point,
    country_problem,
    date_problems,
    entitle,
    join_notes,
    label,
    look_up,
    one_of,
    point_problems,
    say_party,
    say_point,
)
from incidents.readers.sheet import Expected, open_sheet

if TYPE_CHECKING:
    from incidents.readers.coded import Coded
    from incidents.readers.raw import RawTable
    from incidents.readers.sheet import Sheet

_UNNAMED = re.compile(r"column \d+")
_ACTORS = ("actor1name", "actor2name")
_NOWHERE = 0
# Instead of a province, where GDELT knows of none.
_NO_AREA = "(general)"
_EXPECTED = Expected("GDELT table", COLUMNS, REQUIRED, OTHER_NAMES)


def code_gdelt(raw: RawTable) -> Coded:
    """Return a table of GDELT's events in our words.

    Raises:
        SourceFileError: The table has neither the columns of a version nor their number.
    """
    sheet = open_sheet(name_columns(raw), _EXPECTED)
    judged = judge(sheet, _read(sheet), "globaleventid", _problems())
    return conclude(judged, _say(), _say_parties(judged.accepted), [ZERO_DOUBT], FACTS)


def name_columns(raw: RawTable) -> RawTable:
    """Return a table without a header with the names that its columns have by their order."""
    layout = LAYOUTS.get(len(raw.columns))
    if layout is None or not all(_UNNAMED.fullmatch(name) for name in raw.columns):
        return raw
    return replace(raw, frame=raw.frame.rename(dict(zip(raw.columns, layout, strict=True))))


def _read(sheet: Sheet) -> pl.DataFrame:
    frame = sheet.frame.with_columns(
        read_days(sheet.frame["day"]).alias("_day"), _where=whole(pl.col("actiongeo_type"))
    )
    asked = ("eventcode", "eventrootcode")
    frame = say_of_each(frame, asked, ("_type", "_sub", "_root"), code_cameo)
    frame = add_country(frame, {"actiongeo_countrycode": find_by_fips})
    return add_point(frame, "actiongeo_lat", "actiongeo_long")


def _problems() -> list[Problem]:
    return [
        *date_problems("day", "_day"),
        Problem("eventcode", pl.col("_root") == "", "is not a code of CAMEO",
                "Leave the row out, or see whether the columns have moved."),
        one_of("actiongeo_type", "_where", (_NOWHERE, *PLACES)),
        country_problem("actiongeo_countrycode"),
        *point_problems("actiongeo_lat", "actiongeo_long"),
    ]  # fmt: skip


def _say() -> dict[str, pl.Expr]:
    title = entitle(_what_happened(), pl.col("actiongeo_fullname"), pl.col("_country"))
    url = pl.col("sourceurl")
    is_url = url.str.contains(r"^https?://[^\s<>\"]+$")
    host = url.str.extract(r"^https?://(?:www\.)?([^/:?#\s]+)")
    # A place in the United States ends with its state and country, elsewhere with the province.
    parts = pl.col("actiongeo_fullname").str.split(", ")
    area = pl.when(parts.list.len() > 1).then(parts.list.get(-2, null_on_oob=True))
    known = ~area.str.ends_with(_NO_AREA)
    return {
        "native_id": pl.col("globaleventid"),
        "event_date": pl.col("_day"),
        "end_date": pl.col("_day"),
        "time_precision": pl.lit(str(TimePrecision.DAY)),
        "event_type": pl.col("_type"),
        "sub_event_type": pl.col("_sub"),
        "title_en": title,
        "location": pl.col("actiongeo_fullname"),
        "admin1": pl.when(known).then(area),
        "country": pl.col("_country"),
        **say_point(look_up("_where", PLACES, str(GeoPrecision.NONE)), "GDELT"),
        "summary": title,
        "notes": _notes(),
        "verification": pl.lit(str(Verification.UNSTATED)),
        "sources": pl.when(is_url).then(host).otherwise(url),
        "source_url": pl.when(is_url).then(url).otherwise(pl.lit("")),
    }


def _what_happened() -> pl.Expr:
    """Return the root's name with the actors, who does it first: `Fight (A – B)`."""
    named = [pl.when(pl.col(name) != "").then(pl.col(name)) for name in _ACTORS]
    both = pl.concat_str(*named, separator=" – ", ignore_nulls=True)
    root = pl.col("_root").replace_strict(ROOTS, default="", return_dtype=pl.String)
    return pl.when(both != "").then(pl.format("{} ({})", root, both)).otherwise(root)


def _notes() -> pl.Expr:
    return join_notes(
        pl.format("CAMEO code {}", "eventcode"),
        label("mentions: ", pl.col("nummentions")),
        label("sources: ", pl.col("numsources")),
        label("articles: ", pl.col("numarticles")),
    )


def _say_parties(accepted: pl.DataFrame) -> list[pl.DataFrame]:
    violent = pl.col("_root").is_in(VIOLENT_ROOTS)
    met = pl.when(violent).then(pl.lit(str(Role.TARGET))).otherwise(pl.lit(str(Role.AFFECTED)))
    kinds = {code: str(kind) for code, kind in KINDS.items()}
    kind = {
        side: pl.col(f"actor{side}type1code").replace_strict(
            kinds, default=str(ActorKind.UNIDENTIFIED), return_dtype=pl.String
        )
        for side in (1, 2)
    }
    note = pl.lit("initiator in a machine-coded event")
    done = pl.lit(str(Stance.ATTRIBUTED))
    return [
        say_party(accepted, pl.col("actor1name"), kind[1], stance=done, note=note),
        say_party(accepted, pl.col("actor2name"), kind[2], role=met),
    ]
