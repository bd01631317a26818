"""Synthetic rows in ACLED's current layout, drawn with a seed: no row of ACLED's is among them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import polars as pl

if TYPE_CHECKING:
    from pathlib import Path

_PROVINCES = (
    ("Baghdad", 33.3, 44.4), ("Ninewa", 36.3, 43.1), ("Diyala", 33.75, 44.6),
    ("Al Anbar", 33.4, 43.3), ("Kirkuk", 35.47, 44.39), ("Salah al-Din", 34.6, 43.7),
    ("Basrah", 30.5, 47.8), ("Erbil", 36.19, 44.0),
)  # fmt: skip
_KINDS = (
    ("Battles", "Armed clash"), ("Explosions/Remote violence", "Remote explosive/landmine/IED"),
    ("Explosions/Remote violence", "Air/drone strike"), ("Violence against civilians", "Attack"),
    ("Protests", "Peaceful protest"),
)  # fmt: skip
_WORDS = [
    "the", "forces", "attacked", "a", "checkpoint", "near", "village", "with", "small",
    "arms", "and", "an", "improvised", "explosive", "device", "killing", "several",
    "fighters", "while", "others", "were", "wounded", "according", "to", "local", "media",
    "reports", "on", "that", "day",
]  # fmt: skip
_PLACES, _ACTORS, _DAYS, _NOTE_WORDS = 20_000, 300, 2_000, 40
_FIRST = np.datetime64("2018-01-01")


def write_acled(size: int, path: Path, seed: int = 1) -> None:
    """Write a file of `size` rows with notes of some 250 letters, in 31 columns."""
    draw = np.random.default_rng(seed)
    province = draw.integers(0, len(_PROVINCES), _PLACES)
    spread = draw.normal(0, 0.15, (_PLACES, 2))
    place, kind = draw.integers(0, _PLACES, size), draw.integers(0, len(_KINDS), size)
    days = pl.Series(_FIRST + draw.integers(0, _DAYS, size))
    actors = pl.Series([f"Armed group {number} (Iraq)" for number in range(_ACTORS)])
    at = pl.DataFrame(
        {
            "admin1": [_PROVINCES[each][0] for each in province],
            "location": [f"Village {number}" for number in range(_PLACES)],
            "latitude": [f"{_PROVINCES[each][1] + by[0]:.4f}"
                         for each, by in zip(province, spread, strict=True)],
            "longitude": [f"{_PROVINCES[each][2] + by[1]:.4f}"
                          for each, by in zip(province, spread, strict=True)],
        }
    )[place]  # fmt: skip
    frame = pl.DataFrame(
        {
            "event_id_cnty": pl.select(pl.format("IRQ{}", pl.int_range(size))).to_series(),
            "event_date": days.dt.strftime("%Y-%m-%d"),
            "year": days.dt.strftime("%Y"),
            "time_precision": draw.choice(["1", "1", "1", "2", "3"], size),
            "disorder_type": ["Political violence"] * size,
            "event_type": pl.Series([each[0] for each in _KINDS])[kind],
            "sub_event_type": pl.Series([each[1] for each in _KINDS])[kind],
            "actor1": actors[draw.integers(0, _ACTORS, size)],
            "assoc_actor_1": [""] * size,
            "inter1": ["Rebel group"] * size,
            "actor2": actors[draw.integers(0, _ACTORS, size)],
            "assoc_actor_2": [""] * size,
            "inter2": ["State forces"] * size,
            "interaction": ["State forces-Rebel group"] * size,
            "civilian_targeting": [""] * size,
            "iso": ["368"] * size,
            "region": ["Middle East"] * size,
            "country": ["Iraq"] * size,
            "admin1": at["admin1"],
            "admin2": [""] * size,
            "admin3": [""] * size,
            "location": at["location"],
            "latitude": at["latitude"],
            "longitude": at["longitude"],
            "geo_precision": draw.choice(["1", "1", "2", "3"], size),
            "source": draw.choice(["Al Sumaria; Shafaq News", "Shafaq News"], size),
            "source_scale": ["National"] * size,
            "notes": _notes(size, draw),
            "fatalities": draw.integers(0, 6, size).astype(str),
            "tags": [""] * size,
            "timestamp": ["1700000000"] * size,
        }
    )
    path.parent.mkdir(parents=True, exist_ok=True)
    frame.write_csv(path)


def _notes(size: int, draw: np.random.Generator) -> pl.Series:
    """Return notes that differ, most of whose words come from a few thousand sentences."""
    sentences = pl.Series(
        [" ".join(np.array(_WORDS)[draw.integers(0, len(_WORDS), _NOTE_WORDS)])
         for _ in range(5_000)]
    )  # fmt: skip
    chosen = sentences[draw.integers(0, len(sentences), size)]
    return pl.select(pl.format("On day {}, {}.", pl.int_range(size), chosen)).to_series()
