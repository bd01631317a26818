"""The tables: the one definition behind validation, codebook and data package."""

from __future__ import annotations

from typing import TYPE_CHECKING

from incidents.model.columns import Column, ColumnType, Table
from incidents.model.vocabularies import (
    SUB_EVENT_TYPES,
    ActorKind,
    EventType,
    GeoPrecision,
    Relevance,
    Role,
    Stance,
    StatementKind,
    TimePrecision,
    TotalStance,
    Treatment,
    Verification,
)

if TYPE_CHECKING:
    from enum import StrEnum

_ID = r"[A-Za-z0-9][A-Za-z0-9._-]{0,119}"
_URL = r"https?://[^\s<>\"]+"


def _words(vocabulary: type[StrEnum], *without: StrEnum) -> tuple[str, ...]:
    return tuple(word.value for word in vocabulary if word not in without)


def _toll(name: str, meaning: str, example: str) -> Column:
    return Column(name, meaning, example, ColumnType.INTEGER, minimum=0)


def _date(name: str, meaning: str, example: str, *, required: bool = False) -> Column:
    return Column(name, meaning, example, ColumnType.DATE, required=required)


def _actor(name: str, meaning: str, *, required: bool = True) -> Column:
    return Column(name, meaning, "islamic-state", required=required, references="actors")


_INCIDENT = Column(
    "incident_id", "The incident.", "IQ-20210719-01", required=True, references="incidents"
)
_NOTES = Column("notes", "Cautions and remarks.", "One of three reports gives another figure.")

INCIDENTS = Table(
    "incidents",
    "One row per incident. Who did it stands in `attributions`, never here.",
    (
        Column("incident_id", "Stable id.", "IQ-20210719-01", required=True, pattern=_ID),
        _date("event_date", "First local day on which it may have happened.", "2021-07-19",
              required=True),
        _date("end_date", "Last such day; equals event_date when the day is known.",
              "2021-07-19", required=True),
        Column("time_precision", "How exactly the date is known: the day; the night between two "
               "dates; some time in the range from event_date to end_date (or its week, month, "
               "year).", "day", required=True,
               allowed=_words(TimePrecision, TimePrecision.BY)),
        Column("event_type", "ACLED's event type, by our own coding (not ACLED data).",
               "Explosions/Remote violence", required=True, allowed=_words(EventType)),
        Column("sub_event_type", "ACLED's sub-event type.", "Suicide bomb", required=True,
               allowed=tuple(sub for subs in SUB_EVENT_TYPES.values() for sub in subs)),
        Column("weapon", "Means used, as reported.", "roadside IED"),
        Column("target", "What was hit or aimed at, in words.", "civilians at a market"),
        Column("title_en", "Title in English.", "Bombing at al-Wuhailat market, Sadr City",
               required=True),
        Column("title_ar", "Title in Arabic, our own wording.", "تفجير في سوق الوحيلات"),
        Column("location", "Place in words, English.", "Sadr City, Baghdad"),
        Column("location_ar", "Place in words, Arabic.", "مدينة الصدر، بغداد"),
        Column("admin1", "Governorate, English name; blank when unknown or disputed.", "Baghdad"),
        Column("country", "ISO 3166-1 alpha-3; a list where it spans a border.", "IRQ",
               required=True, many=True, pattern=r"[A-Z]{3}"),
        Column("site_type", "What sort of place it is; a list.", "market", many=True),
        Column("latitude", "Degrees north, WGS 84; only where a point is known.", "33.3889",
               ColumnType.NUMBER, minimum=-90, maximum=90),
        Column("longitude", "Degrees east, WGS 84; only where a point is known.", "44.4583",
               ColumnType.NUMBER, minimum=-180, maximum=180),
        Column("geo_precision", "How exactly the place is known. District and coarser are never "
               "drawn as a point.", "neighbourhood", required=True,
               allowed=_words(GeoPrecision)),
        Column("coordinate_source", "Where the coordinates come from, with licence.",
               "GeoNames (CC BY 4.0)"),
        _toll("fatalities_low", "Killed, lowest figure in the sources; blank is not reported, "
              "0 only where a source says so.", "28"),
        _toll("fatalities_best", "Killed, best figure.", "35"),
        _toll("fatalities_high", "Killed, highest figure.", "36"),
        _toll("injured_low", "Injured, lowest figure; blank is not reported.", "45"),
        _toll("injured_best", "Injured, best figure.", "60"),
        _toll("injured_high", "Injured, highest figure.", "60"),
        Column("summary", "What happened, in our own neutral words.", "A bomb went off in …",
               required=True),
        Column("notes", "Every caution that concerns this incident.", "AFP 28–30, Reuters 35."),
        Column("relevance", "core: the dataset's subject; context: its surroundings.", "core",
               required=True, allowed=_words(Relevance)),
        Column("verification", "How many publishers state it (many reposts carry one agency "
               "text, so this is not independence).", "multiple publishers", required=True,
               allowed=_words(Verification)),
    ),
    ("incident_id",),
)  # fmt: skip

