"""Answers of the geocoder as nodes: what was understood, why, and what else it could be."""

from __future__ import annotations

from typing import TYPE_CHECKING

from incidents.model.vocabularies import LOCATED_PRECISIONS
from incidents.places.answers import Status
from incidents.ui.doc import Child, Node, facts, grid, name, node, pick, text
from incidents.ui.labels import PRECISIONS
from incidents.ui.wording import number

if TYPE_CHECKING:
    from collections.abc import Sequence

    from incidents.places.answers import Answer, Candidate

_METRES_PER_KM = 1000
_SAID = {
    Status.RESOLVED: "Resolved: one place, drawn within its radius.",
    Status.AMBIGUOUS: "Ambiguous: it is open which place is meant. None is picked for you.",
    Status.AREA_ONLY: "Area only: known to an area, so no dot is drawn.",
    Status.NOT_FOUND: "Not found: nothing is drawn.",
}


def describe_answer(answer: Answer) -> list[Node]:
    """Return what was understood and why; what else it could be is `describe_candidates`."""
    found = answer.candidate
    radius = f"about {_distance(answer.radius_m)}" if answer.radius_m else ""
    point = ""
    if answer.latitude is not None and answer.longitude is not None:
        point = f"{answer.latitude:.4f}, {answer.longitude:.4f}"
    return [
        node("p", node("strong", _SAID[answer.status]), testid="place-status"),
        text(answer.explanation),
        *(text(words, class_="caution") for words in answer.warnings),
        facts(
            [
                ("Place", _names(found) if found else ""),
                ("Relation", answer.relation),
                ("Matched", name(answer.matched) if answer.matched else ""),
                ("Known to", PRECISIONS[answer.geo_precision] if point or answer.area else ""),
                ("Point", point),
                ("Within", radius),
                ("Governorate", _area(answer)),
                ("Score", f"{answer.score:.2f}" if found and answer.score else ""),
                ("Source", found.source if found else ""),
            ]
        ),
    ]


def describe_candidates(candidates: Sequence[Candidate], value: dict[str, str]) -> Node:
    """Return candidates as a numbered table, each with a button that sends `value` and its number.

    Args:
        candidates: In the order of their numbers, which are those on the map.
        value: What else the button sends.
    """
    rows: list[list[Child]] = [
        [
            str(order),
            _names(each),
            each.kind or PRECISIONS[each.geo_precision],
            node("span", *_where(each)),
            _point(each),
            number(each.population) if each.population else "",
            each.why,
            each.source,
            pick("This one is meant", value | {"number": str(order)}),
        ]
        for order, each in enumerate(candidates, start=1)
    ]
    heads = [
        "No.",
        "Name",
        "Kind",
        "Where",
        "Point",
        "People",
        "How it matched",
        "Source",
        "Decide",
    ]
    return grid(heads, rows, title="What it could mean", testid="place-candidates")


def _names(candidate: Candidate) -> Node:
    both = [candidate.name, candidate.name_ar]
    shown = [name(each) for each in dict.fromkeys(both) if each]
    return node("span", *(part for each in shown for part in (each, " ")))


def _point(candidate: Candidate) -> str:
    """Return a candidate's point, or that it has none: an anchor of an area is no place."""
    if candidate.geo_precision not in LOCATED_PRECISIONS:
        return "area only"
    return f"{candidate.latitude:.4f}, {candidate.longitude:.4f}"


def _where(candidate: Candidate) -> list[str]:
    return [", ".join(filter(None, (candidate.admin1, candidate.country)))]


def _area(answer: Answer) -> Node | str:
    if answer.area is None:
        return ""
    return node("span", name(answer.area.name), " ", name(answer.area.name_ar))


def _distance(radius_m: int) -> str:
    return f"{radius_m} m" if radius_m < _METRES_PER_KM else f"{radius_m / _METRES_PER_KM:g} km"
