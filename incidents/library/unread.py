"""A folder of Parquet files opened for Spark: what is large stays where it is."""

from __future__ import annotations

import hashlib
import json
from importlib.util import find_spec
from typing import TYPE_CHECKING

import polars as pl
import pyarrow as pa
import pyarrow.parquet as pq

from incidents.errors import DatasetFolderError, SparkMissingError
from incidents.library.geoparquet import PARTIES_FILE, file_of
from incidents.library.layout_files import read_small_tables
from incidents.library.layouts import states_of
from incidents.model.frames import INCIDENT_TABLES, PLACED_COLUMNS, Tables, build_frame
from incidents.model.laid import LAID_COLUMNS, LaidInFiles
from incidents.model.parties import PARTY_COLUMNS
from incidents.model.tables import TABLES

if TYPE_CHECKING:
    from pathlib import Path

    from incidents.settings import Settings

_NEEDED: dict[str, set[str]] = {
    "incidents": {*LAID_COLUMNS, *PLACED_COLUMNS, *TABLES["incidents"].column_names, "row"},
    "parties": set(PARTY_COLUMNS),
    **{name: {*TABLES[name].column_names, "row"} for name in INCIDENT_TABLES},
}


def open_unread(folder: Path, settings: Settings) -> tuple[Tables, str]:
    """Return the tables of a folder of Parquet files, those on incidents unread, and their version.

    The version is that of the files' names, sizes and times of change: reading files that fill a
    cluster only to number their contents would take longer than any answer.

    Args:
        folder: Where the files, or folders of part files, lie; every worker finds them there too.
        settings: Where Spark is.

    Raises:
        DatasetFolderError: A file is missing or is not what this version writes.
        SparkMissingError: Spark is not installed.
    """
    if find_spec("pyspark") is None:
        raise SparkMissingError
    files = {name: path for name in _NEEDED if (path := folder / file_of(name)).exists()}
    if "parties" not in files:
        raise DatasetFolderError(folder, f"{PARTIES_FILE} is missing")
    try:
        for name, path in files.items():
            _check(folder, name, path)
        small = read_small_tables(folder)
    except (pl.exceptions.PolarsError, OSError, pa.ArrowException) as error:
        raise DatasetFolderError(folder, str(error).splitlines()[0]) from error
    placed = [pl.Series(name, [], dtype=kind) for name, kind in PLACED_COLUMNS.items()]
    tables = Tables(
        incidents=build_frame(TABLES["incidents"], []).with_columns(placed),
        **{name: build_frame(TABLES[name], []) for name in INCIDENT_TABLES},
        **small,
        laid=LaidInFiles(files, settings.spark_master),
        let_go=lambda: None,
    )
    states = json.dumps(states_of(folder))
    return tables, hashlib.sha256(states.encode()).hexdigest()[:12]


def _check(folder: Path, name: str, path: Path) -> None:
    """Read the columns' names of a file, or of one of its parts."""
    parts = [path] if path.is_file() else sorted(path.rglob("*.parquet"))[:1]
    if not parts:
        raise DatasetFolderError(folder, f"the folder {path.name} holds no Parquet file")
    missing = sorted(_NEEDED[name] - set(pq.read_schema(parts[0]).names))
    if missing:
        raise DatasetFolderError(folder, f"{path.name} lacks the column {missing[0]!r}")
