import json
import re

import pytest

from incidents.maps.folium_map import LatLon, build_base_map
from incidents.maps.places_map import Drawing, build_answer_layer


@pytest.mark.parametrize("exact", [True, False])
def test_the_browser_is_told_whether_a_point_is_the_place_itself(exact):
    drawing = Drawing(LatLon(33.0, 44.0), 15_000, [], exact, [None, LatLon(31.0, 46.0)])
    base = build_base_map()
    build_answer_layer(drawing).add_to(base)
    script = base.get_root().render()
    told = json.loads(re.search(r"atlas\.place\(\w+, (\{.*\})\);", script)[1])
    assert told["exact"] is exact
    assert told["point"] == [33.0, 44.0]
    assert told["others"] == [None, [31.0, 46.0]]
