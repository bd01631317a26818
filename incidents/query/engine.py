"""Where expressions are computed: what every engine can be asked, and which one a dataset has."""

from __future__ import annotations

from threading import Lock
from typing import TYPE_CHECKING, Any, Protocol
from weakref import WeakKeyDictionary

from incidents.model.laid import LaidInFiles
from incidents.query.embedded import EmbeddedEngine
from incidents.query.spark import SparkEngine

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Sequence

    import narwhals as nw
    import numpy as np
    import polars as pl

    from incidents.model.frames import Tables
    from incidents.query.addresses import TileAddress
    from incidents.query.filters import IncidentFilter
    from incidents.query.kept import Answers


class Engine(Protocol):
    """Computes expressions over the laid-out columns of one dataset."""

    @property
    def answers(self) -> Answers:
        """Answers given lately, by question and filter."""

    def select(self, chosen: IncidentFilter) -> nw.LazyFrame[Any]:
        """Return the selected incidents: `row` and `LAID_COLUMNS`."""

    def select_tile(self, chosen: IncidentFilter, address: TileAddress) -> nw.LazyFrame[Any]:
        """Return those of the selected incidents that have a point in a tile."""

    def select_parties(self, chosen: IncidentFilter) -> nw.LazyFrame[Any]:
        """Return `PARTY_COLUMNS` of everyone with any part in the selected incidents."""

    def select_about(self, table: str, chosen: IncidentFilter) -> nw.LazyFrame[Any]:
        """Return `row` and the columns of one of `INCIDENT_TABLES`, for the selected incidents.

        Lines stand in the order of their incidents' rows, and each incident's as in the table.
        """

    def count(self, chosen: IncidentFilter) -> int:
        """Return how many incidents are selected."""

    def count_words(self, chosen: IncidentFilter, column: str) -> dict[str, int]:
        """Return how many selected incidents hold each word of a column of `Laid.incidents`."""

    def count_actors(
        self, chosen: IncidentFilter, counted: nw.Expr | None = None
    ) -> dict[str, int]:
        """Return in how many of the selected incidents each actor has a part.

        Args:
            chosen: The filter.
            counted: Which rows of `Laid.parties` count; None counts all.
        """

    def count_numbers(
        self, selected: nw.LazyFrame[Any], number: nw.Expr
    ) -> tuple[np.ndarray, np.ndarray]:
        """Return the distinct whole numbers that rows give, ascending, and how many give each."""

    def gather(
        self, chosen: IncidentFilter, address: TileAddress, number: nw.Expr
    ) -> dict[str, np.ndarray]:
        """Return what those of a tile's selected incidents add up to that give the same number.

        Args:
            chosen: The filter.
            address: The tile.
            number: A small whole number, not negative.

        Returns:
            `number`, ascending, `count`, the mean `x` and `y` in units of the world from the
            tile's west and north edge, and the least `row`; arrays of equal length.
        """

    def sum_up(
        self, chosen: IncidentFilter, columns: Sequence[str], sums: Sequence[nw.Expr]
    ) -> dict[str, Any]:
        """Return one row of expressions that each sum up a column of the selected incidents.

        Args:
            chosen: The filter.
            columns: Those of `LAID_COLUMNS` that the expressions read.
            sums: The expressions.
        """

    def words(self, column: str) -> Collection[str]:
        """Return the distinct cells of one of `OPEN_WORDS`."""

    def read(self, rows: Sequence[int], columns: Sequence[str]) -> list[dict[str, Any]]:
        """Return columns of the table of incidents, for rows in the order they are given."""

    def read_frame(self, rows: Sequence[int] | np.ndarray, columns: Sequence[str]) -> pl.DataFrame:
        """Return the same as a frame, as many rows are asked for; see `release`.

        Columns of few words may be numbered (`pl.Enum`).
        """

    def release(self) -> None:
        """Give back the memory of words that were read in frames."""

    def find(self, incident_ids: Iterable[str]) -> dict[str, int]:
        """Return the row of each incident that exists, by its id."""

    def read_about(self, table: str, rows: Collection[int]) -> list[dict[str, Any]]:
        """Return the lines of one of `INCIDENT_TABLES` on some incidents, each with its `row`."""

    def read_about_frame(
        self, table: str, rows: Sequence[int] | np.ndarray, columns: Sequence[str]
    ) -> pl.DataFrame:
        """Return the same as a frame: `row`, ascending, and some of the columns; see `release`."""


_ENGINES: WeakKeyDictionary[Tables, Engine] = WeakKeyDictionary()
_LOCK = Lock()


def engine_of(tables: Tables) -> Engine:
    """Return the engine of a dataset; one for as long as its tables are held.

    Raises:
        SparkMissingError: The tables are left to Spark, which is not installed.
        SparkStartError: The same, and it could not be started.
    """
    with _LOCK:
        engine = _ENGINES.get(tables)
        if engine is None:
            engine = _ENGINES[tables] = _begin(tables)
        return engine


def _begin(tables: Tables) -> Engine:
    laid = tables.laid
    if isinstance(laid, LaidInFiles):
        return SparkEngine(tables, laid)
    return EmbeddedEngine(tables, laid)
