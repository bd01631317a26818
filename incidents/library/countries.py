"""Countries by code or name, as tables of other people write them."""

from __future__ import annotations

import csv
from typing import TYPE_CHECKING

from incidents.errors import AreasError
from incidents.model.folding import fold

if TYPE_CHECKING:
    from pathlib import Path

COUNTRIES_FILE = "countries.csv"


def load_countries(areas: Path) -> dict[str, str]:
    """Return ISO 3166-1 alpha-3 codes by folded code, English name and Arabic name.

    Args:
        areas: The areas folder.

    Raises:
        AreasError: The file of countries is missing or lacks columns.
    """
    path = areas / COUNTRIES_FILE
    found: dict[str, str] = {}
    try:
        with path.open(encoding="utf-8", newline="") as lines:
            for row in csv.DictReader(lines):
                for name in (row["country"], row["name"], row["name_ar"]):
                    if name:
                        found[fold(name)] = row["country"]
    except (OSError, KeyError) as error:
        raise AreasError(path, str(error)) from error
    return found


def load_country_names(areas: Path) -> dict[str, str]:
    """Return English names by ISO 3166-1 alpha-3 code, in the order of the names.

    Raises:
        AreasError: The file of countries is missing or lacks columns.
    """
    path = areas / COUNTRIES_FILE
    try:
        with path.open(encoding="utf-8", newline="") as lines:
            rows = [(row["name"], row["country"]) for row in csv.DictReader(lines)]
    except (OSError, KeyError) as error:
        raise AreasError(path, str(error)) from error
    return {code: name for name, code in sorted(rows)}
