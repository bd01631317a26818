"""Where a download comes from: said in, or beside, every file that is taken away."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Protocol

import narwhals as nw

from incidents.query.engine import engine_of
from incidents.query.lazy import collect_rows
from incidents.query.records import plain
from incidents.query.select import count_incidents
from incidents.query.words import describe_filter, format_date

if TYPE_CHECKING:
    from datetime import date

    from incidents.model.frames import Tables
    from incidents.query.filters import IncidentFilter

EVERYTHING = "every incident of the dataset"


class DescribedCard(Protocol):
    """What a dataset's card says; `incidents.library.card.DatasetCard` is one."""

    @property
    def dataset_id(self) -> str: ...  # noqa: D102 (named as in the card)
    @property
    def title(self) -> str: ...  # noqa: D102
    @property
    def licence(self) -> str: ...  # noqa: D102
    @property
    def licence_name(self) -> str: ...  # noqa: D102
    @property
    def licence_url(self) -> str: ...  # noqa: D102
    @property
    def citation(self) -> str: ...  # noqa: D102
    @property
    def sensitivity(self) -> str: ...  # noqa: D102
    @property
    def credits(self) -> tuple[str, ...]: ...  # noqa: D102
    @property
    def caveats(self) -> tuple[str, ...]: ...  # noqa: D102
    @property
    def not_for(self) -> tuple[str, ...]: ...  # noqa: D102


class DescribedDataset(Protocol):
    """A dataset to take away; `incidents.library.datasets.Dataset` is one."""

    @property
    def card(self) -> DescribedCard: ...  # noqa: D102 (named as in the dataset)
    @property
    def version(self) -> str: ...  # noqa: D102
    @property
    def tables(self) -> Tables: ...  # noqa: D102


@dataclass(frozen=True)
class Provenance:
    """Which records of which dataset, taken when, under which terms, from which sources."""

    dataset_id: str
    title: str
    version: str
    count: int
    filter: tuple[str, ...]
    """What was asked for, in words; `EVERYTHING` when nothing in particular was."""
    query: str
    """The filter's query string."""
    link: str
    """The page with the same filter, or ""."""
    accessed: date
    licence: str
    licence_url: str
    how_to_cite: str
    sensitivity: str
    credits: tuple[str, ...]
    caveats: tuple[str, ...]
    not_for: tuple[str, ...]
    sources: tuple[dict[str, Any], ...]
    """source_id, title, publisher, published and url of every page behind the records."""

    def as_dict(self) -> dict[str, Any]:
        """Return everything as plain data."""
        return {name: _plain(value) for name, value in vars(self).items()}


def build_provenance(
    dataset: DescribedDataset, chosen: IncidentFilter, *, accessed: date, page: str
) -> Provenance:
    """Return where the incidents that `chosen` selects come from.

    Args:
        dataset: The dataset.
        chosen: The filter.
        accessed: The day of the download, as the caller knows it.
        page: Address of the page that the link leads to; "" where there is no page, and so no link.
    """
    card, tables, query = dataset.card, dataset.tables, chosen.to_query()
    link = f"{page}?{query}" if page and query else page
    licence = f"{card.licence_name} ({card.licence})" if card.licence_name else card.licence
    return Provenance(
        dataset_id=card.dataset_id,
        title=card.title,
        version=dataset.version,
        count=count_incidents(tables, chosen),
        filter=tuple(describe_filter(chosen, tables)) or (EVERYTHING,),
        query=query,
        link=link,
        accessed=accessed,
        licence=licence,
        licence_url=card.licence_url,
        how_to_cite=_cite(dataset, accessed, link or (query and f"filter {query}")),
        sensitivity=card.sensitivity,
        credits=card.credits,
        caveats=card.caveats,
        not_for=card.not_for,
        sources=_sources(tables, chosen),
    )


def _cite(dataset: DescribedDataset, accessed: date, which: str) -> str:
    parts = [
        dataset.card.citation or dataset.card.title,
        f"version {dataset.version}",
        f"accessed {format_date(accessed)}",
        dataset.card.licence,
        which,
    ]
    return ", ".join(part.rstrip(". ") for part in parts if part) + "."


def _sources(tables: Tables, chosen: IncidentFilter) -> tuple[dict[str, Any], ...]:
    used = {
        row["source_id"]
        for table in ("citations", "attributions")
        for row in collect_rows(
            engine_of(tables).select_about(table, chosen).group_by("source_id").agg(nw.len())
        )
    }
    columns = ["source_id", "title", "publisher", "published", "url"]
    rows = tables.sources.select(columns).sort("source_id").iter_rows(named=True)
    return tuple(
        {name: plain(value) for name, value in row.items()}
        for row in rows
        if row["source_id"] in used
    )


def _plain(value: object) -> object:
    return list(value) if isinstance(value, tuple) else plain(value)
