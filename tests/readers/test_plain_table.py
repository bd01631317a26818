"""Any CSV file as plain cells."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from incidents.errors import PlainTableError
from incidents.readers.plain_table import read_plain_table


def read(tmp_path, content):
    path = tmp_path / "t.csv"
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return read_plain_table(path)


@pytest.mark.parametrize("separator", [",", ";", "\t", "|"])
@pytest.mark.parametrize("start", ["", "\ufeff"], ids=["plain", "BOM"])
def test_the_separator_is_the_headers(tmp_path, separator, start):
    table = read(tmp_path, f"{start}name{separator}where\r\n مدينة {separator}x\r\n")
    assert table.columns == ("name", "where")
    assert list(table.read("name")) == ["مدينة"]


def test_short_and_long_rows_are_kept_as_they_are(tmp_path):
    table = read(tmp_path, "a,b\n1\n1,2,3\n\n4,5\n")
    assert table.rows == [["1"], ["1", "2", "3"], ["4", "5"]]
    assert list(table.read("b")) == ["", "2", "5"]


def test_a_column_that_nobody_named_is_blank(tmp_path):
    assert list(read(tmp_path, "a\n1\n2\n").read(None)) == ["", ""]


@pytest.mark.parametrize(
    ("content", "words"),
    [
        ("", "it is empty"),
        (b"a\n\xff\n", "not UTF-8"),
        ('a\n"open\n', "unexpected end of data"),
    ],
)
def test_what_is_no_table_is_said(tmp_path, content, words):
    with pytest.raises(PlainTableError, match=words):
        read(tmp_path, content)


def test_a_file_that_is_missing_is_said(tmp_path):
    with pytest.raises(PlainTableError, match="No such file"):
        read_plain_table(tmp_path / "gone.csv")


def test_a_column_that_is_missing_or_twofold_is_said(tmp_path):
    table = read(tmp_path, "a,b,b\n1,2,3\n")
    with pytest.raises(PlainTableError, match=r"'c'\. Found: a, b, b"):
        list(table.read("c"))
    with pytest.raises(PlainTableError, match="2 times"):
        list(table.read("b"))


@given(st.text())
def test_any_text_is_read_or_refused(tmp_path_factory, text):
    try:
        table = read(tmp_path_factory.mktemp("t"), text.encode("utf-8", "surrogatepass"))
    except PlainTableError:
        return
    assert all(isinstance(cell, str) for row in table.rows for cell in row)
