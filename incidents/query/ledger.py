"""Incidents by actor: the ledger seen from a viewpoint, and the other roles."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import narwhals as nw

from incidents.model.vocabularies import ActorKind, Role, Stance, Viewpoint
from incidents.query.lazy import lazy

if TYPE_CHECKING:
    from incidents.model.frames import Tables
    from incidents.query.filters import IncidentFilter

_PAIR = ["incident_id", "actor_id"]

_STANCES = {
    Viewpoint.CLAIMED: Stance.CLAIMED,
    Viewpoint.ATTRIBUTED: Stance.ATTRIBUTED,
    Viewpoint.ACKNOWLEDGED: Stance.ACKNOWLEDGED,
}


def concerns_actors(chosen: IncidentFilter) -> bool:
    """Return whether `chosen` asks for anything that involvements or the ledger answer."""
    return bool(chosen.actors or chosen.roles) or chosen.viewpoint is not Viewpoint.ANY


def select_ledger(tables: Tables, chosen: IncidentFilter) -> nw.LazyFrame[Any]:
    """Return the rows of the ledger that count from the chosen viewpoint.

    `attributed` counts only what a named party says; unnamed sources are left out of it.
    """
    ledger = lazy(tables.attributions)
    if chosen.without_denied:
        denied = ledger.filter(nw.col("stance") == Stance.DENIED.value).select(_PAIR).unique()
        ledger = ledger.join(denied, on=_PAIR, how="anti")
    stance = _STANCES.get(chosen.viewpoint)
    if stance is not None:
        ledger = ledger.filter(nw.col("stance") == stance.value)
    if stance is Stance.ATTRIBUTED:
        unnamed = lazy(tables.actors).filter(nw.col("kind") == ActorKind.UNNAMED_SOURCE.value)
        ledger = ledger.join(
            unnamed.select(nw.col("actor_id").alias("by")).unique(), on="by", how="anti"
        )
    return ledger


def select_actor_pairs(tables: Tables, chosen: IncidentFilter) -> nw.LazyFrame[Any]:
    """Return the distinct (incident_id, actor_id) that the chosen roles and viewpoint give.

    Perpetrators come from the ledger alone, and a mere denial makes none. Without chosen roles,
    a viewpoint other than `any` asks for the ledger only; otherwise every role counts, denials
    included. Another role together with a viewpoint asks for that role in incidents of which the
    ledger says something from that viewpoint.
    """
    roles = set(chosen.roles) or set(Role)
    if not chosen.roles and chosen.viewpoint is not Viewpoint.ANY:
        roles = {Role.PERPETRATOR}
    ledger = select_ledger(tables, chosen)
    parts = []
    if Role.PERPETRATOR in roles:
        said = nw.col("stance") != Stance.DENIED.value
        parts.append((ledger.filter(said) if chosen.roles else ledger).select(_PAIR))
    others = sorted(role.value for role in roles - {Role.PERPETRATOR})
    if others:
        pairs = lazy(tables.involvements).filter(nw.col("role").is_in(others)).select(_PAIR)
        if chosen.viewpoint is not Viewpoint.ANY:
            spoken_of = ledger.select("incident_id").unique()
            pairs = pairs.join(spoken_of, on="incident_id", how="semi")
        parts.append(pairs)
    return nw.concat(parts, how="vertical").unique()


def select_denied(tables: Tables) -> nw.LazyFrame[Any]:
    """Return the ids of incidents for which any denial stands in the ledger."""
    denied = lazy(tables.attributions).filter(nw.col("stance") == Stance.DENIED.value)
    return denied.select("incident_id").unique()
