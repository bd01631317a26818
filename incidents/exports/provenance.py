"""Where a download comes from: said in, or beside, every file that is taken away."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import narwhals as nw

from incidents.exports.described import ALLOWED, licence_of, name_apart
from incidents.exports.terms import count_parts, is_restricted
from incidents.query.engine import engine_of
from incidents.query.lazy import collect_rows
from incidents.query.records import plain
from incidents.query.select import count_incidents
from incidents.query.words import describe_filter, format_date

if TYPE_CHECKING:
    from datetime import date

    from incidents.exports.described import DescribedDataset, DescribedPart
    from incidents.model.frames import Tables
    from incidents.query.filters import IncidentFilter

EVERYTHING = "every incident of the dataset"
UNDATED = "[day of the download]"
"""Stands in a citation where the day is left to be filled in."""


@dataclass(frozen=True)
class CitedDataset:
    """One of the datasets that a selection holds rows of, and its terms."""

    dataset_id: str
    title: str
    version: str
    count: int
    licence: str
    licence_url: str
    redistribution: str
    terms: str
    how_to_cite: str
    credits: tuple[str, ...]
    caveats: tuple[str, ...]
    not_for: tuple[str, ...]


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
    accessed: date | None
    """None where the same selection has to give the same file on any day."""
    licence: str
    licence_url: str
    how_to_cite: str
    """A line for each dataset."""
    sensitivity: str
    credits: tuple[str, ...]
    caveats: tuple[str, ...]
    not_for: tuple[str, ...]
    redistribution: str
    """`restricted` if any of its datasets is; whoever brings the file in is told so."""
    terms: str
    """What the restricted ones ask."""
    datasets: tuple[CitedDataset, ...]
    """Every dataset that the selection holds rows of."""
    sources: tuple[dict[str, Any], ...]
    """source_id, title, publisher, published and url of every page behind the records."""

    def as_dict(self) -> dict[str, Any]:
        """Return everything as plain data."""
        own = {name: _plain(value) for name, value in vars(self).items()}
        cited = [{name: _plain(v) for name, v in vars(each).items()} for each in self.datasets]
        return own | {"datasets": cited}


def build_provenance(
    dataset: DescribedDataset, chosen: IncidentFilter, *, accessed: date | None, page: str
) -> Provenance:
    """Return where the incidents that `chosen` selects come from.

    Args:
        dataset: The dataset.
        chosen: The filter.
        accessed: The day of the download, as the caller knows it; None leaves it to be filled in.
        page: Address of the page that the link leads to; "" where there is no page, and so no link.
    """
    tables, query = dataset.tables, chosen.to_query()
    link = f"{page}?{query}" if page and query else page
    which = link or (query and f"filter {query}")
    counted = count_parts(dataset, chosen) or [(part, 0) for part in dataset.parts]
    # of several datasets served as one, a selection may hold rows of a single one
    card = counted[0][0].card if len(counted) == 1 else dataset.card
    called = name_apart(part.card for part, _ in counted)
    bound = [part.card for part, _ in counted if is_restricted(part.card)]
    shared = Counter(_citation_of(part) for part, _ in counted)
    cited = tuple(
        _describe(part, count, _cite(part, accessed, which, alone=shared[_citation_of(part)] == 1))
        for part, count in counted
    )
    return Provenance(
        dataset_id=card.dataset_id,
        title="; ".join(called.values()),
        version=dataset.version,
        count=count_incidents(tables, chosen),
        filter=tuple(describe_filter(chosen, tables)) or (EVERYTHING,),
        query=query,
        link=link,
        accessed=accessed,
        licence=licence_of(card),
        licence_url=card.licence_url,
        how_to_cite="\n".join(each.how_to_cite for each in cited),
        sensitivity=card.sensitivity,
        credits=card.credits,
        caveats=card.caveats,
        not_for=card.not_for,
        redistribution=bound[0].redistribution if bound else ALLOWED,
        terms=" ".join(f"{called[each.dataset_id]}: {each.terms}" for each in bound),
        datasets=cited,
        sources=_sources(tables, chosen),
    )


def _describe(part: DescribedPart, count: int, how_to_cite: str) -> CitedDataset:
    card = part.card
    return CitedDataset(
        dataset_id=card.dataset_id,
        title=card.title,
        version=part.version,
        count=count,
        licence=licence_of(card),
        licence_url=card.licence_url,
        redistribution=card.redistribution,
        terms=card.terms,
        how_to_cite=how_to_cite,
        credits=card.credits,
        caveats=card.caveats,
        not_for=card.not_for,
    )


def _citation_of(part: DescribedPart) -> str:
    return part.card.citation or part.card.title


def _cite(part: DescribedPart, accessed: date | None, which: str, *, alone: bool) -> str:
    parts = [
        _citation_of(part),
        "" if alone else f"dataset {part.card.dataset_id}",
        f"version {part.version}",
        f"accessed {format_date(accessed) if accessed else UNDATED}",
        part.card.licence,
        which,
    ]
    # on one line, however many the card has
    return " ".join((", ".join(each.rstrip(". ") for each in parts if each) + ".").split())


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
