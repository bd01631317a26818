"""Published files brought in whole, through the confined process, without help."""

import csv
import os
from collections import Counter
from dataclasses import replace
from pathlib import Path

import polars as pl
import pytest

from incidents.library.importing import Importer, Request
from incidents.library.version_files import read_native, read_table
from incidents.readers.mapping import TableMapping
from incidents.settings import read_settings

pytestmark = pytest.mark.real_data

FILES = {
    "ucdp_ged_iraq_1989-2018_hdx.csv": ("ucdp-ged", "utf-8-sig", 1),
    "ucdp_ged_syria_2016-2019.csv": ("ucdp-ged", "utf-8", 0),
    "gdelt2_20180101000000.export.tsv": ("gdelt", "utf-8", 0),
    "geocausal_iraq_insurgencies.csv": ("table", "utf-8", 0),
    "insecurityinsight_health_2016-2023.csv": ("hxl", "utf-8-sig", 1),
}
"""File to the format it has, its encoding and how many rows of tags stand under its header."""


@pytest.fixture(params=FILES)
def brought(request, tmp_path):
    named = os.environ.get("INCIDENTS_REAL_DATA")
    assert named, "INCIDENTS_REAL_DATA names no folder of published data"
    path = Path(named) / "open" / request.param
    importer = Importer(replace(read_settings(), home=tmp_path))
    told = importer.inspect(path, path.name)
    mapping = TableMapping.from_json(told["mapping"]) if "mapping" in told else None
    prepared = importer.prepare(Request(path, path.name, "brought", mapping=mapping))
    return path, told, prepared.report, importer.confirm(prepared)


def count_rows(path):
    form, encoding, tagged = FILES[path.name]
    with path.open(encoding=encoding, newline="") as lines:
        tabs = form == "gdelt"
        rows = list(csv.reader(lines, delimiter="\t" if tabs else ",",
                               quoting=csv.QUOTE_NONE if tabs else csv.QUOTE_MINIMAL))  # fmt: skip
    return (rows, None) if tabs else (rows[1 + tagged :], rows[0])


def test_a_published_file_is_known_and_every_row_accounted_for(brought):
    path, told, report, version = brought
    rows, head = count_rows(path)
    assert told["format"] == report.format == FILES[path.name][0]
    counts = report.counts
    assert counts.rows == len(rows) == counts.accepted + counts.rejected + counts.duplicates
    assert counts.accepted >= 0.97 * counts.rows
    incidents = read_table(version.folder, "incidents")
    assert incidents.height == counts.accepted
    if report.format == "ucdp-ged":
        at = {name: head.index(name) for name in ("date_start", "best")}
        years = Counter(int(row[at["date_start"]][:4]) for row in rows)
        assert Counter(incidents["event_date"].dt.year()) == years
        assert incidents["fatalities_best"].sum() == sum(int(float(r[at["best"]])) for r in rows)


def test_a_published_file_keeps_its_columns_and_its_bytes(brought):
    path, _, report, version = brought
    assert (version.folder / "original.csv").read_bytes() == path.read_bytes()
    incidents = read_table(version.folder, "incidents")
    native = read_native(version.folder, incidents["incident_id"][0])
    assert set(native) <= set(report.columns)
    ledger = read_table(version.folder, "attributions")
    assert ledger.join(incidents, on="incident_id", how="anti").is_empty()
    blamed = ledger.filter(pl.col("stance") == "attributed")["by"].unique()
    assert blamed.len() <= 1
