"""CSV in other people's columns: nothing is put there that our tables do not know."""

from __future__ import annotations

import csv
import io
import re

import pandas as pd
import pytest

from incidents.exports.acled_columns import ACLED_COLUMNS
from incidents.exports.column_sets import ColumnSet, build_column_set, notes_on
from incidents.exports.flat import FLAT_COLUMNS
from incidents.exports.ucdp_columns import UCDP_COLUMNS
from tests.exports.conftest import EVERYTHING
from tests.factories import make_tables


def read(tables, columns):
    text = b"".join(build_column_set(tables, EVERYTHING, columns)).decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text, newline="")))


def said(actor, stance, by="monitor"):
    return {"actor_id": actor, "stance": stance, "by": by}


ACTORS = [
    {"actor_id": "army", "name_en": "The Army", "kind": "state forces"},
    {"actor_id": "group", "name_en": "The Group", "kind": "armed group"},
    {"actor_id": "rival", "name_en": "The Rival", "kind": "armed group"},
    {"actor_id": "people", "name_en": "Civilians", "kind": "civilians"},
]


def one(columns, incident=None, ledger=(), targets=()):
    tables = make_tables(
        incident or {},
        actors=ACTORS,
        attributions=ledger,
        involvements=[{"actor_id": each, "role": "target"} for each in targets],
    )
    (row,) = read(tables, columns)
    return row


def test_every_flat_column_has_a_hashtag_on_the_second_line(tables):
    tags, *rows = read(tables, ColumnSet.HXL)
    assert tuple(tags) == FLAT_COLUMNS
    assert all(re.fullmatch(r"#[a-z]\w*(\+[a-z]\w*)*", tag) for tag in tags.values())
    assert len(set(tags.values())) == len(tags)
    assert len(rows) == tables.incidents.height


def test_acled_has_its_31_columns_in_their_order(tables):
    rows = read(tables, ColumnSet.ACLED)
    assert len(ACLED_COLUMNS) == 31
    assert tuple(rows[0]) == ACLED_COLUMNS
    unknown = ("assoc_actor_1", "inter1", "interaction", "region", "admin2", "tags", "timestamp")
    assert {row[name] for row in rows for name in unknown} == {""}


@pytest.mark.parametrize("stance", ["attributed", "claimed", "acknowledged"])
def test_whoever_is_said_to_have_done_it_is_actor1(stance):
    row = one(ColumnSet.ACLED, ledger=[said("group", stance)], targets=["army"])
    assert (row["actor1"], row["actor2"]) == ("The Group", "The Army")


def test_a_denial_names_no_perpetrator():
    ledger = [said("group", "denied", "group")]
    assert one(ColumnSet.ACLED, ledger=ledger)["actor1"] == ""


def test_whoever_anybody_denies_it_for_is_left_out_and_others_are_not():
    ledger = [said("group", "attributed"), said("rival", "claimed", "rival"),
              said("group", "denied", "group")]  # fmt: skip
    for columns, side in ((ColumnSet.ACLED, "actor1"), (ColumnSet.UCDP, "side_a")):
        assert one(columns, ledger=ledger)[side] == "The Rival"


def test_an_actor_in_two_parts_of_the_ledger_is_named_once():
    ledger = [said("group", "attributed"), said("group", "claimed", "group")]
    assert one(ColumnSet.ACLED, ledger=ledger)["actor1"] == "The Group"


@pytest.mark.parametrize(
    ("toll", "cells"), [((None, None, None), ("", "", "")), ((0, 0, 0), ("0", "0", "0"))]
)
def test_a_toll_nobody_reports_is_blank_and_not_zero(toll, cells):
    assert one(ColumnSet.ACLED, {"fatalities": toll})["fatalities"] == cells[0]
    row = one(ColumnSet.UCDP, {"fatalities": toll})
    assert (row["low"], row["best"], row["high"]) == cells


@pytest.mark.parametrize(
    ("known", "last", "acled", "ucdp"),
    [
        ("day", "2021-07-19", "1", "1"),
        ("night", "2021-07-20", "2", "2"),
        ("range", "2021-07-24", "2", "2"),
        ("week", "2021-07-25", "2", "3"),
        ("month", "2021-08-18", "3", "4"),
        ("range", "2021-09-30", "", "5"),
        ("year", "2021-12-31", "", "5"),
        ("range", "2023-07-19", "", ""),
    ],
)
def test_how_exactly_the_day_is_known_is_never_overstated(known, last, acled, ucdp):
    incident = {"time_precision": known, "end_date": pd.Timestamp(last).date()}
    assert one(ColumnSet.ACLED, incident)["time_precision"] == acled
    assert one(ColumnSet.UCDP, incident)["date_prec"] == ucdp


@pytest.mark.parametrize(
    ("precision", "placement", "acled", "ucdp"),
    [
        ("site", "located", "1", "1"),
        ("vicinity", "located", "2", "2"),
        ("district", "area", "3", "3"),
        ("governorate", "area", "3", "4"),
        ("country", "none", "", "6"),
        ("none", "none", "", ""),
    ],
)
def test_a_place_without_a_point_has_no_coordinates(precision, placement, acled, ucdp):
    incident = {"geo_precision": precision, "placement": placement}
    for columns, name, code in ((ColumnSet.ACLED, "geo_precision", acled),
                                (ColumnSet.UCDP, "where_prec", ucdp)):  # fmt: skip
        row = one(columns, incident)
        assert row[name] == code
        assert bool(row["latitude"]) == bool(row["longitude"]) == (placement == "located")


@pytest.mark.parametrize(
    ("doer", "targets", "code"),
    [("army", ["group"], "1"), ("group", ["army"], "1"), ("group", ["rival"], "2"),
     ("group", ["people"], "3"), ("army", ["army"], ""), (None, ["army"], ""),
     ("group", [], ""), (None, ["people"], "")],
)  # fmt: skip
def test_the_type_of_violence_stands_only_where_it_follows(doer, targets, code):
    ledger = [said(doer, "attributed")] if doer else []
    assert one(ColumnSet.UCDP, ledger=ledger, targets=targets)["type_of_violence"] == code


def test_what_is_not_coded_is_no_event_type_of_acleds():
    row = one(ColumnSet.ACLED, {"event_type": "Not coded", "sub_event_type": "Not coded"})
    assert {row[name] for name in ("event_type", "sub_event_type", "disorder_type")} == {""}


def test_countries_are_named_and_a_border_has_no_number():
    row = one(ColumnSet.ACLED, {"country": "IRQ"})
    assert (row["country"], row["iso"]) == ("Iraq", "368")
    row = one(ColumnSet.ACLED, {"country": "IRQ;SYR"})
    assert (row["country"], row["iso"]) == ("Iraq;Syria", "")


def test_a_fresh_pandas_reads_ucdps_columns(tables, tmp_path):
    path = tmp_path / "ucdp.csv"
    path.write_bytes(b"".join(build_column_set(tables, EVERYTHING, ColumnSet.UCDP)))
    frame = pd.read_csv(path)
    assert tuple(frame.columns) == UCDP_COLUMNS
    assert frame["best"].sum() == tables.incidents["fatalities_best"].sum()
    assert frame["best"].isna().sum() == tables.incidents["fatalities_best"].null_count()


def test_it_is_said_that_it_is_not_their_data():
    assert "non-ACLED data" in " ".join(notes_on(ColumnSet.ACLED))
    assert "non-UCDP data" in " ".join(notes_on(ColumnSet.UCDP))
    assert notes_on(None) == ()
