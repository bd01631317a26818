"""The page that tries a name: what was understood, on the map and in words."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

import streamlit as st

import shapely

from incidents.library.countries import load_country_names
from incidents.library.gazetteers import open_search
from incidents.library.reviews import ReviewList
from incidents.maps.folium_map import LatLon
from incidents.maps.places_map import Drawing
from incidents.model.vocabularies import LOCATED_PRECISIONS
from incidents.places.answers import Status
from incidents.places.surroundings import Context
from incidents.ui.doc import node, render_doc
from incidents.ui.map_view import render_answer_map
from incidents.ui.mounting import send
from incidents.ui.place_nodes import describe_answer, describe_candidates

if TYPE_CHECKING:
    from shapely.geometry.base import BaseGeometry

    from incidents.maps.places_map import Ring
    from incidents.places.answers import Answer
    from incidents.settings import Settings

_NAME, _COUNTRY, _ADMIN1 = "try_name", "try_country", "try_admin1"
_PICKED = "atlas_place_candidates"
LONGEST_NAME = 500
_SIMPLER_DEGREES = 0.005
_NOTE = (
    "Names are looked up on this server, in Arabic, Kurdish or Latin letters. Nothing is sent "
    "anywhere."
)


def render_places(settings: Settings) -> None:
    """Draw the fields, the answer to what stands in them, and its map."""
    st.title("Places", anchor=False)
    render_doc([node("p", _NOTE, class_="quiet", testid="places-page")], key="atlas_places_note")
    name, context = _ask(settings)
    if not name:
        return
    answer = _search(settings, name, context)
    told, drawn = st.columns([1, 1.15], gap="large")
    with told:
        render_doc(describe_answer(answer), key="atlas_place_answer")
    with drawn:
        _draw(answer)
    if answer.alternatives:
        _offer(settings, answer, context)


def _ask(settings: Settings) -> tuple[str, Context]:
    countries = load_country_names(settings.areas)
    where = st.columns([2, 1, 1])
    with where[0]:
        name = st.text_input(
            "A place as somebody wrote it", key=_NAME, max_chars=LONGEST_NAME,
            placeholder="highway near Nasiriyah · مدينة الصدر · Hewlêr",
        )  # fmt: skip
    with where[1]:
        country = st.selectbox(
            "Country", ["", *countries], key=_COUNTRY,
            format_func=lambda code: countries.get(code, "Any"),
        )  # fmt: skip
    with where[2]:
        admin1 = st.text_input("Governorate, if known", key=_ADMIN1, max_chars=LONGEST_NAME)
    return (name or "").strip(), Context(country or "", (admin1 or "").strip())


def _search(settings: Settings, name: str, context: Context) -> Answer:
    with st.spinner("Looking it up. The first time, an index is built, which takes a minute."):
        return open_search(settings).search(name, context)


def _draw(answer: Answer) -> None:
    point = None
    if answer.latitude is not None and answer.longitude is not None:
        point = LatLon(answer.latitude, answer.longitude)
    others = [
        LatLon(each.latitude, each.longitude) if each.geo_precision in LOCATED_PRECISIONS else None
        for each in answer.alternatives
    ]
    area = _polygons(answer.area.geometry) if answer.area else []
    exact = answer.geo_precision in LOCATED_PRECISIONS
    render_answer_map(Drawing(point, answer.radius_m or 0, area, exact, others))


def _polygons(geometry: BaseGeometry) -> list[list[Ring]]:
    simple = shapely.simplify(geometry, _SIMPLER_DEGREES)
    return [
        [
            [LatLon(latitude, longitude) for longitude, latitude in ring.coords]
            for ring in (part.exterior, *part.interiors)
        ]
        for part in shapely.get_parts(simple)
        if part.geom_type == "Polygon"
    ]


def _offer(settings: Settings, answer: Answer, context: Context) -> None:
    heads = "It could mean" if answer.status is Status.AMBIGUOUS else "It could also mean"

    def take() -> None:
        sent = send(_PICKED, "pick")
        if not isinstance(sent, dict):
            return
        chosen = answer.alternatives[int(sent["number"]) - 1]
        ReviewList(settings.home).decide(context, answer, chosen, datetime.now(tz=UTC).date())

    render_doc(
        [node("h2", heads), describe_candidates(answer.alternatives, {})],
        key=_PICKED,
        on_pick=take,
    )
