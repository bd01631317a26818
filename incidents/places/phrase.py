"""What a phrase says of a place: its readings, of names and of how the place lies to them."""

from __future__ import annotations

import re

from incidents.model.folding import fold
from incidents.places.relations import INSIDE, NEAR, PART, SPACED, TRIGGERS, Phrase, read_relation
from incidents.places.roman import is_arabic
from incidents.places.typewords import TYPE_TOKENS, Sort, split_type
from incidents.places.unnamed import read_unnamed

LONGEST = 300
"""Characters; what is longer is a text, not the name of a place."""
_PART = re.compile(
    r"^(?:the )?(?:(?:north|south)(?:[ -]?(?:east|west))?|east|west|central)(?:ern)? (?P<x>.+)$"
)
_BREAKS = re.compile(r"[,،;؛|\n]")
_BRACKETS = re.compile(r"\(([^()]*)\)")
_OTHER_NAME = re.compile(r"\(|/|\bor\b|\baka\b", re.IGNORECASE)
_ROAD_WORDS = frozenset({"road", "highway", "motorway", "route", "طريق", "الطريق"})
"""Beside these a hyphen stands between the ends of a road."""
_PARTED = re.compile(r"[,،;؛|\n(/]|\s[-–—]\s|\b(?:or|aka)\b", re.IGNORECASE)
_NO_NAME = re.compile(r"://|\.\./|\{[{%]")
"""Addresses and the marks of programs: what they hold is no place's name."""
_MIDDLE = re.compile(
    r"^(?P<n>.{2,}?) (?P<r>(?:near|close to|next to|outside|between|on the road|around|"
    r"(?:about )?\d+ ?(?:km|miles?)|(?:north|south|east|west)(?: ?(?:east|west))?(?:ern)? of|"
    r"قرب|بالقرب من|(?:شمال|جنوب|شرق|غرب)ي?|بين|علي بعد|علي طريق) .+)$"
)
_FIRST = re.compile(r"^(?P<x>.{3,}?) (?:and |و ?)(?=\S\S)")
_IN = re.compile(r"^(?P<x>.+?) (?:in|في|له) (?P<y>.+)$")


def read_phrase(text: str) -> tuple[Phrase, ...]:
    """Return the readings of `text`, the most literal first; none if it holds no name.

    The literal reading comes first, so that a place that is called North Sinai is found as such.
    """
    text = text[:LONGEST]
    tokens = fold(text).split()
    if max(map(len, tokens), default=0) < 2 or _NO_NAME.search(text):  # noqa: PLR2004  letters
        return ()
    literal = Phrase(names=(text.strip(),))
    if _PARTED.search(text) is None and TRIGGERS.isdisjoint(tokens):
        scripts = _scripts(text)
        return (literal, Phrase(names=scripts)) if len(scripts) > 1 else (literal,)
    return (literal, *_readings(text))


def _scripts(text: str) -> tuple[str, ...]:
    """Return the Latin and the Arabic words of "Baghdad بغداد", each together."""
    if text.isascii():
        return (text,)
    words = text.split()
    arabic = " ".join(word for word in words if is_arabic(word))
    latin = " ".join(word for word in words if not is_arabic(word))
    return (latin, arabic) if arabic and fold(latin) else (text,)


def _readings(text: str) -> list[Phrase]:
    head, *parts = [part.strip() for part in _BREAKS.split(text) if fold(part)]
    within = [one for part in parts for one in _opened(part)]
    nameless = _nameless(head, within)
    if nameless:
        return nameless
    inner: list[str] = []
    if split_type(fold(head)).sort is not Sort.ROAD and _ROAD_WORDS.isdisjoint(fold(head).split()):
        head, *inner = [part.strip() for part in SPACED.split(head) if fold(part)]
    within = [*inner, *within]
    told, plain = _relation_among(within)
    middle = _MIDDLE.match(fold(head)) if told is None else None
    if middle and (told := read_relation(middle["r"])) is not None:
        head = middle["n"]
    if told is not None:
        named, bynames = _names(head)
        close = _close(told)
        beside = bool(close) and told.relation == NEAR
        return [Phrase(named, (*close, *plain), bynames, beside), _within(told, plain)]
    return _plain_readings(head, within)


