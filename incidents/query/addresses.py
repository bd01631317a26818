"""Squares of the world: the tiles of a Web map, and the cells they are divided into."""

from __future__ import annotations

from typing import NamedTuple

from incidents.errors import TileError
from incidents.model.mercator import MAX_ZOOM, WORLD_BITS


class TileAddress(NamedTuple):
    """A square of the world: zoom, column from the west, row from the north."""

    zoom: int
    column: int
    row: int

    @property
    def size(self) -> int:
        """Width and height in world units."""
        return 1 << (WORLD_BITS - self.zoom)

    @property
    def west(self) -> int:
        """The least x, in world units."""
        return self.column * self.size

    @property
    def north(self) -> int:
        """The least y, in world units."""
        return self.row * self.size

    def part(self, levels: int, column: int, row: int) -> TileAddress:
        """Return one of the 4^`levels` squares inside, counted from the north-west."""
        return TileAddress(
            self.zoom + levels, (self.column << levels) + column, (self.row << levels) + row
        )

    def __str__(self) -> str:
        return f"{self.zoom}/{self.column}/{self.row}"


def check_address(zoom: int, column: int, row: int, deepest: int = MAX_ZOOM) -> TileAddress:
    """Return the address of a tile, or of a square as deep as `deepest`.

    Raises:
        TileError: It lies outside the world.
    """
    side = 1 << zoom if 0 <= zoom <= deepest else 0
    if not (0 <= column < side and 0 <= row < side):
        raise TileError(zoom, column, row)
    return TileAddress(zoom, column, row)
