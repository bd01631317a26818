"""Each address says what docs/api.md promises."""

from __future__ import annotations

import json
import re
from itertools import pairwise
from pathlib import Path
from urllib.parse import urlencode

import pytest

from incidents.api.routes import ENDPOINTS
from incidents.settings import PROJECT
from tests.hostile import HOSTILE

SUMMARY = {
    "incident_id", "event_date", "end_date", "time_precision", "event_type", "sub_event_type",
    "title_en", "title_ar", "geo_precision", "radius_m", "fatalities", "injured", "location",
    "location_ar", "placement", "area_id",
}  # fmt: skip


def test_health_counts_what_is_served(client, atlas):
    told = client.ask("/api/health").json()
    assert told == {
        "status": "ok",
        "dataset": atlas.dataset.dataset_id,
        "version": atlas.dataset.version,
        "incidents": len(atlas.dataset.tables.incidents),
        "rejected": 0,
    }


def test_the_list_pages_through_every_incident_once(client):
    pages = [client.ask(f"/api/incidents.json?limit=40&offset={n}").json() for n in (0, 40, 80)]
    ids = [item["incident_id"] for page in pages for item in page["items"]]
    assert len(ids) == len(set(ids)) == pages[0]["count"]
    dates = [item["event_date"] for page in pages for item in page["items"]]
    assert dates == sorted(dates, reverse=True)
    assert set(pages[0]["items"][0]) >= SUMMARY


def test_the_list_can_begin_with_the_oldest(client):
    items = client.ask("/api/incidents.json?order=oldest&limit=500").json()["items"]
    keys = [(item["event_date"], item["incident_id"]) for item in items]
    assert keys == sorted(keys)


def test_the_maps_list_has_what_there_is_of_the_datasets_that_are_asked_for(client):
    # the page above it says which of them it does not know
    asked = [client.ask(f"/api/incidents.json?{query}").json()["count"]
             for query in ("dataset=nosuch", "dataset=nosuch&dataset=iraq-2021", "")]  # fmt: skip
    assert asked[0] == 0
    assert asked[1] == asked[2] > 0


def test_a_cluster_lists_its_own_incidents(client):
    clusters = client.ask("/api/tiles/4/10/6.json").json()["clusters"]
    assert clusters
    for cluster in clusters:
        listed = client.ask(f"/api/incidents.json?cell={cluster['cell']}").json()
        assert listed["count"] == cluster["count"]


def test_a_record_is_whole(client, tables):
    incident_id = tables.attributions["incident_id"][0]
    record = client.ask(f"/api/incidents/{incident_id}.json").json()
    assert set(record) == {
        "incident", "attributions", "involvements", "sources", "statements", "claims", "dataset",
        "native",
    }  # fmt: skip
    assert record["incident"]["incident_id"] == incident_id
    assert record["incident"]["placed_by"]
    assert record["attributions"][0]["by"]["name_en"]
    assert record["dataset"]["licence"] == "CC-BY-4.0"


def test_areas_without_shapes_have_the_same_figures(client):
    whole = client.ask("/api/areas/admin1.json?type=Battles").json()
    bare = client.ask("/api/areas/admin1.json?type=Battles&geometry=none").json()
    assert {feature["geometry"] for feature in bare["features"]} == {None}
    for feature in whole["features"]:
        feature["geometry"] = None
    assert bare == whole


def test_areas_are_geojson_with_closed_counterclockwise_rings(client):
    areas = client.ask("/api/areas/admin1.json")
    assert areas.headers["content-type"] == "application/geo+json"
    features = areas.json()["features"]
    assert {"IQ-BG", "IQ-AR"} <= {feature["id"] for feature in features}
    for feature in features:
        shape = feature["geometry"]
        polygons = [shape["coordinates"]] if shape["type"] == "Polygon" else shape["coordinates"]
        for outer, *_ in polygons:
            assert outer[0] == outer[-1]
            assert sum(a[0] * b[1] - b[0] * a[1] for a, b in pairwise(outer)) > 0
        assert set(feature["properties"]) == {
            "area_id", "name", "name_ar", "count", "area_only", "fatalities", "label",
        }  # fmt: skip


def test_the_timeline_chooses_a_width_that_suits(client):
    assert client.ask("/api/timeline.json").json()["bin"] == "week"
    assert client.ask("/api/timeline.json?from=2021-07-01&to=2021-07-20").json()["bin"] == "day"
    assert client.ask("/api/timeline.json?q=nothingofthatname").json()["bins"] == []


def test_the_base_map_is_served(client):
    assert {"extent", "land", "labels"} <= set(client.ask("/api/basemap/5/19/12.json").json())


@pytest.mark.parametrize("kind", ["csv", "geojson", "xlsx"])
def test_a_download_has_a_telling_name_and_its_description(client, atlas, kind):
    answer = client.ask(f"/api/incidents.{kind}?from=2021-07-01&q=%D8%A8%D8%BA%D8%AF%D8%A7%D8%AF")
    name = re.fullmatch(r'attachment; filename="([\w.-]+)"', answer.headers["content-disposition"])
    assert name is not None
    assert name[1].startswith(f"incidents_iraq-2021_{atlas.dataset.version}_")
    assert name[1].endswith(f".{kind}")
    link = re.fullmatch(r'<(.+)>; rel="describedby"', answer.headers["link"])
    described = client.ask(link[1])
    assert described.headers["content-type"] == "text/plain; charset=utf-8"
    assert "Filter: from 1 Jul 2021, containing “بغداد”" in described.text
    assert "Link: http://127.0.0.1:8501/?from=2021-07-01&q=%D8%A8" in described.text


def test_rejected_rows_can_be_taken_away(client):
    answer = client.ask("/api/rejected.csv")
    assert answer.content.decode("utf-8-sig") == "table,row,column,value,reason\r\n"


def test_the_browsers_files_are_served(client):
    for name, kind in (
        ("atlas.js", "text/javascript"),
        ("style.css", "text/css"),
        ("leaflet/leaflet.js", "text/javascript"),
        ("leaflet/leaflet.css", "text/css"),
        ("leaflet/images/layers.png", "image/png"),
    ):
        answer = client.ask(f"/api/browser/{name}")
        assert answer.status_code == 200, name
        assert answer.headers["content-type"].startswith(kind)


def test_no_two_files_for_the_browser_share_a_name():
    folders = (PROJECT / "incidents" / "maps" / "browser", PROJECT / "incidents/ui/components")
    names = [path.name for folder in folders for path in folder.glob("*.*")]
    assert len(names) == len(set(names))


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_words_are_only_words(client, text):
    answer = client.ask("/api/citation.txt?" + urlencode({"q": text[:400]}))
    assert answer.status_code == 200
    assert "containing" in answer.text or not text.strip()


def test_json_is_strict_and_not_escaped(client):
    text = client.ask("/api/incidents.json").text
    json.loads(text, parse_constant=pytest.fail)
    assert "بغداد" in text


def test_every_address_is_documented():
    documented = Path(PROJECT / "docs" / "api.md").read_text(encoding="utf-8")
    for route in ENDPOINTS:
        path = re.sub(r"\{(\w+):path\}", r"{\1}", route.path)
        assert f"/api{path}" in documented
