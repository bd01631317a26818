"""Files brought in whole: through the confined process, to the map and away again."""

import csv
import hashlib
import io
from dataclasses import replace
from datetime import date

import pytest

from incidents.errors import DatasetNameError, MappingError, SourceFileError
from incidents.exports.downloads import FileKind, build_download
from incidents.library.datasets import load_atlas
from incidents.library.importing import Importer, Request
from incidents.library.manifest import is_dataset_name
from incidents.library.mappings import recall_mapping
from incidents.library.store import Library
from incidents.library.stored import StoredCard
from incidents.query.filters import IncidentFilter
from incidents.query.tallies import count_words
from incidents.readers.mapping import TableMapping
from incidents.settings import read_settings

HEAD = ["event_id_cnty", "event_date", "year", "time_precision", "event_type", "sub_event_type",
        "actor1", "inter1", "actor2", "inter2", "country", "admin1", "location", "latitude",
        "longitude", "geo_precision", "source", "notes", "fatalities"]  # fmt: skip
ROW = ["IRQ1", "2021-03-05", "2021", "1", "Battles", "Armed clash", "Group A (Iraq)",
       "Rebel group", "Group B (Iraq)", "State forces", "Iraq", "Baghdad", "Baghdad", "33.3128",
       "44.3615", "1", "A paper; B paper", 'They fought, "hard".', "3"]  # fmt: skip
MAPPING = TableMapping(
    columns={"event_date": "التاريخ", "location": "المكان", "fatalities_best": "القتلى",
             "summary": "ملاحظات", "native_id": "رقم"},
    constants={"country": "IRQ"}, date_order="dmy",
)  # fmt: skip


@pytest.fixture
def settings(tmp_path):
    return replace(read_settings({}), home=tmp_path / "home")


@pytest.fixture
def importer(settings):
    return Importer(settings)


def row(**cells):
    return [cells.get(name, cell) for name, cell in zip(HEAD, ROW, strict=True)]


def write(path, *rows):
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        csv.writer(file).writerows([HEAD, *rows])
    return path


def request(path, **more):
    return Request(path, path.name, "acled-test", **more)


def shown(settings):
    tables = load_atlas(settings).dataset.tables
    return count_words(tables, IncidentFilter(), "dataset_id").get("acled-test", 0)


def test_every_row_is_accepted_rejected_or_a_duplicate(importer, tmp_path):
    path = write(tmp_path / "a.csv", row(), row(), row(event_id_cnty="IRQ2", event_date="soon"),
                 row(event_id_cnty="IRQ3"))  # fmt: skip
    prepared = importer.prepare(request(path))
    counts = prepared.report.counts
    assert (counts.rows, counts.accepted, counts.rejected, counts.duplicates) == (4, 2, 1, 1)
    [reason] = prepared.report.reasons
    assert (reason.column, reason.rows) == ("event_date", (4,))
    importer.discard(prepared)


def test_nothing_is_visible_before_it_is_confirmed_nor_after_it_is_discarded(
    importer, settings, tmp_path
):
    path = write(tmp_path / "a.csv", row())
    prepared = importer.prepare(request(path))
    assert shown(settings) == 0
    importer.discard(prepared)
    assert not prepared.staging.exists()
    importer.confirm(importer.prepare(request(path)))
    assert shown(settings) == 1


def test_the_original_is_kept_byte_for_byte_with_its_hash(importer, tmp_path):
    path = write(tmp_path / "odd name.csv", row())
    version = importer.confirm(importer.prepare(request(path)))
    kept = version.folder / "original.csv"
    assert kept.read_bytes() == path.read_bytes()
    assert version.about.sha256 == hashlib.sha256(path.read_bytes()).hexdigest()
    assert version.about.file_name == path.name


def test_the_same_file_twice_changes_nothing(importer, settings, tmp_path):
    path = write(tmp_path / "a.csv", row(), row(event_id_cnty="IRQ2"))
    first = importer.confirm(importer.prepare(request(path)))
    stamp = Library(settings.home).stamp()
    again = importer.prepare(request(path))
    assert again.known
    assert (again.report.counts.accepted, again.report.counts.duplicates) == (0, 2)
    assert importer.confirm(again).about.version == first.about.version
    assert Library(settings.home).stamp() == stamp


