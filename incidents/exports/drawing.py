"""What files for maps need besides the tables: how kinds look, and the shapes of areas.

Both come from the caller. The one definition of colours is that of the page, and the shapes are
those of the installation's places; a second copy of either would drift.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence


class DrawnKind(Protocol):
    """How one event type is drawn; `incidents.maps.styles.KindStyle` is one."""

    @property
    def event_type(self) -> str: ...  # noqa: D102 (named as in the style)
    @property
    def label(self) -> str: ...  # noqa: D102
    @property
    def colour(self) -> str: ...  # noqa: D102
    @property
    def shape(self) -> str: ...  # noqa: D102
    @property
    def edge_light(self) -> str: ...  # noqa: D102


@dataclass(frozen=True)
class DrawnArea:
    """The shape of an admin-1 area, in degrees."""

    name: str
    wkb: bytes
    """Well-known binary."""
    bounds: tuple[float, float, float, float]
    """(west, south, east, north)."""


def _no_area(_: str) -> DrawnArea | None:
    return None


@dataclass(frozen=True)
class Drawing:
    """How incidents and areas are drawn."""

    kinds: Sequence[DrawnKind] = ()
    """Every event type, in the order of legends."""
    find_area: Callable[[str], DrawnArea | None] = _no_area
    """Gives the area of an `area_id`, or None where its limits are not known."""


PLAIN = Drawing()
"""Without colours and shapes."""
