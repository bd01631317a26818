"""Records asked about in the place of others get the answer that they would get themselves."""

from __future__ import annotations

from dataclasses import asdict, replace
from itertools import product
from typing import TYPE_CHECKING

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from incidents.model.vocabularies import LOCATED_PRECISIONS, GeoPrecision
from incidents.places.geocoder import PlaceQuery

if TYPE_CHECKING:
    from incidents.places.geocoder import Geocoder

LOCATIONS = (
    "", "A street", "Baghdad", "baghdad", "Mosul", "Sadr City", "Sadr City, Baghdad",
    "A street, Baghdad", "Baghdad, A street", "al-Hilla", "الموصل", "مدينة الصدر",
    "Erbil - Ainkawa", "Near Mosul Governorate", ",", "Aleppo",
)  # fmt: skip
PROVINCES = (
    "", "Baghdad", "Nineveh", "Ninawa", "بغداد", "Halabja", "Al-Anbar Governorate", "Aleppo",
    "Anbar/Baghdad", "No province",
)  # fmt: skip
POINTS = (
    (33.299, 44.396), (33.3406, 44.4009), (36.335, 43.1189), (36.2, 37.16), (33.8, 44.3),
    (29.93, 48.6), (29.7, 48.9), (37.1, 42.4), (0.0, 0.0), (10.0, -150.0), (33.3, 180.0),
    (33.3, -180.0), (91.0, 44.0), (33.3, 181.0), (float("nan"), 44.4), (None, 44.4), (33.3, None),
    (None, None), (35.1783, 45.9864),
)  # fmt: skip
FIELDS = {
    "location": pl.String, "admin1": pl.String, "country": pl.String, "latitude": pl.Float64,
    "longitude": pl.Float64, "geo_precision": pl.String, "coordinate_source": pl.String,
    "radius_m": pl.Int64,
}  # fmt: skip


STEPS = (0, 0.0004, -0.0011, 0.3)


def differ(countries: tuple[str, ...], steps: tuple[float, ...]) -> list[PlaceQuery]:
    """Return a query for each place, name, province and precision, off the place by each step."""
    points = [
        (latitude and latitude + step, longitude and longitude - step)
        for latitude, longitude in POINTS
        for step in steps
    ]
    parts = product(LOCATIONS, PROVINCES, countries, points, GeoPrecision)
    return [
        PlaceQuery(location, admin1, country, *point, precision)
        for location, admin1, country, point, precision in parts
    ]


def frame_of(asked: list[PlaceQuery]) -> pl.DataFrame:
    rows = [asdict(each) | {"geo_precision": each.geo_precision.value} for each in asked]
    return pl.DataFrame(rows, schema=FIELDS)


def check(geocoder: Geocoder, asked: list[PlaceQuery]) -> int:
    """Compare each answer with the one got through `find_alike`; return how many were asked for."""
    alike = geocoder.find_alike(frame_of(asked))
    answers = geocoder.locate_many(asked)
    for query, answer, (stand_in, own) in zip(asked, answers, alike.iter_rows(), strict=True):
        told = answers[stand_in]
        if own:
            told = replace(told, latitude=query.latitude, longitude=query.longitude)
        assert repr(told) == repr(answer), query  # a NaN is not equal to itself
    return alike["asked"].n_unique()


@pytest.mark.parametrize(
    ("countries", "steps"), [(("IRQ",), STEPS), (("SYR", "", "XXX", "IRQ;SYR"), (0,))]
)
def test_whoever_is_asked_about_gets_the_same_answer(geocoder, countries, steps):
    asked = differ(countries, steps)
    assert check(geocoder, asked) < len(asked)


@given(
    st.lists(
        st.builds(
            PlaceQuery,
            st.sampled_from(LOCATIONS[:3]),
            st.sampled_from(["", "Anbar"]),
            st.just("IRQ"),
            st.just(33.0),
            st.just(41.0),
            st.sampled_from([GeoPrecision.CITY, GeoPrecision.VICINITY, GeoPrecision.DISTRICT]),
            st.sampled_from(["", "ACLED", "OurAirports runways."]),
            st.sampled_from([None, 25_000, 40_000]),
        ),
        min_size=1,
    )
)
def test_whose_source_or_extent_differs_gets_another_answer(geocoder, asked):
    check(geocoder, asked)


def test_most_points_of_a_province_are_alike(geocoder):
    places = [(f"Village {n}", 33.0 + n / 1e3, 41.0 + n / 1e3) for n in range(400)]
    asked = [PlaceQuery(name, "Anbar", "IRQ", *at, GeoPrecision.CITY) for name, *at in places]
    alike = geocoder.find_alike(frame_of(asked))
    assert alike["own"].all()
    assert alike["asked"].n_unique() < 20


@pytest.mark.parametrize("precision", sorted(set(GeoPrecision) - set(LOCATED_PRECISIONS)))
def test_what_is_no_point_of_its_own_is_not_said_to_be(geocoder, precision):
    asked = PlaceQuery("A street", "Anbar", "IRQ", 33.0, 41.0, precision)
    assert not geocoder.find_alike(frame_of([asked]))["own"].any()
