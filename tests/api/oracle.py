"""The filter once more, as a loop over rows: slow, plain and written apart from query/."""

from __future__ import annotations

from incidents.model.folding import fold
from incidents.model.vocabularies import Role, Stance, Viewpoint


def matching_rows(tables, chosen):
    """Return the rows of incidents that match, in no particular order."""
    parts = _parts_by_incident(tables, chosen)
    denied = {row["incident_id"] for row in _rows(tables.attributions) if row["stance"] == "denied"}
    return [
        row
        for row in _rows(tables.incidents)
        if _matches(row, chosen) and _matches_actors(row, chosen, parts, denied)
    ]


def _rows(frame):
    return list(frame.iter_rows(named=True))


def _matches(row, chosen):
    checks = [
        chosen.date_from is None or row["end_date"] >= chosen.date_from,
        chosen.date_to is None or row["event_date"] <= chosen.date_to,
        not chosen.datasets or row["dataset_id"] in chosen.datasets,
        not chosen.event_types or row["event_type"] in chosen.event_types,
        not chosen.sub_event_types or row["sub_event_type"] in chosen.sub_event_types,
        not chosen.areas or row["area_id"] in chosen.areas,
        not chosen.sites or set(row["site_type"].split(";")) & chosen.sites,
        not chosen.countries or set(row["country"].split(";")) & chosen.countries,
        not chosen.precisions or row["geo_precision"] in chosen.precisions,
        not chosen.relevances or row["relevance"] in chosen.relevances,
        not chosen.verifications or row["verification"] in chosen.verifications,
        chosen.killed is None
        or (row["fatalities_best"] is not None and row["fatalities_best"] >= chosen.killed),
        not chosen.with_casualties
        or (row["fatalities_high"] or 0) + (row["injured_high"] or 0) > 0,
        all(word in row["search"] for word in fold(chosen.text).split()),
        chosen.bounds is None or _in_view(row, chosen.bounds),
    ]
    return all(checks)


def _in_view(row, view):
    if row["placement"] == "located":
        west = east = row["longitude"]
        south = north = row["latitude"]
    elif row["placement"] == "area":
        west, south = row["area_west"], row["area_south"]
        east, north = row["area_east"], row["area_north"]
    else:
        return False
    if view.west <= view.east:
        beside = west <= view.east and east >= view.west
    else:
        beside = west <= view.east or east >= view.west
    return beside and south <= view.north and north >= view.south


def _parts_by_incident(tables, chosen):
    """Return the (actor, role) that count for each incident from the chosen viewpoint."""
    unnamed = {r["actor_id"] for r in _rows(tables.actors) if r["kind"] == "unnamed source"}
    ledger = _rows(tables.attributions)
    denied = {(r["incident_id"], r["actor_id"]) for r in ledger if r["stance"] == Stance.DENIED}
    parts = {}
    for row in ledger:
        pair = row["incident_id"], row["actor_id"]
        if chosen.without_denied and pair in denied:
            continue
        if chosen.viewpoint != Viewpoint.ANY and row["stance"] != chosen.viewpoint.value:
            continue
        if chosen.viewpoint == Viewpoint.ATTRIBUTED and row["by"] in unnamed:
            continue
        if chosen.roles and row["stance"] == Stance.DENIED:
            continue  # a denial makes no perpetrator
        parts.setdefault(pair[0], set()).add((pair[1], Role.PERPETRATOR))
    spoken_of = set(parts)
    for row in _rows(tables.involvements):
        counts = chosen.viewpoint == Viewpoint.ANY or row["incident_id"] in spoken_of
        if row["role"] != Role.PERPETRATOR and counts:
            parts.setdefault(row["incident_id"], set()).add((row["actor_id"], Role(row["role"])))
    return parts


def _matches_actors(row, chosen, parts, denied):
    asks = chosen.actors or chosen.roles or chosen.viewpoint != Viewpoint.ANY
    if not asks:
        return not (chosen.without_denied and row["incident_id"] in denied)
    roles = chosen.roles or (set(Role) if chosen.viewpoint == Viewpoint.ANY else {Role.PERPETRATOR})
    return any(
        role in roles and (not chosen.actors or actor in chosen.actors)
        for actor, role in parts.get(row["incident_id"], ())
    )
