"""The base map's tiles."""

from __future__ import annotations

import json
import math
from itertools import pairwise

import pytest

import shapely

from incidents.errors import AreasError, TileError
from incidents.maps.basemap import EXTENT, MARGIN, Basemap
from incidents.model.mercator import WORLD_BITS, project
from incidents.places.areas import load_areas
from incidents.settings import Settings

BAGHDAD = (44.4, 33.34)
PATHS = ("land", "country", "contested", "admin1")


@pytest.fixture(scope="module")
def basemap():
    return Basemap(Settings().areas, Settings().gazetteer)


def address(z, longitude, latitude):
    point = project(longitude, latitude)
    return z, point.x >> (WORLD_BITS - z), point.y >> (WORLD_BITS - z)


def points_of(path):
    x, y = path[0], path[1]
    points = [(x, y)]
    for dx, dy in zip(path[2::2], path[3::2], strict=True):
        x, y = x + dx, y + dy
        points.append((x, y))
    return points


@pytest.mark.parametrize("z", [0, 2, 4, 6, 9, 13, 20])
def test_shapes_stay_within_the_tile_and_its_margin(basemap, z):
    tile = basemap.tile(*address(z, *BAGHDAD))
    for kind in PATHS:
        for path in tile[kind]:
            for x, y in points_of(path):
                assert -MARGIN - 1 <= x <= EXTENT + MARGIN + 1
                assert -MARGIN - 1 <= y <= EXTENT + MARGIN + 1


def test_no_point_is_repeated(basemap):
    for path in basemap.tile(*address(5, *BAGHDAD))["land"]:
        assert all(before != after for before, after in pairwise(points_of(path)))


@pytest.mark.parametrize("z", [6, 8])
def test_land_is_where_the_areas_are(basemap, z):
    """The drawn tile against plain areas: nearly every pixel of a grid agrees."""
    areas = load_areas(Settings().areas)
    z, column, row = address(z, 48.3, 29.9)  # the head of the Gulf
    land = shapely.union_all(
        [
            shapely.make_valid(shapely.Polygon(points_of(p)))
            for p in basemap.tile(z, column, row)["land"]
            if len(p) > 6
        ]
    )
    agreed = total = 0
    for x in range(32, EXTENT, 96):
        for y in range(32, EXTENT, 96):
            longitude, latitude = degrees(z, column + x / EXTENT, row + y / EXTENT)
            inside = areas.containing(longitude, latitude) is not None
            agreed += land.contains(shapely.Point(x, y)) == inside
            total += 1
    assert agreed >= 0.95 * total


def degrees(z, column, row):
    longitude = column / 2**z * 360 - 180
    latitude = math.degrees(math.atan(math.sinh(math.pi * (1 - 2 * row / 2**z))))
    return longitude, latitude


def test_neighbouring_tiles_meet(basemap):
    """A border that leaves one tile enters the next at the same height."""
    z, x, y = address(6, *BAGHDAD)
    left, right = basemap.tile(z, x, y), basemap.tile(z, x + 1, y)

    def crossings(tile, edge):
        lines = [
            shapely.LineString(points_of(p)) for p in tile["admin1"] + tile["country"] if len(p) > 3
        ]
        line = shapely.LineString([(edge, 0), (edge, EXTENT)])
        hits = shapely.get_coordinates(shapely.intersection(shapely.multilinestrings(lines), line))
        return sorted(hits[:, 1])

    ours, theirs = crossings(left, EXTENT), crossings(right, 0)
    assert ours
    assert ours == pytest.approx(theirs, abs=6)


@pytest.mark.parametrize("z", [4, 5, 6, 8, 10])
def test_baghdad_is_named_in_both_scripts(basemap, z):
    labels = {
        label["en"]: label for label in basemap.tile(*address(z, 44.40088, 33.34058))["labels"]
    }
    assert labels["Baghdad"]["ar"] == "بغداد"
    assert labels["Baghdad"]["kind"] == "city"


def test_iraq_is_named_from_afar_and_its_governorates_nearer(basemap):
    far = basemap.tile(*address(4, 43.0, 33.15))["labels"]
    assert ("Iraq", "العراق") in [(label["en"], label["ar"]) for label in far]
    near = basemap.tile(*address(7, 41.9, 33.2))["labels"]
    assert ("Anbar", "الأنبار", "admin1") in [(n["en"], n["ar"], n["kind"]) for n in near]


def test_labels_come_most_important_first_and_lie_in_their_tile(basemap):
    z, x, y = address(7, *BAGHDAD)
    labels = basemap.tile(z, x, y)["labels"]
    assert [label["rank"] for label in labels] == sorted(label["rank"] for label in labels)
    assert {address(z, label["lon"], label["lat"]) for label in labels} == {(z, x, y)}


def test_inner_borders_wait_until_there_is_room(basemap):
    assert not basemap.tile(*address(1, *BAGHDAD))["admin1"]
    assert basemap.tile(*address(4, *BAGHDAD))["admin1"]


def test_contested_lines_are_told_apart(basemap):
    somaliland = basemap.tile(*address(6, 48.6, 9.5))
    assert somaliland["contested"]


@pytest.mark.parametrize("z", range(9))
def test_tiles_are_small(basemap, z):
    tile = basemap.tile(*address(z, *BAGHDAD))
    assert len(json.dumps(tile, separators=(",", ":"), ensure_ascii=False).encode()) < 30_000


def test_a_tile_drawn_twice_is_the_same_tile(basemap):
    assert basemap.tile(5, 19, 12) is basemap.tile(5, 19, 12)


@pytest.mark.parametrize("where", [(-1, 0, 0), (21, 0, 0), (3, 8, 0), (3, 0, -1)])
def test_there_is_no_tile_outside_the_world(basemap, where):
    with pytest.raises(TileError):
        basemap.tile(*where)


def test_missing_data_is_named_at_the_first_tile(tmp_path):
    basemap = Basemap(tmp_path, tmp_path)
    with pytest.raises(AreasError, match=r"basemap\.parquet"):
        basemap.tile(0, 0, 0)
