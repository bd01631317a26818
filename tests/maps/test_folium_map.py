"""The base map is constant, contacts nobody, and no text becomes template or script."""

from __future__ import annotations

import json
import os
import re
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import unquote_plus

import pytest
from hypothesis import given
from hypothesis import strategies as st

import streamlit_folium

from incidents.maps.folium_map import Base, build_base_map, build_incident_layer, encode_query
from incidents.query.filters import BoundingBox
from tests.hostile import HOSTILE

if TYPE_CHECKING:
    import folium

SNAPSHOTS = Path(__file__).parent / "snapshots"
TOKENS = st.sampled_from(
    ["{{", "}}", "{%", "%}", "{#", "#}", "7*7", "${", "`", "'", '"', "\\", "</script>", "_", "\n",
     "\u2028", "map_", "%7B", "&", "=", "type=Riots", "ب"]
)  # fmt: skip
TEXTS = st.one_of(st.text(), st.lists(TOKENS, max_size=8).map("".join))


def normalise_ids(text: str) -> str:
    """Each 32-hex id becomes id0, id1, … in order of appearance."""
    seen: dict[str, str] = {}
    return re.sub(
        r"(?<=_)[0-9a-f]{32}", lambda m: seen.setdefault(m.group(), f"id{len(seen)}"), text
    )


def render(layer: folium.FeatureGroup | None = None) -> str:
    base = build_base_map()
    if layer is not None:
        layer.add_to(base)
    return base.get_root().render()


def layer_script(query: str, **options: object) -> str:
    """What st_folium evaluates in the browser."""
    return streamlit_folium._get_feature_group_string(  # noqa: SLF001
        build_incident_layer(query, **options), build_base_map()
    )


def without(query: str, script: str) -> str:
    """The script as it were with an empty query."""
    written = encode_query(query).replace("&", "\\u0026")
    assert f'"query": "{written}"' in script
    return script.replace(f'"query": "{written}"', '"query": ""')


def told(script: str) -> dict[str, object]:
    """The one value the script hands to the browser's code."""
    found = re.search(r"atlas\.show\(map_div, (\{.*\})\);\n", script)
    assert found
    return json.loads(found[1])


def test_the_base_map_is_the_same_every_time_but_for_its_ids():
    assert normalise_ids(render()) == normalise_ids(render())


def test_st_folium_sees_the_same_map_whatever_the_filter():
    assert streamlit_folium._get_map_string(build_base_map()) == (  # noqa: SLF001
        streamlit_folium._get_map_string(build_base_map())  # noqa: SLF001
    )


def test_the_page_is_as_reviewed():
    """With UPDATE_SNAPSHOTS=1 the page is written anew, to be reviewed as a change."""
    page = normalise_ids(render(build_incident_layer("from=2021-01-01&type=Riots")))
    page = "\n".join(line.rstrip() for line in page.splitlines() if line.strip()) + "\n"
    snapshot = SNAPSHOTS / "map.html"
    if os.environ.get("UPDATE_SNAPSHOTS"):
        snapshot.parent.mkdir(exist_ok=True)
        snapshot.write_text(page, encoding="utf-8")
    assert page == snapshot.read_text(encoding="utf-8")


def test_scripts_and_styles_come_from_this_server():
    page = render(build_incident_layer(""))
    links = re.findall(r'(?:src|href)="([^"]+)"', page)
    assert links
    assert all(link.startswith("/api/browser/") for link in links)


def test_without_public_tiles_no_other_host_is_named():
    script = layer_script("", base=Base.OSM, public_tiles=False)
    assert "://" not in script
    assert told(script)["base"] == "drawn"


def test_public_tiles_come_with_their_credit_and_are_not_chosen_by_default():
    script = told(layer_script(""))
    assert script["base"] == "drawn"
    assert "OpenStreetMap" in str(script["tiles"]["attribution"])


def test_the_map_is_told_where_to_open_only_where_that_is_not_iraq():
    assert "bounds" not in told(layer_script(""))["start"]
    script = told(layer_script("", extent=BoundingBox(36.8, -1.3, 41.9, 3.9)))
    assert script["start"]["bounds"] == [36.8, -1.3, 41.9, 3.9]


def test_the_query_arrives_as_it_was():
    query = "q=%D8%A8%D8%BA%D8%AF%D8%A7%D8%AF&type=Explosions/Remote+violence&bbox=38.5,29,49,37.5"
    assert told(layer_script(query))["query"] == query


@given(TEXTS)
def test_an_encoded_query_holds_no_character_that_a_script_or_a_template_could_use(query):
    assert re.fullmatch(r"[A-Za-z0-9.~%&=+,:/-]*", encode_query(query))


@given(st.text(st.characters(exclude_categories=["Cs"], exclude_characters="%+")))
def test_encoding_loses_nothing(query):
    assert unquote_plus(encode_query(query)) == query


@given(TEXTS)
def test_a_hostile_query_changes_nothing_but_the_query(query):
    script = layer_script(query)
    assert told(script)["query"] == encode_query(query)
    assert without(query, script) == layer_script("")


@pytest.mark.parametrize("text", HOSTILE)
def test_a_hostile_string_is_never_evaluated_by_the_server(text):
    page = normalise_ids(render(build_incident_layer(text)))
    blank = normalise_ids(render(build_incident_layer("")))
    assert without(text, page) == blank
