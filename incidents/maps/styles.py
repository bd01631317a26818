"""The one definition of how incidents look: colours, shapes, sizes, base colours, scale.

Map, timeline, table and legend read it from here, in Python or (`browser_styles`) as JSON.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass
from enum import StrEnum

from incidents.model.vocabularies import EventType


class Shape(StrEnum):
    """The outlines of marks; each is drawn with the same area for the same toll."""

    CIRCLE = "circle"
    SQUARE = "square"
    DIAMOND = "diamond"
    TRIANGLE = "triangle"
    INVERTED_TRIANGLE = "inverted-triangle"
    RING = "ring"
    CROSS = "cross"


@dataclass(frozen=True)
class KindStyle:
    """How one event type is drawn."""

    event_type: str
    label: str
    """The words of the legend, in sentence case."""
    colour: str
    shape: Shape
    edge_light: str
    """Outline on the light base: the colour, darkened until it can be told from land."""
    edge_dark: str
    """Outline on the dark base."""


@dataclass(frozen=True)
class Theme:
    """Base colours of a theme; none of them is used for data."""

    land: str
    water: str
    border: str
    label: str
    """Place names on the map."""
    paper: str
    """Panels, chips and the inside of clusters."""
    ink: str
    muted: str
    """Secondary words; still 4.5:1 on paper."""
    line: str
    accent: str
    """Links, focus and the halo of the selected incident."""
    warning: str
    """Words of failures and cautions; not red."""


@dataclass(frozen=True)
class MarkSizes:
    """Radii in CSS pixels; a mark's area grows by the same step for each person killed."""

    least: float = 5.5
    """Radius at no deaths."""
    area_step: float = 13.0
    """Added to the squared radius for each death."""
    most: float = 34.0
    """No mark is larger."""
    not_reported: float = 6.5
    """Radius of the hollow mark; it stands for no figure at all."""


LIGHT = Theme(
    land="#f7f5f2",
    water="#e3e8ec",
    border="#c9c5be",
    label="#5f6368",
    paper="#ffffff",
    ink="#1f2328",
    muted="#5b626a",
    line="#e2dfda",
    accent="#1f5fa8",
    warning="#7a4a00",
)
DARK = Theme(
    land="#1c1f24",
    water="#14171b",
    border="#3a3f47",
    label="#a3a9b1",
    paper="#16191e",
    ink="#e8eaed",
    muted="#a7adb5",
    line="#2e333a",
    accent="#8ab8f0",
    warning="#e8b668",
)
SIZES = MarkSizes()

CIVIDIS = ("#00224e", "#35456c", "#666970", "#948e77", "#c8b866", "#fee838")
"""Six even stops of cividis, dark to bright; much is bright on the dark base, dark on the light."""

SRGB_TOE = 0.04045
"""Below this, sRGB (IEC 61966-2-1) is linear."""
MARK_CONTRAST = 3.0
"""What WCAG 2.2 asks of graphics (1.4.11)."""


def relative_luminance(colour: str) -> float:
    """Return WCAG's relative luminance (0 to 1) of a `#rrggbb` colour."""
    red, green, blue = (_linear(int(colour[start : start + 2], 16)) for start in (1, 3, 5))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    """Return WCAG's contrast ratio (1 to 21) of two `#rrggbb` colours."""
    darker, lighter = sorted((relative_luminance(one), relative_luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


def _linear(channel: int) -> float:
    value = channel / 255
    return value / 12.92 if value <= SRGB_TOE else ((value + 0.055) / 1.055) ** 2.4


def _edge(colour: str, ground: str, towards: int) -> str:
    """Return `colour` mixed with `towards` (0 or 255) just until it stands out from `ground`."""
    channels = [int(colour[start : start + 2], 16) for start in (1, 3, 5)]
    for percent in range(0, 101, 5):
        mixed = [round(channel + (towards - channel) * percent / 100) for channel in channels]
        edge = "#" + "".join(f"{channel:02x}" for channel in mixed)
        if contrast(edge, ground) >= MARK_CONTRAST:
            return edge
    return "#000000" if towards == 0 else "#ffffff"


def _kind(event_type: str, label: str, colour: str, shape: Shape) -> KindStyle:
    edges = _edge(colour, LIGHT.land, 0), _edge(colour, DARK.land, 255)
    return KindStyle(event_type, label, colour, shape, *edges)


# Okabe-Ito, which people with any colour vision can tell apart; https://jfly.uni-koeln.de/color/
KINDS: tuple[KindStyle, ...] = (
    _kind(EventType.EXPLOSIONS, "Explosions and remote violence", "#D55E00", Shape.CIRCLE),
    _kind(EventType.BATTLES, "Battles", "#0072B2", Shape.SQUARE),
    _kind(EventType.VIOLENCE, "Violence against civilians", "#CC79A7", Shape.DIAMOND),
    _kind(EventType.PROTESTS, "Protests", "#009E73", Shape.TRIANGLE),
    _kind(EventType.RIOTS, "Riots", "#E69F00", Shape.INVERTED_TRIANGLE),
    _kind(EventType.STRATEGIC, "Strategic developments", "#56B4E9", Shape.RING),
    _kind(EventType.UNCODED, "Kind not stated", "#7f848b", Shape.CROSS),
)
"""Every event type, in the order of legends and stacks."""

OTHER = _kind("", "Other kinds", "#8a8f96", Shape.CIRCLE)
"""For an event type this version does not know."""


def style_of(event_type: str) -> KindStyle:
    """Return the style of an event type; `OTHER` when it is not one of the vocabulary."""
    return next((kind for kind in KINDS if kind.event_type == event_type), OTHER)


def mark_radius_px(fatalities: int | None) -> float:
    """Return a mark's radius in CSS pixels for a toll; `None` is not reported."""
    if fatalities is None:
        return SIZES.not_reported
    return float(min(SIZES.most, (SIZES.least**2 + SIZES.area_step * fatalities) ** 0.5))


def browser_styles() -> dict[str, object]:
    """Return all of the above as plain JSON values for the browser's scripts."""
    return {
        "kinds": [_plain(kind) for kind in KINDS],
        "other": _plain(OTHER),
        "themes": {"light": asdict(LIGHT), "dark": asdict(DARK)},
        "sizes": asdict(SIZES),
        "scale": list(CIVIDIS),
    }


def _plain(kind: KindStyle) -> dict[str, str]:
    return {name: str(value) for name, value in asdict(kind).items()}
