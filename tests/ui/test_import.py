"""The Import page, from a file that somebody brings to a dataset on the map."""

from __future__ import annotations

import errno
import gc
import io
import json
from pathlib import Path

import pytest
import xlsxwriter

from incidents.library import importing, mending, worker
from incidents.library.store import Library
from incidents.readers.mapping import FIELDS
from incidents.settings import read_settings
from incidents.ui.import_steps.dataset import suggest_name
from incidents.ui.import_steps.fields import FIELD_WORDS, GROUPS
from incidents.ui.import_work import Work
from incidents.ui.report_nodes import describe_sample
from tests.api.serving import Client
from tests.ui.bringing import ACLED, ARABIC, ENGLISH, bring, choose, has_button, press

HOSTILE = "<img src=x onerror=alert(1)> {{7*7}} ![x](http://a) **b** :red[c]"


@pytest.fixture
def home(tmp_path, monkeypatch):
    monkeypatch.setenv("INCIDENTS_HOME", str(tmp_path))
    return tmp_path


@pytest.fixture
def in_process(monkeypatch):
    """Read files in this process: starting another for each look takes seconds."""

    def run(task, arguments, *, progress=None, meanwhile=None, **_):
        if meanwhile:
            meanwhile()
        done = getattr(worker, task.partition(":")[2])(arguments, progress or (lambda *_: None))
        return json.loads(json.dumps(done))

    for module in (importing, mending):
        monkeypatch.setattr(module, "run_confined", run)


@pytest.fixture
def page(open_app, home, in_process):  # noqa: ARG001 (what it works with)
    return open_app(page="bring")


def staged(home):
    folder = home / "datasets" / ".staging"
    return [each for each in folder.iterdir() if each.is_dir()] if folder.is_dir() else []


def names(home):
    return [each.name for each in Library(home).list()]


def test_a_visit_says_what_will_happen_and_writes_nothing(page, home):
    assert "nothing of it is sent anywhere" in str(page.told("doc", "import-page"))
    assert list(home.iterdir()) == []


def test_the_limit_and_the_way_for_larger_files_stand_by_the_uploader(page):
    shown = str(page.told("doc", "import-limit"))
    assert "Up to 50 MB" in shown
    assert "incidents import FILE --dataset NAME" in shown


def test_the_example_comes_in_step_by_step(open_app, home):
    page = open_app(page="bring")
    press(page, "import_example")
    assert "plain table" in str(page.told("doc", "import-found"))
    assert "6 can be read, 1 would be rejected" in str(page.told("doc", "preview-counts"))
    press(page, "import_check")
    assert page.told("doc", "import-report")["reveal"]
    said = str(page.told("doc", "import-report"))
    assert "7 rows in the file = 6 accepted + 1 rejected + 0 duplicates." in said
    assert "5 as points, 1 by their area" in said
    assert names(home) == []
    press(page, "import_confirm")
    assert "./?dataset=made-up-incidents" in str(page.told("doc", "import-done"))
    assert names(home) == ["made-up-incidents"]
    assert staged(home) == []
    assert page.go("map").figures["count"] == "113 incidents"


def test_each_column_is_preselected_with_its_reason_and_first_cells(page):
    bring(page, ENGLISH)
    chosen = {each.label: each.value for each in page.app.selectbox}
    assert chosen["Date"] == "date"
    assert chosen["Killed"] == "killed"
    assert chosen["Who did it, as the table says"] == "perpetrator"
    assert "2024-03-02" in str(page.told("doc", "why-event_date"))
    assert "it is called 'date'" in str(page.told("doc", "why-event_date"))


def test_an_order_of_dates_is_asked_for_and_never_guessed(page):
    bring(page, ARABIC.encode("cp1256"), "أحداث.csv")
    assert "Choose the order" in str(page.told("doc", "choose-order"))
    assert "0 can be read, 2 would be rejected" in str(page.told("doc", "preview-counts"))
    choose(page, "Order in dates that are numbers", "dmy")
    assert not page.has("doc", "choose-order")
    assert "2 can be read, 0 would be rejected" in str(page.told("doc", "preview-counts"))
    shown = str(page.told("doc", "import-preview"))
    assert "5 Mar 2024" in shown
    assert "الموصل" in shown
    # a point's two numbers keep their order beside Arabic
    point = {"tag": "bdi", "attributes": {"dir": "ltr"}, "children": ["36.34, 43.13"]}
    assert str(point) in shown


def test_the_tables_own_words_are_given_a_meaning(page):
    bring(page, ARABIC)
    choose(page, "Order in dates that are numbers", "dmy")
    assert "Not coded" in str(page.told("doc", "import-preview"))
    # the words that are not understood come first
    choose(page, "Meaning of word 1", "Attack")
    shown = str(page.told("doc", "import-preview"))
    assert "Violence against civilians: Attack" in shown
    assert "Not coded" not in shown


