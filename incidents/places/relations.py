"""What a part of a phrase tells of how a place lies to others: "12 km west of Makhmur"."""

from __future__ import annotations

import re
from typing import NamedTuple

from incidents.model.folding import fold
from incidents.places.typewords import Sort, split_type
from incidents.places.unnamed import PLURALS, after_thing

NEAR, BETWEEN, ROAD, PART, INSIDE = "near", "between", "on the road", "part of", "in"
KM_PER_MILE = 1.609


class Phrase(NamedTuple):
    """One reading of a phrase."""

    names: tuple[str, ...] = ()
    """Spellings of the one place meant, any of which may be known."""
    within: tuple[str, ...] = ()
    """What it lies in, nearest first: "Dora, Baghdad"."""
    bynames: tuple[str, ...] = ()
    """Names in brackets: another name of the place, or where it lies."""
    beside: bool = False
    """Whether it is named, and the first that it lies in is told to be near it."""
    relation: str = ""
    anchors: tuple[str, ...] = ()
    """The places a relation refers to: two for `between` and `on the road`."""
    bearing: float | None = None
    """Degrees clockwise from north."""
    distance_km: float | None = None
    nameless: bool = False
    """Whether it gives no name of its own: "near Tikrit", "a village in Kifri district"."""
    around: bool = False
    """Of what lies `INSIDE`: whether it lies around the town it is told by rather than in it."""
    turned: bool = False
    """Read from the largest to the smallest: "Iraq, Anbar, Fallujah"; only areas may come first."""


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
_SIDES = r"(?:شمال|جنوب|شرق|غرب|باكوور|باشوور|روژههلات|روژياوا)"
_KM_EN = r"(?P<n>\d+(?: \d)?) ?(?P<unit>km|kms|kilomet(?:er|re)s?|miles?|mi)"
_KM_AR = r"(?:علي بعد |حوالي )*(?P<n>\d+(?: \d)?) ?(?:كم|كيلو|كيلومتر(?:ا|ات)?|كيلو متر)"
_ROADS = (
    r"(?:main |international |highway |desert )*(?:road|highway|motorway|freeway|expressway|route)"
)
_PRE = r"(?:(?:on|along|off|at|in|a|an|the|located) )*"
_PRE_AR = r"(?:علي |في |له )?"

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
        ("of", (rf"^{_PRE}(?:about |around |some )?{_KM_EN} (?:to the )?{_WAY_EN}"
            rf"(?: of| from) (?P<x>.+)$")),
        ("of", (rf"^{_PRE}(?:about |around |some )?{_KM_EN} (?:outside|away from|from|off) "
            r"(?P<x>.+)$")),
        ("of", rf"^{_PRE}(?:to the )?{_WAY_EN}(?: side| outskirts| edge)? of (?P<x>.+)$"),
        ("of", rf"^{_PRE_AR}{_KM_AR} {_WAY_AR} (?P<x>.+)$"),
        ("of", rf"^{_PRE_AR}{_KM_AR} (?:من|عن) (?P<x>.+)$"),
        ("of", rf"^{_PRE_AR}{_WAY_AR} (?:من )?(?P<x>.+)$"),
        (NEAR, (rf"^{_PRE}(?:near|near to|nearby|close to|next to|outside|outside of|"
            rf"adjacent to|around|vicinity of|outskirts of|surroundings of|environs of|"
            rf"surrounding areas? of|areas? (?:around|surrounding|near)|countryside of|"
            rf"rural areas? of|suburbs of|edge of|surrounding|neighbou?ring|bordering) "
            r"(?P<x>.+)$")),
        (NEAR, (r"^(?P<x>.+?) (?:area|areas|outskirts|countryside|vicinity|surroundings|region|"
            r"environs|axis|front)(?: (?P<by>(?:north|south|east|west)\w*(?: \w+)? of .+))?$")),
        (NEAR, (r"^(?:في )?(?:ال)?(?:منطقه|مناطق|ناوچهي) (?!في |له |قرب |بين |داخل |تقع |وسط |بال|"
            rf"{_SIDES})(?P<x>.+?)(?: (?P<by>{_SIDES}ي? .+))?$")),
        (NEAR, r"^ريف (?P<x>.+) ال(?:شرقي|غربي|شمالي|جنوبي)$"),
        (NEAR, (rf"^{_PRE_AR}(?:ال)*(?:قرب|بالقرب من|قريب من|القريب من|محيط|ضواحي|اطراف|ريف|"
            r"جوار|بجوار|بمحيط|علي مقربه من|قريبه من|مشارف|خارج|نزيك|نزيكي|دهوروبهري|حدود) "
            r"(?P<x>.+)$")),
        (NEAR, r"^(?:ال)?محيطه? ب ?(?P<x>.+)$"),
        (NEAR, r"^(?:ال)?(?:مجاور|متاخم|محاذي|ملاصق)ه? ل ?(?P<to>.+)$"),
    )
)  # fmt: skip
TRIGGERS = frozenset(
    re.findall(
        r"\S+",
        "between from to of near nearby close next outside adjacent around vicinity outskirts "
        "surroundings environs surrounding areas area countryside region axis front road "
        "highway  motorway north south east west northern southern eastern western northeast "
        "northwest  southeast southwest northeastern northwestern southeastern southwestern "
        "central  بين نيوان طريق الطريق ريكاي قرب بالقرب قريب القريب محيط ضواحي اطراف ريف "
        "جوار مشارف خارج نزيك  نزيكي شمال شمالي جنوب جنوبي شرق شرقي غرب غربي علي كم باكوري "
        "باكووري باشوري باشووري روژههلاتي  روژياواي حدود km kms in في له at inside within داخل "
        "ضمن لهناو surrounding neighbouring neighboring bordering مجاور مجاوره المجاور المجاوره "
        "متاخم متاخمه المتاخمه محاذي محاذيه المحاذيه ملاصق ملاصقه الملاصقه محيطه المحيطه بجوار "
        "بمحيط مقربه قريبه القريبه دهوروبهري منطقه المنطقه مناطق ناوچهي ",
    )
).union(PLURALS)
SPACED = re.compile(r"\s[-–—]\s")
_PAIR = re.compile(
    r"(?<!\bal)(?<!\bel)(?<!\ban)(?<!\bar)(?<!\bas)(?<!\bat)(?<!\baz)(?<!\bad)(?<!\bez)[-–—]",
    re.IGNORECASE,
)
_ON = re.compile(r"^(?:on|along|off|علي|في)? ?(?:the )?")
_NUMBERED = re.compile(r"\d(?: \d)?$")


