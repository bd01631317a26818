"""A user's own places: what is read, what is rejected, and what must do no harm."""

from __future__ import annotations

import json

import pytest

from incidents.errors import PlainTableError
from incidents.readers import gazetteer_geojson, geonames_dump
from incidents.readers.gazetteer_files import find_columns, read_gazetteer_file

KEYS = {
    "place_id", "name", "name_ar", "spellings", "kind", "country", "admin1", "latitude",
    "longitude", "geo_precision", "radius_m", "population", "source",
}  # fmt: skip


def dump_line(geonameid: int = 1, name: str = "Testabad", **cells: str) -> str:
    given = {
        "asciiname": name, "alternates": "", "latitude": "33.5", "longitude": "44.25",
        "class": "P", "code": "PPL", "country": "IQ", "population": "1200",
    } | cells  # fmt: skip
    return "\t".join(
        [
            str(geonameid), name, given["asciiname"], given["alternates"], given["latitude"],
            given["longitude"], given["class"], given["code"], given["country"], "", "07", "", "",
            "", given["population"], "", "34", "Asia/Baghdad", "2020-01-01",
        ]
    )  # fmt: skip


def write(folder, text: str | bytes, name: str = "places.csv"):
    file = folder / name
    file.write_bytes(text if isinstance(text, bytes) else text.encode())
    return file


def feature(name: str | None = "Testabad", geometry: object = None, **properties) -> dict:
    point = {"type": "Point", "coordinates": [44.25, 33.5]}
    return {
        "type": "Feature",
        "geometry": point if geometry is None else geometry,
        "properties": {"name": name} | properties,
    }


def write_features(folder, *features: object, **members):
    tree = {"type": "FeatureCollection", "features": list(features)} | members
    return write(folder, json.dumps(tree), "places.geojson")


def reasons(found) -> list[str]:
    return [reason for _, reason in found.rejected]


# Country dumps


def test_a_country_dump_is_read_whatever_it_is_called(tmp_path):
    line = dump_line(7, "Tall Test", alternates="Tel Test,تل تست", population="12")
    for name in ("IQ.txt", "places.csv", "noname"):
        [row] = read_gazetteer_file(write(tmp_path, line + "\n", name)).rows
        assert row.keys() == KEYS
        assert (row["place_id"], row["name"], row["country"]) == ("7", "Tall Test", "IRQ")
        assert (row["latitude"], row["longitude"], row["population"]) == (33.5, 44.25, 12)
        assert row["spellings"] == ["Tel Test", "تل تست"]


def test_a_country_dump_carries_its_credit_and_licence(tmp_path):
    found = read_gazetteer_file(write(tmp_path, dump_line(), "IQ.txt"))
    assert (found.credit, found.licence) == ("GeoNames", "CC BY 4.0")
    assert found.rows[0]["source"] == "GeoNames 1"


@pytest.mark.parametrize(
    ("feature_class", "code", "precision", "kind"),
    [
        ("P", "PPL", "city", "town"), ("P", "PPLX", "neighbourhood", "quarter"),
        ("A", "ADM1", "governorate", "governorate"), ("A", "ADM2", "district", "district"),
        ("A", "PCLI", "country", "country"), ("S", "AIRB", "site", "airbase"),
        ("L", "MILB", "site", "base"), ("H", "STM", "district", "river"),
        ("T", "MT", "district", "mountain"), ("R", "RD", "district", "road"),
    ],
)  # fmt: skip
def test_a_feature_is_no_more_exact_than_its_class_allows(
    tmp_path, feature_class, code, precision, kind
):
    line = dump_line(**{"class": feature_class, "code": code})
    [row] = read_gazetteer_file(write(tmp_path, line)).rows
    assert (row["geo_precision"], row["kind"]) == (precision, kind)


def test_every_line_of_a_dump_is_accepted_or_rejected_with_a_reason(tmp_path):
    lines = [
        dump_line(1), dump_line(2, "Ruined", code="PPLQ"), "3\tshort", dump_line(4, "  "),
        dump_line(5, "Far", latitude="99"), dump_line(6, "Odd", **{"class": "?"}),
        dump_line(7), dump_line(8, "Null island", latitude="0", longitude="0.0"),
        dump_line(9, "Elsewhere", country="QQ"), dump_line(10, "Fine"),
    ]  # fmt: skip
    found = read_gazetteer_file(write(tmp_path, "\n".join(lines) + "\n"))
    assert len(found.rows) + len(found.rejected) == len(lines)
    assert found.rejected == [
        (2, "a place that is no more"), (3, "a line of other than 19 columns"),
        (4, "without a name"), (5, "coordinates out of range"), (6, "an unknown feature class"),
        (7, "a place that stands in the file already"), (8, "coordinates 0 and 0"),
        (9, "a country that is no ISO 3166-1 code"),
    ]  # fmt: skip


