"""The keys a name is filed and looked up under, from most to least exact."""

from __future__ import annotations

from typing import NamedTuple
from zlib import crc32

from incidents.model.folding import fold
from incidents.places.roman import ARTICLES, skeleton, sounds
from incidents.places.typewords import Sort, split_type

_SALT = 0x9E3779B9
_SHORT_ARABIC = 4
"""Letters; the ال of a shorter word may be its own."""


class Key(NamedTuple):
    """One name, as the index knows it."""

    exact: str
    """Folded, without articles and spaces, after the mark of its sort."""
    sort: Sort
    core: str
    """Folded, without the words for its sort."""

    mark: str = ""
    """What keeps Sadr City apart from Sadr."""

    folded: str = ""
    """The whole name, folded."""


def name_of(text: str) -> Key:
    """Return the key of a name in any script."""
    folded = fold(text)
    core, sort, mark = split_type(folded)
    return Key(mark + bare(core), sort, core, mark, folded)


def bare(core: str) -> str:
    """Return a folded name without its articles and spaces."""
    if " " not in core:
        if core.startswith("ال") and len(core) > _SHORT_ARABIC:
            return core[2:]
        return core
    words = core.split()
    kept = [word for word in words if word not in ARTICLES] or words
    return "".join(
        word[2:] if word.startswith("ال") and len(word) > _SHORT_ARABIC else word for word in kept
    )


def sounds_of(text: str, key: Key) -> tuple[str, ...]:
    """Return how a name is said, its type words left out."""
    if not key.sort:
        return sounds(text, key.folded)
    words = set(key.core.split())
    kept = [
        word
        for word in text.split()
        if fold(word) in words or not words.isdisjoint(fold(word).split())
    ]
    return sounds(" ".join(kept) or key.core)


def skeleton_of(sound: str) -> str:
    """Return the consonants of a sound."""
    return skeleton(sound)


def hash_key(level: str, key: str) -> tuple[int, int]:
    """Return a key's two 32-bit numbers, the same in every process."""
    raw = f"{level}{key}".encode()
    return crc32(raw), crc32(raw[::-1], _SALT)
