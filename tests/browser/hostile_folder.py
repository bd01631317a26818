"""A copy of the bundled tables with the hostile corpus in every text column of every table."""

from __future__ import annotations

import csv
import json
import re
import shutil
from typing import TYPE_CHECKING

from incidents.library.card import CARD_FILE, DatasetCard
from incidents.model.columns import ColumnType
from incidents.model.tables import TABLES
from incidents.settings import Settings
from tests.hostile import HOSTILE

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from incidents.model.columns import Column, Table

Cells = dict[str, str]

# Names that every object of JavaScript has: valid ids, and a trap for maps made of objects.
TRAPS = ("constructor", "toString", "hasOwnProperty", "null", "NaN", "0")
STEP = 7
"""How far apart two columns of a row are in the corpus, so that a row holds many kinds at once."""
CLOSED = ("event_type", "time_precision", "event_date", "geo_precision", "verification")
"""Columns that no string of the corpus fits: a row with one is refused."""
TITLE = "<img src=x onerror=window.__hit=1>{{7*7}} ![p](http://127.0.0.1:9/p.png)"


def row_ids(stem: str) -> list[str]:
    """Return an id for each string of the corpus."""
    plain = [f"{stem}-{number:03}" for number in range(len(HOSTILE))]
    return [*TRAPS, *plain[len(TRAPS) :]] if stem in {"H", "h"} else plain


def build_hostile_folder(folder: Path) -> Path:
    """Write the bundled tables to `folder`, and below their rows those of the corpus."""
    shutil.copytree(Settings().data, folder)
    for table in TABLES.values():
        path = folder / table.file_name
        with path.open(encoding="utf-8-sig", newline="") as file:
            good = list(csv.DictReader(file))
        added = [_row(table, good, number) for number in range(len(HOSTILE))]
        if table.name == "incidents":
            added += list(_refused(good))
        with path.open("w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, table.column_names, extrasaction="ignore")
            writer.writeheader()
            writer.writerows([*good, *added])
    (folder / CARD_FILE).write_text(_card(), encoding="utf-8")
    return folder


def is_free(column: Column) -> bool:
    """Whether a cell of the column may hold any text."""
    return column.type is ColumnType.STRING and not (
        column.allowed or column.pattern or column.references or column.name == "record_id"
    )


def _row(table: Table, good: list[Cells], number: int) -> Cells:
    cells = dict(good[number % len(good)])
    for offset, column in enumerate(table.columns):
        if is_free(column):
            text = HOSTILE[(number + STEP * offset) % len(HOSTILE)]
            cells[column.name] = _as_list(text) if column.many else text
    return cells | _ids(table.name, number)


def _as_list(text: str) -> str:
    return text.replace(";", ",").strip() or "-"


def _ids(table: str, number: int) -> Cells:
    """Return the cells that tie the rows of one number together over all tables."""
    incident, actor = row_ids("H")[number], row_ids("h")[number]
    source, statement, total = (f"{stem}-{number:03}" for stem in ("hs", "HW", "HT"))
    address = re.sub(r"[\s<>\"]", "", HOSTILE[number])[:200]
    return {
        "incidents": {"incident_id": incident},
        "actors": {"actor_id": actor, "parent_id": ""},
        "involvements": {"incident_id": incident, "actor_id": actor, "role": "target"},
        "attributions": {"incident_id": incident, "actor_id": actor, "stance": "claimed",
                         "by": actor, "source_id": source, "stated_on": ""},
        "statements": {"statement_id": statement, "actor_id": actor, "incident_ids": incident,
                       "source_id": source},
        "reported_totals": {"total_id": total},
        "total_attributions": {"total_id": total, "attributed_to": actor, "by": actor,
                               "source_id": source},
        "sources": {"source_id": source, "url": f"http://127.0.0.1:9/{address}"},
        "citations": {"incident_id": incident, "source_id": source},
        "claims": {"claim_id": f"HC-{number:03}", "source_id": source, "table": "incidents",
                   "record_id": incident},
    }[table]  # fmt: skip


def _refused(good: list[Cells]) -> Iterator[Cells]:
    for number, text in enumerate(HOSTILE):
        column = CLOSED[number % len(CLOSED)]
        yield good[number % len(good)] | {"incident_id": f"R-{number:03}", column: text}


def _card() -> str:
    said: dict[str, object] = {
        name: TITLE if isinstance(field.default, str) else list(HOSTILE)
        for name, field in DatasetCard.__dataclass_fields__.items()
    }
    said["countries"] = ["IRQ"]
    said["redistribution"] = "allowed"  # anything else keeps its rows out of downloads
    said["licence_url"] = said["homepage"] = "javascript:window.__hit=1"
    # JSON's strings are TOML's, but for the one control character that JSON lets through
    return "".join(
        f"{name} = {json.dumps(value, ensure_ascii=False)}\n".replace("\x7f", "\\u007f")
        for name, value in said.items()
    )
