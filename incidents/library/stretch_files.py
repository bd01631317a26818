"""A table written to one Parquet file a stretch of rows at a time."""

from __future__ import annotations

from collections import deque
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import ExitStack
from typing import TYPE_CHECKING, Self

import polars as pl
import polars.selectors as cs
import pyarrow as pa
import pyarrow.parquet as pq

if TYPE_CHECKING:
    from collections.abc import Container, Mapping
    from pathlib import Path
    from types import TracebackType

_SAMPLE = 1_000
_UNLIKE = 0.9
"""Of so large a share of cells all differ, in a column that hardly repeats any."""
_WAITING = 2
"""So many stretches wait to be written at most, before whoever brings more waits too."""


class StretchWriter:
    """Writes the stretches of a table in a thread of its own."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._file: pq.ParquetWriter | None = None
        self._thread = ThreadPoolExecutor(1, "write")
        self._waiting: deque[Future[None]] = deque()
        self.told: Mapping[str, str] = {}
        """What the file says of itself; it may be set until the end."""

    def write(self, stretch: pl.DataFrame) -> None:
        """Write the next rows; categories are never null."""
        while len(self._waiting) >= _WAITING:
            self._waiting.popleft().result()
        self._waiting.append(self._thread.submit(self._write, stretch))

    def _write(self, stretch: pl.DataFrame) -> None:
        # lists of words are written only as they were of old
        words = pl.Categorical in stretch.dtypes
        level = pl.CompatLevel.oldest() if words else pl.CompatLevel.newest()
        table = _without_gaps(stretch.to_arrow(compat_level=level))
        if self._file is None:
            self._file = _open(self._path, table.schema, stretch)
        self._file.write_table(table)

    def __enter__(self) -> Self:
        """Return the writer."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, _: TracebackType | None
    ) -> None:
        """End the file once everything is in it."""
        self._thread.shutdown()
        with ExitStack() as ended:
            if self._file is not None:
                ended.callback(self._file.close)
            while error is None and self._waiting:
                self._waiting.popleft().result()
            if error is None and self._file is not None:
                self._file.add_key_value_metadata(dict(self.told))


def _without_gaps(table: pa.Table) -> pa.Table:
    """Return a table that says of its words that none is missing, which is written sooner."""
    fields = [field.with_nullable(not pa.types.is_dictionary(field.type)) for field in table.schema]
    return pa.Table.from_arrays(table.columns, schema=pa.schema(fields))


def _open(path: Path, schema: pa.Schema, stretch: pl.DataFrame) -> pq.ParquetWriter:
    """Return what writes a table that begins like this to a file."""
    some = stretch.gather_every(max(1, stretch.height // _SAMPLE)).select(cs.string())
    unlike = {each.name for each in some if each.n_unique() > _UNLIKE * some.height}
    return pq.ParquetWriter(
        path,
        schema,
        compression="lz4",  # of words a slower way makes little more, and takes its time
        # words that hardly repeat are not looked up in a list of those before
        use_dictionary=[name for name in schema.names if name not in unlike],
        write_statistics=["incident_id"],  # nobody asks for a range of anything else
        store_schema=False,  # which says that lists of words are to be read as such
    )


def without_blanks(stretch: pl.DataFrame, but: Container[str] = ()) -> pl.DataFrame:
    """Return a stretch whose columns of blanks hold nothing, which is written in no time.

    Args:
        stretch: The rows.
        but: Columns in which nothing means something else.
    """
    texts = stretch.select(cs.string())
    filled = texts.select((pl.all() != "").any()).row(0, named=True)
    blank = [name for name, any_ in filled.items() if not any_ and name not in but]
    return stretch.with_columns(pl.lit(None, pl.String).alias(name) for name in blank)
