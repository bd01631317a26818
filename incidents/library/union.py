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
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import polars as pl
import pyarrow as pa

from incidents.errors import DatasetFolderError
from incidents.library.layout_files import FORMAT as LAID_FORMAT
from incidents.library.layout_files import (
    INCIDENT_COLUMNS,
    Words,
    has_layout,
    open_layout,
    write_layout,
    write_small_tables,
)
from incidents.library.placing import SEARCHED_COLUMNS, add_names, names_by_incident
from incidents.library.version_files import read_table, scan_table
from incidents.model.frames import Tables, lay_out
from incidents.model.laid import CLOSED_WORDS, LAID_FROM
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
_STEP = "Putting the datasets together"
_READ, _LAID_OUT = 0.35, 0.6  # shares of the time that the steps take, measured at a million rows
_SEARCH = ".search.arrow"
_ROWS_AT_ONCE = 1 << 17
_NEEDED = ("dataset_id", *LAID_FROM)
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
        _build(folder, base(), added, version, partial(progress, _STEP))
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
    folder: Path,
    base: Mapping[str, pl.DataFrame],
    added: Sequence[StoredVersion],
    version: str,
    tell: Callable[[float], None],
) -> None:
    """Lay everything out in a folder beside, and then put it in its place."""
    folder.parent.mkdir(parents=True, exist_ok=True)
    building = Path(tempfile.mkdtemp(prefix=_BUILDING, dir=folder.parent))
    try:
        joined = _join_tables(building, base, added, tell)
        order = joined["incidents"].select(pl.arg_sort_by("event_date", "incident_id"))
        tables = lay_out(joined)
        tables = replace(tables, incidents=tables.incidents.clear())  # laid out, and not whole
        del joined
        tell(_LAID_OUT)
        write_small_tables(tables, building)
        (building / _LAYOUT).mkdir()
        words = _join_words(building, base, added)

        def written(share: float) -> None:
            tell(_LAID_OUT + (1 - _LAID_OUT) * share)

        write_layout(tables, building / _LAYOUT, version, Words(words, order.to_series(), written))
        for path in building.glob(f"*{_SEARCH}"):
            path.unlink()
        shutil.rmtree(folder, ignore_errors=True)
        building.replace(folder)
    except (pl.exceptions.PolarsError, OSError) as error:
        raise DatasetFolderError(folder, str(error).splitlines()[0]) from error
    finally:
        shutil.rmtree(building, ignore_errors=True)


def _join_tables(
    building: Path,
    base: Mapping[str, pl.DataFrame],
    added: Sequence[StoredVersion],
    tell: Callable[[float], None],
) -> dict[str, pl.DataFrame]:
    """Return every table of all datasets; of incidents what they are laid out from."""
    parts = [base]
    for number, each in enumerate(added):

        def read(share: float, before: int = number) -> None:
            tell(_READ * (before + share) / len(added))

        parts.append(_read_tables(each, building / f"{number}{_SEARCH}", read))
    tell(_READ)
    # each in one piece, from which rows are gathered several times faster
    return {
        name: pl.concat(
            [_only(part[name], name) for part in parts], how="vertical_relaxed", rechunk=True
        )
        for name in TABLES
    }


def _join_words(
    building: Path, base: Mapping[str, pl.DataFrame], added: Sequence[StoredVersion]
) -> dict[str, pl.LazyFrame]:
    """Return where each column of all incidents is read from: straight from each dataset's file."""
    own = base["incidents"].lazy()
    columns = [name for name in INCIDENT_COLUMNS if name != "search"]
    words = [each.select(columns) for each in (own, *map(_scan_words, added))]
    texts = [pl.scan_ipc(building / f"{number}{_SEARCH}") for number in range(len(added))]
    whole = pl.concat(words, how="vertical_relaxed")
    return dict.fromkeys(columns, whole) | {"search": pl.concat([own.select("search"), *texts])}


def _only(frame: pl.DataFrame, name: str) -> pl.DataFrame:
    if name == "incidents":
        return frame.select(pl.col(each).cast(CLOSED_WORDS[each]) if each in CLOSED_WORDS else each
                            for each in _NEEDED)  # fmt: skip
    return frame.select(TABLES[name].column_names)


def _tidy(current: Path) -> None:
    """Remove what was put together of other states; what others still map stays theirs."""
    for old in current.parent.iterdir():
        if old != current and not old.name.startswith(_BUILDING):
            shutil.rmtree(old, ignore_errors=True)


def _read_tables(
    version: StoredVersion, search: Path, tell: Callable[[float], None]
) -> dict[str, pl.DataFrame]:
    """Return every table of a brought dataset, its ids preceded by the dataset's name.

    Of incidents only the columns from which they are laid out; the text that search reads is
    written to a file.

    Raises:
        DatasetFolderError: Its files cannot be read.
    """
    tell(0.0)
    frames = {name: read_table(version.folder, name) for name in TABLES if name != "incidents"}
    _write_search(version, frames, search, tell)
    columns = [name for name in _NEEDED if name != "dataset_id"]
    incidents = read_table(version.folder, "incidents", columns)
    frames["incidents"] = incidents.with_columns(pl.lit(version.dataset).alias("dataset_id"))
    return {name: _own(frame.lazy(), name, version.dataset).collect()
            for name, frame in frames.items()}  # fmt: skip


def _write_search(
    version: StoredVersion,
    frames: dict[str, pl.DataFrame],
    path: Path,
    tell: Callable[[float], None],
) -> None:
    names, written = names_by_incident(frames), 0
    rows = max(1, version.about.counts.accepted)
    schema = pa.schema([("search", pa.large_string())])
    words = scan_table(version.folder, "incidents", SEARCHED_COLUMNS)
    with pa.OSFile(str(path), "wb") as file, pa.ipc.new_file(file, schema) as writer:
        for part in words.collect_batches(chunk_size=_ROWS_AT_ONCE, maintain_order=True):
            text = add_names(part.rechunk(), names).to_arrow(compat_level=pl.CompatLevel.oldest())
            writer.write(pa.record_batch([text.cast(pa.large_string())], schema))
            written += part.height
            tell(min(1.0, written / rows))


def _scan_words(version: StoredVersion) -> pl.LazyFrame:
    scanned = scan_table(version.folder, "incidents")
    named = scanned.with_columns(pl.lit(version.dataset).alias("dataset_id"))
    return _own(named, "incidents", version.dataset)


def _own(frame: pl.LazyFrame, name: str, dataset: str) -> pl.LazyFrame:
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
