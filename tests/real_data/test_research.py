"""The curated tables against the research they were made from."""

from __future__ import annotations

import csv
import os
from pathlib import Path

import pytest

from incidents.model.vocabularies import LOCATED_PRECISIONS
from incidents.settings import Settings

pytestmark = pytest.mark.real_data

SAME = {
    "date_start": "event_date", "date_end": "end_date", "time_precision": "time_precision",
    "event_type": "event_type", "sub_event_type": "sub_event_type",
}  # fmt: skip
TOLLS = [f"{toll}_{part}" for toll in ("fatalities", "injured") for part in ("low", "best", "high")]


def read(path):
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


@pytest.fixture(scope="module")
def research():
    named = os.environ.get("INCIDENTS_REAL_DATA")
    if not named:
        pytest.fail("Set INCIDENTS_REAL_DATA to the folder of published datasets.", pytrace=False)
    return Path(named) / "curated"


@pytest.fixture(scope="module")
def raw(research):
    return {row["id"]: row for row in read(research / "incidents.csv")}


@pytest.fixture(scope="module")
def curated():
    return {row["incident_id"]: row for row in read(Settings().data / "incidents.csv")}


def test_every_incident_and_every_source_arrived(research, raw, curated):
    assert set(curated) == set(raw)
    given = {row["source_id"] for row in read(research / "sources.csv")}
    assert {row["source_id"] for row in read(Settings().data / "sources.csv")} == given


@pytest.mark.parametrize("column", SAME)
def test_dates_and_kinds_are_those_that_were_researched(raw, curated, column):
    changed = [each for each in raw if raw[each][column] != curated[each][SAME[column]]]
    assert changed == []


@pytest.mark.parametrize("column", TOLLS)
def test_a_toll_is_the_researched_one_or_a_nought_nobody_stated(raw, curated, column):
    pairs = [(raw[each][column], curated[each][column]) for each in raw]
    assert {pair for pair in pairs if pair[0] != pair[1]} <= {("0", "")}


def test_a_point_is_the_researched_one_and_only_where_a_point_is_known(raw, curated):
    for each, row in curated.items():
        if row["latitude"]:
            assert row["geo_precision"] in LOCATED_PRECISIONS
            assert (row["latitude"], row["longitude"]) == (raw[each]["lat"], raw[each]["lon"])


def test_no_title_is_lost(raw, curated):
    assert [
        each for each in raw if not (curated[each]["title_en"] and curated[each]["title_ar"])
    ] == []
