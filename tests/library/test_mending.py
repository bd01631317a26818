"""Mended rows put back among the others, whatever the file was that they come from."""

from __future__ import annotations

import csv
import hashlib
import io
import json
from dataclasses import replace

import polars as pl
import pytest
import xlsxwriter
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from incidents.errors import LibraryError, SourceFileError, UnknownDatasetError
from incidents.library import importing, mending, worker
from incidents.library.about import read_about, write_about
from incidents.library.cards import card_of
from incidents.library.importing import Importer, Request
from incidents.library.mending import find_owners, prepare_mended
from incidents.library.store import Library
from incidents.library.stored import StoredCard
from incidents.library.version_files import read_native
from incidents.model.text_cells import neutralise
from incidents.readers.mapping import TableMapping
from incidents.readers.raw import AS_FOUND, Format, Reading
from incidents.settings import read_settings
from tests.library.test_importing import HEAD, row

COLUMNS = ["id", "date", "place", "country", "lat", "lon", "killed", "notes"]
MAPPING = TableMapping(
    columns={"native_id": "id", "event_date": "date", "location": "place", "country": "country",
             "latitude": "lat", "longitude": "lon", "fatalities_best": "killed",
             "notes": "notes"}, date_order="ymd",
)  # fmt: skip
GOOD = ["a", "2021-03-05", "Baghdad", "Iraq", "33.3", "44.4", "2", "They fought."]


@pytest.fixture
def in_process(monkeypatch):
    """Read files in this process: starting another for each takes seconds."""
    monkeypatch.setattr(importing, "run_confined", run_here)
    monkeypatch.setattr(mending, "run_confined", run_here)


def run_here(task, arguments, *, progress=None, meanwhile=None, **_):
    if meanwhile:
        meanwhile()
    done = getattr(worker, task.partition(":")[2])(arguments, progress or (lambda *_: None))
    return json.loads(json.dumps(done))


def made_row(**cells):
    return [cells.get(name, cell) for name, cell in zip(COLUMNS, GOOD, strict=True)]


def as_text(*rows, separator=",", end="\r\n"):
    out = io.StringIO(newline="")
    csv.writer(out, delimiter=separator, lineterminator=end).writerows(rows)
    return out.getvalue()


class Desk:
    """A library, and somebody who brings files to it."""

    def __init__(self, folder):
        self.folder = folder
        self.settings = replace(read_settings({}), home=folder / "home")
        self.importer = Importer(self.settings)
        self.library = Library(self.settings.home)

    def write(self, content, name="table.csv"):
        path = self.folder / name
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return path

    def request(self, path, **more):
        return Request(path, path.name, "office", **more)

    def bring(self, content, name="table.csv", mapping=MAPPING, **more):
        asked = self.request(self.write(content, name), mapping=mapping, **more)
        return self.importer.confirm(self.importer.prepare(asked))

    def rejected(self, version):
        """Return the header and the rows of the rejected rows, as a spreadsheet opens them."""
        content = (version.folder / "rejected.csv").read_bytes().decode("utf-8-sig")
        return list(csv.reader(io.StringIO(content, newline="")))

    def prepare(self, rows, name="mended.csv", **more):
        content = rows if isinstance(rows, (bytes, str)) else as_text(*rows)
        return prepare_mended(self.settings, self.request(self.write(content, name), **more))

    def put_back(self, rows, **more):
        return self.importer.confirm(self.prepare(rows, **more))


@pytest.fixture
def desk(tmp_path):
    return Desk(tmp_path)


def mend(rows, **cells):
    """Return rows as handed out with other cells, by their row's number: `r3={"date": …}`."""
    head, *others = rows
    at = head.index("rejected_row")
    return [head, *(
        [cells.get(f"r{each[at]}", {}).get(name, cell)
         for name, cell in zip(head, each, strict=True)]
        for each in others
    )]  # fmt: skip


def accepted(version):
    """Return the accepted rows as the file has them, by id."""
    ids = incidents(version)["incident_id"]
    cells = [{"incident_id": each} | read_native(version.folder, each) for each in ids]
    return pl.DataFrame(cells)


