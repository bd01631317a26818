"""What a phrase says of a place: names, and how the place lies to them."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import NamedTuple

from incidents.model.folding import fold
from incidents.places.roman import is_arabic
from incidents.places.typewords import TYPE_TOKENS, Sort, split_type

NEAR, BETWEEN, ROAD, PART = "near", "between", "on the road", "part of"
KM_PER_MILE = 1.609
LONGEST = 300
"""Characters; what is longer is a text, not the name of a place."""


@dataclass(frozen=True, slots=True)
class Phrase:
    """One reading of a phrase."""

    names: tuple[str, ...] = ()
    """Spellings of the one place meant, any of which may be known."""
    within: tuple[str, ...] = ()
    """What it lies in, nearest first: "Dora, Baghdad"."""
    bynames: tuple[str, ...] = ()
    """Names in brackets: another name of the place, or where it lies."""
    relation: str = ""
    anchors: tuple[str, ...] = ()
    """The places a relation refers to: two for `between` and `on the road`."""
    bearing: float | None = None
    """Degrees clockwise from north."""
    distance_km: float | None = None
    turned: bool = False
    """Read from the largest to the smallest: "Iraq, Anbar, Fallujah"; only areas may come first."""


class _Way(NamedTuple):
    word: str
    bearing: float


_EN = {"north": 0, "northeast": 45, "east": 90, "southeast": 135, "south": 180, "southwest": 225,
    "west": 270, "northwest": 315}  # fmt: skip
_LOCAL = {
    "شمال": "north", "جنوب": "south", "شرق": "east", "غرب": "west", "باكور": "north",
    "باكوور": "north", "باشور": "south", "باشوور": "south", "روژههلات": "east",
    "روژياوا": "west",
}  # fmt: skip
_WAY_EN = r"(?P<ns>north|south)?[ -]?(?P<ew>east|west)?(?:ern|wards?|erly)?"
_WAY_AR = (
    r"(?:الي )?(?P<ns>شمال|جنوب|باكوو?ر|باشوو?ر)?ي? ?(?:ال)?(?P<ew>شرق|غرب|روژههلات|روژياوا)?ي?"
)
_KM_EN = r"(?P<n>\d+(?: \d)?) ?(?P<unit>km|kms|kilomet(?:er|re)s?|miles?|mi)"
_KM_AR = r"(?:علي بعد |حوالي )*(?P<n>\d+(?: \d)?) ?(?:كم|كيلو|كيلومتر(?:ا|ات)?|كيلو متر)"
_ROADS = (
    r"(?:main |international |highway |desert )*(?:road|highway|motorway|freeway|expressway|route)"
)
_ROAD_AR = r"(?:علي |في )?(?:(?:ال)?طريق (?:ال\w+ )*)?"
_PRE = r"(?:(?:on|along|off|at|in|a|an|the|area|located|village|site|point|somewhere) )*"

_WHERE = rf"{_PRE}(?:{_ROADS} )?"

_PATTERNS: tuple[tuple[str, re.Pattern[str]], ...] = tuple(
    (relation, re.compile(pattern))
    for relation, pattern in (
        (BETWEEN, rf"^{_PRE}between (?P<a>.+?) and (?P<b>.+)$"),
        (ROAD, rf"^{_PRE}{_ROADS} between (?P<a>.+?) and (?P<b>.+)$"),
        (ROAD, (rf"^{_PRE}{_ROADS} (?:leading |linking |connecting )?(?:from )?(?P<a>.+?) "
            rf"(?:to|with) (?P<b>.+)$")),
        (ROAD, rf"^{_PRE}(?:from )?(?P<a>.+?) to (?P<b>.+?) {_ROADS}$"),
        (BETWEEN, r"^(?:في |له |ما )?(?:المنطقه )?(?:بين|نيوان) (?P<a>.+?) و ?(?P<b>.+)$"),
        (ROAD, r"^(?:علي |في )?(?:ال)?طريق (?:ال\w+ )?بين (?P<a>.+?) و ?(?P<b>.+)$"),
        (ROAD, r"^(?:علي |في )?(?:ال)?(?:طريق|ريكاي) (?:من )?(?P<a>.+?) (?:الي|بو) (?P<b>.+)$"),
        ("of", (rf"^{_WHERE}(?:about |around |some )?{_KM_EN} (?:to the )?{_WAY_EN}"
            rf"(?: of| from) (?P<x>.+)$")),
        ("of", (rf"^{_WHERE}(?:about |around |some )?{_KM_EN} (?:outside|away from|from|off) "
            r"(?P<x>.+)$")),
        ("of", rf"^{_WHERE}(?:to the )?{_WAY_EN}(?: side| outskirts| edge)? of (?P<x>.+)$"),
        ("of", rf"^{_ROAD_AR}{_KM_AR} {_WAY_AR} (?P<x>.+)$"),
        ("of", rf"^{_ROAD_AR}{_KM_AR} (?:من|عن) (?P<x>.+)$"),
        ("of", rf"^{_ROAD_AR}{_WAY_AR} (?:من )?(?P<x>.+)$"),
        (NEAR, (rf"^{_WHERE}(?:near|near to|nearby|close to|next to|outside|outside of|"
            rf"adjacent to|around|vicinity of|outskirts of|surroundings of|environs of|"
            rf"surrounding areas? of|areas? (?:around|surrounding|near)|countryside of|"
            rf"rural areas? of|suburbs of|edge of) (?P<x>.+)$")),
        (NEAR, (r"^(?P<x>.+?) (?:area|areas|outskirts|countryside|vicinity|surroundings|region|"
            r"environs|axis|front)$")),
        (NEAR, r"^ريف (?P<x>.+) ال(?:شرقي|غربي|شمالي|جنوبي)$"),
        (NEAR, (rf"^{_ROAD_AR}(?:له |ال)*(?:قرب|بالقرب من|قريب من|القريب من|محيط|ضواحي|اطراف|ريف|"
            r"جوار|مشارف|خارج|نزيك|نزيكي|حدود) (?P<x>.+)$")),
    )
)  # fmt: skip
_PART = re.compile(
    r"^(?:the )?(?:(?:north|south)(?:[ -]?(?:east|west))?|east|west|central)(?:ern)? (?P<x>.+)$"
)
_TRIGGERS = frozenset(
    re.findall(
        r"\S+",
        "between from to of near nearby close next outside adjacent around vicinity outskirts "
        "surroundings environs surrounding areas area countryside region axis front road "
        "highway  motorway north south east west northern southern eastern western northeast "
        "northwest  southeast southwest northeastern northwestern southeastern southwestern "
        "central  بين نيوان طريق الطريق ريكاي قرب بالقرب قريب القريب محيط ضواحي اطراف ريف "
        "جوار مشارف خارج نزيك  نزيكي شمال شمالي جنوب جنوبي شرق شرقي غرب غربي علي كم باكوري "
        "باكووري باشوري باشووري روژههلاتي  روژياواي حدود km kms in في له ",
    )
)
_BREAKS = re.compile(r"[,،;؛|\n]")
_BRACKETS = re.compile(r"\(([^()]*)\)")
_OTHER_NAME = re.compile(r"\(|/|\bor\b|\baka\b", re.IGNORECASE)
_SPACED = re.compile(r"\s[-–—]\s")
_PAIR = re.compile(
    r"(?<!\bal)(?<!\bel)(?<!\ban)(?<!\bar)(?<!\bas)(?<!\bat)(?<!\baz)(?<!\bad)(?<!\bez)[-–—]",
    re.IGNORECASE,
)
_ROAD_WORDS = frozenset({"road", "highway", "motorway", "route", "طريق", "الطريق"})
"""Beside these a hyphen stands between the ends of a road."""
_ON = re.compile(r"^(?:on|along|off|علي|في)? ?(?:the )?")
_PARTED = re.compile(r"[,،;؛|\n(/]|\s[-–—]\s|\b(?:or|aka)\b", re.IGNORECASE)
_NO_NAME = re.compile(r"://|\.\./|\{[{%]")
"""Addresses and the marks of programs: what they hold is no place's name."""
_MIDDLE = re.compile(
    r"^(?P<n>.{2,}?) (?P<r>(?:near|close to|next to|outside|between|on the road|around|"
    r"(?:about )?\d+ ?(?:km|miles?)|(?:north|south|east|west)(?: ?(?:east|west))?(?:ern)? of|"
    r"قرب|بالقرب من|شمال|جنوب|شرق|غرب|بين|علي بعد|علي طريق) .+)$"
)
_IN = re.compile(r"^(?P<x>.+?) (?:in|في|له) (?P<y>.+)$")
_NUMBERED = re.compile(r"\d(?: \d)?$")


