"""Numbers of killed and injured as tables write them: figures, ranges and words."""

from __future__ import annotations

import re
from dataclasses import dataclass

import polars as pl

from incidents.readers.plain_words import FIGURES, VALUELESS, plain_word

_DIGITS = str.maketrans("٠١٢٣٤٥٦٧٨٩۰۱۲۳۴۵۶۷۸۹٬", "0123456789" * 2 + ",")
_MARKS = re.compile(r"[\u00ad\u061c\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]")
_NUMBER = r"\d{1,3}(?:,\d{3})+|\d{1,9}"
_WHOLE = re.compile(rf"({_NUMBER})(?:\.0+)?")
_RANGE = re.compile(rf"({_NUMBER})\s*(?:-|–|—|to|or|à|إلى|الى)\s*({_NUMBER})", re.IGNORECASE)
_SIGNED = re.compile(rf"(?P<before>>=?|≥|~|≈)\s*({_NUMBER})|({_NUMBER})\s*(?P<after>\+)")
_ABOUT = "~≈"

IN_WORDS = "toll in words"
LOWER_BOUND = "toll is the least"
APPROXIMATE = "toll is approximate"
FILLED_UP = "toll without a best figure"


@dataclass(frozen=True)
class Figure:
    """What one cell says."""

    low: int | None = None
    high: int | None = None
    doubt: str = ""
    """A sort of warning, "" for a plain figure and for a blank cell."""
    reason: str = ""
    """Why the cell is no toll at all."""


def read_figure(cell: str, stem: str = "fatalities") -> Figure:
    """Return what a cell says; nothing for a blank one and for words that say nothing.

    Args:
        cell: The text.
        stem: `fatalities` or `injured`: a figure that speaks of the other is none.
    """
    text = _MARKS.sub("", cell).translate(_DIGITS).strip().replace("−", "-")
    if not text or plain_word(text) in VALUELESS or text in {"-", "–", "—", "?", "."}:
        return Figure()
    if whole := _WHOLE.fullmatch(text):
        return Figure(_number(whole[1]), _number(whole[1]))
    return _span(text) or _no_figure(text) or _in_words(text, stem)


def _span(text: str) -> Figure | None:
    if span := _RANGE.fullmatch(text):
        low, high = _number(span[1]), _number(span[2])
        return Figure(reason="ends below where it begins") if high < low else Figure(low, high)
    if signed := _SIGNED.fullmatch(text):
        number = _number(signed[2] or signed[3])
        about = (signed["before"] or "+") in _ABOUT
        return Figure(number, number, APPROXIMATE if about else LOWER_BOUND)
    return None


def _no_figure(text: str) -> Figure | None:
    if re.fullmatch(r"-\s*\d+(?:\.\d+)?", text):
        return Figure(reason="is below 0")
    return Figure(reason="is not a whole number") if re.fullmatch(r"\d+[.,]\d+", text) else None


def _in_words(text: str, stem: str) -> Figure:
    """Return the figure of words such as `at least 5 killed`, else that it is in words."""
    numbers = re.findall(_NUMBER, text)
    said = plain_word(re.sub(_NUMBER, " ", text))
    if len(numbers) != 1:
        return Figure(doubt=IN_WORDS)
    meanings = set()
    while said:
        phrase = next(
            (each for each in _PHRASES if said == each or said.startswith(f"{each} ")), ""
        )
        if not phrase:
            return Figure(doubt=IN_WORDS)
        meanings.add(FIGURES[phrase])
        said = said.removeprefix(phrase).strip()
    if meanings & (_STEMS - {stem}):
        return Figure(doubt=IN_WORDS)
    number = _number(numbers[0])
    doubt = LOWER_BOUND if "at least" in meanings else APPROXIMATE if "about" in meanings else ""
    return Figure(number, number, doubt)


_STEMS = {"fatalities", "injured"}
_PHRASES = sorted(FIGURES, key=len, reverse=True)


def _number(text: str) -> int:
    return int(text.replace(",", ""))


def add_toll(frame: pl.DataFrame, stem: str) -> pl.DataFrame:
    """Return a frame with a toll's figures, doubt and reasons.

    Args:
        frame: Has the text columns `{stem}_low`, `{stem}_best` and `{stem}_high`.
        stem: `fatalities` or `injured`.

    Returns:
        The frame with `_{stem}_low`, `_best`, `_high`, the reason for each in `_{stem}_low_reason`
        and so on, and `_{stem}_doubt`.
    """
    parts = ("low", "best", "high")
    for part in parts:
        frame = _add_figure(frame, f"{stem}_{part}", stem)
    given = {part: pl.col(f"_{stem}_{part}_from") for part in parts}
    until = pl.col(f"_{stem}_best_to")
    # Where no best figure is stated the lowest stands for it, and that is said.
    low = pl.coalesce(given["low"], given["best"])
    best = pl.coalesce(given["best"], given["low"])
    high = pl.coalesce(pl.col(f"_{stem}_high_to"), until, given["low"])
    known = low.is_not_null()
    filled = known & (
        (given["best"] != until).fill_null(value=False)
        | given["best"].is_null()
        | (given["low"].is_null() != given["high"].is_null())
    )
    lost = ~known & given["high"].is_not_null()
    said = [pl.col(f"_{stem}_{part}_doubt") for part in parts]
    doubt = pl.coalesce(*(pl.when(each != "").then(each) for each in said))
    return frame.with_columns(
        pl.when(known).then(low).alias(f"_{stem}_low"),
        pl.when(known).then(best).alias(f"_{stem}_best"),
        pl.when(known).then(high).alias(f"_{stem}_high"),
        pl.when(doubt.is_not_null())
        .then(doubt)
        .when(filled | lost)
        .then(pl.lit(FILLED_UP))
        .otherwise(pl.lit(""))
        .alias(f"_{stem}_doubt"),
    )


def _add_figure(frame: pl.DataFrame, column: str, stem: str) -> pl.DataFrame:
    cells = frame[column].unique()
    figures = [read_figure(cell, stem) for cell in cells]
    read = pl.DataFrame(
        {
            column: cells,
            f"_{column}_from": [each.low for each in figures],
            f"_{column}_to": [each.high for each in figures],
            f"_{column}_doubt": [each.doubt for each in figures],
            f"_{column}_reason": [each.reason for each in figures],
        },
        schema={
            column: pl.String,
            f"_{column}_from": pl.Int64,
            f"_{column}_to": pl.Int64,
            f"_{column}_doubt": pl.String,
            f"_{column}_reason": pl.String,
        },
    )
    return frame.join(read, on=column, how="left", maintain_order="left")
