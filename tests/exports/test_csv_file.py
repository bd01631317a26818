"""CSV: every spreadsheet opens it, none runs it, and the text can be had back."""

from __future__ import annotations

import csv
import io
from datetime import date

import pytest

from incidents.exports.csv_file import build_csv
from incidents.exports.flat import FLAT_COLUMNS
from incidents.model.columns import ColumnType
from incidents.model.tables import INCIDENTS
from incidents.model.text_cells import restore
from tests.exports.conftest import EVERYTHING
from tests.hostile import HOSTILE

FORMULAS = (
    "=1+1", "+963 11 123", "-5 injured", "@SUM(A1)", "\t=1", "\r=1", "\n=1", " =1", "\u00a0=1",
    "\u200b=1", "\u202e=1", "\ufeff=1", "＝1", "＋1", "－1", "＠A1", "﹦1", "\u22121", "'quoted'",
    "''", "'=1", "\x00=1",
)  # fmt: skip


def read(chunks):
    text = b"".join(chunks).decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text, newline="")))


@pytest.mark.parametrize("text", [*FORMULAS, *HOSTILE])
def test_hostile_words_come_back_from_a_file(make_hostile, text):
    if not text.strip():
        pytest.skip("a title may not be blank")
    tables = make_hostile(text)
    (row,) = read(build_csv(tables, EVERYTHING))
    for column in ("title_en", "title_ar", "weapon", "target", "location", "summary", "notes"):
        assert restore(row[column]) == text
    for cell in row.values():
        assert not cell.startswith(("=", "+", "-", "@", "\t", "\r", "＝"))


def test_it_is_rfc_4180_with_a_byte_order_mark(tables):
    content = b"".join(build_csv(tables, EVERYTHING))
    assert content.startswith(b"\xef\xbb\xbfincident_id,event_date,")
    assert content.endswith(b"\r\n")
    rows = list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline=""), strict=True))
    assert rows[0] == list(FLAT_COLUMNS)
    assert {len(row) for row in rows} == {len(FLAT_COLUMNS)}


def test_numbers_and_dates_are_never_touched(make_incidents):
    place = {"latitude": "-33.5", "longitude": "-0.00001", "geo_precision": "site"}
    toll = dict.fromkeys((f"injured_{part}" for part in ("low", "best", "high")), "0")
    (row,) = read(build_csv(make_incidents(place | toll), EVERYTHING))
    assert (row["latitude"], row["longitude"]) == ("-33.5", "-0.00001")
    assert (row["injured_best"], row["fatalities_best"]) == ("0", "")
    assert row["event_date"] == "2021-07-19"


def test_every_value_of_the_bundled_data_comes_back(tables):
    stored = {row["incident_id"]: row for row in tables.incidents.iter_rows(named=True)}
    rows = read(build_csv(tables, EVERYTHING))
    assert len(rows) == len(stored)
    readers = {
        ColumnType.STRING: restore,
        ColumnType.DATE: date.fromisoformat,
        ColumnType.INTEGER: int,
        ColumnType.NUMBER: float,
    }
    for row in rows:
        for column in INCIDENTS.columns:
            cell = row[column.name]
            blank = "" if column.type is ColumnType.STRING else None
            value = readers[column.type](cell) if cell else blank
            assert value == stored[row["incident_id"]][column.name]


def test_a_selection_larger_than_one_chunk_is_whole(make_incidents):
    tables = make_incidents(*({} for _ in range(1203)))
    chunks = list(build_csv(tables, EVERYTHING))
    assert len(chunks) > 1
    assert len({row["incident_id"] for row in read(chunks)}) == 1203
