"""The command line: serve the atlas, take incidents away, check a folder of tables."""

from __future__ import annotations

import os
import sys
from collections import Counter
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qsl

import click

import incidents
from incidents.errors import IncidentsError, TableError
from incidents.exports.citation_file import build_citation
from incidents.exports.downloads import FileKind, build_download
from incidents.exports.files import write_atomically
from incidents.exports.provenance import build_provenance
from incidents.library.card import read_card
from incidents.library.datasets import load_atlas
from incidents.library.papers import write_papers
from incidents.model.tables import TABLES
from incidents.model.validation import RejectedRow, validate_tables
from incidents.query.filters import IncidentFilter
from incidents.readers.curated import read_curated
from incidents.settings import PROJECT, read_settings

if TYPE_CHECKING:
    from collections.abc import Mapping

    from incidents.readers.curated import CuratedFolder

_THIS_MACHINE = ("localhost", "127.0.0.1")
_PAGE_KEYS = {"incident", "map", "base"}
"""Keys of a page's address that say how it looks, not which incidents it is about."""


class _Commands(click.Group):
    """Says what went wrong in one sentence where it was foreseen; defects stay defects."""

    def invoke(self, ctx: click.Context) -> Any:  # noqa: ANN401 (click's own signature)
        try:
            return super().invoke(ctx)
        except IncidentsError as error:
            raise click.ClickException(str(error)) from error


@click.group(
    cls=_Commands,
    context_settings={"help_option_names": ["-h", "--help"]},
    epilog="""\b
See them:        incidents serve
Take them away:  incidents export --filter 'from=2021-07-01' -o july.csv
Check your own:  incidents validate path/to/tables""",
)
@click.version_option(incidents.__version__, prog_name="incidents")
def main() -> None:
    """Incident Atlas: sourced security incidents on a map and a timeline.

    Which data is used: the folder INCIDENTS_DATA names, or the bundled data/curated.
    """


@main.command(
    epilog="""\b
Examples:
  incidents serve
  PORT=8600 incidents serve
  INCIDENTS_DATA=~/my-tables incidents serve
  INCIDENTS_HOSTS=atlas.example.org incidents serve --address 0.0.0.0""",
)
@click.option(
    "--port",
    type=click.IntRange(1, 65535),
    envvar="PORT",
    default=8501,
    show_default=True,
    show_envvar=True,
    help="Port to listen on.",
)
@click.option(
    "--address",
    default="127.0.0.1",
    show_default=True,
    help="Address to listen on. 127.0.0.1 is reached from this machine only.",
)
def serve(port: int, address: str) -> None:
    """Serve map, timeline, pages and API until stopped with Ctrl-C.

    There are no accounts: whoever reaches the address sees everything. Under another name than
    localhost, list the name in INCIDENTS_HOSTS, or the server will not answer to it.
    """
    os.execv(sys.executable, _serve_command(port, address))  # noqa: S606 (our own interpreter)


def _serve_command(port: int, address: str) -> list[str]:
    options = [f"--server.port={port}", f"--server.address={address}"]
    options += [f"--server.allowedHosts={name}" for name in _served_hosts()]
    return [sys.executable, "-m", "streamlit", "run", str(PROJECT / "app.py"), *options]


def _served_hosts() -> tuple[str, ...]:
    """Return the names for Streamlit's own check of WebSockets, if they differ from the default."""
    hosts = read_settings().hosts
    return (*_THIS_MACHINE, *hosts) if hosts else ()


@main.command(
    epilog="""\b
Examples:
  incidents export -o all.xlsx
  incidents export --filter 'from=2021-01-01&to=2021-07-31' -o attacks.csv
  incidents export --filter 'actor=islamic-state&view=claimed&area=IQ-BG' -o claimed.geojson

The keys of a filter are listed in docs/api.md.""",
)
@click.option(
    "--filter",
    "query",
    default="",
    metavar="QUERY",
    help="Which incidents: a page's address, or its part after `?`. Without it, all of them.",
)
@click.option(
    "-o",
    "--output",
    type=click.Path(dir_okay=False, path_type=Path),
    required=True,
    metavar="FILE",
    help="Where to; the suffix decides the kind: .csv, .geojson or .xlsx.",
)
def export(query: str, output: Path) -> None:
    """Write exactly the incidents that a filter selects to a file.

    The file appears whole or not at all; an older one is replaced. GeoJSON and XLSX carry filter,
    access date, version, licence and sources; beside a CSV they are written as FILE.txt.
    """
    suffix = output.suffix.lower().removeprefix(".")
    if suffix not in set(FileKind):
        kinds = ", ".join(f".{kind}" for kind in FileKind)
        raise click.BadParameter(f"{output.name!r} ends in none of {kinds}.", param_hint="-o")
    chosen = _read_filter(query)
    dataset, today = load_atlas().dataset, datetime.now(tz=UTC).date()
    kind = FileKind(suffix)
    told = build_provenance(dataset, chosen, accessed=today, page="")
    try:
        download = build_download(dataset, chosen, kind, accessed=today)
        write_atomically(output, download.chunks)
        if kind is FileKind.CSV:
            write_atomically(output.with_name(f"{output.name}.txt"), [build_citation(told)])
    except OSError as error:
        raise click.ClickException(f"{output} could not be written: {error.strerror}.") from error
    click.echo(f"{told.count} incidents ({', '.join(told.filter)}) written to {output}", err=True)


def _read_filter(text: str) -> IncidentFilter:
    """Return the filter of a query string, or of a page's whole address."""
    pairs = parse_qsl(text.rpartition("?")[2], keep_blank_values=True)
    return IncidentFilter.from_query(
        [(key, value) for key, value in pairs if key not in _PAGE_KEYS]
    )


@main.command(
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


@main.command(
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


if __name__ == "__main__":
    main(prog_name="incidents")
