"""`incidents import`: a file of anybody's, checked row by row and kept in the library."""

from __future__ import annotations

import json
from contextlib import ExitStack, suppress
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from incidents.cli.progress import Progress, plural
from incidents.errors import IncidentsError, MappingError
from incidents.files import write_atomically
from incidents.library.datasets import load_atlas
from incidents.library.doubts import SWAPPED
from incidents.library.importing import Importer, Request
from incidents.library.mappings import recall_mapping
from incidents.library.mending import prepare_mended
from incidents.library.store import Library
from incidents.library.stored import StoredCard
from incidents.readers.mapping import TableMapping
from incidents.readers.raw import Format, Reading
from incidents.settings import EngineKind, read_settings

if TYPE_CHECKING:
    from datetime import datetime

    from incidents.library.importing import Prepared
    from incidents.library.report import ImportReport, Reason

SOME_REJECTED = 3
_SHOWN = 8
_LONGEST_CELL = 60
_MAPPED = {Format.PLAIN.value, Format.HXL.value}
"""The formats whose columns a mapping explains."""
_FORMATS = [each.value for each in Format]


@click.command(
    "import",
    epilog="""\b
Examples:
  incidents import acled-iraq.csv --dataset acled-iraq --accessed 2026-11-20
  incidents import field.xlsx --dataset field-office --dry-run --report report.json
  incidents import field.xlsx --dataset field-office --mapping field.json
  incidents import field.xlsx --dataset field-office --rejected rejected.csv
  incidents import rejected.csv --dataset field-office --mended

Exit status: 0 every row was accepted or a duplicate, 3 some were rejected, 1 the file could not
be used.""",
)
@click.argument("file", type=click.Path(path_type=Path), metavar="FILE")
@click.option("--dataset", required=True, metavar="NAME",
              help="Its name in the library: small letters, digits and hyphens.")  # fmt: skip
@click.option("--format", "chosen", type=click.Choice(_FORMATS), default=None,
              help="Whose columns it has; without it, found from the content.")  # fmt: skip
@click.option("--mapping", type=click.Path(path_type=Path, dir_okay=False), default=None,
              metavar="M.json", help="What the columns of a plain table mean.")  # fmt: skip
@click.option("--write-mapping", type=click.Path(path_type=Path, dir_okay=False), default=None,
              metavar="M.json", help="Write the likeliest mapping, to correct and use; import "
              "nothing.")  # fmt: skip
@click.option("--mended", is_flag=True, help="FILE holds rejected rows of NAME that were mended: "
              "put each back where it was.")  # fmt: skip
@click.option("--dry-run", is_flag=True, help="Read and report; keep nothing.")
@click.option("--report", "report_file", type=click.Path(path_type=Path, dir_okay=False),
              default=None, metavar="R.json", help="Write the whole report as JSON.")  # fmt: skip
@click.option("--rejected", "rejected_file", type=click.Path(path_type=Path, dir_okay=False),
              default=None, metavar="OUT.csv", help="Write the rejected rows as they stood, with "
              "reason and cure.")  # fmt: skip
@click.option("--part", default=None, metavar="NAME", help="The sheet or layer to read.")
@click.option("--encoding", default=None, help="The encoding of a text file, such as cp1256.")
@click.option("--turn-points", is_flag=True, help="Exchange latitude and longitude of the points "
              "that lie in their country only then; each of them is listed.")  # fmt: skip
@click.option("--title", default="", help="What to call it.")
@click.option("--version-name", default="", help="What its source calls this version.")
@click.option("--accessed", type=click.DateTime(["%Y-%m-%d"]), default=None, metavar="YYYY-MM-DD",
              help="The day it was taken from its source.")  # fmt: skip