def incidents(version):
    frame = pl.read_parquet(version.folder / "incidents.parquet")
    return frame.select(sorted(frame.columns)).sort("incident_id")


def test_mended_rows_join_those_that_were_accepted(desk):
    """In the confined process itself, from an ACLED file to the version that is shown."""
    bad = row(event_id_cnty="IRQ2", event_date="31-02-2021", notes='=1+1, "x"\nsecond line')
    first = desk.bring(as_text(HEAD, row(), bad, row(event_id_cnty="IRQ3")), mapping=None)
    prepared = desk.prepare(mend(desk.rejected(first), r3={"event_date": "2021-02-28"}))
    counts = prepared.report.counts
    assert (counts.rows, counts.accepted, counts.rejected, counts.duplicates) == (3, 3, 0, 0)
    told = prepared.report.differences
    assert (told["added"]["count"], told["removed"]["count"], told["unchanged"]) == (1, 0, 2)
    version = desk.importer.confirm(prepared)
    found = desk.library.get("office")
    assert (found.active, len(found.versions)) == (version.about.version, 2)
    assert accepted(version)["notes"].to_list()[1] == '=1+1, "x"\nsecond line'
    # nothing is left beside the two versions
    assert list((desk.settings.home / "datasets" / ".staging").iterdir()) == []


@pytest.mark.usefixtures("in_process")
def test_the_new_version_says_of_what_it_was_made(desk):
    first = desk.bring(as_text(COLUMNS, made_row(), made_row(date="soon")), "field, 2021.csv")
    version = desk.put_back(mend(desk.rejected(first), r3={"date": "2021-03-09", "id": "b"}))
    about, composed = version.about, read_about(version.folder).composed
    assert composed == about.composed
    assert (composed.original, composed.mended, composed.replaced) == (
        "field, 2021.csv", "mended.csv", 1,
    )  # fmt: skip
    assert (composed.version, composed.original_sha256) == (
        first.about.version, first.about.sha256,
    )  # fmt: skip
    mended = (desk.folder / "mended.csv").read_bytes()
    assert composed.mended_sha256 == hashlib.sha256(mended).hexdigest()
    kept = (version.folder / "original.csv").read_bytes()
    assert about.sha256 == hashlib.sha256(kept).hexdigest()
    assert about.file_name == "field, 2021-mended.csv"
    assert (about.mapping, about.format, about.card) == (
        first.about.mapping, first.about.format, first.about.card,
    )  # fmt: skip
    [said, *_] = json.loads((version.folder / "report.json").read_text())["remarks"]
    assert "in 'field, 2021.csv', 1 row is replaced" in said
    assert first.about.composed is None
    assert "have been mended" in card_of(version).description
    assert "mended" not in card_of(first).description


@pytest.mark.usefixtures("in_process")
def test_a_row_with_mostly_other_cells_is_named(desk):
    rows = [made_row(id=name, date="soon") for name in "bcd"]
    first = desk.bring(as_text(COLUMNS, made_row(), *rows))
    other = {"id": "z", "date": "2020-01-02", "place": "Mosul", "killed": "9", "notes": "Another."}
    mended = mend(desk.rejected(first), r3={"date": "2021-03-09"}, r4=other)
    prepared = desk.prepare(mended)
    assert prepared.about.composed.replaced == 2
    assert prepared.about.composed.unlike == "4"
    assert "of these numbers: 4." in prepared.report.remarks[0]
    plain = desk.prepare(mend(desk.rejected(first), r3={"date": "2021-03-09"}))
    assert "these numbers" not in plain.report.remarks[0]


@pytest.mark.usefixtures("in_process")
def test_the_same_spreadsheet_may_come_back_row_by_row(desk):
    bad = [made_row(id=name, date="soon") for name in "bcd"]
    first = desk.bring(as_text(COLUMNS, made_row(), *bad))
    rows = desk.rejected(first)
    once = mend(rows, r3={"date": "2021-04-01"})
    second = desk.put_back(once)
    assert second.about.counts.rejected == 2
    assert [each[-3] for each in desk.rejected(second)[1:]] == ["4", "5"]
    third = desk.put_back(mend(once, r4={"date": "2021-04-02"}, r5={"date": "2021-04-03"}))
    assert (third.about.counts.accepted, third.about.composed.replaced) == (4, 2)
    assert third.about.file_name == second.about.file_name
    with pytest.raises(SourceFileError, match="no rejected rows"):
        desk.prepare(once)


