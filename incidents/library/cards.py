"""Cards of brought datasets in the words of `dataset.toml`, and one card for several datasets."""

from __future__ import annotations

import re
from dataclasses import asdict, replace
from typing import TYPE_CHECKING

from incidents.library.card import DatasetCard
from incidents.library.stored import StoredCard

if TYPE_CHECKING:
    from collections.abc import Iterable

    from incidents.library.stored import StoredVersion
    from incidents.readers.coded import CardFacts

_SEVERAL = "several"


def card_of(version: StoredVersion) -> DatasetCard:
    """Return the card of a dataset that was brought."""
    about, card = version.about, version.about.card
    access = f"accessed {card.accessed}" if card.accessed else ""
    edition = ", ".join(filter(None, (card.version_name, access)))
    chosen = f"Chosen where it was taken from: {card.filters_used}." if card.filters_used else ""
    mended = "Rows that could not be read as they were have been mended." if about.composed else ""
    return DatasetCard(
        dataset_id=version.dataset,
        title=card.title or version.dataset,
        description=" ".join(
            filter(
                None, (f"As its source published it{edition and ': '}{edition}.", chosen, mended)
            )
        ),
        method=card.method,
        sensitivity=card.sensitivity,
        update_frequency=f"brought on {about.imported[:10]}",
        licence=card.licence,
        licence_name=card.licence_name,
        licence_url=card.licence_url,
        citation=card.citation or card.title or version.dataset,
        homepage=card.homepage,
        redistribution=card.redistribution,
        terms=card.terms,
        toll_convention=card.toll_convention,
        caveats=card.caveats,
    )


_PLACEHOLDERS = {
    "[edition]": "version_name",
    "[date]": "accessed",
    "[filters]": "filters_used",
}


def fill_card(card: StoredCard, facts: CardFacts) -> StoredCard:
    """Return a card, what nobody said filled with what the format says."""
    blank, told = StoredCard(), asdict(facts)
    said = {
        name: told[name]
        for name in told
        if hasattr(blank, name) and getattr(card, name) == getattr(blank, name) and told[name]
    }
    filled = StoredCard(**(asdict(card) | said))
    return replace(filled, citation=complete_citation(filled))


def complete_citation(card: StoredCard) -> str:
    """Return a citation with what the card says in place of `[edition]`, `[date]`, `[filters]`.

    A sentence that asks for what nobody said is left out.
    """
    said = card.citation
    for mark, name in _PLACEHOLDERS.items():
        said = said.replace(mark, getattr(card, name) or mark)
    sentences = re.split(r"(?<=\.) (?=[A-Z])", said)
    return " ".join(each for each in sentences if not any(mark in each for mark in _PLACEHOLDERS))


def join_cards(cards: Iterable[DatasetCard]) -> DatasetCard:
    """Return one card for several datasets; whatever is a dataset's own stays on its own card."""
    own, *brought = cards
    restricted = any(card.redistribution == "restricted" for card in (own, *brought))
    more = "another dataset" if len(brought) == 1 else f"{len(brought)} other datasets"
    return DatasetCard(
        dataset_id="atlas",
        title=f"{own.title} and {more}",
        description="Several datasets shown together; each keeps its own card and terms.",
        sensitivity="; ".join(
            dict.fromkeys(c.sensitivity for c in (own, *brought) if c.sensitivity)
        ),
        licence=_SEVERAL,
        licence_name="each dataset under its own",
        citation="; ".join(card.citation or card.title for card in (own, *brought)),
        countries=own.countries,
        redistribution="restricted" if restricted else "allowed",
    )
