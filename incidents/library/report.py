"""What an import found: every row counted, every reason and doubt with examples."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, replace
from typing import TYPE_CHECKING, Any

import polars as pl

from incidents.library.stored import Counts
from incidents.library.typed_json import read_json

if TYPE_CHECKING:
    from collections.abc import Iterator

MOST_EXAMPLES = 20
_LONGEST = 200


@dataclass(frozen=True)
class Reason:
    """Why rows were rejected."""

    column: str
    """The file's column; "" where it concerns the whole row."""
    reason: str
    cure: str
    count: int
    """How many rows it concerns; a row may have several reasons."""
    rows: tuple[int, ...] = ()
    """The first of them, as the file numbers them."""
    values: tuple[str, ...] = ()
    """What stands there in each of `rows`, cut where it is long."""


@dataclass(frozen=True)
class Repeat:
    """A row that is equal to an earlier one in every cell."""

    row: int
    same_as: int


@dataclass(frozen=True)
class Doubt:
    """An accepted row that somebody should look at."""

    row: int
    words: str


@dataclass(frozen=True)
class Doubts:
    """Accepted rows about which there is one sort of doubt."""

    kind: str
    count: int
    """How many rows it concerns."""
    examples: tuple[Doubt, ...] = ()
    """The first of them."""


@dataclass(frozen=True)
class Placements:
    """Where the accepted rows are drawn; the first three add up to them."""

    point: int = 0
    area: int = 0
    tray: int = 0
    """Beside the map: no place is known."""
    geocoded: int = 0
    """Of the points and areas, those found by the place's name."""
    ambiguous: int = 0
    """Rows whose place's name could mean several places."""


@dataclass(frozen=True)
class Ambiguity:
    """A name that could mean several places."""

    name: str
    country: str
    admin1: str
    rows: int
    """How many rows have it and no coordinates."""


@dataclass(frozen=True)
class ImportReport:
    """What became of one file."""

    file_name: str
    sha256: str
    format: str
    """A `readers.raw.Format`."""
    container: str
    """A `readers.raw.Container`."""
    confidence: float
    """How sure the format is, 0 to 1; 1 where a person said it."""
    counts: Counts
    placements: Placements
    remarks: tuple[str, ...] = ()
    """What a person should know about how the file was read."""
    reasons: tuple[Reason, ...] = ()
    """The most frequent first."""
    repeats: tuple[Repeat, ...] = ()
    """The first of the duplicates."""
    warnings: tuple[Doubts, ...] = ()
    """The most frequent first."""
    first: str = ""
    """The first day of an accepted row, YYYY-MM-DD; "" when none was accepted."""
    last: str = ""
    """The last day of one."""
    countries: tuple[str, ...] = ()
    """ISO 3166-1 alpha-3."""
    incidents: int | None = None
    """How many accepted rows are incidents; None where all are."""
    columns: tuple[str, ...] = ()
    """The file's own, of its table of incidents."""
    questions: tuple[Ambiguity, ...] = ()
    """Names that placed nothing because they could mean several places."""
    differences: dict[str, Any] | None = None
    """`Difference.to_dict()` beside the version shown before, if there was one."""

    def __post_init__(self) -> None:
        """Refuse a report that does not add up.

        Raises:
            ValueError: A row is in none of the counts, or in two.
        """
        for problem in self._problems():
            raise ValueError(f"the import of {self.file_name!r} does not add up: {problem}")

    def _problems(self) -> Iterator[str]:
        counts, placed = self.counts, self.placements
        parts = (counts.accepted, counts.rejected, counts.duplicates)
        if sum(parts) != counts.rows or min(parts) < 0:
            yield f"{counts.rows} rows are not {' + '.join(map(str, parts))}"
        where = (placed.point, placed.area, placed.tray)
        placeable = counts.accepted if self.incidents is None else self.incidents
        if sum(where) != placeable or min(where) < 0:
            yield f"{placeable} accepted incidents are not {' + '.join(map(str, where))} placed"
        if not 0 <= placed.geocoded <= placed.point + placed.area:
            yield f"{placed.geocoded} rows were geocoded, of {placed.point + placed.area} placed"
        reasons = [each.count for each in self.reasons]
        if sum(reasons) < counts.rejected or max(reasons, default=0) > counts.rejected:
            yield f"{counts.rejected} rejected rows have reasons for {sum(reasons)}"

    def as_known(self) -> ImportReport:
        """Return the report on the same file brought once more: what was accepted is there."""
        counts = self.counts
        again = Counts(counts.rows, 0, counts.rejected, counts.duplicates + counts.accepted)
        return replace(self, counts=again, placements=Placements(), incidents=0)

    def to_json(self) -> str:
        """Return the report as JSON."""
        return json.dumps(asdict(self), ensure_ascii=False, indent=1) + "\n"

    @classmethod
    def from_json(cls, text: str) -> ImportReport:
        """Return the report that JSON says; keys of a later version are passed over.

        Raises:
            ValueError: The text is not JSON, or says something else, or does not add up.
        """
        return read_json(cls, text)


def summarize_reasons(rejected: pl.DataFrame) -> tuple[Reason, ...]:
    """Return `readers.coded.REJECTED_COLUMNS` by reason, the most frequent first."""
    key = ["column", "reason", "cure"]
    grouped = (
        rejected.unique([*key, "row"], keep="first", maintain_order=True)
        .group_by(key, maintain_order=True)
        .agg(
            pl.len().alias("count"),
            pl.col("row").sort().head(MOST_EXAMPLES).alias("rows"),
            pl.col("value").sort_by("row").head(MOST_EXAMPLES).str.head(_LONGEST).alias("values"),
        )
        .sort("count", descending=True, maintain_order=True)
    )
    return tuple(
        Reason(**row | {"rows": tuple(row["rows"]), "values": tuple(row["values"])})
        for row in grouped.to_dicts()
    )


def list_repeats(duplicates: pl.DataFrame) -> tuple[Repeat, ...]:
    """Return the first of `row` and `same_as`."""
    if duplicates.is_empty():
        return ()
    first = duplicates.sort("row").head(MOST_EXAMPLES)
    return tuple(Repeat(*pair) for pair in first.select("row", "same_as").iter_rows())


def summarize_warnings(warnings: pl.DataFrame) -> tuple[Doubts, ...]:
    """Return `readers.coded.WARNING_COLUMNS` by their sort, the most frequent first."""
    grouped = (
        warnings.sort("row", maintain_order=True)
        .group_by("kind", maintain_order=True)
        .agg(
            pl.col("row").n_unique().alias("count"),
            pl.struct("row", "words").head(MOST_EXAMPLES).alias("examples"),
        )
        .sort("count", descending=True, maintain_order=True)
    )
    return tuple(
        Doubts(row["kind"], row["count"], tuple(Doubt(**each) for each in row["examples"]))
        for row in grouped.to_dicts()
    )
