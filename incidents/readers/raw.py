"""A foreign file as cells of text, before anybody judges what they mean."""

from __future__ import annotations

from dataclasses import asdict, dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import polars as pl


class Container(StrEnum):
    """How a file holds its rows, told by its bytes."""

    DELIMITED = "delimited text"
    XLSX = "workbook"
    GEOJSON = "GeoJSON"
    GEOPACKAGE = "GeoPackage"
    SHAPEFILE = "zipped shapefile"
    KML = "KML"
    GEOPARQUET = "GeoParquet"
    BUNDLE = "bundle"
    """A zip of our own tables."""


class Format(StrEnum):
    """Whose columns a table has, told by their names and its first rows."""

    ACLED = "acled"
    UCDP = "ucdp-ged"
    GTD = "gtd"
    GDELT = "gdelt"
    HXL = "hxl"
    OWN = "incident-atlas"
    PLAIN = "table"
    """Anybody's: a mapping says what its columns mean."""


@dataclass(frozen=True)
class Reading:
    """How to read a file; what is left None is found from its content."""

    encoding: str | None = None
    """A name that Python knows, such as `utf-8` or `cp1256`."""
    separator: str | None = None
    header: bool | None = None
    """Whether the first row names the columns."""
    part: str | None = None
    """The sheet of a workbook or the layer of a file with several."""
    first_line: int = 1
    """The number of the first line: 0 where a header stands above rows that count from 1."""

    turned: bool = False
    """Whether points that lie in their country only with latitude and longitude exchanged are
    taken with them exchanged."""

    def to_dict(self) -> dict[str, Any]:
        """Return the same for JSON, what came later left out if usual: ids depend on it."""
        usual = {"first_line": 1, "turned": False}
        return {name: said for name, said in asdict(self).items()
                if name not in usual or said != usual[name]}  # fmt: skip


AS_FOUND = Reading()


@dataclass(frozen=True, eq=False)
class RawTable:
    """One table of a foreign file; every cell is text, and "" where it is blank."""

    frame: pl.DataFrame
    """Strings, no nulls; read by stretches (`readers.stretches`), columns that repeat few words
    may be categories. Column names are the header's, trimmed; a repeated one is followed by
    ` (2)`, a blank one is `column N`, and without a header all are."""
    container: Container
    reading: Reading
    """As the file was read, nothing left None that applies."""
    first_row: int = 2
    """The number of the first row, counted as a spreadsheet does: a header is row 1, and a row
    of tags is counted too."""
    tags: tuple[str, ...] = ()
    """The HXL tags under the header, one a column; empty when there are none."""
    parts: tuple[str, ...] = ()
    """Every sheet or layer that the file has, where it may have several."""
    remarks: tuple[str, ...] = ()
    """What a person should know about how the file was read."""
    crooked: pl.DataFrame | None = None
    """Rows that are no rows: `row` (UInt32), `cells` (the text as it stands) and `reason`. They
    are not in `frame`; their numbers are missing from those of the others only where `numbers`
    says so."""
    numbers: pl.Series | None = None
    """Each row's number (UInt32) where rows do not simply follow one another from `first_row`."""
    sent_again: pl.Series | None = None
    """Of a file of rejected rows, what stands under `rejected_row` in each; else None."""

    @property
    def columns(self) -> tuple[str, ...]:
        """The columns' names."""
        return tuple(self.frame.columns)


@dataclass(frozen=True, eq=False)
class RawTables:
    """Several tables of one file, by name: our own export."""

    tables: dict[str, RawTable]
    container: Container
    remarks: tuple[str, ...] = ()
    about: dict[str, object] = field(default_factory=dict)
    """What the file says of itself: the provenance written into it."""
