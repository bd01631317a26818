import json
import shutil

import pytest

from incidents.settings import PROJECT
from incidents.ui import map_view
from tests.ui.conftest import FRAME

CURATED = PROJECT / "data" / "curated"
SHOWS = {
    "map": lambda app: app.has("timeline"),
    "table": lambda app: len(app.app.dataframe) == 1 and not app.has("timeline"),
    "actors": lambda app: app.has("doc", "matrix-words"),
    "places": lambda app: app.has("doc", "places-page"),
    "bring": lambda app: app.has("doc", "import-page"),
    "datasets": lambda app: app.has("doc", "datasets-page"),
    "sources": lambda app: app.has("doc", "sources-page"),
}
WITHOUT_FIGURES = {"places", "bring", "datasets", "sources"}


@pytest.mark.parametrize("page", SHOWS)
def test_a_page_shows_what_only_it_shows(open_app, page):
    app = open_app(page=page)
    assert not app.app.exception
    assert SHOWS[page](app)
    assert [title.value for title in app.app.sidebar.title] == ["Incident Atlas"]


@pytest.mark.parametrize("page", SHOWS)
def test_a_page_opens_on_an_empty_result(open_app, page):
    app = open_app({"q": "no such words anywhere"}, page=page)
    assert not app.app.exception
    if page not in WITHOUT_FIGURES:
        assert app.figures == {"count": "0 incidents"}


@pytest.mark.parametrize("page", SHOWS)
def test_a_page_opens_on_one_incident(open_app, page):
    app = open_app({"type": "Riots"}, page=page)
    assert not app.app.exception
    if page not in WITHOUT_FIGURES:
        assert app.figures["count"] == "1 incident"


@pytest.mark.parametrize("page", SHOWS)
def test_without_its_data_folder_a_page_says_what_to_do(open_app, tmp_path, page):
    app = open_app(data=tmp_path / "gone", page=page)
    assert not app.app.exception
    (error,) = app.app.error
    assert "INCIDENTS_DATA" in error.value
    assert str(tmp_path) not in error.value


def test_rows_that_cannot_be_read_are_counted_and_listed(open_app, tmp_path):
    shutil.copytree(CURATED, tmp_path / "data")
    path = tmp_path / "data" / "incidents.csv"
    lines = path.read_text(encoding="utf-8").replace(",2021-07-19,", ",2021-07-99,", 1)
    path.write_text(lines, encoding="utf-8")
    app = open_app(data=tmp_path / "data")
    assert not app.app.exception
    assert "rows are not shown" in str(app.told("doc", "rejected-notice"))
    assert "2021-07-99" in str(app.go("sources").told("doc", "Rows that are not shown"))


def test_the_filter_in_the_link_is_the_one_that_is_shown(open_app):
    app = open_app({"from": "2021-07-01", "to": "2021-07-31", "actor": "islamic-state"})
    assert app.query == "from=2021-07-01&to=2021-07-31&actor=islamic-state"
    assert app.app.multiselect("choose_actors").value == ["islamic-state"]
    assert str(app.app.date_input("choose_date_from").value) == "2021-07-01"
    assert [chip["field"] for chip in app.told("strip")["chips"]] == ["dates", "actors"]


def test_a_dataset_that_is_not_there_is_named_with_those_that_are(open_app):
    app = open_app({"dataset": "iraq-2012"})
    assert app.figures["count"] == "0 incidents"
    said = str(app.told("doc", "unknown-dataset"))
    assert "iraq-2012" in said
    assert "./?dataset=iraq-2021" in said
    assert not open_app({"dataset": "iraq-2021"}).has("doc", "unknown-dataset")


def test_the_map_opens_where_the_chosen_dataset_lies(open_app, monkeypatch):
    starts = []

    def draw(_map, *, feature_group_to_add, **_told):
        (layer,) = feature_group_to_add._children.values()  # noqa: SLF001 (branca's only way)
        starts.append(layer.told["start"].get("bounds"))

    monkeypatch.setattr(map_view, "st_folium", draw)
    for query in ({}, {"dataset": "iraq-2012"}, {"dataset": "iraq-2021"}):
        open_app(query)
    assert starts[:2] == [None, None]
    west, south, east, north = starts[2]
    assert 38 < west < 44.4 < east < 49
    assert 29 < south < 33.3 < north < 38