def read_phrase(text: str) -> tuple[Phrase, ...]:
    """Return the readings of `text`, the most literal first; none if it holds no name.

    The literal reading comes first, so that a place that is called North Sinai is found as such.
    """
    text = text[:LONGEST]
    tokens = fold(text).split()
    if not any(len(token) > 1 for token in tokens) or _NO_NAME.search(text):
        return ()
    literal = Phrase(names=(text.strip(),))
    if _PARTED.search(text) is None and _TRIGGERS.isdisjoint(tokens):
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
    head, *within = [part.strip() for part in _BREAKS.split(text) if fold(part)]
    related = _related(head)
    if related is not None:
        return [_within(related, within)]
    inner: list[str] = []
    if split_type(fold(head)).sort is not Sort.ROAD and _ROAD_WORDS.isdisjoint(fold(head).split()):
        head, *inner = [part.strip() for part in _SPACED.split(head) if fold(part)]
    within = [*inner, *within]
    relations = [(part, _related(part)) for part in within]
    told = next((one for _, one in relations if one is not None), None)
    plain = tuple(part for part, one in relations if one is None)
    middle = _MIDDLE.match(fold(head)) if told is None else None
    if middle and (told := _related(middle["r"])) is not None:
        head = middle["n"]
    if told is not None:
        named, bynames = _names(head)
        close = told.anchors if len(told.anchors) == 1 else ()
        return [Phrase(named, (*close, *plain), bynames), _within(told, plain)]
    return _plain_readings(head, within)


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


