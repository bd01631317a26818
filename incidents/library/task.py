"""What the confined process is told of a file, as JSON carries it there."""

from __future__ import annotations

from dataclasses import asdict, dataclass, field, replace
from pathlib import Path
from typing import Any

from incidents.library.card import read_card
from incidents.library.stored import StoredCard
from incidents.readers.raw import AS_FOUND, Reading
from incidents.settings import Settings

SETTINGS = ("data", "areas", "gazetteer", "home")
"""What the process has to know of the installation."""


@dataclass(frozen=True)
class Task:
    """What the confined process is told of a file."""

    file: Path
    file_name: str
    """What to call it in errors."""
    settings: Settings
    reading: Reading = AS_FOUND
    format: str = ""
    """A `Format`; "" is found from the content."""
    mapping: str = ""
    """The mapping's JSON; "" is the likeliest."""
    dataset: str = ""
    own_id: str = ""
    """The `dataset_id` of the installation's own dataset."""
    card: StoredCard = field(default_factory=StoredCard)
    folder: Path | None = None
    """Where tables go."""

    @classmethod
    def from_arguments(cls, told: dict[str, Any]) -> Task:
        """Return what JSON said."""
        places = {name: Path(told["settings"][name]) for name in SETTINGS}
        card = told["card"] | {"caveats": tuple(told["card"]["caveats"])}
        return cls(
            file=Path(told["file"]),
            file_name=told["file_name"],
            settings=replace(Settings(), **places),  # type: ignore[arg-type]  # paths, all of them
            reading=Reading(**told["reading"]),
            format=told["format"],
            mapping=told["mapping"],
            dataset=told["dataset"],
            own_id=told["own_id"],
            card=StoredCard(**card),
            folder=Path(told["folder"]) if told["folder"] else None,
        )


def tell_task(
    settings: Settings,
    file: Path,
    file_name: str,
    reading: Reading,
    **more: Any,  # noqa: ANN401  any JSON
) -> dict[str, Any]:
    """Return what `Task.from_arguments` reads; `folder`, `card` and whatever else is in `more`."""
    folder = more.pop("folder", None)
    return {
        "file": str(file.resolve()),
        "file_name": file_name,
        "settings": {name: str(getattr(settings, name)) for name in SETTINGS},
        "reading": reading.to_dict(),
        "format": "", "mapping": "", "dataset": "",
        "own_id": read_card(settings.data).dataset_id,
        "card": asdict(more.pop("card", StoredCard())),
        "folder": str(folder.resolve()) if folder else "",
    } | more  # fmt: skip
