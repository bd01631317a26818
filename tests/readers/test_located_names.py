"""What UCDP, ACLED and plain tables say of where a name lies."""

from __future__ import annotations

import pytest

from incidents.errors import PlainTableError
from incidents.model.vocabularies import GeoPrecision
from incidents.readers.located_names import LocatedName, find_columns, read_located_names
from incidents.readers.plain_table import read_plain_table

UCDP = "id,where_prec,where_coordinates,adm_1,latitude,longitude,country\n"
ACLED = "event_id_cnty,country,admin1,location,latitude,longitude,geo_precision\n"


def read(tmp_path, text, **chosen):
    path = tmp_path / "t.csv"
    path.write_text(text, encoding="utf-8")
    table = read_plain_table(path)
    return read_located_names(table, find_columns(table, chosen))


def test_ucdp_is_known_by_its_columns_and_its_tag_row_left_out(tmp_path):
    rows = (
        ",,#loc+name,#adm1+name,#geo+lat,#geo+lon,#country+name\n"
        "1,1,Mosul town,Nineveh,36.3,43.1,Iraq\n2,2.0,Rawa town,Anbar,34.4,41.9,Iraq\n"
        "3,4,Anbar province,Anbar,33,42,Iraq\n"
    )
    found = read(tmp_path, UCDP + rows)
    assert [each.name for each in found.names] == ["Mosul town", "Rawa town"]
    expected = LocatedName("Mosul town", "Nineveh", "Iraq", 36.3, 43.1, GeoPrecision.CITY)
    assert found.names[0] == expected
    assert found.left_out == {"without a name": 1, "known only to an area": 1}


def test_acled_teaches_only_exact_places(tmp_path):
    rows = "A,Iraq,Nineveh,Mosul,36.3,43.1,1\nB,Iraq,Nineveh,Sinjar,36.3,41.8,2\n"
    found = read(tmp_path, ACLED + rows)
    assert [each.name for each in found.names] == ["Mosul"]


def test_plain_columns_may_be_named(tmp_path):
    text = "village;lat;lon\nTall Test;36.1;42.2\n"
    found = read(tmp_path, text, name="village", latitude="lat", longitude="lon")
    assert found.names == [LocatedName("Tall Test", "", "", 36.1, 42.2, GeoPrecision.CITY)]


@pytest.mark.parametrize(
    "row", ["Tall,,", "Tall,x,1", "Tall,91,1", "Tall,1,181", "Tall,0,0", "Tall,nan,1", "Tall,inf,1"]
)
def test_what_is_no_point_teaches_nothing(tmp_path, row):
    found = read(tmp_path, f"name,latitude,longitude\n{row}\n")
    assert found.names == []
    assert found.left_out == {"without coordinates": 1}


@pytest.mark.parametrize(
    ("header", "chosen", "words"),
    [
        ("a,b", {}, "no column 'of names'"),
        ("name,lat", {}, "no column 'latitude'"),
        ("name,latitude,longitude", {"admin1": "province"}, "no column 'province'"),
    ],
)
def test_a_column_that_is_needed_and_missing_is_said(tmp_path, header, chosen, words):
    with pytest.raises(PlainTableError, match=words):
        read(tmp_path, f"{header}\n", **chosen)


def test_read_and_left_out_add_up(tmp_path):
    found = read(tmp_path, "name,latitude,longitude\nA,1,1\n,1,1\nB,,\n#x,1,1\nC,2,2\n")
    assert len(found.names) + sum(found.left_out.values()) == 5
