"""Text tables as they come: whatever their letters, separators and mistakes, nothing is lost."""

from __future__ import annotations

import csv
import io

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from incidents.errors import SourceFileError
from incidents.readers import delimited_pieces
from incidents.readers.delimited import read_delimited
from incidents.readers.delimited_fast import Layout, read_fast
from incidents.readers.raw import Container, Reading
from incidents.readers.text_encoding import is_utf8


@pytest.fixture
def read(tmp_path):
    def read_text(content, **reading):
        path = tmp_path / "table.csv"
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return read_delimited(path, Reading(**reading))

    return read_text


def crooked(table):
    return table.crooked.rows() if table.crooked is not None else []


@pytest.mark.parametrize("separator", [",", ";", "\t", "|"])
def test_a_separator_is_found(read, separator):
    table = read("a,b,c\n1,2,3\n4,,6\n".replace(",", separator))
    assert table.reading == Reading("utf-8", separator, header=True)
    assert table.frame.rows() == [("1", "2", "3"), ("4", "", "6")]
    assert (table.first_row, table.numbers, table.crooked) == (2, None, None)
    assert table.container is Container.DELIMITED


def test_a_decimal_comma_does_not_pass_for_a_separator(read):
    table = read("lat;lon;place\n33,3;44,4;Baghdad\n36,3;43,1;Mosul\n")
    assert table.frame["lat"].to_list() == ["33,3", "36,3"]


def test_the_line_that_tells_excel_the_separator_is_no_row(read):
    table = read("sep=;\r\na;b\r\n1,5;2\r\n")
    assert table.columns == ("a", "b")
    assert table.frame.rows() == [("1,5", "2")]
    assert table.first_row == 2


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_every_sort_of_line_end_is_one(read, end):
    table = read(end.join(["a,b", "1,2", "3,4", ""]))
    assert table.frame.rows() == [("1", "2"), ("3", "4")]


@pytest.mark.parametrize(
    ("encoding", "found"),
    [("utf-8", "utf-8"), ("utf-8-sig", "utf-8-sig"), ("utf-16", "utf-16"), ("cp1256", "cp1256")],
)
def test_arabic_is_read_in_each_encoding_it_comes_in(read, encoding, found):
    text = (
        "التاريخ,المحافظة,المكان\n2021-03-05,بغداد,ساحة الطيران\n2021-03-06,نينوى,الموصل القديمة\n"
    )
    table = read(text.encode(encoding))
    assert table.columns == ("التاريخ", "المحافظة", "المكان")
    assert table.frame["المحافظة"].to_list() == ["بغداد", "نينوى"]
    assert table.reading.encoding == found
    assert bool(table.remarks) == (encoding == "cp1256")


def test_western_letters_that_are_not_unicode_are_read_and_said(read):
    table = read("date,lieu\n2021-03-05,Béni\n2021-03-06,école à Goma\n".encode("cp1252"))
    assert table.frame["lieu"].to_list() == ["Béni", "école à Goma"]
    assert "read as cp1252 by its look" in table.remarks[0]


@pytest.mark.parametrize("mark", [b"", b"\xef\xbb\xbf"], ids=["plain", "marked"])
def test_a_letter_that_was_cut_does_not_make_it_another_encoding(read, mark):
    rows = "".join(f"{n},ملاحظة طويلة عن الحادث\n" for n in range(20)).encode()
    table = read(mark + b"a,b\n" + rows + "21,ملاحظة".encode()[:-1] + b"\n")
    assert table.frame["b"][0] == "ملاحظة طويلة عن الحادث"
    assert table.frame["b"][-1] == "ملاحظ\ufffd"
    assert is_utf8(table.reading.encoding)
    assert [remark for remark in table.remarks if "letters were lost" in remark] == [
        "Some letters were lost before the file was saved, and stand as \ufffd."
    ]


