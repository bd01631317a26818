"""One incident's card on a page, the same that the map shows."""

from __future__ import annotations

from typing import TYPE_CHECKING

from incidents.maps.styles import browser_styles
from incidents.query.records import read_record
from incidents.ui.mounting import register

if TYPE_CHECKING:
    from incidents.library.datasets import Dataset

_mount = register("record")


def render_card(dataset: Dataset, incident_id: str) -> None:
    """Draw the card.

    Raises:
        UnknownIncidentError: There is no such incident.
    """
    record = read_record(dataset.tables, incident_id)
    part = dataset.part_of(record["incident"]["dataset_id"])
    record |= {"dataset": part.describe(), "native": part.read_native(incident_id)}
    _mount(key="atlas_card", data={"record": record, "styles": browser_styles()})
