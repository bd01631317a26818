"""What is done with a foreign file inside the confined process, and nowhere else.

Each task takes plain values and gives plain values back; tables go to Parquet files in the folder
it is given.
"""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import asdict, replace
from functools import partial
from typing import TYPE_CHECKING, Any

import polars as pl

from incidents.errors import MappingError, SourceFileError
from incidents.library.about import REJECTED_FILE
from incidents.library.assembling import Teller, assemble, name_rows
from incidents.library.by_stretches import import_by_stretches
from incidents.library.cards import fill_card
from incidents.library.composing import Kept, compose
from incidents.library.doubts import count_swapped, find_doubts
from incidents.library.enforcing import enforce
from incidents.library.gazetteers import has_index, open_search
from incidents.library.naming_places import NamedPlaces, fill_countries, find_nameable, name_places
from incidents.library.own_import import assemble_own
from incidents.library.rejected_rows import write_rejected
from incidents.library.reporting import Judged, count_rows, report_on
from incidents.library.task import Task
from incidents.library.turning import turn_points
from incidents.library.version_files import write_native, write_version
from incidents.places.areas import load_areas
from incidents.places.gazetteer import load_gazetteer
from incidents.places.geocoder import Geocoder
from incidents.readers.coded import REJECTED_COLUMNS, stack
from incidents.readers.coding import code
from incidents.readers.guessing import guess_mapping
from incidents.readers.mapping import TableMapping
from incidents.readers.opening import check_reading, open_raw
from incidents.readers.plain import plain_facts
from incidents.readers.raw import Format, RawTable, RawTables
from incidents.readers.recognising import recognise
from incidents.readers.sent_again import are_sent_again

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from incidents.readers.coded import Coded

    Progress = Callable[[str, float], None]

SHOWN_ROWS = 20
SHOWN_CELL = 300
PREVIEWED_ROWS = 200
COUNTED_WORDS = 60


def inspect_file(arguments: dict[str, Any], progress: Progress) -> dict[str, Any]:
    """Say what a file is, what its columns seem to mean, and what its first rows hold."""
    task = Task.from_arguments(arguments)
    progress("Opening the file", 0.0)
    check_reading(task.file, task.reading, task.file_name)
    raw = open_raw(task.file, task.reading, task.file_name)
    if isinstance(raw, RawTables):
        rows = {name: table.frame.height for name, table in raw.tables.items()}
        return {"format": Format.OWN.value, "confidence": 1.0, "container": raw.container.value,
                "rows": rows.get("incidents", 0), "tables": rows, "remarks": list(raw.remarks),
                "sent_again": any(are_sent_again(each.columns) for each in raw.tables.values()),
                "about": _words(raw.about)}  # fmt: skip
    found, confidence = recognise(raw)
    told = {
        "format": found.value,
        "confidence": confidence,
        "container": raw.container.value,
        "rows": raw.frame.height + (0 if raw.crooked is None else raw.crooked.height),
        "columns": list(raw.columns),
        "sample": _sample(raw.frame),
        "tags": list(raw.tags),
        "parts": list(raw.parts),
        "reading": asdict(raw.reading),
        "remarks": list(raw.remarks),
        "sent_again": raw.sent_again is not None,
    }
    if found in {Format.PLAIN, Format.HXL}:
        guess = guess_mapping(raw)
        said = guess.to_dict()
        said["swapped"] = said["swapped"] or _looks_swapped(task, raw, found, guess.mapping())
        facts = asdict(plain_facts(raw))
        return told | {"guess": said, "mapping": guess.mapping().to_json(), "facts": facts}
    return told | {"facts": asdict(code(_head(raw), found, None).facts)}


def _looks_swapped(task: Task, raw: RawTable, found: Format, mapping: TableMapping) -> bool:
    """Say whether most points of the first rows lie in their country only when turned round."""
    with suppress(MappingError):
        rows = code(_head(raw), found, mapping).incidents
        swapped = count_swapped(rows, load_areas(task.settings.areas))
        return 2 * swapped > rows["latitude"].count()
    return False