@click.option("--filters-used", default="", help="What was chosen there.")
def import_(  # noqa: PLR0913  one argument an option
    *, file: Path, dataset: str, chosen: str | None, mapping: Path | None,
    write_mapping: Path | None, mended: bool, dry_run: bool, report_file: Path | None,
    rejected_file: Path | None, part: str | None, encoding: str | None, turn_points: bool,
    title: str, version_name: str, accessed: datetime | None, filters_used: str,
) -> None:  # fmt: skip
    """Bring a file in: ACLED, UCDP GED, GTD, GDELT, HXL, any table, GeoJSON, GeoPackage and more.

    What the file is is told by what it holds. Every row is accepted, rejected with a reason, or
    a duplicate. The dataset then stands on the map beside the others. A newer file of the same
    dataset becomes its new version; the older one is kept.
    """
    if mended and (chosen or mapping or write_mapping or turn_points):
        raise click.UsageError("--mended takes format, mapping and --turn-points from the dataset.")
    settings = read_settings()
    importer, progress = Importer(settings), Progress()
    reading = Reading(encoding=encoding, part=part, turned=turn_points)
    request = Request(
        file=file, file_name=file.name, dataset=dataset, reading=reading, format=chosen or "",
        card=StoredCard(title=title, version_name=version_name,
                        accessed=f"{accessed:%Y-%m-%d}" if accessed else "",
                        filters_used=filters_used),
    )  # fmt: skip
    for written in (write_mapping, report_file, rejected_file):
        if written is not None and written.exists() and file.exists() and written.samefile(file):
            raise click.UsageError(f"{written} is the file that is brought: write somewhere else.")
    if write_mapping is not None:
        if any((mapping, report_file, rejected_file)):
            raise click.UsageError("--write-mapping imports nothing: leave out --mapping, --report "
                                   "and --rejected.")  # fmt: skip
        _write_mapping(importer, request, write_mapping, progress)
        return
    Library(settings.home).tidy()
    if mended:
        prepared = prepare_mended(settings, request, progress)
    else:
        request = replace(request, mapping=_mapping(importer, request, mapping, progress))
        prepared = importer.prepare(request, progress)
    progress.end()
    with ExitStack() as undo:
        undo.callback(importer.discard, prepared)
        _tell(prepared)
        _write_reports(prepared, report_file, rejected_file)
        undo.pop_all()
    _end(importer, prepared, dry_run=dry_run)


def _end(importer: Importer, prepared: Prepared, *, dry_run: bool) -> None:
    counts = prepared.report.counts
    if dry_run:
        importer.discard(prepared)
        click.echo("Nothing was kept: this was a dry run.", err=True)
    elif not counts.accepted and not prepared.known:
        importer.discard(prepared)
        click.echo("Nothing was kept: no row was accepted.", err=True)
        raise SystemExit(SOME_REJECTED if counts.rejected else 1)
    else:
        _confirm(importer, prepared)
    if counts.rejected:
        raise SystemExit(SOME_REJECTED)


def _confirm(importer: Importer, prepared: Prepared) -> None:
    library, name = Library(read_settings().home), prepared.request.dataset
    removed = {each.name for each in library.list(removed=True)} - {e.name for e in library.list()}
    version = importer.confirm(prepared).about.version
    _put_together()
    kept = "It was there already; nothing changed" if prepared.known else "Kept"
    click.echo(f"{kept}: {name}, version {version}.", err=True)
    shown = library.get(name)
    if shown.removed:
        click.echo(f"It is removed, and shown nowhere: incidents datasets restore {name}", err=True)
    elif name in removed:
        click.echo("It was removed, and is shown again.", err=True)
    if shown.active != version:
        click.echo(f"Another version of it is shown, {shown.active}: incidents datasets activate "
                   f"{name} {version}", err=True)  # fmt: skip


def _put_together() -> None:
    """Build what the first page would otherwise wait for."""
    settings, progress = read_settings(), Progress()
    if settings.engine is EngineKind.SPARK:
        return
    with suppress(IncidentsError):  # the dataset is kept; pages say what is wrong with the rest
        load_atlas(settings, progress)
    progress.end()


def _mapping(
    importer: Importer, request: Request, chosen: Path | None, progress: Progress
) -> TableMapping | None:
    """Return the mapping that was given, or what was remembered for a table of these columns."""
    if chosen is not None and request.format in _MAPPED:
        return _read_mapping(chosen)
    if request.format and request.format not in _MAPPED:
        told: dict[str, Any] = {"format": request.format}
    else:
        told = importer.inspect(request.file, request.file_name, request.reading, progress)
        progress.end()
    if chosen is not None:
        if told["format"] not in _MAPPED:
            raise _needs_no_mapping(request.file_name, told["format"])
        return _read_mapping(chosen)
    if "mapping" not in told:
        return None
    kept = recall_mapping(read_settings().home, told["columns"])
    words = "as it was mapped before" if kept else "guessed from its columns; see --write-mapping"
    click.echo(f"{request.file_name} is a plain table, {words}.", err=True)
    return kept or TableMapping.from_json(told["mapping"])


