from datetime import date

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from incidents.library.assembling import Teller, assemble
from incidents.library.doubts import CENTRED, CROWDED, PROVINCE, SWAPPED, find_doubts
from incidents.library.enforcing import FUTURE, enforce
from incidents.library.identities import name_actors, name_incidents
from incidents.library.naming_places import fill_countries, name_places
from incidents.library.placing import find_places
from incidents.library.stored import StoredCard
from incidents.model.rules import check_row
from incidents.model.tables import TABLES
from incidents.places.geocoder import Geocoder
from tests.factories import bundled_atlas, examples
from tests.library.coded_rows import make_coded

TELLER = Teller("office", StoredCard(title="Field office 2021", source="Field office"))
FIGURES = st.sampled_from([None, -1, 0, 3, 5])
BAGHDAD = {"latitude": 33.31, "longitude": 44.37}


def geocoder():
    atlas = bundled_atlas()
    return Geocoder(atlas.areas, atlas.gazetteer)


def build(*rows, parties=()):
    return assemble(make_coded(*rows, parties=parties), TELLER, geocoder())


def test_whom_a_dataset_names_is_attributed_by_the_dataset():
    frames = build({}, parties=({"row": 2, "name": "Militia", "kind": "armed group",
                                 "stance": "attributed"},))  # fmt: skip
    [row] = frames["attributions"].to_dicts()
    assert (row["actor_id"], row["stance"], row["by"]) == ("militia", "attributed", "field-office")
    assert row["source_id"] in frames["sources"]["source_id"].to_list()


def test_a_claim_is_by_the_actor_itself():
    frames = build({}, parties=({"row": 2, "name": "Militia", "kind": "armed group",
                                 "stance": "claimed", "by": "Militia"},))  # fmt: skip
    [row] = frames["attributions"].to_dicts()
    assert row["by"] == row["actor_id"] == "militia"


def test_who_was_hit_is_involved_and_not_blamed():
    frames = build({}, parties=({"row": 2, "name": "Civilians (Iraq)", "kind": "civilians",
                                 "role": "target"},))  # fmt: skip
    assert frames["attributions"].is_empty()
    assert frames["involvements"].select("actor_id", "role").row(0) == ("civilians-iraq", "target")


def test_spellings_that_fold_alike_are_one_actor():
    parties = tuple({"row": 2, "name": name, "kind": "armed group", "stance": "attributed"}
                    for name in ("Saraya al-Salam", "SARAYA AL SALAM", "سرايا السلام"))  # fmt: skip
    actors = build({}, parties=parties)["actors"]
    latin = actors.filter(pl.col("actor_id") == "saraya-al-salam")
    assert latin["aliases"].to_list() == ["SARAYA AL SALAM"]
    arabic = actors.filter(pl.col("name_ar") == "سرايا السلام")
    assert arabic["actor_id"].str.contains(r"^[A-Za-z0-9][A-Za-z0-9._-]*$").all()


def test_a_point_that_stands_for_something_wider_is_not_kept_as_one():
    frames = build({"geo_precision": "governorate", "admin1": "Baghdad", **BAGHDAD})
    [row] = frames["incidents"].to_dicts()
    assert (row["latitude"], row["placement"], row["area_id"]) == (None, "area", "IQ-BG")


def test_a_radius_that_is_stated_is_the_radius_drawn():
    frames = build({"geo_precision": "vicinity", "radius_m": 25_000, "country": "IRQ",
                    "latitude": 32.1, "longitude": 42.9})  # fmt: skip
    assert frames["incidents"]["radius_m"].to_list() == [25_000]


def test_pages_that_rows_name_become_sources():
    frames = build(
        {"source_url": "https://example.org/a b"}, {"source_url": "https://example.org/1"}
    )
    assert frames["sources"]["url"].to_list() == ["", "https://example.org/1"]
    assert frames["citations"].height == 3


@pytest.mark.parametrize(
    ("cells", "column"),
    [
        ({"end_date": date(2021, 7, 18), "time_precision": "range"}, "end_date"),
        ({"end_date": date(2021, 7, 20)}, "end_date"),
        ({"sub_event_type": "Grenade"}, "sub_event_type"),
        ({"fatalities_best": 3}, "fatalities_best"),
        ({"injured_low": 5, "injured_best": 4, "injured_high": 6}, "injured_best"),
        ({"latitude": 33.0}, "longitude"),
        ({"latitude": 133.0, "longitude": 44.0}, "latitude"),
        ({"country": ""}, "country"),
        ({"country": "Iraq"}, "country"),
    ],
    ids=str,
)  # fmt: skip
def test_what_breaks_a_rule_is_rejected_with_its_row(cells, column):
    judged = enforce(make_coded({}, cells, {}))
    assert judged.incidents["row"].to_list() == [2, 4]
    assert judged.rejected.select("row", "column").rows() == [(3, column)]
    assert judged.rejected["cure"].str.len_chars().min() > 0


