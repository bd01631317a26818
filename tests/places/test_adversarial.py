"""Names that mislead: what each row of adversarial.csv may be answered with, and what it may not.

- `text`: what is asked, `times` over; `\\uXXXX`, `\\n`, `\\r` and `\\t` stand for that letter.
- `country`, `admin1`: the context.
- `status`: what it may be, parted by `|`.
- `area_id`: of the answer when it is resolved or an area.
- `latitude`, `longitude`, `max_km`: how far off a dot, or the nearest of several, may be.
- `must_not`: of a dot, `dot`, `near LAT LON KM` or `radius under M`, parted by `;`.
- `warns`: whether an answer without a warning is wrong.
"""

from __future__ import annotations

import csv
import math
import re
import time
from pathlib import Path

import pytest

from benchmarks.curated_places import find_wrong
from incidents.library.opening import open_geocoder
from incidents.model.vocabularies import LOCATED_PRECISIONS
from incidents.places.answers import Answer, Status
from incidents.places.surroundings import Context
from incidents.settings import Settings

LEAST = 300
LONGEST_S = 2.0
"""Far more than a query needs, far less than one that never ends."""
ESCAPE = re.compile(r"\\u([0-9a-f]{4})|\\([nrt])")


def read_cases() -> list[dict[str, str]]:
    file = Path(__file__).with_name("adversarial.csv")
    with file.open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


CASES = read_cases()


def text_of(case: dict[str, str]) -> str:
    def letter(found: re.Match[str]) -> str:
        return chr(int(found[1], 16)) if found[1] else {"n": "\n", "r": "\r", "t": "\t"}[found[2]]

    return ESCAPE.sub(letter, case["text"]) * int(case["times"] or 1)


def apart_km(latitude: float, longitude: float, other: tuple[float, float]) -> float:
    """Haversine, written out: the engine's own distances are not asked about themselves."""
    north, south = math.radians(latitude), math.radians(other[0])
    east = math.radians(longitude - other[1])
    half = math.sin((north - south) / 2) ** 2
    half += math.cos(north) * math.cos(south) * math.sin(east / 2) ** 2
    return 2 * 6371 * math.asin(math.sqrt(half))


@pytest.fixture(scope="session")
def whole(tmp_path_factory):
    return open_geocoder(Settings(home=tmp_path_factory.mktemp("home")))


@pytest.fixture(scope="session")
def search(whole):
    return whole.search


def assert_honest(answer: Answer) -> None:
    """What holds for every answer, whatever was asked."""
    has_dot = answer.latitude is not None and answer.longitude is not None
    assert has_dot == (answer.status is Status.RESOLVED)
    if has_dot:
        assert answer.relation or answer.geo_precision in LOCATED_PRECISIONS
        assert answer.radius_m
        assert answer.radius_m > 0
    if answer.status is Status.AMBIGUOUS:
        assert answer.alternatives or answer.candidate
    assert answer.explanation


def assert_near(answer: Answer, case: dict[str, str]) -> None:
    expected = float(case["latitude"]), float(case["longitude"])
    points = []
    if answer.status is Status.RESOLVED:
        points = [(answer.latitude, answer.longitude)]
    elif answer.status is Status.AMBIGUOUS:
        points = [(each.latitude, each.longitude) for each in answer.alternatives]
    if points:
        nearest = min(apart_km(*point, expected) for point in points)
        assert nearest <= float(case["max_km"]), f"{nearest:.0f} km off"


def assert_not(answer: Answer, ban: str) -> None:
    if answer.latitude is None or answer.longitude is None:
        return
    word, *numbers = ban.replace("radius under", "radius").split()
    if word == "dot":
        pytest.fail("drawn as a dot")
    elif word == "near":
        latitude, longitude, km = map(float, numbers)
        assert apart_km(answer.latitude, answer.longitude, (latitude, longitude)) > km
    else:
        assert answer.radius_m
        assert answer.radius_m >= int(numbers[0])


@pytest.mark.parametrize("case", CASES, ids=[case["case"] for case in CASES])
def test_a_misleading_name_is_not_taken_for_what_it_is_not(search, case):
    began = time.perf_counter()
    answer = search(text_of(case), Context(case["country"], case["admin1"]))
    assert time.perf_counter() - began < LONGEST_S
    assert_honest(answer)
    assert answer.status in case["status"].split("|"), answer.explanation
    settled = answer.status in {Status.RESOLVED, Status.AREA_ONLY}
    if case["area_id"] and settled:
        assert answer.area is not None
        assert answer.area.area_id == case["area_id"], answer.explanation
    if case["latitude"]:
        assert_near(answer, case)
    for ban in filter(None, case["must_not"].split("; ")):
        assert_not(answer, ban)
    if case["warns"] and settled:
        assert answer.warnings, answer.explanation


def test_the_list_is_long_and_its_rows_are_well_formed():
    assert len(CASES) >= LEAST
    assert len({case["case"] for case in CASES}) == len(CASES)
    asked = [(case["text"], case["times"], case["country"], case["admin1"]) for case in CASES]
    assert len(set(asked)) == len(asked)
    known = {status.value for status in Status}
    for case in CASES:
        assert set(case["status"].split("|")) <= known, case
        assert bool(case["latitude"]) == bool(case["max_km"]), case
        assert case["why"], case


def read_records() -> list[dict[str, str]]:
    file = Settings().gazetteer.parent / "curated" / "incidents.csv"
    with file.open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


RECORDS = read_records()
CITY_KM = 15
"""Some records give a city's point for a place within it."""


@pytest.mark.parametrize("column", ["location", "location_ar"])
@pytest.mark.parametrize("record", RECORDS, ids=[record["incident_id"] for record in RECORDS])
def test_no_record_of_the_curated_table_is_drawn_elsewhere(search, areas, record, column):
    country = record["country"] if len(record["country"]) == 3 else ""
    answer = search(record[column], Context(country, record["admin1"]))
    assert_honest(answer)
    area = areas.find_name(record["admin1"], country)
    if area is not None and answer.area is not None:
        assert answer.area.area_id == area.area_id
    if answer.latitude is None or answer.longitude is None:
        return
    if record["latitude"]:
        point = float(record["latitude"]), float(record["longitude"])
        assert apart_km(answer.latitude, answer.longitude, point) <= CITY_KM
    else:
        assert answer.relation, "drawn more exactly than it is known"


def test_most_located_records_of_the_curated_table_are_found_by_their_words(search):
    located = {
        (record["location"], record["country"], record["admin1"])
        for record in RECORDS
        if record["latitude"]
    }
    answers = [search(text, Context(country, admin1)) for text, country, admin1 in located]
    found = sum(answer.status is Status.RESOLVED for answer in answers)
    assert found >= 0.75 * len(located)


def test_no_place_of_the_curated_table_is_left_open(whole):
    settled = {Status.RESOLVED, Status.AREA_ONLY}
    assert [case.name for case, found in find_wrong(whole) if found.status not in settled] == []
