"""KML: well formed whatever the words, and no point that nobody knows."""

from __future__ import annotations

import re
from xml.etree import ElementTree as ET

import pyogrio
import pytest

from incidents.maps.styles import KINDS
from tests.exports.conftest import Made
from tests.exports.files import build, write
from tests.hostile import HOSTILE

NAMES = {"k": "http://www.opengis.net/kml/2.2"}
IMPOSSIBLE = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def read(dataset):
    return ET.fromstring(build(dataset, "kml"))  # noqa: S314 (our own words)


@pytest.fixture(scope="module")
def root(atlas):
    return read(atlas.dataset)


def folders(root):
    return {
        each.findtext("k:name", "", NAMES): each for each in root.iterfind(".//k:Folder", NAMES)
    }


def test_there_is_a_folder_for_each_kind_and_one_for_what_has_no_point(root, tables):
    found = folders(root)
    undrawn = found.pop("Without a point")
    assert set(found) <= {kind.label for kind in KINDS}
    drawn = sum(len(each.findall("k:Placemark", NAMES)) for each in found.values())
    located = tables.incidents.filter(tables.incidents["placement"] == "located").height
    assert drawn == located
    listed = undrawn.findall("k:Placemark", NAMES)
    assert len(listed) == tables.incidents.height - located
    assert str(len(listed)) in undrawn.findtext("k:description", "", NAMES)
    assert undrawn.find(".//k:Point", NAMES) is None


def test_every_placemark_has_its_days_and_its_row(root, tables):
    stored = {row["incident_id"]: row for row in tables.incidents.iter_rows(named=True)}
    for mark in root.iterfind(".//k:Placemark", NAMES):
        data = {each.get("name"): each.findtext("k:value", "", NAMES)
                for each in mark.iterfind(".//k:Data", NAMES)}  # fmt: skip
        row = stored.pop(data["incident_id"])
        assert mark.findtext("k:TimeSpan/k:begin", "", NAMES) == row["event_date"].isoformat()
        assert mark.findtext("k:TimeSpan/k:end", "", NAMES) == row["end_date"].isoformat()
        assert data["summary"] == row["summary"]
    assert not stored


def test_nothing_is_fetched_from_elsewhere(root):
    assert root.findall(".//k:href", NAMES) == []
    assert root.findall(".//k:Icon", NAMES) == []


def test_gdal_reads_it(atlas, tmp_path):
    path = write(tmp_path, atlas.dataset, "kml")
    assert "Without a point" in pyogrio.list_layers(path)[:, 0]


def test_hostile_words_are_only_words(make_incidents):
    texts = [text for text in HOSTILE if text.strip()]
    root = read(Made(make_incidents(*({"title_en": text, "summary": text} for text in texts))))
    found = [mark.findtext("k:name", "", NAMES) for mark in root.iterfind(".//k:Placemark", NAMES)]
    assert sorted(found) == sorted(IMPOSSIBLE.sub("\ufffd", text) for text in texts)
    tags = {each.tag.split("}")[1] for each in root.iter()}
    assert tags <= {"kml", "Document", "name", "description", "Style", "IconStyle", "color",
                    "Folder", "Placemark", "TimeSpan", "begin", "end", "styleUrl", "ExtendedData",
                    "Data", "value", "Point", "coordinates"}  # fmt: skip