def test_an_unreadable_part_of_a_link_is_named_and_left_out(open_app):
    app = open_app({"from": "2021-13-01", "type": "Riots", "colour": "red"})
    assert app.query == "type=Riots"
    said = str(app.told("doc", "filter-problem"))
    assert "from=2021-13-01" in said
    assert "colour=red" in said


def test_choosing_an_option_changes_the_figures_and_the_counts(open_app):
    app = open_app()
    everything = app.figures["count"]
    app.app.multiselect("choose_actors").set_value(["islamic-state"]).run()
    assert app.query == "actor=islamic-state"
    assert app.figures["count"] != everything
    assert any("Islamic State · " in label
               for label in app.app.multiselect("choose_actors").options)  # fmt: skip


def test_choices_in_several_widgets_add_up(open_app):
    app = open_app()
    app.app.multiselect("choose_event_types").set_value(["Battles"]).run()
    app.app.radio("choose_viewpoint").set_value("claimed").run()
    app.app.checkbox("choose_without_denied").check().run()
    app.app.number_input("choose_killed").set_value(1).run()
    app.app.text_input("choose_text").set_value("البيشمركة").run()
    assert app.query.startswith("view=claimed&denied=exclude&type=Battles&killed=1&q=")


def test_a_preset_sets_both_dates(open_app):
    app = open_app()
    app.app.selectbox("choose_period").set_value("Jul\u2013Dec 2021").run()
    assert app.query == "from=2021-07-01&to=2021-12-31"
    app.app.selectbox("choose_period").set_value(None).run()
    assert app.query == ""


def test_another_page_keeps_the_filter(open_app):
    app = open_app({"type": "Battles"})
    app.app.query_params.clear()
    assert app.go("table").query == "type=Battles"
    assert app.app.query_params["type"] == "Battles"


def test_dates_beyond_the_data_are_no_error(open_app):
    app = open_app({"from": "1990-01-01", "to": "2050-01-01"})
    assert not app.app.exception
    assert app.query == "from=1990-01-01&to=2050-01-01"


def test_an_empty_result_says_which_choice_to_take_back(open_app):
    app = open_app({"type": "Riots", "actor": "islamic-state"})
    ways = app.told("strip")["empty"]["suggestions"]
    assert {way["chip"]["field"] for way in ways} == {"actors", "event_types"}
    assert all("incident" in way["words"] for way in ways)


def test_the_link_opens_the_card_beside_the_table(open_app):
    app = open_app({"incident": "IQ-20210719-01"}, page="table")
    app.app.query_params["incident"] = "IQ-20210719-01"
    app.app.run()
    assert app.told("record")["record"]["incident"]["incident_id"] == "IQ-20210719-01"


def test_a_link_to_an_unknown_incident_says_so(open_app):
    app = open_app(page="table")
    app.app.query_params["incident"] = "IQ-0"
    app.app.run()
    assert not app.app.exception
    assert "no such incident" in str([each.proto for each in app.app.error])


def test_every_claim_of_the_seed_article_can_be_found(open_app):
    said = str(open_app(page="sources").told("doc", '"claims"'))
    for number in range(1, 14):
        assert f"'C{number}'" in said


@pytest.mark.parametrize("key", ["atlas_filter", "atlas_page", "atlas_page_keys"])
def test_a_session_holds_plain_values_of_ours(open_app, key):
    value = open_app({"type": "Battles", "base": "osm"}).app.session_state[key]
    assert isinstance(value, str | dict)
    assert value == json.loads(json.dumps(value))


def test_the_first_visitor_of_a_new_server_gets_the_frame_on_every_page():
    # see incidents/ui/app_pages/__init__.py
    assert not (FRAME.parent / "pages").exists()