def test_a_said_encoding_is_kept_to(read):
    assert read("a,b\n\xc7,2\n".encode("latin-1"), encoding="cp1251").frame["a"][0] == "З"
    with pytest.raises(SourceFileError, match="not utf-8 throughout"):
        read("a,b\né,2\n".encode("cp1252"), encoding="utf-8")
    with pytest.raises(SourceFileError, match="no encoding is called 'arabisch'"):
        read("a,b\n1,2\n", encoding="arabisch")


def test_letters_spoilt_before_the_file_was_saved_are_kept_and_said(read):
    spoilt = "التاريخ والمكان".encode().decode("cp1252", errors="replace").replace("\ufffd", "")
    table = read(f"a,b\n1,{spoilt}\n2,{spoilt}\n")
    assert table.frame["b"][0] == spoilt
    assert "UTF-8 was once read as Windows Latin" in table.remarks[0]


def test_a_note_over_several_lines_is_one_cell(read):
    table = read('a,b,c\n1,"two\nlines, and ""words""",3\n4,5,6\n')
    assert table.frame.rows() == [("1", 'two\nlines, and "words"', "3"), ("4", "5", "6")]


def test_rows_of_another_width_are_set_aside_with_their_numbers(read):
    table = read("a,b,c\n1,2,3\n\n4,5\n6,7,8,9\n10,11,12,\n")
    assert table.frame.rows() == [("1", "2", "3"), ("10", "11", "12")]
    assert table.numbers.to_list() == [2, 6]
    assert [(row, cells) for row, cells, _ in crooked(table)] == [(4, "4,5"), (5, "6,7,8,9")]
    assert [reason for *_, reason in crooked(table)] == [
        "has too few cells: 2, and the table has 3 columns",
        "has too many cells: 4, and the table has 3 columns",
    ]


def test_a_mark_that_never_closes_costs_one_line_and_not_the_rest(read):
    table = read('a,b,c\n1,2,3\n4,"5,6\n7,8,9\n10,11,12\n')
    assert table.frame["a"].to_list() == ["1", "7", "10"]
    assert table.numbers.to_list() == [2, 4, 5]
    assert crooked(table) == [(3, '4,"5,6', "opens a quotation mark that is never closed")]


def test_a_stray_mark_does_not_swallow_the_rows_up_to_the_next(read):
    table = read('a,b,c\n1,"2,3\n4,5,6\n7,8,9\n10,"11",12\n')
    assert table.frame["a"].to_list() == ["4", "7", "10"]
    assert [row for row, *_ in crooked(table)] == [2]


def test_marks_that_mean_nothing_in_a_tabbed_file_are_letters(read):
    assert read('a\tb\n1\t"2\n3\t4\n').frame.rows() == [("1", '"2'), ("3", "4")]


def test_blank_rows_are_no_rows_and_keep_their_numbers(read):
    table = read("a,b\n1,2\n,\n , \n3,4\n\n\n")
    assert table.frame.rows() == [("1", "2"), ("3", "4")]
    assert table.numbers.to_list() == [2, 5]


def test_names_that_are_blank_or_repeated_are_told_apart(read):
    table = read("a, a ,,b,a (2)\n1,2,3,4,5\n")
    assert table.columns == ("a", "a (3)", "column 3", "b", "a (2)")


def test_a_row_of_tags_is_no_row_but_counts_as_one(read):
    table = read("Date,Where,\n#date,#loc +name,\n2021-03-05,Basra,x\n")
    assert table.tags == ("#date", "#loc +name", "")
    assert table.frame.rows() == [("2021-03-05", "Basra", "x")]
    assert table.first_row == 3


@pytest.mark.parametrize("columns", [57, 58, 61])
def test_a_first_row_of_facts_is_no_header(read, columns):
    row = ["719024875", "20171202", "201712", "2017", "2017.9", *[""] * (columns - 6), "http://x.y"]
    table = read("\n".join(["\t".join(row)] * 3))
    assert table.reading.header is False
    assert (table.first_row, table.frame.shape) == (1, (3, columns))
    assert table.columns[0] == "column 1"


