"""Whose columns a table has: told by their names, or by its first rows where it has no header."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from incidents.model.tables import INCIDENTS
from incidents.readers.gdelt_words import LAYOUTS
from incidents.readers.raw import Format
from incidents.readers.sheet import find_columns, fold_name
from incidents.readers.ucdp_words import ALL_COLUMNS

if TYPE_CHECKING:
    from collections.abc import Callable

    from incidents.readers.raw import RawTable


@dataclass(frozen=True)
class _Marks:
    """What the columns of a format are known by."""

    own: tuple[str, ...]
    """Names that no other format has: one of them has to be there."""
    usual: tuple[str, ...]
    """Names that it has besides; the more of them, the surer."""
    needed: tuple[str, ...]
    """Names without which the format's coder can say nothing."""
    others: dict[str, tuple[str, ...]]


_MARKS = {
    Format.OWN: _Marks(
        ("incident_id",),
        (*INCIDENTS.column_names, "placement", "attributed_to", "publishers", "dataset_id"),
        ("incident_id", "event_date", "time_precision", "relevance"),
        {},
    ),
    Format.ACLED: _Marks(
        ("event_id_cnty", "event_id_no_cnty", "inter1", "assoc_actor_1", "disorder_type",
         "civilian_targeting", "source_scale"),
        ("event_id_cnty", "event_date", "event_type", "sub_event_type", "actor1", "actor2",
         "inter1", "time_precision", "geo_precision", "fatalities", "location", "latitude",
         "longitude", "country", "notes", "source"),
        ("event_date",),
        {"assoc_actor_1": ("ally_actor_1",)},
    ),
    Format.UCDP: _Marks(
        ("type_of_violence",),
        ("id", "type_of_violence", "conflict_name", "dyad_name", "side_a", "side_b",
         "where_prec", "date_prec", "date_start", "date_end", "best", "low", "high", "country",
         "latitude", "longitude", "priogrid_gid", "deaths_a"),
        ("type_of_violence", "date_start", "date_end"),
        {"best": ("best_est",), "low": ("low_est",), "high": ("high_est",)},
    ),
    Format.GTD: _Marks(
        ("iyear", "attacktype1", "attacktype1_txt", "gname", "weaptype1_txt"),
        ("eventid", "iyear", "imonth", "iday", "country_txt", "provstate", "city", "latitude",
         "longitude", "specificity", "attacktype1_txt", "targtype1_txt", "gname", "nkill",
         "nwound", "weaptype1_txt"),
        ("iyear", "imonth", "iday", "country_txt"),
        {},
    ),
    Format.GDELT: _Marks(
        ("globaleventid",),
        ("globaleventid", "day", "eventcode", "eventrootcode", "quadclass", "goldsteinscale",
         "actor1name", "actor2name", "actiongeo_type", "actiongeo_countrycode", "actiongeo_lat",
         "actiongeo_long", "sourceurl"),
        ("day", "eventcode", "actiongeo_type", "actiongeo_countrycode"),
        {"day": ("sqldate",)},
    ),
}  # fmt: skip
# Tables in these layouts are made by others, too, this app among them. Without an id of the
# dataset's own form a row is not the dataset's: it would be the wrong one who is said to say so.
_IDS = {
    Format.ACLED: ("event_id_cnty", r"^[A-Za-z]{2,3}\d+$"),
    Format.UCDP: ("id", r"^\d+(\.0+)?$"),
}
# What a name that only one format has is worth; the rest comes from the usual ones.
_OWN_WORTH = 0.5
_TAGGED = 0.9
_UNNAMED = re.compile(r"column \d+")
_ROWS = 20
# So many of the first rows have to look as the format's do: some may be broken.
_MOST = 0.8


