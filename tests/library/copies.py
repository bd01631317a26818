"""Copies of the bundled tables, to be broken."""

from __future__ import annotations

import csv
import shutil
from typing import TYPE_CHECKING

from incidents.library.datasets import load_dataset
from incidents.model.tables import TABLES
from incidents.places.geocoder import Geocoder
from incidents.settings import Settings
from tests.factories import bundled_atlas

if TYPE_CHECKING:
    from pathlib import Path

    from incidents.library.datasets import Dataset

BUNDLED = Settings().data


def copy_bundled(folder: Path) -> Path:
    """Return a copy of the bundled tables inside `folder`."""
    return shutil.copytree(BUNDLED, folder / "curated")


def load(folder: Path) -> Dataset:
    """Return the dataset of `folder`, placed with the bundled areas and gazetteer."""
    atlas = bundled_atlas()
    return load_dataset(folder, Geocoder(atlas.areas, atlas.gazetteer))


def read_rows(folder: Path, table: str) -> list[dict[str, str]]:
    """Return a table's rows as they stand in the file."""
    with (folder / TABLES[table].file_name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def write_rows(folder: Path, table: str, rows: list[dict[str, str]]) -> None:
    """Write a table's file anew."""
    path = folder / TABLES[table].file_name
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, TABLES[table].column_names, lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)


def break_row(folder: Path, table: str, column: str, value: str, index: int = -1) -> None:
    """Put `value` into one cell of a table, by default in its last row."""
    rows = read_rows(folder, table)
    rows[index][column] = value
    write_rows(folder, table, rows)
