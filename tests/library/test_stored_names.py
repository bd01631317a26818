"""What a dataset of the library teaches of its names, and how long that lasts."""

from __future__ import annotations

import json
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date

import polars as pl
import pytest

from incidents.errors import LayerStoreError, LibraryError, UnknownDatasetError
from incidents.library import layer_list
from incidents.library.assembling import Teller, assemble
from incidents.library.importing import Importer
from incidents.library.layer_list import INDEX_PREFIX, MANIFEST, LayerKind, LayerList
from incidents.library.layer_store import LayerStore
from incidents.library.naming_places import name_places
from incidents.library.reviews import ReviewList
from incidents.library.store import Library
from incidents.library.stored import StoredCard
from incidents.library.stored_names import (
    ELSEWHERE,
    NEARBY,
    PLACED_HERE,
    TO_AN_AREA,
    UNNAMED,
    WITHOUT_POINT,
    find_dataset,
    forget_names,
    keep_names,
    learn_names,
)
from incidents.library.version_files import write_native, write_version
from incidents.places.answers import Answer, Status
from incidents.places.geocoder import Geocoder
from incidents.places.index import memory_index
from incidents.places.surroundings import Context
from incidents.readers.own_cells import give_placed_sources
from incidents.settings import Settings
from tests.library.coded_rows import make_coded
from tests.library.places_home import make_ambiguous, make_candidate, make_layer
from tests.library.shelf import make_about

TODAY = date(2026, 3, 5)
NINEVEH = {"location": "Tall Test", "admin1": "Nineveh", "country": "IRQ", "latitude": 36.1,
           "longitude": 42.2, "geo_precision": "city"}  # fmt: skip
BASRA = {"latitude": 30.5, "longitude": 47.8}
NOWHERE = {"latitude": None, "longitude": None, "geo_precision": "none"}


class KnowsAll:
    """Finds every name in one place."""

    def search_many(self, texts, contexts):
        return [
            Answer(text, Status.RESOLVED, make_candidate(), latitude=33.9, longitude=44.9,
                   radius_m=5000, geo_precision=make_candidate().geo_precision)
            for text, _ in zip(texts, contexts, strict=True)
        ]  # fmt: skip


@pytest.fixture
def settings(tmp_path):
    return Settings(home=tmp_path / "home")


@pytest.fixture
def bring(settings, geocoder):
    """Bring rows in as an import does; each says what differs from one in Nineveh."""

    def bring(*rows, name="office", seed=0, native=None, coded=None, **about):
        library = Library(settings.home)
        staging = library.begin()
        coded = coded or make_coded(*(NINEVEH | {"native_id": str(at)} | row
                                      for at, row in enumerate(rows)))  # fmt: skip
        frames = assemble(coded, Teller(name, StoredCard(title="T")), geocoder)
        write_version(frames, staging)
        if native is not None:
            write_native(native, frames["incidents"], staging)
        return library.commit(staging, name, replace(make_about(seed), **about))

    return bring


def learnt(version, settings):
    """Return lessons and left-out rows, every row of the version accounted for."""
    found = learn_names(version, settings)
    rows = pl.read_parquet(version.folder / "incidents.parquet").height
    assert sum(each.count for each in found.lessons) + sum(found.left_out.values()) == rows
    return found.lessons, found.left_out


def use(version, settings):
    return keep_names(learn_names(version, settings), TODAY, settings)


def test_rows_with_a_point_of_their_own_teach_their_names(bring, settings):
    found, left_out = learnt(bring({}, {}, {"latitude": 36.11}), settings)
    assert [(each.name, each.admin1, each.count) for each in found] == [("Tall Test", "IQ-NI", 3)]
    assert found[0].spread_km == pytest.approx(1.1, abs=0.1)
    assert left_out == {}


def test_every_other_row_is_counted_by_its_reason(bring, settings):
    version = bring(
        {},
        {"geo_precision": "site"},
        {"geo_precision": "neighbourhood"},
        {"geo_precision": "vicinity"},
        {"geo_precision": "district"},
        {"geo_precision": "governorate"},
        {"geo_precision": "country"},
        {"location": "", "admin1": ""},
        NOWHERE | {"location": "no such place", "admin1": ""},
        BASRA,
        {"admin1": "", "country": "JOR"},
    )
    found, left_out = learnt(version, settings)
    assert [each.count for each in found] == [3]
    expected = {NEARBY: 1, TO_AN_AREA: 3, UNNAMED: 1, WITHOUT_POINT: 1, ELSEWHERE: 2}
    assert left_out == expected