ACTORS = Table(
    "actors",
    "One row per party, body or sayer; one identity each.",
    (
        Column("actor_id", "Stable id.", "islamic-state", required=True, pattern=_ID),
        Column("name_en", "Name in English.", "Islamic State", required=True),
        Column("name_ar", "Name in Arabic.", "تنظيم الدولة الإسلامية"),
        Column("aliases", "Other names, any script; a list.", "IS;ISIS;Daesh;داعش", many=True),
        Column("kind", "What sort of party it is.", "armed group", required=True,
               allowed=_words(ActorKind)),
        Column("parent_id", "The body it belongs to, where sources say so.", "iraqi-army",
               references="actors"),
        _NOTES,
    ),
    ("actor_id",),
)  # fmt: skip

INVOLVEMENTS = Table(
    "involvements",
    "Who had a part in an incident. A perpetrator row needs a row of the ledger behind it.",
    (
        _INCIDENT,
        _actor("actor_id", "The party."),
        Column("role", "Its part.", "target", required=True, allowed=_words(Role)),
        _NOTES,
    ),
    ("incident_id", "actor_id", "role"),
)

ATTRIBUTIONS = Table(
    "attributions",
    "The ledger: who says that which actor did, or did not do, it.",
    (
        _INCIDENT,
        _actor("actor_id", "The actor spoken of."),
        Column("stance", "claimed: the actor says it did it; denied: somebody denies it for the "
               "actor; attributed: somebody else says the actor did it; acknowledged: a state "
               "says its forces did it.", "claimed", required=True, allowed=_words(Stance)),
        _actor("by", "Who says so; an actor too."),
        _date("stated_on", "When it was said; blank when the sources do not tell.", "2021-07-20"),
        Column("source_id", "Where it is reported.", "reuters_20210720", required=True,
               references="sources"),
        _NOTES,
    ),
    ("incident_id", "actor_id", "stance", "by", "source_id"),
)  # fmt: skip

STATEMENTS = Table(
    "statements",
    "Dated words that are not attacks; on the timeline, never on the map.",
    (
        Column("statement_id", "Stable id.", "ST-20210726-01", required=True, pattern=_ID),
        _date("event_date", "First day on which it may have been said; blank only when "
              "time_precision is `by`.", "2021-07-26"),
        _date("end_date", "Last such day.", "2021-07-26", required=True),
        Column("time_precision", "As in incidents, and `by`: undated, said by end_date.", "day",
               required=True, allowed=_words(TimePrecision)),
        Column("kind", "What sort of words.", "threat", required=True,
               allowed=_words(StatementKind)),
        _actor("actor_id", "The speaker, or whom the speaker speaks for.", required=False),
        Column("speaker", "Who spoke, English.", "Joe Biden"),
        Column("speaker_ar", "Who spoke, Arabic.", "جو بايدن"),
        Column("channel", "Where it was said.", "Twitter"),
        Column("title_en", "Title in English.", "US combat mission to end", required=True),
        Column("title_ar", "Title in Arabic.", "إنهاء المهمة القتالية"),
        Column("summary", "What was said, in our own words.", "…", required=True),
        Column("quote", "A short quotation, as published.", "«…»"),
        Column("incident_ids", "Incidents it concerns; a list.", "IQ-20210729-01",
               references="incidents", many=True),
        Column("source_id", "Where it is reported.", "afp_20210726", required=True,
               references="sources"),
        _NOTES,
    ),
    ("statement_id",),
)  # fmt: skip