def _nameless(head: str, within: list[str]) -> list[Phrase]:
    """Return the readings of a phrase that gives no name of its own."""
    related = read_relation(head)
    if related is not None:
        told, plain = _relation_among(within)
        whole = _within(related, (*_close(told), *plain))
        return [one._replace(nameless=True) for one in _each_of(whole)]
    lies = read_unnamed(fold(head))
    if lies is None:
        return []
    told, plain = _relation_among(within)
    found = [] if told is None else [_within(told, plain)._replace(nameless=True)]
    places = [place for place in (lies.place, *plain) if place]
    if places:
        place, *larger = places
        around = lies.around
        inside = Phrase(relation=INSIDE, anchors=(place,), around=around, nameless=True)
        found.insert(0, _within(inside, larger))
    return found


def _relation_among(parts: list[str]) -> tuple[Phrase | None, tuple[str, ...]]:
    """Return the first relation that parts of a phrase tell, and the parts that tell none."""
    relations = [(part, read_relation(part)) for part in parts]
    told = next((one for _, one in relations if one is not None), None)
    return told, tuple(part for part, one in relations if one is None)


def _close(told: Phrase | None) -> tuple[str, ...]:
    """Return the place that a relation tells to be near: of "north of Baghdad", Baghdad."""
    return told.anchors if told is not None and len(told.anchors) == 1 else ()


def _each_of(phrase: Phrase) -> list[Phrase]:
    """Return a relation to "A and B", and to A alone: all that one circle can say."""
    first = _FIRST.match(phrase.anchors[0]) if phrase.relation == NEAR else None
    return [phrase, phrase._replace(anchors=(first["x"],))] if first else [phrase]


def _plain_readings(head: str, within: list[str]) -> list[Phrase]:
    named, bynames = _names(head)
    found = [Phrase(names=named, within=tuple(within), bynames=bynames)]
    if within:
        larger = (*reversed(within[:-1]), head)
        found.append(Phrase(names=(within[-1],), within=larger, turned=True))
    inside = _IN.match(fold(head))
    if inside:
        found.append(Phrase(names=(inside["x"],), within=(inside["y"], *within)))
    part = _PART.match(fold(head))
    if part and split_type(part["x"]).sort is not Sort.FEATURE:
        found.append(Phrase(relation=PART, anchors=(part["x"],), within=tuple(within)))
    return found


def _opened(part: str) -> list[str]:
    """Return "Samawah (Muthanna)", that something lies in, as both: the second holds the first."""
    brackets = _BRACKETS.findall(part)
    if not brackets:
        return [part]
    return [one for one in (_BRACKETS.sub(" ", part).strip(), *brackets) if fold(one)]


def _within(phrase: Phrase, within: list[str] | tuple[str, ...]) -> Phrase:
    return phrase._replace(within=(*phrase.within, *within))


def _names(head: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return the names in "Kobane/Ayn al Arab town", and apart those in brackets."""
    if _OTHER_NAME.search(head) is None:
        return (head,), ()
    bynames = tuple(part for part in _BRACKETS.findall(head) if fold(part))
    whole = _BRACKETS.sub(" ", head)
    _, sort, mark = split_type(fold(whole))
    parts = [part.strip() for part in _OTHER_NAME.split(whole) if len(fold(part)) > 1]
    named = [part for part in parts if fold(part) not in TYPE_TOKENS]
    if mark and sort is not Sort.CITY:
        return tuple(named[-1:]), ()
    word = f" {sort.value}" if sort in {Sort.TOWN, Sort.VILLAGE, Sort.CITY, Sort.QUARTER} else ""
    typed = tuple(part if split_type(fold(part)).sort else part + word for part in named)
    return typed or (head,), bynames