@pytest.mark.usefixtures("in_process")
def test_a_row_that_could_not_be_split_is_mended_too(desk):
    text = as_text(COLUMNS, made_row()) + 'b;2021-03-06;"Bas"ra\r\nc,2021-03-07,Mosul\r\n'
    first = desk.bring(text + as_text(made_row(id="d")))
    assert [each[-3] for each in desk.rejected(first)[1:]] == ["3", "4"]
    cells = dict(zip(COLUMNS, made_row(id="c", date="2021-03-07", place="Mosul"), strict=True))
    version = desk.put_back(mend(desk.rejected(first), r4=cells))
    assert accepted(version)["place"].to_list() == ["Baghdad", "Mosul", "Baghdad"]
    [head, left] = desk.rejected(version)
    assert (left[head.index("rejected_row")], left[0]) == ("3", 'b;2021-03-06;"Bas"ra')
    assert left == desk.rejected(first)[1]


@pytest.mark.usefixtures("in_process")
def test_a_torn_row_that_would_spoil_the_mended_ones_is_named(desk):
    odd = made_row(id="d", date="soon")
    text = as_text(COLUMNS, made_row()) + 'b,"2021-03-06\r\n' + as_text(made_row(id="c"), odd)
    first = desk.bring(text)
    assert [each[-3] for each in desk.rejected(first)[1:]] == ["3", "5"]
    whole = dict(zip(COLUMNS, made_row(id="b"), strict=True))
    lines = {"date": "2021-03-09", "notes": 'first "\n" second\n\n'}
    with pytest.raises(SourceFileError, match="would spoil the mended ones: 3"):
        desk.prepare(mend(desk.rejected(first), r5=lines))
    version = desk.put_back(mend(desk.rejected(first), r3=whole, r5=lines))
    assert version.about.counts.accepted == 4


def blank_lines(rows):
    return as_text(COLUMNS) + "\r\n\r\n" + as_text(rows[0]) + ",,,,,,,\r\n" + as_text(*rows[1:])


def titled(rows):
    return as_text(["Incidents of our office"], [], COLUMNS, *rows)


def tagged(rows):
    tags = ["#x_id", "#date", "#loc+name", "#country", "#geo+lat", "#geo+lon", "#affected", "#x"]
    return as_text(COLUMNS, tags, *rows)


def arabic(rows):
    return as_text(COLUMNS, *[[*each[:-1], "ملاحظات"] for each in rows]).encode("cp1256")


def semicolons(rows):
    return as_text(["sep=;"], separator="\t") + as_text(COLUMNS, *rows, separator=";", end="\n")


def tabs(rows):
    return as_text(COLUMNS, *rows, separator="\t").encode("utf-16")


def workbook(rows):
    out = io.BytesIO()
    with xlsxwriter.Workbook(out) as book:
        book.add_worksheet("about").write_row(0, 0, ["nothing"])
        sheet = book.add_worksheet("table")
        for at, cells in enumerate([["A title"], [], COLUMNS, *rows[:1], [], *rows[1:]]):
            sheet.write_row(at, 0, cells)
    return out.getvalue()


def geojson(rows):
    features = [
        {"type": "Feature", "geometry": None, "properties": dict(zip(COLUMNS, each, strict=True))}
        for each in rows
    ]
    return json.dumps({"type": "FeatureCollection", "features": features})


KINDS = {
    "blank lines": (blank_lines, AS_FOUND),
    "a title above the header": (titled, AS_FOUND),
    "HXL tags": (tagged, AS_FOUND),
    "another encoding": (arabic, Reading(encoding="cp1256")),
    "semicolons, and a line for Excel": (semicolons, AS_FOUND),
    "tabs in UTF-16": (tabs, AS_FOUND),
    "a workbook's second sheet": (workbook, Reading(part="table")),
    "GeoJSON, which counts from 1": (geojson, AS_FOUND),
}