def _read_mapping(file: Path) -> TableMapping:
    try:
        return TableMapping.from_json(file.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError) as error:
        raise MappingError(f"{file} cannot be read", "Check its name.") from error


def _needs_no_mapping(file_name: str, found: str) -> MappingError:
    cure = "Leave --mapping out"
    if found != Format.OWN:
        cure += f", or add --format {Format.PLAIN} to read it as anybody's table"
    return MappingError(f"{file_name} is read as {found}, whose columns are known", f"{cure}.")


def _write_mapping(importer: Importer, request: Request, output: Path, progress: Progress) -> None:
    told = importer.inspect(request.file, request.file_name, request.reading, progress)
    progress.end()
    if "mapping" not in told:
        raise MappingError(f"{request.file_name} is {told['format']}", "Its columns are known.")
    write_atomically(output, [told["mapping"].encode()])
    click.echo(f"Written to {output}. Correct it, then import with --mapping.", err=True)


def _tell(prepared: Prepared) -> None:
    report, counts = prepared.report, prepared.report.counts
    click.echo(f"{report.file_name}: {report.format} ({report.container})")
    click.echo(
        f"{plural(counts.rows, 'row')} = {counts.accepted} accepted + {counts.rejected} rejected "
        f"+ {counts.duplicates} duplicate"
    )
    for line in _lines(report):
        click.echo(line)


def _lines(report: ImportReport) -> list[str]:
    lines = [f"  {remark}" for remark in report.remarks]
    lines += [
        f"  rejected: {each.column} {each.reason} ({plural(each.count, 'row')}, first: "
        f"{_first(each)}). {each.cure}"
        for each in report.reasons[:_SHOWN]
    ]
    if report.repeats:
        one = report.repeats[0]
        lines.append(f"  duplicate: row {one.row} is the same as row {one.same_as}"
                     + (" …" if report.counts.duplicates > 1 else ""))  # fmt: skip
    lines += [
        f"  check: {each.kind} ({plural(each.count, 'row')})"
        + (": --turn-points exchanges them" if each.kind == SWAPPED else "")
        for each in report.warnings
    ]
    if report.questions:
        names = plural(len(report.questions), "name")
        lines.append(f"  {names} could mean several places: incidents gazetteer review list")
    if report.differences:
        told = report.differences
        lines.append(
            "  since the version that is shown: "
            + ", ".join(f"{told[name]['count']} {words}" for name, words in _CHANGES.items())
        )
        if told["removed"]["count"] and told["removed"]["count"] == told["old_rows"]:
            lines.append(_NONE_LEFT)
    return lines


_NONE_LEFT = (
    "  careful: no incident that is shown is in this file, and none of them is shown once it is "
    "kept. Mended rows of this dataset are put back among the others by --mended."
)


def _first(reason: Reason) -> str:
    value = reason.values[0] if reason.values else ""
    return f"{reason.rows[0]}, {_shown(value)}" if value else str(reason.rows[0])


def _shown(value: str) -> str:
    """Return a cell of the file for a terminal: short, in marks, and nothing that commands it."""
    return json.dumps(value[:_LONGEST_CELL], ensure_ascii=not value.isprintable())


_CHANGES = {
    "added": "added", "removed": "removed", "moved": "moved", "re_attributed": "re-attributed",
    "toll_changed": "with another toll", "dated": "with another date",
    "otherwise_changed": "with other words",
}  # fmt: skip


def _write_reports(
    prepared: Prepared, report_file: Path | None, rejected_file: Path | None
) -> None:
    try:
        if report_file is not None:
            write_atomically(report_file, [prepared.report.to_json().encode()])
        kept = prepared.staging / "rejected.csv"
        if rejected_file is not None and kept.is_file():
            write_atomically(rejected_file, [kept.read_bytes()])
    except OSError as error:
        raise click.ClickException(f"The report could not be written: {error.strerror}.") from error
