"""A folder of Parquet files opened: what queries read is mapped from files laid out for it.

The Parquet files are the dataset. From them Arrow files are written once, under `INCIDENTS_HOME`,
and mapped (`layout_files`). So opening takes no longer for ten million incidents than for a
thousand, and memory holds what is asked for.
"""

from __future__ import annotations

import hashlib
import json
import shutil
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

import polars as pl
import pyarrow as pa

from incidents.errors import DatasetFolderError
from incidents.library.geoparquet import AREAS_FILE, INCIDENTS_FILE, PARTIES_FILE, file_of
from incidents.library.layout_files import (
    BY_ID,
    FORMAT,
    INCIDENT_COLUMNS,
    Words,
    has_layout,
    open_layout,
    say_done,
    write_columns,
    write_frame,
)
from incidents.model.frames import INCIDENT_TABLES, Tables, build_frame
from incidents.model.laid import (
    CLOSED_WORDS,
    LAID_COLUMNS,
    NUMBERS,
    OPEN_WORDS,
    TOLLS,
    toll_type,
)
from incidents.model.parties import FLAGS
from incidents.model.tables import TABLES

if TYPE_CHECKING:
    from collections.abc import Callable

    from incidents.settings import Settings

    Progress = Callable[[str, float], None]


def is_parquet_folder(folder: Path) -> bool:
    """Return whether a folder holds a dataset as Parquet files."""
    return (folder / INCIDENTS_FILE).exists()


def open_folder(
    folder: Path, settings: Settings, progress: Progress = lambda _step, _share: None
) -> tuple[Tables, str]:
    """Return the tables of a folder of Parquet files, and their version.

    Args:
        folder: Where the files lie.
        settings: Where layouts are kept.
        progress: Told what is being done and the share done, 0 to 1; only called when laying out.

    Raises:
        DatasetFolderError: A file is missing or is not what this version writes.
    """
    if (folder / INCIDENTS_FILE).is_dir():
        reason = f"only INCIDENTS_ENGINE=spark reads {INCIDENTS_FILE} as a folder of part files"
        raise DatasetFolderError(folder, reason)
    layout = settings.home / "layouts" / _digest(str(folder)) / _digest([FORMAT, states_of(folder)])
    if not has_layout(layout):
        _lay_out(folder, layout, progress)
        _tidy(layout)
    return open_layout(layout, folder)


def _digest(told: object) -> str:
    """Return a name for what JSON can hold."""
    return hashlib.sha256(json.dumps(told).encode()).hexdigest()[:16]


def _tidy(current: Path) -> None:
    """Remove what was laid out of other states of the files; what others map stays theirs."""
    others = [each for each in current.parent.iterdir() if each != current and has_layout(each)]
    # earlier versions kept the layouts of all folders side by side
    others += [each for each in current.parent.parent.iterdir() if has_layout(each)]
    for old in others:
        shutil.rmtree(old, ignore_errors=True)


def states_of(folder: Path) -> list[tuple[str, int, int]]:
    """Return name, size and time of change of each Parquet file of a dataset."""
    states = []
    for path in parquet_files(folder):
        state = path.stat()
        states.append((str(path.relative_to(folder)), state.st_size, state.st_mtime_ns))
    return states


def parquet_files(folder: Path) -> list[Path]:
    """Return the Parquet files of a folder that belong to a dataset, in an order of their own."""
    found = []
    for path in (folder / name for name in (*map(file_of, TABLES), PARTIES_FILE, AREAS_FILE)):
        found += [path] if path.is_file() else sorted(path.rglob("*.parquet"))
    return found


def _lay_out(folder: Path, layout: Path, progress: Progress) -> None:
    layout.parent.mkdir(parents=True, exist_ok=True)
    building = Path(tempfile.mkdtemp(prefix=".building-", dir=layout.parent))
    try:
        progress("Reading the columns that queries use", 0.0)
        laid = _lay_out_incidents(folder, building)
        progress("Writing the words", 0.35)
        _write_words(folder, building, laid["rank"].arg_sort())
        progress("Ordering the ids", 0.75)
        ids = pl.read_parquet(folder / INCIDENTS_FILE, columns=["incident_id"], glob=False)
        write_frame(
            ids["incident_id"].arg_sort().alias(BY_ID).to_frame(), building / f"{BY_ID}.arrow"
        )
        progress("Reading the parties", 0.85)
        _lay_out_parties(folder, building)
        progress("Checking the files", 0.95)
        located = laid.height - laid["x"].null_count()
        say_done(building, located, _hash(folder))
        shutil.rmtree(layout, ignore_errors=True)  # what an earlier attempt may have left
        building.replace(layout)
    except (pl.exceptions.PolarsError, OSError, pa.ArrowException) as error:
        raise DatasetFolderError(folder, str(error).splitlines()[0]) from error
    finally:
        shutil.rmtree(building, ignore_errors=True)


def _lay_out_incidents(folder: Path, layout: Path) -> pl.DataFrame:
    scanned = pl.scan_parquet(folder / INCIDENTS_FILE, glob=False)
    words = scanned.select(pl.col(OPEN_WORDS).unique().implode()).collect(engine="streaming")
    opened: dict[str, pl.DataType] = {
        name: pl.Enum(words[name][0].drop_nulls().sort()) for name in OPEN_WORDS
    }
    sums = scanned.select(pl.col(TOLLS).cast(pl.Int64).sum()).collect(engine="streaming").row(0)
    tolls = {name: toll_type(total or 0) for name, total in zip(TOLLS, sums, strict=True)}
    kinds: dict[str, pl.DataType | type[pl.DataType]] = {
        **NUMBERS, **tolls, **CLOSED_WORDS, **opened
    }  # fmt: skip
    laid = scanned.select(pl.col(name).cast(kinds[name]) for name in LAID_COLUMNS)
    frame = laid.collect(engine="streaming")
    write_frame(frame, layout / "laid.arrow")
    return frame


def _write_words(folder: Path, layout: Path, by_date: pl.Series) -> None:
    scanned = pl.scan_parquet(folder / INCIDENTS_FILE, glob=False)
    words = Words(dict.fromkeys(INCIDENT_COLUMNS, scanned), by_date)
    write_columns(words, layout / "incidents")
    for name in INCIDENT_TABLES:
        path, table = folder / file_of(name), TABLES[name]
        if path.is_file():
            own = pl.scan_parquet(path, glob=False)
        else:
            rows = pl.Series("row", [], dtype=pl.UInt32)
            own = build_frame(table, []).with_columns(rows).lazy()
        write_columns(Words(dict.fromkeys(table.column_names, own)), layout / name)
        write_frame(
            own.select(pl.col("row").cast(pl.UInt32)).collect(), layout / f"{name}_rows.arrow"
        )


def _lay_out_parties(folder: Path, layout: Path) -> None:
    scanned = pl.scan_parquet(folder / PARTIES_FILE, glob=False)
    actors = scanned.select(pl.col("actor_id").unique()).collect(engine="streaming")["actor_id"]
    words = pl.Enum(actors.drop_nulls().sort())
    pair = pl.col("row").cast(pl.UInt32), pl.col("actor_id").cast(words)
    parties = scanned.select(*pair, *FLAGS).collect(engine="streaming")
    write_frame(parties, layout / "parties.arrow")


def _hash(folder: Path) -> str:
    digest = hashlib.sha256()
    for path in parquet_files(folder):
        digest.update(path.name.encode())
        with path.open("rb") as file:
            digest.update(hashlib.file_digest(file, "sha256").digest())
    return digest.hexdigest()[:12]
