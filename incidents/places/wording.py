"""The sentences that tell a reader how a record got its place."""

from __future__ import annotations

from typing import TYPE_CHECKING

from incidents.model.vocabularies import GeoPrecision

if TYPE_CHECKING:
    from collections.abc import Sequence

    from incidents.places.areas import UnmappedArea

COUNTRY_ONLY = "Known only to the country; listed beside the map."
NO_PRECISION = (
    "Its coordinates come without saying how exact they are, and no bundled area holds them; "
    "listed beside the map."
)
FOUND_BY_NAME = "No coordinates given; its location names "
"""Begins what is said of a record that is drawn where the gazetteer has its name."""
_KNOWN_TO = {
    GeoPrecision.SITE: "a site",
    GeoPrecision.NEIGHBOURHOOD: "a neighbourhood",
    GeoPrecision.CITY: "a city or town",
    GeoPrecision.VICINITY: "the surroundings of a place",
}
_METRES_PER_KM = 1000


def own_point(source: str, precision: GeoPrecision, radius_m: int) -> str:
    """Say that a record is drawn at its own coordinates."""
    origin = f" ({source.strip().rstrip('.')})" if source.strip() else ""
    return (
        f"Drawn at the coordinates given with the record{origin}, "
        f"known to {_KNOWN_TO[precision]}: within about {_distance(radius_m)}."
    )


def at_place(name: str, source: str, precision: GeoPrecision, radius_m: int) -> str:
    """Say that a record is drawn at a place of the gazetteer."""
    return (
        f"{FOUND_BY_NAME}{name} ({source}), drawn there as known to "
        f"{_KNOWN_TO[precision]}: within about {_distance(radius_m)}."
    )


def as_area(stated: GeoPrecision, area: str) -> str:
    """Say that a record is drawn as the area it names."""
    if stated is GeoPrecision.DISTRICT:
        return (
            f"Known to a district; drawn as its governorate, {area}, "
            "because district limits are not bundled."
        )
    if stated is GeoPrecision.GOVERNORATE:
        return f"Known to a governorate; drawn as {area}."
    return (
        f"It has no usable coordinates and its location is no place of the gazetteer; "
        f"drawn as its governorate, {area}."
    )


def area_of_place(place: str, area: str) -> str:
    """Say that a record is drawn as the area around the place it names."""
    return f"Known to the surroundings of {place}; drawn as the governorate that lies in, {area}."


def unmapped_area(missing: UnmappedArea, cover: str) -> str:
    """Say that an area without limits is drawn as the one that covers it."""
    return (
        f"Known to {missing.name}, {missing.note}; "
        f"drawn as {cover}, within whose bundled limits it lies."
    )


def unmapped_point(missing: UnmappedArea, drawn_in: str) -> str:
    """Say that a point's own area has no limits here."""
    return (
        f"The record says {missing.name}, {missing.note}; it is counted under the area it "
        f"appears in, {drawn_in}."
    )


def near_named(named: str, inside: str, away_km: float) -> str:
    """Say that a record's governorate is taken at its word near a generalised border."""
    where = f"inside {inside}" if inside else "outside every area"
    return (
        f"The bundled limits are generalised and put this point {where}, {away_km:.0f} km from "
        f"{named}; it is counted under {named}, as the record says."
    )


def elsewhere(named: str, inside: str) -> str:
    """Say that a point lies in another governorate than the record names."""
    where = f"in {inside}" if inside else "outside every bundled area"
    return f"The record says {named} but the point lies {where}; the point is kept as given."


def outside_country(country: str, inside: str) -> str:
    """Say that a point lies outside the country the record names."""
    where = f"in {inside}" if inside else "outside every bundled area"
    return f"The record says {country} but the point lies {where}; the point is kept as given."


def off_the_earth(latitude: float, longitude: float) -> str:
    """Say that numbers given as coordinates are none."""
    return (
        f"Its coordinates (latitude {latitude:g}, longitude {longitude:g}) are out of range "
        "and were neither used nor changed."
    )


def no_precision(area: str) -> str:
    """Say that coordinates of unknown exactness are drawn as their area."""
    return f"Its coordinates come without saying how exact they are; drawn as {area}."


def no_area(admin1: str, several: Sequence[str]) -> str:
    """Say why a record has no place on the map."""
    if len(several) > 1:
        return f"It names more than one area ({', '.join(several)}); listed beside the map."
    if admin1.strip():
        return f"{admin1.strip()!r} is no area we have limits for; listed beside the map."
    return "It names no place that could be found; listed beside the map."


def _distance(radius_m: int) -> str:
    if radius_m < _METRES_PER_KM:
        return f"{radius_m} m"
    return f"{radius_m / _METRES_PER_KM:g} km"
