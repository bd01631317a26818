"""What is kept of a large file's rows, stretch by stretch, until all of them are known."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

import polars as pl

from incidents.library.naming_places import NamedPlaces
from incidents.library.party_pieces import Piece

if TYPE_CHECKING:
    from collections.abc import Mapping

    from incidents.readers.coded import Coded, CodedStretch
    from incidents.readers.raw import RawTable

NUMBER = "\x1frow"
"""The column of the rows' numbers, beside the file's own cells."""
_CODED = ["row", "admin1", "country", "latitude", "longitude", "geo_precision"]
_PLACED = ["event_date", "end_date", "country", "latitude", "longitude", "placement", "area_id"]


@dataclass(frozen=True, eq=False)
class Part:
    """What became of one stretch."""

    raw: RawTable
    stretch: CodedStretch
    coded: Coded
    """After every rule was held over it."""
    named: NamedPlaces
    ids: pl.Series
    placed: pl.DataFrame

    def rows(self, numbers: pl.Series) -> pl.DataFrame:
        """Return some of the file's rows as they stand."""
        own = self.raw.frame
        return own if len(numbers) == own.height else own[numbers - self.raw.first_row]


class Kept:
    """The few columns of all rows that something at the end is told from."""

    def __init__(self) -> None:
        self._frames: dict[str, list[pl.DataFrame]] = {}
        self.pieces: list[Piece] = []
        """What parties are told from."""
        self.rows = 0
        self.resolved = 0
        self._questions: Counter[tuple[str, str, str]] = Counter()

    def add(self, part: Part, sources: pl.DataFrame) -> None:
        """Keep what will be wanted of a stretch, and the sources that it names."""
        coded, accepted = part.coded, part.coded.incidents["row"]
        refused = coded.rejected["row"].unique().sort()
        more = {
            "native ids": part.stretch.ids.to_frame(),
            "coded": coded.incidents.select(_CODED),
            "placed": part.placed.select(_PLACED),
            "rejected": coded.rejected,
            "refused": part.rows(refused).with_columns(refused.alias(NUMBER)),
            "warnings": coded.warnings,
            "sources": sources,
        }
        for name, frame in more.items():
            self._frames.setdefault(name, []).append(frame)
        numbered = pl.DataFrame({"row": accepted, "incident_id": part.ids})
        self.pieces.append(Piece(_find_involved(part), numbered))
        self.rows += part.raw.frame.height
        self.resolved += part.named.resolved
        for each in part.named.questions:
            self._questions[each["name"], each["country"], each["admin1"]] += each["rows"]

    def take(self, name: str) -> pl.DataFrame:
        """Return what was kept of all stretches."""
        return pl.concat(self._frames[name], rechunk=True)

    def named(self, coded: Coded) -> NamedPlaces:
        """Return what became of the names of rows without coordinates."""
        words = ("name", "country", "admin1")
        questions = (dict(zip(words, asked, strict=True)) | {"rows": rows}
                     for asked, rows in self._questions.items())  # fmt: skip
        return NamedPlaces(coded, self.resolved, tuple(questions))


def _find_involved(part: Part) -> Mapping[str, pl.DataFrame]:
    """Return what parties are told from, of the rows that keep every rule."""
    rows, involved = part.coded.incidents["row"], part.stretch.involved
    if part.stretch.coded.incidents.height == len(rows):
        return involved
    kept = pl.col("row").is_in(rows.implode())
    return {name: frame.filter(kept) if "row" in frame.columns else frame
            for name, frame in involved.items()}  # fmt: skip
