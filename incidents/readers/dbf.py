"""The table beside a shapefile (dBASE): every cell as the text that stands there."""

from __future__ import annotations

import codecs
import re
import struct
from dataclasses import dataclass

import numpy as np
import polars as pl

from incidents.readers.grid import name_columns

_HEAD_BYTES, _FIELD_BYTES = 32, 32
_END_OF_FIELDS = 0x0D
_DELETED = ord("*")
_MOST_FIELDS = 1_000
_LONG, _LONG_BYTES = struct.Struct("<l"), 4
_LONGS, _NUMBERS, _DATE, _LOGICAL = "I+", "NF", "D", "L"
_ELSEWHERE = "MGBPOTY@"
"""Sorts of column whose words stand in another file, or that are no text."""
_TRUTHS = dict.fromkeys("YyTt", "true") | dict.fromkeys("NnFf", "false")

# The byte in a table's head that names its code page, as dBASE and ESRI number them.
_LANGUAGES = {
    0x01: "cp437", 0x02: "cp850", 0x03: "cp1252", 0x57: "cp1252", 0x58: "cp1252", 0x59: "cp1252",
    0x7D: "cp1255", 0x7E: "cp1256", 0x64: "cp852", 0x65: "cp866", 0x6B: "cp857", 0xC8: "cp1250",
    0xC9: "cp1251", 0xCA: "cp1254", 0xCB: "cp1253", 0xCC: "cp1257",
}  # fmt: skip


class DbfError(Exception):
    """A table is no dBASE table, or a damaged one."""


@dataclass(frozen=True)
class _Field:
    name: bytes
    kind: str
    start: int
    length: int


@dataclass(frozen=True)
class DbfTable:
    """Every row, in order, those marked as deleted among them."""

    frame: pl.DataFrame
    deleted: list[bool]
    left_out: tuple[str, ...]
    """Columns whose words stand in another file, or are no text."""
    undecoded: int
    """Rows with a byte that is no letter in this encoding; a mark stands for it."""


def find_encoding(content: bytes, page: str) -> str:
    """Return the encoding that a table's `.cpg` file or its own head names, or "".

    Args:
        content: The table.
        page: What the `.cpg` file says, such as `UTF-8`, `1256` or `CP1256`; "" for none.
    """
    said = page.strip().strip("\ufeff\x00").replace("ANSI ", "")
    for name in (said, f"cp{said}", f"cp{said[-4:]}"):
        if said and re.fullmatch(r"[\w .:-]{1,40}", name) and _is_encoding(name):
            return codecs.lookup(name).name
    return _LANGUAGES.get(content[29] if len(content) > _HEAD_BYTES else 0, "")


def _is_encoding(name: str) -> bool:
    try:
        # Python also calls compression and the like an encoding; those give no text.
        return isinstance(b"a".decode(name), str)
    except (LookupError, ValueError):
        return False


def read_dbf(content: bytes, encoding: str) -> DbfTable:
    """Return a table's rows as text.

    Raises:
        DbfError: It is no dBASE table, or damaged.
    """
    if len(content) <= _HEAD_BYTES:
        raise DbfError
    count, head, width = struct.unpack_from("<LHH", content, 4)
    fields = _read_fields(content, head)
    if not fields or width < fields[-1].start + fields[-1].length:
        raise DbfError
    if head + count * width > len(content):
        raise DbfError
    marks = _Marks(encoding)
    names = name_columns([marks.read(field.name) for field in fields])
    columns = [
        _cells(_column(content, head, count, width, field), field, marks).alias(name)
        for name, field in zip(names, fields, strict=True)
    ]
    named = zip(names, fields, strict=True)
    return DbfTable(
        pl.DataFrame(columns),
        [mark == _DELETED for mark in content[head : head + count * width : width]],
        tuple(name for name, field in named if field.kind in _ELSEWHERE),
        len(marks.rows),
    )


def _column(content: bytes, head: int, count: int, width: int, field: _Field) -> list[bytes]:
    """Return a column's cells; rows are all equally long."""
    cells = np.ndarray(
        (count,), f"V{field.length}", buffer=content, offset=head + field.start, strides=(width,)
    )
    return [cell.tobytes() for cell in cells] if field.length else [b""] * count


def _read_fields(content: bytes, head: int) -> list[_Field]:
    fields: list[_Field] = []
    start = 1
    for at in range(_HEAD_BYTES, min(head, len(content)) - _FIELD_BYTES + 1, _FIELD_BYTES):
        if content[at] == _END_OF_FIELDS or len(fields) == _MOST_FIELDS:
            break
        kind, length = chr(content[at + 11]), content[at + 16]
        fields.append(_Field(content[at : at + 11].split(b"\0")[0], kind, start, length))
        start += length
    return fields


class _Marks:
    """Decodes, and remembers in which rows a byte was no letter."""

    def __init__(self, encoding: str) -> None:
        self.encoding = encoding
        self.rows: set[int] = set()

    def read(self, raw: bytes, row: int = -1) -> str:
        try:
            return raw.decode(self.encoding)
        except UnicodeDecodeError as error:
            # A letter of two bytes may be cut where the field ends: that is the writer's doing.
            if error.reason == "unexpected end of data":
                return raw[: error.start].decode(self.encoding)
            self.rows.add(row)
            return raw.decode(self.encoding, errors="replace")


def _cells(raw: list[bytes], field: _Field, marks: _Marks) -> pl.Series:
    if field.kind in _ELSEWHERE:
        return pl.Series([""] * len(raw), dtype=pl.String)
    if field.kind in _LONGS and field.length == _LONG_BYTES:
        return pl.Series([str(n) for (n,) in map(_LONG.unpack, raw)], dtype=pl.String)
    text = _words(raw, marks).str.strip_chars(" \0")
    if field.kind in _NUMBERS:
        # Asterisks are what a number that did not fit was written as: it is not known.
        return text.str.replace(r"^[*?\x00 ]*$", "")
    if field.kind == _DATE:
        blank = text.str.replace(r"^(0{8}|[*?\x00 ]*)$", "")
        return blank.str.replace(r"^(\d{4})(\d{2})(\d{2})$", "$1-$2-$3")
    if field.kind == _LOGICAL:
        return text.replace_strict(_TRUTHS, default="", return_dtype=pl.String)
    return text


def _words(raw: list[bytes], marks: _Marks) -> pl.Series:
    try:
        if codecs.lookup(marks.encoding).name == "utf-8" or all(map(bytes.isascii, raw)):
            return pl.Series(raw, dtype=pl.Binary).cast(pl.String)
    except pl.exceptions.PolarsError:
        pass
    words = [marks.read(cell, row) for row, cell in enumerate(raw)]
    return pl.Series(words, dtype=pl.String)
