"""Rejected rows as a file to be mended and sent again."""

from __future__ import annotations

import csv
import io

import polars as pl
import pytest

from incidents.library.rejected_rows import write_rejected
from incidents.readers.coded import REJECTED_COLUMNS
from incidents.readers.sent_again import ADDED_COLUMNS, take_off_again

ORIGINAL = pl.DataFrame({
    "date": ["2021-07-01", "soon", "2021-13-01", "never"],
    "=place": ["'Ayn al-Tamr", 'a "b", c', "line\r\nline", "@x"],
    "lon": ["44.1", "-44.1", "", " =1+1"],
})  # fmt: skip
NUMBERS = pl.Series([2, 3, 4, 6], dtype=pl.UInt32)


def reject(*rows):
    return pl.DataFrame(rows, schema=REJECTED_COLUMNS, orient="row")


@pytest.fixture
def written(tmp_path):
    """Return the rows of the file that is written, its bytes having been looked at."""

    def write(rejected, original=ORIGINAL, numbers=NUMBERS, **more):
        path = tmp_path / "rejected.csv"
        write_rejected(path, original, numbers, rejected, **more)
        content = path.read_bytes()
        assert content.startswith(b"\xef\xbb\xbf")
        return list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline="")))

    return write


def as_frame(rows):
    return pl.DataFrame(rows[1:], schema=rows[0], orient="row")


def test_rejected_rows_keep_their_layout_and_say_why(written):
    rows = written(reject((6, "date", "never", "is not a date", "Write it as 2021-07-19.")))
    assert rows[0] == ["date", "'=place", "lon", *ADDED_COLUMNS]
    assert rows[1:] == [["never", "'@x", "' =1+1", "6", "date is not a date",
                         "Write it as 2021-07-19."]]  # fmt: skip


def test_the_readers_read_the_very_cells_again(written):
    rejected = reject(*((number, "date", "", "is bad", "Mend it.") for number in (6, 2, 4, 3)))
    assert take_off_again(as_frame(written(rejected))).equals(ORIGINAL)


def test_several_reasons_stand_together_and_a_cure_once(written):
    rows = written(reject(
        (4, "date", "2021-13-01", "is not a date", "Mend it."),
        (3, "date", "soon", "is not a date", "Mend it."),
        (4, "lon", "", "is blank but has to be filled", "Mend it."),
        (4, "", "", "has the id of row 2", "Give it its own."),
    ))  # fmt: skip
    assert [row[3] for row in rows[1:]] == ["3", "4"]
    assert rows[2][4:] == [
        "date is not a date; lon is blank but has to be filled; has the id of row 2",
        "Mend it. Give it its own.",
    ]


def test_a_row_that_could_not_be_split_into_cells_is_not_left_out(written):
    rows = written(reject(
        (6, "date", "never", "is not a date", "Mend it."),
        (5, "", "a,b,c,d,=e", "has 5 cells, and the header 3", "Quote it."),
    ))  # fmt: skip
    assert [row[3] for row in rows[1:]] == ["5", "6"]
    assert rows[1][:3] == ["a,b,c,d,=e", "", ""]


def test_tags_stay_under_the_header(written):
    rows = written(reject((3, "date", "soon", "is not a date", "Mend it.")),
                   tags=("#date", "#loc", "#geo+lon"))  # fmt: skip
    assert rows[1] == ["#date", "#loc", "#geo+lon", "", "", ""]
    assert rows[2][0] == "soon"


def test_rows_that_follow_one_another_are_numbered_from_the_first(written):
    rejected = reject((4, "date", "soon", "is not a date", "Mend it."))
    rows = written(rejected, numbers=None, first_row=3)
    assert rows[1][0] == "soon"


def test_without_rejected_rows_there_is_a_header(written):
    assert written(reject()) == [["date", "'=place", "lon", *ADDED_COLUMNS]]


def test_many_rows_are_written_in_their_order(written):
    count = 2_000
    original = pl.DataFrame({"n": [str(n) for n in range(count)]})
    numbers = pl.Series(range(2, count + 2), dtype=pl.UInt32)
    rejected = reject(*((n, "n", "", "is bad", "") for n in range(count, 1, -2)))
    rows = written(rejected, original, numbers)
    assert [row[1] for row in rows[1:]] == [str(n) for n in range(2, count + 1, 2)]