def test_a_newer_file_says_first_what_differs_and_leaves_the_older_selectable(
    importer, settings, tmp_path
):
    old = importer.confirm(importer.prepare(request(
        write(tmp_path / "old.csv", row(), row(event_id_cnty="IRQ2"), row(event_id_cnty="IRQ3"))
    )))  # fmt: skip
    prepared = importer.prepare(request(
        write(tmp_path / "new.csv", row(fatalities="5"), row(event_id_cnty="IRQ2",
              actor1="Group C (Iraq)"), row(event_id_cnty="IRQ4", latitude="36.19"))
    ))  # fmt: skip
    told = prepared.report.differences
    counted = {name: told[name]["count"] for name in
               ("added", "removed", "moved", "re_attributed", "toll_changed")}  # fmt: skip
    assert counted == {"added": 1, "removed": 1, "moved": 0, "re_attributed": 1, "toll_changed": 1}
    importer.confirm(prepared)
    library = Library(settings.home)
    assert len(library.get("acled-test").versions) == 2
    library.activate("acled-test", old.about.version)
    assert shown(settings) == 3


def test_rejected_rows_can_be_mended_and_sent_again(importer, tmp_path):
    path = write(tmp_path / "a.csv", row(), row(event_id_cnty="IRQ2", event_date="31-02-2021",
                 notes='=1+1, "x"\nsecond line'))  # fmt: skip
    prepared = importer.prepare(request(path))
    text = (prepared.staging / "rejected.csv").read_text(encoding="utf-8-sig")
    importer.discard(prepared)
    [head, rejected] = list(csv.reader(io.StringIO(text, newline="")))
    assert head[: len(HEAD)] == HEAD
    mended = tmp_path / "mended.csv"
    mended.write_text(text.replace("31-02-2021", "2021-02-28"), encoding="utf-8-sig", newline="")
    again = importer.prepare(request(mended))
    assert (again.report.counts.accepted, again.report.counts.rejected) == (1, 0)
    version = importer.confirm(again)
    [part] = [p for p in load_atlas(importer._settings).dataset.parts  # noqa: SLF001
              if p.dataset_id == version.dataset]  # fmt: skip
    native = part.read_native("acled-test.IRQ2")
    assert native["notes"] == '=1+1, "x"\nsecond line'
    assert rejected[head.index("rejected_row")] == "3"


def test_a_plain_arabic_table_is_read_by_its_mapping_which_is_remembered(
    importer, settings, tmp_path
):
    path = tmp_path / "جدول.csv"
    lines = ["رقم,التاريخ,المكان,القتلى,ملاحظات", "1,٠٥/٠٣/٢٠٢١,مدينة الصدر,٣,انفجار",
             "2,٣١/٠٣/٢٠٢١,مجهول جدا,,هجوم"]  # fmt: skip
    path.write_text("\r".join(lines), encoding="utf-8", newline="")
    prepared = importer.prepare(request(path, mapping=MAPPING))
    report = prepared.report
    assert report.counts.accepted == 2
    assert (report.first, report.last) == ("2021-03-05", "2021-03-31")
    assert report.placements.geocoded == 1
    importer.confirm(prepared)
    assert recall_mapping(settings.home, report.columns) == MAPPING
    assert shown(settings) == 2


def test_a_mapping_that_does_not_fit_says_so(importer, tmp_path):
    path = write(tmp_path / "a.csv", row())
    mapping = TableMapping(columns={"event_date": "when"})
    with pytest.raises(MappingError):
        importer.prepare(request(path, format="table", mapping=mapping))


@pytest.mark.parametrize("name", ["", "A", "iraq-2021", "../x", "x" * 41])
def test_a_name_that_cannot_be_is_refused(importer, tmp_path, name):
    path = write(tmp_path / "a.csv", row())
    with pytest.raises(DatasetNameError):
        importer.prepare(replace(request(path), dataset=name))


@pytest.mark.parametrize(
    ("name", "another"),
    [("iraq-2021", "iraq-2021-2"), ("Field Office 2024", "acled-iraq"), ("x" * 41, "acled-iraq")],
)
def test_a_refused_name_comes_with_one_that_would_do(importer, tmp_path, name, another):
    path = write(tmp_path / "a.csv", row())
    with pytest.raises(DatasetNameError, match=f"such as '{another}'") as caught:
        importer.prepare(replace(request(path), dataset=name))
    assert is_dataset_name(another)
    assert caught.value.reserved == ("own dataset" in str(caught.value)) == (name == "iraq-2021")