def test_a_point_that_a_geocoder_found_teaches_nothing(bring, settings):
    rows = [NINEVEH | NOWHERE | {"native_id": "1"}, NINEVEH | {"native_id": "2"}]
    version = bring(coded=name_places(make_coded(*rows), KnowsAll()).coded)
    found, left_out = learnt(version, settings)
    assert ([each.count for each in found], left_out) == ([1], {PLACED_HERE: 1})


def test_a_point_of_the_bundled_gazetteer_teaches_nothing_nor_once_it_was_handed_on(
    bring, settings
):
    version = bring(NOWHERE | {"location": "Mosul"})
    assert learnt(version, settings) == ((), {PLACED_HERE: 1})
    # a file of this app that is brought again
    placed = pl.read_parquet(version.folder / "incidents.parquet")
    text = placed.select(pl.col("latitude", "placed_by").cast(pl.String),
                         pl.lit("").alias("coordinate_source"))  # fmt: skip
    source = give_placed_sources(text)["coordinate_source"].item()
    again = {"latitude": placed["latitude"].item(), "longitude": placed["longitude"].item()}
    handed_on = bring(again | {"location": "Mosul", "coordinate_source": source}, name="again")
    assert learnt(handed_on, settings) == ((), {PLACED_HERE: 1})


@pytest.mark.parametrize(
    ("columns", "mapped", "taught"),
    [
        (["geo_status", "latitude"], "latitude", 0),
        (["geo_status", "latitude", "geo_latitude"], "geo_latitude", 0),
        (["geo_status", "latitude", "geo_latitude"], "latitude", 1),
        (["latitude"], "latitude", 1),
    ],
)
def test_a_table_that_was_geocoded_before_it_was_brought_teaches_nothing(
    bring, settings, columns, mapped, taught
):
    native = pl.DataFrame({name: ["x"] for name in columns})
    mapping = json.dumps({"columns": {"latitude": mapped}})
    found, _ = learnt(bring({}, native=native, mapping=mapping), settings)
    assert len(found) == taught


def test_the_arabic_name_is_one_more_spelling(bring, settings):
    version = bring({"location_ar": "تل تست"}, {"location": "", "location_ar": "تل تست"}, {})
    (found,), left_out = learnt(version, settings)
    assert (found.name, found.name_ar, found.count, left_out) == ("Tall Test", "تل تست", 3, {})


def test_a_name_in_arabic_only_is_found_by_it(bring, settings, atlas):
    use(bring({"location": "", "location_ar": "تل اختبارية"}), settings)
    index = memory_index(LayerStore(settings.home).load())
    search = Geocoder(atlas.areas, atlas.gazetteer, index).search
    answer = search("تل اختباريه", Context("IRQ", "Nineveh"))
    assert (answer.status, answer.latitude) == (Status.RESOLVED, 36.1)
    assert answer.candidate.source == "Places named in Table 0"


def test_of_several_countries_the_point_decides(bring, settings):
    (found,), _ = learnt(bring({"country": "SYR;IRQ", "admin1": "Nineveh"}), settings)
    assert (found.country, found.admin1) == ("IRQ", "IQ-NI")


def test_the_layer_says_which_dataset_and_version_taught_it_and_on_what_terms(bring, settings):
    card = StoredCard(title="Field office", licence="CC-BY-4.0", licence_name="CC BY 4.0")
    version = bring({}, {"latitude": 36.9, "location": "B"}, card=card)
    stored = use(version, settings)
    assert (stored.name, stored.kind, stored.places) == ("office", LayerKind.TAUGHT, 2)
    assert (stored.dataset, stored.version) == ("office", version.about.version)
    assert (stored.credit, stored.licence) == ("Places named in Field office", "CC BY 4.0")
    assert LayerList(settings.home).taught_by("office") == stored


def test_a_newer_version_takes_the_place_of_the_older(bring, settings):
    use(bring({}, {}), settings)
    newer = bring({"location": "Other"}, seed=1)
    assert LayerList(settings.home).taught_by("office").version != newer.about.version
    use(find_dataset("office", settings), settings)
    (layer,) = LayerStore(settings.home).load()
    assert layer.places["name"].to_list() == ["Other"]