def test_alternate_names_beside_a_dump_are_taken_up(tmp_path):
    alternates = [
        "11\t1\tar\tتستاباد\t\t\t\t\t\t", "12\t1\tar\tتست آباد\t1\t\t\t\t\t",
        "13\t1\tku\tTestawa\t\t\t\t\t\t", "14\t1\tlink\thttps://example.org\t\t\t\t\t\t",
        "15\t2\ten\tOf another place\t\t\t\t\t\t", "broken", "",
    ]  # fmt: skip
    write(tmp_path, "\n".join(alternates), "alternateNamesV2.txt")
    [row] = read_gazetteer_file(write(tmp_path, dump_line(1), "IQ.txt")).rows
    assert row["name_ar"] == "تست آباد"
    assert set(row["spellings"]) == {"تست آباد", "تستاباد", "Testawa"}


def test_alternate_names_alone_say_what_they_need(tmp_path):
    file = write(tmp_path, "11\t1\tar\tتستاباد\t\t\t\t\t\t\n", "alternateNamesV2.txt")
    with pytest.raises(PlainTableError, match=r"IQ\.txt"):
        read_gazetteer_file(file)


def test_quotation_marks_in_a_dump_are_letters(tmp_path):
    lines = [dump_line(1, 'The "Old'), dump_line(2, "Another")]
    assert len(read_gazetteer_file(write(tmp_path, "\n".join(lines))).rows) == 2


def test_an_endless_line_is_refused(tmp_path, monkeypatch):
    monkeypatch.setattr(geonames_dump, "LONGEST_LINE", 500)
    file = write(tmp_path, dump_line(1) + "\n" + dump_line(2, "x" * 1000))
    with pytest.raises(PlainTableError, match="line 2"):
        read_gazetteer_file(file)


# Tables


@pytest.mark.parametrize(
    "header",
    ["name,latitude,longitude", "Name,Lat,Lon", "PLACE_NAME,Y,X", "Place Name,lat,lng"],
)
def test_the_usual_names_of_columns_are_understood(tmp_path, header):
    [row] = read_gazetteer_file(write(tmp_path, f"{header}\nTestabad,33.5,44.25\n")).rows
    assert (row["name"], row["latitude"], row["longitude"]) == ("Testabad", 33.5, 44.25)
    assert (row["geo_precision"], row["kind"], row["place_id"]) == ("city", "town", "row-1")


@pytest.mark.parametrize("separator", [",", ";", "\t", "|"])
def test_separators_are_recognised(tmp_path, separator):
    lines = [separator.join(cells) for cells in (("name", "lat", "lon"), ("A1", "33", "44"))]
    assert len(read_gazetteer_file(write(tmp_path, "\n".join(lines))).rows) == 1


def test_a_byte_order_mark_and_windows_line_ends_are_taken(tmp_path):
    file = write(tmp_path, "\ufeffname,lat,lon\r\nTestabad,33.5,44.25\r\n")
    assert len(read_gazetteer_file(file).rows) == 1


def test_every_column_of_a_layer_can_be_given(tmp_path):
    text = (
        "place_id,name,name_ar,name_ku,aliases,kind,country,admin1,latitude,longitude,"
        "geo_precision,radius_m,population,source\n"
        "q1,Testabad,تستاباد,تێستاباد,Test Town|Testobod,base,iq,Anbar,33.5,44.25,site,900,70,own\n"
    )
    [row] = read_gazetteer_file(write(tmp_path, text)).rows
    assert row == {
        "place_id": "q1", "name": "Testabad", "name_ar": "تستاباد",
        "spellings": ["Test Town", "Testobod", "تێستاباد"], "kind": "base", "country": "IRQ",
        "admin1": "Anbar", "latitude": 33.5, "longitude": 44.25, "geo_precision": "site",
        "radius_m": 900, "population": 70, "source": "own",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        (",33,44", "without a name"), ("A1,,", "without coordinates"),
        ("A1,33,", "coordinates that are no decimal degrees"),
        ("A1,north,44", "coordinates that are no decimal degrees"),
        ("A1,nan,44", "coordinates that are no decimal degrees"),
        ("A1,inf,44", "coordinates that are no decimal degrees"),
        ("A1,3_3,44", "coordinates that are no decimal degrees"),
        ("A1,33°30'N,44", "coordinates that are no decimal degrees"),
        ("A1,33,181", "coordinates out of range"), ("A1,-91,44", "coordinates out of range"),
        ("A1,0,0", "coordinates 0 and 0"), ("A1,33,44,5", "a row of more cells than the header"),
        ("#name,#lat,#lon", "a row of tags, not of a place"),
        ("A\x00B,33,44", "a name with control characters"),
        ("---,33,44", "a name without a letter or digit"),
        ("A" * 201 + ",33,44", "a name longer than 200 characters"),
    ],
)  # fmt: skip
def test_a_row_that_is_no_place_is_rejected_with_its_reason(tmp_path, row, reason):
    found = read_gazetteer_file(write(tmp_path, f"name,lat,lon\nGood,33,44\n{row}\n"))
    assert [kept["name"] for kept in found.rows] == ["Good"]
    assert found.rejected == [(2, reason)]


