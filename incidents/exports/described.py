"""What exports need to know of a dataset; `incidents.library.datasets.Dataset` is one."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from incidents.model.frames import Tables

ALLOWED = "allowed"
"""What a card's `redistribution` says where rows may be handed on."""


class DescribedCard(Protocol):
    """What a dataset's card says; `incidents.library.card.DatasetCard` is one."""

    @property
    def dataset_id(self) -> str: ...  # noqa: D102 (named as in the card)
    @property
    def title(self) -> str: ...  # noqa: D102
    @property
    def method(self) -> str: ...  # noqa: D102
    @property
    def licence(self) -> str: ...  # noqa: D102
    @property
    def licence_name(self) -> str: ...  # noqa: D102
    @property
    def licence_url(self) -> str: ...  # noqa: D102
    @property
    def citation(self) -> str: ...  # noqa: D102
    @property
    def redistribution(self) -> str: ...  # noqa: D102
    @property
    def terms(self) -> str: ...  # noqa: D102
    @property
    def toll_convention(self) -> str: ...  # noqa: D102
    @property
    def sensitivity(self) -> str: ...  # noqa: D102
    @property
    def credits(self) -> tuple[str, ...]: ...  # noqa: D102
    @property
    def caveats(self) -> tuple[str, ...]: ...  # noqa: D102
    @property
    def not_for(self) -> tuple[str, ...]: ...  # noqa: D102


class DescribedPart(Protocol):
    """One of the datasets that are served together."""

    @property
    def card(self) -> DescribedCard: ...  # noqa: D102 (named as in the dataset)
    @property
    def version(self) -> str: ...  # noqa: D102


class DescribedDataset(DescribedPart, Protocol):
    """A dataset to take away: one, or several as one."""

    @property
    def tables(self) -> Tables: ...  # noqa: D102 (named as in the dataset)
    @property
    def parts(self) -> Sequence[DescribedPart]: ...  # noqa: D102


def name_apart(cards: Iterable[DescribedCard]) -> dict[str, str]:
    """Return what to call datasets, by id: the title, and the id where another has the title."""
    told = list(cards)
    often = Counter(card.title.casefold() for card in told)
    return {
        card.dataset_id: f"{card.title} ({card.dataset_id})"
        if often[card.title.casefold()] > 1
        else card.title
        for card in told
    }


def licence_of(card: DescribedCard) -> str:
    """Return a licence by its name and short name."""
    return f"{card.licence_name} ({card.licence})" if card.licence_name else card.licence
