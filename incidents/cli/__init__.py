"""The command line: serve the atlas, bring files in, take incidents away, find places."""

from __future__ import annotations

from typing import Any

import click

import incidents
from incidents.cli.exporting import export
from incidents.cli.gazetteer import gazetteer
from incidents.cli.geocoding import geocode
from incidents.cli.importing import import_
from incidents.cli.library import datasets
from incidents.cli.packing import pack
from incidents.cli.serving import serve
from incidents.cli.tables import papers, validate
from incidents.errors import IncidentsError


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
Bring your own:  incidents import events.csv --dataset field-office
Take them away:  incidents export --filter 'from=2021-07-01' -o july.csv
Check your own:  incidents validate path/to/tables
Find a place:    incidents geocode --country IRQ 'مدينة الصدر'""",
)
@click.version_option(incidents.__version__, prog_name="incidents")
def main() -> None:
    """Incident Atlas: sourced security incidents on a map and a timeline.

    Which data is used: the folder INCIDENTS_DATA names, or the bundled data/curated.
    """


for _command in (serve, import_, datasets, export, validate, pack, papers, geocode, gazetteer):
    main.add_command(_command)
