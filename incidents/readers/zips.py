"""Zip files of strangers, judged by their directory before anything in them is unpacked."""

from __future__ import annotations

import struct
import zipfile
import zlib
from itertools import pairwise
from stat import S_IFMT, S_ISDIR, S_ISREG
from typing import TYPE_CHECKING, NoReturn

from incidents.errors import SourceFileError

if TYPE_CHECKING:
    from pathlib import Path

MOST_ENTRIES = 1_000
MOST_BYTES = 500_000_000
MOST_RATIO = 100
RATIO_COUNTS_FROM = 1_000_000
"""Smaller entries may be pressed as much as they like: they cannot fill anything."""
LONGEST_NAME = 240
# Name, extra field and comment included: the directory is read into memory whole.
_MOST_DIRECTORY_BYTES = 1_000 * 2_000
_ENCRYPTED = 0x1
_CREATED_ON_UNIX = 3
# Others unpack far beyond what a ratio promises, and no program of the field writes them here.
_METHODS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
_ENDINGS_OF_ZIPS = (".zip", ".7z", ".rar", ".gz", ".bz2", ".xz", ".kmz", ".xlsx")
_END = b"PK\x05\x06"
_END_SIZE, _LONGEST_COMMENT = 22, 65_535
_LOCATOR = b"PK\x06\x07"
_LOCATOR_SIZE = 20
_LARGE_END = b"PK\x06\x06"
_LARGE_END_SIZE = 56
_ENDINGS_OF_WORKBOOKS = (".xlsx", ".xlsm")
_BROKEN = (zipfile.BadZipFile, NotImplementedError)


def check_zip(path: Path, file_name: str) -> list[zipfile.ZipInfo]:
    """Return what a zip holds, if it can be unpacked without harm; nothing is unpacked here.

    Args:
        path: The file.
        file_name: What to call it in an error.

    Raises:
        SourceFileError: It is no zip or a damaged one, it would unpack to too much, names files
            outside itself, holds links, or needs a password.
    """
    try:
        directory = _directory_bytes(path)
        if directory <= _MOST_DIRECTORY_BYTES:
            with zipfile.ZipFile(path) as archive:
                entries = archive.infolist()
    except (OSError, ValueError, struct.error, *_BROKEN) as error:
        if file_name.lower().endswith(_ENDINGS_OF_WORKBOOKS):
            what, cure = "workbook", "Fetch it again, or save it again in the program it is from."
        else:
            what, cure = "zip file", "Fetch or pack it again."
        reason = f"it is no {what}, or a damaged one: its end may be missing"
        raise SourceFileError(file_name, reason, cure) from error
    if directory > _MOST_DIRECTORY_BYTES:
        _refuse(file_name, f"it lists more than {MOST_ENTRIES:,} files")
    if not entries:
        raise SourceFileError(file_name, "the zip is empty", "Pack the files again.")
    if len(entries) > MOST_ENTRIES:
        _refuse(file_name, f"it holds {len(entries):,} files, more than {MOST_ENTRIES:,}")
    for entry in entries:
        reason = _why_not(entry)
        if reason:
            _refuse(file_name, reason)
    _check_together(entries, file_name)
    return entries


def refuse_nested(entries: list[zipfile.ZipInfo], file_name: str) -> None:
    """Refuse a zip that holds other packed files: what they hold has not been judged.

    Raises:
        SourceFileError: It does.
    """
    for entry in entries:
        if entry.filename.lower().endswith(_ENDINGS_OF_ZIPS):
            _refuse(file_name, f"it holds another packed file, {entry.filename!r}")


def read_entry(
    path: Path, entry: zipfile.ZipInfo, file_name: str, *, most: int = MOST_BYTES
) -> bytes:
    """Return one file of a checked zip, never more than its directory says.

    Raises:
        SourceFileError: It is longer than `most` or than it says, or damaged.
    """
    if entry.file_size > most:
        _refuse(file_name, f"{entry.filename!r} in it is larger than {most // 1_000_000} MB")
    try:
        with zipfile.ZipFile(path) as archive, archive.open(entry) as stream:
            content = stream.read(entry.file_size + 1)
    except (OSError, ValueError, EOFError, zlib.error, *_BROKEN) as error:
        reason = f"{entry.filename!r} in it is damaged"
        raise SourceFileError(file_name, reason, "Fetch or pack it again.") from error
    if len(content) != entry.file_size:
        _refuse(file_name, f"{entry.filename!r} in it is not as long as it says")
    return content


