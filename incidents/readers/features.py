"""Rows with a place, gathered from any format that has geometries, as one table of text.

A point gives its row a longitude and a latitude. A line or an area gives none: it is known by its
name only, and its middle is not where anything happened.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, NamedTuple

import polars as pl

from incidents.errors import SourceFileError
from incidents.readers.grid import name_columns
from incidents.readers.raw import RawTable
from incidents.readers.references import DEGREES

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from incidents.readers.raw import Container, Reading
    from incidents.readers.references import Reference

POINT = "Point"
EMPTY_POINT = "Point (empty)"
UNREADABLE = "unreadable"
KIND = "geometry_type"
MOST_COLUMNS = 1_000
_DEGREES = ("longitude", "latitude")
_UNKNOWN = ("x", "y")
_BATCH = 20_000
_DECIMALS = 7  # about a centimetre: more would be the noise of converting
_LONGEST_CROOKED = 10_000
_CUT = " … [cut]"
_PLACE_COLUMNS = ("x", "y", "kind")
# A frame of no columns has no rows either, so rows without attributes need one for a while.
_FILLER = "\x00rows\x00"


class Place(NamedTuple):
    """Where a feature is: the numbers of a point as text, or only what sort of shape it has."""

    kind: str = ""
    """The geometry's type; "" where there is no geometry."""
    x: str = ""
    y: str = ""
    high: bool = False
    """Whether it also has a height."""


NOWHERE = Place()


