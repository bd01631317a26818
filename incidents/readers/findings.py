"""What becomes of each row of a foreign table: accepted, rejected with reasons, or a duplicate."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import polars as pl

from incidents.readers.coded import (
    CODED_COLUMNS,
    PARTY_COLUMNS,
    REJECTED_COLUMNS,
    WARNING_COLUMNS,
    Coded,
    stack,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from incidents.readers.coded import CardFacts
    from incidents.readers.sheet import Sheet

_REPEATED_CURE = "Leave one of the rows out, or give each its own id."


@dataclass(frozen=True)
class Problem:
    """Something that a row may not be accepted with."""

    column: str
    """The column it is about, by the format's name."""
    broken: pl.Expr
    """Whether a row has it."""
    reason: str | pl.Expr
    cure: str


@dataclass(frozen=True)
class Doubt:
    """Something to be said of rows that are accepted."""

    kind: str
    doubtful: pl.Expr
    words: str | pl.Expr


@dataclass(frozen=True, eq=False)
class Judged:
    """The rows of a sheet, each in one of three places."""

    accepted: pl.DataFrame
    """The frame that was judged, of accepted rows only."""
    rejected: pl.DataFrame
    duplicates: pl.DataFrame


def judge(sheet: Sheet, frame: pl.DataFrame, native_id: str, problems: Iterable[Problem]) -> Judged:
    """Return which rows are accepted.

    Args:
        sheet: The table.
        frame: Its rows, one for each and in its order, with whatever `problems` are about.
        native_id: The column of the dataset's own ids.
        problems: Whatever a row may be rejected for.
    """
    frame = _in_one_piece(frame)
    again = _find_again(sheet, frame[native_id])
    duplicates = again.filter(pl.col("row") != pl.col("same_as")).select("row", "same_as")
    repeats = _find_repeats(again.filter(pl.col("row") == pl.col("same_as")))
    first = _without(frame, duplicates)
    reasons = [_name_reason(sheet, repeats, native_id, _REPEATED_CURE)]
    for problem in problems:
        found = first.filter(problem.broken)
        if found.height:
            words = _expression(problem.reason)
            named = found.select("row", cell=pl.col(problem.column), reason=words)
            reasons.append(_name_reason(sheet, named, problem.column, problem.cure))
    rejected = stack(reasons, REJECTED_COLUMNS).sort("row", maintain_order=True)
    return Judged(_without(first, rejected), rejected, duplicates)


def _in_one_piece(frame: pl.DataFrame) -> pl.DataFrame:
    """Return a frame whose columns are not cut: of cut ones Polars may fail to format rows."""
    return frame.rechunk()


def _without(frame: pl.DataFrame, rows: pl.DataFrame) -> pl.DataFrame:
    """Return the rows of a frame but for some; most files have none of those."""
    if rows.is_empty():
        return frame
    return frame.join(rows, on="row", how="anti", maintain_order="left")


def has_repeats(cells: pl.Series) -> bool:
    """Say whether some cell of a column is equal to another."""
    hashes = np.sort(cells.hash().to_numpy())
    # equal cells have equal hashes: mostly there are none, which is told sooner than of cells
    return bool((hashes[1:] == hashes[:-1]).any()) and bool(cells.is_duplicated().any())


def _find_again(sheet: Sheet, ids: pl.Series) -> pl.DataFrame:
    """Return the rows whose id others have too: row, cell (the id) and the first equal row."""
    whole = sheet.raw.frame
    rows = pl.DataFrame({"row": sheet.frame["row"], "cell": ids, "at": range(whole.height)},
                        schema_overrides={"at": pl.UInt32})  # fmt: skip
    often = rows.filter(pl.col("cell").is_duplicated()) if has_repeats(ids) else rows.clear()
    # Whole rows are compared only where their hashes are equal, too: that is quick.
    cells = whole[often["at"]]
    alike = cells.hash_rows().is_duplicated()
    firsts = often.filter(alike).select(
        "row", same_as=pl.col("row").first().over(cells.filter(alike).to_struct())
    )
    return often.join(firsts, on="row", how="left", maintain_order="left").select(
        "row", "cell", same_as=pl.coalesce("same_as", "row")
    )