@pytest.mark.parametrize(
    ("column", "cell", "reason"),
    [
        ("geo_precision", "roughly", "an unknown geo_precision"),
        ("geo_precision", "none", "an unknown geo_precision"),
        ("radius_m", "-5", "a radius_m that is no length in metres"),
        ("radius_m", "wide", "a radius_m that is no length in metres"),
        ("radius_m", "9e9", "a radius_m that is no length in metres"),
        ("country", "Iraq", "a country that is no ISO 3166-1 code"),
    ],
)
def test_a_column_that_cannot_be_understood_rejects_its_row(tmp_path, column, cell, reason):
    file = write(tmp_path, f"name,lat,lon,{column}\nA1,33,44,{cell}\n")
    assert reasons(read_gazetteer_file(file)) == [reason]


@pytest.mark.parametrize("missing", ["name", "latitude", "longitude"])
def test_a_table_without_name_or_point_names_the_column(tmp_path, missing):
    header = ",".join(name for name in ("name", "latitude", "longitude") if name != missing)
    with pytest.raises(PlainTableError, match=missing):
        read_gazetteer_file(write(tmp_path, header + "\n1,2\n"))


def test_a_formula_stays_text(tmp_path):
    file = write(tmp_path, "name,lat,lon\n=HYPERLINK(1),33,44\n{{7*7}},33,45\n")
    assert [row["name"] for row in read_gazetteer_file(file).rows] == ["=HYPERLINK(1)", "{{7*7}}"]


def test_columns_of_nothing_known_mean_nothing():
    found = find_columns(["colour", "notes"])
    assert not any(found.of_field.values())


# GeoJSON


def test_features_are_read_by_their_properties(tmp_path):
    file = write_features(tmp_path, feature(iso3="IRQ", name_ar="تستاباد", alt_names=["Test"]))
    [row] = read_gazetteer_file(file).rows
    assert row.keys() == KEYS
    assert (row["latitude"], row["longitude"], row["country"]) == (33.5, 44.25, "IRQ")
    assert (row["name_ar"], row["spellings"]) == ("تستاباد", ["Test"])


def test_a_polygon_is_known_to_a_district_only(tmp_path):
    ring = [[44, 33], [45, 33], [45, 34], [44, 34], [44, 33]]
    file = write_features(tmp_path, feature(geometry={"type": "Polygon", "coordinates": [ring]}))
    [row] = read_gazetteer_file(file).rows
    assert row["geo_precision"] == "district"
    assert 33 < row["latitude"] < 34
    assert 44 < row["longitude"] < 45


BAD_GEOMETRIES = [
    "text", {}, {"type": "Point"}, {"type": "Point", "coordinates": []},
    {"type": "Point", "coordinates": ["44", "33"]}, {"type": "Point", "coordinates": [None, 33]},
    {"type": "Point", "coordinates": [True, False]}, {"type": "Point", "coordinates": [999, 33]},
    {"type": "Point", "coordinates": [[44, 33]]}, {"type": "Point", "coordinates": {"a": 1}},
    {"type": "Polygon", "coordinates": [[]]}, {"type": "Polygon", "coordinates": "x"},
    {"type": "Polygon", "coordinates": [[[44, 33]]]}, {"type": "Polygon", "coordinates": None},
    {"type": "Polygon", "coordinates": [[["a", "b"], [1, 2], [3, 4], ["a", "b"]]]},
    {"type": "LineString", "coordinates": [[44, 33], [45]]}, {"type": "Circle", "coordinates": [1]},
    {"type": "MultiPoint", "coordinates": []}, {"type": ["Point"], "coordinates": [44, 33]},
    {"type": "GeometryCollection", "geometries": []},
]  # fmt: skip


