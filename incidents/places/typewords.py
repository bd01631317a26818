"""Words that say what sort of place a name is: city, village, قضاء, مطار and the like."""

from __future__ import annotations

from enum import StrEnum
from typing import NamedTuple

from incidents.model.folding import fold
from incidents.places.roman import is_arabic


class Sort(StrEnum):
    """What sort of place the words ask for."""

    ANY = ""
    CITY = "city"
    TOWN = "town"
    VILLAGE = "village"
    QUARTER = "quarter"
    DISTRICT = "district"
    GOVERNORATE = "governorate"
    INSTALLATION = "installation"
    """Airports, bases and camps: reports use the words for one another."""
    ROAD = "road"
    CROSSING = "crossing"
    FEATURE = "feature"
    """A dam, a refinery, a checkpoint: named after a town, but not in it."""


KEY_MARKS: dict[Sort, str] = {
    Sort.CITY: "c:",
    Sort.INSTALLATION: "s:",
    Sort.ROAD: "r:",
    Sort.CROSSING: "x:",
}
"""Sorts whose word is part of the name: Sadr City is not Sadr, nor Baghdad airport Baghdad."""

NAMESAKES = frozenset({Sort.INSTALLATION, Sort.ROAD, Sort.CROSSING, Sort.FEATURE})
"""Sorts often named after a town they do not lie in."""

_WORDS: dict[Sort, str] = {
    Sort.CITY: "city|madinat|medinat|madinah|مدينة|شار|شاری|شهر|şehir|bajarê",
    Sort.TOWN: "town|township|municipality|بلدة|بلدية|شارۆچکەی|شارۆچکە|kasaba|markaz|markaz al",
    Sort.VILLAGE: "village|hamlet|locality|qaryat|qaryah|qarya|karyat|kariat|قرية|"
    "گوندی|گوند|gundê|gund|روستای|دهکده",
    Sort.QUARTER: "neighbourhood|neighborhood|quarter|suburb|hayy|hay|hai|mahalla|mahallat|"
    "dahiyat|حي|محلة|ضاحية|گەڕەکی|گەڕەک|mahallesi",
    Sort.DISTRICT: "district|subdistrict|sub district|qada|qadaa|qadha|qaza|nahiya|nahiyah|nahiyat|"
    "nahia|mintaqat|mintaqat markaz|قضاء|ناحية|قەزای|قەزا|ناحیەی|شهرستان|county",
    Sort.GOVERNORATE: "governorate|province|muhafazat|muhafaza|mohafaza|mohafazat|muhafadhat|"
    "محافظة|ولاية|پارێزگای|پارێزگا|parêzgeha|parezgay|ostan|استان|wilayat|vilayet|governate",
    Sort.INSTALLATION: "airport|international airport|air base|airbase|military airbase|airfield|"
    "military airport|military base|military camp|military airfield|base|camp|refugee camp|"
    "idp camp|forward operating base|fob|helipad|heliport|barracks|مطار|قاعدة|معسكر|مخيم|"
    "قاعدة جوية|فڕۆکەخانەی|بنکەی|کەمپی|فرودگاه|پایگاه|اردوگاه",
    Sort.ROAD: "highway|road|motorway|freeway|expressway|street|route|main road|طريق|الطريق|شارع|"
    "أوتوستراد|ڕێگای|جاده",
    Sort.CROSSING: "border crossing|crossing|crossing point|border point|border gate|منفذ|معبر|"
    "المعبر|منفذ حدودي|دەروازەی",
}
_FEATURES = (
    "dam|سد|بەنداوی", "refinery|oil refinery|مصفى|مصفاة", "bridge|جسر|پردی", "lake|reservoir|بحيرة",
    "oil field|oilfield|oil fields|gas field|field|fields|حقل|حقول", "gas plant|plant|معمل",
    "power plant|power station|محطة كهرباء", "river|نهر", "mountain|mountains|جبال", "hill|hills",
    "desert|صحراء|بادية", "island|جزيرة", "checkpoint|check point|حاجز|سيطرة|نقطة تفتيش",
    "prison|jail|سجن", "farm|farms|مزارع|مزرعة", "hospital|مستشفى", "university|جامعة",
    "market|سوق", "mosque|جامع|مسجد", "school|مدرسة", "factory|مصنع", "silos|silo|سايلو|صوامع",
    "junction|intersection|مفرق|تقاطع", "valley|وادي", "ruins", "castle|قلعة", "brigade",
    "headquarters|مقر", "stadium|ملعب", "church|كنيسة", "cemetery|مقبرة", "square|ساحة",
    "bus station|station|محطة", "complex|مجمع",
)  # fmt: skip
"""Things named after a town but not in it; the words of a line mean the same."""
_LEADING_ONLY = (
    "madinat|medinat|madinah|qaryat|qaryah|qarya|karyat|kariat|hayy|hay|hai|mahalla|mahallat|"
    "dahiyat|qada|qadaa|qadha|qaza|nahiya|nahiyah|nahiyat|nahia|mintaqat|muhafazat|mohafazat|"
    "muhafadhat|wilayat|markaz|markaz al|bajarê|gundê|parêzgeha|parezgay|fob"
)
"""Arabic and Kurdish put the type first; what ends in such a word (Kut al-Hayy) is a name."""
_QUALIFIERS = frozenset(map(fold, ("international", "military", "الدولي", "العسكري", "الجوية",
    "الحدودي", "المركزي", "الدولية", "نێودەوڵەتی")))  # fmt: skip
