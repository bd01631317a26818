"""Published tables, read and coded, against what a plain count of their rows says."""

from __future__ import annotations

import csv
import os
from collections import Counter
from dataclasses import replace
from pathlib import Path

import pytest

from incidents.readers.delimited import read_delimited
from incidents.readers.guessing import guess_mapping
from incidents.readers.opening import sniff
from incidents.readers.plain import code_plain
from incidents.readers.raw import Container

pytestmark = pytest.mark.real_data

SHAPES = {
    "geocausal_iraq_insurgencies.csv": (",", True, 2),
    "insecurityinsight_health_2016-2023.csv": (",", True, 3),
    "ucdp_ged_iraq_1989-2018_hdx.csv": (",", True, 3),
    "ucdp_ged_syria_2016-2019.csv": (",", True, 2),
    "gdelt2_20180101000000.export.tsv": ("\t", False, 1),
}
PLAIN = list(SHAPES)[:2]


@pytest.fixture(scope="module")
def folder():
    named = os.environ.get("INCIDENTS_REAL_DATA")
    if not named:
        pytest.fail("Set INCIDENTS_REAL_DATA to the folder of published datasets.", pytrace=False)
    return Path(named) / "open"


def count_plainly(path, name):
    """Return the file's records by Python's own reader, header and tags left out."""
    separator, header, first = SHAPES[name]
    quoting = csv.QUOTE_MINIMAL if separator == "," else csv.QUOTE_NONE
    with path.open(encoding="utf-8-sig", newline="") as file:
        records = list(csv.reader(file, delimiter=separator, quoting=quoting))
    return records[0] if header else [], records[first - 1 :]


@pytest.mark.parametrize("name", SHAPES)
def test_every_cell_is_the_one_that_pythons_own_reader_reads(folder, name):
    separator, header, first = SHAPES[name]
    assert sniff(folder / name) is Container.DELIMITED
    table = read_delimited(folder / name)
    _, records = count_plainly(folder / name, name)
    assert (table.reading.separator, table.reading.header) == (separator, header)
    assert (table.first_row, table.crooked) == (first, None)
    assert bool(table.tags) == (first == 3)
    assert table.frame.rows() == [tuple(cells) for cells in records]


@pytest.fixture(scope="module", params=PLAIN)
def coded(request, folder):
    table = read_delimited(folder / request.param)
    header, records = count_plainly(folder / request.param, request.param)
    rows = [dict(zip(header, cells, strict=True)) for cells in records]
    return table, code_plain(table, guess_mapping(table).mapping()), rows


def test_its_accounts_add_up(coded):
    table, found, rows = coded
    assert sum(found.counts().values()) == table.frame.height == len(rows)
    assert found.counts()["accepted"] >= len(rows) - 1


def test_its_years_are_those_of_the_file(coded):
    _, found, rows = coded
    rejected = set(found.rejected["row"])
    first = (
        min(found.incidents["row"].min(), *rejected) if rejected else found.incidents["row"].min()
    )
    date = "date" if "date" in rows[0] else "Date"
    expected = Counter(
        int(row[date][:4]) for at, row in enumerate(rows, first) if at not in rejected
    )
    assert Counter(found.incidents["event_date"].dt.year()) == expected


def test_its_points_are_those_of_the_file(coded):
    _, found, rows = coded
    latitude = "latitude" if "latitude" in rows[0] else "Latitude"
    assert found.incidents["latitude"].drop_nulls().len() == sum(1 for row in rows if row[latitude])


def test_countries_and_tolls_of_attacks_on_health_are_those_of_the_file(folder):
    name = PLAIN[1]
    table = read_delimited(folder / name)
    guessed = guess_mapping(table).mapping()
    assert "fatalities_best" not in guessed.columns  # it counts health workers only
    own = {"fatalities_best": "Health Workers Killed"}
    found = code_plain(table, replace(guessed, columns=guessed.columns | own))
    header, records = count_plainly(folder / name, name)
    rows = [dict(zip(header, cells, strict=True)) for cells in records]
    # One in international waters has a point and no country, and one has neither.
    told = [row for row in rows if row["Country ISO"] or row["Latitude"]]
    assert len(told) == len(rows) - 1
    assert Counter(found.incidents["country"]) == Counter(row["Country ISO"] for row in told)
    killed = sum(int(float(row["Health Workers Killed"] or 0)) for row in told)
    assert found.incidents["fatalities_best"].sum() == killed
    nobody = {"Unidentified Armed Actor", "No Information"}
    assert not nobody & set(found.parties["name"])


def test_the_kinds_of_attacks_in_iraq_are_coded_only_where_the_file_says_them(folder):
    table = read_delimited(folder / PLAIN[0])
    found = code_plain(table, guess_mapping(table).mapping())
    _, records = count_plainly(folder / PLAIN[0], PLAIN[0])
    kinds = Counter(cells[3] for cells in records)
    assert Counter(found.incidents["sub_event_type"]) == {
        "Remote explosive/landmine/IED": kinds["IED"],
        "Not coded": kinds["SAF"] + kinds["other"],
    }