def test_the_preview_says_how_many_of_the_rows_it_shows(page):
    rows = (f"{at},2024-03-02,Mosul,Iraq,36.34,43.13,bombing,1,,Made up.\n" for at in range(4, 40))
    bring(page, ENGLISH + "".join(rows))
    shown = str(page.told("doc", "preview-counts"))
    assert "First 39 rows: 38 can be read" in shown
    assert "The first 20 of them are shown." in shown


def test_another_encoding_shows_other_letters(page):
    bring(page, ARABIC.encode("cp1256"))
    assert "الموصل" in str(page.told("doc", "import-sample"))
    choose(page, "Encoding", "cp1252")
    assert "الموصل" not in str(page.told("doc", "import-sample"))
    choose(page, "Encoding", "")
    assert "الموصل" in str(page.told("doc", "import-sample"))


def test_one_value_for_every_row_stands_in_for_a_column(page):
    bring(page, ENGLISH.replace(",Iraq", "").replace(",country", ""))
    choose(page, "Country, the same in every row", "IRQ")
    assert "Iraq" in str(page.told("doc", "import-preview"))


def test_a_known_format_needs_no_mapping_and_is_restricted_by_its_terms(page):
    bring(page, ACLED, "acled.csv")
    assert "ACLED" in str(page.told("doc", "import-found"))
    assert not page.has("doc", "import-mapping")
    assert [each.value for each in page.app.radio] == ["restricted"]
    assert next(each.value for each in page.app.text_area if each.label.startswith("Terms"))


def test_a_new_dataset_of_a_name_that_is_taken_is_said_to_become_a_version(page):
    bring(page, ENGLISH)
    press(press(page, "import_check"), "import_confirm")
    bring(page, ENGLISH)
    assert not page.app.warning
    choose(page, "It is", "")
    (said,) = (each.value for each in page.app.warning)
    assert "“made-up” is in the library already" in said
    page.app.text_input[0].set_value("another").run()
    assert not page.app.warning


def test_the_same_file_once_more_changes_nothing(page, home):
    bring(page, ENGLISH)
    press(press(page, "import_check"), "import_confirm")
    bring(page, ENGLISH)
    press(page, "import_check")
    assert not has_button(page, "import_confirm")
    assert "in the library already" in " ".join(each.value for each in page.app.info)
    press(page, "import_discard")
    assert len(Library(home).get("made-up").versions) == 1
    assert staged(home) == []


def test_a_file_that_is_here_under_another_name_is_said_to_be(page):
    bring(page, ENGLISH)
    press(press(page, "import_check"), "import_confirm")
    bring(page, ENGLISH, "another.csv")
    assert "made-up" in str(page.told("doc", "import-held"))
    press(page, "import_check")
    assert not has_button(page, "import_confirm")
    assert "in the library already" in " ".join(each.value for each in page.app.info)
    press(page, "import_discard")
    bring(page, ENGLISH.replace("Mosul", "Erbil"), "another.csv")
    assert not page.has("doc", "import-held")


def test_a_newer_file_becomes_a_version_with_its_differences(page, home):
    bring(page, ENGLISH)
    press(press(page, "import_check"), "import_confirm")
    bring(page, ENGLISH.replace(",1,Invented", ",5,Invented"), "made-up.csv")
    assert page.has("doc", "import-new-version")
    press(page, "import_check")
    said = str(page.told("doc", "import-differences"))
    assert "1 of 2 incidents unchanged" in said
    assert "1 with another toll" in said
    press(page, "import_confirm")
    assert len(Library(home).get("made-up").versions) == 2


def test_points_that_seem_swapped_are_turned_round_when_asked_and_back(page, home):
    bring(page, ENGLISH.replace("36.34,43.13", "43.13,36.34"))
    press(page, "import_check")
    assert "latitude and longitude may be swapped: 1 row" in str(page.told("doc", "import-report"))
    assert page.app.button("import_turn").label == "Exchange latitude and longitude of 1 point"
    press(page, "import_turn")
    said = str(page.told("doc", "import-report"))
    assert "latitude and longitude were exchanged: 1 row" in said
    assert "the file has latitude 43.13, longitude 36.34" in said
    assert not page.app.info
    press(page, "import_turn")
    assert "latitude and longitude may be swapped: 1 row" in str(page.told("doc", "import-report"))
    press(press(page, "import_turn"), "import_confirm")
    assert Library(home).get("made-up").current.about.reading.turned
    assert staged(home) == []


def test_what_has_no_swapped_points_offers_no_turning(page):
    press(bring(page, ENGLISH), "import_check")
    assert has_button(page, "import_confirm")
    assert not has_button(page, "import_turn")


