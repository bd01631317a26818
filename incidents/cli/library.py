"""`incidents datasets`: what was brought, its versions, and taking it away or back."""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import TYPE_CHECKING

import click

from incidents.cli.progress import plural
from incidents.library.importing import Importer
from incidents.library.store import Library
from incidents.library.version_files import count_incidents
from incidents.settings import read_settings

if TYPE_CHECKING:
    from incidents.library.stored import StoredDataset, StoredVersion


@click.group(
    epilog="""\b
Examples:
  incidents datasets list
  incidents datasets show acled-iraq
  incidents datasets remove acled-iraq
  incidents datasets restore acled-iraq"""
)
def datasets() -> None:
    """List, describe, remove and restore the datasets that were brought."""


def _library() -> Library:
    return Library(read_settings().home)


@datasets.command("list")
@click.option("--removed", is_flag=True, help="Those that are removed, too.")
def list_(*, removed: bool) -> None:
    """Name each dataset, the version that is shown and how many incidents it has."""
    library = _library()
    found = library.list(removed=removed)
    for each in found:
        about = each.current.about
        state = " (removed)" if each.removed else ""
        click.echo(
            f"{each.name}{state}: {about.card.title or each.name}, version {each.active} of "
            f"{about.imported[:10]}, {plural(count_incidents(each.current.folder), 'incident')}, "
            f"{plural(len(each.versions), 'version')}"
        )
    for problem in library.problems():
        click.echo(str(problem), err=True)
    if not found:
        click.echo("Nothing was brought yet: incidents import FILE --dataset NAME", err=True)


@datasets.command()
@click.argument("name")
@click.option("--json", "as_json", is_flag=True, help="Everything, as JSON.")
def show(name: str, *, as_json: bool) -> None:
    """Show a dataset's card and its versions."""
    found = _library().get(name)
    if as_json:
        click.echo(json.dumps(_told(found), ensure_ascii=False, indent=2))
        return
    card = found.current.about.card
    for term, said in asdict(card).items():
        words = "; ".join(said) if isinstance(said, tuple) else said
        if words:
            click.echo(f"{term.replace('_', ' ')}: {words}")
    for version in found.versions:
        click.echo(_describe(version, shown=version.about.version == found.active))


def _told(found: StoredDataset) -> dict[str, object]:
    return {
        "name": found.name,
        "active": found.active,
        "removed": found.removed,
        "versions": [asdict(version.about) for version in found.versions],
    }


def _describe(version: StoredVersion, *, shown: bool) -> str:
    about, counts = version.about, version.about.counts
    said = (
        f"version {about.version}{' (shown)' if shown else ''}: {about.file_name}, "
        f"{about.format}, brought {about.imported}, sha256 {about.sha256}; {counts.rows} rows = "
        f"{counts.accepted} accepted + {counts.rejected} rejected + {counts.duplicates} duplicate"
    )
    made = about.composed
    if made is None:
        return said
    return (
        f"{said}\n  put together: {plural(made.replaced, 'row')} of {made.original} (version "
        f"{made.version}, sha256 {made.original_sha256}) replaced by mended ones of {made.mended} "
        f"(sha256 {made.mended_sha256})"
    )


@datasets.command()
@click.argument("name")
@click.argument("version")
def activate(name: str, version: str) -> None:
    """Show another version of a dataset."""
    _library().activate(name, version)
    click.echo(f"{name} is now shown in version {version}.", err=True)


@datasets.command()
@click.argument("name")
@click.option("--for-good", is_flag=True, help="Delete its files too; there is no way back.")
def remove(name: str, *, for_good: bool) -> None:
    """Show a dataset nowhere; its files are kept, and `restore` brings it back.

    The names that it taught (`incidents gazetteer teach --dataset`) are used no longer;
    restoring does not teach them again.
    """
    if for_good:
        Importer(read_settings()).delete(name)
        click.echo(f"{name} and its files are deleted.", err=True)
        return
    _library().remove(name)
    click.echo(f"{name} is removed; `incidents datasets restore {name}` brings it back.", err=True)


@datasets.command()
@click.argument("name")
def restore(name: str) -> None:
    """Show a removed dataset again."""
    _library().restore(name)
    click.echo(f"{name} is shown again.", err=True)
