"""Areas by identifier, by name and by point."""

from __future__ import annotations

import math
import random

import pytest

import geopandas as gpd
import shapely

from incidents.errors import AreasError
from incidents.places.areas import Area, AreaIndex, load_areas
from incidents.settings import Settings
from tests.factories import bundled_atlas

IRAQ = {
    "IQ-AN": ["Anbar", "Al Anbar", "al-Anbar", "الأنبار", "محافظة الأنبار", "الانبار"],
    "IQ-AR": ["Erbil", "Arbil", "Irbil", "Hewler", "أربيل", "اربيل", "محافظة أربيل"],
    "IQ-BA": ["Basra", "Basrah", "Al-Basrah", "البصرة", "البصره"],
    "IQ-BB": ["Babil", "Babylon", "Babil Governorate", "بابل", "محافظة بابل"],
    "IQ-BG": ["Baghdad", "BAGHDAD", "Baghdad governorate", "بغداد", "محافظة بغداد"],
    "IQ-DA": ["Duhok", "Dohuk", "Dahuk", "Dihok", "دهوك"],
    "IQ-DI": ["Diyala", "Diala", "ديالى", "ديالي"],
    "IQ-DQ": ["Dhi Qar", "Dhi-Qar", "Thi Qar", "Thi-Qar", "ذي قار"],
    "IQ-KA": ["Karbala", "Karbala'", "Kerbala", "كربلاء"],
    "IQ-KI": ["Kirkuk", "At-Ta'mim", "Tamim", "كركوك", "التأميم"],
    "IQ-MA": ["Maysan", "Missan", "Maisan", "ميسان"],
    "IQ-MU": ["Muthanna", "Al Muthanna", "al-Muthanna", "المثنى"],
    "IQ-NA": ["Najaf", "An-Najaf", "An Najaf", "النجف"],
    "IQ-NI": ["Nineveh", "Ninewa", "Ninawa", "نينوى"],
    "IQ-QA": ["Qadisiyyah", "Al-Qādisiyyah", "Qadisiyah", "Diwaniyah", "القادسية", "الديوانية"],
    "IQ-SD": ["Salah al-Din", "Saladin", "Salahaddin", "Salah ad-Din", "صلاح الدين"],
    "IQ-SU": ["Sulaymaniyah", "As-Sulaymaniyah", "Sulaimaniya", "Slemani", "السليمانية"],
    "IQ-WA": ["Wasit", "Waset", "واسط"],
}
SPELLINGS = [(area_id, name) for area_id, names in IRAQ.items() for name in names]


def square(area_id: str, west: float, **fields) -> Area:
    shape = shapely.box(west, 0, west + 1, 1)
    given = {"country": "AAA", "name": area_id, "name_ar": ""} | fields
    return Area(area_id=area_id, bounds=shape.bounds, geometry=shape, **given)


@pytest.mark.parametrize(("area_id", "name"), SPELLINGS)
def test_every_governorate_of_iraq_is_found_by_its_spellings(areas, area_id, name):
    assert areas.find_name(name, "IRQ").area_id == area_id


def test_iraq_has_its_eighteen_bundled_governorates(areas):
    assert [area.area_id for area in areas.in_country("IRQ")] == sorted(IRAQ)


def test_labels_of_iraq_leave_out_the_word_governorate(areas):
    assert not [area for area in areas.in_country("IRQ") if "محافظة" in area.name_ar]


def test_kirkuk_carries_its_iso_code(areas):
    assert areas.get("IQ-KI").name == "Kirkuk"
    assert areas.get("IQ-TS") is None
    assert areas.containing(44.39, 35.47).area_id == "IQ-KI"


@pytest.mark.parametrize("name", ["Halabja", "حلبجة", "محافظة حلبجة", "Halabja Governorate"])
def test_halabja_is_known_to_lack_limits(areas, name):
    assert areas.find_name(name, "IRQ") is None
    assert areas.find_unmapped(name, "IRQ").within == "IQ-SU"


def test_a_name_of_another_country_is_not_found(areas):
    assert areas.find_name("Baghdad", "SYR") is None
    assert areas.find_name("Homs", "SYR").country == "SYR"


def test_an_empty_name_is_no_area(areas):
    assert areas.find_name("", "IRQ") is None
    assert areas.find_name("governorate", "IRQ") is None


def test_a_name_that_two_areas_share_is_not_picked():
    index = AreaIndex([square("AA-1", 0, name="Twin"), square("AA-2", 3, name="Twin")])
    assert index.find_name("Twin", "AAA") is None


