"""What kinds of files begin with: those that are no table, and what to do with each."""

from __future__ import annotations

from typing import NamedTuple

_UNPACK = "Unpack it, and bring the table in it."


class Foreign(NamedTuple):
    """A kind of file that holds no table that is read here."""

    start: bytes
    what: str
    cure: str


_PICTURE = "Bring the table itself and not a picture of it."

FOREIGN = (
    Foreign(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1",
            "an old Excel file (.xls), or a workbook with a password",
            "Open it, take the password off, and save it as XLSX or CSV."),
    Foreign(b"%PDF", "a PDF document", "Bring the table that it was made from."),
    Foreign(b"\x1f\x8b", "a file packed with gzip", _UNPACK),
    Foreign(b"7z\xbc\xaf\x27\x1c", "a 7-Zip archive", _UNPACK),
    Foreign(b"Rar!\x1a\x07", "a RAR archive", _UNPACK),
    Foreign(b"\xfd7zXZ\x00", "a file packed with xz", _UNPACK),
    Foreign(b"BZh", "a file packed with bzip2", _UNPACK),
    Foreign(b"\x28\xb5\x2f\xfd", "a file packed with Zstandard", _UNPACK),
    Foreign(b"\x89PNG", "a picture (PNG)", _PICTURE),
    Foreign(b"\xff\xd8\xff", "a picture (JPEG)", _PICTURE),
    Foreign(b"GIF8", "a picture (GIF)", _PICTURE),
    Foreign(b"II*\x00", "a picture (TIFF)", _PICTURE),
    Foreign(b"MM\x00*", "a picture (TIFF)", _PICTURE),
    Foreign(b"\x7fELF", "a program", "Bring a table."),
    Foreign(b"MZ\x90\x00", "a program", "Bring a table."),
    Foreign(b"\x00\x00\x27\x0a", "a shapefile without the files that belong to it",
            "Zip the .shp, .dbf, .shx and .prj together, and bring the zip."),
    Foreign(b"ARROW1", "an Arrow file", "Save it as GeoParquet, GeoPackage or CSV."),
    Foreign(b"\x89HDF", "an HDF5 file", "Save its table as CSV."),
    Foreign(b"RDX", "an R data file", "Write the table out with write.csv()."),
    *(Foreign(b"\x80" + bytes([version]), "a Python pickle, which can run programs",
              "Write the table out as CSV or Parquet.") for version in range(2, 6)),
)  # fmt: skip

XML_KINDS = {
    "html": ("a web page", "Perhaps a log-in page was saved. Fetch the file itself."),
    "ogrvrtdataset": ("a GDAL virtual file (VRT), which points to other files",
                      "Bring the file that it points to."),
    "ogrvrtdatasource": ("a GDAL virtual file (VRT), which points to other files",
                         "Bring the file that it points to."),
    "vrtdataset": ("a GDAL virtual raster (VRT)", "Bring a table."),
    "featurecollection": ("GML", "Save it as GeoPackage or GeoJSON, for instance with QGIS."),
    "gpx": ("GPX", "Save it as GeoPackage or GeoJSON, for instance with QGIS."),
    "svg": ("a drawing (SVG)", _PICTURE),
    "workbook": ("an Excel 2003 XML file", "Save it as XLSX or CSV."),
    "rss": ("a news feed", "Bring a table."),
    "feed": ("a news feed", "Bring a table."),
}  # fmt: skip
"""The name of an XML document's root to what it is and what to do."""

ZIP_KINDS = (
    ("xl/workbook.bin", "a binary workbook (XLSB)", "Save it as XLSX or CSV."),
    ("word/document.xml", "a Word document", "Copy its table into a workbook, or save it as CSV."),
    ("ppt/presentation.xml", "a presentation", "Bring the table itself."),
    ("content.xml", "an OpenDocument file", "Save it as XLSX or CSV."),
    ("AndroidManifest.xml", "a program", "Bring a table."),
)
"""A name within a zip to what that makes it and what to do."""
