import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import polars as pl
import pytest

from incidents.library import datasets, union
from incidents.library.datasets import load_atlas
from incidents.library.store import Library
from incidents.library.stored import StoredCard, VersionAbout
from incidents.library.union import FOLDER
from incidents.library.version_files import write_version
from incidents.query.filters import IncidentFilter
from incidents.query.records import read_record
from incidents.query.select import count_incidents
from incidents.query.tallies import count_words
from incidents.settings import read_settings
from tests.factories import BAGHDAD, bundled_tables, make_tables

OWN = bundled_tables().incidents.height
CARD = StoredCard(title="Field office", source="Field office", redistribution="restricted")


@pytest.fixture
def settings(tmp_path):
    return replace(read_settings({}), home=tmp_path / "home")


def bring(settings, name, tables, version="0123456789ab", card=CARD):
    library = Library(settings.home)
    staging = library.begin()
    write_version(tables.by_name(), staging)
    (staging / "original.csv").write_bytes(b"id\n")
    about = VersionAbout(
        version=version, imported="2026-11-26T10:00:00Z", file_name="x.csv", bytes=3,
        sha256="0" * 64, format="table", container="delimited text", reader_version=1, card=card,
    )  # fmt: skip
    return library.commit(staging, name, about)


def some_tables():
    longitude, latitude = BAGHDAD
    return make_tables(
        {"incident_id": "A", "longitude": longitude, "latitude": latitude},
        {"incident_id": "IQ-20210719-01", "longitude": longitude, "latitude": latitude},
        attributions=[{"incident_id": "A", "actor_id": "militia", "by": "office",
                       "source_id": "s1", "stance": "attributed"}],
        citations=[{"incident_id": "A", "source_id": "s1"}],
    )  # fmt: skip


def test_without_brought_datasets_only_the_own_one_is_served(settings):
    dataset = load_atlas(settings).dataset
    assert [part.dataset_id for part in dataset.parts] == [dataset.dataset_id]
    assert not (settings.home / FOLDER).exists()


def test_brought_incidents_stand_beside_the_own_ones(settings):
    bring(settings, "office", some_tables())
    dataset = load_atlas(settings).dataset
    assert count_incidents(dataset.tables, IncidentFilter()) == OWN + 2
    counts = count_words(dataset.tables, IncidentFilter(), "dataset_id")
    assert counts == {dataset.parts[0].dataset_id: OWN, "office": 2}
    assert dataset.part_of("office").card.title == "Field office"
    assert dataset.card.redistribution == "restricted"


def test_an_id_that_both_have_leads_to_two_incidents(settings):
    bring(settings, "office", some_tables())
    tables = load_atlas(settings).dataset.tables
    own = read_record(tables, "IQ-20210719-01")["incident"]
    brought = read_record(tables, "office.IQ-20210719-01")["incident"]
    assert own["title_en"] != brought["title_en"]
    assert brought["dataset_id"] == "office"


def test_parties_and_sources_of_a_brought_incident_come_with_it(settings):
    bring(settings, "office", some_tables())
    record = read_record(load_atlas(settings).dataset.tables, "office.A")
    [row] = record["attributions"]
    assert (row["actor"]["actor_id"], row["by"]["actor_id"]) == ("office.militia", "office.office")
    assert [each["source_id"] for each in record["sources"]] == ["office.s1"]


def test_every_word_of_a_brought_dataset_stands_with_its_incident_by_date(settings):
    own = bundled_tables()
    bring(settings, "copy", own)
    bring(settings, "office", some_tables())
    incidents = load_atlas(settings).dataset.tables.incidents
    order = incidents.select(pl.arg_sort_by("event_date", "incident_id")).to_series()
    assert order.to_list() == list(range(incidents.height))
    copied = incidents.filter(pl.col("dataset_id") == "copy")
    cells = copied.with_columns(pl.col("incident_id").str.strip_prefix("copy.")).drop("dataset_id")
    expected = own.incidents.drop("dataset_id")
    assert cells.select(expected.columns).equals(expected)


def test_a_removed_dataset_is_gone_and_a_restored_one_is_back(settings):
    bring(settings, "office", some_tables())
    both = load_atlas(settings).dataset.version
    Library(settings.home).remove("office")
    alone = load_atlas(settings).dataset
    assert alone.tables.laid.incidents.height == OWN
    Library(settings.home).restore("office")
    assert load_atlas(settings).dataset.version == both


def test_another_version_replaces_the_one_before(settings):
    bring(settings, "office", some_tables())
    longitude, latitude = BAGHDAD
    one = make_tables({"incident_id": "B", "longitude": longitude, "latitude": latitude})
    bring(settings, "office", one, version="ba9876543210")
    tables = load_atlas(settings).dataset.tables
    assert count_words(tables, IncidentFilter(), "dataset_id")["office"] == 1
    Library(settings.home).activate("office", "0123456789ab")
    tables = load_atlas(settings).dataset.tables
    assert count_words(tables, IncidentFilter(), "dataset_id")["office"] == 2


def test_putting_together_says_how_far_it_is_and_only_once(settings):
    bring(settings, "office", some_tables())
    bring(settings, "second", some_tables())
    said = []
    load_atlas(settings, lambda *each: said.append(each))
    assert {step for step, _ in said} == {"Putting the datasets together"}
    shares = [share for _, share in said]
    assert shares[0] == 0
    assert shares == sorted(shares)
    assert shares[-1] == 1
    before = len(said)
    load_atlas(settings, lambda *each: said.append(each))
    datasets._load.cache_clear()  # noqa: SLF001 (as another process finds it)
    load_atlas(settings, lambda *each: said.append(each))
    assert len(said) == before


def test_many_who_ask_at_once_wait_for_one(settings, monkeypatch):
    bring(settings, "office", some_tables())
    built, build = [], union._build  # noqa: SLF001

    def slowly(*given):
        built.append(given)
        given[-1](0.5)
        time.sleep(1.5)
        build(*given)

    monkeypatch.setattr(union, "_build", slowly)
    said = []

    def ask(number):
        return load_atlas(settings, lambda _step, share: said.append((number, share)))

    with ThreadPoolExecutor(4) as pool:
        found = list(pool.map(ask, range(4)))
    assert len(built) == 1
    assert all(each is found[0] for each in found)
    assert {number for number, share in said if share == 0.5} == set(range(4))


def test_one_state_of_the_datasets_is_kept_on_disk(settings):
    bring(settings, "office", some_tables())
    load_atlas(settings)
    bring(settings, "second", some_tables())
    load_atlas(settings)
    assert len(list((settings.home / FOLDER).iterdir())) == 1
