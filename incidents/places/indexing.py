"""From layers of places to the arrays of the index."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import numpy as np

from incidents.model.folding import fold
from incidents.model.vocabularies import GeoPrecision
from incidents.places.index import (
    BUCKET_BITS,
    LEVELS,
    NUMBERS,
    PRECISIONS,
    TEXTS,
    LayerInfo,
)
from incidents.places.keys import hash_key, name_of, skeleton_of, sounds_of
from incidents.places.likeness import sound_alike
from incidents.places.roman import is_arabic, sounds

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from incidents.places.layers import Layer

_LATIN_OR_ARABIC = re.compile("[A-Za-zÀ-ɏḀ-ỿ\u0620-\u06d3]")
_OTHER_SCRIPT = re.compile("[\u0370-\u05ff\u0700-\u1cff\u2c00-\ud7ff\U00010000-\U0003ffff]")
_VOWEL = re.compile("[aeiouyıəæø]")
LEAST_VOWELS = 0.2
"""Share of the letters; "alkramt", Arabic letter by letter, has fewer and is written by nobody."""
LISTED = "geonames"
"""The layer whose further spellings may be of another name: a former one, or the next village's."""
REPORT_EVERY = 10_000
_NUMBERS_OF_ROW = ("latitude", "longitude", "population", "radius_m")


@dataclass
class _Column:
    """Words that repeat, each stored once."""

    words: dict[str, int] = field(default_factory=dict)

    def code(self, word: str) -> int:
        return self.words.setdefault(word, len(self.words))


@dataclass
class _Collected:
    numbers: dict[str, list[float]] = field(default_factory=lambda: {name: [] for name in NUMBERS})
    texts: dict[str, list[str]] = field(default_factory=lambda: {name: [] for name in TEXTS})
    owner: list[int] = field(default_factory=list)
    usual: list[bool] = field(default_factory=list)
    keys: dict[str, tuple[list[int], list[int], list[int]]] = field(
        default_factory=lambda: {level: ([], [], []) for level in LEVELS}
    )
    kinds: _Column = field(default_factory=_Column)
    areas: _Column = field(default_factory=_Column)

    def file(self, level: str, key: str, row: int) -> None:
        bucket, mark = hash_key(level, key)
        for column, value in zip(self.keys[level], (bucket, mark, row), strict=True):
            column.append(value)


def collect_arrays(
    layers: Iterable[Layer], progress: Callable[[str, float], None]
) -> tuple[dict[str, Any], dict[str, np.ndarray[Any, Any]]]:
    """Return what describes the index and its arrays, places in order of country and layer."""
    rows: list[tuple[str, int, dict[str, Any]]] = []
    infos = []
    for number, layer in enumerate(layers):
        progress(f"reading {layer.name}", 0.0)
        infos.append(LayerInfo(layer.name, layer.credit, layer.licence, layer.places.height))
        rows.extend(
            (row["country"] or "", number, row) for row in layer.places.iter_rows(named=True)
        )
    rows.sort(key=lambda one: one[:2])
    collected = _Collected()
    collected.areas.code("")
    countries = sorted({country for country, _, _ in rows})
    codes = {country: code for code, country in enumerate(countries)}
    bounds: dict[str, list[int]] = {}
    for place, (country, layer_number, row) in enumerate(rows):
        if place % REPORT_EVERY == 0:
            progress("filing names", place / len(rows))
        bounds.setdefault(country, [place, place])[1] = place + 1
        _add(collected, place, row, listed=infos[layer_number].name == LISTED)
        collected.numbers["country"].append(codes[country])
        collected.numbers["layer"].append(layer_number)
    meta = {
        "layers": [list(info) for info in infos],
        "kinds": list(collected.kinds.words),
        "areas": list(collected.areas.words),
        "countries": countries,
        "country_rows": [[name, *ends] for name, ends in bounds.items()],
    }
    progress("writing", 1.0)
    return meta, _arrays(collected)