def preview_file(arguments: dict[str, Any], progress: Progress) -> dict[str, Any]:
    """Say what a mapping makes of a table's first rows."""
    task = Task.from_arguments(arguments)
    progress("Reading the first rows", 0.0)
    raw = open_raw(task.file, task.reading, task.file_name)
    if isinstance(raw, RawTables):
        raise SourceFileError(task.file_name, "it is an export of this app", "It needs no mapping.")
    head, mapping = _head(raw), _mapping(task, raw)
    coded = code(head, _format(task, raw), mapping)
    return {
        "rows": head.frame.height,
        "numbers": row_numbers(head)[:SHOWN_ROWS].to_list(),
        "words": _count_words(raw, mapping),
        "counts": coded.counts(),
        "incidents": _sample(coded.incidents),
        "parties": _sample(coded.parties, SHOWN_ROWS * 4),
        "rejected": _sample(coded.rejected, SHOWN_ROWS * 4),
        "warnings": _sample(coded.warnings),
    }


def import_file(arguments: dict[str, Any], progress: Progress) -> dict[str, Any]:
    """Write a file's tables to the folder, and return the report on its rows."""
    task = Task.from_arguments(arguments)
    progress("Reading the file", 0.0)
    folder = _folder(task)
    check_reading(task.file, task.reading, task.file_name)
    try:
        done = import_by_stretches(task, folder, partial(_name_at_once, task), progress)
    except _NeedsIndexError:
        return {"needs_index": True}
    if done is not None:
        return done
    raw = open_raw(task.file, task.reading, task.file_name)
    if isinstance(raw, RawTables):
        return _import_own(task, raw, progress)
    found, confidence = (Format(task.format), 1.0) if task.format else recognise(raw)
    progress("Reading each row", 0.2)
    coded = with_torn(raw, code(raw, found, _mapping(task, raw)))
    named = _name(task, coded, progress)
    if named is None:
        return {"needs_index": True}
    areas = load_areas(task.settings.areas)
    filled = fill_countries(named.coded, areas)
    judged = enforce(turn_points(filled, areas) if task.reading.turned else filled)
    progress("Finding each place", 0.45)
    teller = Teller(task.dataset, fill_card(task.card, judged.facts))
    geocoder = Geocoder(areas, load_gazetteer(task.settings.gazetteer))
    ids = name_rows(judged)
    # written while places are looked up, which keeps one core busy and no more
    with ThreadPoolExecutor(1) as pool:
        writing = pool.submit(_write_native, raw, judged, ids, folder)
        frames = assemble(judged, teller, geocoder, ids)
        doubts = find_doubts(judged.incidents, frames["incidents"], areas)
        writing.result()
    progress("Writing the tables", 0.65)
    _write_rejected(raw, judged, folder)
    write_version(frames, folder)
    progress("Writing the report", 0.95)
    told = Judged(
        task.file_name, raw, found, confidence, judged, doubts, frames["incidents"], named,
        count_rows(raw, judged),
    )  # fmt: skip
    report = report_on(told)
    return {"report": report, "card": asdict(teller.card)}


def compose_file(arguments: dict[str, Any], progress: Progress) -> dict[str, Any]:
    """Put mended rows into a version's original, in the folder (`composing.compose`)."""
    return compose(Task.from_arguments(arguments), Kept.from_json(arguments["kept"]), progress)


def _import_own(task: Task, raw: RawTables, progress: Progress) -> dict[str, Any]:
    if task.reading.turned:
        reason = "it is an export of this app, whose points are taken as they stand"
        raise SourceFileError(task.file_name, reason, "Bring it without turning points round.")
    areas = load_areas(task.settings.areas)
    geocoder = Geocoder(areas, load_gazetteer(task.settings.gazetteer))
    progress("Checking each row", 0.2)
    own = assemble_own(raw, task.file_name, task.card, geocoder, task.own_id)
    progress("Writing the tables", 0.65)
    folder = _folder(task)
    if own.rejected.height:
        main = raw.tables["incidents"]
        write_rejected(folder / REJECTED_FILE, main.frame, row_numbers(main), own.rejected)
    write_version(own.frames, folder)
    return {"report": own.report, "card": asdict(own.card)}