@pytest.mark.parametrize(
    ("first", "header"),
    [("id,date,place", True), ("1,2021-03-05,Basra", False), ("place,2016,2017,2018", True),
     ("#date,#loc", True), ("2021-03-05,Basra", False)],
)  # fmt: skip
def test_a_header_is_told_from_a_row(read, first, header):
    body = ",".join("x" for _ in first.split(","))
    assert read(f"{first}\n{body}\n").reading.header is header


def test_what_is_said_about_a_header_is_believed(read):
    assert read("a,b\n1,2\n", header=False).frame.rows() == [("a", "b"), ("1", "2")]
    assert read("1,2\n3,4\n", header=True).columns == ("1", "2")


def test_a_title_above_the_header_is_said_and_is_no_row(read):
    table = read("Incidents of 2021,,\n,,\ndate,place,killed\n2021-03-05,Basra,3\n")
    assert table.columns == ("date", "place", "killed")
    assert table.first_row == 4
    assert "'Incidents of 2021'" in table.remarks[0]


def test_a_header_alone_is_a_table_without_rows(read):
    table = read("a,b,c")
    assert (table.columns, table.frame.height) == (("a", "b", "c"), 0)
    assert "no rows" in table.remarks[0]


@pytest.mark.parametrize(
    "content", [b"", b"\xef\xbb\xbf", b"\n \r\n"], ids=["none", "mark", "blank"]
)
def test_an_empty_file_is_refused(read, content):
    with pytest.raises(SourceFileError, match="it is empty"):
        read(content)


def test_a_missing_file_is_refused(tmp_path):
    with pytest.raises(SourceFileError, match="No such file"):
        read_delimited(tmp_path / "gone.csv")


def test_a_name_that_looks_like_a_pattern_is_a_name(tmp_path):
    (tmp_path / "a1.csv").write_text("x,y\n9,9\n")
    path = tmp_path / "a[1]*.csv"
    path.write_text("a,b\n1,2\n")
    assert read_delimited(path).columns == ("a", "b")


@pytest.mark.parametrize(
    "content",
    [b"a,b,c\n1,2\n3,4,5\n", b"a,b,c\n1,2,3\n\n4,5,6\n", b"a,b,c\n1,2,3,4\n", b'a,b\n1,"2\n3,4\n',
     b"a,b\n1,\xe9\n", b"a,b\n1,2\r3,4\n"],
)  # fmt: skip
def test_the_fast_way_gives_up_where_it_would_be_wrong(content):
    header = tuple(content.partition(b"\n")[0].decode().split(","))
    assert read_fast(content, Layout(",", header, named=True), "utf-8") is None


