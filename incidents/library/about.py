"""How a version came in, as the file `import.json` beside its tables."""

from __future__ import annotations

import hashlib
import json
import re
from dataclasses import asdict
from typing import TYPE_CHECKING

from incidents.errors import LibraryError
from incidents.files import write_atomically
from incidents.library.stored import VersionAbout
from incidents.library.typed_json import read_json
from incidents.readers.raw import Container

if TYPE_CHECKING:
    from pathlib import Path

ABOUT_FILE = "import.json"
REPORT_FILE = "report.json"
REJECTED_FILE = "rejected.csv"
_VERSION = re.compile(r"[0-9a-f]{12}")
# None ends in .parquet: files of that name are tables, and these never are.
_ORIGINALS = {
    Container.DELIMITED: "original.csv",
    Container.XLSX: "original.xlsx",
    Container.GEOJSON: "original.geojson",
    Container.GEOPACKAGE: "original.gpkg",
    Container.SHAPEFILE: "original.shp.zip",
    Container.KML: "original.kml",
    Container.GEOPARQUET: "original.geoparquet",
    Container.BUNDLE: "original.zip",
}


def original_file(container: Container) -> str:
    """Return what the original file is called in a version's folder, whatever its own name."""
    return _ORIGINALS[container]


def version_id(sha256: str, mapping_json: str, format: str, reader_version: int) -> str:  # noqa: A002 (the field's own name)
    """Return the id of a version: equal bytes, read the same way, give the same tables."""
    told = json.dumps([sha256, mapping_json, str(format), reader_version])
    return hashlib.sha256(told.encode()).hexdigest()[:12]


def is_version(text: str) -> bool:
    """Return whether a text is an id as `version_id` gives it, and so fit for a folder's name."""
    return _VERSION.fullmatch(text) is not None


def write_about(folder: Path, about: VersionAbout) -> None:
    """Write `import.json` to a version's folder.

    Raises:
        OSError: It cannot be written.
    """
    text = json.dumps(asdict(about), ensure_ascii=False, indent=1) + "\n"
    write_atomically(folder / ABOUT_FILE, [text.encode()])


def read_about(folder: Path) -> VersionAbout:
    """Return what a version's folder says of how it came in.

    The card is the one of the import; what a person corrected since stands in `dataset.json`, and
    `Library.get` gives it.

    Raises:
        LibraryError: The file is missing, or says something else.
    """
    path = folder / ABOUT_FILE
    try:
        return read_json(VersionAbout, path.read_text(encoding="utf-8"))
    except OSError as error:
        raise LibraryError(path, error.strerror or str(error)) from error
    except ValueError as error:
        raise LibraryError(path, f"{error}; restore it, or import the file again") from error
