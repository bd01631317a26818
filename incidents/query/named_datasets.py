"""The datasets that a filter names, held against those that there are."""

from __future__ import annotations

from typing import TYPE_CHECKING

from incidents.errors import FilterError
from incidents.query.filters import IncidentFilter
from incidents.query.tallies import count_words

if TYPE_CHECKING:
    from collections.abc import Collection

    from incidents.model.frames import Tables


def refuse_unknown_datasets(tables: Tables, chosen: IncidentFilter, known: Collection[str]) -> None:
    """Refuse a filter that names a dataset which is not here: an answer would lack it silently.

    Raises:
        FilterError: It does; the first of `find_unknown_datasets`.
    """
    for problem in find_unknown_datasets(tables, chosen, known):
        raise problem


def find_unknown_datasets(
    tables: Tables, chosen: IncidentFilter, known: Collection[str]
) -> list[FilterError]:
    """Return a problem for each dataset of a filter that is not here, in the order of their names.

    Args:
        tables: Everything that is shown.
        chosen: The filter.
        known: The datasets that are shown, with incidents or without.
    """
    missing = chosen.datasets.difference(known)
    if not missing:
        return []
    # tables laid out elsewhere may name others than their card does
    missing = missing.difference(count_words(tables, IncidentFilter(), "dataset_id"))
    reason = f"no dataset that is shown is called that; there are: {', '.join(known)}"
    return [FilterError("dataset", name, reason) for name in sorted(missing)]
