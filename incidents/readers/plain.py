"""Anybody's table in our own words, by a mapping that says what its columns mean."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import polars as pl

from incidents.errors import MappingError
from incidents.model.vocabularies import TimePrecision, Verification
from incidents.readers.coded import CardFacts, Coded
from incidents.readers.dates import read_days
from incidents.readers.findings import Doubt, Problem, find_doubts, judge, lay_out
from incidents.readers.mapping import FIELDS
from incidents.readers.plain_kinds import kind_teller
from incidents.readers.plain_parties import read_parties, unnamed_words
from incidents.readers.plain_places import add_place, place_doubts, place_problems, say_place
from incidents.readers.plain_words import UNCODED, VALUELESS, plain_word
from incidents.readers.raw import Format
from incidents.readers.recognising import resembles
from incidents.readers.repeats import say_of_each
from incidents.readers.saying import BLANK, entitle, first_said, join_notes, label
from incidents.readers.sheet import Sheet, name_rows
from incidents.readers.tolls import APPROXIMATE, FILLED_UP, IN_WORDS, LOWER_BOUND, add_toll

if TYPE_CHECKING:
    from collections.abc import Iterator

    from incidents.readers.mapping import TableMapping
    from incidents.readers.raw import RawTable

_TOLLS = {"fatalities": "killed", "injured": "injured"}
_PARTS = ("low", "best", "high")
_URL = r"^https?://[^\s<>\"]+$"
_EQUAL = "equal to another row"
_DATE_CURE = "Write dates as YYYY-MM-DD, or say their order and calendar in the mapping."
_MAY_SAY_NOTHING = (
    "weapon", "target", "location", "location_ar", "admin1", "site_type", "sources",
)  # fmt: skip
_LONGEST_NOTHING = 60
# Their words are compared by what tells them, whatever their case and spelling.
_TOLD_BY_WORDS = ("event_type", "sub_event_type", "geo_precision", "country")
_TOLL_WORDS = {
    IN_WORDS: "the figure is in words; it is not reported as a number, and stands in the notes",
    LOWER_BOUND: "the figure is the least; it is taken as it is, and its words are in the notes",
    APPROXIMATE: "the figure is approximate; it is taken as it is, and so noted",
    FILLED_UP: "no best figure is stated; the lowest stands for it, and for a highest alone none",
}
_LAYOUTS = {Format.ACLED: "ACLED", Format.UCDP: "UCDP GED", Format.GTD: "GTD"}
_TERMS = (
    "Its columns are those of {}, and the file does not say under which terms its rows came: they "
    "may be rows that must not be handed on. Find out before you do."
)


def code_plain(raw: RawTable, mapping: TableMapping) -> Coded:
    """Return a table in our words.

    Args:
        raw: The table.
        mapping: What its columns mean. A field may have a column, a constant for every row (and
            for blank cells of its column), or neither.

    Raises:
        MappingError: It names a column that is not there, lacks the date, or leads to words that
            are none of ours.
    """
    _check(raw, mapping)
    sheet = _open(raw, mapping)
    frame, remarks = _add_days(_without_nothing(sheet.frame), mapping)
    frame = add_place(frame, raw, mapping)
    for stem in _TOLLS:
        frame = add_toll(frame, stem)
    tell = kind_teller(mapping.words)
    frame = say_of_each(
        frame, ("event_type", "sub_event_type"), ("_kind", "_sub", "_kind_kept"), tell
    ).with_columns(_unnamed=unnamed_words(frame))
    frame = _add_identity(frame, raw)
    judged = judge(sheet, frame, "_id", _problems(mapping))
    # A row's own id is what the file says, also where it has none.
    return Coded(
        incidents=lay_out(judged.accepted, _said()),
        parties=read_parties(judged.accepted),
        rejected=judged.rejected,
        duplicates=judged.duplicates,
        warnings=find_doubts(judged.accepted, _doubts(mapping)),
        facts=replace(plain_facts(raw), caveats=remarks),
    )


def plain_facts(raw: RawTable) -> CardFacts:
    """Return what the columns of a plain table say of it as a whole.

    In another's columns it may hold another's rows, such as those that were exported so from a
    dataset that may not be handed on. Nothing in it would say that.
    """
    layout = resembles(raw)
    if layout not in _LAYOUTS:
        return CardFacts()
    terms = _TERMS.format(_LAYOUTS[layout])
    return CardFacts(redistribution="restricted", terms=terms)


def _check(raw: RawTable, mapping: TableMapping) -> None:
    for field, column in mapping.columns.items():
        if column not in raw.columns:
            cure = f"Columns are: {', '.join(raw.columns)}."
            raise MappingError(f"{field} is to be the column {column!r}, which is not there", cure)
    strange = (set(mapping.columns) | set(mapping.constants)) - set(FIELDS)
    if strange:
        raise MappingError(f"{min(strange)!r} is no field", f"Fields are: {', '.join(FIELDS)}.")
    if "event_date" not in mapping.columns and not mapping.constants.get("event_date"):
        cure = "Say which column holds the date of each incident."
        raise MappingError("no column is the date", cure)


def _open(raw: RawTable, mapping: TableMapping) -> Sheet:
    """Return each field's cells: its column's, else its constant, else blank."""
    cells = []
    for field in FIELDS:
        constant = pl.lit(mapping.constants.get(field, "").strip(), dtype=pl.String)
        if field in mapping.columns:
            column = pl.col(mapping.columns[field]).str.strip_chars()
            constant = pl.when(column == "").then(constant).otherwise(column)
        own = mapping.words.get(field) if field not in _TOLD_BY_WORDS else None
        cells.append((constant.replace(own) if own else constant).alias(field))
    named = dict(mapping.columns)
    if mapping.swap_coordinates:
        swapped = {"latitude": "longitude", "longitude": "latitude"}
        cells = [cell.alias(swapped.get(field, field))
                 for field, cell in zip(FIELDS, cells, strict=True)]  # fmt: skip
        named |= {ours: mapping.columns[other] for ours, other in swapped.items()
                  if other in mapping.columns}  # fmt: skip
    # The row's number leads, so that constants are as long as the table.
    frame = raw.frame.select(name_rows(raw), *cells)
    return Sheet(raw, frame, named | {"_id": named.get("native_id", "native_id")})


def _without_nothing(frame: pl.DataFrame) -> pl.DataFrame:
    """Return a frame in which words such as `No information` are as blank as what they say."""
    blanked = {}
    for field in _MAY_SAY_NOTHING:
        cells = frame[field].unique()
        short = cells.filter(cells.str.len_bytes() <= _LONGEST_NOTHING)
        nothing = [cell for cell in short if plain_word(cell) in VALUELESS]
        blanked[field] = pl.when(~pl.col(field).is_in(nothing)).then(field).otherwise(pl.lit(""))
    return frame.with_columns(**blanked)


def _add_days(frame: pl.DataFrame, mapping: TableMapping) -> tuple[pl.DataFrame, tuple[str, ...]]:
    remarks: tuple[str, ...] = ()
    for field in ("event_date", "end_date"):
        read = read_days(frame[field], mapping.date_order, mapping.calendar)
        renamed = read.days.rename(lambda name, field=field: f"_{field}_{name}")  # type: ignore[misc]
        frame, remarks = frame.hstack(renamed), (*remarks, *read.remarks)
    start, last = pl.col("_event_date_first"), pl.col("_event_date_last")
    end = pl.coalesce("_end_date_last", last)
    stated = pl.col("_end_date_last").is_not_null() & (end != last)
    span = pl.lit(str(TimePrecision.RANGE))
    frame = frame.with_columns(
        _start=start, _end=end, _when=pl.when(stated).then(span).otherwise("_event_date_precision")
    )
    return frame, tuple(dict.fromkeys(remarks))


def _add_identity(frame: pl.DataFrame, raw: RawTable) -> pl.DataFrame:
    """Return a frame with `_id`, unlike for rows without one, and whether those are `_equal`."""
    alike = raw.frame.hash_rows().is_duplicated()
    return frame.with_columns(
        # A row without an id repeats nobody's: what stands for it can be no cell.
        _id=pl.when(pl.col("native_id") == "")
        .then(pl.lit("\x00") + pl.col("row").cast(pl.String))
        .otherwise("native_id"),
        _equal=pl.Series(alike) & (pl.col("native_id") == ""),
    )


def _problems(mapping: TableMapping) -> Iterator[Problem]:
    blank = pl.col("event_date") == ""
    yield Problem("event_date", blank, BLANK, _DATE_CURE)
    for field in ("event_date", "end_date"):
        reason = pl.col(f"_{field}_reason")
        yield Problem(field, reason != "", reason, _DATE_CURE)
    backwards = pl.col("_end") < pl.col("_start")
    yield Problem("end_date", backwards, "lies before event_date", "Correct one of the two.")
    yield from place_problems(mapping)
    for stem in _TOLLS:
        for part in _PARTS:
            reason = pl.col(f"_{stem}_{part}_reason")
            cure = "Write a whole number, or leave it blank where none is reported."
            yield Problem(f"{stem}_{part}", reason != "", reason, cure)
        low, best, high = (pl.col(f"_{stem}_{part}") for part in _PARTS)
        words = "does not lie between the low and the high figure"
        yield Problem(f"{stem}_best", (best < low) | (best > high), words, "Correct the figures.")


def _said() -> dict[str, pl.Expr]:
    kind = pl.when(pl.col("_kind") == UNCODED).then(pl.lit("")).otherwise("_kind")
    sub = pl.when(pl.col("_sub") == UNCODED).then(pl.lit("")).otherwise("_sub")
    # A title in English takes the table's word, unless that is Arabic and ours says the same.
    latin = (pl.when(~pl.col(name).str.contains(r"\p{Arabic}")).then(name)
             for name in ("event_type", "sub_event_type"))  # fmt: skip
    said = [pl.coalesce(word, pl.lit("")) for word in latin]
    what = first_said(*said, sub, kind, pl.col("event_type"), pl.lit("Incident"))
    location = first_said(pl.col("location"), pl.col("location_ar"))
    title = first_said(pl.col("title_en"), entitle(what, location, pl.col("admin1")))
    plain = ("native_id", "weapon", "target", "title_ar", "location_ar", "admin1", "sources")
    return {
        **{name: pl.col(name) for name in plain},
        "event_date": pl.col("_start"),
        "end_date": pl.col("_end"),
        "time_precision": pl.col("_when"),
        "event_type": pl.col("_kind"),
        "sub_event_type": pl.col("_sub"),
        "title_en": title,
        "location": location,
        "country": pl.col("_country"),
        "site_type": pl.col("site_type").str.replace_all(r"\s*;\s*", ";").str.strip_chars(";"),
        **say_place(),
        **{f"{stem}_{part}": pl.col(f"_{stem}_{part}") for stem in _TOLLS for part in _PARTS},
        "summary": first_said(pl.col("summary"), title),
        "notes": _notes(),
        "verification": pl.lit(str(Verification.UNSTATED)),
        "source_url": pl.when(_is_url()).then("source_url").otherwise(pl.lit("")),
    }


def _is_url() -> pl.Expr:
    return pl.col("source_url").str.contains(_URL)


def _notes() -> pl.Expr:
    return join_notes(
        pl.when(pl.col("notes") != "").then("notes"),
        label("Kind, as given: ", pl.col("_kind_kept")),
        label("Precision of the place, as given: ", pl.col("_exact_kept")),
        label("Perpetrator, as given: ", pl.col("_unnamed")),
        *(_toll_note(stem, word) for stem, word in _TOLLS.items()),
        pl.when(~_is_url()).then(label("Link, as given: ", pl.col("source_url"))),
    )


def _toll_note(stem: str, word: str) -> pl.Expr:
    cells = [pl.col(f"{stem}_{part}") for part in _PARTS]
    given = [pl.when(cell != "").then(cell) for cell in cells]
    written = pl.concat_str(given, separator=" / ", ignore_nulls=True)
    doubtful = pl.col(f"_{stem}_doubt") != ""
    return pl.when(doubtful).then(label(f"{word.capitalize()}, as given: ", written))


def _doubts(mapping: TableMapping) -> Iterator[Doubt]:
    words = "Another row has the very same cells, and neither has an id: both are kept."
    yield Doubt(_EQUAL, pl.col("_equal"), words)
    yield from place_doubts(mapping)
    for stem, word in _TOLLS.items():
        for doubt, meaning in _TOLL_WORDS.items():
            yield Doubt(
                doubt, pl.col(f"_{stem}_doubt") == doubt, f"{word.capitalize()}: {meaning}."
            )
    kept = pl.col("_kind_kept")
    told = pl.format("The words {} are none of the known kinds and stand in the notes.", kept)
    yield Doubt("kind in other words", (kept != "") & (pl.col("_kind") == UNCODED), told)
    broken = (pl.col("source_url") != "") & ~_is_url()
    yield Doubt("link is no web address", broken, "The link is kept in the notes.")
