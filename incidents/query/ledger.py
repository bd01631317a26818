"""Incidents by actor: the ledger seen from a viewpoint, and the other roles."""

from __future__ import annotations

from dataclasses import dataclass
from functools import reduce
from operator import and_, or_
from typing import TYPE_CHECKING

import narwhals as nw

from incidents.model.parties import SPOKEN, STANCES, WHISPERED, spoken_of
from incidents.model.vocabularies import Role, Stance, Viewpoint

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterable

    from incidents.query.filters import IncidentFilter

_ASKED = {
    Viewpoint.CLAIMED: Stance.CLAIMED.value,
    Viewpoint.ATTRIBUTED: Stance.ATTRIBUTED.value,
    Viewpoint.ACKNOWLEDGED: Stance.ACKNOWLEDGED.value,
}
_DENIED = Stance.DENIED.value


@dataclass(frozen=True)
class AskedParties:
    """What a filter asks of the rows of `model.parties`."""

    key: Hashable
    expression: nw.Expr
    present: bool
    """Whether an incident needs such a row; else it must have none."""


def ask_parties(chosen: IncidentFilter) -> AskedParties | None:
    """Return what actors, roles, viewpoint and denials ask together, or None for nothing."""
    key = (chosen.actors, chosen.roles, chosen.viewpoint, chosen.without_denied)
    if chosen.actors or chosen.roles or chosen.viewpoint is not Viewpoint.ANY:
        asked = [counts_as_party(chosen)]
        if chosen.actors:
            asked.append(nw.col("actor_id").is_in(sorted(chosen.actors)))
        return AskedParties(key, reduce(and_, (each for each in asked if each is not None)),
                            present=True)  # fmt: skip
    if chosen.without_denied:
        return AskedParties(key, nw.col(_DENIED), present=False)
    return None


def counts_as_party(chosen: IncidentFilter) -> nw.Expr | None:
    """Say whether an actor had a part that the chosen roles and viewpoint count.

    None says that every part counts.

    Perpetrators come from the ledger alone, and a mere denial makes none. Without chosen roles,
    a viewpoint other than `any` asks for the ledger only; otherwise every role counts, denials
    included. Another role together with a viewpoint asks for that role in incidents of which the
    ledger says something from that viewpoint.
    """
    if not (chosen.roles or chosen.without_denied) and chosen.viewpoint is Viewpoint.ANY:
        return None
    roles = set(chosen.roles) or set(Role)
    if not chosen.roles and chosen.viewpoint is not Viewpoint.ANY:
        roles = {Role.PERPETRATOR}
    ways = [_is_spoken_of(chosen)] if Role.PERPETRATOR in roles else []
    others = sorted(role.value for role in roles - {Role.PERPETRATOR})
    if others:
        had_part = _any(others)
        asked = _ASKED.get(chosen.viewpoint)
        if asked is not None:
            had_part &= nw.col(spoken_of(asked, undenied=chosen.without_denied))
        ways.append(had_part)
    return reduce(or_, ways)


def _is_spoken_of(chosen: IncidentFilter) -> nw.Expr:
    """Say whether the ledger holds something on the actor, from the chosen viewpoint."""
    asked = _ASKED.get(chosen.viewpoint)
    if asked is not None:
        said = nw.col(asked)
    else:
        said = _any([*SPOKEN, WHISPERED] if chosen.roles else STANCES)
    return said & ~nw.col(_DENIED) if chosen.without_denied else said


def _any(columns: Iterable[str]) -> nw.Expr:
    return reduce(or_, map(nw.col, columns))