@pytest.mark.usefixtures("in_process")
@pytest.mark.parametrize("kind", KINDS)
def test_rows_keep_their_numbers_whatever_the_original_is(desk, kind):
    make, reading = KINDS[kind]
    odd = 'He said "no";\tthen, |left\n\nagain'
    rows = [made_row(), made_row(id="b", date="soon"), made_row(id="c", notes=odd),
            made_row(id="d", date="never"), made_row(id="e")]  # fmt: skip
    first = desk.bring(make(rows), "table.bin", reading=reading)
    [head, one, two] = desk.rejected(first)[-3:] if kind != "HXL tags" else [
        desk.rejected(first)[0], *desk.rejected(first)[-2:]]  # fmt: skip
    number = head.index("rejected_row")
    mended = mend([head, one, two], **{f"r{one[number]}": {"date": "2021-03-09"}})
    second = desk.put_back(mended)
    assert second.about.counts.accepted == first.about.counts.accepted + 1
    # the row that is left, and only that, is rejected as it was and numbered as it was
    assert desk.rejected(second)[-1] == two
    kept = accepted(second).filter(pl.col("id").is_in(["a", "c", "e"]))
    assert kept.equals(accepted(first).select(kept.columns))
    third = desk.put_back(mend(mended, **{f"r{two[number]}": {"date": "2021-03-10"}}))
    assert third.about.counts.rejected == 0


@pytest.mark.usefixtures("in_process")
def test_a_table_without_a_header_stays_one(desk):
    mapping = TableMapping(
        columns={"native_id": "column 1", "event_date": "column 2", "country": "column 4"},
        date_order="ymd",
    )
    text = as_text(made_row(), made_row(id="b", date="soon"), made_row(id="c"))
    first = desk.bring(text, mapping=mapping, reading=Reading(header=False))
    assert desk.rejected(first)[1][-3] == "2"
    version = desk.put_back(mend(desk.rejected(first), r2={"column 2": "2021-03-09"}))
    assert version.about.counts.accepted == 3
    assert accepted(version)["column 1"].to_list() == ["a", "b", "c"]


@pytest.mark.usefixtures("in_process")
def test_a_feature_that_could_not_be_read_stays_rejected_under_its_number(desk):
    told = json.loads(geojson([made_row(date="soon"), made_row(id="b"), made_row(id="c")]))
    told["features"][1]["geometry"] = {"type": "Point", "coordinates": ["far, far", "away"]}
    first = desk.bring(json.dumps(told), "table.geojson")
    assert [each[-3] for each in desk.rejected(first)[1:]] == ["1", "2"]
    version = desk.put_back(mend(desk.rejected(first), r1={"date": "2021-03-09"}))
    [_, left] = desk.rejected(version)
    assert left[-3] == "2"
    assert version.about.counts.rejected == 1
    whole = dict(zip(COLUMNS, made_row(id="b"), strict=True))
    third = desk.put_back(mend(desk.rejected(version), r2=whole))
    assert third.about.counts.accepted == 3


@pytest.mark.usefixtures("in_process")
def test_a_version_that_is_there_already_is_not_made_twice(desk):
    first = desk.bring(as_text(COLUMNS, made_row(), made_row(id="b", date="soon")))
    rows = mend(desk.rejected(first), r3={"date": "2021-03-09"})
    second = desk.put_back(rows)
    desk.library.activate("office", first.about.version)
    again = desk.prepare(rows)
    assert again.known
    assert again.about.version == second.about.version
    desk.importer.discard(again)


@pytest.mark.usefixtures("in_process")
def test_the_rows_of_an_export_of_this_app_are_not_put_back_alone(desk):
    first = desk.bring(as_text(COLUMNS, made_row(), made_row(id="b", date="soon")))
    rows = mend(desk.rejected(first), r3={"date": "2021-03-09"})
    write_about(first.folder, replace(first.about, format=Format.OWN.value))
    with pytest.raises(SourceFileError, match="tables belong together"):
        desk.prepare(rows)
    assert find_owners(desk.library.list(), COLUMNS) == []


