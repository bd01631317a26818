"""What the columns of anybody's table mean: said by a person, kept as JSON, used again."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, field, fields
from typing import Any

from incidents.errors import MappingError

FIELDS = (
    "native_id", "event_date", "end_date", "event_type", "sub_event_type", "weapon", "target",
    "title_en", "title_ar", "location", "location_ar", "admin1", "country", "site_type",
    "latitude", "longitude", "geo_precision", "fatalities_low", "fatalities_best",
    "fatalities_high", "injured_low", "injured_best", "injured_high", "summary", "notes",
    "perpetrator", "claimed_by", "denied_by", "victim", "sources", "source_url",
)  # fmt: skip
"""What a column may be mapped to. `perpetrator` is whom the table names as having done it: it
becomes an attribution by the dataset. `claimed_by`, `denied_by` and `victim` alike become a claim,
a denial by the dataset, and a target."""

DATE_ORDERS = ("ymd", "dmy", "mdy")
CALENDARS = ("gregorian", "hijri")


@dataclass(frozen=True)
class TableMapping:
    """Which column gives which field, and how the cells are written."""

    columns: dict[str, str] = field(default_factory=dict)
    """Field to column; what is not here is not in the table."""
    constants: dict[str, str] = field(default_factory=dict)
    """Field to the value that every row has, such as a country's code."""
    words: dict[str, dict[str, str]] = field(default_factory=dict)
    """Field to the table's words to ours, such as event_type: {"IED": "Explosions/Remote …"}."""
    date_order: str = ""
    """One of `DATE_ORDERS`; "" until a person has said it, where it matters."""
    calendar: str = "gregorian"
    """One of `CALENDARS`."""
    swap_coordinates: bool = False
    """Latitude stands in the column of longitude, and the other way round."""
    encoding: str = ""
    separator: str = ""
    part: str = ""
    """The sheet or layer to read; "" is the first."""

    def to_json(self) -> str:
        """Return the mapping as JSON, as a person may keep and edit it."""
        return json.dumps(asdict(self), ensure_ascii=False, indent=2) + "\n"

    @classmethod
    def from_json(cls, text: str) -> TableMapping:
        """Return the mapping that JSON says.

        Raises:
            MappingError: The text is not JSON, or says something else than a mapping.
        """
        try:
            said = json.loads(text)
        except ValueError as error:
            raise MappingError(f"it is not JSON ({error})", "Write it anew.") from error
        if not isinstance(said, dict):
            raise MappingError("it is no object", "Begin it with { and end it with }.")
        known = {each.name: each for each in fields(cls)}
        for name, value in said.items():
            _check(name, value, known)
        return cls(**said)


def _check(name: str, value: Any, known: dict[str, Any]) -> None:  # noqa: ANN401 (any JSON)
    if name not in known:
        raise MappingError(f"it has no key {name!r}", f"Keys are: {', '.join(known)}.")
    blank = getattr(TableMapping(), name)
    if type(value) is not type(blank):
        raise MappingError(f"{name} is {value!r}", f"It is to be a {type(blank).__name__}.")
    if isinstance(value, dict):
        strange = set(value) - set(FIELDS)
        if strange:
            cure = f"Fields are: {', '.join(FIELDS)}."
            raise MappingError(f"{name} names the field {min(strange)!r}", cure)
        inner = dict if name == "words" else str
        if not all(isinstance(each, inner) for each in value.values()):
            raise MappingError(f"{name} holds other than {inner.__name__}", "Correct it.")
    choices = {"date_order": ("", *DATE_ORDERS), "calendar": CALENDARS}.get(name)
    if choices and value not in choices:
        raise MappingError(f"{name} is {value!r}", f"It is one of: {', '.join(choices)}.")
