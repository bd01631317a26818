"""The index of named places on disk."""

from __future__ import annotations

import pytest

from incidents.errors import GazetteerError
from incidents.places.index import build_index, load_index, memory_index
from incidents.places.keys import name_of
from incidents.places.layers import layer_of_rows
from incidents.places.matching import Matcher


def row(name: str, **fields):
    given = {
        "place_id": name, "name": name, "spellings": [], "kind": "town", "country": "IRQ",
        "admin1": "IQ-BG", "latitude": 33.0, "longitude": 44.0, "geo_precision": "city",
    }  # fmt: skip
    return given | fields


@pytest.fixture
def layer():
    rows = [row("Rashad", spellings=["الرشاد"]), row("Taji"), row("Homs", country="SYR")]
    return layer_of_rows("test", "Test", "none", rows)


def quiet(_step: str, _share: float) -> None:
    pass


def test_an_index_reads_back_what_was_written(tmp_path, layer):
    written = build_index([layer], tmp_path / "index", quiet)
    read = load_index(tmp_path / "index")
    assert len(read) == len(written) == 3
    [found] = Matcher(read).find("al-Rashad")
    assert read.texts["name"][found.place] == "Rashad"
    assert [info.credit for info in read.layers] == ["Test"]


def test_building_tells_how_far_it_is(tmp_path, layer):
    told = []
    build_index([layer], tmp_path / "index", lambda step, share: told.append((step, share)))
    assert told[-1] == ("ready", 1.0)
    assert all(0 <= share <= 1 for _, share in told)


def test_building_again_replaces_the_whole(tmp_path, layer):
    build_index([layer], tmp_path / "index", quiet)
    build_index([layer_of_rows("other", "", "", [row("Kut")])], tmp_path / "index", quiet)
    assert len(load_index(tmp_path / "index")) == 1
    assert [path.name for path in tmp_path.iterdir()] == ["index"]


def test_a_missing_or_damaged_index_is_refused(tmp_path, layer):
    with pytest.raises(GazetteerError):
        load_index(tmp_path / "nothing")
    build_index([layer], tmp_path / "index", quiet)
    (tmp_path / "index" / "owner.npy").write_bytes(b"")
    with pytest.raises(GazetteerError):
        load_index(tmp_path / "index")


def test_a_country_narrows_the_search(layer):
    index = memory_index([layer])
    matcher = Matcher(index)
    assert matcher.find("Homs", index.countries.index("SYR"))
    assert not matcher.find("Homs", index.countries.index("IRQ"))


def test_a_slip_of_the_pen_is_forgiven_within_a_country_only():
    index = memory_index([layer_of_rows("test", "", "", [row("Muqdadiyah")])])
    assert [one.level for one in Matcher(index).find("Muqdatiya", 0)] == ["similar"]
    assert not Matcher(index).find("Muqdatiya")


@pytest.mark.parametrize(
    ("other", "common"),
    [(row("Choman", country="SYR"), True), (row("Al-Choman", country="SYR"), True),
     (row("Shumen", country="BGR"), False),
     (row("Zwingenberg", country="DEU", spellings=["Choman"]), False)],
    ids=["the same", "with an article", "only sounds like it", "only an alternate of another"],
)  # fmt: skip
def test_a_name_is_common_where_others_are_usually_spelt_so(other, common):
    index = memory_index([layer_of_rows("geonames", "", "", [row("Choman"), other])])
    assert Matcher(index).is_common("Choman", name_of("Choman"), "exact") is common


def test_a_name_known_by_its_sound_is_common_where_others_sound_so():
    rows = [row("Choman"), row("Shumen", country="BGR")]
    index = memory_index([layer_of_rows("geonames", "", "", rows)])
    assert Matcher(index).is_common("Chuman", name_of("Chuman"), "sound")