def _within(phrase: Phrase, within: list[str] | tuple[str, ...]) -> Phrase:
    return replace(phrase, within=(*phrase.within, *within))


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


def _related(part: str) -> Phrase | None:
    """Return the relation a part of a phrase tells, if it does."""
    folded = fold(part)
    if _TRIGGERS.isdisjoint(folded.split()):
        return None
    for relation, pattern in _PATTERNS:
        found = pattern.match(folded)
        if found is None:
            continue
        groups = found.groupdict()
        if "a" in groups:
            return Phrase(relation=relation, anchors=(groups["a"], groups["b"]))
        if relation == NEAR:
            # "near A and B": near A is true of it, and all that one circle can say.
            return Phrase(relation=NEAR, anchors=(groups["x"].split(" and ")[0],))
        told = _bearing_of(groups, groups["x"])
        if told is not None:
            return told
    return _road_of_pair(part, folded)


def _bearing_of(groups: dict[str, str | None], anchor: str) -> Phrase | None:
    way = (groups.get("ns") or "", groups.get("ew") or "")
    word = "".join(_LOCAL.get(one, one) for one in way)
    distance = _kilometres(groups)
    if not word and distance is None:
        return None
    relation = f"{word} of" if word else NEAR
    bearing = float(_EN[word]) if word else None
    return Phrase(relation=relation, anchors=(anchor,), bearing=bearing, distance_km=distance)


def _kilometres(groups: dict[str, str | None]) -> float | None:
    number = groups.get("n")
    if not number or _NUMBERED.search(number) is None:
        return None
    unit = groups.get("unit") or "km"
    return float(number.replace(" ", ".")) * (KM_PER_MILE if unit.startswith("mi") else 1)


def _road_of_pair(part: str, folded: str) -> Phrase | None:
    """Read "Baghdad-Basra highway" and "طريق بغداد - البصرة"; the hyphen of al-Kut is no break."""
    road = _ON.sub("", folded)
    if split_type(road).sort is not Sort.ROAD:
        return None
    parts = _SPACED.split(part) if _SPACED.search(part) else _PAIR.split(part)
    ends = [split_type(_ON.sub("", fold(one))) for one in parts]
    if len(ends) == 2 and all(end.core for end in ends):  # noqa: PLR2004  from one to the other
        return Phrase(relation=ROAD, anchors=(ends[0].core, ends[1].core))
    return None