def read_relation(part: str) -> Phrase | None:
    """Return the relation a part of a phrase tells, if it does."""
    folded = fold(part)
    if TRIGGERS.isdisjoint(folded.split()):
        return None
    told = _relation_of(folded) or _road_of_pair(part, folded)
    if told is None and (rest := after_thing(folded)) != folded:
        told = _relation_of(rest)
    return told


def _relation_of(folded: str) -> Phrase | None:
    for relation, pattern in _PATTERNS:
        found = pattern.match(folded)
        if found is None:
            continue
        groups = found.groupdict()
        if "a" in groups:
            return Phrase(relation=relation, anchors=(groups["a"], groups["b"]))
        if "to" in groups:
            # للرشاد is ل before الرشاد
            return Phrase(relation=NEAR, anchors=(re.sub("^ل", "ال", groups["to"]),))
        if relation == NEAR:
            by = _relation_of(groups["by"]) if groups.get("by") else None
            return Phrase(relation=NEAR, anchors=(groups["x"],), within=by.anchors if by else ())
        told = _bearing_of(groups, groups["x"])
        if told is not None:
            return told
    return None


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
    parts = SPACED.split(part) if SPACED.search(part) else _PAIR.split(part)
    ends = [split_type(_ON.sub("", fold(one))) for one in parts]
    if len(ends) == 2 and all(end.core for end in ends):  # noqa: PLR2004  from one to the other
        return Phrase(relation=ROAD, anchors=(ends[0].core, ends[1].core))
    return None
