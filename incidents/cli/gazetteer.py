"""`incidents gazetteer`: places of your own, names that datasets teach, names to decide."""

from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path

import click

from incidents.cli.progress import Progress, plural
from incidents.cli.review import review
from incidents.library.gazetteers import bring, open_search, teach
from incidents.library.layer_store import LayerStore
from incidents.places.layers import bundled_layers
from incidents.settings import read_settings

_SHOWN = 10

_FILE = click.Path(exists=True, dir_okay=False, path_type=Path)


@click.group(
    epilog="""\b
Examples:
  incidents gazetteer add IQ.txt --licence "CC BY 4.0"
  incidents gazetteer teach acled_iraq.csv
  incidents gazetteer review list"""
)
def gazetteer() -> None:
    """Keep places of your own beside the bundled ones, and decide what names mean.

    Everything is kept under INCIDENTS_HOME. Your layers are trusted before the bundled ones, and
    what you decided by hand before everything else.
    """


gazetteer.add_command(review)


def today() -> date:
    """Return the day on which something is kept."""
    return datetime.now(tz=UTC).date()


@gazetteer.command(
    epilog="""\b
Examples:
  incidents gazetteer add IQ.txt
  incidents gazetteer add villages.csv --name "Field list" --licence "internal"
  incidents gazetteer add health_sites.geojson --licence "ODbL" """
)
@click.argument("file", type=_FILE)
@click.option("--name", default="", metavar="N", help="Name of the layer; by default the file's.")
@click.option("--licence", default="", metavar="L", help="Terms under which the file may be used.")
def add(file: Path, name: str, licence: str) -> None:
    """Add places from a file: a GeoNames dump (IQ.txt), a CSV file or a vector file.

    Rows that cannot be used are counted with their reason; a layer of the same name is replaced.
    """
    added = bring(file, name=name, licence=licence, today=today())
    click.echo(f"{plural(added.layer.places, 'place')} added as {added.layer.name!r}.", err=True)
    for reason, count in sorted(added.left_out.items(), key=lambda each: -each[1])[:_SHOWN]:
        click.echo(f"{plural(count, 'row')} left out: {reason}", err=True)


@gazetteer.command("list", epilog="\b\nExample:\n  incidents gazetteer list")
def list_layers() -> None:
    """List all layers, the most trusted first, with places, licence and credit."""
    settings = read_settings()
    lines = [
        (each.name, each.kind.value, str(each.places), each.licence, each.credit)
        for each in LayerStore(settings.home).stored()
    ]
    lines += [
        (each.name, "bundled", str(each.places.height), each.licence, each.credit)
        for each in bundled_layers(settings.areas, settings.gazetteer)
    ]
    click.echo(f"{'layer':<28}{'kind':<10}{'places':>9}  licence; credit")
    for name, kind, places, licence, credit in lines:
        click.echo(f"{name:<28}{kind:<10}{places:>9}  {licence}; {credit}")


@gazetteer.command(epilog="""\b\nExample:\n  incidents gazetteer remove "Field list" """)
@click.argument("name")
def remove(name: str) -> None:
    """Remove one of your own layers."""
    gone = LayerStore(read_settings().home).remove(name)
    click.echo(f"Removed {gone.name!r} with {plural(gone.places, 'place')}.", err=True)


@gazetteer.command(epilog="\b\nExample:\n  incidents gazetteer build")
def build() -> None:
    """Build the index of names now, rather than when the first name is looked up."""
    progress = Progress()
    open_search(progress=progress)
    progress.end()
    click.echo(f"The index is ready in {read_settings().home}.", err=True)


@gazetteer.command(
    "teach",
    epilog="""\b
Examples:
  incidents gazetteer teach ged_iraq.csv --licence "CC BY 4.0"
  incidents gazetteer teach log.csv --name-column village --admin1-column province""",
)
@click.argument("file", type=_FILE, metavar="DATASET.csv")
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
    file: Path,
    name: str,
    licence: str,
    name_column: str | None,
    admin1_column: str | None,
    country_column: str | None,
    latitude_column: str | None,
    longitude_column: str | None,
    precision_column: str | None,
) -> None:
    """Learn the names of places from a located dataset: UCDP GED, ACLED or a plain CSV file.

    Each (name, governorate) whose points lie within 10 km of one another becomes a place, with
    how many rows say so. Rows known only to an area teach nothing.
    """
    chosen = {
        "name": name_column, "admin1": admin1_column, "country": country_column,
        "latitude": latitude_column, "longitude": longitude_column,
        "precision": precision_column,
    }  # fmt: skip
    done = teach(file, chosen, name=name, licence=licence, today=today())
    click.echo(f"{plural(done.layer.places, 'place')} taught as {done.layer.name!r}.", err=True)
    for reason, count in done.left_out.items():
        click.echo(f"{plural(count, 'row')} taught nothing: {reason}", err=True)
    spread = [each for each in done.lessons if not each.is_taught]
    for each in spread[:_SHOWN]:
        click.echo(
            f"Not taught: {each.name} ({each.admin1}), {each.count} rows up to "
            f"{each.spread_km:.0f} km apart",
            err=True,
        )
    if len(spread) > _SHOWN:
        click.echo(f"… and {len(spread) - _SHOWN} more whose points lie too far apart", err=True)
