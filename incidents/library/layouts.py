"""A folder of Parquet files opened: what queries read is mapped from files laid out for it.

The Parquet files are the dataset. From them Arrow files are written once, under `INCIDENTS_HOME`,
and mapped: for each table the columns that queries read in full, together, and those of which a
few rows are read at a time, or all by date, each in a file of its own. So opening takes no longer
for ten million incidents than for a thousand, and memory holds what is asked for.
"""

from __future__ import annotations

import hashlib
import json
import shutil
import tempfile
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, cast

import polars as pl
import pyarrow as pa

from incidents.errors import DatasetFolderError
from incidents.library.geoparquet import (
    AREAS_FILE,
    INCIDENTS_FILE,
    PARTIES_FILE,
    file_of,
    write_table,
)
from incidents.library.mapping import MappedTable, let_all_go
from incidents.model.frames import INCIDENT_TABLES, PLACED_COLUMNS, Tables, build_frame
from incidents.model.laid import (
    AREA_COLUMNS,
    CLOSED_WORDS,
    LAID_COLUMNS,
    NUMBERS,
    OPEN_WORDS,
    TOLLS,
    Laid,
    toll_type,
)
from incidents.model.parties import FLAGS
from incidents.model.tables import TABLES

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from incidents.settings import Settings

    Progress = Callable[[str, float], None]

FORMAT = 3
"""Changes whenever a layout of an older version could not be read."""
SMALL_TABLES = [name for name in TABLES if name != "incidents" and name not in INCIDENT_TABLES]
"""Tables that are read whole, whatever the engine."""
_BY_ID = "by_id"
_DONE = "layout.json"
_WRITERS = 2
_INCIDENT_COLUMNS = (*TABLES["incidents"].column_names, *PLACED_COLUMNS)


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
    layout = settings.home / "layouts" / _name(folder)
    if not has_layout(layout):
        _lay_out(folder, layout, progress)
    return open_layout(layout, folder)


def open_layout(layout: Path, small: Path) -> tuple[Tables, str]:
    """Return the tables of a layout, and their version.

    Args:
        layout: What `write_layout` wrote.
        small: The folder with the Parquet files of `SMALL_TABLES` and of the areas.

    Raises:
        DatasetFolderError: A file is missing or cannot be read.
    """
    try:
        told = json.loads((layout / _DONE).read_text(encoding="utf-8"))
        return _map_tables(small, layout, told["located"]), told["version"]
    except (pl.exceptions.PolarsError, OSError, pa.ArrowException) as error:
        raise DatasetFolderError(small, str(error).splitlines()[0]) from error


def has_layout(layout: Path) -> bool:
    """Return whether a layout was written to its end."""
    return (layout / _DONE).is_file()


def write_layout(tables: Tables, layout: Path, version: str) -> None:
    """Write tables that are in memory as they are mapped; `layout` exists."""
    laid = tables.laid
    if not isinstance(laid, Laid):
        raise TypeError("the tables are left in files")
    _write(laid.incidents, layout / "laid.arrow")
    _write_columns(tables.incidents.lazy().select(_INCIDENT_COLUMNS), layout / "incidents")
    for name in INCIDENT_TABLES:
        frame: pl.DataFrame = getattr(tables, name)
        _write_columns(frame.lazy().select(TABLES[name].column_names), layout / name)
        _write(
            laid.rows[name].cast(pl.UInt32).alias("row").to_frame(), layout / f"{name}_rows.arrow"
        )
    _write(laid.by_id.alias(_BY_ID).to_frame(), layout / f"{_BY_ID}.arrow")
    _write(laid.parties, layout / "parties.arrow")
    _say_done(layout, laid.located, version)


def _say_done(layout: Path, located: int, version: str) -> None:
    told = {"located": located, "version": version}
    (layout / _DONE).write_text(json.dumps(told), encoding="utf-8")


def _name(folder: Path) -> str:
    """Return a name that another state of the files does not have."""
    told = json.dumps([FORMAT, str(folder), states_of(folder)])
    return hashlib.sha256(told.encode()).hexdigest()[:16]


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


