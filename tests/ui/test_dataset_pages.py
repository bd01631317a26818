"""The Datasets page, and what several datasets change on the others."""

from __future__ import annotations

import shutil

import pytest

from incidents.library.importing import Importer, Request
from incidents.library.layer_list import LayerList
from incidents.library.store import Library
from incidents.library.stored import StoredCard
from incidents.readers.mapping import TableMapping
from incidents.settings import Settings
from incidents.ui import cache
from tests.ui.bringing import ENGLISH, has_button, press

NAME = "field-office"
MAPPING = TableMapping(
    columns={"native_id": "id", "event_date": "date", "location": "place", "country": "country",
             "latitude": "lat", "longitude": "lon", "event_type": "type",
             "fatalities_best": "killed", "perpetrator": "perpetrator", "summary": "description"},
)  # fmt: skip
CARD = StoredCard(title="Field *office*", source="Field office", redistribution="restricted",
                  terms="Ask before handing it on.", caveats=("Made up.",))  # fmt: skip


def bring_in(home, folder, content, name=NAME):
    """Bring a table in, as the Import page does."""
    file = folder / "table.csv"
    file.write_text(content, encoding="utf-8")
    importer = Importer(Settings(home=home))
    request = Request(file=file, file_name="table.csv", dataset=name, card=CARD, mapping=MAPPING)
    return importer.confirm(importer.prepare(request))


@pytest.fixture(scope="module")
def filled(tmp_path_factory):
    home = tmp_path_factory.mktemp("filled")
    bring_in(home, home, ENGLISH)
    bring_in(home, home, ENGLISH.replace("Invented Group", "Islamic State"))
    return home


@pytest.fixture
def home(filled, tmp_path, monkeypatch):
    shutil.copytree(filled, tmp_path / "home")
    monkeypatch.setenv("INCIDENTS_HOME", str(tmp_path / "home"))
    return tmp_path / "home"


def test_without_any_the_page_says_where_to_begin(open_app):
    app = open_app(page="datasets")
    assert "Nothing was brought yet" in str(app.told("doc", "./bring"))
    assert "107 incidents" in str(app.told("doc", "datasets-page"))


def test_a_dataset_is_told_with_its_terms_and_origin(open_app, home):
    said = str(open_app(page="datasets").told("doc", f"dataset-{NAME}"))
    expected = (
        "Field *office*", "Ask before handing it on.", "Made up.", "Restricted", "table.csv",
        "3 rows in the file = 2 accepted + 1 rejected + 0 duplicates.", "SHA-256",
        "./?dataset=field-office", "How its columns were mapped",
    )  # fmt: skip
    assert [words for words in expected if words not in said] == []
    assert Library(home).get(NAME).current.about.sha256 in said


def test_another_version_is_shown(open_app, home):
    app = open_app(page="datasets")
    first, second = (each.about.version for each in Library(home).get(NAME).versions)
    app.app.selectbox(f"version_{NAME}_{second}").set_value(first).run()
    press(app, f"activate_{NAME}")
    assert Library(home).get(NAME).active == first
    assert f"{first}'" in str(app.told("doc", f"dataset-{NAME}"))


def test_a_removed_dataset_is_off_the_map_and_comes_back(open_app, home):
    app = open_app()
    assert app.figures["count"] == "109 incidents"
    press(app.go("datasets"), f"remove_{NAME}")
    said = str(app.told("doc", "datasets-done"))
    assert "Field *office*" in said
    assert "can be put back" in said
    assert app.go("map").figures["count"] == "107 incidents"
    press(app.go("datasets"), f"restore_{NAME}")
    assert "on the map again" in str(app.told("doc", "datasets-done"))
    assert app.go("map").figures["count"] == "109 incidents"
    assert not Library(home).get(NAME).removed


def test_what_was_just_removed_is_put_back_where_that_is_said(open_app, home):
    app = press(open_app(page="datasets"), f"remove_{NAME}")
    assert "is removed at present" in str(app.told("doc", "./bring"))
    press(app, "undo_remove")
    assert not Library(home).get(NAME).removed
    assert "on the map again" in str(app.told("doc", "datasets-done"))
    assert not has_button(app, "undo_remove")


def test_what_is_deleted_for_good_has_to_be_named(open_app, home):
    app = press(open_app(page="datasets"), f"remove_{NAME}")
    press(app, f"delete_{NAME}")
    assert [each.name for each in Library(home).list(removed=True)] == [NAME]
    app.app.text_input(f"typed_{NAME}").set_value(NAME).run()
    press(app, f"delete_{NAME}")
    assert Library(home).list(removed=True) == []
    assert "deleted for good" in str(app.told("doc", "datasets-done"))
    assert not has_button(app, f"restore_{NAME}")


def test_a_card_is_corrected(open_app, home):
    app = open_app(page="datasets")
    version = Library(home).get(NAME).active
    app.app.text_input(f"edit_{NAME}_{version}_title").set_value("Another title").run()
    press(app, f"save_{NAME}")
    assert Library(home).get(NAME).current.about.card.title == "Another title"
    assert "Another title" in str(app.told("doc", f"dataset-{NAME}"))


def test_a_dataset_that_went_meanwhile_is_no_defect(open_app, home):
    app = open_app(page="datasets")
    Library(home).delete(NAME)
    press(app, f"remove_{NAME}")
    (error,) = app.app.error
    assert "deleted it meanwhile" in error.value


