import pytest

from incidents.errors import DataFolderError, MissingColumnsError, TableError
from incidents.model.tables import TABLES
from incidents.readers.curated import read_curated, read_table

ACTORS = TABLES["actors"]
HEADER = ",".join(ACTORS.column_names)
ROW = "group,A group,,,armed group,,"


def read(folder, text):
    path = folder / ACTORS.file_name
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return read_table(ACTORS, path)


def test_a_row_is_read_as_text_under_its_header(tmp_path):
    (row,) = read(tmp_path, f"{HEADER}\n{ROW}\n")
    assert row.number == 2
    assert row.cells["kind"] == "armed group"
    assert row.cells["aliases"] == ""
    assert row.problem == ""


def test_columns_may_come_in_any_order_and_with_others_beside_them(tmp_path):
    names = [*reversed(ACTORS.column_names), "colour"]
    cells = {"actor_id": "group", "colour": "green"}
    line = ",".join(cells.get(name, "") for name in names)
    (row,) = read(tmp_path, f"{','.join(names)}\n{line}\n")
    assert row.cells["actor_id"] == "group"
    assert row.problem == ""


def test_a_byte_order_mark_is_not_part_of_the_first_column(tmp_path):
    (row,) = read(tmp_path, f"\ufeff{HEADER}\n{ROW}\n")
    assert row.cells["actor_id"] == "group"


def test_lines_may_end_as_on_windows_and_the_last_without_an_end(tmp_path):
    rows = read(tmp_path, f"{HEADER}\r\n{ROW}\r\n{ROW}")
    assert [row.number for row in rows] == [2, 3]
    assert [row.cells["notes"] for row in rows] == ["", ""]


def test_a_row_is_numbered_by_the_line_on_which_it_begins(tmp_path):
    quoted = '"one\ntwo\nthree",A group,,,armed group,,'
    rows = read(tmp_path, f"{HEADER}\n{ROW}\n{quoted}\n{ROW}\n")
    assert [row.number for row in rows] == [2, 3, 6]
    assert rows[1].cells["actor_id"] == "one\ntwo\nthree"


def test_blank_lines_are_skipped_and_counted(tmp_path):
    rows = read(tmp_path, f"{HEADER}\n\n{ROW}\n\n\n{ROW}\n")
    assert [row.number for row in rows] == [3, 6]


def test_commas_and_quotes_inside_quotes_are_text(tmp_path):
    (row,) = read(tmp_path, f'{HEADER}\n"a","He said ""no"", twice",,,armed group,,\n')
    assert row.cells["name_en"] == 'He said "no", twice'


@pytest.mark.parametrize(("line", "count"), [(ROW + ",more", 8), ("group,A group", 2)])
def test_a_row_with_too_many_or_too_few_cells_is_kept_with_its_problem(tmp_path, line, count):
    (row,) = read(tmp_path, f"{HEADER}\n{line}\n")
    assert row.problem == f"the row has {count} cells, the header 7"


def test_a_file_in_another_encoding_is_unreadable(tmp_path):
    with pytest.raises(TableError, match="not UTF-8"):
        read(tmp_path, f"{HEADER}\ngroup,مجموعة,,,armed group,,\n".encode("cp1256"))


def test_the_byte_that_is_not_utf8_is_counted_from_the_start_of_the_file(tmp_path):
    good = f"{HEADER}\n" + f"{ROW}\n" * 2000
    with pytest.raises(TableError) as caught:
        read(tmp_path, good.encode() + b"\xff\n")
    assert caught.value.reason == f"it is not UTF-8 (byte {len(good)})"


@pytest.mark.parametrize("encoding", ["utf-16", "utf-32"])
def test_a_wide_encoding_is_unreadable(tmp_path, encoding):
    with pytest.raises(TableError, match=r"actors\.csv could not be read: it is not UTF-8"):
        read(tmp_path, f"{HEADER}\n{ROW}\n".encode(encoding))


def test_missing_columns_are_named_beside_those_that_were_found(tmp_path):
    with pytest.raises(MissingColumnsError) as caught:
        read(tmp_path, "actor_id,name,kind\n")
    assert caught.value.missing == ["aliases", "name_ar", "name_en", "notes", "parent_id"]
    assert caught.value.found == ["actor_id", "name", "kind"]
    assert "'name_en'" in str(caught.value)


def test_an_empty_file_lacks_every_column(tmp_path):
    with pytest.raises(MissingColumnsError, match="Found: none"):
        read(tmp_path, "")


def test_a_file_with_semicolons_lacks_every_column(tmp_path):
    with pytest.raises(MissingColumnsError):
        read(tmp_path, HEADER.replace(",", ";"))


def test_a_header_alone_has_no_rows(tmp_path):
    assert read(tmp_path, HEADER) == []


def test_a_cell_of_a_million_characters_is_read_and_a_longer_one_is_not(tmp_path):
    text = "x" * 1_000_000
    (row,) = read(tmp_path, f"{HEADER}\ngroup,{text},,,armed group,,\n")
    assert len(row.cells["name_en"]) == 1_000_000
    with pytest.raises(TableError, match="field larger than field limit"):
        read(tmp_path, f"{HEADER}\ngroup,{text}x,,,armed group,,\n")


@pytest.mark.parametrize("line", ['"never closed,,,,,,', '"a"b,A group,,,armed group,,'])
def test_broken_quotes_make_a_file_unreadable(tmp_path, line):
    with pytest.raises(TableError):
        read(tmp_path, f"{HEADER}\n{line}\n")


def test_a_file_that_is_not_there_has_no_rows(tmp_path):
    assert read_table(ACTORS, tmp_path / "actors.csv") == []


def test_a_missing_folder_is_said_so(tmp_path):
    with pytest.raises(DataFolderError, match=r"No folder in .*nowhere"):
        read_curated(tmp_path / "nowhere")


def test_a_folder_without_incidents_is_said_so(tmp_path):
    with pytest.raises(DataFolderError, match=r"No incidents\.csv in"):
        read_curated(tmp_path)


def test_a_missing_side_table_has_no_rows(tmp_path):
    main = TABLES["incidents"]
    (tmp_path / main.file_name).write_text(",".join(main.column_names), encoding="utf-8")
    found = read_curated(tmp_path)
    assert found.unreadable == {}
    assert found.rows == {name: [] for name in TABLES}


def test_one_unreadable_table_does_not_hide_the_others(tmp_path):
    main = TABLES["incidents"]
    (tmp_path / main.file_name).write_text(",".join(main.column_names), encoding="utf-8")
    (tmp_path / "actors.csv").write_bytes(b"\xff\xfe")
    (tmp_path / "sources.csv").write_text("title\n", encoding="utf-8")
    found = read_curated(tmp_path)
    assert set(found.unreadable) == {"actors", "sources"}
    assert set(found.rows) == set(TABLES) - {"actors", "sources"}


def test_a_column_that_stands_twice_is_not_guessed_at(tmp_path):
    with pytest.raises(TableError, match="'kind' stands in it twice"):
        read(tmp_path, f"{HEADER},kind\n{ROW},civilians\n")
