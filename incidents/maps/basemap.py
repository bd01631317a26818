"""The base map: land, borders and names as small JSON tiles, drawn from bundled data offline."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING, Any

import numpy as np

import geopandas as gpd
import shapely

from incidents.errors import AreasError, TileError
from incidents.maps.basemap_labels import LabelIndex, load_labels
from incidents.model.mercator import MAX_ZOOM

if TYPE_CHECKING:
    from pathlib import Path

    from numpy.typing import NDArray

EXTENT = 1024
"""Pixels along a tile's side; four to a screen pixel, so that lines stay smooth at 2x."""
MARGIN = 24
"""How far shapes reach past the tile, so that clipped edges are never seen."""
TOLERANCE = 1.5
"""How far, in tile pixels, a simplified line may stray: under half a screen pixel."""
WORLD_EDGE = 20037508.342789244
LINES = ("country", "contested", "admin1")
CACHED_TILES = 1024


@dataclass(frozen=True)
class _Shapes:
    """The shapes of one kind at one level of detail, in Web Mercator metres."""

    geometries: NDArray[np.object_]
    first_zooms: NDArray[np.int8]
    tree: shapely.STRtree

    def clip(self, window: tuple[float, float, float, float], zoom: int) -> NDArray[np.object_]:
        """Return the parts of the shapes shown at a zoom that lie in a window."""
        hits = np.sort(self.tree.query(shapely.box(*window)))
        hits = hits[self.first_zooms[hits] <= zoom]
        clipped = shapely.clip_by_rect(self.geometries[hits], *window)
        parts: NDArray[np.object_] = shapely.get_parts(clipped)
        return parts


class Basemap:
    """Draws tiles of the bundled areas and names; reads them at the first tile asked for."""

    def __init__(self, areas: Path, places: Path) -> None:
        """Remember where the data lies.

        Args:
            areas: The folder with basemap.parquet, countries.csv and the admin-1 areas.
            places: The folder with places.csv.
        """
        self._areas = areas
        self._places = places
        self._cached = lru_cache(maxsize=CACHED_TILES)(self._draw)

    def tile(self, z: int, x: int, y: int) -> dict[str, Any]:
        """Return one tile; shared with the cache, so not to be changed.

        Returns:
            `extent`, then lists of flat paths `[x, y, dx, dy, …]` in tile pixels: `land` (rings,
            holes by even-odd), `country`, `contested` and `admin1` (lines); and `labels`.

        Raises:
            TileError: There is no such tile.
        """
        if not (0 <= z <= MAX_ZOOM and 0 <= x < 1 << z and 0 <= y < 1 << z):
            raise TileError(z, x, y)
        return self._cached(z, x, y)

    def _draw(self, z: int, x: int, y: int) -> dict[str, Any]:
        level = min(level for level, _ in self._shapes if level >= z)
        size = 2 * WORLD_EDGE / (1 << z)
        corner = (x * size - WORLD_EDGE, WORLD_EDGE - y * size)
        margin = size * MARGIN / EXTENT
        west, north = corner
        window = (west - margin, north - size - margin, west + size + margin, north + margin)
        tile: dict[str, Any] = {"extent": EXTENT}
        for kind in ("land", *LINES):
            parts = self._shapes[level, kind].clip(window, z)
            tile[kind] = _encode(parts, corner, EXTENT / size)
        tile["labels"] = self._labels.in_tile(z, x, y)
        return tile

    @cached_property
    def _labels(self) -> LabelIndex:
        return load_labels(self._areas, self._places)

    @cached_property
    def _shapes(self) -> dict[tuple[int, str], _Shapes]:
        path = self._areas / "basemap.parquet"
        try:
            frame = gpd.read_parquet(path)
        except (OSError, ValueError) as error:
            raise AreasError(path, str(error)) from error
        levels, kinds = frame["level"].to_numpy(), frame["kind"].to_numpy()
        geometries, zooms = frame.geometry.to_numpy(), frame["first_zoom"].to_numpy()
        shapes = {}
        for level in np.unique(levels).tolist():
            for kind in ("land", *LINES):
                rows = (levels == level) & (kinds == kind)
                tree = shapely.STRtree(geometries[rows])
                shapes[level, kind] = _Shapes(geometries[rows], zooms[rows], tree)
        return shapes


def _encode(
    shapes: NDArray[np.object_], corner: tuple[float, float], scale: float
) -> list[list[int]]:
    """Return shapes as paths of whole tile pixels, each point told from the one before."""
    if not len(shapes):
        return []
    west, north = corner
    pixels = shapely.transform(shapes, lambda xy: (xy - (west, north)) * (scale, -scale))
    simple = shapely.get_parts(shapely.simplify(pixels, TOLERANCE, preserve_topology=False))
    closed = shapely.get_type_id(simple) == shapely.GeometryType.POLYGON
    paths = [*shapely.get_rings(simple[closed]), *simple[~closed]]
    return [path for shape in paths if (path := _deltas(shape))]


def _deltas(shape: shapely.Geometry) -> list[int]:
    points = np.rint(shapely.get_coordinates(shape)).astype(int)
    steps = np.diff(points, axis=0)
    steps = steps[steps.any(axis=1)]
    if not len(steps):
        return []
    path: list[int] = np.vstack([points[:1], steps]).ravel().tolist()
    return path
