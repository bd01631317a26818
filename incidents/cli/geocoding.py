"""`incidents geocode`: names to places, offline, one by one or a file at a time."""

from __future__ import annotations

import csv
import io
import json
import re
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING

import click

from incidents.cli.answers import COLUMNS, describe, to_cells, to_json
from incidents.cli.progress import Progress, plural
from incidents.files import write_atomically
from incidents.library.countries import load_countries
from incidents.library.gazetteers import open_search
from incidents.library.reviews import ReviewList
from incidents.model.folding import fold
from incidents.model.text_cells import neutralise
from incidents.places.answers import Answer, Status
from incidents.places.surroundings import Context
from incidents.readers.plain_table import PlainTable, read_plain_table
from incidents.settings import read_settings

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

_BATCH = 2_000
_NUMBER = re.compile(r"[+-]?\d+(?:[.,]\d+)?(?:[eE][+-]?\d+)?")
_BOM = "\ufeff"


@click.command(
    epilog="""\b
Examples:
  incidents geocode --country IRQ "Sadr City" "مدينة الصدر" "Hewlêr"
  incidents geocode --country IRQ --admin1 Diyala Rashidiya
  incidents geocode --json --country IRQ "between Tikrit and Baiji"
  incidents geocode events.csv --name-column place --admin1-column province -o placed.csv""",
)
@click.argument("names", nargs=-1, required=True, metavar="NAME…|FILE.csv")
@click.option(
    "--country",
    default="",
    metavar="IRQ",
    help="Country, as ISO 3166-1 alpha-3 code or by name; for every name without its own.",
)
@click.option("--admin1", default="", metavar="NAME", help="Governorate or province, any spelling.")
@click.option("--json", "as_json", is_flag=True, help="One JSON object a line.")
@click.option("--name-column", metavar="C", help="The argument is a CSV file; its names are in C.")
@click.option("--admin1-column", metavar="C", help="Column of the governorate.")
@click.option("--country-column", metavar="C", help="Column of the country, code or name.")
@click.option(
    "-o",
    "--output",
    type=click.Path(dir_okay=False, path_type=Path),
    metavar="OUT.csv",
    help="Where the file with the added columns goes.",
)
def geocode(  # noqa: PLR0913  one argument an option
    *,
    names: tuple[str, ...],
    country: str,
    admin1: str,
    as_json: bool,
    name_column: str | None,
    admin1_column: str | None,
    country_column: str | None,
    output: Path | None,
) -> None:
    """Say which places names mean, how exactly, and why. Contacts nobody.

    Names may be Arabic, Kurdish or Latin, and phrases such as "highway near Nasiriyah". An answer
    is `resolved`, `ambiguous` (never picked for you), `area only` or `not found`.

    With --name-column, the one argument is a CSV file. Every row comes out again in its order
    with geo_status, latitude, longitude, geo_precision, radius_m, area_id, score, matched,
    explanation and alternatives added. Its ambiguous names go on the review list
    (`incidents gazetteer review`).

    Exit status 1 when no name was resolved or placed in an area.
    """
    if name_column is None:
        if output or admin1_column or country_column:
            raise click.UsageError("-o and the column options need --name-column and a CSV file.")
        _print_answers(names, Context(_country(country), admin1), as_json=as_json)
        return
    if len(names) != 1 or output is None or as_json:
        raise click.UsageError("With --name-column give one CSV file and -o OUT.csv, not --json.")
    table = read_plain_table(Path(names[0]))
    asked = _read_asked(table, name_column, admin1_column, country_column)
    fallback = Context(_country(country), admin1)
    _write_table(table, [_fill(each, fallback) for each in asked], output)


def _country(said: str) -> str:
    """Return the code of a country; text that is none is left for the geocoder to ignore."""
    if not said:
        return ""
    found = load_countries(read_settings().areas).get(fold(said))
    if found is None:
        raise click.BadParameter(
            f"{said!r} is no country by ISO 3166-1 alpha-3 code or name.", param_hint="--country"
        )
    return found


