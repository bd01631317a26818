"""How a table was read is remembered by its columns, so that the next one like it is read alike."""

from __future__ import annotations

import hashlib
import json
import re
from typing import TYPE_CHECKING

from incidents.errors import LibraryError, MappingError
from incidents.files import write_atomically
from incidents.readers.mapping import TableMapping

if TYPE_CHECKING:
    from collections.abc import Collection
    from pathlib import Path

FOLDER = "mappings"
_UNNAMED = re.compile(r"column \d+")


def remember_mapping(home: Path, columns: Collection[str], mapping: TableMapping) -> None:
    """Keep a mapping for tables that have these columns, in any order.

    Nothing is kept where no column has a name: every table of that width would look alike.

    Raises:
        LibraryError: It cannot be written.
    """
    path = _path(home, columns)
    if path is None:
        return
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        write_atomically(path, [mapping.to_json().encode()])
    except OSError as error:
        raise LibraryError(path, error.strerror or str(error)) from error


def recall_mapping(home: Path, columns: Collection[str]) -> TableMapping | None:
    """Return the mapping with which a table of these columns was read last, if one was.

    Raises:
        LibraryError: It is kept and cannot be read.
    """
    path = _path(home, columns)
    if path is None or not path.is_file():
        return None
    try:
        return TableMapping.from_json(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise LibraryError(path, error.strerror or str(error)) from error
    except (MappingError, UnicodeDecodeError) as error:
        raise LibraryError(path, f"{error} Move it away to map the columns anew") from error


def _path(home: Path, columns: Collection[str]) -> Path | None:
    if all(map(_UNNAMED.fullmatch, columns)):
        return None
    told = json.dumps(sorted(columns))
    return home / FOLDER / f"{hashlib.sha256(told.encode()).hexdigest()[:32]}.json"
