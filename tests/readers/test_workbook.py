"""Workbooks as they come: cells as plain text, and no file fills the memory."""

from __future__ import annotations

import zipfile
from datetime import UTC, date, datetime, time

import openpyxl
import pytest
from openpyxl import Workbook

from incidents.errors import SourceFileError
from incidents.readers.raw import Container, Reading
from incidents.readers.workbook import cell_text, read_sheets, read_workbook, workbook_sheets


@pytest.fixture
def save(tmp_path):
    def save_sheets(**sheets):
        book = Workbook()
        book.remove(book.active)
        for name, rows in sheets.items():
            sheet = book.create_sheet(name)
            for row in rows:
                sheet.append(row)
        book.save(tmp_path / "book.xlsx")
        return tmp_path / "book.xlsx"

    return save_sheets


def test_cells_are_plain_text(save):
    rows = [["date", "when", "killed", "lat", "sure", "note"],
            [date(2021, 3, 5), datetime(2021, 3, 5, 14, 30), 3.0, 0.1 + 0.2, True, "x"],  # noqa: DTZ001
            [None, None, 0, -3.25, False, None]]  # fmt: skip
    table = read_workbook(save(Sheet1=rows))
    assert table.frame.rows() == [
        ("2021-03-05", "2021-03-05 14:30:00", "3", "0.3", "TRUE", "x"),
        ("", "", "0", "-3.25", "FALSE", ""),
    ]
    assert table.container is Container.XLSX
    assert table.reading == Reading(header=True, part="Sheet1")
    assert (table.first_row, table.parts, table.remarks) == (2, ("Sheet1",), ())


@pytest.mark.parametrize(
    ("value", "text"),
    [(None, ""), (1e-7, "0.0000001"), (33.333333333333336, "33.3333333333333"),
     (1e20, "100000000000000000000"),
     (123456789012345, "123456789012345"), (time(14, 30), "14:30:00"), ("=1+1", "=1+1"),
     (datetime(2021, 3, 5, 23, 59, 59, 999_999, UTC), "2021-03-06"), ("#N/A", "#N/A")],
)  # fmt: skip
def test_a_cell_is_written_as_a_person_would(value, text):
    assert cell_text(value) == text


def test_a_title_above_and_blanks_around_are_no_part_of_the_table(save):
    rows = [["Incidents of 2021"], [], ["date", "place", None], ["2021-03-05", "Basra", None], [],
            ["2021-03-06", "Mosul", None], [None, " "]]  # fmt: skip
    table = read_workbook(save(Sheet1=rows))
    assert table.columns == ("date", "place")
    assert table.frame.rows() == [("2021-03-05", "Basra"), ("2021-03-06", "Mosul")]
    assert table.numbers.to_list() == [4, 6]
    assert "'Incidents of 2021'" in table.remarks[0]


def test_a_cell_beyond_the_header_has_a_column(save):
    table = read_workbook(save(Sheet1=[["a", "b"], [1, 2, 3]]))
    assert table.columns == ("a", "b", "column 3")
    assert table.frame.rows() == [("1", "2", "3")]


def test_tags_are_no_row(save):
    table = read_workbook(save(Sheet1=[["Date", "Where"], ["#date", "#loc"], ["2021", "x"]]))
    assert (table.tags, table.first_row, table.frame.height) == (("#date", "#loc"), 3, 1)


def test_the_first_sheet_with_cells_is_read_unless_another_is_said(save):
    path = save(empty=[], one=[["a", "b"], [1, 2]], two=[["c", "d"], [3, 4]])
    assert workbook_sheets(path) == ("empty", "one", "two")
    table = read_workbook(path)
    assert table.columns == ("a", "b")
    assert table.remarks == ("The workbook has 3 sheets; 'one' is read.",)
    assert read_workbook(path, Reading(part="two")).columns == ("c", "d")
    with pytest.raises(SourceFileError, match=r"no sheet 'three'\. Sheets are: empty, one, two"):
        read_workbook(path, Reading(part="three"))
    assert {name: table.columns for name, table in read_sheets(path).items()} == {
        "one": ("a", "b"), "two": ("c", "d"),
    }  # fmt: skip


def test_a_workbook_without_cells_is_refused(save):
    with pytest.raises(SourceFileError, match="no filled cell"):
        read_workbook(save(one=[], two=[[None]]))


def test_a_formula_that_was_never_worked_out_is_said(save):
    table = read_workbook(save(Sheet1=[["a", "b"], [1, "=A2+1"], [2, "=A3+1"]]))
    assert table.frame["b"].to_list() == ["", ""]
    assert "2 formulas have no value in the file" in table.remarks[0]


def test_a_far_cell_neither_fills_the_memory_nor_is_lost(tmp_path):
    book = Workbook()
    book.active.append(["a", "b"])
    book.active["XFD1048576"] = 1
    book.save(tmp_path / "far.xlsx")
    with pytest.raises(SourceFileError, match="a cell in column 16,384 of row 1,048,576"):
        read_workbook(tmp_path / "far.xlsx")


def test_what_a_sheet_says_of_its_size_is_not_believed(save, tmp_path):
    path = save(Sheet1=[["a", "b"], [1, 2]])
    lying = tmp_path / "lying.xlsx"
    with zipfile.ZipFile(path) as old, zipfile.ZipFile(lying, "w") as new:
        for name in old.namelist():
            content = old.read(name)
            new.writestr(name, content.replace(b'ref="A1:B2"', b'ref="A1:XFD1048576"'))
    assert read_workbook(lying).frame.rows() == [("1", "2")]


def test_entities_in_a_sheet_are_refused(save, tmp_path):
    assert openpyxl.DEFUSEDXML
    hostile = tmp_path / "hostile.xlsx"
    bomb = b'<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;">]>'
    with zipfile.ZipFile(save(Sheet1=[["a"], [1]])) as old, zipfile.ZipFile(hostile, "w") as new:
        for name in old.namelist():
            content = old.read(name)
            if name.endswith("sheet1.xml"):
                content = bomb + content
            new.writestr(name, content)
    with pytest.raises(SourceFileError):
        read_workbook(hostile)


def test_a_zip_bomb_is_refused_before_it_is_unpacked(tmp_path):
    path = tmp_path / "bomb.xlsx"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/worksheets/sheet1.xml", b"0" * 20_000_000)
    with pytest.raises(SourceFileError, match="times its size"):
        read_workbook(path)


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04", b"not a zip"], ids=["none", "cut", "text"])
def test_what_is_no_workbook_is_refused(tmp_path, content):
    path = tmp_path / "broken.xlsx"
    path.write_bytes(content)
    with pytest.raises(SourceFileError, match=r"broken\.xlsx cannot be used"):
        read_workbook(path)


def test_a_zip_of_something_else_is_no_workbook(tmp_path):
    path = tmp_path / "other.xlsx"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("readme.txt", "hello")
    with pytest.raises(SourceFileError, match="no workbook that can be read"):
        read_workbook(path)
