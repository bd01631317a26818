"""ACLED's own words, of today and of older files, in ours."""

from __future__ import annotations

from incidents.model.vocabularies import NOT_CODED, SUB_EVENT_TYPES, ActorKind, EventType
from incidents.readers.coded import CardFacts

EXCESSIVE_FORCE = "Excessive force against protesters"

_TYPES = {str(each).casefold(): each for each in EventType if each is not EventType.UNCODED} | {
    "battle": EventType.BATTLES,
    "demonstrations": EventType.PROTESTS,
    "explosions": EventType.EXPLOSIONS,
    "explosion/remote violence": EventType.EXPLOSIONS,
    "explosions / remote violence": EventType.EXPLOSIONS,
    "protest": EventType.PROTESTS,
    "remote violence": EventType.EXPLOSIONS,
    "riot": EventType.RIOTS,
    "strategic development": EventType.STRATEGIC,
    "violence against civilian": EventType.VIOLENCE,
}
# Event types of codebooks before 2019, when there were no sub-event types, or few.
_OLD_TYPES = {
    "battle-government regains territory": (EventType.BATTLES, "Government regains territory"),
    "battle-no change of territory": (EventType.BATTLES, "Armed clash"),
    "battle-non-state actor overtakes territory": (
        EventType.BATTLES, "Non-state actor overtakes territory",
    ),
    "headquarters or base established": (
        EventType.STRATEGIC, "Headquarters or base established",
    ),
    "non-violent activity by a conflict actor": (EventType.STRATEGIC, NOT_CODED),
    "non-violent transfer of territory": (
        EventType.STRATEGIC, "Non-violent transfer of territory",
    ),
}  # fmt: skip
# One type once, told apart by who is actor 1.
_RIOTS_OR_PROTESTS = {"riots/protests", "riots / protests", "protests/riots"}
_SUBS = {
    sub.casefold(): (kind, sub)
    for kind, subs in SUB_EVENT_TYPES.items()
    for sub in subs
    if kind is not EventType.UNCODED
} | {
    "excessive force against protestors": (EventType.PROTESTS, EXCESSIVE_FORCE),
    "air strike": (EventType.EXPLOSIONS, "Air/drone strike"),
    "air/drone strikes": (EventType.EXPLOSIONS, "Air/drone strike"),
    "abduction / forced disappearance": (EventType.VIOLENCE, "Abduction/forced disappearance"),
    "disrupted weapon use": (EventType.STRATEGIC, "Disrupted weapons use"),
    "looting / property destruction": (EventType.STRATEGIC, "Looting/property destruction"),
    "remote explosive / landmine / ied": (EventType.EXPLOSIONS, "Remote explosive/landmine/IED"),
    "shelling / artillery / missile attack": (
        EventType.EXPLOSIONS, "Shelling/artillery/missile attack",
    ),
    "suicide bombing": (EventType.EXPLOSIONS, "Suicide bomb"),
}  # fmt: skip
_INTERS = {
    "state forces": "1", "government or mutinous force": "1", "rebel group": "2",
    "rebel groups": "2", "rebel force": "2", "political militia": "3", "political militias": "3",
    "identity militia": "4", "identity militias": "4", "communal militia": "4",
    "ethnic militia": "4", "rioters": "5", "protesters": "6", "protestors": "6",
    "civilians": "7", "external/other forces": "8", "external forces": "8", "other forces": "8",
}  # fmt: skip

STATE, RIOTERS, PROTESTERS, CIVILIANS, EXTERNAL = "1", "5", "6", "7", "8"
KINDS = {
    STATE: ActorKind.STATE_FORCES, "2": ActorKind.ARMED_GROUP, "3": ActorKind.ARMED_GROUP,
    "4": ActorKind.ARMED_GROUP, RIOTERS: ActorKind.CIVILIANS, PROTESTERS: ActorKind.CIVILIANS,
    CIVILIANS: ActorKind.CIVILIANS, EXTERNAL: ActorKind.EXTERNAL_FORCES,
}  # fmt: skip
"""What sort of actor a code of `inter1` or `inter2` says."""

NAME_BEGINNINGS = {
    "Unidentified": "", "Civilians": CIVILIANS, "Protesters": PROTESTERS,
    "Protestors": PROTESTERS, "Rioters": RIOTERS, "Military Forces of": STATE,
    "Police Forces of": STATE,
}  # fmt: skip
"""Codes by how ACLED begins an actor's name, for actors that have none."""


def code_inter(cell: str) -> str:
    """Return the code, 1 to 8, of a cell of `inter1` or `inter2`; "" for none or another."""
    plain = _fold(cell).removesuffix(".0")
    return plain if plain in KINDS else _INTERS.get(plain, "")


def code_event(event: str, sub: str, inter: str) -> tuple[str, str, str]:
    """Return the event type, the sub-event type and what is doubtful about them.

    Args:
        event: The cell of `event_type`.
        sub: The cell of `sub_event_type`.
        inter: The cell of `inter1`.
    """
    kind, old_sub = _code_type(event, inter)
    of_kind, known_sub = _SUBS.get(_fold(sub), (kind, ""))
    doubts = []
    if kind is EventType.UNCODED and known_sub and not event:
        kind = of_kind
    if kind is EventType.UNCODED and event:
        doubts.append(f"event_type is {event!r}")
    if known_sub and of_kind is not kind:
        known_sub = ""
    if sub and not known_sub and not old_sub and _fold(sub) != _fold(event):
        doubts.append(f"sub_event_type is {sub!r}")
    return str(kind), known_sub or old_sub or NOT_CODED, ", ".join(doubts)


def _code_type(event: str, inter: str) -> tuple[EventType, str]:
    plain = _fold(event)
    if plain in _RIOTS_OR_PROTESTS:
        told = {RIOTERS: EventType.RIOTS, PROTESTERS: EventType.PROTESTS}
        return told.get(code_inter(inter), EventType.UNCODED), ""
    if plain in _OLD_TYPES:
        return _OLD_TYPES[plain]
    return _TYPES.get(plain, EventType.UNCODED), ""


def _fold(cell: str) -> str:
    return " ".join(cell.casefold().split())


FACTS = CardFacts(
    title="ACLED events",
    source="ACLED",
    homepage="https://acleddata.com",
    licence="restricted",
    licence_name="ACLED's terms of use",
    licence_url="https://acleddata.com/terms-and-conditions/",
    citation="Armed Conflict Location & Event Data (ACLED), acleddata.com. Edition: "
    "[edition]. Accessed: [date]. Filters: [filters].",
    redistribution="restricted",
    terms="ACLED asks for prominent attribution with a link, the date of access, which filters "
    "were used and how the data was changed. Its rows may not be handed on freely; see the terms "
    "of your account.",
    toll_convention="One figure for the dead, the most conservative of those reported; it is shown "
    "as low, best and high alike. Where reports speak of deaths without a number, ACLED puts a "
    "fixed cautious figure. ACLED's 0 says that no deaths were reported, not that there were "
    "none, so it is shown as not reported. Injured people are not counted.",
    caveats=(
        "Actor 1 and actor 2 of a battle are two sides: their order does not say who began.",
        "Attributions are ACLED's, from the reports it read.",
        "What lasts several days is a row for each active day; a toll for several is split.",
        "A time known to a week is shown as three days before and after ACLED's middle day of it.",
        "A time known to a month is shown as that month.",
        "A place of precision 3 often has a provincial capital's point: it is shown as an area.",
    ),
    method="Read from an ACLED export; event and sub-event types are ACLED's.",
)