def ragged(count):
    lines = [f'{n},"note, of {n}\nand more",x' for n in range(count)]
    lines[count // 2] = "too,few"
    lines[count // 2 + 1] = ""
    lines[count - 2] = ",,"
    return "a,b,c\n" + "\n".join(lines) + "\n"


def test_one_crooked_row_of_a_large_table_costs_no_other(read, monkeypatch):
    monkeypatch.setattr(delimited_pieces, "_FIRST_PIECE", 200)
    monkeypatch.setattr(delimited_pieces, "_PIECE", 1_000)
    table = read(ragged(2_000))
    assert table.frame.height == 1_997
    assert [row for row, *_ in crooked(table)] == [1_002]
    assert set(range(2, 2_002)) - set(table.numbers) == {1_002, 1_003, 2_000}
    assert table.frame.row(-1) == ("1999", "note, of 1999\nand more", "x")


@pytest.mark.parametrize("sizes", [(16, 32), (64, 64), (1 << 16, 100)])
def test_a_table_read_in_pieces_is_the_table_read_at_once(read, monkeypatch, sizes):
    content = ragged(40)
    whole = read(content)
    monkeypatch.setattr(delimited_pieces, "_FIRST_PIECE", sizes[0])
    monkeypatch.setattr(delimited_pieces, "_PIECE", sizes[1])
    pieces = read(content)
    assert pieces.frame.equals(whole.frame)
    assert pieces.numbers.to_list() == whole.numbers.to_list()
    assert crooked(pieces) == crooked(whole)
    assert (pieces.first_row, pieces.remarks) == (whole.first_row, whole.remarks)


# A cell that is a number in the first row would make it no header, and blank rows are no rows.
CELLS = st.text(
    st.characters(exclude_categories=["Cs", "Cc"], exclude_characters="\x85\u2028\u2029\ufeff\x00")
    | st.sampled_from(',;\t|"\n'),
    max_size=12,
)
ARABIC = st.text(st.sampled_from("ابتثجحخدذرزسشصضطظعغفقكلمنهوي ,;\n\"'0123456789"), max_size=12)


@st.composite
def tables(draw, cells):
    width = draw(st.integers(2, 6))
    row = st.lists(cells, min_size=width, max_size=width)
    return draw(
        st.lists(row.filter(lambda cells: any(map(str.strip, cells))), min_size=1, max_size=12)
    )


def written(rows, separator, end, quoting):
    file = io.StringIO(newline="")
    writer = csv.writer(file, delimiter=separator, lineterminator=end, quoting=quoting)
    writer.writerow([f"name{at}" for at in range(len(rows[0]))])
    writer.writerows(rows)
    return file.getvalue()


DIALECTS = st.tuples(
    st.sampled_from(",;\t|"),
    st.sampled_from(["\n", "\r\n"]),
    st.sampled_from([csv.QUOTE_MINIMAL, csv.QUOTE_ALL]),
)


@given(
    rows=tables(CELLS), encoding=st.sampled_from(["utf-8", "utf-8-sig", "utf-16"]), dialect=DIALECTS
)
def test_what_was_written_is_read(tmp_path_factory, rows, encoding, dialect):
    path = tmp_path_factory.mktemp("written") / "table.csv"
    path.write_bytes(written(rows, *dialect).encode(encoding))
    table = read_delimited(path, Reading(separator=dialect[0]))
    assert [list(row) for row in table.frame.rows()] == rows
    assert not crooked(table)
    assert sum(table.frame.null_count().row(0)) == 0


@given(rows=tables(ARABIC), dialect=DIALECTS)
def test_what_was_written_in_a_said_encoding_is_read(tmp_path_factory, rows, dialect):
    path = tmp_path_factory.mktemp("written") / "table.csv"
    path.write_bytes(written(rows, *dialect).encode("cp1256"))
    table = read_delimited(path, Reading(encoding="cp1256", separator=dialect[0]))
    assert [list(row) for row in table.frame.rows()] == rows


@given(
    st.lists(
        st.lists(CELLS.filter(lambda cell: "\n" not in cell), min_size=1, max_size=5),
        min_size=1,
        max_size=15,
    )
)
@example([["#A"]])
@example([["#A", "", "b"], ["#A"]])
def test_every_record_is_a_row_crooked_blank_or_the_tags(tmp_path_factory, records):
    path = tmp_path_factory.mktemp("ragged") / "table.csv"
    file = io.StringIO(newline="")
    writer = csv.writer(file, lineterminator="\n")
    writer.writerow(["one", "two", "three"])
    writer.writerows(records)
    path.write_text(file.getvalue(), encoding="utf-8", newline="")
    table = read_delimited(path, Reading(separator=","))
    filled = sum(1 for cells in records if any(map(str.strip, cells)))
    assert bool(table.tags) + table.frame.height + len(crooked(table)) == filled


@given(
    st.binary(max_size=200) | st.text(alphabet='a1,;\t|"\n\r#é\ufeff', max_size=60).map(str.encode)
)
def test_any_bytes_are_a_table_or_refused(tmp_path_factory, content):
    path = tmp_path_factory.mktemp("bytes") / "table.csv"
    path.write_bytes(content)
    try:
        table = read_delimited(path)
    except SourceFileError:
        return
    assert len(set(table.columns)) == table.frame.width > 0
    assert sum(table.frame.null_count().row(0)) == 0
    assert table.numbers is None or table.numbers.len() == table.frame.height
