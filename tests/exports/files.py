"""Downloads written to files, for programs that did not write them."""

from __future__ import annotations

import shapely

from incidents.exports.downloads import FileKind, build_download
from incidents.exports.drawing import Drawing, DrawnArea
from incidents.maps.styles import KINDS
from tests.exports.conftest import ACCESSED, EVERYTHING

SQUARE = shapely.box(43, 32, 45, 34)
DRAWING = Drawing(KINDS, lambda _: DrawnArea("A square", shapely.to_wkb(SQUARE), SQUARE.bounds))


def build(dataset, kind, chosen=EVERYTHING, **more):
    """Return a download's bytes."""
    asked = {"accessed": ACCESSED, "drawing": DRAWING} | more
    return b"".join(build_download(dataset, chosen, FileKind(kind), **asked).chunks)


def write(folder, dataset, kind, chosen=EVERYTHING, **more):
    """Write a download into a folder and return its path."""
    path = folder / f"download.{kind}"
    path.write_bytes(build(dataset, kind, chosen, **more))
    return path