def _print_answers(names: Sequence[str], context: Context, *, as_json: bool) -> None:
    answers = _search(names, [context] * len(names))
    for number, answer in enumerate(answers):
        if as_json:
            click.echo(json.dumps(to_json(answer), ensure_ascii=False))
        else:
            click.echo(f"{chr(10) if number else ''}{describe(answer)}")
    if not any(answer.status in {Status.RESOLVED, Status.AREA_ONLY} for answer in answers):
        raise SystemExit(1)


def _search(names: Sequence[str], contexts: Sequence[Context]) -> list[Answer]:
    """Return an answer to each name, in order; what is asked twice is looked up once."""
    progress = Progress()
    geocoder = open_search(progress=progress)
    questions = list(dict.fromkeys(zip(names, contexts, strict=True)))
    found: dict[tuple[str, Context], Answer] = {}
    for start in range(0, len(questions), _BATCH):
        part = questions[start : start + _BATCH]
        if len(questions) > _BATCH:
            progress("Looking names up", start / len(questions))
        texts, where = zip(*part, strict=True)
        found.update(zip(part, geocoder.search_many(texts, where), strict=True))
    progress.end()
    return [found[question] for question in zip(names, contexts, strict=True)]


def _read_asked(
    table: PlainTable, name: str, admin1: str | None, country: str | None
) -> list[tuple[str, Context]]:
    codes = load_countries(read_settings().areas)
    rows = zip(table.read(name), table.read(admin1), table.read(country), strict=True)
    return [(text, Context(codes.get(fold(where), ""), area)) for text, area, where in rows]


def _fill(asked: tuple[str, Context], fallback: Context) -> tuple[str, Context]:
    text, said = asked
    country = said.country or fallback.country
    return text, Context(country, said.admin1 or fallback.admin1)


def _write_table(table: PlainTable, asked: Sequence[tuple[str, Context]], output: Path) -> None:
    answers = _search([text for text, _ in asked], [context for _, context in asked])
    try:
        write_atomically(output, _encode(table, answers))
    except OSError as error:
        raise click.ClickException(f"{output} could not be written: {error.strerror}.") from error
    counts = Counter(answer.status for answer in answers)
    said = ", ".join(f"{counts[status]} {status}" for status in Status)
    click.echo(f"{plural(len(answers), 'row')} written to {output}: {said}.", err=True)
    _review(asked, answers)


def _review(asked: Sequence[tuple[str, Context]], answers: Sequence[Answer]) -> None:
    times = Counter(asked)
    found = dict(zip(asked, answers, strict=True))
    new = ReviewList(read_settings().home).ask(
        (context, answer, times[text, context]) for (text, context), answer in found.items()
    )
    if new:
        click.echo(
            f"{plural(new, 'ambiguous name')} {'is' if new == 1 else 'are'} new on the review "
            "list: incidents gazetteer review list",
            err=True,
        )


def _encode(table: PlainTable, answers: Sequence[Answer]) -> Iterator[bytes]:
    added = [f"geo_{name}" if name in table.columns else name for name in COLUMNS]
    clashing = sorted(set(added) & set(table.columns))
    if clashing:
        raise click.ClickException(
            f"{table.path.name} already has the column(s) {', '.join(clashing)}. Rename them."
        )
    buffer = io.StringIO(newline="")
    buffer.write(_BOM)
    writer = csv.writer(buffer, lineterminator="\r\n")
    width = max([len(table.columns), *map(len, table.rows)])
    beyond = [f"column_{number}" for number in range(len(table.columns) + 1, width + 1)]
    writer.writerow(map(_safe, [*table.columns, *beyond, *added]))
    for number, (row, answer) in enumerate(zip(table.rows, answers, strict=True), start=1):
        cells = [*row, *[""] * (width - len(row)), *to_cells(answer)]
        writer.writerow(map(_safe, cells))
        if number % _BATCH == 0:
            yield _drain(buffer)
    yield _drain(buffer)


def _safe(cell: str) -> str:
    """Return a cell that no spreadsheet runs; a plain number stays as it is."""
    return cell if _NUMBER.fullmatch(cell) else neutralise(cell)


def _drain(buffer: io.StringIO) -> bytes:
    chunk = buffer.getvalue().encode()
    buffer.seek(0)
    buffer.truncate()
    return chunk
