"""Our own exports, read back: what was taken away is what comes in again."""

from __future__ import annotations

import csv
import io
import zipfile
from collections import Counter
from datetime import date

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from incidents.exports.downloads import FileKind, build_download
from incidents.model.tables import INCIDENTS, TABLES
from incidents.readers.opening import sniff
from incidents.readers.own_export import read_own
from incidents.readers.own_tables import validate_own
from incidents.readers.raw import Container
from tests.exports.conftest import ACCESSED, CARD, EVERYTHING, Made
from tests.factories import examples, make_tables
from tests.hostile import HOSTILE

WHOLE = [FileKind.XLSX, FileKind.GPKG, FileKind.ZIP]
"""Files with every table."""
FLAT = [FileKind.CSV, FileKind.GEOJSON, FileKind.PARQUET, FileKind.KML, FileKind.HXL_CSV]
"""Files of incidents, with the other tables in words."""
TEXTS = ("title_en", "title_ar", "weapon", "target", "location", "summary", "notes")


def write(folder, dataset, kind):
    path = folder / f"some.{kind.value}"
    download = build_download(dataset, EVERYTHING, kind, accessed=ACCESSED)
    path.write_bytes(b"".join(download.chunks))
    return path


def read(path):
    found = read_own(path, sniff(path))
    assert found is not None
    return found


def served(tables, name, but=frozenset()):
    """Return the rows of a table as they are served, and how its places got their source."""
    rows = tables.by_name()[name].to_dicts()
    if name == "incidents":
        for row in rows:
            if row["latitude"] is not None and not row["coordinate_source"]:
                row["coordinate_source"] = row["placed_by"]
    columns = [column for column in TABLES[name].column_names if column not in but]
    return Counter(tuple(row[column] for column in columns) for row in rows)


def accepted(found, name, but=frozenset()):
    rows = found.accepted[name]
    columns = [column for column in TABLES[name].column_names if column not in but]
    return Counter(tuple(row[column] for column in columns) for row in rows)


@pytest.mark.parametrize("kind", WHOLE)
def test_every_row_of_every_table_comes_back(atlas, tmp_path, kind):
    found = validate_own(read(write(tmp_path, atlas.dataset, kind)))
    assert [str(each) for each in found.rejected] == []
    for name in TABLES:
        assert accepted(found, name) == served(atlas.dataset.tables, name), name
    assert found.duplicates.height == 0
    assert found.made == frozenset()
    assert not [each for each in found.remarks if "left out" in each]


@pytest.mark.parametrize("kind", FLAT)
def test_every_incident_comes_back_from_a_file_of_incidents(atlas, tmp_path, kind):
    found = validate_own(read(write(tmp_path, atlas.dataset, kind)))
    assert [str(each) for each in found.rejected] == []
    # Points of GeoJSON are rounded to what is known of them, and stand nowhere else in it.
    but = {"latitude", "longitude"} if kind is FileKind.GEOJSON else set()
    assert accepted(found, "incidents", but) == served(atlas.dataset.tables, "incidents", but)
    assert any("no tables of actors" in remark for remark in found.remarks)


@pytest.mark.parametrize("kind", FLAT)
def test_who_says_what_comes_back_from_a_file_of_incidents(atlas, tmp_path, kind):
    tables = atlas.dataset.tables
    found = validate_own(read(write(tmp_path, atlas.dataset, kind)))
    names = {row["actor_id"]: row["name_en"] for row in found.accepted["actors"]}
    called = dict(tables.actors.select("actor_id", "name_en").iter_rows())
    said = {(r["incident_id"], names[r["actor_id"]], r["stance"], names[r["by"]])
            for r in found.accepted["attributions"]}  # fmt: skip
    columns = ["incident_id", "actor_id", "stance", "by"]
    lines = tables.attributions.select(columns).rows()
    assert said == {(each, called[actor], stance, called[by]) for each, actor, stance, by in lines}
    parts = {(r["incident_id"], names[r["actor_id"]], r["role"])
             for r in found.accepted["involvements"]}  # fmt: skip
    columns = ["incident_id", "actor_id", "role"]
    assert parts == {(incident, called[actor], role)
                     for incident, actor, role in tables.involvements.select(columns).rows()
                     if role != "perpetrator"}  # fmt: skip
    pages = {row["source_id"]: row["title"] for row in found.accepted["sources"]}
    own = {row["source_id"]: row["url"] or row["source_id"] for row in tables.sources.to_dicts()}
    cited = {(r["incident_id"], pages[r["source_id"]]) for r in found.accepted["citations"]}
    columns = ["incident_id", "source_id"]
    assert cited == {(i, own[source]) for i, source in tables.citations.select(columns).rows()}