def _directory_bytes(path: Path) -> int:
    """Return how long the directory says it is, before it is read as one and fills memory."""
    size = path.stat().st_size
    with path.open("rb") as file:
        start = max(0, size - _END_SIZE - _LONGEST_COMMENT - _LOCATOR_SIZE - _LARGE_END_SIZE)
        file.seek(start)
        tail = file.read()
        at = tail.rfind(_END)
        if at < 0:
            raise zipfile.BadZipFile
        (directory,) = struct.unpack_from("<L", tail, at + 12)
        sizes = [0 if directory == 0xFFFFFFFF else directory]  # noqa: PLR2004  said elsewhere
        locator = tail[max(0, at - _LOCATOR_SIZE) : at]
        if locator.startswith(_LOCATOR):
            # Large zips say it again; which of the two places is read differs between Pythons.
            (offset,) = struct.unpack_from("<Q", locator, 8)
            for place in (offset, start + at - _LOCATOR_SIZE - _LARGE_END_SIZE):
                file.seek(min(place, size))
                end = file.read(_LARGE_END_SIZE)
                if end.startswith(_LARGE_END):
                    sizes.append(struct.unpack_from("<Q", end, 40)[0])
    return max(sizes)


def _why_not(entry: zipfile.ZipInfo) -> str:
    """Return why a file may not be unpacked, or ""."""
    name = entry.filename
    if entry.flag_bits & _ENCRYPTED:
        return "it needs a password"
    if _leads_out(name):
        return f"it names the file {name[:LONGEST_NAME]!r}, which would lie outside it"
    if entry.create_system == _CREATED_ON_UNIX:
        kind = entry.external_attr >> 16
        if S_IFMT(kind) and not (S_ISREG(kind) or S_ISDIR(kind)):
            return f"{name!r} in it is a link or a device and not a file"
    if entry.compress_type not in _METHODS:
        return f"{name!r} in it is packed in an uncommon way"
    pressed = max(entry.compress_size, 1)
    if entry.file_size > RATIO_COUNTS_FROM and entry.file_size > MOST_RATIO * pressed:
        return f"{name!r} in it would unpack to {entry.file_size // pressed:,} times its size"
    return ""


def _leads_out(name: str) -> bool:
    """Whether a name is absolute, climbs out, or is no name that every system can have."""
    parts = name.replace("\\", "/").split("/")
    return (
        not name
        or len(name) > LONGEST_NAME
        or ":" in parts[0]
        or parts[0] == ""
        or ".." in parts
        or any(ord(letter) < ord(" ") for letter in name)
    )


def _check_together(entries: list[zipfile.ZipInfo], file_name: str) -> None:
    total = sum(entry.file_size for entry in entries)
    if total > MOST_BYTES:
        most = MOST_BYTES // 1_000_000
        _refuse(file_name, f"it would unpack to {total // 1_000_000:,} MB, more than {most} MB")
    names = [entry.filename.casefold() for entry in entries]
    twice = next((name for name in names if names.count(name) > 1), "")
    if twice:
        _refuse(file_name, f"it holds {twice!r} twice")
    # Entries that share their bytes are how a small file unpacks to a vast one.
    stands = sorted(entries, key=lambda entry: entry.header_offset)
    for entry, following in pairwise(stands):
        if entry.header_offset + entry.compress_size >= following.header_offset:
            _refuse(file_name, f"{entry.filename!r} and {following.filename!r} in it overlap")


def _refuse(file_name: str, reason: str) -> NoReturn:
    cure = "Unpack it and pack what is needed of it anew, as a plain zip."
    raise SourceFileError(file_name, reason, cure)