def _add(collected: _Collected, place: int, row: dict[str, Any], *, listed: bool) -> None:
    numbers, texts = collected.numbers, collected.texts
    for name in _NUMBERS_OF_ROW:
        numbers[name].append(row[name] or 0)
    numbers["kind"].append(collected.kinds.code(row["kind"] or ""))
    numbers["admin1"].append(collected.areas.code(row["admin1"] or ""))
    numbers["geo_precision"].append(PRECISIONS.index(GeoPrecision(row["geo_precision"])))
    numbers["first"].append(len(texts["spelling"]))
    for name in ("name", "name_ar", "place_id"):
        texts[name].append(row[name] or "")
    texts["source"].append(row.get("source") or "")
    seen: set[tuple[str, str]] = set()
    names = [row["name"] or "", row["name_ar"] or ""]
    said, arabic = sounds(names[0]), is_arabic(names[0])
    for at, spelling in enumerate([*names, *filter(_is_written, row["spellings"] or ())]):
        if _spell(collected, place, spelling, seen):
            usual = at < len(names) or not listed
            script = is_arabic(spelling), arabic
            collected.usual.append(usual or sound_alike(sounds(spelling), said, script))


def _spell(collected: _Collected, place: int, spelling: str, seen: set[tuple[str, str]]) -> bool:
    """File a spelling, if it is none that is filed already."""
    key = name_of(spelling)
    if not key.core or ("exact", key.exact) in seen:
        return False
    spelled = len(collected.owner)
    collected.owner.append(place)
    collected.texts["spelling"].append(spelling)
    filed = [("exact", key.exact, spelled)]
    for sound in sounds_of(spelling, key):
        joined = sound.replace(" ", "")
        bones = skeleton_of(sound)
        filed += [("sound", key.mark + joined, spelled)] if joined else []
        filed += [("skeleton", key.mark + bones, place)] if bones else []
    for level, text, row in filed:
        if (level, text) not in seen:
            seen.add((level, text))
            collected.file(level, text, row)
    return True


def _is_written(spelling: str) -> bool:
    """Say whether a spelling is in a script we read, and one that people write."""
    if not _LATIN_OR_ARABIC.search(spelling) or _OTHER_SCRIPT.search(spelling):
        return False
    letters = fold(spelling).replace(" ", "")
    if not letters.isascii():
        return True
    return len(letters) <= 4 or len(_VOWEL.findall(letters)) >= LEAST_VOWELS * len(letters)  # noqa: PLR2004  codes such as BGW


def _arrays(collected: _Collected) -> dict[str, np.ndarray[Any, Any]]:
    arrays: dict[str, np.ndarray[Any, Any]] = {
        name: np.array(collected.numbers[name], dtype=kind) for name, kind in NUMBERS.items()
    }
    arrays["owner"] = np.array(collected.owner, dtype=np.uint32)
    arrays["usual"] = np.array(collected.usual, dtype=np.bool_)
    for name, words in collected.texts.items():
        encoded = [word.encode() for word in words]
        ends = np.cumsum([0, *map(len, encoded)], dtype=np.uint32)
        arrays[f"{name}.raw"] = np.frombuffer(b"".join(encoded), dtype=np.uint8)
        arrays[f"{name}.offsets"] = ends
    for level, (buckets, marks, rows) in collected.keys.items():
        bucket = np.array(buckets, dtype=np.uint32) >> np.uint32(32 - BUCKET_BITS)
        mark = np.array(marks, dtype=np.uint32)
        order = np.lexsort((np.array(rows, dtype=np.uint32), mark, bucket))
        edges = np.searchsorted(bucket[order], np.arange(2**BUCKET_BITS + 1))
        arrays[f"{level}.buckets"] = edges.astype(np.uint32)
        arrays[f"{level}.marks"] = mark[order]
        arrays[f"{level}.rows"] = np.array(rows, dtype=np.uint32)[order]
    return arrays