@pytest.mark.parametrize("kind", [*WHOLE, *FLAT])
def test_what_is_brought_back_keeps_every_rule(atlas, tmp_path, kind):
    from incidents.model.validation import RawRow, validate_tables  # noqa: PLC0415  (one test's)

    found = validate_own(read(write(tmp_path, atlas.dataset, kind)))
    rows = {
        name: [
            RawRow(at, {column: "" if cell is None else str(cell) for column, cell in row.items()})
            for at, row in enumerate(table)
        ]
        for name, table in found.accepted.items()
    }
    assert validate_tables(rows).rejected == []


@pytest.mark.parametrize("kind", [*WHOLE, FileKind.CSV, FileKind.GEOJSON, FileKind.PARQUET])
def test_hostile_words_come_back_as_they_were(make_incidents, tmp_path, kind):
    hostile = [text for text in HOSTILE if text.strip()]
    tables = make_incidents(*(dict.fromkeys(TEXTS, text) for text in hostile))
    found = validate_own(read(write(tmp_path, Made(tables), kind)))
    assert found.rejected == []
    rows = sorted(found.accepted["incidents"], key=lambda row: int(row["incident_id"][9:]))
    for name in TEXTS:
        assert [row[name] for row in rows] == hostile


letters = st.text(st.characters(exclude_categories=("Cs", "Cc")), max_size=20)
words = st.builds("{}{}".format, letters, st.sampled_from(["x", "=1", "'", "؟", "_x0041_", ";"]))
degrees = st.decimals(-80, 80, places=6).map(float)


@given(
    cells=st.lists(st.tuples(words, words, degrees, degrees), min_size=1, max_size=4),
    kind=st.sampled_from([*WHOLE, FileKind.CSV, FileKind.PARQUET]),
    toll=st.integers(0, 10**6),
)
@examples(80)
def test_any_words_and_places_come_back(tmp_path_factory, cells, kind, toll):
    tables = make_tables(
        *({"title_en": title, "notes": notes, "latitude": y, "longitude": x,
           "fatalities": (0, toll, toll), "event_date": date(2021, 1, 1)}
          for title, notes, x, y in cells),
        attributions=[{"incident_id": "T-001", "actor_id": "militia", "by": "office",
                       "stance": "attributed", "source_id": "page", "notes": cells[0][1]}],
    )  # fmt: skip
    path = write(tmp_path_factory.mktemp("own"), Made(tables), kind)
    found = validate_own(read(path))
    assert found.rejected == []
    assert accepted(found, "incidents") == served(tables, "incidents")
    if kind in WHOLE:
        assert accepted(found, "attributions") == served(tables, "attributions")


def change_csv(path, change):
    text = path.read_bytes().decode("utf-8-sig")
    rows = list(csv.reader(io.StringIO(text, newline="")))
    change(rows)
    made = io.StringIO(newline="")
    csv.writer(made).writerows(rows)
    path.write_text(made.getvalue(), encoding="utf-8")


def flat_csv(tmp_path, *incidents, change=list, **others):
    path = write(tmp_path, Made(make_tables(*incidents, **others)), FileKind.CSV)
    change_csv(path, change)
    return path


def test_a_file_without_a_mark_is_restored_only_if_every_cell_fits(tmp_path):
    path = flat_csv(tmp_path, {"title_en": "'quoted'", "notes": "=1"})
    (row,) = validate_own(read(path)).accepted["incidents"]
    assert (row["title_en"], row["notes"]) == ("'quoted'", "=1")

    def as_stored(rows):
        rows[1][rows[0].index("title_en")] = "'quoted'"
        rows[1][rows[0].index("notes")] = "=1"

    path = flat_csv(tmp_path, {}, change=as_stored)
    (row,) = validate_own(read(path)).accepted["incidents"]
    assert (row["title_en"], row["notes"]) == ("'quoted'", "=1")


def test_equal_rows_are_duplicates_and_equal_ids_are_rejected(tmp_path):
    def repeat(rows):
        rows.append(list(rows[1]))
        rows.append([*rows[1][:-1], "other"])

    ledger = [{"actor_id": "a", "by": "b"}]
    path = flat_csv(tmp_path, {}, change=repeat, attributions=ledger)
    found = validate_own(read(path))
    assert found.duplicates.rows() == [("incidents", 3, 2)]
    assert [(each.row, each.reason) for each in found.rejected] == [(4, "repeats the key of row 2")]
    assert len(found.accepted["incidents"]) == 1
    assert len(found.accepted["attributions"]) == 1
    assert found.rows == {"incidents": 3}  # one of each


