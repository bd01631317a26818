"""KML 2.2: a folder for each kind, and one for what has no point."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from incidents.exports.about_lines import describe
from incidents.exports.batches import ROWS_PER_BATCH, Batch
from incidents.exports.flat import read_flat
from incidents.exports.markup import escape
from incidents.exports.points import DECIMALS
from incidents.model.laid import KINDS
from incidents.model.vocabularies import GeoPrecision, Placement
from incidents.query.records import plain
from incidents.query.select import select_incidents

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from incidents.exports.drawing import Drawing
    from incidents.exports.provenance import Provenance
    from incidents.model.frames import Tables
    from incidents.query.filters import IncidentFilter

_HEAD = (
    '<?xml version="1.0" encoding="UTF-8"?>\n'
    '<kml xmlns="http://www.opengis.net/kml/2.2">\n<Document>\n'
)
_PLACEMARKS_PER_CHUNK = 500
_TAIL = "</Document>\n</kml>\n"
_UNDRAWN = "Without a point"
_UNDRAWN_WORDS = (
    "{} incidents whose place is known only to an area, or not at all. They are listed here and "
    "not drawn: a point would say more than anybody knows."
)


def build_kml(
    tables: Tables, chosen: IncidentFilter, provenance: Provenance, drawing: Drawing
) -> Iterator[bytes]:
    """Yield the selected incidents as KML, each with its days and everything in its flat row.

    Marks are coloured by kind and use the program's own icon: nothing is fetched from elsewhere.
    """
    about = "\n".join(f"{label}: {words}" for label, words in describe(provenance) if words)
    yield f"{_HEAD}{_tag('name', provenance.title)}{_tag('description', about)}".encode()
    yield "".join(map(_style, range(len(KINDS)), _colours(drawing))).encode()
    for name, words, style, rows in _folders(tables, chosen, drawing):
        description = _tag("description", words) if words else ""
        yield f"<Folder>\n{_tag('name', name)}{description}".encode()
        for start in range(0, len(rows), ROWS_PER_BATCH):
            frame = read_flat(tables, Batch(rows[start : start + ROWS_PER_BATCH]))
            for part in frame.iter_slices(_PLACEMARKS_PER_CHUNK):
                marks = (_placemark(row, style) for row in part.iter_rows(named=True))
                yield "".join(marks).encode()
        yield b"</Folder>\n"
    yield _TAIL.encode()


def _folders(
    tables: Tables, chosen: IncidentFilter, drawing: Drawing
) -> Iterator[tuple[str, str, str, Sequence[int]]]:
    """Yield each folder's name, words, style and rows; those without rows are left out."""
    columns = select_incidents(tables, chosen).select("row", "rank", "kind", "placement")
    found = columns.collect().sort("rank")
    drawn = (found["placement"] == Placement.LOCATED.value).to_list()
    labels = {kind.event_type: kind.label for kind in drawing.kinds}
    rows: dict[int, list[int]] = {code: [] for code in range(len(KINDS))}
    undrawn: list[int] = []
    for row, code, there in zip(found["row"].to_list(), found["kind"].to_list(), drawn,
                                strict=True):  # fmt: skip
        (rows[code] if there else undrawn).append(row)
    for code, kind in enumerate(KINDS):
        if rows[code]:
            yield labels.get(kind, kind), "", f"kind-{code}", rows[code]
    if undrawn:
        yield _UNDRAWN, _UNDRAWN_WORDS.format(len(undrawn)), "", undrawn


def _colours(drawing: Drawing) -> list[str]:
    """Return the colour of each kind, as KML writes it: opacity, blue, green, red."""
    known = {kind.event_type: kind.colour.lstrip("#") for kind in drawing.kinds}
    plain_colours = (known.get(kind, "8a8f96") for kind in KINDS)
    return [f"ff{each[4:6]}{each[2:4]}{each[0:2]}".lower() for each in plain_colours]


def _style(code: int, colour: str) -> str:
    return f'<Style id="kind-{code}"><IconStyle><color>{colour}</color></IconStyle></Style>\n'


def _placemark(row: dict[str, Any], style: str) -> str:
    cells = {name: "" if value is None else str(plain(value)) for name, value in row.items()}
    extended = "".join(
        f'<Data name="{name}"><value>{escape(cell)}</value></Data>\n'
        for name, cell in cells.items()
        if cell
    )
    return (
        f"<Placemark>\n{_tag('name', cells['title_en'])}{_tag('description', _words(cells))}"
        f"<TimeSpan><begin>{cells['event_date']}</begin><end>{cells['end_date']}</end></TimeSpan>\n"
        f"{f'<styleUrl>#{style}</styleUrl>' if style else ''}"
        f"<ExtendedData>\n{extended}</ExtendedData>\n{_point(row)}</Placemark>\n"
    )


def _words(cells: dict[str, str]) -> str:
    where = " · ".join(part for part in (cells["location"], cells["placed_by"]) if part)
    return "\n\n".join(
        part for part in (cells["summary"], cells["attributions"], where, cells["sources"]) if part
    )


def _point(row: dict[str, Any]) -> str:
    if row["placement"] != Placement.LOCATED.value:
        return ""
    decimals = DECIMALS.get(GeoPrecision(row["geo_precision"]), min(DECIMALS.values()))
    place = (format(round(row[name], decimals), "f") for name in ("longitude", "latitude"))
    return f"<Point><coordinates>{','.join(place)}</coordinates></Point>\n"


def _tag(name: str, text: str) -> str:
    return f"<{name}>{escape(text)}</{name}>\n"
