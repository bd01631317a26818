"""The user's layers of places on disk."""

from __future__ import annotations

import json
from concurrent.futures import ThreadPoolExecutor
from datetime import date

import pytest

from incidents.errors import LayerNameError, LayerStoreError, UnknownLayerError
from incidents.library import layer_list
from incidents.library.layer_list import FOLDER, INDEX_PREFIX, LOCK, MANIFEST, LayerKind
from incidents.library.layer_store import LayerStore
from tests.library.places_home import make_layer

TODAY = date(2021, 7, 19)


@pytest.fixture
def store(tmp_path):
    return LayerStore(tmp_path)


def names(store):
    return [each.name for each in store.stored()]


def test_a_home_without_layers_has_none_and_is_not_made(tmp_path):
    store = LayerStore(tmp_path / "home")
    assert store.stored() == store.load() == store.stamp() == ()
    assert not (tmp_path / "home").exists()


def test_what_is_added_is_read_back_the_same(store):
    layer = make_layer("قرى الميدان", {"name": "تل"}, {"spellings": []})
    stored = store.add(layer, LayerKind.BROUGHT, TODAY)
    assert (stored.places, stored.added, stored.licence) == (2, "2021-07-19", "CC0")
    (found,) = store.load()
    assert found.name == "قرى الميدان"
    assert found.places.equals(layer.places)


def test_brought_layers_stand_before_taught_ones_and_new_before_old(store):
    for name, kind in [("a", LayerKind.TAUGHT), ("b", LayerKind.BROUGHT),
                       ("c", LayerKind.TAUGHT), ("d", LayerKind.BROUGHT)]:  # fmt: skip
        store.add(make_layer(name), kind, TODAY)
    assert names(store) == ["d", "b", "c", "a"]


def test_a_layer_of_the_same_name_is_replaced_and_leaves_no_file(store):
    store.add(make_layer("a"), LayerKind.BROUGHT, TODAY)
    before = store.stamp()
    store.add(make_layer("a", {}, {"name": "Other"}), LayerKind.BROUGHT, TODAY)
    assert names(store) == ["a"]
    assert store.stamp() != before
    assert len([each for each in store.folder.iterdir() if each.name != LOCK]) == 2


def test_two_layers_of_equal_content_share_a_file_until_both_are_gone(store):
    store.add(make_layer("a"), LayerKind.BROUGHT, TODAY)
    store.add(make_layer("b"), LayerKind.BROUGHT, TODAY)
    store.remove("a")
    assert store.load()[0].name == "b"


def test_removing_says_what_there_is_instead(store):
    store.add(make_layer("a"), LayerKind.BROUGHT, TODAY)
    with pytest.raises(UnknownLayerError, match=r"'b'.*'a'"):
        store.remove("b")
    assert store.remove("a").places == 1
    assert store.stored() == ()


@pytest.mark.parametrize("name", ["", " a", "../a", "a/b", "a\nb", "remembered", "x" * 61, "-a"])
def test_a_name_that_could_mislead_is_refused(store, name):
    with pytest.raises(LayerNameError):
        store.add(make_layer(name), LayerKind.BROUGHT, TODAY)
    assert not store.folder.exists()


def test_a_write_that_fails_leaves_the_layers_as_they_were(store, monkeypatch):
    store.add(make_layer("a"), LayerKind.BROUGHT, TODAY)
    real = layer_list.write_atomically

    def full(path, chunks):
        if path.name == MANIFEST:
            raise OSError(28, "No space left on device")
        real(path, chunks)

    monkeypatch.setattr(layer_list, "write_atomically", full)
    with pytest.raises(OSError, match="No space left"):
        store.add(make_layer("b", {"name": "Other"}), LayerKind.BROUGHT, TODAY)
    assert [each.name for each in store.load()] == ["a"]


@pytest.mark.parametrize("text", ["{", "[1]", '[{"name": "a"}]', '[{"kind": "borrowed"}]'])
def test_a_manifest_that_cannot_be_read_is_named(tmp_path, store, text):
    (tmp_path / FOLDER).mkdir()
    (tmp_path / FOLDER / MANIFEST).write_text(text, encoding="utf-8")
    with pytest.raises(LayerStoreError, match=MANIFEST):
        store.stored()


def test_a_layer_file_that_is_broken_is_named(store):
    stored = store.add(make_layer("a"), LayerKind.BROUGHT, TODAY)
    (store.folder / stored.file).write_bytes(b"PAR1")
    with pytest.raises(LayerStoreError, match=stored.file):
        store.load()


def test_a_manifest_from_before_datasets_taught_is_read(store):
    store.add(make_layer("a"), LayerKind.TAUGHT, TODAY)
    path = store.folder / MANIFEST
    rows = json.loads(path.read_text(encoding="utf-8"))
    for row in rows:
        del row["dataset"], row["version"]
    path.write_text(json.dumps(rows), encoding="utf-8")
    assert [(each.name, each.dataset, each.version) for each in store.stored()] == [("a", "", "")]


def test_what_a_dataset_taught_replaces_only_what_it_taught_before(store):
    store.add(make_layer("office"), LayerKind.BROUGHT, TODAY)
    for version in ("1", "2"):
        store.add(make_layer("office", {"name": version}), LayerKind.TAUGHT, TODAY,
                  dataset="office", version=version)  # fmt: skip
    assert names(store) == ["office", "office (dataset)"]
    assert store.taught_by("office").version == "2"
    store.forget("office")
    store.forget("office")
    assert names(store) == ["office"]


def test_a_dataset_may_bear_a_name_that_a_layer_may_not(store):
    stored = store.add(make_layer("remembered"), LayerKind.TAUGHT, TODAY, dataset="remembered")
    assert stored.name == "remembered (dataset)"


def test_what_is_taken_out_is_in_no_index_that_is_left(store):
    store.add(make_layer("a"), LayerKind.TAUGHT, TODAY, dataset="a")
    index = store.folder / f"{INDEX_PREFIX}0"
    index.mkdir()
    store.forget("b")
    assert index.exists()
    store.forget("a")
    assert not index.exists()


def test_changes_at_the_same_time_are_all_kept(store):
    store.add(make_layer("old"), LayerKind.BROUGHT, TODAY)

    def change(number):
        layer = make_layer(f"l{number}", {"name": f"Place {number}"})
        store.add(layer, LayerKind.BROUGHT, TODAY)
        if number % 2:
            store.remove(layer.name)

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(change, range(24)))
    assert set(names(store)) == {"old", *(f"l{number}" for number in range(0, 24, 2))}
    assert len(store.load()) == 13


def test_who_reads_while_a_layer_is_replaced_gets_the_new_one(store, monkeypatch):
    store.add(make_layer("a"), LayerKind.BROUGHT, TODAY)
    before = store.stored()
    store.add(make_layer("a", {"name": "Other"}), LayerKind.BROUGHT, TODAY)
    told = iter([before, store.stored()])
    monkeypatch.setattr(LayerStore, "stored", lambda _self: next(told))
    assert store.load()[0].places["name"].to_list() == ["Other"]
