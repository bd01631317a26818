"""Layer styles for QGIS, as it keeps them in a GeoPackage: kinds in the colours of the page."""

from __future__ import annotations

from typing import TYPE_CHECKING

from incidents.exports.markup import escape

if TYPE_CHECKING:
    from collections.abc import Iterable

    from incidents.exports.drawing import DrawnKind

# Our shapes by the names that QGIS has for them, and how far each is turned.
_SHAPES = {
    "circle": ("circle", "0"),
    "square": ("square", "0"),
    "diamond": ("diamond", "0"),
    "triangle": ("triangle", "0"),
    "inverted-triangle": ("triangle", "180"),
    "ring": ("circle", "0"),
    "cross": ("cross_fill", "45"),
}
_HOLLOW = "ring"
_HEAD = "<!DOCTYPE qgis PUBLIC 'http://mrcc.com/qgis.dtd' 'SYSTEM'>\n"
_MARK_MM = "2.6"


def style_incidents(kinds: Iterable[DrawnKind]) -> str:
    """Return a QML style that shows each event type by colour and shape."""
    drawn = list(kinds)
    categories = "".join(
        f'<category render="true" symbol="{number}" value="{escape(kind.event_type)}" '
        f'label="{escape(kind.label)}"/>'
        for number, kind in enumerate(drawn)
    )
    symbols = "".join(_mark(number, kind) for number, kind in enumerate(drawn))
    return _document(
        '<renderer-v2 type="categorizedSymbol" attr="event_type" symbollevels="0" '
        f'forceraster="0" enableorderby="0"><categories>{categories}</categories>'
        f"<symbols>{symbols}</symbols></renderer-v2>"
    )


def style_areas() -> str:
    """Return a QML style that outlines areas and leaves what lies below visible."""
    options = {
        "color": "0,0,0,0",
        "style": "no",
        "outline_color": "120,120,120,255",
        "outline_style": "solid",
        "outline_width": "0.3",
        "outline_width_unit": "MM",
    }
    symbol = _symbol(0, "fill", "SimpleFill", options)
    return _document(
        '<renderer-v2 type="singleSymbol" symbollevels="0" forceraster="0" enableorderby="0">'
        f"<symbols>{symbol}</symbols></renderer-v2>"
    )


def _mark(number: int, kind: DrawnKind) -> str:
    shape, angle = _SHAPES.get(kind.shape, _SHAPES["circle"])
    hollow = kind.shape == _HOLLOW
    options = {
        "name": shape,
        "angle": angle,
        "color": _rgba(kind.colour, 0 if hollow else 255),
        "outline_color": _rgba(kind.colour if hollow else kind.edge_light, 255),
        "outline_style": "solid",
        "outline_width": "0.7" if hollow else "0.2",
        "outline_width_unit": "MM",
        "size": _MARK_MM,
        "size_unit": "MM",
    }
    return _symbol(number, "marker", "SimpleMarker", options)


def _symbol(number: int, kind: str, layer: str, options: dict[str, str]) -> str:
    told = "".join(
        f'<Option type="QString" name="{name}" value="{escape(value)}"/>'
        for name, value in options.items()
    )
    return (
        f'<symbol type="{kind}" name="{number}" alpha="1" clip_to_extent="1" force_rhr="0">'
        f'<layer class="{layer}" enabled="1" locked="0" pass="0">'
        f'<Option type="Map">{told}</Option></layer></symbol>'
    )


def _rgba(colour: str, opacity: int) -> str:
    red, green, blue = (int(colour[start : start + 2], 16) for start in (1, 3, 5))
    return f"{red},{green},{blue},{opacity}"


def _document(renderer: str) -> str:
    return f'{_HEAD}<qgis version="3.28.0" styleCategories="Symbology">{renderer}</qgis>\n'
