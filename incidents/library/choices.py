"""What a person decided that names mean: a small CSV file."""

from __future__ import annotations

import csv
import io
from dataclasses import asdict, dataclass, fields
from typing import TYPE_CHECKING

from incidents.errors import LayerStoreError
from incidents.files import write_atomically
from incidents.model.vocabularies import GeoPrecision

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path


@dataclass(frozen=True)
class Choice:
    """What a person decided that a name means; a row of choices.csv."""

    question_id: str
    name: str
    asked_country: str
    asked_admin1: str
    place: str
    place_ar: str
    kind: str
    country: str
    admin1: str
    """`area_id` of the chosen place."""
    latitude: float
    longitude: float
    geo_precision: str
    radius_m: int
    source: str
    chosen_on: str
    """ISO date."""


def read_choices(path: Path) -> tuple[Choice, ...]:
    """Return the choices in a file, or none when there is no such file.

    Raises:
        LayerStoreError: The file cannot be read.
    """
    if not path.is_file():
        return ()
    try:
        # as bytes, because a name may hold line ends of either kind
        text = path.read_bytes().decode("utf-8")
        return tuple(map(_read_choice, csv.DictReader(io.StringIO(text, newline=""))))
    except (OSError, ValueError, TypeError, KeyError) as error:
        raise LayerStoreError(path, str(error)) from error


def write_choices(path: Path, choices: Iterable[Choice]) -> None:
    """Write the choices to a file, whole or not at all."""
    buffer = io.StringIO(newline="")
    names = [field.name for field in fields(Choice)]
    writer = csv.DictWriter(buffer, names, lineterminator="\n")
    writer.writeheader()
    writer.writerows(asdict(each) for each in choices)
    write_atomically(path, [buffer.getvalue().encode()])


def _read_choice(row: dict[str, str]) -> Choice:
    numbers = {
        "latitude": float(row["latitude"]),
        "longitude": float(row["longitude"]),
        "radius_m": int(row["radius_m"]),
    }
    GeoPrecision(row["geo_precision"])
    return Choice(**row | numbers)  # type: ignore[arg-type]  # the numbers replace their texts
