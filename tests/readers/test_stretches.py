"""Tables read a stretch at a time are the tables that are read at once, or are not read so."""

import csv
import io

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from incidents.readers import delimited_marks, stretches
from incidents.readers.delimited import read_delimited
from incidents.readers.delimited_marks import count_marks
from incidents.readers.raw import AS_FOUND
from incidents.readers.stretches import NeedsWholeError, open_stretches
from tests.factories import examples


@pytest.fixture(autouse=True)
def small(monkeypatch):
    monkeypatch.setattr(stretches, "LEAST_BYTES", 0)
    monkeypatch.setattr(stretches, "ROWS", 2)


@pytest.fixture
def write(tmp_path):
    def write(content):
        path = tmp_path / "table.csv"
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return path

    return write


def whole(path):
    """Return the rows and columns of a file that can be read in stretches, None of another.

    What is read as categories is given as texts.
    """
    opened = open_stretches(path, AS_FOUND)
    if opened is None:
        return None
    try:
        parts = list(opened.read())
    except NeedsWholeError:
        return None
    row = 2
    for part in parts:
        assert part.first_row == row
        assert part.columns == opened.head.columns
        row += part.frame.height
    texts = [part.frame.cast(pl.String) for part in parts]
    return pl.concat(texts) if parts else opened.head.frame


def table(rows, end="\n"):
    return end.join(["name,day,said", *rows, ""])


ROWS = [f'{n},2021-01-01,"so, it ""was""\nsaid"' for n in range(40)]


@pytest.mark.parametrize(
    "content",
    [
        table(ROWS),
        table(ROWS).rstrip("\n"),
        table(ROWS).replace("\n", "\r\n"),
        "\ufeff" + table(ROWS),
        table(ROWS).replace("name,", '"a ""name"", of a sort",'),
        table([*ROWS, '"x","",""', '"",y,']),
        table([row.replace("said", "قيل") for row in ROWS]),
    ],
    ids=["plain", "no last end", "returns", "mark", "quoted name", "quoted blanks", "Arabic"],
)
def test_a_clean_table_is_the_same_in_stretches(write, content):
    path = write(content)
    read = read_delimited(path)
    assert whole(path).equals(read.frame)
    assert open_stretches(path, AS_FOUND).head.columns == read.columns


@pytest.mark.parametrize(
    "content",
    [
        table([*ROWS, "1,2"]),
        table([*ROWS, "1,2,3,4"]),
        table([*ROWS, ""]),
        table([*ROWS, "", *ROWS]),
        table([*ROWS, ",,", *ROWS]),
        table([*ROWS, '1,2,"open']),
        table([*ROWS, '1,2,a "stray" mark']),
        table([*ROWS, '1,2,"closed" early']),
        table(ROWS) + "1,2,3\r\n",
        table(ROWS) + "1,2,a\rb\n",
        table(["#event+id,#date,#description", *ROWS]),
        table(ROWS).replace("name,day,said", "name,rejected_row,rejected_reason,rejected_cure"),
        "sep=,\n" + table(ROWS),
        table(ROWS).encode() + b"1,2,\xe9\n",
        table(ROWS).encode("utf-16"),
    ],
)  # fmt: skip
def test_a_table_that_is_not_clean_is_left_to_be_read_whole(write, content):
    assert whole(write(content)) is None


def test_columns_that_repeat_few_words_are_categories(write):
    opened = open_stretches(write(table(ROWS)), AS_FOUND)
    for part in opened.read():
        assert part.frame.dtypes == [pl.String, pl.Categorical, pl.Categorical]
    assert opened.head.frame.dtypes == [pl.String] * 3


def test_a_small_table_is_left_to_be_read_whole(write, monkeypatch):
    path = write(table(ROWS))
    monkeypatch.setattr(stretches, "LEAST_BYTES", path.stat().st_size + 1)
    assert open_stretches(path, AS_FOUND) is None


CELLS = st.text(st.sampled_from('ab,"\n\r é'), max_size=4)


@examples(300)
@given(
    rows=st.lists(st.lists(CELLS, min_size=2, max_size=2), max_size=6),
    end=st.sampled_from(["\n", "\r\n"]),
    quoting=st.sampled_from([csv.QUOTE_MINIMAL, csv.QUOTE_ALL]),
    spoilt=st.none() | st.tuples(st.integers(0, 60), st.sampled_from(["", ",", "\n", '"', "x"])),
    few=st.sampled_from([0, 0.5, 1]),
)
def test_what_is_read_in_stretches_is_what_is_read_at_once(  # noqa: PLR0913, PLR0917  a file
    tmp_path_factory, rows, end, quoting, spoilt, few
):
    file = io.StringIO(newline="")
    writer = csv.writer(file, lineterminator=end, quoting=quoting)
    writer.writerows([["one", "two"], *rows])
    content = file.getvalue()
    if spoilt:  # a letter somewhere is another, or gone
        content = content[: spoilt[0]] + spoilt[1] + content[spoilt[0] + 1 :]
    path = tmp_path_factory.mktemp("any") / "table.csv"
    path.write_text(content, encoding="utf-8", newline="")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(stretches, "_FEW", few)
        found = whole(path)
    if found is not None:
        read = read_delimited(path)
        assert read.crooked is None or not read.crooked.height
        assert found.equals(read.frame)


@examples(300)
@given(content=st.text(st.sampled_from('a,"\n\r'), max_size=30), window=st.integers(1, 8))
def test_marks_are_counted_alike_in_windows_of_any_size(tmp_path_factory, content, window):
    path = tmp_path_factory.mktemp("marks") / "table.csv"
    path.write_text(content, newline="")
    at_once = count_marks(path, ",")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(delimited_marks, "_WINDOW", window)
        assert count_marks(path, ",") == at_once
