"""The files that tables are mapped from: what queries read, laid out for them.

For each table the columns that queries read in full stand in one Arrow file, and those of which a
few rows are read at a time, or all by date, in a file for each. Tables that are small are kept as
Parquet beside them, and read whole.
"""

from __future__ import annotations

import json
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from typing import TYPE_CHECKING, NamedTuple, cast

import polars as pl
import pyarrow as pa

from incidents.errors import DatasetFolderError
from incidents.library.geoparquet import AREAS_FILE, file_of, write_table
from incidents.library.mapping import MappedTable, let_all_go
from incidents.model.frames import INCIDENT_TABLES, PLACED_COLUMNS, Tables, build_frame
from incidents.model.laid import AREA_COLUMNS, Laid
from incidents.model.tables import TABLES
from incidents.model.vocabularies import Role, Stance

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from pathlib import Path

FORMAT = 4
"""Changes whenever a layout of an older version could not be read."""
SMALL_TABLES = [name for name in TABLES if name != "incidents" and name not in INCIDENT_TABLES]
"""Tables that are read whole, whatever the engine."""
BY_ID = "by_id"
_DONE = "layout.json"
_WRITERS = 2
_NUMBERED: dict[str, pl.Enum | None] = {
    "actor_id": None, "by": None, "source_id": None,
    "stance": pl.Enum([each.value for each in Stance]),
    "role": pl.Enum([each.value for each in Role]),
}  # fmt: skip
"""Columns of words that lines repeat; None where the data itself brings the words."""
_MOST_NUMBERED = 1 << 16
"""So many words are numbered at most: whoever opens the file reads them all."""
INCIDENT_COLUMNS = (*TABLES["incidents"].column_names, *PLACED_COLUMNS)


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


class Words(NamedTuple):
    """Columns of incidents that are left where they are until each is written."""

    columns: Mapping[str, pl.LazyFrame]
    """Where each is read from."""
    order: pl.Series | None = None
    """Their rows by date; None where they stand so."""
    tell: Callable[[float], None] = lambda _share: None
    """Told how many of them are written, 0 to 1."""


def write_layout(tables: Tables, layout: Path, version: str, words: Words | None = None) -> None:
    """Write tables as they are mapped; `layout` exists.

    Args:
        tables: What is in memory.
        layout: Where to.
        version: The tables'.
        words: `INCIDENT_COLUMNS`; None where the tables hold them.
    """
    laid = tables.laid
    if not isinstance(laid, Laid):
        raise TypeError("the tables are left in files")
    write_frame(laid.incidents, layout / "laid.arrow")
    words = words or Words(dict.fromkeys(INCIDENT_COLUMNS, tables.incidents.lazy()))
    write_columns(words, layout / "incidents")
    for name in INCIDENT_TABLES:
        frame: pl.DataFrame = getattr(tables, name)
        columns = dict.fromkeys(TABLES[name].column_names, frame.lazy())
        write_columns(Words(columns), layout / name)
        write_frame(
            laid.rows[name].cast(pl.UInt32).alias("row").to_frame(), layout / f"{name}_rows.arrow"
        )
    write_frame(laid.by_id.alias(BY_ID).to_frame(), layout / f"{BY_ID}.arrow")
    write_frame(laid.parties, layout / "parties.arrow")
    say_done(layout, laid.located, version)


def say_done(layout: Path, located: int, version: str) -> None:
    """Say that a layout is whole, how many incidents have a point, and its version."""
    told = {"located": located, "version": version}
    (layout / _DONE).write_text(json.dumps(told), encoding="utf-8")


def _map_tables(folder: Path, layout: Path, located: int) -> Tables:
    def map_(name: str) -> MappedTable:
        return MappedTable(layout / f"{name}.arrow")

    def map_columns(name: str, columns: Sequence[str]) -> MappedTable:
        return MappedTable(*(layout / name / f"{column}.arrow" for column in columns))

    about = {name: map_columns(name, TABLES[name].column_names) for name in INCIDENT_TABLES}
    rows = {name: map_(f"{name}_rows").frame["row"] for name in INCIDENT_TABLES}
    incidents = map_columns("incidents", INCIDENT_COLUMNS)
    laid = Laid(
        incidents=map_("laid").frame,
        parties=map_("parties").frame,
        rows=rows,
        by_id=map_(BY_ID).frame[BY_ID],
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


def write_columns(words: Words, folder: Path) -> None:
    """Write each column to a file of its own; memory holds as many as are written at a time."""
    folder.mkdir()

    def write(name: str) -> None:
        column = words.columns[name].select(name).collect(engine="streaming")
        if words.order is not None:
            column = column[words.order]
        write_frame(_store(column, name), folder / f"{name}.arrow")

    with ThreadPoolExecutor(_WRITERS) as pool:
        for number, _ in enumerate(pool.map(write, words.columns), start=1):
            words.tell(number / len(words.columns))  # an error comes out here


def _store(column: pl.DataFrame, name: str) -> pl.DataFrame:
    """Return a column as it is kept: repeated words as numbers, other texts one after another."""
    if name in _NUMBERED:
        kind = _NUMBERED[name] or pl.Enum(column[name].unique().sort())
        if len(kind.categories) <= _MOST_NUMBERED:
            return column.cast({name: kind})
    # texts are moved too, not only referred to: they are then read from end to end
    return cast(
        "pl.DataFrame", pl.from_arrow(column.to_arrow(compat_level=pl.CompatLevel.oldest()))
    )


def write_frame(frame: pl.DataFrame, path: Path) -> None:
    """Write columns, each in one piece."""
    # from several pieces, rows are gathered several times slower
    frame.rechunk().write_ipc(
        path, compression="uncompressed", record_batch_size=max(1, frame.height)
    )
