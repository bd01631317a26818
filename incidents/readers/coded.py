"""A foreign table in our own words: what every format's coder gives, and nobody else needs.

A coder reads a `RawTable` and says of each row what the tables of `incidents.model.tables` hold.
Rows that cannot be said are rejected with a reason and a cure; nothing is filled in.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import polars as pl

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

CODED_COLUMNS: dict[str, type[pl.DataType]] = {
    "row": pl.UInt32,
    "native_id": pl.String,
    "event_date": pl.Date,
    "end_date": pl.Date,
    "time_precision": pl.Categorical,
    "event_type": pl.Categorical,
    "sub_event_type": pl.Categorical,
    "weapon": pl.String,
    "target": pl.String,
    "title_en": pl.String,
    "title_ar": pl.String,
    "location": pl.String,
    "location_ar": pl.String,
    "admin1": pl.Categorical,
    "country": pl.Categorical,
    "site_type": pl.String,
    "latitude": pl.Float64,
    "longitude": pl.Float64,
    "geo_precision": pl.Categorical,
    "radius_m": pl.Int64,
    "coordinate_source": pl.Categorical,
    "fatalities_low": pl.Int64,
    "fatalities_best": pl.Int64,
    "fatalities_high": pl.Int64,
    "injured_low": pl.Int64,
    "injured_best": pl.Int64,
    "injured_high": pl.Int64,
    "summary": pl.String,
    "notes": pl.String,
    "verification": pl.Categorical,
    "sources": pl.String,
    "source_url": pl.String,
}
"""One row an accepted row of the file. Words are "" when not stated, numbers null; words that
repeat are categories.

`row` is the row's number in the file (`RawTable.first_row`); `native_id` the dataset's own id, ""
when it has none (then the row's content makes one). `country` is ISO 3166-1 alpha-3, a list where
there are several. `latitude` and `longitude` stand as given, for any `geo_precision`: what may
not be drawn as a point is kept apart later. `geo_precision` is `none` when the file does not
say how exactly the place is known: the place's name then decides. `radius_m` is how far around the
point it may have been, null for what is usual. `sources` is what the dataset itself names as its
sources, in its own words. `title_en` and `summary` are never blank.
"""

PARTY_COLUMNS: dict[str, type[pl.DataType]] = {
    "row": pl.UInt32,
    "name": pl.Categorical,
    "kind": pl.Categorical,
    "stance": pl.Categorical,
    "role": pl.Categorical,
    "by": pl.Categorical,
    "note": pl.Categorical,
}
"""One row a party to an incident, in the order of the file: each once with a stance or role.

`kind` is an `ActorKind`. Either `stance` is a `Stance`, for a row of the ledger, or `role` is a
`Role` other than perpetrator; the other is "". `by` is who says so: "" for the dataset itself; a
claim is by the actor.
"""

REJECTED_COLUMNS: dict[str, type[pl.DataType]] = {
    "row": pl.UInt32,
    "column": pl.String,
    "value": pl.String,
    "reason": pl.String,
    "cure": pl.String,
}
"""One row a reason: the file's row and column, the cell as it stands, what is wrong with it in
the words of `incidents.model.validation` ("is not …"), and what to do about it."""

WARNING_COLUMNS: dict[str, type[pl.DataType]] = {
    "row": pl.UInt32,
    "kind": pl.String,
    "words": pl.String,
}
"""One row a doubt about an accepted row: a short name of the sort of doubt, equal for all of
that sort, such as `province disagrees with the point`, and what it is about."""


@dataclass(frozen=True)
class CardFacts:
    """What a format says of every dataset that has it; a person may correct any of it."""

    title: str = ""
    source: str = ""
    """Who says so: the party to whom attributions are due, such as `ACLED`."""
    homepage: str = ""
    licence: str = "not stated"
    licence_name: str = ""
    licence_url: str = ""
    citation: str = ""
    redistribution: str = "allowed"
    """`allowed` or `restricted`: whether raw rows may be handed on."""
    terms: str = ""
    """What a restricted dataset's licence asks, in a sentence or two of our own."""
    sensitivity: str = ""
    toll_convention: str = ""
    """What the dataset's figures mean, where that is its own."""
    caveats: tuple[str, ...] = ()
    method: str = ""


@dataclass(frozen=True, eq=False)
class Coded:
    """What a coder says of a table; its rows are accepted, rejected or duplicates."""

    incidents: pl.DataFrame
    """`CODED_COLUMNS`, in the order of the file."""
    parties: pl.DataFrame
    """`PARTY_COLUMNS`, of accepted rows only."""
    rejected: pl.DataFrame
    """`REJECTED_COLUMNS`; a row may have several reasons."""
    duplicates: pl.DataFrame
    """`row` and `same_as` (UInt32): rows equal to an earlier one in every cell, ids included."""
    warnings: pl.DataFrame = field(default_factory=lambda: empty(WARNING_COLUMNS))
    facts: CardFacts = field(default_factory=CardFacts)

    def counts(self) -> dict[str, int]:
        """Return how many rows were accepted, rejected and duplicates."""
        return {
            "accepted": self.incidents.height,
            "rejected": self.rejected["row"].n_unique(),
            "duplicates": self.duplicates.height,
        }


@dataclass(frozen=True, eq=False)
class CodedStretch:
    """What a coder says of some rows of a table, of which no other row has to be known."""

    coded: Coded
    """Without parties: whose part is told from several rows is told at the end."""
    ids: pl.Series
    """The dataset's own ids of all rows, rejected ones too."""
    involved: Mapping[str, pl.DataFrame]
    """Whatever the parties of accepted rows are told from: tables, some of them with `row`."""


def empty(columns: dict[str, type[pl.DataType]]) -> pl.DataFrame:
    """Return no rows of these columns."""
    return pl.DataFrame(schema=columns)


def stack(frames: Iterable[pl.DataFrame], columns: dict[str, type[pl.DataType]]) -> pl.DataFrame:
    """Return frames below one another, with these columns in this order."""
    cut = [frame.select(pl.col(name).cast(kind) for name, kind in columns.items())
           for frame in frames]  # fmt: skip
    return pl.concat(cut) if cut else empty(columns)