@pytest.mark.usefixtures("in_process")
def test_mended_rows_may_come_as_a_workbook_with_columns_moved(desk):
    first = desk.bring(as_text(COLUMNS, made_row(), made_row(id="b", date="soon")))
    rows = [each[::-1] for each in mend(desk.rejected(first), r3={"date": "2021-03-09"})]
    out = io.BytesIO()
    with xlsxwriter.Workbook(out) as book:
        sheet = book.add_worksheet()
        for at, cells in enumerate(rows):
            sheet.write_row(at, 0, [int(each) if each == "3" else each for each in cells])
    assert desk.put_back(out.getvalue(), name="mended.xlsx").about.counts.accepted == 2


def change(rows, column, value):
    [head, *others] = rows
    at = head.index(column)
    return [head, *([*each[:at], value, *each[at + 1 :]] for each in others)]


NUMBERED = "rejected_row"
WRONG = {
    "no number": (lambda rows: change(rows, NUMBERED, " "), "number under rejected_row: 2"),
    "half a number": (lambda rows: change(rows, NUMBERED, "3.5"), "number under rejected_row: 2"),
    "no row": (lambda rows: change(rows, NUMBERED, "99"), "'table.csv' does not have: 99"),
    "the header": (lambda rows: change(rows, NUMBERED, "1"), "'table.csv' does not have: 1"),
    "an accepted row": (lambda rows: change(rows, NUMBERED, "2"), "were not rejected .*: 2"),
    "a row twice": (lambda rows: [*rows, rows[1]], "more than once: 3"),
    "nothing mended": (lambda rows: mend(rows, r3={"date": "soon"}), "already as it stands here"),
    "a blank row": (
        lambda rows: mend(rows, r3=dict.fromkeys(COLUMNS, "")), "without a filled cell: 3",
    ),
    "other columns": (
        lambda rows: [[name.replace("place", "town") for name in rows[0]], *rows[1:]],
        "lacks 'place' and it has 'town' besides",
    ),
    "no column of numbers": (lambda rows: [each[:-3] for each in rows], "has not all of"),
    "a line too short": (lambda rows: [*rows, ["x", "y"]], "without the table's columns: 3"),
}  # fmt: skip


@pytest.mark.usefixtures("in_process")
@pytest.mark.parametrize("kind", WRONG)
def test_rows_that_do_not_belong_there_are_refused(desk, kind):
    spoil, words = WRONG[kind]
    first = desk.bring(as_text(COLUMNS, made_row(), made_row(id="b", date="soon")))
    stamp = desk.library.stamp()
    rows = mend(desk.rejected(first), r3={"date": "2021-03-09"})
    with pytest.raises(SourceFileError, match=words) as caught:
        desk.prepare(spoil(rows))
    assert caught.value.file_name == "mended.csv"
    assert desk.library.stamp() == stamp
    assert list((desk.settings.home / "datasets" / ".staging").iterdir()) == []


@pytest.mark.usefixtures("in_process")
def test_a_dataset_that_cannot_take_rows_back_says_so(desk):
    rows = [[*COLUMNS, "rejected_row", "rejected_reason", "rejected_cure"],
            [*made_row(), "3", "", ""]]  # fmt: skip
    with pytest.raises(UnknownDatasetError):
        desk.prepare(rows)
    desk.bring(as_text(COLUMNS, made_row()))
    with pytest.raises(SourceFileError, match="has no rejected rows"):
        desk.prepare(rows)


@pytest.mark.usefixtures("in_process")
def test_an_original_that_changed_on_disk_is_not_built_upon(desk):
    first = desk.bring(as_text(COLUMNS, made_row(), made_row(id="b", date="soon")))
    rows = mend(desk.rejected(first), r3={"date": "2021-03-09"})
    (first.folder / "original.csv").write_text(as_text(COLUMNS, made_row()))
    with pytest.raises(LibraryError, match="not what was brought"):
        desk.prepare(rows)
    (first.folder / "original.csv").unlink()
    with pytest.raises(LibraryError, match="missing"):
        desk.prepare(rows)


