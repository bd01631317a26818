"""`incidents export`: what a filter selects, to a file."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import parse_qsl

import click

from incidents.api.drawing import drawing_of
from incidents.cli.progress import Progress
from incidents.errors import TermsError
from incidents.exports.citation_file import build_citation
from incidents.exports.column_sets import ColumnSet, notes_on
from incidents.exports.downloads import FileKind, build_download
from incidents.exports.provenance import build_provenance
from incidents.exports.sizes import estimate_size
from incidents.files import write_atomically
from incidents.library.datasets import load_atlas
from incidents.query.filters import IncidentFilter
from incidents.query.named_datasets import refuse_unknown_datasets

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from incidents.library.datasets import Dataset

_PAGE_KEYS = {"incident", "map", "base"}
"""Keys of a page's address that say how it looks, not which incidents it is about."""
_SUFFIXES = [kind.value for kind in FileKind if not kind.columns]
_STEP = 1000


@click.command(
    epilog="""\b
Examples:
  incidents export -o all.xlsx
  incidents export --filter 'from=2021-01-01&to=2021-07-31' -o attacks.csv
  incidents export --filter 'actor=islamic-state&view=claimed&area=IQ-BG' -o claimed.geojson
  incidents export --columns hxl -o tagged.csv

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
    help=f"Where to; the suffix decides the kind: {', '.join(f'.{each}' for each in _SUFFIXES)}.",
)
@click.option(
    "--columns",
    type=click.Choice([each.value for each in ColumnSet]),
    help="Whose columns a CSV file has: ours with HXL hashtags, or some like ACLED's or UCDP's.",
)
@click.option(
    "--accept-terms",
    "accepted",
    multiple=True,
    metavar="NAME",
    help="A dataset whose restricted terms you have read and accept; may be repeated.",
)
def export(query: str, output: Path, columns: str | None, accepted: tuple[str, ...]) -> None:
    """Write exactly the incidents that a filter selects to a file.

    The file appears whole or not at all; an older one is replaced. Every kind says filter, access
    date, version, licence and sources; beside a CSV that is written as FILE.txt.
    """
    kind, chosen = _read_kind(output, columns), _read_filter(query)
    atlas, today = load_atlas(), datetime.now(tz=UTC).date()
    dataset = atlas.dataset
    _check_datasets(dataset, chosen)
    _check_accepted(dataset, accepted)
    try:
        download = build_download(dataset, chosen, kind, accessed=today, accepted=accepted,
                                  drawing=drawing_of(atlas))  # fmt: skip
    except TermsError as error:
        asked = " ".join(f"--accept-terms {name}" for name in error.names)
        raise click.ClickException(f"{error} To accept them: {asked}") from error
    told = build_provenance(dataset, chosen, accessed=today, page="")
    size = estimate_size(dataset.tables, chosen, kind)
    words = ", ".join(told.filter)
    click.echo(f"{told.count} incidents ({words}), about {_say_size(size)}", err=True)
    try:
        write_atomically(output, _shown(download.chunks, output.name, size))
        if kind.is_csv:
            citation = build_citation(told, notes_on(kind.columns))
            write_atomically(output.with_name(f"{output.name}.txt"), [citation])
    except OSError as error:
        raise click.ClickException(f"{output} could not be written: {error.strerror}.") from error
    click.echo(f"written to {output} ({_say_size(output.stat().st_size)})", err=True)


def _read_kind(output: Path, columns: str | None) -> FileKind:
    suffix = output.suffix.lower().removeprefix(".")
    if suffix not in _SUFFIXES:
        kinds = ", ".join(f".{each}" for each in _SUFFIXES)
        raise click.BadParameter(f"{output.name!r} ends in none of {kinds}.", param_hint="-o")
    if columns is None:
        return FileKind(suffix)
    if suffix != FileKind.CSV:
        raise click.BadParameter(
            f"only a .csv file can have the columns of {columns}, and {output.name!r} is none.",
            param_hint="--columns",
        )
    return FileKind(f"{columns}.csv")


def _shown(chunks: Iterable[bytes], name: str, size: int) -> Iterator[bytes]:
    """Yield the chunks, and show how far they are."""
    progress, done = Progress(), 0
    progress(f"Writing {name}", 0)
    for chunk in chunks:
        yield chunk
        done += len(chunk)
        # the size is an estimate: what is being written is not at its end before it ends
        progress(f"Writing {name}", min(0.99, done / max(1, size)))
    progress.end()


def _say_size(size: float) -> str:
    for unit in ("bytes", "kB", "MB"):
        if size < _STEP:
            return f"{size:.0f} {unit}" if unit == "bytes" else f"{size:.3g} {unit}"
        size /= _STEP
    return f"{size:.3g} GB"


def _check_datasets(dataset: Dataset, chosen: IncidentFilter) -> None:
    """Refuse a filter that names a dataset which is not here: its file would lack it silently."""
    names = [part.dataset_id for part in dataset.parts]
    refuse_unknown_datasets(dataset.tables, chosen, names)


def _check_accepted(dataset: Dataset, accepted: tuple[str, ...]) -> None:
    """Refuse terms accepted of a dataset that is not here: perhaps another was meant."""
    names = [part.dataset_id for part in dataset.parts]
    for name in accepted:
        if name not in names:
            words = f"no dataset that is shown is called {name!r}; there are: {', '.join(names)}."
            raise click.BadParameter(words, param_hint="--accept-terms")


def _read_filter(text: str) -> IncidentFilter:
    """Return the filter of a query string, or of a page's whole address."""
    pairs = parse_qsl(text.rpartition("?")[2], keep_blank_values=True)
    return IncidentFilter.from_query(
        [(key, value) for key, value in pairs if key not in _PAGE_KEYS]
    )
