"""Text made safe for spreadsheets, and given back as it was.

A spreadsheet runs a cell of a CSV file that looks like a formula. Such text is given one leading
apostrophe; text that begins with an apostrophe of its own is given one too, so that taking one
apostrophe off every cell that begins with one restores the table exactly.
"""

from __future__ import annotations

import re

import polars as pl

# What a spreadsheet may skip before it looks for a formula: blanks, control and direction marks.
_SKIPPED = r"[\s\x00-\x1f\u00a0\u00ad\u061c\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]*"
# ASCII, full-width and small forms; both ways to write minus.
_STARTS = "=+\\-@" + "＝＋－＠" + "﹦﹢﹣﹫" + "\u2212"
_TRIGGER = re.compile(rf"[\t\r\n\x00]|'|{_SKIPPED}[{_STARTS}]")
# \s and \uXXXX mean the same to the engine that goes through columns, once the latter are letters.
_COLUMN_TRIGGER = re.sub(r"\\u([0-9a-f]{4})", r"\\x{\1}", rf"\A(?:{_TRIGGER.pattern})")
# What no text that is changed begins with: from the first of each pair up to the second.
_HARMLESS = (("0", ":"), ("A", "{"), ("\u0621", "\u0700"))


def neutralise(text: str) -> str:
    """Return `text` with one leading apostrophe if a spreadsheet might run it."""
    return f"'{text}" if _TRIGGER.match(text) else text


def restore(cell: str) -> str:
    """Return the text that `neutralise` was given."""
    return cell.removeprefix("'")


def neutralise_column(texts: pl.Expr) -> pl.Expr:
    """Return what `neutralise` makes of each text of a column."""
    safe = ~texts.str.contains(_COLUMN_TRIGGER)
    return pl.when(safe).then(texts).otherwise(pl.lit("'") + texts)


def needs_neutralising(texts: pl.Expr) -> pl.Expr:
    """Return whether `neutralise` changes any text of a column."""
    # nearly every text begins with a letter or a digit, which is told ten times as fast
    plain = pl.any_horizontal((texts >= first) & (texts < after) for first, after in _HARMLESS)
    return texts.filter(~plain).str.contains(_COLUMN_TRIGGER).any()
