"""Distances and bearings on the globe, in kilometres and degrees."""

from __future__ import annotations

import math

EARTH_KM = 6371.0


def apart_km(
    longitude: float, latitude: float, other_longitude: float, other_latitude: float
) -> float:
    """Return the great-circle distance between two points."""
    y, other_y = math.radians(latitude), math.radians(other_latitude)
    half_x = math.radians(other_longitude - longitude) / 2
    half = math.sin((other_y - y) / 2) ** 2
    half += math.cos(y) * math.cos(other_y) * math.sin(half_x) ** 2
    return 2 * EARTH_KM * math.asin(min(1.0, math.sqrt(half)))


def shifted(
    longitude: float, latitude: float, bearing: float, distance_km: float
) -> tuple[float, float]:
    """Return the (longitude, latitude) some way off, in a direction clockwise from north."""
    way, angle = distance_km / EARTH_KM, math.radians(bearing)
    y = math.radians(latitude)
    end_y = math.asin(math.sin(y) * math.cos(way) + math.cos(y) * math.sin(way) * math.cos(angle))
    turned = math.atan2(
        math.sin(angle) * math.sin(way) * math.cos(y),
        math.cos(way) - math.sin(y) * math.sin(end_y),
    )
    end_x = math.degrees(math.radians(longitude) + turned)
    return (end_x + 180) % 360 - 180, math.degrees(end_y)


def midway(
    longitude: float, latitude: float, other_longitude: float, other_latitude: float
) -> tuple[float, float]:
    """Return the (longitude, latitude) halfway between two points, across the antimeridian too."""
    step = (other_longitude - longitude + 180) % 360 - 180
    return (longitude + step / 2 + 180) % 360 - 180, (latitude + other_latitude) / 2
