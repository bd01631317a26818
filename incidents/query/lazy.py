"""Tables as narwhals lazy frames, so that every expression runs on any engine."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import narwhals as nw

if TYPE_CHECKING:
    import polars as pl


def lazy(frame: pl.DataFrame) -> nw.LazyFrame[Any]:
    """Return `frame` as a narwhals lazy frame."""
    return nw.from_native(frame.lazy())


def collect_rows(frame: nw.LazyFrame[Any]) -> list[dict[str, Any]]:
    """Return a lazy frame's rows as dicts."""
    return frame.collect().rows(named=True)
