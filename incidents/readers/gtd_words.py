"""GTD's columns, its attack types in our words, and its facts."""

from __future__ import annotations

from incidents.model.vocabularies import NOT_CODED, EventType, GeoPrecision
from incidents.readers.coded import CardFacts

SLOTS = ("", "2", "3")
"""What `gname` and its like end with: up to three groups."""

COLUMNS = (
    "eventid", "iyear", "imonth", "iday", "approxdate", "extended", "resolution", "country",
    "country_txt", "provstate", "city", "latitude", "longitude", "specificity", "vicinity",
    "location", "summary", "doubtterr", "alternative_txt", "multiple", "success", "suicide",
    "attacktype1", "attacktype1_txt", "targtype1", "targtype1_txt", "targsubtype1_txt", "corp1",
    "target1", "gname", "gsubname", "gname2", "gsubname2", "gname3", "gsubname3", "guncertain1",
    "guncertain2", "guncertain3", "claimed", "claimmode_txt", "claim2", "claimmode2_txt",
    "claim3", "claimmode3_txt", "compclaim", "weaptype1_txt", "weapsubtype1_txt", "nkill",
    "nwound", "addnotes", "scite1", "scite2", "scite3",
)  # fmt: skip
OTHER_NAMES = {
    "iyear": ("year",), "imonth": ("month",), "iday": ("day",), "eventid": ("event_id",),
}  # fmt: skip
REQUIRED = ("iyear", "imonth", "iday", "country_txt")

PLACES = {
    1: GeoPrecision.CITY, 2: GeoPrecision.DISTRICT, 3: GeoPrecision.DISTRICT,
    4: GeoPrecision.GOVERNORATE, 5: GeoPrecision.COUNTRY,
}  # fmt: skip
"""What `specificity` says of a place."""

NO_POINT = 5
"""The `specificity` whose coordinates are unknown."""

_ATTACKS = {
    "assassination": 1, "armed assault": 2, "bombing/explosion": 3, "hijacking": 4,
    "hostage taking (barricade incident)": 5, "hostage taking (kidnapping)": 6,
    "facility/infrastructure attack": 7, "unarmed assault": 8, "unknown": 9,
}  # fmt: skip
_ASSASSINATION, _ARMED, _BOMBING, _BARRICADE, _KIDNAPPING, _FACILITY, _UNARMED = (
    1, 2, 3, 5, 6, 7, 8,
)  # fmt: skip
_ON_PEOPLE = (_ASSASSINATION, _ARMED, _UNARMED)
# Who is hit tells a battle from violence against civilians; of the rest nothing is known.
_ARMED_TARGETS = {"police", "military", "terrorists/non-state militia", "violent political party"}
_UNKNOWN_TARGETS = {"", "unknown", "other", "."}
_BOMBS = (
    ("suicide", "Suicide bomb"),
    ("grenade", "Grenade"),
    ("projectile", "Shelling/artillery/missile attack"),
    ("land mine", "Remote explosive/landmine/IED"),
    ("landmine", "Remote explosive/landmine/IED"),
    ("vehicle", "Remote explosive/landmine/IED"),
    ("remote trigger", "Remote explosive/landmine/IED"),
    ("time fuse", "Remote explosive/landmine/IED"),
    ("pressure trigger", "Remote explosive/landmine/IED"),
    ("sticky bomb", "Remote explosive/landmine/IED"),
    ("pipe bomb", "Remote explosive/landmine/IED"),
    ("letter bomb", "Remote explosive/landmine/IED"),
)  # fmt: skip


def code_attack(  # noqa: PLR0913, PLR0917 (the cells that say what happened)
    code: str, words: str, target: str, weapon: str, sub_weapon: str, suicide: str
) -> tuple[str, str]:
    """Return the event type and sub-event type of an attack, as far as GTD says.

    Args:
        code: The cell of `attacktype1`.
        words: The cell of `attacktype1_txt`.
        target: The cell of `targtype1_txt`.
        weapon: The cell of `weaptype1_txt`.
        sub_weapon: The cell of `weapsubtype1_txt`.
        suicide: The cell of `suicide`.
    """
    attack = _ATTACKS.get(words.strip().casefold()) or _number(code)
    if attack == _BOMBING:
        return str(EventType.EXPLOSIONS), _code_bomb(sub_weapon.casefold(), suicide)
    if attack in _ON_PEOPLE and weapon.casefold() == "chemical":
        return str(EventType.EXPLOSIONS), "Chemical weapon"
    if attack in {_BARRICADE, _KIDNAPPING}:
        return str(EventType.VIOLENCE), "Abduction/forced disappearance"
    if attack == _FACILITY:
        return str(EventType.STRATEGIC), "Looting/property destruction"
    if attack in _ON_PEOPLE:
        return _code_assault(attack, target.strip().casefold())
    return str(EventType.UNCODED), NOT_CODED


def _code_bomb(sub_weapon: str, suicide: str) -> str:
    if _number(suicide) == 1:
        return "Suicide bomb"
    return next((ours for theirs, ours in _BOMBS if theirs in sub_weapon), NOT_CODED)


def _code_assault(attack: int, target: str) -> tuple[str, str]:
    if target in _UNKNOWN_TARGETS:
        return str(EventType.UNCODED), NOT_CODED
    if target not in _ARMED_TARGETS:
        return str(EventType.VIOLENCE), "Attack"
    if attack == _ARMED:
        return str(EventType.BATTLES), "Armed clash"
    return str(EventType.UNCODED), NOT_CODED


def _number(cell: str) -> int:
    digits = cell.strip().removesuffix(".0")
    return int(digits) if digits.isascii() and digits.isdigit() else 0


FACTS = CardFacts(
    title="Global Terrorism Database",
    source="GTD",
    homepage="https://www.start.umd.edu/gtd/",
    licence="restricted",
    licence_name="GTD end user agreement",
    licence_url="https://www.start.umd.edu/gtd/terms-of-use/",
    citation="START (National Consortium for the Study of Terrorism and Responses to Terrorism), "
    "Global Terrorism Database, https://www.start.umd.edu/gtd. Edition: [edition]. "
    "Accessed: [date].",
    redistribution="restricted",
    terms="GTD's agreement lets its rows be neither posted or shown to the public nor handed on, "
    "and forbids commercial use; it asks to be cited.",
    toll_convention="One figure for the dead and one for the injured, perpetrators included; each "
    "is shown as low, best and high alike. A blank is not reported; a 0 is GTD's statement that "
    "there were none.",
    caveats=(
        "GTD holds what meets its definition of terrorism; it marks where it doubts that.",
        "Event types are told from the attack type and, for assaults, from who was the target.",
        "An assault whose target is not known, and a hijacking, are shown without an event type.",
        "Claims are GTD's record that a group claimed: without date or source, and no denials.",
        "Nothing is given for 1993, the records of which were lost.",
    ),
    method="Read from a GTD file; attack types are turned into event types.",
)
