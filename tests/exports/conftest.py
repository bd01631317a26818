"""Tables with hostile words in every place for words, and helpers to take them away."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from incidents.library.card import DatasetCard
from incidents.library.datasets import Part
from incidents.query.filters import IncidentFilter

if TYPE_CHECKING:
    from incidents.model.frames import Tables

EVERYTHING = IncidentFilter()
ACCESSED = date(2026, 1, 2)
CARD = DatasetCard(
    dataset_id="made/up: «data»",
    title="=Made",
    licence="CC0-1.0",
    licence_name="Public domain",
    citation="Made data.",
    credits=("somebody",),
    caveats=("mind\nthe gap",),
)


@dataclass(frozen=True)
class Made:
    """A dataset made for a test."""

    tables: Tables
    card: DatasetCard = CARD
    version: str = "0123456789ab"
    others: tuple[Part, ...] = ()
    """Datasets in it besides the one that `card` describes."""

    @property
    def parts(self):
        return (Part(self.card, self.version, Path()), *self.others)


@pytest.fixture
def make_hostile(make_incidents):
    """A factory of one incident whose every free text cell holds `text`."""

    def make(text):
        words = dict.fromkeys(
            ("title_en", "title_ar", "weapon", "target", "location", "summary", "notes"), text
        )
        return make_incidents(
            words,
            actors=[{"actor_id": "a", "name_en": text}, {"actor_id": "b", "name_en": "B"}],
            sources=[{"source_id": "source-1", "title": text, "publisher": text}],
            attributions=[{"incident_id": "incident-1", "actor_id": "a", "by": "b"}],
            citations=[{"incident_id": "incident-1", "quote": text}],
        )

    return make
