"""Datasets of the library as nodes: what is said of each, and how each version came in."""

from __future__ import annotations

import json
from datetime import date
from typing import TYPE_CHECKING, Any

from incidents.ui.doc import Child, Node, bullets, facts, file_name, grid, link, name, node, text
from incidents.ui.map_address import map_address
from incidents.ui.report_nodes import FORMATS, say_counts
from incidents.ui.source_nodes import RESTRICTED
from incidents.ui.wording import day, number, plural

if TYPE_CHECKING:
    from collections.abc import Sequence

    from incidents.library.datasets import Part
    from incidents.library.stored import (
        Composed,
        StoredCard,
        StoredDataset,
        StoredVersion,
        VersionAbout,
    )

_MEGABYTE = 1_000_000
_KILOBYTE = 1_000


def describe_own(part: Part, count: int) -> list[Node]:
    """Return the installation's own dataset in short; its page says the rest."""
    card = part.card
    return [
        text(card.title, "h3", class_="title"),
        node("p", f"{plural(count, 'incident')}, the installation's own. ",
             link("See it on the map", f"./?dataset={part.dataset_id}"), " · ",
             link("Sources and methods", "./sources")),
        facts(
            [
                ("Name", node("code", part.dataset_id)),
                ("Version", node("code", part.version)),
                ("Licence", link(card.licence_name or card.licence, card.licence_url)),
                ("How to cite", card.citation),
            ]
        ),
    ]  # fmt: skip


def describe_stored(dataset: StoredDataset, count: int | None) -> list[Node]:
    """Return a dataset that was brought: its card, its counts and where its rows came from.

    Args:
        dataset: The dataset.
        count: How many incidents of it are shown; None where nobody can say.
    """
    about = dataset.current.about
    where: list[Child] = ["Kept, and shown nowhere."]
    if not dataset.removed and count is None:
        where = ["It is to be shown, and what is shown cannot be read at present."]
    elif not dataset.removed and count is not None:
        see = link("See it on the map", map_address(dataset.name, dataset.current.folder))
        where = [f"{plural(count, 'incident')}. ", see]
    return [
        text(about.card.title or dataset.name, "h3", class_="title"),
        node("p", *where),
        facts([("Name", node("code", dataset.name)), *_card(about.card), *_origin(about)]),
    ]


def _card(card: StoredCard) -> list[tuple[str, Child]]:
    return [
        ("Source", card.source),
        ("Its version", card.version_name),
        ("Accessed", _day(card.accessed)),
        ("Filters used", card.filters_used),
        ("Licence", link(card.licence_name or card.licence, card.licence_url)),
        ("Handing on", RESTRICTED if card.redistribution == "restricted" else ""),
        ("Terms", card.terms),
        ("How to cite", card.citation),
        ("Home", link(card.homepage, card.homepage)),
        ("Sensitivity", card.sensitivity),
        ("Figures", card.toll_convention),
        ("How it was made", card.method),
        ("Cautions", bullets(card.caveats) if card.caveats else ""),
    ]


def _origin(about: VersionAbout) -> list[tuple[str, Child]]:
    return [
        ("Rows", say_counts(about.counts)),
        ("File", node("span", file_name(about.file_name), f", {_size(about.bytes)}, "
                      f"{FORMATS.get(about.format, about.format)} ({about.container})")),
        ("SHA-256", node("code", about.sha256)),
        *_composed(about.composed),
        ("Brought", f"{_day(about.imported[:10])}, with reader version {about.reader_version}"),
    ]  # fmt: skip


def _composed(composed: Composed | None) -> list[tuple[str, Child]]:
    """Return of which files a version was made that nobody brought as one."""
    if composed is None:
        return []
    return [
        ("Put together of", node("span", file_name(composed.original), ", version ",
                                 node("code", composed.version), ", SHA-256 ",
                                 node("code", composed.original_sha256))),
        ("Mended rows", node("span", f"{number(composed.replaced)}, of ",
                                  file_name(composed.mended), ", SHA-256 ",
                                  node("code", composed.mended_sha256))),
    ]  # fmt: skip


def describe_versions(dataset: StoredDataset) -> list[Node]:
    """Return every version, the newest first; nothing where there is one."""
    if len(dataset.versions) == 1:
        return []
    rows = [_version(each, shown=each.about.version == dataset.active)
            for each in reversed(dataset.versions)]  # fmt: skip
    heads = ["Version", "Brought", "File", "Its version", "Rows accepted", "Rejected"]
    return [node("h4", "Versions"), grid(heads, rows, title="Versions", testid="versions")]


def _version(version: StoredVersion, *, shown: bool) -> list[Child]:
    about = version.about
    return [
        node("span", node("code", about.version), " (shown)" if shown else ""),
        _day(about.imported[:10]),
        file_name(about.file_name),
        about.card.version_name,
        number(about.counts.accepted),
        number(about.counts.rejected),
    ]


def describe_mapping(mapping: str) -> list[Node]:
    """Return what the columns of a plain table were said to mean; nothing for other files."""
    if not mapping:
        return []
    said: dict[str, Any] = json.loads(mapping)
    rows: list[Sequence[Child]] = [[field.replace("_", " "), name(column)]
                                   for field, column in said["columns"].items()]  # fmt: skip
    rows += [[f"{field.replace('_', ' ')}, in every row", name(value)]
             for field, value in said["constants"].items()]  # fmt: skip
    rows += [[f"{field.replace('_', ' ')}: word", node("span", name(theirs), ": ", name(ours))]
             for field, words in said["words"].items()
             for theirs, ours in words.items()]  # fmt: skip
    summary = node("summary", "How its columns were mapped")
    return [node("details", summary, grid(["Field", "Column"], rows, title="Mapping"))]


def _day(iso: str) -> str:
    try:
        return day(date.fromisoformat(iso))
    except ValueError:
        return iso


def _size(count: int) -> str:
    if count < _MEGABYTE:
        return f"{max(count / _KILOBYTE, 0.1):.1f} kB"
    return f"{count / _MEGABYTE:.1f} MB"
