"""Workbooks, read back by a library that did not write them."""

from __future__ import annotations

import io
import re
import zipfile
from datetime import date, datetime

import openpyxl
import pytest

from incidents.exports.downloads import FileKind, build_download
from incidents.exports.flat import FLAT_COLUMNS
from incidents.exports.xlsx_file import CUT, LONGEST_CELL
from incidents.model.tables import TABLES
from incidents.query.filters import IncidentFilter
from tests.exports.conftest import ACCESSED, EVERYTHING, Made
from tests.hostile import HOSTILE

FILTERS = ["", "q=baghdad", "view=claimed", "from=2021-07-01&to=2021-07-31", "q=nothingofthatname"]


def write(dataset, chosen=EVERYTHING):
    download = build_download(
        dataset, chosen, FileKind.XLSX, accessed=ACCESSED, page="https://atlas.example/"
    )
    return b"".join(download.chunks)


def read(dataset, chosen=EVERYTHING):
    return openpyxl.load_workbook(io.BytesIO(write(dataset, chosen)))


def rows_of(book, name):
    header, *rows = book[name].iter_rows(values_only=True)
    return [dict(zip(header, row, strict=True)) for row in rows]


def unescape(text):
    """Undo the escapes of OOXML, which openpyxl leaves in place."""
    return re.sub(r"_x([0-9A-Fa-f]{4})_", lambda found: chr(int(found[1], 16)), text)


def test_what_it_is_comes_first_and_then_a_sheet_per_table(atlas):
    book = read(atlas.dataset)
    assert book.sheetnames == ["About", *TABLES]
    about = "\n".join(f"{a}: {b}" for a, b in book["About"].iter_rows(values_only=True))
    for words in (atlas.dataset.version, "2 Jan 2026", "CC-BY-4.0", "https://atlas.example/",
                  "every incident of the dataset", "How to cite", "Credits"):  # fmt: skip
        assert words in about


def test_everything_means_every_row_of_every_table(atlas):
    book = read(atlas.dataset)
    for name, frame in atlas.dataset.tables.by_name().items():
        assert len(rows_of(book, name)) == frame.height, name


@pytest.mark.parametrize("query", FILTERS)
def test_rows_belong_to_the_selected_incidents_and_no_reference_leads_nowhere(atlas, query):
    book = read(atlas.dataset, IncidentFilter.from_query(query))
    sheets = {name: rows_of(book, name) for name in TABLES}
    keys = {name: {row[TABLES[name].key[0]] for row in rows} for name, rows in sheets.items()}
    for name, table in TABLES.items():
        for column in table.columns:
            if not column.references or (name, column.name) == ("statements", "incident_ids"):
                continue
            named = {row[column.name] for row in sheets[name]} - {None}
            assert named <= keys[column.references], (name, column.name)
    ids = keys["incidents"]
    if query:
        for row in sheets["statements"]:
            assert set(row["incident_ids"].split(";")) & ids


@pytest.mark.parametrize("query", FILTERS)
def test_no_cell_is_a_formula_or_a_link(atlas, query):
    for sheet in read(atlas.dataset, IncidentFilter.from_query(query)):
        for cells in sheet.iter_rows():
            for cell in cells:
                assert cell.data_type in {"s", "n", "d"}
                assert cell.hyperlink is None


@pytest.mark.parametrize("text", [*HOSTILE, "=1+1", "http://x.example", "\x01", "12"])
def test_hostile_words_come_back_as_text(make_hostile, text):
    if not text.strip():
        return
    book = read(Made(make_hostile(text)))
    (row,) = rows_of(book, "incidents")
    assert isinstance(row["summary"], str)
    # XML reads every line end as one, which is all that a workbook keeps of it.
    assert unescape(row["summary"]).splitlines() == text.splitlines()
    for sheet in book:
        assert all(cell.data_type != "f" for cells in sheet.iter_rows() for cell in cells)


def test_words_that_look_like_an_escape_are_escaped(make_hostile):
    with zipfile.ZipFile(io.BytesIO(write(Made(make_hostile("_x0041_"))))) as archive:
        assert b"_x005F_x0041_" in archive.read("xl/worksheets/sheet2.xml")


def test_values_have_their_types(make_incidents):
    toll = dict.fromkeys((f"fatalities_{part}" for part in ("low", "best", "high")), "0")
    place = {"latitude": "-33.5", "longitude": "44.25", "geo_precision": "site"}
    (row,) = rows_of(read(Made(make_incidents(toll | place))), "incidents")
    assert tuple(row) == FLAT_COLUMNS
    assert row["event_date"] in {date(2021, 7, 19), datetime(2021, 7, 19)}  # noqa: DTZ001 (a day)
    assert (row["fatalities_best"], row["injured_best"]) == (0, None)
    assert (row["latitude"], row["longitude"]) == (-33.5, 44.25)


def test_dates_that_spreadsheets_disagree_about_are_text(make_incidents):
    (row,) = rows_of(read(Made(make_incidents({"event_date": "1883-05-01"}))), "incidents")
    assert row["event_date"] == "1883-05-01"


def test_text_longer_than_a_cell_is_cut_and_says_so(make_incidents):
    text = "ب𝒳" * LONGEST_CELL
    (row,) = rows_of(read(Made(make_incidents({"summary": text}))), "incidents")
    assert row["summary"].endswith(CUT)
    assert LONGEST_CELL - 2 <= len(row["summary"].encode("utf-16-le")) // 2 <= LONGEST_CELL


def test_the_same_selection_gives_the_same_bytes(atlas):
    chosen = IncidentFilter.from_query("view=claimed")
    assert write(atlas.dataset, chosen) == write(atlas.dataset, chosen)


def test_it_holds_nothing_that_runs_or_calls_home(atlas):
    with zipfile.ZipFile(io.BytesIO(write(atlas.dataset))) as archive:
        names = archive.namelist()
    assert not [n for n in names if "vba" in n.lower() or "external" in n.lower()]
