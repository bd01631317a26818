"""GeoJSON files of places, read without GDAL, which would follow what such a file points to."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import shapely
from shapely.geometry import shape

from incidents.errors import PlainTableError
from incidents.model.vocabularies import GeoPrecision
from incidents.readers.gazetteer_rows import GazetteerRows, RawPlace

if TYPE_CHECKING:
    from pathlib import Path

    from incidents.readers.gazetteer_files import Columns

MOST_BYTES = 200_000_000
MOST_VERTICES = 100_000
# Compared one by one: what a file gives for a type may be a list, which no set can hold.
_WHOLES = ["FeatureCollection", "Feature"]
_POINT = "Point"
_SHAPES = ["MultiPoint", "LineString", "MultiLineString", "Polygon", "MultiPolygon"]
_LONGITUDE_LATITUDE = ("CRS84", "4326")


def read_geojson(path: Path, columns: Columns) -> GazetteerRows:
    """Return the places of a GeoJSON file: features with a name among their properties.

    A line or polygon becomes a point within it that is known to a district only.

    Raises:
        PlainTableError: The file is too large, is no GeoJSON or uses other coordinates than
            longitude and latitude.
    """
    features = _read_features(path)
    found = GazetteerRows("", "")
    for number, feature in enumerate(features, start=1):
        place = _place(feature, columns)
        if isinstance(place, str):
            found.rejected.append((number, place))
        else:
            found.add(number, place)
    return found


def _read_features(path: Path) -> list[Any]:
    try:
        if path.stat().st_size > MOST_BYTES:
            raise PlainTableError(path, f"it is larger than {MOST_BYTES // 1_000_000} MB")
        tree = json.loads(path.read_bytes().decode("utf-8-sig"), parse_constant=_refuse)
    except OSError as error:
        raise PlainTableError(path, error.strerror or str(error)) from error
    except UnicodeDecodeError as error:
        raise PlainTableError(path, f"it is not UTF-8 (byte {error.start})") from error
    except RecursionError as error:
        raise PlainTableError(path, "it is nested too deeply") from error
    except ValueError as error:
        raise PlainTableError(path, f"it is not JSON ({error})") from error
    if not isinstance(tree, dict) or tree.get("type") not in _WHOLES:
        raise PlainTableError(path, "it is no GeoJSON FeatureCollection")
    stated = tree.get("crs")
    if stated and not any(code in json.dumps(stated) for code in _LONGITUDE_LATITUDE):
        raise PlainTableError(path, "its coordinates are not longitude and latitude (WGS 84)")
    features = [tree] if tree["type"] == "Feature" else tree.get("features")
    if not isinstance(features, list):
        raise PlainTableError(path, "it has no list of features")
    return features


def _refuse(constant: str) -> float:
    message = f"{constant} is no number"
    raise ValueError(message)


def _place(feature: object, columns: Columns) -> RawPlace | str:
    if not isinstance(feature, dict) or not isinstance(feature.get("geometry"), dict):
        return "without a geometry"
    properties = feature.get("properties")
    if not isinstance(properties, dict):
        return "without properties"
    point = _point(feature["geometry"])
    if isinstance(point, str):
        return point
    cells = {str(name): _text(value) for name, value in properties.items()}
    identity = {"id": _text(feature["id"])} if feature.get("id") is not None else {}
    longitude, latitude = point
    given = columns.read(identity | cells)
    is_point = feature["geometry"].get("type") == _POINT
    wider = "" if is_point else GeoPrecision.DISTRICT.value
    return RawPlace(
        **given
        | {
            "latitude": latitude,
            "longitude": longitude,
            "geo_precision": given["geo_precision"] or wider,
        }
    )


def _point(geometry: dict[str, Any]) -> tuple[str, str] | str:
    """Return longitude and latitude as text, or why there are none."""
    coordinates = geometry.get("coordinates")
    if geometry.get("type") == _POINT:
        if not isinstance(coordinates, list) or len(coordinates) not in {2, 3}:
            return "a point without two coordinates"
        return _decimal(coordinates[0]), _decimal(coordinates[1])
    if geometry.get("type") not in _SHAPES:
        return "a geometry of an unknown kind"
    if _count(coordinates) > MOST_VERTICES * 2:
        return f"a geometry of more than {MOST_VERTICES} vertices"
    return _point_within(geometry)


def _point_within(geometry: dict[str, Any]) -> tuple[str, str] | str:
    try:
        inside = shape(geometry).representative_point()
    except (shapely.errors.ShapelyError, TypeError, ValueError, AttributeError, IndexError):
        return "a geometry that is not valid"
    if inside.is_empty:
        return "an empty geometry"
    return _decimal(inside.x), _decimal(inside.y)


def _count(coordinates: object) -> int:
    """Return how many numbers a tree of lists holds."""
    left, count = [coordinates], 0
    while left:
        each = left.pop()
        if isinstance(each, list):
            left += each
        else:
            count += 1
    return count


def _decimal(number: object) -> str:
    if isinstance(number, bool) or not isinstance(number, (int, float)):
        return "?"
    return f"{number:.7f}" if abs(number) <= 360 else "999"  # noqa: PLR2004  degrees


def _text(value: object) -> str:
    if isinstance(value, str):
        return value
    if isinstance(value, (int, float)) and not isinstance(value, bool):
        return f"{value:.15g}" if abs(value) < 1e15 else ""  # noqa: PLR2004  what a float holds
    if isinstance(value, list):
        return "|".join(each for each in value if isinstance(each, str))
    return ""