@pytest.mark.parametrize("geometry", BAD_GEOMETRIES, ids=json.dumps)
def test_a_bad_geometry_rejects_its_feature_only(tmp_path, geometry):
    file = write_features(tmp_path, feature("Bad", geometry), feature("Good"))
    found = read_gazetteer_file(file)
    assert [row["name"] for row in found.rows] == ["Good"]
    assert [number for number, _ in found.rejected] == [1]


@pytest.mark.parametrize(
    "odd", [None, 5, "text", [], {"type": "Feature"}, feature(None), feature(geometry={})]
)
def test_what_is_no_feature_is_rejected(tmp_path, odd):
    found = read_gazetteer_file(write_features(tmp_path, odd))
    assert (found.rows, len(found.rejected)) == ([], 1)


def test_a_geometry_of_too_many_vertices_is_rejected(tmp_path, monkeypatch):
    monkeypatch.setattr(gazetteer_geojson, "MOST_VERTICES", 3)
    line = {"type": "LineString", "coordinates": [[44, 33 + step / 100] for step in range(10)]}
    assert reasons(read_gazetteer_file(write_features(tmp_path, feature(geometry=line)))) == [
        "a geometry of more than 3 vertices"
    ]


def test_projected_coordinates_are_refused(tmp_path):
    crs = {"type": "name", "properties": {"name": "urn:ogc:def:crs:EPSG::32638"}}
    with pytest.raises(PlainTableError, match="WGS 84"):
        read_gazetteer_file(write_features(tmp_path, feature(), crs=crs))


@pytest.mark.parametrize(
    "text",
    [
        "{", "[1, 2]", '{"type": "Topology"}', '{"type": "FeatureCollection"}',
        '{"type": "FeatureCollection", "features": [NaN]}', "[" * 100_000, '{"a":' * 100_000,
        '{"type": ["Feature"]}',
        '{"type": "FeatureCollection", "features": {}}', "{" + "9" * 5000 + "}",
    ],
    ids=range(10),
)  # fmt: skip
def test_what_is_no_geojson_is_refused(tmp_path, text):
    with pytest.raises(PlainTableError):
        read_gazetteer_file(write(tmp_path, text, "places.geojson"))


# Whole files


@pytest.mark.parametrize(
    "content",
    [
        b"", b"\n\n", b"PK\x03\x04rest", b"SQLite format 3\x00", b"\x00\x00\x27\x0a",
        b"<OGRVRTDataSource><OGRVRTLayer name='x'/></OGRVRTDataSource>", b"PAR1", b"%PDF-1.7",
        "name,lat,lon\nA,33,44\n".encode("utf-16"), "name,lat,lon\nبلد,33,44\n".encode("cp1256"),
        b"\xff\xfe\x00", b"\x00" * 1000, b"name,lat,lon\n" + b"\xc3",
    ],
    ids=range(13),
)  # fmt: skip
def test_a_file_of_another_format_or_encoding_is_refused(tmp_path, content):
    with pytest.raises(PlainTableError):
        read_gazetteer_file(write(tmp_path, content, "places.geojson"))


def test_a_missing_file_and_a_folder_are_refused(tmp_path):
    for path in (tmp_path / "none.csv", tmp_path):
        with pytest.raises(PlainTableError):
            read_gazetteer_file(path)


def test_a_huge_field_is_refused_or_rejected_quickly(tmp_path):
    file = write(tmp_path, 'name,lat,lon\n"' + "x" * 2_000_000 + '",33,44\n')
    with pytest.raises(PlainTableError):
        read_gazetteer_file(file)
    many = ",".join(["name", "lat", "lon", *(f"c{number}" for number in range(20_000))])
    assert read_gazetteer_file(write(tmp_path, f"{many}\nA1,33,44\n")).rows


@pytest.mark.parametrize("module", [geonames_dump, gazetteer_geojson])
def test_a_file_that_is_too_large_is_refused(tmp_path, monkeypatch, module):
    monkeypatch.setattr(module, "MOST_BYTES", 10)
    text = dump_line() if module is geonames_dump else json.dumps(feature())
    with pytest.raises(PlainTableError, match="larger"):
        read_gazetteer_file(write(tmp_path, text, "places"))