def _map_tables(folder: Path, layout: Path, located: int) -> Tables:
    def map_(name: str) -> MappedTable:
        return MappedTable(layout / f"{name}.arrow")

    def map_columns(name: str, columns: Sequence[str]) -> MappedTable:
        return MappedTable(*(layout / name / f"{column}.arrow" for column in columns))

    about = {name: map_columns(name, TABLES[name].column_names) for name in INCIDENT_TABLES}
    rows = {name: map_(f"{name}_rows").frame["row"] for name in INCIDENT_TABLES}
    incidents = map_columns("incidents", _INCIDENT_COLUMNS)
    laid = Laid(
        incidents=map_("laid").frame,
        parties=map_("parties").frame,
        rows=rows,
        by_id=map_(_BY_ID).frame[_BY_ID],
        located=located,
    )
    return Tables(
        incidents=incidents.frame,
        **{name: table.frame for name, table in about.items()},
        **read_small_tables(folder),
        laid=laid,
        let_go=partial(let_all_go, [incidents, *about.values()]),
    )


def read_small_tables(folder: Path) -> dict[str, pl.DataFrame]:
    """Return `SMALL_TABLES` and the areas of a folder of Parquet files, by name."""
    small = {name: _read_small(folder, name) for name in SMALL_TABLES}
    areas = pl.read_parquet(folder / AREAS_FILE, columns=list(AREA_COLUMNS), glob=False)
    return small | {"areas": areas}


def write_small_tables(tables: Tables, folder: Path) -> None:
    """Write what `read_small_tables` reads."""
    for name in SMALL_TABLES:
        write_table(getattr(tables, name), folder / file_of(name))
    write_table(tables.areas, folder / AREAS_FILE)


def _read_small(folder: Path, name: str) -> pl.DataFrame:
    path = folder / file_of(name)
    columns = list(TABLES[name].column_names)
    if not path.is_file():
        return build_frame(TABLES[name], [])
    return pl.read_parquet(path, columns=columns, glob=False)


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
        _write(ids["incident_id"].arg_sort().alias(_BY_ID).to_frame(), building / f"{_BY_ID}.arrow")
        progress("Reading the parties", 0.85)
        _lay_out_parties(folder, building)
        progress("Checking the files", 0.95)
        located = laid.height - laid["x"].null_count()
        _say_done(building, located, _hash(folder))
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
    _write(frame, layout / "laid.arrow")
    return frame


def _write_words(folder: Path, layout: Path, by_date: pl.Series) -> None:
    scanned = pl.scan_parquet(folder / INCIDENTS_FILE, glob=False)
    _write_columns(scanned.select(_INCIDENT_COLUMNS), layout / "incidents", by_date)
    for name in INCIDENT_TABLES:
        path, table = folder / file_of(name), TABLES[name]
        if path.is_file():
            own = pl.scan_parquet(path, glob=False)
        else:
            rows = pl.Series("row", [], dtype=pl.UInt32)
            own = build_frame(table, []).with_columns(rows).lazy()
        _write_columns(own.select(table.column_names), layout / name)
        _write(own.select(pl.col("row").cast(pl.UInt32)).collect(), layout / f"{name}_rows.arrow")


def _lay_out_parties(folder: Path, layout: Path) -> None:
    scanned = pl.scan_parquet(folder / PARTIES_FILE, glob=False)
    actors = scanned.select(pl.col("actor_id").unique()).collect(engine="streaming")["actor_id"]
    words = pl.Enum(actors.drop_nulls().sort())
    pair = pl.col("row").cast(pl.UInt32), pl.col("actor_id").cast(words)
    parties = scanned.select(*pair, *FLAGS).collect(engine="streaming")
    _write(parties, layout / "parties.arrow")


def _write_columns(frame: pl.LazyFrame, folder: Path, order: pl.Series | None = None) -> None:
    """Write each column to a file of its own; memory holds as many as are written at a time."""
    folder.mkdir()

    def write(name: str) -> None:
        column = frame.select(name).collect(engine="streaming")
        if order is not None:
            column = column[order]
        # texts are moved too, not only referred to: they are then read from end to end
        moved = column.to_arrow(compat_level=pl.CompatLevel.oldest())
        _write(cast("pl.DataFrame", pl.from_arrow(moved)), folder / f"{name}.arrow")

    with ThreadPoolExecutor(_WRITERS) as pool:
        for _ in pool.map(write, frame.collect_schema().names()):
            pass  # an error comes out here


def _write(frame: pl.DataFrame, path: Path) -> None:
    # one batch: rows of a tile are then one piece of memory
    frame.rechunk().write_ipc(
        path, compression="uncompressed", record_batch_size=max(1, frame.height)
    )


def _hash(folder: Path) -> str:
    digest = hashlib.sha256()
    for path in parquet_files(folder):
        digest.update(path.name.encode())
        with path.open("rb") as file:
            digest.update(hashlib.file_digest(file, "sha256").digest())
    return digest.hexdigest()[:12]