def _format(task: Task, raw: RawTable) -> Format:
    return Format(task.format) if task.format else recognise(raw)[0]


def _mapping(task: Task, raw: RawTable) -> TableMapping | None:
    if task.mapping:
        return TableMapping.from_json(task.mapping)
    return (
        guess_mapping(raw).mapping() if _format(task, raw) in {Format.PLAIN, Format.HXL} else None
    )


class _NeedsIndexError(Exception):
    """Rows have only a name to be placed by, and the index of names is not built yet."""


def _name_at_once(task: Task, coded: Coded) -> NamedPlaces:
    named = _name(task, coded, lambda _step, _share: None)
    if named is None:
        raise _NeedsIndexError
    return named


def _name(task: Task, coded: Coded, progress: Progress) -> NamedPlaces | None:
    """Return the rows placed by name; None when the index of names has to be built first."""
    if not find_nameable(coded.incidents).any():
        return NamedPlaces(coded)
    if not has_index(task.settings):
        return None
    return name_places(coded, open_search(task.settings), progress)


def _folder(task: Task) -> Path:
    if task.folder is None:
        raise ValueError("an import needs a folder to write to")
    return task.folder


def _write_native(raw: RawTable, coded: Coded, ids: pl.Series, folder: Path) -> None:
    native = raw.frame
    if coded.incidents.height < native.height:
        native = native[row_positions(raw, coded.incidents["row"])]
    write_native(native, coded.incidents.with_columns(ids), folder)


def row_positions(raw: RawTable, rows: pl.Series) -> pl.Series:
    """Return where rows of the file stand in the frame."""
    if raw.numbers is None:
        return rows - raw.first_row
    at = pl.DataFrame({"row": raw.numbers}).with_row_index("at")
    return pl.DataFrame({"row": rows}).join(at, on="row", how="left", maintain_order="left")["at"]


def _write_rejected(raw: RawTable, coded: Coded, folder: Path) -> None:
    if coded.rejected.height:
        numbers = row_numbers(raw)
        write_rejected(folder / REJECTED_FILE, raw.frame, numbers, coded.rejected, raw.tags)


def row_numbers(raw: RawTable) -> pl.Series:
    """Return each row's number in the file."""
    if raw.numbers is not None:
        return raw.numbers
    last = raw.first_row + raw.frame.height
    return pl.int_range(raw.first_row, last, dtype=pl.UInt32, eager=True)


def with_torn(raw: RawTable, coded: Coded) -> Coded:
    """Return a coded table with the lines that were no rows among its rejections."""
    if raw.crooked is None or not raw.crooked.height:
        return coded
    torn = raw.crooked.select(
        "row",
        pl.lit("").alias("column"),
        pl.col("cells").alias("value"),
        "reason",
        pl.lit("Correct the row's separators and quotation marks.").alias("cure"),
    )
    return replace(coded, rejected=stack([coded.rejected, torn], REJECTED_COLUMNS))


def _count_words(raw: RawTable, mapping: TableMapping | None) -> list[tuple[str, int]]:
    """Return the words in the whole column of kinds, the most frequent first."""
    column = mapping.columns.get("event_type") if mapping else None
    if column not in raw.columns:
        return []
    words = raw.frame[column].str.strip_chars().alias("word")
    counted = words.value_counts(sort=True, name="rows")
    found = counted.filter(pl.col("word") != "").head(COUNTED_WORDS)
    return [(word[:SHOWN_CELL], count) for word, count in found.iter_rows()]


def _head(raw: RawTable) -> RawTable:
    numbers = None if raw.numbers is None else raw.numbers[:PREVIEWED_ROWS]
    return replace(raw, frame=raw.frame[:PREVIEWED_ROWS], numbers=numbers)


def _sample(frame: pl.DataFrame, rows: int = SHOWN_ROWS) -> list[dict[str, str]]:
    cells = frame[:rows].with_columns(pl.all().cast(pl.String).fill_null(""))
    return cells.with_columns(pl.all().str.head(SHOWN_CELL)).to_dicts()


def _words(about: dict[str, object]) -> dict[str, str]:
    return {str(key)[:SHOWN_CELL]: str(value)[:SHOWN_CELL] for key, value in about.items()}
