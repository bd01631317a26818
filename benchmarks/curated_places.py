"""The places of the curated table, the seed's among them, put to the geocoder by name alone."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from benchmarks.asked_places import distance_km
from incidents.library.datasets import load_atlas
from incidents.places.answers import Status
from incidents.places.surroundings import Context
from incidents.settings import Settings

if TYPE_CHECKING:
    from incidents.places.answers import Answer
    from incidents.places.geocoder import Geocoder

# How far a name's point may lie from the record's own: the record may mean a street of the city.
ALLOWED_KM = {"site": 5.0, "neighbourhood": 5.0, "city": 10.0}


@dataclass(frozen=True)
class CuratedCase:
    """One place of the curated table under one of its two names."""

    name: str
    admin1: str
    country: str
    latitude: float | None
    longitude: float | None
    geo_precision: str
    radius_m: int | None
    area_id: str

    def is_right(self, answer: Answer) -> bool:
        """Say whether an answer is where the record is, and no more exact than that."""
        named = answer.area.area_id if answer.area else ""
        if answer.status is Status.AREA_ONLY:
            return named == self.area_id or not self.area_id
        if answer.status is Status.RESOLVED:
            wide = bool(answer.relation) and named == self.area_id
            return self._is_near(answer) or (self.latitude is None and wide)
        # a record that is placed nowhere names no place either
        return answer.status is Status.NOT_FOUND and not self.area_id

    def _is_near(self, answer: Answer) -> bool:
        if self.latitude is None or self.longitude is None:
            return False
        if answer.latitude is None or answer.longitude is None:
            return False
        off_km = distance_km(self.latitude, self.longitude, answer.latitude, answer.longitude)
        radius_km = max(self.radius_m or 0, answer.radius_m or 0) / 1000
        return off_km <= max(ALLOWED_KM.get(self.geo_precision, 0.0), radius_km)


def list_curated() -> list[CuratedCase]:
    """Return the distinct places of the bundled table, by English and by Arabic name."""
    rows = load_atlas(Settings()).dataset.tables.incidents.to_dicts()
    cases = {
        CuratedCase(
            name=row[column],
            admin1=row["admin1"],
            country=row["country"],
            latitude=row["latitude"],
            longitude=row["longitude"],
            geo_precision=row["geo_precision"],
            radius_m=row["radius_m"],
            area_id=row["area_id"],
        ): None
        for row in rows
        for column in ("location", "location_ar")
        if row[column]
    }
    return list(cases)


def find_wrong(geocoder: Geocoder) -> list[tuple[CuratedCase, Answer]]:
    """Return the curated places that are not answered right."""
    cases = list_curated()
    contexts = [Context(case.country, case.admin1) for case in cases]
    answers = geocoder.search_many([case.name for case in cases], contexts)
    pairs = zip(cases, answers, strict=True)
    return [(case, answer) for case, answer in pairs if not case.is_right(answer)]


def judge_curated(geocoder: Geocoder) -> list[str]:
    """Return the section on the curated table."""
    cases, missed = list_curated(), find_wrong(geocoder)
    placed = {Status.RESOLVED, Status.AREA_ONLY}
    wrong = [each for each in missed if each[1].status in placed]
    lines = [
        "## Places of the curated table and the seed",
        "",
        (
            f"{len(cases) - len(missed)} of {len(cases)} distinct names, English and Arabic, are "
            "answered right: at the record's point, in its governorate, or with the wide radius "
            f"of a phrase such as “near”. {len(wrong)} are answered wrong, "
            f"{len(missed) - len(wrong)} left open."
        ),
    ]
    listed = [f"- {case.name}: {answer.status}" for case, answer in missed]
    return [*lines, "", *listed] if listed else lines
