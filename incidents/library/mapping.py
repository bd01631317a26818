"""Arrow files read from where they lie: memory holds what is asked for, while it is asked for."""

from __future__ import annotations

import mmap
from typing import TYPE_CHECKING, cast

import polars as pl
import pyarrow as pa

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path


class MappedTable:
    """A table in an Arrow file that was written without compression."""

    def __init__(self, path: Path) -> None:
        with path.open("rb") as file:
            self._map = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
        table = pa.ipc.open_file(pa.BufferReader(pa.py_buffer(self._map))).read_all()
        self.frame = cast("pl.DataFrame", pl.from_arrow(table, rechunk=False))
        """Its columns; reading a cell reads the page of the file that holds it."""

    def let_go(self) -> None:
        """Give back the memory of what was read; the system may still hold the file's pages."""
        if hasattr(mmap, "MADV_DONTNEED"):
            self._map.madvise(mmap.MADV_DONTNEED)


def let_all_go(tables: Iterable[MappedTable]) -> None:
    """Give back the memory of what was read of several tables."""
    for table in tables:
        table.let_go()
