"""What the tests do with a hostile file inside the confined process: all that an import does."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from incidents.errors import MappingError, SourceFileError
from incidents.readers.coding import code
from incidents.readers.guessing import guess_mapping
from incidents.readers.opening import open_raw
from incidents.readers.raw import AS_FOUND, Format, RawTable, RawTables
from incidents.readers.recognising import recognise

if TYPE_CHECKING:
    from collections.abc import Callable

    import polars as pl

    from incidents.readers.mapping import TableMapping

_SHOWN = 20


def read_each(arguments: dict[str, Any], progress: Callable[[str, float], None]) -> dict[str, Any]:
    """Return what `read_and_code` says of each of several files, or why it is refused."""
    said: dict[str, Any] = {}
    for name, (file, file_name) in arguments["files"].items():
        progress(name, len(said) / len(arguments["files"]))
        try:
            said[name] = read_and_code({"file": file, "file_name": file_name}, progress)
        except (SourceFileError, MappingError) as error:
            said[name] = str(error)
    return said


def read_and_code(arguments: dict[str, Any], _: Callable[[str, float], None]) -> dict[str, Any]:
    """Read a file, say what its columns mean, code its rows, and keep the rows as Parquet."""
    raw = open_raw(Path(arguments["file"]), AS_FOUND, arguments["file_name"])
    if isinstance(raw, RawTables):
        return {name: _of(table) for name, table in raw.tables.items()}
    return _of(raw)


def _of(raw: RawTable) -> dict[str, Any]:
    kind, _ = recognise(raw)
    coded = code(raw, kind, _mapping(raw) if kind in {Format.PLAIN, Format.HXL} else None)
    for name, frame in (("coded", coded.incidents), ("rejected", coded.rejected),
                        ("cells", raw.frame)):  # fmt: skip
        # Uncompressed and without a dictionary, so that what is sought in it stands in it plainly.
        frame.write_parquet(f"{name}.parquet", compression="uncompressed")
    return {
        "rows": raw.frame.height,
        "kind": kind.value,
        "counts": coded.counts(),
        "remarks": list(raw.remarks)[:_SHOWN],
        "columns": [name[:_SHOWN] for name in raw.columns[:_SHOWN]],
        "shown": [_cells(frame) for frame in (raw.frame, coded.incidents, coded.rejected)],
    }


def _mapping(raw: RawTable) -> TableMapping:
    """Return the likeliest mapping; some column is the date, so that every table is coded."""
    guessed = guess_mapping(raw).mapping()
    some = dict.fromkeys(["event_date"], *raw.columns[:1]) if raw.columns else {}
    return replace(guessed, columns=some | guessed.columns)


def _cells(frame: pl.DataFrame) -> list[str]:
    return [str(row)[:1_000] for row in frame[:_SHOWN].rows()]