def test_a_day_that_has_not_come_is_said_and_its_row_accepted():
    days = [date(2021, 7, 20), date(2021, 7, 21), date(2099, 1, 1)]
    coded = make_coded(*({"event_date": day} for day in days))
    judged = enforce(coded, today=date(2021, 7, 19))
    assert judged.incidents["event_date"].to_list() == days
    assert judged.warnings.rows() == [
        (3, FUTURE, "dated 2021-07-21, and today is 2021-07-19"),
        (4, FUTURE, "dated 2099-01-01, and today is 2021-07-19"),
    ]
    assert enforce(coded).warnings["row"].to_list() == [4]


@examples(60)
@given(st.lists(st.tuples(FIGURES, FIGURES, FIGURES, st.integers(-2, 2)), max_size=6))
def test_what_is_accepted_keeps_every_rule_of_the_model(drawn):
    rows = [{"fatalities_low": low, "fatalities_best": best, "fatalities_high": high,
             "end_date": date(2021, 7, 19 + days), "time_precision": "range"}
            for low, best, high, days in drawn]  # fmt: skip
    coded = make_coded(*rows)
    judged = enforce(coded)
    assert sum(judged.counts().values()) == len(rows)
    frames = assemble(judged, TELLER, geocoder())
    for row in frames["incidents"].select(TABLES["incidents"].column_names).to_dicts():
        assert check_row("incidents", row) == []


def test_ids_of_the_dataset_are_kept_and_strange_ones_stay_apart():
    native = pl.Series(["IRQ1", "a/b", "a b", "حادث 7"])
    ids = name_incidents(native, pl.DataFrame({"words": ["", "", "", ""]})).to_list()
    assert ids[0] == "IRQ1"
    assert len(set(ids)) == 4
    assert all(set(each) <= set("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789._-")
               for each in ids)  # fmt: skip


def test_rows_without_ids_have_those_of_their_content_whatever_their_order():
    words = pl.DataFrame({"words": ["one", "two", "one"], "number": [1, None, 1]})
    blank = pl.Series(["", "", ""])
    ids = name_incidents(blank, words).to_list()
    assert ids[2] == f"{ids[0]}-2"
    assert name_incidents(blank[:2], words[[1, 0]]).to_list() == [ids[1], ids[0]]


def test_names_that_only_lose_their_letters_alike_are_two_actors():
    assert len(set(name_actors(["حزب", "سرايا", "militia", "Militia"]).values())) == 3


def test_a_name_alone_places_a_row_only_beyond_doubt():
    bare = {"geo_precision": "none"}
    named = name_places(
        make_coded({**bare, "location": "Sadr City"}, {**bare, "location": "qqqq zzzz"}), geocoder()
    )
    placed = named.coded.incidents
    assert placed["latitude"].is_not_null().to_list() == [True, False]
    assert placed["coordinate_source"][0].startswith("found by its name")
    assert named.resolved == 1


def test_a_row_without_a_country_takes_that_of_its_point_and_no_other():
    areas = bundled_atlas().areas
    coded = make_coded(
        {"country": "", **BAGHDAD}, {"country": "", "latitude": 0.0, "longitude": -30.0}
    )
    filled = enforce(fill_countries(coded, areas))
    assert filled.incidents["country"].to_list() == ["IRQ"]
    assert filled.rejected["column"].to_list() == ["country"]


def doubts(*rows):
    coded = make_coded(*rows)
    placed = find_places(assemble(coded, TELLER, geocoder())["incidents"].select(
        TABLES["incidents"].column_names), geocoder())  # fmt: skip
    return find_doubts(coded.incidents, placed, bundled_atlas().areas)


def test_a_province_that_the_point_contradicts_is_said():
    told = doubts({"admin1": "Basrah", **BAGHDAD}, {"admin1": "Baghdad", **BAGHDAD})
    assert told.filter(pl.col("kind") == PROVINCE)["row"].to_list() == [2]


def test_many_rows_on_one_coordinate_are_said():
    told = doubts(*[BAGHDAD] * 25, {"latitude": 36.3, "longitude": 43.1})
    assert told.filter(pl.col("kind") == CROWDED)["row"].to_list() == list(range(2, 27))


@pytest.mark.parametrize(("rows", "said"), [(19, 0), (20, 20)])
def test_twenty_rows_on_one_coordinate_are_many(rows, said):
    told = doubts(*[BAGHDAD] * rows, {"latitude": 33.31, "longitude": 43.1})
    assert (told["kind"] == CROWDED).sum() == said


def test_a_point_at_the_centre_of_its_area_is_said():
    centre = bundled_atlas().areas.get("IQ-AN").geometry.centroid
    told = doubts({"latitude": centre.y, "longitude": centre.x}, BAGHDAD)
    assert told.filter(pl.col("kind") == CENTRED)["row"].to_list() == [2]


def test_swapped_coordinates_are_said_and_left():
    told = doubts({"latitude": 44.37, "longitude": 33.31}, BAGHDAD)
    assert told.filter(pl.col("kind") == SWAPPED)["row"].to_list() == [2]