"""Words that may come between a name and its type, or after it."""

_SORTS = {fold(word): sort for sort, words in _WORDS.items() for word in words.split("|")} | {
    fold(word): Sort.FEATURE for words in _FEATURES for word in words.split("|")
}
_MARKS = {word: KEY_MARKS.get(sort, "") for word, sort in _SORTS.items()} | {
    fold(word): f"f{number}:" for number, words in enumerate(_FEATURES) for word in words.split("|")
}
_ENDINGS = {
    word: sort
    for word, sort in _SORTS.items()
    if word not in set(map(fold, _LEADING_ONLY.split("|"))) and not is_arabic(word)
}
_LONGEST = max(word.count(" ") + 1 for word in _SORTS)
TYPE_TOKENS = frozenset(token for word in _SORTS for token in word.split()) | _QUALIFIERS
_PLURALS = frozenset(map(fold, ("villages", "قرى", "بلدات")))
"""Words for several places, which the name of one does not hold."""
_HOUSEHOLD = frozenset({"the", "of"})


class Typed(NamedTuple):
    """A name without its type word, and the sort that word asked for."""

    core: str
    sort: Sort
    mark: str = ""
    """What keeps Sadr City apart from Sadr, where the word is part of the name."""


def split_type(folded: str) -> Typed:
    """Return a folded name parted from its type words: "tikrit city" is a city, Tikrit.

    A word that would leave nothing stays: the town of Camp, the quarter Hay.
    """
    tokens = folded.split()
    if TYPE_TOKENS.isdisjoint(tokens):
        return Typed(folded, Sort.ANY)
    word = ""
    while len(tokens) > 1:
        if tokens[-1] in _QUALIFIERS:
            tokens.pop()
        elif tokens[0] in _HOUSEHOLD:
            tokens.pop(0)
        elif (cut := _cut(tokens)) is not None:
            tokens, found = cut
            word = word or found
        else:
            break
    return Typed(" ".join(tokens), _SORTS.get(word, Sort.ANY), _MARKS.get(word, ""))


def _cut(tokens: list[str]) -> tuple[list[str], str] | None:
    """Return the tokens without the longest type word at either end, and that word."""
    for size in range(min(_LONGEST, len(tokens) - 1), 0, -1):
        ending, leading = " ".join(tokens[-size:]), " ".join(tokens[:size])
        if ending in _ENDINGS:
            return tokens[:-size], ending
        if leading in _SORTS:
            return tokens[size:], leading
    return None


def is_type_word(bare: str) -> bool:
    """Say whether a folded name without its article is only a word for a sort of place."""
    return bare in _SORTS or bare in _PLURALS
