import math

import pyproj
import pytest
from hypothesis import given
from hypothesis import strategies as st

from incidents.model.mercator import MAX_LATITUDE, MAX_ZOOM, WORLD, project, unproject
from tests.factories import examples

HALF_M = math.pi * 6378137
LONGITUDES = st.floats(-180, 180)
LATITUDES = st.floats(-MAX_LATITUDE, MAX_LATITUDE)


@examples(300)
@given(LONGITUDES, LATITUDES)
def test_a_place_is_where_epsg_3857_puts_it(longitude, latitude):
    to_metres = pyproj.Transformer.from_crs("EPSG:4326", "EPSG:3857", always_xy=True)
    east_m, north_m = to_metres.transform(longitude, latitude)
    x, y = project(longitude, latitude)
    assert x == pytest.approx((east_m + HALF_M) / (2 * HALF_M) * WORLD, abs=1.5)
    assert y == pytest.approx((HALF_M - north_m) / (2 * HALF_M) * WORLD, abs=1.5)


@examples(300)
@given(LONGITUDES, LATITUDES)
def test_there_and_back_is_the_same_place_to_two_centimetres(longitude, latitude):
    back = unproject(*project(longitude, latitude))
    assert back == pytest.approx((longitude, latitude), abs=360 / WORLD * 1.01)


@examples(200)
@given(st.integers(0, WORLD - 1), st.integers(0, WORLD - 1))
def test_world_units_survive_degrees(x, y):
    again = project(*unproject(x + 0.5, y + 0.5))
    assert abs(again.x - x) <= 1
    assert abs(again.y - y) <= 1


@examples(200)
@given(st.floats(-180, 180), st.floats(-90, 90))
def test_every_place_on_earth_lies_in_the_square(longitude, latitude):
    x, y = project(longitude, latitude)
    assert 0 <= x < WORLD
    assert 0 <= y < WORLD


@pytest.mark.parametrize(("latitude", "y"), [(90, 0), (-90, WORLD - 1), (86, 0), (-86, WORLD - 1)])
def test_the_poles_are_kept_at_the_rim(latitude, y):
    assert project(0, latitude).y == pytest.approx(y, abs=1)


def test_the_two_names_of_the_antimeridian_are_the_two_rims():
    assert project(-180, 0).x == 0
    assert project(180, 0).x == WORLD - 1


def test_null_island_is_the_middle_of_the_world():
    assert project(0, 0) == (WORLD // 2, WORLD // 2)


@examples(100)
@given(LATITUDES, LATITUDES)
def test_north_is_up(one, other):
    south, north = sorted((one, other))
    assert project(0, north).y <= project(0, south).y


def test_a_tile_of_the_deepest_zoom_is_a_whole_number_of_units():
    assert WORLD % (1 << MAX_ZOOM) == 0
