"""Answers of the geocoder as words, as JSON and as cells of a table."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from incidents.model.vocabularies import LOCATED_PRECISIONS

if TYPE_CHECKING:
    from incidents.places.answers import Answer, Candidate

COLUMNS = (
    "geo_status", "latitude", "longitude", "geo_precision", "radius_m", "area_id", "score",
    "matched", "explanation", "alternatives",
)  # fmt: skip
_METRES_PER_KM = 1000


def describe(answer: Answer) -> str:
    """Return an answer as lines for a terminal."""
    lines = [f"{answer.query}: {answer.status}", f"  {_where(answer)}"]
    lines += [f"  {sentence}" for sentence in (answer.explanation, *answer.warnings) if sentence]
    if answer.alternatives:
        lines.append("  It could also mean:" if answer.candidate else "  It could mean:")
        lines += [f"    {line}" for line in map(describe_candidate, answer.alternatives)]
    return "\n".join(line for line in lines if line.strip())


def describe_candidate(candidate: Candidate) -> str:
    """Return a candidate as one line."""
    names = " · ".join(filter(None, (candidate.name, candidate.name_ar)))
    where = ", ".join(filter(None, (candidate.admin1, candidate.country)))
    kind = candidate.kind or candidate.geo_precision
    point = "area only"
    if candidate.geo_precision in LOCATED_PRECISIONS:
        point = f"{candidate.latitude:.4f} {candidate.longitude:.4f}"
    return f"{names} ({kind}, {where}) {point}, {candidate.source}"


def _where(answer: Answer) -> str:
    area = f"{answer.area.name} ({answer.area.area_id})" if answer.area else ""
    if answer.latitude is None or answer.longitude is None:
        return f"drawn as {area}" if area else ""
    point = f"{answer.latitude:.4f} {answer.longitude:.4f}"
    radius = f" within about {(answer.radius_m or 0) / _METRES_PER_KM:g} km"
    return f"{point}{radius}, known to: {answer.geo_precision}{f', in {area}' if area else ''}"


def to_json(answer: Answer) -> dict[str, Any]:
    """Return an answer as JSON keeps it."""
    return {
        "query": answer.query,
        "status": answer.status.value,
        "latitude": answer.latitude,
        "longitude": answer.longitude,
        "geo_precision": answer.geo_precision.value,
        "radius_m": answer.radius_m,
        "area_id": answer.area.area_id if answer.area else "",
        "area": answer.area.name if answer.area else "",
        "score": round(answer.score, 4),
        "matched": answer.matched,
        "relation": answer.relation,
        "explanation": answer.explanation,
        "warnings": list(answer.warnings),
        "place": _candidate_json(answer.candidate) if answer.candidate else None,
        "alternatives": [_candidate_json(each) for each in answer.alternatives],
    }


def _candidate_json(candidate: Candidate) -> dict[str, Any]:
    located = candidate.geo_precision in LOCATED_PRECISIONS
    return {
        "name": candidate.name,
        "name_ar": candidate.name_ar,
        "kind": candidate.kind,
        "country": candidate.country,
        "admin1": candidate.admin1,
        # the anchor of something that is only an area is nobody's point
        "latitude": candidate.latitude if located else None,
        "longitude": candidate.longitude if located else None,
        "geo_precision": candidate.geo_precision.value,
        "radius_m": candidate.radius_m,
        "population": candidate.population,
        "score": round(candidate.score, 4),
        "matched": candidate.matched,
        "why": candidate.why,
        "layer": candidate.layer,
        "source": candidate.source,
    }


def to_cells(answer: Answer) -> tuple[str, ...]:
    """Return the cells of `COLUMNS`; numbers as plain decimals, blank where not known."""
    return (
        answer.status.value,
        "" if answer.latitude is None else f"{answer.latitude:.6f}",
        "" if answer.longitude is None else f"{answer.longitude:.6f}",
        answer.geo_precision.value,
        "" if answer.radius_m is None else str(answer.radius_m),
        answer.area.area_id if answer.area else "",
        f"{answer.score:.3f}" if answer.score else "",
        answer.matched,
        " ".join((answer.explanation, *answer.warnings)).strip(),
        " | ".join(map(describe_candidate, answer.alternatives)),
    )
