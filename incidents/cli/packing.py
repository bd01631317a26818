"""`incidents pack`: a folder of CSV files as Parquet, laid out for large data and other engines."""

from __future__ import annotations

import shutil
from pathlib import Path

import click

from incidents.cli.progress import Progress, plural
from incidents.library.card import CARD_FILE
from incidents.library.datasets import load_dataset
from incidents.library.geoparquet import write_folder
from incidents.library.layouts import open_folder
from incidents.places.areas import load_areas
from incidents.places.gazetteer import load_gazetteer
from incidents.places.geocoder import Geocoder
from incidents.settings import read_settings

_SOME_LEFT_OUT = 3


@click.command(
    epilog="""\b
Examples:
  incidents pack data/curated -o iraq-2021
  INCIDENTS_DATA=iraq-2021 incidents serve""",
)
@click.argument("folder", type=click.Path(file_okay=False, path_type=Path), metavar="DIR")
@click.option(
    "-o",
    "--output",
    type=click.Path(file_okay=False, path_type=Path),
    required=True,
    metavar="OUT",
    help="The folder to write; it must not exist, or be empty.",
)
def pack(folder: Path, output: Path) -> None:
    """Write a folder of tables as Parquet files, its incidents as GeoParquet.

    INCIDENTS_DATA may point at such a folder: it opens at once however large it is, and every
    tool that reads GeoParquet reads it. Rows that break a rule are not in it; they are counted,
    `incidents validate` lists them, and the exit status is then 3.
    """
    if output.exists() and any(output.iterdir()):
        raise click.BadParameter(f"{output} is not empty.", param_hint="-o")
    settings = read_settings()
    geocoder = Geocoder(load_areas(settings.areas), load_gazetteer(settings.gazetteer))
    dataset = load_dataset(folder, geocoder)
    output.mkdir(parents=True, exist_ok=True)
    write_folder(dataset.tables, output)
    if (folder / CARD_FILE).is_file():
        shutil.copyfile(folder / CARD_FILE, output / CARD_FILE)
    progress = Progress()
    _, version = open_folder(output, settings, progress)
    progress.end()
    packed = dataset.tables.incidents.height
    click.echo(f"{plural(packed, 'incident')} written to {output}, version {version}", err=True)
    left_out = len({(row.table, row.row) for row in dataset.rejected})
    if left_out:
        words = f"{plural(left_out, 'row')} left out; `incidents validate {folder}` says why."
        click.echo(words, err=True)
        raise SystemExit(_SOME_LEFT_OUT)