@pytest.mark.usefixtures("in_process")
def test_a_version_kept_before_readings_were_is_read_as_its_mapping_says(desk):
    mapping = replace(MAPPING, encoding="cp1256")
    rows = [made_row(notes="ملاحظة"), made_row(id="b", date="soon")]
    first = desk.bring(as_text(COLUMNS, *rows).encode("cp1256"), mapping=mapping,
                       reading=Reading(encoding="cp1256"))  # fmt: skip
    write_about(first.folder, replace(first.about, reading=None))
    version = desk.put_back(mend(desk.rejected(first), r3={"date": "2021-03-09"}))
    assert accepted(version)["notes"].to_list() == ["ملاحظة", "They fought."]


@pytest.mark.usefixtures("in_process")
def test_what_was_said_of_the_dataset_stays_said(desk):
    card = StoredCard(title="Field office", caveats=("Only the north.",), filters_used="2021")
    first = desk.bring(as_text(COLUMNS, made_row(), made_row(id="b", date="soon")), card=card)
    desk.library.update_card("office", first.about.version, replace(card, title="Our office"))
    version = desk.put_back(mend(desk.rejected(first), r3={"date": "2021-03-09"}),
                            card=StoredCard(version_name="mended"))  # fmt: skip
    told = version.about.card
    assert (told.title, told.version_name, told.filters_used, told.caveats) == (
        "Our office", "mended", "2021", ("Only the north.",),
    )  # fmt: skip


@pytest.mark.usefixtures("in_process")
def test_only_a_dataset_with_rejected_rows_of_these_columns_may_take_them(desk):
    desk.bring(as_text(COLUMNS, made_row(), made_row(id="b", date="soon")))
    found = desk.library.list()
    assert [each.name for each in find_owners(found, COLUMNS[::-1])] == ["office"]
    assert find_owners(found, COLUMNS[1:]) == []
    desk.bring(as_text(COLUMNS, made_row()))
    assert find_owners(desk.library.list(), COLUMNS) == []


NOTES = st.text(st.sampled_from("ab ,;\t\"'=\n\r-ع|"), max_size=8)
FATES = {
    "good": lambda cells: cells,
    "no date": lambda cells: [cells[0], "soon", *cells[2:]],
    "torn": lambda cells: cells[:3],
    "blank": lambda _: [""] * len(COLUMNS),
}
ROWS = st.lists(
    st.tuples(st.sampled_from(list(FATES)), st.sampled_from(["Baghdad", "'Ana"]), NOTES),
    min_size=2, max_size=8,
).filter(lambda rows: {"good", "no date"} <= {fate for fate, *_ in rows})  # fmt: skip


@settings(max_examples=10, deadline=None,
          suppress_health_check=[HealthCheck.function_scoped_fixture])  # fmt: skip
@given(rows=ROWS, separator=st.sampled_from(",;\t"))
@pytest.mark.usefixtures("in_process")
def test_mending_gives_what_the_correct_file_gives(tmp_path_factory, rows, separator):
    correct = [
        made_row(id=f"n{at}", date=f"2021-03-{at + 1:02}", place=place, notes=notes)
        for at, (_, place, notes) in enumerate(rows)
    ]
    brought = [FATES[fate](each) for each, (fate, *_) in zip(correct, rows, strict=True)]
    desk = Desk(tmp_path_factory.mktemp("desk"))
    first = desk.bring(as_text(COLUMNS, *brought, separator=separator))
    # as every cell of that file, what looks like a formula has an apostrophe before it
    cells = {f"r{at + 2}": dict(zip(COLUMNS, map(neutralise, each), strict=True))
             for at, each in enumerate(correct)}  # fmt: skip
    version = desk.put_back(mend(desk.rejected(first), **cells))
    there = [each for each, (fate, *_) in zip(correct, rows, strict=True) if fate != "blank"]
    wanted = Desk(tmp_path_factory.mktemp("desk")).bring(
        as_text(COLUMNS, *there, separator=separator)
    )
    assert version.about.counts == wanted.about.counts
    assert incidents(version).equals(incidents(wanted))
    assert accepted(version).equals(accepted(wanted))
