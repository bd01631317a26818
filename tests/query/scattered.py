"""Tables of made-up rows that hold every word, blanks, far dates and the rim of the world."""

from __future__ import annotations

from datetime import date, timedelta
from functools import cache
from random import Random
from typing import TYPE_CHECKING, Any

from incidents.model.vocabularies import (
    SUB_EVENT_TYPES,
    EventType,
    GeoPrecision,
    Placement,
    Relevance,
    Role,
    Stance,
    TimePrecision,
    Verification,
)
from tests.factories import make_tables

if TYPE_CHECKING:
    from incidents.model.frames import Tables

COUNT = 300
PARTIES = [f"group-{number}" for number in range(7)]
SAYERS = [*PARTIES, "ministry", "whisper"]
AREAS = [f"AREA-{number}" for number in range(5)]

QUERIES = (
    "",
    "from=2021-03-01&to=2021-09-30&actor=group-1&actor=group-2&view=attributed",
    "from=2020-01-01&to=2022-12-31&actor=group-3&role=target&role=perpetrator&denied=exclude",
    "from=2021-01-01&to=2021-12-31&denied=exclude&site=base&country=SYR&killed=1",
    "to=1600-01-01&casualties=1&q=صاروخ+night&bbox=170,-90,100,90&area=AREA-1&area=AREA-2",
)
"""Filters that together ask for every kind of condition, and for days long before 1970."""


@cache
def scattered_tables() -> Tables:
    """Return the same tables whenever it is asked."""
    random = Random(20210719)  # noqa: S311 (not for secrets)
    incidents = [_incident(random, number) for number in range(COUNT)]
    ids = [row["incident_id"] for row in incidents]
    random.shuffle(ids)  # lines of other tables stand in no order of their own
    return make_tables(
        *incidents,
        actors=[{"actor_id": "whisper", "kind": "unnamed source"}],
        attributions=[line for each in ids for line in _ledger(random, each)],
        involvements=[line for each in ids for line in _parts(random, each)],
        citations=[
            {"incident_id": each, "source_id": f"page-{random.randrange(9)}", "notes": str(number)}
            for number, each in enumerate(ids + ids[::2])
        ],
        statements=[{"statement_id": "S1", "incident_ids": f"{ids[0]};{ids[1]}"},
                    {"statement_id": "S2", "incident_ids": ""}],
        claims=[{"claim_id": "C1", "record_id": ids[2]}, {"claim_id": "C2", "record_id": "gone"}],
    )  # fmt: skip


def _incident(random: Random, number: int) -> dict[str, Any]:
    begins = random.choice(
        [date(1500, 2, 28), date(1969, 12, 31), date(2199, 12, 31)]
        + [date(2021, 1, 1) + timedelta(random.randrange(365)) for _ in range(20)]
    )
    kind = random.choice(list(EventType))
    placement = random.choice([*Placement, Placement.LOCATED, Placement.LOCATED])
    low, best, high = sorted(random.randrange(9) for _ in range(3))
    located = placement is Placement.LOCATED
    return {
        "incident_id": f"M-{number:03}",
        "event_date": begins,
        "end_date": begins + timedelta(random.choice([0, 0, 0, 1, 9, 40, 400])),
        "time_precision": random.choice([each for each in TimePrecision if each != "by"]).value,
        "event_type": kind.value,
        "sub_event_type": random.choice(SUB_EVENT_TYPES[kind]),
        "fatalities": random.choice([(low, best, high), (None, None, None), (0, 0, 0)]),
        "injured": random.choice([(low, best, high), (None, None, None)]),
        "placement": placement.value,
        "geo_precision": random.choice(list(GeoPrecision)).value,
        "longitude": random.choice([44.4, 179.99, -180.0, random.uniform(-180, 180)])
        if located else None,
        "latitude": random.choice([33.3, -84.9, random.uniform(-85, 85)]) if located else None,
        "area_id": "" if placement is Placement.NONE else random.choice([*AREAS, ""]),
        "area_bounds": (44.0, 33.0, 46.0, 34.5),
        "location": random.choice(["", "Erbil", "Mosul", "أربيل"]),
        "title_en": random.choice(["Rocket at night", "It's a \"test\" \\ %_", "\U0001f4a5 blast"]),
        "title_ar": random.choice(["صاروخ", ""]),
        "site_type": random.choice(["", "base", "base;airport", "market"]),
        "country": random.choice(["IRQ", "IRQ;SYR", "SYR"]),
        "relevance": random.choice(list(Relevance)).value,
        "verification": random.choice(list(Verification)).value,
    }  # fmt: skip


def _ledger(random: Random, incident_id: str) -> list[dict[str, Any]]:
    return [
        {
            "incident_id": incident_id,
            "actor_id": random.choice(PARTIES),
            "stance": random.choice(list(Stance)).value,
            "by": random.choice(SAYERS),
            "stated_on": random.choice([None, date(2021, 8, 1)]),
            "source_id": f"page-{random.randrange(9)}",
            "notes": str(number),
        }
        for number in range(random.randrange(4))
    ]


def _parts(random: Random, incident_id: str) -> list[dict[str, Any]]:
    return [
        {"incident_id": incident_id, "actor_id": actor, "role": random.choice(list(Role)).value}
        for actor in random.sample(PARTIES, random.randrange(3))
    ]