REPORTED_TOTALS = Table(
    "reported_totals",
    "Aggregate figures somebody put forward; never turned into incidents.",
    (
        Column("total_id", "Stable id.", "RT-20210731-01", required=True, pattern=_ID),
        Column("title_en", "Title in English.", "About 50 attacks since January", required=True),
        Column("title_ar", "Title in Arabic.", "نحو 50 هجمة منذ بداية العام"),
        _toll("count_low", "Lowest figure.", "50"),
        _toll("count_best", "The figure as put forward.", "50"),
        _toll("count_high", "Highest figure.", "50"),
        _date("period_start", "First day the figure covers.", "2021-01-01"),
        _date("period_end", "Last day it covers.", "2021-07-31"),
        Column("country", "ISO 3166-1 alpha-3; a list.", "IRQ", many=True, pattern=r"[A-Z]{3}"),
        Column("definition", "What was counted, as far as it was said.", "attacks on US …",
               required=True),
        Column("targets", "Classes of targets named; a list.", "embassies;bases", many=True),
        Column("comparable_filter", "The filter that counts what these tables document for the "
               "nearest definition.", "from=2021-01-01&to=2021-07-31&relevance=core"),
        _NOTES,
    ),
    ("total_id",),
)  # fmt: skip

TOTAL_ATTRIBUTIONS = Table(
    "total_attributions",
    "Who puts an aggregate figure forward, and at whose door it is laid.",
    (
        Column("total_id", "The figure.", "RT-20210731-01", required=True,
               references="reported_totals"),
        _actor("attributed_to", "Who is said to be behind what was counted.", required=False),
        Column("stance", "asserted: stated as fact; alleged: stated as an accusation.", "alleged",
               required=True, allowed=_words(TotalStance)),
        _actor("by", "Who says so.", required=False),
        Column("quote", "A short quotation, as published.", "«…»"),
        Column("source_id", "Where it is reported.", "kayhan_20210731", required=True,
               references="sources"),
        _NOTES,
    ),
    ("total_id", "attributed_to", "stance", "by", "source_id"),
)  # fmt: skip

SOURCES = Table(
    "sources",
    "One row per page that was read.",
    (
        Column("source_id", "Stable id.", "reuters_20210720", required=True, pattern=_ID),
        Column("title", "Title of the page.", "…", required=True),
        Column("publisher", "Who published it.", "Reuters", required=True),
        Column("language", "Language, ISO 639-1.", "ar", pattern=r"[a-z]{2,3}"),
        _date("published", "Date shown on the page; blank when none was.", "2021-07-20"),
        Column("url", "Address.", "https://…", pattern=_URL),
        Column("reliability", "Admiralty scale of the publisher, A (reliable) to F (cannot be "
               "judged).", "B", required=True, allowed=tuple("ABCDEF")),
        Column("reliability_reason", "Why.", "news agency with corrections", required=True),
        _NOTES,
    ),
    ("source_id",),
)  # fmt: skip

CITATIONS = Table(
    "citations",
    "Which source states which incident.",
    (
        _INCIDENT,
        Column("source_id", "The source.", "reuters_20210720", required=True,
               references="sources"),
        Column("credibility", "Admiralty scale of the statement, 1 (confirmed) to 6 (cannot be "
               "judged), apart from the publisher's reliability.", "2", required=True,
               allowed=tuple("123456")),
        Column("quote", "A short quotation, as published.", "«…»"),
        _NOTES,
    ),
    ("incident_id", "source_id"),
)  # fmt: skip

CLAIMS = Table(
    "claims",
    "What the seed article says, claim by claim, and where each went.",
    (
        Column("claim_id", "The claim's number.", "C1", required=True, pattern=_ID),
        Column("source_id", "The article.", "kayhan_20210731", required=True,
               references="sources"),
        Column("quote", "The words, as published.", "«…»"),
        Column("content", "What they say, in our own words.", "…", required=True),
        Column("treatment", "What became of it.", "incident", required=True,
               allowed=_words(Treatment)),
        Column("table", "The table it went to.", "incidents", required=True,
               allowed=("incidents", "statements", "reported_totals")),
        Column("record_id", "The record there.", "IQ-20210729-01", required=True),
        _NOTES,
    ),
    ("claim_id", "table", "record_id"),
)  # fmt: skip

TABLES: dict[str, Table] = {
    table.name: table
    for table in (
        INCIDENTS,
        ACTORS,
        INVOLVEMENTS,
        ATTRIBUTIONS,
        STATEMENTS,
        REPORTED_TOTALS,
        TOTAL_ATTRIBUTIONS,
        SOURCES,
        CITATIONS,
        CLAIMS,
    )
}
"""Every table by name, in the order in which people read them."""
