"""Files that break careless programs, each built when a test asks for it; nothing runs by itself.

What a file could disclose is a canary; whom it could ask is a listener of the test's own.
"""

from tests.hostile_files import archives, features, tables, workbooks  # noqa: F401 (they register)
from tests.hostile_files.building import CORPUS, Hostile, Traps

__all__ = ["CORPUS", "EXHAUSTING", "Hostile", "Traps"]

EXHAUSTING = {
    "a zip that unpacks to a quarter of a gigabyte",
    "a zip whose entries all lie over one another",
    "a zip that says it unpacks to ten bytes",
    "a KMZ that says it unpacks to ten bytes",
    "zips in zips in zips",
    "a workbook with one far cell",
    "a workbook that says it reaches to the last cell",
    "a workbook of far cells in many rows",
    "a billion laughs in the strings of a workbook",
    "a billion laughs in a sheet",
    "a workbook nested a hundred thousand deep",
    "a workbook of three hundred thousand merged cells",
    "a workbook of three hundred thousand styles",
    "a workbook whose sheet unpacks to a hundred times its size",
    "a billion laughs in KML",
    "KML whose one entity stands in it a hundred thousand times",
    "KML nested a hundred thousand deep",
    "GeoJSON of arrays a hundred thousand deep",
    "GeoJSON of objects a hundred thousand deep",
    "GeoJSON that only begins",
    "GeoJSON of endless numbers",
    "a polygon of a million corners that crosses itself",
    "a GeoPackage whose layer is a gigabyte",
    "a GeoPackage whose layer never ends",
    "a GeoPackage whose layer loads a library",
    "a GeoPackage with a column computed by code",
    "a GeoPackage with forty megabytes in one cell",
    "CSV with one cell of sixty megabytes",
    "CSV with one quoted cell of sixty megabytes of lines",
    "text with no line end",
    "CSV with an open quotation mark",
    "CSV of a hundred thousand columns",
    "a million quotation marks",
    "a million separators and quotation marks",
    "five million line ends",
    "Parquet of a hundred million equal rows",
    "Parquet of ten thousand columns",
    "Parquet of lists in lists",
}
"""The names of those that take a careless reader all its memory, time or stack: each is read in a
process of its own, so that none is spared by what another left behind."""
