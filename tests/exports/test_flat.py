"""The ledger read into one row, with whose words they are."""

from __future__ import annotations

import pytest

from incidents.exports.flat import FLAT_COLUMNS, read_flat_rows
from tests.exports.conftest import EVERYTHING

ACTORS = [{"actor_id": name.lower(), "name_en": f"Group {name}"} for name in ("X", "Y", "Z", "W")]


@pytest.fixture
def row(make_incidents):
    def attribution(actor, stance, by):
        return {"incident_id": "incident-1", "actor_id": actor, "stance": stance, "by": by}

    tables = make_incidents(
        {},
        actors=ACTORS,
        sources=[{"url": "https://example.org/1"}, {"publisher": "Another"}],
        attributions=[
            attribution("x", "claimed", "x"),
            attribution("y", "denied", "y"),
            attribution("z", "attributed", "w"),
            attribution("z", "denied", "w"),
            attribution("w", "acknowledged", "w"),
        ],
        involvements=[
            {"incident_id": "incident-1", "actor_id": "y", "role": "target"},
            {"incident_id": "incident-1", "actor_id": "w", "role": "affected"},
            {"incident_id": "incident-1", "actor_id": "x", "role": "responder"},
        ],
        citations=[
            {"incident_id": "incident-1", "source_id": "source-1"},
            {"incident_id": "incident-1", "source_id": "source-2"},
        ],
    )
    (only,) = read_flat_rows(tables, EVERYTHING)
    return only


def test_the_ledger_says_who_says_so(row):
    assert row["attributions"] == (
        "claimed by Group X; denied by Group Y; attributed to Group Z by Group W; "
        "denied by Group W (for Group Z); acknowledged by Group W"
    )
    assert row["claimed_by"] == "Group X"
    assert row["denied_by"] == "Group Y; Group W (for Group Z)"
    assert row["attributed_to"] == "Group Z (by Group W)"
    assert row["acknowledged_by"] == "Group W"


def test_other_parts_stand_in_columns_of_their_own(row):
    assert (row["targets"], row["affected"], row["responders"]) == ("Group Y", "Group W", "Group X")


def test_sources_are_addresses_or_else_their_ids(row):
    assert row["sources"] == "https://example.org/1 source-2"
    assert row["publishers"] == "A newspaper; Another"


def test_an_incident_of_which_nobody_says_anything_has_blanks(make_incidents):
    (row,) = read_flat_rows(make_incidents({}), EVERYTHING)
    assert tuple(row) == FLAT_COLUMNS
    assert row["attributions"] == row["sources"] == ""
    assert row["placement"] == "none"


@pytest.mark.parametrize("several", [1, 2, 3, 4, 5, 9])
@pytest.mark.parametrize("actors", [1, 255, 256, 257])
def test_many_names_keep_their_incidents(make_incidents, actors, several):
    """Names are numbers of one byte up to 256; lines of one incident are told in their order."""
    names = [f"group-{number}" for number in range(actors)]
    said = [[names[(at + more) % actors] for more in range(several)] for at in range(actors)]
    tables = make_incidents(
        *({} for _ in names),
        actors=[{"actor_id": name, "name_en": name} for name in names],
        involvements=[
            {"incident_id": f"incident-{at + 1}", "actor_id": name, "role": "target"}
            for at, here in enumerate(said)
            for name in dict.fromkeys(here)
        ],
    )
    found = {row["incident_id"]: row["targets"] for row in read_flat_rows(tables, EVERYTHING)}
    assert found == {
        f"incident-{at + 1}": "; ".join(dict.fromkeys(here)) for at, here in enumerate(said)
    }
