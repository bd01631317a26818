"""A dataset is shown where it lies."""

import polars as pl
import pytest

from incidents.library.geoparquet import INCIDENTS_FILE
from incidents.ui.map_address import map_address


def address(folder, *points):
    columns = {"longitude": [x for x, _ in points], "latitude": [y for _, y in points]}
    kinds = dict.fromkeys(columns, pl.Float64)
    pl.DataFrame(columns, schema=kinds).write_parquet(folder / INCIDENTS_FILE)
    return map_address("sahel", folder)


@pytest.mark.parametrize(
    ("points", "view"),
    [
        ([(0.0, 14.0)], "10/14.0000/0.0000"),
        ([(-5.0, 12.0), (15.0, 18.0)], "5/15.0000/5.0000"),
        ([(-170.0, -60.0), (170.0, 60.0)], "3/0.0000/0.0000"),
    ],
)
def test_the_map_opens_where_the_points_lie(tmp_path, points, view):
    assert address(tmp_path, *points) == f"./?dataset=sahel&map={view}"


def test_one_point_far_away_does_not_widen_the_view(tmp_path):
    usual = [(44.0 + n / 100, 33.0 + n / 100) for n in range(100)]
    assert "map=8/33.4" in address(tmp_path, *usual, (-70.0, -30.0))


def test_without_points_the_map_opens_as_ever(tmp_path):
    assert address(tmp_path) == "./?dataset=sahel"
    (tmp_path / INCIDENTS_FILE).write_bytes(b"no parquet")
    assert map_address("sahel", tmp_path) == "./?dataset=sahel"
