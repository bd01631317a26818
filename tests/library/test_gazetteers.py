"""The geocoder of this installation, and the index that it shares with other processes."""

from __future__ import annotations

from datetime import date

import pytest

from incidents.library import gazetteers
from incidents.library.gazetteers import open_search
from incidents.library.layer_list import LayerKind
from incidents.library.layer_store import LayerStore
from incidents.settings import Settings
from tests.library.places_home import make_layer


@pytest.fixture
def settings(tmp_path):
    return Settings(home=tmp_path)


@pytest.fixture
def built(monkeypatch):
    """The layers of each index that was built, in place of building it."""
    told = []

    def build(settings, layers, _progress):
        told.append([each.name for each in layers])
        gazetteers.find_index(settings, layers).mkdir(parents=True, exist_ok=True)

    monkeypatch.setattr(gazetteers, "open_geocoder", build)
    return told


def test_what_is_open_already_is_not_opened_again(settings, built):
    open_search(settings)
    open_search(settings)
    assert built == [[]]


def test_an_index_that_went_with_a_layer_is_there_again_for_others(settings, built):
    store, layer = LayerStore(settings.home), make_layer("a")
    for _ in range(2):
        store.add(layer, LayerKind.TAUGHT, date(2026, 3, 5), dataset="a")
        open_search(settings)
        assert gazetteers.has_index(settings)
        store.forget("a")
    assert built == [["a"], ["a"]]
