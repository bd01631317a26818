"""Which datasets a selection holds rows of, and whether those may be handed on."""

from __future__ import annotations

from typing import TYPE_CHECKING

from incidents.errors import TermsError
from incidents.exports.described import ALLOWED, name_apart
from incidents.query.engine import engine_of
from incidents.query.select import count_incidents

if TYPE_CHECKING:
    from collections.abc import Collection

    from incidents.exports.described import DescribedCard, DescribedDataset, DescribedPart
    from incidents.query.filters import IncidentFilter


def count_parts(
    dataset: DescribedDataset, chosen: IncidentFilter
) -> list[tuple[DescribedPart, int]]:
    """Return the datasets of which a selection holds rows, with how many of them.

    A dataset that is the only one is returned for any selection, even an empty one.
    """
    if len(dataset.parts) == 1:
        return [(dataset.parts[0], count_incidents(dataset.tables, chosen))]
    counts = engine_of(dataset.tables).count_words(chosen, "dataset_id")
    found = [(part, counts.get(part.card.dataset_id, 0)) for part in dataset.parts]
    return [(part, count) for part, count in found if count]


def is_restricted(card: DescribedCard) -> bool:
    """Return whether a dataset's rows may not be handed on freely."""
    return card.redistribution != ALLOWED


def list_restricted(
    dataset: DescribedDataset, chosen: IncidentFilter
) -> list[tuple[DescribedPart, int]]:
    """Return the restricted datasets of which a selection holds rows, with how many of them."""
    if not any(is_restricted(part.card) for part in dataset.parts):
        return []
    parts = count_parts(dataset, chosen)
    return [(part, count) for part, count in parts if count and is_restricted(part.card)]


def leave_out_restricted(
    dataset: DescribedDataset, chosen: IncidentFilter
) -> IncidentFilter | None:
    """Return the filter that keeps only rows that may be handed on; None where none would be."""
    others = [part.card for part, _ in count_parts(dataset, chosen)]
    free = frozenset(card.dataset_id for card in others if not is_restricted(card))
    return chosen.replace(datasets=free) if free else None


def check_terms(
    dataset: DescribedDataset, chosen: IncidentFilter, accepted: Collection[str] = ()
) -> None:
    """Refuse to hand on rows of a restricted dataset whose terms nobody has accepted.

    Args:
        dataset: What is taken away.
        chosen: The filter.
        accepted: Ids of the datasets whose terms were accepted.

    Raises:
        TermsError: The selection holds rows of such a dataset that is not among them.
    """
    cards = [part.card for part, _ in list_restricted(dataset, chosen)]
    refused = [card for card in cards if card.dataset_id not in accepted]
    if refused:
        called = name_apart(part.card for part in dataset.parts)
        titles = [
            f"{called[card.dataset_id]} ({card.terms or 'terms not stated'})" for card in refused
        ]
        raise TermsError(titles, [card.dataset_id for card in refused])
