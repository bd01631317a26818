"""Incidents one by one and as a list."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, Any

from incidents.api.filters import Asked
from incidents.api.responses import answer_json
from incidents.api.state import current_atlas
from incidents.errors import UnknownIncidentError
from incidents.library.editions import current_edition
from incidents.model.vocabularies import Placement
from incidents.query.records import Listing, list_incidents, read_record

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.responses import Response

    from incidents.library.datasets import Dataset

LONGEST_PAGE = 500
_FARTHEST = 1_000_000_000
_LONGEST_ID = 160


class Order(StrEnum):
    """Which incidents of a list come first."""

    NEWEST = "newest"
    OLDEST = "oldest"


def read_list(request: Request) -> Response:
    """`/api/incidents.json`: one page of the selected incidents, by date and then id."""
    asked = Asked(request, "offset", "limit", "order", "placement", "cell")
    offset = asked.number("offset", 0, 0, _FARTHEST)
    limit = asked.number("limit", 50, 1, LONGEST_PAGE)
    order = asked.word("order", Order) or Order.NEWEST
    listing = Listing(
        offset=offset,
        limit=limit,
        newest=order is Order.NEWEST,
        placement=asked.word("placement", Placement),
        within=asked.cell("cell"),
    )
    dataset = current_atlas().dataset

    def build() -> dict[str, Any]:
        page = list_incidents(dataset.tables, asked.chosen, listing)
        told = {"count": page.count, "offset": offset, "items": page.items}
        return told | ({"bounds": page.bounds} if page.bounds else {})

    key = (current_edition(dataset.version), "list", asked.query, repr(listing))
    return answer_json(request, key, build)


def read_incident(request: Request) -> Response:
    """`/api/incidents/{incident_id}.json`: everything on one incident."""
    incident_id = request.path_params["incident_id"]
    if len(incident_id) > _LONGEST_ID:
        raise UnknownIncidentError(f"{incident_id[:_LONGEST_ID]}…")
    dataset = current_atlas().dataset
    record = read_record(dataset.tables, incident_id)
    key = (current_edition(dataset.version), "incident", incident_id)
    return answer_json(request, key, lambda: record | _describe(dataset, record))


def _describe(dataset: Dataset, record: dict[str, Any]) -> dict[str, Any]:
    incident = record["incident"]
    part = dataset.part_of(incident["dataset_id"])
    return {"dataset": part.describe(), "native": part.read_native(incident["incident_id"])}
