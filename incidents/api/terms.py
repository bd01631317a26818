"""What a download would hand on, under which terms, and how large it would be."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from incidents.api.filters import Asked
from incidents.api.responses import answer_json
from incidents.api.state import current_atlas
from incidents.exports.described import licence_of
from incidents.exports.sizes import estimate_sizes
from incidents.exports.terms import leave_out_restricted, list_restricted
from incidents.library.editions import current_edition
from incidents.query.select import count_incidents

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.responses import Response

    from incidents.library.datasets import Dataset
    from incidents.query.filters import IncidentFilter


def read_terms(request: Request) -> Response:
    """`/api/terms.json`: the restricted datasets in a selection, and each kind's size."""
    asked, dataset = Asked(request), current_atlas().dataset
    key = (current_edition(dataset.version), "terms", asked.query)
    return answer_json(request, key, lambda: _describe(dataset, asked.chosen))


def _describe(dataset: Dataset, chosen: IncidentFilter) -> dict[str, Any]:
    restricted = list_restricted(dataset, chosen)
    left = leave_out_restricted(dataset, chosen) if restricted else None
    return {
        "count": count_incidents(dataset.tables, chosen),
        "restricted": [
            {
                "dataset_id": part.card.dataset_id,
                "title": part.card.title,
                "licence": licence_of(part.card),
                "licence_url": part.card.licence_url,
                "terms": part.card.terms,
                "count": count,
            }
            for part, count in restricted
        ],
        "without": None if left is None else left.to_query(),
        "sizes": {kind.value: size for kind, size in
                  estimate_sizes(dataset.tables, chosen).items()},
    }  # fmt: skip
