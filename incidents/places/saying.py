"""The sentences that tell a reader what was understood of a phrase."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from incidents.places.answers import Candidate

NOT_FOUND = "No place of that name is known here."
EMPTY = "There is no name in it."
TOO_LONG = "It is too long to be the name of a place."
_WHY_NOT = {
    "several": "Several places go by that name and nothing given tells them apart.",
    "elsewhere": "Places of that name are known, but none where it is said to lie.",
    "unsure": "What was found is spelled too differently to be taken for it.",
    "common": "The name is a common one, and nothing given says that this is the one meant.",
}
_METRES_PER_KM = 1000


def resolved(found: Candidate, area: str) -> str:
    """Say which place a name was taken for."""
    where = f" in {area}" if area and area != found.name else ""
    return f"{found.name}, {found.kind}{where} ({found.source}; {found.why}: {found.matched!r})."


def unresolved(reason: str, others: Sequence[Candidate]) -> str:
    """Say why none of the candidates was picked."""
    count = f" {len(others)} to choose from." if len(others) > 1 else ""
    return _WHY_NOT.get(reason, NOT_FOUND) + count


def area_only(found: Candidate) -> str:
    """Say that a name is one of an area."""
    return f"{found.name} is a {found.kind} ({found.source}); no point stands for it."


def unlocated(found: Candidate, area: str) -> str:
    """Say that a place is known of, but not its point."""
    drawn = f"drawn as {area}" if area else "not drawn"
    return f"{found.name} is known to exist ({found.source}), but no point for it; {drawn}."


def not_found(area: str, similar: int) -> str:
    """Say that a name is not known, and what remains known."""
    rest = f" It is known only to lie in {area}." if area else ""
    near = " Names that are somewhat like it are listed, none close enough." if similar else ""
    return f"{NOT_FOUND}{rest}{near}"


def district(found: Candidate, area: str) -> str:
    """Say that a district is known by its town and drawn as its governorate."""
    drawn = f"drawn as the governorate, {area}" if area else "not drawn"
    return f"The district of {found.name}; {drawn}, because district limits are not bundled."


def named_after(word: str, found: Candidate, area: str) -> str:
    """Say that a dam, a base or a road is not known, and only its namesake is."""
    drawn = f" Drawn as {area}." if area else ""
    return f"This {word} is not known here; {found.name} only gives it its name.{drawn}"


def related(told: str, anchors: Sequence[Candidate], radius_m: int) -> str:
    """Say how a point was derived from other places."""
    names = " and ".join(one.name for one in anchors)
    return (
        f"Told only as {_told(told)} {names}: a point worked out from there, not a place itself; "
        f"the truth lies within about {_distance(radius_m)}."
    )


def related_area(told: str, anchors: Sequence[Candidate], area: str, radius_m: int) -> str:
    """Say that a relation reaches too far for a point."""
    names = " and ".join(one.name for one in anchors)
    drawn = f"drawn as {area}" if area else "not drawn"
    return (
        f"Told only as {_told(told)} {names}, which reaches about {_distance(radius_m)}: too far "
        f"for a point; {drawn}."
    )


def inside(found: Candidate, radius_m: int) -> str:
    """Say that something unnamed lies in a place."""
    return (
        f"Something unnamed in {found.name}: drawn at {found.name}, "
        f"the truth lies within about {_distance(radius_m)}."
    )


def reaching(told: str, radius_m: int) -> str:
    """Say that a place is drawn as wide as to the place it is told to be near."""
    return f"{told} Drawn {_distance(radius_m)} wide, as far as the place it is told to be near."


def around(found: Candidate, area: str) -> str:
    """Say that something unnamed lies in what is told by a town: its district."""
    drawn = f"drawn as the governorate, {area}" if area else "not drawn"
    return (
        f"Something unnamed, told by {found.name}, and not in the town itself; {drawn}, "
        "because district limits are not bundled."
    )


def stated(area: str) -> str:
    """Say that of a phrase only the area that it states is known."""
    return f"The place it is told by is not known there; drawn as the area that is stated, {area}."


def lies_elsewhere(inside: str, named: str) -> str:
    """Warn that a place lies in another area than the text says."""
    return f"The point lies in {inside}, the text says {named}."


def _told(relation: str) -> str:
    return {"on the road": "on the road between"}.get(relation, relation)


def _distance(radius_m: int) -> str:
    if radius_m < _METRES_PER_KM:
        return f"{radius_m} m"
    return f"{radius_m / _METRES_PER_KM:.0f} km"
