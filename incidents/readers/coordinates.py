"""Coordinates as tables write them: with a decimal point or comma, or minutes and seconds."""

from __future__ import annotations

import re

import polars as pl

from incidents.readers.cells import ascii_digits

_PLAIN = r"^[+-]?\d{1,3}(?:[.,]\d+)?\s*°?$"
_SEXAGESIMAL = re.compile(
    r"(?P<sign>[+-])?\s*(?P<before>[NSEWشجق])?\s*"
    r"(?P<d>\d{1,3}(?:[.,]\d+)?)\s*(?:°|º|d|deg|:|\s)\s*"
    r"(?:(?P<m>\d{1,2}(?:[.,]\d+)?)\s*(?:'|′|’|‘|m|min|:|\s|$)\s*)?"
    r"(?:(?P<s>\d{1,2}(?:[.,]\d+)?)\s*(?:\"|″|”|''|′′|s|sec|\s|$)\s*)?"
    r"(?P<after>[NSEWشجق])?",
    re.IGNORECASE,
)
_SIDED = re.compile(
    r"(?P<d>\d{1,3}(?:[.,]\d+)?)\s*(?P<after>[NSEWشجق])"
    r"|(?P<before>[NSEWشجق])\s*(?P<d2>\d{1,3}(?:[.,]\d+)?)",
    re.IGNORECASE,
)
_AXES = {"latitude": "NSشج", "longitude": "EWق"}
_NEGATIVE = "SWج"
_SIXTY = 60


def read_degrees(cells: pl.Series, axis: str) -> pl.Series:
    """Return degrees; null for blank and whatever cannot be read one way only.

    Args:
        cells: Text such as `33.3`, `33,3`, `33°18'N` or `33 18 30 N`.
        axis: `latitude` or `longitude`, whose letters alone are read; "" for either.
    """
    frame = cells.alias("cell").to_frame()
    plain = ascii_digits(pl.col("cell"))
    quick = frame.select(
        pl.when(plain.str.contains(_PLAIN))
        .then(plain.str.replace(r"\s*°$", "").str.replace(",", ".", literal=True))
        .cast(pl.Float64, strict=False)
        .alias("degrees"),
        plain.alias("cell"),
    )
    others = quick.filter(pl.col("degrees").is_null() & (pl.col("cell") != ""))["cell"].unique()
    if not others.len():
        return quick["degrees"]
    read = pl.DataFrame(
        {"cell": others, "read": [_degrees(cell, axis) for cell in others]},
        schema={"cell": pl.String, "read": pl.Float64},
    )
    joined = quick.join(read, on="cell", how="left", maintain_order="left")
    return joined.select(pl.coalesce("degrees", "read"))["degrees"]


def _degrees(cell: str, axis: str) -> float | None:
    found = _SIDED.fullmatch(cell) or _SEXAGESIMAL.fullmatch(cell)
    if not found:
        return None
    parts = {name: value or "" for name, value in found.groupdict().items()}
    whole, minutes, seconds = (
        float(part.replace(",", ".")) if part else 0.0
        for part in (parts["d"] or parts.get("d2", ""), parts.get("m", ""), parts.get("s", ""))
    )
    sides = (parts["before"] + parts["after"]).upper()
    allowed = _AXES.get(axis, "".join(_AXES.values()))
    wrong = len(sides) > 1 or (sides and sides not in allowed)
    # A sign and a letter may say opposite things, and fractions belong to the last part only.
    if wrong or (sides and parts.get("sign")) or minutes >= _SIXTY or seconds >= _SIXTY:
        return None
    if (minutes and not whole.is_integer()) or (seconds and not minutes.is_integer()):
        return None
    size = whole + minutes / _SIXTY + seconds / _SIXTY**2
    return -size if sides in tuple(_NEGATIVE) or parts.get("sign") == "-" else size
