"""Published tables of UCDP and GDELT, coded, against the same files read by the csv module."""

from __future__ import annotations

import csv
import os
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path

import polars as pl
import pytest

from incidents.readers.coding import code
from incidents.readers.country_names import find_by_fips
from incidents.readers.delimited import read_delimited
from incidents.readers.gdelt_words import LAYOUTS
from incidents.readers.raw import AS_FOUND, Format
from incidents.readers.recognising import recognise

pytestmark = pytest.mark.real_data

TOLL = ("low", "best", "high")


@dataclass
class Sums:
    """What a file says, added up."""

    rows: int = 0
    years: Counter = field(default_factory=Counter)
    tolls: Counter = field(default_factory=Counter)
    places: Counter = field(default_factory=Counter)


def open_files():
    named = os.environ.get("INCIDENTS_REAL_DATA")
    if not named:
        pytest.fail("Set INCIDENTS_REAL_DATA to the folder of published datasets.", pytrace=False)
    return Path(named) / "open"


def code_file(name):
    raw = read_delimited(open_files() / name, AS_FOUND)
    found, sure = recognise(raw)
    coded = code(raw, found, None)
    assert sum(coded.counts().values()) == raw.frame.height
    return raw, found, sure, coded


def add_up(incidents):
    """Return the sums of coded incidents."""
    whole = Sums(rows=incidents.height)
    for row in incidents.iter_rows(named=True):
        whole.years[row["event_date"].year, row["country"]] += 1
        whole.places[row["geo_precision"]] += 1
        for part in TOLL:
            whole.tolls[part] += row[f"fatalities_{part}"] or 0
    return whole


def add_up_ucdp(rows, country):
    """Return the sums of the file's rows, and how many have figures out of order."""
    kept, disordered = Sums(), 0
    places = {1: "city", 2: "vicinity", 3: "district", 4: "governorate", 5: "country",
              6: "country", 7: "none"}  # fmt: skip
    for row in rows:
        toll = {part: int(float(row[part])) for part in TOLL}
        disordered += not toll["low"] <= toll["best"] <= toll["high"]
        kept.rows += 1
        kept.years[int(row["date_start"][:4]), country] += 1
        kept.places[places[int(float(row["where_prec"]))]] += 1
        # in order they are as they stand; otherwise the least and the most of them bound the best
        kept.tolls.update({"low": min(toll.values()), "best": toll["best"],
                           "high": max(toll.values())})  # fmt: skip
    return kept, disordered


@pytest.mark.parametrize(
    ("name", "tagged", "country"),
    [("ucdp_ged_iraq_1989-2018_hdx.csv", True, "IRQ"),
     ("ucdp_ged_syria_2016-2019.csv", False, "SYR")],
)  # fmt: skip
def test_ucdp_adds_up_to_the_file_s_own_figures(name, tagged, country):
    with (open_files() / name).open(encoding="utf-8-sig", newline="") as lines:
        rows = list(csv.DictReader(lines))[1 if tagged else 0 :]
    kept, disordered = add_up_ucdp(rows, country)
    raw, found, sure, coded = code_file(name)
    assert (found, sure > 0.9, bool(raw.tags)) == (Format.UCDP, True, tagged)
    assert add_up(coded.incidents) == kept
    assert coded.rejected.is_empty()
    out_of_order = coded.warnings.filter(pl.col("kind") == "deaths out of order")
    assert out_of_order.height == disordered > 0
    assert coded.incidents.filter(pl.col("latitude").is_null()).is_empty()
    assert set(coded.parties["stance"]) | set(coded.parties["role"]) == {"", "attributed", "target"}


def test_gdelt_adds_up_to_the_file_s_own_rows():
    name = "gdelt2_20180101000000.export.tsv"
    with (open_files() / name).open(encoding="utf-8", newline="") as lines:
        reader = csv.reader(lines, delimiter="\t", quoting=csv.QUOTE_NONE)
        rows = [dict(zip(LAYOUTS[61], cells, strict=True)) for cells in reader]
    usable = [row for row in rows if find_by_fips(row["actiongeo_countrycode"])
              and bool(row["actiongeo_lat"]) == bool(row["actiongeo_long"])]  # fmt: skip
    _, found, sure, coded = code_file(name)
    assert (found, sure) == (Format.GDELT, 1.0)
    assert coded.incidents["native_id"].to_list() == [row["globaleventid"] for row in usable]
    years = Counter((int(row["year"]), find_by_fips(row["actiongeo_countrycode"]))
                    for row in usable)  # fmt: skip
    assert add_up(coded.incidents).years == years
    violent = sum(row["eventrootcode"] in {"14", "18", "19", "20"} for row in usable)
    assert coded.incidents.filter(pl.col("event_type") != "Not coded").height == violent
    named = sum(bool(row["actor1name"]) for row in usable)
    assert coded.parties.filter(pl.col("stance") == "attributed").height == named
