"""Things that reports leave unnamed: "a village in Kifri district", «الطريق، محافظة الأنبار».

Such a thing is known by where it lies alone, and never more exactly than that.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from incidents.model.folding import fold

_WITHIN, _ALONG, _AROUND = "within", "along", "around"
"""How things lie to the town they are told by: a market is in it, a village around it, and a road
in it only where the words say so."""

_ONE = {
    _WITHIN: "street|market|mosque|school|hospital|university|checkpoint|check point|square|bridge|"
    "church|stadium|cemetery|intersection|junction|crossroads|station|house|home|building|shop|"
    "restaurant|cafe|headquarters|factory|neighbourhood|neighborhood|quarter|suburb|site|spot|"
    "area|location|point|place|somewhere|"
    "شارع|الشارع|سوق|جامع|مسجد|مدرسة|مستشفى|جامعة|حاجز|سيطرة|نقطة تفتيش|ساحة|جسر|كنيسة|ملعب|"
    "مقبرة|تقاطع|مفرق|محطة|منزل|مبنى|متجر|مطعم|مقهى|مقر|مصنع|منطقة|موقع|مكان|"
    "شەقام|شەقامی|شەقامێک|شەقامێکی|بازاڕێک|مزگەوتێک|بازگەیەک|بازگەیەکی|خانوویەک|ناوچەیەک|ناوچەیەکی",
    _ALONG: "road|highway|motorway|freeway|expressway|route|طريق|الطريق|"
    "ڕێگا|ڕێگای|ڕێگایەک|ڕێگایەکی",
    _AROUND: "village|hamlet|settlement|town|farm|farmland|orchard|grove|field|oil field|oilfield|"
    "gas field|desert|mountain|hill|valley|river|lake|dam|base|camp|air base|airbase|airport|"
    "airfield|border crossing|crossing|prison|power station|power plant|refinery|"
    "قرية|بلدة|مزرعة|بستان|حقل|حقل نفط|حقل نفطي|صحراء|بادية|جبل|تل|وادي|نهر|بحيرة|سد|قاعدة|معسكر|"
    "مخيم|معبر|منفذ|سجن|مصفاة|محطة كهرباء|"
    "گوند|گوندێک|گوندێکی|شارۆچکەیەک|شارۆچکەیەکی|کێڵگەیەک|شاخێک|سەربازگەیەک|سەربازگەیەکی",
}
_MANY = {
    _WITHIN: "streets|markets|mosques|schools|hospitals|checkpoints|bridges|houses|homes|buildings|"
    "shops|neighbourhoods|neighborhoods|sites|locations|areas|"
    "شوارع|أسواق|مساجد|مدارس|حواجز|نقاط تفتيش|منازل|أحياء|مناطق|مواقع",
    _ALONG: "roads|highways|طرق",
    _AROUND: "villages|hamlets|settlements|towns|farms|farmlands|orchards|groves|fields|oil fields|"
    "mountains|hills|bases|camps|"
    "قرى|القرى|بلدات|البلدات|مزارع|بساتين|حقول|جبال|تلال|قواعد|معسكرات|مخيمات|"
    "گوندەکان|گوندەکانی|شارۆچکەکان|شارۆچکەکانی",
}
"""What a plural stands before is no part of a name: «قرى كفري» are the villages of Kifri."""
_FILLERS = (
    "a|an|the|some|several|two|three|four|few|many|various|main|international|public|secondary|"
    "rural|remote|small|unnamed|unknown|unidentified|military|army|police|local|nearby|busy|"
    "crowded|located|agricultural|residential|"
    "الرئيس|الرئيسي|رئيسي|السريع|سريع|الدولي|دولي|العام|عام|الصحراوي|صحراوي|الخارجي|عدة|بعض|إحدى|"
    "أحد|صغيرة|نائية|مجهولة|عسكري|عسكرية|شعبي|شعبية|زراعية|سكني|سكنية|"
    "سەرەکی|خێرا|نێودەوڵەتی|بچووک|چەند"
)
_BEFORE = frozenset(map(fold, ("on", "along", "off", "at", "in", "of", "في", "على", "لە")))
"""These may stand before a thing; after it they say where it lies."""
_THINGS = {
    fold(word): (reach, many)
    for many, listed in ((False, _ONE), (True, _MANY))
    for reach, words in listed.items()
    for word in words.split("|")
}
_FILLING = frozenset(map(fold, _FILLERS.split("|")))
_LONGEST = max(word.count(" ") + 1 for word in _THINGS)
_FIRST_WORDS = frozenset(word.split()[0] for word in _THINGS)
PLURALS = frozenset(word.split()[0] for word, (_, many) in _THINGS.items() if many)
"""Where one of these stands a name may follow without a word between."""
_IN = re.compile(r"^(?:located )?(?:in|at|inside|within|في|داخل|ضمن|له|لهناو) (?P<y>.+)$")
_OF = re.compile(r"^(?:of )?(?P<y>.+)$")


class _Thing(NamedTuple):
    reach: str
    """"" where no thing is spoken of."""
    many: bool
    rest: str


class Unnamed(NamedTuple):
    """Something unnamed, and what it is told by."""

    place: str
    """Folded; "" where the words name none."""
    around: bool
    """Whether it lies around a town of that name rather than in it."""


def after_thing(folded: str) -> str:
    """Return a folded phrase without the unnamed thing it begins with."""
    return _read(folded).rest


def read_unnamed(folded: str) -> Unnamed | None:
    """Return what a folded phrase says of an unnamed thing; None where it speaks of none."""
    thing = _read(folded)
    if not thing.reach:
        return None
    if not thing.rest:
        return Unnamed("", thing.reach != _WITHIN)
    inside = _IN.match(thing.rest)
    if inside is not None:
        return Unnamed(inside["y"], thing.reach == _AROUND)
    if thing.many and (of := _OF.match(thing.rest)) is not None:
        return Unnamed(of["y"], thing.reach == _AROUND)
    return None


def _read(folded: str) -> _Thing:
    tokens = folded.split()
    if _FIRST_WORDS.isdisjoint(tokens):
        return _Thing("", many=False, rest=folded)
    reach, many, at = "", False, 0
    while at < len(tokens):
        size = _LONGEST
        while size and " ".join(tokens[at : at + size]) not in _THINGS:
            size -= 1
        if size:
            reach, many = _THINGS[" ".join(tokens[at : at + size])]
        elif tokens[at] not in _FILLING and (reach or tokens[at] not in _BEFORE):
            break
        at += size or 1
    return _Thing(reach, many, " ".join(tokens[at:]) if reach else folded)
