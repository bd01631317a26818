"""What every format's coder says alike: points, countries, notes, parties."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from incidents.model.vocabularies import LOCATED_PRECISIONS, GeoPrecision
from incidents.readers.cells import decimal
from incidents.readers.coded import PARTY_COLUMNS
from incidents.readers.date_parts import read_date
from incidents.readers.findings import Doubt, Problem
from incidents.readers.repeats import say_of_each

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

LATITUDE_LIMIT = 90
LONGITUDE_LIMIT = 180
DATE_CURE = "Write a day of the calendar as YYYY-MM-DD, such as 2021-03-05."
BAD_DATE = "is not a date that can be read one way only"
OTHER_DATE = "is a date in another form than the ones that are read"
BLANK = "is blank but has to be filled"
WARNED_OF_ZERO = "point at 0/0"
COUNTRY_DISAGREES = "country's code disagrees with its name"
COUNTRY_UNREAD = "country's name is not known; its code decides"


def add_point(frame: pl.DataFrame, latitude: str, longitude: str) -> pl.DataFrame:
    """Return a frame with `_latitude`, `_longitude` and whether they are 0/0, `_zero`."""
    north, east = decimal(pl.col(latitude)), decimal(pl.col(longitude))
    read = frame.with_columns(_latitude=north, _longitude=east)
    zero = (pl.col("_latitude") == 0) & (pl.col("_longitude") == 0)
    return read.with_columns(_zero=zero.fill_null(value=False))


def point_problems(latitude: str, longitude: str) -> list[Problem]:
    """Return what may be wrong with the point that `add_point` read."""
    limits = ((latitude, "_latitude", LATITUDE_LIMIT), (longitude, "_longitude", LONGITUDE_LIMIT))
    problems = []
    for (column, read, limit), other in zip(limits, (longitude, latitude), strict=True):
        given = pl.col(column) != ""
        words = f"lies off the earth: {column} runs from -{limit} to {limit}"
        problems += [
            Problem(column, given & pl.col(read).is_null(),
                    "is not a number with a decimal point", "Write degrees such as 33.3389."),
            Problem(column, pl.col(read).abs() > limit, words,
                    "Correct it, or blank both coordinates; the two may be swapped."),
            Problem(column, ~given & (pl.col(other) != ""), "is blank although the other is given",
                    "Give both coordinates or neither."),
        ]  # fmt: skip
    return problems


def date_problems(column: str, read: str) -> list[Problem]:
    """Return that a date is blank, is none, or cannot be read.

    Args:
        column: The column of the table.
        read: The days that were read of it.
    """
    words = pl.col(column).cast(pl.String).map_batches(_say_of_dates, return_dtype=pl.String)
    return [Problem(column, pl.col(read).is_null(), words, DATE_CURE)]


def _say_of_dates(cells: pl.Series) -> pl.Series:
    reasons = {cell: _say_of_date(cell) for cell in cells.unique()}
    return cells.replace_strict(reasons, return_dtype=pl.String)


def _say_of_date(cell: str) -> str:
    """Return why a cell was not read: it is blank, no date, or one of another form or order."""
    if cell == "":
        return BLANK
    days = {each.first for order in ("dmy", "mdy") if (each := read_date(cell, order)).first}
    if not days:
        return read_date(cell).reason
    return OTHER_DATE if read_date(cell, "dmy") == read_date(cell, "mdy") else BAD_DATE


def one_of(column: str, read: str, codes: tuple[int, ...], *, blank: bool = True) -> Problem:
    """Return that a code is none of its list.

    Args:
        column: The column of the table.
        read: The numbers that were read of it.
        codes: The list.
        blank: The cell may be blank.
    """
    known = pl.col(read).is_in(codes).fill_null(value=False)
    broken = ~known & (pl.col(column) != "") if blank else ~known
    words = "is not one of: " + ", ".join(map(str, codes))
    cure = "Write one of the codes" + (", or leave it blank." if blank else ".")
    return Problem(column, broken, words, cure)


def count_problems(column: str, read: str, least: int = 0) -> list[Problem]:
    """Return that a cell is no count.

    Args:
        column: The column of the table.
        read: The numbers that were read of it.
        least: The lowest number that it may hold.
    """
    cure = "Write a number, or leave it blank."
    return [
        Problem(column, (pl.col(column) != "") & pl.col(read).is_null(),
                "is not a whole number", cure),
        Problem(column, pl.col(read) < least, f"is below {least}", cure),
    ]  # fmt: skip


def look_up(number: str, words: Mapping[int, str], default: str | None = None) -> pl.Expr:
    """Return our word for a code; `default` for any that has none."""
    ours = {code: str(word) for code, word in words.items()}
    return pl.col(number).replace_strict(ours, default=default, return_dtype=pl.String)


ZERO_DOUBT = Doubt(
    WARNED_OF_ZERO,
    pl.col("_zero"),
    "The point is 0/0, in the sea off Africa: it is taken as no point, and the name decides.",
)


def say_point(precision: pl.Expr, source: str) -> dict[str, pl.Expr]:
    """Return the columns of a place.

    Args:
        precision: How exactly the row says the place is known.
        source: Where the coordinates come from.
    """
    has_point = pl.col("_latitude").is_not_null() & ~pl.col("_zero")
    pointed = [str(each) for each in LOCATED_PRECISIONS]
    # Without a point, only the name can say where a point would be.
    named_only = pl.col("_zero") | (~has_point & precision.is_in(pointed))
    return {
        "latitude": pl.when(has_point).then(pl.col("_latitude")),
        "longitude": pl.when(has_point).then(pl.col("_longitude")),
        "geo_precision": pl.when(named_only).then(pl.lit(str(GeoPrecision.NONE)))
        .otherwise(precision),
        "coordinate_source": pl.when(has_point).then(pl.lit(source)).otherwise(pl.lit("")),
    }  # fmt: skip


def add_country(frame: pl.DataFrame, ways: Mapping[str, Callable[[str], str]]) -> pl.DataFrame:
    """Return a frame with `_country`, in `_country_doubt` what disagrees, and `_country_unread`.

    The last is a name that nobody knows where a code says the country.

    Args:
        frame: The frame.
        ways: Columns to how a country is found by their cells, the surest first and its name last.
    """
    columns = tuple(ways)

    def say(*cells: str) -> tuple[str, str, str]:
        found = {column: ways[column](cell) for column, cell in zip(columns, cells, strict=True)}
        told = {column: country for column, country in found.items() if country}
        country = next(iter(told.values()), "")
        words = ", ".join(f"{column} says {each}" for column, each in told.items())
        unread = cells[-1] if country and columns[-1] not in told else ""
        return country, words if len(set(told.values())) > 1 else "", unread

    return say_of_each(frame, columns, ("_country", "_country_doubt", "_country_unread"), say)


def country_problem(column: str) -> Problem:
    """Return that no country was found.

    Args:
        column: The column that is to be corrected.
    """
    blank = pl.when(pl.col(column) == "").then(pl.lit(BLANK))
    return Problem(
        column,
        pl.col("_country") == "",
        blank.otherwise(pl.lit("is no country that is known by this name or code")),
        "Write the English name or code of the country of today, or leave the row out.",
    )


COUNTRY_DOUBT = Doubt(
    COUNTRY_DISAGREES, pl.col("_country_doubt") != "", pl.col("_country_doubt")
)  # fmt: skip


COUNTRY_UNREAD_DOUBT = Doubt(
    COUNTRY_UNREAD,
    pl.col("_country_unread") != "",
    pl.format("{} is not known; the code says {}", "_country_unread", "_country"),
)


def join_notes(*parts: pl.Expr) -> pl.Expr:
    """Return parts of notes as one, those that are null left out."""
    return pl.concat_str(parts, separator="; ", ignore_nulls=True).fill_null("")


def label(words: str, cell: pl.Expr) -> pl.Expr:
    """Return a cell after words that say what it is; null where it is blank."""
    return pl.when(cell != "").then(pl.lit(words) + cell)


def entitle(what: pl.Expr, *places: pl.Expr) -> pl.Expr:
    """Return a title: what happened, and the first place that is named."""
    named = [pl.when(place != "").then(place) for place in places]
    place = pl.coalesce(*named) if named else pl.lit(None)
    return pl.concat_str(what, place, separator=", ", ignore_nulls=True)


def first_said(*cells: pl.Expr) -> pl.Expr:
    """Return the first cell that is not blank; "" where all are."""
    return pl.coalesce(*(pl.when(cell != "").then(cell) for cell in cells), pl.lit(""))


def say_party(  # noqa: PLR0913 (the columns of a party)
    frame: pl.DataFrame,
    name: pl.Expr,
    kind: pl.Expr,
    *,
    stance: pl.Expr | None = None,
    role: pl.Expr | None = None,
    by: pl.Expr | None = None,
    note: pl.Expr | None = None,
) -> pl.DataFrame:
    """Return a party to each row of a frame; a party without a name is none."""
    blank = pl.lit("")
    cells = {
        "name": name, "kind": kind, "stance": blank if stance is None else stance,
        "role": blank if role is None else role, "by": blank if by is None else by,
        "note": blank if note is None else note,
    }  # fmt: skip
    words = {column: cell.cast(pl.Categorical) for column, cell in cells.items()}
    said = frame.select("row", **words)
    return said.filter(pl.col("name") != "").select(list(PARTY_COLUMNS))
