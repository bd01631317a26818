"""The closed lists of words that the tables may hold."""

from __future__ import annotations

from enum import StrEnum


class EventType(StrEnum):
    """ACLED's event types, and one for none."""

    BATTLES = "Battles"
    PROTESTS = "Protests"
    RIOTS = "Riots"
    EXPLOSIONS = "Explosions/Remote violence"
    VIOLENCE = "Violence against civilians"
    STRATEGIC = "Strategic developments"
    UNCODED = "Not coded"
    """Not ACLED's: a table that was brought does not say what happened."""


# ACLED codebook order; see https://acleddata.com/knowledge-base/codebook/
SUB_EVENT_TYPES: dict[EventType, tuple[str, ...]] = {
    EventType.BATTLES: (
        "Government regains territory",
        "Non-state actor overtakes territory",
        "Armed clash",
    ),
    EventType.PROTESTS: (
        "Excessive force against protesters",
        "Protest with intervention",
        "Peaceful protest",
    ),
    EventType.RIOTS: ("Violent demonstration", "Mob violence"),
    EventType.EXPLOSIONS: (
        "Chemical weapon",
        "Air/drone strike",
        "Suicide bomb",
        "Shelling/artillery/missile attack",
        "Remote explosive/landmine/IED",
        "Grenade",
    ),
    EventType.VIOLENCE: ("Sexual violence", "Attack", "Abduction/forced disappearance"),
    EventType.STRATEGIC: (
        "Agreement",
        "Arrests",
        "Change to group/activity",
        "Disrupted weapons use",
        "Headquarters or base established",
        "Looting/property destruction",
        "Non-violent transfer of territory",
        "Other",
    ),
    EventType.UNCODED: ("Not coded",),
}

NOT_CODED = SUB_EVENT_TYPES[EventType.UNCODED][0]
"""The sub-event type of what is not coded, and of what a dataset tells only the event type of."""


def sub_event_types_of(kind: EventType) -> tuple[str, ...]:
    """Return the sub-event types that an incident of an event type may have."""
    return (
        SUB_EVENT_TYPES[kind] if kind is EventType.UNCODED else (*SUB_EVENT_TYPES[kind], NOT_CODED)
    )


class TimePrecision(StrEnum):
    """How exactly a date is known."""

    DAY = "day"
    NIGHT = "night"
    RANGE = "range"
    WEEK = "week"
    MONTH = "month"
    YEAR = "year"
    BY = "by"
    """Undated; known only to lie before its end date (statements)."""


class GeoPrecision(StrEnum):
    """How exactly a place is known, most exact first."""

    SITE = "site"
    NEIGHBOURHOOD = "neighbourhood"
    CITY = "city"
    VICINITY = "vicinity"
    """Near a named place, or in a small area around it."""
    DISTRICT = "district"
    GOVERNORATE = "governorate"
    COUNTRY = "country"
    NONE = "none"


class Placement(StrEnum):
    """Where a record appears: as a point, as its area, or in the tray beside the map."""

    LOCATED = "located"
    AREA = "area"
    NONE = "none"


class Stance(StrEnum):
    """What a row of the ledger says of an actor."""

    CLAIMED = "claimed"
    DENIED = "denied"
    ATTRIBUTED = "attributed"
    ACKNOWLEDGED = "acknowledged"


class Viewpoint(StrEnum):
    """Whose word counts when incidents are chosen by actor."""

    ANY = "any"
    CLAIMED = "claimed"
    ATTRIBUTED = "attributed"
    ACKNOWLEDGED = "acknowledged"


class Role(StrEnum):
    """An actor's part in an incident."""

    PERPETRATOR = "perpetrator"
    TARGET = "target"
    AFFECTED = "affected"
    RESPONDER = "responder"


class ActorKind(StrEnum):
    """What sort of body or person an actor is."""

    STATE_FORCES = "state forces"
    EXTERNAL_FORCES = "external forces"
    GOVERNMENT = "government"
    ARMED_GROUP = "armed group"
    COORDINATION_BODY = "coordination body"
    POLITICAL_PARTY = "political party"
    POLITICAL_FIGURE = "political figure"
    INTERNATIONAL_BODY = "international body"
    MEDIA = "media"
    CIVILIANS = "civilians"
    CONTRACTORS = "contractors"
    MONITOR = "monitor"
    UNNAMED_SOURCE = "unnamed source"
    UNIDENTIFIED = "unidentified"


class Relevance(StrEnum):
    """Whether an incident belongs to the dataset's subject or to its surroundings."""

    CORE = "core"
    CONTEXT = "context"


class Verification(StrEnum):
    """How many publishers state an incident; not how many independent reports."""

    MULTIPLE = "multiple publishers"
    SINGLE = "single publisher"
    UNSTATED = "not stated"
    """A dataset that was brought does not say."""


class StatementKind(StrEnum):
    """What sort of words a statement is."""

    ANNOUNCEMENT = "announcement"
    THREAT = "threat"
    DISCLAIMER = "disclaimer"
    DENIAL = "denial"
    COMMENT = "comment"
    VISIT = "visit"
    PLEDGE = "pledge"


class TotalStance(StrEnum):
    """How an aggregate figure is put forward."""

    ASSERTED = "asserted"
    ALLEGED = "alleged"


class Treatment(StrEnum):
    """What became of a sentence of the seed article."""

    INCIDENT = "incident"
    MENTION = "mention"
    STATEMENT = "statement"
    REPORTED_TOTAL = "reported_total"


LOCATED_PRECISIONS = (
    GeoPrecision.SITE,
    GeoPrecision.NEIGHBOURHOOD,
    GeoPrecision.CITY,
    GeoPrecision.VICINITY,
)
"""Precisions that may be drawn as a point, if the record has coordinates."""
