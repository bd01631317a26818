"""Places from a Nominatim server: only by choice, only one request a second, only to be reviewed.

The one module that may speak to another machine. Nothing is sent unless INCIDENTS_NOMINATIM names
a server and a person asks for one name; answers are kept on disk and not asked for again.
"""

from __future__ import annotations

import json
import math
import sqlite3
from contextlib import closing
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from geopy.exc import GeopyError
from geopy.extra.rate_limiter import RateLimiter
from geopy.geocoders import Nominatim

import incidents
from incidents.errors import OnlineSearchError, OnlineSearchOffError, SettingError
from incidents.model.vocabularies import GeoPrecision
from incidents.places.answers import Candidate
from incidents.places.areas import KM_PER_DEGREE

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from incidents.places.areas import AreaIndex
    from incidents.settings import Settings

USER_AGENT = f"incident-atlas/{incidents.__version__} (one name at a time, at a person's request)"
CACHE_FILE = "nominatim.sqlite"
MOST_RESULTS = 8
SECONDS_APART = 1.0
LAYER = "nominatim"
_TIMEOUT_S = 10
_CITY_RADIUS_M, _QUARTER_RADIUS_M, _SITE_RADIUS_M = 5_000, 2_000, 500
_PRECISIONS = {
    "city": GeoPrecision.CITY, "town": GeoPrecision.CITY, "village": GeoPrecision.CITY,
    "hamlet": GeoPrecision.CITY, "suburb": GeoPrecision.NEIGHBOURHOOD,
    "quarter": GeoPrecision.NEIGHBOURHOOD, "neighbourhood": GeoPrecision.NEIGHBOURHOOD,
    "county": GeoPrecision.DISTRICT, "district": GeoPrecision.DISTRICT,
    "state": GeoPrecision.GOVERNORATE, "province": GeoPrecision.GOVERNORATE,
    "region": GeoPrecision.GOVERNORATE, "country": GeoPrecision.COUNTRY,
}  # fmt: skip


def _ask(server: Nominatim, words: str) -> list[dict[str, Any]]:
    found = server.geocode(words, exactly_one=False, limit=MOST_RESULTS, namedetails=True)
    return [each.raw for each in found or ()]


# One for the whole process, whoever asks: the public server counts an application's users
# together (operations.osmfoundation.org/policies/nominatim).
_one_a_second = RateLimiter(
    _ask, min_delay_seconds=SECONDS_APART, max_retries=0, swallow_exceptions=False
)


def describe_disclosure(settings: Settings) -> str:
    """Return what whoever runs the server learns from a request.

    Raises:
        OnlineSearchOffError: No server is set.
    """
    if not settings.nominatim:
        raise OnlineSearchOffError
    return (
        f"This sends the name, its governorate and its country to {settings.nominatim}, together "
        "with this machine's address. Whoever runs that server learns which places you look up."
    )


class OnlineSearch:
    """One Nominatim server, with its answers kept on disk."""

    def __init__(self, base_url: str, home: Path, areas: AreaIndex) -> None:
        parts = urlsplit(base_url)
        if parts.scheme not in {"http", "https"} or not parts.netloc:
            raise SettingError("INCIDENTS_NOMINATIM", base_url, "an address with http or https")
        self.base_url = base_url.rstrip("/")
        self._home = home
        self._areas = areas
        self._server = Nominatim(
            user_agent=USER_AGENT,
            scheme=parts.scheme,
            domain=f"{parts.netloc}{parts.path}".rstrip("/"),
            timeout=_TIMEOUT_S,
        )

    def search(self, name: str, admin1: str = "", country: str = "") -> tuple[Candidate, ...]:
        """Return what the server knows under a name, as candidates for a person to review.

        Raises:
            OnlineSearchError: The server could not be asked.
        """
        words = ", ".join(" ".join(part.split()) for part in (name, admin1, country) if part)
        rows = self._recall(words)
        if rows is None:
            try:
                rows = _one_a_second(self._server, words)
            except GeopyError as error:
                reason = str(error) or type(error).__name__
                raise OnlineSearchError(self.base_url, reason) from error
            self._keep(words, rows)
        return tuple(self._candidates(rows))

    def _candidates(self, rows: Iterable[dict[str, Any]]) -> Iterable[Candidate]:
        for row in rows:
            kind = str(row.get("addresstype") or row.get("type") or "")
            precision = _PRECISIONS.get(kind, GeoPrecision.SITE)
            names = row.get("namedetails") or {}
            latitude, longitude = float(row["lat"]), float(row["lon"])
            area = self._areas.containing(longitude, latitude)
            yield Candidate(
                name=str(names.get("name:en") or row.get("name") or row["display_name"]),
                name_ar=str(names.get("name:ar") or ""),
                kind=kind,
                country=area.country if area else "",
                admin1=area.area_id if area else "",
                latitude=latitude,
                longitude=longitude,
                geo_precision=precision,
                radius_m=_radius(row, precision),
                population=0,
                layer=LAYER,
                source=f"© OpenStreetMap contributors (ODbL): {row['display_name']}",
                score=min(1.0, float(row.get("importance") or 0)),
                matched=str(row["display_name"]),
                why="found online",
                place_id=f"{row.get('osm_type', '')}/{row.get('osm_id', '')}",
            )

    def _recall(self, words: str) -> list[dict[str, Any]] | None:
        with closing(self._open()) as cache:
            found = cache.execute(
                "SELECT answer FROM answers WHERE server = ? AND words = ?", (self.base_url, words)
            ).fetchone()
        return json.loads(found[0]) if found else None

    def _keep(self, words: str, rows: list[dict[str, Any]]) -> None:
        with closing(self._open()) as cache, cache:
            cache.execute(
                "INSERT OR REPLACE INTO answers (server, words, answer) VALUES (?, ?, ?)",
                (self.base_url, words, json.dumps(rows, ensure_ascii=False)),
            )

    def _open(self) -> sqlite3.Connection:
        self._home.mkdir(parents=True, exist_ok=True)
        cache = sqlite3.connect(self._home / CACHE_FILE, timeout=_TIMEOUT_S)
        cache.execute(
            "CREATE TABLE IF NOT EXISTS answers "
            "(server TEXT, words TEXT, answer TEXT, PRIMARY KEY (server, words))"
        )
        return cache


def open_online_search(settings: Settings, areas: AreaIndex) -> OnlineSearch:
    """Return the server that the settings name.

    Raises:
        OnlineSearchOffError: They name none.
        SettingError: What they name is no address.
    """
    if not settings.nominatim:
        raise OnlineSearchOffError
    return OnlineSearch(settings.nominatim, settings.home, areas)


def _radius(row: dict[str, Any], precision: GeoPrecision) -> int:
    """Return the distance from the point to the furthest corner of its box, or the usual one."""
    usual = {
        GeoPrecision.SITE: _SITE_RADIUS_M,
        GeoPrecision.NEIGHBOURHOOD: _QUARTER_RADIUS_M,
    }.get(precision, _CITY_RADIUS_M)
    box = row.get("boundingbox")
    if not box:
        return usual
    south, north, west, east = map(float, box)
    latitude, longitude = float(row["lat"]), float(row["lon"])
    high = max(north - latitude, latitude - south)
    wide = max(east - longitude, longitude - west) * math.cos(math.radians(latitude))
    return max(usual, round(math.hypot(high, wide) * KM_PER_DEGREE * 1000))