def bring_rejected(page, home, file_name="made-up-rejected.csv"):
    """Put the good rows on the map, and bring the mended one as it was handed out."""
    bring(page, ENGLISH)
    press(page, "import_check")
    assert "each row is then put back where it belongs" in str(page.told("doc", "import-mend"))
    press(page, "import_confirm")
    kept = Library(home).get("made-up").current.folder / "rejected.csv"
    mended = kept.read_text(encoding="utf-8-sig").replace("no date", "2024-03-09")
    return bring(page, mended, file_name)


def test_mended_rows_are_put_back_where_they_belong(page, home):
    bring_rejected(page, home)
    (choice,) = [
        each for each in page.app.selectbox if each.label == "These are rejected rows, sent again"
    ]
    assert choice.options[0] == "Put the mended rows back into made-up"
    assert choice.value == "made-up"
    assert not page.has("doc", "import-mapping")
    press(page, "import_check")
    said = str(page.told("doc", "import-report"))
    assert "3 rows in the file = 3 accepted + 0 rejected + 0 duplicates." in said
    assert "in 'made-up.csv', 1 row is replaced by the mended one of 'made-up-rejected.csv'" in said
    assert "2 of 2 incidents unchanged; 1 added." in said
    press(page, "import_confirm")
    assert len(Library(home).get("made-up").versions) == 2
    assert staged(home) == []
    shown = str(page.go("datasets").told("doc", "dataset-made-up"))
    assert "Put together of" in shown
    assert page.go("map").figures["count"] == "110 incidents"


def test_mended_rows_may_also_be_a_dataset_of_their_own(page, home):
    bring_rejected(page, home)
    press(page, "import_check")
    choose(page, "These are rejected rows, sent again", "")
    assert not has_button(page, "import_confirm")
    assert "Only these rows are in the file" in str(page.told("doc", "import-sent-again"))
    press(press(page, "import_check"), "import_confirm")
    assert names(home) == ["made-up", "made-up-rejected"]


def test_mended_rows_that_are_nobodys_are_said_to_be(page, home):
    bring_rejected(page, home)
    Library(home).delete("made-up")
    press(page, "import_another")
    table = ENGLISH.replace("\n", ",3,,\n").replace(
        "description,3,,", "description,rejected_row,rejected_reason,rejected_cure"
    )
    bring(page, table)
    assert "no dataset here can take them back" in str(page.told("doc", "import-sent-again"))
    assert page.has("doc", "import-mapping")


def test_mended_rows_that_do_not_fit_are_refused_with_a_reason(page, home):
    bring_rejected(page, home)
    press(page, "import_another")
    kept = Library(home).get("made-up").current.folder / "rejected.csv"
    bring(page, kept.read_bytes(), "unmended.csv")
    press(page, "import_check")
    assert [each.proto.title for each in page.app.error]
    assert "stands in the dataset already" in str(page.told("doc", "error-details"))
    assert len(staged(home)) == 1


def test_what_a_file_holds_is_never_markup(page):
    table = f'date,"{HOSTILE}",type\n2024-03-02,"{HOSTILE}","{HOSTILE}"\n,"{HOSTILE}",x\n'
    bring(page, table, f"{HOSTILE.replace('/', '')}.csv")
    choose(page, "Place", HOSTILE)
    press(page, "import_check")
    assert HOSTILE in str(page.told("doc", "import-sample"))
    assert HOSTILE in str(page.told("doc", "import-preview"))
    app = page.app
    told = (app.markdown, app.title, app.subheader, app.error, app.info, app.warning, app.caption)
    words = [each.value for kind in told for each in kind]
    asked = (app.selectbox, app.text_input, app.button, app.expander, app.checkbox, app.radio)
    labels = [each.label for kind in asked for each in kind]
    assert not [each for each in [*words, *labels] if "onerror" in each or ":red[" in each]


def test_a_file_that_is_no_table_is_refused_with_a_reason(open_app, home):
    page = open_app(page="bring")
    bring(page, bytes(range(256)) * 20, "photo.csv")
    assert [each.proto.title for each in page.app.error]
    assert page.has("doc", "error-details")
    assert not has_button(page, "import_check")
    press(page, "import_another")
    assert staged(home) == []
    assert page.has("doc", "import-page")


def test_without_a_column_of_dates_the_page_says_which_is_needed(page):
    bring(page, "place,country\nMosul,Iraq\n")
    assert "no column is the date" in str(page.told("doc", "error-details")).lower()
    assert not has_button(page, "import_check")


