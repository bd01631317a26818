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
    """A table in Arrow files that were written without compression, each with some columns."""

    def __init__(self, *files: Path) -> None:
        self._maps = [_map(file) for file in files]
        parts = [_read(each) for each in self._maps]
        self.frame = pl.concat(parts, how="horizontal")
        """Its columns; reading a cell reads the page of the file that holds it."""

    def let_go(self) -> None:
        """Give back the memory of what was read; the system may still hold the files' pages."""
        if hasattr(mmap, "MADV_DONTNEED"):
            for each in self._maps:
                each.madvise(mmap.MADV_DONTNEED)


def _map(path: Path) -> mmap.mmap:
    with path.open("rb") as file:
        return mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)


def _read(mapped: mmap.mmap) -> pl.DataFrame:
    table = pa.ipc.open_file(pa.BufferReader(pa.py_buffer(mapped))).read_all()
    return cast("pl.DataFrame", pl.from_arrow(table, rechunk=False))


def let_all_go(tables: Iterable[MappedTable]) -> None:
    """Give back the memory of what was read of several tables."""
    for table in tables:
        table.let_go()