def test_what_is_no_plain_file_is_refused_at_once(importer, tmp_path):
    for path in (tmp_path, tmp_path / "none.csv"):
        with pytest.raises(SourceFileError):
            importer.prepare(request(path))


def test_a_file_that_cannot_be_used_leaves_nothing_behind(importer, settings, tmp_path):
    path = tmp_path / "evil.geojson"
    path.write_text("<OGRVRTDataSource></OGRVRTDataSource>", encoding="utf-8")
    with pytest.raises(SourceFileError):
        importer.prepare(request(path))
    assert list((settings.home / "datasets" / ".staging").iterdir()) == []


def test_a_card_holds_what_a_person_said_and_what_the_format_says(importer, tmp_path):
    path = write(tmp_path / "a.csv", row())
    card = StoredCard(title="My ACLED", accessed="2026-11-20")
    version = importer.confirm(importer.prepare(request(path, card=card)))
    kept = version.about.card
    assert (kept.title, kept.accessed, kept.source) == ("My ACLED", "2026-11-20", "ACLED")
    assert kept.redistribution == "restricted"
    assert "0" in kept.toll_convention


def test_deleting_for_good_leaves_no_row_anywhere(importer, settings, tmp_path):
    importer.confirm(importer.prepare(request(write(tmp_path / "a.csv", row()))))
    assert shown(settings) == 1
    importer.delete("acled-test")
    assert shown(settings) == 0
    kept = b"".join(path.read_bytes() for path in settings.home.rglob("*") if path.is_file())
    assert b"They fought" not in kept


def test_coordinates_that_look_swapped_are_offered_and_not_turned(importer, tmp_path):
    path = tmp_path / "swapped.csv"
    path.write_text(
        "date,place,country,lat,lon\n2021-03-05,Baghdad,Iraq,44.37,33.31\n", encoding="utf-8"
    )
    told = importer.inspect(path, path.name)
    assert told["guess"]["swapped"]
    assert not TableMapping.from_json(told["mapping"]).swap_coordinates


@pytest.mark.parametrize("kind", ["zip", "xlsx", "geojson", "parquet", "gpkg", "csv"])
def test_terms_are_not_lost_on_the_way_out_and_in_again(importer, settings, tmp_path, kind):
    importer.confirm(importer.prepare(request(write(tmp_path / "a.csv", row()))))
    dataset = load_atlas(settings).dataset
    download = build_download(
        dataset, IncidentFilter(datasets=frozenset({"acled-test"})), FileKind(kind),
        accessed=date(2026, 11, 26), accepted=("acled-test",),
    )  # fmt: skip
    path = tmp_path / f"out.{kind}"
    path.write_bytes(b"".join(download.chunks))
    prepared = importer.prepare(replace(request(path), dataset="again"))
    card = prepared.about.card
    assert card.redistribution == "restricted"
    assert "ACLED" in card.terms or "acled-test" in card.terms
    importer.discard(prepared)


def test_rows_in_the_columns_of_a_dataset_that_may_not_be_handed_on_are_held_back(
    importer, tmp_path
):
    path = write(tmp_path / "out.csv", row(event_id_cnty="acled-test.IRQ1"))
    version = importer.confirm(importer.prepare(request(path)))
    assert version.about.format == "table"
    card = version.about.card
    assert card.redistribution == "restricted"
    assert "columns are those of ACLED" in card.terms


def test_a_bundle_brings_its_citation_and_licence_back(importer, settings, tmp_path):
    importer.confirm(importer.prepare(request(write(tmp_path / "a.csv", row()))))
    dataset = load_atlas(settings).dataset
    chosen = IncidentFilter(datasets=frozenset({"acled-test"}))
    download = build_download(dataset, chosen, FileKind.ZIP, accessed=date(2026, 1, 2),
                              accepted=("acled-test",))  # fmt: skip
    path = tmp_path / "all.zip"
    path.write_bytes(b"".join(download.chunks))
    card = importer.confirm(importer.prepare(replace(request(path), dataset="back"))).about.card
    assert "ACLED" in card.citation
    assert card.licence != "not stated"
    assert card.redistribution == "restricted"
