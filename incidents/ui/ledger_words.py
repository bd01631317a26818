"""The ledger in words, per incident, for tables."""

from __future__ import annotations

from typing import TYPE_CHECKING

from incidents.query.engine import engine_of
from incidents.ui.wording import stance_words

if TYPE_CHECKING:
    from collections.abc import Collection

    from incidents.model.frames import Tables
    from incidents.ui.names import Names

SILENT = "nobody named"


def describe_ledger(tables: Tables, rows: Collection[int], names: Names) -> dict[int, str]:
    """Return who says what of whom, for those of some incidents that have it, by their rows."""
    said: dict[int, dict[str, None]] = {}
    for line in engine_of(tables).read_about("attributions", rows):
        actor, by = line["actor_id"], line["by"]
        words = stance_words(
            line["stance"], names.of("actors", actor), names.of("actors", by), same=actor == by
        )
        said.setdefault(line["row"], {})[words] = None
    return {row: "; ".join(lines) for row, lines in said.items()}
