"""GeoNames country dumps (`IQ.txt`) and the file of alternate names that goes with them."""

from __future__ import annotations

from collections import defaultdict
from contextlib import contextmanager
from typing import TYPE_CHECKING

from incidents.errors import PlainTableError
from incidents.model.vocabularies import GeoPrecision
from incidents.readers.gazetteer_rows import GazetteerRows, RawPlace

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path
    from typing import TextIO

CREDIT, LICENCE = "GeoNames", "CC BY 4.0"
ALTERNATE_NAMES = "alternateNamesV2.txt"
DUMP_COLUMNS = 19
ALTERNATE_COLUMNS = (8, 10)
"""The first version of the file has 8; the periods of use came with the second."""
LONGEST_LINE = 100_000
"""In characters. GeoNames allows 10,000 for the alternate names of a place."""
MOST_BYTES = 2_000_000_000
# Airports, hospitals and the like are points; what has an extent (rivers, mountains, regions,
# roads) has none that would stand for it.
_OF_CLASS = {
    "P": GeoPrecision.CITY,
    "S": GeoPrecision.SITE,
    "A": GeoPrecision.DISTRICT,
    "H": GeoPrecision.DISTRICT,
    "L": GeoPrecision.DISTRICT,
    "R": GeoPrecision.DISTRICT,
    "T": GeoPrecision.DISTRICT,
    "U": GeoPrecision.DISTRICT,
    "V": GeoPrecision.DISTRICT,
}
_OF_CODE = {
    "PPLX": GeoPrecision.NEIGHBOURHOOD,
    "ADM1": GeoPrecision.GOVERNORATE,
    "PCLI": GeoPrecision.COUNTRY,
    "MILB": GeoPrecision.SITE,
    "INSM": GeoPrecision.SITE,
}
_KIND = {
    "PPLX": "quarter", "PPLC": "capital", "AIRB": "airbase", "AIRP": "airport", "AIRF": "airport",
    "MILB": "base", "INSM": "base", "ADM1": "governorate", "PCLI": "country", "RFGC": "camp",
    "DAM": "dam", "MT": "mountain", "MTS": "mountain", "STM": "river", "RD": "road",
}  # fmt: skip
_NO_MORE = {"PPLH", "PPLQ", "PPLW", "PPLCH", "ADM1H", "ADM2H", "ADM3H", "ADM4H"}
# Codes in the column of languages that mark no name: links, codes of post, airports and so on.
_NO_NAMES = {"link", "wkdt", "post", "iata", "icao", "faac", "unlc", "phon", "piny", "fr_1793"}


def is_dump(line: str) -> bool:
    """Say whether a first line is that of a country dump."""
    cells = line.rstrip("\r\n").split("\t")
    return len(cells) == DUMP_COLUMNS and cells[0].isdigit()


def is_alternate_names(line: str) -> bool:
    """Say whether a first line is that of a file of alternate names."""
    cells = line.rstrip("\r\n").split("\t")
    return len(cells) in ALTERNATE_COLUMNS and cells[0].isdigit() and cells[1].isdigit()


def read_dump(path: Path, alternate_names: Path | None = None) -> GazetteerRows:
    """Return the places of a country dump.

    Args:
        path: The dump, 19 columns without a header.
        alternate_names: The file of alternate names; only those of the dump's places are kept.

    Raises:
        PlainTableError: A file is too large or is not UTF-8.
    """
    found = GazetteerRows(CREDIT, LICENCE)
    lines = [(number, line) for number, line in _lines(path) if line]
    known = {line.partition("\t")[0] for _, line in lines}
    spellings = _read_alternates(alternate_names, known) if alternate_names else {}
    for number, line in lines:
        cells = line.split("\t")
        problem = _problem(cells)
        if problem:
            found.rejected.append((number, problem))
        else:
            found.add(number, _place(cells, spellings.get(cells[0], [])))
    return found


def _problem(cells: list[str]) -> str:
    if len(cells) != DUMP_COLUMNS:
        return f"a line of other than {DUMP_COLUMNS} columns"
    if cells[7] in _NO_MORE:
        return "a place that is no more"
    return "" if cells[6] in _OF_CLASS else "an unknown feature class"


def _place(cells: list[str], alternates: list[tuple[str, str]]) -> RawPlace:
    arabic = next((name for language, name in alternates if language == "ar"), "")
    others = [name for _, name in alternates]
    return RawPlace(
        place_id=cells[0],
        name=cells[1],
        name_ar=arabic,
        spellings=tuple(dict.fromkeys([cells[2], *others, *cells[3].split(",")])),
        latitude=cells[4],
        longitude=cells[5],
        kind=_KIND.get(cells[7], "river" if cells[6] == "H" else ""),
        country=cells[8],
        geo_precision=_OF_CODE.get(cells[7], _OF_CLASS[cells[6]]).value,
        population=cells[14],
        source=f"GeoNames {cells[0]}",
    )


def _read_alternates(path: Path, known: set[str]) -> dict[str, list[tuple[str, str]]]:
    """Return (language, name) of the places that are `known`, preferred names first."""
    ranked: dict[str, list[tuple[bool, str, str]]] = defaultdict(list)
    for _, line in _lines(path):
        cells = line.split("\t")
        if len(cells) not in ALTERNATE_COLUMNS or cells[1] not in known:
            continue
        if cells[2] not in _NO_NAMES:
            ranked[cells[1]].append((cells[4] != "1", cells[2], cells[3]))
    return {
        place: [(language, name) for _, language, name in sorted(names, key=lambda each: each[0])]
        for place, names in ranked.items()
    }


def _lines(path: Path) -> Iterator[tuple[int, str]]:
    """Yield number and text of each line, without its end."""
    with _opened(path) as lines:
        number = 0
        while line := lines.readline(LONGEST_LINE):
            number += 1
            if len(line) == LONGEST_LINE:
                raise PlainTableError(path, f"line {number} is longer than {LONGEST_LINE}")
            yield number, line.rstrip("\r\n")


@contextmanager
def _opened(path: Path) -> Iterator[TextIO]:
    try:
        if path.stat().st_size > MOST_BYTES:
            raise PlainTableError(path, f"it is larger than {MOST_BYTES // 1_000_000} MB")
        with path.open(encoding="utf-8-sig", newline="\n") as lines:
            yield lines
    except UnicodeDecodeError as error:
        raise PlainTableError(path, "it is not UTF-8") from error
    except OSError as error:
        raise PlainTableError(path, error.strerror or str(error)) from error
