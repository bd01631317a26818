"""GDELT's columns, the roots of CAMEO in our words, and GDELT's facts."""

from __future__ import annotations

from incidents.model.vocabularies import NOT_CODED, ActorKind, EventType, GeoPrecision
from incidents.readers.coded import CardFacts


def _actor(number: int) -> tuple[str, ...]:
    parts = ("code", "name", "countrycode", "knowngroupcode", "ethniccode", "religion1code",
             "religion2code", "type1code", "type2code", "type3code")  # fmt: skip
    return tuple(f"actor{number}{part}" for part in parts)


def _places(*parts: str) -> tuple[str, ...]:
    return tuple(f"{of}geo_{part}" for of in ("actor1", "actor2", "action") for part in parts)


_EVENT = (
    "globaleventid", "day", "monthyear", "year", "fractiondate", *_actor(1), *_actor(2),
    "isrootevent", "eventcode", "eventbasecode", "eventrootcode", "quadclass", "goldsteinscale",
    "nummentions", "numsources", "numarticles", "avgtone",
)  # fmt: skip
_SECOND = (
    *_EVENT,
    *_places("type", "fullname", "countrycode", "adm1code", "adm2code", "lat", "long",
             "featureid"),
    "dateadded", "sourceurl",
)  # fmt: skip
_FIRST = (
    *_EVENT,
    *_places("type", "fullname", "countrycode", "adm1code", "lat", "long", "featureid"),
    "dateadded", "sourceurl",
)  # fmt: skip
LAYOUTS = {len(_SECOND): _SECOND, len(_FIRST): _FIRST, len(_FIRST) - 1: _FIRST[:-1]}
"""The columns' names by how many there are: files of GDELT have no header."""

COLUMNS = (
    "globaleventid", "day", "actor1name", "actor1type1code", "actor2name", "actor2type1code",
    "eventcode", "eventrootcode", "nummentions", "numsources", "numarticles", "actiongeo_type",
    "actiongeo_fullname", "actiongeo_countrycode", "actiongeo_lat", "actiongeo_long", "sourceurl",
)  # fmt: skip
OTHER_NAMES = {"day": ("sqldate",)}
REQUIRED = ("day", "eventcode", "actiongeo_type", "actiongeo_countrycode")

ROOTS = {
    "01": "Make public statement", "02": "Appeal", "03": "Express intent to cooperate",
    "04": "Consult", "05": "Engage in diplomatic cooperation",
    "06": "Engage in material cooperation", "07": "Provide aid", "08": "Yield",
    "09": "Investigate", "10": "Demand", "11": "Disapprove", "12": "Reject", "13": "Threaten",
    "14": "Protest", "15": "Exhibit force posture", "16": "Reduce relations", "17": "Coerce",
    "18": "Assault", "19": "Fight", "20": "Use unconventional mass violence",
}  # fmt: skip
"""The names of CAMEO's root codes."""

VIOLENT_ROOTS = ("18", "19", "20")
_BATTLE, _BOMB, _HARM = EventType.BATTLES, EventType.EXPLOSIONS, EventType.VIOLENCE
# By the longest beginning of a code that is here: a code of four digits is a case of three.
_KINDS = {
    "14": (EventType.PROTESTS, NOT_CODED),
    "145": (EventType.RIOTS, NOT_CODED),
    "18": (_HARM, NOT_CODED),
    "181": (_HARM, "Abduction/forced disappearance"),
    "182": (_HARM, "Attack"),
    "1821": (_HARM, "Sexual violence"),
    "183": (_BOMB, NOT_CODED),
    "1831": (_BOMB, "Suicide bomb"),
    "1832": (_BOMB, "Remote explosive/landmine/IED"),
    "1833": (_BOMB, "Remote explosive/landmine/IED"),
    "185": (_HARM, "Attack"),
    "186": (_HARM, "Attack"),
    "19": (_BATTLE, NOT_CODED),
    "191": (EventType.STRATEGIC, NOT_CODED),
    "195": (_BOMB, "Air/drone strike"),
    "20": (_HARM, NOT_CODED),
    "204": (_BOMB, NOT_CODED),
}
_LONGEST = 4

PLACES = {
    1: GeoPrecision.COUNTRY, 2: GeoPrecision.GOVERNORATE, 3: GeoPrecision.CITY,
    4: GeoPrecision.CITY, 5: GeoPrecision.GOVERNORATE,
}  # fmt: skip
"""What `ActionGeo_Type` says of a place; 0 says nothing."""

KINDS = {
    "GOV": ActorKind.GOVERNMENT, "LEG": ActorKind.GOVERNMENT, "JUD": ActorKind.GOVERNMENT,
    "MIL": ActorKind.STATE_FORCES, "COP": ActorKind.STATE_FORCES, "SPY": ActorKind.STATE_FORCES,
    "REB": ActorKind.ARMED_GROUP, "INS": ActorKind.ARMED_GROUP, "SEP": ActorKind.ARMED_GROUP,
    "UAF": ActorKind.ARMED_GROUP, "PTY": ActorKind.POLITICAL_PARTY, "MED": ActorKind.MEDIA,
    "CVL": ActorKind.CIVILIANS, "REF": ActorKind.CIVILIANS, "IGO": ActorKind.INTERNATIONAL_BODY,
    "IMG": ActorKind.INTERNATIONAL_BODY,
}  # fmt: skip
"""What sort of actor CAMEO's code of a part in society says."""


def code_cameo(code: str, root: str) -> tuple[str, str, str]:
    """Return the event type, the sub-event type and the root of a CAMEO code.

    Codes of roots other than protest and violence are no kind of ours.

    Args:
        code: The cell of `EventCode`.
        root: The cell of `EventRootCode`.
    """
    plain, stem = _mend(code), _mend(root)[:2]
    stem = stem or plain[:2]
    for length in range(_LONGEST, 1, -1):
        kind = _KINDS.get(plain[:length])
        if kind is not None and plain[:2] == stem:
            return str(kind[0]), kind[1], stem
    return str(EventType.UNCODED), NOT_CODED, stem if stem in ROOTS else ""


def _mend(code: str) -> str:
    """Return a code with the 0 that a spreadsheet takes from its beginning: 1 to 9 are 01 to 09."""
    plain = code.strip().removesuffix(".0")
    return f"0{plain}" if len(plain) == 1 and plain != "0" else plain


FACTS = CardFacts(
    title="GDELT events",
    source="GDELT (machine coded)",
    homepage="https://www.gdeltproject.org",
    licence="free use with citation",
    licence_name="GDELT terms of use",
    licence_url="https://www.gdeltproject.org/about.html#termsofuse",
    citation="The GDELT Project, GDELT Event Database, https://www.gdeltproject.org. "
    "Edition: [edition]. Accessed: [date].",
    toll_convention="GDELT counts neither dead nor injured.",
    caveats=(
        "Coded by a program from news in many languages: nobody has read it, and much is wrong.",
        "One event is often coded several times over, and an old one again when it is mentioned.",
        "Most rows are no incidents but statements, visits and the like: they are not coded.",
        "Whether a protest was peaceful is not said, nor who won in a fight.",
    ),
    method="Read from a GDELT export; event types follow from CAMEO codes.",
)