def test_a_name_outranks_another_areas_alias():
    index = AreaIndex([square("AA-1", 0, aliases=("Port",)), square("AA-2", 3, name="Port")])
    assert index.find_name("port", "AAA").area_id == "AA-2"


def test_identifiers_are_unique_and_bounds_hold_their_labels(areas):
    frame = gpd.read_parquet(Settings().areas / "natural_earth_admin1.parquet")
    assert frame["area_id"].is_unique
    assert len(areas) == len(frame)
    for area in areas.in_country("IRQ"):
        west, south, east, north = area.bounds
        assert west < area.label[0] < east
        assert south < area.label[1] < north


def test_containing_agrees_with_plain_shapely_on_random_points(areas):
    frame = gpd.read_parquet(Settings().areas / "natural_earth_admin1.parquet")
    frame = frame.sort_values("area_id")
    draw = random.Random(7)  # noqa: S311  test data
    places = [(draw.uniform(35, 62), draw.uniform(22, 42)) for _ in range(40)]
    places += [(draw.uniform(-180, 180), draw.uniform(-85, 85)) for _ in range(20)]
    for longitude, latitude in places:
        hits = frame[shapely.intersects(frame.geometry.array, shapely.Point(longitude, latitude))]
        expected = hits["area_id"].iloc[0] if len(hits) else None
        found = areas.containing(longitude, latitude)
        assert (found.area_id if found else None) == expected


def test_a_point_on_a_border_always_falls_to_the_first_identifier():
    pair = [square("AA-2", 1), square("AA-1", 0)]
    for order in (pair, pair[::-1]):
        assert AreaIndex(order).containing(1, 0.5).area_id == "AA-1"


@pytest.mark.parametrize(
    ("longitude", "latitude", "country"),
    [
        pytest.param(180.0, 66.5, "RUS", id="Chukotka on the line"),
        pytest.param(-180.0, 66.5, "RUS", id="Chukotka from the other side"),
        pytest.param(-173.0, 64.5, "RUS", id="Chukotka east of the line"),
        pytest.param(179.3, -16.6, "FJI", id="Vanua Levu"),
        pytest.param(180.0, -16.8, "FJI", id="Taveuni on the line"),
    ],
)
def test_points_at_the_antimeridian_are_found(areas, longitude, latitude, country):
    assert areas.containing(longitude, latitude).country == country


@pytest.mark.parametrize(
    ("longitude", "latitude", "area_id"),
    [
        pytest.param(48.33, 29.43, "KW-", id="Failaka"),
        pytest.param(32.9, 39.9, "TR-06", id="Ankara"),
        pytest.param(-25.5, 37.8, "PT-20", id="Azores"),
        pytest.param(55.9, 26.75, "IR-23", id="Qeshm"),
    ],
)
def test_islands_belong_to_their_area(areas, longitude, latitude, area_id):
    assert areas.containing(longitude, latitude).area_id.startswith(area_id)


@pytest.mark.parametrize(
    ("longitude", "latitude"), [(0, 0), (200, 33), (44, 91), (math.nan, 33), (math.inf, 0)]
)
def test_the_sea_and_impossible_places_lie_nowhere(areas, longitude, latitude):
    assert areas.containing(longitude, latitude) is None


def test_distance_is_told_in_kilometres():
    area = square("AA-1", 0)
    assert area.distance_km(0.5, 0.5) == 0
    assert area.distance_km(1.1, 0.5) == pytest.approx(11.12, abs=0.05)
    assert area.distance_km(40, 40) == math.inf


def test_a_missing_file_is_named(tmp_path):
    with pytest.raises(AreasError, match=r"nothing\.parquet"):
        load_areas(tmp_path / "nothing.parquet")


def test_a_file_without_the_columns_is_refused(tmp_path):
    path = tmp_path / "areas.parquet"
    gpd.GeoDataFrame({"area_id": ["AA-1"]}, geometry=[shapely.box(0, 0, 1, 1)]).to_parquet(path)
    with pytest.raises(AreasError, match="country"):
        load_areas(path)


def test_many_points_lie_where_each_of_them_does():
    areas = bundled_atlas().areas
    draw = random.Random(7)  # noqa: S311  seeded
    points = [(draw.uniform(-180, 180), draw.uniform(-60, 75)) for _ in range(400)]
    points += [(180.0, 68.0), (-180.0, 68.0), (44.4, 33.3), (500.0, 0.0)]
    found = areas.containing_many(*zip(*points, strict=True))
    each = [area.area_id if (area := areas.containing(*point)) else "" for point in points]
    assert found == each
