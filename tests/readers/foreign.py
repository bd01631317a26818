"""Small made-up tables in the layouts of the field's formats."""

from __future__ import annotations

import polars as pl
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from incidents.model.vocabularies import (
    ActorKind,
    EventType,
    GeoPrecision,
    Role,
    Stance,
    TimePrecision,
    Verification,
)
from incidents.readers.coded import (
    CODED_COLUMNS,
    PARTY_COLUMNS,
    REJECTED_COLUMNS,
    WARNING_COLUMNS,
)
from incidents.readers.raw import Container, RawTable, Reading
from incidents.readers.sheet import fold_name

JUNK = st.sampled_from(
    ["", " ", "0", "1", "2", "3", "-1", "9", "3.0", "NaN", "inf", "1e400", "12,5", "x", "Iraq",
     "368", "2021-03-05", "31-02-2021", "05/13/2021", "13/05/2021", "99999999999999999999", "a;b;",
     ";", "Battles", "Armed clash", "Civilians (Iraq)", "Riots/Protests", "19", "20", "IZ", "=1+1",
     "{{7*7}}", "\u200f٣", "Town - Quarter", "-9", "91", "181", "Unknown", "0.0"],
)  # fmt: skip


def make_raw(columns, *rows, first_row=2, header=True):
    """Return a table with these columns and rows; a row is a dict or a list of cells."""
    cells = [row if isinstance(row, list) else [row.get(name, "") for name in columns]
             for row in rows]  # fmt: skip
    schema = dict.fromkeys(columns, pl.String)
    frame = pl.DataFrame(cells, schema=schema, orient="row") if cells else pl.DataFrame(
        schema=schema)  # fmt: skip
    return RawTable(frame, Container.DELIMITED, Reading(header=header), first_row=first_row)


def number_columns(count):
    """Return the names of the columns of a table without a header."""
    return [f"column {at}" for at in range(1, count + 1)]


def row_of(coded, at=0):
    """Return an accepted incident as a dict."""
    return coded.incidents.row(at, named=True)


def parties_of(coded, row=2):
    """Return (name, stance or role, note) of a row's parties."""
    rows = coded.parties.filter(pl.col("row") == row)
    return [(p["name"], p["stance"] or p["role"], p["note"]) for p in rows.iter_rows(named=True)]


def reasons_of(coded):
    """Return (column, reason) of every rejection."""
    return [(r["column"], r["reason"]) for r in coded.rejected.iter_rows(named=True)]


def check(coded, raw):
    """Assert what holds of every coded table."""
    counts = coded.counts()
    assert sum(counts.values()) == raw.frame.height
    for frame, columns in (
        (coded.incidents, CODED_COLUMNS), (coded.parties, PARTY_COLUMNS),
        (coded.rejected, REJECTED_COLUMNS), (coded.warnings, WARNING_COLUMNS),
    ):  # fmt: skip
        assert dict(frame.schema) == columns
    places = [set(coded.incidents["row"]), set(coded.rejected["row"]), set(coded.duplicates["row"])]
    assert sum(map(len, places)) == len(set().union(*places))
    assert set(coded.parties["row"]) | set(coded.warnings["row"]) <= places[0]
    assert coded.rejected.filter((pl.col("reason") == "") | (pl.col("cure") == "")).is_empty()
    _check_incidents(coded.incidents)
    _check_parties(coded.parties)


def _check_incidents(incidents):
    words = [name for name, kind in CODED_COLUMNS.items() if kind in {pl.String, pl.Categorical}]
    assert not incidents.select(pl.any_horizontal(pl.col(words).is_null().any())).item()
    for column, allowed in (
        ("event_type", EventType), ("geo_precision", GeoPrecision),
        ("time_precision", TimePrecision), ("verification", Verification),
    ):  # fmt: skip
        assert set(incidents[column]) <= set(map(str, allowed))
    assert incidents.filter(
        (pl.col("title_en") == "") | (pl.col("summary") == "")
        | pl.col("event_date").is_null() | (pl.col("end_date") < pl.col("event_date"))
        | ~pl.col("country").cast(pl.String).str.contains("^[A-Z]{3}$")
        | (pl.col("latitude").is_null() != pl.col("longitude").is_null())
        | (pl.col("latitude").abs() > 90) | (pl.col("longitude").abs() > 180)
        | (pl.col("latitude").is_null() & (pl.col("coordinate_source") != ""))
        | (pl.col("fatalities_low") > pl.col("fatalities_best"))
        | (pl.col("fatalities_best") > pl.col("fatalities_high"))
        | (pl.col("fatalities_low") < 0)
    ).is_empty()  # fmt: skip


def _check_parties(parties):
    assert set(parties["kind"]) <= set(map(str, ActorKind))
    assert set(parties["stance"]) <= {"", *map(str, Stance)}
    assert set(parties["role"]) <= {"", *map(str, Role)} - {Role.PERPETRATOR}
    both_or_none = (pl.col("stance") == "") == (pl.col("role") == "")
    assert parties.filter((pl.col("name") == "") | both_or_none).is_empty()


def holds_for_junk(code, columns, good):
    """Check a coder on tables of good rows in which cells were replaced by junk."""
    good_cells = [good.get(fold_name(name), "") for name in columns]
    spoilt = st.lists(
        st.dictionaries(st.integers(0, len(columns) - 1), JUNK, max_size=6), min_size=0, max_size=8
    )

    @settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
    @given(spoilt)
    def run(changes):
        rows = [[change.get(at, cell) for at, cell in enumerate(good_cells)] for change in changes]
        raw = make_raw(columns, *rows)
        check(code(raw), raw)

    run()