@pytest.mark.parametrize("gone", ["remove", "delete"])
def test_what_a_dataset_taught_goes_with_it_and_nothing_else_does(bring, settings, gone):
    use(bring({}), settings)
    use(bring({"location": "Other"}, name="other"), settings)
    index = settings.home / layer_list.FOLDER / f"{INDEX_PREFIX}0"
    index.mkdir()
    getattr(Library(settings.home), gone)("office")
    assert [each.name for each in LayerStore(settings.home).load()] == ["other"]
    assert len(list(index.parent.glob("*.parquet"))) == 1
    assert not index.exists()


def test_names_that_were_half_kept_go_with_their_dataset(bring, settings):
    use(bring({}, name="other"), settings)
    bring({})
    left = settings.home / layer_list.FOLDER / "00.parquet"
    left.write_bytes(b"half")
    Library(settings.home).delete("office")
    assert not left.exists()
    assert len(LayerStore(settings.home).load()) == 1


def test_putting_a_dataset_back_does_not_teach_again(bring, settings):
    use(bring({}), settings)
    library = Library(settings.home)
    library.remove("office")
    library.restore("office")
    assert LayerList(settings.home).stored() == ()


def test_names_are_used_no_longer(bring, settings):
    use(bring({}), settings)
    forget_names("office", settings)
    forget_names("office", settings)
    assert LayerList(settings.home).stored() == ()


def test_what_its_names_offered_is_off_the_review_list_once_it_is_deleted(bring, settings):
    use(bring({}), settings)
    reviews = ReviewList(settings.home)
    own, other = make_candidate(layer="office"), make_candidate(layer="geonames", place_id="2")
    reviews.ask([(Context(), make_ambiguous("A", own, other), 1),
                 (Context(), make_ambiguous("B", own), 1)])  # fmt: skip
    Importer(settings).delete("office")
    (left,) = reviews.questions()
    assert (left.name, left.candidates) == ("A", (other,))


@pytest.mark.parametrize("gone", ["remove", "delete"])
def test_a_dataset_that_goes_while_its_names_are_read_teaches_nothing(bring, settings, gone):
    names = learn_names(bring({}), settings)
    getattr(Library(settings.home), gone)("office")
    with pytest.raises(UnknownDatasetError):
        keep_names(names, TODAY, settings)
    assert LayerList(settings.home).stored() == ()


def test_teaching_and_taking_away_at_the_same_time_lose_nothing_and_leave_nothing(bring, settings):
    library, layers = Library(settings.home), LayerStore(settings.home)
    versions = [bring({"location": f"Place {at}"}, name=f"d{at}") for at in range(8)]
    names = [learn_names(each, settings) for each in versions]

    def work(at):
        if at < 8:
            keep_names(names[at], TODAY, settings)
        elif at < 16:
            layers.add(make_layer(f"own {at}", {"name": f"Own {at}"}), LayerKind.BROUGHT, TODAY)
        elif at % 2:
            library.remove(f"d{at - 16}")

    def attempt(at):
        try:
            work(at)
        except UnknownDatasetError:
            assert at < 8
            assert at % 2

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(attempt, sorted(range(24), key=lambda at: at % 8)))
    kept = {each.name for each in layers.stored()}
    assert kept == {*(f"own {at}" for at in range(8, 16)), "d0", "d2", "d4", "d6"}


def test_a_removed_dataset_and_one_that_never_was_cannot_teach(bring, settings):
    bring({})
    Library(settings.home).remove("office")
    for name in ("office", "gone"):
        with pytest.raises(UnknownDatasetError, match=name):
            find_dataset(name, settings)


def test_while_nobody_can_say_what_was_taught_nothing_is_taken_away(bring, settings):
    use(bring({}), settings)
    (settings.home / layer_list.FOLDER / MANIFEST).write_text("{", encoding="utf-8")
    for change in (Library(settings.home).remove, Library(settings.home).delete):
        with pytest.raises(LayerStoreError):
            change("office")
    assert not Library(settings.home).get("office").removed


def test_a_full_disk_leaves_everything_as_it_was(bring, settings, monkeypatch):
    version = bring({})
    before = use(version, settings)

    def full(*_):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(layer_list, "write_atomically", full)
    for change in (lambda: use(version, settings), lambda: forget_names("office", settings),
                   lambda: Library(settings.home).delete("office")):  # fmt: skip
        with pytest.raises(LibraryError, match="No space left"):
            change()
    assert LayerList(settings.home).stored() == (before,)
    assert find_dataset("office", settings).about.version == version.about.version