class FeatureTable:
    """The rows of one layer, gathered one by one or a frame at a time."""

    def __init__(self, file_name: str) -> None:
        self.file_name = file_name
        self.reference: Reference = DEGREES
        """What the numbers of its places mean; it may be found last."""
        self.remarks: list[str] = []
        self._cells: list[dict[str, str]] = []
        self._waiting: list[Place] = []
        self._frames: list[pl.DataFrame] = []
        self._places: list[pl.DataFrame] = []
        self._numbers: list[int] = []
        self._crooked: list[tuple[int, str, str]] = []
        self._names: dict[str, None] = {}
        self._high = 0

    def add(self, number: int, cells: dict[str, str], place: Place) -> None:
        """Add one row: its number in the file, its attributes and where it is."""
        self._numbers.append(number)
        self._cells.append(cells)
        self._waiting.append(place)
        if len(self._cells) >= _BATCH:
            self._flush()

    def add_frame(self, attributes: pl.DataFrame, places: Sequence[Place] | None) -> None:
        """Add rows of text that follow one another; None where the layer has no geometries."""
        self._keep_names(attributes.columns)
        self._frames.append(attributes)
        if places is not None:
            self._add_places(places)

    def refuse(self, number: int, text: str, reason: str) -> None:
        """Keep a row that is none, as it stands, with the reason."""
        cut = text if len(text) <= _LONGEST_CROOKED else text[:_LONGEST_CROOKED] + _CUT
        self._crooked.append((number, cut, reason))

    def build(
        self, container: Container, reading: Reading, parts: tuple[str, ...] = ()
    ) -> RawTable:
        """Return the table."""
        self._flush()
        frame = self._gather()
        if self._places:
            frame = self._place(frame, pl.concat(self._places)).drop(_FILLER, strict=False)
        follow = self._numbers == list(range(1, len(self._numbers) + 1))
        return RawTable(
            frame,
            container,
            reading,
            first_row=1,
            parts=parts,
            remarks=tuple(self.remarks),
            crooked=_crooked(self._crooked) if self._crooked else None,
            numbers=None if follow else pl.Series("row", self._numbers, dtype=pl.UInt32),
        )

    def _flush(self) -> None:
        if not self._cells:
            return
        names = list(dict.fromkeys(name for row in self._cells for name in row))
        self._keep_names(names)
        columns = {name: [row.get(name, "") for row in self._cells] for name in names}
        columns = columns or {_FILLER: [""] * len(self._cells)}
        self._frames.append(pl.DataFrame(columns, schema=dict.fromkeys(columns, pl.String)))
        self._add_places(self._waiting)
        self._cells, self._waiting = [], []

    def _keep_names(self, names: Iterable[str]) -> None:
        self._names |= dict.fromkeys(names)
        if len(self._names) > MOST_COLUMNS:
            reason = f"its rows have more than {MOST_COLUMNS:,} different attributes"
            raise SourceFileError(self.file_name, reason, "Keep only those that are needed.")

    def _add_places(self, places: Sequence[Place]) -> None:
        self._high += sum(place.high for place in places)
        columns = {name: [getattr(place, name) for place in places] for name in _PLACE_COLUMNS}
        self._places.append(pl.DataFrame(columns, schema=dict.fromkeys(columns, pl.String)))

    def _gather(self) -> pl.DataFrame:
        if not self._frames:
            return pl.DataFrame(schema=dict.fromkeys(name_columns(list(self._names)), pl.String))
        frame = pl.concat(self._frames, how="diagonal").fill_null("")
        return frame.rename(dict(zip(frame.columns, name_columns(frame.columns), strict=True)))

    def _place(self, frame: pl.DataFrame, places: pl.DataFrame) -> pl.DataFrame:
        """Return the attributes with where each row is; the geometry's word counts."""
        wanted = _DEGREES if self.reference.known else _UNKNOWN
        if not (places["kind"] != "").any():
            missing = [name for name in wanted if name not in frame.columns]
            return frame.with_columns(pl.lit("").alias(name) for name in missing)
        added = self._to_degrees(places)
        shapes = added.filter(~pl.col("kind").is_in(["", POINT]))
        self._say(shapes["kind"], frame.height)
        columns = dict(zip(("x", "y"), wanted, strict=True))
        if shapes.height:
            columns["kind"] = KIND
        frame = self._make_room(frame, list(columns.values()))
        return frame.hstack(added.select(*columns).rename(columns))

    def _to_degrees(self, places: pl.DataFrame) -> pl.DataFrame:
        transformer = self.reference.transformer
        if transformer is None:
            return places
        x, y = (places[name].cast(pl.Float64, strict=False).to_numpy() for name in ("x", "y"))
        both = zip(*transformer.transform(x, y), strict=True)
        degrees = [(_decimal(a), _decimal(b)) for a, b in both]
        pairs = [pair if all(pair) else ("", "") for pair in degrees]
        lost = sum(
            pair == ("", "") and was != "" for pair, was in zip(pairs, places["x"], strict=True)
        )
        self.remarks.append(f"Coordinates were converted from {self.reference.words}.")
        if lost:
            self.remarks.append(
                f"{lost:,} points lie where that has no meaning and are left blank."
            )
        schema = {"x": pl.String, "y": pl.String}
        return pl.DataFrame(pairs, schema=schema, orient="row").hstack([places["kind"]])

    def _say(self, shapes: pl.Series, rows: int) -> None:
        say = self.remarks.append
        unreadable = int((shapes == UNREADABLE).sum())
        if len(shapes) - unreadable:
            say(
                f"{len(shapes) - unreadable:,} of {rows:,} rows have a line, an area or another "
                "shape and no single point: no coordinates are made of it, its name says where."
            )
        if unreadable:
            say(f"{unreadable:,} of {rows:,} rows have a geometry that cannot be read.")
        if self._high:
            say(f"Heights are left out ({self._high:,} rows have one).")
        if not self.reference.known:
            say(
                "The file does not say what its coordinates are. They stand in the columns `x` "
                "and `y`; if they are degrees, say that `x` is the longitude and `y` the latitude."
            )

    def _make_room(self, frame: pl.DataFrame, wanted: list[str]) -> pl.DataFrame:
        taken = [name for name in frame.columns if name in wanted]
        renamed = dict(zip(taken, _free_names(taken, frame.columns), strict=True))
        for old, new in renamed.items():
            self.remarks.append(
                f"The attribute `{old}` is called `{new}` here: `{old}` is that of the geometry."
            )
        return frame.rename(renamed)


def _free_names(names: Sequence[str], taken: Sequence[str]) -> list[str]:
    found: list[str] = []
    for name in names:
        number = 2
        while f"{name} ({number})" in taken or f"{name} ({number})" in found:
            number += 1
        found.append(f"{name} ({number})")
    return found


def number_text(number: float) -> str:
    """Return a finite number as text, no digit lost; "" for any other."""
    return repr(number) if math.isfinite(number) else ""


def _decimal(number: float) -> str:
    return f"{number:.{_DECIMALS}f}" if math.isfinite(number) else ""


def _crooked(rows: Sequence[tuple[int, str, str]]) -> pl.DataFrame:
    schema = {"row": pl.UInt32, "cells": pl.String, "reason": pl.String}
    return pl.DataFrame(rows, schema=schema, orient="row")
