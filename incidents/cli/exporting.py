"""`incidents export`: what a filter selects, to a file."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import parse_qsl

import click

from incidents.exports.citation_file import build_citation
from incidents.exports.downloads import FileKind, build_download
from incidents.exports.provenance import build_provenance
from incidents.files import write_atomically
from incidents.library.datasets import load_atlas
from incidents.query.filters import IncidentFilter

_PAGE_KEYS = {"incident", "map", "base"}
"""Keys of a page's address that say how it looks, not which incidents it is about."""


@click.command(
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
