"""Several datasets laid out as one, so that every question is asked of all.

The installation's own tables keep their ids. Those of a dataset that was brought are preceded by
its name, which no other dataset has, so that a link to one of its incidents stays what it is
whatever else is shown.
"""

from __future__ import annotations

import hashlib
import json
import shutil
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

import polars as pl

from incidents.library.layout_files import FORMAT as LAID_FORMAT
from incidents.library.layout_files import (
    has_layout,
    open_layout,
    write_layout,
    write_small_tables,
)
from incidents.library.placing import search_text, with_search
from incidents.library.version_files import read_table
from incidents.model.frames import PLACED_COLUMNS, Tables, lay_out
from incidents.model.tables import TABLES

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from incidents.library.stored import StoredVersion
    from incidents.settings import Settings

    Progress = Callable[[str, float], None]

FORMAT = 3
"""Changes whenever the same datasets would be put together otherwise."""
FOLDER = "served"
_LAYOUT = "layout"
_BUILDING = ".building-"
_LISTED = r"[^;]+"


def open_union(
    settings: Settings,
    base: Callable[[], Mapping[str, pl.DataFrame]],
    base_version: str,
    added: Sequence[StoredVersion],
    progress: Progress = lambda _step, _share: None,
) -> tuple[Tables, str]:
    """Return the tables of everything that is shown, and their version.

    Args:
        settings: Where the folder is kept.
        base: Gives the installation's own tables; asked only when the folder is built.
        base_version: Their version.
        added: The versions of brought datasets that are shown.
        progress: Told what is being done and the share done, 0 to 1; only called when building.

    Raises:
        DatasetFolderError: A dataset's files cannot be read.
    """
    version = _version(base_version, added)
    folder = settings.home / FOLDER / f"{version}-{FORMAT}-{LAID_FORMAT}"
    if not has_layout(folder / _LAYOUT):
        progress("Putting the datasets together", 0.0)
        _build(folder, base(), added, version)
    opened = open_layout(folder / _LAYOUT, folder)
    _tidy(folder)
    return opened


def forget_unions(home: Path) -> None:
    """Remove every folder that was put together, with whatever rows it holds."""
    shutil.rmtree(home / FOLDER, ignore_errors=True)


def _version(base_version: str, added: Sequence[StoredVersion]) -> str:
    told = [base_version, [(each.dataset, each.about.version) for each in added]]
    return hashlib.sha256(json.dumps(told).encode()).hexdigest()[:12]


def _build(
    folder: Path, base: Mapping[str, pl.DataFrame], added: Sequence[StoredVersion], version: str
) -> None:
    folder.parent.mkdir(parents=True, exist_ok=True)
    building = Path(tempfile.mkdtemp(prefix=_BUILDING, dir=folder.parent))
    try:
        parts = [base, *(read_version_frames(each) for each in added)]
        # each in one piece, from which rows are gathered several times faster
        joined = {
            name: pl.concat(
                [_only(part[name], name) for part in parts], how="vertical_relaxed", rechunk=True
            )
            for name in TABLES
        }
        tables = lay_out(joined)
        write_small_tables(tables, building)
        (building / _LAYOUT).mkdir()
        write_layout(tables, building / _LAYOUT, version)
        shutil.rmtree(folder, ignore_errors=True)
        building.replace(folder)
    finally:
        shutil.rmtree(building, ignore_errors=True)


def _only(frame: pl.DataFrame, name: str) -> pl.DataFrame:
    more = PLACED_COLUMNS if name == "incidents" else ()
    return frame.select(*TABLES[name].column_names, *more)


def _tidy(current: Path) -> None:
    """Remove what was put together of other states; what others still map stays theirs."""
    for old in current.parent.iterdir():
        if old != current and not old.name.startswith(_BUILDING):
            shutil.rmtree(old, ignore_errors=True)


def read_version_frames(version: StoredVersion) -> dict[str, pl.DataFrame]:
    """Return every table of a brought dataset, its ids preceded by the dataset's name.

    Raises:
        DatasetFolderError: Its files cannot be read.
    """
    frames = {name: read_table(version.folder, name) for name in TABLES}
    search = search_text(frames)
    frames["incidents"] = with_search(frames["incidents"], search, version.dataset)
    return {name: _own(frame, name, version.dataset) for name, frame in frames.items()}


def _own(frame: pl.DataFrame, name: str, dataset: str) -> pl.DataFrame:
    return frame.with_columns(
        _prefix(column.name, dataset, many=column.many)
        for column in TABLES[name].columns
        if column.references or column.name in _OWN_IDS.get(name, ())
    )


_OWN_IDS = {
    "incidents": ("incident_id",),
    "actors": ("actor_id",),
    "sources": ("source_id",),
    "statements": ("statement_id",),
    "reported_totals": ("total_id",),
    "claims": ("claim_id", "record_id"),
}


def _prefix(column: str, dataset: str, *, many: bool) -> pl.Expr:
    cell, before = pl.col(column), f"{dataset}."
    whole = cell.str.replace_all(_LISTED, f"{before}$0") if many else pl.lit(before) + cell
    return pl.when(cell != "").then(whole).otherwise(cell).alias(column)