def recognise(raw: RawTable) -> tuple[Format, float]:
    """Return whose columns a table has, and how sure that is, 0 to 1.

    A format of the field is told by its own names, in any case, even under HXL tags. What is
    nobody's is `PLAIN`, and that is the surer the less it looks like anybody's.
    """
    if raw.columns and all(_UNNAMED.fullmatch(name) for name in raw.columns):
        return _recognise_rows(raw)
    names = {fold_name(name) for name in raw.columns}
    sure = {each: _weigh(raw, marks, names) for each, marks in _MARKS.items()}
    for each, (column, form) in _IDS.items():
        if sure[each] >= _OWN_WORTH and not _has_ids(raw, column, form):
            sure[each] = _OWN_WORTH * _MOST
    best = max(sure, key=lambda each: sure[each])
    if sure[best] >= _OWN_WORTH:
        return best, round(sure[best], 2)
    if raw.tags:
        return Format.HXL, _TAGGED
    return Format.PLAIN, round(1 - sure[best], 2)


def resembles(raw: RawTable) -> Format | None:
    """Return whose columns a table has, whoever made its rows; None where they are nobody's."""
    names = {fold_name(name) for name in raw.columns}
    sure = {each: _weigh(raw, _MARKS[each], names) for each in _MARKS if each is not Format.OWN}
    best = max(sure, key=lambda each: sure[each])
    return best if sure[best] >= _OWN_WORTH else None


def _has_ids(raw: RawTable, column: str, form: str) -> bool:
    """Say whether a column's first cells are ids of the form; without the column they may be."""
    found = find_columns(raw, (column,), {}).get(column)
    if found is None:
        return True
    cells = raw.frame[found].head(_ROWS).str.strip_chars()
    filled = cells.filter(cells != "")
    fitting = filled.str.contains(form).sum()
    return filled.is_empty() or fitting >= (1 - _MOST) * filled.len()


def _weigh(raw: RawTable, marks: _Marks, names: set[str]) -> float:
    usual = find_columns(raw, marks.usual, marks.others)
    share = len(usual) / len(marks.usual)
    has_own = any(name in names for name in marks.own) or any(
        name in find_columns(raw, marks.own, marks.others) for name in marks.own
    )
    missing = set(marks.needed) - set(find_columns(raw, marks.needed, marks.others))
    if not has_own or missing:
        return share * (1 - _OWN_WORTH) * _MOST
    return _OWN_WORTH + share * (1 - _OWN_WORTH)


def _recognise_rows(raw: RawTable) -> tuple[Format, float]:
    """Return whose a table without a header is: by how many columns, and what stands in some."""
    rows = [[cell.strip() for cell in row] for row in raw.frame.head(_ROWS).iter_rows()]
    for found, (wide, alike) in _SHAPES.items():
        if rows and len(raw.columns) in wide:
            share = sum(alike(row) for row in rows) / len(rows)
            if share >= _MOST:
                return found, round(share, 2)
    return (Format.HXL, _TAGGED) if raw.tags else (Format.PLAIN, 1.0)


def _is_gdelt(row: list[str]) -> bool:
    cells = dict(zip(LAYOUTS[len(row)], row, strict=True))
    return (
        cells["globaleventid"].isdigit()
        and re.fullmatch(r"(19|20)\d{6}", cells["day"]) is not None
        and cells["day"].startswith(cells["year"])
        and cells["quadclass"] in {"1", "2", "3", "4"}
        and cells["actiongeo_type"] in {"", "0", "1", "2", "3", "4", "5"}
    )


def _is_ucdp(row: list[str]) -> bool:
    cells = dict(zip(ALL_COLUMNS, row, strict=True))
    codes = {name: cells[name].removesuffix(".0") for name in
             ("type_of_violence", "where_prec", "date_prec", "event_clarity")}  # fmt: skip
    return (
        codes["type_of_violence"] in {"1", "2", "3"}
        and codes["where_prec"] in {"1", "2", "3", "4", "5", "6", "7"}
        and codes["date_prec"] in {"1", "2", "3", "4", "5"}
        and codes["event_clarity"] in {"1", "2"}
    )


_SHAPES: dict[Format, tuple[tuple[int, ...], Callable[[list[str]], bool]]] = {
    Format.GDELT: (tuple(LAYOUTS), _is_gdelt),
    Format.UCDP: ((len(ALL_COLUMNS),), _is_ucdp),
}
