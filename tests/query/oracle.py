"""The filter applied the plain way: one row after another, in words of Python."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from incidents.model.folding import fold

if TYPE_CHECKING:
    from incidents.model.frames import Tables
    from incidents.query.filters import BoundingBox, IncidentFilter

Row = dict[str, Any]


def select_plainly(tables: Tables, chosen: IncidentFilter) -> list[str]:
    """Return the ids of the incidents that `chosen` asks for, in the order of the table."""
    rows = tables.incidents.to_dicts()
    parties = ask_parties(tables, chosen)
    return [
        row["incident_id"]
        for row in rows
        if matches_row(row, chosen) and (parties is None or row["incident_id"] in parties)
    ]


def matches_row(row: Row, chosen: IncidentFilter) -> bool:
    """Say whether the incident's own cells are what `chosen` asks for."""
    return (
        matches_dates(row, chosen)
        and matches_words(row, chosen)
        and matches_toll(row, chosen)
        and (chosen.bounds is None or is_in_view(row, chosen.bounds))
    )


def matches_dates(row: Row, chosen: IncidentFilter) -> bool:
    """Say whether it may have happened on one of the days."""
    after = chosen.date_from is None or row["end_date"] >= chosen.date_from
    before = chosen.date_to is None or row["event_date"] <= chosen.date_to
    return after and before


def matches_words(row: Row, chosen: IncidentFilter) -> bool:
    """Say whether its words are among the chosen and the searched ones occur."""
    single = {
        "dataset_id": chosen.datasets,
        "event_type": chosen.event_types,
        "sub_event_type": chosen.sub_event_types,
        "area_id": chosen.areas,
        "geo_precision": chosen.precisions,
        "relevance": chosen.relevances,
        "verification": chosen.verifications,
    }
    listed = {"site_type": chosen.sites, "country": chosen.countries}
    return (
        all(not wanted or row[column] in wanted for column, wanted in single.items())
        and all(not wanted or wanted & set(row[c].split(";")) for c, wanted in listed.items())
        and all(word in row["search"] for word in fold(chosen.text).split())
    )


def matches_toll(row: Row, chosen: IncidentFilter) -> bool:
    """Say whether the figures reach what is asked; a figure not reported reaches nothing."""
    killed = row["fatalities_best"]
    enough = chosen.killed is None or (killed is not None and killed >= chosen.killed)
    hurt = (row["fatalities_high"] or 0) > 0 or (row["injured_high"] or 0) > 0
    return enough and (hurt or not chosen.with_casualties)


def is_in_view(row: Row, view: BoundingBox) -> bool:
    """Say whether its point lies, or the area it is only known to reaches, into the view."""
    if row["placement"] == "located":
        here = (row["longitude"], row["latitude"]) * 2
    elif row["placement"] == "area":
        here = tuple(row[f"area_{side}"] for side in ("west", "south", "east", "north"))
    else:
        return False
    west, south, east, north = here
    spans = [(view.west, view.east)]
    if view.west > view.east:
        spans = [(view.west, 180), (-180, view.east)]
    across = any(east >= first and west <= last for first, last in spans)
    return across and north >= view.south and south <= view.north


def ask_parties(tables: Tables, chosen: IncidentFilter) -> set[str] | None:
    """Return the ids that actors, roles and viewpoint leave, or None when they ask nothing."""
    ledger = tables.attributions.to_dicts()
    if not (chosen.actors or chosen.roles or chosen.viewpoint != "any"):
        if not chosen.without_denied:
            return None
        denied = {row["incident_id"] for row in ledger if row["stance"] == "denied"}
        return set(tables.incidents["incident_id"]) - denied
    pairs = pair_parties(tables, chosen)
    return {incident for incident, actor in pairs if not chosen.actors or actor in chosen.actors}


def pair_parties(tables: Tables, chosen: IncidentFilter) -> set[tuple[str, str]]:
    """Return who had a chosen part in what, as far as the chosen viewpoint goes."""
    roles = {str(role) for role in chosen.roles}
    if not roles:
        everyone = {"perpetrator", "target", "affected", "responder"}
        roles = everyone if chosen.viewpoint == "any" else {"perpetrator"}
    pairs = {
        (row["incident_id"], row["actor_id"])
        for row in tables.involvements.to_dicts()
        if row["role"] in roles - {"perpetrator"}
    }
    if chosen.viewpoint != "any":
        spoken_of = {incident for incident, _ in said_to_have_done(tables, chosen)}
        pairs = {pair for pair in pairs if pair[0] in spoken_of}
    if "perpetrator" not in roles:
        return pairs
    return pairs | said_to_have_done(tables, chosen, named=bool(chosen.roles))


def said_to_have_done(
    tables: Tables, chosen: IncidentFilter, *, named: bool = False
) -> set[tuple[str, str]]:
    """Return the pairs of the ledger that count; `named` leaves out what is only denied."""
    ledger = tables.attributions.to_dicts()
    unnamed = {r["actor_id"] for r in tables.actors.to_dicts() if r["kind"] == "unnamed source"}
    denied = {(r["incident_id"], r["actor_id"]) for r in ledger if r["stance"] == "denied"}
    said = set()
    for row in ledger:
        pair = (row["incident_id"], row["actor_id"])
        asked = chosen.viewpoint in {"any", row["stance"]}
        whispered = chosen.viewpoint == "attributed" and row["by"] in unnamed
        if named and row["stance"] == "denied":
            continue
        if asked and not whispered and not (chosen.without_denied and pair in denied):
            said.add(pair)
    return said
