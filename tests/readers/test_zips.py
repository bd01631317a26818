"""Zip files of strangers: what would harm is refused before anything is unpacked."""

from __future__ import annotations

import io
import stat
import struct
import zipfile

import pytest

from incidents.errors import SourceFileError
from incidents.readers.zips import check_zip, read_entry, refuse_nested


@pytest.fixture
def pack(tmp_path):
    def write(*entries, name="some.zip"):
        path = tmp_path / name
        with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
            for entry, content in entries:
                archive.writestr(entry, content)
        return path

    return write


def test_a_plain_zip_gives_its_entries_and_their_bytes(pack):
    path = pack(("a/جدول.csv", "نص"), ("b.txt", b""))
    entries = check_zip(path, "some.zip")
    assert [entry.filename for entry in entries] == ["a/جدول.csv", "b.txt"]
    assert read_entry(path, entries[0], "some.zip").decode() == "نص"


@pytest.mark.parametrize(
    "name",
    ["../up.txt", "a/../../up", "/etc/passwd", "\\\\host\\x", "C:\\x", "C:x", "a\nb", "n" * 300],
)
def test_a_name_that_leads_out_of_the_zip_is_refused(pack, name):
    with pytest.raises(SourceFileError, match="outside it"):
        check_zip(pack((name, "x")), "some.zip")


def test_a_link_is_refused(pack):
    link = zipfile.ZipInfo("link")
    link.create_system, link.external_attr = 3, (stat.S_IFLNK | 0o777) << 16
    with pytest.raises(SourceFileError, match="a link"):
        check_zip(pack((link, "/etc/passwd")), "some.zip")


def test_what_unpacks_to_far_more_than_it_is_is_refused(pack):
    with pytest.raises(SourceFileError, match="times its size"):
        check_zip(pack(("zeros", bytes(2_000_000))), "some.zip")


def test_what_is_small_may_be_pressed_well(pack):
    assert check_zip(pack(("zeros", bytes(900_000))), "some.zip")


def test_too_many_files_are_refused(pack):
    with pytest.raises(SourceFileError, match="more than 1,000"):
        check_zip(pack(*((f"{n}", "") for n in range(1_001))), "some.zip")


@pytest.mark.parametrize("ending", [".zip", ".7z", ".ZIP"])
def test_packed_files_within_are_refused_where_nobody_needs_them(pack, ending):
    entries = check_zip(pack((f"inner{ending}", "x")), "some.zip")
    with pytest.raises(SourceFileError, match="another packed file"):
        refuse_nested(entries, "some.zip")


def test_a_password_is_said(pack):
    path = pack(("a", "x"))
    content = bytearray(path.read_bytes())
    at = content.index(b"PK\x01\x02")
    content[at + 8] |= 1
    path.write_bytes(content)
    with pytest.raises(SourceFileError, match="password"):
        check_zip(path, "some.zip")


def test_an_uncommon_way_of_packing_is_refused(tmp_path):
    path = tmp_path / "some.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_LZMA) as archive:
        archive.writestr("a", "x" * 100)
    with pytest.raises(SourceFileError, match="uncommon way"):
        check_zip(path, "some.zip")


def test_entries_that_share_their_bytes_are_refused(pack):
    path = pack(("a", "x" * 50), ("b", "y" * 50))
    content = bytearray(path.read_bytes())
    second = content.rindex(b"PK\x01\x02")
    struct.pack_into("<L", content, second + 42, 0)
    path.write_bytes(content)
    with pytest.raises(SourceFileError, match="overlap"):
        check_zip(path, "some.zip")


def test_the_same_name_twice_is_refused(pack):
    with pytest.raises(SourceFileError, match="twice"):
        check_zip(pack(("a.shp", "x"), ("A.SHP", "y")), "some.zip")


def test_a_directory_that_would_fill_memory_is_not_read(pack):
    path = pack(("a", "x"))
    content = bytearray(path.read_bytes())
    end = content.rindex(b"PK\x05\x06")
    struct.pack_into("<L", content, end + 12, 50_000_000)
    path.write_bytes(content)
    with pytest.raises(SourceFileError, match="lists more than"):
        check_zip(path, "some.zip")


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04", b"PK\x05\x06", b"nothing of the sort"])
def test_what_is_no_zip_is_said_to_be_none(tmp_path, content):
    path = tmp_path / "some.zip"
    path.write_bytes(content)
    with pytest.raises(SourceFileError, match="no zip file"):
        check_zip(path, "some.zip")


def test_a_workbook_that_was_cut_off_is_called_one(tmp_path):
    path = tmp_path / "some.xlsx"
    path.write_bytes(b"PK\x03\x04")
    with pytest.raises(SourceFileError, match="no workbook") as refused:
        check_zip(path, "some.xlsx")
    assert "save it again" in refused.value.cure


def test_an_empty_zip_is_refused(pack):
    with pytest.raises(SourceFileError, match="empty"):
        check_zip(pack(), "some.zip")


def test_damaged_bytes_are_found_while_reading(pack):
    path = pack(("a", bytes(range(256)) * 20))
    entries = check_zip(path, "some.zip")
    content = bytearray(path.read_bytes())
    content[45:60] = b"\xff" * 15
    path.write_bytes(content)
    with pytest.raises(SourceFileError, match="damaged"):
        read_entry(path, entries[0], "some.zip")


def test_a_zip_written_for_large_files_is_read(tmp_path):
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive, archive.open("a", "w", force_zip64=True) as file:
        file.write(b"x")
    path = tmp_path / "some.zip"
    path.write_bytes(buffer.getvalue())
    assert [entry.filename for entry in check_zip(path, "some.zip")] == ["a"]
