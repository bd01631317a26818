"""Seeded synthetic incidents of any number: what every app in the browser benchmark is given."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import numpy as np
import polars as pl

from incidents.model.vocabularies import SUB_EVENT_TYPES, EventType

if TYPE_CHECKING:
    from numpy.random import Generator
    from numpy.typing import NDArray

SEED = 7
FIRST_DAY, LAST_DAY = date(2010, 1, 1), date(2024, 12, 31)
WEST, SOUTH, EAST, NORTH = 34.0, 24.0, 60.0, 38.0
_PLACES = 300
_PLACE_SKEW = 0.7
_SPREAD_DEG = 0.25
_ACTORS = 2_000
_SOURCES = 20
_SHARE_SPANS = 0.03
_SHARE_UNREPORTED = 0.02
_SHARE_UNLOCATED = 0.03
_LONGEST_SPAN_DAYS = 30
_DECIMALS = 5
"""About a metre, as coordinates are usually published."""

TYPES = tuple(EventType)
SUB_TYPES = tuple(sub for kind in TYPES for sub in SUB_EVENT_TYPES[kind])


def make_incidents(count: int, seed: int = SEED) -> pl.DataFrame:
    """Return `count` incidents; equal counts and seeds give equal tables.

    Columns: `incident_id`, `event_date`, `end_date` (later where only a span of days is known),
    `event_type`, `sub_event_type`, `actor`, `target`, `fatalities` (null where no toll is
    reported), `located` (false where the place is not known to a point; the coordinates then only
    say in which area it lies), `latitude`, `longitude`, `title` and `source`.
    """
    random = np.random.default_rng(seed)
    place, longitude, latitude = _draw_places(random, count)
    begins, ends = _draw_days(random, count)
    kind, sub_kind = _draw_kinds(random, count)
    actors, sources = _names("Actor", _ACTORS, 4), _names("Source", _SOURCES, 2)
    return pl.DataFrame(
        {
            "incident_id": _number("S-", count),
            "event_date": begins,
            "end_date": ends,
            "event_type": _words(kind, tuple(map(str, TYPES))),
            "sub_event_type": _words(sub_kind, SUB_TYPES),
            "actor": _words(_draw_skewed(random, count, _ACTORS, 1), actors),
            "target": _words(_draw_skewed(random, count, _ACTORS, 1), actors),
            "fatalities": _draw_tolls(random, count),
            "located": random.random(count, np.float32) >= _SHARE_UNLOCATED,
            "latitude": latitude,
            "longitude": longitude,
            "title": _titles(place),
            "source": _words(random.integers(0, _SOURCES, count, np.uint8), sources),
        }
    )


def _draw_skewed(random: Generator, count: int, choices: int, skew: float) -> NDArray[np.uint16]:
    """Return indices of which the first are drawn most often, as Zipf's law has it."""
    weights = 1 / np.arange(1, choices + 1) ** skew
    return random.choice(choices, count, p=weights / weights.sum()).astype(np.uint16)


def _draw_places(
    random: Generator, count: int
) -> tuple[NDArray[np.uint16], NDArray[np.float64], NDArray[np.float64]]:
    """Return the number of each incident's place, and a point scattered around that place."""
    centre_x, centre_y = random.uniform(WEST, EAST, _PLACES), random.uniform(SOUTH, NORTH, _PLACES)
    place = _draw_skewed(random, count, _PLACES, _PLACE_SKEW)
    longitude = centre_x[place] + random.normal(0, _SPREAD_DEG, count)
    latitude = centre_y[place] + random.normal(0, _SPREAD_DEG, count)
    return (
        place,
        longitude.clip(WEST, EAST).round(_DECIMALS),
        latitude.clip(SOUTH, NORTH).round(_DECIMALS),
    )


def _draw_days(random: Generator, count: int) -> tuple[pl.Series, pl.Series]:
    """Return first and last days; they differ where only a span of days is known."""
    epoch = date(1970, 1, 1)
    first, last = ((day - epoch).days for day in (FIRST_DAY, LAST_DAY))
    length = random.integers(1, _LONGEST_SPAN_DAYS + 1, count, np.int32)
    length[random.random(count, np.float32) >= _SHARE_SPANS] = 0
    begins = np.minimum(random.integers(first, last + 1, count, np.int32), last - length)
    return pl.Series(begins).cast(pl.Date), pl.Series(begins + length).cast(pl.Date)


def _draw_kinds(random: Generator, count: int) -> tuple[NDArray[np.uint8], NDArray[np.uint8]]:
    """Return indices into `TYPES` and `SUB_TYPES`; each sub-type belongs to its type."""
    sizes = np.array([len(SUB_EVENT_TYPES[kind]) for kind in TYPES], np.uint8)
    starts = np.cumsum(sizes, dtype=np.uint8) - sizes
    kind = random.integers(0, len(TYPES), count, np.uint8)
    within = (random.random(count, np.float32) * sizes[kind]).astype(np.uint8)
    return kind, starts[kind] + within


def _draw_tolls(random: Generator, count: int) -> pl.Series:
    tolls = pl.Series(random.negative_binomial(1, 0.3, count).astype(np.int32))
    missing = pl.Series(random.random(count, np.float32) < _SHARE_UNREPORTED)
    return tolls.set(missing, None)


def _titles(place: NDArray[np.uint16]) -> pl.Series:
    numbers = _number("Incident ", len(place)).alias("number")
    places = _words(place, tuple(f" near place {each:03d} reported" for each in range(_PLACES)))
    frame = pl.DataFrame([numbers, places.cast(pl.String).alias("place")])
    return frame.select(pl.concat_str("number", "place"))["number"]


def _number(prefix: str, count: int) -> pl.Series:
    """Return `prefix` with consecutive numbers of eight digits."""
    digits = pl.int_range(count, eager=True).cast(pl.String).str.zfill(8)
    return pl.select(pl.lit(prefix) + digits).to_series()


def _names(word: str, count: int, digits: int) -> tuple[str, ...]:
    return tuple(f"{word} {number:0{digits}d}" for number in range(count))


def _words(codes: NDArray[np.unsignedinteger], words: tuple[str, ...]) -> pl.Series:
    """Return `words[code]` for each code, without a string for each row."""
    return pl.Series(codes).cat.to(pl.Enum(list(words)))