def test_a_full_disk_is_said_and_the_page_goes_on(page, home, monkeypatch):
    def refuse(*_):
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(Path, "write_bytes", refuse)
    bring(page, ENGLISH)
    (error,) = page.app.error
    assert "Make room" in error.value
    assert str(home) not in error.value
    assert staged(home) == []


def test_a_name_that_no_dataset_may_have_is_refused(page, home):
    bring(page, ENGLISH)
    page.app.text_input[0].set_value("Not A Name").run()
    press(page, "import_check")
    (error,) = page.app.error
    assert "small letters" in error.value
    assert not has_button(page, "import_confirm")
    assert len(staged(home)) == 1


def test_the_name_of_the_installations_own_dataset_is_taken_and_another_suggested(page):
    bring(page, ENGLISH, "Iraq 2021.csv")
    assert page.app.text_input[0].value == "iraq-2021-2"
    assert not page.app.warning
    page.app.text_input[0].set_value("iraq-2021").run()
    (said,) = (each.value for each in page.app.warning)
    assert "own dataset is called “iraq-2021”" in said
    assert "such as “iraq-2021-2”" in said
    press(page, "import_check")
    assert "iraq-2021-2" in str(page.told("doc", "error-details"))


def test_what_was_checked_is_let_go_once_something_else_is_chosen(page, home):
    bring(page, ENGLISH)
    press(page, "import_check")
    assert len(staged(home)) == 2
    choose(page, "Killed", "")
    assert not has_button(page, "import_confirm")
    assert "Check them again" in " ".join(each.value for each in page.app.info)
    assert len(staged(home)) == 1
    press(page, "import_another")
    assert staged(home) == []


def test_a_session_that_ends_leaves_nothing(home):
    folder = Library(home).begin()
    (folder / "upload").write_bytes(b"x")
    work = Work(read_settings(), "x.csv", folder)
    assert work.file.is_file()
    del work
    gc.collect()
    assert staged(home) == []


def test_every_field_has_words_and_stands_in_one_group():
    grouped = [field for fields in GROUPS.values() for field in fields]
    assert sorted(grouped) == sorted(FIELDS)
    assert sorted(FIELD_WORDS) == sorted(FIELDS)


@pytest.mark.parametrize(
    ("file_name", "name"),
    [
        ("ACLED Iraq 2024.csv", "acled-iraq-2024"),
        ("2024-03 field.xlsx", "table-2024-03-field"),
        ("GED 26.1.csv", "ged-26-1"),
        ("أحداث.csv", "table"),
        ("x" * 60 + ".csv", "x" * 40),
        ("../../etc/passwd", "passwd"),
        ("--.zip", "table"),
    ],
)
def test_a_name_is_suggested_from_the_files(file_name, name):
    assert suggest_name(file_name) == name


def test_an_export_of_this_app_comes_back_whole(page, home):
    taken = Client().ask("/api/incidents.xlsx?type=Battles").content
    bring(page, taken, "taken.xlsx")
    assert "an export of this app" in str(page.told("doc", "import-found"))
    assert not page.has("doc", "import-mapping")
    press(press(page, "import_check"), "import_confirm")
    card = Library(home).get("taken").current.about.card
    assert card.title == "Security incidents in Iraq, 2021"
    assert page.go("map").app.multiselect("choose_datasets").options


def test_what_only_looks_like_a_known_format_can_be_read_as_any_table(page):
    bring(page, "event_id_cnty,event_date,location\nIRQ1,2024-03-02,Mosul\n")
    assert "may be ACLED" in str(page.told("doc", "import-found"))
    choose(page, "Read it as", "table")
    choose(page, "Date", "event_date")
    assert "Say the country in the mapping" in str(page.told("doc", "import-preview"))
    choose(page, "Country, the same in every row", "IRQ")
    assert "1 can be read" in str(page.told("doc", "preview-counts"))


def test_a_sheet_of_a_workbook_is_chosen(page):
    book = io.BytesIO()
    with xlsxwriter.Workbook(book) as made:
        for name, place in (("first", "Mosul"), ("second", "Basra")):
            sheet = made.add_worksheet(name)
            for at, cells in enumerate((["date", "place"], ["2024-03-02", place])):
                sheet.write_row(at, 0, cells)
    bring(page, book.getvalue(), "two.xlsx")
    assert "Mosul" in str(page.told("doc", "import-preview"))
    choose(page, "Sheet or layer", "second")
    assert "Basra" in str(page.told("doc", "import-preview"))
    assert "Mosul" not in str(page.told("doc", "import-preview"))


def test_a_wide_table_shows_its_first_columns_and_counts_the_others():
    shown = str(describe_sample([{f"c{at}": "x" for at in range(70)}], "Rows", "rows"))
    assert "'c59'" in shown
    assert "'c60'" not in shown
    assert "10 more columns to the right." in shown