def test_a_rejected_row_gives_nothing_to_the_ledger(tmp_path):
    def spoil(rows):
        rows[1][rows[0].index("event_date")] = "19/07/2021"

    path = flat_csv(tmp_path, {}, change=spoil, attributions=[{"actor_id": "a", "by": "b"}])
    found = validate_own(read(path))
    assert [each.column for each in found.rejected] == ["event_date"]
    assert not any(found.accepted.values())


def test_a_row_with_too_few_cells_is_rejected(tmp_path):
    path = flat_csv(tmp_path, {}, {}, change=lambda rows: rows[2].__delitem__(slice(5, None)))
    found = validate_own(read(path))
    assert [each.row for each in found.rejected] == [3]
    assert len(found.accepted["incidents"]) == 1


def test_an_attribution_that_names_nobody_is_not_filled_in(tmp_path):
    def spoil(rows):
        rows[1][rows[0].index("attributed_to")] = "Somebody; Another (by A paper)"

    found = validate_own(read(flat_csv(tmp_path, {}, change=spoil)))
    assert found.rejected == []
    said = "1 words in attributed_to are left out, each without saying who says so"
    assert any(each.startswith(said) and "'Somebody' (row 2)" in each for each in found.remarks)
    assert len(found.accepted["attributions"]) == 1
    assert len(found.accepted["incidents"]) == 1


def test_columns_that_nobody_knows_are_named(tmp_path):
    def add(rows):
        rows[0].append("mine")
        rows[1].append("x")

    found = validate_own(read(flat_csv(tmp_path, {}, change=add)))
    assert any("`mine`" in remark for remark in found.remarks)


def test_incidents_alone_say_that_nobody_is_named(tmp_path):
    path = tmp_path / "incidents.csv"
    row = make_tables({}).incidents.select(INCIDENTS.column_names)
    path.write_text(row.write_csv(), encoding="utf-8")
    found = validate_own(read(path))
    assert len(found.accepted["incidents"]) == 1
    assert any("incidents only" in remark for remark in found.remarks)
    assert found.made == frozenset()


def test_sheets_that_go_on_are_one_table(tmp_path, monkeypatch):
    from incidents.exports import xlsx_file  # noqa: PLC0415  (one test's)

    monkeypatch.setattr(xlsx_file, "ROWS_PER_SHEET", 2)
    tables = make_tables({}, {}, {}, {}, {})
    found = validate_own(read(write(tmp_path, Made(tables), FileKind.XLSX)))
    assert found.rejected == []
    assert accepted(found, "incidents") == served(tables, "incidents")


def test_a_point_that_somebody_moved_stays_where_it_was_put(tmp_path):
    tables = make_tables({"latitude": 33.123456, "longitude": 44.123456, "geo_precision": "city"})
    path = write(tmp_path, Made(tables), FileKind.KML)
    (row,) = validate_own(read(path)).accepted["incidents"]
    assert (row["longitude"], row["latitude"]) == (44.123456, 33.123456)
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace("<coordinates>44.123", "<coordinates>45.5"), encoding="utf-8")
    (row,) = validate_own(read(path)).accepted["incidents"]
    assert (row["longitude"], row["latitude"]) == (45.5, 33.123456)


@pytest.mark.parametrize("kind", [FileKind.GEOJSON, FileKind.PARQUET, FileKind.XLSX, FileKind.ZIP,
                                  FileKind.GPKG])  # fmt: skip
def test_what_the_file_says_of_itself_comes_with_it(tmp_path, kind):
    about = read(write(tmp_path, Made(make_tables({})), kind)).about
    assert CARD.title in {about.get("title"), about.get("Title")}


@pytest.mark.parametrize("kind", [FileKind.ACLED_CSV, FileKind.UCDP_CSV])
def test_other_peoples_columns_are_not_taken_for_ours(tmp_path, kind):
    path = write(tmp_path, Made(make_tables({})), kind)
    assert read_own(path, Container.DELIMITED) is None


def test_somebody_elses_files_are_none_of_ours(tmp_path):
    made = {"table.csv": (b"a,b\n1,2\n", Container.DELIMITED),
            "table.geojson": (b'{"type": "FeatureCollection", "features": []}', Container.GEOJSON),
            "table.kml": (b"<kml/>", Container.KML)}  # fmt: skip
    for name, (content, container) in made.items():
        (tmp_path / name).write_bytes(content)
        assert read_own(tmp_path / name, container) is None
    pl.DataFrame({"a": [1]}).write_parquet(tmp_path / "table.parquet")
    assert read_own(tmp_path / "table.parquet", Container.GEOPARQUET) is None
    with zipfile.ZipFile(tmp_path / "table.zip", "w") as archive:
        archive.writestr("datapackage.json", "{}")
        archive.writestr("incidents.csv", "a,b\n1,2\n")
    assert read_own(tmp_path / "table.zip", Container.BUNDLE) is None