def test_a_damaged_dataset_is_said_and_the_others_are_shown(open_app, home):
    folder = home / "datasets" / "broken"
    shutil.copytree(home / "datasets" / NAME, folder)
    (folder / "dataset.json").write_text("{", encoding="utf-8")
    app = open_app(page="datasets")
    assert not app.app.exception
    (error,) = app.app.error
    assert "INCIDENTS_HOME" in error.value
    assert str(home) not in error.value
    assert app.has("doc", f"dataset-{NAME}")


def test_a_dataset_whose_tables_are_damaged_can_be_taken_away(open_app, home):
    for file in (home / "datasets" / NAME).glob("*/incidents.parquet"):
        file.write_bytes(b"damaged")
    app = open_app(page="datasets")
    assert not app.app.exception
    assert len(app.app.error) == 1
    press(app, f"remove_{NAME}")
    assert not app.app.error
    assert app.go("map").figures["count"] == "107 incidents"


def open_names(app):
    app.app.session_state[f"names_{NAME}"] = True
    app.app.run()
    assert not app.app.exception
    return app


@pytest.mark.usefixtures("home")
def test_what_a_dataset_teaches_is_worked_out_when_it_is_asked_for(open_app, monkeypatch):
    monkeypatch.setattr(cache, "learn_names", None)
    app = open_app(page="datasets")
    assert not app.has("doc", f"names-{NAME}")
    assert not has_button(app, f"teach_{NAME}")


def test_a_datasets_names_are_used_and_no_longer(open_app, home):
    app = open_names(open_app(page="datasets"))
    said = str(app.told("doc", "names-count"))
    assert "2 names at a point, from 2 of 2 rows." in said
    assert "its terms hold for that, too" in said
    listed = str(app.told("doc", "names-best"))
    assert [each for each in ("Mosul", "Nineveh, Iraq", "Kirkuk") if each not in listed] == []
    assert not has_button(app, f"unteach_{NAME}")
    press(app, f"teach_{NAME}")
    assert "In use since" in str(app.told("doc", "names-use"))
    layer = LayerList(home).taught_by(NAME)
    assert (layer.places, layer.version) == (2, Library(home).get(NAME).active)
    assert not has_button(app, f"teach_{NAME}")
    press(app, f"unteach_{NAME}")
    assert "not in use" in str(app.told("doc", "names-use"))
    assert LayerList(home).stored() == ()


def test_another_version_can_teach_anew(open_app, home):
    first, second = (each.about.version for each in Library(home).get(NAME).versions)
    app = press(open_names(open_app(page="datasets")), f"teach_{NAME}")
    Library(home).activate(NAME, first)
    app.app.run()
    said = str(app.told("doc", "names-use"))
    assert second in said
    assert f"{first}" in said
    press(app, f"teach_{NAME}")
    assert LayerList(home).taught_by(NAME).version == first


def test_a_removed_dataset_takes_its_names_along(open_app, home):
    app = press(open_names(open_app(page="datasets")), f"teach_{NAME}")
    assert "Removing the dataset ends that" in str(app.told("doc", f"names-in-use-{NAME}"))
    press(app, f"remove_{NAME}")
    assert LayerList(home).stored() == ()
    press(app, f"restore_{NAME}")
    assert not app.has("doc", f"names-in-use-{NAME}")


def test_layers_that_cannot_be_read_are_said_where_they_matter(open_app, home):
    (home / "places").mkdir()
    (home / "places" / "layers.json").write_text("{", encoding="utf-8")
    app = open_app(page="datasets")
    assert not app.app.error
    (error,) = open_names(app).app.error
    assert "INCIDENTS_HOME" in error.value
    press(app, f"remove_{NAME}")
    assert not Library(home).get(NAME).removed


@pytest.mark.usefixtures("home")
def test_the_filter_chooses_among_datasets(open_app):
    app = open_app({"dataset": NAME})
    assert app.figures["count"] == "2 incidents"
    assert [chip["field"] for chip in app.told("strip")["chips"]] == ["datasets"]
    chosen = app.app.multiselect("choose_datasets")
    assert chosen.value == [NAME]
    assert "Field *office* · 2" in chosen.options
    app.app.multiselect("choose_datasets").set_value(["iraq-2021"]).run()
    assert app.query == "dataset=iraq-2021"


@pytest.mark.usefixtures("home")
def test_the_timeline_spans_the_datasets_that_are_chosen(open_app):
    ours, theirs, both = (
        months_of(open_app(query)) for query in ({"dataset": "iraq-2021"}, {"dataset": NAME}, {})
    )
    assert theirs == ("2024-03", "2024-03")
    assert ours[1] < theirs[0]
    assert both == (ours[0], theirs[1])
    # nothing of it is there: the axis is that of everything
    assert months_of(open_app({"dataset": "no-such"})) == both


def months_of(app):
    told = app.told("timeline")
    return told["first"][:7], told["last"][:7]


def test_one_dataset_alone_is_no_choice(open_app):
    app = open_app()
    assert "choose_datasets" not in [each.key for each in app.app.multiselect]


@pytest.mark.usefixtures("home")
def test_actors_of_one_name_are_told_apart_by_their_dataset(open_app):
    options = open_app().app.multiselect("choose_actors").options
    named = sorted(each.rpartition(" · ")[0] for each in options if "Islamic State (" in each)
    assert named == ["Islamic State (Field *office*)",
                     "Islamic State (Security incidents in Iraq, 2021)"]  # fmt: skip


@pytest.mark.usefixtures("home")
def test_the_sources_page_has_a_card_for_each_dataset(open_app):
    said = str(open_app(page="sources").told("doc", "sources-page"))
    assert "2 datasets are shown together" in said
    assert "Field *office*" in said
    assert "Ask before handing it on." in said
