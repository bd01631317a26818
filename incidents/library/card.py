"""A dataset's card: who made it, under which terms, and what it must not be used for."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass, fields
from typing import TYPE_CHECKING

from incidents.errors import TableError

if TYPE_CHECKING:
    from pathlib import Path

CARD_FILE = "dataset.toml"


@dataclass(frozen=True)
class DatasetCard:
    """What is said of a dataset as a whole, in the words of its `dataset.toml`."""

    dataset_id: str = "dataset"
    title: str = "Incidents"
    title_ar: str = ""
    description: str = ""
    coverage: str = ""
    method: str = ""
    sensitivity: str = ""
    update_frequency: str = ""
    licence: str = "not stated"
    licence_name: str = ""
    licence_url: str = ""
    citation: str = ""
    homepage: str = ""
    redistribution: str = "allowed"
    """`allowed` or `restricted`: whether raw rows may be handed on."""
    terms: str = ""
    """What a restricted licence asks, in a sentence or two."""
    toll_convention: str = ""
    """What the figures mean, where that is the dataset's own."""
    countries: tuple[str, ...] = ()
    """Countries whose areas the map outlines, ISO 3166-1 alpha-3."""
    credits: tuple[str, ...] = ()
    caveats: tuple[str, ...] = ()
    not_for: tuple[str, ...] = ()


def read_card(folder: Path) -> DatasetCard:
    """Return the card in `folder`, or a plain one when there is none.

    Raises:
        TableError: The card is not TOML, or holds something that is not text or a list of text.
    """
    path = folder / CARD_FILE
    if not path.is_file():
        return DatasetCard(dataset_id=folder.name, title=folder.name)
    try:
        said = tomllib.loads(path.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise TableError(path, str(error)) from error
    wanted = {field.name: field.default for field in fields(DatasetCard)}
    return DatasetCard(**{  # type: ignore[arg-type]
        name: _text(path, name, value, many=isinstance(wanted[name], tuple))
        for name, value in said.items()
        if name in wanted
    })  # fmt: skip


def _text(path: Path, name: str, value: object, *, many: bool) -> str | tuple[str, ...]:
    if many and isinstance(value, list) and all(isinstance(part, str) for part in value):
        return tuple(value)
    if not many and isinstance(value, str):
        return value
    raise TableError(path, f"{name} is not {'a list of texts' if many else 'text'}")
