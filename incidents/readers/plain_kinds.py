"""What a plain table's words say of a kind, of a country and of how exactly a place is known."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from incidents.errors import MappingError
from incidents.model.vocabularies import SUB_EVENT_TYPES, EventType, GeoPrecision
from incidents.readers.country_names import find_by_code, find_by_name
from incidents.readers.plain_words import (
    COUNTRIES,
    KINDS,
    PRECISIONS,
    UNCODED,
    VALUELESS,
    plain_word,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

_SUBS = {kind: {plain_word(sub): sub for sub in subs} for kind, subs in SUB_EVENT_TYPES.items()}
_NUMBERED = re.compile(r"\s*\(?(\d)\)?\s*[-:.)]?\s*(.*)", re.DOTALL)
_RADIUS = re.compile(r"(?:^|\s)(\d{1,3})\s*km\b", re.IGNORECASE)
_FARTHEST_KM = 100
# ACLED's own codes; read as such only where a column is named as ACLED names it.
ACLED_PRECISIONS = {"1": "city", "2": "vicinity", "3": "governorate"}


class Kind(NamedTuple):
    """What words say that happened."""

    event_type: str
    sub_event_type: str
    kept: str
    """The table's words where ours do not say as much."""


def kind_teller(own: Mapping[str, Mapping[str, str]]) -> Callable[[str, str], Kind]:
    """Return what tells kinds: by a mapping's words first, then by those that are known.

    Raises:
        MappingError: The mapping's words lead to what is no event type.
    """
    said = {
        field: {
            plain_word(theirs): _checked(field, ours) for theirs, ours in own.get(field, {}).items()
        }
        for field in ("event_type", "sub_event_type")
    }

    def tell(event_word: str, sub_word: str) -> Kind:
        event_plain, sub_plain = plain_word(event_word), plain_word(sub_word)
        event = said["event_type"].get(event_plain) or KINDS.get(event_plain)
        sub = said["sub_event_type"].get(sub_plain) or KINDS.get(sub_plain)
        kind = event or sub or (UNCODED, UNCODED)
        exact = _SUBS[EventType(kind[0])].get(sub_plain)
        if exact:
            kind = (kind[0], exact)
        elif event and sub and sub[0] == event[0] and sub[1] != UNCODED:
            kind = sub
        told = ((event_word, event), (sub_word, sub or exact))
        kept = [word for word, found in told if _says_more(word, found, kind)]
        return Kind(*kind, "; ".join(kept))

    return tell


def _says_more(word: str, found: tuple[str, str] | str | None, kind: tuple[str, str]) -> bool:
    """Return whether a word says more than the kind that was found."""
    if not plain_word(word) or plain_word(word) in VALUELESS:
        return False
    if not found or kind[0] == UNCODED:
        return True
    return not isinstance(found, str) and (
        found[0] != kind[0] or found[1] not in {UNCODED, kind[1]}
    )


def _checked(field: str, ours: str) -> tuple[str, str]:
    plain = plain_word(ours)
    for event, subs in _SUBS.items():
        if plain == plain_word(event):
            return str(event), UNCODED
        if plain in subs:
            return str(event), subs[plain]
    cure = f"Event types are: {', '.join(EventType)}; or name a sub-event type of ACLED's."
    raise MappingError(f"{field} leads to {ours!r}, which is no event type", cure)


class Exactness(NamedTuple):
    """How exactly words say that a place is known."""

    precision: str
    radius_m: int | None
    kept: str
    """Words that say nothing that is known here."""


def exactness_teller(
    own: Mapping[str, str], codes: Mapping[str, str]
) -> Callable[[str], Exactness]:
    """Return what tells how exactly a place is known.

    Args:
        own: A mapping's words to ours.
        codes: What bare numbers mean, where that is known.

    Raises:
        MappingError: The mapping's words lead to what is no precision.
    """
    said = {plain_word(theirs): ours for theirs, ours in own.items()}
    wrong = set(said.values()) - {str(each) for each in GeoPrecision}
    if wrong:
        cure = f"Words for it are: {', '.join(GeoPrecision)}."
        raise MappingError(f"geo_precision leads to {min(wrong)!r}", cure)

    def tell(word: str) -> Exactness:
        plain = plain_word(word)
        numbered = _NUMBERED.fullmatch(word)
        inner = plain_word(numbered[2]) if numbered else ""
        known = (
            said.get(plain) or codes.get(word.strip().removesuffix(".0")) or PRECISIONS.get(plain)
        )
        known = known or PRECISIONS.get(inner)
        if known:
            return Exactness(known, None, "")
        near = _RADIUS.search(word)
        if near and 0 < int(near[1]) <= _FARTHEST_KM:
            return Exactness(str(GeoPrecision.VICINITY), int(near[1]) * 1_000, "")
        return Exactness(str(GeoPrecision.NONE), None, "" if plain in VALUELESS else word)

    return tell


def country_teller(own: Mapping[str, str]) -> Callable[[str], str]:
    """Return what tells the codes of a cell's countries: "" for blank, "?" for what is none.

    Args:
        own: A mapping's words to codes or names.
    """
    said = {plain_word(theirs): ours for theirs, ours in own.items()}

    def tell(cell: str) -> str:
        plain = plain_word(cell)
        whole = find_country(said.get(plain, cell))
        if whole or not plain or plain in VALUELESS:
            return whole
        parts = [part for part in re.split(r"[;/|]", cell) if part.strip()]
        found = [find_country(said.get(plain_word(part), part)) for part in parts]
        return ";".join(dict.fromkeys(found)) if found and all(found) else "?"

    return tell


def find_country(cell: str) -> str:
    """Return the country that a cell names by code or name, in any language known; "" for none."""
    return find_by_code(cell) or find_by_name(cell) or COUNTRIES.get(plain_word(cell), "")