def _find_repeats(again: pl.DataFrame) -> pl.DataFrame:
    first = pl.col("row").first().over("cell")
    repeated = again.filter((pl.col("cell") != "") & (pl.col("row") != first))
    firsts = again.group_by("cell", maintain_order=True).agg(first=pl.col("row").first())
    words = pl.format("repeats the id of row {}", pl.col("first"))
    return repeated.join(firsts, on="cell", maintain_order="left").select(
        "row", "cell", reason=words
    )


def _name_reason(sheet: Sheet, found: pl.DataFrame, column: str, cure: str) -> pl.DataFrame:
    return found.select(
        "row",
        column=pl.lit(sheet.named.get(column, column)),
        value=pl.col("cell"),
        reason=pl.col("reason"),
        cure=pl.lit(cure),
    )


def find_doubts(accepted: pl.DataFrame, doubts: Iterable[Doubt]) -> pl.DataFrame:
    """Return the warnings about accepted rows."""
    whole = _in_one_piece(accepted)
    found = [
        whole.filter(doubt.doubtful).select(
            "row", kind=pl.lit(doubt.kind), words=_expression(doubt.words)
        )
        for doubt in doubts
    ]
    return stack(found, WARNING_COLUMNS).sort("row", maintain_order=True)


def lay_out(accepted: pl.DataFrame, said: Mapping[str, pl.Expr]) -> pl.DataFrame:
    """Return incidents: what is `said`, blank where nothing is."""
    cells = []
    for name, kind in CODED_COLUMNS.items():
        worded = kind in {pl.String, pl.Categorical}
        blank: pl.Expr = pl.lit("") if worded else pl.lit(None)
        cell = said.get(name, blank).cast(kind)
        cells.append((cell.fill_null("") if worded else cell).alias(name))
    return accepted.select(pl.col("row"), *cells[1:]).rechunk()


def lay_out_parties(parties: Iterable[pl.DataFrame]) -> pl.DataFrame:
    """Return parties in the order of their rows, and in that of `parties` within one.

    The same party in the same part of one incident is kept once.
    """
    whole = stack(parties, PARTY_COLUMNS).filter(pl.col("name") != "")
    ordered = whole.sort("row", maintain_order=True)
    keys = _number(ordered, "row", "name")
    in_order = np.sort(keys)
    again = in_order[1:][in_order[1:] == in_order[:-1]]
    if not len(again):
        return ordered
    # only what a number does not tell apart is compared cell by cell
    alike = pl.Series(keys).is_in(pl.Series(again).implode())
    first = pl.struct("row", "name", "stance", "role").is_first_distinct()
    kept = np.ones(ordered.height, dtype=bool)
    kept[alike.to_numpy()] = ordered.filter(alike).select(first).to_series().to_numpy()
    return ordered.filter(pl.Series(kept))


def _number(parties: pl.DataFrame, row: str, word: str) -> np.ndarray:
    """Return a number for each party, the same for those of one row and one word."""
    rows, words = parties[row].to_numpy(), parties[word].to_physical().to_numpy()
    numbers: np.ndarray = (rows.astype(np.uint64) << np.uint64(32)) | words.astype(np.uint64)
    return numbers


def conclude(
    judged: Judged,
    said: Mapping[str, pl.Expr],
    parties: Iterable[pl.DataFrame],
    doubts: Iterable[Doubt],
    facts: CardFacts,
) -> Coded:
    """Return everything a coder has to say."""
    return Coded(
        incidents=lay_out(judged.accepted, said),
        parties=lay_out_parties(parties),
        rejected=judged.rejected,
        duplicates=judged.duplicates,
        warnings=find_doubts(judged.accepted, doubts),
        facts=facts,
    )


def _expression(words: str | pl.Expr) -> pl.Expr:
    return pl.lit(words) if isinstance(words, str) else words
