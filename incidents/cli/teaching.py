"""`incidents gazetteer teach`: the names of a located dataset, from a file or from the library."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from incidents.cli.progress import plural
from incidents.library.gazetteers import teach
from incidents.library.stored_names import find_dataset, keep_names, learn_names
from incidents.settings import read_settings

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from incidents.library.layer_list import StoredLayer
    from incidents.library.taught import Lesson

_SHOWN = 10
_FILE = click.Path(exists=True, dir_okay=False, path_type=Path)


@click.command(
    "teach",
    epilog="""\b
Examples:
  incidents gazetteer teach --dataset ged-iraq
  incidents gazetteer teach ged_iraq.csv --licence "CC BY 4.0"
  incidents gazetteer teach log.csv --name-column village --admin1-column province""",
)
@click.argument("file", type=_FILE, required=False, metavar="[DATASET.csv]")
@click.option("--dataset", metavar="D", help="A dataset that was imported, in place of a file.")
@click.option("--name", default="", metavar="N", help="Name of the layer; by default the file's.")
@click.option("--licence", default="", metavar="L", help="Terms of the dataset.")
@click.option("--name-column", metavar="C", help="Column of the place's name.")
@click.option("--admin1-column", metavar="C", help="Column of the governorate.")
@click.option("--country-column", metavar="C", help="Column of the country, code or name.")
@click.option("--latitude-column", metavar="C", help="Column of the latitude.")
@click.option("--longitude-column", metavar="C", help="Column of the longitude.")
@click.option("--precision-column", metavar="C", help="Column of the precision.")
def teach_names(  # noqa: PLR0913  one argument an option
    *,
    file: Path | None,
    dataset: str | None,
    name: str,
    licence: str,
    name_column: str | None,
    admin1_column: str | None,
    country_column: str | None,
    latitude_column: str | None,
    longitude_column: str | None,
    precision_column: str | None,
) -> None:
    """Learn the names of places from a located dataset.

    It is a file (UCDP GED, ACLED or a plain CSV file) or, with --dataset, one that was imported:
    then its layer has its name, title and licence, and goes when the dataset is removed.

    Each (name, governorate) whose points lie within 10 km of one another becomes a place, with
    how many rows say so. Rows known only to an area teach nothing, nor do those whose point was
    found by their name.
    """
    chosen = {
        "name": name_column, "admin1": admin1_column, "country": country_column,
        "latitude": latitude_column, "longitude": longitude_column,
        "precision": precision_column,
    }  # fmt: skip
    today = datetime.now(tz=UTC).date()
    if dataset is None:
        if file is None:
            raise click.UsageError("Give a file, DATASET.csv, or an imported one: --dataset NAME.")
        done = teach(file, chosen, name=name, licence=licence, today=today)
        _report(done.layer, done.lessons, done.left_out)
        return
    if file is not None:
        raise click.UsageError("Give DATASET.csv or --dataset NAME, not both.")
    if name or licence or any(chosen.values()):
        raise click.UsageError(
            "--dataset takes no other option: the dataset has a name, terms and columns."
        )
    settings = read_settings()
    learnt = learn_names(find_dataset(dataset, settings), settings)
    _report(keep_names(learnt, today, settings), learnt.lessons, learnt.left_out)


def _report(layer: StoredLayer, lessons: Sequence[Lesson], left_out: Mapping[str, int]) -> None:
    click.echo(f"{plural(layer.places, 'place')} taught as {layer.name!r}.", err=True)
    for reason, count in left_out.items():
        click.echo(f"{plural(count, 'row')} taught nothing: {reason}", err=True)
    spread = [each for each in lessons if not each.is_taught]
    for each in spread[:_SHOWN]:
        click.echo(
            f"Not taught: {each.name} ({each.admin1}), {each.count} rows up to "
            f"{each.spread_km:.0f} km apart",
            err=True,
        )
    if len(spread) > _SHOWN:
        click.echo(f"… and {len(spread) - _SHOWN} more whose points lie too far apart", err=True)
