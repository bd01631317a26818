"""Who took part, told and written a piece of the rows at a time, once all rows are known."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, NamedTuple

from incidents.ahead import work_ahead
from incidents.library.assembling import count_names, list_actors, name_all, tell_part
from incidents.library.geoparquet import file_of
from incidents.library.stretch_files import StretchWriter, without_blanks

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from pathlib import Path

    import polars as pl

    from incidents.library.assembling import Teller

_AHEAD = 2


class Piece(NamedTuple):
    """Some of the rows."""

    involved: Mapping[str, pl.DataFrame]
    """What their parties are told from (`CodedStretch.involved`)."""
    numbered: pl.DataFrame
    """`row` and `incident_id` of the incidents."""


def write_parties(
    pieces: Sequence[Piece],
    tell: Callable[[Mapping[str, pl.DataFrame]], pl.DataFrame],
    teller: Teller,
    folder: Path,
) -> pl.DataFrame:
    """Write the attributions and the involvements, and return the actors.

    Args:
        pieces: All rows, in their order.
        tell: Returns `PARTY_COLUMNS` of a piece.
        teller: The dataset.
        folder: Where to.
    """
    told = list(work_ahead(iter([piece.involved for piece in pieces]), tell, _AHEAD))
    actors = name_all(map(count_names, told), teller)
    part = partial(_tell_part, actors=actors, teller=teller)
    both = zip(told, [piece.numbered for piece in pieces], strict=True)
    with (
        StretchWriter(folder / file_of("attributions")) as attributions,
        StretchWriter(folder / file_of("involvements")) as involvements,
    ):
        for ledger, involved in work_ahead(both, part, _AHEAD):
            attributions.write(without_blanks(ledger))
            involvements.write(without_blanks(involved))
    return list_actors(actors)


def _tell_part(
    both: tuple[pl.DataFrame, pl.DataFrame], actors: pl.DataFrame, teller: Teller
) -> tuple[pl.DataFrame, pl.DataFrame]:
    return tell_part(*both, actors, teller)
