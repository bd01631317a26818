"""What a dataset teaches, in words."""

from __future__ import annotations

from pathlib import Path

import pytest

from incidents.library.layer_list import LayerKind, StoredLayer
from incidents.library.stored import StoredCard, StoredVersion
from incidents.library.stored_names import TO_AN_AREA, StoredNames
from incidents.library.taught import Lesson
from incidents.model.vocabularies import GeoPrecision
from incidents.ui.taught_nodes import describe_teaching, describe_use, list_names
from tests.library.shelf import make_about
from tests.ui.test_report_nodes import words_of

VERSION = StoredVersion("office", make_about(), Path())


def make_lesson(**fields):
    usual = {
        "name": "Tall <b>", "name_ar": "تل", "spellings": (), "country": "IRQ", "admin1": "IQ-NI",
        "latitude": 36.1, "longitude": 42.2, "geo_precision": GeoPrecision.CITY, "count": 1200,
        "spread_km": 1.26,
    }  # fmt: skip
    return Lesson(**usual | fields)


def make_names(*lessons, **left_out):
    return StoredNames(VERSION, lessons, {TO_AN_AREA: 40, **left_out})


def test_every_row_is_in_the_count():
    names = make_names(make_lesson(), make_lesson(spread_km=252, count=6))
    said = words_of(describe_teaching(names))
    assert "1 name at a point, from 1\u202f200 of 1\u202f246 rows." in said
    assert "40 rows known only to an area" in said
    assert "6 rows with a name whose points lie over 10 km apart" in said


def test_names_stand_with_governorate_rows_and_spread():
    said = words_of(list_names(make_names(make_lesson()), {"IQ-NI": "Nineveh"}, {"IRQ": "Iraq"}))
    expected = {"Tall <b>", "تل", "Nineveh, Iraq", "1\u202f200", "1.3"}
    assert expected <= set(said)
    assert "not used" not in " ".join(said)


def test_names_that_are_not_used_are_folded_with_how_far_they_spread():
    nodes = list_names(make_names(make_lesson(admin1="", spread_km=252.6)), {}, {})
    (folded,) = nodes
    assert folded["tag"] == "details"
    said = words_of([folded])
    assert {"252.6", "not known, IRQ"} <= set(said)


def test_of_many_names_the_first_are_listed_and_all_counted():
    names = make_names(*(make_lesson(name=f"N{at}") for at in range(30)))
    said = words_of(list_names(names, {}, {}))
    assert sum(each.startswith("N") and each[1:].isdigit() for each in said) == 20
    assert "The 20 that most rows name, of 30." in said


@pytest.mark.parametrize(("redistribution", "said"), [("restricted", True), ("allowed", False)])
def test_terms_are_said_where_there_are_any(redistribution, said):
    about = make_about()
    card = StoredCard(redistribution=redistribution)
    version = StoredVersion("office", type(about)(**vars(about) | {"card": card}), Path())
    words = " ".join(words_of(describe_teaching(StoredNames(version, (), {}))))
    assert ("its terms hold" in words) is said


def test_use_says_since_when_from_which_version_and_whether_it_is_the_one_shown():
    layer = StoredLayer("office", LayerKind.TAUGHT, "", "", 12, "2026-03-05", "x", "office", "aa")
    same, other = ("".join(words_of(describe_use(layer, shown))) for shown in ("aa", "bb"))
    assert "In use since 5 Mar 2026, with 12 names of version aa." in same
    assert "bb" not in same
    assert "Version bb is shown now" in other
    assert "not in use" in "".join(words_of(describe_use(None, "aa")))
