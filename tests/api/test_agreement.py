"""Whatever the filter, every answer is about the same incidents."""

from __future__ import annotations

import csv
import io
import json

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from incidents.exports.csv_file import build_csv
from incidents.exports.downloads import FileKind, build_download
from incidents.query.addresses import check_address
from incidents.query.areas import summarize_areas
from incidents.query.bins import Bin
from incidents.query.clusters import build_tile
from incidents.query.filters import IncidentFilter
from incidents.query.tallies import summarize_tallies
from incidents.query.timeline import summarize_timeline
from tests.api.oracle import matching_rows
from tests.api.random_filters import filters

tried = settings(
    max_examples=60, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large]
)


@tried
@given(chosen=filters())
def test_the_count_is_that_of_a_plain_loop_and_its_parts_add_up(tables, chosen):
    rows, tallies = matching_rows(tables, chosen), summarize_tallies(tables, chosen)
    assert tallies.count == len(rows)
    assert tallies.located + tallies.area_only + tallies.unlocated == tallies.count
    assert tallies.located == sum(row["placement"] == "located" for row in rows)
    assert sum(tallies.by_event_type.values()) == tallies.count


@tried
@given(chosen=filters())
def test_tolls_keep_their_ranges_and_say_how_many_records_have_none(tables, chosen):
    rows, tallies = matching_rows(tables, chosen), summarize_tallies(tables, chosen)
    for name in ("fatalities", "injured"):
        toll = getattr(tallies, name)
        assert toll.not_reported == sum(row[f"{name}_best"] is None for row in rows)
        for part in ("low", "best", "high"):
            assert getattr(toll, part) == sum(row[f"{name}_{part}"] or 0 for row in rows)


@tried
@given(chosen=filters(), path=st.lists(st.integers(0, 3), max_size=14))
def test_clusters_sum_to_their_tile_and_tiles_to_their_parent(tables, chosen, path):
    zoom = column = row = 0
    for step in path:
        zoom, column, row = zoom + 1, 2 * column + step % 2, 2 * row + step // 2
    tile = build_tile(tables, chosen, check_address(zoom, column, row))
    assert tile.count == sum(cluster["count"] for cluster in tile.clusters)
    children = [
        build_tile(tables, chosen, check_address(zoom + 1, 2 * column + dx, 2 * row + dy))
        for dx in (0, 1)
        for dy in (0, 1)
    ]
    assert tile.count == sum(child.count for child in children)
    for cluster in tile.clusters:
        assert sum(cluster["types"].values()) == cluster["count"]
        assert ("incident" in cluster) == (cluster["count"] == 1)


@tried
@given(chosen=filters())
def test_the_tile_of_the_whole_world_holds_every_located_incident(tables, chosen):
    world = build_tile(tables, chosen, check_address(0, 0, 0))
    assert world.count == summarize_tallies(tables, chosen).located


@tried
@given(chosen=filters(), width=st.sampled_from(Bin))
def test_bars_and_spans_sum_to_the_count(tables, chosen, width):
    timeline = summarize_timeline(tables, chosen, width)
    parts = (*timeline.bins, *timeline.spans, timeline.more_spans)
    assert sum(part["count"] for part in parts) == len(matching_rows(tables, chosen))
    assert all(sum(bar["types"].values()) == bar["count"] for bar in timeline.bins)


@tried
@given(chosen=filters())
def test_areas_sum_to_what_has_an_area(tables, chosen):
    rows, areas = matching_rows(tables, chosen), summarize_areas(tables, chosen)
    assert sum(area.count for area in areas.values()) == sum(row["area_id"] != "" for row in rows)
    tallies = summarize_tallies(tables, chosen)
    assert sum(area.area_only for area in areas.values()) == tallies.area_only


@tried
@given(chosen=filters())
def test_files_hold_exactly_the_selected_incidents_in_order(atlas, today, chosen):
    rows = matching_rows(atlas.dataset.tables, chosen)
    expected = [
        row["incident_id"]
        for row in sorted(rows, key=lambda r: (r["event_date"], r["incident_id"]))
    ]
    text = b"".join(build_csv(atlas.dataset.tables, chosen)).decode("utf-8-sig")
    assert [row["incident_id"] for row in csv.DictReader(io.StringIO(text, newline=""))] == expected
    download = build_download(atlas.dataset, chosen, FileKind.GEOJSON, accessed=today)
    collection = json.loads(b"".join(download.chunks))
    assert [feature["id"] for feature in collection["features"]] == expected
    assert collection["metadata"]["count"] == len(expected)


@tried
@given(chosen=filters())
def test_a_filter_survives_its_text_and_the_api_reads_the_same(tables, client, chosen):
    text = chosen.to_query()
    assert IncidentFilter.from_query(text) == chosen
    answer = client.ask(f"/api/tallies.json?{text}")
    if chosen.datasets - set(tables.incidents["dataset_id"]):
        assert answer.status_code == 400
        assert answer.json()["error"].startswith("The filter dataset=")
        return
    assert answer.status_code == 200, answer.text
    assert answer.json()["count"] == len(matching_rows(tables, chosen))


@pytest.mark.parametrize(
    "query",
    ["", "view=claimed&denied=exclude", "from=2021-07-01&to=2021-07-31", "q=بغداد", "killed=1"],
)
def test_the_whole_api_agrees(client, query):
    def ask(path, keys=""):
        return client.ask(f"/api/{path}?{'&'.join(filter(None, [query, keys]))}")

    tallies = ask("tallies.json").json()
    areas = ask("areas/admin1.json").json()
    timeline = ask("timeline.json", "bin=week").json()
    lines = list(csv.reader(io.StringIO(ask("incidents.csv").content.decode("utf-8-sig"))))
    listed = ask("incidents.json", "limit=500").json()
    assert ask("tiles/0/0/0.json").json()["count"] == tallies["located"]
    assert len(lines) - 1 == tallies["count"] == listed["count"] == len(listed["items"])
    assert len(ask("incidents.geojson").json()["features"]) == tallies["count"]
    assert areas["unlocated"] == tallies["unlocated"]
    counts = [feature["properties"]["count"] for feature in areas["features"]]
    assert sum(counts) + areas["without_area"] == areas["count"] == tallies["count"]
    parts = (*timeline["bins"], *timeline["spans"], timeline["more_spans"])
    assert sum(part["count"] for part in parts) == tallies["count"]
    for placement, name in (("located", "located"), ("area", "area_only"), ("none", "unlocated")):
        assert ask("incidents.json", f"placement={placement}").json()["count"] == tallies[name]
