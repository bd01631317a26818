"""Distances and bearings."""

from __future__ import annotations

import pytest

from incidents.places.distances import apart_km, midway, shifted


def test_a_degree_of_latitude_is_111_km():
    assert apart_km(44, 33, 44, 34) == pytest.approx(111.2, abs=0.1)


@pytest.mark.parametrize("bearing", [0, 45, 90, 135, 180, 225, 270, 315])
def test_shifting_goes_as_far_as_it_says(bearing):
    x, y = shifted(44, 33, bearing, 12)
    assert apart_km(44, 33, x, y) == pytest.approx(12)


def test_north_is_up_and_west_is_left():
    assert shifted(44, 33, 0, 10)[1] > 33
    assert shifted(44, 33, 270, 10)[0] < 44


def test_midway_and_shifting_cross_the_antimeridian():
    assert abs(midway(179, 0, -179, 0)[0]) == 180
    assert shifted(179.99, 0, 90, 10)[0] < -179
    assert apart_km(179.99, 0, -179.99, 0) == pytest.approx(2.2, abs=0.1)
