"""`incidents validate` and `incidents papers`: a folder of tables, checked and described."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from incidents.errors import TableError
from incidents.library.card import read_card
from incidents.library.papers import write_papers
from incidents.model.tables import TABLES
from incidents.model.validation import RejectedRow, validate_tables
from incidents.readers.curated import read_curated

if TYPE_CHECKING:
    from collections.abc import Mapping

    from incidents.readers.curated import CuratedFolder


@click.command(
    epilog="""\b
Example:
  incidents validate data/curated""",
)
@click.argument("folder", type=click.Path(file_okay=False, path_type=Path), metavar="DIR")
def validate(folder: Path) -> None:
    """Check a folder of tables and name every cell that breaks a rule.

    One line for each: file, row (the header is row 1), column, value, reason. Then, per table,
    how many rows were read, accepted and rejected. Exit status 1 when anything is wrong.
    """
    found = read_curated(folder)
    result = validate_tables(found.rows)
    problems = [str(error) for error in found.unreadable.values()]
    try:
        read_card(folder)
    except TableError as error:
        problems.append(str(error))
    for line in (*problems, *map(_describe, result.rejected)):
        click.echo(line)
    click.echo(_summarize(found, result.accepted, result.rejected))
    if problems or result.rejected:
        raise SystemExit(1)


@click.command(
    epilog="""\b
Example:
  incidents papers data/curated""",
)
@click.argument("folder", type=click.Path(file_okay=False, path_type=Path), metavar="DIR")
def papers(folder: Path) -> None:
    """Write the papers of a folder of tables: datapackage.json in it, README.md beside it.

    Both follow from the definition of the tables, the card and the notes; run it after a change.
    """
    read_curated(folder)
    for path in write_papers(folder):
        click.echo(path)


def _describe(row: RejectedRow) -> str:
    file = TABLES[row.table].file_name
    return f"{file}, row {row.row}, column {row.column}: {row.value!r} {row.reason}"


def _summarize(
    found: CuratedFolder, accepted: Mapping[str, list[Any]], rejected: list[RejectedRow]
) -> str:
    refused = Counter(table for table, _ in {(row.table, row.row) for row in rejected})
    lines = [f"{'table':<20}{'rows':>8}{'accepted':>10}{'rejected':>10}"]
    for name in TABLES:
        if name in found.unreadable:
            lines.append(f"{name:<20}{'could not be read':>28}")
            continue
        rows = len(found.rows.get(name, ()))
        lines.append(f"{name:<20}{rows:>8}{len(accepted.get(name, ())):>10}{refused[name]:>10}")
    return "\n".join(lines)
