"""GeoJSON: RFC 7946, and no point where none is known."""

from __future__ import annotations

import json
import math

import pytest

from incidents.exports.downloads import FileKind, build_download
from incidents.exports.flat import FLAT_COLUMNS
from tests.exports.conftest import ACCESSED, EVERYTHING, Made
from tests.hostile import HOSTILE


def read(dataset, chosen=EVERYTHING, page="https://atlas.example/"):
    download = build_download(dataset, chosen, FileKind.GEOJSON, accessed=ACCESSED, page=page)
    return json.loads(b"".join(download.chunks), parse_constant=pytest.fail)


@pytest.fixture(scope="module")
def collection(atlas):
    return read(atlas.dataset)


def test_it_has_the_members_that_the_standard_asks_for(collection):
    assert collection["type"] == "FeatureCollection"
    assert "crs" not in collection
    for feature in collection["features"]:
        assert set(feature) == {"type", "id", "geometry", "properties"}
        assert feature["type"] == "Feature"
        assert set(feature["properties"]) == set(FLAT_COLUMNS) - {"latitude", "longitude"}


def test_only_located_records_have_a_point(collection):
    placements = set()
    for feature in collection["features"]:
        placement = feature["properties"]["placement"]
        placements.add(placement)
        assert (feature["geometry"] is not None) == (placement == "located")
        if feature["geometry"]:
            assert feature["geometry"]["type"] == "Point"
            longitude, latitude = feature["geometry"]["coordinates"]
            assert 38 < longitude < 49
            assert 29 < latitude < 38
        else:
            assert feature["properties"]["geo_precision"]
            assert feature["properties"]["placed_by"]
    assert placements == {"located", "area", "none"}


def test_rounding_stays_within_the_precision(atlas, collection):
    exact = {r["incident_id"]: r for r in atlas.dataset.tables.incidents.iter_rows(named=True)}
    for feature in collection["features"]:
        if feature["geometry"]:
            row = exact[feature["id"]]
            longitude, latitude = feature["geometry"]["coordinates"]
            east = (longitude - row["longitude"]) * math.cos(math.radians(latitude))
            metres = math.hypot(east, latitude - row["latitude"]) * 111_200
            assert metres <= max(1, row["radius_m"] / 5)


def test_figures_keep_null_apart_from_zero(make_incidents):
    zero = dict.fromkeys((f"fatalities_{part}" for part in ("low", "best", "high")), "0")
    first, second = read(Made(make_incidents(zero, {})))["features"]
    assert first["properties"]["fatalities_best"] == 0
    assert second["properties"]["fatalities_best"] is None


def test_it_says_where_it_comes_from(atlas, collection):
    told = collection["metadata"]
    assert told["version"] == atlas.dataset.version
    assert told["accessed"] == "2026-01-02"
    assert told["filter"] == ["every incident of the dataset"]
    assert told["link"] == "https://atlas.example/"
    assert told["licence"].endswith("(CC-BY-4.0)")
    assert atlas.dataset.version in told["how_to_cite"]
    assert told["credits"]
    assert {source["source_id"] for source in told["sources"]} <= set(
        atlas.dataset.tables.sources["source_id"]
    )


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_words_come_back(make_hostile, text):
    if text.strip():
        (feature,) = read(Made(make_hostile(text)))["features"]
        assert feature["properties"]["summary"] == text
