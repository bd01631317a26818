"""`incidents gazetteer`: places of your own, names that datasets teach, names to decide."""

from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path

import click

from incidents.cli.progress import Progress, plural
from incidents.cli.review import review
from incidents.cli.teaching import teach_names
from incidents.library.gazetteers import bring, open_search
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
gazetteer.add_command(teach_names)


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
